// Names each cell of a list after its column: on a narrow screen a row stands as a card then, and says
// what is what. Without this the list is a table there too, which scrolls to the side.

const table = document.getElementById("result_list");

if (table) {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.querySelector(".text a, .text span:not(:has(*))")?.textContent ?? "");
  for (const row of table.tBodies[0].rows) {
    row.role = "row";
    [...row.cells].forEach((cell, n) => {
      cell.role = cell.tagName === "TH" ? "rowheader" : "cell";
      cell.dataset.column = names[n];
      cell.classList.toggle("is-empty", cell.innerText.trim() === "-");
    });
  }
  // A table that is laid out otherwise is none to some screen readers, unless it says so.
  table.role = "table";
  table.tHead.role = table.tBodies[0].role = "rowgroup";
  table.tHead.rows[0].role = "row";
  for (const cell of table.tHead.rows[0].cells) cell.role = "columnheader";
  table.classList.add("is-named");
}
