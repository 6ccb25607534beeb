"""A day is printed as precisely as it is known, in every output and language."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from attdata.evidence import day_as_known, inexact_days, plain_day, precision_of
from attdata.frames import typed
from attdata.law.status import status_intervals, with_effective_dates
from attdata.measures.changes import changes, undecided
from attdata.measures.compare import compare, news_lines
from attdata.measures.in_force import perhaps_in_force
from attdata.measures.participation import status_on
from attdata.reports.brief_facts import Briefing, facts_of
from attdata.reports.brief_text import brief_text
from attdata.reports.explorer_data import inexact
from attdata.tables.measure import write_measure
from attdata.tables.table import table
from small import REGIONS, small_dataset

ACTS = [
    ("KEN", "ratification", "2018-06-30", "2018-06-01", "month"),
    ("UGA", "accession", "2018-07-24", "2018-02-04", "range"),
    ("MLI", "accession", "2018-07-02", "2018-07-02", "day"),
]

ACTIVITIES = [
    {"activity": "E001", "start": "2017-06-01", "end": "2017-06-30", "date_precision": "month"},
    {
        "activity": "E002",
        "start": "2017-09-24",
        "end": "2017-09-24",
        "date_earliest": "2017-08-24",
        "date_precision": "range",
    },
    {"activity": "E003", "start": "2016-03-23", "end": "2016-03-23", "date_precision": "inferred"},
]


def dataset(acts=ACTS):
    """Return States of which one acted in a month, one between two days, one on a day."""
    data = small_dataset(
        REGIONS,
        [(iso3, action, day) for iso3, action, day, *_ in acts],
        activities=ACTIVITIES,
        named=[("E001", "FJI"), ("E002", "FJI"), ("E003", "FJI")],
    )
    actions = data.actions.drop(columns=["effective_date", "effective_basis"])
    actions["date_earliest"] = pd.to_datetime([act[3] for act in acts])
    actions["date_precision"] = [act[4] for act in acts]
    actions = actions.assign(effective_date=pd.NaT, effective_basis="")
    deeds = with_effective_dates(typed("actions", actions), data.treaties)
    status, _ = status_intervals(deeds, REGIONS, data.treaties["treaty"])
    return replace(data, actions=deeds, status=status)


@pytest.fixture(scope="module")
def inexact_data():
    return dataset()


def cells(frame, name, language):
    shown = table(frame, language=language)
    column = next(c for c in shown.columns if c.name == name)
    return dict(zip(frame["iso3"], column.texts, strict=True))


def said_of(data, iso3, language):
    return str(brief_text(data, facts_of(Briefing(data), iso3), language))


SAID = {
    "en": ("June 2018", "by 24 July 2018", "2 July 2018", "by 28 September 2018"),
    "zh": ("2018年6月", "不晚于2018年7月24日", "2018年7月2日", "不晚于2018年9月28日"),
}


@pytest.mark.parametrize("language", SAID)
def test_tables_of_status_say_what_is_known(inexact_data, language):
    month, between, day, effect = SAID[language]
    frame = status_on(inexact_data)
    for name in ("since", "consented"):
        said = cells(frame, name, language)
        assert (said["KEN"], said["UGA"], said["MLI"]) == (month, between, day)
    assert cells(frame, "in_force", language)["KEN"] == effect
    said = cells(changes(inexact_data, "2018-01-01"), "date", language)
    assert (said["KEN"], said["UGA"], said["MLI"]) == (month, between, day)


@pytest.mark.parametrize("language", SAID)
def test_a_brief_says_what_is_known(inexact_data, language):
    month = said_of(inexact_data, "KEN", language)
    assert SAID[language][0] in month
    assert day_as_known("2018-06-30", language) not in month
    between = said_of(inexact_data, "UGA", language)
    assert day_as_known("2018-07-24", language, "range", "2018-02-04") in between
    named = said_of(inexact_data, "FJI", language)
    for said in (
        day_as_known("2017-06-30", language, "month"),
        day_as_known("2017-09-24", language, "range", "2017-08-24"),
        day_as_known("2016-03-23", language, "inferred"),
    ):
        assert said in named


def test_the_explorer_knows_which_days_are_not_exact(inexact_data):
    days = inexact(inexact_data)
    assert days["KEN"] == {"2018-06-30": "month", "2018-09-28": "range"}
    assert days["UGA"]["2018-07-24"] == "range"
    assert "MLI" not in days


def test_a_comparison_says_what_is_known(inexact_data):
    exact = dataset([(*act[:3], act[2], "day") for act in ACTS])
    none = small_dataset(REGIONS)
    lines = "\n".join(news_lines(compare(none, inexact_data)))
    assert "ratification 2018-06 (new)" in lines
    assert "accession by 2018-07-24 (new)" in lines
    assert "accession 2018-07-02 (new)" in lines
    assert "by 2018-07-24" not in "\n".join(news_lines(compare(none, exact)))


def test_a_file_of_csv_says_what_is_known(inexact_data, tmp_path):
    written = pd.read_csv(write_measure(inexact_data, "status", tmp_path / "status.csv"))
    told = written.set_index("iso3")["inexact"].fillna("")
    assert "consented: month from 2018-06-01" in told["KEN"]
    assert "in_force: range" in told["KEN"]
    assert told["MLI"] == ""


@pytest.mark.parametrize(
    ("on", "perhaps"),
    [
        ("2018-08-29", {"UGA"}),  # 90 days after 1 June is 30 August
        ("2018-08-30", {"KEN", "UGA"}),
        ("2018-09-27", {"KEN", "UGA"}),
        ("2018-09-28", {"UGA"}),  # 90 days after 30 June
        ("2018-10-22", set()),
        ("2018-05-05", set()),  # not counted as party before the last possible day
    ],
)
def test_a_treaty_may_be_in_force_since_the_first_possible_day(inexact_data, on, perhaps):
    """Kenya consented in June, Uganda between 4 February and 24 July, Mali on a day."""
    assert perhaps_in_force(status_on(inexact_data, on), on) == perhaps


@pytest.mark.parametrize(("on", "perhaps"), [("2018-10-31", set()), ("2018-11-01", {"KEN"})])
def test_the_first_possible_day_of_effect_follows_the_rule_of_the_treaty(on, perhaps):
    """Mine ban: first day of the sixth month after that of the deposit, no number of days."""
    data = dataset([("KEN", "ratification", "2018-06-30", "2018-05-31", "range")])
    deeds = data.actions.assign(treaty="mine-ban", effective_date=pd.NaT, effective_basis="")
    deeds = with_effective_dates(deeds, data.treaties)
    status, _ = status_intervals(deeds, REGIONS, data.treaties["treaty"])
    data = replace(data, actions=deeds, status=status)
    frame = status_on(data, on, treaty="mine-ban")
    assert perhaps_in_force(frame, on) == perhaps


def test_what_happened_in_a_month_is_undecided_within_it(inexact_data):
    assert undecided(inexact_data, "2018-01-01", "2018-06-10")["iso3"].tolist() == ["KEN", "UGA"]


def test_a_day_of_effect_that_both_ends_give_is_exact():
    """Mine ban: first day of the sixth month after that of the deposit, whatever the day."""
    data = dataset([("KEN", "ratification", "2018-06-30", "2018-06-01", "month")])
    deeds = data.actions.assign(treaty="mine-ban", effective_date=pd.NaT, effective_basis="")
    data = replace(data, actions=with_effective_dates(deeds, data.treaties))
    days = inexact_days(data, "mine-ban")
    assert days == {"KEN": {"2018-06-30": ("month", "2018-06-01")}}


def test_a_withdrawal_known_to_the_month_takes_effect_between_two_days():
    acts = [
        ("MLI", "accession", "2015-07-02", "2015-07-02", "day"),
        ("MLI", "withdrawal", "2018-03-31", "2018-03-01", "month"),
    ]
    row = changes(dataset(acts), "2018-01-01").iloc[-1]
    assert (f"{row.date_earliest:%Y-%m-%d}", f"{row.date:%Y-%m-%d}") == ("2018-05-30", "2018-06-29")
    assert str(row.date_precision) == "range"


@pytest.mark.parametrize(
    ("precision", "earliest", "said"),
    [
        ("day", None, "2026-07-24"),
        ("", None, "2026-07-24"),
        ("month", "2026-07-01", "2026-07"),
        ("year", None, "2026"),
        ("range", "2026-02-04", "2026-02-04 to 2026-07-24"),
        ("range", None, "by 2026-07-24"),
        ("inferred", None, "2026-07-24 (inferred)"),
    ],
)
def test_the_terminal_says_what_is_known(precision, earliest, said):
    assert plain_day("2026-07-24", precision, earliest) == said


@pytest.mark.parametrize(
    ("precision", "language", "said"),
    [
        ("month", "ar", "تموز/يوليه 2026"),
        ("year", "es", "2026"),
        ("range", "fr", "au plus tard le 24 juillet 2026"),
        ("inferred", "ru", "24 июля 2026 года (дата выведена)"),
        ("none", "en", "24 July 2026"),
    ],
)
def test_words_say_what_is_known(precision, language, said):
    assert day_as_known("2026-07-24", language, precision) == said


def test_a_state_or_day_that_nobody_doubts_is_exact():
    assert precision_of({}, "KEN", "2026-07-24") == ("day", "")
