"""A brief as a page of HTML that needs nothing beside it; whatever comes from a cell is escaped."""

from __future__ import annotations

import base64
from functools import cache
from importlib import resources
from typing import Any

from attdata.reports.brief_blocks import BriefText
from attdata.reports.brief_phrases import site_parts
from attdata.reports.brief_pictures import VOTE_STYLE
from attdata.tables.html import environment
from attdata.words import word

# Nothing is loaded from anywhere: style and pictures are in the page.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
_FONTS = {
    "ar": '"Noto Sans Arabic","Noto Naskh Arabic","Geeza Pro","Segoe UI",Tahoma,Arial,sans-serif',
    "zh": '"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif',
    "": '"Noto Sans","Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif',
}
_PAGE = "@page{size:A4;margin:1.2cm 2cm}\nbody{margin:0}\n@media print{.att-brief{padding:0}}\n"


@cache
def _template(name: str) -> Any:
    return environment("reports/page").get_template(name)


def brief_css(language: str) -> str:
    """Return the rules of a brief; each begins with its own class and reaches nothing else."""
    css = (resources.files("attdata.reports") / "page" / "brief.css").read_text(encoding="utf-8")
    return css.replace("@FONTS@", _FONTS.get(language, _FONTS[""]))


def brief_page(brief: BriefText, pictures: tuple[bytes, bytes]) -> str:
    """Return a brief as a whole page.

    Parameters
    ----------
    brief
        What it says.
    pictures
        Map and timeline as PNG.
    """
    return _rendered("brief.html.j2", brief, pictures, _PAGE + brief_css(brief.language))


def brief_fragment(brief: BriefText, pictures: tuple[bytes, bytes]) -> str:
    """Return a brief as notebooks show it: its own rules and the article."""
    from markupsafe import Markup

    article = _rendered("brief.part.j2", brief, pictures, "")
    return Markup("<style>%s</style>%s") % (Markup(brief_css(brief.language)), Markup(article))


def _rendered(name: str, brief: BriefText, pictures: tuple[bytes, bytes], style: str) -> str:
    from markupsafe import Markup

    language = brief.language
    addresses = [
        "data:image/png;base64," + base64.b64encode(picture).decode("ascii") for picture in pictures
    ]
    text: str = _template(name).render(
        b=brief,
        direction="rtl" if language == "ar" else "ltr",
        policy=Markup(_POLICY),
        style=Markup(style),
        map=addresses[0],
        time=addresses[1],
        signs={vote: look["sign"] for vote, look in VOTE_STYLE.items()},
        votes={vote: word(f"vote.{vote}", language) for vote in VOTE_STYLE},
        breaking=lambda cell: Markup("<wbr>").join(site_parts(cell)),
        colon=word("brief.colon", language),
    )
    return text
