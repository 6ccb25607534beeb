"""The report as a Word document, with the styles, numbers and marks that editors work with.

Headings, captions and numbered paragraphs are styles, page and table numbers are fields, heading
rows repeat, pictures have alternative text, and languages are tagged. In Arabic paragraphs, tables
and sections run from right to left; Chinese has its own font.
"""

from __future__ import annotations

import io
import re
from typing import Any

from attdata.output import clean_text, moment, repacked
from attdata.reports.abbreviations import spelled_out
from attdata.reports.document import (
    FEW_HEADINGS,
    Bullets,
    Document,
    Heading,
    KeyNumbers,
    Notes,
    Paragraph,
    Picture,
    TableBlock,
    Terms,
)
from attdata.reports.word_tables import TEXT_WIDTH, numbers_xml, table_xml
from attdata.reports.word_xml import (
    TAGS,
    bookmark,
    field,
    flush,
    opened_template,
    paragraph,
    paragraph_numbering,
    runs,
)
from attdata.words import word

_TALLEST = 22.5  # cm: a page holds a figure so tall and its caption of two lines


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
    document = spelled_out(document)
    language = document.language
    made = opened_template(language)
    numbering = paragraph_numbering(made)
    _properties(made, document)
    _running_texts(made, document)
    body = made.element.body
    parts = _Body(body, language, numbering)
    parts.add("Title", document.title)
    for line in document.lines:
        parts.add("Subtitle", line)
    headings = [place for place, b in enumerate(document.blocks) if isinstance(b, Heading)]
    for place, block in enumerate(document.blocks):
        after_first = headings[:1] == [place]  # below the first page: numbers, map, sentences
        if after_first and len(headings) > FEW_HEADINGS:
            _contents(parts, document)
        _block(made, parts, block, page=after_first and len(headings) <= FEW_HEADINGS)
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
    """Add the table of contents: headings as links, their pages as fields."""
    language = document.language
    entries = [b for b in document.blocks if isinstance(b, Heading) and b.level <= 2]
    title = runs(word("report.contents", language), language)
    parts.append(paragraph("TOC Heading", title, language, page=True))
    for entry in entries:
        # Who lays the text out knows the pages. LibreOffice fills no list of contents when it opens
        # a document, but every reference to a page; Word fills those that are marked as outdated.
        page = field(f"PAGEREF {_anchor(entry)} \\h", "\N{EN DASH}", language, outdated=True)
        link = (
            f'<w:hyperlink w:anchor="{_anchor(entry)}" w:history="1">'
            f"{runs(entry.text, language)}<w:r><w:tab/></w:r>{page}</w:hyperlink>"
        )
        parts.append(paragraph(f"TOC {entry.level}", link, language))


def _anchor(heading: Heading) -> str:
    return "_s_" + re.sub(r"[^A-Za-z0-9]+", "_", heading.key)


def _block(made: Any, parts: _Body, block: Any, *, page: bool = False) -> None:
    """Append one block; ``page``: a heading that begins a page."""
    language = parts.language
    if isinstance(block, Heading):
        parts.bookmarks += 1
        content = bookmark(parts.bookmarks, _anchor(block), runs(block.text, language))
        parts.append(paragraph(f"Heading {block.level}", content, language, page=page))
    elif isinstance(block, Paragraph):
        content = runs(block.text, language, block.lang)
        style = "Numbered Paragraph"
        parts.append(paragraph(style, content, language, number=parts.numbering))
    elif isinstance(block, TableBlock):
        _caption(parts, "table", block.number, block.table.title, keep=True)
        parts.append(table_xml(block.table, language))
        parts.add("Table Note", block.table.note)
    elif isinstance(block, Picture):
        _picture(made, parts, block)
    else:
        _list(parts, block)


def _list(parts: _Body, block: Bullets | KeyNumbers | Terms | Notes) -> None:
    """Append a list, the numbers that a reader sees first, abbreviations or notes."""
    if isinstance(block, Bullets):
        for item in block.items:
            parts.add("List Bullet", item)
    elif isinstance(block, KeyNumbers):
        parts.append(numbers_xml(block.numbers, parts.language))
        parts.add("Table Note", "")
    elif isinstance(block, Terms):
        for short, full in block.terms:
            text = word("report.term", parts.language, short=short, full=full)
            parts.add("Abbreviation", text)
    else:
        for note in block.notes:
            parts.add("Table Note", note)


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
    if shape.height > Cm(_TALLEST):
        shape.width = round(shape.width * Cm(_TALLEST) / shape.height)
        shape.height = Cm(_TALLEST)
    flush(shape)
    about = shape._inline.docPr
    about.set("id", str(1000 + block.number))
    about.set("name", f"Figure {block.number}")
    about.set("title", clean_text(block.figure.title))
    about.set("descr", clean_text(block.figure.alt))
    for inner in shape._inline.iter(qn("pic:cNvPr")):
        inner.set("id", str(1000 + block.number))
        inner.set("name", f"{block.figure.name}.png")
    _caption(parts, "figure", block.number, block.figure.title)
