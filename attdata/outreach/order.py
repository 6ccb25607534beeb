"""Day or month first in a log: its columns of dates are evidence for each of their cells."""

from __future__ import annotations

from attdata.dates.order import (
    AMBIGUOUS,
    HEADED,
    SWAPPED,
    WRITE_MONTHS,
    heads_month_first,
    is_month_first,
    is_open,
    is_swapped,
)
from attdata.outreach.columns import Table
from attdata.problems import WARNING, Problem

_DATED = ("date", "start", "end", "published")


def order_problems(table: Table) -> list[Problem]:
    """Return a warning for each date that may have the month first, and for each swapped column.

    Parameters
    ----------
    table
        A log's table. A date that can be read both ways is doubtful where another one of the table
        can only have the month first.
    """
    sheet = table.sheet
    columns = [place for place, column in table.columns.items() if column in _DATED]
    rows = [number for number in sorted(sheet.rows) if number > table.heading_row]
    problems = []
    for place in columns:
        cells = [(sheet.text(n, place), sheet.kinds.get((n, place), "")) for n in rows]
        if is_swapped(cells):
            where = sheet.address(table.heading_row, place)
            heading = table.headings.get(place, "")
            problems.append(sheet.problem(WARNING, where, heading, SWAPPED, WRITE_MONTHS))
    headed = [n for n in columns if heads_month_first(table.headings.get(n, ""))]
    if is_month_first(sheet.text(n, place) for n in rows for place in columns):
        why = AMBIGUOUS
    elif headed:
        why, columns = HEADED, headed
    else:
        return problems
    for n in rows:
        for place in columns:
            text = sheet.text(n, place)
            if is_open(text):
                where = sheet.address(n, place)
                problems.append(sheet.problem(WARNING, where, text, why, WRITE_MONTHS))
    return problems
