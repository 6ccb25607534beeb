"""Where dots and names go on a map, so that none covers another; same input, same places.

All lengths are millimetres on the printed map.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]  # left, bottom, right, top

# Rounds of pulling and pushing; without the pull the last overlaps are gone within as many again.
_ROUNDS = 60
_SPRING = 0.08


def spread(anchors: Floats, apart: float, box: Box) -> Floats:
    """Return places near the anchors that are at least ``apart`` from each other.

    Dots that overlap push each other away, and a spring that slackens pulls each back to its
    anchor: a chain of islands stays a chain in its order, only wider.

    Parameters
    ----------
    anchors
        Where the dots belong, one row each.
    apart
        Least distance between two places.
    box
        Left, bottom, right, top, within which the places stay.

    Returns
    -------
    ndarray
        One row per anchor, in its order.

    Examples
    --------
    >>> spread(np.array([[0.0, 0.0], [0.5, 0.0]]), 1.0, (-5, -5, 5, 5)).round(2).tolist()
    [[-0.25, -0.0], [0.75, 0.0]]
    """
    if len(anchors) < 2:
        return anchors.copy()
    low, high = np.array(box[:2]) + apart / 2, np.array(box[2:]) - apart / 2
    # A hair of difference, by order, parts anchors that coincide.
    angle = np.arange(len(anchors)) * 2.399963
    places = anchors + 1e-6 * np.column_stack([np.cos(angle), np.sin(angle)])
    for step in range(20 * _ROUNDS):
        slack = max(0.0, 1 - step / _ROUNDS)
        places = places + (anchors - places) * _SPRING * slack
        push, worst = _push(places, apart)
        if worst < 1e-9 and not slack:
            break
        places = np.clip(places + push, low, high)
    return places


def _push(places: Floats, apart: float) -> tuple[Floats, float]:
    """Return how far each place is pushed by those that are too near, and the worst overlap."""
    spots = places[:, 0] + 1j * places[:, 1]  # a pair of numbers as one is twice as fast
    gap = spots[:, None] - spots
    distance = np.abs(gap)
    np.fill_diagonal(distance, np.inf)
    # A hair more than needed, so that the overlap ends and does not only fade.
    overlap = np.where(distance < apart, apart * 1.0001 - distance, 0.0)
    push = (gap * (overlap / distance / 2)).sum(axis=1)
    return np.column_stack([push.real, push.imag]), float(overlap.max())


class Room:
    """Rectangles already taken, and whether a further one is free."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.taken = np.empty((0, 4))

    def free(self, box: Box, gap: float = 0.2) -> bool:
        """Return whether a rectangle lies within the map and touches nothing that is taken."""
        left, bottom, right, top = box
        if left < self.box[0] or bottom < self.box[1] or right > self.box[2] or top > self.box[3]:
            return False
        x, b, r, t = self.taken.T
        meets = (left < r + gap) & (right > x - gap) & (bottom < t + gap) & (top > b - gap)
        return not meets.any()

    def take(self, *boxes: Box) -> None:
        """Mark rectangles as taken."""
        self.taken = np.concatenate([self.taken, np.reshape(boxes, (-1, 4))])

    def clear(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Return whether a line within the map touches nothing that is taken."""
        beads = np.array(_beads(start, end))[:, :, None]
        x, b, r, t = self.taken.T[:, None, :]
        left, bottom, right, top = beads.swapaxes(0, 1)
        return not ((left < r) & (right > x) & (bottom < t) & (top > b)).any()

    def take_line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Mark a line as taken."""
        self.take(*_beads(start, end))


def _beads(start: tuple[float, float], end: tuple[float, float]) -> list[Box]:
    """Return small rectangles along a line, but for its last stretch, which touches the name."""
    steps = max(2, int(np.hypot(end[0] - start[0], end[1] - start[1]) / 0.4))
    xy = np.linspace(start, end, steps)[:-1].tolist()
    return [centred(x, y, (0.3, 0.3)) for x, y in xy]


def centred(x: float, y: float, size: tuple[float, float]) -> Box:
    """Return the rectangle of a size around a point."""
    width, height = size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def meet(one: Box, other: Box) -> bool:
    """Return whether two rectangles share some room."""
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def nearest(box: Box, spot: tuple[float, float]) -> tuple[float, float]:
    """Return the point of a rectangle that is nearest to a point."""
    return min(max(spot[0], box[0]), box[2]), min(max(spot[1], box[1]), box[3])


def distance(box: Box, spot: tuple[float, float]) -> float:
    """Return how far a rectangle is from a point."""
    x, y = nearest(box, spot)
    return float(np.hypot(x - spot[0], y - spot[1]))


def beside(
    x: float, y: float, size: tuple[float, float], clear: float
) -> Sequence[tuple[float, float]]:
    """Return the middles of the eight rectangles around a place, best first.

    Right of the dot is read most easily, then left, above, below and the corners.

    Examples
    --------
    >>> beside(0.0, 0.0, (4.0, 2.0), 1.0)[0]
    (3.0, 0.0)
    """
    across, up = size[0] / 2 + clear, size[1] / 2 + clear
    turns = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 0.8), (1, -0.8), (-1, 0.8), (-1, -0.8)]
    return [(x + across * dx, y + up * dy) for dx, dy in turns]


def around(
    x: float, y: float, size: tuple[float, float], first: float = 2.0, last: float = 14.0
) -> list[tuple[float, float]]:
    """Return the middles of rectangles further from a place, the nearest first."""
    made = []
    for away in np.arange(first, last, 0.75 if first < 1 else 1.5):
        for turn in range(24):
            angle = turn * np.pi / 12
            dx, dy = float(np.cos(angle)), float(np.sin(angle))
            made.append(
                (x + (float(away) + size[0] / 2) * dx, y + (float(away) + size[1] / 2) * dy)
            )
    return made


def roomiest(area: Any, stretch: float) -> tuple[float, float]:
    """Return the point of a polygon with most room for a word ``stretch`` times as wide as high.

    The polygon is squeezed by ``stretch`` in x, the middle of its largest inscribed circle taken,
    and stretched back.
    """
    import shapely
    from shapely.affinity import scale

    squeezed = scale(area, 1 / stretch, 1.0, origin=(0, 0))
    (x, y), _ = shapely.maximum_inscribed_circle(squeezed, tolerance=0.1).coords
    return x * stretch, y


def share_on(area: Any, box: Box) -> float:
    """Return which share of a rectangle lies on an area."""
    import shapely

    frame = shapely.box(*box)
    return float(area.intersection(frame).area / frame.area)


def wrapped(text: str, lines: int = 3) -> list[str]:
    r"""Return a text on one line, on two and on three, broken between words as evenly as can be.

    Examples
    --------
    >>> wrapped("Papua New Guinea")
    ['Papua New Guinea', 'Papua New\nGuinea', 'Papua\nNew\nGuinea']
    """
    words = text.split(" ")
    made = [text]
    if len(words) == 1 and len(text) > 12 and max(text) > "\u2e80":  # Chinese has no spaces
        return [text, f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}"]
    for parts in range(2, min(lines, len(words)) + 1):
        breaks = combinations(range(1, len(words)), parts - 1)
        ways = ([words[i:j] for i, j in pairwise((0, *cut, len(words)))] for cut in breaks)
        joined = [[" ".join(line) for line in way] for way in ways]
        made.append("\n".join(min(joined, key=lambda way: max(map(len, way)))))
    return made
