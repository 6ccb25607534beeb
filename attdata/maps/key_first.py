"""The key of a slide above the note beside it: first what colours mean, then the small print."""

from __future__ import annotations

from typing import Any

import numpy as np

from attdata.maps.ground import Canvas
from attdata.maps.legend_ground import HIDDEN, keep_islets_off, weights_of
from attdata.maps.placement import Box
from attdata.maps.raster import Raster

GROUND = "below legend"  # gid of the sea below the rows of a key
LIST = "numbers"  # and of the list of a slide
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
    listed = any(text.get_gid() == LIST for text in canvas.overlay)
    for up in np.arange(canvas.millimetres()[3] - EDGE - top, high + gap, -UP_MM).tolist():
        air = raster.window((left, bottom + up, right, top + up + OFF_LIST))
        if listed and (weights[air] >= HIDDEN).any():
            continue
        if _hidden(canvas, raster, weights, up) <= hidden + MORE:
            return float(up)
    return None


def raise_key(canvas: Canvas, raster: Raster, up: float) -> None:
    """Move a key up by so many millimetres, with the sea below its rows."""
    assert canvas.legend is not None
    raster.take(canvas.legend, -1)
    left, bottom, right, top = canvas.legend
    canvas.legend = (left, bottom + up, right, top + up)
    raster.take(canvas.legend)
    for ground in _grounds(canvas):
        canvas.overlay.remove(ground)
        ground.remove()
    edge, foot, end, head = canvas.millimetres()
    spot = (left - edge) / (end - edge), (bottom + up - foot) / (head - foot)
    legend: Any = canvas.ax.get_legend()
    legend.set_bbox_to_anchor(spot)
    keep_islets_off(canvas, legend, spot)


def _grounds(canvas: Canvas) -> list[Any]:
    """Return the sea below each row of a key."""
    return [artist for artist in canvas.overlay if artist.get_gid() == GROUND]


def _hidden(canvas: Canvas, raster: Raster, weights: Any, up: float) -> float:
    """Return what the rows of a key would hide so many millimetres higher."""
    assert canvas.legend is not None
    left, bottom = canvas.legend[:2]
    found = np.zeros(weights.shape, dtype=bool)
    for ground in _grounds(canvas):
        x, y, wide, tall = (
            25.4 * side
            for side in (ground.get_x(), ground.get_y(), ground.get_width(), ground.get_height())
        )
        box: Box = (left + x, bottom + up + y, left + x + wide, bottom + up + y + tall)
        found[raster.window(box)] = True
    return float(weights[found].sum())
