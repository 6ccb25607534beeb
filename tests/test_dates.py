"""Dates as published: the forms of the log, six languages, and what must not be invented."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attdata.dates import periods as told
from attdata.dates.published import Period, read_date, read_periods
from attdata.dates.words import LONGEST, plain, tokens

# (Year column, date as published, first day, last day): plain dates, no warning.
PLAIN = [
    (2016, "March 15-19, 2016", "2016-03-15", "2016-03-19"),
    (2016, "4-5 April 2016", "2016-04-04", "2016-04-05"),
    (2016, "15/06/2016 - 16/06/2016", "2016-06-15", "2016-06-16"),
    (2016, "20-23 June", "2016-06-20", "2016-06-23"),
    (2016, "13 to 15 September 2016", "2016-09-13", "2016-09-15"),
    (2016, "25 October 2016", "2016-10-25", "2016-10-25"),
    (2016, "5-6 December", "2016-12-05", "2016-12-06"),
    (2017, "11 - 15 September 2017", "2017-09-11", "2017-09-15"),
    (2017, "19 to 20 December", "2017-12-19", "2017-12-20"),
    (2018, "06/03/2018 - 07/03/2018", "2018-03-06", "2018-03-07"),
    (2018, "23 al 26 de abril", "2018-04-23", "2018-04-26"),
    (2018, "31/05/2018", "2018-05-31", "2018-05-31"),
    (2018, "10 au 14 septembre 2018", "2018-09-10", "2018-09-14"),
    (2018, "22nd to 23rd October 2018", "2018-10-22", "2018-10-23"),
    (2018, "(19/11/18 -23/11/18)", "2018-11-19", "2018-11-23"),
    (2019, "4-7- February 2019", "2019-02-04", "2019-02-07"),
    (2019, "March 20 and 21 2019", "2019-03-20", "2019-03-21"),
    (2019, "3 and 4 December 2019", "2019-12-03", "2019-12-04"),
    (2021, "30 August - 3 September 2021", "2021-08-30", "2021-09-03"),
    (2022, "18.02.2022", "2022-02-18", "2022-02-18"),
    (2023, "du lundi 06 au vendredi 10 novembre 2023", "2023-11-06", "2023-11-10"),
    (2024, "March 18-21, 2024", "2024-03-18", "2024-03-21"),
    (2024, "Monday, 19 August 2024, 11h00-12h00", "2024-08-19", "2024-08-19"),
    (2024, "24-29 November", "2024-11-24", "2024-11-29"),
    (2025, "21st February", "2025-02-21", "2025-02-21"),
    (None, "01 September 2017 -30 November 2018", "2017-09-01", "2018-11-30"),
    (None, "1er Septembre au 30 Novembre 2018", "2018-09-01", "2018-11-30"),
    (None, "2024-11-24", "2024-11-24", "2024-11-24"),
    (None, "2024-11-24 00:00:00", "2024-11-24", "2024-11-24"),
    (None, "2024-11-24/2024-11-29", "2024-11-24", "2024-11-29"),
    (None, "24.-29.11.2024", "2024-11-24", "2024-11-29"),
    (None, "24/11-29/11/2024", "2024-11-24", "2024-11-29"),
    (None, "20-Aug-24", "2024-08-20", "2024-08-20"),
    (None, "3, 4 and 5 May 2024", "2024-05-03", "2024-05-05"),
    (None, "5/6 May 2024", "2024-05-05", "2024-05-06"),
    (None, "Mon 5 - Wed 7 May 2025", "2025-05-05", "2025-05-07"),
    (None, "Monday to Wednesday, 19-21 August 2024", "2024-08-19", "2024-08-21"),
    (None, "28 December - 3 January 2025", "2024-12-28", "2025-01-03"),
    (2024, "28 December - 3 January", "2024-12-28", "2025-01-03"),
    (None, "5-7 May 2024 (three days)", "2024-05-05", "2024-05-07"),
    (None, "1 September 2021, during CSP7", "2021-09-01", "2021-09-01"),
    (None, "1º de mayo de 2024", "2024-05-01", "2024-05-01"),
    (None, "lunes 5 de mayo de 2025", "2025-05-05", "2025-05-05"),
    (None, "с 24 по 29 ноября 2024 года", "2024-11-24", "2024-11-29"),
    (None, "13 и 14 мая 2024 г.", "2024-05-13", "2024-05-14"),
    (None, "в среду, 5 июня 2024 г.", "2024-06-05", "2024-06-05"),
    (None, "من 24 إلى 29 تشرين الثاني/نوفمبر 2024", "2024-11-24", "2024-11-29"),
    (None, "٢٤ نوفمبر ٢٠٢٤", "2024-11-24", "2024-11-24"),
    (None, "يوم الاثنين 19 آب/أغسطس 2024", "2024-08-19", "2024-08-19"),
    (None, "2024年11月24日至29日", "2024-11-24", "2024-11-29"),
    (None, "2024年11月24日—12月3日", "2024-11-24", "2024-12-03"),
    (None, "二〇二四年八月十九日（星期一）", "2024-08-19", "2024-08-19"),
]


@pytest.mark.parametrize(("year", "text", "start", "end"), PLAIN)
def test_plain_dates_are_days_without_a_warning(
    year: int | None, text: str, start: str, end: str
) -> None:
    period = read_date(text, year=year)
    assert period == Period(date.fromisoformat(start), date.fromisoformat(end), None, "day")


INFERRED = [
    (2017, "vendredi dernier (article of 30 October 2017); three days", "2017-10-25", "2017-10-27"),
    (2017, "20 Novembre ... ce mercredi", "2017-11-20", "2017-11-22"),
    (2018, "Saturday (before 20 August 2018)", "2018-08-18", "2018-08-18"),
    (2021, "published 23 March 2021", "2021-03-23", "2021-03-23"),
    (2021, "during CSP7, 16:30-18:00 CEST", "2021-08-30", "2021-09-03"),
    (2022, "22.08.2022 (opening)", "2022-08-22", "2022-08-26"),
    (2023, "Wednesday (article of 2 November 2023)", "2023-11-01", "2023-11-01"),
    (2024, "depuis le 28 mai 2024 (trois jours)", "2024-05-28", "2024-05-30"),
    (2025, "the week after (21 February)", "2025-02-24", "2025-02-28"),
    (None, "semaine du 5 mai 2025", "2025-05-05", "2025-05-09"),
    (None, "Friday after 20 August 2018", "2018-08-24", "2018-08-24"),
    (None, "2021年3月23日发布", "2021-03-23", "2021-03-23"),
    (None, "第十届缔约国会议期间", "2024-08-19", "2024-08-23"),
    (None, "since 28 May 2024", "2024-05-28", "2024-05-28"),
    (None, "end of May 2024", "2024-05-01", "2024-05-31"),
    (None, "3 days from 5 May 2024", "2024-05-05", "2024-05-07"),
]


@pytest.mark.parametrize(("year", "text", "start", "end"), INFERRED)
def test_dates_worked_out_from_something_else_are_inferred_with_a_warning(
    year: int | None, text: str, start: str, end: str
) -> None:
    period = read_date(text, year=year)
    assert (period.start, period.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert period.precision == "inferred"
    assert period.warnings


NONE = [
    (2017, "28/11/2017 - 30/11/2017 (field); 20-30 November 2017 (text)", told.CONTRADICTION),
    (2018, "21st December 2018 / Wednesday 22nd November, 2018", told.CONTRADICTION),
    (None, "ce 4 novembre / du 4 au 6 decembre", told.CONTRADICTION),
    (None, "28 al 31 de mayo", told.NO_YEAR),
    (None, "6-7 July", told.NO_YEAR),
    (2023, "5 May 2024", told.WRONG_YEAR),
    (None, "29 February 2023", told.NO_SUCH_DAY),
    (None, "8/22/2022", told.NO_SUCH_DAY),
    (None, "9999-12-31", told.FAR_AWAY),
    (None, "10-5 May 2024", told.BACKWARDS),
    (None, "5 May - June 2024", told.MIXED),
    (None, "before 20 August 2018", told.ONE_SIDE),
    (None, "5-7 May 2024 (two days)", told.WRONG_LENGTH),
    (None, "1 October 2021 during CSP7", told.WRONG_CONFERENCE),
    (2022, "during CSP7", told.WRONG_YEAR),
    (None, "during CSP99", told.NO_CONFERENCE),
    (None, "vendredi dernier", told.NO_ANCHOR),
    (None, "during the First Committee", told.NO_DATE),
    (None, "same period as S01", told.NO_DATE),
    (None, "in the coming months", told.NO_DATE),
    (None, "45523", told.NO_DATE),
    (None, "2017-18", told.NO_DATE),
    (2016, "Wednesday (article of 2 January 2018)", told.WRONG_YEAR),
    (None, "5 May 2024; 7", told.LEFT_OVER),
    (None, "x" * (LONGEST + 1), told.TOO_LONG),
]


@pytest.mark.parametrize(("year", "text", "reason"), NONE)
def test_what_gives_no_day_says_why(year: int | None, text: str, reason: str) -> None:
    assert read_date(text, year=year) == Period(warnings=(reason,))


@pytest.mark.parametrize(
    "text", ["", "  ", "not stated", "recent (not dated)", "sin fecha", "不详"]
)
def test_a_cell_that_says_it_gives_no_date_is_no_problem(text: str) -> None:
    assert read_date(text) == Period()


def test_months_and_years_keep_their_precision() -> None:
    assert read_date("September 2024") == Period(date(2024, 9, 1), date(2024, 9, 30), None, "month")
    november = read_date("November/December 2024")
    assert (november.start, november.end) == (date(2024, 11, 1), date(2024, 12, 31))
    assert november.precision == "month"
    assert read_date("2024-11") == read_date("11/2024") == read_date("November 2024")
    assert read_date("2024年11月").precision == "month"
    assert read_date("2023/2024") == Period(date(2023, 1, 1), date(2024, 12, 31), None, "year")


@pytest.mark.parametrize(
    "text",
    [
        "between 04/02/2026 and 24/07/2026",
        "entre le 4 février et le 24 juillet 2026",
        "между 4 февраля и 24 июля 2026 г.",
        "2026年2月4日至7月24日之间",
        "بين 4 شباط/فبراير و24 تموز/يوليه 2026",
    ],
)
def test_a_day_between_two_days_counts_from_the_last(text: str) -> None:
    last = date(2026, 7, 24)
    assert read_date(text) == Period(last, last, date(2026, 2, 4), "range")


def test_one_of_two_days_is_a_range() -> None:
    assert read_date("5 or 6 May 2024").earliest == date(2024, 5, 5)
    assert read_date("5 or 6 May 2024").precision == "range"


def test_a_weekday_that_does_not_fit_is_a_warning_and_the_date_is_kept() -> None:
    period = read_date("Tuesday, 5 May 2024")  # a Sunday
    assert period.start == date(2024, 5, 5)
    assert period.warnings == (told.WRONG_WEEKDAY,)
    assert read_date("19 August 2024 (Monday)").warnings == ()


def test_words_that_are_not_understood_are_not_passed_over() -> None:
    period = read_date("2-4 June 2024, postponed")
    assert period.end == date(2024, 6, 4)
    assert period.warnings == (told.OTHER_WORDS,)


def test_days_that_do_not_follow_one_another_are_told() -> None:
    period = read_date("5 May 2018 and 12 June 2018")
    assert (period.start, period.end) == (date(2018, 5, 5), date(2018, 6, 12))
    assert period.warnings == (told.APART,)


@pytest.mark.parametrize(
    "text",
    [
        "3-5 March and 7-8 April 2024",
        "3 to 5 March & 7 to 8 April 2024",
        "3-5 March 2024 and 7-8 April 2024",
        "du 3 au 5 mars et du 7 au 8 avril 2024",
        "del 3 al 5 de marzo y del 7 al 8 de abril de 2024",
        "с 3 по 5 марта и с 7 по 8 апреля 2024 года",
        "2024年3月3日至5日和4月7日至8日",
        "2024年3月3日至5日、4月7日至8日",
        "3-5 آذار/مارس و7-8 نيسان/أبريل 2024",
        "من 3 إلى 5 مارس ومن 7 إلى 8 أبريل 2024",
        "03/03/2024-05/03/2024 and 07/04/2024-08/04/2024",
        "3 March to 5 March and 8 April 2024",
    ],
)
def test_two_periods_in_a_cell_are_never_one_span_without_a_word(text: str) -> None:
    period = read_date(text)
    assert (period.start, period.end) == (date(2024, 3, 3), date(2024, 4, 8))
    assert period.warnings == (told.APART,)
    assert read_periods(text)[0].warnings == (told.APART,)


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("3-5 and 7-8 March 2024", True),
        ("3-5 and 6-8 March 2024", False),
        ("28-29 February and 1 March 2024", False),
        ("March and May 2024", True),
        ("March and April 2024", False),
        ("2023 and 2025", True),
    ],
)
def test_what_follows_on_is_one_period(text: str, apart: bool) -> None:
    assert read_date(text).warnings == ((told.APART,) if apart else ())


def test_the_day_of_publication_anchors_relative_dates() -> None:
    monday = date(2017, 10, 30)
    assert read_date("vendredi dernier", published=monday).start == date(2017, 10, 27)
    assert read_date("Monday", published=monday).start == monday
    assert read_date("last Monday", published=monday).start == date(2017, 10, 23)
    period = read_date("28 December", published=date(2018, 1, 5))
    assert period.start == date(2017, 12, 28)
    assert period.warnings == (told.BY_PUBLICATION_YEAR,)


def test_conferences_may_be_given() -> None:
    own = [{"conference": "CSP99", "start": "2030-01-07", "end": "2030-01-09"}]
    assert read_date("during CSP 99", conferences=own).end == date(2030, 1, 9)
    assert read_date("during CSP1", conferences=[{"conference": "CSP1"}]).precision == "none"


@pytest.mark.parametrize("year", ["2016", " 2016 ", 2016])
def test_the_year_column_may_be_text(year: int | str) -> None:
    assert read_date("20-23 June", year=year).start == date(2016, 6, 20)


@pytest.mark.parametrize("year", ["", "20l6", "2017 or 2018", "0", "²"])
def test_a_year_column_without_a_year_completes_nothing(year: str) -> None:
    assert read_date("20-23 June", year=year).warnings == (told.NO_YEAR,)


def test_periods_of_one_cell_are_read_each() -> None:
    found = read_periods("(19/11/18 -23/11/18) ; 1er Septembre au 30 Novembre 2018")
    assert [period.start for period in found] == [date(2018, 11, 19), date(2018, 9, 1)]
    assert read_periods("") == []


def test_ascii_takes_the_short_way_to_the_same_text() -> None:
    assert plain("A\tB\n1") == "a b 1"
    assert plain("É\u00a0Ａ１") == "e a1"


ENGLISH = "January February March April May June July August September October November December"
FORMS = [
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%d/%m/%Y}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"{d.day} {ENGLISH.split()[d.month - 1]} {d.year}",
    lambda d: f"{ENGLISH.split()[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(FORMS))
@settings(derandomize=True, max_examples=60, deadline=None)
def test_every_day_is_read_back_from_every_form(day: date, form: object) -> None:
    assert read_date(form(day)) == Period(day, day, None, "day")  # type: ignore[operator]


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(1, 60))
@settings(derandomize=True, max_examples=60, deadline=None)
def test_every_span_is_read_back(day: date, length: int) -> None:
    end = day + timedelta(days=length)
    months = ENGLISH.split()
    text = f"{day.day} {months[day.month - 1]} - {end.day} {months[end.month - 1]} {end.year}"
    assert (read_date(text).start, read_date(text).end) == (day, end)


WORDS = (
    "5 17 31 99 2024 0000 4-7 05/06/2024 5.5 10:30 May mayo мая 五月 月 日 Monday ce dernier lundi "
    "last before after since between and or to au - / ; ( ) , ... three jours CSP7 CSP0 第 届 会议 "
    "published opening week of not dated about tbc x Ω ٥ ² ١٩"
)
PIECES = st.sampled_from(re.findall(r"\S+", WORDS))


@given(
    st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=9).map(" ".join)),
    st.one_of(st.none(), st.integers(-5, 99999), st.text(max_size=5)),
    st.one_of(st.none(), st.dates()),
)
@settings(derandomize=True, max_examples=400, deadline=None)
def test_nothing_breaks_the_reading(text: str, year: object, published: date | None) -> None:
    period = read_date(text, year=year, published=published)  # type: ignore[arg-type]
    assert period.precision in told.PRECISIONS
    assert (period.start is None) == (period.precision == "none") == (period.end is None)
    if period.start and period.end:
        assert period.start <= period.end
    if period.precision == "inferred":
        assert period.warnings
    assert (period.earliest is not None) == (period.precision == "range")
    assert all(token.kind for token in tokens(text))
