"""Where the reviewed tables and borders are, and how they are read: as text, nothing guessed."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
# Reviewed tables that stand in for those of the package while ``reviewed_tables`` lasts.
_IN_PLACE: dict[str, Path] = {}


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


def table_path(name: str) -> Path:
    """Return the file of a reviewed table.

    Examples
    --------
    >>> table_path("treaties").name
    'treaties.csv'
    """
    return _IN_PLACE.get(name) or raw_folder("reference") / f"{name}.csv"


@contextmanager
def reviewed_tables(folder: Path) -> Iterator[None]:
    """Read the reviewed tables of a folder in place of the package's, where they differ.

    A build takes names, headings and treaties from the data/raw it is given, be it a copy with an
    analyst's own rows. What was worked out from other tables before is forgotten, on both ways.
    """
    own = {path.name: path for path in raw_folder("reference").glob("*.csv")}
    other = {
        path.stem: path
        for path in sorted(folder.glob("*.csv"))
        if path.name in own and path.read_bytes() != own[path.name].read_bytes()
    }
    if not other:
        yield
        return
    _exchange(other)
    try:
        yield
    finally:
        _exchange({})


def _exchange(tables: dict[str, Path]) -> None:
    """Put tables in place; every cache of the package may hold what the former ones said."""
    _IN_PLACE.clear()
    _IN_PLACE.update(tables)
    for name, module in list(sys.modules.items()):
        if name.startswith("attdata."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


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
    return tuple(read_rows(table_path(name)))
