"""The heavy outline of States that joined, with white on either side: red on blue is hardly seen.

The land of a State Party is blue; between it and the red of a newcomer's outline stands a narrow
white casing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from attdata.draw.style import ACCENT, PAPER
from attdata.maps import shapes
from attdata.maps.dots import OUTLINE_ON_SLIDE, least_outlined
from attdata.maps.ground import Canvas

OUTLINE = 1.0  # points
CASING = 0.5  # of the outline's width: so much white shows on either side of it


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


def outlined(canvas: Canvas) -> set[str]:
    """Return the States whose land has the outline of newcomers."""
    drawn = [c for c in canvas.ax.collections if c.get_gid() == "states:joined_since"]
    return {iso3 for collection in drawn for iso3 in getattr(collection, "areas", ())}
