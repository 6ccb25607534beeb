"""The name of an inset, in a corner of it that is free."""

from __future__ import annotations

from typing import Any

from attdata.draw.style import MUTED, SMALL_SIZE
from attdata.maps.ground import ABOVE, Canvas, measure
from attdata.maps.placement import centred
from attdata.maps.raster import Raster
from attdata.words import name_of


def draw_caption(canvas: Canvas, raster: Raster, frame: Any) -> None:
    """Write the name of an inset at a corner free of land, on a slide above it; keep names off."""
    left, bottom, right, top = canvas.millimetres(frame.box)
    for y in (bottom, top):
        raster.take((left - 0.3, y - 0.3, right + 0.3, y + 0.3))
    for x in (left, right):
        raster.take((x - 0.3, bottom, x + 0.3, top))
    text = canvas.ax.text(
        *canvas.box[:2], name_of("group", frame.name, canvas.language), fontsize=SMALL_SIZE,
        color=MUTED, ha="center", va="center", gid="caption", zorder=5 + ABOVE,
    )  # fmt: skip
    canvas.overlay.append(text)
    size = measure(canvas, text)
    wide, high = size[0] / 2 + 1.2, size[1] / 2 + 0.8
    above = [(right - wide + 0.8, top + high), (left + wide - 0.8, top + high)]
    within = [(right - wide, top - high), (left + wide, bottom + high)]
    within += [(left + wide, top - high * step) for step in (1, 2, 3, 4)]  # below land at its edge
    land, own = raster.owner > 0, raster.own(sorted(canvas.own))
    # Rather within its inset, where nothing else is; above it only over ground without a status. On
    # a slide names within it are large.
    corners = [(place, own) for place in above]
    if not canvas.aside:
        corners = [(within[0], land), *corners, *((place, land) for place in within[1:])]
    boxes = [centred(*place, (size[0] + 1.0, size[1])) for place, _ in corners]
    free = [not at[raster.window(box)].any() for (_, at), box in zip(corners, boxes, strict=True)]
    if True not in free or canvas.aside and not frame.titled:  # nothing is written over land
        text.set_visible(False)
        return
    first = free.index(True)
    (x, y), _ = corners[first]
    text.set_position((x * canvas.unit, y * canvas.unit))
    raster.take(boxes[first])
