"""Dates in cells as the depositary and its copies print them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attdata.membership.dates import GLUED, LOST_LETTER, UNBALANCED, read_cell, read_day


@pytest.mark.parametrize(
    ("text", "day", "letter", "bracketed", "footnotes"),
    [
        ("3 Jun 2013", "2013-06-03", "", False, ()),
        (" \xa03 Jun\t 2013 ", "2013-06-03", "", False, ()),
        ("29 Jun  2004", "2004-06-29", "", False, ()),
        ("29 Jul 2020 a", "2020-07-29", "a", False, ()),
        ("29 Jul 2020a", "2020-07-29", "a", False, ()),
        ("2 Apr 2014 AA", "2014-04-02", "AA", False, ()),
        ("[12 May 2004 a]", "2004-05-12", "a", True, ()),
        ("[ \xa09 Jan\t 2012 a]", "2012-01-09", "a", True, ()),
        ("[26 Feb\t 1999 ]", "1999-02-26", "", True, ()),
        ("29 févr. 2000", "2000-02-29", "", False, ()),
        ("3 juin 2013", "2013-06-03", "", False, ()),
        ("1er août 2000 AA", "2000-08-01", "AA", False, ()),
        ("8 déc. 2017 a", "2017-12-08", "a", False, ()),
        ("03/06/2013", "2013-06-03", "", False, ()),
        ("03.06.2013", "2013-06-03", "", False, ()),
        ("2013-06-03", "2013-06-03", "", False, ()),
        ("Jun 3, 2013", "2013-06-03", "", False, ()),
        ("3 June 2013 2", "2013-06-03", "", False, ("2",)),
        ("3 Jun 2013 2, 3 a", "2013-06-03", "a", False, ("2", "3")),
        ("3 Jun 2013<superscript>4,5</superscript> a", "2013-06-03", "a", False, ("4", "5")),
    ],
)
def test_one_date(text, day, letter, bracketed, footnotes):
    (act,) = read_cell(text)
    assert act.problem == "" and act.warnings == ()
    assert (act.day.isoformat(), act.precision) == (day, "day")
    assert act.earliest == act.day
    assert (act.letter, act.bracketed, act.footnotes) == (letter, bracketed, footnotes)


@pytest.mark.parametrize("text", ["", " ", "\xa0", "-", "\u2014", "...", " \t\n"])
def test_an_empty_cell_holds_no_act(text):
    assert read_cell(text) == ()


def test_several_acts_in_one_cell_keep_their_own_letter_and_brackets():
    acts = read_cell("[12 May 1999 a] 3 Jun 2001")
    assert [(a.day.year, a.letter, a.bracketed) for a in acts] == [
        (1999, "a", True),
        (2001, "", False),
    ]
    assert [a.letter for a in read_cell("12 May 1999 a 3 Jun 2001 d")] == ["a", "d"]


def test_a_range_counts_from_its_last_day():
    (act,) = read_cell("between 04/02/2026 and 24/07/2026")
    assert (act.earliest, act.day, act.precision) == (
        date(2026, 2, 4),
        date(2026, 7, 24),
        "range",
    )
    assert act.text == "between 04/02/2026 and 24/07/2026"
    (french,) = read_cell("entre le 4 février 2026 et le 24 juillet 2026")
    assert (french.earliest, french.day) == (act.earliest, act.day)


@pytest.mark.parametrize(
    ("text", "earliest", "day", "precision"),
    [
        ("Jun 2013", date(2013, 6, 1), date(2013, 6, 30), "month"),
        ("1949", date(1949, 1, 1), date(1949, 12, 31), "year"),
    ],
)
def test_a_partial_date_is_no_day(text, earliest, day, precision):
    (act,) = read_cell(text)
    assert (act.earliest, act.day, act.precision) == (earliest, day, precision)


@pytest.mark.parametrize(
    ("text", "warning"),
    [("29 06 2004", LOST_LETTER), ("3 Jun 20132", GLUED), ("[12 May 2004 a", UNBALANCED)],
)
def test_what_a_copy_spoiled_is_read_with_a_warning(text, warning):
    (act,) = read_cell(text)
    assert act.day is not None
    assert act.warnings == (warning,)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31 Feb 2014", "is no day of the calendar."),
        ("13/13/2013", "is no day of the calendar."),
        ("30 févr. 2000", "is no day of the calendar."),
        ("soon", "is no date."),
        ("3 Jun 13", "is no date."),
        ("by letter of 3 Jun 2013", "has words before its date."),
        ("29 Jul 2020 on the day", "has a date and words that are not understood."),
        ("1 Jan 1066", "has a year that cannot be right."),
        ("between 31/02/2026 and 24/07/2026", "is no day of the calendar."),
        ("between 24/07/2026 and 04/02/2026", "ends before it begins."),
        ("between now and 04/02/2026", "is no date."),
    ],
)
def test_what_is_no_date_is_said_and_not_guessed(text, problem):
    (act,) = read_cell(text)
    assert act.day is None
    assert act.problem == problem


def test_read_day_takes_exactly_one_day():
    assert read_day("17/03/2017") == (date(2017, 3, 17), "")
    assert read_day("") == (None, "")
    assert read_day("2017") == (None, "is no single day.")
    assert read_day("31/02/2017") == (None, "is no day of the calendar.")


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.integers(0, 60_000),
    st.sampled_from(["", "a", "A", "AA", "d"]),
    st.booleans(),
    st.sampled_from([" ", "\xa0 ", "\t"]),
)
def test_every_printed_date_comes_back(days, letter, bracketed, gap):
    day = date(1900, 1, 1) + timedelta(days=days)
    text = f"{day.day}{gap}{_MONTHS[day.month - 1]}{gap}{day.year} {letter}".rstrip()
    (act,) = read_cell(f"[{text}]" if bracketed else text)
    assert (act.day, act.letter, act.bracketed, act.problem) == (day, letter, bracketed, "")


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_without_a_crash(text):
    for act in read_cell(text):
        assert (act.day is None) == bool(act.problem)


def test_a_mark_in_brackets_behind_a_date_is_told():
    (act,) = read_cell("3 Jun 2013[2]")
    assert (str(act.day), act.footnotes, act.problem) == ("2013-06-03", ("2",), "")
    assert "mark behind its date" in act.warnings[0]
