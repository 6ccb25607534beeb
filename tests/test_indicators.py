"""The plan's indicators: each measure by hand, targets, and every state a row can be in."""

import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import small_dataset

import attdata as att
from attdata.indicators import MEASURES, ON_A_DAY, PROGRESS_STATES, Scope, progress
from attdata.measures import participation
from attdata.plan import MEASURE_NAMES

# Close of CSP3: 2017-09-15; of CSP4: 2018-08-24; of CSP5: 2019-08-30 (small.py).
BASE, NOW = "2017-09-15", "2019-01-31"
FIRST, LAST = date(2017, 9, 16), date(2030, 1, 1)
REGIONS = {"KEN": "Africa", "UGA": "Africa", "MLI": "Africa", "FRA": "Europe", "FJI": "Oceania"}
ACTIONS = [
    ("FRA", "ratification", "2014-01-01"),
    ("UGA", "signature", "2013-06-03"),
    ("UGA", "ratification", "2018-01-31"),
    ("MLI", "signature", "2013-06-03"),
    ("KEN", "accession", "2018-12-01"),
]
ACTIVITIES = [
    {"activity": "E0", "start": BASE},  # the baseline day itself
    {"activity": "E1", "start": "2018-03-01"},
    {"activity": "E2", "start": "2018-04-01"},
    {"activity": "S2", "start": "2018-04-01", "same_as": "E2"},
    {"activity": "E3", "start": "2018-05-01", "delivery": "planned"},
    {"activity": "E4"},
    {"activity": "E5", "start": "2018-06-01"},
]
ACTORS = [
    ("E0", "African Union", "partner", "regional organisation"),
    ("E1", "African Union", "organiser", "regional organisation"),
    ("E1", "Inter-Parliamentary Union", "partner", "parliament"),
    ("E2", "European Union", "partner", "regional organisation"),
    ("S2", "Parliamentarians", "stakeholder", "parliament"),
    ("E3", "African Union", "organiser", "regional organisation"),
    ("E4", "African Union", "partner", "regional organisation"),
    ("E5", "European Union", "stakeholder", "regional organisation"),
    ("E5", "Makers", "partner", "industry"),
    ("E5", "Somebody", "organiser", ""),
]
PLACES = [
    ("E0", "att_region", "Africa"),
    ("E1", "att_region", "Africa"),
    ("E2", "world", "World"),
    ("E4", "att_region", "Africa"),
]
NAMED = [("E0", "FJI"), ("E1", "MLI"), ("E2", "UGA"), ("E3", "FJI"), ("E5", "KEN")]
PROJECTS = [
    {"project": "V1", "iso3": "UGA", "start": "2018-01-30"},  # the day before it joined
    {"project": "V2", "iso3": "UGA", "start": "2018-01-31"},
    {"project": "V3", "iso3": "MLI", "start": "2018-05-01"},
    {"project": "V4", "iso3": "MLI", "start": "2017-01-01"},  # before the baseline
    {"project": "V5", "iso3": "MLI", "status_at_time": "signatory"},
    {"project": "V6", "iso3": "", "start": "2018-05-01"},
]


def small(*indicators, **frames):
    made = {
        "activities": ACTIVITIES,
        "actors": ACTORS,
        "activity_regions": PLACES,
        "named": NAMED,
        "vtf_projects": PROJECTS,
        "indicators": [indicator(**row) for row in indicators],
    }
    return small_dataset(REGIONS, ACTIONS, evidence=NOW, **(made | frames))


def indicator(measure="parties", scheme="world", group="World", **row):
    scope = {"measure": measure, "scope_scheme": scheme, "scope_group": group}
    return {"indicator": "I1", "item": "P1", "unit": "States", "baseline_date": BASE} | scope | row


def one(**row):
    return progress(small(row)).iloc[0]


WORLD = Scope()


def claim(measure, scope=WORLD, on=NOW):
    return MEASURES[measure](small(), scope, pd.Timestamp(BASE), pd.Timestamp(on))


AFRICA, EUROPE = Scope("att_region", "Africa"), Scope("att_region", "Europe")
OCEANIA = Scope("att_region", "Oceania")


class TestMeasures:
    def test_parties(self):
        assert (claim("parties").value, claim("parties").of) == (3, 5)
        assert claim("parties", AFRICA).value == 2
        assert claim("parties", on=BASE).value == 1

    def test_share_party(self):
        found = claim("share_party", AFRICA)
        assert found.value == pytest.approx(2 / 3)
        assert (found.n, found.of) == (2, 3)

    def test_share_reached(self):
        # Not party: MLI, named by E1, and FJI, named on the baseline day and by what is planned.
        found = claim("share_reached")
        assert (found.n, found.of, found.value) == (1, 2, 0.5)

    def test_share_of_no_state_is_no_number(self):
        found = claim("share_reached", EUROPE)
        assert math.isnan(found.value)
        assert found.of == 0
        assert found.note == "no State to take a share of"

    def test_signatories_joined(self):
        # UGA and MLI were signatories; UGA joined. KEN joined without having signed.
        found = claim("signatories_joined")
        assert (found.value, found.of) == (1, 2)

    def test_new_parties_per_cycle(self):
        # On 2019-01-31 the last cycle that has ended is that to CSP4: UGA. KEN's runs.
        found = claim("new_parties_per_cycle")
        assert (found.value, found.note) == (1, "cycle to CSP4")
        assert claim("new_parties_per_cycle", EUROPE).value == 0
        assert math.isnan(claim("new_parties_per_cycle", on="2015-01-01").value)

    def test_activities_with_regional_organisation(self):
        # E1 and E2; not the planned one, not a mere stakeholder, not on the baseline day.
        found = claim("activities_with_regional_organisation")
        assert (found.value, found.note) == (2, "activities without a day, not counted: 1")

    def test_a_global_activity_counts_for_the_world_only(self):
        # E2 named UGA, but was for the world.
        assert claim("activities_with_regional_organisation", AFRICA).value == 1

    def test_an_activity_without_a_region_counts_where_it_named_a_state(self):
        # E5, for which no region is written, counts in Africa through KEN.
        africa = claim("stakeholder_groups", AFRICA)
        assert africa.note == "industry; parliament; regional organisation"
        assert claim("stakeholder_groups", OCEANIA).value == 0

    def test_activities_with_parliament(self):
        # E1, and E2 through the row that tells of it again.
        assert claim("activities_with_parliament").value == 2

    def test_stakeholder_groups(self):
        found = claim("stakeholder_groups")
        assert (found.value, found.note) == (3, "industry; parliament; regional organisation")

    def test_vtf_projects_not_yet_party(self):
        found = claim("vtf_projects_not_yet_party")
        assert (found.value, found.note) == (2, "projects without a day, not counted: 1")

    @pytest.mark.parametrize("name", [name for name in MEASURES if name not in ON_A_DAY])
    def test_counts_since_the_baseline_are_zero_on_it(self, name):
        assert claim(name, on=BASE).value == 0

    def test_the_plan_reader_knows_the_same_names(self):
        assert set(MEASURES) == set(MEASURE_NAMES)


class TestStates:
    def test_without_a_target_worth_reading_from_baseline_and_change(self):
        row = one()
        assert (row["baseline"], row["now"], row["change"]) == (1, 3, 2)
        assert (row["n_baseline"], row["of_baseline"], row["of_now"]) == (1, 5, 5)
        assert math.isnan(row["target"])
        assert math.isnan(row["needed_per_year"])
        assert row["state"] == "no target"

    def test_a_target_of_zero_is_a_target(self):
        assert one(target=0)["state"] == "met"

    def test_met_on_the_number_itself(self):
        row = one(target=3, target_date="2020-01-01")
        assert row["state"] == "met"
        assert math.isnan(row["needed_per_year"])

    def test_on_track_and_behind_by_a_straight_line(self):
        # 503 days from the baseline to the day. With 1006 to the target day half of the way is
        # due: from 1 to 5 that is 3, which there are; from 1 to 6 it is 3.5.
        due = pd.Timestamp(BASE) + pd.Timedelta(days=1006)
        assert one(target=5, target_date=due)["state"] == "on track"
        row = one(target=6, target_date=due)
        assert row["state"] == "behind"
        assert row["needed_per_year"] == pytest.approx(3 / (503 / 365.25))

    def test_behind_once_the_day_has_come(self):
        row = one(target=4, target_date=NOW)
        assert row["state"] == "behind"
        assert math.isnan(row["needed_per_year"])

    def test_a_target_without_a_day_can_only_be_met(self):
        assert one(target=3)["state"] == "met"
        row = one(target=4)
        assert row["state"] == "no target"
        assert "the target has no day" in row["note"]

    def test_a_share_is_set_in_percent(self):
        share = {"measure": "share_party", "unit": "% of States"}
        row = one(**share, target=70, target_date="2020-01-01", baseline=20)
        assert (row["target"], row["baseline"]) == (0.7, 0.2)
        assert row["now"] == pytest.approx(0.6)
        assert row["change"] == pytest.approx(0.4)
        assert one(**share, target=0.6)["state"] == "met"

    def test_a_number_of_states_is_no_percentage(self):
        assert one(target=60)["target"] == 60

    def test_a_baseline_of_the_workbook_takes_effect(self):
        row = one(baseline=2)
        assert (row["baseline"], row["change"]) == (2, 1)
        assert math.isnan(row["n_baseline"])
        assert row["note"] == "baseline as set in the workbook"

    def test_unknown_measure(self):
        row = one(measure="partys", target=3)
        assert row["state"] == "no data"
        assert row["note"].startswith('"partys" is no measure; choose one of: parties, share_party')

    def test_no_measure(self):
        row = one(measure="")
        assert (row["state"], row["note"]) == (
            "no data",
            "no measure is named, because no data were found",
        )

    def test_unknown_group(self):
        row = one(scheme="att_region", group="Atlantis")
        assert row["state"] == "no data"
        assert row["note"] == '"Atlantis" is no group of the scheme "att_region"'

    def test_no_baseline_day(self):
        row = one(baseline_date="")
        assert (row["now"], row["state"], row["note"]) == (3, "no target", "no baseline day")
        assert math.isnan(row["change"])
        assert one(baseline_date="", target=9, target_date="2020-01-01")["state"] == "no data"
        counted = one(measure="signatories_joined", baseline_date="")
        assert counted["state"] == "no data"
        assert counted["note"] == "no baseline day from which to count"

    def test_before_the_baseline(self):
        row = progress(small({}), "2017-09-14").iloc[0]
        assert (row["state"], row["note"]) == ("no data", "the day is before the baseline")

    @settings(derandomize=True, max_examples=5, deadline=None)
    @given(
        st.lists(
            st.fixed_dictionaries(
                {
                    "target": st.one_of(st.none(), st.floats(0, 10)),
                    "target_date": st.one_of(st.none(), st.dates(FIRST, LAST)),
                    "baseline": st.one_of(st.none(), st.floats(0, 10)),
                }
            ),
            min_size=10,
            max_size=30,
        )
    )
    def test_every_row_has_a_state_that_its_numbers_bear_out(self, rows):
        frame = progress(small(*rows))
        assert frame["state"].isin(PROGRESS_STATES).all()
        assert ((frame["state"] == "met") == (frame["now"] >= frame["target"])).all()
        short = frame[frame["state"].isin(["on track", "behind"])]
        assert (short["now"] < short["target"]).all()
        assert short["target_date"].notna().all()
        on_track = frame[frame["state"] == "on track"]
        assert (on_track["needed_per_year"] > 0).all()


class TestProgress:
    def test_one_row_per_indicator_and_group_in_the_order_of_the_workbook(self):
        rows = [
            {"indicator": "I2", "scheme": "att_region", "group": "Europe"},
            {"indicator": "I2", "scheme": "att_region", "group": "Africa"},
            {"indicator": "I1"},
        ]
        frame = progress(small(*rows))
        assert frame["indicator"].tolist() == ["I2", "I2", "I1"]
        assert frame["group"].tolist() == ["Europe", "Africa", "World"]
        assert frame["scheme"].tolist() == ["att_region", "att_region", "world"]

    def test_no_indicators(self):
        frame = progress(small())
        assert frame.empty
        assert {"indicator", "baseline", "now", "target", "state"} <= set(frame.columns)

    def test_real(self, data):
        frame = progress(data)
        first = frame[frame["indicator"] == "I01"].iloc[0]
        assert (first["baseline"], first["now"], first["change"]) == (115, 118, 3)
        # Parties by region on 24 July 2026, as counted elsewhere.
        rates = frame[frame["indicator"] == "I02"].set_index("group")
        regions = participation(data).set_index("group")
        for group in ("Africa", "Americas", "Asia", "Europe", "Oceania"):
            assert rates["n_now"][group] == regions["n_party"][group]
            assert rates["of_now"][group] == regions["n_states"][group]
        joined = frame[frame["measure"] == "signatories_joined"].set_index("indicator")
        # Since CSP10: Colombia and Vanuatu; since CSP9 Malawi as well. Ecuador had not signed.
        assert joined["now"].to_dict() == {"I04": 2, "I11": 3}
        assert joined["of_now"].to_dict() == {"I04": 27, "I11": 28}
        # Palau, Namibia and the Gambia had Trust Fund projects before they joined.
        assert frame.loc[frame["indicator"] == "I07", "now"].item() == 3
        assert set(frame["state"].astype(str)) == {"no target", "no data"}
        blank = frame[frame["measure"] == ""]
        assert (blank["state"] == "no data").all()

    def test_real_target_takes_effect(self, data):
        rows = data.indicators.assign(
            target=data.indicators["target"].where(data.indicators["indicator"] != "I01", 125.0),
            target_date=pd.Timestamp("2030-08-24"),
        )
        row = progress(replace(data, indicators=rows)).iloc[0]
        # 700 days of 2192 have gone: 115 + 10 * 700 / 2192 = 118.19 are due, 118 there are.
        assert row["state"] == "behind"

    def test_public_name_stays_a_function(self, data):
        import attdata.indicators  # noqa: F401

        assert len(att.progress(data)) == len(data.indicators)
