"""The scales of the chart of the plan, one for each block, and what is off them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.progress_lines import Line
from attdata.draw.wrap import level, lift
from attdata.words import number, percent, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BESIDE = 8.0  # points from a scale to what is told of it


def round_above(most: float) -> float:
    """Return a round number that is not lower: 10, 20, 50, 100 and so on."""
    if most != most or most <= 0:  # no data at all
        return 10.0
    return next(
        step * 10.0**power
        for power in range(1, 12)
        for step in (1, 2, 5)
        if step * 10**power >= most
    )


def block_scales(
    ax: Axes, at: Mapping[str, float], scales: Mapping[str, tuple[float, float]], language: str, *,
    told: bool,
) -> None:  # fmt: skip
    """Write the scale of each block at its place.

    ``told``: and beside it where it begins, if not at nought.
    """
    begin, end = chart_parts.sides(language)
    for block, place in at.items():
        low, high = scales[block]
        for part in (0, 0.5, 1):
            value = low + part * (high - low)
            text = percent(value, language) if block == "rates" else number(value, language)
            side: Any = "center" if part == 0.5 else begin if part == 0 else end
            written = ax.text(part, place, text, ha=side, va="center_baseline",
                              color=style.MUTED, fontsize=style.SMALL_SIZE)  # fmt: skip
            level([written], language)
        if told and low:
            text = word("progress.scale_beside", language, n=low)
            _aside(ax, text, (1.0, place, BESIDE), begin, language)


def off_scale(line: Line, low: float, language: str) -> str:
    """Return the remark that the number of a row is below its scale; "" where it is not.

    Examples
    --------
    >>> few, marked = {"now": 2.0}, {"now": 118.0}
    >>> off_scale(Line("Few", "single", "states", few), 100.0, "en")
    'below 100'
    >>> off_scale(Line("Many", "single", "states", marked, marked=True), 100.0, "en")
    ''
    """
    if line.row is None or line.marked or pd.isna(line.row["now"]) or line.row["now"] >= low:
        return ""
    return word("progress.off_scale", language, n=low)


def tell_off_scale(ax: Axes, lines: Sequence[Line], places: np.ndarray, language: str) -> None:
    """Write the remarks on rows that are below their scale where it begins."""
    begin, _ = chart_parts.sides(language)
    for line, place in zip(lines, places, strict=True):
        if line.off:
            _aside(ax, line.off, (0.0, float(place), 0.0), begin, language)


def _aside(
    ax: Axes, text: str, place: tuple[float, float, float], side: Any, language: str
) -> None:
    """Write a remark in a row at its place on the scale, or so many points behind it."""
    (x, y, shift), size = place, style.SMALL_SIZE
    shift *= -1 if style.right_to_left(language) else 1
    ax.annotate(text, (x, y), (shift, lift(size, language)), textcoords="offset points", ha=side,
                va="center_baseline", color=style.MUTED, fontsize=size, annotation_clip=False,
                gid="aside")  # fmt: skip
