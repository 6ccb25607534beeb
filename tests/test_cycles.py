"""Pace, cycles and the comparison of treaties, with answers worked out by hand."""

import pandas as pd
import pytest

import attdata as att
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import drawing_of
from attdata.measures.changes import changes
from attdata.measures.cycles import cycles, later_conference, pace, parties_per_year
from attdata.measures.participation import participation, status_on
from attdata.measures.treaties import party_to_others, treaties
from small import ACTIONS, REGIONS, column, small_dataset
from small import six_states as small

# Conferences of small.py close on 2015-08-27, 2016-08-26, 2017-09-15, 2018-08-24, 2019-08-30.


class TestCycles:
    def test_from_the_day_after_a_close_to_the_next_close(self):
        frame = cycles(small())
        assert column(frame, "conference", "n_new") == {
            "CSP1": 1,
            "CSP2": 1,
            "CSP3": 0,
            "CSP4": 2,
            "CSP5": 0,
        }
        assert column(frame, "conference", "joined")["CSP4"] == "MLI; FRA"
        assert frame["n_party"].tolist() == [1, 2, 2, 4, 4]
        assert frame["n_signed"].tolist() == [4, 0, 0, 0, 0]
        assert frame["n_signatory"].tolist() == [3, 2, 2, 1, 1]

    def test_a_cycle_that_has_not_ended_is_counted_to_the_day(self):
        last = cycles(small()).iloc[-1]
        # From 2018-08-25 to 2019-01-31: 7 days of August, 30, 31, 30, 31, 31 of January.
        assert not last["complete"]
        assert last["days"] == 160
        assert last["end"] == pd.Timestamp("2019-08-30")

    def test_after_the_last_conference_that_is_known(self):
        last = cycles(small(evidence="2020-01-01")).iloc[-1]
        assert last["conference"] == "CSP6"
        assert pd.isna(last["end"])
        assert not last["complete"]

    def test_a_withdrawal_is_counted_on_its_day(self):
        data = small_dataset(
            {"KEN": "Africa"},
            [("KEN", "accession", "2016-01-01"), ("KEN", "withdrawal", "2017-01-01")],
        )
        # Art. 24 (2): it takes effect 90 days later, on 2017-04-01, in the cycle to CSP3.
        frame = cycles(data)
        assert frame["n_left"].tolist() == [0, 0, 1, 0, 0]
        assert frame["n_party"].tolist() == [0, 1, 0, 0, 0]

    def test_years(self):
        frame = parties_per_year(small())
        assert column(frame, "year", "n_new") == {
            2013: 0,
            2014: 0,
            2015: 2,
            2016: 0,
            2017: 0,
            2018: 2,
            2019: 0,
        }
        assert frame["complete"].tolist() == [True] * 6 + [False]

    def test_real(self, data):
        frame = cycles(data).set_index("conference")
        # The Secretariat's totals at the close of CSP10 and CSP11, and the depositary's of 2026.
        assert frame["n_party"][["CSP10", "CSP11", "CSP12"]].tolist() == [115, 116, 118]
        assert frame["joined"]["CSP11"] == "COL"
        assert frame["n_signed"].sum() == 130
        assert frame["n_new"].sum() - frame["n_left"].sum() == 118

    def test_agrees_with_participation_and_changes(self, data):
        frame = cycles(data)
        world = participation(data, frame["end"].tolist()[:-1]).query("group == 'World'")
        assert world["n_party"].tolist() == frame["n_party"].tolist()[:-1]
        done = changes(data, "2015-08-27", "2016-08-26")
        joined = done.loc[done["after"].astype(str) == "state_party", "iso3"].unique()
        assert set(frame["joined"][1].split("; ")) == set(joined)


class TestPace:
    def test_repeats_the_slowest_median_and_fastest_past_cycle(self):
        # Finished cycles: CSP1 (not repeated), CSP2 with 1, CSP3 with 0, CSP4 with 2.
        frame = pace(small(), ahead=2)
        assert frame["kind"].tolist()[:5] == ["observed"] * 4 + ["running"]
        later = frame.iloc[5:]
        assert later["conference"].tolist() == ["CSP6"] * 3 + ["CSP7"] * 3
        assert later["kind"].tolist() == ["slowest", "median", "fastest"] * 2
        # There are six States: the fastest cycle fills them, and nobody is left for a second.
        assert later["n_new"].tolist() == [0, 1, 2, 0, 1, 0]
        assert later["like"].tolist() == ["CSP3", "CSP2", "CSP4"] * 2
        # From the four parties of today.
        assert later["n_party"].tolist() == [4, 5, 6, 4, 6, 6]

    def test_with_an_even_number_of_cycles_the_median_lies_between_two(self):
        frame = pace(small(), "2017-09-15", ahead=1)
        assert frame["kind"].tolist() == ["observed"] * 3 + ["slowest", "median", "fastest"]
        assert frame["n_new"].tolist()[3:] == [0, 0.5, 1]
        assert frame["like"].tolist()[3:] == ["CSP3", "", "CSP2"]
        # The next conference is known, with its days.
        assert frame["conference"].tolist()[3] == "CSP4"
        assert frame["start"].tolist()[3] == pd.Timestamp("2017-09-16")

    def test_nothing_is_repeated_before_a_second_conference(self):
        frame = pace(small(), "2016-01-01")
        assert frame["kind"].tolist() == ["observed", "running"]

    def test_says_that_it_is_arithmetic(self):
        assert "no forecast" in pace(small()).attrs["note"]

    def test_refuses_a_negative_number_of_cycles(self):
        with pytest.raises(ValueError, match="ahead is -1; give the number of later cycles"):
            pace(small(), ahead=-1)

    def test_real(self, data):
        frame = pace(data, ahead=1)
        later = frame[frame["kind"].isin(["slowest", "median", "fastest"])]
        assert later["conference"].unique().tolist() == ["CSP13"]
        # No State joined in the cycle to CSP7, fifteen did in that to CSP2.
        assert later["like"].tolist()[::2] == ["CSP7", "CSP2"]
        past = frame.loc[frame["kind"] == "observed", "n_new"].tolist()[1:]
        assert sorted(past) == [0, 1, 1, 2, 2, 5, 5, 6, 7, 15]
        assert later["n_new"].tolist()[1] == 3.5
        assert later["n_party"].tolist()[1] == 121.5
        assert later["n_party"].tolist()[::2] == [118, 133]

    @pytest.mark.parametrize(
        ("name", "later"), [("CSP9", "CSP11"), ("Review Conference", "Review Conference + 2")]
    )
    def test_names_of_later_conferences(self, name, later):
        assert later_conference(name, 2) == later


class TestTreaties:
    def test_parties_by_full_years_since_opening(self):
        frame = treaties(small(), "2015-12-03", each="year")
        att = frame[frame["treaty"] == "att"]
        # Opened 2013-06-03; on the last day 183 of 366 days have gone since the second anniversary.
        assert att["years"].tolist() == [0, 1, 2, 2.5]
        assert att["n_party"].tolist() == [0, 0, 0, 2]
        assert set(frame["universe"]) == {"all"}
        assert frame["n_states"].unique().tolist() == [6]

    def test_months_and_regions(self):
        frame = treaties(small(), "2013-08-03", by="att_region")
        att = frame[frame["treaty"] == "att"]
        assert att["years"].unique().tolist() == pytest.approx([0, 1 / 12, 2 / 12])
        assert att["group"].unique().tolist() == ["Africa", "Europe", "Oceania", "World"]

    def test_a_treaty_not_yet_open_has_no_row(self):
        others = [("FJI", "accession", "1998-06-10", t) for t in ("mine-ban", "ccw")]
        others.append(("FJI", "ratification", "2010-05-28", "cluster-munitions"))
        frame = treaties(small_dataset(REGIONS, [*ACTIONS, *others]), "2008-12-02", each="year")
        assert frame["treaty"].unique().tolist() == ["mine-ban", "ccw"]

    def test_refuses_another_step(self):
        with pytest.raises(ValueError, match='each is "week"; choose month or year'):
            treaties(small(), each="week")

    def test_party_to_all_others_only(self):
        further = [(who, "accession", "2020-05-28", t) for who in ("FJI", "MLI", "TON")
                   for t in ("tpnw", "ccw")]  # fmt: skip
        others = [
            *further,
            ("FJI", "accession", "1998-06-10", "mine-ban"),
            ("FJI", "ratification", "2010-05-28", "cluster-munitions"),
            ("TON", "accession", "2010-05-28", "mine-ban"),  # not to all of them
            ("MLI", "ratification", "1998-06-10", "mine-ban"),
            ("MLI", "ratification", "2010-05-28", "cluster-munitions"),  # and to the ATT
        ]
        frame = party_to_others(small_dataset(REGIONS, [*ACTIONS, *others]), "2021-01-31")
        assert frame["iso3"].tolist() == ["FJI"]
        assert frame["party_mine_ban"][0] == pd.Timestamp("1998-06-10")
        assert str(frame["status"][0]) == "signatory"

    def test_real(self, data):
        frame = treaties(data, each="year")
        at_ten = frame[frame["years"] == 10].set_index("treaty")["n_party"]
        world = participation(data, "2007-12-03", treaty="mine-ban").iloc[-1]
        assert at_ten["mine-ban"] == world["n_party"]
        assert at_ten["att"] == 113
        # In ten years the mine ban convention had gained more parties than either other.
        assert at_ten.idxmax() == "mine-ban"
        others = set(party_to_others(data)["iso3"])
        assert {"BOL", "VAT"} <= others
        assert "FJI" not in others  # not party to the Convention on Certain Conventional Weapons
        assert not others & set(status_on(data).query("status == 'state_party'")["iso3"])


def test_no_more_states_can_join_than_there_are(data):
    all_party = att.pace(data, within="ECOWAS", ahead=1).set_index("kind")["n_party"]
    assert all_party["fastest"] == 12  # of 12; a cycle that brought two would give 14
    far = att.pace(data, ahead=6)
    fastest = far[far["kind"] == "fastest"]
    assert fastest["n_party"].max() == 195
    assert list(fastest["n_new"]) == [15, 15, 15, 15, 15, 2]


def test_cycles_are_counted_as_far_as_the_evidence_reaches(data):
    with pytest.warns(att.EvidenceWarning):
        later = att.cycles(data, "2027-01-01")
    pd.testing.assert_frame_equal(later, att.cycles(data))
    assert later.attrs["on"] == "2027-01-01" and later.attrs["evidence_ends"] == "2026-07-24"
    with pytest.warns(att.EvidenceWarning):
        years = att.parties_per_year(data, "2027-01-01")
    pd.testing.assert_frame_equal(years, att.parties_per_year(data))
    assert not years.set_index("year")["complete"][2026]


def test_treaties_of_a_part_are_not_out_of_all_states(data):
    drawing = drawing_of(att.draw_treaties(att.treaties(data, within="ECOWAS")))
    assert "197" not in drawing.subtitle + "".join(footer_lines(drawing))
