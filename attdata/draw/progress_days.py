"""The days from which indicators of the plan are counted, where they are not the usual one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw.axes import WORLD
from attdata.words import indicator_name, name_of, word


def usual_day(rows: pd.DataFrame) -> pd.Timestamp | None:
    """Return the day of most baselines; None where no baseline has a day."""
    if "baseline_date" not in rows.columns:
        return None
    days = rows.drop_duplicates(["indicator", "baseline_date"])["baseline_date"].dropna()
    return days.mode().iloc[0] if len(days) else None


def has_own_day(row: Mapping[Any, Any], usual: pd.Timestamp | None, since: Collection[str]) -> bool:
    """Return whether a number is counted from another day on than the usual baseline.

    Its mark would stand for what has happened since that. A number of States is of those of its
    day, which its label tells.

    Examples
    --------
    >>> row = {"indicator": "I07", "unit": "projects", "baseline": 0,
    ...        "baseline_date": pd.Timestamp("2017-01-01")}
    >>> has_own_day(row, pd.Timestamp("2024-08-23"), ["I07"])
    True
    """
    day, unit = row.get("baseline_date"), str(row["unit"])
    if row["indicator"] not in since or row["baseline"] or unit == "States" or unit[:1] == "%":
        return False
    return usual is not None and not pd.isna(day) and day != usual


def since_own_day(label: str, day: pd.Timestamp, language: str) -> str:
    """Return a label with the day from which it is counted; the year where it is its first day.

    Examples
    --------
    >>> since_own_day("Projects", pd.Timestamp("2017-01-01"), "en")
    'Projects, since 2017'
    >>> since_own_day("Projects", pd.Timestamp("2017-03-01"), "en")
    'Projects, since 1 March 2017'
    """
    if (day.month, day.day) == (1, 1):
        return word("progress.since_year", language, label=label, year=str(day.year))
    return word("progress.since_day", language, label=label, day=day.date())


def baselines(drawn: pd.DataFrame, language: str) -> tuple[str, list[str]]:
    """Say the day of most baselines, and in a list the days of indicators that have another."""
    usual = usual_day(drawn)
    if usual is None:
        return "", []
    days = drawn.dropna(subset=["baseline_date"]).drop_duplicates(["indicator", "baseline_date"])
    others = []
    for row in chart_parts.rows_of(days[days["baseline_date"] != usual]):
        label = indicator_name(row.indicator, str(row.counted), language)
        others.append(word("count.label", language, label=label, n=row.baseline_date.date()))
    day = word("count.label", language, label=word("progress.baseline_day", language),
               n=usual.date())  # fmt: skip
    told = word("list.semicolon", language).join(others)
    return day, [word("progress.others", language, days=told)] if others else []


def in_group(label: str, row: Mapping[Any, Any], language: str) -> str:
    """Return a label with the group of its row, where that is not the world."""
    if not row["group"] or row["group"] == WORLD:
        return label
    group = name_of("group", row["group"], language)
    return word("label.in_group", language, label=label, group=group)


def undated(rows: pd.DataFrame, language: str) -> str:
    """Say of how many activities and projects no day is known: no count has them."""
    listed = []
    for row in rows.to_dict("records"):
        number = row.get("n_undated")
        if not pd.isna(number) and number:
            label = indicator_name(row["indicator"], str(row["counted"]), language)
            label = in_group(label, row, language)
            listed.append(word("count.label", language, label=label, n=int(number)))
    between = word("list.semicolon", language)
    return word("note.progress_undated", language, rows=between.join(listed)) if listed else ""
