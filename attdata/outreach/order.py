"""Day or month first in a log: its columns of dates are evidence for each of their cells."""

from __future__ import annotations

from attdata.dates.order import (
    READ_MONTH_FIRST,
    SWAPPED,
    WRITE_MONTHS,
    is_swapped,
    orders_of,
)
from attdata.outreach.columns import Table
from attdata.problems import NOTE, WARNING, Problem

_DATED = ("date", "start", "end", "published", "period")


def settle_order(table: Table) -> list[Problem]:
    """Note which columns are read month first; warn of doubtful dates and swapped columns.

    Parameters
    ----------
    table
        A table of a log or of projects; its ``month_first`` is filled. A date that can be read both
        ways is doubtful where another one of the table has the month first.
    """
    sheet = table.sheet
    rows = [number for number in sorted(sheet.rows) if number > table.heading_row]
    columns = {place: name for place, name in table.columns.items() if name in _DATED}
    orders = orders_of(
        {
            place: (table.headings.get(place, ""), [sheet.text(n, place) for n in rows])
            for place in columns
        }
    )
    table.month_first = frozenset(columns[place] for place in orders.month_first)
    problems = []
    for place in columns:
        cells = [(sheet.text(n, place), sheet.kinds.get((n, place), "")) for n in rows]
        where, heading = sheet.address(table.heading_row, place), table.headings.get(place, "")
        if is_swapped(cells):
            problems.append(sheet.problem(WARNING, where, heading, SWAPPED, WRITE_MONTHS))
        if place in orders.month_first:
            problems.append(sheet.problem(NOTE, where, heading, READ_MONTH_FIRST))
    for n in rows:
        for place in orders.doubtful:
            text = sheet.text(n, place)
            if why := orders.doubt(place, text):
                where = sheet.address(n, place)
                problems.append(sheet.problem(WARNING, where, text, why, WRITE_MONTHS))
    return problems
