"""Headings of narrow columns, on their side: each over its column, all beginning in one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attdata.draw import style
from attdata.draw.breaks import IN_CHINESE, stacked_text
from attdata.draw.columns import unit_across
from attdata.draw.drawing import CM, renderer_of
from attdata.draw.wrap import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEAD_SIZE = 6.2  # points
LONGEST = 3.1  # cm of a line
FOOT = 0.8  # where headings begin, in rows above the middle of the first


def upright(ax: Axes, labels: Sequence[str], places: Sequence[float], language: str) -> float:
    """Write headings on their side, each beginning at its column; return their height, in cm.

    The first line is where reading begins, at the right in Arabic. Each is a text of its own, set
    by its baseline: lines of one text stand by their ink. Chinese characters are below each other.
    """
    ruler, rtl = renderer_of(ax.figure), style.right_to_left(language)
    turn, begin, middle, box = (270, "right", 0.31, 0.6) if rtl else (90, "left", 0.34, 0.8)
    pitch = 1.25 if rtl else 1.1  # of letters, from one line to the next
    letter = HEAD_SIZE / 72 / CM / unit_across(ax)
    heads, highs = wrapped(labels, ax, LONGEST, HEAD_SIZE), [0.0]
    for n, (label, broken, place) in enumerate(zip(labels, heads, places, strict=True)):
        look: Any = {"fontsize": HEAD_SIZE, "color": style.MUTED, "gid": f"head:{n}"}
        if IN_CHINESE.match(label):
            texts = [ax.text(place, FOOT, stacked_text(label), ha="center", va="bottom",
                             multialignment="center", linespacing=1.0, **look)]  # fmt: skip
        else:
            lines = broken.split("\n")
            first = place + (middle - pitch * (len(lines) - 1) / 2) * letter
            texts = [ax.text(first + i * pitch * letter, FOOT, line, rotation=turn, ha=begin,
                             va="baseline", rotation_mode="anchor", linespacing=box, **look)
                     for i, line in enumerate(lines)]  # fmt: skip
        highs += [text.get_window_extent(ruler).height / ruler.dpi * 2.54 for text in texts]
    return max(highs)
