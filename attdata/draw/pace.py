"""Charts of speed: treaties by age, new parties per cycle, the wait after signature.

As in charts.py: the frame of a measure in, Axes out, never shown and never saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import DAYS_A_YEAR, columns_of, counted, end_number
from attdata.draw.captions import sentences, treaty_name
from attdata.draw.drawing import Drawing, describe
from attdata.draw.style import STATUS_STYLE
from attdata.reference import of_frame
from attdata.words import conference_name, name_of, number, percent, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BANDS = 2  # more confidence bands than this hide each other


@of_frame
def draw_treaties(frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Return one line per treaty: its number of parties by years since it was opened.

    Parameters
    ----------
    frame
        treaty, years (since opening for signature), n_party; one row per treaty and day.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.

    Returns
    -------
    Axes
        With one line per treaty, told apart by colour, stroke and marker.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_treaties(att.treaties(att.load()))
    >>> drawing_of(ax).title
    'States Parties to each treaty by years since it was opened for signature'
    """
    columns_of(frame, ["treaty", "years", "n_party"])
    lines = {name: rows.sort_values("years") for name, rows in frame.groupby("treaty", sort=False)}
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height=8.0)
        handles = []
        for name, rows in lines.items():
            look = style.TREATY_STYLE.get(str(name), {"color": style.INK, "linestyle": ":"})
            years, counts = rows["years"].to_numpy(), rows["n_party"].to_numpy()
            (line,) = ax.plot(
                years, counts, drawstyle="steps-post", markevery=[-1], label=str(name), **look
            )
            end_number(ax, years[-1], counts[-1], counts[-1], language)
            line.set_label(counted(name_of("treaty", str(name), language), counts[-1], language))
            handles.append(line)
        ax.set_xlim(0, frame["years"].max() * 1.02)
        ax.set_ylim(0, frame["n_party"].max() * 1.08)
        ax.grid(axis="y")
        chart_parts.years_axis(ax, language)
        chart_parts.counts_axis(ax, language)
        chart_parts.mirror(ax, language)
        chart_parts.bare(ax, keep=["bottom"])
        ax.set_xlabel(word("axis.years_open", language), family=style.fonts(language))
        chart_parts.legend(ax, handles, language)
    return describe(ax, _treaties_drawing(frame, lines, language))


def _treaties_drawing(frame: pd.DataFrame, lines: dict[Any, Any], language: str) -> Drawing:
    """Compare the treaties at the age of the Arms Trade Treaty; a younger one cannot be compared.

    Where the frame has another set of treaties, at the age that the youngest has reached.
    """
    ages = {name: float(rows["years"].iloc[-1]) for name, rows in lines.items()}
    age = int(ages.get("att", min(ages.values())))
    names = {name: name_of("treaty", str(name), language) for name in lines}
    at_age = [
        word(
            "count.label", language, label=names[name],
            n=rows.loc[rows["years"] <= age, "n_party"].iloc[-1],
        )
        for name, rows in lines.items()
        if ages[name] >= age and (rows["years"] <= age).any()
    ]  # fmt: skip
    told = [
        word(
            "alt.treaties.row", language, treaty=names[name], n=rows["n_party"].iloc[-1],
            years=word("count.years", language, n=int(rows["years"].iloc[-1])),
        )
        for name, rows in lines.items()
    ]  # fmt: skip
    return Drawing(
        language=language,
        frame=frame,
        title=word("title.treaties", language),
        subtitle=word(
            "subtitle.treaties",
            language,
            years=word("count.years", language, n=age),
            rows=word("list.semicolon", language).join(at_age),
        ),  # fmt: skip
        alt=word("alt.treaties", language, rows=sentences(told, language)),
        height=8.0,
    )


@of_frame
def draw_pace(frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Return new States Parties per conference cycle, and what past cycles would give in the next.

    The second part is arithmetic and says so in the figure: the slowest, median and fastest past
    cycle, once more.

    Parameters
    ----------
    frame
        One row per cycle: conference (that ends it), n_new, n_party, kind (observed, running,
        slowest, median, fastest). Of the last three kinds the first row is drawn.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.

    Returns
    -------
    Axes
        With one bar per cycle.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_pace(att.pace(att.load()))
    >>> drawing_of(ax).title
    'Arms Trade Treaty: new States Parties in each conference cycle'
    """
    columns_of(frame, ["conference", "n_new", "n_party", "kind"])
    past = frame[frame["kind"].isin(["observed", "running"])]
    future = frame[frame["kind"].isin(list(_FUTURE))].drop_duplicates("kind")
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height=8.0)
        names = [conference_name(c, language, short=True) for c in past["conference"]]
        places = np.arange(len(past), dtype=float)
        beyond = len(past) + 0.7 + 1.8 * np.arange(len(future))
        _pace_bars(ax, past, places, 0.75, language)
        _pace_bars(ax, future, beyond, 1.2, language)
        shown = [_PACE[kind] for kind in ("observed", "running") if kind in set(past["kind"])]
        ax.set_xlim(-0.6, (beyond[-1] if len(beyond) else places[-1]) + 0.9)
        ax.set_ylim(0, max(rows["n_party"].max() for rows in (past, future) if len(rows)) * 1.12)
        labels = [word(f"pace.{kind}", language) for kind in future["kind"]]
        ax.set_xticks([*places, *beyond], [*names, *chart_parts.wrapped(labels, ax, 1.6)])
        ax.set_yticks([])
        chart_parts.mirror(ax, language)
        chart_parts.bare(ax, keep=["bottom"])
        ax.tick_params(axis="x", labelsize=style.SMALL_SIZE)
        handles = [chart_parts.patch(_BEFORE, word("pace.before", language))]
        handles += [
            chart_parts.patch(look, word(f"pace.{look['kind']}", language)) for look in shown
        ]
        if len(future):
            ax.axvline(len(past) - 0.1, color=style.GRID, linewidth=0.8)
            handles.append(chart_parts.patch(_PACE["median"], word("pace.next", language)))
        chart_parts.legend(ax, handles, language)
    return describe(ax, _pace_drawing(frame, past, future, language))


_BEFORE = {"color": "#DCE6EF", "hatch": "", "edge": "#DCE6EF"}
_FUTURE = ("slowest", "median", "fastest")
_EXPECTED = {"color": "#FFFFFF", "hatch": "....", "edge": "#5B6670"}
_PACE: dict[str, dict[str, str]] = {
    "observed": STATUS_STYLE["state_party"] | {"kind": "observed"},
    "running": {"color": "#86B0D0", "hatch": "////", "edge": "#0B2C4E", "kind": "running"},
    **{kind: _EXPECTED | {"kind": kind} for kind in _FUTURE},
}


def _pace_bars(
    ax: Axes, rows: pd.DataFrame, places: np.ndarray, width: float, language: str
) -> None:
    """Draw the parties before each cycle in a pale tone and the new ones on top, with both numbers.

    Where a State has left in the cycle, the pale part is what remains of the total.
    """
    for row, place in zip(chart_parts.rows_of(rows), places, strict=True):
        look, before = _PACE[row.kind], row.n_party - row.n_new
        ax.bar(place, before, width=width, color=_BEFORE["color"], label="before")
        ax.bar(
            place, row.n_new, bottom=before, width=width, color=look["color"], hatch=look["hatch"],
            edgecolor=look["edge"], linewidth=0.6, label=row.kind,
        )  # fmt: skip
        ax.annotate(
            _count(row.n_new, language, sign=True), (place, row.n_party), (0, 2.5),
            textcoords="offset points", ha="center", fontweight="bold",
        )  # fmt: skip
        ground = _BEFORE if before > 0 else look
        ax.annotate(
            _count(row.n_party, language),
            (place, 0),
            (0, 3),
            textcoords="offset points",
            ha="center",
            color=style.ink_on(ground["color"]),
            fontsize=style.SMALL_SIZE,
        )


def _count(n: float, language: str, *, sign: bool = False) -> str:
    """Return a number of States; a median between two cycles may end in a half."""
    return number(n, language, 1 if n % 1 else 0, sign=sign)


def _pace_drawing(
    frame: pd.DataFrame, past: pd.DataFrame, future: pd.DataFrame, language: str
) -> Drawing:
    label = {"observed": "", "running": word("pace.running", language)}
    told = []
    for row in chart_parts.rows_of(past):
        name = conference_name(row.conference, language, short=True)
        if label[row.kind]:
            name = f"{name} ({label[row.kind]})"
        told.append(word("count.label", language, label=name, n=row.n_new))
    for row in chart_parts.rows_of(future):
        count = word("count.legend", language, label=_count(row.n_new, language, sign=True),
                     n=row.n_party)  # fmt: skip
        told.append(
            word("count.label", language, label=word(f"pace.{row.kind}", language), n=count)
        )
    return Drawing(
        language=language,
        frame=frame,
        title=word("title.pace", language, treaty=treaty_name(frame, language)),
        subtitle=word("subtitle.pace", language),
        note=word("note.pace", language) if len(future) else "",
        alt=word("alt.pace", language, rows=sentences(told, language)),
        height=8.0,
    )


@of_frame
def draw_waiting(frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Return Kaplan-Meier lines of the share still waiting, with band and numbers at risk.

    Parameters
    ----------
    frame
        One row per group and day at which something happens: group, days (since signature),
        at_risk, waiting (share, 0 to 1), lower, upper.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.

    Returns
    -------
    Axes
        With one line per group; the band is drawn for up to two groups.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_waiting(att.waiting_time(att.load(), on="2024-08-23"))
    >>> drawing_of(ax).title
    'Arms Trade Treaty: time from signature to consent to be bound'
    """
    columns_of(frame, ["group", "days", "at_risk", "waiting", "lower", "upper"])
    lines = {name: rows.sort_values("days") for name, rows in frame.groupby("group", sort=False)}
    height = 7.6 + 0.39 * (len(lines) + (len(lines) > 1))
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height)
        handles = []
        for i, (name, rows) in enumerate(lines.items()):
            look = style.LINE_STYLES[i % len(style.LINE_STYLES)]
            years = rows["days"].to_numpy(dtype=float) / DAYS_A_YEAR
            (line,) = ax.plot(years, rows["waiting"], drawstyle="steps-post", **look)
            if len(lines) <= BANDS:
                ax.fill_between(
                    years, rows["lower"], rows["upper"], step="post", color=look["color"],
                    alpha=0.18, linewidth=0,
                )  # fmt: skip
            label = name_of("group", str(name), language)
            line.set_label(counted(label, int(rows["at_risk"].max()), language))
            handles.append(line)
        last = float(frame["days"].max()) / DAYS_A_YEAR
        ax.set_xlim(0, last)
        ax.set_ylim(0, 1)
        ticks = [0, 0.25, 0.5, 0.75, 1]
        ax.set_yticks(ticks, [percent(tick, language) for tick in ticks])
        ax.grid(axis="y")
        chart_parts.years_axis(ax, language)
        chart_parts.mirror(ax, language)
        chart_parts.bare(ax, keep=["bottom"])
        ax.set_xlabel(word("pipeline.waiting", language))
        _numbers_at_risk(ax, lines, last, language)
        chart_parts.legend(ax, handles, language)
    return describe(ax, _waiting_drawing(frame, lines, language, height))


def _numbers_at_risk(ax: Axes, lines: dict[Any, Any], last: float, language: str) -> None:
    """Write under the axis how many were still waiting, every second year."""
    step = 1 if last < 6 else 2
    heading = word("waiting.at_risk", language)
    below = -36
    if len(lines) > 1:
        _beside(ax, heading, below, language, color=style.MUTED)
        below -= 11
    for name, rows in lines.items():
        days = rows["days"].to_numpy()
        for year in range(0, int(last) + 1, step):
            at = np.searchsorted(days, year * DAYS_A_YEAR, side="left")
            n = rows["at_risk"].iloc[at] if at < len(rows) else 0
            ax.annotate(
                number(n, language), (year, 0), (0, below), ("data", "axes fraction"),
                "offset points", ha="center", va="center_baseline", fontsize=style.SMALL_SIZE,
                annotation_clip=False,
            )  # fmt: skip
        label = name_of("group", str(name), language) if len(lines) > 1 else heading
        _beside(ax, label, below, language)
        below -= 11


def _beside(ax: Axes, text: str, below: float, language: str, **look: Any) -> None:
    """Write a text before the axis in reading direction, some points below it."""
    _, end = chart_parts.sides(language)
    edge, shift = (1, 15) if style.right_to_left(language) else (0, -15)
    ax.annotate(
        text, (edge, 0), (shift, below), "axes fraction", "offset points", ha=end,
        va="center_baseline", fontsize=style.SMALL_SIZE, annotation_clip=False, **look,
    )  # fmt: skip


def _waiting_drawing(
    frame: pd.DataFrame, lines: dict[Any, Any], language: str, height: float
) -> Drawing:
    told = []
    for name, rows in lines.items():
        half = rows.loc[rows["waiting"] <= 0.5, "days"]
        last = rows.iloc[-1]
        key = "alt.waiting.row" if len(half) else "alt.waiting.row_open"
        median = word("count.days", language, n=int(half.iloc[0])) if len(half) else ""
        told.append(
            word(
                key, language, group=name_of("group", str(name), language), median=median,
                share=percent(last["waiting"], language),
                years=word("count.years", language, n=int(last["days"] // DAYS_A_YEAR)),
            )
        )  # fmt: skip
    return Drawing(
        language=language,
        frame=frame,
        title=word("title.waiting", language, treaty=treaty_name(frame, language)),
        subtitle=word(f"subtitle.waiting{'_lines' if len(lines) > BANDS else ''}", language),
        note=word("note.waiting", language),
        alt=word("alt.waiting", language, rows=sentences(told, language)),
        height=height,
    )
