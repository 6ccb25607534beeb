"""The name of an inset, in a corner of it that is free."""

from __future__ import annotations

from typing import Any

from attdata.draw.style import MUTED, SMALL_SIZE
from attdata.maps.ground import ABOVE, Canvas, measure
from attdata.maps.placement import Box, centred, wrapped
from attdata.maps.raster import Raster
from attdata.words import name_of

CLOSE = 1.0  # the lines of a name on two


def draw_caption(canvas: Canvas, raster: Raster, frame: Any) -> None:
    """Write the name of an inset at a corner free of land, or above it; keep names off."""
    left, bottom, right, top = canvas.millimetres(frame.box)
    for y in (bottom, top):
        raster.take((left - 0.3, y - 0.3, right + 0.3, y + 0.3))
    for x in (left, right):
        raster.take((x - 0.3, bottom, x + 0.3, top))
    name = name_of("group", frame.name, canvas.language)
    text = canvas.ax.text(
        *canvas.box[:2], name, fontsize=SMALL_SIZE, linespacing=CLOSE,
        color=MUTED, ha="center", va="center", gid="caption", zorder=5 + ABOVE,
    )  # fmt: skip
    canvas.overlay.append(text)
    land, own = raster.owner > 0, raster.own(sorted(canvas.own))
    ways: list[Any] = [(name, land, False), (wrapped(name)[-1], land, False), (name, own, True)]
    if canvas.aside:  # above it is the sea, whose name it would be
        within = [(said, land, None) for said in (name, wrapped(name)[-1])]
        ways = [*within, *ways] if frame.titled else []
    for said, closed, above in ways:
        text.set_text(said)
        box = _free_corner(
            canvas.millimetres(frame.box), measure(canvas, text), raster, closed, above
        )
        if box is not None:
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            text.set_position((x * canvas.unit, y * canvas.unit))
            raster.take(box)
            return
    text.set_visible(False)  # nothing is written over land


def _free_corner(
    inset: Box, size: tuple[float, float], raster: Raster, closed: Any, above: bool | None
) -> Box | None:
    """Return the room of a name at a corner of an inset, where none of some land is.

    Rather in the corner of it, or above it; ``above`` alone where the name covers ground without a
    status, which it would be read as the name of, and None in the corner alone.
    """
    left, bottom, right, top = inset
    wide, high = size[0] / 2 + 1.2, size[1] / 2 + 0.8
    over = [(right - wide + 0.8, top + high), (left + wide - 0.8, top + high)]
    within = [(right - wide, top - high), (left + wide, bottom + high)]
    within += [(left + wide, top - high * step) for step in (1, 2, 3, 4)]  # below land at its edge
    places = [within[0], *over, *within[1:]] if above is False else over if above else within[:1]
    for place in places:
        box = centred(*place, (size[0] + 1.0, size[1]))
        if not closed[raster.window(box)].any():
            return box
    return None
