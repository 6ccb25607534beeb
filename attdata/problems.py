"""Problems in the input: located, collected, told in one sentence each.

Every reader returns the problems it met beside what it read; nothing is thrown for a bad cell.
``InputError`` is for the failures after which there is nothing to return:
a file that is not there, is no spreadsheet, or is too large to be read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields
from linecache import getline
from operator import attrgetter
from traceback import walk_tb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ERROR = "error"
WARNING = "warning"
# A remark on layout, or a known gap of the data: kept in problems.csv, shown with --verbose.
NOTE = "note"


class _Told(Exception):
    """An expected failure: its sentence says what to do, so a notebook need not show our code."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in place of a traceback: the sentence, and the line that asked.

        IPython and its kernels look for this method on every exception
        (``InteractiveShell.showtraceback``). ``%debug`` still has the whole traceback.
        """
        lines = [f"{type(self).__name__}: {self}"]
        # The code of cells and scripts runs in ``__main__``; the last such line is the user's own.
        asked = [
            (frame.f_code.co_filename, number)
            for frame, number in walk_tb(self.__traceback__)
            if frame.f_globals.get("__name__") == "__main__"
        ]
        source = getline(*asked[-1]).strip() if asked else ""
        return [*lines, f"  in line {asked[-1][1]}: {source}"] if source else lines


def callers_level() -> int:
    """Return the ``stacklevel`` at which a warning names the line that called attdata.

    The number of our own functions in between is no concern of the reader's (pandas does so too).
    """
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("attdata."):
        level, frame = level + 1, frame.f_back
    return level


class InputError(_Told, ValueError):
    """An expected failure, told in one sentence that says what to do.

    Examples
    --------
    >>> import attdata as att
    >>> try:
    ...     att.load("no/such/folder")
    ... except att.InputError as failure:
    ...     print(str(failure).split(";")[0])
    No tidy frames found in no/such/folder
    """


class ArgumentError(_Told, ValueError):
    """A value that a function cannot take: a word, day or frame; the sentence names what it can.

    No ``InputError``: the data are sound, the question is not (exit code 2, not 1, of the
    command line).
    """


class LanguageError(ArgumentError, LookupError):
    """A language that is none of the six."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place of the input.

    ``code`` is its kind in one word, for programs; sentences are for readers and may change.
    ``source`` is the file's name, ``cell`` its address ("L8", or "row 12" where a file has no
    columns), both empty where the problem is the whole file's.
    """

    severity: str
    source: str
    sheet: str
    cell: str
    value: str
    problem: str
    hint: str = ""
    code: str = ""

    def __str__(self) -> str:
        """Say where, what and what to do, in one line."""
        return f"{self.where()}: {self.what()}"

    def where(self) -> str:
        """Name file, sheet and cell, as far as they are known."""
        place = self.source
        if self.sheet:
            place += f', sheet "{self.sheet}"'
        if self.cell:
            place += f", {self.cell}" if self.cell.startswith("row") else f", cell {self.cell}"
        return place

    def what(self) -> str:
        """Quote the value and say what is wrong with it and what to do."""
        value = self.value if len(self.value) <= 80 else self.value[:77] + "..."
        quoted = f'"{value}" ' if value else ""
        return " ".join(f"{quoted}{self.problem} {self.hint}".split())


def counted(n: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is one.

    Examples
    --------
    >>> counted(1, "problem"), counted(0, "row")
    ('1 problem', '0 rows')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


PROBLEM_COLUMNS = [field.name for field in fields(Problem)]


def problems_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return the problems as a frame, one row per problem, in the order they were met.

    Parameters
    ----------
    problems
        What the readers collected.

    Returns
    -------
    DataFrame
        One row per problem: severity, source, sheet, cell, value, problem, hint, code, all text.

    Examples
    --------
    >>> problems_frame([Problem("error", "log.csv", "", "B2", "31 Feb", "is no day.")])["cell"][0]
    'B2'
    """
    import pandas as pd

    values = attrgetter(*PROBLEM_COLUMNS)
    return pd.DataFrame([values(p) for p in problems], columns=PROBLEM_COLUMNS, dtype="object")


def problem_lines(problems: Iterable[Problem], examples: int = 3) -> list[str]:
    """Return one line per kind of problem, with a few examples and how many more there are.

    Two problems are of one kind when severity, file, sheet and sentence agree: fifty bad cells
    of a column make one line, not fifty.

    Parameters
    ----------
    problems
        What the readers collected.
    examples
        How many places of each kind to quote.

    Returns
    -------
    list of str
        Errors first, each kind in the order it was met.
    """
    kinds: dict[tuple[str, str, str, str, str], list[Problem]] = {}
    for p in problems:
        kinds.setdefault((p.severity, p.source, p.sheet, p.problem, p.hint), []).append(p)
    lines = []
    for group in sorted(kinds.values(), key=lambda group: group[0].severity != ERROR):
        first = group[0]
        if len(group) == 1:
            lines.append(f"{first.severity}: {first}")
            continue
        place = Problem(first.severity, first.source, first.sheet, "", "", "").where()
        samples = ", ".join(f'{p.cell} "{p.value[:60]}"' for p in group[:examples])
        more = f" and {len(group) - examples} more" if len(group) > examples else ""
        sentence = f"{first.problem} {first.hint}".strip()
        lines.append(f"{first.severity}: {place}: {len(group)} cells ({samples}{more}): {sentence}")
    return lines
