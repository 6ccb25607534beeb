"""Names on a map: on the land, beside it or its dot, at the end of a line, else as a number.

No name covers land but its own, or anything else that is drawn; a line to a name crosses as little
land of others as can be. Where that would be much, a number stands on the land and its meaning in a
list on the map. The same input gives the same places. Lengths are millimetres.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np

from attdata.maps import placement
from attdata.maps.ground import Canvas, Look
from attdata.maps.label_numbers import Numbers
from attdata.maps.label_room import Item, Spot
from attdata.maps.label_search import ASIDE, CLOSE, NEIGHBOURS, TIGHT
from attdata.maps.label_table import name_of_map, placed_before, record
from attdata.maps.raster import PER_MM, Raster

# How often names are placed anew among all others, and what a line over other names costs at last.
REPAIRS, LAST = 3, 30.0
# Above so many millimetres of line, over land of others or in all, a number is read more easily.
MOST_CROSSED, MOST_LONG = 1.5, 12.0
# In an inset, which is there for its names, those of land of less than so many square millimetres.
MOST_CROSSED_IN_INSET, MOST_LONG_IN_INSET, SMALL_IN_INSET = 3.0, 16.0, 25.0
MOST_ORDERED, FAR_COSTS = 4, 1000.0  # neighbours that are named in every order; one without room
# On a slide, which names few States.
MOST_CROSSED_ON_SLIDE, MOST_LONG_ON_SLIDE = 0.8, 11.5
MOST_LONG_FOR_LARGE = 6.5  # for land that holds a number


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
    known = name_of_map(canvas, items, numbers)
    if not placed_before(known, names, items):
        search_places(names, items, numbers=numbers)
        record(known, names, items)
    for item in items:
        if item.key in names.spots:
            names.draw(item)
    return names.spots


def search_places(names: Names, items: Collection[Item], *, numbers: bool) -> None:
    """Find a place for every item: on its land, beside it, in a column, or as a number."""
    land = [item for item in items if not item.dots or len(item.ids) > 1]
    for item in land:
        if not names.on_land(item, item.texts) and item.wider:
            names.on_land(replace(item, ids=item.wider), item.texts)
    left = [item for item in items if item.key not in names.spots]
    names.anchors = {item.key: np.array(names.anchor(item)) for item in left}
    left = names.in_columns(left)
    settled = names.small_in_insets(left)
    for item in names.crowded_first([item for item in left if item not in settled]):
        names.beside(item)
    for _ in range(REPAIRS):  # what was placed first did not know of the rest
        if not sum(names.again(item) for item in left):
            break
    names.untangle(left)
    if numbers:
        far = names.without_room(left)
        names.numbered(far)
        names.nearer(left, far)
    else:
        for item in filter(names.is_far, left):
            names.brought_near(item, left)
    for item in items:  # whatever is left has a name, however long the line
        if item.key not in names.spots and not names.squeezed_in(item, left):
            names.beside(item, math.inf, over=LAST)


class Names(Numbers):
    """The names of one map: those in columns, those that are numbers, and all others."""

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

    def small_in_insets(self, items: list[Item]) -> list[Item]:
        """Name neighbouring small lands of insets in the order that costs least; return them."""
        small = [item for item in items if item.frame and not item.dots and self.is_small(item)]
        near = [item for item in small if len(self.close_to(item, small)) > 2]
        best: dict[str, Spot] = {}
        least = math.inf
        for order in permutations(near) if len(near) <= MOST_ORDERED else ():
            for item in order:  # a line over another is better than no name
                self.beside(item, over=LAST)
            held = {item.key: self.spots[item.key] for item in near if item.key in self.spots}
            far = sum(self.is_far(item) for item in near)
            cost = sum(spot.cost for spot in held.values()) + FAR_COSTS * far
            if cost < least:
                best, least = held, cost
            for key in held:
                self.release(key)
        for key, spot in best.items():
            self.keep(key, spot)
        return [item for item in near if item.key in best]

    def close_to(self, item: Item, others: Collection[Item]) -> list[Item]:
        """Return those of some items whose land is near that of an item, itself among them."""
        here = self.anchors[item.key]
        return [i for i in others if np.hypot(*(here - self.anchors[i.key])) < NEIGHBOURS]

    def is_small(self, item: Item) -> bool:
        """Return whether land is so small that a number on it hides it."""
        return bool(self.raster.own(item.ids).sum() < SMALL_IN_INSET * PER_MM**2)

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

    def without_room(self, items: Collection[Item]) -> list[Item]:
        """Return what has a number, for even with hardly any room its name has no place."""
        far = [item for item in self.out_of_reach(items) if not self.just_fits(item)]
        if self.canvas.aside:  # so few are named that a neighbour may well move
            far = [item for item in far if not self.squeezed_in(item, items, near=True)]
        return far

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

    def squeezed_in(self, item: Item, items: Collection[Item], *, near: bool = False) -> bool:
        """Place a name after taking up that of one neighbour, if both find room; return whether.

        With ``near``, only where a line to the name is better than a number.
        """
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
            placed = {item.key, other.key} <= self.spots.keys()
            if placed and not (near and (self.is_far(item) or self.is_far(other))):
                return True
            for key in self.spots.keys() & {item.key, other.key}:
                self.release(key)
            self.keep(other.key, before)
        return False

    def brought_near(self, item: Item, items: Collection[Item]) -> None:
        """Place a name at the end of a long line before that of a neighbour, if both are near."""
        before = self.spots.get(item.key)
        if before is not None:
            self.release(item.key)
            if not self.squeezed_in(item, items, near=True):
                self.keep(item.key, before)

    def back(self, item: Item, spot: Spot) -> bool:
        """Put a name back where it was, if that is free; return whether it is."""
        dots = self.spaces(item, -1)
        free = self.is_free(spot)
        self.spaces(item, 1, dots)
        if free:
            self.keep(item.key, spot)
        return free

    def is_tight(self, item: Item) -> bool:
        """Return whether a State is a dot, or its land holds no number."""
        if item.dots:
            return True
        if item.key not in self.tight:
            self.tight[item.key] = not self._holds(item)
        return self.tight[item.key]

    def _holds(self, item: Item) -> bool:
        """Return whether there is room for a number on the land of a State, whatever is there."""
        own = self.raster.own(item.ids, item.frame)
        wide, high = self.size("0", self.beside_size)
        room = wide + 2 * TIGHT[-1], high + 2 * TIGHT[-1]
        most = np.ceil(room[0] * PER_MM) * np.ceil(room[1] * PER_MM)
        return bool(self.raster.sums(own, room).max(initial=0) >= most)

    def is_far(self, item: Item) -> bool:
        """Return whether a number is read more easily than the line to the name."""
        spot = self.spots.get(item.key)
        if spot is None or spot.wrong:
            return True
        if spot.start is None:
            return False
        long = np.hypot(spot.end[0] - spot.start[0], spot.end[1] - spot.start[1])
        if self.canvas.aside:
            most = MOST_LONG_ON_SLIDE if self.is_tight(item) else MOST_LONG_FOR_LARGE
            return spot.crossed > MOST_CROSSED_ON_SLIDE or bool(long > most)
        if item.frame and self.is_small(item):
            return spot.crossed > MOST_CROSSED_IN_INSET or bool(long > MOST_LONG_IN_INSET)
        return spot.crossed > MOST_CROSSED or bool(long > MOST_LONG)
