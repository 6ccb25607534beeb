"""Totals that others published beside those computed here, and the basis on which they agree."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from attdata.frames import BASES, WORLD
from attdata.law.status import of_record, signature_actions
from attdata.measures.participation import participation
from attdata.measures.scope import as_day, without_warning
from attdata.problems import ArgumentError
from attdata.reference import of_dataset, reference_rows

if TYPE_CHECKING:
    from attdata.frames import Dataset


@of_dataset
def reconcile(data: Dataset, claims: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return published totals beside computed ones, and the basis on which they agree.

    Parameters
    ----------
    data
        A Dataset.
    claims
        date, source, and signatories_ever or states_parties or both (each may be empty); None for
        the project's own list ``published_counts.csv``, without the totals from which the data
        themselves were taken (``taken_from_it`` names the action): they can only agree.

    Returns
    -------
    DataFrame
        One row per claim and count: date, source, counted (``states_parties`` or
        ``signatories_ever``), claimed, deposited, in_force (what was computed on each basis; for
        signatures both are the same), agrees_on (``deposited and in_force``, ``deposited``,
        ``in_force`` or ``neither``).

    Raises
    ------
    ValueError
        ``claims`` lacks a column, or holds a day or number that is none.

    Examples
    --------
    >>> import attdata as att
    >>> totals = att.reconcile(att.load())
    >>> list(totals.loc[totals["agrees_on"] == "neither", "source"].unique())
    ['Control Arms blog (undated)']
    """
    if claims is None:
        listed = pd.DataFrame(reference_rows("published_counts"))
        taken = listed.get("taken_from_it", pd.Series("", index=listed.index))
        claims = listed[taken == ""]
    counts = [name for name in _COUNTED if name in claims]
    missing = [name for name in ("date", "source") if name not in claims]
    if missing or not counts:
        raise ArgumentError(
            "claims needs the columns date, source, and signatories_ever or states_parties."
        )
    days = pd.DatetimeIndex([as_day(day) for day in claims["date"]])
    rows = []
    for counted in counts:
        computed = {basis: _COUNTED[counted](data, days, basis) for basis in BASES}
        for place, (day, source, claimed) in enumerate(
            zip(days, claims["source"], claims[counted], strict=True)
        ):
            number = _claimed(claimed)
            if number is None:
                continue
            by_basis = {basis: int(computed[basis][place]) for basis in BASES}
            agreeing = [basis for basis in BASES if by_basis[basis] == number]
            rows.append(
                {"date": day, "source": source, "counted": counted, "claimed": number}
                | by_basis
                | {"agrees_on": " and ".join(agreeing) or "neither"}
            )
    columns = ["date", "source", "counted", "claimed", *BASES, "agrees_on"]
    return pd.DataFrame(rows, columns=columns).sort_values(["date", "counted"], ignore_index=True)


def _claimed(value: Any) -> int | None:
    """Return a published total, None where there is none."""
    if pd.isna(value) or str(value).strip() == "":
        return None
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not (number >= 0 and number.is_integer()):
        raise ArgumentError(f'"{value}" is no number of States; correct it in claims.')
    return int(number)


def _signed(data: Dataset, days: pd.DatetimeIndex, _basis: str) -> np.ndarray:
    """Return how many States had signed by each day, whatever became of the signature."""
    rows = of_record(data.actions)
    signed = rows[(rows["treaty"] == "att") & rows["action"].isin(signature_actions())]
    first = signed.groupby("iso3")["date"].min().sort_values()
    return np.searchsorted(first.to_numpy(), days.to_numpy(), side="right")


def _parties(data: Dataset, days: pd.DatetimeIndex, basis: str) -> np.ndarray:
    """Return how many States were party on each day."""
    if days.empty:
        return np.array([], dtype=int)
    frame = without_warning(participation, data, days.unique(), basis=basis, universe="all")
    world = frame[frame["group"] == WORLD].set_index("on")["n_party"]
    return world.reindex(days).to_numpy()


_COUNTED = {"signatories_ever": _signed, "states_parties": _parties}
