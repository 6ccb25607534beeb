"""Sheets and workbooks as the readers hand them on: text in cells, with addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from sys import getsizeof

from attdata.problems import Problem
from attdata.read.limits import LAST_COLUMN, LAST_ROW, Budget

_KINDS = ("", "number", "date", "boolean", "error", "formula", "percent")
_CODES = {kind: code for code, kind in enumerate(_KINDS)}
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=LAST_COLUMN)
def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1.

    Examples
    --------
    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return a cell's address from its row and column, both counted from 1.

    Examples
    --------
    >>> address(8, 12)
    'L8'
    """
    return f"{column_letters(column)}{row}"


def read_address(text: str) -> tuple[int, int] | None:
    """Return row and column of an address, or None where it names no cell of the grid.

    Examples
    --------
    >>> read_address("L8"), read_address("XFE1"), read_address("8L")
    ((8, 12), None, None)
    """
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


class Kinds(Mapping[tuple[int, int], str]):
    """The kinds of the cells that are not plain text: (row, column) -> "number", "date" ...

    Reads like a dictionary, and keeps one byte per cell: a dictionary of a million numbers
    would take more memory than the sheet.
    """

    def __init__(self) -> None:
        """Start without any cell."""
        self._rows: dict[int, bytes] = {}

    def set_row(self, row: int, kinds: Mapping[int, str]) -> None:
        """Take over the kinds of one row: column -> kind."""
        if kinds:
            codes = bytearray(self._rows.get(row, b"").ljust(max(kinds), b"\0"))
            for column, kind in kinds.items():
                codes[column - 1] = _CODES[kind]
            self._rows[row] = bytes(codes)

    def __getitem__(self, cell: tuple[int, int]) -> str:
        """Return the kind of a cell; KeyError for plain text."""
        row, column = cell
        codes = self._rows.get(row, b"")
        if not 0 < column <= len(codes) or not codes[column - 1]:
            raise KeyError(cell)
        return _KINDS[codes[column - 1]]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Go through the cells, row by row."""
        for row in sorted(self._rows):
            for column, code in enumerate(self._rows[row], 1):
                if code:
                    yield row, column

    def __len__(self) -> int:
        """Count the cells that are not plain text."""
        return sum(len(codes) - codes.count(0) for codes in self._rows.values())

    def __repr__(self) -> str:
        """Show it as the dictionary that it reads like."""
        return f"Kinds({dict(self)})"


@dataclass
class Sheet:
    """One sheet: text by row and column, both counted from 1, exactly as it stands in the cells.

    ``rows`` leaves out rows without text and cuts the blanks at a row's end. ``merged`` holds
    (first row, first column, last row, last column). ``kinds`` names the cells that are not plain
    text: number, date (ISO text), boolean, error, formula. ``id`` is an HTML table's id;
    ``elements`` are what a web page says of itself by name: its address, and the depositary's
    chapter and title.
    """

    file: str
    name: str
    rows: dict[int, list[str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    kinds: Mapping[tuple[int, int], str] = field(default_factory=Kinds)
    id: str = ""
    elements: dict[str, str] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """Return a cell's text, "" where there is none."""
        cells = self.rows.get(row)
        return cells[column - 1] if cells is not None and 0 < column <= len(cells) else ""

    def address(self, row: int, column: int) -> str:
        """Return a cell's address, such as "L8"."""
        return address(row, column)

    def columns(self) -> int:
        """Return the number of the last column that holds text."""
        return max((len(cells) for cells in self.rows.values()), default=0)

    def problem(
        self, severity: str, cell: str, value: str, problem: str, hint: str = "", code: str = ""
    ) -> Problem:
        """Return a problem located in this sheet."""
        return Problem(severity, self.file, self.name, cell, value, problem, hint, code)


@dataclass
class Workbook:
    """One file: its sheets, and the problems met while reading. ``kind`` is what it really is."""

    file: str
    kind: str
    sheets: list[Sheet]
    problems: list[Problem]


def printable(name: str) -> str:
    r"""Return a file's name as it can stand in a sentence of one line.

    Examples
    --------
    >>> printable("a\nb.csv")
    'a?b.csv'
    """
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def keep_row(sheet: Sheet, row: int, cells: list[str], budget: Budget) -> None:
    """Put a row into a sheet without the blanks at its end, counting the memory it takes."""
    while cells and not cells[-1]:
        cells.pop()
    if cells:
        blanks = cells.count("")
        texts = filter(None, cells) if blanks else cells
        budget.spend_blanks(blanks)
        budget.spend_memory(120 + 8 * len(cells) + sum(map(getsizeof, texts)))
        sheet.rows[row] = cells
