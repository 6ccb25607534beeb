"""Names of States on a map of a region: on the land, beside it or the dot, else the code.

Nothing covers anything else, and the same input gives the same places. Lengths are millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from attdata.draw.style import INK, PAPER, ink_on
from attdata.maps import placement
from attdata.maps import shapes as geometry
from attdata.maps.ground import DOT_MM, Canvas, Look, hidden_land, measure
from attdata.maps.placement import Box, Room

SIZES = (6.5, 5.5)
# What a name beside land or a dot may hide of other land: next to nothing if it can be helped.
LATE = 0.002  # and each place further down the list is a little worse
TINY = 6.0  # square millimetres
NEAR = 0.7  # a name this near to land is read as its name
NONE, LITTLE, SOME, MUCH, ANY = 0.004, 0.03, 0.2, 0.45, 9.0
# A millimetre of a line over another State is as bad as ten places; from land, two are too many.
CROSSED, LONG = 0.02, 2.0


def draw_names(canvas: Canvas, looks: Mapping[str, Look], names: Mapping[str, str]) -> None:
    """Print the names of the States that the map shows.

    Parameters
    ----------
    canvas
        With dots and legend already drawn: names keep clear of both.
    looks
        iso3 -> how the State is drawn; the ink contrasts with it.
    names
        iso3 -> name in the language of the map.
    """
    _Names(canvas, looks, names).draw()


class _Names:
    """The names of one map: what is still to be placed, and the room that is left."""

    def __init__(self, canvas: Canvas, looks: Mapping[str, Look], names: Mapping[str, str]) -> None:
        self.canvas, self.looks, self.names = canvas, looks, names
        self.room = Room(canvas.millimetres())
        unit = canvas.unit
        self.spots = {iso3: (x / unit, y / unit) for iso3, (x, y) in canvas.dots.items()}
        for x, y in self.spots.values():
            self.room.take(placement.centred(x, y, (DOT_MM, DOT_MM)))
        if canvas.legend is not None:
            self.room.take(canvas.legend)
        self.shown = frozenset(names)
        self.tree: Any = None
        self.land = {i: _land_in_sight(canvas, i) for i in names if i not in canvas.dots}
        # No name covers a State so small that nothing of it would be left to see.
        self.small = {
            i: area.bounds for i, area in self.land.items() if area is not None and area.area < TINY
        }
        self.anchors = self.spots | {
            i: placement.roomiest(area, 1.0) for i, area in self.land.items() if area is not None
        }

    def draw(self) -> None:
        """Place the easy names first, largest land before small; what is left gets its code."""
        shown = {i: area for i, area in self.land.items() if area is not None}
        land = sorted(shown, key=lambda i: (-shown[i].area, i))
        dots = sorted(i for i in self.names if i in self.canvas.dots)
        land = [i for i in land if not self.on_land(i, placement.wrapped(self.names[i]))]
        dots = [i for i in dots if not self.beside(i, LITTLE)]
        land = [i for i in land if not self.beside(i, LITTLE)]
        dots = [i for i in dots if not self.beside(i, LITTLE, far=True)]
        land = [i for i in land if not self.on_land(i, [i])]
        land = land[::-1]  # the smallest has the fewest ways out
        land = [i for i in land if not self.beside(i, NONE, far=True)]
        land = [i for i in land if not self.beside(i, SOME)]
        dots = [i for i in dots if not self.beside(i, MUCH)]
        for iso3 in [*dots, *land]:
            if not self.beside(iso3, ANY, code=True):
                self.beside(iso3, ANY, code=True, far=True)

    def on_land(self, iso3: str, texts: list[str]) -> bool:
        """Print one of the texts where the land of its State is widest; False without room."""
        area, look = self.land[iso3], self.looks[iso3]
        for text in texts:
            for size in SIZES if text != iso3 else SIZES[-1:]:
                artist = self.text(iso3, text, size, ink_on(look.color))
                width, height = measure(self.canvas, artist)
                if width * height < area.area:
                    x, y = placement.roomiest(area, width / height)
                    box = placement.centred(x, y, (width, height))
                    if placement.share_on(area, box) > 0.985 and self.room.free(box):
                        self.put(artist, box, look.color if look.hatch else None)
                        return True
                artist.remove()
        return False

    def beside(self, iso3: str, most: float, *, far: bool = False, code: bool = False) -> bool:
        """Print a name beside its dot or land where it hides little; False without room."""
        for text in [iso3] if code else placement.wrapped(self.names[iso3], 2):
            artist = self.text(iso3, text, SIZES[-1], INK)
            cost, best = np.inf, None
            for rank, box in enumerate(self.boxes(iso3, measure(self.canvas, artist), far, code)):
                if rank * LATE > cost:
                    break
                if self.room.free(box, 0.1) and self.near(iso3, box, far):
                    hidden = self.hidden(iso3, box, far, code)
                    if hidden <= most and (at_least := hidden + rank * LATE) < cost:
                        doubt = self.crossed(iso3, box, code) if far else self.doubt(iso3, box)
                        if at_least + doubt < cost:
                            cost, best = at_least + doubt, box
            if best is not None:
                pale = hidden_land(self.canvas, best) > 0.003
                self.put(artist, best, PAPER if pale else None)
                if far:
                    self.line(iso3, best)
                return True
            artist.remove()
        return False

    def boxes(self, iso3: str, size: tuple[float, float], far: bool, code: bool) -> Iterator[Box]:
        """Yield rectangles of a size beside the dot or along the land, best first."""
        x, y = self.anchors[iso3]
        if far or iso3 in self.canvas.dots:
            clear = DOT_MM / 2 + 0.3
            reach = 30.0 if code else 14.0  # a code at the end of a line is the last resort
            around = placement.around(x, y, size, last=reach) if far else ()
            ways = around or placement.beside(x, y, size, clear)
            yield from (placement.centred(mx, my, size) for mx, my in ways)
            return
        area = self.land[iso3]
        middle = area.representative_point()
        if code:
            yield placement.centred(x, y, size)
        coast = [area.exterior.interpolate(d) for d in np.arange(0, area.length, 2.5)]
        for point in sorted(coast, key=lambda point: point.distance(middle)):
            for mx, my in placement.beside(point.x, point.y, size, 0.4)[:4]:
                yield placement.centred(mx, my, size)

    def hidden(self, iso3: str, box: Box, far: bool, code: bool) -> float:
        """Return the share of a rectangle on land that it should not cover.

        At the end of a line a name may cover land that is only ground, a code its own State's.
        """
        if any(placement.meet(box, small) for i, small in self.small.items() if i != iso3):
            return np.inf
        hidden = hidden_land(self.canvas, box, self.shown if far else None)
        if code and iso3 not in self.canvas.dots:
            hidden -= placement.share_on(self.land[iso3], box)
        return hidden

    def crossed(self, iso3: str, box: Box, code: bool) -> float:
        """Return a penalty for the land of other States that the line to a name crosses."""
        import shapely

        unit = self.canvas.unit
        line = shapely.LineString(self.ends(iso3, box))
        path = shapely.transform(line, lambda xy: xy * unit)
        tree = geometry.land_tree(self.canvas.view, self.canvas.grid, self.shown)
        near = tree.geometries[tree.query(path, "intersects")]
        long = float(shapely.length(shapely.intersection(near, path)).sum()) / unit
        if iso3 in self.canvas.dots:
            return CROSSED * long
        long -= self.land[iso3].intersection(line).length
        return CROSSED * long if long < LONG or code else np.inf

    def near(self, iso3: str, box: Box, far: bool) -> bool:
        """Return whether a reader joins the rectangle to its State, by eye or by a free line."""
        if far:
            return self.room.clear(*self.ends(iso3, box))
        if iso3 not in self.canvas.dots:
            import shapely

            return bool(self.land[iso3].distance(shapely.box(*box)) < NEAR)
        away = {i: placement.distance(box, (x, y)) for i, (x, y) in self.spots.items()}
        return away.pop(iso3) < min(away.values(), default=np.inf) - 0.3

    def doubt(self, iso3: str, box: Box) -> float:
        """Return a penalty for each other State to which a reader might give the name."""
        import shapely

        if self.tree is None:
            self.tree = shapely.STRtree([area for area in self.land.values() if area is not None])
        near = self.tree.query(shapely.box(*box), "dwithin", NEAR)
        return 0.02 * max(0, len(near) - (iso3 not in self.canvas.dots))

    def ends(self, iso3: str, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return where the line from a dot or from land to its name starts and ends."""
        x, y = self.anchors[iso3]
        end = placement.nearest(box, (x, y))
        if iso3 not in self.canvas.dots:
            return (x, y), end
        length = max(((end[0] - x) ** 2 + (end[1] - y) ** 2) ** 0.5, 1e-9)
        start = DOT_MM * 0.75 / length
        return (x + (end[0] - x) * start, y + (end[1] - y) * start), end

    def line(self, iso3: str, box: Box) -> None:
        """Join a dot to its name, or land, on which the line begins with a point."""
        start, end = self.ends(iso3, box)
        unit = self.canvas.unit
        xy = ([start[0] * unit, end[0] * unit], [start[1] * unit, end[1] * unit])
        look: dict[str, Any] = {"solid_capstyle": "butt", "label": "_line", "zorder": 3}
        if iso3 not in self.canvas.dots:
            look |= {"marker": "o", "markevery": [0]}
        # White on either side, so that it shows on dark land too.
        white: dict[str, Any] = {"color": PAPER, "linewidth": 1.0, "markersize": 1.6}
        ink: dict[str, Any] = {"color": INK, "linewidth": 0.4, "markersize": 0.9}
        for line in (white, ink | {"gid": f"line:{iso3}"}):
            self.canvas.overlay += self.canvas.ax.plot(*xy, **look, **line)
        self.room.take_line(start, end)

    def text(self, iso3: str, text: str, size: float, color: str) -> Any:
        """Return a text in the middle of the map, to be measured and put in its place."""
        return self.canvas.ax.text(
            *self.canvas.box[:2],
            text,
            fontsize=size,
            color=color,
            ha="center",
            va="center",
            linespacing=0.95,
            gid=f"name:{iso3}",
            zorder=5,
        )

    def put(self, artist: Any, box: Box, ground: str | None) -> None:
        """Move a text into its rectangle, on a ground that keeps it legible."""
        unit = self.canvas.unit
        artist.set_position(((box[0] + box[2]) / 2 * unit, (box[1] + box[3]) / 2 * unit))
        if ground is not None:
            pale = {"alpha": 0.8} if ground == PAPER else {}
            artist.set_bbox({"facecolor": ground, "edgecolor": "none", "pad": 0.5, **pale})
        self.canvas.overlay.append(artist)
        self.room.take(box)


def _land_in_sight(canvas: Canvas, iso3: str) -> Any:
    """Return the largest piece of a State within the axes without enclaves; None without any."""
    import shapely

    shape = canvas.shapes.get(iso3)
    if shape is None or len(shape.piece) < 4:
        return None
    sight = shapely.box(*canvas.box)
    area = shapely.intersection(shapely.make_valid(shapely.Polygon(shape.piece)), sight)
    tree = geometry.land_tree(canvas.view, canvas.grid)
    for i in tree.query(area, "contains"):
        if tree.geometries[i].area < area.area * 0.9:
            area = area.difference(tree.geometries[i])
    polygons = [p for p in shapely.get_parts(area) if p.geom_type == "Polygon" and p.area > 0]
    if not polygons:
        return None
    millimetres = shapely.transform(
        max(polygons, key=lambda p: p.area), lambda xy: xy / canvas.unit
    )
    return shapely.simplify(millimetres, 0.1)
