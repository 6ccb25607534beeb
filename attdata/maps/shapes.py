"""Shapes for the maps: read once, projected, cut at the edge of the view, small States found.

``data/raw/geo/world.geojson`` is the reviewed geometry; ``world_points.npy`` and
``world_rings.npy`` beside it are the same numbers packed for speed (``make_world.py`` writes them,
a test compares them). The world is drawn in the Equal Earth projection (Šavrič, Patterson and
Jenny 2018, International Journal of Geographical Information Science 33:3), one region in
Lambert's azimuthal equal-area projection (Snyder 1987, Map Projections, p. 182), where far
northern and southern land keeps its form. Both keep areas true, so no State looms larger than
it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from attdata.reference import raw_folder

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.path import Path

Floats = NDArray[np.float64]

# 11 degrees east: the edge of the view then runs through the Bering Strait and cuts no State.
WORLD_CENTRE = 11.0
# South of Tierra del Fuego there is only Antarctica, which is left out; north of Greenland, sea.
WORLD_SOUTH, WORLD_NORTH = -57.5, 84.0

_RING = np.dtype([("id", "S20"), ("kind", "S14"), ("start", "<i4"), ("hole", "?")])
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_MOVE, _LINE, _CLOSE = 1, 2, 79


@dataclass(frozen=True)
class View:
    """What part of the earth a map shows, and how: degrees; ``east`` may exceed 180."""

    west: float
    east: float
    south: float = WORLD_SOUTH
    north: float = WORLD_NORTH
    azimuthal: bool = False

    @property
    def centre(self) -> float:
        """Longitude of the middle."""
        return (self.west + self.east) / 2

    def project(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return x and y on a sphere of radius 1; longitudes are taken as they are, unwrapped."""
        if self.azimuthal:
            return azimuthal(lon - self.centre, lat, (self.south + self.north) / 2)
        return equal_earth(lon - self.centre, lat)

    def outline(self) -> tuple[Floats, Floats]:
        """Return the edge of the view, projected, counter-clockwise and closed."""
        lat = np.linspace(self.south, self.north, 90)
        lon = np.linspace(self.west, self.east, 180)
        return self.project(
            np.concatenate([lon, np.full(90, self.east), lon[::-1], np.full(90, self.west)]),
            np.concatenate([np.full(180, self.south), lat, np.full(180, self.north), lat[::-1]]),
        )


def borders() -> gpd.GeoDataFrame:
    """Return the reviewed borders as a GeoDataFrame, to be joined to any frame by ``iso3``.

    Returns
    -------
    GeoDataFrame
        One row per State, area that is not counted and disputed line: iso3 (of areas and lines:
        their own identifier), kind (``state``, ``not counted``, ``disputed line``), name (of areas
        and lines), geometry (degrees, WGS 84; whole across 180 degrees, so beyond it where need
        be). Each decision stands with its reason in ``data/raw/geo/borders.csv``. Boundaries and
        names imply no opinion on the legal status of any territory.

    Examples
    --------
    >>> import attdata as att
    >>> land = att.borders()
    >>> int((land["kind"] == "state").sum())
    197
    """
    import geopandas as gpd

    frame = gpd.read_file(raw_folder("geo") / "world.geojson").rename(columns={"id": "iso3"})
    return frame[["iso3", "kind", "name", "geometry"]]


def world_view(centre: float = WORLD_CENTRE) -> View:
    """Return the view of the whole world around a longitude (150 is a Pacific view)."""
    return View(centre - 180, centre + 180)


def equal_earth(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return x and y of degrees from the central meridian, in the Equal Earth projection.

    Examples
    --------
    >>> x, y = equal_earth(np.array([0.0, 180.0]), np.array([90.0, 0.0]))
    >>> [round(float(v), 4) for v in (y[0], x[1])]
    [1.3174, 2.7066]
    """
    theta = np.arcsin(math.sqrt(3) / 2 * np.sin(np.radians(lat)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    slope = 9 * _A4 * t6 * t2 + 7 * _A3 * t6 + 3 * _A2 * t2 + _A1
    x = 2 * math.sqrt(3) * np.radians(lon) * np.cos(theta) / (3 * slope)
    return x, theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))


def azimuthal(lon: Floats, lat: Floats, lat0: float) -> tuple[Floats, Floats]:
    """Return x and y of degrees from the central meridian, Lambert azimuthal equal-area."""
    lam, phi, phi0 = np.radians(lon), np.radians(lat), math.radians(lat0)
    towards = math.sin(phi0) * np.sin(phi) + math.cos(phi0) * np.cos(phi) * np.cos(lam)
    k = np.sqrt(2 / np.maximum(1 + towards, 1e-6))
    y = math.cos(phi0) * np.sin(phi) - math.sin(phi0) * np.cos(phi) * np.cos(lam)
    return k * np.cos(phi) * np.sin(lam), k * y


@dataclass
class Shape:
    """One area on a view: its path, the room in its largest piece, and where its name goes."""

    kind: str
    path: Path | None = None
    # Square root of the area of the largest piece, in the units of the view.
    across: float = 0.0
    # Bounds of the largest piece: left, bottom, right, top.
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    piece: Floats = field(default_factory=lambda: np.empty((0, 2)))


# --- reading -----------------------------------------------------------------------------------


def pack_world(path: FilePath | None = None) -> tuple[NDArray[np.int32], NDArray[np.void]]:
    """Return points (thousandths of a degree) and rings of world.geojson, as the cache holds them.

    Rings and lines come in the order of the file: ``id``, ``kind`` (state, not counted, disputed
    line), ``start`` (first point) and ``hole``. States that are a point have no ring.
    """
    path = path or raw_folder("geo") / "world.geojson"
    world = json.loads(path.read_text(encoding="utf-8"))
    rings: list[tuple[bytes, bytes, int, bool]] = []
    points: list[list[float]] = []
    for feature in world["features"]:
        for ring, hole in _rings(feature["geometry"]):
            name, kind = feature["id"].encode(), feature["properties"]["kind"].encode()
            rings.append((name, kind, len(points), hole))
            points += ring
    return np.rint(np.array(points) * 1000).astype("<i4"), np.array(rings, dtype=_RING)


def _rings(geometry: dict[str, Any]) -> Iterator[tuple[list[list[float]], bool]]:
    """Yield the rings of a geometry and whether each is a hole; a line counts as a ring."""
    if geometry["type"] == "MultiLineString":
        yield from ((line, False) for line in geometry["coordinates"])
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from ((ring, i > 0) for i, ring in enumerate(polygon))


@lru_cache(maxsize=1)
def read_world() -> tuple[Floats, NDArray[np.void]]:
    """Return the points in degrees and the rings, from the packed files."""
    folder = raw_folder("geo")
    points = np.load(folder / "world_points.npy", allow_pickle=False)
    rings = np.load(folder / "world_rings.npy", allow_pickle=False)
    return points / 1000.0, rings


# --- projecting --------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def shapes(view: View, grid: float = 0.0) -> Mapping[str, Shape]:
    """Return every area and disputed line that the view shows, projected, by its id.

    Parameters
    ----------
    view
        What to show. Areas that cross its edge are cut there, areas outside are absent.
    grid
        Points are moved to a grid of this size (in the units of the view) and repeated points
        dropped: what is finer than the printer's dot only makes files large. Neighbours share
        their border points, so they still meet exactly.

    Returns
    -------
    Mapping
        id (iso3, or the id of borders.csv) -> Shape.
    """
    ids, kinds, holes, sizes, lon, lat = _in_view(view)
    xy, sizes = _thinned(np.column_stack(view.project(lon, lat)), sizes, grid)
    drawn = sizes >= np.where(kinds == b"disputed line", 2, 4)
    starts = np.append(0, np.cumsum(sizes))
    codes = np.full(len(xy), _LINE, dtype=np.uint8)
    codes[starts[:-1][drawn]] = _MOVE
    codes[starts[1:][drawn & (kinds != b"disputed line")] - 1] = _CLOSE
    keep = np.repeat(drawn, sizes)
    xy, codes, sizes = xy[keep], codes[keep], sizes[drawn]
    areas = np.where(holes[drawn] | (kinds[drawn] == b"disputed line"), -1.0, _areas(xy, sizes))
    found = {name.decode(): Shape(kind.decode()) for name, kind in zip(ids, kinds, strict=True)}
    ids, starts = ids[drawn], np.append(0, np.cumsum(sizes))
    edges = np.flatnonzero(np.append(True, ids[1:] != ids[:-1])) if len(ids) else np.array([0])
    for first, last in zip(edges, np.append(edges[1:], len(ids)), strict=True):
        _fill_in(found[ids[first].decode()], xy, codes, starts[first : last + 1], areas[first:last])
    return found


def _thinned(xy: Floats, sizes: NDArray[np.int64], grid: float) -> tuple[Floats, NDArray[np.int64]]:
    """Return the points on a grid, without repeated ones and those on a straight line."""
    if not grid:
        return xy, sizes
    steps = np.rint(xy / grid).astype(np.int64)
    ring = np.repeat(np.arange(len(sizes)), sizes)
    for _ in range(2):  # dropping points brings others into line
        same = np.append(False, (steps[1:] == steps[:-1]).all(axis=1) & (ring[1:] == ring[:-1]))
        steps, ring = steps[~same], ring[~same]
        (dx, dy), (inner, outer) = np.diff(steps, axis=0).T, (ring[1:-1], ring[2:])
        ahead = dx[:-1] * dx[1:] + dy[:-1] * dy[1:] > 0
        straight = (dx[:-1] * dy[1:] == dy[:-1] * dx[1:]) & ahead
        within = (ring[:-2] == inner) & (inner == outer)
        drop = np.concatenate([[False], straight & within, [False]])
        steps, ring = steps[~drop], ring[~drop]
    return steps.astype(np.float64) * grid, np.bincount(ring, minlength=len(sizes))


def _areas(xy: Floats, sizes: NDArray[np.int64]) -> Floats:
    """Return the area of every ring."""
    if not len(sizes):
        return np.empty(0)
    starts = np.append(0, np.cumsum(sizes))
    # From each ring's own first point, so that tiny rings far from the middle lose no digits.
    x, y = (xy - np.repeat(xy[starts[:-1]], sizes, axis=0)).T
    cross = np.append(x[:-1] * y[1:] - x[1:] * y[:-1], 0.0)
    cross[starts[1:] - 1] = 0.0
    return np.abs(np.add.reduceat(cross, starts[:-1])) / 2


def _fill_in(
    shape: Shape, xy: Floats, codes: NDArray[np.uint8], starts: NDArray[np.int64], areas: Floats
) -> None:
    """Give an area its path and its largest piece."""
    from matplotlib.path import Path

    shape.path = Path(xy[starts[0] : starts[-1]], codes[starts[0] : starts[-1]])
    largest = int(np.argmax(areas))
    if areas[largest] > 0:
        shape.across = math.sqrt(areas[largest])
        shape.piece = xy[starts[largest] : starts[largest + 1]]
        (left, bottom), (right, top) = shape.piece.min(axis=0), shape.piece.max(axis=0)
        shape.box = (float(left), float(bottom), float(right), float(top))


def _area(ring: Floats) -> float:
    """Return the signed area of a closed ring."""
    x, y = (ring - ring[0]).T
    return float(x[:-1] @ y[1:] - x[1:] @ y[:-1]) / 2


def _in_view(view: View) -> tuple[Any, Any, Any, Any, Floats, Floats]:
    """Return the rings that the view shows, turned by 360 degrees where needed and cut."""
    points, rings = read_world()
    starts = np.append(rings["start"], len(points))
    low = np.minimum.reduceat(points, rings["start"])
    high = np.maximum.reduceat(points, rings["start"])
    # A hole turns with its shell: the last ring before it that is no hole.
    shell = np.maximum.accumulate(np.where(rings["hole"], 0, np.arange(len(rings))))
    turn = np.rint(((low[:, 0] + high[:, 0]) / 2 - view.centre) / 360)[shell] * 360
    west, east = (low[:, 0] - turn)[shell], (high[:, 0] - turn)[shell]
    south, north = low[shell, 1], high[shell, 1]
    margin = _margin(view)
    box = (view.west - margin, view.south - margin, view.east + margin, view.north + margin)
    across = (west < box[0]) | (east > box[2]) | (south < box[1]) | (north > box[3])
    outside = (west > box[2]) | (east < box[0]) | (south > box[3]) | (north < box[1])
    whole = ~across
    if not across.any():
        lon = points[:, 0] - np.repeat(turn, np.diff(starts))
        sizes = np.diff(starts)
        return rings["id"], rings["kind"], rings["hole"], sizes, lon, points[:, 1]
    pieces = []
    maybe = across & (~outside | (not view.azimuthal))
    for number in np.flatnonzero(whole | maybe):
        ring = points[starts[number] : starts[number + 1]] - [turn[number], 0]
        if whole[number]:
            pieces.append((number, ring, bool(rings["hole"][number])))
        elif not rings["hole"][number]:
            polygon = [ring]
            for inner in np.flatnonzero((shell == number) & rings["hole"]):
                polygon.append(points[starts[inner] : starts[inner + 1]] - [turn[inner], 0])
            pieces += [(number, *cut) for cut in _cut(polygon, rings["kind"][number], box, view)]
    pieces.sort(key=lambda piece: piece[0])
    order = np.array([number for number, _, _ in pieces])
    xy = np.concatenate([ring for _, ring, _ in pieces])
    sizes = np.array([len(ring) for _, ring, _ in pieces])
    holes = np.array([hole for _, _, hole in pieces])
    return rings["id"][order], rings["kind"][order], holes, sizes, xy[:, 0], xy[:, 1]


def _margin(view: View) -> float:
    """Return how far beyond its box a view still needs land: its sides bulge when projected."""
    return 25.0 if view.azimuthal else 0.0


def _cut(
    rings: list[Floats], kind: bytes, box: tuple[float, float, float, float], view: View
) -> Iterator[tuple[Floats, bool]]:
    """Yield the rings of one area, cut at the edge of the view; the rest comes in opposite."""
    import shapely
    from shapely.geometry.polygon import orient

    line = kind == b"disputed line"
    area = shapely.LineString(rings[0]) if line else shapely.Polygon(rings[0], rings[1:])
    turns = (0,) if view.azimuthal else (-360, 0, 360)
    for turned in (shapely.transform(area, lambda xy, by=by: xy + [by, 0]) for by in turns):
        # Not clip_by_rect: it can leave an invalid outline where a shell touches the edge.
        part = turned.intersection(shapely.box(*box))
        for piece in shapely.get_parts(part):
            if piece.geom_type == "Polygon" and not line:
                # The cut runs along a meridian, which is a curve once projected.
                # Shells and holes run opposite ways, or a hole would be filled.
                piece = orient(shapely.segmentize(piece, 2.0))
                yield np.array(piece.exterior.coords), False
                yield from ((np.array(ring.coords), True) for ring in piece.interiors)
            elif piece.geom_type == "LineString" and line:
                yield np.array(piece.coords), False


@lru_cache(maxsize=1)
def largest_pieces() -> Mapping[str, tuple[float, float, float, float]]:
    """Return west, south, east, north of each area's largest piece, in degrees."""
    points, rings = read_world()
    ends = np.append(rings["start"], len(points))[1:]
    best: dict[str, tuple[float, tuple[float, float, float, float]]] = {}
    for ring, end in zip(rings, ends, strict=True):
        part = points[ring["start"] : end]
        if ring["hole"] or ring["kind"] == b"disputed line":
            continue
        (west, south), (east, north) = part.min(axis=0), part.max(axis=0)
        area = abs(_area(part)) * math.cos(math.radians((south + north) / 2))
        name = ring["id"].decode()
        if area > best.get(name, (-1.0,))[0]:
            best[name] = (area, (float(west), float(south), float(east), float(north)))
    return {name: box for name, (_, box) in best.items()}


@lru_cache(maxsize=16)
def land_tree(view: View, grid: float, ids: frozenset[str] | None = None) -> Any:
    """Return the pieces of every area of a view, or of some, coarsely, in a search tree."""
    import shapely

    pieces = []
    for name, shape in shapes(view, grid).items():
        chosen = ids is None or name in ids
        if chosen and shape.path is not None and shape.kind != "disputed line":
            starts = np.flatnonzero(shape.path.codes == _MOVE)[1:]
            rings = np.split(np.asarray(shape.path.vertices), starts)
            # Islets of a few steps of the grid hide nothing and are hidden by nothing.
            pieces += [ring for ring in rings if np.ptp(ring, axis=0).max() > grid * 12]
    polygons = shapely.simplify([shapely.Polygon(piece) for piece in pieces], grid * 3)
    return shapely.STRtree(shapely.make_valid(polygons))
