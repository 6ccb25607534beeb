"""Frames of a report on outreach: the activities of its period, and those linked to the plan."""

from __future__ import annotations

import pandas as pd

import attdata
from attdata.evidence import with_evidence
from attdata.frames import Dataset
from attdata.measures.activities import calendar, counted_activities, namings, regions_of
from attdata.measures.scope import states_within
from attdata.outreach.cells import is_empty
from attdata.reports.cycle import Cycle


def activities_of(
    full: Dataset, data: Dataset, cycle: Cycle, region: str
) -> tuple[pd.DataFrame, int]:
    """Return the activities of the period, and how many without a day may belong to it."""
    since, on = pd.Timestamp(cycle.since), pd.Timestamp(cycle.on)
    dated = counted_activities(full, since, on, every_kind=True)
    everything = counted_activities(full, None, None, undated=True, every_kind=True)
    undated = everything[everything["start"].isna()]
    rows = _described(full, dated, region, cycle)
    return rows, len(_described(full, undated, region, cycle))


def _described(full: Dataset, counted: pd.DataFrame, region: str, cycle: Cycle) -> pd.DataFrame:
    """Return activities with title, place, regions and the States that they named."""
    first = counted.drop_duplicates("activity").set_index("activity")
    reported = counted[["activity", "told_in"]]
    named = namings(full, undated=True, every_kind=True)
    regions = regions_of(full).rename(columns={"activity": "told_in"}).merge(reported, on="told_in")
    standing = attdata.status_on(full, cycle.on).set_index("iso3")["status"].astype(str).to_dict()
    inside = states_within(full, region or None, pd.Timestamp(cycle.on)) or set()
    # Plain dictionaries: a lookup in a frame takes a hundred times as long.
    names_of, regions_named = _sets(named, "iso3"), _sets(regions, "group")
    days = first[["start", "end"]].to_dict()
    fields = ["date_precision", "date_text", "title", "place"]
    texts = full.activities.set_index("activity")[fields].to_dict()
    rows = []
    for activity in first.index:
        states = sorted(names_of.get(activity, set()) & standing.keys())
        where = sorted(regions_named.get(activity, set()))
        if region and region not in where and not inside & set(states):
            continue
        outside = [s for s in states if standing[s] != "state_party"]
        if region:
            outside = [s for s in outside if s in inside]
        rows.append(
            {
                "activity": activity,
                "start": days["start"][activity],
                "end": days["end"][activity],
                "date_precision": str(texts["date_precision"][activity]),
                "date_text": texts["date_text"][activity],
                "title": texts["title"][activity],
                "place": "" if is_empty(texts["place"][activity]) else texts["place"][activity],
                "regions": where,
                "states": outside,
                "names_not_party": bool(outside),
            }
        )
    columns = ["activity", "start", "end", "date_precision", "date_text", "title", "place"]
    frame = pd.DataFrame(rows, columns=[*columns, "regions", "states", "names_not_party"])
    frame["names_not_party"] = frame["names_not_party"].astype(bool)
    for column in ("start", "end"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[ns]")
    return frame.sort_values(["start", "activity"], ignore_index=True)


def _sets(frame: pd.DataFrame, column: str) -> dict[str, set[str]]:
    """Return the values of a column for each activity."""
    found: dict[str, set[str]] = {}
    for activity, value in zip(frame["activity"], frame[column], strict=True):
        found.setdefault(activity, set()).add(value)
    return found


def log_begins(full: Dataset) -> str:
    """Return the first year of which the log has a record; "" for a log without days."""
    first = counted_activities(full)["start"].min()
    return "" if pd.isna(first) else str(first.year)


def calendar_of(full: Dataset, on: pd.Timestamp, region: str) -> pd.DataFrame:
    """Return the calendar of activities; for a group only its own row of it."""
    frame = calendar(full, on)
    if not region:
        return frame
    chosen = frame[(frame["scheme"] == "att_region") & (frame["group"] == region)]
    chosen = chosen.reset_index(drop=True)
    # How many activities of one region have no day is not known.
    return with_evidence(chosen, frame.attrs, without=("undated",))


def linked_of(
    full: Dataset, decisions: pd.DataFrame, cycle: Cycle, region: str, recent: pd.DataFrame
) -> pd.DataFrame:
    """Return the activities that reviewed rules link to each recommendation, up to the day."""
    until = pd.Timestamp(cycle.on)
    counted = counted_activities(full, None, until, undated=True, every_kind=True)
    rows = _described(full, counted, region, cycle)
    items = full.activity_items.rename(columns={"activity": "told_in"})
    items = items.merge(counted[["told_in", "activity"]], on="told_in")
    items = items[["activity", "item"]].drop_duplicates().astype(object)
    wanted = decisions.loc[decisions["type"].astype(str) == "recommendation", "item"]
    linked = items[items["item"].isin(wanted)].merge(rows, on="activity")
    linked = linked.assign(in_period=linked["activity"].isin(recent["activity"]))
    return linked.sort_values(["item", "start", "activity"], ignore_index=True)
