"""Positions and signals: the rule on made-up votes, the numbers that were recounted by hand."""

import re

import pandas as pd
import pytest

import attdata as att
from attdata.measures.positions import POSITIONS
from attdata.measures.signals import group_counts
from small import small_dataset

# Session -> day of the yearly resolution, in a made-up Assembly after the adoption of 2013.
CALLS = {68: "2013-12-05", 69: "2014-12-02", 70: "2015-12-07", 71: "2016-12-05", 72: "2017-12-04"}
WORDS = {"y": "yes", "n": "no", "a": "abstain", "-": "non_voting"}


def voted(**votes):
    """Return a Dataset in which each State votes as its letters say, one per resolution."""
    resolutions = {f"A/RES/{session}/1": day for session, day in CALLS.items()}
    calls = [
        {"resolution": name, "date": day, "session": int(name.split("/")[2]),
         "subject": "arms trade treaty"}
        for name, day in resolutions.items()
    ]  # fmt: skip
    rows = [
        {"resolution": name, "date": day, "iso3": iso3, "vote": WORDS[letter], "source": "votes"}
        for iso3, letters in votes.items()
        for (name, day), letter in zip(resolutions.items(), letters, strict=False)
        if letter != " "
    ]
    # One State Party, so that a source tells how far the evidence reaches.
    return small_dataset(
        dict.fromkeys([*votes, "MLI"], "Asia"),
        [("MLI", "accession", "2014-01-01")],
        evidence="2018-06-01",
        roll_calls=calls,
        votes=rows,
    )


def position_of(letters, on=None):
    data = voted(FRA=letters)
    return att.positions(data, on).set_index("iso3").loc["FRA"]


class TestRule:
    @pytest.mark.parametrize(
        ("letters", "position"),
        [
            ("yyyyy", "yes_every_time"),
            ("y-yyy", "yes_when_present"),
            ("----y", "yes_when_present"),
            ("ayyyy", "now_yes"),
            ("na--y", "now_yes"),
            ("yyyya", "now_abstains"),
            ("nnna-", "now_abstains"),
            ("aaaaa", "abstains_every_time"),
            ("a-aa-", "abstains_when_present"),
            ("yyyyn", "votes_no"),
            ("yyn--", "votes_no"),
            ("nnnnn", "votes_no"),
            ("-----", "no_vote_cast"),
            ("     ", "no_vote_cast"),
            ("   yy", "yes_every_time"),
        ],
    )
    def test_each_history_has_its_position(self, letters, position):
        assert position_of(letters)["position"] == position

    @pytest.mark.parametrize(
        ("letters", "change", "direction"),
        [
            ("yyyyy", ("", "", ""), ""),
            ("aayyy", ("abstain", "yes", "2015-12-07"), "towards_yes"),
            ("ayyyy", ("abstain", "yes", "2014-12-02"), ""),  # more than three sessions ago
            ("yyyya", ("yes", "abstain", "2017-12-04"), "away_from_yes"),
            ("yy--n", ("yes", "no", "2017-12-04"), "away_from_yes"),
            ("nn-aa", ("no", "abstain", "2016-12-05"), "towards_yes"),
            ("y-y-y", ("", "", ""), ""),
            ("ayaya", ("yes", "abstain", "2017-12-04"), "away_from_yes"),
        ],
    )
    def test_the_last_change_is_between_votes_cast(self, letters, change, direction):
        row = position_of(letters)
        since = "" if pd.isna(row["change_since"]) else f"{row['change_since']:%Y-%m-%d}"
        assert (row["change_from"], row["change_to"], since) == change
        assert row["recent_direction"] == direction

    def test_votes_after_the_day_do_not_count(self):
        row = position_of("yyaan", on="2015-06-01")
        assert row["position"] == "yes_every_time"
        assert "70/1" not in row.index
        assert (row["n_yes"], row["n_non_voting"]) == (2, 0)

    def test_absence_is_counted_and_is_no_vote(self):
        row = position_of("y-a-y")
        assert tuple(row[["n_yes", "n_no", "n_abstain", "n_non_voting"]]) == (2, 0, 1, 2)
        assert row["71/1"] == "non_voting"


@pytest.fixture(scope="module")
def states(data):
    return att.positions(data)


class TestRealVotes:
    def test_positions_part_all_states(self, states):
        assert len(states) == 197
        assert states["position"].notna().all()
        assert list(states["position"].cat.categories) == list(POSITIONS)

    def test_four_states_have_no_seat(self, states):
        none = states[states["position"] == "no_seat"]
        assert set(none["iso3"]) == {"COK", "VAT", "NIU", "PSE"}
        assert (none["80/46"] == "").all()

    def test_the_states_not_yet_party_as_recounted_by_hand(self, data):
        outside = att.signals(data)
        assert len(outside) == 77
        always = outside[outside["position"] == "yes_every_time"]
        assert len(always) == 21
        assert set(always.loc[always["status"] == "not_joined", "name_en"]) == {
            "Algeria", "Bhutan", "Brunei Darussalam", "Iraq", "Jordan", "Nepal", "Pakistan",
            "Tunisia",
        }  # fmt: skip
        assert (outside["position"] == "abstains_every_time").sum() == 14

    @pytest.mark.parametrize(
        ("iso3", "to", "since", "direction"),
        [
            ("KEN", "abstain", 2023, "away_from_yes"),
            ("ETH", "abstain", 2024, "away_from_yes"),
            ("FJI", "abstain", 2024, "away_from_yes"),
            ("ZWE", "yes", 2020, ""),
            ("LAO", "yes", 2025, "towards_yes"),
        ],
    )
    def test_who_moved(self, states, iso3, to, since, direction):
        row = states.set_index("iso3").loc[iso3]
        assert row["change_to"] == to
        assert row["change_since"].year == since
        assert row["recent_direction"] == direction

    def test_columns_of_votes_add_up_to_the_printed_totals(self, data, states):
        calls = data.roll_calls.set_index("resolution")
        assert states.attrs["resolutions"][1:] == [
            "68/31", "69/49", "70/58", "71/50", "72/44", "73/36", "74/49", "75/64", "76/50",
            "77/62", "78/48", "79/52", "80/46",
        ]  # fmt: skip
        for label in states.attrs["resolutions"][1:]:
            assert (states[label] == "yes").sum() == calls["yes"][f"A/RES/{label}"]
        assert (states["adoption"] == "yes").sum() == 154

    def test_outputs_say_that_a_vote_is_no_intent(self, data, states):
        for frame in (states, att.signals(data)):
            assert "not an intent to join" in frame.attrs["note"]
            assert "votes" in [source[0] for source in frame.attrs["sources"]]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "not an intent to join"),
            ("fr", "non une intention de devenir partie"),
            ("zh", "不代表成为缔约国的意向"),
        ],
    )
    def test_a_table_of_votes_says_so_below_itself(self, states, language, text):
        notes = att.table(states.head(3), language=language).notes
        assert text in notes[0] and notes[0].count(".") + notes[0].count("。") >= 3
        assert not any(text in note for note in notes[1:])
        own = att.table(states.head(3), language=language, note="One's own.")
        assert own.notes[0] == "One's own."


class TestWithin:
    def test_a_group_counts_its_members_of_the_day(self, data):
        assert len(att.positions(data, "2025-01-01", within="ASEAN")) == 10
        assert len(att.positions(data, "2026-01-01", within="asean")) == 11

    def test_a_list_takes_codes_and_names(self, data):
        assert list(att.positions(data, within=["Fiji", "WSM"])["iso3"]) == ["FJI", "WSM"]

    def test_signals_within_a_group_are_the_same_rows(self, data):
        everywhere = att.signals(data)
        asia = att.signals(data, within="Asia")
        assert list(asia["iso3"]) == list(
            everywhere.loc[everywhere["att_region"] == "Asia", "iso3"]
        )

    @pytest.mark.parametrize(
        ("within", "told"),
        [
            ("Atlantis", '"Atlantis" is no group'),
            (["Atlantis"], "names no State"),
            ([], "no State"),
        ],
    )
    def test_what_is_neither_group_nor_state_is_refused(self, data, within, told):
        with pytest.raises(ValueError, match=told):
            att.positions(data, within=within)


class TestSignals:
    def test_signatories_come_first_each_by_position_then_name(self, data):
        rows = att.signals(data)
        keys = [
            (status != "signatory", POSITIONS.index(position), name)
            for status, position, name in rows[["status", "position", "name_en"]].to_numpy()
        ]
        assert keys == sorted(keys)
        assert not {"score", "rank"} & set(rows.columns)

    def test_shares_of_groups_are_those_of_participation(self, data):
        counts = group_counts(data, pd.Timestamp("2026-07-24")).drop_duplicates(["scheme", "group"])
        for scheme in ("att_region", "organisation", "m49_subregion"):
            world = att.participation(data, by=scheme).set_index("group")
            own = counts[counts["scheme"] == scheme].set_index("group")
            rows = world.loc[own.index]
            assert (own[["n_party", "n_states"]] == rows[["n_party", "n_states"]]).all(axis=None)

    def test_activities_are_those_of_reach(self, data):
        reached = att.reached_states(data).set_index("iso3")
        rows = att.signals(data).set_index("iso3")
        for name in ("n_activities", "n_projects"):
            assert (rows[name] == reached[name].reindex(rows.index)).all()

    def test_no_fact_is_later_than_the_day(self, data):
        day = pd.Timestamp("2016-09-01")
        rows = att.signals(data, day)
        days = rows.select_dtypes("datetime").max()
        assert (days.dropna() <= day).all()
        assert rows["register_year"].max() == 2015
        assert rows["speech_year"].max() == 2015  # the debate of 2016 was still to come

    def test_status_in_other_treaties_is_that_of_the_day(self, data):
        rows = att.signals(data).set_index("iso3")
        for treaty, column in (
            ("mine-ban", "mine_ban"),
            ("cluster-munitions", "cluster_munitions"),
        ):
            status = att.status_on(data, "2026-07-24", treaty=treaty, universe="all")
            status = status.set_index("iso3")["status"]
            assert (rows[column].astype(str) == status.reindex(rows.index).astype(str)).all()

    def test_a_state_without_a_fact_has_an_empty_cell_not_a_nought(self, data):
        rows = att.signals(data).set_index("iso3")
        assert pd.isna(rows.loc["BHR", "register_year"])
        assert rows.loc["VNM", "last_vote"] == ""
        texts = rows.select_dtypes("object")
        assert not texts.isna().any(axis=None)


@pytest.mark.parametrize("language", ["en", "es", "fr", "ru", "ar", "zh"])
def test_an_answer_counts_no_nought_and_no_one_in_the_plural(data, language):
    """Northern America has one State not yet party, which voted no; Europe has one signatory."""
    north = str(att.answer(data, "approach", within="Northern America", language=language))
    europe = str(att.answer(data, "approach", within="Europe", language=language))
    assert not re.search(r"(?<!\d)0(?!\d)", re.sub(r"\d{4}|\d+[年月日]", "", north))
    assert "avaient signé" not in europe and "habían firmado" not in europe
