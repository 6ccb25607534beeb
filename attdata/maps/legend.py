"""The legend of a map, where it covers neither land nor dots."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product
from typing import Any

import numpy as np

from attdata.draw.breaks import WEAK, tied
from attdata.draw.drawing import MARGIN, renderer_of
from attdata.draw.style import BASE_SIZE, SMALL_SIZE, right_to_left
from attdata.draw.wrap import text_width
from attdata.maps import placement
from attdata.maps.ground import ABOVE, Canvas, measure
from attdata.maps.legend_ground import HIDDEN, islets_of, stand_at, weights_of
from attdata.maps.legend_rows import (
    HANDLE,
    HANDLE_GAP,
    TIGHTER,
    Head,
    in_lines,
    in_reading_order,
    line_heights,
    look,
    part_rows,
    parted,
    row_boxes,
    sample,
    set_rows,
    spacing,
)
from attdata.maps.raster import PER_MM, Grid, Raster, totals

NO_HEAD = Head()
Way = tuple[list[str], float, int]  # labels, size of their letters, whether they stand close
# Letters in a line of the legend, and their size: fewer and at last smaller, until it fits.
LINES = ((99, SMALL_SIZE), (30, SMALL_SIZE), (24, SMALL_SIZE), (18, SMALL_SIZE), (24, 6.0))
# A tall legend has few places: it may be narrower still, and a State that is a dot is gone where a
# legend hides it.
NARROWER = (18, 6.0)
# Where none of these has a place that is free, its lines stand closer as well.
CLOSER = ((30, 6.0), (18, 6.0))
TITLED = 25  # letters: such a title of a key with close lines is no wider than its labels
WIDE = 0.3  # of the map: wider, the legend of the world would reach towards South America
WIDE_ASIDE = 0.37  # the same where there is ground for it at the side of the world
TOO_WIDE_ON_SLIDE = 6.0  # what that costs: more than a broken entry, for names need the sea
NEARER = 2.0  # millimetres by which it may be nearer to the title of a slide than a drawing is
# Squares of the raster: what islets a legend hides is of little weight, but where a line of it
# covers those of a State: beside a sample of another status they would be read as its dots.
ISLET = 5.0
NAME_MM = (16.0, 2.0)  # room at one side of a State for its name, and up and down
# So many millimetres around a dot cost a little; a tall key and the type of a slide have less room.
BESIDE, BESIDE_TALL, BESIDE_ON_SLIDE = 10.0, 4.0, 2.0
SPECKS = 5.0  # squares of the raster: so much more it may hide in line with the title
STEP_MM = 1.5 / PER_MM  # a key so near to a line is set on it
OFF_EDGE = 2.2  # millimetres from the edge of a map to what its legend says
PACIFIC_AT = 90.0  # degrees: a map with its middle farther east has that ocean in it
OUT_OF_LINE = 3.0  # what it costs that a key is nearer to the edge of a slide than the title
ADRIFT = 1.5  # what it costs that the key of the world stands alone in an ocean, off the edge
FAR = 0.03  # what a millimetre from a lower corner costs
# What each further way to break the lines costs; on a slide a broken entry is worse than a speck.
FEWER, FEWER_OF_WORLD, FEWER_ON_SLIDE = 0.15, 0.5, 4.0
ROWS_ARABIC = -0.25  # room between rows below a map: lines of the Arabic face are high enough
HARDLY_WIDER = 1.08  # so much wider the key of a slide may be, and fewer entries are broken
LESS_CLOSE = 1.5  # what closer lines cost on a slide


def draw_legend(
    canvas: Canvas,
    raster: Raster,
    handles: list[Any],
    labels: list[str],
    head: Head = NO_HEAD,
    *,
    tall: bool = False,
    tight: bool = False,
    kept: Sequence[placement.Box] = (),
) -> Any:
    """Put the legend near a corner where it covers neither land nor dots.

    Parameters
    ----------
    canvas, raster
        The map with its dots; the legend's room is taken on both.
    handles, labels, head
        What it says.
    tall
        Whether it is too high for a corner: it hides land rather than a dot.
    tight
        Whether its rows stand as close as they may, on a slide with a list.
    kept
        Room that it had better leave to names.
    """
    if canvas.aside and _in_column(canvas, handles, labels, head, tight=tight):
        return canvas.ax.get_legend()
    lines, dotted = ((*LINES, NARROWER), HIDDEN) if tall else (LINES, 1.0)
    beside = BESIDE_TALL if tall else BESIDE_ON_SLIDE if canvas.least else BESIDE
    weights = weights_of(canvas, raster, HIDDEN if kept else dotted, beside)
    for box in kept:
        weights[raster.window(box)] += 0.05 if canvas.least else 0.5
    covered = totals((weights * 50).astype(np.int32)), totals(islets_of(canvas, raster))
    way, box = _best_way(canvas, raster, covered, labels, head, lines, tall=tall, tight=tight)
    if not canvas.aside:
        moved = _in_line(
            canvas, box, spacing(canvas, way[2], way[1], way[0])[1] * way[1] * 25.4 / 72
        )
        if weights[raster.window(moved)].sum() <= weights[raster.window(box)].sum() + SPECKS:
            box = moved
    legend = _make_legend(canvas, handles, head, *way)
    stand_at(canvas, raster, legend, box)
    canvas.overlay.append(legend)
    return legend


def goes_below(canvas: Canvas, size: str) -> bool:
    """Return whether a legend stands below its map.

    It does below a narrow one, and below one with the Pacific Ocean in the middle, of a report:
    between the dots of that ocean samples would be read as States.
    """
    middle = canvas.fills and not canvas.view.azimuthal and canvas.view.centre > PACIFIC_AT
    return size == "narrow" or size == "report" and middle


def _in_line(canvas: Canvas, box: placement.Box, pad: float) -> placement.Box:
    """Return the box of a legend off the edge of its map, on a slide in line with the title."""
    left, bottom, right, top = box
    edge = (10 * MARGIN if canvas.least else OFF_EDGE) - pad
    start, _, end, _ = canvas.millimetres()
    inward, outward = start + edge - left, right - (end - edge)
    move = inward * (inward > -STEP_MM) - outward * (outward > -STEP_MM)
    return left + move, bottom, right + move, top


def room_for_names(canvas: Canvas, raster: Raster, named: Collection[str]) -> list[placement.Box]:
    """Return room beside the land that a map of the world names, for the legend to leave."""
    rooms = []
    for iso3 in sorted(set(named) - canvas.dots.keys()):
        x, y = (side / canvas.unit for side in canvas.points[iso3])
        wide, high = NAME_MM
        sides = [(x - wide, y - high, x, y + high), (x, y - high, x + wide, y + high)]
        rooms.append(min(sides, key=lambda box: int((raster.owner[raster.window(box)] > 0).sum())))
    return rooms


def _best_way(
    canvas: Canvas,
    raster: Raster,
    covered: tuple[Grid, Grid],
    labels: list[str],
    head: Head,
    lines: Sequence[tuple[int, float]],
    *,
    tall: bool,
    tight: bool,
) -> tuple[Way, placement.Box]:
    """Return how the labels are best broken, how large and close they are, and where they stand.

    Making a legend takes longer than all else: its size is told from the widths of its words.
    """
    best: tuple[float, Way, placement.Box] | None = None
    made: Way | None = None
    left, _, right, _ = canvas.millimetres()
    wide = WIDE_ASIDE if canvas.lean else WIDE
    world = FEWER if canvas.view.azimuthal else FEWER_OF_WORLD
    fewer = FEWER_ON_SLIDE if canvas.least else world
    ways = [(*way, int(bool(canvas.least)), fewer * i) for i, way in enumerate(lines)]
    if canvas.least:
        ways = [] if tight else ways
        ways += [(*way, TIGHTER, fewer * i + LESS_CLOSE) for i, way in enumerate(lines)]
    elif tall:
        ways += [(*way, 1, fewer * i) for i, way in enumerate(CLOSER, len(lines))]
    for line, letters, close, dear in sorted(ways, key=lambda way: way[-1]):
        short = _broken_at(canvas, labels, line)
        way = short, max(letters, canvas.least), close
        if way == made:  # no label is so long: the same legend again
            continue
        made = way
        size = _size_of(canvas, head, *way)
        rows = row_boxes(canvas, head, *way[:2], size)
        cost, box = _corner(canvas, raster, covered, size, rows)
        much = TOO_WIDE_ON_SLIDE if canvas.least else 1.0
        cost += dear + much * (size[0] > wide * (right - left))
        if best is None or cost < best[0]:
            best = (cost, way, box)
        if cost < FEWER:  # in a lower corner, on free ground
            break
    assert best is not None
    return best[1:]


def _broken_at(canvas: Canvas, labels: list[str], line: int) -> list[str]:
    """Return the labels, those longer than a line on two; on a slide none that fits beside them.

    In a report a narrower key leaves more of the land free, and is read from near.
    """
    figure: Any = canvas.ax.get_figure(root=True)
    short = [_short(text, line) for text in labels]
    if not canvas.least:
        return short
    widths = [
        max(text_width(part, renderer_of(figure), BASE_SIZE) for part in text.split("\n"))
        for text in short
    ]
    room = HARDLY_WIDER * max(widths)
    whole = [text_width(text, renderer_of(figure), BASE_SIZE) <= room for text in labels]
    return [one if fits else two for one, two, fits in zip(labels, short, whole, strict=True)]


def _short(label: str, line: int) -> str:
    """Return a label on two lines where it is longer than a line, and is much narrower so.

    A number in brackets stays with its word, and a date is whole; no line ends with "of" or "с".
    """
    if len(label) <= line:
        return label
    whole = tied(label, WEAK)
    broken = placement.wrapped(whole, 2, hyphens=True)[-1]
    longest = max(map(len, broken.split("\n")))
    return broken.replace("\N{NO-BREAK SPACE}", " ") if longest < 0.8 * len(label) else label


def _size_of(
    canvas: Canvas, head: Head, labels: list[str], letters: float, close: int
) -> tuple[float, float]:
    """Return about how wide and high a legend will be, in millimetres."""
    figure: Any = canvas.ax.get_figure(root=True)
    renderer = renderer_of(figure)
    between, pad = spacing(canvas, close, letters, labels)
    title = _broken(canvas, head.title, close) if head.title else ""
    texts = [text.split("\n") for text in labels + [title] * bool(title)]
    widths = [max(text_width(line, renderer, letters) for line in text) for text in texts]
    samples = (HANDLE + HANDLE_GAP) * letters
    wide = max([samples + width for width in widths[: len(labels)]] + widths[len(labels) :])
    heights = line_heights(canvas, letters, together=in_lines(canvas, labels))
    high = [heights[len(text) > 1] for text in texts]
    unit = 25.4 / 72 * letters
    gaps = (len(texts) - 1) * between
    gaps += parted(canvas, head, between)[0]
    if head.scale:
        wide = max(wide, head.scale.width * letters)
    return (wide + 2 * pad * letters) * 25.4 / 72, sum(high) + (gaps + 2 * pad) * unit


def _in_column(
    canvas: Canvas, handles: list[Any], labels: list[str], head: Head, *, tight: bool
) -> bool:
    """Put the legend beside the map, below the title block of its slide; False without room."""
    left, bottom, right, top = canvas.millimetres()
    for line, close in product((99, 30, 24, 18), (TIGHTER,) if tight else (1, TIGHTER)):
        short = _broken_at(canvas, labels, line)
        wide, high = _size_of(canvas, head, short, canvas.least, close)
        if wide < canvas.aside and high < canvas.free + NEARER:
            legend = _make_legend(canvas, handles, head, short, canvas.least, close)
            pad = spacing(canvas, close, canvas.least, short)[1] * canvas.least * 25.4 / 72
            start = left - canvas.aside + 10 * MARGIN - pad  # its samples in line with the title
            corner = start
            if right_to_left(canvas.language):
                corner = right + canvas.aside - 10 * MARGIN + pad
                start = corner - wide
                legend.set_loc("lower right")
            legend.set_bbox_to_anchor(((corner - left) / (right - left), 0.0))
            canvas.overlay.append(legend)
            canvas.legend = (start, bottom, start + wide, bottom + high)
            return True
    return False


def legend_below(
    canvas: Canvas,
    handles: list[Any],
    labels: list[str],
    title: str | None = None,
    *,
    first: int = 0,
    most: int = 1,
) -> float:
    """Put the legend below a map that cannot hold it; return its height in cm.

    Parameters
    ----------
    canvas
        The map, alone in its figure.
    handles, labels, title
        What it says.
    first
        So many entries stand in a column of their own, the others beside them where they fit.
    most
        So many columns at most, where they fit.
    """
    side = "right" if right_to_left(canvas.language) else "left"
    figure: Any = canvas.ax.figure
    columns = max(1, min(most, len(labels)))
    entries = in_reading_order(handles, labels, columns, canvas.language)
    if first and len(labels) > first:
        entries, columns = _side_by_side(handles, labels, first, canvas.language), 2
    shape = look(canvas.language)
    if side == "right":
        shape["labelspacing"] = ROWS_ARABIC
    legend = figure.legend(
        *entries, ncols=columns, loc=f"outside lower {side}", fontsize=BASE_SIZE, borderpad=0.3,
        columnspacing=1.2, title=title, title_fontsize=BASE_SIZE, **shape,
    )  # fmt: skip
    across, up = measure(canvas, legend)
    left, _, right, _ = canvas.millimetres()
    if columns > 1 and across > right - left:
        legend.remove()
        fewer = 1 if first else (columns + 1) // 2
        return legend_below(canvas, handles, labels, title, most=fewer)
    return up / 10 + 0.3


def _side_by_side(
    handles: list[Any], labels: list[str], first: int, language: str
) -> tuple[list[Any], list[str]]:
    """Return the entries in two columns as matplotlib fills them: the left one, then the right."""
    from matplotlib.patches import Patch

    rest = len(labels) - first
    rows = max(first, rest)
    empty = Patch(facecolor="none", edgecolor="none")
    one = handles[:first] + [empty] * (rows - first), labels[:first] + [""] * (rows - first)
    two = handles[first:] + [empty] * (rows - rest), labels[first:] + [""] * (rows - rest)
    left, right = (two, one) if right_to_left(language) else (one, two)
    return left[0] + right[0], left[1] + right[1]


def _make_legend(
    canvas: Canvas,
    handles: list[Any],
    head: Head,
    labels: list[str],
    letters: float,
    close: int,
) -> Any:
    """Return the legend in the lower left corner, in the direction of the language."""
    shape = look(canvas.language)
    shape["labelspacing"], pad = spacing(canvas, close, letters, labels)
    title = _broken(canvas, head.title, close) if head.title else None
    legend = canvas.ax.legend(
        handles, labels, loc="lower left", bbox_to_anchor=(0.0, 0.0), fontsize=letters, title=title,
        title_fontsize=letters, handleheight=sample(canvas), borderpad=pad, **shape,
    )  # fmt: skip
    legend.set(gid="legend", zorder=6 + ABOVE)
    set_rows(canvas, legend)
    part_rows(canvas, legend, head, shape["labelspacing"])
    return legend


def _broken(canvas: Canvas, title: str, close: int) -> str:
    """Return the title of a key, on two lines where it would be wider than its labels."""
    if canvas.least or (close and len(title) <= TITLED):
        return title
    return placement.wrapped(title, 2, hyphens=True)[-1]


def _corner(
    canvas: Canvas,
    raster: Raster,
    covered: tuple[Grid, Grid],
    size: tuple[float, float],
    lines: Sequence[placement.Box],
) -> tuple[float, placement.Box]:
    """Return how bad the best place is, and the place: free, and near a corner, the lower first."""
    held = raster.sums_of(covered[0], size) / 50
    if not held.size:
        left, bottom, right, _ = canvas.millimetres()
        start = right - size[0] if right_to_left(canvas.language) else left
        return np.inf, (start, bottom, start + size[0], bottom + size[1])
    rows, columns = held.shape
    for left, bottom, right, top in lines:
        low, start = int(bottom * PER_MM), int(left * PER_MM)
        under = raster.sums_of(covered[1], (right - left, top - bottom))
        held = held + ISLET * under[low : low + rows, start : start + columns]
    y, x = np.mgrid[0:rows, 0:columns] / PER_MM
    to_side = np.minimum(x, (columns - 1) / PER_MM - x + 0.5)
    # Above the middle it goes to the upper corner: the room below is one piece, for other words.
    to_end = np.minimum(y, (rows - 1) / PER_MM - y + 0.5)
    for frame in canvas.frames[1:]:  # the upper edge of an inset is one of the map as well
        near, _, far, top = np.array(canvas.millimetres(frame.box)) - np.tile(raster.origin, 2)
        above = (x + size[0] > near) & (x < far) & (y > top)
        to_end = np.where(above, np.minimum(to_end, y - top), to_end)
    cost = held + FAR * (to_side + to_end)
    if not canvas.view.azimuthal and not canvas.least:
        cost += ADRIFT * (to_side > 2 * OFF_EDGE)
    if canvas.least:  # in line with the title of its slide
        cost += OUT_OF_LINE * (to_side < 10 * MARGIN - 0.2 * canvas.least * 25.4 / 72)
    row, column = np.unravel_index(int(np.argmin(cost)), cost.shape)
    left, bottom = raster.origin + np.array([column, row]) / PER_MM
    box = (float(left), float(bottom), float(left) + size[0], float(bottom) + size[1])
    return float(cost[row, column]), box
