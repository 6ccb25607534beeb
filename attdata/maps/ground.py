"""The ground that every map is drawn on: axes, and frames (a map and its insets)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw.drawing import DPI, is_settled, renderer_of
from attdata.draw.style import INK, SMALL_SIZE, right_to_left, style
from attdata.maps import shapes
from attdata.maps.beyond import of_region
from attdata.maps.placement import Box, widened
from attdata.maps.shapes import Area, View
from attdata.maps.views import Inset, spots, whole_within

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path

WIDTH_MM = 170.0  # the text of an A4 page with margins of 20 mm
MARGIN_MM = 2.0  # what save leaves free at either side
# No map is higher than this at 17 cm, so that title, legend and footer share its page.
HEIGHT_MM = 150.0
SLIDE_MM = 52.0  # on a slide, laid out 131.7 mm wide, so much is left between title and footer
WORLD_MM = 43.6  # as high as the world is on it, below titles and above notes of any length
BESIDE_MM = 66.2  # and so much above a footer of two lines, beside the title block
# Land whose largest piece is smaller than a square of this side is drawn as a dot as well.
SMALL_MM = 0.8
HATCH_MM = 1.5
SLIDE_DOT = 0.75  # of the usual size: a slide enlarges its dots with all else
# On the world plain land larger than this is seen; more dots would lie on each other in Europe.
PLAIN_MM = 0.6
# What is finer than a dot of a 300 dpi printer cannot be seen, and makes files large.
GRID_MM = 0.08
SEA = "#F3F6F8"
ELSEWHERE = "#DDDCD9"  # told from sea and paper on a projector, and paler than any status
RESIZED = 0.025  # axes that grow or shrink by less keep what is drawn on them
ABOVE = 3.0  # an inset lies above the map, its frame, dots and names included
POINT = 72 / 25.4  # points in a millimetre


@dataclass(frozen=True)
class Look:
    """How the land and the dot of a State are drawn."""

    color: str
    hatch: str = ""
    edge: str = INK
    marker: str = "o"


@dataclass
class Frame:
    """The map itself or an inset: a view and where it lies in the units of the map."""

    view: View
    areas: Mapping[str, Area]
    box: Box
    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)
    name: str = ""  # of an inset
    column: bool = False  # whether an inset has its names in a column
    titled: bool = True  # none whose States are all named on a slide: their names say where it is
    beyond: Sequence[Any] = ()  # disputed lines along no land of a region, in the view

    def place(self, iso3: str) -> tuple[float, float]:
        """Return where the point of a State is."""
        x, y = self.view.place(*spots()[iso3])
        return x * self.scale + self.shift[0], y * self.scale + self.shift[1]

    def moved(self, shape: Any) -> Any:
        """Return a shape of the view in the units of the map."""
        import shapely

        if self.scale == 1.0 and self.shift == (0.0, 0.0):
            return shape
        return shapely.transform(shape, lambda xy: xy * self.scale + self.shift)

    def path(self, area: Area, *, overseas: bool = False) -> Path:
        """Return the land of an area, or its overseas parts, as a path in the units of the map."""
        path = area.overseas_path if overseas else area.path  # kept from one map to the next
        if self.scale == 1.0 and self.shift == (0.0, 0.0):
            return path
        corners: Any = path.vertices
        return type(path)(corners * self.scale + self.shift, path.codes)


@dataclass
class Canvas:
    """The axes of a map, what it shows, and how long a millimetre is in its units."""

    ax: Axes
    frames: list[Frame]  # the map, then its insets
    unit: float  # view units in a millimetre
    core: Box  # what has to be seen, in view units
    box: Box  # limits of the axes: the core, and more ground where the axes have another form
    language: str
    saved: float  # view units in a millimetre at the size meant: says which States are too small
    grid: float  # how fine the shapes are
    home: Mapping[str, int]  # iso3 -> number of the frame that shows its dot and name
    points: Mapping[str, tuple[float, float]]  # iso3 -> where its point is, in view units
    overlay: list[Any] = field(default_factory=list)  # is placed again when the scale changes
    dots: dict[str, tuple[float, float]] = field(default_factory=dict)
    legend: Box | None = None  # in millimetres
    dot: float = 1.0  # size of the dots, and of what is too small without: less where it is narrow
    fine: float = 1.0  # how much smaller dots are where those of the world would lie on each other
    plain: float = SMALL_MM  # below it plain land is too small, where dots have their usual size
    shrunk: float = 1.0  # how much smaller than meant the world of a slide is, and its dots
    least: float = 0.0  # no type is smaller, in points: of a map for a slide
    own: frozenset[str] = frozenset()  # the States of a region, on its map
    key: str = ""  # what the numbers stand for that are printed where a name has no room
    fills: bool = False  # whether it has a figure of its own, and all its room
    aside: float = 0.0  # millimetres of a slide beside the map, for its title block and key
    changing: frozenset[str] = frozenset()  # States whose status is another on a map beside
    agreed: frozenset[str] = frozenset()  # land between States that has the fill of all of them
    trimmed: bool = False  # whether axes that are higher or wider than the core are cut to it
    stretched: bool = False  # but not where they are higher
    lean: int = 0  # where the core lies in axes that are wider: -1 at the right, 1 at the left
    highest: float = np.inf  # millimetres: as high as the core is where it has more room
    free: float = 0.0  # how high the room is there, from the foot of the map

    @property
    def view(self) -> View:
        """The view of the map itself."""
        return self.frames[0].view

    @property
    def world_on_slide(self) -> bool:
        """Whether it is a map of the world that fills a slide."""
        return self.highest < np.inf

    def millimetres(self, box: Box | None = None) -> Box:
        """Return a rectangle, or the limits of the axes, in millimetres."""
        left, bottom, right, top = box or self.box
        return left / self.unit, bottom / self.unit, right / self.unit, top / self.unit

    def height_cm(self) -> float:
        """Return the height of the drawing."""
        return (self.core[3] - self.core[1]) / self.saved / 10 + 0.1

    def keep_to(self, ground: Box, own: Collection[str]) -> None:
        """Leave what lies beyond the ground of a region, or at none of its borders, without a look.

        Axes wider than the region show more of the earth: one coloured part of another continent
        would say that the rest of it has no status. ``ground`` is what its map shows by itself; the
        States of the region, ``own``, keep all their parts.
        """
        self.own = frozenset(own)
        for number, frame in enumerate(self.frames):
            land = (frame.view, frame.areas, self.grid / frame.scale)
            frame.areas, frame.beyond = of_region(*land, None if number else ground, self.own)

    def sight(self, frame: Frame) -> Box:
        """Return the rectangle that a frame fills."""
        return frame.box if frame.name else self.box

    def area(self, iso3: str) -> Area | None:
        """Return the land of a State in the frame that shows its name."""
        return self.frames[self.home.get(iso3, 0)].areas.get(iso3)


def make_canvas(
    view: View,
    core: Box,
    ax: Axes | None,
    width_mm: float,
    language: str,
    insets: Sequence[Inset] = (),
    inside: Collection[str] = (),
    *,
    slide: bool = False,
    below: float = 0.0,
    aside: float = 0.0,
    room: tuple[float, float] = (0.0, 0.0),
) -> Canvas:
    """Return a canvas that the core of a view fills, with its shapes at the scale of the axes.

    Like all that is drawn on it, it is made within the style of its language.

    Parameters
    ----------
    view, core
        What is shown, and the rectangle of it that has to be seen.
    ax
        Axes to draw into; None for a figure of its own, ``width_mm`` wide.
    width_mm, language
        The size meant, and one of the six languages.
    insets, inside
        Insets, and the States whose dots and names they may show.
    slide
        Whether it is for a slide: lower, and with no type below that of a slide.
    below
        Height in millimetres of a table in the lower part of the core, however high it is.
    aside
        Width in millimetres of a column for the title block; the map fills the rest of its slide.
    room
        Ground at the left and the right of the core for a key, in shares of its width.
    """
    core = _with_insets(core, insets)
    own = ax is None
    core, aside = (widened(core, room), aside) if own else (core, 0.0)
    left, bottom, right, top = core
    if ax is None:
        across = width_mm - (aside if slide else 2 * MARGIN_MM)
        most = SLIDE_MM if slide else HEIGHT_MM * width_mm / WIDTH_MM + below
        up = BESIDE_MM if aside else min(across * (top - bottom) / (right - left), most)
        ax = _new_axes(width_mm, up, None if not slide else aside, language)
    across, up = _size_of(ax)
    highest = WORLD_MM if slide and not view.azimuthal else np.inf
    unit = float(max((right - left) / across, (top - bottom) / min(up, highest)))
    grid = float(f"{GRID_MM * unit:.2g}")
    if insets:  # in the corners of the axes, not of the land; on a slide at their left
        middle, half = (left + right) / 2, across * unit / 2
        first = left if slide else middle - half
        core = (first, bottom, first + 2 * half, top)
    frames = [Frame(view, shapes.areas(view, grid), core)]
    frames += [_inset(inset, core, grid) for inset in insets]
    home = {}
    points = {iso3: frames[0].place(iso3) for iso3 in spots()}
    for iso3 in inside:
        for number, (frame, inset) in enumerate(zip(frames[1:], insets, strict=True), start=1):
            if whole_within(iso3, inset.view):
                home[iso3], points[iso3] = number, frame.place(iso3)
    ax.set(xticks=[], yticks=[], facecolor=SEA, aspect="equal", gid="sea")
    for part in (*ax.spines.values(), ax.xaxis, ax.yaxis):
        part.set_visible(False)
    canvas = Canvas(ax, frames, unit, core, core, language, unit, grid, home, points)
    canvas.fills, canvas.highest = own, highest
    if slide:
        canvas.least, canvas.dot, canvas.aside = SMALL_SIZE, SLIDE_DOT, aside
        canvas.lean = (room[0] < room[1]) - (room[0] > room[1])  # all ground is for the key
        canvas.lean = 1 if insets else canvas.lean
    _fill_axes(canvas, across, up)
    return canvas


def _with_insets(core: Box, insets: Sequence[Inset]) -> Box:
    """Return the rectangle with room for insets that begin below it."""
    left, bottom, right, top = core
    lowest = min([0.0, *(inset.corner[1] for inset in insets)])
    return left, bottom + lowest * (top - bottom), right, top


def _inset(inset: Inset, core: Box, grid: float) -> Frame:
    """Return the frame of an inset, its land cut at its edge."""
    left, bottom, right, top = core
    share = inset.corner
    # Heights are shares of the map above: the lower edge of the lowest inset is that of the core.
    high = (top - bottom) / (1 - min(0.0, share[1]))
    box = (
        left + share[0] * (right - left),
        top - (1 - share[1]) * high,
        left + share[2] * (right - left),
        top - (1 - share[3]) * high,
    )
    edge = np.column_stack(inset.view.outline())
    low, high = edge.min(axis=0), edge.max(axis=0)
    scale = float(min((box[2] - box[0]) / (high - low)[0], (box[3] - box[1]) / (high - low)[1]))
    x, y = (low + high) / 2
    shift = ((box[0] + box[2]) / 2 - x * scale, (box[1] + box[3]) / 2 - y * scale)
    sight = tuple(float(side - shift[i % 2]) / scale for i, side in enumerate(box))  # of its view
    areas = _areas_within(inset.view, grid / scale, sight)
    said = (inset.name, inset.column, not inset.named)
    return Frame(inset.view, areas, box, scale, (float(shift[0]), float(shift[1])), *said)


@lru_cache(maxsize=32)  # an inset in each of its sizes
def _areas_within(view: View, grid: float, sight: tuple[float, ...]) -> Mapping[str, Area]:
    """Return the areas of a view, cut at the edge of a rectangle of it."""
    import shapely

    edge = shapely.box(*sight)
    cut = {}
    for iso3, area in shapes.areas(view, grid).items():
        overseas = None if area.overseas is None else _cut(area.kind, area.overseas, edge)
        part = Area(area.kind, _cut(area.kind, area.geometry, edge), overseas or None)
        if part.geometry or part.overseas:
            cut[iso3] = part
    return cut


def _cut(kind: str, shape: Any, sight: Any) -> Any:
    """Return what a frame shows of a shape."""
    import shapely

    cut = shapely.intersection(shapely.make_valid(shape), sight)
    form = "LineString" if kind == shapes.LINE else "Polygon"
    parts = shapely.get_parts(cut)
    pieces = [part for part in parts if part.geom_type == form and not part.is_empty]
    make = shapely.MultiLineString if form == "LineString" else shapely.MultiPolygon
    return make(pieces)


def _fill_axes(canvas: Canvas, across: float, up: float) -> None:
    """Let the map fill its axes: more ground at the sides is better than an empty strip."""
    left, bottom, right, top = canvas.core
    canvas.unit = float(max((right - left) / across, (top - bottom) / min(up, canvas.highest)))
    if canvas.trimmed:
        more = (up * canvas.unit - (top - bottom)) / 2 if canvas.stretched else 0.0
        canvas.box = (left, bottom - more, right, top + more)
        canvas.ax.set(xlim=(left, right), ylim=(bottom - more, top + more))
        return
    x, y = (left + right) / 2, (bottom + top) / 2
    half = across * canvas.unit / 2, up * canvas.unit / 2
    x += canvas.lean * (half[0] - (right - left) / 2)
    if canvas.aside and len(canvas.frames) > 1:  # an inset stays in its corner
        y = bottom + half[1]
    canvas.box = (x - half[0], y - half[1], x + half[0], y + half[1])
    canvas.ax.set_xlim(canvas.box[0], canvas.box[2])
    canvas.ax.set_ylim(canvas.box[1], canvas.box[3])


def fill_axes(canvas: Canvas) -> None:
    """Let the map fill its axes as they are now, before anything is placed on it."""
    _fill_axes(canvas, *_size_of(canvas.ax))


def _new_axes(width_mm: float, height_mm: float, aside: float | None, language: str) -> Axes:
    """Return the axes of a new figure, already where the layout of ``save`` will put them.

    Axes whose place does not change later need not have their dots and names placed twice.
    """
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(width_mm / 25.4, (height_mm + 1) / 25.4))
    before = after = MARGIN_MM / width_mm
    if aside is not None:  # the map of a slide goes to its edges
        before, after = aside / width_mm, 0.0
    if right_to_left(language):
        before, after = after, before
    grid = figure.add_gridspec(1, 1, left=before, right=1 - after, bottom=0, top=1)
    return figure.add_subplot(grid[0, 0])


def _size_of(ax: Axes) -> tuple[float, float]:
    """Return width and height of axes in millimetres."""
    place, figure = ax.get_position(original=True), ax.get_figure(root=True)
    assert figure is not None
    inches = figure.get_size_inches()
    # A solver's last digits differ for maps of one size, of which much is worked out only once.
    return round(place.width * inches[0] * 25.4, 6), round(place.height * inches[1] * 25.4, 6)


def keep_in_place(canvas: Canvas, draw_overlay: Callable[[Canvas], None]) -> Callable[[], None]:
    """Draw what depends on the scale, now and again when the axes get another size; return how.

    Dots and letters keep their size while the land shrinks with the axes, on a slide or below a
    long title. Matplotlib asks the locator of axes for their place before each drawing.
    """

    def draw() -> None:
        for artist in canvas.overlay:
            artist.remove()
        canvas.overlay, canvas.dots, canvas.legend, canvas.key = [], {}, None, ""
        if canvas.least and not canvas.view.azimuthal:
            # Beside a long title dots are smaller with the land, and stand as in other languages.
            shrunk = min(1.0, canvas.saved / canvas.unit)
            canvas.dot, canvas.shrunk = canvas.dot * shrunk / canvas.shrunk, shrunk
        draw_overlay(canvas)
        for artist in canvas.overlay:
            artist.set_in_layout(False)  # it lies within the axes: no layout need measure it

    size, unit = _size_of(canvas.ax), canvas.unit

    def locate(ax: Any, renderer: Any) -> Any:
        nonlocal size, unit
        across, up = _size_of(ax)
        _fill_axes(canvas, across, up)
        # On the way to their place axes may be higher than they end up: that moves nothing.
        shrunk = min(across / size[0], up / size[1]) < 1 - RESIZED
        resized = shrunk or abs(canvas.unit / unit - 1) > RESIZED / 2
        if resized and is_settled():
            size, unit = (across, up), canvas.unit
            with style(canvas.language):
                draw()
        return ax.get_position(original=True)

    draw()
    canvas.ax.set_axes_locator(locate)
    return draw


def measure(canvas: Canvas, artist: Any) -> tuple[float, float]:
    """Return width and height of a text or legend in millimetres, whatever the scale.

    A text is measured as it will be saved: at the resolution of a screen hinting makes small
    letters up to a tenth wider or narrower.
    """
    from matplotlib.text import Text

    figure: Any = canvas.ax.get_figure(root=True)
    if isinstance(artist, Text):
        bounds = artist.get_window_extent(renderer_of(figure, DPI), dpi=DPI)
        return bounds.width / DPI * 25.4, bounds.height / DPI * 25.4
    bounds = artist.get_window_extent(renderer_of(figure))
    return bounds.width / figure.dpi * 25.4, bounds.height / figure.dpi * 25.4
