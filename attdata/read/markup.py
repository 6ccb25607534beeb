"""Tags and text of HTML and of broken XML, as events, in one pass over the text.

A tree of a hostile page costs gigabytes or hours (a million attributes in one tag make libxml2's
HTML parser quadratic). Tables need no tree: here each character is looked at a bounded number of
times and nothing is kept. Entities are characters by name or number, never definitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from attdata.read.limits import Budget

START, END, TEXT, CUT = "start", "end", "text", "cut"
Event = tuple[str, str, dict[str, str]]

_MARK = re.compile(r"<(?:!--|(/?)([A-Za-z_][^\s/>]{0,100})|[!?])")
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+("[^"]*"|'[^']*'|[^\s>]*+))?""",
)
_CLOSE = re.compile(r"[\s/]*+>")
_HUGE_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{7,});?")
# Elements whose content is no markup (HTML Standard, 13.2.5), and no text of the page.
_RAW = ("script", "style")
# A browser keeps all of them; the ones that matter here (id, colspan, rowspan) come early.
_MOST_ATTRIBUTES = 200
# A tag or reference takes as long here as some tags of a workbook, which expat reads.
_COST = 6


def characters(text: str) -> str:
    r"""Return the text with its character references put in, as a browser shows them.

    Examples
    --------
    >>> characters("C&ocirc;te&nbsp;&#8211; &#99999999999;")
    'Côte\xa0– �'
    """
    return unescape(_HUGE_REFERENCE.sub("\ufffd", text))


def events(text: str, budget: Budget) -> Iterator[Event]:
    """Yield start tags with attributes, end tags and text, in the order of the page.

    Names are in lower case, as HTML has them; the attributes give the name as written under "",
    and have "/" where the element ends with its own tag. A page that breaks off inside a tag or
    comment ends with ("cut", what, {}).
    """
    position = 0
    while match := _MARK.search(text, position):
        if match.start() > position:
            yield TEXT, _text(text[position : match.start()], budget), {}
        if match[2] is None:
            budget.spend_tags(_COST)
            position = _after_comment(text, match)
            if position < 0:
                yield CUT, "a comment", {}
                return
            continue
        name = match[2].lower()
        attributes, position = _attributes(text, match.end(), budget)
        if position < 0:
            yield CUT, f"the tag <{match[2][:40]}", {}
            return
        budget.spend_tags(_COST)
        attributes[""] = match[2]
        if text[position - 2] == "/":
            attributes["/"] = ""
        yield (END if match[1] else START), name, attributes
        if name in _RAW and not match[1]:
            position = _after_raw(text, name, position)
    if position < len(text):
        yield TEXT, _text(text[position:], budget), {}


def _text(text: str, budget: Budget) -> str:
    if "&" not in text:
        return text
    budget.spend_tags(_COST * text.count("&"))
    return characters(text)


def _after_comment(text: str, match: re.Match[str]) -> int:
    """Return where a comment, declaration or instruction ends; -1 where it never does."""
    mark = "-->" if match[0] == "<!--" else ">"
    start = match.end() - (2 if mark == "-->" else 0)
    end = text.find(mark, start)
    return end + len(mark) if end >= 0 else -1


def _attributes(text: str, position: int, budget: Budget) -> tuple[dict[str, str], int]:
    """Return the attributes of a tag and the position after it; -1 where the tag never ends."""
    attributes: dict[str, str] = {}
    while True:
        close = _CLOSE.match(text, position)
        if close:
            return attributes, close.end()
        match = _ATTRIBUTE.match(text, position)
        if match is None:
            end = text.find(">", position)
            return attributes, end + 1 if end >= 0 else -1
        budget.spend_tags(1)
        position = match.end()
        name = match[1].lower()
        if len(attributes) < _MOST_ATTRIBUTES and len(name) < 100:
            attributes.setdefault(name, characters((match[2] or "")[:10_000].strip("\"'")))


def _after_raw(text: str, name: str, position: int) -> int:
    """Return where a script or style ends: at its end tag, or with the page."""
    end = re.compile(f"</{name}", re.IGNORECASE).search(text, position)
    return end.start() if end else len(text)
