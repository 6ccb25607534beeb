"""Line 1: what importing attdata costs, and how long a command takes to answer."""

from __future__ import annotations

from collections.abc import Iterator

from measure import Line, best, command, run, show


def measure() -> Iterator[Line]:
    bare, ours = best(
        lambda: run("pass", whole=True), lambda: run("import attdata", whole=True), repeat=9
    )
    extra = ours.seconds - bare.seconds
    yield Line("import attdata, over bare Python", extra, None, "0.06 s", ours.peak, bare.peak)
    for words in (["--help"], ["report", "--help"], ["statsu"], ["diff"], ["status", "--onn"]):
        (told,) = best(lambda words=words: command(words))
        yield Line(f"attdata {' '.join(words)}", told.seconds, None, "0.3 s", told.peak)
    status, pandas = best(lambda: command(["status"]), lambda: run("import pandas", whole=True))
    yield Line(
        "attdata status", status.seconds, pandas.seconds, "3 x", status.peak, pandas.peak,
        against="import pandas",
    )  # fmt: skip


if __name__ == "__main__":
    show(measure())
