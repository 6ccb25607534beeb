"""Long tables as files, and the code that reads such files plainly: the baselines of line 3."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from measure import Run

ROWS = (1_000, 10_000, 100_000, 1_000_000)
SHEET_ROWS = 100_000
# Each reads the files named in ``paths``.
CSV = """
import csv
for path in paths:
    with open(path, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file)]
"""
OPENPYXL = """
import openpyxl
for path in paths:
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows(values_only=True):
            pass
"""


def against(plain: str, ours: Run, rows: int) -> str:
    """Return the name of a baseline and, of a long table, what each row costs us."""
    reader = "openpyxl" if plain is OPENPYXL else "csv"
    return f"{reader}; ours {ours.seconds / rows * 1e6:.0f} µs a row" if rows else reader


def write_csv(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def write_workbook(path: Path, rows: Iterable[list[str]]) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("long")
    for row in rows:
        sheet.append(row)
    book.save(path)
