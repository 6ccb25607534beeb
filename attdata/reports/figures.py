"""All figures in all languages and formats, drawn side by side in several processes.

A figure is a name, a measure that gives its frame, and the function that draws the frame. Frames
are computed once, here; the processes draw and save. A figure that fails is named and the others
are written all the same.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attdata
from attdata.output import ready_folder, write_file
from attdata.problems import ArgumentError, InputError
from attdata.reference import of_dataset
from attdata.reports.figure_set import FIGURES, Measure
from attdata.words import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

    from attdata.frames import Dataset

FORMATS = ("png", "svg", "pdf")
SIZES = ("report", "slide")


@dataclass(frozen=True)
class Plan:
    """A figure to draw: its name, the frame, the public function that draws it, its options.

    ``region`` names the region whose States alone the frame counts, which the footer then says.
    """

    name: str
    frame: pd.DataFrame
    draw: str
    options: Mapping[str, Any] = field(default_factory=dict)
    region: str = ""


@dataclass(frozen=True)
class Made:
    """A figure written: what it says of itself, its files, and how long it took in seconds."""

    name: str
    language: str
    title: str
    alt: str
    paths: tuple[Path, ...]
    seconds_drawing: float
    seconds_saving: float


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


@dataclass(frozen=True)
class Exported:
    """What :func:`figures` did: figures written, figures that failed, and the list of files."""

    made: tuple[Made, ...]
    failures: tuple[Failure, ...]
    manifest: Path | None
    seconds: float

    @property
    def paths(self) -> list[Path]:
        """Return every file written, the manifest last."""
        files = sorted({path for figure in self.made for path in figure.paths})
        return [*files, self.manifest] if self.manifest else files

    @property
    def share_saving(self) -> float:
        """Return which part (0 to 1) of the work was saving, most of it matplotlib's own."""
        saving = sum(figure.seconds_saving for figure in self.made)
        drawing = sum(figure.seconds_drawing for figure in self.made)
        return saving / (saving + drawing) if saving + drawing else 0.0


Progress = Callable[[int, int, str], None]


@of_dataset
def figures(
    data: Dataset,
    folder: str | os.PathLike[str],
    *,
    languages: Iterable[str] = ("en",),
    formats: Iterable[str] = FORMATS,
    on: Any = None,
    size: str = "report",
    only: Iterable[str] = (),
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Exported:
    """Write all figures and return what was written and what failed.

    Parameters
    ----------
    data
        A Dataset.
    folder
        Where the figures go: ``<folder>/<language>/<name>.<format>``, the data drawn beside each
        as ``<name>.csv``, and ``manifest.json`` with the hash of every file.
    languages
        Any of ar, en, es, fr, ru, zh.
    formats
        Any of png, svg, pdf.
    on
        The day; None for the newest day of the evidence.
    size
        ``report`` (17 cm wide) or ``slide`` (16:9).
    only
        Names of figures (:func:`figure_names`); none for all.
    jobs
        How many processes; None for one per processor.
    progress
        Called after each figure with how many are done, how many there are, and its name.

    Returns
    -------
    Exported
        ``made`` and ``failures``, one per figure and language, and the times.

    Raises
    ------
    ValueError
        A name, language, format, size or day that is not known.

    Examples
    --------
    >>> import attdata as att
    >>> done = att.figures(att.load(), "reports/figures", only=["shares"])  # doctest: +SKIP
    """
    from attdata.measures.scope import resolve_day

    chosen = _chosen("figure", list(only), figure_names()) or figure_names()
    languages = _chosen("UN language", list(languages), LANGUAGES)
    formats = _chosen("format", list(formats), FORMATS)
    _chosen("size", [size], SIZES)
    started = time.perf_counter()
    day = resolve_day(data, on)
    ready_folder(Path(folder))
    plans, failures = _plans(data, day, chosen)
    made, failed = render(
        plans,
        Path(folder),
        languages=languages,
        formats=formats,
        size=size,
        jobs=jobs,
        progress=progress,
    )
    files = [path for figure in made for path in figure.paths]
    listed = write_list(Path(folder), files, on=f"{day:%Y-%m-%d}", size=size) if files else None
    seconds = time.perf_counter() - started
    return Exported(tuple(made), (*failures, *failed), listed, seconds)


def figure_names() -> list[str]:
    """Return the names of the figures, in their order.

    Examples
    --------
    >>> figure_names()[0]
    'status-map'
    """
    return list(FIGURES)


def _chosen(what: str, wanted: list[str], known: Iterable[str]) -> list[str]:
    """Return the words wanted, each once, after checking that each is known."""
    known = list(known)
    for name in wanted:
        if name not in known:
            raise ArgumentError(f'"{name}" is no {what}; choose from: {", ".join(known)}.')
    return list(dict.fromkeys(wanted))


def _plans(
    data: Dataset, day: pd.Timestamp, names: Iterable[str]
) -> tuple[list[Plan], list[Failure]]:
    """Return the figures with their frames; a measure that fails is a failure of its figures."""
    from attdata.measures.scope import EvidenceWarning

    frames: dict[Measure, pd.DataFrame | Exception] = {}
    plans, failures = [], []
    for name in names:
        measure, draw, options = FIGURES[name]
        if measure not in frames:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", EvidenceWarning)  # the footer says it
                frames[measure] = _attempt(measure, data, day)
        frame = frames[measure]
        if isinstance(frame, Exception):
            failures.append(Failure(name, "", _sentence(frame)))
        else:
            given = options(data, day) if callable(options) else options
            plans.append(Plan(name, frame, draw, given))
    return plans, failures


def _attempt(measure: Measure, data: Dataset, day: pd.Timestamp) -> pd.DataFrame | Exception:
    try:
        return measure(data, day)
    except Exception as failure:
        return failure


def _sentence(failure: BaseException) -> str:
    """Return a failure as one line: its message, after its kind where it was not expected."""
    text = " ".join(str(failure).split())
    if isinstance(failure, _Told | InputError | ArgumentError) and text:
        return text
    return f"{type(failure).__name__}: {text}" if text else type(failure).__name__


class _Told(Exception):
    """A failure in one line; those of libraries may not survive the way between processes."""


# --- drawing in several processes --------------------------------------------------------------


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
    languages: Iterable[str],
    formats: Iterable[str],
    size: str = "report",
    jobs: int | None = None,
    progress: Progress | None = None,
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
    """
    tasks = [
        _Task(plan, language, folder / language, tuple(formats), size)
        for plan in plans
        for language in languages
    ]
    made: list[Made] = []
    failures: list[Failure] = []
    for done, (task, outcome) in enumerate(_outcomes(tasks, jobs), start=1):
        if isinstance(outcome, Made):
            made.append(outcome)
        else:
            failures.append(Failure(task.plan.name, task.language, _sentence(outcome)))
        if progress:
            progress(done, len(tasks), f"{task.plan.name} ({task.language})")
    order = {(task.plan.name, task.language): place for place, task in enumerate(tasks)}
    made.sort(key=lambda figure: order[figure.name, figure.language])
    failures.sort(key=lambda figure: order[figure.name, figure.language])
    return made, failures


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
        return _Told(_sentence(failure))


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
    if "size" in inspect.signature(draw).parameters:
        options["size"] = task.size
    axes = draw(task.plan.frame, language=task.language, **options)
    drawn = time.perf_counter()
    drawing = drawing_of(axes)
    paths = save(
        axes,
        task.folder / task.plan.name,
        formats=task.formats,
        size=task.size,
        data=task.plan.frame,
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
    )


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


def write_list(folder: Path, files: Iterable[Path], **facts: Any) -> Path:
    """Write ``manifest.json``: what was made, and each file with its size and hash.

    Parameters
    ----------
    folder
        Where it goes; the files are named from there.
    files
        The files to list. Others that lie in the folder are not this run's and are left out.
    **facts
        What else it says: the day, the conference.

    Returns
    -------
    Path
        The list.
    """
    from attdata import __version__

    listed = []
    for path in sorted(set(files), key=lambda path: path.as_posix()):
        content = path.read_bytes()
        listed.append(
            {
                "path": path.relative_to(folder).as_posix(),
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        )
    text = json.dumps({"attdata": __version__, **facts, "files": listed}, indent=1) + "\n"
    return write_file(folder / "manifest.json", text.encode("utf-8"))
