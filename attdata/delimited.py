"""Cells of a CSV or other delimited text, whatever its encoding and delimiter."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from sys import getsizeof

from attdata.encodings import decode, without_controls
from attdata.limits import CELL_CHARACTERS, LAST_COLUMN, Budget
from attdata.problems import WARNING, InputError, Problem
from attdata.sheet import Kinds, Sheet, address, keep_row

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_LEADERS = re.compile(r"\.{5,}")
_SEPARATOR = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_SAMPLE_LINES = 400
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
    """
    lines = [match[0] for match, _ in zip(_LINE.finditer(text), range(_SAMPLE_LINES), strict=False)]
    tabs = "\t" if any("\t" in line for line in lines) else ""
    if sum(bool(_LEADERS.search(line)) for line in lines) >= 3 and '"' not in "".join(lines[:50]):
        return tabs
    best, best_score = "", (0, 0)
    for candidate in ",;\t|":
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=candidate) if any(row))
        except csv.Error:
            continue
        del widths[1]
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            if (count, width) > best_score:
                best, best_score = candidate, (count, width)
    return best


class _Reader:
    """Reads the rows of a text, going back where a quotation mark swallowed what follows."""

    def __init__(self, text: str, sheet: Sheet, budget: Budget) -> None:
        self.text = text
        self.sheet = sheet
        self.budget = budget
        self.problems: list[Problem] = []
        self.row = 0
        self.position = 0
        self.line_start = 0
        self.pulled = 0
        self.size = 0
        self.mends = 0
        declared = _SEPARATOR.match(text)
        if declared:
            self.delimiter = declared[1]
            self.row, self.position = 1, declared.end()
        else:
            self.delimiter = delimiter_of(text)

    def read(self) -> list[Problem]:
        """Read every row and return the problems met."""
        if self.delimiter:
            while self.position < len(self.text):
                self._read_records()
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
            if self.pulled > LAST_COLUMN and self.pulled > self.budget.limits.cell // 2:
                raise self._too_wide()
            self.size += len(line)
            if self.size > self.budget.limits.cell:
                raise csv.Error("a record that is longer than any")
            yield line

    def _too_wide(self) -> InputError:
        return InputError(
            f"{self.sheet.file}: row {self.row + 1} has more than {LAST_COLUMN:,} columns, more "
            "than a spreadsheet has. Check the delimiter and the quotation marks of that row."
        )

    def _read_records(self) -> None:
        """Read records until the end, or until one has to be mended."""
        reader = csv.reader(self._lines(), delimiter=self.delimiter, strict=False)
        start, end = self.position, len(self.text)
        while True:
            self.pulled = self.size = 0
            try:
                record = next(reader)
            except StopIteration:
                if self.position < len(self.text):
                    self._mend(start)
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
        if not record or "\n" not in record[-1]:
            return False
        return self.text.count('"', start, self.position) % 2 == 1

    def _mend(self, start: int) -> None:
        """Read the line at ``start`` with its quotation marks as ordinary characters."""
        line = _LINE.match(self.text, start)
        self.mends += 1
        if line is None or self.mends > _MENDS or len(line[0]) > self.budget.limits.cell:
            raise InputError(
                f"{self.sheet.file}: from row {self.row + 1} on, quotation marks have no partner "
                "or a field is longer than a spreadsheet's. Save the sheet again as CSV or .xlsx."
            )
        self.row += 1
        self.position = line.end()
        what = "a quotation mark opens and is never closed; it was read as an ordinary character."
        hint = "Check the row, and put every quotation mark inside a text twice."
        where = f"row {self.row}"
        self.problems.append(self.sheet.problem(WARNING, where, line[0].strip()[:80], what, hint))
        plain = csv.reader([line[0]], delimiter=self.delimiter, quoting=csv.QUOTE_NONE)
        self._keep(next(plain))

    def _keep(self, record: list[str]) -> None:
        if len(record) > LAST_COLUMN:
            raise self._too_wide()
        if self.size > CELL_CHARACTERS:
            self._note_long(record)
        keep_row(self.sheet, self.row, record, self.budget)

    def _note_long(self, record: list[str]) -> None:
        for column, text in enumerate(record, 1):
            if len(text) > CELL_CHARACTERS:
                what = f"begins a text of more than the {CELL_CHARACTERS:,} characters that a cell"
                what += " of Excel keeps."
                hint = "A quotation mark may be missing; check the row."
                where = address(self.row, column)
                self.problems.append(self.sheet.problem(WARNING, where, text[:40], what, hint))
