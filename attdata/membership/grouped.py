"""Headings that mean something only together: one over several columns, or one beside another.

"Consent to be bound" over "Type" and "Date"; "Date of" over "signature" and "ratification". Which
columns a heading stands over is known where its cell is merged (workbooks, ``colspan`` of pages).
"Form" beside "Date of deposit" says what was deposited.
"""

from __future__ import annotations

from attdata.dates.order import without_order
from attdata.membership.headings import Heading, column_of, effect_of, read_heading
from attdata.membership.letters import fold, plain, without_footnotes
from attdata.read.sheet import Sheet
from attdata.reference import per_reference, reference_rows

_CONSENT = "consent_to_be_bound"


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


def beside(columns: dict[int, Heading]) -> dict[int, Heading]:
    """Return the columns with the meaning that headings have beside each other.

    A day of deposit beside one of signature, and no other act, is one of consent: "signed,
    deposited". Where a column says the form, it tells the act.

    Examples
    --------
    >>> beside({2: read_heading("Signed"), 3: read_heading("Deposited")})[3].act("")
    'consent_to_be_bound'
    >>> [h.column for h in beside({2: read_heading("Form"), 3: read_heading("Deposited")}).values()]
    ['action', 'date']
    """
    deposits = [n for n, h in columns.items() if h.column in ("date", "") and _is_deposit(h.text)]
    if len(deposits) != 1:
        return columns
    forms = [n for n, h in columns.items() if _own(h.text).column == "action"]
    if len(forms) == 1:
        pair = {forms[0]: "action", deposits[0]: "date"}
        return columns | {n: Heading(columns[n].text, what) for n, what in pair.items()}
    acts = {effect_of(act) for h in columns.values() for act in _acts_of(h)}
    others = [h for n, h in columns.items() if n != deposits[0] and h.column in ("", "part")]
    if acts != {"signature"} or others:
        return columns
    return columns | {deposits[0]: Heading(columns[deposits[0]].text, "acts", (_CONSENT,))}


def _acts_of(heading: Heading) -> tuple[str, ...]:
    return (*heading.bare, *heading.letters.values())


def _is_deposit(text: str) -> bool:
    return fold(without_order(without_footnotes(plain(text)))) in _deposits()


@per_reference
def _deposits() -> frozenset[str]:
    """Return the headings of a day of deposit."""
    rows = reference_rows("headings")
    return frozenset(fold(row["phrase"]) for row in rows if row["use"] == "deposit")


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
