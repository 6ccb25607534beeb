"""Names on slides of regions: whose they are where islands and frames are near."""

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pytest

import attdata as att
from attdata.maps import label_table
from attdata.maps.views import members_on, view_of

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.fixture(scope="module")
def drawn(data):
    """Return the slide of a region."""
    frame = att.status_on(data, "2026-07-24")

    def draw(region, language):
        return att.draw_status_map(
            frame, region=region, language=language, size="slide", joined_since="2025-08-30"
        )

    draw.inside = members_on("Oceania", frame)
    return draw


def name_and_line(ax, iso3):
    """Return the extent of a name, and the ends of its line, in pixels."""
    ax.figure.draw_without_rendering()
    (text,) = [text for text in ax.texts if text.get_gid() == f"name:{iso3}"]
    lines = [line for line in ax.lines if line.get_gid() == f"line:{iso3}"]
    ends = [ax.transData.transform(line.get_xydata()) for line in lines]
    return text.get_window_extent(), ends


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_fiji_is_level_with_its_islands_or_at_a_line(drawn, language):
    ax = drawn("Oceania", language)
    box, lines = name_and_line(ax, "FJI")
    view = view_of("Oceania", None, drawn.inside)
    _, high = ax.transData.transform([view.place(178.0, -17.8)])[0]
    assert lines or box.y0 < high < box.y1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_that_comes_from_below_a_name_ends_straight_below_it(drawn, language):
    box, lines = name_and_line(drawn("Oceania", language), "SLB")
    assert lines or language != "ru"
    for line in lines:
        (x, _), (end, _) = sorted(line.tolist(), key=lambda spot: abs(spot[1] - box.y0))[::-1]
        if box.x0 < x < box.x1:
            assert abs(x - end) < 0.2 * box.height


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_the_caribbean_stands_within_its_frame(drawn, language):
    """Above it, in the Pacific, it read as the name of a sea."""
    with label_table.recording():
        ax = drawn("Americas", language)
    ax.figure.draw_without_rendering()
    (caption,) = [text for text in ax.texts if text.get_gid() == "caption"]
    (frame,) = [artist for artist in ax.get_children() if artist.get_gid() == "inset:Caribbean"]
    box, around = caption.get_window_extent(), frame.get_window_extent()
    assert caption.get_visible() and box.y1 < around.y1 and box.x1 < around.x1
    names = [text for text in ax.texts if str(text.get_gid()).startswith("name:")]
    assert not any(box.overlaps(text.get_window_extent()) for text in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_runs_by_the_corner_of_what_an_inset_enlarges(drawn, language):
    ax = drawn("Americas", language)
    _, lines = name_and_line(ax, "VEN")
    assert lines
    shown = next(c for c in ax.collections if c.get_gid() == "shown:Caribbean")
    corners = np.array([line[0] for line in shown.get_segments()])
    corners = np.vstack([corners, [line[-1] for line in shown.get_segments()]])
    for spot in ax.transData.transform(corners):
        for one, other in lines:
            way = np.linspace(one, other, 200)
            assert np.hypot(*(way - spot).T).min() * 25.4 / ax.figure.dpi > 0.4
