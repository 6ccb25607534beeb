"""Damaged at random, with a fixed seed: bytes for the reader of cells, tables for the readers of
what they mean. Nothing but InputError comes out, and no row is lost without a word."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attdata.checks import check_file
from attdata.problems import InputError
from attdata.read.workbook import read_workbook
from fuzz_bytes import corpus, injured, try_one
from hostile import sheet_xml, xlsx

RAW = Path(__file__).parent.parent / "data" / "raw"
TABLES = sorted([*RAW.glob("membership/untc_*.xlsx"), *RAW.glob("outreach/*.xlsx")])


@pytest.mark.unread
def test_damaged_bytes(tmp_path):
    random = Random(20260724)
    crashes = []
    for name, data, ending in islice(injured(corpus(30_000), random), 250):
        path = tmp_path / f"case{ending}"
        path.write_bytes(data)
        outcome, what = try_one(path, {"read_workbook": read_workbook})
        if outcome == "crash":
            crashes.append((name, what))
    assert not crashes


attributes = st.fixed_dictionaries(
    {},
    optional={
        "r": st.sampled_from(["A1", "B1", "C2", "XFD9", "ZZZ1", "A0", "1A", ""]),
        "t": st.sampled_from(["n", "s", "b", "e", "d", "str", "inlineStr", "?"]),
        "s": st.sampled_from(["0", "1", "-1", "99", "x"]),
    },
)
texts = st.sampled_from(
    ["", "1", "0", "-1", "45523", "60", "1e999", "NaN", "#REF!", "x", "2024-08-19"]
)
cells = st.builds(
    lambda attributes, formula, value, inline: "<c {}>{}{}{}</c>".format(
        " ".join(f'{k}="{v}"' for k, v in attributes.items()),
        f"<f>{formula}</f>" if formula else "",
        f"<v>{value}</v>" if value else "",
        f"<is><t>{inline}</t></is>" if inline else "",
    ),
    attributes, st.sampled_from(["", "A1"]), texts, st.sampled_from(["", "t"]),
)  # fmt: skip
rows = st.builds(
    lambda r, inside: f"<row {r}>{''.join(inside)}</row>",
    st.sampled_from(["", 'r="1"', 'r="2"', 'r="1048576"', 'r="1048577"', 'hidden="1"']),
    st.lists(cells, max_size=4),
)


@pytest.mark.unread
@given(st.lists(rows, max_size=5))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_no_cell_of_a_workbook_is_lost_without_a_word(tmp_path_factory, rows):
    """Each cell with a value is read, or a problem names it, or the whole file is refused."""
    path = tmp_path_factory.getbasetemp() / "cells.xlsx"
    path.write_bytes(xlsx(sheet_xml("".join(rows))))
    outcome, what = try_one(path, {"read_workbook": read_workbook})
    assert outcome != "crash", what
    if outcome == "read":
        book = read_workbook(path)
        filled = "".join(rows).count("<v>") + sum(
            "<v>" not in c for r in rows for c in r.split("<c ")[1:] if "<is>" in c
        )
        read = sum(bool(text) for line in book.sheets[0].rows.values() for text in line)
        told = sum(problem.cell != "" for problem in book.problems)
        assert read + told >= filled


def damaged_table(path: Path, random: Random, out: Path) -> Path:
    """Write the table with shifted headings, inserted rows, swapped columns, damaged texts."""
    book = openpyxl.load_workbook(path)
    sheet = random.choice(book.worksheets)
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    for _ in range(random.randint(1, 4)):
        kind = random.randrange(6)
        place = random.randint(1, sheet.max_row)
        if kind == 0:
            sheet.insert_rows(place, random.randint(1, 3))
        elif kind == 1:
            sheet.insert_cols(random.randint(1, sheet.max_column))
        elif kind == 2:
            first, second = (random.randint(1, sheet.max_column) for _ in range(2))
            for line in range(1, sheet.max_row + 1):
                a, b = sheet.cell(line, first), sheet.cell(line, second)
                a.value, b.value = b.value, a.value
        elif kind == 3:
            sheet.delete_rows(place)
        else:
            found = sheet.cell(place, random.randint(1, sheet.max_column))
            words = [
                "31 Feb 2013",
                "[12 May 2004 z]",
                "Congo",
                "Кения",
                "肯尼亚",
                "#REF!",
                7,
                "=1+1",
                "",
            ]
            found.value = random.choice(words)
    book.save(out)
    return out


@pytest.mark.parametrize("seed", range(30))
def test_damaged_tables_account_for_their_rows(seed, tmp_path):
    """What is refused is an error with a place; a file that is refused says why in a sentence."""
    random = Random(seed)
    path = damaged_table(TABLES[seed % len(TABLES)], random, tmp_path / "table.xlsx")
    try:
        checked = check_file(path)
    except InputError as error:
        assert "\n" not in str(error)
        return
    errors = [problem for problem in checked.problems if problem.severity == "error"]
    assert 0 <= checked.rows_kept <= checked.rows_read
    assert checked.rows_read - checked.rows_kept <= len(errors)
    assert all(problem.problem for problem in checked.problems)
