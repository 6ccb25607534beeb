"""Cells of an HTML page: every table a sheet, the text around them one more.

A table inside a table is a sheet of its own, and its text does not count as the outer cell's: the
depositary's pages are laid out that way (their table of participants has an id ending in tblgrid).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from sys import getsizeof

from attdata.problems import ERROR, WARNING, InputError, Problem
from attdata.read.encodings import decode, decode_declared, without_controls
from attdata.read.limits import LAST_COLUMN, LAST_ROW, Budget, refuse
from attdata.read.markup import CUT, END, START, characters, events
from attdata.read.sheet import Kinds, Sheet, keep_row

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
# What a browser shows beside the text or not at all: menus, drop-downs (the depositary's pages
# begin with one of all chapters), scripts.
_SKIPPED = ("script", "style", "template", "select", "datalist", "nav", "noscript")
# The elements in which a depositary's page names its treaty, by the end of their id.
_NAMED = re.compile(r"(?:rpt|rptHead|rptTreaty)\w*_(tcHead|tcTreaty)$")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,5}\)([^\s>]{1,2000})", re.IGNORECASE)
_LONGEST_NAMED = 2_000
_BLOCKS = re.compile(
    "address|article|blockquote|body|caption|center|dd|div|dl|dt|fieldset|footer|form|h[1-6]|head|"
    "header|hr|html|legend|li|main|nav|ol|option|p|pre|section|title|ul"
)
_BREAKS = re.compile(r"[\r\n]+")
_BLANK = " \t\r\n\f"
# A browser takes no more (HTML Standard, 4.9.11).
_MOST_COLUMNS, _MOST_ROWS = 1_000, 65_534


@dataclass
class _Table:
    """A table being read: where the next cell goes and which columns cells above still cover."""

    sheet: Sheet
    row: int = 0
    column: int = 0
    cells: dict[int, str] = field(default_factory=dict)
    covered: list[tuple[int, int, int]] = field(default_factory=list)
    pieces: list[str] | None = None
    place: tuple[int, int] = (0, 0)


def read_html(data: bytes, file: str, budget: Budget) -> tuple[list[Sheet], list[Problem]]:
    """Return a sheet per table, a sheet "page" with the other text, and the problems met.

    Parameters
    ----------
    data
        The file's bytes.
    file
        Its name, for the messages.
    budget
        What may be spent on it.
    """
    text, problems = _text(data, file)
    budget.spend_memory(len(data) + getsizeof(text))
    reader = _Page(file, budget)
    if saved := _SAVED_FROM.search(text[:4096]):
        reader.page.elements["address"] = characters(saved[1])
    for event, name, attributes in events(text, budget):
        if event == START:
            reader.start(name, attributes)
        elif event == END:
            reader.end(name)
        elif event == CUT:
            what = f"the page breaks off inside {name}; text after it is missing."
            problems.append(Problem(ERROR, file, "", "", "", what, "Save the page again."))
        else:
            reader.add(name)
    sheets = reader.finish()
    return sheets, problems + reader.problems


def _text(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Decode by what the page declares, if the bytes agree; else as any other text."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        text, problems = decode_declared(data, declared[1].decode("ascii"), file)
    else:
        text, problems = decode(data, file)
    text, more = without_controls(text, file)
    return text, problems + more


class _Page:
    """Puts the text of a page into the cell or line that it belongs to, tag by tag."""

    def __init__(self, file: str, budget: Budget) -> None:
        self.file = file
        self.budget = budget
        self.sheets: list[Sheet] = []
        self.tables: list[_Table] = []
        self.page = Sheet(file, "page", kinds=Kinds())
        self.line: list[str] = []
        self.problems: list[Problem] = []
        # The elements being left out, from outside inwards, and the tables open in them.
        self.skipping: list[str] = []
        self.tables_left_out = 0
        self.option = False
        self.raised = False
        self.named: tuple[str, str, list[str]] | None = None

    def finish(self) -> list[Sheet]:
        """Return the tables in the order in which they start, and the page's other text."""
        if self.skipping:
            self._note_unclosed(self.skipping[0])
        while self.tables:
            self._end_table()
        self._end_line()
        if self.page.rows or self.page.elements:
            self.sheets.append(self.page)
        return self.sheets

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take a start tag. A new cell or row ends the one before it, as in a browser."""
        self.option = tag in ("option", "optgroup")
        if tag == "table" and self.skipping and self.skipping[-1] in ("select", "datalist"):
            self._end_skipping(self.skipping[-1])  # its end tag is missing: no table is in one
        if tag in _SKIPPED:
            self.skipping.append(tag)
            return
        if self.skipping:
            self.tables_left_out += tag == "table"
            return
        self._start_named(tag, attributes.get("id", ""))
        if tag == "form":
            self.page.elements.setdefault("address", attributes.get("action", "")[:2000])
        self._start_shown(tag, attributes)

    def _start_shown(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start tag of what a reader sees."""
        if tag == "table":
            self._start_table(attributes)
        elif tag in ("tr", "td", "th") and self.tables:
            table = self.tables[-1]
            self._end_cell(table)
            if tag == "tr" or not table.row:
                self._start_row(table)
            if _is_hidden(attributes):
                table.sheet.hidden_rows.add(table.row)
            if tag != "tr":
                self._start_cell(table, attributes)
        elif tag == "br":
            self._add_break(always=True)
        elif tag == "sup" and not self.raised:
            self.raised = True
            self.add("<superscript>")
        elif _BLOCKS.fullmatch(tag):
            self._add_break()

    def end(self, tag: str) -> None:
        """Take an end tag; one without a start is of no account."""
        if tag in ("option", "select"):
            self.option = False
        if self.named and tag == self.named[0]:
            self._end_named()
        if tag in _SKIPPED:
            self._end_skipping(tag)
        elif self.skipping and not self._leaves_skipped(tag):
            return
        elif tag == "table" and self.tables:
            self._end_table()
        elif tag in ("td", "th", "tr") and self.tables:
            self._end_cell(self.tables[-1])
        elif tag == "sup" and self.raised:
            self.raised = False
            self.add("</superscript>")
        elif _BLOCKS.fullmatch(tag):
            self._add_break()

    def add(self, text: str) -> None:
        """Add text to the cell being read, or to the page's line."""
        if self.skipping or self.option:
            return
        text = _BREAKS.sub(" ", text)
        if self.named and len(self.named[2]) < _LONGEST_NAMED:
            self.named[2].append(text)
        pieces = self.tables[-1].pieces if self.tables else self.line
        if pieces is not None:
            pieces.append(text)
        elif text.strip(_BLANK):
            self.line.append(text)
            self._end_line()

    # What is left out, and what is named

    def _end_skipping(self, tag: str) -> None:
        """End the innermost element of this name that is left out, with all that is inside it."""
        if tag in self.skipping:
            del self.skipping[len(self.skipping) - 1 - self.skipping[::-1].index(tag) :]
            self.tables_left_out = 0

    def _leaves_skipped(self, tag: str) -> bool:
        """Tell whether an end tag closes a cell or table around an element without end tag."""
        if self.tables_left_out:
            self.tables_left_out -= tag == "table"
            return False
        if tag not in ("td", "th", "tr", "table") or not self.tables:
            return False
        self._note_unclosed(self.skipping[0])
        self.skipping = []
        return True

    def _note_unclosed(self, tag: str) -> None:
        what = f"<{tag}> is not closed; the text after it up to the end of its part is left out."
        hint = "Save the page again, and compare it with what was read."
        self.problems.append(Problem(WARNING, self.file, "", "", "", what, hint))

    def _start_named(self, tag: str, name: str) -> None:
        match = _NAMED.search(name)
        if match and match[1] not in self.page.elements:
            self.named = (tag, match[1], [])

    def _end_named(self) -> None:
        if self.named:
            text = " ".join("".join(self.named[2]).split())
            self.page.elements[self.named[1]] = text[:_LONGEST_NAMED]
        self.named = None

    def _add_break(self, always: bool = False) -> None:
        pieces = self.tables[-1].pieces if self.tables else None
        if pieces is None:
            self._end_line()
        elif always or (pieces and pieces[-1] != "\n"):
            pieces.append("\n")

    def _end_line(self) -> None:
        text = "".join(self.line).strip(_BLANK)
        self.line = []
        if text:
            self._check(text)
            keep_row(self.page, len(self.page.rows) + 1, [text], self.budget)

    def _check(self, text: str) -> None:
        if len(text) > self.budget.limits.cell:
            limit = self.budget.limits.cell
            raise refuse(self.file, "one text has too many characters", "cell", limit)

    # Tables

    def _start_table(self, attributes: dict[str, str]) -> None:
        if not self.tables:
            self._end_line()
        if len(self.tables) >= self.budget.limits.depth:
            limit = self.budget.limits.depth
            raise refuse(self.file, "its tables are nested too deep", "depth", limit)
        number = len(self.sheets) + 1
        if number > self.budget.limits.sheets:
            raise refuse(self.file, "it has too many tables", "sheets", self.budget.limits.sheets)
        sheet = Sheet(self.file, f"table {number}", kinds=Kinds(), id=attributes.get("id", ""))
        sheet.hidden = _is_hidden(attributes)
        self.sheets.append(sheet)
        self.tables.append(_Table(sheet))

    def _end_table(self) -> None:
        table = self.tables.pop()
        self._end_cell(table)
        self._keep_cells(table)

    def _start_row(self, table: _Table) -> None:
        self._keep_cells(table)
        if table.row >= LAST_ROW:
            raise self._too_large(f"{LAST_ROW:,} rows")
        table.row += 1
        table.column = 0
        table.covered = [span for span in table.covered if span[2] >= table.row]
        self.budget.spend_steps(len(table.covered))

    def _start_cell(self, table: _Table, attributes: dict[str, str]) -> None:
        columns = _span(attributes.get("colspan"), _MOST_COLUMNS)
        rows = _span(attributes.get("rowspan"), _MOST_ROWS)
        column = table.column + 1
        for first, last, _ in table.covered:
            if first <= column <= last:
                column = last + 1
        self.budget.spend_steps(len(table.covered))
        last = column + columns - 1
        if last > LAST_COLUMN:
            raise self._too_large(f"{LAST_COLUMN:,} columns")
        if columns > 1 or rows > 1:
            if len(table.sheet.merged) >= self.budget.limits.merged:
                limit = self.budget.limits.merged
                raise refuse(self.file, "it has too many merged cells", "merged", limit)
            table.sheet.merged.append((table.row, column, table.row + rows - 1, last))
        if rows > 1:
            table.covered.append((column, last, table.row + rows - 1))
            table.covered.sort()
        table.column = last
        table.place = (table.row, column)
        table.pieces = []

    def _too_large(self, what: str) -> InputError:
        where = self.tables[-1].sheet.name
        return InputError(
            f"{self.file}: {where} has more than {what}, more than a spreadsheet has. Ask the "
            "sender for the table as .csv."
        )

    def _end_cell(self, table: _Table) -> None:
        if table.pieces is None:
            return
        text = "".join(table.pieces).strip(_BLANK)
        table.pieces = None
        self._check(text)
        if text:
            table.cells[table.place[1]] = text

    def _keep_cells(self, table: _Table) -> None:
        if table.cells:
            cells = [table.cells.get(column, "") for column in range(1, max(table.cells) + 1)]
            keep_row(table.sheet, table.row, cells, self.budget)
        table.cells = {}


def _span(text: str | None, most: int) -> int:
    """Return how many columns or rows a cell covers, as a browser reads the attribute."""
    text = (text or "").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return min(max(number, 1), most)


def _is_hidden(attributes: dict[str, str]) -> bool:
    """Say whether a browser would not show the element; a hidden cell makes its row count."""
    return "hidden" in attributes or "display:none" in attributes.get("style", "").replace(" ", "")
