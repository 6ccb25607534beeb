"""The dates of a status table's cell, each with its letter, brackets and footnotes.

A cell of the depositary holds no prose: "29 Jul 2020 a", "[12 May 2004 a]", sometimes two acts,
"[12 May 1999 a] 3 Jun 2001 a", in copies " 3 Jun  2013 2" with a flattened footnote. So the
grammar is strict: what is not a date, a letter, a bracket or a footnote is reported, not skipped.
Numeric dates are day first, as the registration pages print them, unless the heading says month
first.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from attdata.dates.order import UNREAD_MONTH_FIRST, day_first
from attdata.membership.letters import fold
from attdata.reference import per_reference, reference_rows

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier",
            "feb february fev fevr fevrier",
            "mar march mars",
            "apr april avr avril",
            "may mai",
            "jun june juin",
            "jul july juil juillet",
            "aug august aou aout",
            "sep sept september septembre",
            "oct october octobre",
            "nov november novembre",
            "dec december decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_FIRST_YEAR, _LAST_YEAR = 1800, 2200

_YEAR = r"[12١٢۱۲]\d{3}"
_DAY = r"\d{1,2}(?:er|st|nd|rd|th|[°º])?"


def _pattern(months: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of one date, with these names of months."""
    forms = "|".join(map(re.escape, sorted(months, key=len, reverse=True)))
    # "3 de junio de 2013", "3 июня 2013 г.", the two Arabic names of a month with a stroke.
    month = rf"(?:{forms})(?:/(?:{forms}))?(?![^\W\d_])\.?"
    behind = r"(?: ?г(?:\.|ода)?(?![^\W\d_]))?"
    return re.compile(
        "|".join(
            (
                rf"(?P<iso>{_YEAR}-\d{{2}}-\d{{2}})(?:[ t]00:00(?::00)?)?(?!\d)",
                rf"(?P<chinese>{_YEAR} ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日)",
                rf"(?P<words>(?<!\d){_DAY}[ .-]*(?:de )?{month}[ ,.-]*(?:del? )?{_YEAR}{behind})",
                rf"(?P<american>{month} ?{_DAY}[ ,]+{_YEAR})",
                rf"(?P<numbers>(?<!\d)\d{{1,2}} ?(?P<between>[/.-]) ?\d{{1,2}} ?(?P=between) ?"
                rf"{_YEAR}{behind})",
                rf"(?P<blanks>(?<!\d)\d{{1,2}} \d{{1,2}} {_YEAR})",
                rf"(?P<month>{month}[ ,.-]*(?:del? )?{_YEAR}{behind})",
                rf"(?P<year>(?<![\d/.-]){_YEAR}(?![/-]\d))",
            )
        )
    )


_KINDS = ("iso", "chinese", "words", "american", "numbers", "blanks", "month", "year")


@per_reference
def _month_numbers() -> dict[str, int]:
    """Return the months in the six languages: those of the depositary and of date_words.csv."""
    rows = [row for row in reference_rows("date_words") if row["meaning"] == "month"]
    return {fold(row["word"]): int(row["value"]) for row in rows} | _MONTHS


@per_reference
def _date() -> re.Pattern[str]:
    return _pattern(_month_numbers())


@per_reference
def _month() -> re.Pattern[str]:
    forms = sorted(_month_numbers(), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, forms))})(?![^\W\d_])")


_RANGE = re.compile(r"(?:between|entre|from|du)(?: le)? (.+?) (?:and|et|to|au)(?: le)? (.+)")
# Other sites' footnotes: "3 Jun 2013[2]" is not bracketed.
_FOOTNOTE = re.compile(r"\[\s*(\d{1,3})\s*\]")
_LONGEST = 400
_NUMBERS = re.compile(r"\d+")
_MARK = re.compile(r"<(superscript|sup)>(.{0,200}?)</\1>", re.IGNORECASE | re.DOTALL)
# A suffix: a letter code, footnote numbers, or both, in either order.
_SUFFIX = re.compile(r"(\d{1,3}(?: ?[,;]? ?\d{1,3})*)|\(?\b([A-Za-z]{1,2})\b\)?|([*†‡]+)")

LOST_LETTER = (
    "has a number for the month, so a letter may have been lost when the table was copied."
)
GLUED = "has a footnote number glued to the year."
MARKED = "has a mark behind its date that is taken for a footnote; the head does not explain it."
UNBALANCED = "has one bracket only and is read as bracketed."


@dataclass(frozen=True)
class DatedAct:
    """One date of a cell.

    ``day`` is the last possible day, ``earliest`` the first; None where ``problem`` says why.
    """

    day: date | None
    earliest: date | None
    precision: str
    letter: str
    bracketed: bool
    footnotes: tuple[str, ...]
    text: str
    warnings: tuple[str, ...] = ()
    problem: str = ""


def read_cell(text: str, *, month_first: bool = False) -> tuple[DatedAct, ...]:
    r"""Return the dates of a cell with what stands beside them, in the order printed.

    Parameters
    ----------
    text
        The cell as read, with its white space and footnote tags.
    month_first
        Whether numeric dates have the month first, as the heading of the column says.

    Returns
    -------
    tuple of DatedAct
        Empty for a cell without content (blank, dash); one with ``problem`` where the text is not
        understood.

    Examples
    --------
    >>> act = read_cell("[ 9 Jan\t 2012 a]")[0]
    >>> act.day.isoformat(), act.letter, act.bracketed
    ('2012-01-09', 'a', True)
    """
    if len(text) > _LONGEST:
        return (_refused(text[:_LONGEST], text[:_LONGEST], "is no date."),) if text.strip() else ()
    if not month_first:
        return _read_cell(text)
    turned = day_first(text)
    if turned is None:
        clean = " ".join(_MARK.sub(" ", text).split())
        return (_refused(clean, clean, UNREAD_MONTH_FIRST),)
    return tuple(replace(act, text=day_first(act.text) or act.text) for act in _read_cell(turned))


@partial(per_reference, most=8192)
def _read_cell(text: str) -> tuple[DatedAct, ...]:
    """Read a cell of bearable length, each distinct text once."""
    marked = bool(_FOOTNOTE.search(text))
    text = _FOOTNOTE.sub(r"<sup>\1</sup>", text)
    tagged = tuple(n for mark in _MARK.findall(text) for n in _NUMBERS.findall(mark[1]))
    clean = " ".join(unicodedata.normalize("NFC", _MARK.sub(" ", text)).split())
    if not clean.strip("-–—.… *"):
        return ()
    folded = fold(clean)
    between = _RANGE.fullmatch(folded.strip("[]() "))
    if between:
        return (_range_act(clean, between, tagged),)
    matches = list(_date().finditer(folded))
    if not matches:
        return (_refused(clean, clean, "is no date."),)
    if clean[: matches[0].start()].strip(" [(,;:.*"):
        return (_refused(clean, clean, "has words before its date."),)
    ends = [match.start() for match in matches[1:]] + [len(clean)]
    acts = [_act(clean, match, end, tagged) for match, end in zip(matches, ends, strict=True)]
    return tuple(_with_mark(act, marked) for act in acts)


def _with_mark(act: DatedAct, marked: bool) -> DatedAct:
    """Warn of "[2]" and "*": the depositary's own footnotes are raised numbers."""
    starred = any(not note.isdigit() for note in act.footnotes)
    if act.problem or not (marked or starred):
        return act
    return replace(act, warnings=(*act.warnings, MARKED))


def date_places(text: str) -> list[int]:
    """Return where the dates of a line begin, day dates only.

    Examples
    --------
    >>> date_places("Albania...  3 Jun 2013   19 Mar 2014")
    [12, 25]
    """
    matches = _date().finditer(fold(unicodedata.normalize("NFC", text)))
    return [match.start() for match in matches if not (match.group("month") or match.group("year"))]


def read_day(text: str, *, month_first: bool = False) -> tuple[date | None, str]:
    """Return the day that a text names, or None and what is wrong with it.

    Examples
    --------
    >>> read_day("31 Feb 2014")
    (None, 'is no day of the calendar.')
    """
    acts = read_cell(text, month_first=month_first)
    if not acts:
        return None, ""
    if len(acts) > 1 or acts[0].letter or acts[0].precision != "day":
        return None, acts[0].problem or "is no single day."
    return acts[0].day, acts[0].problem


def _act(clean: str, match: re.Match[str], end: int, tagged: tuple[str, ...]) -> DatedAct:
    """Read one date with the text up to the next one."""
    before, rest = clean[: match.start()], clean[match.end() : end]
    opened = before.count("[") > before.count("]")
    closed = "]" in rest
    letters, notes, leftover = _suffix(rest)
    quoted = clean[match.start() : end].rstrip(" [(,;")
    if quoted.endswith(")") and "(" not in quoted:
        quoted = quoted[:-1]
    if opened and not quoted.startswith("["):
        quoted = "[" + quoted
    if leftover or len(letters) > 1:
        return _refused(clean, quoted, "has a date and words that are not understood.")
    first, last, precision, problem = _days(match)
    warnings = []
    if match.group("blanks"):
        warnings.append(LOST_LETTER)
    if rest[:1].isdigit():
        warnings.append(GLUED)
    if opened != closed:
        warnings.append(UNBALANCED)
    letter = letters[0] if letters else ""
    marks = tuple(dict.fromkeys(notes + tagged))
    bracketed = opened or closed
    return DatedAct(
        last, first, precision, letter, bracketed, marks, quoted, tuple(warnings), problem
    )


def _suffix(rest: str) -> tuple[list[str], tuple[str, ...], str]:
    """Return the letters, the footnote numbers and what is neither, of the text after a date."""
    letters = [match.group(2) for match in _SUFFIX.finditer(rest) if match.group(2)]
    notes = [match.group(1) for match in _SUFFIX.finditer(rest) if match.group(1)]
    stars = [match.group(3) for match in _SUFFIX.finditer(rest) if match.group(3)]
    leftover = _SUFFIX.sub("", rest).strip("[]() ,;.")
    numbers = [n for note in notes for n in _NUMBERS.findall(note)]
    return letters, (*numbers, *stars), leftover


def _days(match: re.Match[str]) -> tuple[date | None, date | None, str, str]:
    """Return first and last possible day, the precision, and what is wrong."""
    text = match.group(0)
    kind = next(name for name in _KINDS if match.group(name))
    numbers = [int(n) for n in _NUMBERS.findall(text)]
    named = _month().search(fold(text))
    if kind == "year":
        year, month, day = numbers[0], 0, 0
    elif kind == "month":
        year, month, day = numbers[0], _number_of(named), 0
    elif kind in ("iso", "chinese"):
        year, month, day = numbers[:3]
    elif named:
        day, year, month = numbers[0], numbers[-1], _number_of(named)
    else:
        day, month, year = numbers[:3]
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None, None, "none", "has a year that cannot be right."
    if kind == "year":
        return date(year, 1, 1), date(year, 12, 31), "year", ""
    if kind == "month":
        return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month", ""
    try:
        exact = date(year, month, day)
    except ValueError:
        return None, None, "none", "is no day of the calendar."
    return exact, exact, "day", ""


def _number_of(named: re.Match[str] | None) -> int:
    return _month_numbers()[named.group(0)] if named else 0


def _range_act(clean: str, between: re.Match[str], tagged: tuple[str, ...]) -> DatedAct:
    """Read "between 04/02/2026 and 24/07/2026": it counts from its last possible day."""
    first, last = (_date().match(part) for part in between.groups())
    if not first or not last:
        return _refused(clean, clean, "is no date.")
    letters, notes, leftover = _suffix(between.group(2)[last.end() :])
    earliest, _, _, wrong_first = _days(first)
    _, day, _, wrong_last = _days(last)
    problem = wrong_first or wrong_last
    if leftover or letters:
        problem = problem or "has a date and words that are not understood."
    if not problem and earliest and day and earliest > day:
        problem = "ends before it begins."
    if problem:
        return _refused(clean, clean, problem)
    return DatedAct(day, earliest, "range", "", clean.startswith("["), notes + tagged, clean)


def _refused(clean: str, quoted: str, problem: str) -> DatedAct:
    return DatedAct(None, None, "none", "", clean.startswith("["), (), quoted, (), problem)
