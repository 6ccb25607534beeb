"""The one name that has no room on a slide: on land of the same status beside its own.

All lengths are millimetres on the printed map.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from attdata.maps.label_pairs import Pairs
from attdata.maps.label_room import Item, Spot
from attdata.maps.placement import distances
from attdata.maps.raster import PER_MM

OFF_BORDER, WITHIN = 1.0, 24.0  # from the name to all borders, and its farther end to its own land
INSIDE = (1.5, 1.0, 0.6, 0.2)  # from the beginning of its line to the borders of its land, if wide
# What it costs by the millimetre that the name is higher or lower than that, and that it is above
# or below it.
LEVEL, ABOVE = 0.8, 6.0


class Alike(Pairs):
    """The names of one map, of which the last may stand on land of its colour."""

    def led_to_alike(self, far: list[Item]) -> list[Item]:
        """Name the one State that is left on a neighbour of its status; return what is left then.

        A key of one entry would be a way from the map for hardly anything, and a name over the
        border would wipe it out.
        """
        if not self.canvas.aside or len(far) != 1 or far[0].dots:
            return far
        spot = self._on_alike(far[0])
        if spot is None:
            return far
        self.keep(far[0].key, spot)
        return []

    def _on_alike(self, item: Item) -> Spot | None:
        """Return the place of a name on land of its colour, at a level line from its own."""
        raster, within = self.raster, self._within(item)
        if not len(within):
            return None
        start = within[[np.argmin(np.hypot(*(within - self.middle(item)).T))]]
        own = [raster.numbers[iso3] for iso3 in item.ids]
        alike = [n for n, color in self.grounds.items() if color == item.color and n not in own]
        crop = self.around(start, WITHIN)
        closed = ~np.isin(raster.owner[crop], alike) | (raster.frame[crop] != item.frame)
        closed |= raster.shut(crop)
        size = self.size(item.texts[0], self.beside_size, item.weight)
        room = size[0] + 2 * OFF_BORDER, size[1] + 2 * OFF_BORDER
        free = np.argwhere(raster.sums(closed, room) == 0)
        if not len(free):
            return None
        boxes = raster.boxes(free + np.array([crop[0].start, crop[1].start]), room)
        boxes += OFF_BORDER * np.array([1, 1, -1, -1])
        away, _ = distances(boxes, start)
        begins, middles = np.repeat(start, len(boxes), axis=0), (boxes[:, 1] + boxes[:, 3]) / 2
        ends = np.clip(begins, boxes[:, :2], boxes[:, 2:])
        aside = (begins[:, 0] < boxes[:, 0]) | (boxes[:, 2] < begins[:, 0])
        ends[aside, 1] = middles[aside]
        rows, columns, _ = raster.along(begins, ends)
        passed = np.isin(raster.owner[rows, columns], [*own, *alike]).all(axis=1)
        passed &= ~(raster.taken[rows, columns] > 0).any(axis=1)
        cost = away + LEVEL * np.abs(middles - begins[:, 1]) + ABOVE * ~aside
        cost += self.as_one(item, boxes)
        cost[~passed] = np.inf
        best = int(np.argmin(cost))
        if not np.isfinite(cost[best]):
            return None
        left, bottom, right, top = boxes[best].tolist()
        (x0, y0), (x1, y1) = start[0].tolist(), ends[best].tolist()
        box = (left, bottom, right, top)
        return Spot(item.texts[0], self.beside_size, box, (x0, y0), (x1, y1), float(cost[best]))

    def _within(self, item: Item) -> NDArray[np.float64]:
        """Return points of a land that are well off its borders."""
        outside = ~self.raster.own(item.ids, item.frame)
        for inside in INSIDE:
            side = 2 * inside
            corners = np.argwhere(self.raster.sums(outside, (side, side)) == 0)
            if len(corners):
                return corners[:, ::-1] / PER_MM + self.raster.origin + inside
        return np.empty((0, 2))
