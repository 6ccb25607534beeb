"""Status tables and long records of the UN Treaty Collection, in every form they are found in.

``untc_layout`` finds the tables, ``headings`` says what their columns mean, ``untc_rows`` reads a
row, ``untc_participants`` looks the names up and ``untc_head`` reads the lines around. Here the
parts are put together, and what was read becomes the frame ``actions``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata.membership.head import (
    SAVE_AGAIN,
    TWO_TREATIES,
    check_totals,
    read_head,
    treaty_of,
)
from attdata.membership.layout import (
    NO_HEADING,
    Table,
    find_tables,
    missing_heading,
    unread_headings,
)
from attdata.membership.lines import sheet_of_lines
from attdata.membership.participants import (
    compare,
    implausible,
    named_rows,
    settle,
    without_totals,
)
from attdata.problems import ERROR, WARNING, Problem, problems_frame
from attdata.read.limits import rows_kept
from attdata.read.sheet import Sheet, Workbook

if TYPE_CHECKING:
    import pandas as pd

    from attdata.names.resolve import Aliases

ACTION_COLUMNS = [
    "source",
    "cell",
    "action",
    "treaty",
    "iso3",
    "participant",
    "date",
    "date_earliest",
    "date_precision",
    "date_text",
    "withdrawn",
    "footnotes",
    "effective_date",
    "effective_basis",
    "note",
]
_DATES = ("date", "date_earliest", "effective_date")
# Sheets of the XML form that hold no table of participants.
_XML_OTHER = ("SpecialTables", "LON")
_XML_PROSE = ("Header", "Declarations", "EndNotes", *_XML_OTHER)

NOT_READ_IN_XML = "is a table of another kind and is not read."
NO_TABLE_IN_XML = "has no table of participants, only special tables; nothing is read."
UNREAD_DAY = "gives no day that can be read (day-month-year)."
WRITE_DAY = "Of two tables the newest counts: write the day in the source note."
NO_ROWS = "is the heading of a table without a single participant."
OTHER_TABLE = "is a heading of another table of the page that is not understood; it is not read."
HIDDEN = "is hidden and holds a table; it is not read because another sheet does."


@dataclass
class StatusTable:
    """What one file of the depositary says.

    ``rows`` are dictionaries with the columns of ``actions`` in a fixed order of participants,
    whatever the order in the file. ``rows_read`` counts data rows, ``rows_kept`` those of which
    something was kept; the others were refused, each with an error among ``problems``. ``pages``
    gives treaty and day of each status table; a long record is none.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)
    rows_read: int = 0
    rows_kept: int = 0
    pages: list[tuple[str, date | None]] = field(default_factory=list)

    @property
    def rows_refused(self) -> int:
        """Number of data rows of which nothing was kept."""
        return self.rows_read - self.rows_kept


@rows_kept()
def read_status_table(
    path: str | Path, treaty: str | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the actions of a UN Treaty Collection table, and the problems met.

    Parameters
    ----------
    path
        A status table or a long record as xlsx, csv, html or xml, in English or French.
    treaty
        The treaty's key in ``treaties.csv`` or its number ("XXVI-8"), where the file does not say
        it; a column "Treaty" prevails.

    Returns
    -------
    actions : DataFrame
        One row per action: source, cell, action, treaty, iso3 (empty for organizations, former
        States and territories), participant as printed, date (last possible day), date_earliest,
        date_precision, date_text, withdrawn (printed in brackets), footnotes, effective_date,
        effective_basis, note. ``actions.attrs["head"]`` holds title, as_of, untc, treaty, the
        printed signatories and parties, rows_read and rows_kept.
    problems : DataFrame
        One row per problem. A control total that disagrees is a warning.

    Raises
    ------
    InputError
        The file is missing, empty or no spreadsheet.

    Notes
    -----
    The forms are those in which the depositary publishes, https://treaties.un.org. A letter or
    date that is not understood is an error at its cell and no action, so it never counts as
    consent; a row is refused only when nothing of it was kept. A participant without any date is
    kept with a warning. Where two sheets are read, cells are given as "sheet!B12"; a second action
    in one cell as "B12 (2)".

    Examples
    --------
    >>> from attdata.reference import raw_folder
    >>> folder = raw_folder("reference").parent / "membership"
    >>> actions, problems = read_status_table(folder / "untc_XXVI-8_status_2026-02-03.xlsx")
    >>> actions.attrs["head"]["parties"], int(actions["action"].eq("signature").sum())
    (117, 130)
    """
    from attdata.read.workbook import read_workbook

    workbook = read_workbook(path)
    table = read_table(workbook, treaty)
    frame = actions_frame(table.rows)
    frame.attrs["head"] = table.head | {
        "rows_read": table.rows_read,
        "rows_kept": table.rows_kept,
    }
    return frame, problems_frame(workbook.problems + table.problems)


def read_table(
    workbook: Workbook,
    treaty: str | None = None,
    *,
    aliases: Aliases = None,
    as_of: date | None = None,
) -> StatusTable:
    """Return what a workbook read before says; see ``read_status_table``.

    ``aliases`` are further names of participants, as ``resolve`` takes them; ``as_of`` is the day
    to which the evidence reaches where the page itself does not say it.
    """
    tables, problems = _find(workbook)
    result = StatusTable(problems=problems)
    if not tables:
        result.problems += _nothing_found(workbook, problems)
        result.head = _head(workbook, workbook.sheets, {}, treaty)
        for name in ("otherwise_named", "unread_day", "disagreements"):
            result.head.pop(name, None)
        return result
    for page in _pages(workbook, tables):
        _read_page(workbook, page, treaty, aliases, as_of, result)
    if not result.rows_read:
        result.problems.append(_no_rows(tables[0]))
    several = len({id(table.sheet) for table in tables}) > 1
    for row in result.rows:
        if several:
            row["cell"] = f"{row['sheet']}!{row['cell']}"
        del row["sheet"], row["row"]
    result.rows.sort(key=_order)
    return result


def actions_frame(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Return the frame ``actions``: text without nulls, dates as datetime64[ns]."""
    import pandas as pd

    rows = list(rows)
    frame = pd.DataFrame(rows, columns=ACTION_COLUMNS, dtype="object")
    for column in _DATES:
        values = [row[column] for row in rows]
        frame[column] = pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[ns]")
    frame["withdrawn"] = frame["withdrawn"].astype(bool)
    return frame


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    day = row["date"].isoformat() if row["date"] else ""
    name = row["participant"].casefold()
    return (
        row["treaty"],
        name,
        row["action"],
        day,
        row["withdrawn"],
        row["date_text"],
        row["cell"],
    )


def _find(workbook: Workbook) -> tuple[list[Table], list[Problem]]:
    """Return the tables of the visible sheets, or of the hidden ones where no other has any."""
    by_sheet: list[tuple[Sheet, list[Table]]] = []
    problems: list[Problem] = []
    for sheet in workbook.sheets:
        if _is_prose(workbook, sheet):
            if sheet.rows and sheet.name in _XML_OTHER:
                problems.append(sheet.problem(WARNING, "", "", NOT_READ_IN_XML))
            continue
        tables, wrong = find_tables(sheet)
        if not tables and (lines := sheet_of_lines(sheet)):
            tables, wrong = find_tables(lines)
        problems += wrong
        by_sheet.append((sheet, tables))
    visible = [table for sheet, tables in by_sheet if not sheet.hidden for table in tables]
    if workbook.kind == "html" and visible:
        problems = _beside_the_table(problems, visible)
    hidden = [table for sheet, tables in by_sheet if sheet.hidden for table in tables]
    if visible and hidden:
        for table in hidden:
            problems.append(table.sheet.problem(WARNING, "", "", HIDDEN))
    return visible or hidden, problems


def _beside_the_table(problems: list[Problem], tables: list[Table]) -> list[Problem]:
    """Return the problems of a page on which other tables stand beside the one that is read.

    A special table of participants that is not understood is named; it must not stop the page.
    """
    read = {table.sheet.name for table in tables}
    return [
        replace(problem, severity=WARNING, problem=OTHER_TABLE)
        if problem.code == "heading" and problem.sheet not in read
        else problem
        for problem in problems
    ]


def _is_prose(workbook: Workbook, sheet: Sheet) -> bool:
    if workbook.kind == "xml":
        return sheet.name in _XML_PROSE
    return workbook.kind == "html" and sheet.name == "page"


def _nothing_found(workbook: Workbook, problems: Sequence[Problem]) -> list[Problem]:
    """Say why a file has no table that could be read."""
    if any(problem.severity == ERROR for problem in problems):
        return []
    if workbook.kind == "xml" and not any(s.name.startswith("Part") for s in workbook.sheets):
        return [Problem(WARNING, workbook.file, "", "", "", NO_TABLE_IN_XML)]
    for sheet in workbook.sheets:
        if not _is_prose(workbook, sheet):
            if missing := missing_heading(sheet):
                return [missing]
            if unread := unread_headings(sheet):
                return unread
    hint = 'A table begins with a row such as "Participant, Signature, Ratification, Accession(a)".'
    return [Problem(ERROR, workbook.file, "", "", "", NO_HEADING, hint)]


def _pages(workbook: Workbook, tables: Sequence[Table]) -> list[list[Table]]:
    """Group the tables: HTML and XML are one page, a spreadsheet's sheet is a page of its own."""
    if workbook.kind in ("html", "xml"):
        return [list(tables)]
    pages: dict[int, list[Table]] = {}
    for table in tables:
        pages.setdefault(id(table.sheet), []).append(table)
    return list(pages.values())


def _head(
    workbook: Workbook, sheets: Sequence[Sheet], heads: dict[str, int], treaty: str | None
) -> dict[str, Any]:
    """Read the head of a page and settle which treaty it is: as asked, as printed, as named."""
    head = read_head(workbook.file, sheets, heads)
    head["treaty"] = treaty_of(treaty or head.get("untc") or head.get("title") or "")
    return head


def _no_rows(table: Table) -> Problem:
    """Report a heading without participants: as the newest table it would empty the treaty."""
    cell = table.sheet.address(table.head_row, table.participant)
    text = table.sheet.text(table.head_row, table.participant)
    hint = "Ask for the page again, or take the file out."
    return table.sheet.problem(ERROR, cell, text, NO_ROWS, hint)


def _read_page(
    workbook: Workbook,
    tables: Sequence[Table],
    treaty: str | None,
    aliases: Aliases,
    as_of: date | None,
    result: StatusTable,
) -> None:
    """Read the tables of one page into the result."""
    whole = workbook.kind in ("html", "xml")
    sheets = workbook.sheets if whole else [tables[0].sheet]
    head = _head(workbook, sheets, {t.sheet.name: t.head_row for t in reversed(tables)}, treaty)
    for value, what in head.pop("disagreements"):
        if not treaty:
            result.problems.append(Problem(ERROR, workbook.file, "", "", value, what, SAVE_AGAIN))
    other = head.pop("otherwise_named")
    if other and not treaty:
        result.problems.append(Problem(WARNING, workbook.file, "", "", other, TWO_TREATIES))
    sheet, cell, line = head.pop("unread_day", ("", "", ""))
    if line and "as_of" not in head:
        where = workbook.file, sheet, cell
        result.problems.append(Problem(WARNING, *where, line, UNREAD_DAY, WRITE_DAY))
    for table in tables:
        result.problems += without_totals(table)
    rows, answers = named_rows(tables, aliases)
    kept: list[dict[str, Any]] = []
    for row in rows:
        acts = settle(row, answers[row.name], head["treaty"])
        result.rows_read += row.counts
        result.rows_kept += row.counts and not row.refused
        result.problems += row.problems
        kept += acts
    kept, twice = compare(kept, tables[0].record)
    # A list of notifications is kept on after the page that it began with.
    day = as_of if tables[0].record else head.get("as_of") or as_of
    result.problems += twice + implausible(kept, day)
    if not tables[0].record:
        result.pages += [(head["treaty"], day)] if kept else []
        sheet = "" if whole else tables[0].sheet.name
        result.problems += check_totals(kept, head, workbook.file, sheet)
    result.rows += kept
    result.head = result.head or head
