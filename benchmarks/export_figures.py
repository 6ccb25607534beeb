"""Line 6: an export of all figures against matplotlib's own saving of them, and figures a second.

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
import io, time, warnings
import attdata
from matplotlib.figure import Figure
warnings.simplefilter("ignore")
data = attdata.load()
plain, aside = [0.0], [0.0]
savefig = Figure.savefig
def timed(figure, target, **options):
    # What matplotlib takes to save the figure as it stands: SVG and PDF are saved by it; a PNG,
    # for which only its pixels are asked, is saved once more, by it alone, and put aside.
    if options["format"] == "rgba":
        savefig(figure, target, **options)
        target, options = io.BytesIO(), dict(options, format="png")
        spent = (plain, aside)
    else:
        spent = (plain,)
    begun = time.perf_counter()
    savefig(figure, target, **options)
    for sum_ in spent:
        sum_[0] += time.perf_counter() - begun
Figure.savefig = timed
"""
_OURS = """
done = attdata.figures(data, {folder!r}, languages={languages!r}, jobs=1)
work = sum(one.seconds_drawing + one.seconds_saving for one in done.made) - aside[0]
extra = dict(made=len(done.made), work=work, plain=plain[0])
"""
_CLOCK = """
done = attdata.figures(data, {folder!r}, languages={languages!r}, jobs={jobs})
extra = dict(made=len(done.made), clock=done.seconds)
"""
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def measure(languages: tuple[str, ...] = LANGUAGES) -> Iterator[Line]:
    cores = os.cpu_count() or 1
    load = "import attdata; data = attdata.load()"
    with tempfile.TemporaryDirectory() as folder:
        wanted = {"folder": folder, "languages": languages}
        own = run(_OURS.format(**wanted), setup=_SETUP).extra
        one = run(_CLOCK.format(jobs=1, **wanted), setup=load).extra
        many = run(_CLOCK.format(jobs=cores, **wanted), setup=load).extra
    yield Line(
        f"export, {many['made']:.0f} figures x 3 formats", own["work"], own["plain"], "1.3 x",
        against="matplotlib's savefig of the same figures",
    )  # fmt: skip
    yield Line(
        f"export, {many['made']:.0f} figures x 3 formats, {cores} processes (clock)",
        many["clock"], one["clock"], "all cores", against="one process",
    )  # fmt: skip
    yield Line("figures a second", many["made"] / many["clock"], unit="", target="told")


if __name__ == "__main__":
    show(measure(tuple(sys.argv[1:]) or LANGUAGES))
