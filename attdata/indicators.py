"""Where the CSP10 universalization plan stands: every indicator against its baseline and target.

An indicator is a row of the plan workbook; its Measure column names one of the functions in
``MEASURES``. Each function answers with a claim: the value, what was counted and over how many.
Measures of a state of affairs (``parties``) are taken on a day; measures of what happened
(``signatories_joined``) count after the baseline day, so that their baseline is 0 by construction.
In all of them more is better.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.contacts import add_sources, counted_activities, namings, regions_of
from attdata.measures import (
    WORLD,
    Day,
    EvidenceWarning,
    _intervals,
    describe,
    resolve_day,
    universe_states,
)
from attdata.momentum import cycles

if TYPE_CHECKING:
    from attdata.frames import Dataset

PROGRESS_STATES = ("met", "on track", "behind", "no target", "no data")
DAYS_PER_YEAR = 365.25


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

    ``value`` is ``n``, or the share ``n / of`` (0 to 1).
    """

    value: float
    n: float = math.nan
    of: float = math.nan
    note: str = ""


Measure = Callable[["Dataset", Scope, pd.Timestamp, pd.Timestamp], Claim]
NO_CLAIM = Claim(math.nan)


def parties(data: Dataset, scope: Scope, since: pd.Timestamp, on: pd.Timestamp) -> Claim:
    """Return how many States of the scope are party on a day, by deposit, of how many."""
    states = _members(data, scope, on)
    n = len(states & _with_status(data, on, "state_party"))
    return Claim(n, n, len(states))


def share_party(data: Dataset, scope: Scope, since: pd.Timestamp, on: pd.Timestamp) -> Claim:
    """Return the share of the scope's States that are party on a day."""
    counted = parties(data, scope, since, on)
    return _share(counted.n, counted.of)


def share_reached(data: Dataset, scope: Scope, since: pd.Timestamp, on: pd.Timestamp) -> Claim:
    """Return the share of the scope's States not party on a day that outreach named since.

    Being named is a record of contact, not an effect of it (``reach``).
    """
    outside = _members(data, scope, on) - _with_status(data, on, "state_party")
    named = set(namings(data, since, on)["iso3"])
    return _share(len(outside & named), len(outside))


def signatories_joined(data: Dataset, scope: Scope, since: pd.Timestamp, on: pd.Timestamp) -> Claim:
    """Return how many of those who were signatories on the baseline day are party on a day."""
    then = _members(data, scope, since) & _with_status(data, since, "signatory")
    n = len(then & _with_status(data, on, "state_party"))
    return Claim(n, n, len(then))


def new_parties_per_cycle(
    data: Dataset, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many States became party in the last cycle of the Conference that has ended."""
    past = cycles(data, on)
    past = past[past["complete"]]
    if past.empty:
        return NO_CLAIM
    last = past.iloc[-1]
    joined = set(last["joined"].split("; ")) & _members(data, scope, on)
    return Claim(len(joined), len(joined), note=f"cycle to {last['conference']}")


def activities_with_regional_organisation(
    data: Dataset, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many activities since had a regional organisation as organiser or partner."""
    actors = data.activity_actors
    chosen = actors["role"].isin(["organiser", "partner"])
    chosen &= actors["stakeholder_group"] == "regional organisation"
    return _activities(data, scope, since, on, actors.loc[chosen, "activity"])


def activities_with_parliament(
    data: Dataset, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many activities since involved parliamentarians or their organisations."""
    actors = data.activity_actors
    chosen = actors["stakeholder_group"] == "parliament"
    return _activities(data, scope, since, on, actors.loc[chosen, "activity"])


def stakeholder_groups(data: Dataset, scope: Scope, since: pd.Timestamp, on: pd.Timestamp) -> Claim:
    """Return how many kinds of stakeholders took part in activities since, and which."""
    counted = counted_activities(data, since, on)
    counted = counted[counted["activity"].isin(_of_scope(data, scope, counted, on))]
    taking_part = data.activity_actors["activity"].isin(counted["told_in"])
    groups = sorted(set(data.activity_actors.loc[taking_part, "stakeholder_group"]) - {""})
    return Claim(len(groups), len(groups), note="; ".join(groups))


def vtf_projects_not_yet_party(
    data: Dataset, scope: Scope, since: pd.Timestamp, on: pd.Timestamp
) -> Claim:
    """Return how many Trust Fund projects begun since were for States not party at that time."""
    projects = data.vtf_projects[data.vtf_projects["iso3"].isin(_members(data, scope, on))]
    then = projects["status_at_time"].astype(str).isin(["signatory", "not_joined"])
    undated = int((projects["start"].isna() & then).sum())
    begun = projects[(projects["start"] > since) & (projects["start"] <= on)]
    n = sum(
        iso3 not in _with_status(data, start, "state_party")
        for iso3, start in zip(begun["iso3"], begun["start"], strict=True)
    )
    return Claim(n, n, note=_not_counted(undated, "projects"))


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
}
# These are taken on a day; the others count what happened after the baseline day.
ON_A_DAY = ("parties", "share_party", "new_parties_per_cycle")


def _share(n: float, of: float) -> Claim:
    return Claim(n / of if of else math.nan, n, of, "" if of else "no State to take a share of")


def _members(data: Dataset, scope: Scope, day: pd.Timestamp) -> set[str]:
    """Return the States of a scope on a day."""
    states = set(universe_states(data, "att"))
    if scope.is_world:
        return states
    rows = data.groups
    rows = rows[(rows["scheme"] == scope.scheme) & (rows["group"] == scope.group)]
    begun = rows["start"].isna() | (rows["start"] <= day)
    return states & set(rows.loc[begun & (rows["end"].isna() | (rows["end"] > day)), "iso3"])


def _with_status(data: Dataset, day: pd.Timestamp, status: str) -> set[str]:
    """Return the States of the Treaty's universe that have a status on a day."""
    spans = _intervals(data, "att", "deposited", "att")
    begun = spans["start"].isna() | (spans["start"] <= day)
    inside = begun & (spans["end"].isna() | (spans["end"] > day))
    return set(spans.loc[inside & (spans["status"].astype(str) == status), "iso3"])


def _activities(
    data: Dataset, scope: Scope, since: pd.Timestamp, on: pd.Timestamp, chosen: Iterable[str]
) -> Claim:
    """Return how many of the chosen activities began in the period and were for the scope."""
    counted = counted_activities(data, since, on, undated=True)
    meant = counted.loc[counted["told_in"].isin(list(chosen)), "activity"]
    counted = counted[counted["activity"].isin(meant)]
    counted = counted[counted["activity"].isin(_of_scope(data, scope, counted, on))]
    counted = counted.drop_duplicates("activity")
    n = int(counted["start"].notna().sum())
    return Claim(n, n, note=_not_counted(len(counted) - n, "activities"))


def _of_scope(data: Dataset, scope: Scope, counted: pd.DataFrame, on: pd.Timestamp) -> set[str]:
    """Return which of the activities counted were for a scope.

    The regions as written decide; where an activity has none of the scheme, the States that it
    named do. A global activity is for the world only.
    """
    if scope.is_world:
        return set(counted["activity"])
    if scope.scheme == "att_region":
        regions = regions_of(data)
    else:
        regions = data.activity_regions
        regions = regions[regions["scheme"].isin(["world", scope.scheme])]
    regions = regions.rename(columns={"activity": "told_in"}).merge(counted, on="told_in")
    placed = set(regions["activity"])
    written = set(regions.loc[regions["group"] == scope.group, "activity"])
    named = namings(data, undated=True)
    named = named[named["iso3"].isin(_members(data, scope, on))]
    return written | (set(named["activity"]) - placed)


def _not_counted(number: int, what: str) -> str:
    return f"{what} without a day, not counted: {number}" if number else ""


def progress(data: Dataset, on: Day | None = None) -> pd.DataFrame:
    """Return where each indicator of the plan stands: baseline, now, target, and whether it is met.

    Parameters
    ----------
    data
        A Dataset.
    on
        The day; None for the newest day of the evidence.

    Returns
    -------
    DataFrame
        One row per indicator and scope group, in the order of the workbook: indicator, item,
        counted, measure, scheme, group, unit, kind (official or proxy), owner, baseline_date,
        baseline (set in the workbook, or computed for that day), n_baseline, of_baseline, now,
        n_now, of_now, change (now less baseline), target, target_date, needed_per_year (what is
        missing, spread evenly from ``on`` to the target day; missing where there is nothing to
        spread), state, note. Where the unit begins with "%", baseline, now, change and target are
        shares from 0 to 1 (70 in the workbook is read as 0.7), ``n_`` and ``of_`` what they are
        made of.
        ``state`` is one of: ``met`` (now is at least the target), ``on track`` (not below the
        straight line from baseline to target), ``behind``, ``no target`` (none is set, or it has no
        day and is not met yet), ``no data`` (the measure is not known, or gives no number).

    Raises
    ------
    ValueError
        ``on`` is no day.

    Examples
    --------
    >>> import attdata as att
    >>> plan = att.progress(att.load())
    >>> set(plan["state"]) <= {"met", "on track", "behind", "no target", "no data"}
    True
    """
    day = resolve_day(data, on)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EvidenceWarning)
        rows = [_row(data, indicator, day) for indicator in data.indicators.to_dict("records")]
    frame = pd.DataFrame(rows, columns=[*_TOLD, *_COMPUTED])
    for column in ("baseline_date", "target_date"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[ns]")
    for column in _NUMBERS:
        frame[column] = frame[column].astype("float64")
    frame["state"] = frame["state"].astype(pd.CategoricalDtype(list(PROGRESS_STATES), ordered=True))
    frame = describe(frame, data, day, treaty="att", basis="deposited", universe="att")
    plan = data.sources.loc[data.sources["file"].str.startswith("plan/"), "source"]
    used = [data.activities["source"], data.vtf_projects["source"], plan]
    return add_sources(frame, data, pd.concat(used))


_TOLD = ("indicator", "item", "counted", "measure", "scheme", "group", "unit", "kind", "owner")
_CLAIMED = ("baseline", "n_baseline", "of_baseline", "now", "n_now", "of_now", "change")
_NUMBERS = (*_CLAIMED, "target", "needed_per_year")
_COMPUTED = ("baseline_date", *_NUMBERS[:-1], "target_date", "needed_per_year", "state", "note")


def _row(data: Dataset, indicator: Mapping[Any, Any], day: pd.Timestamp) -> dict[str, Any]:
    """Return one row of ``progress``."""
    scope = Scope(indicator["scope_scheme"], indicator["scope_group"])
    begun, in_percent = indicator["baseline_date"], indicator["unit"].startswith("%")
    baseline, now, note = _claims(data, indicator, scope, day)
    if not math.isnan(indicator["baseline"]):
        baseline = Claim(_as_share(indicator["baseline"], in_percent))
        note = _joined(note, "baseline as set in the workbook")
    target = _as_share(indicator["target"], in_percent)
    course = {
        "baseline_date": begun,
        "baseline": baseline.value,
        "now": now.value,
        "target": target,
        "target_date": indicator["target_date"],
    }
    state, why = _state(course, day)
    told = {name: indicator[name] for name in _TOLD if name in indicator}
    return (
        told
        | {"scheme": "world" if scope.is_world else scope.scheme}
        | {"group": WORLD if scope.is_world else scope.group}
        | course
        | {"n_baseline": baseline.n, "of_baseline": baseline.of}
        | {"n_now": now.n, "of_now": now.of, "change": now.value - baseline.value}
        | {"needed_per_year": _needed(course, day, state), "state": state}
        | {"note": _joined(note, why)}
    )


def _claims(
    data: Dataset, indicator: Mapping[Any, Any], scope: Scope, day: pd.Timestamp
) -> tuple[Claim, Claim, str]:
    """Return an indicator's claims for the baseline day and for now, and what is to be said."""
    name, begun = indicator["measure"], indicator["baseline_date"]
    if not name:
        return NO_CLAIM, NO_CLAIM, "no measure is named, because no data were found"
    if name not in MEASURES:
        known = ", ".join(MEASURES)
        return NO_CLAIM, NO_CLAIM, f'"{name}" is no measure; choose one of: {known}'
    if not scope.is_world and not _known(data, scope):
        return NO_CLAIM, NO_CLAIM, f'"{scope.group}" is no group of the scheme "{scope.scheme}"'
    if pd.isna(begun):
        if name not in ON_A_DAY:
            return NO_CLAIM, NO_CLAIM, "no baseline day from which to count"
        now = MEASURES[name](data, scope, begun, day)
        return NO_CLAIM, now, _joined(now.note, "no baseline day")
    if day < begun:
        return NO_CLAIM, NO_CLAIM, "the day is before the baseline"
    baseline = MEASURES[name](data, scope, begun, begun)
    now = MEASURES[name](data, scope, begun, day)
    return baseline, now, now.note


def _known(data: Dataset, scope: Scope) -> bool:
    rows = data.groups
    return bool(((rows["scheme"] == scope.scheme) & (rows["group"] == scope.group)).any())


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _as_share(value: float, in_percent: bool) -> float:
    """Return a number of the workbook as a share where its unit is percent: 70 is 0.7."""
    return value / 100 if in_percent and value > 1 else value


def _state(course: Mapping[str, Any], day: pd.Timestamp) -> tuple[str, str]:
    """Return how an indicator stands towards its target, and why where that needs a word."""
    now, target, due = course["now"], course["target"], course["target_date"]
    if math.isnan(now):
        return "no data", ""
    if math.isnan(target):
        return "no target", ""
    if now >= target:
        return "met", ""
    if pd.isna(due):
        return "no target", "the target has no day, so that only its being met can be told"
    if day >= due:
        return "behind", ""
    if pd.isna(course["baseline_date"]) or math.isnan(course["baseline"]):
        return "no data", "no baseline from which to draw a line to the target"
    passed = (day - course["baseline_date"]).days / (due - course["baseline_date"]).days
    expected = course["baseline"] + (target - course["baseline"]) * passed
    return ("on track", "") if now >= expected else ("behind", "")


def _needed(course: Mapping[str, Any], day: pd.Timestamp, state: str) -> float:
    """Return what is missing to the target, per year from now to its day."""
    due = course["target_date"]
    if state not in ("on track", "behind") or day >= due:
        return math.nan
    return float((course["target"] - course["now"]) / ((due - day).days / DAYS_PER_YEAR))
