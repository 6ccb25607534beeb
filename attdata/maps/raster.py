"""A map as a grid of small squares: whose land each is, and what is taken; finds room for words.

Looking a rectangle up in a grid of sums takes the same time for every size and place, so that all
places on a map are compared at once and the best is taken: nothing has to be guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attdata.maps.ground import Canvas
from attdata.maps.placement import Box
from attdata.maps.shapes import LINE

PER_MM = 4  # squares in a millimetre
OFF_LINES, OFF_EDGES = 0.15, 0.6  # from a dashed boundary, and from the edge of a map, to a name
SEEN, APART = 0.08, 0.1  # square millimetres of an island, and how far it is from its mainland
ACROSS = 0.004  # of the letters of a slide may lie across the border
Grid = NDArray[np.int32]
KEPT = 16  # kinds of maps, each in several languages or on several days


@dataclass
class _Land:
    """The land of a map in squares, the same for every map of its kind."""

    owner: Grid
    frame: Grid
    numbers: dict[str, int] = field(default_factory=dict)
    sizes: NDArray[np.int64] | None = None
    lines: dict[frozenset[str], NDArray[np.bool_]] = field(default_factory=dict)
    islands: dict[Any, Grid] = field(default_factory=dict)


_DRAWN: dict[Any, _Land] = {}


class Raster:
    """The land of a canvas and what is taken, in squares; rows run from the bottom up."""

    def __init__(self, canvas: Canvas) -> None:
        """Draw the land of every frame into the grid, large pieces first."""
        self.canvas = canvas
        left, bottom, right, top = canvas.millimetres()
        self.origin = np.array([left, bottom])
        self.shape = (int((top - bottom) * PER_MM), int((right - left) * PER_MM))
        self.taken: Grid = np.zeros(self.shape, dtype=np.int32)
        self.framed = np.zeros(self.shape, dtype=bool)  # no name is there, but lines
        self._by_small: dict[Any, NDArray[np.bool_]] = {}
        frames = tuple((frame.view, frame.box, frame.scale) for frame in canvas.frames)
        key = (frames, canvas.grid, canvas.box, canvas.unit)
        known = _DRAWN.get(key)
        self._land = known or _Land(np.zeros_like(self.taken), np.zeros_like(self.taken))
        self.numbers, self.owner = self._land.numbers, self._land.owner
        self.frame = self._land.frame  # only ``taken`` ever changes
        if known is None:
            for number, frame in enumerate(canvas.frames):
                self._draw(number, frame)
            while len(_DRAWN) >= KEPT:
                _DRAWN.pop(next(iter(_DRAWN)))
            _DRAWN[key] = self._land

    def _draw(self, number: int, frame: Any) -> None:
        """Draw the land of one frame; an inset first clears what lies below it."""
        import shapely
        from PIL import Image, ImageDraw

        rows, columns = self.window(self.canvas.millimetres(frame.box)) if number else self.whole()
        picture = Image.new("I", (self.shape[1], self.shape[0]))
        draw = ImageDraw.Draw(picture)
        pieces = []
        for iso3, area in frame.areas.items():
            if area.kind == LINE:
                continue
            # Overseas parts are land like any other, but no place for the name of their State.
            for name, shape in ((iso3, area.geometry), (f"{iso3} overseas", area.overseas)):
                if shape is not None:
                    code = self.numbers.setdefault(name, len(self.numbers) + 1)
                    pieces += [(part, code) for part in shapely.get_parts(shape)]
        sizes = shapely.area([piece for piece, _ in pieces])
        for i in np.argsort(-sizes, kind="stable").tolist():
            piece, code = pieces[i]
            for ring, value in [(piece.exterior, code), *((hole, 0) for hole in piece.interiors)]:
                xy = shapely.get_coordinates(ring) * frame.scale + np.array(frame.shift)
                xy = (xy / self.canvas.unit - self.origin) * PER_MM
                draw.polygon(xy.ravel().tolist(), fill=value)
        land = np.asarray(picture, dtype=np.int32)
        self.owner[rows, columns] = land[rows, columns]
        self.frame[rows, columns] = number

    def is_sea(self, box: Box, around: float) -> bool:
        """Return whether there is no land in a rectangle, and so many millimetres around it."""
        left, bottom, right, top = box
        wide = (left - around, bottom - around, right + around, top + around)
        return not (self.owner[self.window(wide)] > 0).any()

    def lines(self, only: Collection[str] = ()) -> NDArray[np.bool_]:
        """Return the squares of coasts and borders, or of some States': no name is read on them."""
        import shapely
        from PIL import Image, ImageDraw

        known, whose = self._land.lines, frozenset(only)
        if whose not in known:
            lines = np.zeros(self.shape, dtype=bool)
            for number, frame in enumerate(self.canvas.frames):
                picture = Image.new("1", (self.shape[1], self.shape[0]))
                draw = ImageDraw.Draw(picture)
                areas = [
                    a for i, a in frame.areas.items() if a.kind != LINE and i in (whose or {i})
                ]
                shapes = [shape for area in areas for shape in (area.geometry, area.overseas)]
                for ring in shapely.get_rings(shapely.get_parts([s for s in shapes if s])).tolist():
                    xy = shapely.get_coordinates(ring) * frame.scale + np.array(frame.shift)
                    xy = np.floor((xy / self.canvas.unit - self.origin) * PER_MM)
                    draw.line(xy.ravel().tolist(), fill=1)
                here = self.frame == number
                lines[here] = np.asarray(picture)[here]
            known[whose] = lines
        return known[whose]

    def islands(self, most: float) -> Grid:
        """Return whose island each square is or lies beside, of less than so many square mm; or 0.

        A line to a name would cut it in two, or seem to begin there; specks are not seen below it.
        """
        import shapely
        from PIL import Image, ImageDraw

        own = frozenset(self.canvas.own)
        if (most, own) not in self._land.islands:
            found = np.zeros_like(self.taken)
            for number, frame in enumerate(self.canvas.frames):
                picture = Image.new("I", (self.shape[1], self.shape[0]))
                draw = ImageDraw.Draw(picture)
                for iso3, part in _islands(frame, self.canvas.unit / frame.scale, most):
                    if own and iso3 not in own:
                        continue
                    xy = shapely.get_coordinates(part.exterior) * frame.scale
                    xy = ((xy + np.array(frame.shift)) / self.canvas.unit - self.origin) * PER_MM
                    draw.polygon(xy.ravel().tolist(), fill=self.numbers[iso3])
                here = self.frame == number
                found[here] = np.asarray(picture, dtype=np.int32)[here]
            near = [np.roll(found, by, axis) for axis in (0, 1) for by in (-2, -1, 1, 2)]
            self._land.islands[most, own] = np.maximum.reduce([found, *near])
        return self._land.islands[most, own]

    def whole(self) -> tuple[slice, slice]:
        """Return the squares of the whole map."""
        return slice(0, self.shape[0]), slice(0, self.shape[1])

    def window(self, box: Box) -> tuple[slice, slice]:
        """Return the rows and columns of a rectangle in millimetres."""
        x0, y0 = np.floor((np.array(box[:2]) - self.origin) * PER_MM).astype(int)
        x1, y1 = np.ceil((np.array(box[2:]) - self.origin) * PER_MM).astype(int)
        high, wide = self.shape
        return slice(max(y0, 0), min(max(y1, 0), high)), slice(max(x0, 0), min(max(x1, 0), wide))

    def squares(self, boxes: Collection[Box]) -> NDArray[np.bool_]:
        """Return the squares of some rectangles in millimetres."""
        found = np.zeros(self.shape, dtype=bool)
        for box in boxes:
            found[self.window(box)] = True
        return found

    def grown(self, squares: NDArray[np.bool_], mm: float) -> NDArray[np.bool_]:
        """Return some squares and those about them, so many millimetres to every side."""
        steps = int(mm * PER_MM)
        for axis in (0, 1):
            moved = [np.roll(squares, by, axis) for by in range(-steps, steps + 1)]
            squares = np.logical_or.reduce(moved)
        return squares

    def take(self, box: Box, by: int = 1) -> None:
        """Mark a rectangle as taken, or with ``by=-1`` as free again."""
        self.taken[self.window(box)] += by

    def take_line(self, start: tuple[float, float], end: tuple[float, float], by: int = 1) -> None:
        """Mark a line as taken, or with ``by=-1`` as free again."""
        for x, y in _beads(start, end):
            self.take((x - 0.2, y - 0.2, x + 0.2, y + 0.2), by)

    def frame_along(self, line: NDArray[np.float64]) -> None:
        """Keep names off a line that those of leaders may cross."""
        for start, end in pairwise(line.tolist()):
            for x, y in _beads(start, end):
                self.framed[self.window((x - 0.2, y - 0.2, x + 0.2, y + 0.2))] = True

    def shut(self, crop: tuple[slice, slice] | None = None) -> NDArray[np.bool_]:
        """Return where no name has room, for something is there: in the grid or a part of it."""
        rows, columns = crop or self.whole()
        return (self.taken[rows, columns] > 0) | self.framed[rows, columns]

    def own(
        self,
        ids: Collection[str],
        frame: int | None = None,
        crop: tuple[slice, slice] | None = None,
    ) -> NDArray[np.bool_]:
        """Return where the land of some areas is, in one frame or in all, in the grid or a part."""
        rows, columns = crop or self.whole()
        land: NDArray[np.bool_] = self.wanted(ids)[self.owner[rows, columns]]
        return land if frame is None else land & (self.frame[rows, columns] == frame)

    def wanted(self, ids: Collection[str]) -> NDArray[np.bool_]:
        """Return by the numbers of areas which of them some are."""
        wanted = np.zeros(len(self.numbers) + 1, dtype=bool)
        wanted[[self.numbers[iso3] for iso3 in ids if iso3 in self.numbers]] = True
        return wanted

    def small(self, most: float) -> NDArray[np.bool_]:
        """Return by the numbers of areas which have less land than so many square millimetres."""
        if self._land.sizes is None:
            self._land.sizes = np.bincount(self.owner.ravel(), minlength=len(self.numbers) + 1)
        return self._land.sizes < most * PER_MM**2

    def by_small(self, most: float, own: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the squares of such areas, and those beside them, but for some areas' own."""
        key = most, own.tobytes()  # asked for again at every place of a name
        if key not in self._by_small:
            small = self.small(most) & ~own
            small[0] = False  # the sea
            here = small[self.owner]
            near = here.copy()
            for axis in (0, 1):
                near |= np.roll(here, 1, axis) | np.roll(here, -1, axis)
            near[own[self.owner]] = False
            self._by_small[key] = near
        return self._by_small[key]

    def sums(self, mask: NDArray[Any], size: tuple[float, float]) -> Grid:
        """Return for each place of a rectangle how many squares of a mask it holds.

        Parameters
        ----------
        mask
            A grid of the map's shape.
        size
            Width and height in millimetres.

        Returns
        -------
        ndarray
            One number per place of the lower left corner; empty where the rectangle is too large.
        """
        return self.sums_of(totals(mask), size)

    def sums_of(self, total: Grid, size: tuple[float, float]) -> Grid:
        """Return what :meth:`sums` does, of a mask whose totals are at hand."""
        wide, high = (max(1, int(np.ceil(side * PER_MM))) for side in size)
        if high >= total.shape[0] or wide >= total.shape[1]:
            return np.empty((0, 0), dtype=np.int32)
        upper, lower = total[high:], total[:-high]
        return upper[:, wide:] - upper[:, :-wide] - lower[:, wide:] + lower[:, :-wide]

    def count(
        self, mask: NDArray[Any], boxes: NDArray[np.float64], crop: tuple[slice, slice]
    ) -> Grid:
        """Return how many squares of a part of the grid each rectangle in millimetres holds."""
        total = totals(mask)
        first = np.array([crop[1].start, crop[0].start])
        low = np.floor((boxes[:, :2] - self.origin) * PER_MM).astype(int) - first
        high = np.ceil((boxes[:, 2:] - self.origin) * PER_MM).astype(int) - first
        x0, y0 = (np.clip(low[:, i], 0, mask.shape[1 - i]) for i in (0, 1))
        x1, y1 = (np.clip(high[:, i], 0, mask.shape[1 - i]) for i in (0, 1))
        counts: Grid = total[y1, x1] - total[y0, x1] - total[y1, x0] + total[y0, x0]
        return counts

    def boxes(self, places: NDArray[np.int64], size: tuple[float, float]) -> NDArray[np.float64]:
        """Return rectangles in millimetres for (row, column) of their lower left corners."""
        low = places[:, ::-1] / PER_MM + self.origin
        return np.column_stack([low, low + np.array(size)])

    def points(self, mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the middles of the squares of a mask, in millimetres."""
        return (np.argwhere(mask)[:, ::-1] + 0.5) / PER_MM + self.origin

    def along(
        self, starts: NDArray[np.float64], ends: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return rows and columns of beads along lines, and how long a bead is on each line."""
        length = np.hypot(*(ends - starts).T)
        count = max(2, int(length.max(initial=0.5) * PER_MM))
        share = (np.arange(count) + 0.5) / count
        xy = starts[:, None] + (ends - starts)[:, None] * share[None, :, None]
        cells = np.floor((xy - self.origin) * PER_MM).astype(np.int64)
        rows = np.clip(cells[..., 1], 0, self.shape[0] - 1)
        columns = np.clip(cells[..., 0], 0, self.shape[1] - 1)
        return rows, columns, length / count


def totals(mask: NDArray[Any]) -> Grid:
    """Return for each square how many of the mask lie below and left of it."""
    total = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), dtype=np.int32)
    np.cumsum(mask, axis=0, dtype=np.int32, out=total[1:, 1:])
    np.cumsum(total[1:, 1:], axis=1, out=total[1:, 1:])
    return total


def _islands(frame: Any, unit: float, most: float) -> Iterator[tuple[str, Any]]:
    """Yield the islands of States that are seen, smaller than so many square millimetres.

    They are off the mainland, and have no border.
    """
    import shapely

    areas = {i: area.geometry for i, area in frame.areas.items() if area.kind != LINE}
    mainlands = {
        iso3: max(shapely.get_parts(area).tolist(), key=shapely.area)
        for iso3, area in areas.items() if not area.is_empty
    }  # fmt: skip
    tree = shapely.STRtree(list(mainlands.values()))
    for iso3, mainland in mainlands.items():
        parts = shapely.get_parts(areas[iso3])
        sizes = shapely.area(parts) / unit**2
        seen = (sizes > SEEN) & (sizes < most) & (shapely.distance(parts, mainland) > APART * unit)
        for part in parts[seen].tolist():
            if not len(tree.query(part, predicate="intersects")):
                yield iso3, part


def _beads(start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Yield points along a line."""
    steps = max(2, int(np.hypot(end[0] - start[0], end[1] - start[1]) * 3))
    yield from np.linspace(start, end, steps).tolist()


def keep_off_lines(canvas: Canvas, raster: Raster) -> None:
    """Take the room of dashed boundaries, which would run through a name."""
    import shapely

    lines = [a.geometry for a in canvas.frames[0].areas.values() if a.kind == LINE]
    for line in shapely.get_parts(lines):
        for x, y in (shapely.get_coordinates(line) / canvas.unit).tolist():
            raster.take((x - OFF_LINES, y - OFF_LINES, x + OFF_LINES, y + OFF_LINES))


def off_the_edges(raster: Raster) -> None:
    """Take a strip along the edges of a map: a name that touches its frame seems to be cut off."""
    left, bottom, right, top = raster.canvas.millimetres()
    raster.take((left, bottom, right, bottom + OFF_EDGES))
    raster.take((left, top - OFF_EDGES, right, top))
    raster.take((left, bottom, left + OFF_EDGES, top))
    raster.take((right - OFF_EDGES, bottom, right, top))


def roomiest(
    raster: Raster, free: NDArray[np.bool_], size: tuple[float, float], margins: Sequence[float],
    share: float = 1.0, others: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64] | None:  # fmt: skip
    """Return row and column of the middle of the roomiest place for a size; None without any.

    With a ``share`` below one, so much of it is free, and hardly any on land of ``others``.
    """
    for margin in margins:
        padded = (size[0] + 2 * margin, size[1] + 2 * margin)
        held = raster.sums(free, padded)
        if others is not None and share < 1.0:
            wide, high = (side * PER_MM for side in padded)
            held = np.where(raster.sums(others, padded) > ACROSS * wide * high, 0, held)
        wide, high = (max(1, int(np.ceil(side * PER_MM))) for side in padded)
        least = wide * high if share == 1.0 else max(share * wide * high, held.max(initial=0))
        places = np.argwhere(held >= least)
        if len(places):
            middle = places[np.argmin(np.hypot(*(places - places.mean(axis=0)).T))]
            return middle + np.array([high, wide]) / 2
    return None
