"""The files of data/raw: which of them a build reads, their hashes and their source notes."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from attdata.problems import NOTE, WARNING, InputError, Problem

# What the readers take, and old formats of which they say how to save them anew.
SPREADSHEETS = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".tab"}
    | {".html", ".htm", ".xhtml", ".aspx", ".mhtml", ".mht", ".xml"}
)
# Read by charts and by the declarations of the frames, not by the build.
NO_SOURCE = ("words.csv", "fields.csv", "frames.csv")


def file_hash(path: Path) -> str:
    """Return the sha256 of a file as hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def raw_files(raw: Path) -> list[str]:
    """Return the paths below data/raw of the files that a build reads, in order.

    Notes about sources, scripts, texts and what editors and desktops leave behind are no data;
    labels (``words.csv``) and borders (``geo``) are read by charts and maps, not by the build.
    """
    return [name for name in _candidates(raw) if Path(name).suffix.lower() in SPREADSHEETS]


def left_out(raw: Path) -> list[Problem]:
    """Return what is told of files that lie among the raw ones and are not read.

    Of what editors and desktops leave behind a note, of anything that may hold data a warning.
    """
    strange = [name for name in _candidates(raw) if Path(name).suffix.lower() not in SPREADSHEETS]
    problems = [Problem(WARNING, Path(n).name, "", "", "", *_NO_SPREADSHEET) for n in strange]
    for folder in FOLDERS:
        for path in sorted((raw / folder).glob("*")):
            if path.is_file() and _is_hidden(path) and not path.name.startswith(".git"):
                why = _OPEN if path.name.startswith("~$") else _HIDDEN
                problems.append(Problem(NOTE, path.name, "", "", "", *why))
    for path in sorted(raw.rglob("*")):
        parts = path.relative_to(raw).parts
        if path.is_file() and _is_misplaced(parts) and path.suffix.lower() in SPREADSHEETS:
            problems.append(Problem(WARNING, "/".join(parts), "", "", "", *_MISPLACED))
    return problems


FOLDERS = ("membership", "outreach", "forums", "plan", "reference")
_NO_SPREADSHEET = (
    "is no spreadsheet and was left out.",
    "If it holds data, save them as .xlsx or .csv; else nothing needs to be done.",
)
_OPEN = (
    "is the lock of a workbook that is open, and was left out.",
    "Save and close the workbook: what was typed since is not in the file yet.",
)
_HIDDEN = ("is a hidden file and was left out.", "")
_MISPLACED = (
    "lies outside the folders that are read, and was left out.",
    f"Put it into one of {', '.join(FOLDERS)}, without a folder in between; or attdata add it.",
)


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$"))


def _is_misplaced(parts: tuple[str, ...]) -> bool:
    """Say whether a path below data/raw is in no folder of its own: ("outreach", "2025", ...)."""
    if parts[0] == "geo" or parts == ("additions.csv",):
        return False
    if any(part.startswith((".", "~$", "__")) for part in parts):
        return False
    return len(parts) != 2 or parts[0] not in FOLDERS


def _candidates(raw: Path) -> list[str]:
    """Return the files of the folders that a build reads, without notes, scripts and texts."""
    candidates = []
    for folder in FOLDERS:
        for path in sorted((raw / folder).glob("*")):
            unread = _is_hidden(path) or path.suffix in (".toml", ".py", ".md")
            if unread or path.name in NO_SOURCE or not path.is_file():
                continue
            candidates.append(f"{folder}/{path.name}")
    return candidates


def is_received(path: Path) -> bool:
    """Tell whether a raw file is kept as somebody else published it, so that no byte may change.

    Tables of the depositary and records of the General Assembly are; notifications, logs, lists and
    the plan are one's own, which grow by editing.
    """
    folder = path.parent.name
    return folder == "forums" or (folder == "membership" and path.name.startswith("untc_"))


def source_note(path: Path) -> dict[str, Any] | None:
    """Return what NAME.source.toml says of a raw file, None where there is none.

    Raises
    ------
    InputError
        The note is no TOML.
    """
    for name in (f"{path.name}.source.toml", f"{path.stem}.source.toml"):
        note = path.with_name(name)
        if note.is_file():
            try:
                return tomllib.loads(note.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
                raise InputError(f"{note.name} is no TOML: {failure}.") from None
    return None
