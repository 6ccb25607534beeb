"""Slides: no type below 18 points (12 in the source line), nothing over the edge, few rows."""

import inspect
import itertools
import re
import warnings
from contextlib import contextmanager
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.legend import Legend
from matplotlib.patches import Patch
from matplotlib.text import Text

import attdata as att
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import CM, SLIDE, drawing_of
from attdata.draw.layout import laid_out
from attdata.draw.votes import turns_of
from attdata.maps import shapes
from attdata.maps.samples import status_word
from attdata.maps.slide import MOST_NAMED, named_on_slide
from attdata.maps.views import view_of
from attdata.reports.figure_set import FIGURES
from attdata.words import LANGUAGES, map_name, name_of, percent, word
from texts import visible_texts

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]

DAY = pd.Timestamp("2026-07-24")
LEAST, LEAST_FOOTER = 18.0, 12.0
NOTES = ("sea note", "column note")  # parts of the footer, of its size or larger
# Type does not depend on the language on maps, which are slow: one that runs from right to left,
# and one of long words, stand for the others.
MAPS = [name for name in FIGURES if "map" in name]
CASES = [
    (name, language)
    for name in FIGURES
    for language in (LANGUAGES if name not in MAPS else ("ar", "ru"))
]


@pytest.fixture(scope="module")
def frames(data):
    """Return the frame and the options of each figure."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = {}
        for name, (measure, _, options) in FIGURES.items():
            if measure not in made:
                made[measure] = measure(data, DAY)
            given = options(data, DAY) if callable(options) else dict(options)
            made[name] = (made[measure], given)
    return made


@pytest.fixture(scope="module")
def drawn(frames):
    """Return a function that gives a slide, drawn once for all tests that look at it."""

    @cache
    def draw(name, language):
        frame, options = frames[name]
        return getattr(att, FIGURES[name][1])(frame, language=language, size="slide", **options)

    def shown(name, language):
        ax = draw(name, language)
        FigureCanvasAgg(ax.figure)  # closing a figure takes its canvas away
        return ax

    return shown


@pytest.mark.parametrize(("name", "language"), CASES)
def test_type_is_read_from_the_back_of_a_room(drawn, name, language):
    ax = drawn(name, language)
    assert drawing_of(ax).size == "slide"
    enlarged = SLIDE[0] * CM / ax.figure.get_size_inches()[0]
    sizes = {
        text.get_text(): text.get_fontsize() * enlarged
        for text, _ in visible_texts(ax.figure)
        if text.get_gid() not in NOTES
    }
    assert min(sizes.values()) > LEAST - 0.05, min(sizes, key=sizes.get)
    notes = [text.get_fontsize() * enlarged for text in ax.texts if text.get_gid() in NOTES]
    assert min(notes, default=LEAST) > LEAST_FOOTER - 0.2


@pytest.mark.parametrize("name", FIGURES)
def test_title_and_source_line_of_a_slide_keep_their_sizes_and_all_lies_inside(drawn, name):
    ax = drawn(name, "ru")
    figure, drawing = ax.figure, drawing_of(ax)
    drawn_before = set(figure.texts)
    with laid_out(figure, drawing, footer_lines(drawing, "slide"), "slide"):
        enlarged = SLIDE[0] * CM / figure.get_size_inches()[0]
        added = {
            round(t.get_fontsize() * enlarged, 1) for t in figure.texts if t not in drawn_before
        }
        assert min(added) == pytest.approx(LEAST_FOOTER, abs=0.2)
        assert max(added) == pytest.approx(29.6, abs=0.1)  # the title, on every slide the same
        assert "Источник" in " ".join(footer_lines(drawing, "slide"))
        head = [t.get_text() for t in figure.texts if t not in drawn_before and is_title(t)]
        assert len(head) < (6 if drawing.aside else 3), head  # a column beside the map is narrow
        assert all(" " in line for line in head[1:-1]), head  # no word alone between others
        # In a narrow column a number may leave its noun for that.
        torn = re.search(r"(^|\s)([а-я]{1,2}|\d+)$", head[0])
        if drawing.aside and torn and torn[2].isdigit():
            torn = None
        assert not torn or len(head) == 1, head
        width, height = figure.bbox.size
        for text, box in visible_texts(figure):
            inside = box.x0 > 0 and box.y0 > 0 and box.x1 < width and box.y1 < height
            assert inside, (text.get_text(), box.extents)


def treaties_of(ax):
    """Return the treaties of the frame that is drawn, in their order."""
    return dict.fromkeys(drawing_of(ax).frame["treaty"].astype(str))


def is_title(text):
    return text.get_fontweight() == "bold"


@contextmanager
def on_slide(drawn, name, language):
    """Yield a slide as it is saved: its Axes, and each text with its box."""
    ax = drawn(name, language)
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        yield ax, {text.get_text(): box for text, box in visible_texts(ax.figure)}


@pytest.mark.parametrize("language", ["es", "fr", "ru"])
def test_names_at_lines_of_a_slide_stand_beside_the_plot_under_a_title_of_two_lines(
    drawn, language
):
    with on_slide(drawn, "treaties", language) as (ax, boxes):
        assert sum(is_title(t) for t in ax.figure.texts) == 2
        plot = ax.get_window_extent()
        names = {name_of("treaty", name, language) for name in list(treaties_of(ax))[:3]}
        named = [box for text, box in boxes.items() if text.replace("\n", " ") in names]
        assert len(named) == 3 and plot.height > 0.35 * ax.figure.bbox.height
        for box in named:
            assert box.y0 > plot.y0 and box.y1 < plot.y1 + 0.05 * plot.height


@pytest.mark.parametrize("language", ["ar", "es", "fr"])
def test_a_legend_that_fits_takes_one_line(drawn, language):
    with on_slide(drawn, "shares", language) as (ax, _):
        lines = {round(t.get_window_extent().y0) for t in ax.figure.legends[0].get_texts()}
        assert len(lines) == 1


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_headings_of_columns_stand_on_the_row_of_the_scale(drawn, language):
    with on_slide(drawn, "progress", language) as (_, boxes):
        now, end = boxes[word("progress.now", language)], boxes[percent(1, language)]
        middle = (now.y0 + now.y1) / 2
        assert abs(middle - (end.y0 + end.y1) / 2) < 0.25 * now.height
        assert now.x0 > end.x1 or now.x1 < end.x0


@pytest.mark.parametrize("name", ["votes", "reach", "shares-subregions"])
def test_a_part_of_no_state_leaves_no_line_at_the_end_of_its_bar(drawn, name):
    parts = [bar for bar in drawn(name, "en").patches if bar.get_width() == 0]
    assert parts and not any(bar.get_linewidth() for bar in parts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["progress", "reach", "waiting", "pipeline"])
def test_the_line_above_the_title_of_a_slide_is_one(drawn, name, language):
    with on_slide(drawn, name, language) as (ax, boxes):
        subject = drawing_of(ax).subject
        assert any(text.lstrip("\N{RIGHT-TO-LEFT MARK}") == subject for text in boxes)


def test_names_before_the_rows_of_a_slide_take_no_more_than_their_room(drawn):
    with on_slide(drawn, "history", "fr") as (ax, boxes):
        names = [box.x0 for text, box in boxes.items() if text in ("Colombie", "Équateur")]
        assert 0 < min(names) < 0.03 * ax.figure.bbox.width


def test_every_figure_can_be_made_for_a_slide():
    for _, draw, _ in FIGURES.values():
        assert "size" in inspect.signature(getattr(att, draw)).parameters, draw


def test_a_regional_map_names_those_not_yet_party_or_fewer_and_says_so(data):
    status = att.status_on(data, DAY)
    for region in ("Europe", "Africa"):
        ax = att.draw_status_map(status, region=region, size="slide")
        named = {t.get_gid()[5:] for t in ax.texts if str(t.get_gid()).startswith("name:")}
        part = status[status["att_region"] == region]
        wanted = ["signatory"] if region == "Africa" else ["signatory", "not_joined"]
        assert named == set(part.loc[part["status"].isin(wanted), "iso3"])
        assert len(named) <= MOST_NAMED
        if region == "Europe":
            footer = " ".join(footer_lines(drawing_of(ax), "slide"))
            assert "The map names the States not party." in footer
        else:  # a list beside the map has the others
            listed = " ".join(t.get_text() for t in ax.texts if t.get_gid() == "column note")
            others = part.loc[part["status"] == "not_joined", "iso3"]
            assert len(others) == 13
            assert all(map_name(iso3, "en") in listed for iso3 in others)
    oceania = att.draw_status_map(status, region="Oceania", size="slide")
    named = [t.get_gid() for t in oceania.texts if str(t.get_gid()).startswith("name:")]
    assert len(named) == 15  # so few are all named, and nothing has to say which are
    assert "The map names" not in " ".join(footer_lines(drawing_of(oceania), "slide"))
    crowd = dict.fromkeys(map(str, range(MOST_NAMED + 4)), "signatory")
    assert named_on_slide(crowd, []) == []


@pytest.mark.parametrize("region", ["Americas", "Europe", "Oceania", "Asia"])
def test_white_land_on_the_slide_of_a_region_is_in_its_key(data, region):
    """New Caledonia is too small for dots there; the map of Asia has no such land."""
    ax = att.draw_status_map(att.status_on(data, DAY), region=region, size="slide")
    legend = ax.get_legend() or ax.figure.legends[0]
    labels = [text.get_text() for text in legend.get_texts()]
    assert (word("statuses.not_counted", "en") in labels) == (region != "Asia")
    hatches = [sample.get_hatch() for sample in legend.get_patches()]
    assert ("....." in hatches) == (region in ("Americas", "Europe"))


def test_numbers_on_the_slide_of_a_region_are_told_on_its_map(data):
    ax = att.draw_status_map(att.status_on(data, DAY), region="Asia", size="slide", language="fr")
    texts = {str(t.get_gid()): t.get_text() for t in ax.texts}
    numbered = {k[5:]: t for k, t in texts.items() if k.startswith("name:") and t.isdigit()}
    lines = [t for t in ax.texts if t.get_gid() == "numbers"]
    assert {"BHR", "ARE"} <= numbered.keys() and texts["name:TUR"] == map_name("TUR", "fr")
    whole = {"ARE": "Émirats arabes unis"}  # there is room for it
    assert sorted(t.get_text() for t in lines) == sorted(
        f"{n}\N{NO-BREAK SPACE}{whole.get(iso3) or map_name(iso3, 'fr')}"
        for iso3, n in numbered.items()
    )
    heights = sorted({t.get_position()[1] for t in lines})
    steps = [b - a for a, b in pairwise(heights)]
    assert max(steps) < 1.01 * min(steps)  # lines of one list are equally far apart


def test_the_map_of_sub_regions_numbers_five_on_a_slide_and_says_which(frames):
    frame, options = frames["subregion-map"]
    ax = att.draw_region_map(frame, size="slide", **options)
    named = [t.get_gid()[5:] for t in ax.texts if str(t.get_gid()).startswith("name:")]
    outside = (frame["n_states"] - frame["n_party"]).set_axis(frame["group"]).drop("World")
    assert len(named) == 5
    assert outside[named].min() >= outside.drop(named).max()
    listed = [t.get_text() for t in ax.texts if t.get_gid() == "numbers"]
    # In the order of their counts, which add up to that of the title.
    assert listed[0] == "14\N{NO-BREAK SPACE}Western Asia" and len(listed) == 5
    assert sum(int(line.split("\N{NO-BREAK SPACE}")[0]) for line in listed) == 49
    assert outside[named].is_monotonic_decreasing
    assert not [n for n in ax.lines if str(n.get_gid()).startswith("line:")]  # on their own land
    assert drawing_of(ax).title == "49 of the 77 States not yet party are in 5 sub-regions"
    # Two equal counts would not tell sub-regions apart: then they are numbered from one on.
    equal = frame.copy()
    equal.loc[equal["group"] == "South-eastern Asia", "n_party"] = 4
    ax = att.draw_region_map(equal, size="slide", **options)
    listed = [t.get_text() for t in ax.texts if t.get_gid() == "numbers"]
    assert listed[0] == "1\N{NO-BREAK SPACE}Western Asia (14)" and len(listed) == 5
    assert "In brackets: States not yet party" in drawing_of(ax).key()


def test_tiles_on_a_slide_name_regions_and_newcomers_instead_of_codes(drawn):
    ax = drawn("tiles", "en")
    assert sum(str(p.get_gid()).startswith("tile:") for p in ax.patches) == 195
    assert {t.get_gid().split(":")[0] for t in ax.texts} == {"title"}
    assert drawing_of(ax).subtitle == "Framed: joined since CSP11 (Ecuador, Vanuatu)"


def test_below_a_long_title_the_tiles_of_a_slide_are_as_wide_and_cover_no_name(drawn):
    ax = drawn("tiles", "ar")
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax), "slide"), "slide"):
        ax.figure.draw_without_rendering()
        tiles = [p.get_window_extent() for p in ax.patches if str(p.get_gid()).startswith("tile:")]
        names = [t.get_window_extent() for t in ax.texts]
        assert min(box.x0 for box in names) > max(box.x1 for box in tiles)
        across = max(box.x1 for box in names) - min(box.x0 for box in tiles)
        assert across > 0.95 * ax.figure.bbox.width


def test_small_maps_on_a_slide_are_the_first_and_the_last(drawn):
    ax = drawn("status-maps", "en")
    titles = [a.get_title(loc="left") for a in ax.figure.axes if a.get_title(loc="left")]
    assert titles == ["24 December 2014: 61 of 195", "24 July 2026: 118 of 195"]
    assert drawing_of(ax).title.endswith("57 more than on 24 December 2014 (entry into force)")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["shares", "shares-un-groups"])
def test_a_share_stands_on_the_line_of_its_group(drawn, name, language):
    ax = drawn(name, language)
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        lines = [text.get_text() for text in ax.figure.texts if text.get_fontweight() == "bold"]
    assert 1 <= len(lines) <= 2
    assert not any(line.lstrip("\N{RIGHT-TO-LEFT MARK}").startswith(("(", "（")) for line in lines)


@pytest.mark.parametrize("name", ["shares-un-groups", "shares"])
def test_lines_of_a_name_are_nearer_to_each_other_than_to_the_next_name(drawn, name):
    with on_slide(drawn, name, "ru") as (ax, _):
        labels = sorted(ax.get_yticklabels(), key=lambda label: -label.get_window_extent().y0)
        boxes = [label.get_window_extent() for label in labels]
        for (label, box), below in zip(zip(labels, boxes, strict=True), boxes[1:], strict=False):
            if label.get_text().count("\n") == 1:
                assert box.y0 - below.y1 > 0.2 * box.height / 2, label.get_text()


def test_titles_in_russian_have_the_usual_words(drawn):
    shares = drawing_of(drawn("shares", "ru")).title
    assert shares.startswith("Наибольшая доля участников: Европа")
    assert "; наименьшая: Азия" in shares
    groups = drawing_of(drawn("shares-un-groups", "ru")).title
    assert groups.startswith("Наибольшее участие: Западная Европа и другие")
    pipeline = drawing_of(drawn("pipeline", "ru")).title
    assert pipeline.endswith(": упомянутые последними в связи с мероприятиями")


def test_a_slide_that_chooses_speaks_of_what_it_shows(drawn):
    shares = drawing_of(drawn("shares-subregions", "en"))
    assert shares.title == "49 of the 77 States not yet party are in 5 sub-regions"
    groups = drawing_of(drawn("shares-un-groups", "en"))
    assert (
        groups.title == "Highest share of States Parties: Western European and others (90%); "
        "lowest: Asia-Pacific (24%)"
    )
    assert "No group: Niue, State of Palestine (2 of 2)" in groups.key()
    treaties = drawing_of(drawn("treaties", "en"))
    assert treaties.key().startswith("Numbers at the ends of lines: parties on the last day. ")
    assert "A line that falls: withdrawals. 117–118: Ecuador" in treaties.key()
    assert treaties.key().partition("Not shown: ")[2].count(";") == 1
    whole = "197 States: United Nations Members, Holy See, State of Palestine, Cook Islands, Niue"
    assert whole in treaties.key()
    assert "Groups as counted for elections" in groups.key()
    # The slides of votes and facts count all States that the title counts; none is chosen.
    votes, signals = drawn("votes", "en"), drawn("signals", "en")
    against = "No: United States of America. "
    against += "Beside the bars: States that voted yes on resolution A/RES/80/46."
    assert drawing_of(votes).subtitle == f"States not yet party as of 24 July 2026. {against}"
    assert "Shown" not in drawing_of(signals).subtitle
    assert drawing_of(drawn("pipeline", "en")).title.startswith("6 of the 25 signatories ")
    calendar = drawing_of(drawn("calendar", "en"))
    assert "* 2026: no outreach in the log, which runs to 19 March 2026" in calendar.key()
    assert calendar.subtitle.endswith("fewer activities. Blank: none recorded.")
    assert "Year in brackets: fewer than 10 recorded" in calendar.key()
    # A State of 43 is counted in its part of the bar too.
    told = [text.get_text() for text in drawn("shares", "en").texts]
    assert told.count("1") == 1
    # An end is told in the unit of its axis, and conferences with what they are.
    ends = {text.get_text().replace("\n", " ") for text in drawn("waiting", "en").texts}
    assert "25 of 130 (19%) not yet party" in ends
    assert "第一届会议" in {text.get_text() for text in drawn("trend", "zh").texts}
    history = drawing_of(drawn("history", "en"))
    assert history.title == "The 5 latest States Parties; the newest: Ecuador"
    bars = drawn("history", "en").patches
    inside = max(drawn("history", "en").get_xlim())  # no bar goes on after the day
    assert max(bar.get_x() + bar.get_width() for bar in bars) <= inside + 1e-6


def test_marks_and_columns_of_votes_and_facts_have_a_key(frames):
    whole = att.draw_signals(frames["signals"][0])  # all marks are drawn in a report
    key = {text.get_text() for legend in whole.figure.legends for text in legend.get_texts()}
    assert {"Yes", "No", "Abstention", "Signed", "Change of vote", "Other facts"} <= key
    # A State that told the depositary something is starred, and the star is explained.
    assert "United States of America*" in {text.get_text() for text in whole.texts}
    told = "* United States of America, communication to the depositary of 18 July 2019: does not"
    assert told in drawing_of(whole).note
    votes = drawing_of(att.draw_votes(frames["votes"][0]))
    assert "resolutions on it (A/RES/session/number)" in votes.subtitle


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_name_of_a_region_stands_with_its_land(drawn, language):
    ax = drawn("region-map", language)
    places = {
        name: next(
            text.get_window_extent() for text in ax.texts
            if text.get_text().startswith(word(f"group.{name}", language))
        )
        for name in ("Americas", "Africa", "Oceania")
    }  # fmt: skip
    west, middle, east = ((box.x0 + box.x1) / 2 for box in places.values())
    assert west < middle < east


@pytest.mark.parametrize("name", ["region-map", "status-map-pacific"])
def test_the_key_of_a_world_map_covers_no_land_where_reading_begins_at_the_right(drawn, name):
    ax = drawn(name, "ar")
    figure = ax.figure
    with laid_out(figure, drawing_of(ax), footer_lines(drawing_of(ax), "slide"), "slide"):
        figure.draw_without_rendering()
        box, sea = ax.get_legend().get_window_extent(), ax.get_window_extent()
        box = box.padded(-figure.dpi / 25.4)  # without the room around its words
        assert sea.y0 - 1 < box.y0 < box.y1 < sea.y1 + 1
        kept = ("group:", "states:")
        for land in (c for c in ax.collections if str(c.get_gid()).startswith(kept)):
            for path in land.get_paths():
                rings = path.to_polygons(ax.transData)
                # Islets of less than a millimetre may lie below it; none of these is a State's.
                for xy in (r for r in rings if np.ptp(r, axis=0).max() > figure.dpi / 25.4):
                    inside = (xy[:, 0] > box.x0) & (xy[:, 0] < box.x1)
                    assert not (inside & (xy[:, 1] > box.y0) & (xy[:, 1] < box.y1)).any()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["status-map", "subregion-map"])
def test_the_ground_of_a_key_ends_with_its_rows_and_hides_no_island_of_a_state(
    drawn, name, language
):
    ax = drawn(name, language)
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax), "slide"), "slide"):
        ax.figure.draw_without_rendering()
        grounds = [p for p in ax.patches if p.get_gid() == "below legend"]
        under = shapely.union_all([shapely.box(*p.get_window_extent().extents) for p in grounds])
        key = ax.get_legend()
        samples = [p for p in key.findobj(Patch) if p is not key.get_frame()]
        texts = [text for text in key.findobj(Text) if text.get_text()]
        extents = [part.get_window_extent() for part in (*samples, *texts)]
        said = shapely.union_all([shapely.box(*box.extents) for box in extents])
        letter = texts[0].get_fontsize() * ax.figure.dpi / 72
        assert under.difference(said.buffer(letter)).area < 1
        for text in texts:
            assert shapely.box(*text.get_window_extent().extents).difference(under).area < 1
        back = ax.transData.inverted().transform
        marks = [line.get_xydata()[0] for line in ax.lines if "dot:" in str(line.get_gid())]
        hidden = shapely.transform(under, back)
    for iso3, area in shapes.areas(view_of(None, None)).items():
        if area.kind == "state" and iso3 != "COK":
            parts = [shapely.make_valid(one) for one in (area.geometry, area.overseas) if one]
            land = shapely.union_all(parts)
            # The least of many islands may lie below a letter (Flint), as may land with a dot.
            dotted = any(land.distance(shapely.Point(spot)) < 0.05 for spot in marks)
            most = 0.02 if iso3 == "KIR" or not dotted else 1.0
            assert land.intersection(hidden).area <= most * land.area, iso3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["region-map", "subregion-map"])
def test_the_key_of_a_map_of_groups_stays_within_the_map(drawn, name, language):
    ax = drawn(name, language)
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax), "slide"), "slide"):
        ax.figure.draw_without_rendering()
        sea = ax.get_window_extent()
        keys = [artist for artist in ax.get_children() if isinstance(artist, Legend)]
        texts = [text for key in keys for text in (key.get_title(), *key.get_texts())]
        signed, party = (status_word(s, language, world=True) for s in ("signatory", "state_party"))
        assert {word("share.parties", language), signed} <= {text.get_text() for text in texts}
        boxes = [text.get_window_extent() for text in texts if text.get_text()]
        assert all(sea.y0 - 1 < box.y0 < box.y1 < sea.y1 + 1 for box in boxes)
        height = min(box.height for box in boxes) * (0.32 if language == "ar" else 0.25)
        assert (
            not [  # the boxes of Arabic lines are higher than their letters
                (one, other)
                for one, other in itertools.combinations(boxes, 2)
                if min(one.y1, other.y1) - max(one.y0, other.y0) > height
            ]
        )
        assert party in {text.get_text() for text in texts}
        # Rows of one line are as far from each other; a gap parts the scale from the statuses.
        (key,) = keys
        rows = [text.get_transform().transform((0, 0))[1] for text in key.get_texts()]
        steps = -np.diff(rows) / key.get_texts()[0].get_window_extent().height
        broken = ["\n" in text.get_text() for text in key.get_texts()]
        assert np.ptp(steps[~np.logical_or(broken[1:], broken[:-1])]) < 0.05
        texts = [text for text in key.findobj(Text) if text not in key.get_texts()]
        figures = [text for text in texts if any(map(str.isdigit, text.get_text()))]
        assert len(figures) == 6
        boxes = [text.get_window_extent() for text in figures]
        assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
        assert min(box.y0 for box in boxes) > rows[0] + 0.8 * (rows[0] - rows[1])


def test_the_map_of_a_slide_is_saved_as_a_slide_for_its_key_stands_beside_it(data, tmp_path):
    status = att.status_on(data, DAY)
    ax = att.draw_status_map(status, region="Oceania", size="slide")
    with pytest.raises(ValueError, match='draw it with size="report"'):
        att.save(ax, tmp_path / "map", formats=("png",), size="report")
    assert att.save(ax, tmp_path / "map", formats=("png",))


def test_axes_that_a_user_adds_to_the_map_of_a_slide_stay_where_they_are(data, tmp_path):
    ax = att.draw_status_map(att.status_on(data, DAY), region="Oceania", size="slide")
    added = ax.figure.add_axes((0.8, 0.1, 0.15, 0.2))
    att.save(ax, tmp_path / "map", formats=("png",))
    assert added.get_position().bounds == pytest.approx((0.8, 0.1, 0.15, 0.2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_chosen_by_who_is_not_yet_party_stand_in_that_order_and_say_it(drawn, language):
    ax = drawn("shares-subregions", language)
    counts = [14, 12, 10, 7, 6]
    ends = [word("count.outside", language, n=n) for n in counts]
    assert [t.get_text() for t in ax.texts if t.get_text() in ends] == ends
    assert not [c for c in ax.collections if c.get_label() == "" or len(c.get_paths()) > 9]


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_of_vote_are_told_by_their_direction(drawn, frames, language):
    frame, _ = frames["signals"]
    texts = [t.get_text() for t in drawn("signals", language).texts]
    turns = turns_of(frame)
    up, down = ((turns == turn).sum() for turn in ("vote_up", "vote_down"))
    assert word("signals.turn_up", language, n=int(up), m=len(frame)) in texts
    assert word("signals.turn_down", language, n=int(down), m=len(frame)) in texts
    assert up + down == frame["change_since"].notna().sum()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slide_of_votes_says_on_what_the_vote_was_and_what_it_is_not(drawn, language):
    votes = drawing_of(drawn("votes", language))
    assert "A/RES/80/46" in votes.subtitle
    assert word("note.votes_slide", language) in " ".join(footer_lines(votes, "slide"))


def test_the_resolution_on_the_slide_of_votes_is_that_of_the_last_vote(data):
    for day, symbol in (("2014-12-31", "A/RES/69/49"), ("2013-04-02", "A/RES/67/234 B")):
        told = drawing_of(att.draw_votes(att.positions(data, day), size="slide")).subtitle
        assert f"Beside the bars: States that voted yes on resolution {symbol}." in told


def test_the_slide_of_progress_says_in_spanish_that_indicators_are_shown(drawn):
    assert "Indicadores mostrados: 1 de 14." in drawing_of(drawn("progress", "es")).subtitle


@pytest.mark.parametrize("language", ["es", "ru"])
def test_slides_of_maps_are_saved_as_svg_alone(data, tmp_path, language):
    maps = ["status-map", "status-map-pacific", "region-map", "subregion-map", "status-maps"]
    done = att.figures(
        data, tmp_path, languages=[language], formats=["svg"], size="slide", only=maps, jobs=1
    )
    assert not done.failures
    assert [figure.name for figure in done.made] == maps


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["support", "calendar", "pace", "progress", "shares-un-groups"])
def test_a_slide_keeps_its_height_for_the_drawing(drawn, name, language):
    """What marks and numbers mean stands in the source line, one sentence or two above."""
    drawing = drawing_of(drawn(name, language))
    assert len(drawing.subtitle) <= 95
    assert drawing.key()


def test_the_title_of_treaties_leaves_no_number_at_the_beginning_of_a_line():
    from attdata.draw.breaks import TORN, cost

    for before in ("Armas, al menos", "armes, au moins", "at least", "оружием — не менее"):
        assert cost(before, "117; máximo") == TORN


@pytest.mark.parametrize("name", ["status-map", "region-map", "subregion-map"])
def test_the_world_and_its_marks_are_as_large_on_a_slide_in_every_language(drawn, name):
    """In Arabic marks were half as large again, and the map of a long footer was smaller."""
    scales, marks = {}, {}
    for language in LANGUAGES:
        with on_slide(drawn, name, language) as (ax, _):
            ax.figure.draw_without_rendering()
            scales[language] = np.diff(ax.transData.transform([(0, 0), (1, 0)])[:, 0])[0]
            dots = [line for line in ax.lines if line.get_gid() == "dot:BRB"]
            (marks[language],) = [dot.get_markersize() for dot in dots]
            key, sea = ax.get_legend().get_window_extent(), ax.get_window_extent()
            at_right = sea.x1 - key.x1 < key.x0 - sea.x0
            assert at_right == (language == "ar"), language
    assert min(scales.values()) > 0.949 * max(scales.values()), scales
    assert min(marks.values()) > 0.949 * max(marks.values()), marks
