"""Frames of a report on what conferences asked for: the work plan and its progress, decisions."""

from __future__ import annotations

import pandas as pd

import attdata
from attdata.evidence import with_evidence
from attdata.frames import Dataset
from attdata.law.status import on_day
from attdata.measures.cycles import later_conference
from attdata.measures.scope import states_within
from attdata.reports.cycle import Cycle


def progress_of(full: Dataset, on: pd.Timestamp, region: str) -> pd.DataFrame:
    """Return progress; for a region only its own, and organizations with members in it."""
    frame = attdata.progress(full, on)
    if not region:
        return frame
    inside = states_within(full, region, on) or set()
    members = full.groups[full.groups["iso3"].isin(inside)]
    there = set(members.loc[on_day(members, on), "group"])
    other = (frame["scheme"] == "att_region") & (frame["group"] != region)
    other |= (frame["scheme"] == "organisation") & ~frame["group"].isin(there | {region})
    chosen = frame[~other].reset_index(drop=True)
    return with_evidence(chosen, frame.attrs)


def decisions_of(full: Dataset, cycle: Cycle) -> pd.DataFrame:
    """Return the decisions taken, and the areas and recommendations received, by the day.

    Areas and recommendations without a conference stand in the working paper for the conference
    that followed the last decision of the list.
    """
    frame = full.decisions
    order = {name: place for place, name in enumerate(full.conferences["conference"])}
    taken = frame.loc[frame["type"].astype(str) == "decision", "conference"]
    last = max(taken, key=lambda name: order.get(name, -1), default="")
    received = later_conference(last, 1) if last else ""
    own = frame["conference"].astype(object)
    conference = own.where(own != "", received)
    dates = full.conferences.set_index("conference")
    day = pd.Timestamp(cycle.on)
    decided = frame["type"].astype(str) == "decision"
    closed = conference.map(dates["end"]) <= day
    opened = conference.map(dates["start"]) <= day
    chosen = frame.assign(conference=conference)[(decided & closed) | (~decided & opened)]
    return chosen.reset_index(drop=True)


def plan_conference(full: Dataset) -> str:
    """Return the conference whose report the plan names as its source; "" where it names none."""
    sources = " ".join(full.plan["source"])
    documented = full.decisions[full.decisions["document"] != ""]
    named = [
        conference
        for conference, text in zip(documented["conference"], documented["document"], strict=True)
        if text in sources
    ]
    return named[-1] if named else ""


def closed_by(full: Dataset, conference: str, on: pd.Timestamp) -> bool:
    """Return whether a conference had closed by a day; a plan of no conference always counts."""
    ends = full.conferences.loc[full.conferences["conference"] == conference, "end"]
    return ends.empty or bool(ends.iloc[0] <= on)
