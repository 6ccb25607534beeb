"""The chart of who was named by outreach, as far as the log of activities can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import columns_of, counted, of
from attdata.draw.captions import sentences, whose_groups
from attdata.draw.drawing import Drawing, describe
from attdata.draw.wrap import level
from attdata.evidence import threshold, whole_of
from attdata.reference import of_frame
from attdata.words import date, name_of, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

from attdata.draw.style import REACH_STYLE


@of_frame
def draw_reach(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en", size: str = "report"
) -> Axes:
    """Draw the States not yet party of each group: named by outreach or not, and how often.

    Parameters
    ----------
    frame
        One row per group, the world last: group, n_not_party, n_reached, n_activities. With
        ``n_records`` and ``coverage``, the numbers are lower bounds, or nothing is said of who was
        reached where the log holds too few records.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``, or ``slide``: the five groups with most States not yet party.

    Returns
    -------
    Axes
        With bars as long as the number of States; the world is in the title instead.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_reach(att.reach(att.load()))
    >>> drawing_of(ax).subject
    'Arms Trade Treaty: States not yet party and the outreach that named them'
    """
    columns_of(frame, ["group", "n_not_party", "n_reached", "n_activities"])
    whole = whole_of(frame)
    world = frame[frame["group"] == whole]
    rows = frame[frame["group"] != whole] if len(frame) > len(world) else frame
    rows = rows.sort_values("n_not_party", ascending=False, kind="stable")
    total = world.iloc[0] if len(world) else rows.sum(numeric_only=True)
    rows = rows.head(chart_parts.SLIDE_ROWS) if size == "slide" else rows
    few = too_few(frame)
    height = 2.0 if few else 1.6 + 0.8 * len(rows)
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height, size)
        if few:
            _say_too_few(ax, frame, language)
        else:
            _reach_bars(ax, rows, language, size)
            sums = {
                "reached": total["n_reached"],
                "not_reached": total["n_not_party"] - total["n_reached"],
            }
            handles = [
                chart_parts.patch(
                    REACH_STYLE[key], counted(word(f"reach.{key}", language), n, language)
                )
                for key, n in sums.items()
            ]
            chart_parts.legend(ax, handles, language)
    return describe(ax, _reach_drawing(frame, rows, total, language, height, size))


def records_of(frame: pd.DataFrame) -> int:
    """Return how many activities the log holds for the period of a frame.

    Where the measure does not tell, the activities that named a State are the best there is.
    """
    if "n_records" in frame.columns:
        return int(frame["n_records"].max())
    return int(frame.attrs.get("n_records", frame["n_activities"].max()))


def too_few(frame: pd.DataFrame) -> bool:
    """Return whether the log holds too little to say anything about States.

    Examples
    --------
    >>> too_few(pd.DataFrame({"n_activities": [0, 1], "n_records": [1, 1]}))
    True
    """
    if "coverage" in frame.columns:
        return bool(frame["coverage"].isin(["none", "too_few"]).all())
    return records_of(frame) < threshold("outreach_records")


def _say_too_few(ax: Axes, frame: pd.DataFrame, language: str) -> None:
    """Write, in the place of bars, that the log cannot tell."""
    ax.set_axis_off()
    chart_parts.mirror(ax, language)
    begin, _ = chart_parts.sides(language)
    text = word("reach.too_few", language, n=int(threshold("outreach_records")))
    ax.text(
        0.0, 0.5, chart_parts.wrapped([text], ax, 11.0)[0], transform=ax.transData, va="center",
        ha=begin, multialignment=begin, color=style.MUTED, fontsize=style.BASE_SIZE + 1,
        linespacing=chart_parts.line_spacing(language) + 0.15,
    )  # fmt: skip


def _reach_bars(ax: Axes, rows: pd.DataFrame, language: str, size: str) -> None:
    """Draw one bar per group: States named, then States not named."""
    places = -np.arange(len(rows), dtype=float)
    reached = rows["n_reached"].to_numpy(dtype=float)
    rest = rows["n_not_party"].to_numpy(dtype=float) - reached
    for name, left, width in (("reached", 0 * reached, reached), ("not_reached", reached, rest)):
        chart_parts.level_bars(
            ax, places, width, REACH_STYLE[name], left=left, height=0.62, label=name
        )
    names = chart_parts.group_names(rows["group"].tolist(), language)
    ax.set_yticks(places, chart_parts.wrapped(names, ax, 4.4, lines=2))
    ax.set_ylim(places[-1] - 0.6, 0.6)
    ax.set_xlim(0, max(1.0, float(rows["n_not_party"].max())))
    ax.set_xticks([])
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)
    chart_parts.tighten(ax, language)
    level(ax.get_yticklabels(), language)
    _reach_labels(ax, rows, places, language, size)


def _reach_labels(
    ax: Axes, rows: pd.DataFrame, places: np.ndarray, language: str, size: str
) -> None:
    """Say at the end of each bar n of m, and below it (not on slides) the number of activities."""
    begin, _ = chart_parts.sides(language)
    shift = -4 if style.right_to_left(language) else 4
    for row, place in zip(chart_parts.rows_of(rows), places, strict=True):
        text = _count(row, language)
        if size == "report" and row.n_activities:
            text += "\n" + _activities(row, language)
        ax.annotate(
            text, (row.n_not_party, place), (shift, 0), textcoords="offset points", ha=begin,
            va="center", linespacing=chart_parts.leading(language), fontsize=style.SMALL_SIZE,
            annotation_clip=False, multialignment=begin,
        )  # fmt: skip


def _activities(row: Any, language: str) -> str:
    """Say how many activities named States of a group, and of which year the latest is."""
    text = word("count.activities", language, n=int(row.n_activities))
    last = getattr(row, "last", None)
    if last is None or pd.isna(last):
        return text
    return word("reach.latest", language, activities=text, year=str(last.year))


def _count(row: Any, language: str) -> str:
    """Return how many States were named of how many: at least so many, as a log is never whole."""
    if str(getattr(row, "coverage", "")) == "partial":
        return named_of(row.n_reached, row.n_not_party, language)
    return of(row.n_reached, row.n_not_party, language)


def named_of(n: int, m: int, language: str, *, share: bool = True) -> str:
    """Return how many States of m a log names that holds what was published: at least n.

    Examples
    --------
    >>> named_of(2, 3, "en"), named_of(0, 3, "en")
    ('at least 2 of 3 (67%)', 'none recorded (of 3)')
    >>> named_of(3, 3, "en")  # there cannot be more than all of them
    '3 of 3 (100%)'
    """
    if not n:
        return word("count.none_recorded", language, m=m)
    count = of(n, m, language, share=share)
    return count if n == m else word("count.at_least", language, count=count)


def _reach_drawing(
    frame: pd.DataFrame, rows: pd.DataFrame, total: Any, language: str, height: float, size: str
) -> Drawing:
    few, n = too_few(frame), records_of(frame)
    spoken = [
        word(
            "alt.reach.row", language, group=name_of("group", row.group, language),
            count=_count(row, language),
            activities=_activities(row, language),
        )
        if row.n_activities
        else word("count.label", language, label=name_of("group", row.group, language),
                  n=_count(row, language))
        for row in chart_parts.rows_of(rows)
        if not few
    ]  # fmt: skip
    activities = word("count.activities", language, n=n)
    if few:
        title = word("finding.too_few", language, activities=activities)
        alt = sentences(
            [title, word("reach.too_few", language, n=int(threshold("outreach_records")))], language
        )
    else:
        reached, m = int(total["n_reached"]), int(total["n_not_party"])
        title = _finding(reached, m, language)
        alt = word("alt.reach", language, rows=sentences(spoken, language))
    caveat = word("note.reach", language)
    return Drawing(
        language=language,
        frame=frame,
        title=title,
        subject=word("title.reach", language),
        subtitle=sentences(
            [
                *([] if few else [_coverage(frame, activities, language)]),
                *([word("reach.counts", language)] if size == "report" and not few else []),
                caveat,
            ],
            language,
        ),
        alt=alt,
        note=_note(rows, total, language) if size == "report" and not few else "",
        key=(lambda: whose_groups(rows, language)) if size == "slide" and not few else None,
        height=height,
        size=size,
    )


def _note(rows: pd.DataFrame, total: Any, language: str) -> str:
    """Say whose regions these are, and that activities of several rows are in each of them."""
    several = rows["n_activities"].sum() > total["n_activities"]
    said = [word("reach.several", language)] if several else []
    return sentences([*said, whose_groups(rows, language)], language)


def _finding(reached: int, m: int, language: str) -> str:
    """Return the title: how many of the States not yet party are named, as far as is recorded."""
    if not m:
        return word("report.approach.none", language).rstrip(".。")
    if not reached:  # the log holds what was published: no nought is told
        return word("finding.reach_none", language, n=m)
    key = "finding.reach_all" if reached == m else "finding.reach"
    return word(key, language, n=reached, m=m)


def _coverage(frame: pd.DataFrame, activities: str, language: str) -> str:
    """Say how much the log holds for the period, since when."""
    since, begins = frame.attrs.get("since"), str(frame.attrs.get("begins", ""))[:4]
    if not since and begins:
        return word("reach.coverage_years", language, activities=activities, first=begins)
    if not since:
        return word("reach.coverage", language, activities=activities)
    day = date(str(since), language)
    return word("reach.coverage_since", language, activities=activities, day=day)
