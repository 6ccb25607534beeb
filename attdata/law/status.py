"""Who is what on a given day.

Actions (what States did, with the days) become intervals of status per treaty, State and basis.
The days of effect come from ``law.py``; what a signature and a consent to be bound are, from the
Vienna Convention on the Law of Treaties, articles 11 to 18.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from attdata.frames import BASES, typed
from attdata.law.rules import entry_into_force, withdrawal_effect
from attdata.problems import WARNING, Problem
from attdata.reference import once, per_reference, reference_rows

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


# Value of ``effective_basis`` of a withdrawal that only the brackets of a newer table show.
BRACKETS = "brackets"


@dataclass(frozen=True)
class Life:
    """One State's dealings with one treaty, as days.

    ``joined`` holds day of deposit and day of entry into force of each instrument, ``kinds`` the
    kind of each, ``left`` the days on which withdrawals took effect; ``bracketed`` is the day of a
    signature or instrument that no longer counts while nobody has told since when, ``rejoined``
    that of the first instrument after it that does. ``doubtful`` are first and last possible day of
    each withdrawal of which only a range is known: between them the status is unknown. ``notices``
    are the days on which withdrawals were notified (None where that is not known) and take effect.
    """

    signed: date | None = None
    joined: tuple[tuple[date, date | None], ...] = ()
    left: tuple[date, ...] = ()
    bracketed: date | None = None
    rejoined: date | None = None
    kinds: tuple[str, ...] = ()
    doubtful: tuple[tuple[date, date], ...] = ()
    notices: tuple[tuple[date | None, date], ...] = ()

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
        for first, last in self.doubtful:
            turns = [turn for turn in turns if not first <= turn[0] < last]
            turns.append((first, "unknown"))
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

    def leaving(self, day: date) -> date | None:
        """Return the day on which a withdrawal notified by then will take effect."""
        ahead = [effect for notified, effect in self.notices if effect > day >= (notified or day)]
        return min(ahead, default=None)


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

    days, bases = [], []
    computed = _effective_days(actions.itertuples(), treaties)
    printed = zip(actions["effective_date"], actions["effective_basis"].astype(str), strict=True)
    for own, (day, basis) in zip(computed, printed, strict=True):
        if pd.isna(day):
            day, basis = (pd.NaT, "") if own is None else (pd.Timestamp(own), "computed")
        days.append(day)
        bases.append(basis)
    return typed("actions", actions.assign(effective_date=days, effective_basis=bases))


@once
def inexact_actions(actions: pd.DataFrame, treaties: pd.DataFrame, treaty: str) -> pd.DataFrame:
    """Return the actions of record under a treaty that are not known to the day.

    With ``first``, the first possible day; ``first_effect``, the day of effect that it would have
    given by the same rule; and ``follows``, whether the day of effect follows from a day that is
    not known, and is thus itself not known.
    """
    import pandas as pd

    rows = actions[(actions["treaty"] == treaty) & actions["date"].notna()]
    rows = of_record(rows[~rows["date_precision"].isin(["day", "none", ""])])
    if rows.empty:
        return rows.assign(first=rows["date"], first_effect=rows["date"], follows=False)
    firsts = rows["date_earliest"].fillna(rows["date"])
    begun = rows.assign(date=firsts)
    days = _effective_days(begun.itertuples(), treaties)
    effects = pd.Series(pd.to_datetime(days), index=rows.index).astype("datetime64[ns]")
    effective = rows["effective_date"]
    computed = rows["effective_basis"].astype(str) != "printed"
    follows = computed & effective.notna() & (effects != effective)
    return rows.assign(first=firsts, first_effect=effects, follows=follows)


def consents_perhaps_in_effect(inexact: pd.DataFrame, on: Any) -> list[str]:
    """Return the States whose consent, not known to the day, has perhaps taken effect by a day.

    ``inexact`` is what :func:`inexact_actions` gives.
    """
    begun = (inexact["first_effect"] <= on) & (inexact["effective_date"] > on) & inexact["follows"]
    consents = inexact["action"].isin(consent_actions())
    return sorted(set(inexact.loc[begun & consents, "iso3"].astype(str)))


@per_reference
def succession_days() -> dict[tuple[str, str], date]:
    """Return the day of the succession of States by (treaty, iso3), from ``successions.csv``."""
    rows = reference_rows("successions")
    return {(row["treaty"], row["iso3"]): date.fromisoformat(row["day"]) for row in rows}


def _effective_days(rows: Iterable[Any], treaties: pd.DataFrame) -> list[date | None]:
    """Return the computed effective day of each action."""
    rules = treaties.set_index("treaty").to_dict("index")
    successions = succession_days()
    return [_effective(row, rules.get(row.treaty), successions) for row in rows]


def _effective(
    row: Any, rule: dict[str, Any] | None, successions: dict[tuple[str, str], date]
) -> date | None:
    """Return the computed effective day of a consent or withdrawal, None where there is none."""
    if rule is None or row.date != row.date:
        return None
    if row.action == "withdrawal" and rule["withdrawal_rule"]:
        return withdrawal_effect(row.date.date(), rule["withdrawal_rule"])
    in_force = day_or_none(rule["in_force"])
    if row.action not in consent_actions() or not rule["entry_rule"] or in_force is None:
        return None
    return entry_into_force(
        row.date.date(),
        in_force,
        rule["entry_rule"],
        row.action,
        between=rule["between"] or "rule",
        succeeded=successions.get((row.treaty, row.iso3)),
    )


def unlisted_successions(actions: pd.DataFrame) -> list[Problem]:
    """Return a warning for each succession of a State whose day ``successions.csv`` does not have.

    Parameters
    ----------
    actions
        Frame ``actions``.
    """
    listed = succession_days()
    rows = of_record(actions)
    text = "is a succession, and successions.csv has no day of the succession of States."
    hint = "Add its row; until then entry into force is counted from the deposit."
    return [
        Problem(WARNING, row.source, "", row.cell, row.participant, text, hint)
        for row in rows[rows["action"] == "succession"].itertuples()
        if (row.treaty, row.iso3) not in listed
    ]


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
    withdrawals = counted["action"].eq("withdrawal") & counted["effective_basis"].ne(BRACKETS)
    for row in counted[withdrawals].itertuples():
        day = first.get((row.treaty, row.iso3))
        if day is None or day >= row.effective_date:  # an unknown day is no reason to doubt
            text = "withdraws from a treaty to which it had not consented to be bound before."
            hint = "Check State, treaty and day; as it stands nothing is counted from it."
            where = row.source, "", row.cell, row.participant
            problems.append(Problem(WARNING, *where, text, hint))
    return problems


@once
def lives(actions: pd.DataFrame, treaty: str = "") -> dict[tuple[str, str], Life]:
    """Return each State's dealings with each treaty or with one, by (treaty, iso3), as of record.

    An action without a day says nothing here; of a withdrawal the day of effect is enough.
    """
    by_state: dict[tuple[str, str], list[Any]] = {}
    for row in of_record(actions[actions["treaty"] == treaty] if treaty else actions).itertuples():
        if row.date == row.date or (row.action == "withdrawal" and day_or_none(row.effective_date)):
            by_state.setdefault((row.treaty, row.iso3), []).append(row)
    return {key: _life(sorted(rows, key=_order)) for key, rows in sorted(by_state.items())}


def _order(row: Any) -> tuple[Any, ...]:
    day = row.date if row.date == row.date else row.effective_date
    return day, row.action, row.source, row.cell


def _life(rows: list[Any]) -> Life:
    """Return one State's dealings from its actions in order of days."""
    signatures = [row for row in rows if row.action in signature_actions()]
    consents = [row for row in rows if row.action in consent_actions()]
    withdrawals = [
        row
        for row in rows
        if row.action == "withdrawal" and row.effective_date == row.effective_date
    ]
    left = tuple(row.effective_date.date() for row in withdrawals)
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
        joined=tuple((row.date.date(), day_or_none(row.effective_date)) for row in consents),
        left=left,
        bracketed=bracketed,
        rejoined=again[0] if again else None,
        kinds=tuple(str(row.action) for row in consents),
        doubtful=tuple(span for row in withdrawals if (span := _doubtful(row))),
        notices=tuple(
            (day_or_none(row.date), row.effective_date.date())
            for row in withdrawals
            if row.effective_basis != BRACKETS
        ),
    )


def _doubtful(row: Any) -> tuple[date, date] | None:
    """Return first and last possible day of effect of a withdrawal known only as a range.

    A deposit counts from its last possible day; a withdrawal is not known to have, nor not to have,
    taken effect in between. A printed day of effect leaves no doubt.
    """
    if row.effective_basis == "printed" or row.date != row.date:
        return None
    if row.date_earliest != row.date_earliest or row.date_earliest >= row.date:
        return None
    # The rule shifts both ends of the range by the same time.
    first = row.effective_date - (row.date - row.date_earliest)
    return first.date(), row.effective_date.date()


def day_or_none(value: Any) -> date | None:
    """Return the day of a Timestamp, None where there is none (NaT)."""
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
    by_state = lives(actions)
    rows: list[dict[str, Any]] = []
    for treaty in treaties:
        for basis in BASES:
            for iso3 in sorted(states):
                life = by_state.get((treaty, iso3), Life())
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
    return typed("status", rows), _unknown_withdrawals(actions, by_state)


def _unknown_withdrawals(
    actions: pd.DataFrame, by_state: dict[tuple[str, str], Life]
) -> list[Problem]:
    """Return a warning for each State whose bracketed action has no known day of withdrawal."""
    problems = []
    for row in of_record(actions).itertuples():
        life = by_state.get((row.treaty, row.iso3), Life())
        if row.withdrawn and life.bracketed and day_or_none(row.date) == life.bracketed:
            text = f"{row.participant}: {row.date_text.strip()}"
            what = "is in brackets, and the day of withdrawal is not known: status unknown."
            hint = "Add the withdrawal with its day to notifications.xlsx."
            problems.append(Problem(WARNING, row.source, "", row.cell, text, what, hint))
    return problems
