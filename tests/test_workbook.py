"""Cells as they stand in the file: text, address, kind; and what is easily overlooked."""

from __future__ import annotations

import csv
import gc
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attdata.membership.table import read_status_table
from attdata.outreach.log import read_outreach
from attdata.problems import InputError
from attdata.read.limits import LIMITS, rows_kept
from attdata.read.sheet import Kinds, Sheet, address, column_letters, read_address
from attdata.read.workbook import Workbook, read_workbook
from hostile import cell, row, sheet_xml, styles, treaty, xlsx

RAW = Path(__file__).parent.parent / "data" / "raw"
quick = settings(max_examples=40, derandomize=True, deadline=None)
# What a cell can hold: no controls, no halves of pairs, no text like an escape of the format.
plain = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
    max_size=12,
).filter(lambda text: "_x" not in text)


def read(tmp_path, data: bytes | str, name: str = "a.xlsx") -> Workbook:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_workbook(path)


def said(book: Workbook) -> str:
    return "\n".join(map(str, book.problems))


def as_text(value: object) -> str:
    """Return what a cell's value must read as, from openpyxl's idea of it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == datetime.min.time() else str(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@pytest.mark.parametrize("path", sorted(RAW.rglob("*.xlsx")), ids=lambda path: path.name)
def test_the_raw_workbooks_read_as_openpyxl_reads_them(path):
    book, other = read_workbook(path), openpyxl.load_workbook(path)
    assert [sheet.name for sheet in book.sheets] == other.sheetnames
    for sheet in book.sheets:
        for cells in other[sheet.name].iter_rows():
            for found in cells:
                assert sheet.text(found.row, found.column) == as_text(found.value)
        areas = {area.bounds for area in other[sheet.name].merged_cells.ranges}
        assert {(b, a, d, c) for a, b, c, d in sheet.merged} == areas


def test_na_leading_zeros_and_numeric_dates_stay_as_they_are(tmp_path):
    book = read(tmp_path, "a,b,c,d\nNA,03/06/2013,007, x \n", "a.csv")
    assert book.sheets[0].rows[2] == ["NA", "03/06/2013", "007", " x "]
    assert not book.sheets[0].kinds and not book.problems


def test_address_and_text_outside_the_sheet():
    sheet = Sheet("a.csv", "", {2: ["x"]})
    assert sheet.address(8, 12) == address(8, 12) == "L8"
    assert [sheet.text(*place) for place in ((2, 1), (2, 2), (2, 0), (9, 1))] == ["x", "", "", ""]


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
@quick
def test_addresses_read_back(column, number):
    assert read_address(f"{column_letters(column)}{number}") == (number, column)


def test_kinds_read_like_a_dictionary():
    kinds = Kinds()
    kinds.set_row(3, {2: "number", 5: "date"})
    kinds.set_row(1, {1: "error"})
    kinds.set_row(3, {2: "formula"})
    assert dict(kinds) == {(1, 1): "error", (3, 2): "formula", (3, 5): "date"}
    assert len(kinds) == 3 and (3, 1) not in kinds and kinds.get((9, 9), "") == ""
    assert (3, 0) not in kinds and repr(kinds).startswith("Kinds({(1, 1): 'error'")


def test_kinds_of_cells(tmp_path):
    cells = (
        '<row r="1"><c r="A1"><v>7</v></c><c r="B1" s="1"><v>45523</v></c>'
        '<c r="C1" t="b"><v>0</v></c><c r="D1" t="e"><v>#REF!</v></c>'
        '<c r="E1"><f>A1+1</f><v>8</v></c><c r="F1" t="str"><f>1/0</f><v>x</v></c>'
        '<c r="G1" t="inlineStr"><is><t>8</t></is></c></row>'
    )
    book = read(tmp_path, xlsx(sheet_xml(cells), parts={"xl/styles.xml": styles("dd/mm/yyyy")}))
    sheet = book.sheets[0]
    assert sheet.rows[1] == ["7", "2024-08-19", "FALSE", "#REF!", "8", "x", "8"]
    kinds = ["number", "date", "boolean", "error", "formula", "formula"]
    assert dict(sheet.kinds) == {(1, i): kind for i, kind in enumerate(kinds, 1)}


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("dd/mm/yyyy", "45523", "2024-08-19"),
        ("dd/mm/yyyy hh:mm", "45523.5", "2024-08-19 12:00:00"),
        ("dd/mm/yyyy", "45523.9999999", "2024-08-20"),
        ("d/m/yy", "1", "1900-01-01"),
        ("d/m/yy", "59", "1900-02-28"),
        ("d/m/yy", "61", "1900-03-01"),
        ("hh:mm", "0.75", "18:00:00"),
        ("[h]:mm", "1.5", "1.5"),
        ("0.00", "1.50", "1.5"),
        ("[Red]#,##0;[Blue]-0", "-12", "-12"),
        ("0 &quot;days&quot;", "12", "12"),
        ("[$-409]mmm yyyy", "45523", "2024-08-19"),
    ],
)
def test_dates_by_number_format(tmp_path, code, number, text):
    sheet = sheet_xml(cell(number, style="1"))
    book = read(tmp_path, xlsx(sheet, parts={"xl/styles.xml": styles(code)}))
    assert book.sheets[0].text(1, 1) == text
    assert not book.problems


cells = st.one_of(
    st.none(),
    plain,
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(datetime(1900, 3, 1), datetime(2200, 1, 1)).map(
        lambda d: d.replace(microsecond=0)
    ),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)).map(lambda d: datetime(d.year, d.month, d.day)),
)


@given(table=st.lists(st.lists(cells, max_size=5), max_size=6), late=st.booleans())
@quick
def test_what_openpyxl_writes_is_read_back(tmp_path_factory, table, late):
    """Every cell comes back with its text and address, in both calendars."""
    path = tmp_path_factory.mktemp("written") / "a.xlsx"
    written = openpyxl.Workbook()
    if late:
        written.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        table = [
            [v for v in line if not isinstance(v, datetime) or v.year > 1904] for line in table
        ]
    for i, line in enumerate(table, 1):
        for j, value in enumerate(line, 1):
            found = written.active.cell(i, j)
            found.value = value
            if isinstance(value, str):
                found.data_type = "s"
    written.save(path)
    sheet = read_workbook(path).sheets[0]
    for i, line in enumerate(table, 1):
        for j, value in enumerate(line, 1):
            text = sheet.text(i, j)
            if isinstance(value, float):
                assert float(text) == float(f"{value:.16g}")  # as openpyxl writes it
            elif isinstance(value, str):
                assert text == value.replace("\r\n", "\n").replace("\r", "\n")
            else:
                assert text == as_text(value)
            assert bool(text) or (i, j) not in sheet.kinds


encodings = st.sampled_from(
    [("utf-8", True), ("utf-8-sig", True), ("utf-16", True), ("utf-16-le", False), ("utf-32", True)]
)


@given(
    table=st.lists(st.lists(plain, min_size=3, max_size=3), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t"),
    encoding=encodings,
    end=st.sampled_from(["\n", "\r\n"]),
)
@quick
def test_what_csv_writes_is_read_back(tmp_path_factory, table, delimiter, encoding, end):
    """With a heading that shows the delimiter, every text comes back from every encoding."""
    heading = ["Participant", "Signature", "Ratification"]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=end)
    writer.writerows([heading, *table])
    path = tmp_path_factory.mktemp("written") / "a.csv"
    codec, _ = encoding
    path.write_bytes(buffer.getvalue().encode(codec))
    book = read_workbook(path)
    assert book.kind == "csv"
    for i, line in enumerate([heading, *table], 1):
        assert [book.sheets[0].text(i, j) for j in (1, 2, 3)] == line


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("Pays;Date\nCôte d'Ivoire;3\nSénégal;é\n", "cp1252", "cp1252 (Western European)"),
        ("Länder\tZahl\nÖsterreich\t3\nTürkei\t4\n", "cp1252", "cp1252 (Western European)"),
        ("الدولة,التاريخ\nمصر,3\nالمملكة العربية السعودية,4\n", "cp1256", "cp1256 (Arabic)"),
        ("国家,日期\n中国,2020年7月6日\n大韩民国,3\n", "gb18030", "GB18030 (Chinese)"),
    ],
)
def test_old_encodings_are_read_and_named(tmp_path, text, encoding, name):
    book = read(tmp_path, text.encode(encoding), "a.csv")
    lines = text.splitlines()
    delimiter = next(mark for mark in "\t;," if mark in lines[0])
    assert list(book.sheets[0].rows.values()) == [line.split(delimiter) for line in lines]
    assert f"the text is not UTF-8; it was read as {name}, and would also decode as" in said(book)


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path):
    book = read(tmp_path, 'a,b\n\n"x\ny",2\n,\n3,4\n', "a.csv")
    assert book.sheets[0].rows == {1: ["a", "b"], 3: ["x\ny", "2"], 5: ["3", "4"]}


def test_a_page_of_the_treaty_collection(tmp_path):
    page = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
    <title>UNTC</title></head><body><form><span id="rptStatus_ctl00_tcText">STATUS AS AT :
    03-02-2026</span><div>Signatories : 130. <b>Parties</b> : 117</div>
    <table id="ctl00_x_tblgrid" border=1><tr><td>Participant <br></td><td>Signature<br></td></tr>
    <tr><td><a href="#EndDec">China </a><SUP><a href="#4">4</a></SUP><br></td><td>&nbsp;<br></td>
    <tr><td>Côte&nbsp;d'Ivoire<br></td><td> \xa03 Jun\t 2013 <br><table><tr><td>in</table></td></tr>
    </table>after<script>var x = "<td>no</td>";</script></body></html>"""
    book = read(tmp_path, page, "ViewDetails.aspx")
    grid, inner, rest = book.sheets
    assert (book.kind, grid.name, grid.id) == ("html", "table 1", "ctl00_x_tblgrid")
    assert grid.rows == {
        1: ["Participant", "Signature"],
        2: ["China <superscript>4</superscript>", "\xa0"],
        3: ["Côte\xa0d'Ivoire", "\xa03 Jun\t 2013"],
    }
    assert inner.rows == {1: ["in"]}
    assert rest.name == "page"
    texts = [texts[0] for texts in rest.rows.values()]
    assert texts[0] == "UNTC" and texts[-1] == "after"
    assert texts[2] == "Signatories : 130. Parties : 117"


def test_a_treaty_in_xml(tmp_path):
    text = treaty("<Row><Entry>China&lt;superscript&gt;4,5&lt;/superscript&gt;</Entry>"
                  "<Entry/><Entry>3 Jun  2013</Entry></Row>").replace(
        "<Tbody>", "<Thead><Rows><Row><Entry>Participant</Entry></Row></Rows></Thead><Tbody>"
    ).replace(
        "</Treaty>", "<Declarations><Declaration><Text>On joining</Text></Declaration>"
        "</Declarations><EndNotes/></Treaty>"
    )  # fmt: skip
    book = read(tmp_path, text, "XXVI-8.en.xml")
    assert [sheet.name for sheet in book.sheets] == [
        "Header", "Participants 1", "Declarations", "EndNotes",
    ]  # fmt: skip
    head, participants, declarations, notes = book.sheets
    assert head.rows == {1: ["Titlesect", "Arms Trade Treaty"], 2: ["Status/Parties", "2"]}
    assert participants.rows == {
        1: ["Participant"],
        2: ["China<superscript>4,5</superscript>", "", "3 Jun  2013"],
    }
    assert declarations.rows == {1: ["Declaration/Text", "On joining"]}
    assert not notes.rows and not book.problems


def test_a_broken_treaty_loses_no_participant(tmp_path):
    names = [
        f"<Row><Entry>State {i}</Entry><Entry>{i % 28 + 1} Jun 2013</Entry></Row>"
        for i in range(99)
    ]
    names[50] = "<Row><Entry>State 50<Entry>\x13 & so on</Entry></Row>"
    book = read(tmp_path, treaty("".join(names)), "a.xml")
    sheet = next(sheet for sheet in book.sheets if sheet.name == "Participants 1")
    assert [texts[0].split("–")[0] for texts in sheet.rows.values()][-1] == "State 98"
    assert len(sheet.rows) == 99
    assert "the XML is broken at line 1" in said(book) and "1 control characters" in said(book)


def test_hidden_merged_filtered_and_repeated_are_one_warning_each(tmp_path):
    rows = (
        row("Name", "Date", "Name") + row("Fiji", "3", "Fiji", r=2) + row("Peru", "4", "Peru", r=3)
    )
    rows += row("Fiji", "3", "Fiji", r=4).replace('r="4"', 'r="4" hidden="1"', 1)
    xml = sheet_xml(
        rows,
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
        after='<autoFilter ref="A1:C4"><filterColumn colId="0"/></autoFilter>'
        '<mergeCells><mergeCell ref="A9:B9"/></mergeCells>',
    )
    book = read(tmp_path, xlsx(xml, attributes=('state="hidden"',)))
    sheet = book.sheets[0]
    assert (sheet.hidden, sheet.hidden_rows, sheet.hidden_columns) == (True, {4}, {2})
    assert sheet.merged == [(9, 1, 9, 2)]
    assert [problem.problem for problem in book.problems] == [
        "a filter is set; the rows that it hides were read too.",
        "the sheet is hidden; it was read like the others.",
        "1 hidden row (4) holds text; it was read like the others.",
        "1 hidden column (B) holds text; it was read like the others.",
        "1 area (A9:B9) is merged; the text of each stands in its first cell.",
        "1 row (4) repeats an earlier row word for word; it was kept.",
        "1 column (C) repeats an earlier column word for word; it was kept.",
    ]
    severities = [problem.severity for problem in book.problems]
    assert severities == [*["warning"] * 4, "note", *["warning"] * 2]  # merging is mere layout


def test_the_same_file_reads_the_same_twice(tmp_path):
    path = RAW / "outreach" / "outreach_log.xlsx"
    first, second = read_workbook(path), read_workbook(path)
    assert [s.rows for s in first.sheets] == [s.rows for s in second.sheets]
    assert first.problems == second.problems


def test_a_corner_cell_costs_nothing(tmp_path):
    """Two cells at the ends of the grid are two rows of a dictionary."""
    far = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    book = read(tmp_path, xlsx(sheet_xml(cell("1") + far)))
    assert sorted(book.sheets[0].rows) == [1, 1_048_576]
    assert LIMITS.memory < 1 << 30


def test_xml_hands_on_the_number_of_the_chapter(tmp_path):
    path = tmp_path / "table.xml"
    path.write_text(
        "<Document><Treaty><Header><Chapter><Header>CHAPTER XXVI</Header></Chapter>"
        "<ExternalData><Numsect>8</Numsect></ExternalData></Header></Treaty></Document>"
    )
    (sheet,) = read_workbook(path).sheets
    assert list(sheet.rows.values()) == [["Chapter/Header", "CHAPTER XXVI"], ["Numsect", "8"]]


@pytest.mark.parametrize("before", [True, False])
def test_collecting_garbage_goes_on_as_before_even_after_an_error(tmp_path, before):
    (tmp_path / "empty.csv").write_bytes(b"")
    seen = []
    try:
        gc.enable() if before else gc.disable()
        with rows_kept():
            seen.append(gc.isenabled())
        seen.append(gc.isenabled())
        for read in (read_status_table, read_outreach):
            with pytest.raises(InputError, match="empty"):
                read(tmp_path / "empty.csv")
            seen.append(gc.isenabled())
    finally:
        gc.enable()
    assert seen == [False, before, before, before]
