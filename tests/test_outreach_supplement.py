"""Logs and project lists of other teams: first and last day, references, six languages."""

from __future__ import annotations

import pandas as pd
import pytest

import attdata as att
from attdata.frames import Dataset, check_frame, typed
from attdata.outreach.columns import layout_columns
from attdata.outreach.log import find_repeats, read_log
from attdata.outreach.repeats import reference_problems
from attdata.outreach.trust_fund import read_vtf
from attdata.problems import ERROR
from attdata.read.sheet import Sheet, Workbook
from attdata.read.workbook import read_workbook
from attdata.reference import raw_folder

OUTREACH = raw_folder("reference").parent / "outreach"


def workbook(*rows: list[str], file: str = "log.csv") -> Workbook:
    """Return a workbook of one sheet with these rows from row 1 on."""
    sheet = Sheet(file, "", {n: row for n, row in enumerate(rows, 1) if any(row)})
    return Workbook(file, "csv", [sheet], [])


def days(*rows: list[str]) -> list[tuple[str, str, str]]:
    """Return first day, last day and precision of each activity of a log."""
    frame = read_log(workbook(*rows)).activities
    ends = (frame[name].dt.strftime("%Y-%m-%d").fillna("") for name in ("start", "end"))
    return list(zip(*ends, frame["date_precision"].astype(str), strict=True))


@pytest.fixture(scope="module")
def data() -> Dataset:
    return att.load()


# ---------------------------------------------------------------- the supplement as received


def test_every_row_of_the_supplement_is_an_activity_with_its_own_days() -> None:
    found = read_log(read_workbook(OUTREACH / "outreach_supplement.xlsx"))
    assert (found.rows_read, found.rows_kept) == (71, 71)
    assert not [problem for problem in found.problems if problem.severity == ERROR]
    assert check_frame("activities", found.activities) == []
    rows = found.activities.set_index("activity")
    assert rows.loc["F003", ["start", "end"]].tolist() == [
        pd.Timestamp("2016-05-03"),
        pd.Timestamp("2016-05-06"),
    ]
    # The days are those of the columns, the text that of the source.
    assert rows.loc["F002", "date_text"] == "19 April, four days"
    assert rows.loc["F002", "end"] == pd.Timestamp("2016-04-22")
    assert rows["start"].isna().sum() == 10


def test_five_references_are_one_event_each_and_a_side_event_is_its_own(data: Dataset) -> None:
    again = data.activities.set_index("activity")["same_as"]
    joined = {"F027": "E034", "F032": "E037", "F046": "E050", "F054": "E063", "F062": "E080"}
    assert again[again.index.str.startswith("F") & (again != "")].to_dict() == joined
    assert again["F015"] == again["E024"] == ""
    kept_apart = data.problems[data.problems["problem"].str.contains("kept as two activities")]
    assert kept_apart["value"].tolist() == ["E024"]


def test_mombasa_has_the_part_of_the_president(data: Dataset) -> None:
    activities = data.activities.set_index("activity")
    assert activities.loc["F061", "presidents_part"] == "spoke (President of CSP11)"


# ---------------------------------------------------------------- first and last day


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Start date", "End date"),
        ("From", "To"),
        ("Date de début", "Date de fin"),
        ("Inicio", "Fin"),
        ("Начало", "Окончание"),
        ("开始", "结束"),
        ("من", "إلى"),
        ("Starts", "Ends"),
        ("Du", "Au"),
        ("Desde", "Hasta"),
        ("Дата начала", "Дата окончания"),
        ("开始日期", "结束日期"),
        ("تاريخ البدء", "تاريخ الانتهاء"),
    ],
)
def test_columns_of_the_first_and_the_last_day_in_six_languages(first: str, last: str) -> None:
    rows = (["Event", first, last], ["Workshop", "3 June 2024", "5 June 2024"])
    assert days(*rows) == [("2024-06-03", "2024-06-05", "day")]
    assert read_log(workbook(*rows)).problems == []
    projects = read_vtf(
        workbook(
            ["Project title", "Beneficiary State", "Grant amount", first, last],
            ["A", "Ghana", "USD 5", "3 June 2024", "5 June 2025"],
        )
    ).vtf_projects
    assert projects[["start", "end"]].iloc[0].tolist() == [
        pd.Timestamp("2024-06-03"),
        pd.Timestamp("2025-06-05"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("3", "5 June 2024", ("2024-06-03", "2024-06-05", "day")),
        ("30 May", "2 June 2024", ("2024-05-30", "2024-06-02", "day")),
        ("2024-06-03", "", ("2024-06-03", "2024-06-03", "day")),
        ("", "5 June 2024", ("2024-06-05", "2024-06-05", "inferred")),
        ("June 2024", "July 2024", ("2024-06-01", "2024-07-31", "month")),
        ("", "", ("", "", "none")),
        ("5 June 2024", "3 June 2024", ("", "", "none")),
    ],
)
def test_what_the_two_columns_leave_open(
    first: str, last: str, expected: tuple[str, str, str]
) -> None:
    assert days(["Event", "Start date", "End date"], ["W", first, last]) == [expected]


def test_days_that_end_before_they_begin_are_told_at_their_cell() -> None:
    rows = (["Event", "From", "To"], ["W", "5 June 2024", "3 June 2024"])
    (problem,) = read_log(workbook(*rows)).problems
    assert (problem.cell, problem.problem) == ("B2", "ends before it begins.")


def test_columns_and_published_date_that_disagree_are_told() -> None:
    rows = (
        ["Event", "From", "To", "Date as published"],
        ["W", "3 June 2024", "5 June 2024", "May"],
    )
    found = read_log(workbook(*rows))
    assert [problem.cell for problem in found.problems] == ["D2"]
    assert found.activities["start"].tolist() == [pd.Timestamp("2024-06-03")]


# ---------------------------------------------------------------- references


def joined(kind: str, other: str, day: str = "30 January 2019") -> list[str]:
    rows = (
        ["ID", "Activity", "Activity type", "Start date", "End date", "See also"],
        ["A1", "Week of meetings", kind, "29 January 2019", "1 February 2019", ""],
        ["A2", "Something else", other, day, "", "see A1"],
    )
    return find_repeats(read_log(workbook(*rows)).activities)["same_as"].tolist()


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("working group meetings", "WGTU meeting"),
        ("réunions des groupes de travail", "réunion du WGTU"),
        ("工作组会议", "普遍加入工作组会议"),
        ("training", "formation"),
    ],
)
def test_a_reference_joins_kinds_of_one_family_on_common_days(kind: str, other: str) -> None:
    assert joined(kind, other) == ["", "A1"]
    assert joined(kind, other, day="5 March 2019") == ["", ""]


@pytest.mark.parametrize("other", ["side event", "manifestation parallèle", "会外活动"])
def test_a_side_event_is_not_the_meeting_that_it_stands_beside(other: str) -> None:
    assert joined("working group meetings", other) == ["", ""]


def test_a_reference_to_nothing_is_told() -> None:
    rows = [{"activity": "A", "title": "x", "source": "log.csv", "cell": "A2", "see_also": "E99"}]
    (problem,) = reference_problems(typed("activities", rows))
    assert str(problem).startswith('log.csv, cell A2: "E99" is the number of no activity')


# ---------------------------------------------------------------- headings of other languages


@pytest.mark.parametrize(
    "headings",
    [
        ["Дата", "Мероприятие", "Страна", "Организаторы"],
        ["日期", "活动", "国家", "主办方"],
        ["التاريخ", "النشاط", "البلد", "المنظمون"],
    ],
)
def test_headings_in_russian_chinese_and_arabic(headings: list[str]) -> None:
    found = read_log(workbook(headings, ["2024-06-03", "Workshop", "Ghana", "UNREC"]))
    assert found.problems == []
    assert found.activities["country_iso3"].tolist() == ["GHA"]
    assert {layout_columns("log")[heading.casefold()] for heading in headings} == {
        "date",
        "title",
        "country",
        "organisers",
    }


# ---------------------------------------------------------------- who is left out


@pytest.mark.parametrize(
    ("text", "without", "n"),
    [
        ("ASEAN members (not Myanmar, Brunei)", {"MMR", "BRN"}, 8),
        ("Pacific Islands Forum members (except Palau, Nauru and Tuvalu)", {"PLW", "NRU"}, 13),
        ("États membres de la CEDEAO sauf le Mali et le Niger", {"MLI", "NER"}, 13),
        # Without brackets, nobody knows where a list with commas goes on with who was reached.
        ("États membres de la CEDEAO sauf le Mali, le Niger", {"MLI", "NER"}, 0),
        ("Estados miembros de la Unión Europea salvo Hungría", {"HUN"}, 26),
        ("страны-члены ЕС (кроме: Мальта)", {"MLT"}, 26),
        # In a case that no table has, it is not known who is left out.
        ("страны-члены ЕС, кроме Венгрии и Мальты", {"HUN", "MLT"}, 0),
        ("东盟成员国（缅甸、文莱除外）", {"MMR", "BRN"}, 8),
        ("الدول الأعضاء في جامعة الدول العربية باستثناء سوريا", {"SYR"}, 21),
        ("Ghana, Togo, Mali (not attending: Togo)", {"TGO"}, 2),
        ("EU members except some", set(), 0),
        ("African States (excl. Egypt, Libya)", {"EGY", "LBY"}, 0),
    ],
)
def test_whoever_is_left_out_is_not_reached(text: str, without: set[str], n: int) -> None:
    found = read_log(
        workbook(["Event", "Date", "States", "Organiser"], ["W", "1 March 2024", text, "UNREC"])
    )
    reached = set(found.activity_states["iso3"])
    assert len(reached) == n
    assert not reached & without
    told = [problem for problem in found.problems if "says who is left out" in problem.problem]
    assert [problem.cell for problem in told] == ["C2"]


def test_an_ambiguous_name_is_told_with_both_states() -> None:
    found = read_log(workbook(["Event", "Date", "States"], ["W", "1 March 2024", "Congo; Ghana"]))
    assert found.activity_states["iso3"].tolist() == ["GHA"]
    (problem,) = found.problems
    assert "Democratic Republic of the Congo or Republic of the Congo" in problem.hint
