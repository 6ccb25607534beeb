"""Which emphases, areas and recommendations an activity serves: reviewed rules, kept with the link.

A row of ``links.csv`` is a rule: its conditions (kind, actor group, region, keyword) must all
hold, each by one of the alternatives that "|" separates; an empty one always holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from attdata.date_words import plain
from attdata.reference import reference_rows

if TYPE_CHECKING:
    import pandas as pd

_ADDRESS = re.compile(r"\S*(?:https?://|www\.)\S*")


@cache
def _rules() -> tuple[tuple[Mapping[str, str], re.Pattern[str], re.Pattern[str]], ...]:
    """Return each rule with the patterns of its kinds and keywords."""
    return tuple(
        (row, _pattern(row["kind"]), _pattern(row["keyword"])) for row in reference_rows("links")
    )


def _pattern(alternatives: str) -> re.Pattern[str]:
    """Return a pattern for any of the alternatives at the beginning of a word."""
    words = [re.escape(plain(word.strip())) for word in alternatives.split("|") if word.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})" if words else "")


def _one_of(alternatives: str, held: set[str]) -> bool:
    """Say whether one of the alternatives is held; no alternatives always are."""
    wanted = {word.strip() for word in alternatives.split("|") if word.strip()}
    return not wanted or bool(wanted & held)


def link_items(
    activities: pd.DataFrame, activity_actors: pd.DataFrame, activity_regions: pd.DataFrame
) -> pd.DataFrame:
    """Return the plan emphases, areas and recommendations that each activity serves.

    Parameters
    ----------
    activities, activity_actors, activity_regions
        Frames as in DESIGN.md, section 4.

    Returns
    -------
    DataFrame
        One row per activity, item (P1 to P5, IV.1 to IV.5, V.a to V.d) and rule of ``links.csv``
        that fired (number and reason). An activity that no rule fits has no row.

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
    found = []
    texts = activities[["activity", "title", "kind", "note"]].itertuples(index=False, name=None)
    for activity, title, kind, note in texts:
        kind = plain(str(kind))
        text = f"{plain(str(title))} {kind} {plain(_ADDRESS.sub(' ', str(note)))}"
        for rule, kinds, keywords in _rules():
            if (
                kinds.search(kind)
                and keywords.search(text)
                and _one_of(rule["actor_group"], groups[activity])
                and _one_of(rule["region"], regions[activity])
            ):
                reason = f"{rule['rule']}: {rule['reason']}"
                for item in rule["items"].split(";"):
                    found.append({"activity": activity, "item": item.strip(), "rule": reason})
    return typed("activity_items", found)


def _held(frame: pd.DataFrame, column: str) -> defaultdict[str, set[str]]:
    """Return activity -> the values of a column."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for activity, value in zip(frame["activity"], frame[column], strict=True):
        held[activity].add(value)
    return held
