"""Participation month by month: what a curve of the Treaty's growth is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from attdata.evidence import with_evidence
from attdata.measures.participation import participation
from attdata.measures.scope import Day, Within, resolve_day, states_within
from attdata.measures.treaties import ranged_consents
from attdata.reference import of_dataset

if TYPE_CHECKING:
    from attdata.frames import Dataset

# A trend has a point at each month's end, and one on its first and last day.
_MONTH_ENDS = "ME"
# The title of its figure looks back over as many years, to the day.
_YEARS_BACK = 3


@of_dataset
def trend(
    data: Dataset,
    on: Day | None = None,
    *,
    by: str = "att_region",
    within: Within | None = None,
) -> pd.DataFrame:
    """Return participation since the Treaty was opened: at months' ends and whenever a State moved.

    Parameters
    ----------
    data
        A Dataset.
    on
        The last day; None for the newest day of the evidence.
    by
        A scheme of the frame ``groups``.
    within
        Only the States of a group or of a list; None for all.

    Returns
    -------
    DataFrame
        As ``participation``, one row per day and group, ``World`` last on each day. The first day
        is that of the opening for signature; the last day, and the same day three years before,
        are among them. Before the opening there is the last day alone. ``attrs["ranged"]`` has the
        States whose consent has no known day: code, first possible day, day that counts.

    Raises
    ------
    ValueError
        A day that is none; an unknown scheme or group.

    Examples
    --------
    >>> import attdata as att
    >>> months = att.trend(att.load(), "2024-08-23")
    >>> int(months[months["group"] == "World"]["n_party"].iloc[-1])
    115
    """
    opened = pd.Timestamp(data.treaties.set_index("treaty")["opened_for_signature"]["att"])
    last = resolve_day(data, on)
    months = pd.date_range(opened, last, freq=_MONTH_ENDS)
    back = last - pd.DateOffset(years=_YEARS_BACK)
    acts = data.actions[data.actions["treaty"] == "att"]
    moved = [*acts["date"].dropna(), *acts["effective_date"].dropna()]
    every = (opened, back, *months, *moved, last)
    days = {day for day in every if opened <= day <= last} or {last}
    frame = participation(data, sorted(days), by=by, within=within)
    chosen = states_within(data, within, last)
    ranged = [
        told for told in ranged_consents(data, "att", last) if chosen is None or told[0] in chosen
    ]
    return with_evidence(frame, frame.attrs, ranged=ranged)
