"""Which keys of words.csv the code asks for: by name, or put together from parts."""

from __future__ import annotations

import ast
import csv
import json
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What a report, a brief or the explorer says is asked for there, by parts that stand in their code.
OWN = ("report.", "brief.", "explorer.", "page.")
# One for each abbreviation that may stand in a title, and for conferences to come.
LISTS = ("abbr.", "conference.CSP", "conference.short.CSP")
_FORM = re.compile(r"(?:\.(?:zero|one|two|few|many|other)|_of_one)$")


def unused(keys: list[str]) -> list[str]:
    """Return the keys, without their plural forms, that nothing asks for."""
    wanted = {_FORM.sub("", key) for key in keys if _asked_for(key)}
    plain = {_FORM.sub("", key) for key in keys if not key.startswith(LISTS)}
    return sorted(key for key in plain - wanted if not _asked_for(key))


def _asked_for(key: str) -> bool:
    everything = _names(("attdata", "notebooks"))
    names = _names(("attdata/reports", "attdata/measures"))
    if not key.startswith(OWN):
        names = _names_and_values()
    kind, _, value = key.partition(".")
    if key in everything or (kind in _kinds() and set(value.split(" and ")) <= names):
        return True
    return any(
        all(_name(part, names) for part in found.groups())
        for pattern in _patterns()
        if (found := pattern.fullmatch(key))
    )


def _name(text: str, names: frozenset[str]) -> bool:
    """Return whether a part is itself a name, or put together from one: "IV.1.addressees"."""
    if text in names:
        return True
    return any(
        found.re.groups and all(part in names for part in found.groups())
        for pattern in _patterns()
        if (found := pattern.fullmatch(text))
    )


@cache
def _names(folders: tuple[str, ...]) -> frozenset[str]:
    """Return the strings of the code in some folders, and numbers."""
    names = {str(number) for number in range(1, 40)}
    for path in [file for folder in folders for file in sorted((ROOT / folder).rglob("*.*"))]:
        text = path.read_text(encoding="utf-8") if path.suffix in (".py", ".ipynb") else ""
        if text:
            code = _cells(text) if path.suffix == ".ipynb" else text
            nodes = _nodes(code)
            constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
            found = {value for value in constants if isinstance(value, str)}
            if path.suffix == ".ipynb":  # keys and columns only; a keyword may name a column
                found |= {node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg}
                found = {value for value in found if re.fullmatch(r"[a-z_.]+", value)}
            names |= found
        elif path.suffix in (".js", ".j2", ".html"):
            names |= set(re.findall(r"[\"'`]([\w.\- ]+)[\"'`]", path.read_text(encoding="utf-8")))
    return frozenset(names)


@cache
def _nodes(code: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(code)))


def _cells(notebook: str) -> str:
    """Return the code of a notebook."""
    cells = json.loads(notebook)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


@cache
def _names_and_values() -> frozenset[str]:
    return _names(("attdata", "notebooks")) | _values()


@cache
def _kinds() -> frozenset[str]:
    """Return the kinds of values that columns of tables have names for."""
    text = (ROOT / "attdata/tables/columns.py").read_text(encoding="utf-8")
    return frozenset(re.findall(r'"(\w+)"', text))


@cache
def _values() -> frozenset[str]:
    """Return the short values of the frames and of the reviewed tables, and their columns."""
    values: set[str] = set()
    places = ("data/raw/reference", "data/raw/geo", "data/processed")
    for path in [file for place in places for file in sorted((ROOT / place).rglob("*.csv"))]:
        if path.name not in ("words.csv", "state_names.csv"):
            with path.open(encoding="utf-8-sig", newline="") as lines:
                values |= {cell for row in csv.reader(lines) for cell in row if len(cell) < 60}
    return frozenset(values)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the keys that the code puts together: f"report.t.{name}" is ``report.t.`` and more."""
    patterns = set()
    for path in sorted((ROOT / "attdata").rglob("*.py")):
        for node in _nodes(path.read_text(encoding="utf-8")):
            if isinstance(node, ast.JoinedStr):
                parts = [v.value if isinstance(v, ast.Constant) else None for v in node.values]
                if None in parts and re.search(
                    r"\w[._]|[._]\w", "".join(part or "" for part in parts)
                ):
                    patterns.add("".join(re.escape(p) if p else "(.+)" for p in parts))
            # name_of("group", value) asks for "group." and the value.
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "name_of":
                kind = node.args[0] if node.args else None
                if isinstance(kind, ast.Constant):
                    patterns.add(rf"{re.escape(str(kind.value))}\.(.+)")
    for path in sorted((ROOT / "attdata").rglob("*.js")):
        found = re.findall(r"`([\w.]+)\.\$\{", path.read_text(encoding="utf-8"))
        patterns |= {rf"{re.escape(prefix)}\.(.+)" for prefix in found}
    return tuple(
        re.compile(pattern)
        for pattern in sorted(patterns)
        if re.search(r"[a-z]{2}|^[a-z]\\", pattern)
    )
