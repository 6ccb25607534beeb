"""The key of a slide above the note beside it: first what colours mean, then the small print."""

from __future__ import annotations

from typing import Any

import numpy as np

from attdata.maps.ground import Canvas
from attdata.maps.legend_ground import GROUND, HIDDEN, stand_at, weights_of
from attdata.maps.raster import Raster

LIST = "numbers"  # gid of what the numbers on a map stand for
UP_MM = 0.25  # steps in which a higher place is looked for
EDGE = 0.4  # mm from the upper edge of the map
OFF_LIST = 1.4  # mm from the list above it
MORE = 5.0  # squares of the raster: so much more it may hide than where it stood


def raised_key(canvas: Canvas, raster: Raster, high: float, gap: float) -> float | None:
    """Return how far a key can go up so that what is ``high`` has room below it, or None.

    It goes as far as it can: up to the upper edge of the map, or to a list that stands there.
    """
    if canvas.legend is None or not _grounds(canvas):
        return None
    left, bottom, right, top = canvas.legend
    raster.take(canvas.legend, -1)
    weights = weights_of(canvas, raster, HIDDEN, 0.0)
    raster.take(canvas.legend)
    hidden = _hidden(canvas, raster, weights, 0.0)
    listed = has_list(canvas)
    for up in np.arange(canvas.millimetres()[3] - EDGE - top, high + gap, -UP_MM).tolist():
        air = raster.window((left, bottom + up, right, top + up + OFF_LIST))
        if listed and (weights[air] >= HIDDEN).any():
            continue
        if _hidden(canvas, raster, weights, up) <= hidden + MORE:
            return float(up)
    return None


def has_list(canvas: Canvas) -> bool:
    """Return whether a list of numbers stands on a map, above its key on a slide."""
    return any(artist.get_gid() == LIST for artist in canvas.overlay)


def raise_key(canvas: Canvas, raster: Raster, up: float) -> None:
    """Move a key up by so many millimetres, with the sea below its rows."""
    assert canvas.legend is not None
    raster.take(canvas.legend, -1)
    left, bottom, right, top = canvas.legend
    for ground in _grounds(canvas):
        canvas.overlay.remove(ground)
        ground.remove()
    box = (left, bottom + up, right, top + up)
    stand_at(canvas, raster, canvas.ax.get_legend(), box)


def _grounds(canvas: Canvas) -> list[Any]:
    """Return the sea below each row of a key."""
    return [artist for artist in canvas.overlay if artist.get_gid() == GROUND]


def _hidden(canvas: Canvas, raster: Raster, weights: Any, up: float) -> float:
    """Return what the rows of a key would hide so many millimetres higher."""
    assert canvas.legend is not None
    left, bottom = canvas.legend[0], canvas.legend[1] + up
    rows = (25.4 * np.array(ground.get_bbox().extents) for ground in _grounds(canvas))
    boxes = [(left + x0, bottom + y0, left + x1, bottom + y1) for x0, y0, x1, y1 in rows]
    return float(weights[raster.squares(boxes)].sum())
