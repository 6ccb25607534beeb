"""The letters of a depositary's cell: without tags, broken words and accents."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"<(superscript|sup)>.{0,200}?</\1>", re.IGNORECASE | re.DOTALL)


def plain(text: str) -> str:
    r"""Return a text without footnote tags, broken words and superfluous blanks.

    Examples
    --------
    >>> plain("Ratifi-\ncation,  Accession(a)<superscript>1</superscript>")
    'Ratification, Accession(a)'
    """
    text = unicodedata.normalize("NFC", _MARKS.sub("", text)).replace("\u00ad", "")
    text = re.sub(r"([a-zà-ÿ])-\s*\n\s*(?=[a-zà-ÿ])", r"\1", text)
    text = text.replace("\u2019", "'").replace("\u02bc", "'")
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return a text in lower case without accents, of the same length where possible."""
    if text.isascii():
        return text.lower()
    letters = (unicodedata.normalize("NFD", c)[:1] for c in unicodedata.normalize("NFC", text))
    return "".join(letters).lower()


def without_footnotes(text: str) -> str:
    """Drop footnote numbers and marks that stand after a heading ("Participant 1, 2")."""
    return re.sub(r"(?<=[^\W\d]|\))[\s,]*[\d*†,\s]+$", "", text).strip()
