"""What kind of activity a cell means, in one word for each kind, whatever its language.

The words are rows of ``kinds.csv``: ``kind`` for kinds as they are written, ``kind_word`` for the
words of which other kinds are made ("atelier sous-régional de formation"), ``family`` for kinds
that may be two names of one event (a week of working groups, and the day of one of them).
"""

from __future__ import annotations

import re
from functools import partial

from attdata.outreach.columns import clean, key_of
from attdata.reference import per_reference, reference_rows


@per_reference
def _kinds() -> dict[str, str]:
    """Return kind (as compared) -> the kind it means."""
    rows = [row for row in reference_rows("kinds") if row["column"] == "kind"]
    return {key_of(row["as_written"]): row["value"] for row in rows}


@per_reference
def _families() -> dict[str, str]:
    """Return kind -> the family of kinds that may name the same event."""
    rows = [row for row in reference_rows("kinds") if row["column"] == "family"]
    return {row["as_written"]: row["value"] for row in rows}


@per_reference
def _words() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return a pattern for each English word of a kind, adjectives first, as the table has them."""
    forms: dict[str, list[str]] = {}
    for row in reference_rows("kinds"):
        if row["column"] == "kind_word":
            forms.setdefault(row["value"], []).append(_pattern(row["as_written"]))
    return tuple((re.compile("|".join(each)), word) for word, each in forms.items())


def _pattern(written: str) -> str:
    """Return a pattern for a word ("*": with any ending); Chinese has no blanks between words."""
    words = [re.escape(key_of(word)) + r"\w*" * word.endswith("*") for word in written.split()]
    pattern = " ".join(words)
    return pattern if written[:1] >= "\u2e80" else rf"(?<!\w)(?:ال)?{pattern}(?!\w)"


@partial(per_reference, most=4_096)
def kinds_of(text: str) -> tuple[str, ...]:
    """Return the kinds that a cell names, each in English as ``kinds.csv`` has it.

    Parameters
    ----------
    text
        The cell, in any of the six languages; ";" separates several kinds.

    Returns
    -------
    tuple of str
        One for each kind that is understood; () where none is.

    Examples
    --------
    >>> kinds_of("Atelier régional; formation"), kinds_of("table-ronde régionale d'experts")
    (('regional workshop', 'training'), ('regional roundtable',))
    """
    understood = []
    for piece in map(clean, re.split(r"[;；؛\n]", text)):
        key = key_of(piece)
        if not piece:
            continue
        kind = _kinds().get(key) or " ".join(word for form, word in _words() if form.search(key))
        if kind:
            understood.append(kind)
    return tuple(dict.fromkeys(understood))


@per_reference
def _counting() -> dict[str, bool]:
    """Return kind -> whether it counts as outreach (column ``counts`` of the table)."""
    rows = [row for row in reference_rows("kinds") if row["column"] == "kind"]
    return {row["value"]: row.get("counts") != "no" for row in rows}


def counts_as_outreach(text: str) -> bool:
    """Say whether an activity of the kinds in a cell counts as outreach.

    Conferences of States Parties, their working groups and preparatory meetings do not: States come
    to them, they go to no State. One kind of several that counts is enough; a kind that the table
    does not have counts, for it stands in a log of outreach.

    Examples
    --------
    >>> counts_as_outreach("working group meetings"), counts_as_outreach("CSP; side event")
    (False, True)
    """
    kinds = kinds_of(text)
    return not kinds or any(_counting().get(kind, True) for kind in kinds)


def family_of(text: str) -> str:
    """Return the family of the first kind of a cell: two kinds of one may name the same event.

    Examples
    --------
    >>> family_of("WGTU meeting") == family_of("working group meetings"), family_of("side event")
    (True, 'side event')
    """
    kind = next(iter(kinds_of(text)), key_of(text))
    return _families().get(kind, kind)
