"""Checks of the reviewed tables before and after they are used, and the gaps already looked at."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from attdata.frames import NO_GROUP, WORLD, is_day
from attdata.problems import ERROR, NOTE, WARNING, InputError, Problem
from attdata.reference import raw_folder, reference_rows


def missing_columns(raw: Path) -> list[Problem]:
    """Return an error for each reviewed table that lacks a column which the package's own has."""
    problems = []
    for path in sorted((raw / "reference").glob("*.csv")):
        own = raw_folder("reference") / path.name
        if not own.is_file() or own == path:
            continue
        missing = [name for name in _columns(own) if name not in _columns(path)]
        if missing:
            text = f"lacks the columns {', '.join(missing)}."
            hint = "Restore its first row; columns are separated by commas."
            problems.append(Problem(ERROR, path.name, "", "row 1", "", text, hint))
    return problems


def _columns(path: Path) -> list[str]:
    """Return the headings of a reviewed table."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return next(csv.reader(file), [])
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8; save it as UTF-8 CSV.") from None


def known_gaps(problems: list[Problem]) -> list[Problem]:
    """Return the problems, the warnings that somebody has looked at as notes.

    ``known_gaps.csv`` names file, sheet, cell and value, with the reason; a changed cell is new.
    """
    reviewed = {
        (row["source"], row["sheet"], row["cell"], row["value"])
        for row in reference_rows("known_gaps")
    }
    return [
        replace(p, severity=NOTE)
        if p.severity == WARNING and (p.source, p.sheet, p.cell, p.value) in reviewed
        else p
        for p in problems
    ]


def group_problems(rows: Mapping[str, list[dict[str, str]]]) -> list[Problem]:
    """Return an error for each row of groups.csv that would count a State wrongly."""
    regions = {row["iso3"]: row["att_region"] for row in rows["states"]}
    homes = _schemes_of(rows["groups"])
    periods: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    problems = []
    for place, row in enumerate(rows["groups"], 2):
        if not all(is_day(row[end]) for end in ("start", "end") if row[end]):
            continue  # told with the types of the frame
        earlier = periods.setdefault((row["scheme"], row["group"], row["iso3"]), [])
        text, hint = _group_problem(row, regions, earlier)
        earlier.append((row["start"], row["end"] or "9999"))
        home = homes[row["group"].casefold()]
        if home != row["scheme"] and not text:
            text = f"has the name of a group of the scheme {home}."
            hint = "Give it a name of its own: elsewhere a group is known by its name alone."
        if text:
            value = f"{row['group']}: {row['iso3']}"
            problems.append(Problem(ERROR, "groups.csv", "", f"row {place}", value, text, hint))
    return problems


def _schemes_of(groups: list[dict[str, str]]) -> dict[str, str]:
    """Return the scheme in which each name has most rows."""
    counts = Counter((row["group"].casefold(), row["scheme"]) for row in groups)
    return {name: scheme for (name, scheme), _ in reversed(counts.most_common())}


def _group_problem(
    row: dict[str, str], regions: dict[str, str], earlier: list[tuple[str, str]]
) -> tuple[str, str]:
    """Return what is wrong with a membership and what to do about it; nothing where it is sound."""
    start, end = row["start"], row["end"] or "9999"
    if row["iso3"] not in regions:
        return "is no State of states.csv.", "Write its code, as FJI for Fiji."
    if row["group"] in (WORLD, NO_GROUP):
        return "has a name that is kept for the rows of all and of no group.", "Take another name."
    if end <= start:
        return f"ends ({row['end']}) before it begins ({start}).", "Correct the days."
    if row["scheme"] == "att_region" and row["group"] != regions[row["iso3"]]:
        published = f"states.csv has {regions[row['iso3']]}."
        return "is another region than that of the State.", f"Correct one of them; {published}"
    # The same first day twice is told with the key of the frame.
    if any(start < until and since < end and since != start for since, until in earlier):
        hint = "Let one period end where the next begins."
        return "is a member twice on the same days.", hint
    return "", ""
