"""One plot with all that belongs to it, set into a part of its figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attdata.draw.drawing import renderer_of, unsettled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

STILL = 1e-4  # of the figure: a fiftieth of a millimetre
_MOST_RUNS = 6


def outside(figure: Figure) -> list[Any]:
    """Return the legends placed "outside", for which a layout makes room."""
    return [legend for legend in figure.legends if getattr(legend, "_outside_loc", None)]


def is_one_plot(figure: Figure) -> bool:
    """Return whether a figure is one plot, with legends above or below it at most."""
    if len(figure.axes) != 1 or figure.get_suptitle() or figure.subfigs:
        return False
    place = figure.axes[0].get_subplotspec()
    sides = {legend._outside_loc for legend in outside(figure)}
    alone = place is not None and place.get_geometry() == (1, 1, 0, 0)
    return alone and figure.axes[0].get_in_layout() and sides <= {"upper", "lower"}


def fit(
    figure: Figure, rect: tuple[float, float, float, float], pad: float, *, air: float = 0.0
) -> None:
    """Let a plot with its labels fill a part of the figure, until nothing moves any more.

    The places are those of matplotlib's "constrained" layout, which measures each text eight times
    over; here a text that stays well inside the plot is measured once.

    Parameters
    ----------
    figure
        One plot (``is_one_plot``); its layout engine is left alone.
    rect
        Left, bottom, width and height of the part, in fractions of the figure.
    pad
        Room around the plot and around legends, in inches.
    air
        How much of the box of a legend is empty on the side of the plot, in inches.
    """
    from matplotlib.transforms import Bbox

    (ax,), renderer = figure.axes, renderer_of(figure)
    across, up = (pad / inches for inches in figure.get_size_inches())
    room = Bbox.from_bounds(*rect)
    for legend in outside(figure):
        high = legend.get_tightbbox(renderer).height / figure.bbox.height + 2 * up
        high -= air / figure.get_size_inches()[1]
        lower = legend._outside_loc == "lower"
        low, top = (room.y0 + high, room.y1) if lower else (room.y0, room.y1 - high)
        room = Bbox.from_extents(room.x0, low, room.x1, top)
    with unsettled():
        ax.set_position(room)
        _settle(ax, room, (across, up), renderer)


def _settle(ax: Axes, room: Bbox, pads: tuple[float, float], renderer: Any) -> None:
    """Let a plot fill its room but for the pads, until nothing moves by more than a hair."""
    from matplotlib.transforms import Bbox

    figure: Any = ax.get_figure(root=True)
    across, up = pads
    parts = ax.get_default_bbox_extra_artists()
    for _ in range(_MOST_RUNS):
        before = ax.get_position(original=True)
        ax.apply_aspect()  # where shapes are to scale, the plot is smaller than its place
        window = ax.get_window_extent(renderer).frozen()
        boxes, inside = [], []
        for part in parts:
            rough = _rough_box(part, figure.dpi)
            if rough is not None and _stays_inside(rough, window, ax):
                inside.append((part, rough))
            elif (box := part.get_tightbbox(renderer)) is not None and box._is_finite():
                boxes.append((part, box))
        frame: Any = ax.get_tightbbox(renderer, bbox_extra_artists=[], for_layout_only=True)
        whole = Bbox.union([frame, *(box for _, box in boxes)])
        whole = whole.transformed(figure.transFigure.inverted())
        after = Bbox.from_extents(
            room.x0 + across + max(0, before.x0 - whole.x0),
            room.y0 + up + max(0, before.y0 - whole.y0),
            room.x1 - across - max(0, whole.x1 - before.x1),
            room.y1 - up - max(0, whole.y1 - before.y1),
        )
        ax.set_position(after)
        moved = zip(after.extents, before.extents, strict=True)
        if max(abs(now - then) for now, then in moved) < STILL:
            break
        ax.apply_aspect()
        parts = [part for part, box in boxes + inside if not _stays_inside(box, window, ax)]


def _rough_box(part: Any, dpi: float) -> Bbox | None:
    """Return a box that a text cannot leave, without measuring it; None for anything else."""
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

    if type(part) is not Text or part.get_bbox_patch() is not None:
        return None
    lines = part.get_text().split("\n")
    wide = 1.0 if max(part.get_text(), default="") > "\u2e80" else 0.75  # Chinese, or bold Latin
    letters = max(2 * len(lines), wide * max(map(len, lines))) + 1
    reach = letters * float(part.get_fontsize()) * dpi / 72
    x, y = part.get_transform().transform(part.get_unitless_position())
    return Bbox.from_extents(x - reach, y - reach, x + reach, y + reach)


def _stays_inside(box: Bbox, window: Bbox, ax: Axes) -> bool:
    """Return whether what stood there in a plot is well inside it now that it has another size.

    A text keeps its size and moves with the point that it is tied to, which lies within it.
    """
    now = ax.bbox
    for low, high, begin, end, size in (
        (box.x0, box.x1, window.x0, window.x1, now.width),
        (box.y0, box.y1, window.y0, window.y1, now.height),
    ):
        scale = size / (end - begin)
        lost = max(0.0, 1 - scale) * (high - low)
        if min(low - begin, end - high) * scale - lost < 0.05 * size:
            return False
    return True
