"""What makes a workbook more than tables: a cover, and charts that the reader can edit."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from attdata.output import clean_text

if TYPE_CHECKING:
    from attdata.tables.table import Table

# The colours of the statuses in maps and charts: States Parties, signatories, neither.
_COLOURS = ("12467B", "E39A2D", "C6BDB0")
_PARTS = ("n_party", "n_signatory", "n_not_joined")
FONT = "Calibri"
_ACROSS = 96  # narrow letters in a line over the four numbers, with room for other programs
_PICTURE_WIDTH = 760  # pixels: the width of the four numbers above it


@dataclass(frozen=True)
class Cover:
    """What the first sheet shows: title, lines, four numbers, a picture (PNG), sentences."""

    title: str
    lines: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    picture: bytes = b""


def cover_sheet(sheet: Any, cover: Cover, language: str) -> None:
    """Fill the first sheet.

    Parameters
    ----------
    sheet
        An empty sheet.
    cover
        What it shows.
    language
        Sheets in Arabic run from right to left.
    """
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.sheet_view.rightToLeft = language == "ar"
    sheet.sheet_view.showGridLines = False
    order = 2 if language == "ar" else 0  # each cell has a direction of its own
    side: Any = "right" if order else None
    wrapped = Alignment(wrap_text=True, vertical="top", horizontal=side, readingOrder=order)
    row = _line(sheet, 1, cover.title, Font(name=FONT, bold=True, size=18, color=_COLOURS[0]))
    for text in cover.lines:
        row = _line(sheet, row, text, Font(name=FONT, color="4D5761"))
    for above in range(1, row):
        sheet.cell(above, 1).alignment = Alignment(horizontal=side, readingOrder=order)
    row += 1
    fill = PatternFill("solid", fgColor="F1F5F9")
    for place, (number, label) in enumerate(cover.numbers, start=1):
        for offset, (text, font) in enumerate(
            (
                (number, Font(name=FONT, bold=True, size=20, color=_COLOURS[0])),
                (label, Font(name=FONT, size=10)),
            )
        ):
            cell = sheet.cell(row + offset, place, clean_text(text))
            cell.data_type = "s"
            cell.font, cell.fill, cell.alignment = font, fill, wrapped
    sheet.row_dimensions[row].height, sheet.row_dimensions[row + 1].height = 30, 45
    row += 3
    for text in cover.sentences:
        row = _line(sheet, row, text, Font(name=FONT, size=11))
        sheet.row_dimensions[row - 1].height = 16 * (1 + text_width(text) // _ACROSS)
        sheet.cell(row - 1, 1).alignment = wrapped
    if cover.picture:
        sheet.add_image(_picture(cover.picture), f"A{row + 1}")
    for letter in "ABCD":
        sheet.column_dimensions[letter].width = 27
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def text_width(text: str) -> int:
    """Return the width of a text in narrow letters; a Chinese one counts twice.

    Examples
    --------
    >>> text_width("States"), text_width("国家")
    (6, 4)
    """
    lines = text.split("\n") or [""]
    return max(
        sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines
    )


def _line(sheet: Any, row: int, text: str, font: Any) -> int:
    """Write a line over the width of the four numbers; return the next row."""
    cell = sheet.cell(row, 1, clean_text(text))
    cell.data_type = "s"
    cell.font = font
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
    return row + 1


def _picture(png: bytes) -> Any:
    from openpyxl.drawing.image import Image

    image = Image(io.BytesIO(png))
    image.height = round(image.height * _PICTURE_WIDTH / image.width)
    image.width = _PICTURE_WIDTH
    return image


def add_chart(sheet: Any, table: Table, language: str) -> bool:
    """Add a chart below a table that counts States by status; return whether it is such a table.

    One bar, or one step of an area, per row.

    Parameters
    ----------
    sheet
        The sheet of the table, filled.
    shown
        The table. Groups become stacked bars, days a stacked area; others get no chart.
    language
        Axes in Arabic run from right to left.
    """
    by = {column.name: place for place, column in enumerate(table.columns, start=1)}
    head = next((name for name in ("group", "on") if name in by), "")
    if not head or not set(_PARTS) <= set(by) or table.rows < 2:
        return False
    chart = _filled(_area() if head == "on" else _bars(language), sheet, table, by, head)
    chart.title = table.title
    chart.height, chart.width = (9.0, 18.0) if head == "on" else (3.0 + 0.55 * table.rows, 18.0)
    sheet.add_chart(chart, f"A{table.rows + 4}")  # below: beside, it would shrink the print
    return True


def _bars(language: str) -> Any:
    from openpyxl.chart import BarChart

    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "percentStacked", 100, 40
    chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
    chart.x_axis.tickLblSkip = 1  # every group is named
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.crosses = "max"  # the scale below the last bar
    chart.y_axis.number_format = "0%"
    if language == "ar":
        chart.y_axis.scaling.orientation = "maxMin"
    return chart


def _area() -> Any:
    from openpyxl.chart import AreaChart

    chart = AreaChart()
    chart.grouping = "stacked"
    chart.y_axis.scaling.min = 0
    chart.x_axis.number_format = "yyyy"
    return chart


def _filled(chart: Any, sheet: Any, table: Table, by: dict[str, int], head: str) -> Any:
    """Give a chart its series, in the colours of the statuses, and axes that are shown."""
    from openpyxl.chart import Reference

    last = table.rows + 1
    for name, colour in zip(_PARTS, _COLOURS, strict=True):
        data = Reference(sheet, min_col=by[name], min_row=1, max_row=last)
        chart.add_data(data, titles_from_data=True)
        chart.series[-1].graphicalProperties.solidFill = colour
    chart.set_categories(Reference(sheet, min_col=by[head], min_row=2, max_row=last))
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    return chart
