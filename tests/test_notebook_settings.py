"""The notebooks under other settings: any language, no day, a day before or after everything."""

import ast
import html
import re
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest

import attdata as att
from attdata.answers.answer import NOTEBOOKS
from attdata.draw.drawing import drawing_of
from attdata.problems import ArgumentError
from attdata.reports.brief import Brief
from attdata.words import LANGUAGES, number, word

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent.parent / "notebooks"
SMALL = {"figures": {"ONLY": ["shares"], "FORMATS": ["svg"], "LANGUAGES": ["ru"]}}
# What is asked before the Treaty was opened for signature, or before the logs begin.
NOTHING_YET = {"trend", "waiting", "reach"}
SINCE = {"regions", "reach", "plan"}
LATIN = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}")
# Names that no language of the six writes otherwise: collections, works, their makers.
NAMES = (
    "Kaplan-Meier",
    "World Population Prospects",
    "CC BY",
)
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")


def shown_by(value):
    """Return what a reader sees of a value, as text; English that is marked as such is left out."""
    # What a brief says in each language is tested with the briefs: it quotes titles as published.
    if isinstance(value, Brief) or not hasattr(value, "_repr_html_"):
        return repr(value)
    text = re.sub(r"<style>.*?</style>", " ", value._repr_html_(), flags=re.DOTALL)
    text = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', " ", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def settings_of(notebook):
    """Return the settings of a notebook by name."""
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    return {
        statement.targets[0].id: ast.literal_eval(statement.value)
        for statement in ast.parse(first.source).body
    }


def run(question, monkeypatch, tmp_path, **changed):
    """Run the code of a notebook with other settings; return what its cells show, as text."""
    notebook = nbformat.read(FOLDER / f"{NOTEBOOKS[question]}.ipynb", as_version=4)
    settings = settings_of(notebook) | SMALL.get(question, {})
    settings |= {name: value for name, value in changed.items() if name in settings}
    if "FOLDER" in settings:
        settings["FOLDER"] = str(tmp_path)
    monkeypatch.setattr(att, "show", drawn, raising=False)
    names = dict(settings)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"][1:]
    texts = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", att.EvidenceWarning)
        for source in cells:
            *body, last = ast.parse(source).body
            exec(compile(ast.Module(body, []), question, "exec"), names)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), question, "eval"), names)
                texts.append("" if value is None else shown_by(value))
            else:
                exec(compile(ast.Module([last], []), question, "exec"), names)
    return texts


def drawn(axes, **_):
    """Return title and text of a drawing, without the time that finishing it takes."""
    drawing = drawing_of(axes)
    plt.close(axes.figure)
    return f"{drawing.title}\n{drawing.alt}"


@pytest.fixture(scope="module", autouse=True)
def loaded(data):
    """Read the frames once: the notebooks all ask for the same."""
    patch = pytest.MonkeyPatch()
    patch.setattr(att, "load", lambda: data)
    yield
    patch.undo()


# One notebook in Arabic on the newest day, the next in Chinese after the evidence ends.
SETTINGS = [
    (question, *(("zh", "2030-01-01", "Caribbean") if place % 2 else ("ar", None, "Oceania")))
    for place, question in enumerate(NOTEBOOKS)
]


@pytest.mark.parametrize(("question", "language", "on", "region"), SETTINGS)
def test_another_language_day_and_region(question, language, on, region, monkeypatch, tmp_path):
    texts = run(
        question, monkeypatch, tmp_path, LANGUAGE=language, ON=on, REGION=region, OTHER=language
    )
    assert len(texts) >= 5 or question == "figures"
    for text in texts:
        for name in NAMES:
            text = text.replace(name, "")
        assert not LATIN.findall(text), text[:2000]
        assert not CODE.findall(re.sub(r"\w+\.(?:csv|xlsx)", "", text)), text[:2000]


@pytest.mark.parametrize("question", NOTEBOOKS)
def test_a_day_before_anything_happened(question, monkeypatch, tmp_path):
    since = {"SINCE": "2012-01-01"} if question in SINCE else {}
    if question in NOTHING_YET:
        with pytest.raises(ArgumentError, match=r"^ON \(2013-01-01\) .* in the Settings cell\.$"):
            run(question, monkeypatch, tmp_path, ON="2013-01-01", **since)
    else:
        texts = run(question, monkeypatch, tmp_path, ON="2013-01-01", **since)
        assert "0 of 195" in " ".join(texts) or question in ("plan", "approach")


@pytest.mark.parametrize("question", sorted(SINCE))
def test_a_day_before_the_period_is_refused_in_the_words_of_the_settings(question, data):
    with pytest.raises(ArgumentError, match=r"ON \(2020-01-01\) is before SINCE \(2024-08-24\)"):
        att.answer(data, question, "2020-01-01", since="2024-08-24")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_tells_of_half_a_state(data, language):
    ahead = att.pace(data, "2026-07-24", ahead=1).set_index("kind")["n_party"]
    assert ahead["median"] == 121.5
    between = word("count.between", language, low=121, high=122)
    told = att.answer(data, "trend", "2026-07-24", language=language).caveats[0]
    assert between in told and number(121.5, language, 1) not in told


def test_nothing_is_said_of_cycles_and_changes_after_the_evidence(data):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        status = att.answer(data, "status", "2027-01-01").sentences
        regions = att.answer(data, "regions", "2027-01-01", since="2026-09-01").sentences
        trend = att.answer(data, "trend", "2027-01-01").sentences
    assert not any("has become party since" in text for text in (*status, *regions))
    assert any("24 July 2026" in text for text in status)  # how far the evidence reaches
    # CSP12 closed after the evidence: nobody knows what its cycle brought in the end.
    assert "2 by 24 July 2026" in trend[1] and "10 cycles" in trend[2]


def test_regions_that_have_one_share_are_told_once(data):
    said = att.answer(data, "regions", "2013-06-03").sentences
    assert said[0] == "0 of 195 States are party."


def test_a_deposit_not_in_force_is_neither_a_party_nor_a_state_that_has_not_joined(data):
    said = att.answer(data, "status", "2026-07-24", basis="in_force").sentences
    assert said[0].startswith("On 24 July 2026, at least 117 of 195 States (60%)")
    assert said[1].endswith("had neither signed nor joined: 52.")  # Ecuador has deposited
    early = att.answer(data, "status", "2026-03-01", basis="in_force").sentences
    assert "at least" not in early[0]


@pytest.mark.parametrize(
    ("day", "numbers", "not_yet"),
    [
        ("2024-08-20", [113, 27, 53, 2], "Deposited, not yet in force: 2 (Gambia, Malawi)."),
        ("2026-07-24", [117, 25, 52, 1], "Deposited, perhaps not yet in force: 1 (Ecuador)."),
    ],
)
def test_the_numbers_counted_from_entry_into_force_add_up(data, day, numbers, not_yet):
    party, others, deposited = att.answer(data, "status", day, basis="in_force").sentences[:3]
    assert deposited == not_yet
    told = [int(re.search(r"(\d+) of 195", party)[1])]
    told += [int(n) for n in re.findall(r": (\d+)", others + deposited)]
    assert told == numbers and sum(told) == 195
    # From the deposit there is nobody between.
    plain = att.answer(data, "status", day).sentences
    assert not any(text.startswith("Deposited") for text in plain)
