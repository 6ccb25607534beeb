"""The chart of the signatories not yet party: since when, and what has happened since."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import DAYS_A_YEAR, columns_of
from attdata.draw.captions import scheme_note, sentences, treaty_name
from attdata.draw.drawing import Drawing, describe
from attdata.draw.known_days import named_with_day
from attdata.draw.number_columns import text_columns
from attdata.draw.pipeline_days import with_marked_days
from attdata.draw.statements import communications, told_of, told_on_slide
from attdata.draw.wrap import level
from attdata.evidence import with_evidence
from attdata.reference import of_frame, reference_rows
from attdata.words import map_name, name_of, number, state_name, state_order, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes


ROW, TOP = 0.4, 1.4  # cm
MOST_ROWS = 9  # of a slide
# What may be marked on a State's line; later ones lie on top: the smaller, that none is hidden.
EVENTS: dict[str, dict[str, Any]] = {
    "statement": {"marker": "X", "color": style.ACCENT, "markersize": 5.0},
    "vote": {"marker": "D", "color": "#7A4B9A", "markersize": 4.6},
    "vote_up": {"marker": "^", "color": "#7A4B9A", "markersize": 5.2},
    "vote_down": {"marker": "v", "color": "#7A4B9A", "markersize": 5.2},
    "activity": {"marker": "o", "color": "#2F7F79", "markersize": 3.6},
}
# Points: a vote that changed stands on or below the line, beside activities of the same weeks.
ASIDE = {"vote_up": 2.3, "vote_down": -2.3}
# Points more, where an activity of the same weeks stands on the line: on its dot, and smaller, so
# that it keeps to its own line.
CLEAR, SMALLER = 1.55, 4.0
CROSS = "×"  # the mark of a communication, in the source line of a slide
WEEKS = pd.Timedelta(days=45)
EDGE: dict[str, Any] = {"markeredgecolor": style.PAPER, "markeredgewidth": 0.5}


@of_frame
def draw_pipeline(
    frame: pd.DataFrame,
    *,
    events: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "en",
    size: str = "report",
) -> Axes:
    """Draw one line per signatory not party, from its signature to the day, by region.

    Parameters
    ----------
    frame
        One row per State: iso3, days_waiting, signed; optional att_region, last_activity,
        n_projects, sister_treaties. The file of the figure has the days marked too:
        activity_days, vote_change_days, communication_days.
    events
        iso3, date and kind: ``activity``; ``vote_up`` or ``vote_down``, a vote on the Treaty that
        changed towards yes or away from it (``vote`` where that is not told); ``statement`` to the
        depositary, with its ``action`` and ``note`` where it has them. Each is marked on the
        State's line; without it the latest activity is. The sources in its ``attrs`` stand in the
        footer.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``, or ``slide``: the five States with the latest activity, and who has one of the
        same day.

    Returns
    -------
    Axes
        With time on the x axis and one row per State.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_pipeline(att.pipeline(att.load()))
    >>> drawing_of(ax).subject
    'Arms Trade Treaty: signatories not yet party'
    """
    columns_of(frame, ["iso3", "days_waiting", "signed"])
    marks = _events(frame, events)
    rows = _rows(frame, marks, size, language)
    told = told_of(marks)
    told = told[told["iso3"].isin(rows["iso3"])]
    lines = _lines(rows, size)
    height = TOP + ROW * len(lines)
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height, size)
        places = dict(zip(lines, -np.arange(len(lines), dtype=float), strict=True))
        today = (rows["signed"] + pd.to_timedelta(rows["days_waiting"].astype(int), "D")).max()
        _draw_lines(ax, rows, places, today)
        kinds = _draw_events(ax, marks, places)
        _label_rows(ax, places, language, size)
        _time_axis(ax, rows["signed"].min(), today, language, 4 if size == "narrow" else 2)
        level(ax.get_yticklabels(), language)
        for (region, _), label in zip(places, ax.get_yticklabels(), strict=True):
            label.set_fontweight("bold" if region else "normal")
        spots = [places["", iso3] for iso3 in rows["iso3"]]
        columns = [
            (word(f"pipeline.{name}", language), [_count(n, name, language) for n in rows[name]])
            for name in ("n_projects", "sister_treaties")
            if size == "report" and name in rows.columns and (rows[name].fillna(0) > 0).any()
        ]
        text_columns(ax, columns, spots, language)
        chart_parts.legend(ax, _handles(kinds, size, events is not None, language), language)
    frame = with_marked_days(_with_sources(frame, events, kinds), marks)
    drawing = _pipeline_drawing(frame, rows, marks, language, height, size)
    if size == "slide":
        turns = any(kind.startswith("vote") for kind in kinds)
        told_below = told_on_slide(told, language, turns=turns, mark=CROSS)
        said = sentences([_log_until(frame, language), told_below], language)
        drawing = replace(drawing, key=lambda: said)
    return describe(ax, drawing)


def _with_sources(
    frame: pd.DataFrame, events: pd.DataFrame | None, kinds: list[str]
) -> pd.DataFrame:
    """Return the frame with the sources of the events too, where votes are among those drawn."""
    if events is None or not any(kind.startswith("vote") for kind in kinds):
        return frame
    own = list(frame.attrs.get("sources") or [])
    more = [source for source in events.attrs.get("sources") or [] if source not in own]
    return with_evidence(frame.copy(deep=False), frame.attrs, sources=[*own, *more])


def _events(frame: pd.DataFrame, events: pd.DataFrame | None) -> pd.DataFrame:
    """Return what is marked: the events of the States drawn, or their latest activities."""
    if events is not None:
        return events[events["iso3"].isin(frame["iso3"])]
    if "last_activity" not in frame.columns:
        return pd.DataFrame({"iso3": [], "date": [], "kind": []})
    latest = frame.rename(columns={"last_activity": "date"})[["iso3", "date"]]
    return latest.dropna(subset=["date"]).assign(kind="activity")


def _rows(frame: pd.DataFrame, marks: pd.DataFrame, size: str, language: str) -> pd.DataFrame:
    """Return the States by region and day of signature; those of one day by their names.

    A slide that holds only those last in contact has them in this order, the latest on top.
    """
    rows = frame.assign(
        region=frame["att_region"] if "att_region" in frame.columns else "",
        _name=[state_order(iso3, language) for iso3 in frame["iso3"]],
    )
    if size == "slide" and len(rows) > chart_parts.SLIDE_ROWS:
        last = marks[marks["kind"] == "activity"].groupby("iso3")["date"].max()
        latest = rows["iso3"].map(last)
        order = rows.assign(_latest=latest).sort_values(
            ["_latest", "_name"], ascending=[False, True], na_position="last"
        )
        cut = order["_latest"].iloc[chart_parts.SLIDE_ROWS - 1]
        # Those of one day stand or fall together: none is dropped for its place in the alphabet.
        tied = order["_latest"] >= cut if not pd.isna(cut) else order["_latest"].notna()
        chosen = order[tied] if tied.any() else order.head(chart_parts.SLIDE_ROWS)
        return chosen.head(MOST_ROWS).drop(columns=["_latest", "_name"])
    return rows.sort_values(["region", "signed", "_name"], kind="stable").drop(columns="_name")


def _lines(rows: pd.DataFrame, size: str) -> list[tuple[str, str]]:
    """Return the rows of the chart: (region, "") for a heading, ("", code) for a State."""
    lines: list[tuple[str, str]] = []
    if size == "slide":
        return [("", iso3) for iso3 in rows["iso3"]]
    for region, part in rows.groupby("region", sort=False):
        if region and size == "report":
            lines.append((str(region), ""))
        lines += [("", iso3) for iso3 in part["iso3"]]
    return lines


def _draw_lines(
    ax: Axes, rows: pd.DataFrame, places: dict[tuple[str, str], float], today: pd.Timestamp
) -> None:
    """Draw the wait: from the signature, marked by a stroke, to the day."""
    import matplotlib.dates as mdates

    begin = mdates.date2num(rows["signed"].to_numpy())
    y = np.array([places["", iso3] for iso3 in rows["iso3"]])
    color = style.STATUS_STYLE["signatory"]["color"]
    ax.hlines(y, begin, mdates.date2num(today), color=color, linewidth=1.6, label="waiting")
    ax.plot(begin, y, linestyle="", marker="|", markersize=7, markeredgewidth=1.6, color=color,
            label="signed")  # fmt: skip


def _draw_events(ax: Axes, marks: pd.DataFrame, places: dict[tuple[str, str], float]) -> list[str]:
    """Mark each event on the line of its State; return the kinds that were marked."""
    import matplotlib.dates as mdates

    marks = marks[marks["iso3"].isin({iso3 for _, iso3 in places})]
    kinds = [kind for kind in EVENTS if (marks["kind"] == kind).any()]
    for kind in kinds:
        part, off = marks[marks["kind"] == kind], ASIDE.get(kind, 0.0)
        crowded = _beside_activity(part, marks) & bool(off)
        look = EVENTS[kind]
        for rows, aside, size in (
            (part[~crowded], off, look["markersize"]),
            (part[crowded], off + np.sign(off) * CLEAR, SMALLER),
        ):
            if len(rows):
                ax.plot(
                    mdates.date2num(rows["date"].to_numpy()),
                    [places["", iso3] for iso3 in rows["iso3"]],
                    linestyle="", label=kind, clip_on=False, zorder=4,
                    **EDGE | look | {"markersize": size},
                    transform=_beside(ax, aside),
                )  # fmt: skip
    return kinds


def _beside_activity(part: pd.DataFrame, marks: pd.DataFrame) -> pd.Series[bool]:
    """Tell which events have an activity of the same State in the same weeks."""
    activities = marks[marks["kind"] == "activity"].groupby("iso3")["date"].agg(list).to_dict()
    near = [
        any(abs(day - row.date) <= WEEKS for day in activities.get(row.iso3, []))
        for row in chart_parts.rows_of(part)
    ]
    return pd.Series(near, index=part.index, dtype=bool)


def _beside(ax: Axes, points: float) -> Any:
    """Return the transform that puts a mark so many points above its line."""
    from matplotlib.transforms import ScaledTranslation

    figure: Any = ax.figure
    return ax.transData + ScaledTranslation(0, points / 72, figure.dpi_scale_trans)


def _label_rows(ax: Axes, places: dict[tuple[str, str], float], language: str, size: str) -> None:
    name = map_name if size == "narrow" else state_name
    names = [
        name_of("group", region, language) if region else name(iso3, language)
        for region, iso3 in places
    ]
    room = 2.8 if size == "narrow" else 4.6
    ax.set_yticks(list(places.values()), chart_parts.wrapped(names, ax, room, lines=1))
    ax.set_ylim(min(places.values()) - 0.6, 0.6)


def _time_axis(
    ax: Axes, first: pd.Timestamp, today: pd.Timestamp, language: str, years: int
) -> None:
    import matplotlib.dates as mdates

    ax.set_xlim(mdates.date2num(first - pd.Timedelta(days=60)), mdates.date2num(today))
    chart_parts.year_ticks(ax, years)
    ax.grid(axis="x")
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)


_KEY = ["activity", "statement", "vote", "vote_up", "vote_down"]


def _handles(kinds: list[str], size: str, every: bool, language: str) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.path import Path

    color = style.STATUS_STYLE["signatory"]["color"]
    # A line that begins with its stroke, as those of the chart do.
    # Less than the line is long: half of its stroke would stand beyond the margin of the slide.
    long, begin = 1.7 * style.BASE_SIZE - 2.5, 1 if style.right_to_left(language) else -1
    stroke = Path([(begin, -7 / long), (begin, 7 / long)])
    handles = [Line2D([], [], color=color, linewidth=1.6, marker=stroke, markersize=long,
                      markeredgewidth=1.6, label=word("pipeline.since_signature", language),
                      solid_capstyle="butt")]  # fmt: skip
    # In three columns the two of votes end the key, in two they are its second line.
    order = [*_KEY[:1], *_KEY[2:], _KEY[1]] if size == "narrow" else _KEY
    for kind in sorted(kinds, key=order.index):
        key = "last_activity" if kind == "activity" and not every else f"event.{kind}"
        label = word(f"pipeline.{key}", language)
        if key == "event.activity" and size == "slide":  # its title tells what it is
            label = word("pipeline.event.activity_slide", language)
        handles.append(Line2D([], [], linestyle="", label=label, **EDGE, **EVENTS[kind]))
    return handles


def _sister_note(frame: pd.DataFrame, language: str) -> str:
    """Name the treaties that the column of sister treaties counts."""
    every = [row["treaty"] for row in reference_rows("treaties") if row["treaty"] != "att"]
    others = frame.attrs.get("others", every)
    if not others:
        return ""
    ends = frame.attrs.get("evidence_to", {})
    names = word("list.semicolon", language).join(
        named_with_day(treaty, ends.get(treaty), language) for treaty in others
    )
    return word("note.pipeline", language, names=names)


def _log_until(frame: pd.DataFrame, language: str) -> str:
    """Say what the log of activities holds and until when; "" where its day is not known."""
    sources = frame.attrs.get("sources") or []
    days = {entry[0]: entry[1] for entry in sources if not isinstance(entry, str)}
    day = next((days[log] for log in frame.attrs.get("logs", ()) if days.get(log)), None)
    return word("note.pipeline_log", language, day=dt.date.fromisoformat(day)) if day else ""


def _event_notes(marks: pd.DataFrame, language: str) -> list[str]:
    """Say what the marks of votes are of, and what each State told the depositary."""
    votes = marks["kind"].astype(str).str.startswith("vote").any()
    notes = [word("note.pipeline_votes", language)] if votes else []
    return notes + communications(told_of(marks), language)


def _regions(rows: pd.DataFrame, language: str) -> list[str]:
    """Say in which order rows stand in regions, and whose these are, where there are any."""
    if not rows["region"].astype(bool).any():
        return []
    return [word("note.pipeline_order", language), scheme_note("att_region", language)]


def _count(n: Any, name: str, language: str) -> str:
    """Return a count; published lists of projects that name no State are no nought."""
    return "–" if name == "n_projects" and not n else number(n, language)


def _row_in_words(row: Any, language: str) -> str:
    """Say how long a State has waited, and how many activities of the log named it, if any."""
    state = state_name(row.iso3, language)
    years = word("count.years", language, n=int(row.days_waiting // DAYS_A_YEAR))
    n = getattr(row, "n_activities", None)
    if n is None:
        return word("count.label", language, label=state, n=years)
    none = word("count.activities_none", language)
    activities = word("count.activities", language, n=int(n)) if n else none
    return word("alt.pipeline.row", language, state=state, years=years, activities=activities)


def _pipeline_drawing(
    frame: pd.DataFrame, rows: pd.DataFrame, marks: pd.DataFrame, language: str, height: float,
    size: str,
) -> Drawing:  # fmt: skip
    spoken = [_row_in_words(row, language) for row in chart_parts.rows_of(frame)]
    median = round(float(frame["days_waiting"].median()) / DAYS_A_YEAR, 1)
    years = word("count.years", language, n=median)
    if len(frame) == 1:
        title = word("finding.pipeline_single", language, years=years)
    else:
        title = word("finding.pipeline", language, n=len(frame), years=years)
    treaty = treaty_name(frame, language)
    subject = word("title.pipeline", language, treaty=treaty)
    if size == "slide" and len(rows) < len(frame):  # the title speaks of those that are drawn
        title = word("finding.pipeline_slide", language, n=len(rows), m=len(frame))
        subject = word("title.pipeline_slide", language, treaty=treaty, m=len(frame), years=years)
    note = "sister_treaties" in frame.columns or "n_projects" in frame.columns
    return Drawing(
        language=language,
        frame=frame,
        title=title,
        subject=subject,
        alt=word("alt.pipeline", language, rows=sentences(spoken, language)),
        note=sentences(
            [_sister_note(frame, language) if note else "", *_event_notes(marks, language),
             *_regions(rows, language)], language,
        ) if size == "report" else "",
        height=height,
        size=size,
    )  # fmt: skip
