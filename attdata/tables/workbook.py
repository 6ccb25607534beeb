"""Tables as a workbook: typed cells, frozen headings, filters, and notes that travel with them.

Text from cells stays text: nothing that begins with "=" becomes a formula when the workbook is
opened, and nothing that looks like a code of the format is read as one.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from attdata.output import clean_text, moment, repacked
from attdata.tables.charts import FONT, Cover, add_chart, cover_sheet, text_width
from attdata.words import name_of, word

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from attdata.tables.columns import Column
    from attdata.tables.table import Table

_FORMATS = {
    "number": "#,##0",
    "share": "0.0%",
    "date": "yyyy-mm-dd",
    # The latest of several possible days: still a day, to sort and filter by.
    "latest": '"\u2264" yyyy-mm-dd',
    "inferred": '"\u2248" yyyy-mm-dd',
    "month": "yyyy-mm",
    "year": "yyyy",
    # A difference of shares, kept in percentage points and with its sign.
    "points": '+0.0" pp";\u22120.0" pp";0.0" pp"',
}
# Counts that change carry their sign.
_SIGNED = ("change", "difference")
_FORMULA = ("=", "+", "-", "@", "\t", "\n")
# A sheet's name may not hold these, nor more than 31 characters.
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\n]")
# What a cell of Excel holds.
LONGEST_CELL = 32_767
# "_x0041_" in a workbook stands for "A": the underscore of such a text is escaped (ECMA-376, 22.9).
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NARROW, _WIDE = 7, 58
# In letters: what a page of A4 on its side holds at 60 % of the size, the least that can be read.
_PAGE = 225
_ON_ONE_PAGE = 20  # rows of a table that has its chart below it on the same page
_NOTES = (24, 46, 78)  # widths of the columns of the sheet of notes
_ARABIC = re.compile("[\u0600-\u06ff]")
_INK, _HEAD = "FFFFFFFF", "FF12467B"


def workbook_bytes(
    tables: Sequence[Table],
    *,
    language: str = "en",
    title: str = "",
    notes: Iterable[str] = (),
    day: dt.date | None = None,
    cover: Cover | None = None,
) -> bytes:
    """Return a workbook with a sheet of notes and one sheet per table, as .xlsx.

    Parameters
    ----------
    tables
        What :func:`attdata.tables.table.table` returned.
    language
        One of ar, en, es, fr, ru, zh; sheets in Arabic run from right to left.
    title
        Title of the workbook.
    notes
        Sentences for the sheet of notes, before what each table says of itself.
    day
        The day of the data, which dates the file; else the newest that a table carries.

    cover
        What stands on a first sheet: numbers, a picture, sentences.

    Returns
    -------
    bytes
        The same tables give the same bytes.

    Examples
    --------
    >>> import pandas as pd
    >>> from attdata.tables.table import table
    >>> workbook_bytes([table(pd.DataFrame({"group": ["Asia"]}))])[:2]
    b'PK'
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    day = day or _newest_day(tables)
    book = Workbook()
    names = _sheet_names(tables, language)
    _notes_sheet(book, tables, names, language, title, list(notes))
    for table, name in zip(tables, names, strict=True):
        sheet = book.create_sheet(name)
        _table_sheet(sheet, table, language)
        if add_chart(sheet, table, language):
            _chart_on_paper(sheet, table.rows)
    if cover is not None:
        cover_sheet(book.create_sheet(word("sheet.cover", language), 0), cover, language)
        book.active = 0
    properties = book.properties
    properties.creator = "attdata"
    properties.title = clean_text(title) or None
    properties.language = language
    properties.created = properties.modified = moment(day)
    buffer = io.BytesIO()
    # Workbook.save() would set the time of day as the day of the last change.
    ExcelWriter(book, zipfile.ZipFile(buffer, "w")).save()
    return repacked(buffer.getvalue(), day)


def _newest_day(tables: Sequence[Table]) -> dt.date:
    """Return the newest day that the tables carry; the first the format knows where none does."""
    import pandas as pd

    days = [pd.Timestamp(day).date() for t in tables if (day := t.frame.attrs.get("on"))]
    return max(days, default=dt.date(1980, 1, 1))


def _sheet_names(tables: Sequence[Table], language: str) -> list[str]:
    """Return a name for each sheet: short, allowed, and none twice."""
    taken = {word(f"sheet.{key}", language).casefold() for key in ("notes", "cover")}
    names = []
    for position, table in enumerate(tables, start=1):
        wished = table.name or table.title or str(position)
        base = _NO_SHEET_NAME.sub(" ", clean_text(wished)).strip()[:31].strip() or str(position)
        name, count = base, 1
        while name.casefold() in taken:
            count += 1
            name = f"{base[:27].strip()} {count}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _notes_sheet(
    book: Workbook,
    tables: Sequence[Table],
    names: list[str],
    language: str,
    title: str,
    notes: list[str],
) -> None:
    """Fill the first sheet: the title, the notes, and what each table says of itself."""
    sheet: Any = book.active
    sheet.title = word("sheet.notes", language)
    sheet.sheet_view.rightToLeft = language == "ar"
    row = 0
    for text in [title, *notes]:
        if clean_text(text):
            row += 1
            _put_text(sheet, row, 1, text, bold=row == 1)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
            sheet.row_dimensions[row].height = 15 * (1 + text_width(text) // 130)
    row += 2
    for column, key in enumerate(("sheet.sheet", "sheet.title", "sheet.note"), start=1):
        _put_heading(sheet, row, column, word(key, language))
    for table, name in zip(tables, names, strict=True):
        row += 1
        texts = [name, table.title, "\n".join(table.notes)]
        for column, text in enumerate(texts, start=1):
            _put_text(sheet, row, column, text)
        sheet.cell(row, 1).hyperlink = f"#'{name}'!A1"
        lines = max(
            sum(1 + text_width(line) // width for line in text.split("\n"))
            for text, width in zip(texts, _NOTES, strict=True)
        )
        sheet.row_dimensions[row].height = 15 * lines
    for letter, width in zip("ABC", _NOTES, strict=True):
        sheet.column_dimensions[letter].width = width
    _on_paper(sheet)


def _table_sheet(sheet: Worksheet, table: Table, language: str) -> None:
    """Fill a sheet: one heading row, then the typed rows."""
    from openpyxl.utils import get_column_letter

    sheet.sheet_view.rightToLeft = language == "ar"
    columns = _with_codes(table, language)
    widths = _widths(columns)
    for number, column in enumerate(columns, start=1):
        _put_heading(sheet, 1, number, column.label, at_end=column.at_end or column.kind == "date")
        cells = zip(column.typed, column.kinds, strict=True)
        width = widths[number - 1]
        for row, (value, kind) in enumerate(cells, start=2):
            _put(sheet, row, number, value, kind, signed=column.name in _SIGNED, width=width)
        sheet.column_dimensions[get_column_letter(number)].width = width
    _heights(sheet, columns, widths)
    sheet.freeze_panes = "B2"
    last = get_column_letter(max(len(columns), 1))
    sheet.auto_filter.ref = f"A1:{last}{table.rows + 1}"
    sheet.print_title_rows = "1:1"
    _on_paper(sheet)


def _heights(sheet: Any, columns: list[Column], widths: list[int]) -> None:
    """Make rows as high as their broken lines: not every program does when it opens a sheet."""
    for row in range(1, max((len(column.typed) for column in columns), default=0) + 2):
        lines = 1
        for column, width in zip(columns, widths, strict=True):
            value = column.typed[row - 2] if row > 1 else column.label
            if isinstance(value, str) and (text_width(value) > width or "\n" in value):
                lines = max(lines, sum(_lines(line, width) for line in value.split("\n")))
        if lines > 1:
            sheet.row_dimensions[row].height = 15 * lines


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes where it is broken between its words."""
    lines, used = 1, 0
    for part in text.split():
        size = text_width(part) + 1
        if used and used + size > width - 2:
            lines, used = lines + 1, 0
        used += size
    return lines + used // (width + 1)


def _chart_on_paper(sheet: Any, rows: int) -> None:
    """Put table and chart on one page, or the chart on the next where both would be too small."""
    from openpyxl.worksheet.pagebreak import Break

    if rows <= _ON_ONE_PAGE:
        sheet.page_setup.fitToHeight = 1
    else:
        sheet.row_breaks.append(Break(id=rows + 2))


def _widths(columns: list[Column]) -> list[int]:
    """Return how wide the columns of a sheet are: the widest give way where paper has no room."""
    widths = []
    for column in columns:
        texts = [str(value) if isinstance(value, str) else "0" * 10 for value in column.typed]
        # A heading may be broken between its words.
        label = max(map(text_width, column.label.split()), default=0) + 3
        label = max(label, min(text_width(column.label) + 3, 24))
        widest = max([label, *map(text_width, texts)], default=_NARROW)
        widths.append(min(max(widest + 2, _NARROW), _WIDE))
    while sum(widths) > _PAGE and max(widths) > 2 * _NARROW:
        widths[widths.index(max(widths))] -= 1
    return widths


def _on_paper(sheet: Any) -> None:
    """Fit a sheet to the width of A4 pages laid on their side, with page numbers."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.center.text = "&A \u2013 &P / &N"


def _with_codes(table: Table, language: str) -> list[Column]:
    """Return the columns, with the codes of the States after their names, for joining tables."""
    from attdata.tables.columns import TEXT, Column

    columns = []
    for column in table.columns:
        columns.append(column)
        if column.name != "iso3":
            continue
        codes = tuple(clean_text(code) for code in table.frame["iso3"])
        if codes != column.texts:
            label, kinds = name_of("column", "code", language), (TEXT,) * len(codes)
            columns.append(Column("code", label, TEXT, codes, codes, kinds))
    return columns


def _put(
    sheet: Any, row: int, column: int, value: Any, kind: str, *, signed: bool = False,
    width: int = _WIDE,
) -> None:  # fmt: skip
    """Write one typed cell."""
    if value is None or value == "":
        return
    from openpyxl.styles import Alignment

    if isinstance(value, str):
        _put_text(sheet, row, column, value, width=width)
        return
    if kind == "points":
        value = round(value * 100, 6)
    cell = sheet.cell(row, column, value)
    cell.alignment = Alignment(vertical="top")  # beside a text of two lines
    whole = isinstance(value, int) or float(value).is_integer() if kind == "number" else True
    pattern = _FORMATS[kind] if whole else "#,##0.0"
    cell.number_format = f"+{pattern};\u2212{pattern};0" if signed and kind == "number" else pattern


def _put_text(
    sheet: Any, row: int, column: int, text: str, *, bold: bool = False, width: int = _WIDE
) -> None:
    """Write text as text, whatever it begins with."""
    from openpyxl.styles import Alignment, Font

    text = _ESCAPE.sub("_x005F_", clean_text(text))
    if len(text) > LONGEST_CELL:  # the cut is shown
        text = text[: LONGEST_CELL - 2] + " …"
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    # Shown without the quote; keeps the text a text when somebody edits the cell.
    cell.quotePrefix = text.startswith(_FORMULA)
    # Set in, so that it does not touch a number at the end of the cell before.
    wrapped = text_width(text) > width or "\n" in text
    side: Any = "right" if _ARABIC.search(text) else "left"
    cell.alignment = Alignment(
        vertical="top", wrap_text=wrapped, horizontal=side, indent=int(column > 1),
        readingOrder=_order(text),
    )  # fmt: skip
    if bold:
        cell.font = Font(name=FONT, bold=True, size=14)


def _put_heading(sheet: Any, row: int, column: int, text: str, *, at_end: bool = False) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    _put_text(sheet, row, column, text)
    cell = sheet.cell(row, column)
    cell.font = Font(name=FONT, bold=True, color=_INK)
    cell.fill = PatternFill("solid", fgColor=_HEAD)
    # Over numbers and days, which stand at the right of their cells in Arabic as well.
    side: Any = "right" if at_end else None
    cell.alignment = Alignment(
        vertical="center", wrap_text=True, horizontal=side, readingOrder=_order(text)
    )


def _order(text: str) -> int:
    """Return the direction of a cell in Excel's count: from right to left for Arabic, else 0.

    The direction of the sheet is that of its columns alone: "118 من 195" would read 195 of 118.
    """
    return 2 if _ARABIC.search(text) else 0
