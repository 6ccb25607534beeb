"""Cells of the depositary's XML (Multilateral Treaties Deposited with the Secretary-General).

Copies in circulation are often not well-formed: typographic marks were cut to their low byte and
became control characters, an ellipsis became a bare ampersand. They are mended, and it is said.
"""

from __future__ import annotations

import re
from html import escape
from html.entities import html5
from sys import getsizeof
from xml.parsers import expat

from attdata.problems import ERROR, WARNING, InputError, Problem
from attdata.read.encodings import decode, decode_declared, without_controls
from attdata.read.limits import Budget, refuse
from attdata.read.markup import END, START, TEXT, events
from attdata.read.sheet import Kinds, Sheet, keep_row
from attdata.read.xlsx.archive import feed

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""")
_PROLOG = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
_AMPERSAND = re.compile(
    "&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)([A-Za-z][A-Za-z0-9]{1,30};)?"
)
_REFERENCE = re.compile("&#(?:x([0-9A-Fa-f]{1,40})|([0-9]{1,40}));")
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
    shown = html5.get(match[1] or "", "")
    return escape(shown, quote=False) if shown else "&amp;" + (match[1] or "")


def _parse(text: str, file: str, budget: Budget) -> tuple[list[Sheet], list[Problem]]:
    """Read well-formed XML strictly, and what stays broken tag by tag, as an error."""
    treaty = _Treaty(file, budget)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, _: treaty.start(name)
    parser.EndElementHandler = treaty.end
    parser.CharacterDataHandler = treaty.add
    budget.spend_tags(text.count("<"))
    try:
        feed(parser, [text.encode("utf-8", "replace")])
    except expat.ExpatError:
        line = parser.CurrentLineNumber
    else:
        return treaty.sheets, []
    treaty = _Treaty(file, Budget(file, budget.limits))
    for event, name, attributes in events(text, treaty.budget):
        if event == START:
            treaty.start(attributes[""])
        if event == END or "/" in attributes:
            treaty.end(attributes[""])
        elif event == TEXT:
            treaty.add(name)
    treaty.finish()
    what = f"the XML is broken at line {line}; text near it or after it may be missing."
    hint = "Get the file from the Treaty Collection again."
    return treaty.sheets, [Problem(ERROR, file, "", f"row {line}", "", what, hint)]


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

    def start(self, name: str) -> None:
        """Take a start tag."""
        name = name.rpartition(":")[2]
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

    def add(self, text: str) -> None:
        """Add text to the element, or to the table's cell, that is being read."""
        if self.entry is not None:
            self.entry.append(text)
        elif self.texts and self.sheet is not None:
            self.texts[-1].append(text)
        elif self.path[-2:] == ["Chapter", "Header"]:
            self.chapter.append(self._checked(text))

    def end(self, name: str) -> None:
        """Take an end tag; in broken XML it also ends what was left open inside."""
        name = name.rpartition(":")[2]
        if name not in self.path:
            return
        while self.path:
            last = self.path[-1]
            self._end_last(last)
            self.path.pop()
            self.texts.pop()
            if last == name:
                return

    def finish(self) -> None:
        """End what is still open at the end of a file that breaks off."""
        if self.path:
            self.end(self.path[0])

    def _end_last(self, name: str) -> None:
        if name in _RAISED and self.entry is not None:
            self.entry.append("</superscript>")
        elif name == "Entry" and self.entry is not None and self.cells is not None:
            self.cells.append(self._checked("".join(self.entry)))
            self.entry = None
        elif name == "Row" and self.cells is not None:
            if self.sheet is not None:
                self._keep(self.cells)
            self.cells = self.entry = None
        elif self.sheet is not None:
            text = self._checked("".join(self.texts[-1]))
            if text:
                self._keep(["/".join(self.path[self.top :]), text])
            if len(self.path) == self.top:
                self.sheet = None

    def _keep(self, cells: list[str]) -> None:
        assert self.sheet is not None
        self.rows += 1
        keep_row(self.sheet, self.rows, cells, self.budget)

    def _checked(self, text: str) -> str:
        if len(text) > self.budget.limits.cell:
            limit = self.budget.limits.cell
            raise refuse(self.file, "one text has too many characters", "cell", limit)
        return text.strip(_BLANK)
