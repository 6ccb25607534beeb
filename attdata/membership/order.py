"""Day or month first in a status table: the whole table is evidence for each of its dates."""

from __future__ import annotations

from collections.abc import Sequence

from attdata.dates.order import (
    READ_MONTH_FIRST,
    SWAPPED,
    WRITE_MONTHS,
    Orders,
    is_open,
    is_swapped,
    orders_of,
)
from attdata.membership.layout import Table
from attdata.membership.letters import plain
from attdata.membership.rows import Row
from attdata.problems import ERROR, NOTE, WARNING

_DATED = ("acts", "date", "effective_date")


def table_orders(table: Table) -> Orders:
    """Return in which order the dates of each column are read, and which columns are doubtful."""
    sheet = table.sheet
    return orders_of(
        {
            column: (heading.text, [sheet.text(n, column) for n in table.rows])
            for column, heading in table.columns.items()
            if heading.column in _DATED
        }
    )


def refuse_open_dates(table: Table, orders: Orders, rows: Sequence[Row]) -> None:
    """Take the acts away whose day may be a month, and report them at their cells.

    Parameters
    ----------
    table
        A status table or long record.
    orders
        What `table_orders` says of it. In a doubtful column a numeric date that can be read both
        ways is an error at its cell, and no act.
    rows
        The rows read from it.
    """
    sheet = table.sheet
    for column, heading in table.columns.items():
        if heading.column not in _DATED or not rows:
            continue
        cells = [(sheet.text(n, column), sheet.kinds.get((n, column), "")) for n in table.rows]
        cell, text = sheet.address(table.head_row, column), sheet.text(table.head_row, column)
        if is_swapped(cells):
            rows[0].report(WARNING, cell, plain(text), SWAPPED, WRITE_MONTHS)
        if column in orders.month_first:
            rows[0].report(NOTE, cell, plain(text), READ_MONTH_FIRST)
    for row in rows:
        _refuse_row(table, orders, row)


def _refuse_row(table: Table, orders: Orders, row: Row) -> None:
    """Report the dates of one row that may be another day, and take their acts away."""
    refused = set()
    for column in sorted(orders.doubtful):
        text = table.sheet.text(row.number, column)
        if why := orders.doubt(column, text):
            cell = table.sheet.address(row.number, column)
            row.report(ERROR, cell, plain(text), why, WRITE_MONTHS)
            refused.add(cell)
    effect = table.column("effective_date")
    if effect and table.sheet.address(row.number, effect) in refused:
        for act in row.acts:
            act["effective_date"], act["effective_basis"] = None, ""
    row.acts = [
        act
        for act in row.acts
        if act["cell"].partition(" ")[0] not in refused or not is_open(act["date_text"], dots=True)
    ]
