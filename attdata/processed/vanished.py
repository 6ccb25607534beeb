"""States that an older status table shows and the newest does not, not even in brackets.

The depositary keeps a State that has left, in brackets. One that is gone without them may have left
all the same, or the older table was mistaken, or half of the page is missing: it is always told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from attdata.law.status import BRACKETS, consent_actions
from attdata.problems import ERROR, WARNING, Problem
from attdata.processed.departures import (
    has_left_since,
    speaking_acts,
    tables_by_treaty,
    with_added,
    withdrawal_between,
)

# Chosen: more than this at once is more likely half a page than as many withdrawals.
MOST_AT_ONCE = 10
HALF_A_PAGE = "Save the whole page again. If all of them have left, add their withdrawals to "
HALF_A_PAGE += "notifications.xlsx."
WAY_OUT = "Look at the page. If it has left, add its withdrawal to notifications.xlsx, with the "
WAY_OUT += "day of notification or of effect; if the older table was mistaken, take that file out."


@dataclass(frozen=True)
class Vanished:
    """A State with the last table that shows it and the first that does not, as (day, source)."""

    treaty: str
    iso3: str
    last_with: tuple[date, str]
    first_without: tuple[date, str]


def vanished_states(
    actions: pd.DataFrame, tables: Iterable[tuple[str, date, str]]
) -> Iterator[Vanished]:
    """Yield the States of older tables that the newest table of their treaty does not show.

    Parameters
    ----------
    actions
        Frame ``actions`` of all membership sources.
    tables
        Of each status table its treaty, the day it shows and its source.
    """
    for treaty, ordered in sorted(tables_by_treaty(tables).items()):
        rows = actions[(actions["treaty"] == treaty) & (actions["iso3"] != "")]
        rows = rows[rows["effective_basis"] != BRACKETS]
        states_of = {
            source: set(rows.loc[rows["source"] == source, "iso3"]) for _, source in ordered
        }
        gone = set[str]().union(*states_of.values()) - states_of[ordered[-1][1]]
        for iso3 in sorted(gone):
            place = max(n for n, (_, source) in enumerate(ordered) if iso3 in states_of[source])
            yield Vanished(treaty, iso3, ordered[place], ordered[place + 1])


def withdrawals_of_vanished(
    actions: pd.DataFrame, tables: Iterable[tuple[str, date, str]]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the actions with a withdrawal for each State that is gone and nobody has explained.

    The rule is that of brackets: it counts up to the day of the last table that shows it; its
    status is unknown from then to the day of the first that does not; from that day on it has not
    joined.

    Parameters
    ----------
    actions
        Frame ``actions`` with effective dates.
    tables
        Of each status table its treaty, the day it shows and its source.

    Returns
    -------
    DataFrame
        As ``actions``, with the added rows last.
    list of Problem
        A warning for each of them; an error where many are gone at once.
    """
    tables = list(tables)
    table_sources = {source for _, _, source in tables}
    added, problems = [], []
    counts: dict[tuple[str, str], list[str]] = {}
    for state in vanished_states(actions, tables):
        rows = actions[(actions["treaty"] == state.treaty) & (actions["iso3"] == state.iso3)]
        act = _unexplained(list(rows.itertuples()), state, table_sources)
        if act is None:
            continue
        row, problem = _withdrawal(act, state)
        added.append(row)
        problems.append(problem)
        counts.setdefault((state.first_without[1], state.last_with[1]), []).append(act.participant)
    for (newer, older), names in counts.items():
        if len(names) > MOST_AT_ONCE:
            what = f"does not show {len(names)} States that stand in {older}."
            listed = f"{', '.join(names[:3])} and {len(names) - 3} more"
            problems.insert(0, Problem(ERROR, newer, "", "", listed, what, HALF_A_PAGE))
    return with_added(actions, added), problems


def _unexplained(rows: list[Any], state: Vanished, table_sources: set[str]) -> Any | None:
    """Return the act that speaks for a vanished State, if neither brackets nor a notice explain it.

    Its last instrument where it has one, its signature otherwise.
    """
    speaking = speaking_acts(rows, state.last_with[1])
    act = max(speaking, key=lambda row: row.date, default=None)
    if act is None or act.withdrawn or has_left_since(rows, act):
        return None
    # A notification of its consent still counts, and is told.
    notified = [row for row in rows if row.action in consent_actions()]
    return None if any(row.source not in table_sources for row in notified) else act


def _withdrawal(act: Any, state: Vanished) -> tuple[dict[str, Any], Problem]:
    """Return the withdrawal that the newer table suggests, as a row of ``actions``; its warning."""
    (seen, older), (last, newer) = state.last_with, state.first_without
    first = min(last, seen + timedelta(days=1))
    note = f"gone from {newer} ({last}); in {older} ({seen}) it stands"
    row = withdrawal_between(act, first, last, note)
    what = f"stands in {older} ({seen}) and is gone, without brackets: status unknown from {first} "
    what += f"to {last}, not joined from then on."
    value = f"{act.participant}: {act.date_text.strip()}"
    return row, Problem(WARNING, newer, "", "", value, what, WAY_OUT)
