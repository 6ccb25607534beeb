"""Dots for the States whose land is too small to be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw.style import INK, PAPER
from attdata.maps import placement
from attdata.maps.ground import ABOVE, POINT, SMALL_MM, Canvas, Frame, Look
from attdata.maps.shapes import LINE, Floats
from attdata.maps.views import bordering, spots

if TYPE_CHECKING:
    from numpy.typing import NDArray

DOT_MM = 1.6  # the smallest whose colour and hatch can still be told apart in print
OUTLINED_MM = 1.5  # a heavy outline would fill pieces of land narrower than this
DOT_GAP_MM = 0.3  # between two dots, so that neighbours do not look like one State
# Land of less than so many dots can be hidden by one, and is where one covers so much of it. What
# that costs and land of others in whole, in distances of dots, and by how much less is better.
SMALL_LAND, HIDDEN = 4.0, 0.2
HIDES, OVER_LAND, BETTER = 6.0, 0.5, 0.5
FARTHEST = 2.0  # distances of dots that it goes aside
# A dot that had to move, and now lies on so much land of another status, goes to the sea or to land
# of its own status: what such land costs, how much of it is no matter, and how far it goes.
UNLIKE, SOME, FARTHER = 5.0, 0.12, 4.0
_ROUND = np.stack([f(np.arange(24) * np.pi / 12) for f in (np.cos, np.sin)], axis=1)
PASSES = 2  # what was put aside first did not know of the rest
FAR_OFF = 1.5  # distances of dots: one that went farther looks again for a place that is nearer
KEPT = 16  # maps of one kind, each with its insets, follow each other
_ASIDE: dict[Any, tuple[Any, Floats]] = {}
# Forms of equal marker size look unequal: a square has more area than a diamond.
MARKER_SIZE = {"o": 1.0, "D": 0.8, "s": 0.86, "^": 1.05}


def draw_dots(canvas: Canvas, looks: Mapping[str, Look], heavy: Mapping[str, str]) -> None:
    """Draw a dot for every State too small to be seen at this size, none over another.

    Parameters
    ----------
    canvas
        Its ``dots`` are filled with the places, in view units.
    looks
        iso3 -> how the State is drawn.
    heavy
        iso3 -> colour of a heavy outline.
    """
    from matplotlib.lines import Line2D

    small = [
        iso3 for iso3 in sorted(looks)
        if is_dot(canvas, iso3, outlined=iso3 in heavy, plain=_is_set_off(canvas, iso3, looks))
    ]  # fmt: skip
    for number, frame in enumerate(canvas.frames):
        dotted = [iso3 for iso3 in small if canvas.home.get(iso3, 0) == number]
        if dotted:
            anchors = np.array([canvas.points[iso3] for iso3 in dotted]) / canvas.unit
            sight = canvas.millimetres(frame.box if number else None)
            apart = (DOT_MM + DOT_GAP_MM) * canvas.dot
            places = placement.spread(anchors, apart, sight)
            colors = {iso3: f"{look.color} {look.marker}" for iso3, look in looks.items()}
            crowd = _Crowd(canvas, frame, colors, dotted, anchors, apart, sight)
            places = _set_aside(crowd, places)
            _draw_leaders(canvas, anchors * canvas.unit, places * canvas.unit)
            for iso3, (x, y) in zip(dotted, (places * canvas.unit).tolist(), strict=True):
                canvas.dots[iso3] = (x, y)
    _draw_halos(canvas, looks)
    for iso3, (x, y) in canvas.dots.items():
        look = marker(looks[iso3], heavy.get(iso3), canvas.dot)
        look |= {"gid": f"dot:{iso3}", "label": f"_dot:{iso3}", "zorder": 4 + ABOVE}
        # Not ax.plot, which would look at the limits of the axes again for every dot.
        canvas.overlay.append(canvas.ax.add_artist(Line2D([x], [y], **look)))


@dataclass
class _Crowd:
    """The dots of a frame, in millimetres, and how much room there is for them."""

    canvas: Canvas
    frame: Frame
    colors: Mapping[str, str]  # iso3 -> colour and form of its status
    dotted: Sequence[str]
    anchors: Floats  # where they belong
    apart: float
    sight: placement.Box

    @property
    def radius(self) -> float:
        """Half the width of a dot."""
        return DOT_MM * self.canvas.dot / 2


def _set_aside(crowd: _Crowd, places: Floats) -> Floats:
    """Return the places of dots off small land, looked for once for maps of the same land."""
    frame, canvas = crowd.frame, crowd.canvas
    # The land is known by its place in memory, and is kept with what was found for it.
    land = (id(frame.areas), frame.scale, frame.shift, canvas.unit)
    looks = tuple(sorted(crowd.colors.items()))
    key = (land, looks, tuple(crowd.dotted), places.tobytes(), crowd.apart, canvas.dot, crowd.sight)
    if key not in _ASIDE:
        while len(_ASIDE) >= KEPT:
            _ASIDE.pop(next(iter(_ASIDE)))
        _ASIDE[key] = frame.areas, _off_small_land(crowd, places)
    return _ASIDE[key][1]


def _off_small_land(crowd: _Crowd, places: Floats) -> Floats:
    """Return the places of dots, those aside that would hide the land of another small State.

    A dot goes where it hides less, rather at sea, no nearer to another dot and not far; it stays
    where that is no better. One that is off its own land lies at sea or on land of its status.
    """
    radius, apart, sight, places = crowd.radius, crowd.apart, crowd.sight, places.copy()
    surroundings = _surroundings(crowd)
    for number, iso3 in [*enumerate(crowd.dotted)] * PASSES:
        here, others = places[number], np.delete(places, number, axis=0)
        around = surroundings(iso3, here, crowd.anchors[number])
        shared = around.shared(here[None])[0]
        way = float(np.hypot(*(here - around.anchor)))
        astray = way > FAR_OFF * apart or way > radius and around.unlike(shared) > SOME
        if not astray and around.hidden(shared).max(initial=0.0) < HIDDEN:
            continue
        if astray:
            around.start = around.anchor
        best, least = here, float(around.costs(here[None])[0]) - BETTER
        ways = np.arange(0.0 if astray else 0.5, FARTHER if astray else FARTHEST, 0.25)
        for way in ways * apart:
            if way / apart >= least:  # the way alone costs more
                break
            ring = around.start + way * _ROUND
            x, y = ring.T
            fits = (sight[0] + radius < x) & (x < sight[2] - radius)
            fits &= (sight[1] + radius < y) & (y < sight[3] - radius)
            if len(others):
                gaps = np.hypot(*(others - ring[:, None]).transpose(2, 0, 1))
                fits &= gaps.min(axis=1) >= apart
            ring = ring[fits]
            for place, cost in zip(ring, around.costs(ring).tolist(), strict=True):
                if cost < least - 1e-9:
                    best, least = place, cost
        places[number] = best
    return places


@dataclass
class _Around:
    """The land that the dot of a State can cover, in millimetres; all other land costs nothing."""

    start: Floats  # from where it may go aside
    anchor: Floats  # where it belongs
    radius: float
    apart: float
    lands: NDArray[Any]
    areas: Floats
    small: NDArray[np.bool_]  # land of which a dot can hide much, of States without a dot
    foreign: NDArray[np.bool_]
    other: NDArray[np.bool_]  # land of another status, or of none

    def shared(self, places: Floats) -> Floats:
        """Return how much of each land (columns) a dot at each place (rows) covers."""
        import shapely

        discs = shapely.buffer(shapely.points(places), self.radius, quad_segs=16)
        shared = np.zeros((len(places), len(self.lands)))
        row, column = shapely.STRtree(self.lands).query(discs, predicate="intersects")
        shared[row, column] = shapely.area(shapely.intersection(discs[row], self.lands[column]))
        return shared

    def hidden(self, shared: Floats) -> Floats:
        """Return what share of each small land is hidden, where so much of lands is covered."""
        return np.asarray(shared[..., self.small] / self.areas[self.small])

    def unlike(self, shared: Floats) -> float:
        """Return what share of a dot lies on land of another status."""
        return float(shared[self.other].sum()) / (np.pi * self.radius**2)

    def costs(self, places: Floats) -> Floats:
        """Return what it costs to put the dot at each of some places, in distances of dots."""
        shared = self.shared(places)
        hidden = self.hidden(shared).sum(axis=1)
        foreign, other = shared[:, self.foreign].sum(axis=1), shared[:, self.other].sum(axis=1)
        far = np.hypot(*(self.start - places).T) / self.apart
        # Where it belongs it is read as its State, whatever lies around.
        off = np.hypot(*(self.anchor - places).T) > self.radius
        covered = OVER_LAND * foreign + UNLIKE * other * off
        return np.asarray(far + HIDES * hidden + covered / (np.pi * self.radius**2))


def _surroundings(crowd: _Crowd) -> Callable[[str, Floats, Floats], _Around]:
    """Return what tells, of the dot of a State and where it stands, which land it can cover."""
    import shapely

    frame, dotted, colors, apart = crowd.frame, crowd.dotted, crowd.colors, crowd.apart
    radius, unit = crowd.radius, crowd.canvas.unit
    near = shapely.MultiPoint(crowd.anchors * unit).buffer((FARTHER + 3) * apart * unit)
    shapely.prepare(near)
    shapes = {}
    for iso3, area in frame.areas.items():
        if area.kind != LINE and near.intersects(shapely.box(*area.geometry.bounds)):
            land = shapely.make_valid(frame.moved(area.geometry))
            shapes[iso3] = shapely.transform(land, lambda xy: xy / unit)
    keys, lands = np.array(list(shapes)), np.array(list(shapes.values()))
    tones = np.array([colors.get(iso3, "") for iso3 in shapes])
    areas, tree = shapely.area(lands), shapely.STRtree(lands)
    small = np.array([iso3 not in dotted and iso3 in spots() for iso3 in shapes], dtype=bool)
    small &= (areas > 0) & (areas < SMALL_LAND * np.pi * radius**2)

    def around(iso3: str, here: Floats, anchor: Floats) -> _Around:
        reach = (FARTHER + 2) * apart + 2 * radius
        which = np.sort(tree.query(shapely.Point(*here), predicate="dwithin", distance=reach))
        foreign = keys[which] != iso3
        other = tones[which] != colors[iso3]
        x, y = here
        near = shapely.clip_by_rect(lands[which], x - reach, y - reach, x + reach, y + reach)
        lie = near, areas[which], small[which], foreign, other
        return _Around(here, anchor, radius, apart, *lie)

    return around


def _is_set_off(canvas: Canvas, iso3: str, looks: Mapping[str, Look]) -> bool:
    """Return whether the colour of its land tells the status of a State, without a hatch.

    So it does of States Parties, which are plain, and where no neighbour has the same colour. On
    small maps beside others that is too little land.
    """
    look = looks[iso3]
    return (
        look.marker == "o"
        or not canvas.trimmed
        and all(
            looks[other].color != look.color
            for other in bordering().get(iso3, ())
            if other in looks
        )
    )


def is_dot(canvas: Canvas, iso3: str, *, outlined: bool = False, plain: bool = False) -> bool:
    """Return whether a State has a dot: it is too small, or its heavy outline would fill it."""
    area, frame = canvas.area(iso3), canvas.frames[canvas.home.get(iso3, 0)]
    if too_small(canvas, iso3, plain=plain) or area is None:
        return True
    return outlined and area.across * frame.scale < OUTLINED_MM * canvas.saved


def too_small(canvas: Canvas, iso3: str, *, plain: bool = False) -> bool:
    """Return whether the land of a State cannot be seen at this scale.

    Land that is ``plain`` is known by its colour alone, and seen where a hatch would not be.
    """
    area = canvas.area(iso3)
    scale = canvas.frames[canvas.home.get(iso3, 0)].scale
    least = canvas.plain if plain else SMALL_MM
    return area is None or area.across * scale < least * canvas.dot / canvas.shrunk * canvas.saved


def marker(look: Look, heavy: str | None = None, size: float = 1.0) -> dict[str, Any]:
    """Return how a dot is drawn, on the map and in the legend, ``size`` times as large as usual."""
    return {
        "linestyle": "none",
        "marker": look.marker,
        "markersize": (DOT_MM - 0.3) * size * POINT * MARKER_SIZE[look.marker],
        "markerfacecolor": look.color,
        "markeredgecolor": heavy or look.edge,
        "markeredgewidth": 1.0 if heavy else 0.5 * size,  # or a small one would be all outline
    }


def draw_numbered_dot(
    canvas: Canvas, iso3: str, look: Look, place: tuple[float, float], size: float, heavy: str = ""
) -> None:
    """Draw a dot that holds a number, instead of the State's own dot where it has one.

    Parameters
    ----------
    canvas
        Its ``dots`` get the place.
    iso3, look, heavy
        The State, how it is drawn, and the colour of a heavy outline.
    place
        In view units.
    size
        Of the dot, in millimetres.
    """
    from matplotlib.lines import Line2D

    own = [artist for artist in canvas.overlay if artist.get_gid() == f"dot:{iso3}"]
    for artist in own:
        artist.remove()
        canvas.overlay.remove(artist)
    start = canvas.dots.get(iso3, canvas.points[iso3])
    for halo in [line for line in canvas.overlay if line.get_label() == "_halo"]:
        spots = np.atleast_2d(halo.get_xydata())
        halo.set_data(*spots[(spots != np.array(start)).any(axis=1)].T)
    if np.hypot(*np.subtract(start, place)) > 0.5 * size * canvas.unit:
        _draw_leaders(canvas, np.array([start]), np.array([place]))
    canvas.dots[iso3] = place
    form: dict[str, Any] = {"linestyle": "none", "marker": look.marker, "zorder": 4 + ABOVE}
    ring: dict[str, Any] = {"color": PAPER, "markersize": (size + 0.35) * POINT, "label": "_ring"}
    dot: dict[str, Any] = {"markerfacecolor": look.color, "markeredgecolor": heavy or look.edge}
    dot |= {"markersize": size * POINT, "markeredgewidth": 1.0 if heavy else 0.5}
    dot |= {"gid": f"dot:{iso3}", "label": f"_dot:{iso3}"}
    for drawn in (ring, dot):
        artist = Line2D([place[0]], [place[1]], **form, **drawn)
        canvas.overlay.append(canvas.ax.add_artist(artist))


def across(marker: str, size: tuple[float, float]) -> float:
    """Return how large a dot has to be that holds a text of a size, in millimetres.

    Examples
    --------
    >>> across("s", (1.0, 1.2))
    1.6
    """
    wide, high = size
    if marker == "D":  # the side of a square that stands on its corner
        return round((wide + high + 0.2) / 2**0.5, 2)
    return round(max(wide, high) + 0.4 if marker == "s" else float(np.hypot(wide, high)) + 0.3, 2)


def _draw_halos(canvas: Canvas, looks: Mapping[str, Look]) -> None:
    """Put white under the dots, so that a dot shows on land of its own colour."""
    for form, size in MARKER_SIZE.items():
        xy = [spot for iso3, spot in canvas.dots.items() if looks[iso3].marker == form]
        if xy:
            canvas.overlay += canvas.ax.plot(
                *zip(*xy, strict=True),
                linestyle="none",
                marker=form,
                markersize=DOT_MM * canvas.dot * POINT * size,
                color=PAPER,
                markeredgewidth=0.5,
                label="_halo",
                zorder=3.5 + ABOVE,
                scalex=False,
                scaley=False,
            )


def _draw_leaders(canvas: Canvas, anchors: Floats, places: Floats) -> None:
    """Join each dot that had to move to its place."""
    from matplotlib.collections import LineCollection

    moved = np.hypot(*(places - anchors).T) > DOT_MM * canvas.dot * canvas.unit * 0.5
    width = 0.4 * min(1.0, canvas.dot)
    segments: Any = np.stack([anchors[moved], places[moved]], axis=1)
    for color, wide, name in ((PAPER, 2.5, "casing"), (INK, 1.0, "leaders")):  # seen on dark land
        look: Any = {"colors": color, "linewidths": wide * width, "gid": name}
        lines = LineCollection(segments, zorder=3 + ABOVE, **look)
        canvas.overlay.append(canvas.ax.add_collection(lines, autolim=False))
