"""One sheet's XML: an expat handler that turns it into rows, kinds, and problems.

Written for speed, because a log can have a million cells: no tree is built, each tag is looked up
once in a table made for the prefix that the file uses.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from attdata.archive import damaged
from attdata.cells import DateFormats, iso_date, plain_number
from attdata.limits import CELL_CHARACTERS, LAST_COLUMN, LAST_ROW, Budget, refuse
from attdata.problems import ERROR, WARNING, Problem
from attdata.sheet import Kinds, Sheet, address, keep_row, read_address
from attdata.strings import unescape

_FALSE = ("0", "false", "off", None)


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
        self.unlisted: dict[str, int] = {}
        self.columns: dict[str, int] = {}
        self.hidden_columns: list[tuple[int, int]] = []
        self.filtered = False
        self.depth = 0
        self.row = 0
        self.column = 0
        self.line: list[str] = []
        self.line_kinds: dict[int, str] = {}
        self._new_cell({})
        self._starts: dict[str, Callable[[dict[str, str]], None]] | None = None
        self._ends: dict[str, Callable[[], None]] = {}

    def attach(self, parser: expat.XMLParserType) -> None:
        """Take the parser's events."""
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data

    # Events

    def _prepare(self, root: str) -> dict[str, Callable[[dict[str, str]], None]]:
        """Make the tables of tags for the prefix that the root element carries."""
        prefix = root[: root.rfind(":") + 1]
        starts = {
            "row": self._start_row,
            "c": self._new_cell,
            "v": self._start_value,
            "f": self._start_formula,
            "t": self._start_text,
            "rPh": self._start_phonetic,
            "col": self._start_column,
            "mergeCell": self._start_merge,
            "filterColumn": self._start_filter,
        }
        ends = {
            "row": self._end_row,
            "c": self._end_cell,
            "v": self._end_piece,
            "f": self._end_formula,
            "t": self._end_piece,
            "rPh": self._end_phonetic,
        }
        self._ends = {prefix + tag: handler for tag, handler in ends.items()}
        self._starts = {prefix + tag: handler for tag, handler in starts.items()}
        return self._starts

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        starts = self._starts
        if starts is None:
            starts = self._prepare(tag)
        self.depth += 1
        if self.depth > self.budget.limits.depth:
            limit = self.budget.limits.depth
            raise refuse(self.sheet.file, "its XML is nested too deep", "depth", limit)
        handler = starts.get(tag)
        if handler is not None:
            handler(attributes)

    def _end(self, tag: str) -> None:
        self.depth -= 1
        handler = self._ends.get(tag)
        if handler is not None:
            handler()

    def _data(self, text: str) -> None:
        if self.collecting:
            self.pieces.append(text)
            self.size += len(text)
            if self.size > self.budget.limits.cell:
                where = f"cell {address(self.row, max(self.column, 1))} has too many characters"
                raise refuse(self.sheet.file, where, "cell", self.budget.limits.cell)

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
        if attributes.get("hidden") not in _FALSE and 0 < self.row <= LAST_ROW:
            self.sheet.hidden_rows.add(self.row)

    def _end_row(self) -> None:
        if self.line:
            keep_row(self.sheet, self.row, self.line, self.budget)
            self.kinds.set_row(self.row, self.line_kinds)
        self.line, self.line_kinds = [], {}

    def _new_cell(self, attributes: dict[str, str]) -> None:
        self.cell = attributes
        self.pieces: list[str] = []
        self.size = 0
        self.collecting = False
        self.valued = False
        self.formula: str | None = None

    def _start_value(self, _: dict[str, str]) -> None:
        self.collecting = self.valued = True

    def _start_formula(self, _: dict[str, str]) -> None:
        self.collecting = True

    def _end_formula(self) -> None:
        self.formula = "=" + "".join(self.pieces)
        self.pieces, self.size = [], 0
        self.collecting = False

    def _start_text(self, _: dict[str, str]) -> None:
        self.collecting = self.valued = True

    def _start_phonetic(self, _: dict[str, str]) -> None:
        self.held = self.pieces
        self.pieces = []

    def _end_phonetic(self) -> None:
        self.pieces = self.held

    def _end_piece(self) -> None:
        self.collecting = False

    def _end_cell(self) -> None:
        column = self._place()
        raw = "".join(self.pieces) if self.pieces else ""
        if not raw and self.formula is None:
            return
        kind = self.cell.get("t", "n")
        if kind == "s" and self.formula is None:
            text, what = self._shared(raw), ""
        else:
            text, what = self._value(kind, raw, column)
        if text:
            self._put(column, text, what)

    def _place(self) -> int:
        """Return the cell's column, 0 where it lies outside the grid; count on where it has none.

        A cell that names another row than the one it stands in is put where it says.
        """
        reference = self.cell.get("r")
        if reference is None:
            self.column += 1
            inside = self.column <= LAST_COLUMN and 0 < self.row <= LAST_ROW
            return self.column if inside else 0
        letters = reference[: -len(self.digits)]
        if reference[len(letters) :] == self.digits and letters in self.columns:
            self.column = self.columns[letters]
            return self.column
        found = read_address(reference)
        if found is None:
            return 0
        row, self.column = found
        if row == self.row:
            self.columns[letters] = self.column
        else:
            self._move_to(row)
        return self.column

    def _move_to(self, row: int) -> None:
        self._note(
            WARNING, self.cell["r"], "", f"the cell stands in row {self.row} of the file.",
            "It was put where its own address says; check the sheet.",
        )  # fmt: skip
        self._end_row()
        self._start_row({"r": str(row)})

    def _put(self, column: int, text: str, kind: str) -> None:
        """Put a text into the row being read; a second text for one cell is not lost unsaid."""
        if not column:
            self._note(
                ERROR, self.cell.get("r", f"row {self.row}")[:20], text,
                "stands in a cell outside the sheet.",
                "The row was not read whole; ask the sender for a file saved by Excel.",
            )  # fmt: skip
            return
        line = self.line
        if column > len(line):
            line.extend([""] * (column - len(line)))
        elif line[column - 1]:
            self._note(
                ERROR, address(self.row, column), text, "is a second value for the same cell.",
                "The first was kept; ask the sender for a file saved by Excel.",
            )  # fmt: skip
            return
        line[column - 1] = text
        if kind:
            self.line_kinds[column] = kind
        if len(text) > CELL_CHARACTERS:
            self._note(
                WARNING, address(self.row, column), text[:40],
                f"is the start of {len(text):,} characters, more than the {CELL_CHARACTERS:,} "
                "that Excel keeps.", "All were read; check that the text is whole.",
            )  # fmt: skip

    # Values

    def _shared(self, raw: str) -> str:
        if raw.isascii() and raw.isdigit() and len(raw) < 10 and int(raw) < len(self.strings):
            return self.strings[int(raw)]
        where = f"cell {self.cell.get('r', '?')[:20]} points to text number {raw[:20]}"
        raise damaged(self.sheet.file, f"{where}, which the workbook does not have")

    def _value(self, kind: str, raw: str, column: int) -> tuple[str, str]:
        """Return a cell's text and kind."""
        if self.formula is not None:
            return self._formula_value(kind, raw, column)
        if kind in ("inlineStr", "str"):
            return unescape(raw), ""
        if kind == "b":
            return ("FALSE" if raw.strip() in ("0", "false") else "TRUE"), "boolean"
        if kind == "e":
            self._note(
                WARNING, self._here(column), raw, "is an error of the spreadsheet, not a value.",
                "Kept as text; correct the formula or type the value.",
            )  # fmt: skip
            return raw, "error"
        if kind == "d":
            return iso_date(raw), "date"
        return self._number(raw, column)

    def _formula_value(self, kind: str, raw: str, column: int) -> tuple[str, str]:
        formula, self.formula = self.formula or "=", None
        if not raw:
            if not (kind == "str" and self.valued):
                self._note(
                    WARNING, self._here(column), formula[:200],
                    "is a formula without a stored value.",
                    "Open and save the workbook in a spreadsheet program, or type the value.",
                )  # fmt: skip
            return "", ""
        text, what = (self._shared(raw), "") if kind == "s" else self._value(kind, raw, column)
        return text, what if what == "error" else "formula"

    def _number(self, raw: str, column: int) -> tuple[str, str]:
        number = plain_number(raw)
        if number is None:
            self._note(
                WARNING, self._here(column), raw[:80], "is stored as a number but is none.",
                "Kept as text; type it again.",
            )  # fmt: skip
            return raw, ""
        style = self.cell.get("s", "")
        if style.isdigit() and int(style[:9]) in self.formats.styles:
            date = self.formats.date(float(number))
            if date:
                return date, "date"
            self._note(
                WARNING, self._here(column), number, "has a date format but is no date.",
                "Kept as the number that is stored; type the date again.",
            )  # fmt: skip
        return number, "number"

    def _here(self, column: int) -> str:
        return address(self.row, column) if column else self.cell.get("r", f"row {self.row}")[:20]

    # Beside the cells

    def _start_column(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden") in _FALSE or not (first.isdigit() and last.isdigit()):
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

    def _note(self, severity: str, cell: str, value: str, problem: str, hint: str) -> None:
        """List a problem, or only count it once there are many of its kind."""
        key = problem if len(problem) < 60 else problem[-40:]
        self.unlisted[key] = self.unlisted.get(key, 0) + 1
        if self.unlisted[key] <= self.budget.limits.located:
            self.problems.append(self.sheet.problem(severity, cell, value, problem, hint))

    def finish(self) -> list[Problem]:
        """Complete the sheet and return the problems of its cells."""
        sheet = self.sheet
        sheet.kinds = self.kinds
        sheet.rows = dict(sorted(sheet.rows.items()))
        reached = 0
        for first, last in sorted(self.hidden_columns):
            sheet.hidden_columns.update(range(max(first, reached + 1), last + 1))
            reached = max(reached, last)
        for kind, count in self.unlisted.items():
            more = count - self.budget.limits.located
            if more > 0:
                what = f"{more:,} more cells have the same problem: {kind}"
                self.problems.append(sheet.problem(WARNING, "", "", what))
        if self.filtered:
            what = "a filter is set; the rows that it hides were read too."
            self.problems.append(sheet.problem(WARNING, "", "", what))
        return self.problems
