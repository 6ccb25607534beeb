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


def shortened_list(names: str, most: int) -> str:
    """Return names joined by "; " in at most so many letters, cut between names where there are.

    Examples
    --------
    >>> shortened_list("Control Arms; Pace University; Saferworld", 33)
    'Control Arms; Pace University; …'
    >>> shortened_list("Small Arms Survey of the Graduate Institute", 20)
    'Small Arms Survey …'
    """
    names = clean_text(names)
    if len(names) <= most:
        return names
    whole, between, _ = names[: most - 1].rpartition("; ")
    return f"{whole}; …" if between else shortened(names, most)


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


def site_parts(text: str) -> list[str]:
    """Return a text parted where the name of a site in it may break: before its dots.

    Examples
    --------
    >>> site_parts("E026 armedviolencereduction.org"), site_parts("Control Arms, p. 3")
    (['E026 armedviolencereduction', '.org'], ['Control Arms, p. 3'])
    """
    return re.split(r"(?<=[a-z0-9])(?=\.[a-z])", text)
