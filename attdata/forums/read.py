"""A forums file, whatever its kind, as rows of the frames it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from attdata.forums.columns import ForumTable, find_forum_table, forum_tables
from attdata.forums.records import (
    read_debates,
    read_population,
    read_recommendations,
    read_register,
)
from attdata.forums.votes import read_totals, read_votes
from attdata.names.lookup import Aliases
from attdata.problems import Problem

if TYPE_CHECKING:
    from attdata.read.workbook import Workbook

Reader = Callable[[ForumTable, Aliases], tuple[list[dict[str, Any]], int]]
_READERS: dict[str, Reader] = {
    "votes": read_votes,
    "roll_calls": lambda table, _: read_totals(table),
    "debates": read_debates,
    "register_reports": read_register,
    "population": read_population,
    "upr_recommendations": read_recommendations,
}


@dataclass
class ForumRead:
    """What a forums file holds: rows by frame, problems, the count of its data rows."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rows_read: int = 0
    rows_kept: int = 0


def is_forum(workbook: Workbook) -> bool:
    """Say whether a workbook holds votes, totals, speeches, reports or population."""
    return any(find_forum_table(sheet) is not None for sheet in workbook.sheets)


def read_forum(workbook: Workbook, *, aliases: Aliases = None) -> ForumRead:
    """Return the rows of a forums file.

    Parameters
    ----------
    workbook
        Cells with their places.
    aliases
        An analyst's own spellings of States.

    Returns
    -------
    ForumRead
        ``rows`` by frame: votes, roll_calls (printed totals only), debates, register_reports,
        population, upr_recommendations.
    """
    tables, problems = forum_tables(workbook)
    result = ForumRead(problems=[*workbook.problems, *problems])
    for table in tables:
        rows, number = _READERS[table.kind](table, aliases)
        result.rows.setdefault(table.kind, []).extend(rows)
        result.problems += table.problems
        result.rows_read += number
        result.rows_kept += len(rows)
    return result
