"""The state of record where there are several status tables of one treaty, and notifications.

The newest table by STATUS AS AT counts. The depositary puts the signature and instrument of a State
that has left into brackets and says in a note when; until that day is entered in
``notifications.xlsx``, the tables alone give a range.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from attdata.frames import typed
from attdata.law.status import BRACKETS, consent_actions, day_or_none, signature_actions
from attdata.problems import WARNING, Problem
from attdata.processed.confirmed import confirmed, facts_shown
from attdata.processed.departures import (
    has_left_since,
    speaking_acts,
    tables_by_treaty,
    with_added,
    withdrawal_between,
)
from attdata.processed.vanished import vanished_states

ADD_DAY = "Add its withdrawal to notifications.xlsx, with the day of notification or of effect."


def withdrawals_in_brackets(
    actions: pd.DataFrame, tables: Iterable[tuple[str, date, str]]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the actions with a withdrawal for each State in brackets that nobody has explained.

    A State counts up to the day of the last table that shows it without brackets. From then to the
    day of the first table with them its status is unknown; from that day on it has not joined.
    Where no table shows it without brackets, the range begins with its instrument.

    Parameters
    ----------
    actions
        Frame ``actions`` with effective dates.
    tables
        Of each status table its treaty, the day it shows and its source.

    Returns
    -------
    DataFrame
        As ``actions``, with the added rows last: ``date_earliest`` and ``date`` are the ends of the
        range, ``effective_basis`` is ``brackets``.
    list of Problem
        A warning for each of them, with what to add.
    """
    by_treaty = tables_by_treaty(tables)
    added, problems = [], []
    states = actions[actions["iso3"] != ""]
    # Few States are in brackets; looking closer at all of them took a fifth of the build.
    bracket_rows = states[states["withdrawn"]]
    pairs = set(zip(bracket_rows["treaty"], bracket_rows["iso3"], strict=True))
    for (treaty, iso3), rows in states.groupby(["treaty", "iso3"], sort=True):
        if (treaty, iso3) not in pairs:
            continue
        listed = list(rows.itertuples())
        ordered = _up_to_brackets(listed, by_treaty.get(treaty, []))
        bracketed = _unexplained(listed, ordered[-1][1]) if ordered else None
        if bracketed is not None:
            row, problem = _withdrawal(bracketed, listed, ordered)
            added.append(row)
            problems.append(problem)
    return with_added(actions, added), problems


def _up_to_brackets(rows: list[Any], tables: list[tuple[date, str]]) -> list[tuple[date, str]]:
    """Return the tables up to the last that still shows what stood in brackets.

    A State that has left stands in brackets in one table, and may be gone in the next or show
    nothing but its new instrument there: it had left all the same.
    """
    bracketing = {row.source for row in rows if row.withdrawn}
    last = max((n for n, (_, s) in enumerate(tables) if s in bracketing), default=len(tables) - 1)
    if tables and _gone(rows, tables[last][1], tables[-1][1]):
        return tables[: last + 1]
    return tables


def _gone(rows: Iterable[Any], older: str, newest: str) -> list[Any]:
    """Return the acts in brackets of an older table that the newest does not show any more."""
    rows = list(rows)
    newest_rows = [row for row in rows if row.source == newest]
    return [
        row
        for row in rows
        if row.source == older != newest
        and row.withdrawn
        and not any(
            other.iso3 == row.iso3 and other.date == row.date and _alike(other, row)
            for other in newest_rows
        )
    ]


def _unexplained(rows: list[Any], newest: str) -> Any | None:
    """Return a State's act in brackets in the newest table, if no withdrawal explains it."""
    for row in sorted(speaking_acts(rows, newest), key=lambda row: row.date):
        if row.withdrawn and not has_left_since(rows, row):
            return row
    return None


def _withdrawal(
    bracketed: Any, rows: list[Any], tables: list[tuple[date, str]]
) -> tuple[dict[str, Any], Problem]:
    """Return the withdrawal that brackets show, as a row of ``actions``, and its warning."""
    last_without, first_with = None, tables[-1]
    for table in reversed(tables[:-1]):
        acts = [row for row in rows if row.source == table[1] and _alike(row, bracketed)]
        if not acts or not all(row.withdrawn for row in acts):
            last_without = table if acts else None
            break
        first_with = table
    deposited = bracketed.date.date()
    first = max(deposited, last_without[0] + timedelta(days=1)) if last_without else deposited
    # A State that has come back had left before it did.
    again = [
        row.date.date()
        for row in rows
        if row.action in consent_actions() and not row.withdrawn and row.date > bracketed.date
    ]
    last = max(first, min([first_with[0], *again]))
    seen = f"in {last_without[1]} ({last_without[0]}) it is not" if last_without else ""
    note = f"in brackets in {first_with[1]} ({first_with[0]})" + (f"; {seen}" if seen else "")
    row = withdrawal_between(bracketed, first, last, note)
    value = f"{bracketed.participant}: {bracketed.date_text.strip()}"
    what = f"is in brackets, and the day of withdrawal is not known: status unknown from {first} "
    what += f"to {last}, not joined from then on ({note})."
    where = bracketed.source, "", bracketed.cell
    return row, Problem(WARNING, *where, value, what, ADD_DAY)


def _alike(row: Any, other: Any) -> bool:
    """Tell two acts of one State and one kind: instruments, or signatures."""
    kinds = consent_actions() if other.action in consent_actions() else signature_actions()
    return row.action in kinds


def mark_state_of_record(
    actions: pd.DataFrame, tables: Iterable[tuple[str, date, str]]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the actions with those marked that a newer status table has replaced.

    Of two status tables of one treaty the newest by STATUS AS AT is the state of record. A
    notification that it confirms is replaced by it, with a warning where their days differ; one
    of a later day by which a State comes back counts. What changed between a table and the next
    is reported, a notified fact that is gone in the newer table as well.

    Parameters
    ----------
    actions
        Frame ``actions`` of all membership sources.
    tables
        Of each status table its treaty, the day it shows and its source.

    Returns
    -------
    DataFrame
        As ``actions``; ``superseded_by`` of a replaced action names the newest table.
    list of Problem
        Warnings: changes from table to table.
    """
    by_treaty = tables_by_treaty(tables)
    marked, problems = [], []
    for treaty, rows in actions.groupby("treaty", sort=True):
        ordered = by_treaty.get(str(treaty), [])
        if not ordered:
            marked.append(rows)
            continue
        newest_day, newest = ordered[-1]
        # What was worked out from brackets and gaps has been told.
        bracketed = set(rows.loc[rows["effective_basis"] == BRACKETS, "iso3"])
        untold = rows[~rows["iso3"].isin(bracketed)]
        for (_, before), (_, after) in zip(ordered, ordered[1:], strict=False):
            problems += _changed(untold, before, after)
        shown = facts_shown(rows, newest)
        sources = [source for _, source in ordered]
        confirmed_rows, contradicted = confirmed(rows, sources, shown)
        problems += contradicted
        older = {source for _, source in ordered[:-1]}
        left = _left_in_brackets(rows, sources)
        left |= set(rows.index[rows["effective_basis"] == BRACKETS])  # no table's own rows
        for gone in vanished_states(rows, [(str(treaty), *table) for table in ordered]):
            shown_last = (rows["iso3"] == gone.iso3) & (rows["source"] == gone.last_with[1])
            left |= set(rows.index[shown_last])
        replaced = [
            (row.source in older and row.Index not in left) or row.Index in confirmed_rows
            for row in rows.itertuples()
        ]
        notified = ~rows["source"].isin(sources)
        lost = (~pd.Series(replaced, index=rows.index, dtype=bool)) & notified
        problems += _lost(rows[lost], newest, newest_day)
        problems += _still_shown(rows, shown, newest, newest_day)
        marked.append(rows.assign(superseded_by=[newest if r else "" for r in replaced]))
    return typed("actions", pd.concat(marked) if marked else actions), problems


def _left_in_brackets(rows: pd.DataFrame, tables: list[str]) -> set[Any]:
    """Return the index of acts in brackets that are gone in the newest table: they still count.

    Each counts once, from the last table that shows it.
    """
    left: dict[tuple[Any, ...], Any] = {}
    bracketed = rows[rows["withdrawn"] & (rows["iso3"] != "")]
    states = rows[rows["iso3"].isin(bracketed["iso3"])]
    for older in tables[:-1]:
        for row in _gone(states.itertuples(), older, tables[-1]):
            left[row.iso3, row.action, row.date] = row.Index
    return set(left.values())


def _changed(rows: pd.DataFrame, before: str, after: str) -> list[Problem]:
    """Return a warning for every action in which two status tables of one treaty differ."""

    def facts(source: str) -> dict[tuple[Any, ...], Any]:
        used = rows[rows["source"] == source].itertuples()
        return {(r.iso3 or r.participant, r.action, r.date, r.withdrawn): r for r in used}

    old, new = facts(before), facts(after)
    problems = []
    for key in sorted(old.keys() ^ new.keys(), key=str):
        row, verb = (new[key], "is new") if key in new else (old[key], "is no longer there")
        text = f"{row.participant}: {row.action.replace('_', ' ')} {row.date_text.strip()}"
        where = f"{verb} against {before}." if key in new else f"{verb} in {after}."
        hint = "The newer table is the state of record; check that the change is real."
        problems.append(Problem(WARNING, row.source, "", row.cell, text, where, hint))
    return problems


def _lost(notified: pd.DataFrame, newest: str, day: date) -> list[Problem]:
    """Return a warning for each notified consent before a table's day that the table lacks."""
    problems = []
    for row in notified.itertuples():
        counts = row.action in consent_actions() and row.iso3
        if counts and row.date == row.date and row.date.date() <= day:
            text = f"{row.participant}: {row.action}"
            what = f"is not in {newest}, which shows a later day."
            hint = "The notification still counts; remove its row if it was wrong."
            problems.append(Problem(WARNING, row.source, "", row.cell, text, what, hint))
    return problems


def _still_shown(
    rows: pd.DataFrame, shown: Collection[tuple[str, str]], newest: str, day: date
) -> list[Problem]:
    """Return a warning for each notified withdrawal that a table of a later day does not show."""
    problems = []
    for row in rows[rows["action"] == "withdrawal"].itertuples():
        left = day_or_none(row.effective_date)
        if row.source != newest and left and left <= day and (row.iso3, "consent") in shown:
            text = f"{row.participant}: withdrawal, in effect on {left}"
            what = f"is not in {newest}, which shows a later day and the consent without brackets."
            hint = "The notification counts; remove its row if the State has stayed."
            problems.append(Problem(WARNING, row.source, "", row.cell, text, what, hint))
    return problems
