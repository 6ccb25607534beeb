"""One sheet's XML: an expat handler that turns it into rows, kinds, and problems.

Written for speed, because a log can have a million cells: no tree is built, each tag is looked up
once in a table made for the prefix that the file uses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from xml.parsers import expat

from attdata.problems import ERROR, WARNING, Problem
from attdata.read.limits import CELL_CHARACTERS, LAST_COLUMN, LAST_ROW, Budget, refuse
from attdata.read.sheet import Kinds, Sheet, address, keep_row, read_address
from attdata.read.xlsx.archive import damaged
from attdata.read.xlsx.values import DateFormats, iso_date, plain_number, unescape

_FALSE = ("0", "false", "off", None)

# severity, problem, hint
_NOTES = {
    "elsewhere": (
        WARNING,
        "is where the cell stands in the file, which is not what its address says.",
        "It was put where its address says; check the sheet.",
    ),
    "outside": (
        ERROR,
        "stands in a cell outside the sheet and was left out.",
        "Ask the sender for the file saved again by a spreadsheet program.",
    ),
    "second": (
        ERROR,
        "is a second value for a cell that has one, and was left out.",
        "Ask the sender for the file saved again by a spreadsheet program.",
    ),
    "long": (
        WARNING,
        f"begins a text of more than the {CELL_CHARACTERS:,} characters that Excel keeps.",
        "All of it was read; check that it is whole.",
    ),
    "error": (
        WARNING,
        "is an error of the spreadsheet, not a value.",
        "Kept as text; correct the formula or type the value.",
    ),
    "formula": (
        WARNING,
        "is a formula without a stored value; the cell was read as empty.",
        "Open and save the workbook in a spreadsheet program, or type the value.",
    ),
    "number": (WARNING, "is stored as a number but is none.", "Kept as text; type it again."),
    "date": (
        WARNING,
        "has a date format but is no date.",
        "Kept as the number that is stored; type the date again.",
    ),
}


class SheetParser:
    """Collects a sheet's cells; ``finish`` completes the sheet and returns its problems."""

    def __init__(
        self, sheet: Sheet, strings: list[str], formats: DateFormats, budget: Budget
    ) -> None:
        """Prepare to fill ``sheet``."""
        self.sheet = sheet
        self.strings = strings
        self.formats = formats
        self.budget = budget
        self.kinds = Kinds()
        self.problems: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.columns: dict[str, int] = {}
        self.hidden_columns: list[tuple[int, int]] = []
        self.filtered = False
        self.depth = 0
        self.deepest = budget.limits.depth
        self.longest = min(CELL_CHARACTERS, budget.limits.cell)
        self.row = 0
        self.column = 0
        self.line: list[str] = []
        self.line_kinds: dict[int, str] = {}
        self.tag = ""
        self.cell: dict[str, str] = {}
        self.pieces: list[str] = []
        self.held: list[str] = []
        self.formula: str | None = None
        self.collecting = False
        self.digits = ""
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {}
        self._ends: dict[str, Callable[[], None]] = {}

    def attach(self, parser: expat.XMLParserType) -> None:
        """Take the parser's events."""
        self._parser = parser
        parser.StartElementHandler = self._first
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data

    # Events

    def _first(self, tag: str, attributes: dict[str, str]) -> None:
        """Make the tables of tags for the prefix that the root element carries."""
        prefix = tag[: tag.rfind(":") + 1]
        starts = {
            "row": self._start_row,
            "rPh": self._start_phonetic,
            "col": self._start_column,
            "mergeCell": self._start_merge,
            "filterColumn": self._start_filter,
        }
        ends = {"row": self._end_row, "f": self._end_formula, "rPh": self._end_phonetic}
        self._starts = {prefix + name: handler for name, handler in starts.items()}
        self._ends = {prefix + name: handler for name, handler in ends.items()}
        self._cell_tag = prefix + "c"
        self._text_tags = {prefix + "v", prefix + "t", prefix + "f"}
        self._parser.StartElementHandler = self._start
        self._start(tag, attributes)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.tag = tag
        if self.depth > self.deepest:
            raise refuse(self.sheet.file, "its XML is nested too deep", "depth", self.deepest)
        if tag in self._text_tags:
            self.collecting = True
        elif tag == self._cell_tag:
            self.cell = attributes
            self.pieces = []
            self.formula = None
        elif tag in self._starts:
            self._starts[tag](attributes)

    def _end(self, tag: str) -> None:
        self.depth -= 1
        self.collecting = False
        if tag == self._cell_tag:
            self._end_cell()
        elif tag in self._ends:
            self._ends[tag]()

    def _data(self, text: str) -> None:
        if self.collecting:
            self.pieces.append(text)

    # Rows and cells

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is None:
            self.row += 1
        elif number.isascii() and number.isdigit() and len(number) < 10:
            self.row = int(number)
        else:
            raise damaged(self.sheet.file, f'a row is numbered "{number[:40]}"')
        self.column = 0
        self.digits = str(self.row)
        self.line = list(self.sheet.rows.pop(self.row, ()))
        self.line_kinds = {}
        if _is_hidden(attributes, "ht") and 0 < self.row <= LAST_ROW:
            self.sheet.hidden_rows.add(self.row)

    def _end_row(self) -> None:
        if self.line:
            keep_row(self.sheet, self.row, self.line, self.budget)
            self.kinds.set_row(self.row, self.line_kinds)
        self.line, self.line_kinds = [], {}

    def _end_formula(self) -> None:
        self.formula = "=" + "".join(self.pieces)
        self.pieces = []

    def _start_phonetic(self, _: dict[str, str]) -> None:
        self.held = self.pieces
        self.pieces = []

    def _end_phonetic(self) -> None:
        self.pieces = self.held

    def _end_cell(self) -> None:
        raw = "".join(self.pieces)
        reference = self.cell.get("r")
        if reference is None:
            self.column += 1
            inside = self.column <= LAST_COLUMN and 0 < self.row <= LAST_ROW
            column = self.column if inside else 0
        elif not raw and self.formula is None:
            return
        else:
            column = self.columns.get(reference.removesuffix(self.digits), 0)
            self.column = column = column or self._place(reference)
        if raw or self.formula is not None:
            text, kind = self._value(self.cell.get("t", "n"), raw, column)
            if text and column == len(self.line) + 1 and len(text) <= self.longest:
                self.line.append(text)
            elif not text or not self._put(column, text):
                return
            if kind:
                self.line_kinds[column] = kind

    def _place(self, reference: str) -> int:
        """Return the column of a reference whose letters are new, 0 outside the grid.

        A cell that names another row than the one it stands in is put where it says.
        """
        numbers = read_address(reference)
        if numbers is None:
            return 0
        row, column = numbers
        if row == self.row:
            self.columns[reference.removesuffix(self.digits)] = column
        else:
            self._move_to(row)
        return column

    def _move_to(self, row: int) -> None:
        self._note("elsewhere", self.cell["r"], f"row {self.row}")
        self._end_row()
        self._start_row({"r": str(row)})

    def _put(self, column: int, text: str) -> bool:
        """Put a text into the row being read; where that cannot be, say so, and return False."""
        if not column:
            self._note("outside", self._here(0), text)
            return False
        line = self.line
        if column > len(line):
            line.extend([""] * (column - len(line)))
        elif line[column - 1]:
            self._note("second", address(self.row, column), text)
            return False
        line[column - 1] = text
        if len(text) > self.budget.limits.cell:
            where = f"cell {address(self.row, column)} has too many characters"
            raise refuse(self.sheet.file, where, "cell", self.budget.limits.cell)
        if len(text) > CELL_CHARACTERS:
            self._note("long", address(self.row, column), text[:40])
        return True

    # Values

    def _shared(self, raw: str) -> str:
        raw = raw.strip()
        if raw.isascii() and raw.isdigit() and len(raw) < 10 and int(raw) < len(self.strings):
            return self.strings[int(raw)]
        where = f"cell {self.cell.get('r', '?')[:20]} points to text number {raw[:20]}"
        raise damaged(self.sheet.file, f"{where}, which the workbook does not have")

    def _value(self, kind: str, raw: str, column: int) -> tuple[str, str]:
        """Return a cell's text and kind."""
        if self.formula is not None:
            return self._formula_value(kind, raw, column)
        if kind == "s":
            return self._shared(raw), ""
        if kind == "n":
            return self._number(raw, column)
        if kind in ("inlineStr", "str"):
            return unescape(raw), ""
        if kind == "b":
            return ("FALSE" if raw.strip() in ("0", "false") else "TRUE"), "boolean"
        if kind == "e":
            self._note("error", self._here(column), raw)
            return raw, "error"
        if kind == "d":
            return iso_date(raw), "date"
        return self._number(raw, column)

    def _formula_value(self, kind: str, raw: str, column: int) -> tuple[str, str]:
        formula, self.formula = self.formula or "=", None
        if not raw:
            if kind != "str" or self.tag[-1] == "f":
                self._note("formula", self._here(column), formula[:200])
            return "", ""
        text, what = self._value(kind, raw, column)
        return text, what if what in ("error", "percent") else "formula"

    def _number(self, raw: str, column: int) -> tuple[str, str]:
        number = plain_number(raw)
        if number is None:
            self._note("number", self._here(column), raw[:80])
            return raw, ""
        if self.cell.get("s") in self.formats.styles:
            date = self.formats.date(float(number))
            if date:
                return date, "date"
            self._note("date", self._here(column), number)
        percent = self.cell.get("s") in self.formats.percents
        return number, "percent" if percent else "number"

    def _here(self, column: int) -> str:
        return address(self.row, column) if column else f"row {self.row}"

    # Beside the cells

    def _start_column(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if not _is_hidden(attributes, "width") or not (first.isdigit() and last.isdigit()):
            return
        if len(self.hidden_columns) < LAST_COLUMN:
            self.hidden_columns.append((int(first[:9]), min(int(last[:9]), LAST_COLUMN)))

    def _start_merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        start, end = read_address(first), read_address(last or first)
        if start is None or end is None:
            return
        if len(self.sheet.merged) >= self.budget.limits.merged:
            limit = self.budget.limits.merged
            raise refuse(self.sheet.file, "it has too many merged areas", "merged", limit)
        self.sheet.merged.append(
            (min(start[0], end[0]), min(start[1], end[1]),
             max(start[0], end[0]), max(start[1], end[1]))
        )  # fmt: skip

    def _start_filter(self, _: dict[str, str]) -> None:
        self.filtered = True

    def _note(self, kind: str, cell: str, value: str) -> None:
        """List a problem, or only count it once there are many of its kind."""
        self.counts[kind] += 1
        if self.counts[kind] <= self.budget.limits.located:
            severity, problem, hint = _NOTES[kind]
            self.problems.append(self.sheet.problem(severity, cell, value[:200], problem, hint))

    def finish(self) -> list[Problem]:
        """Complete the sheet and return the problems of its cells."""
        sheet = self.sheet
        sheet.kinds = self.kinds
        sheet.rows = dict(sorted(sheet.rows.items()))
        reached = 0
        for first, last in sorted(self.hidden_columns):
            sheet.hidden_columns.update(range(max(first, reached + 1), last + 1))
            reached = max(reached, last)
        for kind, count in self.counts.items():
            more = count - self.budget.limits.located
            if more > 0:
                severity, problem, hint = _NOTES[kind]
                what = f"{more:,} more cells, not listed, have this problem: {problem}"
                self.problems.append(sheet.problem(severity, "", "", what, hint))
        if self.filtered:
            what = "a filter is set; the rows that it hides were read too."
            self.problems.append(sheet.problem(WARNING, "", "", what))
        return self.problems


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Say whether a row or column is hidden, or so thin that nobody sees it."""
    return attributes.get("hidden") not in _FALSE or attributes.get(size) in ("0", "0.0")
