"""How far outreach reached: which States not yet party the activities of a period named.

What counts as an activity and as being named is in ``activities``. Being named is a record of
contact between an activity and a State, never taken for an effect.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pandas as pd

from attdata.evidence import threshold, with_evidence
from attdata.measures.activities import (
    counted_activities,
    describe_contacts,
    inexact_contacts,
    n_records,
    namings,
)
from attdata.measures.coverage import enough, with_coverage
from attdata.measures.participation import status_on
from attdata.measures.scope import (
    Day,
    EvidenceWarning,
    Within,
    as_day,
    members_on,
    narrowed,
    resolve_day,
)
from attdata.problems import ArgumentError
from attdata.reference import of_dataset

if TYPE_CHECKING:
    from attdata.frames import Dataset


def _period(
    data: Dataset, since: Day | None, until: Day | None
) -> tuple[pd.Timestamp | None, pd.Timestamp, bool]:
    """Return the period's bounds, and whether activities without a day belong to it.

    Nothing says that an undated activity lies in a part of the time, so it belongs to the whole
    time only: from the beginning to the newest day of the evidence, whether that day is named or
    not.
    """
    first = None if since is None else as_day(since)
    last = resolve_day(data, until)
    if first is not None and last < first:
        raise ArgumentError(f"until ({last:%Y-%m-%d}) is before since ({first:%Y-%m-%d}).")
    return first, last, since is None and (until is None or last >= resolve_day(data, None))


def _organisers(data: Dataset, counted: pd.DataFrame) -> pd.DataFrame:
    """Return activity and actor for the organisers of the activities counted."""
    actors = data.activity_actors.rename(columns={"activity": "told_in"})
    actors = actors[actors["role"] == "organiser"]
    log_rows = counted[["told_in", "activity"]].drop_duplicates()
    return actors.merge(log_rows, on="told_in")[["activity", "actor"]].drop_duplicates()


def _by_whom(organised: pd.DataFrame, key: str, most: int | None = None) -> pd.Series:
    """Return, by ``key``, the actors of the most activities first, as text."""
    counts = organised.groupby([key, "actor"], sort=True)["activity"].nunique().reset_index()
    counts = counts.sort_values([key, "activity", "actor"], ascending=[True, False, True])
    if most is not None:
        counts = counts.groupby(key).head(most)
    return counts.groupby(key)["actor"].agg("; ".join)


@of_dataset
def reached_states(
    data: Dataset,
    since: Day | None = None,
    until: Day | None = None,
    *,
    within: Within | None = None,
) -> pd.DataFrame:
    """Return each State not yet party with the outreach that named it in a period.

    Being named is a record of contact; it is not an effect, and a State that joined since is no
    longer in the list.

    Parameters
    ----------
    data
        A Dataset.
    since
        The last day before the period; None for the beginning, which counts undated activities
        too if ``until`` is None as well.
    until
        The last day, on which the status is taken; None for the newest day of the evidence.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per State not yet party, by region and iso3: iso3, name_en, att_region, subregion,
        status, n_activities, n_by_group (of these, how many named only a group to which the State
        belongs), n_projects (Trust Fund projects begun in the period, or undated ones where the
        period is the whole time), first, last (first day of the first and last activity),
        last_activity, by_whom (organisers, those of most activities first), reached (at least one
        activity; missing instead of False where the log holds too few records to say), n_records
        (activities that count as outreach in the log for the period), coverage (of the log:
        ``none``, ``too_few`` or ``partial``).

    Raises
    ------
    ValueError
        A day that is none, or ``until`` before ``since``.

    Examples
    --------
    >>> import attdata as att
    >>> states = reached_states(att.load()).set_index("iso3")
    >>> len(states), bool(states["reached"]["RUS"])
    (77, False)
    """
    if within is not None:
        return narrowed(reached_states, data, within, until, since, until)
    first, last, undated = _period(data, since, until)
    named = namings(data, first, last, undated=undated)
    organised = _organisers(data, counted_activities(data, first, last, undated=undated))
    standing = status_on(data, last)
    states = standing[standing["status"].astype(str) != "state_party"]
    states = states[["iso3", "name_en", "att_region", "status"]].merge(
        data.states[["iso3", "subregion"]], on="iso3"
    )
    by_state = named.groupby("iso3")
    latest = named.dropna(subset=["start"]).drop_duplicates("iso3", keep="last")
    figures = {
        "n_activities": by_state["activity"].nunique(),
        "n_by_group": by_state["by_group"].sum(),
        "n_projects": _projects(data, first, last, undated).groupby("iso3").size(),
        "first": by_state["start"].min(),
        "last": by_state["start"].max(),
        "last_activity": latest.set_index("iso3")["activity"],
        "by_whom": _by_whom(named.merge(organised, on="activity"), "iso3"),
    }
    states = _with_figures(states, "iso3", figures)
    states["reached"] = (states["n_activities"] > 0).astype("boolean")
    where = ["iso3", "name_en", "att_region", "subregion", "status"]
    states = states[[*where, *figures, "reached"]]
    states = with_coverage(states, n_records(data, first, last, undated=undated))
    # That a State is not in a thin log says nothing about it.
    states["reached"] = states["reached"].mask(~enough(states) & ~states["reached"])
    states = states.sort_values(["att_region", "iso3"], ignore_index=True)
    states = describe_contacts(states, data, first, last)
    return with_evidence(states, states.attrs, inexact_contacts=inexact_contacts(data, named))


def _with_figures(frame: pd.DataFrame, key: str, figures: dict[str, pd.Series]) -> pd.DataFrame:
    """Return the frame with a column for each figure: 0 where there is no count, "" no text."""
    for name, values in figures.items():
        column = values.reindex(frame[key])
        if name.startswith("n_"):
            column = column.fillna(0).astype("int64")
        elif not name.startswith(("first", "last")) or name == "last_activity":
            column = column.astype("object").where(column.notna(), "")
        frame = frame.assign(**{name: column.to_numpy()})
    return frame


def _projects(
    data: Dataset, since: pd.Timestamp | None, until: pd.Timestamp, undated: bool
) -> pd.DataFrame:
    """Return the Trust Fund projects that began in the period."""
    projects = data.vtf_projects
    inside = projects["start"] <= until
    if since is not None:
        inside &= projects["start"] > since
    return projects[inside | (undated & projects["start"].isna())]


@of_dataset
def never_reached(
    data: Dataset,
    since: Day | None = None,
    until: Day | None = None,
    *,
    within: Within | None = None,
) -> pd.DataFrame:
    """Return the States not yet party that no recorded activity of the period named.

    Parameters
    ----------
    data, since, until
        As in ``reached_states``.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per State, by region and iso3: iso3, name_en, att_region, subregion, status,
        n_projects. No row, and a warning, where the log holds too few records of the period to say
        of any State that it was not reached.

    Warns
    -----
    EvidenceWarning
        Too few records.

    Examples
    --------
    >>> import attdata as att
    >>> states = att.never_reached(att.load(), "2016-01-01", "2024-08-23")
    >>> "state_party" in set(states["status"])
    False
    """
    if within is not None:
        return narrowed(never_reached, data, within, until, since, until)
    states = reached_states(data, since, until)
    if len(states) and not enough(states).any():
        n = int(states["n_records"].iloc[0])
        warnings.warn(
            f"Records of outreach in the period: {n}, too few to say which States not yet party "
            "were not reached.",
            EvidenceWarning,
            stacklevel=3,
        )
    columns = ["iso3", "name_en", "att_region", "subregion", "status", "n_projects"]
    missed = ~states["reached"].fillna(value=True)
    return states.loc[missed, columns].reset_index(drop=True)


@of_dataset
def reach(
    data: Dataset,
    since: Day | None = None,
    until: Day | None = None,
    *,
    by: str = "att_region",
    within: Within | None = None,
) -> pd.DataFrame:
    """Return how many of each group's States not yet party were named by outreach in a period.

    Being named is a record of contact between an activity and a State. It is not an effect: who is
    named often may be near to joining for other reasons, or far from it.

    Parameters
    ----------
    data
        A Dataset.
    since
        The last day before the period (such as the close of a conference); None for the beginning,
        which counts undated activities too if ``until`` is None as well.
    until
        The last day of the period, on which status and membership of the groups are taken; None
        for the newest day of the evidence.
    by
        A scheme of the frame ``groups``, such as att_region or m49_subregion.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per group in alphabetical order, ``no group`` where there are such States, ``World``
        last: scheme, group, n_not_party (States not yet party), n_reached (of these, at least so
        many were named by an activity), share_reached (0 to 1, missing without a State not yet
        party),
        n_activities (different activities that named at least one of them), n_times (how often they
        were named: State times activity), last (first day of the latest of these activities),
        by_whom (the five organisers of most of them), never_reached (iso3 of the States that none
        named), n_records (activities that count as outreach in the log for the period, the same in
        each row), coverage (``none``, ``too_few``: too few records to say, so that n_reached and
        share_reached are missing and never_reached is empty; ``partial``: n_reached is a lower
        bound).

    Raises
    ------
    ValueError
        An unknown scheme, a day that is none, or ``until`` before ``since``.

    Examples
    --------
    >>> import attdata as att
    >>> world = att.reach(att.load()).iloc[-1]
    >>> int(world["n_not_party"])
    77
    """
    if within is not None:
        return narrowed(reach, data, within, until, since, until, by=by)
    first, last, undated = _period(data, since, until)
    states = reached_states(data, since, until)
    members = members_on(data, by, last)
    rows = members.merge(states[["iso3", "reached", "n_activities", "last"]], on="iso3")
    named = namings(data, first, last, undated=undated)
    counted = counted_activities(data, first, last, undated=undated)
    pairs = rows[["group", "iso3"]].merge(named, on="iso3")
    by_group = rows.groupby("group")
    figures = {
        "n_not_party": by_group.size(),
        "n_reached": by_group["reached"].sum(),
        "n_activities": pairs.groupby("group")["activity"].nunique(),
        "n_times": by_group["n_activities"].sum(),
        "last": by_group["last"].max(),
        "by_whom": _by_whom(
            pairs.merge(_organisers(data, counted), on="activity"),
            "group",
            int(threshold("organisers_named")),
        ),
        "never_reached": rows[~rows["reached"]].groupby("group")["iso3"].agg("; ".join),
    }
    frame = pd.DataFrame({"scheme": by, "group": list(dict.fromkeys(members["group"]))})
    frame = _with_figures(frame, "group", figures)
    frame = with_coverage(frame, n_records(data, first, last, undated=undated))
    is_enough = enough(frame)
    frame["n_reached"] = frame["n_reached"].astype("Int64").where(is_enough)
    frame["never_reached"] = frame["never_reached"].where(is_enough, "")
    of = frame["n_not_party"].where(frame["n_not_party"] > 0)
    frame.insert(4, "share_reached", frame["n_reached"].astype("float64") / of)
    frame = describe_contacts(frame, data, first, last)
    begun = counted["start"].min()
    begins = "" if pd.isna(begun) else f"{begun:%Y-%m-%d}"
    return with_evidence(frame, frame.attrs, begins=begins)
