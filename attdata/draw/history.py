"""The chart of every State's way: one row per State, the years across, by region."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import columns_of
from attdata.draw.captions import english_order, scheme_note, sentences
from attdata.draw.columns import (
    AGAIN,
    HEAD,
    Line,
    heading_of,
    in_named_columns,
    name_order,
    placed,
    room_of,
    shortened,
    wider_half,
    within,
    write_name,
)
from attdata.draw.drawing import CM, Drawing, describe, renderer_of, room_across
from attdata.draw.history_slide import draw_latest
from attdata.draw.wrap import level_rows, text_width, wrapped
from attdata.problems import ArgumentError
from attdata.reference import of_frame
from attdata.words import name_of, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

from attdata.draw.style import STATUS_STYLE

TINY = 6.0  # points: 195 States on one page, all names in one size
COLUMNS, GAP = 4, 1.8
YEARS = 5.2  # points: three numbers beside each other above 14 years
TICK = 0.35  # of a row: the stroke of a year
FIFTH = 5  # years between two long strokes
ROW = 0.32  # cm
# Of the width of a column are names at most, so that years have room; and how far the wider of two
# lines may stand out of that, into the gap before its column.
NAMES, OUT = 0.57, 1.115
BOLD = 1.09  # times as wide are letters of a heading
FOOT = 1.3  # rows of the scale below a column
# How high the bar of a status is: colour is not alone.
HEIGHTS = {"state_party": 0.86, "signatory": 0.42, "not_joined": 0.1, "unknown": 0.2}


@of_frame
def draw_history(
    frame: pd.DataFrame,
    *,
    dates: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "en",
    size: str = "report",
) -> Axes:
    """Draw who moved when: the status of each State from year to year, by region.

    Parameters
    ----------
    frame
        One row per State and day: iso3, att_region, on, status. Days are year's ends, the last is
        the newest day.
    dates
        iso3, signed, joined: the days that a slide shows. They may be columns of the frame.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``, or ``slide``: the five States that joined last, from day to day.

    Returns
    -------
    Axes
        With one bar per State and status: full height for a State Party, half for a signatory.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty, or no State has a day that a slide shows.

    Examples
    --------
    >>> from attdata.draw.drawing import drawing_of
    >>> frame = pd.DataFrame({"iso3": ["MLI", "MLI"], "att_region": "Africa",
    ...     "on": pd.to_datetime(["2013-12-31", "2014-12-31"]),
    ...     "status": ["signatory", "state_party"]})
    >>> drawing_of(draw_history(frame)).title
    '2014 brought the most new States Parties: 1 of 1'
    """
    columns_of(frame, ["iso3", "att_region", "on", "status"])
    if size == "slide":
        return draw_latest(frame, _days_of(frame, dates), ax, language)
    wide = frame.pivot_table(index=["att_region", "iso3"], columns="on", values="status",
                             aggfunc="last", observed=True)  # fmt: skip
    days = list(wide.columns)
    order = _ordered(wide, language)
    lines = _lines(order)
    across = COLUMNS if size == "report" and len(lines) > 60 else 1
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, 1.5 + ROW * (len(lines) / across + FOOT), size)
        small = TINY if across > 1 else style.SMALL_SIZE
        written, room = _names(ax, order, NAMES * room_across(ax.figure) / across, small, language)
        columns, long = in_named_columns(lines, written, across)
        across, down = len(columns), max(map(len, columns))
        height = 1.5 + ROW * (down + FOOT)
        beside = len(days) + (GAP if across > 1 else 0.8)
        names = _in_years(ax, room, (small, across, beside))
        step = names + beside
        one = room_across(ax.figure) / across / step  # points of a year
        above = 1.0 if across > 1 else 0.65
        marked = _years_marked(days)
        tiny = min(small, YEARS) if across > 1 else small
        told = _with_room(ax, marked, tiny, step * across) if across > 1 else marked
        ways = dict(zip(wide.index, wide.astype(str).to_numpy().tolist(), strict=True))
        for column, part in enumerate(columns):
            x = step * column + names
            for kind, value, y in placed(part, long):
                if kind in (HEAD, AGAIN):
                    _draw_heading(ax, (kind, value), (x, y), small, language, room=(room, one))
                else:
                    write_name(ax, written[value], (x - 0.6, y), small, value[1], language)
                    _draw_way(ax, ways[value], x, y)
            _draw_scale(ax, days, (x, above, 1.0 - len(part)), (marked, told, tiny))
        ax.set_xlim(0, step * across)
        ax.set_ylim(-down + 0.3 - FOOT, 2.6 if across > 1 else 1.45)
        ax.set_axis_off()
        if style.right_to_left(language):
            ax.invert_xaxis()
        handles = [
            chart_parts.bar_sample(key, 8 * HEIGHTS[key], language)
            for key in STATUS_STYLE if (frame["status"].astype(str) == key).any()
        ]  # fmt: skip
        chart_parts.legend(ax, handles, language)
        level_rows(ax, language)
    return describe(ax, _drawing(frame, wide, language, height, size))


def _days_of(frame: pd.DataFrame, dates: pd.DataFrame | None) -> pd.DataFrame:
    """Return the days on which States signed and joined: years would be read as days on a slide."""
    if dates is None and {"signed", "joined"} <= set(frame.columns):
        dates = frame.drop_duplicates("iso3", keep="last")[["iso3", "signed", "joined"]]
    if dates is None:
        raise ArgumentError("A slide shows the days on which States joined: give dates=.")
    if not dates["joined"].notna().any():
        raise ArgumentError("A slide shows who joined last, and no State has joined by this day.")
    return dates


def _years_marked(days: list[Any]) -> list[int]:
    """Return the columns of every fifth year; where there are fewer than two, the outer ones.

    Examples
    --------
    >>> _years_marked([pd.Timestamp(f"{year}-12-31") for year in range(2013, 2027)])
    [2, 7, 12]
    >>> _years_marked([pd.Timestamp("2013-12-31"), pd.Timestamp("2014-12-31")])
    [0, 1]
    """
    fifth = [i for i, day in enumerate(days) if day.year % FIFTH == 0]
    return fifth if len(fifth) > 1 else sorted({0, len(days) - 1})


def _with_room(ax: Axes, years: list[int], small: float, across: float) -> list[int]:
    """Return the columns whose years have room beside each other, each on its stroke."""
    room = room_across(ax.figure) / across
    wide = text_width("2026", renderer_of(ax.figure), small)
    least = min((b - a) * room for a, b in pairwise(years)) if len(years) > 1 else 0.0
    return years if least >= 1.16 * wide else [years[0], years[-1]]


def _draw_scale(
    ax: Axes, days: list[Any], place: tuple[float, float, float],
    about: tuple[list[int], list[int], float],
) -> None:  # fmt: skip
    """Draw the scale of the years above a column and again below its last row, and thin lines.

    Parameters
    ----------
    place
        Where its years begin, how high its upper scale stands, and the place of its last row.
    about
        The years that have a long stroke and a thin line, those that are written, and the size of
        letters.
    """
    (x, above, last), (marked, written, small) = place, about
    for y, up in ((above - 0.4, 1), (last - 0.7, -1)):
        for i in range(len(days)):
            high = up * (TICK if i in marked else TICK / 2)
            ax.plot([x + i + 0.5] * 2, [y, y + high], color=style.MUTED, linewidth=0.5, gid="tick")
        for i in written:
            ax.text(x + i + 0.5, y + 0.4 * up, f"{days[i]:%Y}", ha="center", fontsize=small,
                    va="bottom" if up > 0 else "top", color=style.MUTED, gid="year")  # fmt: skip
    for i in marked:
        ax.plot([x + i + 0.5] * 2, [last - 0.5, above - 0.4], color=style.GRID, linewidth=0.5,
                zorder=0.5, gid="year line")  # fmt: skip


def _draw_heading(
    ax: Axes, line: Line, place: tuple[float, float], small: float, language: str, *,
    room: tuple[float, float],
) -> None:  # fmt: skip
    """Write a heading above the names, away from the bars of the column before.

    ``room``: points for names, and of a year.
    """
    _, end = chart_parts.sides(language)
    text = heading_of(line, name_of("group", line[1], language), language)
    # No bar is in its row: a long one ends over the first years, not at the bars before it.
    over = BOLD * text_width(text, renderer_of(ax.figure), small) - room[0]
    x = place[0] - 0.6 + max(0.0, over) / room[1]
    ax.text(x, place[1], text, ha=end, fontsize=small, va="center_baseline",
            fontweight="bold")  # fmt: skip


def _names(
    ax: Axes, order: list[tuple[str, str]], most: float, small: float, language: str
) -> tuple[dict[tuple[str, str], str], float]:
    """Return the names of the rows, long ones in two lines, and the room for them in points.

    They take no more than ``most``: a name that two lines do not hold is that of maps.
    """
    renderer = renderer_of(ax.figure)

    def width(name: str) -> float:
        return text_width(name, renderer, small)

    states = [iso3 for _, iso3 in order]
    names = within(states, OUT * most, width, language)
    room = min(room_of(names, width), most)
    # A hair wider: a name that just fits is not broken.
    rooms = (1.01 * max(room, wider_half(name, width)) / 72 / CM for name in names)
    lines = [wrapped([name], ax, wide, small)[0] for name, wide in zip(names, rooms, strict=True)]
    return dict(zip(order, lines, strict=True)), room


def _in_years(ax: Axes, widest: float, about: tuple[float, int, float]) -> float:
    """Return the room, in years, that names take before their rows.

    ``about``: the size of letters, the number of columns, and the years beside the names.
    """
    small, across, beside = about
    room = room_across(ax.figure) / across
    share = (widest + small * (1.0 if across == 1 else 1.1)) / room
    return beside * share / (1 - share)


def first_day(ways: pd.Series, days: list[Any]) -> pd.Timestamp:
    """Return the first day on which a State is party; one far ahead where it is not in the end."""
    if str(ways.iloc[-1]) != "state_party":
        return pd.Timestamp.max
    return next(day for day, value in zip(days, ways, strict=True) if str(value) == "state_party")


def _ordered(wide: pd.DataFrame, language: str) -> list[tuple[str, str]]:
    """Return region and code: in each region the first to join on top, the others below.

    States of one day stand by their names.
    """
    days = list(wide.columns)
    rank = {"signatory": 0, "not_joined": 1}
    keyed = [
        (str(region), first_day(ways, days), rank.get(str(ways.iloc[-1]), 2),
         name_order(str(iso3), language), str(iso3))
        for (region, iso3), ways in wide.iterrows()
    ]  # fmt: skip
    return [(key[0], key[-1]) for key in sorted(keyed)]


def _lines(order: list[tuple[str, str]]) -> list[Line]:
    """Return the lines, with a heading before the States of each region."""
    lines: list[Line] = []
    for region, iso3 in order:
        if (HEAD, region) not in lines:
            lines.append((HEAD, region))
        lines.append(("state", (region, iso3)))
    return lines


def _draw_way(ax: Axes, statuses: list[str], x: float, y: float) -> None:
    """Draw one bar for each run of years with one status."""
    from matplotlib.patches import Rectangle

    start = 0
    for i in range(1, len(statuses) + 1):
        if i < len(statuses) and statuses[i] == statuses[start]:
            continue
        status = statuses[start]
        if status in STATUS_STYLE:
            high = HEIGHTS.get(status, 0.1)
            # Not barh, which would look at the limits of the axes again for every bar.
            ax.add_artist(Rectangle((x + start, y - high / 2), i - start, high, linewidth=0,
                                    color=STATUS_STYLE[status]["color"], label=status))  # fmt: skip
        start = i


def _drawing(
    frame: pd.DataFrame, wide: pd.DataFrame, language: str,
    height: float, size: str,
) -> Drawing:  # fmt: skip
    days, states = list(wide.columns), [str(iso3) for _, iso3 in wide.index]
    joined = pd.Series([first_day(ways, days) for _, ways in wide.iterrows()])
    years = joined[joined != pd.Timestamp.max].dt.year.value_counts().sort_index()
    spoken = [word("count.label", language, label=str(year), n=int(n)) for year, n in years.items()]
    title = word("title.history", language)
    if len(years):
        most = int(years.idxmax())
        title = word("finding.history", language, year=str(most), n=int(years[most]),
                     m=int(years.sum()))  # fmt: skip
    return Drawing(
        language=language,
        frame=frame,
        title=title,
        subject=word("title.history", language) if len(years) else "",
        subtitle=word("subtitle.history", language),
        note=sentences(
            [word("note.history", language), scheme_note("att_region", language),
             *english_order(language), *shortened(states, language)], language,
        ),
        alt=word("alt.history", language, rows=sentences(spoken, language)),
        height=height,
        size=size,
    )  # fmt: skip
