"""Line 3: status tables of the depositary, 400 in a row, and long records that grow.

The 400 tables are those of data/raw/membership with other days in each, so that no table is
answered from what an earlier one left behind; give a folder with others as an argument. A long
record has the names of States in turn and days in turn.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from long_tables import CSV, OPENPYXL, ROWS, SHEET_ROWS, against, write_csv, write_workbook
from measure import Line, best, run, show

MEMBERSHIP = Path(__file__).parent.parent / "data" / "raw" / "membership"
NAMES = MEMBERSHIP.parent / "reference" / "state_names.csv"
TABLES = 400
_DAY = re.compile(r"\b(\d{1,2})\s+([A-Z][a-z]{2})\s+((?:19|20)\d\d)\b")
_SETUP = f"""
import attdata, pandas, openpyxl
attdata.read_status_table({str(MEMBERSHIP / "untc_XXVI-8_status_2026-02-03.xlsx")!r})
"""


def measure(folder: Path | None = None) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as temporary:
        if folder is None:
            folder = Path(temporary)
            write_tables(folder)
        paths = sorted(folder.glob("*.xlsx"))
        yield _line(f"read_status_table, {len(paths)} tables", paths, OPENPYXL, "1.5 x")
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "record.xlsx"
        write_workbook(path, record_rows(SHEET_ROWS))
        what = f"read_status_table, xlsx of {SHEET_ROWS:,} rows"
        yield _line(what, [path], OPENPYXL, "1.5 x", SHEET_ROWS)
        path = Path(temporary) / "record.csv"
        for rows in ROWS:
            write_csv(path, record_rows(rows))
            what = f"read_status_table, csv of {rows:,} rows"
            yield _line(what, [path], CSV, "linear", rows)


def _line(what: str, paths: list[Path], plain: str, target: str, rows: int = 0) -> Line:
    setup = f"{_SETUP}\npaths = {[str(path) for path in paths]!r}"
    ours, floor = best(
        lambda: run("for path in paths: attdata.read_status_table(path)", setup=setup),
        lambda: run(plain, setup=setup),
        repeat=3 if 0 < rows < 100_000 else 1,
    )
    return Line(
        what, ours.seconds, floor.seconds, target, ours.peak, floor.peak,
        against=against(plain, ours, rows),
    )  # fmt: skip


def write_tables(folder: Path, tables: int = TABLES) -> None:
    """Write status tables that differ in the days of their acts."""
    import openpyxl

    folder.mkdir(exist_ok=True)
    originals = sorted(MEMBERSHIP.glob("untc_*.xlsx"))
    for number in range(tables):
        book = openpyxl.load_workbook(originals[number % len(originals)])
        other_day = partial(_other_day, number)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = _DAY.sub(other_day, cell.value)
        book.save(folder / f"table_{number:03}.xlsx")


def _other_day(number: int, found: re.Match[str]) -> str:
    """Return another day of the same month in another year."""
    day, month, year = found.groups()
    return f"{(int(day) + number) % 28 + 1} {month} {int(year) - number // 28}"


def record_rows(rows: int) -> Iterator[list[str]]:
    """Yield headings and rows of a long record: every State signs, ratifies and communicates."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        listed = csv.DictReader(file)
        names = [r["name"] for r in listed if (r["form"], r["language"]) == ("short", "en")]
    acts = ("Signature", "Ratification", "Communication", "Declaration")
    first = date(2013, 6, 3)
    yield ["Treaty", "Participant", "Action", "Date of Notification/Deposit"]
    for number in range(rows):
        turn, place = divmod(number, len(names))
        day = first + timedelta(days=turn % 4700)
        yield ["XXVI-8", names[place], acts[turn % 4], f"{day:%d/%m/%Y}"]


if __name__ == "__main__":
    show(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
