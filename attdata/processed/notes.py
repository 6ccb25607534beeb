"""Source notes: what is known of a raw file that the file itself does not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Ask = Callable[[str, str], str]


@dataclass(frozen=True)
class SourceNote:
    """What is known of a file that the file itself does not say; "" where it is to be worked out.

    Attributes
    ----------
    title, producer, url, licence
        As in ``NAME.source.toml``.
    as_of
        The day to which the evidence of the file reaches.
    accessed
        The day on which it was obtained.
    """

    title: str = ""
    producer: str = ""
    url: str = ""
    licence: str = ""
    as_of: date | None = None
    accessed: date | None = None


# What the source note of a page of the depositary says; the address follows from the treaty.
DEPOSITARY = {
    "title": "UN Treaty Collection, status of {name}",
    "producer": "United Nations, Office of Legal Affairs, Treaty Section",
    "licence": "UN Treaty Collection terms of use; the facts of deposit are free",
}


def given(note: SourceNote) -> dict[str, Any]:
    """Return the parts of a source note that were given."""
    return {key: value for key, value in vars(note).items() if value}


def inherited(note: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what an older note says that holds for the newer version too."""
    kept = ("title", "producer", "url", "licence")
    return {key: note[key] for key in kept if note and key in note}


# Asked for only where the file, the treaty and the older note leave it open.
_QUESTIONS = {
    "title": "What is this file?",
    "producer": "Who compiled or published it?",
    "licence": "Under which terms may it be used?",
}


def completed(path: Path, note: dict[str, Any], ask: Ask | None) -> dict[str, Any]:
    """Return a source note with what nothing told: asked for, else said to be not stated."""
    for key, question in _QUESTIONS.items():
        if not note.get(key):
            answer = ask(key, f"{path.name}: {question}") if ask else ""
            note[key] = answer or {"title": path.stem}.get(key, "not stated")
    return note


def toml_of(note: Mapping[str, Any]) -> str:
    """Return a source note as TOML; text is escaped, days stay days."""
    lines = []
    for key in ("title", "producer", "url", "as_of", "accessed", "licence", "sha256"):
        value = note.get(key)
        if isinstance(value, date):
            lines.append(f"{key} = {value.isoformat()}")
        elif value:
            text = str(value).replace("\\", "\\\\").replace('"', '\\"')
            text = "".join(c if c.isprintable() else " " for c in text)
            lines.append(f'{key} = "{text}"')
    return "\n".join(lines) + "\n"
