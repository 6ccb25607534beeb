"""The same activity told twice, in two sheets or two rows: found by dates, title and place.

Both rows stay; the later one names the earlier in ``same_as``, so that it is counted once. A row
that refers to another ("See also") is the same event where kinds, days and places agree; a side
event in the week of a meeting is another one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attdata.outreach.cells import is_empty
from attdata.outreach.columns import key_of
from attdata.outreach.kinds import family_of
from attdata.problems import WARNING, Problem

if TYPE_CHECKING:
    import pandas as pd

# One long name and its abbreviation are one word when titles are compared.
_SAME_WORDS = (
    ("arms trade treaty", "att"),
    ("traite sur le commerce des armes", "att"),
    ("tratado sobre el comercio de armas", "att"),
    ("european union", "eu"),
    ("inter parliamentary union", "ipu"),
    ("small arms and light weapons", "salw"),
)
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and at by for from in into of on or the to with its their le la les de du des en et "
        "au aux sur pour par un une el los las del y para por con",
    )
)
# Titles say the same when the words of the shorter one are nearly all in the other.
_SHARED = 0.75
_FEWEST_WORDS = 3
_MOST_COMPARED = 50
_TEXTS = ("title", "date_precision", "country_iso3", "place")


@dataclass(frozen=True)
class _Activity:
    """What is compared of an activity."""

    place: int
    words: frozenset[str]
    start: Any
    end: Any
    precision: str
    country: str
    where: frozenset[str]


@lru_cache(maxsize=16_384)
def title_words(title: str) -> frozenset[str]:
    """Return the words of a title that tell it from others.

    Examples
    --------
    >>> sorted(title_words("Workshop on the Arms Trade Treaty, Lomé"))
    ['att', 'lome', 'workshop']
    """
    text = key_of(title)
    for long, short in _SAME_WORDS:
        text = text.replace(long, short)
    return frozenset(text.split()) - _SMALL_WORDS


def find_repeats(activities: pd.DataFrame) -> pd.DataFrame:
    """Return the activities with ``same_as`` filled for each that an earlier row tells already.

    Parameters
    ----------
    activities
        Frame as declared in ``frames.py``; of several logs, the one that is kept first.

    Returns
    -------
    DataFrame
        The same rows; ``same_as`` is the first activity of which the row tells, else "". Two rows
        tell of the same when their titles share nearly all words, their places do not differ and
        their dates agree: the same first or last day, or a month that holds the other; a row
        without dates must have the same words in its title. A row that refers to another one in
        ``see_also`` needs no likeness of titles, but kinds of one family and days in common.

    Examples
    --------
    >>> from attdata.frames import typed
    >>> rows = [{"activity": a, "title": "Ten years of the ATT", "source": "log"} for a in "AB"]
    >>> find_repeats(typed("activities", rows))["same_as"].tolist()
    ['', 'A']
    """
    listed = list(_compared(activities))
    first: dict[int, int] = {}
    referred = _references(activities)
    pairs = [(row, other) for row, other in referred if _one_event(listed, activities, row, other)]
    told_apart = {frozenset(pair) for pair in referred} - {frozenset(pair) for pair in pairs}
    pairs += [
        (earlier.place, later.place)
        for earlier, later in _candidates(listed)
        if frozenset((earlier.place, later.place)) not in told_apart and _same(earlier, later)
    ]
    for row, other in sorted(pairs, key=lambda pair: (pair[1], pair[0])):
        if other not in first:
            first[other] = first.get(row, row)
    names = activities["activity"].tolist()
    same_as = [names[first[place]] if place in first else "" for place in range(len(names))]
    return activities.assign(same_as=same_as).astype({"same_as": "object"})


def _references(activities: pd.DataFrame) -> list[tuple[int, int]]:
    """Return the pairs of rows of which one refers to the other, the earlier row first."""
    places = {name: place for place, name in enumerate(activities["activity"].tolist())}
    pairs = []
    for place, text in enumerate(activities["see_also"].tolist()):
        named = {places[name] for name in _named(text, places)} - {place}
        pairs += [(min(place, other), max(place, other)) for other in sorted(named)]
    return sorted(set(pairs))


def _named(text: str, numbers: Container[str]) -> list[str]:
    """Return the numbers of activities in a cell ("see E034, E037")."""
    return [word for word in re.split(r"[\s,;/&()]+", text) if word in numbers]


def _one_event(listed: list[_Activity], activities: pd.DataFrame, row: int, other: int) -> bool:
    """Say whether a row and the one that it refers to tell of one event."""
    first, second = listed[row], listed[other]
    if first.start is None or second.start is None:
        return bool(first.words) and first.words == second.words
    kinds = {family_of(activities["kind"].iloc[place]) for place in (row, other)} - {""}
    common = first.start <= second.end and second.start <= first.end
    return len(kinds) < 2 and common and _places_agree(first, second)


def reference_problems(activities: pd.DataFrame) -> list[Problem]:
    """Return a warning for each row that refers to another without being joined to it.

    Parameters
    ----------
    activities
        Frame as declared in ``frames.py``, with ``same_as`` as ``find_repeats`` leaves it.

    Returns
    -------
    list of Problem
        One per reference to no activity of the logs, and one per pair that stays two events.

    Examples
    --------
    >>> from attdata.frames import typed
    >>> rows = [{"activity": "A", "title": "x", "source": "log.csv", "see_also": "E99"}]
    >>> reference_problems(typed("activities", rows))[0].problem
    'is the number of no activity in the logs.'
    """
    first = dict(zip(activities["activity"], activities["same_as"], strict=True))
    problems = []
    columns = ["activity", "see_also", "source", "cell"]
    for name, text, source, cell in activities[columns].itertuples(index=False, name=None):
        others = _named(text, first)
        if is_empty(text):
            continue
        if not others:
            fault, hint = "is the number of no activity in the logs.", "Correct it."
            problems.append(Problem(WARNING, source, "", cell, text, fault, hint))
        for other in others:
            if (first[name] or name) != (first[other] or other):
                fault = f"and {name} refer to each other and are kept as two activities: kind, days"
                fault += " or place differ."
                problems.append(Problem(WARNING, source, "", cell, other, fault, ""))
    return problems


def _compared(activities: pd.DataFrame) -> Iterator[_Activity]:
    """Yield what is compared of each activity."""
    texts = (activities[name].astype(str).tolist() for name in _TEXTS)
    # Plain dates are compared and looked up far more quickly than Timestamps.
    first = activities["date_earliest"].fillna(activities["start"])
    days = (each.to_numpy("datetime64[D]").tolist() for each in (first, activities["end"]))
    rows = zip(*days, *texts, strict=True)
    for number, (start, end, title, precision, country, place) in enumerate(rows):
        where = frozenset() if is_empty(place) else title_words(place)
        dated = start is not None and end is not None
        yield _Activity(
            number,
            title_words(title),
            start if dated else None,
            end if dated else None,
            precision,
            country,
            where,
        )


def _candidates(listed: list[_Activity]) -> Iterator[tuple[_Activity, _Activity]]:
    """Yield pairs worth comparing, so that the work grows with the rows and not their square.

    Rows meet where they have the same words, the same first or last day, or (one known only by
    its month) a month in common; beside the day or month they share one of the rarer words. A
    word that many earlier rows have tells nothing: only the nearest of them are compared.
    """
    frequency = Counter(word for activity in listed for word in activity.words)
    seen: dict[Any, list[_Activity]] = {}
    for activity in listed:
        look_up, enter = _keys(activity, frequency)
        met = {
            earlier.place: earlier
            for key in look_up
            for earlier in seen.get(key, ())[-_MOST_COMPARED:]
        }
        for key in enter:
            seen.setdefault(key, []).append(activity)
        for place in sorted(met):
            yield met[place], activity


def _keys(activity: _Activity, frequency: Counter[str]) -> tuple[list[Any], list[Any]]:
    """Return under what a row looks for earlier ones, and under what later ones find it."""
    # Two rows whose days are known meet at their days; the same words alone say nothing of them.
    same, vague = ("same", activity.words), ("vague", activity.words)
    if activity.start is None:
        return [same], [same, vague]
    rare = sorted(activity.words, key=lambda word: (frequency[word], word))[:4]
    first, last = activity.start, activity.end
    months = sorted({(first.year, first.month), (last.year, last.month)})
    every = [("any", month, word) for month in months for word in rare]
    coarse = [("coarse", month, word) for month in months for word in rare]
    if activity.precision != "day":
        return [same, *every], [same, vague, *every, *coarse]
    days = [(name, day, word) for name, day in (("first", first), ("last", last)) for word in rare]
    return [vague, *days, *coarse], [same, *days, *every]


def _same(row: _Activity, other: _Activity) -> bool:
    """Say whether two rows tell of the same activity."""
    if not row.words or not other.words or not _places_agree(row, other):
        return False
    if row.start is None or other.start is None:
        return row.words == other.words and len(row.words) >= _FEWEST_WORDS
    shorter = min(len(row.words), len(other.words))
    if row.words != other.words and shorter < _FEWEST_WORDS:
        return False
    return len(row.words & other.words) >= _SHARED * shorter and _dates_agree(row, other)


def _places_agree(row: _Activity, other: _Activity) -> bool:
    """Say whether the places do not contradict each other."""
    if row.country and other.country:
        return row.country == other.country
    return not row.where or not other.where or bool(row.where & other.where)


def _dates_agree(row: _Activity, other: _Activity) -> bool:
    """Say whether the dates agree: a shared end, or a month or year that holds the other."""
    exact = row.precision == other.precision == "day"
    if exact:
        return bool(row.start == other.start or row.end == other.end)
    return bool(row.start <= other.end and other.start <= row.end)
