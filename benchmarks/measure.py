"""Times and memory of Python code, each run in a process of its own, beside its baseline.

The time is the processor time of the process (user and system) and not the time on the clock: on
a machine shared with others the clock tells mostly what the others do. Ours and the baseline
are run in turns, and the best of the runs counts. The peak of memory is the process's own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass

_HEAD = """
import json, time
from pathlib import Path
def peak():
    status = Path("/proc/self/status")
    if status.is_file():
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
extra = {}
"""
# Before ``part`` the time of everything that came first is taken off: imports and preparation.
_TAIL = """
print("\\n" + json.dumps({"seconds": time.process_time() - begun, "peak": peak(), **extra}))
"""


@dataclass(frozen=True)
class Run:
    """The best of some runs: processor seconds, peak of memory in MB, what the code noted."""

    seconds: float
    peak: float
    extra: dict[str, float]


@dataclass(frozen=True)
class Line:
    """One line of the table; ``target`` is the greatest ratio, or time, that the issue allows."""

    what: str
    ours: float
    baseline: float | None = None
    target: str = ""
    peak: float | None = None
    baseline_peak: float | None = None
    unit: str = "s"
    against: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours in terms of the baseline."""
        return self.ours / self.baseline if self.baseline else None


def run(code: str, *, setup: str = "", whole: bool = False) -> Run:
    """Run code in a new process; ``whole`` counts its start and its imports too."""
    begun = "begun = 0.0" if whole else "begun = time.process_time()"
    text = "\n".join((_HEAD, setup, begun, code, _TAIL))
    # As where it is installed: a module is compiled once, not in each process.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, env=env)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    told = json.loads(done.stdout.splitlines()[-1])
    return Run(told.pop("seconds"), told.pop("peak"), told)


def command(arguments: list[str]) -> Run:
    """Run a command of attdata as a user does, from the start of Python to its end."""
    code = f"import sys; sys.argv = {['attdata', *arguments]!r}\n"
    code += "from attdata.cli import main\nimport contextlib, io\n"
    code += "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
    code += "    main()"
    return run(code, whole=True)


def best(*jobs: object, repeat: int = 5) -> list[Run]:
    """Run jobs (functions without arguments) in turns, and return the best run of each."""
    runs: list[list[Run]] = [[job() for job in jobs] for _ in range(repeat)]
    return [min(column, key=lambda one: one.seconds) for column in zip(*runs, strict=True)]


def show(lines: Iterable[Line]) -> None:
    """Print lines as a table in Markdown."""
    print("| what | ours | baseline | ratio | target | peak memory, ours / baseline |")
    print("|---|--:|--:|--:|---|--:|", flush=True)
    for line in lines:
        baseline = "" if line.baseline is None else f"{_number(line.baseline)} {line.unit}"
        baseline += f" ({line.against})" if line.against else ""
        ratio = "" if line.ratio is None else f"{line.ratio:.2g}"
        cells = [line.what, f"{_number(line.ours)} {line.unit}", baseline, ratio, line.target]
        print(f"| {' | '.join([*cells, _peaks(line)])} |", flush=True)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _peaks(line: Line) -> str:
    if line.peak is None:
        return ""
    other = "" if line.baseline_peak is None else f" / {line.baseline_peak:.0f}"
    return f"{line.peak:.0f}{other} MB"
