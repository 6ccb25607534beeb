"""Sections of a report: where the Treaty stands, participation by region, signatories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attdata.draw.axes import of
from attdata.draw.headlines import shares_headline
from attdata.evidence import sentences, with_evidence
from attdata.frames import NO_GROUP
from attdata.measures.waiting import STATEMENTS
from attdata.reports.sections.first import changed, dated, in_force
from attdata.reports.sections.outreach import without_noughts
from attdata.words import name_of, number, percent, word

if TYPE_CHECKING:
    import pandas as pd

    from attdata.reports.document import Writer


def _counts(frame: pd.DataFrame) -> list[str]:
    """Return the columns of States by status, which add up: unknown ones where there are any."""
    unknown = ["n_unknown"] if frame["n_unknown"].any() else []
    return ["n_party", "n_signatory", "n_not_joined", *unknown, "n_states"]


def standing(out: Writer) -> None:
    """Say what changed since the last conference, and what counting from entry into force gives."""
    facts, cycle = out.facts, out.facts.cycle
    out.section("standing")
    if cycle.on > facts.evidence or (cycle.opening and cycle.on < cycle.opening):
        in_force(out)  # the first page had to say something else
    _moves(out)
    out.picture("trend")
    columns = ["iso3", "action", "date_earliest", "date", "in_force", "before", "after"]
    out.table(
        "changes",
        facts.changes,
        [*columns, "date_precision"],
        hidden=["date_precision"],
        note=_noted(out),
    )
    labels = {
        "status": word("column.status", out.language),
        "baseline": out.day(cycle.since),
        "now": out.day(cycle.on),
    }
    columns = ["status", "baseline", "now", "change"]
    out.table("totals", _with_part(out, facts.totals), columns, labels=labels, folded=True)
    columns = ["on", "n_party", "n_signatory", "n_not_joined", "share_party"]
    out.table("trend", _yearly(facts.trend, facts.whole), columns, folded=True)


def _noted(out: Writer) -> str:
    """Return what the sources note of the actions of the period, State by State."""
    facts = out.facts
    rows = facts.notes.merge(facts.changes[["iso3", "date", "action"]])
    return sentences(
        [out.labelled(out.names([row.iso3]), _note_of(out, row)) for row in rows.itertuples()],
        out.language,
    )


def _note_of(out: Writer, row: Any) -> str:
    return out.translated(f"note.att.{row.iso3}.{row.action}", str(row.note))[0]


def _with_part(out: Writer, totals: pd.DataFrame) -> pd.DataFrame:
    """Return the totals with the row that is part of the one above it said to be so."""
    label = word("status.in_force", out.language)
    part = word("report.of_which", out.language, label=label)
    if out.facts.perhaps_in_force:
        part = word("report.at_least", out.language, text=part)
    named = totals.assign(status=totals["status"].astype(object).replace("in_force", part))
    return with_evidence(named, totals.attrs)


def _yearly(trend: pd.DataFrame, whole: str) -> pd.DataFrame:
    """Return the totals at the end of each year, and on the last day."""
    rows = trend[trend["group"] == whole]
    last = rows.groupby(rows["on"].dt.year)["on"].transform("max")
    chosen = rows[rows["on"] == last].reset_index(drop=True)
    return with_evidence(chosen, trend.attrs)


def _moves(out: Writer) -> None:
    """Say who signed and who left in the period."""
    facts = out.facts
    rows = facts.changes
    signed = rows[rows["action"] == "signature"]
    if len(signed):
        out.say("standing.signed", n=signed["iso3"].nunique())
    left = rows[rows["action"] == "withdrawal"]
    if len(left):
        out.say("standing.left", names=out.listed(changed(out, r) for r in left.itertuples()))
    elif facts.covered:
        out.say("standing.left_none")
    leaving = facts.status[facts.status["leaving"].notna()]
    if len(leaving):
        pairs = zip(leaving["iso3"], leaving["leaving"], strict=True)
        names = out.listed(dated(out, iso3, out.day_of(iso3, day)) for iso3, day in pairs)
        out.say("standing.leaving", names=names)
    if not facts.covered:
        out.say("standing.not_covered", day=facts.evidence)


# --- participation by region -------------------------------------------------------------------


def regions(out: Writer) -> None:
    """Say where participation is high and low, and where it changed."""
    facts = out.facts
    out.section("regions")
    main = "m49_subregion" if facts.region else "att_region"
    rows = _parts(facts.groups[main], facts.whole)
    if len(rows) > 1:
        out.tell(range_of_shares(rows, out.language))
    _group_changes(out, rows)
    empty = _parts(facts.groups["m49_subregion"], facts.whole)
    empty = empty[empty["n_party"] == 0]
    if len(empty):
        out.say("regions.zero", names=out.listed(_sizes(out, empty)))
    out.picture("shares")
    _group_tables(out)
    for name in ("subregion-map", "tiles"):
        out.picture(name, folded=True)


def _parts(frame: pd.DataFrame, whole: str) -> pd.DataFrame:
    """Return the groups proper: without the total and without States of no group."""
    return frame[~frame["group"].isin([whole, NO_GROUP])]


def range_of_shares(rows: pd.DataFrame, language: str) -> str:
    """Say from which share of States Parties to which the groups go, and which groups these are.

    Parameters
    ----------
    rows
        Groups, as ``participation`` gives them.
    language
        One of ar, en, es, fr, ru, zh.

    Examples
    --------
    >>> import attdata as att
    >>> groups = att.participation(att.load()).query("group != 'World'")
    >>> print(range_of_shares(groups, "en"))
    The share of States Parties ranges from 23% (Asia, 11 of 48) to 93% (Europe, 40 of 43).
    """
    best, worst = rows["share_party"].max(), rows["share_party"].min()
    if f"{best:.0%}" == f"{worst:.0%}":  # as they are printed
        return sentences([shares_headline(rows, language)], language)
    ends = {}
    for name, share in (("highest", best), ("lowest", worst)):
        chosen = rows[rows["share_party"] == share]
        counts = zip(chosen["group"], chosen["n_party"], chosen["n_states"], strict=True)
        ends[name] = word("list.semicolon", language).join(
            word(
                "report.regions.item",
                language,
                group=name_of("group", str(group), language),
                count=of(n, m, language, share=False),
            )
            for group, n, m in counts
        )
    low, high = percent(worst, language), percent(best, language)
    return word("report.regions.high_low", language, low=low, high=high, **ends)


def _sizes(out: Writer, rows: pd.DataFrame) -> list[str]:
    """Name groups, each with the number of its States."""
    return [
        word("report.remark", out.language, name=out.group(group),
             remark=word("count.states", out.language, n=int(n)))
        for group, n in zip(rows["group"], rows["n_states"], strict=True)
    ]  # fmt: skip


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
    main = "m49_subregion" if facts.region else "att_region"
    before = {"n_party_before": word("report.parties_on", out.language, day=facts.cycle.since)}
    note = word("report.note.overlap", out.language)
    for scheme, frame in facts.groups.items():
        if facts.region and scheme == "att_region":
            continue
        columns = ["group", "share_party", *_counts(frame), "n_party_before", "change"]
        overlap = scheme == "organisation"
        frame = _parts(frame, facts.whole) if overlap else frame
        rows, by = frame.copy(), ""
        if scheme == "m49_subregion":
            rows, by = _by_region(out, frame)
        with_evidence(rows, facts.world_attrs)
        out.table(
            scheme,
            rows,
            [by, *columns] if by else columns,
            labels=before,
            note=note if overlap else "",
            group_by=by,
            folded=scheme != main,
        )


def _by_region(out: Writer, frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return sub-regions under the region in which most of their States lie, the total last."""
    home = out.facts.home
    if out.facts.region:
        return frame.copy(), ""
    regions = [home.get(str(group), "") for group in frame["group"]]
    ordered = frame.assign(att_region=regions, last=[not region for region in regions])
    order = ["last", "att_region", "share_party", "group"]
    ordered = ordered.sort_values(order, ascending=[True, True, False, True], ignore_index=True)
    return ordered.drop(columns="last"), "att_region"


# --- signatories -------------------------------------------------------------------------------


def signatories(out: Writer) -> None:
    """Say how many signatories wait, how long it took others, and what reached those who wait."""
    facts = out.facts
    out.section("signatories")
    if len(facts.median):
        row = facts.median.iloc[-1]
        out.say(
            "signatories.counts",
            states=word("count.states", out.language, n=int(row["n_signed"])),
            joined=int(row["n_joined"]),
            waiting=int(row["n_waiting"]),
        )
        _median(out, row)
        out.table("median", facts.median, [*facts.median.columns], folded=True)
    pending = facts.pipeline
    if pending.empty:
        out.say("signatories.none")
        return
    _longest_and_unnamed(out, pending)
    out.picture("pipeline")
    _statements(out, pending)
    _waiting_table(out, pending)
    out.picture("waiting", folded=True)


def _longest_and_unnamed(out: Writer, pending: pd.DataFrame) -> None:
    """Say which signatories wait longest, and which of them no activity names."""
    oldest = pending["signed"].min()
    longest = pending.loc[pending["signed"] == oldest, "iso3"]
    out.say(
        "signatories.longest",
        day=out.day_of(longest.iloc[0], oldest),
        names=out.sorted_names(longest),
    )
    partial = pending["coverage"].astype(str) == "partial"
    unnamed = pending.loc[(pending["n_activities"] == 0) & partial, "iso3"]
    if len(unnamed):
        names, year = out.sorted_names(unnamed), out.facts.log_begins
        out.say("signatories.unnamed", n=len(unnamed), names=names, year=year)


def _statements(out: Writer, pending: pd.DataFrame) -> None:
    """Show what the sources note of the signatures of those who wait."""
    notes = out.facts.notes
    noted = notes[notes["action"].isin(STATEMENTS) & notes["iso3"].isin(pending["iso3"])]
    noted = noted.reset_index(drop=True)
    noted = noted.assign(note=[_note_of(out, row) for row in noted.itertuples()])
    statements = with_evidence(noted, pending.attrs, without=["inexact", "inexact_contacts"])
    columns = ["iso3", "date", "action", "note", "date_precision"]
    out.table("statements", statements, columns, hidden=["date_precision"])


def _waiting_table(out: Writer, pending: pd.DataFrame) -> None:
    """Show who waits, for how long, and what reached them."""
    columns = ["iso3", "att_region", "signed", "days_waiting"]
    columns += ["n_activities", "last_activity", "n_projects"]
    if pending.attrs.get("others", True):  # without a table of them nothing is known of others
        columns.append("sister_treaties")
    # The log holds what was published: that it names a State never is no nought.
    waiting, any_blank = without_noughts(pending, "n_activities", "n_projects")
    none = word("report.note.none_recorded", out.language) if any_blank else ""
    note = sentences([none, _others(out, pending)], out.language)
    out.table("pipeline", waiting, columns, note=note, folded=True)


def _others(out: Writer, pending: pd.DataFrame) -> str:
    """Name the treaties that the column of other treaties counts."""
    treaties = pending.attrs.get("others", [])
    names = out.listed(name_of("treaty", str(treaty), out.language) for treaty in treaties)
    return word("report.note.others", out.language, names=names) if names else ""


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
        lower=number(int(row["median_lower"]), out.language),
        upper=word("count.days", out.language, n=int(row["median_upper"])),
    )


# --- the summary -------------------------------------------------------------------------------


def in_short(out: Writer) -> None:
    """Say on two pages what a delegate asks first: the trend, the regions, who has signed."""
    facts = out.facts
    out.heading(1, word("report.h.regions", out.language), "regions")
    main = "m49_subregion" if facts.region else "att_region"
    main_groups = facts.groups[main].copy()
    columns = ["group", "share_party", *_counts(main_groups), "change"]
    with_evidence(main_groups, facts.world_attrs)
    out.table(main, main_groups, columns)
    out.picture("trend")
    if len(facts.pipeline):
        out.heading(1, word("report.h.signatories", out.language), "signatories")
        out.say("signatories.names", names=out.sorted_names(facts.pipeline["iso3"]))
