"""Which emphases, areas, decisions an activity serves: reviewed rules, kept with the link.

A row of ``links.csv`` is a rule: its conditions (kind, actor group, region, keyword) must all
hold, each by one of the alternatives that "|" separates; an empty one always holds. It does not
hold for the kinds in ``not_kind``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from attdata.dates.words import plain
from attdata.outreach.kinds import kinds_of
from attdata.problems import WARNING, Problem
from attdata.reference import per_reference, reference_rows

if TYPE_CHECKING:
    import pandas as pd

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@per_reference
def _rules() -> tuple[tuple[Mapping[str, str], re.Pattern[str], re.Pattern[str]], ...]:
    """Return each rule with the patterns of its kinds and keywords."""
    return tuple(
        (row, _pattern(row["kind"]), _pattern(row["keyword"])) for row in reference_rows("links")
    )


def _pattern(alternatives: str) -> re.Pattern[str]:
    """Return a pattern for any of the alternatives at the beginning of a word.

    Chinese has no spaces between words, and Arabic writes "and", "in", "for" as one with the next.
    """
    return re.compile("|".join(_begin(plain(word)) for word in _alternatives(alternatives)))


def _begin(word: str) -> str:
    """Return a pattern for a word where it begins."""
    if "一" <= word < "\ua000":
        return re.escape(word)
    if word.startswith("ال"):
        return rf"(?<!\w)(?:[وفبك]?ال|[وف]?لل){re.escape(word[2:])}"
    return rf"(?<!\w){re.escape(word)}"


@per_reference
def _alternatives(text: str) -> tuple[str, ...]:
    """Return the alternatives of a condition."""
    return tuple(word.strip() for word in text.split("|") if word.strip())


def _one_of(text: str, held: set[str]) -> bool:
    """Say whether one of the alternatives is held; no alternatives always are."""
    wanted = _alternatives(text)
    return not wanted or not held.isdisjoint(wanted)


def link_items(
    activities: pd.DataFrame, activity_actors: pd.DataFrame, activity_regions: pd.DataFrame
) -> pd.DataFrame:
    """Return the emphases, areas, recommendations and decisions that each activity serves.

    Parameters
    ----------
    activities, activity_actors, activity_regions
        Frames as declared in ``frames.py``.

    Returns
    -------
    DataFrame
        One row per activity, item (P1 to P5, IV.1 to IV.5, V.a to V.d, CSP9.2) and rule of
        ``links.csv`` that fired (number and reason). An activity that no rule fits has no row.

    Examples
    --------
    >>> from attdata.frames import empty_frame, typed
    >>> one = typed("activities", [{"activity": "E1", "title": "x", "kind": "WGTU meeting"}])
    >>> none = empty_frame("activity_actors"), empty_frame("activity_regions")
    >>> link_items(one, *none)["item"].tolist()
    ['P4', 'P5']
    """
    from attdata.frames import typed

    groups = _held(activity_actors, "stakeholder_group")
    regions = _held(activity_regions, "group")
    served = []
    texts = activities[["activity", "title", "kind", "note"]].itertuples(index=False, name=None)
    for activity, title, kind, note in texts:
        kept = _ADDRESS.sub(" ", str(note))
        for rule, item in _fired(_kind_text(str(kind)), f"{title} {kind} {kept}"):
            if _one_of(rule["actor_group"], groups[activity]) and _one_of(
                rule["region"], regions[activity]
            ):
                reason = f"{rule['rule']}: {rule['reason']}"
                served.append({"activity": activity, "item": item, "rule": reason})
    return typed("activity_items", served)


@partial(per_reference, most=4_096)
def _kind_text(kind: str) -> str:
    """Return a kind as written and, for the rules are in English, as ``kinds.csv`` has it."""
    return "; ".join((kind, *kinds_of(kind)))


@partial(per_reference, most=16_384)
def _fired(kind: str, text: str) -> tuple[tuple[Mapping[str, str], str], ...]:
    """Return each rule whose kinds and keywords fit, with each item that it links."""
    kind, text = plain(kind), plain(text)
    return tuple(
        (rule, item.strip())
        for rule, kinds, keywords in _rules()
        if kinds.search(kind) and keywords.search(text) and not _is_excepted(rule, kind)
        for item in rule["items"].split(";")
    )


def _is_excepted(rule: Mapping[str, str], kind: str) -> bool:
    """Say whether a rule does not hold for a kind, whatever its other conditions are."""
    return bool(rule["not_kind"]) and bool(_pattern(rule["not_kind"]).search(kind))


def unlinked_kinds(activities: pd.DataFrame, activity_items: pd.DataFrame) -> list[Problem]:
    """Return a warning for each kind of a log none of whose activities serves anything.

    Parameters
    ----------
    activities, activity_items
        Frames as declared in ``fields.csv``.

    Returns
    -------
    list of Problem
        One per source and kind, at the first activity of the kind.

    Examples
    --------
    >>> from attdata.frames import empty_frame, typed
    >>> one = typed("activities", [{"activity": "E1", "title": "x", "kind": "Kaffeeklatsch"}])
    >>> unlinked_kinds(one, empty_frame("activity_items"))[0].value
    'Kaffeeklatsch'
    """
    linked = activities["activity"].isin(set(activity_items["activity"]))
    named = activities[activities["kind"] != ""].assign(linked=linked)
    served = named.groupby(["source", "kind"])["linked"].transform("any").astype(bool)
    first = named[~served].drop_duplicates(["source", "kind"])
    text = "is a kind that links to no emphasis of the plan and no area of action."
    hint = "Add it to kinds.csv as a kind that has a rule in links.csv, or a rule for it."
    columns = ["source", "cell", "kind"]
    return [
        Problem(WARNING, source, "", cell, kind, text, hint)
        for source, cell, kind in first[columns].itertuples(index=False, name=None)
    ]


def _held(frame: pd.DataFrame, column: str) -> defaultdict[str, set[str]]:
    """Return activity -> the values of a column."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for activity, value in zip(frame["activity"], frame[column], strict=True):
        held[activity].add(value)
    return held
