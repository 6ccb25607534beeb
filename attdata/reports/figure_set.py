"""The figures of ``attdata figures``: for each a name, its measure and the function that draws.

Adding a figure is adding a row to ``FIGURES``; everything else follows from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import attdata
from attdata.evidence import with_evidence

if TYPE_CHECKING:
    import pandas as pd

    from attdata.frames import Dataset

Measure = Callable[["Dataset", Any], "pd.DataFrame"]
Options = Mapping[str, Any] | Callable[["Dataset", Any], dict[str, Any]]
REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")


def _status(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.status_on(data, on)


def _regions(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.participation(data, on)


def _subregions(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.participation(data, on, by="m49_subregion")


def _un_groups(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.participation(data, on, by="un_regional_group")


def _people(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.participation(data, on, weight="population")


def _trend(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.trend(data, on)


def _pipeline(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.pipeline(data, on)


def pipeline_events(data: Dataset, on: Any) -> dict[str, Any]:
    """Return the option with what has happened to signatories: contacts, votes, statements."""
    import pandas as pd

    from attdata.draw.votes import turns_of
    from attdata.measures.activities import namings
    from attdata.measures.waiting import said_to_depositary

    named = namings(data, None, on)[["iso3", "start"]].rename(columns={"start": "date"})
    parts = [named.assign(kind="activity")]
    told = said_to_depositary(data, on)[["iso3", "date", "action", "note"]]
    parts.append(told.assign(kind="statement"))
    sources: list[Any] = []
    if len(data.votes):
        held = attdata.positions(data, on)
        changed = held[["iso3", "change_since"]].rename(columns={"change_since": "date"})
        parts.append(changed.assign(kind=turns_of(held)))
        sources = held.attrs["sources"]
    events = pd.concat(parts, ignore_index=True).dropna(subset=["date"])
    return {"events": with_evidence(events, {"sources": sources})}


def _waiting(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.waiting_time(data, on=on)


def last_close(data: Dataset, on: Any) -> Any:
    """Return the day on which the last conference before a day closed; None where there is none."""
    closed = data.conferences.loc[data.conferences["end"] < on, "end"]
    return closed.max() if len(closed) else None


def _reach(data: Dataset, on: Any) -> pd.DataFrame:
    """Return the reach of the cycle; of the whole log where the cycle has too few records."""
    cycle = attdata.reach(data, last_close(data, on), on)
    return attdata.reach(data, None, on) if cycle["n_reached"].isna().all() else cycle


def _calendar(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.calendar(data, on)


def _progress(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.progress(data, on)


def _treaties(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.treaties(data, on)


def _pace(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.pace(data, on)


def _positions(data: Dataset, on: Any) -> pd.DataFrame:
    frame = attdata.positions(data, on)
    # Over the States of the universe that are not yet party.
    counted = set(attdata.status_on(data, on)["iso3"])
    chosen = frame[(frame["status"] != "state_party") & frame["iso3"].isin(counted)]
    chosen = chosen.reset_index(drop=True)
    return with_evidence(chosen, frame.attrs, without=("universe",))


def _signatures(data: Dataset, on: Any) -> dict[str, Any]:
    """Return the option with the days on which States signed."""
    pipeline = attdata.pipeline(data, on)
    return {"dates": pipeline[["iso3", "signed"]]}


def _signals(data: Dataset, on: Any) -> pd.DataFrame:
    return attdata.signals(data, on)


def support_frame(data: Dataset, on: Any) -> pd.DataFrame:
    """Return for each vote on the Treaty: on, resolution, yes, no, abstain, n_party.

    ``attrs["yes_and_party"]`` says how many States that voted yes last were party on that day.
    """
    from attdata.measures.positions import treaty_roll_calls

    calls = treaty_roll_calls(data, on).rename(columns={"date": "on"})
    held = attdata.participation(data, list(calls["on"]))
    parties = held[held["group"] == "World"].set_index("on")["n_party"]
    frame = calls[["on", "resolution", "yes", "no", "abstain"]].reset_index(drop=True)
    frame = frame.assign(n_party=frame["on"].map(parties).astype(int))
    positions = attdata.positions(data, on)
    rests_on = {key: positions.attrs[key] for key in ("on", "treaty", "basis", "sources")}
    adopted = calls.loc[calls["adoption"], "on"]
    if len(calls):
        last = calls.sort_values("on").iloc[-1]
        held = attdata.status_on(data, last["on"])
        parties = set(held.loc[held["status"].astype(str) == "state_party", "iso3"])
        cast = data.votes[data.votes["resolution"] == last["resolution"]]
        yes = cast.loc[cast["vote"].astype(str) == "yes", "iso3"]
        rests_on["yes_and_party"] = int(yes.isin(parties).sum())
    if len(adopted):
        rests_on["adopted"] = f"{adopted.iloc[0]:%Y-%m-%d}"
    return with_evidence(frame, rests_on)


def history_frame(data: Dataset, on: Any) -> pd.DataFrame:
    """Return the status of each State at each year's end since the opening, and on the day.

    The days on which a State signed and joined stand in each of its rows.
    """
    import pandas as pd

    opened = data.treaties.set_index("treaty")["opened_for_signature"]["att"]
    last = pd.Timestamp(on)
    ends = pd.date_range(opened, last, freq="YE")
    days = [*ends[ends < last], last]
    parts = [attdata.status_on(data, day).assign(on=day) for day in days]
    frame = pd.concat(parts, ignore_index=True)[["iso3", "att_region", "on", "status"]]
    held = parts[-1]
    party = held["status"].astype(str) == "state_party"
    acts = held[["iso3", "signed"]].assign(joined=held["since"].where(party))
    frame = frame.merge(acts, on="iso3", how="left")
    return with_evidence(frame, parts[-1].attrs)


def _joined(data: Dataset, on: Any) -> dict[str, Any]:
    """Return the option that outlines who has joined since the last conference closed."""
    import pandas as pd

    closed = last_close(data, on)
    if closed is None:
        return {}
    ended = data.conferences.loc[data.conferences["end"] == closed, "conference"]
    day = (closed + pd.Timedelta(days=1)).date()
    return {"joined_since": day, "conference": str(ended.iloc[-1])}


def _joined_on(**options: Any) -> Options:
    """Return the options of a map with the newcomers outlined, as on the map of the world."""
    return lambda data, on: {**options, **_joined(data, on)}


# Days of the small maps: the Treaty's entry into force, then every third year's end.
_YEARS_END = ("2014-12-24", "2017-12-31", "2020-12-31", "2023-12-31")


def status_over_years(data: Dataset, on: Any) -> pd.DataFrame:
    """Return the status of every State on a few earlier days and on a day."""
    import pandas as pd

    last = attdata.status_on(data, on)
    day = pd.Timestamp(on)
    earlier = [pd.Timestamp(end) for end in _YEARS_END if pd.Timestamp(end) < day]
    parts = [attdata.status_on(data, end).assign(on=end) for end in earlier]
    frame = pd.concat([*parts, last.assign(on=day)], ignore_index=True)
    starting = {"first_day": "entry_into_force"} if earlier else {}
    return with_evidence(frame, last.attrs, **starting)


def own_status(data: Dataset, on: Any) -> dict[str, Any]:
    """Return the option that shows each State's own status on a map of groups."""
    return {"states": attdata.status_on(data, on)}


def _newcomers(data: Dataset, on: Any) -> dict[str, Any]:
    """Return the option that marks who has joined since the last conference closed."""
    closed = last_close(data, on)
    if closed is None:
        return {}
    import pandas as pd

    moved = attdata.changes(data, closed, on)
    joined = moved.loc[moved["after"] == "state_party", "iso3"]
    ended = data.conferences["end"] == closed
    return {
        "joined": sorted(set(joined)),
        "since": (closed + pd.Timedelta(days=1)).date(),
        "conference": str(data.conferences.loc[ended, "conference"].iloc[0]),
    }


def _met(data: Dataset, on: Any) -> dict[str, Any]:
    return {"conferences": data.conferences}


_MAP = "draw_status_map"
# The edge then runs through the Atlantic Ocean west of the Azores, and through no State.
PACIFIC = 148
FIGURES: dict[str, tuple[Measure, str, Options]] = {
    "status-map": (_status, _MAP, _joined),
    "status-map-pacific": (_status, _MAP, _joined_on(centre=PACIFIC)),
    **{
        f"status-map-{region.lower()}": (_status, _MAP, _joined_on(region=region))
        for region in REGIONS
    },
    "status-maps": (status_over_years, "draw_status_maps", {}),
    "region-map": (_regions, "draw_region_map", own_status),
    "subregion-map": (_subregions, "draw_region_map", own_status),
    "tiles": (_status, "draw_tiles", _newcomers),
    "shares": (_regions, "draw_shares", {}),
    "shares-un-groups": (_un_groups, "draw_shares", {}),
    "shares-subregions": (_subregions, "draw_shares", {}),
    "shares-population": (_people, "draw_population", {}),
    "trend": (_trend, "draw_trend", _met),
    "pipeline": (_pipeline, "draw_pipeline", pipeline_events),
    "waiting": (_waiting, "draw_waiting", {}),
    "reach": (_reach, "draw_reach", {}),
    "calendar": (_calendar, "draw_calendar", {}),
    "progress": (_progress, "draw_progress", {}),
    "treaties": (_treaties, "draw_treaties", {}),
    "votes": (_positions, "draw_votes", _signatures),
    "signals": (_signals, "draw_signals", {}),
    "support": (support_frame, "draw_support", {}),
    "history": (history_frame, "draw_history", {}),
    "pace": (_pace, "draw_pace", {}),
}
