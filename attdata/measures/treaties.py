"""The Treaty beside other treaties: at the same age, and which States are party to those."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from attdata.evidence import add_sources, describe, with_evidence
from attdata.frames import WORLD
from attdata.law.status import consent_actions, inexact_actions, of_record
from attdata.measures.participation import participation, status_on
from attdata.measures.scope import (
    Day,
    Within,
    narrowed,
    other_treaties,
    resolve_day,
    treaties_held,
    without_warning,
)
from attdata.problems import ArgumentError
from attdata.reference import of_dataset

if TYPE_CHECKING:
    from attdata.frames import Dataset


@of_dataset
def treaties(
    data: Dataset,
    on: Day | None = None,
    *,
    by: str | None = None,
    each: str = "month",
    within: Within | None = None,
) -> pd.DataFrame:
    """Return the parties of each treaty by the time since it was opened for signature.

    Parameters
    ----------
    data
        A Dataset.
    on
        The last day; None for the newest day of the evidence about the ATT.
    by
        A scheme of the frame ``groups``; None for the world only.
    each
        ``month`` or ``year`` since the opening.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per treaty, day and group: treaty, on, years (since the opening; whole numbers are
        anniversaries), scheme, group, n_party, n_states (States), share_party (0 to 1), universe
        (``all`` for every treaty, so that rates compare). The last row of each treaty is ``on``.
        ``attrs["perhaps_party"]`` has by treaty the States that may have been party before they
        are counted, with the days between which their consent lies: it is not known to the day.
        ``attrs["evidence_to"]`` has by treaty the day on which its evidence and its rows end,
        where that is before ``on``.

    Raises
    ------
    ValueError
        An unknown scheme, another word for ``each``, or a day that is none.

    Examples
    --------
    >>> import attdata as att
    >>> frame = treaties(att.load(), each="year")
    >>> frame = frame[frame["years"] == 10].set_index("treaty")
    >>> list(frame.index)
    ['att', 'mine-ban', 'cluster-munitions', 'ccw']
    """
    if within is not None:
        return narrowed(treaties, data, within, on, on, by=by, each=each)
    if each not in ("month", "year"):
        raise ArgumentError(f'each is "{each}"; choose month or year.')
    day = resolve_day(data, on)
    parts = []
    opening = data.treaties.set_index("treaty")["opened_for_signature"]
    for treaty in treaties_held(data):
        opened = opening[treaty]
        last = _last_day(data, treaty, day)
        days = _anniversaries(opened, last, 1 if each == "month" else 12)
        if not days:
            continue
        counts = without_warning(
            participation, data, list(days), by=by or "att_region", treaty=treaty, universe="all"
        )
        if by is None:
            counts = counts[counts["group"] == WORLD].assign(scheme="world")
        parts.append(counts.assign(years=counts["on"].map(days)))
    columns = ["treaty", "on", "years", "scheme", "group", "n_party", "n_states"]
    columns += ["share_party", "universe"]
    frame = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
    frame = _describe_all(frame, data, day, treaties_held(data))
    perhaps, ends = _perhaps_party(data, day), evidence_to(data, day)
    return with_evidence(frame, frame.attrs, perhaps_party=perhaps, evidence_to=ends)


def _last_day(data: Dataset, treaty: str, day: pd.Timestamp) -> pd.Timestamp:
    """Return the last day of the rows of a treaty: of later days less is known than of others."""
    ends = data.evidence_ends(treaty)
    return min(day, ends) if ends < data.evidence_ends() else day


def evidence_to(data: Dataset, day: pd.Timestamp) -> dict[str, str]:
    """Return treaty -> day on which its evidence ends, of those where that is before a day.

    Examples
    --------
    >>> import attdata as att
    >>> evidence_to(att.load(), pd.Timestamp("2026-07-24"))
    {'tpnw': '2026-02-03', 'ccw': '2026-02-03'}
    """
    ends = {treaty: data.evidence_ends(treaty) for treaty in treaties_held(data)}
    return {treaty: f"{end:%Y-%m-%d}" for treaty, end in ends.items() if end < day}


def _perhaps_party(data: Dataset, day: pd.Timestamp) -> dict[str, list[tuple[str, str, str]]]:
    """Return treaty -> (code, first possible day, day from which it counts) of inexact consents.

    Examples
    --------
    >>> import attdata as att
    >>> _perhaps_party(att.load(), pd.Timestamp("2026-07-24"))["att"]
    [('ECU', '2026-02-04', '2026-07-24')]
    """
    found = {treaty: sorted(ranged_consents(data, treaty, day)) for treaty in treaties_held(data)}
    return {treaty: consents for treaty, consents in found.items() if consents}


def ranged_consents(data: Dataset, treaty: str, day: pd.Timestamp) -> list[tuple[str, str, str]]:
    """Return States whose consent has no known day: code, first possible day, day that counts.

    Examples
    --------
    >>> import attdata as att
    >>> ranged_consents(att.load(), "att", pd.Timestamp("2026-07-24"))
    [('ECU', '2026-02-04', '2026-07-24')]
    """
    rows = inexact_actions(data.actions, data.treaties, treaty)
    rows = rows[rows["action"].isin(consent_actions()) & (rows["first"] < rows["date"])]
    rows = rows[rows["iso3"].isin(data.states["iso3"]) & (rows["first"] <= day)]
    days = zip(rows["iso3"], rows["first"], rows["date"], strict=True)
    return [(str(iso3), f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}") for iso3, first, last in days]


def _anniversaries(
    opened: pd.Timestamp, day: pd.Timestamp, months: int
) -> dict[pd.Timestamp, float]:
    """Return the days so many months apart from the opening on, and ``day``, with the years."""
    ages: dict[pd.Timestamp, float] = {}
    passed = 0
    while (reached := opened + pd.DateOffset(months=passed)) <= day:
        ages[reached] = passed / 12
        passed += months
    if ages and day not in ages:
        # The part of a year since the last anniversary, in days.
        full = max(int(years) for years in ages.values())
        last, following = (opened + pd.DateOffset(years=full + n) for n in (0, 1))
        ages[day] = full + (day - last).days / (following - last).days
    return ages


@of_dataset
def party_to_others(
    data: Dataset, on: Day | None = None, *, within: Within | None = None
) -> pd.DataFrame:
    """Return the States that are party to every other treaty of the Dataset but not to the ATT.

    Parameters
    ----------
    data
        A Dataset.
    on
        The day; None for the newest day of the evidence about the ATT.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per State, by region and iso3, over the universe ``all``: iso3, name_en, att_region,
        subregion, status, signed (towards the ATT), and for each other treaty the day from which
        the State is party, in columns such as party_mine_ban and party_cluster_munitions.

    Examples
    --------
    >>> import attdata as att
    >>> "BOL" in set(party_to_others(att.load())["iso3"])
    True
    """
    if within is not None:
        return narrowed(party_to_others, data, within, on, on)
    day = resolve_day(data, on)
    others = other_treaties(data)
    if not others:
        raise ArgumentError("The data hold no status table of another treaty; add one.")
    frame = without_warning(status_on, data, day, universe="all")
    frame = frame[frame["status"].astype(str) != "state_party"]
    frame = frame[["iso3", "name_en", "att_region", "status", "signed"]]
    frame.insert(3, "subregion", frame["iso3"].map(data.states.set_index("iso3")["subregion"]))
    for treaty in others:
        there = without_warning(status_on, data, day, treaty=treaty, universe="all")
        there = there[there["status"].astype(str) == "state_party"]
        column = f"party_{treaty.replace('-', '_')}"
        frame = frame.merge(there[["iso3", "since"]].rename(columns={"since": column}), on="iso3")
    frame = frame.sort_values(["att_region", "iso3"], ignore_index=True)
    return _describe_all(frame, data, day, treaties_held(data))


def _describe_all(
    frame: pd.DataFrame, data: Dataset, day: pd.Timestamp, of: Iterable[str]
) -> pd.DataFrame:
    """Return the frame with the sources of several treaties in its ``attrs``."""
    frame = describe(frame, data, day, treaty="att", basis="deposited", universe="all")
    used = of_record(data.actions)
    return add_sources(frame, data, used.loc[used["treaty"].isin(list(of)), "source"])
