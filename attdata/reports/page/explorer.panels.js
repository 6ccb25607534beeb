// What stands beside the map: headline, legend, groups, latest changes, and the card of a State.
const paintHeadline = () => {
  const counts = countsOf(view.of);
  setText($("count"), sayCount(counts));
  const day = say("report.parties_on", { day: sayDay(view.day) });
  // The list of choices may cut a long name: here it stands in full.
  setText($("asof"), view.of === "att" ? day : say("explorer.state_status", { state: choiceName(view.of), status: day }));
  $("slider").setAttribute("aria-valuetext", `${sayDay(view.day)}: ${sayCount(counts)}`);
};

// The State of the card with its status: for screen readers.
const chosenState = () => {
  const facts = view.state && factsOf(view.state);
  return facts ? say("explorer.state_status", { state: nameOf(view.state), status: sayStatus(view.state, facts) }) : "";
};

// The headline as one line: for screen readers, and above a picture that is kept.
const headline = () => say("count.label", { label: $("asof").textContent, n: $("count").textContent });

const paintLegend = () => {
  const counts = countsOf(view.of);
  const rows = STATUSES.map((status, place) => [status, counts[2 + place]]);
  const shown = rows.filter(([status, n]) => status !== "unknown" || n);
  const items = shown.map(([status, n]) => [
    status, say("count.legend", { label: say(`statuses.${status}`), n }),
  ]);
  if (!isUniverse(view.of)) items.push(["elsewhere", say("explorer.elsewhere")]);
  items.push(["not_counted", say("statuses.not_counted")]);
  const key = JSON.stringify(items);
  const legend = $("legend");
  if (legend.dataset.key === key) return;
  legend.dataset.key = key;
  legend.replaceChildren(...items.map(([status, text]) => make("li", {}, swatch(status), text)));
};

// --- groups ------------------------------------------------------------------------------------

const schemeShown = () => (isUniverse(view.of) ? "att_region" : view.of.slice(0, view.of.indexOf(":")));
// Regions are counted over the universe that is chosen; all other groups over that of the Treaty.
const countsOfGroup = (choice) =>
  (isUniverse(view.of) && view.of !== "att" && countsOf(`${view.of}/${choice}`)) || countsOf(choice);

const paintGroups = () => {
  const scheme = schemeShown();
  const list = $("groups");
  setText($("groups-h"), words().schemes[scheme] || scheme);
  const choices = Object.keys(all.counts[view.basis]).filter((key) => key.startsWith(`${scheme}:`));
  const shown = choices.map((choice) => [choice, countsOfGroup(choice)]).filter(([, c]) => c && c[1]);
  const key = JSON.stringify([view.lang, view.of, shown]);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  const place = list.contains(document.activeElement) ? document.activeElement.dataset.of : "";
  list.replaceChildren(...shown.map(([choice, counts]) => groupRow(choice, counts)));
  if (place) [...list.querySelectorAll("button")].find((b) => b.dataset.of === place)?.focus();
};

const groupRow = (choice, counts) => {
  const row = make("li", choice === view.of ? { class: "chosen" } : {});
  const isThere = choice in all.members;
  const name = isThere ? make("button", { type: "button" }, choiceName(choice)) : make("span", {}, choiceName(choice));
  if (isThere) name.dataset.of = choice;
  if (choice === view.of) name.setAttribute("aria-current", "true");
  const bar = make("span", { class: "bar", "aria-hidden": "true" });
  for (const [kind, n] of [["party", counts[2]], ["signatory", counts[3]]]) {
    const part = make("i", { class: kind });
    part.style.width = `${(100 * n) / counts[1]}%`;
    bar.append(part);
  }
  row.append(name, make("span", { class: "n" }, sayCount(counts)), bar);
  return row;
};

$("groups").addEventListener("click", (event) => {
  const of = event.target.closest("button")?.dataset.of;
  if (of) choose({ of: of === view.of ? "att" : of });
});

// --- latest changes ------------------------------------------------------------------------------

const LATEST = 12;

const latestChanges = () => {
  const members = membersOn(view.of, view.day);
  const rows = [];
  for (const iso of members) {
    for (const facts of all.segments[view.basis][iso] || []) {
      if (facts[2] && facts[0] === facts[2] && facts[0] <= view.day) rows.push([iso, facts]);
    }
  }
  rows.sort((a, b) => (a[1][0] < b[1][0] ? 1 : a[1][0] > b[1][0] ? -1 : byName(nameOf(a[0]), nameOf(b[0]))));
  return rows.slice(0, LATEST);
};

const stateButton = (iso) => {
  const button = make("button", { type: "button", class: "link" }, nameOf(iso));
  button.dataset.open = iso;
  return button;
};

const paintLatest = () => {
  const rows = latestChanges();
  const list = $("latest");
  const key = JSON.stringify([view.lang, view.basis, rows.map(([iso, facts]) => iso + facts[0])]);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  let before = "";
  const items = rows.map(([iso, facts]) => {
    const item = make("li");
    const day = sayDayOf(iso, facts[2]);
    if (day !== before) item.append(make("span", { class: "when" }, day));
    before = day;
    item.append(stateButton(iso), make("span", {}, say(`status.${facts[1]}`)));
    return item;
  });
  list.replaceChildren(...(items.length ? items : [make("li", {}, say("none"))]));
};

// --- the card ------------------------------------------------------------------------------------

const heading = (text) => make("h3", {}, text);
const isLater = (day) => day && day > view.day;
const withRemark = (element, text) => {
  element.append(" ", make("span", { class: "later" }, text));
  return element;
};

const list = (items, extra = "") =>
  items.length ? make("ul", { class: `facts ${extra}` }, ...items) : make("p", { class: "small" }, say("explorer.no_record"));

// Text of the sources is English whatever the language of the page.
const english = (text) => make("span", { lang: "en", dir: "ltr" }, text);
const link = (address, text) => make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text);
const isAddress = (address) => /^https?:\/\/[^\s]+$/.test(address);

const actionRows = (iso) =>
  (all.events[iso] || []).map(([day, earliest, precision, action, inForce]) => {
    const item = make("li");
    const when = sayPrecisely(day, precision, earliest);
    item.append(say("count.label", { label: say(`action.${action}`), n: when }));
    if (inForce) {
      item.append(make("br"), make("span", { class: "when" }, say("count.label", { label: say("column.in_force"), n: sayDayOf(iso, inForce) })));
    }
    return isLater(day) ? withRemark(item, say("explorer.later")) : item;
  });

const span = (start, end, precision, earliest = "") => {
  const first = sayPrecisely(precision === "range" ? end || start : start, precision, earliest);
  return end && end !== start && precision === "day" ? `${first} – ${sayDay(end)}` : first;
};

const activityRows = (iso) =>
  (all.named[iso] || []).map(([activity, byGroup]) => {
    const [title, place, start, end, precision, organisers, address, where, earliest] = all.activities[activity];
    const item = make("li");
    const when = [start && span(start, end, precision, earliest), byGroup && say("explorer.by_group")].filter(Boolean);
    if (when.length) item.append(make("span", { class: "when" }, when.join(say("list.semicolon"))), make("br"));
    item.append(english([title, place, organisers].filter(Boolean).join(". ")), " ");
    const source = say("count.label", { label: say("column.source"), n: "" });
    item.append(make("span", { class: "when" }, source), isAddress(address) ? link(address, where) : english(where));
    return isLater(start) ? withRemark(item, say("explorer.later")) : item;
  });

const projectRows = (iso) =>
  (all.projects[iso] || []).map(([title, cycle, start, end, address]) => {
    const item = make("li");
    const when = start ? span(start, end, "day") : cycle;
    if (when) item.append(make("span", { class: "when" }, when), make("br"));
    item.append(isAddress(address) ? link(address, english(title)) : english(title));
    return isLater(start) ? withRemark(item, say("explorer.later")) : item;
  });

const sisterRows = (iso) =>
  Object.entries(all.sisters).map(([treaty, rows]) => {
    const row = pick(rows[iso], view.day);
    const status = row ? sayStatus("", ["", row[1], row[0]], row[2] || "day") : say("none");
    return make("li", {}, say("count.label", { label: words().treaties[treaty], n: status }));
  });

const VOTES = { Y: "vote.yes", N: "vote.no", A: "vote.abstain", "-": "vote.non_voting" };
const SIGNS = { Y: "+", N: "−", A: "=", "-": "·" };

const voteStrip = (iso) => {
  const strip = all.votes.votes[iso];
  if (!strip) return make("p", { class: "small" }, say("explorer.no_record"));
  const items = all.votes.calls.map(([resolution, day], place) => {
    const vote = strip[place];
    const text = say(VOTES[vote] || "explorer.no_record");
    const told = `${resolution}, ${sayDay(day)}: ${text}`;
    const full = isLater(day) ? `${told} (${say("explorer.later")})` : told;
    const sign = make("span", { class: `vote ${"YNA".includes(vote) ? vote : "none"}`, "aria-hidden": "true" }, SIGNS[vote] || "");
    const item = make("li", { title: full, class: isLater(day) ? "after" : "" }, sign, make("span", { "aria-hidden": "true" }, day.slice(0, 4)), make("span", { class: "hidden" }, full));
    return item;
  });
  return make("ul", { class: "strip" }, ...items);
};

// The position is that of the last day of the evidence, whatever day is shown.
const positionOn = (position) => say("footer.source_of_day", { source: position, day: sayDay(all.last) });

const voteSection = (iso) => {
  if (!all.votes.calls) return [];
  const key = Object.entries(SIGNS).map(([vote, sign]) => `${sign} ${say(VOTES[vote])}`);
  const position = words().positions[all.votes.positions[iso]];
  return [
    heading(say("explorer.votes")),
    ...(position ? [make("p", { class: "meta" }, say("count.label", { label: say("brief.position"), n: positionOn(position) }))] : []),
    voteStrip(iso),
    make("p", { class: "small" }, key.join(say("list.semicolon"))),
    make("p", { class: "small" }, say("note.votes") + say("sentence.end")),
  ];
};

const cardHead = (iso, facts) => {
  const name = make("h2", { id: "card-name", tabindex: "-1" }, nameOf(iso));
  const close = make("button", { type: "button", class: "close" }, say("explorer.close"));
  close.addEventListener("click", closeCard);
  const [region, subregion] = all.states[iso];
  const places = [...new Set([groupName(region), groupName(subregion)])].filter(Boolean);
  const isMember = membersOn(view.of, view.day).has(iso);
  const chip = make("p", { class: "chip" }, swatch(facts[1]), sayStatus(iso, facts));
  const parts = [make("header", {}, name, close), make("p", { class: "meta" }, places.join(say("list.comma"))), chip];
  if (!isMember) parts.push(make("p", { class: "small" }, say("explorer.outside")));
  parts.push(make("p", { class: "small" }, say("footer.as_of", { day: sayDay(view.day) })));
  const brief = (all.briefs[view.lang] || {})[iso];
  if (brief) parts.push(make("p", {}, make("a", { href: brief }, say("explorer.brief"))));
  return parts;
};

const paintCard = () => {
  const card = $("card");
  const iso = view.state;
  const facts = iso && factsOf(iso);
  card.hidden = !facts;
  const key = facts ? JSON.stringify([iso, view.day, view.lang, view.basis, view.of]) : "";
  if (card.dataset.key === key) return;
  card.dataset.key = key;
  if (!facts) return card.replaceChildren();
  const hadFocus = document.activeElement?.id === "card-name";
  card.replaceChildren(
    ...cardHead(iso, facts),
    heading(say("explorer.actions")), list(actionRows(iso)),
    ...voteSection(iso),
    heading(say("explorer.sisters")), list(sisterRows(iso), "short"),
    heading(say("explorer.activities")), list(activityRows(iso), "scrolled"),
    make("p", { class: "small" }, say("note.reach")),
    heading(say("column.n_projects")), list(projectRows(iso)),
  );
  for (const box of card.querySelectorAll(".scrolled")) {
    if (box.childElementCount > 3) box.setAttribute("tabindex", "0");
  }
  if (hadFocus) $("card-name").focus();
};

// Where there is no room beside the map, the card stands below it.
const showCardBelow = () => {
  if (view.state && matchMedia("(max-width:62rem)").matches) $("card").scrollIntoView({ block: "nearest" });
};

const closeCard = () => {
  const iso = view.state;
  choose({ state: "" });
  if (iso) focusState(iso);
};
