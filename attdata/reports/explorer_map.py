"""What the explorer's maps show: the world, every region and group, and small States as dots."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.maps.placement import spread
from attdata.reference import raw_folder, read_rows
from attdata.reports.explorer_shapes import (
    ASPECT_NARROW,
    ASPECT_WIDE,
    WIDE,
    Base,
    Land,
    Window,
    borders_in_pieces,
    box_of,
    piece_box,
    region_shapes,
    world_shapes,
)

if TYPE_CHECKING:
    from attdata.frames import Dataset

WORLD = "World"
NARROW = 360  # pixels of a map on a telephone
# A State whose largest piece is smaller than a square of so many pixels is drawn as a dot as well.
SMALL = {"wide": 5.0, "narrow": 2.8}
DOT = {"wide": 10.0, "narrow": 7.0}
# A group that fills less than this part of its region's map gets shapes of its own.
OWN_SHAPES = 0.45


@dataclass(frozen=True)
class View:
    """What a choice of States shows: which shapes, which part of them, and where the dots stand."""

    base: str
    box: tuple[int, int, int, int]
    dots: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)


def screen_maps(data: Dataset) -> tuple[dict[str, Base], dict[str, View]]:
    """Return the shapes and the views of the world and of every group of the frame ``groups``.

    Parameters
    ----------
    data
        A Dataset.

    Returns
    -------
    tuple
        Base by name; View by ``scheme:group``, and by ``World``.
    """
    states = data.states[["iso3", "longitude", "latitude"]].itertuples(index=False, name=None)
    groups = data.groups[["scheme", "group", "iso3"]].astype(str).sort_values(["scheme", "group"])
    return _maps(tuple(states), tuple(groups.itertuples(index=False, name=None)))


@lru_cache(maxsize=2)
def _maps(
    states: tuple[tuple[str, float, float], ...], groups: tuple[tuple[str, str, str], ...]
) -> tuple[dict[str, Base], dict[str, View]]:
    """Return shapes and views, made once for the same States and groups."""
    land = borders_in_pieces()
    points = {iso3: (float(lon), float(lat)) for iso3, lon, lat in states}
    members: dict[str, set[str]] = {}
    for scheme, group, iso3 in groups:
        members.setdefault(f"{scheme}:{group}", set()).add(iso3)
    bases = {WORLD: world_shapes(land, points)}
    views = {WORLD: View(WORLD, box_of(bases[WORLD].sea))}
    regions = _regions(members)
    for region, window in regions.items():
        bases[region], box = region_shapes(land, points, window)
        views[f"att_region:{region}"] = View(region, box)
    for key, inside in sorted(members.items()):
        if key not in views:
            _add_view(land, points, regions, bases, views, key, sorted(inside))
    world = _with_dots(bases[WORLD], views[WORLD])
    return bases, {
        key: world if view.base == WORLD else _with_dots(bases[view.base], view)
        for key, view in views.items()
    }


# --- choosing what is seen ---------------------------------------------------------------------


def _regions(present: Collection[str]) -> dict[str, Window]:
    """Return the windows of views.csv for the regions that there are."""
    rows = read_rows(raw_folder("geo") / "views.csv")
    return {
        row["group"]: Window(*(float(row[side]) for side in ("west", "east", "south", "north")))
        for row in rows
        if row["scheme"] == "att_region" and f"att_region:{row['group']}" in present
    }


def _add_view(
    land: Land,
    points: Mapping[str, tuple[float, float]],
    regions: Mapping[str, Window],
    bases: dict[str, Base],
    views: dict[str, View],
    key: str,
    members: list[str],
) -> None:
    """Add the view of a group: a part of its region's map, shapes of its own, or the world."""
    inside = [iso3 for iso3 in members if iso3 in points]
    for region in regions:
        frame = views[f"att_region:{region}"].box
        box = _box_around(bases[region], inside, frame)
        if box is None:
            continue
        if max(box[2] / frame[2], box[3] / frame[3]) > OWN_SHAPES:
            views[key] = View(region, box)
            return
        window = _window_around(land, points, inside)
        bases[key], own = region_shapes(land, points, window)
        views[key] = View(key, own)
        return
    views[key] = View(WORLD, views[WORLD].box)


def _box_around(
    base: Base, members: list[str], frame: tuple[int, int, int, int]
) -> tuple[int, int, int, int] | None:
    """Return the part of a region's map that holds all members; None where some lie outside."""
    import shapely

    left, top, width, height = frame
    edge = shapely.box(left, top, left + width, top + height)
    sides = []
    for iso3 in members:
        x, y = base.centres.get(iso3, (left - 1, top - 1))
        if not edge.covers(shapely.Point(x, y)):
            return None
        sides.append((x, y, x, y) if iso3 not in base.states else piece_box(base.states[iso3]))
    if not sides:
        return None
    low, high = np.min(sides, axis=0)[:2], np.max(sides, axis=0)[2:]
    low, high = np.maximum(low, (left, top)), np.minimum(high, (left + width, top + height))
    pad = 0.06 * float(max(high - low)) + 100
    x, y = (low - pad).tolist()
    across, down = (high - low + 2 * pad).tolist()
    return round(x), round(y), round(across), round(down)


def _window_around(
    land: Land, points: Mapping[str, tuple[float, float]], members: list[str]
) -> Window:
    """Return the degrees that hold the land of every member, turned to lie side by side."""
    import shapely

    turned = np.radians([points[iso3][0] for iso3 in members])
    middle = float(np.degrees(np.arctan2(np.sin(turned).mean(), np.cos(turned).mean())))
    sides = []
    for iso3 in members:
        lon, lat = points[iso3]
        parts = land.pieces[land.ids == iso3]
        largest = max(parts, key=shapely.area, default=shapely.Point(lon, lat))
        for west, south, east, north in (largest.bounds, (lon, lat, lon, lat)):
            turn = 360 * round(((west + east) / 2 - middle) / 360)
            sides.append((west - turn, south, east - turn, north))
    low, high = np.min(sides, axis=0), np.max(sides, axis=0)
    pad = max(1.5, 0.06 * float(max(high[2] - low[0], high[3] - low[1])))
    return Window(low[0] - pad, high[2] + pad, max(low[1] - pad, -60), min(high[3] + pad, 80))


# --- dots --------------------------------------------------------------------------------------


def _with_dots(base: Base, view: View) -> View:
    """Return a view with the places of the dots, on a large and on a small screen."""
    left, top, width, height = view.box
    dots: dict[str, Any] = {}
    for screen, frame, aspect in (
        ("wide", WIDE, ASPECT_WIDE),
        ("narrow", NARROW, ASPECT_NARROW if view.base != WORLD else ASPECT_WIDE),
    ):
        pixel = max(width / frame, height / (frame / aspect))
        small = [
            iso3
            for iso3, (x, y) in sorted(base.centres.items())
            if base.across.get(iso3, 0.0) < SMALL[screen] * pixel
            and left <= x <= left + width
            and top <= y <= top + height
        ]
        anchors = np.array([base.centres[iso3] for iso3 in small], dtype=float).reshape(-1, 2)
        # Lengths are in pixels there, where a hair's breadth is small enough to end.
        box = (left / pixel, top / pixel, (left + width) / pixel, (top + height) / pixel)
        places = spread(anchors / pixel, DOT[screen] + 1, box) * pixel
        dots[screen] = {
            iso3: (round(x), round(y)) for iso3, (x, y) in zip(small, places.tolist(), strict=True)
        }
    return View(view.base, view.box, dots)
