"""Names on a map: on the land, beside it or its dot, at the end of a line, else as a number.

No name covers land but its own, or anything else that is drawn; a line to a name crosses as little
land of others as can be. Where that would be much, a number stands on the land and its meaning in a
list on the map. The same input gives the same places. Lengths are millimetres.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from itertools import combinations

import numpy as np

from attdata.draw.style import right_to_left
from attdata.maps import placement
from attdata.maps.ground import Canvas, Look
from attdata.maps.label_room import Item, Spot
from attdata.maps.label_search import NEIGHBOURS, Search, distances
from attdata.maps.raster import Raster
from attdata.words import word

# How often names are placed anew among all others, and what a line over other names costs at last.
REPAIRS, LAST = 3, 30.0
# Above so many millimetres of line, over land of others or in all, a number is read more easily.
MOST_CROSSED, MOST_LONG = 4.5, 18.0


def draw_names(
    canvas: Canvas,
    looks: Mapping[str, Look],
    names: Mapping[str, str],
    raster: Raster,
    heavy: Mapping[str, str] | None = None,
) -> None:
    """Print the names of States.

    Parameters
    ----------
    canvas
        With its dots and legend drawn: names keep clear of both.
    looks
        iso3 -> how the State is drawn; the ink contrasts with it.
    names
        iso3 -> name in the language of the map.
    raster
        The land of the canvas, and what is taken.
    heavy
        iso3 -> colour of the bold names, where they do not lie on land.
    """
    items, heavy = [], heavy or {}
    for iso3 in sorted(names):
        look, dot = looks[iso3], canvas.dots.get(iso3)
        spots = [(dot[0] / canvas.unit, dot[1] / canvas.unit)] if dot else []
        texts, frame = placement.wrapped(names[iso3]), canvas.home.get(iso3, 0)
        item = Item(iso3, texts, [iso3], frame, spots, look.color, bool(look.hatch))
        if iso3 in heavy:
            item.weight, item.ink = "bold", heavy[iso3]
        items.append(item)
    place_names(canvas, items, raster)


def place_names(
    canvas: Canvas, items: Collection[Item], raster: Raster, *, numbers: bool = True
) -> dict[str, Spot]:
    """Find a place for every item and print it there; returns the places by key.

    With ``numbers``, a number stands where the line to a name would be long.
    """
    names = Names(canvas, raster)
    land = [item for item in items if not item.dots or len(item.ids) > 1]
    for item in land:
        names.on_land(item, item.texts)
    left = [item for item in items if item.key not in names.spots]
    names.anchors = {item.key: np.array(names.anchor(item)) for item in left}
    left = names.in_columns(left)
    for item in names.crowded_first(left):
        names.beside(item)
    for _ in range(REPAIRS):  # what was placed first did not know of the rest
        if not sum(names.again(item) for item in left):
            break
    names.untangle(left)
    far = [item for item in left if numbers and names.is_far(item)]
    names.numbered(far)
    names.nearer(left, far)
    for item in items:  # whatever is left has a name, however long the line
        if item.key not in names.spots:
            names.beside(item, math.inf, over=LAST)
    for item in items:
        if item.key in names.spots:
            names.draw(item)
    return names.spots


class Names(Search):
    """The names of one map: those in columns, those that are numbers, and all others."""

    def __init__(self, canvas: Canvas, raster: Raster) -> None:
        super().__init__(canvas, raster)
        self.numbers: dict[str, str] = {}

    def in_columns(self, items: list[Item]) -> list[Item]:
        """Name the dots in the right half of an inset in a column; return the other items."""
        rest = list(items)
        for number, frame in enumerate(self.canvas.frames[1:], start=1):
            left, bottom, right, top = self.canvas.millimetres(frame.box)
            chain = [
                item for item in items
                if item.frame == number and self.anchor(item)[0] > (left + right) / 2
            ]  # fmt: skip
            if not frame.column or not chain:
                continue
            chain.sort(key=lambda item: -self.anchor(item)[1])
            sizes = [self.size(item.texts[0], self.beside_size) for item in chain]
            edge = right - 1.0 - max(wide for wide, _ in sizes)
            high = max(high for _, high in sizes) + 0.9
            wanted = [self.anchor(item)[1] for item in chain]
            places = placement.column(wanted, high, bottom + 3.0, top - 1.0)
            for item, size, y in zip(chain, sizes, places, strict=True):
                box = (edge, y - size[1] / 2, edge + size[0], y + size[1] / 2)
                start = self.anchor(item)
                gap = self.dot * 0.6 if item.dots else 0.0
                self.keep(
                    item.key,
                    Spot(
                        item.texts[0],
                        self.beside_size,
                        box,
                        (start[0] + gap, start[1]),
                        (edge - 0.5, y),
                    ),
                )
                rest.remove(item)
        return rest

    def crowded_first(self, items: list[Item]) -> list[Item]:
        """Return the items, those with most others around them first."""
        if not items:
            return []
        spots = np.array([self.anchor(item) for item in items])
        gaps = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
        order = np.argsort(-(gaps < 12).sum(axis=1), kind="stable").tolist()
        return [items[i] for i in order]

    def untangle(self, items: list[Item]) -> None:
        """Let names of neighbours that stand in each other's place change it, if that costs less.

        One name alone cannot move to where the other is.
        """
        for one, other in combinations(items, 2):
            if not self.crossed_over(one.key, other.key):
                continue
            best = {item.key: self.spots[item.key] for item in (one, other)}
            cost = sum(spot.cost for spot in best.values())
            for first, second in ((one, other), (other, one)):
                for item in (one, other):
                    self.release(item.key)
                self.beside(first)
                self.beside(second)
                held = {i.key: self.spots[i.key] for i in (one, other) if i.key in self.spots}
                if len(held) == 2 and sum(spot.cost for spot in held.values()) < cost:
                    best, cost = held, sum(spot.cost for spot in held.values())
                for key in held:
                    self.release(key)
                for key, spot in best.items():
                    self.keep(key, spot)

    def nearer(self, items: Collection[Item], numbered: Collection[Item]) -> None:
        """Look for a nearer place where the line of a neighbour that is a number now has gone."""
        for item in items:
            if item.key not in self.numbers and self.is_near(item, numbered):
                self.again(item)

    def is_near(self, item: Item, others: Collection[Item]) -> bool:
        """Return whether the land of an item lies near that of one of the others."""
        here = self.anchors[item.key]
        return any(np.hypot(*(here - self.anchors[other.key])) < NEIGHBOURS for other in others)

    def is_far(self, item: Item) -> bool:
        """Return whether a number on the land is read more easily than the line to the name."""
        spot = self.spots.get(item.key)
        if spot is None:
            return True
        if item.dots or spot.start is None:
            return False
        long = np.hypot(spot.end[0] - spot.start[0], spot.end[1] - spot.start[1])
        return spot.crossed > MOST_CROSSED or bool(long > MOST_LONG)

    def numbered(self, items: list[Item]) -> None:
        """Print numbers on the land of States, from the north down, and what they stand for."""
        items = sorted(items, key=lambda item: (-round(self.anchor(item)[1]), self.anchor(item)[0]))
        for item in items:
            earlier = self.spots.get(item.key)
            if earlier is not None:
                self.release(item.key)
            number = str(len(self.numbers) + 1)
            if item.dots or not self.on_land(item, [number], (self.beside_size,)):
                if earlier is not None:
                    self.keep(item.key, earlier)
                continue
            self.numbers[item.key] = item.texts[0]
        if self.numbers:
            self.list_numbers()

    def list_numbers(self) -> None:
        """Print what the numbers stand for where there is room, else leave it to the footer."""
        raster, language = self.raster, self.canvas.language
        lines = [f"{i}\N{NO-BREAK SPACE}{text}" for i, text in enumerate(self.numbers.values(), 1)]
        closed = (raster.owner > 0) | (raster.taken > 0) | (raster.frame != 0)
        legend = self.canvas.legend or self.canvas.millimetres()
        goal = np.array([[(legend[0] + legend[2]) / 2, (legend[1] + legend[3]) / 2]])
        for columns in (1, 2):
            count = -(-len(lines) // columns)
            texts = ["\n".join(lines[i : i + count]) for i in range(0, len(lines), count)]
            sizes = [self.size(text, self.beside_size) for text in texts]
            size = (sum(wide for wide, _ in sizes) + 2.0 * columns, max(h for _, h in sizes) + 1.0)
            free = np.argwhere(raster.sums(closed, size) == 0)
            if len(free):
                boxes = raster.boxes(free, size)
                box = boxes[int(np.argmin(distances(boxes, goal)[0]))].tolist()
                self._write_list(texts, [wide for wide, _ in sizes], box)
                raster.take((box[0], box[1], box[2], box[3]))
                return
        self.canvas.key = word("list.semicolon", language).join(lines)

    def _write_list(self, texts: list[str], widths: list[float], box: list[float]) -> None:
        arabic, unit = right_to_left(self.canvas.language), self.canvas.unit
        x = box[2] - 1.0 if arabic else box[0] + 1.0
        for text, wide in zip(texts, widths, strict=True):
            artist = self.text(text, self.beside_size)
            artist.set(ha="right" if arabic else "left", va="top", gid="numbers")
            artist.set_multialignment("right" if arabic else "left")
            artist.set_position((x * unit, (box[3] - 0.5) * unit))
            self.canvas.overlay.append(artist)
            x += (-1 if arabic else 1) * (wide + 2.0)
