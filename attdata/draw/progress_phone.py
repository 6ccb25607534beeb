"""The chart of the plan on a telephone: labels above the lines, the value now at their end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import sides
from attdata.draw.drawing import CM, MARGIN, NARROW_WIDTH, renderer_of
from attdata.draw.progress_lines import Line
from attdata.draw.progress_text import none_recorded, value_text, why_untold
from attdata.draw.wrap import text_width
from attdata.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOM = NARROW_WIDTH - 2 * MARGIN  # cm, from margin to margin
COLORS = {"block": "#12467B", "rest": style.MUTED, "listed": style.MUTED}  # of labels
BOLD = 1.08  # as wide as plain letters
APART = 0.3  # cm, between a label and the value after it
# In rows of the chart: a line of letters, a line with its marks, and what is left free above.
TEXT, MARKED, SCALE = 0.92, 1.0, 1.1
ABOVE = {"block": 1.0, "head": 0.6, "rest": 0.2, "listed": 0.6}
UP = 0.85  # the letters of a label stand so far above the line that it names


def has_line(row: Mapping[Any, Any]) -> bool:
    """Return whether an indicator has a mark on a line; one without stands as text only.

    Examples
    --------
    >>> has_line({"now": 4.0, "baseline": 2.0, "target": None}), has_line({"now": None})
    (True, False)
    """
    if why_untold(row) or none_recorded(row) or row.get("own_day"):
        return False  # counted from another day on, it would be read from the baseline
    return any(not pd.isna(row.get(name)) for name in ("now", "baseline", "target"))


def wrap_labels(ax: Axes, lines: Sequence[Line], language: str, since: Collection[str]) -> None:
    """Break the labels where their values begin, and set how many rows each line takes."""
    renderer = renderer_of(ax.figure)
    for line in lines:
        room = ROOM
        if line.row is not None:
            said = value_text(line.row, "now", language, since)
            room -= text_width(said, renderer, style.SMALL_SIZE) / 72 / CM * BOLD + APART
        heavy = line.kind in ("block", "head", "single")
        size = style.BASE_SIZE if line.kind == "block" else style.SMALL_SIZE
        (line.label,) = chart_parts.wrapped([line.label], ax, room / (BOLD if heavy else 1), size)
        line.depth = ABOVE.get(line.kind, 0.35) + TEXT * (1 + line.label.count("\n"))
        line.depth += SCALE * (line.kind == "block") + MARKED * _marked(line)


def _marked(line: Line) -> bool:
    return line.row is not None and has_line(line.row)


def places_of(lines: Sequence[Line]) -> tuple[np.ndarray, dict[str, float]]:
    """Return where each line is, its marks or its last letters, and where each scale is.

    A chart of one block has no title of the block: its scale stands on top.
    """
    y = 0.0 if lines[0].kind == "block" else -SCALE
    places, scales = [], {} if y == 0.0 else {lines[0].block: -SCALE / 2}
    for line in lines:
        y -= line.depth
        if line.kind == "block":
            scales[line.block] = y + SCALE / 2
        places.append(
            y + (SCALE + 0.25 if line.kind == "block" else 0.5 if _marked(line) else 0.25)
        )
    return np.array(places), scales


def label_above(
    ax: Axes,
    lines: Sequence[Line],
    places: np.ndarray,
    scales: Mapping[str, float],
    language: str,
    since: Collection[str],
) -> None:
    """Write each label above its line, the value now at its end, and the change after the marks.

    Parameters
    ----------
    ax
        Axes with the marks, from 0 to 1.
    lines, places, scales
        What :func:`places_of` took and gave.
    language
        One of ar, en, es, fr, ru, zh.
    since
        The indicators that count from the baseline day on.
    """
    changes = [
        value_text(line.row, "change", language, since)
        if line.row is not None and _marked(line) else ""
        for line in lines
    ]  # fmt: skip
    renderer = renderer_of(ax.figure)
    heading = word("progress.change", language)
    widest = max(text_width(text, renderer, style.SMALL_SIZE) for text in (*changes, heading))
    last = 1 / (1 - (widest / 72 / CM + APART) / ROOM)
    ax.set(xticks=[], yticks=[], ylim=(places[-1] - 0.8, 0))
    ax.set_xlim(-0.02 * last, last)
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)
    begin, end = sides(language)
    for line, place, change in zip(lines, places, changes, strict=True):
        heavy = line.kind in ("block", "head", "single")
        baseline = place + (UP - 0.25 if _marked(line) else 0.0)
        ax.text(
            -0.02 * last, baseline, line.label, ha=begin, va="baseline", multialignment=begin,
            fontsize=style.BASE_SIZE if line.kind == "block" else style.SMALL_SIZE,
            fontweight="bold" if heavy else "normal",
            color=COLORS.get(line.kind, style.INK),
            linespacing=chart_parts.line_spacing(language) * 0.95,
        )  # fmt: skip
        look: dict[str, Any] = {"ha": end, "fontsize": style.SMALL_SIZE}
        if line.row is not None:
            now = value_text(line.row, "now", language, since)
            ax.text(last, baseline, now, va="baseline", fontweight="bold", **look)
        if change:
            ax.text(last, place, change, va="center_baseline", **look)
        if line.kind == "block":
            now = word("progress.now", language)
            ax.text(last, baseline, now, va="baseline", color=style.MUTED, **look)
    for place in scales.values():
        ax.text(last, place, heading, va="center_baseline", color=style.MUTED, ha=end,
                fontsize=style.SMALL_SIZE)  # fmt: skip
