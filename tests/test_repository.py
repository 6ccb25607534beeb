"""The repository's own promises: one list of dependencies, no address that only one place has."""

import ast
import re
import subprocess
import tomllib

import pytest

RENAMED = {
    "matplotlib-base": "matplotlib",
    "frictionless-py": "frictionless",
    "python-build": "build",
    "python-duckdb": "duckdb",
}


def test_conda_and_pip_name_the_same_dependencies(root):
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    named = [*project["dependencies"]]
    for group in project["optional-dependencies"].values():
        named += group
    pip = set(named) | {"python" + project["requires-python"] + ",<3.14"}
    lines = (root / "environment.yml").read_text().splitlines()
    conda = {line.strip("- ").strip() for line in lines if line.startswith(("  - ", "      - "))}
    conda -= {"editable ."}
    conda -= {"conda-forge", "pip", "pip:"}
    for name, other in RENAMED.items():
        conda = {re.sub(rf"^{name}(?=\W|$)", other, line) for line in conda}
    assert conda == pip


def test_constraints_pin_every_direct_dependency_within_its_bounds(root):
    pytest.importorskip("packaging")
    from packaging.requirements import Requirement

    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    lines = (root / "constraints.txt").read_text().splitlines()
    assert not [line for line in lines if "/" in line or "@" in line]
    pins = dict(line.split("==") for line in lines)
    named = [*project["dependencies"]]
    for group in project["optional-dependencies"].values():
        named += group
    for requirement in map(Requirement, named):
        pinned = {name.lower().replace("_", "-"): version for name, version in pins.items()}
        assert pinned[requirement.name.lower()] in requirement.specifier, requirement


def test_no_file_names_a_package_registry_or_a_machine_path(root):
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    forbidden = re.compile(
        "|".join(
            ["py" + r"pi\.org", "files.pythonhosted" + r"\.org", "registry.npm" + r"js\.org"]
            + ["conda.anaconda" + r"\.org", "/ro" + "ot/", "/wo" + "rk/main"]
        )
    )
    found = []
    for name in filter(None, listed):
        path = root / name
        if path.suffix in {".xlsx", ".otf", ".ttf", ".npz", ".png"} or not path.is_file():
            continue
        if forbidden.search(path.read_text(encoding="utf-8", errors="replace")):
            found.append(name)
    assert found == []


def test_no_package_or_module_beside_it_hides_a_public_function(root):
    import attdata

    rooms = {path.stem for path in (root / "attdata").iterdir()}
    assert not rooms & set(attdata.__all__)


def test_every_public_name_is_there():
    import attdata

    assert len(attdata.__all__) > 20
    assert [name for name in attdata.__all__ if getattr(attdata, name, None) is None] == []


def test_every_module_fits_one_reading_and_does_something_itself(root):
    too_long, pass_through = [], []
    for path in sorted((root / "attdata").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > 400:
            too_long.append(path.name)
        own = [
            node for node in ast.parse(text).body[1:]  # without its docstring
            if not isinstance(node, ast.Import | ast.ImportFrom)
        ]  # fmt: skip
        if not own and path.name != "__init__.py":
            pass_through.append(path.name)
    assert not too_long
    assert not pass_through


def test_what_a_frame_says_of_itself_is_written_in_one_file(root):
    copied = re.compile(r"\.attrs(\[\"\w+\"\])? \|?= |del \w+\.attrs")
    files = sorted((root / "attdata").rglob("*.py"))
    copying = {path.name for path in files if copied.search(path.read_text(encoding="utf-8"))}
    assert copying == {"evidence.py", "table.py"}  # a status table says what its head printed


def test_the_list_of_rooms_names_every_entry(root):
    listed = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = listed.partition("## Where things are")[2].partition("\n## ")[0]
    entries = {path.name for path in (root / "attdata").iterdir() if path.name[0] not in "_."}
    entries -= {"py.typed"}
    rooms = {path + "/" if "." not in path else path for path in entries}
    assert not {room for room in rooms if room not in listed}


def test_every_raw_file_has_a_source_note(root):
    from attdata.processed.raw_files import raw_files, source_note

    raw = root / "data" / "raw"
    known = ("title", "producer", "url", "accessed", "licence")
    for name in raw_files(raw):
        note = source_note(raw / name)
        assert note, name
        assert all(note.get(key) for key in known), name


def test_the_version_stands_in_one_place_and_the_citation_follows(root):
    import attdata

    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert "version" in project["dynamic"]
    assert f"version: {attdata.__version__}\n" in (root / "CITATION.cff").read_text()
    assert f"## {attdata.__version__}" in (root / "CHANGELOG.md").read_text()


def test_files_are_read_without_pandas(root):
    """Marker ``unread``: what is no frame yet need not be tested with two versions of pandas."""
    for path in sorted((root / "attdata" / "read").rglob("*.py")):
        assert not re.search(r"\bpandas\b", path.read_text(encoding="utf-8")), path
