"""Peers and land borders."""

import importlib.util
import json

import numpy as np
import pandas as pd
import pytest

import attdata as att
from attdata.measures.participation import status_on
from attdata.measures.peers import distance_km, neighbours, peers, state_of
from small import small_dataset

REGIONS = {"KEN": "Africa", "UGA": "Africa", "TZA": "Africa", "FRA": "Europe", "FJI": "Oceania"}
ACTIONS = [
    ("UGA", "signature", "2013-06-03"),
    ("UGA", "ratification", "2014-01-31"),
    ("FRA", "accession", "2014-02-01"),
    ("FJI", "accession", "2018-01-01"),
    ("TZA", "signature", "2013-06-03"),
]
ORGANISED = [
    {"scheme": "organisation", "group": "Club", "iso3": "KEN"},
    {"scheme": "organisation", "group": "Club", "iso3": "FJI"},
    {"scheme": "organisation", "group": "Old club", "iso3": "KEN"},
    {"scheme": "organisation", "group": "Old club", "iso3": "FRA", "end": "2018-12-31"},
]
STATES = [
    {"iso3": "KEN", "un_status": "member", "subregion": "East", "latitude": 0, "longitude": 0},
    {"iso3": "UGA", "un_status": "member", "subregion": "East", "latitude": 0, "longitude": 1},
    {"iso3": "TZA", "un_status": "member", "subregion": "East", "latitude": 0, "longitude": 2},
    {"iso3": "FRA", "un_status": "member", "subregion": "", "latitude": 90, "longitude": 0},
    {"iso3": "FJI", "un_status": "member", "subregion": ""},
]


def small():
    return small_dataset(REGIONS, ACTIONS, groups=ORGANISED, states=STATES)


class TestPeers:
    def test_reasons_in_columns(self):
        frame = peers(small(), "KEN").set_index("iso3")
        # FRA left the old club; TZA is no State Party.
        assert frame.index.tolist() == ["UGA", "FJI"]
        assert frame["border"].tolist() == [True, False]
        assert frame["same_subregion"].tolist() == [True, False]
        assert frame["organisations"].tolist() == ["", "Club"]
        # One degree of the equator is 111 km; where a point is not known there is no distance.
        assert frame["distance_km"]["UGA"] == 111
        assert pd.isna(frame["distance_km"]["FJI"])
        assert frame["joined"]["UGA"] == pd.Timestamp("2014-01-31")
        # Five years before 2019-01-31 is that very day: no longer recent.
        assert frame["recently_joined"].tolist() == [False, True]
        # KEN has not signed, so the way that is open to it is accession.
        assert frame["same_route"].tolist() == [False, True]

    def test_of_a_signatory(self):
        frame = peers(small(), "TZA").set_index("iso3")
        assert frame["same_route"]["UGA"]

    def test_membership_is_that_of_the_day(self):
        frame = peers(small(), "KEN", on="2018-12-30").set_index("iso3")
        assert frame["organisations"]["FRA"] == "Old club"

    def test_an_empty_subregion_is_no_common_one(self):
        assert peers(small(), "FRA").empty

    def test_real(self, data):
        frame = att.peers(data, "Cambodge")
        assert frame.attrs["state"] == "KHM"
        # Laos, Thailand and Viet Nam are not party: no State Party borders on Cambodia.
        assert not frame["border"].any()
        # Timor-Leste is in ASEAN, and not party; the Philippines are both.
        assert frame["iso3"].tolist() == ["PHL"]
        assert frame["recently_joined"].tolist() == [True]
        mexico_and_canada = att.peers(data, "美利坚合众国").set_index("iso3")
        assert mexico_and_canada.index[:2].tolist() == ["CAN", "MEX"]
        assert mexico_and_canada["border"][:2].all()

    def test_real_parties_only_and_ordered(self, data):
        parties = set(status_on(data).query("status == 'state_party'")["iso3"])
        for state in ("COD", "UKR", "TON", "IND"):
            frame = peers(data, state)
            assert set(frame["iso3"]) <= parties - {state}
            order = frame.assign(far=~frame["border"], other=~frame["same_subregion"])
            keys = order[["far", "other", "distance_km"]].to_numpy().tolist()
            assert keys == sorted(keys)


class TestNames:
    @pytest.mark.parametrize("name", ["TLS", "tls", "Timor-Leste", "东帝汶", "Тимор-Лешти"])
    def test_code_or_name_in_any_language(self, data, name):
        assert state_of(data, name) == "TLS"

    def test_ambiguous_name_is_refused_with_both(self, data):
        with pytest.raises(ValueError, match="Korea is ambiguous: Democratic.*; write which one"):
            peers(data, "Korea")

    def test_a_group_is_no_state(self, data):
        with pytest.raises(ValueError, match='"EU" names a group, not a State; write the name'):
            peers(data, "EU")

    def test_an_unknown_name(self, data):
        with pytest.raises(ValueError, match='"Atlantis" names no State that is known; '):
            peers(data, "Atlantis")


class TestBorders:
    # Counts that atlases agree on; those of dependent territories are left out.
    @pytest.mark.parametrize(
        ("state", "number"),
        [
            ("CHN", 14),
            ("RUS", 14),
            ("BRA", 10),
            ("COD", 9),
            ("DEU", 9),
            ("ZMB", 8),
            ("TZA", 8),
            ("FRA", 10),
            ("SDN", 7),
            ("LSO", 1),
            ("FJI", 0),
            ("SGP", 0),
            ("VAT", 1),
        ],
    )
    def test_number_of_neighbours(self, state, number):
        assert len(neighbours(state)) == number

    def test_reviewed_rows_overrule_the_map(self):
        assert "BWA" in neighbours("ZMB")
        assert "ZWE" not in neighbours("NAM")
        assert "MRT" not in neighbours("MAR")
        assert "MAR" in neighbours("ESP")

    def test_both_ways(self, data):
        for state in data.states["iso3"]:
            assert all(state in neighbours(other) for other in neighbours(state))

    def test_the_table_is_what_the_script_makes(self, root):
        folder = root / "data" / "raw" / "geo"
        spec = importlib.util.spec_from_file_location("make", folder / "make_neighbours.py")
        make = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(make)
        world = json.loads((folder / "world.geojson").read_text(encoding="utf-8"))
        assert make.text(world, make.reviewed_rows()) == make.TABLE.read_text(encoding="utf-8")


def test_distance_over_the_pole_and_the_date_line():
    there = np.array([[-90.0, 0.0], [90.0, 45.0], [0.0, -179.0]])
    found = distance_km(np.array([90.0, 0.0]), there)
    assert found[:2] == pytest.approx([np.pi * 6371.0088, 0], abs=1e-6)
    across = distance_km(np.array([0.0, 179.0]), there)[2]
    assert across == pytest.approx(2 * np.pi * 6371.0088 * 2 / 360)
