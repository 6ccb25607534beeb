"""What is printed for each group of States on a map of groups: its name, or its number."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from attdata.maps.ground import Canvas, Look
from attdata.maps.group_table import GroupTable
from attdata.maps.label_room import Item
from attdata.maps.placement import distances
from attdata.maps.shapes import LINE
from attdata.reference import per_reference, raw_folder, read_rows

# A number stands on the plain land of States Parties where that is so much of a group's; and again
# beside its dots that are so many millimetres from its other land.
MUCH, FAR_MM, AGAIN = 0.4, 6.0, " again"
# Islands smaller than a square of so many millimetres, so near to where a name is wished, have so
# much room around them that its halo leaves them to be seen.
ISLET_MM, REACH_MM, OFF_MM = 0.8, 20.0, 0.1


def items_of(
    canvas: Canvas,
    table: GroupTable,
    group_of: Mapping[str, str],
    looks: Mapping[str, Look],
    outside: Collection[str],
    scheme: str,
) -> list[Item]:
    """Return what is printed for each group, on its land or beside it.

    A name is read with the State on whose land it stands, and hides what that land is hatched with:
    where it can be it is that of a State Party.
    """
    items, numbered = [], table.numbered and not table.narrow
    for name in table.names:
        members = [iso3 for iso3, group in group_of.items() if group == name]
        plain = [iso3 for iso3 in members if iso3 not in outside]
        whole = table.chosen or table.narrow
        whole = whole or numbered and not _is_much(canvas, plain, members)
        ids = members if whole else plain or members
        color, dots = looks[name].color, _dots_of(canvas, ids)
        # On a slide bold letters would be as loud as the title, and too wide for the Atlantic.
        numbers = numbered or table.chosen
        weight = "normal" if canvas.least and not numbers else "bold"
        item = Item(name, table.labels(name), ids, 0, dots, color, True, weight)
        item.bordered = [iso3 for iso3 in members if iso3 in outside]
        item.wished = _wished(canvas, scheme, name)
        items.append(item)
        if numbered and (far := far_off(canvas, members)):
            dots, key = _dots_of(canvas, far), f"{name}{AGAIN}"
            items.append(Item(key, table.labels(name), far, 0, dots, color, True, "bold"))
    _keep_off_islets(canvas, [item for item in items if item.wished is not None])
    return items


@per_reference
def _wishes() -> Mapping[tuple[str, str], tuple[float, float]]:
    """Return where on the world the names of groups are wished: longitude and latitude."""
    rows = read_rows(raw_folder("geo") / "group_names.csv")
    return {(r["scheme"], r["group"]): (float(r["longitude"]), float(r["latitude"])) for r in rows}


def _wished(canvas: Canvas, scheme: str, name: str) -> tuple[float, float] | None:
    """Return where the name of a group is wished, in millimetres; None for most."""
    if canvas.view.azimuthal or (scheme, name) not in _wishes():
        return None
    x, y = canvas.view.place(*_wishes()[scheme, name])
    return x / canvas.unit, y / canvas.unit


def _keep_off_islets(canvas: Canvas, items: Collection[Item]) -> None:
    """Let names keep off the room of islets that lie about where each is wished.

    The Azores would be a full stop before the numbers of Europe, or gone below its halo.
    """
    import shapely

    if not items:
        return
    areas = [area for area in canvas.frames[0].areas.values() if area.kind != LINE]
    parts = shapely.get_parts([part for a in areas for part in (a.geometry, a.overseas) if part])
    small = parts[shapely.area(parts) < (ISLET_MM * canvas.unit) ** 2]
    boxes = shapely.bounds(small) / canvas.unit + np.array([-OFF_MM, -OFF_MM, OFF_MM, OFF_MM])
    for item in items:
        near = distances(boxes, np.array([item.wished]))[0] < REACH_MM
        item.off = [(left, low, right, high) for left, low, right, high in boxes[near].tolist()]


def _dots_of(canvas: Canvas, ids: Collection[str]) -> list[tuple[float, float]]:
    """Return where the dots of some States are, in millimetres."""
    dots = [canvas.dots[iso3] for iso3 in ids if iso3 in canvas.dots]
    return [(x / canvas.unit, y / canvas.unit) for x, y in dots]


def _is_much(canvas: Canvas, some: Collection[str], members: Collection[str]) -> bool:
    """Return whether some members of a group have a good part of its land."""
    lands = {iso3: area.across**2 for iso3 in members if (area := canvas.area(iso3)) is not None}
    return sum(lands.get(iso3, 0.0) for iso3 in some) > MUCH * sum(lands.values())


def far_off(canvas: Canvas, members: Collection[str]) -> list[str]:
    """Return the members of a group that are dots, far from the land of all others.

    Their number is printed again beside them: nobody could tell whose they are.
    """
    import shapely

    dotted = [iso3 for iso3 in members if iso3 in canvas.dots]
    areas = canvas.frames[0].areas
    lands = [areas[i].geometry for i in members if i in areas and i not in canvas.dots]
    if not lands or not dotted:
        return []
    away = [shapely.distance(shapely.Point(canvas.points[i]), lands).min() for i in dotted]
    return [i for i, way in zip(dotted, away, strict=True) if way > FAR_MM * canvas.unit]
