"""Numbers of value axes: each stands in the middle of its line, in every script."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import attdata as att
from attdata.reports.figure_set import FIGURES

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]
DAY = pd.Timestamp("2026-07-24")
SHARP = 300  # dots an inch


def ink_middle(figure, text):
    """Return the middle, in dots from below, of the ink of one text, which is painted red."""
    text.set_color("#FF0000")
    figure.canvas.draw()
    dots = np.asarray(figure.canvas.buffer_rgba()).astype(int)
    red = (dots[:, :, 0] > 200) & (dots[:, :, 1] < 100) & (dots[:, :, 2] < 60)
    box = text.get_window_extent()
    inked = np.flatnonzero(red[:, int(box.x0) - 2 : int(box.x1) + 2].any(axis=1))
    return len(dots) - (inked.min() + inked.max() + 1) / 2


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("name", ["support", "treaties", "trend", "waiting"])
def test_numbers_of_a_value_axis_stand_in_the_middle_of_their_lines(data, name, language):
    measure, draw, options = FIGURES[name]
    frame = measure(data, DAY)
    options = options(data, DAY) if callable(options) else options
    ax = getattr(att, draw)(frame, language=language, size="slide", **options)
    FigureCanvasAgg(ax.figure)
    ax.figure.set_dpi(SHARP)
    ax.figure.canvas.draw()
    tick = ax.yaxis.get_major_ticks()[1]
    label = next(label for label in (tick.label1, tick.label2) if label.get_visible())
    line = ax.transData.transform((0, tick.get_loc()))[1]
    assert abs(ink_middle(ax.figure, label) - line) * 72 / SHARP < 0.3  # points
