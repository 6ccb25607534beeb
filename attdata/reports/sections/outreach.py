"""Section of a report: the outreach of the period, and whom it did not name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from attdata.draw.reach import named_of
from attdata.evidence import sentences, with_evidence
from attdata.words import word

if TYPE_CHECKING:
    from attdata.reports.document import Writer

# A page shows so many activities at once, more on request.
SHOWN = 8


def outreach(out: Writer) -> None:
    """Say which activities the period had, and which States not yet party none of them named."""
    facts = out.facts
    out.section("outreach")
    total = facts.reach.iloc[-1]
    _recorded(out, int(total["n_records"]))
    if facts.n_undated:
        out.say("outreach.undated", activities=_activities(out, facts.n_undated))
    if facts.thin:
        _too_few(out, total)
    else:
        _reached(out, total)
    out.say("outreach.caution")
    columns = ["group", "n_not_party", "n_reached", "share_reached", "n_activities"]
    columns += ["n_records", "coverage"]
    out.table("reach", _without_noughts(facts.reach), columns, folded=True)
    if facts.thin:
        out.table("reach_log", _without_noughts(facts.reach_log), columns, folded=True)
    columns = ["activity", "start", "end", "title", "place", "regions", "states", "date_precision"]
    frame = facts.activities.assign(regions=facts.activities["regions"].map(out.group_list))
    with_evidence(frame, {}, sources=[("outreach", "")])
    labels = {"states": word("report.states_named", out.language)}
    out.table(
        "activities",
        frame,
        columns,
        labels=labels,
        published=["title", "place"],
        hidden=["date_precision"],
        folded=len(frame) > SHOWN,
    )
    columns = ["iso3", "att_region", "status", "n_activities", "n_projects"]
    contacted = facts.reached[
        (facts.reached["n_activities"] > 0) | (facts.reached["n_projects"] > 0)
    ]
    contacted, any_blank = without_noughts(contacted, "n_activities", "n_projects")
    none = word("report.note.none_recorded", out.language) if any_blank else ""
    out.table("reached", out.by_name(contacted), columns, note=none, folded=True)
    out.picture("reach", folded=True)
    out.tell(word("note.counts_by_year", out.language) + word("sentence.end", out.language))
    out.picture("calendar", folded=True)


def _recorded(out: Writer, n_records: int) -> None:
    """Say what the log holds of the period, and where it ends before the period does."""
    facts = out.facts
    if len(facts.activities):
        begun = len(facts.activities)
        texts = [word("report.outreach.counts", out.language, activities=_activities(out, begun))]
        if not facts.region:
            none = "record_none" if begun == 1 else "records_none"
            key = "records" if n_records else none
            texts.append(word(f"report.outreach.{key}", out.language, n=n_records))
        if facts.n_activities_named:
            named = facts.n_activities_named
            activities = _activities(out, named)
            texts.append(
                word("report.outreach.naming", out.language, n=named, activities=activities)
            )
        out.tell(sentences(texts, out.language))
    else:
        out.say("outreach.none")
    if facts.log_ends and facts.log_ends < str(facts.cycle.on):
        out.say("outreach.latest", day=out.day(facts.log_ends))


def without_noughts(frame: pd.DataFrame, *columns: str) -> tuple[pd.DataFrame, bool]:
    """Return counts of published records with a dash for nought, and whether there is one.

    The log and the list of projects hold what was published: that they name a State never is no
    nought, however few or many records they hold.
    """
    counts = {column: frame[column].astype("Int64") for column in columns}
    blanked = {column: count.mask(count == 0) for column, count in counts.items()}
    any_blank = any((count == 0).any() for count in counts.values())
    return with_evidence(frame.assign(**blanked), frame.attrs), any_blank


def _without_noughts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return counts with a dash where the log has no record, and no nought where it names nobody.

    The log holds what was published: that it names no State of a group is not that none was
    reached, so the row says "none recorded", as the chart does.
    """
    frame, _ = without_noughts(frame, "n_activities")
    coverage = frame["coverage"].astype(str)
    nobody = (coverage == "partial") & (frame["n_reached"].fillna(1) == 0)
    blanked = frame.assign(
        n_reached=frame["n_reached"].astype("Int64").mask(nobody),
        share_reached=frame["share_reached"].astype("float64").mask(nobody),
        coverage=coverage.mask(nobody, "none_recorded"),
    )
    return with_evidence(blanked, frame.attrs)


def _reached(out: Writer, total: pd.Series) -> None:
    """Say how many States not yet party the activities of the period named, at least."""
    facts = out.facts
    pending, reached = int(total["n_not_party"]), int(total["n_reached"])
    out.tell(named_in_period(reached, pending, out.language))
    missed = facts.reached[~facts.reached["reached"].fillna(value=True)]
    if len(missed):
        out.say("outreach.missed")
        key = "subregion" if facts.region else "att_region"
        parts = missed.groupby(key, sort=True)["iso3"]
        out.bullets(
            out.labelled(out.group(str(g)), out.sorted_names(states)) for g, states in parts
        )


def named_in_period(reached: int, pending: int, language: str) -> str:
    """Say how many of the States not yet party the activities of a period name, at least.

    Examples
    --------
    >>> named_in_period(2, 77, "en")
    'Of the States not yet party, the activities of the period name at least 2 of 77 (3%).'
    >>> named_in_period(0, 77, "en")
    'No recorded activity of the period names any of the States not yet party (77).'
    """
    if not reached:
        return word("report.outreach.reached_none", language, n=pending)
    return word("report.outreach.reached", language, named=named_of(reached, pending, language))


def _activities(out: Writer, n: int) -> str:
    return word("count.activities", out.language, n=n)


def _too_few(out: Writer, total: pd.Series) -> None:
    """Say that the period has too few records, and what the whole log holds beside it."""
    n, records = int(total["n_not_party"]), int(total["n_records"])
    key = "outreach.too_few" if records else "outreach.no_record"
    out.say(key, n=n, activities=_activities(out, records))
    log = out.facts.reach_log.iloc[-1]
    if not pd.isna(log["n_reached"]) and out.facts.log_begins:
        reached, pending = int(log["n_reached"]), int(log["n_not_party"])
        named = named_of(reached, pending, out.language)
        key = "outreach.whole_log" if reached else "outreach.whole_log_none"
        out.say(key, year=out.facts.log_begins, named=named, n=pending)
