"""One row of a depositary's table: the participant's name and the acts that its cells hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from attdata.membership.dates import LOST_LETTER, DatedAct, read_cell, read_day
from attdata.membership.headings import act_of, effect_of
from attdata.membership.layout import Table
from attdata.membership.letters import plain
from attdata.problems import ERROR, WARNING, Problem

_LONGEST = 1000  # letters of a cell that can be a name or a day; what is longer is a note
_TAGGED = re.compile(r"<(superscript|sup)>(.{0,200}?)</\1>", re.IGNORECASE | re.DOTALL)
_FOOTNOTE = re.compile(r"\[\s*(\d{1,3})\s*\]")
_LEADERS = re.compile(r"\s*(?:[.\u00b7_]\s?){3,}\s*$|\s*\u2026[\u2026.\s]*$")
# "Denmark 1", "China 5, 6", "China4,5,6", "North Macedonia 4 ,": no State's name ends in a digit.
_NUMBERED = re.compile(r"(.*[^\W\d_][)\].\"']?)[\s,;]*(\d[\d\s,;]*|[*†‡]+[\s,;]*)")

NO_DATE = "has no date in any column; no action is recorded."
NO_NAME = "is a date in a row without a participant."
UNKNOWN_LETTER = "has a letter that the heading does not explain."
NO_LETTER = "has no letter, and the heading gives a date without letter no meaning."
UNKNOWN_ACTION = "is an action that is not understood."
NOTHING_READ = "has dates, but none could be read."
OUTSIDE = "stands in a column without heading and is not read."
UNPLACED = "has dates, and the line does not show under which heading."
UNREAD_EFFECT = "is no day on which an action takes effect; it is left out."
NO_DATE_RECORD = "has an action without a date; it is kept with no day."
ONE_DATE = "has not exactly one date."


@dataclass
class Row:
    """What one row says, before its participant is looked up.

    ``acts`` are ready but for State and treaty. ``dated`` tells whether a cell holds anything that
    should be an act. ``counts`` (is it a data row) and ``refused`` (nothing of it was kept) are
    known when the name was looked up.
    """

    table: Table
    number: int
    name: str
    footnotes: tuple[str, ...]
    bracketed: bool
    acts: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    dated: bool = False
    counts: bool = False
    refused: bool = False

    @property
    def cell(self) -> str:
        """Address of the participant's name."""
        return self.table.sheet.address(self.number, self.table.participant)

    def report(self, severity: str, cell: str, value: str, problem: str, hint: str = "") -> None:
        """Add a problem located in this row's sheet."""
        self.problems.append(self.table.sheet.problem(severity, cell, value, problem, hint))


def _month_first(row: Row, column: int) -> bool:
    return column in row.table.month_first


def clean_name(text: str) -> tuple[str, tuple[str, ...], bool]:
    """Return a participant's name without marks, its footnotes, and whether it is bracketed.

    Examples
    --------
    >>> clean_name("Denmark  1"), clean_name("[China<superscript>4,5</superscript>]")
    (('Denmark', ('1',), False), ('China', ('4', '5'), True))
    """
    if len(text) > _LONGEST:
        return " ".join(text.split()), (), False
    text = _FOOTNOTE.sub(r"<sup>\1</sup>", text)
    notes = [number for mark in _TAGGED.findall(text) for number in _marks(mark[1])]
    name = " ".join(_TAGGED.sub(" ", text).split())
    name = _LEADERS.sub("", name)
    bracketed = name.startswith("[") and name.endswith("]")
    name = name.strip("[] ") if bracketed else name
    numbered = _NUMBERED.fullmatch(name)
    if numbered:
        name = numbered.group(1)
        notes = _marks(numbered.group(2)) + notes
    return _LEADERS.sub("", name).strip(" ,;"), tuple(dict.fromkeys(notes)), bracketed


def _marks(text: str) -> list[str]:
    return re.findall(r"\d+|[*†‡]+|[a-z]\b", text)


def read_row(table: Table, number: int) -> Row:
    """Return what a data row of any table says."""
    text = _participant_text(table, number)
    name, notes, bracketed = clean_name(text)
    row = Row(table, number, name, notes, bracketed)
    if table.record:
        _read_record(row)
    else:
        _read_status(row)
    _report_outside(row)
    return row


def _participant_text(table: Table, number: int) -> str:
    """Return the name's cell; one name may be merged over several rows."""
    text = table.sheet.text(number, table.participant)
    if text.strip():
        return text
    for top, left, bottom, right in table.sheet.merged:
        if top <= number <= bottom and left <= table.participant <= right:
            return table.sheet.text(top, left)
    return ""


def _read_status(row: Row) -> None:
    """Read the cells of a status table's row: each date with its letter is an act."""
    table = row.table
    for column, heading in table.columns.items():
        text = table.sheet.text(row.number, column)
        if heading.column == "acts":
            _add_acts(row, column, text)
        elif heading.column == "unplaced" and text:
            row.dated = True
            cell = table.sheet.address(row.number, column)
            row.report(ERROR, cell, plain(text), UNPLACED)
        elif not heading.column:
            row.dated = row.dated or bool(read_cell(text))
    _add_effect(row)
    note = _note(table, row.number)
    for act in row.acts:
        act["note"] = note


def _add_acts(row: Row, column: int, text: str) -> None:
    """Add each dated act in a cell."""
    cell = row.table.sheet.address(row.number, column)
    for index, dated in enumerate(read_cell(text, month_first=_month_first(row, column))):
        row.dated = True
        _add_act(row, column, f"{cell} ({index + 1})" if index else cell, text, dated)


def _add_act(row: Row, column: int, key: str, text: str, dated: DatedAct) -> None:
    """Add one dated act of a status table, or say why it is not understood."""
    heading = row.table.columns[column]
    cell = row.table.sheet.address(row.number, column)
    if dated.problem:
        row.report(ERROR, cell, plain(text), dated.problem)
        return
    act = heading.act(dated.letter)
    if not act:
        problem = UNKNOWN_LETTER if dated.letter else NO_LETTER
        row.report(ERROR, cell, plain(text), problem, f'The heading is "{heading.text}".')
        return
    for warning in dated.warnings:
        if warning != LOST_LETTER or heading.letters:
            row.report(WARNING, cell, plain(text), warning)
    row.acts.append(_act(row, key, act, dated, dated.bracketed or row.bracketed))


def _act(row: Row, cell: str, act: str, dated: DatedAct, withdrawn: bool) -> dict[str, Any]:
    notes = dict.fromkeys(row.footnotes + dated.footnotes)
    return {
        "row": (id(row.table), row.number),
        "cell": cell,
        "action": act,
        "participant": row.name,
        "date": dated.day,
        "date_earliest": dated.earliest,
        "date_precision": dated.precision,
        "date_text": dated.text,
        "withdrawn": withdrawn,
        "footnotes": ", ".join(notes),
        "effective_date": None,
        "effective_basis": "",
        "note": "",
    }


def _add_effect(row: Row) -> None:
    """Give a printed day of effect to the row's only consent."""
    column = row.table.column("effective_date")
    consents = [act for act in row.acts if effect_of(act["action"]) == "consent"]
    if column and len(consents) == 1:
        _read_effect(row, column, consents[0])


def _read_effect(row: Row, column: int, act: dict[str, Any]) -> None:
    text = row.table.sheet.text(row.number, column)
    day, problem = read_day(text, month_first=_month_first(row, column))
    if problem:
        cell = row.table.sheet.address(row.number, column)
        row.report(WARNING, cell, plain(text), UNREAD_EFFECT)
    elif day:
        act["effective_date"], act["effective_basis"] = day, "printed"


def _read_record(row: Row) -> None:
    """Read a row of a long record: one act, in words, with its date, and what stands beside it."""
    table = row.table
    _read_named_act(row)
    # "Date of signature" beside the act and its date: a second act of the row, or its only one.
    for column, heading in table.columns.items():
        if heading.column == "acts":
            _add_acts(row, column, table.sheet.text(row.number, column))
    treaty = table.column("treaty")
    for each in row.acts:
        each["treaty"] = plain(table.sheet.text(row.number, treaty)) if treaty else ""


def _read_named_act(row: Row) -> None:
    """Read the act of a long record's row that its words name, with its date."""
    table = row.table
    sheet, number = table.sheet, row.number
    words_column, date_column = table.column("action"), table.column("date")
    words, text = sheet.text(number, words_column), sheet.text(number, date_column)
    if not words.strip() and not text.strip():
        return
    row.dated = True
    act = act_of(words)
    if not act:
        cell = sheet.address(number, words_column)
        row.report(ERROR, cell, plain(words), UNKNOWN_ACTION, "Add the words to headings.csv.")
        return
    dated = _only_date(row, date_column, text)
    if dated is None:
        return
    cell = sheet.address(number, date_column if dated.text else words_column)
    kept = _act(row, cell, act, dated, dated.bracketed or row.bracketed)
    if column := table.column("effective_date"):
        _read_effect(row, column, kept)
    kept["note"] = _note(table, number)
    row.acts.append(kept)


def _only_date(row: Row, column: int, text: str) -> DatedAct | None:
    """Return the one date of a long record's row; a row may say that it has none."""
    cell = row.table.sheet.address(row.number, column)
    dated = read_cell(text, month_first=_month_first(row, column))
    if not dated:
        row.report(WARNING, row.cell, row.name, NO_DATE_RECORD)
        return DatedAct(None, None, "none", "", False, (), "")
    if dated[0].problem or len(dated) > 1 or dated[0].letter:
        row.report(ERROR, cell, plain(text), dated[0].problem or ONE_DATE)
        return None
    return dated[0]


def _note(table: Table, number: int) -> str:
    """Return the remark of a row, and where it says that it comes from."""
    texts = (
        plain(table.sheet.text(number, column))
        for meaning in ("note", "source")
        if (column := table.column(meaning))
    )
    return "; ".join(text for text in texts if text)


def _report_outside(row: Row) -> None:
    """Report cells beside the table, except running numbers: nothing is dropped in silence."""
    sheet = row.table.sheet
    for column, text in enumerate(sheet.rows[row.number], 1):
        text = text.strip()
        if text and column not in row.table.columns and not text.isdigit():
            row.report(WARNING, sheet.address(row.number, column), plain(text), OUTSIDE)
