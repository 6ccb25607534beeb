"""Time from signature to consent, and who still waits, with answers worked out by hand."""

import math

import pandas as pd
import pytest

from attdata.measures.participation import status_on
from attdata.measures.waiting import median_waits, pipeline, waiting_time, waits
from small import ACTIONS, REGIONS, small_dataset
from small import six_states as small


class TestWaiting:
    def test_days_from_signature_to_consent(self):
        frame = waits(small(), "2018-02-02").set_index("iso3")
        # KEN: 2013-06-03 to 2015-08-27 is two years (730 days) and 85 days.
        assert frame["days"]["KEN"] == 815
        assert frame["days"]["UGA"] == 806
        # FRA acceded: it did not wait. FJI waits from 2014-01-01 to the day: four years (1461), 32.
        assert sorted(frame.index) == ["FJI", "KEN", "MLI", "UGA"]
        assert not frame["joined"]["FJI"]
        assert frame["days"]["FJI"] == 1461 + 32

    def test_kaplan_meier_by_hand(self):
        # Waits: UGA 806 and KEN 815 joined; FJI 1493 still waiting; MLI 1703 joined.
        frame = waiting_time(small(), on="2018-02-02")
        assert frame["group"].unique().tolist() == ["World"]
        assert frame["days"].tolist() == [0, 806, 815, 1493, 1703]
        assert frame["at_risk"].tolist() == [4, 4, 3, 2, 1]
        assert frame["events"].tolist() == [0, 1, 1, 0, 1]
        assert frame["censored"].tolist() == [0, 0, 0, 1, 0]
        # 1; 3/4; 3/4 * 2/3; unchanged when one is censored; then the last one joins.
        assert frame["waiting"].tolist() == pytest.approx([1, 0.75, 0.5, 0.5, 0])
        assert frame.attrs["median_days"] == {"World": 815}

    def test_band_is_log_log(self):
        row = waiting_time(small(), on="2018-02-02").iloc[1]
        # S = 3/4, Greenwood sum d / (n (n - d)) = 1/12: S ** exp(-+ 1.96 sqrt(1/12) / ln S).
        half = 1.959964 * math.sqrt(1 / 12) / abs(math.log(0.75))
        assert row["lower"] == pytest.approx(0.75 ** math.exp(half), abs=1e-6)
        assert row["upper"] == pytest.approx(0.75 ** math.exp(-half), abs=1e-6)

    def test_band_is_certain_before_anybody_joins_and_missing_when_nobody_waits(self):
        frame = waiting_time(small(), on="2018-02-02")
        assert frame[["lower", "upper"]].iloc[0].tolist() == [1, 1]
        assert frame[["lower", "upper"]].iloc[-1].isna().all()

    def test_band_is_certain_while_only_waits_have_ended_without_joining(self):
        # FJI is last seen after 603 days; UGA joins after 806.
        frame = waiting_time(small(), on="2015-08-27").set_index("days")
        assert frame["events"].loc[603] == 0
        assert frame[["lower", "upper"]].loc[603].tolist() == [1, 1]
        assert (frame["upper"].loc[806:].dropna() < 1).all()

    def test_by_region_no_median_while_more_than_half_wait(self):
        medians = median_waits(waiting_time(small(), by="att_region", on="2018-02-02"))
        found = medians.set_index("group")
        assert found.index.tolist() == ["Africa", "Oceania"]
        assert found.loc["Africa", "median_days"] == 815
        assert pd.isna(found.loc["Oceania", "median_days"])
        assert found[["n_signed", "n_joined", "n_waiting"]].to_numpy().tolist() == [
            [3, 3, 0],
            [1, 0, 1],
        ]

    def test_nobody_signed(self):
        frame = waiting_time(small_dataset({"KEN": "Africa"}, [("KEN", "accession", "2016-01-01")]))
        assert frame.empty
        assert list(frame.columns)[:3] == ["group", "days", "at_risk"]

    def test_later_signatures_and_instruments_are_not_known_yet(self):
        frame = waits(small(), "2013-12-31").set_index("iso3")
        assert sorted(frame.index) == ["KEN", "MLI", "UGA"]
        assert not frame["joined"].any()

    def test_unknown_scheme(self):
        with pytest.raises(ValueError, match='"region" is no scheme; choose one of: att_region'):
            waiting_time(small(), by="region")

    def test_real(self, data):
        found = median_waits(waiting_time(data)).iloc[0]
        # 130 signed; 118 parties less 13 accessions are 105; 25 still wait.
        assert found[["n_signed", "n_joined", "n_waiting"]].tolist() == [130, 105, 25]
        regions = median_waits(waiting_time(data, by="att_region"))
        assert regions["n_signed"].sum() == 130
        assert regions["n_waiting"].sum() == 25

    def test_real_agrees_with_a_plain_product(self, data):
        frame = waiting_time(data, by="att_region", on="2024-08-23")
        for _, curve in frame.groupby("group"):
            left = ((curve["at_risk"] - curve["events"]) / curve["at_risk"]).cumprod()
            assert curve["waiting"].tolist() == pytest.approx(left.tolist())
            defined = curve.dropna(subset=["lower"])
            assert (defined["lower"] <= defined["waiting"] + 1e-12).all()
            assert (defined["waiting"] <= defined["upper"] + 1e-12).all()


class TestMedian:
    def test_exactly_one_half_is_reached(self, data):
        """After 597 days the estimate is one half, which no sum of rounded shares tells."""
        curve = waiting_time(data, on="2024-08-23")
        assert curve.loc[curve["days"] == 597, "waiting"].tolist() == [0.5]
        assert median_waits(curve)["median_days"].tolist() == [597]
        assert curve.attrs["median_days"] == {"World": 597}

    def test_of_a_dataset(self, data):
        direct = median_waits(data, by="att_region", on="2024-08-23")
        curve = waiting_time(data, by="att_region", on="2024-08-23")
        pd.testing.assert_frame_equal(direct, median_waits(curve))

    @pytest.mark.parametrize("given", [None, "att", pd.DataFrame({"group": ["World"]})])
    def test_says_what_it_takes(self, given):
        with pytest.raises(ValueError, match="takes a Dataset.*or the frame that waiting_time"):
            median_waits(given)

    def test_a_frame_is_for_its_own_day(self, data):
        with pytest.raises(ValueError, match="give by and on with data"):
            median_waits(waiting_time(data), on="2020-01-01")


class TestPipeline:
    def outreach(self):
        return small(
            activities=[
                {"activity": "E1", "start": "2016-05-01"},
                {"activity": "E2", "start": "2017-05-01"},
                {"activity": "S1", "start": "2017-05-01", "same_as": "E2"},
                {"activity": "E3", "start": "2018-05-01", "delivery": "planned"},
                {"activity": "E4", "start": "2013-12-31"},  # before the signature
                {"activity": "E5", "start": "2019-02-01"},  # after the day
                {"activity": "E6", "start": "2018-06-01"},
            ],
            named=[(e, "FJI") for e in ("E1", "E2", "S1", "E3", "E4", "E5")]
            + [("E6", "FJI", "organiser")],
            vtf_projects=[
                {"project": "V1", "iso3": "FJI", "start": "2017-11-07"},
                {"project": "V2", "iso3": "FJI"},
                {"project": "V3", "iso3": "MLI", "start": "2017-11-07"},
            ],
        )

    def test_who_waits_and_what_reached_them(self):
        frame = pipeline(self.outreach())
        assert frame["iso3"].tolist() == ["FJI"]
        row = frame.iloc[0]
        # 2014-01-01 to 2019-01-31: five years (1826 days) and 30.
        assert row["days_waiting"] == 1856
        assert row["n_activities"] == 2
        assert row["last_activity"] == pd.Timestamp("2017-05-01")
        assert row["n_projects"] == 2
        assert row["sister_treaties"] == 0

    def test_without_outreach(self):
        row = pipeline(small()).iloc[0]
        assert row["n_activities"] == 0
        assert pd.isna(row["last_activity"])

    def test_sister_treaties_and_what_a_state_said(self):
        said = ("FJI", "communication", "2018-07-18")
        sister = ("FJI", "accession", "1998-06-10", "mine-ban")
        data = small_dataset(REGIONS, [*ACTIONS, said, sister])
        row = pipeline(data).iloc[0]
        assert (row["sister_treaties"], row["sisters"]) == (1, "mine-ban")
        assert row["note"] == "2018-07-18, communication"
        assert pipeline(data, "2018-07-17").iloc[0]["note"] == ""

    def test_longest_waiting_first(self):
        frame = pipeline(small(), "2015-01-01")
        assert frame["iso3"].tolist() == ["KEN", "MLI", "UGA", "FJI"]

    def test_real(self, data):
        frame = pipeline(data).set_index("iso3")
        assert len(frame) == 25
        assert "does not intend to become a party" in frame["note"]["USA"]
        # Burundi signed on the first day; of the other treaties it has joined all but the TPNW.
        assert frame["days_waiting"].idxmax() == "BDI"
        assert frame["sisters"]["BDI"] == "mine-ban; cluster-munitions; ccw"
        assert frame["sister_treaties"]["BDI"] == 3
        signatories = status_on(data).query("status == 'signatory'")["iso3"]
        assert set(frame.index) == set(signatories)
