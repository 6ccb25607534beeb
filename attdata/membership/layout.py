"""Where the tables stand on a sheet: heading rows, what each column means, which rows are data.

A heading row is found by its words, in whatever row it stands; its cells may be broken over the
rows above and below (copies of the PDF). A sheet may hold several tables, one table may repeat its
heading on every page, and notes follow it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from attdata.membership.dates import read_cell
from attdata.membership.grouped import beside, grouped_columns, head_width
from attdata.membership.headings import Heading, acts_under, column_of, is_end, read_heading
from attdata.membership.letters import plain, without_footnotes
from attdata.problems import ERROR, WARNING, Problem
from attdata.read.sheet import Sheet
from attdata.reference import per_reference

# A heading broken over lines takes a few rows; a table that begins with ten rows of them is none.
_BROKEN_OVER = 10
_SEARCHED = 200
_LONGEST_NAME = 100
_LONGEST_DATE = 100
_NOTE = re.compile(r"[\[(]?\d{1,3}\s*[\]).:]?\s+\S|\d+$|[*†(\"“«]|.*:")

NO_HEADING = "has no table with a heading for the participant and a treaty action."
NO_PARTICIPANT = "is a heading row of treaty actions without a heading for the participants."
UNKNOWN_HEADING = "is a heading that is not understood; the dates below it are not read."
UNKNOWN_PART = "is a part of a heading that is not understood."
SEVERAL_BARE = "names several actions for a date without letter; it is read as consent to be bound."
PARTS_ONLY = "head a table of consent to parts of the treaty, which is not read."
PART = "is a column of consent to a part of the treaty, which is not read."
NO_ACTION = "stands over participants, but no column of the table is a treaty action."
AFTER_END = "stands after the end of the table and is read as a participant's row."
NO_ACT = "heads dates and names no act; they are not read."
NAME_THE_ACT = 'Name it, as in "Ratification, Accession(a)", or add a column "Action".'
EDIT_HEADINGS = "Add the phrase to headings.csv."


@dataclass
class Table:
    """One table of a sheet.

    ``columns`` gives the meaning of each column with a heading, ``participant`` the number of the
    participants' column, ``record`` tells a long record (one act per row) from a status table,
    ``rows`` are the numbers of its data rows, ``head_row`` that of its heading. ``month_first`` are
    the columns whose dates are read with the month first.
    """

    sheet: Sheet
    head_row: int
    columns: dict[int, Heading]
    participant: int
    record: bool
    rows: list[int] = field(default_factory=list)
    month_first: frozenset[int] = frozenset()

    def column(self, meaning: str) -> int:
        """Return the number of the first column that holds this, 0 where there is none."""
        for number, heading in self.columns.items():  # asked of every row: no generator
            if heading.column == meaning:
                return number
        return 0


def find_tables(sheet: Sheet) -> tuple[list[Table], list[Problem]]:
    """Return the tables of a sheet with their data rows, and what is wrong with their headings.

    Parameters
    ----------
    sheet
        Any sheet; prose around the tables is passed over.

    Returns
    -------
    tables, problems
        Tables in the order of the sheet. Tables of territorial applications are not among them.
    """
    tables: list[Table] = []
    problems: list[Problem] = []
    current: Table | None = None
    ended = False
    last = 0
    for row in sorted(sheet.rows):
        if row <= last:
            continue
        heading = _heading_at(sheet, row)
        if heading:
            current, last, wrong = heading
            ended = False
            problems += wrong
            tables += [current] if current else []
        elif current:
            ended = ended or _closes(current, row)
            problems += _take(current, row, ended)
    tables = _joined(tables)
    for table in tables:
        _rejoin_heading(table)
    return tables, problems


def _take(table: Table, row: int, ended: bool) -> list[Problem]:
    """Add a row to a table if it is data; after the table's end only with a date, and reported."""
    if not _is_data(table, row) or (ended and not _has_date(table, row)):
        return []
    table.rows.append(row)
    if not ended:
        return []
    sheet, column = table.sheet, table.participant
    value = plain(sheet.text(row, column))
    return [sheet.problem(WARNING, sheet.address(row, column), value, AFTER_END)]


def missing_heading(sheet: Sheet) -> Problem | None:
    """Return the problem of a sheet that has treaty actions but no participants' heading."""
    for row in sorted(sheet.rows)[:_SEARCHED]:
        read = [(n, read_heading(text)) for n, text in enumerate(sheet.rows[row], 1) if text]
        acts = [n for n, heading in read if heading.column == "acts" and not heading.unknown]
        if acts and not any(heading.column == "participant" for _, heading in read):
            text = sheet.text(row, acts[0])
            cell = sheet.address(row, acts[0])
            hint = 'Write "Participant" above the names.'
            return sheet.problem(ERROR, cell, plain(text), NO_PARTICIPANT, hint)
    return None


def unread_headings(sheet: Sheet) -> list[Problem]:
    """Return a problem for each heading over dates beside a participants' heading, none understood.

    Whatever else a list of States may be, one with days under its headings was meant to be read.
    """
    rows = sorted(sheet.rows)[:_SEARCHED]
    for row, below in pairwise(rows):
        cells = sheet.rows[row]
        if not any(_column(text) == "participant" for text in cells if text):
            continue
        over_dates = [n for n, text in enumerate(cells, 1) if text and _dated(sheet.text(below, n))]
        if over_dates and not any(_dated(text) for text in cells):
            read = {n: read_heading(sheet.text(row, n)) for n in over_dates}
            return [_unknown(sheet, row, n, heading) for n, heading in read.items()]
    return []


def _joined(tables: list[Table]) -> list[Table]:
    """Put the pages of one table together: same columns, heading repeated."""
    joined: list[Table] = []
    for table in tables:
        same = joined and joined[-1].columns == table.columns
        if same and joined[-1].participant == table.participant:
            joined[-1].rows += table.rows
        else:
            joined.append(table)
    return joined


def _rejoin_heading(table: Table) -> None:
    """Put a heading together that lost its quotation marks in a CSV and was cut at its commas.

    Only where no row reaches the last headings, and only they explain the letters of the last
    column that has dates.
    """
    sheet = table.sheet
    last = max((len(sheet.rows[row]) for row in table.rows), default=0)
    own = table.columns.get(last)
    beyond = [n for n in table.columns if n > last]
    if not own or own.column != "acts" or not beyond:
        return
    whole = read_heading(", ".join(table.columns[n].text for n in [last, *beyond]))
    letters = {act.letter for row in table.rows for act in read_cell(sheet.text(row, last))}
    if not all(map(own.act, letters)) and all(map(whole.act, letters)):
        table.columns = {n: h for n, h in table.columns.items() if n < last} | {last: whole}


def _heading_at(sheet: Sheet, row: int) -> tuple[Table | None, int, list[Problem]] | None:
    """Return the table whose heading stands here and the heading's last row.

    None where the row is no heading; no table where it heads another kind of table or cannot be
    understood, in which case the problems say so.
    """
    cells = sheet.rows[row]
    if not any(_column(text) in ("participant", "territory") for text in cells if text):
        return None
    heading = _heading_row(sheet, row)
    table, _, problems = heading
    return heading if table or problems or _is_territories(cells) else None


def _is_territories(cells: list[str]) -> bool:
    """Tell the heading of a table of territorial applications, which is no status table."""
    return any(_column(text) == "territory" for text in cells if text)


@partial(per_reference, most=16_384)
def _column(text: str) -> str:
    """Return what a column with this heading holds; names of States, which repeat, hold none."""
    return column_of(without_footnotes(plain(text))) if len(text) < _LONGEST_NAME else ""


def _heading_row(sheet: Sheet, row: int) -> tuple[Table | None, int, list[Problem]]:
    """Read a heading row with the rows it is broken over; also return its last row."""
    meanings = [_column(text) for text in sheet.rows[row]]
    if "participant" not in meanings or "territory" in meanings:
        return None, row, []
    participant = meanings.index("participant") + 1
    above, below = _broken(sheet, row, participant)
    variants = [above + [row] + below, [row] + below, above + [row], [row]]
    read = [(beside(_columns(sheet, rows, participant)), rows) for rows in variants]
    grouped = grouped_columns(sheet, variants[0]) if above or below else {}
    if grouped:
        read.insert(0, (_columns(sheet, variants[0], participant) | grouped, variants[0]))
    columns, rows = min(read, key=lambda item: _unread(item[0]))
    record = all(_holds(columns, what) for what in ("action", "date"))
    if not record and not _holds(columns, "acts"):
        return None, row, _without_acts(sheet, row, participant, columns)
    table = Table(sheet, row, columns, participant, record)
    return table, max(rows), _strange_dates(table) if record else _heading_problems(table)


def _holds(columns: dict[int, Heading], what: str) -> bool:
    return any(heading.column == what for heading in columns.values())


def _broken(sheet: Sheet, row: int, participant: int) -> tuple[list[int], list[int]]:
    """Return the rows above and below over which the heading may be broken."""
    width = head_width(sheet, row) + 1

    def continues(other: int) -> bool:
        cells = sheet.rows.get(other, [])
        filled = [n for n, text in enumerate(cells, 1) if text.strip()]
        return (
            bool(filled)
            and participant not in filled
            and filled[-1] <= width
            and not any(_dated(cells[n - 1]) for n in filled)
        )

    above: list[int] = []
    below: list[int] = []
    while continues(row - len(above) - 1) and len(above) < _BROKEN_OVER:
        above.append(row - len(above) - 1)
    while continues(row + len(below) + 1) and len(below) < _BROKEN_OVER:
        below.append(row + len(below) + 1)
    return above[::-1], below


def _columns(sheet: Sheet, rows: list[int], participant: int) -> dict[int, Heading]:
    """Return the meaning of each column that has a heading in these rows.

    Only one column holds the participants: "Party" beside "State" is a day.
    """
    width = max(len(sheet.rows[row]) for row in rows)
    texts = {
        n: "\n".join(text for row in rows if (text := sheet.text(row, n).strip()))
        for n in range(1, width + 1)
    }
    read = {n: read_heading(text) for n, text in texts.items() if text}
    return {
        n: acts_under(texts[n]) if heading.column == "participant" and n != participant else heading
        for n, heading in read.items()
    }


def _unread(columns: dict[int, Heading]) -> int:
    """Count what is not understood in a heading row; a row without any act counts most."""
    acts = _holds(columns, "acts") or _holds(columns, "action")
    return sum(max(len(h.unknown), not h.column) for h in columns.values()) + (0 if acts else 100)


def _without_acts(
    sheet: Sheet, row: int, participant: int, columns: dict[int, Heading]
) -> list[Problem]:
    """Report a heading of participants without acts; "State" alone may head any other table."""
    text = plain(sheet.text(row, participant))
    if not text.lower().startswith("participant"):
        return []
    unknown = [n for n, heading in columns.items() if not heading.column]
    parts = [heading.text for heading in columns.values() if heading.column == "part"]
    if parts and not unknown:
        cell = sheet.address(row, participant)
        return [sheet.problem(WARNING, cell, ", ".join(parts), PARTS_ONLY)]
    if not unknown:
        cell = sheet.address(row, participant)
        return [sheet.problem(ERROR, cell, text, NO_ACTION, EDIT_HEADINGS)]
    return [_unknown(sheet, row, n, columns[n]) for n in unknown]


def _unknown(sheet: Sheet, row: int, column: int, heading: Heading) -> Problem:
    cell = sheet.address(row, column)
    return sheet.problem(ERROR, cell, heading.text, UNKNOWN_HEADING, EDIT_HEADINGS, "heading")


def _strange_dates(table: Table) -> list[Problem]:
    """Report headings of a long record that are not understood and have dates below them."""
    sheet, row = table.sheet, table.head_row
    return [
        _unknown(sheet, row, n, heading)
        for n, heading in table.columns.items()
        if not heading.column and _over_dates(sheet, row, n)
    ]


def _over_dates(sheet: Sheet, row: int, column: int) -> bool:
    """Tell whether dates stand below a heading."""
    return any(_dated(sheet.text(number, column)) for number in sheet.rows if number > row)


def _heading_problems(table: Table) -> list[Problem]:
    """Report what is not understood in the headings of a status table."""
    problems = []
    sheet, row = table.sheet, table.head_row
    for n, heading in table.columns.items():
        cell = sheet.address(row, n)
        if not heading.column:
            problems.append(_unknown(sheet, row, n, heading))
        elif heading.column == "date" and _over_dates(sheet, row, n):
            problems.append(sheet.problem(ERROR, cell, heading.text, NO_ACT, NAME_THE_ACT))
        elif heading.column == "part":
            problems.append(sheet.problem(WARNING, cell, heading.text, PART))
        elif heading.unknown:
            for part in heading.unknown:
                problems.append(sheet.problem(ERROR, cell, part, UNKNOWN_PART, EDIT_HEADINGS))
        elif len(heading.bare) > 1 and heading.act(""):
            problems.append(sheet.problem(WARNING, cell, heading.text, SEVERAL_BARE))
    return problems


def _closes(table: Table, row: int) -> bool:
    """Tell whether a row says that the table is over ("End Note")."""
    cells = [text for text in table.sheet.rows[row] if text.strip()]
    return len(cells) == 1 and is_end(cells[0])


def _is_data(table: Table, row: int) -> bool:
    """Tell a data row from blank rows, notes and page numbers."""
    cells = table.sheet.rows[row]
    filled = [n for n, text in enumerate(cells, 1) if text.strip()]
    if not filled:
        return False
    if filled != [table.participant]:
        return any(n in table.columns for n in filled)
    text = " ".join(table.sheet.text(row, table.participant).split())
    return len(text) <= _LONGEST_NAME and not _NOTE.match(text) and not is_end(text)


def _has_date(table: Table, row: int) -> bool:
    return any(
        _dated(table.sheet.text(row, n)) for n, h in table.columns.items() if h.column == "acts"
    )


def _dated(text: str) -> bool:
    return len(text) < _LONGEST_DATE and any(not act.problem for act in read_cell(text))
