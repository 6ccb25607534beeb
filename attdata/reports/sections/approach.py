"""Section of a report: whom to approach, fact by fact for each State not yet party, unranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.evidence import with_evidence
from attdata.measures.positions import IN_FAVOUR
from attdata.reports.sections.first import dated
from attdata.words import state_order, word

if TYPE_CHECKING:
    from attdata.reports.document import Writer

# Sentence -> direction of the last change of a State's vote: both are said, or neither.
MOVES = {"moved": "towards_yes", "moved_away": "away_from_yes"}


def approach(out: Writer) -> None:
    """Say how States not yet party vote, and list what is known of each; no score, no advice."""
    frame = out.facts.signals
    out.section("approach")
    if frame.empty:
        out.say("approach.none")
        return
    in_favour = frame["position"].astype(str).isin(IN_FAVOUR)
    signed = frame["status"].astype(str) == "signatory"
    last = frame["last_day"].max()
    if pd.isna(last):
        out.say("approach.no_votes")
    else:
        out.tell(votes_in_words(int(in_favour.sum()), len(frame), last, out.language))
    both = frame[in_favour & signed]
    if len(both):
        out.say("approach.signed", n=len(both), names=out.sorted_names(both["iso3"]))
    for key, direction in MOVES.items():
        moved = frame[frame["recent_direction"].astype(str) == direction]
        if len(moved):
            states = word("count.states", out.language, n=len(moved))
            out.say(f"approach.{key}", states=states, names=out.listed(_moves(out, moved)))
    out.say("approach.caution")
    against = out.facts.against
    if against.states:
        names = out.sorted_names(against.states)
        out.say("approach.against", first=against.first, day=against.day, names=names)
    columns = ["group_of", "iso3"]
    columns += [] if pd.isna(last) else ["last_vote", "position"]
    columns += ["sisters", "register_year", "speech_year", "last_activity_day", "parties_near"]
    labels = {name: word(f"report.c.{name}", out.language) for name in columns[2:]}
    labels["group_of"] = word("column.status", out.language)
    readable = _readable(out, frame)
    out.table("approach", readable, columns, labels=labels, group_by="group_of")


def votes_in_words(n: int, m: int, day: pd.Timestamp, language: str) -> str:
    """Say how many of the States not yet party last voted in favour of the Treaty.

    Examples
    --------
    >>> votes_in_words(0, 1, pd.Timestamp("2025-12-01"), "en").rpartition(", ")[2]
    'no State not yet party voted in favour of the Treaty.'
    >>> votes_in_words(1, 1, pd.Timestamp("2025-12-01"), "en").partition(" in the ")[0]
    'The one State not yet party voted in favour of the Treaty'
    """
    if not n:
        return word("report.approach.votes_none", language, day=day.date())
    if n == m == 1:
        return word("report.approach.vote_of_one", language, day=day.date())
    return word("report.approach.votes", language, n=n, m=m, day=day.date())


def _moves(out: Writer, moved: pd.DataFrame) -> list[str]:
    """Name States, each with the vote to which it moved and the day: "Kenya (abstention, ...)"."""
    rows = {str(row.iso3): row for row in moved.itertuples()}
    ordered = sorted(rows, key=lambda iso3: state_order(iso3, out.language))
    return [
        dated(
            out,
            iso3,
            word(f"vote.{rows[iso3].change_to}", out.language),
            out.day(rows[iso3].change_since),
        )
        for iso3 in ordered
    ]


def _readable(out: Writer, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the facts in words: what is a code or two numbers becomes text of the language."""
    rows = frame.itertuples()
    readable = frame.assign(
        group_of=[
            word(f"statuses.{status}", out.language) for status in frame["status"].astype(str)
        ],
        last_vote=[_word(out, "vote", vote) for vote in frame["last_vote"].astype(str)],
        position=[
            _position(out, iso3, position)
            for iso3, position in zip(frame["iso3"], frame["position"].astype(object), strict=True)
        ],
        sisters=[_sisters(out, row) for row in rows],
        register_year=[_year(year) for year in frame["register_year"]],
        speech_year=[_year(year) for year in frame["speech_year"]],
        parties_near=[
            _of(out, int(n), int(m))
            for n, m in zip(frame["n_neighbours_party"], frame["n_neighbours"], strict=True)
        ],
    )
    return with_evidence(readable, frame.attrs)


def _of(out: Writer, n: int, m: int) -> str:
    """Return "n of m"; a dash for a State without a land border."""
    return word("report.first.count", out.language, n=n, m=m) if m else "\N{EN DASH}"


def _word(out: Writer, kind: str, value: object) -> str:
    """Return a code in words; nothing for an empty one, or for one that is missing."""
    return word(f"{kind}.{value}", out.language) if isinstance(value, str) and value else ""


def _position(out: Writer, iso3: str, position: object) -> str:
    """Return a position in words; with the vote against the adoption, which lies before it."""
    text = _word(out, "position", position)
    if iso3 not in out.facts.against.states:
        return text
    then = word("report.approach.then_against", out.language)
    return word("report.remark", out.language, name=text, remark=then) if text else then


def _sisters(out: Writer, row: Any) -> str:
    """Name the two treaties on conventional arms to which the State is party."""
    names = [("mine_ban", "mine-ban"), ("cluster_munitions", "cluster-munitions")]
    joined = [
        word(f"report.sister.{treaty}", out.language)
        for column, treaty in names
        if str(getattr(row, column, "")) == "state_party"
    ]
    return word("list.comma", out.language).join(joined)


def _year(year: Any) -> str:
    return "" if pd.isna(year) else str(int(year))
