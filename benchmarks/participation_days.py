"""Line 4: participation over 5,000 days in one call, against a call for each day."""

from __future__ import annotations

from collections.abc import Iterator

from measure import Line, best, run, show

DAYS = 5_000
SAMPLE = 50
_SETUP = """
import warnings
import attdata, pandas
warnings.simplefilter("ignore")
data = attdata.load()
days = pandas.date_range(end="2026-07-24", periods={periods})
attdata.participation(data, days[-1])
"""


def measure() -> Iterator[Line]:
    ours, single = best(
        lambda: run("attdata.participation(data, days)", setup=_SETUP.format(periods=DAYS)),
        lambda: run(
            "for day in days: attdata.participation(data, day)",
            setup=_SETUP.format(periods=SAMPLE),
        ),
        repeat=3,
    )
    yield Line(
        f"participation, {DAYS:,} days at once", ours.seconds, single.seconds * DAYS / SAMPLE,
        "0.01 x", ours.peak, single.peak, against=f"a call a day, {SAMPLE} scaled",
    )  # fmt: skip


if __name__ == "__main__":
    show(measure())
