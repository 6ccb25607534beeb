"""Where the CSP10 universalization plan stands: every indicator against its baseline and target.

How an indicator is counted is in ``indicators``. A target is met, or due by its day; between
baseline and target a straight line says how much is due already. In every measure more is better.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.evidence import add_sources, describe
from attdata.frames import WORLD
from attdata.measures.indicators import MEASURES, NO_CLAIM, ON_A_DAY, Claim, Evidence, Scope
from attdata.measures.scope import Day, resolve_day, without_warning
from attdata.reference import of_dataset

if TYPE_CHECKING:
    from attdata.frames import Dataset

PROGRESS_STATES = ("met", "on track", "behind", "no target", "no data")
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
    day, evidence = resolve_day(data, on), Evidence(data)
    indicators = data.indicators.to_dict("records")
    rows = [without_warning(_row, evidence, indicator, day) for indicator in indicators]
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


def _row(evidence: Evidence, indicator: Mapping[Any, Any], day: pd.Timestamp) -> dict[str, Any]:
    """Return one row of ``progress``."""
    scope = Scope(indicator["scope_scheme"], indicator["scope_group"])
    begun, in_percent = indicator["baseline_date"], indicator["unit"].startswith("%")
    baseline, now, note = _claims(evidence, indicator, scope, day)
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
    evidence: Evidence, indicator: Mapping[Any, Any], scope: Scope, day: pd.Timestamp
) -> tuple[Claim, Claim, str]:
    """Return an indicator's claims for the baseline day and for now, and what is to be said."""
    name, begun = indicator["measure"], indicator["baseline_date"]
    if not name:
        return NO_CLAIM, NO_CLAIM, "no measure is named, because no data were found"
    if name not in MEASURES:
        known = ", ".join(MEASURES)
        return NO_CLAIM, NO_CLAIM, f'"{name}" is no measure; choose one of: {known}'
    if not scope.is_world and not _known(evidence.data, scope):
        return NO_CLAIM, NO_CLAIM, f'"{scope.group}" is no group of the scheme "{scope.scheme}"'
    if pd.isna(begun):
        if name not in ON_A_DAY:
            return NO_CLAIM, NO_CLAIM, "no baseline day from which to count"
        now = MEASURES[name](evidence, scope, begun, day)
        return NO_CLAIM, now, _joined(now.note, "no baseline day")
    if day < begun:
        return NO_CLAIM, NO_CLAIM, "the day is before the baseline"
    baseline = MEASURES[name](evidence, scope, begun, begun)
    now = MEASURES[name](evidence, scope, begun, day)
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
