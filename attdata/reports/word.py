"""The report as a Word document, with the styles, numbers and marks that editors work with.

Headings, captions and numbered paragraphs are styles, page and table numbers are fields, heading
rows repeat, pictures have alternative text, and languages are tagged. In Arabic paragraphs, tables
and sections run from right to left; Chinese has its own font.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from attdata.officefile import clean_text, moment, repacked
from attdata.reports.document import Bullets, Document, Heading, Paragraph, Picture, TableBlock
from attdata.reports.word_xml import (
    TAGS,
    W,
    bookmark,
    field,
    number_paragraphs,
    paragraph,
    prepare_styles,
    runs,
    set_page,
)
from attdata.words import word

if TYPE_CHECKING:
    from attdata.tables.columns import Column
    from attdata.tables.table import Table

TEXT_WIDTH = 17.0  # cm: A4 with margins of 2 cm, the width of the figures
_TWIPS = 567  # per cm
# In twentieths of a point: an average letter of a table's text, and the space beside it.
_LETTER, _PADDING = 82, 150
# In letters: a longer word may be broken, a longer cell has several lines.
_BREAKABLE, _MOST = 17, 60
# From letter, to letter, how wide: Chinese and full-width forms, Cyrillic.
_WIDER = (("\u2e80", "\uffef", 1.9), ("\u0400", "\u04ff", 1.12))
# Words; of Chinese, which may be broken anywhere, up to four characters.
_UNBROKEN = re.compile(r"[\u2e80-\uffef]{1,4}|[^\s\u2e80-\uffef-]+-?|-")


def word_file(document: Document) -> bytes:
    """Return the report as a .docx file.

    Parameters
    ----------
    document
        What :func:`attdata.reports.contents.document` gives.

    Returns
    -------
    bytes
        The same document gives the same bytes.
    """
    import docx

    made = docx.Document()
    language = document.language
    set_page(made, language)
    prepare_styles(made, language)
    numbering = number_paragraphs(made)
    _properties(made, document)
    _running_texts(made, document)
    body = made.element.body
    parts = _Body(body, language, numbering)
    parts.add("Title", document.title)
    for line in document.lines:
        parts.add("Subtitle", line)
    _contents(parts, document)
    for block in document.blocks:
        _block(made, parts, block)
    buffer = io.BytesIO()
    made.save(buffer)
    return repacked(buffer.getvalue(), document.day)


class _Body:
    """Appends paragraphs and tables before the last section's properties."""

    def __init__(self, body: Any, language: str, numbering: int) -> None:
        self.body = body
        self.language = language
        self.numbering = numbering
        self.bookmarks = 0

    def append(self, xml: str) -> None:
        """Append an element given as XML."""
        from docx.oxml import parse_xml

        self.body.insert(len(self.body) - 1, parse_xml(xml))

    def add(self, style: str, text: str, lang: str = "") -> None:
        """Append a paragraph of a style."""
        self.append(paragraph(style, runs(text, self.language, lang), self.language, lang=lang))


def _properties(made: Any, document: Document) -> None:
    """Set the document's own properties, none from the clock."""
    properties = made.core_properties
    properties.title = document.title
    properties.subject = document.lines[0]
    properties.author = "attdata"
    properties.last_modified_by = "attdata"
    properties.comments = ""
    properties.keywords = ""
    properties.language = TAGS[document.language]
    properties.revision = 1
    properties.created = properties.modified = properties.last_printed = moment(document.day)


def _running_texts(made: Any, document: Document) -> None:
    """Fill header and footer: title and conference above, page numbers below."""
    language = document.language
    section = made.sections[0]
    above = word("report.remark", language, name=document.title, remark=document.lines[0])
    _replace(section.header, paragraph("Header", runs(above, language), language))
    template = word("report.page", language, page="\x1e", pages="\x1f")
    content = ""
    for part in re.split("([\x1e\x1f])", template):
        if part in ("\x1e", "\x1f"):
            content += field("PAGE" if part == "\x1e" else "NUMPAGES", "1", language)
        elif part:
            content += runs(part, language)
    _replace(section.footer, paragraph("Footer", content, language))


def _replace(part: Any, xml: str) -> None:
    from docx.oxml import parse_xml

    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(xml))


def _contents(parts: _Body, document: Document) -> None:
    """Add the table of contents: a field, with its entries already in it."""
    language = document.language
    entries = [b for b in document.blocks if isinstance(b, Heading) and b.level <= 2]
    parts.add("TOC Heading", word("report.contents", language))
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\n </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    for place, entry in enumerate(entries):
        link = (
            f'<w:hyperlink w:anchor="{_anchor(entry)}" w:history="1">'
            f"{runs(entry.text, language)}</w:hyperlink>"
        )
        content = (begin if place == 0 else "") + link + (end if entry is entries[-1] else "")
        parts.append(paragraph(f"TOC {entry.level}", content, language))


def _anchor(heading: Heading) -> str:
    return "_s_" + re.sub(r"[^A-Za-z0-9]+", "_", heading.key)


def _block(made: Any, parts: _Body, block: Any) -> None:
    """Append one block."""
    language = parts.language
    if isinstance(block, Heading):
        parts.bookmarks += 1
        content = bookmark(parts.bookmarks, _anchor(block), runs(block.text, language))
        parts.append(paragraph(f"Heading {block.level}", content, language))
    elif isinstance(block, Paragraph):
        content = runs(block.text, language, block.lang)
        style = "Numbered Paragraph"
        parts.append(paragraph(style, content, language, number=parts.numbering))
    elif isinstance(block, Bullets):
        for item in block.items:
            parts.add("List Bullet", item)
    elif isinstance(block, TableBlock):
        _caption(parts, "table", block.number, block.table.title, keep=True)
        parts.append(_table(block.table, language))
        for note in block.table.notes or [""]:
            parts.add("Table Note", note)
    elif isinstance(block, Picture):
        _picture(made, parts, block)


def _caption(parts: _Body, what: str, number: int, title: str, *, keep: bool = False) -> None:
    """Append a caption with its number as a field, so that an editor can renumber."""
    language = parts.language
    before, after = word(f"report.{what}", language, n="\x1e").split("\x1e")
    name = {"table": "Table", "figure": "Figure"}[what]
    template = word("report.caption", language, number="\x1e", title=title)
    rest = template.split("\x1e", 1)[1]
    content = (
        runs(before, language)
        + field(f"SEQ {name} \\* ARABIC", str(number), language)
        + runs(after + rest, language)
    )
    parts.append(paragraph("Caption", content, language, keep=keep))


def _picture(made: Any, parts: _Body, block: Picture) -> None:
    """Append a figure with its alternative text, and its caption below."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    png = next((path for path in block.figure.paths if path.suffix == ".png"), None)
    if png is None:
        return
    holder = made.add_paragraph(style="Figure")
    shape = holder.add_run().add_picture(str(png), width=Cm(TEXT_WIDTH))
    about = shape._inline.docPr
    about.set("id", str(1000 + block.number))
    about.set("name", f"Figure {block.number}")
    about.set("title", clean_text(block.figure.title))
    about.set("descr", clean_text(block.figure.alt))
    for inner in shape._inline.iter(qn("pic:cNvPr")):
        inner.set("id", str(1000 + block.number))
        inner.set("name", f"{block.figure.name}.png")
    file = f"figures/{block.figure.name}.csv"
    drawn = word("report.data_drawn", parts.language, file=file)
    _caption(parts, "figure", block.number, drawn)


# --- tables ------------------------------------------------------------------------------------


def _table(shown: Table, language: str) -> str:
    """Return a table as XML: heading row that repeats, rows that do not break, fixed widths."""
    widths = _widths(shown)
    visual = "<w:bidiVisual/>" if language == "ar" else ""
    described = escape(clean_text(shown.title), quote=True)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(
        _cell(column.label, width, language, "", head=True, end=column.at_end)
        for column, width in zip(shown.columns, widths, strict=True)
    )
    rows = "".join(_row(shown, row, widths, language) for row in range(shown.rows))
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


def _row(shown: Table, row: int, widths: list[int], language: str) -> str:
    bold = row == shown.total_row
    keep = row == shown.rows - 1 and bool(shown.notes)  # with the notes below
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
        for column, width in zip(shown.columns, widths, strict=True)
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
    shown = paragraph(style, content, language, end=end, lang=lang, keep=keep, namespace=False)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{shown}</w:tc>'


def _widths(shown: Table) -> list[int]:
    """Return the widths of the columns in twentieths of a point, together the text width.

    Each column is first given room for the longest word of its cells, then for that of its
    heading, so that no word is broken as long as there is room; what is left goes to the columns
    whose cells hold more.
    """
    room = int(TEXT_WIDTH * _TWIPS)
    steps = [
        [_longest(column, column.texts, 1.0) for column in shown.columns],
        [_longest(column, [column.label], 1.15) for column in shown.columns],
        [_wish(column) for column in shown.columns],
    ]
    widths = [0] * len(shown.columns)
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
    """Return how many letters wide a text is; Chinese and Cyrillic ones are wider than Latin."""
    return sum(next((w for low, high, w in _WIDER if low <= c <= high), 1.0) for c in text)
