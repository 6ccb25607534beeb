"""From data/raw to the tidy frames: read every file, account for every row, check, write.

Problems of all files are collected first. Errors leave the last good frames untouched;
warnings travel with the data in the frame ``problems``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from attdata.forums.votes import roll_calls
from attdata.frames import FRAMES, Dataset, check_frame, typed
from attdata.law.rules import rule_problems
from attdata.law.status import (
    status_intervals,
    unfounded_withdrawals,
    unlisted_successions,
    with_effective_dates,
)
from attdata.names.lookup import index_with
from attdata.outreach.delivery import plan_after
from attdata.outreach.links import unlinked_kinds
from attdata.outreach.log import find_repeats, link_items
from attdata.outreach.repeats import reference_problems
from attdata.outreach.trust_fund import check_vtf_status
from attdata.problems import ERROR, InputError, Problem, counted, problems_frame
from attdata.processed.raw_files import left_out, raw_files
from attdata.processed.readers import SAME_NUMBERS, Raw, read_raw_file
from attdata.processed.record import mark_state_of_record, withdrawals_in_brackets
from attdata.processed.review import group_problems, known_gaps, missing_columns
from attdata.processed.store import write
from attdata.processed.vanished import withdrawals_of_vanished
from attdata.read.limits import rows_kept
from attdata.reference import reference_of, using


class BuildError(InputError):
    """The raw files hold errors; ``problems`` lists everything that was found.

    Examples
    --------
    >>> problem = Problem("error", "log.csv", "", "B2", "31 Feb", "is no day.")
    >>> BuildError([problem]).problems[0].cell
    'B2'
    """

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems and say how many are errors."""
        errors = sum(p.severity == ERROR for p in problems)
        held = counted(errors, "error")
        super().__init__(f"{held} in the raw files; what was built before was left as it was.")
        self.problems = problems


@rows_kept()
def build(
    raw: str | os.PathLike[str] = "data/raw",
    out: str | os.PathLike[str] | None = "data/processed",
    *,
    strict: bool = True,
    aliases: str | os.PathLike[str] | None = None,
) -> Dataset:
    """Return the tidy frames made from the raw files, after writing them.

    Parameters
    ----------
    raw
        The folder with ``membership``, ``outreach``, ``plan`` and ``reference``.
    out
        Where the frames go, replaced as a whole; None writes nothing.
    strict
        False writes in spite of errors, which then stand in the frame ``problems``.
    aliases
        A CSV with an analyst's own spellings of States (text, language, iso3, note).

    Returns
    -------
    Dataset
        The frames; ``sources`` accounts for every data row, ``problems`` for what was wrong.

    Raises
    ------
    BuildError
        Errors in the raw files, with ``strict``; ``problems`` of the exception holds all of them.
    InputError
        No such folder, or ``out`` cannot be written.

    Examples
    --------
    >>> import attdata as att
    >>> data = att.build("data/raw", out=None)  # doctest: +SKIP
    """
    folder = Path(raw)
    if not (folder / "reference").is_dir():
        raise InputError(f"{folder} has no folder reference; give the path of data/raw.")
    collected = Raw(problems=missing_columns(folder))
    if collected.problems:
        raise BuildError(collected.problems)
    # First of all: aliases that cannot be read are no fault of the raw files.
    index_with(None if aliases is None else Path(aliases))
    reference = reference_of(folder / "reference")
    with using(reference):
        # The reviewed tables come first: the readers of the others look things up in them.
        collected.problems += left_out(folder)
        for name in sorted(raw_files(folder), key=lambda n: (not n.startswith("reference/"), n)):
            read_raw_file(folder, name, collected, aliases)
        data = replace(_assemble(collected), reference=reference)
    if strict and any(p.severity == ERROR for p in collected.problems):
        raise BuildError(collected.problems)
    if out is None:
        return data
    return replace(data, path=write(data, out))


def _assemble(collected: Raw) -> Dataset:
    """Return the frames made from everything that was read, after checking each."""
    collected.rows["roll_calls"], differing = roll_calls(
        collected.rows["votes"], collected.rows["roll_calls"]
    )
    collected.problems += differing
    frames = {
        name: _typed(name, collected.rows[name], collected)
        if collected.rows[name]
        else typed(name, pd.concat(collected.frames[name]))
        for name in FRAMES
    }
    collected.problems += rule_problems(collected.rows["treaties"])
    frames["treaties"] = _typed("treaties", collected.rows["treaties"], collected)
    frames["states"] = _typed("states", _with_names(collected), collected)
    collected.problems += group_problems(collected.rows)
    frames["activities"], planned = plan_after(frames["activities"], _evidence_ends(collected))
    frames["activities"] = find_repeats(frames["activities"])
    collected.problems += planned
    if not any(p.code == SAME_NUMBERS for p in collected.problems):
        # Of a log that was not used nobody can tell to what it refers.
        collected.problems += reference_problems(frames["activities"])
    frames["activity_items"] = link_items(
        *(frames[name] for name in ("activities", "activity_actors", "activity_regions"))
    )
    collected.problems += unlinked_kinds(frames["activities"], frames["activity_items"])
    actions = with_effective_dates(frames["actions"], frames["treaties"])
    actions, in_brackets = withdrawals_in_brackets(actions, collected.tables)
    actions, gone = withdrawals_of_vanished(actions, collected.tables)
    # The first news of a build: what it takes to know who is party.
    collected.problems[:0] = in_brackets + gone
    actions, changed = mark_state_of_record(actions, collected.tables)
    frames["actions"] = actions.sort_values(ACTION_ORDER, kind="stable", ignore_index=True)
    # Of a treaty without a table nobody is known to be party, nor not to be.
    held = [t for t in frames["treaties"]["treaty"] if t == "att" or t in set(actions["treaty"])]
    frames["status"], unknown = status_intervals(actions, frames["states"]["iso3"], held)
    collected.problems += changed + unknown + unfounded_withdrawals(actions)
    collected.problems += unlisted_successions(actions)
    collected.problems += check_vtf_status(frames["vtf_projects"], frames["status"])
    for name, frame in frames.items():
        if name not in ("sources", "problems"):
            collected.problems += check_frame(name, frame)
    collected.problems = known_gaps(collected.problems)
    counts = Counter(p.source for p in collected.problems)
    for name, entry in collected.sources.items():
        entry["problems"] = counts[name]
    frames["sources"] = typed("sources", collected.sources.values()).sort_values(
        "file", ignore_index=True
    )
    frames["problems"] = typed("problems", problems_frame(collected.problems))
    return Dataset(**frames)


def _evidence_ends(collected: Raw) -> dict[Hashable, pd.Timestamp]:
    """Return source -> the last day of which it, or the newest table of the Treaty, can tell."""
    tables = {row["source"] for row in collected.rows["actions"] if row["treaty"] == "att"}
    newest = max((str(collected.sources[name].get("as_of", "")) for name in tables), default="")
    days = {name: max(newest, str(e.get("as_of", ""))) for name, e in collected.sources.items()}
    return {name: pd.to_datetime(day, errors="coerce") for name, day in days.items()}


def _with_names(collected: Raw) -> list[dict[str, str]]:
    """Return the rows of states.csv with the official short names in six languages."""
    names = {
        (row["iso3"], row["language"]): row["name"]
        for row in collected.names
        if row["form"] == "short"
    }
    languages = ("ar", "en", "es", "fr", "ru", "zh")
    return [
        row | {f"name_{language}": names.get((row["iso3"], language), "") for language in languages}
        for row in collected.rows["states"]
    ]


def _typed(name: str, rows: list[Any], collected: Raw) -> pd.DataFrame:
    """Return rows as a typed frame; what does not fit the types is an error, not an exception."""
    try:
        return typed(name, rows)
    except (ValueError, TypeError):
        fitting = [row for place, row in enumerate(rows, 2) if _fits(name, row, place, collected)]
        return typed(name, fitting)


def _fits(name: str, row: Any, place: int, collected: Raw) -> bool:
    """Tell whether a row has the types of its frame; one that has not is an error at its place."""
    try:
        typed(name, [row])
    except (ValueError, TypeError) as failure:
        located = row if "cell" in row else {}
        where = located.get("source", f"{name}.csv"), "", located.get("cell", f"row {place}")
        text = f"holds a value of the wrong type: {failure}."
        hint = "Correct the raw file that it comes from."
        collected.problems.append(Problem(ERROR, *where, "", text, hint))
        return False
    return True


# The order of rows in a file must not matter.
ACTION_ORDER = ["treaty", "iso3", "participant", "date", "action", "source", "cell"]
