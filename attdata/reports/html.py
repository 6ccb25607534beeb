"""The report as one HTML page: no network, readable from disk, on a telephone and in print.

Figures are SVG within the page, with their descriptions; tables have captions and scopes and can
be sorted; everything that comes from a cell is escaped by the templates, and the page forbids
itself to load anything.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from attdata.output import clean_text
from attdata.reports.abbreviations import with_titles
from attdata.reports.document import (
    FEW_HEADINGS,
    Block,
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
from attdata.tables.html import TableView, environment, style_sheet, table_view
from attdata.tables.table import Table
from attdata.words import word

_FONTS = {
    "ar": '"attdata Sans Arabic","attdata Sans","Segoe UI",Tahoma,Arial,sans-serif',
    "zh": '"attdata Sans SC","attdata Sans","PingFang SC","Microsoft YaHei",sans-serif',
    "": '"attdata Sans","Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif',
}
# Nothing is loaded from anywhere: the style, the fonts and the one script that may run are in the
# page. Cells and figures carry styles of their own.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src '{script}'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
# A table of more rows scrolls in a frame of its own on screens, with a field to search it.
_LONG = 60


@dataclass(frozen=True)
class BlockView:
    """One block as the template reads it; fields that its kind does not have stay empty."""

    kind: str
    key: str = ""
    text: Any = ""
    level: int = 0
    number: Any = ""
    lang: str = ""
    items_: tuple[Any, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    view: TableView | None = None
    folded: bool = False
    long: bool = False
    caption: str = ""
    svg: Any = ""
    narrow: Any = ""
    png: str = ""
    data: str = ""
    alt: str = ""


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
    from markupsafe import Markup

    language = document.language
    states = _told_of_states(document)
    views = [_view(block, language, states) for block in document.blocks]
    script = "\n" + _script(language)
    first = next((i for i, view in enumerate(views) if view.kind == "heading"), len(views))
    template = environment("reports/page").get_template("report.html.j2")
    page = template.render(
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        policy=Markup(_POLICY.format(script=_hash(script))),
        title=clean_text(document.title),
        lines=[clean_text(line) for line in document.lines],
        words={key: word(f"report.{key}", language) for key in ("skip", "contents", "description")},
        style=Markup("@FACES@" + style_sheet() + _css(language)),
        script=Markup(script),
        contents=[v for v in views if v.kind == "heading" and v.level <= 2] if _long(views) else [],
        first=views[:first],
        blocks=views[first:],
    )
    head, begin, rest = page.partition("<main")
    page = head + begin + with_titles(rest, language)
    return page.replace("@FACES@", _faces(page, language), 1)


def _hash(script: str) -> str:
    """Return the hash by which a page admits its one script."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


def _long(views: list[BlockView]) -> bool:
    """Return whether a page has enough sections to need a list of them."""
    return sum(view.kind == "heading" for view in views) > FEW_HEADINGS


def _resource(name: str) -> str:
    return (resources.files("attdata.reports") / "page" / name).read_text(encoding="utf-8")


def _css(language: str) -> str:
    """Return the rules of the page, with fonts and page numbers of the language."""
    before, between, after = re.split(
        "[\x1e\x1f]", word("report.page", language, page="\x1e", pages="\x1f")
    )
    numbers = f'"{before}" counter(page) "{between}" counter(pages) "{after}"'
    css = _resource("report.css").replace("@FONTS@", _FONTS.get(language, _FONTS[""]))
    return css.replace("@PAGES@", numbers)


def _script(language: str) -> str:
    """Return the script of the page with its few words."""
    import json

    keys = ("sort", "find", "rows_shown")
    said = {key: word(f"page.{key}", language, text="{text}", n="{n}") for key in keys}
    return f"const words = {json.dumps(said, ensure_ascii=False)};\n" + _resource("report.js")


def _text(value: object) -> Any:
    """Return a value as text that is only text in HTML, with its line breaks."""
    from markupsafe import Markup, escape

    return Markup("<br>").join(escape(line) for line in clean_text(value).split("\n"))


def _key(heading: Heading) -> str:
    return "s-" + re.sub(r"[^A-Za-z0-9]+", "-", heading.key)


def _view(block: Block, language: str, states: Mapping[str, str]) -> BlockView:
    """Return one block as the template reads it; ``states`` is what figures say of each State."""
    if isinstance(block, Heading):
        return BlockView("heading", _key(block), _text(block.text), level=block.level + 1)
    if isinstance(block, Paragraph):
        return BlockView("paragraph", text=_text(block.text), number=block.number, lang=block.lang)
    if isinstance(block, TableBlock):
        return _table(block, language)
    if isinstance(block, Picture):
        return _picture(block, language, states)
    return _list(block)


def _list(block: Bullets | Terms | KeyNumbers | Notes) -> BlockView:
    if isinstance(block, Bullets):
        return BlockView("bullets", items_=tuple(_text(item) for item in block.items))
    if isinstance(block, Terms):
        return BlockView("terms", terms=block.terms)
    if isinstance(block, KeyNumbers):
        return BlockView("numbers", numbers=block.numbers)
    return BlockView("notes", notes=block.notes)


def _table(block: TableBlock, language: str) -> BlockView:
    """Return a table with its caption; what the section says of its sources is not repeated."""
    made = block.table
    number = word("report.table", language, n=block.number)
    view = table_view(
        made,
        key=f"t{block.number}",
        caption=word("report.caption", language, number=number, title=made.title),
        notes=[made.note] if made.note else [],
        caption_hidden=block.folded,
    )
    return BlockView("table", view=view, folded=block.folded, long=made.rows > _LONG)


def _told_of_states(document: Document) -> dict[str, str]:
    """Return what the annex says of each State in one line: name, status, dates."""
    language = document.language
    annex = next((table for table in document.tables if _is_annex(table)), None)
    if annex is None:
        return {}
    cells = {column.name: column.texts for column in annex.columns}
    titles = {}
    for row, iso3 in enumerate(annex.frame["iso3"]):
        dates = [
            word("count.label", language, label=label, n=clean_text(cells[name][row]))
            for name, label in (
                ("signed", word("column.signed", language)),
                ("consented", cells["action"][row]),
                ("in_force", word("column.in_force", language)),
            )
            if cells[name][row]
        ]
        status = word(
            "explorer.state_status", language, state=cells["iso3"][row], status=cells["status"][row]
        )
        titles[str(iso3)] = word("list.semicolon", language).join([status, *dates])
    return titles


def _is_annex(made: Table) -> bool:
    names = {column.name for column in made.columns}
    return {"iso3", "status", "signed", "action", "consented", "in_force"} <= names


def titled(svg: str, states: Mapping[str, str]) -> str:
    """Return an SVG in which the land and the dot of each State say what it is called and did.

    Browsers show a title under the pointer without a script.

    Parameters
    ----------
    svg
        A figure whose States carry ``data-state``.
    states
        iso3 -> the text.

    Examples
    --------
    >>> titled('<path data-state="FJI" d="M 0 0"/>', {"FJI": "Fiji: neither signed nor joined"})
    '<path data-state="FJI" d="M 0 0"><title>Fiji: neither signed nor joined</title></path>'
    """
    from html import escape

    def with_title(match: re.Match[str]) -> str:
        text = states.get(match[2])
        if text is None:
            return match[0]
        title = f"<title>{escape(clean_text(text), quote=False)}</title>"
        inside = f"<path{match[1]}>{title}</path>" if match[3] else ""
        return inside or f"{match[0]}{title}"

    return re.sub(r'<(?:path|g)([^>]*data-state="([A-Z]{3})"[^>]*?)(/?)>', with_title, svg)


def _picture(block: Picture, language: str, states: Mapping[str, str]) -> BlockView:
    """Return a figure: the drawing, its number, its files, and its description."""
    from markupsafe import Markup

    figure = block.figure
    svg = next(path for path in figure.paths if path.suffix == ".svg")
    number = word("report.figure", language, n=block.number)
    return BlockView(
        "picture",
        key=f"f{block.number}",
        number=number,
        text=word("report.caption", language, number=number, title=clean_text(figure.title)),
        caption=word("report.caption", language, number=number, title=clean_text(figure.title))
        if block.folded
        else "",
        folded=block.folded,
        svg=Markup(titled(inlined(svg, f"f{block.number}"), states)),
        narrow=Markup(titled(inlined(figure.narrow, f"n{block.number}"), states))
        if figure.narrow
        else "",
        png=f"figures/{figure.name}.png",
        data=f"figures/{figure.name}.csv",
        alt=clean_text(figure.alt),
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
        lambda match: (
            'aria-labelledby="' + " ".join(f"{prefix}-{name}" for name in match[1].split()) + '"'
        ),
        svg,
    )
    # A tenth of a point is a thirtieth of a millimetre; more would triple the size of the page.
    svg = re.sub(r'(\sd=")([^"]+)"', lambda match: f'{match[1]}{_rounded(match[2])}"', svg)
    # matplotlib's rule for every element would reach the whole page.
    svg = svg.replace("*{stroke-linejoin", f"#{prefix}-svg *{{stroke-linejoin")
    opening, rest = svg.split(">", 1)
    opening = re.sub(r'\s(width|height)="[^"]*"', "", opening)
    return f'{opening} id="{prefix}-svg">{rest}'


def _rounded(path: str) -> str:
    """Return the commands of a path with one decimal and without line breaks."""
    short = re.sub(r"\d+\.\d+", lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), path)
    return re.sub(r"\s+", " ", short).strip()


def _faces(page: str, language: str) -> str:
    """Return the @font-face rules with the glyphs that the page and its figures use.

    Figures are laid out in the package's fonts: in others their words would be cut at the edge.
    """
    from attdata.draw.style import FALLBACK, fonts
    from attdata.draw.svg import cut_font, letters_of

    faces = []
    left = set(page)
    for family in [name for name in fonts(language) if name != FALLBACK]:
        has = left & letters_of(family)
        left -= has
        for weight, number in (("Regular", 400), ("Bold", 700)) if has else ():
            font = base64.b64encode(cut_font(weight, has, family)).decode("ascii")
            faces.append(
                f'@font-face{{font-family:"{family}";font-weight:{number};'
                f'src:url(data:font/ttf;base64,{font}) format("truetype")}}\n'
            )
    return "".join(faces)
