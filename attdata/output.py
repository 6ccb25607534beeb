"""Files that people open: written whole, the same bytes for the same input, no cell that runs.

Word documents and workbooks are zip archives whose writers stamp the time of day into every entry;
:func:`repacked` writes them again with the day of the data.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata.problems import InputError

if TYPE_CHECKING:
    import pandas as pd


# Characters that XML 1.0 (section 2.2) does not allow; a cell may bring them, a document cannot
# hold them. Surrogates stand alone only in damaged text.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the direction of what follows: harmless in prose, a disguise in a name.
_OVERRIDES = re.compile("[\u202a-\u202e]")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return a frame as CSV for people: UTF-8, LF, ISO days, no cell that runs as a formula.

    Text that begins with =, +, -, @, a tab or a line break would be a formula in a spreadsheet
    program; an apostrophe before it keeps it text (OWASP, CSV injection).

    Examples
    --------
    >>> import pandas as pd
    >>> csv_bytes(pd.DataFrame({"a": ["=1+1", "Mali"]})).decode().split()
    ['a', "'=1+1", 'Mali']
    """
    columns = [_cells(frame.iloc[:, place]) for place in range(len(frame.columns))]
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([_no_formula(str(name)) for name in frame.columns])
    rows.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8")


def ready_folder(folder: Path) -> Path:
    """Make a folder to write into, before any work is done for it; return it.

    Raises
    ------
    InputError
        Its path is that of a file, or nothing may be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{folder} is or lies in a file; give a folder.") from None
    except OSError as failure:
        raise InputError(f"Cannot write into {folder}: {failure.strerror}.") from None
    return folder


def write_file(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all: beside its place, then moved there; return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def _cells(column: pd.Series[Any]) -> list[Any]:
    """Return the cells of a column as they go into a CSV."""
    import numpy as np

    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "M":
        days = np.datetime_as_string(column.to_numpy(), unit="D")
        return ["" if day == "NaT" else day for day in days.tolist()]
    return [_no_formula(value) for value in column.astype(object).tolist()]


def _no_formula(value: Any) -> Any:
    """Return a cell as it goes into a CSV: guarded text, ISO day, number of fixed form."""
    import pandas as pd

    if isinstance(value, str):
        return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else value
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return "" if value != value else f"{value:.6g}"
    return "" if value is None or value is pd.NaT or value is pd.NA else value


def clean_text(value: object) -> str:
    r"""Return a value as text that every format of the report can hold.

    Parameters
    ----------
    value
        Any cell; None becomes the empty text.

    Returns
    -------
    str
        The text without the characters that XML forbids and without overrides of direction;
        carriage returns become line breaks.

    Examples
    --------
    >>> clean_text("Mali\x00\x0b"), clean_text(None)
    ('Mali', '')
    """
    text = "" if value is None else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _OVERRIDES.sub("", _FORBIDDEN.sub("", text))


def repacked(content: bytes, day: dt.date) -> bytes:
    """Return a .docx or .xlsx with every entry dated to one day, and nothing else changed.

    Parameters
    ----------
    content
        The zip archive as its library wrote it.
    day
        The day of the data.

    Returns
    -------
    bytes
        The archive: same entries in the same order, one time, one compression, no extra fields.

    Examples
    --------
    >>> import io, zipfile
    >>> with zipfile.ZipFile(buffer := io.BytesIO(), "w") as archive:
    ...     archive.writestr("a.xml", "<a/>")
    >>> again = repacked(buffer.getvalue(), dt.date(2026, 7, 24))
    >>> zipfile.ZipFile(io.BytesIO(again)).infolist()[0].date_time
    (2026, 7, 24, 0, 0, 0)
    """
    out = io.BytesIO()
    # The zip format knows no year before 1980.
    moment = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            new.writestr(entry, old.read(name), compresslevel=6)
    return out.getvalue()


def moment(day: dt.date) -> dt.datetime:
    """Return the moment that stands for a day in a document's own properties.

    Examples
    --------
    >>> moment(dt.date(2026, 7, 24))
    datetime.datetime(2026, 7, 24, 0, 0)
    """
    return dt.datetime(day.year, day.month, day.day)
