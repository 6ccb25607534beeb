"""Whose name a reader takes a name for: that of other land, or of a dot of another State.

All lengths are millimetres on the printed map.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attdata.maps.boundary_notes import DISPUTES
from attdata.maps.label_frames import Frames
from attdata.maps.label_room import Item, Spot
from attdata.maps.placement import distances
from attdata.maps.raster import PER_MM

TOUCH = 0.9  # a name this near to land or a dot is read as its name
TINY = 16.0  # square millimetres of land that a line would hide
ASIDE = 1.8  # a name with more land of others so near may be read as theirs
ASTRAY, STRANGE, ASTRAY_ON_SLIDE, STRANGE_ON_SLIDE = 3.0, 3.5, 2.4, 2.6
# By so much a name without a line is nearer to its own land on a slide than to others, or to dots.
NEARER_THAN_LAND, NEARER_THAN_DOT = 0.8, 1.6
# What it costs that a name is the first that is read beside the dot or islands of another State:
# at their level, no farther from them, and their own name is elsewhere.
FIRST_READ, BESIDE_IT, BESIDE_IT_ON_SLIDE, LEVEL = 5.0, 4.5, 2.8, 0.3
# What a millimetre costs that a name is higher or lower than its land.
SLOPED, SLOPED_ON_WORLD = 0.12, 0.8
# And a millimetre more of the line to a name on the world: it is read of the land at its end.
LONG, TOO_LONG = 5.0, 2.0
LONG_TO_DOT = 1.6  # and of that to the name of a dot on the slide of a region
SLIVER = 6  # squares
OVER_IT = 1.2  # millimetres: or over or under it so near, in a report
# By so much a name without a line in a report is nearer to its own land than to land, or to lines,
# of others.
NEARER_ON_PAPER, NEARER_THAN_LINE = 0.4, 0.2
# What it costs that a line to a name runs over an island of another State: as bad as one over so
# many millimetres of its land.
OVER_ISLAND, AS_OVER_LAND = 12.0, 3.2
# Names one above the other, so near, are on the same sides of their dots, if lines are so short.
STACKED, STUB = 3.0, 2.5
# And over so many millimetres of land of a State that has its name on another part of the map: the
# name at the end would be read as of that land.
OVER_UNNAMED, GRAZED = 40.0, 0.3
# What it costs that a name in a report is nearer to land that has a number than to its own, or so
# near to a small overseas part of a State of another region, which has no name; a dot has a line to
# a name that is not much farther from one.
BY_NUMBERED, BY_OVERSEAS, OFF_OVERSEAS, LED_OVERSEAS = 8.0, 10.0, 3.0, 5.5
# Millimetres of a line of a name in a report that is read at once; what one more costs.
WIDE, TOO_WIDE = 20.0, 0.4
# Among lines to names of neighbours, so near, and so near to land of others a name has a line too.
AMONG_LINES, AMONG_LANDS = 4.5, 3.2
OFF_WISH = 1.0  # what a millimetre costs from where the name of a group is wished
# What a millimetre costs that a name without a line is above or below such islands on a slide: of
# so many square millimetres.
OFF_LEVEL, ISLANDS = 0.8, 5.0
# So much higher or lower than a small State of which such a share is islands that are no specks it
# has a line; and what it costs that one without a line is aslant of its dot.
NOT_LEVEL, IN_CHAIN, ASLANT = 0.25, 0.3, 4.0


class Doubts(Frames):
    """What makes a place of a name doubtful."""

    numbers: dict[str, str]  # of what has a number instead of a name

    def far(self, item: Item, away: Any) -> NDArray[np.float64]:
        """Return what it costs that each place of a name is so far from its land."""
        few = len(item.ids) == 1 and not self.canvas.view.azimuthal
        dot = bool(item.dots) and bool(self.canvas.aside)  # there it runs past islets of others
        much = TOO_LONG * few + LONG_TO_DOT * dot
        return np.asarray(away + much * np.maximum(away - LONG, 0.0))

    def too_wide(self, item: Item, text: str) -> float:
        """Return what it costs that a name in a report is wider than the sea beside its land.

        Its far end would be read of another State: rather on two lines.
        """
        if self.canvas.aside or item.dots or item.frame or len(item.ids) > 1:
            return 0.0
        return TOO_WIDE * max(0.0, self.size(text, self.beside_size)[0] - WIDE)

    def sloped(self, item: Item, boxes: Any, starts: Any) -> NDArray[np.float64]:
        """Return what it costs that each place of a name is not level with the land it is of.

        On the world a steep line would run along a coast and over the outline of its own State.
        """
        middles = (boxes[:, 1] + boxes[:, 3]) / 2
        if len(item.ids) > 1 or item.dots or self.canvas.view.azimuthal:
            return np.asarray(SLOPED * np.abs(middles - starts[:, 1]))
        x, y = self.middle(item)
        high, aside = np.abs(middles - y), np.abs(np.clip(x, boxes[:, 0], boxes[:, 2]) - x)
        return np.asarray(SLOPED_ON_WORLD * (high + 2 * np.maximum(high - aside, 0.0)))

    def off_level(self, item: Item, boxes: Any, lined: Any) -> NDArray[np.float64]:
        """Return what it costs that a name without a line is above or below islands on a slide.

        Beside them, in a row with them, it is read as theirs; elsewhere as a place in the sea. And
        on the map of a region what it costs that it is aslant of its dot, higher or lower beside
        it: there it is read of other islands.
        """
        if len(item.ids) > 1:
            return np.zeros(len(boxes))
        left, bottom, right, top = boxes.T
        if item.dots:
            x, y = item.dots[0]
            aslant = ((y < bottom) | (top < y)) & ((x < left) | (right < x))
            return np.asarray(ASLANT * (aslant & ~lined & bool(self.canvas.own)))
        whole = self.raster.own(item.ids, item.frame)
        if not self.canvas.aside or whole.sum() >= ISLANDS * PER_MM**2:
            return np.zeros(len(boxes))
        away = np.abs((bottom + top) / 2 - self.middle(item)[1])
        return np.asarray(OFF_LEVEL * away * ~lined)

    def led_to_islands(self, item: Item, boxes: Any) -> NDArray[np.bool_]:
        """Return which places of a name, above or below a chain of islands, need a line."""
        none = np.zeros(len(boxes), dtype=bool)
        if item.dots or item.frame or len(item.ids) > 1 or not self.canvas.own:
            return none
        whole = self.raster.own(item.ids, item.frame)
        islands = (self.raster.islands(TINY)[whole] > 0).sum()
        if whole.sum() >= TINY * PER_MM**2 or islands < IN_CHAIN * whole.sum():
            return none
        y = self.middle(item)[1]
        _, bottom, _, top = boxes.T
        return np.asarray((y < bottom - NOT_LEVEL) | (top + NOT_LEVEL < y))

    def off_wish(self, item: Item, boxes: Any) -> NDArray[np.float64]:
        """Return what it costs that each place of a name is not where it is wished."""
        if item.wished is None:
            return np.zeros(len(boxes))
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2
        return np.asarray(OFF_WISH * np.hypot(*(middles - item.wished).T))

    def first_read(self, item: Item, boxes: Any) -> NDArray[np.float64]:
        """Return how often each place of a name is the first beside the dot of another State.

        Or leaves its own dot to the name of another; or stands one above the other with the name
        of a dot on the other side, so that both names lie between both dots.
        """
        frame, dots = item.frame, self.canvas.dots
        # Names in the columns of an inset are told by their order.
        if self.canvas.frames[frame].column:
            return np.zeros(len(boxes))
        others = [i for i in dots if i not in item.ids and not self._is_level(i)]
        others = [i for i in others if self.canvas.home.get(i, 0) == frame]
        high = LEVEL if self.canvas.aside else OVER_IT
        wide = boxes + np.array([-self._beside(), -high, self._beside(), high])
        x, y = self.dots_of(others).T[:, :, None]
        left, bottom, right, top = wide.T
        beside = ((left < x) & (x < right) & (bottom < y) & (y < top)).any(axis=0)
        crop = self.raster.window((left.min(), bottom.min(), right.max(), top.max()))
        beside |= self.raster.count(self.raster.own(others, frame, crop), wide, crop) > 0
        if item.dots:
            (at, height), middles = item.dots[0], (boxes[:, 0] + boxes[:, 2]) / 2
            level = (bottom < height) & (height < top)
            for key, spot in self.spots.items():
                if key == item.key or spot.on_land or spot.text.isdigit():
                    continue
                if self._holds_level(spot, (at, height)):
                    beside |= ~level
                beside |= self._between(spot, key, boxes, middles - at)
        return beside.astype(float)

    def _beside(self) -> float:
        """Return how near to a dot a name is read with it."""
        return BESIDE_IT_ON_SLIDE if self.canvas.aside else BESIDE_IT

    def _is_level(self, iso3: str) -> bool:
        """Return whether the name of a dot has its place beside it."""
        spot = self.spots.get(iso3)
        x, y = self.dots_of([iso3])[0].tolist()
        return spot is not None and self._holds_level(spot, (x, y))

    def _holds_level(self, spot: Spot, dot: tuple[float, float]) -> bool:
        """Return whether a name stands beside a dot, at its level."""
        left, bottom, right, top = spot.box
        near = left - self._beside() < dot[0] < right + self._beside()
        return near and bottom - LEVEL < dot[1] < top + LEVEL

    def _between(self, spot: Spot, key: str, boxes: Any, side: Any) -> NDArray[np.bool_]:
        """Return which places, at a side of their dot, lie over or under the name of another."""
        dot = self.canvas.dots.get(key)
        if dot is None or spot.start is not None and math.dist(spot.start, spot.end) > STUB:
            return np.zeros(len(boxes), dtype=bool)
        left, bottom, right, top = spot.box
        over = np.minimum(boxes[:, 2], right) > np.maximum(boxes[:, 0], left)
        gap = np.maximum(boxes[:, 1] - top, bottom - boxes[:, 3])
        other = (left + right) / 2 - dot[0] / self.canvas.unit
        return np.asarray(over & (gap < STACKED) & (side * other < 0))

    def by_unnamed_dots(self, boxes: Any, away: Any, most: float = math.inf) -> NDArray[np.bool_]:
        """Return where a name stands beside the dot of a State that is not named on the map."""
        bare = self.dots_of(iso3 for iso3 in self.canvas.dots if iso3 not in self.named)
        if not len(bare):
            return np.zeros(len(boxes), dtype=bool)
        reach = np.minimum(np.maximum(away, 0.5) + 0.7, most)
        near: NDArray[np.bool_] = distances(boxes, bare)[0] < reach
        return near & (away > TOUCH)

    def astray(self, item: Item, boxes: Any, away: Any) -> NDArray[np.bool_]:
        """Return where a name far from its land is nearer to land or a dot that has no name."""
        if item.wished is not None:  # its place in the sea is chosen by hand
            return np.zeros(len(boxes), dtype=bool)
        strange = STRANGE_ON_SLIDE if self.canvas.aside and not item.frame else STRANGE
        wide = np.minimum(away, strange)[:, None] * np.array([-1, -1, 1, 1]) + boxes
        low, high = wide[:, :2].min(axis=0), wide[:, 2:].max(axis=0)
        crop = self.raster.window((*low.tolist(), *high.tolist()))
        shown = set(self.canvas.own or self.raster.numbers)
        if not self.canvas.aside or item.frame:  # so many are named that each is told from others
            shown -= self.named
        else:  # islets of a State that is a dot are too small to be read as its land
            on_land = {i for i, s in self.spots.items() if s.on_land and not s.text.isdigit()}
            shown -= self.canvas.dots.keys() | on_land
        others, frame = sorted(shown - set(item.ids)), item.frame or None
        land = self.raster.own(others, frame, crop)  # not beyond the edge of an inset
        # At the edge of an inset a sliver of land is hardly seen.
        near: NDArray[np.bool_] = self.raster.count(land, wide, crop) > SLIVER * bool(frame)
        if self.canvas.own:  # on a map of the world islands are too near to each other
            near |= self.by_unnamed_dots(boxes, away, strange)
        return (away > (ASTRAY_ON_SLIDE if self.canvas.aside else ASTRAY)) & near

    def below_unnamed(self, item: Item, boxes: Any) -> NDArray[np.float64]:
        """Return how much land without a name is close above, in the inset of a slide."""
        if not (self.canvas.aside and item.frame):
            return np.zeros(len(boxes))
        left, bottom, right, top = boxes.T
        above = np.stack([left, top, right, top + STRANGE_ON_SLIDE], axis=1)
        others = sorted(set(self.canvas.own or self.raster.numbers) - self.named - set(item.ids))
        crop = self.raster.window((*above[:, :2].min(axis=0), *above[:, 2:].max(axis=0)))
        land = self.raster.own(others, item.frame, crop)
        return np.asarray(np.minimum(self.raster.count(land, above, crop) / PER_MM**2, 1.0))

    def doubtful(self, item: Item, boxes: Any, away: Any) -> NDArray[np.bool_]:
        """Return where a reader might give the name to other land or another dot."""
        others = self.dots_of(iso3 for iso3 in self.canvas.dots if iso3 not in item.ids)
        near = np.zeros(len(boxes), dtype=bool)
        if len(others):
            more = NEARER_THAN_DOT if self.canvas.aside else 0.7
            near |= distances(boxes, others)[0] < np.maximum(away, 0.5) + more
        wide = boxes + np.array([-1, -1, 1, 1]) * ASIDE
        low, high = wide[:, :2].min(axis=0), wide[:, 2:].max(axis=0)
        crop = self.raster.window((*low.tolist(), *high.tolist()))
        own = self.raster.own(item.ids, crop=crop)
        foreign = (self.raster.owner[crop] > 0) & ~own
        near |= self.raster.count(foreign, wide, crop) > self.raster.count(own, wide, crop)
        close = boxes + np.array([-1, -1, 1, 1]) * (TOUCH + 0.2)
        theirs, mine = (self.raster.count(land, close, crop) for land in (foreign, own))
        # A name stands before the coast that its middle is by: "Guyana" stood before Suriname's.
        half = (boxes[:, 2] - boxes[:, 0]) / 4
        core = wide + np.outer(half + ASIDE, [1, 0, -1, 0])
        before, by = (self.raster.count(land, core, crop) for land in (foreign, own))
        near |= (before > by) & (not item.dots)
        near |= ((away > 0.45) & (theirs > 0) | (theirs > mine)) & (not item.dots)
        if self.canvas.aside:
            reach = np.minimum(np.maximum(away, 0.5) + NEARER_THAN_LAND, ASIDE)
            close = boxes + np.array([-1, -1, 1, 1]) * reach[:, None]
            near |= self.raster.count(foreign, close, crop) > 0
        return near

    def unclear(self, item: Item, boxes: Any, away: Any) -> NDArray[np.bool_]:
        """Return where a name in a report is told by a line alone.

        Land of others, or the line to another name, is as near to it as its own land; or it is
        among names that have lines, and would be read as a place in the sea.
        """
        near = np.zeros(len(boxes), dtype=bool)
        if self.canvas.aside or item.dots or len(item.ids) > 1:
            return near
        beads = np.array([
            np.linspace(spot.start, spot.end, 20)
            for key, spot in self.spots.items() if key != item.key and spot.start is not None
        ]).reshape(-1, 2)  # fmt: skip
        far = AMONG_LINES
        low, high = boxes[:, :2].min(axis=0) - far, boxes[:, 2:].max(axis=0) + far
        beads = beads[((low < beads) & (beads < high)).all(axis=1)]
        among = near
        if len(beads):
            off_lines = distances(boxes, beads)[0]
            near = off_lines < np.minimum(away, TOUCH) + NEARER_THAN_LINE
            among = (off_lines < AMONG_LINES) & (item.frame == 0)
        wide = boxes + np.array([-1, -1, 1, 1]) * AMONG_LANDS
        crop = self.raster.window((*wide[:, :2].min(axis=0), *wide[:, 2:].max(axis=0)))
        foreign = (self.raster.owner[crop] > 0) & ~self.raster.own(item.ids, crop=crop)
        reach = np.minimum(away + NEARER_ON_PAPER, ASIDE)
        reach[among] = AMONG_LANDS
        close = boxes + np.array([-1, -1, 1, 1]) * reach[:, None]
        return near | (self.raster.count(foreign, close, crop) > 0)

    def begins(self, item: Item, boxes: Any, coast: NDArray[np.float64]) -> tuple[Any, Any]:
        """Return how far places of a name are from its coast, and where lines to them begin.

        That is where a line does not seem to go on in a frame.
        """
        away, nearest = distances(boxes, coast)
        rows, columns, _ = self.raster.along(coast, coast)
        near = self.by_frames()[rows[:, 0], columns[:, 0]]
        if not item.dots and near.any():
            coast = coast[near == near.min()]
            nearest = distances(boxes, coast)[1]
        return away, coast[nearest]

    def over_islands(self, own: NDArray[np.bool_], rows: Any, columns: Any) -> NDArray[np.bool_]:
        """Return which lines run over an island of another State, or close by.

        On a slide over any land of others beyond the sea, where it is read as what is named.
        """
        whose = self.raster.islands(TINY)[rows, columns]
        over = ((whose > 0) & ~own[whose]).any(axis=1)
        if self.canvas.aside:
            below = self.raster.owner[rows, columns]
            past_sea = np.logical_or.accumulate(below == 0, axis=1)
            over |= (past_sea & (below > 0) & ~own[below]).any(axis=1)
        return np.asarray(over)

    def by_nameless(self, item: Item, boxes: Any, away: Any) -> NDArray[np.float64]:
        """Return what it costs that a name in a report is beside land that is named nowhere near.

        That has a number, and the name of its neighbour is read first; or it is overseas.
        """
        if self.canvas.aside or not self.canvas.own or len(item.ids) > 1:
            return np.zeros(len(boxes))
        numbered = set(self.numbers) - set(item.ids)
        nearer = np.where(away > TOUCH, np.minimum(away, STRANGE), 0.0)
        cost = BY_NUMBERED * self._held(numbered, item, boxes, nearer)
        cost = cost + BY_OVERSEAS * self.by_overseas(item, boxes, OFF_OVERSEAS)
        return np.asarray(cost * (away > TOUCH))  # else it is read of its own coast

    def by_overseas(self, item: Item, boxes: Any, off: float) -> NDArray[np.bool_]:
        """Return which names of a report are so near to small overseas parts of other States."""
        overseas = self.small_overseas if len(item.ids) == 1 else ()
        return self._held(overseas, item, boxes, np.full(len(boxes), off))

    @cached_property
    def small_overseas(self) -> list[str]:
        """The small overseas parts of other regions' States on the map of a region in a report.

        And disputed islands, which have no name either.
        """
        if self.canvas.aside or not self.canvas.own:
            return []
        small, numbers = self.raster.small(TINY), self.raster.numbers
        others = (i for i in numbers if i.endswith(" overseas") and i[:3] not in self.canvas.own)
        disputed = (i for i in DISPUTES if i in numbers)
        return sorted(i for i in (*others, *disputed) if small[numbers[i]])

    def _held(self, ids: Any, item: Item, boxes: Any, reach: Any) -> NDArray[np.bool_]:
        """Return which places have land of some areas within reach."""
        if not ids:
            return np.zeros(len(boxes), dtype=bool)
        wide = boxes + reach[:, None] * np.array([-1, -1, 1, 1])
        crop = self.raster.window((*wide[:, :2].min(axis=0), *wide[:, 2:].max(axis=0)))
        land = self.raster.own(sorted(ids), item.frame, crop)
        return np.asarray(self.raster.count(land, wide, crop) > 0)

    def named_elsewhere(self, item: Item) -> NDArray[np.bool_]:
        """Return by the numbers of areas, in a report, whose names are on another part of it."""
        home, own = self.canvas.home, set() if self.canvas.aside else self.canvas.own
        return self.raster.wanted({i for i in own if home.get(i, 0) != item.frame} - set(item.ids))

    def by_islets(self, item: Item, boxes: Any) -> NDArray[np.bool_]:
        """Return which places of a name in a report are beside small land of another State.

        At the end of the line to the name it would be read as the land that is named.
        """
        if self.canvas.aside or len(item.ids) > 1:
            return np.zeros(len(boxes), dtype=bool)
        wide = boxes + np.array([-1, -1, 1, 1]) * TOUCH
        crop = self.raster.window((*wide[:, :2].min(axis=0), *wide[:, 2:].max(axis=0)))
        small = self.raster.small(TINY)
        small[[0, *(self.raster.numbers.get(iso3, 0) for iso3 in item.ids)]] = False
        return self.raster.count(small[self.raster.owner[crop]], wide, crop) > 0
