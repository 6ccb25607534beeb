"""Rows of totals: what such a row begins with, so that it is taken for no name and no record."""

from __future__ import annotations

import re

from attdata.reference import per_reference, reference_rows
from attdata.spelling import fold

_LONGEST = 60  # letters; a longer cell is a sentence
# A figure, with a word or two for what is counted.
_COUNT = re.compile(r"\s*[(（]?\d[\d\s.,]*(?:[^\W\d_]+(?:\s+[^\W\d_]+)?)?[)）]?\s*")


def is_count(text: str) -> bool:
    """Say whether a cell is a figure, alone or with a word or two for what is counted.

    Examples
    --------
    >>> is_count("118"), is_count("2 States"), is_count("2项"), is_count("5 May 2018")
    (True, True, True, False)
    """
    return len(text) <= _LONGEST and bool(_COUNT.fullmatch(text))


def begins_total(text: str) -> bool:
    """Say whether a cell begins with the word for a total, in one of the six languages.

    Examples
    --------
    >>> begins_total("Total: 3"), begins_total("Итого по Африке"), begins_total("Totality")
    (True, True, False)
    """
    return len(text) <= _LONGEST and bool(_begin().match(fold(text)))


@per_reference
def _begin() -> re.Pattern[str]:
    """Return a pattern of the words for totals, folded."""
    rows = [row for row in reference_rows("kinds") if row["column"] == "total"]
    words = sorted({fold(row["as_written"]) for row in rows}, key=len, reverse=True)
    # Chinese is written without blanks: what the total is of may follow at once.
    forms = [re.escape(word) + ("" if word[0] >= "\u2e80" else r"(?![^\W\d_])") for word in words]
    return re.compile("|".join(forms))
