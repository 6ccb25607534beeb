"""Dates as published -> first day, last day and how precisely they are known. Nothing is invented.

The words are rows of ``date_words.csv``; the rules are here. A date that is worked out from
something else (a weekday before an article's date, a duration, a conference) is ``inferred`` and
always carries a warning; statements that contradict each other give a warning and no date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from attdata.dates.order import UNREAD_MONTH_FIRST, day_first
from attdata.dates.periods import (
    APART,
    BY_BEGINNING,
    BY_CONFERENCE,
    BY_DURATION,
    BY_ESTIMATE,
    BY_OPENING,
    BY_PUBLICATION,
    BY_PUBLICATION_YEAR,
    BY_WEEK,
    BY_WEEKDAY,
    CONTRADICTION,
    LEFT_OVER,
    NO_ANCHOR,
    NO_CONFERENCE,
    NO_DATE,
    NO_SUCH_DAY,
    NO_YEAR,
    ONE_SIDE,
    OTHER_WORDS,
    TOO_LONG,
    WRONG_CONFERENCE,
    WRONG_LENGTH,
    WRONG_YEAR,
    Period,
    Unreadable,
    agree,
    period_of,
)
from attdata.dates.statements import ANCHORS, Statement, Text, read_tokens
from attdata.dates.words import LONGEST, tokens
from attdata.reference import reference_rows

if TYPE_CHECKING:
    import pandas as pd


# ---------------------------------------------------------------- hints -> inferred days


def _inferred(start: date, end: date, *warnings: str) -> Period:
    return Period(start, end, None, "inferred", warnings)


def _step(day: date, days: int) -> date:
    """Return a day some days away, inside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise Unreadable(NO_SUCH_DAY) from None


def _from_weekday(text: Text, event: Period | None, anchor: date | None, after: bool) -> Period:
    """Work out a weekday: the next one from the event's first day, or the one before the anchor."""
    weekday = text.weekdays[-1]
    if event is not None and event.start is not None:
        end = _step(event.start, (weekday - event.start.weekday()) % 7)
        return _inferred(event.start, end, *event.warnings, BY_WEEKDAY)
    if anchor is None:
        raise Unreadable(NO_ANCHOR)
    if after:
        day = _step(anchor, (weekday - anchor.weekday() - 1) % 7 + 1)
    else:
        back = (anchor.weekday() - weekday) % 7
        strict = bool({"last", "before"} & text.hints)
        day = _step(anchor, -(back or (7 if strict else 0)))
    length = text.lengths[0] if text.lengths else 1
    # A report that looks back on "last Friday" after three days tells when they ended.
    return _inferred(_step(day, 1 - length), day, BY_WEEKDAY)


def _from_week(text: Text, day: date) -> Period:
    """Return Monday to Friday of the week named, or of the week after it."""
    monday = _step(day, -day.weekday() + (7 if "next week" in text.hints else 0))
    return _inferred(monday, _step(monday, 4), BY_WEEK)


def _with_duration(text: Text, event: Period) -> Period:
    """Check the number of days against the dates, or count them from the first day."""
    if not text.lengths or event.start is None or event.end is None:
        return event
    length = text.lengths[0]
    if event.start != event.end:
        if (event.end - event.start).days + 1 != length:
            raise Unreadable(WRONG_LENGTH)
        return event
    if length <= 1 or event.precision != "day":
        return event
    return _inferred(event.start, _step(event.start, length - 1), *event.warnings, BY_DURATION)


def _with_hints(text: Text, event: Period, conferences: dict[str, tuple[date, date]]) -> Period:
    """Turn a plain period into an inferred one where the text says that it is less than that."""
    if event.start is None or event.end is None:
        return event
    if "opening" in text.hints and event.precision == "day":
        ends = [end for start, end in conferences.values() if start == event.start]
        return _inferred(event.start, max([event.end, *ends]), *event.warnings, BY_OPENING)
    counted = _with_duration(text, event)
    if "since" in text.hints and counted.start == counted.end:
        return replace(counted, precision="inferred", warnings=(*counted.warnings, BY_BEGINNING))
    if "about" in text.hints:
        return replace(counted, precision="inferred", warnings=(*counted.warnings, BY_ESTIMATE))
    return counted


def _from_conference(
    text: Text, event: Period | None, conferences: dict[str, tuple[date, date]], year: int | None
) -> Period:
    """Return the dates of the conference named, or check the event's own against them."""
    held = [conferences[name] for name in text.conferences if name in conferences]
    if event is not None:
        if held and not any(_overlap(event, *days) for days in held):
            raise Unreadable(WRONG_CONFERENCE)
        return event
    if not held:
        raise Unreadable(NO_CONFERENCE)
    if len(set(held)) > 1:
        raise Unreadable(CONTRADICTION)
    start, end = held[0]
    if year is not None and year not in (start.year, end.year):
        raise Unreadable(WRONG_YEAR)
    return _inferred(start, end, BY_CONFERENCE)


def _overlap(event: Period, start: date, end: date) -> bool:
    return bool(event.start and event.end and event.start <= end and event.end >= start)


def _event_of(text: Text, year: int | None, published: date | None) -> Period | None:
    """Return the period of the statements that are the event's own."""
    own = [s for s in text.statements if s.hint not in ANCHORS]
    if not own:
        return None
    if year is None and published is not None and all(_yearless(s) for s in own):
        return _year_from_publication(own, published)
    if year is None and all(_yearless(s) for s in own):
        # Whether they contradict each other can be told in any year (2024 has a 29 February).
        agree([period_of(statement, 2024) for statement in own])
        raise Unreadable(NO_YEAR)
    return agree([period_of(statement, year) for statement in own])


def _yearless(statement: Statement) -> bool:
    return all(part.year is None for part in statement.parts)


def _year_from_publication(own: list[Statement], published: date) -> Period:
    """Take the newest year that puts the event on or before the day of publication."""
    event = agree([period_of(statement, published.year) for statement in own])
    if event.start is not None and event.start > published:
        event = agree([period_of(statement, published.year - 1) for statement in own])
    return replace(event, precision="inferred", warnings=(*event.warnings, BY_PUBLICATION_YEAR))


def _anchor_of(text: Text, year: int | None, published: date | None) -> date | None:
    """Return the day from which a weekday or week is counted."""
    anchors = [s for s in text.statements if s.hint in ANCHORS]
    if not anchors:
        return published
    anchor = agree(
        [period_of(statement, None if _dated(statement) else year) for statement in anchors]
    )
    return anchor.start if anchor.precision == "day" else None


def _dated(statement: Statement) -> bool:
    """Whether the statement has its own year (an article may be of another year than the event)."""
    return any(part.year is not None for part in statement.parts)


def _work_out(
    text: Text,
    year: int | None,
    conferences: dict[str, tuple[date, date]],
    published: date | None,
) -> Period:
    """Return the period of a text that has been sorted, by the rules from special to plain."""
    if text.left_over:
        raise Unreadable(LEFT_OVER if text.statements else NO_DATE)
    event = _event_of(text, year, published)
    if "between" in text.hints and event is not None and event.start != event.end:
        kept = tuple(warning for warning in event.warnings if warning != APART)
        return Period(event.end, event.end, event.start, "range", kept)
    anchor = _anchor_of(text, year, published)
    if text.weekdays:
        return _from_weekday(text, event, anchor, after="after" in text.hints)
    if {"next week", "week of"} & text.hints and (event or anchor):
        day = event.start if event and event.precision == "day" else anchor
        if day is None:
            raise Unreadable(NO_ANCHOR)
        return _from_week(text, day)
    if text.conferences:
        event = _from_conference(text, event, conferences, year)
    if event is not None:
        return _with_hints(text, event, conferences)
    if anchor is not None and any(s.hint == "published" for s in text.statements):
        return _inferred(anchor, anchor, BY_PUBLICATION)
    raise Unreadable(ONE_SIDE if text.statements else NO_DATE)


# ---------------------------------------------------------------- public


def read_date(
    text: str,
    *,
    year: int | str | None = None,
    conferences: pd.DataFrame | Iterable[Mapping[str, Any]] | None = None,
    published: date | None = None,
    month_first: bool = False,
) -> Period:
    """Return first day, last day and precision of a date as published, in any of six languages.

    Parameters
    ----------
    text
        The cell's text: "4-5 April 2016", "du lundi 06 au vendredi 10 novembre 2023",
        "2024年11月24日至29日", "22.08.2022 (opening)". Numeric dates are day first
        unless ``month_first``.
    year
        The row's Year column; it completes a date and may not contradict it.
    conferences
        Rows with ``conference``, ``start`` and ``end`` for "during CSP7"; without it the
        reviewed ``conferences.csv``.
    published
        The day of the publication the row was taken from, for "last Friday".
    month_first
        Whether numeric dates have the month first, as the heading of the column says.

    Returns
    -------
    Period
        ``start`` and ``end`` (both days belong to it), ``earliest`` (only for precision
        ``range``), ``precision`` and ``warnings``, each a sentence without its subject. Empty
        text and "not stated" give precision ``none`` without a warning. Never raises.

    Notes
    -----
    "during CSPn", "(opening)", "published D", a weekday, a
    week or a number of days give ``inferred``; contradictions give ``none``; both with a warning.

    Examples
    --------
    >>> read_date("20-23 June", year=2016).end
    datetime.date(2016, 6, 23)
    >>> read_date("Wednesday (article of 2 November 2023)")
    Period(start=datetime.date(2023, 11, 1), end=datetime.date(2023, 11, 1), earliest=None, \
precision='inferred', warnings=('is worked out from a weekday and another date.',))
    """
    if not text or not text.strip():
        return Period()
    if len(text) > LONGEST:
        return Period(warnings=(TOO_LONG,))
    turned = day_first(text) if month_first else text
    if turned is None:
        return Period(warnings=(UNREAD_MONTH_FIRST,))
    parsed = read_tokens(tokens(turned))
    if "no date" in parsed.hints and not parsed.statements and not parsed.left_over:
        return Period()
    try:
        wanted = _whole_year(year)
        period = _work_out(parsed, wanted, _conference_days(conferences), published)
        _check_year(period, wanted)
    except Unreadable as reason:
        return Period(warnings=(str(reason),))
    if parsed.unknown and not period.warnings:
        return replace(period, warnings=(OTHER_WORDS,))
    return period


def _check_year(period: Period, year: int | None) -> None:
    """Refuse a day that was worked out from elsewhere and lies in another year than the column."""
    first, last = period.earliest or period.start, period.end
    if year is not None and first and last and not first.year <= year <= last.year:
        raise Unreadable(WRONG_YEAR)


def read_periods(text: str, **context: Any) -> list[Period]:
    """Return one period for each of the periods in a cell, which ";" separates.

    Parameters
    ----------
    text
        The cell's text: "14-16 October 2019; 13-14 February 2020 (workshops)".
    **context
        As for `read_date`.

    Returns
    -------
    list of Period
        In the order of the cell, pieces without any text left out.

    Examples
    --------
    >>> [period.start.isoformat() for period in read_periods("14-16 October 2019; 13 May 2020")]
    ['2019-10-14', '2020-05-13']
    """
    return [read_date(piece, **context) for piece in text.split(";") if piece.strip()]


def is_year(text: str) -> bool:
    """Say whether a Year column's text is a year that a date of outreach can have.

    Examples
    --------
    >>> is_year("2016"), is_year("2017 or 2018")
    (True, False)
    """
    return len(text) == 4 and text.isdecimal() and 1900 <= int(text) <= 2100


def _whole_year(year: int | str | None) -> int | None:
    """Return the year of a Year column, None where it holds no year."""
    digits = str(year).strip() if year is not None else ""
    return int(digits) if is_year(digits) else None


def _conference_days(
    conferences: pd.DataFrame | Iterable[Mapping[str, Any]] | None,
) -> dict[str, tuple[date, date]]:
    """Return conference -> first and last day; conferences without both days are left out."""
    if conferences is None:
        rows: Iterable[Mapping[Any, Any]] = reference_rows("conferences")
    elif hasattr(conferences, "to_dict"):
        rows = conferences.to_dict("records")
    else:
        rows = conferences
    days = {}
    for row in rows:
        try:
            start, end = (date.fromisoformat(str(row[name])[:10]) for name in ("start", "end"))
        except (KeyError, ValueError):
            continue
        days[str(row["conference"]).replace(" ", "").upper()] = (start, end)
    return days
