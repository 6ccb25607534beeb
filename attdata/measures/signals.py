"""What is known of each State not yet party, fact by fact, each with its day: no score, no rank.

The rows stand in a fixed order that anybody can repeat: signatories first, then the others, each
by the position that its votes show, then by name. Nothing is weighed or added up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.evidence import add_sources, describe
from attdata.law.status import on_day
from attdata.measures.activities import counted_activities, inexact_contacts, namings
from attdata.measures.coverage import with_coverage
from attdata.measures.participation import status_on
from attdata.measures.peers import neighbours
from attdata.measures.positions import NOT_AN_INTENT, positions, roll_calls_on
from attdata.measures.scope import (
    Day,
    resolve_day,
    states_within,
    treaties_held,
    universe_states,
    without_warning,
)
from attdata.measures.waiting import told_to_depositary
from attdata.reference import of_dataset

if TYPE_CHECKING:
    from attdata.frames import Dataset

# Treaties on whose resolutions the General Assembly votes every year.
VOTED = ("mine-ban", "cluster-munitions")
# The General Debate is held in the second half of September; what was said in a year is known
# from October on.
_DEBATE_OVER = 10


def column_of(treaty: str) -> str:
    """Return the name under which a treaty has its columns.

    Examples
    --------
    >>> column_of("mine-ban")
    'mine_ban'
    """
    return treaty.replace("-", "_")


@of_dataset
def signals(
    data: Dataset, on: Day | None = None, *, within: str | Iterable[str] | None = None
) -> pd.DataFrame:
    """Return what is known of each State not yet party: one column per fact, with its day.

    No fact is weighed and no State is ranked. A vote shows a position on that day, not an intent to
    join; non-voting has no recorded reason; seats change hands (Myanmar, Afghanistan since 2021).
    Being named by an activity is a record of contact, and the log holds only what public sources
    tell. Reports to the Register and speeches are known as far as their files reach.

    Parameters
    ----------
    data
        A Dataset.
    on
        The day; None for the newest day of the evidence on the Treaty.
    within
        A group of any scheme, or a list of States; None for all.

    Returns
    -------
    DataFrame
        One row per State not yet party (77 on 24 July 2026), signatories first, then the others,
        each by position in the order of ``positions``, then by name in English: iso3, name_en,
        att_region, subregion, status, signed (day); position, last_vote, last_day, change_from,
        change_to, change_since, recent_direction (as in ``positions``); for each other treaty its
        status and the day of its instrument (``mine_ban``, ``mine_ban_since`` ...);
        ``mine_ban_vote``, ``mine_ban_vote_day`` and the same for cluster munitions (last vote cast
        in the General Assembly); register_year (last year reported to the UN Register of
        Conventional Arms);
        speech_year (last General Debate in which its speech named the Treaty), speeches (how many
        did), n_texts (how many could be read since 2005); n_activities (that named it, undated ones
        too when ``on`` is None), coverage (of the logs: ``none``, ``too_few`` or ``partial``; under
        ``partial`` n_activities is "at least", under the others too little to say anything) and
        n_records (activities that the logs hold), last_activity (identifier), last_activity_day;
        n_projects (of the Trust Fund), last_project; n_neighbours (States with a common land
        border) and of these n_neighbours_party; n_subregion, n_subregion_party (States of the
        sub-region, itself included); organisations ("ASEAN 2/11; ...":
        States Parties and members, itself included).

    Raises
    ------
    ValueError
        A day that is none, or ``within`` names no group and no State.

    Examples
    --------
    >>> import attdata as att
    >>> known = att.signals(att.load())
    >>> len(known), known["status"].iloc[0]
    (77, 'signatory')
    """
    day = resolve_day(data, on)
    chosen = states_within(data, within, day)
    standing = without_warning(status_on, data, day)
    frame = standing[standing["status"].astype(str) != "state_party"]
    frame = frame[["iso3", "name_en", "att_region", "status", "signed"]]
    if chosen is not None:
        frame = frame[frame["iso3"].isin(chosen)]
    frame.insert(3, "subregion", frame["iso3"].map(data.states.set_index("iso3")["subregion"]))
    votes = without_warning(positions, data, day)
    frame = frame.merge(votes[["iso3", *_FROM_POSITIONS]], on="iso3", how="left")
    named = namings(data, None, day, undated=on is None)
    parts = [
        _other_treaties(data, day),
        _other_votes(data, day),
        _register(data, day),
        _speeches(data, day),
        _contacts(named),
        _projects(data, day, undated=on is None),
        _around(data, day, set(standing.loc[standing["status"] == "state_party", "iso3"])),
    ]
    for part in parts:
        frame = frame.merge(part, left_on="iso3", right_index=True, how="left")
    frame = _with_records(_filled(frame), data, day, undated=on is None)
    frame = frame.assign(first=(frame["status"].astype(str) != "signatory").astype(int))
    frame = frame.sort_values(["first", "position", "name_en"], ignore_index=True)
    said: dict[str, Any] = {
        "note": NOT_AN_INTENT,
        "caution": "note.votes",
        "inexact_contacts": inexact_contacts(data, named),
        "statements": told_to_depositary(data, day, set(frame["iso3"])),
    }
    if within is not None:
        said["within"] = within if isinstance(within, str) else sorted(set(frame["iso3"]))
    frame = frame.drop(columns="first")
    frame = describe(frame, data, day, treaty="att", basis="deposited", universe="att", **said)
    used = [
        data.votes["source"], data.debates["source"], data.register_reports["source"],
        data.activities["source"], data.vtf_projects["source"],
    ]  # fmt: skip
    return add_sources(frame, data, pd.concat(used))


_FROM_POSITIONS = [
    "position", "last_vote", "last_day",
    "change_from", "change_to", "change_since", "recent_direction",
]  # fmt: skip


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with 0 for counts and "" for texts that a State has none of."""
    for name in frame.columns:
        if name.startswith(("n_", "speeches")):
            frame[name] = frame[name].fillna(0).astype("int64")
        elif name.endswith("_year"):
            frame[name] = frame[name].astype("Int64")
        elif frame[name].dtype in ("object", "str", "string"):
            texts = frame[name].astype("object")
            frame[name] = texts.where(texts.notna(), "")
    return frame


def _other_treaties(data: Dataset, day: pd.Timestamp) -> pd.DataFrame:
    """Return iso3 -> status in each other treaty, and the day of the instrument or signature."""
    columns = {}
    held = treaties_held(data)
    for treaty in data.treaties["treaty"]:
        if treaty == "att":
            continue
        if treaty not in held:  # the columns stay, empty: of such a treaty nothing is known
            columns[column_of(treaty)] = pd.Series("", data.states["iso3"], dtype="object")
            columns[f"{column_of(treaty)}_since"] = pd.Series(pd.NaT, data.states["iso3"])
            continue
        standing = without_warning(status_on, data, day, treaty=treaty, universe="all")
        standing = standing.set_index("iso3")
        columns[column_of(treaty)] = standing["status"]
        columns[f"{column_of(treaty)}_since"] = standing["consented"].fillna(standing["signed"])
    return pd.DataFrame(columns)


def _other_votes(data: Dataset, day: pd.Timestamp) -> pd.DataFrame:
    """Return iso3 -> last vote cast on resolutions on other treaties, and its day."""
    columns = {}
    for treaty in VOTED:
        calls = roll_calls_on(data, treaty)
        calls = calls.loc[calls["date"] <= day, "resolution"]
        cast = data.votes[data.votes["resolution"].isin(calls)]
        cast = cast[cast["vote"].astype(str) != "non_voting"].sort_values("date", kind="stable")
        last = cast.drop_duplicates("iso3", keep="last").set_index("iso3")
        columns[f"{column_of(treaty)}_vote"] = last["vote"].astype(str).astype("object")
        columns[f"{column_of(treaty)}_vote_day"] = last["date"]
    return pd.DataFrame(columns)


def _register(data: Dataset, day: pd.Timestamp) -> pd.DataFrame:
    """Return iso3 -> last year reported; a year is reported in the next one, by 31 May."""
    reports = data.register_reports[data.register_reports["year"] < day.year]
    return reports.groupby("iso3")["year"].max().rename("register_year").to_frame()


def speeches_until(data: Dataset, day: pd.Timestamp) -> pd.DataFrame:
    """Return the speeches of the General Debates that were over on a day.

    Parameters
    ----------
    data
        A Dataset.
    day
        The last day.
    """
    over = day.year if day.month >= _DEBATE_OVER else day.year - 1
    return data.debates[(data.debates["year"] <= over) & (data.debates["iso3"] != "")]


def _speeches(data: Dataset, day: pd.Timestamp) -> pd.DataFrame:
    """Return iso3 -> last year whose speech named the Treaty, how many did, how many were read."""
    texts = speeches_until(data, day)
    texts = texts[texts["readable"]]
    naming = texts[texts["times_named"].fillna(0) > 0].groupby("iso3")["year"]
    return pd.DataFrame(
        {
            "speech_year": naming.max(),
            "speeches": naming.size(),
            "n_texts": texts.groupby("iso3").size(),
        }
    )


def _contacts(named: pd.DataFrame) -> pd.DataFrame:
    """Return iso3 -> activities that named it, the last one and its first day."""
    latest = named.dropna(subset=["start"]).drop_duplicates("iso3", keep="last").set_index("iso3")
    return pd.DataFrame(
        {
            "n_activities": named.groupby("iso3")["activity"].nunique(),
            "last_activity": latest["activity"],
            "last_activity_day": latest["start"],
        }
    )


def _with_records(
    frame: pd.DataFrame, data: Dataset, day: pd.Timestamp, *, undated: bool
) -> pd.DataFrame:
    """Return the frame with what its counts of activities rest on, beside them."""
    records = counted_activities(data, None, day, undated=undated)["activity"].nunique()
    frame = with_coverage(frame, int(records))
    place = frame.columns.get_loc("n_activities") + 1
    for name in ("coverage", "n_records"):
        frame.insert(place, name, frame.pop(name))
    return frame


def _projects(data: Dataset, day: pd.Timestamp, *, undated: bool) -> pd.DataFrame:
    """Return iso3 -> Trust Fund projects begun by the day, and the latest of them."""
    projects = data.vtf_projects[data.vtf_projects["iso3"] != ""]
    begun = projects["start"] <= day
    projects = projects[begun | (undated & projects["start"].isna())]
    projects = projects.sort_values(["start", "project"], na_position="first")
    by_state = projects.groupby("iso3")["project"]
    return pd.DataFrame({"n_projects": by_state.size(), "last_project": by_state.last()})


def _around(data: Dataset, day: pd.Timestamp, parties: set[str]) -> pd.DataFrame:
    """Return iso3 -> States Parties among neighbours, in the sub-region and in organizations."""
    counted = set(universe_states(data, "att")) | parties
    states = data.states["iso3"].tolist()
    near = {iso3: neighbours(iso3) & set(states) for iso3 in states}
    counts = group_counts(data, day)
    own = counts[counts["scheme"] == "m49_subregion"].set_index("iso3")
    organisations = counts[counts["scheme"] == "organisation"]
    texts = organisations.assign(
        text=[f"{row.group} {row.n_party}/{row.n_states}" for row in organisations.itertuples()]
    )
    return pd.DataFrame(
        {
            "n_neighbours": {iso3: len(near[iso3] & counted) for iso3 in states},
            "n_neighbours_party": {iso3: len(near[iso3] & parties) for iso3 in states},
            "n_subregion": own["n_states"],
            "n_subregion_party": own["n_party"],
            "organisations": texts.groupby("iso3")["text"].agg("; ".join),
        }
    )


def group_counts(data: Dataset, on: pd.Timestamp) -> pd.DataFrame:
    """Return each State's groups on a day, with how many of their members are party.

    Parameters
    ----------
    data
        A Dataset.
    on
        The day of status and membership.

    Returns
    -------
    DataFrame
        One row per State and group, in order of scheme and group: iso3, scheme, group, n_party,
        n_states (members of the Treaty's universe, the State itself included), as
        ``participation`` counts them.

    Examples
    --------
    >>> import attdata as att
    >>> counts = group_counts(att.load(), pd.Timestamp("2026-07-24"))
    >>> counts.loc[counts["iso3"] == "FJI", "group"].tolist()[0]
    'Oceania'
    """
    standing = without_warning(status_on, data, on)
    parties = set(standing.loc[standing["status"].astype(str) == "state_party", "iso3"])
    counted = set(standing["iso3"])
    rows = data.groups[on_day(data.groups, on)]
    rows = rows[["iso3", "scheme", "group"]].drop_duplicates()
    members = rows[rows["iso3"].isin(counted)]
    members = members.assign(party=members["iso3"].isin(parties))
    totals = members.groupby(["scheme", "group"], as_index=False).agg(
        n_party=("party", "sum"), n_states=("iso3", "size")
    )
    frame = rows.merge(totals, on=["scheme", "group"], how="left")
    for name in ("n_party", "n_states"):
        frame[name] = frame[name].fillna(0).astype("int64")
    order = ["iso3", "scheme", "group"]
    return frame.sort_values(order, ignore_index=True)[[*order, "n_party", "n_states"]]
