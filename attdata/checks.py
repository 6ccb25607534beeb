"""Look at one file before it enters data/raw: its kind, its problems, the names it cannot place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from attdata.dates.published import read_date
from attdata.forums.read import is_forum, read_forum
from attdata.membership.headings import column_of, effect_of, read_heading
from attdata.membership.table import StatusTable, read_table
from attdata.names.lists import LINE_ENDS, split_line
from attdata.names.lookup import Aliases, AliasRow, Index, find, index_with
from attdata.names.resolve import with_suggestion
from attdata.outreach.columns import clean, find_table, key_of, layout_columns
from attdata.outreach.log import read_log
from attdata.outreach.trust_fund import is_vtf, read_vtf
from attdata.outreach.work_plan import read_plan
from attdata.problems import ERROR, WARNING, ArgumentError, InputError, Problem
from attdata.processed.readers import same_numbers, strict_totals, unknown_treaties
from attdata.processed.record import ADD_DAY
from attdata.read.sheet import Sheet
from attdata.read.workbook import Workbook, address, read_workbook
from attdata.reference import reference_rows


@dataclass
class Checked:
    """What a check of one spreadsheet found: its kind, its problems, its rows."""

    kind: str
    problems: list[Problem]
    rows_read: int
    rows_kept: int
    numbers: tuple[str, ...] = ()


def files_with_same_numbers(files: Iterable[tuple[str, Checked]]) -> list[Problem]:
    """Return an error for each log or list whose numbers a file before it has, too.

    Parameters
    ----------
    files
        Name and check of each, in the order in which they would be read.
    """
    taken: dict[tuple[str, str], str] = {}
    problems = []
    for name, checked in files:
        earlier = {number: file for (kind, number), file in taken.items() if kind == checked.kind}
        problems += same_numbers(name, checked.numbers, earlier)
        taken |= {(checked.kind, number): name for number in checked.numbers}
    return problems


# The words of ``--as``, and what a file is then taken for.
KINDS = {
    "status": "status table",
    "log": "outreach log",
    "vtf": "Trust Fund projects",
    "plan": "work plan",
    "votes": "votes and other records",
}


NO_DAY = "shows no STATUS AS AT; from which day it speaks cannot be told."
SAY_DAY = "Say it with --as-of 2026-07-24, or write as_of in the source note."
IN_BRACKETS = "is in brackets: it has left, and this file does not say on which day."


def check_file(
    path: str | os.PathLike[str],
    *,
    aliases: Any = None,
    kind: str | None = None,
    as_of: date | None = None,
) -> Checked:
    """Return every problem of one spreadsheet, before it enters data/raw.

    Parameters
    ----------
    path
        A status table or long record, an outreach log, a list of Trust Fund projects, a workbook of
        the work plan, votes or other records of forums; what it is, its headings tell.
    aliases
        A CSV with an analyst's own spellings of States.
    kind
        What the file is, where its headings do not tell: status, log, vtf, plan or votes.
    as_of
        The day of a status table that does not show it.

    Raises
    ------
    InputError
        The file cannot be read at all.
    """
    if kind is not None and kind not in KINDS:
        raise ArgumentError(f'"{kind}" is no kind of file; choose from: {", ".join(KINDS)}.')
    workbook = read_workbook(path)
    taken = KINDS[kind] if kind else _kind_of(workbook)
    if taken == "Trust Fund projects":
        projects = read_vtf(workbook, aliases=aliases)
        return _checked("Trust Fund projects", projects, projects.vtf_projects["project"])
    if taken == "votes and other records":
        return _checked("votes and other records", read_forum(workbook, aliases=aliases))
    if taken == "work plan":
        return _checked("work plan", read_plan(workbook))
    if taken == "outreach log":
        log = read_log(workbook, aliases=aliases)
        return _checked("outreach log", log, log.activities["activity"])
    if taken == ATTENDANCE:
        return _not_read(taken, workbook)
    table = read_table(workbook, aliases=aliases, as_of=as_of)
    if taken == "unknown" and not table.rows_kept:
        return _not_read(taken, workbook)
    problems = _bracketed(table) + strict_totals(workbook.problems + table.problems)
    for treaty, day in table.pages:
        if day is None:
            problems.append(Problem(ERROR, workbook.file, "", "", treaty, NO_DAY, SAY_DAY))
    treaties = {row["treaty"] for row in reference_rows("treaties")}
    # No error yet: the row of treaties.csv may follow.
    strange = [
        replace(p, severity=WARNING) for p in unknown_treaties(table, workbook.file, treaties)
    ]
    return Checked("status table", problems + strange, table.rows_read, table.rows_kept)


def _kind_of(workbook: Workbook) -> str:
    """Return what a file is by its headings; "unknown" where they tell of no kind."""
    if is_vtf(workbook):
        return "Trust Fund projects"
    if is_forum(workbook):
        return "votes and other records"
    if _has_table(workbook, "indicators", {"indicator", "measure"}):
        return "work plan"
    if _is_attendance(workbook):
        return ATTENDANCE
    if any(_has_actions(sheet) for sheet in workbook.sheets):
        return "status table"
    # Anybody's log has two headings of one, be they what they may.
    if any(find_table(sheet, "log", ("title", "date")) for sheet in workbook.sheets):
        return "outreach log"
    return "status table" if workbook.kind in ("html", "xml") else "unknown"


ATTENDANCE = "attendance matrix"
_MARKS = re.compile(
    r"\d{0,3}|[xX✓✔√+–—-]|[yY]es|[nN]o|[YNPA]|present|absent|oui|non|sí|да|нет|是|否|نعم|لا"
)


# "Session 3", "Day 2", "2e jour", "3.ª sesión", "День 1", "第一天", "اليوم الأول".
_SESSION = re.compile(
    r"(?:(?:session|meeting|plenary|day|séance|réunion|jour|journée|sesión|reunión|día|jornada|"
    r"заседание|сессия|день|الجلسة|اليوم|يوم|جلسة)\s*(?:n[°o.º]*\s*)?[\w-]{1,8}|"
    r"[\w.]{1,7}\s*(?:session|meeting|plenary|day|séance|réunion|jour|journée|sesión|reunión|día|"
    r"jornada|заседание|сессия|день)|第\s?[\d一二三四五六七八九十]+\s?(?:天|日|次会议|场|届))"
    r"(?:\s*(?:a\.?m\.?|p\.?m\.?))?",
    re.IGNORECASE,
)
# "Mon 25 Aug": the day of the week before a day, with or without its year.
_WEEKDAY = re.compile(r"^\s*[^\W\d]{2,9}[.,]?\s+(?=\d)")
_NO_YEAR = re.compile(
    r"\d{1,2}\.?\s+[^\W\d]{3,9}\.?|[^\W\d]{3,9}\.?\s+\d{1,2}|\d{1,2}[./]\d{1,2}\.?"
)


def _is_day(text: str) -> bool:
    """Say whether a heading is a day, with a year or (of one meeting) without."""
    bare = _WEEKDAY.sub("", text.strip())
    if read_date(text).start is not None or read_date(bare).start is not None:
        return True
    return bool(_NO_YEAR.fullmatch(bare)) and read_date(f"{bare} 2025").start is not None


def _has_actions(sheet: Sheet) -> bool:
    """Say whether a row among the first heads participants and what they did, or a record."""
    for number in sorted(sheet.rows)[:30]:
        texts = [clean(text) for text in sheet.rows[number] if text.strip()]
        heads = {column_of(text) or read_heading(text).column for text in texts}
        if "participant" in heads and heads & {"acts", "action"}:
            return True
    return False


def _is_attendance(workbook: Workbook) -> bool:
    """Say whether a sheet has States down its first column, days above and marks in between."""
    return any(_days_above_marks(sheet) for sheet in workbook.sheets)


def _days_above_marks(sheet: Sheet) -> bool:
    """Say whether one sheet is such a matrix."""
    numbers = sorted(sheet.rows)
    for place, number in enumerate(numbers[:10]):
        heads = [text for text in sheet.rows[number][1:] if text.strip()]
        days = [text for text in heads if _SESSION.fullmatch(text.strip()) or _is_day(text)]
        if len(days) < 2 or 2 * len(days) < len(heads):
            continue
        below = [sheet.rows[later] for later in numbers[place + 1 :] if sheet.rows[later]]
        marks = [text.strip() for row in below for text in row[1:] if text.strip()]
        names = [row[0] for row in below if row[0].strip()]
        marked = sum(bool(_MARKS.fullmatch(mark)) for mark in marks)
        return bool(marks) and marked >= 0.9 * len(marks) and _names_states(index_with(None), names)
    return False


def _not_read(kind: str, workbook: Workbook) -> Checked:
    """Return what is told of a file that is of no kind attdata reads."""
    if kind == ATTENDANCE:
        text = "is an attendance matrix (States by days of meetings), which is not read."
        hint = "Attendance is no membership. For outreach, write one row for each meeting, with a "
        hint += "column for its States."
    else:
        text = "has the headings of no kind of file that attdata reads."
        hint = "Say with --as what it is (status, log, vtf, plan, votes), or head its columns as "
        hint += "in the files of data/raw."
    problem = Problem(ERROR, workbook.file, "", "", "", text, hint)
    return Checked(kind, [*workbook.problems, problem], 0, 0)


def _bracketed(table: StatusTable) -> list[Problem]:
    """Return a warning for each State whose instrument or signature stands in brackets."""
    rows = [row for row in table.rows if row["withdrawn"] and row["iso3"]]
    left = {row["iso3"] for row in table.rows if row["action"] == "withdrawal"}
    of_state = {row["iso3"]: row for row in rows if effect_of(row["action"]) == "signature"}
    of_state |= {row["iso3"]: row for row in rows if effect_of(row["action"]) == "consent"}
    return [
        Problem(WARNING, row["source"], "", row["cell"], row["participant"], IN_BRACKETS, ADD_DAY)
        for iso3, row in sorted(of_state.items())
        if iso3 not in left
    ]


def _has_table(workbook: Workbook, layout: str, needed: set[str]) -> bool:
    """Return whether a sheet has all the needed columns of a layout."""
    tables = (find_table(sheet, layout, tuple(needed)) for sheet in workbook.sheets)
    return any(table and needed <= set(table.columns.values()) for table in tables)


def _checked(kind: str, read: Any, numbers: Iterable[str] = ()) -> Checked:
    return Checked(kind, read.problems, read.rows_read, read.rows_kept, tuple(numbers))


def unresolved(source: str | Path, *, aliases: Aliases = None) -> pd.DataFrame:
    """Return the names that do not resolve, as rows ready to be completed in an aliases file.

    In a spreadsheet the columns are searched that are headed State or alike in their first cell,
    that are the only one of the file, or in which at least a quarter of the cells name a State; a
    text is taken as one name, or list of names, per line.

    Parameters
    ----------
    source
        Path of a spreadsheet, or the text itself.
    aliases
        As for ``resolve``.

    Returns
    -------
    DataFrame
        One row per distinct name, in the order met: text, language, iso3, kind, years (all four
        empty but the first), note (where it stands and which States may be meant).

    Raises
    ------
    InputError
        When the file or the aliases cannot be read, or no column of the file names States.

    Examples
    --------
    >>> unresolved("Fiji; Germeny")[["text", "note"]].values.tolist()
    [['Germeny', 'line 1; perhaps Germany']]
    """
    index = index_with(aliases)
    cells = _text_cells(source) if isinstance(source, str) else _name_cells(index, source)
    places: dict[str, list[str]] = {}
    for place, text in cells:
        for piece in _open_pieces(index, text):
            places.setdefault(piece, []).append(place)
    rows = [AliasRow(text, "", "", "", "", _note(index, text, at)) for text, at in places.items()]
    return pd.DataFrame(rows, columns=list(AliasRow._fields), dtype=object)


def _note(index: Index, text: str, places: list[str]) -> str:
    """Say where a name stands and which States may be meant."""
    answer = with_suggestion(text, find(index, text))
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    note = ", ".join(dict.fromkeys(places[:3])) + more
    if not answer.suggestion:
        return note
    return f"{note}; {'perhaps ' * (answer.how == 'unknown')}{answer.suggestion}"


def _open_pieces(index: Index, text: str) -> list[str]:
    """Return the pieces of a cell that are ambiguous or in no table."""
    pieces = []
    for line in LINE_ENDS.split(text):
        named, left = split_line(index, line, codes=True)
        pieces += [name for name, answer in named if answer.how == "ambiguous"]
        pieces += [piece for piece in left if any(c.isalpha() for c in piece)]
    return pieces


def _text_cells(text: str) -> list[tuple[str, str]]:
    """Return the lines of a text with their numbers."""
    return [(f"line {number}", line) for number, line in enumerate(text.splitlines(), 1) if line]


def _is_heading(text: str) -> bool:
    """Tell whether a text is a known heading of a column that names States."""
    columns = {layout_columns(layout).get(key_of(text)) for layout in ("log", "vtf")}
    return column_of(text) == "participant" or bool(columns & {"country", "state", "states"})


def _name_cells(index: Index, path: Path) -> list[tuple[str, str]]:
    """Return the cells, with their places, of the columns that name States, without headings."""
    cells: list[tuple[str, str]] = []
    taken = False
    sheets = read_workbook(path).sheets
    for sheet in sheets:
        where = f'{sheet.file}, sheet "{sheet.name}"' if sheet.name else sheet.file
        columns: dict[int, list[tuple[str, str]]] = {}
        for row, texts in sheet.rows.items():
            for column, text in enumerate(texts, start=1):
                if text.strip():
                    cell = (f"{where}, cell {address(row, column)}", text)
                    columns.setdefault(column, []).append(cell)
        for whole in columns.values():
            below = [cell for cell in whole if not _is_heading(cell[1])]
            alone = len(columns) == len(sheets) == 1
            headed = alone or _is_heading(whole[0][1])
            if headed or _names_states(index, [text for _, text in below]):
                taken = True
                cells += [cell for cell in below if any(c.isalpha() for c in cell[1])]
    if not taken:
        raise InputError(f"{path.name}: no column names States. Head one of them State.")
    return cells


def _names_states(index: Index, texts: list[str]) -> bool:
    """Tell whether a quarter of some texts names a State: logs also say "all", "35 States"."""
    named = [any(a.iso3 for _, a in split_line(index, text, True)[0]) for text in texts]
    return 4 * sum(named) >= len(named) > 0 and any(named)
