"""Texts of sources in a brief: cut to length between words, and the site that a note names."""

from __future__ import annotations

import re

from attdata.output import clean_text


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many letters, cut between words, the cut shown.

    Examples
    --------
    >>> shortened("one two three", 9)
    'one two …'
    """
    text = clean_text(text)
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + " …"


_ADDRESS = re.compile(r"https?://(?:www\.)?([^/\s;,?#]+)", re.IGNORECASE)


def address_of(note: str) -> str:
    """Return the site of the first public page that a note names, "" where it names none.

    Examples
    --------
    >>> address_of("https://www.controlarms.org/blog/x; Participants: 30")
    'controlarms.org'
    """
    match = _ADDRESS.search(note)
    return match[1] if match else ""
