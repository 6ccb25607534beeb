"""Where the columns of a sheet are: by their headings, in any order, in six languages.

Which heading means which column is a row of ``layouts.csv``, so that an analyst's own workbook
is read after adding its headings there. A heading row may stand anywhere in the first rows, and
may be the lower of two (a group heading merged over several columns above it).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from attdata.dates.order import without_order
from attdata.dates.words import plain
from attdata.outreach.totals import Totals, is_total, without_currency
from attdata.problems import ERROR, WARNING, Problem
from attdata.reference import per_reference, reference_rows
from attdata.spelling import in_words, pascal_in_words

if TYPE_CHECKING:
    from attdata.read.sheet import Sheet

# Titles and remarks stand above the headings; nobody writes more than this of them.
_HEADING_ROWS = 30
_HEADS = 3  # rows that one heading takes at most: "When" over "Period" over "From" and "To"
_LONGEST_HEADING = 60  # letters; a longer one names more than a sum and its currency
# A merged range over a whole sheet would otherwise be filled a million times.
MOST_FILLED = 500_000


@dataclass(frozen=True)
class Row:
    """One data row: its number, its text by column, and what stands under other headings."""

    number: int
    texts: dict[str, str]
    cells: dict[str, int]
    others: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, column: str) -> str:
        """Return a column's text, "" where the sheet has none."""
        return self.texts.get(column, "")


@dataclass
class Table:
    """The part of a sheet that holds a layout's data.

    ``month_first`` are the columns whose dates are read with the month first.
    """

    sheet: Sheet
    layout: str
    heading_row: int
    columns: dict[int, str]
    headings: dict[int, str]
    problems: list[Problem] = field(default_factory=list)
    month_first: frozenset[str] = frozenset()

    def cell(self, row: Row, column: str) -> str:
        """Return the address of a column in a row, "row 7" where the sheet lacks the column."""
        place = row.cells.get(column)
        return self.sheet.address(row.number, place) if place else f"row {row.number}"

    def has(self, column: str) -> bool:
        """Say whether the sheet has the column."""
        return column in self.columns.values()

    def problem(
        self,
        severity: str,
        row: Row,
        column: str,
        value: str,
        problem: str,
        hint: str = "",
        code: str = "",
    ) -> Problem:
        """Return a problem located at a column of a row."""
        cell = self.cell(row, column)
        return Problem(severity, self.sheet.file, self.sheet.name, cell, value, problem, hint, code)


def clean(text: str) -> str:
    r"""Return the text with each run of white space as one blank.

    Examples
    --------
    >>> clean(" Lao\xa0 PDR\n")
    'Lao PDR'
    """
    return " ".join(text.split())


@lru_cache(maxsize=16_384)
def key_of(text: str) -> str:
    """Return the text as it is compared: no case, accents, punctuation.

    Examples
    --------
    >>> key_of("Date (as published)"), key_of("#")
    ('date as published', '#')
    """
    return " ".join(re.findall(r"\w+", plain(in_words(text)).replace("_", " "))) or clean(text)


@per_reference
def layout_columns(layout: str) -> dict[str, str]:
    """Return heading (as compared) -> column of a layout.

    Examples
    --------
    >>> layout_columns("log")["fecha"]
    'date'
    """
    rows = [row for row in reference_rows("layouts") if row["layout"] == layout]
    return {key_of(row["heading"]): row["column"] for row in reversed(rows)}


def find_table(sheet: Sheet, layout: str, needed: tuple[str, ...]) -> Table | None:
    """Return the sheet's table in this layout, None where no row has two of its headings.

    Parameters
    ----------
    sheet
        Cells with their places.
    layout
        A layout of ``layouts.csv``: log, vtf, plan, indicators, ...
    needed
        Columns without which the data cannot be used; a missing one is an error in the table's
        problems, a heading that the layout does not know a warning.

    Returns
    -------
    Table or None
        Columns and headings by their place.
    """
    column_of = layout_columns(layout)
    best: tuple[int, int] | None = None
    for number in islice(sorted(sheet.rows), _HEADING_ROWS):
        own = {_column(column_of, text) for text in sheet.rows[number]} - {None}
        lower_half = _is_lower_half(sheet, number)
        if len(own) < 2 and not (own and lower_half):
            continue
        texts = _heading_texts(sheet, number, column_of)
        columns = {_column(column_of, text) for _, text in texts} - {None}
        score = len(columns)
        score += sum(bool(columns & {name, *_INSTEAD.get(name, ())}) for name in needed)
        if best is None or score > best[0] or (score == best[0] and lower_half):
            best = (score, number)
    if best is None:
        return None
    return _table_at(sheet, layout, best[1], needed)


def _column(column_of: dict[str, str], text: str) -> str | None:
    """Return the column that a heading means; an amount may have its currency beside it."""
    column = column_of.get(key_of(text)) or column_of.get(key_of(pascal_in_words(text)))
    if column is not None or len(text) > _LONGEST_HEADING:
        return column
    if column_of.get(key_of(without_currency(text))) == "amount":
        return "amount"
    bare = column_of.get(key_of(without_order(text)))
    return bare if bare in ("date", "start", "end", "period", "published") else None


def _table_at(sheet: Sheet, layout: str, number: int, needed: tuple[str, ...]) -> Table:
    """Return the table whose headings stand in one row, with what is wrong with them."""
    column_of = layout_columns(layout)
    columns: dict[int, str] = {}
    headings: dict[int, str] = {}
    problems: list[Problem] = []
    for place, text in _heading_texts(sheet, number, column_of):
        headings[place] = text
        column = _column(column_of, text)
        if column is None or (column in columns.values() and column not in _SEVERAL):
            problems.append(_strange_column(sheet, number, place, text, column))
        else:
            columns[place] = column
    table = Table(sheet, layout, number, columns, headings, problems)
    for column in needed:
        if not any(map(table.has, (column, *_INSTEAD.get(column, ())))):
            problems.append(_missing_column(table, column))
    return table


# A column that is needed may be missing where one of these stands for it.
_INSTEAD = {"date": ("start", "end")}

# Columns of which a sheet may have several; their texts are joined.
_SEVERAL = ("note", "remarks", "organisers", "partners", "states", "stakeholders", "region")


def _heading_texts(
    sheet: Sheet, number: int, column_of: dict[str, str]
) -> Iterator[tuple[int, str]]:
    """Yield each column's heading; a blank one may stand in a row above (merged downwards)."""
    rows = [sheet.rows.get(row, []) for row in range(number, number - _HEADS, -1)]
    for place in range(1, max(map(len, rows)) + 1):
        texts = [clean(row[place - 1]) if place <= len(row) else "" for row in rows]
        text = next(filter(None, texts), "")
        if text and (texts[0] or _column(column_of, text)):
            yield place, text


def _is_lower_half(sheet: Sheet, number: int) -> bool:
    """Say whether a heading that began in the row above reaches down into this row."""
    return any(first < number <= last for first, _, last, _ in sheet.merged)


def _strange_column(
    sheet: Sheet, number: int, place: int, text: str, column: str | None
) -> Problem:
    cell = sheet.address(number, place)
    if column is not None:
        problem = f"is the second column for {column}; its texts go to the note."
        hint = "Leave one of them, or rename this one."
    else:
        problem = "is no known heading; its texts go to the note."
        hint = "If it means a known column, add it to layouts.csv."
    return Problem(WARNING, sheet.file, sheet.name, cell, text, problem, hint)


def _missing_column(table: Table, column: str) -> Problem:
    names = [
        row["heading"]
        for row in reference_rows("layouts")
        if row["layout"] == table.layout and row["column"] == column and row["language"] == "en"
    ]
    sheet = table.sheet
    problem = f"no column for {column} among the headings."
    hint = f'Head it "{names[0]}", or add its heading to layouts.csv.' if names else ""
    cell = f"row {table.heading_row}"
    return Problem(ERROR, sheet.file, sheet.name, cell, "", problem, hint)


def data_rows(table: Table) -> Iterator[Row]:
    """Yield the rows below the headings, without blank ones and repeated headings.

    A row with text in one cell only, which is no title, is a remark of the sheet; one of totals
    adds the others up. Both are left out and reported in the table's problems.
    """
    sheet = table.sheet
    filled, totals, main = _filled_down(table), Totals(), set(_main_places(table))
    headings = {place: text.casefold() for place, text in table.headings.items()}
    for number in sorted(sheet.rows):
        if number <= table.heading_row:
            continue
        texts = {
            place: text for place, raw in enumerate(sheet.rows[number], 1) if (text := clean(raw))
        }
        if not texts or _repeats(texts, headings):
            continue
        untitled = main.isdisjoint(texts) and len(texts) > 1
        if is_total(texts) or (untitled and totals.is_summed_up(texts)):
            table.problems += _total_problems(table, number, texts, totals.differences(texts))
            continue
        if len(texts) == 1 and main.isdisjoint(texts):
            ((place, text),) = texts.items()
            cell = sheet.address(number, place)
            problem = "stands alone in its row and is taken as a remark."
            warning = Problem(WARNING, sheet.file, sheet.name, cell, text, problem, "")
            table.problems.append(warning)
            continue
        totals.add(texts)
        yield _row(table, number, filled.get(number, {}) | texts)


def _total_problems(
    table: Table, number: int, texts: dict[int, str], sums: dict[int, float]
) -> list[Problem]:
    """Return what is told of a row of totals: that it was left out, and which sums differ."""
    sheet = table.sheet
    place, text = min(texts.items())
    problem = "heads a row of totals, which is no record and was left out."
    problems = [
        Problem(WARNING, sheet.file, sheet.name, sheet.address(number, place), text, problem, "")
    ]
    for place, own in sums.items():
        problem = f"is not the sum of the rows above it, which is {own:,.2f}."
        cell = sheet.address(number, place)
        hint = "Look for a row that is missing, or counted twice."
        problems.append(Problem(WARNING, sheet.file, sheet.name, cell, texts[place], problem, hint))
    return problems


def own_number(table: Table, row: Row, taken: Container[str]) -> str:
    """Return an identifier for a row that has none: of its file, so that no other file has it.

    Examples
    --------
    >>> from attdata.read.sheet import Sheet
    >>> table = Table(Sheet("visits_2025.csv", "", {}), "log", 1, {}, {})
    >>> own_number(table, Row(2, {}, {}), ())
    'visits_2025-R002'
    """
    number = base = f"{table.sheet.file.rpartition('.')[0] or table.sheet.file}-R{row.number:03}"
    copy = 2
    while number in taken:
        number = f"{base}-{copy}"
        copy += 1
    return number


def _main_places(table: Table) -> list[int]:
    """Return the columns that make a row a data row even when nothing else is filled in."""
    main = ("title", "text", "emphasis", "counted", "stakeholder")
    return [place for place, column in table.columns.items() if column in main]


def _repeats(texts: dict[int, str], headings: dict[int, str]) -> bool:
    """Say whether a row repeats the headings, as on every page of a printed table."""
    same = sum(headings.get(place) == text.casefold() for place, text in texts.items())
    return same >= 2 and 2 * same > len(texts)


def _filled_down(table: Table) -> dict[int, dict[int, str]]:
    """Return row -> column -> text for cells merged over several data rows."""
    sheet = table.sheet
    numbers = sorted(sheet.rows)
    filled: dict[int, dict[int, str]] = {}
    steps = 0
    for first, column, last, last_column in sheet.merged:
        text = clean(sheet.text(first, column))
        if first <= table.heading_row or last == first or not text or column != last_column:
            continue
        for number in numbers[bisect_right(numbers, first) : bisect_left(numbers, last + 1)]:
            if steps == MOST_FILLED:
                cell = sheet.address(number, column)
                what = f"lies beyond {MOST_FILLED:,} merged cells; from here on they stay empty."
                hint = "Take the merging away, and fill in what each row says."
                table.problems.append(sheet.problem(ERROR, cell, text, what, hint))
                return filled
            filled.setdefault(number, {})[column] = text
            steps += 1
    return filled


def _row(table: Table, number: int, texts: dict[int, str]) -> Row:
    """Return one data row with its texts by column; what has no column is kept with its heading."""
    by_column: dict[str, str] = {}
    cells: dict[str, int] = {}
    others: list[tuple[str, str]] = []
    for place, text in sorted(texts.items()):
        column = table.columns.get(place)
        if column is None or column == "note":
            others.append((table.headings.get(place, ""), text))
        else:
            by_column[column] = f"{by_column[column]}; {text}" if column in by_column else text
            cells.setdefault(column, place)
    for place, column in table.columns.items():
        cells.setdefault(column, place)
    return Row(number, by_column, cells, tuple(others))


def note_of(row: Row) -> str:
    """Return the row's note: its remarks, then what stands under headings without a column.

    Examples
    --------
    >>> note_of(Row(4, {"remarks": "photo only"}, {}, (("Participants", "30"),)))
    'photo only; Participants: 30'
    """
    others = [f"{heading}: {text}" if heading else text for heading, text in row.others]
    return "; ".join(([row["remarks"]] if row["remarks"] else []) + others)
