"""A note on the sea above the key of a slide: what has no room below a map that is to be large."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw.breaks import FILLED
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import MARGIN, Drawing, renderer_of
from attdata.draw.layout import ASCENT, laid_out, pitch_of
from attdata.draw.style import MUTED, SLIDE_FOOTER_SIZE, right_to_left, style
from attdata.draw.wrap import balanced, text_width
from attdata.evidence import sentences
from attdata.maps.boundary_notes import boundaries_on_slide
from attdata.maps.ground import Canvas
from attdata.maps.key_first import has_list, raise_key, raised_key
from attdata.maps.placement import Box

if TYPE_CHECKING:
    from attdata.maps.raster import Raster

SEA_NOTE = "sea note"  # gid of its lines
GAP = 0.8  # mm between the note and the key below it, and the upper edge of the map
UNDER = 0.4  # and where it is below the key
CLEAR = 0.4  # and between it and all else above and below
OFF_LIST = {"zh": 1.0}  # and below the list of a slide: characters are as high as a line
MM = 25.4 / 72  # in a point
NARROW, WIDE, STEP = 23.0, 62.0, 0.5  # mm: how wide it may be
COARSE = 4  # so many steps at once, where a place below the key is looked for


def draw_sea_note(canvas: Canvas, raster: Raster, text: str) -> None:
    """Write small lines above or below the key at the edge of a slide, about as wide as it is.

    Where they have no room without covering land or dots nothing is written.
    """
    if not text:
        return
    found = _first_place(canvas, raster, text, _widths(canvas))
    if found is None:
        return
    wide, lines, box = found
    if canvas.legend is not None and box[1] > canvas.legend[3]:
        for other in (wide, *_widths(canvas)[::COARSE]):
            found = _first_place(canvas, raster, text, [other])
            below = found and _below_key(canvas, raster, found[2])
            if found and below:
                lines, box = found[1], below
                break
    x = box[2] if right_to_left(canvas.language) else box[0]
    write_note(canvas, lines, (x, box[3]), SLIDE_FOOTER_SIZE, SEA_NOTE)
    raster.take(box)


def _first_place(
    canvas: Canvas, raster: Raster, text: str, widths: Sequence[float]
) -> tuple[float, list[str], Box] | None:
    """Return the first of some widths at which a text has room, its lines and their place."""
    renderer = renderer_of(canvas.ax.get_figure(root=True))
    whole, space = (text_width(one, renderer, SLIDE_FOOTER_SIZE) * MM for one in (text, " "))
    for wide in widths:
        # Breaking a text takes long: first whether the fewest lines that it may have had room.
        fewest = max(1, int(whole / (wide + space)))
        if _free_box(canvas, raster, wide, fewest) is None:
            continue
        lines = _lines(canvas, text, wide)
        box = _free_box(canvas, raster, wide, len(lines))
        if box is not None:
            return wide, lines, box
    return None


def _widths(canvas: Canvas) -> list[float]:
    """Return how wide the lines may be: first as the key, then wider, and narrower at last."""
    widths = np.arange(NARROW, WIDE, STEP).tolist()
    key = canvas.legend[2] - canvas.legend[0] if canvas.legend else NARROW
    return sorted(widths, key=lambda wide: (wide < key, abs(wide - key)))


def ways_at_sea(codes: list[str], bounds: list[str], language: str) -> list[list[str]]:
    """Return what a slide may say beside its key, what is best there first, and nothing last.

    What its ``codes`` mean is read with the key; of its boundaries as much as has room.
    """
    notes = [*codes, *bounds]
    ways = [notes, *([*codes, one] for one in bounds), *([one] for one in notes), []]
    return sorted(
        ways, key=lambda way: (not set(codes) <= set(way), -len(sentences(way, language)))
    )


def with_sea_note(
    canvas: Canvas,
    ways: Sequence[list[str]],
    at_sea: list[str],
    drawing_of: Callable[[Collection[str]], Drawing],
    draw_overlay: Callable[[], None],
) -> Drawing:
    """Draw a slide with the first of some notes that has room beside its key; return its drawing.

    Parameters
    ----------
    canvas
        The map, alone in its figure.
    ways
        What may stand beside the key, nothing last.
    at_sea
        Filled with what ``draw_overlay`` has to write there.
    drawing_of
        Gives the drawing whose footer leaves out what stands beside the key: the shorter it is,
        the larger is the map.
    draw_overlay
        Draws all that depends on the size of the map.
    """
    for at_sea[:] in ways:
        drawing = drawing_of(at_sea)
        if try_on_slide(canvas, drawing, draw_overlay):
            break
    return drawing


def said_below(
    canvas: Canvas,
    drawing: Drawing,
    said: str,
    say: Callable[[Collection[str]], str],
    at_sea: list[str],
    draw_overlay: Callable[[], None],
) -> str:
    """Return what is said below a map; of the world on a slide without what its sea has room for.

    ``say`` gives that for the notes which stand beside the key; all else is as in
    :func:`with_sea_note`.
    """
    if not (canvas.world_on_slide and canvas.fills):
        return said

    def footed(beside: Collection[str]) -> Drawing:
        told = say(beside)
        return replace(drawing, key=lambda: told)

    ways = ways_at_sea([], boundaries_on_slide(canvas), canvas.language)
    with_sea_note(canvas, ways, at_sea, footed, draw_overlay)
    return say(at_sea)


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
    above = OFF_LIST.get(canvas.language, CLEAR) if has_list(canvas) else CLEAR
    if canvas.legend is not None:
        for low in (canvas.legend[3] + GAP, canvas.legend[1] - GAP - high):
            box = (start, low, start + wide, low + high)
            clear = (start, low - CLEAR, start + wide, low + high + above)
            if bottom + GAP < low and low + high < top - GAP and _is_free(raster, clear):
                return box
    return None


def _below_key(canvas: Canvas, raster: Raster, box: Box) -> Box | None:
    """Return a place of a note below its key, which is moved up; None where both have no room so.

    What colours mean is read first.
    """
    left, low, right, high = box
    assert canvas.legend is not None
    if low < canvas.legend[1]:
        return box
    tall = high - low
    up = raised_key(canvas, raster, tall, UNDER + GAP)
    if up is None:
        return None
    foot = canvas.legend[1] + up - UNDER - tall
    raster.take(canvas.legend, -1)
    free = _is_free(raster, (left, foot - CLEAR, right, foot + tall + CLEAR))
    raster.take(canvas.legend)
    if not free or foot < canvas.millimetres()[1] + GAP:
        return None
    raise_key(canvas, raster, up)
    return left, foot, right, foot + tall


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
    return raster.is_sea(box, 0.0) and not raster.taken[raster.window(box)].any()


def write_note(
    canvas: Canvas, lines: Sequence[str], corner: tuple[float, float], size: float, gid: str
) -> None:
    """Add lines to a slide, each by its baseline, from their upper corner where reading begins."""
    mirrored = right_to_left(canvas.language)
    (x, top), pitch = corner, 10 * pitch_of(size, canvas.language, closer=True)
    for number, line in enumerate(lines):
        said = "\N{RIGHT-TO-LEFT MARK}" + line if mirrored else line
        y = top - pitch * (number + ASCENT)
        look: Any = {"size": size, "color": MUTED, "gid": gid}
        side = "right" if mirrored else "left"
        text = canvas.ax.text(
            x * canvas.unit, y * canvas.unit, said, ha=side, va="baseline", zorder=4, **look
        )
        canvas.overlay.append(text)
