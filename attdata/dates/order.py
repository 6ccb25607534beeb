"""Day or month first: what a whole column of numeric dates says about each of its cells.

Numeric dates are read day first, as the depositary and most sources write them. "3/19/2024" can
only be month first, and then "6/3/2024" in the same table is not 6 March without a word. A
spreadsheet set to another order turns the dates that it understands into date cells, with day and
month swapped, and leaves the others as text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from attdata.reference import per_reference, reference_rows

_NUMERIC = re.compile(r"(?<![\d/-])(\d{1,2})\s?([/-])\s?(\d{1,2})\s?\2\s?(?:\d{4}|\d{2})(?![\d/-])")
_ISO = re.compile(r"\d{4}-\d{2}-(\d{2})")
_MONTHS = 12  # a number above it can only be a day

AMBIGUOUS = "may have the month or the day first: other dates of the table have the month first."
SWAPPED = (
    "heads date cells with days up to 12 only and texts with days above 12: a spreadsheet has "
    "probably swapped day and month in the date cells."
)
CONTRADICTED = (
    "may have the month or the day first: the heading says the month, and another date below such "
    "a heading can only have the day first."
)
READ_MONTH_FIRST = "says that its dates have the month first; they are read so."
UNREAD_MONTH_FIRST = (
    "stands below a heading that says month first, and is not written so that it can be read so."
)
WRITE_MONTHS = "Write the months as words, or the dates as 2024-03-06."
# "6/3/2024", also as the end of "6/3/2024-6/5/2024"; "6.3.2024", "6-3-24".
_DATED = re.compile(
    r"(?<!\d)(?:(?<!\d/)(\d{1,2})(\s?/\s?)(\d{1,2})(\s?/\s?(?:\d{4}|\d{2}))(?!\d|/\d)"
    r"|(?<!\d-)(\d{1,2})(\s?-\s?)(\d{1,2})(\s?-\s?(?:\d{4}|\d{2}))(?!\d|-\d)"
    r"|(?<!\d\.)(\d{1,2})(\s?\.\s?)(\d{1,2})(\s?\.\s?(?:\d{4}|\d{2}))(?!\d|\.\d))"
)
_DAY_AND_MONTH = re.compile(r"\s*(\d{1,2})(\s?[/.-]\s?)(\d{1,2})()\s*")
_YEAR_FIRST = re.compile(r"(?<!\d)\d{4}[/.]\d{1,2}[/.]\d{1,2}(?!\d)")
_SHORT_RANGE = re.compile(r"(?<![\d/.-])\d{1,2}\s?[-–]\s?\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]")
_UNDATED = re.compile(r"\d{1,2}\s?[/.]\s?\d{1,2}(?!\d)")


# "dd", "JJ", "гггг": letters by which a heading tells day, month and year.
_LETTERS = {"d": "day", "j": "day", "д": "day", "m": "month", "м": "month"} | dict.fromkeys(
    "yaг", "year"
)


def without_order(heading: str) -> str:
    """Return a heading without what it says of the order of day, month and year, and without "?".

    Examples
    --------
    >>> without_order("Date of deposit (dd/mm/yyyy)"), without_order("Signed?")
    ('Date of deposit', 'Signed')
    >>> without_order("日期（月/日/年）"), without_order("Ratification (a/d)")
    ('日期', 'Ratification (a/d)')
    """
    start = _stated_order(heading)[0]
    return heading[:start].rstrip("?？ ") or heading


def heads_month_first(heading: str) -> bool:
    """Tell whether a heading says that its dates have the month first, and then the day.

    Examples
    --------
    >>> heads_month_first("Date (MM/DD/YYYY)"), heads_month_first("Date (month/day/year)")
    (True, True)
    >>> heads_month_first("Date (DD/MM/YYYY)"), heads_month_first("Date (MM/YYYY)")
    (False, False)
    """
    return _stated_order(heading)[1][:2] == ("month", "day")


@dataclass(frozen=True)
class Orders:
    """What the columns of dates of one table say about each other.

    ``month_first`` are the columns whose dates are read with the month first, as their heading
    says; ``doubtful`` the columns of which an open date may be either, each with the reason.
    """

    month_first: frozenset[int]
    doubtful: dict[int, str]

    def doubt(self, column: int, text: str) -> str:
        """Return why the day of a text may be its month; "" where it may not.

        Examples
        --------
        >>> Orders(frozenset(), {2: AMBIGUOUS}).doubt(2, "6/3/2024") == AMBIGUOUS
        True
        >>> Orders(frozenset(), {2: AMBIGUOUS}).doubt(2, "19/3/2024")
        ''
        """
        why = self.doubtful.get(column, "")
        # "6.3.2024" has the day first, unless below a heading that says the month nothing is sure.
        return why if why and is_open(text, dots=why == CONTRADICTED) else ""


def orders_of(columns: Mapping[int, tuple[str, Sequence[str]]]) -> Orders:
    """Return in which order the dates of a table's columns are read, and which are doubtful.

    Parameters
    ----------
    columns
        Number of each column of dates -> its heading and its texts.

    Examples
    --------
    >>> orders_of({1: ("Date (mm/dd/yyyy)", ["6/3/2024"]), 2: ("Ended", ["6/5/2024"])}).doubtful
    {2: 'may have the month or the day first: other dates of the table have the month first.'}
    """
    headed = {n for n, (heading, _) in columns.items() if heads_month_first(heading)}
    contradicted = any(is_day_first(columns[n][1]) for n in headed)
    month_first = set() if contradicted else headed  # what is wrong once is believed nowhere
    months = {n for n, (_, texts) in columns.items() if is_month_first(texts)}
    doubtful = dict.fromkeys(headed - month_first, CONTRADICTED)
    if headed or months:
        for n in columns.keys() - headed:
            if n in months or _stated_order(columns[n][0])[1][:2] != ("day", "month"):
                doubtful[n] = AMBIGUOUS
    return Orders(frozenset(month_first), doubtful)


def day_first(text: str) -> str | None:
    """Return a text with the month first as it reads with the day first; None where it cannot be.

    Done twice it is the text again. Dates with the month in words or the year first stay.

    Examples
    --------
    >>> day_first("6/3/2024 - 6/5/2024"), day_first("3 June 2024"), day_first("6/3-5/2024")
    ('3/6/2024 - 5/6/2024', '3 June 2024', None)
    """
    if match := _DAY_AND_MONTH.fullmatch(text):
        return _turned(match)
    rest = _DATED.sub(" ", _YEAR_FIRST.sub(" ", text))
    if _UNDATED.search(rest) or _SHORT_RANGE.search(text):
        return None
    return _DATED.sub(_turned, text)


def _numbers(match: re.Match[str]) -> list[str]:
    """Return the parts of a numeric date: first number, mark, second number, the rest."""
    return [group for group in match.groups() if group is not None]


def _turned(match: re.Match[str]) -> str:
    first, mark, second, year = _numbers(match)
    return f"{second}{mark}{first}{year}"


@partial(per_reference, most=4096)
def _stated_order(heading: str) -> tuple[int, tuple[str, ...]]:
    """Return where a heading begins to tell the order of its dates, and the order.

    Without one it is the end and nothing. Two or three different ones of day, month and year, one
    of them the month, are an order: "(a/d)" names acts, "article 7 (a-d)" sub-paragraphs.
    """
    match = _order_pattern().search(heading)
    if match is None:
        return len(heading), ()
    written = match["order"].lower()
    parts = re.findall(_part_of_order(), written)
    order = tuple(_order_words().get(part) or _LETTERS[part[0]] for part in parts)
    if len(set(order)) < len(order) or "month" not in order:
        return len(heading), ()
    letters = all(len(part) == 1 and part not in _order_words() for part in parts)
    if letters and len(parts) == 2 and (written[1:-1].strip() != "/" or "a" in parts):
        return len(heading), ()
    return match.start(), order


@per_reference
def _order_words() -> dict[str, str]:
    """Return the words for day, month and year, with and without their accents."""
    rows = [row for row in reference_rows("date_words") if row["meaning"] == "order"]
    words = {row["word"].lower(): row["value"] for row in rows}
    bare = {unicodedata.normalize("NFD", word): value for word, value in words.items()}
    return {
        "".join(c for c in w if not unicodedata.combining(c)): v for w, v in bare.items()
    } | words


@per_reference
def _part_of_order() -> str:
    words = sorted(_order_words(), key=len, reverse=True)
    return "|".join([*map(re.escape, words), *(f"{letter}{{1,4}}" for letter in _LETTERS)])


@per_reference
def _order_pattern() -> re.Pattern[str]:
    """Return the pattern of "(dd/mm/yyyy)", "JJ.MM.AAAA", "月/日/年", "(format: day month)"."""
    part = rf"(?:{_part_of_order()})"
    apart = r"(?:\s?[/.–-]\s?|\s|(?<=[年月日])(?=[年月日]))"
    return re.compile(
        rf"[\s,:：]*[(\[（【]?\s*(?:(?:format|formato|формат|格式|بصيغة)\s?[:：]?\s?)?(?<![^\W\d_])"
        rf"(?P<order>{part}(?:{apart}{part}){{1,2}})(?![^\W\d_])\s*[)\]）】]?\s*$",
        re.IGNORECASE,
    )


def is_month_first(texts: Iterable[str]) -> bool:
    """Tell whether a text holds a numeric date that can only have the month first.

    Examples
    --------
    >>> is_month_first(["6/3/2024", "3/19/2024"]), is_month_first(["19/3/2024"])
    (True, False)
    """
    pairs = (pair for text in texts for pair in _NUMERIC.findall(text))
    return any(int(first) <= _MONTHS < int(second) <= 31 for first, _, second in pairs)


def is_day_first(texts: Iterable[str]) -> bool:
    """Tell whether a text holds a numeric date that can only have the day first.

    Examples
    --------
    >>> is_day_first(["6/3/2024", "19.3.2024"]), is_day_first(["3/19/2024"])
    (True, False)
    """
    pairs = (_numbers(match) for text in texts for match in _DATED.finditer(text[:400]))
    return any(int(second) <= _MONTHS < int(first) <= 31 for first, _, second, _ in pairs)


def is_open(text: str, *, dots: bool = False) -> bool:
    """Tell whether a numeric date of a text can be read in both orders, as two different days.

    "6.3.2024" has the day first, unless with ``dots`` nothing is sure.

    Examples
    --------
    >>> is_open("6/3/2024"), is_open("6/6/2024"), is_open("19/3/2024")
    (True, False, False)
    """
    pairs = _pairs(text.replace(".", "/") if dots else text)
    return any(
        first != second and max(int(first), int(second)) <= _MONTHS
        for first, _, second in ((a.lstrip("0"), m, b.lstrip("0")) for a, m, b in pairs)
    )


def is_swapped(cells: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a spreadsheet has swapped day and month of a column's date cells.

    Parameters
    ----------
    cells
        Text and kind of each cell ("date" for a date cell, whose text is ISO).

    Examples
    --------
    >>> is_swapped([("2024-03-06", "date"), ("3/19/2024", "")])
    True
    >>> is_swapped([("2024-03-19", "date"), ("3/19/2024", "")])
    False
    """
    cells = list(cells)
    days = [int(d) for text, kind in cells if kind == "date" for d in _ISO.findall(text)[:1]]
    texts = [pair for text, kind in cells if kind != "date" for pair in _pairs(text)]
    above = [max(int(first), int(second)) > _MONTHS for first, _, second in texts]
    return bool(days and texts) and max(days) <= _MONTHS and all(above)


def _pairs(text: str) -> list[tuple[str, str, str]]:
    return _NUMERIC.findall(text[:400])
