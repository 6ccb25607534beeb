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

from attdata.frames import typed
from attdata.law.status import BRACKETS, consent_actions, signature_actions
from attdata.problems import ERROR, WARNING, Problem

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
    by_treaty: dict[str, list[tuple[date, str]]] = {}
    for treaty, day, source in tables:
        by_treaty.setdefault(treaty, []).append((day, source))
    for treaty, dated in sorted(by_treaty.items()):
        ordered = sorted(dated)
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
    if not added:
        return actions, []
    all_actions = pd.concat([actions, typed("actions", added)], ignore_index=True)
    return typed("actions", all_actions), problems


def _unexplained(rows: list[Any], state: Vanished, table_sources: set[str]) -> Any | None:
    """Return the act that speaks for a vanished State, if neither brackets nor a notice explain it.

    Its last instrument where it has one, its signature otherwise.
    """
    dated = [row for row in rows if row.source == state.last_with[1] and row.date == row.date]
    consents = [row for row in dated if row.action in consent_actions()]
    signatures = [row for row in dated if row.action in signature_actions()]
    act = max(consents or signatures, key=lambda row: row.date, default=None)
    if act is None or act.withdrawn:
        return None
    left = [row for row in rows if row.action == "withdrawal"]
    if any(row.effective_date >= act.date for row in left):
        return None
    # A notification of its consent still counts, and is told.
    notified = [row for row in rows if row.action in consent_actions()]
    return None if any(row.source not in table_sources for row in notified) else act


def _withdrawal(act: Any, state: Vanished) -> tuple[dict[str, Any], Problem]:
    """Return the withdrawal that the newer table suggests, as a row of ``actions``; its warning."""
    (seen, older), (last, newer) = state.last_with, state.first_without
    first = min(last, seen + timedelta(days=1))
    row = {
        "source": act.source,
        "cell": act.cell,
        "action": "withdrawal",
        "treaty": act.treaty,
        "iso3": act.iso3,
        "participant": act.participant,
        "date": last,
        "date_earliest": first,
        "date_precision": "range" if first < last else "day",
        "date_text": "",
        "withdrawn": False,
        "effective_date": last,
        "effective_basis": BRACKETS,
        "note": f"gone from {newer} ({last}); in {older} ({seen}) it stands",
    }
    what = f"stands in {older} ({seen}) and is gone, without brackets: status unknown from {first} "
    what += f"to {last}, not joined from then on."
    value = f"{act.participant}: {act.date_text.strip()}"
    return row, Problem(WARNING, newer, "", "", value, what, WAY_OUT)
