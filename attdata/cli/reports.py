"""The commands that write what conferences receive: figures, report, brief, explore."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from attdata.cli.terminal import (
    LANGUAGES,
    DataOption,
    LanguageOption,
    OnOption,
    QuietOption,
    UsageError,
    app,
    usage,
)
from attdata.problems import counted


def _languages(chosen: list[str] | None) -> tuple[str, ...]:
    """Return the languages asked for; ``all`` stands for the six."""
    if not chosen:
        return ("en",)
    if "all" in chosen:
        return LANGUAGES
    for language in chosen:
        if language not in LANGUAGES:
            raise UsageError(f'"{language}" is no UN language; choose {", ".join(LANGUAGES)}.')
    return tuple(dict.fromkeys(chosen))


@app.command()
def figures(
    folder: Annotated[Path, typer.Argument(help="Where the figures go.")] = Path("reports/figures"),
    language: LanguageOption = None,
    format_: Annotated[
        list[str] | None, typer.Option("--format", "-f", help="png, svg or pdf; may be repeated.")
    ] = None,
    on: OnOption = None,
    size: Annotated[str, typer.Option("--size", help="report (17 cm) or slide (16:9).")] = "report",
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Name of a figure; may be repeated.")
    ] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", help="How many at once.")] = None,
    data: DataOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write every figure in the languages and formats asked for; exit 1 if one failed."""
    from attdata.processed.store import load
    from attdata.reports.figures import FORMATS
    from attdata.reports.figures import figures as export

    with _progress(quiet) as progress:
        done = usage(
            export,
            load(data),
            folder,
            languages=_languages(language),
            formats=format_ or FORMATS,
            on=on,
            size=size,
            only=only or (),
            jobs=jobs,
            progress=progress,
        )
    for failure in done.failures:
        print(f"error: {failure}", file=sys.stderr)
    if not quiet:
        rate = len(done.made) / done.seconds if done.seconds else 0
        print(
            f"figures: {len(done.made)}, files: {len(done.paths)} in {folder}; "
            f"{done.seconds:.0f} s, {rate:.1f} figures a second"
        )
    if done.failures:
        raise typer.Exit(1)


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(help="Where the report pack goes.")] = Path("reports"),
    conference: Annotated[
        str | None, typer.Option("--conference", help="CSP12; else the next after the day.")
    ] = None,
    language: LanguageOption = None,
    on: OnOption = None,
    since: Annotated[
        str | None, typer.Option("--since", help="Day after which the period begins.")
    ] = None,
    within: Annotated[
        str | None, typer.Option("--within", "--region", help="A group: Asia, ASEAN, ...")
    ] = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", help="The processed data of the last report.")
    ] = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Two pages for delegates as well.")
    ] = False,
    data: DataOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write the report pack: HTML, Word, workbook and figures."""
    from attdata.processed.store import load
    from attdata.reports.report import report as write_report

    with _progress(quiet) as progress:
        done = usage(
            write_report,
            load(data),
            folder,
            conference=conference,
            languages=_languages(language),
            on=on,
            since=since,
            within=within,
            previous=load(previous) if previous else None,
            summary=summary,
            progress=progress,
        )
    for failure in done.failures:
        print(f"error: {failure}", file=sys.stderr)
    if not quiet:
        for path in done.paths:
            if path.suffix in (".html", ".docx", ".xlsx"):
                print(path)
    if done.failures:
        raise typer.Exit(1)


@app.command()
def brief(
    states: Annotated[
        list[str] | None, typer.Argument(help="States by code or name: THA Kenya ...")
    ] = None,
    not_party: Annotated[
        bool, typer.Option("--not-party", help="All States not yet party.")
    ] = False,
    signatories: Annotated[bool, typer.Option("--signatories", help="All signatories.")] = False,
    within: Annotated[
        list[str] | None, typer.Option("--within", help="Asia, ASEAN, ...; may be repeated.")
    ] = None,
    folder: Annotated[Path, typer.Option("-o", "--out", help="Where the briefs go.")] = Path(
        "reports/briefs"
    ),
    language: LanguageOption = None,
    on: OnOption = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", help="How many at once.")] = None,
    data: DataOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write two pages on each State, HTML and Word, with a page that lists them."""
    from attdata.processed.store import load
    from attdata.reports.briefs import choose_states, write_briefs

    loaded, languages = load(data), _languages(language)
    asked = {"not_party": not_party, "signatories": signatories, "within": within or (), "on": on}
    chosen = usage(choose_states, loaded, states or (), **asked)
    with _progress(quiet) as progress:
        done = write_briefs(
            loaded, folder, chosen, languages=languages, on=on, jobs=jobs, progress=progress
        )
    for failure in done.failures:
        print(f"error: {failure}", file=sys.stderr)
    if not quiet:
        print(f"{counted(len(done.paths), 'file')}; {done.paths[-1]}")
    if done.failures:
        raise typer.Exit(1)


@app.command()
def explore(
    file: Annotated[Path, typer.Argument(help="The HTML file to write.")] = Path(
        "reports/explorer.html"
    ),
    language: Annotated[
        str, typer.Option("--language", "-l", help="In which it opens; all six are in it.")
    ] = "en",
    data: DataOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write the explorer: one HTML file with maps over time, a card of each State, and a table."""
    from attdata.notebook import explore as explorer
    from attdata.processed.store import load

    path = usage(explorer, load(data), language=language).to_html(file)
    if not quiet:
        print(path)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """Give a function that shows how far long work has come: a bar on a terminal, else lines."""
    if quiet:
        yield None
        return
    if not sys.stderr.isatty():
        yield lambda done, total, name: print(f"{done}/{total} {name}", file=sys.stderr)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, name: bar.update(
            task, completed=done, total=total, description=name
        )
