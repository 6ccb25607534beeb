"""Line 2: the build of the real data and its loading, against what they cannot do without."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Line, best, run, show

RAW = Path(__file__).parent.parent / "data" / "raw"
# pandera takes hypothesis with it where tests are run; those who only use attdata have none.
_AS_USED = 'import sys; sys.modules["hypothesis"] = None'
_FLOOR = f"""
{_AS_USED}
import pandas, openpyxl, pandera.pandas
for path in sorted(Path({str(RAW)!r}).rglob("*.xlsx")):
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows(values_only=True):
            pass
"""


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "processed")
        ours, floor = best(
            lambda: run(
                f"{_AS_USED}\nimport attdata\nattdata.build({str(RAW)!r}, {out!r})", whole=True
            ),
            lambda: run(_FLOOR, whole=True),
        )
        yield Line(
            "attdata.build", ours.seconds, floor.seconds, "2.5 x", ours.peak, floor.peak,
            against="imports + openpyxl",
        )  # fmt: skip
        loaded, pandas = best(
            lambda: run(f"import attdata\nattdata.load({out!r})", whole=True),
            lambda: run("import pandas", whole=True),
            repeat=9,
        )
        extra = loaded.seconds - pandas.seconds
        yield Line(
            "attdata.load, over the import of pandas", extra, None, "0.2 s",
            loaded.peak, pandas.peak,
        )  # fmt: skip


if __name__ == "__main__":
    show(measure())
