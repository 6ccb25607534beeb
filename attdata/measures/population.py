"""How many people live in the States of each group, and in those that have joined.

The estimates are the United Nations' own (World Population Prospects), one for the end of each
year; the newest one that is not after the day counts. They end before the newest days of
membership, so every frame carries the year of its estimate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from attdata.evidence import add_sources, with_evidence
from attdata.frames import WORLD

if TYPE_CHECKING:
    from attdata.frames import Dataset

PEOPLE = ["population", "population_party", "share_population", "population_year"]


def estimate_days(data: Dataset, days: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """Return the day of the newest estimate that is not after each day; NaT where there is none.

    Examples
    --------
    >>> import attdata as att
    >>> estimate_days(att.load(), pd.DatetimeIndex(["2026-07-24", "1999-01-01"])).year.tolist()
    [2023.0, nan]
    """
    estimated = np.unique(data.population["date"].to_numpy())
    choices = np.concatenate([[np.datetime64("NaT", "ns")], estimated])
    return pd.DatetimeIndex(choices[np.searchsorted(estimated, days.to_numpy(), side="right")])


def people_of(data: Dataset, day: pd.Timestamp) -> dict[str, int]:
    """Return iso3 -> people by the estimate of a day; the world's own row is under ``World``.

    Examples
    --------
    >>> import attdata as att
    >>> people_of(att.load(), pd.Timestamp("2023-12-31"))["FJI"] > 900_000
    True
    """
    rows = data.population[data.population["date"] == day]
    names = rows["iso3"].where(rows["group"] == "", rows["group"])
    return dict(zip(names, rows["population"].astype("int64"), strict=True))


def people_beyond(data: Dataset, day: pd.Timestamp) -> int:
    """Return how many people of the world's own row are in no row of a State: 0 without one.

    Examples
    --------
    >>> import attdata as att
    >>> people_beyond(att.load(), pd.Timestamp("2023-12-31"))
    41156077
    """
    people = people_of(data, day)
    world = people.pop(WORLD, 0)
    return max(0, world - sum(people.values()))


def add_population(
    frame: pd.DataFrame, data: Dataset, spans: pd.DataFrame, days: pd.DatetimeIndex
) -> pd.DataFrame:
    """Return a frame of ``participation`` with the columns of people.

    Parameters
    ----------
    frame
        One row per day (``on``) and ``group``.
    data
        A Dataset.
    spans
        group, iso3, status, from_day and to_day (integers: days since 1970, the last one no longer
        in it) of each State in each group.
    days
        The days of the frame.

    Returns
    -------
    DataFrame
        With population, population_party (people), share_population (0 to 1), population_year.
        ``attrs["without_population"]`` lists States of the spans for which there is no estimate,
        ``attrs["population_beyond"]`` is how many people the source has in areas apart from States.
    """
    days = days.unique()
    estimates = estimate_days(data, days)
    parts = [
        _people(data, spans, days[estimates == estimate], estimate)
        for estimate in estimates.dropna().unique()
    ]
    columns = ["on", "group", *PEOPLE]
    people = pd.concat(parts) if parts else pd.DataFrame(columns=columns)
    people["on"] = people["on"].astype("datetime64[ns]")
    attrs = frame.attrs
    frame = frame.merge(people[columns], on=["on", "group"], how="left")
    for name in ("population", "population_party", "population_year"):
        frame[name] = pd.array(frame[name].tolist(), dtype="Int64")
    frame["share_population"] = frame["share_population"].astype("float64")
    without = sorted(set(spans["iso3"]) - set(data.population["iso3"]))
    frame = with_evidence(
        frame, attrs, weight="population", without_population=without,
        population_beyond=people_beyond(data, estimates.dropna().max()),
    )  # fmt: skip
    return add_sources(frame, data, data.population["source"])


def _people(
    data: Dataset, spans: pd.DataFrame, days: pd.DatetimeIndex, estimate: pd.Timestamp
) -> pd.DataFrame:
    """Return the people of each group on days that share an estimate."""
    people = people_of(data, estimate)
    weighed = spans.assign(people=spans["iso3"].map(people).fillna(0).astype("int64"))
    ordinals = days.to_numpy(dtype="datetime64[D]").astype("int64")
    parts = []
    for group, rows in weighed.groupby("group"):
        parties = rows[rows["status"].astype(str) == "state_party"]
        total, party = _sums(rows, ordinals), _sums(parties, ordinals)
        part = pd.DataFrame({"on": days, "population": total, "population_party": party})
        parts.append(part.assign(group=group))
    frame = pd.concat(parts, ignore_index=True)
    share = frame["population_party"] / frame["population"].where(frame["population"] > 0)
    return frame.assign(share_population=share, population_year=estimate.year)


def _sums(spans: pd.DataFrame, days: np.ndarray) -> np.ndarray:
    """Return the people of the spans that hold each day, from where spans begin and end."""

    def until(edge: str) -> np.ndarray:
        order = np.argsort(spans[edge].to_numpy(), kind="stable")
        edges = spans[edge].to_numpy()[order]
        sums = np.concatenate([[0], np.cumsum(spans["people"].to_numpy()[order])])
        return sums[np.searchsorted(edges, days, side="right")]

    return until("from_day") - until("to_day")
