"""Over which States a rate is taken, and from which day: a reviewed table, ``universes.csv``.

The Secretariat counts 195 States for the Arms Trade Treaty (116 + 26 + 53 in 2025): the Members of
the United Nations and the two other States that have joined. The Holy See or the Cook Islands would
be one more from the day on which it signs or joins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from attdata.reference import once, per_reference, reference_rows

if TYPE_CHECKING:
    from attdata.frames import Dataset


@per_reference
def universes() -> dict[str, dict[str, str]]:
    """Return for each universe who is in it: iso3 or standing in the UN -> always or joined.

    Examples
    --------
    >>> universes()["att"]["NIU"], universes()["att"]["VAT"]
    ('always', 'joined')
    """
    members: dict[str, dict[str, str]] = {}
    for row in reference_rows("universes"):
        members.setdefault(row["universe"], {})[row["states"]] = row["counted"]
    return members


@once
def counted_since(data: Dataset, universe: str) -> dict[str, pd.Timestamp]:
    """Return the States of a universe with the first day on which each is counted.

    Parameters
    ----------
    data
        A Dataset; only its ``states`` are needed for universes that do not change.
    universe
        A word of ``universes.csv``.

    Returns
    -------
    dict
        iso3 -> day; NaT for a State that is counted on all days. A State that is counted from the
        day on which it joins, and has not, is left out.

    Examples
    --------
    >>> import attdata as att
    >>> len(counted_since(att.load(), "att"))
    195
    """
    counted = universes()[universe]
    pairs = zip(data.states["iso3"], data.states["un_status"], strict=True)
    hows = {iso3: counted.get(iso3) or counted.get(str(standing), "") for iso3, standing in pairs}
    waiting = [iso3 for iso3, how in hows.items() if how == "joined"]
    joined = _joined(data, universe, waiting) if waiting else {}
    days: dict[str, pd.Timestamp] = {}
    for iso3, how in hows.items():
        if how == "always":
            days[iso3] = pd.NaT
        elif how == "joined" and iso3 in joined:
            days[iso3] = joined[iso3]
    return days


def size_on(data: Dataset, universe: str, day: pd.Timestamp) -> tuple[int, list[str]]:
    """Return how many States a universe has on a day, and those that are in it by having joined.

    Examples
    --------
    >>> import attdata as att
    >>> size_on(att.load(), "all", pd.Timestamp("2026-07-24"))
    (197, [])
    """
    since = counted_since(data, universe)
    added = sorted(iso3 for iso3, first in since.items() if pd.notna(first) and first <= day)
    return sum(1 for first in since.values() if pd.isna(first)) + len(added), added


def usual_states(universe: str) -> set[str]:
    """Return the States that a universe has while nobody joins it.

    Examples
    --------
    >>> len(usual_states("att")), "VAT" in usual_states("un_and_observers")
    (195, True)
    """
    counted = universes()[universe]
    return {
        row["iso3"]
        for row in reference_rows("states")
        if (counted.get(row["iso3"]) or counted.get(row["un_status"])) == "always"
    }


def _joined(data: Dataset, treaty: str, states: list[str]) -> dict[str, pd.Timestamp]:
    """Return iso3 -> the first day on which a State had signed or joined a universe's treaty."""
    status = data.status
    spans = status[(status["basis"] == "deposited") & (status["status"] != "not_joined")]
    spans = spans[(spans["treaty"] == treaty) & spans["iso3"].isin(states)]
    days: dict[str, pd.Timestamp] = spans.groupby("iso3")["start"].min().to_dict()
    return days
