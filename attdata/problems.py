"""Problems in the input: located, collected, told in one sentence each.

Every reader returns the problems it met beside what it read; nothing is thrown for a bad cell
(DESIGN.md, rule 4). ``InputError`` is for the failures after which there is nothing to return:
a file that is not there, is no spreadsheet, or is too large to be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ERROR = "error"
WARNING = "warning"


class InputError(ValueError):
    """An expected failure, told in one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place of the input.

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
        One row per problem: severity, source, sheet, cell, value, problem, hint, all text.

    Examples
    --------
    >>> problems_frame([Problem("error", "log.csv", "", "B2", "31 Feb", "is no day.")])["cell"][0]
    'B2'
    """
    import pandas as pd

    return pd.DataFrame([astuple(p) for p in problems], columns=PROBLEM_COLUMNS, dtype="object")


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
        shown = ", ".join(f'{p.cell} "{p.value[:60]}"' for p in group[:examples])
        more = f" and {len(group) - examples} more" if len(group) > examples else ""
        sentence = f"{first.problem} {first.hint}".strip()
        lines.append(f"{first.severity}: {place}: {len(group)} cells ({shown}{more}): {sentence}")
    return lines
