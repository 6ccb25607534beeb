"""Places of names that were searched for before, so that a map need not search again.

``data/raw/geo/label_places.csv`` holds one row for each name on the maps of a conference, in the
six languages; ``data/raw/geo/make_label_places.py`` writes it. A map whose names, languages and
land are those of the table takes the places from there when they fit: each text has the size that
it had, and nothing else has taken its room. Otherwise the places are searched for, as for any map.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

import numpy as np

from attdata.maps.ground import Canvas
from attdata.maps.label_numbers import DIGITS_HIGH, ON_IT, Numbers
from attdata.maps.label_room import Item, Spot
from attdata.maps.placement import Box, centred, wrapped
from attdata.reference import raw_folder

FILE = "label_places.csv"
COLUMNS = (
    *("map", "key", "text", "size", "left", "bottom", "right", "top"),
    *("line_from_x", "line_from_y", "line_to_x", "line_to_y", "on_land", "kind"),
)
Place = tuple[Spot, str]  # and what stands there
NAME, NUMBER, IN_DOT = "name", "number", "number in a dot"
DIGITS = 6  # of a coordinate in millimetres
SLACK = 0.001  # millimetres: a rounded edge takes no square beside its own
OWN_LAND = 0.4  # of what lies below a name on land: less, and borders or groups have changed
SAME = 0.02  # millimetres by which a text may be wider or higher than it was
_recorded: dict[str, dict[str, Place]] | None = None


def name_of_map(canvas: Canvas, items: Collection[Item], numbers: bool) -> str:
    """Return what tells a map from all others: its land, its scale, and what is named on it."""
    lengths = [number for frame in canvas.frames for number in (*frame.box, frame.scale)]
    lengths += [*canvas.box, canvas.unit, canvas.least, canvas.dot, canvas.aside]
    said = repr((
        canvas.language, [frame.view for frame in canvas.frames], numbers,
        [f"{float(length):.6e}" for length in lengths],  # the same whatever computes them
        sorted((item.key, *item.texts, item.weight, *sorted(item.ids)) for item in items),
        # Names of groups keep off the dots, of which there are fewer where statuses are shown.
        [] if numbers else sorted(canvas.dots),
    ))  # fmt: skip
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


@contextmanager
def recording() -> Iterator[dict[str, dict[str, Place]]]:
    """Search for all places while this lasts, and collect them: map -> key -> place."""
    global _recorded
    _recorded = {}
    try:
        yield _recorded
    finally:
        _recorded = None


def record(name: str, names: Numbers, items: Iterable[Item]) -> None:
    """Keep the places of a map, where they are being collected."""
    if _recorded is not None:
        _recorded[name] = {
            item.key: (names.spots[item.key], _kind(names, item.key))
            for item in items
            if item.key in names.spots
        }


def _kind(names: Numbers, key: str) -> str:
    if key in names.dotted:
        return IN_DOT
    return NUMBER if key in names.numbers else NAME


@cache
def _rows() -> dict[str, list[list[str]]]:
    """Return the rows of the table by their map."""
    path = raw_folder("geo") / FILE
    maps: dict[str, list[list[str]]] = {}
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                maps.setdefault(row[0], []).append(row)
    return maps


def stored_places(name: str) -> dict[str, Place]:
    """Return the places of a map of the table by their keys; of any other map, none."""
    rows = (dict(zip(COLUMNS, row, strict=True)) for row in _rows().get(name, ()))
    return {row["key"]: place_of(row) for row in rows}


def place_of(row: dict[str, str]) -> Place:
    """Return the place of a row of the table."""
    left, bottom, right, top = (float(row[name]) for name in COLUMNS[4:8])
    line = [float(row[name]) for name in COLUMNS[8:12] if row[name]]
    text = row["text"].replace("\\n", "\n")
    spot = Spot(text, float(row["size"]), (left, bottom, right, top))
    spot.on_land = row["on_land"] == "1"
    if line:
        spot.start, spot.end = (line[0], line[1]), (line[2], line[3])
    return spot, row["kind"]


def rows_of(maps: dict[str, dict[str, Place]]) -> Iterator[list[str]]:
    """Yield the rows of the table."""
    for name in sorted(maps):
        for key, (spot, kind) in maps[name].items():
            line = [] if spot.start is None else [*spot.start, *spot.end]
            numbers = [f"{round(float(x), DIGITS):.10g}" for x in (*spot.box, *line)]
            numbers += [""] * (8 - len(numbers))
            text = spot.text.replace("\n", "\\n")
            yield [name, key, text, f"{spot.size:.10g}", *numbers, str(int(spot.on_land)), kind]


def placed_before(name: str, names: Numbers, items: Collection[Item]) -> bool:
    """Put the names where the table has them; False, and nothing is put, where that does not fit.

    Parameters
    ----------
    name
        What :func:`name_of_map` gives.
    names
        The names of the map, of which none has a place yet.
    items
        What is to be named.
    """
    places = {} if _recorded is not None else stored_places(name)
    if not places or not all(_fits(names, item, places.get(item.key)) for item in items):
        return False
    numbered = [item for item in items if places[item.key][1] != NAME]
    for item in items:
        if places[item.key][1] == NAME:
            names.keep(item.key, places[item.key][0])
    for item in sorted(numbered, key=lambda item: int(places[item.key][0].text)):
        spot, kind = places[item.key]
        if kind == IN_DOT:
            left, bottom, right, top = spot.box
            names.put_in_dot(item, spot.text, ((left + right) / 2, (bottom + top) / 2))
        else:
            names.keep(item.key, spot)
        names.numbers[item.key] = item.short or item.texts[0]
    if names.numbers:
        names.list_numbers()
    return True


def _is_of(item: Item, text: str) -> bool:
    """Return whether a text is one of a name's, or that broken behind its hyphens."""
    known = [*item.texts, *item.shorter]
    return text in known or text in wrapped(item.texts[0], 2, hyphens=True)


def _fits(names: Numbers, item: Item, place: Place | None) -> bool:
    """Say whether a text is as large as it was and its room is free, on its own land if on land.

    A line is looked at where it might meet the legend, which grows with its counts.
    """
    if place is None:
        return False
    spot, kind = place
    if kind == IN_DOT and item.look is None or kind == NAME and not _is_of(item, spot.text):
        return False
    if spot.size < names.canvas.least - SAME:
        return False
    left, bottom, right, top = spot.box
    wide, high = names.size(spot.text, spot.size, item.weight if kind == NAME else "normal")
    low = high if kind == NAME else DIGITS_HIGH * high  # a number on small land
    if abs(right - left - wide) > SAME or not low - SAME <= top - bottom <= high + SAME:
        return False
    if kind == IN_DOT:
        room = names.dot_of(item, spot.text)[1]
        left, bottom, right, top = centred((left + right) / 2, (bottom + top) / 2, (room, room))
    elif spot.on_land and names.own_land(item, spot) < (OWN_LAND if kind == NAME else ON_IT):
        return False
    inside: Box = (left + SLACK, bottom + SLACK, right - SLACK, top - SLACK)
    dots = names.spaces(item, -1)
    free = names.is_free(replace(spot, box=inside, start=None))
    free = free and not (
        item.off and names.raster.squares(item.off)[names.raster.window(inside)].any()
    )
    names.spaces(item, 1, dots)
    return free and not _meets_legend(names.canvas, spot)


def _meets_legend(canvas: Canvas, spot: Spot) -> bool:
    """Say whether the line to a name runs through the legend."""
    if canvas.legend is None or spot.start is None:
        return False
    x, y = np.linspace(spot.start, spot.end, 50).T
    left, bottom, right, top = canvas.legend
    return bool(((x > left) & (x < right) & (y > bottom) & (y < top)).any())
