"""Line 6: figures per second of an export on all cores, and what part matplotlib's saving takes.

Without an argument all six languages; names of languages as arguments export only those. The
seconds are those of the clock here, because several processes work side by side.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator

from measure import Line, run, show

_SETUP = """
import time, warnings
import attdata
from matplotlib.figure import Figure
warnings.simplefilter("ignore")
data = attdata.load()
spent = [0.0]
def timed(function):
    def call(*given, **named):
        begun = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            spent[0] += time.perf_counter() - begun
    return call
# What matplotlib and its libraries do to save: pixels and their PNG, SVG, PDF.
Figure.savefig = timed(Figure.savefig)
"""
_OURS = """
done = attdata.figures(data, {folder!r}, languages={languages!r}, jobs={jobs})
work = sum(one.seconds_drawing + one.seconds_saving for one in done.made)
extra = dict(made=len(done.made), clock=done.seconds, share=done.share_saving)
extra |= dict(own=spent[0] / work)
"""
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def measure(languages: tuple[str, ...] = LANGUAGES) -> Iterator[Line]:
    cores = os.cpu_count() or 1
    told = {}
    for jobs in (1, cores):
        with tempfile.TemporaryDirectory() as folder:
            code = _OURS.format(folder=folder, languages=languages, jobs=jobs)
            told[jobs] = run(code, setup=_SETUP)
    one, many = told[1].extra, told[cores].extra
    yield Line(
        f"export, {many['made']:.0f} figures x 3 formats, {cores} processes (clock)",
        many["clock"], one["clock"], "all cores", against="one process",
    )  # fmt: skip
    yield Line("figures a second", many["made"] / many["clock"], unit="", target="told")
    yield Line("share of saving in the work of a figure", one["share"], unit="", target="told")
    yield Line("share of matplotlib's own saving", one["own"], unit="", target="told")


if __name__ == "__main__":
    show(measure(tuple(sys.argv[1:]) or LANGUAGES))
