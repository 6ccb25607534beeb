"""States Parties with which a State not yet party has something in common: a list with reasons.

The working paper's peer exchange speaks of neighbours, of States that joined recently and of those
in a similar situation. Each of these is a column; nothing is added up to a score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from attdata.evidence import describe, threshold
from attdata.law.status import on_day
from attdata.measures.participation import status_on
from attdata.measures.scope import Day, resolve_day, without_warning
from attdata.names.resolve import resolve
from attdata.problems import ArgumentError
from attdata.reference import of_dataset, reference_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from attdata.frames import Dataset

# Mean radius of the earth (IUGG), for distances between two points.
EARTH_KM = 6371.0088


def state_of(data: Dataset, state: str) -> str:
    """Return the iso3 of a State named by code or by name in any language.

    Parameters
    ----------
    data
        A Dataset.
    state
        A code or a name.

    Raises
    ------
    ValueError
        The text names no State of the Dataset, or more than one.

    Examples
    --------
    >>> import attdata as att
    >>> state_of(att.load(), "Suisse")
    'CHE'
    """
    states = set(data.states["iso3"])
    if state.strip().upper() in states:
        return state.strip().upper()
    answer = resolve([state]).iloc[0]
    if answer["iso3"] in states:
        return str(answer["iso3"])
    raise ArgumentError(_refusal(state, str(answer["how"]), str(answer["suggestion"])))


def _refusal(state: str, how: str, suggestion: str) -> str:
    """Return why a text is not taken for a State, and what to write instead."""
    if how == "ambiguous":
        return f"{suggestion}; write which one is meant, or its ISO code."
    if how not in ("unknown", "official", "alias", "code", "former name"):
        return f'"{state}" names a {how}, not a State; write the name or ISO code of one State.'
    meant = (
        f"did you mean {suggestion.replace('; ', ' or ')}?"
        if suggestion
        else "write its official name or ISO code."
    )
    return f'"{state}" names no State that is known; {meant}'


def neighbours(state: str) -> set[str]:
    """Return the iso3 of the States that share a land border with a State.

    The borders are those of the map, with a few reviewed rows (``neighbours.csv``). Borders of
    dependent territories do not count.

    Examples
    --------
    >>> sorted(neighbours("MMR"))
    ['BGD', 'CHN', 'IND', 'LAO', 'THA']
    """
    adjacent = set()
    for row in reference_rows("neighbours"):
        pair = {row["iso3"], row["neighbour"]}
        if row["border"] == "yes" and state in pair:
            adjacent |= pair - {state}
    return adjacent


def distance_km(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the great-circle distance in kilometres from one point to each row of others.

    Points are latitude and longitude in degrees.

    Examples
    --------
    >>> [round(float(km)) for km in distance_km(np.array([0.0, 0.0]), np.array([[0.0, 90.0]]))]
    [10008]
    """
    lat, lon = np.radians(here)
    lats, lons = np.radians(there).T
    # The haversine: exact for small distances, where the cosine rule loses digits.
    haversine = np.sin((lats - lat) / 2) ** 2
    haversine = haversine + np.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(haversine, 0, 1)))


@of_dataset
def peers(data: Dataset, state: str, *, on: Day | None = None) -> pd.DataFrame:
    """Return the States Parties near a State: neighbours, same sub-region, same organizations.

    A list to choose from, with its reasons in columns; there is no score.

    Parameters
    ----------
    data
        A Dataset.
    state
        iso3, or a name in any of the six languages. A State Party is answered as well.
    on
        The day of status and membership; None for the newest day of the evidence.

    Returns
    -------
    DataFrame
        One row per State Party that has at least one of the three in common; those with a land
        border first, then those of the same sub-region, each by distance: iso3, name_en,
        att_region, subregion, border, same_subregion (booleans), organisations (shared ones of the
        scheme ``organisation``, joined by "; "), distance_km (between a point in each State,
        rounded; missing where a point is not known), joined (day of the instrument), action (kind
        of instrument), same_route (it joined by the way that is open to ``state``: a signatory by
        ratification, acceptance or approval, another by accession), recently_joined (within five
        years before the day). ``attrs["state"]`` is the iso3 of the State asked for.

    Raises
    ------
    ValueError
        The text names no State, or more than one; the message has suggestions.

    Examples
    --------
    >>> import attdata as att
    >>> near = att.peers(att.load(), "Thaïlande")
    >>> bool(near["border"].any())
    False
    """
    iso3, day = state_of(data, state), resolve_day(data, on)
    everyone = without_warning(status_on, data, day, universe="all")
    frame = near_parties(data, iso3, day, everyone)
    return describe(frame, data, day, treaty="att", basis="deposited", universe="att", state=iso3)


def distances_from(data: Dataset, iso3: str, others: pd.Series) -> pd.Series:
    """Return the distance in kilometres between a point in a State and one in each of others.

    Parameters
    ----------
    data
        A Dataset.
    iso3
        Code of the State.
    others
        Codes of the others.

    Returns
    -------
    Series
        Int64, with the index of ``others``.

    Examples
    --------
    >>> import attdata as att
    >>> distances_from(att.load(), "NZL", pd.Series(["AUS", "FJI"])).tolist()
    [4082, 2681]
    """
    points = data.states.set_index("iso3")[["latitude", "longitude"]].astype("float64")
    there = points.reindex(others).to_numpy()
    kilometres = distance_km(points.loc[iso3].to_numpy(), there).round()
    return pd.Series(pd.array(kilometres, dtype="Float64").astype("Int64"), index=others.index)


def near_parties(
    data: Dataset, iso3: str, day: pd.Timestamp, standing: pd.DataFrame
) -> pd.DataFrame:
    """Return the rows of ``peers`` from what is known already.

    Parameters
    ----------
    data
        A Dataset.
    iso3
        Code of the State.
    day
        The day of membership in groups.
    standing
        What ``status_on`` gives for this day over all States.
    """
    route = standing.set_index("iso3")["signed"].notna()[iso3]
    parties = standing[(standing["status"].astype(str) == "state_party") & (standing.iso3 != iso3)]
    place = data.states.set_index("iso3")
    frame = parties[["iso3", "name_en", "att_region", "consented", "action", "signed"]]
    frame = frame.rename(columns={"consented": "joined"})
    frame["subregion"] = frame["iso3"].map(place["subregion"])
    frame["border"] = frame["iso3"].isin(neighbours(iso3))
    subregion = place["subregion"][iso3]
    frame["same_subregion"] = (frame["subregion"] == subregion) & (subregion != "")
    shared = _shared_organisations(data, iso3, day)
    frame["organisations"] = [shared.get(other, "") for other in frame["iso3"]]
    frame["distance_km"] = distances_from(data, iso3, frame["iso3"])
    frame["same_route"] = frame["signed"].notna() == route
    recent = day - pd.DateOffset(years=int(threshold("recently_joined")))
    frame["recently_joined"] = frame["joined"] > recent
    common = frame["border"] | frame["same_subregion"] | (frame["organisations"] != "")
    frame = frame[common].sort_values(
        ["border", "same_subregion", "distance_km", "iso3"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )
    where = ["iso3", "name_en", "att_region", "subregion"]
    reasons = ["border", "same_subregion", "organisations", "distance_km"]
    return frame[[*where, *reasons, "joined", "action", "same_route", "recently_joined"]]


def _shared_organisations(data: Dataset, iso3: str, day: pd.Timestamp) -> dict[str, str]:
    """Return the organizations that each State shares with one State on a day."""
    rows = data.groups[data.groups["scheme"] == "organisation"]
    rows = rows[on_day(rows, day)]
    own = rows.loc[rows["iso3"] == iso3, "group"]
    shared = rows[rows["group"].isin(own)].sort_values(["iso3", "group"])
    return dict(shared.groupby("iso3")["group"].agg("; ".join))
