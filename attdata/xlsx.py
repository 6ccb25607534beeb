"""Cells of an .xlsx workbook: streamed from the sheet's XML, as they are, without padding.

openpyxl pads a sheet to its last row and column, or fails on a cell in the last of both, and
drops what it does not expect; this reader keeps the text of every cell with its address. Only the
parts that hold cells are opened: macros, links and pictures are never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from attdata.archive import Archive, damaged, relations_of, relative, strict_parser
from attdata.cells import DateFormats, read_styles
from attdata.limits import Budget, refuse
from attdata.problems import ERROR, WARNING, InputError, Problem
from attdata.sheet import Sheet
from attdata.sheetxml import SheetParser
from attdata.strings import read_strings

_SHEET_TYPES = ("worksheet",)


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
    main = _main_part(archive)
    targets = _relations(archive, main)
    book = _read_book(archive, main)
    if not book.sheets:
        raise InputError(f"{file}: the workbook has no sheet. Ask the sender for the one meant.")
    if len(book.sheets) > budget.limits.sheets:
        what = f"it has {len(book.sheets):,} sheets"
        raise refuse(file, what, "sheets", budget.limits.sheets)
    problems = _outside(archive, file)
    strings = read_strings(archive, _part_of(targets, "sharedStrings"))
    formats = read_styles(archive, _part_of(targets, "styles"), book.date1904)
    sheets = []
    for name, identifier, state in book.sheets:
        sheet = Sheet(file, name, hidden=state in ("hidden", "veryHidden"))
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
    if kind not in _SHEET_TYPES:
        return [sheet.problem(WARNING, "", "", f"a {kind} has no cells; nothing was read.")]
    reader = SheetParser(sheet, strings, formats, archive.budget)
    parser = strict_parser(archive.file, part)
    reader.attach(parser)
    archive.parse(part, parser)
    return reader.finish()


def _part_of(targets: dict[str, tuple[str, str, bool]], kind: str) -> str:
    """Return the name of the first part of a kind, "" where there is none."""
    return next((part for found, part, outside in targets.values() if found == kind), "")


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
    found: dict[str, tuple[str, str, bool]] = {}
    name = relations_of(part)
    if name not in archive:
        return found

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            outside = attributes.get("TargetMode") == "External"
            kind = attributes.get("Type", "").rpartition("/")[2]
            where = target if outside else relative(part, target)
            found[attributes.get("Id", "")] = (kind, where, outside)

    parser = strict_parser(archive.file, name)
    parser.StartElementHandler = start
    archive.parse(name, parser)
    return found


def _read_book(archive: Archive, main: str) -> _Book:
    """Return sheets and calendar from the workbook's main part."""
    book = _Book()

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "sheet":
            identifier = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            state = attributes.get("state", "visible")
            book.sheets.append((attributes.get("name", ""), identifier, state))
        elif tag == "workbookPr":
            book.date1904 = attributes.get("date1904", "0") in ("1", "true", "on")

    parser = strict_parser(archive.file, main)
    parser.StartElementHandler = start
    archive.parse(main, parser)
    return book


def _outside(archive: Archive, file: str) -> list[Problem]:
    """Report macros and links to other workbooks, neither of which is ever followed."""
    problems = []
    lower = {name.lower() for name in archive.names}
    if any(name.endswith("vbaproject.bin") for name in lower):
        what = "the workbook holds macros; they were not run and only its cells were read."
        problems.append(Problem(WARNING, file, "", "", "", what))
    if any(name.startswith("xl/externallinks/") for name in lower):
        what = "the workbook links to other files; no link was followed, stored values were read."
        hint = "Check that they are up to date."
        problems.append(Problem(WARNING, file, "", "", "", what, hint))
    return problems
