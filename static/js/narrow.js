// On a narrow screen the facets open over the results. There several can be chosen one after another: each
// choice asks for the list that it makes, and the button at the foot says how many cables that has and goes
// there. Without this the facets unfold above the results, and each choice leads to its list at once.

const folded = document.querySelector(".narrow");
const dialog = document.getElementById("narrowing");
const place = dialog?.querySelector(".narrowing__body");
const told = dialog?.querySelector("[role=status]");
const narrow = matchMedia("(width < 45rem)");
let shown = null; // what the page came with, to be put back
let chosen = ""; // the address of the list that was chosen, where it is another than the page's

function open() {
  shown = folded.querySelector(".narrow__body");
  chosen = "";
  put(shown);
  dialog.showModal();
}

function put(body) {
  place.replaceChildren(body);
  told.textContent = body.dataset.count;
}

async function choose(address) {
  dialog.ariaBusy = "true";
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const body = page.querySelector(".narrow__body");
    if (!answer.ok || !body) throw new Error(address);
    put(document.adoptNode(body));
    chosen = address;
  } catch {
    location.assign(address); // the list itself says what is wrong
  } finally {
    dialog.ariaBusy = "false";
  }
}

/** The same value in the facets that came, or the dialog: the focus is not to fall out of it. */
function focusAgain({ facet, value }) {
  const links = [...place.querySelectorAll("[data-facet]")];
  (links.find((link) => link.dataset.facet === facet && link.dataset.value === value) ?? dialog).focus();
}

if (folded && dialog) {
  folded.querySelector("summary").addEventListener("click", (event) => {
    if (!narrow.matches) return;
    event.preventDefault();
    open();
  });

  place.addEventListener("click", async (event) => {
    const link = event.target.closest(".facet li a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { dataset } = link.closest("li").querySelector("[data-facet]");
    const top = place.scrollTop;
    await choose(link.href);
    focusAgain(dataset);
    place.scrollTop = top;
  });

  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-show]").addEventListener("click", () => (chosen ? location.assign(chosen) : dialog.close()));
  dialog.addEventListener("close", () => {
    folded.append(shown);
    place.replaceChildren();
  });
}
