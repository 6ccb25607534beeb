"""Each measure of the plan, worked out by hand."""

import dataclasses
import math
from functools import cache

import pandas as pd
import pytest

import attdata as att
from attdata.frames import typed
from attdata.measures.indicators import MEASURES, ON_A_DAY, Evidence, Scope
from attdata.outreach.work_plan import MEASURE_NAMES
from small_plan import BASE, NOW, small

WORLD = Scope()


@cache
def plain():
    speech = {"iso3": "MLI", "year": 2016, "times_named": 1, "readable": True, "quote_cut": False}
    advice = {"iso3": "MLI", "date": "2016-11-01", "names_treaty": True}
    return dataclasses.replace(
        small(),
        debates=typed("debates", [speech]),
        upr_recommendations=typed("upr_recommendations", [advice]),
    )


def claim(measure, scope=WORLD, on=NOW):
    return MEASURES[measure](Evidence(plain()), scope, pd.Timestamp(BASE), pd.Timestamp(on))


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
        # Not party at the baseline: MLI, named by E1; KEN, named by E5 before it joined; UGA, named
        # by E2 after it had joined; FJI, named on the baseline day and by what is planned.
        found = claim("share_reached")
        assert (found.n, found.of, found.value) == (2, 4, 0.5)

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
        assert math.isnan(found.n_undated)
        assert (found.value, found.note) == (3, "industry; parliament; regional organisation")

    def test_vtf_projects_not_yet_party(self):
        found = claim("vtf_projects_not_yet_party")
        assert (found.value, found.note) == (2, "projects without a day, not counted: 1")
        assert found.n_undated == 1

    @pytest.mark.parametrize("name", [name for name in MEASURES if name not in ON_A_DAY])
    def test_counts_since_the_baseline_are_zero_on_it(self, name):
        assert claim(name, on=BASE).value == 0

    def test_the_plan_reader_knows_the_same_names(self):
        assert set(MEASURES) == set(MEASURE_NAMES)


def of_real(data, measure, since, on, scope=WORLD):
    return MEASURES[measure](Evidence(data), scope, pd.Timestamp(since), pd.Timestamp(on))


class TestForums:
    def test_votes_in_favour_are_those_of_positions(self, data):
        found = of_real(data, "votes_in_favour", "2024-08-23", "2026-07-24")
        signals = att.signals(data)
        votes = att.positions(data).set_index("iso3")["80/46"]
        assert found.of == len(signals) == 77
        assert found.value == (votes[signals["iso3"]] == "yes").sum()
        assert found.note == "resolution 80/46"
        assert "votes_in_favour" in ON_A_DAY

    def test_speeches_of_one_year_and_never_those_of_another_collection(self, data):
        found = of_real(data, "speeches_naming_treaty", "2012-12-31", "2013-12-31")
        assert found.value == 47
        later = of_real(data, "speeches_naming_treaty", "2023-12-31", "2025-12-31")
        assert later.value == 1
        assert (
            "of other collections, not counted: 130" in later.note
        )  # and the Holy See, out of the universe

    def test_without_a_file_of_recommendations_there_is_no_number(self, data):
        found = of_real(data, "upr_recommendations_naming_treaty", "2016-01-01", "2026-07-24")
        assert math.isnan(found.value)

    def test_recommendations_without_a_day_are_told_and_not_counted(self):
        rows = [
            {"source": "upr.csv", "cell": "C2", "iso3": "MLI", "names_treaty": True},
            {"source": "upr.csv", "cell": "C3", "iso3": "MLI", "names_treaty": True,
             "date": "2018-11-01"},
            {"source": "upr.csv", "cell": "C4", "iso3": "MLI", "names_treaty": False,
             "date": "2018-11-01"},
        ]  # fmt: skip
        data = dataclasses.replace(plain(), upr_recommendations=typed("upr_recommendations", rows))
        found = of_real(data, "upr_recommendations_naming_treaty", BASE, NOW)
        assert (found.value, found.note) == (
            1, "recommendations without a day, not counted: 1",
        )  # fmt: skip

    def test_activities_and_projects_of_all_files_count(self, data):
        found = of_real(data, "activities", "2015-12-31", "2026-07-24")
        named = of_real(data, "activities_with_parliament", "2015-12-31", "2026-07-24")
        assert found.value > named.value > 0
        projects = of_real(data, "vtf_projects", "2015-12-31", "2026-07-24")
        dated = data.vtf_projects["start"].between("2016-01-01", "2026-07-24").sum()
        assert projects.value == dated
