"""The texts that the cells of a workbook share, read once."""

from __future__ import annotations

import re
from sys import getsizeof
from xml.parsers import expat

from attdata.read.limits import MEGABYTE, refuse
from attdata.read.xlsx.archive import Archive, strict_parser

# A character that XML cannot hold is written _x000D_, and a literal "_x" as _x005F_x
# (ECMA-376 part 1, 22.9.2.19).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    r"""Return the text with its escaped characters put in, control characters left escaped.

    Examples
    --------
    >>> unescape("New York_x000A_2 April"), unescape("_x005F_x0041_"), unescape("_x0000_")
    ('New York\n2 April', '_x0041_', '_x0000_')
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    allowed = code in (9, 10, 13) or (code >= 32 and not 0xD800 <= code < 0xE000 and code < 0xFFFE)
    return chr(code) if allowed else match[0]


class _Strings:
    """Collects the text of each ``si``, without the reading aids (``rPh``) of Asian text."""

    def __init__(self, archive: Archive, parser: expat.XMLParserType) -> None:
        self.archive = archive
        self.parser = parser
        self.strings: list[str] = []
        self.size = 0
        self.longest = archive.budget.limits.cell
        self.pieces: list[str] = []
        self.wanted = False
        self.phonetic = False
        self.depth = 1  # the root, which ``first`` takes
        self.deepest = archive.budget.limits.depth
        parser.StartElementHandler = self.first
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data

    def first(self, tag: str, attributes: dict[str, str]) -> None:
        prefix = tag[: tag.rfind(":") + 1]
        self.item, self.text, self.aid = (prefix + name for name in ("si", "t", "rPh"))
        self.parser.StartElementHandler = self.start

    def start(self, tag: str, _: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.deepest:
            self.archive.check_depth(self.depth)
        if tag == self.text:
            self.wanted = not self.phonetic
        elif tag == self.item:
            self.pieces = []
        elif tag == self.aid:
            self.phonetic = True

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.wanted = False
        if tag == self.item:
            text = unescape("".join(self.pieces)) if self.pieces else ""
            if len(text) > self.longest:
                what = "one cell has too many characters"
                raise refuse(self.archive.file, what, "cell", self.longest)
            self.strings.append(text)
            self.size += getsizeof(text) + 8 if text else 8
            if self.size > MEGABYTE:
                self.count()
        elif tag == self.aid:
            self.phonetic = False

    def count(self) -> None:
        """Count the memory of the texts; once in a while, since most are short."""
        self.archive.budget.spend_memory(self.size)
        self.size = 0

    def data(self, text: str) -> None:
        if self.wanted:
            self.pieces.append(text)


def read_strings(archive: Archive, part: str) -> list[str]:
    """Return the shared texts in their order; none where the workbook has no such part."""
    if not part or part not in archive:
        return []
    parser = strict_parser(archive.file, part)
    reader = _Strings(archive, parser)
    archive.parse(part, parser)
    reader.count()
    return reader.strings
