"""The chart of membership by group: who is party, has signed, has not joined.

Every chart takes the frame of a measure and gives back Axes; it never shows and never saves. The
frame drawn is the table beside the figure. Groups, States and conferences stand in the frames by
their codes and are named in the language here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import WORLD, columns_of, counted, of
from attdata.draw.captions import listed_states, not_members, sentences, treaty_name, whose_groups
from attdata.draw.count_bars import number_within
from attdata.draw.drawing import Drawing, describe
from attdata.draw.headlines import (
    adds_up,
    are_subregions,
    outside_headline,
    parties_headline,
    shares_headline,
)
from attdata.draw.style import STATUS_STYLE
from attdata.draw.wrap import level
from attdata.evidence import whole_of
from attdata.problems import ArgumentError
from attdata.reference import of_frame
from attdata.words import has_word, name_of, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NO_GROUP = "no group"
ROW = 0.7  # cm
APART = 0.13  # cm: so much more for a row, where names of two lines are to be told apart
LINE = 0.3  # of a row: the same on a slide, above and below such a name
TALL = 2.1  # rows for a bar that has its name above it, where it is narrow
SLIDE_TITLE = 118  # letters of a title that leave room for five bars below them on a slide
# Part of a bar that is too narrow for a number, with that of each digit.
NARROW = {"report": 0.006, "slide": 0.006, "narrow": 0.032}
DIGIT = 0.016
FEW = 10  # States that a slide has room to name
MARKED = 60  # States of a bar that can be marked off one by one
# status -> the column of a participation frame that counts it, in drawing order
COUNTS = {"state_party": "n_party", "signatory": "n_signatory", "not_joined": "n_not_joined"}


@of_frame
def draw_shares(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "en",
    sort: bool = True,
    size: str = "report",
) -> Axes:
    """Draw one stacked bar per group: who is party, has signed, or has not joined.

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
    size
        ``report``; ``slide``: the five groups with most States not yet party, in larger type;
        ``narrow``: names above the bars.

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
    >>> from attdata.draw.drawing import drawing_of
    >>> frame = pd.DataFrame({"group": ["Africa"], "n_states": [54], "n_party": [31],
    ...                       "n_signatory": [12], "n_not_joined": [11]})
    >>> drawing_of(draw_shares(frame, language="fr")).subtitle
    ''
    """
    columns_of(frame, ["group", "n_states", *COUNTS.values()])
    rows = ordered(frame, sort, "draw_shares")
    whole = whole_of(rows)
    world = rows[rows["group"] == whole]
    drawn = for_slide(rows) if size == "slide" else rows
    # Where States are counted at the ends bars are as long as groups have States.
    by_states = size == "slide" and _chosen(rows, drawn)
    if by_states:  # in the order of what they are chosen by
        drawn = drawn.loc[_outside(drawn).sort_values(ascending=False, kind="stable").index]
    height = _height(drawn, size)
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height, size)
        names = _names(ax, drawn, language, short=size == "slide")
        # The height of a report grows instead.
        two = ["\n" in name and size == "slide" for name in names]
        places = _bar_places(drawn, two) * (TALL if size == "narrow" else 1)
        _draw_bars(ax, drawn, places, size, language, by_states=by_states)
        _bare_bars(ax, places, language, size)
        if size == "narrow":
            _labels_above(ax, drawn, places, language)
        else:
            ends = [of(row.n_party, row.n_states, language) for row in chart_parts.rows_of(drawn)]
            if by_states:
                ends = [word("count.outside", language, n=int(n)) for n in _outside(drawn)]
            _bar_labels(ax, drawn, places, (names, ends), language)
            if any("\n" in name for name in names):
                height += APART * len(drawn)
        chart_parts.legend(ax, _handles(drawn, world, language), language)
    return describe(ax, _shares_drawing(frame, rows, drawn, language, size, height))


def _outside(rows: pd.DataFrame) -> pd.Series[int]:
    """Return how many States of each group are not yet party."""
    return rows["n_states"] - rows["n_party"]


def _chosen(rows: pd.DataFrame, drawn: pd.DataFrame) -> bool:
    """Return whether a slide shows some of the groups, those with most States not yet party."""
    return len(drawn) < len(rows[~rows["group"].isin([whole_of(rows), NO_GROUP])])


def _height(drawn: pd.DataFrame, size: str) -> float:
    """Return the height of the drawing in cm."""
    return 2.4 + 0.95 * len(drawn) if size == "narrow" else 1.2 + ROW * len(drawn)


def for_slide(rows: pd.DataFrame) -> pd.DataFrame:
    """Return at most five groups, those with most States not yet party; the text has the world."""
    groups = rows[~rows["group"].isin([whole_of(rows), NO_GROUP])]
    if groups.empty:
        return rows
    if len(groups) <= chart_parts.SLIDE_ROWS:
        return groups
    outside = _outside(groups).sort_values(ascending=False, kind="stable")
    return groups.loc[sorted(outside.index[: chart_parts.SLIDE_ROWS], key=groups.index.get_loc)]


def _handles(drawn: pd.DataFrame, world: pd.DataFrame, language: str) -> list[Any]:
    """Return the legend; with the sums of what is drawn where no row of the world says them.

    Groups that overlap have no sum.
    """
    handles = []
    for status, column in _counts_with_unknown(drawn).items():
        label = word(f"statuses.{status}", language)
        if world.empty and adds_up(drawn):
            label = counted(label, drawn[column].sum(), language)
        handles.append(chart_parts.patch(STATUS_STYLE[status], label))
    return handles


def _counts_with_unknown(rows: pd.DataFrame) -> dict[str, str]:
    """Return the statuses to draw; "unknown" only where there are such States."""
    sums = rows[list(COUNTS.values())].sum(axis=1)
    has_unknown = bool((rows["n_states"] > sums).any())
    return {**COUNTS, "unknown": "n_unknown"} if has_unknown else COUNTS


def ordered(frame: pd.DataFrame, sort: bool, function: str) -> pd.DataFrame:
    """Return the groups by share, "no group" and the world last; States of unknown status told.

    A frame of more than one day is refused in the name of the function that is to draw it.
    """
    if frame["group"].duplicated().any():
        raise ArgumentError(f"{function} takes one day; choose one with frame[frame['on'] == day].")
    rows = frame.reset_index(drop=True)
    rows["n_unknown"] = rows["n_states"] - rows[list(COUNTS.values())].sum(axis=1)
    rank = rows["group"].map({whole_of(rows): 2, NO_GROUP: 1}).fillna(0)
    share = -(rows["n_party"] / rows["n_states"].where(rows["n_states"] > 0)).fillna(-1)
    keys = {"_rank": rank, "_share": share if sort else 0, "_size": -rows["n_states"]}
    order = list(keys) if sort else ["_rank"]
    return rows.assign(**keys).sort_values(order, kind="stable").drop(columns=list(keys))


def grouped_by(frame: pd.DataFrame, language: str) -> str:
    """Return by what scheme the groups of a frame are formed: "by region"."""
    scheme = str(frame["scheme"].iloc[0]) if "scheme" in frame else "group"
    return word(f"by.{scheme if has_word(f'by.{scheme}') else 'group'}", language)


def chosen_five(drawn: pd.DataFrame, language: str, more: str) -> str:
    """Say which groups a slide shows, before what else is to be said."""
    key = "subtitle.shares_slide_subregions" if are_subregions(drawn) else "subtitle.shares_slide"
    return word(key, language, count=more)


def whole_count(whole: str, count: str, language: str) -> str:
    """Return how many States of the whole are party: worldwide, or of the part asked for.

    Examples
    --------
    >>> whole_count("ASEAN", "1 of 11", "en")
    'ASEAN: 1 of 11'
    """
    if whole == WORLD:
        return word("subtitle.shares", language, count=count)
    return word("count.label", language, label=name_of("group", whole, language), n=count)


def _bar_places(rows: pd.DataFrame, two: Sequence[bool]) -> np.ndarray:
    """Return one place per row, downwards; no group, and the world, set off by gaps.

    ``two``: which rows have names of two lines, which are to be told from those beside them.
    """
    gap = 0.35 * rows["group"].isin([whole_of(rows), NO_GROUP]).to_numpy()
    beside = LINE * np.array(two, dtype=float)
    gap[1:] += beside[1:] + beside[:-1]
    return -(np.arange(len(rows)) + np.cumsum(gap))


def _draw_bars(
    ax: Axes, rows: pd.DataFrame, places: np.ndarray, size: str, language: str, *, by_states: bool
) -> None:
    """Draw the segments with their counts, and the marks that divide a bar into States."""
    left = np.zeros(len(rows))
    states = rows["n_states"].to_numpy(dtype=float)
    wholes = np.full(len(rows), states.max()) if by_states else states
    for status, column in _counts_with_unknown(rows).items():
        look = STATUS_STYLE[status]
        counts = rows[column].to_numpy(dtype=float)
        widths = np.divide(counts, wholes, out=np.zeros(len(rows)), where=states > 0)
        bars = chart_parts.level_bars(ax, places, widths, look, left=left, height=0.7, label=status)
        # The States Parties are counted at the end of the bar, and nowhere twice.
        told = status != "state_party" or by_states
        labelled = zip(places, left, widths, counts, bars, strict=True) if told else ()
        for place, start, width, count, bar in labelled:
            if width > NARROW[size] + DIGIT * len(f"{count:.0f}"):
                number_within(ax, (start + width / 2, place), count, look, bar, language)
        left = left + widths
    dark = STATUS_STYLE["not_joined"]["edge"]  # white would be lost on what is pale
    signed = rows[["n_party", "n_signatory"]].sum(axis="columns").to_numpy(dtype=float)
    for place, m, n in zip(places, states, signed, strict=True):
        if 1 < m <= MARKED and size != "slide":  # which has no room to explain them
            colors = [style.PAPER if i <= n else dark for i in range(1, int(m))]
            marks = np.arange(1, m) / m
            ax.vlines(marks, place - 0.35, place - 0.22, colors=colors, linewidth=0.7)


def _bare_bars(ax: Axes, places: np.ndarray, language: str, size: str) -> None:
    """Give the bars the whole of the axes, with nothing around them."""
    ax.set_ylim(places[-1] - 0.5, 1.6 if size == "narrow" else 0.5)
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    ax.set_yticks([])
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)


def _labels_above(ax: Axes, rows: pd.DataFrame, places: np.ndarray, language: str) -> None:
    """Name the groups above their bars, with n of m at the other end of the line."""
    begin, end = chart_parts.sides(language)
    whole = whole_of(rows)
    names = chart_parts.group_names(rows["group"].tolist(), language)
    for row, name, place in zip(chart_parts.rows_of(rows), names, places, strict=True):
        weight = "bold" if row.group == whole else "normal"
        look: Any = {"va": "baseline", "fontweight": weight}
        ax.text(0, place + 0.55, name, ha=begin, **look)
        ax.text(1, place + 0.55, of(row.n_party, row.n_states, language), ha=end, **look)


def _names(ax: Axes, rows: pd.DataFrame, language: str, *, short: bool) -> list[str]:
    """Return the names of the groups; ``short``: as the title of the slide has them."""
    names = chart_parts.group_names(rows["group"].tolist(), language, short=short)
    if short:
        titles = [f"group_title.{group}" for group in rows["group"]]
        names = [word(title, language) if has_word(title) else name
                 for title, name in zip(titles, names, strict=True)]  # fmt: skip
    return chart_parts.wrapped(names, ax, 4.4, lines=2)


def _bar_labels(
    ax: Axes, rows: pd.DataFrame, places: np.ndarray, texts: tuple[list[str], list[str]],
    language: str,
) -> None:  # fmt: skip
    """Name the groups, and write what is counted at the end of each bar."""
    names, ends = texts
    ax.set_yticks(places, names)
    chart_parts.tighten(ax, language)
    begin, _ = chart_parts.sides(language)
    level(ax.get_yticklabels(), language)
    whole = whole_of(rows)
    for label, group in zip(ax.get_yticklabels(), rows["group"], strict=True):
        if group == whole:
            label.set_fontweight("bold")
    for group, text, place in zip(rows["group"], ends, places, strict=True):
        weight = "bold" if group == whole else "normal"
        end = ax.text(1.012, place, text, ha=begin, va="center_baseline", fontweight=weight)
        level([end], language)


def _shares_drawing(
    frame: pd.DataFrame, rows: pd.DataFrame, drawn: pd.DataFrame, language: str, size: str,
    height: float,
) -> Drawing:  # fmt: skip
    by = grouped_by(frame, language)
    whole = whole_of(rows)
    world = rows[rows["group"] == whole]
    subtitle = ""
    if len(world):
        count = of(world["n_party"].iloc[0], world["n_states"].iloc[0], language)
        subtitle = whole_count(whole, count, language)
    groups = rows[~rows["group"].isin([whole, NO_GROUP])]
    chosen = size == "slide" and _chosen(rows, drawn)
    if chosen:
        subtitle = chosen_five(drawn, language, subtitle)
    apart = without_group(rows, language, counted=True)
    below = sentences([apart, whose_groups(rows, language)], language)
    spoken = [
        word(
            "alt.shares.row", language, group=name_of("group", row.group, language),
            count=of(row.n_party, row.n_states, language), signatories=row.n_signatory,
            others=row.n_not_joined,
        )
        for row in chart_parts.rows_of(drawn)
    ]  # fmt: skip
    compared = groups if len(groups) else rows
    title = shares_headline(compared, language, whole=world, short=size == "slide")
    if chosen and adds_up(rows[rows["group"] != whole], world):
        title = outside_headline(drawn, world if len(world) else groups, language)
    elif chosen and len(world):  # groups that overlap: a State would be counted in each of them
        title = parties_headline(*_party_and_states(world), language)
    elif size == "slide" and len(title) > SLIDE_TITLE and len(world):
        # Long names of groups would take the slide: the finding on all States then stands above.
        title, subtitle = parties_headline(*_party_and_states(world), language), ""
    return Drawing(
        language=language,
        frame=frame,
        title=title,
        subject=word("title.shares", language, treaty=treaty_name(frame, language), by=by),
        subtitle=subtitle,
        alt=word("alt.shares", language, rows=sentences(spoken, language)),
        note=_note(rows, drawn, language, size),
        key=(lambda: below) if size == "slide" else None,
        height=height,
        size=size,
    )


def _party_and_states(world: pd.DataFrame) -> tuple[int, int]:
    """Return the States Parties and the States of the row of the whole."""
    return int(world["n_party"].iloc[0]), int(world["n_states"].iloc[0])


def _note(rows: pd.DataFrame, drawn: pd.DataFrame, language: str, size: str) -> str:
    """Explain the marks along the bars, say whose groups these are, and who is in none."""
    marked = (drawn["n_states"] > 1) & (drawn["n_states"] <= MARKED)
    marks = word("axis.ticks_are_states", language) if marked.any() and size != "slide" else ""
    apart = without_group(rows, language)
    outside = apart and not_members(rows.attrs.get("no_group", []))
    parts = [marks, whose_groups(rows, language),
             word("shares.not_members", language, text=apart) if outside else apart]  # fmt: skip
    return sentences(parts, language)


def without_group(rows: pd.DataFrame, language: str, *, counted: bool = False) -> str:
    """Name the States that are in no group of a scheme, where the frame tells; "" without any.

    Where their row is not drawn they are counted as well, and many are counted only.
    """
    states, apart = rows.attrs.get("no_group", []), rows[rows["group"] == NO_GROUP]
    if not states or apart.empty:
        return ""
    names = listed_states(states, language)
    if counted:
        n, m, few = apart["n_party"].iloc[0], apart["n_states"].iloc[0], len(states) <= FEW
        count = of(n, m, language, share=not few)
        names = word("count.legend", language, label=names, n=count) if few else count
    return word("count.label", language, label=name_of("group", NO_GROUP, language), n=names)
