// Renews the progress of an import while somebody works on it, and the page when that is over.
const place = document.querySelector("[data-progress]");
const EVERY = 1000; // milliseconds
const atWork = () => place.querySelector("[data-at-work]")?.dataset.atWork === "yes";

async function renew() {
  if (document.hidden) return setTimeout(renew, EVERY);
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "text/html" } });
    // Somebody who was signed out is led to the form, as on any page.
    if (answer.redirected || answer.status === 403) return location.reload();
    if (answer.ok) place.innerHTML = await answer.text();
  } catch {
    // The site is restarting, or the net is gone: what is shown stays.
  }
  if (!atWork()) return location.reload();
  setTimeout(renew, EVERY);
}

if (place && atWork()) {
  document.querySelector(".import__again")?.remove();
  setTimeout(renew, EVERY);
}
