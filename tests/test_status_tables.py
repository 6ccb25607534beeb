"""Status tables and long records: made in code in every form, and the three of data/raw."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attdata.membership import dates as depositary_dates
from attdata.membership import layout as untc_layout
from attdata.membership import participants as untc_participants
from attdata.membership import rows as untc_rows
from attdata.membership.head import TOTALS_DISAGREE, TWO_TREATIES, treaty_of
from attdata.membership.rows import clean_name
from attdata.membership.table import (
    ACTION_COLUMNS,
    NO_ROWS,
    NO_TABLE_IN_XML,
    actions_frame,
    read_status_table,
    read_table,
)
from attdata.problems import InputError
from attdata.read.sheet import Sheet, Workbook
from attdata.read.workbook import read_workbook

RAW = Path(__file__).parent.parent / "data" / "raw" / "membership"
HEADS = ["Participant", "Signature", "Ratification, Acceptance(A), Accession(a), Succession(d)"]


def sheet(*rows, name="", file="table.csv", merged=()):
    """Make a sheet: a string is a row of one cell, "" a blank row."""
    made = Sheet(file, name, merged=list(merged))
    for number, row in enumerate(rows, 1):
        cells = [row] if isinstance(row, str) else list(row)
        if any(cells):
            made.rows[number] = cells
    return made


def book(*sheets, kind="csv"):
    return Workbook(sheets[0].file, kind, list(sheets), [])


def read(*rows, treaty=None):
    return read_table(book(sheet(*rows)), treaty)


def acts(table):
    return {(r["participant"], r["action"], r["date_text"], r["withdrawn"]) for r in table.rows}


def told(table, severity=None):
    return [
        (p.cell, p.problem) for p in table.problems if severity is None or p.severity == severity
    ]


# --- the files at hand ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def att():
    return read_status_table(RAW / "untc_XXVI-8_status_2026-02-03.xlsx")


def test_the_arms_trade_treaty_table(att):
    actions, _ = att
    assert list(actions.columns) == ACTION_COLUMNS
    counts = actions["action"].value_counts().to_dict()
    assert counts == {
        "signature": 130,
        "ratification": 100,
        "provisional_application": 22,
        "accession": 12,
        "acceptance": 3,
        "approval": 2,
    }
    who = actions.groupby("action")["iso3"].apply(set)
    assert who["acceptance"] == {"GAB", "JPN", "NLD"}
    assert who["approval"] == {"DNK", "EST"}
    consents = actions[~actions["action"].isin(["signature", "provisional_application"])]
    assert consents["iso3"].nunique() == 117
    assert not actions["withdrawn"].any()
    assert set(actions["treaty"]) == {"att"}


@pytest.mark.parametrize("path", sorted(RAW.glob("*.xlsx")), ids=lambda path: path.stem)
def test_the_files_at_hand_have_no_problem_and_agree_with_their_printed_totals(path):
    table = read_table(read_workbook(path))
    assert table.problems == []
    assert table.rows_read == table.rows_kept > 0


def test_the_head_survives_in_attrs(att):
    head = att[0].attrs["head"]
    assert head["title"] == "Arms Trade Treaty"
    assert head["as_of"] == date(2026, 2, 3)
    assert (head["signatories"], head["parties"]) == (130, 117)
    assert (head["untc"], head["treaty"]) == ("XXVI-8", "att")
    assert (head["rows_read"], head["rows_kept"]) == (142, 142)
    assert att[0].copy().attrs["head"] == head


def test_end_notes_are_no_participants_and_footnotes_leave_the_name(att):
    actions, _ = att
    denmark = actions[actions["participant"] == "Denmark"]
    assert set(denmark["iso3"]) == {"DNK"}
    assert set(denmark["footnotes"]) == {"1"}
    assert actions["participant"].nunique() == 142
    assert set(actions.loc[actions["iso3"] == "BHS", "participant"]) == {"Bahamas (The)"}


def test_types_do_not_depend_on_pandas_guessing(att):
    actions, _ = att
    for column in ("date", "date_earliest", "effective_date"):
        assert actions[column].dtype == "datetime64[ns]"
    assert actions["withdrawn"].dtype == bool
    others = actions.drop(columns=["date", "date_earliest", "effective_date", "withdrawn"])
    assert all(isinstance(value, str) for value in others.to_numpy().ravel())


@pytest.mark.parametrize(
    ("number", "signed", "party", "left"),
    [
        ("XXVI-5", 132, 162, {"EST", "FIN", "LVA", "LTU"}),
        ("XXVI-6", 107, 112, {"LTU"}),
    ],
)
def test_bracketed_participants_are_withdrawn(number, signed, party, left):
    actions, _ = read_status_table(RAW / f"untc_{number}_status_2026-02-03.xlsx")
    counted = actions[~actions["withdrawn"]]
    is_consent = ~counted["action"].isin(["signature", "provisional_application"])
    assert counted.loc[counted["action"] == "signature", "iso3"].nunique() == signed
    assert counted.loc[is_consent, "iso3"].nunique() == party
    assert set(actions.loc[actions["withdrawn"], "iso3"]) == left


def test_the_notifications_are_a_long_record():
    actions, _ = read_status_table(RAW / "notifications.xlsx")
    assert len(actions) == 9
    ecuador = actions[actions["iso3"] == "ECU"].iloc[0]
    assert ecuador["action"] == "accession" and ecuador["treaty"] == "att"
    assert ecuador["date"] == pd.Timestamp(2026, 7, 24)
    assert ecuador["date_earliest"] == pd.Timestamp(2026, 2, 4)
    assert ecuador["date_precision"] == "range"
    poland = actions[actions["iso3"] == "POL"].iloc[0]
    assert (poland["action"], poland["treaty"]) == ("withdrawal", "mine-ban")
    assert poland["effective_date"] == pd.Timestamp(2026, 2, 20)
    assert poland["effective_basis"] == "printed"
    america = actions[actions["iso3"] == "USA"].iloc[0]
    assert america["action"] == "communication"
    assert america["note"].startswith("does not intend to become a party")
    assert america["effective_basis"] == ""


# --- forms ---------------------------------------------------------------------------------------


def test_the_heading_is_found_by_its_words_wherever_it_stands():
    table = read(
        "Some title",
        "",
        ["", "", "printed for the meeting"],
        "",
        HEADS,
        ["Mali", "", "3 Dec 2013 a"],
    )
    assert acts(table) == {("Mali", "accession", "3 Dec 2013 a", False)}
    assert table.rows[0]["cell"] == "C6"


def test_columns_are_read_by_their_heading_not_their_position():
    table = read(
        ["Accession(a), Ratification", "Participant", "Signature"],
        ["3 Dec 2013", "Mali", "3 Jun 2013"],
    )
    assert acts(table) == {
        ("Mali", "ratification", "3 Dec 2013", False),
        ("Mali", "signature", "3 Jun 2013", False),
    }


def test_a_table_of_accessions_only():
    table = read(["Participant", "Accession(a)"], ["Mali", "3 Dec 2013 a"], ["Niger", "3 Dec 2014"])
    assert {row["action"] for row in table.rows} == {"accession"}
    assert table.problems == []


def test_two_consent_columns_in_one_row_do_not_contradict_each_other():
    table = read(
        ["Participant", "Provisional acceptance/accession", "Definitive acceptance", "Application"],
        ["Mali", "3 Dec 1950", "3 Dec 1951", "4 Dec 1951"],
    )
    assert {row["action"] for row in table.rows} == {
        "provisional_acceptance",
        "acceptance",
        "application",
    }
    assert table.problems == []


def test_a_heading_broken_over_rows_above_and_below():
    table = read(
        ["", "", "Ratification,"],
        ["", "", "Acceptance(A),"],
        ["Participant", "Signature", "Acces-"],
        ["", "", "sion(a)"],
        ["Afghanistan..................", "", "29 Jul 2020 a"],
        ["Japan .  .  .  .  .", "3 Jun 2013", "9 May 2014 A"],
    )
    assert acts(table) == {
        ("Afghanistan", "accession", "29 Jul 2020 a", False),
        ("Japan", "signature", "3 Jun 2013", False),
        ("Japan", "acceptance", "9 May 2014 A", False),
    }
    assert table.problems == []


def test_a_heading_repeated_on_every_page_continues_the_table():
    table = read(HEADS, ["Mali", "", "3 Dec 2013 a"], "12", HEADS, ["Niger", "", "3 Dec 2014 a"])
    assert {row["iso3"] for row in table.rows} == {"MLI", "NER"}
    assert (table.rows_read, table.problems) == (2, [])


def test_a_name_broken_over_two_rows_is_put_together():
    table = read(
        HEADS,
        ["United Kingdom of Great Britain and"],
        ["Northern Ireland.......", "3 Jun 2013", ""],
        ["Bolivia (Plurinational", "", "3 Jun 2014 a"],
        ["State of)......"],
    )
    assert {row["iso3"] for row in table.rows} == {"GBR", "BOL"}
    assert (table.rows_read, table.rows_kept, table.problems) == (2, 2, [])


def test_french_headings_months_and_names():
    table = read(
        ["Participant", "Signature", "Ratification, Adhésion(a), Acceptation(A), Approbation(AA)"],
        ["Afrique du Sud", "25 sept. 2014", "22 déc. 2014"],
        ["Japon", "3 juin 2013", "9 mai 2014 A"],
        ["Danemark 1", "", "2 avr. 2014 AA"],
    )
    assert {(row["iso3"], row["action"]) for row in table.rows} == {
        ("ZAF", "signature"),
        ("ZAF", "ratification"),
        ("JPN", "signature"),
        ("JPN", "acceptance"),
        ("DNK", "approval"),
    }
    assert table.problems == []


def test_two_acts_in_one_cell_have_addresses_of_their_own():
    table = read(HEADS, ["Mali", "", "[12 May 1999 a] 3 Jun 2001 a"])
    assert [(r["cell"], r["withdrawn"]) for r in table.rows] == [("C2", True), ("C2 (2)", False)]
    assert table.problems == []


def test_html_is_one_page_with_its_head_beside_the_table():
    file = "page.html"
    page = sheet(
        "STATUS AS AT : 03-02-2026 10:16:18 EDT",
        "CHAPTER IV",
        "HUMAN RIGHTS",
        "11 . b Optional Protocol on Something",
        "Status : Signatories : 1. Parties : 1",
        name="page",
        file=file,
    )
    grid = sheet(
        HEADS,
        ["China<superscript>4,5</superscript>", "\xa06 Sep\t 2000 ", "3 Dec 2002"],
        name="table 1",
        file=file,
    )
    territories = sheet(
        ["Participant", "Date of receipt of the notification", "Territories"],
        ["Portugal", "3 Jun 1999", "Macao"],
        name="table 2",
        file=file,
    )
    table = read_table(book(page, grid, territories, kind="html"))
    assert table.head["untc"] == "IV-11-b"
    assert table.head["title"] == "Optional Protocol on Something"
    assert {row["footnotes"] for row in table.rows} == {"4, 5"}
    assert (table.rows_read, table.problems) == (1, [])


def test_xml_head_and_several_groups_of_participants():
    file = "XI-D-3-a.en.xml"
    head = sheet(
        ["Chapter/Header", "CHAPTER XI"],
        ["ExternalData/Numsect", "3"],
        ["ExternalData/Subnumsect", "a"],
        ["ExternalData/Subtitlesect", "Protocol on Something<superscript>1</superscript>"],
        ["ExternalData/Status/Parties", "2"],
        name="Header",
        file=file,
    )
    one = sheet(HEADS, ["Mali", "", "3 Dec 1950 a"], name="Participants 1", file=file)
    two = sheet(
        ["Participant", "Acceptance(A)"],
        ["Mali", "3 Dec 1950 A"],
        ["Peru", "4 Dec 1950 A"],
        name="Participants 2",
        file=file,
    )
    table = read_table(book(head, one, two, kind="xml"))
    assert table.head["title"] == "Protocol on Something"
    assert (table.head["parties"], table.head["untc"]) == (2, "XI-D-3-a")
    assert [row["cell"] for row in table.rows] == [
        "Participants 2!B2",
        "Participants 1!C2",
        "Participants 2!B3",
    ]
    assert table.problems == []


def test_xml_without_participants_is_said_and_no_failure():
    table = read_table(book(sheet(["Chapter/Header", "CHAPTER X"], name="Header"), kind="xml"))
    assert [(p.severity, p.problem) for p in table.problems] == [("warning", NO_TABLE_IN_XML)]
    assert actions_frame(table.rows).shape == (0, len(ACTION_COLUMNS))


def test_a_long_record_in_any_order():
    heads = ["Participant", "Action", "Date of Notification/Deposit", "Date of Effect"]
    table = read(
        heads,
        ["United States of America", "Acceptance", "20/01/2021", "19/02/2021"],
        ["United States of America", "Withdrawal", "04/11/2019", "04/11/2020"],
        ["United States of America", "Acceptance", "03/09/2016", "04/11/2016"],
        ["Mali", "Signature", "22/04/2016"],
        ["Mali", "Withdrawal of reservation", ""],
    )
    assert [(r["action"], r["date"], r["effective_date"]) for r in table.rows] == [
        ("communication", None, None),
        ("signature", date(2016, 4, 22), None),
        ("acceptance", date(2016, 9, 3), date(2016, 11, 4)),
        ("acceptance", date(2021, 1, 20), date(2021, 2, 19)),
        ("withdrawal", date(2019, 11, 4), date(2020, 11, 4)),
    ]
    assert told(table) == [("A6", untc_rows.NO_DATE_RECORD)]


def test_a_french_long_record():
    table = read(
        ["Participant", "Action", "Date de la notification/du dépôt", "Date d'effet"],
        ["Suède", "Adhésion", "03/06/2013", "01/12/2013"],
    )
    assert table.rows[0]["action"] == "accession"
    assert table.rows[0]["effective_basis"] == "printed"


# --- participants --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "footnotes"),
    [
        ("Denmark  1", "Denmark", ("1",)),
        ("China 5, 6", "China", ("5", "6")),
        ("China4,5,6", "China", ("4", "5", "6")),
        ("North Macedonia 4 ,", "North Macedonia", ("4",)),
        ("Netherlands<superscript>1</superscript>", "Netherlands", ("1",)),
        ("Netherlands (Kingdom of the) 1", "Netherlands (Kingdom of the)", ("1",)),
        ("Bahamas (The)", "Bahamas (The)", ()),
        ("Viet Nam\xa02", "Viet Nam", ("2",)),
        ("Zambia3 ..............", "Zambia", ("3",)),
        ("Chile[12]", "Chile", ("12",)),
        ("St. Lucia", "St. Lucia", ()),
        ("Chile *", "Chile", ("*",)),
    ],
)
def test_names_are_freed_of_their_marks(text, name, footnotes):
    assert clean_name(text) == (name, footnotes, False)


def test_participants_that_are_no_states_of_today_are_kept_and_reported():
    table = read(
        HEADS,
        ["European Union", "", "3 Jun 2013 A"],
        ["Czechoslovakia", "3 Jun 1950", ""],
        ["China", "", "3 Jun 1950"],
        ["   Hong Kong", "", "3 Jun 1951"],
        ["[Yugoslavia (former)]", "3 Jun 1950", ""],
        ["Congo", "", "3 Jun 1960 d"],
    )
    iso3 = {row["participant"]: row["iso3"] for row in table.rows}
    assert iso3 == {
        "China": "CHN",
        "Congo": "COG",
        "Czechoslovakia": "",
        "European Union": "",
        "Hong Kong": "",
        "Yugoslavia (former)": "",
    }
    withdrawn = {row["participant"] for row in table.rows if row["withdrawn"]}
    assert withdrawn == {"Yugoslavia (former)"}
    not_a_state = untc_participants.NOT_A_STATE
    assert told(table, "warning") == [
        ("A2", not_a_state["organisation"]),
        ("A3", not_a_state["former State"]),
        ("A5", not_a_state["territory"]),
        ("A6", not_a_state["former State"]),
    ]
    assert told(table, "error") == []


def test_an_unknown_participant_is_kept_without_state_and_is_an_error():
    table = read(HEADS, ["Freedonia", "3 Jun 2013", ""], ["Korea", "3 Jun 2013", ""])
    assert [row["iso3"] for row in table.rows] == ["", ""]
    assert told(table, "error") == [
        ("A2", untc_participants.NO_STATE["unknown"]),
        ("A3", untc_participants.NO_STATE["ambiguous"]),
    ]
    lines = [str(problem) for problem in table.problems]
    assert lines[0].startswith('table.csv, cell A2: "Freedonia" is no participant known;')


def test_a_participant_without_date_is_reported():
    table = read(HEADS, ["Norway"], ["Mali", "3 Jun 2013", ""])
    assert told(table) == [("A2", untc_rows.NO_DATE)]
    assert (table.rows_read, table.rows_kept) == (2, 2)


def test_notes_are_no_rows_and_what_may_be_a_name_is_reported():
    table = read(
        HEADS,
        ["Mali", "3 Jun 2013"],
        "",
        "Prepared for the working group",
        "Notes: none",
        "End Note",
        "1  Denmark: not applied",
        "Peru",
    )
    assert told(table) == [("A4", untc_participants.NOT_A_NAME)]
    assert table.rows_read == 1


def test_a_row_after_the_end_notes_is_not_lost():
    table = read(HEADS, ["Mali", "3 Jun 2013"], "End Note", ["Niger", "3 Jun 2013"])
    assert {row["iso3"] for row in table.rows} == {"MLI", "NER"}
    assert told(table) == [("A4", untc_layout.AFTER_END)]


def test_a_name_merged_over_two_rows_counts_for_both():
    made = sheet(HEADS, ["Mali", "3 Jun 2013"], ["", "", "3 Dec 2013"], merged=[(2, 1, 3, 1)])
    table = read_table(book(made))
    assert {row["action"] for row in table.rows} == {"signature", "ratification"}
    assert {row["iso3"] for row in table.rows} == {"MLI"}


# --- what is wrong -------------------------------------------------------------------------------


def test_missing_heading():
    table = read(["Mali", "3 Jun 2013"])
    (problem,) = table.problems
    assert problem.severity == "error"
    assert str(problem) == (
        "table.csv: has no table with a heading for the participant and a treaty action. A table "
        'begins with a row such as "Participant, Signature, Ratification, Accession(a)".'
    )


def test_missing_heading_of_the_participants():
    table = read(["The land", "Signature", "Ratification, Accession(a)"], ["Mali", "3 Jun 2013"])
    (problem,) = table.problems
    assert str(problem) == (
        'table.csv, cell B1: "Signature" is a heading row of treaty actions without a heading for '
        'the participants. Write "Participant" above the names.'
    )


def test_a_heading_that_is_not_understood_is_no_guess():
    table = read(
        ["Participant", "Signature", "Ratification, Frobnication(f)", "Blurb"],
        ["Mali", "3 Jun 2013", "3 Dec 2013 f", "4 Dec 2013"],
        ["Niger", "", "", "5 Dec 2013"],
    )
    assert acts(table) == {("Mali", "signature", "3 Jun 2013", False)}
    assert told(table) == [
        ("C1", untc_layout.UNKNOWN_PART),
        ("D1", untc_layout.UNKNOWN_HEADING),
        ("C2", untc_rows.UNKNOWN_LETTER),
        ("A3", untc_rows.NOTHING_READ),
    ]
    assert (table.rows_read, table.rows_kept, table.rows_refused) == (2, 1, 1)


def test_participants_without_any_action_column():
    assert told(read("Participant", "Mali")) == [("A1", untc_layout.NO_ACTION)]


def test_a_column_of_two_kinds_of_act_gives_a_bare_date_no_meaning():
    table = read(["Participant", "Signature, Ratification"], ["Mali", "3 Jun 2013"])
    assert told(table) == [("B2", untc_rows.NO_LETTER)]
    table = read(["Participant", "Ratification, Acceptance"], ["Mali", "3 Jun 2013"])
    assert told(table) == [("B1", untc_layout.SEVERAL_BARE)]
    assert [row["action"] for row in table.rows] == ["consent_to_be_bound"]


def test_unknown_letter_and_missing_letter_stay_out_of_consent():
    table = read(
        ["Participant", "Signature", "Accession(a), Succession(d)"],
        ["Mali", "3 Jun 2013", "3 Dec 2013 x"],
        ["Niger", "", "3 Dec 2013"],
    )
    assert {row["action"] for row in table.rows} == {"signature"}
    assert told(table, "error") == [("C2", untc_rows.UNKNOWN_LETTER), ("C3", untc_rows.NO_LETTER)]
    assert 'The heading is "Accession(a), Succession(d)".' in str(table.problems[0])
    assert (table.rows_read, table.rows_refused) == (2, 1)


def test_a_day_that_does_not_exist():
    table = read(HEADS, ["Mali", "31 Feb 2013", "3 Dec 2013"])
    (problem,) = table.problems
    assert str(problem) == 'table.csv, cell B2: "31 Feb 2013" is no day of the calendar.'
    assert (table.rows_read, table.rows_kept) == (1, 1)


def test_a_date_without_participant_is_refused():
    table = read(HEADS, ["", "3 Jun 2013"], ["Mali", "3 Jun 2013"])
    assert told(table) == [("A2", untc_rows.NO_NAME)]
    assert (table.rows_read, table.rows_kept) == (2, 1)


def test_a_cell_beside_the_table_is_reported():
    table = read(HEADS, ["Mali", "3 Jun 2013", "", "seen"])
    assert told(table) == [("D2", untc_rows.OUTSIDE)]


def test_a_lost_letter_is_a_warning_where_the_heading_has_letters():
    table = read(HEADS, ["Mali", "29 06 2004", "29 06 2005"])
    assert told(table, "warning") == [("C2", depositary_dates.LOST_LETTER)]
    assert {row["date"] for row in table.rows} == {date(2004, 6, 29), date(2005, 6, 29)}


def test_rows_of_one_state_that_disagree():
    table = read(HEADS, ["Mali", "3 Jun 2013", "3 Dec 2013"], ["Mali", "3 Jun 2013", "4 Dec 2013"])
    (problem,) = table.problems
    assert problem.severity == "error"
    assert str(problem) == (
        'table.csv, cell C3: "Mali" stands in more than one row, and the rows disagree. '
        "See C2: 3 Dec 2013."
    )
    assert table.rows_read == table.rows_kept == 2


def test_rows_of_one_state_that_agree_are_read_together():
    table = read(HEADS, ["Mali", "3 Jun 2013"], ["Mali", "3 Jun 2013", "3 Dec 2013"])
    assert told(table) == [("B3", untc_participants.TWICE)]
    assert [row["action"] for row in table.rows] == ["ratification", "signature"]


def test_a_control_total_that_is_wrong_names_both_numbers():
    head = ["Status :", "Signatories : 5. Parties : 1"]
    table = read(head, HEADS, ["Mali", "3 Jun 2013", "3 Dec 2013"], ["Niger", "[3 Jun 2013]"])
    (problem,) = table.problems
    assert (problem.severity, problem.problem) == ("warning", TOTALS_DISAGREE)
    assert problem.hint == "Printed: 5, read: 1."


@pytest.mark.parametrize("printed", [2, 3, 4, 5])
def test_signatories_may_count_successions_and_definitive_signatures(printed):
    heads = ["Participant", "Signature, Succession to signature(d)", "Definitive signature(s)"]
    table = read(
        f"Signatories : {printed}. Parties : 2",
        heads,
        ["Mali", "3 Jun 2013"],
        ["Niger", "4 Jun 2013"],
        ["Montenegro", "5 Jun 2013 d"],
        ["Peru", "", "6 Jun 2013 s"],
        ["Chad", "", "7 Jun 2013 s"],
    )
    assert told(table) == []


def test_a_page_of_another_treaty_than_the_file_says():
    made = sheet(
        "CHAPTER XXVI",
        "5 . Convention on Mines",
        HEADS,
        ["Mali", "3 Jun 2013"],
        file="untc_XXVI-8_status.csv",
    )
    table = read_table(book(made))
    assert [p.problem for p in table.problems] == [TWO_TREATIES]
    assert table.rows[0]["treaty"] == "mine-ban"


def test_further_aliases_can_be_given():
    rows = [{"text": "Freedonia", "language": "en", "iso3": "MLI", "kind": "alias"}]
    made = sheet(HEADS, ["Freedonia", "3 Jun 2013"])
    table = read_table(book(made), aliases=rows)
    assert (table.rows[0]["iso3"], table.problems) == ("MLI", [])


def test_the_treaty_can_be_given():
    assert read(HEADS, ["Mali", "3 Jun 2013"], treaty="XXVI-8").rows[0]["treaty"] == "att"
    assert treaty_of("IV-11-b") == "IV-11-b"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nowhere.xlsx", None, "no such file"),
        ("empty.csv", b"", "empty"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, name, content, words):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=words) as error:
        read_status_table(path)
    assert "\n" not in str(error.value)


def test_a_text_file_named_xlsx_is_read_with_a_warning(tmp_path):
    path = tmp_path / "table.xlsx"
    path.write_text('Participant,Signature,"Ratification, Accession(a)"\nMali,3 Jun 2013,\n')
    actions, problems = read_status_table(path)
    assert list(actions["iso3"]) == ["MLI"]
    assert problems["severity"].tolist() == ["warning"]


# --- laws ----------------------------------------------------------------------------------------


def test_the_frame_does_not_depend_on_the_order_of_rows():
    rows = [
        ["Mali", "3 Jun 2013", "3 Dec 2013"],
        ["Niger", "4 Jun 2013", ""],
        ["European Union", "", "3 Dec 2013 a"],
        ["Peru 1", "[5 Jun 2013]", "[6 Jun 2014 a] 7 Jun 2015 a"],
        ["Chad", "", "8 Jun 2013 x"],
    ]
    frames = []
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        table = read(HEADS, *rows)
        assert table.rows_read == table.rows_kept + table.rows_refused == 5
        frames.append(actions_frame(table.rows).drop(columns="cell"))
    for frame in frames[1:]:
        pd.testing.assert_frame_equal(frame, frames[0])


_TEXTS = st.sampled_from(
    ["", "Participant", "Signature", "Ratification, Accession(a)", "Action", "Date", "Mali"]
    + ["Freedonia 1", "European Union", "3 Jun 2013", "[3 Dec 2013 a]", "31 Feb 2013", "End Note"]
    + ["Accession", "see above", "Status : Signatories : 1. Parties : 1", "\xa0", "12"]
)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(st.lists(_TEXTS, max_size=4), max_size=9))
def test_whatever_the_cells_no_row_is_lost_without_an_error(rows):
    table = read(HEADS, *rows)
    refused = [p for p in table.problems if p.severity == "error"]
    assert table.rows_read == table.rows_kept + table.rows_refused
    assert 0 <= table.rows_refused <= len(refused)
    assert len(actions_frame(table.rows)) == len(table.rows)
    keys = [(row["cell"], row["action"]) for row in table.rows]
    assert len(keys) == len(set(keys))


def test_names_are_looked_up_once_per_spelling(monkeypatch):
    from attdata.membership import participants as untc_participants

    asked = []
    real = untc_participants.answers_to

    def counting(names, *args, **kwargs):
        asked.append(list(names))
        return real(names, *args, **kwargs)

    monkeypatch.setattr(untc_participants, "answers_to", counting)
    heads = ["Participant", "Action", "Date"]
    read(heads, *[["Mali", "Declaration", f"0{n}/06/2013"] for n in range(1, 9)])
    assert asked == [["Mali"]]


# --- copies that lost their columns --------------------------------------------------------------

LAYOUT = """CHAPTER XXVI. DISARMAMENT
8 . Arms Trade Treaty
Status : Signatories : 4. Parties : 5
                                               Provisional          Approval(AA),
                                               application(n)       Accession(a),
Participant              Signature                                  Ratification
Afghanistan........................                                 29 Jul 2020 a
Albania 1...............  3 Jun 2013                                19 Mar 2014
Angola .................. 24 Sep 2013
Antigua and Barbuda......  3 Jun 2013          12 Aug 2013 n        12 Aug 2013
United Kingdom of Great Britain
      and Northern Ireland   3 Jun 2013                             2 Apr 2014
Niue...................                                             6 Aug 2020 a
End Note
1 Albania wrote on 3 June 2013.
"""


def test_text_lines_that_kept_the_places_of_their_columns():
    table = read(*LAYOUT.splitlines())
    assert table.problems == []
    assert {(r["iso3"], r["action"], r["date"].year) for r in table.rows} == {
        ("AFG", "accession", 2020),
        ("ALB", "signature", 2013),
        ("ALB", "ratification", 2014),
        ("AGO", "signature", 2013),
        ("ATG", "signature", 2013),
        ("ATG", "provisional_application", 2013),
        ("ATG", "ratification", 2013),
        ("GBR", "signature", 2013),
        ("GBR", "ratification", 2014),
        ("NIU", "accession", 2020),
    }
    assert {row["cell"] for row in table.rows if row["iso3"] == "AFG"} == {"row 7"}
    assert (table.rows_read, table.head["untc"]) == (6, "XXVI-8")


def test_text_lines_without_places_are_read_where_number_or_letters_decide():
    table = read(
        "Participant Signature",
        "Ratification,",
        "Acceptance(A),",
        "Accession(a)",
        "Afghanistan .................................. 29 Jul 2020 a",
        "Lithuania 1...............[26 Feb 1999 ] [12 May 2003 ]",
        "Angola ......................................24 Sep 2013",
        "This was printed on 3 June 2013: see there",
    )
    assert {(r["iso3"], r["action"], r["withdrawn"]) for r in table.rows} == {
        ("AFG", "accession", False),
        ("LTU", "signature", True),
        ("LTU", "ratification", True),
    }
    (problem,) = table.problems
    assert str(problem) == (
        'table.csv, row 7: "24 Sep 2013" has dates, and the line does not show under which heading.'
    )
    assert (table.rows_read, table.rows_refused) == (3, 1)


def test_a_table_drawn_with_bars():
    table = read(
        "|  Participant | Signature | Ratification, |",
        "|              |           | Accession (a) |",
        "+--------------+-----------+---------------+",
        "|  Mali        |           | 24 Sep 2003 a |",
        "|  Niger       | 3 Jun 2013|               |",
    )
    assert {(r["iso3"], r["action"]) for r in table.rows} == {
        ("MLI", "accession"),
        ("NER", "signature"),
    }
    assert table.problems == []


def test_a_heading_cut_at_its_commas_is_put_together():
    table = read(
        ["", "Participant", "Signature", "Ratification", " Acceptance(A)", " Accession(a)"],
        ["0", "Mali", "3 Jun 2013", "3 Dec 2013"],
        ["1", "Niger", "", "3 Dec 2013 a"],
    )
    assert {(r["iso3"], r["action"]) for r in table.rows} == {
        ("MLI", "signature"),
        ("MLI", "ratification"),
        ("NER", "accession"),
    }
    assert table.problems == []


def test_an_empty_last_column_keeps_its_own_heading():
    table = read(["Participant", "Accession(a)", "Extension"], ["Mali", "3 Dec 1950 a", ""])
    assert acts(table) == {("Mali", "accession", "3 Dec 1950 a", False)}


@pytest.mark.parametrize(
    "text", ["Provisional acceptance/accession, " * 300 + "x", "1 " * 5000, "<sup>" * 3000]
)
def test_hostile_cells_take_no_time(text):
    table = read(["Participant", "Signature", text], [text, "3 Jun 2013", text])
    assert table.rows_read == table.rows_kept + table.rows_refused


# --- what can hardly be --------------------------------------------------------------------------


def test_days_on_which_an_act_can_hardly_have_been_are_warnings():
    table = read(
        "STATUS AS AT : 03-02-2026 10:16:18 EDT",
        HEADS,
        ["France", "3 Jun 2013", "3 Mar 2026"],
        ["Italy", "2 Apr 2003", "2 Apr 2014"],
        ["Spain", "3 Jun 2015", "2 Apr 2014"],
        ["Germany", "3 Jun 2015", "2 Apr 2014 a"],
        ["Poland", "3 Jun 2015", "[2 Apr 2014]"],
        treaty="att",
    )
    assert told(table) == [
        ("C3", untc_participants.AFTER_TABLE),
        ("B4", untc_participants.BEFORE_TREATY),
        ("C5", untc_participants.BEFORE_SIGNATURE),
    ]
    assert table.problems[0].value == "France: ratification 3 Mar 2026"
    assert table.rows_kept == 5


def test_a_long_record_may_be_newer_than_its_day():
    rows = ["France", "Ratification", "3 Mar 2026"]
    heading = ["Participant", "Action", "Date of deposit"]
    assert not read("STATUS AS AT : 03-02-2026", heading, rows, treaty="att").problems


def test_a_heading_without_a_single_participant_is_an_error():
    table = read("STATUS AS AT : 03-02-2026 10:16:18 EDT", HEADS, treaty="att")
    assert told(table, "error") == [("A2", NO_ROWS)]
    assert table.pages == []


def test_an_empty_sheet_beside_a_full_one_is_passed_over():
    full = sheet(HEADS, ["France", "3 Jun 2013", ""], name="new")
    table = read_table(book(full, sheet(HEADS, name="form"), kind="xlsx"), "att")
    assert not told(table, "error")
    assert table.pages == [("att", None)]


def test_a_flood_of_unknown_names_gets_no_flood_of_suggestions():
    heads = ["Participant", "Signature"]
    known_end = [["Germeny", "3 Jun 2013"]]
    table = read(heads, *known_end, *[[f"Atlantis{n}x", "3 Jun 2013"] for n in range(300)])
    hints = [p.hint for p in table.problems if p.value == "Germeny"]
    assert "Germany" in hints[0]
    assert table.rows_read == 301
