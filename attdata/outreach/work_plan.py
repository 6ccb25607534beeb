"""The CSP10 universalization work plan: emphases, indicators, decisions, recommendations, actors.

Sheets are known by their headings (``layouts.csv``), so that an analyst may rename, reorder and
translate them. A blank target stays missing; it is never zero.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from attdata.outreach.cells import is_empty, known_actor, records, words
from attdata.outreach.columns import Row, Table, data_rows, find_table, key_of, note_of
from attdata.outreach.plan_cells import (
    check_year,
    course_of,
    day_of,
    group_names,
    kind_of,
    number_of,
    one_each,
    pieces_of,
    scope_of,
    without_data,
)
from attdata.problems import ERROR, WARNING, Problem
from attdata.reference import reference_rows

if TYPE_CHECKING:
    import pandas as pd

    from attdata.read.sheet import Sheet
    from attdata.read.workbook import Workbook

MEASURE_NAMES = (
    "parties",
    "share_party",
    "share_reached",
    "signatories_joined",
    "activities_with_regional_organisation",
    "vtf_projects_not_yet_party",
    "stakeholder_groups",
    "activities_with_parliament",
    "new_parties_per_cycle",
    "activities",
    "vtf_projects",
    "votes_in_favour",
    "speeches_naming_treaty",
    "upr_recommendations_naming_treaty",
)
"""The measures that an indicator may name in the column Measure."""

# Without these a sheet cannot be read as the layout.
_NEEDED = {
    "plan": ("item", "emphasis"),
    "indicators": ("indicator", "counted", "measure"),
    "decisions": ("conference", "text"),
    "recommendations": ("item", "type", "text"),
    "stakeholders": ("stakeholder", "group"),
    "values": ("indicator", "date", "value"),
}
_SHEET_NAMES = {key_of(name): name for name in _NEEDED}
_ITEM = re.compile(r"P\d+|(?:[IVX]+|CSP\d+)\.[\da-z]+")


@dataclass
class PlanRead:
    """What the plan's workbook holds, with the count of its data rows.

    ``stakeholders`` has one row per stakeholder of the plan: stakeholder, group, role, para.
    """

    plan: pd.DataFrame
    indicators: pd.DataFrame
    indicator_values: pd.DataFrame
    decisions: pd.DataFrame
    stakeholders: pd.DataFrame
    problems: list[Problem]
    rows_read: int
    rows_kept: int


@dataclass
class _Kept:
    """Rows of the frames as they are kept."""

    measures: Collection[str]
    groups: Mapping[str, list[str]]
    plan: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    stakeholders: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entered: list[dict[str, Any]] = field(default_factory=list)
    keys: set[tuple[str, str]] = field(default_factory=set)
    single: set[tuple[str, str, str]] = field(default_factory=set)
    valued: set[tuple[str, str, str, date]] = field(default_factory=set)
    rows_read: int = 0
    rows_kept: int = 0


def read_plan(
    workbook: Workbook,
    *,
    measures: Collection[str] = MEASURE_NAMES,
    groups: pd.DataFrame | Iterable[Mapping[str, object]] | None = None,
) -> PlanRead:
    """Return the plan's emphases, indicators, decisions and recommendations, and stakeholders.

    Parameters
    ----------
    workbook
        Cells with their places.
    measures
        Names that the column Measure may hold; another one is an error at its cell, an empty one
        means that there are no data for the indicator.
    groups
        Rows or frame with scheme, group, iso3, start, end, for the scope "each ATT region";
        without it the reviewed table.

    Returns
    -------
    PlanRead
        ``plan``: one row per emphasis. ``indicators``: one row per indicator and scope group, in
        the unit of the indicator (a percentage as 0 to 100), and one for each instrument without
        data (``instruments.csv``, kind "no data"). ``indicator_values``: one row per value entered
        by hand (sheet Values: indicator, group, date, value, source). ``decisions``: one row per
        thing that a conference decided (the pieces of a cell between semicolons), area and
        recommendation. ``stakeholders``. Problems, rows read and kept.
    """
    import pandas as pd

    from attdata.frames import typed

    rows = records(groups)
    kept = _Kept(measures, group_names(reference_rows("groups") if rows is None else rows))
    kept.problems += workbook.problems
    tables = [(sheet, _table(sheet)) for sheet in workbook.sheets]
    # Values are of indicators, which may stand on a later sheet.
    tables.sort(key=lambda pair: pair[1] is not None and pair[1].layout == "values")
    for sheet, table in tables:
        if table is not None:
            _read_table(table, kept)
        elif sheet.rows:
            text = "has the headings of no sheet of the plan and was not read."
            hint = "Add its headings to layouts.csv."
            kept.problems.append(Problem(WARNING, sheet.file, sheet.name, "", "", text, hint))
    if not kept.rows_read:
        text = "holds no plan: no sheet has headings such as Item and Emphasis."
        kept.problems.append(Problem(ERROR, workbook.file, "", "", "", text, ""))
    _check_items(kept, workbook.file)
    stakeholders = pd.DataFrame(
        kept.stakeholders, columns=["stakeholder", "group", "role", "para"], dtype="object"
    )
    having_values = {row["indicator"] for row in kept.entered}
    return PlanRead(
        typed("plan", kept.plan),
        typed("indicators", kept.indicators + without_data(having_values)),
        typed("indicator_values", kept.entered),
        typed("decisions", kept.decisions),
        stakeholders,
        kept.problems,
        kept.rows_read,
        kept.rows_kept,
    )


def _table(sheet: Sheet) -> Table | None:
    """Return the sheet in the layout whose headings it has, or that it is named after."""
    tables = {
        layout: table
        for layout, needed in _NEEDED.items()
        if (table := find_table(sheet, layout, needed)) is not None
    }
    full = [
        (len(table.columns), layout == _SHEET_NAMES.get(key_of(sheet.name)), layout)
        for layout, table in tables.items()
        if all(table.has(column) for column in _NEEDED[layout])
    ]
    if full:
        return tables[max(full)[2]]
    return tables.get(_SHEET_NAMES.get(key_of(sheet.name), ""))


def _read_table(table: Table, kept: _Kept) -> None:
    """Read the data rows of one sheet."""
    reader = _READERS[table.layout]
    usable = all(table.has(column) for column in _NEEDED[table.layout])
    for row in data_rows(table):
        kept.rows_read += 1
        if usable and reader(table, row, kept):
            kept.rows_kept += 1
    kept.problems += table.problems


def _refuse(table: Table, row: Row, column: str, text: str, hint: str, kept: _Kept) -> bool:
    """Note why a row was refused; False, as the readers say of a row that is not kept."""
    problem = table.problem(ERROR, row, column, row[column], f"{text} The row was refused;", hint)
    kept.problems.append(problem)
    return False


def _is_new(table: Table, row: Row, column: str, frame: str, kept: _Kept) -> bool:
    """Refuse a row without identifier, or with one that another row has."""
    if not row[column]:
        return _refuse(table, row, column, "has no identifier.", "give it one.", kept)
    if (frame, row[column]) in kept.keys:
        return _refuse(table, row, column, "stands in two rows.", "rename one of them.", kept)
    kept.keys.add((frame, row[column]))
    return True


def _read_emphasis(table: Table, row: Row, kept: _Kept) -> bool:
    if not _is_new(table, row, "item", "plan", kept):
        return False
    columns = ("item", "emphasis", "addressees", "source")
    kept.plan.append({column: row[column] for column in columns})
    return True


def _read_indicator(table: Table, row: Row, kept: _Kept) -> bool:
    """Add one indicator, with a row for each group of its scope.

    A further row of an indicator, for one group, sets that group's own baseline and target.
    """
    scope = scope_of(row["scope"], kept.groups)
    if not row["indicator"]:
        return _refuse(table, row, "indicator", "has no identifier.", "give it one.", kept)
    if scope is None:
        hint = 'write "world", "each ATT region", "each organisation" or the name of a group.'
        return _refuse(table, row, "scope", "is no known scope.", hint, kept)
    own = {(r["scope_scheme"], r["scope_group"]): r for r in kept.indicators
           if r["indicator"] == row["indicator"]}  # fmt: skip
    again = [pair for pair in scope if pair in own]
    if again and (len(scope) > 1 or (row["indicator"], *again[0]) in kept.single):
        return _refuse(table, row, "indicator", "stands in two rows.", "rename one of them.", kept)
    measure = "" if is_empty(row["measure"]) else row["measure"]
    measure = measure or (own[again[0]]["measure"] if again else "")
    if measure and measure not in kept.measures:
        hint = f"use one of: {', '.join(sorted(kept.measures))}."
        return _refuse(table, row, "measure", "is no known measure.", hint, kept)
    if not measure:
        text = "the indicator names no measure, so that its values are those of the sheet Values."
        kept.problems.append(table.problem(WARNING, row, "measure", "", text, ""))
    indicator = _indicator(table, row, kept) | {"measure": measure}
    if len(scope) == 1:
        kept.single.add((row["indicator"], *scope[0]))
    if again:
        given = {key: value for key, value in indicator.items() if value not in (None, "")}
        own[again[0]].update(given)
        return True
    for scheme, group in scope:
        kept.indicators.append(indicator | {"scope_scheme": scheme, "scope_group": group})
    return True


def _indicator(table: Table, row: Row, kept: _Kept) -> dict[str, Any]:
    """Return what a row says of an indicator, whatever its groups."""
    unit, problems = row["unit"], kept.problems
    if not unit:  # a group's own row need not repeat it
        same = [r["unit"] for r in kept.indicators if r["indicator"] == row["indicator"]]
        unit = same[0] if same else ""
    columns = ("indicator", "item", "counted", "owner")
    begun, due = course_of(table, row, problems)
    return {column: row[column] for column in columns} | {
        "unit": unit,
        "kind": kind_of(table, row, problems),
        "baseline_date": begun,
        "baseline": number_of(table, row, "baseline", unit, problems),
        "target": number_of(table, row, "target", unit, problems),
        "target_date": due,
        "due": "" if is_empty(row["target_date"]) else row["target_date"].strip(),
    }


def _read_value(table: Table, row: Row, kept: _Kept) -> bool:
    """Add a value that was entered by hand for an indicator, a group and a day."""
    units = {r["indicator"]: r["unit"] for r in [*without_data(), *kept.indicators]}
    if row["indicator"] not in units:
        hint = "write an identifier of the sheet Indicators."
        return _refuse(table, row, "indicator", "is no indicator.", hint, kept)
    scope = scope_of(row["group"], kept.groups)
    if scope is None or len(scope) != 1:
        hint = 'write "world" or the name of a group.'
        return _refuse(table, row, "group", "is not one group.", hint, kept)
    day = day_of(table, row, "date", kept.problems)
    value = number_of(table, row, "value", units[row["indicator"]], kept.problems)
    if day is None or value is None:
        column = "date" if day is None else "value"
        return _refuse(table, row, column, "is missing or not readable.", "write it.", kept)
    key = (row["indicator"], *scope[0], day)
    if key in kept.valued:
        hint = "keep one of the two values."
        return _refuse(table, row, "date", "has a value for this group already.", hint, kept)
    kept.valued.add(key)
    if not row["source"]:
        text = "the value names no source."
        kept.problems.append(table.problem(WARNING, row, "source", "", text, "Write it."))
    kept.entered.append(
        {"indicator": row["indicator"], "scope_scheme": scope[0][0], "scope_group": scope[0][1]}
        | {"date": day, "value": value, "source": row["source"]}
    )
    return True


def _read_decision(table: Table, row: Row, kept: _Kept) -> bool:
    """Add what a conference decided, each thing that the cell tells apart as a row of its own."""
    if not row["text"]:
        return _refuse(table, row, "text", "the decision has no text.", "write it.", kept)
    check_year(table, row, kept.problems)
    texts = pieces_of(row["text"])
    verbs, themes = (one_each(row[column], len(texts)) for column in ("verb", "theme"))
    for text, verb, theme in zip(texts, verbs, themes, strict=True):
        kept.decisions.append(
            {
                "item": _next_item(row["conference"] or "unknown", kept),
                "type": "decision",
                "conference": row["conference"],
                "document": row["document"],
                "text": text,
                "verb": verb,
                "theme": theme,
                "qualifier": note_of(row),
            }
        )
    return True


def _next_item(conference: str, kept: _Kept) -> str:
    """Return the next free identifier of a conference's decisions: CSP9.1, CSP9.2 ..."""
    number = 1
    while ("decisions", f"{conference}.{number}") in kept.keys:
        number += 1
    kept.keys.add(("decisions", f"{conference}.{number}"))
    return f"{conference}.{number}"


def _read_recommendation(table: Table, row: Row, kept: _Kept) -> bool:
    """Add one area or recommendation of the working paper."""
    kind = words("type").get(key_of(row["type"]))
    if kind is None:
        hint = 'write "area" or "recommendation".'
        return _refuse(table, row, "type", "is no known type.", hint, kept)
    if not _is_new(table, row, "item", "decisions", kept):
        return False
    linked = [piece.strip() for piece in row["linked_to"].split(";") if piece.strip()]
    kept.decisions.append(
        {
            "item": row["item"],
            "type": kind,
            "text": row["text"],
            "addressee": row["addressee"],
            "qualifier": "; ".join(piece for piece in (row["qualifier"], note_of(row)) if piece),
            "theme": "; ".join(piece for piece in linked if not _ITEM.fullmatch(piece)),
            "linked_to": "; ".join(piece for piece in linked if _ITEM.fullmatch(piece)),
        }
    )
    return True


def _read_stakeholder(table: Table, row: Row, kept: _Kept) -> bool:
    """Add one stakeholder, and say where ``actors.csv`` does not know it."""
    if not _is_new(table, row, "stakeholder", "stakeholders", kept):
        return False
    columns = ("stakeholder", "group", "role", "para")
    kept.stakeholders.append({column: row[column] for column in columns})
    actor = known_actor(row["stakeholder"])
    text = ""
    if actor is None:
        text = "is in no row of actors.csv, so that activities do not find its group."
    elif not key_of(row["group"]).startswith(key_of(actor.stakeholder_group)):
        # "donor agency (Germany)" is a donor agency, "UN regional centre" the UN.
        text = f"is of the group {actor.stakeholder_group} in actors.csv, which activities follow."
    if text:
        value, hint = row["stakeholder"], "Correct the table actors.csv."
        kept.problems.append(table.problem(WARNING, row, "stakeholder", value, text, hint))
    return True


_READERS: dict[str, Callable[[Table, Row, _Kept], bool]] = {
    "plan": _read_emphasis,
    "indicators": _read_indicator,
    "decisions": _read_decision,
    "recommendations": _read_recommendation,
    "stakeholders": _read_stakeholder,
    "values": _read_value,
}


def _check_items(kept: _Kept, file: str) -> None:
    """Warn where an indicator serves an item that neither plan nor recommendations have."""
    items = {row["item"] for row in kept.plan} | {row["item"] for row in kept.decisions}
    strange = {(row["indicator"], row["item"]) for row in kept.indicators} if items else set()
    for indicator, item in sorted(strange):
        if item not in items:
            text = f"is the item of indicator {indicator}, but no row of the plan has it."
            kept.problems.append(Problem(WARNING, file, "", "", item, text, "Correct one of them."))
