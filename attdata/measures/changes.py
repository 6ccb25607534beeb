"""What States did between two days, and what may have happened but counts only later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from attdata.evidence import describe
from attdata.law.status import of_record, on_day
from attdata.measures.scope import (
    STATUS_TYPE,
    Day,
    Within,
    as_day,
    narrowed,
    resolve_day,
    status_spans,
)
from attdata.problems import ArgumentError
from attdata.reference import of_dataset

if TYPE_CHECKING:
    from attdata.frames import Dataset

# Before the first treaty of the frame was adopted (1980).
_BEGINNING = pd.Timestamp("1900-01-01")


@of_dataset
def changes(
    data: Dataset,
    since: Day | None,
    until: Day | None = None,
    *,
    treaty: str = "att",
    within: Within | None = None,
) -> pd.DataFrame:
    """Return what States did after one day and up to another, and what they became.

    Parameters
    ----------
    data
        A Dataset.
    since
        The last day before the period, such as the close of a conference; None for the beginning.
    until
        The last day of the period; None for the newest day of the evidence.
    treaty
        Key of the treaty.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per action of a State in the period, in order of days: iso3, name_en, att_region,
        date, date_earliest, date_precision, action, in_force (effective day), before and after
        (status on the day before the action and on its own, basis deposited). A withdrawal stands
        at the day it takes effect; an action known only as a range at the last possible day, from
        which ``in_force`` follows; acts of one day share what is before and after them. Provisional
        applications, which change no status, are left out.

    Raises
    ------
    ValueError
        A day that is none, or ``until`` before ``since``.

    Examples
    --------
    >>> import attdata as att
    >>> list(att.changes(att.load(), "2024-08-23", "2025-08-25")["name_en"])
    ['Colombia']
    """
    if within is not None:
        return narrowed(changes, data, within, until, since, until, treaty=treaty)
    last = resolve_day(data, until, treaty)
    first = min(_BEGINNING, last) if since is None else as_day(since)
    if last < first:
        raise ArgumentError(f"until ({last:%Y-%m-%d}) is before since ({first:%Y-%m-%d}).")
    rows = of_record(data.actions)
    rows = rows[(rows["treaty"] == treaty) & (rows["action"] != "provisional_application")]
    rows = _at_effect(rows)
    leaving = rows["action"] == "withdrawal"
    rows = rows[(rows["date"] > first) & (rows["date"] <= last)]
    # Of a withdrawal known only as a range, the State was what it was before the range.
    first_possible = rows["date_earliest"].where(leaving & rows["date_earliest"].notna())
    day_before = first_possible.fillna(rows["date"]) - pd.Timedelta(days=1)
    frame = rows.assign(
        in_force=rows["effective_date"],
        action=rows["action"].astype(str),
        before=_statuses(data, treaty, rows["iso3"], day_before),
        after=_statuses(data, treaty, rows["iso3"], rows["date"]),
    ).merge(data.states[["iso3", "name_en", "att_region"]], on="iso3")
    frame = frame.sort_values(["date", "iso3", "action"], ignore_index=True)
    who, when = ["iso3", "name_en", "att_region"], ["date", "date_earliest", "date_precision"]
    frame = frame[[*who, *when, "action", "in_force", "before", "after"]]
    return describe(frame, data, last, treaty=treaty, basis="deposited", universe="all")


def _at_effect(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the actions, a withdrawal at the day, or between the days, on which it takes effect.

    The rule shifts both ends of a range by the same time; a printed day of effect is exact.
    """
    leaving = rows["action"] == "withdrawal"
    exact = ~leaving | (rows["effective_basis"].astype(str) == "printed")
    width = (
        (rows["date"] - rows["date_earliest"]).fillna(pd.Timedelta(0)).mask(exact, pd.Timedelta(0))
    )
    ranged = leaving & (width > pd.Timedelta(0))
    precision = rows["date_precision"].astype(str).mask(leaving, "day").mask(ranged, "range")
    return rows.assign(
        date=rows["date"].where(~leaving, rows["effective_date"]),
        date_earliest=rows["date_earliest"].where(~leaving, rows["effective_date"] - width),
        date_precision=precision,
    )


def undecided(
    data: Dataset, since: Day, until: Day | None = None, *, treaty: str = "att"
) -> pd.DataFrame:
    """Return the actions that may have happened in a period, but count only after it.

    Parameters
    ----------
    data, since, until, treaty
        As in :func:`changes`.

    Returns
    -------
    DataFrame
        One row per action of which only a month, a year or a range is known that begins in the
        period or before it and ends after it: iso3, name_en, action, date_earliest, date (the day
        that counts).

    Examples
    --------
    >>> import attdata as att
    >>> undecided(att.load(), "2026-02-10", "2026-05-01")["name_en"].tolist()
    ['Ecuador']
    """
    last = resolve_day(data, until, treaty)
    first = min(_BEGINNING, last) if since is None else as_day(since)
    rows = of_record(data.actions)
    rows = rows[(rows["treaty"] == treaty) & (rows["action"] != "provisional_application")]
    rows = rows[rows["date_earliest"] < rows["date"]]
    rows = rows[(rows["date"] > max(first, last)) & (rows["date_earliest"] <= last)]
    rows = rows.merge(data.states[["iso3", "name_en"]], on="iso3").sort_values("name_en")
    columns = ["iso3", "name_en", "action", "date_earliest", "date"]
    return rows[columns].reset_index(drop=True)


def _statuses(data: Dataset, treaty: str, states: pd.Series, days: pd.Series) -> pd.Series:
    """Return the status of each State on its day, on basis deposited."""
    spans = status_spans(data, treaty, "deposited", "all")[["iso3", "start", "end", "status"]]
    asked = pd.DataFrame({"iso3": states, "day": days, "place": states.index})
    matching = asked.merge(spans, on="iso3")
    matching = matching[on_day(matching, matching["day"])]
    return matching.set_index("place")["status"].reindex(states.index).astype(STATUS_TYPE)
