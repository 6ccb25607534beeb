"""Counts on the real tables: the numbers that a reader can check elsewhere."""

from dataclasses import replace

import pandas as pd
import pytest

import attdata as att
from attdata.evidence import evidence_sentences
from attdata.frames import empty_frame
from attdata.law.status import status_intervals
from attdata.measures.changes import undecided
from attdata.measures.scope import EvidenceWarning, members_on, universe_states
from small import small_dataset

REGIONS = {
    "Africa": (31, 10, 13),
    "Americas": (29, 2, 4),
    "Asia": (11, 10, 27),
    "Europe": (40, 1, 2),
    "Oceania": (7, 2, 6),
    "World": (118, 25, 52),
}
# Parties on the opening day of each conference: deposited, in force.
OPENINGS = {
    "CSP1": (72, 69),
    "CSP2": (87, 85),
    "CSP3": (92, 92),
    "CSP4": (97, 95),
    "CSP5": (104, 102),
    "CSP6": (110, 106),
    "CSP7": (110, 110),
    "CSP8": (111, 111),
    "CSP9": (113, 113),
    "CSP10": (115, 113),
    "CSP11": (116, 116),
}


def world(frame):
    """Return the last row."""
    return frame.iloc[-1]


def test_actions_of_the_arms_trade_treaty(data):
    rows = data.actions[(data.actions["treaty"] == "att")]
    table = rows[rows["source"] == "untc_XXVI-8_status_2026-02-03.xlsx"]
    counts = rows.loc[~rows["note"].str.startswith("replaced"), "action"].astype(str).value_counts()
    assert counts["signature"] == 130
    assert counts["ratification"] == 100
    assert counts["acceptance"] == 3
    assert counts["approval"] == 2
    assert counts["accession"] == 13
    assert counts["provisional_application"] == 22
    consents = ["ratification", "acceptance", "approval", "accession"]
    assert table["action"].isin(consents).sum() == 117
    by_kind = rows.groupby(rows["action"].astype(str))["iso3"].agg(set)
    assert by_kind["acceptance"] == {"GAB", "JPN", "NLD"}
    assert by_kind["approval"] == {"DNK", "EST"}
    assert "ECU" in by_kind["accession"]


def test_parties_by_region_on_24_july_2026(data):
    frame = att.participation(data, "2026-07-24")
    found = {
        row.group: (row.n_party, row.n_signatory, row.n_not_joined) for row in frame.itertuples()
    }
    assert found == REGIONS
    assert frame.attrs["on"] == "2026-07-24"
    assert frame.attrs["universe"] == "att"
    assert world(frame)["n_states"] == 195


def test_the_default_day_is_the_newest_evidence(data):
    frame = att.participation(data)
    assert frame.attrs["on"] == "2026-07-24"
    assert frame.attrs["sources"] == [("notifications", "2026-07-24"), ("untc", "2026-02-03")]
    assert frame.attrs["warning"] == ""


def test_a_later_day_is_answered_with_a_warning(data):
    with pytest.warns(EvidenceWarning, match="2027-01-01 is later than the evidence"):
        frame = att.participation(data, "2027-01-01")
    assert world(frame)["n_party"] == 118
    assert "which ends on 2026-07-24" in frame.attrs["warning"]


@pytest.mark.parametrize("conference", OPENINGS)
def test_parties_at_the_opening_of_each_conference(data, conference):
    opening = data.conferences.set_index("conference")["start"][conference]
    found = tuple(
        int(world(att.participation(data, opening, basis=basis))["n_party"])
        for basis in ("deposited", "in_force")
    )
    assert found == OPENINGS[conference]


def test_entry_into_force(data):
    status = att.status_on(data, "2014-12-24", basis="in_force")
    parties = set(status.loc[status["status"] == "state_party", "iso3"])
    assert len(parties) == 61
    assert parties >= {"GIN", "SRB", "KNA", "LIE", "POL", "LTU", "NLD", "ZAF"}
    days = att.status_on(data).set_index("iso3")["in_force"]
    assert days["VUT"] == pd.Timestamp("2025-12-04")
    assert days["COL"] == pd.Timestamp("2025-01-13")


def test_between_deposit_and_entry_into_force_at_csp10(data):
    status = att.status_on(data, "2024-08-19", basis="in_force").set_index("iso3")["status"]
    assert status["MWI"] == "signatory"
    assert status["GMB"] == "not_joined"


def test_the_other_treaties_over_all_states(data):
    for day, parties in (("2026-02-03", 162), ("2026-02-20", 161)):
        frame = att.participation(data, day, treaty="mine-ban")
        assert world(frame)["universe"] == "all"
        assert world(frame)["n_party"] == parties
    status = att.status_on(data, "2026-02-03", treaty="mine-ban").set_index("iso3")["status"]
    assert set(status[["EST", "FIN", "LVA", "LTU"]]) == {"not_joined"}
    assert status["POL"] == "state_party"
    assert world(att.participation(data, treaty="cluster-munitions"))["n_party"] == 112
    cluster = att.status_on(data, treaty="cluster-munitions").set_index("iso3")["status"]
    assert cluster["LTU"] == "not_joined"


def test_universes(data):
    sizes = {u: len(universe_states(data, u)) for u in ("att", "un_members", "all")}
    assert sizes == {"att": 195, "un_members": 193, "all": 197}
    observers = universe_states(data, "un_and_observers")
    assert len(observers) == 195
    assert {"VAT", "PSE"} <= set(observers)
    assert {"NIU", "PSE"} <= set(universe_states(data, "att"))


@pytest.mark.parametrize("by", ["att_region", "un_regional_group", "m49_subregion"])
@pytest.mark.parametrize("universe", ["att", "un_members", "un_and_observers", "all"])
def test_groups_of_a_partition_sum_to_the_world(data, by, universe):
    days = pd.to_datetime(["2013-06-03", "2014-12-24", "2020-01-01", "2026-07-24"])
    frame = att.participation(data, days, by=by, universe=universe)
    counts = ["n_states", "n_party", "n_signatory", "n_not_joined"]
    whole = frame[frame["group"] == "World"].set_index("on")[counts]
    parts = frame[frame["group"] != "World"].groupby("on")[counts].sum()
    pd.testing.assert_frame_equal(whole, parts, check_dtype=False)
    assert (
        (frame["n_party"] + frame["n_signatory"] + frame["n_not_joined"])
        .eq(frame["n_states"])
        .all()
    )


def test_organisations_count_the_members_of_the_day(data):
    days = ["2020-01-31", "2020-02-01"]
    frame = att.participation(data, days, by="organisation")
    union = frame[frame["group"] == "European Union"]
    assert list(union["n_states"]) == [28, 27]
    none = frame[frame["group"] == "no group"]
    assert list(none["n_states"].diff().dropna()) == [0]  # the United Kingdom: the Commonwealth


def test_many_days_give_what_single_days_give(data):
    days = pd.date_range("2013-06-01", "2026-07-01", freq="400D")
    many = att.participation(data, days, by="organisation", basis="in_force")
    single = pd.concat(
        [att.participation(data, day, by="organisation", basis="in_force") for day in days]
    )
    shared = many[many["n_states"] > 0].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        shared, single[single["n_states"] > 0].reset_index(drop=True), check_like=True
    )


def test_a_word_that_is_unknown_is_told_with_the_choices(data):
    with pytest.raises(ValueError, match='"north" is no scheme; choose one of: att_region'):
        att.participation(data, by="north")
    with pytest.raises(ValueError, match='"ratified" is no basis; choose one of: deposited'):
        att.status_on(data, basis="ratified")
    with pytest.raises(ValueError, match='"nato" is no treaty'):
        att.status_on(data, treaty="nato")
    with pytest.raises(ValueError, match='"31 Feb" is no day; write it as 2026-07-24'):
        att.status_on(data, "31 Feb")
    with pytest.raises(ValueError, match="on holds no day"):
        att.participation(data, [])


def test_status_frame_has_one_row_per_state_and_its_columns(data):
    frame = att.status_on(data)
    columns = ["iso3", "name_en", "att_region", "status", "since"]
    days = ["signed", "consented", "action", "in_force", "leaving"]
    assert list(frame.columns) == [*columns, *days]
    assert frame["iso3"].is_unique
    assert len(frame) == 195
    signatories = frame[frame["status"] == "signatory"]
    assert len(signatories) == 25
    assert signatories["consented"].isna().all()
    assert (signatories["since"] == signatories["signed"]).all()


def test_nothing_of_the_future_shows(data):
    frame = att.status_on(data, "2014-01-01").set_index("iso3")
    assert frame["consented"].max() <= pd.Timestamp("2014-01-01")
    assert frame["signed"].max() <= pd.Timestamp("2014-01-01")
    assert (frame.loc[frame["consented"].isna(), "action"] == "").all()


def test_changes_between_conferences(data):
    frame = att.changes(data, "2025-08-29")
    assert [(r.iso3, r.action, r.after) for r in frame.itertuples()] == [
        ("VUT", "ratification", "state_party"),
        ("ECU", "accession", "state_party"),
    ]
    left = att.changes(data, "2025-12-01", "2026-02-28", treaty="mine-ban")
    assert set(left.loc[left["after"] == "not_joined", "iso3"]) == {
        "EST",
        "FIN",
        "LVA",
        "LTU",
        "POL",
    }
    with pytest.raises(ValueError, match="until .* is before since"):
        att.changes(data, "2025-01-01", "2024-01-01")


@pytest.mark.parametrize(
    ("since", "until", "joined"),
    [
        ("2025-09-04", "2025-09-05", ["VUT"]),  # deposited on 5 September 2025
        ("2025-09-05", "2025-09-06", []),  # since is the last day before the period
        ("2025-09-04", "2025-09-04", []),
    ],
)
def test_a_period_begins_after_since_and_holds_until(data, since, until, joined):
    assert att.changes(data, since, until)["iso3"].tolist() == joined


def test_a_printed_day_of_effect_is_a_day_of_the_change_and_no_range(data):
    gone = att.changes(data, "2025-01-01", treaty="mine-ban")
    gone = gone[gone["action"].astype(str) == "withdrawal"].set_index("iso3")
    assert {"EST", "FIN", "LTU", "LVA", "POL"} <= set(gone.index)
    assert set(gone["date_precision"].astype(str)) == {"day"}
    assert (gone["date"] == gone["date_earliest"]).all()
    # A notification known to the month alone: its day of effect is printed all the same.
    named = data.actions["iso3"].eq("POL") & data.actions["action"].eq("withdrawal")
    vague = data.actions.assign(
        date_earliest=data.actions["date_earliest"].mask(named, pd.Timestamp("2025-08-01"))
    )
    again = att.changes(replace(data, actions=vague), "2026-02-01", treaty="mine-ban")
    row = again[again["iso3"] == "POL"].iloc[-1]
    assert (row["date"], row["date_earliest"]) == (pd.Timestamp("2026-02-20"),) * 2
    assert row["date_precision"] == "day"


def test_the_status_before_an_action_is_that_of_the_day_before():
    acts = [("AAA", "signature", "2018-05-01"), ("AAA", "ratification", "2018-05-02")]
    frame = att.changes(small_dataset({"AAA": "Africa"}, acts), "2018-01-01", "2018-12-31")
    told = [(str(row.before), str(row.after)) for row in frame.itertuples()]
    assert told == [("not_joined", "signatory"), ("signatory", "state_party")]


def test_each_change_is_told_with_the_status_around_its_own_day(data):
    albania = att.changes(data, "2013-01-01").set_index("iso3").loc["ALB"]
    told = [[r.action, str(r.before), str(r.after)] for r in albania.itertuples()]
    assert told == [
        ["signature", "not_joined", "signatory"],
        ["ratification", "signatory", "state_party"],
    ]
    whole = att.changes(data, "2013-01-01")
    last = whole.drop_duplicates("iso3", keep="last").set_index("iso3")["after"].astype(str)
    today = att.status_on(data, universe="all").set_index("iso3")["status"].astype(str)
    assert (last == today.reindex(last.index)).all()


def test_signed_and_deposited_on_one_day_a_state_is_a_signatory_until_it_is_bound(data):
    """Nigeria did both on 12 August 2013; the Treaty entered into force on 24 December 2014."""
    for day, status in [("2013-08-11", "not_joined"), ("2013-08-12", "signatory"),
                        ("2014-12-23", "signatory"), ("2014-12-24", "state_party")]:  # fmt: skip
        frame = att.status_on(data, day, basis="in_force").set_index("iso3")
        assert frame.loc["NGA", "status"] == status, day
    world = att.participation(data, "2014-12-23", basis="in_force").iloc[-1]
    assert [world["n_party"], world["n_signatory"], world["n_not_joined"]] == [0, 130, 65]


@pytest.mark.parametrize(
    "day",
    [pd.NaT, "2024-08-19-2024-08-23", "2024-08-19/2024-09-01", "2024-08-19 2026", "2024-08-19 Mon"],
)
def test_what_is_no_day_or_more_than_one_is_refused(data, day):
    for measure in (att.status_on, att.participation, att.changes, att.reach):
        with pytest.raises(ValueError, match="is no day; write it as 2026-07-24"):
            measure(data, day)


def test_what_may_have_happened_in_a_period_is_told(data):
    frame = undecided(data, "2026-02-10", "2026-05-01")
    assert [(row.iso3, row.action) for row in frame.itertuples()] == [("ECU", "accession")]
    assert undecided(data, "2025-02-10", "2026-02-03").empty  # it begins on 4 February
    assert undecided(data, "2026-02-10", "2026-07-24").empty  # it counts within


@pytest.mark.parametrize("claim", ["115.7", "inf", "-1", "many"])
def test_a_claim_that_is_no_count_is_refused(data, claim):
    claims = pd.DataFrame({"date": ["2024-08-19"], "source": ["us"], "states_parties": [claim]})
    with pytest.raises(ValueError, match="is no number of States"):
        att.reconcile(data, claims)


def test_a_communication_is_a_change_without_a_change_of_status(data):
    frame = att.changes(data, "2019-07-01", "2019-07-31").set_index("iso3")
    assert frame.loc["USA", ["action", "before", "after"]].tolist() == [
        "communication",
        "signatory",
        "signatory",
    ]


def test_published_totals_agree_but_for_one(data):
    frame = att.reconcile(data)
    misfits = frame[frame["agrees_on"] == "neither"]
    assert set(misfits["source"]) == {"Control Arms blog (undated)"}
    at_csp10 = frame[frame["date"] == "2024-08-20"].iloc[0]
    assert at_csp10["agrees_on"] == "deposited"
    assert len(frame) == 15 + 7


def test_a_total_from_which_the_data_were_taken_proves_nothing(data):
    """The accession of Ecuador is known from the very total of 118: a circle."""
    rows = att.reference.reference_rows("published_counts")
    circular = [row for row in rows if row["taken_from_it"]]
    assert [(row["states_parties"], row["taken_from_it"]) for row in circular] == [
        ("118", "att.ECU.accession")
    ]
    compared = att.reconcile(data)
    assert not set(compared["source"]) & {row["source"] for row in circular}


def test_own_claims_can_be_reconciled(data):
    claims = pd.DataFrame(
        [{"date": "2024-08-19", "signatories_ever": "", "states_parties": "113", "source": "note"}]
    )
    assert att.reconcile(data, claims)["agrees_on"].tolist() == ["in_force"]


@pytest.mark.parametrize(
    "on",
    ["03/06/2013", "2024-05", "today", "now", "", "20240501", 20240501, 1.5, True, "2024-02-30"],
)
def test_what_is_no_iso_day_is_refused_never_guessed(data, on):
    for ask in (att.status_on, att.participation):
        with pytest.raises(ValueError, match="is no day; write it as 2026-07-24"):
            ask(data, on)


def test_days_in_every_type_that_pandas_has(data):
    day = pd.Timestamp("2024-08-19")
    zoned = day.tz_localize("UTC")
    scalars = [day, zoned, day.date(), day.to_datetime64(), day.to_pydatetime(), "2024-08-19"]
    expected = att.participation(data, "2024-08-19")
    for on in [*scalars, *([on] for on in scalars), pd.Series([day]), pd.DatetimeIndex([zoned])]:
        pd.testing.assert_frame_equal(att.participation(data, on), expected)
    assert len(att.status_on(data, zoned)) == 195


@pytest.mark.parametrize("on", ["9999-12-31", "0001-01-01", ["1600-01-01"]])
def test_a_day_beyond_what_can_be_counted_is_told(data, on):
    with pytest.raises(ValueError, match="is too far away; days from 1678 to 2261 are known"):
        att.participation(data, on)


def test_without_actions_the_day_must_be_given_and_nobody_has_joined(data):
    actions = empty_frame("actions")
    status, _ = status_intervals(actions, data.states["iso3"], data.treaties["treaty"])
    bare = replace(data, actions=actions, status=status)
    for ask in (att.status_on, att.participation):
        with pytest.raises(ValueError, match='evidence on "att" reaches; give a day'):
            ask(bare)
    assert set(att.status_on(bare, "2024-01-01")["status"]) == {"not_joined"}
    assert world(att.participation(bare, "2024-01-01"))["n_not_joined"] == 195


def test_claims_of_an_analyst_are_reconciled_or_refused_with_a_sentence(data):
    mine = pd.DataFrame({"date": ["2024-08-19"], "states_parties": [113], "source": ["me"]})
    assert list(att.reconcile(data, mine)["agrees_on"]) == ["in_force"]
    assert att.reconcile(data, mine.iloc[:0]).empty
    with pytest.raises(ValueError, match="claims needs the columns date, source"):
        att.reconcile(data, mine[["date", "states_parties"]])
    with pytest.raises(ValueError, match='"31 Feb" is no day'):
        att.reconcile(data, mine.assign(date="31 Feb"))
    with pytest.raises(ValueError, match='"many" is no number of States'):
        att.reconcile(data, mine.assign(states_parties="many"))


def test_columns_of_status_add_up(data):
    """A State of unknown status is in a column of its own, so that the columns add up."""
    gone = data.status["iso3"].eq("FJI") & data.status["treaty"].eq("att")
    changed = data.status.assign(status=data.status["status"].mask(gone, "unknown"))
    frame = att.participation(replace(data, status=changed))
    columns = ["n_party", "n_signatory", "n_not_joined", "n_unknown"]
    assert (frame[columns].sum(axis="columns") == frame["n_states"]).all()
    assert frame.set_index("group")["n_unknown"].to_dict()["World"] == 1


class TestWithin:
    """A measure over a group or a list of States is that of its States alone."""

    def test_a_group_has_the_numbers_of_its_own_row(self, data):
        for day in ("2018-06-01", "2026-07-24"):
            rows = att.participation(data, day, by="organisation").set_index("group")
            own = att.participation(data, day, within="ecowas").iloc[-1]
            assert own["group"] == "ECOWAS"
            for name in ("n_states", "n_party", "n_signatory", "n_not_joined"):
                assert own[name] == rows[name]["ECOWAS"]

    def test_total_and_footer_bear_the_name(self, data):
        frame = att.participation(data, within="Asia", by="m49_subregion")
        assert "World" not in set(frame["group"])
        assert (frame.attrs["within"], frame.attrs["n_states"]) == ("Asia", 48)
        assert "Only Asia: 48 States" in evidence_sentences(frame.attrs, "en")
        assert "仅亚洲：48个国家" in evidence_sentences(frame.attrs, "zh")
        assert not any("195" in text for text in evidence_sentences(frame.attrs, "en"))

    def test_a_list_of_states(self, data):
        frame = att.status_on(data, within=["Fiji", "WSM", "Tonga"])
        assert frame["iso3"].tolist() == ["FJI", "TON", "WSM"]
        frame = att.participation(data, within=["Fiji", "WSM"])
        assert frame["group"].tolist() == ["Oceania", "selected States"]

    @pytest.mark.parametrize(
        "measure",
        [
            att.status_on, att.waits, att.pipeline, att.reached_states, att.never_reached,
            att.before_joining, att.party_to_others,
        ],
    )  # fmt: skip
    def test_lists_hold_members_only(self, data, measure):
        members = set(data.states.loc[data.states["att_region"] == "Oceania", "iso3"])
        whole, part = measure(data), measure(data, within="Oceania")
        assert set(part["iso3"]) == set(whole["iso3"]) & members
        assert len(part)

    def test_parts_sum_to_the_whole(self, data):
        regions = sorted(set(data.states["att_region"]) - {""})
        for measure, column in ((att.cycles, "n_new"), (att.parties_per_year, "n_new")):
            parts = sum(measure(data, within=region)[column] for region in regions)
            assert parts.tolist() == measure(data)[column].tolist()
        frames = [att.reach(data, within=region).iloc[-1] for region in regions]
        assert sum(frame["n_not_party"] for frame in frames) == 77
        assert att.changes(data, "2024-08-23", within="Asia").empty
        curves = [att.median_waits(att.waiting_time(data, within=region)) for region in regions]
        assert sum(int(curve["n_signed"].iloc[0]) for curve in curves) == 130
        assert [curve["group"].iloc[0] for curve in curves] == regions

    def test_the_world_is_everyone(self, data):
        pd.testing.assert_frame_equal(att.pace(data, within="World"), att.pace(data))

    def test_what_is_no_group(self, data):
        with pytest.raises(ValueError, match='"Narnia" is no group; choose one of: ASEAN'):
            att.participation(data, within="Narnia")
        with pytest.raises(ValueError, match='"Narnia" names no State'):
            att.participation(data, within=["Fiji", "Narnia"])


@pytest.fixture(scope="module")
def own(data):
    rows = [
        # In one group from 1990 to 2010 and, beside it, in another from 2005 without an end.
        ("club", "alliance", "FJI", "1990-01-01", "2010-01-01"),
        ("club", "Forum", "FJI", "2005-01-01", None),
        ("club", "Forum", "TON", "2020-01-01", None),
        ("club", "Forum", "WSM", None, "2015-01-01"),
        ("club", "zone", "WSM", "2018-01-01", None),
        # The membership that began first ends last.
        ("club", "alliance", "VUT", "2000-01-01", "2020-01-01"),
        ("club", "Forum", "VUT", "2005-01-01", "2010-01-01"),
    ]
    frame = pd.DataFrame(rows, columns=["scheme", "group", "iso3", "start", "end"])
    for column in ("start", "end"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[ns]")
    whole = pd.concat([data.groups, frame], ignore_index=True)
    return replace(data, groups=whole)


class TestOwnGroups:
    """Memberships of one's own: who is in no group on a day, and in which order groups stand."""

    @pytest.mark.parametrize(
        ("day", "outside"),
        [
            ("1989-12-31", {"FJI", "TON", "VUT"}),
            ("1990-01-01", {"TON", "VUT"}),
            ("2002-06-01", {"TON"}),
            ("2014-12-31", {"TON"}),  # a group that ends beside one that goes on leaves no gap
            ("2015-01-01", {"TON", "WSM"}),
            ("2018-01-01", {"TON"}),
            ("2019-12-31", {"TON"}),
            ("2020-01-01", {"VUT"}),
        ],
    )
    def test_who_is_in_no_group(self, own, day, outside):
        four = ["FJI", "TON", "VUT", "WSM"]
        frame = att.participation(own, day, by="club", within=four)
        rows = frame.set_index("group")["n_states"]
        assert rows.get("no group", 0) == len(outside)
        assert set(frame.attrs["no_group"]) == outside
        members = members_on(own, "club", pd.Timestamp(day))
        apart = set(members.loc[members["group"] == "no group", "iso3"])
        assert apart & set(four) == outside

    def test_no_group_and_the_world_come_last_whatever_a_group_is_called(self, own):
        names = members_on(own, "club", pd.Timestamp("2020-01-01"))["group"].unique().tolist()
        assert names == ["Forum", "zone", "no group", "World"]
        assert att.participation(own, "2020-01-01", by="club")["group"].tolist() == names

    def test_a_group_without_members_on_the_day_has_no_rate(self, own):
        days = ["2000-01-01", "2020-01-01"]
        frame = att.participation(own, days, by="club")
        alliance = frame[frame["group"] == "alliance"].set_index("on")
        assert alliance["n_states"].tolist() == [2, 0]
        assert alliance["share_party"].isna().tolist() == [False, True]


class TestOnce:
    """What one call works out it works out once; the next call looks at the frames again."""

    def test_a_frame_changed_in_place_between_two_calls_is_counted_anew(self, data):
        changed = replace(data, status=data.status.copy(), actions=data.actions.copy())
        before = att.participation(changed).set_index("group")["n_party"]["World"]
        own = changed.status["iso3"].eq("KEN") & changed.status["treaty"].eq("att")
        changed.status.loc[own, "status"] = "state_party"
        assert att.participation(changed).set_index("group")["n_party"]["World"] == before + 1

    def test_who_changes_the_frame_of_one_call_changes_nobody_elses(self, data):
        first = att.status_on(data)
        first["status"] = "not_joined"
        first.attrs["sources"].clear()
        again = att.status_on(data)
        assert (again["status"].astype(str) == "state_party").sum() > 100
        assert again.attrs["sources"]

    def test_every_call_warns_of_a_day_after_the_evidence(self, data):
        for measure in (att.status_on, att.positions, att.status_on, att.positions):
            with pytest.warns(att.EvidenceWarning):
                measure(data, "2030-01-01")
