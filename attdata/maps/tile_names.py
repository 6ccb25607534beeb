"""Names of States on tiles: as the United Nations write them, on up to three lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from attdata.draw.style import BASE_SIZE
from attdata.draw.wrap import text_width
from attdata.maps.placement import chinese_lines, divisions
from attdata.spelling import sort_key
from attdata.words import has_word, map_name, state_name, state_order, word

# Letters of a name by the number of its lines, the largest first.
Sizes = tuple[tuple[int, float], ...]
LETTERS: Sizes = ((1, 6.5), (1, 6.1), (2, 6.3), (2, 6.1), (3, 6.0))
# Of a telephone, on which a point is 1.7 pixels: nothing below ten pixels.
LETTERS_ON_PHONE: Sizes = (
    *((1, 7.4), (2, 7.0), (1, 6.6), (2, 6.6), (1, 6.2), (2, 6.2), (3, 6.0)),
)  # fmt: skip
# Points by which a name that fits in no size comes nearer to the edges, and how much smaller its
# letters are at most: less, and a shorter name is better.
LESS_OFF, SMALLER = 2.06, 0.992
# By how much wider lines may be than those with a bracket that opens within one, a line of hardly
# any letters, or one that ends with a short word, such as "and".
BRACKET, STUMP, FEW, ENDS = 0.25, 0.2, 5, 0.05
# Words that are wider than a tile, and where they are broken.
COMPOUND = {"Центральноафриканская": "Центрально- африканская"}
_NO_LETTERS = re.compile(r"[\W_]")
# In tables an Arabic name begins with what it is sorted by: "Iran (Republic - Islamic)".
_TURNED = re.compile(r"(?P<name>.+) \((?P<before>.+) - (?P<behind>.+)\)")


def tile_names(iso3: str, language: str) -> list[str]:
    """Return the names of a State for its tile: as the United Nations write it, then shorter ones.

    Examples
    --------
    >>> tile_names("GBR", "en")[1:], tile_names("MKD", "en")
    (['UK'], ['North Macedonia', 'N. Macedonia'])

    An Arabic name stands in the order in which it is read.

    >>> tile_names("IRN", "ar")
    ['جمهورية إيران الإسلامية', 'إيران']
    """
    whole = word(f"tile.{iso3}", language) if has_word(f"tile.{iso3}") else _whole(iso3, language)
    names = [whole, map_name(iso3, language)]
    # An apostrophe in print is curled, as it is in all other texts.
    curled = dict.fromkeys(name.replace("'", "’") for name in names)
    return sorted(curled, key=len, reverse=True)


def _whole(iso3: str, language: str) -> str:
    """Return the name of a State in the United Nations, in the order in which it is read."""
    return as_read(state_name(iso3, language))


def as_read(name: str) -> str:
    """Return a name in the order in which it is read, not that in which it is sorted.

    Examples
    --------
    >>> as_read("إيران (جمهورية - الإسلامية)")
    'جمهورية إيران الإسلامية'
    """
    return _TURNED.sub(r"\g<before> \g<name> \g<behind>", name)


def tile_order(iso3: str, language: str) -> str:
    """Return what a tile is sorted by: the whole name, as it is read; Chinese in English order.

    Examples
    --------
    >>> sorted(["COD", "DNK", "MDA", "PRT", "ROU"], key=lambda iso3: tile_order(iso3, "en"))
    ['COD', 'DNK', 'PRT', 'MDA', 'ROU']
    """
    if language == "zh":
        return state_order(iso3, language)
    return sort_key(tile_names(iso3, language)[0], language)


def fitted(names: Sequence[str], renderer: Any, room: float, sizes: Sizes) -> tuple[str, float]:
    """Return the first name that fits a tile, in lines, and the size of its letters.

    Small letters come nearer to the edges rather than that a name is cut short, and where none
    fits they are smaller still.

    Parameters
    ----------
    names
        What :func:`tile_names` gives.
    renderer
        Of the figure, which measures text.
    room
        Points of a tile's width that a name may take.
    sizes
        Numbers of lines and sizes of letters, the best first.
    """
    most, smallest = sizes[-1]

    def wide(line: str) -> float:
        return text_width(line, renderer)

    for name in names:
        ways = in_lines(name, most, wide)
        # Measuring text is dear: once for each way, in a size from which the others follow.
        widths = [max(map(wide, way.split("\n"))) for way in ways]
        for lines, size in sizes:
            if lines <= len(ways) and widths[lines - 1] * size / BASE_SIZE <= room:
                return ways[lines - 1], size
        best = min(range(len(ways)), key=lambda way: (widths[way], way))
        letters = min(smallest, BASE_SIZE * (room + LESS_OFF) / widths[best])
        if letters >= SMALLER * smallest:
            break
    return ways[best], letters


def short_for_whole(text: str, iso3: str, language: str) -> str:
    """Return what a name that is cut short stands for: "DPR Korea: Democratic People’s ...".

    Nothing, where it is whole, however it is broken in lines.
    """
    name = " ".join(text.replace("-\n", "-").split())
    whole = _whole(iso3, language).replace("'", "’")
    letters, others = (_NO_LETTERS.sub("", part) for part in (name, whole))
    return "" if letters == others else word("count.label", language, label=name, n=whole)


def in_lines(name: str, most: int = 3, wide: Callable[[str], float] = len) -> list[str]:
    r"""Return a name on one line, on two, and so on; a word wider than a tile is broken.

    Examples
    --------
    >>> in_lines("Bolivia (Plurinational State of)")[-1]
    'Bolivia\n(Plurinational\nState of)'
    >>> in_lines("Центральноафриканская Республика")[-1]
    'Центрально-\nафриканская\nРеспублика'
    """
    if min(name) > "\u2e80":  # Chinese has no spaces
        return chinese_lines(name)
    whole = next((compound for compound in COMPOUND if compound in name), "")
    words = name.replace("-", "- ").split(" ")
    made = [name]
    for parts in range(2, min(most, len(words)) + 1):
        ways = [[line.replace("- ", "-") for line in way] for way in divisions(words, parts)]
        best = min(ways, key=lambda way: _cost(way, wide))
        made.append("\n".join(best))
    if whole:  # its parts and what follows
        made.append(name.replace(whole, COMPOUND[whole]).replace(" ", "\n"))
    return made


def _cost(lines: list[str], wide: Callable[[str], float]) -> float:
    """Return what it costs to break a name into these lines: how wide they are, and bad breaks."""
    brackets = sum("(" in line[1:] for line in lines)
    stumps = sum(len(line) < FEW or line == "Saint-" for line in lines)
    ends = sum(len(re.split("[ -]", line.rstrip("-"))[-1]) <= 3 for line in lines[:-1])
    return max(map(wide, lines)) * (1 + BRACKET * brackets + STUMP * stumps + ENDS * ends)
