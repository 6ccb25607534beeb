"""Line 3: status tables of the depositary, 400 in a row and one that grows.

The tables are those of data/raw/membership, read again and again; give a folder with others as
an argument. The table that grows is a long record as CSV: names of States in turn, days in turn.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from measure import Line, best, run, show

MEMBERSHIP = Path(__file__).parent.parent / "data" / "raw" / "membership"
NAMES = MEMBERSHIP.parent / "reference" / "state_names.csv"
TABLES = 400
ROWS = (1_000, 10_000, 100_000, 1_000_000)
_OPENPYXL = """
import openpyxl
for path in paths:
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows(values_only=True):
            pass
"""
_CSV = """
import csv
with open(path, encoding="utf-8", newline="") as file:
    rows = [row for row in csv.reader(file)]
"""


def measure(folder: Path = MEMBERSHIP) -> Iterator[Line]:
    files = sorted(str(path) for path in folder.glob("*.xlsx"))
    paths = (files * TABLES)[:TABLES]
    setup = f"import attdata, pandas, openpyxl; attdata.read_status_table({files[0]!r})\n"
    setup += f"paths = {paths!r}"
    ours, floor = best(
        lambda: run("for path in paths: attdata.read_status_table(path)", setup=setup),
        lambda: run(_OPENPYXL, setup=setup),
        repeat=1,
    )
    yield Line(
        f"read_status_table, {TABLES} tables", ours.seconds, floor.seconds, "1.5 x",
        ours.peak, floor.peak, against="openpyxl",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "record.csv"
        setup = f"import attdata, pandas; attdata.read_status_table({files[0]!r})\n"
        setup += f"path = {str(path)!r}"
        for rows in ROWS:
            write_record(path, rows)
            ours, floor = best(
                lambda: run("attdata.read_status_table(path)", setup=setup),
                lambda: run(_CSV, setup=setup),
                repeat=3 if rows < 100_000 else 1,
            )
            yield Line(
                f"read_status_table, csv of {rows:,} rows", ours.seconds, floor.seconds, "linear",
                ours.peak, floor.peak, against=f"csv; {ours.seconds / rows * 1e6:.0f} µs a row",
            )  # fmt: skip


def write_record(path: Path, rows: int) -> None:
    """Write a long record: every State signs, accedes and communicates, on other days each time."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        listed = csv.DictReader(file)
        names = [r["name"] for r in listed if (r["form"], r["language"]) == ("short", "en")]
    acts = ("Signature", "Ratification", "Communication", "Declaration")
    first = date(2013, 6, 3)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["Treaty", "Participant", "Action", "Date of Notification/Deposit"])
        for number in range(rows):
            turn, place = divmod(number, len(names))
            day = first + timedelta(days=turn % 4700)
            writer.writerow(["XXVI-8", names[place], acts[turn % 4], f"{day:%d/%m/%Y}"])


if __name__ == "__main__":
    show(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else MEMBERSHIP))
