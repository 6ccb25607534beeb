"""What the commands share: the options, wrong usage, and how problems are printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from attdata.problems import NOTE, ArgumentError, InputError, Problem, problem_lines

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help costs half of what the decorated one does
    help="How universal the Arms Trade Treaty becomes: from the spreadsheets to the conference.",
)

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder of the tidy frames; else found from here.")
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show notes and every place too.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but problems.")]
AliasesOption = Annotated[
    Path | None, typer.Option("--aliases", help="CSV with your own spellings of States.")
]
OnOption = Annotated[
    str | None, typer.Option("--on", metavar="DAY", help="Day, as 2026-07-24; else the newest.")
]
LanguageOption = Annotated[
    list[str] | None,
    typer.Option("--language", "-l", help="ar, en, es, fr, ru, zh or all; may be repeated."),
]
KindOption = Annotated[
    str | None,
    typer.Option("--as", metavar="KIND", help="What a file is: status, log, vtf, plan, votes."),
]
BasisOption = Annotated[str, typer.Option("--basis", help="deposited or in_force.")]
TreatyOption = Annotated[str, typer.Option("--treaty", help="Key of the treaty.")]
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


class UsageError(InputError):
    """A word on the command line that means nothing: exit code 2."""


def usage(function: Any, *args: Any, **kwargs: Any) -> Any:
    """Call a measure; a word it does not know is wrong usage."""
    try:
        return function(*args, **kwargs)
    except InputError:
        raise
    except ArgumentError as failure:
        raise UsageError(failure) from failure


def print_problems(problems: list[Problem], verbose: bool = False) -> None:
    """Print problems on standard error, one line per kind; notes only when asked for."""
    listed = [p for p in problems if verbose or p.severity != NOTE]
    for line in problem_lines(listed, len(listed) if verbose else 3):
        print(line, file=sys.stderr)
