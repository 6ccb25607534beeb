"""Where dots and names go on a map, so that none covers another; same input, same places.

All lengths are millimetres on the printed map.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Rounds of pushing apart; overlaps of the densest cluster (the Lesser Antilles) are gone after 150.
_ROUNDS = 400
_SPRING = 0.08


def spread(anchors: Floats, apart: float, box: tuple[float, float, float, float]) -> Floats:
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
    [[-0.25, 0.0], [0.75, 0.0]]
    """
    if len(anchors) < 2:
        return anchors.copy()
    low, high = np.array(box[:2]) + apart / 2, np.array(box[2:]) - apart / 2
    # A hair of difference, by order, parts anchors that coincide.
    angle = np.arange(len(anchors)) * 2.399963
    places = anchors + 1e-6 * np.column_stack([np.cos(angle), np.sin(angle)])
    for step in range(_ROUNDS):
        slack = max(0.0, 1 - step / (_ROUNDS * 0.6))
        places = places + (anchors - places) * _SPRING * slack
        push, worst = _push(places, apart)
        if worst < 1e-9 and not slack:
            break
        places = np.clip(places + push, low, high)
    return places


def _push(places: Floats, apart: float) -> tuple[Floats, float]:
    """Return how far each place is pushed by those that are too near, and the worst overlap."""
    gap = places[:, None, :] - places[None, :, :]
    distance = np.hypot(gap[..., 0], gap[..., 1])
    np.fill_diagonal(distance, np.inf)
    # A hair more than needed, so that the overlap ends and does not only fade.
    overlap = np.where(distance < apart, apart * 1.0001 - distance, 0.0)
    push = (gap / distance[..., None] * overlap[..., None] / 2).sum(axis=1)
    return push, float(overlap.max())


class Room:
    """Rectangles already taken, and whether a further one is free."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        self.box = box
        self.taken: list[tuple[float, float, float, float]] = []

    def free(self, box: tuple[float, float, float, float], gap: float = 0.2) -> bool:
        """Return whether a rectangle lies within the map and touches nothing that is taken."""
        left, bottom, right, top = box
        if left < self.box[0] or bottom < self.box[1] or right > self.box[2] or top > self.box[3]:
            return False
        return not any(
            left < r + gap and right > x - gap and bottom < t + gap and top > b - gap
            for x, b, r, t in self.taken
        )

    def take(self, box: tuple[float, float, float, float]) -> None:
        """Mark a rectangle as taken."""
        self.taken.append(box)


def centred(x: float, y: float, size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return the rectangle of a size around a point."""
    width, height = size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def beside(
    x: float, y: float, size: tuple[float, float], clear: float
) -> Sequence[tuple[float, float]]:
    """Return the middles of the eight rectangles around a dot, best first.

    Right of the dot is read most easily, then left, above, below and the corners.

    Examples
    --------
    >>> beside(0.0, 0.0, (4.0, 2.0), 1.0)[0]
    (3.0, 0.0)
    """
    across, up = size[0] / 2 + clear, size[1] / 2 + clear
    turns = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 0.8), (1, -0.8), (-1, 0.8), (-1, -0.8)]
    return [(x + across * dx, y + up * dy) for dx, dy in turns]


def roomiest(area: Any, stretch: float = 2.2) -> tuple[float, float, float]:
    """Return the point of a polygon with most room for a word, and half the width there.

    A word is wider than high: the polygon is squeezed by ``stretch`` in x, the middle of its
    largest inscribed circle taken, and stretched back.
    """
    import shapely
    from shapely.affinity import scale

    squeezed = scale(area, 1 / stretch, 1.0, origin=(0, 0))
    circle = shapely.maximum_inscribed_circle(squeezed, tolerance=0.2)
    (x, y), _ = circle.coords
    return x * stretch, y, circle.length * stretch
