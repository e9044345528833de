// Says in the bar which paragraph is being read. Without it the bar simply does not say.
const where = document.querySelector("[data-where]");
const paragraphs = [...document.querySelectorAll("section[data-paragraph]")];
const inReadingZone = new Set();

function say() {
  const current = paragraphs.find((paragraph) => inReadingZone.has(paragraph));
  where.hidden = !current;
  if (!current) return;
  const number = current.dataset.paragraph;
  const letters = current.querySelector(".mark bdi").textContent;
  const named = /^\d/.test(number) ? `¶${number}` : "¶";
  where.textContent = `${named} ${letters.startsWith("(") ? letters : `(${letters})`} of ${paragraphs.length}`;
}

if (where && paragraphs.length) {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) inReadingZone.add(entry.target);
        else inReadingZone.delete(entry.target);
      }
      say();
    },
    { rootMargin: "-15% 0px -60% 0px" },
  );
  paragraphs.forEach((paragraph) => observer.observe(paragraph));
}
