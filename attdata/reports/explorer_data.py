"""What the explorer page knows: statuses, counts and memberships by day, from the measures.

The page computes nothing of its own. It picks, for the day that is chosen, the row that began last;
every row here comes from ``status``, ``participation`` and the actions of record.
"""

from __future__ import annotations

from bisect import bisect_right
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.evidence import inexact_days, precision_of
from attdata.frames import BASES, WORLD
from attdata.law.status import Life, lives
from attdata.measures.changes import changes
from attdata.measures.participation import participation
from attdata.measures.scope import other_treaties, resolve_day, universe_states, without_warning
from attdata.names.aliases import STATE_KINDS, shared_rows
from attdata.words import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

    from attdata.frames import Dataset

# Choices that are a set of States of the whole world; all others are ``scheme:group``.
UNIVERSES = ("att", "un_members", "un_and_observers", "all")
COUNTS = ("n_states", "n_party", "n_signatory", "n_not_joined")


def iso(day: Any) -> str:
    """Return a day as 2026-07-24, "" where there is none.

    Examples
    --------
    >>> import datetime as dt
    >>> iso(dt.date(2026, 7, 24)), iso(None)
    ('2026-07-24', '')
    """
    return "" if day is None or day != day else f"{day:%Y-%m-%d}"


def first_and_last(data: Dataset) -> tuple[str, str]:
    """Return the days between which the page moves: opening for signature, end of the evidence."""
    opened = data.treaties.set_index("treaty")["opened_for_signature"]["att"]
    return iso(opened), iso(resolve_day(data, None))


def stops(data: Dataset, basis: str) -> list[str]:
    """Return every day on which the status of a State changed, and the two ends.

    Examples
    --------
    >>> import attdata as att
    >>> days = stops(att.load(), "deposited")
    >>> days[0], days[-1]
    ('2013-06-03', '2026-07-24')
    """
    first, last = first_and_last(data)
    rows = data.status[(data.status["treaty"] == "att") & (data.status["basis"] == basis)]
    days = {iso(day) for day in rows["start"].dropna()}
    return sorted({first, last, *(day for day in days if first <= day <= last)})


def segments(data: Dataset, basis: str) -> dict[str, list[list[str]]]:
    """Return what holds of each State from which day on.

    Parameters
    ----------
    data
        A Dataset.
    basis
        ``deposited`` or ``in_force``.

    Returns
    -------
    dict
        iso3 -> rows in order of days: first day ("" from the beginning), status, since, signed,
        consented, action, in_force, the last five as ``status_on`` gives them on every day until
        the next row.
    """
    status = data.status[(data.status["treaty"] == "att") & (data.status["basis"] == basis)]
    lives_of = lives(data.actions, "att")
    spans: dict[str, list[tuple[str, str]]] = {}
    for iso3, start, text in zip(status["iso3"], status["start"], status["status"], strict=True):
        spans.setdefault(str(iso3), []).append((iso(start), str(text)))
    return {
        iso3: _segments(sorted(spans[iso3]), lives_of.get(("att", iso3), Life()))
        for iso3 in sorted(spans)
    }


def _segments(spans: list[tuple[str, str]], life: Life) -> list[list[str]]:
    """Return the rows of one State: a new one wherever anything about it changes.

    ``spans`` are its statuses with their first days, in order; the first has none.
    """
    days = {iso(day) for day, _ in life.joined} | {iso(day) for day in (*life.left, life.signed)}
    days |= {start for start, _ in spans} | {iso(life.rejoined), iso(life.bracketed)}
    rows: list[list[str]] = []
    for day in sorted(days):
        start, status = spans[bisect_right([s for s, _ in spans], day) - 1]
        signed, consented, action, in_force = _counting_on(life, day)
        row = [day, status, start, signed, consented, action, in_force]
        if not rows or rows[-1][1:] != row[1:]:
            rows.append(row)
    return rows


def _counting_on(life: Life, day: str) -> tuple[str, str, str, str]:
    import datetime as dt

    when = dt.date.fromisoformat(day) if day else dt.date.min
    signed, consented, action, in_force = life.counting_on(when)
    return iso(signed), iso(consented), action, iso(in_force)


def memberships(data: Dataset) -> dict[str, list[list[str]]]:
    """Return the members of every choice: iso3, first day in, first day no longer in."""
    chosen = {
        universe: [[iso3, "", ""] for iso3 in universe_states(data, universe)]
        for universe in UNIVERSES
    }
    counted = set(universe_states(data, "att"))
    for (scheme, group), rows in data.groups.groupby(["scheme", "group"], sort=True):
        inside = rows[rows["iso3"].isin(counted)].sort_values(["iso3", "start"])
        chosen[f"{scheme}:{group}"] = [
            [row.iso3, iso(row.start), iso(row.end)] for row in inside.itertuples()
        ]
    return chosen


def counts(data: Dataset, basis: str) -> dict[str, list[list[Any]]]:
    """Return the counts of ``participation`` for every choice of States.

    Parameters
    ----------
    data
        A Dataset.
    basis
        ``deposited`` or ``in_force``.

    Returns
    -------
    dict
        Choice -> rows in order of days: first day, n_states, n_party, n_signatory, n_not_joined,
        n_unknown, and the share of States Parties in per cent, rounded half up (None where the
        group has no State). Each row holds until the next.
    """
    days = _count_days(data, basis)
    rows: dict[str, list[list[Any]]] = {}
    for universe in UNIVERSES:
        frame = without_warning(participation, data, days, basis=basis, universe=universe)
        # Over the universe that is chosen the regions have counts of their own.
        of_regions = "att_region:" if universe == "att" else f"{universe}/att_region:"
        rows |= _runs(frame, of_regions, world=universe)
    for scheme in map(str, data.groups["scheme"].drop_duplicates()):
        if scheme != "att_region":
            frame = without_warning(
                participation, data, days, by=scheme, basis=basis, universe="att"
            )
            rows |= _runs(frame, f"{scheme}:")
    return rows


def _count_days(data: Dataset, basis: str) -> list[str]:
    """Return the days on which a count can change: statuses and memberships."""
    first, last = first_and_last(data)
    turns = {iso(day) for side in ("start", "end") for day in data.groups[side].dropna()}
    return sorted({*stops(data, basis), *(day for day in turns if first <= day <= last)})


def _runs(frame: pd.DataFrame, prefix: str, world: str = "") -> dict[str, list[list[Any]]]:
    """Return the rows of each group, without those that repeat the one before.

    The key of a group is its name after the prefix; that of the world is ``world``.
    """
    groups = frame["group"].astype(str).to_numpy()
    numbers = frame[list(COUNTS)].to_numpy()
    days, shares = frame["on"].tolist(), frame["share_party"].tolist()
    rows: dict[str, list[list[Any]]] = {}
    for group in dict.fromkeys(groups.tolist()):
        key = world if group == WORLD else f"{prefix}{group}"
        if not key:
            continue
        own = np.flatnonzero(groups == group)
        turns = (numbers[own[1:]] != numbers[own[:-1]]).any(axis=1)
        for row in own[np.append(True, turns)].tolist():
            held = numbers[row].tolist()
            # The last count is of those whose status is not known.
            unknown = held[0] - sum(held[1:])
            run = [iso(days[row]), *held, unknown, _per_cent(shares[row])]
            rows.setdefault(key, []).append(run)
    return rows


def _per_cent(share: Any) -> int | None:
    if share is None or share != share:
        return None
    return int((Decimal(str(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def aliases(data: Dataset) -> dict[str, list[str]]:
    """Return the other names of each State in the six languages, by which it is searched.

    Examples
    --------
    >>> import attdata as att
    >>> "Siam" in aliases(att.load())["THA"]
    True
    """
    held = set(data.states["iso3"])
    names: dict[str, list[str]] = {}
    for row in shared_rows():
        of_state = row.iso3 in held and row.kind in STATE_KINDS - {"local"}
        # A letter lost in some list is no name that anybody types.
        if of_state and row.language in ("", *LANGUAGES) and "\ufffd" not in row.text:
            names.setdefault(row.iso3, []).append(row.text)
    return names


def inexact(data: Dataset) -> dict[str, dict[str, str]]:
    """Return the days that are not known to the day: iso3 -> day -> precision."""
    return {
        iso3: {day: precision for day, (precision, _) in days.items()}
        for iso3, days in inexact_days(data, "att").items()
    }


def _all_changes(data: Dataset) -> pd.DataFrame:
    return changes(data, "2013-01-01")


def events(data: Dataset) -> dict[str, list[list[str]]]:
    """Return what each State did: iso3 -> day, earliest, precision, action, entry into force."""
    rows: dict[str, list[list[str]]] = {}
    for row in _all_changes(data).itertuples():
        days = [iso(row.date), iso(row.date_earliest), str(row.date_precision)]
        rows.setdefault(str(row.iso3), []).append([*days, str(row.action), iso(row.in_force)])
    return rows


def sisters(data: Dataset) -> dict[str, dict[str, list[list[str]]]]:
    """Return the status towards other treaties: treaty -> iso3 -> first day, status, precision."""
    held = other_treaties(data)
    others = data.status[data.status["treaty"].isin(held) & (data.status["basis"] == "deposited")]
    rows: dict[str, dict[str, list[list[str]]]] = {treaty: {} for treaty in held}
    inexact = {treaty: {"inexact": inexact_days(data, treaty)} for treaty in rows}
    for row in others.sort_values(["treaty", "iso3", "start"], na_position="first").itertuples():
        of_treaty = rows.setdefault(str(row.treaty), {})
        precision, _ = precision_of(inexact[str(row.treaty)], str(row.iso3), iso(row.start))
        turn = [iso(row.start), str(row.status), *([precision] if precision != "day" else [])]
        of_treaty.setdefault(str(row.iso3), []).append(turn)
    return rows


def by_basis(function: Any, data: Dataset) -> dict[str, Any]:
    """Return what a function of this module gives for each basis."""
    return {basis: function(data, basis) for basis in BASES}
