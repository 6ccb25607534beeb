"""The State brief: two pages on one State, from the data of a day, in six languages."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

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


class Brief:
    """Two pages on one State in one language; shown as they are in a notebook.

    Attributes
    ----------
    facts
        What it says, as frames and values.
    text
        What it says, in its language.
    """

    def __init__(self, data: Dataset, facts: StateFacts, language: str) -> None:
        """Put the facts into words; the pictures are drawn when they are first needed."""
        self.data = data
        self.facts = facts
        self.language = language
        self.text: BriefText = brief_text(data, facts, language)

    @cached_property
    def pictures(self) -> tuple[bytes, bytes]:
        """Map and timeline as PNG: the same for all languages."""
        from attdata.reports.brief_pictures import neighbourhood, timeline

        return neighbourhood(self.data, self.facts), timeline(self.facts)

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
