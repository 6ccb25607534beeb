// The map: every State of a view as an element of its own (id, name, status), small ones as dots.
const map = $("map");
const mapbox = $("mapbox");
const tip = $("tip");
const drawn = { base: null, view: null, screen: "", pixel: 1, states: new Map(), spots: {}, current: "" };

const viewOf = (choice) => all.maps.views[choice] || all.maps.views.World;

// A hatch as a pattern: its lines keep their distance on the screen whatever the scale.
const pattern = (status, id = `h-${status}`, scale = 1) => {
  const look = all.looks[status];
  const sign = look.hatch[0] || "";
  const lines = {
    "/": "M-1 1L1-1M0 6L6 0M5 7L7 5",
    "\\": "M-1 5L1 7M0 0L6 6M5-1L7 1",
    x: "M0 0L6 6M6 0L0 6",
    "+": "M3 0V6M0 3H6",
    "-": "M0 3H6",
    "|": "M3 0V6",
  };
  const element = draw("pattern", {
    id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: `scale(${scale})`,
  });
  element.append(draw("rect", { width: 6, height: 6, fill: look.fill }));
  if (lines[sign]) {
    element.append(draw("path", { d: lines[sign], stroke: look.line, "stroke-width": 0.9, fill: "none" }));
  } else if (sign) {
    element.append(draw("circle", { cx: 3, cy: 3, r: 0.8, fill: look.line }));
  }
  return element;
};
const HATCHED = ["signatory", "unknown", "not_counted"];
// The samples of the legend and of the table have a scale of their own.
const samples = () => HATCHED.map((status) => pattern(status, `k-${status}`, 0.6));
$("hatches").append(draw("defs", {}, ...samples()));

const buildMap = (name) => {
  const base = all.maps.bases[name];
  drawn.base = name;
  drawn.states.clear();
  const defs = draw("defs", {}, ...HATCHED.map((status) => pattern(status)));
  const ground = draw("g", { "aria-hidden": "true" });
  if (base.sea) ground.append(draw("path", { class: "sea", d: base.sea }));
  ground.append(draw("path", { class: "other", d: base.other }));
  const land = draw("g", { id: "land", role: "listbox" });
  const small = draw("g", { role: "presentation" });
  const isos = Object.keys({ ...base.states, ...base.centres }).sort();
  for (const iso of isos) {
    const element = draw("g", { id: iso, class: "state", tabindex: "-1" });
    element.dataset.iso = iso;
    if (base.states[iso]) element.append(draw("path", { class: "land", d: base.states[iso] }));
    drawn.states.set(iso, { element, kind: "", label: "", mark: null });
    small.append(element);
  }
  land.append(...small.childNodes);
  const lines = draw("g", { "aria-hidden": "true" });
  lines.append(draw("path", { class: "lines", d: base.lines }));
  lines.append(draw("path", { class: "over", id: "over-chosen" }), draw("path", { class: "over focus", id: "over-focus" }));
  map.replaceChildren(defs, ground, land, lines);
};

// Fit the view into the frame: how long a pixel is decides dots and hatches.
const fitMap = () => {
  const shown = viewOf(view.of);
  const changed = drawn.base !== shown.base;
  if (changed) buildMap(shown.base);
  mapbox.classList.toggle("world", shown.base === "World");
  const [x, y, width, height] = shown.box;
  const across = map.clientWidth || 900;
  const down = map.clientHeight || across / 1.95;
  const pixel = Math.max(width / across, height / down);
  const screen = across < 600 ? "narrow" : "wide";
  if (!changed && drawn.view === shown && drawn.screen === screen && drawn.pixel === pixel) return;
  Object.assign(drawn, { view: shown, screen, pixel });
  map.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  for (const status of HATCHED) {
    map.querySelector(`#h-${status}`).setAttribute("patternTransform", `scale(${pixel})`);
  }
  placeDots(shown.dots[screen] || {}, pixel);
  moveOver("over-chosen", view.state);
  moveOver("over-focus", "");
};

const placeDots = (dots, pixel) => {
  const centres = all.maps.bases[drawn.base].centres;
  const radius = (all.maps.dot[drawn.screen] / 2 - 0.5) * pixel;
  drawn.radius = radius;
  drawn.spots = {};
  const withDots = [];
  for (const [iso, state] of drawn.states) {
    state.element.querySelector(".mark")?.remove();
    state.element.querySelector(".leader")?.remove();
    state.mark = null;
    drawn.spots[iso] = dots[iso] || centres[iso];
    if (!dots[iso]) continue;
    const [x, y] = dots[iso];
    const [cx, cy] = centres[iso];
    if (Math.hypot(x - cx, y - cy) > 2 * radius) {
      state.element.append(draw("path", { class: "leader", d: `M${cx} ${cy}L${x} ${y}` }));
    }
    const transform = `translate(${x} ${y}) scale(${radius})`;
    state.mark = draw("g", { class: "mark", transform }, draw("path", { class: "halo" }), draw("path", { class: "dot" }));
    state.element.append(state.mark);
    setMark(state);
    withDots.push(state.element);
  }
  const focused = document.activeElement;
  map.querySelector("#land").append(...withDots); // above all land
  if (withDots.includes(focused)) focused.focus();
};

const setMark = (state) => {
  const look = all.looks[state.kind];
  if (!state.mark || !look) return;
  for (const path of state.mark.children) path.setAttribute("d", look.mark);
};

// Give every State its status on the day; only what changed is touched.
const paintMap = () => {
  fitMap();
  const members = membersOn(view.of, view.day);
  const outside = isUniverse(view.of) ? "not_counted" : "elsewhere";
  for (const [iso, state] of drawn.states) {
    const isMember = members.has(iso);
    const facts = factsOf(iso);
    const kind = isMember && facts ? facts[1] : outside;
    if (state.kind !== kind) {
      state.element.setAttribute("class", `state ${kind}`);
      state.element.dataset.status = kind;
      if (isMember) state.element.setAttribute("role", "option");
      else for (const name of ["role", "aria-label", "aria-selected"]) state.element.removeAttribute(name);
      if (isMember) state.element.removeAttribute("aria-hidden");
      else state.element.setAttribute("aria-hidden", "true");
      state.kind = kind;
      state.label = "";
      setMark(state);
    }
    if (isMember) labelState(iso, state, facts);
  }
  const focusable = members.has(view.state) ? view.state : members.has(drawn.current) ? drawn.current : "";
  setCurrent(focusable || firstByName(members));
};

const labelState = (iso, state, facts) => {
  if (!state.label || state.facts !== facts) {
    state.label = say("explorer.state_status", { state: nameOf(iso), status: sayStatus(iso, facts) });
    state.facts = facts;
    state.element.setAttribute("aria-label", state.label);
  }
  const selected = String(iso === view.state);
  if (state.element.getAttribute("aria-selected") !== selected) {
    state.element.setAttribute("aria-selected", selected);
  }
};

const firstByName = (members) => {
  const order = [...members].filter((iso) => drawn.states.has(iso));
  return order.sort((a, b) => byName(nameOf(a), nameOf(b)))[0] || "";
};

// One State at a time can be reached with the tabulator; the arrows go on from it.
const setCurrent = (iso) => {
  if (drawn.current === iso && drawn.states.get(iso)?.element.tabIndex === 0) return;
  const before = drawn.states.get(drawn.current);
  if (before) before.element.setAttribute("tabindex", "-1");
  drawn.current = iso;
  drawn.states.get(iso)?.element.setAttribute("tabindex", "0");
};

const moveOver = (id, iso) => {
  const over = map.querySelector(`#${id}`);
  const state = drawn.states.get(iso);
  const isShown = state && STATUSES.includes(state.kind);
  let path = (isShown && all.maps.bases[drawn.base].states[iso]) || "";
  if (isShown && state.mark) {
    const [x, y] = drawn.spots[iso];
    const r = drawn.radius * 1.7;
    path = `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0z`;
  }
  over.setAttribute("d", path);
};

// --- pointer and keyboard ------------------------------------------------------------------------

const isOpenable = (iso) => STATUSES.includes(drawn.states.get(iso)?.kind);

// A finger is broader than a dot: the nearest small State within reach is meant.
const stateAt = (event) => {
  const hit = event.target.closest?.("[data-iso]")?.dataset.iso;
  if (hit && isOpenable(hit) && drawn.states.get(hit).mark) return hit;
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  const reach = (event.pointerType === "touch" ? 16 : 8) * drawn.pixel;
  let best = hit && isOpenable(hit) ? hit : "";
  let least = reach;
  for (const [iso, state] of drawn.states) {
    if (!state.mark || !isOpenable(iso)) continue;
    const [x, y] = drawn.spots[iso];
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance < least) [best, least] = [iso, distance];
  }
  return best;
};

const showTip = (iso, event) => {
  tip.hidden = !iso;
  if (!iso) return;
  setText(tip, drawn.states.get(iso).label);
  const box = mapbox.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  const left = Math.min(Math.max(0, x + 14), Math.max(0, box.width - tip.offsetWidth));
  tip.style.left = `${left}px`;
  tip.style.top = `${y + tip.offsetHeight + 24 > box.height ? y - tip.offsetHeight - 10 : y + 16}px`;
};

// The nearest State in the direction of an arrow; what lies aside counts as farther away.
const neighbour = (iso, [dx, dy]) => {
  const [x, y] = drawn.spots[iso];
  let best = "";
  let least = Infinity;
  for (const other of drawn.states.keys()) {
    if (other === iso || !isOpenable(other)) continue;
    const [ox, oy] = drawn.spots[other];
    const along = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy - (oy - y) * dx);
    if (along <= 0 || aside > along * 2) continue;
    const far = along + aside * 2;
    if (far < least) [best, least] = [other, far];
  }
  return best;
};

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const onMapKey = (event) => {
  const iso = event.target.closest("[data-iso]")?.dataset.iso;
  if (!iso || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key in ARROWS) {
    event.preventDefault();
    const next = neighbour(iso, ARROWS[event.key]);
    if (next) focusState(next);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    choose({ state: iso });
    $("card-name")?.focus();
  }
};

const focusState = (iso) => {
  setCurrent(iso);
  drawn.states.get(iso)?.element.focus({ preventScroll: true });
};

// Not on the map itself: a drawing that listens for the focus becomes a stop of the tabulator.
mapbox.addEventListener("keydown", onMapKey);
mapbox.addEventListener("focusin", (event) => {
  const iso = event.target.closest("[data-iso]")?.dataset.iso;
  if (!iso) return;
  setCurrent(iso);
  moveOver("over-focus", event.target.matches(":focus-visible") ? iso : "");
});
mapbox.addEventListener("focusout", () => moveOver("over-focus", ""));
map.addEventListener("pointermove", (event) => {
  if (event.pointerType !== "touch") showTip(stateAt(event), event);
});
map.addEventListener("pointerleave", () => showTip(""));
map.addEventListener("click", (event) => {
  const iso = stateAt(event);
  showTip("");
  choose({ state: iso });
  showCardBelow();
});
