"""Votes, speeches, reports, population: every row of the raw files, and damage told at its cell."""

import pytest

import attdata as att
from attdata.checks import check_file
from attdata.forums.read import read_forum
from attdata.problems import ERROR
from attdata.processed import store
from attdata.processed.assemble import BuildError
from attdata.read.workbook import read_workbook

VOTES = "unga_votes_arms_trade_treaty.csv"
COUNTED = ["yes", "no", "abstain", "non_voting"]


def read_text(tmp_path, text, name="file.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_forum(read_workbook(path))


def errors(read):
    return [str(p) for p in read.problems if p.severity == ERROR]


def damage(raw, name, old, new):
    """Change the first place of a text in a forums file, and its source note with it."""
    path = raw / "forums" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    note = path.with_name(path.stem + ".source.toml")
    kept = [line for line in note.read_text().splitlines() if not line.startswith("sha256")]
    note.write_text("\n".join([*kept, f'sha256 = "{store.file_hash(path)}"']) + "\n")


def build_errors(raw):
    with pytest.raises(BuildError) as failure:
        att.build(raw, out=None)
    return [str(p) for p in failure.value.problems if p.severity == ERROR]


class TestRealFiles:
    def test_votes_equal_the_printed_totals_of_all_52_roll_calls(self, data):
        calls = data.roll_calls.set_index("resolution")
        read = data.votes.pivot_table(
            index="resolution", columns="vote", values="iso3", aggfunc="size", observed=False
        )
        assert len(calls) == 52
        printed = calls[COUNTED].astype(int)
        assert (read.loc[calls.index, COUNTED].fillna(0).astype(int) == printed).all(axis=None)

    @pytest.mark.parametrize(
        ("resolution", "totals"),
        [
            ("A/RES/67/234 B", (154, 3, 23)),
            ("A/RES/68/31", (152, 0, 29)),
            ("A/RES/80/46", (153, 1, 22)),
        ],
    )
    def test_totals_of_resolutions_that_people_quote(self, data, resolution, totals):
        row = data.roll_calls.set_index("resolution").loc[resolution]
        assert tuple(row[["yes", "no", "abstain"]]) == totals

    def test_three_states_voted_against_the_adoption(self, data):
        votes = data.votes[data.votes["resolution"] == "A/RES/67/234 B"]
        assert set(votes.loc[votes["vote"] == "no", "iso3"]) == {"IRN", "PRK", "SYR"}

    def test_states_without_a_vote_have_none_and_no_name_is_taken_for_another(self, data):
        assert not {"COK", "VAT", "NIU", "PSE"} & set(data.votes["iso3"])
        named = data.votes.drop_duplicates("named_as").set_index("named_as")["iso3"]
        assert named["CONGO"] == "COG"
        assert named["LIBYAN ARAB JAMAHIRIYA"] == "LBY"
        assert named["THE FORMER YUGOSLAV REPUBLIC OF MACEDONIA"] == "MKD"
        assert named["NAM"] == "NAM"
        assert set(data.votes["iso3"]) == set(data.states["iso3"]) - {"COK", "VAT", "NIU", "PSE"}

    def test_a_vote_points_to_its_cell(self, data, root):
        row = data.votes[(data.votes["iso3"] == "ZWE")].sort_values("date").iloc[-1]
        sheet = read_workbook(root / "data" / "raw" / "forums" / row["source"]).sheets[0]
        number = int(row["cell"].strip("F"))
        assert row["cell"] == f"F{number}"
        assert (sheet.text(number, 5), sheet.text(number, 6)) == ("ZWE", "ABSTAIN")

    @pytest.mark.parametrize(("year", "speeches"), [(2013, 47), (2015, 19), (2024, 1)])
    def test_speeches_that_name_the_treaty(self, data, year, speeches):
        rows = data.debates[data.debates["year"] == year]
        assert (rows["times_named"] > 0).sum() == speeches

    def test_a_speech_without_text_is_not_one_that_did_not_name_the_treaty(self, data):
        unread = data.debates[~data.debates["readable"]]
        assert len(unread) == 25
        assert unread["times_named"].isna().all()
        assert set(unread["year"]) == {2025}
        assert (data.debates["times_named"] == 0).any()

    def test_the_last_year_is_told_to_be_another_collection(self, data):
        collections = data.debates.groupby(data.debates["year"] == 2025)["collection"].unique()
        assert not set(collections[True]) & set(collections[False])
        assert data.debates["quote_cut"].sum() == 6

    def test_a_former_state_is_kept_and_is_no_state_of_today(self, data):
        former = data.debates[data.debates["iso3"] == ""]
        assert former[["named_as", "year"]].to_numpy().tolist() == [["YUG", 2005]]
        assert "YUG" in set(data.problems["value"])

    def test_the_world_stands_apart_from_the_states(self, data):
        last = data.population[data.population["date"] == "2023-12-31"]
        world = last[last["group"] == "World"]
        assert len(world) == 1
        assert world["iso3"].tolist() == [""]
        assert set(data.states["iso3"]) - set(last["iso3"]) == {"VAT"}

    def test_names_as_in_addresses_resolve(self, data):
        named = data.register_reports.set_index("named_as")["iso3"]
        assert named["swaziland"].iloc[0] == "SWZ"
        assert named["federated-states-of-micronesia"].iloc[0] == "FSM"


class TestDamage:
    def test_a_vote_that_was_changed_breaks_the_total(self, raw):
        damage(raw, VOTES, "arms trade treaty,ALBANIA,Y,", "arms trade treaty,ALBANIA,A,")
        (error,) = build_errors(raw)
        assert "unga_totals.csv, cell A4" in error
        assert "prints 153 yes, 24 abstain; read were 152 yes, 25 abstain" in error

    def test_a_row_that_is_missing_breaks_the_total(self, raw):
        path = raw / "forums" / VOTES
        line = next(x for x in path.read_text().splitlines() if ",ALBANIA,Y," in x)
        damage(raw, VOTES, line + "\n", "")
        assert any("prints 153 yes; read were 152 yes" in e for e in build_errors(raw))

    def test_a_state_twice_in_a_roll_call(self, raw):
        path = raw / "forums" / VOTES
        line = next(x for x in path.read_text().splitlines() if ",ALBANIA,Y," in x)
        damage(raw, VOTES, line + "\n", line + "\n" + line + "\n")
        assert any("A/RES/61/89, ALB" in e and "two rows" in e for e in build_errors(raw))

    def test_totals_without_votes_and_votes_without_totals(self, raw):
        damage(raw, "unga_totals.csv", "A/RES/61/89", "A/RES/61/98")
        told = build_errors(raw)
        assert any('"A/RES/61/98" has printed totals, but no votes were read' in e for e in told)

    @pytest.mark.parametrize(
        ("row", "cell", "told"),
        [
            ("A/RES/99/1,2044-12-01,Atlantis,Y", "C2", '"Atlantis" names no State'),
            ("A/RES/99/1,2044-12-01,Congo,maybe", "D2", '"maybe" is not a vote'),
            ("A/RES/99/1,2044-13-01,Congo,Y", "B2", '"2044-13-01" is not a day'),
            ("A/RES/99/1,2044-12-01,,Y", "C2", "is empty"),
            (",2044-12-01,Congo,Y", "A2", "is not a resolution's number"),
            ("A/RES/99/1,2044-12-01,Yugoslavia,Y", "C2", "had no vote in this Assembly"),
        ],
    )
    def test_a_bad_cell_refuses_its_row_and_says_where(self, tmp_path, row, cell, told):
        read = read_text(tmp_path, f"Resolution,Date,State,Vote\n{row}\n")
        assert (read.rows_read, read.rows_kept) == (1, 0)
        assert any(f"file.csv, cell {cell}: " in e and told in e for e in errors(read))

    def test_columns_are_found_by_name_in_any_order_and_under_a_title(self, tmp_path):
        text = (
            "Votes\n\nVote,Colour,State,Date,Resolution\nA,red,Congo,1 December 2044,A/RES/99/1\n"
        )
        read = read_text(tmp_path, text)
        (vote,) = read.rows["votes"]
        assert (vote["iso3"], vote["vote"], vote["date"]) == ("COG", "abstain", "2044-12-01")
        assert any('"Colour" is no known heading' in str(p) for p in read.problems)

    def test_an_empty_vote_is_non_voting(self, tmp_path):
        read = read_text(tmp_path, "Resolution,Date,State,Vote\nA/RES/99/1,2044-12-01,Congo,\n")
        assert read.rows["votes"][0]["vote"] == "non_voting"

    @pytest.mark.parametrize(
        "text",
        [
            "State,Year,Times the Treaty is named,Readable\nMLI,2044,,no\n",
            "State,Year,Times the Treaty is named,Readable\nMLI,2044,,yes\n",
            "State,Year,Times the Treaty is named\nMLI,2044,\n",
        ],
    )
    def test_no_count_is_no_text(self, tmp_path, text):
        (speech,) = read_text(tmp_path, text).rows["debates"]
        assert speech["readable"] is False
        assert speech["times_named"] is None

    @pytest.mark.parametrize("number", ["many", "0", "", "-5"])
    def test_a_population_that_is_none_is_refused(self, tmp_path, number):
        read = read_text(tmp_path, f"State,Date,Population\nMLI,2044-12-31,{number}\n")
        assert read.rows_kept == 0
        assert "cell C2" in errors(read)[0]

    def test_a_file_of_none_of_these_kinds_says_what_it_should_hold(self, tmp_path):
        read = read_text(tmp_path, "Colour,Shape\nred,round\n")
        assert "resolution, date, state, vote" in errors(read)[0]

    def test_check_tells_of_a_file_before_it_enters(self, root):
        checked = check_file(root / "data" / "raw" / "forums" / VOTES)
        assert (checked.kind, checked.rows_read) == ("votes and other records", 3471)
        assert checked.problems == []


class TestRecommendations:
    TEXT = (
        "State under review,Recommending State,Recommendation,Response,Session,Cycle\n"
        "Thailand,Ghana,Consider ratifying the Arms Trade Treaty,Noted,39,3\n"
        "Thailand,Togo,Ratifier le Traité sur le commerce des armes,Noted,39,3\n"
        "Nepal,Togo,Give attention to the ATT,Supported,37,3\n"
        "Nepal,Togo,Pay attention to battalions and migrant workers,Supported,37,3\n"
    )

    def test_recommendations_that_name_the_treaty(self, tmp_path):
        rows = read_text(tmp_path, self.TEXT).rows["upr_recommendations"]
        assert [row["names_treaty"] for row in rows] == [True, True, True, False]
        assert (rows[0]["iso3"], rows[0]["recommending_iso3"], rows[0]["session"]) == (
            "THA", "GHA", 39,
        )  # fmt: skip
