"""Islets so small that an outline along their coast would fill them.

Outside the region of a map they are drawn again, a little darker at their edge than they are. Those
that are not counted are white as in the key: on a slide their outline lies around them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from attdata.draw.style import STATUS_STYLE
from attdata.maps import shapes
from attdata.maps.ground import ABOVE, SEA, Canvas, Frame

RING = 0.22  # points: how wide the outline around a white islet is
# Millimetres: less white would not be seen; inlets narrower than this are closed; and so much wider
# on every side is the white of all of them.
LEAST_MM, INLET_MM, MORE_MM = 0.14, 0.08, 0.02
# Islands no larger than a square of this side, in millimetres, have no part at the edge of a slide.
CUT_MM = 1.5
WHITE, OUTLINE = "islets:not_counted", "outlines:not_counted"  # gid of the two


def draw_white_islets(canvas: Canvas, pieces_of: Sequence[tuple[Frame, Sequence[Any]]]) -> None:
    """Draw islets that are not counted in the white of the key, with its outline around them.

    Parameters
    ----------
    canvas
        A map for a slide.
    pieces_of
        Its frames, and of each the pieces of such land that meet no other.
    """
    from matplotlib.collections import PathCollection

    edge, white = (STATUS_STYLE["not_counted"][part] for part in ("edge", "color"))
    for frame, pieces in pieces_of:
        paths = [shapes.path_of(land) for land in _seen(canvas, frame, pieces)]
        if not paths:
            continue
        above = ABOVE * (frame is not canvas.frames[0])
        name = f"@{frame.name}" if frame.name else ""
        for gid, zorder, color, wide in ((OUTLINE, 1.01, edge, 2 * RING), (WHITE, 1.02, white, 0)):
            look: Any = {"facecolor": color, "edgecolor": color, "linewidth": wide}
            drawn = PathCollection(paths, joinstyle="round", zorder=zorder + above, **look)
            drawn.set_gid(gid + name)
            drawn.set_in_layout(False)  # land is cut at the edge of the map
            canvas.ax.add_collection(drawn, autolim=False)


def _seen(canvas: Canvas, frame: Frame, pieces: Collection[Any]) -> list[Any]:
    """Return islets within sight of a frame, with no narrow inlets and no smaller than is seen."""
    import shapely

    if not pieces:
        return []
    edge = shapely.box(*canvas.sight(frame))
    moved = [frame.moved(piece) for piece in pieces]
    moved = [land for land in moved if shapely.within(land, edge)]
    inlet, least = INLET_MM / 2 * canvas.unit, LEAST_MM * canvas.unit
    grown = [shapely.buffer(land, inlet + max(0.0, (least - land.area**0.5) / 2)) for land in moved]
    closed = shapely.buffer(shapely.union_all(grown), -inlet)
    parts = shapely.get_parts(closed)  # a lagoon would be a grey spot
    return [shapely.MultiPolygon([shapely.Polygon(part.exterior)]) for part in parts]


def hide_cut_islands(canvas: Canvas) -> None:
    """Lay the sea over small islands of the region that the edge of a slide cuts.

    What is left of them would be a speck without a meaning.
    """
    import shapely
    from matplotlib.patches import PathPatch

    sight, areas = shapely.box(*canvas.box), canvas.frames[0].areas
    least = (CUT_MM * canvas.unit) ** 2
    own = [areas[iso3] for iso3 in sorted(canvas.own) if iso3 in areas]
    lands = [land for area in own for land in (area.geometry, area.overseas) if land is not None]
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(lands)))
    cut = parts[(shapely.area(parts) < least) & shapely.intersects(parts, sight.exterior)]
    if not len(cut):
        return
    covers = shapely.union_all(shapely.buffer(cut, 0.2 * canvas.unit))
    cover = shapely.MultiPolygon(shapely.get_parts(covers).tolist())
    look: Any = {"facecolor": SEA, "edgecolor": "none", "zorder": 1.95, "gid": "cut"}
    canvas.overlay.append(canvas.ax.add_artist(PathPatch(shapes.path_of(cover), **look)))
