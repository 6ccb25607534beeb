"""Where the line to a name begins: inside the land that is named, off that of others.

All lengths are millimetres on the printed map.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from attdata.maps.label_doubts import OVER_UNNAMED, Doubts
from attdata.maps.label_room import Item

BENT = 40.0  # squares of land beside its beginning as bad as a millimetre of line over others
# Millimetres that a line of a slide goes inland, where it crosses nothing else, off the outline of
# a newcomer or a dashed border; less in an inset. As many squares as bad as one that goes less far.
DEEP, DEEP_IN_INSET, SHALLOW = 1.5, 0.9, 12.0
OUTLINED, INWARD = 6.0, 0.6  # so much worse at the outline of a newcomer; of the way to its middle
CLEAR = 0.9  # millimetres to other land from where a line begins: its dot lies on its own land
# The same in an inset, whose lands are small: a line does not go far in. On a slide, off dashes.
CLEAR_IN_INSET, CLEAR_OF_DASHES = 0.25, 0.7
# Millimetres of sea to land of others beside the line to a newcomer; what one of the line costs
# that is nearer.
OFF_OTHERS, BY_OTHERS = 0.75, 20.0


class Starts(Doubts):
    """Where lines begin."""

    def by_others(self, item: Item, own: Any, beads: Any) -> Any:
        """Return what it costs that lines to a newcomer on a slide run close by land of others.

        ``beads`` are the rows, the columns and the length of squares along the lines.
        """
        rows, columns, bead = beads
        if not item.ink or not self.canvas.aside:
            return np.zeros(len(rows))
        owner = self.raster.owner
        near = self.raster.grown((owner > 0) & ~own[owner], OFF_OTHERS)
        return BY_OTHERS * (near & (owner == 0))[rows, columns].sum(axis=1) * bead

    def _inland(self, item: Item, start: Any, end: Any) -> tuple[float, float]:
        """Return where a line begins: inwards until no land or dot of others is near."""
        way = np.linspace(start, self.anchor(item), 8)
        within = CLEAR_OF_DASHES if self.canvas.aside else CLEAR_IN_INSET
        clear = within if item.frame else CLEAR
        around = np.hstack([way - clear, way + clear])
        crop = self.raster.window((*around[:, :2].min(axis=0), *around[:, 2:].max(axis=0)))
        own = self.raster.own(item.ids, crop=crop)
        foreign = self.raster.count((self.raster.owner[crop] > 0) & ~own, around, crop)
        foreign = foreign + 1e6 * self.past_dots(item, way, np.tile(end, (len(way), 1)))
        rows, columns, bead = self.raster.along(way, np.repeat([end], len(way), axis=0))
        below = self.raster.owner[rows, columns]
        ours = [self.raster.numbers[iso3] for iso3 in item.ids if iso3 in self.raster.numbers]
        crossed = ((below > 0) & ~np.isin(below, ours)).sum(axis=1) * bead
        crossed = crossed + OVER_UNNAMED * self.named_elsewhere(item)[below].sum(axis=1) * bead
        deep = DEEP_IN_INSET if item.frame else DEEP
        dear = SHALLOW
        if item.ink:  # a line would end at the heavy outline of a newcomer, however small its land
            dear, deep = OUTLINED * SHALLOW, min(deep, INWARD * float(np.hypot(*(way[-1] - start))))
        shallow = dear * (np.hypot(*(way - start).T) < deep) * bool(self.canvas.aside)
        rows, columns, _ = self.raster.along(way, way)
        foreign = foreign + 1e6 * self.by_frames()[rows, columns][:, 0]
        # Not in the sea between the islands of a State.
        sea = 1e3 * ~np.isin(self.raster.owner[rows, columns][:, 0], ours)
        x, y = way[int(np.argmin(foreign + BENT * crossed + shallow + sea))].tolist()
        return x, y
