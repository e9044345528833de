// The keys n and p lead to the next and the previous result. Whoever does not want that switches it off, here
// and on every page; where the button is not shown the keys do nothing. Without this script the links are there
// all the same.
const told = document.querySelector("[data-keys]");
const SETTING = "keys";

function setting() {
  try {
    return localStorage.getItem(SETTING);
  } catch {
    return null; // where nothing may be kept the keys are on
  }
}

function keep(value) {
  try {
    localStorage.setItem(SETTING, value);
  } catch {
    // It holds for this page.
  }
}

if (told) {
  const button = told.querySelector("button");
  const which = told.querySelector("[data-keys-which]");
  let on = setting() !== "off";

  const say = () => {
    which.hidden = !on;
    button.textContent = on ? "Switch keys off" : "Switch keys on";
  };

  button.addEventListener("click", () => {
    on = !on;
    keep(on ? "on" : "off");
    say();
  });

  document.addEventListener("keydown", (event) => {
    const modified = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
    if (!on || !button.getClientRects().length || modified || event.repeat || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    document.querySelector(`a[data-step="${CSS.escape(event.key)}"]`)?.click();
  });

  say();
  told.hidden = false;
}
