"""A folder to work in for people who installed the package: raw data, frames, notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

from attdata.output import ready_folder
from attdata.problems import InputError
from attdata.processed.assemble import build
from attdata.reference import raw_folder


def init(folder: Path) -> list[str]:
    """Make a working folder for people who installed the package: raw data, frames, notebooks.

    Parameters
    ----------
    folder
        A new or empty folder.

    Returns
    -------
    list of str
        What was made, in lines.

    Raises
    ------
    InputError
        The folder holds files, or the package came without its raw data.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is not empty; give the name of a new folder.")
    ready_folder(folder)
    for name in ("reference", "membership", "outreach", "plan", "forums", "geo"):
        skipped = shutil.ignore_patterns("__pycache__", "*.py")
        shutil.copytree(raw_folder(name), folder / "data" / "raw" / name, ignore=skipped)
    licences = raw_folder("reference").parent / "LICENSES.md"
    if licences.is_file():
        shutil.copy(licences, folder / "data" / "raw" / licences.name)
    for source in notebooks():
        (folder / "notebooks").mkdir(exist_ok=True)
        shutil.copy(source, folder / "notebooks" / source.name)
    (folder / "README.md").write_text(_README, encoding="utf-8")
    data = build(folder / "data" / "raw", folder / "data" / "processed")
    return [
        f"{folder}: raw data, frames and notebooks; evidence to {data.evidence_ends():%Y-%m-%d}",
        f"Next: cd {folder} && attdata report reports",
    ]


_README = """# Universality of the Arms Trade Treaty: working folder

    attdata add FILE...      keep a newer status table, log or list, and rebuild the frames
    attdata report reports   the report in HTML and Word, a workbook and the figures
    jupyter lab notebooks    one question per notebook; the Settings cell at the top is yours
    attdata compare OLD      what changed against another folder
    attdata undo             take the last addition back
"""


def notebooks() -> list[Path]:
    """Return the notebooks that come with the package, in order."""
    package = Path(__file__).parents[1]
    for place in (package / "data" / "notebooks", package.parent / "notebooks"):
        if place.is_dir():
            return sorted(place.glob("*.ipynb"))
    return []
