"""Everything that a State brief says, as frames and values: no words, no language.

``Briefing`` computes once what all briefs of a day share; ``facts_of`` takes one State out of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.evidence import add_sources, precision_of, with_evidence
from attdata.law.status import of_record, on_day
from attdata.measures.activities import counted_activities, namings
from attdata.measures.in_force import perhaps_in_force
from attdata.measures.joining import before_joining
from attdata.measures.participation import status_on
from attdata.measures.peers import distances_from, near_parties, neighbours
from attdata.measures.positions import positions, treaty_roll_calls
from attdata.measures.scope import Day, other_treaties, resolve_day, without_warning
from attdata.measures.signals import group_counts, signals, speeches_until
from attdata.reference import using

if TYPE_CHECKING:
    from attdata.frames import Dataset

# Two pages hold so many rows; the brief says how many it does not show.
MOST_ACTIVITIES, MOST_PROJECTS, MOST_PEERS = 8, 3, 8


@dataclass(frozen=True)
class Act:
    """A treaty action of the State: what, when (first and last possible day), in force when."""

    action: str
    date: pd.Timestamp
    earliest: pd.Timestamp
    precision: str


@dataclass(frozen=True)
class StateFacts:
    """What one brief says of one State on one day."""

    iso3: str
    day: pd.Timestamp
    region: str
    subregion: str
    groups: pd.DataFrame
    status: str
    status_in_force: str
    perhaps_in_force: bool  # nobody knows whether the Treaty is in force for it yet
    acts: tuple[Act, ...]
    in_force: pd.Timestamp
    leaving: pd.Timestamp
    notes: tuple[tuple[str, str], ...]  # action, what the sources note of it
    others: tuple[tuple[str, str, pd.Timestamp, str], ...]
    votes: pd.Series
    resolutions: tuple[str, ...]
    vote_days: tuple[pd.Timestamp, ...]
    texts: int
    unread: tuple[int, ...]
    naming: pd.DataFrame
    reported: tuple[int, ...]
    activities: pd.DataFrame
    projects: pd.DataFrame
    peers: pd.DataFrame
    open: pd.DataFrame
    spans: pd.DataFrame
    logged: tuple[int, pd.Timestamp]
    attrs: dict[Any, Any] = field(repr=False, default_factory=dict)
    standing: dict[str, str] = field(repr=False, default_factory=dict)
    counted: bool = True  # whether the totals of its groups count it

    @property
    def is_party(self) -> bool:
        """Whether the State is party on the day, counted from deposit."""
        return self.status == "state_party"


class Briefing:
    """What the briefs of a day share, computed once for all States.

    Parameters
    ----------
    data
        A Dataset.
    on
        The day; None for the newest day of the evidence on the Treaty.
    """

    def __init__(self, data: Dataset, on: Day | None = None) -> None:
        """Keep the data and the day; the frames are made when they are first asked for."""
        self.data = data
        self.undated = on is None
        self.day = resolve_day(data, on)

    def _status(self, **options: Any) -> pd.DataFrame:
        frame = without_warning(status_on, self.data, self.day, universe="all", **options)
        return frame.set_index("iso3")

    @cached_property
    def standing(self) -> pd.DataFrame:
        """Status of each State by deposit."""
        return self._status()

    @cached_property
    def counted(self) -> set[str]:
        """States that the Treaty's totals count on the day."""
        return set(without_warning(status_on, self.data, self.day)["iso3"])

    @cached_property
    def in_force(self) -> pd.DataFrame:
        """Status of each State by entry into force."""
        return self._status(basis="in_force")

    @cached_property
    def perhaps_in_force(self) -> set[str]:
        """States Parties of which nobody knows whether the Treaty is in force for them yet."""
        return perhaps_in_force(self.standing.reset_index(), self.day)

    @cached_property
    def others(self) -> dict[str, pd.DataFrame]:
        """Status of each State in each other treaty."""
        return {treaty: self._status(treaty=treaty) for treaty in other_treaties(self.data)}

    @cached_property
    def positions(self) -> pd.DataFrame:
        """Votes and position of each State."""
        return without_warning(positions, self.data, self.day).set_index("iso3")

    @cached_property
    def calls(self) -> pd.DataFrame:
        """The adoption and the yearly resolutions, in order."""
        return treaty_roll_calls(self.data, self.day)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """Groups of each State, with how many of their members are party."""
        return group_counts(self.data, self.day)

    @cached_property
    def signals(self) -> pd.DataFrame:
        """What is known of each State not yet party."""
        return without_warning(signals, self.data, self.day)

    @cached_property
    def activities(self) -> pd.DataFrame:
        """Activity x State named, with title, place, organisers and source, newest first."""
        named = namings(self.data, None, self.day, undated=self.undated)
        kept = ["title", "place", "note", "date_precision", "date_earliest", "date_text"]
        named = named.merge(self.data.activities[["activity", *kept]], on="activity")
        actors = self.data.activity_actors
        actors = actors[actors["role"] == "organiser"].groupby("activity")["actor"].agg("; ".join)
        organisers = named["activity"].map(actors)
        named["organisers"] = organisers.astype("object").where(organisers.notna(), "")
        return named.sort_values(["start", "activity"], ascending=[False, True], na_position="last")

    @cached_property
    def logged(self) -> tuple[int, pd.Timestamp]:
        """How many activities the logs hold up to the day, and the day of the last."""
        counted = counted_activities(self.data, None, self.day, undated=self.undated)
        return counted["activity"].nunique(), counted["start"].max()

    @cached_property
    def projects(self) -> pd.DataFrame:
        """Trust Fund projects begun by the day, newest first."""
        projects = self.data.vtf_projects
        begun = (projects["start"] <= self.day) | (self.undated & projects["start"].isna())
        return projects[begun].sort_values(["start", "project"], ascending=[False, True])

    @cached_property
    def helped(self) -> pd.DataFrame:
        """Activities and projects that named a State before it joined."""
        frame = without_warning(before_joining, self.data, self.day, after="2013-04-02")
        return frame[frame["kind"] != ""].groupby(["iso3", "kind"]).size().rename("n").reset_index()

    @cached_property
    def attrs(self) -> dict[Any, Any]:
        """What the briefs of the day rest on: day, sources."""
        used = ["debates", "register_reports", "activities", "vtf_projects"]
        frame = with_evidence(pd.DataFrame(), self.positions.attrs)
        sources = pd.concat([getattr(self.data, name)["source"] for name in used])
        return dict(add_sources(frame, self.data, sources).attrs)

    @cached_property
    def speeches(self) -> pd.DataFrame:
        """Speeches of the General Debates that were over on the day."""
        return speeches_until(self.data, self.day)


def facts_of(briefing: Briefing, iso3: str) -> StateFacts:
    """Return what the brief of one State says.

    Parameters
    ----------
    briefing
        What the briefs of the day share.
    iso3
        Code of the State.
    """
    with using(briefing.data.reference):
        return _facts_of(briefing, iso3)


def _facts_of(briefing: Briefing, iso3: str) -> StateFacts:
    data, day = briefing.data, briefing.day
    place = data.states.set_index("iso3").loc[iso3]
    own = briefing.standing.loc[iso3]
    votes = briefing.positions.loc[iso3]
    actions = _actions(data, iso3, day)
    texts = briefing.speeches[briefing.speeches["iso3"] == iso3].sort_values("year")
    read = texts[texts["readable"]]
    spans = data.status[(data.status["treaty"] == "att") & (data.status["basis"] == "deposited")]
    party = str(own["status"]) == "state_party"
    return StateFacts(
        iso3=iso3,
        day=day,
        region=str(place["att_region"]),
        subregion=str(place["subregion"]),
        groups=_bare(briefing.groups[briefing.groups["iso3"] == iso3]),
        status=str(own["status"]),
        status_in_force=str(briefing.in_force.loc[iso3, "status"]),
        perhaps_in_force=iso3 in briefing.perhaps_in_force,
        acts=tuple(
            Act(str(row.action), row.date, row.date_earliest, str(row.date_precision))
            for row in actions.itertuples()
        ),
        in_force=own["in_force"],
        leaving=own.get("leaving", pd.NaT),
        notes=tuple(
            (str(row.action), row.note)
            for row in actions.drop_duplicates("note").itertuples()
            if row.note
        ),
        others=tuple(
            _standing_in(treaty, frame, iso3) for treaty, frame in briefing.others.items()
        ),
        votes=votes,
        resolutions=tuple(briefing.positions.attrs["resolutions"]),
        vote_days=tuple(briefing.calls["date"]),
        texts=len(read),
        unread=tuple(int(year) for year in texts.loc[~texts["readable"], "year"]),
        naming=_bare(read[read["times_named"].fillna(0) > 0]),
        reported=_years_reported(data, iso3, day),
        activities=_bare(briefing.activities[briefing.activities["iso3"] == iso3]),
        projects=_bare(briefing.projects[briefing.projects["iso3"] == iso3]),
        peers=_bare(pd.DataFrame() if party else _peers(briefing, iso3)),
        open=_bare(_not_yet_party(briefing, iso3) if party else pd.DataFrame()),
        spans=spans[spans["iso3"] == iso3],
        logged=briefing.logged,
        attrs=briefing.attrs,
        standing=briefing.standing["status"].astype(str).to_dict(),
        counted=iso3 in briefing.counted,
    )


def _actions(data: Dataset, iso3: str, day: pd.Timestamp) -> pd.DataFrame:
    """Return what the State did under the Treaty until the day, in order."""
    rows = of_record(data.actions)
    rows = rows[(rows["iso3"] == iso3) & (rows["treaty"] == "att") & (rows["date"] <= day)]
    return rows.sort_values("date", kind="stable")


def _years_reported(data: Dataset, iso3: str, day: pd.Timestamp) -> tuple[int, ...]:
    """Return the years for which the State reported to the Register, before that of the day."""
    reports = data.register_reports
    reports = reports[(reports["iso3"] == iso3) & (reports["year"] < day.year)]
    return tuple(sorted(int(year) for year in reports["year"]))


def _bare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame that says nothing of itself; ``attrs`` of the facts hold it once for all.

    pandas copies what a frame says of itself, list by list, with every row and column taken of it.
    """
    return with_evidence(frame, {})


def _standing_in(treaty: str, frame: pd.DataFrame, iso3: str) -> tuple[str, str, pd.Timestamp, str]:
    """Return treaty, status, and day and precision of the instrument, else of the signature."""
    row = frame.loc[iso3]
    day = row["consented"] if not pd.isna(row["consented"]) else row["signed"]
    return treaty, str(row["status"]), day, precision_of(frame.attrs, iso3, day)[0]


def _peers(briefing: Briefing, iso3: str) -> pd.DataFrame:
    """Return the States Parties near a State, with how long they took and what named them before.

    Columns of ``peers``, and wait (days from signature to instrument), n_activities, n_projects
    (recorded before joining).
    """
    near = near_parties(briefing.data, iso3, briefing.day, briefing.standing.reset_index())
    signed = near["iso3"].map(briefing.standing["signed"])
    near["wait"] = (near["joined"] - signed).dt.days.astype("Int64")
    for kind in ("activity", "project"):
        counts = briefing.helped[briefing.helped["kind"] == kind].set_index("iso3")["n"]
        name = {"activity": "n_activities", "project": "n_projects"}[kind]
        near[name] = near["iso3"].map(counts).fillna(0).astype("int64")
    return near


def _not_yet_party(briefing: Briefing, iso3: str) -> pd.DataFrame:
    """Return the States not yet party with which a State Party has something in common.

    Columns of ``signals``, and border, same_subregion, shared (organizations, joined by "; "),
    distance_km;
    land neighbours first, then the sub-region, then shared organizations, each by distance.
    """
    frame = briefing.signals.copy()
    place = briefing.data.states.set_index("iso3")["subregion"]
    rows = briefing.data.groups
    rows = rows[(rows["scheme"] == "organisation") & on_day(rows, briefing.day)]
    own = rows.loc[rows["iso3"] == iso3, "group"]
    shared = rows[rows["group"].isin(own)].groupby("iso3")["group"].agg("; ".join)
    frame["border"] = frame["iso3"].isin(neighbours(iso3))
    frame["same_subregion"] = (frame["subregion"] == place[iso3]) & (place[iso3] != "")
    texts = frame["iso3"].map(shared)
    frame["shared"] = texts.astype("object").where(texts.notna(), "")
    common = frame["border"] | frame["same_subregion"] | (frame["shared"] != "")
    frame["distance_km"] = distances_from(briefing.data, iso3, frame["iso3"])
    return frame[common].sort_values(
        ["border", "same_subregion", "distance_km", "iso3"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )
