"""Files from strangers: read, or refused with one sentence; never a crash, a hang or a gibibyte."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

import hostile
from attdata.problems import InputError
from attdata.read.limits import LIMITS, Budget, refuse
from attdata.read.workbook import read_workbook

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="memory is limited as on POSIX"),
    pytest.mark.unread,
]


@pytest.mark.parametrize("group", sorted(hostile.GROUPS))
def test_each_hostile_file_is_read_or_refused_as_it_should(group, tmp_path):
    """A gibibyte of address space, ten seconds of work, and the right words about each file."""
    script = Path(hostile.__file__)
    command = [sys.executable, str(script), group, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2_000:]
    results = json.loads(done.stdout)
    assert len(results) >= 10
    wrong = {
        name: result
        for name, result in results.items()
        if not all(result[key] for key in ("right", "says", "cells", "quick", "one line"))
    }
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


def test_more_than_two_hundred_kinds_are_tried():
    assert sum(len(group()) for group in hostile.GROUPS.values()) > 200


def refused(path, **more):
    with pytest.raises(InputError) as error:
        read_workbook(path, **more)
    return str(error.value)


def test_a_file_that_is_not_there(tmp_path):
    said = refused(tmp_path / "no.xlsx")
    assert said.endswith("no.xlsx: there is no such file. Check name and folder.")


def test_a_folder(tmp_path):
    assert refused(tmp_path) == f"{tmp_path.name}: this is a folder. Name a file in it."


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n")

    def deny(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)
    assert refused(path).startswith("a.csv: you may not read this file.")


def test_a_file_on_a_broken_disk(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n")

    def fail(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", fail)
    assert refused(path) == "a.csv: it cannot be read (Input/output error). Copy it again."


def test_a_pipe_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    assert refused(tmp_path / "a.csv").startswith("a.csv: this is no ordinary file.")


@pytest.mark.parametrize("name", ["a\0b.csv", "x" * 5_000])
def test_a_name_that_no_file_can_have(name, tmp_path):
    assert "\n" not in refused(tmp_path / name)


def test_a_name_with_a_line_break_stays_on_one_line(tmp_path):
    path = tmp_path / "a\nb.csv"
    path.write_bytes(b"")
    assert refused(path) == "a?b.csv: the file is empty. Ask the sender for it again."


def test_a_file_beyond_the_limit_is_not_even_opened(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" * 100)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was opened"))
    said = refused(path, limits=replace(LIMITS, file_size=99))
    assert said == (
        "a.csv: the file has too many bytes; more than 99 is not read from an unknown file. "
        "If you trust it, raise the limit: limits=Limits(file_size=...)."
    )


def test_a_page_beyond_the_limit(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<table><tr><td>1</table>" * 9)
    assert "Limits(page=...)" in refused(path, limits=replace(LIMITS, page=99))


def test_a_raised_limit_reads_what_was_refused(tmp_path):
    path = tmp_path / "long.xlsx"
    path.write_bytes(hostile.xlsx(hostile.sheet_xml(hostile.row("x" * 5_000))))
    assert "Limits(cell=...)" in refused(path, limits=replace(LIMITS, cell=4_999))
    book = read_workbook(path, limits=replace(LIMITS, cell=5_000))
    assert book.sheets[0].text(1, 1) == "x" * 5_000


@pytest.mark.parametrize("what", ["memory", "unpacked", "steps", "tags", "blanks"])
def test_what_is_spent_is_refused_once_it_is_too_much(what):
    budget = Budget("a.xlsx", replace(LIMITS, **{what: 10}))
    spend = getattr(budget, f"spend_{what}")
    spend(10)
    with pytest.raises(InputError, match=rf"more than 10 is not read.*Limits\({what}=\.\.\.\)"):
        spend(1)


def test_a_file_of_text_beyond_the_memory(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Name,Date\n" * 1_000)
    assert "Limits(memory=...)" in refused(path, limits=replace(LIMITS, memory=100_000))


def test_every_limit_is_explained():
    lines = inspect.getdoc(type(LIMITS)).splitlines()  # its indent differs since Python 3.13
    assert {field.name for field in fields(LIMITS)} <= set(lines)
    assert "Limits(depth=...)" in str(refuse("a.xlsx", "it is deep", "depth", 3))


def test_nothing_outside_the_file_is_read(tmp_path, monkeypatch):
    """No other file is opened and no connection made, whatever the workbook points to."""
    outside = hostile.OUTSIDE.replace("/etc/passwd", str(tmp_path / "secret"))
    (tmp_path / "secret").write_text("secret words")
    path = tmp_path / "a.xml"
    path.write_text(f"{outside}<Document><ExternalData><T>&x;</T></ExternalData></Document>")
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was made"))
    assert "secret words" not in refused(path)
