"""What came before States joined: the activities and projects that named each of them.

Descriptive only: being named is a record of contact, never taken for an effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from attdata.evidence import add_sources, threshold
from attdata.measures.activities import (
    counted_activities,
    describe_contacts,
    namings,
)
from attdata.measures.coverage import with_coverage
from attdata.measures.participation import status_on
from attdata.measures.scope import (
    Day,
    Within,
    as_day,
    narrowed,
    resolve_day,
)
from attdata.reference import of_dataset

if TYPE_CHECKING:
    from attdata.frames import Dataset


@of_dataset
def before_joining(
    data: Dataset,
    on: Day | None = None,
    *,
    after: Day | None = None,
    within: Within | None = None,
) -> pd.DataFrame:
    """Return, for each State that joined, the activities and projects that named it before.

    Descriptive only: what came before a State's joining is listed, nothing is said about why it
    joined. The log is what public sources tell, and States that did not join were named as well
    (``reach``).

    Parameters
    ----------
    data
        A Dataset.
    on
        The last day; None for the newest day of the evidence.
    after
        Only States that joined after this day; None for the end of the year in which the log of
        outreach begins (``thresholds.csv``).
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per State and activity or project, in order of joining and then of days; a State
        that nothing named has one row with an empty ``item``: iso3, name_en, att_region, joined
        (day of the instrument; where only a range is known, its last possible day), action, item
        (identifier), kind (``activity``, ``project`` or empty), title, start, days_before (from its
        first day to joining; missing where the day is not known: such a project counts when its
        source calls the State not yet party), by_group (only a group was named), n_records
        (activities that count as outreach in the log before the State joined), coverage (of the log
        then: ``none``, ``too_few`` or ``partial``).

    Examples
    --------
    >>> import attdata as att
    >>> before = att.before_joining(att.load(), "2024-08-23")
    >>> before.loc[before["iso3"] == "MWI", ["item", "kind"]].to_numpy().tolist()[0]
    ['E041', 'activity']
    """
    if within is not None:
        return narrowed(before_joining, data, within, on, on, after=after)
    begins = int(threshold("outreach_log_begins"))
    last, first = resolve_day(data, on), as_day(after or f"{begins}-12-31")
    standing = status_on(data, last)
    joined = standing[
        (standing["status"].astype(str) == "state_party") & (standing["consented"] > first)
    ]
    joined = joined.rename(columns={"consented": "joined"})
    joined = joined[["iso3", "name_en", "att_region", "joined", "action"]]
    items = pd.concat([_named_items(data, last), _project_items(data)], ignore_index=True)
    frame = joined.merge(items, on="iso3")
    before = (frame["start"] < frame["joined"]) | (frame["start"].isna() & frame["not_party"])
    frame = joined.merge(frame[before].drop(columns=list(joined.columns[1:])), how="left")
    frame["days_before"] = (frame["joined"] - frame["start"]).dt.days.astype("Int64")
    for name in ("item", "kind", "title"):
        frame[name] = frame[name].astype("object").where(frame[name].notna(), "")
    frame["by_group"] = frame["by_group"].eq(True)
    frame = frame.sort_values(["joined", "iso3", "start", "item"], ignore_index=True)
    who = ["iso3", "name_en", "att_region", "joined", "action"]
    frame = frame[[*who, "item", "kind", "title", "start", "days_before", "by_group"]]
    days = counted_activities(data, None, last).drop_duplicates("activity")["start"]
    frame = with_coverage(frame, [(days < joined).sum() for joined in frame["joined"]])
    frame = describe_contacts(frame, data, first, last)
    return add_sources(frame, data, data.vtf_projects["source"])


def _named_items(data: Dataset, until: pd.Timestamp) -> pd.DataFrame:
    """Return the dated activities that named a State, with their titles."""
    titles = data.activities.set_index("activity")["title"]
    named = namings(data, None, until).rename(columns={"activity": "item"})
    named = named.assign(kind="activity", title=named["item"].map(titles), not_party=False)
    return named[["iso3", "item", "kind", "title", "start", "by_group", "not_party"]]


def _project_items(data: Dataset) -> pd.DataFrame:
    """Return the Trust Fund projects of States in the same columns."""
    projects = data.vtf_projects[data.vtf_projects["iso3"] != ""]
    projects = projects.rename(columns={"project": "item"})
    then = projects["status_at_time"].astype(str)
    projects = projects.assign(
        kind="project", by_group=False, not_party=then.isin(["signatory", "not_joined"])
    )
    return projects[["iso3", "item", "kind", "title", "start", "by_group", "not_party"]]
