"""What part of the earth a map shows: the world, a region with its insets, or any group."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from attdata.maps import shapes
from attdata.maps.placement import Box
from attdata.maps.shapes import View
from attdata.problems import ArgumentError
from attdata.reference import groups_on, per_reference, raw_folder, read_rows, reference_rows

if TYPE_CHECKING:
    import pandas as pd

PAD = 0.02  # of the longer side, around the land of a region
WORLD_PAD = 0.012  # the same for the world, whose outermost land is ice and sea
CORNER = ("left", "bottom", "right", "top")


@dataclass(frozen=True)
class Inset:
    """A part of a region on a larger scale, in a corner of its map."""

    name: str  # a key of words.csv, ``group.<name>``
    view: View
    corner: Box  # left, bottom, right, top as shares of the map
    column: bool = False  # whether the names at its right stand in a column, by latitude
    named: bool = False  # whether it names all its States, where the map names only some
    room: float = 0.0  # ground for it at the left of the region, in shares of its width


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
    inside = {row["iso3"] for row in groups_on(on) if row["group"] == group}
    if not inside:
        groups = ", ".join(sorted({row["group"] for row in reference_rows("groups")}))
        raise ArgumentError(f'groups.csv has no group "{group}"; it has {groups}.')
    return inside


def members_on(group: str, frame: pd.DataFrame) -> set[str]:
    """Return the States that are in a group on the day of a frame."""
    return members(group, str(frame.attrs.get("on") or "")[:10])


def view_of(region: str | None, centre: float | None, inside: Collection[str] = ()) -> View:
    """Return the view of the world, or of a region as views.csv or its States' places say."""
    if region is None:
        return shapes.world_view(shapes.WORLD_CENTRE if centre is None else centre)
    if centre is not None:
        raise ArgumentError("A map of a region has its own centre; leave out region or centre.")
    for row in read_rows(raw_folder("geo") / "views.csv"):
        if row["group"] == region:
            return _view(row)
    return _view_around(set(inside))


def not_counted_in(region: str | None) -> list[str]:
    """Return the land that a region's map shows as not counted, and that readers look for.

    Examples
    --------
    >>> not_counted_in("Europe"), not_counted_in(None)
    (['XKX'], ['ESH', 'MYT', 'XKX'])
    """
    rows = read_rows(raw_folder("geo") / "views.csv")
    kept = [row for row in rows if region in (None, row["group"])]
    return [iso3 for row in kept for iso3 in row["not_counted"].split()]


def insets_of(region: str | None, size: str = "report") -> list[Inset]:
    """Return the insets of a region that insets.csv describes: of a slide, or of a report.

    Examples
    --------
    >>> [inset.name for inset in insets_of("Asia", "slide")]
    ['Eastern Mediterranean']
    """
    kind = size if size == "slide" else "report"
    rows = read_rows(raw_folder("geo") / "insets.csv") if region else []
    return [
        Inset(
            row["inset"], _view(row), _box(row, CORNER), row["names"] == "column",
            row["names"] == "all", float(row["room"]),
        )
        for row in rows
        if row["group"] == region and row["size"] == kind
    ]  # fmt: skip


def whole_within(iso3: str, view: View) -> bool:
    """Return whether the largest piece of a State, or its point, lies within a view."""
    lon, lat = spots()[iso3]
    west, south, east, north = shapes.extents().get(iso3, (lon, lat, lon, lat))
    return view.west < west and east < view.east and view.south < south and north < view.north


def _view(row: Mapping[str, str]) -> View:
    west, east, south, north = _box(row, ("west", "east", "south", "north"))
    return View(west, east, south, north, azimuthal=True)


def _box(row: Mapping[str, str], sides: tuple[str, str, str, str]) -> Box:
    one, two, three, four = (float(row[side]) for side in sides)
    return one, two, three, four


def _view_around(inside: set[str]) -> View:
    """Return a view that holds the largest piece and the point of every member."""
    boxes = shapes.extents()
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
    south, north = max(float(low[1]) - pad, -60.0), min(float(high[3]) + pad, 84.0)
    return View(float(low[0]) - pad, float(high[2]) + pad, south, north, azimuthal=True)


def panel(view: View, inside: Collection[str]) -> Box:
    """Return the rectangle that a map shows, in the units of the view: the world, or the land.

    A region is cropped to the land of its States within the view, and to the points of the rest.
    """
    return _panel(view, frozenset(inside))


@per_reference
def _panel(view: View, inside: frozenset[str]) -> Box:
    import shapely

    edge = np.column_stack(view.outline())
    low, high = edge.min(axis=0), edge.max(axis=0)
    pad = WORLD_PAD
    if view.azimuthal and inside:
        land = shapes.areas(view)
        within = shapely.Polygon(edge)
        landed = sorted(inside & land.keys())
        land_shapes = shapely.make_valid([land[iso3].geometry for iso3 in landed])
        parts = shapely.intersection(land_shapes, within).tolist()
        dots = sorted(inside - {i for i, part in zip(landed, parts, strict=True) if part})
        points = [view.place(*spots()[iso3]) for iso3 in dots]
        bounds = shapely.bounds([*parts, *map(shapely.Point, points)])
        low, high = np.nanmin(bounds[:, :2], axis=0), np.nanmax(bounds[:, 2:], axis=0)
        pad = PAD
    margin = pad * float(max(high - low))
    (left, bottom), (right, top) = (low - margin).tolist(), (high + margin).tolist()
    return float(left), float(bottom), float(right), float(top)


@per_reference
def spots() -> Mapping[str, tuple[float, float]]:
    """Return the longitude and latitude of every State's point in states.csv."""
    return {
        row["iso3"]: (float(row["longitude"]), float(row["latitude"]))
        for row in reference_rows("states")
    }


@per_reference
def bordering() -> Mapping[str, frozenset[str]]:
    """Return the States that each State has a border with, as neighbours.csv has them.

    Examples
    --------
    >>> sorted(bordering()["MMR"])
    ['BGD', 'CHN', 'IND', 'LAO', 'THA']
    """
    found: dict[str, set[str]] = {}
    for row in reference_rows("neighbours"):
        if row["border"] == "yes":
            found.setdefault(row["iso3"], set()).add(row["neighbour"])
            found.setdefault(row["neighbour"], set()).add(row["iso3"])
    return {iso3: frozenset(others) for iso3, others in found.items()}
