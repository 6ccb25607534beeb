"""The heavy outline of States that joined, with white on either side: red on blue is hardly seen.

The land of a State Party is blue; between it and the red of a newcomer's outline stands a narrow
white casing. Islets far off its shore, which outlines of their own would fill, have a ring.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from attdata.draw.style import ACCENT, PAPER
from attdata.maps import shapes
from attdata.maps.dots import OUTLINE_ON_SLIDE, least_outlined
from attdata.maps.ground import Canvas

OUTLINE = 1.0  # points
CASING = 0.5  # of the outline's width: so much white shows on either side of it
# A ring is as wide as this share of an outline, and so many millimetres off its islets; they are so
# far from the land that is outlined, no farther from each other, and together as large as is seen.
THIN, RING_MM, OFF_MM, TOGETHER_MM, SEEN_MM = 0.6, 0.5, 2.0, 2.0, 0.12
RING = "rings:joined_since"  # gid of them


def outline(canvas: Canvas, recent: Collection[str]) -> None:
    """Outline the States that joined, but for pieces that the outline would fill."""
    import shapely
    from matplotlib.collections import PathCollection

    drawn = {}
    for iso3 in sorted(recent):
        frame = canvas.frames[canvas.home.get(iso3, 0)]
        area = frame.areas.get(iso3)
        least = (least_outlined(canvas) / frame.scale) ** 2
        parts = shapely.get_parts(area.geometry).tolist() if area else []
        pieces = [p for p in parts if p.area > least]
        if pieces:
            drawn[iso3] = shapes.path_of(frame.moved(shapely.MultiPolygon(pieces)))
    width = OUTLINE_ON_SLIDE if canvas.least else OUTLINE
    lines = {
        "casing:joined_since": (PAPER, (1 + 2 * CASING) * width, 1.99),
        "states:joined_since": (ACCENT, width, 2.0),
    }
    for gid, (color, wide, zorder) in lines.items() if drawn else ():
        look: Any = {"facecolor": "none", "edgecolor": color, "linewidth": wide, "zorder": zorder}
        heavy: Any = PathCollection(list(drawn.values()), joinstyle="round", gid=gid, **look)
        heavy.areas = tuple(drawn)
        canvas.ax.add_collection(heavy, autolim=False)
    _draw_rings(canvas, drawn.keys(), THIN * width)


def _draw_rings(canvas: Canvas, recent: Collection[str], width: float) -> None:
    """Draw a ring around each group of islets of States whose outline does not reach them."""
    import shapely
    from matplotlib.collections import PathCollection

    mm, rings = canvas.unit, []
    for iso3 in sorted(recent):
        frame = canvas.frames[canvas.home.get(iso3, 0)]
        area = frame.areas[iso3]
        land = [frame.moved(part) for part in (area.geometry, area.overseas) if part is not None]
        parts = shapely.get_parts(land)
        main = parts[int(np.argmax(shapely.area(parts)))]
        far = parts[shapely.distance(parts, main) > OFF_MM * mm]
        groups = shapely.buffer(shapely.union_all(far), TOGETHER_MM / 2 * mm)
        for group in shapely.get_parts(groups):
            own = shapely.union_all([part for part in far if part.intersects(group)])
            if own.area > (SEEN_MM * mm) ** 2:
                rings.append(shapely.buffer(own.convex_hull, RING_MM * mm))
    if rings:
        look: Any = {"facecolor": "none", "edgecolor": ACCENT, "linewidth": width, "zorder": 2.0}
        paths = [shapes.path_of(shapely.MultiPolygon([ring])) for ring in rings]
        canvas.ax.add_collection(PathCollection(paths, gid=RING, **look), autolim=False)


def outlined(canvas: Canvas) -> set[str]:
    """Return the States whose land has the outline of newcomers."""
    drawn = [c for c in canvas.ax.collections if c.get_gid() == "states:joined_since"]
    return {iso3 for collection in drawn for iso3 in getattr(collection, "areas", ())}
