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
from attdata.maps.dots import across, draw_numbered_dot
from attdata.maps.ground import Canvas, Look
from attdata.maps.label_room import Item, Spot
from attdata.maps.label_search import ASIDE, CLOSE, NEIGHBOURS, Search, distances
from attdata.maps.raster import PER_MM, Raster
from attdata.words import word

# How often names are placed anew among all others, and what a line over other names costs at last.
REPAIRS, LAST = 3, 30.0
# Above so many millimetres of line, over land of others or in all, a number is read more easily.
MOST_CROSSED, MOST_LONG = 3.0, 12.0
PITCH = 1.25  # of the lines of the list of numbers, in sizes of the type
ISLETS = 20  # squares of land among the lines of the list of numbers, which letters hardly touch
BESIDE_LAND = 5.0  # a dot with a number is no further from its land


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
        item.look = look
        if iso3 in heavy:
            item.weight, item.ink = "bold", heavy[iso3]
        items.append(item)
    # A map of the world names few, and has the room for it.
    place_names(canvas, items, raster, numbers=canvas.view.azimuthal)


def place_names(
    canvas: Canvas, items: Collection[Item], raster: Raster, *, numbers: bool = True
) -> dict[str, Spot]:
    """Find a place for every item and print it there; returns the places by key.

    With ``numbers``, a number stands where the line to a name would be long.
    """
    names = Names(canvas, raster)
    names.named = {iso3 for item in items for iso3 in item.ids}
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
    if numbers:
        far = names.out_of_reach(left)
        far = [item for item in far if not names.just_fits(item)]
        names.numbered(far)
        names.nearer(left, far)
    for item in items:  # whatever is left has a name, however long the line
        if item.key not in names.spots and not names.squeezed_in(item, left):
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
            spot = self.spots.get(item.key)
            settled = item.key in self.numbers or (spot is not None and spot.on_land)
            if not settled and self.is_near(item, numbered):
                self.again(item)

    def is_near(self, item: Item, others: Collection[Item]) -> bool:
        """Return whether the land of an item lies near that of one of the others."""
        here = self.anchors[item.key]
        return any(np.hypot(*(here - self.anchors[other.key])) < NEIGHBOURS for other in others)

    def out_of_reach(self, items: Collection[Item]) -> list[Item]:
        """Return what a number names better than a line, and take these names off the map.

        Those whose lines could be short, had the others not been there, keep their names.
        """
        far = [item for item in items if self.is_far(item)]
        for item in far:
            if item.key in self.spots:
                self.release(item.key)
        cost = {}
        for item in far:
            self.beside(item)
            cost[item.key] = math.inf
            if item.key in self.spots:
                cost[item.key] = self.spots[item.key].cost
                self.release(item.key)
        numbered = []
        for item in sorted(far, key=lambda item: cost[item.key]):
            self.beside(item)
            if self.is_far(item):
                if item.key in self.spots:
                    self.release(item.key)
                if not self.given_way(item, items):
                    numbered.append(item)
        for item in [item for item in items if self.mistaken(item, numbered)]:
            self.release(item.key)
            numbered.append(item)
        return numbered

    def mistaken(self, item: Item, others: Collection[Item]) -> bool:
        """Return whether a name would be read as that of a neighbour without a name."""
        spot = self.spots.get(item.key)
        if spot is None or item.dots:
            return False
        box = np.array([spot.box]) + np.array([-1, -1, 1, 1]) * ASIDE
        crop = self.raster.window(tuple(box[0].tolist()))
        own, theirs = (
            self.raster.count(self.raster.own(ids, crop=crop), box, crop)[0]
            for ids in (item.ids, [iso3 for other in others for iso3 in other.ids])
        )
        return bool(theirs > own)

    def given_way(self, item: Item, items: Collection[Item]) -> bool:
        """Give a name the place of its neighbours, if these find another; return whether."""
        others = [i for i in items if i.key in self.spots and self.is_near(i, [item])]
        before = {other.key: self.spots[other.key] for other in others}
        for key in before:
            self.release(key)
        self.beside(item)
        if not self.is_far(item):
            moved = [other for other in others if not self.back(other, before[other.key])]
            for other in moved:
                self.beside(other)
            if not any(self.is_far(other) for other in moved):
                return True
        for key in self.spots.keys() & {item.key, *before}:
            self.release(key)
        for key, spot in before.items():
            self.keep(key, spot)
        return False

    def just_fits(self, item: Item) -> bool:
        """Put a name that would be a number on its land, with hardly any room around it."""
        return not item.dots and self.on_land(item, item.texts, margins=(CLOSE,))

    def squeezed_in(self, item: Item, items: Collection[Item]) -> bool:
        """Place a name after taking up that of one neighbour, if both find room; return whether."""
        here = self.anchors.get(item.key)
        if here is None:
            return False
        around = [i for i in items if i.key in self.spots and i.key not in self.numbers]
        for other in sorted(around, key=lambda i: float(np.hypot(*(here - self.anchors[i.key])))):
            if np.hypot(*(here - self.anchors[other.key])) > NEIGHBOURS:
                break
            before = self.spots[other.key]
            self.release(other.key)
            self.beside(item)
            self.beside(other)
            if {item.key, other.key} <= self.spots.keys():
                return True
            for key in self.spots.keys() & {item.key, other.key}:
                self.release(key)
            self.keep(other.key, before)
        return False

    def back(self, item: Item, spot: Spot) -> bool:
        """Put a name back where it was, if that is free; return whether it is."""
        dots = self.spaces(item, -1)
        free = self.is_free(spot)
        self.spaces(item, 1, dots)
        if free:
            self.keep(item.key, spot)
        return free

    def is_far(self, item: Item) -> bool:
        """Return whether a number is read more easily than the line to the name."""
        spot = self.spots.get(item.key)
        if spot is None:
            return True
        if spot.start is None:
            return False
        long = np.hypot(spot.end[0] - spot.start[0], spot.end[1] - spot.start[1])
        return spot.crossed > MOST_CROSSED or bool(long > MOST_LONG)

    def numbered(self, items: list[Item]) -> None:
        """Print numbers on the land of States, from the north down, and what they stand for.

        Where the land is too small for a number, a dot with the number is the State.
        """
        items = sorted(items, key=lambda item: (-round(self.anchor(item)[1]), self.anchor(item)[0]))
        for item in items:
            number = str(len(self.numbers) + 1)
            on_land = not item.dots and self.on_land(item, [number], (self.beside_size,))
            if on_land or self.in_dot(item, number):
                self.numbers[item.key] = item.texts[0]
            else:
                self.beside(item)
        if self.numbers:
            self.list_numbers()

    def in_dot(self, item: Item, number: str) -> bool:
        """Print a number in a dot on or beside the land of a State; False without room."""
        if item.look is None:
            return False
        size = self.size(number, self.beside_size)
        side = across(item.look.marker, size)
        room = side * (1.35 if item.look.marker == "D" else 1.0) + 0.5
        here = np.array(self.anchor(item))
        dots = self.spaces(item, -1)
        crop = self.around(here[None], BESIDE_LAND)
        first = np.array([crop[0].start, crop[1].start])
        free = np.argwhere(self.raster.sums(self.raster.taken[crop] > 0, (room, room)) == 0)
        if not len(free):
            self.spaces(item, 1, dots)
            return False
        boxes = self.raster.boxes(free + first, (room, room))
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2
        foreign = (self.raster.owner[crop] > 0) & ~self.raster.own(item.ids, crop=crop)
        covered = self.raster.count(foreign, boxes, crop) / PER_MM**2
        x, y = middles[np.argmin(np.hypot(*(middles - here).T) + covered)].tolist()
        if np.hypot(x - here[0], y - here[1]) < 0.3:  # no further than the squares of the grid
            x, y = here.tolist()
        unit = self.canvas.unit
        draw_numbered_dot(self.canvas, item.key, item.look, (x * unit, y * unit), side, item.ink)
        self.raster.take(placement.centred(x, y, (room, room)))
        item.hatched = False  # the dot has no hatch
        box = placement.centred(x, y, size)
        self.keep(item.key, Spot(number, self.beside_size, box, on_land=True))
        return True

    def list_numbers(self) -> None:
        """Print what the numbers stand for where there is room, else leave it to the footer."""
        raster, language = self.raster, self.canvas.language
        lines = [f"{i}\N{NO-BREAK SPACE}{text}" for i, text in enumerate(self.numbers.values(), 1)]
        closed = (raster.taken > 0) | (raster.frame != 0)
        legend = self.canvas.legend or self.canvas.millimetres()
        size = self.beside_size
        pitch = PITCH * size * 25.4 / 72
        goal = np.array([[(legend[0] + legend[2]) / 2, (legend[1] + legend[3]) / 2]])
        own = raster.own(sorted(self.canvas.own)) if self.canvas.own else raster.owner > 0
        # Rather over ground that has no status, beyond the region, than below the map.
        for shut, islets, columns in [
            (c, m, n) for c, m in ((closed, ISLETS), (closed | own, math.inf)) for n in (1, 2, 3)
        ]:
            count = -(-len(lines) // columns)
            texts = [lines[i : i + count] for i in range(0, len(lines), count)]
            widths = [max(self.size(line, size)[0] for line in text) for text in texts]
            room = (sum(widths) + 2.0 * len(texts) + 1.5, count * pitch + 0.4)
            land = raster.sums(raster.owner > 0, room)
            free = np.argwhere((land <= islets) & (raster.sums(shut, room) == 0))
            if len(free):
                boxes = raster.boxes(free, room)
                cost = distances(boxes, goal)[0] + 3.0 * land[tuple(free.T)]
                box = boxes[int(np.argmin(cost))].tolist()
                self._write_list(texts, widths, box, pitch)
                raster.take((box[0], box[1], box[2], box[3]))
                return
        self.canvas.key = word("list.semicolon", language).join(lines)

    def _write_list(
        self, texts: list[list[str]], widths: list[float], box: list[float], pitch: float
    ) -> None:
        """Print columns of lines in a rectangle, in the direction of the language."""
        arabic, unit = right_to_left(self.canvas.language), self.canvas.unit
        x = box[2] - 1.0 if arabic else box[0] + 1.0
        for text, wide in zip(texts, widths, strict=True):
            for number, line in enumerate(text):
                artist = self.text(line, self.beside_size)
                artist.set(ha="right" if arabic else "left", va="baseline", gid="numbers")
                y = box[3] - 0.2 - (number + 0.75) * pitch
                artist.set_position((x * unit, y * unit))
                self.canvas.overlay.append(artist)
            x += (-1 if arabic else 1) * (wide + 2.0)
