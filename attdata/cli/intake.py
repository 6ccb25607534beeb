"""The commands that change or compare folders: add, undo, update, compare, table, init."""

from __future__ import annotations

import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from attdata.cli.terminal import (
    AliasesOption,
    DataOption,
    KindOption,
    OnOption,
    QuietOption,
    app,
    print_problems,
    usage,
)
from attdata.problems import InputError

RawOption = Annotated[Path, typer.Option("--raw", help="Folder of the raw files.")]
OutOption = Annotated[Path, typer.Option("--out", help="Folder of the tidy frames.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Tell everything, change nothing.")]
RAW, OUT = Path("data/raw"), Path("data/processed")


@app.command()
def add(
    files: Annotated[
        list[Path], typer.Argument(help="Saved pages, workbooks, logs, lists, votes.")
    ],
    kind: KindOption = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day to which the file reaches."),
    ] = None,
    title: Annotated[str, typer.Option("--title", help="What the file is.")] = "",
    producer: Annotated[str, typer.Option("--producer", help="Who compiled it.")] = "",
    address: Annotated[str, typer.Option("--url", help="Where it was published.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Terms of use.")] = "",
    dry_run: DryOption = False,
    raw: RawOption = RAW,
    out: OutOption = OUT,
    aliases: AliasesOption = None,
    quiet: QuietOption = False,
) -> None:
    """Keep received files with their source notes and build; the membership news comes first."""
    from attdata.processed.notes import SourceNote

    note = SourceNote(title, producer, address, licence, _day(as_of), date.today())
    _add(files, kind, note, raw, out, aliases, dry_run, quiet)


def _add(
    files: list[Path],
    kind: str | None,
    note: Any,
    raw: Path,
    out: Path,
    aliases: Path | None,
    dry_run: bool,
    quiet: bool,
) -> None:
    from attdata.intake.additions import add as keep
    from attdata.intake.additions import errors_of, nothing_changed
    from attdata.processed.assemble import BuildError

    ask = _ask if sys.stdin.isatty() and not quiet else None
    try:
        with nothing_changed():
            done = usage(
                keep,
                files,
                raw=raw,
                out=out,
                kind=kind,
                note=note,
                ask=ask,
                aliases=aliases,
                dry_run=dry_run,
            )
    except BuildError as failure:
        print_problems(errors_of(failure))
        raise InputError("The files hold errors; nothing was changed.") from failure
    print(done.news)
    for addition in done.additions:
        print(addition.line())
    print_problems(done.raised)
    if not quiet:
        print("Nothing was changed (--dry-run)." if dry_run else f"Frames written to {out}.")


def _ask(_: str, question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False, err=True)).strip()


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


@app.command()
def undo(raw: RawOption = RAW, out: OutOption = OUT) -> None:
    """Take the last addition back and build."""
    from attdata.intake.additions import undo as take_back

    name, news = take_back(raw=raw, out=out)
    print(news)
    print(f"data/raw/{name} was taken out.")


@app.command()
def update(
    treaty: Annotated[
        list[str] | None, typer.Option("--treaty", help="Key of a treaty; may be repeated.")
    ] = None,
    dry_run: DryOption = False,
    raw: RawOption = RAW,
    out: OutOption = OUT,
    quiet: QuietOption = False,
) -> None:
    """Fetch the depositary's pages and add them; the only command that uses the network."""
    from attdata.intake.additions import status_problems
    from attdata.intake.depositary import addresses, fetch, read_problem
    from attdata.processed.notes import SourceNote
    from attdata.reference import reference_of, using

    with using(reference_of(raw / "reference")), tempfile.TemporaryDirectory() as where:
        wanted = usage(addresses, treaty)
        pages = fetch(wanted, Path(where), report=print if not quiet else lambda _: None)
        for page in pages:
            errors = status_problems(page.path, page.treaty)
            if errors:
                raise read_problem(page, errors)
        note = SourceNote(accessed=date.today())
        _add([page.path for page in pages], "status", note, raw, out, None, dry_run, quiet)


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(help="A folder with tidy frames.")],
    new: Annotated[Path | None, typer.Argument(help="Another; else those found from here.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write the tables as a page.")] = None,
    language: Annotated[str, typer.Option("--language", "-l", help="Of the page.")] = "en",
) -> None:
    """Tell what changed between two datasets, membership first."""
    from attdata.measures.compare import compare as between
    from attdata.processed.store import load

    before, after = load(old), load(new)
    news = between(before, after)
    if html is not None:
        from attdata.reports.report import write_changes

        usage(write_changes, before, after, html, language=language)
        print(f"{html} written.")
    print(news)


@app.command()
def table(
    name: Annotated[str, typer.Argument(help="A measure, as participation, status or signals.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="A .xlsx, .csv, .html or .md.")],
    on: OnOption = None,
    by: Annotated[str | None, typer.Option("--by", help="Scheme of groups.")] = None,
    within: Annotated[str | None, typer.Option("--within", help="A group, as Asia.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="First day of a period.")] = None,
    language: Annotated[str, typer.Option("--language", "-l", help="Language.")] = "en",
    data: DataOption = None,
) -> None:
    """Write any measure as a file."""
    from attdata.processed.store import load
    from attdata.tables.measure import write_measure

    asked = {"on": on, "by": by, "within": within, "since": since}
    usage(write_measure, load(data), name, output, language=language, **asked)
    print(f"{output} written.")


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="A new folder.")]) -> None:
    """Make a working folder with raw data, frames and notebooks."""
    from attdata.intake.working_folder import init as make

    for line in make(folder):
        print(line)
