"""The participants of a depositary's table: their names looked up, their rows compared.

The depositary's own names are looked up as such (``official=True``): Congo is the Republic of the
Congo. Organizations, territories and former States keep their acts and never become a State.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from attdata.membership.dates import read_cell
from attdata.membership.head import treaty_of
from attdata.membership.headings import effect_of
from attdata.membership.layout import Table
from attdata.membership.letters import plain
from attdata.membership.order import refuse_open_dates, table_orders
from attdata.membership.rows import NO_DATE, NO_NAME, NOTHING_READ, Row, read_row
from attdata.names.lookup import Answer
from attdata.names.resolve import Aliases, answers_to
from attdata.names.totals import begins_total, is_count
from attdata.problems import ERROR, WARNING, Problem
from attdata.reference import reference_rows

NOT_A_STATE = {
    "organisation": "is an organization; its actions are kept without a State.",
    "territory": "is a territory; its actions are kept without a State.",
    "former State": "is a former State; its actions are kept and given to no successor.",
}
NO_STATE = {
    "ambiguous": "is the name of several States; its actions are kept without a State.",
    "group": "is the name of a group; its actions are kept without a State.",
    "unknown": "is no participant known; its actions are kept without a State.",
}
NOT_A_NAME = "names no participant and has no date; it is taken for a note."
TOTALS = "heads a row of totals, which is no participant and was left out."
WRONG_COUNT = "is not the number of dates in the rows above it."
TWICE = "stands in more than one row; the rows are read together."
DISAGREE = "stands in more than one row, and the rows disagree."
AFTER_TABLE = "is later than the day to which the table or list speaks."
EFFECT_BEFORE = "takes effect before it was notified."
BEFORE_TREATY = "is earlier than the adoption of the treaty."
BEFORE_SIGNATURE = "is earlier than the State's signature."


# A table has no more than a few names that nobody knows; more are not a table of States.
SUGGESTIONS = 200


def without_totals(table: Table) -> list[Problem]:
    """Take the rows out of a table that only count the others; return what is told of them.

    They begin with the word for a total and hold figures. A figure below a column of acts is
    compared with the number of cells above it that have a date.
    """
    totals = {number for number in table.rows if _is_total(table.sheet.rows[number])}
    if not totals:
        return []
    problems = []
    dated, since = Counter[int](), Counter[int]()  # in each column: all, and since the last total
    columns = [n for n, heading in table.columns.items() if heading.column == "acts"]
    for number in table.rows:
        held = {n for n in columns if _has_day(table.sheet.text(number, n))}
        if number not in totals:
            dated.update(held)
            since.update(held)
            continue
        place, label = _label(table.sheet.rows[number])
        cell = table.sheet.address(number, place)
        problems.append(table.sheet.problem(WARNING, cell, plain(label), TOTALS))
        for column in columns:
            text = table.sheet.text(number, column).strip()
            if text.isdecimal() and int(text) not in (dated[column], since[column]):
                cell, hint = table.sheet.address(number, column), f"Counted: {dated[column]}."
                problems.append(table.sheet.problem(WARNING, cell, text, WRONG_COUNT, hint))
        since.clear()
    table.rows = [number for number in table.rows if number not in totals]
    return problems


def _label(cells: Sequence[str]) -> tuple[int, str]:
    """Return the first cell of a row that is no running number, with its column."""
    texts = ((n, cell.strip()) for n, cell in enumerate(cells, 1))
    return next(((n, text) for n, text in texts if text and not text.isdecimal()), (0, ""))


def _is_total(cells: Sequence[str]) -> bool:
    place, label = _label(cells)
    if not begins_total(label):
        return False
    return all(is_count(cell.strip()) for cell in cells[place:] if cell.strip())


def _has_day(text: str) -> bool:
    return any(not act.problem for act in read_cell(text))


def named_rows(tables: Sequence[Table], aliases: Aliases) -> tuple[list[Row], dict[str, Answer]]:
    """Read the rows, look their names up once per spelling, and mend names broken over rows."""
    rows: list[Row] = []
    for table in tables:
        orders = table_orders(table)
        table.month_first = orders.month_first
        read = [read_row(table, number) for number in table.rows]
        refuse_open_dates(table, orders, read)
        rows += read
    names = dict.fromkeys(row.name for row in rows)
    for first, second in pairwise(rows):
        if not (first.dated and second.dated):
            names[_joined(first, second)] = None
    answers = _resolve(list(names), aliases)
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
    if first.table is not second.table or (first.dated and second.dated):
        return False
    whole = answers[_joined(first, second)]
    if answers[first.name].how == "unknown":
        return whole.how != "unknown"
    return bool(whole.iso3) and not answers[second.name].iso3


def _resolve(names: list[str], aliases: Aliases) -> dict[str, Answer]:
    """Look the names up as the depositary prints them."""
    answers = answers_to(names, official=True, aliases=aliases, suggestions=SUGGESTIONS)
    return dict(zip(names, answers, strict=True))


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
        hint = answer.suggestion and f"Did you mean {answer.suggestion}?"
        if answer.how == "ambiguous":
            hint = f"{answer.suggestion}."
        problem = NO_STATE.get(answer.how, NO_STATE["unknown"])
        row.report(ERROR, row.cell, row.name, problem, hint)


def _first_date(row: Row) -> str:
    return str(row.acts[0]["date_text"]) if row.acts else ""


def compare(
    acts: Sequence[dict[str, Any]], record: bool
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the acts without repetitions, and the rows of one participant that disagree."""
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for act in acts:
        first = kept.setdefault(_who(act) + _what(act), act)
        if first["row"] == act["row"] and first is not act:
            kept[(*_who(act), *_what(act), act["cell"])] = act
    problems = _compare_record(acts) if record else _compare_rows(acts)
    return list(kept.values()), problems


def _compare_rows(acts: Sequence[dict[str, Any]]) -> list[Problem]:
    """Report each further row of a participant in a status table, which has one row for each."""
    rows: dict[tuple[str, str, Any], dict[int, list[dict[str, Any]]]] = {}
    for act in acts:
        table, number = act["row"]
        rows.setdefault((*_who(act), table), {}).setdefault(number, []).append(act)
    problems = []
    for numbered in rows.values():
        first, *others = numbered.values()
        for other in others:
            contrary = [
                (act, of_first) for act in other for of_first in first if _contradict(act, of_first)
            ]
            if contrary:
                problems.append(_twice(*contrary[0], ERROR, DISAGREE))
            else:
                problems.append(_twice(other[0], first[0], WARNING, TWICE))
    return problems


def _contradict(act: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell two acts of which only one can be: two signatures, or two consents, both in force."""
    return (
        effect_of(act["action"]) == effect_of(other["action"])
        and effect_of(act["action"]) in ("signature", "consent")
        and not (act["withdrawn"] or other["withdrawn"])
        and _what(act) != _what(other)
    )


def _compare_record(acts: Sequence[dict[str, Any]]) -> list[Problem]:
    """Report two days of one act in a long record, where several rows per participant are the rule.

    A participant that withdrew may have come back; else it is a warning only, since an instrument
    may replace another.
    """
    left = {_who(act) for act in acts if effect_of(act["action"]) == "withdrawal"}
    first: dict[tuple[str, ...], dict[str, Any]] = {}
    problems = []
    for act in acts:
        if _who(act) not in left:
            other = first.setdefault((*_who(act), act["action"]), act)
            if _contradict(act, other):
                problems.append(_twice(act, other, WARNING, DISAGREE))
    return problems


def implausible(acts: Sequence[dict[str, Any]], as_of: date | None) -> list[Problem]:
    """Return a problem for each act on a day on which it can hardly have been.

    A ratification, acceptance or approval follows a signature (Vienna Convention on the Law of
    Treaties, art. 14); nothing is deposited before the treaty is adopted. These are warnings; an
    act after the day that the table shows, and a withdrawal that takes effect before it was
    notified, are errors.
    """
    adopted = {row["treaty"]: row["adopted"] for row in reference_rows("treaties")}
    standing = [act for act in acts if act["date"] and not act["withdrawn"]]
    signed = {_who(act): act["date"] for act in standing if act["action"] == "signature"}
    problems = []
    for act in standing:
        what = ""
        if act["action"] == "withdrawal" and (act["effective_date"] or act["date"]) < act["date"]:
            what = EFFECT_BEFORE
        elif as_of and act["date_earliest"] > as_of:
            what = AFTER_TABLE
        elif act["date"].isoformat() < adopted.get(act["treaty"], ""):
            what = BEFORE_TREATY
        elif act["action"] in _AFTER_SIGNATURE and act["date"] < signed.get(_who(act), date.min):
            what = BEFORE_SIGNATURE
        if what:
            value = f"{act['participant']}: {act['action'].replace('_', ' ')} {act['date_text']}"
            where = act["source"], act["sheet"], act["cell"]
            hint = "It is kept as printed; check it against the page."
            severity = WARNING
            if what in (EFFECT_BEFORE, AFTER_TABLE):
                # A withdrawal counts from its effect, a deposit from its day: a wrong one changes
                # the number of parties.
                severity, hint = ERROR, "Correct one of the two days."
            problems.append(Problem(severity, *where, value, what, hint))
    return problems


_AFTER_SIGNATURE = ("ratification", "acceptance", "approval")


def _who(act: dict[str, Any]) -> tuple[str, str]:
    return act["treaty"], act["iso3"] or act["participant"]


def _what(act: dict[str, Any]) -> tuple[Any, ...]:
    return act["action"], act["date"], act["date_text"], act["withdrawn"]


def _twice(act: dict[str, Any], other: dict[str, Any], severity: str, problem: str) -> Problem:
    hint = f"See {other['cell']}: {other['date_text']}."
    return Problem(
        severity, act["source"], act["sheet"], act["cell"], act["participant"], problem, hint
    )
