"""The law of each treaty, with days that the treaties and their depositary give."""

from datetime import date

import pandas as pd
import pytest

import attdata as att
from attdata.law.rules import entry_into_force, parse_rule, rule_problems, withdrawal_effect
from attdata.reference import reference_rows


@pytest.fixture(scope="module")
def data():
    return att.load()


def in_force(data, treaty):
    """Return the day of entry into force of each State party."""
    frame = att.status_on(data, "2026-02-03", treaty=treaty, universe="all")
    return frame.set_index("iso3")["in_force"].dropna().dt.date


@pytest.mark.parametrize(
    ("treaty", "signatories_ever", "parties"), [("tpnw", 95, 74), ("ccw", 50, 128)]
)
def test_printed_totals_of_the_further_treaties(data, treaty, signatories_ever, parties):
    actions = data.actions[(data.actions["treaty"] == treaty) & ~data.actions["withdrawn"]]
    assert actions["action"].eq("signature").sum() == signatories_ever
    world = att.participation(data, "2026-02-03", treaty=treaty).iloc[-1]
    assert world["n_party"] == parties
    assert world["n_states"] == 197


def test_fifty_states_on_the_day_of_the_prohibition_treaty_and_ninety_days_for_the_next(data):
    """Article 15: the fiftieth instrument was deposited on 24 October 2020."""
    days = in_force(data, "tpnw")
    assert (days == date(2021, 1, 22)).sum() == 50
    assert days["BEN"] == date(2021, 3, 11)
    assert days["KHM"] == date(2021, 4, 22)


def test_the_same_day_of_the_sixth_month(data):
    """Convention on Certain Conventional Weapons, article 5 (2)."""
    days = in_force(data, "ccw")
    assert days["DZA"] == date(2015, 11, 6)
    assert days.min() == date(1983, 12, 2)


def test_a_succession_counts_from_the_day_of_the_succession_of_states(data):
    days = in_force(data, "ccw")
    assert days["CZE"] == date(1993, 1, 1)
    assert days["SVN"] == date(1991, 6, 25)
    assert in_force(data, "mine-ban")["SSD"] == date(2011, 7, 9)
    assert not data.problems["problem"].str.contains("succession of States").any()
    # Not before the treaty itself.
    made = entry_into_force(
        date(2006, 10, 23), date(1999, 3, 1), "first_of_month:6", "succession",
        succeeded=date(1992, 4, 27),
    )  # fmt: skip
    assert made == date(1999, 3, 1)


@pytest.mark.parametrize(
    ("day", "rule", "expected"),
    [
        (date(2015, 5, 6), "months:6", date(2015, 11, 6)),
        (date(2015, 8, 31), "months:6", date(2016, 2, 29)),
        (date(2015, 5, 31), "first_of_month:6", date(2015, 11, 1)),
        (date(2025, 6, 5), "months:12", date(2026, 6, 5)),
        (date(2025, 6, 5), "days:90", date(2025, 9, 3)),
    ],
)
def test_each_unit_means_what_it_says(day, rule, expected):
    assert withdrawal_effect(day, rule) == expected
    assert entry_into_force(day, date(1999, 3, 1), rule) == expected


@pytest.mark.parametrize(
    "rule",
    ["month:6", "weeks:3", "days", "days:", "days:-1", "90", "DAYS:9"]
    + ["days:99999999", "days:٩٠"],
)
def test_any_other_word_is_refused(rule):
    with pytest.raises(ValueError, match="is no rule"):
        parse_rule(rule)
    rows = [{"treaty": "new", "entry_rule": "days:90", "withdrawal_rule": rule, "between": ""}]
    (problem,) = rule_problems(rows)
    assert (problem.severity, problem.cell, problem.value) == ("error", "row 2", rule)
    assert problem.hint == "Write one of: days:N, months:N, first_of_month:N."


def test_any_other_practice_is_refused():
    with pytest.raises(ValueError, match="own_day or rule"):
        entry_into_force(date(2014, 6, 3), date(2014, 12, 24), "days:90", between="as it likes")
    rows = [{"treaty": "new", "entry_rule": "", "withdrawal_rule": "", "between": "as it likes"}]
    (problem,) = rule_problems(rows)
    assert (problem.severity, problem.cell, problem.value) == ("error", "row 2", "as it likes")
    assert "own_day or rule" in problem.hint


def test_every_treaty_has_its_rules_its_article_and_its_name_in_six_languages():
    from attdata.words import name_of

    for row in reference_rows("treaties"):
        parse_rule(row["entry_rule"])
        parse_rule(row["withdrawal_rule"])
        assert row["between_article"].startswith("art. ")
        names = {name_of("treaty", row["treaty"], code) for code in ("ar", "es", "fr", "ru", "zh")}
        assert len(names) == 5
        assert not {row["treaty"], row["short_name"]} & names


def test_treaties_younger_than_the_arms_trade_treaty_are_not_compared_at_its_age(data):
    from attdata.draw.drawing import drawing_of

    frame = att.treaties(data, each="year")
    # Of the two others the younger is not compared, and the older had fewer: none has "most".
    few = frame[frame["treaty"].isin(["att", "tpnw", "ccw"])]
    few.attrs = dict(frame.attrs)
    drawing = drawing_of(att.draw_treaties(few))
    assert "Nuclear" not in drawing.title
    assert "most" not in drawing.title
    assert "Nuclear" in drawing.alt and "Certain Conventional Weapons" in drawing.alt
    older = att.treaties(data, each="year")
    assert "most: Anti-Personnel Mine Ban" in drawing_of(att.draw_treaties(older)).title


def test_two_acts_of_one_day_are_told_once_each_with_the_status_around_them(data):
    frame = att.changes(data, "2013-08-11", "2013-08-12")
    rows = frame[frame["iso3"] == "NGA"]
    assert sorted(rows["action"]) == ["ratification", "signature"]
    assert set(rows["before"].astype(str)) == {"not_joined"}
    assert set(rows["after"].astype(str)) == {"state_party"}


def test_the_universe_grows_by_one_with_the_holy_see(data):
    from dataclasses import replace

    from attdata.draw.drawing import drawing_of
    from attdata.evidence import evidence_sentences
    from attdata.frames import typed
    from attdata.law.status import status_intervals

    assert len(att.status_on(data)) == 195
    row = data.actions[data.actions["treaty"] == "att"].iloc[0].to_dict()
    row |= {"iso3": "VAT", "participant": "Holy See", "action": "accession", "cell": "A999"}
    row |= {"date": pd.Timestamp("2026-05-01"), "date_earliest": pd.Timestamp("2026-05-01")}
    row |= {"effective_date": pd.Timestamp("2026-07-30"), "superseded_by": ""}
    actions = typed("actions", pd.concat([data.actions, pd.DataFrame([row])]))
    spans, _ = status_intervals(actions, data.states["iso3"], data.treaties["treaty"])
    joined = replace(data, actions=actions, status=spans)
    counts = att.participation(joined, ["2026-04-30", "2026-05-01"])
    world = counts[counts["group"] == "World"]
    assert world["n_states"].tolist() == [195, 196]
    assert world["n_party"].diff().iloc[-1] == 1
    assert (len(att.status_on(joined, "2026-04-30")), len(att.status_on(joined))) == (195, 196)
    europe = counts[counts["group"] == "Europe"]
    assert europe["n_states"].diff().iloc[-1] == 1
    footer = " ".join(evidence_sentences(att.participation(joined).attrs, "en"))
    assert "196 States" in footer
    assert "Holy See" in footer
    drawing = drawing_of(att.draw_region_map(att.participation(joined)))
    assert "196" in drawing.subtitle


def test_a_withdrawal_that_is_notified_and_not_yet_in_effect_is_told(data):
    on = {day: att.status_on(data, day, treaty="mine-ban", universe="all").set_index("iso3")
          for day in ("2025-08-19", "2025-08-20", "2026-02-19", "2026-02-20")}  # fmt: skip
    leaving = [frame["leaving"]["POL"] for frame in on.values()]
    assert [pd.isna(day) for day in leaving] == [True, False, False, True]
    assert leaving[1] == pd.Timestamp("2026-02-20")
    assert str(on["2026-02-19"]["status"]["POL"]) == "state_party"
    assert str(on["2026-02-20"]["status"]["POL"]) == "not_joined"
