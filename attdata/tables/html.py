"""Tables as HTML: one template for notebooks, reports and briefs, with bars, chips and row groups.

Everything that comes from a cell is escaped by the template. Notebooks that are not trusted lose
the style sheet; alignment is therefore said once more in each cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from attdata.output import clean_text
from attdata.tables.columns import INFERRED, LATEST

if TYPE_CHECKING:
    from jinja2 import Environment

    from attdata.tables.columns import Column
    from attdata.tables.table import Table

# Columns whose codes are shown with a mark of their own beside the word.
_CHIPS = ("status", "before", "after")
# Shares of a whole, which a bar from nought to the whole can show.
# In letters: from here on a cell is prose.
_PROSE = 30
_BARS = ("share_party", "share_reached", "share_population")


@dataclass(frozen=True)
class CellView:
    """One cell as the template reads it: text, classes, value to sort by, bar, mark, alignment."""

    text: Any
    classes: str
    align: str
    value: str = ""
    lang: str = ""
    bar: str = ""
    chip: str = ""


@dataclass(frozen=True)
class RowView:
    """One row: its cells, and whether it totals the others."""

    cells: tuple[CellView, ...]
    total: bool


@dataclass(frozen=True)
class PartView:
    """Rows under one heading; ``name`` is "" where the table has no row groups."""

    name: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class TableView:
    """A table as the template reads it."""

    key: str
    caption: str
    caption_hidden: bool
    direction: str
    start: str
    head: int
    heads: tuple[CellView, ...]
    parts: tuple[PartView, ...]
    notes: tuple[str, ...]


def table_view(
    table: Table,
    *,
    key: str,
    caption: str,
    notes: Iterable[str] = (),
    caption_hidden: bool = False,
) -> TableView:
    """Return a table as the template ``table.html.j2`` reads it.

    Parameters
    ----------
    shown
        What :func:`attdata.tables.table.table` returned.
    key
        Id of the table on its page.
    caption
        What stands above it.
    notes
        What stands below it.
    caption_hidden
        Whether the caption is for screen readers alone, because the page shows it elsewhere.
    """
    rtl = table.language == "ar"
    start, end = ("right", "left") if rtl else ("left", "right")
    columns = [column for column in table.columns if column.name != table.group_by]
    names = [column.name for column in columns]
    return TableView(
        key=key,
        caption=clean_text(caption),
        caption_hidden=caption_hidden,
        direction="rtl" if rtl else "ltr",
        start=start,
        head=names.index("iso3") if "iso3" in names else 0,
        heads=tuple(
            CellView(_lines(column.label), _classes(column), end if column.at_end else start)
            for column in columns
        ),
        parts=tuple(_parts(table, columns, start, end)),
        notes=tuple(notes),
    )


def table_html(table: Table) -> str:
    """Return a table as HTML that stands on its own: one ``div`` with its style.

    Returns
    -------
    str
        The same table gives the same text.

    Examples
    --------
    >>> import pandas as pd
    >>> from attdata.tables.table import table
    >>> "<caption" in table_html(table(pd.DataFrame({"group": ["Asia"]}), title="Regions"))
    True
    """
    view = table_view(table, key=table.id(), caption=table.title, notes=table.notes)
    macro: Any = environment().get_template("table.html.j2").module
    return (
        f'<div lang="{table.language}" dir="{view.direction}">\n<style>\n{style_sheet()}</style>\n'
        f"{macro.table(view)}\n</div>\n"
    )


@cache
def environment(*folders: str) -> Environment:
    """Return the templates of folders of this package and of tables, with everything escaped.

    Parameters
    ----------
    *folders
        Such as ``reports/page``.
    """
    from jinja2 import Environment, FunctionLoader

    def source(name: str) -> str | None:
        places = [resources.files("attdata") / folder / name for folder in (*folders, "tables")]
        return next((p.read_text(encoding="utf-8") for p in places if p.is_file()), None)

    return Environment(loader=FunctionLoader(source), autoescape=True, keep_trailing_newline=True)


@cache
def style_sheet() -> str:
    """Return the rules of tables; each begins with a class of ours and reaches nothing else."""
    return (resources.files("attdata.tables") / "table.css").read_text(encoding="utf-8")


def _parts(table: Table, columns: list[Column], start: str, end: str) -> Iterator[PartView]:
    """Yield the rows under the headings of their groups, in the order of the rows."""
    grouping = next((c for c in table.columns if c.name == table.group_by), None)
    rows: list[RowView] = []
    name = ""
    for row in range(table.rows):
        own = grouping.texts[row] if grouping else ""
        total = row == table.total_row
        if own != name and rows:
            yield PartView(name, tuple(rows))
            rows = []
        name = own
        cells = tuple(
            _cell(column, row, table, end if column.at_end else start) for column in columns
        )
        rows.append(RowView(cells, total))
    yield PartView(name, tuple(rows))


def _cell(column: Column, row: int, table: Table, align: str) -> CellView:
    value, text = column.typed[row], column.texts[row]
    lang = column.lang if text else ""
    sorts = value is not None and not isinstance(value, str)
    bar = chip = ""
    if column.name in _BARS and isinstance(value, float | int):
        bar = f"{min(max(float(value), 0.0), 1.0):.1%}"
    if column.name in _CHIPS and text:
        chip = str(table.frame[column.name].iloc[row])
    # With its words a latest possible day is too long for one line in some languages.
    classes = "" if column.kinds[row] in (LATEST, INFERRED) else _classes(column)
    return CellView(
        _lines(text), classes, "left" if lang else align, str(value) if sorts else "",
        lang, bar, chip,
    )  # fmt: skip


def _classes(column: Column) -> str:
    if column.name in _BARS:
        return "e b"
    if column.at_end:
        return "e"
    if column.kind == "date":
        return "d"
    if column.name in _CHIPS:
        return "c"
    # Long texts keep room for a few words where a narrow screen scrolls sideways.
    return "w" if max(map(len, column.texts), default=0) > _PROSE else ""


def _lines(text: str) -> Any:
    """Return text with its line breaks, escaped."""
    from markupsafe import Markup, escape

    return Markup("<br>").join(escape(line) for line in clean_text(text).split("\n"))
