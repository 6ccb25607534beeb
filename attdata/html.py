"""Cells of an HTML page: every table a sheet, the text around them one more.

A table inside a table is a sheet of its own, and its text does not count as the outer cell's: the
depositary's pages are laid out that way (their table of participants has an id ending in tblgrid).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from attdata.encodings import decode
from attdata.limits import LAST_COLUMN, LAST_ROW, Budget, refuse
from attdata.problems import WARNING, Problem
from attdata.sheet import Kinds, Sheet, address, keep_row

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
# What a browser takes these labels for (WHATWG Encoding Standard).
_LABELS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030"}
_SKIPPED = {"script", "style", "template", "noscript"}
_BLOCKS = set(
    ["address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "title", "ul"]
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
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=False)
    root = None
    if text.strip():
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise refuse(file, "its elements are nested too deep", "depth", budget.limits.depth)
    reader = _Page(file, budget)
    if root is not None:
        reader.walk(root)
    return reader.finish(), problems + reader.problems


def _text(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Decode by what the page declares, if the bytes agree; else as any other text."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        label = declared[1].decode("ascii").lower()
        try:
            return data.decode(_LABELS.get(label, label)), []
        except (LookupError, UnicodeError, ValueError):
            text, problems = decode(data, file)
            what = f'declares the encoding "{label}", in which it cannot be read.'
            hint = "Check the accented letters."
            if not problems:
                problems = [Problem(WARNING, file, "", "", "", f"the page {what}", hint)]
            return text, problems
    return decode(data, file)


class _Page:
    """Walks a page once, from element to element, without recursion."""

    def __init__(self, file: str, budget: Budget) -> None:
        self.file = file
        self.budget = budget
        self.problems: list[Problem] = []
        self.sheets: list[Sheet] = []
        self.tables: list[_Table] = []
        self.page = Sheet(file, "page")
        self.line: list[str] = []
        self.skipping = 0
        self.depth = 0

    def walk(self, root: etree._Element) -> None:
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self._start(element)
            elif event == "end":
                self._end(element)
                self._add(element.tail)
            else:
                self._add(element.tail)

    def finish(self) -> list[Sheet]:
        self._end_line()
        if self.page.rows:
            self.sheets.append(self.page)
        return self.sheets

    def _start(self, element: etree._Element) -> None:
        self.depth += 1
        if self.depth > self.budget.limits.depth:
            limit = self.budget.limits.depth
            raise refuse(self.file, "its elements are nested too deep", "depth", limit)
        tag = element.tag
        if tag in _SKIPPED:
            self.skipping += 1
        elif tag == "table":
            self._start_table(element)
        elif tag in ("tr", "td", "th") and self.tables:
            table = self.tables[-1]
            self._end_cell(table)
            if tag == "tr" or not table.row:
                self._start_row(table)
            if tag != "tr":
                self._start_cell(table, element)
        elif tag == "br":
            self._add_break(always=True)
        elif tag == "sup":
            self._add("<superscript>")
        elif tag in _BLOCKS:
            self._add_break()
        self._add(element.text)

    def _end(self, element: etree._Element) -> None:
        self.depth -= 1
        tag = element.tag
        if tag in _SKIPPED:
            self.skipping -= 1
        elif tag == "table":
            self._end_table()
        elif tag in ("td", "th") and self.tables:
            self._end_cell(self.tables[-1])
        elif tag == "sup":
            self._add("</superscript>")
        elif tag in _BLOCKS:
            self._add_break()

    def _add(self, text: str | None) -> None:
        """Add text to the cell being read, or to the page's line."""
        if not text or self.skipping:
            return
        text = _BREAKS.sub(" ", text)
        pieces = self.tables[-1].pieces if self.tables else self.line
        if pieces is not None:
            pieces.append(text)
        elif text.strip(_BLANK):
            self.line.append(text)
            self._end_line()

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

    def _start_table(self, element: etree._Element) -> None:
        if not self.tables:
            self._end_line()
        number = len(self.sheets) + 1
        if number > self.budget.limits.sheets:
            raise refuse(self.file, "it has too many tables", "sheets", self.budget.limits.sheets)
        sheet = Sheet(self.file, f"table {number}", kinds=Kinds(), id=element.get("id", ""))
        self.sheets.append(sheet)
        self.tables.append(_Table(sheet))

    def _end_table(self) -> None:
        table = self.tables.pop()
        self._end_cell(table)
        self._keep_cells(table)

    def _start_row(self, table: _Table) -> None:
        self._keep_cells(table)
        if table.row >= LAST_ROW:
            raise refuse(self.file, "a table has too many rows", "memory", LAST_ROW)
        table.row += 1
        table.column = 0
        table.covered = [span for span in table.covered if span[2] >= table.row]
        self.budget.spend_steps(len(table.covered))

    def _start_cell(self, table: _Table, element: etree._Element) -> None:
        columns = _span(element.get("colspan"), _MOST_COLUMNS)
        rows = _span(element.get("rowspan"), _MOST_ROWS)
        column = table.column + 1
        for first, last, _ in table.covered:
            if first <= column <= last:
                column = last + 1
        self.budget.spend_steps(len(table.covered))
        last = column + columns - 1
        if last > LAST_COLUMN:
            raise refuse(self.file, "a table has too many columns", "memory", LAST_COLUMN)
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
    return (
        min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    )


def merged_text(sheet: Sheet) -> str:
    """Return the merged areas of a sheet as addresses, the first few of them."""
    shown = [f"{address(a, b)}:{address(c, d)}" for a, b, c, d in sheet.merged[:3]]
    return ", ".join(shown) + (" ..." if len(sheet.merged) > 3 else "")
