"""Names on a map: on the land, beside it or its dot, at the end of a line, else as a number.

No name covers land but its own, or anything else that is drawn; a line to a name crosses as little
land of others as can be. Where that would be much, a number stands on the land and its meaning in a
list on the map. The same input gives the same places. Lengths are millimetres.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, permutations

import numpy as np

from attdata.maps import placement
from attdata.maps.ground import Canvas, Look
from attdata.maps.label_columns import Columns
from attdata.maps.label_doubts import ASIDE
from attdata.maps.label_room import Item, Spot
from attdata.maps.label_search import CLOSE, MARGINS, NEIGHBOURS, ON_LAND, SIZES
from attdata.maps.label_table import name_of_map, placed_before, record
from attdata.maps.map_texts import map_texts
from attdata.maps.placement import distances
from attdata.maps.raster import Raster, off_the_edges

# How often names are placed anew among all others, and what a line over other names costs at last.
REPAIRS, LAST = 3, 30.0
A_NUMBER = 60.0  # what it costs that a State has a number
# Millimetres more above and below a name in the inset of a slide, less if not all have room then.
FROM_OTHERS = (0.25, 0.0)
TURNS = 60  # places that the first of them tries
TANGLED = 8.0  # a longer line to a name that is not in the order of its neighbours misleads
ASTRAY = 60.0  # what it costs that a name is nearer to the dot of another
MANY = 12  # names beside land: on a slide too several orders of them are tried
MOST_ORDERED, FAR_COSTS = 4, 1000.0  # neighbours that are named in every order; one without room
APART_COSTS = 35.0  # less than names of them that are read as one, or more names than have room


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
        name, frame = names[iso3], canvas.home.get(iso3, 0)
        slide = bool(canvas.aside)
        texts, shorter = map_texts(iso3, name, canvas.language, slide=slide)
        item = Item(iso3, texts, [iso3], frame, spots, look.color, bool(look.hatch))
        item.look, item.short, item.shorter = look, "" if shorter else name, shorter
        if iso3 in heavy:
            item.weight, item.ink = "bold", heavy[iso3]
        items.append(item)
    # A map of the world names few, and has the room for it.
    place_names(canvas, items, raster, looks, numbers=canvas.view.azimuthal)


def place_names(
    canvas: Canvas,
    items: Collection[Item],
    raster: Raster,
    looks: Mapping[str, Look] | None = None,
    *,
    numbers: bool = True,
) -> dict[str, Spot]:
    """Find a place for every item and print it there; returns the places by key.

    With ``numbers``, a number stands where the line to a name would be long; ``looks`` says on what
    colour it does where that is the land of a neighbour.
    """
    names = Names(canvas, raster)
    off_the_edges(raster)
    names.grounds = {
        raster.numbers[iso3]: look.color for iso3, look in (looks or {}).items()
        if iso3 in raster.numbers
    }  # fmt: skip
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
    names.on_own_land([item for item in items if not item.dots or len(item.ids) > 1])
    left = [item for item in items if item.key not in names.spots]
    names.anchors = {item.key: np.array(names.anchor(item)) for item in left}
    left = names.in_columns(left)
    settled = names.small_in_insets(left)
    if numbers:
        far = names.best_of_orders(left, settled)
        names.numbered(far)
        names.off_numbers(list(items))
        names.nearer(left, far)
    else:
        names.one_by_one(names.crowded_first([i for i in left if i not in settled]), left)
        for item in filter(names.is_far, left):
            names.brought_near(item, left)
    for item in items:  # whatever is left has a name, however long the line
        if item.key not in names.spots and not names.squeezed_in(item, left):
            names.beside(item, math.inf, over=LAST)


class Names(Columns):
    """The names of one map: those in columns, those that are numbers, and all others."""

    def one_by_one(self, order: Sequence[Item], items: list[Item]) -> None:
        """Place names in an order, and then anew among all: the first did not know of the rest."""
        for item in order:
            self.beside(item)
        for _ in range(REPAIRS):
            if not sum(self.again(item) for item in items):
                break
        self.untangle(items)

    def best_of_orders(self, items: list[Item], settled: Collection[Item]) -> list[Item]:
        """Place names in the order that costs least, and return what has a number then.

        One name in a bad place sends others far off: where many are named several orders are tried.
        """
        crowded = self.crowded_first([item for item in items if item not in settled])
        orders = [crowded]
        if not self.canvas.aside or len(items) > MANY:
            southern = sorted(crowded, key=lambda item: self.anchor(item)[1])
            northern = sorted(crowded, key=lambda item: -self.anchor(item)[1])
            ways = [crowded, crowded[::-1], northern, southern]
            orders = [way for i, way in enumerate(ways) if way not in ways[:i]]
        if len(orders) == 1:  # nothing to compare
            # On a slide the settled were placed together, closer than one alone may be.
            free = [i for i in items if not self.canvas.aside or i not in settled]
            self.one_by_one(crowded, free)
            return self.without_room(items)
        before = dict(self.spots)
        best: tuple[float, dict[str, Spot], list[Item]] | None = None
        for order in orders:
            self.one_by_one(order, items)
            far = self.without_room(items)
            cost = self.whole_cost(items) + A_NUMBER * len(far)
            if best is None or cost < best[0]:
                best = cost, dict(self.spots), far
            self.taken_up(list(self.spots))
            self.put(before)
        assert best is not None
        self.taken_up(list(self.spots))
        self.put(best[1])
        return best[2]

    def whole_cost(self, items: Collection[Item]) -> float:
        """Return what the places of all names cost, each among all others."""
        placed = [item for item in items if item.key in self.spots]
        strayed = self.strayed(placed) if self.canvas.aside else 0
        return sum(self.cost_of(i) for i in placed) + ASTRAY * strayed

    def strayed(self, placed: Collection[Item]) -> int:
        """Return how many names are nearer to the dot of another State than to their own."""
        dotted = [item for item in placed if item.dots]
        boxes = np.array([self.spots[item.key].box for item in dotted]).reshape(-1, 4)
        away = np.array([distances(boxes, np.array(item.dots[:1]))[0] for item in dotted])
        own = away.diagonal().copy() if dotted else away
        np.fill_diagonal(away, math.inf)
        return int((own > away.min(axis=0)).sum())

    def on_own_land(self, items: Collection[Item]) -> None:
        """Name those whose land has room for it; States with hardly any, on a slide."""
        for item in items:
            more = _behind_hyphens(item)
            # The few names of groups are of a size that is easily read, or stand beside their land.
            group = len(item.ids) > 1 and not item.texts[0].isdigit()
            sizes, margins = (SIZES[:2], MARGINS[:-1]) if group else (SIZES, MARGINS)
            texts = [*item.texts, *more]
            if any(self.on_land(item, way, sizes, margins) for way in (texts, item.shorter)):
                continue
            if self.canvas.aside:
                self.just_fits(item, 1.0)

    def small_in_insets(self, items: list[Item]) -> list[Item]:
        """Name neighbouring small lands of insets in the order that costs least; return them."""
        small = [item for item in items if item.frame and self.is_small(item)]
        if self.canvas.aside:
            small = [item for item in small if not item.dots]
        around = {item.key: self.close_to(item, small) for item in small}
        dotted = {i.key for item in small if item.dots for i in around[item.key]}
        least = {item.key: 1 if self.canvas.aside or item.key in dotted else 2 for item in small}
        near = [item for item in small if len(around[item.key]) > least[item.key]]
        if not 1 < len(near) <= MOST_ORDERED:
            return []
        best: dict[str, Spot] = {}
        lowest = math.inf
        usual = self.beside_size
        ways = [(apart, usual) for apart in FROM_OTHERS]  # on paper rather in smaller letters
        for way in ways if self.canvas.aside else [(0.0, usual), (0.0, SIZES[-1])]:
            self.apart, self.beside_size = way
            for order in permutations(near):
                held, cost = self.in_order(order)
                if cost < lowest:
                    best, lowest = held, cost
            if lowest < (APART_COSTS if self.canvas.aside else FAR_COSTS):
                break
        self.beside_size = usual
        self.put(best)
        return [item for item in near if item.key in best]

    def in_order(self, order: Sequence[Item]) -> tuple[dict[str, Spot], float]:
        """Return the best places of neighbours that are named one after the other, and their cost.

        On a slide, where names are large, the first tries other places too, so that all have one.
        """
        self.tried = corners = list[tuple[float, float]]()
        best: dict[str, Spot] = {}
        least = math.inf
        for _ in range(TURNS if self.canvas.aside else 1):
            for item in order:  # a line over another is better than no name
                self.beside(item, over=LAST)
            held = self.taken_up(item.key for item in order)
            far = sum(self.far_at(item, held) for item in order)
            cost = sum(spot.cost for spot in held.values()) + FAR_COSTS * far
            if cost < least:
                best, least = held, cost
            first = held.get(order[0].key)
            if first is None or first.cost >= least:
                break
            corners.append(first.box[:2])
            self.trying = order[0].key
        self.trying = ""
        return best, least

    def close_to(self, item: Item, others: Collection[Item]) -> list[Item]:
        """Return those of some items whose land is near that of an item, itself among them."""
        here = self.anchors[item.key]
        return [i for i in others if np.hypot(*(here - self.anchors[i.key])) < NEIGHBOURS]

    def crowded_first(self, items: list[Item]) -> list[Item]:
        """Return the items, those with most others around them first."""
        if not items:
            return []
        spots = np.array([self.anchor(item) for item in items])
        gaps = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
        order = np.argsort(-(gaps < 12).sum(axis=1), kind="stable").tolist()
        return [items[i] for i in order]

    def nearer(self, items: Collection[Item], numbered: Collection[Item]) -> None:
        """Look for a nearer place where the line of a neighbour that is a number now has gone."""
        for item in items:
            spot = self.spots.get(item.key)
            small = spot is not None and spot.size < self.beside_size
            settled = item.key in self.numbers or small or (spot is not None and spot.on_land)
            if not settled and self.is_near(item, numbered):
                self.again(item)

    def out_of_reach(self, items: Collection[Item]) -> list[Item]:
        """Return what a number names better than a line, and take these names off the map.

        Those whose lines could be short, had the others not been there, keep their names.
        """
        far = [item for item in items if self.is_far(item)]
        self.taken_up(item.key for item in far)
        cost = dict.fromkeys((item.key for item in far), math.inf)
        for item in far:
            self.beside(item)
            cost |= {key: spot.cost for key, spot in self.taken_up([item.key]).items()}
        numbered = []
        for item in sorted(far, key=lambda item: cost[item.key]):
            self.beside(item)
            if self.is_far(item):
                self.taken_up([item.key])
                if not self.given_way(item, items):
                    numbered.append(item)
        for item in [item for item in items if self.mistaken(item, numbered)]:
            self.release(item.key)
            numbered.append(item)
        return numbered

    def without_room(self, items: Sequence[Item]) -> list[Item]:
        """Return what has a number, for even with hardly any room its name has no place."""
        far = [item for item in self.out_of_reach(items) if not self.just_fits(item)]
        self.off_dots([item for item in items if item not in far])
        if self.canvas.aside:  # so few are named that others may well move
            hopeless = [item for item in far if self.far_though_alone(item)]
            far = [item for item in far if item not in hopeless]
            for _ in range(2):
                self.eased([item for item in items if item not in far])
                for one, other in combinations(far, 2):
                    if self.is_near(one, [other]) and self.both_let_in(one, other, items):
                        far = [item for item in far if item not in (one, other)]
                        break
                far = [item for item in far if not self.let_in(item, items)]
            far += hopeless
        if not self.canvas.aside:
            hopeless = [item for item in far if self.far_though_alone(item)]
            far = [item for item in far if item not in hopeless]
            far = [item for item in far if not self.let_in_order(item, items)]
            far = [item for item in far + hopeless if not self.in_small_letters(item)]
        far = self.few(far, items)
        return self.led_to_alike(self.led_over_land(far, items))

    def off_dots(self, items: Collection[Item]) -> None:
        """Put names beside dots of others on their own land, or at a line, in a report.

        A dot and then a name, that is how a State that is a dot is named.
        """
        for item in items if not self.canvas.aside else ():
            spot = self.spots.get(item.key)
            if spot is None or spot.on_land or item.dots or spot.text.isdigit():
                continue
            if not self.first_read(item, np.array([spot.box]))[0]:
                continue
            self.release(item.key)
            if not self.just_fits(item):
                self.led_off_dots = True
                self.beside(item)
                self.led_off_dots = False
            for other in items:
                if other.dots and self.is_near(other, [item]):
                    self.again(other)

    def let_in_order(self, item: Item, items: Collection[Item]) -> bool:
        """Place a name where one neighbour lets it, not in that one's place; return whether."""
        placed = self.squeezed_in(item, items, near=True)
        if placed and self.mistaken(item, []):
            self.release(item.key)
            return False
        return placed

    def both_let_in(self, one: Item, other: Item, items: Collection[Item]) -> bool:
        """Place two neighbours before all others around them; return whether none is far then."""
        others = [i for i in items if i.key in self.spots and not self.spots[i.key].on_land]
        others = [item for item in others if self.is_near(item, [one, other])]
        before = self.taken_up(item.key for item in others)
        if self.both_placed(one, other, near=True):
            for item in others:
                if not self.back(item, before[item.key]):
                    self.beside(item)
            if not any(self.is_far(item) for item in others):
                return True
        self.taken_up([one.key, other.key, *before])
        self.put(before)
        return False

    def mistaken(self, item: Item, others: Collection[Item]) -> bool:
        """Return whether a name would be read as that of a neighbour without a name."""
        spot = self.spots.get(item.key)
        if spot is None or item.dots:
            return False
        long = spot.start is not None and math.dist(spot.start, spot.end) > TANGLED
        if long and not item.frame and any(self.crossed_over(item.key, key) for key in self.spots):
            return True
        box = np.array([spot.box]) + np.array([-1, -1, 1, 1]) * ASIDE
        crop = self.raster.window(tuple(box[0].tolist()))
        own, theirs = (
            self.raster.count(self.raster.own(ids, crop=crop), box, crop)[0]
            for ids in (item.ids, [iso3 for other in others for iso3 in other.ids])
        )
        return bool(theirs > own)

    def just_fits(self, item: Item, share: float = ON_LAND) -> bool:
        """Put a name that would be a number on its land, with hardly any room around it."""
        if item.dots:
            return False
        broken = [t for t in _behind_hyphens(item) if self.canvas.aside == 0]
        if self.on_land(item, [*item.texts, *broken], margins=(CLOSE,)):
            return True
        if not self.canvas.aside:  # in letters as small as can be read
            texts = [*broken, *item.texts]  # the shorter its lines, the farther from borders
            return self.on_land(item, texts, SIZES[-1:], letters_only=1.0)
        return self.on_land(item, item.texts[:1], letters_only=share)


def _behind_hyphens(item: Item) -> list[str]:
    """Return the name of an item broken behind its hyphens."""
    broken = placement.wrapped(item.texts[0], 2, hyphens="-" in item.texts[0])[1:]
    return [text for text in broken if "-\n" in text]
