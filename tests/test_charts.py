"""Charts: what the artists say, that texts keep apart and inside, in all six languages."""

import inspect
import itertools
import re
from functools import cache
from itertools import pairwise
from types import SimpleNamespace

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import same_color, to_hex

import attdata as att
from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.calendar import draw_calendar
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import drawing_of
from attdata.draw.headlines import parties_headline
from attdata.draw.history import draw_history
from attdata.draw.layout import laid_out
from attdata.draw.pace import draw_pace
from attdata.draw.pipeline import draw_pipeline
from attdata.draw.population import draw_population
from attdata.draw.progress import draw_progress
from attdata.draw.progress_text import name_cycles, value_text
from attdata.draw.reach import draw_reach
from attdata.draw.shares import draw_shares
from attdata.draw.signals import draw_signals
from attdata.draw.style import STATUS_STYLE
from attdata.draw.support import draw_support
from attdata.draw.treaties import draw_treaties
from attdata.draw.trend import draw_trend
from attdata.draw.votes import VOTES, draw_votes
from attdata.draw.waiting import draw_waiting
from attdata.reports.figure_set import FIGURES, history_frame, support_frame
from attdata.words import LANGUAGES, conference_name, number, word
from texts import visible_texts

pytestmark = pytest.mark.usefixtures("closed")

DAY = "2026-07-24"


@pytest.fixture(scope="module")
def frames(data):
    """Return the frames of the real data, each with the function that draws it."""
    days = [*pd.date_range("2013-06-30", DAY, freq="YE"), pd.Timestamp(DAY)]
    many = att.participation(data, days)
    return {
        "shares": (draw_shares, att.participation(data, DAY), {}),
        "groups": (draw_shares, att.participation(data, DAY, by="un_regional_group"), {}),
        "people": (draw_population, att.participation(data, DAY, weight="population"), {}),
        "trend": (draw_trend, many, {"conferences": data.conferences}),
        "treaties": (draw_treaties, att.treaties(data, DAY), {}),
        "pace": (draw_pace, att.pace(data, DAY), {}),
        "pipeline": (draw_pipeline, att.pipeline(data, DAY), {}),
        "waiting": (draw_waiting, att.waiting_time(data, on=DAY), {}),
        "waiting by region": (draw_waiting, att.waiting_time(data, by="att_region", on=DAY), {}),
        "reach": (draw_reach, att.reach(data), {}),
        "calendar": (draw_calendar, att.calendar(data), {}),
        "progress": (draw_progress, att.progress(data, DAY), {}),
        "support": (draw_support, support_frame(data, pd.Timestamp(DAY)), {}),
        "history": (draw_history, history_frame(data, pd.Timestamp(DAY)), {}),
        "votes": (draw_votes, FIGURES["votes"][0](data, pd.Timestamp(DAY)), {}),
        "signals": (draw_signals, FIGURES["signals"][0](data, pd.Timestamp(DAY)), {}),
    }


@pytest.fixture(scope="module")
def drawn(frames):
    """Return a function that gives a figure, drawn once, only to be looked at."""

    @cache
    def draw_once(name, language, size):
        draw, frame, options = frames[name]
        sized = {"size": size} if "size" in inspect.signature(draw).parameters else {}
        return draw(frame, language=language, **sized, **options)

    def shown(name, language="en", size="report"):
        ax = draw_once(name, language, size)
        FigureCanvasAgg(ax.figure)  # closing a figure takes its canvas away
        return ax

    return shown


@pytest.fixture(scope="module")
def laid(drawn):
    """Return a function that tells where the texts of a figure are as it is saved, laid out once.

    ``headings`` are the last baselines of the headings of columns, ``rows`` the boxes of the
    names of rows, all in pixels.
    """

    @cache
    def lay_out(name, language, size):
        ax = drawn(name, language, size)
        figure, drawing = ax.figure, drawing_of(ax)
        with laid_out(figure, drawing, footer_lines(drawing, size), size):
            texts = [(text.get_text(), box) for text, box in visible_texts(figure)]
            return SimpleNamespace(
                drawing=drawing,
                texts=texts,
                size=(figure.bbox.width, figure.bbox.height),
                millimetre=figure.dpi / 25.4,
                headings=feet_of_headings(ax, language),
                rows=[(t.get_text(), t.get_window_extent()) for t in ax.get_yticklabels()],
                plot=ax.get_window_extent(),
            )

    return lambda name, language, size="report": lay_out(name, language, size)


NAMES = ["shares", "groups", "people", "trend", "treaties", "pace", "pipeline", "waiting",
         "waiting by region", "reach", "calendar", "progress"]  # fmt: skip


@pytest.fixture
def small():
    rows = [
        ("Africa", 54, 31, 12, 11),
        ("Europe", 43, 40, 1, 1),
        ("Oceania", 3, 2, 0, 1),
        ("World", 100, 73, 13, 13),
    ]
    columns = ["group", "n_states", "n_party", "n_signatory", "n_not_joined"]
    return pd.DataFrame(rows, columns=columns)


def legend_texts(ax):
    return [text.get_text() for legend in ax.figure.legends for text in legend.get_texts()]


def bars(ax, label):
    return [bar for group in ax.containers if group.get_label() == label for bar in group]


# --- every chart, every language -----------------------------------------------------------------


# On slides the longest words and the other direction stand for the rest.
PLACES = [(language, "report") for language in LANGUAGES] + [("ar", "slide"), ("ru", "slide")]
CASES = [(name, *place) for name in NAMES for place in PLACES]
CASES += [("pipeline", "es", "slide"), ("pipeline", "fr", "slide")]  # long words in the legend
# On a telephone, where names stand above what they name.
CASES += [(n, w, "narrow") for n in ("calendar", "progress") for w in ("ar", "en", "ru", "zh")]
CASES += [(n, "ru", "narrow") for n in ("trend", "waiting", "reach", "pace", "pipeline", "shares")]
# The label of an axis is wider than the axis.
CASES += [("treaties", w, "narrow") for w in ("ar", "fr", "ru")]


@pytest.mark.drawn
@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_headings_of_columns_end_on_one_line(laid, language):
    seen = laid("progress", language)
    assert len(seen.headings) == 3
    assert max(seen.headings) - min(seen.headings) < 0.35 * seen.millimetre
    # The labels begin at one edge and leave the plot a fifth of the width, rows stand apart.
    edges = [box.x1 if language == "ar" else box.x0 for _, box in seen.rows]
    assert max(edges) - min(edges) < 0.5 * seen.millimetre
    assert seen.plot.width > 0.2 * seen.size[0]
    boxes = sorted((box for text, box in seen.rows if "\n" in text), key=lambda box: -box.y0)
    gaps = [above.y0 - low.y1 for above, low in itertools.pairwise(boxes)]
    assert (
        min(gaps, default=seen.millimetre) > (-2 if language == "ar" else 0.3) * seen.millimetre
    )  # boxes in Arabic


def feet_of_headings(ax, language):
    """Return how high the last lines of the headings of columns stand."""
    named = {word(f"progress.{name}", language) for name in ("column_baseline", "now", "change")}
    renderer = ax.figure.canvas.get_renderer()
    return [
        last_baseline(text, renderer)
        for text in ax.texts
        if " ".join(text.get_text().split()) in named
    ]


def last_baseline(text, renderer):
    """Return how high the last line of a text stands: its box without what hangs below."""
    _, _, below = renderer.get_text_width_height_descent("lp", text.get_fontproperties(), False)
    last = text.get_text().split("\n")[-1]
    _, _, own = renderer.get_text_width_height_descent(last, text.get_fontproperties(), False)
    return text.get_window_extent().y0 + max(below, own)


def test_names_of_two_lines_in_the_calendar_stand_apart(laid):
    seen = laid("calendar", "es")
    boxes = [box for text, box in seen.rows if "\n" in text]
    ordered = sorted(boxes, key=lambda box: -box.y0)
    gaps = [above.y0 - low.y1 for above, low in itertools.pairwise(ordered)]
    assert len(boxes) > 1 and min(gaps) > 0.3 * seen.millimetre


@pytest.mark.drawn
@pytest.mark.parametrize(("name", "language", "size"), CASES)
def test_texts_are_inside_and_apart(laid, name, language, size):
    seen = laid(name, language, size)
    check_what_it_says(seen.drawing, language, size)
    (width, height), millimetre = seen.size, seen.millimetre
    for text, box in seen.texts:
        inside = box.x0 > 0 and box.y0 > 0 and box.x1 < width and box.y1 < height
        assert inside, (text, box.extents / millimetre)
    for (one, a), (other, b) in itertools.combinations(seen.texts, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        # Boxes hold the room of accents and descenders: half a millimetre of it may be shared.
        apart = across < 0.2 * millimetre or down < 0.55 * millimetre
        assert apart, (one, other, across / millimetre, down / millimetre)


def check_what_it_says(drawing, language, size):
    assert drawing.language == language
    assert drawing.title
    assert len(drawing.alt) > 30
    assert any(sign.isdigit() for sign in drawing.alt)
    assert drawing.height < 24 or size == "narrow", "higher than a page"
    assert drawing.frame.attrs.get("on")


@pytest.mark.parametrize("name", NAMES)
def test_charts_do_not_change_their_frame(frames, name):
    draw, frame, options = frames[name]
    before = frame.copy()
    draw(frame, **options)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("name", [n for n in NAMES if n != "trend"])
def test_charts_draw_into_axes_that_are_given(frames, name):
    draw, frame, options = frames[name]
    figure, axes = plt.subplots(1, 2, figsize=(12, 12))
    assert draw(frame, ax=axes[1], **options) is axes[1]
    assert len(figure.axes) == 2
    assert not axes[0].has_data()


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_column_is_named(frames, name):
    draw, frame, options = frames[name]
    column = {"treaties": "years", "pace": "kind", "pipeline": "iso3"}.get(name, "group")
    with pytest.raises(ValueError, match=f"no column {column}"):
        draw(frame.drop(columns=column), **options)
    with pytest.raises(ValueError, match="no rows to draw"):
        draw(frame.iloc[:0], **options)


@pytest.mark.parametrize("name", NAMES)
def test_arabic_runs_from_right_to_left(drawn, name):
    ax = drawn(name, "ar")
    assert all(axes.xaxis_inverted() for axes in ax.figure.axes)
    assert ax.yaxis.get_ticks_position() == "right" or name in ("pace",)
    plain = drawn(name, "ru")
    assert not any(axes.xaxis_inverted() for axes in plain.figure.axes)
    for legend in ax.figure.legends:
        assert legend._loc_used_default is False
        assert legend._outside_loc


def test_in_arabic_time_runs_from_right_to_left_on_the_other_figures_too(drawn):
    """The rule of docs/explanation/reading_the_figures.md; those of NAMES are looked at above."""
    for name in ("support", "history", "votes"):
        for language, mirrored in (("ar", True), ("en", False)):
            ax = drawn(name, language)
            assert all(axes.xaxis_inverted() == mirrored for axes in ax.figure.axes), name


def test_the_per_cent_sign_is_on_one_side_in_arabic(drawn):
    """In a sentence and on an axis it stands in an isolate, which is read from the left."""
    for name in ("shares", "waiting", "people", "progress"):
        ax = drawn(name, "ar")
        drawing = drawing_of(ax)
        texts = [text.get_text() for text, _ in visible_texts(ax.figure)]
        said = [
            text for text in [*texts, drawing.title, drawing.subtitle, drawing.alt] if "%" in text
        ]
        assert said, name
        for text in said:
            numbers = re.findall("(.?)[0-9.,]+%(.?)", text)
            assert set(numbers) == {("\u2066", "\u2069")}, text


# --- one by one ----------------------------------------------------------------------------------


def test_shares_have_the_colours_and_hatches_of_the_statuses(small):
    ax = draw_shares(small)
    for status, column in (("state_party", "n_party"), ("signatory", "n_signatory")):
        drawn = bars(ax, status)
        assert len(drawn) == len(small)
        for bar in drawn:
            assert same_color(bar.get_facecolor(), STATUS_STYLE[status]["color"])
            # Colour is never alone: a signatory carries strokes that can be seen on its ground.
            assert bool(bar.get_hatch()) == (status == "signatory")
            if bar.get_hatch():
                ground, strokes = (to_hex(c) for c in (bar.get_facecolor(), bar.get_hatchcolor()))
                assert style.contrast(ground, strokes) > 1.5
        widths = sorted(bar.get_width() for bar in drawn)
        assert widths == pytest.approx(sorted(small[column] / small["n_states"]))


def test_shares_are_ordered_with_the_world_last_and_never_bare(small):
    ax = draw_shares(small)
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels == ["Europe", "Oceania", "Africa", "World"]
    texts = {text.get_text() for text in ax.texts}
    assert {"40 of 43 (93%)", "2 of 3 (67%)", "31 of 54 (57%)", "73 of 100 (73%)"} <= texts
    kept = draw_shares(small, sort=False)
    assert [t.get_text() for t in kept.get_yticklabels()] == list(small["group"])


def test_shares_show_states_of_unknown_status(small):
    ax = draw_shares(small)
    assert sum(bar.get_width() > 0 for bar in bars(ax, "unknown")) == 2
    assert legend_texts(ax) == [
        "States Parties",
        "Signatories",
        "Neither signed nor joined",
        "Unknown",
    ]
    clear = small[small["group"].isin(["Africa", "Oceania"])]
    # Without a row of the world the legend has the sums.
    assert legend_texts(draw_shares(clear)) == [
        "States Parties (33)",
        "Signatories (12)",
        "Neither signed nor joined (12)",
    ]


def test_shares_say_which_group_is_highest_and_lowest_and_count_the_parties_once(small):
    ax = draw_shares(small)
    drawing = drawing_of(ax)
    assert drawing.title == (
        "Highest share of States Parties: Europe, 40 of 43 (93%); lowest: Africa, 31 of 54 (57%)"
    )
    assert drawing.subject == "Arms Trade Treaty: participation by group"
    texts = [text.get_text() for text in ax.texts]
    assert "31 of 54 (57%)" in texts
    assert "31" not in texts
    assert "12" in texts


def test_a_slide_of_shares_has_five_groups_and_the_world_in_words(small):
    many = pd.concat(
        [small.assign(group=small["group"] + f" {i}") for i in range(3)] + [small.iloc[[3]]],
        ignore_index=True,
    )
    ax = draw_shares(many, size="slide")
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert len(labels) == 5
    assert "World" not in labels
    assert drawing_of(ax).subtitle.startswith("The five groups with the most States not yet party")
    assert drawing_of(draw_shares(small, size="slide")).subtitle.startswith("States Parties world")


def test_small_groups_are_marked_off_in_states(small):
    ax = draw_shares(small)
    marks = [len(lines.get_segments()) for lines in ax.collections]
    assert sorted(marks) == [2, 42, 53]  # three States have two marks; the world has none


def test_a_group_without_states_is_drawn_empty(small):
    empty = pd.DataFrame([{"group": "Asia", "n_states": 0, "n_party": 0, "n_signatory": 0,
                           "n_not_joined": 0}])  # fmt: skip
    ax = draw_shares(pd.concat([small, empty], ignore_index=True))
    assert "0 of 0" in {text.get_text() for text in ax.texts}


def test_states_and_people_are_as_long_and_say_as_much_as_the_frame(frames):
    _, frame, _ = frames["people"]
    ax = draw_population(frame, language="fr", sort=False)
    rows = frame.reset_index(drop=True)
    assert [b.get_width() for b in bars(ax, "states")] == pytest.approx(rows["share_party"])
    assert [b.get_width() for b in bars(ax, "people")] == pytest.approx(rows["share_population"])
    texts = [t.get_text().replace("\u202f", " ") for t in ax.texts]
    assert texts[0] == "31 sur 54 (57\u00a0%)"
    assert texts[1] == "689 sur 1 496 (46\u00a0%)"
    assert drawing_of(ax).title.startswith(
        "118 États sur 195 sont parties (61\u00a0%)\u00a0; ils réunissent 46\u00a0%"
    )
    assert "2023" in drawing_of(ax).subtitle
    ordered = [t.get_text() for t in draw_population(frame).get_yticklabels()]
    assert ordered == ["Europe", "Americas", "Africa", "Oceania", "Asia", "All 195 States"]
    slide = draw_population(frame, size="slide")
    assert [t.get_text() for t in slide.get_yticklabels()] == ordered[:-1]


def test_a_group_without_an_estimate_has_no_bar_of_people_and_says_so(frames):
    _, frame, _ = frames["people"]
    odd = frame.copy()
    people = ["population", "population_party", "share_population", "population_year"]
    odd.loc[odd["group"].isin(["Oceania", "World"]), people] = pd.NA
    ax = draw_population(odd, sort=False)
    assert [bar.get_width() > 0 for bar in bars(ax, "people")] == [True] * 4 + [False] * 2
    assert [t.get_text() for t in ax.texts].count("No data") == 2
    assert drawing_of(ax).title.startswith("Highest share of States Parties: Europe")
    with pytest.raises(ValueError, match="no column population"):
        draw_population(frame[frame.columns.difference(["population"])])
    with pytest.raises(ValueError, match="takes one day"):
        draw_population(pd.concat([frame, frame]))


def test_shares_of_several_days_are_refused(frames):
    with pytest.raises(ValueError, match="takes one day"):
        draw_shares(frames["trend"][1])


def test_trend_fills_each_panel_and_marks_the_conferences(frames, data):
    _, frame, options = frames["trend"]
    ax = draw_trend(frame, **options)
    assert len(ax.figure.axes) == 6
    assert ax.get_ylim() == (0, 195)
    marks = [t.get_text() for t in ax.texts if t.get_text() == "CSP" or t.get_text().isdigit()]
    assert marks == ["1", "CSP", *map(str, range(2, 12))]
    assert len(ax.lines) == 11
    world = frame[frame["group"] == "World"].iloc[-1]
    names = {f"States Parties: {world['n_party']}", f"Signatories: {world['n_signatory']}"}
    assert names <= {t.get_text() for t in ax.texts}
    assert not ax.figure.legends
    ticks = [[label.get_text() for label in small.get_yticklabels()] for small in ax.figure.axes]
    assert ticks[-1] == ["0", "", "15"]
    first, last = (mdates.date2num(frame["on"].agg(end)) for end in ("min", "max"))
    assert last == mdates.date2num(pd.Timestamp(DAY))
    assert ax.get_xlim() == (first, last)  # nothing is drawn after the day
    tops = [area.get_paths()[0].vertices[:, 1].max() for area in ax.collections[:3]]
    assert tops == np.cumsum(world[["n_party", "n_signatory", "n_not_joined"]]).tolist()


@pytest.mark.parametrize("part", ["ASEAN", "Western Asia", ["Fiji", "Vanuatu", "Ghana"]])
def test_a_part_of_the_states_is_counted_once(data, part):
    """The row of the whole part is called by its name, not World: it is no group of its own."""
    status = att.status_on(data, within=part)
    party, everyone = int((status["status"] == "state_party").sum()), len(status)
    shares = att.participation(data, within=part)
    people = att.participation(data, within=part, weight="population")
    reach = att.reach(data, within=part)
    trend = att.participation(data, ["2014-12-24", "2026-07-24"], within=part)
    for ax in (att.draw_shares(shares), att.draw_population(people), att.draw_trend(trend)):
        assert f"{party} of {everyone}" in f"{drawing_of(ax).title} {drawing_of(ax).subtitle}"
    outside = everyone - party
    title = drawing_of(att.draw_reach(reach)).title
    assert re.search(rf" of (the )?{outside} States not yet party", title)
    assert att.table(shares).total_row == len(shares) - 1
    if isinstance(part, str):
        assert f"{party} of {everyone}" in drawing_of(att.draw_region_map(shares)).subtitle
    else:
        with pytest.raises(ValueError, match="list of States"):
            att.draw_region_map(shares)


def test_a_region_within_itself_is_one_row(data):
    for frame in (att.participation(data, within="Asia"), att.reach(data, within="Asia")):
        assert frame["group"].tolist() == ["Asia"]
    shares = att.participation(data, within="Asia")
    assert "11 of 48" in drawing_of(att.draw_shares(shares)).title
    assert "11 of 48" in drawing_of(att.draw_region_map(shares)).subtitle
    parts = att.participation(data, by="m49_subregion", within="Asia")
    assert parts["n_states"].sum() == 2 * 48
    assert parts["group"].iloc[-1] == "Asia"


def test_a_map_of_rates_fills_the_members_of_the_part_alone(data):
    ax = att.draw_region_map(att.participation(data, within="ASEAN"))
    land = [c for c in ax.collections if str(c.get_gid()).startswith("group:")]
    wide = max(path.get_extents().width for area in land for path in area.get_paths())
    # Indonesia is the widest of them; all of Asia would be several times as wide.
    assert 0 < wide < 0.2 * abs(np.diff(ax.get_xlim()))[0]


def test_trend_of_a_group_within_one_region_has_one_panel_and_counts_one_state_as_one(data):
    days = ["2014-12-24", "2020-01-01", "2026-07-24"]
    frame = att.participation(data, days, within=["Fiji", "Vanuatu", "Papua New Guinea"])
    for language, end in (
        ("en", "State Party: 1"),
        ("fr", "État partie\N{NO-BREAK SPACE}: 1"),
        ("es", "Estado parte: 1"),
    ):
        ax = att.draw_trend(frame, language=language)
        assert len(ax.figure.axes) == 1
        names = [text.get_text().replace("\n", " ") for text in ax.texts]
        assert end.replace("\n", " ") in names
    whole = att.draw_trend(att.participation(data, days, within=["Fiji", "Vanuatu", "Ghana"]))
    assert len(whole.figure.axes) == 3


def test_trend_of_one_group_in_given_axes(frames):
    _, frame, _ = frames["trend"]
    figure, ax = plt.subplots()
    assert draw_trend(frame, ax=ax, group="Asia") is ax
    assert len(figure.axes) == 1
    assert ax.get_ylim() == (0, 48)
    with pytest.raises(ValueError, match="no group 'Atlantis'"):
        draw_trend(frame, group="Atlantis")
    with pytest.raises(ValueError, match="more than one day"):
        draw_trend(frame[frame["on"] == frame["on"].max()])


def test_numbers_at_the_age_have_the_colours_of_their_lines_on_axes_in_use(frames):
    _, frame, _ = frames["treaties"]
    ax = plt.figure().add_subplot()
    ax.plot([0, 1], [0, 1], color="lime", label="before")
    draw_treaties(frame, ax=ax)
    colors = {line.get_label(): line.get_color() for line in ax.lines}
    dots = {line.get_color() for line in ax.lines if line.get_gid() == "at age"}
    assert {colors["mine-ban"], colors["att"]} <= dots
    (att_line,) = [line for line in ax.lines if line.get_label() == "att"]
    others = [line for line in ax.lines if line.get_label() in ("mine-ban", "cluster-munitions")]
    assert att_line.get_zorder() > max(line.get_zorder() for line in others)
    (number_at_age,) = [text for text in ax.texts if text.get_text() == "117–118"]
    assert number_at_age.get_color() == colors["att"]
    assert "lime" not in {line.get_color() for line in ax.lines if line.get_gid() == "at age"}


def test_treaties_differ_in_colour_and_marker_and_are_named_at_their_ends(frames):
    _, frame, _ = frames["treaties"]
    ax = draw_treaties(frame)
    lines = [line for line in ax.lines if line.get_gid() not in ("mark", "age", "at age")]
    # The numbers that the title compares stand at the line of the age of which it tells.
    title = drawing_of(ax).title
    at_age = [line.get_ydata()[0] for line in ax.lines if line.get_gid() == "at age"]
    assert 156 in at_age and "117" in title and "156" in title
    beside = {"117–118" if n == 117 else str(n) for n in at_age}
    assert "117–118" in beside and beside <= {text.get_text() for text in ax.texts}
    assert {text.get_va() for text in ax.texts if text.get_text().isdigit()} == {"baseline"}
    assert len({line.get_color() for line in lines}) == len(lines)
    strokes = {(line.get_linestyle(), line.get_marker()) for line in lines}
    assert len(strokes) == len(lines)
    names = {text.get_text().replace("\n", " ") for text in ax.texts}
    for line, (_, rows) in zip(lines, frame.groupby("treaty", sort=False), strict=True):
        last = rows.sort_values("years")["n_party"].iloc[-1]
        assert line.get_ydata()[-1] == last
        assert f"{last}" in names
    assert "Arms Trade Treaty" in names
    # The mark before a name tells its line; nothing runs through the plot from one to the other.
    marks = [line for line in ax.lines if line.get_gid() == "mark"]
    assert {(m.get_marker(), m.get_color()) for m in marks} == {
        (line.get_marker(), line.get_color()) for line in lines
    }
    assert all(len(mark.get_xdata()) == 1 for mark in marks)
    assert not ax.figure.legends


@pytest.fixture
def cycles():
    return pd.DataFrame(
        {
            "conference": ["CSP1", "CSP2", "CSP3", "CSP4", "CSP4", "CSP4", "CSP5"],
            "n_new": [70, 10, 2, 2, 3.5, 10, 2],
            "n_party": [70, 80, 82, 84, 85.5, 92, 86],
            "kind": ["observed", "observed", "running", "slowest", "median", "fastest", "slowest"],
        }
    )


def test_pace_stands_on_nought_and_says_that_it_is_arithmetic(cycles):
    ax = draw_pace(cycles)
    assert any("arithmetic, not a forecast" in text for text in legend_texts(ax))
    drawn = [bar for kind in ("observed", "running", "slowest", "median") for bar in bars(ax, kind)]
    assert {bar.get_y() for bar in drawn} == {0}
    heights = [bar.get_height() for bar in drawn]
    assert heights[1:] == [10, 2, 2, 3.5]  # of several next cycles the first
    assert len({round(bar.get_width(), 6) for bar in drawn}) == 1
    texts = [text.get_text() for text in ax.texts]
    assert {"+70", "+10", "+2", "+3.5", "85 to 86"} <= set(texts)
    few = draw_pace(pd.concat([cycles.iloc[[0] * 5], cycles]), size="slide")
    assert "Shown" not in drawing_of(few).subtitle
    lines = [line for line in few.lines if line.get_gid() == "median"]
    assert {y for line in lines for y in line.get_ydata()} == {3.5} and "Median: 3.5" in {
        t.get_text() for t in few.texts
    }
    many = drawing_of(draw_pace(pd.concat([cycles.iloc[[0] * 15], cycles]), size="slide"))
    assert many.subtitle.startswith("Shown: 14 of 18.")
    past = draw_pace(cycles[cycles["kind"] == "observed"])
    assert not any("forecast" in text for text in legend_texts(past))
    assert drawing_of(past).title.endswith("in the cycle to CSP2")
    median = "median of the completed cycles after CSP1: 3.5"
    assert drawing_of(ax).title == f"2 new States Parties since CSP2; {median}"


def test_numbers_stand_on_their_bars_before_the_line_of_the_median(cycles):
    low = cycles.iloc[[0, 1, 1, 1, 1]].assign(n_new=[70, 9, 1, 8, 0])
    ax = draw_pace(pd.concat([low, cycles.iloc[2:]]), language="ar", size="slide")
    (line,) = [line for line in ax.lines if line.get_gid() == "median"]  # of one colour
    assert line.get_color() == style.ACCENT
    assert list(line.get_xdata()) == [0.5, max(ax.get_xlim())]  # from the second cycle on
    drawing = drawing_of(ax)
    told = drawing.key()
    assert word("pace.cut", "ar") in told and "CSP" not in told
    written = [number(n, "ar", 0, sign=True) for n in (9, 1, 8, 0, 2)]
    numbers = [text for text in ax.texts if text.get_text() in written]
    median = line.get_ydata()[0]
    assert 2 < median < 8
    assert [text.xy[1] for text in numbers] == [9, 1, 8, 0, 2]
    for text in numbers:  # the line is behind the number, which bars cover
        assert line.get_zorder() < text.get_zorder() < min(bar.get_zorder() for bar in ax.patches)
        assert text.get_bbox_patch() is None and text.get_path_effects()
    assert [label.get_text() for label in ax.get_xticklabels()][0] == "1"  # on one line


def test_pace_cuts_a_bar_that_would_hide_the_others_and_says_so(cycles):
    ax = draw_pace(cycles)
    first = bars(ax, "observed")[0]
    assert first.get_height() < 20
    assert sum(str(line.get_gid()).startswith("cut") for line in ax.lines) == 2
    assert "cut" in drawing_of(ax).note
    even = draw_pace(cycles.iloc[1:])
    assert not [line for line in even.lines if str(line.get_gid()).startswith("cut")]


def test_pipeline_stands_on_a_calendar_and_is_grouped_by_region(frames):
    _, frame, _ = frames["pipeline"]
    ax = draw_pipeline(frame, language="es")
    named = frame["n_activities"] > 0
    alt = drawing_of(ax).alt
    # That the log never names a State is no nought.
    assert alt.count("ninguna actividad registrada") == (~named).sum()
    assert " 0 actividad" not in alt
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert labels[0] == "África"
    assert "Estados Unidos de América" in labels
    assert len(labels) == len(frame) + frame["att_region"].nunique()
    (waits,) = [lines for lines in ax.collections if lines.get_label() == "waiting"]
    segments = waits.get_segments()
    assert len(segments) == len(frame)
    begins = sorted(mdates.num2date(segment[0][0]).date() for segment in segments)
    assert begins == sorted(frame["signed"].dt.date)
    assert {mdates.num2date(segment[1][0]).date() for segment in segments} == {
        pd.Timestamp(DAY).date()
    }
    assert drawing_of(ax).title.startswith("25 signatarios")


def test_pipeline_marks_what_happened_and_leaves_out_columns_of_noughts():
    frame = pd.DataFrame(
        {
            "iso3": ["THA", "USA"],
            "days_waiting": [4000, 4200],
            "signed": pd.to_datetime(["2014-11-25", "2013-09-25"]),
            "n_projects": [0, 0],
            "sister_treaties": [1, 0],
        }
    )
    events = pd.DataFrame(
        {
            "iso3": ["THA", "THA", "USA", "MLI"],
            "date": pd.to_datetime(["2016-01-01", "2018-01-01", "2019-07-18", "2020-01-01"]),
            "kind": ["activity", "activity", "statement", "activity"],
        }
    )
    ax = draw_pipeline(frame, events=events)
    marked = {line.get_label(): len(line.get_xdata()) for line in ax.lines}
    assert marked["activity"] == 2  # Mali is no signatory of the frame
    assert marked["statement"] == 1
    assert "Communication to the depositary" in legend_texts(ax)
    texts = [t.get_text().replace("\n", " ") for t in ax.texts]
    assert texts == ["Other treaties", "0", "1"]
    assert drawing_of(draw_pipeline(frame.iloc[:, :3])).note == ""


def test_no_mark_on_a_line_of_the_pipeline_hides_another_and_votes_say_which_way(data):
    frame = pd.DataFrame(
        {"iso3": ["SWZ", "USA"], "days_waiting": [4700, 4680],
         "signed": pd.to_datetime(["2013-09-05", "2013-09-25"])}
    )  # fmt: skip
    days = ["2019-12-09", "2019-12-12", "2019-07-18", "2025-12-01"]
    events = pd.DataFrame(
        {"iso3": ["SWZ", "SWZ", "USA", "USA"], "date": pd.to_datetime(days),
         "kind": ["activity", "vote_up", "statement", "vote_down"],
         "action": ["", "", "communication", ""], "note": ["", "", "told as it is", ""]}
    )  # fmt: skip
    ax = draw_pipeline(frame, events=events)
    marks = {line.get_label(): line for line in ax.lines}
    raised = {
        kind: marks[kind].get_transform().transform((0, marks[kind].get_ydata()[0]))[1]
        - ax.transData.transform((0, marks[kind].get_ydata()[0]))[1]
        for kind in ("vote_up", "activity", "vote_down")
    }
    # Its lower edge stands on the upper one of an activity of the same days: both are seen whole.
    reach = (marks["vote_up"].get_markersize() + marks["activity"].get_markersize()) / 2
    assert raised["vote_up"] > reach * ax.figure.dpi / 72
    assert -raised["vote_up"] < raised["vote_down"] < 0  # alone it stands on the line
    # It keeps to its own line: its tip is no nearer to the next.
    tip = raised["vote_up"] + marks["vote_up"].get_markersize() / 2 * ax.figure.dpi / 72
    assert tip < 0.53 * np.diff(ax.transData.transform([(0, -1), (0, 0)])[:, 1])[0]
    assert raised["activity"] == pytest.approx(0)
    sizes = [line.get_markersize() for line in ax.lines if line.get_label() in set(events["kind"])]
    assert sizes[-1] == min(sizes)  # the smallest is drawn last, on top
    note = drawing_of(ax).note
    told = (
        "United States of America, communication to the depositary of 18 July 2019: told as it is"
    )
    assert told in note
    assert "General Assembly" in note
    every = pipeline_events_of(data)
    turns = every[every["kind"].str.startswith("vote")].set_index("iso3")["kind"]
    assert turns[["SWZ", "RWA", "ZWE"]].eq("vote_up").all()
    assert turns[["ISR", "USA"]].eq("vote_down").all()


def pipeline_events_of(data):
    """Return what the figure of the pipeline marks."""
    from attdata.reports.figure_set import pipeline_events

    return pipeline_events(data, pd.Timestamp(DAY))["events"]


def test_a_slide_of_the_pipeline_chooses_the_five_latest_contacts(frames, data):
    from attdata.reports.figure_set import pipeline_events

    _, frame, _ = frames["pipeline"]
    options = pipeline_events(data, pd.Timestamp(DAY))
    ax = draw_pipeline(frame, size="slide", **options)
    assert len(ax.get_yticklabels()) == 6
    title = "6 of the 25 signatories not yet party: those most recently named by outreach"
    assert drawing_of(ax).title == title
    # The latest named stands on top; those of one day by their names.
    names = [label.get_text().rstrip("*") for label in ax.get_yticklabels()]
    assert names[0] == "United States of America"
    assert names[1:] == sorted(names[1:])
    # Six rows take the room of a subtitle: what is true of all stands above the title.
    assert drawing_of(ax).subtitle == ""
    subject = "Arms Trade Treaty: median time since signature of all 25: 12.8 years"
    assert drawing_of(ax).subject == subject


@pytest.fixture
def waits():
    return pd.DataFrame(
        {
            "group": "World",
            "days": [0, 400, 800, 1600],
            "at_risk": [100, 90, 60, 40],
            "censored": [0, 0, 10, 39],
            "waiting": [1.0, 0.7, 0.5, 0.4],
            "lower": [1.0, 0.6, 0.4, 0.3],
            "upper": [1.0, 0.8, 0.6, 0.5],
        }
    )


def test_waiting_shows_median_numbers_at_risk_and_who_still_waits(waits):
    ax = draw_waiting(waits)
    assert len(ax.collections) == 0  # all are counted: no band of chance
    assert "confidence" not in drawing_of(ax).subtitle
    without = draw_waiting(waits.drop(columns=["lower", "upper"]))
    assert drawing_of(without).title == drawing_of(ax).title
    texts = [t.get_text() for t in ax.texts]
    numbers = [text for text in texts if text.isdigit()]
    assert numbers == ["100", "90", "60", "40", "40"]  # not yet party after 0 to 4 years
    assert {"Half in about 2.2 years", "49 of 100 not yet party"} <= set(texts)
    drawing = drawing_of(ax)
    assert "half within 800 days" in drawing.alt
    assert drawing.title == (
        "Half of the 100 signatories became party in about 2.2 years; 49 are not yet party"
    )
    assert not ax.figure.legends


def test_waiting_of_several_groups_names_each_line_at_its_end(waits):
    three = pd.concat([waits.assign(group=g) for g in ("Africa", "Asia", "Europe")])
    many = draw_waiting(three)
    assert len(many.collections) == 0
    drawn = [line for line in many.lines if line.get_gid() is None]
    assert len({line.get_linestyle() for line in drawn}) == 3
    assert {"Africa: 49", "Asia: 49", "Europe: 49"} <= {t.get_text() for t in many.texts}


@pytest.fixture
def named():
    return pd.DataFrame(
        {
            "group": ["Africa", "Asia", "World"],
            "n_not_party": [23, 37, 60],
            "n_reached": [11, 0, 11],
            "n_activities": [5, 0, 5],
            "n_records": [40, 40, 40],
        }
    )


def test_reach_counts_states_and_activities_and_says_at_least(named):
    ax = draw_reach(named)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Asia", "Africa"]
    assert [bar.get_width() for bar in bars(ax, "reached")] == [0, 11]
    assert [bar.get_width() for bar in bars(ax, "not_reached")] == [37, 12]
    assert "11 of 23 (48%)\n5 activities" in {t.get_text() for t in ax.texts}
    partial = draw_reach(named.assign(coverage="partial"))
    assert "none recorded (of 37)" in {t.get_text() for t in partial.texts}
    assert legend_texts(ax) == ["Named by at least one activity (11)", "No mention recorded (49)"]
    drawing = drawing_of(ax)
    assert drawing.title == "Outreach has named at least 11 of the 60 States not yet party"
    assert "40 activities" in drawing.subtitle
    assert "no proof of contact, nor of an effect" in drawing.subtitle


@pytest.mark.parametrize("language", LANGUAGES)
def test_reach_draws_nothing_where_the_log_can_say_nothing(named, language):
    few = named.assign(n_reached=0, n_activities=[0, 0, 0], n_records=1)
    ax = draw_reach(few, language=language)
    assert not ax.patches
    assert not ax.figure.legends
    drawing = drawing_of(ax)
    assert drawing.title == word(
        "finding.too_few", language, activities=word("count.activities", language, n=1)
    )
    for text in (drawing.title, drawing.subtitle, drawing.alt):
        assert "60" not in text
    told = few.assign(coverage="too_few", n_records=12)
    assert not draw_reach(told).patches


def test_calendar_leaves_blank_what_is_not_recorded_and_marks_the_running_year():
    frame = pd.DataFrame(
        {
            "scheme": ["att_region"] * 3 + ["plan"] * 3,
            "group": ["Asia"] * 3 + ["P1"] * 3,
            "start": pd.to_datetime(["2024-01-01", "2025-01-01", "2026-01-01"] * 2),
            "n_activities": [0, 10, 3, 0, 1, 1],
            "n_records": [2, 14, 4] * 2,
            "coverage": ["too_few", "partial", "too_few"] * 2,
        }
    )
    frame.attrs = {"until": "2026-07-24", "undated": 5}
    ax = draw_calendar(frame)
    assert [t.get_text() for t in ax.texts] == ["10", "3", "1", "1", "2", "14", "4"]
    cells = [cell for cell in ax.patches if cell.get_gid() is None]
    assert len(cells) == len(ax.texts)
    assert sum(cell.get_gid() == "part of a year" for cell in ax.patches) == 3
    for cell, text in zip(cells, ax.texts, strict=True):
        assert style.contrast(to_hex(cell.get_facecolor()), to_hex(text.get_color())) > 4.5
    assert [t.get_text() for t in ax.get_xticklabels()] == ["(2024)", "2025", "2026*"]
    assert "Year in brackets: fewer than 10 activities" in drawing_of(ax).subtitle
    arabic = draw_calendar(frame, language="ar").get_xticklabels()[-1].get_text()
    assert arabic == "\u200f2026*"  # read from the right: the star follows the number
    assert ax.get_yticklabels()[-1].get_text() == "All activities"
    drawing = drawing_of(ax)
    assert drawing.title == "Dated activities in the log (incomplete): 20"
    assert "5 of 25" in drawing.note
    assert "Asia: 13, most in 2025 (10)" in drawing.alt
    earlier = frame.assign(start=frame["start"] - pd.DateOffset(years=11))
    assert {t.get_va() for t in ax.get_xticklabels()} == {"baseline"}  # in brackets or not
    slide = drawing_of(draw_calendar(pd.concat([earlier, frame]), size="slide"))
    assert "Shown: 3 of 14" in slide.subtitle
    assert slide.title == "Dated activities in the log (incomplete): 20"
    # One rule for all years: blank where none is recorded, few records or many.
    enough = draw_calendar(frame.assign(coverage="partial"))
    assert "0" not in {t.get_text() for t in enough.texts}
    # A year of too few is not as dark as one that can be compared.
    few = draw_calendar(frame.assign(n_activities=[9, 10, 3, 1, 1, 1]))
    fills = {
        t.get_text(): to_hex(c.get_facecolor())
        for c, t in zip(few.patches, few.texts, strict=False)
    }
    assert fills["9"] == style.PAPER.lower() != fills["10"]


def test_a_calendar_on_a_telephone_names_its_rows_above_the_cells_and_every_other_year(frames):
    _, frame, _ = frames["calendar"]
    wide, narrow = draw_calendar(frame), draw_calendar(frame, size="narrow")
    names = [label.get_text().replace("\n", " ") for label in wide.get_yticklabels()]
    texts = {t.get_text().replace("\n", " "): t.get_position()[1] for t in narrow.texts}
    assert set(names) <= set(texts)
    years = [label.get_text() for label in narrow.get_xticklabels()]
    assert years[-1].startswith("2026") and not years[-2] and all(years[-1::-2])
    # Each number stands in a cell below the name of its row, and above that of the next.
    numbers = [t for t in narrow.texts if t.get_text().isdigit()]
    assert sorted(t.get_text() for t in numbers) == sorted(t.get_text() for t in wide.texts)
    cells = sorted({round(t.get_position()[1], 3) for t in numbers}, reverse=True)
    above = [texts[name] for name in names]
    assert above == sorted(above, reverse=True)
    for cell in cells:
        nearest = min(place for place in above if place > cell)
        assert nearest - cell < 1
    assert narrow.get_ylim()[1] > above[0]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_plan_on_a_telephone_says_what_the_wide_one_says_but_the_baselines(
    frames, drawn, language
):
    _, frame, _ = frames["progress"]
    wide, narrow = (drawn("progress", language, size) for size in ("report", "narrow"))
    texts = [t.get_text().replace("\n", " ") for t in narrow.texts]
    for label in wide.get_yticklabels():
        assert label.get_text().replace("\n", " ") in texts
    rows = frame.to_dict("records")
    name_cycles(rows, frame.attrs["cycles"])
    (cycle,) = [value_text(row, "now", language) for row in rows if row["indicator"] == "I10"]
    assert cycle in texts
    assert conference_name("CSP11", language, short=True) in cycle
    for row in rows:
        if row["group"] == "World" and not pd.isna(row["now"]):  # the others are listed
            assert value_text(row, "now", language, frame.attrs["counted_since"]) in texts
    marks = [
        [mark.get_label() for mark in [*ax.lines, *ax.patches]].count("now")
        for ax in (wide, narrow)
    ]
    assert marks[0] == marks[1] > 10
    assert drawing_of(narrow).alt == drawing_of(wide).alt


def test_a_single_rate_on_a_telephone_has_its_scale_and_value(plan):
    ax = draw_progress(plan.iloc[[1]], size="narrow")
    places = {t.get_text(): t.get_position()[1] for t in ax.texts}
    assert places["100%"] > places["Participation rate (Africa)"]
    (mark,) = [line for line in ax.lines if line.get_label() == "now"]
    assert mark.get_ydata()[0] < places["Participation rate (Africa)"]


@pytest.fixture
def plan():
    return pd.DataFrame(
        {
            "indicator": ["I01", "I02", "I02", "X9"],
            "counted": ["", "", "", "Our own count"],
            "group": ["World", "Africa", "Asia", "World"],
            "unit": ["States", "% of States", "% of States", "activities"],
            "baseline": [115, 0.5, 0.25, np.nan],
            "now": [118, 0.5, 0.2, np.nan],
            "change": [3, 0, -0.05, np.nan],
            "target": [130, np.nan, np.nan, np.nan],
            "state": ["on_track", "no_target", "no_target", "no_data"],
        }
    )


def test_progress_tells_missing_data_and_has_a_column_of_targets_only_where_one_is_set(plan):
    ax = draw_progress(plan)
    texts = [t.get_text() for t in ax.texts]
    assert texts.count("No data") == 1
    assert "130" in texts
    assert {"+3", "−5.0 pp", "0", "Target"} <= set(texts)
    assert "Our own count" in [t.get_text() for t in ax.get_yticklabels()]
    drawing = drawing_of(ax)
    assert "targets set: 1 of 4. Not compared: no data (1)" in drawing.subtitle
    # Where the number of States is told, a count of values that its rise moved is no title.
    assert drawing.title == "States Parties (instrument deposited): 118; at the baseline 115"
    rates = drawing_of(draw_progress(plan.iloc[1:])).title
    assert rates == "Compared with the baseline, no value rose, 1 fell and 1 stayed the same"
    none = draw_progress(plan.assign(target=np.nan))
    assert "Target" not in [t.get_text() for t in none.texts]
    assert "no targets are set" in drawing_of(none).subtitle


def test_progress_lists_what_is_without_a_value_on_one_line(plan):
    logged = plan.iloc[[1, 2, 2]].assign(
        indicator="I05", group=["Africa", "Asia", "Europe"], now=[0.6, 0, 0], n_records=23,
        baseline=0, n_now=[14, 0, 0], of_now=[23, 37, 3],
    )  # fmt: skip
    unknown = plan.iloc[[3, 3, 3]].assign(
        indicator=["X7", "X8", "X9"], counted=["Known", "Our count", "Another"], now=[5, None, None]
    )
    rows = pd.concat([plan.iloc[:3], logged, unknown])
    ax = draw_progress(rows.assign(target=np.nan))
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert "None recorded: Asia (37 States), Europe (3 States)" in [
        text.replace("\N{NO-BREAK SPACE}", " ") for text in labels
    ]
    assert labels[-1] == "No data: Our count; Another"
    assert labels.count("Asia") == 1
    assert "No data" not in [t.get_text() for t in ax.texts]


def test_a_small_move_hides_neither_the_baseline_nor_its_direction(plan):
    ax = draw_progress(plan)
    marks = [line.get_marker() for line in ax.lines if line.get_linestyle() == "None"]
    assert marks.count("|") == 2
    # Heads of arrows with the tip on the value, none beyond its baseline.
    heads = [patch.get_xy()[:, 0] for patch in ax.patches if patch.get_label() == "now"]
    assert [(head.min(), head.max()) for head in heads] == [
        pytest.approx((0.2, 0.2 + 0.03)),
        pytest.approx((18 / 100 - 0.6 * 0.03, 18 / 100)),  # of States from 100 to 200
    ]
    shafts = [line.get_xdata() for line in ax.lines if line.get_label() == "up"]
    assert all(end > begin for begin, end in shafts)  # before its head each arrow has a line


def test_progress_draws_growth_and_decline_apart(plan):
    ax = draw_progress(plan)
    (up,), (down,) = ([n for n in ax.lines if n.get_label() == kind] for kind in ("up", "down"))
    assert up.get_color() != down.get_color()
    assert list(down.get_xdata()) == pytest.approx([0.25, 0.2 + 0.03])  # as far as the head
    assert up.get_xdata()[0] == pytest.approx(15 / 100)
    assert any("Decrease" in text for text in legend_texts(ax))
    assert not any("Decrease" in text for text in legend_texts(draw_progress(plan.iloc[:2])))


def test_progress_calls_no_rise_what_only_began_to_be_counted_nor_other_members(plan):
    counted = plan.iloc[[0, 0, 1]].reset_index(drop=True).assign(
        indicator=["I01", "X8", "I06"], baseline=[115, 0, 0.1], now=[118, 9, 1 / 11],
        change=[3, 9, 1 / 11 - 0.1], target=np.nan, state="no_target",
        n_baseline=[115, 0, 1], of_baseline=[195, np.nan, 10],
        n_now=[118, 9, 1], of_now=[195, np.nan, 11],
    )  # fmt: skip
    counted.attrs["counted_since"] = ["X8"]
    ax = draw_progress(counted)
    drawing, texts = drawing_of(ax), [t.get_text() for t in ax.texts]
    assert drawing.title.endswith(": 118 of 195; at the baseline 115 of 195")
    said = "Not compared: membership changed (1), counted from zero (1)"
    assert said in drawing.subtitle
    assert {"Counted since the baseline", "Membership changed"} <= set(legend_texts(ax))
    assert "+9" not in texts
    assert texts.count("–") == 2  # the count that began has neither a baseline nor a change
    assert "Members 10 → 11" in texts
    slide = drawing_of(draw_progress(counted, size="slide"))
    assert slide.title.endswith("118 of 195; at the baseline 115 of 195")
    assert "Indicators shown: 2 of 3" in slide.subtitle


def test_progress_has_one_scale_for_each_block(plan):
    ax = draw_progress(plan)
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert [x for x in labels if x in ("Rates", "Numbers of States", "Other counts")] == [
        "Rates",
        "Numbers of States",
        "Other counts",
    ]
    texts = [t.get_text() for t in ax.texts]
    assert {"100%", "200"} <= set(texts)


def test_progress_tells_a_change_of_members_and_gives_rates_in_states_and_points(plan):
    rates = plan.iloc[1:3].assign(
        now=[0.6, 1 / 11], change=[0.1, 1 / 11 - 0.25], baseline=[0.5, 0.25],
        n_baseline=[5, 1], of_baseline=[10, 4], n_now=[6, 1], of_now=[10, 11],
    )  # fmt: skip
    texts = {t.get_text() for t in draw_progress(rates).texts}
    assert "+1, +10.0 pp" in texts
    assert "Members 4 → 11" in texts
    assert not any("−" in text for text in texts)


def test_progress_draws_no_nought_where_records_are_too_few(plan):
    few = plan.iloc[[1]].assign(baseline=0.0, now=0.0, change=0.0, coverage="none")
    ax = draw_progress(few)
    assert "No record" in [t.get_text() for t in ax.texts]
    assert not ax.lines


def test_progress_prints_n_of_m_where_it_is_known(plan):
    known = plan.assign(n_baseline=[115, 27, 12, np.nan], of_baseline=[195, 54, 48, np.nan],
                        n_now=[118, 27, 10, np.nan], of_now=[195, 54, 50, np.nan])  # fmt: skip
    texts = {t.get_text() for t in draw_progress(known).texts}
    assert {"115 of 195", "118 of 195", "12 of 48", "10 of 50"} <= texts


def test_progress_of_some_indicators_and_in_one_row_each(plan):
    ax = draw_progress(plan, indicators=["X9", "I01"])
    labels = [t.get_text() for t in ax.get_yticklabels()]
    # The order asked for holds within a block; the blocks have their own.
    assert [text.replace("\n", " ") for text in labels[1::2]] == [
        "States Parties (instrument deposited)",
        "Our own count",
    ]
    plain = draw_progress(plan, plain=True)
    assert [t.get_text() for t in plain.get_yticklabels()][-1] == "Our own count"
    assert [t.get_text() for t in draw_progress(plan.iloc[[1]]).get_yticklabels()] == [
        "Participation rate (Africa)"
    ]
    with pytest.raises(ValueError, match="no indicator of the whole world"):
        draw_progress(plan.iloc[1:3], plain=True)
    # A slide shows the regions of a rate that moved; else indicators of the world.
    assert len(draw_progress(plan, size="slide").get_yticklabels()) == 3
    assert len(draw_progress(plan.iloc[[0, 3]], size="slide").get_yticklabels()) == 1
    with pytest.raises(ValueError, match="no indicator I77"):
        draw_progress(plan, indicators=["I77"])


# --- votes, facts, history -----------------------------------------------------------------------


@pytest.fixture
def held():
    frame = pd.DataFrame(
        {
            "iso3": ["EGY", "FJI", "HTI"],
            "att_region": ["Africa", "Oceania", "Americas"],
            "status": ["not_joined", "not_joined", "signatory"],
            "position": ["abstains_every_time", "now_abstains", "yes_every_time"],
            "last_vote": ["abstain", "abstain", "yes"],
            "last_day": pd.to_datetime(["2025-12-01", "2025-12-01", "2024-12-02"]),
            "change_since": pd.to_datetime([None, "2024-12-02", None]),
            "adoption": ["abstain", "yes", "yes"],
            "79/52": ["abstain", "abstain", "yes"],
            "80/46": ["abstain", "abstain", ""],
        }
    )
    frame.attrs = {
        "on": DAY,
        "resolutions": ["adoption", "79/52", "80/46"],
        "days": ["2013-04-02", "2024-12-02", "2025-12-01"],
    }
    return frame


def test_votes_have_a_mark_each_and_differ_in_colour_and_shape(held):
    ax = draw_votes(held)
    drawn = [line for line in ax.lines if line.get_label() in ("yes", "abstain", "no")]
    marks = {line.get_label(): (line.get_marker(), line.get_color()) for line in drawn}
    assert len(set(marks.values())) == len(marks) == 2
    assert len({marker for marker, _ in marks.values()}) == 2
    assert sum(len(line.get_xdata()) for line in drawn) == 8  # no seat, no mark
    assert legend_texts(ax) == ["Yes", "Abstention"]
    drawing = drawing_of(ax)
    # Whoever was not there on the last day is not counted as having said yes on it.
    assert drawing.title == "0 of 3 States not yet party voted yes on 1 December 2025"
    assert "not an intent" in drawing.note


def test_the_mark_of_abstention_is_two_bars():
    figure, ax = plt.subplots(figsize=(1, 1), dpi=100)
    ax.set_axis_off()
    look = VOTES["abstain"] | {"markersize": 50}
    ax.plot([0.5], [0.5], linestyle="none", **look)
    figure.canvas.draw()
    inked = np.asarray(figure.canvas.buffer_rgba())[:, :, 2] < 128
    columns = np.flatnonzero(inked.any(axis=0))
    for column in columns[3:-3]:
        runs = np.diff(inked[:, column].astype(int), prepend=0) == 1
        assert runs.sum() == 2


def test_votes_show_when_a_state_signed(held):
    dates = pd.DataFrame({"iso3": ["HTI"], "signed": pd.to_datetime(["2014-03-21"])})
    ax = draw_votes(held, dates=dates)
    (line,) = [line for line in ax.lines if line.get_label() == "signed"]
    adoption = min(x for mark in ax.lines if mark.get_label() == "yes" for x in mark.get_xdata())
    assert adoption < line.get_xdata()[0] < adoption + 1
    assert "Signed" in legend_texts(ax)


def test_all_states_not_yet_party_are_named_among_the_votes_and_facts(frames, drawn):
    for name in ("votes", "signals"):
        frame, ax = frames[name][1], drawn(name)
        named = [t.get_gid() for t in ax.texts if (t.get_gid() or "").startswith("state:")]
        assert sorted(named) == sorted(f"state:{iso3}" for iso3 in frame["iso3"])
        assert len(named) == 77
        assert drawing_of(ax).height < 24
        five = drawn(name, size="slide")  # counts in five bars: what the title tells
        assert len(five.get_yticks()) == 5


def test_signals_print_years_and_leave_blank_what_is_not_recorded():
    frame = pd.DataFrame(
        {
            "iso3": ["FJI", "EGY"],
            "att_region": ["Oceania", "Africa"],
            "last_vote": ["abstain", "yes"],
            "signed": pd.to_datetime([None, "2014-01-05"]),
            "register_year": pd.array([2015, None], dtype="Int64"),
        }
    )
    ax = draw_signals(frame)
    texts = [t.get_text() for t in ax.texts]
    assert texts.count("2014") == texts.count("2015") == 1
    assert len(ax.patches) == 2
    assert drawing_of(ax).title == "1 of 2 States not yet party voted yes in its last vote"


def test_the_age_at_which_treaties_are_compared_is_marked(frames):
    for size in ("report", "slide"):
        ax = draw_treaties(frames["treaties"][1], size=size)
        (line,) = [n for n in ax.lines if n.get_gid() == "age"]
        assert f"After {line.get_xdata()[0]} years:" in drawing_of(ax).title
        assert f"{line.get_xdata()[0]} years" in [t.get_text() for t in ax.texts]


def test_what_is_counted_says_of_when_it_is(data, frames):
    pace = draw_pace(att.pace(data, DAY))  # of which day a total would be
    assert any("repeated, to the close of CSP13" in text for text in legend_texts(pace))
    support = draw_support(frames["support"][1])  # the first vote is another than those after it
    assert [line.get_label() for line in support.lines].count("adoption") == 1
    assert "Hollow square: the vote by which" in drawing_of(support).subtitle
    first = drawing_of(support).subtitle.split(". ")[0]
    assert first == "Of the 153 that voted yes, 108 were party"  # the lines count other States
    later = frames["support"][1].iloc[1:]
    assert "Hollow" not in drawing_of(draw_support(later)).subtitle
    reach = draw_reach(att.reach(data, None, DAY))
    assert "activities, the earliest dated 2016" in drawing_of(reach).subtitle
    second = [t.get_text().split("\n")[1] for t in reach.texts if "\n" in t.get_text()]
    assert second
    assert all("latest in 20" in text for text in second)
    calendar = drawing_of(draw_calendar(att.calendar(data, DAY)))
    assert "in the log, which runs to 19 March 2026 (meetings" in calendar.note
    assert "it files nothing under one whose row is blank" in calendar.subtitle


def test_facts_say_what_kind_they_are_and_of_which_year(frames):
    frame = pd.DataFrame(
        {
            "iso3": ["FJI", "AGO", "KGZ"],
            "att_region": ["Oceania", "Africa", "Asia"],
            "last_vote": ["abstain", "yes", "yes"],
            "last_day": pd.to_datetime(["2025-12-01", "2025-12-01", "2017-12-04"]),
            "change_from": ["yes", "abstain", ""],
            "change_to": ["abstain", "yes", ""],
            "change_since": pd.to_datetime(["2024-12-02", "2022-12-07", None]),
            "cluster_munitions": ["state_party", "signatory", "not_joined"],
            "cluster_munitions_since": pd.to_datetime(["2010-05-28", "2008-12-03", None]),
            "speech_year": pd.array([2011, None, None], dtype="Int64"),
        }
    )
    ax = draw_signals(frame)
    texts = [t.get_text().replace("\n", " ") for t in ax.texts]
    assert texts.count("2017") == 1  # the last vote, where it is not of the newest year
    assert "2025" not in texts
    assert {line.get_label() for line in ax.lines} >= {"vote_up", "vote_down"}
    outlined = [p for p in ax.patches if p.get_linewidth() > 0]
    assert len(outlined) == 1  # a signature is told apart from an instrument
    assert "Latest speech naming an arms trade treaty" in texts  # there are some before the Treaty
    assert {"Other treaty, signed only", "Towards yes", "Away from yes"} <= set(legend_texts(ax))
    drawing = drawing_of(ax)
    assert drawing.subject.startswith("Arms Trade Treaty")
    assert "General Assembly" in drawing.subtitle
    assert "if not 2025" in drawing.subtitle
    assert "of the signature only" in drawing.note
    for language in ("fr", "es", "ru", "zh", "ar"):  # headings beside each other do not overlap
        ax = draw_signals(frames["signals"][1], language=language)
        ax.figure.draw_without_rendering()
        renderer = ax.figure.canvas.get_renderer()
        heads = [t.get_window_extent(renderer) for t in ax.texts if t.get_position()[1] == 0.8]
        heads.sort(key=lambda box: box.x0)
        assert all(a.x1 < b.x0 + 1 for a, b in itertools.pairwise(heads)), language
        heads += [t.get_window_extent(renderer) for t in ax.texts if t.get_gid() == "head"]
        plot = ax.get_window_extent(renderer)  # and no empty band stands above them
        assert 0 <= plot.y1 - max(box.y1 for box in heads) < 0.05 * plot.height, language


def test_marks_at_the_ends_of_axes_are_whole(frames):
    lines = [n for n in draw_treaties(frames["treaties"][1]).lines if not n.get_gid()]
    days = pd.DataFrame({"on": pd.to_datetime(["2024-12-02", "2025-12-01"]), "yes": [160, 153],
                         "n_party": [116, 117]})  # fmt: skip
    ax = draw_support(days, language="ar")
    lines += [n for n in ax.lines if n.get_marker() == "o"]
    assert len(lines) == 6
    assert not any(line.get_clip_on() for line in lines)
    assert {"الدول الأطراف: 117", "الأصوات المؤيدة: 153"} <= {t.get_text() for t in ax.texts}


def test_support_is_two_named_lines_and_no_difference_of_unlike_numbers():
    frame = pd.DataFrame(
        {
            "on": pd.to_datetime(["2023-12-04", "2024-12-02", "2025-12-01"]),
            "yes": [159, 160, 153],
            "n_party": [113, 116, 117],
        }
    )
    ax = draw_support(frame)
    texts = {t.get_text() for t in ax.texts}
    # 36 would not be the States that voted yes and are not party: parties are absent or abstain.
    assert texts == {"153 voted yes", "117 States Parties"}
    assert not any("36" in text for text in texts)
    assert ax.get_ylim()[0] == 0
    title = "153 States voted yes on 1 December 2025; States Parties on that day: 117"
    assert drawing_of(ax).title == title


def test_a_slide_of_history_says_why_it_has_nothing_to_show(data):
    frame = history_frame(data, pd.Timestamp("2013-07-01"))
    with pytest.raises(ValueError, match="no State has joined by this day"):
        draw_history(frame, size="slide")


def test_history_has_a_row_for_each_state_and_tells_statuses_by_height_too(frames, drawn):
    frame, ax = frames["history"][1], drawn("history")
    named = [t.get_gid() for t in ax.texts if (t.get_gid() or "").startswith("state:")]
    assert len(named) == len(set(named)) == 195
    ways = {
        status: [bar for bar in ax.patches if bar.get_label() == status]
        for status in ("state_party", "signatory", "not_joined")
    }
    heights = {key: {round(bar.get_height(), 2) for bar in way} for key, way in ways.items()}
    assert len(set(map(tuple, heights.values()))) == 3
    widths = sum(bar.get_width() for bar in ways["state_party"])
    assert widths == (frame["status"] == "state_party").sum()
    assert drawing_of(ax).title == "2014 brought the most new States Parties: 52 of 118"
    for language in ("en", "ru"):  # names in one size, and years at their columns
        ax = drawn("history", language)
        names = [t for t in ax.texts if (t.get_gid() or "").startswith("state:")]
        sizes = [t.get_fontsize() for t in names]
        assert len(set(sizes)) == 1
        years = [t.get_text() for t in ax.texts if t.get_text().isdigit()]
        assert years == ["2015", "2020", "2025"] * 8  # above each column and below its last row
        ticks = [line.get_ydata() for line in ax.lines if line.get_gid() == "tick"]
        assert len(ticks) == 8 * frame["on"].nunique()  # a stroke for every year
        longest = max(np.ptp(ends) for ends in ticks)
        assert sum(np.ptp(ends) == pytest.approx(longest) for ends in ticks) == 8 * 3
        with laid_out(ax.figure, drawing_of(ax), [], "report"):
            years = [t for t in ax.texts if t.get_text().isdigit() and t.get_va() == "bottom"]
            boxes = [t.get_window_extent() for t in years]
            assert all(b.x0 - a.x1 > 0.15 * a.width for a, b in pairwise(boxes))
            strokes = [line.get_xdata()[0] for line in ax.lines if line.get_gid() == "tick"]
            assert all(t.get_position()[0] in strokes for t in years)
    slide = drawn("history", size="slide")
    assert len(slide.get_yticklabels()) == 5
    parties = [bar for bar in slide.patches if bar.get_label() == "state_party"]
    joined = frame.drop_duplicates("iso3", keep="last")["joined"].nlargest(5)
    days = set(mdates.date2num(joined))
    begins, inside = {bar.get_x() for bar in parties}, max(slide.get_xlim())
    # On the day named; who joined on the last day has a bar that ends there.
    assert begins - days == {min(begins - days)} and days - begins == {inside}
    assert all(bar.get_width() > 0 for bar in parties)
    # On a slide years would be read as days.
    with pytest.raises(ValueError, match="days on which States joined"):
        draw_history(frame.drop(columns=["signed", "joined"]), size="slide")


# --- what they share -----------------------------------------------------------------------------


def test_reading_order_of_legends():
    assert chart_parts.reading_order([1, 2, 3, 4], 2, rtl=False) == [1, 3, 2, 4]
    assert chart_parts.reading_order([1, 2, 3, 4], 2, rtl=True) == [2, 4, 1, 3]
    assert chart_parts.reading_order([1, 2, 3], 1, rtl=True) == [1, 2, 3]


def test_axis_ticks_end_at_the_total():
    assert chart_parts.total_ticks(48, 2)[-1] == 48
    assert chart_parts.total_ticks(195, 5) == [0, 50, 100, 150, 195]


def test_words_of_the_legend_are_in_the_language(small):
    for language in LANGUAGES:
        assert legend_texts(draw_shares(small, language=language))[
            -1 if language == "ar" else 0
        ] == word("statuses.state_party", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_of_the_plan_is_told_in_true_words(drawn, language):
    """What begins at the baseline comes from no nought, what has no target says none of it."""
    alt = drawing_of(drawn("progress", language)).alt
    assert word("state.no_target", language) not in alt
    nought = word("alt.progress.row", language, label="", baseline="0 ", now="")
    assert nought.strip(": ：") not in alt
    if language == "en":
        assert "States Parties (instrument deposited): from 115 of 195 to 118 of 195." in alt
        assert "Participation rate (Africa): 31 of 54, as at the baseline." in alt
        assert "Stakeholder groups engaged: at least 9 since the baseline." in alt
        assert "Activities of regional champions: No data." in alt


@pytest.mark.parametrize(
    ("by", "within", "title"),
    [
        # Each State stands in several organizations: 83 of 77, 17 of 12, 0 of 3 of these eleven.
        ("organisation", None, "118 of 195 States are party"),
        ("organisation", "Africa", "31 of 54 States are party"),
        ("organisation", "ECOWAS", "12 of 12 States are party"),
        ("organisation", "ASEAN", "1 of 11 States is party"),
        ("organisation", ["United States", "Iran"], "0 of 2 States are party"),
        ("un_regional_group", ["Niue"], "1 of 1 States is party"),
    ],
)
def test_a_state_of_several_groups_is_counted_once_in_a_title(data, by, within, title):
    frame = att.participation(data, by=by, within=within)
    drawing = drawing_of(draw_shares(frame, size="slide"))
    assert drawing.title == title
    assert len(drawing.subtitle) < 200  # many States without a group are counted, not named


def test_groups_that_overlap_or_lost_their_whole_are_never_added(data):
    before = att.participation(data, "2013-04-01", by="organisation")
    assert drawing_of(draw_shares(before)).title == "0 of 195 States are party"
    no_whole = before[before["group"] != "World"]
    n = len(no_whole) - 1
    assert drawing_of(draw_shares(no_whole)).title == f"States Parties: {n} groups (0%)"
    taken_apart = pd.DataFrame(att.participation(data, within="ASEAN").to_dict("records"))
    ax = draw_shares(taken_apart)
    assert drawing_of(ax).title == "States Parties: 2 groups (9%)"
    assert not any("22" in text or "2 States" in text for text in visible_texts(ax.figure))


def test_a_slide_describes_the_bars_that_it_draws(data):
    frame = att.participation(data, by="m49_subregion", weight="population")
    for draw in (draw_shares, draw_population):
        alt = drawing_of(draw(frame, size="slide")).alt
        assert "Western Asia" in alt and "Western Africa" not in alt


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("es", "1 de 11 Estados es parte", "0 de 11 Estados son partes"),
        ("fr", "1 État sur 11 est partie", "118 États sur 195 sont parties"),
        ("ru", "21 участник из 54 государств", "118 участников из 195 государств"),
    ],
)
def test_one_state_party_is_told_in_the_singular(language, one, many):
    for text in (one, many):
        n, m = sorted(map(int, re.findall(r"\d+", text)))
        assert parties_headline(n, m, language).replace("\N{NO-BREAK SPACE}", " ") == text


def test_titles_of_a_part_know_one_all_and_none(data):
    def reach_title(within, language="en"):
        frame = att.reach(data, since="2016-01-01", within=within)
        return drawing_of(draw_reach(frame, language=language))

    asean = reach_title("ASEAN")
    assert asean.title == "Named in the log of outreach: 10 of 10 States not yet party"
    assert "at least" not in asean.alt
    assert reach_title("ECOWAS").title == "No State is left that is not party"
    one = att.pipeline(data, within=["United States"])
    title = drawing_of(draw_pipeline(one)).title
    assert title.startswith("1 signatory is not yet party; it signed")
    for language, half in {"ar": "نصفها", "ru": "половина", "zh": "一半"}.items():
        assert half not in drawing_of(draw_pipeline(one, language=language)).title
    most = drawing_of(draw_treaties(att.treaties(data, within="ECOWAS"))).title
    assert most == "After 13 years: Arms Trade Treaty, 12"  # as many as towards the mine ban


def test_a_frame_of_which_rows_were_chosen_is_not_called_all_states(data):
    status = att.status_on(data)
    whole, part = (att.draw_tiles(f) for f in (status, status[status["att_region"] == "Africa"]))
    assert "195 States" in footer_lines(drawing_of(whole))[0]
    assert "195" not in footer_lines(drawing_of(part))[0]
    assert drawing_of(part).title == "31 of 54 States are party"
    regions = att.participation(data)
    assert "195 States" in footer_lines(drawing_of(att.draw_shares(regions)))[0]
    africa = att.draw_shares(regions[regions["group"] == "Africa"])
    assert "195" not in footer_lines(drawing_of(africa))[0]
