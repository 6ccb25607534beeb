"""The conference a report is for, and the period it covers: since the one before it closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from attdata.measures.cycles import later_conference
from attdata.measures.scope import Day, resolve_day
from attdata.problems import ArgumentError

if TYPE_CHECKING:
    from attdata.frames import Dataset


@dataclass(frozen=True)
class Cycle:
    """The conference reported to and the period: after ``since``, up to and including ``on``.

    ``previous`` is the conference at whose close the period begins, "" where it begins on another
    day: the opening for signature, for the first one, or a day that was asked for.
    """

    conference: str
    opening: dt.date | None
    previous: str
    since: dt.date
    on: dt.date


def cycle_of(
    data: Dataset,
    conference: str | None = None,
    on: Day | None = None,
    *,
    since: Day | None = None,
) -> Cycle:
    """Return the conference that a report is for, and the period since the one before it.

    Parameters
    ----------
    data
        A Dataset.
    conference
        Such as CSP12; None for the first conference that closes on or after the day.
    on
        The last day of the period. None: the day on which the conference opens, or the newest day
        of the evidence where that is earlier; without a conference too, the newest day.
    since
        The day after which the period begins, such as that of the last report; None for the close
        of the previous conference.

    Returns
    -------
    Cycle
        The period begins the day after the previous conference closed.

    Raises
    ------
    ValueError
        An unknown conference, or a day that lies before its period.

    Examples
    --------
    >>> import attdata as att
    >>> cycle_of(att.load(), "CSP11").on
    datetime.date(2025, 8, 25)
    """
    ordered = data.conferences.sort_values("start", ignore_index=True)
    names = list(ordered["conference"])
    following = later_conference(names[-1], 1) if names else "CSP1"
    if conference is None:
        day = resolve_day(data, on)
        ahead = ordered[ordered["end"] >= day]
        conference = ahead["conference"].iloc[0] if len(ahead) else following
    if conference not in (*names, following):
        choices = ", ".join([*names, following])
        raise ArgumentError(f'"{conference}" is no conference; choose one of: {choices}.')
    place = names.index(conference) if conference in names else len(names)
    opening = ordered["start"].iloc[place] if place < len(names) else None
    opened = data.treaties.set_index("treaty")["opened_for_signature"]["att"]
    closed = ordered["end"].iloc[place - 1] if place else opened - pd.Timedelta(days=1)
    begin = closed if since is None else resolve_day(data, since)
    last = resolve_day(data, on)
    if on is None and opening is not None:
        last = min(last, opening)
    if last <= begin:
        raise ArgumentError(
            f"{last:%Y-%m-%d} lies before the period of {conference}, which begins after "
            f"{begin:%Y-%m-%d}; give another day or conference."
        )
    return Cycle(
        conference,
        opening.date() if opening is not None else None,
        names[place - 1] if place and begin == closed else "",
        begin.date(),
        last.date(),
    )
