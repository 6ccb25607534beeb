"""The slide of maps side by side: how maps, key and the room between them share its height."""

from __future__ import annotations

from typing import Any

from attdata.draw.drawing import CM, Rect, renderer_of
from attdata.draw.style import right_to_left
from attdata.maps.legend_rows import DESCENT, DESCENT_LATIN

GUTTER = 0.13  # cm between two maps
# How far the letters of title and note are from what a layout leaves to a drawing, in cm.
ABOVE, BELOW = 0.3, 0.17
# So many cm are between title, maps, key and note at least, or maps are less wide; and where more
# than so many would be, so much sea at most is added to a map, of its height.
LEAST, MOST, MORE = 0.15, 0.36, 0.25
LETTERS = 0.75  # how high they are above their line, in sizes of them
# And how far they reach beyond the samples of a key.
OVER, UNDER = 0.05, 0.25


def arrange(figure: Any, rect: Rect, aspect: float, language: str) -> Rect:
    """Put maps and key into a part of their slide, and return the room of the key.

    The maps have all the width. From the title to them, from them to the key and from the key to
    the note is the same room, and they are higher where there is much of it.

    Parameters
    ----------
    figure
        Maps side by side, each below its heading, and one legend.
    rect
        The part that title and note leave.
    aspect
        Height of a map, of its width.
    language
        One of ar, en, es, fr, ru, zh.
    """
    wide, high = (inches / CM for inches in figure.get_size_inches())
    left, bottom, across, up = rect[0] * wide, rect[1] * high, rect[2] * wide, rect[3] * high
    panels = sorted(figure.axes, key=lambda ax: float(ax.get_position(original=True).x0))
    low, top = _key(figure, rect)
    gutters = GUTTER * (len(panels) - 1)
    width = (across - gutters) / len(panels)
    room = ABOVE + up + BELOW - _heading(panels[0], language) - (top - low)
    tall = min(aspect * width, room - 3 * LEAST)
    width = tall / aspect
    tall = max(tall, min((1 + MORE) * tall, room - 3 * MOST))
    gap = (room - tall) / 3
    key = bottom - BELOW + gap
    foot = key + (top - low) + gap
    start = left + right_to_left(language) * (across - gutters - width * len(panels))
    for number, ax in enumerate(panels):
        begin = start + number * (width + GUTTER)
        ax.set_position((begin / wide, foot / high, width / wide, tall / high))
    return rect[0], rect[1] + (key - low) / high, rect[2], rect[3]


def _heading(ax: Any, language: str) -> float:
    """Return how high the heading of a map is above it, in cm."""
    size = ax.title.get_fontsize()
    return float((DESCENT.get(language, DESCENT_LATIN) + LETTERS) * size / 72 / CM)


def _key(figure: Any, rect: Rect) -> tuple[float, float]:
    """Return between which heights the letters of the key are, where it is in a part, in cm."""
    (key,) = figure.legends
    key.set_bbox_to_anchor(rect, transform=figure.transFigure)
    key.draw(renderer_of(figure))  # only then are its parts in their places
    letters = key.get_texts()[0].get_fontsize() / 72
    samples = [sample.get_window_extent() for sample in key.get_patches()]
    low = min(sample.y0 for sample in samples) / figure.dpi - UNDER * letters
    top = max(sample.y1 for sample in samples) / figure.dpi + OVER * letters
    return low / CM, top / CM
