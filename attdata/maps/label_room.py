"""The room on a map for names: what is taken, how large a text is, where its land lies.

All lengths are millimetres on the printed map.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attdata.draw.axes import halo
from attdata.draw.drawing import DPI, renderer_of
from attdata.draw.style import INK, PAPER, ink_on
from attdata.maps import placement
from attdata.maps.dots import DOT_MM
from attdata.maps.ground import ABOVE, SEA, Canvas, Look, measure
from attdata.maps.map_texts import line_spacing
from attdata.maps.pinned import led_to
from attdata.maps.placement import Box
from attdata.maps.raster import Raster

# Room above and below the letters in a line of the fonts, as shares of the size.
LEADING = {"ar": (0.3, 0.25), "zh": (0.06, 0.04)}
BESIDE = 5.8  # points: a name beside its land
MAIN_BODY = 0.7  # of the land of a State: so large a piece alone has its name and its line
# Points; less where a hatch below it tells the status of States, but a number on a slide is small.
HALO, HALO_OF_NUMBER, HALO_OF_GROUP = 1.6, 1.2, 1.0
APART = 1.1  # millimetres between two names on one line, which else are read as one
# Between a name and one below it, on a slide and, but on maps of the world, where one is on several
# lines.
BELOW, BELOW_LINES = 0.4, 1.0
AS_ONE, LINE_GAP = 4.0, 1.0  # what a name costs that is so near to one above it, in its heights
# Less in a report, and of names that are one word each, at so much of a line.
AS_ONE_OF_A_WORD, CLOSE = 0.5, 0.6
# There names of neighbours are all that there is: up to so many lines apart they are read as one.
AS_ONE_IN_INSET, GAP_IN_INSET = 24.0, 1.5
OUTLINES = 2400.0  # dots in an inch, at which hinting changes nothing
WORD_GAP, AS_ONE_ON_A_LINE = 3.0, 8.0  # or so near to one beside it, in millimetres
SAMPLE = 80  # points of a coast that are looked at
# An islet is no wider, nor is one as long as a dash higher; no name is on its level so near to it.
ISLET, DASH, MARKED = 0.7, 2.6, 1.5
# Millimetres of a line, beside a dot or the coast, that would be read as a hyphen.
BARE, HYPHEN_ON_SLIDE = 1.0, 1.3
SHORTEST = 0.8  # millimetres of a line from a dot, on a slide: a name so near needs none
WHOLLY = 0.9  # of a name is over its land that does not go on across the border
OFF_NAME = 0.4  # millimetres from the end of a line to the name
PAST = 0.5  # millimetres from the line to a name to the dot of another State, at least
FAR_OFF = 8.0  # from all of a coast its mean says nothing of where it is


@dataclass
class Item:
    """Something to be named: a State or a group of States."""

    key: str
    texts: list[str]  # ways to set its name, best first
    ids: list[str]  # whose land it is
    frame: int = 0
    dots: list[tuple[float, float]] = field(default_factory=list)  # in millimetres
    color: str = PAPER  # of the land
    hatched: bool = False
    weight: str = "normal"
    ink: str = ""  # of a name beside its land
    look: Look | None = None  # of a dot that a number may stand in
    bordered: list[str] = field(default_factory=list)  # of a group, whose borders are seen
    wished: tuple[float, float] | None = None  # in millimetres: the middle of its name beside land
    off: list[Box] = field(default_factory=list)  # what its name and its line had better not hide
    short: str = ""  # its name in a list, where the first of its texts is a longer one
    shorter: list[str] = field(default_factory=list)  # on land that has no room for its texts


@dataclass
class Spot:
    """Where a name goes."""

    text: str
    size: float
    box: Box
    start: tuple[float, float] | None = None  # of the line, None without one
    end: tuple[float, float] = (0.0, 0.0)
    cost: float = 0.0
    crossed: float = 0.0
    wrong: bool = False  # nearer to land that has no name
    on_land: bool = False


class Room:
    """Names that have their place on one map, and the room that is left."""

    def __init__(self, canvas: Canvas, raster: Raster) -> None:
        self.canvas, self.raster = canvas, raster
        self.spots: dict[str, Spot] = {}
        self.named: set[str] = set()  # the States that are named on the map
        self.anchors: dict[str, NDArray[np.float64]] = {}  # where the lands of these are
        self.coasts: dict[str, NDArray[np.float64]] = {}
        self.marked: dict[str, NDArray[np.bool_]] = {}  # room that their islets would mark
        self.sizes: dict[tuple[str, float, str], tuple[float, float]] = {}
        self.near_frames: NDArray[np.int8] | None = None  # squares by what insets enlarge
        self.grounds: dict[int, str] = {}  # the colours of land by its number in the raster
        self.tight: dict[str, bool] = {}  # whether their land holds no number
        self.beside_size = max(BESIDE, canvas.least)
        self.dot = DOT_MM * canvas.dot

    def size(self, text: str, size: float, weight: str = "normal") -> tuple[float, float]:
        """Return width and height of a text."""
        key = (text, size, weight)
        if text.isdigit():  # lower than a line of any font
            return 0.6 * len(text) * size * 25.4 / 72, 0.75 * size * 25.4 / 72
        if key not in self.sizes:
            artist = self.text(text, size, weight)
            wide, high = measure(self.canvas, artist)
            above, below = self.leading(size)
            self.sizes[key] = (wide, high - above - below)
            artist.remove()
        return self.sizes[key]

    def leading(self, size: float) -> tuple[float, float]:
        """Return how much a text is higher and lower than its letters."""
        above, below = LEADING.get(self.canvas.language, (0.28, 0.06))
        return above * size * 25.4 / 72, below * size * 25.4 / 72

    def dots_of(self, states: Iterable[str]) -> NDArray[np.float64]:
        """Return the places of the dots of some States, in millimetres."""
        places = [self.canvas.dots[iso3] for iso3 in states]
        return np.array(places).reshape(-1, 2) / self.canvas.unit

    def past_dots(self, item: Item, starts: Any, ends: Any) -> NDArray[np.bool_]:
        """Return which lines run along the dots of others on a slide, and may be read as theirs."""
        others = self.dots_of([i for i in self.canvas.dots if i not in item.ids])
        if not self.canvas.aside or not len(others):
            return np.zeros(len(starts), dtype=bool)
        far = placement.from_lines(others, starts[:, None], ends[:, None]).min(axis=1)
        return np.asarray(far < self.dot / 2 + PAST)

    def coast(self, item: Item) -> NDArray[np.float64]:
        """Return points of the land, a little inside where it is wide enough, or the dots."""
        if item.dots and len(item.ids) == 1:
            return np.array(item.dots)
        if item.key in self.coasts:
            return self.coasts[item.key]
        led = led_to()["inset"].get(item.key) if item.frame else None
        if led:
            frame = self.canvas.frames[item.frame]
            spot = np.array([frame.view.place(*led)]) * frame.scale + frame.shift
            return np.asarray(spot / self.canvas.unit)
        own = self.raster.own(item.ids, item.frame)
        inner = _inner(own)
        points = self._on_main_body(item, self.raster.points(inner if inner.any() else own))
        # Fewer points of a continent would leave out Japan.
        step = max(1, len(points) // (SAMPLE * (4 if item.wished else 1)))
        points = points[step // 2 :: step]
        self.coasts[item.key] = np.concatenate([points, np.array(item.dots).reshape(-1, 2)])
        return self.coasts[item.key]

    def specks(self, item: Item) -> NDArray[np.bool_]:
        """Return the islets of a group, in the sea beside which its name may stand.

        What is not within a cell of where its land is three cells wide.
        """
        if len(item.ids) == 1:
            return np.zeros(self.raster.owner.shape, dtype=bool)
        ids = [*item.ids, *(f"{iso3} overseas" for iso3 in item.ids)]
        own = self.raster.own(ids, item.frame)
        return own & _inner(~_inner(own))

    def _on_main_body(self, item: Item, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the points on the largest piece of a State: a line to an exclave misleads."""
        import shapely

        frame = self.canvas.frames[item.frame]
        area = frame.areas.get(item.ids[0]) if len(item.ids) == 1 else None
        if area is None or not len(points):
            return points
        parts = shapely.get_parts(frame.moved(area.geometry))
        largest = parts[int(np.argmax(shapely.area(parts)))]
        seat_of = led_to()["part of a slide"].get(item.ids[0]) if self.canvas.aside else None
        if seat_of:
            spot = frame.moved(shapely.Point(frame.view.place(*seat_of)))
            seat = parts[int(np.argmin(shapely.distance(parts, spot)))]
            on_it = shapely.contains_xy(seat, points * self.canvas.unit)
            return points[on_it] if on_it.any() else points
        on_it = shapely.contains_xy(largest, points * self.canvas.unit)
        return points[on_it] if on_it.mean() > MAIN_BODY else points

    def bullets(self, item: Item) -> NDArray[np.bool_]:
        """Return the room before and behind the islets of a State, where a name would have a mark.

        A name beside a dot is told by it; the large letters of a slide are told from islets.
        """
        import shapely

        frame = self.canvas.frames[item.frame]
        alone = len(item.ids) == 1 and not item.dots and not self.canvas.aside
        area = frame.areas.get(item.ids[0]) if alone else None
        if item.key not in self.marked:
            parts = shapely.get_parts(frame.moved(area.geometry) if area else [])
            left, bottom, right, top = shapely.bounds(parts).reshape(-1, 4).T / self.canvas.unit
            flat = (top - bottom < ISLET) & (right - left < DASH)  # read as a dash
            islets = parts[flat | (shapely.area(parts) < (ISLET * self.canvas.unit) ** 2)]
            room = np.zeros(self.raster.owner.shape, dtype=bool)
            for left, bottom, right, top in (shapely.bounds(islets) / self.canvas.unit).tolist():
                box = (left - MARKED, bottom, right + MARKED, top)
                room[self.raster.window(box)] = True
            self.marked[item.key] = room
        return self.marked[item.key]

    def middle(self, item: Item) -> NDArray[np.float64]:
        """Return the middle of a coast, or of most of it.

        The mean of the islands of a group at both edges of the world lies in another ocean.
        """
        coast = self.coast(item)
        mean: NDArray[np.float64] = coast.mean(axis=0)
        astray = len(item.ids) > 1 and np.hypot(*(coast - mean).T).min() > FAR_OFF
        return np.median(coast, axis=0) if astray else mean

    def anchor(self, item: Item) -> tuple[float, float]:
        """Return where a State is: its dot, or the middle of its land."""
        if item.dots:
            return item.dots[0]
        coast = self.coast(item)
        if not len(coast):
            return 0.0, 0.0
        middle = coast[np.argmin(np.hypot(*(coast - coast.mean(axis=0)).T))]
        return float(middle[0]), float(middle[1])

    def keep(self, key: str, spot: Spot) -> None:
        """Take the room of a name and its line."""
        self.spots[key] = spot
        self._mark(spot, 1)

    def release(self, key: str) -> None:
        """Give the room of a name and its line back."""
        self._mark(self.spots.pop(key), -1)

    def taken_up(self, keys: Iterable[str]) -> dict[str, Spot]:
        """Take names off the map, those of them that have a place, and return where they stood."""
        stood = {key: self.spots[key] for key in keys if key in self.spots}
        for key in stood:
            self.release(key)
        return stood

    def put(self, places: Mapping[str, Spot]) -> None:
        """Put names in their places."""
        for key, spot in places.items():
            self.keep(key, spot)

    def _mark(self, spot: Spot, by: int) -> None:
        left, bottom, right, top = spot.box
        gap = 0.0 if spot.on_land or spot.text.isdigit() else APART
        under = self.below(spot.text) if gap else 0.0
        self.raster.take((left - gap, bottom - under, right + gap, top + under), by)
        if spot.start is not None:
            self.raster.take_line(spot.start, spot.end, by)

    def below(self, text: str) -> float:
        """Return how much room is left between a name and one below it, in millimetres."""
        if "\n" in text:
            return BELOW_LINES if self.canvas.view.azimuthal else BELOW
        return BELOW if self.canvas.aside else 0.5

    def text(self, text: str, size: float, weight: str = "normal") -> Any:
        """Return a text, to be measured and put in its place."""
        return self.canvas.ax.text(
            *self.canvas.box[:2], text, fontsize=size, color=INK, ha="center", va="center",
            linespacing=line_spacing(self.canvas), weight=weight,
            zorder=5 + ABOVE,
        )  # fmt: skip

    def as_one(self, item: Item, boxes: Any) -> Any:
        """Return what it costs that a name stands so near another on the map of a region.

        Above or below it would be read as a line of that name, and beside it as one of its words.
        """
        cost = np.zeros(len(boxes))
        for key, spot in self.spots.items() if self.canvas.view.azimuthal else ():
            if key != item.key and not spot.on_land and not spot.text.isdigit():
                left, bottom, right, top = spot.box
                over = np.minimum(boxes[:, 2], right) - np.maximum(boxes[:, 0], left)
                share = np.maximum(over, 0) / np.minimum(boxes[:, 2] - boxes[:, 0], right - left)
                gap = np.maximum(boxes[:, 1] - top, bottom - boxes[:, 3])
                words = " " in spot.text + item.texts[0]
                line = (top - bottom) / (1 + spot.text.count("\n"))
                if not self.canvas.aside:  # so many are named that few others have another place
                    cost += (AS_ONE if words else AS_ONE_OF_A_WORD) * share * (gap < CLOSE * line)
                    continue
                near = AS_ONE * (gap < LINE_GAP * line)
                if item.frame:  # the farther apart the better
                    near = AS_ONE_IN_INSET * np.clip(GAP_IN_INSET - gap / line, 0, 1)
                cost += near * share
                level = np.minimum(boxes[:, 3], top) - np.maximum(boxes[:, 1], bottom)
                aside = np.maximum(boxes[:, 0] - right, left - boxes[:, 2])
                cost += AS_ONE_ON_A_LINE * (level > 0) * (aside < WORD_GAP)
        return cost

    def hyphen(self) -> float:
        """Return how long a line is at most that is read as a hyphen before or behind a name."""
        return HYPHEN_ON_SLIDE if self.canvas.aside else BARE

    def draw(self, item: Item) -> None:
        """Print a name, on its own hatched land with a halo of its ground, and its line."""
        spot, unit = self.spots[item.key], self.canvas.unit
        artist = self.text(spot.text, spot.size, item.weight)
        left, bottom, right, top = spot.box
        # Digits stand in the middle of the room of a line.
        above, below = (0.0, 0.0) if spot.text.isdigit() else self.leading(spot.size)
        middle = (bottom + top + above - below) / 2
        artist.set_position(((left + right) / 2 * unit, middle * unit))
        artist.set_gid(f"name:{item.key}")
        if self.canvas.frames[item.frame].column and spot.start and spot.start[0] < left:
            artist.set_multialignment("left")
        ground = item.color if spot.on_land else self.ground(spot)
        artist.set_color(ink_on(ground) if spot.on_land or not item.ink else item.ink)
        if not spot.on_land and not spot.text.isdigit():  # it keeps off all land by more
            plain = self.canvas.aside and self.raster.is_sea(spot.box, HALO * 25.4 / 72)
            artist.set_path_effects(halo(ground, 0.0 if plain else HALO))
        elif spot.on_land and not spot.text.isdigit() and self.own_land(item, spot) < WHOLLY:
            artist.set_path_effects(halo(ground, HALO))  # the border of its land ends at it
        elif spot.on_land and item.hatched:
            artist.set_path_effects(self.halo_on_land(item))
        if artist.get_path_effects() and not self.canvas.least:
            artist.set_fontsize(spot.size * self._as_measured(spot, item.weight))
        self.canvas.overlay.append(artist)
        if spot.start is None:
            return
        if not item.dots or math.dist(spot.start, spot.end) > (
            SHORTEST if self.canvas.aside else BARE
        ):
            self.line(item, spot)

    def _as_measured(self, spot: Spot, weight: str) -> float:
        """Return how much smaller a name with a halo is drawn, to be as wide as its room.

        A halo is drawn around outlines, the letters without the hinting with which all text is
        measured: they would reach into a dot.
        """
        twin = self.text(spot.text, spot.size, weight)
        figure = self.canvas.ax.figure
        wide, outline = (
            twin.get_window_extent(renderer_of(figure, dpi), dpi=dpi).width / dpi
            for dpi in (DPI, OUTLINES)
        )
        twin.remove()
        return min(1.0, float(wide / outline))

    def ground(self, spot: Spot) -> str:
        """Return the colour below a name that is not on its land: a number may be on another's."""
        below = np.bincount(self.raster.owner[self.raster.window(spot.box)].ravel()).argmax()
        return self.grounds.get(int(below), SEA)

    def halo_on_land(self, item: Item) -> list[Any]:
        """Return the halo of a name on hatched land: it ends where this land does.

        It would else erase borders, coasts and what tells the status of others.
        """
        from matplotlib.path import Path
        from matplotlib.transforms import TransformedPath

        frame = self.canvas.frames[item.frame]
        areas = [frame.areas[iso3] for iso3 in item.ids if iso3 in frame.areas]
        paths = [frame.path(area) for area in areas]
        land = TransformedPath(Path.make_compound_path(*paths), self.canvas.ax.transData)
        number = self.canvas.least and item.texts[0].isdigit()
        wide = HALO_OF_NUMBER if number else HALO_OF_GROUP
        return halo(item.color, HALO if len(item.ids) == 1 else wide, clip_path=land)

    def own_land(self, item: Item, spot: Spot) -> float:
        """Return what share of the ground below a text is the land that it names."""
        return float(self.raster.own(item.ids, item.frame, self.raster.window(spot.box)).mean())

    def line(self, item: Item, spot: Spot) -> None:
        """Join a dot or land to its name: the bare end of a line is no dot of a State Party."""
        assert spot.start is not None
        start, end = np.array(spot.start), np.array(spot.end)
        way = end - start  # it ends off the letters, or it would be read as a hyphen of the name
        end = end - way * min(OFF_NAME / max(np.hypot(*way), 1e-9), 0.3)
        xy = np.column_stack([start, end]) * self.canvas.unit
        look: dict[str, Any] = {"solid_capstyle": "butt", "label": "_line", "zorder": 3 + ABOVE}
        look |= {"scalex": False, "scaley": False}
        # White on either side, so that it shows on dark land too.
        white: dict[str, Any] = {"color": PAPER, "linewidth": 0.9}
        ink: dict[str, Any] = {"color": INK, "linewidth": 0.4}
        for line in (white, ink | {"gid": f"line:{item.key}"}):
            self.canvas.overlay += self.canvas.ax.plot(*xy, **look, **line)


def _inner(land: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where land is on all four sides of a cell as well."""
    inner = np.zeros_like(land)
    inner[1:-1, 1:-1] = (
        land[1:-1, 1:-1] & land[:-2, 1:-1] & land[2:, 1:-1] & land[1:-1, :-2] & land[1:-1, 2:]
    )
    return inner
