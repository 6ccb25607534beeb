"""The statements of a date -> first and last day: completed from each other and the Year column.

Also the words in which a date's warnings are told; each is a sentence without its subject.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date

from attdata.dates.statements import Part, Statement

PRECISIONS = ("day", "month", "year", "range", "inferred", "none")

NO_DATE = "is no date that can be read."
TOO_LONG = "is too long for a date."
NO_YEAR = "gives no year, and no other cell gives it."
NO_SUCH_DAY = "names a day that does not exist."
FAR_AWAY = "names a year outside 1900 to 2100."
BACKWARDS = "ends before it begins."
MIXED = "mixes days, months and years, so that its first or last day is not known."
CONTRADICTION = "gives dates that contradict each other; none is taken."
WRONG_YEAR = "gives another year than the Year column; no date is taken."
WRONG_WEEKDAY = "names a weekday that does not fit its date; the date is kept."
WRONG_LENGTH = "gives a number of days that does not fit its dates; no date is taken."
WRONG_CONFERENCE = "names a conference and a date outside it; no date is taken."
NO_CONFERENCE = "names a conference that conferences.csv does not have."
NO_ANCHOR = "names a weekday or a week without a date to count it from."
ONE_SIDE = "says only before or after which day it was."
LEFT_OVER = "holds a number that belongs to no date."
APART = "names days that do not follow one another; the first and the last are taken."
OTHER_WORDS = "holds words that the reading of its date leaves out."
BY_OPENING = "gives the opening day; the last day is the conference's, where it opens on that day."
BY_PUBLICATION = "gives the day of publication, which stands for the day of the event."
BY_WEEKDAY = "is worked out from a weekday and another date."
BY_DURATION = "is worked out from a first day and a number of days."
BY_WEEK = "names a week; its Monday to Friday are taken."
BY_CONFERENCE = "names a conference; the dates of the conference are taken."
BY_BEGINNING = "gives the first day only."
BY_ESTIMATE = "is given as approximate or not yet confirmed."
BY_PUBLICATION_YEAR = "gives no year; it is taken from the date of publication."


@dataclass(frozen=True)
class Period:
    """A date as read: first and last day, how precisely they are known, and what is doubtful.

    ``precision`` is one of ``day`` (also an event of several days), ``month``, ``year``, ``range``
    (one unknown day between ``earliest`` and ``end``; ``start`` is then the last possible day),
    ``inferred`` (worked out from something else, always with a warning) and ``none``.
    """

    start: date | None = None
    end: date | None = None
    earliest: date | None = None
    precision: str = "none"
    warnings: tuple[str, ...] = ()


class Unreadable(Exception):
    """The text gives no date; the argument says why, in the words of a warning."""


def _fill(statement: Statement, year: int | None) -> list[Part]:
    """Complete each part from its neighbours and the Year column."""
    parts = [replace(part) for part in statement.parts]
    for left, right in zip(parts[-2::-1], parts[:0:-1], strict=True):
        if left.month is None and left.day is not None:
            left.month = right.month
        if left.year is None:
            left.year = right.year
            if left.month and right.month and left.month > right.month and right.year:
                left.year = right.year - 1  # "28 December - 3 January 2025"
    for left, right in zip(parts, parts[1:], strict=False):
        if right.month is None and right.day is not None:
            right.month = left.month
        if right.year is None and left.year is not None:
            turns = bool(left.month and right.month and right.month < left.month)
            right.year = left.year + turns
    if year is not None:
        _fill_year(parts, year)
    return parts


def _fill_year(parts: list[Part], year: int) -> None:
    """Complete the parts by the Year column, or refuse a text that gives another year."""
    written = {part.year for part in parts if part.year is not None}
    if written and year not in written:
        raise Unreadable(WRONG_YEAR)
    for part in parts:
        if part.year is None:
            turns = (part.month or 0) < (parts[0].month or 0)
            part.year = year + 1 if turns else year


def _days_of(part: Part) -> tuple[date, date, str]:
    """Return first day, last day and precision of one part."""
    if part.year is None:
        raise Unreadable(NO_YEAR)
    if not 1900 <= part.year <= 2100:
        raise Unreadable(FAR_AWAY)
    try:
        if part.day is not None and part.month is not None:
            day = date(part.year, part.month, part.day)
            return day, day, "day"
        if part.day is not None:
            raise Unreadable(NO_DATE)  # "2017-18": a number without a month is no day
        if part.month is not None:
            last = calendar.monthrange(part.year, part.month)[1]
            return date(part.year, part.month, 1), date(part.year, part.month, last), "month"
        return date(part.year, 1, 1), date(part.year, 12, 31), "year"
    except ValueError:  # calendar.IllegalMonthError is one, too
        raise Unreadable(NO_SUCH_DAY) from None


def period_of(statement: Statement, year: int | None) -> Period:
    """Return the period of one statement."""
    parts = _fill(statement, year)
    days = [_days_of(part) for part in parts]
    if len({precision for _, _, precision in days}) > 1:
        raise Unreadable(MIXED)
    if any(later[0] < earlier[0] for earlier, later in zip(days, days[1:], strict=False)):
        raise Unreadable(BACKWARDS)
    warnings = tuple(
        warning
        for warning, doubtful in (
            (WRONG_WEEKDAY, _has_wrong_weekday(parts, days)),
            (APART, _are_apart(parts, days)),
        )
        if doubtful
    )
    start, end, precision = days[0][0], days[-1][1], days[0][2]
    if statement.either and len(days) > 1:
        return Period(end, end, start, "range", warnings)
    return Period(start, end, None, precision, warnings)


def _has_wrong_weekday(parts: list[Part], days: list[tuple[date, date, str]]) -> bool:
    """Say whether a weekday stands beside a date that falls on another one."""
    return any(
        part.weekday is not None and precision == "day" and part.weekday != first.weekday()
        for part, (first, _, precision) in zip(parts, days, strict=True)
    )


def _are_apart(parts: list[Part], days: list[tuple[date, date, str]]) -> bool:
    """Say whether time passes before an "and" ("5 May and 12 June", "3-5 March and 7-8 April")."""
    return any(
        part.listed and (first - last_before).days > 1
        for part, (first, _, _), (_, last_before, _) in zip(parts[1:], days[1:], days, strict=False)
    )


def _is_finer(fine: Period, coarse: Period) -> bool:
    """Whether one statement only makes another one more precise."""
    if fine.start is None or fine.end is None or coarse.start is None or coarse.end is None:
        return False
    inside = coarse.start <= fine.start and fine.end <= coarse.end
    return inside and coarse.precision in ("month", "year") and fine.precision != coarse.precision


def agree(periods: list[Period]) -> Period:
    """Return the one period that several statements give, or refuse them."""
    chosen = periods[0]
    for other in periods[1:]:
        if (other.start, other.end) == (chosen.start, chosen.end) or _is_finer(chosen, other):
            continue
        if not _is_finer(other, chosen):
            raise Unreadable(CONTRADICTION)
        chosen = other
    return chosen
