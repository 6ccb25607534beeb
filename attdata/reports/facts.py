"""What a report rests on: the cycle it covers, and every frame computed once for all languages.

The text takes its numbers from these frames and the tables show them, so that the two cannot
differ. A regional report is the same report over the States of one region.
"""

from __future__ import annotations

import datetime as dt
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

import attdata
from attdata.evidence import with_evidence
from attdata.frames import WORLD
from attdata.law.status import of_record
from attdata.measures.in_force import perhaps_in_force
from attdata.measures.positions import treaty_roll_calls
from attdata.measures.scope import EvidenceWarning, states_within
from attdata.measures.waiting import median_waits
from attdata.reference import of_dataset
from attdata.reports.cycle import Cycle
from attdata.reports.facts_outreach import activities_of, calendar_of, linked_of, log_begins
from attdata.reports.facts_plan import closed_by, decisions_of, plan_conference, progress_of
from attdata.reports.figure_set import pipeline_events

if TYPE_CHECKING:
    from attdata.frames import Dataset
    from attdata.measures.compare import Comparison

SCHEMES = ("att_region", "m49_subregion", "un_regional_group", "organisation")


class Against(NamedTuple):
    """Who of the States not yet party voted against the adoption, on which day, and what followed.

    ``first`` is the first of the yearly resolutions over which positions are told.
    """

    states: tuple[str, ...]
    day: Any
    first: str


@dataclass(frozen=True)
class Facts:
    """The frames of a report.

    ``region`` is the group whose States alone are counted, "" for the world, and ``scheme`` its
    kind; ``whole`` is the name of the total.
    """

    cycle: Cycle
    region: str
    scheme: str
    evidence: dt.date
    n_states: int
    n_activities_named: int
    n_undated: int
    status: pd.DataFrame
    totals: pd.DataFrame
    later_in_force: pd.DataFrame
    perhaps_in_force: set[str]  # those of them for which the treaty may be in force already
    changes: pd.DataFrame
    notes: pd.DataFrame  # what the sources note of the actions: iso3, date, action, note
    groups: dict[str, pd.DataFrame]
    home: dict[str, str]  # the region in which most States of a sub-region lie
    trend: pd.DataFrame
    conferences: pd.DataFrame
    pipeline: pd.DataFrame
    events: pd.DataFrame  # what has happened to signatories: iso3, date, kind
    waiting: pd.DataFrame
    median: pd.DataFrame
    reach: pd.DataFrame
    reach_log: pd.DataFrame  # over the whole log, for periods with too few records
    log_begins: str
    reached: pd.DataFrame
    activities: pd.DataFrame
    calendar: pd.DataFrame
    progress: pd.DataFrame
    plan: pd.DataFrame
    decisions: pd.DataFrame
    linked: pd.DataFrame
    signals: pd.DataFrame  # what is known of each State not yet party, fact by fact
    against: Against
    pace: pd.DataFrame
    treaties: pd.DataFrame
    reconcile: pd.DataFrame
    sources: pd.DataFrame
    plan_conference: str
    plan_taken_up: bool
    news: Comparison | None = None  # against the dataset of the last report

    @property
    def world_attrs(self) -> dict[Any, Any]:
        """Return what the frames of participation say of themselves."""
        return dict(self.groups["att_region"].attrs)

    @property
    def thin(self) -> bool:
        """Return whether the log holds too few records of the period to say who was reached."""
        return bool(self.reach["n_reached"].isna().all())

    @property
    def log_ends(self) -> str:
        """Return the day of the latest record of the logs; "" for a log without days."""
        days = dict(self.reach.attrs["sources"])
        return max((days[log] for log in self.reach.attrs["logs"]), default="")

    @property
    def covered(self) -> bool:
        """Return whether the evidence reaches to the end of the period."""
        return self.evidence >= pd.Timestamp(self.cycle.on).date()

    @property
    def whole(self) -> str:
        """Return the group that stands for all States of the report."""
        return self.region or WORLD

    @property
    def world(self) -> pd.Series:
        """Return the totals of participation as one row."""
        return self.groups["att_region"].iloc[-1]


@of_dataset
def facts_of(data: Dataset, cycle: Cycle, within: str | None = None) -> Facts:
    """Return all frames of a report.

    Parameters
    ----------
    data
        A Dataset.
    cycle
        What :func:`attdata.reports.cycle.cycle_of` gives.
    within
        A group of any scheme, such as Asia or ASEAN, whose members of the day alone are counted;
        None for the world.

    Raises
    ------
    ValueError
        A group that is not in the data.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.reports.cycle import cycle_of
    >>> data = att.load()
    >>> facts_of(data, cycle_of(data)).whole
    'World'
    """
    region = _group_name(data, within)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EvidenceWarning)  # the report says it in its text
        restricted = _restricted(data, region, pd.Timestamp(cycle.on))
        return _facts(data, restricted, cycle, region)


def _group_name(data: Dataset, within: str | None) -> str:
    """Return a group as groups.csv spells it; "" for the world."""
    wished = (within or "").strip()
    spelled = {name.casefold(): name for name in sorted(set(data.groups["group"]))}
    return "" if wished.casefold() == WORLD.casefold() else spelled.get(wished.casefold(), wished)


def _restricted(data: Dataset, region: str, on: pd.Timestamp) -> Dataset:
    """Return the Dataset with the States of one group only; rates are then over these."""
    inside = states_within(data, region or None, on)
    if inside is None:
        return data
    chosen = data.states["iso3"].isin(inside)
    return replace(data, states=data.states[chosen].reset_index(drop=True))


def _facts(full: Dataset, data: Dataset, cycle: Cycle, region: str) -> Facts:
    on, since = pd.Timestamp(cycle.on), pd.Timestamp(cycle.since)
    named = _Regional(region, len(data.states))
    groups = {scheme: named.of(_participation(data, scheme, cycle)) for scheme in SCHEMES}
    status = named.of(attdata.status_on(data, on))
    waiting = named.of(attdata.waiting_time(data, on=on))
    activities, n_undated = activities_of(full, data, cycle, region)
    by = "m49_subregion" if region else "att_region"
    signals = attdata.signals(full, on, within=region or None)
    planned, decisions = plan_conference(full), decisions_of(full, cycle)
    return Facts(
        cycle=cycle,
        region=region,
        scheme=_scheme(full, region),
        evidence=data.evidence_ends().date(),
        n_states=len(status),
        n_activities_named=int(activities["names_not_party"].sum()),
        n_undated=n_undated,
        status=status,
        totals=named.of(with_evidence(_totals(data, cycle), groups["att_region"].attrs)),
        later_in_force=_later_in_force(status, on),
        perhaps_in_force=perhaps_in_force(status, on),
        changes=named.of(attdata.changes(data, since, on)),
        notes=_notes(data, on),
        groups=groups,
        home=_home(full),
        conferences=data.conferences,
        trend=named.of(attdata.trend(data, on)),
        pipeline=named.of(attdata.pipeline(data, on)),
        events=pipeline_events(full, on)["events"],
        waiting=waiting,
        median=with_evidence(median_waits(waiting), waiting.attrs),
        reach=named.of(attdata.reach(data, since, on, by=by)),
        reach_log=named.of(attdata.reach(data, None, on, by=by)),
        log_begins=log_begins(full),
        reached=named.of(attdata.reached_states(data, since, on)),
        activities=activities,
        calendar=calendar_of(full, on, region),
        progress=progress_of(full, on, region),
        plan=full.plan,
        decisions=decisions,
        linked=linked_of(full, decisions, cycle, region, activities),
        signals=signals,
        against=_against(full, on, set(signals["iso3"])),
        pace=named.of(attdata.pace(data, on, ahead=1)),
        treaties=named.of(attdata.treaties(data, on)),
        reconcile=_reconcile(full, on),
        sources=full.sources[full.sources["as_of"].notna()].reset_index(drop=True),
        plan_conference=planned,
        plan_taken_up=closed_by(full, planned, on),
    )  # fmt: skip


def _later_in_force(status: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """Return the States Parties for which the Treaty enters into force after the day."""
    return status[(status["status"].astype(str) == "state_party") & (status["in_force"] > on)]


def _against(full: Dataset, on: pd.Timestamp, pending: set[str]) -> Against:
    """Return who voted against the adoption: the positions of States begin with the vote after."""
    calls = treaty_roll_calls(full, on) if len(full.votes) else pd.DataFrame()
    if calls.empty or not calls["adoption"].any() or calls["adoption"].all():
        return Against((), None, "")
    votes = attdata.positions(full, on).set_index("iso3")["adoption"].astype(str)
    first = calls.loc[~calls["adoption"], "label"].iloc[0]
    states = tuple(sorted(set(votes.index[votes == "no"]) & pending))
    return Against(states, calls.loc[calls["adoption"], "date"].iloc[0], first)


@dataclass(frozen=True)
class _Regional:
    """Gives frames over one region the region's name where they say World."""

    region: str
    n_states: int

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with its total under the region's name."""
        if not self.region:
            return frame
        attrs = dict(frame.attrs) | {"universe": "", "n_states": self.n_states}
        if "group" in frame.columns:
            names = frame["group"].astype(object)
            frame = frame.assign(group=names.where(names != WORLD, self.region))
        return with_evidence(frame, attrs)


def _participation(data: Dataset, scheme: str, cycle: Cycle) -> pd.DataFrame:
    """Return participation on the day, with the parties at the beginning and the change."""
    now = attdata.participation(data, cycle.on, by=scheme)
    then = attdata.participation(data, cycle.since, by=scheme).set_index("group")["n_party"]
    attrs = now.attrs
    now = now[now["n_states"] > 0].reset_index(drop=True)
    # A group that has States today and had none then began with none of them party.
    before = now["group"].map(then).fillna(0).astype("int64")
    now = now.assign(n_party_before=before, change=now["n_party"] - before)
    return with_evidence(now, attrs)


def _totals(data: Dataset, cycle: Cycle) -> pd.DataFrame:
    """Return States by status at the beginning and on the day: one row per status, then all."""
    then, now = _worlds(data, cycle, "deposited")
    then_in_force, now_in_force = _worlds(data, cycle, "in_force")
    rows = [("state_party", then["n_party"], now["n_party"])]
    rows.append(("in_force", then_in_force["n_party"], now_in_force["n_party"]))
    rows.append(("signatory", then["n_signatory"], now["n_signatory"]))
    rows.append(("not_joined", then["n_not_joined"], now["n_not_joined"]))
    if then["n_unknown"] or now["n_unknown"]:  # so that the column adds up
        rows.append(("unknown", then["n_unknown"], now["n_unknown"]))
    rows.append(("all", then["n_states"], now["n_states"]))
    frame = pd.DataFrame(rows, columns=["status", "baseline", "now"])
    frame = frame.astype({"baseline": "int64", "now": "int64"})
    return frame.assign(change=frame["now"] - frame["baseline"])


def _worlds(data: Dataset, cycle: Cycle, basis: str) -> tuple[pd.Series, pd.Series]:
    """Return the totals on the last day before the period and on its last day."""
    both = attdata.participation(data, [cycle.since, cycle.on], basis=basis)
    world = both[both["group"] == WORLD].sort_values("on")
    return world.iloc[0], world.iloc[-1]


def _notes(data: Dataset, on: pd.Timestamp) -> pd.DataFrame:
    """Return the actions on the Treaty of which the sources note something, by day."""
    rows = of_record(data.actions)
    rows = rows[(rows["treaty"] == "att") & (rows["note"] != "") & (rows["date"] <= on)]
    rows = rows[rows["iso3"].isin(data.states["iso3"])]
    columns = ["iso3", "date", "date_precision", "action", "note"]
    return rows.sort_values(["date", "iso3"])[columns].reset_index(drop=True)


def _home(full: Dataset) -> dict[str, str]:
    """Return, for each sub-region, the region to which most of its States belong."""
    pairs = full.states[["subregion", "att_region"]].astype(str).value_counts().reset_index()
    first = pairs.drop_duplicates("subregion")
    return dict(zip(first["subregion"], first["att_region"], strict=True))


def _scheme(full: Dataset, region: str) -> str:
    """Return the scheme to which a group belongs; "" for the world."""
    schemes = full.groups.loc[full.groups["group"] == region, "scheme"]
    return str(schemes.iloc[0]) if len(schemes) else ""


def _reconcile(full: Dataset, on: pd.Timestamp) -> pd.DataFrame:
    frame = attdata.reconcile(full)
    return frame[frame["date"] <= on].reset_index(drop=True)
