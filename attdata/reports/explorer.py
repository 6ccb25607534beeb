"""The explorer: one HTML file with maps over time, a card of each State and a table.

It works from disk and in a frame, without network or server. The page forbids itself everything
but the one script and the one style that are in it, by their hashes; what comes from cells is data
to that script and never markup.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata import __version__
from attdata.draw.style import ACCENT, ARABIC, CHINESE, FONTS, INK, MUTED, PAPER, STATUS_STYLE
from attdata.draw.svg import cut_font
from attdata.frames import STATUSES
from attdata.maps.ground import ELSEWHERE, SEA
from attdata.maps.status_map import MARKERS
from attdata.problems import LanguageError
from attdata.reference import of_dataset
from attdata.reports import explorer_card as card
from attdata.reports import explorer_data as facts
from attdata.reports.explorer_map import DOT, WORLD, screen_maps
from attdata.reports.explorer_shapes import UNITS
from attdata.reports.explorer_words import OWN_NAMES, words_of
from attdata.words import LANGUAGES

if TYPE_CHECKING:
    from attdata.frames import Dataset

SCRIPTS = ("days", "map", "panels", "table", "save", "start")
# The marks of statuses on small States, as SVG paths around a point, one unit from it.
MARKS = {
    "o": "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0Z",
    "D": "M0-1.15L1.15 0L0 1.15L-1.15 0Z",
    "s": "M-.9-.9H.9V.9H-.9Z",
    "^": "M0-1.15L1.15.9H-1.15Z",
}


@of_dataset
def explorer_page(
    data: Dataset, *, language: str = "en", briefs: Mapping[str, Mapping[str, str]] | None = None
) -> str:
    """Return the explorer as a page of HTML that needs nothing beside it.

    Parameters
    ----------
    data
        A Dataset.
    language
        The language in which the page opens; the other five are in it as well.
    briefs
        language -> iso3 -> address of the State's brief, relative to the page.

    Returns
    -------
    str
        The same Dataset gives the same text.

    Raises
    ------
    LookupError
        The language is none of the six.

    Examples
    --------
    >>> import attdata as att
    >>> page = explorer_page(att.load(), language="fr")
    >>> page.startswith("<!DOCTYPE html>"), "http-equiv" in page, len(page) < 1_500_000
    (True, True, True)
    """
    if language not in LANGUAGES:
        raise LanguageError(f'"{language}" is none of the six languages: {", ".join(LANGUAGES)}.')
    content = _content(data, language, briefs or {})
    script = "".join(_resource(f"explorer.{name}.js") for name in SCRIPTS)
    script = f'"use strict";\n{script}'
    style = _style(content)
    words = content["words"][language]["w"]
    return _template().render(
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        policy=_policy(script, style),
        title=words["explorer.title"],
        noscript=[(code, content["words"][code]["w"]["explorer.noscript"]) for code in LANGUAGES],
        version=__version__,
        script=script,
        style=style,
        content=_as_json(content),
    )


def _content(
    data: Dataset, language: str, briefs: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Return what the script reads."""
    bases, views = screen_maps(data)
    first, last = facts.first_and_last(data)
    activities, named = card.activities(data)
    return {
        "language": language,
        "languages": OWN_NAMES,
        "first": first,
        "last": last,
        "stops": facts.by_basis(facts.stops, data),
        "segments": facts.by_basis(facts.segments, data),
        "counts": facts.by_basis(facts.counts, data),
        "members": facts.memberships(data),
        "inexact": facts.inexact(data),
        "events": facts.events(data),
        "sisters": facts.sisters(data),
        "states": {
            str(row.iso3): [str(row.att_region), str(row.subregion)]
            for row in data.states.itertuples()
        },
        "aliases": facts.aliases(data),
        "conferences": [
            [str(row.conference), facts.iso(row.end)]
            for row in data.conferences.sort_values("end").itertuples()
            if facts.iso(row.end) <= last
        ],
        "activities": activities,
        "named": named,
        "projects": card.projects(data),
        "votes": card.votes(data),
        "briefs": {code: dict(pages) for code, pages in briefs.items()},
        "words": {code: words_of(data, code) for code in LANGUAGES},
        "maps": {"bases": _bases(bases), "views": _views(views), "units": UNITS, "dot": DOT},
        "looks": {status: _look(status) for status in (*STATUSES, "not_counted")},
        "colors": {
            **{"elsewhere": ELSEWHERE, "sea": SEA, "ink": INK, "muted": MUTED},
            **{"paper": PAPER, "accent": ACCENT},
        },
    }


def _look(status: str) -> dict[str, str]:
    """Return colours, hatch and mark of a status, as the static figures have them."""
    style = STATUS_STYLE[status]
    mark = MARKS[MARKERS.get(status, "o")]
    names = {"fill": "color", "edge": "edge", "hatch": "hatch", "line": "line"}
    return {**{name: style[key] for name, key in names.items()}, "mark": mark}


def _bases(bases: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {
            "states": base.states,
            "other": base.other,
            "lines": base.lines,
            "sea": base.sea if name == WORLD else "",
            "centres": base.centres,
        }
        for name, base in bases.items()
    }


def _views(views: Mapping[str, Any]) -> dict[str, Any]:
    """Return the views; one that shows the whole world is only a word."""
    return {
        key: {"base": view.base, "box": view.box, "dots": view.dots}
        for key, view in views.items()
        if key == WORLD or view.base != WORLD
    }


# --- the page ----------------------------------------------------------------------------------


def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.from_string(_resource("explorer.html"))


def _resource(name: str) -> str:
    return (resources.files("attdata.reports") / "page" / name).read_text(encoding="utf-8")


def _policy(script: str, style: str) -> str:
    """Return the Content-Security-Policy: this script and this style, and nothing from anywhere."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src blob: data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _as_json(content: Any) -> str:
    r"""Return data for a script element: no character in it can end the element.

    Examples
    --------
    >>> _as_json({"a": "</script>"})
    '{"a":"\\u003c/script>"}'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _style(content: Mapping[str, Any]) -> str:
    """Return the style with the colours of the figures and the glyphs of its scripts."""
    colors = dict(content["colors"])
    for status, look in content["looks"].items():
        colors[status] = look["fill"]
        colors[f"{status}-edge"] = look["edge"]
    names = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colors.items())
    return f":root{{{names}}}\n{_faces(content)}\n{_resource('explorer.css')}"


def _faces(content: Mapping[str, Any]) -> str:
    """Return the @font-face rules with the Arabic letters and the Chinese glyphs of the page.

    Latin and Cyrillic letters are on every machine.
    """
    text = json.dumps(content["words"]["zh"], ensure_ascii=False) + OWN_NAMES["zh"]
    letters = {letter for letter in text if ord(letter) > 0x2E7F}
    faces = {
        # Whole: what joins Arabic letters to words would be lost with the cut.
        ARABIC: (FONTS / "attdataSansArabic-Regular.ttf").read_bytes(),
        CHINESE: cut_font("Regular", letters),
    }
    return "".join(
        f'@font-face{{font-family:"{family}";src:url(data:font/woff;base64,{_woff(font)}) '
        'format("woff")}\n'
        for family, font in faces.items()
    )


def _woff(font: bytes) -> str:
    """Return a font compressed for the web, in base64; the same font gives the same text."""
    from fontTools.ttLib import TTFont

    packed = TTFont(io.BytesIO(font), recalcTimestamp=False)
    packed.flavor = "woff"
    buffer = io.BytesIO()
    packed.save(buffer)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def briefs_beside(folder: Path, states: Mapping[str, Any] | list[str]) -> dict[str, dict[str, str]]:
    """Return the briefs that lie in a folder: language -> iso3 -> file name.

    Parameters
    ----------
    folder
        Where the page will lie; briefs are there or in its folder ``briefs``.
    states
        The iso3 of the States that there are.
    """
    briefs: dict[str, dict[str, str]] = {}
    for place in (folder / "briefs", folder):
        for path in sorted(place.glob("*.html")) if place.is_dir() else []:
            words = re.split(r"[^A-Za-z0-9]+", path.stem)
            iso3 = [word for word in words if word in states]
            codes = [word for word in words if word in LANGUAGES]
            if len(iso3) == 1 and len(codes) == 1:
                address = path.relative_to(folder).as_posix()
                briefs.setdefault(codes[0], {})[iso3[0]] = address
    return briefs
