"""Charts of membership: shares by group, and the years so far.

Every chart takes the frame of a measure and gives back Axes; it never shows and never saves. The
frame drawn is the table beside the figure. Groups, States and conferences stand in the frames by
their codes and are named in the language here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import WORLD, columns_of, counted, of
from attdata.draw.save import Drawing, describe, sentences
from attdata.draw.style import STATUS_STYLE
from attdata.problems import ArgumentError
from attdata.words import conference_name, date, has_word, name_of, number, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# status -> the column of a participation frame that counts it, in drawing order
COUNTS = {"state_party": "n_party", "signatory": "n_signatory", "not_joined": "n_not_joined"}


def draw_shares(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "en",
    sort: bool = True,
) -> Axes:
    """Return stacked bars, one per group, of who is party, has signed, or has not joined.

    Bars have one length (all States of the group) with the counts in them; small marks along the
    lower edge divide a bar into its States, so that 2 of 3 does not look like 36 of 54.

    Parameters
    ----------
    frame
        Participation on one day: group, n_states, n_party, n_signatory, n_not_joined, scheme.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    sort
        Highest share first; the world last in any case.

    Returns
    -------
    Axes
        With what :func:`attdata.draw.save.save` needs left on them.

    Raises
    ------
    ValueError
        When a column is missing, the frame is empty or holds more than one day.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"group": ["Africa"], "n_states": [54], "n_party": [31],
    ...                       "n_signatory": [12], "n_not_joined": [11]})
    >>> draw_shares(frame, language="fr").attdata.subtitle
    ''
    """
    columns_of(frame, ["group", "n_states", *COUNTS.values()])
    if frame["group"].duplicated().any():
        raise ArgumentError("draw_shares takes one day; choose one with frame[frame['on'] == day].")
    rows = _ordered(frame, sort)
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height=1.6 + 0.72 * len(rows))
        places = _bar_places(rows)
        _draw_bars(ax, rows, places)
        _bar_labels(ax, rows, places, language)
        looks = _counts_with_unknown(rows)
        total = rows.iloc[-1] if WORLD in set(rows["group"]) else rows.sum(numeric_only=True)
        handles = [
            chart_parts.patch(
                STATUS_STYLE[status],
                counted(word(f"statuses.{status}", language), total[column], language),
            )
            for status, column in looks.items()
        ]
        chart_parts.legend(ax, handles, language)
    return describe(ax, _shares_drawing(frame, rows, language))


def _counts_with_unknown(rows: pd.DataFrame) -> dict[str, str]:
    """Return the statuses to draw; "unknown" only where there are such States."""
    known = rows[list(COUNTS.values())].sum(axis=1)
    has_unknown = bool((rows["n_states"] > known).any())
    return {**COUNTS, "unknown": "n_unknown"} if has_unknown else COUNTS


def _ordered(frame: pd.DataFrame, sort: bool) -> pd.DataFrame:
    """Return the groups by share, "no group" and the world last; States of unknown status told."""
    rows = frame.reset_index(drop=True)
    rows["n_unknown"] = rows["n_states"] - rows[list(COUNTS.values())].sum(axis=1)
    rank = rows["group"].map({WORLD: 2, "no group": 1}).fillna(0)
    share = -(rows["n_party"] / rows["n_states"].where(rows["n_states"] > 0)).fillna(-1)
    keys = {"_rank": rank, "_share": share if sort else 0, "_size": -rows["n_states"]}
    order = list(keys) if sort else ["_rank"]
    return rows.assign(**keys).sort_values(order, kind="stable").drop(columns=list(keys))


def _bar_places(rows: pd.DataFrame) -> np.ndarray:
    """Return one place per row, downwards, the world set off by a gap."""
    gap = 0.35 * (rows["group"] == WORLD).to_numpy()
    return -(np.arange(len(rows)) + np.cumsum(gap))


def _draw_bars(ax: Axes, rows: pd.DataFrame, places: np.ndarray) -> None:
    """Draw the segments with their counts, and the marks that divide a bar into States."""
    left = np.zeros(len(rows))
    states = rows["n_states"].to_numpy(dtype=float)
    for status, column in _counts_with_unknown(rows).items():
        look = STATUS_STYLE[status]
        counts = rows[column].to_numpy(dtype=float)
        widths = np.divide(counts, states, out=np.zeros(len(rows)), where=states > 0)
        ax.barh(
            places, widths, left=left, height=0.7, color=look["color"], hatch=look["hatch"],
            edgecolor=look["edge"], linewidth=0.5, label=status,
        )  # fmt: skip
        for place, start, width, count in zip(places, left, widths, counts, strict=True):
            if width > 0.012 + 0.01 * len(f"{count:.0f}"):
                ax.text(
                    start + width / 2, place, number(count), ha="center", va="center_baseline",
                    color=style.ink_on(look["color"]), fontsize=style.SMALL_SIZE,
                    bbox=_plate(look) if look["hatch"] else None,
                )  # fmt: skip
        left = left + widths
    for place, m in zip(places, states, strict=True):
        if 1 < m <= 60:
            marks = np.arange(1, m) / m
            ax.vlines(marks, place - 0.35, place - 0.22, color=style.PAPER, linewidth=0.7)


def _plate(look: dict[str, str]) -> dict[str, Any]:
    """Return a ground for text on a hatch, so that the strokes do not cross it."""
    return {"facecolor": look["color"], "edgecolor": "none", "boxstyle": "square,pad=0.15"}


def _bar_labels(ax: Axes, rows: pd.DataFrame, places: np.ndarray, language: str) -> None:
    """Name the groups, and say n of m at the end of each bar."""
    names = chart_parts.wrapped(
        chart_parts.group_names(rows["group"].tolist(), language), ax, 4.4, lines=2
    )
    ax.set_yticks(places, names)
    ax.set_ylim(places[-1] - 0.5, 0.5)
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)
    begin, _ = chart_parts.sides(language)
    for label, group in zip(ax.get_yticklabels(), rows["group"], strict=True):
        if group == WORLD:
            label.set_fontweight("bold")
    for row, place in zip(chart_parts.rows_of(rows), places, strict=True):
        weight = "bold" if row.group == WORLD else "normal"
        text = of(row.n_party, row.n_states, language)
        ax.text(1.012, place, text, ha=begin, va="center_baseline", fontweight=weight)


def _shares_drawing(frame: pd.DataFrame, rows: pd.DataFrame, language: str) -> Drawing:
    scheme = str(frame["scheme"].iloc[0]) if "scheme" in frame else "group"
    by = word(f"by.{scheme if has_word(f'by.{scheme}') else 'group'}", language)
    world = rows[rows["group"] == WORLD]
    subtitle = ""
    if len(world):
        count = of(world["n_party"].iloc[0], world["n_states"].iloc[0], language)
        subtitle = word("subtitle.shares", language, count=count)
    told = [
        word(
            "alt.shares.row", language, group=name_of("group", row.group, language),
            count=of(row.n_party, row.n_states, language), signatories=row.n_signatory,
            others=row.n_not_joined,
        )
        for row in chart_parts.rows_of(rows)
    ]  # fmt: skip
    return Drawing(
        language=language,
        frame=frame,
        title=word("title.shares", language, treaty=treaty_name(frame, language), by=by),
        subtitle=subtitle,
        alt=word("alt.shares", language, rows=sentences(told, language)),
        height=1.6 + 0.72 * len(rows),
    )


def treaty_name(frame: pd.DataFrame, language: str) -> str:
    """Return the name of the treaty that a frame is about (the Arms Trade Treaty by default)."""
    named = frame["treaty"].iloc[0] if "treaty" in frame.columns and len(frame) else ""
    return name_of("treaty", str(frame.attrs.get("treaty") or named or "att"), language)


def draw_trend(
    frame: pd.DataFrame,
    *,
    conferences: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "en",
    group: str = WORLD,
) -> Axes:
    """Return how many States were party, had signed, or had not joined, day by day.

    The world fills the upper panel; where the frame has other groups too and no ``ax`` is given,
    each gets a small panel below, on a scale of its own number of States.

    Parameters
    ----------
    frame
        Participation on many days: on, group, n_states, n_party, n_signatory, n_not_joined.
    conferences
        conference, start: marked in the upper panel. ``Dataset.conferences`` has them.
    ax
        Axes to draw one group into.
    language
        One of ar, en, es, fr, ru, zh.
    group
        The group of the upper panel.

    Returns
    -------
    Axes
        Of the upper panel.

    Raises
    ------
    ValueError
        When a column or the group is missing, or the frame has one day only.

    Examples
    --------
    >>> import attdata as att
    >>> trend = att.participation(att.load(), ["2014-12-24", "2024-08-23"])
    >>> att.draw_trend(trend).attdata.title
    'Arms Trade Treaty: States Parties and signatories over time'
    """
    columns_of(frame, ["on", "group", "n_states", *COUNTS.values()])
    if group not in set(frame["group"]):
        raise ArgumentError(f"The frame has no group {group!r}.")
    if frame["on"].nunique() < 2:
        raise ArgumentError("draw_trend needs more than one day; draw_shares shows one.")
    others = [name for name in frame["group"].drop_duplicates() if name not in (group, "no group")]
    height = 6.0
    with style.style(language):
        if ax is None and others:
            columns = min(5, len(others))
            height += 4.0 * -(-len(others) // columns)
            ax = _trend_panels(frame, group, others, columns, language, height)
        else:
            ax = chart_parts.axes_for(ax, language, height)
        _trend_panel(ax, frame[frame["group"] == group], language)
        _mark_conferences(ax, frame, conferences, language)
        chart_parts.legend(ax, _trend_handles(frame, group, language), language)
    return describe(ax, _trend_drawing(frame, [group, *others], language, height))


def _trend_panels(
    frame: pd.DataFrame, group: str, others: list[str], columns: int, language: str, height: float
) -> Axes:
    """Draw the small panels of the other groups; return the Axes above them."""
    first = chart_parts.axes_for(None, language, height)
    figure: Any = first.figure
    first.remove()
    rows = -(-len(others) // columns)
    grid = figure.add_gridspec(rows + 1, columns, height_ratios=[1.5, *[1] * rows])
    upper = figure.add_subplot(grid[0, :])
    rtl = style.right_to_left(language)
    names = chart_parts.wrapped(chart_parts.group_names(others, language), upper, 2.9)
    for i, (name, label) in enumerate(zip(others, names, strict=True)):
        column = columns - 1 - i % columns if rtl else i % columns
        ax = figure.add_subplot(grid[1 + i // columns, column])
        rows_of = frame[frame["group"] == name]
        _trend_panel(ax, rows_of, language, small=True)
        last = rows_of.iloc[-1]
        title = f"{label}\n{of(last['n_party'], last['n_states'], language)}"
        ax.set_title(title, fontsize=style.SMALL_SIZE, fontweight="normal")
    return upper


def _trend_panel(ax: Axes, rows: pd.DataFrame, language: str, *, small: bool = False) -> None:
    """Draw the stacked areas of one group, and their last numbers beside them."""
    import matplotlib.dates as mdates

    rows = rows.sort_values("on")
    days = mdates.date2num(rows["on"].to_numpy())
    # The last day too has some width, or what happened on it would not be seen.
    days = np.append(days, days[-1] + 0.006 * (days[-1] - days[0]))
    base = np.zeros(len(days))
    for status, column in COUNTS.items():
        look = STATUS_STYLE[status]
        counts = rows[column].to_numpy(dtype=float)
        top = base + np.append(counts, counts[-1])
        ax.fill_between(
            days, base, top, step="post", facecolor=look["color"], hatch=look["hatch"],
            edgecolor=look["edge"], linewidth=0.3, label=status,
        )  # fmt: skip
        if not small and top[-1] > base[-1]:
            end_number(ax, days[-1], (base[-1] + top[-1]) / 2, rows[column].iloc[-1], language)
        base = top
    ax.set_xlim(days[0], days[-1])
    total = max(1.0, float(rows["n_states"].max()))
    ax.set_ylim(0, total)
    ticks = chart_parts.total_ticks(total, 2 if small else 5)
    ax.set_yticks(ticks, [number(tick, language) for tick in ticks])
    ax.xaxis.set_major_locator(mdates.YearLocator(4 if small else 1))
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax, keep=["bottom"])
    ax.tick_params(axis="x", length=2)
    if small:
        ax.tick_params(labelsize=style.SMALL_SIZE)


def end_number(ax: Axes, x: float, y: float, n: float, language: str) -> None:
    """Write a number where a line or an area ends, after it in reading direction."""
    begin, _ = chart_parts.sides(language)
    shift = -4 if style.right_to_left(language) else 4
    ax.annotate(
        number(n, language), (x, y), (shift, 0), textcoords="offset points", ha=begin,
        va="center", fontweight="bold", annotation_clip=False,
    )  # fmt: skip


def _mark_conferences(
    ax: Axes, frame: pd.DataFrame, conferences: pd.DataFrame | None, language: str
) -> None:
    """Mark the conferences within the days shown, by a line and a short name above it."""
    import matplotlib.dates as mdates

    if conferences is None:
        return
    first, last = frame["on"].min(), frame["on"].max()
    held = conferences[(conferences["start"] >= first) & (conferences["start"] <= last)]
    for row in chart_parts.rows_of(held):
        x = mdates.date2num(row.start)
        ax.axvline(x, color=style.PAPER, linewidth=0.8, linestyle=(0, (2, 2)))
        ax.annotate(
            conference_name(row.conference, language, short=True), (x, 1), (0, 3),
            xycoords=("data", "axes fraction"), textcoords="offset points", ha="center",
            fontsize=style.SMALL_SIZE, color=style.MUTED, annotation_clip=False,
        )  # fmt: skip


def _trend_handles(frame: pd.DataFrame, group: str, language: str) -> list[Any]:
    last = frame[frame["group"] == group].sort_values("on").iloc[-1]
    return [
        chart_parts.patch(
            STATUS_STYLE[status],
            counted(word(f"statuses.{status}", language), last[column], language),
        )
        for status, column in COUNTS.items()
    ]


def _trend_drawing(frame: pd.DataFrame, groups: list[str], language: str, height: float) -> Drawing:
    spans = {name: frame[frame["group"] == name].sort_values("on") for name in groups}
    told = [
        word(
            "alt.trend.row", language, group=name_of("group", name, language),
            first=rows["n_party"].iloc[0], signatories=rows["n_signatory"].iloc[-1],
            count=of(rows["n_party"].iloc[-1], rows["n_states"].iloc[-1], language),
        )
        for name, rows in spans.items()
    ]  # fmt: skip
    head = spans[groups[0]]
    return Drawing(
        language=language,
        frame=frame,
        title=word("title.trend", language, treaty=treaty_name(frame, language)),
        subtitle=word(
            "subtitle.trend",
            language,
            first=head["n_party"].iloc[0],
            last=head["n_party"].iloc[-1],
            start=date(head["on"].iloc[0], language),
            end=date(head["on"].iloc[-1], language),
        ),  # fmt: skip
        alt=word("alt.trend", language, rows=sentences(told, language)),
        height=height,
    )
