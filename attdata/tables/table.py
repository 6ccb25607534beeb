"""A frame as a table that can be shown: headings, names, numbers and dates in six languages.

A measure gives codes (iso3, ``state_party``, ``Africa``) so that frames can be computed with;
:func:`table` turns them into the words of a language for reading, and keeps the typed values for
a workbook. Headings are the rows ``column.*`` of words.csv.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from attdata.evidence import sentences, whole_of
from attdata.output import clean_text
from attdata.problems import counted
from attdata.reference import of_frame
from attdata.tables.columns import Column, columns_of
from attdata.words import has_word, word

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Table:
    """A frame with its title and note, ready to be read in one language.

    In a notebook it shows itself; :meth:`to_html` and :meth:`to_xlsx` take it elsewhere.
    """

    frame: pd.DataFrame
    language: str = "en"
    title: str = ""
    note: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    published: tuple[str, ...] = ()
    name: str = ""
    total: str = ""
    hidden: tuple[str, ...] = ()
    group_by: str = ""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns in words of the language."""
        columns = columns_of(self.frame, self.language, dict(self.labels), self.published)
        return tuple(column for column in columns if column.name not in self.hidden)

    @property
    def rows(self) -> int:
        """Return how many rows there are below the heading."""
        return len(self.frame)

    @property
    def total_row(self) -> int:
        """Return the place of the row that totals the others; -1 where there is none."""
        if self.rows < 2 or not self.total or "group" not in self.frame.columns:
            return -1
        return self.rows - 1 if self.frame["group"].iloc[-1] == self.total else -1

    @cached_property
    def source(self) -> str:
        """Return the source note: day, basis, universe, sources and warning of the frame."""
        from attdata.draw.captions import footer_lines
        from attdata.draw.drawing import Drawing

        lines = footer_lines(Drawing(language=self.language, frame=self.frame))
        return clean_text(" ".join(lines))

    @property
    def notes(self) -> list[str]:
        """Return what stands below the table: the note, then the source note."""
        return [text for text in (clean_text(self.note), self.source) if text]

    def id(self) -> str:
        """Return an id that depends on what the table shows, and on nothing else."""
        content = [self.language, self.title, *self.notes]
        for column in self.columns:
            content += [column.name, column.label, *column.texts]
        digest = hashlib.sha256("\x1f".join(content).encode("utf-8", "replace")).hexdigest()
        return f"att-{digest[:10]}"

    def to_html(self) -> str:
        """Return the table as HTML that stands on its own: one ``div`` with its style.

        Returns
        -------
        str
            The same table gives the same text; everything from cells is escaped.
        """
        from attdata.tables.html import table_html

        return table_html(self)

    def to_xlsx(self, path: str | os.PathLike[str]) -> Path:
        """Write a workbook with the table and a sheet of notes; return its path.

        Parameters
        ----------
        path
            The file to write, replaced whole.
        """
        from attdata.tables.workbook import workbook_bytes

        return _write(Path(path), workbook_bytes([self], language=self.language))

    def _repr_html_(self) -> str:
        """Show the table in a notebook."""
        return self.to_html()

    def __repr__(self) -> str:
        """Name title, size and language."""
        title = f" {self.title!r}" if self.title else ""
        rows, columns = counted(self.rows, "row"), counted(len(self.columns), "column")
        return f"<Table{title}: {rows}, {columns}, {self.language}>"


@of_frame
def table(
    frame: pd.DataFrame,
    *,
    language: str = "en",
    title: str = "",
    note: str = "",
    labels: Mapping[str, str] | None = None,
    published: Iterable[str] = (),
    name: str = "",
    total: str | None = None,
    hidden: Iterable[str] = (),
    group_by: str = "",
) -> Table:
    """Return a frame as a table that shows itself in a notebook, in one of six languages.

    Codes become names (States, groups, statuses), numbers, shares and dates are written as UN
    documents of the language do, Arabic runs from right to left, and the source note below says
    day, basis, universe and sources as the frame carries them in ``attrs``.

    Parameters
    ----------
    frame
        What a measure returned, or any frame. Its columns are shown in their order; ``name_en``
        is left out beside ``iso3``, which is shown as the State's name.
    language
        One of ar, en, es, fr, ru, zh.
    title
        Heading of the table; a key of words.csv, such as ``table.cycles``, stands for its words in
        the language.
    note
        A sentence below the table, before the source note. Without one, the caution of the frame:
        what votes do not say.
    labels
        Headings of columns, where another is wanted than the row ``column.<name>`` of words.csv.
    published
        Columns with text kept in the wording (English) in which it was published.
    name
        Short name, used for the sheet of a workbook.
    total
        The group whose row, where it is the last, totals the others; by default the whole of the
        frame: the world, or the part that was asked for.
    hidden
        Columns that are not shown. A hidden ``unit`` still decides how values are written.
    group_by
        A column whose values become headings above their rows on pages and in documents; a workbook
        keeps it as a column, to filter by. Rows of one value must stand together.

    Returns
    -------
    Table
        Shows itself in a notebook; ``to_html()`` gives the text, ``to_xlsx(path)`` a workbook.

    Raises
    ------
    LookupError
        When the language is none of the six.

    Examples
    --------
    >>> import pandas as pd
    >>> shares = pd.DataFrame({"group": ["Africa"], "n_party": [31], "share_party": [0.574]})
    >>> [(column.label, column.texts[0]) for column in table(shares, language="zh").columns]
    [('组别', '非洲'), ('缔约国', '31'), ('缔约国所占比例', '57%')]
    """
    word("none", language)  # refuses a language that is none of the six
    if not note and "caution" in frame.attrs:
        note = sentences([word(str(frame.attrs["caution"]), language)], language)
    if total is None:
        total = whole_of(frame) if "group" in frame.columns else ""
    return Table(
        frame,
        language,
        clean_text(_in_words(title, language)),
        clean_text(note),
        tuple((labels or {}).items()),
        tuple(published),
        name,
        total,
        tuple(hidden),
        group_by,
    )


def _in_words(title: str, language: str) -> str:
    """Return a title; where it is a key of words.csv, what the language says for it."""
    return word(title, language) if "." in title and has_word(title) else title


def _write(path: Path, content: bytes) -> Path:
    from attdata.output import write_file

    return write_file(path, content)
