"""The State brief: two pages on one State, from the data of a day, in six languages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from attdata.draw.style import right_to_left
from attdata.measures.peers import state_of
from attdata.measures.scope import Day
from attdata.output import write_file
from attdata.problems import LanguageError
from attdata.reference import of_dataset, using
from attdata.reports.brief_blocks import BriefText
from attdata.reports.brief_facts import Briefing, StateFacts, facts_of
from attdata.reports.brief_text import brief_text
from attdata.words import LANGUAGES

if TYPE_CHECKING:
    from attdata.frames import Dataset


class Pictures:
    """The pictures of a State without words, drawn once for all languages that read one way."""

    def __init__(self, data: Dataset, facts: StateFacts) -> None:
        """Take what is drawn; nothing is drawn yet."""
        self._data, self._facts = data, facts
        self._map = b""
        self._times: dict[bool, bytes] = {}

    def of(self, language: str) -> tuple[bytes, bytes]:
        """Return map and timeline as PNG; time runs in the direction of reading."""
        from attdata.reports.brief_pictures import neighbourhood, timeline

        leftward = right_to_left(language)
        self._map = self._map or neighbourhood(self._data, self._facts)
        if leftward not in self._times:
            self._times[leftward] = timeline(self._facts, leftward=leftward)
        return self._map, self._times[leftward]


class Brief:
    """Two pages on one State in one language; shown as they are in a notebook.

    Attributes
    ----------
    facts
        What it says, as frames and values.
    text
        What it says, in its language.
    """

    def __init__(
        self, data: Dataset, facts: StateFacts, language: str, drawn: Pictures | None = None
    ) -> None:
        """Put the facts into words; the pictures are drawn when they are first needed."""
        self.data = data
        self.facts = facts
        self.language = language
        self.text: BriefText = brief_text(data, facts, language)
        self._drawn = drawn or Pictures(data, facts)

    @property
    def pictures(self) -> tuple[bytes, bytes]:
        """Map and timeline as PNG."""
        return self._drawn.of(self.language)

    def to_html(self, path: str | os.PathLike[str] | None = None) -> str:
        """Return the page, and write it where a path is given."""
        from attdata.reports.brief_html import brief_page

        with using(self.data.reference):
            page = brief_page(self.text, self.pictures)
        if path is not None:
            write_file(Path(path), page.encode("utf-8"))
        return page

    def to_docx(self, path: str | os.PathLike[str]) -> Path:
        """Write the Word document and return its path."""
        from attdata.reports.brief_word import brief_file

        with using(self.data.reference):
            content = brief_file(self.text, self.pictures)
        write_file(Path(path), content)
        return Path(path)

    def _repr_html_(self) -> str:
        """Show the brief in a notebook."""
        from attdata.reports.brief_html import brief_fragment

        with using(self.data.reference):
            return brief_fragment(self.text, self.pictures)

    def __repr__(self) -> str:
        """Name State, day and language."""
        return f"Brief({self.facts.iso3}, {self.facts.day:%Y-%m-%d}, {self.language})"


@of_dataset
def brief(data: Dataset, state: str, *, on: Day | None = None, language: str = "en") -> Brief:
    """Return two pages on one State: where it stands, how it votes, who has talked to it, peers.

    Every sentence is a row of words.csv with numbers and days of the frames; nothing is advised
    and no State is judged. A State of which little is known gets a short brief.

    Parameters
    ----------
    data
        A Dataset.
    state
        iso3, or a name in any of the six languages.
    on
        The day; None for the newest day of the evidence on the Treaty.
    language
        One of ar, en, es, fr, ru, zh.

    Returns
    -------
    Brief
        Shown in a notebook; ``.to_html(path)`` and ``.to_docx(path)`` write it, ``.facts`` holds
        its numbers.

    Raises
    ------
    ValueError
        The text names no State, a day that is none, another language.

    Examples
    --------
    >>> import attdata as att
    >>> att.brief(att.load(), "Thailand", language="fr").text.title
    'Thaïlande'
    """
    if language not in LANGUAGES:
        raise LanguageError(f'"{language}" is none of the six languages: {", ".join(LANGUAGES)}.')
    return Brief(data, facts_of(Briefing(data, on), state_of(data, state)), language)
