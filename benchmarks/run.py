"""Runs every benchmark and prints one table; names of scripts as arguments run only those.

``names.py`` compares with other packages and prints a table of its own, after this one;
``growth.py`` draws how cost grows and is run by itself.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from measure import Line, show

SCRIPTS = (
    "startup",
    "build",
    "status_tables",
    "outreach_log",
    "participation_days",
    "world_map",
    "export_figures",
    "checks",
    "explorer",
    "documents",
    "peers",
)


def lines(chosen: list[str]) -> Iterator[Line]:
    for name in chosen:
        try:
            yield from import_module(name).measure()
        except (RuntimeError, ImportError, subprocess.CalledProcessError) as failure:
            print(f"{name}: not measured: {failure}", file=sys.stderr)


if __name__ == "__main__":
    chosen = sys.argv[1:] or [*SCRIPTS, "names"]
    show(lines([name for name in chosen if name != "names"]))
    if "names" in chosen:
        print(flush=True)
        subprocess.run([sys.executable, str(Path(__file__).with_name("names.py"))], check=True)
