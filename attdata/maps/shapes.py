"""Shapes for the maps: read once, clipped, projected and thinned by geopandas, kept per process.

``data/raw/geo/world.geojson`` is the reviewed geometry. The world is drawn in the Equal Earth
projection (Šavrič, Patterson and Jenny 2018, International Journal of Geographical Information
Science 33:3), one region in Lambert's azimuthal equal-area projection (Snyder 1987, Map
Projections, p. 182), where far northern and southern land keeps its form. Both keep areas true,
so no State looms larger than it is.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
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
# A sphere of radius 1; "+over" keeps longitudes beyond 180 degrees as they are.
_DEGREES = "+proj=longlat +R=1 +over +no_defs"
# How far from its middle a map of a region still has land, for maps wider than the region.
REACH = 100.0
# What lies beyond a gap of this width is an overseas part: Hawaii, French Guiana, the Azores and
# Madeira (810 km) and the Canary Islands are; the Indonesian part of New Guinea is not, nor is so
# large a share of a State as Alaska, which is nearer than the second width (870 km).
OVERSEAS_KM, LARGE, LARGE_KM = 800.0, 0.1, 900.0
_KM = 111.2  # in a degree
LINE = "disputed line"
OVERHANG = 25.0  # degrees: so much of an island may lie beyond the edge of a map of the world
ELSEWHERE = "elsewhere"  # land on the map of a region that is only ground


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

    @property
    def projection(self) -> str:
        """The projection as PROJ writes it, for longitudes counted from the middle."""
        form = f"laea +lat_0={(self.south + self.north) / 2}" if self.azimuthal else "eqearth"
        return f"+proj={form} +lon_0=0 +R=1 +over +units=m +no_defs"

    def project(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return x and y on a sphere of radius 1; longitudes are taken as they are, unwrapped."""
        x, y = _transformer(self.projection).transform(np.asarray(lon) - self.centre, lat)
        return np.asarray(x), np.asarray(y)

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Return x and y of one point, wherever its longitude is counted from.

        Examples
        --------
        >>> world_view(150).place(-210.0, 0.0)
        (0.0, 0.0)
        """
        near = lon - 360 * round((lon - self.centre) / 360)
        x, y = self.project(np.array([near]), np.array([lat]))
        return float(x[0]), float(y[0])

    def outline(self) -> tuple[Floats, Floats]:
        """Return the edge of the view, projected, counter-clockwise and closed."""
        lat = np.linspace(self.south, self.north, 90)
        lon = np.linspace(self.west, self.east, 180)
        return self.project(
            np.concatenate([lon, np.full(90, self.east), lon[::-1], np.full(90, self.west)]),
            np.concatenate([np.full(180, self.south), lat, np.full(180, self.north), lat[::-1]]),
        )


@cache
def _transformer(projection: str) -> Any:
    """Return what turns degrees into the units of a projection."""
    import pyproj

    return pyproj.Transformer.from_crs(_DEGREES, projection, always_xy=True)


def world_view(centre: float = WORLD_CENTRE) -> View:
    """Return the view of the whole world around a longitude (150 is a Pacific view)."""
    return View(centre - 180, centre + 180)


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
    return _borders().copy()


@cache
def _borders() -> gpd.GeoDataFrame:
    """Return the borders, read once."""
    import geopandas as gpd

    frame = gpd.read_file(raw_folder("geo") / "world.geojson").rename(columns={"id": "iso3"})
    return frame[["iso3", "kind", "name", "geometry"]]


@cache
def _pieces() -> gpd.GeoDataFrame:
    """Return one row per piece of land or line: iso3, kind, overseas, geometry in degrees."""
    frame = _borders().explode(ignore_index=True)
    frame = frame[frame.geom_type != "Point"].reset_index(drop=True)  # the Holy See is a dot
    frame["overseas"] = False
    for _, rows in frame[frame["kind"] == "state"].groupby("iso3"):
        if len(rows) > 1:
            frame.loc[rows.index, "overseas"] = _far(rows.geometry.to_numpy())
    return frame[["iso3", "kind", "overseas", "geometry"]]


def _far(pieces: Any) -> NDArray[np.bool_]:
    """Return which pieces of a State cannot be reached from its largest in short crossings."""
    import shapely

    largest = int(np.argmax(shapely.area(pieces)))
    shrink = math.cos(math.radians(shapely.centroid(pieces[largest]).y))
    level = shapely.transform(pieces, lambda xy: xy * [shrink * _KM, _KM])
    far = np.ones(len(pieces), dtype=bool)
    coasts = [level[largest]]
    far[largest] = False
    large = shapely.area(pieces) > LARGE * shapely.area(pieces[largest])
    reach = np.where(large, LARGE_KM, OVERSEAS_KM)
    while coasts:
        coast = coasts.pop()
        near = far & (shapely.distance(level, coast) < reach)
        far &= ~near
        coasts += list(level[near])
    return far


@cache
def extents() -> Mapping[str, tuple[float, float, float, float]]:
    """Return west, south, east, north of each area's largest piece, in degrees."""
    import shapely

    frame = _pieces()[_pieces()["kind"] != LINE]
    shapes = frame.geometry.to_numpy()
    boxes: dict[str, tuple[float, tuple[float, float, float, float]]] = {}
    sizes, bounds = shapely.area(shapes).tolist(), shapely.bounds(shapes).tolist()
    for iso3, size, box in zip(frame["iso3"], sizes, bounds, strict=True):
        if size > boxes.get(iso3, (-1.0,))[0]:
            boxes[iso3] = (size, tuple(box))
    return {iso3: box for iso3, (_, box) in boxes.items()}


# --- on a view ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Area:
    """The land of a State, an area that is not counted or a disputed line, on a view."""

    kind: str
    geometry: Any  # without the overseas parts
    overseas: Any  # None without any

    @cached_property
    def across(self) -> float:
        """Square root of the area of the largest piece, in the units of the view."""
        import shapely

        return math.sqrt(max(shapely.area(shapely.get_parts(self.geometry)), default=0.0))

    @cached_property
    def path(self) -> Path:
        """The geometry as a path of matplotlib."""
        return path_of(self.geometry)

    @cached_property
    def overseas_path(self) -> Path:
        """The overseas parts as a path of matplotlib."""
        return path_of(self.overseas)


@lru_cache(maxsize=32)  # the world, the regions and the insets of both
def areas(view: View, grid: float = 0.0) -> Mapping[str, Area]:
    """Return every area and disputed line that the view shows, projected, by its id.

    Parameters
    ----------
    view
        What to show. Areas that cross the edge of a world map are cut there, areas outside are
        absent.
    grid
        How fine the outlines are, in the units of the view: what is finer than the printer's dot
        only makes files large. Neighbours share their border, so they still meet exactly.

    Returns
    -------
    Mapping
        id (iso3, or the id of borders.csv) -> Area.
    """
    import shapely

    frame = _on_view(view)
    if grid:
        land = (frame["kind"] != LINE).to_numpy()
        shapes = frame.geometry.to_numpy()
        shapes[land] = shapely.coverage_simplify(shapes[land], grid)
        frame = frame.set_geometry(shapes)
    parts_of: dict[str, dict[bool, list[Any]]] = {}
    kinds = dict(zip(frame["iso3"], frame["kind"], strict=True))
    for iso3, overseas, shape in zip(frame["iso3"], frame["overseas"], frame.geometry, strict=True):
        parts_of.setdefault(iso3, {}).setdefault(bool(overseas), []).append(shape)
    return {
        iso3: Area(kinds[iso3], _collected(parts.get(False, ())), _collected(parts.get(True)))
        for iso3, parts in parts_of.items()
    }


def _collected(pieces: Collection[Any] | None) -> Any:
    """Return pieces as one shape; None for None."""
    import shapely

    if pieces is None:
        return None
    parts = [part for piece in pieces for part in shapely.get_parts(piece)]
    lines = any(part.geom_type == "LineString" for part in parts)
    return shapely.MultiLineString(parts) if lines else shapely.MultiPolygon(parts)


def _on_view(view: View) -> gpd.GeoDataFrame:
    """Return the pieces that a view shows, turned by 360 degrees where needed, cut, projected."""
    import geopandas as gpd
    import pandas as pd
    import shapely

    turned = []
    half = REACH if view.azimuthal else (view.east - view.west) / 2
    # A cap around the middle of a region needs all longitudes near a pole.
    edge = shapely.box(-half, -90.0, half, 90.0)
    pieces = _pieces()
    for turn in (-360, 0, 360):
        moved = shapely.transform(
            pieces.geometry.to_numpy(), lambda xy, by=turn - view.centre: xy + (by, 0.0)
        )
        frame = pieces.set_geometry(moved)
        seen, crossing = _at_the_edge(frame, half, islands_too=not view.azimuthal)
        frame, crossing = frame[seen].copy(), crossing[seen]
        shapes = frame.geometry.to_numpy()
        # The cut runs along a meridian, which is a curve once projected.
        cut = shapely.intersection(shapes[crossing], edge)
        shapes[crossing] = shapely.segmentize([_of_one_kind(shape) for shape in cut], 2.0)
        turned.append(frame.set_geometry(shapes))
    frame = gpd.GeoDataFrame(pd.concat(turned, ignore_index=True), geometry="geometry")
    frame = frame[~frame.geometry.is_empty]
    return frame.set_crs(_DEGREES, allow_override=True).to_crs(view.projection)


def _of_one_kind(shape: Any) -> Any:
    """Return a cut shape without the points and lines where land only touches the edge."""
    import shapely

    if shape.geom_type != "GeometryCollection":
        return shape
    return shapely.MultiPolygon([p for p in shape.geoms if p.geom_type == "Polygon"])


def _at_the_edge(
    frame: gpd.GeoDataFrame, half: float, *, islands_too: bool
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which pieces lie within a view, and which are cut at its edge.

    On a map of the world islands are not cut: they stay whole on the side where they are larger,
    and smaller islands of the same land beside them.
    """
    import shapely

    shapes, iso3 = frame.geometry.to_numpy(), frame["iso3"].to_numpy()
    low, _, high, _ = shapely.bounds(shapes).T
    seen = (high > -half) & (low < half)
    cut = seen & ((low < -half) | (high > half))
    if not islands_too:
        return seen, cut
    within = np.minimum(high, half) - np.maximum(low, -half)
    short = np.minimum(within, high - low - within)
    tree = shapely.STRtree(shapes)
    for i in np.flatnonzero(cut & (short < OVERHANG)).tolist():
        if len(tree.query(shapes[i], "intersects")) == 1:
            here = within[i] > short[i]
            own = (iso3 == iso3[i]) & (low > low[i] - 1) & (high < high[i] + 1)
            seen[own], cut[own] = here, False
    return seen, cut


def dissolved(view: View, grid: float, ids: Collection[str], *, overseas: bool = True) -> Any:
    """Return the land of some areas as one shape, their inner borders gone.

    Without ``overseas``, their main land only.

    Examples
    --------
    >>> benelux = dissolved(world_view(), 0.0, ["BEL", "NLD", "LUX"])
    >>> len(benelux.geoms) < len(areas(world_view())["NLD"].geometry.geoms) + 2
    True
    """
    return _dissolved(view, grid, frozenset(ids), overseas)


@lru_cache(maxsize=128)
def _dissolved(view: View, grid: float, ids: frozenset[str], overseas: bool) -> Any:
    import geopandas as gpd
    import shapely

    areas_of = areas(view, grid)
    shapes = [
        shape
        for iso3 in sorted(ids & areas_of.keys())
        for shape in (areas_of[iso3].geometry, areas_of[iso3].overseas)
        if shape is not None and (overseas or shape is areas_of[iso3].geometry)
    ]
    whole = gpd.GeoSeries(shapes).make_valid().union_all()
    return shapely.MultiPolygon(
        [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    )


@lru_cache(maxsize=16)
def meeting(view: View, grid: float, groups: tuple[tuple[str, ...], ...]) -> Any:
    """Return the lines along which the land of groups meets, without coasts.

    A line around the overseas part of a State would cut a piece out of a continent.
    """
    import shapely

    lands = [dissolved(view, grid, ids, overseas=False) for ids in groups]
    one, other = shapely.STRtree(lands).query(lands, "intersects")
    edges = shapely.boundary(lands)
    shared = [
        shapely.intersection(edges[i], edges[j])
        for i, j in zip(one.tolist(), other.tolist(), strict=True)
        if i < j
    ]
    lines = shapely.line_merge(shapely.union_all(shared)) if shared else shapely.MultiLineString()
    return shapely.MultiLineString(
        [part for part in shapely.get_parts(lines) if part.geom_type == "LineString"]
    )


def path_of(shape: Any) -> Path:
    """Return a shape as a path of matplotlib, its holes turned the other way round than it."""
    import shapely
    from matplotlib.path import Path

    parts = shapely.get_parts(shape)
    if len(parts) and parts[0].geom_type == "LineString":
        lines = [shapely.get_coordinates(part) for part in parts]
        return Path.make_compound_path(*map(Path, lines))
    holed = shapely.get_num_interior_rings(parts) > 0
    parts[holed] = shapely.orient_polygons(parts[holed])
    rings = shapely.get_rings(parts)
    sizes = shapely.get_num_coordinates(rings)
    codes = np.full(int(sizes.sum()), Path.LINETO, dtype=Path.code_type)
    ends = np.cumsum(sizes)
    codes[ends - sizes], codes[ends - 1] = Path.MOVETO, Path.CLOSEPOLY
    return Path(shapely.get_coordinates(rings), codes)
