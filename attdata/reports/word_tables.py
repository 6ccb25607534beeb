"""Tables of a Word document: heading rows that repeat, rows that do not break, fixed widths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from attdata.output import clean_text
from attdata.reports.word_xml import PALE, W, paragraph, runs

if TYPE_CHECKING:
    from attdata.tables.columns import Column
    from attdata.tables.table import Table

TEXT_WIDTH = 17.0  # cm: A4 with margins of 2 cm, the width of the figures
_TWIPS = 567  # per cm
# In twentieths of a point: an average letter of a table's text, and the space beside it.
_LETTER, _PADDING = 82, 150
# In letters: a longer word may be broken, a longer cell has several lines.
_BREAKABLE, _MOST = 17, 60
# A table of so many rows is not torn apart: half a page holds it.
_TOGETHER = 16
# From letter, to letter, how wide: Chinese and full-width forms, Cyrillic, broad Latin ones.
_WIDER = (
    ("\u2e80", "\uffef", 1.9),
    ("\u0400", "\u04ff", 1.12),
    *((letter, letter, 1.6) for letter in "mwMW"),
)
# Words; of Chinese, which may be broken anywhere, up to four characters.
_CHINESE_BY_LATIN = re.compile(
    r"(?<=[0-9A-Za-z])(?=[\u2e80-\u9fff])|(?<=[\u3040-\u9fff])(?=[0-9A-Za-z])"
)
_UNBROKEN = re.compile(r"[\u2e80-\uffef]{1,4}|[^\s\u2e80-\uffef-]+-?|-")


def table_xml(table: Table, language: str) -> str:
    """Return a table as XML: heading row that repeats, rows that do not break, fixed widths."""
    columns = [column for column in table.columns if column.name != table.group_by]
    widths = _widths(columns)
    visual = "<w:bidiVisual/>" if language == "ar" else ""
    described = escape(clean_text(table.title), quote=True)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(
        _cell(column.label, width, language, "", head=True, end=column.at_end, keep=True)
        for column, width in zip(columns, widths, strict=True)
    )
    rows = "".join(_rows(table, columns, widths, language))
    return (
        f"<w:tbl {W}><w:tblPr>"
        f'<w:tblStyle w:val="ReportTable"/>{visual}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{described}"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
    )


def _rows(table: Table, columns: list[Column], widths: list[int], language: str) -> Iterator[str]:
    """Yield the rows, each group of them below a row with its name."""
    grouping = next((c for c in table.columns if c.name == table.group_by), None)
    before = ""
    for row in range(table.rows):
        name = grouping.texts[row] if grouping else ""
        if name and name != before:
            yield _group_row(name, widths, language)
        before = name
        yield _row(table, row, columns, widths, language)


def _group_row(name: str, widths: list[int], language: str) -> str:
    content = runs(name, language, bold=True)
    text = paragraph("Table Text", content, language, keep=True, namespace=False)
    return (
        "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>"
        f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr>{text}</w:tc></w:tr>'
    )


def _row(table: Table, row: int, columns: list[Column], widths: list[int], language: str) -> str:
    bold = row == table.total_row
    last = table.rows - 1
    keep = row < last if table.rows <= _TOGETHER else row in (0, last - 1)  # no row stands alone
    keep = keep or (row == last and bool(table.notes))  # with the notes below
    cells = "".join(
        _cell(
            column.texts[row],
            width,
            language,
            column.lang,
            end=column.at_end,
            bold=bold,
            figure=column.at_end,
            keep=keep,
        )
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(
    text: str,
    width: int,
    language: str,
    lang: str,
    *,
    head: bool = False,
    end: bool = False,
    bold: bool = False,
    figure: bool = False,
    keep: bool = False,
) -> str:
    content = runs(text, language, lang, bold=bold, figure=figure)
    style = "Table Heading" if head else "Table Text"
    xml = paragraph(style, content, language, end=end, lang=lang, keep=keep, namespace=False)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{xml}</w:tc>'


def _widths(columns: list[Column]) -> list[int]:
    """Return the widths of the columns in twentieths of a point, together the text width.

    Each column is first given room for the longest word of its cells, then for that of its
    heading, so that no word is broken as long as there is room; what is left goes to the columns
    whose cells hold more.
    """
    room = int(TEXT_WIDTH * _TWIPS)
    steps = [
        [_longest(column, column.texts, 1.0) for column in columns],
        [_longest(column, [column.label], 1.15) for column in columns],
        [_wish(column) for column in columns],
    ]
    widths = [0] * len(columns)
    for step in steps:
        more = [max(want - have, 0) for want, have in zip(step, widths, strict=True)]
        spare = room - sum(widths)
        if sum(more) > spare:
            more = [spare * part // sum(more) for part in more]
        widths = [have + part for have, part in zip(widths, more, strict=True)]
    spare = room - sum(widths)
    widths = [width + spare // len(widths) for width in widths]
    widths[-1] += room - sum(widths)
    return widths


def numbers_xml(numbers: Iterable[tuple[str, str]], language: str) -> str:
    """Return the numbers that a reader sees first, side by side."""
    pairs = list(numbers)
    width = int(TEXT_WIDTH * _TWIPS) // max(len(pairs), 1)
    cells = ""
    for number, label in pairs:
        inside = paragraph("Key Number", runs(number, language), language, namespace=False)
        inside += paragraph("Table Text", runs(label, language), language, namespace=False)
        cells += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr>{inside}</w:tc>'
        )
    grid = f'<w:gridCol w:w="{width}"/>' * len(pairs)
    visual = "<w:bidiVisual/>" if language == "ar" else ""
    return (
        f"<w:tbl {W}><w:tblPr>{visual}"
        f'<w:tblW w:w="{width * len(pairs)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
    )


def _longest(column: Column, texts: Iterable[str], factor: float) -> int:
    """Return how wide the longest part of some texts of a column is that should not be broken."""
    days = column.kind == "date" and column.label not in texts
    parts = [part for text in texts for part in ([text] if days else _UNBROKEN.findall(text))]
    longest = max([_letters(part) * factor for part in parts], default=0.0)
    # Room for "100%" at least, with its wide sign.
    return int(min(max(longest, 5.0), _BREAKABLE) * _LETTER) + _PADDING


def _wish(column: Column) -> int:
    """Return how wide a column would be if its heading had two lines and most cells one."""
    lengths = sorted(_letters(text) for text in column.texts)
    usual = lengths[int(len(lengths) * 0.9)] if lengths else 0.0
    usual = max(usual, max(lengths, default=0.0) / 3, _letters(column.label) / 2)
    return int(min(usual, _MOST) * _LETTER) + _PADDING


def _letters(text: str) -> float:
    """Return how many letters wide a text is; Chinese and Cyrillic ones are wider than Latin.

    Word processors part a Chinese letter from a digit or a Latin one by a quarter of its width.
    """
    parted = 0.5 * len(_CHINESE_BY_LATIN.findall(text))
    return parted + sum(next((w for low, high, w in _WIDER if low <= c <= high), 1.0) for c in text)
