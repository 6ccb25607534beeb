"""A column of dates is its own evidence for what comes first, the day or the month."""

import openpyxl
import pytest

import attdata as att
from attdata.dates.order import heads_month_first, without_order
from attdata.membership.table import read_status_table

HEADING = 'Participant,Signature,"Accession(a), Ratification"\n'


@pytest.mark.parametrize(
    ("rows", "cells", "kept"),
    [
        ("Angola,9/24/2013,\nAndorra,12/18/2014,12/2/2022\n", {"B2", "B3", "C3"}, 0),
        ("Angola,6/3/2013,\nAndorra,24/9/2013,2/12/2022\n", set(), 3),
        ("Angola,6/6/2013,\nAndorra,12/18/2014,\n", {"B3"}, 1),
        ("Angola,6-3-2013,\nAndorra,12-18-2014,\n", {"B2", "B3"}, 0),
        ("Angola,6/3/2013,\nAndorra,18 Dec 2014,12/18/2022\n", {"B2", "C3"}, 1),
    ],
)
def test_a_status_table_takes_no_date_that_may_be_another_day(tmp_path, rows, cells, kept):
    path = tmp_path / "untc_XXVI-8.csv"
    path.write_text(HEADING + rows)
    actions, problems = read_status_table(path)
    errors = problems[problems["severity"] == "error"]
    assert set(errors["cell"]) - {"A2", "A3"} == cells
    assert len(actions) == kept


@pytest.mark.parametrize(
    ("order", "kept"),
    [("mm/dd/yyyy", 0), ("MM-DD-YYYY", 0), ("dd/mm/yyyy", 2), ("JJ/MM/AAAA", 2), ("дд.мм.гггг", 2)],
)
def test_a_heading_says_what_comes_first(tmp_path, order, kept):
    path = tmp_path / "untc_XXVI-8.csv"
    path.write_text(
        f"Country,Signature ({order}),Ratification ({order})\nAngola,06/07/2013,08/07/2015\n",
        encoding="utf-8",
    )
    actions, problems = read_status_table(path)
    errors = problems.loc[problems["severity"] == "error", "cell"].tolist()
    assert len(actions) == kept
    assert errors == ([] if kept else ["B2", "C2"])
    log = tmp_path / "log.csv"
    log.write_text(f"Date ({order}),Event,Country\n06/07/2024,x,Ghana\n", encoding="utf-8")
    activities, *_, problems = att.read_outreach(log)
    assert str(activities["start"].iloc[0])[:10] == "2024-07-06"
    assert ("A2" in problems["cell"].tolist()) == (not kept)


def test_dates_under_a_heading_without_an_act_are_told(tmp_path):
    path = tmp_path / "untc_XXVI-8.csv"
    path.write_text("Country,Signature,Date of deposit\nAngola,6 Jul 2013,8 Jul 2015\n")
    _, problems = read_status_table(path)
    assert problems.loc[problems["severity"] == "error", "cell"].tolist() == ["C1"]


def test_a_long_record_too(tmp_path):
    path = tmp_path / "untc_XXVI-8.csv"
    head = "Participant,Action,Date of deposit,Date of effect\n"
    path.write_text(head + "Angola,Signature,6/3/2013,\nMali,Ratification,9/24/2013,12/2/2014\n")
    actions, problems = read_status_table(path)
    assert {"C2", "C3", "D3"} <= set(problems.loc[problems["severity"] == "error", "cell"])
    assert actions.empty


def test_a_log_warns_at_each_such_cell(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(
        "Date,Event,Country\n6/3/2024,Briefing,Ghana\n3/19/2024,Seminar,Togo\n"
        "7 May 2024,Talk,Mali\n"
    )
    *_, problems = att.read_outreach(path)
    told = problems[problems["problem"].str.contains("month or the day first")]
    assert told[["severity", "cell"]].values.tolist() == [["warning", "A2"]]


@pytest.mark.parametrize(
    ("cells", "swapped"),
    [
        (["2024-03-06", "3/19/2024"], True),
        (["2024-03-19", "3/19/2024"], False),
        (["2024-03-06", "19 March 2024"], False),
    ],
)
def test_a_column_that_a_spreadsheet_swapped_is_told(tmp_path, cells, swapped):
    import datetime as dt

    for name, head, row in (
        ("log.xlsx", ["Date", "Event", "Country"], ["Briefing", "Ghana"]),
        (
            "untc_XXVI-8.xlsx",
            ["Date of deposit", "Participant", "Action"],
            ["Ghana", "Ratification"],
        ),
    ):
        book = openpyxl.Workbook()
        book.active.append(head)
        for text in cells:
            day = dt.date.fromisoformat(text) if text[:4].isdigit() else text
            book.active.append([day, *row])
        path = tmp_path / name
        book.save(path)
        read = att.read_outreach if name == "log.xlsx" else read_status_table
        problems = read(path)[-1]
        told = problems[problems["problem"].str.contains("probably swapped day and month")]
        assert told["cell"].tolist() == (["A1"] if swapped else [])


MONTH_FIRST = [
    "(month/day/year)",
    "(mois/jour/année)",
    "(mes/día/año)",
    "(mes/dia/ano)",
    "(месяц/день/год)",
    "（月/日/年）",
    "(شهر/يوم/سنة)",
    "MM/DD/YYYY",
    "(MM DD YYYY)",
    "(format: mm-dd-yyyy)",
    "(мм.дд.гггг)",
    "(mm/dd)",
]
OTHER_ORDERS = [
    "(day/month/year)",
    "(jour/mois/année)",
    "(día/mes/año)",
    "(день/месяц/год)",
    "（日/月/年）",
    "（年月日）",
    "(يوم/شهر/سنة)",
    "(MM/YYYY)",
    "(YYYY/MM/DD)",
    "JJ/MM/AAAA",
]


@pytest.mark.parametrize("order", MONTH_FIRST + OTHER_ORDERS)
def test_the_order_that_a_heading_says_is_no_part_of_its_name(order):
    assert without_order(f"Date {order}") == "Date"
    assert heads_month_first(f"Date {order}") == (order in MONTH_FIRST)


@pytest.mark.parametrize(
    "heading",
    ["Ratification (a/d)", "Article 7 (a-d)", "Accession(a)/d", "Approval (A/M)", "Annex (d-m)"]
    + ["Accession (dd/dd)", "Date of day", "Calendar year", "签署日", "日期"],
)
def test_letters_that_are_no_order_of_dates_stay(heading):
    assert without_order(heading) == heading
    assert not heads_month_first(heading)


@pytest.mark.parametrize("order", ["(month/day/year)", "(月/日/年)", "(شهر/يوم/سنة)"])
def test_a_status_table_headed_month_first_gives_no_day_without_a_word(tmp_path, order):
    path = tmp_path / "untc_XXVI-8.csv"
    path.write_text(
        f"Participant,Signature {order},Ratification\nAngola,06/07/2013,3 May 2015\n",
        encoding="utf-8",
    )
    actions, problems = read_status_table(path)
    assert actions["action"].tolist() == ["ratification"]
    assert problems.loc[problems["severity"] == "error", "cell"].tolist() == ["B2"]


@pytest.mark.parametrize(
    "heading", ["日期（月/日/年）", "Date (month/day/year)", "Fecha (mes/día/año)"]
)
def test_a_log_headed_month_first_is_known_and_told(tmp_path, heading):
    path = tmp_path / "log.csv"
    path.write_text(f"{heading},Event,Country\n06/07/2013,Briefing,Ghana\n", encoding="utf-8")
    activities, *_, problems = att.read_outreach(path)
    assert activities["date_text"].tolist() == ["06/07/2013"]
    told = problems[problems["problem"].str.contains("month first")]
    assert told[["severity", "cell"]].values.tolist() == [["warning", "A2"]]
