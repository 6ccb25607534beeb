"""A Dataset small enough to work out every answer by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from attdata.frames import FRAMES, Dataset, empty_frame, typed
from attdata.law.status import status_intervals, with_effective_dates
from attdata.reference import reference_rows

Rows = Iterable[Mapping[str, Any]]

# Invented conferences, so that a cycle's length can be worked out in the head.
CONFERENCES = (
    {"conference": "CSP1", "start": "2015-08-24", "end": "2015-08-27"},
    {"conference": "CSP2", "start": "2016-08-22", "end": "2016-08-26"},
    {"conference": "CSP3", "start": "2017-09-11", "end": "2017-09-15"},
    {"conference": "CSP4", "start": "2018-08-20", "end": "2018-08-24"},
    {"conference": "CSP5", "start": "2019-08-26", "end": "2019-08-30"},
)


def small_dataset(
    regions: Mapping[str, str],
    actions: Iterable[tuple[str, ...]] = (),
    *,
    evidence: str = "2019-01-31",
    groups: Rows = (),
    activities: Rows = (),
    named: Iterable[tuple[str, ...]] = (),
    activity_regions: Iterable[tuple[str, str, str]] = (),
    actors: Iterable[tuple[str, str, str, str]] = (),
    **frames: Rows,
) -> Dataset:
    """Return a Dataset made in memory.

    ``regions``: iso3 -> ATT region. ``actions``: (iso3, action, day[, treaty]), deposited by the
    source ``table`` whose evidence reaches to ``evidence``. ``named``: (activity, iso3[, role[,
    via_group]]). ``activity_regions``: (activity, scheme, group). ``actors``: (activity, actor,
    role, stakeholder group). Any other frame by its name, as rows.
    """
    treaties = typed("treaties", reference_rows("treaties"))
    states = [
        {"iso3": iso3, "name_en": iso3.title(), "un_status": "member", "att_region": region}
        for iso3, region in regions.items()
    ]
    in_regions = [
        {"scheme": "att_region", "group": region, "iso3": iso3} for iso3, region in regions.items()
    ]
    deeds = with_effective_dates(typed("actions", _action_rows(actions)), treaties)
    status, _ = status_intervals(deeds, regions, treaties["treaty"])
    sources = [
        {"source": "table", "title": "Status table", "as_of": evidence},
        {"source": "log", "title": "Outreach log", "as_of": evidence},
    ]
    delivered = {"delivery": "delivered", "source": "log", "date_precision": "day"}
    rows: dict[str, Rows] = {
        "sources": sources,
        "states": states,
        "groups": [*in_regions, *groups],
        "conferences": CONFERENCES,
        "activities": [delivered | dict(row) for row in activities],
        "activity_states": [_named_row(*row) for row in named],
        "activity_regions": [
            {"activity": activity, "scheme": scheme, "group": group, "named_as": group}
            for activity, scheme, group in activity_regions
        ],
        "activity_actors": [
            {"activity": activity, "actor": actor, "role": role, "stakeholder_group": kind}
            for activity, actor, role, kind in actors
        ],
    } | frames
    made = {"treaties": treaties, "actions": deeds, "status": status}
    made |= {name: typed(name, given) for name, given in rows.items()}
    return Dataset(**{name: made.get(name, empty_frame(name)) for name in FRAMES})


def _action_rows(actions: Iterable[tuple[str, ...]]) -> list[dict[str, Any]]:
    rows = []
    for number, (iso3, action, day, *treaty) in enumerate(actions):
        rows.append(
            {
                "source": "table" if not treaty else f"table {treaty[0]}",
                "cell": f"A{number + 1}",
                "action": action,
                "treaty": treaty[0] if treaty else "att",
                "iso3": iso3,
                "participant": iso3,
                "date": day,
                "date_precision": "day",
                "date_text": day,
                "withdrawn": False,
            }
        )
    return rows


def _named_row(activity: str, iso3: str, role: str = "target", via_group: str = "") -> dict:
    row = {"activity": activity, "iso3": iso3, "role": role, "named_as": via_group or iso3}
    return row | {"via_group": via_group}


def column(frame: pd.DataFrame, key: str, value: str) -> dict[Any, Any]:
    """Return one column of a frame as a dict by another."""
    return dict(zip(frame[key], frame[value], strict=True))


REGIONS = {
    "KEN": "Africa",
    "UGA": "Africa",
    "MLI": "Africa",
    "FRA": "Europe",
    "FJI": "Oceania",
    "TON": "Oceania",
}
ACTIONS = [
    ("KEN", "signature", "2013-06-03"),
    ("KEN", "ratification", "2015-08-27"),  # the last day of the cycle to CSP1
    ("UGA", "signature", "2013-06-13"),
    ("UGA", "acceptance", "2015-08-28"),  # the first day of the cycle to CSP2
    ("MLI", "signature", "2013-06-03"),
    ("MLI", "ratification", "2018-01-31"),  # cycle to CSP4
    ("FRA", "accession", "2018-08-24"),  # cycle to CSP4
    ("FJI", "signature", "2014-01-01"),
]


def six_states(evidence="2019-01-31", **frames):
    """Return six States whose days lie on the edges of cycles."""
    return small_dataset(REGIONS, ACTIONS, evidence=evidence, **frames)
