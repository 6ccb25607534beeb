"""The notebooks as files: short, without logic of their own, run, compared and fit to be shown."""

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import attdata as att
from attdata.answers.answer import NOTEBOOKS as QUESTIONS

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [
    "00_start",
    "01_build_and_check",
    "02_status_today",
    "03_regional_participation",
    "04_trend_and_momentum",
    "05_signature_to_ratification",
    "06_outreach_and_reach",
    "07_work_plan_progress",
    "08_conference_figures",
    "09_whom_to_approach",
]
LARGEST = 1_000_000  # bytes
PICTURES = ("image/png", "image/svg+xml", "image/jpeg")
# Python that decides or repeats belongs into attdata, where it is tested.
LOGIC = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.For, ast.AsyncFor, ast.While, ast.If, ast.IfExp, ast.Match),
    *(ast.Try, ast.TryStar, ast.With, ast.AsyncWith, ast.Raise, ast.Assert),
    *(ast.Global, ast.Await, ast.Yield, ast.YieldFrom, ast.Delete, ast.NamedExpr),
)
# Nbval runs but does not compare, or does not run, a cell with one of these words.
UNCOMPARED = re.compile(
    r"NBVAL_(?:IGNORE_OUTPUT|SKIP|RAISES_EXCEPTION)|PYTEST_VALIDATE_IGNORE_OUTPUT"
)
UNCOMPARED_TAGS = {
    "nbval-ignore-output",
    "nbval-skip",
    "nbval-raises-exception",
    "raises-exception",
}
# What differs from one machine or run to the next: addresses, folders, the time of day.
CHANGING = {
    "memory address": re.compile(r"\b0x[0-9a-fA-F]{5,}\b"),
    "folder": re.compile(r"(?:^|[\s'\"(=])(?:/(?:work|tmp|home|root|Users|var|usr)/|[A-Z]:\\)"),
    "time of day": re.compile(r"\b\d{2}:\d{2}:\d{2}\.\d+|\b\d+(?:\.\d+)? ?(?:ms|µs|s) ±"),
}


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def data_of(cell):
    """Return what the cell shows: a dict by type for each output that has one."""
    return [output.data for output in cell.outputs if "data" in output]


def texts_of(cell):
    """Return the texts among the outputs of a cell, as they are compared."""
    streams = [output.text for output in cell.outputs if output.output_type == "stream"]
    shown = [
        value if isinstance(value, str) else json.dumps(value)
        for data in data_of(cell)
        for kind, value in data.items()
        if kind not in PICTURES and "widget-view" not in kind
    ]
    return streams + shown


def pictures_of(cell):
    """Return (alternative text, picture) for each picture that the cell shows."""
    return [
        (output.get("metadata", {}).get(kind, {}).get("alt", ""), output.data[kind])
        for output in cell.outputs
        if "data" in output
        for kind in PICTURES
        if kind in output.data
    ]


def logic_in(source):
    """Return what a cell holds besides imports, settings and calls."""
    tree = ast.parse(source)
    found = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, LOGIC)]
    for node in ast.walk(tree):
        # One plain sentence over one sequence: longer ones are logic.
        generators = getattr(node, "generators", [])
        if len(generators) > 1 or any(len(g.ifs) > 1 for g in generators):
            found.append(f"{type(node).__name__} of more than one step")
    return found


def imports_in(source):
    """Return the packages that a cell imports, by statement or by hand."""
    tree = ast.parse(source)
    plain = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    froms = [n.module or "." for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    by_hand = names & {"__import__", "importlib", "exec", "eval", "open", "get_ipython"}
    return {name.split(".")[0] for name in [*plain, *froms]} | by_hand


def uncompared_without_reason(cell):
    """Return the marks that keep a cell from being compared and have no reason after them."""
    tags = UNCOMPARED_TAGS & set(cell.metadata.get("tags", []))
    lines = cell.source.splitlines()
    # Nbval reads the mark only where it stands alone; the reason is the comment below it.
    bare = [
        line
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
        if UNCOMPARED.search(line)
        and not (line == "# NBVAL_IGNORE_OUTPUT" and re.match(r"# \w+(?:\W+\w+){3,}", below))
    ]
    return sorted(tags) + bare


def changing_in(text):
    """Return the kinds of what differs between machines and runs that a text holds."""
    return [kind for kind, pattern in CHANGING.items() if pattern.search(text)]


def test_the_ten_notebooks_are_there():
    assert [path.stem for path in NOTEBOOKS] == NAMES
    assert list(QUESTIONS.values()) == NAMES


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return read(path)


def test_is_valid_and_small(path, notebook):
    nbformat.validate(notebook)
    assert len(notebook.cells) < 20
    assert path.stat().st_size <= LARGEST


def test_asks_first_and_says_at_the_end_what_the_numbers_do_not_say(notebook):
    first, before, last = notebook.cells[0], notebook.cells[-2], notebook.cells[-1]
    assert first.cell_type == before.cell_type == "markdown"
    heading = first.source.splitlines()[0]
    assert heading.startswith("# ")
    if not heading.startswith("# Figures for"):  # 08 is an export: it says what it makes
        assert heading.endswith("?")
    assert before.source == "## What the numbers say, and what they do not"
    assert last.source == "answer.closing"
    (shown,) = data_of(last)
    assert len(shown["text/plain"].split()) > 30


def test_opens_with_its_answer_and_one_picture(path, notebook, data):
    """Settings, then sentences with the numbers of the frames, then a picture, then how."""
    settings, opening, picture, *_ = code_cells(notebook)
    question = next(key for key, name in QUESTIONS.items() if name == path.stem)
    call = re.sub(r"\s+", "", opening.source)
    assert f'answer=att.answer(data,"{question}",ON' in call
    (shown,) = data_of(opening)
    values = {s.targets[0].id: ast.literal_eval(s.value) for s in ast.parse(settings.source).body}
    asked = {"since": "SINCE", "within": "REGION", "basis": "BASIS"}
    options = {option: values[name] for option, name in asked.items() if f"{option}={name}" in call}
    said = att.answer(data, question, values["ON"], language=values["LANGUAGE"], **options)
    assert shown["text/plain"] == repr(said)
    assert re.search(r"\d", shown["text/plain"])
    assert len(pictures_of(picture)) == 1
    closing = code_cells(notebook)[-1]
    assert data_of(closing)[0]["text/plain"] == repr(said.closing)


def test_settings_come_first_and_hold_only_values(notebook):
    settings = code_cells(notebook)[0]
    assert notebook.cells.index(settings) <= 2
    assert settings.source.startswith("# Settings")
    values = {}
    for statement in ast.parse(settings.source).body:
        assert isinstance(statement, ast.Assign), ast.unparse(statement)
        values[statement.targets[0].id] = ast.literal_eval(statement.value)
    assert {"ON", "LANGUAGE"} <= set(values)
    rest = "\n".join(cell.source for cell in code_cells(notebook)[1:])
    used = {node.id for node in ast.walk(ast.parse(rest)) if isinstance(node, ast.Name)}
    assert set(values) <= used, f"settings that change nothing: {set(values) - used}"


def test_imports_attdata_and_pandas_and_holds_no_logic(notebook):
    for cell in code_cells(notebook):
        assert imports_in(cell.source) <= {"attdata", "pandas"}, cell.source
        assert not logic_in(cell.source), cell.source


@pytest.mark.parametrize(
    "source",
    [
        "for x in y:\n    print(x)",
        "f = lambda x: x",
        "def rate(x):\n    return x / 2",
        "if a:\n    b = 1",
        "x = 1 if a else 2",
        "try:\n    a\nexcept ValueError:\n    b",
        "[x for x in y for z in x]",
        "while a:\n    b()",
    ],
)
def test_logic_is_found(source):
    assert logic_in(source)


def test_other_imports_are_found():
    assert imports_in("import numpy as np") == {"numpy"}
    assert imports_in("from matplotlib import pyplot") == {"matplotlib"}
    assert imports_in("__import__('os')") == {"__import__"}


def test_outputs_are_kept_from_one_run_without_errors(notebook):
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    warned = [o.text for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    assert not warned
    shown = [cell for cell in cells if ast.parse(cell.source).body and data_of(cell)]
    assert len(shown) >= len(cells) / 2
    for cell in cells:
        if isinstance(ast.parse(cell.source).body[-1], ast.Expr) and "use_style" not in cell.source:
            assert cell.outputs, f"shows nothing: {cell.source}"


def test_cells_are_compared_unless_a_reason_is_given(notebook):
    cells = code_cells(notebook)
    assert not [mark for cell in cells for mark in uncompared_without_reason(cell)]
    compared = [cell for cell in cells if not UNCOMPARED.search(cell.source) and texts_of(cell)]
    assert len(compared) >= 3


@pytest.mark.parametrize(
    ("source", "tags", "refused"),
    [
        ("# NBVAL_SKIP\na", [], True),
        ("# NBVAL_SKIP: takes too long on the machine of somebody\na", [], True),
        ("# NBVAL_IGNORE_OUTPUT\na", [], True),
        ("# NBVAL_IGNORE_OUTPUT\n# random\na", [], True),
        ("# NBVAL_IGNORE_OUTPUT: the controls get new identifiers at each run\na", [], True),
        ("# NBVAL_IGNORE_OUTPUT\n# The controls get new identifiers at each run.\na", [], False),
        ("a", ["nbval-ignore-output"], True),
        ("a", ["raises-exception"], True),
        ("a", ["hide-input"], False),
    ],
)
def test_a_cell_left_out_of_the_comparison_is_found(source, tags, refused):
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": tags})
    assert bool(uncompared_without_reason(cell)) is refused


def test_outputs_depend_on_neither_path_nor_clock_nor_memory(notebook):
    for cell in code_cells(notebook):
        alts = [alt for alt, _ in pictures_of(cell)]
        for text in texts_of(cell) + alts:
            assert not changing_in(text), text[:500]


@pytest.mark.parametrize(
    "text",
    [
        "<Axes at 0x7f3a2b1c9d90>",
        "[PosixPath('/home/ana/reports/map.svg')]",
        "/tmp/ipykernel_26012/3382353007.py:3: StaleDataWarning",
        "2026-07-24 10:11:12.345",
        "1.2 ms ± 3 µs per loop",
    ],
)
def test_what_changes_between_runs_is_found(text):
    assert changing_in(text)


def test_has_figures_with_alternative_text_each_shown_once(notebook):
    shown = [pictures_of(cell) for cell in code_cells(notebook)]
    assert max(map(len, shown)) == 1, "a figure shows once: at most one picture in a cell"
    pictures = [picture for cell in shown for picture in cell]
    for alt, picture in pictures:
        assert len(alt.split()) >= 8, alt
        assert picture
    assert len({picture for _, picture in pictures}) == len(pictures)


def test_maps_of_groups_show_the_status_of_each_state_too(notebook):
    """The colour of "83%" alone would say of the United States what is false."""
    for cell in code_cells(notebook):
        if "draw_region_map(" in cell.source:
            assert "states=" in cell.source


def test_names_a_plain_kernel_and_keeps_no_state_of_the_editor(notebook):
    assert notebook.metadata.kernelspec == {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    assert set(notebook.metadata) <= {"kernelspec", "language_info", "widgets"}
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def run_nbval(folder):
    """Run pytest --nbval on the notebooks of a folder; return exit code and what was printed."""
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "-qrA"]
    done = subprocess.run(
        [*command, "--color=no", "-p", "no:doctest", "-p", "no:xdist", "--rootdir", ".", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_a_wrong_output_fails_the_comparison(tmp_path, monkeypatch):
    """Run the settings, the data and one small result of 02; then alter one number of it."""
    processed = shutil.copytree(ROOT / "data" / "processed", tmp_path / "processed")
    monkeypatch.setenv("ATTDATA_DATA", str(processed))
    notebook = read(ROOT / "notebooks" / "02_status_today.ipynb")
    cells = code_cells(notebook)
    (result,) = [cell for cell in cells if cell.source.startswith("both = ")]
    notebook.cells = [*cells[:2], result]
    folder = tmp_path / "run"
    folder.mkdir()
    nbformat.write(notebook, folder / "right.ipynb")

    shown = result.outputs[0].data
    number = re.compile(r"(?<=>)\d+(?=</td>)")  # the first count of States in the table
    right_number = number.search(shown["text/html"])[0]
    altered = str(int(right_number) + 1)
    shown["text/html"] = number.sub(altered, shown["text/html"], count=1)
    nbformat.write(notebook, folder / "wrong.ipynb")
    code, printed = run_nbval(folder)
    assert code == 1, printed
    assert len(re.findall(r"^PASSED right\.ipynb::Cell \d+", printed, re.M)) == 3
    assert len(re.findall(r"^PASSED wrong\.ipynb::Cell \d+", printed, re.M)) == 2
    assert len(re.findall(r"^FAILED wrong\.ipynb::Cell \d+", printed, re.M)) == 1
    assert f">{altered}</td>" in printed
