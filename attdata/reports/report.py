"""One command from the data to a conference document: page, Word document, workbook, figures."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata import __version__
from attdata.evidence import with_evidence
from attdata.frames import NO_GROUP
from attdata.measures.compare import compare
from attdata.measures.scope import Day
from attdata.output import ready_folder, write_file
from attdata.problems import LanguageError
from attdata.reference import of_dataset
from attdata.reports.contents import changes_of, document, summary_of
from attdata.reports.cycle import Cycle, cycle_of
from attdata.reports.document import Document, Heading, KeyNumbers, Paragraph, Picture
from attdata.reports.facts import Facts, facts_of
from attdata.reports.html import html_page
from attdata.reports.manifest import write_list
from attdata.reports.render import Failure, Made, Plan, Progress, render
from attdata.reports.word import word_file
from attdata.tables.charts import Cover
from attdata.tables.workbook import workbook_bytes
from attdata.words import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

    from attdata.frames import Dataset

FORMATS = ("png", "svg")
# Figures with a form of their own for a telephone.
NARROW = (
    "status-map", "trend", "shares", "pipeline", "waiting", "reach", "pace", "tiles", "treaties",
    "calendar", "progress", "subregion-map",
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What :func:`report` wrote: the files, the figures that failed, and the period covered."""

    paths: tuple[Path, ...]
    failures: tuple[Failure, ...]
    cycle: Cycle


@of_dataset
def report(
    data: Dataset,
    folder: str | os.PathLike[str],
    *,
    conference: str | None = None,
    languages: Iterable[str] = ("en",),
    on: Day | None = None,
    since: Day | None = None,
    within: str | None = None,
    previous: Dataset | None = None,
    summary: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Write the report for a conference and return what was written.

    Parameters
    ----------
    data
        A Dataset.
    folder
        Where it goes. One language: ``report.html``, ``report.docx``, ``tables.xlsx``, ``figures/``
        and ``manifest.json`` in this folder; several: in a folder of it for each language.
    conference
        Such as CSP12; None for the first that closes on or after the day.
    languages
        Any of ar, en, es, fr, ru, zh.
    on
        The last day of the period; None for the opening of the conference, or the newest day of the
        evidence where that is earlier.
    since
        The day after which the period begins; None for the close of the previous conference.
    within
        A group (Asia, ASEAN, one of your own groups.csv), for a report over its States only.
    previous
        The Dataset of the last report; what changed since then becomes a section.
    summary
        Write two pages for delegates as well: ``summary.html`` and ``summary.docx``.
    jobs
        How many processes draw the figures; None for one per processor.
    progress
        Called with how much is done, how much there is, and what was done.

    Returns
    -------
    Report
        ``paths`` of all files, ``failures`` of figures (the report is written without them).

    Raises
    ------
    ValueError
        A conference, language, group or day that is not known.

    Examples
    --------
    >>> import attdata as att
    >>> done = att.report(att.load(), "reports", languages=["fr"])  # doctest: +SKIP
    """
    wanted = list(dict.fromkeys(languages))
    for language in wanted:
        if language not in LANGUAGES:
            raise LanguageError(
                f'"{language}" is no UN language; choose from: {", ".join(LANGUAGES)}.'
            )
    cycle = cycle_of(data, conference, on, since=since)
    folder = ready_folder(Path(folder))
    facts = facts_of(data, cycle, within)
    if previous is not None:
        facts = replace(facts, news=compare(previous, data))
    written: dict[str, list[Path]] = {}

    def write(language: str, figures: list[Made]) -> None:
        place = folder / language if len(wanted) > 1 else folder
        named = {figure.name: figure for figure in figures}
        written[language] = _write(facts, language, place, named, summary)

    with tempfile.TemporaryDirectory() as drawn:
        _, failures = render(
            figure_plans(facts),
            Path(drawn),
            languages=wanted,
            formats=FORMATS,
            jobs=jobs,
            progress=progress,
            ready=write,
        )
    # A figure with a narrow form is drawn twice, and named once where it fails.
    failures = list(dict.fromkeys(failures))
    paths = [path for language in wanted for path in written[language]]
    return Report(tuple(paths), tuple(failures), cycle)


def write_changes(old: Dataset, new: Dataset, path: Path, *, language: str = "en") -> Path:
    """Write what changed between two datasets as a page that looks like the report.

    Parameters
    ----------
    old, new
        Datasets, as ``load`` gives them.
    path
        The HTML file, replaced whole.
    language
        One of ar, en, es, fr, ru, zh.
    """
    facts = replace(facts_of(new, cycle_of(new)), news=compare(old, new))
    ends = old.evidence_ends()
    before = ends.date() if ends == ends else None
    content = changes_of(facts, language, __version__, before)
    return write_file(path, html_page(content).encode("utf-8"))


def _write(
    facts: Facts, language: str, folder: Path, figures: dict[str, Made], summary: bool
) -> list[Path]:
    """Write the files of one language; the list of them is written last."""
    content = document(facts, language, figures, __version__)
    paths = [
        write_file(folder / "figures" / path.name, path.read_bytes())
        for figure in figures.values()
        for path in figure.paths
    ]
    notes = [*content.lines, *_method(content)]
    book = workbook_bytes(
        content.tables,
        language=content.language,
        title=content.title,
        notes=notes,
        day=facts.cycle.on,
        cover=cover_of(content),
    )
    paths.append(write_file(folder / "tables.xlsx", book))
    paths.append(write_file(folder / "report.docx", word_file(content)))
    paths.append(write_file(folder / "report.html", html_page(content).encode("utf-8")))
    if summary:
        short = summary_of(facts, language, figures, __version__)
        paths.append(write_file(folder / "summary.docx", word_file(short)))
        paths.append(write_file(folder / "summary.html", html_page(short).encode("utf-8")))
    about = {
        "conference": facts.cycle.conference,
        "language": content.language,
        "within": facts.region,
        "since": str(facts.cycle.since),
        "on": str(facts.cycle.on),
        "evidence_ends": str(facts.evidence),
    }
    paths.append(write_list(folder, paths, **about))
    return paths


def cover_of(content: Document) -> Cover:
    """Return the first sheet of the workbook: what the first page of the report says.

    Parameters
    ----------
    content
        What :func:`attdata.reports.contents.document` gives.
    """
    stop = next(i for i, block in enumerate(content.blocks) if isinstance(block, Heading))
    first = content.blocks[:stop]
    maps = [block.figure for block in first if isinstance(block, Picture)]
    pngs = [path for figure in maps for path in figure.paths if path.suffix == ".png"]
    return Cover(
        content.title,
        content.lines,
        tuple(pair for block in first if isinstance(block, KeyNumbers) for pair in block.numbers),
        tuple(block.text for block in first if isinstance(block, Paragraph)),
        pngs[0].read_bytes() if pngs else b"",
    )


def _method(content: Document) -> list[str]:
    """Return the paragraphs on method, for the sheet of notes."""
    texts, inside = [], False
    for block in content.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.key == "method"
        elif isinstance(block, Paragraph) and inside:
            texts.append(block.text)
    return texts


def figure_plans(facts: Facts) -> list[Plan]:
    """Return the figures of a report, each with the frame that its tables show.

    Parameters
    ----------
    facts
        What :func:`attdata.reports.facts.facts_of` gives.
    """
    import datetime as dt

    groups = facts.groups
    region = facts.region
    joined = {"joined_since": facts.cycle.since + dt.timedelta(days=1)}
    where: dict[str, Any] = {"region": region} if region else {}
    main = groups["m49_subregion"] if region else groups["att_region"]
    reach = facts.reach_log if facts.thin else facts.reach
    plans = [
        Plan("status-map", facts.status, "draw_status_map", where | joined),
        Plan(
            "trend",
            facts.trend,
            "draw_trend",
            {"group": facts.whole, "conferences": facts.conferences},
        ),
        Plan("shares", _bars(main, facts), "draw_shares", {}),
        Plan("pipeline", facts.pipeline, "draw_pipeline", {"events": facts.events}),
        Plan("waiting", facts.waiting, "draw_waiting", {}),
        Plan("reach", _bars(reach, facts), "draw_reach", {}),
        Plan("pace", facts.pace, "draw_pace", {}),
    ]
    if not region:
        plans += [
            Plan("tiles", facts.status, "draw_tiles", {}),
            Plan(
                "subregion-map",
                groups["m49_subregion"],
                "draw_region_map",
                {"states": facts.status},
            ),
            Plan("calendar", facts.calendar, "draw_calendar", {}),
            Plan("treaties", facts.treaties, "draw_treaties", {}),
        ]
    if facts.plan_taken_up and len(facts.progress):
        plans.append(Plan("progress", facts.progress, "draw_progress", {}))
    plans += [replace(plan, narrow=True) for plan in plans if plan.name in NARROW]
    return [replace(plan, region=region) for plan in plans if len(plan.frame)]


def _bars(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Return groups for the bars; a region's own total would stand among its parts."""
    if not facts.region:
        return frame
    rows = frame[~frame["group"].isin([facts.whole, NO_GROUP])].reset_index(drop=True)
    return with_evidence(rows, frame.attrs)
