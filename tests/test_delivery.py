"""What took place, what is planned, and when undated activities were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

import attdata as att
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import Drawing
from attdata.evidence import latest_records
from attdata.frames import Dataset, typed
from attdata.measures.activities import calendar, counted_activities
from attdata.outreach.delivery import plan_after
from attdata.outreach.log import read_log
from attdata.outreach.repeats import find_repeats
from attdata.read.sheet import Sheet, Workbook
from attdata.reference import raw_folder
from small import small_dataset


@pytest.fixture(scope="module")
def data() -> Dataset:
    return att.load()


CYCLE = pd.Timestamp("2024-08-23"), pd.Timestamp("2025-08-29")  # closes of CSP10 and CSP11


def presidents(data: Dataset, since: pd.Timestamp, until: pd.Timestamp) -> set[str]:
    """Return the rows of the President's list that count in a period, Mombasa among them."""
    told = set(counted_activities(data, since, until)["told_in"])
    return {name for name in told if name.startswith("S") or name == "F061"}


def test_the_cycle_of_csp11_holds_the_sixteen_activities_and_mombasa(data: Dataset) -> None:
    sixteen = {f"S{number:02}" for number in range(1, 17)}
    assert presidents(data, *CYCLE) == sixteen | {"F061"}


def test_a_range_counts_only_in_a_period_that_contains_all_of_it(data: Dataset) -> None:
    half = presidents(data, pd.Timestamp("2024-12-31"), CYCLE[1])
    assert half == {"S13", "F061"}  # S13 has the day of the webinar that E074 tells of
    years = calendar(data)
    assert years.attrs["undated"] >= 11


def test_planned_and_example_rows_get_no_period(data: Dataset) -> None:
    rows = data.activities.set_index("activity")
    assert rows.loc[["S17", "S18", "S19"], "date_precision"].astype(str).eq("none").all()


def log(*rows: list[str]) -> pd.DataFrame:
    sheet = Sheet("log.csv", "", dict(enumerate(rows, 1)))
    return read_log(Workbook("log.csv", "csv", [sheet], [])).activities


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("cancelled", "cancelled"),
        ("annulée", "cancelled"),
        ("取消", "cancelled"),
        ("отменено", "cancelled"),
        ("postponed", "postponed"),
        ("reporté", "postponed"),
        ("aplazada", "postponed"),
        ("مؤجل", "postponed"),
    ],
)
def test_cancelled_and_postponed_are_kept_and_never_counted(written: str, meant: str) -> None:
    frame = log(["Event", "Date", "Delivered?"], ["W", "5 May 2018", written])
    assert frame["delivery"].astype(str).tolist() == [meant]
    counted = small_dataset(
        {"KEN": "Africa"},
        [],
        activities=[{"activity": "A", "start": "2018-05-05", "delivery": meant}],
    )
    assert counted_activities(counted).empty


@pytest.mark.parametrize(
    ("delivery", "day", "expected"),
    [
        ("delivered", "2026-07-25", "planned"),
        ("ongoing", "2027-01-01", "planned"),
        ("delivered", "2026-07-24", "delivered"),
        ("cancelled", "2027-01-01", "cancelled"),
        ("example", "2027-01-01", "example"),
    ],
)
def test_what_is_dated_after_the_evidence_is_planned(
    delivery: str, day: str, expected: str
) -> None:
    row = {"activity": "A", "title": "x", "source": "log.csv", "delivery": delivery, "start": day}
    ends = {"log.csv": pd.Timestamp("2026-07-24")}
    frame, problems = plan_after(typed("activities", [row]), ends)
    assert frame["delivery"].astype(str).tolist() == [expected]
    assert bool(problems) == (expected == "planned")


def test_a_build_plans_what_lies_ahead_and_tells_it(tmp_path: Path) -> None:
    raw = Path(shutil.copytree(raw_folder("reference").parent, tmp_path / "raw"))
    ahead = "Date,Event,Country\n1 December 2027,Briefing,Ghana\n1 June 2026,Briefing,Togo\n"
    (raw / "outreach" / "ahead.csv").write_text(ahead, encoding="utf-8")
    month = "Date,Event,Country\nJuly 2026,Briefing,Togo\n"  # the evidence ends on the 24th
    (raw / "outreach" / "month.csv").write_text(month, encoding="utf-8")
    built = att.build(raw, out=None, strict=False)
    rows = built.activities[built.activities["source"] == "ahead.csv"]
    assert rows["delivery"].astype(str).tolist() == ["planned", "delivered"]
    told = built.problems[built.problems["problem"].str.contains("the activity is planned")]
    assert told[["source", "cell"]].to_numpy().tolist() == [["ahead.csv", "A2"]]
    assert f"{latest_records(built)['ahead.csv']:%Y-%m-%d}" == "2026-06-01"
    assert f"{latest_records(built)['month.csv']:%Y-%m-%d}" == "2026-07-24"


def test_the_footer_tells_the_latest_record_and_no_planned_day(data: Dataset) -> None:
    frame = calendar(data)
    (line,) = footer_lines(Drawing(frame=frame, boundaries=False))
    assert "latest record: 19 March 2026" in line
    assert "August 2026" not in line


def test_a_range_does_not_hide_that_two_rows_tell_of_one_event() -> None:
    rows = [
        {"activity": "E1", "title": "Ten years of the ATT in Asia", "start": "2025-02-21"},
        {
            "activity": "S1",
            "title": "Ten years of the ATT in Asia",
            "start": "2025-08-24",
            "date_earliest": "2024-08-24",
            "date_precision": "range",
        },
    ]
    for row in rows:
        row |= {"end": row["start"], "source": "log", "date_precision": "day"} | row
    assert find_repeats(typed("activities", rows))["same_as"].tolist() == ["", "E1"]
