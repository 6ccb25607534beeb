"""Where dots and names go on a map, so that none covers another; same input, same places.

All lengths are millimetres on the printed map.
"""

from __future__ import annotations

import re
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


def from_lines(spots: Floats, starts: Floats, ends: Floats) -> Floats:
    """Return how far spots are from lines between starts and ends.

    Examples
    --------
    >>> from_lines(np.array([1.0, 2.0]), np.array([0.0, 0.0]), np.array([3.0, 0.0])).tolist()
    2.0
    """
    way = ends - starts
    along = ((spots - starts) * way).sum(axis=-1) / np.maximum((way**2).sum(axis=-1), 1e-12)
    foot = starts + np.clip(along, 0.0, 1.0)[..., None] * way
    return np.asarray(np.hypot(spots[..., 0] - foot[..., 0], spots[..., 1] - foot[..., 1]))


def centred(x: float, y: float, size: tuple[float, float]) -> Box:
    """Return the rectangle of a size around a point."""
    width, height = size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def grown(box: Box, by: float) -> Box:
    """Return a rectangle that is larger on every side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def widened(box: Box, shares: tuple[float, float]) -> Box:
    """Return a rectangle with room at its left and right, in shares of its width.

    Examples
    --------
    >>> widened((0.0, 0.0, 4.0, 1.0), (0.25, 0.5))
    (-1.0, 0.0, 6.0, 1.0)
    """
    left, bottom, right, top = box
    before, after = (share * (right - left) for share in shares)
    return left - before, bottom, right + after, top


def meet(one: Box, other: Box) -> bool:
    """Return whether two rectangles share some room."""
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def nearest(box: Box, spot: tuple[float, float]) -> tuple[float, float]:
    """Return the point of a rectangle that is nearest to a point."""
    return min(max(spot[0], box[0]), box[2]), min(max(spot[1], box[1]), box[3])


def distances(boxes: Any, points: Floats) -> tuple[Any, Any]:
    """Return how far rectangles are from the nearest of some points, and which it is."""
    left, bottom, right, top = np.ascontiguousarray(boxes.T)
    least = np.full(len(boxes), np.inf)  # squared: roots of all would take most of the time
    nearest = np.zeros(len(boxes), dtype=np.int64)
    for number, (x, y) in enumerate(points.tolist()):
        squared = np.square(_gap(left, right, x))
        squared += np.square(_gap(bottom, top, y))
        closer = squared < least
        np.copyto(least, squared, where=closer)
        np.copyto(nearest, number, where=closer)
    x, y = points[nearest].T
    return np.hypot(_gap(left, right, x), _gap(bottom, top, y)), nearest


def _gap(low: Any, high: Any, at: Any) -> Any:
    """Return how far a coordinate is from intervals: 0 within."""
    gap = np.maximum(low - at, at - high)
    return np.maximum(gap, 0.0, out=gap)


def column(
    wanted: Sequence[float], height: float | Sequence[float], low: float, high: float
) -> list[float]:
    """Return where the lines of a column go, near where each is wanted, in the order given.

    Parameters
    ----------
    wanted
        Where each line would like its middle, from the top down.
    height
        Of a line, or of each.
    low, high
        Between which the lines stay.

    Examples
    --------
    >>> column([9.0, 8.9, 2.0], 2.0, 0.0, 10.0)
    [9.0, 7.0, 2.0]
    >>> column([9.0, 8.9, 2.0], [2.0, 4.0, 2.0], 0.0, 10.0)
    [9.0, 6.0, 2.0]
    """
    halves = [h / 2 for h in ([height] * len(wanted) if isinstance(height, float) else height)]
    places: list[float] = []
    below = high  # where the one before ends
    for at, half in zip(wanted, halves, strict=True):  # each below the one before
        places.append(min(at, below - half))
        below = places[-1] - half
    above = low
    for i in range(len(places) - 1, -1, -1):  # and none below the end
        places[i] = max(places[i], above + halves[i])
        above = places[i] + halves[i]
    return places


# Where a Chinese name is broken: 多民族/玻利维亚国, 伊朗/伊斯兰共和国, 波斯尼亚和/黑塞哥维那.
_BETWEEN_WORDS = re.compile(
    "(?<=多民族)|(?<!共)(?=和)|(?<=(?<!共)和)|(?<=及)|(?=联邦|联合|伊斯兰|人民共和国|民主共和国)"
    "|(?=(?:玻利瓦尔|叙利亚)共和国|(?<!斯兰)共和国|新几内亚|达鲁萨兰国)"
)
_ALONE = re.compile(r"(?<=\b\w\.) |(?<=\bEl) | (?=[—–])")  # "N. Macedonia", "El Salvador"; a dash


def wrapped(text: str, lines: int = 3, *, hyphens: bool = False) -> list[str]:
    r"""Return a text on one line, on two and on three, broken between words as evenly as can be.

    With ``hyphens`` it may be broken behind a hyphen, too.

    Examples
    --------
    >>> wrapped("Papua New Guinea")
    ['Papua New Guinea', 'Papua New\nGuinea', 'Papua\nNew\nGuinea']
    >>> wrapped("Guinea-Bissau", hyphens=True)
    ['Guinea-Bissau', 'Guinea-\nBissau']

    A single letter or an article is no line, and none begins with a dash.

    >>> wrapped("N. Macedonia"), wrapped("El Salvador")
    (['N. Macedonia'], ['El Salvador'])
    """
    if hyphens:
        return [way.replace("- ", "-") for way in wrapped(text.replace("-", "- "), lines)]
    words = _ALONE.sub("\N{NO-BREAK SPACE}", text).split(" ")
    words = [word.replace("\N{NO-BREAK SPACE}", " ") for word in words]
    made = [text]
    if len(words) == 1 and len(text) > 12:
        return chinese_lines(text)
    for parts in range(2, min(lines, len(words)) + 1):
        made.append("\n".join(min(divisions(words, parts), key=lambda way: max(map(len, way)))))
    return made


def divisions(words: Sequence[str], lines: int) -> list[list[str]]:
    """Return every way to set words on so many lines.

    Examples
    --------
    >>> divisions(["Papua", "New", "Guinea"], 2)
    [['Papua', 'New Guinea'], ['Papua New', 'Guinea']]
    """
    breaks = combinations(range(1, len(words)), lines - 1)
    cuts = [pairwise((0, *cut, len(words))) for cut in breaks]
    return [[" ".join(words[i:j]) for i, j in cut] for cut in cuts]


def chinese_lines(text: str) -> list[str]:
    r"""Return a Chinese name on one line and on two, broken between words as evenly as can be.

    One without spaces in another script stays on its line.

    Examples
    --------
    >>> chinese_lines("委内瑞拉玻利瓦尔共和国"), chinese_lines("乌兹别克斯坦")
    (['委内瑞拉玻利瓦尔共和国', '委内瑞拉\n玻利瓦尔共和国'], ['乌兹别克斯坦'])
    """
    ends = [match.start() for match in _BETWEEN_WORDS.finditer(text)]
    inner = [end for end in ends if 0 < end < len(text)]
    if not inner:
        return [text]
    middle = min(inner, key=lambda end: abs(2 * end - len(text)))
    return [text, f"{text[:middle]}\n{text[middle:]}"]
