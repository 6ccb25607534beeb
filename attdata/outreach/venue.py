"""In which State a place lies: where it names it, or is one of the cities of ``places.csv``.

The last word of a place is its State only where it can be nothing else: "Tbilisi, Georgia" is in
Georgia, "Atlanta, Georgia" is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from attdata.names.aliases import distinct_names
from attdata.outreach.columns import clean, key_of
from attdata.reference import per_reference, reference_rows

NAMESAKE = "names a State that has its name from elsewhere, too. No host is taken from it;"
SEVERAL = "may be in more than one State. No host is taken from it;"
SAY_WHERE = "write the State into a column Country."
_BEHIND = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_PARTS = re.compile(r"\s*[;；؛/|]\s*|\s+(?:and|et|y|e|и|و|&)\s+|\s*(?:和|与|及)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Venue:
    """The States in which a place lies (several where it names several), and what is doubtful."""

    states: tuple[str, ...] = ()
    warning: str = ""
    hint: str = SAY_WHERE


@per_reference
def _places(kind: str) -> dict[str, str]:
    """Return place (as compared) -> State, for cities or for namesakes."""
    rows = [row for row in reference_rows("places") if row["kind"] == kind]
    return {key_of(row["name"]): row["iso3"] for row in rows}


def find_venue(text: str, state: Callable[[str], str], meanings: Callable[[str], str]) -> Venue:
    """Return the States in which the place of an activity lies.

    Parameters
    ----------
    text
        The cell of the place, in any of the six languages.
    state
        Returns the State that a text names, else "".
    meanings
        Returns the names of the States that a text may mean ("Congo"), joined by " or ", else "".

    Returns
    -------
    Venue
        No State where the place names none and is in no list; with a warning where it may be in
        several.

    Examples
    --------
    >>> from attdata.outreach.cells import Names
    >>> names = Names()
    >>> find_venue("Santiago, Chile and Lima, Peru", names.state, names.meanings).states
    ('CHL', 'PER')
    >>> find_venue("Atlanta, Georgia", names.state, names.meanings).states
    ()
    """
    text = clean(text)
    parts = [part for part in _PARTS.split(text) if part]
    places = [_one(part, state, meanings) for part in parts]
    if len(parts) > 1 and all(place.states for place in places):
        return Venue(tuple(dict.fromkeys(iso3 for place in places for iso3 in place.states)))
    whole = _one(text, state, meanings)
    doubtful = [place for place in places if place.warning]
    return whole if whole.states or not doubtful else doubtful[0]


def _last(text: str) -> tuple[str, str]:
    """Return what stands before and behind the last comma of a place."""
    before, _, last = text.rpartition("," if "," in text else "，" if "，" in text else "،")
    return before.strip(), last.strip()


def _doubtful(meant: str) -> Venue:
    """Return no State for a place in one of several, and say which they are."""
    return Venue((), SEVERAL, f"write one of these into a column Country: {meant}.")


def _one(text: str, state: Callable[[str], str], meanings: Callable[[str], str]) -> Venue:
    """Return the State of one place."""
    plain = _BEHIND.sub("", text)
    cities = _places("city")
    for form in dict.fromkeys((text, plain)):
        if iso3 := cities.get(key_of(form)):
            return Venue((iso3,))
    before, last = _last(plain)
    if not before:
        if key_of(plain) in _places("namesake"):
            return Venue((), NAMESAKE)
        if iso3 := state(plain):
            return Venue((iso3,))
        meant = meanings(plain)
        return _doubtful(meant) if meant else Venue()
    iso3 = state(last)
    towns = {cities.get(key_of(part), "") for part in re.split(r"[,，،]", before)}
    if iso3 and key_of(last) in _places("namesake"):
        # Only with a city of its own is it the State: "Tbilisi, Georgia".
        return Venue((iso3,)) if iso3 in towns else Venue((), NAMESAKE)
    if iso3:
        return Venue((iso3,))
    if meant := meanings(last):
        # A city of one of them settles which is meant: "Kinshasa, Congo", "Seoul, Korea".
        names, options = distinct_names(), meant.split(" or ")
        held = [town for town in towns if town and names[town] in options]
        return Venue((held[0],)) if len(held) == 1 else _doubtful(meant)
    # "Palais des Nations, Geneva"
    city = cities.get(key_of(last))
    return Venue((city,)) if city else Venue()
