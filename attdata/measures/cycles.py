"""How fast States join: by conference cycle, by year, and what past cycles would give.

A cycle of the Conference of States Parties runs from the day after the close of one conference to
the close of the next; the first runs from the opening for signature. Whatever is said about later
conferences is arithmetic on past cycles, no forecast.
"""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.evidence import describe
from attdata.law.status import of_record, on_day, signature_actions
from attdata.measures.scope import (
    Day,
    Within,
    narrowed,
    resolve_day,
    status_spans,
    universe_states,
    without_warning,
)
from attdata.problems import ArgumentError
from attdata.reference import of_dataset

if TYPE_CHECKING:
    from attdata.frames import Dataset

ARITHMETIC = (
    "What a past cycle would give if it came again is arithmetic, no forecast. The cycle to the "
    "first conference counts from the opening for signature and is not repeated; a cycle that has "
    "not ended stands as it is."
)


@of_dataset
def cycles(data: Dataset, on: Day | None = None, *, within: Within | None = None) -> pd.DataFrame:
    """Return what changed in each cycle of the Conference of States Parties.

    Parameters
    ----------
    data
        A Dataset.
    on
        The day to which cycles are counted; None for the newest day of the evidence, beyond which
        none is counted.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per cycle that has begun, in order: conference (at whose close it ends), start (day
        after the close of the conference before; for the first, the opening for signature), end
        (close; missing where no conference is known yet), days (counted: to ``end`` or ``on``),
        n_signed (States that signed), n_new (States that became party, by deposit), n_left (that
        ceased to be), n_party, n_signatory (States at the end or on ``on``), joined (iso3 of the
        new parties, in order of days), complete (whether the cycle had ended by ``on``).

    Examples
    --------
    >>> import attdata as att
    >>> frame = cycles(att.load()).set_index("conference")
    >>> int(frame["n_party"]["CSP10"]), frame["joined"]["CSP11"], bool(frame["complete"]["CSP12"])
    (115, 'COL', False)
    """
    if within is not None:
        return narrowed(cycles, data, within, on, on)
    day = resolve_day(data, on)
    reached = _reached(data, day)
    counted = _Counted(data)
    rows = []
    for conference, start, end in _spans(data, reached):
        complete = not pd.isna(end) and end <= reached
        last = end if complete else reached
        rows.append(
            {"conference": conference, "start": start, "end": end, "days": (last - start).days + 1}
            | counted.between(start, last)
            | {"complete": complete}
        )
    frame = pd.DataFrame(rows, columns=[*_CYCLE, "complete"])
    for column in ("start", "end"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[ns]")
    return describe(frame, data, day, treaty="att", basis="deposited", universe="att")


_CHANGES = ("n_signed", "n_new", "n_left", "n_party", "n_signatory", "joined")
_CYCLE = ("conference", "start", "end", "days", *_CHANGES)


def _spans(data: Dataset, day: pd.Timestamp) -> list[tuple[str, Any, Any]]:
    """Return conference, first and last day of the cycles that had begun by a day."""
    treaty = data.treaties.set_index("treaty").loc["att"]
    start = treaty["opened_for_signature"]
    spans: list[tuple[str, Any, Any]] = []
    met = data.conferences.sort_values("end")
    for conference, end in zip(met["conference"], met["end"], strict=True):
        spans.append((conference, start, end))
        start = end + pd.Timedelta(days=1)
    last = spans[-1][0] if spans else "CSP0"
    spans.append((later_conference(last, 1), start, pd.NaT))
    return [span for span in spans if span[1] <= day]


def later_conference(conference: str, cycles_later: int) -> str:
    """Return the name of a conference so many cycles after another.

    Examples
    --------
    >>> later_conference("CSP12", 1)
    'CSP13'
    """
    match = re.fullmatch(r"(.*?)(\d+)", conference)
    if not match:
        return f"{conference} + {cycles_later}"
    return f"{match[1]}{int(match[2]) + cycles_later}"


class _Counted:
    """Days on which States signed, became party and ceased to be, ready to be counted."""

    def __init__(self, data: Dataset) -> None:
        spans = status_spans(data, "att", "deposited", "att")
        status = spans["status"].astype(str)
        self.party = spans[status == "state_party"].sort_values(["start", "iso3"])
        self.signatory = spans[status == "signatory"]
        actions = of_record(data.actions)
        signed = (actions["treaty"] == "att") & actions["action"].isin(signature_actions())
        signed &= actions["iso3"].isin(universe_states(data, "att"))
        self.signed = actions[signed].sort_values("date").drop_duplicates("iso3")["date"]

    def between(self, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, Any]:
        """Return the changes from one day to another, both included, and where they led."""
        new = self.party[self.party["start"].between(first, last)]
        return {
            "n_signed": int(self.signed.between(first, last).sum()),
            "n_new": len(new),
            "n_left": int(self.party["end"].between(first, last).sum()),
            "n_party": _standing(self.party, last),
            "n_signatory": _standing(self.signatory, last),
            "joined": "; ".join(new["iso3"]),
        }


def _standing(spans: pd.DataFrame, day: pd.Timestamp) -> int:
    """Return in how many intervals a day lies."""
    return int(on_day(spans, day).sum())


def _reached(data: Dataset, day: pd.Timestamp) -> pd.Timestamp:
    """Return the day, or the end of the evidence: of a later day nobody knows what it brought."""
    ends = data.evidence_ends("att")
    return ends if day > ends else day


@of_dataset
def parties_per_year(
    data: Dataset, on: Day | None = None, *, within: Within | None = None
) -> pd.DataFrame:
    """Return how many States became party in each calendar year.

    Parameters
    ----------
    data
        A Dataset.
    on
        The last day; None for the newest day of the evidence, beyond which none is counted.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per year since the opening for signature: year, n_signed, n_new, n_left, n_party,
        n_signatory (States, as in ``cycles``), joined (iso3), complete (whether the year had ended
        by ``on`` and by the end of the evidence).

    Examples
    --------
    >>> import attdata as att
    >>> years = att.parties_per_year(att.load()).set_index("year")
    >>> int(years.loc[2014, "n_new"])
    52
    """
    if within is not None:
        return narrowed(parties_per_year, data, within, on, on)
    day = resolve_day(data, on)
    opened = data.treaties.set_index("treaty")["opened_for_signature"]["att"]
    counted = _Counted(data)
    rows = []
    reached = _reached(data, day)
    for year in range(opened.year, reached.year + 1):
        end = pd.Timestamp(year, 12, 31)
        changed = counted.between(pd.Timestamp(year, 1, 1), min(end, reached))
        rows.append({"year": year} | changed | {"complete": end <= reached})
    frame = pd.DataFrame(rows, columns=["year", *_CHANGES, "complete"])
    return describe(frame, data, day, treaty="att", basis="deposited", universe="att")


@of_dataset
def pace(
    data: Dataset, on: Day | None = None, *, ahead: int = 3, within: Within | None = None
) -> pd.DataFrame:
    """Return new parties per cycle, and what past cycles would give if they came again.

    Arithmetic, no forecast: the slowest, the median and the fastest finished cycle are repeated
    from the parties of today. With an even number of cycles the median is the mean of the two in
    the middle, and so may be half a State. Nobody joins when all States are party. The cycle to
    the first conference began with
    the opening for signature and is not repeated. A running cycle stands as it is; later ones
    follow it. Withdrawals are not foreseen.

    Parameters
    ----------
    data
        A Dataset.
    on
        The day to which cycles are counted; None for the newest day of the evidence.
    ahead
        How many later cycles to work out.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per cycle and kind: conference, start, end (missing where the conference has no
        date yet), days (counted; missing for later cycles), n_new (new States Parties), n_party (at
        the end of the cycle), kind (``observed``: ended; ``running``; then for each later cycle
        ``slowest``, ``median``, ``fastest``), like (the past conference whose cycle is repeated;
        of equal ones the latest; empty where the median lies between two).

    Raises
    ------
    ValueError
        ``ahead`` is negative, or ``on`` is no day.

    Examples
    --------
    >>> import attdata as att
    >>> frame = att.pace(att.load())
    >>> list(frame.loc[frame["kind"] == "median", "conference"])
    ['CSP13', 'CSP14', 'CSP15']
    """
    if within is not None:
        return narrowed(pace, data, within, on, on, ahead=ahead)
    if ahead < 0:
        raise ArgumentError(f"ahead is {ahead}; give the number of later cycles, 0 or more.")
    day = resolve_day(data, on)
    past = without_warning(cycles, data, day)
    kind = past["complete"].map({True: "observed", False: "running"})
    frame = past.assign(kind=kind, like="").drop(columns=["joined", "complete"])
    frame["days"] = frame["days"].astype("Int64")
    frame = frame.astype({"n_new": "float64", "n_party": "float64"})
    later = _later_cycles(data, past, ahead)
    columns = ["conference", "start", "end", "days", "n_new", "n_party", "kind", "like"]
    if later:
        added = pd.DataFrame(later, columns=columns)
        added["days"] = added["days"].astype("Int64")
        for column in ("start", "end"):
            added[column] = pd.to_datetime(added[column]).astype("datetime64[ns]")
        frame = pd.concat([frame[columns], added], ignore_index=True)
    frame = frame[columns]
    return describe(
        frame, data, day, treaty="att", basis="deposited", universe="att", note=ARITHMETIC
    )


def _later_cycles(data: Dataset, past: pd.DataFrame, ahead: int) -> list[dict[str, Any]]:
    """Return the rows of later cycles; none before a second conference has closed."""
    repeated = past[past["complete"]].iloc[1:]
    if repeated.empty:
        return []
    ordered = repeated.sort_values(["n_new", "end"], kind="stable", ignore_index=True)
    numbers = ordered["n_new"].tolist()
    chosen = {"slowest": numbers[0], "median": median(numbers), "fastest": numbers[-1]}
    latest = dict(zip(ordered["n_new"], ordered["conference"], strict=True))
    span_of = {row[0]: row for row in _spans(data, pd.Timestamp.max)}
    base, last = int(past["n_party"].iloc[-1]), past["conference"].iloc[-1]
    left = max(len(universe_states(data, "att")) - base, 0)  # no more States than these can join
    rows = []
    for step in range(1, ahead + 1):
        conference = later_conference(last, step)
        _, start, end = span_of.get(conference, ("", pd.NaT, pd.NaT))
        rows += [
            {"conference": conference, "start": start, "end": end, "days": None}
            | _repeated(n_new, step, base, left)
            | {"kind": kind, "like": latest.get(n_new, "")}
            for kind, n_new in chosen.items()
        ]
    return rows


def _repeated(n_new: float, step: int, base: int, left: int) -> dict[str, float]:
    """Return what a cycle gives the step-th time, as long as there are States left to join."""
    before, after = min((step - 1) * n_new, left), min(step * n_new, left)
    return {"n_new": after - before, "n_party": base + after}
