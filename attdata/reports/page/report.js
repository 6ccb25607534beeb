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

// The map: what each State is and did, under the pointer, a finger or the keyboard. Without the
// script a title says it; one State is a stop of the tabulator, the arrows go on from it.
const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
tip.setAttribute("aria-hidden", "true");
document.body.append(tip);
const showTip = (state, x, y) => {
  tip.hidden = !state;
  if (!state) return;
  tip.textContent = state.getAttribute("aria-label");
  const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
  tip.style.left = `${Math.max(8, Math.min(x + 14, room)) + scrollX}px`;
  const below = y + 18 + tip.offsetHeight < innerHeight;
  tip.style.top = `${(below ? y + 18 : y - tip.offsetHeight - 12) + scrollY}px`;
};
const middle = (part) => {
  const box = part.getBoundingClientRect();
  return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
};
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// The nearest State in the direction of an arrow; what lies aside counts as farther away.
const nextState = (states, from, [dx, dy]) => {
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const other of states) {
    const [ox, oy] = middle(other);
    const along = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy - (oy - y) * dx);
    if (other === from || along <= 0 || aside > 2 * along || along + 2 * aside >= least) continue;
    [best, least] = [other, along + 2 * aside];
  }
  return best;
};
for (const map of document.querySelectorAll("main svg:has([data-state] > title)")) {
  const parts = [...map.querySelectorAll("[data-state]")];
  const stops = new Map(); // a State's dot, else its land, is where the keyboard stops
  for (const part of parts) {
    const title = part.querySelector(":scope > title");
    if (!title) continue;
    part.setAttribute("aria-label", title.textContent);
    title.remove();
    part.setAttribute("role", "img");
    stops.set(part.dataset.state, part);
  }
  for (const part of parts) if (!stops.has(part.dataset.state) || stops.get(part.dataset.state) !== part) part.setAttribute("aria-hidden", "true");
  const states = [...stops.values()];
  const current = (state) => {
    for (const other of states) other.setAttribute("tabindex", other === state ? "0" : "-1");
  };
  map.setAttribute("role", "group");
  map.classList.add("states");
  current(states[0]);
  const stateOf = (event) => event.target.closest?.("[data-state][aria-label]");
  for (const kind of ["pointermove", "click"]) {
    map.addEventListener(kind, (event) => showTip(stateOf(event), event.clientX, event.clientY));
  }
  map.addEventListener("pointerleave", (event) => event.pointerType === "touch" || showTip(null));
  map.parentElement.addEventListener("focusin", (event) => {
    const state = stateOf(event);
    if (!state?.matches(":focus-visible")) return;
    current(state);
    showTip(state, ...middle(state));
  });
  map.parentElement.addEventListener("focusout", () => showTip(null));
  map.parentElement.addEventListener("keydown", (event) => {
    const state = stateOf(event);
    if (event.key === "Escape") showTip(null);
    if (!state || !(event.key in ARROWS) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    nextState(states, state, ARROWS[event.key])?.focus({ preventScroll: true });
  });
}
