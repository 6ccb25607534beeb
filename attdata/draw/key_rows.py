"""Rows of a legend: matplotlib fills its columns one after the other."""

from __future__ import annotations

from typing import Any


def reading_order(items: list[Any], columns: int, rtl: bool, blank: Any = None) -> list[Any]:
    """Return the items as matplotlib wants them (column by column) to be read row by row.

    From right to left a last row that is not full has blanks at its left: the first columns of
    matplotlib, at the left, are never the shorter ones.

    Examples
    --------
    >>> reading_order([1, 2, 3], 2, rtl=False), reading_order([1, 2, 3], 3, rtl=True)
    ([1, 3, 2], [3, 2, 1])
    >>> reading_order([1, 2, 3, 4, 5], 3, rtl=True, blank=0)
    [3, 0, 2, 5, 1, 4]
    """
    rows = [items[i : i + columns] for i in range(0, len(items), columns)]
    if rtl and len(rows) == 1:
        return items[::-1]
    if rtl:
        rows[-1] = rows[-1] + [blank] * (columns - len(rows[-1]))
    order = range(columns - 1, -1, -1) if rtl else range(columns)
    return [row[i] for i in order for row in rows if i < len(row)]


def close_rows(made: Any, gap: float) -> None:
    """Set the entries of each row of a legend one behind the other, not below each other."""
    from matplotlib.offsetbox import HPacker, VPacker

    held = made._legend_handle_box  # matplotlib has columns alone
    columns = [column.get_children() for column in held.get_children()]
    rows = [[c[i] for c in columns if i < len(c)] for i in range(len(columns[0]))]
    lines: list[Any] = [HPacker(pad=0, sep=gap, children=row) for row in rows]
    below = made.labelspacing * made.prop.get_size_in_points()
    held._children = [VPacker(pad=0, sep=below, align="left", children=lines)]
    held.set_figure(made.get_figure())
