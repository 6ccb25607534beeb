"""The list of what a run made: ``manifest.json`` with size and hash of every file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attdata.output import write_file


def write_list(folder: Path, files: Iterable[Path], **facts: Any) -> Path:
    """Write ``manifest.json``: what was made, and each file with its size and hash.

    Parameters
    ----------
    folder
        Where it goes; the files are named from there.
    files
        The files to list. Others that lie in the folder are not this run's and are left out.
    **facts
        What else it says: the day, the conference.

    Returns
    -------
    Path
        The list.
    """
    from attdata import __version__

    listed = []
    for path in sorted(set(files), key=lambda path: path.as_posix()):
        content = path.read_bytes()
        listed.append(
            {
                "path": path.relative_to(folder).as_posix(),
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        )
    text = json.dumps({"attdata": __version__, **facts, "files": listed}, indent=1) + "\n"
    return write_file(folder / "manifest.json", text.encode("utf-8"))
