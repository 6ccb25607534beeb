"""What a report consists of: headings, sentences, tables and figures, and who writes them down.

A section calls the :class:`Writer`; the writer counts and collects blocks; the page, the Word
document and the workbook each read the :class:`Document` that comes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from attdata.draw.axes import of
from attdata.draw.captions import listed_states, same_text
from attdata.evidence import day_as_known, precision_of, sentences, with_evidence
from attdata.output import clean_text
from attdata.reports.facts import Facts
from attdata.reports.render import Made
from attdata.tables.table import Table, table
from attdata.words import (
    conference_name,
    date,
    has_word,
    name_of,
    number,
    state_name,
    state_order,
    word,
)

if TYPE_CHECKING:
    import pandas as pd


# A document of no more headings needs no list of them.
FEW_HEADINGS = 4


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3, with a key that links to it."""

    level: int
    text: str
    key: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, numbered through the document as in UN documents; ``lang`` if it differs."""

    number: int
    text: str
    lang: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list without an order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class KeyNumbers:
    """The numbers that a reader sees first, each with what it counts."""

    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Terms:
    """A list of abbreviations, each with what it stands for."""

    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Notes:
    """What the tables of a section rest on, said once at its end."""

    notes: tuple[str, ...]


@dataclass(frozen=True)
class TableBlock:
    """A table under its number; ``folded`` where a page shows it on request."""

    number: int
    table: Table
    folded: bool = False


@dataclass(frozen=True)
class Picture:
    """A figure under its number: how it is called, and what it shows in words."""

    number: int
    figure: Made
    folded: bool = False


Block = Heading | Paragraph | Bullets | KeyNumbers | Terms | Notes | TableBlock | Picture


@dataclass(frozen=True)
class Document:
    """A report in one language, ready to be written as a page, a document or a workbook."""

    language: str
    title: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    day: Any

    @property
    def tables(self) -> list[Table]:
        """Return the tables in their order."""
        return [block.table for block in self.blocks if isinstance(block, TableBlock)]

    @property
    def paragraphs(self) -> list[str]:
        """Return the numbered sentences in their order."""
        return [block.text for block in self.blocks if isinstance(block, Paragraph)]


@dataclass
class Writer:
    """Collects the blocks of a document and counts paragraphs, tables, figures and sections."""

    facts: Facts
    language: str
    figures: dict[str, Made]
    version: str = ""
    blocks: list[Block] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    sources: dict[str, list[int]] = field(default_factory=dict)

    def _next(self, what: str) -> int:
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]

    def section(self, key: str) -> None:
        """Begin a section with its numeral."""
        self.end_section()
        numeral = word(f"report.numeral.{self._next('section')}", self.language)
        self.blocks.append(Heading(1, f"{numeral}{word(f'report.h.{key}', self.language)}", key))

    def end_section(self) -> None:
        """Say what the tables of the section rest on; tables that rest on the same say it once."""
        notes = []
        for source, numbers in self.sources.items():
            labels = [word("report.table", self.language, n=n) for n in numbers]
            names = word("list.comma", self.language).join(labels)
            alone = len(self.sources) == 1
            notes.append(source if alone else self.labelled(names, source))
        if notes:
            self.blocks.append(Notes(tuple(notes)))
        self.sources = {}

    def key_numbers(self, numbers: Iterable[tuple[str, str]]) -> None:
        """Add the numbers that a reader sees first."""
        self.blocks.append(KeyNumbers(tuple(numbers)))

    def terms(self, terms: Iterable[tuple[str, str]]) -> None:
        """Add a list of abbreviations."""
        self.blocks.append(Terms(tuple(terms)))

    def heading(self, level: int, text: str, key: str) -> None:
        """Add a heading below a section."""
        self.blocks.append(Heading(level, clean_text(text), key))

    def say(self, key: str, **values: Any) -> None:
        """Add a numbered paragraph: the sentence of a key, with its values."""
        self.tell(word(f"report.{key}", self.language, **values))

    def tell(self, text: str, lang: str = "") -> None:
        """Add a numbered paragraph with its text given."""
        if text:
            self.blocks.append(Paragraph(self._next("paragraph"), clean_text(text), lang))

    def bullets(self, items: Iterable[str]) -> None:
        """Add a list."""
        texts = tuple(clean_text(item) for item in items)
        if texts:
            self.blocks.append(Bullets(texts))

    def table(
        self,
        name: str,
        frame: pd.DataFrame,
        columns: Sequence[str],
        *,
        title: str = "",
        note: str = "",
        labels: dict[str, str] | None = None,
        published: Sequence[str] = (),
        sheet: str = "",
        total: bool = True,
        hidden: Sequence[str] = (),
        group_by: str = "",
        folded: bool = False,
    ) -> None:
        """Add a table of some columns of a frame; ``folded``: pages show it on request."""
        if frame.empty:
            return
        chosen = frame[list(columns)].reset_index(drop=True)
        # A section says its caution once, in its text.
        with_evidence(chosen, frame.attrs, without=["caution"], on=str(self.facts.cycle.on))
        if self.language != "en" and any(frame[name].astype(bool).any() for name in published):
            note = sentences([note, word("report.note.published", self.language)], self.language)
        if self.facts.region and "n_states" in frame.attrs:
            region, n = self.group(self.facts.region), frame.attrs["n_states"]
            only = word("report.note.region", self.language, region=region, n=n)
            note = sentences([note, only], self.language)
        made = table(
            chosen,
            language=self.language,
            title=title or word(f"report.t.{name}", self.language),
            note=note,
            labels=labels,
            published=published,
            name=sheet or word(f"report.s.{name}", self.language),
            total=self.facts.whole if total else "",
            hidden=hidden,
            group_by=group_by,
        )
        place = self._next("table")
        self.blocks.append(TableBlock(place, made, folded))
        if made.source:
            self.sources.setdefault(made.source, []).append(place)

    def picture(self, name: str, *, folded: bool = False) -> None:
        """Add a figure, if it was drawn; ``folded``: pages show it on request."""
        if name in self.figures:
            self.blocks.append(Picture(self._next("figure"), self.figures[name], folded))

    def texts(self) -> Iterator[str]:
        """Yield every text written so far: paragraphs, lists, cells."""
        for block in self.blocks:
            if isinstance(block, Paragraph | Heading):
                yield block.text
            elif isinstance(block, Bullets):
                yield from block.items
            elif isinstance(block, TableBlock):
                for column in block.table.columns:
                    yield from column.texts

    # --- words ---

    def names(self, states: Iterable[str]) -> str:
        """Return the names of States as a list in a sentence, in the order given."""
        texts = [state_name(iso3, self.language) for iso3 in states]
        return word("list.comma", self.language).join(texts)

    def sorted_names(self, states: Iterable[str]) -> str:
        """Return the names of States as a list, in the order of the language."""
        return listed_states(states, self.language)

    def day(self, day: Any) -> str:
        """Return a day as the language writes it."""
        return date(str(day)[:10], self.language)

    def day_of(self, iso3: str, day: Any) -> str:
        """Return the day of a State's action, or of its effect, as precisely as it is known."""
        precision, first = precision_of(self.facts.status.attrs, iso3, day)
        return day_as_known(str(day)[:10], self.language, precision, first)

    def share(self, n: float, m: float) -> str:
        """Return "n of m (share)"."""
        return of(n, m, self.language)

    def labelled(self, label: str, text: str) -> str:
        """Return "label: text"."""
        return word("count.label", self.language, label=label, n=text)

    def change(self, value: float) -> str:
        """Return a change with its sign."""
        return number(float(value), self.language, sign=True)

    def group(self, name: str) -> str:
        """Return the name of a group."""
        return name_of("group", name, self.language)

    def group_list(self, groups: Iterable[str]) -> str:
        """Return the names of groups as a list."""
        return self.listed(self.group(group) for group in groups)

    def by_name(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return States by region, within it in the order of the language."""
        places = [state_order(iso3, self.language) for iso3 in frame["iso3"]]
        ordered = frame.assign(place=places)
        ordered = ordered.sort_values(["att_region", "place"], ignore_index=True)
        return with_evidence(ordered, frame.attrs)

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts joined by semicolons."""
        return word("list.semicolon", self.language).join(parts)

    def conference(self, name: str) -> str:
        """Return the full name of a conference."""
        return conference_name(name, self.language)

    def translated(self, item: str, text: str) -> tuple[str, str]:
        """Return a text of the raw data in the language, and "en" where it has no translation.

        See :func:`own_text`.
        """
        return own_text(item, text, self.language)


def own_text(item: str, text: str, language: str) -> tuple[str, str]:
    """Return a text of the raw data in a language, and "en" where it has no translation.

    A translation holds only as long as the text it translates stands in the data unchanged, but
    for the capital with which a paragraph begins and the UN's spelling of organization.

    Parameters
    ----------
    item
        What the text belongs to: its row in words.csv is ``text.<item>``.
    text
        As the raw data have it.
    language
        One of ar, en, es, fr, ru, zh.

    Examples
    --------
    >>> own_text("P5", "monitoring of progress", "fr"), own_text("P5", "something else", "fr")
    (('Suivi des progrès', ''), ('something else', 'en'))
    """
    if is_reviewed(item, text):
        return word(f"text.{item}", language), ""
    return text, "" if language == "en" else "en"


def is_reviewed(item: str, text: str) -> bool:
    """Say whether a text of the raw data stands unchanged since words.csv got its translations.

    Examples
    --------
    >>> is_reviewed("P5", "monitoring of progress"), is_reviewed("P5", "something else")
    (True, False)
    """
    key = f"text.{item}"
    return bool(text) and has_word(key) and same_text(word(key, "en"), text)
