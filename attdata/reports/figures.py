"""All figures in all languages and formats, drawn side by side in several processes.

A figure is a name, a measure that gives its frame, and the function that draws the frame. Frames
are computed once, here; the processes draw and save. A figure that fails is named and the others
are written all the same.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata.output import ready_folder
from attdata.problems import ArgumentError
from attdata.reference import of_dataset
from attdata.reports.figure_set import FIGURES, Measure
from attdata.reports.manifest import write_list
from attdata.reports.render import Failure, Made, Plan, Progress, failure_sentence, render
from attdata.words import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

    from attdata.frames import Dataset

FORMATS = ("png", "svg", "pdf")
SIZES = ("report", "slide")


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


def _chosen(what: str, wanted: list[str], offered: Iterable[str]) -> list[str]:
    """Return the words wanted, each once, after checking that each is known."""
    offered = list(offered)
    for name in wanted:
        if name not in offered:
            raise ArgumentError(f'"{name}" is no {what}; choose from: {", ".join(offered)}.')
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
            failures.append(Failure(name, "", failure_sentence(frame)))
        else:
            given = options(data, day) if callable(options) else options
            plans.append(Plan(name, frame, draw, given))
    return plans, failures


def _attempt(measure: Measure, data: Dataset, day: pd.Timestamp) -> pd.DataFrame | Exception:
    try:
        return measure(data, day)
    except Exception as failure:
        return failure


# --- drawing in several processes --------------------------------------------------------------
