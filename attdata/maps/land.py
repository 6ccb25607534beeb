"""Sea, land and disputed lines on the frames of a map.

Nothing here knows what a colour stands for; :mod:`attdata.maps.status_map` says that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw.style import INK, MUTED, PAPER, STATUS_STYLE, contrast
from attdata.maps import shapes
from attdata.maps.ground import ABOVE, ELSEWHERE, HATCH_MM, SEA, Canvas, Frame
from attdata.maps.islets import draw_white_islets

if TYPE_CHECKING:
    from matplotlib.path import Path

    from attdata.maps.placement import Box

DARKER = 0.3  # are borders between signatories on the map of a region, which stripes run beside
SEEN = 2.2  # contrast of dark land to the sea
WORLD = 0.3  # so much paler the outlines of white islets are on the world
CLOSE = "//"  # a hatch on slides of the world is so much closer: Cambodia has to show it
FINE_DOTS, FINE_MM = ".........", 4.0  # for land smaller than a square of this side
DASHES = (0, (2.5, 1.5))
BEYOND = "#8C9196"  # disputed lines on the ground around a region, paler than on its own land
ISLET_MM = 1.6  # the outlines of so small islands run together (the south-east of Alaska)
HATCHED_MM = 0.6  # on the world larger islands show the hatch of a signatory (Madagascar in 2014)
ISLAND_MM = 4.0  # what is no wider, and meets no other land, has no white outline: it parts nothing


def draw_ground(canvas: Canvas, coloured: Collection[str], framed: Collection[str]) -> None:
    """Draw land that is not counted, land outside the region, disputed lines, and insets' frames.

    Parameters
    ----------
    canvas
        Whose axes are the sea.
    shown
        The States of the region.
    framed
        All States of the frame drawn.
    """
    from matplotlib.patches import Rectangle

    framed, coloured = set(framed) | set(coloured), set(coloured)
    for frame in canvas.frames[1:]:
        size = frame.box[2] - frame.box[0], frame.box[3] - frame.box[1]
        look: Any = {"facecolor": SEA, "edgecolor": "none", "zorder": ABOVE - 0.5}
        canvas.ax.add_artist(Rectangle(frame.box[:2], *size, gid=f"inset:{frame.name}", **look))
        look = {"facecolor": "none", "edgecolor": MUTED, "linewidth": 0.8, "zorder": ABOVE + 2.7}
        canvas.ax.add_artist(Rectangle(frame.box[:2], *size, **look))
        _draw_shown(canvas, frame)
    kinds = {i: area.kind for frame in canvas.frames for i, area in frame.areas.items()}
    ground = {i for i, kind in kinds.items() if kind == shapes.ELSEWHERE}
    elsewhere = sorted(i for i in kinds if i in (framed - coloured) | ground)
    draw_land(canvas, elsewhere, "land:elsewhere", facecolor=ELSEWHERE, edgecolor=PAPER)
    _draw_pale_islets(canvas, elsewhere)
    _draw_beyond(canvas)
    drawn = framed | ground
    outside = [i for i, kind in kinds.items() if kind != shapes.LINE and i not in drawn]
    # A hatch costs a hundred times its land to draw, and cannot be seen on specks.
    areas = canvas.frames[0].areas
    least = HATCH_MM * canvas.dot * canvas.unit
    wide = [i for i in outside if i in areas and areas[i].across > least]
    specks = sorted(set(outside) - set(wide))
    dots = fill("not_counted")
    # On the world land as large as Western Sahara has more than two dots; on small maps all land.
    below = 0.0 if canvas.view.azimuthal and not canvas.aside else FINE_MM * canvas.unit
    fine = [i for i in wide if canvas.trimmed or areas[i].across < below]
    draw_land(canvas, [i for i in wide if i not in fine], "states:not_counted", **dots)
    draw_land(canvas, fine, "states:not_counted", **dots | {"hatch": FINE_DOTS})
    # Their outline is all that is seen of white islets; on the world it would be all there is.
    edge = between(STATUS_STYLE["not_counted"]["edge"], PAPER, WORLD * (not canvas.view.azimuthal))
    plain = {**dots, "hatch": None, "edgecolor": edge}
    draw_land(canvas, specks, "states:not_counted:small", **plain)
    if canvas.least or canvas.stretched:  # on a slide, alone or beside another
        draw_white_islets(canvas, _lone_pieces(canvas, specks, np.inf))
    lines = [i for i, kind in kinds.items() if kind == shapes.LINE]
    width = 0.4 * min(1.0, canvas.dot)
    dashes: dict[str, Any] = {"linestyle": DASHES, "linewidth": width, "zorder": 2.5}
    casing: dict[str, Any] = {"linewidth": 2.2 * width, "zorder": 2.4}  # seen on dark land
    draw_land(canvas, lines, "casing:disputed", facecolor="none", edgecolor=PAPER, **casing)
    draw_land(canvas, lines, "lines:disputed", facecolor="none", edgecolor=INK, **dashes)


def _draw_pale_islets(canvas: Canvas, ids: Collection[str]) -> None:
    """Draw islets outside the region again, with an outline that is a little darker than they are.

    White around them would leave nothing of them on the sea.
    """
    from matplotlib.collections import PathCollection

    edge = between(ELSEWHERE, STATUS_STYLE["not_counted"]["edge"])
    for frame, lone in _lone_pieces(canvas, ids, ISLET_MM):
        paths = _island_paths({"": lone}, frame.scale, frame.shift, canvas.sight(frame))
        if paths:
            above = ABOVE * (frame is not canvas.frames[0])
            look: Any = {"facecolor": ELSEWHERE, "edgecolor": edge, "linewidth": 0.3}
            drawn = PathCollection([*paths.values()], **look, zorder=1.0 + above)
            drawn.set_gid(f"islets:elsewhere@{frame.name}" if frame.name else "islets:elsewhere")
            drawn.set_in_layout(False)
            canvas.ax.add_collection(drawn, autolim=False)


def _lone_pieces(
    canvas: Canvas, ids: Collection[str], across: float
) -> list[tuple[Frame, list[Any]]]:
    """Return of each frame the pieces of some land, so small in millimetres, that meet no other."""
    import shapely

    found: list[tuple[Frame, list[Any]]] = []
    for frame in canvas.frames if ids else ():  # on the world all land may have a status
        lands = {i: area.geometry for i, area in frame.areas.items() if area.kind != shapes.LINE}
        parts = {i: shapely.get_parts(land) for i, land in lands.items() if land is not None}
        keys = ["lone" if i in ids else "" for i, some in parts.items() for _ in some]
        pieces = [piece for some in parts.values() for piece in some]
        lone = _lone(keys, pieces, canvas.grid / frame.scale, across * canvas.unit / frame.scale)
        found.append((frame, lone.get("lone", [])))
    return found


def _draw_beyond(canvas: Canvas) -> None:
    """Dash disputed lines on the ground around a region, where borders are white lines.

    A border drawn through would say of the land behind it what is not agreed.
    """
    import shapely
    from matplotlib.collections import LineCollection

    for frame in canvas.frames:
        lines = [shapely.get_coordinates(frame.moved(line)) for line in frame.beyond]
        if not lines:
            continue
        above = ABOVE * (frame is not canvas.frames[0])
        name = f"@{frame.name}" if frame.name else ""
        for gid, look in (
            ("cover:beyond", {"colors": ELSEWHERE, "linewidths": 1.3, "capstyle": "butt"}),
            ("lines:beyond", {"colors": BEYOND, "linewidths": 0.4, "linestyles": [DASHES]}),
        ):
            drawn: Any = LineCollection(lines, zorder=1.0 + above, **look)
            drawn.set_gid(gid + name)
            drawn.set_in_layout(False)
            canvas.ax.add_collection(drawn, autolim=False)


def shown_by(canvas: Canvas, frame: Frame, on: Frame | None = None) -> list[Any]:
    """Return the edges of what an inset enlarges as lines in the units of the map.

    They are those on the map itself, or ``on`` another inset.
    """
    view, ground = frame.view, on or canvas.frames[0]
    east, north = np.linspace(view.west, view.east, 60), np.linspace(view.south, view.north, 60)
    ways = [(east, np.full(60, at)) for at in (view.south, view.north)]
    ways += [(np.full(60, at), north) for at in (view.west, view.east)]
    move = np.array(ground.shift)
    return [np.column_stack(ground.view.project(*way)) * ground.scale + move for way in ways]


def grounds_of(canvas: Canvas, frame: Frame) -> list[Frame]:
    """Return the other insets that hold all of what an inset enlarges, where none does the map.

    A frame in two places would be read as two, and on the small one cut its land.
    """
    of, others = frame.view, [other for other in canvas.frames[1:] if other is not frame]
    holding = [
        other for other in others
        if other.view.west < of.west and of.east < other.view.east
        and other.view.south < of.south and of.north < other.view.north
    ]  # fmt: skip
    return holding or [canvas.frames[0]]


def _draw_shown(canvas: Canvas, frame: Frame) -> None:
    """Draw what an inset enlarges, in the insets that hold all of it or else on the map itself.

    White below is seen on dark land. The whole of it, for corners alone are not read as a frame;
    thinner than that of the inset.
    """
    from matplotlib.collections import LineCollection

    for ground in grounds_of(canvas, frame):
        lines = shown_by(canvas, frame, ground)
        zorder = 2.6 + ABOVE * (ground is not canvas.frames[0])
        for look in ({"color": PAPER, "linewidth": 1.0}, {"color": MUTED, "linewidth": 0.5}):
            marks: Any = LineCollection(lines, capstyle="projecting", zorder=zorder, **look)
            marks.set_gid(f"shown:{frame.name}")
            canvas.ax.add_collection(marks, autolim=False)


def fill(status: str, *, close: bool = False) -> dict[str, Any]:
    """Return how the land of a status is filled; ``close`` where a slide enlarges its hatch."""
    look = STATUS_STYLE[status]
    # White parts dark neighbours; around light land it would eat the small islands.
    edge = PAPER if contrast(look["color"], SEA) > SEEN else between(look["edge"], look["color"])
    return {
        "facecolor": look["color"],
        "edgecolor": edge,
        "hatch": look["hatch"] + (CLOSE if close and "/" in look["hatch"] else "") or None,
        "hatchcolor": look["line"],
    }


def between(one: str, other: str, share: float = 0.5) -> str:
    """Return the colour half way between two colours, or another share of the way.

    Examples
    --------
    >>> between("#000000", "#FFFFFF"), between("#000000", "#FFFFFF", 0.2)
    ('#808080', '#333333')
    """
    from matplotlib.colors import to_hex, to_rgb

    pairs = zip(to_rgb(one), to_rgb(other), strict=True)
    r, g, b = (a + share * (b - a) for a, b in pairs)
    return to_hex((r, g, b))


def draw_land(
    canvas: Canvas, ids: Collection[str], gid: str, *, parts: str = "main", **look: Any
) -> None:
    """Draw areas as one collection per frame, which remembers their ids in order as ``areas``.

    Their hatch is laid over all of them at once (gid ``hatch:...``): in a collection matplotlib
    makes its tile anew for each area, which takes longer than the land itself.

    Parameters
    ----------
    canvas
        Its frames are drawn one after the other.
    ids
        iso3, or the ids of borders.csv; those that a frame does not show are left out.
    gid
        The name of the collection; that of an inset ends in ``@`` and the inset's name.
    parts
        ``main`` without, ``overseas`` for only, ``all`` with the overseas parts.
    **look
        As for a PathCollection.
    """
    look = {"linewidth": 0.3, "zorder": 1.0, **look}
    wanted = {"main": (False,), "overseas": (True,), "all": (False, True)}[parts]
    for frame in canvas.frames:
        drawn: dict[str, list[Path]] = {}
        for iso3 in ids:
            area = frame.areas.get(iso3)
            if area is not None:
                paths = [
                    frame.path(area, overseas=overseas)
                    for overseas, shape in ((False, area.geometry), (True, area.overseas))
                    if overseas in wanted and shape is not None and not shape.is_empty
                ]
                drawn |= {iso3: paths} if paths else {}
        if drawn:
            above = ABOVE * (frame is not canvas.frames[0])
            name = f"{gid}@{frame.name}" if frame.name else gid
            look_here = {**look, "zorder": look["zorder"] + above}
            _draw_paths(canvas, drawn, name, look_here)
            dark = look.get("edgecolor") == PAPER and contrast(look["facecolor"], SEA) > SEEN
            # Their outlines would run together, and look like a status of their own.
            loud = look.get("facecolor") == STATUS_STYLE["signatory"]["color"]
            if dark or loud:
                near = ISLET_MM if canvas.view.azimuthal else HATCHED_MM
                across = (near if loud else ISLAND_MM) * canvas.unit / frame.scale
                _draw_islands(canvas, frame, drawn, f"islands:{name}", parts, look_here, across)


def _draw_islands(
    canvas: Canvas,
    frame: Frame,
    ids: Collection[str],
    gid: str,
    parts: str,
    look: dict[str, Any],
    across: float,
) -> None:
    """Draw islands no wider than a length again, with an outline of their own colour."""
    import shapely
    from matplotlib.collections import PathCollection

    sizes = canvas.grid / frame.scale, across
    place = (frame.scale, frame.shift, canvas.sight(frame))
    if parts == "overseas":  # those that the map of a region shows
        known = islands(frame.view, *sizes)
        shown = {i: frame.areas[i].overseas for i in ids if i in known}
        kept = {i: [p for p in known[i].geoms if shapely.intersects(p, shown[i])] for i in shown}
        found = _island_paths(kept, *place)
    else:
        found = _all_island_paths(frame.view, *sizes, *place)
    paths = [found[iso3] for iso3 in ids if iso3 in found]
    if paths:
        plain = {**look, "hatch": None, "edgecolor": look["facecolor"]}
        drawn: Any = PathCollection(paths, joinstyle="round", **plain)
        drawn.set_gid(gid)
        drawn.set_in_layout(False)
        canvas.ax.add_collection(drawn, autolim=False)


@lru_cache(maxsize=64)
def _all_island_paths(
    view: shapes.View,
    grid: float,
    across: float,
    scale: float,
    shift: tuple[float, float],
    sight: Box,
) -> Mapping[str, Path]:
    """Return the small islands of every State as paths, kept from one map to the next."""
    found = islands(view, grid, across)
    return _island_paths({i: some.geoms for i, some in found.items()}, scale, shift, sight)


def _island_paths(
    pieces_of: Mapping[str, Sequence[Any]], scale: float, shift: tuple[float, float], sight: Box
) -> Mapping[str, Path]:
    """Return the pieces that lie within a rectangle of the map, as one path for each State."""
    import shapely

    paths, edge = {}, shapely.box(*sight)
    for iso3, pieces in pieces_of.items():
        moved = shapely.transform(list(pieces), lambda xy: xy * scale + shift)
        within = moved[shapely.within(moved, edge)]
        if len(within):
            paths[iso3] = shapes.path_of(shapely.MultiPolygon(list(within)))
    return paths


@lru_cache(maxsize=32)
def islands(view: shapes.View, grid: float, across: float) -> Mapping[str, Any]:
    """Return the pieces of States that meet no other land and are no wider than a length.

    Examples
    --------
    >>> found = islands(shapes.world_view(), 0.0, 0.01)
    >>> "BHS" in found, "CHE" in found
    (True, False)
    """
    import shapely

    keys: list[str] = []
    pieces: list[Any] = []
    for iso3, area in shapes.areas(view, grid).items():
        if area.kind != shapes.LINE:
            parts = [p for s in (area.geometry, area.overseas) for p in shapely.get_parts(s)]
            pieces += parts
            keys += [iso3 if area.kind == "state" else ""] * len(parts)
    return {i: shapely.MultiPolygon(some) for i, some in _lone(keys, pieces, grid, across).items()}


def _lone(
    keys: Sequence[str], pieces: Sequence[Any], grid: float, across: float
) -> dict[str, list[Any]]:
    """Return by their keys the pieces that meet none of another and are no wider than a length."""
    import shapely

    small = shapely.area(pieces) < across**2
    tree = shapely.STRtree(pieces)
    one, other = tree.query(np.array(pieces)[small], "dwithin", distance=grid / 10)
    number = np.flatnonzero(small)
    met = np.zeros(len(pieces), dtype=bool)
    met[number[one[number[one] != other]]] = True
    found: dict[str, list[Any]] = {}
    for i in np.flatnonzero(small & ~met).tolist():
        if keys[i]:
            found.setdefault(keys[i], []).append(pieces[i])
    return found


def _draw_paths(
    canvas: Canvas, drawn: Mapping[str, Sequence[Path]], gid: str, look: dict[str, Any]
) -> None:
    """Draw the paths of areas as a collection, and over them their hatch, below their outlines.

    A stripe would else hide a border between two States of the same status.
    """
    from matplotlib.collections import PathCollection
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    hatch = {key: look.pop(key, None) for key in ("hatch", "hatchcolor")}
    paths = [
        parts[0] if len(parts) == 1 else Path.make_compound_path(*parts) for parts in drawn.values()
    ]
    collection: Any = PathCollection(paths, joinstyle="round", **look)
    collection.set_gid(gid)
    collection.areas = tuple(drawn)
    collection.set_in_layout(False)  # land is cut at the edge of the map: no layout need measure it
    canvas.ax.add_collection(collection, autolim=False)
    if hatch["hatch"]:
        hatch["hatch_linewidth"] = 0.5
        over: Any = {"facecolor": "none", "linewidth": 0, "zorder": look["zorder"], **hatch}
        if look["facecolor"] == STATUS_STYLE["signatory"]["color"]:
            edge = look["edgecolor"]
            edge = between(edge, INK, DARKER) if canvas.view.azimuthal else edge
            over |= {"edgecolor": edge, "linewidth": look["linewidth"], "joinstyle": "round"}
        path = Path.make_compound_path(*paths)
        canvas.ax.add_artist(PathPatch(path, gid=f"hatch:{gid}", in_layout=False, **over))
