"""The chart of votes on the Treaty: one row per State, one column per resolution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    heading,
    heading_of,
    in_named_columns,
    name_order,
    names_of,
    placed,
    rule_between,
    shortened,
    write_name,
)
from attdata.draw.count_bars import Part, draw_counts
from attdata.draw.drawing import Drawing, describe
from attdata.draw.statements import communications, told_in
from attdata.draw.wrap import level_rows
from attdata.problems import ArgumentError
from attdata.reference import of_frame
from attdata.words import name_of, number, state_name, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes


TINY = 6.0  # points: 77 States on one page
CELL = 0.327  # cm
NAMES = 9.4  # cells of room for the names of a column of States
GUTTER = 2.0  # cells between two columns of States
SUM = "sum"  # the line that counts a column
APART = 0.6  # cells between the vote of 2013 and those on the yearly resolutions
# Two bars are the sign of abstention everywhere: one would be the minus of a vote against. The
# corners of both in one line, which goes from one to the other and back along the same edge.
_EQUALS = (
    (-1, 0.8), (1, 0.8), (1, 0.25), (-1, 0.25), (-1, -0.25), (1, -0.25), (1, -0.8), (-1, -0.8),
)  # fmt: skip
VOTES: dict[str, dict[str, Any]] = {
    "yes": {"marker": "s", "color": "#12467B", "markersize": 6.4, "markeredgewidth": 0.0},
    "abstain": {"marker": _EQUALS, "color": "#B4690E", "markersize": 6.2, "markeredgewidth": 0.0},
    "no": {"marker": "x", "color": style.ACCENT, "markersize": 6.0, "markeredgewidth": 2.0},
    "non_voting": {"marker": ".", "color": "#9AA1A8", "markersize": 4.5, "markeredgewidth": 0.0},
}
# The same votes as parts of bars; a bar of abstentions has the strokes of their mark.
BARS: dict[str, dict[str, str]] = {
    "yes": style.STATUS_STYLE["state_party"],
    "abstain": style.STATUS_STYLE["signatory"] | {"hatch": "---"},
    "no": {"color": "#B5361C", "hatch": "xxx", "edge": "#6E1F0E", "line": "#E6B4A8"},
    "non_voting": {"color": "#E4E2DC", "hatch": "", "edge": "#77736A"},
}


@of_frame
def draw_votes(
    frame: pd.DataFrame,
    *,
    dates: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "en",
    size: str = "report",
) -> Axes:
    """Draw how States have voted on the Treaty, resolution by resolution, grouped by position.

    Parameters
    ----------
    frame
        What :func:`attdata.positions` gives: iso3, att_region, status, position, last_vote and one
        column per resolution, named and dated in ``frame.attrs``. Choose rows first: the States
        not yet party, or a region.
    dates
        iso3, signed, joined: a line stands before the first vote after each.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``, or ``slide``: how many States of each region voted how on the last day.

    Returns
    -------
    Axes
        With one mark per State and vote; a State without a seat has none.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> held = att.positions(att.load())
    >>> asia = held[(held["status"] != "state_party") & (held["att_region"] == "Asia")]
    >>> drawing_of(att.draw_votes(asia)).subject
    'Arms Trade Treaty: votes in the General Assembly'
    """
    columns_of(frame, ["iso3", "att_region", "status", "position", "last_vote"])
    resolutions = [name for name in frame.attrs.get("resolutions", []) if name in frame.columns]
    if not resolutions:
        raise ArgumentError("The frame has no votes to draw: no roll call by its day.")
    if size == "slide" and len(frame) > chart_parts.SLIDE_ROWS:
        return _draw_slide(frame, ax, language)
    told = told_in(frame)
    rows = frame.reset_index(drop=True)
    rows["mark"] = rows["iso3"].isin(told["iso3"]).map({True: "*", False: ""})
    rows["position"] = rows["position"].astype(str)
    lines = _lines(rows, language, grouped=size == "report")
    across = 2 if size == "report" and len(lines) > 24 else 1
    lines += [(SUM, "")] * (across > 1)
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, 2.8 + CELL * len(lines) / across, size)
        small = TINY if size == "report" else style.SMALL_SIZE
        step = NAMES + len(resolutions) + APART + GUTTER
        ax.set_xlim(0, step * across - GUTTER)
        rows["name"] = names_of(ax, rows, NAMES - 0.3, small, language)
        columns, long = in_named_columns(lines, rows["name"].to_dict(), across)
        across, down = len(columns), max(map(len, columns))
        height = 2.8 + CELL * down
        ax.set_xlim(0, step * across - GUTTER)
        begin, _ = chart_parts.sides(language)
        days = [pd.Timestamp(day) for day in frame.attrs.get("days", [])]
        acts: dict[str, list[Any]] = {}
        for act in () if dates is None else chart_parts.rows_of(dates):
            acts.setdefault(str(act.iso3), []).append(act)
        for column, part in enumerate(columns):
            x = step * column + NAMES
            for kind, value, y in placed(part, long):
                if kind in (HEAD, AGAIN):
                    text = heading(name_of("position", value, language))
                    if kind == HEAD:  # all of its States, of which some may stand in column two
                        held = int((rows["position"] == value).sum())
                        text = word("count.legend", language, label=text, n=held)
                    text = heading_of((kind, value), text, language)
                    # Where names may begin: a long one runs over no more than its own row.
                    ax.text(x - NAMES, y, text, ha=begin, va="center_baseline",
                            fontsize=small + 0.4, fontweight="bold")  # fmt: skip
                    continue
                if kind == SUM:
                    _draw_sum(ax, rows, resolutions, (x, y), small, language)
                    continue
                row = rows.loc[value]
                _draw_row(ax, row, resolutions, (x, y), small, language)
                _draw_dates(ax, acts.get(str(row["iso3"]), ()), days, resolutions, (x, y))
            _resolution_names(ax, resolutions, days, x, small)
        rule_between(ax, step, across, GUTTER, (0.6, 0.6 - down))
        ax.set_ylim(-down + 0.4, 4.9)
        ax.set_axis_off()
        if style.right_to_left(language):
            ax.invert_xaxis()
        chart_parts.legend(ax, _handles(rows, resolutions, dates, language), language)
        level_rows(ax, language)
    return describe(ax, _drawing(frame, language, height, size))


def _place(i: int, resolutions: list[str]) -> float:
    """Return the middle of a column: those of the yearly resolutions stand apart from 2013.

    The position of a State is told by the yearly resolutions, and not by the vote of 2013.
    """
    return i + 0.5 + APART * (resolutions[0] == "adoption" and i > 0)


def _draw_slide(frame: pd.DataFrame, ax: Axes | None, language: str) -> Axes:
    """Draw the message of the title: how many States of each region voted how on the last day."""
    last = frame.attrs["resolutions"][-1]
    kinds = [vote for vote in VOTES if vote in BARS and (frame[last].astype(str) == vote).any()]
    regions = frame["att_region"].astype(str)
    order = list(regions.value_counts().sort_index().sort_values(ascending=False).index)
    counts = pd.crosstab(regions, frame[last].astype(str)).reindex(
        index=order, columns=kinds, fill_value=0
    )
    held = regions.value_counts()
    rows = [
        (name_of("group", region, language),
         chart_parts.of(int(counts.loc[region].get("yes", 0)), int(held[region]), language))
        for region in order
    ]  # fmt: skip
    parts = [
        Part(word(f"votes.cast.{vote}", language), BARS[vote], list(counts[vote])) for vote in kinds
    ]
    height = 1.0 + 0.9 * len(rows)
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height, "slide")
        draw_counts(ax, rows, parts, language, counted=True)
    return describe(ax, _drawing(frame, language, height, "slide", columns=False))


def _against(frame: pd.DataFrame, language: str) -> list[str]:
    """Name the State that voted against on the last day, where it is one alone."""
    against = frame.loc[frame[frame.attrs["resolutions"][-1]].astype(str) == "no", "iso3"]
    if len(against) != 1:
        return []
    name = state_name(str(against.iloc[0]), language)
    return [word("count.label", language, label=word("votes.cast.no", language), n=name)]


def _beside_bars(frame: pd.DataFrame, language: str) -> str:
    """Say what the numbers beside the bars count, and on which resolution the vote was."""
    symbols = frame.attrs.get("symbols") or []
    if not symbols:
        return word("subtitle.votes_slide", language)
    return word("subtitle.votes_on", language, resolution=symbols[-1])


def last_cast(frame: pd.DataFrame) -> pd.Series[str]:
    """Return the votes cast on the last of the days; all last votes where no day is told."""
    last, days = frame["last_vote"].astype(str), frame.attrs.get("days") or [""]
    if "last_day" not in frame:
        return last
    return last.where(frame["last_day"].astype(str).str[:10] == days[-1], "")


def turns_of(frame: pd.DataFrame) -> pd.Series[str]:
    """Return whether the last change of vote was towards yes or away from it; "" without one.

    Examples
    --------
    >>> votes = {"change_from": ["yes", "abstain", ""], "change_to": ["no", "yes", ""]}
    >>> turns_of(pd.DataFrame(votes)).tolist()
    ['vote_down', 'vote_up', '']
    """
    pairs = zip(frame["change_from"].astype(str), frame["change_to"].astype(str), strict=True)
    rank = {"no": 0, "abstain": 1, "yes": 2}
    turns = [
        ("vote_up" if rank[after] > rank[before] else "vote_down") if before in rank else ""
        for before, after in pairs
    ]
    return pd.Series(turns, index=frame.index, dtype=object)


def _lines(rows: pd.DataFrame, language: str, *, grouped: bool) -> list[Line]:
    """Return the lines: (``HEAD``, position) and ("state", index of the row), by printed names."""
    names = rows["iso3"].map(lambda iso3: name_order(str(iso3), language))
    rows = rows.loc[names.sort_values(kind="stable").index]
    if not grouped:
        return [("state", index) for index in rows.index]
    lines: list[Line] = []
    sizes = rows["position"].value_counts()
    for position in sorted(sizes.index, key=lambda name: (-sizes[name], name)):
        part = rows[rows["position"] == position]
        lines += [(HEAD, position), *(("state", index) for index in part.index)]
    return lines


def _draw_row(
    ax: Axes, row: pd.Series, resolutions: list[str], place: tuple[float, float], small: float,
    language: str,
) -> None:  # fmt: skip
    """Draw the votes of one State, with its name before them."""
    x, y = place
    write_name(ax, row["name"], (x - 0.3, y), small, row["iso3"], language)
    for vote, look in VOTES.items():
        cast = [
            x + _place(i, resolutions) for i, name in enumerate(resolutions) if row[name] == vote
        ]
        if cast:
            ax.plot(cast, [y] * len(cast), linestyle="", label=vote, **look)


def _draw_sum(
    ax: Axes, rows: pd.DataFrame, resolutions: list[str], place: tuple[float, float], small: float,
    language: str,
) -> None:  # fmt: skip
    """Write below the last column how many of all States voted yes each time."""
    x, y = place
    _, end = chart_parts.sides(language)
    look: dict[str, Any] = {"fontsize": small, "va": "center_baseline", "gid": "sum"}
    name = word("votes.sum", language, m=len(rows))
    ax.text(x - 0.3, y, name, ha=end, **look)
    for i, resolution in enumerate(resolutions):
        n = int((rows[resolution].astype(str) == "yes").sum())
        ax.text(x + _place(i, resolutions), y, number(n, language), ha="center", **look)


def _draw_dates(
    ax: Axes, acts: Iterable[Any], days: Sequence[pd.Timestamp], resolutions: list[str],
    place: tuple[float, float],
) -> None:  # fmt: skip
    """Draw a line before the first vote after a State signed, and after it joined."""
    for row in acts:
        for kind in ("signed", "joined"):
            day = getattr(row, kind, None)
            if day is not None and not pd.isna(day):
                before = sum(other <= day for other in days)
                apart = APART / 2 if before == 1 else APART * (before > 1)
                x = place[0] + before + apart * (resolutions[0] == "adoption")
                ends = [place[1] - STROKE, place[1] + STROKE]
                # A white edge sets it off from the marks on both sides.
                edge = chart_parts.halo(style.PAPER, 2.4)
                ax.plot([x, x], ends, label=kind, solid_capstyle="butt", zorder=3,
                        path_effects=edge, **_DATES[kind])  # fmt: skip


STROKE = 0.44  # of a row: strokes in rows below each other do not join into a line
_DATES: dict[str, dict[str, Any]] = {
    "signed": {"color": style.INK, "linewidth": 0.8},
    "joined": {"color": style.INK, "linewidth": 2.0},
}


def _resolution_names(
    ax: Axes, resolutions: list[str], days: Sequence[pd.Timestamp], x: float, small: float
) -> None:
    """Write the year of each vote, and the symbol of its resolution, upright above its column."""
    for i, name in enumerate(resolutions):
        year = str(days[i].year) if len(days) == len(resolutions) else ""
        label = year or "2013" if name == "adoption" else " · ".join(filter(None, [year, name]))
        # Digits alone: a Chinese font has a dot as wide as a character.
        ax.text(x + _place(i, resolutions), 0.8, label, rotation=90, ha="center", va="bottom",
                fontsize=small, color=style.MUTED, family=style.fonts("en"))  # fmt: skip


def _handles(
    rows: pd.DataFrame, resolutions: list[str], dates: pd.DataFrame | None, language: str
) -> list[Any]:
    from matplotlib.lines import Line2D

    cast = set(rows[resolutions].astype(str).to_numpy().ravel()) if resolutions else set()
    handles = [
        Line2D([], [], linestyle="", label=word(f"votes.cast.{vote}", language), **look)
        for vote, look in VOTES.items() if vote in cast
    ]  # fmt: skip
    kinds = set() if dates is None else set(dates[dates["iso3"].isin(rows["iso3"])].columns)
    for kind in ("signed", "joined"):
        if kind in kinds and dates[kind][dates["iso3"].isin(rows["iso3"])].notna().any():  # type: ignore[index]
            label = word(f"votes.{kind}", language)
            look = {"color": style.INK, "markeredgewidth": _DATES[kind]["linewidth"]}
            handles.append(Line2D([], [], linestyle="", marker="|", markersize=7, label=label,
                                  **look))  # fmt: skip
    return handles


def _drawing(
    frame: pd.DataFrame, language: str, height: float, size: str, *, columns: bool = True
) -> Drawing:
    """Return what a chart of votes says of itself: how many voted yes on the last day."""
    days = frame.attrs.get("days") or [""]
    counts = frame["position"].astype(str).value_counts()
    spoken = [
        word("count.label", language, label=name_of("position", str(name), language), n=int(n))
        for name, n in counts.items()
    ]
    outside = not (frame["status"] == "state_party").any()
    yes = int((last_cast(frame) == "yes").sum())
    subtitle = []
    if outside and frame.attrs.get("on"):
        day = pd.Timestamp(frame.attrs["on"]).date()
        subtitle.append(word("votes.as_of", language, day=day))
    beside = [*_against(frame, language), _beside_bars(frame, language)]
    subtitle += [word("subtitle.votes", language)] if columns else beside
    return Drawing(
        language=language,
        frame=frame,
        title=word(
            "finding.votes_outside" if outside else "finding.votes", language,
            n=yes, m=len(frame), day=pd.Timestamp(days[-1]).date() if days[-1] else "",
        ),
        subject=word("title.votes", language),
        subtitle=sentences(subtitle, language),
        note=sentences(
            [word("note.votes", language),
             *(f"* {text}" for text in communications(told_in(frame), language)),
             *([*english_order(language), *shortened(frame["iso3"].astype(str), language)]
               if columns else [])], language,
        ),
        key=None if columns else lambda: sentences(
            [word("note.votes_slide", language), scheme_note("att_region", language)], language
        ),
        alt=word("alt.votes", language, rows=sentences(spoken, language)),
        height=height,
        size=size,
    )  # fmt: skip
