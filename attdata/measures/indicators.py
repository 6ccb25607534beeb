"""The named functions that compute the plan's indicators, each with what its number is made of.

An indicator is a row of the plan workbook; its Measure column names one of the functions in
``MEASURES``. Each function answers with a claim: the value, what was counted and over how many.
Measures of a state of affairs (``parties``) are taken on a day; measures of what happened
(``signatories_joined``) count after the baseline day, so that their baseline is 0 by construction.
A new measure is a function here and a line in ``MEASURES``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from attdata.frames import WORLD
from attdata.law.status import on_day
from attdata.measures.activities import counted_activities, namings, regions_of
from attdata.measures.cycles import cycles
from attdata.measures.positions import treaty_roll_calls
from attdata.measures.scope import status_spans, universe_states
from attdata.measures.signals import speeches_until

if TYPE_CHECKING:
    from attdata.frames import Dataset

T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """The States over which an indicator is computed: a group of a scheme, or the world."""

    scheme: str = "world"
    group: str = WORLD

    @property
    def is_world(self) -> bool:
        """Whether all States of the Treaty's universe are meant."""
        return self.scheme in ("", "world")


@dataclass(frozen=True)
class Claim:
    """A number with what it is made of: ``n`` counted, ``of`` how many (missing for plain counts).

    ``value`` is ``n``, or the share ``n / of`` (0 to 1). Of outreach, ``n_records`` says how many
    activities the log holds, and ``too_few`` that these are too few records to say; ``n_undated``
    how many activities, projects or recommendations have no day and are not counted.
    """

    value: float
    n: float = math.nan
    of: float = math.nan
    note: str = ""
    cycle: str = ""  # the conference that ends the cycle, of a number per cycle
    n_records: float = math.nan
    too_few: bool = False
    n_undated: float = math.nan


NO_CLAIM = Claim(math.nan)


class Evidence:
    """What the measures ask of a Dataset, each question answered once."""

    def __init__(self, data: Dataset) -> None:
        self.data = data
        self._answers: dict[tuple[object, ...], object] = {}
        self._members_of: pd.Timestamp | None = None

    def with_members_of(self, day: pd.Timestamp) -> Evidence:
        """Return the same evidence over the groups as they are composed on one day."""
        other = copy(self)
        other._members_of = day
        return other

    def _once(self, question: tuple[object, ...], answer: Callable[[], T]) -> T:
        if question not in self._answers:
            self._answers[question] = answer()
        return self._answers[question]  # type: ignore[return-value]

    def members(self, scope: Scope, day: pd.Timestamp) -> set[str]:
        """Return the States of a scope on a day, or on the day of ``with_members_of``."""
        day = day if self._members_of is None else self._members_of
        states = self._once(("universe",), lambda: set(universe_states(self.data, "att")))
        if scope.is_world:
            return states

        def answer() -> set[str]:
            rows = self.data.groups
            rows = rows[(rows["scheme"] == scope.scheme) & (rows["group"] == scope.group)]
            return states & set(rows.loc[on_day(rows, day), "iso3"])

        return self._once(("members", scope, day), answer)

    def with_status(self, day: pd.Timestamp, status: str) -> set[str]:
        """Return the States of the Treaty's universe that have a status on a day."""

        def answer() -> set[str]:
            spans = self._once(
                ("spans",), lambda: status_spans(self.data, "att", "deposited", "att")
            )
            return set(
                spans.loc[on_day(spans, day) & (spans["status"].astype(str) == status), "iso3"]
            )

        return self._once(("status", day, status), answer)

    def activities(self, since: pd.Timestamp, on: pd.Timestamp) -> pd.DataFrame:
        """Return the activities of a period, those without a day as well."""
        return self._once(
            ("activities", since, on),
            lambda: counted_activities(self.data, since, on, undated=True),
        )

    def n_records(self, since: pd.Timestamp, on: pd.Timestamp) -> int:
        """Return how many activities that count as outreach the log holds for a period."""
        dated = self.activities(since, on).dropna(subset=["start"])
        return int(dated["activity"].nunique())

    def named(self) -> pd.DataFrame:
        """Return which States all activities named."""
        return self._once(("named",), lambda: namings(self.data, undated=True))

    def regions(self, scheme: str) -> pd.DataFrame:
        """Return activity and group for the groups of a scheme that activities were for."""

        def answer() -> pd.DataFrame:
            if scheme == "att_region":
                return regions_of(self.data)
            rows = self.data.activity_regions
            return rows.loc[rows["scheme"].isin(["world", scheme]), ["activity", "group"]]

        return self._once(("regions", scheme), answer)

    def cycles(self, on: pd.Timestamp) -> pd.DataFrame:
        """Return the cycles of the Conference to a day."""
        return self._once(("cycles", on), lambda: cycles(self.data, on))


Measure = Callable[[Evidence, Scope, pd.Timestamp, pd.Timestamp], Claim]


def parties(evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp) -> Claim:
    """Return how many States of the scope are party on a day, by deposit, of how many."""
    states = evidence.members(scope, on)
    n = len(states & evidence.with_status(on, "state_party"))
    return Claim(n, n, len(states))


def share_party(evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp) -> Claim:
    """Return the share of the scope's States that are party on a day."""
    counted = parties(evidence, scope, since, on)
    return _share(counted.n, counted.of)


def share_reached(evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp) -> Claim:
    """Return the share of the States not party on the baseline day that outreach named since.

    A State counts as reached when it was named before it became party, and stays counted when it
    joins: reach does not fall because a State that was reached has joined. Being named is a record
    of contact, not an effect of it (``reach``).
    """
    outside = evidence.members(scope, on) - evidence.with_status(since, "state_party")
    named = evidence.named()
    named = named[named["start"].between(since, on, inclusive="right")]
    reached = {
        iso3
        for iso3, start in zip(named["iso3"], named["start"], strict=True)
        if iso3 not in evidence.with_status(start, "state_party")
    }
    return _share(len(outside & reached), len(outside))


def signatories_joined(
    evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many of those who were signatories on the baseline day are party on a day."""
    then = evidence.members(scope, since) & evidence.with_status(since, "signatory")
    n = len(then & evidence.with_status(on, "state_party"))
    return Claim(n, n, len(then))


def new_parties_per_cycle(
    evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many States became party in the last cycle of the Conference that has ended."""
    past = evidence.cycles(on)
    past = past[past["complete"]]
    if past.empty:
        return NO_CLAIM
    last = past.iloc[-1]
    joined = set(last["joined"].split("; ")) & evidence.members(scope, on)
    conference = str(last["conference"])
    return Claim(len(joined), len(joined), note=f"cycle to {conference}", cycle=conference)


def activities_with_regional_organisation(
    evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many activities since had a regional organization as organiser or partner."""
    actors = evidence.data.activity_actors
    chosen = actors["role"].isin(["organiser", "partner"])
    chosen &= actors["stakeholder_group"] == "regional organisation"
    return _activities(evidence, scope, since, on, actors.loc[chosen, "activity"])


def activities_with_parliament(
    evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many activities since involved parliamentarians or their organizations."""
    actors = evidence.data.activity_actors
    chosen = actors["stakeholder_group"] == "parliament"
    return _activities(evidence, scope, since, on, actors.loc[chosen, "activity"])


def stakeholder_groups(
    evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many kinds of stakeholders took part in activities since, and which."""
    counted = evidence.activities(since, on).dropna(subset=["start"])
    counted = counted[counted["activity"].isin(_of_scope(evidence, scope, counted, on))]
    taking_part = evidence.data.activity_actors["activity"].isin(counted["told_in"])
    groups = sorted(set(evidence.data.activity_actors.loc[taking_part, "stakeholder_group"]) - {""})
    return Claim(len(groups), len(groups), note="; ".join(groups))


def vtf_projects_not_yet_party(
    evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many Trust Fund projects begun since were for States not party at that time."""
    projects = evidence.data.vtf_projects
    projects = projects[projects["iso3"].isin(evidence.members(scope, on))]
    then = projects["status_at_time"].astype(str).isin(["signatory", "not_joined"])
    undated = int((projects["start"].isna() & then).sum())
    begun = projects[(projects["start"] > since) & (projects["start"] <= on)]
    n = sum(
        iso3 not in evidence.with_status(start, "state_party")
        for iso3, start in zip(begun["iso3"], begun["start"], strict=True)
    )
    return _dated(n, undated, "projects")


def activities(evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp) -> Claim:
    """Return how many activities of all logs began since: it measures the sources, not effort."""
    return _activities(evidence, scope, since, on, set(evidence.data.activities["activity"]))


def vtf_projects(evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp) -> Claim:
    """Return how many Trust Fund projects of the lists at hand began since, for any State."""
    projects = evidence.data.vtf_projects
    if not scope.is_world:
        projects = projects[projects["iso3"].isin(evidence.members(scope, on))]
    n = int(((projects["start"] > since) & (projects["start"] <= on)).sum())
    return _dated(n, int(projects["start"].isna().sum()), "projects")


def votes_in_favour(
    evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many States not yet party voted for the newest resolution on the Treaty.

    A vote shows a position on the day, not an intent to join (``positions``).
    """
    calls = treaty_roll_calls(evidence.data, on)
    calls = calls[~calls["adoption"]]
    outside = evidence.members(scope, on) - evidence.with_status(on, "state_party")
    if calls.empty:
        return NO_CLAIM
    votes = evidence.data.votes
    votes = votes[votes["resolution"] == calls["resolution"].iloc[-1]]
    n = len(outside & set(votes.loc[votes["vote"] == "yes", "iso3"]))
    return Claim(n, n, len(outside), note=f"resolution {calls['label'].iloc[-1]}")


def speeches_naming_treaty(
    evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many speeches in the General Debates since named the Treaty, of how many read.

    Years of another collection of texts are left out: they cannot be compared as counts.
    """
    later = speeches_until(evidence.data, on)
    before = speeches_until(evidence.data, since)
    texts = later[~later.index.isin(before.index) & later["readable"]]
    texts = texts[texts["iso3"].isin(evidence.members(scope, on))]
    if evidence.data.debates.empty:
        return NO_CLAIM
    first = evidence.data.debates.sort_values("year")["collection"].iloc[0]
    other = texts["collection"] != first
    n = int((texts.loc[~other, "times_named"] > 0).sum())
    left_out = int(other.sum())
    note = f"texts of other collections, not counted: {left_out}" if left_out else ""
    return Claim(n, n, int((~other).sum()), note)


def upr_recommendations_naming_treaty(
    evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many dated recommendations of the Universal Periodic Review named the Treaty."""
    rows = evidence.data.upr_recommendations
    if rows.empty:
        return NO_CLAIM
    rows = rows[rows["names_treaty"] & rows["iso3"].isin(evidence.members(scope, on))]
    n = int(((rows["date"] > since) & (rows["date"] <= on)).sum())
    return _dated(n, int(rows["date"].isna().sum()), "recommendations")


MEASURES: Mapping[str, Measure] = {
    "parties": parties,
    "share_party": share_party,
    "share_reached": share_reached,
    "signatories_joined": signatories_joined,
    "activities_with_regional_organisation": activities_with_regional_organisation,
    "vtf_projects_not_yet_party": vtf_projects_not_yet_party,
    "stakeholder_groups": stakeholder_groups,
    "activities_with_parliament": activities_with_parliament,
    "new_parties_per_cycle": new_parties_per_cycle,
    "activities": activities,
    "vtf_projects": vtf_projects,
    "votes_in_favour": votes_in_favour,
    "speeches_naming_treaty": speeches_naming_treaty,
    "upr_recommendations_naming_treaty": upr_recommendations_naming_treaty,
}
# These count what the outreach log holds: with too few records they say nothing.
OF_OUTREACH = (
    "share_reached",
    "activities_with_regional_organisation",
    "stakeholder_groups",
    "activities_with_parliament",
)
# These are taken on a day; the others count what happened after the baseline day.
ON_A_DAY = ("parties", "share_party", "new_parties_per_cycle", "votes_in_favour")


def _share(n: float, of: float) -> Claim:
    return Claim(n / of if of else math.nan, n, of, "" if of else "no State to take a share of")


def _activities(
    evidence: Evidence, scope: Scope, since: pd.Timestamp, on: pd.Timestamp, chosen: Iterable[str]
) -> Claim:
    """Return how many of the chosen activities began in the period and were for the scope."""
    counted = evidence.activities(since, on)
    meant = counted.loc[counted["told_in"].isin(list(chosen)), "activity"]
    counted = counted[counted["activity"].isin(meant)]
    counted = counted[counted["activity"].isin(_of_scope(evidence, scope, counted, on))]
    counted = counted.drop_duplicates("activity")
    n = int(counted["start"].notna().sum())
    return _dated(n, len(counted) - n, "activities")


def _of_scope(
    evidence: Evidence, scope: Scope, counted: pd.DataFrame, on: pd.Timestamp
) -> set[str]:
    """Return which of the activities counted were for a scope.

    The regions as written decide; where an activity has none of the scheme, the States that it
    named do. A global activity is for the world only.
    """
    if scope.is_world:
        return set(counted["activity"])
    regions = evidence.regions(scope.scheme)
    regions = regions.rename(columns={"activity": "told_in"}).merge(counted, on="told_in")
    placed = set(regions["activity"])
    written = set(regions.loc[regions["group"] == scope.group, "activity"])
    named = evidence.named()
    named = named[named["iso3"].isin(evidence.members(scope, on))]
    return written | (set(named["activity"]) - placed)


def _dated(n: int, undated: int, what: str) -> Claim:
    """Return how many have a day in the period, with how many have none and are not counted."""
    note = f"{what} without a day, not counted: {undated}" if undated else ""
    return Claim(n, n, note=note, n_undated=undated)
