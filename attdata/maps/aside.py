"""Dots that would hide the land, the dot or the line of another State go aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.maps import placement
from attdata.maps.ground import Canvas, Frame
from attdata.maps.placement import from_lines
from attdata.maps.shapes import LINE, Floats
from attdata.maps.views import spots

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Surroundings = Callable[[str, Floats], "_Around"]

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
# A dot is at home so near to where it belongs, in its radius; or next to it where its middle is on
# the largest piece of its State's land, or it covers nearly all of that land. One that lies on so
# much land of another status would be read as that land's, unless its middle is on its own; then
# only where it lies on more.
HOME, NEXT, NEARLY_ALL, MUCH, MOST = 0.6, 0.85, 0.75, 0.12, 0.35
# Nearer than so many of its radius the line of a dot is hidden by it: what that costs on land of
# others, which would be read as marked.
LED, NOT_LED = 1.6, 1.0
WAYS = (*np.arange(0.0, 0.5, 0.125).tolist(), *np.arange(0.5, FARTHER, 0.25).tolist())
_ROUND = np.stack([f(np.arange(24) * np.pi / 12) for f in (np.cos, np.sin)], axis=1)
LONG = 1.25  # distances of dots
OVER_OTHERS = 4.0  # what it costs that its line runs over land of others, in distances of dots
# What it costs that the line of one dot runs under another, or so near to it in millimetres.
TANGLED, CLEAR = 2.0, 0.0
# Dots so near to each other, in their distances, move together; so few in every order. What it
# costs to find no place.
TOGETHER, FEW, NOWHERE = 4.0, 4, 50.0
FAR_OFF = 1.5  # distances of dots: one that went farther looks again for a place that is nearer
KEPT = 64  # kinds of maps, each with its insets
_ASIDE: dict[Any, tuple[Any, Floats, tuple[int, ...]]] = {}


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
    fixed: frozenset[str] = frozenset()  # those that have their places
    movers: dict[Any, _Mover] = field(default_factory=dict)  # what was worked out with other dots

    @property
    def radius(self) -> float:
        """Half the width of a dot."""
        return DOT_MM * self.canvas.dot / 2


def set_aside(crowd: Crowd, places: Floats) -> tuple[Floats, tuple[int, ...]]:
    """Return the places of dots off small land, and which of them are not at home there.

    They are looked for once for maps of the same land.
    """
    frame, canvas = crowd.frame, crowd.canvas
    # The land is known by its place in memory, and is kept with what was found for it.
    land = (id(frame.areas), frame.scale, frame.shift, canvas.unit)
    looks = tuple(sorted(crowd.colors.items()))
    dots = (tuple(crowd.dotted), crowd.fixed, crowd.anchors.tobytes(), places.tobytes())
    key = (land, looks, dots, crowd.apart, canvas.dot, crowd.sight)
    if key not in _ASIDE:
        while len(_ASIDE) >= KEPT:
            _ASIDE.pop(next(iter(_ASIDE)))
        _ASIDE[key] = frame.areas, *_off_small_land(crowd, places)
    return _ASIDE[key][1:]


def _off_small_land(crowd: Crowd, places: Floats) -> tuple[Floats, tuple[int, ...]]:
    """Return the places of dots, those aside that would hide the land of another small State.

    A dot goes where it hides less, rather at sea, no nearer to another dot and not far; it stays
    where that is no better. One that is off its own land lies at sea or on land of its status.
    Those that have to move make room for each other: every order of a few neighbours is tried.
    """
    surroundings, places = _surroundings(crowd), places.copy()
    movers: dict[int, _Mover] = {}
    for number, iso3 in enumerate(crowd.dotted):
        if iso3 in crowd.fixed:
            continue
        around = surroundings(iso3, crowd.anchors[number])
        mover = crowd.movers.setdefault((iso3, around.small.tobytes()), _Mover(crowd, around))
        if mover.has_to_move(places[number]):
            movers[number] = mover
    for group in _neighbours(crowd, list(movers)):
        rest = [number for number in range(len(places)) if number not in group]
        best, least = places, np.inf
        # Orders that begin alike are the same so far.
        begun: dict[tuple[int, ...], tuple[Floats, float]] = {(): (places, 0.0)}
        for order in _orders(group):
            for count, number in enumerate(order, 1):
                tried, total = begun[order[: count - 1]]
                if total >= least:
                    break
                if order[:count] not in begun:
                    tried, placed = tried.copy(), [*rest, *order[: count - 1]]
                    cost = movers[number].settle(crowd, number, tried, placed, places[number])
                    begun[order[:count]] = tried, total + cost
            else:
                tried, total = begun[order]
                if total < least - 1e-9:
                    best, least = tried, total
        places = best
    return places, tuple(i for i, mover in movers.items() if mover.is_away(places[i]))


def _orders(group: Sequence[int]) -> Iterable[tuple[int, ...]]:
    """Return the orders in which the dots of a group are tried: all of a few, else two."""
    return permutations(group) if len(group) <= FEW else (tuple(group), tuple(group[::-1]))


def _neighbours(crowd: Crowd, numbers: list[int]) -> list[list[int]]:
    """Return the dots that have to move in groups of those that may get in each other's way."""
    groups: list[list[int]] = []
    for number in numbers:
        away = crowd.anchors - crowd.anchors[number]
        close = np.hypot(*away.T) < TOGETHER * crowd.apart
        met = [group for group in groups if close[group].any()]
        groups = [group for group in groups if group not in met]
        groups.append([*(one for group in met for one in group), number])
    return groups


class _Mover:
    """A dot that may have to move: what each place around where it belongs costs."""

    def __init__(self, crowd: Crowd, around: _Around) -> None:
        self.around, self.apart, self.radius = around, crowd.apart, crowd.radius
        self.reach = FARTHEST
        self.stood: dict[bytes, _Ring] = {}  # places where it stood
        self.rings: list[_Ring] = []  # nearer ones first

    def has_to_move(self, here: Floats) -> bool:
        """Return whether the dot lies on land of others, far off, or hides a small State."""
        around, shared = self.around, self.around.shared(here[None])
        way = float(np.hypot(*(here - around.anchor)))
        away = not around.at_home(here[None], shared)[0]
        if away and (way > FAR_OFF * self.apart or around.astray(shared[0])):
            self.reach = FARTHER
            return True
        return bool(around.hidden(shared[0]).max(initial=0.0) >= HIDDEN)

    def is_away(self, here: Floats) -> bool:
        """Return whether the dot is not at home at a place."""
        return not self.around.at_home(here[None], self.around.shared(here[None]))[0]

    def settle(
        self, crowd: Crowd, number: int, places: Floats, placed: list[int], here: Floats
    ) -> float:
        """Put the dot where that costs least beside those placed, and return what it costs."""
        others = [*placed, number]
        best, least = here, np.inf
        gaps = np.hypot(*(places[placed] - here).T).min(initial=np.inf)
        known = _Sight(crowd, places[others], crowd.anchors[others])
        if gaps >= crowd.apart * 0.999:
            stood = self.stood.setdefault(here.tobytes(), _Ring(self.around, here[None]))
            least = stood.cheapest(known, np.array([0]))[1] - BETTER
        for step, way in enumerate(WAYS):
            if way >= min(least, self.reach):  # the way alone costs more
                break
            if step == len(self.rings):
                ring = self.around.anchor + way * self.apart * _ROUND[:: 3 if way < 0.25 else 1]
                self.rings.append(_Ring(self.around, ring))
            ring = self.rings[step]
            found, cost = ring.cheapest(known, np.flatnonzero(known.free(ring.places)), least)
            if cost < least - 1e-9:
                best, least = found, cost
        places[number] = best
        return least if np.isfinite(least) else NOWHERE


class _Ring:
    """Places equally far from where a dot belongs: what it costs to be there is found once.

    Land is looked at only where what is quicker to know costs less than the best place so far.
    """

    def __init__(self, around: _Around, places: Floats) -> None:
        self.places, self.looked = places, (around.costs, around.led_over)
        self.costs = np.full((2, len(places)), np.nan)  # of the land below, and below the line
        self.way = around.way(places)

    def cheapest(
        self, known: _Sight, which: NDArray[np.intp], least: float = np.inf
    ) -> tuple[Floats, float]:
        """Return the cheapest of some of the places, and what it costs; none costs infinity."""
        total = self.way[which] + known.tangles(self.places[which])
        for costs, look in zip(self.costs, self.looked, strict=True):
            cheap = total < least
            which, total = which[cheap], total[cheap]
            new = which[np.isnan(costs[which])]
            if len(new):
                costs[new] = look(self.places[new])
            total = total + costs[which]
        if not len(which):
            return self.places[0], np.inf
        best = int(total.argmin())
        return self.places[which[best]], float(total[best])


@dataclass
class _Sight:
    """What a dot meets: others that have their places; itself the last of all."""

    crowd: Crowd
    places: Floats
    anchors: Floats

    def free(self, ring: Floats) -> NDArray[np.bool_]:
        """Return which of some places are within sight and not too near to other dots."""
        crowd, sight = self.crowd, np.array(self.crowd.sight)
        low, high = sight[:2] + crowd.radius, sight[2:] - crowd.radius
        away = (self.places[:-1] - ring[:, None]).transpose(2, 0, 1)
        gaps = np.hypot(*away).min(axis=1, initial=np.inf)
        return np.asarray(((low < ring) & (ring < high)).all(axis=1) & (gaps >= crowd.apart))

    def tangles(self, spots: Floats) -> Floats:
        """Return what it costs that dots and lines meet if the dot stands at each of some spots.

        A line that ends under the dot of another State would tie the two to each other.
        """
        crowd, anchor = self.crowd, self.anchors[-1]
        others, ends = self.places[:-1], self.anchors[:-1]
        led = np.hypot(*(others - ends).T) > OFF * crowd.radius
        clear = crowd.radius + CLEAR * crowd.canvas.dot
        under = from_lines(spots[:, None], ends[led], others[led]) < clear
        over = from_lines(others, np.broadcast_to(anchor, spots.shape)[:, None], spots[:, None])
        far = np.hypot(*(spots - anchor).T) > OFF * crowd.radius
        return np.asarray(TANGLED * (under.sum(axis=1) + (over < clear).sum(axis=1) * far))


@dataclass
class _Around:
    """The land that the dot of a State can cover, in millimetres; all other land costs nothing."""

    anchor: Floats  # where it belongs
    radius: float
    apart: float
    lands: NDArray[Any]
    areas: Floats
    small: NDArray[np.bool_]  # land of which a dot can hide much, of States without a dot
    foreign: NDArray[np.bool_]  # land of other States
    other: NDArray[np.bool_]  # land of another status, or of none

    def shared(self, places: Floats) -> Floats:
        """Return how much of each land (columns) a dot at each place (rows) covers."""
        import shapely

        disc = shapely.get_coordinates(shapely.Point(0, 0).buffer(self.radius, quad_segs=8))
        discs = shapely.polygons(places[:, None] + disc)
        shared = np.zeros((len(places), len(self.lands)))
        row, column = shapely.STRtree(self.lands).query(discs, predicate="intersects")
        shared[row, column] = shapely.area(shapely.intersection(discs[row], self.lands[column]))
        return shared

    def hidden(self, shared: Floats) -> Floats:
        """Return what share of each small land is hidden, where so much of lands is covered."""
        return np.asarray(shared[..., self.small] / self.areas[self.small])

    def astray(self, shared: Floats) -> bool:
        """Return whether much of a dot lies on land of another status."""
        return float(shared[self.other].sum()) > SOME * np.pi * self.radius**2

    def at_home(self, places: Floats, shared: Floats) -> NDArray[np.bool_]:
        """Return whether a dot at each place is read as its State, whatever lies around."""
        import shapely

        way = np.hypot(*(self.anchor - places).T) / self.radius
        near, inside = way < HOME, np.zeros(len(places), dtype=bool)
        for own in np.flatnonzero(~self.foreign):
            parts = shapely.get_parts(self.lands[own])
            if len(parts):
                largest = parts[shapely.area(parts).argmax()]
                inside |= shapely.contains_xy(largest, places) & (way < NEXT)
            near |= (shared[:, own] > NEARLY_ALL * self.areas[own]) & (way < NEXT)
        unlike = shared[:, self.other].sum(axis=1) / (np.pi * self.radius**2)
        return np.asarray(inside & (unlike < MOST) | near & (unlike < MUCH))

    def way(self, places: Floats) -> Floats:
        """Return what the way to each of some places costs; a long one counts twice."""
        way = np.hypot(*(self.anchor - places).T)
        return np.asarray((way + np.maximum(way - LONG * self.apart, 0.0)) / self.apart)

    def costs(self, places: Floats) -> Floats:
        """Return what the land below the dot costs at each of some places."""
        shared = self.shared(places)
        hidden = self.hidden(shared).sum(axis=1)
        disc = np.pi * self.radius**2
        foreign, other = (shared[:, of].sum(axis=1) / disc for of in (self.foreign, self.other))
        way, away = np.hypot(*(self.anchor - places).T), ~self.at_home(places, shared)
        covered = OVER_LAND * foreign + UNLIKE * other * away
        covered += NOT_LED * (away & (way < LED * self.radius) & (foreign > SOME))
        return np.asarray(HIDES * hidden + covered)

    def led_over(self, places: Floats) -> Floats:
        """Return what it costs that lines to a dot at each place run over land of others."""
        import shapely

        ways = shapely.linestrings(np.stack([0 * places + self.anchor, places], 1))
        lands, length = self.lands[self.foreign], np.zeros(len(places))
        row, column = shapely.STRtree(lands).query(ways, predicate="intersects")
        over = shapely.length(shapely.intersection(ways[row], lands[column]))
        np.add.at(length, row, over)
        return OVER_OTHERS / self.apart * length


def _surroundings(crowd: Crowd) -> Surroundings:
    """Return what tells, of the dot of a State and where it belongs, which land it can cover."""
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

    def around(iso3: str, anchor: Floats) -> _Around:
        reach = (FARTHER + 2) * apart + 2 * radius
        which = np.sort(tree.query(shapely.Point(*anchor), predicate="dwithin", distance=reach))
        foreign = keys[which] != iso3
        other = tones[which] != colors[iso3]
        x, y = anchor
        near = shapely.clip_by_rect(lands[which], x - reach, y - reach, x + reach, y + reach)
        lie = near, areas[which], small[which], foreign, other
        return _Around(anchor, radius, apart, *lie)

    return around
