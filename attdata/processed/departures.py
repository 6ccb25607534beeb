"""What brackets and gaps in status tables have in common: acts that speak, and the withdrawal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from attdata.frames import typed
from attdata.law.status import BRACKETS, consent_actions, signature_actions


def tables_by_treaty(
    tables: Iterable[tuple[str, date, str]],
) -> dict[str, list[tuple[date, str]]]:
    """Return treaty -> day and source of each of its status tables, the oldest first.

    Examples
    --------
    >>> tables_by_treaty([("att", date(2026, 2, 3), "b.xlsx"), ("att", date(2024, 8, 1), "a.xlsx")])
    {'att': [(datetime.date(2024, 8, 1), 'a.xlsx'), (datetime.date(2026, 2, 3), 'b.xlsx')]}
    """
    by_treaty: dict[str, list[tuple[date, str]]] = {}
    for treaty, day, source in tables:
        by_treaty.setdefault(treaty, []).append((day, source))
    return {treaty: sorted(dated) for treaty, dated in by_treaty.items()}


def speaking_acts(rows: Iterable[Any], source: str) -> list[Any]:
    """Return the acts that speak for a State in a table: its instruments, else its signature."""
    dated = [row for row in rows if row.source == source and row.date == row.date]
    consents = [row for row in dated if row.action in consent_actions()]
    return consents or [row for row in dated if row.action in signature_actions()]


def has_left_since(rows: Iterable[Any], act: Any) -> bool:
    """Tell whether a withdrawal of the record takes effect on the day of an act, or later."""
    return any(row.action == "withdrawal" and row.effective_date >= act.date for row in rows)


def withdrawal_between(act: Any, first: date, last: date, note: str) -> dict[str, Any]:
    """Return the withdrawal that tables suggest for some day of a range, as a row of ``actions``.

    Parameters
    ----------
    act
        The row that speaks for the State.
    first, last
        The ends of the range.
    note
        How it shows.
    """
    return {
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
        "note": note,
    }


def with_added(actions: pd.DataFrame, added: list[dict[str, Any]]) -> pd.DataFrame:
    """Return the actions with the rows added, last."""
    if not added:
        return actions
    return typed("actions", pd.concat([actions, typed("actions", added)], ignore_index=True))
