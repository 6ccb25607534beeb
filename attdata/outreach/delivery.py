"""Whether an activity took place, and when at the latest one without a date did.

An activity dated after the end of the evidence is planned, whatever its row says. One without a
date that is known to lie in a period (``activity_periods.csv``) gets that period as a range: it
took place on some day in it and counts in whatever contains the whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from attdata.dates.periods import Period
from attdata.outreach.cells import words
from attdata.outreach.columns import Row, Table, key_of
from attdata.problems import WARNING, Problem
from attdata.reference import per_reference, reference_rows

if TYPE_CHECKING:
    from collections.abc import Hashable

TOOK_PLACE = ("delivered", "ongoing")
"""The values of ``delivery`` that count as outreach."""


@per_reference
def _periods() -> dict[str, Period]:
    """Return sheet (as compared) -> the period in which its undated activities lie."""
    return {
        key_of(row["sheet"]): Period(
            date.fromisoformat(row["latest"]),
            date.fromisoformat(row["latest"]),
            date.fromisoformat(row["earliest"]),
            "range",
        )
        for row in reference_rows("activity_periods")
    }


def period_of_sheet(sheet: str, delivery: str) -> Period:
    """Return the period in which the undated activities of a sheet took place.

    Parameters
    ----------
    sheet
        Name of the sheet, as ``activity_periods.csv`` has it.
    delivery
        Only what was delivered or is ongoing lies in the period.

    Returns
    -------
    Period
        Precision ``range``: ``earliest`` is its first day, ``start`` and ``end`` its last.
        Precision ``none`` where nothing is known.

    Examples
    --------
    >>> period_of_sheet("CSP11 President", "delivered").earliest
    datetime.date(2024, 8, 24)
    >>> period_of_sheet("CSP11 President", "planned").precision
    'none'
    """
    period = _periods().get(key_of(sheet)) if delivery in TOOK_PLACE else None
    return period or Period()


def plan_after(
    activities: pd.DataFrame, ends: Mapping[Hashable, pd.Timestamp]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the activities, those that begin after the evidence as planned; and a warning each.

    Parameters
    ----------
    activities
        Frame as declared in ``frames.py``.
    ends
        The last day of which each source can tell (source -> day); a source that is not named, or
        has no day, is left as it is.

    Returns
    -------
    activities, problems
        The same rows; ``delivery`` is ``planned`` where a row that is not cancelled, postponed or
        an example begins after its source's day.

    Examples
    --------
    >>> from attdata.frames import typed
    >>> rows = [{"activity": "A", "title": "x", "source": "log.csv", "delivery": "delivered",
    ...          "start": "2027-03-01"}]
    >>> plan_after(typed("activities", rows), {"log.csv": pd.Timestamp("2026-07-24")})[0][
    ...     "delivery"].tolist()
    ['planned']
    """
    limits = activities["source"].map(ends).astype("datetime64[ns]")
    held = activities["delivery"].astype(str).isin(TOOK_PLACE)
    later = held & (activities["start"] > limits)
    if not later.any():
        return activities, []
    moved = activities.loc[later, ["source", "cell", "date_text"]].assign(limit=limits[later])
    problems = [
        Problem(
            WARNING,
            row.source,
            "",
            row.cell,
            row.date_text,
            f"is after the end of the evidence ({row.limit:%Y-%m-%d}); the activity is planned.",
            "Give the log a source note with a later as_of once it has taken place.",
        )
        for row in moved.itertuples()
    ]
    delivery = activities["delivery"].mask(later, "planned").astype(activities["delivery"].dtype)
    return activities.assign(delivery=delivery), problems


# "Workshop (cancelled)"; "POSTPONED: workshop", "Workshop - postponed"; "2-4 June, cancelled".
_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_ENDS = re.compile(r"[:：—–|]|\s-\s")
_LISTED = re.compile(r"[,，、،;；؛]")
_SPEAKING = ("title", "date", "start", "end", "remarks")


def called_off(row: Row) -> tuple[str, str, str]:
    """Return where a row says beside its text that the activity was called off, in which word.

    A title may speak of licences that are cancelled, and a remark may tell that what had been
    postponed was held in the end, so the word has to stand for itself.

    Parameters
    ----------
    row
        A row of a log, read for the words of ``kinds.csv`` for ``cancelled`` and ``postponed``.
        In a title one counts in brackets, or before or after all the rest, parted by a colon or a
        dash; in a date as well where it closes the cell ("2-4 June 2024, postponed"; brackets
        have to close it, too); a remark has to be this word alone.

    Returns
    -------
    column, word, delivery
        All "" where nothing says so.

    Examples
    --------
    >>> called_off(Row(2, {"title": "Workshop (cancelled)"}, {}))
    ('title', 'cancelled', 'cancelled')
    >>> called_off(Row(2, {"title": "Workshop on cancelled contracts"}, {}))
    ('', '', '')
    >>> called_off(Row(2, {"title": "Workshop", "remarks": "Postponed; held on 3 May 2024"}, {}))
    ('', '', '')
    """
    delivery_words = words("delivery")
    for column in _SPEAKING:
        for piece in _standing_alone(column, row[column].strip()):
            value = delivery_words.get(key_of(piece), "") if piece.strip() else ""
            if value in ("cancelled", "postponed"):
                return column, piece.strip(), value
    return "", "", ""


def _standing_alone(column: str, text: str) -> list[str]:
    """Return the pieces of a cell that may say of the activity what the rest does not."""
    if column == "remarks":
        return [text]
    ends = _ENDS.split(text)
    brackets = list(_BRACKETS.finditer(text))
    if column == "title":
        return [ends[0], ends[-1], *(match[1] for match in brackets)]
    closing = [match[1] for match in brackets if match.end() == len(text)]
    return [ends[0], ends[-1], _LISTED.split(text)[-1], *closing]


# Columns with yes and no may say anything: "Online?", "Report received?".
_YES_NO = frozenset({"yes", "no", "oui", "non", "si", "да", "нет", "是", "否", "نعم", "لا"})


def take_for_delivery(table: Table) -> None:
    """Take a column under an unknown heading for that of delivery where all of it says so.

    Under "Estado" or "State of play" a log may say that an event was cancelled; passed over, it
    would be counted as delivered. The heading is told.

    Parameters
    ----------
    table
        A log's table, whose columns and problems are changed.
    """
    if table.has("delivery"):
        return
    sheet, delivery_words = table.sheet, words("delivery").keys()
    for place in sorted(set(table.headings) - set(table.columns)):
        below = [number for number in sheet.rows if number > table.heading_row]
        values = {key_of(sheet.text(number, place)) for number in below if sheet.rows[number]}
        values -= {""}
        if not values or not values <= delivery_words or values <= _YES_NO:
            continue
        table.columns[place] = "delivery"
        cell, heading = sheet.address(table.heading_row, place), table.headings[place]
        table.problems[:] = [problem for problem in table.problems if problem.cell != cell]
        text = "is taken for the column that says which activities were delivered, by its words."
        table.problems.append(Problem(WARNING, sheet.file, sheet.name, cell, heading, text, ""))
        return
