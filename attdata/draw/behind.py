"""A level line behind the numbers of bars, which breaks off before those that it would strike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.lines import Line2D

CLEAR = 4.5  # points between the line and a number before and behind which it breaks off
NEAR = 0.9  # points: a number that is so near above or below the line is struck by it
DIGIT = 0.73  # of the size of letters: the height of a digit


class BrokenLine(Line2D):
    """A level line between two places, with a gap at each number that it would run through.

    Where the numbers are is known when the drawing has its size: the gaps are found then.
    """

    def __init__(
        self, ends: tuple[float, float], level: float, numbers: Sequence[Any], **look: Any
    ) -> None:
        super().__init__(list(ends), [level, level], **look)
        self._ends, self._level, self._numbers = ends, level, list(numbers)

    def draw(self, renderer: Any) -> None:
        """Draw the line around the numbers as they stand now."""
        begin, end = self._ends
        gaps = [gap for gap in map(self._gap, self._numbers) if gap]
        places = [begin, *(place for gap in sorted(gaps) for place in gap), end]
        xs = [x for a, b in zip(places[::2], places[1::2], strict=True) for x in (a, b, np.nan)]
        self.set_data(xs[:-1], [self._level] * (len(xs) - 1))
        super().draw(renderer)

    def _gap(self, text: Any) -> tuple[float, float] | None:
        """Return between which places a number breaks the line; None where it is clear of it."""
        assert self.axes is not None
        figure, scale = text.get_figure(root=True), self.axes.transData
        point = figure.dpi / 72
        foot = scale.transform(text.xy)[1] + text.get_position()[1] * point
        top = foot + DIGIT * text.get_fontsize() * point
        level = scale.transform((0, self._level))[1]
        if not foot - NEAR * point < level < top + NEAR * point:
            return None
        box = text.get_window_extent()
        sides = [(box.x0 - CLEAR * point, level), (box.x1 + CLEAR * point, level)]
        one, other = scale.inverted().transform(sides)[:, 0]
        return float(min(one, other)), float(max(one, other))
