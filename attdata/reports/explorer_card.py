"""What the card of a State tells besides its status: outreach, projects, votes, other treaties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attdata.measures.activities import namings
from attdata.measures.positions import positions, roll_calls_on
from attdata.output import clean_text
from attdata.reports.explorer_data import iso

if TYPE_CHECKING:
    from attdata.frames import Dataset

VOTE_LETTERS = {"yes": "Y", "no": "N", "abstain": "A", "non_voting": "-"}
_ADDRESS = re.compile(r"https?://[^\s;<>\"']+")


def activities(data: Dataset) -> tuple[dict[str, list[Any]], dict[str, list[list[Any]]]]:
    """Return the activities that named a State, and which named which.

    Parameters
    ----------
    data
        A Dataset.

    Returns
    -------
    tuple
        activity -> title, place, first and last day, precision, organisers, address of the source,
        file and cell, first possible day of a range; iso3 -> (activity, whether only its group was
        named), newest first.
    """
    named = namings(data, undated=True)
    rows = data.activities.set_index("activity")
    by_activity = {
        str(activity): _activity(str(activity), rows.loc[activity], data)
        for activity in sorted(set(named["activity"]))
    }
    by_state: dict[str, list[list[Any]]] = {}
    newest = named.sort_values(["start", "activity"], ascending=[False, True], na_position="last")
    for row in newest.itertuples():
        entry = [str(row.activity), int(bool(row.by_group))]
        by_state.setdefault(str(row.iso3), []).append(entry)
    return by_activity, by_state


def _activity(activity: str, row: Any, data: Dataset) -> list[Any]:
    actors = data.activity_actors[data.activity_actors["activity"] == activity]
    organisers = actors.loc[actors["role"] == "organiser", "actor"]
    return [
        clean_text(row["title"]),
        clean_text(row["place"]),
        iso(row["start"]),
        iso(row["end"]),
        str(row["date_precision"]),
        clean_text("; ".join(dict.fromkeys(organisers))),
        address_in(str(row["note"])),
        clean_text(f"{row['source']}, {row['cell']}"),
        iso(row["date_earliest"]) if str(row["date_precision"]) == "range" else "",
    ]


def address_in(note: str) -> str:
    """Return the first web address in a note, "" where there is none; nothing else may be linked.

    Examples
    --------
    >>> address_in("https://example.org/a; Participants: 30"), address_in("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    match = _ADDRESS.search(note)
    return match[0].rstrip(".,)") if match else ""


def projects(data: Dataset) -> dict[str, list[list[str]]]:
    """Return the Trust Fund projects of each State: title, cycle, first day, last day, address."""
    rows: dict[str, list[list[str]]] = {}
    ordered = data.vtf_projects.sort_values(["cycle", "project"], ascending=[False, True])
    for row in ordered.itertuples():
        if row.iso3:
            facts = [clean_text(row.title), clean_text(row.cycle), iso(row.start), iso(row.end)]
            rows.setdefault(str(row.iso3), []).append([*facts, address_in(str(row.note))])
    return rows


def votes(data: Dataset) -> dict[str, Any]:
    """Return the roll calls on the Treaty, each State's votes, and the position they add up to.

    Parameters
    ----------
    data
        A Dataset; without votes the result is empty.

    Returns
    -------
    dict
        ``calls``: resolution and day, in order; ``votes``: iso3 -> one letter for each call (Y yes,
        N no, A abstain, - not voting, a blank: no seat); ``positions``: iso3 -> position, as
        ``positions`` gives it on the last day of the evidence.
    """
    calls = roll_calls_on(data)
    if calls.empty or data.votes.empty:
        return {}
    order = {str(name): number for number, name in enumerate(calls["resolution"])}
    strips: dict[str, list[str]] = {}
    for row in data.votes[data.votes["resolution"].isin(list(order))].itertuples():
        strip = strips.setdefault(str(row.iso3), [" "] * len(order))
        strip[order[str(row.resolution)]] = VOTE_LETTERS[str(row.vote)]
    standing = positions(data)
    standing = standing[standing["position"].notna()]
    return {
        "calls": [[str(row.resolution), iso(row.date)] for row in calls.itertuples()],
        "votes": {iso3: "".join(strip) for iso3, strip in sorted(strips.items()) if iso3},
        "positions": dict(
            zip(standing["iso3"].astype(str), standing["position"].astype(object), strict=True)
        ),
    }
