"""A note on the sea above the key of a slide: what has no room below a map that is to be large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw.captions import footer_lines
from attdata.draw.drawing import MARGIN, Drawing, renderer_of
from attdata.draw.layout import ASCENT, CLOSER, PITCH, PITCH_ARABIC, laid_out
from attdata.draw.style import MUTED, SLIDE_FOOTER_SIZE, right_to_left, style
from attdata.draw.wrap import balanced
from attdata.maps.ground import Canvas
from attdata.maps.placement import Box

if TYPE_CHECKING:
    from attdata.maps.raster import Raster

GAP = 0.8  # mm between the note and the key below it, and the upper edge of the map
NARROW, WIDE, STEP = 23.0, 62.0, 0.5  # mm: how wide it may be
RAGGED = 12.0  # as in the paragraphs below a drawing


def draw_sea_note(canvas: Canvas, raster: Raster, text: str) -> bool:
    """Write small lines above or below the key at the edge of a slide, as narrow as they can be.

    Returns
    -------
    bool
        Whether there is room where they cover neither land nor dots; else nothing is written.
    """
    for wide in np.arange(NARROW, WIDE, STEP):
        lines = _lines(canvas, text, wide)
        for box in _boxes(canvas, wide, len(lines) * _pitch(canvas)):
            if _is_free(raster, box):
                _write(canvas, lines, box)
                raster.take(box)
                return True
    return False


def _pitch(canvas: Canvas) -> float:
    """Return how far lines are apart, in millimetres: as far as those of a long footer."""
    apart = PITCH_ARABIC if right_to_left(canvas.language) else PITCH
    return SLIDE_FOOTER_SIZE * apart * CLOSER * 25.4 / 72


def _boxes(canvas: Canvas, wide: float, high: float) -> Iterator[Box]:
    """Return the rectangles above and below the key, in line with the title, within the map."""
    left, bottom, right, top = canvas.millimetres()
    start = left + 10 * MARGIN
    if right_to_left(canvas.language):
        start = right - 10 * MARGIN - wide
    if canvas.legend is not None:
        for low in (canvas.legend[3] + GAP, canvas.legend[1] - GAP - high):
            if bottom + GAP < low and low + high < top - GAP:
                yield start, low, start + wide, low + high


def try_on_slide(canvas: Canvas, drawing: Drawing, draw_overlay: Callable[[], None]) -> None:
    """Draw the overlay of a map once more, at the size that the map has on its slide."""
    figure: Any = canvas.ax.get_figure(root=True)
    with laid_out(figure, drawing, footer_lines(drawing, "slide"), "slide"):
        figure.draw_without_rendering()
        with style(canvas.language):
            draw_overlay()


def _lines(canvas: Canvas, text: str, wide: float) -> list[str]:
    """Return the text in lines of so many millimetres."""
    from matplotlib.font_manager import FontProperties

    figure: Any = canvas.ax.get_figure(root=True)
    font, renderer = FontProperties(size=SLIDE_FOOTER_SIZE), renderer_of(figure)
    return balanced(text, wide / 25.4 * figure.dpi, font, renderer, RAGGED).split("\n")


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
        look: Any = {"size": SLIDE_FOOTER_SIZE, "color": MUTED, "gid": "sea note"}
        side = "right" if mirrored else "left"
        text = canvas.ax.text(
            x * canvas.unit, y * canvas.unit, said, ha=side, va="baseline", zorder=4, **look
        )
        canvas.overlay.append(text)
