"""Change the meaning of the code a little, about forty times, and print which changes no test sees.

``make mutants`` runs it: each change (``<`` for ``<=``, ``and`` for ``or``, 90 for 91) is made in a
copy of the package, in which the tests named below run. A change that survives is a place where a
wrong number could go unseen. The choice of places is fixed, so that two runs can be compared.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Module -> how many of its places to change, and the tests that look at it.
LOOKED_AT = {
    "attdata/law/status.py": (10, ["test_status.py", "test_measures.py", "test_days_as_known.py"]),
    "attdata/law/rules.py": (6, ["test_law.py", "test_status.py"]),
    "attdata/measures/scope.py": (5, ["test_measures.py"]),
    "attdata/measures/participation.py": (5, ["test_measures.py"]),
    "attdata/measures/changes.py": (4, ["test_measures.py", "test_status.py"]),
    "attdata/measures/waiting.py": (6, ["test_waiting.py"]),
    "attdata/names/lookup.py": (6, ["test_names.py"]),
    "attdata/names/resolve.py": (4, ["test_names.py"]),
}
SWAPPED = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
}


@dataclass(frozen=True)
class Mutant:
    """One change: where, what stands there, and what is put in its place."""

    line: int
    start: int
    old: str
    new: str


def mutants_of(source: str) -> Iterator[Mutant]:
    """Yield every small change of comparisons, of ``and`` and ``or``, and of numbers."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            pairs = zip(node.ops, [node.left, *node.comparators], node.comparators, strict=False)
            for op, left, right in pairs:
                yield from _between(lines, op, left, right)
        elif isinstance(node, ast.BoolOp):
            for left, right in zip(node.values, node.values[1:], strict=False):
                yield from _between(lines, node.op, left, right)
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            old = ast.get_source_segment(source, node) or ""
            yield Mutant(node.lineno, node.col_offset, old, str(node.value + 1))


def _between(lines: list[str], op: ast.AST, left: ast.expr, right: ast.expr) -> Iterator[Mutant]:
    """Yield the change of an operator that stands on one line with what is left of it."""
    old, new = SWAPPED.get(type(op), ("", ""))
    if not old or left.end_lineno != right.lineno:
        return
    line = lines[right.lineno - 1].encode()
    place = line.find(old.encode(), left.end_col_offset, right.col_offset)
    if place >= 0:
        yield Mutant(right.lineno, place, old, new)


def chosen(source: str, number: int) -> list[Mutant]:
    """Return some of the changes, evenly spread over the module."""
    found = sorted(set(mutants_of(source)), key=lambda m: (m.line, m.start))
    step = max(1, len(found) // number)
    return found[step // 2 :: step][:number]


def changed(source: str, mutant: Mutant) -> str:
    """Return the source with one change made."""
    lines = source.splitlines(keepends=True)
    line = lines[mutant.line - 1].encode()
    end = mutant.start + len(mutant.old.encode())
    lines[mutant.line - 1] = (line[: mutant.start] + mutant.new.encode() + line[end:]).decode()
    return "".join(lines)


def survives(copy: Path, tests: list[str]) -> bool:
    """Return whether the tests pass on the changed copy of the package."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *(f"tests/{name}" for name in tests)],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
    )
    return done.returncode == 0


def main() -> None:
    """Try the changes of each module and print those that survive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="a part of the module's path")
    only = parser.parse_args().only or ""
    tried, alive = 0, []
    with tempfile.TemporaryDirectory() as where:
        copy = Path(where)
        for name in ("attdata", "tests", "data", "pyproject.toml", "README.md"):
            place = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            place(ROOT / name, copy / name)
        for module, (number, tests) in LOOKED_AT.items():
            path = copy / module
            if only not in module or not path.is_file():
                continue
            source = path.read_text(encoding="utf-8")
            for mutant in chosen(source, number):
                path.write_text(changed(source, mutant), encoding="utf-8")
                tried += 1
                if survives(copy, tests):
                    alive.append(f"{module}:{mutant.line}: {mutant.old} -> {mutant.new}")
                    print("survives", alive[-1], flush=True)
            path.write_text(source, encoding="utf-8")
    print(f"{tried} changes, {tried - len(alive)} seen by the tests, {len(alive)} survive")


if __name__ == "__main__":
    main()
