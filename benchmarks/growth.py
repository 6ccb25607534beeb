"""How cost grows: one page of curves, ``growth.png``, and the same numbers as a table.

    python benchmarks/growth.py

Tables 1 to 560, rows of a log 100 to 1,000,000, days 1 to 5,000, States 1 to 197, languages 1 to 6.
The last column is the slope between the last two points on logarithmic axes: 1 is linear,
below 1 something is shared.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from long_tables import write_csv
from measure import Run, run
from outreach_log import LOG, log_rows
from status_tables import MEMBERSHIP, write_tables

PAGE = Path(__file__).with_name("growth.png")
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
_DATA = """
import tempfile, warnings
import attdata, pandas, openpyxl
warnings.simplefilter("ignore")
data = attdata.load()
attdata.participation(data, "2026-07-24")
"""
_FIGURES = """
folder = tempfile.TemporaryDirectory()
attdata.figures(data, folder.name, languages={languages!r}, only=["shares"], jobs=1)
"""
_STATES = """
for state in states[:{number}]:
    attdata.brief(data, state).to_html()
"""


@dataclass(frozen=True)
class Curve:
    """One kind of work, measured at growing sizes."""

    what: str
    unit: str
    sizes: Sequence[int]
    measure: Callable[[int], Run]


def _curves(folder: Path) -> Iterator[Curve]:
    write_tables(tables := folder / "tables", 560)
    paths = sorted(str(path) for path in tables.glob("*.xlsx"))
    one = MEMBERSHIP / "untc_XXVI-8_status_2026-02-03.xlsx"
    ready = f"import attdata, pandas, openpyxl; attdata.read_status_table({str(one)!r})\n"
    yield Curve(
        "status tables read", "tables", (1, 10, 100, 560),
        lambda size: run(
            "for path in paths: attdata.read_status_table(path)",
            setup=f"{ready}paths = {paths[:size]!r}",
        ),
    )  # fmt: skip

    def read_log(size: int) -> Run:
        write_csv(path := folder / "log.csv", log_rows(size))
        setup = f"import attdata, pandas; attdata.read_outreach({str(LOG)!r})"
        return run(f"attdata.read_outreach({str(path)!r})", setup=setup)

    yield Curve("outreach log read", "rows", (100, 1_000, 10_000, 100_000, 1_000_000), read_log)
    days = "days = pandas.date_range(end='2026-07-24', periods={})"
    yield Curve(
        "participation", "days", (1, 50, 500, 5_000),
        lambda size: run("attdata.participation(data, days)", setup=_DATA + days.format(size)),
    )  # fmt: skip
    states = "states = sorted(data.states['iso3'])[:197]\nattdata.brief(data, 'FJI').to_html()"
    yield Curve(
        "briefs written as HTML", "States", (1, 20, 197),
        lambda size: run(_STATES.format(number=size), setup=_DATA + states),
    )  # fmt: skip
    yield Curve(
        "one figure in PNG, SVG and PDF", "languages", (1, 2, 6),
        lambda size: run(_FIGURES.format(languages=LANGUAGES[:size]), setup=_DATA),
    )  # fmt: skip


def _slope(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the slope of the last step on logarithmic axes."""
    return math.log(seconds[-1] / seconds[-2]) / math.log(sizes[-1] / sizes[-2])


def _short(size: int) -> str:
    return f"{size:,}" if size < 10_000 else f"{size // 1000:,} k"


def draw(lines: Sequence[tuple[str, str, Sequence[int], Sequence[float]]]) -> None:
    """Write the page of curves: what, unit, sizes and seconds of each, all on one scale of time."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 5, figsize=(15, 3.6), sharey=True, layout="constrained")
    for ax, (what, unit, sizes, seconds) in zip(axes, lines, strict=True):
        ax.loglog(sizes, seconds, marker="o", color="#1b6ca8")
        for size, second in zip(sizes, seconds, strict=True):
            ax.annotate(f"{second:.2g} s" if second < 100 else f"{second:.0f} s", (size, second),
                        (-3, 5), textcoords="offset points", ha="right", fontsize=9)  # fmt: skip
        ax.set_title(what, loc="left", fontsize=10)
        ax.set_xticks(sizes, [_short(size) for size in sizes])
        ax.set_xticks([], minor=True)
        ax.set_xlabel(unit)
        ax.margins(x=0.22)
        ax.grid(visible=True, alpha=0.3)
        ax.spines[["top", "right"]].set_visible(False)
    seconds = (0.1, 1, 10, 100)
    axes[0].set_yticks(seconds, [f"{second:g}" for second in seconds])
    axes[0].set_ylim(0.02, 900)
    axes[0].set_ylabel("seconds of processor time")
    figure.savefig(PAGE, dpi=110)


def main() -> None:
    lines = []
    print("| what | size | seconds of processor time | peak memory | slope of the last step |")
    print("|---|---|---|---|--:|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for curve in _curves(Path(folder)):
            runs = [curve.measure(size) for size in curve.sizes]
            seconds = [one.seconds for one in runs]
            slope = _slope(curve.sizes, seconds)
            cells = (
                f"{curve.what}, {curve.unit}",
                ", ".join(f"{size:,}" for size in curve.sizes),
                ", ".join(f"{second:.3g}" for second in seconds),
                f"{runs[-1].peak:.0f} MB",
                f"{slope:.2f}",
            )
            print(f"| {' | '.join(cells)} |", flush=True)
            lines.append((curve.what, curve.unit, curve.sizes, seconds))
    draw(lines)


if __name__ == "__main__":
    main()
