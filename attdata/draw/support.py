"""The chart of support: votes for the Treaty each year beside the number of its parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import columns_of
from attdata.draw.captions import sentences
from attdata.draw.drawing import Drawing, describe
from attdata.draw.end_names import end_labels
from attdata.draw.wrap import level_ticks
from attdata.reference import of_frame
from attdata.words import date, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes


HEIGHT = 7.0  # cm
MOST_YEARS = 7  # that are written below the votes


@of_frame
def draw_support(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en", size: str = "report"
) -> Axes:
    """Draw the yes votes on the Treaty and the States Parties over the years.

    The lines count different States: not all that are party vote yes, and a vote is no promise to
    join. Nothing is drawn or told of the difference, which would be no number of States.

    Parameters
    ----------
    frame
        One row per vote: on, yes, n_party.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``, or ``slide``: the same in larger type.

    Returns
    -------
    Axes
        With two lines, each named where it ends.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> from attdata.draw.drawing import drawing_of
    >>> frame = pd.DataFrame({"on": pd.to_datetime(["2024-12-02", "2025-12-01"]),
    ...                       "yes": [160, 153], "n_party": [116, 116]})
    >>> drawing_of(draw_support(frame)).title
    '153 States voted yes on 1 December 2025; States Parties on that day: 116'
    """
    columns_of(frame, ["on", "yes", "n_party"])
    import matplotlib.dates as mdates

    rows = frame.sort_values("on")
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, HEIGHT, size)
        days = mdates.date2num(rows["on"].to_numpy())
        yes, parties = rows["yes"].to_numpy(dtype=float), rows["n_party"].to_numpy(dtype=float)
        for (key, look), values in zip(LOOKS.items(), (yes, parties), strict=True):
            # The first and the last mark stand on the edge and are not cut in half.
            ax.plot(days, values, label=key, markersize=3.5, clip_on=False, **look)
        if _begins_with_adoption(frame, rows):
            look = LOOKS["yes"] | {"markerfacecolor": style.PAPER, "markersize": 4.5}
            ax.plot(days[:1], yes[:1], label="adoption", clip_on=False, zorder=3, **look)
        ax.set_xlim(days[0], days[-1])
        ax.set_ylim(0, 1.08 * max(1.0, yes.max(), parties.max()))
        ax.grid(axis="y")
        _vote_ticks(ax, rows["on"], language, adopted=_begins_with_adoption(frame, rows))
        chart_parts.counts_axis(ax, language)
        chart_parts.mirror(ax, language)
        chart_parts.bare(ax, keep=["bottom"])
        ax.tick_params(axis="y", pad=8)  # clear of the marks of the first vote, on the edge
        level_ticks(ax, language)
        points = [
            (days[-1], yes[-1], word("support.yes", language, n=yes[-1]), LOOKS["yes"]["color"]),
            (days[-1], parties[-1], word("support.parties", language, n=parties[-1]),
             LOOKS["n_party"]["color"]),
        ]  # fmt: skip
        cm = HEIGHT - 1.0 if size == "report" else 3.0
        end_labels(ax, points, language, edge=days[-1], cm=cm, room=2.8)
    return describe(ax, _drawing(frame, rows, language, size))


LOOKS: dict[str, dict[str, Any]] = {
    "yes": {"color": "#BF5418", "linestyle": "--", "linewidth": 1.8, "marker": "s"},
    "n_party": {"color": "#12467B", "linestyle": "-", "linewidth": 2.2, "marker": "o"},
}


def _vote_ticks(ax: Axes, on: pd.Series, language: str, *, adopted: bool) -> None:
    """Write the year of a vote below it: votes of December stand beside the next first of January.

    Of many votes every second or third year is written, the latest always. The vote by which the
    Treaty was adopted has its month: it is of no December, and its year has another.
    """
    import matplotlib.dates as mdates

    last = dict(zip(on.dt.year, on, strict=True))  # of two votes of a year the later
    shown = [*last][:: -max(1, -(-len(last) // MOST_YEARS))]
    ticks = {last[year]: str(year) for year in shown}
    if adopted:
        first = on.iloc[0]
        ticks = {day: text for day, text in ticks.items() if day.year > first.year}
        ticks[first] = date(first.date(), language, "month").removesuffix(" года")
    ax.set_xticks([mdates.date2num(day) for day in ticks], list(ticks.values()))
    if adopted:  # it ends below its vote: under the next ones it would seem to be theirs
        _, end = chart_parts.sides(language)
        ax.get_xticklabels()[-1].set_horizontalalignment(end)
    ax.tick_params(axis="x", length=3, color=style.MUTED)


def _begins_with_adoption(frame: pd.DataFrame, rows: pd.DataFrame) -> bool:
    """Return whether the first vote is that by which the Treaty was adopted."""
    return str(frame.attrs.get("adopted", ""))[:10] == f"{rows['on'].iloc[0]:%Y-%m-%d}"


def _both(frame: pd.DataFrame, last: pd.Series, language: str) -> list[str]:
    """Say how many of those that voted yes last were party, where the frame tells."""
    both = frame.attrs.get("yes_and_party")
    if both is None or not last["yes"]:
        return []
    return [word("support.both", language, n=int(both), m=int(last["yes"]))]


def _drawing(frame: pd.DataFrame, rows: pd.DataFrame, language: str, size: str) -> Drawing:
    spoken = [
        word("alt.support.row", language, day=row.on.date(), n=int(row.yes), m=int(row.n_party))
        for row in chart_parts.rows_of(rows)
    ]
    last = rows.iloc[-1]
    both, slide = _both(frame, last, language), size == "slide"
    squares = [
        *([word("support.adoption", language)] if _begins_with_adoption(frame, rows) else []),
        word("subtitle.support", language),
    ]
    # A slide explains its marks in the source line, and keeps its height for the lines.
    explained = sentences([*squares, word("note.support", language)], language)
    return Drawing(
        language=language,
        frame=frame,
        title=word(
            "finding.support", language, n=int(last["yes"]), m=int(last["n_party"]),
            day=last["on"].date(),
        ),
        subject=word("title.support", language),
        subtitle=sentences([*both, *([] if slide else squares)], language),
        note=word("note.support", language),
        key=(lambda: explained) if slide else None,
        alt=word("alt.support", language, rows=sentences(spoken, language)),
        height=HEIGHT,
        size=size,
    )  # fmt: skip
