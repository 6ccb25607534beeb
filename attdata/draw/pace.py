"""The chart of speed: new States Parties in each conference cycle, and what a past one adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import columns_of
from attdata.draw.captions import sentences, spelled_conferences, treaty_name
from attdata.draw.drawing import Drawing, describe
from attdata.draw.style import STATUS_STYLE
from attdata.draw.wrap import lift
from attdata.reference import of_frame
from attdata.words import conference_name, number, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

HEIGHT = 6.6  # cm
_FUTURE = ("slowest", "median", "fastest")
_EXPECTED = {"color": "#FFFFFF", "hatch": "....", "edge": "#5B6670", "line": "#9AA1A8"}
_PACE: dict[str, dict[str, str]] = {
    "observed": STATUS_STYLE["state_party"],
    "running": {"color": "#86B0D0", "hatch": "////", "edge": "#0B2C4E", "line": "#FFFFFF"},
    **dict.fromkeys(_FUTURE, _EXPECTED),
}
# A bar this many times as high as all others would make slivers of them: it is cut, and says so.
CUT = 2.0
SLIDE_CYCLES = 14  # more bars with their numbers cannot be read from the back of a room
FREE = 0.6  # of the scale: above bars no higher than that the legend of a slide has room
STEP = 1.6  # from one bar of a repeated cycle to the next, in bars
WORD = 1.25  # cm for the words below them
UPRIGHT = 2.2  # cm that upright words take below the bars
LONG = 4  # letters that have room below a bar on a telephone
SMALLER = 6.6  # points, on a telephone eleven pixels


@of_frame
def draw_pace(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en", size: str = "report"
) -> Axes:
    """Draw new States Parties per conference cycle, and what past cycles would give in the next.

    Bars stand on nought; the total after each cycle is written below. What the slowest, median
    and fastest past cycle would add once more is arithmetic and says so in the figure.

    Parameters
    ----------
    frame
        One row per cycle: conference (that ends it), n_new, n_party, kind (observed, running,
        slowest, median, fastest). Of the last three kinds the first row is drawn.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``; ``slide``: the last cycles with their median; ``narrow``: for a telephone.

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
    '2 new States Parties since CSP11; median of the completed cycles after CSP1: 3.5'
    """
    columns_of(frame, ["conference", "n_new", "n_party", "kind"])
    past = frame[frame["kind"].isin(["observed", "running"])]
    future = frame[frame["kind"].isin(list(_FUTURE))].drop_duplicates("kind")
    drawn, ahead = past, future
    if size == "slide":
        drawn, ahead = past.tail(SLIDE_CYCLES), future.iloc[:0]
    with style.style(language):
        narrow = size == "narrow"
        height = HEIGHT + (UPRIGHT if narrow else 0.0)
        ax = chart_parts.axes_for(ax, language, height, size)
        places = np.arange(len(drawn), dtype=float)
        small = SMALLER if narrow else style.SMALL_SIZE
        beyond = len(drawn) + 0.9 + STEP * np.arange(len(ahead))
        top = _top([*drawn["n_new"], *ahead["n_new"]], size)
        median = _median_of(drawn, future) if size == "slide" else None
        numbers = _pace_bars(ax, drawn, places, top, language, low=median is not None)
        _pace_bars(ax, ahead, beyond, top, language)
        names = _cycle_names(list(drawn["conference"]), language, size)
        labels = [word(f"pace.{kind}", language) for kind in ahead["kind"]]
        if not narrow:
            labels = chart_parts.wrapped(labels, ax, WORD, small)
        ax.set_xticks([*places, *beyond], [*names, *labels])
        if narrow:  # words stand upright where three of them have no room
            for label in ax.get_xticklabels():
                label.set_rotation(90 if len(label.get_text()) > LONG else 0)
        ax.set_xlim(-0.6, (beyond[-1] if len(beyond) else places[-1]) + 0.7)
        low = min([0.0, *drawn["n_new"], *ahead["n_new"]])
        ax.set_ylim(min(low * 1.2, -0.02 * top), top * (1.1 if size == "slide" else 1.16))
        ax.set_yticks([])
        if median is not None:
            _median_line(ax, drawn, median, numbers, language)
        ax.axhline(0, color=style.MUTED, linewidth=0.6)
        chart_parts.mirror(ax, language)
        chart_parts.bare(ax)
        ax.tick_params(axis="x", labelsize=small, pad=45 if narrow else 13)
        totals = [*drawn["n_party"], *ahead["n_party"]]
        _totals(ax, totals, [*places, *beyond], language, upright=narrow)
        kinds = [kind for kind in ("observed", "running") if kind in set(drawn["kind"])]
        handles = [chart_parts.patch(_PACE[kind], word(f"pace.{kind}", language)) for kind in kinds]
        if len(ahead):
            ax.axvline(len(drawn) - 0.05, color=style.GRID, linewidth=0.8)
            handles.append(chart_parts.patch(_EXPECTED, _next(ahead, language)))
        if median is not None and float(drawn["n_new"].iloc[2:].max()) < FREE * top:
            _legend_within(ax, handles, language)
        else:
            chart_parts.legend(ax, handles, language)
    return describe(ax, _pace_drawing(frame, past, future, language, size, height))


def _legend_within(ax: Axes, handles: list[Any], language: str) -> None:
    """Put the legend where no bar is, above the later cycles: a slide keeps its height for bars."""
    rtl = style.right_to_left(language)
    ax.legend(
        handles=handles, loc="upper left" if rtl else "upper right", ncols=1, borderaxespad=0.0,
        markerfirst=not rtl, alignment="right" if rtl else "left", handlelength=1.7,
        labelspacing=-0.1 if rtl else 0.5,
        prop={"family": style.fonts(language), "size": style.BASE_SIZE},
    )  # fmt: skip


def _next(ahead: pd.DataFrame, language: str) -> str:
    """Say what a repeated cycle is, and by which conference its total would be."""
    conference = str(ahead["conference"].iloc[0] or "")
    if not conference:
        return word("pace.next", language)
    name = conference_name(conference, language, short=True)
    return word("pace.next_to", language, conference=name)


def _cycle_names(conferences: list[str], language: str, size: str) -> list[str]:
    """Return the names of the cycles: numbers after the first where many stand side by side."""
    names = [conference_name(name, language, short=True) for name in conferences]
    if len(names) <= chart_parts.SLIDE_ROWS:
        return names
    numbers = [name.removeprefix("CSP") for name in conferences]
    # What numbers are the text around says, where a name is no abbreviation with its number.
    return [names[0], *numbers[1:]] if names[0].endswith(numbers[0]) else numbers


def _top(values: list[float], size: str = "report") -> float:
    """Return how high the scale goes: to the highest bar, or to the second where that is cut.

    On a slide hardly higher: numbers of low bars have to stand below the line of the median.
    """
    high, *rest = sorted((float(value) for value in values), reverse=True)
    second, more = rest[0] if rest else high, 1.08 if size == "slide" else 1.3
    return max(1.0, second * more if second > 0 and high > CUT * second else high)


def _pace_bars(
    ax: Axes, rows: pd.DataFrame, places: np.ndarray, top: float, language: str, *,
    low: bool = False,
) -> list[Any]:  # fmt: skip
    """Draw the new parties of each cycle with their numbers on them, which it returns.

    A bar that is higher than the scale, which goes to ``top``, is cut. ``low``: numbers are small
    and near their bars, below the line of the median.
    """
    numbers = []
    for row, place in zip(chart_parts.rows_of(rows), places, strict=True):
        look, height = _PACE[row.kind], min(float(row.n_new), top)
        ax.bar(place, height, width=0.74, linewidth=0.6, label=row.kind, **chart_parts.filled(look))
        if height < row.n_new:
            for at in (0.80, 0.86):  # two white strokes: the bar goes on
                ax.plot(
                    [place - 0.45, place + 0.45], [top * (at - 0.03), top * (at + 0.03)],
                    color=style.PAPER, linewidth=2.0, gid=f"cut:{row.kind}:{place:g}:{at:g}",
                )  # fmt: skip
        numbers.append(ax.annotate(
            _new(row.n_new, language), (place, max(height, 0.0)), (0, 1.6 if low else 2.5),
            textcoords="offset points", ha="center", fontweight="bold",
            fontsize=style.SMALL_SIZE if low else style.BASE_SIZE,
            path_effects=chart_parts.halo(style.PAPER), zorder=0.8,
        ))  # fmt: skip
    return numbers


def _median_of(drawn: pd.DataFrame, future: pd.DataFrame) -> float | None:
    """Return the median that is told of the cycles drawn; None where there is none."""
    median = future.loc[future["kind"] == "median", "n_new"]
    ended = int((drawn["kind"] == "observed").sum())
    return float(median.iloc[0]) if len(median) and ended > 1 else None


def _median_line(
    ax: Axes, drawn: pd.DataFrame, n: float, numbers: list[Any], language: str
) -> None:
    """Draw the median behind the bars, from the first cycle that it is of, named where it ends."""
    from attdata.draw.behind import BrokenLine

    ended = np.flatnonzero((drawn["kind"] == "observed").to_numpy())
    first, last = float(ended[1]) - 0.5, max(ax.get_xlim())
    ax.add_line(BrokenLine((first, last), n, numbers, gid="median", zorder=0.5,
                           color=style.ACCENT, linewidth=1.1, solid_capstyle="butt"))  # fmt: skip
    begin, _ = chart_parts.sides(language)
    shift, size = -4 if style.right_to_left(language) else 4, style.SMALL_SIZE
    text = word("count.label", language, label=word("pace.median", language), n=n)
    ax.annotate(
        text, (last, n), (shift, lift(size, language)), textcoords="offset points", fontsize=size,
        color=style.ACCENT, ha=begin, va="center_baseline", fontweight="bold",
        annotation_clip=False,
    )  # fmt: skip


def _new(n: float, language: str) -> str:
    return number(n, language, 0 if float(n).is_integer() else 1, sign=True)


def _whole(total: float, language: str) -> str:
    """Return a total; of half a State the two numbers that it lies between."""
    if total.is_integer():
        return number(total, language, 0)
    low = int(np.floor(total))
    return word("pace.between", language, low=low, high=low + 1)


def _totals(
    ax: Axes, totals: list[float], places: list[float], language: str, *, upright: bool
) -> None:
    """Write the total after each cycle in a strip below the bars."""
    for total, place in zip(totals, places, strict=True):
        text = _whole(float(total), language)
        ax.annotate(
            text, (place, 0), (0, -4),
            ("data", "axes fraction"), "offset points", ha="center", va="top",
            fontsize=SMALLER if upright else style.SMALL_SIZE, color=style.MUTED,
            annotation_clip=False, rotation=90 if upright else 0,
        )  # fmt: skip


def _pace_drawing(
    frame: pd.DataFrame, past: pd.DataFrame, future: pd.DataFrame, language: str, size: str,
    height: float,
) -> Drawing:  # fmt: skip
    label = {"observed": "", "running": word("pace.running", language)}
    spoken = []
    for row in chart_parts.rows_of(past):
        name = conference_name(row.conference, language, short=True)
        if label[row.kind]:
            name = f"{name} ({label[row.kind]})"
        spoken.append(word("count.label", language, label=name, n=row.n_new))
    for row in chart_parts.rows_of(future):
        count = word("count.legend", language, label=_new(row.n_new, language), n=row.n_party)
        spoken.append(
            word("count.label", language, label=word(f"pace.{row.kind}", language), n=count)
        )
    return Drawing(
        language=language,
        frame=frame,
        title=_headline(past, future, language),
        subject=word("title.pace", language, treaty=treaty_name(frame, language)),
        subtitle=_subtitle(past, size, language),
        note=sentences(
            [word("note.pace", language) if len(future) else "", spelled_conferences(language)],
            language,
        ),
        key=(lambda: _told_on_slide(past, language)) if size == "slide" else None,
        alt=word("alt.pace", language, rows=sentences(spoken, language)),
        height=height,
        size=size,
    )


def _subtitle(past: pd.DataFrame, size: str, language: str) -> str:
    """Say what a cycle is; on a slide only how many of how many cycles it shows."""
    if size != "slide":
        return sentences([word("subtitle.pace", language)], language)
    if len(past) <= SLIDE_CYCLES:
        return ""
    return sentences([word("count.shown", language, n=SLIDE_CYCLES, m=len(past))], language)


def _told_on_slide(past: pd.DataFrame, language: str) -> str:
    """Say of a slide what a cycle is, which its first is and what a cut bar is, where one is drawn.

    A report says so above and below its bars; a slide keeps its height for them.
    """
    drawn = past.tail(SLIDE_CYCLES)
    said = [word("subtitle.pace", language)]
    if any(float(n) > _top(list(drawn["n_new"])) for n in drawn["n_new"]):
        said.append(word("pace.cut", language))
    if len(drawn) == len(past) and len(past):
        name = conference_name(past["conference"].iloc[0], language, short=True)
        said.append(word("pace.first", language, conference=name))
    return sentences([*said, spelled_conferences(language)], language)


def _headline(past: pd.DataFrame, future: pd.DataFrame, language: str) -> str:
    """Return what the last cycle brought, and the median of those before."""
    if past.empty:
        return word("title.pace", language, treaty=treaty_name(past, language))
    last, median = past.iloc[-1], future.loc[future["kind"] == "median", "n_new"]
    if last["kind"] == "running" and len(past) > 1:
        since = conference_name(past["conference"].iloc[-2], language, short=True)
        text = word("finding.pace_running", language, n=int(last["n_new"]), conference=since)
    else:
        name = conference_name(last["conference"], language, short=True)
        text = word("finding.pace_last", language, n=int(last["n_new"]), conference=name)
    if median.empty or not (past["kind"] == "observed").any():
        return text
    # The cycle to the first Conference is longer than any other and not among those repeated.
    first = past.loc[past["kind"] == "observed", "conference"].iloc[0]
    first = conference_name(first, language, short=True)
    return word("finding.pace_median", language, text=text, n=float(median.iloc[0]), first=first)
