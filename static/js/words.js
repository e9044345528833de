// Words selected in the paragraph's text become the words to withhold, with their place in it.
// Without this script they are typed or pasted, and the server looks for them.
const group = document.querySelector("[data-words]");

if (group) {
  const text = group.querySelector("#full-text");
  const words = group.querySelector("#words");
  const form = group.closest("form");
  const place = (name) => form.elements.namedItem(name);
  const inCodePoints = (offset) => [...text.value.slice(0, offset)].length;

  const take = () => {
    const { selectionStart: start, selectionEnd: end } = text;
    if (document.activeElement !== text || start === end) return;
    words.value = text.value.slice(start, end);
    place("start").value = inCodePoints(start);
    place("end").value = inCodePoints(end);
    place("nth").value = "";
    form.querySelector("[name=scope][value=passage]").checked = true;
  };

  // Not `readonly`: that would take the caret away, and with it choosing by keyboard.
  text.addEventListener("beforeinput", (event) => event.preventDefault());
  document.addEventListener("selectionchange", take);
  text.addEventListener("select", take);
  text.addEventListener("keyup", take);
  text.addEventListener("mouseup", take);
  words.addEventListener("input", () => {
    place("start").value = place("end").value = "";
    form.querySelector("[name=scope][value=passage]").checked = true;
  });
}
