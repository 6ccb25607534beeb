"""The ground that every map is drawn on: view, sea, land, dots, names and legend.

Nothing here knows what a colour stands for; :mod:`attdata.maps.status_map` says that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw.style import (
    INK,
    PAPER,
    SMALL_SIZE,
    STATUS_STYLE,
    contrast,
    right_to_left,
    style,
)
from attdata.maps import placement
from attdata.maps import shapes as geometry
from attdata.maps.placement import Box
from attdata.maps.shapes import Floats, Shape, View
from attdata.problems import ArgumentError
from attdata.reference import per_reference, raw_folder, read_rows, reference_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH_MM = 170.0
MARGIN_MM = 2.0  # what save leaves free at either side
# No map is higher than this at 17 cm, so that title, legend and footer share its page.
HEIGHT_MM = 150.0
# Land whose largest piece is smaller than a square of this side is drawn as a dot as well.
SMALL_MM = 0.8
HATCH_MM = 1.5
# Letters in a line of the legend, and their size: fewer and at last smaller, until it fits.
LINES = ((99, SMALL_SIZE), (30, SMALL_SIZE), (24, SMALL_SIZE), (18, SMALL_SIZE), (24, 6.0))
WIDE = 0.24
DOT_MM = 1.6
DOT_GAP_MM = 0.3
# Half a dot of a 300 dpi printer: what is finer cannot be seen, and makes files large.
GRID_MM = 0.04
SEA = "#F3F6F8"
ELSEWHERE = "#EDEBE6"
POINT = 72 / 25.4  # points in a millimetre
# Forms of equal marker size look unequal: a square has more area than a diamond.
MARKER_SIZE = {"o": 1.0, "D": 0.8, "s": 0.86, "^": 1.05}


@dataclass(frozen=True)
class Look:
    """How the land and the dot of a State are drawn."""

    color: str
    hatch: str = ""
    edge: str = INK
    marker: str = "o"


@dataclass
class Canvas:
    """The axes of a map, what it shows, and how long a millimetre is in its units."""

    ax: Axes
    view: View
    shapes: Mapping[str, Shape]
    unit: float  # view units in a millimetre
    box: Box  # limits of the axes, in view units
    language: str
    grid: float
    saved: float  # view units in a millimetre at the size meant: says which States are too small
    # What depends on the scale (dots, names, legend) and is placed again when that changes.
    overlay: list[Any] = field(default_factory=list)
    dots: dict[str, tuple[float, float]] = field(default_factory=dict)
    legend: Box | None = None  # in millimetres

    def millimetres(self) -> Box:
        """Return the limits of the axes in millimetres."""
        left, bottom, right, top = (side / self.unit for side in self.box)
        return left, bottom, right, top

    def height_cm(self) -> float:
        """Return the height of the drawing."""
        return (self.box[3] - self.box[1]) / self.saved / 10 + 0.1


# --- the view ----------------------------------------------------------------------------------


def members(group: str, on: str = "") -> set[str]:
    """Return the States that are in a group of groups.csv on a day, else those without an end.

    Raises
    ------
    ValueError
        When no scheme has such a group; the message lists those there are.

    Examples
    --------
    >>> sorted(members("Micronesia"))
    ['FSM', 'KIR', 'MHL', 'NRU', 'PLW']
    """
    rows = reference_rows("groups")
    inside = {
        row["iso3"]
        for row in rows
        if row["group"] == group
        and (row["start"] <= on < (row["end"] or "9999") if on else not row["end"])
    }
    if not inside:
        known = ", ".join(sorted({row["group"] for row in rows}))
        raise ArgumentError(f'groups.csv has no group "{group}"; it has {known}.')
    return inside


def view_of(region: str | None, centre: float | None, on: str = "") -> View:
    """Return the view of the world, or of a region as views.csv or its States' places say."""
    if region is None:
        return geometry.world_view(geometry.WORLD_CENTRE if centre is None else centre)
    for row in read_rows(raw_folder("geo") / "views.csv"):
        if row["group"] == region:
            west, east, south, north = (float(row[s]) for s in ("west", "east", "south", "north"))
            return View(west, east, south, north, azimuthal=True)
    return _view_around(members(region, on))


def _view_around(inside: set[str]) -> View:
    """Return a view that holds the largest piece and the point of every member."""
    boxes = geometry.largest_pieces()
    places = {iso3: spot for iso3, spot in spots().items() if iso3 in inside}
    turned = np.radians([lon for lon, _ in places.values()])
    middle = float(np.degrees(np.arctan2(np.sin(turned).mean(), np.cos(turned).mean())))
    sides = []
    for iso3, (lon, lat) in places.items():
        west, south, east, north = boxes.get(iso3, (lon, lat, lon, lat))
        turn = 360 * round(((west + east) / 2 - middle) / 360)
        sides.append((west - turn, south, east - turn, north))
    low, high = np.min(sides, axis=0), np.max(sides, axis=0)
    pad = max(1.5, 0.06 * float(max(high[2] - low[0], high[3] - low[1])))
    south, north = max(float(low[1]) - pad, -60.0), min(float(high[3]) + pad, 80.0)
    return View(float(low[0]) - pad, float(high[2]) + pad, south, north, azimuthal=True)


@per_reference
def spots() -> Mapping[str, tuple[float, float]]:
    """Return the longitude and latitude of every State's point in states.csv."""
    return {
        row["iso3"]: (float(row["longitude"]), float(row["latitude"]))
        for row in reference_rows("states")
    }


def make_canvas(view: View, ax: Axes | None, width_mm: float, language: str) -> Canvas:
    """Return a canvas that the view fills, with its shapes at the scale of the axes.

    Like all that is drawn on it, it is made within the style of its language.
    """
    x, y = view.outline()
    left, right, bottom, top = x.min(), x.max(), y.min(), y.max()
    if ax is None:
        across = width_mm - 2 * MARGIN_MM
        up = min(across * (top - bottom) / (right - left), HEIGHT_MM * width_mm / WIDTH_MM)
        ax = _new_axes(width_mm, up)
    else:
        across, up = _size_of(ax)
    unit = float(max((right - left) / across, (top - bottom) / up))
    # The view is widened to fill the axes: more sea is better than an empty strip.
    middle = ((left + right) / 2, (bottom + top) / 2)
    box = placement.centred(float(middle[0]), float(middle[1]), (across * unit, up * unit))
    ax.set_xlim(box[0], box[2])
    ax.set_ylim(box[1], box[3])
    ax.set_aspect("equal")
    ax.set_axis_off()
    grid = float(f"{GRID_MM * unit:.2g}")
    return Canvas(ax, view, geometry.shapes(view, grid), unit, box, language, grid, unit)


def _new_axes(width_mm: float, height_mm: float) -> Axes:
    """Return the axes of a new figure, already where the layout of ``save`` will put them.

    Axes whose place does not change later need not have their dots and names placed twice.
    """
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(width_mm / 25.4, (height_mm + 1) / 25.4))
    side = MARGIN_MM / width_mm
    grid = figure.add_gridspec(1, 1, left=side, right=1 - side, bottom=0, top=1)
    return figure.add_subplot(grid[0, 0])


def _size_of(ax: Axes) -> tuple[float, float]:
    """Return width and height of axes in millimetres."""
    place, figure = ax.get_position(original=True), ax.get_figure(root=True)
    assert figure is not None
    inches = figure.get_size_inches()
    return float(place.width * inches[0] * 25.4), float(place.height * inches[1] * 25.4)


def keep_in_place(canvas: Canvas, draw_overlay: Callable[[Canvas], None]) -> None:
    """Draw what depends on the scale, now and again whenever the axes get another size.

    Dots and letters keep their size on paper while the land shrinks with the axes, on a slide or
    between a long title and a long footer: their places then have to be found anew. Matplotlib
    asks the locator of axes for their place before each drawing, and so it is asked here.
    """

    def draw() -> None:
        for artist in canvas.overlay:
            artist.remove()
        canvas.overlay, canvas.dots, canvas.legend = [], {}, None
        draw_overlay(canvas)
        for artist in canvas.overlay:
            artist.set_in_layout(False)  # it lies within the axes: no layout need measure it

    def locate(ax: Any, renderer: Any) -> Any:
        across, up = _size_of(ax)
        left, bottom, right, top = canvas.box
        unit = max((right - left) / across, (top - bottom) / up)
        if abs(unit / canvas.unit - 1) > 0.005:
            canvas.unit = unit
            with style(canvas.language):
                draw()
        return ax.get_position(original=True)

    draw()
    canvas.ax.set_axes_locator(locate)


# --- land --------------------------------------------------------------------------------------


def draw_ground(canvas: Canvas, shown: Collection[str], framed: Collection[str]) -> None:
    """Draw the sea, land that is not counted, land outside the region, and disputed lines."""
    from matplotlib.patches import Polygon, Rectangle

    box = canvas.box
    if canvas.view.azimuthal:
        sea: Any = Rectangle(box[:2], box[2] - box[0], box[3] - box[1], facecolor=SEA)
    else:
        sea = Polygon(np.column_stack(canvas.view.outline()), facecolor=SEA)
    sea.set(gid="sea", zorder=0, edgecolor="none")
    # Not add_patch, which would look for the limits of the axes along the whole edge.
    canvas.ax.add_artist(sea)
    framed, shown = set(framed) | set(shown), set(shown)
    kinds = {i: s.kind for i, s in canvas.shapes.items()}
    elsewhere = [i for i in kinds if i in framed - shown]
    draw_land(canvas, elsewhere, "land:elsewhere", facecolor=ELSEWHERE, edgecolor=PAPER)
    outside = [i for i, kind in kinds.items() if kind != "disputed line" and i not in framed]
    # A hatch costs a hundred times its land to draw, and cannot be seen on specks.
    wide = [i for i in outside if canvas.shapes[i].across > HATCH_MM * canvas.unit]
    specks = sorted(set(outside) - set(wide))
    draw_land(canvas, wide, "states:not_counted", **fill("not_counted"))
    plain = {**fill("not_counted"), "hatch": None}
    draw_land(canvas, specks, "states:not_counted:small", **plain)
    lines = [i for i, kind in kinds.items() if kind == "disputed line"]
    dashes = {"linestyle": (0, (2.5, 1.5)), "linewidth": 0.5, "zorder": 2.5}
    draw_land(canvas, lines, "lines:disputed", facecolor="none", edgecolor=INK, **dashes)


def fill(status: str) -> dict[str, Any]:
    """Return how the land of a status is filled."""
    look = STATUS_STYLE[status]
    # White parts dark neighbours; around light land it would eat the small islands.
    edge = PAPER if contrast(look["color"], SEA) > 2 else halfway(look["edge"], look["color"])
    return {
        "facecolor": look["color"],
        "edgecolor": edge,
        "hatch": look["hatch"] or None,
        "hatchcolor": look["line"],
    }


def halfway(one: str, other: str) -> str:
    """Return the colour half way between two colours.

    Examples
    --------
    >>> halfway("#000000", "#FFFFFF")
    '#808080'
    """
    from matplotlib.colors import to_hex, to_rgb

    (r1, g1, b1), (r2, g2, b2) = to_rgb(one), to_rgb(other)
    return to_hex(((r1 + r2) / 2, (g1 + g2) / 2, (b1 + b2) / 2))


def draw_land(canvas: Canvas, ids: Sequence[str], gid: str, **look: Any) -> Any:
    """Draw areas as one collection, which remembers their ids in order as ``areas``.

    Their hatch is laid over all of them at once (gid ``hatch:...``): in a collection matplotlib
    makes its tile anew for each area, which takes longer than the land itself.
    """
    from matplotlib.collections import PathCollection
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    paths = {i: canvas.shapes[i].path for i in ids if i in canvas.shapes}
    drawn = {i: path for i, path in paths.items() if path is not None}
    if not drawn:
        return None
    look = {"linewidth": 0.3, "zorder": 1.0, **look}
    hatch = {key: look.pop(key, None) for key in ("hatch", "hatchcolor")}
    collection: Any = PathCollection(list(drawn.values()), joinstyle="round", **look)
    collection.set_gid(gid)
    collection.areas = tuple(drawn)
    canvas.ax.add_collection(collection, autolim=False)
    if hatch["hatch"]:
        over: Any = {"facecolor": "none", "linewidth": 0, "zorder": look["zorder"], **hatch}
        path = Path.make_compound_path(*drawn.values())
        canvas.ax.add_artist(PathPatch(path, gid=f"hatch:{gid}", **over))
    return collection


# --- dots --------------------------------------------------------------------------------------


def draw_dots(canvas: Canvas, looks: Mapping[str, Look], heavy: Mapping[str, str]) -> None:
    """Draw a dot for every State too small to be seen at this size, none over another.

    Parameters
    ----------
    canvas
        Its ``dots`` are filled with the places, in view units.
    looks
        iso3 -> how the State is drawn.
    heavy
        iso3 -> colour of a heavy outline.
    """
    from matplotlib.lines import Line2D

    small = [iso3 for iso3 in sorted(looks) if too_small(canvas, iso3)]
    if not small:
        return
    where = np.array([spots()[iso3] for iso3 in small])
    lon = where[:, 0] - 360 * np.rint((where[:, 0] - canvas.view.centre) / 360)
    anchors = np.column_stack(canvas.view.project(lon, where[:, 1])) / canvas.unit
    places = placement.spread(anchors, DOT_MM + DOT_GAP_MM, canvas.millimetres())
    _draw_leaders(canvas, anchors * canvas.unit, places * canvas.unit)
    for iso3, (x, y) in zip(small, (places * canvas.unit).tolist(), strict=True):
        canvas.dots[iso3] = (x, y)
    _draw_halos(canvas, looks)
    for iso3, (x, y) in canvas.dots.items():
        look = marker(looks[iso3], heavy.get(iso3))
        look |= {"gid": f"dot:{iso3}", "label": f"_dot:{iso3}", "zorder": 4}
        # Not ax.plot, which would look at the limits of the axes again for every dot.
        canvas.overlay.append(canvas.ax.add_artist(Line2D([x], [y], **look)))


def too_small(canvas: Canvas, iso3: str) -> bool:
    """Return whether the land of a State cannot be seen at this scale."""
    shape = canvas.shapes.get(iso3)
    return shape is None or shape.path is None or shape.across < SMALL_MM * canvas.saved


def marker(look: Look, heavy: str | None = None) -> dict[str, Any]:
    """Return how a dot is drawn, on the map and in the legend."""
    return {
        "linestyle": "none",
        "marker": look.marker,
        "markersize": (DOT_MM - 0.3) * POINT * MARKER_SIZE[look.marker],
        "markerfacecolor": look.color,
        "markeredgecolor": heavy or look.edge,
        "markeredgewidth": 1.0 if heavy else 0.5,
    }


def _draw_halos(canvas: Canvas, looks: Mapping[str, Look]) -> None:
    """Put white under the dots, so that a dot shows on land of its own colour."""
    for form, size in MARKER_SIZE.items():
        xy = [spot for iso3, spot in canvas.dots.items() if looks[iso3].marker == form]
        if xy:
            canvas.overlay += canvas.ax.plot(
                *zip(*xy, strict=True),
                linestyle="none",
                marker=form,
                markersize=DOT_MM * POINT * size,
                color=PAPER,
                markeredgewidth=0.5,
                label="_halo",
                zorder=3.5,
            )


def _draw_leaders(canvas: Canvas, anchors: Floats, places: Floats) -> None:
    """Join each dot that had to move to its place."""
    from matplotlib.collections import LineCollection

    moved = np.hypot(*(places - anchors).T) > DOT_MM * canvas.unit * 0.5
    segments: Any = np.stack([anchors[moved], places[moved]], axis=1)
    lines = LineCollection(segments, colors=INK, linewidths=0.4, gid="leaders", zorder=3)
    canvas.overlay.append(canvas.ax.add_collection(lines, autolim=False))


# --- legend ------------------------------------------------------------------------------------


def draw_legend(
    canvas: Canvas, handles: list[Any], labels: list[str], title: str | None = None
) -> Any:
    """Put the legend where it covers least: no dots, and land only where there is no sea left."""
    left, bottom, right, top = canvas.millimetres()
    # The South Pacific, lower left on the world map, is empty but for the Cook Islands.
    home = canvas.view == geometry.world_view()
    corner = (left, bottom)
    tried: list[tuple[float, int, list[str], float, tuple[float, float]]] = []
    for line, letters in LINES:
        short = [placement.wrapped(text, 2)[-1] if len(text) > line else text for text in labels]
        legend = _make_legend(canvas, handles, short, title, letters)
        width, height = measure(canvas, legend)
        if home and width < WIDE * (right - left):
            break
        # Wider, it reaches from the corner of the world map towards South America.
        corner = corner if home else _emptiest(canvas, width, height)
        hidden = _covered(canvas, (*corner, corner[0] + width, corner[1] + height))
        if not home and hidden < 0.003:
            break
        tried.append((hidden, len(tried), short, letters, corner))
    else:
        _, _, short, letters, corner = min(tried)
        legend = _make_legend(canvas, handles, short, title, letters)
        width, height = measure(canvas, legend)
    canvas.overlay.append(legend)
    if home and _hides_dots(canvas, (*corner, left + width, bottom + height)):
        corner = _emptiest(canvas, width, height)
    spot = (corner[0] - left) / (right - left), (corner[1] - bottom) / (top - bottom)
    legend.set_bbox_to_anchor(spot)
    canvas.legend = (*corner, corner[0] + width, corner[1] + height)
    return legend


def _make_legend(
    canvas: Canvas, handles: list[Any], labels: list[str], title: str | None, letters: float
) -> Any:
    """Return the legend in the lower left corner, in the direction of the language."""
    from matplotlib.legend_handler import HandlerTuple

    arabic = right_to_left(canvas.language)
    legend = canvas.ax.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(0.0, 0.0),
        fontsize=letters,
        title=title,
        title_fontsize=letters,
        handlelength=1.9,
        handletextpad=0.6,
        handleheight=0.9,
        labelspacing=0.35,
        borderaxespad=0.0,
        borderpad=0.5,
        frameon=canvas.view.azimuthal,  # the sea of a world map ends in a curve, a frame would not
        facecolor=SEA,
        edgecolor="none",
        framealpha=0.9,
        fancybox=False,
        markerfirst=not arabic,
        alignment="right" if arabic else "left",
        handler_map={tuple: HandlerTuple(ndivide=None, pad=0.3)},
    )
    legend.set(gid="legend", zorder=6)
    for text in (*legend.get_texts(), legend.get_title()):
        text.set_multialignment("right" if arabic else "left")
    return legend


def _emptiest(canvas: Canvas, width: float, height: float) -> tuple[float, float]:
    """Return the corner of the rectangle along an edge of the map that covers least."""
    left, bottom, right, top = canvas.millimetres()
    along = [(step / 40, up) for up in (0.0, 1.0) for step in range(41)]
    sides = [(side, up / 4) for up in (1, 2, 3) for side in (0.0, 1.0)]
    best: tuple[float, tuple[float, float]] | None = None
    for across, up in along + sides:
        x = left + across * (right - left - width)
        y = bottom + up * (top - bottom - height)
        # Below is where a reader looks for it.
        cost = _covered(canvas, (x, y, x + width, y + height)) + 0.1 * (up > 0)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, (x, y))
    assert best is not None
    return best[1]


def _covered(canvas: Canvas, box: Box) -> float:
    """Return how bad it is to cover a rectangle (millimetres): dots weigh most, then land."""
    return _hides_dots(canvas, box) + hidden_land(canvas, box)


def _hides_dots(canvas: Canvas, box: Box) -> int:
    """Return the number of dots that a rectangle (millimetres) covers or touches."""
    return sum(
        box[0] - 1 < x / canvas.unit < box[2] + 1 and box[1] - 1 < y / canvas.unit < box[3] + 1
        for x, y in canvas.dots.values()
    )


def hidden_land(canvas: Canvas, box: Box, ids: frozenset[str] | None = None) -> float:
    """Return the share of a rectangle (millimetres) that lies on land, or on that of some."""
    import shapely

    tree = geometry.land_tree(canvas.view, canvas.grid, ids)
    frame = shapely.box(*(side * canvas.unit for side in box))
    near = tree.geometries[tree.query(frame, "intersects")]
    return float(shapely.area(shapely.intersection(near, frame)).sum() / frame.area)


def measure(canvas: Canvas, artist: Any) -> tuple[float, float]:
    """Return width and height of a text or legend in millimetres, whatever the scale."""
    figure: Any = canvas.ax.get_figure(root=True)
    bounds = artist.get_window_extent(figure.canvas.get_renderer())
    return bounds.width / figure.dpi * 25.4, bounds.height / figure.dpi * 25.4
