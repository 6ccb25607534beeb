"""The plan's workbook: indicators by scope group, blank targets, unknown measures located."""

from __future__ import annotations

import re

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import attdata as att
from attdata.draw.calendar import draw_calendar
from attdata.draw.captions import item_name
from attdata.draw.drawing import drawing_of
from attdata.frames import check_frame, empty_frame, typed
from attdata.outreach.cells import known_actor
from attdata.outreach.links import link_items
from attdata.outreach.work_plan import MEASURE_NAMES, PlanRead, read_plan
from attdata.problems import ERROR
from attdata.read.sheet import Sheet, Workbook
from attdata.read.workbook import read_workbook
from attdata.reference import raw_folder, reference_rows
from attdata.words import name_of, word
from small import small_dataset

RAW = raw_folder("reference").parent
INDICATORS = [
    "Indicator",
    "Item",
    "What is counted",
    "Measure",
    "Unit",
    "Scope",
    "Baseline date",
    "Target",
    "Target date",
]
GOOD = [
    "I01",
    "P1",
    "States Parties",
    "parties",
    "States",
    "world",
    "2024-08-23",
    "120",
    "2026-08-28",
]


def read(*rows: list[str], headings: list[str] = INDICATORS, name: str = "Indicators") -> PlanRead:
    listed = {n: row for n, row in enumerate([headings, *rows], 1) if any(row)}
    return read_plan(Workbook("plan.xlsx", "xlsx", [Sheet("plan.xlsx", name, listed)], []))


def indicator(**cells: str) -> PlanRead:
    known = dict(zip(INDICATORS, GOOD, strict=True)) | cells
    return read([known[heading] for heading in INDICATORS])


def own(found: PlanRead) -> pd.DataFrame:
    """Return the indicators of the workbook, without the instruments that have no data."""
    return found.indicators[found.indicators["kind"] != "no data"]


@pytest.fixture(scope="module")
def real() -> PlanRead:
    return read_plan(read_workbook(RAW / "plan" / "universalization_plan.xlsx"))


def test_every_row_of_the_plan_is_kept(real: PlanRead) -> None:
    assert (real.rows_read, real.rows_kept) == (45, 45)
    assert real.problems == []
    assert (len(real.plan), len(real.decisions), len(real.stakeholders)) == (5, 25, 14)
    for name in ("plan", "indicators", "decisions"):
        assert check_frame(name, getattr(real, name)) == []


def test_indicators_have_a_row_for_each_group_of_their_scope(real: PlanRead) -> None:
    counts = own(real).groupby("indicator")["scope_group"].count().to_dict()
    regions, organisations = 5, 14
    assert counts["I01"] == 1
    assert counts["I02"] == counts["I03"] == counts["I05"] == regions
    assert counts["I06"] == organisations
    assert len(counts) == 11
    # A plan need not use every measure: those of votes and speeches are there for others.
    assert set(own(real)["measure"]) <= set(MEASURE_NAMES)


def test_blank_targets_are_missing_and_never_zero(real: PlanRead) -> None:
    assert real.indicators["target"].isna().all()
    assert real.indicators["target_date"].isna().all()
    assert (own(real)["baseline_date"].dt.year >= 2017).all()


def test_instruments_without_data_say_where_to_enter_them(real: PlanRead) -> None:
    missing = real.indicators[real.indicators["kind"] == "no data"]
    assert len(missing) == len(reference_rows("instruments")) == 3
    assert missing["counted"].str.contains("No data; to be entered in: ").all()
    assert (missing["measure"] == "").all()


def test_decisions_areas_and_recommendations(real: PlanRead) -> None:
    decisions = real.decisions.set_index("item")
    assert decisions["type"].value_counts().to_dict() == {
        "decision": 16,
        "area": 5,
        "recommendation": 4,
    }
    assert decisions.loc["V.a", "linked_to"] == "IV.1; IV.5"
    assert decisions.loc["IV.2", "theme"] == "parliament"
    assert decisions.loc["CSP3.1", "qualifier"].startswith("Note: ") is False


def test_each_thing_that_a_conference_decided_is_a_row(real: PlanRead) -> None:
    decisions = real.decisions.set_index("item")
    told = decisions[["text", "verb", "theme"]]
    assert told.loc["CSP9.2"].tolist() == ["role of regional champions", "established", "champions"]
    assert told.loc["CSP7.3", "text"].startswith("Universal Periodic Review")
    assert told.loc["CSP7.3", "verb"] == "noted"
    # Three things and two verbs: the source does not say which verb is whose.
    assert told.loc["CSP5.2"].tolist()[1:] == ["adopted; encouraged", "tools; language"]
    assert told.loc["CSP10.1", "verb"] == "commended (para 3); approved (para 14)"


def test_a_thing_decided_has_a_translation_of_its_own(real: PlanRead) -> None:
    taken = real.decisions[real.decisions["type"] == "decision"]
    for item, text in zip(taken["item"], taken["text"], strict=True):
        assert word(f"text.{item}", "en") == text[:1].upper() + text[1:]
        assert not re.search("[;；؛]", word(f"text.{item}", "zh") + word(f"text.{item}", "ar"))


def test_semicolons_within_brackets_part_nothing() -> None:
    headings = ["Conference", "Decision", "Verb"]
    rows = ["CSP12", "a (x; y); b", "noted"], ["CSP12", "c；d", "endorsed; noted"]
    found = read(*rows, headings=headings)
    assert found.decisions["text"].tolist() == ["a (x; y)", "b", "c", "d"]
    assert found.decisions["verb"].tolist() == ["noted", "noted", "endorsed", "noted"]
    assert found.decisions["item"].tolist() == [f"CSP12.{n}" for n in range(1, 5)]
    assert (found.rows_read, found.rows_kept) == (2, 2)


@pytest.mark.parametrize(
    ("title", "item"),
    [
        ("Joint programme of the regional champions", "CSP9.2"),
        ("与各区域倡导者会晤", "CSP9.2"),
        ("ورشة للمناصرين الإقليميين", "CSP9.2"),
        ("اجتماع والاستعراض الدوري الشامل", "CSP7.3"),
        ("Recommandations de l'Examen périodique universel", "CSP7.3"),
        ("UPR session on Kenya", "CSP7.3"),
        ("upright conduct", ""),
    ],
)
def test_activities_link_to_the_thing_decided(title: str, item: str) -> None:
    one = typed("activities", [{"activity": "E1", "title": title, "kind": "meeting"}])
    linked = link_items(one, empty_frame("activity_actors"), empty_frame("activity_regions"))
    assert [name for name in linked["item"] if name.startswith("CSP")] == [item] * bool(item)


def test_every_stakeholder_of_the_plan_has_a_group_in_actors(real: PlanRead) -> None:
    for name, group in real.stakeholders[["stakeholder", "group"]].to_numpy().tolist():
        actor = known_actor(name)
        assert actor is not None
        assert group.split()[0] in (actor.stakeholder_group.split()[0], "UN")


def test_a_stakeholder_that_actors_csv_does_not_know_or_knows_otherwise_is_told() -> None:
    found = read(["Martians", "UN"], ["BAFA", "industry"], headings=["Stakeholder", "Group"])
    assert len(found.stakeholders) == 2
    assert '"Martians" is in no row of actors.csv' in str(found.problems[0])
    assert '"BAFA" is of the group donor agency in actors.csv' in str(found.problems[1])


def test_a_target_set_by_an_analyst_is_read() -> None:
    found = own(indicator())
    assert found[["target", "scope_scheme", "scope_group"]].to_numpy().tolist() == [
        [120.0, "world", "World"]
    ]
    assert found["target_date"].tolist() == [pd.Timestamp("2026-08-28")]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("60%", "% of States", 60.0),
        ("60", "% of States", 60.0),
        ("0.6", "% of States", 60.0),
        ("12,5", "States", 12.5),
        ("0", "States", 0.0),
        ("0.6", "States", 0.6),
    ],
)
def test_targets_in_the_unit_of_the_indicator(text: str, unit: str, value: float) -> None:
    assert own(indicator(Target=text, Unit=unit))["target"].tolist() == [value]


@pytest.mark.parametrize("text", ["many", "1/2", "nan", "inf", "1e999", "-"])
def test_a_target_that_is_no_number_is_an_error_or_empty(text: str) -> None:
    found = indicator(Target=text)
    assert own(found)["target"].isna().all()
    if text != "-":
        assert 'cell H2: "' + text in str(found.problems[0])
        assert found.problems[0].severity == ERROR


def test_an_unknown_measure_is_located_with_the_known_ones() -> None:
    found = indicator(Measure="partys")
    assert (found.rows_read, found.rows_kept) == (1, 0)
    assert str(found.problems[0]).startswith(
        'plan.xlsx, sheet "Indicators", cell D2: "partys" is no known measure. The row was '
        "refused; use one of: activities, activities_with_parliament,"
    )


def test_measures_may_be_given() -> None:
    sheet = Sheet("plan.xlsx", "Indicators", {1: INDICATORS, 2: [*GOOD[:3], "mine", *GOOD[4:]]})
    book = Workbook("plan.xlsx", "xlsx", [sheet], [])
    assert own(read_plan(book, measures={"mine"}))["measure"].tolist() == ["mine"]


def test_an_indicator_without_measure_has_no_data() -> None:
    found = indicator(Measure="")
    assert own(found)["measure"].tolist() == [""]
    assert "names no measure" in str(found.problems[0])


@pytest.mark.parametrize(
    ("scope", "scheme", "count"),
    [
        ("Asia", "att_region", 1),
        ("ECOWAS", "organisation", 1),
        ("chaque région", "att_region", 5),
        ("each UN regional group", "un_regional_group", 5),
    ],
)
def test_scopes(scope: str, scheme: str, count: int) -> None:
    found = own(indicator(Scope=scope))
    assert set(found["scope_scheme"]) == {scheme}
    assert len(found) == count


def test_an_unknown_scope_and_a_bad_day_are_errors() -> None:
    assert "is no known scope" in str(indicator(Scope="Narnia").problems[0])
    found = indicator(**{"Baseline date": "some day"})
    assert 'cell G2: "some day" is no day. Write YYYY-MM-DD.' in str(found.problems[0])


def test_an_indicator_given_twice_is_refused() -> None:
    found = read(GOOD, GOOD)
    assert (found.rows_read, found.rows_kept) == (2, 1)
    assert '"I01" stands in two rows.' in str(found.problems[0])


def test_a_group_has_its_own_target() -> None:
    every = dict(zip(INDICATORS, GOOD, strict=True)) | {"Scope": "each ATT region", "Target": ""}
    africa = [*GOOD[:3], "", "States", "Africa", "", "40", "2027"]
    found = read([every[heading] for heading in INDICATORS], africa)
    assert (found.rows_read, found.rows_kept) == (2, 2)
    targets = own(found).set_index("scope_group")
    assert targets["target"].dropna().to_dict() == {"Africa": 40}
    assert targets["target_date"]["Africa"] == pd.Timestamp("2027-12-31")
    # What the row leaves open is that of the indicator.
    assert targets["measure"]["Africa"] == "parties"
    assert targets["baseline_date"]["Africa"] == pd.Timestamp("2024-08-23")
    again = read([every[heading] for heading in INDICATORS], africa, africa)
    assert '"I01" stands in two rows.' in str(again.problems[0])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("CSP12", "2026-08-28"),
        ("csp 12", "2026-08-28"),
        ("CEP12", "2026-08-28"),
        ("КГУ 12", "2026-08-28"),
        ("第12届", "2026-08-28"),
        ("第十二届", "2026-08-28"),
        ("المؤتمر الثاني عشر", "2026-08-28"),
        ("2030", "2030-12-31"),
        ("2027-08-27", "2027-08-27"),
    ],
)
def test_a_target_is_due_on_a_day_at_a_conference_or_in_a_year(written: str, day: str) -> None:
    found = indicator(**{"Target date": written})
    assert not found.problems
    assert own(found)["target_date"].tolist() == [pd.Timestamp(day)]
    assert own(found)["due"].tolist() == [written]


def test_a_conference_whose_days_are_not_known_keeps_its_name() -> None:
    found = indicator(**{"Target date": "CSP19"})
    assert own(found)["target_date"].isna().all()
    assert own(found)["due"].tolist() == ["CSP19"]
    assert "is a conference whose days are not known yet" in str(found.problems[0])


@pytest.mark.parametrize(
    ("target", "value", "asked"),
    [("1", 1, True), ("1%", 1, False), ("100", 100, False), ("0.6", 60, True), ("60 %", 60, False)],
)
def test_a_target_of_one_percent_is_asked_about(target: str, value: float, asked: bool) -> None:
    found = indicator(Unit="% of States", Measure="share_party", Target=target)
    assert own(found)["target"].tolist() == [value]
    assert bool(found.problems) == asked
    if target == "1":
        assert 'cell H2: "1" may be 1% or all (100%)' in str(found.problems[0])


@pytest.mark.parametrize(
    ("shown", "value", "asked"), [("0%", 1, 100), ("0.0 %", 0.7, 70), ('0" %"', 1, 1)]
)
def test_a_cell_that_shows_percent_is_read_as_shown(tmp_path, shown, value, asked) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Indicators"
    book.active.append(INDICATORS)
    known = dict(zip(INDICATORS, GOOD, strict=True)) | {"Unit": "% of States", "Target": value}
    book.active.append([known[heading] for heading in INDICATORS])
    book.active["H2"].number_format = shown
    book.save(tmp_path / "plan.xlsx")
    found = read_plan(read_workbook(tmp_path / "plan.xlsx"))
    assert own(found)["target"].tolist() == [asked]
    assert bool(found.problems) == (asked == 1)


@pytest.mark.parametrize("due", ["2024-08-23", "2020", "CSP4"])
def test_a_target_that_is_due_before_its_baseline_is_told(due: str) -> None:
    (problem,) = indicator(**{"Target date": due}).problems
    assert f'cell I2: "{due}" is not after the baseline date 2024-08-23' in str(problem)


@pytest.mark.parametrize(
    ("written", "kind", "asked"),
    [
        ("Official", "official", False),
        ("officielle", "official", False),
        ("替代指标", "proxy", False),
    ]
    + [("", "", False), ("vendor", "vendor", True)],
)
def test_an_indicator_is_official_or_a_proxy(written: str, kind: str, asked: bool) -> None:
    found = read([*GOOD, written], headings=[*INDICATORS, "Kind"])
    assert own(found)["kind"].tolist() == [kind]
    assert [p.cell for p in found.problems] == ["J2"] * asked


def test_one_state_is_no_percentage() -> None:
    assert not indicator(Target="1").problems


VALUES = ["Indicator", "Group", "Date", "Value", "Source"]


def with_values(*rows: list[str]) -> PlanRead:
    """Read a plan whose sheet of values stands before the one of indicators."""
    sheets = [
        Sheet("plan.xlsx", "Values", dict(enumerate([VALUES, *rows], 1))),
        Sheet("plan.xlsx", "Indicators", {1: INDICATORS, 2: GOOD}),
    ]
    return read_plan(Workbook("plan.xlsx", "xlsx", sheets, []))


def test_values_entered_by_hand() -> None:
    found = with_values(
        ["I01", "", "2026-01-31", "117", "Letter"], ["N03", "world", "2026-02-28", "4", "Toolkit"]
    )
    assert not found.problems
    assert found.indicator_values["value"].tolist() == [117, 4]
    assert set(found.indicator_values["scope_group"]) == {"World"}
    assert check_frame("indicator_values", found.indicator_values) == []
    texts = found.indicators.set_index("indicator")["counted"]
    assert "No data" not in texts["N03"]
    assert "No data; to be entered in: sheet Values" in texts["N02"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["I99", "", "2026-01-31", "1", "x"], 'cell A2: "I99" is no indicator.'),
        (["I01", "Narnia", "2026-01-31", "1", "x"], 'cell B2: "Narnia" is not one group.'),
        (["I01", "each ATT region", "2026-01-31", "1", "x"], "is not one group."),
        (["I01", "", "soon", "1", "x"], 'cell C2: "soon" is no day.'),
        (["I01", "", "", "1", "x"], "is missing or not readable."),
        (["I01", "", "2026-01-31", "many", "x"], 'cell D2: "many" is no number'),
        (["I01", "", "2026-01-31", "1", ""], "the value names no source."),
    ],
)
def test_values_that_cannot_be_used_are_located(row: list[str], problem: str) -> None:
    found = with_values(row)
    assert any(problem in str(told) for told in found.problems)
    assert len(found.indicator_values) == (row[-1] == "")


def test_two_values_of_one_day_are_refused() -> None:
    row = ["I01", "", "2026-01-31", "117", "Letter"]
    found = with_values(row, [*row[:3], "118", "Letter"])
    assert found.indicator_values["value"].tolist() == [117]
    assert "has a value for this group already" in str(found.problems[0])


def test_sheets_are_known_by_their_headings() -> None:
    found = read(["P9", "Neuer Schwerpunkt"], headings=["Item", "Emphasis"], name="Blatt 1")
    assert found.plan["item"].tolist() == ["P9"]
    found = read(["x", "y"], headings=["a", "b"])
    assert "was not read" in str(found.problems[0])
    assert "holds no plan" in str(found.problems[1])


def test_a_missing_column_refuses_the_rows() -> None:
    found = read(["I01", "parties"], headings=["Indicator", "Measure"])
    assert (found.rows_read, found.rows_kept) == (1, 0)
    assert any("no column for counted" in str(problem) for problem in found.problems)


def test_an_item_that_the_plan_does_not_have_is_a_warning() -> None:
    sheets = [
        Sheet("plan.xlsx", "Plan", {1: ["Item", "Emphasis"], 2: ["P1", "x"]}),
        Sheet("plan.xlsx", "Indicators", {1: INDICATORS, 2: ["I01", "P7", *GOOD[2:]]}),
    ]
    found = read_plan(Workbook("plan.xlsx", "xlsx", sheets, []))
    assert '"P7" is the item of indicator I01' in str(found.problems[0])


def test_a_conference_with_another_year_is_a_warning() -> None:
    headings = ["Conference", "Year", "Document", "Decision"]
    found = read(["CSP3", "2018", "", "x"], ["CSP3", "2017", "", "y"], headings=headings)
    assert found.decisions["item"].tolist() == ["CSP3.1", "CSP3.2"]
    assert "which met in 2017" in str(found.problems[0])


CELL = st.one_of(st.text(max_size=20), st.sampled_from([*GOOD, *INDICATORS, "area", "", "#N/A"]))


@given(st.lists(st.lists(CELL, max_size=9), max_size=6), st.sampled_from(["Plan", "Decisions", ""]))
@settings(derandomize=True, max_examples=60, deadline=None)
def test_no_cell_breaks_the_reading(rows: list[list[str]], name: str) -> None:
    for headings in (INDICATORS, ["Item", "Type", "Action"], ["Conference", "Decision"], []):
        found = read(*rows, headings=headings, name=name)
        assert found.rows_kept <= found.rows_read
        refused = sum(problem.severity == ERROR for problem in found.problems)
        assert refused >= (found.rows_kept < found.rows_read)


def test_an_item_is_called_by_its_own_text_where_that_is_not_the_reviewed_one():
    """An identifier is a number in somebody's list."""
    own = "Parliaments and civil society of the Pacific"
    assert item_name("P1", own, "fr") == own
    assert item_name("P1", "", "fr") == name_of("item", "P1", "fr")
    reviewed = word("text.P1", "en")
    assert item_name("P1", reviewed.upper(), "fr") == name_of("item", "P1", "fr")
    plan = [{"item": "P1", "emphasis": own}]
    activities = [{"activity": "E1", "start": "2018-03-01", "end": "2018-03-01"}]
    small = small_dataset(
        {"KEN": "Africa"},
        [("KEN", "signature", "2013-06-03")],
        activities=activities,
        plan=plan,
    )
    ax = draw_calendar(att.calendar(small))
    names = [tick.get_text().replace("\n", " ") for tick in ax.get_yticklabels()]
    assert own in names
    assert name_of("item", "P1", "en") not in names
    assert "Counts by year measure the sources" in drawing_of(ax).note
