"""The days of an activity or project: as published, or in columns for its first and last day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from attdata.dates.periods import BACKWARDS, MIXED
from attdata.dates.published import Period, is_year, read_date
from attdata.outreach.cells import is_empty
from attdata.outreach.columns import Row, Table
from attdata.problems import WARNING, Problem

if TYPE_CHECKING:
    import pandas as pd

CHECK_DAYS = "Check it; if the source gives plain days, write those."
WRITE_DATE = "Write the date as the source gives it, with its year."
LAST_ONLY = "gives the last day only; it stands for the first, too."
DISAGREE = "does not fit the columns of the first and the last day, which are taken."

# The coarser of two precisions is what is known of a period that has one of each at its ends.
_COARSER = ("day", "inferred", "range", "month", "year")


@dataclass
class Days:
    """Reads the days of the rows of one log; a text that repeats is read once."""

    conferences: pd.DataFrame | Iterable[Mapping[str, Any]] | None = None
    _read: dict[tuple[str, str, str, bool, bool], Period] = field(default_factory=dict)

    def _date(self, table: Table, column: str, text: str, year: str, published: str = "") -> Period:
        """Return the period of one text, beside the row's year and day of publication."""
        first, its = column in table.month_first, "published" in table.month_first
        key = (text, year, published, first, its)
        if key not in self._read:
            article = read_date(published, month_first=its)
            day = article.start if article.precision == "day" else None
            self._read[key] = read_date(
                text, year=year, conferences=self.conferences, published=day, month_first=first
            )
        return self._read[key]

    def period(self, table: Table, row: Row, problems: list[Problem]) -> Period:
        """Return the first and the last day of a row; what is doubtful becomes a problem.

        Columns for the first and the last day come before the date as published, which is compared
        with them; where they are empty, the date as published is read.
        """
        year = row["year"]
        if not is_empty(year) and not is_year(year):
            text = "is no year and was not used."
            problems.append(table.problem(WARNING, row, "year", year, text, ""))
        if is_empty(row["start"]) and is_empty(row["end"]):
            text = "" if is_empty(row["date"]) else row["date"]
            period = self._date(table, "date", text, year, row["published"])
            _tell(table, row, "date", row["date"], period, problems)
            return period
        period = self._from_columns(table, row)
        column = "start" if row["start"] else "end"
        _tell(table, row, column, row[column], period, problems)
        if not is_empty(row["date"]) and period.start is not None:
            of_year = year or str(period.start.year)
            own_date = self._date(table, "date", row["date"], of_year, row["published"])
            if own_date.start is not None and not _touch(own_date, period):
                problems.append(
                    table.problem(WARNING, row, "date", row["date"], DISAGREE, CHECK_DAYS)
                )
        return period

    def _from_columns(self, table: Table, row: Row) -> Period:
        """Return the period between the columns of the first and the last day."""
        year = row["year"]
        first = (
            Period() if is_empty(row["start"]) else self._date(table, "start", row["start"], year)
        )
        last = Period() if is_empty(row["end"]) else self._date(table, "end", row["end"], year)
        if row["start"] and row["end"] and (first.start is None or last.start is None):
            # "3" and "5 June 2024": each column completes the other, as in one text.
            return self._date(table, "start", f"{row['start']} - {row['end']}", year)
        if first.start is None and last.start is not None:
            return replace(last, precision="inferred", warnings=(*last.warnings, LAST_ONLY))
        if last.start is None:
            return first
        return _joined(first, last)


def _joined(first: Period, last: Period) -> Period:
    """Return the period from the beginning of one to the end of the other."""
    warnings = tuple(dict.fromkeys((*first.warnings, *last.warnings)))
    begins, ends = first.start, last.end
    if begins is None or ends is None or ends < begins:
        return Period(warnings=(*warnings, BACKWARDS))
    precision = max((first.precision, last.precision), key=_COARSER.index)
    if first.precision != last.precision:
        warnings = (*warnings, MIXED)
    return Period(begins, ends, first.earliest, precision, warnings)


def _touch(period: Period, other: Period) -> bool:
    """Say whether two periods have a day in common."""
    if period.start is None or period.end is None or other.start is None or other.end is None:
        return True
    return (period.earliest or period.start) <= other.end and (
        other.earliest or other.start
    ) <= period.end


def _tell(
    table: Table, row: Row, column: str, value: str, period: Period, problems: list[Problem]
) -> None:
    """Add a warning for each thing that is doubtful about a period."""
    for warning in period.warnings:
        hint = CHECK_DAYS if period.start else WRITE_DATE
        problems.append(table.problem(WARNING, row, column, value, warning, hint))


def date_text(row: Row) -> str:
    """Return the date as published; without one, what the columns of its ends say.

    Examples
    --------
    >>> date_text(Row(2, {"start": "3 June 2024", "end": "5 June 2024"}, {}))
    '3 June 2024 - 5 June 2024'
    """
    if row["date"]:
        return row["date"]
    ends = [row[name] for name in ("start", "end") if not is_empty(row[name])]
    return " - ".join(dict.fromkeys(ends))
