// Sorts a table by a column: numbers and days by their value, text in the order of the language.
const language = document.documentElement.lang;
const valueOf = (row, column) => {
  const cell = row.cells[column];
  return { number: cell.dataset.v, text: cell.textContent.trim() };
};
const compare = (a, b) => {
  if (!a.text !== !b.text) return a.text ? -1 : 1; // empty cells last
  if (a.number === undefined || b.number === undefined) {
    return a.text.localeCompare(b.text, language, { numeric: true });
  }
  const difference = Number(a.number) - Number(b.number);
  return Number.isNaN(difference) ? a.number.localeCompare(b.number) : difference;
};
for (const table of document.querySelectorAll("main table")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].filter((row) => !row.classList.contains("total"));
      const totals = [...body.rows].filter((row) => row.classList.contains("total"));
      rows.sort((a, b) => compare(valueOf(a, column), valueOf(b, column)) * (down ? -1 : 1));
      body.append(...rows, ...totals);
    });
  });
}
