"""Charts of the way to membership: who waits, who was reached, when, and what the plan counts.

As in charts.py: the frame of a measure in, Axes out, never shown and never saved.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import DAYS_A_YEAR, WORLD, columns_of, counted, of
from attdata.draw.captions import sentences, treaty_name
from attdata.draw.drawing import Drawing, describe
from attdata.draw.style import REACH_STYLE, STATUS_STYLE
from attdata.reference import of_frame, reference_rows
from attdata.words import name_of, number, state_name, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@of_frame
def draw_pipeline(frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Return one bar per signatory not party: years since signature, latest outreach, numbers.

    Parameters
    ----------
    frame
        One row per State: iso3, days_waiting, n_activities (that named it since it signed);
        optional signed and last_activity (days), n_projects, sister_treaties.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.

    Returns
    -------
    Axes
        With the longest wait on top.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_pipeline(att.pipeline(att.load()))
    >>> drawing_of(ax).title
    'Arms Trade Treaty: signatories not yet party'
    """
    columns_of(frame, ["iso3", "days_waiting", "n_activities"])
    rows = frame.sort_values(["days_waiting", "iso3"], ascending=[False, True])
    height = 2.6 + 0.43 * len(rows)
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height)
        places = -np.arange(len(rows), dtype=float)
        years = rows["days_waiting"].to_numpy(dtype=float) / DAYS_A_YEAR
        look = STATUS_STYLE["signatory"]
        ax.barh(
            places, years, height=0.62, color=look["color"], hatch=look["hatch"],
            edgecolor=look["edge"], linewidth=0.4, label="waiting",
        )  # fmt: skip
        handles = [chart_parts.patch(look, word("pipeline.waiting", language))]
        handles += _latest_activity(ax, rows, places, language)
        names = [state_name(iso3, language) for iso3 in rows["iso3"]]
        ax.set_yticks(places, chart_parts.wrapped(names, ax, 6.0, lines=1))
        ax.set_ylim(places[-1] - 0.6, 0.6)
        ax.set_xlim(0, max(1.0, float(years.max())) * 1.02)
        ax.grid(axis="x")
        chart_parts.years_axis(ax, language)
        chart_parts.mirror(ax, language)
        chart_parts.bare(ax)
        columns = [
            (word(f"pipeline.{name}", language), [number(n, language) for n in rows[name]])
            for name in ("n_activities", "n_projects", "sister_treaties")
            if name in rows.columns
        ]
        chart_parts.text_columns(ax, columns, places, language)
        chart_parts.legend(ax, handles, language)
    return describe(ax, _pipeline_drawing(frame, rows, language, height))


def _latest_activity(ax: Axes, rows: pd.DataFrame, places: np.ndarray, language: str) -> list[Any]:
    """Mark the latest activity that named each State; return the legend entry, if there is one."""
    if not {"signed", "last_activity"} <= set(rows.columns) or rows["last_activity"].isna().all():
        return []
    since = (rows["last_activity"] - rows["signed"]).dt.days.to_numpy(dtype=float) / DAYS_A_YEAR
    label = word("pipeline.last_activity", language)
    return ax.plot(
        since, places, linestyle="", marker="D", markersize=4, color=style.PAPER,
        markeredgecolor=style.INK, markeredgewidth=0.9, label=label, clip_on=False,
    )  # fmt: skip


def _pipeline_drawing(
    frame: pd.DataFrame, rows: pd.DataFrame, language: str, height: float
) -> Drawing:
    told = [
        word(
            "alt.pipeline.row", language, state=state_name(row.iso3, language),
            years=word("count.years", language, n=int(row.days_waiting // DAYS_A_YEAR)),
            activities=word("count.activities", language, n=int(row.n_activities)),
        )
        for row in chart_parts.rows_of(rows)
    ]  # fmt: skip
    median = round(float(rows["days_waiting"].median()) / DAYS_A_YEAR, 1)
    return Drawing(
        language=language,
        frame=frame,
        title=word("title.pipeline", language, treaty=treaty_name(frame, language)),
        subtitle=word(
            "subtitle.pipeline",
            language,
            count=word("count.states", language, n=len(rows)),
            median=word("count.years", language, n=median),
        ),  # fmt: skip
        alt=word("alt.pipeline", language, rows=sentences(told, language)),
        note=_sister_note(language) if "sister_treaties" in rows.columns else "",
        height=height,
    )


@of_frame
def _sister_note(language: str) -> str:
    """Name the treaties that the column of sister treaties counts."""
    others = [row["treaty"] for row in reference_rows("treaties") if row["treaty"] != "att"]
    names = word("list.semicolon", language).join(name_of("treaty", t, language) for t in others)
    return word("note.pipeline", language, names=names)


def draw_reach(frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Return the States not yet party of each group: named by outreach or not, and how often.

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

    Returns
    -------
    Axes
        With bars as long as the number of States; the world has a line in the subtitle instead.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_reach(att.reach(att.load()))
    >>> drawing_of(ax).title
    'States not yet party and the outreach that named them'
    """
    columns_of(frame, ["group", "n_not_party", "n_reached", "n_activities"])
    frame = _as_floats(frame)
    world = frame[frame["group"] == WORLD]
    rows = frame[frame["group"] != WORLD] if len(frame) > len(world) else frame
    rows = rows.sort_values("n_not_party", ascending=False, kind="stable")
    height = 1.8 + 0.85 * len(rows)
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height)
        places = -np.arange(len(rows), dtype=float)
        left = 0 * places
        for name, width in _reach_parts(rows).items():
            look = REACH_STYLE[name]
            ax.barh(
                places, width, left=left, height=0.62, color=look["color"], hatch=look["hatch"],
                edgecolor=look["edge"], linewidth=0.5, label=name,
            )  # fmt: skip
            left = left + width.to_numpy()
        ax.set_yticks(
            places,
            chart_parts.wrapped(
                chart_parts.group_names(rows["group"].tolist(), language), ax, 4.4, lines=2
            ),
        )
        ax.set_ylim(places[-1] - 0.6, 0.6)
        ax.set_xlim(0, max(1.0, float(rows["n_not_party"].max())))
        chart_parts.counts_axis(ax, language, "x")
        ax.grid(axis="x")
        chart_parts.mirror(ax, language)
        chart_parts.bare(ax)
        _reach_labels(ax, rows, places, language)
        totals = world.head(1) if len(world) else rows.sum(numeric_only=True).to_frame().T
        sums = {key: int(part.iloc[0]) for key, part in _reach_parts(totals).items()}
        handles = [
            chart_parts.patch(
                REACH_STYLE[key], counted(word(f"reach.{key}", language), n, language)
            )
            for key, n in sums.items()
        ]
        chart_parts.legend(ax, handles, language)
    return describe(ax, _reach_drawing(frame, rows, totals.iloc[0], language, height))


def _as_floats(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the States reached as a number that may be missing."""
    floats = frame.assign(n_reached=frame["n_reached"].astype("float64"))
    floats.attrs = frame.attrs
    return floats


def _reach_parts(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the parts of each bar, in States; one part where the records are too few to say."""
    everyone = rows["n_not_party"].astype("float64")
    if rows["n_reached"].isna().all():
        return {"too_few": everyone}
    reached = rows["n_reached"].astype("float64")
    return {"reached": reached, "not_reached": everyone - reached}


def _reach_count(row: Any, language: str) -> str:
    """Return how many States were reached of how many, as far as the records allow to say."""
    if row.n_reached != row.n_reached:  # missing
        return word("count.states", language, n=int(row.n_not_party))
    count = of(row.n_reached, row.n_not_party, language)
    if str(getattr(row, "coverage", "")) == "partial":
        return word("count.at_least", language, count=count)
    return count


def _reach_labels(ax: Axes, rows: pd.DataFrame, places: np.ndarray, language: str) -> None:
    """Say at the end of each bar n of m, and below it the number of activities."""
    begin, _ = chart_parts.sides(language)
    shift = -4 if style.right_to_left(language) else 4
    for row, place in zip(chart_parts.rows_of(rows), places, strict=True):
        text = _reach_count(row, language)
        activities = word("count.activities", language, n=int(row.n_activities))
        ax.annotate(
            f"{text}\n{activities}", (row.n_not_party, place), (shift, 0),
            textcoords="offset points", ha=begin, va="center", linespacing=1.15,
            fontsize=style.SMALL_SIZE, annotation_clip=False, multialignment=begin,
            bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip


def _reach_drawing(
    frame: pd.DataFrame, rows: pd.DataFrame, total: Any, language: str, height: float
) -> Drawing:
    told = [
        word(
            "alt.reach.row", language, group=name_of("group", row.group, language),
            count=_reach_count(row, language),
            activities=word("count.activities", language, n=int(row.n_activities)),
        )
        for row in chart_parts.rows_of(rows)
    ]  # fmt: skip
    if total["n_reached"] != total["n_reached"]:
        subtitle = word("subtitle.reach_too_few", language, records=int(total.get("n_records", 0)))
    else:
        subtitle = word("subtitle.reach", language, count=_reach_count(total, language))
    return Drawing(
        language=language,
        frame=frame,
        title=word("title.reach", language),
        subtitle=subtitle,
        note=word("note.reach", language),
        alt=word("alt.reach", language, rows=sentences(told, language)),
        height=height,
    )


@of_frame
def draw_calendar(frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Return how many outreach activities each region, and each emphasis of the plan, had a year.

    Parameters
    ----------
    frame
        One row per scheme, group and year, zeros included: scheme (``att_region`` or ``plan``),
        group (a region, or an item such as P1), start (first day of the year), n_activities. With
        ``coverage``, a nought of a year with too few records is a dash.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.

    Returns
    -------
    Axes
        With one cell per row of the frame, its number printed in it.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_calendar(att.calendar(att.load()))
    >>> drawing_of(ax).title
    'Outreach activities by year, region and emphasis of the work plan'
    """
    columns_of(frame, ["scheme", "group", "start", "n_activities"])
    rows = frame.assign(year=frame["start"].dt.year)
    groups = rows[["scheme", "group"]].drop_duplicates().reset_index(drop=True)
    height = 1.2 + 0.72 * len(groups)
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height)
        # A gap before the other scheme, and before what is for no region.
        apart = (groups["scheme"] != groups["scheme"].shift()) | (groups["group"] == WORLD)
        gap = apart.cumsum().to_numpy() - 1
        places = -(np.arange(len(groups)) + 0.4 * gap)
        top = max(1, int(rows["n_activities"].max()))
        for (scheme, group), place in zip(groups.itertuples(index=False), places, strict=True):
            chosen = rows[(rows["scheme"] == scheme) & (rows["group"] == group)]
            for row in chart_parts.rows_of(chosen):
                text = "\N{EN DASH}" if _is_gap(row) else number(row.n_activities, language)
                _calendar_cell(ax, row.year, place, int(row.n_activities), top, text)
        names = [_calendar_name(s, g, language) for s, g in groups.itertuples(index=False)]
        ax.set_yticks(places, chart_parts.wrapped(names, ax, 4.8, lines=2))
        years = sorted(rows["year"].unique())
        ax.set_xticks(years, [str(year) for year in years])
        ax.set_xlim(years[0] - 0.5, years[-1] + 0.5)
        ax.set_ylim(places[-1] - 0.5, 0.5)
        ax.xaxis.tick_top()
        chart_parts.mirror(ax, language)
        chart_parts.bare(ax)
    return describe(ax, _calendar_drawing(frame, rows, groups, language, height))


def _calendar_name(scheme: str, group: str, language: str) -> str:
    """Return the name of a row; the row World has the activities for no region, and no total."""
    if group == WORLD:
        return word("calendar.global", language)
    return name_of("item" if scheme == "plan" else "group", group, language)


def _is_gap(row: Any) -> bool:
    """Say whether a nought of the calendar lies in a year with too few records to mean anything."""
    return not row.n_activities and str(getattr(row, "coverage", "")) in ("none", "too_few")


def _calendar_cell(ax: Axes, year: int, place: float, n: int, top: int, text: str) -> None:
    """Draw one cell: the darker, the more activities; empty ones stay paper."""
    from matplotlib.patches import Rectangle

    level = int(np.ceil(n / top * len(style.RATE_COLORS))) - 1
    color = style.RATE_COLORS[level] if n else style.PAPER
    ax.add_patch(
        Rectangle((year - 0.46, place - 0.44), 0.92, 0.88, facecolor=color,
                  edgecolor=style.GRID, linewidth=0.5)
    )  # fmt: skip
    ink = style.ink_on(color) if n else style.MUTED
    ax.text(
        year, place, text, ha="center", va="center_baseline", color=ink,
        fontsize=style.SMALL_SIZE,
    )  # fmt: skip


def _calendar_drawing(
    frame: pd.DataFrame, rows: pd.DataFrame, groups: pd.DataFrame, language: str, height: float
) -> Drawing:
    told = []
    for scheme, group in groups.itertuples(index=False):
        chosen = rows[(rows["scheme"] == scheme) & (rows["group"] == group)]
        most = chosen.loc[chosen["n_activities"].idxmax()]
        told.append(
            word(
                "alt.calendar.row", language, group=_calendar_name(scheme, group, language),
                n=int(chosen["n_activities"].sum()), year=str(most["year"]),
                most=int(most["n_activities"]),
            )
        )  # fmt: skip
    schemes = groups["scheme"].unique()
    about = "calendar" if len(schemes) > 1 else f"calendar_{schemes[0]}"
    note = ""
    if {"undated", "until"} <= frame.attrs.keys():
        day = dt.date.fromisoformat(frame.attrs["until"])
        undated = frame.attrs["undated"]
        note = word("note.calendar", language, n=undated, year=str(day.year), day=day)
    if any(_is_gap(row) for row in chart_parts.rows_of(rows)):
        note = sentences([note, word("note.calendar_gap", language)], language)
    return Drawing(
        language=language,
        frame=frame,
        title=word(f"title.{about}", language),
        subtitle=word(f"subtitle.{about}", language),
        note=note,
        alt=word("alt.calendar", language, rows=sentences(told, language)),
        height=height,
    )
