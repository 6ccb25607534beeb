"""Roll calls of the General Assembly: each State's vote, and the printed totals it must add up to.

"Non-voting" in these records is absent, not participating, or without a vote under Article 19 of
the Charter; which of these, the record does not say. Corrections that delegations announced
afterwards are not in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from attdata.forums.columns import ForumRow, ForumTable
from attdata.forums.values import NamedStates, day_of, each, number_of, value_of, words_of
from attdata.names.lookup import Aliases
from attdata.problems import ERROR, WARNING, Problem
from attdata.spelling import fold

COUNTED = ("yes", "no", "abstain", "non_voting")
_SESSION = re.compile(r"/(?:RES/|DEC/)?(\d{1,3})/")
_A_DAY = "a day, as 2013-04-02"


def session_of(resolution: str) -> int | None:
    """Return the session of the General Assembly in a resolution's number.

    Examples
    --------
    >>> session_of("A/RES/67/234 B")
    67
    """
    match = _SESSION.search(resolution)
    return int(match[1]) if match else None


def read_votes(table: ForumTable, aliases: Aliases = None) -> tuple[list[dict[str, Any]], int]:
    """Return one row per State and roll call, and how many data rows were read.

    Parameters
    ----------
    table
        A table of the kind ``votes``.
    aliases
        An analyst's own spellings of States.

    Returns
    -------
    rows, read
        Rows of the frame ``votes``, with title, subject, meeting and record of the roll call;
        refused rows are errors in the table's problems.
    """
    rows = list(table.rows())
    states = NamedStates((row["state"] for row in rows), aliases)
    words = words_of("vote")

    def vote_in(text: str) -> str:
        return words.get(fold(text), "") if text else "non_voting"

    days, cast = each(rows, "date", day_of), each(rows, "vote", vote_in)
    numbers = each(rows, "resolution", str)
    votes = []
    for row in rows:
        iso3 = states.of(table, row)
        date = value_of(table, row, "date", days, _A_DAY)
        vote = value_of(table, row, "vote", cast, "a vote: Y, N, A, or empty for non-voting")
        resolution = value_of(table, row, "resolution", numbers, "a resolution's number")
        if not iso3 or date is None or vote is None or resolution is None:
            if iso3 == "":
                text = "had no vote in this Assembly. The row was refused;"
                table.problems.append(table.problem(ERROR, row, "state", text, "correct it."))
            continue
        votes.append(
            {
                "resolution": resolution,
                "iso3": iso3,
                "date": date,
                "vote": vote,
                "named_as": row["state"],
                "source": table.sheet.file,
                "cell": table.cell(row, "vote"),
                "note": row["note"],
                **{name: row[name] for name in ("title", "subject", "meeting", "record")},
            }
        )
    return votes, len(rows)


def read_totals(table: ForumTable) -> tuple[list[dict[str, Any]], int]:
    """Return one row per roll call with its printed totals, and how many data rows were read.

    Parameters
    ----------
    table
        A table of the kind ``roll_calls``.
    """
    rows = list(table.rows())
    totals = [_total(table, row) for row in rows]
    return [row for row in totals if row], len(rows)


def _total(table: ForumTable, row: ForumRow) -> dict[str, Any] | None:
    counts = {
        name: value_of(table, row, name, each([row], name, number_of), "a number")
        for name in COUNTED
    }
    numbers = each([row], "resolution", str)
    resolution = value_of(table, row, "resolution", numbers, "a resolution's number")
    if resolution is None or None in counts.values():
        return None
    place = {"source": table.sheet.file, "cell": table.cell(row, "resolution")}
    date = day_of(row["date"]) if row["date"] else ""
    return {"resolution": resolution, "date": date, "subject": row["subject"], **counts, **place}


def roll_calls(
    votes: Sequence[Mapping[str, Any]], totals: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the roll calls with their printed totals, which the votes read must equal.

    Parameters
    ----------
    votes, totals
        What ``read_votes`` and ``read_totals`` returned, of all files.

    Returns
    -------
    rows, problems
        Rows of the frame ``roll_calls``, in order of days. A total that differs from the votes
        read, or a printed total without votes, is an error; votes without a printed total are a
        warning, since nothing then says that they are complete.
    """
    printed = {row["resolution"]: row for row in totals}
    read: dict[str, Counter[str]] = {}
    first: dict[str, Mapping[str, Any]] = {}
    problems = []
    for vote in votes:
        resolution = vote["resolution"]
        if resolution not in first:
            first[resolution] = vote
            read[resolution] = Counter()
        elif vote["date"] != first[resolution]["date"]:
            text = f"stands beside {first[resolution]['date']} for the same resolution."
            problems.append(_problem(ERROR, vote, vote["date"], text, "Correct one of the days."))
        read[resolution][vote["vote"]] += 1
    rows = []
    for resolution, vote in first.items():
        total = printed.get(resolution)
        if total is None:
            text = "has no printed total to compare the votes with."
            hint = "Add it to the table of totals."
            problems.append(_problem(WARNING, vote, resolution, text, hint))
        else:
            problems += _differences(total, vote, read[resolution])
        rows.append(_roll_call(vote, total))
    for resolution, total in printed.items():
        if resolution not in first:
            text = "has printed totals, but no votes were read."
            hint = "Add its votes, or take the row out."
            problems.append(_problem(ERROR, total, resolution, text, hint))
    return sorted(rows, key=lambda row: (row["date"], row["resolution"])), problems


def _roll_call(vote: Mapping[str, Any], total: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a row of ``roll_calls``; without printed totals its counts stay empty."""
    counts = {name: total[name] if total else None for name in COUNTED}
    return {
        "resolution": vote["resolution"],
        "date": vote["date"],
        "session": session_of(vote["resolution"]),
        "subject": vote["subject"],
        "title": vote["title"],
        **counts,
        "record": vote["record"],
        "source": vote["source"],
        "cell": vote["cell"],
    }


def _differences(
    total: Mapping[str, Any], vote: Mapping[str, Any], read: Mapping[str, int]
) -> list[Problem]:
    """Return an error for each way in which votes and printed total of a roll call differ."""
    as_read = {name: f"{read.get(name, 0)} {name}" for name in COUNTED}
    wrong = [name for name in COUNTED if read.get(name, 0) != total[name]]
    problems = []
    if wrong:
        text = f"prints {', '.join(f'{total[name]} {name}' for name in wrong)}; "
        text += f"read were {', '.join(as_read[name] for name in wrong)} ({vote['source']})."
        hint = "Compare both with the record."
        problems.append(_problem(ERROR, total, total["resolution"], text, hint))
    for name in ("date", "subject"):
        if total[name] and fold(total[name]) != fold(vote[name]):
            text = f'has the {name} "{total[name]}" here and "{vote[name]}" in {vote["source"]}.'
            problems.append(_problem(ERROR, total, total["resolution"], text, "Correct one."))
    return problems


def _problem(severity: str, place: Mapping[str, Any], value: str, text: str, hint: str) -> Problem:
    return Problem(severity, place["source"], "", place["cell"], value, text, hint)
