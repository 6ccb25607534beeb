"""Sections of a report: where the Treaty stands, participation by region, signatories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attdata.frames import NO_GROUP
from attdata.words import name_of, percent, word

if TYPE_CHECKING:
    import pandas as pd

    from attdata.reports.document import Writer

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
    names = []
    for iso3, day in zip(later["iso3"], later["in_force"], strict=True):
        said = out.day(day)
        if iso3 in out.facts.ranged:
            said = word("report.not_later_than", out.language, day=said)
        names.append(_dated(out, iso3, said))
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
    ]
    out.table("pipeline", pending, columns)
    out.table("statements", pending[pending["note"] != ""], ["iso3", "note"], published=["note"])
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
