"""Who is what on a given day: the treaty law lives here and nowhere else.

Actions (what States did, with the days) become intervals of status per treaty, State and basis.

Sources of the rules: Arms Trade Treaty, articles 21 to 24; Anti-Personnel Mine Ban Convention,
articles 17 and 20; Convention on Cluster Munitions, articles 17 and 20; Vienna Convention on the
Law of Treaties, articles 14 to 18, for what a signature and a consent to be bound are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from attdata.frames import BASES, typed
from attdata.problems import WARNING, Problem
from attdata.reference import per_reference, reference_rows

if TYPE_CHECKING:
    import pandas as pd


# What each action makes of a State is a reviewed table: signing, consenting to be bound (Vienna
# Convention, art. 11; a definitive signature needs no ratification), or neither.
@per_reference
def signature_actions() -> tuple[str, ...]:
    """Return the actions by which a State becomes a signatory."""
    return tuple(r["action"] for r in reference_rows("actions") if r["effect"] == "signature")


@per_reference
def consent_actions() -> tuple[str, ...]:
    """Return the actions by which a State consents to be bound."""
    return tuple(r["action"] for r in reference_rows("actions") if r["effect"] == "consent")


def entry_into_force(
    deposited: date, treaty_in_force: date, rule: str, action: str = "ratification"
) -> date:
    """Return the day on which a treaty enters into force for a State.

    Parameters
    ----------
    deposited
        Day of deposit of the State's instrument.
    treaty_in_force
        Day on which the treaty itself entered into force.
    rule
        ``days:90``: that many days after deposit (Arms Trade Treaty, art. 22 (2)).
        ``month:6``: first day of that month after the month of deposit (Mine Ban Convention and
        Convention on Cluster Munitions, art. 17 (2)).
    action
        Kind of consent. A succession takes effect with the deposit here: the day of the succession
        of States, from which it really counts, is not printed in a status table.

    Returns
    -------
    date
        Never before ``treaty_in_force``. Under ``days``, an instrument deposited before that day
        entered into force on it (art. 22 (1): the first fifty; practice of the depositary for those
        deposited between the fiftieth and that day).

    Raises
    ------
    ValueError
        The rule is none of the two.

    Examples
    --------
    >>> entry_into_force(date(2024, 10, 15), date(2014, 12, 24), "days:90")
    datetime.date(2025, 1, 13)
    >>> entry_into_force(date(2012, 6, 4), date(1999, 3, 1), "month:6")
    datetime.date(2012, 12, 1)
    """
    kind, number = _rule(rule)
    if action == "succession":
        return max(deposited, treaty_in_force)
    if kind == "days":
        if deposited < treaty_in_force:
            return treaty_in_force
        return deposited + timedelta(days=number)
    return max(_first_of_month(deposited, number), treaty_in_force)


def withdrawal_effect(notified: date, rule: str) -> date:
    """Return the day on which a withdrawal takes effect when the depositary printed none.

    Parameters
    ----------
    notified
        Day on which the depositary received the notification.
    rule
        ``days:90`` (Arms Trade Treaty, art. 24 (2)) or ``months:6`` (Mine Ban Convention and
        Convention on Cluster Munitions, art. 20 (3)).

    Examples
    --------
    >>> withdrawal_effect(date(2025, 8, 20), "months:6")
    datetime.date(2026, 2, 20)
    """
    kind, number = _rule(rule)
    if kind == "days":
        return notified + timedelta(days=number)
    first = _first_of_month(notified, number)
    last = (_first_of_month(first, 1) - timedelta(days=1)).day
    return first.replace(day=min(notified.day, last))


def _rule(rule: str) -> tuple[str, int]:
    kind, _, number = rule.partition(":")
    if kind not in ("days", "month", "months") or not number.isdigit():
        raise ValueError(f'"{rule}" is no rule: write days:N, month:N or months:N in treaties.csv.')
    return kind, int(number)


def _first_of_month(day: date, later: int) -> date:
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


@dataclass(frozen=True)
class Life:
    """One State's dealings with one treaty, as days.

    ``joined`` holds day of deposit and day of entry into force of each instrument, ``kinds`` the
    kind of each, ``left`` the days on which withdrawals took effect; ``bracketed`` is the day of a
    signature or instrument that no longer counts while nobody has told since when, ``rejoined``
    that of the first instrument after it that does.
    """

    signed: date | None = None
    joined: tuple[tuple[date, date | None], ...] = ()
    left: tuple[date, ...] = ()
    bracketed: date | None = None
    rejoined: date | None = None
    kinds: tuple[str, ...] = ()

    def intervals(self, basis: str) -> list[tuple[date | None, date | None, str]]:
        """Return (first day, first day no longer so, status), without gaps, from the beginning."""
        turns: list[tuple[date, str]] = []
        # Signed and deposited on one day, a State is still a signatory until entry into force.
        if self.signed and not any(deposited < self.signed for deposited, _ in self.joined):
            turns.append((self.signed, "signatory"))
        for deposited, in_force in self.joined:
            day = deposited if basis == "deposited" else in_force
            if day:
                turns.append((day, "state_party"))
        # After a withdrawal the State has not joined: its signature does not revive.
        turns += [(day, "not_joined") for day in self.left]
        if self.bracketed:
            again = self.rejoined or date.max
            turns = [t for t in turns if t[0] < self.bracketed or t[0] >= again]
            turns.append((self.bracketed, "unknown"))
        return _chain(sorted(turns))

    def counting_on(self, day: date) -> tuple[date | None, date | None, str, date | None]:
        """Return signature, deposit, kind and entry into force of what counts on a day.

        The first instrument counts; after a withdrawal the first one that followed it, and no
        signature.
        """
        ends = [end for end in (*self.left, self.rejoined) if end and end <= day]
        since = max(ends, default=date.min)
        signed = self.signed if self.signed and self.signed <= day and not ends else None
        for (deposited, in_force), kind in zip(self.joined, self.kinds, strict=True):
            if since <= deposited <= day:
                return signed, deposited, kind, in_force
        return signed, None, "", None


def _chain(turns: list[tuple[date, str]]) -> list[tuple[date | None, date | None, str]]:
    """Return turns of status, in order of days, as intervals without gaps."""
    kept: list[tuple[date | None, str]] = [(None, "not_joined")]
    for day, status in turns:
        if kept[-1][0] == day:
            kept.pop()
        if kept[-1][1] != status:
            kept.append((day, status))
    ends = [start for start, _ in kept[1:]] + [None]
    return [(start, end, status) for (start, status), end in zip(kept, ends, strict=True)]


def with_effective_dates(actions: pd.DataFrame, treaties: pd.DataFrame) -> pd.DataFrame:
    """Return the actions with a computed effective date where none was printed.

    Parameters
    ----------
    actions, treaties
        Frames ``actions`` and ``treaties``.

    Returns
    -------
    DataFrame
        As ``actions``; consents and withdrawals have ``effective_date``, and ``effective_basis``
        says ``printed`` or ``computed``.
    """
    import pandas as pd

    rules = treaties.set_index("treaty").to_dict("index")
    days, bases = [], []
    for row in actions.itertuples():
        day, basis = row.effective_date, str(row.effective_basis)
        if pd.isna(day):
            computed = _effective(row, rules.get(row.treaty))
            day, basis = (pd.NaT, "") if computed is None else (pd.Timestamp(computed), "computed")
        days.append(day)
        bases.append(basis)
    return typed("actions", actions.assign(effective_date=days, effective_basis=bases))


def _effective(row: Any, rule: dict[str, Any] | None) -> date | None:
    """Return the computed effective day of a consent or withdrawal, None where there is none."""
    if rule is None or row.date != row.date:
        return None
    known = rule["entry_rule"] and rule["in_force"] == rule["in_force"]
    if row.action in consent_actions() and known:
        in_force = rule["in_force"].date()
        return entry_into_force(row.date.date(), in_force, rule["entry_rule"], row.action)
    if row.action == "withdrawal" and rule["withdrawal_rule"]:
        return withdrawal_effect(row.date.date(), rule["withdrawal_rule"])
    return None


def on_day(spans: pd.DataFrame, day: pd.Timestamp | pd.Series) -> pd.Series:
    """Return which intervals hold a day: ``start`` is the first in it, ``end`` the first after it.

    Parameters
    ----------
    spans
        With start and end, NaT where an interval is open.
    day
        One day, or one for each interval.
    """
    begun = spans["start"].isna() | (spans["start"] <= day)
    return begun & (spans["end"].isna() | (spans["end"] > day))


def of_record(actions: pd.DataFrame) -> pd.DataFrame:
    """Return the actions that count: those of States that no newer status table has replaced."""
    return actions[(actions["superseded_by"] == "") & (actions["iso3"] != "")]


def unfounded_withdrawals(actions: pd.DataFrame) -> list[Problem]:
    """Return a warning for each withdrawal of a State that had not consented to be bound before.

    Parameters
    ----------
    actions
        Frame ``actions`` with effective dates.
    """
    counted = of_record(actions)
    consents = counted[counted["action"].isin(consent_actions())]
    first = consents.groupby(["treaty", "iso3"])["date"].min().to_dict()
    problems = []
    for row in counted[counted["action"] == "withdrawal"].itertuples():
        day = first.get((row.treaty, row.iso3))
        if day is None or day >= row.effective_date:  # an unknown day is no reason to doubt
            text = "withdraws from a treaty to which it had not consented to be bound before."
            hint = "Check State, treaty and day; as it stands nothing is counted from it."
            where = row.source, "", row.cell, row.participant
            problems.append(Problem(WARNING, *where, text, hint))
    return problems


def mark_state_of_record(
    actions: pd.DataFrame, tables: Iterable[tuple[str, date, str]]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the actions with those marked that a newer status table has replaced.

    Of two status tables of one treaty the newest by STATUS AS AT is the state of record. A
    notification that it confirms is replaced by it. What changed between a table and the next is
    reported, a notified fact that is gone in the newer table as well.

    Parameters
    ----------
    actions
        Frame ``actions`` of all membership sources.
    tables
        Of each status table its treaty, the day it shows and its source.

    Returns
    -------
    DataFrame
        As ``actions``; ``superseded_by`` of a replaced action names the newest table.
    list of Problem
        Warnings: changes from table to table.
    """
    tables = list(tables)
    marked, problems = [], []
    for treaty, rows in actions.groupby("treaty", sort=True):
        ordered = sorted((day, source) for t, day, source in tables if t == treaty)
        if not ordered:
            marked.append(rows)
            continue
        newest_day, newest = ordered[-1]
        for (_, before), (_, after) in zip(ordered, ordered[1:], strict=False):
            problems += _changed(rows, before, after)
        in_table = rows[rows["source"] == newest]
        confirmed = {_fact(row) for row in in_table.itertuples() if row.iso3}
        older = {source for _, source in ordered[:-1]}
        replaced = [
            row.source in older or (row.source != newest and _fact(row) in confirmed)
            for row in rows.itertuples()
        ]
        problems += _lost(rows, replaced, newest, newest_day)
        problems += _still_shown(rows, confirmed, newest, newest_day)
        marked.append(rows.assign(superseded_by=[newest if r else "" for r in replaced]))
    import pandas as pd

    return typed("actions", pd.concat(marked) if marked else actions), problems


def _fact(row: Any) -> tuple[str, str]:
    """Return what an action makes of a State, so that table and notification can be compared."""
    if row.action in consent_actions():
        return row.iso3, "withdrawn consent" if row.withdrawn else "consent"
    return row.iso3, row.action


def _changed(rows: pd.DataFrame, before: str, after: str) -> list[Problem]:
    """Return a warning for every action in which two status tables of one treaty differ."""

    def facts(source: str) -> dict[tuple[Any, ...], Any]:
        used = rows[rows["source"] == source].itertuples()
        return {(r.iso3 or r.participant, r.action, r.date, r.withdrawn): r for r in used}

    old, new = facts(before), facts(after)
    problems = []
    for key in sorted(old.keys() ^ new.keys(), key=str):
        row, verb = (new[key], "is new") if key in new else (old[key], "is no longer there")
        text = f"{row.participant}: {row.action.replace('_', ' ')} {row.date_text.strip()}"
        where = f"{verb} against {before}." if key in new else f"{verb} in {after}."
        hint = "The newer table is the state of record; check that the change is real."
        problems.append(Problem(WARNING, row.source, "", row.cell, text, where, hint))
    return problems


def _lost(rows: pd.DataFrame, replaced: list[bool], newest: str, day: date) -> list[Problem]:
    """Return a warning for each notified consent before a table's day that the table lacks."""
    problems = []
    for row, is_replaced in zip(rows.itertuples(), replaced, strict=True):
        counts = row.action in consent_actions() and row.iso3
        notified = not is_replaced and row.source != newest and counts
        if notified and row.date == row.date and row.date.date() <= day:
            text = f"{row.participant}: {row.action}"
            what = f"is not in {newest}, which shows a later day."
            hint = "The notification still counts; remove its row if it was wrong."
            problems.append(Problem(WARNING, row.source, "", row.cell, text, what, hint))
    return problems


def _still_shown(
    rows: pd.DataFrame, confirmed: set[tuple[str, str]], newest: str, day: date
) -> list[Problem]:
    """Return a warning for each notified withdrawal that a table of a later day does not show."""
    problems = []
    for row in rows[rows["action"] == "withdrawal"].itertuples():
        left = _day(row.effective_date)
        if row.source != newest and left and left <= day and (row.iso3, "consent") in confirmed:
            text = f"{row.participant}: withdrawal, in effect on {left}"
            what = f"is not in {newest}, which shows a later day and the consent without brackets."
            hint = "The notification counts; remove its row if the State has stayed."
            problems.append(Problem(WARNING, row.source, "", row.cell, text, what, hint))
    return problems


def lives(actions: pd.DataFrame) -> dict[tuple[str, str], Life]:
    """Return each State's dealings with each treaty, by (treaty, iso3), from the actions of record.

    An action without a day, which the reader has reported, says nothing here; of a withdrawal the
    day of effect is enough.
    """
    found: dict[tuple[str, str], list[Any]] = {}
    for row in of_record(actions).itertuples():
        if row.date == row.date or (row.action == "withdrawal" and _day(row.effective_date)):
            found.setdefault((row.treaty, row.iso3), []).append(row)
    return {key: _life(sorted(rows, key=_order)) for key, rows in sorted(found.items())}


def _order(row: Any) -> tuple[Any, ...]:
    day = row.date if row.date == row.date else row.effective_date
    return day, row.action, row.source, row.cell


def _life(rows: list[Any]) -> Life:
    """Return one State's dealings from its actions in order of days."""
    signatures = [row for row in rows if row.action in signature_actions()]
    consents = [row for row in rows if row.action in consent_actions()]
    left = tuple(
        row.effective_date.date()
        for row in rows
        if row.action == "withdrawal" and row.effective_date == row.effective_date
    )
    # A bracketed instrument is explained by a withdrawal that took effect after it.
    open_brackets = [
        row.date.date()
        for row in consents or signatures
        if row.withdrawn and not any(day >= row.date.date() for day in left)
    ]
    bracketed = open_brackets[0] if open_brackets else None
    standing = [row.date.date() for row in consents if not row.withdrawn]
    again = [day for day in standing if bracketed and day > bracketed]
    return Life(
        signed=signatures[0].date.date() if signatures else None,
        joined=tuple((row.date.date(), _day(row.effective_date)) for row in consents),
        left=left,
        bracketed=bracketed,
        rejoined=again[0] if again else None,
        kinds=tuple(str(row.action) for row in consents),
    )


def _day(value: Any) -> date | None:
    return None if value is None or value != value else value.date()


def status_intervals(
    actions: pd.DataFrame, states: Iterable[str], treaties: Iterable[str]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the status of every State towards every treaty, as intervals without gaps.

    Parameters
    ----------
    actions
        Frame ``actions`` with effective dates and state of record marked.
    states
        iso3 of every State that is looked at.
    treaties
        Keys of the treaties.

    Returns
    -------
    DataFrame
        Frame ``status``: one row per treaty, basis, State and interval; the first interval of each
        has no start, the last no end.
    list of Problem
        A warning for each State whose bracketed action has no known day of withdrawal.
    """
    known = lives(actions)
    rows: list[dict[str, Any]] = []
    for treaty in treaties:
        for basis in BASES:
            for iso3 in sorted(states):
                life = known.get((treaty, iso3), Life())
                rows += [
                    {
                        "treaty": treaty,
                        "basis": basis,
                        "iso3": iso3,
                        "start": start,
                        "end": end,
                        "status": status,
                    }
                    for start, end, status in life.intervals(basis)
                ]
    return typed("status", rows), _unknown_withdrawals(actions, known)


def _unknown_withdrawals(
    actions: pd.DataFrame, known: dict[tuple[str, str], Life]
) -> list[Problem]:
    """Return a warning for each State whose bracketed action has no known day of withdrawal."""
    problems = []
    for row in of_record(actions).itertuples():
        life = known.get((row.treaty, row.iso3), Life())
        if row.withdrawn and life.bracketed and _day(row.date) == life.bracketed:
            text = f"{row.participant}: {row.date_text.strip()}"
            what = "is in brackets, and the day of withdrawal is not known: status unknown."
            hint = "Add the withdrawal with its day to notifications.xlsx."
            problems.append(Problem(WARNING, row.source, "", row.cell, text, what, hint))
    return problems
