"""Documents: the report in six languages, 77 briefs in six languages, the explorer page.

By the clock, in as many processes as the program takes by itself, and once more as processor time
of all of them, which other work disturbs less. The baseline of the report is its first version,
from its commit: the same twelve figures and 240 files.
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
_FIRST = "301cc7b"
_BRIEFS = ["brief", "--not-party", "--language", "all", "-o", "{folder}"]


def _spent() -> float:
    """Return the processor time of all processes that have been waited for."""
    times = os.times()
    return times.children_user + times.children_system


def measure() -> Iterator[Line]:
    yield _line("attdata report --language all", _timed(_REPORT), "told")
    with tempfile.TemporaryDirectory() as folder:
        same = "the same, no copies of figures for telephones"
        if _check_out(_FIRST, folder):
            pairs = [
                (_timed(_REPORT, _WITHOUT_COPIES), _timed(_REPORT, root=folder)) for _ in range(2)
            ]
            ours, first = (min(column) for column in zip(*pairs, strict=True))
            told = f"its first version, processor time {first[1]:.1f} s"
            yield _line(same, ours, "1 x", first[0], told)
        else:
            yield _line(same, _timed(_REPORT, _WITHOUT_COPIES), "24 s")
    yield _line("attdata brief --not-party --language all", _timed(_BRIEFS), "90 s")
    yield _line("attdata explore", _timed(["explore", "{folder}/explorer.html"]), "3 s")


def _check_out(commit: str, folder: str) -> bool:
    """Put the files of a commit into a folder; return whether the history has it."""
    archive = ["git", "archive", commit, "attdata", "data", "pyproject.toml"]
    packed = subprocess.run(archive, cwd=ROOT, capture_output=True)
    if packed.returncode:
        return False
    subprocess.run(["tar", "-x", "-C", folder], input=packed.stdout, check=True)
    return True


def _timed(
    arguments: list[str], before_it: str = "", root: str | Path = ROOT
) -> tuple[float, float, int, float]:
    """Return the seconds that a command takes, its processor time, its files and megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        filled = [argument.format(folder=folder) for argument in arguments]
        code = f"{before_it}\nfrom attdata.cli import main; main()"
        before, begun = _spent(), time.perf_counter()
        command = [sys.executable, "-c", code, *filled]
        env = {**os.environ, "PYTHONPATH": str(root)}
        subprocess.run(command, cwd=root, env=env, check=True, capture_output=True)
        seconds, work = time.perf_counter() - begun, _spent() - before
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        return seconds, work, len(files), sum(path.stat().st_size for path in files) / 1e6


def _line(
    what: str,
    taken: tuple[float, float, int, float],
    target: str,
    baseline: float | None = None,
    against: str = "",
) -> Line:
    seconds, work, files, size = taken
    told = f"clock; {files:,} files, {size:.1f} MB, processor time {work:.1f} s"
    return Line(f"{what} ({told})", seconds, baseline, target, against=against)


if __name__ == "__main__":
    show(measure())
