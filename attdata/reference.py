"""Where the reviewed tables and borders are, and how they are read: as text, nothing guessed."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


def raw_folder(name: str) -> Path:
    """Return the folder ``reference`` or ``geo``: in the wheel, or in the repository's data/raw.

    Examples
    --------
    >>> (raw_folder("reference") / "states.csv").exists()
    True
    """
    for place in (_PACKAGE / "data" / name, _PACKAGE.parent / "data" / "raw" / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"attdata was installed without its {name} tables; install it again.")


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a reviewed CSV as dictionaries of text; an empty cell is ""."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(file)]


@cache
def reference_rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``data/raw/reference/<name>.csv``, read once.

    Examples
    --------
    >>> reference_rows("treaties")[0]["untc"]
    'XXVI-8'
    """
    return tuple(read_rows(raw_folder("reference") / f"{name}.csv"))
