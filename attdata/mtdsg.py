"""Cells of the depositary's XML (Multilateral Treaties Deposited with the Secretary-General).

Copies in circulation are often not well-formed: typographic marks were cut to their low byte and
became control characters, an ellipsis became a bare ampersand. They are mended, and it is said.
"""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from attdata.encodings import decode
from attdata.limits import Budget, refuse
from attdata.problems import ERROR, WARNING, InputError, Problem
from attdata.sheet import Kinds, Sheet, keep_row

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""")
_PROLOG = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
# U+2013, U+2018 and so on lost their high byte; 0x02 is what is left of an en space.
_CUT = {0x02: " ", 0x13: "\u2013", 0x14: "\u2014", 0x18: "\u2018", 0x19: "\u2019",
        0x1C: "\u201c", 0x1D: "\u201d"}  # fmt: skip
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30};)")
_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_STANDARD = {"amp;", "lt;", "gt;", "quot;", "apos;"}
_BLANK = " \t\r\n"
_LISTS = ("Declarations", "EndNotes", "SpecialTables", "LON")


def read_mtdsg(data: bytes, file: str, budget: Budget) -> tuple[list[Sheet], list[Problem]]:
    """Return the parts of a treaty's XML as sheets, and the problems met.

    Parameters
    ----------
    data
        The file's bytes.
    file
        Its name, for the messages.
    budget
        What may be spent on it.
    """
    text, problems = _text(data, file)
    text = _PROLOG.sub("", text, count=1)
    if "<!ENTITY" in text or "<!DOCTYPE" in text:
        raise InputError(
            f"{file}: it declares a document type or entities, which the depositary's files do not "
            "have and which can make a small file fill the memory. Get it from the Treaty "
            "Collection again."
        )
    text, mended = _mend(text, file)
    root, broken = _parse(text, file, budget)
    problems += mended + broken
    sheets = _sheets(root, file, budget)
    if not any(sheet.rows for sheet in sheets):
        raise InputError(
            f"{file}: this XML holds no treaty as the Treaty Collection publishes it. "
            "Save the table as .xlsx, or get the page as .html."
        )
    return sheets, problems


def _text(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Decode by the declaration where the bytes agree with it."""
    declared = _DECLARED.search(data[:1000])
    label = declared[1].decode("ascii").lower() if declared else "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or label.startswith("utf"):
        return decode(data, file)
    if label in ("iso-8859-1", "latin1", "us-ascii", "windows-1252"):
        return _western(data, label, file)
    try:
        return data.decode(label), []
    except (LookupError, UnicodeError, ValueError):
        return decode(data, file)


def _western(data: bytes, label: str, file: str) -> tuple[str, list[Problem]]:
    """Decode Western text, which may after all be UTF-8."""
    if not data.isascii():
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            what = f"the file declares {label} but is UTF-8, and was read as UTF-8."
            hint = "Check the accented letters."
            return text, [Problem(WARNING, file, "", "", "", what, hint)]
    try:
        return data.decode("cp1252"), []
    except UnicodeDecodeError:
        return data.decode("latin-1"), []


def _mend(text: str, file: str) -> tuple[str, list[Problem]]:
    """Replace what XML does not allow, counting it."""
    counts = {"control characters": 0, "bare ampersands": 0, "names of characters": 0}

    def control(match: re.Match[str]) -> str:
        counts["control characters"] += 1
        return _CUT.get(ord(match[0]), "")

    def reference(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else int(match[2])
        allowed = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
        if allowed or 0x10000 <= code < 0x110000:
            return match[0]
        counts["control characters"] += 1
        return _CUT.get(code, "")

    def named(match: re.Match[str]) -> str:
        if match[1] in _STANDARD or match[1] not in html5:
            return match[0]
        counts["names of characters"] += 1
        return html5[match[1]].replace("&", "&amp;").replace("<", "&lt;")

    def ampersand(_: re.Match[str]) -> str:
        counts["bare ampersands"] += 1
        return "&amp;"

    text = _CONTROL.sub(control, text)
    text = _REFERENCE.sub(reference, text)
    text = _NAMED.sub(named, text)
    text = _AMPERSAND.sub(ampersand, text)
    parts = [f"{count:,} {what}" for what, count in counts.items() if count]
    if not parts:
        return text, []
    what = f"the XML is not well-formed and was mended: {', '.join(parts)}."
    hint = "Check quotation marks and dashes against the Treaty Collection's page."
    return text, [Problem(WARNING, file, "", "", "", what, hint)]


def _parse(text: str, file: str, budget: Budget) -> tuple[etree._Element, list[Problem]]:
    """Parse without entities, network or a document type; what stays broken is an error."""
    data = text.encode("utf-8", "replace")
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        return etree.fromstring(data, etree.XMLParser(encoding="utf-8", **safe)), []
    except etree.XMLSyntaxError as error:
        first = error
    if "depth" in str(first).lower():
        raise refuse(file, "its XML is nested too deep", "depth", budget.limits.depth)
    parser = etree.XMLParser(encoding="utf-8", recover=True, **safe)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise InputError(
            f"{file}: its XML cannot be read (line {first.lineno}). "
            "Get it from the Treaty Collection again."
        )
    what = f"the XML is broken at line {first.lineno}; text after it may be missing."
    hint = "Get the file from the Treaty Collection again."
    return root, [Problem(ERROR, file, "", f"row {first.lineno}", "", what, hint)]


def _sheets(root: etree._Element, file: str, budget: Budget) -> list[Sheet]:
    """Return header, tables of participants, and the lists of texts, in the order of the file."""
    sheets: list[Sheet] = []
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > budget.limits.depth:
            raise refuse(file, "its XML is nested too deep", "depth", budget.limits.depth)
        if event == "end":
            continue
        tag = _name(element)
        if tag == "ExternalData" or tag in _LISTS:
            name = "Header" if tag == "ExternalData" else tag
            sheets.append(_paths(element, Sheet(file, name, kinds=Kinds()), budget))
        elif tag == "TGroup" and _within(element, "Participants"):
            number = sum(sheet.name.startswith("Participants") for sheet in sheets) + 1
            sheet = Sheet(file, f"Participants {number}", kinds=Kinds())
            sheets.append(_rows(element, sheet, budget))
        if len(sheets) > budget.limits.sheets:
            raise refuse(file, "it has too many tables", "sheets", budget.limits.sheets)
    return sheets


def _name(element: etree._Element) -> str:
    """Return an element's name without namespace; "" for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _within(element: etree._Element, name: str) -> bool:
    return any(_name(parent) == name for parent in element.iterancestors())


def _whole_text(element: etree._Element, budget: Budget, file: str) -> str:
    text = "".join(element.itertext()).strip(_BLANK)
    if len(text) > budget.limits.cell:
        raise refuse(file, "one text has too many characters", "cell", budget.limits.cell)
    return text


def _paths(top: etree._Element, sheet: Sheet, budget: Budget) -> Sheet:
    """Write each text below an element as a row: the path of its element, the text."""
    path: list[str] = []
    row = 0
    for event, element in etree.iterwalk(top, events=("start", "end")):
        if element is top:
            continue
        if event == "end":
            path.pop()
            continue
        path.append(_name(element))
        text = (element.text or "").strip(_BLANK)
        if not len(element):
            text = _whole_text(element, budget, sheet.file)
        if text:
            row += 1
            keep_row(sheet, row, ["/".join(path), text], budget)
    return sheet


def _rows(group: etree._Element, sheet: Sheet, budget: Budget) -> Sheet:
    """Write the heading and the rows of one table."""
    number = 0
    for row in group.iter():
        if _name(row) != "Row":
            continue
        number += 1
        cells = [_whole_text(entry, budget, sheet.file) for entry in row if _name(entry) == "Entry"]
        keep_row(sheet, number, cells, budget)
    return sheet
