"""The chart of the wait: which part of the signatories had become party so long after signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import DAYS_A_YEAR, columns_of, of
from attdata.draw.captions import sentences, treaty_name
from attdata.draw.drawing import Drawing, describe
from attdata.draw.end_names import end_labels
from attdata.draw.wrap import level, level_ticks
from attdata.reference import of_frame
from attdata.words import name_of, number, percent, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@of_frame
def draw_waiting(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en", size: str = "report"
) -> Axes:
    """Draw Kaplan-Meier lines of the share still waiting, with the median and numbers at risk.

    All signatories are counted, none is a sample of others: no band of chance stands about the
    line, though the columns lower and upper of the frame have one.

    Parameters
    ----------
    frame
        One row per group and day at which something happens: group, days (since signature),
        at_risk, waiting (share, 0 to 1).
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``, or ``slide``: without the numbers at risk.

    Returns
    -------
    Axes
        With one line per group, named where it ends.

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
    'Half of the 130 signatories became party in about 1.6 years; 27 are not yet party'
    """
    columns_of(frame, ["group", "days", "at_risk", "waiting"])
    lines = {name: rows.sort_values("days") for name, rows in frame.groupby("group", sort=False)}
    at_risk = size == "report"
    height = 6.8 + 0.39 * (len(lines) + (len(lines) > 1)) * at_risk
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height, size)
        last = float(frame["days"].max()) / DAYS_A_YEAR
        points = []
        for i, (name, rows) in enumerate(lines.items()):
            look = style.LINE_STYLES[i % len(style.LINE_STYLES)]
            years = rows["days"].to_numpy(dtype=float) / DAYS_A_YEAR
            ax.plot(years, rows["waiting"], drawstyle="steps-post", label=str(name),
                    clip_on=False, solid_capstyle="butt", **look)  # fmt: skip
            end = float(rows["waiting"].iloc[-1])
            label = _end_label(str(name), rows, len(lines), language)
            points.append((float(years[-1]), end, label, str(look["color"])))
        _waiting_axes(ax, last, language)
        if len(lines) == 1:
            _mark_median(ax, frame, rows, str(name), language)
        cm = 4.9 if size == "report" else 2.4
        end_labels(ax, points, language, edge=last, cm=cm, room=2.6)
        if at_risk:
            _numbers_at_risk(ax, lines, last, language)
    return describe(ax, _waiting_drawing(frame, lines, language, height, size))


def _waiting_axes(ax: Axes, last: float, language: str) -> None:
    ax.set_xlim(0, last)
    ax.set_ylim(0, 1)
    ticks = [0, 0.25, 0.5, 0.75, 1]
    ax.set_yticks(ticks, [percent(tick, language) for tick in ticks])
    ax.grid(axis="y")
    chart_parts.years_axis(ax, language)
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax, keep=["bottom"])
    level_ticks(ax, language)
    ax.set_xlabel(word("pipeline.waiting", language))


def still_waiting(rows: pd.DataFrame) -> int | None:
    """Return how many signatories of a group are still not party; None where it is not counted."""
    return int(rows["censored"].sum()) if "censored" in rows.columns else None


def median_of(frame: pd.DataFrame, name: str, rows: pd.DataFrame) -> float | None:
    """Return the median wait in days, the exact one where the measure tells it."""
    medians = frame.attrs.get("median_days")
    if isinstance(medians, dict) and name in medians:
        days = medians[name]
        return None if days is None or days != days else float(days)
    half = rows.loc[rows["waiting"] <= 0.5, "days"]
    return float(half.iloc[0]) if len(half) else None


def _end_label(name: str, rows: pd.DataFrame, lines: int, language: str) -> str:
    """Return what stands at the end of a line: who still waits, of how many that signed."""
    left = still_waiting(rows)
    signed, end = int(rows["at_risk"].max()), float(rows["waiting"].iloc[-1])
    text = ""
    if left is not None:
        # The line is an estimate: where it ends elsewhere, a share beside it would be another's.
        same = percent(left / max(1, signed), language) == percent(end, language)
        text = word("waiting.still", language, n=of(left, signed, language, share=same))
    if lines == 1:
        return text or name_of("group", name, language)
    label = name_of("group", name, language)
    return label if left is None else word("count.label", language, label=label, n=left)


def _mark_median(
    ax: Axes, frame: pd.DataFrame, rows: pd.DataFrame, name: str, language: str
) -> None:
    """Mark where half have become party, and say after how long."""
    days = median_of(frame, name, rows)
    if days is None:
        return
    years = days / DAYS_A_YEAR
    look: Any = {"color": style.INK, "linewidth": 0.8, "linestyle": (0, (3, 2))}
    ax.plot([0, years, years], [0.5, 0.5, 0], gid="median", **look)
    begin, _ = chart_parts.sides(language)
    shift = -5 if style.right_to_left(language) else 5
    text = word("waiting.median", language, years=_years(days, language))
    label = ax.annotate(  # halfway between two lines of the grid
        text, (years, 0.625), (shift, 0), textcoords="offset points", ha=begin,
        va="center_baseline", path_effects=chart_parts.halo(style.PAPER), fontweight="bold",
    )  # fmt: skip
    level([label], language)


def _years(days: float, language: str) -> str:
    return word("count.years", language, n=round(days / DAYS_A_YEAR, 1))


def _numbers_at_risk(ax: Axes, lines: dict[Any, Any], last: float, language: str) -> None:
    """Write under the axis how many were still waiting, every second year."""
    step = 1 if last < 6 else 2
    heading = word("waiting.at_risk", language)
    below = -42 if style.right_to_left(language) else -36
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
    frame: pd.DataFrame, lines: dict[Any, Any], language: str, height: float, size: str
) -> Drawing:
    spoken = []
    for name, rows in lines.items():
        days = median_of(frame, str(name), rows)
        last = rows.iloc[-1]
        key = "alt.waiting.row_open" if days is None else "alt.waiting.row"
        median = "" if days is None else word("count.days", language, n=round(days))
        spoken.append(
            word(
                key, language, group=name_of("group", str(name), language), median=median,
                share=percent(last["waiting"], language),
                years=word("count.years", language, n=int(last["days"] // DAYS_A_YEAR)),
            )
        )  # fmt: skip
    subject = word("title.waiting", language, treaty=treaty_name(frame, language))
    estimate = [word("waiting.estimate", language), *_same_day(lines, language)]
    return Drawing(
        language=language,
        frame=frame,
        title=_headline(frame, lines, language) or subject,
        subject=subject if _headline(frame, lines, language) else "",
        subtitle=word("subtitle.waiting", language),
        note=sentences(
            [word("note.waiting", language), *estimate], language,
        ),
        key=(lambda: sentences(estimate, language)) if size == "slide" else None,
        alt=word("alt.waiting", language, rows=sentences(spoken, language)),
        height=height,
        size=size,
    )  # fmt: skip


def _same_day(lines: dict[Any, Any], language: str) -> list[str]:
    """Say how many joined on the day of signature, where the one line begins below all of them."""
    if len(lines) > 1:
        return []
    ((_, rows),) = lines.items()
    first = rows.iloc[0]
    n = round(float(first["at_risk"]) * (1 - float(first["waiting"])))
    return [word("waiting.same_day", language, n=n)] if first["days"] == 0 and n else []


def _headline(frame: pd.DataFrame, lines: dict[Any, Any], language: str) -> str:
    """Return within how long half became party, in all or in the groups, and who still waits."""
    medians = {name: median_of(frame, str(name), rows) for name, rows in lines.items()}
    counted = {name: days for name, days in medians.items() if days is not None}
    if len(lines) == 1 and counted:
        ((name, rows),) = lines.items()
        n, left = int(rows["at_risk"].max()), still_waiting(rows)
        years = _years(counted[name], language)
        if left is None:
            return word("finding.waiting_half", language, n=n, years=years)
        return word("finding.waiting", language, n=n, years=years, m=left)
    if len(counted) > 1:
        low, high = min(counted, key=counted.__getitem__), max(counted, key=counted.__getitem__)
        return word(
            "finding.waiting_lines", language, low=name_of("group", str(low), language),
            high=name_of("group", str(high), language), n=_years(counted[low], language),
            m=_years(counted[high], language),
        )  # fmt: skip
    return ""
