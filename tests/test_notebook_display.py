"""What a notebook shows: a figure once, controls where it can, an expected error in two lines."""

import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from PIL import Image

import attdata as att
from attdata.draw.save import in_few_colours
from attdata.problems import ArgumentError, InputError, LanguageError

SHARES = pd.DataFrame(
    {"group": ["Africa"], "n_states": [54], "n_party": [31], "n_signatory": [12]}
).assign(n_not_joined=11)


@pytest.fixture
def shell():
    """Return an IPython shell as a notebook's kernel has one, without colours."""
    shell = InteractiveShell(colors="nocolor")
    shell.user_ns["att"] = att
    return shell


def test_a_picture_brings_its_size_and_its_text():
    picture = att.show(att.draw_shares(SHARES))
    shown, metadata = picture._repr_mimebundle_()
    assert set(shown) == {"image/png", "text/plain"}
    assert metadata["image/png"] == {"alt": picture.alt, "width": 964}  # as wide as a notebook
    assert "Africa" in picture.alt
    assert shown["text/plain"] == f"Picture: {picture.alt}" == repr(picture)
    image = Image.open(io.BytesIO(picture.png))
    assert image.width == pytest.approx(964, abs=2)
    assert len(picture.png) < 100_000


def test_fewer_colours_change_none_that_is_read():
    """A legend's small patch keeps its colour: no pixel moves by more than eye and print show."""
    figure, ax = plt.subplots(figsize=(4, 3))
    ax.imshow(np.linspace(0, 1, 240).reshape(12, 20), cmap="Blues")
    ax.plot([3], [3], marker="s", color="#e39a2d", markersize=2)
    whole = io.BytesIO()
    figure.savefig(whole, format="png")
    plt.close(figure)
    image = Image.open(whole)
    before = np.asarray(image.convert("RGB")).astype(int)
    small = in_few_colours(image)
    after = np.asarray(Image.open(io.BytesIO(small)).convert("RGB")).astype(int)
    assert len(small) < len(whole.getvalue())
    assert np.abs(before - after).max() <= 10


def test_a_figure_is_closed_so_that_nothing_shows_it_again():
    before = plt.get_fignums()
    att.show(att.draw_shares(SHARES))
    assert plt.get_fignums() == before


def test_the_same_drawing_gives_the_same_bytes():
    assert att.show(att.draw_shares(SHARES)) == att.show(att.draw_shares(SHARES))


def test_the_text_is_in_the_language_of_the_drawing():
    assert "Afrique" in att.show(att.draw_shares(SHARES, language="fr")).alt


def test_title_and_footer_can_be_given():
    plain = att.show(att.draw_shares(SHARES))
    assert att.show(att.draw_shares(SHARES), title="Another title").png != plain.png
    assert att.show(att.draw_shares(SHARES), footer="Source: a count.").png != plain.png


def test_a_figure_of_somebody_else_can_be_shown():
    figure, ax = plt.subplots()
    ax.plot([1, 2])
    assert att.show(figure, title="Two points").png.startswith(b"\x89PNG")


def test_the_dataset_shows_rows_day_and_problems(data):
    html = data._repr_html_()
    assert f"evidence to {data.evidence_ends():%Y-%m-%d}" in html
    warned = (data.problems["severity"] == "warning").sum()
    assert f"0 errors, {warned} warnings" in html
    rows = re.findall(r"<code>(\w+)</code></th><td[^>]*>(\d+)</td>", html)
    assert dict(rows) == {name: str(len(frame)) for name, frame in data.frames().items()}
    assert "one per State" in html
    assert "<script" not in html


def test_a_table_shows_itself():
    shown = att.table(SHARES, title="Rates")
    assert shown._repr_html_() == shown.to_html()
    assert "Rates" in shown._repr_html_()
    assert "<table" in shown._repr_html_()


WRONG = {
    'att.load("nowhere")': ("InputError", "run attdata build"),
    'att.status_on(data, basis="ratified")': ("ArgumentError", '"ratified" is no basis'),
    'att.status_on(data, "yesterday")': ("ArgumentError", "write it as 2026-07-24"),
    'att.participation(data, by="continent")': ("ArgumentError", '"continent" is no scheme'),
    'att.changes(data, "2024-01-01", "2023-01-01")': ("ArgumentError", "is before since"),
    'att.reach(data, by="continent")': ("ArgumentError", '"continent" is no scheme'),
    'att.peers(data, "Atlantis")': ("ArgumentError", "Atlantis"),
    'att.draw_status_map(today, region="Atlantis")': ("ArgumentError", 'no group "Atlantis"'),
    "att.draw_trend(today)": ("ArgumentError", "has no column"),
    'att.use_style("de")': ("LanguageError", "none of the six languages"),
    'att.table(today, language="de")': ("LanguageError", "none of the six languages"),
    'att.figures(data, "out", only=["pie"])': ("ArgumentError", '"pie" is no'),
    'att.read_status_table("nowhere.xlsx")': ("InputError", "nowhere.xlsx"),
}


@pytest.mark.parametrize("cell", WRONG)
def test_an_expected_error_is_two_lines_in_a_notebook(cell, shell, data, capsys):
    shell.user_ns |= {"data": data, "today": att.status_on(data)}
    result = shell.run_cell(f"REGION = 1\n{cell}")
    name, sentence = WRONG[cell]
    assert type(result.error_in_exec).__name__ == name
    first, second = capsys.readouterr().out.strip().splitlines()
    assert first.startswith(f"{name}: ")
    assert sentence in first
    assert second == f"  in line 2: {cell}"


def test_the_line_that_asked_is_the_users_own(shell, data, capsys):
    shell.user_ns["data"] = data
    shell.run_cell('def rate(basis):\n    return att.status_on(data, basis=basis)\n\nrate("x")')
    assert capsys.readouterr().out.endswith("in line 2: return att.status_on(data, basis=basis)\n")


def test_an_unexpected_error_keeps_its_traceback(shell, capsys):
    shell.run_cell("att.draw_shares(None)")
    assert "Traceback" in capsys.readouterr().out


def test_a_sentence_without_a_users_line_stands_alone():
    with pytest.raises(InputError) as caught:
        att.load("nowhere")
    (line,) = caught.value._render_traceback_()
    assert line == f"InputError: {caught.value}"


def test_what_cannot_be_asked_is_no_fault_of_the_data():
    """The command line maps the first to exit code 2, wrong usage, and the second to 1."""
    assert issubclass(ArgumentError, ValueError)
    assert not issubclass(ArgumentError, InputError)
    assert issubclass(LanguageError, ArgumentError)
    assert issubclass(LanguageError, LookupError)
    with pytest.raises(ArgumentError, match='"x" is no treaty'):
        att.status_on(att.load(), treaty="x")
