"""Maps side by side are the map of the world in little: the same marks, and what they stand for."""

import matplotlib

matplotlib.use("Agg")

import pandas as pd
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch

import attdata as att
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import drawing_of
from attdata.draw.layout import laid_out
from attdata.draw.style import STATUS_STYLE
from attdata.maps.notes import no_territories
from attdata.reports.figure_set import status_over_years
from attdata.words import LANGUAGES, word

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]


@pytest.fixture(scope="module")
def days(data):
    """Return the status of every State on two days."""
    on = ["2014-12-24", "2026-07-24"]
    return pd.concat([att.status_on(data, day).assign(on=pd.Timestamp(day)) for day in on])


def dots_of(ax):
    return {line.get_gid(): line for line in ax.lines if str(line.get_gid()).startswith("dot:")}


@pytest.mark.parametrize("size", ["report", "slide"])
def test_the_same_states_have_marks_as_on_the_map_of_the_world(data, days, size):
    world = dots_of(att.draw_status_map(att.status_on(data, "2026-07-24")))
    ax = att.draw_status_maps(days, size=size)
    small = dots_of(ax)
    assert small.keys() >= world.keys()
    # Their land is drawn less finely, and what is known there by its colour is too little here.
    assert len(small) <= len(world) + 12
    assert {"dot:ISR", "dot:PSE", "dot:RWA", "dot:BDI", "dot:GNQ"} <= small.keys()
    for dot in small.values():  # more fill than outline
        assert dot.get_markeredgewidth() < 0.25 * dot.get_markersize()
    assert small["dot:ISR"].get_marker() == "D" and small["dot:PSE"].get_marker() == "o"
    if size == "slide":
        no_frame_is_higher_than_its_map_and_each_has_its_key(days, ax)


@pytest.mark.parametrize("size", ["report", "slide"])
def test_a_state_that_has_a_mark_on_one_map_has_it_on_all(data, size):
    ax = att.draw_status_maps(status_over_years(data, "2026-07-24"), size=size)
    marks = [set(found) for panel in ax.figure.axes if (found := dots_of(panel))]
    assert len(marks) > 1 and all(one == marks[0] for one in marks)


def no_frame_is_higher_than_its_map_and_each_has_its_key(days, ax):
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        ax.figure.draw_without_rendering()
        for panel in ax.figure.axes:
            (left, right), (bottom, top) = panel.get_xlim(), panel.get_ylim()
            frame = panel.get_window_extent()
            assert frame.width / frame.height == pytest.approx((right - left) / (top - bottom))
        (key,) = ax.figure.legends
        counts = [part["status"].astype(str).value_counts() for _, part in days.groupby("on")]
        said = {
            f"{word(f'statuses.{status}')} ({counts[0][status]} → {counts[-1][status]})"
            for status in set(days["status"].astype(str))
        }
        said.add(word("statuses.not_counted"))
        assert {t.get_text() for t in key.get_texts()} - {""} == said
        footer = " ".join(footer_lines(drawing, "slide"))
        dotted = word("note.not_counted_slide", names=no_territories(days, "en"))
        assert dotted in footer and word("footer.boundaries_maps") in footer
        if days.attrs.get("universe"):  # who the 195 are
            assert word("footer.universe.att", n=195) in footer


@pytest.mark.parametrize("language", LANGUAGES)
def test_small_maps_say_what_is_dotted_on_them(days, language):
    ax = att.draw_status_maps(days, language=language)
    hatched = [c for c in ax.collections if c.get_gid() == "states:not_counted"]
    assert {"GRL", "ESH"} <= {iso3 for c in hatched for iso3 in c.areas}
    finely = [p for p in ax.findobj(PathPatch) if p.get_gid() == "hatch:states:not_counted"]
    assert finely
    assert all(len(h.get_hatch()) > len(STATUS_STYLE["not_counted"]["hatch"]) for h in finely)
    note = drawing_of(ax).note
    assert word("territory.ESH", language) in note and word("note.dashed", language) in note
    assert word("overseas.REU", language) in note and word("overseas.USA", language) in note


def test_small_maps_have_one_size_in_every_language_and_no_empty_sea(days):
    sizes = set()
    for language in LANGUAGES:
        ax = att.draw_status_maps(days, language=language)
        place, inches = ax.get_position(original=True), ax.figure.get_size_inches()
        across, up = place.width * inches[0], place.height * inches[1]
        (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
        assert up / across == pytest.approx((top - bottom) / (right - left), rel=1e-3)
        sizes.add((round(across, 2), round(up, 2)))
    assert len(sizes) == 1


def test_maps_of_a_slide_are_as_large_in_every_language_above_a_key_of_two_lines(data):
    frame = status_over_years(data, "2026-07-24")
    for language in LANGUAGES:
        ax = att.draw_status_maps(frame, language=language, size="slide")
        drawing = drawing_of(ax)
        with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
            ax.figure.draw_without_rendering()
            share = ax.get_window_extent().width / ax.figure.bbox.width
            (key,) = ax.figure.legends
            boxes = [text.get_window_extent() for text in key.get_texts()]
            assert share > 0.48, language  # two maps fill the slide
            the_key_stands_in_the_middle(ax, key, language)
            forms = {str(line.get_marker()) for line in key.findobj(Line2D)} - {"None"}
            assert forms == {"o", "D", "s"}, language  # the marks of small States are in the key
            said = {text.get_text() for text in key.get_texts()}
            assert word("statuses.not_counted", language) in said
            assert len({round(box.y0 / 20) for box in boxes}) <= 2, language
            assert all(box.x0 > 0 and box.x1 < ax.figure.bbox.width for box in boxes), language


def the_key_stands_in_the_middle(ax, key, language):
    """Between maps and note, its rows as near to each other in every language."""
    figure = ax.figure
    line = key.get_texts()[0].get_fontsize() * figure.dpi / 72
    samples = [sample.get_window_extent() for sample in key.get_patches()]
    above = ax.get_window_extent().y0 - max(sample.y1 for sample in samples)
    note = max(text.get_position()[1] for text in figure.texts if text.get_fontsize() < 6)
    size = next(text.get_fontsize() for text in figure.texts if text.get_fontsize() < 6)
    top = note * figure.bbox.height + 0.75 * size * figure.dpi / 72
    below = min(sample.y0 for sample in samples) - top
    assert above > 0.6 * line, language
    assert abs(above - below) < 0.5 * line, language
    rows = sorted({round(sample.y0) for sample in samples})
    assert len(rows) == 1 or rows[1] - rows[0] < 1.7 * line, language


def test_the_hatching_of_signatories_is_closer_where_a_slide_enlarges_it(data):
    """On slides of the world it would else miss land as large as Cambodia; its key is the same."""
    frame = att.status_on(data, "2026-07-24")
    drawn = {size: att.draw_status_map(frame, size=size) for size in ("report", "slide")}
    lines = {}
    for size, ax in drawn.items():
        (land,) = [p for p in ax.patches if p.get_gid() == "hatch:states:signatory"]
        (sample,) = {
            p.get_hatch() for p in ax.get_legend().get_patches() if "/" in str(p.get_hatch())
        }
        assert land.get_hatch() == sample
        lines[size] = sample.count("/")
    assert lines["slide"] > lines["report"]
