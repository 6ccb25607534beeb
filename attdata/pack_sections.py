"""The sections of a report, each a function that adds its sentences, tables and figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attdata.measures import NO_GROUP
from attdata.pack_facts import NEAREST
from attdata.words import conference_name, name_of, number, percent, word

if TYPE_CHECKING:
    import pandas as pd

    from attdata.pack_text import Writer

_COUNTS = ("n_states", "n_party", "n_signatory", "n_not_joined", "share_party")


# --- where the Treaty stands -------------------------------------------------------------------


def standing(out: Writer) -> None:
    """Say how many States are party, what changed since the last conference, and who joined."""
    facts, cycle = out.facts, out.facts.cycle
    out.section("standing")
    world = facts.world
    scope = "standing.party_region" if facts.region else "standing.party"
    n, m = int(world["n_party"]), int(world["n_states"])
    share = percent(n / m, out.language)
    out.say(scope, day=cycle.on, n=n, m=m, share=share, region=out.group(facts.whole))
    out.say(
        "standing.others",
        signatories=int(world["n_signatory"]),
        not_joined=int(world["n_not_joined"]),
    )
    _in_force(out)
    _since(out)
    _evidence(out)
    labels = {
        "status": word("column.status", out.language),
        "baseline": out.day(cycle.since),
        "now": out.day(cycle.on),
    }
    out.table("totals", facts.totals, ["status", "baseline", "now", "change"], labels=labels)
    columns = ["iso3", "action", "date_earliest", "date", "in_force", "before", "after"]
    out.table("changes", facts.changes, columns)
    out.picture("status-map")
    out.picture("trend")


def _in_force(out: Writer) -> None:
    """Say how the number differs when counted from entry into force."""
    later = out.facts.later_in_force
    if later.empty:
        out.say("standing.in_force_same")
        return
    dated = zip(later["iso3"], later["in_force"], strict=True)
    names = [_dated(out, iso3, out.day(day)) for iso3, day in dated]
    totals = out.facts.totals.set_index("status")["now"]
    n = int(totals["in_force"])
    out.say("standing.in_force", n=n, names=out.listed(names))


def _dated(out: Writer, iso3: str, *what: str) -> str:
    """Return a State with a remark in brackets: "Mali (ratification, 3 December 2013)"."""
    remark = word("list.comma", out.language).join(part for part in what if part)
    return word("report.remark", out.language, name=out.names([iso3]), remark=remark)


def _when(out: Writer, row: Any) -> str:
    """Return the day of an action; both days where it is only known to lie between them."""
    if str(row.date_precision) == "range":
        first, last = out.day(row.date_earliest), out.day(row.date)
        return word("report.between", out.language, earliest=first, latest=last)
    return out.day(row.date)


def _since(out: Writer) -> None:
    """Say what changed since the last conference."""
    facts, cycle = out.facts, out.facts.cycle
    totals = facts.totals.set_index("status")
    if cycle.previous:
        change = out.change(int(totals["change"]["state_party"]))
        out.say(
            "standing.before",
            conference=out.conference(cycle.previous),
            day=cycle.since,
            n=int(totals["baseline"]["state_party"]),
            change=change,
        )
    rows = facts.changes
    before, after = rows["before"].astype(str), rows["after"].astype(str)
    became = (after == "state_party") & (before != "state_party")
    consents = rows[became & (rows["action"] != "signature")].drop_duplicates("iso3", keep="last")
    names = [_changed(out, row) for row in consents.itertuples()]
    if names:
        out.say("standing.new", n=len(names), names=out.listed(names))
    else:
        out.say("standing.new_none")
    signed = rows[rows["action"] == "signature"]
    if len(signed):
        out.say("standing.signed", n=signed["iso3"].nunique())
    left = rows[rows["action"] == "withdrawal"]
    if len(left):
        out.say("standing.left", names=out.listed(_changed(out, r) for r in left.itertuples()))
    else:
        out.say("standing.left_none")


def _changed(out: Writer, row: Any) -> str:
    action = name_of("action", str(row.action), out.language)
    return _dated(out, str(row.iso3), action[:1].lower() + action[1:], _when(out, row))


def _evidence(out: Writer) -> None:
    """Say where the evidence ends, if it ends before the day or before the conference."""
    facts, cycle = out.facts, out.facts.cycle
    if cycle.on > facts.evidence:
        out.say("standing.evidence_short", day=facts.evidence, on=cycle.on)
    elif cycle.opening and cycle.on < cycle.opening:
        out.say("standing.evidence", day=cycle.on, opening=cycle.opening)


# --- participation by region -------------------------------------------------------------------


def regions(out: Writer) -> None:
    """Say where participation is high and low, and where it changed."""
    facts = out.facts
    out.section("regions")
    main = "m49_subregion" if facts.region else "att_region"
    rows = _parts(facts.groups[main], facts.whole)
    if len(rows):
        best, worst = rows["share_party"].max(), rows["share_party"].min()
        out.say(
            "regions.high_low",
            high=out.listed(_rates(out, rows[rows["share_party"] == best])),
            low=out.listed(_rates(out, rows[rows["share_party"] == worst])),
        )
    _group_changes(out, rows)
    empty = _parts(facts.groups["m49_subregion"], facts.whole)
    empty = empty[empty["n_party"] == 0]
    if len(empty):
        out.say("regions.zero", names=out.listed(_rates(out, empty)))
    _group_tables(out)
    for name in ("subregion-map", "tiles", "shares"):
        out.picture(name)


def _parts(frame: pd.DataFrame, whole: str) -> pd.DataFrame:
    """Return the groups proper: without the total and without States of no group."""
    return frame[~frame["group"].isin([whole, NO_GROUP])]


def _rates(out: Writer, rows: pd.DataFrame) -> list[str]:
    return [
        out.labelled(out.group(group), out.share(n, m))
        for group, n, m in zip(rows["group"], rows["n_party"], rows["n_states"], strict=True)
    ]


def _group_changes(out: Writer, rows: pd.DataFrame) -> None:
    moved = rows[rows["change"] != 0]
    if moved.empty:
        out.say("regions.no_change")
        return
    parts = [
        word(
            "report.remark",
            out.language,
            name=out.group(group),
            remark=out.change(change),
        )
        for group, change in zip(moved["group"], moved["change"], strict=True)
    ]
    out.say("regions.change", names=out.listed(parts))


def _group_tables(out: Writer) -> None:
    """Add a table for each scheme of groups."""
    facts = out.facts
    before = {"n_party_before": word("report.parties_on", out.language, day=facts.cycle.since)}
    columns = ["group", *_COUNTS, "n_party_before", "change"]
    note = word("report.note.overlap", out.language)
    for scheme, frame in facts.groups.items():
        if facts.region and scheme == "att_region":
            continue
        overlap = scheme == "organisation"
        frame = _parts(frame, facts.whole) if overlap else frame
        frame = frame.copy()
        frame.attrs = facts.world_attrs
        out.table(scheme, frame, columns, labels=before, note=note if overlap else "")


# --- signatories -------------------------------------------------------------------------------


def signatories(out: Writer) -> None:
    """Say how many signatories wait, how long it took others, and what reached those who wait."""
    facts = out.facts
    out.section("signatories")
    if len(facts.median):
        row = facts.median.iloc[-1]
        out.say(
            "signatories.counts",
            signed=int(row["n_signed"]),
            joined=int(row["n_joined"]),
            waiting=int(row["n_waiting"]),
        )
        _median(out, row)
        out.table("median", facts.median, [*facts.median.columns])
    pending = facts.pipeline
    if pending.empty:
        out.say("signatories.none")
        return
    oldest = pending["signed"].min()
    longest = pending.loc[pending["signed"] == oldest, "iso3"]
    out.say("signatories.longest", day=out.day(oldest), names=out.sorted_names(longest))
    unnamed = pending.loc[pending["n_activities"] == 0, "iso3"]
    if len(unnamed):
        out.say("signatories.unnamed", n=len(unnamed), names=out.sorted_names(unnamed))
    columns = [
        "iso3",
        "att_region",
        "signed",
        "days_waiting",
        "n_activities",
        "last_activity",
        "n_projects",
        "sister_treaties",
        "note",
    ]
    out.table("pipeline", pending, columns, published=["note"])
    out.picture("pipeline")
    out.picture("waiting")


def _median(out: Writer, row: pd.Series) -> None:
    """Say how long half of the signatories took."""
    import pandas as pd

    if pd.isna(row["median_days"]):
        out.say("signatories.median_open")
        return
    days = word("count.days", out.language, n=int(row["median_days"]))
    if pd.isna(row["median_lower"]) or pd.isna(row["median_upper"]):
        out.say("signatories.median", days=days)
        return
    out.say(
        "signatories.median_band",
        days=days,
        lower=int(row["median_lower"]),
        upper=int(row["median_upper"]),
    )


# --- outreach ----------------------------------------------------------------------------------


def outreach(out: Writer) -> None:
    """Say which activities the period had, and which States not yet party none of them named."""
    facts = out.facts
    out.section("outreach")
    out.say("outreach.counts", n=len(facts.activities), named=facts.n_activities_named)
    if facts.n_undated:
        out.say("outreach.undated", n=facts.n_undated)
    total = facts.reach.iloc[-1]
    pending, reached = int(total["n_not_party"]), int(total["n_reached"])
    named = out.share(reached, pending)
    out.say("outreach.reached", n=pending, named=named, unnamed=pending - reached)
    missed = facts.reached[~facts.reached["reached"]]
    if len(missed):
        out.say("outreach.missed")
        key = "subregion" if facts.region else "att_region"
        parts = missed.groupby(key, sort=True)["iso3"]
        out.bullets(
            out.labelled(out.group(str(g)), out.sorted_names(states)) for g, states in parts
        )
    out.say("outreach.caution")
    columns = ["group", "n_not_party", "n_reached", "share_reached", "n_activities"]
    out.table("reach", facts.reach, columns)
    columns = ["activity", "start", "end", "title", "place", "regions", "states"]
    frame = facts.activities.assign(regions=facts.activities["regions"].map(_group_names(out)))
    frame.attrs = {"sources": [("outreach", "")]}
    labels = {"states": word("report.states_named", out.language)}
    out.table("activities", frame, columns, labels=labels, published=["title", "place"])
    columns = ["iso3", "att_region", "status", "n_activities", "n_projects"]
    found = facts.reached[(facts.reached["n_activities"] > 0) | (facts.reached["n_projects"] > 0)]
    out.table("reached", _by_name(out, found), columns)
    out.picture("reach")
    out.picture("calendar")


def _group_names(out: Writer) -> Any:
    def named(groups: Iterable[str]) -> str:
        return out.listed(out.group(group) for group in groups)

    return named


# --- the work plan -----------------------------------------------------------------------------


def plan(out: Writer) -> None:
    """Go through the work plan, emphasis by emphasis, with indicators and what is unknown."""
    facts = out.facts
    out.section("plan")
    if facts.plan.empty:
        out.say("plan.none")
        return
    measured = facts.plan_taken_up
    if measured:
        _plan_counts(out)
    else:
        out.say("plan.later", conference=out.conference(facts.plan_conference))
    for row in facts.plan.itertuples():
        item = str(row.item)
        short = name_of("item", item, out.language)
        out.heading(2, word("report.item", out.language, item=item, text=short), f"plan-{item}")
        emphasis, lang = out.translated(item, str(row.emphasis))
        if str(row.emphasis) != name_of("item", item, "en"):
            out.tell(emphasis, lang)
        addressees, _ = out.translated(f"{item}.addressees", str(row.addressees))
        if addressees:
            out.say("addressees", names=addressees)
        if measured:
            _indicators(out, item)
    if measured:
        _gaps(out)
        out.picture("progress")


def _plan_counts(out: Writer) -> None:
    rows = out.facts.progress
    by_indicator = rows.groupby("indicator", sort=False)
    out.say(
        "plan.counts",
        emphases=len(out.facts.plan),
        n=by_indicator.ngroups,
        proxies=rows.loc[rows["kind"].astype(str) == "proxy", "indicator"].nunique(),
        targets=int(by_indicator["target"].apply(lambda s: s.notna().any()).sum()),
        missing=int(by_indicator["state"].apply(lambda s: (s == "no data").all()).sum()),
    )


def _indicators(out: Writer, item: str) -> None:
    """Add the table of an emphasis, and say what is unknown about it."""
    rows = out.facts.progress
    rows = rows[rows["item"] == item]
    if rows.empty:
        out.say("plan.no_indicator")
        return
    without = rows.groupby("indicator")["target"].apply(lambda s: s.isna().all())
    out.say("plan.no_target", n=int(without.sum()), m=len(without))
    blank = rows.loc[rows["state"] == "no data", "indicator"].unique()
    if len(blank):
        out.say("plan.no_data", names=out.listed(_indicator_names(out, blank)))
    frame = rows.assign(
        indicator=[name_of("indicator", i, out.language) for i in rows["indicator"]],
        state=rows["state"].astype(str),
    )
    frame.attrs = dict(out.facts.progress.attrs)
    columns = ["indicator", "group", "unit", "baseline_date", "baseline", "now"]
    columns += ["n_now", "of_now", "change"]
    if frame["target"].notna().any():
        columns += ["target", "target_date"]
    columns.append("state")
    title = word("report.t.indicators", out.language, item=item)
    out.table("indicators", frame, columns, title=title, sheet=item, total=False, hidden=["unit"])


def _indicator_names(out: Writer, indicators: Iterable[str]) -> list[str]:
    return [name_of("indicator", str(indicator), out.language) for indicator in indicators]


def _gaps(out: Writer) -> None:
    """Name what is called for and not in the data: indicators of no emphasis of the plan."""
    rows = out.facts.progress
    rows = rows[~rows["item"].isin(out.facts.plan["item"]) & (rows["state"] == "no data")]
    if len(rows):
        out.say("plan.gaps")
        out.bullets(_indicator_names(out, rows["indicator"].unique()))


# --- decisions, areas, recommendations ---------------------------------------------------------


def decisions(out: Writer) -> None:
    """List the decisions, areas and recommendations, with the activities of each of the last."""
    facts = out.facts
    out.section("decisions")
    kinds = facts.decisions["type"].astype(str)
    taken = facts.decisions[kinds == "decision"]
    if taken.empty:
        out.say("decisions.none", day=facts.cycle.on)
    else:
        out.heading(2, word("report.h.taken", out.language), "taken")
        out.say("decisions.counts", day=facts.cycle.on, n=len(taken))
        _item_table(out, "decisions", taken, ["met", "document", "text"])
    areas = facts.decisions[kinds == "area"]
    recommended = facts.decisions[kinds == "recommendation"]
    if areas.empty and recommended.empty:
        out.say("areas.none", day=facts.cycle.on)
        return
    source = conference_name(str(facts.decisions["conference"].iloc[-1]), out.language)
    out.heading(2, word("report.h.areas", out.language), "areas")
    out.say("areas.counts", n=len(areas), conference=source)
    _item_table(out, "areas", areas, ["item", "text", "addressee"])
    out.heading(2, word("report.h.recommendations", out.language), "recommendations")
    out.say("recommendations.counts", n=len(recommended), conference=source)
    for row in recommended.itertuples():
        _recommendation(out, row)


def _item_table(out: Writer, name: str, rows: pd.DataFrame, columns: list[str]) -> None:
    """Add a table of items, their texts in the language."""
    texts = [
        out.translated(item, text)[0] for item, text in zip(rows["item"], rows["text"], strict=True)
    ]
    to = [
        out.translated(f"{item}.addressees", text)[0]
        for item, text in zip(rows["item"], rows["addressee"], strict=True)
    ]
    frame = rows.assign(text=texts, addressee=to)
    frame["met"] = [conference_name(c, out.language, short=True) for c in rows["conference"]]
    frame.attrs = {"sources": [("plan", "")]}
    out.table(name, frame, columns, labels={"met": word("column.conference", out.language)})


def _recommendation(out: Writer, row: Any) -> None:
    """Add one recommendation with the activities that reviewed rules link to it."""
    item = str(row.item)
    out.heading(3, item, f"item-{item}")
    out.tell(*out.translated(item, str(row.text)))
    addressees, _ = out.translated(f"{item}.addressees", str(row.addressee))
    out.say("addressees", names=addressees)
    if row.qualifier:
        qualifier, _ = out.translated(f"{item}.qualifier", str(row.qualifier))
        out.say("qualifier", text=qualifier)
    if row.linked_to:
        areas = word("list.comma", out.language).join(str(row.linked_to).split("; "))
        out.say("areas.linked", names=areas)
    linked = out.facts.linked
    linked = linked[linked["item"] == item]
    out.say("recommendation.counts", n=len(linked), recent=int(linked["in_period"].sum()))
    frame = linked.assign(regions=linked["regions"].map(_group_names(out)))
    frame.attrs = {"sources": [("outreach", "")]}
    title = word("report.t.linked", out.language, item=item)
    columns = ["activity", "start", "title", "regions"]
    out.table("linked", frame, columns, title=title, published=["title"], sheet=item)


# --- peers, pace -------------------------------------------------------------------------------


def peers(out: Writer) -> None:
    """List, for each State not yet party of one region, the States Parties near it."""
    facts = out.facts
    out.section("peers")
    region = out.group(facts.peer_region)
    if facts.peers.empty:
        out.say("peers.none", region=region)
        return
    if not facts.region:
        out.say("peers.chosen", region=region)
    out.say("peers.intro", region=region, n=len(facts.peers), nearest=NEAREST)
    frame = facts.peers.assign(
        neighbours=facts.peers["neighbours"].map(out.names),
        same_subregion=facts.peers["same_subregion"].map(out.names),
        organisations=facts.peers["organisations"].map(_group_names(out)),
    )
    frame.attrs = dict(facts.peers.attrs)
    columns = ["iso3", "status", "neighbours", "same_subregion", "organisations"]
    labels = {
        "neighbours": word("report.c.neighbours", out.language),
        "same_subregion": word("report.c.same_subregion", out.language),
        "organisations": word("report.c.organisations", out.language),
    }
    out.table("peers", frame, columns, labels=labels)


def pace(out: Writer) -> None:
    """Say how many joined per cycle, and what past cycles would give: arithmetic."""
    facts = out.facts
    out.section("pace")
    frame = facts.pace
    kinds = frame["kind"].astype(str)
    ended = frame[kinds == "observed"]
    running = frame[kinds == "running"]
    if len(running):
        row = running.iloc[0]
        name = conference_name(str(row["conference"]), out.language)
        out.say("pace.running", conference=name, n=int(row["n_new"]))
    ahead = frame[kinds.isin(["slowest", "median", "fastest"])].set_index("kind")
    if {"slowest", "median", "fastest"} <= set(ahead.index.astype(str)):
        repeated = len(ended) - 1  # the first cycle began with the opening for signature
        values = {
            kind: word(
                "report.remark",
                out.language,
                name=number(int(ahead["n_new"][kind]), out.language),
                remark=conference_name(str(ahead["like"][kind]), out.language, short=True),
            )
            for kind in ("slowest", "median", "fastest")
        }
        out.say("pace.past", n=repeated, **values)
        totals = {kind: int(ahead["n_party"][kind]) for kind in values}
        name = conference_name(str(ahead["conference"].iloc[0]), out.language)
        out.say("pace.next", conference=name, **totals)
    _treaties(out)
    columns = ["met", "start", "end", "days", "n_new", "n_party", "kind", "like"]
    shown = frame.assign(
        kind=[word(f"cycle.{kind}", out.language) for kind in kinds],
        met=[conference_name(c, out.language, short=True) for c in frame["conference"]],
        like=[c and conference_name(c, out.language, short=True) for c in frame["like"]],
    )
    shown.attrs = dict(frame.attrs)
    labels = {"met": word("column.conference", out.language)}
    out.table("pace", shown, columns, labels=labels, note=word("report.note.pace", out.language))
    out.picture("pace")
    out.picture("treaties")


def _treaties(out: Writer) -> None:
    """Compare the parties of the treaties at the age that the Treaty has now."""
    frame = out.facts.treaties
    frame = frame[frame["group"] == out.facts.whole]
    own = frame[frame["treaty"] == "att"]
    if own.empty:
        return
    age = int(own["years"].max())  # the last anniversary
    same = frame[frame["years"] <= age].groupby("treaty", sort=False).last()
    parts = [
        out.labelled(name_of("treaty", str(treaty), out.language), number(n, out.language))
        for treaty, n in same["n_party"].items()
    ]
    years = word("count.years", out.language, n=age)
    out.say("pace.treaties", years=years, names=out.listed(parts))
    shown = same.reset_index()
    shown.attrs = dict(out.facts.treaties.attrs) | {"treaty": "", "basis": "deposited"}
    out.table("treaties", shown, ["treaty", "years", "n_party", "n_states", "share_party"])


# --- method and annex --------------------------------------------------------------------------


def method(out: Writer) -> None:
    """Say how it was counted, what is a proxy, and where the numbers come from."""
    facts, cycle = out.facts, out.facts.cycle
    out.section("method")
    out.say("method.basis")
    if facts.region:
        out.say("method.universe_region", region=out.group(facts.region), n=facts.n_states)
    else:
        out.tell(word("footer.universe.att", out.language, n=facts.n_states)
                 + word("sentence.end", out.language))  # fmt: skip
    out.say("method.period", day=cycle.on)
    out.say("method.dates")
    out.say("method.regions")
    out.say("method.outreach")
    out.say("method.proxies")
    out.say("method.waiting")
    out.say("method.borders")
    rows = facts.reconcile
    agreeing = rows[rows["agrees_on"] != "neither"]
    out.say("method.reconcile", n=len(rows), agreeing=len(agreeing))
    columns = ["date", "source", "counted", "claimed", "deposited", "in_force", "agrees_on"]
    labels = {"in_force": word("report.c.in_force", out.language)}
    out.table("reconcile", rows, columns, labels=labels, published=["source"])
    columns = ["source", "title", "producer", "as_of"]
    published = ["source", "title", "producer"]
    out.table("sources", facts.sources, columns, published=published)


def annex(out: Writer) -> None:
    """List every State with its status and dates."""
    facts = out.facts
    out.section("annex")
    frame = _by_name(out, facts.status)
    out.say("annex.intro", n=len(frame), day=facts.cycle.on)
    columns = ["att_region", "iso3", "status", "signed", "action", "consented", "in_force"]
    out.table("annex", frame, columns)


def _by_name(out: Writer, frame: pd.DataFrame) -> pd.DataFrame:
    """Return States by region, within it in the order of the language."""
    ordered = frame.assign(place=[out.place(iso3) for iso3 in frame["iso3"]])
    ordered = ordered.sort_values(["att_region", "place"], ignore_index=True)
    ordered.attrs = dict(frame.attrs)
    return ordered
