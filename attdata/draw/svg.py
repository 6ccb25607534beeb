"""SVG that can be read aloud, searched, and shown where the fonts are not installed.

matplotlib keeps text as text (``svg.fonttype: none``); this adds the title and description that
screen readers speak, the direction of Arabic lines, and the glyphs that are used.
"""

from __future__ import annotations

import base64
import io
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from html import unescape
from string import digits
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from attdata.draw import style
from attdata.reference import per_reference, reference_rows

if TYPE_CHECKING:
    from attdata.draw.drawing import Drawing

_TEXT = re.compile(r"(<text [^>]*>)([^<]*)(</text>)")
_ARABIC = re.compile("(<text [^>]*>)([^<\u0600-\u06ff\u200f]*[\u0600-\u06ff\u200f][^<]*)(</text>)")
_PATTERN = re.compile("<pattern .*?</pattern>", re.DOTALL)
# matplotlib's circle: eight curves, the fourth of which ends opposite to the beginning.
_CIRCLE = re.compile(
    r"M (\S+) (\S+) \n(?:C [^\n]+\n){3}C \S+ \S+ \S+ \S+ (\S+) (\S+) \n(?:C [^\n]+\n){4}z\n"
)
_BOLD = re.compile(r"font-weight: 700|font: [^;']*700")
FALLBACKS = {
    "ar": "'Noto Sans Arabic', Tahoma, Arial, sans-serif",
    "zh": "'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
}


def accessible_svg(svg: str, drawing: Drawing, name: str) -> str:
    """Return matplotlib's SVG with title, description, language, direction and glyphs.

    Parameters
    ----------
    svg
        What matplotlib wrote, with text kept as text.
    drawing
        Its title, alt text and language.
    name
        Begins the ids, so that several figures can share a page.
    """
    svg = re.sub(r"<!DOCTYPE[^>]*>\s*", "", svg)
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    fallback = FALLBACKS.get(drawing.language, "'Noto Sans', Verdana, Arial, sans-serif")
    svg = svg.replace(f"'{style.FALLBACK}'", f"'{style.FALLBACK}', {fallback}")
    svg = _PATTERN.sub(lambda pattern: _CIRCLE.sub(_arcs, pattern[0]), svg)
    # SVG takes the base direction of a line from the element (left to right unless told), where
    # matplotlib takes it from the first strong letter; direction="rtl" would turn the text anchor
    # round. So an Arabic line stands between marks of first strong isolation.
    svg = _ARABIC.sub("\\1\u2068\\2\u2069\\3", svg)
    return re.sub(r"<svg ([^>]*)>", lambda m: _head(m[1], svg, drawing, name), svg, count=1)


def marked_states(svg: str, areas: Mapping[str, Sequence[str]]) -> str:
    """Return an SVG whose land and dots carry the code of their State as ``data-state``.

    Parameters
    ----------
    svg
        What matplotlib wrote.
    areas
        Id of a group of paths -> the State of each path, in order.

    Examples
    --------
    >>> marked_states('<g id="dot:FJI"><use/></g><g id="land"><path d="M 0 0"/></g>',
    ...               {"land": ["KEN"]})
    '<g id="dot:FJI" data-state="FJI"><use/></g><g id="land"><path data-state="KEN" d="M 0 0"/></g>'
    """
    for name, states in areas.items():
        begin = svg.find(f'<g id="{name}">')
        end = svg.find("</g>", begin)
        pieces = svg[begin:end].split("<path ")
        if begin < 0 or len(pieces) != len(states) + 1:
            continue
        marked = [f'data-state="{s}" {piece}' for s, piece in zip(states, pieces[1:], strict=True)]
        svg = svg[:begin] + "<path ".join([pieces[0], *marked]) + svg[end:]
    return re.sub(r'<g id="dot:([A-Z]{3})">', r'<g id="dot:\1" data-state="\1">', svg)


def _head(attributes: str, svg: str, drawing: Drawing, name: str) -> str:
    """Return the opening tag with role and language, then title, description and fonts."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", name)
    title_id, desc_id = f"{stem}-title", f"{stem}-desc"
    roles = f'role="img" aria-labelledby="{title_id} {desc_id}" xml:lang="{drawing.language}"'
    faces = _font_faces(svg, drawing.language)
    return (
        f"<svg {attributes} {roles} lang={quoteattr(drawing.language)}>\n"
        f' <title id="{title_id}">{escape(drawing.title)}</title>\n'
        f' <desc id="{desc_id}">{escape(drawing.alt)}</desc>\n{faces}'
    )


def _arcs(circle: re.Match[str]) -> str:
    """Return a circle as two arcs: as curves, a dotted hatch alone is as large as the world."""
    x, y, far_x, far_y = circle.groups()
    radius = math.dist((float(x), float(y)), (float(far_x), float(far_y))) / 2
    turn = f"A {radius:.6g} {radius:.6g} 0 1 1"
    return f"M {x} {y} \n{turn} {far_x} {far_y} \n{turn} {x} {y} \nz\n"


@per_reference
def _alphabet(language: str) -> frozenset[str]:
    """Return the characters of what the reviewed tables say in a language."""
    names = [row["name"] for row in reference_rows("state_names") if row["language"] == language]
    words = (row[language] for row in reference_rows("words"))
    return frozenset("".join([*names, *words, digits]))


def _font_faces(svg: str, language: str) -> str:
    """Return the style element with the glyphs that the SVG uses, regular and bold."""
    used: dict[str, set[str]] = {"Regular": set(), "Bold": set()}
    for start, text, _ in _TEXT.findall(svg):
        weight = "Bold" if _BOLD.search(start) else "Regular"
        used[weight] |= set(unescape(text))
    faces = []
    for weight, left in used.items():
        for family in style.fonts(language):
            has = left & letters_of(family, weight) if family != style.FALLBACK else set()
            left = left - has
            if has and family == style.fonts(language)[0] != style.CHINESE:
                # An alphabet is small: the same in every figure, it is cut once.
                has |= _alphabet(language) & letters_of(family, weight)
            if has:
                faces.append(_font_face(family, weight, has))
    return f" <style>{''.join(faces)}</style>\n" if faces else ""


def _font_face(family: str, weight: str, letters: set[str]) -> str:
    """Return one @font-face rule with its font inside."""
    data = base64.b64encode(cut_font(weight, letters, family)).decode("ascii")
    number = {"Regular": 400, "Bold": 700}[weight]
    return (
        f"@font-face{{font-family:'{family}';font-weight:{number};"
        f"src:url(data:font/ttf;base64,{data}) format('truetype');}}"
    )


@cache
def letters_of(family: str, weight: str = "Regular") -> frozenset[str]:
    """Return the characters that a family of the package has.

    Examples
    --------
    >>> "é" in letters_of("attdata Sans"), "中" in letters_of("attdata Sans")
    (True, False)
    """
    from fontTools.ttLib import TTFont

    with TTFont(_font_file(family, weight), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _font_file(family: str, weight: str) -> str:
    return str(style.FONTS / f"{family.replace(' ', '')}-{weight}.ttf")


def cut_font(weight: str, letters: set[str], family: str = style.CHINESE) -> bytes:
    """Return a font of the package cut down to some letters; the same letters, the same bytes.

    Parameters
    ----------
    weight
        ``Regular`` or ``Bold``.
    letters
        The characters to keep; those the font lacks are ignored.
    family
        Which of the package's families. The Arabic one keeps the rules that programs apply unasked,
        among them those that join letters; without the others it is half as large.
    """
    return _cut(weight, frozenset(letters), family)


def _source(weight: str, letters: frozenset[str], family: str) -> str | io.BytesIO:
    """Return the font to cut: Chinese with what is always said, or the whole for other letters.

    Most of the time goes to reading thousands of characters of which few are kept.
    """
    usual: frozenset[str] = frozenset()
    if family == style.CHINESE:  # with the signs that numbers are set with
        usual = (_alphabet("zh") | frozenset("\u00a0,.;:-")) & letters_of(family, weight)
    if letters < usual and len(letters) < len(usual) / 2:
        return io.BytesIO(_cut(weight, usual, family))
    return _font_file(family, weight)


@lru_cache(maxsize=64)
def _cut(weight: str, letters: frozenset[str], family: str) -> bytes:
    from fontTools import subset

    options = subset.Options(hinting=False, notdef_outline=True)
    if family != style.ARABIC:
        options.layout_features = []
    font = subset.load_font(_source(weight, letters, family), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(map(ord, letters)))
    cutter.subset(font)
    font.recalcTimestamp = False
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
