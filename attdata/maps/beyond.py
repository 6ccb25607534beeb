"""What the map of a region shows of the land beyond its States."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from attdata.maps.shapes import ELSEWHERE, LINE, REACH, Area, View, areas

STRIP = 0.1  # of land that is not counted: a region that holds less does not show it as that
WIDEST = 1.6  # of the height of a region: how wide the axes are that it may be drawn on
# How near to land a disputed line runs along it, and how densely that is looked at: times as far as
# outlines are fine.
NEAR, STEPS = 3, 9


@lru_cache(maxsize=32)  # a region in each of its sizes; its languages have the same land
def kept_to(
    view: View, grid: float, ground: tuple[float, float, float, float], own: frozenset[str]
) -> Mapping[str, Area]:
    """Return the areas of a view; what is beyond the ground of some States is ``elsewhere``.

    So are overseas parts of other States and what is not counted; disputed lines that run along no
    land of these States are left out. So is another continent across the sea, where
    the edge of the view cuts it within sight: it would end there in an arc.

    Examples
    --------
    >>> view = View(-26, 60, -36, 38, azimuthal=True)
    >>> box = (-0.7, -0.7, 0.7, 0.7)
    >>> kept_to(view, 0.001, box, frozenset(["KEN"]))["USA"].overseas is None
    True
    """
    import shapely

    land = areas(view, grid)
    outline = shapely.make_valid(shapely.Polygon(np.column_stack(view.outline())))
    box = shapely.intersection(shapely.box(*ground), outline)
    home = shapely.union_all(
        shapely.make_valid([land[i].geometry for i in sorted(own & set(land))])
    )
    shapely.prepare(home)
    homes = {i: area.geometry for i, area in land.items() if area.kind == "state"}
    kept, _ = parted_lines(land, grid, own)
    beyond: list[Any] = []
    for iso3, area in land.items():
        if iso3 in own:
            kept[iso3] = area
        elif area.kind != LINE:  # of a State only what is overseas may go
            is_state = area.kind == "state"
            parts = shapely.get_parts(area.overseas if is_state else area.geometry)
            held = shapely.area(shapely.intersection(shapely.make_valid(parts), box))
            if is_state:  # Yap is no part of Asia, though its map may hold it
                seen = held > 0
                seen[seen] = [_nearest(part, homes) in own for part in parts[seen]]
            else:  # of Greenland Europe has but a strip in a corner
                seen = held > STRIP * shapely.area(parts)
            beyond += list(parts[~seen])
            within = shapely.MultiPolygon(list(parts[seen])) if seen.any() else None
            if is_state:
                kept[iso3] = area if seen.all() else Area(area.kind, area.geometry, within)
            elif within is not None:
                kept[iso3] = Area(area.kind, within, area.overseas)
    if beyond:
        kept[ELSEWHERE] = Area(ELSEWHERE, shapely.MultiPolygon(beyond), None)
    return _without_cut_land(view, grid, ground, kept, own, home)


def parted_lines(
    land: Mapping[str, Area], grid: float, own: Collection[str]
) -> tuple[dict[str, Area], list[Any]]:
    """Return the disputed lines along land of a region's States by id, and pieces of all others.

    A line that only ends at such land is another's: so that of the Gaza Strip ends at Egypt.

    Examples
    --------
    >>> along, others = parted_lines(areas(View(-25, 45, 34, 71.5, True)), 0.001, ["SRB"])
    >>> list(along), len(others) > 0
    (['kosovo'], True)
    """
    import shapely

    home = shapely.STRtree([land[i].geometry for i in sorted(set(own) & set(land))])
    along: dict[str, Area] = {}
    others: list[Any] = []
    for iso3, area in land.items():
        if area.kind == LINE:
            mine: list[Any] = []
            for part in shapely.get_parts(area.geometry):
                corners = shapely.points(
                    shapely.get_coordinates(shapely.segmentize(part, STEPS * grid))
                )
                met = np.unique(home.query(corners, "dwithin", distance=NEAR * grid)[0])
                (mine if 2 * len(met) > len(corners) else others).append(part)
            if mine:
                along[iso3] = Area(area.kind, shapely.MultiLineString(mine), None)
    return along, others


def of_region(
    view: View,
    land: Mapping[str, Area],
    grid: float,
    ground: tuple[float, float, float, float] | None,
    own: frozenset[str],
) -> tuple[Mapping[str, Area], list[Any]]:
    """Return what a frame of a region's map shows, and the disputed lines beyond the region.

    Without ``ground``, an inset: all its land is shown. A line on what the map leaves as sea is
    none of them.
    """
    import shapely

    along, others = parted_lines(land, grid, own)
    shown = {i: area for i, area in land.items() if area.kind != LINE} | along
    kept = shown if ground is None else kept_to(view, grid, ground, own)
    drawn = shapely.STRtree([area.geometry for area in kept.values() if area.kind != LINE])
    found = drawn.query(others, "dwithin", distance=NEAR * grid)[0] if others else []
    return kept, [others[i] for i in sorted(set(np.asarray(found).tolist()))]


def _without_cut_land(
    view: View,
    grid: float,
    ground: tuple[float, float, float, float],
    kept: Mapping[str, Area],
    own: frozenset[str],
    home: Any,
) -> Mapping[str, Area]:
    """Return areas without the land across the sea that the edge of the view cuts within sight."""
    import shapely

    pieces: list[Any] = []
    homes: list[tuple[str, bool]] = []
    for iso3, area in kept.items():
        if iso3 not in own and area.kind != LINE:
            for overseas, shape in ((False, area.geometry), (True, area.overseas)):
                parts = [] if shape is None else shapely.get_parts(shape).tolist()
                pieces += parts
                homes += [(iso3, overseas)] * len(parts)
    dropped: Any = np.zeros(len(pieces), dtype=bool)
    tree = shapely.STRtree(pieces)
    edge = _edge_in_sight(view, ground)
    reached = set(tree.query(edge, "dwithin", distance=grid).tolist())
    while reached:  # land by land, as far as it hangs together
        here = {reached.pop()}
        landmass = set(here)
        while here:
            near = tree.query([pieces[i] for i in here], "dwithin", distance=grid)[1]
            here = set(near.tolist()) - landmass
            landmass |= here
        reached -= landmass
        found = sorted(landmass)
        if not shapely.dwithin([pieces[i] for i in found], home, grid).any():
            dropped[found] = True
    left = dict(kept)
    for iso3 in {homes[i][0] for i in np.flatnonzero(dropped)}:
        main, over = (
            [p for p, where, gone in zip(pieces, homes, dropped, strict=True)
             if where == (iso3, overseas) and not gone]
            for overseas in (False, True)
        )  # fmt: skip
        if main or over:
            beyond = shapely.MultiPolygon(over) if over else None
            left[iso3] = Area(kept[iso3].kind, shapely.MultiPolygon(main), beyond)
        else:
            del left[iso3]
    return left


def _edge_in_sight(view: View, ground: tuple[float, float, float, float]) -> Any:
    """Return the two meridians at which a view of a region ends, as far as a map may show them."""
    import shapely

    left, bottom, right, top = ground
    more = max(0.0, WIDEST * (top - bottom) - (right - left)) / 2
    sight = shapely.box(left - more, bottom, right + more, top)
    lat = np.linspace(-89.0, 89.0, 179)
    sides = [
        np.column_stack(view.project(np.full(lat.shape, view.centre + by), lat))
        for by in (-REACH, REACH)
    ]
    return shapely.intersection(shapely.MultiLineString(sides), sight)


def _nearest(part: Any, homes: Mapping[str, Any]) -> str:
    """Return the State whose land, without its overseas parts, is nearest to a piece of land."""
    import shapely

    away = shapely.distance(part, list(homes.values()))
    return list(homes)[int(np.nanargmin(away))]
