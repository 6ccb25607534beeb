"""Outreach logs -> activities, their regions, States and actors; every row in a frame or a problem.

Columns are found by their headings (``layouts.csv``), dates as published get a precision
(``dates.py``), names of States and actors are looked up (``outreach_names.py``).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from attdata.dates.periods import Period
from attdata.names.resolve import Aliases
from attdata.outreach.cells import (
    UNKNOWN_REGION,
    Cell,
    Names,
    is_empty,
    records,
    regions,
    stakeholders,
    words,
)
from attdata.outreach.columns import (
    Row,
    Table,
    data_rows,
    find_table,
    key_of,
    note_of,
    own_number,
)
from attdata.outreach.days import WRITE_DATE, Days, date_text
from attdata.outreach.delivery import (
    TOOK_PLACE,
    called_off,
    period_of_sheet,
    take_for_delivery,
)
from attdata.outreach.links import link_items
from attdata.outreach.order import settle_order
from attdata.outreach.repeats import find_repeats
from attdata.outreach.venue import Venue, find_venue
from attdata.problems import ERROR, WARNING, Problem, counted
from attdata.read.limits import rows_kept

if TYPE_CHECKING:
    import pandas as pd

    from attdata.read.workbook import Workbook

__all__ = ["OutreachRead", "find_repeats", "link_items", "read_log", "read_outreach"]

_NEEDED = ("title", "date")


@dataclass
class OutreachRead:
    """What an outreach log holds, with the count of its data rows."""

    activities: pd.DataFrame
    activity_regions: pd.DataFrame
    activity_states: pd.DataFrame
    activity_actors: pd.DataFrame
    problems: list[Problem]
    rows_read: int
    rows_kept: int


@dataclass
class _Collected:
    """Rows of the frames as they are collected."""

    activities: list[dict[str, Any]] = field(default_factory=list)
    regions: dict[tuple[str, ...], None] = field(default_factory=dict)
    states: dict[tuple[str, ...], str] = field(default_factory=dict)
    actors: dict[tuple[str, ...], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    rows_read: int = 0


@rows_kept()
def read_outreach(
    path: str | os.PathLike[str],
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return activities, the States and actors of each, and the problems of an outreach log.

    Parameters
    ----------
    path
        A workbook or CSV; every sheet with headings of ``layouts.csv`` (layout "log") is read,
        in English, French or Spanish.

    Returns
    -------
    activities, activity_states, activity_actors, problems
        Frames as declared in ``frames.py``: one row per activity; per activity, State and role;
        per activity, organization and role; per problem. Rows told twice are linked by
        ``same_as``.

    Raises
    ------
    InputError
        The file is not there, is no spreadsheet or is too large.

    Examples
    --------
    >>> from attdata.reference import raw_folder
    >>> log = raw_folder("reference").parent / "outreach" / "outreach_log.xlsx"
    >>> activities = read_outreach(log)[0]
    >>> len(activities)
    104
    """
    from attdata.problems import problems_frame
    from attdata.read.workbook import read_workbook

    log = read_log(read_workbook(path))
    activities = find_repeats(log.activities)
    problems = problems_frame(log.problems)
    return activities, log.activity_states, log.activity_actors, problems


def read_log(
    workbook: Workbook,
    *,
    aliases: Aliases = None,
    groups: Iterable[Mapping[str, object]] | pd.DataFrame | None = None,
    conferences: pd.DataFrame | Iterable[Mapping[str, Any]] | None = None,
) -> OutreachRead:
    """Return the activities of a workbook that has been read, with their regions, States, actors.

    Parameters
    ----------
    workbook
        Cells with their places.
    aliases
        An analyst's own spellings of States, as for `attdata.names.resolve.resolve`.
    groups
        Rows or frame with scheme, group, iso3, start, end; without it the reviewed table.
    conferences
        Rows or frame with conference, start, end, for "during CSP7".

    Returns
    -------
    OutreachRead
        The frames ``activities``, ``activity_regions``, ``activity_states`` and
        ``activity_actors``; the problems, the workbook's own included; rows read and kept.
    """
    names = Names(aliases, records(groups))
    days = Days(conferences)
    collected = _Collected(problems=list(workbook.problems))
    tables = 0
    for sheet in workbook.sheets:
        table = find_table(sheet, "log", _NEEDED)
        if table is None:
            if sheet.rows:
                collected.problems.append(_not_a_log(sheet.file, sheet.name))
            continue
        tables += 1
        take_for_delivery(table)
        _read_table(table, names, days, collected)
    if not tables:
        text = "holds no outreach log: no sheet has a row with headings such as Title and Date."
        hint = "Add the headings of this log to layouts.csv."
        collected.problems.append(Problem(ERROR, workbook.file, "", "", "", text, hint))
    return _frames(collected)


def _not_a_log(file: str, sheet: str) -> Problem:
    text = "has no headings of an outreach log and was not read."
    return Problem(WARNING, file, sheet, "", "", text, "Add its headings to layouts.csv.")


def _frames(collected: _Collected) -> OutreachRead:
    """Turn the collected rows into frames."""
    from attdata.frames import typed

    region_names = ("activity", "scheme", "group", "named_as")
    state_names = ("activity", "iso3", "role", "named_as")
    actor_names = ("activity", "actor", "role")
    states = [
        dict(zip(state_names, key, strict=True), via_group=group)
        for key, group in collected.states.items()
    ]
    actors = [
        dict(zip(actor_names, key, strict=True), stakeholder_group=group)
        for key, group in collected.actors.items()
    ]
    return OutreachRead(
        typed("activities", collected.activities),
        typed(
            "activity_regions",
            [dict(zip(region_names, key, strict=True)) for key in collected.regions],
        ),
        typed("activity_states", states),
        typed("activity_actors", actors),
        collected.problems,
        collected.rows_read,
        len(collected.activities),
    )


def _read_table(
    table: Table,
    names: Names,
    days: Days,
    collected: _Collected,
) -> None:
    """Read the data rows of one sheet."""
    refused = 0
    ordered = settle_order(table)
    for row in data_rows(table):
        collected.rows_read += 1
        if not table.has("title"):
            refused += 1
            continue
        refusal = _refusal(table, row, collected)
        if refusal is not None:
            collected.problems.append(refusal)
            continue
        _read_row(table, row, names, days, collected)
    collected.problems += table.problems + ordered
    if refused:
        verb = "was" if refused == 1 else "were"
        text = f"{counted(refused, 'row')} {verb} refused, because no column gives their title."
        sheet = table.sheet
        collected.problems.append(Problem(ERROR, sheet.file, sheet.name, "", "", text, ""))


def _refusal(table: Table, row: Row, collected: _Collected) -> Problem | None:
    """Return why a row cannot become an activity, None where it can."""
    if not row["title"]:
        text = "has no title. The row was refused;"
        return table.problem(ERROR, row, "title", "", text, "write what the activity was.")
    number = row["activity"]
    if number in collected.numbers:
        text = f"is already the number of {collected.numbers[number]}. Refused;"
        return table.problem(ERROR, row, "activity", number, text, "renumber one of them.")
    if not is_empty(row["delivery"]) and _word("delivery", row["delivery"]) is None:
        text = "says none of delivered, ongoing, planned, postponed, cancelled, example."
        text += " The row was refused;"
        hint = "use one of these, or add it to kinds.csv."
        return table.problem(ERROR, row, "delivery", row["delivery"], text, hint)
    return None


def _word(column: str, text: str) -> str | None:
    """Return the value of a word in ``kinds.csv``, None where it is not there."""
    return words(column).get(key_of(text))


def _read_row(
    table: Table,
    row: Row,
    names: Names,
    days: Days,
    collected: _Collected,
) -> None:
    """Add one activity with its regions, States and actors."""
    number = row["activity"] or own_number(table, row, collected.numbers)
    collected.numbers[number] = f"row {row.number} of {table.sheet.name or table.sheet.file}"
    delivery = _delivery(table, row, collected)
    period = _period(table, row, delivery, days, collected)
    country = _country(table, row, names, number, collected)
    collected.activities.append(
        {
            "activity": number,
            "start": period.start,
            "end": period.end,
            "date_earliest": period.earliest,
            "date_precision": period.precision,
            "date_text": date_text(row),
            "title": row["title"],
            "kind": row["kind"],
            "format": row["format"],
            "presidents_part": row["presidents_part"],
            "place": row["place"],
            "country_iso3": country,
            "delivery": delivery,
            "see_also": row["see_also"],
            "same_as": "",
            "source": table.sheet.file,
            "cell": table.sheet.address(row.number, 1),
            "note": note_of(row),
        }
    )
    _add_regions(table, row, number, collected)
    day = period.end or period.start
    _add(table, row, "states", number, "target", names.states(row["states"], day), collected)
    for column, role in (("organisers", "organiser"), ("partners", "partner")):
        _add(table, row, column, number, role, names.actors(row[column]), collected)
    _add(
        table,
        row,
        "stakeholders",
        number,
        "stakeholder",
        stakeholders(row["stakeholders"]),
        collected,
    )


def _delivery(table: Table, row: Row, collected: _Collected) -> str:
    """Return whether the activity took place; what its title or date says against it is told.

    The column that says so is believed against a title, a date or a remark.
    """
    stated = _word("delivery", row["delivery"]) or _word("format", row["format"])
    column, said, value = called_off(row)
    if not value or (stated and stated not in TOOK_PLACE):
        return stated or "delivered"
    text = f'says "{said}"; the activity is taken as {stated or value}'
    text += ", as its column of delivery says." if stated else "."
    hint = "Correct the text, or the column that says whether it was delivered."
    collected.problems.append(table.problem(WARNING, row, column, row[column], text, hint))
    return stated or value


def _period(table: Table, row: Row, delivery: str, days: Days, collected: _Collected) -> Period:
    """Return the activity's days, else the period of its sheet; one without a date is told."""
    period = days.period(table, row, collected.problems)
    dated = any(table.has(column) for column in ("date", "start", "end"))
    if delivery == "delivered" and period == Period() and dated:
        text = "the activity was delivered, but no date is given."
        collected.problems.append(
            table.problem(WARNING, row, "date", row["date"], text, WRITE_DATE)
        )
    return period if period.start else period_of_sheet(table.sheet.name, delivery)


def _country(table: Table, row: Row, names: Names, number: str, collected: _Collected) -> str:
    """Return the State in which the activity took place, and note it as host."""
    text = row["country"]
    if not is_empty(text):
        host = names.states(text, None)
        states = {state.iso3 for state in host.states}
        iso3 = names.state(text) or (states.pop() if len(states) == 1 else "")
        if not iso3:
            _add(table, row, "country", number, "host", host, collected)
    else:
        iso3 = _venue(table, row, names, number, collected)
    if iso3:
        collected.states.setdefault((number, iso3, "host", text or row["place"]), "")
    return iso3


def _venue(table: Table, row: Row, names: Names, number: str, collected: _Collected) -> str:
    """Return the State in which the place lies; several are all hosts, and none is the country."""
    text = row["place"]
    venue = Venue() if is_empty(text) else find_venue(text, names.state, names.meanings)
    if venue.warning:
        collected.problems.append(
            table.problem(WARNING, row, "place", text, venue.warning, venue.hint)
        )
    if len(venue.states) > 1:
        for iso3 in venue.states:
            collected.states.setdefault((number, iso3, "host", text), "")
        return ""
    return next(iter(venue.states), "")


def _add_regions(table: Table, row: Row, number: str, collected: _Collected) -> None:
    """Add the groups that a cell of regions means."""
    named, unknown = regions(row["region"])
    for scheme, group, text in named:
        collected.regions.setdefault((number, scheme, group, text))
    for text in unknown:
        problem = table.problem(WARNING, row, "region", text, UNKNOWN_REGION, "add it there.")
        collected.problems.append(problem)


def _add(
    table: Table, row: Row, column: str, number: str, role: str, cell: Cell, collected: _Collected
) -> None:
    """Add the States and actors of one cell in their role."""
    for iso3, named_as, group in cell.states:
        collected.states.setdefault((number, iso3, role, named_as), group)
    for actor, group in cell.actors:
        collected.actors.setdefault((number, actor, role), group)
    for value, warning, hint in cell.warnings:
        collected.problems.append(table.problem(WARNING, row, column, value, warning, hint))
