"""Each measure of the plan, worked out by hand."""

import math
from functools import cache

import pandas as pd
import pytest

from attdata.measures.indicators import MEASURES, ON_A_DAY, Evidence, Scope
from attdata.outreach.work_plan import MEASURE_NAMES
from small_plan import BASE, NOW, small

WORLD = Scope()


@cache
def plain():
    return small()


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
