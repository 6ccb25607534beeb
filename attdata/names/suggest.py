"""Suggestions for names that do not resolve: the nearest known spellings, never applied.

Candidates share pieces of three letters with what was written; they are ranked by the number of
slips (a letter added, left out, changed, or two neighbours swapped: optimal string alignment)
between the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from heapq import nlargest

from rapidfuzz.distance import OSA

from attdata.names.aliases import distinct_names, official_names
from attdata.names.lookup import EVERY, SIX, find, shared_index
from attdata.reference import per_reference
from attdata.spelling import bag, fold

# Spellings compared letter by letter; benchmarks/names.py prints how often the first is right.
_CANDIDATES = 30
_NEAR = 0.68  # share of letters that agree; below it, names of other States are as near
_SHORT = 6  # names up to this length may share no piece with their misspelling ("Cahd")


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
        official = {
            fold(name): iso3 for language in SIX for iso3, name in official_names(language).items()
        }
        every_name = {key: a.iso3 for key, a in shared_index(EVERY).folded.items() if a.iso3}
        # "Congo" is refused as a name, but may be meant by "Cnogo".
        self.keys = list({**official, **every_name}.items())
        self.official = frozenset(official)
        self.by_piece: dict[str, list[int]] = {}
        self.by_length: dict[int, list[int]] = {}
        for number, (key, _) in enumerate(self.keys):
            for piece in _pieces(key):
                self.by_piece.setdefault(piece, []).append(number)
            if len(key) <= _SHORT and key in official:
                self.by_length.setdefault(len(key), []).append(number)

    def _promising(self, key: str) -> list[int]:
        """Return the names that share most pieces with a key."""
        pieces = _pieces(key)
        shared: Counter[int] = Counter()
        for piece in pieces:
            shared.update(self.by_piece.get(piece, ()))
        if not shared:
            return []
        enough = max(shared.values()) * 0.4
        keys = self.keys
        scores = [
            (2 * count / (len(pieces) + len(keys[number][0]) + 1), number)
            for number, count in shared.items()
            if count >= enough
        ]
        return [number for _, number in nlargest(_CANDIDATES, scores)]

    def _measured(self, key: str, numbers: Iterable[int]) -> dict[str, float]:
        """Return the nearness of each State by its nearest name, as far as it is near enough."""
        best: dict[str, float] = {}
        length = len(key)
        for number in numbers:
            name, iso3 = self.keys[number]
            longest = max(length, len(name))
            most = max(1, int(longest * (1 - _NEAR))) if longest > 3 else 1
            if abs(length - len(name)) > most:
                continue
            distance = OSA.distance(key, name, score_cutoff=most)
            if distance <= most:
                # Of two names equally near, the one that the United Nations use is likelier.
                near = 1 - distance / longest + 0.02 * (name in self.official)
                near += 0.01 * (name[0] == key[0])
                best[iso3] = max(best.get(iso3, 0.0), near)
        return best

    def ranked(self, key: str) -> list[tuple[float, str]]:
        """Return (nearness, State) of the names near to a key, nearest first."""
        best = self._measured(key, self._promising(key))
        if not best and len(key) <= _SHORT:
            lengths = range(len(key) - 1, len(key) + 2)
            best = self._measured(key, [n for i in lengths for n in self.by_length.get(i, ())])
        return sorted(((near, iso3) for iso3, near in best.items()), key=lambda x: (-x[0], x[1]))


@per_reference
def _near() -> Near:
    """Return the names cut into pieces, made at the first name that does not resolve."""
    return Near()


def _held_inside(key: str) -> list[str]:
    """Return the States whose whole name is a large part of the text ("Government of Kenya")."""
    words, index, held = key.split(), shared_index(), []
    if len(words) > 8:
        return []
    for size in range(len(words) - 1, 0, -1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size])
            answer = index.folded.get(part)
            if answer and answer.iso3 and 2 * len(part) >= len(key) and len(part) > 4:
                held.append(answer.iso3)
        if held:
            break
    return held


@partial(per_reference, most=65536)
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
    >>> suggested("Germeny"), suggested("10 Pacific island States")
    (('DEU',), ())
    """
    elsewhere = find(shared_index(EVERY), text)
    if elsewhere.iso3 and elsewhere.how != "code":  # a name, in another language
        return (elsewhere.iso3,)
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
