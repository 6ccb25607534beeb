"""Spreadsheets that no honest program writes, made in code: what each is, and what must be said.

``cases()`` gives name -> Case. A case is read, or refused with one sentence; ``says`` must stand
in the sentence or in the problems, so that each message has a test that reads it.
"""

from __future__ import annotations

import io
import json
import struct
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

from attdata.problems import InputError
from attdata.read.workbook import read_workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRICT = 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = (
    "<!DOCTYPE a ["
    + '<!ENTITY x0 "ha">'
    + "".join(f'<!ENTITY x{i} "{f"&x{i - 1};" * 10}">' for i in range(1, 10))
    + "]>"
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@dataclass(frozen=True)
class Case:
    """Bytes, whether they are to be read, a text that must be said, the cells that must be read."""

    data: bytes
    read: bool
    says: str = ""
    cells: tuple[tuple[str, int, int, str], ...] = ()
    suffix: str = ".xlsx"


def sheet_xml(rows: str, *, before: str = "", after: str = "", ns: str = MAIN) -> str:
    """Return a worksheet around the XML of its rows."""
    return f"<worksheet {ns}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def row(*cells: str, r: int = 1) -> str:
    """Return a row of inline texts."""
    found = "".join(
        f'<c r="{chr(65 + i)}{r}" t="inlineStr"><is><t>{text}</t></is></c>'
        for i, text in enumerate(cells)
    )
    return f'<row r="{r}">{found}</row>'


def xlsx(
    *sheets: str | bytes,
    parts: dict[str, str | bytes] | None = None,
    book: str = "",
    attributes: tuple[str, ...] = (),
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Return a workbook of the given worksheets; ``parts`` adds to or replaces its parts."""
    sheets = sheets or (sheet_xml(row("a", "b")),)
    names = [f"S{i}" for i in range(1, len(sheets) + 1)]
    more = (*attributes, *[""] * len(sheets))
    listed = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="r{i}" {more[i - 1]}/>'
        for i, name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="r{i}" Type="{REL}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    links += f'<Relationship Id="s" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="t" Type="{REL}/styles" Target="styles.xml"/>'
    found: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{REL}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{REL}">{book}<sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
    }
    for i, text in enumerate(sheets, 1):
        found[f"xl/worksheets/sheet{i}.xml"] = text
    return archive({**found, **(parts or {})}, compression)


def archive(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name), text, compression)
    return buffer.getvalue()


def styles(*codes: str) -> str:
    """Return a style part: style 0 is General, style n shows the n-th format code."""
    formats = "".join(
        f'<numFmt numFmtId="{164 + i}" formatCode="{code}"/>' for i, code in enumerate(codes)
    )
    used = "".join(f'<xf numFmtId="{164 + i}"/>' for i in range(len(codes)))
    return (
        f"<styleSheet {MAIN}><numFmts>{formats}</numFmts>"
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
    )


def cell(value: str, kind: str = "n", r: str = "A1", style: str = "", formula: str = "") -> str:
    """Return a row with one cell."""
    more = f' s="{style}"' if style else ""
    return f'<row><c r="{r}" t="{kind}"{more}>{formula}<v>{value}</v></c></row>'


def _grid() -> dict[str, Case]:
    far = '<row r="1"><c r="A1"><v>1</v></c></row>'
    far += '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    wide = "".join(f'<row r="{i}"><c r="XFD{i}"><v>1</v></c></row>' for i in range(1, 9000))
    refused = "damaged or was not received in full"
    return {
        "far corner": Case(
            xlsx(sheet_xml(far, before='<dimension ref="A1:XFD1048576"/>')),
            True,
            cells=(("S1", 1, 1, "1"), ("S1", 1048576, 16384, "2")),
        ),
        "last column of every row": Case(xlsx(sheet_xml(wide)), False, "Limits(blanks=...)"),
        "texts of all kinds": Case(
            xlsx(
                sheet_xml(
                    "<row>" + '<c t="s"><v>0</v></c>' * 99 + "</row>" + "<row><c/></row>" * 9
                ),
                parts={"xl/sharedStrings.xml": f"<sst><si><t>{'x' * 30_000}</t></si></sst>"},
            ),
            True,
        ),
        "dimension lies": Case(
            xlsx(sheet_xml(row("a"), before='<dimension ref="ZZZ0:A-1"/>')),
            True,
            cells=(("S1", 1, 1, "a"),),
        ),
        "cell outside the grid": Case(
            xlsx(sheet_xml(cell("7", r="XFE1"))), True, "outside the sheet and was left out"
        ),
        "row outside the grid": Case(
            xlsx(sheet_xml('<row r="1048577"><c><v>1</v></c></row>')), True, "outside the sheet"
        ),
        "address that is none": Case(
            xlsx(sheet_xml(cell("7", r="&quot;;--"))), True, "outside the sheet"
        ),
        "row of another number": Case(xlsx(sheet_xml('<row r="-3"/>')), False, 'numbered "-3"'),
        "row of a huge number": Case(
            xlsx(sheet_xml(f'<row r="{"9" * 5000}"/>')), False, "a row is numbered"
        ),
        "cell in another row": Case(
            xlsx(sheet_xml('<row r="2"><c r="B5"><v>4</v></c></row>')),
            True,
            "not what its address says",
            (("S1", 5, 2, "4"),),
        ),
        "cell twice": Case(
            xlsx(sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')),
            True,
            "second value for a cell",
            (("S1", 1, 1, "1"),),
        ),
        "row twice": Case(
            xlsx(sheet_xml(row("a") + '<row r="1"><c r="B1"><v>2</v></c></row>')),
            True,
            cells=(("S1", 1, 1, "a"), ("S1", 1, 2, "2")),
        ),
        "no addresses": Case(
            xlsx(
                sheet_xml("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>")
            ),
            True,
            cells=(("S1", 1, 3, "3"), ("S1", 2, 1, "4")),
        ),
        "empty cells without end": Case(
            xlsx(sheet_xml("<row>" + "<c/>" * 6_000_000 + "</row>")), False, "Limits("
        ),
        "rows without end": Case(xlsx(sheet_xml("<row/>" * 1_100_000)), False, "Limits(ratio"),
        "prefix and other namespace": Case(
            xlsx(
                '<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row>'
                "</x:sheetData></x:worksheet>"
            ),
            True,
            cells=(("S1", 1, 1, "1"),),
        ),
        "strict namespace": Case(
            xlsx(sheet_xml(row("a"), ns=STRICT)), True, cells=(("S1", 1, 1, "a"),)
        ),
        "UTF-16 sheet": Case(
            xlsx(
                ('<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml(row("é"))).encode("utf-16")
            ),
            True,
            cells=(("S1", 1, 1, "é"),),
        ),
        "unknown XML encoding": Case(
            xlsx('<?xml version="1.0" encoding="klingon"?>' + sheet_xml(row("a"))), False, refused
        ),
        "sheet broken off": Case(
            xlsx(sheet_xml(row("a"))[:-30]), False, "not well-formed XML (line 1)"
        ),
        "sheet empty": Case(xlsx(""), False, "not well-formed XML"),
        "sheet binary": Case(xlsx(bytes(range(256))), False, "not well-formed XML"),
        "deep XML": Case(xlsx(sheet_xml("<a>" * 5000 + "</a>" * 5000)), False, "Limits(depth=...)"),
        **{
            f"deep {part}": Case(
                xlsx(parts={part: "<a b='/>'>" * 100_000}), False, "Limits(depth=...)"
            )
            for part in (
                "_rels/.rels",
                "xl/workbook.xml",
                "xl/styles.xml",
                "xl/sharedStrings.xml",
                "xl/_rels/workbook.xml.rels",
                "xl/worksheets/sheet1.xml",
            )
        },
        "cells in cells": Case(
            xlsx(sheet_xml("<row>" + "<c>" * 100_000)), False, "Limits(depth=...)"
        ),
        "texts in texts": Case(
            xlsx(sheet_xml("<row><c><is>" + "<t>" * 100_000)), False, "Limits(depth=...)"
        ),
        "tag without end": Case(
            xlsx(sheet_xml('<row a="' + Random(1).randbytes(3_000_000).hex()), "x"),
            False,
            "well-formed",
        ),
    }


def _values() -> dict[str, Case]:
    def one(value: str, kind: str = "n", **more: str) -> bytes:
        return xlsx(sheet_xml(cell(value, kind, **more)), parts={"xl/styles.xml": styles("d/m/yy")})

    rich = "<r><t>Ar</t></r><rPh><t>X</t></rPh><r><t>ms</t></r>"
    rich = f"<row><c t='inlineStr'><is>{rich}</is></c></row>"
    endless = f"<sst><si><t>{Random(1).randbytes(600_000).hex()}</t></si></sst>"
    shared = f"<sst {MAIN}><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r></si></sst>"
    return {
        "number in full": Case(one("0.10000000000000001"), True, cells=(("S1", 1, 1, "0.1"),)),
        "whole number": Case(one("2016.0"), True, cells=(("S1", 1, 1, "2016"),)),
        "number that is none": Case(one("1,5"), True, "stored as a number but is none"),
        "number of a million digits": Case(one("1" * 900_000), True, "is none"),
        "infinite number": Case(one("1e999"), True, "is none", (("S1", 1, 1, "1e999"),)),
        "date": Case(one("45523", style="1"), True, cells=(("S1", 1, 1, "2024-08-19"),)),
        "29 February 1900": Case(one("60", style="1"), True, "has a date format but is no date"),
        "date before the calendar": Case(one("-1", style="1"), True, "is no date"),
        "date after the calendar": Case(one("9e9", style="1"), True, "is no date"),
        "style that is not there": Case(one("7", style="99999999999"), True),
        "date of 1904": Case(
            xlsx(
                sheet_xml(cell("44061", style="1")),
                parts={"xl/styles.xml": styles("yyyy")},
                book='<workbookPr date1904="1"/>',
            ),
            True,
            cells=(("S1", 1, 1, "2024-08-19"),),
        ),
        "date as text": Case(
            one("2024-08-19T00:00:00", "d"), True, cells=(("S1", 1, 1, "2024-08-19"),)
        ),
        "boolean": Case(one("1", "b"), True, cells=(("S1", 1, 1, "TRUE"),)),
        "error": Case(
            one("#REF!", "e"), True, "error of the spreadsheet", (("S1", 1, 1, "#REF!"),)
        ),
        "unknown type": Case(one("7", "zz"), True, cells=(("S1", 1, 1, "7"),)),
        "formula without value": Case(
            xlsx(sheet_xml('<row><c r="A1"><f>SUM(B1)</f></c></row>')),
            True,
            '"=SUM(B1)" is a formula without a stored value',
        ),
        "formula with empty text": Case(
            xlsx(
                sheet_xml('<row><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row>')
            ),
            True,
            cells=(("S1", 1, 1, ""),),
        ),
        "formula that runs something": Case(
            one("7", formula="<f>cmd|' /C calc'!A0</f>"), True, cells=(("S1", 1, 1, "7"),)
        ),
        "shared text": Case(
            xlsx(sheet_xml(cell("1", "s")), parts={"xl/sharedStrings.xml": shared}),
            True,
            cells=(("S1", 1, 1, "two"),),
        ),
        "shared text with blanks around": Case(
            xlsx(sheet_xml(cell("\n 0 \n", "s")), parts={"xl/sharedStrings.xml": shared}),
            True,
            cells=(("S1", 1, 1, "one"),),
        ),
        "shared text that is not there": Case(
            xlsx(sheet_xml(cell("2", "s")), parts={"xl/sharedStrings.xml": shared}),
            False,
            "points to text number 2, which the workbook does not have",
        ),
        "shared text before the first": Case(one("-1", "s"), False, "points to text number -1"),
        "rich text and reading aid": Case(
            xlsx(sheet_xml(rich)), True, cells=(("S1", 1, 1, "Arms"),)
        ),
        "escaped characters": Case(
            xlsx(sheet_xml(row("a_x000A_b_x005F_x0041__xD800__x0000_"))),
            True,
            cells=(("S1", 1, 1, "a\nb_x0041__xD800__x0000_"),),
        ),
        "text as long as two cells": Case(
            xlsx(sheet_xml(row("é" * 70_000))), True, "more than the 32,767 characters"
        ),
        "text without end": Case(
            xlsx(sheet_xml(row(Random(1).randbytes(600_000).hex()))), False, "Limits(cell=...)"
        ),
        "shared text without end": Case(
            xlsx(parts={"xl/sharedStrings.xml": endless}),
            False,
            "Limits(cell=...)",
        ),
        "fifty errors": Case(
            xlsx(sheet_xml("".join('<row><c t="e"><v>#N/A</v></c></row>' for _ in range(2_000)))),
            True,
            "1,000 more cells, not listed, have this problem: is an error",
        ),
    }


def _related(more: str, kind: str = "worksheet") -> dict[str, str | bytes]:
    """Return the part that says where sheet r1 is."""
    link = f'<Relationship Id="r1" Type="{REL}/{kind}" {more}/>'
    return {"xl/_rels/workbook.xml.rels": f"<Relationships>{link}</Relationships>"}


def _beside() -> dict[str, Case]:
    two = row("a", "b") + row("c", "d", r=2)
    return {
        "merged": Case(
            xlsx(sheet_xml(two, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')),
            True,
            "1 area (A1:B1) is merged",
        ),
        "merged without end": Case(
            xlsx(
                sheet_xml(
                    two,
                    after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 20_000 + "</mergeCells>",
                )
            ),
            True,
            "20,000 areas",
        ),
        "merged beyond the limit": Case(
            xlsx(
                sheet_xml(
                    two, after="".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(1, 100_003))
                )
            ),
            False,
            "Limits(merged=...)",
        ),
        "merged nonsense": Case(
            xlsx(sheet_xml(two, after='<mergeCell ref="1:2"/><mergeCell/>')), True
        ),
        "hidden rows": Case(
            xlsx(sheet_xml(two.replace('r="2">', 'r="2" hidden="1">', 1))),
            True,
            "1 hidden row (2) holds text",
        ),
        "row without height": Case(
            xlsx(sheet_xml(two.replace('r="2">', 'r="2" ht="0" customHeight="1">', 1))),
            True,
            "1 hidden row (2) holds text",
        ),
        "data from elsewhere": Case(
            xlsx(parts={"xl/connections.xml": "<x/>"}), True, "nothing was fetched"
        ),
        "files inside": Case(xlsx(parts={"xl/embeddings/a.bin": "x"}), True, "were not opened"),
        "macros of Excel 4": Case(
            xlsx(parts={"xl/macrosheets/sheet1.xml": "x"}), True, "they were not run"
        ),
        "sheet with a bad name": Case(
            xlsx(
                parts={
                    "xl/workbook.xml": f'<workbook xmlns:r="{REL}"><sheets>'
                    f'<sheet name="a&#10;{"b" * 100_000}" r:id="r0"/></sheets></workbook>'
                }
            ),
            True,
            'sheet "a?bbb',
        ),
        "hidden columns": Case(
            xlsx(sheet_xml(two, before='<cols><col min="2" max="16384" hidden="1"/></cols>')),
            True,
            "1 hidden column (B) holds text",
        ),
        "hidden columns again and again": Case(
            xlsx(sheet_xml(two, before='<col min="1" max="99999999999" hidden="true"/>' * 10_000)),
            True,
            "2 hidden columns (A, B) hold text",
        ),
        "hidden sheet": Case(
            xlsx(sheet_xml(two), attributes=('state="veryHidden"',)), True, "the sheet is hidden"
        ),
        "filter": Case(
            xlsx(
                sheet_xml(
                    two, after='<autoFilter ref="A1:B2"><filterColumn colId="0"/></autoFilter>'
                )
            ),
            True,
            "a filter is set",
        ),
        "row again": Case(
            xlsx(sheet_xml(two + row("a", "b", r=7))), True, "1 row (7) repeats an earlier row"
        ),
        "column again": Case(
            xlsx(sheet_xml("".join(row(x, x, r=i) for i, x in enumerate("abc", 1)))),
            True,
            "1 column (B) repeats an earlier column",
        ),
        "sheet again": Case(xlsx(sheet_xml(two), sheet_xml(two)), True, 'repeats the sheet "S1"'),
        "sheet name again": Case(
            xlsx(
                parts={
                    "xl/workbook.xml": f'<workbook xmlns:r="{REL}"><sheets>'
                    + '<sheet name="A" r:id="r1"/>' * 2
                    + "</sheets></workbook>"
                }
            ),
            True,
            "has the name of an earlier sheet",
        ),
        "macros": Case(xlsx(parts={"xl/vbaProject.bin": b"x"}), True, "macros; they were not run"),
        "links to other files": Case(
            xlsx(parts={"xl/externalLinks/externalLink1.xml": "<x/>"}), True, "no link was followed"
        ),
        "comments": Case(xlsx(parts={"xl/comments1.xml": "<x/>"}), True, "comments on cells"),
        "pictures": Case(xlsx(parts={"xl/media/image1.png": b"x"}), True, "were not read"),
        "five thousand sheets": Case(
            xlsx(
                parts={
                    "xl/workbook.xml": f'<workbook xmlns:r="{REL}"><sheets>'
                    + "".join(f'<sheet name="{i}" r:id="r1"/>' for i in range(5_000))
                    + "</sheets></workbook>"
                }
            ),
            False,
            "Limits(sheets=...)",
        ),
        "no sheet": Case(
            xlsx(parts={"xl/workbook.xml": "<workbook/>"}), False, "the workbook has no sheet"
        ),
        "sheet is missing": Case(
            xlsx(parts={"xl/_rels/workbook.xml.rels": "<Relationships/>"}),
            True,
            "the sheet is named but not in the file",
        ),
        "sheet is a chart": Case(
            xlsx(parts=_related('Target="worksheets/sheet1.xml"', "chartsheet")),
            True,
            "a chartsheet has no cells",
        ),
        "sheet lies outside": Case(
            xlsx(parts=_related('TargetMode="External" Target="http://example.org/x"')),
            True,
            "not in the file",
        ),
        "sheet is a path": Case(
            xlsx(parts=_related('Target="../../../../etc/passwd"')), True, "not in the file"
        ),
    }


def _entities() -> dict[str, Case]:
    found = {}
    for name, doctype in (("laughs", LAUGHS), ("outside", OUTSIDE)):
        says = "declares a document type or entities"
        text = doctype + sheet_xml(row("&x9;" if name == "laughs" else "&x;"))
        found[f"{name} in a sheet"] = Case(xlsx(text), False, says)
        found[f"{name} in the texts"] = Case(
            xlsx(parts={"xl/sharedStrings.xml": f"{doctype}<sst><si><t>&x;</t></si></sst>"}),
            False,
            says,
        )
        found[f"{name} in the styles"] = Case(
            xlsx(parts={"xl/styles.xml": f"{doctype}<styleSheet>&x;</styleSheet>"}), False, says
        )
        found[f"{name} in the workbook"] = Case(
            xlsx(parts={"xl/workbook.xml": f"{doctype}<workbook>&x;</workbook>"}), False, says
        )
        found[f"{name} in the relations"] = Case(
            xlsx(parts={"_rels/.rels": f"{doctype}<Relationships>&x;</Relationships>"}), False, says
        )
        treaty = f"{doctype}<Document><ExternalData><T>&x;</T></ExternalData></Document>"
        found[f"{name} in XML"] = Case(
            ('<?xml version="1.0"?>' + treaty).encode(), False, says, suffix=".xml"
        )
        found[f"{name} in XML without declaration"] = Case(
            treaty.encode(), False, says, suffix=".xml"
        )
        page = f"{doctype.replace('DOCTYPE a', 'DOCTYPE html')}<table><tr><td>&x9;&x;</table>"
        found[f"{name} in a page"] = Case(
            page.encode(), True, cells=(("table 1", 1, 1, "&x9;&x;"),), suffix=".html"
        )
    return found


def _archives() -> dict[str, Case]:
    good = xlsx()
    end = good.rfind(b"PK\x05\x06")
    damaged = "damaged or was not received in full"
    locked = bytearray(xlsx(compression=zipfile.ZIP_STORED))
    start = 0
    while (start := locked.find(b"PK\x01\x02", start)) >= 0:
        locked[start + 8] |= 1
        start += 4
    bomb = sheet_xml("<row>" + " " * 60_000_000 + "</row>")
    many = {f"xl/{i}.xml": "" for i in range(6_000)}
    twice = xlsx(parts={"xl/worksheets/sheeT1.xml": "<worksheet/>"})
    lie = bytearray(good)
    lie[lie.rfind(b"PK\x01\x02") + 24 : lie.rfind(b"PK\x01\x02") + 28] = struct.pack("<I", 5)
    crc = bytearray(good)
    crc[crc.rfind(b"PK\x01\x02") + 16] ^= 0xFF
    long_list = bytearray(good)
    long_list[end + 12 : end + 16] = struct.pack("<I", 0x7FFFFFF0)
    found = {
        "bomb": Case(xlsx(bomb), False, "Limits(ratio=...)"),
        "bomb in the texts": Case(
            xlsx(parts={"xl/sharedStrings.xml": "<sst>" + "<si/>" * 12_000_000}), False, "Limits("
        ),
        "six thousand parts": Case(xlsx(parts=many), False, "Limits(parts=...)"),
        "long list of parts": Case(bytes(long_list), False, "Limits(parts=...)"),
        "part twice": Case(twice, False, 'has 2 parts named "xl/worksheets/sheet1.xml"'),
        "part with a path": Case(
            xlsx(parts={"../../../tmp/x": "x", "/etc/passwd": "x", "C:\\x": "x"}), True
        ),
        "with a password": Case(bytes(locked), False, "zip archive with a password"),
        "bzip2": Case(xlsx(compression=zipfile.ZIP_BZIP2), False, "packed in an unusual way"),
        "lzma": Case(xlsx(compression=zipfile.ZIP_LZMA), False, "packed in an unusual way"),
        "wrong size": Case(bytes(lie), False, damaged),
        "wrong sum": Case(bytes(crc), False, damaged),
        "text after the end": Case(good + b"x" * 1000, True, cells=(("S1", 1, 1, "a"),)),
        "only an end": Case(good[end:], False, damaged),
        "empty archive": Case(archive({}), False, "zip archive without a workbook"),
        "archive of a workbook": Case(archive({"a.xlsx": good}), False, "Unpack it"),
        "no list of sheets": Case(archive({"xl/styles.xml": "<a/>"}), False, "list of sheets"),
        "Word": Case(archive({"word/document.xml": "x"}), False, "a Word document (.docx)"),
        "presentation": Case(archive({"ppt/presentation.xml": "x"}), False, "(.pptx)"),
        "OpenDocument": Case(archive({"content.xml": "x"}), False, "OpenDocument file (.ods)"),
        "binary workbook": Case(archive({"xl/workbook.bin": "x"}), False, "(.xlsb)"),
        "Numbers": Case(archive({"Index/Document.iwa": "x"}), False, "Apple Numbers"),
    }
    for share in (5, 30, 60, 95, 99):
        found[f"cut off at {share} %"] = Case(good[: len(good) * share // 100], False, "cut off")
    return found


def _other() -> dict[str, Case]:
    def stream(name: str) -> bytes:
        return OLE + name.encode("utf-16-le") + bytes(64)

    return {
        "old workbook": Case(stream("Workbook"), False, "of before 2007 (.xls)", suffix=".xls"),
        "older workbook": Case(
            b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(99), False, "(.xls)", suffix=".xls"
        ),
        "locked workbook": Case(stream("EncryptedPackage"), False, "has a password"),
        "old Word": Case(stream("WordDocument"), False, "(.doc)", suffix=".doc"),
        "PDF": Case(b"%PDF-1.7\n%\xe2\xe3\n", False, "a PDF document", suffix=".pdf"),
        "PNG": Case(b"\x89PNG\r\n\x1a\n" + bytes(9), False, "a picture (PNG)", suffix=".csv"),
        "JPEG": Case(b"\xff\xd8\xff\xe0" + bytes(9), False, "(JPEG)"),
        "gzip": Case(b"\x1f\x8b\x08" + bytes(9), False, "compressed file (gzip)", suffix=".csv"),
        "program": Case(b"MZ\x90\0" + bytes(99), False, "a program"),
        "JSON": Case(b'[{"iso3": "FJI"}]', False, "this is JSON", suffix=".csv"),
        "RTF": Case(b"{\\rtf1 x}", False, "(RTF)"),
        "web archive": Case(b"MIME-Version: 1.0\nx", False, "web archive (.mht)", suffix=".xls"),
        "Excel XML": Case(
            b"<?xml?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            False,
            "Excel XML workbook of 2003",
            suffix=".xls",
        ),
        "other XML": Case(b'<?xml version="1.0"?><svg/>', False, "holds no treaty", suffix=".xml"),
        "noise": Case(b"\x01\x02\x03" + Random(2).randbytes(5_000), False, "cannot be told"),
        "nothing": Case(b"", False, "the file is empty"),
        "blanks": Case(b" \n\0\t" * 99, False, "the file is empty", suffix=".csv"),
        "only a mark": Case(b"\xef\xbb\xbf", False, "the file is empty", suffix=".csv"),
        "text named xlsx": Case(
            b"a,b\n1,2\n", True, "named .xlsx but is plain text", (("", 2, 2, "2"),)
        ),
        "page named xls": Case(
            b"<html><table><tr><td>1", True, "but is a web page", (("table 1", 1, 1, "1"),), ".xls"
        ),
        "workbook named csv": Case(xlsx(), True, "but is a workbook", (("S1", 1, 1, "a"),), ".csv"),
    }


def _delimited() -> dict[str, Case]:
    def text(data: str | bytes, read: bool, says: str = "", *cells: tuple[int, int, str]) -> Case:
        raw = data if isinstance(data, bytes) else data.encode()
        return Case(raw, read, says, tuple(("", *place) for place in cells), ".csv")

    table = "Name,Date\nCôte,3\n中国,4\n"
    swallowed = 'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n10,11",12\n13,14,15\n'
    return {
        "UTF-8": text(table, True, "", (2, 1, "Côte"), (3, 1, "中国")),
        "UTF-8 with mark": text(b"\xef\xbb\xbf" + table.encode(), True, "", (1, 1, "Name")),
        "UTF-16": text(table.encode("utf-16"), True, "", (3, 1, "中国")),
        "UTF-16 little end": text(table.encode("utf-16-le"), True, "", (3, 1, "中国")),
        "UTF-16 big end": text(table.encode("utf-16-be"), True, "", (3, 1, "中国")),
        "UTF-32": text(table.encode("utf-32"), True, "", (3, 1, "中国")),
        "UTF-16 cut off": text(table.encode("utf-16")[:-1], True, "is UTF-16-LE but for 1 place"),
        "Western": text(
            "a;b\nCôte;Perú\n".encode("cp1252"), True, "read as cp1252 (Western", (2, 1, "Côte")
        ),
        "Arabic": text(
            "مصر,الأردن\nلبنان,3\n".encode("cp1256"),
            True,
            "read as cp1256 (Arabic)",
            (2, 1, "لبنان"),
        ),
        "Chinese": text(
            "中国,阿富汗\n法国,3\n".encode("gb18030"), True, "read as GB18030", (2, 1, "法国")
        ),
        "bad bytes in UTF-8": text(
            "é,ü\n".encode() * 9 + b"C\xf4te,1\n", True, "is UTF-8 but for 1 place", (10, 1, "Côte")
        ),
        "NUL": text(b"a,b\n1\0,2\n", True, "1 control characters", (2, 1, "1")),
        "mark that is open": text(
            'a,b\n1,"2\n3,4\n', True, "quotation mark that is never closed", (3, 1, "3")
        ),
        "marks that are open": text('a,b\n"1,2\n' * 500, True),
        "rows in a cell": text(swallowed, True, "2 lines which look like rows", (3, 1, "13")),
        "honest line breaks": text('a,b\n"x\ny\nz",2\n', True, "", (2, 1, "x\ny\nz"), (2, 2, "2")),
        "field without end": text(
            "a,b\n" + "x" * 500_000 + ",2\n3,4\n", True, "32,767", (3, 1, "3")
        ),
        "line without end": text(
            "a,b\n" + "x" * 1_500_000 + "\n", False, "longer than a spreadsheet"
        ),
        "quoted without end": text('a,b\n"' + "x,\n" * 900_000, True, "never closed"),
        "columns without end": text("a," * 20_000, False, "more than 16,384 columns"),
        "many more columns": text("a" + "," * 2_000_000 + "\n", False, "more than 16,384 columns"),
        "columns over lines": text(('"\n"' + "," * 9_000) * 200, True),
        "only marks": text('"' * 100_000, True),
        "only delimiters": text(",;\t|\n" * 9, True),
        "line ends of all kinds": text("a,b\r1,2\n3,4\r\n5,6", True, "", (4, 2, "6")),
        "other line ends": text("a,b\u2028c\x0b,d\u0085\n", True, "control", (1, 2, "b\u2028c")),
        "delimiter declared": text("sep=;\na;b,c\n", True, "", (2, 2, "b,c")),
        "declared nonsense": text('sep="\na,b\n', True, "", (2, 2, "b")),
        "tabs": text("a\tb, c\nd\te, f\n", True, "", (1, 2, "b, c")),
        "copy of a print": text(
            "Fiji......... 29 Jul 2020 a\nAlbania.......... 3 Jun 2013, x\nAngola........ 1\n",
            True,
            "",
            (2, 1, "Albania.......... 3 Jun 2013, x"),
        ),
        "long text in quotes": text(
            'a,b\n"' + "x y\n" * 50_000 + '",2\n3,4\n', True, "32,767", (2, 2, "2"), (3, 1, "3")
        ),
        "list of names": text(
            "Fiji\nKorea, Republic of\nPeru\nTogo\nOman\n", True, "", (2, 1, "Korea, Republic of")
        ),
        "quoted list": text('Fiji\n"Korea, Republic of"\n', True, "", (2, 1, "Korea, Republic of")),
        "formulas": text('=cmd|"/C calc"!A0,b\n', True),
        "repeated": text("a,b\n1,2\n1,2\n1,2\n", True, "2 rows (3, 4) repeat an earlier row"),
    }


def _pages() -> dict[str, Case]:
    def page(
        data: str | bytes, read: bool, says: str = "", *cells: tuple[str, int, int, str]
    ) -> Case:
        raw = data if isinstance(data, bytes) else data.encode()
        return Case(raw, read, says, cells, ".html")

    spans = "<table><tr>" + "<td rowspan=65534>" * 16_000 + "<tr><td>x" * 9_000
    meta = "<html><meta charset={}><table><tr><td>C\xf4te</table>"
    found = {
        "page in Western": page(
            meta.format("windows-1252").encode("cp1252"), True, "", ("table 1", 1, 1, "Côte")
        ),
        "page that says Western": page(
            meta.format("windows-1252").encode(),
            True,
            "declares windows-1252 but is UTF-8",
            ("table 1", 1, 1, "Côte"),
        ),
        "tables in tables": page("<table><tr><td>" * 5_000, False, "Limits(depth=...)"),
        "tables without end": page("<table></table>" * 2_000, False, "Limits(sheets=...)"),
        "merged page": page(
            "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c</table>",
            True,
            "",
            ("table 1", 2, 2, "c"),
        ),
        "merged without end on a page": page(spans, False, "Limits("),
        "columns of a page": page(
            "<table><tr>" + "<td colspan=1000>x" * 17, False, "16,384 columns"
        ),
        "spans that are none": page(
            "<table><tr><td colspan=-1 rowspan=x>a<td colspan=99999999999>b",
            True,
            "",
            ("table 1", 1, 2, "b"),
        ),
        "hidden row of a page": page(
            "<table><tr><td>a<tr style='display: none'><td>b</table>",
            True,
            "1 hidden row (2) holds text",
        ),
        "hidden table of a page": page("<table hidden><tr><td>a", True, "the sheet is hidden"),
        "rows without table": page("<html><tr><td>a</td></tr>", True, "", ("page", 1, 1, "a")),
        "deep page": page("<div>" * 200_000 + "x", True, "", ("page", 1, 1, "x")),
        "attributes without end": page(
            "<table " + " ".join(f"a{i}" for i in range(300_000)) + "><tr><td>x",
            True,
            "",
            ("table 1", 1, 1, "x"),
        ),
        "quotes that stay open": page(
            "<html>" + "<a b='" * 200_000, True, "breaks off inside the tag <a"
        ),
        "comment that stays open": page(
            "<html><table><tr><td>x<!-- ", True, "breaks off inside a comment"
        ),
        "script that stays open": page("<html><script>" + "</scrip" * 100_000, True),
        "scripts and styles": page(
            "<table><tr><td>a<script>alert('<td>b')</script><style>x</style></table>",
            True,
            "",
            ("table 1", 1, 1, "a"),
        ),
        "numbers of characters": page(
            "<table><tr><td>&#x1F600;&#" + "9" * 6_000 + ";&#xD800;&#0;&nbsp;&bogus;",
            True,
            "",
            ("table 1", 1, 1, "\U0001f600\ufffd\ufffd\ufffd\xa0&bogus;"),
        ),
        "long text on a page": page("<p>" + "x" * 1_100_000, False, "Limits(cell=...)"),
        "end tags only": page(
            "<html></table></td></tr></sup></script>x", True, "", ("page", 1, 1, "x")
        ),
    }
    for label in ("punycode", "rot13", "utf-16", "idna", "unicode_escape", "klingon", "hex"):
        found[f"page in {label}"] = page(
            meta.format(label).encode(), True, "", ("table 1", 1, 1, "Côte")
        )
    return found


def treaty(body: str, declared: str = "iso-8859-1") -> str:
    """Return a treaty's XML around the rows of its table of participants."""
    return (
        f'<?xml version="1.0" encoding="{declared}"?><Document><Treaty><Header><ExternalData>'
        "<Titlesect>Arms Trade Treaty</Titlesect><Status><Parties>2</Parties></Status>"
        "</ExternalData></Header><Participants><Table><TGroup><Tbody><Rows>"
        f"{body}</Rows></Tbody></TGroup></Table></Participants></Treaty></Document>"
    )


def _treaties() -> dict[str, Case]:
    def xml(
        data: str | bytes, read: bool, says: str = "", *cells: tuple[str, int, int, str]
    ) -> Case:
        raw = data if isinstance(data, bytes) else data.encode("latin-1")
        return Case(raw, read, says, cells, ".xml")

    entry = "<Row><Entry>{}</Entry></Row>"
    first = ("Participants 1", 1, 1)
    return {
        "treaty": xml(
            treaty(entry.format("C\xf4te &lt;superscript&gt;1&lt;/superscript&gt;")),
            True,
            "",
            (*first, "C\xf4te <superscript>1</superscript>"),
            ("Header", 2, 1, "Status/Parties"),
        ),
        "treaty in UTF-8": xml(
            treaty(entry.format("C\xf4te")).encode(),
            True,
            "declares iso-8859-1 but is UTF-8",
            (*first, "Côte"),
        ),
        "control characters": xml(
            treaty(entry.format("\x1cArms\x1d \x13 it\x19s")),
            True,
            "4 control characters",
            (*first, "“Arms” – it’s"),
        ),
        "bare ampersands": xml(
            treaty(entry.format("Bosnia & Herzegovina &eacute; &bogus;")),
            True,
            "mended: 3 bare ampersands",
            (*first, "Bosnia & Herzegovina é &bogus;"),
        ),
        "characters that do not exist": xml(
            treaty(entry.format("a&#0;&#31;&#xD800;&#xFFFF;&#99999999999;&#1114112;b")),
            True,
            "6 characters that do not exist",
        ),
        "tags that do not match": xml(
            treaty("<Row><Entry>a</Row><Row><Entry>b</Entry></Row>"),
            True,
            "the XML is broken at line 1",
            (*first, "a"),
        ),
        "treaty cut off": xml(
            treaty(entry.format("a") + entry.format("b"))[:-80],
            True,
            "text near it or after it may be missing",
            (*first, "a"),
        ),
        "bare smaller-than": xml(treaty(entry.format("a < b")), True, "the XML is broken"),
        "deep treaty": xml(treaty("<a>" * 10_000), False, "Limits(depth=...)"),
        "tables of a treaty": xml(
            treaty(
                "</Rows></Tbody></TGroup>" + "<TGroup></TGroup>" * 1_500 + "<TGroup><Tbody><Rows>"
            ),
            False,
            "Limits(sheets=...)",
        ),
        "long entry": xml(treaty(entry.format("x" * 1_100_000)), False, "Limits(cell=...)"),
        "attributes of a treaty": xml(
            treaty(
                "<Row " + " ".join(f'a{i}=""' for i in range(200_000)) + "><Entry>a</Entry></Row>"
            ),
            True,
            "",
            (*first, "a"),
        ),
    }


GROUPS = {
    group.__name__[1:]: group
    for group in (
        _grid, _values, _beside, _entities, _archives, _other, _delimited, _pages, _treaties,
    )
}  # fmt: skip


def cases() -> dict[str, Case]:
    """Return every hostile file by its name."""
    found: dict[str, Case] = {}
    for group in GROUPS.values():
        for name, case in group().items():
            assert name not in found, name
            found[name] = case
    return found


def read_all(group: str, folder: Path) -> dict[str, dict[str, object]]:
    """Read each file of a group: what was said, which cells were read, what it cost."""
    results: dict[str, dict[str, object]] = {}
    for name, case in GROUPS[group]().items():
        path = folder / f"case{case.suffix}"
        path.write_bytes(case.data)
        start = time.process_time()
        read, cells, error = True, [], ""
        try:
            book = read_workbook(path)
            said = "\n".join(map(str, book.problems))
            sheets = {sheet.name: sheet for sheet in book.sheets}
            cells = [sheets[sheet].text(row, column) for sheet, row, column, _ in case.cells]
        except InputError as refused:
            read, said = False, str(refused)
        except BaseException as crash:
            said = error = repr(crash)[:1_000]
        results[name] = {
            "right": read == case.read and not error,
            "says": case.says in said,
            "cells": cells == [text for *_, text in case.cells] or not case.read,
            "quick": time.process_time() - start < 10,
            "one line": read or "\n" not in said,
            "said": said[:500],
        }
    return results


if __name__ == "__main__":
    # In a process of its own, so that a crash or a full memory is seen and kills no other test.
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    print(json.dumps(read_all(sys.argv[1], Path(sys.argv[2]))))
