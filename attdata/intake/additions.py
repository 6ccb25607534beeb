"""Keep a received file in the raw folder, or take the last one back.

A file is read and checked as the build does it, in a copy of the raw folder. Only when that copy
builds without an error is anything changed: the file goes byte for byte into its folder with a
source note, an older version of it aside, a line into ``additions.csv``, and frames are written.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attdata.checks import check_file
from attdata.frames import Dataset
from attdata.intake.ledger import (
    ADDITIONS,
    REPLACED,
    Addition,
    additions_of,
    put_in_place,
    remember,
    take_back,
    write_additions,
)
from attdata.measures.compare import Comparison, compare
from attdata.membership.table import read_table
from attdata.problems import ERROR, InputError, Problem, counted
from attdata.processed.assemble import BuildError, build
from attdata.processed.notes import (
    DEPOSITARY,
    Ask,
    SourceNote,
    completed,
    given,
    inherited,
)
from attdata.processed.raw_files import file_hash, source_note
from attdata.processed.store import load_held, write
from attdata.read.workbook import read_workbook
from attdata.reference import reference_rows

# What checks calls a file -> the folder of data/raw that it belongs to.
FOLDERS = {
    "status table": "membership",
    "outreach log": "outreach",
    "Trust Fund projects": "outreach",
    "work plan": "plan",
    "votes and other records": "forums",
}
# The geometry is read by maps only, and is the largest part of the raw files.
_NOT_BUILT = shutil.ignore_patterns("geo", REPLACED, "__pycache__")


@dataclass
class Added:
    """What ``add`` did, or would do: the files, the news against what was held, the problems.

    ``raised`` are the problems that were not there before: those of the files themselves, and what
    they call into question elsewhere.
    """

    additions: list[Addition]
    news: Comparison
    problems: list[Problem]
    raised: list[Problem]


def add(
    files: list[Path],
    *,
    raw: Path,
    out: Path,
    kind: str | None = None,
    note: SourceNote | None = None,
    ask: Ask | None = None,
    aliases: Any = None,
    dry_run: bool = False,
) -> Added:
    """Keep received files in the raw folder, with their source notes, and build.

    Parameters
    ----------
    files
        Saved pages, XML, workbooks or text tables of any kind that ``check`` knows.
    raw, out
        The raw folder and that of the tidy frames.
    kind
        What the files are, where their headings do not tell: log, status, vtf, plan or votes.
    note
        Parts of the source note; what is missing is worked out, else asked for.
    ask
        Called with a name and a question for what cannot be known; None leaves it empty.
    aliases
        A CSV with an analyst's own spellings of States.
    dry_run
        Change nothing; the news and the problems are the same.

    Returns
    -------
    Added
        The files with their places, the news against what was held, the problems of the build.

    Raises
    ------
    BuildError
        With these files the raw folder has errors; nothing was changed.
    InputError
        A file cannot be read, is held already, or does not say what must be known of it.
    """
    _refuse_no_raw(raw)
    before = _before(raw, out)
    with tempfile.TemporaryDirectory() as where:
        stage = Path(shutil.copytree(raw, Path(where) / "raw", ignore=_NOT_BUILT))
        additions = []
        for path in files:
            addition = _addition(path, stage, kind, note or SourceNote(), ask, aliases)
            put_in_place(addition, stage)
            additions.append(addition)
        data = build(stage, out=None, aliases=aliases)
        news = compare(before, data)
        problems = _problems(data)
        held = set(_problems(before))
        if not dry_run:
            for addition in additions:
                remember(addition, raw)
            write(data, out)
    return Added(additions, news, problems, [p for p in problems if p not in held])


def _problems(data: Dataset) -> list[Problem]:
    return [Problem(**row) for row in data.problems.astype(str).to_dict("records")]


def undo(*, raw: Path, out: Path) -> tuple[str, Comparison]:
    """Take the last addition back: its file goes, what it replaced returns, and build.

    Returns
    -------
    str
        The file that was taken out, below data/raw.
    Comparison
        What changed by that.

    Raises
    ------
    InputError
        Nothing was added, or the file was changed since.
    """
    _refuse_no_raw(raw)
    rows = additions_of(raw)
    if not rows:
        raise InputError(f"Nothing to undo: {raw / ADDITIONS} lists no addition.")
    last = rows[-1]
    path = raw / last["file"]
    if not path.is_file() or file_hash(path) != last["sha256"]:
        raise InputError(
            f"{last['file']} is no longer the file that was added; take it out by hand, "
            f"and its line out of {ADDITIONS}."
        )
    before = _before(raw, out)
    with tempfile.TemporaryDirectory() as where:
        stage = Path(
            shutil.copytree(raw, Path(where) / "raw", ignore=shutil.ignore_patterns("geo"))
        )
        take_back(last, stage)
        data = build(stage, out=None)
        news = compare(before, data)
        take_back(last, raw)
        write_additions(raw, rows[:-1])
        write(data, out)
    return last["file"], news


# --- what a file is and where it goes -----------------------------------------------------------


def _refuse_no_raw(raw: Path) -> None:
    if not (raw / "reference").is_dir():
        raise InputError(
            f"{raw} has no folder reference: work in a folder made by attdata init, "
            "or give the path of data/raw with --raw."
        )


def _before(raw: Path, out: Path) -> Dataset:
    """Return what was held before: the frames that are there, else built from the raw files."""
    return load_held(out) or build(raw, out=None, strict=False)


def _addition(
    path: Path, stage: Path, kind: str | None, stated: SourceNote, ask: Ask | None, aliases: Any
) -> Addition:
    """Return what a file is, its place and its source note; nothing is written yet."""
    if not path.is_file():
        raise InputError(f"There is no file {path}.")
    checked = check_file(path, aliases=aliases, kind=kind, as_of=stated.as_of)
    folder = FOLDERS.get(checked.kind)
    if folder is None:
        raise InputError(
            f"{path.name} is taken for {checked.kind}, which is not kept; "
            "say what it is with --as log, status, vtf, plan or votes."
        )
    if folder == "membership":
        name, note = _status_note(path, stated)
    else:
        name, note = f"{folder}/{_plain_name(path.name)}", {}
    note = {**note, **given(stated)}
    older = _older(stage / name)
    if older is not None:
        described = source_note(older) or {}
        same = older.read_bytes() == path.read_bytes()
        if same and described.get("sha256") == file_hash(older):
            raise InputError(f"{path.name} is held already, as data/raw/{folder}/{older.name}.")
        note = {**inherited(described), **note}
        # The evidence of one's own file never reaches less far than it did.
        days = [day for day in (described.get("as_of"), note.get("as_of")) if day]
        if days and stated.as_of is None:
            note["as_of"] = max(days)
        if same:  # one's own file, edited in its place: only its note is renewed
            older = None
    note = completed(path, note, ask)
    replaces = f"{folder}/{older.name}" if older is not None else ""
    return Addition(path, checked.kind, name, note, replaces, checked)


def _older(path: Path) -> Path | None:
    """Return the held version of a file: of the same name, in whatever form it came."""
    held = [p for p in sorted(path.parent.glob(f"{path.stem}.*")) if ".source" not in p.name]
    return path if path in held else next(iter(held), None)


def _status_note(path: Path, stated: SourceNote) -> tuple[str, dict[str, Any]]:
    """Return name and source note of a table of the depositary, or of one's own notifications."""
    table = read_table(read_workbook(path))
    head = table.head
    day = stated.as_of or head.get("as_of")
    untc = str(head.get("untc") or "")
    treaties = {row["untc"]: row for row in reference_rows("treaties")}
    if not untc or "as_of" not in head:
        # Several treaties, or no head: rows that somebody keeps, such as notifications.xlsx. They
        # speak up to the newest day in them; of a range only its first day is certain.
        days = [row["date_earliest"] or row["date"] for row in table.rows if row["date"]]
        day = day or (max(days) if days and not untc else None)
        if day is None:
            raise InputError(
                f"{path.name} shows no STATUS AS AT; say with --as-of DAY to which day it reaches."
            )
        if not untc:
            return f"membership/{_plain_name(path.name)}", {"as_of": day}
    row = treaties.get(untc, {})
    note: dict[str, Any] = {
        key: text.format(name=row.get("short_name", untc)) for key, text in DEPOSITARY.items()
    }
    note |= {"url": row.get("address", ""), "as_of": day}
    return f"membership/untc_{untc}_status_{day}{path.suffix.lower()}", note


def status_problems(path: Path, treaty: str) -> list[Problem]:
    """Return what keeps a page from being a whole status table of a treaty; nothing where it is.

    Parameters
    ----------
    path
        A saved page.
    treaty
        Key of the treaty that it should be of.
    """
    checked = check_file(path, kind="status")
    errors = [p for p in checked.problems if p.severity == ERROR]
    head = read_table(read_workbook(path)).head
    named = {row["untc"]: row["treaty"] for row in reference_rows("treaties")}
    read = named.get(str(head.get("untc") or ""), "another treaty")
    if not errors and (read != treaty or not checked.rows_kept):
        text = f"is the page of {read}, with {counted(checked.rows_kept, 'row')}."
        errors = [Problem(ERROR, path.name, "", "", treaty, text)]
    return errors


def _plain_name(name: str) -> str:
    """Return the name of a file without blanks and signs that other systems do not allow."""
    stem, suffix = Path(name).stem, Path(name).suffix.lower()
    return (re.sub(r"[^\w.-]+", "_", stem).strip("_.") or "file") + suffix


@contextmanager
def nothing_changed() -> Iterator[None]:
    """Say of an error on the way that nothing was changed."""
    try:
        yield
    except BuildError:
        raise
    except InputError as failure:
        raise InputError(f"{str(failure).rstrip('.')}. Nothing was changed.") from failure


def errors_of(failure: BuildError) -> list[Problem]:
    """Return the errors of a build that was refused."""
    return [p for p in failure.problems if p.severity == ERROR]
