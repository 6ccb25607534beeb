"""Day or month first in a status table: the whole table is evidence for each of its dates."""

from __future__ import annotations

from collections.abc import Sequence

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
from attdata.membership.layout import Table
from attdata.membership.letters import plain
from attdata.membership.rows import Row
from attdata.problems import ERROR, WARNING

_DATED = ("acts", "date", "effective_date")


def refuse_open_dates(table: Table, rows: Sequence[Row]) -> None:
    """Take the acts away whose day may be a month, and report them at their cells.

    Parameters
    ----------
    table
        A status table or long record. Where one of its dates can only have the month first, a
        numeric date that can be read both ways is an error at its cell, and no act.
    rows
        The rows read from it.
    """
    columns = [n for n, heading in table.columns.items() if heading.column in _DATED]
    sheet = table.sheet
    for column in columns:
        cells = [(sheet.text(n, column), sheet.kinds.get((n, column), "")) for n in table.rows]
        if rows and is_swapped(cells):
            cell = sheet.address(table.head_row, column)
            heading = plain(sheet.text(table.head_row, column))
            rows[0].report(WARNING, cell, heading, SWAPPED, WRITE_MONTHS)
    headed = [n for n in columns if heads_month_first(table.columns[n].text)]
    if is_month_first(sheet.text(n, column) for n in table.rows for column in columns):
        why = AMBIGUOUS
    elif headed:
        why, columns = HEADED, headed
    else:
        return
    for row in rows:
        for column in columns:
            text = sheet.text(row.number, column)
            if is_open(text):
                cell = sheet.address(row.number, column)
                row.report(ERROR, cell, plain(text), why, WRITE_MONTHS)
        effect = table.column("effective_date")
        if effect and is_open(sheet.text(row.number, effect)):
            for act in row.acts:
                act["effective_date"], act["effective_basis"] = None, ""
        row.acts = [act for act in row.acts if not is_open(act["date_text"])]
