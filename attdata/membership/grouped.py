"""Headings of two rows: one above stands over several columns, which have their own below it.

"Consent to be bound" over "Type" and "Date"; "Date of" over "signature" and "ratification". Which
columns a heading stands over is known where its cell is merged (workbooks, ``colspan`` of pages).
"""

from __future__ import annotations

from attdata.membership.headings import Heading, column_of, read_heading
from attdata.membership.letters import fold, plain
from attdata.read.sheet import Sheet
from attdata.reference import per_reference, reference_rows


def head_width(sheet: Sheet, row: int) -> int:
    """Return the last column over which a row of headings reaches, merged areas included."""
    ends = [last for first, _, _, last in sheet.merged if first == row]
    return max([len(sheet.rows[row]), *ends])


def grouped_columns(sheet: Sheet, rows: list[int]) -> dict[int, Heading]:
    """Return the meaning of each column that stands under a heading of several columns.

    Parameters
    ----------
    sheet
        Cells with their places and merged areas.
    rows
        The rows of the heading.

    Returns
    -------
    dict
        Column -> meaning; empty where no heading stands over several.
    """
    columns: dict[int, Heading] = {}
    for first, column, last, last_column in sorted(sheet.merged):
        if first not in rows or last >= max(rows) or column == last_column:
            continue
        below = [row for row in rows if row > last]
        texts = {n: _lowest(sheet, below, n) for n in range(column, last_column + 1)}
        if any(column_of(plain(text)) == "participant" for text in texts.values()):
            continue
        columns |= _under(plain(sheet.text(first, column)), texts)
    return columns


def _lowest(sheet: Sheet, rows: list[int], column: int) -> str:
    """Return the lowest text of a column in these rows."""
    return next((t for row in reversed(rows) if (t := plain(sheet.text(row, column)))), "")


def _under(group: str, texts: dict[int, str]) -> dict[int, Heading]:
    """Return the meaning of the columns of one group."""
    own = {n: _own(text) for n, text in texts.items() if text}
    over = read_heading(group)
    is_record = any(heading.column in ("action", "part") for heading in own.values())
    columns = {}
    for n, heading in own.items():
        together = read_heading(f"{group} {texts[n]}")
        if over.column == "part" and heading.column in ("acts", "date", "action", ""):
            heading = Heading(f"{group}: {texts[n]}", "part")  # "Protocol II" over "Ratification"
        elif heading.column == "date" and over.column == "acts" and not is_record:
            heading = over  # "Ratification, Accession(a)" over "Date" and "Note"
        elif not heading.column and together.column and not together.unknown:
            heading = together  # "Date of" over "signature"
        columns[n] = heading
    return columns


def _own(text: str) -> Heading:
    """Return what a heading of the lower row means by itself."""
    heading = read_heading(text)
    meaning = "" if heading.column else _short_words().get(fold(text), "")
    return Heading(text, meaning) if meaning else heading


@per_reference
def _short_words() -> dict[str, str]:
    """Return words that mean a column only below another heading: "Type", "Kind"."""
    rows = reference_rows("headings")
    return {fold(row["phrase"]): row["meaning"] for row in rows if row["use"] == "under"}
