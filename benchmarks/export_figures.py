"""Line 6: figures per second of an export on all cores, and what part matplotlib's saving takes.

Without an argument English in three formats; "all" takes the six languages. The seconds
are those of the clock here, because several processes work side by side.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator

from measure import Line, run, show

_SETUP = """
import warnings
import attdata
warnings.simplefilter("ignore")
data = attdata.load()
"""
_OURS = """
done = attdata.figures(data, {folder!r}, languages={languages!r}, jobs={jobs})
extra = dict(made=len(done.made), clock=done.seconds, share=done.share_saving)
"""
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def measure(languages: tuple[str, ...] = ("en",)) -> Iterator[Line]:
    cores = os.cpu_count() or 1
    told = {}
    for jobs in (1, cores):
        with tempfile.TemporaryDirectory() as folder:
            code = _OURS.format(folder=folder, languages=languages, jobs=jobs)
            told[jobs] = run(code, setup=_SETUP)
    one, many = told[1].extra, told[cores].extra
    yield Line(
        f"export, {many['made']:.0f} figures x 3 formats, {cores} processes (clock)",
        many["clock"], one["clock"], "all cores", told[cores].peak, told[1].peak,
        against="one process",
    )  # fmt: skip
    yield Line("figures a second", many["made"] / many["clock"], unit="", target="told")
    yield Line("share of saving in the work of a figure", many["share"], unit="", target="told")


if __name__ == "__main__":
    show(measure(LANGUAGES if sys.argv[1:] == ["all"] else ("en",)))
