"""Notifications beside the table of a State: confirmed by it, contradicted, or of a later day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from attdata.law.status import consent_actions
from attdata.problems import WARNING, Problem

TABLE_COUNTS = "The table counts; correct the row, or remove it."


def fact_of(row: Any) -> tuple[str, str]:
    """Return what an action makes of a State, so that table and notification can be compared."""
    if row.action in consent_actions():
        return row.iso3, "withdrawn consent" if row.withdrawn else "consent"
    return row.iso3, row.action


def facts_shown(rows: pd.DataFrame, table: str) -> dict[tuple[str, str], list[Any]]:
    """Return what a status table shows of States: each fact with the rows that say it."""
    shown = defaultdict(list)
    for row in rows[(rows["source"] == table) & (rows["iso3"] != "")].itertuples():
        shown[fact_of(row)].append(row)
    return dict(shown)


def confirmed(
    rows: pd.DataFrame, tables: Iterable[str], shown: Mapping[tuple[str, str], list[Any]]
) -> tuple[set[Any], list[Problem]]:
    """Return the notifications that the newest table of a treaty replaces, and what disagrees.

    Parameters
    ----------
    rows
        Rows of ``actions`` of one treaty.
    tables
        Sources of its status tables; the other rows are notifications.
    shown
        What the newest table shows, as from ``facts_shown``.

    Returns
    -------
    set
        The index of the rows of which the table shows the fact. A consent after a withdrawal is
        none of them where the table has only the one before: the State comes back.
    list of Problem
        A warning for each of them whose days the table does not confirm.
    """
    leaving = rows[rows["action"] == "withdrawal"]
    last_day = leaving["date"].fillna(leaving["effective_date"])
    notified = rows[~rows["source"].isin(list(tables)) & (rows["iso3"] != "")]
    replaced, problems = set(), []
    for row in notified.itertuples():
        same = shown.get(fact_of(row), [])
        if not same:
            continue
        left = last_day[(leaving["iso3"] == row.iso3) & (last_day <= row.date)].max()
        returns = row.action in consent_actions() and left == left
        if returns and not any(act.date > left for act in same):
            continue
        replaced.add(row.Index)
        if not any(_agree(row, other) for other in same):
            problems.append(_contradicted(row, same[0]))
    return replaced, problems


def _first(row: Any) -> Any:
    return row.date_earliest if row.date_earliest == row.date_earliest else row.date


def _agree(row: Any, other: Any) -> bool:
    """Tell whether the days of a notification and of a table can be the same."""
    if row.date != row.date or other.date != other.date:
        return True
    return bool(_first(row) <= other.date and _first(other) <= row.date)


def _contradicted(row: Any, other: Any) -> Problem:
    text = f"{row.participant}: {row.action.replace('_', ' ')} {row.date_text.strip()}"
    what = f"is not what {other.source} says at {other.cell}: "
    what += f"{other.action.replace('_', ' ')} {other.date_text.strip()}."
    return Problem(WARNING, row.source, "", row.cell, text, what, TABLE_COUNTS)
