"""What a reader of a sheet easily overlooks: merged, hidden and repeated rows and columns.

All of it is read like the rest; each kind is one warning per sheet that counts and names places.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from attdata.problems import NOTE, WARNING, Problem
from attdata.read.sheet import Sheet, address, column_letters

_SHOWN = 5  # places named in one warning; the count stands beside them
# How many rows are compared before two columns are taken for the same; then all of them are.
_SAMPLE = 50


def overlooked(sheet: Sheet, *, layout: bool = True) -> list[Problem]:
    """Return a warning for each kind of thing in a sheet that is easily overlooked.

    Pages merge and repeat cells for their looks: with ``layout`` false that is not told.

    Examples
    --------
    >>> sheet = Sheet("log.xlsx", "Events", {1: ["a", "b"], 3: ["a", "b"]}, hidden_rows={3, 9})
    >>> hidden, repeated = overlooked(sheet)
    >>> hidden.problem
    '1 hidden row (3) holds text; it was read like the others.'
    >>> repeated.problem
    '1 row (3) repeats an earlier row word for word; it was kept.'
    """
    remarks: list[tuple[str, str]] = []
    if sheet.hidden and sheet.rows:
        remarks.append(
            ("the sheet is hidden; it was read like the others.", "Check that it counts.")
        )
    rows = sorted(row for row in sheet.hidden_rows if row in sheet.rows)
    remarks += _hidden("row", rows, [str(row) for row in rows[:_SHOWN]])
    columns = _columns_with_text(sheet, sheet.hidden_columns)
    remarks += _hidden("column", columns, [column_letters(column) for column in columns[:_SHOWN]])
    problems = [sheet.problem(WARNING, "", "", what, hint) for what, hint in remarks]
    if layout:
        problems += [sheet.problem(NOTE, "", "", what, hint) for what, hint in _merged(sheet)]
        repeated = _repetitions(sheet)
        problems += [sheet.problem(WARNING, "", "", what, hint) for what, hint in repeated]
    return problems


def _merged(sheet: Sheet) -> list[tuple[str, str]]:
    if not sheet.merged:
        return []
    areas = [f"{address(a, b)}:{address(c, d)}" for a, b, c, d in sorted(sheet.merged)]
    what = _counted(len(areas), "area", "is merged", "are merged", areas)
    return [(f"{what}; the text of each stands in its first cell.", "")]


def _repetitions(sheet: Sheet) -> list[tuple[str, str]]:
    rows = [str(row) for row in _repeated_rows(sheet)]
    columns = [column_letters(column) for column in _repeated_columns(sheet)]
    return [
        *_repeated("row", "an earlier row", rows),
        *_repeated("column", "an earlier column", columns),
    ]


def repeated_sheets(sheets: list[Sheet]) -> list[Problem]:
    """Return a warning for each sheet that has the name or the cells of an earlier one.

    Examples
    --------
    >>> rows = {1: ["a", "b"]}
    >>> sheets = [Sheet("log.xlsx", "Events", rows), Sheet("log.xlsx", "Events (2)", rows)]
    >>> print(repeated_sheets(sheets)[0])
    log.xlsx, sheet "Events (2)": repeats the sheet "Events" cell for cell. Delete one of them.
    """
    problems = []
    names: set[str] = set()
    sizes: dict[tuple[int, int], list[Sheet]] = {}
    for sheet in sheets:
        if sheet.name in names:
            what = "has the name of an earlier sheet."
            problems.append(sheet.problem(WARNING, "", "", what, "Rename one of them."))
        names.add(sheet.name)
        earlier = sizes.setdefault((len(sheet.rows), sheet.columns()), [])
        same = next((other for other in earlier if sheet.rows and other.rows == sheet.rows), None)
        if same is not None:
            what = f'repeats the sheet "{same.name}" cell for cell.'
            problems.append(sheet.problem(WARNING, "", "", what, "Delete one of them."))
        else:
            earlier.append(sheet)
    return problems


def _counted(count: int, word: str, singular: str, plural: str, places: list[str]) -> str:
    """Return such as "3 rows (8, 9, 12) hold text"."""
    listed = ", ".join(places[:_SHOWN]) + (" ..." if count > _SHOWN else "")
    words = f"{word} ({listed}) {singular}" if count == 1 else f"{word}s ({listed}) {plural}"
    return f"{count:,} {words}"


def _hidden(word: str, numbers: list[int], places: list[str]) -> list[tuple[str, str]]:
    if not numbers:
        return []
    single = len(numbers) == 1
    what = _counted(len(numbers), f"hidden {word}", "holds text", "hold text", places)
    what += f"; {'it was' if single else 'they were'} read like the others."
    return [(what, f"Check that {'it belongs' if single else 'they belong'} to the table.")]


def _repeated(word: str, earlier: str, places: list[str]) -> list[tuple[str, str]]:
    if not places:
        return []
    single = len(places) == 1
    what = _counted(len(places), word, f"repeats {earlier}", f"repeat {earlier}", places)
    what += f" word for word; {'it was' if single else 'they were'} kept."
    return [(what, f"Delete {'it if it stands' if single else 'them if they stand'} for the same "
             "thing.")]  # fmt: skip


def _columns_with_text(sheet: Sheet, columns: Iterable[int]) -> list[int]:
    wanted = sorted(columns)
    left = set(wanted)
    for cells in sheet.rows.values():
        if not left:
            break
        left -= {column for column in left if column <= len(cells) and cells[column - 1]}
    return [column for column in wanted if column not in left]


def _repeated_rows(sheet: Sheet) -> list[int]:
    """Return the rows of two texts and more that repeat an earlier one.

    Only hashes are kept at first: a million rows as a set of tuples would double the memory.
    """
    hashes = sorted(hash(tuple(cells)) for cells in sheet.rows.values() if len(cells) > 1)
    twice = {first for first, second in pairwise(hashes) if first == second}
    if not twice:
        return []
    first: dict[int, int] = {}
    repeated = []
    for row, cells in sheet.rows.items():
        number = hash(tuple(cells))
        if number not in twice or sum(map(bool, cells)) < 2:
            continue
        if sheet.rows[first.setdefault(number, row)] == cells and first[number] != row:
            repeated.append(row)
    return repeated


def _repeated_columns(sheet: Sheet) -> list[int]:
    """Return the columns of three different texts and more that repeat an earlier one."""
    sample = list(sheet.rows.values())[:_SAMPLE]
    width = max((len(cells) for cells in sample), default=0)
    seen: dict[tuple[str, ...], int] = {}
    repeated = []
    for column in range(width):
        texts = tuple(cells[column] if column < len(cells) else "" for cells in sample)
        if len(set(texts) - {""}) < 3:
            continue
        first = seen.setdefault(texts, column)
        if first != column and _same(sheet, first, column):
            repeated.append(column + 1)
    return repeated


def _same(sheet: Sheet, first: int, second: int) -> bool:
    return all(sheet.text(row, first + 1) == sheet.text(row, second + 1) for row in sheet.rows)
