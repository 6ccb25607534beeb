"""Cells of the depositary's XML (Multilateral Treaties Deposited with the Secretary-General).

Copies in circulation are often not well-formed: typographic marks were cut to their low byte and
became control characters, an ellipsis became a bare ampersand. They are mended, and it is said.
"""

from __future__ import annotations

import re
from html import escape
from html.entities import html5
from sys import getsizeof

from lxml import etree

from attdata.problems import ERROR, WARNING, InputError, Problem
from attdata.read.encodings import decode, decode_declared, without_controls
from attdata.read.limits import Budget, refuse
from attdata.read.sheet import Kinds, Sheet, keep_row

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""")
_PROLOG = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
_AMPERSAND = re.compile(
    "&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)([A-Za-z][A-Za-z0-9]{1,30};)?"
)
_REFERENCE = re.compile("&#(?:x([0-9A-Fa-f]{1,40})|([0-9]{1,40}));")
_CHUNK = 1 << 16  # letters handed to the parser at a time, between two looks at the limits
_BLANK = " \t\r\n"
_RAISED = ("superscript", "sup")
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
    budget.spend_memory(len(data) + 2 * getsizeof(text))
    sheets, broken = _parse(text, file, budget)
    problems += mended + broken
    if not any(sheet.rows for sheet in sheets):
        raise InputError(
            f"{file}: this XML holds no treaty as the Treaty Collection publishes it. "
            "Save the table as .xlsx, or get the page as .html."
        )
    return sheets, problems


def _text(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Decode by the declaration where the bytes agree with it."""
    declared = _DECLARED.search(data[:1000])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return decode_declared(data, declared[1].decode("ascii"), file)
    return decode(data, file)


def _mend(text: str, file: str) -> tuple[str, list[Problem]]:
    """Replace what XML does not allow, counting it."""
    text, problems = without_controls(text, file)
    impossible = 0

    def reference(match: re.Match[str]) -> str:
        nonlocal impossible
        code = int(match[1], 16) if match[1] else int(match[2])
        if _is_character(code):
            return f"&#{code};"
        impossible += 1
        return "\ufffd"

    text = _REFERENCE.sub(reference, text)
    text, ampersands = _AMPERSAND.subn(_ampersand, text)
    counts = {"characters that do not exist": impossible, "bare ampersands": ampersands}
    parts = [f"{count:,} {what}" for what, count in counts.items() if count]
    if parts:
        what = f"the XML is not well-formed and was mended: {', '.join(parts)}."
        hint = "Compare the text with the Treaty Collection's page if it matters."
        problems.append(Problem(WARNING, file, "", "", "", what, hint))
    return text, problems


def _is_character(code: int) -> bool:
    """Say whether XML has such a character (XML 1.0, production 2)."""
    if code < 32 or code > 0x10FFFF:
        return code in (9, 10, 13)
    return not (0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF))


def _ampersand(match: re.Match[str]) -> str:
    """Return the character that HTML knows by this name, else the ampersand as text."""
    character = html5.get(match[1] or "", "")
    return escape(character, quote=False) if character else "&amp;" + (match[1] or "")


def _parse(text: str, file: str, budget: Budget) -> tuple[list[Sheet], list[Problem]]:
    """Read the elements one by one; where the XML is broken, what libxml2 recovers, and say so."""
    treaty = _Treaty(file, budget)
    # No entity is expanded, nothing is fetched, and the limits of libxml2 hold (no huge_tree).
    parser = etree.XMLParser(
        target=treaty, recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    budget.spend_tags(text.count("<"))
    content = text.encode("utf-8", "replace")
    for start in range(0, len(content), _CHUNK):
        parser.feed(content[start : start + _CHUNK])
    sheets = parser.close()
    faults = parser.feed_error_log.filter_from_fatals()
    if not faults:
        return sheets, []
    line = faults[0].line
    what = f"the XML is broken at line {line}; text near it or after it may be missing."
    hint = "Get the file from the Treaty Collection again."
    return sheets, [Problem(ERROR, file, "", f"row {line}", "", what, hint)]


class _Treaty:
    """Puts the text of each element into the sheet that it belongs to."""

    def __init__(self, file: str, budget: Budget) -> None:
        self.file = file
        self.budget = budget
        self.sheets: list[Sheet] = []
        self.path: list[str] = []
        self.texts: list[list[str]] = []
        self.sheet: Sheet | None = None
        self.top = 0
        self.chapter: list[str] = []
        self.cells: list[str] | None = None
        self.entry: list[str] | None = None
        self.rows = 0

    def start(self, tag: str, _: object) -> None:
        """Take a start tag."""
        name = _local(tag)
        self.path.append(name)
        self.texts.append([])
        if len(self.path) > self.budget.limits.depth:
            raise refuse(self.file, "its XML is nested too deep", "depth", self.budget.limits.depth)
        if name == "ExternalData" or (name in _LISTS and self.sheet is None):
            self._new_sheet("Header" if name == "ExternalData" else name)
        elif name == "TGroup" and "Participants" in self.path and self.sheet is None:
            number = sum(sheet.name.startswith("Participants") for sheet in self.sheets) + 1
            self._new_sheet(f"Participants {number}")
        elif name == "Row":
            self._end_row()  # one that broken XML left open
            self.cells = []
        elif name == "Entry" and self.cells is not None:
            self.entry = []
        elif name in _RAISED and self.entry is not None:
            self.entry.append("<superscript>")

    def _new_sheet(self, name: str) -> None:
        if len(self.sheets) >= self.budget.limits.sheets:
            raise refuse(self.file, "it has too many tables", "sheets", self.budget.limits.sheets)
        self.sheet = Sheet(self.file, name, kinds=Kinds())
        self.sheets.append(self.sheet)
        self.top, self.rows = len(self.path), 0
        if name == "Header" and self.chapter:
            # The chapter stands before the treaty's own head; its number names the treaty.
            self._keep(["Chapter/Header", "".join(self.chapter).strip()])

    def data(self, text: str) -> None:
        """Add text to the element, or to the table's cell, that is being read."""
        if self.entry is not None:
            self.entry.append(text)
        elif self.texts and self.sheet is not None:
            self.texts[-1].append(text)
        elif self.path[-2:] == ["Chapter", "Header"]:
            self.chapter.append(self._checked(text))

    def end(self, tag: str) -> None:
        """Take an end tag."""
        name = _local(tag)
        if name in _RAISED and self.entry is not None:
            self.entry.append("</superscript>")
        elif name == "Entry" and self.entry is not None:
            self._end_entry()
        elif name == "Row" and self.cells is not None:
            self._end_row()
        elif self.sheet is not None:
            text = self._checked("".join(self.texts[-1]))
            if text:
                self._keep(["/".join(self.path[self.top :]), text])
            if len(self.path) == self.top:
                self.sheet = None
        self.path.pop()
        self.texts.pop()

    def close(self) -> list[Sheet]:
        """Return the sheets at the end of the file."""
        return self.sheets

    def _end_entry(self) -> None:
        if self.cells is not None and self.entry is not None:
            self.cells.append(self._checked("".join(self.entry)))
        self.entry = None

    def _end_row(self) -> None:
        self._end_entry()
        if self.sheet is not None and self.cells is not None:
            self._keep(self.cells)
        self.cells = None

    def _keep(self, cells: list[str]) -> None:
        assert self.sheet is not None
        self.rows += 1
        keep_row(self.sheet, self.rows, cells, self.budget)

    def _checked(self, text: str) -> str:
        if len(text) > self.budget.limits.cell:
            limit = self.budget.limits.cell
            raise refuse(self.file, "one text has too many characters", "cell", limit)
        return text.strip(_BLANK)


def _local(tag: str) -> str:
    """Return the name of a tag without its namespace."""
    return tag.rpartition("}")[2].rpartition(":")[2]
