"""Amounts, and the rows of a list that only add them up: left out, told, and added up again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from attdata.dates.words import plain
from attdata.names.totals import begins_total, is_count
from attdata.reference import per_reference, reference_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_AMOUNT = 60  # letters; a longer cell is a sentence, not a sum
_FIGURE = re.compile(r"\d")
_ARABIC_SIGNS = str.maketrans("٬٫", ",.")
# A difference below a cent is one of how numbers are stored.
_CENT = 0.005


def read_dollars(text: str, heading: str = "") -> tuple[float | None, str]:
    """Return an amount in US dollars, and what is doubtful about it.

    Parameters
    ----------
    text
        "USD $91,501.05", "USD 99,958", "69 875,00 долл. США", "99,958 美元".
    heading
        Of its column, which may name the currency: "Amount (USD)".

    Returns
    -------
    amount, warning
        None and a sentence where the text is no amount in dollars; "" where nothing is doubtful.

    Examples
    --------
    >>> read_dollars("USD $91,501.05"), read_dollars("EUR 5,000")[0]
    ((91501.05, ''), None)
    >>> read_dollars("5,000", "Amount (USD)")
    (5000.0, '')
    """
    short = len(text) <= _LONGEST_AMOUNT and _FIGURE.search(text)
    match = _amounts().fullmatch(plain(text).strip()) if short else None
    number = read_number(match["number"]) if match else None
    if match is None or number is None:
        return None, "is no amount in US dollars. It was left out;"
    named = match["before"] or match["after"] or _dollars().search(plain(heading))
    return number, "" if named else "names no currency and is taken as US dollars;"


@per_reference
def _dollars() -> re.Pattern[str]:
    """Return a pattern of the words for US dollars, in the six languages."""
    rows = [row for row in reference_rows("kinds") if row["column"] == "currency"]
    words = sorted((plain(row["as_written"]) for row in rows), key=len, reverse=True)
    forms = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<![^\W\d_])(?:{forms})(?![^\W\d_])")


@per_reference
def _amounts() -> re.Pattern[str]:
    """Return a pattern of figures with the words for US dollars before or behind them."""
    dollars = _dollars().pattern
    return re.compile(
        rf"(?P<before>(?:{dollars}\s*){{0,2}})(?P<number>[\d.,٬٫\s'’]*\d)\s*(?P<after>{dollars})?"
    )


def without_currency(heading: str) -> str:
    """Return a heading without the words for US dollars in it.

    Examples
    --------
    >>> without_currency("Grant amount (USD)"), without_currency("Montant (EUR)")
    ('grant amount', 'Montant (EUR)')
    """
    bare, n = _dollars().subn(" ", plain(heading))
    return " ".join(re.sub(r"[()（）,，:：]", " ", bare).split()) if n else heading


def read_number(text: str) -> float | None:
    """Return a number with separators; None where they could mean two things.

    Examples
    --------
    >>> read_number("1 234,50"), read_number("2.500.000,5"), read_number("A 5")
    (1234.5, 2500000.5, None)
    """
    digits = re.sub(r"[\s'’]", "", text.translate(_ARABIC_SIGNS))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d{1,2})?", digits):
        return float(digits.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d+,\d{1,2}", digits):
        return float(digits.replace(".", "").replace(",", "."))
    return None


@per_reference
def _words() -> re.Pattern[str]:
    """Return a pattern of what a row of totals begins with, in the six languages."""
    rows = [row for row in reference_rows("kinds") if row["column"] == "total"]
    words = sorted((plain(row["as_written"]) for row in rows), key=len, reverse=True)
    forms = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in words)
    # Behind it stands a year, a currency or a count at most: "Total ban" is a title.
    dollars = _dollars().pattern
    return re.compile(rf"(?:{forms})[\s:：.=()（）\d,$€]*(?:{dollars})?[\s:：.=()（）\d,$€]*")


@dataclass
class Totals:
    """Adds the numbers of each column up, to compare them with the rows that say they do."""

    _rows: int = 0
    _rows_since: int = 0
    _all: dict[int, float] = field(default_factory=dict)
    _since: dict[int, float] = field(default_factory=dict)

    def add(self, texts: Mapping[int, str]) -> None:
        """Add the numbers of a data row."""
        self._rows += 1
        self._rows_since += 1
        for place, text in texts.items():
            number = read_dollars(text)[0]
            if number is not None:
                self._all[place] = self._all.get(place, 0.0) + number
                self._since[place] = self._since.get(place, 0.0) + number

    def is_summed_up(self, texts: Mapping[int, str]) -> bool:
        """Tell a row without a title that adds the others up: "Total for Africa", "2 projects".

        It begins with the word for a total, or all its figures are the sums of rows above.
        """
        first, *others = [(place, text) for place, text in sorted(texts.items())]
        if not others or len(first[1]) > _LONGEST_AMOUNT or _is_figure(first[1]):
            return False
        if begins_total(first[1]) and all(_is_figure(t) or is_count(t) for _, t in others):
            return True  # "Total for Africa", "3 States", no "Summary"
        if not all(_is_figure(text) for _, text in others):
            return False
        numbers = {n: read_dollars(text)[0] for n, text in others}
        sums = {n: (self._since.get(n, 0.0), self._all.get(n, 0.0)) for n in numbers}
        return self._rows > 1 and all(
            number is not None and any(abs(number - each) <= _CENT for each in sums[n])
            for n, number in numbers.items()
        )

    def differences(self, texts: Mapping[int, str]) -> dict[int, float]:
        """Return the sum of the rows for each column whose total is another; a new part begins.

        A total may be of the whole list so far, or of its rows since the last total; below a
        column without figures it is the number of rows.
        """
        differing = {}
        for place, text in texts.items():
            number = read_dollars(text)[0]
            sums = (self._since.get(place, 0.0), self._all.get(place, 0.0))
            if place not in self._all:
                sums = (float(self._rows_since), float(self._rows))
            if number is not None and all(abs(number - each) > _CENT for each in sums):
                differing[place] = sums[1]
        self._since.clear()
        self._rows_since = 0
        return differing


def is_total(texts: Mapping[int, str]) -> bool:
    """Say whether the cells of a row are the word for a total, and figures.

    Examples
    --------
    >>> is_total({1: "Total", 5: "USD 199,958"}), is_total({1: "Total ban", 2: "5 May 2018"})
    (True, False)
    """
    first, *others = [text for _, text in sorted(texts.items())]
    if len(first) > _LONGEST_AMOUNT or not _words().fullmatch(plain(first).strip()):
        return False
    return all(_is_figure(text) or is_count(text) for text in others)


def _is_figure(text: str) -> bool:
    """Say whether a cell beside the word is a figure, a percentage, a dash or the word again."""
    rest = re.sub(r"[%٪\s–—-]", "", text)
    if not rest or _words().fullmatch(plain(text).strip()):
        return True
    return read_dollars(text)[0] is not None or read_number(rest) is not None
