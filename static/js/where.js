// Says in the bar which paragraph is being read. Without it the bar simply does not say.
const where = document.querySelector("[data-where]");
const paragraphs = [...document.querySelectorAll("section[data-paragraph]")];

function say(paragraph) {
  const number = paragraph.dataset.paragraph;
  const letters = paragraph.querySelector(".mark bdi").textContent;
  const named = /^\d/.test(number) ? `¶${number}` : "¶";
  where.textContent = `${named} ${letters.startsWith("(") ? letters : `(${letters})`} of ${paragraphs.length}`;
  where.hidden = false;
}

if (where && paragraphs.length) {
  // A line a quarter down the window: the paragraph that crosses it is the one being read.
  const observer = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => say(entry.target)),
    { rootMargin: "-25% 0px -75% 0px" },
  );
  paragraphs.forEach((paragraph) => observer.observe(paragraph));
}
