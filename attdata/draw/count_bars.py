"""Bars of counts for slides: so many States of each kind, in a few rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.drawing import renderer_of
from attdata.draw.wrap import level, lift, text_width
from attdata.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path

BAR = 0.62
GAP = 0.25  # of a row
LINE = 0.3  # of a row, above and below one of two lines
ROOM, WIDER = 4.2, 1.25  # cm for a name; so much more where all its words have room on one line
# Of the width: a number of one digit, or of more, does not fit into a narrower part of a bar.
NARROWEST = (0.022, 0.035)
SIDES, ABOVE, DIGIT = 0.2, 0.1, 0.714  # of its letters: the ground around a number, and its height
DESCENT = {"ar": 0.72, "zh": 0.12}  # of letters: what a font has below its line


@dataclass(frozen=True)
class Part:
    """A part of each bar: its name in the key, how it looks, and its count in each row.

    A part without a name is ground: it is not counted.
    """

    label: str
    look: dict[str, str]
    counts: Sequence[int]


def draw_counts(
    ax: Axes,
    rows: Sequence[tuple[str, str]],
    parts: Sequence[Part],
    language: str,
    *,
    apart: int | None = None,
    tall: int | None = None,
    counted: bool = False,
) -> None:
    """Draw a bar for each row, of parts beside each other, on one scale.

    Parameters
    ----------
    ax
        Axes to draw into.
    rows
        The name of each row, and what stands at the end of its bar.
    parts
        In the order of the bar; the first is counted at the end of the bar, and not within it.
    language
        One of ar, en, es, fr, ru, zh.
    apart
        The first of the rows that are of another kind: a gap is before it.
    tall
        The row that has two lines at the end of its bar.
    counted
        The first part has its count within it as well.
    """
    begin, _ = chart_parts.sides(language)
    order = np.arange(len(rows), dtype=float)
    places = -(order + GAP * (order >= (len(rows) if apart is None else apart)))
    names = _names(ax, [name for name, _ in rows])
    two = np.array(["\n" in name for name in names], dtype=float)
    if tall is not None:
        two[tall] = 1.0
    places[1:] -= np.cumsum(LINE * (two[1:] + two[:-1]))
    widths = np.array([part.counts for part in parts], dtype=float)
    longest = max(1.0, float(widths.sum(axis=0).max()))
    left = np.zeros(len(rows))
    for i, (part, counts) in enumerate(zip(parts, widths, strict=True)):
        bars = chart_parts.level_bars(
            ax, places, counts, part.look, left=left, height=BAR, label=part.label
        )
        for place, start, n, bar in zip(places, left, counts, bars, strict=True):
            if (i or counted) and part.label and n > NARROWEST[len(str(int(n))) > 1] * longest:
                number_within(ax, (start + n / 2, place), int(n), part.look, bar, language)
        left += counts
    ax.set_yticks(places, names)
    ax.set_ylim(places[-1] - 0.5, 0.5)
    ax.set_xlim(0, longest)
    ax.set_xticks([])
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)
    chart_parts.tighten(ax, language)
    for label in ax.get_yticklabels():
        chart_parts.close_lines(label, language)
    level(ax.get_yticklabels(), language)
    shift, up = -4 if style.right_to_left(language) else 4, lift(style.SMALL_SIZE, language)
    for (_, text), place, end in zip(rows, places, left, strict=True):
        ax.annotate(text, (end, place), (shift, up), textcoords="offset points", ha=begin,
                    va="center_baseline", fontsize=style.SMALL_SIZE,
                    annotation_clip=False)  # fmt: skip
    shown = [part for part in parts if part.label and any(part.counts)]
    if len(shown) > 1:
        handles = [chart_parts.patch(part.look, part.label) for part in shown]
        chart_parts.legend(ax, handles, language)


def _names(ax: Axes, names: Sequence[str]) -> list[str]:
    """Return the names of rows on one line, or on two where one needs much more room than others.

    The second line of a name would be read with the one below it.
    """
    broken = chart_parts.wrapped(names, ax, ROOM, lines=2)
    renderer = renderer_of(ax.figure)
    widest = max(text_width(line, renderer) for name in broken for line in name.split("\n"))
    return [
        name if text_width(name, renderer) <= WIDER * widest else lines
        for name, lines in zip(names, broken, strict=True)
    ]


def ground(
    x: float, y: float, width: float, _: float, size: float, *, descent: float
) -> Path:  # fmt: skip
    """Return a plain ground for a number on a hatch: a little larger than its digits."""
    from matplotlib.path import Path

    left, right = x - SIDES * size, x + width + SIDES * size
    low = y + (descent - ABOVE) * size
    high = low + (DIGIT + 2 * ABOVE) * size
    return Path([(left, low), (right, low), (right, high), (left, high), (left, low)], closed=True)


def number_within(
    ax: Axes, place: tuple[float, float], n: float, look: dict[str, str], bar: Any, language: str
) -> None:
    """Write the number of a part of a bar within it, on a hatch with a plain ground.

    A halo would leave crumbs of the hatch around the digits. The ground stays within the part.
    """
    inside = ax.text(
        *place, number(n, language), ha="center", va="center_baseline", fontsize=style.SMALL_SIZE,
        color=style.ink_on(look["color"]),
    )  # fmt: skip
    level([inside], language)
    if look["hatch"]:
        shape = partial(ground, descent=DESCENT.get(language, 0.3))
        inside.set_bbox({"boxstyle": shape, "facecolor": look["color"], "edgecolor": "none"})
        inside.set_clip_path(bar)
        inside.set_clip_on(True)
