"""Line 3: an outreach log that grows, as CSV and as a workbook.

The rows are those of the real log, again and again with new numbers and other days: as many
distinct names and titles as in reality, and one distinct date for each fourth row.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from long_tables import CSV, OPENPYXL, ROWS, SHEET_ROWS, against, write_csv, write_workbook
from measure import Line, best, run, show

LOG = Path(__file__).parent.parent / "data" / "raw" / "outreach" / "outreach_log.xlsx"
HEADINGS = ("No.", "Date (as published)", "Title", "Country", "States participating or targeted")


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.xlsx"
        write_workbook(path, log_rows(SHEET_ROWS))
        what = f"read_outreach, xlsx of {SHEET_ROWS:,} rows"
        yield _line(what, path, OPENPYXL, "1.5 x", SHEET_ROWS)
        path = Path(folder) / "log.csv"
        for rows in ROWS:
            write_csv(path, log_rows(rows))
            yield _line(f"read_outreach, csv of {rows:,} rows", path, CSV, "linear", rows)


def _line(what: str, path: Path, plain: str, target: str, rows: int) -> Line:
    setup = f"import attdata, pandas, openpyxl; attdata.read_outreach({str(LOG)!r})\n"
    setup += f"paths = [{str(path)!r}]"
    ours, floor = best(
        lambda: run("attdata.read_outreach(paths[0])", setup=setup),
        lambda: run(plain, setup=setup),
        repeat=3 if rows < 100_000 else 1,
    )
    return Line(
        what, ours.seconds, floor.seconds, target, ours.peak, floor.peak,
        against=against(plain, ours, rows),
    )  # fmt: skip


def log_rows(rows: int) -> Iterator[list[str]]:
    """Yield headings and rows of a long log."""
    import openpyxl

    sheet = openpyxl.load_workbook(LOG)["Events 2016-2026"]
    printed = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    at = next(i for i, row in enumerate(printed) if row[0] == "No.")
    places = [printed[at].index(heading) for heading in HEADINGS]
    real = [[row[place] for place in places] for row in printed[at + 1 :]]
    first = date(2016, 1, 4)
    yield list(HEADINGS)
    for number in range(rows):
        row = real[number % len(real)]
        day = first + timedelta(days=number // 4 % 4000)
        _, _, title, country, states = row
        # Short enough for a million rows to stay below the limits for a stranger's file.
        listed = ";".join(states.split(";")[:3])[:60]
        yield [f"L{number}", f"{day:%d/%m/%Y}", title[:30], country, listed]


if __name__ == "__main__":
    show(measure())
