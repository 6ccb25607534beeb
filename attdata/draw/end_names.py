"""Names of lines, each where its line ends, after the plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attdata.draw import style
from attdata.draw.axes import below, leading, sides, spread
from attdata.draw.wrap import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Points: from the axis to a name, and how much further for its leader or its mark.
AFTER, LEADER, MARK = 7.0, 8.0, 22.0
MOVED = 0.45  # of a line: a name that was moved by less stands beside the end of its line
GREY = "#9AA1A8"


def end_labels(
    ax: Axes,
    points: Sequence[tuple[float, float, str, str]],
    language: str,
    *,
    edge: float,
    cm: float,
    room: float = 3.6,
    marks: Sequence[str] = (),
) -> None:
    """Write the name of each line after the plot, moved apart where they are close.

    No leader runs through the plot, where it would read as a part of the line: a name that was
    moved has a short grey one beyond the axis, or names have the marks of their lines.

    Parameters
    ----------
    ax
        Axes whose limits are set.
    points
        x, y of the end of each line, its name and colour.
    language
        Decides the side.
    edge
        Where the plot ends on the x axis.
    cm
        About how high the Axes are.
    room
        Width in cm for a name, which is broken into lines.
    marks
        The mark of each line, for lines that end before the plot does.
    """
    begin, _ = sides(language)
    low, high = ax.get_ylim()
    order = sorted(range(len(points)), key=lambda i: points[i][1])
    names = wrapped([points[i][2] for i in order], ax, room, style.SMALL_SIZE, lines=3)
    line = (high - low) * style.SMALL_SIZE * 1.5 * 2.54 / 72 / cm
    sizes = [line * (1.25 + name.count("\n")) for name in names]
    sign = -1 if style.right_to_left(language) else 1
    # A name above the plot would take its height from it.
    places = below(high, spread([points[i][1] for i in order], sizes), sizes)
    for i, name, place in zip(order, names, places, strict=True):
        _, y, _, color = points[i]
        moved = not marks and abs(place - y) > MOVED * line
        shift = AFTER + (MARK if marks else LEADER if moved else 0.0)
        ax.annotate(
            name, (edge, place), (sign * shift, 0), textcoords="offset points", ha=begin,
            va="center", multialignment=begin, color=color, fontweight="bold",
            fontsize=style.SMALL_SIZE, linespacing=leading(language), annotation_clip=False,
        )  # fmt: skip
        if moved:
            _leader(ax, edge, (y, place), sign)
        elif marks:
            ax.plot(
                [edge], [place], marker=marks[i], color=color, markersize=4, linestyle="",
                transform=_after(ax, sign * MARK), clip_on=False, gid="mark",
            )  # fmt: skip


def _after(ax: Axes, points: float) -> Any:
    """Return the transform that puts what stands at a place so many points beside it."""
    from matplotlib.transforms import ScaledTranslation

    figure: Any = ax.figure
    return ax.transData + ScaledTranslation(points / 72, 0, figure.dpi_scale_trans)


def _leader(ax: Axes, edge: float, between: tuple[float, float], sign: int) -> None:
    """Draw a thin grey line beyond the axis, from the end of a line to its name."""
    start, end = (_after(ax, sign * points) for points in (4.0, AFTER + LEADER - 2.0))
    note = ax.annotate(
        "", xy=(edge, between[0]), xycoords=start, xytext=(edge, between[1]), textcoords=end,
        annotation_clip=False,
        arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip
    arrow: Any = note.arrow_patch
    arrow.set_gid("leader")
