"""The tidy frames on disk: CSV files and ``datapackage.json``, replaced as a whole or not at all.

A build writes the new set beside the old one, ``datapackage.json`` with the hashes last, and then
swaps the two folders. Killed at any moment, it leaves the old set or the new one: a reader that
finds no folder takes the complete set beside it, and the next build tidies up.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import shutil
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attdata import __version__
from attdata.frames import FRAMES, Dataset, typed
from attdata.problems import InputError, callers_level
from attdata.processed.datapackage import csv_text, hash_of, package_of, resource_of
from attdata.processed.raw_files import file_hash, raw_files
from attdata.reference import Reference, packaged, using

PACKAGE = "datapackage.json"
# Reviewed tables that differ from the package's go with the frames that were made with them.
REVIEWED = "reference"
# Seconds that a build waits for another one of the same folder: ten times what one takes.
LONGEST_WAIT = 120.0
# Where the wheel puts the frames; no folder in the repository.
_SHIPPED = Path(__file__).parents[1] / "data" / "processed"


class StaleDataWarning(UserWarning):
    """The raw files have changed since the tidy frames were built."""


class ShippedDataWarning(UserWarning):
    """No tidy frames were found here: those that came with the package are used."""


def load(path: str | os.PathLike[str] | None = None) -> Dataset:
    """Return the tidy frames that ``attdata build`` wrote; nothing is built.

    Parameters
    ----------
    path
        The folder with ``datapackage.json``, or a repository that holds ``data/processed``. None:
        the environment variable ``ATTDATA_DATA``, else ``data/processed`` here or in a folder
        above, else that of the repository from which attdata is installed, else the frames that
        came with the package.

    Returns
    -------
    Dataset
        One DataFrame per frame. The hash of every file has been checked, not its rows: the build
        did that.

    Raises
    ------
    InputError
        No such folder, or files that do not belong together; the message says what to run.

    Warns
    -----
    StaleDataWarning
        A raw file has changed, come or gone since the build.
    ShippedDataWarning
        The frames of the package are used; it says to which day they reach.

    Examples
    --------
    >>> import attdata as att
    >>> len(att.load().conferences)
    12
    """
    folder = _find(path)
    for attempt in range(5):
        try:
            package, texts = _read_set(_complete_set(folder))
            break
        except (OSError, ValueError) as failure:
            # A build may be swapping the folders at this very moment.
            if attempt == 4:
                raise InputError(
                    f"{folder} is not a complete set of frames ({failure}); run: attdata build"
                ) from None
            time.sleep(0.05)
    own = package.get("reviewedTables")
    reference = Reference(folder / REVIEWED) if own else packaged()
    with using(reference), _without_collector():
        frames = {name: typed(name, _table(texts[name])) for name in FRAMES}
    _warn_if_stale(folder, package)
    data = Dataset(**frames, path=folder, reference=reference)
    if folder == _SHIPPED and path is None:
        text = f"no frames here: using those of attdata {__version__}, evidence to "
        text += f"{data.evidence_ends():%Y-%m-%d}; attdata init makes a folder to work in"
        warnings.warn(text, ShippedDataWarning, stacklevel=callers_level())
    return data


def load_held(folder: Path) -> Dataset | None:
    """Return the frames that a folder holds, without warnings; None where it holds none.

    Examples
    --------
    >>> load_held(Path("no/such/folder")) is None
    True
    """
    if not (folder / PACKAGE).is_file():
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load(folder)
    except InputError:
        return None


def _find(path: str | os.PathLike[str] | None) -> Path:
    """Return the folder that holds, or is about to hold, the frames."""
    given = path if path is not None else os.environ.get("ATTDATA_DATA")
    if given is not None:
        chosen = Path(given)
        places = [chosen, chosen / "data" / "processed"]
    else:
        here = Path.cwd()
        roots = [here, *here.parents, Path(__file__).parents[2]]
        places = [*(root / "data" / "processed" for root in roots), _SHIPPED]
    for place in places:
        if _complete_set(place) is not None:
            return place
    where = f"in {given}" if given is not None else "here or above"
    raise InputError(
        f"No tidy frames found {where}; run attdata build in the repository, "
        "or give load() the path of its data/processed."
    )


def _complete_set(folder: Path) -> Path | None:
    """Return the folder, or the complete set that an interrupted swap left beside it."""
    for place in (folder, _beside(folder, "new"), _beside(folder, "old")):
        if (place / PACKAGE).is_file():
            return place
    return None


def _beside(folder: Path, what: str) -> Path:
    return folder.absolute().parent / f".{folder.absolute().name}.{what}"


def _read_set(folder: Path | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Return datapackage.json and the text of each file, after checking the hashes."""
    if folder is None:
        raise ValueError(f"there is no {PACKAGE}")
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    texts = {}
    for resource in package["resources"]:
        texts[resource["name"]] = _checked_bytes(folder, resource).decode("utf-8")
    for entry in package.get("reviewedTables", []):
        _checked_bytes(folder, entry)
    missing = sorted(set(FRAMES) - set(texts))
    if missing:
        raise ValueError(f"it has no {', '.join(missing)}: another version of attdata wrote it")
    return package, texts


def _checked_bytes(folder: Path, entry: dict[str, Any]) -> bytes:
    """Return the content of a file of the set, after checking its hash."""
    content = (folder / entry["path"]).read_bytes()
    if hash_of(content) != entry["hash"]:
        raise ValueError(f"{entry['path']} was changed after the build")
    return content


@contextmanager
def _without_collector() -> Iterator[None]:
    """Let many rows be made without the garbage collector looking through them again and again.

    Reading the frames makes 25,000 rows and no circles; looking for circles takes a third of the
    time (measured: 0.27 s with, 0.17 s without).
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _table(text: str) -> dict[str, list[str]]:
    """Return the columns of a CSV file as text."""
    rows = csv.reader(io.StringIO(text, newline=""))
    names = next(rows)
    columns: list[tuple[str, ...]] = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}


def _warn_if_stale(folder: Path, package: dict[str, Any]) -> None:
    """Warn where data/raw beside the frames is not what they were built from."""
    raw = folder.absolute().parent / "raw"
    if not raw.is_dir():
        return
    built = {source["path"]: source["sha256"] for source in package.get("sources", [])}
    hashes = {name: file_hash(raw / name) for name in raw_files(raw)}
    changed = sorted(n for n in built.keys() | hashes.keys() if built.get(n) != hashes.get(n))
    if changed:
        names = ", ".join(changed[:3]) + (" and others" if len(changed) > 3 else "")
        text = f"data/raw has changed since the frames were built ({names}); run: attdata build"
        warnings.warn(text, StaleDataWarning, stacklevel=callers_level())


def write(data: Dataset, out: str | os.PathLike[str]) -> Path:
    """Write the frames as CSV files with ``datapackage.json``, replacing the folder as a whole.

    Parameters
    ----------
    data
        What ``build`` made.
    out
        The folder. One that holds other things than attdata's is refused; files that somebody put
        beside the frames are kept.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        The folder is not ours, cannot be written, or the disk is full; the old set is untouched.
    """
    from filelock import FileLock, Timeout  # a tenth of a second that load can do without

    folder = Path(out)
    _refuse_foreign(folder)
    try:
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        # The system frees the lock of a build that was killed.
        with FileLock(_beside(folder, "lock"), timeout=LONGEST_WAIT):
            _tidy_up(folder)
            new = _beside(folder, "new")
            new.mkdir()
            _write_set(data, folder, new)
            _swap(folder, new)
    except Timeout:
        raise InputError(
            f"Another build has been writing {folder} for {LONGEST_WAIT:.0f} s; "
            "wait for it, or end it."
        ) from None
    except OSError as failure:
        reason = failure.strerror or str(failure)
        raise InputError(f"Cannot write {folder}: {reason}. What was there is untouched.") from None
    return folder


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; give a folder for the frames.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / PACKAGE).is_file():
        raise InputError(
            f"{folder} holds files that attdata did not write; choose an empty folder."
        )


def _tidy_up(folder: Path) -> None:
    """Finish or undo what a killed build left behind; runs under the lock."""
    new, old = _beside(folder, "new"), _beside(folder, "old")
    if not folder.exists():
        for place in (new, old):
            if (place / PACKAGE).is_file():
                place.rename(folder)
                break
    for place in (new, old):
        if place.exists():
            shutil.rmtree(place)


def _write_set(data: Dataset, folder: Path, new: Path) -> None:
    """Write every file of the new set, ``datapackage.json`` last."""
    ours = {f"{name}.csv" for name in FRAMES} | {PACKAGE, REVIEWED}
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.name not in ours:
                copy = shutil.copytree if path.is_dir() else shutil.copy2
                copy(path, new / path.name)
    resources = []
    for name, frame in data.frames().items():
        content = csv_text(name, frame).encode("utf-8")
        _write_bytes(new / f"{name}.csv", content)
        resources.append(resource_of(name, content))
    package = package_of(data, resources)
    tables = data.reference.own_tables()
    if tables:
        (new / REVIEWED).mkdir()
        package["reviewedTables"] = [_reviewed(path, new) for path in tables]
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    _write_bytes(new / PACKAGE, text.encode("utf-8"))


def _reviewed(path: Path, new: Path) -> dict[str, Any]:
    """Write a reviewed table beside the frames that were made with it; return its entry."""
    content = path.read_bytes()
    _write_bytes(new / REVIEWED / path.name, content)
    return {"path": f"{REVIEWED}/{path.name}", "hash": hash_of(content)}


def _write_bytes(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _swap(folder: Path, new: Path) -> None:
    """Put the new set in the place of the old one."""
    old = _beside(folder, "old")
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    if old.exists():
        shutil.rmtree(old)
