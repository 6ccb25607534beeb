"""Where the CSP10 universalization plan stands: every indicator against its baseline and target.

How an indicator is counted is in ``indicators``; values entered by hand (sheet Values of the
workbook) go before what is computed. A target is met, or due by its day; between baseline and
target a straight line says how much is due already. In every measure more is better.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.evidence import add_sources, describe
from attdata.frames import WORLD
from attdata.measures.coverage import PARTIAL, coverage_of
from attdata.measures.indicators import (
    MEASURES,
    NO_CLAIM,
    OF_OUTREACH,
    ON_A_DAY,
    Claim,
    Evidence,
    Scope,
)
from attdata.measures.scope import Day, resolve_day, without_warning
from attdata.reference import of_dataset

if TYPE_CHECKING:
    from attdata.frames import Dataset

PROGRESS_STATES = (
    "met",
    "met_late",
    "missed",
    "on_track",
    "behind",
    "no_target",
    "no_data",
    "too_few_records",
)
DAYS_PER_YEAR = 365.25


@of_dataset
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
        baseline (set in the workbook, entered by hand, or computed for that day), n_baseline,
        of_baseline, now, n_now, of_now, change (now less baseline), change_membership (the part of
        the change that comes from States entering or leaving the group, as if nothing else had
        happened), target, target_date, due (the day, conference or year as the workbook has it),
        needed_per_year (what is missing, spread evenly from ``on`` to the target day; missing where
        there is nothing to spread), n_records (of outreach: activities in the log since the
        baseline), n_undated (activities, projects or recommendations without a day, which are not
        counted), state, note. Where the unit begins with "%", baseline, now, change and target are
        shares from 0 to 1 (70 in the workbook is read as 0.7), ``n_`` and ``of_`` what they are
        made of.
        ``state`` is one of: ``met`` (at least the target, by its day where it has one),
        ``met_late`` (only after its day), ``missed`` (not met, and the day has passed),
        ``on_track`` (not below the straight line from baseline, with today's members, to target),
        ``behind``, ``no_target`` (none is set, or one without a known day that is not met yet),
        ``no_data`` (nothing gives a number, or a baseline from which a line leads to the target:
        ``note`` says which), ``too_few_records`` (the log of outreach holds too few
        to say; a target that even these reach is met).
        ``attrs["counted_since"]`` names the indicators that count what happened after the baseline
        day: where their baseline is 0 that is where the count begins, and not a level.
        ``attrs["cycles"]`` tells of numbers per cycle by which conferences the cycles of baseline
        and now end.

    Raises
    ------
    ValueError
        ``on`` is no day.

    Examples
    --------
    >>> import attdata as att
    >>> plan = att.progress(att.load())
    >>> set(plan["state"]) <= set(PROGRESS_STATES)
    True
    """
    day, evidence = resolve_day(data, on), Evidence(data)
    indicators = data.indicators.to_dict("records")
    rows = [without_warning(_row, evidence, indicator, day) for indicator in indicators]
    frame = pd.DataFrame(rows, columns=[*_TOLD, *_COMPUTED])
    for column in ("baseline_date", "target_date"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[ns]")
    for column in _NUMBERS:
        frame[column] = frame[column].astype("float64")
    for column in ("n_records", "n_undated"):
        frame[column] = frame[column].astype("float64").astype("Int64")
    frame["state"] = frame["state"].astype(pd.CategoricalDtype(list(PROGRESS_STATES), ordered=True))
    since = frame.loc[~frame["measure"].isin(["", *ON_A_DAY]), "indicator"]
    frame = describe(
        frame, data, day, treaty="att", basis="deposited", universe="att",
        counted_since=sorted(set(since)),
        cycles={row["indicator"]: row["cycles"] for row in rows if any(row["cycles"])},
    )  # fmt: skip
    plan = data.sources.loc[data.sources["file"].str.startswith("plan/"), "source"]
    used = [data.activities["source"], data.vtf_projects["source"], plan]
    return add_sources(frame, data, pd.concat(used))


_TOLD = ("indicator", "item", "counted", "measure", "scheme", "group", "unit", "kind", "owner")
_CLAIMED = ("baseline", "n_baseline", "of_baseline", "now", "n_now", "of_now", "change")
_NUMBERS = (*_CLAIMED, "change_membership", "target", "needed_per_year")
_COMPUTED = (
    "baseline_date",
    *_NUMBERS[:-1],
    "target_date",
    "due",
    "needed_per_year",
    "n_records",
    "n_undated",
    "state",
    "note",
)


@dataclass(frozen=True)
class _Course:
    """What an indicator has been on the days that matter, and what is to be said of it."""

    baseline: Claim = NO_CLAIM
    now: Claim = NO_CLAIM
    at_due: Claim = NO_CLAIM
    membership: float = 0.0
    note: str = ""


def _row(evidence: Evidence, indicator: Mapping[Any, Any], day: pd.Timestamp) -> dict[str, Any]:
    """Return one row of ``progress``."""
    scope = Scope(indicator["scope_scheme"], indicator["scope_group"])
    course = _entered(evidence, indicator, scope, day, _computed(evidence, indicator, scope, day))
    in_percent = indicator["unit"].startswith("%")
    if not math.isnan(indicator["baseline"]):
        set_by_hand = Claim(_as_share(indicator["baseline"], in_percent))
        note = _joined(course.note, "baseline as set in the workbook")
        course = replace(course, baseline=set_by_hand, membership=0.0, note=note)
    target = _as_share(indicator["target"], in_percent)
    state, why = _state(course, target, indicator, day)
    now = replace(course.now, value=math.nan, n=math.nan) if state == _THIN else course.now
    copied = {name: indicator[name] for name in _TOLD if name in indicator}
    return (
        copied
        | {"scheme": "world" if scope.is_world else scope.scheme}
        | {"group": WORLD if scope.is_world else scope.group}
        | {"baseline_date": indicator["baseline_date"], "target_date": indicator["target_date"]}
        | {"due": indicator.get("due", ""), "target": target}
        | {"baseline": course.baseline.value, "n_baseline": course.baseline.n}
        | {"of_baseline": course.baseline.of, "now": now.value, "n_now": now.n, "of_now": now.of}
        | {"change": now.value - course.baseline.value, "change_membership": course.membership}
        | {"needed_per_year": _needed(now, target, indicator, day, state), "state": state}
        | {"n_records": now.n_records, "n_undated": now.n_undated}
        | {"note": _joined(course.note, why)}
        | {"cycles": [course.baseline.cycle, now.cycle]}
    )


def _computed(
    evidence: Evidence, indicator: Mapping[Any, Any], scope: Scope, day: pd.Timestamp
) -> _Course:
    """Return what an indicator's measure gives for the baseline day, the target day and now."""
    name, begun, due = (indicator[key] for key in ("measure", "baseline_date", "target_date"))
    if not name:
        return _Course(note="no measure is named, because no data were found")
    if name not in MEASURES:
        choices = ", ".join(MEASURES)
        return _Course(note=f'"{name}" is no measure; choose one of: {choices}')
    if not scope.is_world and not _known(evidence.data, scope):
        return _Course(note=f'"{scope.group}" is no group of the scheme "{scope.scheme}"')
    if pd.isna(begun):
        if name not in ON_A_DAY:
            return _Course(note="no baseline day from which to count")
        at_due = MEASURES[name](evidence, scope, begun, due) if due < day else NO_CLAIM
        now = MEASURES[name](evidence, scope, begun, day)
        return _Course(now=now, at_due=at_due, note=_joined(now.note, "no baseline day"))
    if day < begun:
        return _Course(note="the day is before the baseline")
    baseline = MEASURES[name](evidence, scope, begun, begun)
    same_members = baseline
    if evidence.members(scope, begun) != evidence.members(scope, day):
        same_members = MEASURES[name](evidence.with_members_of(day), scope, begun, begun)
    moved = same_members.value - baseline.value
    now = _told_of_records(evidence, name, begun, day, MEASURES[name](evidence, scope, begun, day))
    at_due = MEASURES[name](evidence, scope, begun, due) if begun <= due < day else NO_CLAIM
    note = _joined(now.note, _members_moved(evidence, scope, begun, day))
    return _Course(baseline, now, at_due, 0.0 if math.isnan(moved) else moved, note)


def _told_of_records(
    evidence: Evidence, name: str, begun: pd.Timestamp, day: pd.Timestamp, claim: Claim
) -> Claim:
    """Return a claim on outreach with the records it rests on."""
    if name not in OF_OUTREACH:
        return claim
    n = evidence.n_records(begun, day)
    return replace(claim, n_records=n, too_few=coverage_of(n) != PARTIAL)


def _members_moved(evidence: Evidence, scope: Scope, begun: pd.Timestamp, day: pd.Timestamp) -> str:
    """Return which States entered or left a group since the baseline."""
    before, after = evidence.members(scope, begun), evidence.members(scope, day)
    entered, left = sorted(after - before), sorted(before - after)
    return _joined(
        f"entered the group: {', '.join(entered)}" if entered else "",
        f"left the group: {', '.join(left)}" if left else "",
    )


def _entered(
    evidence: Evidence,
    indicator: Mapping[Any, Any],
    scope: Scope,
    day: pd.Timestamp,
    course: _Course,
) -> _Course:
    """Return the course with the values that were entered by hand in place of computed ones."""
    rows = evidence.data.indicator_values
    rows = rows[rows["indicator"] == indicator["indicator"]]
    group = WORLD if scope.is_world else scope.group
    rows = rows[rows["scope_group"].isin([group, ""] if scope.is_world else [group])]
    rows = rows.sort_values("date", kind="stable")
    in_percent = indicator["unit"].startswith("%")

    def latest(until: Any) -> Claim | None:
        chosen = rows[rows["date"] <= until] if not pd.isna(until) else rows.head(0)
        if chosen.empty:
            return None
        row = chosen.iloc[-1]
        source = f", {row['source']}" if row["source"] else ""
        note = f"entered by hand for {row['date']:%Y-%m-%d}{source}"
        return Claim(_as_share(float(row["value"]), in_percent), note=note)

    now, begun, due = latest(day), latest(indicator["baseline_date"]), indicator["target_date"]
    if now is None:
        return course
    return _Course(
        baseline=begun or course.baseline,
        now=now,
        at_due=(latest(due) if not pd.isna(due) and due < day else None) or NO_CLAIM,
        note=now.note,
    )


def _known(data: Dataset, scope: Scope) -> bool:
    rows = data.groups
    return bool(((rows["scheme"] == scope.scheme) & (rows["group"] == scope.group)).any())


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _as_share(value: float, in_percent: bool) -> float:
    """Return a number of the workbook as a share where its unit is percent: 70 is 0.7, 1 is 0.01.

    The reader of the workbook asks about a 1, and makes a percentage of a fraction.
    """
    return value / 100 if in_percent else value


_THIN = "too_few_records"


def _state(
    course: _Course, target: float, indicator: Mapping[Any, Any], day: pd.Timestamp
) -> tuple[str, str]:
    """Return how an indicator stands towards its target, and why where that needs a word."""
    now, due = course.now.value, indicator["target_date"]
    if math.isnan(now):
        return "no_data", ""
    if course.now.too_few and not now >= target:
        n = int(course.now.n_records)
        return _THIN, f"records of outreach since the baseline: {n}, too few to say"
    if math.isnan(target):
        return "no_target", ""
    if pd.isna(due):
        why = "the target has no day, so that only its being met can be told"
        return ("met", "") if now >= target else ("no_target", why)
    if day > due:
        return _after_the_day(course, target)
    if now >= target:
        return "met", ""
    if day == due:
        return "behind", ""
    begun, baseline = indicator["baseline_date"], course.baseline.value + course.membership
    if pd.isna(begun) or math.isnan(baseline) or not begun <= day < due:
        return "no_data", "no baseline from which to draw a line to the target"
    passed = (day - begun).days / (due - begun).days
    expected = baseline + (target - baseline) * passed
    return ("on_track", "") if now >= expected else ("behind", "")


def _after_the_day(course: _Course, target: float) -> tuple[str, str]:
    """Return how a target whose day has passed was met."""
    now, at_due = course.now.value, course.at_due.value
    if at_due >= target:
        return "met", "" if now >= target else "met on the day; below the target since"
    if now >= target:
        return ("met", "on which day is not known") if math.isnan(at_due) else ("met_late", "")
    return "missed", ""


def _needed(
    now: Claim, target: float, indicator: Mapping[Any, Any], day: pd.Timestamp, state: str
) -> float:
    """Return what is missing to the target, per year from now to its day."""
    due = indicator["target_date"]
    if state not in ("on_track", "behind") or day >= due:
        return math.nan
    return float((target - now.value) / ((due - day).days / DAYS_PER_YEAR))
