"""The order of the numbers of a map: those of neighbours follow each other."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from attdata.maps.label_room import Item

TOGETHER = 14.0  # millimetres between States that are looked for in one part of the map

Place = tuple[float, float]


def in_order_of_place(items: Collection[Item], anchor: Callable[[Item], Place]) -> list[Item]:
    """Return States from the north down and from the west, one part of the map after the other.

    By latitude alone the number of a State at the other end of the map would stand between those
    of two neighbours.
    """
    rows = sorted(items, key=lambda item: (-round(anchor(item)[1]), anchor(item)[0]))
    parts: list[list[Item]] = []
    for item in rows:
        near = [part for part in parts if any(_are_near(item, one, anchor) for one in part)]
        parts = [part for part in parts if part not in near]
        parts.append([*(one for part in near for one in part), item])
    ordered = [sorted(part, key=rows.index) for part in parts]
    ordered.sort(key=lambda part: rows.index(part[0]))
    return [item for part in ordered for item in part]


def _are_near(one: Item, other: Item, anchor: Callable[[Item], Place]) -> bool:
    """Return whether two States are in the same part of a map, in the map or in its inset."""
    away = np.subtract(anchor(one), anchor(other))
    return one.frame == other.frame and float(np.hypot(*away)) < TOGETHER
