"""The report as one HTML page: no network, readable from disk, on a telephone and in print.

Figures are SVG within the page, with their descriptions; tables have captions and scopes and can
be sorted; everything that comes from a cell is escaped, and the page forbids itself to load
anything.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from html import escape
from importlib import resources
from pathlib import Path

from attdata.officefile import clean_text
from attdata.reports.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Picture,
    TableBlock,
)
from attdata.tables.columns import Column
from attdata.tables.table import Table
from attdata.words import word

_FONTS = {
    "ar": '"Noto Naskh Arabic","Noto Sans Arabic","Geeza Pro","Segoe UI",Tahoma,Arial,sans-serif',
    "zh": '"attdata Sans SC","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif',
    "": '"Noto Sans","Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif',
}
# Nothing is loaded from anywhere; the style, the script and the fonts are in the page.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)


def html_page(document: Document) -> str:
    """Return the report as a page of HTML that needs nothing beside it.

    Parameters
    ----------
    document
        What :func:`attdata.reports.contents.document` gives.

    Returns
    -------
    str
        The same document gives the same text.
    """
    language = document.language
    direction = "rtl" if language == "ar" else "ltr"
    body = "\n".join(_block(block, language) for block in document.blocks)
    title = _text(document.title)
    lines = "".join(f"<p>{_text(line)}</p>" for line in document.lines)
    page = f"""<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="generator" content="attdata">
<title>{title} – {_text(document.lines[0])}</title>
<style>
@FACES@{_resource("pack.css").replace("@FONTS@", _FONTS.get(language, _FONTS[""]))}</style>
</head>
<body>
<a class="skip" href="#text">{_text(word("report.skip", language))}</a>
<header><h1>{title}</h1>{lines}</header>
{_contents(document)}
<main id="text">
{body}
</main>
<script>
{_resource("pack.js")}</script>
</body>
</html>
"""
    return page.replace("@FACES@", _faces(page) if language == "zh" else "", 1)


def _resource(name: str) -> str:
    return (resources.files("attdata.reports") / "page" / name).read_text(encoding="utf-8")


def _text(value: object) -> str:
    """Return a value as text that is only text in HTML."""
    return escape(clean_text(value)).replace("\n", "<br>")


def _contents(document: Document) -> str:
    """Return the table of contents: sections, and what stands directly below them."""
    entries = [b for b in document.blocks if isinstance(b, Heading) and b.level <= 2]
    items = "".join(
        f'<li class="l{entry.level}"><a href="#{_key(entry)}">{_text(entry.text)}</a></li>'
        for entry in entries
    )
    label = _text(word("report.contents", document.language))
    return f'<nav aria-labelledby="contents"><h2 id="contents">{label}</h2><ol>{items}</ol></nav>'


def _key(heading: Heading) -> str:
    return "s-" + re.sub(r"[^A-Za-z0-9]+", "-", heading.key)


def _block(block: Block, language: str) -> str:
    """Return one block as HTML."""
    if isinstance(block, Heading):
        level = block.level + 1
        return f'<h{level} id="{_key(block)}">{_text(block.text)}</h{level}>'
    if isinstance(block, Paragraph):
        text = _text(block.text)
        if block.lang:
            text = f'<span lang="{block.lang}" dir="ltr">{text}</span>'
        return (
            f'<p class="n" id="p{block.number}"><span class="no">{block.number}.</span> {text}</p>'
        )
    if isinstance(block, Bullets):
        return "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in block.items) + "</ul>"
    if isinstance(block, TableBlock):
        return _table(block, language)
    return _picture(block, language)


def _table(block: TableBlock, language: str) -> str:
    """Return a table with its caption, column scopes, row headings and notes."""
    shown = block.table
    key = f"t{block.number}"
    number = word("report.table", language, n=block.number)
    caption = _text(word("report.caption", language, number=number, title=shown.title))
    heads = "".join(
        f'<th scope="col"{_end(column)}>{_text(column.label)}</th>' for column in shown.columns
    )
    rows = "\n".join(_rows(shown))
    notes = "".join(f'<p class="note">{_text(note)}</p>' for note in shown.notes)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{key}-c">'
        f'<table id="{key}"><caption id="{key}-c">{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>{notes}"
    )


def _rows(shown: Table) -> Iterable[str]:
    """Yield the rows; the State or the first column is their heading."""
    names = [column.name for column in shown.columns]
    head = names.index("iso3") if "iso3" in names else 0
    total = shown.total_row
    for row in range(shown.rows):
        cells = "".join(
            _cell(column, row, is_head=place == head) for place, column in enumerate(shown.columns)
        )
        yield f'<tr class="total">{cells}</tr>' if row == total else f"<tr>{cells}</tr>"


def _cell(column: Column, row: int, *, is_head: bool) -> str:
    value, text = column.typed[row], column.texts[row]
    attributes = _end(column)
    if column.lang and text:
        attributes += f' lang="{column.lang}" dir="ltr"'
    if value is not None and not isinstance(value, str):
        attributes += f' data-v="{escape(str(value))}"'
    if is_head:
        return f'<th scope="row"{attributes}>{_text(text)}</th>'
    return f"<td{attributes}>{_text(text)}</td>"


def _end(column: Column) -> str:
    return ' class="e"' if column.at_end else ""


def _picture(block: Picture, language: str) -> str:
    """Return a figure: the drawing, its number, where its data are, and its description."""
    figure = block.figure
    svg = next(path for path in figure.paths if path.suffix == ".svg")
    data = f"figures/{figure.name}.csv"
    link = f'<a href="{data}">{data}</a>'
    drawn = _text(word("report.data_drawn", language, file="@")).replace("@", link)
    number = _text(word("report.figure", language, n=block.number))
    return (
        f'<figure id="f{block.number}">{inlined(svg, f"f{block.number}")}'
        f"<figcaption><strong>{number}</strong> {drawn}"
        f"<details><summary>{_text(word('report.description', language))}</summary>"
        f"<p>{_text(figure.alt)}</p></details></figcaption></figure>"
    )


def inlined(path: Path, prefix: str) -> str:
    """Return an SVG file as an element for a page with other SVGs: its ids and rules its own.

    Parameters
    ----------
    path
        The file.
    prefix
        Set before every id and every reference to one.
    """
    svg = path.read_text(encoding="utf-8")
    svg = svg[svg.index("<svg") :].strip()
    svg = re.sub(r"@font-face\{[^}]*\}", "", svg)  # the page brings the glyphs itself
    svg = re.sub(r"<style>\s*</style>", "", svg)
    svg = re.sub(r'(\sid=")([^"]+)"', rf'\1{prefix}-\2"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", svg)
    svg = re.sub(r'(href=")#([^"]+)"', rf'\1#{prefix}-\2"', svg)
    svg = re.sub(
        r'aria-labelledby="([^"]*)"',
        lambda found: (
            'aria-labelledby="' + " ".join(f"{prefix}-{name}" for name in found[1].split()) + '"'
        ),
        svg,
    )
    # A tenth of a point is a thirtieth of a millimetre; more would triple the size of the page.
    svg = re.sub(r'(\sd=")([^"]+)"', lambda found: f'{found[1]}{_rounded(found[2])}"', svg)
    # matplotlib's rule for every element would reach the whole page.
    svg = svg.replace("*{stroke-linejoin", f"#{prefix}-svg *{{stroke-linejoin")
    opening, rest = svg.split(">", 1)
    opening = re.sub(r'\s(width|height)="[^"]*"', "", opening)
    return f'{opening} id="{prefix}-svg">{rest}'


def _rounded(path: str) -> str:
    """Return the commands of a path with one decimal and without line breaks."""
    short = re.sub(r"\d+\.\d+", lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), path)
    return re.sub(r"\s+", " ", short).strip()


def _faces(page: str) -> str:
    """Return the @font-face rules with the Chinese glyphs that the page uses."""
    from attdata.draw.style import CHINESE
    from attdata.draw.svg import cut_font

    letters = {letter for letter in page if ord(letter) > 0x2000}
    faces = []
    for weight, number in (("Regular", 400), ("Bold", 700)):
        font = base64.b64encode(cut_font(weight, letters)).decode("ascii")
        faces.append(
            f'@font-face{{font-family:"{CHINESE}";font-weight:{number};'
            f'src:url(data:font/ttf;base64,{font}) format("truetype")}}\n'
        )
    return "".join(faces)
