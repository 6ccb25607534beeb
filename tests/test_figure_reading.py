"""What a reader sees in a figure: its words, in which order, and what stands beside what."""

from functools import cache

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import pytest

import attdata as att
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import drawing_of
from attdata.draw.layout import laid_out
from attdata.evidence import day_as_known
from attdata.reports.figure_set import FIGURES, pipeline_events
from attdata.spelling import sort_key
from attdata.words import date, map_name, state_name, word
from texts import tagged

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]

DAY = "2026-07-24"


@pytest.fixture(scope="module")
def plan(data):
    return att.progress(data, DAY)


@pytest.fixture(scope="module")
def frame_of(data):
    """Return a function that gives the frame of a figure of the report, made once."""
    return cache(lambda name: FIGURES[name][0](data, pd.Timestamp(DAY)))


def words_of(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


# --- the plan ------------------------------------------------------------------------------------


def test_the_plan_tells_no_nought_of_what_the_log_does_not_hold(plan):
    named = plan[(plan["measure"] == "share_reached") & plan["n_now"].notna()]
    assert set(named["n_now"] == 0) == {True, False}
    ax = att.draw_progress(named)
    told = words_of(ax)
    (listed,) = [t.get_text() for t in ax.get_yticklabels() if "None recorded" in t.get_text()]
    listed = " ".join(listed.split())
    for n, m in zip(named["n_now"].astype(int), named["of_now"].astype(int), strict=True):
        assert f"at least {n} of {m}" in told if n else f"({m} States)" in listed
        assert f"0 of {m}" not in told
    marks = [line for line in ax.lines if line.get_label() == "now"]
    assert len(marks) == (named["n_now"] > 0).sum()  # no mark at nought either
    assert "0 of" not in drawing_of(ax).alt
    counted = plan[plan["measure"] == "activities_with_regional_organisation"]
    (listed,) = [
        t.get_text()
        for t in att.draw_progress(counted).get_yticklabels()
        if "None recorded" in t.get_text()
    ]
    assert listed.count(",") + 1 == (counted["now"] == 0).sum() > 0


def test_the_slide_of_the_plan_shows_the_rate_that_its_title_tells(plan):
    ax = att.draw_progress(plan, size="slide")
    rates = plan[plan["indicator"] == "I02"]
    rose = (rates["change"] > 0).sum()
    assert drawing_of(ax).title == (
        "Participation rate since the baseline: "
        f"rose in {rose} of {len(rates)} regions, fell in none"
    )
    rows = [label.get_text() for label in ax.get_yticklabels()]
    assert rows == ["Participation rate", "Africa", "Americas", "Asia", "Europe", "Oceania"]
    assert sum(text.endswith(" pp") for text in words_of(ax)) == rose
    (said, *_) = footer_lines(drawing_of(ax), "slide")  # the sources of what it shows
    assert "Universalization work plan" in said and "outreach" not in said and "Fund" not in said
    assert "Indicators shown: 1 of" in drawing_of(ax).subtitle


# --- calendar and signatories --------------------------------------------------------------------


def test_the_mark_of_the_running_year_is_explained_once(data):
    frame = att.calendar(data, DAY)
    for drawn in (frame, frame[frame["start"].dt.year < 2026]):
        drawing = drawing_of(att.draw_calendar(drawn))
        assert drawing.note.count("* 2026") == 1
        assert "Activities without a date, not shown" in drawing.note
    closed_year = att.calendar(data, "2025-12-31")
    assert "*" not in drawing_of(att.draw_calendar(closed_year)).note


def test_changed_votes_on_the_lines_of_signatories_have_their_source(data):
    frame, events = att.pipeline(data, DAY), pipeline_events(data, pd.Timestamp(DAY))["events"]
    votes = "United Nations Digital Library, voting data"
    for size in ("report", "slide"):
        ax = att.draw_pipeline(frame, events=events, size=size)
        assert votes in " ".join(footer_lines(drawing_of(ax), size))
    without = att.draw_pipeline(frame, events=events[~events["kind"].str.startswith("vote")])
    assert votes not in " ".join(footer_lines(drawing_of(without)))
    assert "sources" in frame.attrs
    assert not any(key == "votes" for key, _ in frame.attrs["sources"])


# --- lists of States -----------------------------------------------------------------------------


def columns_of_texts(ax):
    """Return the texts that name States or head them, column by column, downwards."""
    texts = [
        t for t in ax.texts
        if str(t.get_gid()).startswith("state:") or t.get_fontweight() == "bold"
    ]  # fmt: skip
    step = ax.get_xlim()[1] / 4
    found = {}
    for text in texts:
        x, y = text.get_position()
        found.setdefault(int((x + 0.01) // step), []).append((-y, text))
    return [[text for _, text in sorted(found[c], key=lambda p: p[0])] for c in sorted(found)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_states_of_a_part_stand_by_their_printed_names(frame_of, language):
    frame = frame_of("signals")
    ax = att.draw_signals(frame, language=language)
    regions = dict(zip(frame["iso3"], frame["att_region"], strict=True))
    printed = {}
    half = ax.get_xlim()[1] / 2
    order = sorted(ax.texts, key=lambda t: (t.get_position()[0] > half, -t.get_position()[1]))
    for text in order:
        if str(text.get_gid()).startswith("state:"):
            printed.setdefault(regions[text.get_gid()[6:]], []).append(text.get_text())
    assert len(printed) == 5
    for names in printed.values():
        assert names == sorted(names, key=lambda name: sort_key(name, language))
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "report"), "report"):
        assert ax.figure.get_figheight() * 2.54 < 24.7  # no higher than a page with its margins


def test_a_part_that_goes_on_in_another_column_has_its_heading_there(frame_of):
    frame = frame_of("votes")
    for ax in (
        att.draw_votes(frame),
        att.draw_history(frame_of("history")),
    ):
        columns = columns_of_texts(ax)
        assert len(columns) >= 2
        for column in columns:
            assert column[0].get_fontweight() == "bold"
            assert column[-1].get_fontweight() != "bold"
    names = [text.get_text() for column in columns for text in column]
    assert {"Africa", "Africa (continued)"} <= set(names)  # 54 States, in two columns


def test_the_vote_of_2013_stands_apart_from_those_that_tell_the_position(frame_of):
    frame = frame_of("votes")
    ax = att.draw_votes(frame)
    heads = [t for t in ax.texts if t.get_rotation() == 90]
    first = [t.get_position()[0] for t in heads[: len(frame.attrs["resolutions"])]]
    steps = np.diff(first)
    assert steps[0] > 1.4 * steps[1:].max()
    assert "by which States are grouped" in drawing_of(ax).subtitle


# --- slides --------------------------------------------------------------------------------------


def ends_of(ax):
    """Return what stands at the ends of the bars, by the name of the row."""
    rows = {round(y): t.get_text().replace("\n", " ")
            for y, t in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)}  # fmt: skip
    return {rows[round(t.xy[1])]: t.get_text() for t in ax.texts if hasattr(t, "xy")}


def test_the_slide_of_votes_counts_in_its_bars_what_its_title_tells(frame_of):
    frame = frame_of("votes")
    ax = att.draw_votes(frame, size="slide")
    yes = (frame["80/46"] == "yes").groupby(frame["att_region"].astype(str)).agg(["sum", "size"])
    told = ends_of(ax)
    assert drawing_of(ax).title.startswith(f"{yes['sum'].sum()} of {len(frame)} ")
    for region, row in yes.iterrows():
        assert told[region].startswith(f"{row['sum']} of {row['size']} (")
    widths = {c.get_label(): sum(bar.get_width() for bar in c) for c in ax.containers}
    assert widths["Yes"] == yes["sum"].sum()
    assert sum(widths.values()) == len(frame)
    key = {t.get_text() for legend in ax.figure.legends for t in legend.get_texts()}
    assert key == {"Yes", "Abstention", "No", "Did not vote"}
    inside = [t.get_text() for t in ax.texts if t.get_text().isdigit()]
    assert sum(map(int, inside)) == len(frame)  # every vote of every bar has its number


def test_the_slide_of_facts_counts_the_states_of_each(frame_of):
    frame = frame_of("signals")
    ax = att.draw_signals(frame, size="slide")
    told = {name.split(", ")[0]: end for name, end in ends_of(ax).items()}
    # None is of today.
    assert "Latest speech naming an arms trade treaty, 2007–2019" in ends_of(ax)
    assert "years: of each State’s latest fact" in drawing_of(ax).key()
    yes = (frame["last_vote"] == "yes").sum()
    assert drawing_of(ax).title.startswith(f"{yes} of {len(frame)} ")
    assert told["Last vote: yes"].startswith(f"{yes} of {len(frame)} (")
    assert told["Signed"].startswith(f"{frame['signed'].notna().sum()} of {len(frame)} (")
    assert told["Signed"].endswith("*")
    assert (
        "*\N{NO-BREAK SPACE}United States of America, communication to the depositary"
        in drawing_of(ax).key()
    )
    looks = {bar.get_facecolor() for bar in ax.patches if bar.get_width()}
    # Yes, what has no direction, the two ways of a vote, which are not the colour of yes, ground.
    assert len(looks) == 5
    marks = [line.get_marker() for line in ax.lines if line.get_marker() in ("^", "v")]
    assert sorted(marks) == ["^", "^", "v", "v"]  # in each part of the bar, and before its words
    named = frame["last_activity_day"].notna().sum()
    assert told["Named by at least one outreach activity"].startswith(
        f"at least {named} of {len(frame)}"
    )
    assert len(told) == 5


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_slide_of_history_has_the_last_to_join_by_their_days(data, frame_of, language):
    frame = frame_of("history")
    ax = att.draw_history(frame, size="slide", language=language)
    names = [t.get_text() for t in ax.get_yticklabels()]
    order = ["ECU", "VUT", "COL", "MWI", "GMB"]
    assert names == [map_name(iso3, language) for iso3 in order]
    held = att.status_on(data, DAY).set_index("iso3")["since"][order]
    shown = [t.get_text() for t in ax.texts]
    assert shown[1:] == [date(day.date(), language) for day in held[1:]]
    # Bars begin and end on days: the last column is no whole year.
    begins = [bar.get_x() for bar in ax.patches if bar.get_label() == "state_party"]
    # That of the last day has a width, which lies before it.
    assert begins[1:] == [mdates.date2num(day) for day in held[1:]]
    assert begins[0] < mdates.date2num(held.iloc[0]) < begins[0] + 60
    assert max(ax.get_xlim()) == mdates.date2num(pd.Timestamp(DAY))
    # A day that is not known is told as two days, with the outline of those between them.
    known = day_as_known(DAY, language, "range", "2026-02-04")
    assert shown[0].replace("\n", " " * (language != "zh")) == known
    assert known in drawing_of(ax).alt
    (bar,) = [bar for bar in ax.patches if bar.get_label() == "perhaps"]
    assert bar.get_x() == mdates.date2num(pd.Timestamp("2026-02-04"))
    assert bar.get_x() + bar.get_width() == mdates.date2num(held.iloc[0])
    assert word("history.outlined", language) in drawing_of(ax).subtitle


def test_a_figure_of_the_trend_steps_on_the_days_of_acts_and_ends_on_its_day(data):
    trend = att.trend(data, DAY)
    assert {pd.Timestamp("2025-09-05"), pd.Timestamp("2020-08-06")} <= set(trend["on"])
    ax = att.draw_trend(trend, size="slide")
    (first, last), day = sorted(ax.get_xlim()), mdates.date2num(pd.Timestamp(DAY))
    assert last == day > first  # nothing is drawn after the day


def test_states_named_on_one_day_are_all_on_the_slide_of_the_pipeline(data):
    frame, options = att.pipeline(data, DAY), pipeline_events(data, pd.Timestamp(DAY))
    ax = att.draw_pipeline(frame, size="slide", **options)
    last = frame.set_index("iso3")["last_activity"].sort_values(ascending=False)
    cut = last.iloc[4]
    chosen = [state_name(iso3, "en") for iso3 in last.index[last >= cut]]
    assert "18 July 2019: does not intend to become a party; remains a signatory" in (
        " ".join(footer_lines(drawing_of(ax), "slide"))
    )
    assert sorted(t.get_text() for t in ax.get_yticklabels()) == sorted(chosen)
    assert len(chosen) > 5
    assert drawing_of(ax).title.startswith(f"{len(chosen)} of the 25 signatories")


def test_counts_of_states_and_people_stand_beside_their_bars(data):
    frame = att.participation(data, DAY, weight="population")
    ax = att.draw_population(frame)
    with laid_out(ax.figure, drawing_of(ax), [], "report"):
        bars = sorted(
            (bar.get_window_extent() for c in ax.containers if c.get_label() != "_rest"
             for bar in c), key=lambda box: -box.y1,
        )  # fmt: skip
        texts = sorted((t.get_window_extent() for t in ax.texts), key=lambda box: -box.y1)
        assert len(bars) == len(texts) == 12
        for bar, text in zip(bars, texts, strict=True):
            away = abs((bar.y0 + bar.y1) - (text.y0 + text.y1)) / 2
            assert away < 0.3 * bar.height


# --- counts from entry into force ----------------------------------------------------------------


@pytest.mark.parametrize("size", ["report", "slide"])
def test_a_count_from_entry_into_force_names_who_may_be_missing_from_it(data, size):
    said = "Not counted, though the Treaty may already be in force: Ecuador"
    days = ["2024-08-23", DAY]
    trend = att.draw_trend(att.participation(data, days, basis="in_force"))
    status = att.draw_status_map(att.status_on(data, DAY, basis="in_force"))
    for ax in (trend, status):
        assert said in footer_lines(drawing_of(ax), size)[0]
    elsewhere = att.participation(data, days, basis="in_force", within="Asia")
    later = att.participation(data, ["2024-08-23", "2026-10-22"], basis="in_force")
    for frame in (elsewhere, later, att.participation(data, days)):
        assert "Not counted, though" not in footer_lines(drawing_of(att.draw_trend(frame)), size)[0]


# --- maps of regions -----------------------------------------------------------------------------


def on_slide(ax):
    """Lay a map out as it is saved on a slide."""
    drawing = drawing_of(ax)
    return laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide")


@pytest.fixture(scope="module")
def status(data):
    return att.status_on(data, DAY)


@pytest.mark.parametrize(("region", "language"), [("Africa", "ru"), ("Oceania", "en")])
def test_the_key_on_the_slide_of_a_region_hides_none_of_its_states(status, region, language):
    ax = att.draw_status_map(status, region=region, size="slide", language=language)
    with on_slide(ax):
        ax.figure.draw_without_rendering()
        key = ax.get_legend().get_window_extent().padded(-ax.figure.dpi / 25.4)
        dots = [line for line in ax.lines if str(line.get_gid()).startswith("dot:")]
        assert len(dots) > 4
        for dot in dots:
            assert not key.contains(*ax.transData.transform(dot.get_xydata()[0])), dot.get_gid()
        millimetre = ax.figure.dpi / 25.4
        for land in (c for c in ax.collections if str(c.get_gid()).startswith("states:")):
            for path in land.get_paths():
                for ring in path.to_polygons(ax.transData):
                    if np.ptp(ring, axis=0).max() > millimetre:
                        assert not key.contains(*ring.mean(axis=0)), land.get_gid()


def test_no_line_to_a_name_runs_through_another_name_on_a_slide(status):
    ax = att.draw_status_map(status, region="Americas", size="slide")
    with on_slide(ax):
        ax.figure.draw_without_rendering()
        names = {key: t.get_window_extent() for key, t in tagged(ax.texts, "name").items()}
        drawn = tagged(ax.lines, "line").items()
        lines = {key: ax.transData.transform(n.get_xydata()) for key, n in drawn}
        assert {"CUB", "HTI"} <= names.keys()
        for owner, (start, end) in lines.items():
            way = np.linspace(start, end, 60)
            for key, box in names.items():
                through = [box.padded(-box.height / 4).contains(*point) for point in way]
                assert key == owner or not any(through), (owner, key)


def test_a_name_stands_nearer_to_its_own_dot_than_to_another(status):
    ax = att.draw_status_map(status, region="Oceania", size="slide")
    with on_slide(ax):
        ax.figure.draw_without_rendering()
        names = {key: t.get_window_extent() for key, t in tagged(ax.texts, "name").items()}
        drawn = tagged(ax.lines, "dot").items()
        dots = {key: ax.transData.transform(n.get_xydata()[0]) for key, n in drawn}
        # One at a line may stand near the dot of another.
        beside = (names.keys() & dots.keys()) - tagged(ax.lines, "line").keys()
        assert beside

        def away(box, xy):
            inside = np.clip(xy, (box.x0, box.y0), (box.x1, box.y1))
            return np.hypot(*(xy - inside))

        for iso3 in beside:
            own = away(names[iso3], dots[iso3])
            others = (xy for other, xy in dots.items() if other != iso3)
            assert own < min(away(names[iso3], xy) for xy in others), iso3


@pytest.mark.parametrize(("region", "language", "states"),
                         [("Europe", "en", ["SVK"]), ("Asia", "ar", ["JOR"])])  # fmt: skip
def test_a_name_that_just_fits_into_its_land_is_no_number(status, region, language, states):
    ax = att.draw_status_map(status, region=region, language=language)
    texts = {key: t.get_text() for key, t in tagged(ax.texts, "name").items()}
    for iso3 in states:
        assert texts[iso3].replace("\n", " ") == map_name(iso3, language)
    assert any(text.isdigit() for text in texts.values())


# --- titles and lines ----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), [("subregion-map", "es"), ("treaties", "en")])
def test_no_title_ends_with_a_word_alone_on_its_last_line(data, name, language):
    measure, draw, options = FIGURES[name]
    frame = measure(data, pd.Timestamp(DAY))
    given = options(data, pd.Timestamp(DAY)) if callable(options) else options
    ax = getattr(att, draw)(frame, language=language, **given)
    with laid_out(ax.figure, drawing_of(ax), [], "report"):
        bold = [t for t in ax.figure.texts if t.get_fontweight() == "bold"]
        widths = [t.get_window_extent().width for t in bold]
        assert len(widths) == 2
        assert min(widths) > 0.3 * max(widths)
        assert " ".join(t.get_text() for t in bold) == drawing_of(ax).title


def test_names_at_the_ends_of_lines_stand_near_them_on_a_slide(data):
    ax = att.draw_treaties(att.treaties(data, DAY), size="slide")
    with on_slide(ax):
        ax.figure.draw_without_rendering()
        high = ax.get_window_extent().height
        low, top = ax.get_ylim()
        marks = [line for line in ax.lines if line.get_gid() == "mark"]
        lines = {line.get_color(): line.get_ydata()[-1] for line in ax.lines if not line.get_gid()}
        for mark in marks:  # beside the end of its line, or not far from it
            assert abs(mark.get_ydata()[0] - lines[mark.get_color()]) / (top - low) < 0.25
        edge = ax.get_window_extent().x1  # names are beside the plot, the age of the title is on it
        boxes = [t.get_window_extent() for t in ax.texts if not t.get_text().isdigit()]
        names = [box for box in boxes if box.x0 > edge]
        assert len(names) == len(marks) == 3
        assert all(box.y1 - ax.get_window_extent().y1 < 0.1 * high for box in names)


def test_votes_and_parties_are_two_facts_and_nothing_is_told_between_them(frame_of):
    ax = att.draw_support(frame_of("support"))
    days = dict(zip(ax.get_xticks(), (t.get_text() for t in ax.get_xticklabels()), strict=True))
    votes = {f"{mdates.num2date(day):%Y}": day for day in ax.lines[0].get_xdata()}
    adopted = ax.lines[0].get_xdata()[0]
    # That of the adoption has its month: other votes are of a December, and 2013 has two.
    assert days.pop(adopted) == "April 2013" and "2013" not in days.values()
    assert {year: day for day, year in days.items()}.items() <= votes.items()  # below its vote
    assert "2025" in days.values()
    assert len(ax.texts) == 2 and not ax.collections
    assert ax.get_ylim()[1] < 1.1 * 164  # no room for votes that nobody cast


@pytest.mark.parametrize(
    ("by", "language", "universe"),
    [
        ("att_region", "en", None), ("m49_subregion", "en", None), ("m49_subregion", "ar", None),
        ("m49_subregion", "ru", None), ("m49_subregion", "ru", "all"), ("att_region", "es", "all"),
    ],
)  # fmt: skip
def test_no_word_of_the_key_lies_over_hawaii_or_a_dot(data, by, language, universe):
    counted = {"universe": universe} if universe else {}
    frame = att.participation(data, DAY, by=by, **counted)
    states = att.status_on(data, DAY, **counted)
    ax = att.draw_region_map(frame, states=states, language=language)
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax)), "report"):
        ax.figure.draw_without_rendering()
        key = ax.get_legend()
        words = [t.get_window_extent() for t in (key.get_title(), *key.get_texts())]
        samples = [handle.get_window_extent() for handle in key.legend_handles]
        least, seen = 0.35 * ax.figure.dpi / 25.4, 0
        for land in (c for c in ax.collections if str(c.get_gid()).startswith("group:")):
            for path in land.get_paths():
                for ring in path.to_polygons(ax.transData):
                    if np.ptp(ring, axis=0).max() > least:
                        seen += 1
                        inside = [box for box in (*words, *samples)
                                  if box.contains(*ring.mean(axis=0))]  # fmt: skip
                        assert not inside, ring.mean(axis=0)
        assert seen > 200
        dots = [line for line in ax.lines if str(line.get_gid()).startswith("dot:")]
        for dot in dots:  # those of the Cook Islands lie where the key stands
            spot = ax.transData.transform(dot.get_xydata())[0]
            assert not any(box.contains(*spot) for box in (*words, *samples)), dot.get_gid()
        assert universe is None or "dot:COK" in [dot.get_gid() for dot in dots]


def test_every_count_of_a_bar_of_regions_is_printed(data):
    frame = att.participation(data, DAY)
    ax = att.draw_shares(frame)
    told = sorted(int(text) for text in words_of(ax) if text.isdigit())
    counts = frame[["n_signatory", "n_not_joined"]].to_numpy().ravel()
    assert told == sorted(n for n in counts if n)  # Europe has one signatory


def test_the_footer_of_the_figure_that_is_written_names_the_source_of_votes(data, tmp_path):
    att.figures(data, tmp_path, formats=["svg"], only=["pipeline"], jobs=1)
    written = (tmp_path / "en" / "pipeline.svg").read_text(encoding="utf-8")
    assert "Digital Library" in " ".join(written.split())
