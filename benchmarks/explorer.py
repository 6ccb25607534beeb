"""The explorer page: its size, the first view and a step of the slider in headless Chromium.

The times of the first view are on the clock, the best of some openings. A step of the slider is the
processor time of the page's main thread (script, style, layout) for the median day of change: on a
machine shared with others the clock tells mostly what the others do.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measure import Line, show

import attdata as att

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

_FIRST = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0"
_READY = "return performance.getEntriesByType('navigation')[0].domComplete"
_STOPS = "return all.stops.deposited.map((stop) => dayNumber(stop) - FIRST)"
_STEP = """
const slider = document.getElementById("slider");
slider.value = arguments[0];
slider.dispatchEvent(new Event("input"));
document.body.getBoundingClientRect();
"""


def _worked(driver: object) -> float:
    """Return the processor time so far of what the page did: script, style and layout."""
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    names = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
    return sum(metric["value"] for metric in metrics if metric["name"] in names)


def _steps(driver: object) -> list[float]:
    """Return the milliseconds of each step of the slider through all days of change."""
    stops = driver.execute_script(_STOPS)
    taken = []
    for stop in stops:
        before = _worked(driver)
        driver.execute_script(_STEP, stop)
        taken.append((_worked(driver) - before) * 1000)
    return taken


def measure() -> Iterator[Line]:
    from browser import resize, start_chromium

    with tempfile.TemporaryDirectory() as folder:
        path = att.explore(att.load()).to_html(Path(folder) / "explorer.html")
        size = path.stat().st_size / 1e6
        yield Line("explorer: size of the page", size, target="1.5 MB", unit="MB")
        driver = start_chromium(Path(folder) / "profile", folder)
        try:
            resize(driver, 1280, 900)
            driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
            first, ready, steps = [], [], []
            for _ in range(3):
                driver.get("about:blank")
                driver.get(path.as_uri())
                while not (painted := driver.execute_script(_FIRST)):
                    time.sleep(0.05)
                first.append(painted / 1000)
                ready.append(driver.execute_script(_READY) / 1000)
                steps.append(statistics.median(_steps(driver)))
        finally:
            driver.quit()
    yield Line("explorer: first view", min(first), target="1 s")
    yield Line("explorer: page complete", min(ready), target="1 s")
    yield Line("explorer: step of the slider, median", min(steps), target="16 ms", unit="ms")


if __name__ == "__main__":
    show(measure())
