"""What States told the depositary, in words for a note at a star."""

from __future__ import annotations

import re

import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw.captions import same_text, sentences
from attdata.words import date, has_word, state_name, word

_CLAUSE = re.compile(r"\s*[;；؛]")
_CLAUSES = 2  # of what a State told: what it means to do, and what it remains


def told_in(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what States of a frame told the depositary, from its ``attrs``.

    Examples
    --------
    >>> import attdata as att
    >>> told_in(att.signals(att.load()))["iso3"].tolist()
    ['USA']
    """
    rows = frame.attrs.get("statements", [])
    told = pd.DataFrame(rows, columns=["iso3", "date", "action", "note"])
    told = told.assign(date=pd.to_datetime(told["date"]), kind="statement")
    return told_of(told[told["iso3"].isin(frame["iso3"])])


def told_of(marks: pd.DataFrame) -> pd.DataFrame:
    """Return the events that say what a State told the depositary."""
    statements = marks[marks["kind"] == "statement"]
    if not {"action", "note"} <= set(marks.columns):
        return statements[:0]
    return statements[statements["note"].fillna("") != ""]


def told_on_slide(told: pd.DataFrame, language: str, *, turns: bool, mark: str = "*") -> str:
    """Say in the source line of a slide the first clauses of what States told the depositary.

    Behind the ``mark`` that they have there, which is in the key where it is no star; and of which
    votes a change is, where it shows ``turns``.
    """
    votes = word("note.pipeline_votes_slide", language) if turns else ""
    texts = communications(told, language, named=mark == "*")
    clauses = [f"{mark}\N{NO-BREAK SPACE}{_beginning(text)}" for text in texts]
    return sentences([votes, *clauses], language)


def _beginning(text: str) -> str:
    """Return a text without the clauses that say where it stands.

    Examples
    --------
    >>> _beginning("does not intend to join; remains a signatory; end note 3")
    'does not intend to join; remains a signatory'
    """
    ends = [found.start() for found in _CLAUSE.finditer(text)]
    return text[: ends[_CLAUSES - 1]] if len(ends) >= _CLAUSES else text


def communications(told: pd.DataFrame, language: str, *, named: bool = True) -> list[str]:
    """Say what each State told the depositary, and when.

    That it is a communication is not ``named`` where a key says what the mark is.
    """
    notes = []
    for row in chart_parts.rows_of(told):
        known = named and has_word(f"note.{row.action}")
        key = f"note.{row.action}" if known else "note.state_day"
        label = word(key, language, state=state_name(str(row.iso3), language),
                     day=date(row.date.date(), language))  # fmt: skip
        text = _in_words(f"text.note.att.{row.iso3}.{row.action}", str(row.note), language)
        notes.append(word("count.label", language, label=label, n=text))
    return notes


def _in_words(key: str, text: str, language: str) -> str:
    """Return a text of the raw data in a language, as long as it is the reviewed one."""
    reviewed = has_word(key) and same_text(text, word(key, "en"))
    return word(key, language) if reviewed else text
