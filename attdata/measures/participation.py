"""How many States have joined, since when, and what changed: plain frames from a Dataset.

Every rate is stored with what it is over, and every frame says in ``attrs``
the day, treaty, basis, universe and sources it was computed from, so that a footer can be built
from the frame itself.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from attdata.frames import BASES, STATUSES
from attdata.problems import ArgumentError
from attdata.reference import reference_rows
from attdata.status import SIGNATURES, Life, lives, of_record, on_day

if TYPE_CHECKING:
    from attdata.frames import Dataset

Day: TypeAlias = str | date | pd.Timestamp | np.datetime64
_ISO_DAY = re.compile(
    r"\s*\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?\s*"
)

# The 193 UN Members and the two other States that have joined the Arms Trade Treaty; the
# Secretariat's total of 2025 (116 + 26 + 53) is over these 195.
JOINED_NON_MEMBERS = ("NIU", "PSE")
WORLD = "World"
NO_GROUP = "no group"
STATUS_TYPE = pd.CategoricalDtype(STATUSES, ordered=True)


class EvidenceWarning(UserWarning):
    """The day asked for is later than the evidence."""


def universe_states(data: Dataset, universe: str) -> list[str]:
    """Return the iso3 of the States over which a rate is taken.

    Parameters
    ----------
    data
        A Dataset.
    universe
        ``att`` (195: UN Members, State of Palestine, Niue), ``un_members`` (193),
        ``un_and_observers`` (195: with Holy See and State of Palestine) or ``all`` (197).

    Raises
    ------
    ValueError
        Another word.

    Examples
    --------
    >>> import attdata as att
    >>> len(universe_states(att.load(), "att"))
    195
    """
    standing = data.states["un_status"].astype(str)
    chosen = {
        "att": (standing == "member") | data.states["iso3"].isin(JOINED_NON_MEMBERS),
        "un_members": standing == "member",
        "un_and_observers": standing.isin(["member", "observer"]),
        "all": standing != "",
    }
    _one_of("universe", universe, chosen)
    return sorted(data.states.loc[chosen[universe], "iso3"])


def _one_of(what: str, value: str, known: Iterable[str]) -> None:
    known = list(known)
    if value not in known:
        raise ArgumentError(f'"{value}" is no {what}; choose one of: {", ".join(known)}.')


def resolve_day(data: Dataset, on: Day | None, treaty: str = "att") -> pd.Timestamp:
    """Return the day to count on: the given one, or the newest of which the evidence speaks.

    Parameters
    ----------
    data
        A Dataset.
    on
        A day as text (2026-07-24), date or Timestamp; None for the newest ``as_of`` of the treaty's
        membership sources.
    treaty
        Key of the treaty.

    Raises
    ------
    ValueError
        ``on`` is no day, or ``treaty`` is not in the frame ``treaties``.

    Warns
    -----
    EvidenceWarning
        The day is later than the evidence.
    """
    _one_of("treaty", treaty, data.treaties["treaty"])
    ends = data.evidence_ends(treaty)
    if on is None:
        if pd.isna(ends):
            raise ArgumentError(
                f'No source tells how far the evidence on "{treaty}" reaches; give a day.'
            )
        return ends
    day = _timestamp(on)
    if day > ends:
        warnings.warn(_evidence_text(day, ends), EvidenceWarning, stacklevel=3)
    return day


def _timestamp(on: Day) -> pd.Timestamp:
    """Return a day; text must be ISO, so that no month is taken for a day, nor the clock read."""
    day = pd.NaT
    known = isinstance(on, date | np.datetime64) and not pd.isna(on)  # NaT is a date too
    if known or (isinstance(on, str) and _ISO_DAY.fullmatch(on)):
        try:
            day = pd.Timestamp(on).tz_localize(None).as_unit("ns").normalize()
        except pd.errors.OutOfBoundsDatetime:
            raise ArgumentError(
                f"{on} is too far away; days from 1678 to 2261 are known."
            ) from None
        except ValueError:
            day = pd.NaT
    if pd.isna(day):
        raise ArgumentError(f'"{on}" is no day; write it as 2026-07-24.')
    return day


def _evidence_text(day: pd.Timestamp, ends: pd.Timestamp) -> str:
    return f"{day:%Y-%m-%d} is later than the evidence, which ends on {ends:%Y-%m-%d}."


# How the sources at hand are called in a footer (words.csv, ``source.<key>``), by file name.
SOURCE_KEYS = {
    "untc": "untc",
    "notifications": "notifications",
    "outreach_log": "outreach",
    "vtf_projects": "vtf",
    "universalization_plan": "plan",
}


def source_list(data: Dataset, used: Iterable[str]) -> list[tuple[str, str]]:
    """Return (key of words.csv or title, newest as_of) of the named raw files, for a footer."""
    rows = data.sources[data.sources["source"].isin(list(used))]
    newest: dict[str, str] = {}
    for row in rows.sort_values("source").itertuples():
        keys = [key for start, key in SOURCE_KEYS.items() if row.source.startswith(start)]
        name = keys[0] if keys else row.title or row.source
        day = "" if pd.isna(row.as_of) else f"{row.as_of:%Y-%m-%d}"
        newest[name] = max(newest.get(name, ""), day)
    return list(newest.items())


def describe(
    frame: pd.DataFrame, data: Dataset, on: pd.Timestamp, *, treaty: str, basis: str, universe: str
) -> pd.DataFrame:
    """Return the frame with day, treaty, basis, universe and sources in its ``attrs``."""
    ends = data.evidence_ends(treaty)
    used = of_record(data.actions)
    used = used.loc[(used["treaty"] == treaty) & (used["date"] <= on), "source"].unique()
    later = bool(on > ends)  # never true where no source says how far the evidence reaches
    frame.attrs = {
        "on": f"{on:%Y-%m-%d}",
        "treaty": treaty,
        "basis": basis,
        "universe": universe,
        "sources": source_list(data, used),
        "evidence_ends": f"{ends:%Y-%m-%d}" if later else None,
        "warning": _evidence_text(on, ends) if later else "",
    }
    return frame


def _options(data: Dataset, treaty: str, basis: str, universe: str | None) -> str:
    """Return the universe to use, after checking the words."""
    _one_of("treaty", treaty, data.treaties["treaty"])
    _one_of("basis", basis, BASES)
    default = data.treaties.set_index("treaty")["universe"][treaty] or "all"
    return default if universe is None else universe


def _intervals(data: Dataset, treaty: str, basis: str, universe: str) -> pd.DataFrame:
    """Return iso3, start, end and status of the treaty's intervals over the universe."""
    s = data.status
    chosen = s[(s["treaty"] == treaty) & (s["basis"] == basis)]
    return chosen[chosen["iso3"].isin(universe_states(data, universe))]


def status_on(
    data: Dataset,
    on: Day | None = None,
    *,
    treaty: str = "att",
    basis: str = "deposited",
    universe: str | None = None,
) -> pd.DataFrame:
    """Return every State's status towards a treaty on a day.

    Parameters
    ----------
    data
        A Dataset.
    on
        The day; None for the newest day of the evidence.
    treaty, basis
        Which treaty, and whether a State counts from deposit or from entry into force.
    universe
        Over which States; None for the treaty's own (frame ``treaties``).

    Returns
    -------
    DataFrame
        One row per State, in order of iso3: iso3, name_en, att_region, status (ordered category),
        since (first day of this status; NaT: from the beginning), signed, consented (days of
        signature and of the instrument that count on that day; after a withdrawal neither),
        action (kind of instrument), in_force (day of entry into force for the State, may lie
        ahead).

    Raises
    ------
    ValueError
        A word or a day that is not known.

    Examples
    --------
    >>> import attdata as att
    >>> att.status_on(att.load(), "2024-08-19").set_index("iso3")["status"]["MWI"]
    'state_party'
    """
    day = resolve_day(data, on, treaty)
    universe = _options(data, treaty, basis, universe)
    intervals = _intervals(data, treaty, basis, universe)
    frame = intervals.loc[on_day(intervals, day), ["iso3", "status", "start"]].rename(
        columns={"start": "since"}
    )
    frame = data.states[["iso3", "name_en", "att_region"]].merge(frame, on="iso3")
    frame["status"] = frame["status"].astype(STATUS_TYPE)
    known = lives(data.actions[data.actions["treaty"] == treaty])
    dates = pd.DataFrame(
        [known.get((treaty, iso3), Life()).counting_on(day.date()) for iso3 in frame["iso3"]],
        columns=["signed", "consented", "action", "in_force"],
    )
    for column in ("signed", "consented", "in_force"):
        dates[column] = pd.to_datetime(dates[column]).astype("datetime64[ns]")
    frame = pd.concat([frame, dates], axis="columns").sort_values("iso3", ignore_index=True)
    return describe(frame, data, day, treaty=treaty, basis=basis, universe=universe)


def participation(
    data: Dataset,
    on: Day | Iterable[Day] | None = None,
    *,
    by: str = "att_region",
    treaty: str = "att",
    basis: str = "deposited",
    universe: str | None = None,
) -> pd.DataFrame:
    """Return how many States of each group have joined a treaty, on one day or on many.

    Parameters
    ----------
    data
        A Dataset.
    on
        A day, many days, or None for the newest day of the evidence.
    by
        A scheme of the frame ``groups``. Membership of a group counts on the day itself, from
        ``start`` to before ``end``. Organisations overlap and do not sum to the world.
    treaty, basis, universe
        As in ``status_on``.

    Returns
    -------
    DataFrame
        One row per day and group, the groups in alphabetical order, then ``no group`` where there
        are such States, ``World`` last: on, treaty, basis, universe, scheme, group, n_states,
        n_party, n_signatory, n_not_joined (States), share_party (0 to 1, missing where a group has
        no State on that day). States of unknown status are in n_states only.

    Raises
    ------
    ValueError
        A word or a day that is not known.

    Examples
    --------
    >>> import attdata as att
    >>> world = att.participation(att.load(), "2024-08-19").iloc[-1]
    >>> int(world["n_party"]), int(world["n_states"])
    (115, 195)
    """
    universe = _options(data, treaty, basis, universe)
    _one_of("scheme", by, data.groups["scheme"].unique())
    days = _days(data, on, treaty)
    members = _memberships(data, by, universe)
    spans = members.merge(_intervals(data, treaty, basis, universe), on="iso3")
    spans["from_day"] = np.maximum(_ordinal(spans["start_x"], -1), _ordinal(spans["start_y"], -1))
    spans["to_day"] = np.minimum(_ordinal(spans["end_x"], 1), _ordinal(spans["end_y"], 1))
    spans = spans[spans["from_day"] < spans["to_day"]]
    ordinals = _ordinal(pd.Series(days), -1)
    order = [*sorted(set(members["group"]) - {NO_GROUP, WORLD}), NO_GROUP, WORLD]
    parts = [
        _count(spans[spans["group"] == group], ordinals).assign(on=days, group=group, place=place)
        for place, group in enumerate(order)
    ]
    frame = pd.concat(parts).sort_values(["on", "place"], kind="stable", ignore_index=True)
    present = frame.groupby("group")["n_states"].transform("max") > 0
    frame = frame[present | (frame["group"] == WORLD)].reset_index(drop=True)
    frame["share_party"] = frame["n_party"] / frame["n_states"].where(frame["n_states"] > 0)
    frame = frame.assign(treaty=treaty, basis=basis, universe=universe, scheme=by)
    counts = ["n_states", "n_party", "n_signatory", "n_not_joined", "share_party"]
    frame = frame[["on", "treaty", "basis", "universe", "scheme", "group", *counts]]
    return describe(frame, data, days.max(), treaty=treaty, basis=basis, universe=universe)


def _days(data: Dataset, on: Day | Iterable[Day] | None, treaty: str) -> pd.DatetimeIndex:
    """Return the days asked for, as an index in the order given."""
    if on is None or not hasattr(on, "__iter__") or isinstance(on, str):
        return pd.DatetimeIndex([resolve_day(data, on, treaty)]).astype("datetime64[ns]")
    if isinstance(on, pd.DatetimeIndex):
        days = on.tz_localize(None).normalize()
    else:
        days = pd.DatetimeIndex([pd.NaT if pd.isna(day) else _timestamp(day) for day in on])
    if len(days) == 0 or days.hasnans:
        raise ArgumentError("on holds no day, or an empty one; give at least one day and no gaps.")
    resolve_day(data, days.max(), treaty)
    return days.astype("datetime64[ns]")


def _ordinal(days: pd.Series, open_end: int) -> np.ndarray:
    """Return days as integers; an open end lies before (-1) or after (1) every day."""
    numbers = days.to_numpy(dtype="datetime64[D]").astype("int64")
    return np.where(days.isna().to_numpy(), open_end * 10**9, numbers)


def _count(spans: pd.DataFrame, days: np.ndarray) -> pd.DataFrame:
    """Return the States of each status on each day, counted from where spans begin and end."""

    def count(chosen: pd.DataFrame) -> np.ndarray:
        begun = np.searchsorted(np.sort(chosen["from_day"].to_numpy()), days, side="right")
        ended = np.searchsorted(np.sort(chosen["to_day"].to_numpy()), days, side="right")
        return begun - ended

    status = spans["status"].astype(str)
    return pd.DataFrame(
        {
            "n_states": count(spans),
            "n_party": count(spans[status == "state_party"]),
            "n_signatory": count(spans[status == "signatory"]),
            "n_not_joined": count(spans[status == "not_joined"]),
        }
    )


def _memberships(data: Dataset, by: str, universe: str) -> pd.DataFrame:
    """Return group, iso3, start and end over the universe, with the gaps as ``no group``."""
    states = universe_states(data, universe)
    rows = data.groups[(data.groups["scheme"] == by) & data.groups["iso3"].isin(states)]
    rows = rows[["group", "iso3", "start", "end"]]
    open_ends = {"start": pd.NaT, "end": pd.NaT}
    world = [{"group": WORLD, "iso3": iso3} | open_ends for iso3 in states]
    periods: dict[str, list[tuple[Any, Any]]] = {}
    for row in rows.itertuples():
        periods.setdefault(row.iso3, []).append((row.start, row.end))
    gaps = [
        {"group": NO_GROUP, "iso3": iso3, "start": start, "end": end}
        for iso3 in states
        for start, end in _gaps(periods.get(iso3, []))
    ]
    extra = pd.DataFrame(world + gaps)
    for column in ("start", "end"):
        extra[column] = pd.to_datetime(extra[column]).astype("datetime64[ns]")
    return pd.concat([rows, extra], ignore_index=True)


def _gaps(periods: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return the periods that the given ones leave open; NaT is an open end."""
    gaps, reached = [], pd.NaT
    first = pd.Timestamp.min
    for start, end in sorted(periods, key=lambda p: first if pd.isna(p[0]) else p[0]):
        if not pd.isna(start) and (pd.isna(reached) or start > reached):
            gaps.append((reached, start))
        if pd.isna(end):
            return gaps
        reached = end if pd.isna(reached) else max(reached, end)
    return [*gaps, (reached, pd.NaT)]


def changes(
    data: Dataset,
    since: Day,
    until: Day | None = None,
    *,
    treaty: str = "att",
) -> pd.DataFrame:
    """Return what States did after one day and up to another, and what they became.

    Parameters
    ----------
    data
        A Dataset.
    since
        The last day before the period, such as the close of a conference.
    until
        The last day of the period; None for the newest day of the evidence.
    treaty
        Key of the treaty.

    Returns
    -------
    DataFrame
        One row per action of a State in the period, in order of days: iso3, name_en, att_region,
        date, date_earliest, date_precision, action, in_force (effective day), before and after
        (status on the day before the action and on its own, basis deposited). A withdrawal stands
        at the day it takes effect; an action known only as a range at the last possible day, from
        which ``in_force`` follows; acts of one day share what is before and after them. Provisional
        applications, which change no status, are left out.

    Raises
    ------
    ValueError
        A day that is none, or ``until`` before ``since``.

    Examples
    --------
    >>> import attdata as att
    >>> list(att.changes(att.load(), "2024-08-23", "2025-08-25")["name_en"])
    ['Colombia']
    """
    first, last = _timestamp(since), resolve_day(data, until, treaty)
    if last < first:
        raise ArgumentError(f"until ({last:%Y-%m-%d}) is before since ({first:%Y-%m-%d}).")
    rows = of_record(data.actions)
    rows = rows[(rows["treaty"] == treaty) & (rows["action"] != "provisional_application")]
    leaving = rows["action"] == "withdrawal"
    rows = rows.assign(date=rows["date"].where(~leaving, rows["effective_date"]))
    rows = rows[(rows["date"] > first) & (rows["date"] <= last)]
    day_before = rows["date"] - pd.Timedelta(days=1)
    frame = rows.assign(
        in_force=rows["effective_date"],
        action=rows["action"].astype(str),
        before=_statuses(data, treaty, rows["iso3"], day_before),
        after=_statuses(data, treaty, rows["iso3"], rows["date"]),
    ).merge(data.states[["iso3", "name_en", "att_region"]], on="iso3")
    frame = frame.sort_values(["date", "iso3", "action"], ignore_index=True)
    who, when = ["iso3", "name_en", "att_region"], ["date", "date_earliest", "date_precision"]
    frame = frame[[*who, *when, "action", "in_force", "before", "after"]]
    return describe(frame, data, last, treaty=treaty, basis="deposited", universe="all")


def undecided(
    data: Dataset, since: Day, until: Day | None = None, *, treaty: str = "att"
) -> pd.DataFrame:
    """Return the actions that may have happened in a period, but count only after it.

    Parameters
    ----------
    data, since, until, treaty
        As in :func:`changes`.

    Returns
    -------
    DataFrame
        One row per action of which only a range is known that begins in the period or before it
        and ends after it: iso3, name_en, action, date_earliest, date (the day that counts).

    Examples
    --------
    >>> import attdata as att
    >>> undecided(att.load(), "2026-02-10", "2026-05-01")["name_en"].tolist()
    ['Ecuador']
    """
    first, last = _timestamp(since), resolve_day(data, until, treaty)
    rows = of_record(data.actions)
    rows = rows[(rows["treaty"] == treaty) & (rows["action"] != "provisional_application")]
    rows = rows[rows["date_precision"].astype(str) == "range"]
    rows = rows[(rows["date"] > max(first, last)) & (rows["date_earliest"] <= last)]
    rows = rows.merge(data.states[["iso3", "name_en"]], on="iso3").sort_values("name_en")
    columns = ["iso3", "name_en", "action", "date_earliest", "date"]
    return rows[columns].reset_index(drop=True)


def _statuses(data: Dataset, treaty: str, states: pd.Series, days: pd.Series) -> pd.Series:
    """Return the status of each State on its day, on basis deposited."""
    spans = _intervals(data, treaty, "deposited", "all")[["iso3", "start", "end", "status"]]
    asked = pd.DataFrame({"iso3": states, "day": days, "place": states.index})
    found = asked.merge(spans, on="iso3")
    found = found[on_day(found, found["day"])]
    return found.set_index("place")["status"].reindex(states.index).astype(STATUS_TYPE)


def reconcile(data: Dataset, claims: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return published totals beside computed ones, and the basis on which they agree.

    Parameters
    ----------
    data
        A Dataset.
    claims
        date, source, and signatories_ever or states_parties or both (each may be empty); None for
        the project's own list ``published_counts.csv``.

    Returns
    -------
    DataFrame
        One row per claim and count: date, source, counted (``states_parties`` or
        ``signatories_ever``), claimed, deposited, in_force (what was computed on each basis; for
        signatures both are the same), agrees_on (``deposited and in_force``, ``deposited``,
        ``in_force`` or ``neither``).

    Raises
    ------
    ValueError
        ``claims`` lacks a column, or holds a day or number that is none.

    Examples
    --------
    >>> import attdata as att
    >>> totals = att.reconcile(att.load())
    >>> list(totals.loc[totals["agrees_on"] == "neither", "source"].unique())
    ['Control Arms blog (undated)']
    """
    if claims is None:
        claims = pd.DataFrame(reference_rows("published_counts"))
    counts = [name for name in _COUNTED if name in claims]
    missing = [name for name in ("date", "source") if name not in claims]
    if missing or not counts:
        raise ArgumentError(
            "claims needs the columns date, source, and signatories_ever or states_parties."
        )
    days = pd.DatetimeIndex([_timestamp(day) for day in claims["date"]])
    rows = []
    for counted in counts:
        computed = {basis: _COUNTED[counted](data, days, basis) for basis in BASES}
        for place, (day, source, claimed) in enumerate(
            zip(days, claims["source"], claims[counted], strict=True)
        ):
            number = _claimed(claimed)
            if number is None:
                continue
            found = {basis: int(computed[basis][place]) for basis in BASES}
            agreeing = [basis for basis in BASES if found[basis] == number]
            rows.append(
                {"date": day, "source": source, "counted": counted, "claimed": number}
                | found
                | {"agrees_on": " and ".join(agreeing) or "neither"}
            )
    columns = ["date", "source", "counted", "claimed", *BASES, "agrees_on"]
    return pd.DataFrame(rows, columns=columns).sort_values(["date", "counted"], ignore_index=True)


def _claimed(value: Any) -> int | None:
    """Return a published total, None where there is none."""
    if pd.isna(value) or str(value).strip() == "":
        return None
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not (number >= 0 and number.is_integer()):
        raise ArgumentError(f'"{value}" is no number of States; correct it in claims.')
    return int(number)


def _signed(data: Dataset, days: pd.DatetimeIndex, _basis: str) -> np.ndarray:
    """Return how many States had signed by each day, whatever became of the signature."""
    rows = of_record(data.actions)
    signed = rows[(rows["treaty"] == "att") & rows["action"].isin(SIGNATURES)]
    first = signed.groupby("iso3")["date"].min().sort_values()
    return np.searchsorted(first.to_numpy(), days.to_numpy(), side="right")


def _parties(data: Dataset, days: pd.DatetimeIndex, basis: str) -> np.ndarray:
    """Return how many States were party on each day."""
    if days.empty:
        return np.array([], dtype=int)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EvidenceWarning)
        frame = participation(data, days.unique(), basis=basis, universe="all")
    world = frame[frame["group"] == WORLD].set_index("on")["n_party"]
    return world.reindex(days).to_numpy()


_COUNTED = {"signatories_ever": _signed, "states_parties": _parties}
