// Leaves in sight only the values that have in them what is being typed. Without it the form asks the site.

const field = document.getElementById("find");
const summary = document.querySelector("[data-summary]");
const rows = [...document.querySelectorAll("#values li")].map((row) => ({
  row,
  text: row.querySelector("[data-facet]").textContent.toLowerCase(),
}));
const whole = summary.textContent;

function find() {
  const wanted = field.value.trim().replace(/\s+/g, " ").toLowerCase();
  let left = 0;
  for (const { row, text } of rows) {
    row.hidden = !text.includes(wanted);
    left += !row.hidden;
  }
  summary.textContent = wanted ? `${left.toLocaleString("en")} of ${whole}` : whole;
}

field.addEventListener("input", find);
field.form.addEventListener("submit", (event) => event.preventDefault());
find(); // what the browser kept when one came back
