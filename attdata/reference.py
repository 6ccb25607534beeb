"""Reviewed tables (names, groups, treaties, words) as a value: one per raw folder.

A ``Reference`` is made from a raw folder, kept in the ``Dataset`` that was built with it, and in
use wherever that dataset is measured, drawn or reported. Tables are read as text, nothing guessed.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

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


class Reference:
    """The reviewed tables of one folder; where it has none of a name, those of the package hold.

    Never changed after it was made: rows, and whatever is worked out from them, are kept in it.

    Parameters
    ----------
    folder
        A folder ``reference`` with CSV files.

    Examples
    --------
    >>> Reference(raw_folder("reference")).rows("treaties")[0]["untc"]
    'XXVI-8'
    """

    def __init__(self, folder: Path) -> None:
        """Keep the folder; nothing is read yet."""
        self.folder = Path(folder)
        self._rows: dict[str, tuple[dict[str, str], ...]] = {}
        self._kept: dict[Callable[..., Any], Callable[..., Any]] = {}

    def path(self, name: str) -> Path:
        """Return the file of a table: the folder's own, else the package's."""
        own = self.folder / f"{name}.csv"
        return own if own.is_file() else raw_folder("reference") / f"{name}.csv"

    def rows(self, name: str) -> tuple[dict[str, str], ...]:
        """Return the rows of a table as dictionaries of text, read once."""
        if name not in self._rows:
            self._rows[name] = tuple(read_rows(self.path(name)))
        return self._rows[name]

    def own_tables(self) -> list[Path]:
        """Return the tables of the folder that differ from the package's, in order of name."""
        shared = raw_folder("reference")
        if self.folder.resolve() == shared.resolve():
            return []
        return [
            path
            for path in sorted(self.folder.glob("*.csv"))
            if not (shared / path.name).is_file()
            or path.read_bytes() != (shared / path.name).read_bytes()
        ]

    def kept(self, function: Callable[..., T], most: int | None) -> Callable[..., T]:
        """Return a function whose results, worked out from these tables, are remembered here."""
        held = self._kept.get(function)
        if held is None:
            held = self._kept[function] = lru_cache(maxsize=most)(function)
        return held

    def __deepcopy__(self, _: Any) -> Reference:
        """Return itself: it never changes (pandas copies what a frame says about itself)."""
        return self

    def __reduce__(self) -> tuple[type[Reference], tuple[Path]]:
        """Go to another process as the folder alone."""
        return Reference, (self.folder,)


@cache
def packaged() -> Reference:
    """Return the reviewed tables that come with the package.

    Examples
    --------
    >>> len(packaged().rows("states"))
    197
    """
    return Reference(raw_folder("reference"))


def reference_of(folder: Path) -> Reference:
    """Return the reviewed tables of a folder; the package's own where no row differs from them."""
    own = Reference(folder)
    return own if own.own_tables() else packaged()


_IN_USE: ContextVar[Reference | None] = ContextVar("attdata_reference", default=None)


def in_use() -> Reference:
    """Return the reviewed tables in use: the package's, unless ``using`` says otherwise."""
    return _IN_USE.get() or packaged()


@contextmanager
def using(reference: Reference | None) -> Iterator[Reference]:
    """Look things up in these reviewed tables; None leaves those in use as they are."""
    token = _IN_USE.set(reference or in_use())
    try:
        yield in_use()
    finally:
        _IN_USE.reset(token)


def per_reference(function: Callable[P, T], most: int | None = None) -> Callable[P, T]:
    """Remember the results of a function for each value of the reviewed tables.

    Parameters
    ----------
    function
        Works something out from ``reference_rows``; its arguments can be keys of a dictionary.
    most
        How many results to remember for each; None for all.
    """

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
        return in_use().kept(function, most)(*args, **kwargs)

    return remembered


def of_dataset(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function whose first argument is a Dataset use the reviewed tables of that Dataset.

    As long as the call lasts, what is worked out ``once`` from the same frames is remembered.
    """

    @wraps(function)
    def referred(*args: P.args, **kwargs: P.kwargs) -> T:
        data: Any = args[0] if args else kwargs.get("data")
        with using(getattr(data, "reference", None)), _remembering():
            return function(*args, **kwargs)

    return referred


_WORKED_OUT: ContextVar[dict[Any, Any] | None] = ContextVar("attdata_worked_out", default=None)


@contextmanager
def _remembering() -> Iterator[None]:
    """Remember what is worked out ``once`` until the outermost of such blocks ends."""
    if _WORKED_OUT.get() is not None:
        yield
        return
    token = _WORKED_OUT.set({})
    try:
        yield
    finally:
        _WORKED_OUT.reset(token)


def once(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function work out the same only once within one call of a measure or a report.

    Frames and datasets count as the same if they are the same object: between two calls their
    owner may have changed them, within one nobody does. Who asks gets a copy of a frame; anything
    else is not to be changed. Nothing that warns should be remembered.
    """

    @wraps(function)
    def worked_out(*args: P.args, **kwargs: P.kwargs) -> T:
        held = _WORKED_OUT.get()
        if held is None:
            return function(*args, **kwargs)
        tables = in_use()
        given = [*args, *kwargs.values()]
        key = (function, id(tables), tuple(map(_same, given)), tuple(kwargs))
        if key not in held:  # what is known by its place in memory is kept, or another may take it
            held[key] = function(*args, **kwargs), given, tables
        known: Any = held[key][0]
        return cast(T, known.copy() if hasattr(known, "columns") else known)

    return worked_out


def _same(value: Any) -> Any:
    """Return what tells whether two arguments are the same: a frame, a Dataset by its place."""
    return value if isinstance(value, str | frozenset | date | None) else ("at", id(value))


def of_frame(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function whose first argument is a frame use the reviewed tables it was made with."""

    @wraps(function)
    def referred(*args: P.args, **kwargs: P.kwargs) -> T:
        frame: Any = args[0] if args else kwargs.get("frame")
        with using(getattr(frame, "attrs", {}).get("reference")):
            return function(*args, **kwargs)

    return referred


def table_path(name: str) -> Path:
    """Return the file of a reviewed table.

    Examples
    --------
    >>> table_path("treaties").name
    'treaties.csv'
    """
    return in_use().path(name)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a reviewed CSV as dictionaries of text; an empty cell is ""."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(file)]


def groups_on(day: str = "") -> list[dict[str, str]]:
    """Return the rows of groups.csv that hold on a day; without one, those that have no end.

    Examples
    --------
    >>> [row["iso3"] for row in groups_on() if row["group"] == "Micronesia"]
    ['FSM', 'KIR', 'MHL', 'NRU', 'PLW']
    """
    rows = reference_rows("groups")
    if not day:
        return [row for row in rows if not row["end"]]
    return [row for row in rows if row["start"] <= day < (row["end"] or "9999")]


def reference_rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``data/raw/reference/<name>.csv``, of the tables in use.

    Examples
    --------
    >>> reference_rows("treaties")[0]["untc"]
    'XXVI-8'
    """
    return in_use().rows(name)
