"""A column of dates is its own evidence for what comes first, the day or the month."""

import openpyxl
import pytest

import attdata as att
from attdata.dates.order import heads_month_first, without_order
from attdata.membership.table import read_status_table
from attdata.outreach.trust_fund import read_vtf
from attdata.read.workbook import read_workbook

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
    ("order", "month"),
    [("mm/dd/yyyy", 6), ("MM-DD-YYYY", 6), ("dd/mm/yyyy", 7), ("JJ/MM/AAAA", 7), ("дд.мм.гггг", 7)],
)
def test_a_heading_says_what_comes_first(tmp_path, order, month):
    path = tmp_path / "untc_XXVI-8.csv"
    path.write_text(
        f"Country,Signature ({order}),Ratification ({order})\nAngola,06/07/2013,08/07/2015\n",
        encoding="utf-8",
    )
    actions, problems = read_status_table(path)
    assert not (problems["severity"] == "error").any()
    months = dict(zip(actions["date_text"], actions["date"].dt.month, strict=True))
    assert months == {"06/07/2013": month, "08/07/2015": 8 if month == 6 else 7}
    noted = problems.loc[problems["severity"] == "note", "cell"].tolist()
    assert noted == (["B1", "C1"] if month == 6 else [])
    log = tmp_path / "log.csv"
    log.write_text(f"Date ({order}),Event,Country\n06/07/2024,x,Ghana\n", encoding="utf-8")
    activities, *_, problems = att.read_outreach(log)
    assert activities["start"].iloc[0].month == month
    assert activities["date_text"].tolist() == ["06/07/2024"]
    noted = problems.loc[problems["severity"] == "note", "cell"].tolist()
    assert noted == (["A1"] if month == 6 else [])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("6/3/2024", "2024-06-03", "2024-06-03"),
        ("6/13/2024", "2024-06-13", "2024-06-13"),
        ("6.3.2024", "2024-06-03", "2024-06-03"),
        ("6/3/24", "2024-06-03", "2024-06-03"),
        ("6/3/2024-7/5/2024", "2024-06-03", "2024-07-05"),
        ("6/3/2024 to 7/5/2024", "2024-06-03", "2024-07-05"),
        ("3-5 June 2024", "2024-06-03", "2024-06-05"),
        ("2024-06-03", "2024-06-03", "2024-06-03"),
        ("March 2024", "2024-03-01", "2024-03-31"),
        ("6/3-5/2024", "NaT", "NaT"),
        ("6/3-6/5/2024", "NaT", "NaT"),
    ],
)
def test_a_log_below_month_first_reads_every_date_so_or_says_why_not(tmp_path, text, first, last):
    path = tmp_path / "log.csv"
    path.write_text(f"Date (mm/dd/yyyy),Event,Country\n{text},Briefing,Ghana\n")
    activities, *_, problems = att.read_outreach(path)
    row = activities.iloc[0]
    assert [str(row["start"])[:10], str(row["end"])[:10]] == [first, last]
    assert row["date_text"] == text
    told = problems.loc[problems["severity"] == "warning", "cell"].tolist()
    assert told == (["A2"] if first == "NaT" else [])


def test_a_year_column_completes_a_date_with_the_month_first(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("Date (mm/dd),Year,Event,Country\n6/3,2024,Briefing,Ghana\n")
    activities, *_ = att.read_outreach(path)
    assert str(activities["start"].iloc[0])[:10] == "2024-06-03"


@pytest.mark.parametrize(
    ("first", "second", "cells"),
    [
        # One date of the column can only have the day first: the heading cannot be believed.
        ("Signature (mm/dd/yyyy)", "Ratification", ["B2", "C2"]),
        # A heading is evidence for a column that says nothing, not for one that says otherwise.
        ("Signature (mm/dd/yyyy)", "Ratification (dd/mm/yyyy)", ["B2"]),
    ],
)
def test_a_heading_that_its_dates_contradict_is_not_believed(tmp_path, first, second, cells):
    path = tmp_path / "untc_XXVI-8.csv"
    rows = "Angola,6/3/2013,2/12/2014\nMali,19/3/2014,2 Dec 2014\nTogo,3/19/2014,\n"
    path.write_text(f"Country,{first},{second}\n{rows}")
    _, problems = read_status_table(path)
    told = problems[problems["problem"].str.contains("month or the day first")]
    assert told["cell"].tolist() == cells
    assert set(told["severity"]) == {"error"}


def test_a_column_beside_one_headed_month_first_is_doubtful_in_a_log_and_a_table(tmp_path):
    table = tmp_path / "untc_XXVI-8.csv"
    table.write_text("Country,Signature (mm/dd/yyyy),Ratification\nAngola,6/3/2013,2/12/2014\n")
    actions, problems = read_status_table(table)
    assert actions["action"].tolist() == ["signature"]
    assert "C2" in problems.loc[problems["severity"] == "error", "cell"].tolist()
    log = tmp_path / "log.csv"
    log.write_text(
        "Start date (mm/dd/yyyy),End date,Event,Country\n6/3/2024,6/5/2024,Briefing,Ghana\n"
    )
    _, *_, problems = att.read_outreach(log)
    assert "B2" in problems.loc[problems["severity"] == "warning", "cell"].tolist()


def test_a_record_and_a_project_list_headed_month_first_are_read_so(tmp_path):
    record = tmp_path / "untc_XXVI-8.csv"
    record.write_text(
        "Participant,Action,Date of deposit (mm/dd/yyyy),Date of effect (mm/dd/yyyy)\n"
        "Mali,Ratification,9/4/2013,12/2/2014\n"
    )
    actions, _ = read_status_table(record)
    days = actions[["date", "effective_date"]].iloc[0]
    assert [str(day)[:10] for day in days] == ["2013-09-04", "2014-12-02"]
    projects = tmp_path / "vtf.csv"
    projects.write_text(
        "Project number,Beneficiary State,Project title,Period (mm/dd/yyyy)\n"
        "P1,Ghana,x,6/3/2019 - 6/5/2019\n"
    )
    read = read_vtf(read_workbook(projects))
    assert str(read.vtf_projects["start"].iloc[0])[:10] == "2019-06-03"
    assert [(p.severity, p.cell) for p in read.problems] == [("note", "D1")]


def test_dates_under_a_heading_without_an_act_are_told(tmp_path):
    path = tmp_path / "untc_XXVI-8.csv"
    path.write_text("Country,Signature,Date of receipt/deposit\nAngola,6 Jul 2013,8 Jul 2015\n")
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
def test_a_table_and_a_log_headed_month_first_in_words_are_read_so(tmp_path, order):
    path = tmp_path / "untc_XXVI-8.csv"
    path.write_text(
        f"Participant,Signature {order},Ratification\nAngola,06/07/2013,3 May 2015\n",
        encoding="utf-8",
    )
    actions, problems = read_status_table(path)
    assert {str(day)[:10] for day in actions["date"]} == {"2013-06-07", "2015-05-03"}
    assert problems["severity"].tolist() == ["note"]


@pytest.mark.parametrize(
    "heading", ["日期（月/日/年）", "Date (month/day/year)", "Fecha (mes/día/año)"]
)
def test_a_log_headed_month_first_is_read_so_and_that_is_noted(tmp_path, heading):
    path = tmp_path / "log.csv"
    path.write_text(f"{heading},Event,Country\n06/07/2013,Briefing,Ghana\n", encoding="utf-8")
    activities, *_, problems = att.read_outreach(path)
    assert activities["date_text"].tolist() == ["06/07/2013"]
    assert str(activities["start"].iloc[0])[:10] == "2013-06-07"
    told = problems[problems["problem"].str.contains("month first")]
    assert told[["severity", "cell"]].values.tolist() == [["note", "A1"]]


@pytest.mark.parametrize(
    ("heads", "days"),
    [
        # What is wrong in one column is believed in no other.
        (("Signature (mm/dd/yyyy)", "Ratification (mm/dd/yyyy)"), ("25.6.2013", "2/12/2014")),
        (("Signature (mm/dd/yyyy)", "Ratification"), ("25/6/2013", "2/12/2014")),
        (("Signature (mm/dd/yyyy)", "Ratification (mm/dd/yyyy)"), ("25/6/2013", "2.12.2014")),
    ],
)
def test_a_heading_that_is_wrong_once_is_believed_nowhere(tmp_path, heads, days):
    path = tmp_path / "untc_XXVI-8.csv"
    path.write_text(f"State,{heads[0]},{heads[1]}\nAlbania,{days[0]},{days[1]}\n")
    actions, problems = read_status_table(path)
    assert actions["action"].tolist() == ["signature"]
    assert problems.loc[problems["severity"] == "error", "cell"].tolist() == ["C2"]


def test_a_range_of_days_that_cannot_be_turned_gives_no_day(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("Date (mm/dd/yyyy),Event,Country\n5-6/7/2024,x,Ghana\n")
    activities, *_, problems = att.read_outreach(log)
    assert activities["start"].isna().all()
    assert "A2" in problems["cell"].tolist()


def test_the_year_first_needs_no_order(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("Date (mm/dd/yyyy),Event,Country\n2024/06/07,x,Ghana\n6/25/2024,y,Ghana\n")
    activities, *_ = att.read_outreach(log)
    assert activities["start"].astype(str).str[:10].tolist() == ["2024-06-07", "2024-06-25"]


@pytest.mark.parametrize("text", ["6/3/2024", "6.3.2024"])
def test_a_log_below_a_heading_that_is_wrong_once_warns_of_each_open_date(tmp_path, text):
    log = tmp_path / "log.csv"
    log.write_text(f"Date (mm/dd/yyyy),Event,Country\n25/6/2024,x,Ghana\n{text},y,Ghana\n")
    *_, problems = att.read_outreach(log)
    assert "A3" in problems["cell"].tolist()
