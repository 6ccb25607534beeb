"""The best free place for a name: on its land, beside land or dot, or at the end of a line.

No name covers land but its own, or anything else that is drawn; a line to a name crosses as little
land of others as can be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attdata.maps import placement
from attdata.maps.label_doubts import (
    AS_OVER_LAND,
    FIRST_READ,
    GRAZED,
    LED_OVERSEAS,
    OVER_ISLAND,
    OVER_UNNAMED,
    TINY,
    TOUCH,
)  # fmt: skip
from attdata.maps.label_room import OFF_NAME, Item, Spot
from attdata.maps.label_starts import Starts
from attdata.maps.placement import Box, distances
from attdata.maps.raster import PER_MM, roomiest

WRONG = 40.0  # what it costs that a name far from its land is nearer to land without one
# In points, tried from the largest; below 5.3 a name on paper can no longer be read.
SIZES = (6.5, 5.8, 5.3)
PAD = 0.35  # around a name: its halo touches no land
PAD_OF_NUMBER = 0.1  # around that of a State
# Around a name on its land, the widest that fits; squares of borders and coasts are not its land.
BETWEEN, BESIDE_OTHERS = 2.0, 6.0  # how near to land of others, and what it costs
MARGINS = (2.5, 1.0, 0.5, 0.2)
TIGHT = (*MARGINS, 0.0)  # around a number, which has no other place
CLOSE = 0.12  # around a name that would else be a number
# The body of the letters of a line, of its height; millimetres from its ends to other land; and how
# much of that lies on land at least where there is no room at sea either.
BODY, ENDS, ENDS_ON_PAPER, ON_LAND = 0.8, 0.3, 0.15, 0.94
BODY_ON_PAPER = 0.95
FULL = ("ar", "zh")  # whose letters fill a line
REACH = 34.0  # no name is further from its land
CROSSING = 3.0  # over land of others a line costs as much as a name so many times as far away
OVER_TINY = 4.0  # what it costs that a line would hide land so small
OVER_TINY_IN_INSET = 20.0
DISORDER, NEIGHBOURS = 4.0, 12.0  # what it costs that names of lands so near change places
ROWS, ROWS_ON_SLIDE = 0.75, 3.0  # what each further line of a name costs
# What a line costs that begins a millimetre from the middle of its coast, on paper and on a slide.
AMIDST, AMIDST_ON_SLIDE = 0.12, 0.5
# Millimetres from where a line begins to the dots of others; less where hardly any coast is so far.
BERTH, CLOSER_BERTH, CLEAR_COAST = 0.8, 0.5, 0.25
DOUBT = 3.0  # what it costs that a reader may take a name for that of other land
UNCLEAR = 0.3  # or that a line has to tell it
UNDER_UNNAMED = 5.0  # or that it stands below land that has no name, in the inset of a slide
MISREAD = 6.0  # and for that of a dot without a name of its own, as many have on a slide
# A name at a longer line is read as that of land without a name so near to it; a number is better.
BESIDE_DOT, BESIDE_DOT_ON_SLIDE = 8.0, 4.0  # from such a dot it is no matter
STEEP = 0.35  # so far aside, for what it is lower or higher, begins a line that ends at a side
BY_ISLET = 5.0  # and one to a name beside an islet of another State
IN_ONE_LINE = 30.0  # and that the name of one region is on one line
ELSEWHERE_MM = 12.0  # from where the name of a group is wished
OVER_ISLET = 3.0  # and one over an islet that its name keeps off
# What a line costs that is so short that it is read as a hyphen of the name.
HYPHEN, HYPHEN_ON_SLIDE = 2.0, 4.0
LOOSE, APART_FROM_DOT = 3.0, 0.4
# A shorter line from a group of States to its name says nothing, nor one to a name that is wished.
STUB, STUB_WISHED = 2.5, 3.0
SPECKS = 0.3  # square millimetres: islands so small send no name of a slide far off
# Of every second square, the nearest to the middle of the land, and of these to its coast.
NEARBY, TRIED = 2000, 160
ELSEWHERE = 1.0
MORE_ON_SLIDE = 4  # times as many: few are named, and the sea beside some holds dots of others


class Search(Starts):
    """Looks for the place of a name among those that are taken."""

    most_over = math.inf  # millimetres of land of others that a line may cross to any sea around
    led_off_dots = False  # whether a line tells a name beside the dot of another
    apart = 0.0  # millimetres more above and below a name in an inset
    trying = ""  # the name that looks for another place than those it has tried: their corners
    tried: Sequence[tuple[float, float]] = ()

    def on_land(
        self, item: Item, texts: list[str], sizes: Sequence[float] = SIZES,
        margins: Sequence[float] = MARGINS, letters_only: float = 0.0,
    ) -> bool:  # fmt: skip
        """Put one of the texts where its land is widest; False without room.

        With ``letters_only`` the body of its letters lies on land, or so large a share of it.
        """
        raster = self.raster
        own = raster.own(item.ids, item.frame)
        rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
        if not len(rows):
            return False
        low = np.array([rows[0], columns[0]])
        crop = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        free = own[crop] & ~raster.shut(crop)
        full = self.canvas.language in FULL and not self.canvas.aside
        if len(item.ids) == 1 and (full or not letters_only):  # those in a group are not drawn
            free &= ~raster.lines()[crop]
        off = [free & ~raster.lines(item.bordered)[crop]] if item.bordered else []
        # Letters as large as those of a slide, over a border, would name both sides of it.
        others = (raster.owner[crop] > 0) & ~own[crop] if self.canvas.aside else None
        # On paper rather on more lines than close to borders.
        apart = not self.canvas.aside and len(item.ids) == 1
        ways = [margins[:-1], margins[-1:]] if apart else [margins]
        every = sorted({max(size, self.canvas.least) for size in sizes}, reverse=True)
        for letters, way in product(every, ways):
            for text in texts:
                size = self.size(text, letters, item.weight)
                around, room = TIGHT if text.isdigit() else way, size
                if letters_only:
                    ends = ENDS if self.canvas.aside else ENDS_ON_PAPER
                    more = 2 * ends if len(item.ids) == 1 and letters_only == 1.0 else 0.0
                    body = BODY if self.canvas.aside else BODY_ON_PAPER
                    body = 1.0 if self.canvas.language in FULL else body
                    around, room = (0.0,), (size[0] + more, body * size[1])
                for ground in (*off, free):
                    middle = roomiest(raster, ground, room, around, letters_only or 1.0, others)
                    if middle is None:
                        continue
                    x, y = (middle + low)[::-1] / PER_MM + raster.origin
                    box = placement.centred(float(x), float(y), size)
                    self.keep(item.key, Spot(text, letters, box, on_land=True))
                    return True
        return False

    def again(self, item: Item) -> bool:
        """Place a name anew among all others; return whether it moved."""
        earlier = self.spots.get(item.key)
        if earlier is not None:
            self.release(item.key)
        self.beside(item)
        if earlier is not None and item.key not in self.spots:
            self.keep(item.key, earlier)
        return self.spots.get(item.key) != earlier

    def beside(self, item: Item, reach: float = REACH, over: float = math.inf) -> None:
        """Put the name where it is free, near its land or dot, with a line if need be.

        A line over other names, dots or lines costs ``over``.
        """
        best: Spot | None = None
        dots = self.spaces(item, -1)
        for lines, text in enumerate(item.texts):
            more = (ROWS_ON_SLIDE if self.canvas.aside else ROWS) * lines
            more += self.too_wide(item, text)
            if item.wished is not None:  # all regions have their numbers below their names
                more = IN_ONE_LINE * ("\n" not in text)
            spot = self.best_place(item, text, more, reach, over)
            if item.off and self.is_elsewhere(item, spot):  # rather over an islet
                kept, item.off = item.off, []
                spot = self.best_place(item, text, more, reach, over)
                item.off = kept
            if spot is not None and (best is None or spot.cost < best.cost):
                best = spot
        self.spaces(item, 1, dots)
        if best is not None:
            self.keep(item.key, best)

    def is_elsewhere(self, item: Item, spot: Spot | None) -> bool:
        """Return whether the name of a group is far from where it is wished, in another ocean."""
        if spot is None or item.wished is None:
            return True
        left, bottom, right, top = spot.box
        return math.dist(((left + right) / 2, (bottom + top) / 2), item.wished) > ELSEWHERE_MM

    def spaces(self, item: Item, by: int, boxes: list[Box] | None = None) -> list[Box]:
        """Free the room around the own dots while looking, or take it again."""
        side = self.dot + 0.3
        boxes = boxes or [placement.centred(*dot, (side, side)) for dot in item.dots]
        for box in boxes:
            self.raster.take(box, by)
        return boxes

    def best_place(
        self, item: Item, text: str, more: float, reach: float, over: float
    ) -> Spot | None:
        """Return the best free place of a text within reach; None without any."""
        raster = self.raster
        size = self.size(text, self.beside_size, item.weight)
        pad = PAD_OF_NUMBER if text.isdigit() and len(item.ids) == 1 else PAD
        alone = item.frame and self.canvas.aside  # where names keep off each other by their costs
        crowded = not alone and item.wished is None  # names of groups stand far from each other
        above = pad + self.below(text) * ("\n" in text and crowded)
        above += self.apart * (item.frame > 0)
        padded = (size[0] + 2 * pad, size[1] + 2 * above)
        coast = self.coast(item)
        if self.canvas.aside:
            coast = self.clear_of_dots(item, coast)
        if not len(coast):
            return None
        crop = self.around(coast, reach)
        closed = self.shut()[raster.owner[crop]] & ~self.specks(item)[crop]
        closed |= (raster.taken[crop] > 0) | (raster.frame[crop] != item.frame)
        if self.canvas.aside:  # so many names of a report have no other place
            closed |= raster.framed[crop]
        closed |= self.bullets(item)[crop] | raster.squares(item.off)[crop]
        first = np.array([crop[0].start, crop[1].start])
        for x, y in item.dots:  # a name lies beside its dot
            side = self.dot + 0.5
            rows, columns = raster.window(placement.centred(x, y, (side, side)))
            closed[
                slice(max(rows.start - first[0], 0), max(rows.stop - first[0], 0)),
                slice(max(columns.start - first[1], 0), max(columns.stop - first[1], 0)),
            ] = True
        step = 2 if item.wished is None else 1  # between islets is hardly room for that of a group
        free = np.argwhere(raster.sums(closed, padded)[::step, ::step] == 0) * step + first
        if not len(free):
            return None
        boxes = raster.boxes(free, padded)
        under = (padded[1] - size[1]) / 2
        boxes = boxes + np.array([pad, under, -pad, -under])
        for x, y in self.tried if item.key == self.trying else ():
            other = np.maximum(np.abs(boxes[:, 0] - x), np.abs(boxes[:, 1] - y)) > ELSEWHERE
            boxes = boxes[other]
        about = self.middle(item) if item.wished is None else np.array(item.wished)
        rough = distances(boxes, about[None])[0]
        many = MORE_ON_SLIDE if self.canvas.aside or item.wished else 1
        widely = MORE_ON_SLIDE if np.isfinite(self.most_over) else 1
        boxes = boxes[np.argsort(rough, kind="stable")[: widely * min(many, 2) * NEARBY]]
        away, starts = self.begins(item, boxes, coast)
        order = away + self.off_wish(item, boxes)
        chosen = np.argsort(order, kind="stable")[: widely * many * TRIED]
        chosen = chosen[away[chosen] < reach]
        if not len(chosen):
            return None
        boxes, away, starts = boxes[chosen], away[chosen], starts[chosen]
        return self.cheapest(item, text, boxes, away, starts, more, over)

    def clear_of_dots(self, item: Item, coast: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the points of a coast from which a line can go: not close by another's dot."""
        others = self.dots_of([i for i in self.canvas.dots if i not in item.ids])
        if not len(others) or not len(coast):
            return coast
        away = np.hypot(*(coast[:, None] - others).transpose(2, 0, 1)).min(axis=1) - self.dot / 2
        clear = away > BERTH
        if clear.mean() < CLEAR_COAST:  # an end of the land alone: rather near a dot
            clear = away > CLOSER_BERTH
        return coast[clear] if clear.any() else coast

    def shut(self) -> NDArray[np.bool_]:
        """Return by the numbers of areas which no name covers: on a slide no specks.

        States so small have dots, which no name covers either.
        """
        shut = ~self.raster.small(SPECKS if self.canvas.least else 0.0)
        shut[0] = False  # the sea
        return shut

    def cheapest(
        self, item: Item, text: str, boxes: Any, away: Any, starts: Any, more: float, over: float
    ) -> Spot | None:
        """Return the rectangle that is nearest, least ambiguous, and whose line crosses least."""
        raster = self.raster
        ends = np.clip(starts, boxes[:, :2], boxes[:, 2:])
        rows, columns, bead = raster.along(starts, ends)
        owner, taken = raster.owner[rows, columns], raster.taken[rows, columns] > 0
        own = raster.wanted(item.ids)
        foreign = (owner > 0) & ~own[owner]
        crossed = foreign.sum(axis=1) * bead
        tiny = foreign & raster.small(TINY)[owner]
        if item.frame or len(item.ids) == 1 and not self.canvas.aside:  # nor does it run close by
            tiny |= raster.by_small(TINY, own)[rows, columns]
        hidden = tiny.sum(axis=1) * bead
        doubt = self.doubtful(item, boxes, away)
        short = away - (0.6 * self.dot if item.dots else 0.0) - OFF_NAME < self.hyphen()
        unclear = self.unclear(item, boxes, away)
        lined = (away > TOUCH) & ~short | doubt | unclear | self.led_to_islands(item, boxes)
        lined |= self.by_overseas(item, boxes, LED_OVERSEAS) & bool(item.dots)
        if len(item.ids) > 1:  # a short line to the coast of a continent says nothing
            lined = away > (STUB if item.wished is None else STUB_WISHED)
        over_tiny = OVER_TINY_IN_INSET if item.frame else OVER_TINY
        # From the side of the text, not through its letters; a little right of the land is best.
        sloped = self.sloped(item, boxes, starts) + self.off_level(item, boxes, lined)
        cost = self.far(item, away) + more + CROSSING * crossed + over_tiny * hidden + sloped
        cost += DOUBT * doubt + UNCLEAR * unclear
        beside = BESIDE_DOT_ON_SLIDE if self.canvas.aside else BESIDE_DOT
        cost += self.disorder(item, boxes) + MISREAD * self.by_unnamed_dots(boxes, away, beside)
        if len(item.ids) > 1 or not item.dots:  # from the middle of a coast, not from its far end
            amidst = AMIDST_ON_SLIDE if self.canvas.aside and not item.frame else AMIDST
            cost += amidst * np.hypot(*(starts - self.middle(item)).T)
        wrong = self.astray(item, boxes, away) & (not text.isdigit())  # its key tells whose it is
        cost += WRONG * wrong + self.as_one(item, boxes)
        cost += UNDER_UNNAMED * self.below_unnamed(item, boxes)
        if not text.isdigit():
            cost += self.by_nameless(item, boxes, away)
            first = self.first_read(item, boxes)
            cost += FIRST_READ * first
            if self.led_off_dots:
                lined |= first > 0
            if len(item.ids) > 1:  # between two continents it would be read of either
                others = (raster.owner > 0) & ~own[raster.owner]
                near = boxes + np.array([-BETWEEN, -BETWEEN, BETWEEN, BETWEEN])
                held = raster.count(others, near, raster.whole())
                cost += BESIDE_OTHERS * (held > PER_MM**2) + self.off_wish(item, boxes)
        cost += self.at_frames(boxes, lined, (rows, columns, bead))
        cost += BY_ISLET * (lined & self.by_islets(item, boxes))
        hyphen = HYPHEN_ON_SLIDE if self.canvas.aside else HYPHEN
        cost += hyphen * (lined & short & (len(item.ids) == 1))
        cost += lined * self.by_others(item, own, (rows, columns, bead))
        if item.dots and self.canvas.aside:  # neither close to its dot nor at the end of a line
            cost += LOOSE * (~lined & (away > TOUCH + APART_FROM_DOT))
        islands = lined & self.over_islands(own, rows, columns)
        cost += OVER_ISLAND * islands
        crossed = crossed + AS_OVER_LAND * islands
        unnamed = lined & (self.named_elsewhere(item)[owner].sum(axis=1) * bead > GRAZED)
        cost += OVER_UNNAMED * unnamed
        crossed = crossed + AS_OVER_LAND * unnamed
        cost += OVER_ISLET * (lined & raster.squares(item.off)[rows, columns].any(axis=1))
        cost[lined & taken.any(axis=1)] += over
        cost[crossed > self.most_over] = math.inf
        best = int(np.argmin(cost))
        if not np.isfinite(cost[best]):
            return None
        (x0, y0), (x1, y1) = starts[best].tolist(), ends[best].tolist()
        if item.dots:  # the line begins at the edge of the dot
            share = min(1.0, self.dot * 0.6 / max(np.hypot(x1 - x0, y1 - y0), 1e-9))
            x0, y0 = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        else:
            x0, y0 = self._inland(item, (x0, y0), (x1, y1))
        left, bottom, right, top = boxes[best].tolist()
        box = (left, bottom, right, top)
        x1, y1 = self._at_side(item, (x0, y0), (x1, y1), box)
        start = (float(x0), float(y0)) if lined[best] else None
        return Spot(
            text, self.beside_size, box, start, (x1, y1), float(cost[best]), float(crossed[best]),
            bool(wrong[best]),
        )  # fmt: skip

    def _at_side(self, item: Item, start: Any, end: Any, box: Box) -> tuple[float, float]:
        """Return where a line ends: straight below a name, or at half its height at a side."""
        if self.canvas.aside and box[0] < start[0] < box[2]:
            return start[0], end[1]
        middle = (box[1] + box[3]) / 2
        level = abs(end[0] - start[0]) > STEEP * abs(middle - start[1])
        rows, columns, _ = self.raster.along(np.array([start]), np.array([[end[0], middle]]))
        free = level and not (self.raster.taken[rows, columns] > 0).any()
        free = free and not self.named_elsewhere(item)[self.raster.owner[rows, columns]].any()
        if self.canvas.aside and item.dots:  # nor over an island beside the line to the corner
            own = self.raster.wanted(item.ids)
            free = free and not self.over_islands(own, rows, columns).any()
        return (end[0], middle) if free else end

    def is_free(self, spot: Spot) -> bool:
        """Return whether nothing has taken the place of a name or of its line."""
        taken = self.raster.taken
        if (taken[self.raster.window(spot.box)] > 0).any():
            return False
        if spot.start is None:
            return True
        rows, columns, _ = self.raster.along(np.array([spot.start]), np.array([spot.end]))
        return not (taken[rows, columns] > 0).any()

    def crossed_over(self, one: str, other: str) -> bool:
        """Return whether the names of two neighbours lie to each other unlike their lands."""
        spot = self.spots.get(one)
        if spot is None or spot.on_land:
            return False
        return bool(self._unlike(self.anchors[one], np.array([spot.box]), other)[0])

    def disorder(self, item: Item, boxes: Any) -> NDArray[np.float64]:
        """Return what it costs that names lie to each other otherwise than their lands do."""
        here = np.array(self.anchor(item))
        cost = np.zeros(len(boxes))
        for key in self.spots:
            if key != item.key:
                cost += DISORDER * self._unlike(here, boxes, key)
        return cost

    def _unlike(self, here: Any, boxes: Any, other: str) -> NDArray[np.bool_]:
        """Return which places of a name lie to a neighbour's name unlike their lands do.

        Names on their land, and lands that are no neighbours, are in nobody's place.
        """
        spot, there = self.spots.get(other), self.anchors.get(other)
        if spot is None or there is None or (spot.on_land and not spot.text.isdigit()):
            return np.zeros(len(boxes), dtype=bool)
        way = here - there
        far = float(np.hypot(*way))
        if not 0.5 < far < NEIGHBOURS:
            return np.zeros(len(boxes), dtype=bool)
        middles, box = (boxes[:, :2] + boxes[:, 2:]) / 2, np.array(spot.box)
        unlike: NDArray[np.bool_] = (middles - (box[:2] + box[2:]) / 2) @ way / far < -0.5
        return unlike

    def around(self, coast: NDArray[np.float64], reach: float) -> tuple[slice, slice]:
        """Return the part of the grid within reach of a coast."""
        if not np.isfinite(reach):
            return self.raster.whole()
        low, high = coast.min(axis=0) - reach, coast.max(axis=0) + reach
        return self.raster.window((*low.tolist(), *high.tolist()))
