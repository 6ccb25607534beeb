"""One plot set into its figure: where matplotlib's own layout puts it, but sooner."""

import pytest

import attdata as att
from attdata.draw.drawing import drawing_of, new_axes
from attdata.draw.fit import STILL, fit, is_one_plot
from attdata.draw.save import laid_out

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]
RECT, PAD = (0.03, 0.08, 0.94, 0.8), 0.02


def constrained(figure):
    """Return where the layout of matplotlib puts the plot once nothing moves."""
    figure.axes[0].set_in_layout(True)
    figure.set_layout_engine("constrained", rect=RECT, w_pad=PAD, h_pad=PAD)
    for _ in range(6):
        figure.get_layout_engine().execute(figure)
    place = figure.axes[0].get_position(original=True).extents
    figure.set_layout_engine(None)
    return place


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("size", ["report", "slide"])
def test_plots_stand_where_matplotlibs_layout_puts_them(data, language, size):
    told = att.waiting_time(data)
    groups = att.participation(data, by="un_regional_group")
    for ax in (
        att.draw_shares(groups, language=language, size=size),
        att.draw_tiles(att.status_on(data), language=language, size=size),
        att.draw_waiting(told, language=language, size=size),
        att.draw_pace(att.pace(data), language=language, size=size),
        att.draw_signals(att.signals(data), language=language, size=size),
    ):
        figure = ax.figure
        assert is_one_plot(figure), drawing_of(ax).title
        fit(figure, RECT, PAD)
        own = figure.axes[0].get_position(original=True).extents
        assert abs(own - constrained(figure)).max() < 2 * STILL, drawing_of(ax).title


def test_a_long_text_in_the_middle_of_a_plot_that_shrinks_is_still_whole():
    ax = new_axes("en", 6)
    ax.text(0.5, 0.5, "a line as long as half the plot, or longer than that", ha="center", size=14)
    ax.set_yticks([0.5], ["the name of a group that takes the left of the figure"])
    fit(ax.figure, RECT, PAD)
    box = ax.get_tightbbox().transformed(ax.figure.transFigure.inverted())
    assert box.x0 >= RECT[0] - 2 * STILL
    assert box.x1 <= RECT[0] + RECT[2] + 2 * STILL


def test_several_plots_are_left_to_matplotlib(data):
    assert not is_one_plot(att.draw_trend(att.trend(data)).figure)


def test_the_figure_itself_comes_out_unchanged(data):
    ax = att.draw_pace(att.pace(data))
    before = ax.get_position().extents
    with laid_out(ax.figure, drawing_of(ax), ["Source"], "report"):
        assert abs(ax.get_position().extents - before).max() > 0.01
    assert (ax.get_position().extents == before).all()
    assert ax.get_in_layout()
