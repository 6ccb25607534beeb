"""Borders for a screen: projected, cut, simplified together, and written as paths of SVG.

The borders are those of the static maps (``att.borders()``, reviewed in ``data/raw/geo``), in the
same projections: the world in Equal Earth, a region in Lambert's azimuthal equal-area projection.
Neighbours are simplified together (``shapely.coverage_simplify``), so that they still share every
border, and disputed lines keep only those points that their neighbours' border keeps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# The static world map is centred here, so that the edge runs through the Bering Strait.
WORLD_CENTRE = 11.0
# Antarctica is left out; north of Greenland there is only sea.
WORLD_SOUTH, WORLD_NORTH = -57.5, 84.0
# The shapes are made for a drawing of so many pixels; a unit of the paths is a tenth of one.
WIDE = 900
UNITS = 10.0
# Corners of less than about half a pixel are left out.
TOLERANCE = 0.55
# Pieces smaller than a square of so many pixels are left out, unless a State has no larger one.
SPECK = 1.0
# The page gives a map a frame between these shapes: what lies beside a region is drawn, too.
ASPECT_WIDE, ASPECT_NARROW = 1.95, 1.15
_SPHERE = "+a=6371007 +b=6371007 +units=m"
_TURNS = (-360, 0, 360)


@dataclass(frozen=True)
class Base:
    """Shapes in one projection: paths by State, what is not counted, disputed lines, the sea."""

    states: dict[str, str]
    other: str
    lines: str
    sea: str
    centres: dict[str, tuple[int, int]]
    across: dict[str, float]  # square root of the largest piece's area


@dataclass(frozen=True)
class Window:
    """A part of the earth in degrees; ``east`` may exceed 180."""

    west: float
    east: float
    south: float
    north: float

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2


# --- projecting, cutting, simplifying ----------------------------------------------------------


@dataclass(frozen=True)
class Land:
    """The reviewed borders in single pieces: polygons and lines, each with whose it is."""

    pieces: Any  # array of geometries, in degrees
    ids: NDArray[np.str_]
    kinds: NDArray[np.str_]
    middles: Floats | None = None  # of each piece, as points of the unit sphere
    reaches: Floats | None = None  # how far it reaches from there, in radians


@lru_cache(maxsize=1)
def borders_in_pieces() -> Land:
    """Return the reviewed borders in single pieces."""
    import shapely

    from attdata.maps.shapes import borders

    frame = borders()
    pieces, owner = shapely.get_parts(frame.geometry.to_numpy(), return_index=True)
    drawn = ~shapely.is_empty(pieces) & (shapely.get_type_id(pieces) > 0)  # no points
    owner = owner[drawn]
    ids, kinds = frame["iso3"].astype(str).to_numpy(), frame["kind"].astype(str).to_numpy()
    middles, reaches = _around(pieces[drawn])
    return Land(pieces[drawn], ids[owner].astype(str), kinds[owner].astype(str), middles, reaches)


def _on_sphere(degrees: Floats) -> Floats:
    """Return longitudes and latitudes as points of the unit sphere."""
    lon, lat = np.radians(degrees).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _around(pieces: Any) -> tuple[Floats, Floats]:
    """Return for each piece a point of the sphere, and how far the piece reaches from it."""
    import shapely

    xy, owner = shapely.get_coordinates(pieces, return_index=True)
    points = _on_sphere(xy)
    begin = np.searchsorted(owner, np.arange(len(pieces)))
    sums = np.add.reduceat(points, begin)
    middles = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    towards = np.einsum("ij,ij->i", points, middles[owner])
    return middles, np.arccos(np.clip(np.minimum.reduceat(towards, begin), -1, 1))


def world_shapes(land: Land, points: Mapping[str, tuple[float, float]]) -> Base:
    """Return the whole world in the Equal Earth projection, the sea as its outline."""
    import shapely

    west, east = WORLD_CENTRE - 180, WORLD_CENTRE + 180
    pieces, order = _cut_at_edge(land.pieces, west, east)
    crs = f"+proj=eqearth +lon_0={WORLD_CENTRE} {_SPHERE}"
    edge = shapely.segmentize(shapely.box(west + 1e-6, WORLD_SOUTH, east - 1e-6, WORLD_NORTH), 2.0)
    (sea,) = _projected([edge], crs)
    scale = WIDE * UNITS / (sea.bounds[2] - sea.bounds[0])
    cut = Land(_projected(pieces, crs), land.ids[order], land.kinds[order])
    return _base(cut, points, crs, sea, scale)


def _cut_at_edge(pieces: Any, west: float, east: float) -> tuple[list[Any], list[int]]:
    """Return pieces turned and cut so that every longitude lies between two meridians.

    Their numbers among the given ones come with them.
    """
    import shapely

    inside = shapely.box(west + 1e-6, -90, east - 1e-6, 90)
    cut, order = [], []
    for number, (piece, (low, _, high, _)) in enumerate(
        zip(pieces, shapely.bounds(pieces).tolist(), strict=True)
    ):
        turn = 360 * round(((low + high) / 2 - (west + east) / 2) / 360)
        if low - turn >= west and high - turn <= east:
            parts = [_moved(piece, -turn)]
        else:
            turned = [shapely.intersection(_moved(piece, by - turn), inside) for by in _TURNS]
            parts = [part for shape in turned for part in shapely.get_parts(shape)]
        cut += parts
        order += [number] * len(parts)
    return cut, order


def _moved(shape: Any, degrees: float) -> Any:
    import shapely

    return shapely.transform(shape, lambda xy: xy + [degrees, 0]) if degrees else shape


def region_shapes(
    land: Land, points: Mapping[str, tuple[float, float]], window: Window
) -> tuple[Base, tuple[int, int, int, int]]:
    """Return the shapes of a part of the earth with some land around it, and where the part is."""
    import shapely

    lon, lat = window.centre
    crs = f"+proj=laea +lon_0={lon} +lat_0={lat} {_SPHERE}"
    outline = shapely.segmentize(
        shapely.box(window.west, window.south, window.east, window.north), 1.0
    )
    left, bottom, right, top = _projected([outline], crs)[0].bounds
    across, up = right - left, top - bottom
    # What a wide and what a narrow frame show beside the region.
    wide, high = max(across, up * ASPECT_WIDE) / 2, max(up, across / ASPECT_NARROW) / 2
    x, y = (left + right) / 2, (bottom + top) / 2
    seen = shapely.box(x - wide, y - high, x + wide, y + high)
    near = _in_reach(land, lon, lat, float(np.hypot(wide + abs(x), high + abs(y))))
    near = near[_near(land.pieces[near], lon, lat)]
    shapes = np.asarray(_projected(land.pieces[near], crs))
    shapely.prepare(seen)
    touching = shapely.intersects(seen, shapes)
    near, shapes = near[touching], shapes[touching]
    crossing = ~shapely.covers(seen, shapes)
    shapes[crossing] = shapely.intersection(shapes[crossing], seen)
    scale = WIDE * UNITS / max(across, up * ASPECT_WIDE)
    base = _base(Land(shapes, land.ids[near], land.kinds[near]), points, crs, seen, scale)
    return base, (
        round(left * scale),
        round(-top * scale),
        round(across * scale),
        round(up * scale),
    )


# Straight lines of a map bend on the sphere; so much is allowed for, in radians.
_BEND = 0.1


def _in_reach(land: Land, lon: float, lat: float, radius: float) -> NDArray[np.int64]:
    """Return the numbers of the pieces that may lie within a distance on the map, in metres."""
    if land.middles is None or land.reaches is None:
        return np.arange(len(land.pieces))
    # Snyder (1987), p. 185: from the distance on an azimuthal equal-area map to that on the sphere.
    angle = 2 * np.arcsin(min(radius / (2 * 6371007), 1.0))
    away = np.arccos(np.clip(land.middles @ _on_sphere(np.array([[lon, lat]]))[0], -1, 1))
    return np.flatnonzero(away - land.reaches <= angle + _BEND)


def _near(pieces: Any, lon: float, lat: float) -> NDArray[np.bool_]:
    """Return which pieces keep away from the point opposite, where the projection breaks."""
    import shapely

    xy, owner = shapely.get_coordinates(pieces, return_index=True)
    (x, y), lat = np.radians(xy).T, np.radians(lat)
    towards = np.sin(lat) * np.sin(y) + np.cos(lat) * np.cos(y) * np.cos(x - np.radians(lon))
    return np.minimum.reduceat(towards, np.searchsorted(owner, np.arange(len(pieces)))) > -0.6


def _projected(shapes: Iterable[Any], crs: str) -> Any:
    import geopandas as gpd

    return gpd.GeoSeries(list(shapes), crs="EPSG:4326").to_crs(crs).values


def _base(
    land: Land,
    points: Mapping[str, tuple[float, float]],
    crs: str,
    sea: Any,
    scale: float,
) -> Base:
    """Return projected shapes as paths in units of the screen, y downwards."""
    import shapely

    def to_screen(xy: Floats) -> Floats:
        return xy * np.array([scale, -scale])

    shapes, owner = shapely.get_parts(
        shapely.transform(np.asarray(land.pieces), to_screen), return_index=True
    )
    ids, kinds = land.ids[owner], land.kinds[owner]
    is_line = shapely.get_type_id(shapes) == 1
    chosen = np.flatnonzero((shapely.get_type_id(shapes) == 3) & _worth_drawing(shapes, ids))
    simple = shapely.coverage_simplify(shapes[chosen], TOLERANCE * UNITS)
    states: dict[str, str] = {}
    across: dict[str, float] = {}
    other = ""
    areas = np.sqrt(shapely.area(simple)).tolist()
    for number, path, side in zip(chosen, _paths(simple), areas, strict=True):
        iso3 = str(ids[number])
        if kinds[number] != "state":
            other += path
        elif path:
            states[iso3] = states.get(iso3, "") + path
            across[iso3] = max(across.get(iso3, 0.0), side)
    disputed = shapes[is_line & (kinds == "disputed line")]
    kept = _points_of_both(simple, disputed)
    lines = "".join(_line_path(line, kept) for line in disputed)
    (edge,) = _paths([shapely.transform(sea, to_screen)])
    return Base(states, other, lines, edge, _centres(points, crs, sea, scale), across)


def _points_of_both(borders: Any, lines: Any) -> set[tuple[float, float]]:
    """Return the points of borders that are, or might be, points of lines, too."""
    import shapely

    xy = shapely.get_coordinates(borders)
    chosen = xy[np.isin(xy[:, 0], shapely.get_coordinates(lines)[:, 0])]
    return set(map(tuple, chosen.tolist()))


def _worth_drawing(shapes: Any, ids: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Return which pieces can be seen, or are the largest of their State.

    Without the islets the page is half as large; a State never loses its last piece.
    """
    import shapely

    areas = shapely.area(shapes)
    order = np.argsort(-areas, kind="stable")
    _, first = np.unique(ids[order], return_index=True)
    worth = areas > (SPECK * UNITS) ** 2
    worth[order[first]] = True
    return worth & (areas > 0)


def _centres(
    points: Mapping[str, tuple[float, float]], crs: str, sea: Any, scale: float
) -> dict[str, tuple[int, int]]:
    """Return where each State's point lies on the map; States outside are absent."""
    import shapely

    spots = np.asarray(_projected(shapely.points(list(points.values())), crs))
    shapely.prepare(sea)
    seen = shapely.covers(sea, spots).tolist()
    return {
        iso3: (round(x * scale), round(-y * scale))
        for iso3, (x, y), inside in zip(
            points, shapely.get_coordinates(spots).tolist(), seen, strict=True
        )
        if inside
    }


# --- paths -------------------------------------------------------------------------------------


def _paths(areas: Any) -> list[str]:
    """Return the outlines of each polygon as the commands of an SVG path, in whole units."""
    import shapely

    rings, owner = shapely.get_rings(areas, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.rint(xy).astype(np.int64)
    begins = np.append(True, ring[1:] != ring[:-1])
    ends = np.append(begins[1:], True)
    moves = begins | (steps != np.roll(steps, 1, axis=0)).any(axis=1)
    # "z" draws the last side, so that the last point, which is the first again, is left out.
    steps, ring = steps[moves & ~ends], ring[moves & ~ends]
    turns = np.searchsorted(ring, np.arange(len(rings) + 1)).tolist()
    paths = [""] * len(areas)
    for number, start, end in zip(owner.tolist(), turns, turns[1:], strict=False):
        if end - start > 2:
            paths[number] += _commands(steps[start:end]) + "z"
    return paths


def _line_path(line: Any, kept: Collection[tuple[float, float]]) -> str:
    """Return a disputed line with the points that the borders along it keep, and its ends.

    A line of which no inner point lies on a border has a course of its own and stays as it is.
    """
    points = [tuple(point) for point in np.asarray(line.coords).tolist()]
    inner = [point for point in points[1:-1] if point in kept]
    xy = _whole(np.array([points[0], *(inner or points[1:-1]), points[-1]]))
    return _commands(xy) if len(xy) > 1 else ""


def _whole(xy: Floats) -> NDArray[np.int64]:
    """Return points in whole units, none repeated."""
    steps = np.rint(xy).astype(np.int64)
    same = (np.diff(steps, axis=0) == 0).all(axis=1)
    return steps[np.append(True, ~same)]


def _commands(xy: NDArray[np.int64]) -> str:
    text = " ".join(map(str, np.diff(xy, axis=0).ravel().tolist())).replace(" -", "-")
    return f"M{xy[0][0]} {xy[0][1]}l{text}"


def _numbers(path: str) -> Iterator[tuple[int, int]]:
    """Yield the points of a path of this module."""
    import re

    for part in path.split("M")[1:]:
        start, steps = part.rstrip("z").split("l")
        x, y = (int(n) for n in start.split())
        yield x, y
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            yield x, y


@lru_cache(maxsize=1024)
def piece_box(path: str) -> tuple[int, int, int, int]:
    """Return the bounds of the piece of a path that spans most: overseas parts stay aside."""
    best = (0, 0, 0, 0)
    for part in path.split("M")[1:]:
        xy = np.array(list(_numbers("M" + part)))
        low, high = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
        size = (high[0] - low[0]) * (high[1] - low[1])
        if size >= (best[2] - best[0]) * (best[3] - best[1]):
            best = (low[0], low[1], high[0], high[1])
    return best


def box_of(path: str) -> tuple[int, int, int, int]:
    """Return left, top, width and height of a path."""
    xy = np.array(list(_numbers(path)))
    (left, top), (right, bottom) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    return left, top, right - left, bottom - top
