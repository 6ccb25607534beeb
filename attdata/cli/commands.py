"""The command ``attdata``: build, check, names, status, diff, figures, report, brief, explore.

Exit codes: 0 done, 1 problems in the data, 2 wrong usage, 70 a fault of attdata. A failure prints
one line, a traceback only with ``--debug``. Everything heavy is imported inside the commands, so
that ``--help`` is instant.
"""

from __future__ import annotations

import sys
import traceback
import warnings
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from attdata import __version__
from attdata.cli.terminal import (
    AliasesOption,
    BasisOption,
    DataOption,
    KindOption,
    OnOption,
    QuietOption,
    TreatyOption,
    UsageError,
    VerboseOption,
    app,
    print_problems,
    usage,
)
from attdata.problems import ERROR, NOTE, InputError, Problem, counted


def main() -> None:
    """Run the command line; expected failures become one line on standard error."""
    warnings.showwarning = _show_warning
    try:
        app(prog_name="attdata")
    except UsageError as failure:
        _fail(failure, 2)
    except InputError as failure:
        _fail(failure, 1)
    except BrokenPipeError:
        sys.stderr.close()
    except KeyboardInterrupt:
        _fail("stopped; what was there before is untouched.", 130)
    except Exception as failure:  # a fault of attdata's own: told as such, never as wrong usage
        text = f"unexpected {type(failure).__name__}: {failure}"
        _fail(f"{text}; attdata --debug with the same command shows where.", 70)


# Set by --debug: the traceback of any failure, expected or not, goes before its one line.
_SHOW_TRACEBACK = False


def _fail(message: object, code: int) -> None:
    if _SHOW_TRACEBACK:
        traceback.print_exc()
    print(f"attdata: {message}", file=sys.stderr)
    sys.exit(code)


def _show_warning(message: Any, *_: Any, **__: Any) -> None:
    print(f"warning: {message}", file=sys.stderr)


def _version(value: bool) -> None:
    if value:
        print(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it and stop.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of a failure.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""
    global _SHOW_TRACEBACK
    _SHOW_TRACEBACK = debug


@app.command()
def build(
    raw: Annotated[Path, typer.Option("--raw", help="Folder of the raw files.")] = Path("data/raw"),
    out: Annotated[Path, typer.Option("--out", help="Folder for the tidy frames.")] = Path(
        "data/processed"
    ),
    aliases: AliasesOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Make the tidy frames from the raw files; exit 1 on errors, which leave the last good ones."""
    from attdata.processed.assemble import BuildError
    from attdata.processed.assemble import build as make
    from attdata.processed.store import load_held

    before = None if quiet else load_held(out)
    try:
        data = make(raw, out, aliases=aliases)
    except BuildError as failure:
        print_problems(failure.problems, verbose)
        raise
    if before is not None:
        for line in _news(before, data):
            print(line)
    problems = [Problem(**row) for row in data.problems.astype(str).to_dict("records")]
    print_problems(problems, verbose)
    if not quiet:
        for line in _summary(data, out, verbose):
            print(line)


def _news(before: Any, data: Any) -> list[str]:
    """Return what changed against the frames that were there, membership first."""
    from attdata.measures.compare import compare, news_lines

    if before.sources["sha256"].tolist() == data.sources["sha256"].tolist():
        return []
    return news_lines(compare(before, data))


def _summary(data: Any, out: Path, verbose: bool) -> list[str]:
    """Return what was read and kept: a line per folder, with ``verbose`` per file."""
    read_files = data.sources[data.sources["rows_read"].notna()]
    folders = read_files["file"].str.partition("/")[0]
    lines = []
    for name, files in read_files.groupby(read_files["file"] if verbose else folders, sort=True):
        read, kept = int(files["rows_read"].sum()), int(files["rows_kept"].sum())
        count = "" if verbose else f"{counted(len(files), 'file')}, "
        lines.append(
            f"{name}: {count}{counted(read, 'row')} read, {kept} kept, {read - kept} refused"
        )
    notes = int((data.problems["severity"].astype(str) == NOTE).sum())
    if notes and not verbose:
        remarks = counted(notes, "note")
        lines.append(f"{remarks} on layout and known gaps: in problems.csv, shown with --verbose")
    rows = sum(len(frame) for frame in data.frames().values())
    lines.append(
        f"{counted(len(data.frames()), 'frame')} with {counted(rows, 'row')} written to {out}"
    )
    return lines


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Spreadsheets, before they enter data/raw.")],
    kind: KindOption = None,
    aliases: AliasesOption = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day of a status table that does not show it."),
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Tell all problems of spreadsheets, before they enter data/raw; exit 1 on errors."""
    from attdata.checks import check_file, files_with_same_numbers

    errors = 0
    checks = []
    listed = [path.name for path in files]
    for path in files:
        # Two files of one name in two folders are told apart by their paths.
        name = str(path) if listed.count(path.name) > 1 else path.name
        try:
            day = as_of.date() if as_of else None
            checked = usage(check_file, path, aliases=aliases, kind=kind, as_of=day)
        except InputError as failure:
            print(f"error: {failure}", file=sys.stderr)
            errors += 1
            continue
        checks.append((name, checked))
        print_problems(
            [replace(p, source=name) if p.source == path.name else p for p in checked.problems]
        )
        errors += sum(p.severity == ERROR for p in checked.problems)
        if not quiet:
            refused = checked.rows_read - checked.rows_kept
            print(
                f"{name}: {checked.kind}; {counted(checked.rows_read, 'row')} read, "
                f"{checked.rows_kept} kept, {refused} refused, "
                f"{counted(len(checked.problems), 'problem')}"
            )
    same = files_with_same_numbers(checks)
    print_problems(same)
    if errors or same:
        raise typer.Exit(1)


@app.command()
def names(
    file: Annotated[
        str, typer.Argument(help="A spreadsheet or text file, or - for standard input.")
    ],
    aliases: AliasesOption = None,
) -> None:
    """Print the names that do not resolve, as CSV ready for aliases.csv."""
    from attdata.checks import unresolved

    source = sys.stdin.read() if file == "-" else Path(file)
    table = unresolved(source, aliases=aliases)
    table.to_csv(sys.stdout, index=False, lineterminator="\n")
    if len(table):
        raise typer.Exit(1)


@app.command()
def status(
    on: OnOption = None,
    by: Annotated[str, typer.Option("--by", help="Scheme of groups.")] = "att_region",
    treaty: TreatyOption = "att",
    basis: BasisOption = "deposited",
    universe: Annotated[str | None, typer.Option("--universe", help="att, all, ...")] = None,
    data: DataOption = None,
) -> None:
    """Print the totals and the table of regions."""
    from attdata.measures.participation import participation
    from attdata.processed.store import load

    loaded = load(data)
    frame = usage(participation, loaded, on, by=by, treaty=treaty, basis=basis, universe=universe)
    attrs = frame.attrs
    world = frame.iloc[-1]
    title = loaded.treaties.set_index("treaty")["short_name"][treaty]
    print(
        f"{title}, {attrs['on']}, basis {attrs['basis']}, universe {attrs['universe']} "
        f"({world['n_states']} States)"
    )
    shares = [f"{share:.1%}" if share == share else "-" for share in frame["share_party"]]
    columns = {
        by: list(frame["group"]),
        "States": frame["n_states"],
        "States Parties": frame["n_party"],
        "signatories": frame["n_signatory"],
        "not joined": frame["n_not_joined"],
        **({"unknown": frame["n_unknown"]} if frame["n_unknown"].any() else {}),
        "share of States party": shares,
    }
    _print_table(columns)


def _print_table(columns: dict[str, Any]) -> None:
    """Print columns under their headings, numbers to the right."""
    cells = {name: [str(v) for v in values] for name, values in columns.items()}
    widths = {name: max(len(name), *map(len, v)) if v else len(name) for name, v in cells.items()}

    def line(parts: list[str]) -> str:
        first, *others = zip(parts, widths.values(), strict=True)
        return "  ".join([first[0].ljust(first[1]), *(p.rjust(w) for p, w in others)]).rstrip()

    print(line(list(cells)))
    for row in zip(*cells.values(), strict=True):
        print(line(list(row)))


@app.command()
def diff(
    since: Annotated[str, typer.Argument(help="Last day before the period.")],
    until: Annotated[str | None, typer.Argument(help="Last day of it; else the newest.")] = None,
    treaty: TreatyOption = "att",
    data: DataOption = None,
) -> None:
    """Print which States changed status between two days."""
    from attdata.evidence import plain_day
    from attdata.measures.changes import changes, undecided
    from attdata.measures.participation import status_on
    from attdata.processed.store import load

    dataset = load(data)
    frame = usage(changes, dataset, since, until, treaty=treaty)
    moved = frame[frame["before"].astype(str) != frame["after"].astype(str)]
    other = len(frame) - len(moved)
    last = frame.attrs["on"]
    if moved.empty:
        print(f"No State changed status after {since} and up to {last}.")
    for row in moved.itertuples():
        action = row.action.replace("_", " ")
        when = plain_day(row.date, str(row.date_precision), row.date_earliest)
        print(f"{when}  {row.name_en}: {action}; {_words(row.before, row.after)}")
    if other:
        print(f"{other} further actions changed no status.")
    for row in undecided(dataset, since, last, treaty=treaty).itertuples():
        action = str(row.action).replace("_", " ")
        between = f"between {plain_day(row.date_earliest)} and {plain_day(row.date)}"
        print(f"{row.name_en}: {action} {between}, counted on {plain_day(row.date)}")
    standing = status_on(dataset, last, treaty=treaty, universe="all")
    for row in standing[standing["leaving"].notna()].itertuples():
        print(f"{row.name_en}: withdrawal notified, takes effect on {plain_day(row.leaving)}")


def _words(before: str, after: str) -> str:
    return f"{before} -> {after}".replace("_", " ")


# The commands of the other files come after these in the list of help.
from attdata.cli import reports as reports  # noqa: E402, isort: skip
from attdata.cli import intake as intake  # noqa: E402, isort: skip
