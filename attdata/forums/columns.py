"""Where the columns of a forums file are, and its rows with their cells.

Which heading means which column is a row of ``layouts.csv``; what a file is, its headings tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from attdata.problems import ERROR, WARNING, Problem
from attdata.read.sheet import column_letters
from attdata.reference import per_reference, reference_rows
from attdata.spelling import fold

if TYPE_CHECKING:
    from attdata.read.sheet import Sheet
    from attdata.read.workbook import Workbook

# Titles and remarks may stand above the headings; nobody writes more than this of them.
_HEADING_ROWS = 30
# A file is of the first of these kinds whose columns it all has.
NEEDED: dict[str, tuple[str, ...]] = {
    "votes": ("resolution", "date", "state", "vote"),
    "roll_calls": ("resolution", "yes", "no", "abstain", "non_voting"),
    "debates": ("state", "year", "times_named"),
    "register_reports": ("state", "report_year"),
    "population": ("state", "date", "population"),
    "upr_recommendations": ("state", "recommending", "recommendation"),
}


@dataclass(frozen=True)
class ForumRow:
    """One data row: its number and its text by column."""

    number: int
    texts: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a column's text, "" where the sheet has none."""
        return self.texts.get(column, "")


@dataclass
class ForumTable:
    """The part of a sheet that holds the data of one kind (a key of ``NEEDED``)."""

    sheet: Sheet
    kind: str
    heading_row: int
    columns: dict[str, int]
    problems: list[Problem] = field(default_factory=list)
    _letters: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write each column's letters down once: an address is asked for in every row."""
        self._letters = {name: column_letters(place) for name, place in self.columns.items()}

    def cell(self, row: ForumRow, column: str) -> str:
        """Return the address of a column in a row, "row 7" where the sheet lacks the column."""
        letters = self._letters.get(column)
        return f"{letters}{row.number}" if letters else f"row {row.number}"

    def problem(self, severity: str, row: ForumRow, column: str, text: str, hint: str) -> Problem:
        """Return a problem located at a column of a row, with what stands there."""
        cell, value = self.cell(row, column), row[column]
        return Problem(severity, self.sheet.file, self.sheet.name, cell, value, text, hint)

    def rows(self) -> Iterator[ForumRow]:
        """Yield the rows below the headings that hold any text."""
        places = list(self.columns.items())
        for number in sorted(self.sheet.rows):
            if number <= self.heading_row:
                continue
            cells = self.sheet.rows[number]
            width = len(cells)
            texts = {name: cells[at - 1].strip() for name, at in places if at <= width}
            if any(texts.values()):
                yield ForumRow(number, texts)


@per_reference
def headings_of(kind: str) -> dict[str, str]:
    """Return heading (folded) -> column for one kind of file.

    Examples
    --------
    >>> headings_of("votes")["state"]
    'state'
    """
    rows = [row for row in reference_rows("layouts") if row["layout"] == kind]
    return {fold(row["heading"]): row["column"] for row in rows}


def find_forum_table(sheet: Sheet) -> ForumTable | None:
    """Return the sheet's table where its headings are those of a forums file.

    Parameters
    ----------
    sheet
        Cells with their places.

    Returns
    -------
    ForumTable or None
        Columns by name; a heading that the kind does not know is a warning in its problems.
    """
    for number in islice(sorted(sheet.rows), _HEADING_ROWS):
        folded = {fold(text) for text in sheet.rows[number]} - {""}
        for kind, needed in NEEDED.items():
            columns = headings_of(kind)
            if set(needed) <= {columns[key] for key in folded & columns.keys()}:
                return _table_at(sheet, kind, number)
    return None


def _table_at(sheet: Sheet, kind: str, number: int) -> ForumTable:
    """Return the table of a kind whose headings stand in one row."""
    column_of = headings_of(kind)
    columns: dict[str, int] = {}
    problems = []
    for place, text in enumerate(sheet.rows[number], 1):
        column = column_of.get(fold(text))
        if column and column not in columns:
            columns[column] = place
        elif text.strip():
            fault = "is a second column of this name" if column else "is no known heading"
            cell = sheet.address(number, place)
            hint = "If it means a known column, add it to layouts.csv."
            problem = f"{fault}; what stands below it is not read."
            problems.append(sheet.problem(WARNING, cell, text.strip(), problem, hint))
    return ForumTable(sheet, kind, number, columns, problems)


def forum_tables(workbook: Workbook) -> tuple[list[ForumTable], list[Problem]]:
    """Return the tables of a workbook, and an error where it holds none.

    Parameters
    ----------
    workbook
        Cells with their places.
    """
    tables = [table for sheet in workbook.sheets if (table := find_forum_table(sheet))]
    if tables:
        return tables, []
    kinds = "; ".join(", ".join(columns) for columns in NEEDED.values())
    text = "holds neither votes, printed totals, speeches, reports, population nor recommendations."
    hint = f"Its headings must name one of these sets of columns (layouts.csv): {kinds}."
    return [], [Problem(ERROR, workbook.file, "", "", "", text, hint)]
