"""Reach and what came before joining, with answers worked out by hand."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import attdata as att
from attdata.draw.drawing import drawing_of
from attdata.evidence import evidence_sentences
from attdata.measures.joining import before_joining
from attdata.measures.participation import status_on
from attdata.measures.reach import never_reached, reach, reached_states
from attdata.measures.scope import EvidenceWarning, members_on
from small import column, small_dataset

# On 2019-01-31: KEN party since 2016, UGA signatory, MLI and FJI have not joined, FRA party.
REGIONS = {"KEN": "Africa", "UGA": "Africa", "MLI": "Africa", "FRA": "Europe", "FJI": "Oceania"}
ACTIONS = [
    ("KEN", "accession", "2017-06-01"),
    ("UGA", "signature", "2013-06-03"),
    ("FRA", "accession", "2014-01-01"),
]
# Ten that named nobody: enough records to speak of States reached.
RECORDS = [{"activity": f"R{n}", "start": "2016-04-01"} for n in range(10)]
ACTIVITIES = [
    *RECORDS,
    {"activity": "E1", "start": "2016-05-01", "title": "One"},
    {"activity": "E2", "start": "2017-05-01", "title": "Two"},
    {"activity": "S1", "start": "2017-05-01", "same_as": "E2"},
    {"activity": "E3", "start": "2018-05-01", "title": "Three"},
    {"activity": "E4", "title": "Four"},
]
NAMED = [
    ("E1", "UGA"),
    ("E1", "KEN"),
    ("E2", "UGA"),
    ("E2", "MLI", "target", "African Union"),
    ("S1", "UGA"),
    ("E3", "KEN"),
    ("E4", "UGA"),
]
ACTORS = [
    ("E1", "Control Arms", "organiser", "civil society"),
    ("E2", "Control Arms", "organiser", "civil society"),
    ("E2", "UNRCPD", "organiser", "UN"),
    ("E2", "European Union", "partner", "regional organisation"),
    ("S1", "Control Arms", "organiser", "civil society"),
]
PROJECTS = [
    {"project": "V1", "iso3": "KEN", "start": "2017-05-31", "title": "P", "source": "log"},
    {"project": "V2", "iso3": "KEN", "start": "2017-06-01"},
    {"project": "V3", "iso3": "KEN", "status_at_time": "not_joined"},
    {"project": "V4", "iso3": "KEN", "status_at_time": "state_party"},
    {"project": "V5", "iso3": "UGA", "start": "2018-01-01"},
]


def small(**frames):
    given_frames = {
        "activities": ACTIVITIES,
        "named": NAMED,
        "actors": ACTORS,
        "vtf_projects": PROJECTS,
    }
    return small_dataset(REGIONS, ACTIONS, **(given_frames | frames))


class TestReach:
    def test_by_region_from_the_beginning(self):
        frame = reach(small()).set_index("group")
        assert frame.index.tolist() == ["Africa", "Europe", "Oceania", "World"]
        assert frame["n_not_party"].tolist() == [2, 0, 1, 3]
        assert frame["n_reached"].tolist() == [2, 0, 0, 2]
        # E1, E2 and the undated E4; E3 named only a State Party.
        assert frame["n_activities"].tolist() == [3, 0, 0, 3]
        # UGA in E1, E2 (told twice) and E4; MLI in E2.
        assert frame["n_times"].tolist() == [4, 0, 0, 4]
        assert frame["share_reached"].tolist()[0] == 1
        assert pd.isna(frame["share_reached"]["Europe"])
        assert frame["share_reached"]["World"] == pytest.approx(2 / 3)
        assert frame["last"]["Africa"] == pd.Timestamp("2017-05-01")
        assert frame["never_reached"].tolist() == ["", "", "FJI", "FJI"]
        assert frame["by_whom"]["Africa"] == "Control Arms; UNRCPD"

    def test_since_a_day_leaves_undated_activities_out(self):
        frame = reach(small(), "2016-05-01").set_index("group")
        assert frame["n_activities"]["World"] == 1
        assert frame["n_times"]["World"] == 2

    def test_status_is_that_of_the_last_day(self):
        frame = reach(small(), until="2016-12-31").set_index("group")
        # KEN had not joined then, and E1 named it; E2 was later, E4 has no day.
        assert frame["n_not_party"]["Africa"] == 3
        assert frame["never_reached"]["Africa"] == "MLI"

    def test_states(self):
        frame = reached_states(small()).set_index("iso3")
        assert frame.index.tolist() == ["MLI", "UGA", "FJI"]
        assert frame["n_activities"].tolist() == [1, 3, 0]
        assert frame["n_by_group"].tolist() == [1, 0, 0]
        assert frame["n_projects"].tolist() == [0, 1, 0]
        assert frame["first"]["UGA"] == pd.Timestamp("2016-05-01")
        assert frame["last_activity"].tolist() == ["E2", "E2", ""]
        assert frame["by_whom"]["FJI"] == ""
        assert never_reached(small())["iso3"].tolist() == ["FJI"]

    @pytest.mark.parametrize(("n", "coverage"), [(0, "none"), (1, "too_few"), (9, "too_few")])
    def test_too_few_records_to_say(self, n, coverage):
        """Under ten records "0 of 3" is no finding: the numbers are missing, the count is told."""
        rows = [{"activity": f"R{k}", "start": "2016-04-01"} for k in range(n)]
        data = small(activities=rows, named=[(row["activity"], "UGA") for row in rows[:1]])
        frame = reach(data)
        assert frame["n_reached"].isna().all()
        assert frame["share_reached"].isna().all()
        assert set(frame["never_reached"]) == {""}
        assert set(frame["n_records"]) == {n}
        assert set(frame["coverage"].astype(str)) == {coverage}
        states = reached_states(data).set_index("iso3")["reached"]
        # A State that was named was named; of the others nothing is known.
        assert states.fillna(False)["UGA"] == (n > 0)
        assert states[["MLI", "FJI"]].isna().all()
        with pytest.warns(EvidenceWarning, match=f"in the period: {n}, too few to say which"):
            assert never_reached(data).empty

    def test_with_ten_records_at_least_so_many(self):
        rows = [{"activity": f"R{k}", "start": "2016-04-01"} for k in range(10)]
        frame = reach(small(activities=rows, named=[("R1", "UGA")])).set_index("group")
        assert frame["n_reached"]["World"] == 1
        assert frame["coverage"].astype(str)["World"] == "partial"
        assert frame["never_reached"]["World"] == "FJI; MLI"

    def test_conferences_and_working_groups_are_no_records(self):
        rows = [
            {"activity": f"R{n}", "start": "2016-04-01", "kind": kind}
            for n, kind in enumerate(
                ["CSP", "Conférence des États parties", "working group meetings", "WGTU meeting",
                 "preparatory meeting", "side event", "regional conference", "CSP; training"]
            )
        ]  # fmt: skip
        rows += [
            {"activity": "P", "start": "2016-04-01", "delivery": "planned"},
            {"activity": "S", "start": "2016-04-01", "same_as": "R5"},
        ]
        assert reach(small(activities=rows, named=[]))["n_records"].iloc[-1] == 3

    def test_says_that_being_named_is_not_an_effect(self):
        assert "not an effect" in reach(small()).attrs["note"]

    def test_sources_of_outreach_are_named(self):
        assert ("Outreach log", "2018-05-01") in reach(small()).attrs["sources"]

    def test_of_any_log_the_day_is_said_to_be_that_of_its_latest_record(self):
        said = " ".join(evidence_sentences(reach(small()).attrs, "en"))
        assert "Outreach log (latest record: 1 May 2018)" in said
        assert "Status table (31 January 2019)" in said

    def test_the_whole_time_is_the_same_whether_its_last_day_is_named_or_not(self, data):
        whole, named = att.reach(data), att.reach(data, None, data.evidence_ends())
        assert whole["n_records"].tolist() == named["n_records"].tolist()
        calendar = att.calendar(data)
        years = calendar.drop_duplicates("start")["n_records"].sum()
        assert whole["n_records"].iloc[0] == years + calendar.attrs["undated"]

    def test_refuses_a_period_that_ends_before_it_begins(self):
        with pytest.raises(
            ValueError, match=r"until \(2016-01-01\) is before since \(2017-01-01\)"
        ):
            reach(small(), "2017-01-01", "2016-01-01")

    def test_refuses_an_unknown_scheme(self):
        with pytest.raises(ValueError, match='"regions" is no scheme; choose one of: att_region'):
            reach(small(), by="regions")

    def test_a_state_in_no_group_is_counted(self):
        rows = [{"scheme": "organisation", "group": "Union", "iso3": "UGA", "end": "2018-01-01"}]
        data = small(groups=rows)
        before = members_on(data, "organisation", pd.Timestamp("2017-12-31"))
        assert column(before, "iso3", "group")["UGA"] == "World"
        assert "Union" in set(before["group"])
        after = reach(data, by="organisation")
        assert after["group"].tolist() == ["no group", "World"]

    @settings(derandomize=True, max_examples=5, deadline=None)
    @given(st.randoms(use_true_random=False))
    def test_order_of_rows_does_not_matter(self, random):
        shuffled = {
            "activities": random.sample(ACTIVITIES, len(ACTIVITIES)),
            "named": random.sample(NAMED, len(NAMED)),
            "actors": random.sample(ACTORS, len(ACTORS)),
        }
        pd.testing.assert_frame_equal(reach(small(**shuffled)), reach(small()))
        pd.testing.assert_frame_equal(reached_states(small(**shuffled)), reached_states(small()))

    def test_real(self, data):
        for by in ("att_region", "m49_subregion"):
            frame = reach(data, by=by)
            groups, world = frame.iloc[:-1], frame.iloc[-1]
            # 195 States less 118 parties; the groups of a partition sum to the world.
            assert world["n_not_party"] == 77
            for name in ("n_not_party", "n_reached", "n_times"):
                assert groups[name].sum() == world[name]
            assert (frame["n_reached"] <= frame["n_not_party"]).all()
        not_party = set(status_on(data).query("status != 'state_party'")["iso3"])
        never = set(never_reached(data)["iso3"])
        assert never <= not_party
        assert len(not_party) - len(never) == world["n_reached"]
        # E023 (Kathmandu, 2018) named India and Pakistan; nothing named the Russian Federation.
        assert not never & {"IND", "PAK"}
        assert "RUS" in never

    def test_public_name_stays_a_function(self, data):
        import attdata.measures.reach  # noqa: F401

        assert len(att.reach(data)) == 6


class TestBeforeJoining:
    def test_what_named_a_state_before_it_joined(self):
        frame = before_joining(small())
        assert set(frame["iso3"]) == {"KEN"}
        # E1 396 days before; V1 on the eve; V2 began on the day itself; V3 has no day, and its
        # source says that the State had not joined; E3 came later.
        assert frame["item"].tolist() == ["E1", "V1", "V3"]
        assert frame["days_before"].tolist()[:2] == [396, 1]
        assert pd.isna(frame["days_before"][2])
        assert frame["kind"].tolist() == ["activity", "project", "project"]
        assert frame["title"].tolist()[:2] == ["One", "P"]

    def test_a_state_that_nothing_named_has_a_row(self):
        frame = before_joining(small(activities=[], named=[], vtf_projects=[]))
        assert frame["iso3"].tolist() == ["KEN"]
        assert frame["item"].tolist() == [""]
        assert not frame["by_group"].any()

    def test_only_states_that_joined_after_the_day(self):
        assert before_joining(small(), after="2017-06-01").empty
        assert "FRA" in set(before_joining(small(), after="2013-12-31")["iso3"])

    def test_real(self, data):
        frame = before_joining(data)
        standing = status_on(data).set_index("iso3")
        joined = standing[standing["consented"] > pd.Timestamp("2016-12-31")]
        assert set(frame["iso3"]) == set(joined.index)
        assert (frame["start"].dropna() < frame.dropna(subset=["start"])["joined"]).all()
        # Palau: national workshop of 7 November 2017, ratification of 8 April 2019.
        palau = frame[(frame["iso3"] == "PLW") & (frame["item"] == "E014")]
        assert palau["days_before"].item() == 517


@pytest.mark.parametrize(
    ("n", "title"),
    [
        (1, "The one State not yet party is not recorded as named"),
        (3, "None of the 3 States not yet party is recorded as named"),
    ],
)
def test_a_title_is_told_no_nought_where_the_log_names_nobody(n, title):
    row = {"group": "World", "n_not_party": n, "n_reached": 0, "n_activities": 0}
    frame = pd.DataFrame([row | {"n_records": 10, "coverage": "partial"}])
    drawing = drawing_of(att.draw_reach(frame))
    assert drawing.title == title
    assert "At least 0" not in drawing.title + drawing.alt
