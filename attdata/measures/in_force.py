"""For which States nobody knows yet whether a treaty is in force."""

from __future__ import annotations

from typing import Any

import pandas as pd

from attdata.evidence import precision_of


def perhaps_in_force(frame: pd.DataFrame, on: Any) -> set[str]:
    """Return the States Parties of which nobody knows whether the treaty is in force for them yet.

    Their consent is only known to lie between two days: had it been given on the first, the treaty
    would have entered into force for them by the day ``on``; given on the last, it had not.

    Parameters
    ----------
    frame
        What :func:`attdata.status_on` gives: iso3, status, consented and in_force, and in its
        ``attrs`` how precisely days are known.
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
    states = set()
    rows = zip(later["iso3"], later["consented"], later["in_force"], strict=True)
    for iso3, consented, effect in rows:
        precision, first = precision_of(frame.attrs, str(iso3), consented)
        # The same number of days lies between consent and effect, whatever the day (Article 22).
        if precision == "range" and first and pd.Timestamp(first) + (effect - consented) <= day:
            states.add(str(iso3))
    return states
