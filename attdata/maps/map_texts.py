"""The ways to set the name of a State on a map: whole, on lines, or as a map has room for it."""

from __future__ import annotations

from collections.abc import Mapping

from attdata.maps.ground import Canvas
from attdata.maps.placement import wrapped
from attdata.maps.tile_names import as_read, in_lines
from attdata.words import LANGUAGES, map_name, state_name, whole_name, word

# Of the lines of a name or of the list of numbers; and closer on a slide of the world, or one with
# an inset, whose names are many.
SPACING, SPACING_OF_WORLD = {"ar": 0.7, "zh": 1.12}, {"ar": 0.58, "zh": 1.12}
USUAL, CLOSER = 0.95, 0.855
DASH = "\N{EM DASH}"
# Names that are whole on a map in a report, as on tiles, where there is room: States by language.
WITH_ROOM = {"ar": "CAF COD", "ru": "BHS CAF COM MDV SYC", "zh": "CAF"}


def map_texts(iso3: str, name: str, language: str, *, slide: bool) -> tuple[list[str], list[str]]:
    r"""Return the ways to set a name, best first, and those where its land has no room for these.

    Examples
    --------
    >>> map_texts("CAF", "中非", "zh", slide=False), map_texts("CAF", "中非", "zh", slide=True)
    ((['中非共和国', '中非\n共和国'], ['中非']), (['中非'], []))
    >>> map_texts("MKD", "N. Macedonia", "en", slide=False)
    (['North Macedonia', 'North\nMacedonia'], [])
    """
    short = [name] if DASH in name else wrapped(name)  # no line of it ends in one
    if slide:
        return short, []
    if iso3 in WITH_ROOM.get(language, "").split():
        whole = state_name(iso3, language)
        return list(dict.fromkeys([*wrapped(whole), in_lines(whole)[-1]])), short
    whole = as_read(whole_name(iso3, language))
    if whole and whole != name:  # on more lines, not cut
        return wrapped(whole, 2 if "-" in whole else 3, hyphens="-" in whole), []
    return short, []


def line_spacing(canvas: Canvas) -> float:
    """Return how far the lines of a name are apart, as a share of the height of the face."""
    world = canvas.world_on_slide
    close = world or bool(canvas.aside and canvas.frames[1:])
    known = SPACING_OF_WORLD if world else SPACING
    return known.get(canvas.language, CLOSER if close else USUAL)


def is_cut(name: str) -> bool:
    """Return whether a name is an abbreviation or has one: "UAE", "Bosnia and Herz."."""
    return "." in name or name[-2:].isupper()


def cut_elsewhere(iso3: str) -> bool:
    """Return whether the short name of a State is an abbreviation in any language.

    A list beside a map then has its whole name: 阿拉伯联合酋长国 as "United Arab Emirates".
    """
    return any(is_cut(map_name(iso3, language)) for language in LANGUAGES)


def short_names_note(named: Mapping[str, str], language: str, *, slide: bool = False) -> str:
    """Say that some of the names of a map are shortened, where any is.

    Examples
    --------
    >>> short_names_note({"BOL": "Bolivia"}, "en"), short_names_note({"PER": "Peru"}, "en")
    ('Some names are shortened', '')
    """
    texts = {
        iso3: map_texts(iso3, name, language, slide=slide)[0][0]
        for iso3, name in named.items()
        if not (slide and cut_elsewhere(iso3))  # whole, or in the list beside the map
    }
    whole = (as_read(state_name(iso3, language)) == text for iso3, text in texts.items())
    return "" if all(whole) else word("note.short_names", language)
