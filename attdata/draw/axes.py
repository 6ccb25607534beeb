"""What the charts share: axes that mirror in Arabic, legends that fit, labels that wrap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attdata.draw import style
from attdata.draw.drawing import CM, is_own, new_axes, renderer_of, room_across
from attdata.draw.key_rows import close_rows, reading_order
from attdata.draw.wrap import text_width, wrapped
from attdata.problems import ArgumentError
from attdata.words import has_word, name_of, number, percent, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

WORLD = "World"
DAYS_A_YEAR = 365.25
MEDIA = ("report", "slide", "narrow")
SLIDE_ROWS = 5  # more cannot be read from the back of a room


def axes_for(ax: Axes | None, language: str, height: float, size: str = "report") -> Axes:
    """Return the Axes given, or new ones of a figure as wide as a report, a slide or a telephone.

    Examples
    --------
    >>> axes_for(None, "en", 5.0, "poster")
    Traceback (most recent call last):
    ...
    attdata.problems.ArgumentError: The size is report, slide or narrow, not 'poster'.
    """
    if size not in MEDIA:
        raise ArgumentError(f"The size is report, slide or narrow, not {size!r}.")
    return new_axes(language, height, size) if ax is None else ax


def columns_of(frame: pd.DataFrame, needed: Sequence[str]) -> None:
    """Raise a ValueError that names the columns a chart needs and does not find.

    Examples
    --------
    >>> import pandas as pd
    >>> columns_of(pd.DataFrame({"group": []}), ["group", "n_party"])
    Traceback (most recent call last):
    ...
    attdata.problems.ArgumentError: The frame has no column n_party; it has group.
    """
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        has = ", ".join(map(str, frame.columns)) or "none"
        raise ArgumentError(f"The frame has no column {', '.join(missing)}; it has {has}.")
    if frame.empty:
        raise ArgumentError("The frame has no rows to draw.")


_LABEL_PAD = {"ar": -4.0, "zh": 4.0}  # points
_TICK_PAD = {"ar": 1.1}  # points; 3.5 otherwise


def mirror(ax: Axes, language: str) -> None:
    """Turn the Axes to the language's direction and set the fonts of labels made later."""
    ax.tick_params(labelfontfamily=style.fonts(language), labelsize=style.BASE_SIZE)
    # The box of a line of Arabic is half as high again: its letters would stand far from the axis.
    ax.xaxis.labelpad = _LABEL_PAD.get(language, 1.0)
    if language in _TICK_PAD:
        ax.tick_params(axis="x", pad=_TICK_PAD[language])
    if not style.right_to_left(language):
        return
    if not ax.xaxis_inverted():
        ax.invert_xaxis()
    ax.yaxis.tick_right()
    ax.yaxis.set_label_position("right")
    ax.spines["right"].set_visible(ax.spines["left"].get_visible())
    ax.spines["left"].set_visible(False)


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a frame, each with its columns as attributes."""
    yield from frame.itertuples()


def bare(ax: Axes, *, keep: Sequence[str] = ()) -> None:
    """Take away the frame and the tick marks, except the named sides."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in keep)
    ax.tick_params(length=0)


def sides(language: str) -> tuple[Any, Any]:
    """Return the alignments that mean "begins here" and "ends here" in the language.

    Examples
    --------
    >>> sides("fr"), sides("ar")
    (('left', 'right'), ('right', 'left'))
    """
    return ("right", "left") if style.right_to_left(language) else ("left", "right")


def patch(look: dict[str, str], label: str) -> Patch:
    """Return a legend entry for a colour and hatch."""
    from matplotlib.patches import Patch

    return Patch(**filled(look), label=label, linewidth=0.5)


def bar_sample(status: str, high: float, language: str) -> Any:
    """Return an entry of the legend: a bar, in points as high beside others as in the rows."""
    from matplotlib.lines import Line2D

    return Line2D([], [], color=style.STATUS_STYLE[status]["color"], linewidth=high,
                  label=word(f"statuses.{status}", language), solid_capstyle="butt")  # fmt: skip


def filled(look: dict[str, str]) -> dict[str, Any]:
    """Return how an area of a style is filled: a hatch is drawn in its own, quieter colour.

    Examples
    --------
    >>> filled({"color": "#E39A2D", "hatch": "//", "edge": "#7A4B06", "line": "#FBE6C4"})
    {'facecolor': '#E39A2D', 'edgecolor': '#7A4B06', 'hatch': '//', 'hatchcolor': '#FBE6C4'}
    """
    fill: dict[str, Any] = {"facecolor": look["color"], "edgecolor": look["edge"]}
    if look["hatch"]:
        fill |= {"hatch": look["hatch"], "hatchcolor": look.get("line", look["edge"])}
    return fill


def level_bars(ax: Axes, places: Any, widths: Any, look: dict[str, str], **options: Any) -> Any:
    """Draw a part of level bars: whole at the end of the scale, without an edge where empty."""
    return ax.barh(
        places, widths, linewidth=0.5 * (widths > 0), clip_on=False, **options, **filled(look)
    )


_SPACING = {"ar": 0.8, "zh": 1.3}
_LEADING = {"ar": 0.7, "zh": 1.2}


def halo(color: str, width: float = 2.2, **more: Any) -> list[Any]:
    """Return path effects that set letters off from what is below them; without a width none."""
    from matplotlib.patheffects import Normal, withStroke

    return [withStroke(linewidth=width, foreground=color, **more) if width else Normal()]


def line_spacing(language: str) -> float:
    """Return the spacing of lines that looks alike: boxes of lines differ by script in height."""
    return _SPACING.get(language, 1.1)


def leading(language: str) -> Any:
    """Return the spacing of close lines, one for all labels.

    matplotlib measures a number by the ink of each line, so that labels differ; "normal" is by the
    font, but half as high again in Arabic, and too close in Chinese.
    """
    return _LEADING.get(language, "normal")


def lines_apart(text: str, language: str) -> Any:
    r"""Return the spacing of the lines of a label; one line alone stands by its font, not its ink.

    Examples
    --------
    >>> lines_apart("Peru", "ar"), lines_apart("Costa\nRica", "ar")
    ('normal', 0.7)
    """
    return leading(language) if "\n" in text else "normal"


def close_lines(label: Any, language: str) -> None:
    """Set the lines of a label close."""
    label.set_linespacing(lines_apart(label.get_text(), language))


def tighten(ax: Axes, language: str) -> None:
    """Set the names of rows smaller and closer where one takes two lines, after :func:`mirror`.

    All have one size: a larger name would seem to count for more.
    """
    labels = ax.get_yticklabels()
    if any("\n" in label.get_text() for label in labels):
        for label in labels:
            label.set_fontsize(style.SMALL_SIZE)
            close_lines(label, language)


def spread(places: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Return places, rising, moved apart so that labels of these sizes do not overlap.

    Examples
    --------
    >>> spread([10.0, 11.0, 40.0], [4.0, 4.0, 4.0])
    [8.5, 12.5, 40.0]
    """
    blocks = [[place, size, [i]] for i, (place, size) in enumerate(zip(places, sizes, strict=True))]
    merged: list[Any] = []
    for block in blocks:
        merged.append(block)
        while len(merged) > 1 and merged[-1][0] - merged[-2][0] < (
            (merged[-1][1] + merged[-2][1]) / 2 - 1e-9
        ):
            last, before = merged.pop(), merged.pop()
            members = before[2] + last[2]
            middle = sum(places[i] for i in members) / len(members)
            merged.append([middle, before[1] + last[1], members])
    moved = [0.0] * len(places)
    for middle, total, members in merged:
        edge = middle - total / 2
        for i in members:
            moved[i] = edge + sizes[i] / 2
            edge += sizes[i]
    return moved


def below(top: float, places: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Return places, rising, with those moved down that would reach over the top.

    Examples
    --------
    >>> below(40.0, [10.0, 35.0, 39.0], [4.0, 4.0, 4.0])
    [10.0, 34.0, 38.0]
    """
    moved = []
    for place, size in zip(reversed(places), reversed(sizes), strict=True):
        moved.append(min(place, top - size / 2))
        top = moved[-1] - size / 2
    return moved[::-1]


def counted(label: str, n: float, language: str) -> str:
    """Return a legend text with its count: "States Parties (118)"."""
    return word("count.legend", language, label=label, n=n)


_GAP = 1.6  # letters between the columns of a legend
_BESIDE = 2.3 + _GAP  # what an entry takes beside its text: a mark, and the gaps
# Between the lines of a legend, in letters: a line of Arabic is half as high again by itself.
_BETWEEN = {"ar": -0.1}


def legend(ax: Axes, handles: Sequence[Any], language: str) -> Any:
    """Put a legend above the drawing, in as many columns as fit, read in the language's direction.

    Parameters
    ----------
    ax
        The Axes. Where they are alone in their figure the legend spans the figure's width.
    handles
        Artists with labels, in reading order.
    language
        One of ar, en, es, fr, ru, zh.
    """
    rtl = style.right_to_left(language)
    figure: Any = ax.figure
    own = is_own(figure)
    room = room_across(figure) if own else ax.get_window_extent().width * 72 / figure.dpi
    labels = [h.get_label() for h in handles]
    columns, size = _columns_that_fit(labels, room, figure), style.BASE_SIZE
    alone = 1 < columns < len(labels) and len(labels) % columns == 1
    if columns == 1 < len(labels) or alone:  # smaller letters take less room than a line more
        smaller = room * style.BASE_SIZE / style.SMALL_SIZE
        fitting = _columns_that_fit(labels, smaller, figure)
        if not alone or -(-len(labels) // fitting) < -(-len(labels) // columns):
            columns, size = fitting, style.SMALL_SIZE
    if columns == 1:
        size = style.BASE_SIZE
        widest = (room - 4.2 * style.BASE_SIZE) / 72 / CM
        for handle, label in zip(handles, wrapped(labels, ax, widest), strict=True):
            handle.set_label(label)
    options: dict[str, Any] = {
        "handles": reading_order(list(handles), columns, rtl, blank=patch(_BLANK, "")),
        "ncols": columns,
        "markerfirst": not rtl,
        "alignment": "right" if rtl else "left",
        "borderaxespad": 0.0,
        "borderpad": 0.0,
        "columnspacing": _GAP,
        "handletextpad": 0.5,
        "handlelength": 1.7,
        "labelspacing": _BETWEEN.get(language, 0.5),
        "prop": {"family": style.fonts(language), "size": size},
    }
    options["loc"] = "lower right" if rtl else "lower left"
    if own:
        options["loc"] = f"outside upper {'right' if rtl else 'left'}"
        made = figure.legend(**options)
    else:
        made = ax.legend(bbox_to_anchor=(float(rtl), 1.0), **options)
    # A long third below a short first would leave a hole between that and the second.
    if columns == 2 and len(labels) == 3 and len(labels[2]) > 1.15 * len(labels[0]) and not rtl:
        close_rows(made, _GAP * size)
    return made


_BLANK = {"color": "none", "hatch": "", "edge": "none"}


def _columns_that_fit(labels: Sequence[str], room: float, figure: Any) -> int:
    """Return the largest number of columns whose rows fit into ``room`` points."""
    renderer = renderer_of(figure)
    # Small letters are widened by hinting at the resolution of a screen, not in what is saved.
    widths = [
        text_width(label, renderer, 8 * style.BASE_SIZE) / 8 + _BESIDE * style.BASE_SIZE
        for label in labels
    ]
    room += _GAP * style.BASE_SIZE  # none after the last column
    for columns in range(len(labels), 1, -1):
        if _needed(widths, columns) <= room:
            even = -(-len(labels) // -(-len(labels) // columns))  # two and two, not three and one
            return columns if _needed(widths, even) > room else even
    return 1


def _needed(widths: Sequence[float], columns: int) -> float:
    """Return how wide the labels of a legend are in some columns."""
    return sum(max(widths[i::columns]) for i in range(columns))


def group_names(groups: Sequence[str], language: str, *, short: bool = False) -> list[str]:
    """Return the names of groups in a language, or their own where nobody translated them.

    Examples
    --------
    >>> group_names(["WEOG", "Our own list"], "fr", short=True)
    ['États d’Europe occidentale et autres États', 'Our own list']
    """
    kinds = [
        "group_short" if short and has_word(f"group_short.{group}") else "group" for group in groups
    ]
    return [name_of(kind, str(group), language) for kind, group in zip(kinds, groups, strict=True)]


def of(n: float, m: float, language: str, *, share: bool = True) -> str:
    """Return "31 of 54 (57%)": never a bare percentage.

    Examples
    --------
    >>> of(31, 54, "en"), of(0, 0, "en")
    ('31 of 54 (57%)', '0 of 0')
    """
    if not share or not m:
        return word("count.of", language, n=n, m=m)
    return word("count.of_share", language, n=n, m=m, share=percent(n / m, language))


def years_axis(ax: Axes, language: str) -> None:
    """Write the numbers of the x axis as the language writes them, without a thousands mark."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: number(x, language)))


def year_ticks(ax: Axes, every: int) -> None:
    """Mark the first of January of every so many years, on an axis whose limits are set.

    As matplotlib's ``YearLocator`` does, which works the days out anew each time it is asked.
    """
    import matplotlib.dates as mdates

    first, last = sorted(ax.get_xlim())
    begin, end = (mdates.num2date(limit).year for limit in (first, last))
    days = {year: mdates.date2num(dt.datetime(year, 1, 1)) for year in range(begin, end + 1)}
    shown = {year: day for year, day in days.items() if year % every == 0 and day >= first}
    ax.set_xticks(list(shown.values()), list(map(str, shown)))


def counts_axis(ax: Axes, language: str, which: str = "y") -> None:
    """Write whole numbers on an axis, within its limits."""
    from matplotlib.ticker import MaxNLocator

    axis = ax.yaxis if which == "y" else ax.xaxis
    low, high = axis.get_view_interval()
    ticks = MaxNLocator(nbins=6, steps=[1, 2, 5, 10], integer=True).tick_values(low, high)
    shown = [float(tick) for tick in ticks if low <= tick <= high]
    axis.set_ticks(shown, [number(tick, language) for tick in shown])


def total_ticks(total: float, room: int) -> list[float]:
    """Return about ``room`` round numbers from 0, and the total itself last.

    Examples
    --------
    >>> total_ticks(195, 4), total_ticks(15, 1)
    ([0.0, 50.0, 100.0, 150.0, 195], [0.0, 15])
    """
    from matplotlib.ticker import MaxNLocator

    if room < 2:
        return [0.0, total]
    ticks = MaxNLocator(nbins=room, steps=[1, 2, 5, 10], integer=True).tick_values(0, total)
    step = ticks[1] - ticks[0]
    return [float(t) for t in ticks if 0 <= t <= total - step / 2] + [total]
