"""For which States nobody knows yet whether a treaty is in force."""

from __future__ import annotations

from typing import Any

import pandas as pd


def perhaps_in_force(frame: pd.DataFrame, on: Any) -> set[str]:
    """Return the States Parties of which nobody knows whether the treaty is in force for them yet.

    Their consent is not known to the day: had it been given on the first that is possible, the
    treaty would have entered into force for them by the day ``on``; given on the last, it had not.

    Parameters
    ----------
    frame
        What :func:`attdata.status_on` gives: iso3, status and in_force, and in its ``attrs``
        the first possible days of effect.
    on
        The day counted on.

    Returns
    -------
    set of str
        iso3.

    Examples
    --------
    >>> import attdata as att
    >>> perhaps_in_force(att.status_on(att.load(), "2026-07-24"), "2026-07-24")
    {'ECU'}
    """
    day = pd.Timestamp(on)
    party = frame["status"].astype(str) == "state_party"
    later = frame[party & (frame["in_force"] > day)]
    firsts = frame.attrs.get("first_effects", {})
    states = set()
    for iso3, effect in zip(later["iso3"].astype(str), later["in_force"], strict=True):
        first = firsts.get(iso3, {}).get(f"{effect:%Y-%m-%d}")
        if first and pd.Timestamp(first) <= day:
            states.add(iso3)
    return states
