"""The participants of a depositary's table: their names looked up, their rows compared.

The depositary's own names are looked up as such (``official=True``): Congo is the Republic of the
Congo. Organisations, territories and former States keep their acts and never become a State.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from attdata.headings import effect_of
from attdata.problems import ERROR, WARNING, Problem
from attdata.untc_head import treaty_of
from attdata.untc_layout import Table
from attdata.untc_rows import NO_DATE, NO_NAME, NOTHING_READ, Row, read_row

NOT_A_STATE = {
    "organisation": "is an organisation; its actions are kept without a State.",
    "territory": "is a territory; its actions are kept without a State.",
    "former State": "is a former State; its actions are kept and given to no successor.",
}
NO_STATE = {
    "ambiguous": "is the name of several States; its actions are kept without a State.",
    "group": "is the name of a group; its actions are kept without a State.",
    "unknown": "is no participant known; its actions are kept without a State.",
}
NOT_A_NAME = "names no participant and has no date; it is taken for a note."
TWICE = "stands in more than one row; the rows are read together."
DISAGREE = "stands in more than one row, and the rows disagree."


class Answer(NamedTuple):
    """What a participant's name stands for, as ``states.resolve`` says."""

    iso3: str
    how: str
    suggestion: str = ""


UNKNOWN = Answer("", "unknown")


def named_rows(tables: Sequence[Table]) -> tuple[list[Row], dict[str, Answer]]:
    """Read the rows, look their names up once per spelling, and mend names broken over rows."""
    rows = [read_row(table, number) for table in tables for number in table.rows]
    names = dict.fromkeys(row.name for row in rows)
    for first, second in pairwise(rows):
        if not (first.dated and second.dated):
            names[_joined(first, second)] = None
    answers = _resolve(list(names))
    mended: list[Row] = []
    for row in rows:
        before = mended[-1] if mended else None
        if before and _is_broken(before, row, answers):
            whole = row if row.dated else before
            whole.name = _joined(before, row)
            whole.footnotes = before.footnotes + row.footnotes
            for act in whole.acts:
                act["participant"] = whole.name
            mended[-1] = whole
        else:
            mended.append(row)
    return mended, answers


def _joined(first: Row, second: Row) -> str:
    return f"{first.name} {second.name}".strip()


def _is_broken(first: Row, second: Row, answers: dict[str, Answer]) -> bool:
    """Tell a name broken over two rows, of which one has the dates: only together it is known."""
    return (
        first.table is second.table
        and not (first.dated and second.dated)
        and answers[first.name].how == "unknown"
        and answers[_joined(first, second)].how != "unknown"
    )


def _resolve(names: list[str]) -> dict[str, Answer]:
    """Look the names up as the depositary prints them."""
    from attdata.states import resolve

    found = resolve(names, official=True)
    columns = (found[column] for column in ("text", "iso3", "how", "suggestion"))
    answers = {
        str(text): Answer(str(iso3), str(how), str(suggestion))
        for text, iso3, how, suggestion in zip(*columns, strict=True)
    }
    return {name: answers.get(name, UNKNOWN) for name in names}


def settle(row: Row, answer: Answer, treaty: str) -> list[dict[str, Any]]:
    """Give a row's acts their State and treaty; decide whether it counts and is refused."""
    if not row.name and row.dated:
        row.counts = row.refused = True
        row.report(ERROR, row.cell, _first_date(row), NO_NAME)
        return []
    if not row.dated:
        row.counts = bool(row.name) and answer.how != "unknown"
        row.report(WARNING, row.cell, row.name, NO_DATE if row.counts else NOT_A_NAME)
        return []
    row.counts = True
    _report_name(row, answer)
    if not row.acts:
        row.refused = True
        if not any(problem.severity == ERROR for problem in row.problems):
            row.report(ERROR, row.cell, row.name, NOTHING_READ)
    for act in row.acts:
        act["source"], act["sheet"] = row.table.sheet.file, row.table.sheet.name
        act["iso3"] = answer.iso3
        act["treaty"] = treaty_of(act.get("treaty", "")) or treaty
    return row.acts


def _report_name(row: Row, answer: Answer) -> None:
    if answer.how in NOT_A_STATE:
        row.report(WARNING, row.cell, row.name, NOT_A_STATE[answer.how])
    elif not answer.iso3:
        hint = f"Did you mean {answer.suggestion}?" if answer.suggestion else ""
        problem = NO_STATE.get(answer.how, NO_STATE["unknown"])
        row.report(ERROR, row.cell, row.name, problem, hint)


def _first_date(row: Row) -> str:
    return str(row.acts[0]["date_text"]) if row.acts else ""


def compare(
    acts: Sequence[dict[str, Any]], record: bool
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the acts without repetitions, and the rows of one participant that disagree.

    In a long record several rows per participant are the rule, so there only two days of one and
    the same act are a contradiction, and it is a warning: an instrument may replace another.
    """
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    problems: list[Problem] = []
    first: dict[tuple[str, ...], dict[str, Any]] = {}
    for act in acts:
        who = (act["treaty"], act["iso3"] or act["participant"])
        what = (act["action"], act["date"], act["date_text"], act["withdrawn"])
        if who + what in kept and kept[who + what]["row"] != act["row"]:
            problems.append(_twice(act, kept[who + what], WARNING, TWICE))
            continue
        kept[(*who, *what, act["cell"])] = kept[who + what] = act
        effect = effect_of(act["action"])
        if effect not in ("signature", "consent") or act["withdrawn"]:
            continue
        other = first.setdefault((*who, act["action"] if record else effect), act)
        if other["row"] != act["row"]:
            severity = WARNING if record else ERROR
            problems.append(_twice(act, other, severity, DISAGREE))
    return list({id(act): act for act in kept.values()}.values()), problems


def _twice(act: dict[str, Any], other: dict[str, Any], severity: str, problem: str) -> Problem:
    hint = f"See {other['cell']}: {other['date_text']}."
    return Problem(
        severity, act["source"], act["sheet"], act["cell"], act["participant"], problem, hint
    )
