// The table under the map: the States of the choice, searched and sorted, as they stand on the day.
const COLUMNS = ["name", "status", "since", "region", "signed", "consented", "in_force"];
const HEADS = {
  name: "column.iso3", status: "column.status", since: "column.since", region: "column.att_region",
  signed: "column.signed", consented: "column.consented", in_force: "column.in_force",
};
const table = { rows: new Map(), sort: "name", down: false, order: "" };

const plainText = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// The values of a row as they are sorted; days as ISO.
const valuesOf = (iso, facts) => {
  return {
    name: nameOf(iso),
    status: facts[1],
    since: facts[2],
    region: groupName(all.states[iso][0]),
    signed: facts[3],
    consented: facts[4],
    in_force: facts[6],
  };
};
const cellText = (iso, column, value) => {
  if (column === "name" || column === "region") return value;
  if (column === "status") return say(`status.${value}`);
  return value ? sayDayOf(iso, value) : "";
};

const buildTable = () => {
  const heads = COLUMNS.map((column) => {
    const button = make("button", { type: "button" }, say(HEADS[column]));
    button.addEventListener("click", () => sortBy(column));
    const head = make("th", { scope: "col" }, button);
    head.dataset.column = column;
    return head;
  });
  $("table").tHead.replaceChildren(make("tr", {}, ...heads));
  table.rows.clear();
  for (const iso of Object.keys(all.states)) {
    const name = make("th", { scope: "row" }, stateButton(iso));
    const cells = Object.fromEntries(COLUMNS.slice(1).map((column) => [column, make("td")]));
    cells.since.dataset.column = "since";
    cells.status.append(make("span", { class: "cell" }));
    const row = make("tr", {}, name, ...Object.values(cells));
    table.rows.set(iso, { row, cells, values: {} });
  }
  table.order = "";
};

// The names by which a State is searched, in all languages, official and others; made when needed.
const searched = {};
const namesOf = (iso) =>
  (searched[iso] ||= plainText(
    [iso, ...Object.values(all.words).map((texts) => texts.states[iso]), ...(all.aliases[iso] || [])].join("\n"),
  ));

const sortBy = (column) => {
  table.down = table.sort === column ? !table.down : ["since", "consented"].includes(column);
  table.sort = column;
  paintTable();
};

const compareRows = (a, b) => {
  const [one, other] = [table.rows.get(a).values, table.rows.get(b).values];
  const [x, y] = [one[table.sort], other[table.sort]];
  const tie = byName(one.name, other.name);
  if (!x !== !y) return x ? -1 : 1; // empty cells last, whichever way
  const order =
    table.sort === "status"
      ? STATUSES.indexOf(x) - STATUSES.indexOf(y)
      : table.sort === "name" || table.sort === "region"
        ? byName(x, y)
        : x < y ? -1 : x > y ? 1 : 0;
  return (table.down ? -order : order) || tie;
};

const paintTable = () => {
  const members = membersOn(view.of, view.day);
  const wanted = plainText($("search").value.trim());
  const named = [...table.rows.keys()].filter((iso) => !wanted || namesOf(iso).includes(wanted));
  const inside = named.filter((iso) => members.has(iso));
  // Whoever looks for a State that is not of the choice finds it all the same.
  const shown = inside.length ? inside : wanted ? named.filter((iso) => factsOf(iso)) : [];
  for (const iso of shown) paintRow(iso, table.rows.get(iso));
  shown.sort(compareRows);
  const order = shown.join();
  if (order !== table.order) {
    table.order = order;
    const place = document.activeElement?.dataset?.open;
    $("table").tBodies[0].replaceChildren(...shown.map((iso) => table.rows.get(iso).row));
    if (place && $("table").contains(table.rows.get(place)?.row) && document.activeElement === document.body) {
      table.rows.get(place).row.querySelector("button").focus();
    }
  }
  for (const head of $("table").tHead.querySelectorAll("th")) {
    if (head.dataset.column !== table.sort) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", table.down ? "descending" : "ascending");
  }
  setText($("rows"), say("count.label", { label: say("column.n_states"), n: shown.length }));
};

const paintRow = (iso, entry) => {
  const facts = factsOf(iso);
  entry.row.classList.toggle("chosen", iso === view.state);
  if (entry.facts === facts) return;
  entry.facts = facts;
  const values = valuesOf(iso, facts);
  for (const column of COLUMNS.slice(1)) {
    if (entry.values[column] === values[column]) continue;
    const text = cellText(iso, column, values[column]);
    if (column === "status") entry.cells.status.firstChild.replaceChildren(swatch(values.status), text);
    else setText(entry.cells[column], text);
  }
  entry.values = values;
};

document.addEventListener("click", (event) => {
  const iso = event.target.closest?.("[data-open]")?.dataset.open;
  if (!iso) return;
  choose({ state: iso });
  $("card").scrollIntoView({ block: "nearest" });
  $("card-name")?.focus({ preventScroll: true });
});
$("search").addEventListener("input", () => paintTable());
$("search").addEventListener("keydown", (event) => {
  const only = table.order && !table.order.includes(",") ? table.order : "";
  if (event.key !== "Enter" || !only) return;
  choose({ state: only });
  $("card-name")?.focus();
});
