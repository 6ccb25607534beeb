"""What the cells of a forums file mean: States, days, years, numbers, words; each text read once.

Records of the United Nations name States as the depositary does: Congo is the Republic of the
Congo (``official=True``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from attdata.dates.published import is_year, read_date
from attdata.forums.columns import ForumRow, ForumTable
from attdata.names.lookup import Aliases
from attdata.names.resolve import answers_to
from attdata.problems import ERROR, WARNING
from attdata.reference import per_reference, reference_rows
from attdata.spelling import fold

T = TypeVar("T")
FORMER = "former State"


class NamedStates:
    """The States that the texts of a column name: looked up together, each distinct text once."""

    def __init__(self, texts: Iterable[str], aliases: Aliases = None) -> None:
        distinct = sorted(set(texts))
        self._answers = dict(
            zip(distinct, answers_to(distinct, official=True, aliases=aliases), strict=True)
        )

    def of(self, table: ForumTable, row: ForumRow, column: str = "state") -> str | None:
        """Return the State that a cell names, "" for a former one, None where the row is refused.

        What is wrong is told in the table's problems.
        """
        answer = self._answers[row[column]]
        if answer.iso3:
            return answer.iso3
        if answer.how == FORMER:
            text = "is a former State; its row is kept and counts for no State of today."
            table.problems.append(table.problem(WARNING, row, column, text, answer.suggestion))
            return ""
        hint = f"Did you mean {answer.suggestion}?" if answer.suggestion else ""
        hint = hint or "Write the name as the United Nations does, or add it to aliases.csv."
        text = "names no State. The row was refused;" if row[column] else "is empty; no State."
        table.problems.append(table.problem(ERROR, row, column, text, hint))
        return None


def day_of(text: str) -> str:
    """Return a day as ISO text, "" where the text is no single day.

    Examples
    --------
    >>> day_of("2 April 2013"), day_of("April 2013")
    ('2013-04-02', '')
    """
    period = read_date(text)
    single = period.precision == "day" and period.start == period.end and not period.warnings
    return period.start.isoformat() if single and period.start else ""


def number_of(text: str) -> int | None:
    """Return a whole number of things, 0 for an empty cell, None where the text is none.

    Examples
    --------
    >>> number_of("154"), number_of(""), number_of("many")
    (154, 0, None)
    """
    digits = text.replace(",", "").replace("\u202f", "").replace("\xa0", "").replace(" ", "")
    if not digits:
        return 0
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 12 else None


def year_of(text: str) -> int | None:
    """Return a year, None where the text is none.

    Examples
    --------
    >>> year_of("2013"), year_of("13")
    (2013, None)
    """
    return int(text) if is_year(text) else None


@per_reference
def words_of(column: str) -> dict[str, str]:
    """Return word (folded) -> value for one column of ``kinds.csv``.

    Examples
    --------
    >>> words_of("vote")["y"]
    'yes'
    """
    rows = [row for row in reference_rows("kinds") if row["column"] == column]
    return {fold(row["as_written"]): row["value"] for row in rows}


def each(rows: Sequence[ForumRow], column: str, read: Callable[[str], T]) -> Mapping[str, T]:
    """Return text -> value for a column, each distinct text read once.

    Parameters
    ----------
    rows
        The data rows.
    column
        Name of the column.
    read
        What makes a value of a text; None or "" where it cannot.
    """
    return {text: read(text) for text in {row[column] for row in rows}}


def value_of(
    table: ForumTable, row: ForumRow, column: str, values: Mapping[str, T | None], wanted: str
) -> T | None:
    """Return what a cell holds; None, with an error, where it cannot be read and so the row is not.

    Parameters
    ----------
    table, row, column
        Where it stands.
    values
        What ``each`` read of the column.
    wanted
        What should stand there, for the message: "a day, as 2013-04-02".
    """
    value = values[row[column]]
    if value is None or value == "":
        text = f"is not {wanted}. The row was refused;"
        table.problems.append(table.problem(ERROR, row, column, text, "correct the cell."))
        return None
    return value
