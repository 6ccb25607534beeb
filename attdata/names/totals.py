"""Rows of totals: what such a row begins with, so that it is taken for no name and no record."""

from __future__ import annotations

import re

from attdata.reference import per_reference, reference_rows
from attdata.spelling import fold

_GOES_ON = re.compile(r"[^\W\d]")
_LONGEST = 60  # letters; a longer cell is a sentence
_DAY = re.compile(r"\d[./-]\d{1,2}[./-]\d|\d\s*[年月日]")
# A figure, with a word or two for what is counted.
_COUNT = re.compile(r"\s*[(（]?\d[\d\s.,]*(?:[^\W\d_]+(?:\s+[^\W\d_]+)?)?[)）]?\s*")


def is_count(text: str) -> bool:
    """Say whether a cell is a figure, alone or with a word or two for what is counted.

    Examples
    --------
    >>> is_count("118"), is_count("2 States"), is_count("2项"), is_count("5 May")
    (True, True, True, False)
    """
    if len(text) > _LONGEST or not _COUNT.fullmatch(text) or _DAY.search(text):
        return False
    return _months().isdisjoint(fold(text).split())


@per_reference
def _months() -> frozenset[str]:
    """Return the names of months, folded: "5 May" counts nothing."""
    rows = [row for row in reference_rows("date_words") if row["meaning"] == "month"]
    return frozenset(fold(row["word"]) for row in rows)


def begins_total(text: str) -> bool:
    """Say whether a cell begins with the word for a total, in one of the six languages.

    Examples
    --------
    >>> begins_total("Total: 3"), begins_total("Итого по Африке"), begins_total("Totality")
    (True, True, False)
    """
    if len(text) > _LONGEST:
        return False
    match = _begin().match(fold(text))
    # Chinese is written without blanks: "合计（非洲）" is a total, and "合计划署" a name.
    if match is None:
        return False
    return match[0] < "\u2e80" or not _GOES_ON.match(text.strip()[len(match[0]) :])


@per_reference
def _begin() -> re.Pattern[str]:
    """Return a pattern of the words for totals, folded."""
    rows = [row for row in reference_rows("kinds") if row["column"] == "total"]
    words = sorted({fold(row["as_written"]) for row in rows}, key=len, reverse=True)
    forms = [re.escape(word) + ("" if word[0] >= "\u2e80" else r"(?![^\W\d_])") for word in words]
    return re.compile("|".join(forms))
