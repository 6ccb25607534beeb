"""Suggestions for names that do not resolve: the nearest known spellings, never applied.

Candidates share pieces of three letters with what was written; they are ranked by the number of
slips (a letter added, left out, changed, or two neighbours swapped) between the two.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache

from attdata.lookup import distinct_names, official_names, shared_index
from attdata.spelling import bag, fold

_LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
_CANDIDATES = 24
_NEAR = 0.68  # share of letters that agree; below it, names of other States are as near
_SHORT = 4  # in a name this short one slip is all that can be told from another name


def slips(one: str, other: str, most: int) -> int:
    """Return how many slips lie between two words, counting no further than ``most``.

    Examples
    --------
    >>> slips("germnay", "germany", 3), slips("irna", "iraq", 3)
    (1, 2)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, opposite in enumerate(other, start=1):
            cost = before[j - 1] + (letter != opposite)
            cost = min(cost, before[j] + 1, row[j - 1] + 1)
            if i > 1 < j and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _pieces(key: str) -> set[str]:
    """Return the pieces of a key: three letters, or single characters of a Chinese name."""
    if key[:1] >= "\u2e80":
        return set(key) | {key[i : i + 2] for i in range(len(key) - 1)}
    padded = f"  {key} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


class Near:
    """The keys of all names of States, by the pieces they are made of."""

    def __init__(self) -> None:
        """Cut the keys of the shared index into pieces."""
        index = shared_index()
        self.keys: list[tuple[str, str]] = []
        self.by_piece: dict[str, list[int]] = {}
        for key, answer in index.folded.items():
            if answer.iso3:
                self._add(key, answer.iso3)
        official = {
            fold(name): iso3
            for language in _LANGUAGES
            for iso3, name in official_names(language).items()
        }
        self.official = frozenset(official)
        for key in official:  # "Congo" is refused as a name, but may be meant by "Cnogo"
            if key not in index.folded or not index.folded[key].iso3:
                self._add(key, official[key])

    def _add(self, key: str, iso3: str) -> None:
        for piece in _pieces(key):
            self.by_piece.setdefault(piece, []).append(len(self.keys))
        self.keys.append((key, iso3))

    def ranked(self, key: str) -> list[tuple[float, str]]:
        """Return (nearness, State) of the names near to a key, nearest first."""
        pieces = _pieces(key)
        shared: Counter[int] = Counter()
        for piece in pieces:
            shared.update(self.by_piece.get(piece, ()))
        best: dict[str, float] = {}
        length = len(key)
        promising = sorted(
            ((2 * n / (len(pieces) + len(self.keys[i][0]) + 1), i) for i, n in shared.items()),
            reverse=True,
        )
        for _, i in promising[:_CANDIDATES]:
            name, iso3 = self.keys[i]
            longest = max(length, len(name))
            most = 1 if longest <= _SHORT else int(longest * (1 - _NEAR))
            distance = slips(key, name, most)
            if distance <= most:
                # Between two names equally near, the one the United Nations use is more likely.
                near = 1 - distance / longest + 0.02 * (name in self.official)
                near += 0.01 * (name[0] == key[0])
                best[iso3] = max(best.get(iso3, 0.0), near)
        return sorted(((near, iso3) for iso3, near in best.items()), key=lambda x: (-x[0], x[1]))


@cache
def _near() -> Near:
    """Return the names cut into pieces, made at the first name that does not resolve."""
    return Near()


def _held_inside(key: str) -> list[str]:
    """Return the States whose whole name is a large part of the text ("Government of Kenya")."""
    words, index, found = key.split(), shared_index(), []
    if len(words) > 8:
        return []
    for size in range(len(words) - 1, 0, -1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size])
            answer = index.folded.get(part)
            if answer and answer.iso3 and 2 * len(part) >= len(key) and len(part) > _SHORT:
                found.append(answer.iso3)
        if found:
            break
    return found


@lru_cache(maxsize=65536)
def suggested(text: str) -> tuple[str, ...]:
    """Return up to three States that may be meant by a text, most likely first, as ISO codes.

    Parameters
    ----------
    text
        A name that does not resolve.

    Returns
    -------
    tuple of str
        ISO codes; empty when nothing is near enough to be useful.

    Examples
    --------
    >>> suggested("Germnay"), suggested("10 Pacific island States")
    (('DEU',), ())
    """
    key = fold(text)
    if not 3 <= len(key) <= 80 and not (key[:1] >= "\u2e80" and len(key) > 1):
        return ()
    near = _near()
    ranked = near.ranked(key)
    words = bag(key)
    if not ranked and " " in key and words != key:
        ranked = near.ranked(words)
    if ranked:  # far behind the nearest, the others are no help
        return tuple(iso3 for score, iso3 in ranked if score > ranked[0][0] - 0.15)[:3]
    return tuple(dict.fromkeys(_held_inside(key)))[:3]


def suggestion(text: str) -> str:
    """Return the suggestions for a text by name, joined by "; ".

    Examples
    --------
    >>> suggestion("Astralia")
    'Australia'
    """
    names = distinct_names()
    return "; ".join(names[iso3] for iso3 in suggested(text))
