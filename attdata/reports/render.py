"""Figures drawn and saved side by side in several processes; one that fails is named, not fatal."""

from __future__ import annotations

import inspect
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attdata
from attdata.problems import ArgumentError, InputError

if TYPE_CHECKING:
    import pandas as pd

    from attdata.draw.drawing import Drawing


@dataclass(frozen=True)
class Plan:
    """A figure to draw: its name, the frame, the public function that draws it, its options.

    ``region`` names the region whose States alone the frame counts, which the footer then says;
    ``narrow`` tells the form for a telephone, of which only the SVG is made.
    """

    name: str
    frame: pd.DataFrame
    draw: str
    options: Mapping[str, Any] = field(default_factory=dict)
    region: str = ""
    narrow: bool = False


@dataclass(frozen=True)
class Made:
    """A figure written: what it says of itself, its files, and how long it took in seconds.

    ``narrow`` is the SVG of its form for a telephone, where it has one.
    """

    name: str
    language: str
    title: str
    alt: str
    paths: tuple[Path, ...]
    seconds_drawing: float
    seconds_saving: float
    narrow: Path | None = None


@dataclass(frozen=True)
class Failure:
    """A figure that was not written, and why, in one sentence."""

    name: str
    language: str
    message: str

    def __str__(self) -> str:
        """Name the figure, its language and what went wrong."""
        language = f" ({self.language})" if self.language else ""
        return f"figure {self.name}{language}: {self.message}"


Progress = Callable[[int, int, str], None]


def failure_sentence(failure: BaseException) -> str:
    """Return a failure as one line: its message, after its kind where it was not expected."""
    text = " ".join(str(failure).split())
    if isinstance(failure, _Told | InputError | ArgumentError) and text:
        return text
    return f"{type(failure).__name__}: {text}" if text else type(failure).__name__


class _Told(Exception):
    """A failure in one line; those of libraries may not survive the way between processes."""


@dataclass(frozen=True)
class _Task:
    plan: Plan
    language: str
    folder: Path
    formats: tuple[str, ...]
    size: str


def render(
    plans: Iterable[Plan],
    folder: Path,
    *,
    languages: Sequence[str],
    formats: Iterable[str],
    size: str = "report",
    jobs: int | None = None,
    progress: Progress | None = None,
    ready: Callable[[str, list[Made]], None] | None = None,
) -> tuple[list[Made], list[Failure]]:
    """Draw and save figures side by side; return those written and those that failed.

    Parameters
    ----------
    plans
        The figures with their frames.
    folder
        Files go to ``<folder>/<language>``.
    languages, formats, size, jobs, progress
        As in :func:`figures`.
    ready
        Called with each language and its figures once they are there, while others are drawn; then
        languages are drawn one after the other, and else figures.
    """
    tasks = [
        _Task(plan, language, folder / language, tuple(formats), size)
        for plan in plans
        for language in languages
    ]
    places = {(task.plan.name, task.language): place for place, task in enumerate(tasks)}

    def ordered(figures: list[Made]) -> list[Made]:
        return _paired(sorted(figures, key=lambda figure: places[figure.name, figure.language]))

    if ready:
        tasks.sort(key=lambda task: languages.index(task.language))
    left = Counter(task.language for task in tasks)
    made: list[Made] = []
    failures: list[Failure] = []
    for done, (task, outcome) in enumerate(_outcomes(tasks, jobs), start=1):
        if isinstance(outcome, Made):
            made.append(outcome)
        else:
            failures.append(Failure(task.plan.name, task.language, failure_sentence(outcome)))
        if progress:
            progress(done, len(tasks), f"{task.plan.name} ({task.language})")
        left[task.language] -= 1
        if ready and not left[task.language]:
            ready(task.language, ordered([one for one in made if one.language == task.language]))
    failures.sort(key=lambda figure: places[figure.name, figure.language])
    return ordered(made), failures


def _paired(made: list[Made]) -> list[Made]:
    """Return the figures, each with its form for a telephone."""
    forms = {(figure.name, figure.language): figure.narrow for figure in made if figure.narrow}
    return [
        replace(figure, narrow=forms.get((figure.name, figure.language)))
        for figure in made
        if figure.narrow is None
    ]


def _outcomes(tasks: list[_Task], jobs: int | None) -> Iterator[tuple[_Task, Made | BaseException]]:
    """Yield each task with what came of it, as they end."""
    count = min(jobs or os.cpu_count() or 1, len(tasks))
    if count <= 1:
        for task in tasks:
            yield task, _tried(task)
        return
    broken = []
    with ProcessPoolExecutor(count) as pool:
        running: dict[Future[Made | BaseException], _Task] = {
            pool.submit(_tried, task): task for task in tasks
        }
        for future in as_completed(running):
            failure = future.exception()
            if isinstance(failure, BrokenProcessPool):
                broken.append(running[future])
            else:
                yield running[future], failure or future.result()
    # A process that dies takes the pool with it: each task left over gets a process of its own,
    # so that only the guilty one is lost.
    for task in broken:
        with ProcessPoolExecutor(1) as pool:
            future = pool.submit(_tried, task)
            yield task, future.exception() or future.result()


def _tried(task: _Task) -> Made | BaseException:
    """Return the figure written, or why it was not."""
    try:
        return _drawn(task)
    except Exception as failure:
        return _Told(failure_sentence(failure))


def _drawn(task: _Task) -> Made:
    """Draw one figure and write its files."""
    import matplotlib as mpl

    mpl.use("Agg", force=False)
    import matplotlib.pyplot as plt

    from attdata.draw.drawing import drawing_of
    from attdata.draw.save import save

    draw = getattr(attdata, task.plan.draw)
    started = time.perf_counter()
    plt.close("all")
    options = dict(task.plan.options)
    size = "narrow" if task.plan.narrow else task.size
    if "size" in inspect.signature(draw).parameters:
        options["size"] = size
    axes = draw(task.plan.frame, language=task.language, **options)
    drawn = time.perf_counter()
    drawing = drawing_of(axes)
    paths = save(
        axes,
        task.folder / (f"{task.plan.name}-narrow" if task.plan.narrow else task.plan.name),
        formats=["svg"] if task.plan.narrow else task.formats,
        size=size,
        data=_as_drawn(task.plan.frame, drawing),
        note=_region_note(task, drawing.note),
    )
    saved = time.perf_counter()
    plt.close("all")
    return Made(
        task.plan.name,
        task.language,
        drawing.title,
        drawing.alt,
        tuple(paths),
        drawn - started,
        saved - drawn,
        paths[0] if task.plan.narrow else None,
    )


def _as_drawn(frame: pd.DataFrame, drawing: Drawing) -> pd.DataFrame:
    """Return the frame with the sources and the days of all that is drawn, of events too."""
    from attdata.draw.pipeline_days import COLUMNS
    from attdata.evidence import with_evidence

    if drawing.frame is None:
        return frame
    days = [name for name in COLUMNS.values() if name in drawing.frame.columns]
    whole = frame.join(drawing.frame[days]) if days else frame.copy(deep=False)
    sources = drawing.frame.attrs.get("sources") or frame.attrs.get("sources")
    return with_evidence(whole, frame.attrs, **({"sources": sources} if sources else {}))


def _region_note(task: _Task, note: str) -> str | None:
    """Return the figure's own note with the sentence that only one region is counted."""
    from attdata.evidence import sentences
    from attdata.words import name_of, word

    n = task.plan.frame.attrs.get("n_states")
    if not task.plan.region or n is None:
        return None
    region = name_of("group", task.plan.region, task.language)
    only = word("report.note.region", task.language, region=region, n=n)
    return sentences([note, only], task.language)
