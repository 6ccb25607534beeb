"""Names and their lines at the frames around what insets of a map enlarge.

All lengths are millimetres on the printed map.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from attdata.maps.label_room import Room
from attdata.maps.land import shown_by
from attdata.maps.raster import PER_MM

# Millimetres from the frame around what an inset enlarges to both ends of a line, less where there
# is no room; what it costs that a name at a line is nearer, or any name over it; and by the
# millimetre that a line is so near to it for longer than one that crosses it.
OFF_FRAME = (1.0, 0.75, 0.5)
OFF_LETTERS = 0.5  # or at it, which is as near as this
AT_CORNER, BY_CORNER = 60.0, 0.52  # and a line by its corner, less up to three times as far off
BY_FRAME, OVER_FRAME, ALONG_FRAME, ACROSS_FRAME = 5.0, 8.0, 8.0, 3.5
ACROSS_IT = 8.0  # and each time that a line crosses the frame


class Frames(Room):
    """What it costs that a name or its line meets a frame."""

    inside_frames: NDArray[np.bool_] | None = None  # the squares within each of the frames

    def by_frames(self) -> NDArray[np.int8]:
        """Return how near each square is to a frame around what an inset enlarges: 0 where far."""
        if self.near_frames is None:
            levels = np.zeros(self.raster.shape, dtype=np.int8)
            for off in OFF_FRAME:
                levels += self.raster.grown(self.raster.framed, off)
            self.near_frames = levels
        return self.near_frames

    def at_frames(self, boxes: Any, lined: Any, beads: Any) -> NDArray[np.float64]:
        """Return what it costs that a name, or the line to it, lies on a frame or along it.

        ``beads`` are the rows, the columns and the length of squares along the lines.
        """
        framed = self.raster.framed
        if not framed.any():
            return np.zeros(len(boxes))
        crop = self.raster.whole()
        near = boxes + np.array([-1, -1, 1, 1]) * OFF_FRAME[0]
        cost = BY_FRAME * (lined & (self.raster.count(framed, near, crop) > 0))
        letters = boxes + np.array([-1, -1, 1, 1]) * OFF_LETTERS
        cost = cost + OVER_FRAME * (self.raster.count(framed, letters, crop) > 0)
        rows, columns, bead = beads
        along = (self.by_frames()[rows, columns] > 0).sum(axis=1) * bead - ACROSS_FRAME
        cost = cost + ALONG_FRAME * lined * np.maximum(along, 0.0)
        cost = cost + ACROSS_IT * lined * self.across_frames(rows, columns)
        if self.canvas.aside:
            cost = cost + lined * self.at_corners(rows, columns)
        return np.asarray(cost)

    def at_corners(self, rows: Any, columns: Any) -> NDArray[np.float64]:
        """Return what it costs that lines run by corners of what insets enlarge.

        Three lines in one point are read as none.
        """
        x, y = (
            side + at / PER_MM for side, at in zip(self.raster.origin, (columns, rows), strict=True)
        )
        cost = np.zeros(len(rows))
        for frame in self.canvas.frames[1:]:
            for line in shown_by(self.canvas, frame):
                corner = line[0] / self.canvas.unit
                near = np.hypot(x - corner[0], y - corner[1]).min(axis=1) / BY_CORNER
                cost += AT_CORNER * np.clip(1.5 - near / 2, 0.0, 1.0)
        return cost

    def across_frames(self, rows: Any, columns: Any) -> NDArray[np.float64]:
        """Return how often lines cross the frames around what insets enlarge on the map itself."""
        if self.inside_frames is None:
            self.inside_frames = self._inside_frames()
        within = self.inside_frames[:, rows, columns]
        return np.asarray((within[..., 1:] != within[..., :-1]).sum(axis=(0, 2)), dtype=float)

    def _inside_frames(self) -> NDArray[np.bool_]:
        """Return the squares of the map within each of the frames."""
        import shapely

        high, wide = self.raster.shape
        y, x = np.mgrid[0:high, 0:wide] / PER_MM
        found = []
        for frame in self.canvas.frames[1:]:
            south, north, west, east = shown_by(self.canvas, frame)
            ring = np.concatenate([south, east, north[::-1], west[::-1]]) / self.canvas.unit
            shape = shapely.Polygon(ring)
            shapely.prepare(shape)
            held = shapely.contains_xy(shape, x + self.raster.origin[0], y + self.raster.origin[1])
            found.append(held & (self.raster.frame == 0))
        return np.array(found).reshape(-1, high, wide)
