// The data, the view that is chosen, and what holds on its day. Nothing is computed here: of rows
// in order of days the page picks the one that began last.
const $ = (id) => document.getElementById(id);
const all = JSON.parse($("content").textContent);
const SVG = "http://www.w3.org/2000/svg";
const UNIVERSES = ["att", "un_members", "un_and_observers", "all"];
const STATUSES = ["state_party", "signatory", "not_joined", "unknown"];
const MS = 86400000;

const view = { day: all.last, of: "att", basis: "deposited", state: "", lang: all.language };

const dayNumber = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / MS);
const FIRST = dayNumber(all.first);
const LAST = dayNumber(all.last);

const pick = (rows, day) => {
  let low = -1;
  let high = rows ? rows.length : 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rows[middle][0] <= day) low = middle;
    else high = middle;
  }
  return low < 0 ? null : rows[low];
};

// What holds of a State: [from, status, since, signed, consented, action, in_force].
const factsOf = (iso, day = view.day) => pick(all.segments[view.basis][iso], day);
const countsOf = (choice) => pick(all.counts[view.basis][choice], view.day);
const isUniverse = (choice) => UNIVERSES.includes(choice);

const membersOn = (choice, day) => {
  const rows = all.members[choice];
  return new Set(
    rows.filter(([, start, end]) => (!start || start <= day) && (!end || day < end)).map((r) => r[0]),
  );
};

const stops = () => all.stops[view.basis];
const stopBefore = (day) => stops().filter((stop) => stop < day).pop() || stops()[0];
const stopAfter = (day) => stops().find((stop) => stop > day) || stops()[stops().length - 1];
const nearestStop = (number) =>
  stops().reduce((best, stop) =>
    Math.abs(dayNumber(stop) - number) < Math.abs(dayNumber(best) - number) ? stop : best,
  );

// --- words -------------------------------------------------------------------------------------

const words = () => all.words[view.lang];
const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
const say = (key, values = {}) => fill(words().w[key], values);
const nameOf = (iso) => words().states[iso];
const groupName = (group) => words().groups[group] || group;
let collator = new Intl.Collator(view.lang);
const byName = (a, b) => collator.compare(a, b);
const isRight = () => view.lang === "ar";

const sayDay = (day, form = "day") => {
  const [year, month, d] = day.split("-").map(Number);
  const kind = form === "day" && d === 1 ? "first_day" : form;
  const names = form === "month" ? words().months : words().monthsInDate;
  return say(`date.${kind}`, { d, month: names[month - 1], year });
};

// A day as precisely as it is known.
const sayPrecisely = (day, precision, earliest) => {
  if (!day) return "";
  if (precision === "month" || precision === "year") return sayDay(day, precision);
  if (precision === "range" && earliest && earliest !== day) {
    return say("report.between", { earliest: sayDay(earliest), latest: sayDay(day) });
  }
  if (precision === "inferred") return say("date.inferred", { day: sayDay(day) });
  return precision === "range" ? say("report.not_later_than", { day: sayDay(day) }) : sayDay(day);
};
const precisionOf = (iso, day) => (all.inexact[iso] || {})[day] || "day";
const sayDayOf = (iso, day) => sayPrecisely(day, precisionOf(iso, day));

const sayStatus = (iso, facts, precision = precisionOf(iso, facts[2])) => {
  const status = say(`status.${facts[1]}`);
  if (!facts[2]) return status;
  if (precision === "day") return say("explorer.since", { status, day: sayDay(facts[2]) });
  return say("count.label", { label: status, n: sayPrecisely(facts[2], precision) });
};

const sayCount = (counts) =>
  say("count.of_share", {
    n: counts[2],
    m: counts[1],
    share: counts[6] === null ? "–" : fill(words().percent, { n: counts[6] }),
  });

const choiceName = (choice) =>
  isUniverse(choice)
    ? words().universes[choice]
    : groupName(choice.slice(choice.indexOf(":") + 1));

// --- elements ----------------------------------------------------------------------------------

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const draw = (name, attributes = {}, ...children) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const setText = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

const swatch = (status) => {
  const look = all.looks[status] || {};
  const fill = HATCHED.includes(status) ? `url(#k-${status})` : look.fill || all.colors.elsewhere;
  const svg = draw("svg", { class: "swatch", viewBox: "0 0 24 11", "aria-hidden": "true" });
  const edge = look.edge || "#b9b4a8";
  svg.append(
    draw("rect", { x: 0.5, y: 0.5, width: 13, height: 10, fill, stroke: edge, "stroke-width": 0.6 }),
  );
  if (STATUSES.includes(status)) {
    svg.append(
      draw("path", {
        d: look.mark,
        transform: "translate(19 5.5) scale(4)",
        fill: look.fill,
        stroke: look.edge,
        "stroke-width": 0.2,
      }),
    );
  }
  return svg;
};
