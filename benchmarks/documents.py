"""Documents: the report in six languages, 77 briefs in six languages, the explorer page.

By the clock, in as many processes as the program takes by itself, and once more as processor time
of all of them, which other work disturbs less.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measure import Line, show

ROOT = Path(__file__).parent.parent
_REPORT = ["report", "{folder}", "--language", "all"]
# The first version of the report had no second copy of its figures, for telephones.
_WITHOUT_COPIES = "import attdata.reports.report as report; report.NARROW = ()"
_COMMANDS = (
    ("attdata report --language all", _REPORT, "told", ""),
    ("the same, no copies of figures for telephones", _REPORT, "24 s", _WITHOUT_COPIES),
    (
        "attdata brief --not-party --language all",
        ["brief", "--not-party", "--language", "all", "-o", "{folder}"],
        "90 s",
        "",
    ),
    ("attdata explore", ["explore", "{folder}/explorer.html"], "3 s", ""),
)


def _spent() -> float:
    """Return the processor time of all processes that have been waited for."""
    times = os.times()
    return times.children_user + times.children_system


def measure() -> Iterator[Line]:
    for what, arguments, target, before_it in _COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            filled = [argument.format(folder=folder) for argument in arguments]
            code = f"{before_it}\nfrom attdata.cli import main; main()"
            before, begun = _spent(), time.perf_counter()
            command = [sys.executable, "-c", code, *filled]
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
            seconds, work = time.perf_counter() - begun, _spent() - before
            files = [path for path in Path(folder).rglob("*") if path.is_file()]
            size = sum(path.stat().st_size for path in files) / 1e6
        told = f"{len(files):,} files, {size:.1f} MB, processor time {work:.1f} s"
        yield Line(f"{what} (clock; {told})", seconds, target=target)


if __name__ == "__main__":
    show(measure())
