"""Baselines, targets, and every state that a row of the plan can be in."""

import math
import warnings
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import attdata as att
from attdata.draw.progress_text import has_no_data, moves_of, not_compared, state_text
from attdata.measures.participation import participation
from attdata.measures.progress import PROGRESS_STATES, progress
from attdata.words import LANGUAGES
from small_plan import BASE, NOW, small

FIRST, LAST = date(2017, 9, 16), date(2030, 1, 1)


def one(**row):
    return progress(small(row)).iloc[0]


class TestStates:
    def test_without_a_target_worth_reading_from_baseline_and_change(self):
        row = one()
        assert (row["baseline"], row["now"], row["change"]) == (1, 3, 2)
        assert (row["n_baseline"], row["of_baseline"], row["of_now"]) == (1, 5, 5)
        assert math.isnan(row["target"])
        assert math.isnan(row["needed_per_year"])
        assert row["state"] == "no_target"

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
        assert one(target=5, target_date=due)["state"] == "on_track"
        row = one(target=6, target_date=due)
        assert row["state"] == "behind"
        assert row["needed_per_year"] == pytest.approx(3 / (503 / 365.25))

    def test_behind_on_the_day_and_missed_after_it(self):
        row = one(target=4, target_date=NOW)
        assert row["state"] == "behind"
        assert math.isnan(row["needed_per_year"])
        row = one(target=4, target_date="2019-01-30")
        assert row["state"] == "missed"
        assert math.isnan(row["needed_per_year"])

    def test_met_by_its_day_or_late(self):
        # UGA became the second party on 2018-01-31, KEN the third on 2018-12-01.
        assert one(target=3, target_date="2018-12-01")["state"] == "met"
        assert one(target=3, target_date="2018-11-30")["state"] == "met_late"
        assert one(target=2, target_date="2018-11-30")["state"] == "met"

    def test_a_target_without_a_day_can_only_be_met(self):
        assert one(target=3)["state"] == "met"
        row = one(target=4)
        assert row["state"] == "no_target"
        assert "the target has no day" in row["note"]
        assert row["target"] == 4

    def test_a_share_is_set_in_percent(self):
        share = {"measure": "share_party", "unit": "% of States"}
        row = one(**share, target=70, target_date="2020-01-01", baseline=20)
        assert (row["target"], row["baseline"]) == (0.7, 0.2)
        assert row["now"] == pytest.approx(0.6)
        assert row["change"] == pytest.approx(0.4)
        assert one(**share, target=60)["state"] == "met"
        assert one(**share, target=0.5)["target"] == 0.005
        assert one(**share, target=1)["target"] == 0.01

    def test_a_number_of_states_is_no_percentage(self):
        assert one(target=60)["target"] == 60

    def test_a_baseline_of_the_workbook_takes_effect(self):
        row = one(baseline=2)
        assert (row["baseline"], row["change"]) == (2, 1)
        assert math.isnan(row["n_baseline"])
        assert row["note"] == "baseline as set in the workbook"

    def test_unknown_measure(self):
        row = one(measure="partys", target=3)
        assert row["state"] == "no_data"
        assert row["note"].startswith('"partys" is no measure; choose one of: parties, share_party')

    def test_no_measure(self):
        row = one(measure="")
        assert (row["state"], row["note"]) == (
            "no_data",
            "no measure is named, because no data were found",
        )

    def test_unknown_group(self):
        row = one(scheme="att_region", group="Atlantis")
        assert row["state"] == "no_data"
        assert row["note"] == '"Atlantis" is no group of the scheme "att_region"'

    def test_no_baseline_day(self):
        row = one(baseline_date="")
        assert (row["now"], row["state"], row["note"]) == (3, "no_target", "no baseline day")
        assert math.isnan(row["change"])
        assert one(baseline_date="", target=9, target_date="2020-01-01")["state"] == "no_data"
        counted = one(measure="signatories_joined", baseline_date="")
        assert counted["state"] == "no_data"
        assert counted["note"] == "no baseline day from which to count"

    def test_before_the_baseline(self):
        row = progress(small({}), "2017-09-14").iloc[0]
        assert (row["state"], row["note"]) == ("no_data", "the day is before the baseline")

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
        # Parties only rise here, so that what was met on its day is met today.
        met = frame["state"].isin(["met", "met_late"])
        assert (met == (frame["now"] >= frame["target"])).all()
        short = frame[frame["state"].isin(["on_track", "behind"])]
        assert (short["now"] < short["target"]).all()
        assert short["target_date"].notna().all()
        on_track = frame[frame["state"] == "on_track"]
        assert (on_track["needed_per_year"] > 0).all()


class TestOutreachAndGroups:
    SHARE = {"measure": "share_reached", "unit": "% of States not yet party"}

    def records(self, n, named):
        rows = [{"activity": f"R{k}", "start": "2018-05-01"} for k in range(n)]
        return {"activities": rows, "named": [("R0", iso3) for iso3 in named]}

    def test_too_few_records_to_say(self):
        """A share of outreach says nothing where the log holds fewer than ten activities."""
        row = progress(small(self.SHARE, **self.records(9, ["MLI"]))).iloc[0]
        assert (row["state"], row["n_records"]) == ("too_few_records", 9)
        assert math.isnan(row["now"])
        assert math.isnan(row["change"])
        assert "too few to say" in row["note"]
        row = progress(small(self.SHARE, **self.records(10, ["MLI"]))).iloc[0]
        assert (row["state"], row["n_records"]) == ("no_target", 10)
        # Not party at the baseline: FJI, KEN, MLI, UGA.
        assert (row["n_now"], row["of_now"]) == (1, 4)

    @pytest.mark.parametrize(("n", "what"), [(0, "too_few"), (9, "too_few"), (10, "counted")])
    def test_too_few_records_are_not_told_as_no_data(self, n, what):
        rows = progress(small(self.SHARE, **self.records(n, [])))
        moves = moves_of(rows)
        assert list(moves) == [what]
        told = not_compared(moves, "en")
        assert ("too few records to say (1)" in told) == (what == "too_few")
        assert "no data" not in told

    @pytest.mark.parametrize(
        ("n", "told"),
        [
            (0, "The log has no record of outreach in the period"),
            (9, "period (9 activities) is too little"),
        ],
    )
    def test_an_answer_on_a_thin_log_says_so(self, n, told):
        said = att.answer(small({}, **self.records(n, ["MLI"])), "reach").sentences
        assert told in said[0]

    def test_a_target_that_even_few_records_reach_is_met(self):
        target = {"target": 25, "target_date": "2020-01-01"}
        row = progress(small(self.SHARE | target, **self.records(1, ["MLI"]))).iloc[0]
        assert (row["state"], row["now"]) == ("met", 0.25)

    def test_reach_does_not_fall_when_a_reached_state_joins(self):
        # KEN, named in May, joined in December 2018.
        data = small(self.SHARE, **self.records(10, ["KEN", "MLI"]))
        before, after = progress(data, "2018-11-30").iloc[0], progress(data, NOW).iloc[0]
        assert before["now"] == after["now"] == 0.5
        assert before["of_now"] == after["of_now"] == 4

    def test_named_after_joining_is_not_reached(self):
        rows = [{"activity": f"R{k}", "start": "2019-01-01"} for k in range(10)]
        data = small(self.SHARE, activities=rows, named=[("R0", "KEN")])
        assert progress(data).iloc[0]["n_now"] == 0

    def test_change_of_membership_is_told_apart(self):
        """FJI enters and FRA, a party, leaves: the rate moves though nobody joined."""
        union = [
            {"scheme": "organisation", "group": "Union", "iso3": iso3, "start": start, "end": end}
            for iso3, start, end in [
                ("FRA", "2010-01-01", "2018-06-01"), ("MLI", "2010-01-01", ""),
                ("FJI", "2018-06-01", ""), ("KEN", "2010-01-01", ""),
            ]
        ]  # fmt: skip
        row = {"measure": "share_party", "unit": "% of States"}
        scope = {"scheme": "organisation", "group": "Union"}
        row = progress(small(row | scope, groups=union)).iloc[0]
        assert row["baseline"] == pytest.approx(1 / 3)
        assert row["now"] == pytest.approx(1 / 3)  # KEN joined
        assert row["change_membership"] == pytest.approx(-1 / 3)
        assert row["note"] == "entered the group: FJI; left the group: FRA"

    def test_real_membership(self, data):
        frame = progress(data).query("indicator == 'I06'").set_index("group")
        # Timor-Leste entered ASEAN in October 2025; three States left ECOWAS in January 2025.
        assert frame["note"]["ASEAN"] == "entered the group: TLS"
        assert frame["note"]["ECOWAS"] == "left the group: BFA, MLI, NER"
        assert frame["change_membership"]["ASEAN"] != 0
        assert frame["change_membership"]["European Union"] == 0


class TestEntered:
    def values(self, *rows):
        return [
            {"indicator": "I1", "scope_scheme": "world", "scope_group": "World"}
            | {"date": day, "value": value, "source": "Letter"}
            for day, value in rows
        ]

    def test_a_value_by_hand_goes_before_the_computed_one(self):
        data = small({}, indicator_values=self.values(("2018-01-01", 7), ("2019-01-01", 8)))
        row = progress(data).iloc[0]
        assert (row["baseline"], row["now"]) == (1, 8)
        assert row["note"] == "entered by hand for 2019-01-01, Letter"
        assert progress(data, "2018-06-01").iloc[0]["now"] == 7
        assert progress(data, "2017-12-31").iloc[0]["now"] == 1  # computed before the first value

    def test_an_indicator_that_no_function_counts(self):
        values = self.values((BASE, 2), ("2018-06-01", 5), ("2019-01-31", 6))
        target = {"measure": "", "target": 6, "target_date": "2018-12-31"}
        row = progress(small(target, indicator_values=values)).iloc[0]
        assert (row["baseline"], row["now"], row["change"]) == (2, 6, 4)
        assert row["state"] == "met_late"

    @pytest.mark.parametrize(
        ("begun", "due"), [("2030-01-01", "2030-01-01"), ("2031-01-01", "2030-01-01")]
    )
    def test_no_line_leads_to_a_target_that_is_due_before_its_baseline(self, begun, due):
        target = {"target": 9, "baseline": 1, "baseline_date": begun, "target_date": due}
        values = self.values(("2018-01-01", 7))
        row = progress(small(target, indicator_values=values)).iloc[0]
        assert (row["now"], row["state"]) == (7, "no_data")
        # What a reader sees is not that there are no data: there is a value.
        assert state_text(row, "en") == "No baseline"
        assert not has_no_data(row.to_frame().T).any()
        assert "no baseline from which to draw a line" in row["note"]

    def test_of_a_group_only(self):
        rows = [{"scheme": "att_region", "group": group} for group in ("Africa", "Europe")]
        values = [self.values(("2018-01-01", 9))[0] | {"scope_scheme": "att_region",
                                                       "scope_group": "Africa"}]  # fmt: skip
        frame = progress(small(*rows, indicator_values=values)).set_index("group")
        assert frame["now"].to_dict() == {"Africa": 9, "Europe": 1}


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
        assert set(frame["state"].astype(str)) == {"no_target", "no_data"}
        blank = frame[frame["measure"] == ""]
        assert (blank["state"] == "no_data").all()

    def test_real_target_takes_effect(self, data):
        rows = data.indicators.assign(
            target=data.indicators["target"].where(data.indicators["indicator"] != "I01", 125.0),
            target_date=pd.Timestamp("2030-08-24"),
        )
        row = progress(replace(data, indicators=rows)).iloc[0]
        # 700 days of 2192 have gone: 115 + 10 * 700 / 2192 = 118.19 are due, 118 there are.
        assert row["state"] == "behind"

    def test_public_name_stays_a_function(self, data):
        import attdata.measures.progress  # noqa: F401

        assert len(att.progress(data)) == len(data.indicators)


@pytest.mark.drawn
@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_from_another_day_on_has_that_in_its_row_and_no_mark(data, language):
    frame = att.progress(data, "2026-07-24")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ax = att.draw_progress(frame, language=language)
    rows = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    dated = [i for i, row in enumerate(rows) if "2017" in row]
    assert len(dated) == 1  # Trust Fund projects: the newest of the three began in 2023
    marked = {round(float(y), 3) for line in ax.lines for y in line.get_ydata()}
    assert round(float(ax.get_yticks()[dated[0]]), 3) not in marked


def test_the_chart_names_the_activities_without_a_day_that_the_frame_counts():
    from attdata.draw.drawing import drawing_of

    frame = att.progress(att.load())
    total = int(frame["n_undated"].fillna(0).sum())
    assert total > 0
    silent = frame.assign(note="")  # the number is not read out of words
    for language in ("en", "ar"):
        told = {name: drawing_of(att.draw_progress(table, language=language)).note
                for name, table in (("all", frame), ("silent", silent))}  # fmt: skip
        assert told["all"] == told["silent"]
    none = frame.assign(n_undated=0)
    assert len(drawing_of(att.draw_progress(none)).note) < len(
        drawing_of(att.draw_progress(frame)).note
    )
