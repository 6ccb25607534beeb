"""Pieces of a Word document that python-docx does not make: styles, fields, numbers, directions.

XML is put together as text, so that what a paragraph carries can be read at one place; names of
elements follow ISO/IEC 29500.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from attdata.officefile import clean_text

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f'xmlns:w="{NAMESPACE}"'
# The tag of a language in Word; the region decides hyphenation and quotation marks.
TAGS = {"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}
LATIN, ARABIC, CHINESE = "Arial", "Arial", "Microsoft YaHei"
BLUE, INK, MUTED, PALE = "12467B", "1F2933", "4D5761", "E6EDF5"
# Latin words within Arabic; numbers stay with the Arabic around them.
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9@&/.,:;'’()\-_ ]*[A-Za-z0-9)]|[A-Za-z]")
_LETTER = re.compile("[\u0620-\u064a]")


def runs(
    text: str, language: str, lang: str = "", *, bold: bool = False, figure: bool = False
) -> str:
    """Return text as runs, each tagged with its language and direction.

    Parameters
    ----------
    text
        The text; line breaks are kept.
    language
        The language of the document.
    lang
        The language of this text, where it is another.
    bold
        Whether it is set in bold.
    figure
        Whether it is a number, which runs from left to right in every language unless it has words.
    """
    own = lang or language
    text = clean_text(text)
    if own != "ar" or (figure and not _LETTER.search(text)):
        return _run(text, own, rtl=False, bold=bold)
    pieces, place = [], 0
    for found in _LATIN.finditer(text):
        pieces.append((text[place : found.start()], True))
        pieces.append((found[0], False))
        place = found.end()
    pieces.append((text[place:], True))
    return "".join(_run(piece, own, rtl=rtl, bold=bold) for piece, rtl in pieces if piece)


def _run(text: str, language: str, *, rtl: bool, bold: bool) -> str:
    marks = "<w:b/><w:bCs/>" if bold else ""
    marks += "<w:rtl/>" if rtl else ""
    marks += _tag("en" if language == "ar" and not rtl else language)
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r><w:rPr>{marks}</w:rPr>{lines}</w:r>" if text else ""


def _tag(language: str) -> str:
    """Return the language tag, in the place where Word looks for it."""
    place = {"ar": "bidi", "zh": "eastAsia"}.get(language, "val")
    return f'<w:lang w:{place}="{TAGS[language]}"/>'


def paragraph(
    style: str,
    content: str,
    language: str,
    *,
    lang: str = "",
    end: bool = False,
    keep: bool = False,
    number: int | None = None,
    namespace: bool = True,
) -> str:
    """Return a paragraph of a style.

    Parameters
    ----------
    style
        Name of the style, as in Word.
    content
        Its runs.
    language, lang
        The document's language, and the paragraph's where it is another: an English title in an
        Arabic document runs from left to right.
    end
        Lined up at the end of the line, as numbers in a column are.
    keep
        Kept on one page with what follows.
    number
        The list that numbers it.
    namespace
        Whether the element declares the namespace, as one that stands alone must.
    """
    marks = f'<w:pStyle w:val="{style_id(style)}"/>'
    marks += "<w:keepNext/>" if keep else ""
    if number is not None:
        marks += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    if language == "ar":
        marks += '<w:bidi w:val="0"/>' if lang else "<w:bidi/>"
    marks += '<w:jc w:val="right"/>' if end else ""
    declared = f" {W}" if namespace else ""
    return f"<w:p{declared}><w:pPr>{marks}</w:pPr>{content}</w:p>"


def style_id(name: str) -> str:
    """Return the id of a style: its name without spaces.

    Examples
    --------
    >>> style_id("Heading 1")
    'Heading1'
    """
    return name.replace(" ", "")


def field(code: str, result: str, language: str) -> str:
    """Return a field with the result that it has until somebody updates it."""
    rtl = "<w:rtl/>" if language == "ar" else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:rPr>{rtl}</w:rPr><w:t>{escape(result)}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(number: int, name: str, content: str) -> str:
    """Return content under a bookmark, to which links lead."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{escape(name)}"/>{content}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def set_page(made: Any, language: str) -> None:
    """Set A4 with margins of 2 cm; the section of an Arabic document runs from right to left."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from docx.shared import Cm

    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2)
    section.header_distance = section.footer_distance = Cm(1)
    if language == "ar":
        # The order of elements is the schema's: before the grid that closes the properties.
        properties = section._sectPr
        grid = properties.find(qn("w:docGrid"))
        place = len(properties) if grid is None else list(properties).index(grid)
        properties.insert(place, parse_xml(f"<w:bidi {W}/>"))


def number_paragraphs(made: Any) -> int:
    """Add the numbering of paragraphs through the whole document; return its number."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    numbering = made.part.numbering_part.element
    taken = [int(e.get(qn("w:abstractNumId"))) for e in numbering.iter(qn("w:abstractNum"))]
    abstract = max(taken, default=0) + 1
    xml = (
        f'<w:abstractNum {W} w:abstractNumId="{abstract}"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:tabs><w:tab w:val="num" w:pos="680"/></w:tabs>'
        '<w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
    )
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(parse_xml(xml))
    else:
        first.addprevious(parse_xml(xml))
    used = [int(e.get(qn("w:numId"))) for e in numbering.iter(qn("w:num"))]
    number = max(used, default=0) + 1
    numbering.append(
        parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>')
    )
    return number


_LEADER = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'
# Style -> what it is based on, size in half points, bold, colour, space before and after (twips),
# and what else its paragraphs have.
_STYLES: dict[str, tuple[str, int, bool, str, int, int, str]] = {
    "Title": ("Normal", 40, True, BLUE, 0, 160, ""),
    "Subtitle": ("Normal", 24, False, MUTED, 0, 40, ""),
    "Heading 1": ("Normal", 30, True, BLUE, 420, 140, '<w:keepNext/><w:outlineLvl w:val="0"/>'),
    "Heading 2": ("Normal", 24, True, INK, 300, 100, '<w:keepNext/><w:outlineLvl w:val="1"/>'),
    "Heading 3": ("Normal", 21, True, INK, 240, 80, '<w:keepNext/><w:outlineLvl w:val="2"/>'),
    "TOC Heading": ("Normal", 24, True, BLUE, 320, 100, "<w:keepNext/>"),
    "TOC 1": ("Normal", 20, False, INK, 40, 0, _LEADER),
    "TOC 2": ("Normal", 18, False, MUTED, 0, 0, _LEADER + '<w:ind w:left="454"/>'),
    "Numbered Paragraph": ("Normal", 20, False, INK, 60, 100, ""),
    "List Bullet": ("Normal", 20, False, INK, 0, 60, ""),
    "Caption": ("Normal", 19, True, INK, 200, 80, ""),
    "Figure": ("Normal", 20, False, INK, 200, 0, "<w:keepNext/>"),
    "Table Text": ("Normal", 15, False, INK, 20, 20, ""),
    "Table Heading": ("Table Text", 14, True, "FFFFFF", 40, 40, "<w:keepNext/>"),
    "Key Number": ("Normal", 34, True, BLUE, 40, 0, ""),
    "Abbreviation": ("Normal", 18, False, INK, 0, 20, '<w:ind w:left="1134" w:hanging="1134"/>'),
    "Table Note": ("Normal", 15, False, MUTED, 60, 40, ""),
    "Header": ("Normal", 16, False, MUTED, 0, 0, ""),
    "Footer": ("Normal", 16, False, MUTED, 0, 0, '<w:jc w:val="center"/>'),
}


def prepare_styles(made: Any, language: str) -> None:
    """Give the document its styles, fonts and languages."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    styles = made.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    styles.replace(defaults, parse_xml(_defaults(language)))
    replaced = {style_id(name) for name in _STYLES} | {"Normal", "ReportTable"}
    old = {}
    for style in list(styles.findall(qn("w:style"))):
        identity = style.get(qn("w:styleId"))
        if identity in replaced:
            old[identity] = style.find(qn("w:pPr"))
            styles.remove(style)
    bullets = old.get("ListBullet")
    listed = bullets.find(qn("w:numPr")) if bullets is not None else None
    styles.append(parse_xml(_normal(language)))
    for name in _STYLES:
        element = parse_xml(_style(name, language))
        if name == "List Bullet" and listed is not None:
            element.find(qn("w:pPr")).insert(0, listed)
        styles.append(element)
    styles.append(parse_xml(_table_style()))


def _fonts() -> str:
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{ARABIC}" w:eastAsia="{CHINESE}"/>'


def _defaults(language: str) -> str:
    first = TAGS[language] if language not in ("ar", "zh") else TAGS["en"]
    return (
        f"<w:docDefaults {W}><w:rPrDefault><w:rPr>{_fonts()}"
        '<w:sz w:val="20"/><w:szCs w:val="20"/>'
        f'<w:lang w:val="{first}" w:eastAsia="{TAGS["zh"]}" w:bidi="{TAGS["ar"]}"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="100" w:line="264" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _normal(language: str) -> str:
    bidi = "<w:bidi/>" if language == "ar" else ""
    return (
        f'<w:style {W} w:type="paragraph" w:default="1" w:styleId="Normal">'
        f'<w:name w:val="Normal"/><w:qFormat/><w:pPr>{bidi}</w:pPr>'
        f'<w:rPr>{_fonts()}<w:color w:val="{INK}"/></w:rPr></w:style>'
    )


def _style(name: str, language: str) -> str:
    base, size, bold, color, before, after, marks = _STYLES[name]
    bidi = "<w:bidi/>" if language == "ar" else ""
    keep = "<w:keepNext/>" if "<w:keepNext/>" in marks else ""
    tabs = _LEADER if _LEADER in marks else ""
    level = re.search(r"<w:outlineLvl[^>]*/>", marks)
    rest = "".join(re.findall(r"<w:(?:ind|jc)[^>]*/>", marks))
    weight = "<w:b/><w:bCs/>" if bold else ""
    rest += level[0] if level else ""
    return (
        f'<w:style {W} w:type="paragraph" w:styleId="{style_id(name)}">'
        f'<w:name w:val="{_word_name(name)}"/><w:basedOn w:val="{style_id(base)}"/>'
        f'<w:next w:val="Normal"/><w:qFormat/><w:pPr>{keep}{tabs}{bidi}'
        f'<w:spacing w:before="{before}" w:after="{after}"/>{rest}</w:pPr>'
        f'<w:rPr>{weight}<w:color w:val="{color}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _word_name(name: str) -> str:
    """Return the name under which Word itself knows a style: its own begin in small letters."""
    own = ("Heading", "Caption", "TOC", "Header", "Footer")
    return name.lower().replace("toc heading", "TOC Heading") if name.startswith(own) else name


def _table_style() -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{"C9CED4"}"'
    return (
        f'<w:style {W} w:type="table" w:styleId="ReportTable"><w:name w:val="Report Table"/>'
        '<w:qFormat/><w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>'
        f"<w:top {line}/><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" '
        f'w:fill="{BLUE}"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        '<w:tblStylePr w:type="band2Horz"><w:tcPr><w:shd w:val="clear" w:color="auto" '
        'w:fill="F1F5F9"/></w:tcPr></w:tblStylePr></w:style>'
    )
