"""How many States have joined a treaty, and the status of each: plain frames from a Dataset.

Every rate is stored with what it is over, and every frame says of itself
the day, treaty, basis, universe and sources it was computed from, so that a footer can be built
from the frame itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from attdata.evidence import describe
from attdata.frames import NO_GROUP, WORLD
from attdata.law.status import Life, lives, on_day
from attdata.measures.population import add_population
from attdata.measures.scope import (
    STATUS_TYPE,
    Day,
    Within,
    days_of,
    memberships,
    narrowed,
    one_of,
    resolve_day,
    status_spans,
    universe_of,
)
from attdata.reference import of_dataset, once

if TYPE_CHECKING:
    from attdata.frames import Dataset


@of_dataset
def status_on(
    data: Dataset,
    on: Day | None = None,
    *,
    treaty: str = "att",
    basis: str = "deposited",
    universe: str | None = None,
    within: Within | None = None,
) -> pd.DataFrame:
    """Return every State's status towards a treaty on a day.

    Parameters
    ----------
    data
        A Dataset.
    on
        The day; None for the newest day of the evidence.
    treaty, basis
        Which treaty, and whether a State counts from deposit or from entry into force.
    universe
        Over which States; None for the treaty's own (frame ``treaties``).
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per State, in order of iso3: iso3, name_en, att_region, status (ordered category),
        since (first day of this status; NaT: from the beginning), signed, consented (days of
        signature and of the instrument that count on that day; after a withdrawal neither),
        action (kind of instrument), in_force (day of entry into force for the State, may lie
        ahead), leaving (day ahead on which a withdrawal notified by then takes effect).

    Raises
    ------
    ValueError
        A word or a day that is not known.

    Examples
    --------
    >>> import attdata as att
    >>> att.status_on(att.load(), "2024-08-19").set_index("iso3")["status"]["MWI"]
    'state_party'
    """
    if within is not None:
        return narrowed(
            status_on, data, within, on, on, treaty=treaty, basis=basis, universe=universe
        )
    day = resolve_day(data, on, treaty)
    return _status_on(data, day, treaty, basis, universe_of(data, treaty, basis, universe))


@once
def _status_on(
    data: Dataset, day: pd.Timestamp, treaty: str, basis: str, universe: str
) -> pd.DataFrame:
    """Return the status on a day that is known, of which has been warned."""
    intervals = status_spans(data, treaty, basis, universe)
    frame = intervals.loc[on_day(intervals, day), ["iso3", "status", "start"]].rename(
        columns={"start": "since"}
    )
    frame = data.states[["iso3", "name_en", "att_region"]].merge(frame, on="iso3")
    frame["status"] = frame["status"].astype(STATUS_TYPE)
    by_state = lives(data.actions, treaty)
    own = [by_state.get((treaty, iso3), Life()) for iso3 in frame["iso3"]]
    dates = pd.DataFrame(
        [(*life.counting_on(day.date()), life.leaving(day.date())) for life in own],
        columns=["signed", "consented", "action", "in_force", "leaving"],
    )
    for column in ("signed", "consented", "in_force", "leaving"):
        dates[column] = pd.to_datetime(dates[column]).astype("datetime64[ns]")
    frame = pd.concat([frame, dates], axis="columns").sort_values("iso3", ignore_index=True)
    return describe(frame, data, day, treaty=treaty, basis=basis, universe=universe)


@of_dataset
def participation(
    data: Dataset,
    on: Day | Iterable[Day] | None = None,
    *,
    by: str = "att_region",
    treaty: str = "att",
    basis: str = "deposited",
    universe: str | None = None,
    weight: str | None = None,
    within: Within | None = None,
) -> pd.DataFrame:
    """Return how many States of each group have joined a treaty, on one day or on many.

    Parameters
    ----------
    data
        A Dataset.
    on
        A day, many days, or None for the newest day of the evidence.
    by
        A scheme of the frame ``groups``. Membership of a group counts on the day itself, from
        ``start`` to before ``end``. Organizations overlap and do not sum to the world.
    treaty, basis, universe
        As in ``status_on``.
    weight
        "population" adds how many people live in these States; None counts States alone.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per day and group, the groups in alphabetical order, then ``no group`` where there
        are such States, ``World`` last: on, treaty, basis, universe, scheme, group, n_states,
        n_party, n_signatory, n_not_joined, n_unknown (States, which add up to n_states),
        share_party (0 to 1, missing where a group has no State on that day).
        With ``weight="population"`` also population and population_party (people in the group's
        States and in its States Parties), share_population (0 to 1; ``World`` is over the sum of
        the universe, which is 0.5 % less than the estimate for the whole world), population_year
        (of the newest estimate not after the day). The Holy See has no estimate.

    Raises
    ------
    ValueError
        A word or a day that is not known.

    Examples
    --------
    >>> import attdata as att
    >>> world = att.participation(att.load(), "2024-08-19").iloc[-1]
    >>> int(world["n_party"]), int(world["n_states"])
    (115, 195)
    """
    if within is not None:
        return narrowed(
            participation,
            data,
            within,
            days_of(data, on, treaty).max(),
            on,
            by=by,
            treaty=treaty,
            basis=basis,
            universe=universe,
            weight=weight,
        )
    universe = universe_of(data, treaty, basis, universe)
    one_of("scheme", by, data.groups["scheme"].unique())
    if weight is not None:
        one_of("weight", weight, ["population"])
    days = days_of(data, on, treaty)
    members = memberships(data, by, universe)
    spans = members.merge(status_spans(data, treaty, basis, universe), on="iso3")
    spans["from_day"] = np.maximum(_ordinal(spans["start_x"], -1), _ordinal(spans["start_y"], -1))
    spans["to_day"] = np.minimum(_ordinal(spans["end_x"], 1), _ordinal(spans["end_y"], 1))
    spans = spans[spans["from_day"] < spans["to_day"]]
    ordinals = _ordinal(pd.Series(days), -1)
    order = [*sorted(set(members["group"]) - {NO_GROUP, WORLD}), NO_GROUP, WORLD]
    columns = spans[["group", "from_day", "to_day", "status"]].astype({"status": str})
    rows_of = columns.groupby("group").indices
    begin, end, status = (columns[name].to_numpy() for name in ("from_day", "to_day", "status"))
    parts = [
        _count(begin[own], end[own], status[own], ordinals).assign(
            on=days, group=group, place=place
        )
        for place, group in enumerate(order)
        for own in [rows_of.get(group, [])]
    ]
    frame = pd.concat(parts).sort_values(["on", "place"], kind="stable", ignore_index=True)
    present = frame.groupby("group")["n_states"].transform("max") > 0
    frame = frame[present | (frame["group"] == WORLD)].reset_index(drop=True)
    frame["share_party"] = frame["n_party"] / frame["n_states"]  # NaN of a group without States
    frame = frame.assign(treaty=treaty, basis=basis, universe=universe, scheme=by)
    counts = ["n_states", "n_party", "n_signatory", "n_not_joined", "n_unknown", "share_party"]
    frame = frame[["on", "treaty", "basis", "universe", "scheme", "group", *counts]]
    apart = spans["group"].eq(NO_GROUP) & (spans["from_day"] <= ordinals[-1])
    apart &= spans["to_day"] > ordinals[-1]
    frame = describe(
        frame, data, days.max(), treaty=treaty, basis=basis, universe=universe,
        no_group=sorted(spans.loc[apart, "iso3"]),
    )  # fmt: skip
    return frame if weight is None else add_population(frame, data, spans, days)


def _ordinal(days: pd.Series, open_end: int) -> np.ndarray:
    """Return days as integers; an open end lies before (-1) or after (1) every day."""
    numbers = days.to_numpy(dtype="datetime64[D]").astype("int64")
    return np.where(days.isna().to_numpy(), open_end * 10**9, numbers)


def _count(
    begin: np.ndarray, end: np.ndarray, status: np.ndarray, days: np.ndarray
) -> pd.DataFrame:
    """Return the States of each status on each day, counted from where spans begin and end."""

    def count(chosen: np.ndarray) -> np.ndarray:
        begun = np.searchsorted(np.sort(begin[chosen]), days, side="right")
        ended = np.searchsorted(np.sort(end[chosen]), days, side="right")
        return begun - ended

    return pd.DataFrame(
        {
            "n_states": count(np.ones(len(begin), dtype=bool)),
            "n_party": count(status == "state_party"),
            "n_signatory": count(status == "signatory"),
            "n_not_joined": count(status == "not_joined"),
            "n_unknown": count(status == "unknown"),
        }
    )
