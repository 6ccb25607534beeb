"""Long lists of States in columns: by the names that are printed, each part under its heading."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from attdata.draw import style
from attdata.draw.drawing import CM, room_across
from attdata.draw.wrap import wrapped
from attdata.spelling import sort_key
from attdata.words import has_word, map_name, state_name, state_order, word

Line = tuple[str, Any]
HEAD = "head"
AGAIN = "again"  # the heading of a part that goes on in the next column
MORE = "more"  # the second line of a row whose name has two
LEAST = 3  # rows of a part below its heading at the foot of a column
# Letters of the official short form of a name that rows have room for, in one line or in each of
# two.
LONGEST = {"ar": (27, 20), "ru": (25, 21), "zh": (11, 11)}
LONGEST_LATIN = (28, 23)
LEADING = {"ar": 0.6, "zh": 1.0}  # of two lines of a name, which are nearer than rows


def row_name(iso3: str, language: str) -> str:
    """Return the name of a State in a row: the official short form where rows have room for it.

    A name longer than two lines of rows have room for, or with brackets, is that of maps, but
    where words.csv has a better one: "UK" is for maps alone.

    Examples
    --------
    >>> row_name("TZA", "en"), row_name("GBR", "en"), row_name("BOL", "en"), row_name("LAO", "ar")
    ('United Republic of Tanzania', 'United Kingdom', 'Bolivia', 'جمهورية لاو الديمقراطية الشعبية')
    """
    if has_word(f"row_name.{iso3}"):
        return word(f"row_name.{iso3}", language)
    short, official = (name(iso3, language).replace("'", "’") for name in (map_name, state_name))
    one, each = LONGEST.get(language, LONGEST_LATIN)
    fits = len(official) <= one or wider_half(official, len) <= each
    return official if fits and len(short) < len(official) and "(" not in official else short


def wider_half(name: str, width: Callable[[str], float]) -> float:
    """Return the width of the wider line of a name in two lines, as even as words allow.

    Examples
    --------
    >>> wider_half("United Republic of Tanzania", len), wider_half("Ukraine", len)
    (15, 7)
    """
    words = name.split()
    halves = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words)))
    return min((max(map(width, half)) for half in halves), default=width(name))


def within(
    states: Iterable[str], most: float, width: Callable[[str], float], language: str
) -> list[str]:
    """Return the names of rows; that of maps where two lines of a width do not hold a name.

    Examples
    --------
    >>> within(["CAF", "PER"], 20, len, "ru"), within(["CAF"], 21, len, "ru")
    (['ЦАР', 'Перу'], ['Центральноафриканская Республика'])
    """
    names = ((row_name(iso3, language), map_name(iso3, language)) for iso3 in states)
    return [name if wider_half(name, width) <= most else short for name, short in names]


def room_of(names: Sequence[str], width: Callable[[str], float]) -> float:
    """Return the room for most names in one line, 19 of 20, and for the others in two.

    Examples
    --------
    >>> room_of(["Peru", "United Republic of Tanzania"], len)
    15.0
    """
    usual = sorted(map(width, names))[: max(1, len(names) * 19 // 20)]
    return float(max([*usual, *(wider_half(name, width) for name in names)], default=0.0))


def unit_across(ax: Any) -> float:
    """Return how long a unit of the x axis is, in cm, where the Axes take the whole width."""
    return room_across(ax.figure) / 72 / CM / float(np.ptp(ax.get_xlim()))


def names_of(ax: Any, rows: Any, room: float, size: float, language: str) -> list[str]:
    """Return the names of rows with their marks, in two lines where wider than a room.

    The room is in units of the x axis. Each is wrapped alone: others are no narrower for it.
    """
    named = (row_name(str(iso3), language) + mark
             for iso3, mark in zip(rows["iso3"], rows["mark"], strict=True))  # fmt: skip
    return [wrapped([name], ax, room * unit_across(ax), size)[0] for name in named]


def write_name(
    ax: Any, name: str, place: tuple[float, float], size: float, iso3: str, language: str
) -> None:
    """Write the name of a State before its row, in one line or two.

    One line stands by its font: with a spacing it would stand by its ink, higher with a tail.
    """
    end = "left" if style.right_to_left(language) else "right"
    two = "\n" in name
    ax.text(*place, name, ha=end, va="center" if two else "center_baseline", multialignment=end,
            fontsize=size, linespacing=LEADING.get(language, 0.85) if two else "normal",
            gid=f"state:{iso3}")  # fmt: skip


def in_named_columns(
    lines: Sequence[Line], names: Mapping[Any, str], across: int
) -> tuple[list[list[Line]], set[Any]]:
    r"""Return lines in columns, with a second one where the name of a State has two; and which.

    Examples
    --------
    >>> in_named_columns([("state", 1), ("state", 2)], {1: "Saint\nLucia", 2: "Peru"}, 1)
    ([[('state', 1), ('more', 1), ('state', 2)]], {1})
    """
    long = {value for value, name in names.items() if "\n" in name}
    return in_columns(with_second_lines(lines, long), across), long


def placed(column: Sequence[Line], long: Collection[Any]) -> Iterator[tuple[str, Any, float]]:
    """Yield the lines of a column and how high each is; one of two lines is between both.

    Examples
    --------
    >>> list(placed([("state", 1), ("more", 1), ("state", 2)], {1}))
    [('state', 1, -0.5), ('state', 2, -2.0)]
    """
    for i, (kind, value) in enumerate(column):
        if kind != MORE:
            yield kind, value, -float(i) - 0.5 * (value in long)


def with_second_lines(lines: Sequence[Line], long: Collection[Any]) -> list[Line]:
    """Return lines with a second one below each State whose name has two lines.

    Examples
    --------
    >>> with_second_lines([("head", "Asia"), ("state", 1), ("state", 2)], {1})
    [('head', 'Asia'), ('state', 1), ('more', 1), ('state', 2)]
    """
    doubled: list[Line] = []
    for kind, value in lines:
        doubled.append((kind, value))
        if kind not in (HEAD, AGAIN) and value in long:
            doubled.append((MORE, value))
    return doubled


def shortened(states: Iterable[str], language: str) -> list[str]:
    """Say that some names of States are shortened, where one that is printed is not the official.

    Examples
    --------
    >>> shortened(["PER", "IRN"], "en"), shortened(["PER"], "en"), shortened(["OMN"], "ar")
    (['Some names of States are shortened'], [], [])
    """
    printed = ((row_name(iso3, language), state_name(iso3, language)) for iso3 in states)
    cut = any(sort_key(name, language) != sort_key(whole, language) for name, whole in printed)
    return [word("note.shortened", language)] if cut else []


def name_order(iso3: str, language: str) -> str:
    """Return what a State is sorted by where its short name is printed; Chinese in English order.

    A name that is cut short, with a dot, stands where the whole would: "Dominican Rep." behind
    "Dominica".

    Examples
    --------
    >>> sorted(["COD", "COG", "ARE"], key=lambda iso3: name_order(iso3, "en"))  # DR Congo
    ['COG', 'COD', 'ARE']
    >>> sorted(["DOM", "DMA"], key=lambda iso3: name_order(iso3, "ru"))
    ['DMA', 'DOM']
    """
    name = row_name(iso3, language)
    if language == "zh" or "." in name:
        return state_order(iso3, language)
    return sort_key(name, language)


def heading(text: str) -> str:
    """Return a text with a capital where it begins.

    Examples
    --------
    >>> heading("yes every time"), heading("«за», когда присутствует")
    ('Yes every time', '«За», когда присутствует')
    """
    first = next((i for i, letter in enumerate(text) if letter.isalpha()), 0)
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]


def rule_between(ax: Any, step: float, across: int, gap: float, ends: tuple[float, float]) -> None:
    """Draw a thin line in the middle of the gap between two columns."""
    for column in range(1, across):
        x = step * column - gap / 2
        ax.plot([x, x], ends, color=style.GRID, linewidth=0.6, gid="rule")


def in_columns(lines: Sequence[Line], across: int) -> list[list[Line]]:
    """Return lines in columns of about one height; a part that goes on has its heading again.

    Parameters
    ----------
    lines
        (``HEAD``, name) before the lines of each part, and the lines.
    across
        How many columns.

    Returns
    -------
    list of list
        The columns. None ends with a heading; one that is repeated is (``AGAIN``, name).

    Examples
    --------
    >>> lines = [("head", "Asia"), ("state", "JPN"), ("state", "KOR"), ("state", "NPL")]
    >>> in_columns(lines, 2)
    [[('head', 'Asia'), ('state', 'JPN'), ('state', 'KOR')], [('again', 'Asia'), ('state', 'NPL')]]
    """
    down = -(-len(lines) // across)
    while True:
        columns = _filled(lines, down)
        if len(columns) <= across:
            return columns
        down += 1


def _filled(lines: Sequence[Line], down: int) -> list[list[Line]]:
    """Return the lines in columns of at most so many lines."""
    columns: list[list[Line]] = [[]]
    head: Line | None = None
    for i, line in enumerate(lines):
        needed = 2 if i + 1 < len(lines) and lines[i + 1][0] == MORE else 1
        if line[0] == HEAD:
            # A heading at the foot, with a row or two, would stand apart from what it heads.
            head, below = line, [kind for kind, _ in lines[i + 1 : i + 1 + LEAST]]
            needed += below.index(HEAD) if HEAD in below else len(below)
        if len(columns[-1]) + needed > down and columns[-1]:
            columns.append([(AGAIN, head[1])] if head and line[0] != HEAD else [])
        columns[-1].append(line)
    return columns


def heading_of(line: Line, name: str, language: str) -> str:
    """Return a heading, "(continued)" where its part began in the column before.

    Examples
    --------
    >>> heading_of((AGAIN, "Asia"), "Asie", "fr"), heading_of((HEAD, "Asia"), "Asie", "fr")
    ('Asie (suite)', 'Asie')
    """
    return word("count.continued", language, label=name) if line[0] == AGAIN else name
