"""Each raw file by its reader, into one value ``Raw``: rows, frames, problems and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from attdata.forums.read import read_forum
from attdata.frames import FRAMES, empty_frame
from attdata.membership.table import StatusTable, read_table
from attdata.outreach.log import read_log
from attdata.outreach.trust_fund import is_vtf, read_vtf
from attdata.outreach.work_plan import read_plan
from attdata.problems import ERROR, WARNING, InputError, Problem
from attdata.processed.raw_files import file_hash, is_received, source_note
from attdata.read.workbook import read_workbook
from attdata.reference import read_rows

# Code of the error of a log whose numbers another has, too.
SAME_NUMBERS = "numbers"


@dataclass
class Raw:
    """What was read so far: rows or frames of each frame, problems, and what was counted."""

    rows: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in FRAMES})
    frames: dict[str, list[pd.DataFrame]] = field(
        default_factory=lambda: {name: [empty_frame(name)] for name in FRAMES}
    )
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: list[tuple[str, date, str]] = field(default_factory=list)
    names: list[dict[str, str]] = field(default_factory=list)


def read_raw_file(folder: Path, name: str, collected: Raw, aliases: Any) -> None:
    """Read one raw file into ``collected``; what goes wrong with a whole file is a problem too."""
    path = folder / name
    if path.name in collected.sources:
        text = "is the name of two raw files."
        collected.problems.append(
            Problem(ERROR, path.name, "", "", name, text, "Rename one of them.")
        )
        return
    entry = collected.sources[path.name] = {"source": path.name, "file": name} | _note(
        path, collected
    )
    kind = name.partition("/")[0]
    try:
        counts = _READERS[kind](path, collected, aliases)
        entry.update(rows_read=counts[0], rows_kept=counts[1])
    except InputError as failure:
        collected.problems.append(Problem(ERROR, path.name, "", "", "", str(failure), ""))
        entry.update(rows_read=0, rows_kept=0)


def _note(path: Path, collected: Raw) -> dict[str, Any]:
    """Return what is known of a raw file from its source note, which is checked on the way."""
    digest = file_hash(path)
    kept = is_received(path)
    try:
        note = source_note(path)
    except InputError as failure:
        collected.problems.append(Problem(ERROR, path.name, "", "", "", str(failure), ""))
        return {"sha256": digest}
    if note is None:
        text = f"has no {path.stem}.source.toml that says where it came from."
        hint = (
            f'Write one with title, producer, url, as_of, accessed, licence, sha256 = "{digest}".'
        )
        collected.problems.append(Problem(WARNING, path.name, "", "", "", text, hint))
        return {"sha256": digest}
    if kept and note.get("sha256") != digest:
        text = "is no longer the file that its source note describes: the sha256 differs."
        hint = "Restore it as received; save a newer version under a new name with its own note."
        collected.problems.append(Problem(ERROR, path.name, "", "", "", text, hint, "hash"))
    elif note.get("sha256", digest) != digest:
        text = "was edited after its source note was written."
        hint = f"Renew the note: attdata add {path.name}, from its folder or a copy."
        collected.problems.append(Problem(WARNING, path.name, "", "", "", text, hint, "edited"))
    parts = ("title", "producer", "as_of", "accessed", "licence")
    return {key: str(note[key]) for key in parts if key in note} | {"sha256": digest}


def _read_membership(path: Path, collected: Raw, aliases: Any) -> tuple[int, int]:
    """Read a status table or a list of notifications."""
    workbook = read_workbook(path)
    table = read_table(workbook, aliases=aliases, as_of=_noted_day(path, collected))
    collected.problems += strict_totals(workbook.problems + table.problems)
    treaties = {row["treaty"] for row in collected.rows["treaties"]}
    collected.problems += unknown_treaties(table, path.name, treaties)
    collected.rows["actions"] += [row for row in table.rows if row["treaty"] in treaties]
    if "as_of" in table.head:
        _note_day(path, table.head["as_of"], collected)
    for treaty, day in table.pages:
        _note_table(path, treaty, day, collected)
    return table.rows_read, table.rows_kept


def unknown_treaties(table: StatusTable, file: str, treaties: set[str]) -> list[Problem]:
    """Return an error for each treaty of a table that treaties.csv does not know."""
    problems = []
    for treaty in sorted({row["treaty"] for row in table.rows} - treaties):
        text = "is a treaty that treaties.csv does not know; its actions cannot be counted."
        hint = "Add a row to treaties.csv, or take the file out."
        if not treaty:
            text = "names no treaty, in its head, in a column or in the file's name."
            hint = "Put the number into the file's name, as in untc_XXVI-8.csv."
        problems.append(Problem(ERROR, file, "", "", treaty, text, hint))
    return problems


def _noted_day(path: Path, collected: Raw) -> date | None:
    """Return the day to which the evidence of a file reaches, by its source note."""
    try:
        return date.fromisoformat(str(collected.sources[path.name].get("as_of", ""))[:10])
    except ValueError:
        return None


def _note_table(path: Path, treaty: str, day: date | None, collected: Raw) -> None:
    """Enter a status table with its day, by which the newest one of a treaty is chosen."""
    if day is None:
        text = "shows no STATUS AS AT, nor does a source note give its day."
        hint = f"Write as_of in {path.stem}.source.toml."
        collected.problems.append(Problem(ERROR, path.name, "", "", treaty, text, hint))
    elif any(t == treaty and source == path.name for t, _, source in collected.tables):
        text = "has two status tables in this file; which of them counts cannot be told."
        hint = "Save each in a file of its own."
        collected.problems.append(Problem(ERROR, path.name, "", "", treaty, text, hint))
    else:
        collected.tables.append((treaty, day, path.name))


def strict_totals(problems: list[Problem]) -> list[Problem]:
    """Return the problems with wrong control totals as errors: the build takes none."""
    return [replace(p, severity=ERROR) if p.code == "total" else p for p in problems]


def _note_day(path: Path, as_of: date, collected: Raw) -> None:
    """Take the day that a status table itself shows; a source note that differs is a warning."""
    entry = collected.sources[path.name]
    noted = entry.get("as_of", str(as_of))
    if noted != str(as_of):
        text = f"says STATUS AS AT {as_of}, its source note {noted}."
        hint = "The table is believed; correct the note."
        collected.problems.append(Problem(WARNING, path.name, "", "", "", text, hint))
    entry["as_of"] = str(as_of)


def _read_outreach(path: Path, collected: Raw, aliases: Any) -> tuple[int, int]:
    """Read an outreach log or a list of Voluntary Trust Fund projects."""
    workbook = read_workbook(path)
    if is_vtf(workbook):
        projects = read_vtf(workbook, aliases=aliases)
        collected.problems += projects.problems
        if _are_taken("project", projects.vtf_projects, path, collected):
            return projects.rows_read, 0
        collected.frames["vtf_projects"].append(projects.vtf_projects)
        return projects.rows_read, projects.rows_kept
    log = read_log(
        workbook,
        aliases=aliases,
        groups=collected.rows["groups"],
        conferences=collected.rows["conferences"],
    )
    collected.problems += log.problems
    if _are_taken("activity", log.activities, path, collected):
        return log.rows_read, 0
    for name in LOG_FRAMES:
        collected.frames[name].append(getattr(log, name))
    return log.rows_read, log.rows_kept


def _read_forums(path: Path, collected: Raw, aliases: Any) -> tuple[int, int]:
    """Read votes, printed totals, speeches, reports to the Register, population."""
    forum = read_forum(read_workbook(path), aliases=aliases)
    collected.problems += forum.problems
    for name, rows in forum.rows.items():
        collected.rows[name] += rows
    return forum.rows_read, forum.rows_kept


def _are_taken(key: str, frame: pd.DataFrame, path: Path, collected: Raw) -> bool:
    """Tell the numbers that an earlier file has given already; such a file is not used at all."""
    earlier = {
        number: source
        for held in collected.frames["activities" if key == "activity" else "vtf_projects"]
        for number, source in zip(held[key], held["source"], strict=True)
    }
    same = same_numbers(path.name, frame[key], earlier, "; it was not used")
    collected.problems += same
    return bool(same)


def same_numbers(
    file: str, numbers: Iterable[str], earlier: Mapping[str, str], consequence: str = ""
) -> list[Problem]:
    """Return the error of a log or list whose numbers another file has, too; none where it is new.

    Parameters
    ----------
    file
        Its name.
    numbers
        Of its activities or projects.
    earlier
        Number -> file that has it already.
    consequence
        What follows for the file, as the end of the sentence ("; it was not used").
    """
    twice = [number for number in numbers if number in earlier]
    if not twice:
        return []
    n, others = len(twice), sorted({earlier[number] for number in twice})
    listed = ", ".join(twice[:3]) + (f" and {n - 3} more" if n > 3 else "")
    text = f"has the same numbers as {' and '.join(others)} ({listed}){consequence}."
    hint = "If one is a newer version of the other, keep the newer one alone (attdata add puts a "
    hint += "file in the place of one of the same name). If both are wanted, tell the numbers of "
    hint += f"one apart, as {twice[0]}-B for {twice[0]}."
    return [Problem(ERROR, file, "", "", "", text, hint, SAME_NUMBERS)]


def _read_plan(path: Path, collected: Raw, _aliases: Any) -> tuple[int, int]:
    """Read the workbook of the work plan."""
    plan = read_plan(read_workbook(path), groups=collected.rows["groups"])
    collected.problems += plan.problems
    for name in PLAN_FRAMES:
        collected.frames[name].append(getattr(plan, name))
    return plan.rows_read, plan.rows_kept


def _read_reference(path: Path, collected: Raw, _aliases: Any) -> tuple[int, int]:
    """Read a reviewed table; those that are frames go into them, the others are only counted."""
    try:
        rows = read_rows(path)
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8; save it as UTF-8 CSV.") from None
    if path.stem == "state_names":
        collected.names = rows
    elif path.stem in ("states", "groups", "conferences", "treaties"):
        collected.rows[path.stem] += rows
    return len(rows), len(rows)


LOG_FRAMES = ("activities", "activity_regions", "activity_states", "activity_actors")
PLAN_FRAMES = ("plan", "stakeholders", "indicators", "indicator_values", "decisions")
_READERS: dict[str, Callable[[Path, Raw, Any], tuple[int, int]]] = {
    "reference": _read_reference,
    "membership": _read_membership,
    "outreach": _read_outreach,
    "forums": _read_forums,
    "plan": _read_plan,
}
