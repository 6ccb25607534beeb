"""Frames shown as tables: words, numbers and dates of a language; safe HTML; typed workbooks."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from attdata.output import clean_text, repacked
from attdata.tables.table import table
from attdata.tables.workbook import workbook_bytes
from attdata.words import LANGUAGES, state_name, word

NASTY = [
    "=1+1",
    "+49",
    "-1",
    "@SUM(A1)",
    "\t=2",
    "<script>alert(1)</script>",
    "a & b",
    "#N/A",
    "TRUE",
    "2024-01-01",
    "_x0041_",
    "NA",
    "12,5",
    '"><img src=x onerror=alert(1)>',
    "{{units}} **bold**",
]


def example() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "iso3": ["MLI", "CIV", "ZWE"],
            "name_en": ["Mali", "Côte d'Ivoire", "Zimbabwe"],
            "status": pd.Categorical(["state_party", "state_party", "signatory"]),
            "signed": pd.to_datetime(["2013-06-03", None, "2014-12-18"]),
            "n_activities": [1200, 0, 3],
            "share_party": [0.574, float("nan"), 1.0],
            "note": ["", "x", "y"],
        }
    )
    frame.attrs = {
        "on": "2026-07-24",
        "basis": "deposited",
        "universe": "att",
        "sources": [("untc", "2026-02-03")],
        "warning": "",
    }
    return frame


def texts(shown, name: str) -> tuple[str, ...]:
    return next(column.texts for column in shown.columns if column.name == name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_become_words_of_the_language(language):
    shown = table(example(), language=language)
    assert texts(shown, "iso3") == tuple(state_name(i, language) for i in ("MLI", "CIV", "ZWE"))
    assert texts(shown, "status")[2] == word("status.signatory", language)
    assert "name_en" not in [column.name for column in shown.columns]
    assert texts(shown, "share_party")[1] == "–"
    assert texts(shown, "signed")[1] == ""


def test_numbers_and_dates_follow_the_language():
    shown = table(example(), language="fr")
    assert texts(shown, "n_activities")[0] == "1\u202f200"
    assert texts(shown, "signed")[0] == "3 juin 2013"
    assert texts(table(example(), language="zh"), "signed")[0] == "2013年6月3日"


def test_the_note_says_day_basis_universe_and_sources():
    source = table(example(), note="Own note.").notes
    assert source[0] == "Own note."
    for part in ("24 July 2026", "deposit", "195 States", "United Nations Treaty Collection"):
        assert part in source[1]


def test_a_frame_without_attrs_has_no_note():
    assert table(pd.DataFrame({"group": ["Asia"]})).notes == []


def test_a_percentage_point_of_the_plan_is_written_by_its_unit():
    frame = pd.DataFrame(
        {"unit": ["States", "% of States"], "now": [118, 0.605], "change": [3, -0.02]}
    )
    shown = table(frame)
    assert texts(shown, "now") == ("118", "61%")
    assert texts(shown, "change") == ("+3", "−2.0 pp")


def test_years_are_no_quantities():
    assert texts(table(pd.DataFrame({"year": [2026]})), "year") == ("2026",)


def test_another_language_is_refused():
    with pytest.raises(LookupError, match='"de" is none of the six'):
        table(example(), language="de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_is_stable_and_speaks_its_language(language):
    made = table(example(), language=language, title="Title").to_html()
    assert made == table(example(), language=language, title="Title").to_html()
    root = lxml_html.fragment_fromstring(made)
    assert root.get("lang") == language
    assert root.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert [th.get("scope") for th in root.iter("th")] == ["col"] * 6 + ["row"] * 3


def test_html_rules_reach_no_other_table():
    made = table(example(), title="Title").to_html()
    css = re.search(r"<style>(.*?)</style>", made, re.DOTALL)[1]
    rules = re.findall(r"([^{}]+){[^{}]*}", re.sub(r"@media[^{]*{", "", css))
    selectors = [part.strip() for rule in rules for part in rule.split(",")]
    assert selectors
    assert [s for s in selectors if not re.match(r'(\[dir="rtl"\] )?\.att-', s)] == []


def test_shares_have_bars_and_statuses_marks_beside_their_words():
    root = lxml_html.fragment_fromstring(table(example()).to_html())
    widths = [bar.get("style") for bar in root.xpath("//td//i")]
    assert widths == ["width:57.4%", "width:100.0%"]  # none for a missing share
    marks = root.xpath("//span[contains(@class, 'att-chip')]")
    assert [mark.text_content() for mark in marks] == ["State Party", "State Party", "Signatory"]
    assert len({mark.get("class") for mark in marks}) == 2


def test_rows_stand_under_the_names_of_their_groups():
    frame = pd.DataFrame({"att_region": ["Asia", "Asia", ""], "group": ["A", "B", "World"]})
    shown = table(frame, group_by="att_region")
    root = lxml_html.fragment_fromstring(shown.to_html())
    assert [[row.text_content().strip() for row in body] for body in root.iter("tbody")] == [
        ["Asia", "A", "B"],
        ["World"],
    ]
    assert [th.get("scope") for th in root.xpath("//tr[@class='g']/th")] == ["rowgroup"]
    sheet = read(workbook_bytes([shown])).worksheets[1]
    assert sheet["A2"].value == "Asia"  # a workbook keeps the column


def test_two_tables_have_two_ids():
    one, other = table(example()), table(example().head(2))
    assert one.id() != other.id()


@pytest.mark.parametrize("text", NASTY)
def test_cells_are_text_in_html(text):
    made = table(pd.DataFrame({"note": [text], text: ["x"]}), title=text, note=text).to_html()
    root = lxml_html.fragment_fromstring(made)
    assert not list(root.iter("script")) and not list(root.iter("img"))
    cells = [cell.text_content() for cell in root.xpath("//tbody//*[self::th or self::td]")]
    assert cells[0] == clean_text(text)


def read(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_of_a_workbook_is_a_formula(text):
    frame = pd.DataFrame({"note": [text], text: [text]})
    book = read(workbook_bytes([table(frame, title=text, note=text)], title=text))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n") and (
                    cell.data_type == "s" or cell.value is None
                ), cell.coordinate
    # openpyxl reads "_x005F_x0041_" back as it stands; a spreadsheet program shows "_x0041_".
    assert book.worksheets[1]["A2"].value.replace("_x005F_x", "_x") == clean_text(text)


@pytest.mark.parametrize(("letters", "kept"), [(32_767, 32_767), (32_768, 32_765)])
def test_a_text_that_no_cell_holds_ends_with_a_sign_that_it_was_cut(letters, kept):
    frame = pd.DataFrame({"note": ["x" * letters]})
    book = read(workbook_bytes([table(frame, title="t", note="n")], title="t"))
    shown = book.worksheets[1]["A2"].value
    assert shown == ("x" * letters if kept == letters else "x" * kept + " …")


def test_cells_of_a_workbook_are_typed():
    sheet = read(workbook_bytes([table(example())])).worksheets[1]
    headings = [cell.value for cell in sheet[1]]
    row = dict(zip(headings, sheet[2], strict=True))
    assert row["State"].value == "Mali" and row["Code (ISO 3166-1)"].value == "MLI"
    assert row["Signature"].value == dt.datetime(2013, 6, 3) and row["Signature"].is_date
    assert row["Activities"].value == 1200
    assert row["Share of States Parties"].value == 0.574
    assert row["Share of States Parties"].number_format == "0.0%"
    assert sheet["D3"].value is None
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == "A1:G4"


def test_sheet_names_are_allowed_and_differ():
    tables = [table(example(), name="a/b:c*?[x]" * 5), table(example(), name="A b c     x" * 5)]
    tables += [table(example(), name="Notes")] * 2
    names = read(workbook_bytes(tables)).sheetnames
    assert len({name.casefold() for name in names}) == 5
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_arabic_sheets_run_from_right_to_left():
    book = read(workbook_bytes([table(example(), language="ar")], language="ar"))
    assert all(sheet.sheet_view.rightToLeft for sheet in book)


def test_a_workbook_is_the_same_each_time_and_dated_to_the_data(tmp_path):
    shown = table(example(), title="T")
    one = shown.to_xlsx(tmp_path / "one.xlsx").read_bytes()
    assert one == shown.to_xlsx(tmp_path / "two.xlsx").read_bytes()
    archive = zipfile.ZipFile(io.BytesIO(one))
    assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 7, 24)}
    core = archive.read("docProps/core.xml").decode()
    assert re.findall(r">(\d{4}-\d\d-\d\d)T", core) == ["2026-07-24"] * 2


def test_repacking_keeps_every_entry():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("b.xml", "<b/>")
        archive.writestr("a/c.xml", "é" * 1000)
    again = zipfile.ZipFile(io.BytesIO(repacked(buffer.getvalue(), dt.date(1970, 1, 1))))
    assert again.namelist() == ["b.xml", "a/c.xml"]
    assert again.read("a/c.xml").decode() == "é" * 1000
    assert again.infolist()[0].date_time[0] == 1980


@given(st.text())
@settings(derandomize=True, max_examples=60, deadline=None)
def test_clean_text_is_what_xml_can_hold(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    from lxml import etree

    element = etree.Element("a")
    element.text = cleaned
    assert etree.fromstring(etree.tostring(element)).text == (cleaned or None)
