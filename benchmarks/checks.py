"""Line 7: the notebooks run side by side, and the time of all tests. By the clock."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from measure import Line, show

ROOT = Path(__file__).parent.parent


def measure() -> Iterator[Line]:
    cores = os.cpu_count() or 1
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    alone, together = (run_notebooks(notebooks, jobs) for jobs in (1, cores))
    yield Line(
        f"{len(notebooks)} notebooks, {cores} processes (clock)", together, alone, "all cores",
        against="one after another",
    )  # fmt: skip
    begun = time.perf_counter()
    subprocess.run(["make", "test"], cwd=ROOT, check=True, capture_output=True)
    yield Line("make test (clock)", time.perf_counter() - begun, target="360 s")


def run_notebooks(notebooks: list[Path], jobs: int) -> float:
    """Return the seconds in which copies of the notebooks run, so many at a time."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:

        def execute(path: Path) -> None:
            command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute"]
            command += ["--output-dir", folder, "--log-level", "ERROR", str(path)]
            subprocess.run(command, check=True, capture_output=True)

        list(pool.map(execute, notebooks))
    return time.perf_counter() - begun


if __name__ == "__main__":
    show(measure())
