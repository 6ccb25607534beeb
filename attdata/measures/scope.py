"""Which States, which days: what every measure asks first.

A measure is taken over a universe of States (or over those of them that ``within`` names), on days
that are read in one way, and over groups whose membership has a beginning and an end.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from attdata.evidence import SELECTED, evidence_text, told_of_part
from attdata.frames import BASES, NO_GROUP, STATUSES, WORLD
from attdata.law.status import on_day
from attdata.law.universe import counted_since, universes
from attdata.names.resolve import resolve
from attdata.problems import ArgumentError, callers_level
from attdata.reference import once

if TYPE_CHECKING:
    from attdata.frames import Dataset

# A group by its name, or States by code or name.
Within: TypeAlias = str | Iterable[str]
Day: TypeAlias = str | date | pd.Timestamp | np.datetime64
_ISO_DAY = re.compile(
    r"\s*\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?\s*"
)

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
        ``att`` (195: UN Members, State of Palestine, Niue, and whoever of the Holy See and the Cook
        Islands has signed or joined), ``un_members`` (193), ``un_and_observers`` (195: with Holy
        See and State of Palestine) or ``all`` (197); the rows of ``universes.csv``.

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
    one_of("universe", universe, universes())
    return sorted(counted_since(data, universe))


def one_of(what: str, value: str, allowed: Iterable[str]) -> None:
    """Raise a ValueError that names what may be written, unless the value is among it."""
    allowed = list(allowed)
    if value not in allowed:
        raise ArgumentError(f'"{value}" is no {what}; choose one of: {", ".join(allowed)}.')


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
    one_of("treaty", treaty, data.treaties["treaty"])
    ends = data.evidence_ends(treaty)
    unlisted = treaty != "att" and treaty not in treaties_held(data)
    if unlisted or (on is None and pd.isna(ends)):
        way_out = "add its status table" if unlisted else "give a day"
        raise ArgumentError(
            f'No source tells how far the evidence on "{treaty}" reaches; {way_out}.'
        )
    if on is None:
        return ends
    day = as_day(on)
    if day > ends:
        warnings.warn(evidence_text(day, ends), EvidenceWarning, stacklevel=callers_level())
    return day


def treaties_held(data: Dataset) -> list[str]:
    """Return the treaties of which the Dataset holds a status table, in the order of its list.

    Of another treaty nobody is known to be party, nor not to be.

    Examples
    --------
    >>> import attdata as att
    >>> treaties_held(att.load())[:2]
    ['att', 'mine-ban']
    """
    listed = set(data.actions["treaty"])
    return [name for name in data.treaties["treaty"] if name in listed]


def other_treaties(data: Dataset) -> list[str]:
    """Return the treaties beside the Arms Trade Treaty of which the Dataset holds a table.

    Examples
    --------
    >>> import attdata as att
    >>> other_treaties(att.load())
    ['mine-ban', 'cluster-munitions', 'tpnw', 'ccw']
    """
    return [treaty for treaty in treaties_held(data) if treaty != "att"]


def as_day(on: Day) -> pd.Timestamp:
    """Return a day; text must be ISO, so that no month is taken for a day, nor the clock read."""
    day = pd.NaT
    is_day = isinstance(on, date | np.datetime64) and not pd.isna(on)  # NaT is a date too
    if is_day or (isinstance(on, str) and _ISO_DAY.fullmatch(on)):
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


def universe_of(data: Dataset, treaty: str, basis: str, universe: str | None) -> str:
    """Return the universe to use, after checking the words."""
    one_of("treaty", treaty, data.treaties["treaty"])
    one_of("basis", basis, BASES)
    default = data.treaties.set_index("treaty")["universe"][treaty] or "all"
    return default if universe is None else universe


@once
def status_spans(data: Dataset, treaty: str, basis: str, universe: str) -> pd.DataFrame:
    """Return iso3, start, end and status of the treaty's intervals over the universe.

    A State that is in the universe from a day on has no interval before it.
    """
    s = data.status
    chosen = s[(s["treaty"] == treaty) & (s["basis"] == basis)]
    one_of("universe", universe, universes())
    since = counted_since(data, universe)
    chosen = chosen[chosen["iso3"].isin(list(since))]
    first = chosen["iso3"].map(pd.Series(since, dtype="datetime64[ns]"))
    if first.isna().all():
        return chosen
    clipped = chosen.assign(start=chosen["start"].where(~(chosen["start"] < first), first))
    clipped["start"] = clipped["start"].where(clipped["start"].notna(), first)
    return clipped[clipped["end"].isna() | ~(clipped["end"] <= first)]


def days_of(data: Dataset, on: Day | Iterable[Day] | None, treaty: str) -> pd.DatetimeIndex:
    """Return the days asked for, as an index in the order given."""
    if on is None or not hasattr(on, "__iter__") or isinstance(on, str):
        return pd.DatetimeIndex([resolve_day(data, on, treaty)]).astype("datetime64[ns]")
    if isinstance(on, pd.DatetimeIndex):
        days = on.tz_localize(None).normalize()
    else:
        days = pd.DatetimeIndex([pd.NaT if pd.isna(day) else as_day(day) for day in on])
    if len(days) == 0 or days.hasnans:
        raise ArgumentError("on holds no day, or an empty one; give at least one day and no gaps.")
    resolve_day(data, days.max(), treaty)
    return days.astype("datetime64[ns]")


@once
def memberships(data: Dataset, by: str, universe: str) -> pd.DataFrame:
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


def members_on(data: Dataset, by: str, on: pd.Timestamp) -> pd.DataFrame:
    """Return the members of each group of a scheme on a day, ``no group`` and ``World`` last.

    Parameters
    ----------
    data
        A Dataset.
    by
        A scheme of the frame ``groups``.
    on
        The day.

    Returns
    -------
    DataFrame
        One row per group and State of the Treaty's universe: group, iso3.

    Raises
    ------
    ValueError
        An unknown scheme.
    """
    one_of("scheme", by, sorted(data.groups["scheme"].unique()))
    spans = memberships(data, by, "att")
    members = spans.loc[on_day(spans, on), ["group", "iso3"]]
    place = members["group"].map({"no group": 1, WORLD: 2}).fillna(0)
    members = members.assign(place=place).sort_values(["place", "group", "iso3"])
    return members[["group", "iso3"]].reset_index(drop=True)


def states_within(
    data: Dataset, within: str | Iterable[str] | None, on: pd.Timestamp
) -> set[str] | None:
    """Return the States that ``within`` names; None where it names none, and so all are meant.

    Parameters
    ----------
    data
        A Dataset.
    within
        A group of any scheme ("Asia", "ASEAN"), whose members of the day are meant, or a list of
        States by code or name.
    on
        The day of membership.

    Raises
    ------
    ArgumentError
        No group of this name, a name that is no State, an empty list.

    Examples
    --------
    >>> import attdata as att
    >>> sorted(states_within(att.load(), ["Fiji", "WSM"], pd.Timestamp("2026-07-24")))
    ['FJI', 'WSM']
    """
    if within is None:
        return None
    groups = data.groups
    if isinstance(within, str):
        if within.strip().casefold() == WORLD.casefold():
            return None
        rows = groups[groups["group"].str.casefold() == within.strip().casefold()]
        if rows.empty:
            choices = ", ".join(sorted(groups["group"].unique()))
            raise ArgumentError(f'"{within}" is no group; choose one of: {choices}.')
        return set(rows.loc[on_day(rows, on), "iso3"])
    names = list(within)
    resolved = resolve(names)
    wrong = [text for text, iso3 in zip(names, resolved["iso3"], strict=True) if not iso3]
    if wrong or not names:
        fault = f'"{wrong[0]}" names no State' if wrong else "within holds no State"
        raise ArgumentError(f"{fault}; give a group, or States by code or name.")
    return set(resolved["iso3"]) & set(data.states["iso3"])


def without_warning(measure: Any, *args: Any, **options: Any) -> Any:
    """Return what a measure gives, without a second warning that the evidence ends earlier."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EvidenceWarning)
        return measure(*args, **options)


def narrowed(
    measure: Any, data: Dataset, within: Within, last: Day | None, *args: Any, **options: Any
) -> pd.DataFrame:
    """Return what a measure gives over the States of ``within`` alone, told as such.

    Parameters
    ----------
    measure
        A function of a Dataset that gives back a frame.
    data
        A Dataset.
    within
        As in ``states_within``.
    last
        The day on which a group's members are taken; None for the newest day of the evidence.
    *args, **options
        What else the measure takes.

    Returns
    -------
    DataFrame
        The measure's frame; the total over all States bears the group's name, or ``selected
        States``, and ``attrs`` has ``within`` and ``n_states``.
    """
    within = within if isinstance(within, str) else list(within)
    day = without_warning(resolve_day, data, last, options.get("treaty", "att"))
    inside = states_within(data, within, day)
    if inside is None:
        return measure(data, *args, **options)
    chosen = data.states[data.states["iso3"].isin(inside)].reset_index(drop=True)
    part = replace(data, states=chosen)
    frame = measure(part, *args, **options)
    universe = frame.attrs.get("universe") or "all"
    return told_of_part(frame, _group_name(data, within), len(universe_states(part, universe)))


def _group_name(data: Dataset, within: Within) -> str:
    """Return a group as groups.csv spells it, or how a list of States is called."""
    if not isinstance(within, str):
        return SELECTED
    spelled = {name.casefold(): name for name in data.groups["group"].unique()}
    return str(spelled[within.strip().casefold()])
