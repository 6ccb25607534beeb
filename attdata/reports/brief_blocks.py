"""What a brief consists of: facts with labels, notes, tables, a strip of votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# The first page says where the State stands; this part and what follows it are the second, as long
# as their tables have so few rows that a page holds them in every language.
SECOND_PAGE, MOST_ROWS = "contacts", 14


@dataclass(frozen=True)
class Line:
    """A fact: its label and its text; ``lang`` where the text is a source's own."""

    label: str
    text: str
    lang: str = ""


@dataclass(frozen=True)
class Note:
    """A sentence in small print."""

    text: str


@dataclass(frozen=True)
class Rows:
    """A table: headings, rows of cells, and the columns whose texts are the sources' own."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foreign: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Strip:
    """The votes: number of each resolution, and the vote as a key of ``VOTE_STYLE`` or ""."""

    labels: tuple[str, ...]
    votes: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A section of the brief with its title."""

    key: str
    title: str
    blocks: tuple[Line | Note | Rows | Strip, ...]


@dataclass(frozen=True)
class BriefText:
    """A brief in one language, ready to be written as a page or a document."""

    iso3: str
    language: str
    title: str
    formal: str
    subtitle: str
    head: tuple[Line, ...]
    parts: tuple[Part, ...]
    foot: str
    map_alt: str
    time_alt: str
    time_key: str
    map_key: tuple[tuple[str, str], ...]
    day: Any

    @property
    def second_page(self) -> str:
        """The part with which the second page begins; "" where the first has to hold more."""
        keys = [part.key for part in self.parts]
        later = self.parts[keys.index(SECOND_PAGE) :]
        blocks = [block for part in later for block in part.blocks]
        rows = sum(len(block.rows) for block in blocks if isinstance(block, Rows))
        return SECOND_PAGE if rows <= MOST_ROWS else ""
