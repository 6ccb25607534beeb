"""Names on a map: on the land, beside it or its dot, at the end of a line, else as a number.

No name covers land but its own, or anything else that is drawn; a line to a name crosses as little
land of others as can be. Where that would be much, a number stands on the land and its meaning in a
list on the map. The same input gives the same places. Lengths are millimetres.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attdata.draw.style import INK, PAPER, ink_on, right_to_left
from attdata.maps import placement
from attdata.maps.dots import DOT_MM
from attdata.maps.ground import ABOVE, SEA, Canvas, Look, measure
from attdata.maps.placement import Box
from attdata.maps.raster import PER_MM, Raster
from attdata.words import word

SIZES = (6.5, 5.8, 5.3)
BESIDE = 5.8
# Room above and below the letters in a line of the fonts, as shares of the size.
LEADING = {"ar": (0.3, 0.25), "zh": (0.24, 0.12)}
PAD = 0.35  # around a name: its halo touches no land
MARGINS = (2.5, 1.0, 0.5, 0.25)  # around a name on its land, the widest that fits
TOUCH = 0.9  # a name this near to land or a dot is read as its name
REACH = 34.0  # no name is further from its land
# Over land of others a line costs as much as a name so many times as far away; and above so many
# millimetres of it a number is read more easily.
CROSSING, MOST_CROSSED, MOST_LONG = 3.0, 9.0, 24.0
DOUBT = 3.0  # what it costs that a reader may take a name for that of other land
REPAIRS, LAST = 3, 30.0
# Places that are compared: every second square, of these the nearest to the middle of the land, and
# of these the nearest to points of its coast, whose lines are looked at.
NEARBY, TRIED, SAMPLE = 2000, 160, 80


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
    on_land: bool = False


def draw_names(
    canvas: Canvas,
    looks: Mapping[str, Look],
    names: Mapping[str, str],
    raster: Raster,
    heavy: Mapping[str, str] | None = None,
) -> None:
    """Print the names of States.

    Parameters
    ----------
    canvas
        With its dots and legend drawn: names keep clear of both.
    looks
        iso3 -> how the State is drawn; the ink contrasts with it.
    names
        iso3 -> name in the language of the map.
    raster
        The land of the canvas, and what is taken.
    heavy
        iso3 -> colour of the bold names, where they do not lie on land.
    """
    items, heavy = [], heavy or {}
    for iso3 in sorted(names):
        look, dot = looks[iso3], canvas.dots.get(iso3)
        spots = [(dot[0] / canvas.unit, dot[1] / canvas.unit)] if dot else []
        texts, frame = placement.wrapped(names[iso3]), canvas.home.get(iso3, 0)
        item = Item(iso3, texts, [iso3], frame, spots, look.color, bool(look.hatch))
        if iso3 in heavy:
            item.weight, item.ink = "bold", heavy[iso3]
        items.append(item)
    place_names(canvas, items, raster)


def place_names(
    canvas: Canvas, items: Collection[Item], raster: Raster, *, numbers: bool = True
) -> dict[str, Spot]:
    """Find a place for every item and print it there; returns the places by key.

    With ``numbers``, a number stands where the line to a name would be long.
    """
    names = Names(canvas, raster)
    land = [item for item in items if not item.dots or len(item.ids) > 1]
    for item in land:
        names.on_land(item, item.texts)
    left = [item for item in items if item.key not in names.spots]
    left = names.in_columns(left)
    for item in names.crowded_first(left):
        names.beside(item)
    for _ in range(REPAIRS):  # what was placed first did not know of the rest
        if not sum(names.again(item) for item in left):
            break
    names.numbered([item for item in left if numbers and names.is_far(item)])
    for item in items:  # whatever is left has a name, however long the line
        if item.key not in names.spots:
            names.beside(item, math.inf, over=LAST)
    for item in items:
        if item.key in names.spots:
            names.draw(item)
    return names.spots


class Names:
    """The names of one map: where they are, and the room that is left."""

    def __init__(self, canvas: Canvas, raster: Raster) -> None:
        self.canvas, self.raster = canvas, raster
        self.spots: dict[str, Spot] = {}
        self.numbers: dict[str, str] = {}
        self.coasts: dict[str, NDArray[np.float64]] = {}
        self.sizes: dict[tuple[str, float, str], tuple[float, float]] = {}

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

    # --- on land

    def on_land(self, item: Item, texts: list[str], sizes: Sequence[float] = SIZES) -> bool:
        """Put one of the texts where its land is widest; False without room."""
        raster = self.raster
        own = raster.own(item.ids, item.frame)
        rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
        if not len(rows):
            return False
        low = np.array([rows[0], columns[0]])
        crop = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        free = own[crop] & (raster.taken[crop] == 0)
        for letters in sizes:
            for text in texts:
                size = self.size(text, letters, item.weight)
                middle = _roomiest(raster, free, size)
                if middle is not None:
                    x, y = (middle + low)[::-1] / PER_MM + raster.origin
                    box = placement.centred(float(x), float(y), size)
                    self.keep(item.key, Spot(text, letters, box, on_land=True))
                    return True
        return False

    # --- beside land or dot, or at the end of a line

    def again(self, item: Item) -> bool:
        """Place a name anew among all others; return whether it moved."""
        earlier = self.spots.get(item.key)
        if earlier is not None:
            self.release(item.key)
        self.beside(item)
        if earlier is not None and item.key not in self.spots:
            self.keep(item.key, earlier)
        return self.spots.get(item.key) != earlier

    def beside(self, item: Item, reach: float = REACH, over: float = math.inf) -> None:
        """Put the name where it is free, near its land or dot, with a line if need be.

        A line over other names, dots or lines costs ``over``.
        """
        best: Spot | None = None
        dots = self.spaces(item, -1)
        for lines, text in enumerate(item.texts):
            spot = self.best_place(item, text, 0.25 * lines, reach, over)
            if spot is not None and (best is None or spot.cost < best.cost):
                best = spot
        self.spaces(item, 1, dots)
        if best is not None:
            self.keep(item.key, best)

    def spaces(self, item: Item, by: int, boxes: list[Box] | None = None) -> list[Box]:
        """Free the room around the own dots while looking, or take it again."""
        side = DOT_MM + 0.3
        boxes = boxes or [placement.centred(*dot, (side, side)) for dot in item.dots]
        for box in boxes:
            self.raster.take(box, by)
        return boxes

    def best_place(
        self, item: Item, text: str, more: float, reach: float, over: float
    ) -> Spot | None:
        """Return the best free place of a text within reach; None without any."""
        raster = self.raster
        size = self.size(text, BESIDE, item.weight)
        padded = (size[0] + 2 * PAD, size[1] + 2 * PAD)
        coast = self.coast(item)
        if not len(coast):
            return None
        crop = self.around(coast, reach)
        closed = (raster.owner[crop] > 0) | (raster.taken[crop] > 0)
        closed |= raster.frame[crop] != item.frame
        first = np.array([crop[0].start, crop[1].start])
        for x, y in item.dots:  # a name lies beside its dot
            rows, columns = raster.window(placement.centred(x, y, (DOT_MM + 0.5, DOT_MM + 0.5)))
            closed[
                slice(max(rows.start - first[0], 0), max(rows.stop - first[0], 0)),
                slice(max(columns.start - first[1], 0), max(columns.stop - first[1], 0)),
            ] = True
        free = np.argwhere(raster.sums(closed, padded)[::2, ::2] == 0) * 2 + first
        if not len(free):
            return None
        boxes = raster.boxes(free, padded)
        boxes = boxes + np.array([PAD, PAD, -PAD, -PAD])
        rough = _distance(boxes, coast.mean(axis=0)[None])[0]
        boxes = boxes[np.argsort(rough, kind="stable")[:NEARBY]]
        away, nearest = _distance(boxes, coast)
        chosen = np.argsort(away, kind="stable")[:TRIED]
        chosen = chosen[away[chosen] < reach]
        if not len(chosen):
            return None
        boxes, away, starts = boxes[chosen], away[chosen], coast[nearest[chosen]]
        return self.cheapest(item, text, boxes, away, starts, more, over)

    def cheapest(
        self, item: Item, text: str, boxes: Any, away: Any, starts: Any, more: float, over: float
    ) -> Spot | None:
        """Return the rectangle that is nearest, least ambiguous, and whose line crosses least."""
        raster = self.raster
        ends = np.clip(starts, boxes[:, :2], boxes[:, 2:])
        rows, columns, bead = raster.along(starts, ends)
        owner, taken = raster.owner[rows, columns], raster.taken[rows, columns] > 0
        own = np.zeros(len(raster.numbers) + 1, dtype=bool)
        own[[raster.numbers.get(iso3, 0) for iso3 in item.ids]] = True
        crossed = ((owner > 0) & ~own[owner]).sum(axis=1) * bead
        doubt = self.doubtful(item, boxes, away)
        lined = (away > TOUCH) | doubt | (len(item.ids) > 1)
        # From the side of the text, not through its letters; a little right of the land is best.
        level = np.abs((boxes[:, 1] + boxes[:, 3]) / 2 - starts[:, 1])
        cost = away + more + CROSSING * crossed + 0.12 * level + DOUBT * doubt
        cost[lined & taken.any(axis=1)] += over
        best = int(np.argmin(cost))
        if not np.isfinite(cost[best]):
            return None
        (x0, y0), (x1, y1) = starts[best].tolist(), ends[best].tolist()
        if item.dots:  # the line begins at the edge of the dot
            share = min(1.0, DOT_MM * 0.6 / max(np.hypot(x1 - x0, y1 - y0), 1e-9))
            x0, y0 = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        left, bottom, right, top = boxes[best].tolist()
        start = (float(x0), float(y0)) if lined[best] else None
        box = (left, bottom, right, top)
        return Spot(text, BESIDE, box, start, (x1, y1), float(cost[best]), float(crossed[best]))

    def around(self, coast: NDArray[np.float64], reach: float) -> tuple[slice, slice]:
        """Return the part of the grid within reach of a coast."""
        if not np.isfinite(reach):
            return self.raster.whole()
        low, high = coast.min(axis=0) - reach, coast.max(axis=0) + reach
        return self.raster.window((*low.tolist(), *high.tolist()))

    def coast(self, item: Item) -> NDArray[np.float64]:
        """Return points of the land, a little inside where it is wide enough, or the dots."""
        if item.dots and len(item.ids) == 1:
            return np.array(item.dots)
        if item.key in self.coasts:
            return self.coasts[item.key]
        own = self.raster.own(item.ids, item.frame)
        inner = np.zeros_like(own)
        inner[1:-1, 1:-1] = (
            own[1:-1, 1:-1] & own[:-2, 1:-1] & own[2:, 1:-1] & own[1:-1, :-2] & own[1:-1, 2:]
        )
        points = self.raster.points(inner if inner.any() else own)
        step = max(1, len(points) // SAMPLE)
        points = points[step // 2 :: step]
        self.coasts[item.key] = np.concatenate([points, np.array(item.dots).reshape(-1, 2)])
        return self.coasts[item.key]

    def doubtful(self, item: Item, boxes: Any, away: Any) -> NDArray[np.bool_]:
        """Return where a reader might give the name to other land or another dot."""
        others = [
            (x / self.canvas.unit, y / self.canvas.unit)
            for iso3, (x, y) in self.canvas.dots.items()
            if iso3 not in item.ids
        ]
        near = np.zeros(len(boxes), dtype=bool)
        if others:
            near |= _distance(boxes, np.array(others))[0] < np.maximum(away, 0.5) + 0.7
        wide = boxes + np.array([-1, -1, 1, 1]) * (TOUCH + 0.2)
        low, high = wide[:, :2].min(axis=0), wide[:, 2:].max(axis=0)
        crop = self.raster.window((*low.tolist(), *high.tolist()))
        own = self.raster.own(item.ids, crop=crop)
        mine = self.raster.count(own, wide, crop)
        foreign = self.raster.count((self.raster.owner[crop] > 0) & ~own, wide, crop)
        near |= (foreign > mine) | ((foreign > 0) & (away > 0.45) & (len(item.dots) == 0))
        return near

    # --- columns of insets

    def in_columns(self, items: list[Item]) -> list[Item]:
        """Name the dots in the right half of an inset in a column; return the other items."""
        rest = list(items)
        for number, frame in enumerate(self.canvas.frames[1:], start=1):
            left, bottom, right, top = self.canvas.millimetres(frame.box)
            chain = [
                item for item in items
                if item.frame == number and self.anchor(item)[0] > (left + right) / 2
            ]  # fmt: skip
            if not frame.column or not chain:
                continue
            chain.sort(key=lambda item: -self.anchor(item)[1])
            sizes = [self.size(item.texts[0], BESIDE) for item in chain]
            edge = right - 1.0 - max(wide for wide, _ in sizes)
            high = max(high for _, high in sizes) + 0.9
            wanted = [self.anchor(item)[1] for item in chain]
            places = placement.column(wanted, high, bottom + 3.0, top - 1.0)
            for item, size, y in zip(chain, sizes, places, strict=True):
                box = (edge, y - size[1] / 2, edge + size[0], y + size[1] / 2)
                start = self.anchor(item)
                gap = DOT_MM * 0.6 if item.dots else 0.0
                self.keep(
                    item.key,
                    Spot(item.texts[0], BESIDE, box, (start[0] + gap, start[1]), (edge - 0.5, y)),
                )
                rest.remove(item)
        return rest

    def anchor(self, item: Item) -> tuple[float, float]:
        """Return where a State is: its dot, or the middle of its land."""
        if item.dots:
            return item.dots[0]
        coast = self.coast(item)
        if not len(coast):
            return 0.0, 0.0
        middle = coast[np.argmin(np.hypot(*(coast - coast.mean(axis=0)).T))]
        return float(middle[0]), float(middle[1])

    def crowded_first(self, items: list[Item]) -> list[Item]:
        """Return the items, those with most others around them first."""
        if not items:
            return []
        spots = np.array([self.anchor(item) for item in items])
        gaps = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
        order = np.argsort(-(gaps < 12).sum(axis=1), kind="stable").tolist()
        return [items[i] for i in order]

    # --- numbers

    def is_far(self, item: Item) -> bool:
        """Return whether a number on the land is read more easily than the line to the name."""
        spot = self.spots.get(item.key)
        if spot is None:
            return True
        if item.dots or spot.start is None:
            return False
        long = np.hypot(spot.end[0] - spot.start[0], spot.end[1] - spot.start[1])
        return spot.crossed > MOST_CROSSED or bool(long > MOST_LONG)

    def numbered(self, items: list[Item]) -> None:
        """Print numbers on the land of States, from the north down, and what they stand for."""
        items = sorted(items, key=lambda item: (-round(self.anchor(item)[1]), self.anchor(item)[0]))
        for item in items:
            earlier = self.spots.get(item.key)
            if earlier is not None:
                self.release(item.key)
            number = str(len(self.numbers) + 1)
            if item.dots or not self.on_land(item, [number], (BESIDE,)):
                if earlier is not None:
                    self.keep(item.key, earlier)
                continue
            self.numbers[item.key] = item.texts[0]
        if self.numbers:
            self.list_numbers()

    def list_numbers(self) -> None:
        """Print what the numbers stand for where there is room, else leave it to the footer."""
        raster, language = self.raster, self.canvas.language
        lines = [f"{i}\N{NO-BREAK SPACE}{text}" for i, text in enumerate(self.numbers.values(), 1)]
        closed = (raster.owner > 0) | (raster.taken > 0) | (raster.frame != 0)
        legend = self.canvas.legend or self.canvas.millimetres()
        goal = np.array([[(legend[0] + legend[2]) / 2, (legend[1] + legend[3]) / 2]])
        for columns in (1, 2):
            count = -(-len(lines) // columns)
            texts = ["\n".join(lines[i : i + count]) for i in range(0, len(lines), count)]
            sizes = [self.size(text, BESIDE) for text in texts]
            size = (sum(wide for wide, _ in sizes) + 2.0 * columns, max(h for _, h in sizes) + 1.0)
            free = np.argwhere(raster.sums(closed, size) == 0)
            if len(free):
                boxes = raster.boxes(free, size)
                box = boxes[int(np.argmin(_distance(boxes, goal)[0]))].tolist()
                self._write_list(texts, [wide for wide, _ in sizes], box)
                raster.take((box[0], box[1], box[2], box[3]))
                return
        self.canvas.key = word("list.semicolon", language).join(lines)

    def _write_list(self, texts: list[str], widths: list[float], box: list[float]) -> None:
        arabic, unit = right_to_left(self.canvas.language), self.canvas.unit
        x = box[2] - 1.0 if arabic else box[0] + 1.0
        for text, wide in zip(texts, widths, strict=True):
            artist = self.text(text, BESIDE)
            artist.set(ha="right" if arabic else "left", va="top", gid="numbers")
            artist.set_multialignment("right" if arabic else "left")
            artist.set_position((x * unit, (box[3] - 0.5) * unit))
            self.canvas.overlay.append(artist)
            x += (-1 if arabic else 1) * (wide + 2.0)

    # --- drawing

    def keep(self, key: str, spot: Spot) -> None:
        """Take the room of a name and its line."""
        self.spots[key] = spot
        self._mark(spot, 1)

    def release(self, key: str) -> None:
        """Give the room of a name and its line back."""
        self._mark(self.spots.pop(key), -1)

    def _mark(self, spot: Spot, by: int) -> None:
        self.raster.take(spot.box, by)
        if spot.start is not None:
            self.raster.take_line(spot.start, spot.end, by)

    def text(self, text: str, size: float, weight: str = "normal") -> Any:
        """Return a text, to be measured and put in its place."""
        return self.canvas.ax.text(
            *self.canvas.box[:2], text, fontsize=size, color=INK, ha="center", va="center",
            linespacing=0.82 if right_to_left(self.canvas.language) else 0.95, weight=weight,
            zorder=5 + ABOVE,
        )  # fmt: skip

    def draw(self, item: Item) -> None:
        """Print a name with a halo of its ground, and its line."""
        from matplotlib.patheffects import withStroke

        spot, unit = self.spots[item.key], self.canvas.unit
        artist = self.text(spot.text, spot.size, item.weight)
        left, bottom, right, top = spot.box
        above, below = self.leading(spot.size)
        middle = (bottom + top + above - below) / 2
        artist.set_position(((left + right) / 2 * unit, middle * unit))
        artist.set_gid(f"name:{item.key}")
        ground = item.color if spot.on_land else SEA
        artist.set_color(ink_on(ground) if spot.on_land or not item.ink else item.ink)
        if item.hatched or not spot.on_land:
            artist.set_path_effects([withStroke(linewidth=1.6, foreground=ground)])
        self.canvas.overlay.append(artist)
        if spot.start is not None:
            self.line(item, spot)

    def line(self, item: Item, spot: Spot) -> None:
        """Join a dot to its name, or land, on which the line begins with a point."""
        assert spot.start is not None
        unit = self.canvas.unit
        xy = (
            [spot.start[0] * unit, spot.end[0] * unit],
            [spot.start[1] * unit, spot.end[1] * unit],
        )
        look: dict[str, Any] = {"solid_capstyle": "butt", "label": "_line", "zorder": 3 + ABOVE}
        look |= {"scalex": False, "scaley": False}
        if not item.dots:
            look |= {"marker": "o", "markevery": [0]}
        # White on either side, so that it shows on dark land too.
        white: dict[str, Any] = {"color": PAPER, "linewidth": 0.9, "markersize": 1.6}
        ink: dict[str, Any] = {"color": INK, "linewidth": 0.4, "markersize": 0.9}
        for line in (white, ink | {"gid": f"line:{item.key}"}):
            self.canvas.overlay += self.canvas.ax.plot(*xy, **look, **line)


def _roomiest(
    raster: Raster, free: NDArray[np.bool_], size: tuple[float, float]
) -> NDArray[np.float64] | None:
    """Return row and column of the middle of the roomiest place for a size; None without any."""
    for margin in MARGINS:
        padded = (size[0] + 2 * margin, size[1] + 2 * margin)
        held = raster.sums(free, padded)
        wide, high = (max(1, int(np.ceil(side * PER_MM))) for side in padded)
        places = np.argwhere(held == wide * high)
        if len(places):
            middle = places[np.argmin(np.hypot(*(places - places.mean(axis=0)).T))]
            return middle + np.array([high, wide]) / 2
    return None


def _distance(boxes: Any, points: NDArray[np.float64]) -> tuple[Any, Any]:
    """Return how far rectangles are from the nearest of some points, and which it is."""
    away = np.full(len(boxes), np.inf)
    nearest = np.zeros(len(boxes), dtype=np.int64)
    for number, (x, y) in enumerate(points.tolist()):
        dx = np.maximum(np.maximum(boxes[:, 0] - x, x - boxes[:, 2]), 0.0)
        dy = np.maximum(np.maximum(boxes[:, 1] - y, y - boxes[:, 3]), 0.0)
        gap = np.hypot(dx, dy)
        closer = gap < away
        away[closer], nearest[closer] = gap[closer], number
    return away, nearest
