"""Any measure as a file: a workbook, CSV, HTML or Markdown."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata.draw.known_days import with_precision
from attdata.output import csv_bytes, write_file
from attdata.problems import ArgumentError
from attdata.reference import using
from attdata.tables.table import Table, table
from attdata.words import indicator_name, word

if TYPE_CHECKING:
    import pandas as pd

    from attdata.frames import Dataset

# Measures that ``attdata table`` offers; "status" is what people call ``status_on``.
MEASURES = (
    "status",
    "participation",
    "changes",
    "reach",
    "reached_states",
    "never_reached",
    "before_joining",
    "pipeline",
    "progress",
    "pace",
    "cycles",
    "parties_per_year",
    "treaties",
    "waits",
    "waiting_time",
    "median_waits",
    "calendar",
    "positions",
    "signals",
    "reconcile",
)
FORMATS = (".xlsx", ".csv", ".html", ".md")
# Options of the command line -> the arguments of measures that they may fill.
_ARGUMENTS = {"on": ("on", "until"), "since": ("since",), "by": ("by",), "within": ("within",)}


def write_measure(
    data: Dataset, name: str, path: Path, *, language: str = "en", **asked: str | None
) -> Path:
    """Write a measure as a file; its ending says in which form.

    Parameters
    ----------
    data
        A Dataset.
    name
        One of ``MEASURES``.
    path
        A file that ends in .xlsx, .csv, .html or .md; replaced whole.
    language
        Language of headings and names, but for CSV, which keeps codes and column names.
    **asked
        ``on``, ``by``, ``within``, ``since``; None where not asked for.

    Raises
    ------
    ArgumentError
        No such measure or form, or an option that the measure does not take.
    """
    if path.suffix.lower() not in FORMATS:
        raise ArgumentError(f"{path.name} ends in none of {', '.join(FORMATS)}.")
    frame = measured(data, name, **asked)
    with using(data.reference):
        if path.suffix.lower() != ".csv" and "counted" in frame:
            frame = _in_words(frame, language)
        quoted = [column for column in _QUOTED.get(name, ()) if _has_text(frame, column)]
        note = word("report.note.published", language) if quoted and language != "en" else ""
        readable = table(frame, language=language, name=name, published=quoted, note=note)
        return _write(readable, path)


# Columns with text in the wording in which it was published, which is English.
_QUOTED = {
    "reconcile": ("source",),
    "before_joining": ("title",),
    "calendar": ("title",),
    "pipeline": ("note",),
    "progress": ("note",),
}


def _has_text(frame: pd.DataFrame, column: str) -> bool:
    return column in frame and bool(frame[column].fillna("").astype(str).ne("").any())


def _in_words(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return a frame in which what is counted stands in words of the language, once."""
    bare = frame.drop(columns="measure", errors="ignore")  # what is counted says it in words
    if "indicator" not in frame:
        return bare
    counted = zip(frame["indicator"], frame["counted"], strict=True)
    names = [indicator_name(str(key), str(text), language) for key, text in counted]
    return bare.assign(counted=names)


def measured(data: Dataset, name: str, **asked: str | None) -> pd.DataFrame:
    """Return the frame of a measure, with the options that it takes.

    Examples
    --------
    >>> import attdata as att
    >>> measured(att.load(), "participation", by="att_region")["group"].iloc[-1]
    'World'
    """
    import attdata

    if name not in MEASURES:
        raise ArgumentError(f'"{name}" is no measure; choose from: {", ".join(MEASURES)}.')
    measure: Callable[..., pd.DataFrame] = getattr(attdata, {"status": "status_on"}.get(name, name))
    takes = inspect.signature(measure).parameters
    options: dict[str, Any] = {}
    for option, value in asked.items():
        if value is None:
            continue
        argument = next((a for a in _ARGUMENTS[option] if a in takes), None)
        if argument is None:
            raise ArgumentError(f"{name} takes no --{option}.")
        options[argument] = value
    missing = [
        key
        for key, parameter in list(takes.items())[1:]  # the first takes the data
        if parameter.default is parameter.empty and key not in options
        if parameter.kind is not parameter.VAR_KEYWORD
    ]
    if missing:
        raise ArgumentError(f"{name} needs --{missing[0]}.")
    return measure(data, **options)


def _write(result: Table, path: Path) -> Path:
    """Write a table in the form that the ending of its file names."""
    form = path.suffix.lower()
    if form == ".xlsx":
        return result.to_xlsx(path)
    if form == ".csv":
        return write_file(path, csv_bytes(with_precision(result.frame)))
    if form == ".md":
        return write_file(path, markdown(result).encode("utf-8"))
    direction = "rtl" if result.language == "ar" else "ltr"
    page = (
        f'<!DOCTYPE html>\n<html lang="{result.language}" dir="{direction}">'
        f'<head><meta charset="utf-8"><title>attdata</title></head>\n'
        f"<body>\n{result.to_html()}\n</body></html>\n"
    )
    return write_file(path, page.encode("utf-8"))


def markdown(result: Table) -> str:
    """Return a table as Markdown, numbers to the right, with its notes below."""
    columns = result.columns
    rows = list(zip(*(column.texts for column in columns), strict=True))
    lines = [
        _line(column.label for column in columns),
        _line("--:" if column.at_end else ":--" for column in columns),
        *(_line(row) for row in rows),
    ]
    return "\n".join([*lines, "", *result.notes]) + "\n"


def _line(cells: Any) -> str:
    """Return cells as a row of Markdown; a bar in a cell would begin another one."""
    texts = (str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells)
    return "| " + " | ".join(t.replace("<", "&lt;") for t in texts) + " |"
