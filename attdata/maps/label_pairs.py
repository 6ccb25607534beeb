"""Names of neighbours that stand in each other's way on a map, and when a name is too far away."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

import numpy as np

from attdata.maps.label_numbers import Numbers
from attdata.maps.label_room import Item, Spot
from attdata.maps.label_search import NEIGHBOURS, SIZES, TIGHT
from attdata.maps.placement import Box, centred, distances
from attdata.maps.raster import PER_MM

# Above so many millimetres of line, over land of others or in all, a number is read more easily.
MOST_CROSSED, MOST_LONG = 1.5, 12.0
# In an inset, which is there for its names, those of land of less than so many square millimetres.
MOST_CROSSED_IN_INSET, MOST_LONG_IN_INSET, SMALL_IN_INSET = 1.0, 16.0, 25.0
MORE_CROSSED_IN_INSET, SMALL_ON_SLIDE = 3.0, 40.0  # on a slide, whose names are larger
# Places that one of two neighbours tries, so that the other has one as well, or a better one.
TURNS_ON_SLIDE, TURNS_TO_EASE = 10, 3
# On a slide, which names few States.
MOST_CROSSED_ON_SLIDE, MOST_LONG_ON_SLIDE = 1.1, 13.0
MOST_LONG_FOR_LARGE = 8.0  # for land that holds a number
AT_AN_END = 5.5  # millimetres from its middle the line of such land would be read as another's
CROSSED_AS_LONG = 6.0  # a line over land of others is as hard to read as one so much longer
# For so few names a key is harder to read than longer lines: so many times as long, and over so
# many times as much land of others, of which there is less on a slide.
FEW, LONGER, MORE_CROSSED, MORE_ON_SLIDE = 2, 1.2, 4.0, 1.35
MORE_ALONE = (1.2, 1.5, 2.0)  # and so many times as much again for the only one
# A State whose number would stand on land of others: rather at such a line over it to the sea.
LONGER_OVER_LAND, MORE_OVER_LAND, MOST_OVER_LAND = 3.2, 12.5, 12.4
SHORTER = 0.92  # are lines to names in the least size

DEAR = 30.0  # two names are not so far off, nor over others, that a number would be better
CLOSE_BY = 3.0  # millimetres from a State to a name that may be in the way of its own
MUCH_CROSSED = 6.0  # millimetres of land of others below the line to a name on a slide
UPPER = 0.25  # of its height below its upper edge a place is taken, for the next to be lower
EASY, WORTH = 3.0, 0.5  # a shorter line needs no better place, nor one that costs hardly less


class Pairs(Numbers):
    """The names of one map, of which two may change their places."""

    longer, more_crossed = 1.0, 1.0  # lines than else, where a key would be of few names
    by_lines = False  # whether the first of two tries places above and below, not beside each other

    def cost_of(self, item: Item) -> float:
        """Return what the place of a name costs among all others; on its land nothing."""
        spot = self.spots[item.key]
        coast = self.coast(item)
        if spot.on_land or self.canvas.frames[item.frame].column or not len(coast):
            return 0.0
        self.release(item.key)
        boxes = np.array([spot.box])
        away, starts = self.begins(item, boxes, coast)
        found = self.cheapest(item, spot.text, boxes, away, starts, 0.0, math.inf)
        self.keep(item.key, spot)
        return spot.cost if found is None else found.cost

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
                self.taken_up((one.key, other.key))
                self.beside(first)
                self.beside(second)
                held = self.taken_up((one.key, other.key))
                if len(held) == 2 and sum(spot.cost for spot in held.values()) < cost:
                    best, cost = held, sum(spot.cost for spot in held.values())
                self.put(best)

    def squeezed_in(self, item: Item, items: Collection[Item], *, near: bool = False) -> bool:
        """Place a name after taking up that of one neighbour, if both find room; return whether.

        With ``near``, only where a line to the name is better than a number.
        """
        here = self.anchors.get(item.key)
        if here is None:
            return False
        reach = (2 if self.canvas.aside else 1) * NEIGHBOURS  # on a slide names are long
        around = [i for i in items if i.key in self.spots and i.key not in self.numbers]
        for other in sorted(around, key=lambda i: float(np.hypot(*(here - self.anchors[i.key])))):
            if np.hypot(*(here - self.anchors[other.key])) > reach:
                break
            before = self.spots[other.key]
            self.release(other.key)
            most = DEAR if near and not self.canvas.aside else math.inf
            if self.both_placed(item, other, near=near, below=most):
                return True
            self.keep(other.key, before)
        return False

    def both_placed(self, item: Item, other: Item, *, near: bool, below: float = math.inf) -> bool:
        """Place two names of which each is in the way of the other; return whether both are.

        Parameters
        ----------
        item, other
            Neighbours without a place.
        near
            Only where a line is better than a number for both.
        below
            What their places together have to cost less than.
        """
        # On a slide each tries one place after the other; those that cost least are kept.
        turns = TURNS_ON_SLIDE if math.isinf(below) or self.by_lines else TURNS_TO_EASE
        orders = [(item, other), (other, item)] if self.canvas.aside else [(item, other)]
        best: dict[str, Spot] = {}
        for first, second in orders:
            tried: list[Box] = []
            for _ in range(turns if self.canvas.aside else 1):
                ways = self.one_after_other(first, second, tried, below)
                if ways is None:
                    break
                if len(ways) == 2 and not (near and any(self.far_at(i, ways) for i in orders[0])):
                    best, below = ways, sum(spot.cost for spot in ways.values())
            for box in tried:
                self.raster.take(box, -1)
        self.put(best)
        return bool(best)

    def one_after_other(
        self, first: Item, second: Item, tried: list[Box], below: float
    ) -> dict[str, Spot] | None:
        """Return the best places of two names, None where the first alone costs too much.

        A part of the place of the first is taken, for it to try another next.
        """
        self.beside(first)
        spot = self.spots.get(first.key)
        if spot is None:
            return None
        found = {first.key: spot}
        if spot.cost < below:
            free = tried if self.by_lines else []  # the second may stand where the first has tried
            for box in free:
                self.raster.take(box, -1)
            self.beside(second)
            for box in free:
                self.raster.take(box)
            found |= self.taken_up([second.key])
        self.release(first.key)
        if spot.cost >= below:
            return None
        left, bottom, right, top = spot.box
        wide, y = 0.3, (bottom + top) / 2
        if self.by_lines:
            wide, y = right - left, top - UPPER * (top - bottom)
        tried.append(centred((left + right) / 2, y, (wide, 0.3)))
        self.raster.take(tried[-1])
        return found if sum(spot.cost for spot in found.values()) < below else {}

    def eased(self, items: Sequence[Item], others: Sequence[Item] = ()) -> None:
        """Look for better places of two neighbours at once, where a line is long, on a slide.

        One of them is of some items, the other of some ``others``, or of the same.
        """
        for item in items:
            spot = self.spots.get(item.key)
            if spot is None or spot.start is None or math.dist(spot.start, spot.end) < EASY:
                continue
            for other in others or items:
                there = self.spots.get(other.key)
                if other is item or there is None or there.on_land:
                    continue
                if not self.is_near(item, [other]) and not self.is_by(item, there):
                    continue
                before = self.taken_up((item.key, other.key))
                cost = sum(spot.cost for spot in before.values())
                if not self.both_placed(item, other, near=True, below=cost - WORTH):
                    self.put(before)

    def brought_near(self, item: Item, items: Collection[Item]) -> None:
        """Place a name at the end of a long line before that of a neighbour, if both are near."""
        before = self.spots.get(item.key)
        if before is not None:
            self.release(item.key)
            if not self.squeezed_in(item, items, near=True):
                self.keep(item.key, before)

    def let_in(self, item: Item, items: Collection[Item]) -> bool:
        """Place a name where it is free now, or where one neighbour lets it; return whether."""
        self.beside(item)
        if not self.is_far(item):
            return True
        self.taken_up([item.key])
        return self.squeezed_in(item, items, near=True)

    def in_small_letters(self, item: Item) -> bool:
        """Place a name beside its land in the least size, if it has room then; return whether."""
        usual, self.beside_size = self.beside_size, max(SIZES[-1], self.canvas.least)
        self.longer = SHORTER
        self.beside(item)
        far = self.is_far(item)
        self.beside_size, self.longer = usual, 1.0
        if far:
            self.taken_up([item.key])
        return not far

    def few(self, far: list[Item], items: Collection[Item]) -> list[Item]:
        """Return what has a number still, when a key of few names is saved by longer lines.

        On a slide the number of a small State would stand at the end of a line as well.
        """
        if len(far) > FEW and not self.canvas.aside:
            return far
        self.longer = LONGER
        self.more_crossed = MORE_ON_SLIDE if self.canvas.aside else MORE_CROSSED
        tried = far
        if len(far) > FEW:
            tried = [i for i in far if self.is_tight(i) and not self.far_though_alone(i)]
        for way in (self.let_in, self.given_way):
            named = [item for item in tried if way(item, items)]
            far, tried = ([i for i in some if i not in named] for some in (far, tried))
        self.longer, self.more_crossed = 1.0, 1.0
        if len(far) == 1 and self.canvas.aside and self.alone(far[0], items):
            return []
        return far

    def far_though_alone(self, item: Item) -> bool:
        """Return whether a number would be better than a line, had no other a name beside it."""
        before = self.taken_up([key for key, spot in self.spots.items() if not spot.on_land])
        self.beside(item)
        far = self.is_far(item)
        self.taken_up([item.key])
        self.put(before)
        return far

    def alone(self, item: Item, items: Collection[Item]) -> bool:
        """Place the one name that is left at a longer line, for a key of one entry is worse.

        Without room at sea its number is read more easily than a name on the land of another.
        """
        for more in MORE_ALONE:
            self.longer, self.more_crossed = more * LONGER, more * MORE_ON_SLIDE
            if self.let_in(item, items) or self.given_way(item, items):
                break
        self.longer, self.more_crossed = 1.0, 1.0
        return item.key in self.spots

    def led_over_land(self, far: list[Item], items: Sequence[Item]) -> list[Item]:
        """Name States at lines over land of others, on a slide; return what has a number still.

        Small ones, whose numbers would stand there; and all where only so few are left that a key
        of them would be a way from the map for hardly anything.
        """
        rest = self._led([item for item in far if self.is_inland(item)], far, items)
        return self._led(rest, rest, items) if self.canvas.aside and len(rest) <= FEW else rest

    def _led(self, inland: list[Item], far: list[Item], items: Sequence[Item]) -> list[Item]:
        """Name some States at lines over land of others; return which of all are not named.

        Two neighbours find their places together: the first might take all the sea there is.
        """
        self.longer, self.more_crossed = LONGER_OVER_LAND, MORE_OVER_LAND
        self.most_over = MOST_OVER_LAND
        # Others keep their places; land without a name is no matter, for a line tells.
        pairs = [two for two in combinations(inland, 2) if self.is_near(two[0], [two[1]])]
        pair: Sequence[Item] = pairs[0] if pairs else inland
        both = len(pair) == 2 and self.both_placed(*pair, near=False)
        for item in inland:
            if not (both and item in pair):
                self.beside(item)
        for key, spot in self.taken_up([item.key for item in inland]).items():
            spot.wrong = False
            if not any(self.far_at(item, {key: spot}) for item in inland if item.key == key):
                self.keep(key, spot)
        if len(inland) == 1:  # a neighbour lets its line by
            self.eased(inland, items)
        led = {i.key: self.spots[i.key].crossed for i in inland if i.key in self.spots}
        if self.canvas.aside and max(led.values(), default=0.0) > MUCH_CROSSED:
            self.by_lines = True  # or stands below its name
            self.eased([item for item in inland if led.get(item.key, 0.0) > MUCH_CROSSED], items)
            self.by_lines = False
        self.longer, self.more_crossed, self.most_over = 1.0, 1.0, math.inf
        return [item for item in far if item.key not in self.spots]

    def is_inland(self, item: Item) -> bool:
        """Return whether the number of a small State would stand on land of others, on a slide.

        It would be read as that of the larger State there.
        """
        if not self.canvas.aside or item.dots or not self.is_tight(item):
            return False
        at_sea = any(way(item, "0") for way in (self.at_sea, self.past_land))
        self.taken_up([item.key])
        return not at_sea

    def given_way(self, item: Item, items: Collection[Item]) -> bool:
        """Give a name the place of its neighbours, if these find another; return whether."""
        others = [i for i in items if i.key in self.spots and self.is_near(i, [item])]
        before = self.taken_up(other.key for other in others)
        self.beside(item)
        if not self.is_far(item):
            moved = [other for other in others if not self.back(other, before[other.key])]
            best = self._moved(moved, [o for o in others if o not in moved], before)
            if best is not None:
                self.taken_up(best)
                self.put(best)
                return True
        self.taken_up([item.key, *before])
        self.put(before)
        return False

    def _moved(
        self, moved: list[Item], stay: list[Item], before: Mapping[str, Spot]
    ) -> dict[str, Spot] | None:
        """Return the best places of names in the way of one, None where one of them is far.

        One more of those that stay moves as well, where they find none as good else.
        """
        best: dict[str, Spot] | None = None
        least = math.inf
        for more in ([], *([item] for item in stay if not before[item.key].on_land)):
            self.taken_up(item.key for item in more)
            movers = [*moved, *more]
            for item in movers:
                self.beside(item)
            held = self.taken_up(item.key for item in movers)
            cost = sum(spot.cost - before[key].cost for key, spot in held.items())
            if cost < least - WORTH and not any(self.far_at(item, held) for item in movers):
                best, least = held, cost
            self.put({item.key: before[item.key] for item in more})
            if not moved:
                break
        return best

    def back(self, item: Item, spot: Spot) -> bool:
        """Put a name back where it was, if that is free; return whether it is."""
        dots = self.spaces(item, -1)
        free = self.is_free(spot)
        self.spaces(item, 1, dots)
        if free:
            self.keep(item.key, spot)
        return free

    def is_near(self, item: Item, others: Collection[Item]) -> bool:
        """Return whether the land of an item lies near that of one of the others."""
        here = self.anchors[item.key]
        return any(np.hypot(*(here - self.anchors[other.key])) < NEIGHBOURS for other in others)

    def is_by(self, item: Item, spot: Spot) -> bool:
        """Return whether the name of another stands close by a State."""
        return bool(distances(np.array([spot.box]), self.anchors[item.key][None])[0][0] < CLOSE_BY)

    def is_small(self, item: Item) -> bool:
        """Return whether land is so small that a number on it hides it."""
        most = SMALL_ON_SLIDE if self.canvas.aside else SMALL_IN_INSET
        return bool(self.raster.own(item.ids).sum() < most * PER_MM**2)

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
        return self.far_at(item, self.spots)

    def far_at(self, item: Item, spots: Mapping[str, Spot]) -> bool:
        """Return whether it would be, were the names at some places."""
        spot = spots.get(item.key)
        if spot is None or spot.wrong:
            return True
        if spot.start is None:
            return False
        long = np.hypot(spot.end[0] - spot.start[0], spot.end[1] - spot.start[1])
        long, crossed = float(long / self.longer), spot.crossed / self.more_crossed
        if item.frame and self.is_small(item):
            most = MORE_CROSSED_IN_INSET if self.canvas.aside else MOST_CROSSED_IN_INSET
            return crossed > most or long > MOST_LONG_IN_INSET
        if self.canvas.aside:
            tight = self.is_tight(item)
            if not tight and math.dist(spot.start, self.anchor(item)) > AT_AN_END:
                return True
            most = MOST_LONG_ON_SLIDE if tight else MOST_LONG_FOR_LARGE
            hard = crossed > MOST_CROSSED_ON_SLIDE or long > most
            return hard or long + CROSSED_AS_LONG * crossed > MOST_LONG_ON_SLIDE
        return crossed > MOST_CROSSED or long > MOST_LONG
