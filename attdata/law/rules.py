"""The law of entry into force and withdrawal: from the day of deposit to the day of effect.

What differs between treaties is a row of ``treaties.csv``, with its article; the rules are here.
Sources: Arms Trade Treaty, articles 22 and 24; Anti-Personnel Mine Ban Convention, articles 17 and
20; Convention on Cluster Munitions, articles 17 and 20; Treaty on the Prohibition of Nuclear
Weapons, articles 15 and 17; Convention on Certain Conventional Weapons, articles 5 and 9; Vienna
Convention on Succession of States in respect of Treaties, article 23, for successions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from attdata.problems import ERROR, Problem

UNITS = ("days", "months", "first_of_month")
_NUMBER = re.compile(r"[0-9]{1,4}")  # no treaty counts so far; days stay inside the calendar
# What an instrument is worth that was deposited after the number of instruments that the treaty
# needed and before its entry into force (``treaties.csv``, column ``between``).
OWN_DAY, BY_RULE = "own_day", "rule"


def parse_rule(rule: str) -> tuple[str, int]:
    """Return unit and number of a rule of ``treaties.csv``.

    Parameters
    ----------
    rule
        ``days:N``; ``months:N``, the same day of the month N months later; or
        ``first_of_month:N``, the first day of that month.

    Raises
    ------
    ValueError
        Any other word.

    Examples
    --------
    >>> parse_rule("days:90")
    ('days', 90)
    """
    unit, _, number = rule.partition(":")
    if unit not in UNITS or not _NUMBER.fullmatch(number):
        written = ", ".join(f"{unit}:N" for unit in UNITS)
        raise ValueError(f'"{rule}" is no rule; write one of: {written}.')
    return unit, int(number)


def rule_problems(rows: Iterable[dict[str, str]]) -> list[Problem]:
    """Return an error for each rule of ``treaties.csv`` that is none, and take that rule away.

    Parameters
    ----------
    rows
        The rows of ``treaties.csv``; a rule may be empty.
    """
    problems = []
    for place, row in enumerate(rows, 2):
        if row["between"] not in ("", OWN_DAY, BY_RULE):
            what = f"is not what happens between (between of {row['treaty']})."
            where = "treaties.csv", "", f"row {place}"
            hint = f"Write {OWN_DAY} or {BY_RULE}."
            problems.append(Problem(ERROR, *where, row["between"], what, hint))
            row["between"] = BY_RULE
        for column in ("entry_rule", "withdrawal_rule"):
            try:
                parse_rule(row[column] or "days:0")
            except ValueError as failure:
                where = "treaties.csv", "", f"row {place}"
                hint = str(failure).partition("; ")[2]
                hint = hint[:1].upper() + hint[1:]
                what = f"is no rule ({column} of {row['treaty']})."
                problems.append(Problem(ERROR, *where, row[column], what, hint))
                row[column] = ""
    return problems


def later(day: date, rule: str) -> date:
    """Return the day that a rule counts from a day.

    Examples
    --------
    >>> later(date(2015, 5, 6), "months:6"), later(date(2015, 5, 6), "first_of_month:6")
    (datetime.date(2015, 11, 6), datetime.date(2015, 11, 1))
    """
    unit, number = parse_rule(rule)
    if unit == "days":
        return day + timedelta(days=number)
    first = _first_of_month(day, number)
    if unit == "first_of_month":
        return first
    last = (_first_of_month(first, 1) - timedelta(days=1)).day
    return first.replace(day=min(day.day, last))


def entry_into_force(
    deposited: date,
    treaty_in_force: date,
    rule: str,
    action: str = "ratification",
    *,
    between: str = BY_RULE,
    succeeded: date | None = None,
) -> date:
    """Return the day on which a treaty enters into force for a State.

    Parameters
    ----------
    deposited
        Day of deposit of the State's instrument.
    treaty_in_force
        Day on which the treaty itself entered into force.
    rule
        ``days:90``: that many days after deposit (Arms Trade Treaty, art. 22 (2); Treaty on the
        Prohibition of Nuclear Weapons, art. 15 (2)). ``months:6``: the same day of the sixth month
        (Convention on Certain Conventional Weapons, art. 5 (2)). ``first_of_month:6``: first day of
        the sixth month after the month of deposit (Mine Ban Convention and Convention on Cluster
        Munitions, art. 17 (2)).
    action
        Kind of consent. A succession counts from ``succeeded``.
    between
        What holds for an instrument deposited before ``treaty_in_force``: ``own_day``, the treaty's
        own day (Arms Trade Treaty, art. 22: (2) speaks of deposits after entry into force only);
        ``rule``, the rule, as for any other (Treaty on the Prohibition of Nuclear Weapons, art. 15
        (2): deposits after the fiftieth instrument).
    succeeded
        Day of the succession of States (``successions.csv``). None where it is not known: the day
        of deposit stands for it.

    Returns
    -------
    date
        Never before ``treaty_in_force``.

    Raises
    ------
    ValueError
        A word of ``rule`` or ``between`` that is none of these.

    Examples
    --------
    >>> entry_into_force(date(2024, 10, 15), date(2014, 12, 24), "days:90", between="own_day")
    datetime.date(2025, 1, 13)
    >>> entry_into_force(date(2012, 6, 4), date(1999, 3, 1), "first_of_month:6")
    datetime.date(2012, 12, 1)
    >>> entry_into_force(date(2020, 12, 11), date(2021, 1, 22), "days:90")
    datetime.date(2021, 3, 11)
    """
    if between not in (OWN_DAY, BY_RULE):
        raise ValueError(f'"{between}" is not what happens between; write {OWN_DAY} or {BY_RULE}.')
    counted = later(deposited, rule)
    if action == "succession":
        return max(succeeded or deposited, treaty_in_force)
    if between == OWN_DAY and deposited < treaty_in_force:
        return treaty_in_force
    return max(counted, treaty_in_force)


def withdrawal_effect(notified: date, rule: str) -> date:
    """Return the day on which a withdrawal takes effect when the depositary printed none.

    Parameters
    ----------
    notified
        Day on which the depositary received the notification.
    rule
        ``days:90`` (Arms Trade Treaty, art. 24 (2)), ``months:6`` (Mine Ban Convention and
        Convention on Cluster Munitions, art. 20 (3)) or ``months:12`` (Treaty on the Prohibition of
        Nuclear Weapons, art. 17 (3); Convention on Certain Conventional Weapons, art. 9 (2)).

    Examples
    --------
    >>> withdrawal_effect(date(2025, 8, 20), "months:6")
    datetime.date(2026, 2, 20)
    """
    return later(notified, rule)


def _first_of_month(day: date, more: int) -> date:
    months = day.year * 12 + day.month - 1 + more
    return date(months // 12, months % 12 + 1, 1)
