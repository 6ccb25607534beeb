"""A newer table, a table without its day, and deposits that lie after it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import openpyxl
import pandas as pd
import pytest

import attdata as att
from attdata.checks import check_file
from attdata.frames import typed
from attdata.law.status import lives, status_intervals, with_effective_dates
from attdata.processed import store
from attdata.processed.assemble import BuildError
from attdata.processed.record import mark_state_of_record, withdrawals_in_brackets
from attdata.processed.vanished import withdrawals_of_vanished

OLD, NEW = "old.xlsx", "new.xlsx"
TABLES = [("att", date(2026, 2, 3), OLD), ("att", date(2026, 10, 1), NEW)]
TREATIES = typed(
    "treaties",
    [{"treaty": "att", "in_force": "2014-12-24", "entry_rule": "days:90", "between": "own_day",
      "withdrawal_rule": "days:90"}],
)  # fmt: skip


def act(action, day, source=NEW, **more):
    row = {
        "source": source,
        "cell": f"{action}, {day}",
        "treaty": "att",
        "iso3": "LTU",
        "participant": "Lithuania",
        "action": action,
        "date": day,
        "date_earliest": day,
        "date_precision": "day",
        "date_text": day,
        "withdrawn": False,
    }
    return row | more


def bracketed(*more, tables=TABLES):
    """Return intervals (basis deposited) and problems of a State that the newest table brackets."""
    rows = [
        act("signature", "2013-06-03", OLD),
        act("ratification", "2014-12-18", OLD),
        act("signature", "2013-06-03", withdrawn=True),
        act("ratification", "2014-12-18", withdrawn=True),
        *more,
    ]
    actions = with_effective_dates(typed("actions", rows), TREATIES)
    actions, problems = withdrawals_in_brackets(actions, tables)
    actions, _ = mark_state_of_record(actions, tables)
    spans, unknown = status_intervals(actions, ["LTU"], ["att"])
    assert not unknown
    spans = spans[spans["basis"] == "deposited"]
    days = [
        tuple("" if pd.isna(d) else f"{d:%Y-%m-%d}" for d in (row.start, row.end)) + (row.status,)
        for row in spans.itertuples()
    ]
    return days[1:], problems, actions


def test_a_state_counts_up_to_the_last_table_without_brackets():
    days, (problem,), _ = bracketed()
    assert days == [
        ("2013-06-03", "2014-12-18", "signatory"),
        ("2014-12-18", "2026-02-04", "state_party"),
        ("2026-02-04", "2026-10-01", "unknown"),
        ("2026-10-01", "", "not_joined"),
    ]
    assert problem.severity == "warning"
    assert "Lithuania" in problem.value
    assert "status unknown from 2026-02-04 to 2026-10-01" in problem.problem
    assert "notifications.xlsx" in problem.hint


@pytest.mark.parametrize(
    ("withdrawal", "unknown"),
    [
        pytest.param({"date": "2026-03-10"}, None, id="a day"),
        pytest.param({"date": "", "effective_date": "2026-06-08"}, None, id="its effect"),
        pytest.param(
            {"date": "2026-03-31", "date_earliest": "2026-03-01", "date_precision": "month"},
            ("2026-05-30", "2026-06-29", "unknown"),
            id="a month",
        ),
    ],
)
def test_a_notification_settles_it(withdrawal, unknown):
    row = act("withdrawal", "2026-03-10", "notifications.xlsx")
    row |= {"date_earliest": withdrawal["date"]} | withdrawal
    days, problems, _ = bracketed(row)
    assert not problems
    assert [day for day in days if day[2] == "unknown"] == ([unknown] if unknown else [])
    assert days[-1] == ("2026-06-29" if unknown else "2026-06-08", "", "not_joined")


def test_the_table_between_narrows_the_range():
    between = [("att", date(2026, 6, 1), "between.xlsx")]
    rows = [act("ratification", "2014-12-18", "between.xlsx", withdrawn=True)]
    days, _, _ = bracketed(*rows, tables=[*TABLES, *between])
    assert days[-2:] == [("2026-02-04", "2026-06-01", "unknown"), ("2026-06-01", "", "not_joined")]


def test_brackets_without_an_older_table_leave_the_time_since_the_instrument_unknown():
    days, problems, _ = bracketed(tables=[("att", date(2026, 10, 1), NEW)])
    assert len(problems) == 1
    assert days[-1] == ("2026-10-01", "", "not_joined")


def test_a_state_that_came_back_had_left_before():
    days, _, _ = bracketed(act("accession", "2026-08-01"))
    assert days[-2:] == [("2026-02-04", "2026-08-01", "unknown"), ("2026-08-01", "", "state_party")]


DECEMBER = [*TABLES, ("att", date(2026, 12, 1), "december.xlsx")]
PAST = [
    ("2013-06-03", "2014-12-18", "signatory"),
    ("2014-12-18", "2026-02-04", "state_party"),
    ("2026-02-04", "2026-10-01", "unknown"),
]


def test_a_state_in_brackets_that_is_gone_in_the_next_table_keeps_its_past():
    days, (problem,), _ = bracketed(tables=DECEMBER)
    assert days == [*PAST, ("2026-10-01", "", "not_joined")]
    assert "Lithuania" in problem.value
    notified = act("withdrawal", "2026-03-10", "notifications.xlsx")
    days, problems, _ = bracketed(notified, tables=DECEMBER)
    assert not problems
    assert days[1:] == [
        ("2014-12-18", "2026-06-08", "state_party"),
        ("2026-06-08", "", "not_joined"),
    ]


def test_a_range_that_is_notified_settles_it_though_the_state_is_gone():
    notified = act("withdrawal", "2026-03-31", "notifications.xlsx")
    notified |= {"date_earliest": "2026-03-01", "date_precision": "month"}
    days, problems, _ = bracketed(notified, tables=DECEMBER)
    assert not problems
    assert days[-2:] == [("2026-05-30", "2026-06-29", "unknown"), ("2026-06-29", "", "not_joined")]


def test_a_state_that_comes_back_with_its_new_instrument_alone_keeps_its_past():
    days, problems, _ = bracketed(act("accession", "2026-11-02", "december.xlsx"), tables=DECEMBER)
    assert len(problems) == 1
    assert days == [
        *PAST,
        ("2026-10-01", "2026-11-02", "not_joined"),
        ("2026-11-02", "", "state_party"),
    ]


def test_brackets_that_a_newer_table_takes_away_were_none():
    rows = [act("signature", "2013-06-03", "december.xlsx")]
    rows += [act("ratification", "2014-12-18", "december.xlsx")]
    days, problems, _ = bracketed(*rows, tables=DECEMBER)
    assert not problems
    assert days[-1] == ("2014-12-18", "", "state_party")


def test_two_states_in_brackets_of_different_tables_are_each_told():
    other = {"iso3": "LVA", "participant": "Latvia"}
    rows = [act("accession", "2015-01-05", source, **other) for source in (OLD, NEW)]
    rows += [act("accession", "2015-01-05", "december.xlsx", withdrawn=True, **other)]
    _, problems, actions = bracketed(*rows, tables=DECEMBER)
    assert [problem.value.split(":")[0] for problem in problems] == ["Lithuania", "Latvia"]
    left = actions[actions["action"] == "withdrawal"].set_index("iso3")
    days = left[["date_earliest", "date"]].astype(str).to_numpy().tolist()
    assert days == [["2026-02-04", "2026-10-01"], ["2026-10-02", "2026-12-01"]]


# --- gone without brackets -----------------------------------------------------------------------


def gone(*more, tables=TABLES, older=()):
    """Return intervals and problems of a State that stands in the old table and not in the new."""
    rows = [act("signature", "2013-06-03", OLD), *older, *more]
    rows += [act("ratification", "2015-01-05", source, iso3="LVA", participant="Latvia")
             for _, _, source in tables]  # fmt: skip
    actions = with_effective_dates(typed("actions", rows), TREATIES)
    actions, problems = withdrawals_of_vanished(actions, tables)
    actions, changed = mark_state_of_record(actions, tables)
    spans, _ = status_intervals(actions, ["LTU"], ["att"])
    spans = spans[spans["basis"] == "deposited"]
    days = [(f"{row.start:%Y-%m-%d}", row.status) for row in spans.iloc[1:].itertuples()]
    return days, problems, changed


RATIFIED = act("ratification", "2014-12-18", OLD)


def test_a_state_that_is_gone_without_brackets_keeps_its_past_and_is_told():
    days, (problem,), changed = gone(older=[RATIFIED])
    assert days == [
        ("2013-06-03", "signatory"),
        ("2014-12-18", "state_party"),
        ("2026-02-04", "unknown"),
        ("2026-10-01", "not_joined"),
    ]
    assert problem.severity == "warning"
    assert "Lithuania" in problem.value
    assert problem.source == NEW
    assert "stands in old.xlsx (2026-02-03) and is gone" in problem.problem
    assert "unknown from 2026-02-04 to 2026-10-01" in problem.problem
    assert "notifications.xlsx" in problem.hint
    assert not changed  # told once


def test_a_signatory_that_is_gone_follows_the_same_rule():
    days, (problem,), _ = gone()
    assert days == [
        ("2013-06-03", "signatory"),
        ("2026-02-04", "unknown"),
        ("2026-10-01", "not_joined"),
    ]
    assert "Lithuania" in problem.value


def test_a_notified_withdrawal_settles_why_a_state_is_gone():
    notified = act("withdrawal", "2026-03-10", "notifications.xlsx")
    days, problems, _ = gone(notified, older=[RATIFIED])
    assert not problems
    assert days == [
        ("2013-06-03", "signatory"),
        ("2014-12-18", "state_party"),
        ("2026-06-08", "not_joined"),
    ]


def test_the_first_table_without_a_state_ends_the_range():
    december = [*TABLES, ("att", date(2026, 12, 1), "december.xlsx")]
    days, problems, _ = gone(tables=december, older=[RATIFIED])
    assert len(problems) == 1
    assert days[-2:] == [("2026-02-04", "unknown"), ("2026-10-01", "not_joined")]


def test_a_state_that_is_back_in_the_newest_table_was_never_gone():
    december = [*TABLES, ("att", date(2026, 12, 1), "december.xlsx")]
    again = [act(a, d, "december.xlsx") for a, d in
             (("signature", "2013-06-03"), ("ratification", "2014-12-18"))]  # fmt: skip
    days, problems, _ = gone(*again, tables=december, older=[RATIFIED])
    assert not problems
    assert days[-1] == ("2014-12-18", "state_party")


def test_many_states_that_are_gone_at_once_are_an_error():
    names = ["AGO", "ALB", "AND", "ARG", "ARM", "AUS", "AUT", "BEL", "BEN", "BFA", "BGR"]
    many = [act("accession", "2015-01-05", OLD, iso3=n, participant=n) for n in names]
    _, problems, _ = gone(*many)
    assert problems[0].severity == "error"
    assert "does not show 12 States that stand in old.xlsx" in problems[0].problem


def test_what_counts_on_a_day_follows_the_range():
    _, _, actions = bracketed()
    life = lives(actions)[("att", "LTU")]
    assert life.counting_on(date(2026, 2, 3))[1] == date(2014, 12, 18)
    assert life.counting_on(date(2026, 10, 1)) == (None, None, "", None)
    assert life.leaving(date(2026, 5, 1)) is None


# --- the whole way -------------------------------------------------------------------------------


def sign(path, **more):
    note = {"title": "t", "sha256": store.file_hash(path)} | more
    lines = [f'{key} = "{value}"' if key != "as_of" else f"as_of = {value}" for key, value in
             note.items()]  # fmt: skip
    path.with_name(path.stem + ".source.toml").write_text("\n".join(lines) + "\n")


@pytest.fixture
def october(raw):
    """A folder of raw files with a table of 1 October 2026 that puts Lithuania in brackets."""
    old = raw / "membership/untc_XXVI-8_status_2026-02-03.xlsx"
    book = openpyxl.load_workbook(old)
    for row in book.active.iter_rows():
        for cell in row:
            text = str(cell.value or "")
            if "STATUS AS AT" in text:
                cell.value = text.replace("03-02-2026", "01-10-2026")
            if text.startswith("Signatories"):
                cell.value = text.replace("130", "129").replace("117", "116")
        if row[0].value == "Lithuania":
            for cell in row[1:]:
                cell.value = f"[{cell.value}]" if cell.value else None
    new = raw / "membership/untc_XXVI-8_status_2026-10-01.xlsx"
    book.save(new)
    sign(new, as_of="2026-10-01")
    return raw


def test_a_newer_table_does_not_rewrite_the_past(october, data):
    made = att.build(october, out=None, strict=False)
    assert "Lithuania" in made.problems["value"].iloc[0]
    assert "notifications.xlsx" in made.problems["hint"].iloc[0]
    days = ["2024-08-19", "2026-02-03", "2026-03-01", "2026-10-01"]
    counts = att.participation(made, days).query("group == 'World'").set_index("on")
    assert counts["n_unknown"].tolist() == [0, 0, 1, 0]
    assert counts["n_party"]["2024-08-19"] == 115
    added = counts[["n_party", "n_signatory", "n_not_joined", "n_unknown"]].sum(axis="columns")
    assert (added == counts["n_states"]).all()
    old = att.reconcile(data)
    new = att.reconcile(made)
    # No published total lies in the time of which nothing is known.
    assert old["date"].max() <= pd.Timestamp("2026-02-03")
    pd.testing.assert_frame_equal(old, new)
    told = att.changes(made, "2026-02-03", "2026-10-01").query("iso3 == 'LTU'").iloc[0]
    assert (told["action"], str(told["before"]), str(told["after"])) == (
        "withdrawal",
        "state_party",
        "not_joined",
    )
    assert (str(told["date_earliest"])[:10], str(told["date"])[:10]) == ("2026-02-04", "2026-10-01")


def test_the_first_news_of_a_check_is_who_stands_in_brackets(october):
    checked = check_file(october / "membership/untc_XXVI-8_status_2026-10-01.xlsx")
    first = checked.problems[0]
    assert (first.severity, first.value) == ("warning", "Lithuania")


HEADING = 'Participant,Signature,"Ratification, Accession(a)"\n'


def test_a_table_without_its_day_is_an_error_that_a_day_or_a_note_mends(raw, tmp_path):
    path = raw / "membership/untc_XXVI-8_march.csv"
    path.write_text(HEADING + "Malaysia,26 Sep 2013,1 Mar 2026\n")
    assert [p.severity for p in check_file(path).problems] == ["error"]
    assert not check_file(path, as_of=date(2026, 3, 3)).problems
    sign(path)
    with pytest.raises(BuildError) as failure:
        att.build(raw, out=None)
    assert any("no STATUS AS AT" in str(problem) for problem in failure.value.problems)


def test_the_command_takes_the_day(tmp_path, command_line):
    path = tmp_path / "untc_XXVI-8_march.csv"
    path.write_text(HEADING + "Malaysia,26 Sep 2013,1 Mar 2026\n")
    run = [sys.executable, "-m", "attdata", "check", str(path)]
    assert subprocess.run(run, capture_output=True).returncode == 1
    day = command_line("check", path, "--as-of", "2026-03-03", cwd=tmp_path)
    assert day.returncode == 0, day.stderr


@pytest.mark.parametrize("head", ["STATUS AS AT : 01-02-2026 10:16:18 EDT\n", ""])
def test_a_deposit_after_the_day_of_the_table_is_an_error_at_its_cell(tmp_path, head):
    path = tmp_path / "untc_XXVI-8.csv"
    path.write_text(head + HEADING + "Malaysia,26 Sep 2013,1 Mar 2026\n")
    problems = check_file(path, as_of=None if head else date(2026, 2, 1)).problems
    cell = "C3" if head else "C2"
    assert [(p.severity, p.cell) for p in problems] == [("error", cell)]


def test_a_notification_later_than_the_evidence_is_an_error_at_its_cell(raw):
    path = raw / "membership/notifications.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["A13"], book.active["B13"] = "XXVI-8", "Malaysia"
    book.active["C13"], book.active["D13"] = "Ratification", "03/08/2026"
    book.save(path)
    sign(path, as_of="2026-07-24")
    with pytest.raises(BuildError) as failure:
        att.build(raw, out=None)
    told = [p for p in failure.value.problems if p.severity == "error"]
    assert [p.cell for p in told] == ["D13"]
