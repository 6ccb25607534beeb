"""Every measure as a file is in words of its reader; CSV keeps keys and codes."""

from __future__ import annotations

import re

import pytest

from attdata.problems import ArgumentError
from attdata.tables.measure import MEASURES, measured, write_measure

NEEDS = ({}, {"since": "2024-08-23"}, {"on": "2026-07-24", "since": "2024-08-23"})
CODES = re.compile(r"[A-Z]{3}(; [A-Z]{3})*|[a-z0-9]+([_-][a-z0-9]+)*_[a-z0-9]+|True|False")
KEYS = {"yes", "no", "abstain", "att", "all", "ccw", "tpnw", "world", "plan", "signatory"}


def asked(data, name):
    for options in NEEDS:
        try:
            measured(data, name, **options)
        except ArgumentError:
            continue
        return options
    raise AssertionError(name)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_is_written_in_words(data, tmp_path, name):
    options = asked(data, name)
    for language in ("en", "ar"):
        path = write_measure(data, name, tmp_path / "m.md", language=language, **options)
        lines = path.read_text(encoding="utf-8").splitlines()
        cells = [c.strip() for line in lines if line.startswith("| ") for c in line.split(" | ")]
        cells = [cell.strip("| ") for cell in cells]
        assert [cell for cell in cells if CODES.fullmatch(cell)] == []
        if language == "ar":
            assert not KEYS & set(cells)
            head = lines[0].replace("UNRCPD", "")
            assert not re.search("[a-z]{3}", head)


def test_votes_and_treaties_are_named(data, tmp_path):
    text = write_measure(data, "signals", tmp_path / "m.md").read_text(encoding="utf-8")
    assert "| Anti-Personnel Mine Ban Convention: since |" in text
    assert "Vote before the change" in text.splitlines()[0]
    raw = write_measure(data, "signals", tmp_path / "m.csv").read_text(encoding="utf-8-sig")
    assert "change_from" in raw.splitlines()[0]
    assert "\nBHR,Bahrain," in raw.replace("\r", "")


@pytest.mark.parametrize(
    ("language", "quoted"),
    [("en", ""), ("fr", "Les textes cités le sont en anglais"), ("zh", "英文")],
)
def test_what_stands_in_english_is_marked_as_quoted(data, tmp_path, language, quoted):
    path = write_measure(data, "reconcile", tmp_path / "m.md", language=language)
    text = path.read_text(encoding="utf-8")
    assert "UN press release" in text
    assert quoted in text
    assert "Quoted as published" not in text


def test_indicators_are_named_in_the_language(data, tmp_path):
    text = write_measure(data, "progress", tmp_path / "m.md", language="fr").read_text("utf-8")
    assert "États parties (instrument déposé)" in text
    assert "States Parties (instrument deposited)" not in text
