"""What was added to a raw folder: ``additions.csv``, and files put in, set aside or taken back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attdata.checks import Checked
from attdata.output import write_file
from attdata.processed.notes import toml_of
from attdata.processed.raw_files import file_hash

ADDITIONS = "additions.csv"
REPLACED = ".replaced"
_COLUMNS = ["added", "file", "kind", "sha256", "replaced", "replaced_file"]


@dataclass
class Addition:
    """A file on its way into the raw folder: what it is, where it goes, what it replaces."""

    path: Path
    kind: str
    name: str  # below data/raw
    note: dict[str, Any]
    replaces: str = ""  # below data/raw
    checked: Checked | None = None

    def line(self) -> str:
        """Say in one line what the file is taken for and where it goes."""
        after = f", in place of {self.replaces}" if self.replaces else ""
        return f"{self.path.name}: {self.kind} -> data/raw/{self.name}{after}"


def put_in_place(addition: Addition, raw: Path) -> None:
    """Put a file with its note into a raw folder, the version that it replaces aside."""
    target = raw / addition.name
    target.parent.mkdir(parents=True, exist_ok=True)
    content = addition.path.read_bytes()
    addition.note["sha256"] = file_hash(addition.path)
    if addition.replaces:
        _set_aside(raw, addition.replaces)
    write_file(target, content)
    write_file(note_path(target), toml_of(addition.note).encode("utf-8"))


def note_path(path: Path) -> Path:
    """Return the path of the source note of a file."""
    return path.with_name(f"{path.stem}.source.toml")


def _set_aside(raw: Path, name: str) -> str:
    """Move a file and its note to ``.replaced``, told apart by the beginning of its hash."""
    path = raw / name
    aside = f"{REPLACED}/{file_hash(path)[:12]}_{path.name}"
    (raw / REPLACED).mkdir(exist_ok=True)
    path.replace(raw / aside)
    if note_path(path).is_file():
        note_path(path).replace(note_path(raw / aside))
    return aside


def remember(addition: Addition, raw: Path) -> None:
    """Put a file into the raw folder itself and remember it."""
    row = {
        "added": str(addition.note.get("accessed") or ""),
        "file": addition.name,
        "kind": addition.kind,
        "sha256": file_hash(addition.path),
        "replaced": addition.replaces,
        "replaced_file": "",
    }
    if addition.replaces:
        path = raw / addition.replaces
        row["replaced_file"] = f"{REPLACED}/{file_hash(path)[:12]}_{path.name}"
    put_in_place(addition, raw)
    write_additions(raw, [*additions_of(raw), row])


def additions_of(raw: Path) -> list[dict[str, str]]:
    """Return the lines of ``additions.csv``, oldest first."""
    path = raw / ADDITIONS
    if not path.is_file():
        return []
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def write_additions(raw: Path, rows: list[dict[str, str]]) -> None:
    """Write ``additions.csv``; without a line there is no such file."""
    if not rows:
        (raw / ADDITIONS).unlink(missing_ok=True)
        return
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_file(raw / ADDITIONS, text.getvalue().encode("utf-8"))


def take_back(row: Mapping[str, str], raw: Path) -> None:
    """Remove the file of an addition; what it replaced returns to its place."""
    path = raw / row["file"]
    path.unlink()
    note_path(path).unlink(missing_ok=True)
    if row["replaced_file"]:
        aside = raw / row["replaced_file"]
        aside.replace(raw / row["replaced"])
        if note_path(aside).is_file():
            note_path(aside).replace(note_path(raw / row["replaced"]))
