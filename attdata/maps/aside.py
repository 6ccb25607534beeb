"""Dots that would hide the land, the dot or the line of another State go aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.maps import placement
from attdata.maps.ground import Canvas, Frame
from attdata.maps.placement import from_lines
from attdata.maps.shapes import LINE, Floats
from attdata.maps.views import spots

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Surroundings = Callable[[str, Floats, Floats], "_Around"]

DOT_MM = 1.6  # the smallest whose colour and hatch can still be told apart in print
# Land of less than so many dots can be hidden by one, and is where one covers so much of it. What
# that costs and land of others in whole, in distances of dots, and by how much less is better.
SMALL_LAND, HIDDEN = 4.0, 0.4
HIDES, OVER_LAND, BETTER = 6.0, 0.5, 0.5
FARTHEST = 2.5  # distances of dots that it goes aside
# A dot that had to move, and now lies on so much land of another status, goes to the sea or to land
# of its own status: what such land costs, how much of it is no matter, and how far it goes.
UNLIKE, SOME, FARTHER = 5.0, 0.12, 4.0
OFF = 1.3  # so many of its radius from where it belongs a dot still lies by its land
_ROUND = np.stack([f(np.arange(24) * np.pi / 12) for f in (np.cos, np.sin)], axis=1)
OVER_OTHERS = 2.0  # what it costs that its line runs over land of others, in distances of dots
# What it costs that the line of one dot runs under another, or so near to it in millimetres.
TANGLED, CLEAR = 2.0, 0.0
PASSES = 2  # what was put aside first did not know of the rest
FAR_OFF = 1.5  # distances of dots: one that went farther looks again for a place that is nearer
KEPT = 16  # maps of one kind, each with its insets, follow each other
_ASIDE: dict[Any, tuple[Any, Floats]] = {}


@dataclass
class Crowd:
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


def set_aside(crowd: Crowd, places: Floats) -> Floats:
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


def _off_small_land(crowd: Crowd, places: Floats) -> Floats:
    """Return the places of dots, those aside that would hide the land of another small State.

    A dot goes where it hides less, rather at sea, no nearer to another dot and not far; it stays
    where that is no better. One that is off its own land lies at sea or on land of its status.
    """
    radius, apart, places = crowd.radius, crowd.apart, places.copy()
    surroundings = _surroundings(crowd)
    for number, iso3 in [*enumerate(crowd.dotted)] * PASSES:
        here = places[number]
        around = surroundings(iso3, here, crowd.anchors[number])
        shared = around.shared(here[None])[0]
        way = float(np.hypot(*(here - around.anchor)))
        astray = way > FAR_OFF * apart or way > OFF * radius and around.unlike(shared) > SOME
        if not astray and around.hidden(shared).max(initial=0.0) < HIDDEN:
            continue
        tangled = float(_tangles(crowd, number, places)[0])
        best, least = here, float(around.costs(here[None])[0]) + tangled - BETTER
        ways = np.arange(0.0, FARTHER if astray else FARTHEST, 0.25)
        for way in ways * apart:
            if way / apart >= least:  # the way alone costs more
                break
            ring = _free(crowd, number, places, around.anchor + way * _ROUND)
            costs = around.costs(ring) + _tangles(crowd, number, places, ring)
            for place, cost in zip(ring, costs.tolist(), strict=True):
                if cost < least - 1e-9:
                    best, least = place, cost
        places[number] = best
    return places


def _free(crowd: Crowd, number: int, places: Floats, ring: Floats) -> Floats:
    """Return those of some places that are within sight and not too near to other dots."""
    low, high = np.array(crowd.sight[:2]) + crowd.radius, np.array(crowd.sight[2:]) - crowd.radius
    others = np.delete(places, number, axis=0)
    gaps = np.hypot(*(others - ring[:, None]).transpose(2, 0, 1)).min(axis=1, initial=np.inf)
    return np.asarray(ring[((low < ring) & (ring < high)).all(axis=1) & (gaps >= crowd.apart)])


def _tangles(crowd: Crowd, number: int, places: Floats, spots: Floats | None = None) -> Floats:
    """Return what it costs that dots and lines meet if a dot stands at each of some spots.

    A line that ends under the dot of another State would tie the two to each other.
    """
    anchor, spots = crowd.anchors[number], places[number][None] if spots is None else spots
    others, ends = (np.delete(of, number, axis=0) for of in (places, crowd.anchors))
    led = np.hypot(*(others - ends).T) > OFF * crowd.radius
    clear = crowd.radius + CLEAR * crowd.canvas.dot
    under = from_lines(spots[:, None], ends[led], others[led]) < clear
    over = from_lines(others, np.broadcast_to(anchor, spots.shape)[:, None], spots[:, None]) < clear
    far = np.hypot(*(spots - anchor).T) > OFF * crowd.radius
    return np.asarray(TANGLED * (under.sum(axis=1) + over.sum(axis=1) * far))


@dataclass
class _Around:
    """The land that the dot of a State can cover, in millimetres; all other land costs nothing."""

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
        far = np.hypot(*(self.anchor - places).T) / self.apart
        # Where it belongs it is read as its State, whatever lies around.
        off = np.hypot(*(self.anchor - places).T) > OFF * self.radius
        covered = OVER_LAND * foreign + UNLIKE * other * off
        over = OVER_OTHERS * self.led_over(places) / self.apart
        return np.asarray(far + HIDES * hidden + covered / (np.pi * self.radius**2) + over)

    def led_over(self, places: Floats) -> Floats:
        """Return how long lines to a dot at each place run over land of others."""
        import shapely

        ways = shapely.linestrings(np.stack([0 * places + self.anchor, places], 1))
        lands, length = self.lands[self.foreign], np.zeros(len(places))
        row, column = shapely.STRtree(lands).query(ways, predicate="intersects")
        over = shapely.length(shapely.intersection(ways[row], lands[column]))
        np.add.at(length, row, over)
        return length


def _surroundings(crowd: Crowd) -> Surroundings:
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
        return _Around(anchor, radius, apart, *lie)

    return around
