"""The treaty law, on made-up States with the answers worked out by hand."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attdata.frames import typed
from attdata.law.rules import entry_into_force, withdrawal_effect
from attdata.law.status import (
    Life,
    lives,
    status_intervals,
    unlisted_successions,
    with_effective_dates,
)
from attdata.processed.record import mark_state_of_record

TREATIES = typed(
    "treaties",
    [
        {
            "treaty": "att",
            "in_force": "2014-12-24",
            "entry_rule": "days:90",
            "between": "own_day",
            "withdrawal_rule": "days:90",
        },
        {
            "treaty": "mine-ban",
            "in_force": "1999-03-01",
            "entry_rule": "first_of_month:6",
            "withdrawal_rule": "months:6",
        },
    ],
)


def actions(*rows, treaty="att", source="table.xlsx"):
    """Return an actions frame from (iso3, action, date, more)."""
    made = []
    for number, (iso3, action, day, *more) in enumerate(rows):
        row = {
            "source": source,
            "cell": f"A{number}",
            "treaty": treaty,
            "iso3": iso3,
            "participant": iso3,
            "action": action,
            "date": day,
            "date_text": str(day),
            "date_precision": "day",
            "withdrawn": False,
        }
        made.append(row | (more[0] if more else {}))
    return typed("actions", made)


def intervals(frame, iso3, basis="deposited", treaty="att"):
    """Return (start, end, status) of one State."""
    made, _ = status_intervals(with_effective_dates(frame, TREATIES), [iso3], [treaty])
    chosen = made[made["basis"] == basis]
    return [
        tuple("" if pd.isna(d) else f"{d:%Y-%m-%d}" for d in (row.start, row.end)) + (row.status,)
        for row in chosen.itertuples()
    ]


@pytest.mark.parametrize(
    ("deposited", "expected"),
    [
        (date(2014, 6, 3), date(2014, 12, 24)),  # among the first fifty
        (date(2014, 12, 23), date(2014, 12, 24)),  # after the fiftieth, before that day
        (date(2014, 12, 24), date(2015, 3, 24)),  # on the day: ninety days
        (date(2025, 9, 5), date(2025, 12, 4)),  # Vanuatu
        (date(2024, 10, 15), date(2025, 1, 13)),  # Colombia
    ],
)
def test_arms_trade_treaty_article_22(deposited, expected):
    made = entry_into_force(deposited, date(2014, 12, 24), "days:90", between="own_day")
    assert made == expected


@pytest.mark.parametrize(
    ("deposited", "expected"),
    [
        (date(1998, 1, 31), date(1999, 3, 1)),  # not before the convention's own
        (date(2012, 6, 4), date(2012, 12, 1)),
        (date(2012, 8, 31), date(2013, 2, 1)),
    ],
)
def test_mine_ban_convention_article_17(deposited, expected):
    assert entry_into_force(deposited, date(1999, 3, 1), "first_of_month:6") == expected


def test_withdrawal_takes_effect_after_the_period():
    assert withdrawal_effect(date(2025, 8, 20), "months:6") == date(2026, 2, 20)
    assert withdrawal_effect(date(2025, 8, 31), "months:6") == date(2026, 2, 28)
    assert withdrawal_effect(date(2025, 1, 1), "days:90") == date(2025, 4, 1)


def test_a_rule_that_is_none_is_refused():
    with pytest.raises(ValueError, match="weeks:3.*is no rule"):
        entry_into_force(date(2020, 1, 1), date(2014, 12, 24), "weeks:3")


def test_an_action_without_a_day_or_of_a_treaty_without_rules_has_no_computed_effect():
    frame = actions(("MWI", "ratification", None), ("MLI", "withdrawal", None))
    assert with_effective_dates(frame, TREATIES)["effective_date"].isna().all()
    other = actions(("MWI", "ratification", "2020-01-01"), treaty="another")
    assert with_effective_dates(other, TREATIES)["effective_date"].isna().all()


def test_a_succession_whose_day_no_table_has_is_a_warning():
    rows = [("MNE", "succession", "2006-10-23"), ("MLI", "ratification", "1998-06-02")]
    frame = actions(*rows, treaty="mine-ban")
    assert unlisted_successions(frame) == []  # successions.csv has Montenegro
    (problem,) = unlisted_successions(actions(("SSD", "succession", "2020-01-01")))
    assert (problem.severity, problem.cell, problem.value) == ("warning", "A0", "SSD")


def test_signatory_becomes_party_on_deposit_or_ninety_days_later():
    frame = actions(("MWI", "signature", "2014-01-09"), ("MWI", "ratification", "2024-07-11"))
    assert intervals(frame, "MWI") == [
        ("", "2014-01-09", "not_joined"),
        ("2014-01-09", "2024-07-11", "signatory"),
        ("2024-07-11", "", "state_party"),
    ]
    assert intervals(frame, "MWI", "in_force")[-1] == ("2024-10-09", "", "state_party")


def test_signed_and_deposited_on_one_day_is_a_signatory_until_entry_into_force():
    frame = actions(("NGA", "signature", "2013-08-12"), ("NGA", "ratification", "2013-08-12"))
    assert intervals(frame, "NGA", "in_force") == [
        ("", "2013-08-12", "not_joined"),
        ("2013-08-12", "2014-12-24", "signatory"),
        ("2014-12-24", "", "state_party"),
    ]
    assert intervals(frame, "NGA") == [
        ("", "2013-08-12", "not_joined"),
        ("2013-08-12", "", "state_party"),
    ]


def test_what_counts_on_a_day_includes_what_is_done_that_day():
    frame = actions(("MWI", "signature", "2014-01-09"), ("MWI", "ratification", "2024-07-11"))
    life = lives(with_effective_dates(frame, TREATIES))["att", "MWI"]
    signed, deposited = date(2014, 1, 9), date(2024, 7, 11)
    assert life.counting_on(date(2014, 1, 8)) == (None, None, "", None)
    assert life.counting_on(signed) == (signed, None, "", None)
    assert life.counting_on(date(2024, 7, 10)) == (signed, None, "", None)
    assert life.counting_on(deposited) == (signed, deposited, "ratification", date(2024, 10, 9))


def test_after_a_withdrawal_only_what_followed_counts():
    frame = actions(
        ("XXX", "signature", "2015-01-01"),
        ("XXX", "ratification", "2015-02-01"),
        ("XXX", "withdrawal", "2016-01-01", {"effective_date": "2016-03-31"}),
        ("XXX", "accession", "2016-03-31"),
    )
    life = lives(with_effective_dates(frame, TREATIES))["att", "XXX"]
    assert life.counting_on(date(2016, 3, 30))[2] == "ratification"
    assert life.counting_on(date(2016, 3, 31))[:3] == (None, date(2016, 3, 31), "accession")
    assert life.leaving(date(2015, 12, 31)) is None  # not notified yet
    assert life.leaving(date(2016, 1, 1)) == life.leaving(date(2016, 3, 30)) == date(2016, 3, 31)
    assert life.leaving(date(2016, 3, 31)) is None


def test_between_deposit_and_entry_into_force_an_acceding_state_has_not_joined():
    frame = actions(("GMB", "accession", "2024-06-13"))
    assert intervals(frame, "GMB", "in_force") == [
        ("", "2024-09-11", "not_joined"),
        ("2024-09-11", "", "state_party"),
    ]


def test_after_a_withdrawal_the_signature_does_not_revive():
    frame = actions(
        ("LTU", "signature", "1999-02-26", {"withdrawn": True}),
        ("LTU", "ratification", "2003-05-12", {"withdrawn": True}),
        ("LTU", "withdrawal", "2025-06-27", {"effective_date": "2025-12-27"}),
        treaty="mine-ban",
    )
    for basis in ("deposited", "in_force"):
        assert intervals(frame, "LTU", basis, "mine-ban")[-1] == ("2025-12-27", "", "not_joined")


def test_between_the_possible_days_of_a_withdrawal_nobody_knows_and_then_it_has_left():
    joined, first, last = date(2015, 1, 1), date(2020, 3, 31), date(2021, 3, 31)
    life = Life(
        joined=((joined, date(2015, 4, 1)),),
        left=(last,),
        kinds=("ratification",),
        doubtful=((first, last),),
    )
    assert life.intervals("deposited") == [
        (None, joined, "not_joined"),
        (joined, first, "state_party"),
        (first, last, "unknown"),
        (last, None, "not_joined"),
    ]


def test_a_state_that_comes_back_is_party_again():
    frame = actions(
        ("XXX", "ratification", "2015-01-01"),
        ("XXX", "withdrawal", "2016-01-01"),
        ("XXX", "accession", "2018-01-01"),
    )
    assert [row[2] for row in intervals(frame, "XXX")] == [
        "not_joined",
        "state_party",
        "not_joined",
        "state_party",
    ]


def test_a_bracketed_action_without_a_withdrawal_is_unknown_and_said():
    frame = actions(
        ("EST", "signature", "2013-06-03"),
        ("EST", "accession", "2014-05-12", {"withdrawn": True}),
    )
    made, problems = status_intervals(with_effective_dates(frame, TREATIES), ["EST"], ["att"])
    assert list(made.loc[made["basis"] == "deposited", "status"].astype(str)) == [
        "not_joined",
        "signatory",
        "unknown",
    ]
    assert len(problems) == 1
    assert "the day of withdrawal is not known" in str(problems[0])
    assert "notifications.xlsx" in problems[0].hint


def test_provisional_application_and_communication_change_no_status():
    frame = actions(
        ("USA", "signature", "2013-09-25"),
        ("USA", "communication", "2019-07-18"),
        ("ESP", "provisional_application", "2013-06-03"),
    )
    assert intervals(frame, "USA")[-1][2] == "signatory"
    assert intervals(frame, "ESP") == [("", "", "not_joined")]


def test_signing_after_the_deposit_does_not_undo_it():
    frame = actions(("SRB", "ratification", "2013-06-01"), ("SRB", "signature", "2013-08-12"))
    assert [row[2] for row in intervals(frame, "SRB")] == ["not_joined", "state_party"]


def both_tables():
    old = actions(
        ("FRA", "ratification", "2014-04-02"), ("ECU", "signature", "2013-06-03"), source="old.xlsx"
    )
    new = actions(
        ("FRA", "ratification", "2014-04-02"),
        ("ECU", "signature", "2013-06-03"),
        ("ECU", "ratification", "2026-04-02"),
        source="new.xlsx",
    )
    told = actions(("ECU", "accession", "2026-07-24"), source="notifications.xlsx")
    return typed("actions", pd.concat([old, new, told]))


def test_the_newest_table_is_the_state_of_record_and_replaces_what_it_confirms():
    tables = [("att", date(2026, 2, 3), "old.xlsx"), ("att", date(2026, 8, 1), "new.xlsx")]
    marked, problems = mark_state_of_record(both_tables(), tables)
    life = lives(with_effective_dates(marked, TREATIES))[("att", "ECU")]
    assert life.joined == ((date(2026, 4, 2), date(2026, 7, 1)),)
    replaced = marked[marked["superseded_by"] == "new.xlsx"]
    assert sorted(replaced["source"].unique()) == ["notifications.xlsx", "old.xlsx"]
    assert len(marked) == len(both_tables())
    assert [str(p) for p in problems] == [
        'new.xlsx, cell A2: "ECU: ratification 2026-04-02" is new against old.xlsx. '
        "The newer table is the state of record; check that the change is real.",
        'notifications.xlsx, cell A0: "ECU: accession 2026-07-24" is not what new.xlsx says at A2: '
        "ratification 2026-04-02. The table counts; correct the row, or remove it.",
    ]


@pytest.mark.parametrize(
    ("action", "day", "told"),
    [
        ("ratification", "2014-04-02", False),
        ("ratification", {"date": "2014-05-31", "date_earliest": "2014-04-01"}, False),
        ("acceptance", "2014-04-02", False),
        ("ratification", "2014-04-03", True),
        ("ratification", "2026-09-01", True),
        ("signature", "2026-09-01", True),
        ("ratification", {"date": "2014-05-31", "date_earliest": "2014-05-01"}, True),
    ],
)
def test_a_notification_that_the_table_contradicts_is_told_and_the_table_counts(action, day, told):
    table = actions(
        ("FRA", "signature", "2013-06-03"), ("FRA", "ratification", "2014-04-02"), source="new.xlsx"
    )
    days = day if isinstance(day, dict) else {"date": day, "date_earliest": day}
    row = ("FRA", action, "2014-04-02", {name: pd.Timestamp(d) for name, d in days.items()})
    frame = typed("actions", pd.concat([table, actions(row, source="notifications.xlsx")]))
    marked, problems = mark_state_of_record(frame, [("att", date(2026, 8, 1), "new.xlsx")])
    assert marked.loc[marked["source"] == "notifications.xlsx", "superseded_by"].item()
    assert ["is not what new.xlsx says" in str(p) for p in problems] == [True] * told
    assert intervals(marked, "FRA")[-1] == ("2014-04-02", "", "state_party")


def test_a_state_that_left_after_the_table_and_came_back_is_party_again():
    table = actions(("FRA", "ratification", "2014-04-02"), source="new.xlsx")
    notified = actions(
        ("FRA", "withdrawal", "2026-08-10", {"effective_date": pd.Timestamp("2026-11-08")}),
        ("FRA", "accession", "2026-12-01"),
        source="notifications.xlsx",
    )
    frame = with_effective_dates(typed("actions", pd.concat([table, notified])), TREATIES)
    marked, problems = mark_state_of_record(frame, [("att", date(2026, 8, 1), "new.xlsx")])
    assert not problems
    assert intervals(marked, "FRA")[-2:] == [
        ("2026-11-08", "2026-12-01", "not_joined"),
        ("2026-12-01", "", "state_party"),
    ]


@pytest.mark.parametrize(
    ("left", "back"),
    [
        # Only the day of effect is known of the withdrawal.
        (("", "2026-06-01"), {"date": "2026-09-01"}),
        # The table is late: it still shows the consent of 2014 alone.
        (("2024-01-05", "2024-04-05"), {"date": "2026-01-15"}),
        (("2024-01-05", "2024-04-05"), {"date": "2026-02-28", "date_earliest": "2026-02-01"}),
    ],
)
def test_a_state_that_came_back_counts_although_the_table_has_its_first_consent_only(left, back):
    table = actions(("FRA", "ratification", "2014-04-02"), source="new.xlsx")
    days = {name: pd.Timestamp(day) for name, day in back.items()}
    notified = actions(
        ("FRA", "withdrawal", left[0], {"effective_date": pd.Timestamp(left[1])}),
        ("FRA", "accession", back["date"], days),
        source="notifications.xlsx",
    )
    frame = with_effective_dates(typed("actions", pd.concat([table, notified])), TREATIES)
    marked, _ = mark_state_of_record(frame, [("att", date(2026, 2, 3), "new.xlsx")])
    assert not marked["superseded_by"].astype(str).any()
    assert intervals(marked, "FRA")[-2:] == [
        (left[1], back["date"], "not_joined"),
        (back["date"], "", "state_party"),
    ]


def test_a_notification_that_a_later_table_does_not_show_still_counts_and_is_said():
    table = actions(("FRA", "ratification", "2014-04-02"), source="new.xlsx")
    told = actions(("ECU", "accession", "2026-03-01"), source="notifications.xlsx")
    frame = typed("actions", pd.concat([table, told]))
    marked, problems = mark_state_of_record(frame, [("att", date(2026, 8, 1), "new.xlsx")])
    assert ("att", "ECU") in lives(marked)
    assert "is not in new.xlsx, which shows a later day" in str(problems[0])


def test_a_withdrawal_that_a_later_table_does_not_show_still_counts_and_is_said():
    table = actions(("FRA", "ratification", "2014-04-02"), source="new.xlsx")
    told = actions(("FRA", "withdrawal", "2025-01-05"), source="notifications.xlsx")
    frame = with_effective_dates(typed("actions", pd.concat([table, told])), TREATIES)
    marked, problems = mark_state_of_record(frame, [("att", date(2026, 8, 1), "new.xlsx")])
    assert intervals(marked, "FRA")[-1] == ("2025-04-05", "", "not_joined")
    assert str(problems[0]) == (
        'notifications.xlsx, cell A0: "FRA: withdrawal, in effect on 2025-04-05" is not in '
        "new.xlsx, which shows a later day and the consent without brackets. The notification "
        "counts; remove its row if the State has stayed."
    )


def test_a_withdrawal_known_only_by_its_day_of_effect_counts():
    frame = actions(
        ("FRA", "ratification", "2014-04-02", {"withdrawn": True}),
        ("FRA", "withdrawal", "", {"effective_date": "2020-12-01"}),
    )
    assert intervals(frame, "FRA")[-1] == ("2020-12-01", "", "not_joined")


def test_an_instrument_after_a_bracketed_one_counts_again():
    frame = actions(
        ("FRA", "signature", "2013-06-03"),
        ("FRA", "accession", "2015-06-03", {"withdrawn": True}),
        ("FRA", "acceptance", "2016-06-05"),
    )
    assert intervals(frame, "FRA")[2:] == [
        ("2015-06-03", "2016-06-05", "unknown"),
        ("2016-06-05", "", "state_party"),
    ]
    assert intervals(frame, "FRA", "in_force")[-1] == ("2016-09-03", "", "state_party")
    life = lives(with_effective_dates(frame, TREATIES))[("att", "FRA")]
    assert life.counting_on(date(2015, 12, 1))[1:3] == (date(2015, 6, 3), "accession")
    assert life.counting_on(date(2017, 1, 1)) == (
        None,
        date(2016, 6, 5),
        "acceptance",
        date(2016, 9, 3),
    )


def test_what_counts_on_a_day_is_the_instrument_of_that_time():
    frame = actions(
        ("XXX", "signature", "2013-06-03"),
        ("XXX", "ratification", "2015-01-01"),
        ("XXX", "withdrawal", "2016-01-01", {"effective_date": "2017-01-01"}),
        ("XXX", "accession", "2018-01-01"),
        ("XXX", "withdrawal", "2026-01-01", {"effective_date": "2027-01-01"}),
    )
    life = lives(with_effective_dates(frame, TREATIES))[("att", "XXX")]
    told = {year: life.counting_on(date(year, 6, 1))[:3] for year in (2014, 2016, 2017, 2020, 2028)}
    assert told == {
        2014: (date(2013, 6, 3), None, ""),
        2016: (date(2013, 6, 3), date(2015, 1, 1), "ratification"),
        2017: (None, None, ""),
        2020: (None, date(2018, 1, 1), "accession"),
        2028: (None, None, ""),
    }


days = st.dates(date(2013, 6, 3), date(2026, 7, 24))


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    signed=st.none() | days,
    joined=st.lists(days, max_size=2, unique=True),
    left=st.lists(days, max_size=2, unique=True),
    basis=st.sampled_from(["deposited", "in_force"]),
)
def test_intervals_cover_all_days_once(signed, joined, left, basis):
    life = Life(signed, tuple((d, d) for d in sorted(joined)), tuple(sorted(left)))
    made = life.intervals(basis)
    assert made[0][0] is None
    assert made[-1][1] is None
    for (_, end, status), (start, _, following) in zip(made, made[1:], strict=False):
        assert end == start
        assert status != following
    assert all(start < end for start, end, _ in made if start and end)
