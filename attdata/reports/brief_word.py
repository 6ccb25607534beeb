"""A brief as a Word document of two pages: styles to edit, pictures with alternative text."""

from __future__ import annotations

import io
from typing import Any

from attdata.output import moment, repacked
from attdata.reports.brief_blocks import BriefText, Line, Note, Rows, Strip
from attdata.reports.brief_phrases import site_parts
from attdata.reports.brief_pictures import MAP_CM, TIME_CM, VOTE_STYLE
from attdata.reports.word_xml import (
    BLUE,
    INK,
    MUTED,
    TAGS,
    W,
    flush,
    opened_template,
    paragraph,
    runs,
    style_id,
)
from attdata.words import word

_WIDTH = 9638  # twips between the margins of 2 cm
# Style -> size in half points, bold, colour, space before and after (twips).
_STYLES = {
    "Brief Title": (38, True, BLUE, 0, 20),
    "Brief Formal": (20, False, INK, 0, 20),
    "Brief Heading": (22, True, BLUE, 130, 40),
    # The space before parts them from a table above.
    "Brief Line": (17, False, INK, 30, 30),
    "Brief Note": (15, False, MUTED, 30, 30),
    "Brief Cell": (16, False, INK, 0, 0),
    "Brief Vote": (14, False, INK, 0, 0),  # thirteen numbers of resolutions beside each other
}


def brief_file(brief: BriefText, pictures: tuple[bytes, bytes]) -> bytes:
    """Return a brief as a .docx file; the same brief gives the same bytes.

    Parameters
    ----------
    brief
        What it says.
    pictures
        Map and timeline as PNG.
    """
    made = opened_template(brief.language)
    _add_styles(made, brief.language)
    _margins(made)
    _properties(made, brief)
    page = _Page(made, brief)
    page.add("Brief Title", brief.title, heading=1)
    if brief.formal:
        page.add("Brief Formal", brief.formal)
    page.add("Brief Formal", brief.subtitle)
    page.head(pictures[0])
    for place, part in enumerate(brief.parts):
        page.add("Brief Heading", part.title, heading=2, page=part.key == brief.second_page)
        if place == 0:
            page.picture(pictures[1], TIME_CM[0], brief.time_alt, "timeline")
            page.add("Brief Note", brief.time_key)
        for block in part.blocks:
            # What is not known and the sources stand together, on whichever page has the room.
            page.block(block, keep=part is brief.parts[-1])
    page.add("Brief Note", brief.foot)
    buffer = io.BytesIO()
    made.save(buffer)
    return repacked(buffer.getvalue(), brief.day)


def _add_styles(made: Any, language: str) -> None:
    """Add the styles of a brief to those of the report."""
    from docx.oxml import parse_xml

    bidi = "<w:bidi/>" if language == "ar" else ""
    for name, (size, bold, color, before, after) in _STYLES.items():
        keep = {"Brief Heading": "<w:keepNext/>", "Brief Note": "<w:keepLines/>"}.get(name, "")
        level = {"Brief Title": 0, "Brief Heading": 1}.get(name)
        outline = "" if level is None else f'<w:outlineLvl w:val="{level}"/>'
        weight = "<w:b/><w:bCs/>" if bold else ""
        xml = (
            f'<w:style {W} w:type="paragraph" w:customStyle="1" w:styleId="{style_id(name)}">'
            f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
            f"<w:pPr>{keep}{bidi}"
            f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'
            f"{outline}</w:pPr><w:rPr>{weight}"
            f'<w:color w:val="{color}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
            "</w:style>"
        )
        made.styles.element.append(parse_xml(xml))


def _margins(made: Any) -> None:
    from docx.shared import Cm

    section = made.sections[0]
    section.top_margin = section.bottom_margin = Cm(1.5)
    section.header_distance = section.footer_distance = Cm(0.7)


def _properties(made: Any, brief: BriefText) -> None:
    properties = made.core_properties
    properties.title = brief.title
    properties.subject = brief.subtitle
    properties.author = properties.last_modified_by = "attdata"
    properties.comments = properties.keywords = ""
    properties.language = TAGS[brief.language]
    properties.revision = 1
    properties.created = properties.modified = properties.last_printed = moment(brief.day)


class _Page:
    """Appends the blocks of a brief to a document."""

    def __init__(self, made: Any, brief: BriefText) -> None:
        self.made = made
        self.brief = brief
        self.language = brief.language
        self.pictures = 0

    def append(self, xml: str) -> None:
        from docx.oxml import parse_xml

        body = self.made.element.body
        body.insert(len(body) - 1, parse_xml(xml))

    def add(
        self, style: str, text: str, *, heading: int = 0, keep: bool = False, page: bool = False
    ) -> None:
        """Append a paragraph; headings are found by the navigation through their style's level."""
        kept = keep or bool(heading)
        content = runs(text, self.language)
        self.append(paragraph(style, content, self.language, keep=kept, page=page))

    def line(self, line: Line, namespace: bool = True) -> str:
        label = runs(line.label + word("brief.colon", self.language), self.language, bold=True)
        content = label + runs(line.text, self.language, line.lang)
        return paragraph("Brief Line", content, self.language, namespace=namespace)

    def block(self, block: Line | Note | Rows | Strip, *, keep: bool = False) -> None:
        """Append one block; a note may keep to what follows it."""
        if isinstance(block, Line):
            self.append(self.line(block))
        elif isinstance(block, Note):
            self.add("Brief Note", block.text, keep=keep)
        elif isinstance(block, Strip):
            self.append(self._strip(block))
        else:
            self.append(self._rows(block))

    def head(self, picture: bytes) -> None:
        """Append the table with the facts of the head beside the map and its key."""
        facts = "".join(self.line(line, namespace=False) for line in self.brief.head)
        key = "".join(self._key(status, label) for status, label in self.brief.map_key)
        key = paragraph("Brief Note", key, self.language, namespace=False)
        holder = self.made.add_paragraph(style="Brief Cell")
        self._draw(holder, picture, MAP_CM[0], self.brief.map_alt, "map")
        element = holder._element
        element.getparent().remove(element)
        wide = _WIDTH - 3750
        grid = f'<w:gridCol w:w="{wide}"/><w:gridCol w:w="3750"/>'
        table = (
            f"{_open_table(self.language, borders=False)}<w:tblGrid>{grid}</w:tblGrid><w:tr>"
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{facts}</w:tc>'
            f'<w:tc><w:tcPr><w:tcW w:w="3750" w:type="dxa"/></w:tcPr>{key}</w:tc></w:tr></w:tbl>'
        )
        self.append(table)
        from docx.oxml.ns import qn

        cell = list(self.made.element.body.iter(qn("w:tc")))[-1]
        cell.insert(1, element)

    def _key(self, status: str, label: str) -> str:
        color = {
            "state_party": "12467B", "signatory": "E39A2D", "not_joined": "C2BBAE",
            "unknown": "B48BC2", "own": "B5361C",
        }[status]  # fmt: skip
        # The hatch of the map: in print without colour a signatory is told from a State Party.
        hatched, outlined = "\N{SQUARE WITH UPPER RIGHT TO LOWER LEFT FILL}", "\N{WHITE SQUARE}"
        signs = {"signatory": hatched, "own": outlined}
        sign = signs.get(status, "\N{BLACK SQUARE}")
        square = (
            f'<w:r><w:rPr><w:color w:val="{color}"/></w:rPr>'
            f'<w:t xml:space="preserve">{sign}\N{NO-BREAK SPACE}</w:t></w:r>'
        )
        line = "<w:r><w:br/></w:r>" if status == "own" else ""  # its name may be long
        if status != "own":  # a word of the key stays with its square
            label = label.replace(" ", "\N{NO-BREAK SPACE}")
        return line + square + runs(f"{label}   ", self.language)

    def picture(self, picture: bytes, width: float, alt: str, name: str) -> None:
        """Append a picture as a paragraph of its own."""
        holder = self.made.add_paragraph(style="Brief Cell")
        self._draw(holder, picture, width, alt, name)

    def _draw(self, holder: Any, picture: bytes, width: float, alt: str, name: str) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Cm

        self.pictures += 1
        shape = holder.add_run().add_picture(io.BytesIO(picture), width=Cm(width))
        flush(shape)
        about = shape._inline.docPr
        about.set("id", str(1000 + self.pictures))
        about.set("name", name)
        about.set("descr", alt)
        for inner in shape._inline.iter(qn("pic:cNvPr")):
            inner.set("id", str(1000 + self.pictures))
            inner.set("name", f"{name}.png")

    def _rows(self, block: Rows) -> str:
        widths = [_WIDTH * share // 100 for share in block.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = self._row(block.headings, widths, (), head=True)
        # A heading, the head of its table and the first rows stay on one page.
        rows = "".join(
            self._row(row, widths, block.foreign, keep=place < 2)
            for place, row in enumerate(block.rows[:-1])
        )
        rows += "".join(self._row(row, widths, block.foreign) for row in block.rows[-1:])
        opening = _open_table(self.language)
        return f"{opening}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"

    def _row(
        self,
        cells: Any,
        widths: list[int],
        foreign: tuple[int, ...],
        *,
        head: bool = False,
        keep: bool = False,
    ) -> str:
        marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
        made = []
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            lang = "en" if place in foreign and not head else ""
            # The name of a site breaks before its dots, not inside a word.
            breaking = "\N{ZERO WIDTH SPACE}".join(site_parts(cell))
            content = runs(breaking, self.language, lang, bold=head)
            text = paragraph(
                "Brief Cell", content, self.language, lang=lang, keep=head or keep, namespace=False
            )
            made.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{text}</w:tc>')
        return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(made)}</w:tr>"

    def _strip(self, strip: Strip) -> str:
        width = _WIDTH // max(len(strip.labels), 1)
        grid = f'<w:gridCol w:w="{width}"/>' * len(strip.labels)
        heads = "".join(_square(width, runs(label, self.language)) for label in strip.labels)
        cells = []
        for vote in strip.votes:
            look = VOTE_STYLE.get(vote)
            sign = runs(look["sign"], self.language, figure=True, bold=True) if look else ""
            if vote in ("yes", "no"):
                sign = sign.replace("<w:bCs/>", '<w:bCs/><w:color w:val="FFFFFF"/>', 1)
            fill = look["color"].lstrip("#") if look else ""
            cells.append(_square(width, sign, fill))
        rows = f"<w:tr>{heads}</w:tr><w:tr>{''.join(cells)}</w:tr>"
        opening = _open_table(self.language, boxes=True)
        return f"{opening}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _square(width: int, content: str, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    text = (
        f'<w:p><w:pPr><w:pStyle w:val="{style_id("Brief Vote")}"/><w:jc w:val="center"/></w:pPr>'
        f"{content}</w:p>"
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{text}</w:tc>'


def _open_table(language: str, *, borders: bool = True, boxes: bool = False) -> str:
    """Return the beginning of a table as wide as the text; Arabic tables run from the right."""
    visual = "<w:bidiVisual/>" if language == "ar" else ""
    line = 'w:val="single" w:sz="4" w:space="0" w:color="C9CED4"'
    inner = f"<w:insideV {line}/>" if boxes else ""
    lines = f"<w:tblBorders><w:top {line}/><w:bottom {line}/><w:insideH {line}/>{inner}"
    lines += "</w:tblBorders>"
    return (
        f'<w:tbl {W}><w:tblPr>{visual}<w:tblW w:w="{_WIDTH}" w:type="dxa"/>'
        f'{lines if borders else ""}<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
