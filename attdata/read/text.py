"""Cells of a CSV or other delimited text, whatever its encoding and delimiter."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from sys import getsizeof

from attdata.problems import WARNING, InputError, Problem
from attdata.read.encodings import decode, is_noise, without_controls
from attdata.read.limits import CELL_CHARACTERS, LAST_COLUMN, Budget
from attdata.read.sheet import Kinds, Sheet, address, keep_row

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_LEADERS = re.compile(r"\.{5,}")
# Excel's own way to name the delimiter, in the first line.
_SEPARATOR = re.compile(r'"?sep=([,;|\t])"?(?:\r\n|\r|\n)', re.IGNORECASE)
_SAMPLE_LINES = 400
_SAMPLE_WIDTH = 20_000
# Of two that fit equally well, the one that text holds less often.
_DELIMITERS = "\t;,|"
_MOST_FIELDS = 500_000
# How often a quotation mark without a partner may be mended before the file is given up.
_MENDS = 200


def read_delimited(data: bytes, file: str, budget: Budget) -> tuple[list[Sheet], list[Problem]]:
    """Return a delimited text as one sheet without a name, and the problems met.

    Parameters
    ----------
    data
        The file's bytes.
    file
        Its name, for the messages.
    budget
        What may be spent on it.
    """
    text, problems = decode(data, file)
    sheet = Sheet(file, "", kinds=Kinds())
    if is_noise(text):
        raise InputError(
            f"{file}: it is neither a spreadsheet nor text. Ask the sender for .xlsx, .csv, .html "
            "or .xml."
        )
    text, controls = without_controls(text, file)
    budget.spend_memory(len(data) + getsizeof(text))
    return [sheet], problems + controls + _Reader(text, sheet, budget).read()


def delimiter_of(text: str) -> str:
    r"""Return the delimiter that gives most rows the same number of columns; "" for plain lines.

    A copy of a printed table has dot leaders after the names, and its commas are the text's own.

    Examples
    --------
    >>> delimiter_of("a;b\nNew York, 2 April;c\n"), delimiter_of("Congo......... 1, 2\n" * 3)
    (';', '')
    >>> delimiter_of("a;b\n1,5;2,5\n"), delimiter_of("a,b,c\n1,x;y,2\n")
    (';', ',')
    """
    sample = islice(_LINE.finditer(text), _SAMPLE_LINES)
    lines = [
        text[match.start() : min(match.end(), match.start() + _SAMPLE_WIDTH)] for match in sample
    ]
    tabs = "\t" if any("\t" in line for line in lines) else ""
    if sum(bool(_LEADERS.search(line)) for line in lines) >= 3 and '"' not in "".join(lines[:50]):
        return tabs
    candidates = [widths for delimiter in _DELIMITERS if (widths := _widths(lines, delimiter))]
    most = max((count for count, _, _ in candidates), default=0)
    # A comma that decimals need, or a semicolon inside lists, comes later than the heading.
    likely = [(first, delimiter) for count, first, delimiter in candidates if count * 5 >= most * 4]
    return min(likely, key=lambda item: item[0])[1] if likely else ""


def _widths(lines: list[str], delimiter: str) -> tuple[int, int, str] | None:
    """Return in how many rows a delimiter gives the usual number of columns, and the first one."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return None
    counts = Counter(width for width in widths if width > 1)
    # "Korea, Republic of" in a plain list of names makes no table.
    if not counts or 4 * counts.total() < sum(width > 0 for width in widths):
        return None
    width, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    return count, widths.index(width), delimiter


class _Reader:
    """Reads the rows of a text, going back where a quotation mark swallowed what follows."""

    def __init__(self, text: str, sheet: Sheet, budget: Budget) -> None:
        self.text = text
        self.sheet = sheet
        self.budget = budget
        self.problems: list[Problem] = []
        self.row = 0
        self.position = 0
        self.width = 0
        self.pulled = 0
        self.size = 0
        self.lines = 0
        self.mends = 0
        declared = _SEPARATOR.match(text)
        if declared:
            self.delimiter = declared[1]
            self.row, self.position = 1, declared.end()
        else:
            # A single column that is quoted is CSV all the same.
            quoted = any(line.startswith('"') for line in text[:_SAMPLE_WIDTH].splitlines())
            self.delimiter = delimiter_of(text) or ("," if quoted else "")

    def read(self) -> list[Problem]:
        """Read every row and return the problems met."""
        if self.delimiter:
            # The csv module's own limit is the whole program's; ours is on the record.
            before = csv.field_size_limit(self.budget.limits.cell)
            try:
                while self.position < len(self.text):
                    self._read_records()
            finally:
                csv.field_size_limit(before)
        else:
            for line in _LINE.finditer(self.text):
                self.row += 1
                self.size = len(line[0])
                self._keep([line[0].rstrip("\r\n")])
        return self.problems

    def _lines(self) -> Iterator[str]:
        """Give line after line from the present position, watching what one record takes."""
        for match in _LINE.finditer(self.text, self.position):
            line = match[0]
            self.position = match.end()
            self.pulled += line.count(self.delimiter)
            self.size += len(line)
            self.lines += 1
            # The next row would be a list of a million blanks, or a text of a million letters.
            if self.pulled > _MOST_FIELDS or self.size > self.budget.limits.cell:
                raise csv.Error("a record without an end")
            yield line

    def _read_records(self) -> None:
        """Read records until the end, or until one has to be mended."""
        reader = csv.reader(self._lines(), delimiter=self.delimiter)
        start, end = self.position, len(self.text)
        while True:
            self.pulled = self.size = self.lines = 0
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error:
                self._mend(start)
                return
            if self.position == end and self._unbalanced(start, record):
                self._mend(start)
                return
            self.row += 1
            self._keep(record)
            start = self.position

    def _unbalanced(self, start: int, record: list[str]) -> bool:
        """Say whether the record ran to the end of the file inside a quotation."""
        if not record or "\n" not in record[-1].rstrip("\r\n"):
            return False
        return self.text.count('"', start, self.position) % 2 == 1

    def _mend(self, start: int) -> None:
        """Read the line at ``start`` by itself, its quotation marks as ordinary characters."""
        match = _LINE.match(self.text, start)
        line = match[0] if match else ""
        self.mends += 1
        self.row += 1
        if line.count(self.delimiter) >= LAST_COLUMN:
            raise self._too_wide()
        if self.mends > _MENDS or len(line) > self.budget.limits.cell:
            raise InputError(
                f"{self.sheet.file}: from row {self.row} on, quotation marks have no partner or "
                "cells are longer than a spreadsheet's. Save the sheet again as CSV or .xlsx."
            )
        self.position = start + len(line)
        if '"' in line:
            what = "has a quotation mark that is never closed; it was read as a character."
            hint = "Check the row, and put every quotation mark inside a text twice."
            self._note(f"row {self.row}", line.strip()[:80], what, hint)
        self.size = len(line)
        self._keep(line.rstrip("\r\n").split(self.delimiter))

    def _too_wide(self) -> InputError:
        return InputError(
            f"{self.sheet.file}: row {self.row} has more than {LAST_COLUMN:,} columns, more than a "
            "spreadsheet has. Check the delimiter and the quotation marks of that row."
        )

    def _keep(self, record: list[str]) -> None:
        if len(record) > LAST_COLUMN:
            raise self._too_wide()
        if self.size > CELL_CHARACTERS:
            self._note_long(record)
        if self.lines > 1:
            self._note_swallowed(record)
        self.width = max(self.width, len(record))
        keep_row(self.sheet, self.row, record, self.budget)

    def _note_long(self, record: list[str]) -> None:
        for column, text in enumerate(record, 1):
            if len(text) > CELL_CHARACTERS:
                what = f"begins a text of more than the {CELL_CHARACTERS:,} characters that a cell"
                what += " of Excel keeps."
                hint = "A quotation mark may be missing; check the row."
                self._note(address(self.row, column), text[:40], what, hint)

    def _note_swallowed(self, record: list[str]) -> None:
        """Warn of a cell with whole lines in it that look like rows: a quotation mark is missing.

        The first and last line of such a cell are parts of a row; of a table of two columns, one
        line with a delimiter is no sign yet.
        """
        for column, text in enumerate(record, 1):
            inner = text.splitlines()[1:-1]
            rows = sum(line.count(self.delimiter) == self.width - 1 for line in inner)
            if rows > (self.width == 2):
                what = f"begins a cell that holds {rows:,} lines which look like rows of the table."
                hint = "A quotation mark may be missing or too many; check the row."
                self._note(address(self.row, column), text[:40], what, hint)

    def _note(self, cell: str, value: str, what: str, hint: str) -> None:
        self.problems.append(self.sheet.problem(WARNING, cell, value, what, hint))
