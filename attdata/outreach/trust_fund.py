"""Voluntary Trust Fund projects: amounts, periods and the State's status as the source gives it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from attdata.dates.published import Period, read_periods
from attdata.names.resolve import Aliases
from attdata.outreach.cells import LIST_THEM, NO_STATE, Names, is_empty, words
from attdata.outreach.columns import (
    Row,
    Table,
    data_rows,
    find_table,
    key_of,
    note_of,
    own_number,
)
from attdata.outreach.days import Days
from attdata.outreach.order import settle_order
from attdata.outreach.totals import read_dollars
from attdata.problems import ERROR, WARNING, Problem

if TYPE_CHECKING:
    import pandas as pd

    from attdata.read.workbook import Workbook

_NEEDED = ("state", "title")


@dataclass
class VtfRead:
    """What a table of Trust Fund projects holds, with the count of its data rows."""

    vtf_projects: pd.DataFrame
    problems: list[Problem]
    rows_read: int
    rows_kept: int


def is_vtf(workbook: Workbook) -> bool:
    """Say whether a workbook is a table of Trust Fund projects rather than an outreach log.

    Parameters
    ----------
    workbook
        Cells with their places.

    Returns
    -------
    bool
        True when a sheet has the headings of a beneficiary State and a project's title.
    """
    return any(_table(sheet) is not None for sheet in workbook.sheets)


def _table(sheet: Any) -> Table | None:
    """Return the sheet's table of projects, None where it is none."""
    table = find_table(sheet, "vtf", _NEEDED)
    if table is None or not all(table.has(column) for column in _NEEDED):
        return None
    # An outreach log has States and titles, too; only projects have one of these.
    return table if any(map(table.has, ("project", "grantee", "amount", "cycle"))) else None


def read_vtf(workbook: Workbook, *, aliases: Aliases = None) -> VtfRead:
    """Return the Trust Fund projects of a workbook that has been read.

    Parameters
    ----------
    workbook
        Cells with their places.
    aliases
        An analyst's own spellings of States, as for `attdata.names.resolve.resolve`.

    Returns
    -------
    VtfRead
        ``vtf_projects``: one row per project, the amount in US dollars, the period from its first
        to its last day; the problems, the workbook's own included; rows read and kept.
    """
    from attdata.frames import typed

    names, problems = Names(aliases), list(workbook.problems)
    projects: list[dict[str, Any]] = []
    numbers: set[str] = set()
    read = tables = 0
    for sheet in workbook.sheets:
        table = _table(sheet)
        if table is None:
            continue
        tables += 1
        problems += settle_order(table)
        for row in data_rows(table):
            read += 1
            project = _project(table, row, names, numbers, problems)
            if project is not None:
                projects.append(project)
        problems += table.problems
    if not tables:
        text = "holds no table of Trust Fund projects: no headings such as Beneficiary State."
        hint = "Add the headings of this table to layouts.csv."
        problems.append(Problem(ERROR, workbook.file, "", "", "", text, hint))
    return VtfRead(typed("vtf_projects", projects), problems, read, len(projects))


def _project(
    table: Table, row: Row, names: Names, numbers: set[str], problems: list[Problem]
) -> dict[str, Any] | None:
    """Return one project, None where its number is taken."""
    number = "" if is_empty(row["project"]) else row["project"]
    number = number or own_number(table, row, numbers)
    if number in numbers:
        text = "is the number of two projects. The row was refused;"
        hint = "correct one of them."
        problems.append(table.problem(ERROR, row, "project", number, text, hint))
        return None
    numbers.add(number)
    period = _period(table, row, problems)
    return {
        "project": number,
        "cycle": "" if is_empty(row["cycle"]) else row["cycle"],
        "iso3": _state(table, row, names, problems),
        "grantee": row["grantee"],
        "status_at_time": _status(table, row, problems),
        "title": row["title"],
        "amount_usd": _amount(table, row, problems),
        "start": period.start,
        "end": period.end,
        "partner": row["partner"],
        "purpose": row["purpose"],
        "scope": row["scope"],
        "source": table.sheet.file,
        "cell": table.sheet.address(row.number, 1),
        "note": note_of(row),
    }


def _state(table: Table, row: Row, names: Names, problems: list[Problem]) -> str:
    """Return the beneficiary, "" with a warning where the cell names none."""
    text = row["state"]
    iso3 = names.state(text) if text else ""
    if not iso3 and not is_empty(text):
        problems.append(table.problem(WARNING, row, "state", text, NO_STATE, LIST_THEM))
    return iso3


def _status(table: Table, row: Row, problems: list[Problem]) -> str:
    """Return the status as the source gives it, in the words of the frame."""
    text = row["status"]
    if is_empty(text):
        return ""
    status = words("status").get(key_of(text), "")
    if not status:
        problem = "is no known status: State Party, Signatory State, non-signatory."
        hint = "Use one of these, or add it to kinds.csv."
        problems.append(table.problem(WARNING, row, "status", text, problem, hint))
    return status


def _amount(table: Table, row: Row, problems: list[Problem]) -> float | None:
    """Return the grant in US dollars; None where none is given."""
    if is_empty(row["amount"]):
        return None
    heading = table.headings.get(row.cells.get("amount", 0), "")
    amount, warning = read_dollars(row["amount"], heading)
    if warning:
        hint = 'write it as "USD 91,501.05".'
        problems.append(table.problem(WARNING, row, "amount", row["amount"], warning, hint))
    return amount


def _period(table: Table, row: Row, problems: list[Problem]) -> Period:
    """Return the first and last day of the periods in the cell."""
    if not (is_empty(row["start"]) and is_empty(row["end"])):
        return Days().period(table, row, problems)
    text = "" if is_empty(row["period"]) else row["period"]
    periods = read_periods(text, month_first="period" in table.month_first)
    warnings = dict.fromkeys(warning for period in periods for warning in period.warnings)
    dated = [(p.earliest or p.start, p.end) for p in periods if p.start and p.end]
    if len(dated) > 1:
        warnings["gives several periods; their first and last day are taken."] = None
    for warning in warnings:
        problems.append(table.problem(WARNING, row, "period", text, warning, "Check it."))
    if not dated:
        return Period()
    first = min(start for start, _ in dated if start)
    return Period(first, max(end for _, end in dated), None, "day")


def check_vtf_status(vtf_projects: pd.DataFrame, status_frame: pd.DataFrame) -> list[Problem]:
    """Return a warning for each project whose State had another status than its source says.

    Parameters
    ----------
    vtf_projects
        Frame as declared in ``frames.py``.
    status_frame
        Intervals: treaty, basis, iso3, start, end (first day no longer so), status.

    Returns
    -------
    list of Problem
        Warnings at the project's row. A project fits when its State had the status on a day of
        the project, for the ATT by deposit; one without days when it ever had it.

    Examples
    --------
    >>> from attdata.frames import empty_frame
    >>> check_vtf_status(empty_frame("vtf_projects"), empty_frame("status"))
    []
    """
    intervals = _intervals(status_frame)
    problems = []
    columns = ["project", "iso3", "status_at_time", "start", "end", "source", "cell"]
    for project, iso3, claimed, start, end, source, cell in vtf_projects[columns].itertuples(
        index=False, name=None
    ):
        if not iso3 or not claimed or iso3 not in intervals:
            continue
        dated = start == start and end == end
        held = {
            status
            for begin, stop, status in intervals[iso3]
            if not dated or ((begin != begin or begin <= end) and (stop != stop or start < stop))
        }
        if claimed not in held:
            when = f"on {start:%Y-%m-%d}" if dated else "at any time"
            text = f"is given for {iso3} in project {project}, but {when} it was not so"
            text += f" (computed: {', '.join(sorted(held))})." if dated else "."
            problems.append(Problem(WARNING, source, "", cell, str(claimed), text, "Check both."))
    return problems


def _intervals(status_frame: pd.DataFrame) -> Mapping[str, list[tuple[Any, Any, str]]]:
    """Return the ATT's intervals by deposit for each State."""
    chosen = (status_frame["treaty"].astype(str) == "att") & (
        status_frame["basis"].astype(str) == "deposited"
    )
    intervals: defaultdict[str, list[tuple[Any, Any, str]]] = defaultdict(list)
    columns = ["iso3", "start", "end", "status"]
    rows: Iterable[tuple[Any, ...]] = status_frame.loc[chosen, columns].itertuples(
        index=False, name=None
    )
    for iso3, start, end, status in rows:
        intervals[iso3].append((start, end, str(status)))
    return intervals
