"""Which activities count, which States they named, and for which regions they were.

An activity counts when it was delivered or is ongoing, once however many rows tell of it
(``same_as``). A State is *named* when an activity was for it (role target), or took place in it and
was for its own region (role host): a side event at UN Headquarters does not reach the United
States. Organisers and partners act, they are not acted on. The log holds what public sources tell;
a State that it does not name may well have been visited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from attdata.evidence import add_sources, describe, with_evidence
from attdata.frames import WORLD
from attdata.measures.coverage import with_coverage
from attdata.measures.scope import Day, resolve_day
from attdata.outreach.kinds import counts_as_outreach
from attdata.reference import of_dataset, once

if TYPE_CHECKING:
    from attdata.frames import Dataset

COUNTED_DELIVERY = ("delivered", "ongoing")
NOT_AN_EFFECT = "Being named by an activity is a record of contact, not an effect of it."


@once
def counted_activities(
    data: Dataset,
    since: pd.Timestamp | None = None,
    until: pd.Timestamp | None = None,
    *,
    undated: bool = False,
    every_kind: bool = False,
) -> pd.DataFrame:
    """Return the activities that count, each once, with every row that tells of it.

    Parameters
    ----------
    data
        A Dataset.
    since, until
        The last day before the period and its last day; an activity lies where it began.
    undated
        Whether activities without a day count as well.
    every_kind
        Whether kinds that do not count as outreach (conferences, working groups, preparatory
        meetings: column ``counts`` of ``kinds.csv``) are returned as well.

    Returns
    -------
    DataFrame
        One row per activity and row telling of it: activity (the one counted), told_in (the row's
        own identifier), start, end (of the activity: as its own row has them, or else a retelling),
        earliest (its first possible day: before ``start`` where only a range is known).
    """
    rows = data.activities[data.activities["delivery"].isin(COUNTED_DELIVERY)]
    again = dict(zip(data.activities["activity"], data.activities["same_as"], strict=True))
    first = [_first_telling(activity, again) for activity in rows["activity"]]
    # Text also where a dataset has no activities: the column is joined to others of its name.
    text = rows["activity"].dtype
    rows = rows.assign(told_in=rows["activity"], activity=pd.Series(first, rows.index, dtype=text))
    rows = rows.assign(retold=rows["activity"] != rows["told_in"])
    rows = rows.sort_values(["activity", "retold", "told_in"])
    # The first row that has a day gives both ends: two sources are not mixed into one period.
    days = rows.dropna(subset=["start"]).drop_duplicates("activity")
    frame = rows[["activity", "told_in"]].merge(
        days[["activity", "start", "end", "date_earliest"]], on="activity", how="left"
    )
    # What is known only to lie in a range counts in a period that contains the whole of it.
    frame["earliest"] = frame.pop("date_earliest").fillna(frame["start"])
    inside = pd.Series(True, index=frame.index)
    if since is not None:
        inside &= frame["earliest"] > since
    if until is not None:
        inside &= frame["start"] <= until
    chosen = inside | (undated & frame["start"].isna())
    if not every_kind:
        kinds = dict(zip(data.activities["activity"], data.activities["kind"], strict=True))
        counts = [counts_as_outreach(kinds.get(a, "")) for a in frame["activity"]]
        chosen &= pd.Series(counts, index=frame.index, dtype=bool)
    return frame[chosen].reset_index(drop=True)


def n_records(
    data: Dataset,
    since: pd.Timestamp | None = None,
    until: pd.Timestamp | None = None,
    *,
    undated: bool = False,
) -> int:
    """Return how many activities that count as outreach the log holds for a period, each once.

    Parameters
    ----------
    data, since, until, undated
        As in ``counted_activities``.
    """
    counted = counted_activities(data, since, until, undated=undated)
    return int(counted["activity"].nunique())


def _first_telling(activity: str, again: dict[str, str]) -> str:
    """Return the activity that a row tells of, through any number of retellings."""
    seen: list[str] = []
    while again.get(activity) and activity not in seen:
        seen.append(activity)
        activity = again[activity]
    return min(seen) if activity in seen else activity


@once
def namings(
    data: Dataset,
    since: pd.Timestamp | None = None,
    until: pd.Timestamp | None = None,
    *,
    undated: bool = False,
    every_kind: bool = False,
) -> pd.DataFrame:
    """Return which States the activities of a period named.

    Parameters
    ----------
    data, since, until, undated, every_kind
        As in ``counted_activities``.

    Returns
    -------
    DataFrame
        One row per activity and State, in order of days: activity, iso3, start, end, by_group
        (only a group was named in the State's stead).
    """
    counted = counted_activities(data, since, until, undated=undated, every_kind=every_kind)
    named = data.activity_states.rename(columns={"activity": "told_in"})
    named = named.merge(counted, on="told_in")
    roles = named["role"].astype(str)
    as_host = (roles == "host") & _for_own_region(data, named)
    named = named[(roles == "target") | as_host]
    named = named.assign(by_group=named["via_group"] != "")
    # Named by name and through a group in one activity is named by name.
    named = named.sort_values(["start", "activity", "iso3", "by_group"])
    named = named.drop_duplicates(["activity", "iso3"])
    return named[["activity", "iso3", "start", "end", "by_group"]].reset_index(drop=True)


def inexact_contacts(data: Dataset, named: pd.DataFrame) -> dict[str, dict[str, tuple[str, str]]]:
    """Return the days of activities that are not known to the day, as ``inexact_days`` has them.

    Parameters
    ----------
    data
        A Dataset.
    named
        What :func:`namings` gives.

    Returns
    -------
    dict
        iso3 -> day -> (precision, first possible day). A day on which another activity that named
        the State is known to have begun is left out: it holds of that one.

    Examples
    --------
    >>> import attdata as att
    >>> data = att.load()
    >>> inexact_contacts(data, namings(data))["USA"]["2025-08-24"]
    ('range', '2024-08-24')
    """
    rows = data.activities
    coarse = rows["date_precision"].astype(str).isin(["month", "year", "range", "inferred"])
    of = rows[coarse].set_index("activity")[["date_precision", "date_earliest"]].to_dict("index")
    dated = named.dropna(subset=["start"])
    exact = dated[~dated["activity"].isin(of)]
    certain = set(zip(exact["iso3"], exact["start"], strict=True))
    days: dict[str, dict[str, tuple[str, str]]] = {}
    for row in dated[dated["activity"].isin(of)].itertuples():
        if (row.iso3, row.start) not in certain:
            precision, first = of[row.activity]["date_precision"], of[row.activity]["date_earliest"]
            day = "" if pd.isna(first) else f"{first:%Y-%m-%d}"
            days.setdefault(str(row.iso3), {})[f"{row.start:%Y-%m-%d}"] = (str(precision), day)
    return days


def _for_own_region(data: Dataset, named: pd.DataFrame) -> pd.Series:
    """Return whether each row's State belongs to a region that its activity was for."""
    regions = data.activity_regions[["activity", "scheme", "group"]].drop_duplicates()
    regions = regions.merge(data.groups[["scheme", "group", "iso3"]], on=["scheme", "group"])
    own = set(zip(regions["activity"], regions["iso3"], strict=True))
    pairs = zip(named["told_in"], named["iso3"], strict=True)
    return pd.Series([pair in own for pair in pairs], index=named.index, dtype=bool)


def regions_of(data: Dataset) -> pd.DataFrame:
    """Return the ATT regions that each activity was for, ``World`` for global ones.

    A sub-region or organization as written lies in the region of most of its States: an activity
    for Western Asia counts in Asia.

    Parameters
    ----------
    data
        A Dataset.

    Returns
    -------
    DataFrame
        One row per activity and region: activity, group.
    """
    written = data.activity_regions[["activity", "scheme", "group"]].drop_duplicates()
    members = data.groups.merge(written[["scheme", "group"]].drop_duplicates())
    members = members.drop_duplicates(["scheme", "group", "iso3"])
    region = data.states.set_index("iso3")["att_region"]
    members = members.assign(region=members["iso3"].map(region))
    sizes = members.groupby(["scheme", "group", "region"]).size().rename("size").reset_index()
    sizes = sizes.sort_values(["size", "region"], ascending=[False, True])
    most = sizes.drop_duplicates(["scheme", "group"])
    regions = written.merge(most, on=["scheme", "group"], how="left")
    regions["region"] = regions["region"].where(regions["group"] != WORLD, WORLD)
    regions = regions.dropna(subset=["region"])[["activity", "region"]].drop_duplicates()
    return regions.set_axis(["activity", "group"], axis="columns").reset_index(drop=True)


@of_dataset
def calendar(data: Dataset, until: Day | None = None) -> pd.DataFrame:
    """Return how many activities began in each year, by region and by emphasis of the plan.

    Parameters
    ----------
    data
        A Dataset.
    until
        The last day; None for the newest day of the evidence.

    Returns
    -------
    DataFrame
        One row per scheme, group and year, zeros included: scheme (``att_region`` with its regions
        and ``World`` for global activities, or ``plan`` with items P1 to P5), group, start, end
        (first day of the year and of the next), n_activities (different activities that count as
        outreach; one of several regions counts in each), n_records (all such activities of the
        year), coverage (of the log in the year: ``none``, ``too_few`` or ``partial``).
        ``attrs["undated"]`` says how many activities have no day and are left out.

    Examples
    --------
    >>> import attdata as att
    >>> years = att.calendar(att.load())
    >>> years["group"].unique().tolist()[:6]
    ['Africa', 'Americas', 'Asia', 'Europe', 'Oceania', 'World']
    """
    last = resolve_day(data, until)
    counted = counted_activities(data, None, last, undated=True)
    # A range that reaches over the turn of a year lies in no one year.
    placed = counted["start"].dt.year == counted["earliest"].dt.year
    dated = counted[placed]
    regions = regions_of(data)
    items = data.activity_items[data.activity_items["item"].isin(data.plan["item"])]
    labels = {
        "att_region": regions[["activity", "group"]],
        "plan": items[["activity", "item"]].set_axis(["activity", "group"], axis="columns"),
    }
    region_names = data.groups.loc[data.groups["scheme"] == "att_region", "group"]
    groups = {
        "att_region": [*sorted(region_names.unique()), WORLD],
        "plan": sorted(data.plan["item"].unique()),
    }
    years = dated["start"].dt.year
    # To the year asked for: what the log does not reach is told as such, not left out.
    span = range(int(years.min()), last.year + 1) if len(years) else range(0)
    rows = []
    for scheme, label in labels.items():
        labelled = dated.merge(label.rename(columns={"activity": "told_in"}), on="told_in")
        counts = labelled.groupby(["group", labelled["start"].dt.year])["activity"].nunique()
        rows += [
            {"scheme": scheme, "group": group, "year": year}
            | {"n_activities": int(counts.get((group, year), 0))}
            for group in groups[scheme]
            for year in span
        ]
    frame = pd.DataFrame(rows, columns=["scheme", "group", "year", "n_activities"])
    for name, later in (("start", 0), ("end", 1)):
        days = [f"{year + later:04d}-01-01" for year in frame["year"]]
        frame[name] = pd.to_datetime(days).astype("datetime64[ns]")
    frame = frame[["scheme", "group", "start", "end", "n_activities"]]
    records = dated.groupby(dated["start"].dt.year)["activity"].nunique()
    frame = with_coverage(frame, [records.get(start.year, 0) for start in frame["start"]])
    frame = describe_contacts(frame, data, None, last)
    undated = int(counted.loc[~placed, "activity"].nunique())
    items = dict(zip(data.plan["item"], data.plan["emphasis"], strict=True))
    # No State is counted, and no status: the logs are its only sources.
    counts_no_states = ("basis", "universe", "sources")
    frame = with_evidence(
        frame, frame.attrs, without=counts_no_states, undated=undated, items=items
    )
    return add_sources(frame, data, data.activities["source"])


def describe_contacts(
    frame: pd.DataFrame, data: Dataset, since: pd.Timestamp | None, until: pd.Timestamp
) -> pd.DataFrame:
    """Return the frame with period, sources and the caution in its ``attrs``."""
    days = {"since": "" if since is None else f"{since:%Y-%m-%d}", "until": f"{until:%Y-%m-%d}"}
    frame = describe(
        frame, data, until, treaty="att", basis="deposited", universe="att",
        **days, note=NOT_AN_EFFECT,
    )  # fmt: skip
    return add_sources(frame, data, data.activities["source"])
