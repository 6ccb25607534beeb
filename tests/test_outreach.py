"""Outreach logs and Trust Fund projects: every row in a frame or a problem, nothing guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attdata.frames import check_frame, typed
from attdata.outreach.cells import Names, regions, stakeholders
from attdata.outreach.columns import find_table, layout_columns
from attdata.outreach.log import OutreachRead, find_repeats, link_items, read_log, read_outreach
from attdata.outreach.trust_fund import check_vtf_status, is_vtf, read_dollars, read_vtf
from attdata.problems import ERROR, InputError, problem_lines
from attdata.read.sheet import Sheet, Workbook
from attdata.read.workbook import read_workbook
from attdata.reference import raw_folder, reference_rows

RAW = raw_folder("reference").parent
HEADINGS = ["No.", "Year", "Date", "Title", "Country", "Organisers", "States", "Region"]


def workbook(*rows: list[str], name: str = "Log") -> Workbook:
    """Return a workbook of one sheet with these rows from row 1 on."""
    sheet = Sheet("log.xlsx", name, {n: row for n, row in enumerate(rows, 1) if any(row)})
    return Workbook("log.xlsx", "xlsx", [sheet], [])


def read(*rows: list[str]) -> OutreachRead:
    """Return the log with the usual headings and these rows from row 2 on."""
    return read_log(workbook(HEADINGS, *rows))


def one(**cells: str) -> OutreachRead:
    """Return a log of one activity with these cells under the usual headings."""
    known = {"No.": "E1", "Year": "2018", "Date": "5 May 2018", "Title": "Workshop"} | cells
    return read([known.get(heading, "") for heading in HEADINGS])


def states_of(found: OutreachRead, role: str) -> list[str]:
    frame = found.activity_states
    return frame.loc[frame["role"] == role, "iso3"].tolist()


def told(found: OutreachRead) -> list[str]:
    return [str(problem) for problem in found.problems]


@pytest.fixture(scope="module")
def real() -> OutreachRead:
    return read_log(read_workbook(RAW / "outreach" / "outreach_log.xlsx"))


# ---------------------------------------------------------------- the log as received


def test_every_row_of_the_log_is_an_activity(real: OutreachRead) -> None:
    assert (real.rows_read, real.rows_kept) == (104, 104)
    assert real.activities["activity"].str[0].value_counts().to_dict() == {"E": 85, "S": 19}
    assert not [problem for problem in real.problems if problem.severity == ERROR]


def test_at_most_fifteen_events_have_a_warning_about_their_date(real: OutreachRead) -> None:
    cells = [p.cell for p in real.problems if p.sheet.startswith("Events") and p.cell[:1] == "C"]
    assert len(set(cells)) == len(cells) == 13


def test_the_frames_of_the_log_are_as_declared(real: OutreachRead) -> None:
    for name in ("activities", "activity_regions", "activity_states", "activity_actors"):
        assert check_frame(name, getattr(real, name)) == []


def test_delivery_of_the_log(real: OutreachRead) -> None:
    activities = real.activities.set_index("activity")
    assert activities.loc["E081", "delivery"] == "planned"
    assert activities.loc["S19", "delivery"] == "example"
    counts = activities["delivery"].astype(str).value_counts().to_dict()
    assert counts == {"delivered": 98, "planned": 3, "ongoing": 2, "example": 1}


def test_groups_have_their_members_of_the_day(real: OutreachRead) -> None:
    frame = real.activity_states
    asean = frame[(frame["activity"] == "E018") & (frame["role"] == "target")]
    # In December 2017 ASEAN had ten members; Timor-Leste is named beside them.
    assert len(asean) == 11
    assert asean.set_index("iso3").loc["TLS", "via_group"] == ""
    ecowas = frame[(frame["activity"] == "E062") & (frame["via_group"] == "ECOWAS")]
    assert {"MLI", "BFA", "NER"} <= set(ecowas["iso3"])
    assert len(ecowas) == 15


def test_roles_in_the_log(real: OutreachRead) -> None:
    frame = real.activity_states
    samoa = frame[frame["activity"] == "E005"][["iso3", "role"]].astype(str)
    assert sorted(map(tuple, samoa.to_numpy().tolist())) == [
        ("AUS", "partner"),
        ("NZL", "partner"),
        ("WSM", "host"),
        ("WSM", "organiser"),
    ]
    mission = frame[(frame["activity"] == "S15") & (frame["role"] == "organiser")]
    assert mission["iso3"].tolist() == ["JPN", "AUS"]
    finland = frame[(frame["activity"] == "E011") & (frame["role"] == "organiser")]
    assert finland["iso3"].tolist() == ["FIN"]


def test_the_same_event_in_both_sheets_is_linked(real: OutreachRead) -> None:
    activities = find_repeats(real.activities)
    same = activities[activities["same_as"] != ""].set_index("activity")["same_as"].to_dict()
    assert same == {"S07": "E072", "S09": "E070", "S10": "E071", "S11": "E073", "S13": "E074"}
    assert len(activities) == 104
    assert check_frame("activities", activities) == []


def test_each_real_activity_keeps_the_rule_that_links_it(real: OutreachRead) -> None:
    links = link_items(real.activities, real.activity_actors, real.activity_regions)
    assert check_frame("activity_items", links) == []
    items = {*(f"P{n}" for n in range(1, 6)), *(f"IV.{n}" for n in range(1, 6))}
    decided = {"CSP9.2"}  # regional champions
    assert set(links["item"]) == items | {f"V.{letter}" for letter in "abcd"} | decided
    assert links["rule"].str.match(r"L\d\d: ").all()
    ipu = links[(links["activity"] == "S08") & (links["item"] == "IV.2")]
    assert len(ipu) == 1


def test_read_outreach_gives_four_frames() -> None:
    path = RAW / "outreach" / "outreach_log.xlsx"
    activities, states, actors, problems = read_outreach(path)
    assert activities.set_index("activity").loc["S07", "same_as"] == "E072"
    assert {"host", "organiser", "partner", "target"} == set(states["role"])
    assert set(actors["role"]) == {"organiser", "partner", "stakeholder"}
    assert set(problems["severity"]) <= {"warning", "note"}


def test_read_outreach_of_no_file() -> None:
    with pytest.raises(InputError):
        read_outreach("no such file.xlsx")


# ---------------------------------------------------------------- headings


def test_headings_may_be_french_or_spanish_in_any_order() -> None:
    french = workbook(
        ["Pays", "Titre", "Date", "Organisateurs"], ["Togo", "Atelier", "5 mai 2018", ""]
    )
    spanish = workbook(["Título", "Fecha", "País"], ["Taller", "5 de mayo de 2018", "Perú"])
    for book, iso3 in ((french, "TGO"), (spanish, "PER")):
        found = read_log(book)
        assert found.activities["start"].tolist() == [pd.Timestamp("2018-05-05")]
        assert found.activities["country_iso3"].tolist() == [iso3]
        assert found.problems == []


def test_headings_below_a_title_and_a_group_heading() -> None:
    rows = [
        ["Our log"],
        [],
        ["", "When", "What"],
        ["No.", "Date", "Title"],
        ["1", "5 May 2018", "W"],
    ]
    found = read_log(workbook(*rows))
    assert found.activities["cell"].tolist() == ["A5"]


def test_a_heading_merged_over_both_rows_is_found_above() -> None:
    found = read_log(workbook(["Title", "When", ""], ["", "Year", "Date"], ["W", "2018", "5 May"]))
    assert found.activities[["title", "start"]].to_numpy().tolist() == [
        ["W", pd.Timestamp("2018-05-05")]
    ]


def test_an_unknown_column_is_reported_and_its_text_kept() -> None:
    found = read_log(workbook(["Title", "Date", "Budget"], ["W", "5 May 2018", "100"]))
    assert told(found) == [
        'log.xlsx, sheet "Log", cell C1: "Budget" is no known heading; its texts go to the note. '
        "If it means a known column, add it to layouts.csv."
    ]
    assert found.activities["note"].tolist() == ["Budget: 100"]


def test_a_missing_required_column_is_an_error() -> None:
    found = read_log(workbook(["Title", "Country"], ["W", "Togo"]))
    assert told(found) == [
        'log.xlsx, sheet "Log", row 1: no column for date among the headings. '
        'Head it "Date (as published)", or add its heading to layouts.csv.'
    ]
    assert found.problems[0].severity == ERROR


def test_without_titles_all_rows_are_refused_in_one_error() -> None:
    found = read_log(workbook(["Date", "Country"], ["5 May 2018", "Togo"], ["6 May 2018", "Mali"]))
    assert (found.rows_read, found.rows_kept) == (2, 0)
    assert "2 rows were refused" in told(found)[-1]


def test_a_workbook_without_a_log_is_an_error() -> None:
    found = read_log(workbook(["a", "b"], ["c", "d"]))
    assert found.rows_read == 0
    assert [p.severity for p in found.problems] == ["warning", "error"]
    assert "holds no outreach log" in told(found)[-1]


def test_blank_rows_repeated_headings_and_remarks_are_no_data() -> None:
    row = ["E1", "", "5 May 2018", "W"]
    found = read(row, [], HEADINGS, ["", "", "", "", "", "", "as of June"], ["E2", *row[1:]])
    assert (found.rows_read, found.rows_kept) == (2, 2)
    assert told(found) == [
        'log.xlsx, sheet "Log", cell G5: "as of June" stands alone in its row and is taken as a '
        "remark."
    ]


def test_a_cell_merged_over_rows_counts_for_each() -> None:
    book = workbook(HEADINGS, ["E1", "2018", "5 May", "A"], ["E2", "", "6 May", "B"])
    book.sheets[0].merged = [(2, 2, 3, 2), (1, 1, 1_048_576, 1)]
    found = read_log(book)
    assert found.activities["start"].tolist() == [
        pd.Timestamp("2018-05-05"),
        pd.Timestamp("2018-05-06"),
    ]


def test_cells_merged_beyond_the_limit_are_told_and_stay_empty(monkeypatch) -> None:
    monkeypatch.setattr("attdata.outreach.columns.MOST_FILLED", 1)
    rows = [["E1", "2018", "5 May 2018", "One"], *([f"E{n}", "", "", "More"] for n in (2, 3))]
    book = workbook(["No.", "Year", "Date", "Title"], *rows)
    book.sheets[0].merged = [(2, 3, 4, 3)]
    found = read_log(book)
    assert found.activities["title"].tolist() == ["One", "More", "More"]
    assert found.activities["start"].notna().tolist() == [True, True, False]
    (problem,) = [p for p in found.problems if "merged cells" in p.problem]
    assert (problem.severity, problem.cell, problem.value) == ("error", "C4", "5 May 2018")
    assert problem.problem == "lies beyond 1 merged cells; from here on they stay empty."


def test_headings_of_a_layout_mean_one_column_each() -> None:
    for layout in {row["layout"] for row in reference_rows("layouts")}:
        rows = [row for row in reference_rows("layouts") if row["layout"] == layout]
        assert len({row["heading"].casefold() for row in rows}) == len(rows)
        assert set(layout_columns(layout).values()) == {row["column"] for row in rows}


# ---------------------------------------------------------------- rows and cells


def test_a_row_without_title_is_refused() -> None:
    found = read(["E1", "", "5 May 2018", "", "Togo"])
    assert (found.rows_read, found.rows_kept) == (1, 0)
    assert told(found) == [
        'log.xlsx, sheet "Log", cell D2: has no title. The row was refused; write what the '
        "activity was."
    ]


def test_a_number_given_twice_is_refused() -> None:
    row = ["E1", "", "5 May 2018", "W"]
    found = read(row, row)
    assert (found.rows_read, found.rows_kept) == (2, 1)
    assert '"E1" is already the number of row 2 of Log' in told(found)[0]


def test_rows_without_numbers_get_their_own() -> None:
    found = read(["", "", "5 May 2018", "A"], ["R002", "", "6 May 2018", "B"])
    # They are of the file, so that no other file has them.
    assert found.activities["activity"].tolist() == ["log-R002", "R002"]


def test_an_unknown_delivery_is_refused() -> None:
    rows = [["Title", "Date", "Delivered?"], ["W", "5 May 2018", "maybe"]]
    found = read_log(workbook(*rows))
    assert found.rows_kept == 0
    assert '"maybe" says none of delivered' in told(found)[0]


def test_a_delivered_activity_without_date_is_a_warning() -> None:
    found = one(Date="")
    assert found.activities["date_precision"].tolist() == ["none"]
    assert "the activity was delivered, but no date is given." in told(found)[0]


def test_the_date_and_the_states_are_problems_of_their_own_cells() -> None:
    found = one(Date="published 5 May 2018", States="10 Pacific island States")
    assert [problem.cell for problem in found.problems] == ["C2", "G2"]
    assert told(found)[1] == (
        'log.xlsx, sheet "Log", cell G2: "10 Pacific island States" names no State. Kept as text; '
        "if it stands for States, list them."
    )


def test_a_year_that_is_none_is_a_warning() -> None:
    assert '"20l8" is no year and was not used.' in told(one(Year="20l8"))[0]


@pytest.mark.parametrize("text", ["all", "tous les États"])
def test_all_names_no_single_state(text: str) -> None:
    found = one(States=text)
    assert states_of(found, "target") == []
    assert "names no single State" in told(found)[0]


def test_a_region_in_the_states_column_is_not_expanded() -> None:
    found = one(States="Africa; Togo")
    assert states_of(found, "target") == ["TGO"]
    assert "names a region, not States" in told(found)[0]


@pytest.mark.parametrize(
    ("day", "year", "count"), [("1 January 2025", "2025", 15), ("30 January 2025", "2025", 12)]
)
def test_members_are_those_of_the_day(day: str, year: str, count: int) -> None:
    found = one(Date=day, Year=year, States="ECOWAS members")
    assert len(states_of(found, "target")) == count
    assert set(found.activity_states["via_group"]) == {"ECOWAS"}


def test_a_group_without_a_day_is_not_expanded() -> None:
    found = one(Date="", States="ECOWAS members")
    assert states_of(found, "target") == []
    assert any("the day whose members are meant is not known" in text for text in told(found))


def test_groups_may_be_given() -> None:
    own = [{"scheme": "organisation", "group": "ECOWAS", "iso3": "TGO", "start": "", "end": ""}]
    names = Names(groups=own)
    assert [state.iso3 for state in names.states("ECOWAS members", date(2018, 5, 5)).states] == [
        "TGO"
    ]


def test_a_state_named_itself_is_not_named_through_its_group() -> None:
    found = one(States="Togo; ECOWAS members")
    frame = found.activity_states.set_index("iso3")
    assert frame.loc["TGO", "via_group"] == ""
    assert len(frame) == 15


def test_organisers_are_states_or_actors() -> None:
    text = "Samoa; UNRCPD; Mexico (MFA); Ministry of Defence of The Gambia; EU; Club of Friends"
    found = one(Organisers=text)
    assert states_of(found, "organiser") == ["WSM", "MEX"]
    groups = found.activity_actors.set_index("actor")["stakeholder_group"].to_dict()
    assert groups == {
        "UNRCPD": "UN",
        "Ministry of Defence of The Gambia": "government",
        "European Union": "regional organisation",
        "Club of Friends": "",
    }
    assert '"Club of Friends" is in no row of actors.csv' in told(found)[0]


@pytest.mark.parametrize(
    "text",
    ["Government of Togo", "Gouvernement du Togo", "Gobierno del Togo", "Ambassade du Togo"],
)
def test_a_government_or_embassy_is_its_state(text: str) -> None:
    assert states_of(one(Organisers=text), "organiser") == ["TGO"]


def test_other_parties_and_co_organisers_keep_their_names(real: OutreachRead) -> None:
    actors = real.activity_actors.set_index("activity")["actor"]
    assert actors["E025"] == "Meiji University"
    assert "States Parties to the Anti-Personnel Mine Ban Convention" in set(actors["S07"])


@pytest.mark.parametrize("heading", ["Target countries", "Pays visés", "Países beneficiarios"])
def test_states_stand_under_many_headings(heading: str) -> None:
    book = workbook(["Title", "Date", heading], ["Workshop", "5 May 2018", "Peru; Fiji"])
    assert states_of(read_log(book), "target") == ["PER", "FJI"]


def test_a_code_among_names_is_not_taken_for_a_state() -> None:
    assert states_of(one(Organisers="Saferworld; Control Arms; MLI"), "organiser") == []
    assert states_of(one(States="MLI; TGO"), "target") == ["MLI", "TGO"]
    assert states_of(one(States="Cook Islands; FSM; Fiji"), "target") == ["COK", "FSM", "FJI"]
    assert states_of(one(States="Togo; MLI and friends; UNIDIR"), "target") == ["TGO"]


def test_an_organisation_among_states_is_text_with_a_warning() -> None:
    found = one(States="Togo; UNIDIR")
    assert states_of(found, "target") == ["TGO"]
    assert '"UNIDIR" names no State' in told(found)[0]


def test_the_country_is_the_host_and_may_stand_behind_the_place() -> None:
    assert states_of(one(Country="Togo"), "host") == ["TGO"]
    rows = [["Title", "Date", "Place"], ["W", "5 May 2018", "Siem Reap, Cambodia"]]
    found = read_log(workbook(*rows))
    assert found.activities["country_iso3"].tolist() == ["KHM"]
    assert '"Atlantis" names no State' in told(one(Country="Atlantis"))[0]


def test_several_countries_are_all_hosts() -> None:
    found = one(Country="Kenya; Uganda")
    assert states_of(found, "host") == ["KEN", "UGA"]
    assert found.activities["country_iso3"].tolist() == [""]


def test_regions_as_written() -> None:
    found = one(Region="Africa; Asia-Pacific")
    groups = found.activity_regions[["scheme", "group"]].to_numpy().tolist()
    assert groups == [["att_region", name] for name in ("Africa", "Asia", "Oceania")]
    assert '"Middle Earth" is in no row of regions.csv' in told(one(Region="Middle Earth"))[0]
    assert regions("Southeast Asia (sub-region around Manila; not named)")[1] == []


def test_the_regions_csv_names_groups_that_exist() -> None:
    groups = {(row["scheme"], row["group"]) for row in reference_rows("groups")}
    named = {(row["scheme"], row["group"]) for row in reference_rows("regions")}
    assert named - groups == {("world", "World")}


def test_stakeholder_groups_of_a_cell() -> None:
    found = stakeholders("diplomats; parliamentarians (listed elsewhere); Martians; not stated")
    assert [tuple(actor) for actor in found.actors] == [
        ("diplomats", "government"),
        ("parliamentarians", "parliament"),
        ("Martians", ""),
    ]
    assert [value for value, _, _ in found.warnings] == ["Martians"]


# ---------------------------------------------------------------- told twice


def activities(*rows: dict[str, str]) -> pd.DataFrame:
    base = {"start": "2018-05-05", "end": "2018-05-07", "date_precision": "day", "source": "log"}
    listed = [base | {"activity": f"E{n}"} | row for n, row in enumerate(rows, 1)]
    return find_repeats(typed("activities", listed))


TITLE = "Workshop on the Arms Trade Treaty for Pacific States"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"title": "Pacific States: workshop on the ATT"}, True),
        ({"title": TITLE, "start": "2018-05-06"}, True),  # sources differ on the first day
        ({"title": TITLE, "start": "2018-05-06", "end": "2018-05-06"}, False),
        (
            {"title": TITLE, "start": "2018-05-01", "end": "2018-05-31", "date_precision": "month"},
            True,
        ),
        ({"title": TITLE, "start": "", "end": "", "date_precision": "none"}, True),
        ({"title": "Workshop on another treaty for Africa"}, False),
        ({"title": TITLE, "country_iso3": "FJI"}, False),
        ({"title": TITLE, "country_iso3": "WSM"}, True),
    ],
)
def test_what_makes_two_rows_the_same(other: dict[str, str], same: bool) -> None:
    found = activities({"title": TITLE, "country_iso3": "WSM"}, other)
    assert found["same_as"].tolist() == ["", "E1" if same else ""]


@pytest.mark.parametrize(
    ("title", "other", "same"),
    [
        ("Reporting workshop, Fiji", "Reporting workshop, Samoa", False),  # two words of three
        ("ATT reporting workshop, Fiji", "ATT reporting workshop, Samoa", True),  # three of four
        ("Training of police and customs officers", "Training of judges and customs staff", False),
        ("Meeting", "Meeting", True),
        ("Meeting one", "Meeting two", False),
    ],
)
def test_how_many_words_two_titles_share(title: str, other: str, same: bool) -> None:
    found = activities({"title": title}, {"title": other})
    assert found["same_as"].tolist() == ["", "E1" if same else ""]


def test_a_third_row_names_the_first() -> None:
    assert activities(*[{"title": TITLE}] * 3)["same_as"].tolist() == ["", "E1", "E1"]


# ---------------------------------------------------------------- rules


def test_a_rule_needs_all_its_conditions() -> None:
    event = typed(
        "activities",
        [{"activity": "E1", "title": "x", "kind": "regional meeting", "note": "https://a.b/ratif"}],
    )
    actors = typed("activity_actors", [])
    here = typed("activity_regions", [{"activity": "E1", "scheme": "att_region", "group": "Asia"}])
    elsewhere = typed("activity_regions", [{"activity": "E1", "group": "Europe"}])
    assert "P1" in set(link_items(event, actors, here)["item"])
    assert "P1" not in set(link_items(event, actors, elsewhere)["item"])


# ---------------------------------------------------------------- Trust Fund


@pytest.mark.parametrize(
    ("text", "amount", "doubtful"),
    [
        ("USD $91,501.05", 91501.05, False),
        ("USD 99,958", 99958.0, False),
        ("USD$ 69,875.00", 69875.0, False),
        ("69.875,00 USD", 69875.0, False),
        ("100 000 USD", 100000.0, False),
        ("69 875,00 долл. США", 69875.0, False),
        ("50,000美元", 50000.0, False),
        ("٩١٬٥٠١٫٠٥ دولار", 91501.05, False),
        ("50.000,00 dólares de los Estados Unidos", 50000.0, False),
        ("US$ 5 000 US$ 3", None, True),
        ("91501.05", 91501.05, True),
        ("EUR 5,000", None, True),
        ("99.958", None, True),  # ninety-nine thousand, or not a hundred
        ("a lot", None, True),
    ],
)
def test_amounts(text: str, amount: float | None, doubtful: bool) -> None:
    found, warning = read_dollars(text)
    assert found == amount
    assert bool(warning) == doubtful


def test_the_projects_as_received() -> None:
    book = read_workbook(RAW / "outreach" / "vtf_projects.xlsx")
    assert is_vtf(book)
    found = read_vtf(book)
    assert (found.rows_read, found.rows_kept) == (20, 20)
    assert check_frame("vtf_projects", found.vtf_projects) == []
    projects = found.vtf_projects.set_index("project")
    assert projects["amount_usd"].sum() == pytest.approx(91501.05 + 99958 + 69875)
    assert projects.loc["ATT.VTF.G2018.006MDG", "start"] == pd.Timestamp("2018-09-01")
    assert projects.loc["ATT.VTF.G2018.006MDG", "end"] == pd.Timestamp("2018-11-30")
    assert (projects["iso3"] != "").all()
    assert projects["status_at_time"].astype(str).value_counts().to_dict() == {
        "state_party": 16,
        "signatory": 3,
        "not_joined": 1,
    }


def test_a_log_is_not_taken_for_projects() -> None:
    assert not is_vtf(read_workbook(RAW / "outreach" / "outreach_log.xlsx"))
    assert "holds no table of Trust Fund projects" in str(
        read_vtf(workbook(["a", "b"])).problems[0]
    )


def test_doubtful_cells_of_a_project_are_located() -> None:
    rows = [
        [
            "Project number",
            "Beneficiary State",
            "Project title",
            "Status at the time",
            "Grant amount",
        ],
        ["P1", "Atlantis", "A", "friend", "EUR 5"],
        ["P1", "Togo", "B", "State Party", "USD 5"],
    ]
    found = read_vtf(workbook(*rows))
    assert (found.rows_read, found.rows_kept) == (2, 1)
    assert [p.cell for p in found.problems] == ["B2", "D2", "E2", "A3"]
    assert '"P1" is the number of two projects. The row was refused' in str(found.problems[-1])


def test_a_status_that_was_not_so_is_a_warning() -> None:
    status = typed(
        "status",
        [
            {
                "treaty": "att",
                "basis": "deposited",
                "iso3": "TGO",
                "end": "2015-10-08",
                "status": "signatory",
            },
            {
                "treaty": "att",
                "basis": "deposited",
                "iso3": "TGO",
                "start": "2015-10-08",
                "status": "state_party",
            },
        ],
    )
    base = {"iso3": "TGO", "source": "vtf.xlsx", "cell": "A3"}
    days = {"start": "2017-10-01", "end": "2017-11-30"}
    rows = [
        base | days | {"project": "fits", "status_at_time": "state_party"},
        base | days | {"project": "wrong", "status_at_time": "signatory"},
        base | {"project": "undated", "status_at_time": "signatory"},
        base | {"project": "never", "status_at_time": "not_joined"},
    ]
    found = [str(p) for p in check_vtf_status(typed("vtf_projects", rows), status)]
    assert found == [
        'vtf.xlsx, cell A3: "signatory" is given for TGO in project wrong, but on 2017-10-01 it '
        "was not so (computed: state_party). Check both.",
        'vtf.xlsx, cell A3: "not_joined" is given for TGO in project never, but at any time it was '
        "not so. Check both.",
    ]


@pytest.mark.parametrize(
    ("claimed", "start", "end", "fits"),
    [
        ("signatory", "2015-10-07", "2015-10-31", True),  # on its last day as a signatory
        ("signatory", "2015-10-08", "2015-10-31", False),  # the day on which it became a party
        ("state_party", "2015-09-01", "2015-10-08", True),
        ("state_party", "2015-09-01", "2015-10-07", False),
    ],
)
def test_a_status_must_be_held_on_a_day_of_the_project(
    claimed: str, start: str, end: str, fits: bool
) -> None:
    base = {"treaty": "att", "basis": "deposited", "iso3": "TGO"}
    status = typed(
        "status",
        [
            base | {"end": "2015-10-08", "status": "signatory"},
            base | {"start": "2015-10-08", "status": "state_party"},
        ],
    )
    row = {"project": "P1", "iso3": "TGO", "status_at_time": claimed, "start": start, "end": end}
    row |= {"source": "vtf.xlsx", "cell": "A3"}
    assert (check_vtf_status(typed("vtf_projects", [row]), status) == []) is fits


# ---------------------------------------------------------------- hostile cells

CELL = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["Title", "Date", "States", "Togo", "all", "5 May 2018", "EU", "", "#REF!", "="]
    ),
)


@given(st.lists(st.lists(CELL, max_size=8), max_size=8))
@settings(derandomize=True, max_examples=60, deadline=None)
def test_no_cell_breaks_the_reading(rows: list[list[str]]) -> None:
    found = read_log(
        workbook(["Title", "Date", "States", "Organisers", "Region", "Country"], *rows)
    )
    refused = sum(problem.severity == ERROR for problem in found.problems)
    assert found.rows_read == found.rows_kept + refused
    assert problem_lines(found.problems) is not None
    projects = read_vtf(workbook(["Beneficiary State", "Project title", "Grant amount"], *rows))
    assert projects.rows_read == projects.rows_kept


def test_the_table_of_an_empty_sheet_is_none(tmp_path: Path) -> None:
    assert find_table(Sheet("log.xlsx", "empty"), "log", ("title",)) is None
    path = tmp_path / "log.csv"
    path.write_text("Title;Date\nWorkshop;5 May 2018\n", encoding="utf-8")
    assert read_outreach(path)[0]["title"].tolist() == ["Workshop"]
