"""Files that people open: CSV that runs no formula, written whole."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata.problems import InputError

if TYPE_CHECKING:
    import pandas as pd


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
    safe = frame.astype(object).map(_no_formula) if len(frame.columns) else frame
    safe.columns = [_no_formula(str(name)) for name in frame.columns]
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8")


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
