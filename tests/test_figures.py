"""All figures in one call: names, files, the list with hashes, and failures that lose no other."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import attdata
from attdata.problems import InputError
from attdata.reports.figures import figure_names, figures
from attdata.reports.manifest import write_list
from attdata.reports.render import Plan, render

QUICK = ["shares", "treaties"]


def draw_quick(frame, *, ax=None, language="en"):
    from attdata.draw.drawing import Drawing, describe

    ax = ax or plt.figure(figsize=(2, 1)).add_subplot()
    ax.plot(frame["n"])
    return describe(ax, Drawing(language=language, frame=frame, title="Quick", alt="A line."))


def draw_broken(frame, *, ax=None, language="en"):
    raise ValueError(f"no colour for {language}")


def draw_deadly(frame, *, ax=None, language="en"):
    os._exit(9)


@pytest.fixture
def drawing(monkeypatch):
    for draw in (draw_quick, draw_broken, draw_deadly):
        monkeypatch.setattr(attdata, draw.__name__, draw, raising=False)
    return pd.DataFrame({"n": [1, 2]})


def test_every_figure_has_a_name_and_a_public_function():
    names = figure_names()
    assert len(names) == len(set(names)) >= 20
    from attdata.reports.figure_set import FIGURES

    for name, (_, draw, _) in FIGURES.items():
        assert name == name.lower() and name.replace("-", "").isalnum()
        assert callable(getattr(attdata, draw))


def test_files_list_and_hashes(data, tmp_path):
    told = []
    done = figures(
        data,
        tmp_path,
        languages=["en", "ar"],
        formats=["svg"],
        only=QUICK,
        jobs=1,
        progress=lambda *step: told.append(step),
    )
    assert done.failures == ()
    assert {(figure.name, figure.language) for figure in done.made} == {
        (name, language) for name in QUICK for language in ("en", "ar")
    }
    assert [step[:2] for step in told] == [(n, 4) for n in (1, 2, 3, 4)]
    listed = json.loads((tmp_path / "manifest.json").read_text())
    assert listed["on"] == "2026-07-24"
    on_disk = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert {entry["path"] for entry in listed["files"]} == on_disk - {"manifest.json"}
    assert "en/shares.csv" in on_disk and "ar/treaties.svg" in on_disk
    for entry in listed["files"]:
        content = (tmp_path / entry["path"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["bytes"] == len(content)


def test_what_a_figure_says_of_itself_comes_back(drawing, tmp_path):
    plans = [Plan("quick", drawing, "draw_quick")]
    made, failures = render(plans, tmp_path, languages=["fr"], formats=["svg"], jobs=1)
    assert failures == []
    assert (made[0].title, made[0].alt) == ("Quick", "A line.")
    assert {path.name for path in made[0].paths} == {"quick.svg", "quick.csv"}
    assert made[0].seconds_saving > 0


def test_a_folder_that_is_a_file_is_told_before_anything_is_drawn(data, tmp_path):
    (tmp_path / "file").write_text("here", encoding="utf-8")
    for write in (attdata.figures, attdata.report):
        for place in (tmp_path / "file", tmp_path / "file" / "below"):
            with pytest.raises(InputError, match="is or lies in a file; give a folder"):
                write(data, place)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "here"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failure_names_its_figure_and_loses_no_other(drawing, tmp_path, jobs):
    plans = [
        Plan("first", drawing, "draw_quick"),
        Plan("broken", drawing, "draw_broken"),
        Plan("last", drawing, "draw_quick"),
    ]
    made, failures = render(plans, tmp_path, languages=["es"], formats=["svg"], jobs=jobs)
    assert [figure.name for figure in made] == ["first", "last"]
    assert [str(failure) for failure in failures] == [
        "figure broken (es): ValueError: no colour for es"
    ]


@pytest.mark.skipif(
    multiprocessing.get_start_method() != "fork", reason="the test's function is not importable"
)
def test_a_process_that_dies_takes_only_its_own_figure(drawing, tmp_path):
    plans = [
        Plan("first", drawing, "draw_quick"),
        Plan("deadly", drawing, "draw_deadly"),
        Plan("last", drawing, "draw_quick"),
    ]
    made, failures = render(plans, tmp_path, languages=["en"], formats=["svg"], jobs=2)
    assert [figure.name for figure in made] == ["first", "last"]
    assert [failure.name for failure in failures] == ["deadly"]


def test_a_measure_that_fails_is_told_with_its_figure(data, tmp_path, monkeypatch):
    def broken(*_, **__):
        raise ValueError("no such scheme")

    monkeypatch.setattr(attdata, "treaties", broken)
    done = figures(data, tmp_path, formats=["svg"], only=["treaties", "shares"], jobs=1)
    assert [figure.name for figure in done.made] == ["shares"]
    assert str(done.failures[0]) == "figure treaties: ValueError: no such scheme"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"only": ["charts"]}, '"charts" is no figure; choose from: status-map, '),
        ({"languages": ["de"]}, '"de" is no UN language; choose from: ar, en, '),
        ({"formats": ["gif"]}, '"gif" is no format; choose from: png, svg, pdf.'),
        ({"size": "poster"}, '"poster" is no size; choose from: report, slide.'),
        ({"on": "yesterday"}, '"yesterday" is no day'),
    ],
)
def test_a_word_that_is_not_known_is_refused_with_the_choices(data, tmp_path, wrong, message):
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        figures(data, tmp_path, **({"jobs": 1} | wrong))
    assert not list(tmp_path.iterdir())


def test_the_same_day_gives_the_same_bytes(data, tmp_path):
    for name in ("one", "two"):
        figures(data, tmp_path / name, formats=["png", "svg", "pdf"], only=["shares"], jobs=1)
    for path in (tmp_path / "one").rglob("*.*"):
        other = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == other.read_bytes(), path.name


def test_the_list_holds_only_what_was_written_now(tmp_path):
    (tmp_path / "mine.txt").write_text("kept")
    (tmp_path / "a.svg").write_text("<svg/>")
    listed = json.loads(write_list(tmp_path, [tmp_path / "a.svg"], on="x").read_text())
    assert [entry["path"] for entry in listed["files"]] == ["a.svg"]
