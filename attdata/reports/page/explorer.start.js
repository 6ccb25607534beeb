// The controls, the address and the first view.
const evidenceLines = () => {
  const footer = words().footer;
  const universe = isUniverse(view.of) ? view.of : "att";
  const end = say("sentence.end");
  const closed = (text) => (text.endsWith(end) || text.endsWith(".") ? text : text + end);
  const gap = view.lang === "zh" ? "" : " ";
  const evidence = [
    say("footer.as_of", { day: sayDay(view.day) }),
    footer.basis[view.basis],
    footer.universes[universe],
    footer.sources,
    say("footer.evidence_ends", { day: sayDay(all.last) }),
  ];
  return [evidence.filter(Boolean).map(closed).join(gap), closed(say("footer.boundaries"))];
};

const paintFooter = () => {
  const lines = evidenceLines();
  const key = lines.join("\n");
  if ($("evidence").dataset.key === key) return;
  $("evidence").dataset.key = key;
  $("evidence").replaceChildren(...lines.map((text) => make("p", {}, text)));
};

// --- controls ------------------------------------------------------------------------------------

const option = (value, text, attributes = {}) => make("option", { value, ...attributes }, text);

const fillChoices = () => {
  const world = UNIVERSES.map((universe) => option(universe, words().universes[universe]));
  const schemes = {};
  for (const choice of Object.keys(all.members)) {
    if (isUniverse(choice)) continue;
    const scheme = choice.slice(0, choice.indexOf(":"));
    (schemes[scheme] ||= []).push(choice);
  }
  const groups = Object.entries(schemes).map(([scheme, choices]) => {
    const named = choices.map((choice) => [choice, choiceName(choice)]);
    named.sort((a, b) => byName(a[1], b[1]));
    return make("optgroup", { label: words().schemes[scheme] || scheme }, ...named.map(([c, name]) => option(c, name)));
  });
  $("of").replaceChildren(...world, ...groups);
  const named = Object.keys(all.states).sort((a, b) => byName(nameOf(a), nameOf(b)));
  $("state").replaceChildren(option("", "–"), ...named.map((iso) => option(iso, nameOf(iso))));
  $("basis").replaceChildren(...Object.keys(all.segments).map((basis) => option(basis, say(`basis.${basis}`))));
  const held = all.conferences.map(([conference, day]) =>
    option(day, say("explorer.conference_day", { conference: words().conferences[conference], day: sayDay(day) })),
  );
  $("conference").replaceChildren(option("", "–"), ...held);
};

const fillYears = () => {
  const years = [];
  const last = Number(all.last.slice(0, 4));
  const few = $("years").clientWidth < 480;
  for (let year = Number(all.first.slice(0, 4)) + 1; year <= last; year += 1) {
    if (few && (last - year) % 3) continue;
    const mark = make("span", {}, String(year));
    mark.style.insetInlineStart = `${(100 * (dayNumber(`${year}-01-01`) - FIRST)) / (LAST - FIRST)}%`;
    years.push(mark);
  }
  $("years").replaceChildren(...years);
};

const speak = () => {
  const root = document.documentElement;
  [root.lang, root.dir] = [view.lang, isRight() ? "rtl" : "ltr"];
  collator = new Intl.Collator(view.lang);
  document.title = say("explorer.title");
  for (const element of document.querySelectorAll("[data-w]")) setText(element, say(element.dataset.w));
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label));
    if (element.tagName === "BUTTON") element.title = say(element.dataset.label);
  }
  fillChoices();
  fillYears();
  buildTable();
  paintPlay();
};

const paintControls = () => {
  $("of").value = view.of;
  $("state").value = view.state;
  $("basis").value = view.basis;
  $("lang").value = view.lang;
  if ($("day").value !== view.day) $("day").value = view.day;
  const slider = $("slider");
  const number = String(dayNumber(view.day) - FIRST);
  if (slider.value !== number) slider.value = number;
  $("conference").value = all.conferences.some(([, day]) => day === view.day) ? view.day : "";
  $("previous").disabled = view.day <= stops()[0];
  $("next").disabled = view.day >= all.last;
};

const waiting = {};
const later = (what, milliseconds, action) => {
  clearTimeout(waiting[what]);
  waiting[what] = setTimeout(action, milliseconds);
};

// While days pass quickly, the lists wait until the view rests: the map is what is looked at.
const paintLists = () => {
  paintLatest();
  paintTable();
};

let spoken = "";
const paint = (isPassing = false) => {
  if (spoken !== view.lang) {
    spoken = view.lang;
    speak();
    drawn.states.forEach((state) => { state.label = ""; });
  }
  paintControls();
  paintHeadline();
  paintMap();
  map.querySelector("#land").setAttribute("aria-label", say("explorer.map"));
  moveOver("over-chosen", view.state);
  paintLegend();
  paintGroups();
  paintCard();
  paintFooter();
  if (isPassing) later("lists", 80, paintLists);
  else paintLists();
};

// --- what is chosen ------------------------------------------------------------------------------

// Browsers take 31 February for 2 March: a day is one only if it is written back the same.
const isDay = (text) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(dayNumber(text)) &&
  new Date(dayNumber(text) * MS).toISOString().startsWith(text);

const allowed = (wanted) => {
  const next = { ...view, ...wanted };
  if (!isDay(next.day)) next.day = view.day;
  if (next.day < all.first) next.day = all.first;
  if (next.day > all.last) next.day = all.last;
  if (!Object.hasOwn(all.members, next.of)) next.of = view.of;
  if (!Object.hasOwn(all.segments, next.basis)) next.basis = view.basis;
  if (!Object.hasOwn(all.words, next.lang)) next.lang = view.lang;
  if (next.state && !Object.hasOwn(all.states, next.state)) next.state = "";
  return next;
};

const choose = (wanted, isPassing = false) => {
  Object.assign(view, allowed(wanted));
  paint(isPassing);
  later("address", 250, writeAddress);
  if (!playing) later("said", 600, () => setText($("said"), [headline(), chosenState()].filter(Boolean).join(". ")));
};

// --- the address ---------------------------------------------------------------------------------

const START = { day: all.last, of: "att", basis: "deposited", state: "", lang: all.language };
const addressOf = () => {
  const kept = Object.keys(START).filter((name) => view[name] !== START[name]);
  return "#" + new URLSearchParams(kept.map((name) => [name, view[name]])).toString();
};
let written = "";
const writeAddress = () => {
  written = addressOf();
  if (written === (location.hash || "#")) return;
  try {
    history.replaceState(null, "", written);
  } catch {
    location.hash = written; // in a frame without an address of its own
  }
};
const readAddress = () => {
  if (location.hash === written || (location.hash && !location.hash.includes("="))) return;
  const read = new URLSearchParams(location.hash.slice(1));
  const wanted = { ...START };
  for (const name of Object.keys(START)) if (read.has(name)) wanted[name] = read.get(name);
  Object.assign(view, allowed(wanted));
  written = location.hash;
  paint();
};
addEventListener("hashchange", readAddress);

// --- playing ---------------------------------------------------------------------------------------

let playing = 0;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const paintPlay = () => setText($("play"), say(playing ? "explorer.pause" : "explorer.play"));
const stopPlaying = () => {
  clearInterval(playing);
  playing = 0;
  paintPlay();
};
// Who asked for less motion sees one step a year instead of each change.
const step = () => {
  const year = `${Number(view.day.slice(0, 4)) + 1}-01-01`;
  choose({ day: calm.matches ? year : stopAfter(view.day) }, true);
  if (view.day >= all.last) stopPlaying();
};
const play = () => {
  if (playing) return stopPlaying();
  if (view.day >= all.last) choose({ day: all.first });
  playing = setInterval(step, calm.matches ? 1500 : 250);
  return paintPlay();
};
const stepTo = (day, isPassing = false) => {
  stopPlaying();
  choose({ day }, isPassing);
};

const onSliderKey = (event) => {
  const forward = isRight() ? "ArrowLeft" : "ArrowRight";
  const back = isRight() ? "ArrowRight" : "ArrowLeft";
  if (event.key === forward || event.key === "ArrowUp") stepTo(stopAfter(view.day), true);
  else if (event.key === back || event.key === "ArrowDown") stepTo(stopBefore(view.day), true);
  else return;
  event.preventDefault();
};

$("slider").max = String(LAST - FIRST);
$("slider").addEventListener("keydown", onSliderKey);
$("slider").addEventListener("input", () => stepTo(nearestStop(Number($("slider").value) + FIRST), true));
$("previous").addEventListener("click", () => stepTo(stopBefore(view.day), true));
$("next").addEventListener("click", () => stepTo(stopAfter(view.day), true));
$("play").addEventListener("click", play);
$("day").min = all.first;
$("day").max = all.last;
$("day").addEventListener("change", () => $("day").value && stepTo($("day").value));
$("conference").addEventListener("change", () => $("conference").value && stepTo($("conference").value));
$("of").addEventListener("change", () => choose({ of: $("of").value }));
$("state").addEventListener("change", () => {
  choose({ state: $("state").value });
  showCardBelow();
});
$("basis").addEventListener("change", () => choose({ basis: $("basis").value }));
$("lang").addEventListener("change", () => choose({ lang: $("lang").value }));
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("table-h").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && view.state) closeCard();
});
$("lang").replaceChildren(
  ...Object.entries(all.languages).map(([code, name]) => option(code, name, { lang: code })),
);
new ResizeObserver(() => {
  fitMap();
  paintMap();
  fillYears();
}).observe(mapbox);
readAddress();
if (!spoken) paint();
