"""The chart of the years so far: who was party, had signed or had not joined, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import columns_of, of
from attdata.draw.captions import sentences, spelled_conferences, treaty_name, whose_groups
from attdata.draw.drawing import Drawing, describe
from attdata.draw.headlines import trend_headline
from attdata.draw.known_days import ranged_notes
from attdata.draw.shares import COUNTS
from attdata.draw.style import STATUS_STYLE
from attdata.draw.wrap import level_ticks
from attdata.evidence import whole_of
from attdata.problems import ArgumentError
from attdata.reference import of_frame
from attdata.words import conference_name, name_of, number, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@of_frame
def draw_trend(
    frame: pd.DataFrame,
    *,
    conferences: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "en",
    group: str | None = None,
    size: str = "report",
) -> Axes:
    """Draw how many States were party, had signed, or had not joined, day by day.

    The whole (the world, or the part that was asked for) fills the upper panel; where the frame has
    other groups too and no ``ax`` is given, each that is less than the whole gets a small panel
    below, on a scale of its own number of States.

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
        The group of the upper panel; by default the whole of the frame.
    size
        ``report``, or ``slide`` and ``narrow``: the upper panel alone.

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
    >>> from attdata.draw.drawing import drawing_of
    >>> trend = att.participation(att.load(), ["2014-12-24", "2024-08-23"])
    >>> drawing_of(att.draw_trend(trend)).title
    '115 of 195 States are party, 54 more than on 24 December 2014'
    """
    columns_of(frame, ["on", "group", "n_states", *COUNTS.values()])
    group = whole_of(frame) if group is None else group
    if group not in set(frame["group"]):
        raise ArgumentError(f"The frame has no group {group!r}.")
    if frame["on"].nunique() < 2:
        raise ArgumentError("draw_trend needs more than one day; draw_shares shows one.")
    others = [name for name in frame["group"].drop_duplicates() if name not in (group, "no group")]
    last = frame[frame["on"] == frame["on"].max()].set_index("group")["n_states"]
    # A group that holds all States of the whole would be the same panel again.
    others = [name for name in others if last.get(name) != last.get(group)]
    others = [] if ax is not None or size != "report" else others
    columns = min(5, len(others))
    height = 6.0 + (3.6 * -(-len(others) // columns) if others else 0)
    with style.style(language):
        if others:
            ax = _trend_panels(frame, group, others, columns, language, height)
        else:
            ax = chart_parts.axes_for(ax, language, height, size)
        years = 4 if size == "narrow" else 2
        _trend_panel(ax, frame[frame["group"] == group], language, years=years)
        _mark_conferences(ax, frame, conferences, language, size)
    spelled = conferences is not None
    drawing = _trend_drawing(frame, [group, *others], language, height, size, spelled=spelled)
    return describe(ax, drawing)


def _trend_panels(
    frame: pd.DataFrame, group: str, others: list[str], columns: int, language: str, height: float
) -> Axes:
    """Draw the small panels of the other groups; return the Axes above them."""
    upper = chart_parts.axes_for(None, language, height)
    figure: Any = upper.figure
    rows = -(-len(others) // columns)
    # A total at the side of a panel stands apart from the panel before.
    grid = figure.add_gridspec(rows + 1, columns, height_ratios=[1.5, *[1] * rows], wspace=0.09)
    upper.set_subplotspec(grid[0, :])
    rtl = style.right_to_left(language)
    names = chart_parts.wrapped(chart_parts.group_names(others, language), upper, 2.9)
    for i, (name, label) in enumerate(zip(others, names, strict=True)):
        column = columns - 1 - i % columns if rtl else i % columns
        ax = figure.add_subplot(grid[1 + i // columns, column])
        rows_of = frame[frame["group"] == name]
        _trend_panel(ax, rows_of, language, small=True)
        last = rows_of.iloc[-1]
        title = f"{label}\n{of(last['n_party'], last['n_states'], language)}"
        ax.set_title(title, fontsize=style.SMALL_SIZE, fontweight="normal",
                     linespacing=chart_parts.leading(language))  # fmt: skip
    return upper


def _trend_panel(
    ax: Axes, rows: pd.DataFrame, language: str, *, small: bool = False, years: int = 6
) -> None:
    """Draw the stacked areas of one group, each named with its last number where it ends."""
    import matplotlib.dates as mdates

    rows = rows.sort_values("on")
    days = mdates.date2num(rows["on"].to_numpy())
    base, middles = np.zeros(len(days)), {}
    for status, column in COUNTS.items():
        look = STATUS_STYLE[status]
        top = base + rows[column].to_numpy(dtype=float)
        ax.fill_between(
            days, base, top, step="post", linewidth=0.3, label=status,
            **chart_parts.filled(look),
        )  # fmt: skip
        middles[status] = (base[-1] + top[-1]) / 2
        base = top
    if not small:
        _end_names(ax, days[-1], rows.iloc[-1], middles, language)
    ax.set_xlim(days[0], days[-1])
    total = max(1.0, float(rows["n_states"].max()))
    ax.set_ylim(0, total)
    # Small panels: nothing, half and all of the States, in every panel alike.
    ticks = [0, total / 2, total] if small else chart_parts.total_ticks(total, 4)
    labels = [number(0, language), "", number(total, language)] if small else None
    ax.set_yticks(ticks, labels or [number(tick, language) for tick in ticks])
    chart_parts.year_ticks(ax, years)
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax, keep=["bottom"])
    ax.tick_params(axis="x", length=2)
    if small:
        ax.tick_params(labelsize=style.SMALL_SIZE)
    level_ticks(ax, language)


def _end_names(
    ax: Axes, x: float, last: pd.Series, middles: dict[str, float], language: str
) -> None:
    """Write what each area is, and how many States, where it ends; moved apart where it is low."""
    begin, _ = chart_parts.sides(language)
    shift = -4 if style.right_to_left(language) else 4
    present = [status for status in middles if last[COUNTS[status]]]
    kinds = ["status" if last[COUNTS[status]] == 1 else "statuses" for status in present]
    words = [word(f"{kind}.{s}", language) for kind, s in zip(kinds, present, strict=True)]
    names = chart_parts.wrapped(words, ax, NAME_ROOM, lines=2)
    labels = [
        word("trend.end", language, n=last[COUNTS[status]], label=name)
        for status, name in zip(present, names, strict=True)
    ]
    line = float(last["n_states"]) * LINE_SHARE
    sizes = [line * (1.3 + label.count("\n")) for label in labels]
    places = chart_parts.spread([middles[status] for status in present], sizes)
    for status, label, y in zip(present, labels, places, strict=True):
        ax.annotate(
            label, (x, y), (shift, 0), textcoords="offset points", ha=begin, va="center",
            multialignment=begin, fontweight="bold", linespacing=chart_parts.line_spacing(language),
            annotation_clip=False, color=_NAME_INK[status],
        )  # fmt: skip


NAME_ROOM = 2.4  # cm
LINE_SHARE = 0.115  # of the height of the panel, for one line of a name
# Names in the colour of their area, dark enough to be read on paper.
_NAME_INK = {
    "state_party": STATUS_STYLE["state_party"]["color"],
    "signatory": STATUS_STYLE["signatory"]["edge"],
    "not_joined": STATUS_STYLE["not_joined"]["edge"],
}


def _mark_conferences(
    ax: Axes, frame: pd.DataFrame, conferences: pd.DataFrame | None, language: str, size: str
) -> None:
    """Mark the conferences within the days shown, by a line and its number above.

    On a slide and where it is narrow only the first and the last are named, with what they are.
    """
    import matplotlib.dates as mdates

    if conferences is None:
        return
    first, last = frame["on"].min(), frame["on"].max()
    held = conferences[(conferences["start"] >= first) & (conferences["start"] <= last)]
    _, end = chart_parts.sides(language)
    look: Any = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points",
                 "fontsize": style.SMALL_SIZE, "color": style.MUTED,
                 "annotation_clip": False}  # fmt: skip
    for i, row in enumerate(chart_parts.rows_of(held)):
        x = mdates.date2num(row.start)
        ax.axvline(x, color=style.PAPER, linewidth=0.8, linestyle=(0, (2, 2)))
        if 0 < i < len(held) - 1 and size != "report":
            continue
        # Twelve names in full do not fit side by side: numbers, with what they number before them.
        name = row.conference.removeprefix("CSP")
        if size != "report":
            short = conference_name(row.conference, language, short=True)
            name = word("trend.conference", language, conference=short)
        ax.annotate(name, (x, 1), (0, 3), ha="center", **look)
        if size == "report" and not i:
            shift = 9 if style.right_to_left(language) else -9
            ax.annotate(word("trend.conferences", language), (x, 1), (shift, 3), ha=end, **look)


def _trend_drawing(
    frame: pd.DataFrame, groups: list[str], language: str, height: float, size: str, *,
    spelled: bool,
) -> Drawing:  # fmt: skip
    """Return what the chart says of itself; ``spelled``: also what CSP stands for."""
    spans = {name: frame[frame["group"] == name].sort_values("on") for name in groups}
    spoken = [
        word(
            "alt.trend.row", language, group=name_of("group", name, language),
            first=rows["n_party"].iloc[0], signatories=rows["n_signatory"].iloc[-1],
            count=of(rows["n_party"].iloc[-1], rows["n_states"].iloc[-1], language),
        )
        for name, rows in spans.items()
    ]  # fmt: skip
    head = spans[groups[0]]
    said = sentences(
        [spelled_conferences(language) if spelled else "",
         *ranged_notes(frame.attrs.get("ranged", []), language),
         whose_groups(frame[frame["group"].isin(groups[1:])], language)], language,
    )  # fmt: skip
    return Drawing(
        language=language,
        frame=frame,
        title=trend_headline(head, language),
        subject=word("title.trend", language, treaty=treaty_name(frame, language)),
        note=said,
        key=(lambda: said) if said and size == "slide" else None,
        alt=word("alt.trend", language, rows=sentences(spoken, language)),
        height=height,
        size=size,
    )
