"""What a reader of the charts can take from them: numbers that hold, axes, marks and words."""

import re
import warnings
from itertools import pairwise

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb, to_rgba

import attdata as att
from attdata.draw import style
from attdata.draw.axes import sides
from attdata.draw.captions import footer_lines
from attdata.draw.columns import row_name
from attdata.draw.drawing import drawing_of, renderer_of
from attdata.draw.fact_counts import AWAY, TOWARDS
from attdata.draw.layout import laid_out
from attdata.draw.wrap import wrapped
from attdata.measures.scope import EvidenceWarning
from attdata.reports.figure_set import FIGURES
from attdata.words import LANGUAGES, date, map_name, name_of, state_name, word

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]

DAY = "2026-07-24"


@pytest.mark.parametrize(
    ("day", "said", "beside"),
    [("2026-07-24", "at least 117", "117–118"), ("2026-02-03", "116", "116"),
     ("2029-01-01", "118", "118")],
)  # fmt: skip
def test_a_number_at_an_age_is_a_least_one_where_a_consent_has_no_known_day(
    data, day, said, beside
):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EvidenceWarning)
        frame = att.treaties(data, day)
    for size in ("report", "slide"):
        ax = att.draw_treaties(frame, size=size)
        assert f"Arms Trade Treaty, {said};" in drawing_of(ax).title
        assert beside in {text.get_text() for text in ax.texts}


@pytest.fixture(scope="module")
def drawn(data):
    """Return a function that draws a figure of the report at a size in a language."""

    def draw(name, language, size):
        measure, function, options = FIGURES[name]
        on = pd.Timestamp(DAY)
        more = options(data, on) if callable(options) else options
        return getattr(att, function)(measure(data, on), language=language, size=size, **more)

    return draw


@pytest.mark.parametrize(("name", "language"), [("votes", "en"), ("votes", "ar"), ("votes", "zh"),
                                                ("shares", "ru")])  # fmt: skip
def test_a_number_on_a_hatch_has_a_plain_ground_within_its_part(drawn, name, language):
    ax = drawn(name, language, "slide")
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax), "slide"), "slide"):
        ax.figure.draw_without_rendering()
        hatched = {bar for bar in ax.patches if bar.get_hatch()}
        within = [text for text in ax.texts if text.get_bbox_patch()]
        assert within
        for text in within:
            x, y = text.get_position()
            (bar,) = [
                bar for bar in hatched
                if bar.get_x() < x < bar.get_x() + bar.get_width() and bar.get_y() < y
                and y < bar.get_y() + bar.get_height()
            ]  # fmt: skip
            ground, whole = text.get_bbox_patch(), bar.get_window_extent()
            assert ground.get_facecolor() == bar.get_facecolor()
            assert ground.get_clip_box() is not None  # by its part
            box, letters = ground.get_window_extent(), text.get_fontsize() * ax.figure.dpi / 72
            assert whole.y0 < box.y0 and box.y1 < whole.y1  # the edges of the bar are whole
            middle = (box.y0 + box.y1) / 2  # digits, in the middle of the bar, are within it
            assert abs(middle - (whole.y0 + whole.y1) / 2) < 0.1 * letters
            assert box.height > 0.8 * letters


def test_a_slide_of_people_says_that_figures_are_rounded(drawn):
    assert (
        drawing_of(drawn("shares-population", "en", "slide"))
        .key()
        .startswith("Figures are rounded.")
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "aucune activité de sensibilisation"), ("es", "ninguna actividad de divulgación"),
     ("ru", "информационно-разъяснительных мероприятий")],
)  # fmt: skip
def test_a_year_without_outreach_is_not_said_to_be_without_any_record(drawn, language, said):
    ax = drawn("calendar", language, "slide")
    assert said in drawing_of(ax).key().replace("\u00a0", " ")
    years = [label.get_text() for label in ax.get_xticklabels()]
    assert "(2022)" in years  # none is fewer than ten


@pytest.mark.parametrize("name", ["trend", "pace"])
@pytest.mark.parametrize("size", ["report", "slide"])
def test_conferences_are_said_to_be_of_the_states_parties(drawn, name, size):
    for language, said in (("ar", "مؤتمر الدول الأطراف"), ("zh", "缔约国会议")):
        drawing = drawing_of(drawn(name, language, size))
        assert said in (drawing.key() if size == "slide" else drawing.note)


def test_lists_of_states_in_chinese_say_their_order(drawn):
    for name in ("history", "votes", "signals"):
        assert "按英文名称的字母顺序" in drawing_of(drawn(name, "zh", "report")).note
        assert "English" not in drawing_of(drawn(name, "en", "report")).note


def test_two_chinese_marks_side_by_side_take_no_whole_empty_square():
    figure = plt.figure()
    with style.style("zh"):
        alone, both = (figure.text(0, 0, text, fontsize=20) for text in ("》", "》："))
        widths = [text.get_window_extent(renderer_of(figure)).width for text in (alone, both)]
        title = wrapped(["参见《联合国条约集》第一章"], figure.add_subplot(), 2.3)[0]
    plt.close(figure)
    assert widths[1] < 1.7 * widths[0]
    assert any("《联合国条约集》" in line for line in title.split("\n"))  # it stays whole


def test_a_chinese_paragraph_begins_where_others_do(drawn):
    ax = drawn("support", "zh", "slide")
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        first = {text.get_text()[0]: text.get_position()[0] for text in ax.figure.texts}
    (indented,) = {x for mark, x in first.items() if mark == "《"}
    assert indented < min(x for mark, x in first.items() if mark != "《")


def test_the_words_for_neither_signed_nor_joined_part_before_and(drawn):
    for size in ("report", "slide"):
        texts = {text.get_text() for text in drawn("trend", "ru", size).texts}
        assert "Ни участники,\nни подписавшие: 52" in texts


def test_rows_of_the_slide_of_facts_in_russian_read_as_rows(drawn):
    ax = drawn("signals", "ru", "slide")
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        ax.figure.draw_without_rendering()
        boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
    high = min(box.height for box in boxes)  # of one line
    for upper, lower in pairwise(sorted(boxes, key=lambda box: -box.y0)):
        assert upper.y0 - lower.y1 > 0.3 * high


def test_a_small_move_of_a_large_number_has_a_scale_on_which_it_is_seen(drawn):
    texts = [text.get_text() for text in drawn("progress", "en", "report").texts]
    assert {"100", "150", "200"} <= set(texts)  # 115 and 118 States; other blocks begin at nought
    assert texts.count("0%") == 1 and "10" in texts


@pytest.mark.parametrize("size", ["report", "slide"])
def test_a_communication_has_one_mark_on_its_line_in_a_report_and_on_a_slide(drawn, size):
    ax = drawn("pipeline", "en", size)
    (cross,) = [line for line in ax.lines if line.get_label() == "statement"]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[list(ax.get_yticks()).index(cross.get_ydata()[0])] == "United States of America"
    assert mdates.num2date(cross.get_xdata()[0]).date().isoformat() == "2019-07-18"
    assert cross.get_marker() == "X"
    if size == "slide":
        told = "×\N{NO-BREAK SPACE}United States of America, 18 July 2019: does not intend"
        assert told in drawing_of(ax).key()
    (key,) = ax.figure.legends
    assert word("pipeline.event.statement", "en") in {t.get_text() for t in key.get_texts()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_of_signatories_says_that_its_log_is_partial_and_until_when(drawn, language):
    key = drawing_of(drawn("pipeline", language, "slide")).key()
    until = pd.Timestamp("2026-03-19").date()
    assert word("note.pipeline_log", language, day=until) in key
    note = drawing_of(drawn("pipeline", language, "report")).note
    known = pd.Timestamp("2026-02-03").date()
    assert note.count(date(known, language)) == 2  # two of the other treaties


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["report", "slide"])
def test_the_key_of_signatories_takes_two_lines_and_keeps_the_two_of_votes_together(
    drawn, size, language
):
    ax = drawn("pipeline", language, size)
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, size), size):
        ax.figure.draw_without_rendering()
        (key,) = ax.figure.legends
        lines = {t.get_text(): round(t.get_window_extent().y0) for t in key.get_texts()}
        up, down = (lines[word(f"pipeline.event.vote_{way}", language)] for way in ("up", "down"))
        lines.pop("", None)
        assert up == down and len(lines) == 5 and len(set(lines.values())) <= 2
        if size == "slide":
            footer = [t for t in ax.figure.texts if round(t.get_fontsize()) <= 5]
            assert 0 < len(footer) < 5  # so many that their lines are as far apart as elsewhere


def test_the_file_of_the_figure_of_signatories_has_every_day_that_is_drawn(data, tmp_path):
    att.figures(data, tmp_path, formats=["svg"], only=["pipeline"], jobs=1)
    rows = pd.read_csv(tmp_path / "en" / "pipeline.csv", index_col="iso3", keep_default_na=False)
    days = rows["activity_days"].str.split("; ").map(lambda one: [day for day in one if day])
    assert (days.map(len) == rows["n_activities"]).all()
    assert [day[-1] for day in days if day] == [day for day in rows["last_activity"] if day]
    assert rows.loc["SWZ", "vote_change_days"] == "2019-12-12 (towards yes)"
    assert rows.loc["USA", "communication_days"] == "2019-07-18"


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_signatories_of_one_day_stand_in_one_order_in_a_report_and_on_a_slide(drawn, language):
    rows = [[label.get_text() for label in drawn("pipeline", language, size).get_yticklabels()]
            for size in ("report", "slide")]  # fmt: skip
    both = [state_name(iso3, language) for iso3 in ("BDI", "DJI", "TZA", "RWA")]
    signed = [[name for name in part if name in both[:3]] for part in rows]  # 3 June 2013
    assert signed[0] == signed[1] and len(signed[0]) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slide_of_the_plan_has_the_counts_of_the_baseline(drawn, language):
    texts = [text.get_text() for text in drawn("progress", language, "slide").texts]
    assert word("progress.column_baseline", language) in texts
    assert word("count.of", language, n=27, m=35) in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scale_of_the_plan_takes_more_than_a_quarter_of_the_width_in_every_language(
    drawn, language
):
    ax = drawn("progress", language, "report")
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "report"), "report"):
        assert ax.get_window_extent().width > 0.26 * ax.figure.bbox.width


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["history", "progress", "signals", "tiles", "votes"])
def test_a_long_figure_leaves_room_for_its_caption_on_a_page(drawn, name, language):
    ax = drawn(name, language, "report")
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "report"), "report"):
        page = 29.7 - 2 * 2.5  # cm, of A4 between its margins
        assert ax.figure.get_size_inches()[1] * 2.54 < page - 0.6


def test_a_plan_says_how_many_activities_have_no_day(drawn):
    note = drawing_of(drawn("progress", "en", "report")).note
    assert "Activities with a regional organization (Africa): 6; Trust Fund" in note
    footer = " ".join(footer_lines(drawing_of(drawn("progress", "en", "slide")), "slide"))
    assert footer.lower().count("proxy indicators") == 1


def test_a_slide_of_the_calendar_says_what_it_cannot_show(drawn):
    assert drawing_of(drawn("calendar", "en", "slide")).key().endswith("not shown: 24.")


@pytest.mark.parametrize("name", ["shares", "shares-subregions", "history", "tiles"])
def test_a_key_of_three_in_russian_has_no_hole_beside_a_short_entry(drawn, name):
    ax = drawn(name, "ru", "slide")
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        ax.figure.draw_without_rendering()
        (legend,) = ax.figure.legends
        boxes = [text.get_window_extent() for text in legend.get_texts()]
        em = style.BASE_SIZE * ax.figure.dpi / 72
    if np.ptp([box.y0 for box in boxes]) < 0.3 * em:  # all in one row
        gaps = [after.x0 - before.x1 for before, after in pairwise(boxes)]
        assert all(0 < gap < 6 * em for gap in gaps)
        return
    first, third, second = boxes  # matplotlib has them by columns
    assert abs(first.y0 - second.y0) < 0.3 * em < first.y0 - third.y0  # read row by row
    assert 0 < second.x0 - first.x1 < 6 * em and abs(third.x0 - first.x0) < 0.1 * em


def test_the_chart_of_waits_says_what_its_estimate_is_and_why_it_begins_below_all(drawn):
    note = drawing_of(drawn("waiting", "en", "report")).note
    assert "counts each State only for the time since its signature" in note
    assert "Joined on the day of signature: 1" in note


def test_marks_that_divide_a_bar_are_seen_on_its_pale_part(drawn):
    ax = drawn("shares", "en", "report")
    colors = {tuple(color) for marks in ax.collections for color in marks.get_colors()}
    assert {to_rgba(style.PAPER), to_rgba(style.STATUS_STYLE["not_joined"]["edge"])} <= colors


@pytest.mark.parametrize("name", ["pipeline", "signals"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_with_changes_of_vote_says_of_which_votes_they_are(drawn, name, language):
    footer = " ".join(footer_lines(drawing_of(drawn(name, language, "slide")), "slide"))
    assert word("note.pipeline_votes_slide", language) in footer and "2013" in footer


def test_what_a_state_told_the_depositary_is_told_in_the_same_words_everywhere(drawn):
    told = "does not intend to become a party; remains a signatory in the depositary’s list"
    label = "United States of America, communication to the depositary of 18 July 2019: "
    for name, size in (("pipeline", "report"), ("pipeline", "slide"), ("signals", "report"),
                       ("signals", "slide"), ("votes", "report")):  # fmt: skip
        said = " ".join(footer_lines(drawing_of(drawn(name, "en", size)), size))
        assert told in said
        # The key of the slide of signatories says what the mark is.
        assert (label + told in said) == ((name, size) != ("pipeline", "slide"))
    assert row_name("USA", "en") + "*" in {
        text.get_text() for text in drawn("votes", "en", "report").texts
    }


@pytest.mark.parametrize("size", ["report", "slide"])
def test_the_trend_says_of_whom_the_day_is_not_known(drawn, size):
    footer = " ".join(footer_lines(drawing_of(drawn("trend", "en", size)), size))
    assert "Ecuador: joined between 4 February 2026 and 24 July 2026" in footer


@pytest.mark.parametrize("size", ["report", "slide"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_treaties_say_why_a_number_at_an_age_is_a_range(drawn, size, language):
    ax = drawn("treaties", language, size)
    footer = " ".join(footer_lines(drawing_of(ax), size))
    printed = word("count.range", language, low=117, high=118)
    assert printed in {text.get_text() for text in ax.texts}
    (said,) = re.findall(rf"{printed}[^.。]*", footer)
    assert map_name("ECU", language) in said and said.count("2026") == 2, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_ends_where_its_evidence_ends_and_its_name_has_the_day(data, language):
    frame, known = att.treaties(data, DAY), pd.Timestamp("2026-02-03")
    assert frame.attrs["evidence_to"] == {"tpnw": "2026-02-03", "ccw": "2026-02-03"}
    ends = frame.groupby("treaty")["on"].max()
    assert {ends["tpnw"], ends["ccw"]} == {known} and ends["att"] == pd.Timestamp(DAY)
    said, day = word("treaties.ends_early", language), date(known.date(), language)
    shown = frame[frame["treaty"].isin(["att", "ccw"])]
    for rows, size in ((frame, "report"), (shown, "slide")):
        ax = att.draw_treaties(rows, language=language, size=size)
        names = [text.get_text().replace("\n", " ") for text in ax.texts]
        squeezed = [re.sub(r"\s", "", text) for text in names]
        (ccw,) = [text for text in squeezed
                  if re.sub(r"\s", "", name_of("treaty", "ccw", language)) in text]  # fmt: skip
        assert re.sub(r"\s", "", day) in ccw
        told = drawing_of(ax).subtitle if size == "report" else drawing_of(ax).key()
        assert said in told
    slide = drawing_of(att.draw_treaties(frame, language=language, size="slide"))
    assert said not in slide.key()  # of the treaties that it shows
    before = att.draw_treaties(att.treaties(data, "2026-02-03"), language=language)
    assert said not in drawing_of(before).subtitle


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_heading_names_a_treaty_as_its_line_does(data, language):
    ax = att.draw_treaties(att.treaties(data, DAY), language=language, size="slide")
    assert name_of("treaty", "mine-ban", language) in drawing_of(ax).title


@pytest.mark.parametrize("language", ["fr", "es", "ru"])
def test_names_of_lines_stand_apart_under_a_heading_of_three_lines(drawn, language):
    ax = drawn("treaties", language, "slide")
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        held = [name_of("treaty", one, language).split()[0] for one in ("att", "mine-ban")]
        boxes = [t.get_window_extent() for t in ax.texts if t.get_text().split()[0] in held]
    boxes = sorted(boxes, key=lambda box: -box.y0)
    assert len(boxes) == 3 and all(a.y0 - b.y1 > 2 for a, b in pairwise(boxes))


def test_treaties_without_a_range_say_nothing_of_ecuador(data):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EvidenceWarning)
        frame = att.treaties(data, "2029-01-01")
    assert "Ecuador" not in drawing_of(att.draw_treaties(frame)).note


def test_the_trend_of_others_says_nothing_of_ecuador(data):
    assert att.trend(data, DAY, within="Africa").attrs["ranged"] == []
    assert att.trend(data, "2026-01-01").attrs["ranged"] == []


@pytest.mark.parametrize(
    ("name", "size"),
    [*((name, "report") for name in ("history", "pipeline", "trend", "reach", "progress",
                                     "shares-population", "signals")),
     *((name, "slide") for name in ("reach", "progress", "shares-population", "votes"))],
)  # fmt: skip
def test_where_regions_are_printed_it_is_said_whose_they_are(drawn, name, size):
    footer = " ".join(footer_lines(drawing_of(drawn(name, "en", size)), size))
    assert footer.count("Regions: those of the Treaty Secretariat.") == 1


@pytest.mark.parametrize("size", ["report", "slide"])
def test_the_calendar_says_that_its_regions_are_those_of_the_log(drawn, size):
    footer = " ".join(footer_lines(drawing_of(drawn("calendar", "en", size)), size))
    assert "Regions: as the log names them." in footer and "Secretariat" not in footer


def test_reach_says_that_rows_share_activities(drawn, data):
    assert (
        "An activity may count in several rows." in drawing_of(drawn("reach", "en", "report")).note
    )
    frame = att.reach(data)
    world = frame["group"] == "World"
    assert frame.loc[~world, "n_activities"].sum() > frame.loc[world, "n_activities"].iloc[0]


def test_the_chart_of_people_says_whom_the_estimates_of_states_leave_out(drawn, data):
    people = data.population[data.population["date"] == "2023-12-31"]
    world = people["group"] == "World"
    beyond = people.loc[world, "population"].iloc[0] - people.loc[~world, "population"].sum()
    said = f"Not counted: {beyond / 1e6:.0f} million people in areas that the source lists"
    for size in ("report", "slide"):
        footer = " ".join(footer_lines(drawing_of(drawn("shares-population", "en", size)), size))
        assert said in footer and ") (" not in footer


def _contrast(color):
    parts = np.array(to_rgba(color)[:3])
    light = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return 1.05 / (light @ [0.2126, 0.7152, 0.0722] + 0.05)


def test_names_in_the_colours_of_lines_are_read_on_paper():
    looks = [*style.TREATY_STYLE.values(), *style.LINE_STYLES]
    assert min(_contrast(look["color"]) for look in looks) >= 4.5


def test_a_range_in_arabic_runs_as_its_line_does(drawn):
    assert "بين 117 و118" in {text.get_text() for text in drawn("treaties", "ar", "report").texts}


def test_the_mark_of_a_name_stands_clear_of_the_end_of_a_line(drawn):
    ax = drawn("treaties", "en", "report")
    marks = [line for line in ax.lines if line.get_gid() == "mark"]
    for mark in marks:
        shift = mark.get_transform().transform((45, 0)) - ax.transData.transform((45, 0))
        assert shift[0] * 72 / ax.figure.dpi > 15


def test_the_line_of_waits_keeps_its_whole_stroke_at_the_edge(drawn):
    ax = drawn("waiting", "en", "slide")
    assert not ax.lines[0].get_clip_on() and ax.lines[0].get_ydata()[0] > 0.98


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_month_of_the_adoption_ends_below_its_vote(drawn, language):
    ax = drawn("support", language, "slide")
    label = ax.get_xticklabels()[-1]
    assert "2013" in label.get_text() and "\n" not in label.get_text()
    assert label.get_horizontalalignment() == ("left" if language == "ar" else "right")


def test_a_subtitle_ends_with_a_stop_on_every_figure(drawn):
    for name in ("shares", "waiting", "shares-population", "support"):
        for size in ("report", "slide"):
            ax = drawn(name, "en", size)
            drawing = drawing_of(ax)
            with laid_out(ax.figure, drawing, footer_lines(drawing, size), size):
                texts = [text.get_text() for text in ax.figure.texts]
            ends = drawing.subtitle.rstrip(".")[-9:]
            assert [text for text in texts if text.endswith(ends + ".")], (name, size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_ways_begin_well_behind_the_bars_of_the_column_before(drawn, language):
    ax = drawn("history", language, "report")
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax), "report"), "report"):
        ax.figure.draw_without_rendering()
        bars = [bar.get_window_extent() for bar in ax.patches]
        names = [t for t in ax.texts if t.get_gid() not in ("year", None)
                 or t.get_fontweight() == "bold"]  # fmt: skip
        boxes = [(text.get_text(), text.get_window_extent()) for text in names]
    assert len(boxes) > 195
    least = 1.5 / 25.4 * ax.figure.dpi  # mm
    for said, box in boxes:
        side = [bar.x0 - box.x1 if language == "ar" else box.x0 - bar.x1 for bar in bars]
        assert min((gap for gap in side if gap > -2), default=least) >= least, said


def test_years_above_the_ways_of_states_do_not_touch(drawn):
    for language in ("ru", "fr"):
        ax = drawn("history", language, "report")
        ax.figure.draw_without_rendering()
        years = [
            t.get_window_extent()
            for t in ax.texts
            if t.get_gid() == "year" and t.get_va() == "bottom"
        ]
        years = sorted(years, key=lambda box: box.x0)
        wide = years[0].width
        assert all(b.x0 - a.x1 > 0.2 * wide for a, b in pairwise(years))


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_rows_leave_the_years_as_much_room_in_every_language(drawn, language):
    def year(language):  # how wide one is, of the width of the figure
        ax = drawn("history", language, "report")
        names = [t.get_text() for t in ax.texts if (t.get_gid() or "").startswith("state:")]
        assert max(name.count("\n") for name in names) < 2
        return 1 / np.ptp(ax.get_xlim())

    assert year(language) > 0.9 * year("en")


def test_the_plan_says_where_a_scale_begins_that_is_not_from_nought(drawn):
    note = drawing_of(drawn("progress", "en", "report")).note
    assert "Numbers of States: the scale begins at 100." in note and note.count("begins at") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_says_that_rows_without_a_line_have_a_number_only(data, language):
    said, frame = word("progress.number_only", language), att.progress(data, DAY)
    assert said in drawing_of(att.draw_progress(frame, language=language)).note
    rates = att.draw_progress(frame, indicators=["I02"], language=language)
    assert said not in drawing_of(rates).note  # each has its line


def test_lines_of_treaties_are_steps_and_rows_of_signatories_say_their_order(drawn):
    lines = [line for line in drawn("treaties", "en", "report").lines if len(line.get_xdata()) > 99]
    assert len(lines) == 5 and {line.get_drawstyle() for line in lines} == {"steps-post"}
    note = drawing_of(drawn("pipeline", "en", "report")).note
    assert "In each region by day of signature." in note


COLLOQUIAL = {
    "en": ["UK", "UAE", "Eq. Guinea"],
    "ru": ["Багамы", "Коморы", "Мальдивы", "Сейшелы", "Экв. Гвинея"],
    "ar": ["الإمارات", "أفريقيا الوسطى", "سوريا"],
    "zh": ["韩国", "朝鲜", "英国", "美国", "老挝", "波黑", "阿联酋", "中非"],
}


@pytest.mark.parametrize("name", ["history", "signals", "votes"])
@pytest.mark.parametrize("language", COLLOQUIAL)
def test_rows_name_states_as_the_united_nations_do_where_there_is_room(drawn, name, language):
    ax = drawn(name, language, "report")
    named = {t.get_gid()[6:]: t for t in ax.texts if (t.get_gid() or "").startswith("state:")}
    texts = {iso3: text.get_text().rstrip("*") for iso3, text in named.items()}
    assert not set(texts.values()) & set(COLLOQUIAL[language])
    if language == "zh":
        assert texts["PRK"] == "朝鲜民主主义人民共和国"
        assert texts.get("KOR", "大韩民国") == "大韩民国"
        assert texts.get("GBR", "联合王国") == "联合王国"


@pytest.mark.parametrize("name", ["history", "signals", "votes"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_with_shortened_names_say_so_and_names_end_within_their_room(drawn, name, language):
    ax = drawn(name, language, "report")
    drawing = drawing_of(ax)
    named = [t for t in ax.texts if (t.get_gid() or "").startswith("state:")]
    printed = {t.get_gid()[6:]: t.get_text().rstrip("*").replace("\n", " ") for t in named}
    cut = [iso3 for iso3, text in printed.items()
           if len(text) < len(state_name(iso3, language)) and iso3 != "OMN"]  # fmt: skip
    assert (word("note.shortened", language) in drawing.note) == bool(cut)
    if language != "zh":  # in two lines where they are long, all of one size
        for iso3 in {"TZA", "ARE", "SYR", "VCT", "LAO", "COD"} & set(printed):
            whole = state_name(iso3, language).replace("'", "’")
            assert printed[iso3] == whole or (iso3, language) == ("LAO", "ru")
    assert len({t.get_fontsize() for t in named}) == 1
    with laid_out(ax.figure, drawing, footer_lines(drawing, "report"), "report"):
        width = ax.figure.bbox.width
        boxes = [t.get_window_extent() for t in named]
    assert all(box.x0 > -1 and box.x1 < width + 1 for box in boxes)


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_year_of_the_last_vote_stands_apart_from_the_first_fact(drawn, language):
    ax = drawn("signals", language, "report")
    rows = {}
    for text in ax.texts:
        if text.get_text().isdigit():
            rows.setdefault(text.get_position()[1], []).append(text.get_position()[0])
    begin = min(min(places) for places in rows.values())
    first = [sorted(places)[:2] for places in rows.values() if min(places) == begin]
    assert first
    assert all(b - a > 1.1 for a, b in first)  # facts follow each other by one column


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["pipeline", "signals"])
def test_names_of_rows_on_a_slide_are_no_block(drawn, name, language):
    ax = drawn(name, language, "slide")
    figure, drawing = ax.figure, drawing_of(ax)
    with laid_out(figure, drawing, footer_lines(drawing, "slide"), "slide"):
        renderer = renderer_of(figure)
        rows = sorted(((label.get_window_extent(renderer).y0 + label.get_window_extent(renderer).y1)
                       / 2, label) for label in ax.get_yticklabels())  # fmt: skip
        for (low, under), (high, over) in pairwise(rows):
            size = over.get_fontsize() * figure.dpi / 72
            lines = [1 + label.get_text().count("\n") for label in (under, over)]
            within = 1.36 * size  # from line to line of one name
            between = high - low - within * (sum(lines) - 2) / 2
            assert between > (1.75 if max(lines) > 1 else 1.4) * size, (over.get_text(), between)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_of_the_median_breaks_off_before_the_number_of_a_low_cycle(drawn, language):
    """Numbers stand on their bars: above the line they seemed to be of it."""
    ax = drawn("pace", language, "slide")
    figure, drawing = ax.figure, drawing_of(ax)
    with laid_out(figure, drawing, footer_lines(drawing, "slide"), "slide"):
        figure.draw_without_rendering()
        (one,) = [line for line in ax.lines if line.get_gid() == "median"]
        ends = np.asarray(one.get_xdata(), float)
        ends = ends[~np.isnan(ends)]
        drawn_at = ax.transData.transform([(x, one.get_ydata()[0]) for x in ends])
        line, parts = drawn_at[0][1], np.sort(drawn_at[:, 0]).reshape(-1, 2)
        assert (parts[:, 0] < parts[:, 1]).all()
        assert len(parts) == 1  # of these cycles no number is so high: it would look like dashes
        bold = [text for text in ax.texts if text.get_fontweight() == "bold"]
        signed = [text for text in bold if re.fullmatch(r"\W*\d+\W*", text.get_text())]
        assert len(signed) == 12
        for text in signed:
            x, y = ax.transData.transform(text.xy)
            foot = y + text.get_position()[1] * figure.dpi / 72  # of digits, without the box
            assert text.get_position()[1] < 4
            if foot > line + 1 or foot + 0.75 * text.get_fontsize() * figure.dpi / 72 < line:
                continue
            box = text.get_window_extent()  # no part of the line comes near it
            assert all(b < box.x0 - 2 or a > box.x1 + 2 for a, b in parts), x


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_stroke_of_a_baseline_hides_no_arrow(drawn, language):
    ax = drawn("progress", language, "report")
    heads = [patch.get_xy() for patch in ax.patches if patch.get_label() == "now"]
    strokes = [line for line in ax.lines if line.get_marker() == "|" and len(line.get_xdata()) == 1]
    assert heads and strokes
    for corners in heads:
        tip, places = corners[1], np.asarray(corners)
        (stroke,) = [line.get_xdata()[0] for line in strokes
                     if abs(line.get_ydata()[0] - tip[1]) < 1e-6]  # fmt: skip
        forwards = np.sign(tip[0] - stroke)
        assert all(forwards * (places[:, 0] - stroke) > 0.003)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scale_that_does_not_begin_at_nought_says_so_beside_it(drawn, language):
    """And a row whose number is below it says so where it begins, not at its high end."""
    ax = drawn("progress", language, "report")
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax), "report"), "report"):
        said = [text for text in ax.texts if text.get_gid() == "aside"]
        boxes = [text.get_window_extent() for text in said]
        labels = [label.get_window_extent() for label in ax.get_yticklabels()]
    beside = word("progress.scale_beside", language, n=100)
    off = word("progress.off_scale", language, n=100)
    assert [text.get_text() for text in said] == [beside, off, off]
    assert "100" in off and [text.xy[0] for text in said] == [1, 0, 0]
    assert {text.get_horizontalalignment() for text in said} == {sides(language)[0]}
    assert not any(box.overlaps(label) for box in boxes for label in labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_the_plan_keep_off_lists_of_other_rows_and_a_dash_is_explained(drawn, language):
    ax = drawn("progress", language, "report")
    assert any(text.get_text() == "–" for text in ax.texts)
    assert word("progress.dash", language) in drawing_of(ax).note
    labels, high = ax.get_yticklabels(), 1.0  # of a row of one line
    places = [label.get_position()[1] + 0.5 * (high + lines(label)) for label in labels]
    feet = [label.get_position()[1] - 0.5 * (high + lines(label)) for label in labels]
    for i, label in enumerate(labels[1:], 1):
        alone = label.get_fontweight() == "bold" and "\n" not in label.get_text()
        if alone and labels[i - 1].get_fontweight() != "bold":
            assert feet[i - 1] - places[i] > 0.2, label.get_text()


def lines(label):
    """Return how many rows the further lines of a label take."""
    return 0.91 * label.get_text().count("\n")


@pytest.mark.parametrize("size", ["report", "slide"])
def test_waits_say_why_their_line_begins_below_all_signatories(drawn, size):
    ax = drawn("waiting", "en", size)
    assert max(ax.lines[0].get_ydata()) < 1
    footer = " ".join(footer_lines(drawing_of(ax), size))
    assert "Joined on the day of signature: 1" in footer


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_of_narrow_columns_begin_in_one_row_each_over_its_column(drawn, language):
    ax = drawn("signals", language, "report")
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax), "report"), "report"):
        ax.figure.draw_without_rendering()
        heads = [text for text in ax.texts if (text.get_gid() or "").startswith("head:")]
        boxes = [text.get_window_extent() for text in heads]
        rules = [line for line in ax.lines if line.get_gid() == "between"]
        edges = sorted({line.get_window_extent().x0 for line in rules})
        tops = {line.get_window_extent().y1 for line in rules}
    assert max(box.y0 for box in boxes) - min(box.y0 for box in boxes) < 1
    assert max(box.y1 for box in boxes) < min(tops) + 1
    assert len(edges) == 16
    for text, box in zip(heads, boxes, strict=True):  # its letters, without the air of their font
        middle, half = (box.x0 + box.x1) / 2, 0.4 * text.get_fontsize() * ax.figure.dpi / 72
        assert not any(middle - half < edge < middle + half for edge in edges), text.get_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_of_a_turned_head_comes_near_a_rule(data, language):
    ax = att.draw_signals(att.signals(data, on="2026-07-24"), language=language)
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax), "report"), "report"):
        figure = ax.figure
        figure.set_dpi(300)
        figure.draw_without_rendering()
        rules = [line.get_window_extent() for line in ax.lines if line.get_gid() == "between"]
        heads = [text for text in ax.texts if (text.get_gid() or "").startswith("head:")]
        for artist in [*ax.get_children(), *figure.legends, *figure.texts]:
            artist.set_visible(artist in heads)
        figure.canvas.draw()
        ink = np.asarray(figure.canvas.buffer_rgba())[::-1, :, :3].min(axis=2) < 200
    near = 0.2 / 25.4 * 300  # a fifth of a millimetre
    for rule in rules:
        beside = ink[int(rule.y0) : int(rule.y1), int(rule.x0 - near) : int(rule.x0 + near) + 1]
        assert ink.any() and not beside.any()


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_numbers_of_changed_votes_are_parts_of_equal_width(drawn, language):
    ax = drawn("signals", language, "slide")
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax), "slide"), "slide"):
        figure = ax.figure
        for mark in ax.lines:  # within the parts
            mark.set_visible(False)
        figure.set_dpi(300)
        figure.canvas.draw()
        ink = np.asarray(figure.canvas.buffer_rgba())[::-1, :, :3].astype(int)
        boxes = [[p.get_window_extent() for p in ax.patches
                  if to_hex(p.get_facecolor()) == look["color"].lower() and p.get_width()]
                 for look in (TOWARDS, AWAY)]  # fmt: skip
    (one,), (other,) = boxes
    left, right = min(one.x0, other.x0), max(one.x1, other.x1)
    row = ink[int(one.y0 + one.y1) // 2, int(left) - 10 : int(right) + 10]
    wide = [(np.abs(row - np.array(to_rgb(look["color"])) * 255).max(axis=1) < 4).sum()
            for look in (TOWARDS, AWAY)]  # fmt: skip
    assert wide[0] > 10 and abs(wide[0] - wide[1]) <= 4


@pytest.mark.parametrize("language", ["ru", "fr"])
def test_the_words_below_repeated_cycles_do_not_meet(drawn, language):
    ax = drawn("pace", language, "report")
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax), "report"), "report"):
        boxes = [label.get_window_extent() for label in ax.get_xticklabels()[-3:]]
    assert all(b.x0 - a.x1 > 0.1 * a.width for a, b in pairwise(boxes))


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_a_matrix_have_one_size_and_two_lines_where_they_are_long(drawn, language):
    ax = drawn("signals", language, "report")
    names = [text for text in ax.texts if str(text.get_gid()).startswith("state:")]
    assert {text.get_fontsize() for text in names} == {6.0}
    places = sorted({round(text.get_position()[1], 2) for text in names}, reverse=True)
    assert min(a - b for a, b in pairwise(places)) >= 0.5
    if language in ("en", "es", "fr", "ru"):  # "United Republic / of Tanzania"
        assert any(text.get_text().count("\n") == 1 for text in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_matrix_says_until_when_reports_to_the_register_go(drawn, language):
    ax = drawn("signals", language, "report")
    until = date("2023-06-30", language, "month")
    apart = "" if language == "zh" else " "
    assert until in apart.join(text.get_text().replace("\n", apart) for text in ax.texts)


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru"])
def test_lines_of_a_turned_head_are_as_far_apart_whatever_their_letters(drawn, language):
    ax = drawn("signals", language, "report")
    heads = [text for text in ax.texts if (text.get_gid() or "").startswith("head:")]
    steps = [b.get_position()[0] - a.get_position()[0] for a, b in pairwise(heads)
             if a.get_gid() == b.get_gid()]  # fmt: skip
    assert len(steps) >= 4 and max(steps) - min(steps) < 1e-9


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cell_of_a_changed_vote_keeps_off_those_beside_it(drawn, language):
    ax = drawn("signals", language, "report")
    cells = {}
    for cell in ax.patches:
        cells.setdefault(round(cell.get_y() + cell.get_height() / 2, 3), []).append(cell)
    for row in cells.values():
        row.sort(key=lambda cell: cell.get_x())
        assert all(b.get_x() - a.get_x() - a.get_width() > 0.1 for a, b in pairwise(row))


@pytest.mark.parametrize("language", LANGUAGES)
def test_votes_say_how_many_states_a_group_has_and_how_many_voted_yes_each_time(drawn, language):
    ax = drawn("votes", language, "report")
    rows = drawing_of(ax).frame
    sums = [text.get_text() for text in ax.texts if text.get_gid() == "sum"]
    names = rows.attrs["resolutions"]
    assert sums[1:] == [str((rows[name].astype(str) == "yes").sum()) for name in names]
    heads = [text.get_text() for text in ax.texts if text.get_fontweight() == "bold"]
    told = [int(found[1]) for found in (re.search(r"[(（](\d+)[)）]$", h) for h in heads) if found]
    assert sum(told) == len(rows)


@pytest.mark.parametrize("name", ["history", "signals", "votes"])
def test_names_of_one_line_stand_on_one_height_of_their_row_whatever_their_letters(drawn, name):
    """A tail below the line, or a mark above, had moved a name away from its bar."""
    for language in ("en", "ar"):
        ax = drawn(name, language, "report")
        named = [t for t in ax.texts if (t.get_gid() or "").startswith("state:")]
        alone = [text for text in named if "\n" not in text.get_text()]
        assert len(alone) > 50
        assert {text._linespacing for text in alone} == {"normal"}


@pytest.mark.parametrize(
    ("name", "size"),
    [("shares", "report"), ("shares-un-groups", "report"), ("reach", "report"),
     ("shares", "slide"), ("votes", "slide"), ("reach", "slide")],
)  # fmt: skip
def test_the_border_at_the_end_of_the_longest_bar_is_as_thick_as_others(drawn, name, size):
    ax = drawn(name, "en", size)
    low, high = sorted(ax.get_xlim())
    ends = [bar for bar in ax.patches if bar.get_x() + bar.get_width() > high - 1e-6]
    assert ends and low == 0
    assert not any(bar.get_clip_on() for bar in ends)  # the frame would cut it in half
