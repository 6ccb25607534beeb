"""Shares by population: recounted on the real estimates, worked out by hand on made-up ones."""

import pandas as pd
import pytest

import attdata as att
from attdata.draw.drawing import drawing_of
from attdata.measures.population import people_of
from small import small_dataset


@pytest.fixture
def made_up():
    people = [
        {"iso3": iso3, "date": f"{year}-12-31", "population": number, "source": "people"}
        for iso3, year, number in [
            ("FRA", 2014, 60), ("ITA", 2014, 40), ("MLI", 2014, 10),
            ("FRA", 2016, 70), ("ITA", 2016, 30), ("MLI", 2016, 20),
        ]
    ]  # fmt: skip
    people += [{"group": "World", "date": "2016-12-31", "population": 1000, "source": "people"}]
    return small_dataset(
        {"FRA": "Europe", "ITA": "Europe", "MLI": "Africa", "TON": "Oceania"},
        [("FRA", "accession", "2015-06-01"), ("MLI", "accession", "2017-06-01")],
        population=people,
    )


def of_world(frame):
    row = frame[frame["group"] == "World"].iloc[-1]
    return tuple(row[["population", "population_party", "population_year"]])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2015-05-31", (110, 0, 2014)),
        ("2015-06-01", (110, 60, 2014)),
        ("2016-12-30", (110, 60, 2014)),  # the estimate of 2016 is for the next day
        ("2016-12-31", (120, 70, 2016)),
        ("2018-01-01", (120, 90, 2016)),
    ],
)
def test_the_newest_estimate_not_after_the_day_counts(made_up, day, expected):
    assert of_world(att.participation(made_up, day, weight="population")) == expected


def test_many_days_are_the_single_days(made_up):
    days = ["2018-01-01", "2015-06-01", "2013-01-01"]
    many = att.participation(made_up, days, weight="population")
    for day in days:
        one = att.participation(made_up, day, weight="population")
        rows = many[many["on"] == day].reset_index(drop=True)
        pd.testing.assert_frame_equal(rows, one, check_dtype=False)


def test_no_estimate_is_empty_not_nought(made_up):
    frame = att.participation(made_up, "2013-01-01", weight="population")
    assert frame[["population", "share_population", "population_year"]].isna().all(axis=None)
    assert made_up.population["population"].max() == 1000  # the world's row counts in no group
    later = att.participation(made_up, "2018-01-01", weight="population")
    assert later.attrs["without_population"] == ["TON"]
    oceania = later[later["group"] == "Oceania"].iloc[0]
    assert pd.isna(oceania["share_population"])


def test_share_of_the_states_parties_of_july_2026(data):
    world = att.participation(data, "2026-07-24", weight="population").iloc[-1]
    assert world["n_party"] == 118
    assert round(100 * world["share_population"], 1) == 45.6
    whole = people_of(data, pd.Timestamp("2023-12-31"))["World"]
    assert round(100 * world["population_party"] / whole, 1) == 45.4


def test_regions_sum_to_the_world_and_states_are_counted_as_before(data):
    frame = att.participation(data, "2026-07-24", weight="population")
    regions = frame[frame["group"] != "World"]
    for name in ("population", "population_party", "n_party"):
        assert regions[name].sum() == frame[name].iloc[-1]
    plain = att.participation(data, "2026-07-24")
    pd.testing.assert_frame_equal(frame[plain.columns], plain)
    assert "population" in [name for name, _ in frame.attrs["sources"]]


def test_another_weight_is_refused(data):
    with pytest.raises(ValueError, match='"gdp" is no weight; choose one of: population'):
        att.participation(data, weight="gdp")


@pytest.mark.parametrize("group", ["SAARC", "Commonwealth", "RECSA", "East African Community"])
def test_further_groups_count_like_the_others(data, group):
    frame = att.participation(data, "2026-07-24", by="organisation").set_index("group")
    assert 0 < frame.loc[group, "n_states"] <= 56
    assert len(att.positions(data, within=group)) == frame.loc[group, "n_states"]


def test_membership_of_the_commonwealth_counts_on_the_day(data):
    days = ["2017-06-01", "2026-07-24"]
    frame = att.participation(data, days, by="organisation")
    frame = frame[frame["group"] == "Commonwealth"]
    # Without the Gambia and Maldives, which came back; Gabon and Togo joined in 2022.
    assert list(frame["n_states"]) == [52, 56]


# Hong Kong, Macao and Taiwan as documents of the United Nations write them.
AREAS = {
    "ar": ["هونغ كونغ الصينية", "ماكاو الصينية", "مقاطعة تايوان الصينية"],
    "en": ["China, Hong Kong SAR", "China, Macao SAR", "China, Taiwan Province of China"],
    "es": ["China, RAE de Hong Kong", "China, RAE de Macao", "Provincia china de Taiwán"],
    "fr": ["Chine, RAS de Hong Kong", "Chine, RAS de Macao", "Province chinoise de Taiwan"],
    "ru": ["Китай, САР Гонконг", "Китай, САР Макао", "провинция Китая Тайвань"],
    "zh": ["中国香港特别行政区", "中国澳门特别行政区", "中国台湾省"],
}


@pytest.mark.parametrize("language", AREAS)
@pytest.mark.parametrize("size", ["report", "slide"])
def test_areas_that_are_not_counted_have_their_whole_names(data, language, size):
    frame = att.participation(data, "2026-07-24", weight="population")
    drawing = drawing_of(att.draw_population(frame, language=language, size=size))
    said = drawing.key() if size == "slide" else drawing.note
    assert all(name in said for name in AREAS[language])
    assert "…" not in said and "等" not in said
