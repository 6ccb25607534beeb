"""Cells of the work plan's workbook: scopes, days, targets' days, numbers with their unit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from attdata.dates.published import read_date
from attdata.outreach.cells import is_empty, words
from attdata.outreach.columns import Row, Table, key_of
from attdata.problems import ERROR, WARNING, Problem
from attdata.reference import reference_rows

_YEAR = re.compile(r"(?:19|20)\d\d")
_SEMICOLON = re.compile(r"[;；؛](?![^()（）]*[)）])")


def scope_of(text: str, groups: Mapping[str, list[str]]) -> list[tuple[str, str]] | None:
    """Return (scheme, group) of each group in an indicator's scope; None where it is unknown.

    Examples
    --------
    >>> scope_of("Africa", {"att_region": ["Africa", "Asia"]})
    [('att_region', 'Africa')]
    """
    scheme = words("scope").get(key_of(text or "world"))
    if scheme == "world":
        return [("world", "World")]
    if scheme is not None:
        return [(scheme, group) for group in groups.get(scheme, [])]
    for name, members in groups.items():
        for group in members:
            if key_of(group) == key_of(text):
                return [(name, group)]
    return None


def group_names(rows: Iterable[Mapping[str, object]]) -> dict[str, list[str]]:
    """Return scheme -> its groups, in the order of their names."""
    groups: dict[str, set[str]] = {}
    for row in rows:
        groups.setdefault(str(row["scheme"]), set()).add(str(row["group"]))
    return {scheme: sorted(names) for scheme, names in groups.items()}


def day_of(table: Table, row: Row, column: str, problems: list[Problem]) -> date | None:
    """Return the day in a cell; what is no day is an error, an empty cell none."""
    if is_empty(row[column]):
        return None
    period = read_date(row[column])
    if period.precision == "day" and period.start == period.end:
        return period.start
    problems.append(
        table.problem(ERROR, row, column, row[column], "is no day.", "Write YYYY-MM-DD.")
    )
    return None


def due_of(table: Table, row: Row, column: str, problems: list[Problem]) -> date | None:
    """Return the day by which a target is due: a day, the last of a year, a conference's close.

    A conference whose days are not known yet (``conferences.csv``) has no day either; the target
    keeps its name and is told with it.
    """
    text = row[column].strip()
    if _YEAR.fullmatch(text):
        return date(int(text), 12, 31)
    named = conference_of(text)
    if not named:
        return day_of(table, row, column, problems)
    ends = {
        conference["conference"]: conference["end"] for conference in reference_rows("conferences")
    }
    end = ends.get(named, "")
    if end:
        return date.fromisoformat(end)
    what = "is a conference whose days are not known yet; the target has no day until they are."
    hint = "Add the conference to conferences.csv."
    problems.append(table.problem(WARNING, row, column, text, what, hint))
    return None


def course_of(table: Table, row: Row, problems: list[Problem]) -> tuple[date | None, date | None]:
    """Return an indicator's baseline day and the day of its target, which must be later."""
    begun = day_of(table, row, "baseline_date", problems)
    due = due_of(table, row, "target_date", problems)
    if begun and due and due <= begun:
        text = f"is not after the baseline date {begun}, so that no line leads to the target."
        hint = "Correct one of the two days."
        problems.append(table.problem(WARNING, row, "target_date", row["target_date"], text, hint))
    return begun, due


def kind_of(table: Table, row: Row, problems: list[Problem]) -> str:
    """Return whether an indicator is official or a proxy; another word stays, with a warning."""
    text = row["kind"]
    kind = words("indicator_kind").get(key_of(text))
    if kind is None and not is_empty(text):
        what = "is neither official nor proxy; it is told as it stands."
        hint = 'Write "official" for an indicator of the plan itself, else "proxy".'
        problems.append(table.problem(WARNING, row, "kind", text, what, hint))
    return text if kind is None else kind


def conference_of(text: str) -> str:
    """Return the conference that a text abbreviates in any of the languages; "" for none.

    Examples
    --------
    >>> conference_of("CSP 13"), conference_of("第13届"), conference_of("2030")
    ('CSP13', 'CSP13', '')
    """
    from attdata.words import LANGUAGES, conference_name

    wanted = key_of(text).replace(" ", "")
    number = re.search(r"\d{1,3}", wanted)
    names = [row["conference"] for row in reference_rows("conferences")]
    for name in dict.fromkeys([*([f"CSP{int(number[0])}"] if number else []), *names]):
        short = (conference_name(name, language, short=True) for language in LANGUAGES)
        digits = f"第{name.removeprefix('CSP')}届"  # the Chinese name has its number in characters
        if wanted in {key_of(each).replace(" ", "") for each in (name, digits, *short)}:
            return name
    return ""


def number_of(
    table: Table, row: Row, column: str, unit: str, problems: list[Problem]
) -> float | None:
    """Return the number in a cell, a percentage as 0 to 100; an empty cell is missing, not zero.

    Where the unit is percent, a cell that shows "%" is read as shown; of others a fraction is read
    as a share, and a 1 is asked about: it may be one percent, or all.
    """
    text = row[column]
    if is_empty(text):
        return None
    digits = re.sub(r"[\s%٪]", "", text.replace(",", ".") if text.count(",") == 1 else text)
    if not re.fullmatch(r"-?\d{1,12}(?:\.\d{1,12})?", digits):
        what = "is no number and was not used."
        hint = "Write a number, or leave the cell empty."
        problems.append(table.problem(ERROR, row, column, text, what, hint))
        return None
    number = float(digits)
    kind = table.sheet.kinds.get((row.number, row.cells.get(column, 0)), "")
    if "%" in unit and kind == "percent":  # the cell shows 70%, and holds 0.7
        return round(number * 100, 10)
    if "%" not in unit or "%" in text or "٪" in text:
        return number
    if 0 < number < 1:
        what = "is a fraction where the unit is %; it is read as a hundred times as much."
        problems.append(table.problem(WARNING, row, column, text, what, "Write 60 for 60%."))
        return round(number * 100, 10)
    if number == 1:
        what = "may be 1% or all (100%) where the unit is %; it is read as 1%."
        problems.append(table.problem(WARNING, row, column, text, what, "Write 1% or 100%."))
    return number


def without_data(entered: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return a row for each instrument of the working paper for which no data were found.

    Those of ``entered`` have values in the sheet Values: where to enter them needs no saying.
    """
    return [
        {
            "indicator": row["indicator"],
            "scope_scheme": "world",
            "scope_group": "World",
            "item": row["item"],
            "counted": row["counted"]
            if row["indicator"] in entered
            else f"{row['counted']}. No data; to be entered in: {row['where']}",
            "unit": row["unit"],
            "kind": "no data",
        }
        for row in reference_rows("instruments")
    ]


def pieces_of(text: str) -> list[str]:
    """Return what a cell tells apart by semicolons, those within brackets left alone.

    Examples
    --------
    >>> pieces_of("role of regional champions; role of industry (arms; media)")
    ['role of regional champions', 'role of industry (arms; media)']
    """
    pieces = (piece.strip() for piece in _SEMICOLON.split(text))
    return [piece for piece in pieces if piece]


def one_each(text: str, things: int) -> list[str]:
    """Return one piece for each thing; where the numbers differ, the whole text for each.

    Examples
    --------
    >>> one_each("endorsed; established", 2), one_each("adopted; encouraged", 3)[2]
    (['endorsed', 'established'], 'adopted; encouraged')
    """
    pieces = pieces_of(text)
    return pieces if len(pieces) == things else [text] * things


def check_year(table: Table, row: Row, problems: list[Problem]) -> None:
    """Warn where a conference is given another year than ``conferences.csv`` has."""
    years = {held["conference"]: held["start"][:4] for held in reference_rows("conferences")}
    expected = years.get(row["conference"])
    if row["year"] and expected and row["year"] != expected:
        text = f"is not the year of {row['conference']}, which met in {expected}."
        problems.append(table.problem(WARNING, row, "year", row["year"], text, "Check it."))
