"""The slide of every State's way: the last to join, each from day to day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.captions import sentences
from attdata.draw.columns import name_order, row_name
from attdata.draw.drawing import Drawing, describe
from attdata.draw.style import STATUS_STYLE
from attdata.draw.wrap import level, lift
from attdata.evidence import day_as_known, precision_of
from attdata.words import date, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 5.6  # cm
SAMPLE = 19  # points: a row of the key, nearly as high as one of the slide
LEAST = 0.005  # of the days shown: how wide the bar of a State Party is at least
# How high the bar of a status is: colour is not alone.
HEIGHTS = {"state_party": 0.56, "signatory": 0.28, "not_joined": 0.07}


def latest_to_join(dates: pd.DataFrame, n: int, language: str) -> pd.DataFrame:
    """Return the n States that joined last, the newest first; with all that joined on one day.

    Examples
    --------
    >>> days = pd.to_datetime(["2024-06-13", "2025-09-05", "2024-06-13", None])
    >>> dates = pd.DataFrame({"iso3": ["GMB", "VUT", "AFG", "THA"], "joined": days})
    >>> latest_to_join(dates, 2, "en")["iso3"].tolist()
    ['VUT', 'AFG', 'GMB']
    """
    held = dates.dropna(subset=["joined"])
    names = held["iso3"].map(lambda iso3: name_order(str(iso3), language))
    held = held.assign(_name=names).sort_values(["joined", "_name"], ascending=[False, True])
    cut = held["joined"].iloc[:n].min()
    return held[held["joined"] >= cut].drop(columns="_name").reset_index(drop=True)


def draw_latest(frame: pd.DataFrame, dates: pd.DataFrame, ax: Axes | None, language: str) -> Axes:
    """Draw the States that joined last, from the opening of the Treaty to the day of the frame."""
    import matplotlib.dates as mdates

    rows = latest_to_join(dates, chart_parts.SLIDE_ROWS, language)
    rows = rows.assign(first=_first_days(rows, frame.attrs))
    begin, end = dates[["signed", "joined"]].min().min(), frame["on"].max()
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, HEIGHT, "slide")
        drawn: set[str] = set()
        for i, row in enumerate(chart_parts.rows_of(rows)):
            signed = row.signed if not pd.isna(row.signed) and row.signed < row.first else None
            parts = [("not_joined", begin, signed or row.first)]
            parts += [("signatory", signed, row.first)] if signed is not None else []
            parts += [("state_party", row.joined, end)]
            for status, first, last in parts:
                left, right = mdates.date2num(first), mdates.date2num(last)
                if status == "state_party":  # of who joined on the last day it would have none
                    left = min(left, right - LEAST * (end - begin).days)
                drawn.add(status)
                bars = ax.barh(
                    -i,
                    right - left,
                    left=left,
                    height=HEIGHTS[status],
                    color=STATUS_STYLE[status]["color"],
                    linewidth=0,
                )
                for bar in bars:
                    bar.set_label(status)
            if row.first < row.joined:
                _outline(ax, mdates.date2num(row.first), mdates.date2num(row.joined), -i)
            text = _joined_as_known(row, frame.attrs, language)
            _day(ax, mdates.date2num(end), -i, _in_two_lines(text, row.first, language), language)
        ax.set_yticks(-pd.RangeIndex(len(rows)), [row_name(c, language) for c in rows["iso3"]])
        ax.set_ylim(0.6 - len(rows), 0.6)
        ax.set_xlim(mdates.date2num(begin), mdates.date2num(end))
        chart_parts.year_ticks(ax, 2)
        ax.grid(axis="x")
        chart_parts.mirror(ax, language)
        chart_parts.bare(ax)
        level(ax.get_yticklabels(), language)
        kinds = [kind for kind in HEIGHTS if kind in drawn]
        handles = [chart_parts.bar_sample(kind, SAMPLE * HEIGHTS[kind], language) for kind in kinds]
        chart_parts.legend(ax, handles, language)
    return describe(ax, _drawing(frame, dates, rows, language))


def _first_days(rows: pd.DataFrame, attrs: Mapping[Any, Any]) -> list[pd.Timestamp]:
    """Return the first day on which each State may have joined: its day, where that is known."""
    known = [precision_of(attrs, str(row.iso3), row.joined) for row in chart_parts.rows_of(rows)]
    return [
        pd.Timestamp(first) if first else row.joined
        for (_, first), row in zip(known, chart_parts.rows_of(rows), strict=True)
    ]


def _joined_as_known(row: Any, attrs: Mapping[Any, Any], language: str) -> str:
    """Return the day on which a State joined, as precisely as it is known."""
    precision, first = precision_of(attrs, str(row.iso3), row.joined)
    return day_as_known(row.joined.date(), language, precision, first)


def _in_two_lines(text: str, first: pd.Timestamp, language: str) -> str:
    r"""Return a text with a break behind a first day, where another follows.

    Examples
    --------
    >>> between = "between 4 February 2026 and 24 July 2026"
    >>> _in_two_lines(between, pd.Timestamp("2026-02-04"), "en")
    'between 4 February 2026\nand 24 July 2026'
    """
    before, day, after = text.partition(date(first.date(), language))
    return f"{before}{day}\n{after.strip()}" if after.strip() else text


def _outline(ax: Axes, first: float, last: float, y: float) -> None:
    """Draw the days on one of which a State joined: an outline as high as the bar of a party."""
    look: dict[str, Any] = {
        "facecolor": style.PAPER,
        "edgecolor": STATUS_STYLE["state_party"]["color"],
    }
    for bar in ax.barh(y, last - first, left=first, height=HEIGHTS["state_party"], **look,
                       linewidth=0.9, clip_on=False, zorder=3):  # fmt: skip
        bar.set_label("perhaps")


def _day(ax: Axes, x: float, y: float, text: str, language: str) -> None:
    """Write the day on which a State joined after its bar."""
    begin, _ = chart_parts.sides(language)
    shift = -4 if style.right_to_left(language) else 4
    two = "\n" in text
    up = 0.0 if two else lift(style.SMALL_SIZE, language)
    ax.annotate(text, (x, y), (shift, up), textcoords="offset points", ha=begin,
                va="center" if two else "center_baseline", fontsize=style.SMALL_SIZE,
                linespacing=chart_parts.lines_apart(text, language),
                annotation_clip=False)  # fmt: skip


def _drawing(
    frame: pd.DataFrame, dates: pd.DataFrame, rows: pd.DataFrame, language: str
) -> Drawing:
    """Return what the slide says of itself."""
    newest = rows.loc[rows["joined"] >= rows["first"].max(), "iso3"]  # as far as days are known
    names = [row_name(str(iso3), language) for iso3 in newest]
    spoken = [
        word("count.label", language, label=row_name(str(row.iso3), language),
             n=_joined_as_known(row, frame.attrs, language))
        for row in chart_parts.rows_of(rows)
    ]  # fmt: skip
    shown = word("count.shown", language, n=len(rows), m=int(dates["joined"].notna().sum()))
    said = [shown, word("subtitle.history_slide", language)]
    if (rows["first"] < rows["joined"]).any():
        said.append(word("history.outlined", language))
    return Drawing(
        language=language,
        frame=frame,
        title=word("finding.history_slide", language, n=len(rows),
                   names=word("list.comma", language).join(names)),
        subject=word("title.history_slide", language),
        subtitle=sentences(said, language),
        alt=word("alt.history_slide", language, rows=sentences(spoken, language)),
        height=HEIGHT,
        size="slide",
    )  # fmt: skip
