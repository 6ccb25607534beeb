"""Which activities count and which States they named, on data small enough to see."""

import pandas as pd

from attdata.measures.activities import calendar, counted_activities, namings, regions_of
from small import column, small_dataset

REGIONS = {"KEN": "Africa", "UGA": "Africa", "USA": "Americas", "FJI": "Oceania"}
ACTIONS = [("KEN", "accession", "2016-01-01")]


def small(**frames):
    return small_dataset(REGIONS, ACTIONS, **frames)


class TestCounted:
    def test_delivered_and_ongoing_only(self):
        data = small(
            activities=[
                {"activity": "E1", "start": "2016-05-01"},
                {"activity": "E2", "start": "2016-05-01", "delivery": "ongoing"},
                {"activity": "E3", "start": "2016-05-01", "delivery": "planned"},
                {"activity": "E4", "start": "2016-05-01", "delivery": "example"},
            ]
        )
        assert counted_activities(data)["activity"].tolist() == ["E1", "E2"]

    def test_a_retelling_is_the_same_activity(self):
        data = small(
            activities=[
                {"activity": "E1", "start": "2016-05-01"},
                {"activity": "S1", "start": "2016-06-01", "same_as": "E1"},
                {"activity": "S2", "start": "2016-07-01", "same_as": "S1"},
            ]
        )
        frame = counted_activities(data)
        assert frame["told_in"].tolist() == ["E1", "S1", "S2"]
        assert set(frame["activity"]) == {"E1"}
        assert set(frame["start"]) == {pd.Timestamp("2016-05-01")}

    def test_a_retelling_gives_the_day_that_the_first_telling_lacks(self):
        data = small(
            activities=[
                {"activity": "E1"},
                {"activity": "S1", "start": "2016-06-01", "end": "2016-06-02", "same_as": "E1"},
            ]
        )
        frame = counted_activities(data, pd.Timestamp("2016-05-31"))
        assert frame["end"].tolist() == [pd.Timestamp("2016-06-02")] * 2

    def test_two_rows_that_point_at_each_other_are_one(self):
        data = small(
            activities=[
                {"activity": "E1", "start": "2016-05-01", "same_as": "E2"},
                {"activity": "E2", "start": "2016-05-01", "same_as": "E1"},
            ]
        )
        assert set(counted_activities(data)["activity"]) == {"E1"}

    def test_the_period_begins_the_day_after(self):
        days = ["2016-08-26", "2016-08-27", "2017-09-15", "2017-09-16", ""]
        data = small(activities=[{"activity": f"E{n}", "start": d} for n, d in enumerate(days)])
        between = [pd.Timestamp("2016-08-26"), pd.Timestamp("2017-09-15")]
        assert counted_activities(data, *between)["activity"].tolist() == ["E1", "E2"]
        with_undated = counted_activities(data, *between, undated=True)
        assert with_undated["activity"].tolist() == ["E1", "E2", "E4"]


class TestNamings:
    def test_targets_and_hosts_for_their_own_region(self):
        data = small(
            activities=[{"activity": e, "start": "2016-05-01"} for e in ("E1", "E2", "E3", "E4")],
            named=[
                ("E1", "KEN"),
                ("E1", "UGA", "host"),
                ("E2", "USA", "host"),  # at UN Headquarters, for Oceania
                ("E3", "USA", "host"),  # and for the world
                ("E4", "FJI", "organiser"),
                ("E4", "UGA", "partner"),
            ],
            activity_regions=[
                ("E1", "att_region", "Africa"),
                ("E2", "att_region", "Oceania"),
                ("E3", "world", "World"),
                ("E4", "att_region", "Oceania"),
            ],
        )
        frame = namings(data)
        assert list(zip(frame["activity"], frame["iso3"], strict=True)) == [
            ("E1", "KEN"),
            ("E1", "UGA"),
        ]

    def test_named_once_per_activity_and_by_name_before_through_a_group(self):
        data = small(
            activities=[
                {"activity": "E1", "start": "2016-05-01"},
                {"activity": "S1", "same_as": "E1"},
            ],
            named=[
                ("E1", "KEN", "target", "African Union"),
                ("E1", "UGA", "target", "African Union"),
                ("S1", "KEN"),
                ("S1", "FJI"),
            ],
        )
        frame = namings(data)
        assert column(frame, "iso3", "by_group") == {"FJI": False, "KEN": False, "UGA": True}
        assert set(frame["activity"]) == {"E1"}

    def test_nothing_named(self):
        assert namings(small()).empty

    def test_real(self, data):
        frame = namings(data)
        assert not frame.duplicated(["activity", "iso3"]).any()
        # E006 was a side event in New York for the Asia-Pacific region.
        assert not ((frame["activity"] == "E006") & (frame["iso3"] == "USA")).any()
        assert "ZMB" in set(frame.loc[frame["activity"] == "E001", "iso3"])
        # E018 named the members of ASEAN; Cambodia was its host.
        asean = frame[frame["activity"] == "E018"].set_index("iso3")["by_group"]
        assert asean["VNM"]
        assert not asean["KHM"]


class TestRegions:
    def test_a_subregion_lies_in_the_region_of_most_of_its_states(self):
        groups = [
            {"scheme": "m49_subregion", "group": "Mixed", "iso3": iso3}
            for iso3 in ("KEN", "UGA", "FJI")
        ]
        data = small(
            groups=groups,
            activities=[{"activity": "E1"}, {"activity": "E2"}, {"activity": "E3"}],
            activity_regions=[
                ("E1", "m49_subregion", "Mixed"),
                ("E1", "att_region", "Africa"),
                ("E2", "world", "World"),
                ("E3", "m49_subregion", "Unheard of"),
            ],
        )
        frame = regions_of(data)
        assert frame.to_numpy().tolist() == [["E1", "Africa"], ["E2", "World"]]


class TestCalendar:
    def test_zeros_and_several_regions(self):
        data = small(
            activities=[
                {"activity": "E1", "start": "2016-05-01"},
                {"activity": "E2", "start": "2018-12-31"},
                {"activity": "E3"},
            ],
            activity_regions=[
                ("E1", "att_region", "Africa"),
                ("E1", "att_region", "Oceania"),
                ("E2", "world", "World"),
                ("E3", "att_region", "Africa"),
            ],
            activity_items=[
                {"activity": "E1", "item": "P1", "rule": "r1"},
                {"activity": "E1", "item": "P1", "rule": "r2"},
                {"activity": "E1", "item": "V.a", "rule": "r3"},
            ],
            plan=[{"item": "P1"}],
        )
        frame = calendar(data)
        years = frame["start"].dt.year
        found = frame.pivot_table("n_activities", index="group", columns=years, aggfunc="sum")
        # To the year of the day: that the log ends before it is told, by its coverage.
        assert found.columns.tolist() == [2016, 2017, 2018, 2019]
        assert found.loc["Africa"].tolist() == [1, 0, 0, 0]
        assert found.loc["Oceania"].tolist() == [1, 0, 0, 0]
        assert found.loc["Americas"].tolist() == [0, 0, 0, 0]
        assert found.loc["World"].tolist() == [0, 0, 1, 0]
        assert found.loc["P1"].tolist() == [1, 0, 0, 0]
        africa = frame[frame["group"] == "Africa"]
        assert africa["n_records"].tolist() == [1, 0, 1, 0]
        assert africa["coverage"].astype(str).tolist() == ["too_few", "none", "too_few", "none"]
        assert "V.a" not in found.index
        assert frame["end"].iloc[0] == pd.Timestamp("2017-01-01")
        assert frame.attrs["undated"] == 1

    def test_without_activities(self):
        frame = calendar(small())
        assert frame.empty
        columns = ["scheme", "group", "start", "end", "n_activities", "n_records", "coverage"]
        assert list(frame.columns) == columns

    def test_real(self, data):
        frame = calendar(data)
        first = frame[(frame["group"] == "Africa") & (frame["start"] == "2016-01-01")]
        # E001 and E004, E007 (Middle East and North Africa) and E008, F004 and F005.
        assert first["n_activities"].item() == 6
        assert set(frame["group"]) >= {"Africa", "World", "P1", "P5"}
