"""Pieces of a Word document that python-docx does not make: fields, runs, bookmarks, directions.

XML is put together as text, so that what a paragraph carries can be read at one place; names of
elements follow ISO/IEC 29500.
"""

from __future__ import annotations

import io
import re
from html import escape
from importlib import resources
from typing import Any

from attdata.output import clean_text

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f'xmlns:w="{NAMESPACE}"'
# The tag of a language in Word; the region decides hyphenation and quotation marks.
TAGS = {"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}
BLUE, INK, MUTED, PALE = "12467B", "1F2933", "4D5761", "E6EDF5"
# Latin words within Arabic; numbers stay with the Arabic around them.
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9@&/.,:;'’()\-_ ]*[A-Za-z0-9)]|[A-Za-z]")
_LEFT_TO_RIGHT = "\u200e"
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
    if language == "ar" and own != "ar" and text:
        # Its last full stop or bracket stays with it, in programs that go by letters alone, too.
        text = f"{_LEFT_TO_RIGHT}{text}{_LEFT_TO_RIGHT}"
    if own != "ar" or (figure and not _LETTER.search(text)):
        return _run(text, own, rtl=False, bold=bold)
    pieces, place = [], 0
    for match in _LATIN.finditer(text):
        pieces.append((text[place : match.start()], True))
        pieces.append((match[0], False))
        place = match.end()
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
    page: bool = False,
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
    page
        Begins a page.
    number
        The list that numbers it.
    namespace
        Whether the element declares the namespace, as one that stands alone must.
    """
    marks = f'<w:pStyle w:val="{style_id(style)}"/>'
    marks += "<w:keepNext/>" if keep else ""
    marks += "<w:pageBreakBefore/>" if page else ""
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


def field(code: str, result: str, language: str, *, outdated: bool = False) -> str:
    """Return a field with the result that it has until somebody, or Word at once, updates it."""
    dirty = ' w:dirty="true"' if outdated else ""
    rtl = "<w:rtl/>" if language == "ar" else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{dirty}/></w:r>'
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


def flush(shape: Any) -> None:
    """Set a picture flush with the text.

    Where an inline picture says nothing of the room around it Word leaves none, and LibreOffice
    a third of a centimetre at each side, so that a wide picture reaches over the margin.
    """
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")


def opened_template(language: str) -> Any:
    """Return a new document with the styles, numbering and page of the templates.

    ``template.docx`` and, for Arabic, ``template-rtl.docx`` lie beside this module in ``page/``:
    whoever wants other fonts, sizes or colours edits them in Word. The language of the document is
    set here, for six languages share two templates.

    Parameters
    ----------
    language
        One of ar, en, es, fr, ru, zh.
    """
    import docx
    from docx.oxml.ns import qn

    name = "template-rtl.docx" if language == "ar" else "template.docx"
    content = (resources.files("attdata.reports") / "page" / name).read_bytes()
    made = docx.Document(io.BytesIO(content))
    default = next(made.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang")))
    if language not in ("ar", "zh"):  # the templates name these two beside the Latin one
        default.set(qn("w:val"), TAGS[language])
    return made


def paragraph_numbering(made: Any) -> int:
    """Return the number of the list that counts paragraphs through a document: the last one."""
    from docx.oxml.ns import qn

    numbering = made.part.numbering_part.element
    return max(int(element.get(qn("w:numId"))) for element in numbering.iter(qn("w:num")))
