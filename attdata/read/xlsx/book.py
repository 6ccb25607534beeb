"""Cells of an .xlsx workbook: streamed from the sheet's XML, as they are, without padding.

openpyxl pads a sheet to its last row and column, or fails on a cell in the last of both, and
drops what it does not expect; this reader keeps the text of every cell with its address. Only the
parts that hold cells are opened: macros, links and pictures are never looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from sys import getsizeof
from xml.parsers import expat

from attdata.problems import ERROR, WARNING, InputError, Problem
from attdata.read.kind import check_archive
from attdata.read.limits import MEGABYTE, Budget, refuse
from attdata.read.sheet import Sheet, printable
from attdata.read.xlsx.archive import Archive, damaged, relations_of, relative, strict_parser
from attdata.read.xlsx.sheet import SheetParser
from attdata.read.xlsx.values import DateFormats, read_styles, unescape


@dataclass
class _Book:
    """What workbook.xml says: its sheets, its calendar and whether it points outside."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    date1904: bool = False


def read_xlsx(data: bytes, file: str, budget: Budget) -> tuple[list[Sheet], list[Problem]]:
    """Return the sheets of a workbook and the problems met, or raise InputError.

    Parameters
    ----------
    data
        The file's bytes, known to be a zip archive with a workbook in it.
    file
        Its name, for the messages.
    budget
        What may be spent on it.
    """
    archive = Archive(data, file, budget)
    check_archive(archive.names, file)
    main = _main_part(archive)
    targets = _relations(archive, main)
    book = _read_book(archive, main)
    if not book.sheets:
        raise InputError(f"{file}: the workbook has no sheet. Ask the sender for the one meant.")
    if len(book.sheets) > budget.limits.sheets:
        what = f"it has {len(book.sheets):,} sheets"
        raise refuse(file, what, "sheets", budget.limits.sheets)
    problems = _not_read(archive, file)
    strings = read_strings(archive, _part_of(targets, "sharedStrings"))
    formats = read_styles(archive, _part_of(targets, "styles"), book.date1904)
    sheets = []
    for name, identifier, state in book.sheets:
        sheet = Sheet(file, printable(name)[:100], hidden=state in ("hidden", "veryHidden"))
        sheets.append(sheet)
        problems += _read_sheet(archive, sheet, targets.get(identifier), strings, formats)
    return sheets, problems


def _read_sheet(
    archive: Archive,
    sheet: Sheet,
    target: tuple[str, str, bool] | None,
    strings: list[str],
    formats: DateFormats,
) -> list[Problem]:
    """Fill a sheet from the part that holds it; a part that cannot be read is a problem."""
    if target is None or target[2] or target[1] not in archive:
        hint = "Ask the sender for the whole workbook."
        return [sheet.problem(ERROR, "", "", "the sheet is named but not in the file.", hint)]
    kind, part, _ = target
    if kind != "worksheet":
        return [sheet.problem(WARNING, "", "", f"a {kind} has no cells; nothing was read.")]
    reader = SheetParser(sheet, strings, formats, archive.budget)
    parser = strict_parser(archive.file, part)
    reader.attach(parser)
    archive.parse(part, parser)
    return reader.finish()


def _part_of(targets: dict[str, tuple[str, str, bool]], kind: str) -> str:
    """Return the name of the first part of a kind, "" where there is none."""
    return next((part for its_kind, part, outside in targets.values() if its_kind == kind), "")


def _main_part(archive: Archive) -> str:
    """Return the name of the part that lists the sheets."""
    for kind, part, _ in _relations(archive, "").values():
        if kind == "officeDocument" and part in archive:
            return part
    if "xl/workbook.xml" in archive:
        return "xl/workbook.xml"
    raise damaged(archive.file, "its list of sheets (xl/workbook.xml) is missing")


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str, bool]]:
    """Return id -> (kind, part or address, whether it lies outside the file)."""
    relations: dict[str, tuple[str, str, bool]] = {}
    name = relations_of(part)
    if name not in archive:
        return relations

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            archive.budget.spend_memory(1000)
            target = attributes.get("Target", "")
            outside = attributes.get("TargetMode") == "External"
            kind = attributes.get("Type", "").rpartition("/")[2]
            where = target if outside else relative(part, target)
            relations[attributes.get("Id", "")] = (kind, where, outside)

    archive.walk(name, start)
    return relations


def _read_book(archive: Archive, main: str) -> _Book:
    """Return sheets and calendar from the workbook's main part."""
    book = _Book()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            identifier = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            archive.budget.spend_memory(1000)
            state = attributes.get("state", "visible")
            book.sheets.append((attributes.get("name", ""), identifier, state))
        elif tag == "workbookPr":
            book.date1904 = attributes.get("date1904", "0") in ("1", "true", "on")

    archive.walk(main, start)
    return book


_INTO_CELLS = "Put into cells what belongs to the table."
_NOT_READ = (
    (
        r".*vbaproject\.bin|xl/macrosheets/.*",
        "the workbook holds macros; they were not run, and only its cells were read.",
        "",
    ),
    (
        r"xl/externallinks/[^/]*",
        "the workbook links to other files; no link was followed, the stored values were read.",
        "Check that they are up to date.",
    ),
    (
        r"xl/connections\.xml|xl/querytables/.*",
        "the workbook fetches data from elsewhere; nothing was fetched, stored values were read.",
        "Check that they are up to date.",
    ),
    (
        r"xl/(embeddings|activex)/.*",
        "the workbook holds other files or controls; they were not opened.",
        _INTO_CELLS,
    ),
    (
        r"(xl/comments[^/]*|xl/threadedcomments/.*)\.xml",
        "the workbook has comments on cells; they were not read.",
        _INTO_CELLS,
    ),
    (
        r"xl/(drawings|charts|media)/[^/]*",
        "the workbook has pictures, charts or text boxes; they were not read.",
        _INTO_CELLS,
    ),
)


def _not_read(archive: Archive, file: str) -> list[Problem]:
    """Report what lies beside the cells and is never opened, run or followed."""
    problems = []
    for pattern, what, hint in _NOT_READ:
        if any(re.fullmatch(pattern, name.lower()) for name in archive.names):
            problems.append(Problem(WARNING, file, "", "", "", what, hint))
    return problems


class _Strings:
    """Collects the text of each ``si``, without the reading aids (``rPh``) of Asian text."""

    def __init__(self, archive: Archive, parser: expat.XMLParserType) -> None:
        self.archive = archive
        self.parser = parser
        self.strings: list[str] = []
        self.size = 0
        self.longest = archive.budget.limits.cell
        self.pieces: list[str] = []
        self.wanted = False
        self.phonetic = False
        self.depth = 1  # the root, which ``first`` takes
        self.deepest = archive.budget.limits.depth
        parser.StartElementHandler = self.first
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data

    def first(self, tag: str, attributes: dict[str, str]) -> None:
        prefix = tag[: tag.rfind(":") + 1]
        self.item, self.text, self.aid = (prefix + name for name in ("si", "t", "rPh"))
        self.parser.StartElementHandler = self.start

    def start(self, tag: str, _: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.deepest:
            self.archive.check_depth(self.depth)
        if tag == self.text:
            self.wanted = not self.phonetic
        elif tag == self.item:
            self.pieces = []
        elif tag == self.aid:
            self.phonetic = True

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.wanted = False
        if tag == self.item:
            text = unescape("".join(self.pieces)) if self.pieces else ""
            if len(text) > self.longest:
                what = "one cell has too many characters"
                raise refuse(self.archive.file, what, "cell", self.longest)
            self.strings.append(text)
            self.size += getsizeof(text) + 8 if text else 8
            if self.size > MEGABYTE:
                self.count()
        elif tag == self.aid:
            self.phonetic = False

    def count(self) -> None:
        """Count the memory of the texts; once in a while, since most are short."""
        self.archive.budget.spend_memory(self.size)
        self.size = 0

    def data(self, text: str) -> None:
        if self.wanted:
            self.pieces.append(text)


def read_strings(archive: Archive, part: str) -> list[str]:
    """Return the shared texts in their order; none where the workbook has no such part."""
    if not part or part not in archive:
        return []
    parser = strict_parser(archive.file, part)
    reader = _Strings(archive, parser)
    archive.parse(part, parser)
    reader.count()
    return reader.strings
