// What a reader can do with the page: sort and search its tables. Without it everything is there.
const language = document.documentElement.lang;
const filled = (template, value) => template.replace(/\{\w+\}/, value);

// Folded parts are printed as well; the list of contents is open where it stands at the side.
const reopened = [];
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("main .fold:not([open]), .toc:not([open])")) {
    part.open = true;
    reopened.push(part);
  }
});
addEventListener("afterprint", () => {
  for (const part of reopened.splice(0)) part.open = false;
});
const wide = matchMedia("(min-width: 64rem)");
const contents = document.querySelector(".toc");
const place = () => contents && (contents.open = wide.matches);
wide.addEventListener("change", place);
place();
const unfold = () => {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
};
addEventListener("hashchange", unfold);
unfold();

// Sorting: numbers and days by their value, text in the order of the language, within each group.
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
const sorted = (body, column, down) => {
  const fixed = (row) => row.matches(".total, .g");
  const rows = [...body.rows].filter((row) => !fixed(row));
  rows.sort((a, b) => compare(valueOf(a, column), valueOf(b, column)) * (down ? -1 : 1));
  body.append(...rows, ...[...body.rows].filter((row) => row.matches(".total")));
};
for (const table of document.querySelectorAll("main .att-table")) {
  const heads = [...table.tHead.rows[0].cells];
  if (table.querySelectorAll("tbody tr:not(.g)").length < 4) continue;
  heads.forEach((head, column) => {
    // The words of the heading stay in the cell, so that print and screen readers repeat them.
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.setAttribute("aria-label", filled(words.sort, head.textContent.trim()));
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      for (const body of table.tBodies) sorted(body, column, down);
    });
  });
}

// Searching: a field above each long table leaves the rows that hold what is typed.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase(language);
for (const long of document.querySelectorAll(".long")) {
  const rows = [...long.querySelectorAll("tbody tr:not(.g)")];
  const field = document.createElement("input");
  const label = document.createElement("label");
  const count = document.createElement("output");
  field.type = "search";
  label.append(`${words.find} `, field);
  count.setAttribute("aria-live", "polite");
  const line = document.createElement("p");
  line.className = "find";
  line.append(label, count);
  long.prepend(line);
  field.addEventListener("input", () => {
    const wanted = plain(field.value.trim());
    for (const row of rows) row.hidden = !plain(row.textContent).includes(wanted);
    for (const body of long.querySelectorAll("tbody")) {
      body.hidden = ![...body.querySelectorAll("tr:not(.g)")].some((row) => !row.hidden);
    }
    count.textContent = filled(words.rows_shown, rows.filter((row) => !row.hidden).length);
  });
}
