"""A note on the sea above the key of a slide: what has no room below a map that is to be large."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw.breaks import FILLED
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import MARGIN, Drawing, renderer_of
from attdata.draw.layout import ASCENT, laid_out, pitch_of
from attdata.draw.style import MUTED, SLIDE_FOOTER_SIZE, right_to_left, style
from attdata.draw.wrap import balanced, text_width
from attdata.maps.ground import Canvas
from attdata.maps.placement import Box

if TYPE_CHECKING:
    from attdata.maps.raster import Raster

SEA_NOTE = "sea note"  # gid of its lines
GAP = 0.8  # mm between the note and the key below it, and the upper edge of the map
MM = 25.4 / 72  # in a point
NARROW, WIDE, STEP = 23.0, 62.0, 0.5  # mm: how wide it may be


def draw_sea_note(canvas: Canvas, raster: Raster, text: str) -> None:
    """Write small lines above or below the key at the edge of a slide, as narrow as they can be.

    Where they have no room without covering land or dots nothing is written.
    """
    renderer = renderer_of(canvas.ax.get_figure(root=True))
    whole, space = (text_width(one, renderer, SLIDE_FOOTER_SIZE) * MM for one in (text, " "))
    for wide in np.arange(NARROW, WIDE, STEP):
        # Breaking a text takes long: first whether the fewest lines that it may have had room.
        fewest = max(1, int(whole / (wide + space)))
        if _free_box(canvas, raster, wide, fewest) is None:
            continue
        lines = _lines(canvas, text, wide)
        box = _free_box(canvas, raster, wide, len(lines))
        if box is not None:
            _write(canvas, lines, box)
            raster.take(box)
            return


def _pitch(canvas: Canvas) -> float:
    """Return how far lines are apart, in millimetres: as far as those of a long footer."""
    return 10 * pitch_of(SLIDE_FOOTER_SIZE, canvas.language, closer=True)


def _free_box(canvas: Canvas, raster: Raster, wide: float, lines: int) -> Box | None:
    """Return the room above or below the key, in line with the title, where so many lines fit."""
    left, bottom, right, top = canvas.millimetres()
    start = left + 10 * MARGIN
    if right_to_left(canvas.language):
        start = right - 10 * MARGIN - wide
    high = lines * _pitch(canvas)
    if canvas.legend is not None:
        for low in (canvas.legend[3] + GAP, canvas.legend[1] - GAP - high):
            box = (start, low, start + wide, low + high)
            if bottom + GAP < low and low + high < top - GAP and _is_free(raster, box):
                return box
    return None


def try_on_slide(canvas: Canvas, drawing: Drawing, draw_overlay: Callable[[], None]) -> bool:
    """Draw the overlay of a map at the size that it has on its slide; return if it has a note."""
    figure: Any = canvas.ax.get_figure(root=True)
    with laid_out(figure, drawing, footer_lines(drawing, "slide"), "slide"):
        figure.draw_without_rendering()
        with style(canvas.language):
            draw_overlay()
    return any(artist.get_gid() == SEA_NOTE for artist in canvas.overlay)


def _lines(canvas: Canvas, text: str, wide: float) -> list[str]:
    """Return the text in lines of so many millimetres."""
    from matplotlib.font_manager import FontProperties

    figure: Any = canvas.ax.get_figure(root=True)
    font, renderer = FontProperties(size=SLIDE_FOOTER_SIZE), renderer_of(figure)
    return balanced(text, wide / 25.4 * figure.dpi, font, renderer, FILLED).split("\n")


def _is_free(raster: Raster, box: Box) -> bool:
    """Return whether neither land nor a dot is where the note would be."""
    window = raster.window(box)
    return not (raster.owner[window] > 0).any() and not raster.taken[window].any()


def _write(canvas: Canvas, lines: list[str], box: Box) -> None:
    """Add the lines to the map, each by its baseline."""
    mirrored, pitch = right_to_left(canvas.language), _pitch(canvas)
    x = box[2] if mirrored else box[0]
    for number, line in enumerate(lines):
        said = "\N{RIGHT-TO-LEFT MARK}" + line if mirrored else line
        y = box[3] - pitch * (number + ASCENT)
        look: Any = {"size": SLIDE_FOOTER_SIZE, "color": MUTED, "gid": SEA_NOTE}
        side = "right" if mirrored else "left"
        text = canvas.ax.text(
            x * canvas.unit, y * canvas.unit, said, ha=side, va="baseline", zorder=4, **look
        )
        canvas.overlay.append(text)
