"""The build on damaged raw files: every damage is told where it is, the last good frames stay."""

import re
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import attdata as att
from attdata.checks import check_file
from attdata.problems import InputError
from attdata.processed import store
from attdata.processed.assemble import BuildError

ATT = "membership/untc_XXVI-8_status_2026-02-03.xlsx"
NOTIFICATIONS = "membership/notifications.xlsx"


@pytest.fixture
def raw(root, tmp_path):
    """Return a copy of the reviewed tables and of membership that a test may damage."""
    without = shutil.ignore_patterns("forums", "outreach", "plan", "geo")
    return Path(shutil.copytree(root / "data" / "raw", tmp_path / "raw", ignore=without))


@pytest.fixture
def few(tmp_path, root):
    """Return a folder of raw files with the reviewed tables and the status table only."""
    shutil.copytree(root / "data" / "raw" / "reference", tmp_path / "raw" / "reference")
    (tmp_path / "raw" / "membership").mkdir()
    for name in (ATT, ATT.replace(".xlsx", ".source.toml")):
        shutil.copy(root / "data" / "raw" / name, tmp_path / "raw" / name)
    return tmp_path / "raw"


def sign(path):
    """Let the source note of an edited file describe what it is now."""
    note = path.with_name(path.stem + ".source.toml")
    lines = [line for line in note.read_text().splitlines() if not line.startswith("sha256")]
    note.write_text("\n".join([*lines, f'sha256 = "{store.file_hash(path)}"']) + "\n")


def edit(raw, name, **cells):
    """Change cells of a workbook's first sheet, and its source note with them."""
    path = raw / name
    book = openpyxl.load_workbook(path)
    for address, value in cells.items():
        book.active[address] = value
    book.save(path)
    sign(path)
    return path


def errors(raw):
    """Return the errors with which a build fails."""
    with pytest.raises(BuildError) as failure:
        att.build(raw, out=None)
    return [str(p) for p in failure.value.problems if p.severity == "error"]


def test_every_row_of_every_source_is_accounted_for(data):
    counted = data.sources
    assert counted["rows_read"].notna().all()
    assert (counted["rows_read"] == counted["rows_kept"]).all()
    assert counted.set_index("source")["rows_kept"]["untc_XXVI-8_status_2026-02-03.xlsx"] == 142


def test_the_raw_data_has_no_errors(data):
    assert not (data.problems["severity"] == "error").any()


def test_a_row_order_does_not_matter(raw, data):
    path = raw / ATT
    book = openpyxl.load_workbook(path)
    sheet = book.active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=11, max_row=152)]
    for number, row in enumerate(reversed(rows), start=11):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    book.save(path)
    sign(path)
    turned = att.build(raw, out=None)
    keys = ["treaty", "iso3", "participant", "date", "action"]
    columns = [c for c in data.actions.columns if c not in ("cell",)]
    pd.testing.assert_frame_equal(
        turned.actions[columns].sort_values(keys, ignore_index=True),
        data.actions[columns].sort_values(keys, ignore_index=True),
    )
    pd.testing.assert_frame_equal(turned.status, data.status)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("organisation,ASEAN,PHL,2017-01-01,", "is a member twice on the same days"),
        ("mine,Ours,Fiji,,", "is no State of states.csv"),
        ("mine,World,TON,,", "has a name that is kept"),
        ("mine,Ours,TON,2024-01-01,2020-01-01", "ends (2020-01-01) before it begins"),
        ("att_region,Africa,PHL,,", "is another region than that of the State"),
        ("mine,Asia,FJI,,", "has the name of a group of the scheme att_region"),
        ("mine,Ours,TON,01/02/2020,", '"01/02/2020" is no day; write it as 2026-07-24'),
        ("mine,Ours,TON,2014-01-01,2014-01-01 10:00", '"2014-01-01 10:00" is no day'),
    ],
)
def test_a_membership_that_would_count_wrongly_is_an_error_at_its_row(few, row, told):
    path = few / "reference" / "groups.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, row]) + "\n", encoding="utf-8")
    (found,) = errors(few)
    assert f"groups.csv, row {len(lines) + 1}" in found
    assert told in found


def test_periods_of_one_member_may_follow_each_other(few):
    path = few / "reference" / "groups.csv"
    added = "mine,Ours,TON,2014-01-01,2016-01-01\nmine,Ours,TON,2016-01-01,\n"
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    groups = att.build(few, out=None).groups
    assert (groups["group"] == "Ours").sum() == 2


def test_a_withdrawal_that_cannot_be_is_told(raw):
    edit(raw, NOTIFICATIONS, E6="27/12/2015")
    assert any("cell D6" in e and "takes effect before it was notified" in e for e in errors(raw))


def test_a_withdrawal_of_a_state_that_never_joined_is_told(raw):
    edit(raw, NOTIFICATIONS, A6="XXVI-8", B6="Kenya")
    problems = att.build(raw, out=None).problems
    (told,) = problems[problems["problem"].str.contains("had not consented")].itertuples()
    assert (told.severity, told.source, told.value) == (
        "warning", "notifications.xlsx", "Kenya",
    )  # fmt: skip


@pytest.mark.parametrize("day", ["03-13-2026 10:16:18 EDT", "Friday 13th, of March"])
def test_a_day_of_the_table_that_cannot_be_read_is_told(few, day):
    cells = openpyxl.load_workbook(few / ATT).active
    (place,) = (c.coordinate for row in cells["A1:A9"] for c in row if "AS AT" in str(c.value))
    edit(few, ATT, **{place: f"STATUS AS AT : {day}"})
    problems = att.build(few, out=None).problems
    (told,) = problems[problems["problem"].str.contains("gives no day")].itertuples()
    assert (told.severity, told.cell) == ("warning", place)


def test_aliases_that_are_not_there_are_no_fault_of_the_raw_files(raw, tmp_path):
    with pytest.raises(InputError, match="the aliases cannot be read") as failure:
        att.build(raw, out=None, aliases=tmp_path / "none.csv")
    assert not isinstance(failure.value, BuildError)


def test_two_builds_give_the_same_bytes(root, tmp_path):
    for name in ("one", "two"):
        att.build(root / "data" / "raw", tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"D10": "Deposit of something"}, 'cell D10: "Deposit of something"'),
        ({"D11": "29 Jul 2020 z"}, 'cell D11: "29 Jul 2020 z"'),
        ({"D12": "31 Feb 2014"}, 'cell D12: "31 Feb 2014"'),
        ({"B8": "Signatories : 130. Parties : 118"}, "control total"),
    ],
)
def test_a_damaged_cell_is_an_error_where_it_stands(few, cells, expected):
    edit(few, ATT, **cells)
    found = errors(few)
    assert any(expected in line and ATT.split("/")[1] in line for line in found), found


def test_an_unknown_participant_is_told_and_kept(few):
    edit(few, ATT, A11="Afganistonia")
    data = att.build(few, out=None, strict=False)
    told = data.problems[data.problems["value"].str.contains("Afganistonia")]
    assert told["cell"].tolist()[0] == "A11"
    kept = data.actions[data.actions["participant"] == "Afganistonia"]
    assert kept["iso3"].tolist() == [""]


def test_two_rows_that_disagree_are_told(few):
    edit(few, ATT, A153="Albania", B153="3 Jun 2013", D153="20 Mar 2014")
    data = att.build(few, out=None, strict=False)
    told = data.problems[data.problems["problem"].str.contains("disagree")]
    assert "Albania" in " ".join(told["value"])


def test_a_missing_heading_is_an_error(few):
    edit(few, ATT, A10="", B10="", C10="", D10="")
    assert any("untc_XXVI-8" in line and "heading" in line for line in errors(few))


def test_an_empty_file_and_a_text_named_xlsx_are_errors(few):
    (few / "membership" / "empty.xlsx").write_bytes(b"")
    (few / "membership" / "letter.xlsx").write_text("Dear Sir,\n\nplease find nothing.\n")
    found = errors(few)
    assert any(line.startswith("empty.xlsx") and "empty" in line for line in found)
    assert any(line.startswith("letter.xlsx") for line in found)


def test_a_changed_received_file_is_an_error(few):
    path = few / ATT
    book = openpyxl.load_workbook(path)
    book.active["B11"] = "1 Jan 2014"
    book.save(path)
    found = errors(few)
    assert any("is no longer the file that its source note describes" in line for line in found)


def test_a_file_without_a_source_note_is_a_warning_that_shows_its_hash(raw):
    (raw / "membership" / "notifications.source.toml").unlink()
    data = att.build(raw, out=None)
    told = data.problems[data.problems["source"] == "notifications.xlsx"]
    assert "has no notifications.source.toml" in told["problem"].tolist()[0]
    assert store.file_hash(raw / "membership" / "notifications.xlsx") in told["hint"].tolist()[0]


def test_a_source_note_that_is_no_toml_is_an_error(raw):
    (raw / "membership" / "notifications.source.toml").write_text("title = no quotes\n")
    assert any("notifications.source.toml is no TOML" in line for line in errors(raw))


def test_next_months_table_beside_this_one(raw):
    """The commonest job: the newest page is the state of record, and what changed is told."""
    path = raw / "membership" / "untc_XXVI-8_status_2026-09-01.xlsx"
    shutil.copy(raw / ATT, path)
    shutil.copy(
        raw / "membership" / "untc_XXVI-8_status_2026-02-03.source.toml",
        path.with_name(path.stem + ".source.toml"),
    )
    note = path.with_name(path.stem + ".source.toml")
    note.write_text(note.read_text().replace("as_of = 2026-02-03", "as_of = 2026-09-01"))
    edit(
        raw,
        "membership/" + path.name,
        A1="STATUS AS AT : 01-09-2026 10:16:18 EDT",
        B8="Signatories : 130. Parties : 119",
        D14="20 Aug 2026",  # Angola ratifies
        A153="Ecuador",
        D153="15 Apr 2026 a",  # the notified accession, now with its day
    )
    data = att.build(raw, out=None)
    world = att.participation(data).iloc[-1]
    assert world["n_party"] == 119
    assert world["on"] == pd.Timestamp("2026-09-01")
    status = att.status_on(data).set_index("iso3")
    assert status.loc["ECU", "consented"] == pd.Timestamp("2026-04-15")
    told = data.problems[data.problems["source"] == path.name]
    changed = told[told["problem"].str.startswith("is new against")]
    assert sorted(changed["value"]) == [
        "Angola: ratification 20 Aug 2026",
        "Ecuador: accession 15 Apr 2026 a",
    ]
    old = data.actions[data.actions["source"] == "untc_XXVI-8_status_2026-02-03.xlsx"]
    assert old["superseded_by"].eq("untc_XXVI-8_status_2026-09-01.xlsx").all()


def test_errors_leave_the_last_good_frames(raw, tmp_path):
    out = tmp_path / "processed"
    att.build(raw, out)
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    edit(raw, ATT, D11="29 Jul 2020 z")
    with pytest.raises(BuildError, match="errors in the raw files; .* left as it was"):
        att.build(raw, out)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before


def test_a_folder_that_is_no_raw_data_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="has no folder reference; give the path of data/raw"):
        att.build(tmp_path)


def test_build_on_the_command_line(root, raw, tmp_path, command_line):
    out = tmp_path / "processed"
    done = command_line("build", "--raw", root / "data" / "raw", "--out", out, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(
        r"^membership: \d+ files, (\d+) rows read, \1 kept, 0 refused$", done.stdout, re.M
    )
    # A first build of the untouched files is ten lines, and none of them a surprise.
    assert len((done.stdout + done.stderr).splitlines()) <= 10
    whole = command_line("build", "-v", "--raw", raw, "--out", out, cwd=tmp_path)
    line = "membership/untc_XXVI-8_status_2026-02-03.xlsx: 142 rows read, 142 kept, 0 refused"
    assert line in whole.stdout
    assert "5 areas (A1:D1" in whole.stderr
    quiet = command_line("build", "-q", "--raw", raw, "--out", out, cwd=tmp_path)
    assert quiet.stdout == ""
    edit(raw, ATT, D11="29 Jul 2020 z")
    failed = command_line("build", "--raw", raw, "--out", out, cwd=tmp_path)
    assert failed.returncode == 1
    assert "cell D11" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_check_on_the_command_line(root, raw, tmp_path, command_line):
    good = command_line("check", root / "data" / "raw" / ATT, cwd=tmp_path)
    assert good.returncode == 0, good.stderr
    assert "status table" in good.stdout
    assert "142 rows read, 142 kept, 0 refused" in good.stdout
    bad = command_line("check", edit(raw, ATT, D11="29 Jul 2020 z"), cwd=tmp_path)
    assert bad.returncode == 1
    assert 'cell D11: "29 Jul 2020 z"' in bad.stderr
    gone = command_line("check", tmp_path / "nothing.xlsx", cwd=tmp_path)
    assert gone.returncode == 1
    assert len(gone.stderr.strip().splitlines()) == 1


def test_check_tells_all_problems_of_an_outreach_workbook_at_once(root, tmp_path, command_line):
    done = command_line(
        "check", root / "data" / "raw" / "outreach" / "outreach_log.xlsx", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "104 rows read, 104 kept, 0 refused" in done.stdout
    assert "10 Pacific island States" in done.stderr


def test_status_and_diff_on_the_command_line(root, tmp_path, command_line):
    shown = command_line("status", "--on", "2026-07-24", cwd=root)
    assert shown.returncode == 0
    assert "World" in shown.stdout
    assert "118" in shown.stdout.splitlines()[-1]
    told = command_line("diff", "2024-08-23", "2025-12-31", cwd=root)
    assert told.stdout.splitlines() == [
        "2024-10-15  Colombia: ratification; signatory -> state party",
        "2025-09-05  Vanuatu: ratification; signatory -> state party",
    ]
    wrong = command_line("status", "--by", "north", cwd=root)
    assert wrong.returncode == 2
    assert wrong.stderr.splitlines()[-1].startswith('attdata: "north" is no scheme')
    lost = command_line("status", "--data", tmp_path, cwd=tmp_path)
    assert lost.returncode == 1
    assert "run attdata build" in lost.stderr
    assert command_line("nonsense", cwd=root).returncode == 2


def put(raw, name, lines, as_of=None):
    """Write a CSV into membership, with a source note where its day is given."""
    path = raw / "membership" / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if as_of:
        note = f'title = "t"\nas_of = {as_of}\nsha256 = "{store.file_hash(path)}"\n'
        path.with_suffix(".source.toml").write_text(note)
    return path


HEADING = 'Participant,Signature,"Ratification, Accession(a)"'


def test_the_source_note_gives_the_day_of_a_table_that_shows_none(few):
    put(few, "untc_XXVI-8_march.csv", [HEADING, "Malaysia,26 Sep 2013,1 Mar 2026"], "2026-03-03")
    # A table of one State lacks all others, which is told as half a page, too.
    assert ["States that stand in untc" in told for told in errors(few)] == [True]
    data = att.build(few, out=None, strict=False)
    today = att.status_on(data, "2026-03-03").query("status == 'state_party'")
    assert today["iso3"].tolist() == ["MYS"]
    assert data.evidence_ends() == pd.Timestamp("2026-03-03")


def test_a_table_without_any_day_replaces_no_other_and_is_an_error(few):
    put(few, "untc_XXVI-8_march.csv", [HEADING, "Malaysia,26 Sep 2013,1 Mar 2026"])
    assert ["no STATUS AS AT" in told for told in errors(few)] == [True]
    data = att.build(few, out=None, strict=False)
    parties = data.status.query("basis == 'deposited' and status == 'state_party'")
    assert len(parties) == 118
    assert data.problems["problem"].str.contains("shows no STATUS AS AT").sum() == 1


def test_a_long_record_with_a_day_replaces_no_table(few):
    head = ["STATUS AS AT : 03-05-2026 10:16:18 EDT", "Participant,Action,Date of deposit"]
    put(few, "untc_XXVI-8_record.csv", [*head, "Malaysia,Ratification,1 Mar 2026"], "2026-05-03")
    data = att.build(few, out=None)
    parties = data.status.query("basis == 'deposited' and status == 'state_party'")
    assert len(parties) == 118


def test_two_status_tables_of_one_treaty_in_one_file_are_an_error(few):
    path = few / ATT
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.active)
    book.save(path)
    sign(path)
    told = errors(few)
    assert len(told) == 1
    assert '"att" has two status tables in this file' in told[0]
    assert "Save each in a file of its own." in told[0]


def test_the_reviewed_tables_of_the_folder_that_is_built_are_the_ones_used(few):
    more = {
        "treaties.csv": "biological,XXVI-99,Made-up Treaty,,,1975-03-26,22,,days:0,rule,art. 1,"
        "days:90,all,me",
        "aliases.csv": "Gallia Magna,en,FRA,alias,,",
        "headings.csv": "Rubber stamp,en,action,acceptance,",
        "groups.csv": "organisation,Club,FRA,2015-01-01,2020-01-01",
    }
    for name, row in more.items():
        path = few / "reference" / name
        path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    lines = ["STATUS AS AT : 03-02-2026 10:16:18 EDT", "Participant,Signature,Rubber stamp"]
    put(few, "untc_XXVI-99.csv", [*lines, "Gallia Magna,,5 Jun 2014"], "2026-02-03")
    data = att.build(few, out=None)
    found = att.status_on(data, treaty="biological").set_index("iso3")
    assert tuple(found.loc["FRA", ["status", "action"]]) == ("state_party", "acceptance")
    club = att.participation(data, ["2016-01-01", "2021-01-01"], by="organisation")
    assert list(club.loc[club["group"] == "Club", "n_states"]) == [1, 0]
    assert list(att.resolve("Gallia Magna")["how"]) == ["unknown"]  # the package's own again


def test_a_reviewed_table_without_one_of_its_columns_is_told(few):
    path = few / "reference" / "headings.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("meaning", "sense", 1))
    assert errors(few) == [
        "headings.csv, row 1: lacks the columns meaning. Restore its first row; columns are "
        "separated by commas."
    ]
    path.write_bytes("é".encode("latin-1"))
    with pytest.raises(InputError, match="headings.csv is not UTF-8; save it as UTF-8 CSV"):
        att.build(few, out=None)


def test_a_check_warns_of_a_treaty_that_no_build_would_count(tmp_path):
    path = tmp_path / "mine.csv"
    day = "STATUS AS AT : 03-02-2026 10:16:18 EDT\n"
    path.write_text(day + HEADING + "\nFrance,3 Jun 2013,2 Apr 2014\n")
    assert [str(p) for p in check_file(path).problems] == [
        "mine.csv: names no treaty, in its head, in a column or in the file's name. "
        "Put the number into the file's name, as in untc_XXVI-8.csv."
    ]
    path = path.rename(tmp_path / "untc_IV-1.csv")
    checked = check_file(path)
    assert '"IV-1" is a treaty that treaties.csv does not know' in str(checked.problems[0])
    assert checked.problems[0].severity == "warning"


def test_every_bad_value_of_a_reviewed_table_is_told_with_its_row(few):
    groups = few / "reference" / "groups.csv"
    lines = groups.read_text(encoding="utf-8").splitlines()
    lines[1:3] = ["organisation,Club,FRA,2015,", "organisation,Club,ITA,2015-02-31,"]
    groups.write_text("\n".join([*lines, lines[-1]]) + "\n", encoding="utf-8")
    twice = ", ".join(lines[-1].split(",")[:3])
    treaties = few / "reference" / "treaties.csv"
    treaties.write_text(treaties.read_text().replace(",40,", ",forty,").replace(",30,", ",30,", 1))
    told = errors(few)
    assert 'groups.csv, row 2: holds a value of the wrong type: "2015" is no day' in told[0]
    assert told[1].startswith("groups.csv, row 3: holds a value of the wrong type:")
    assert any(line.startswith("treaties.csv, row 3: holds a value") for line in told)
    assert [line.partition(": ")[2] for line in told if "two rows" in line] == [
        f'"{twice}" stands in two rows of frame groups; '
        "scheme, group, iso3, start must tell its rows apart. "
        "Correct the raw row that it comes from."
    ] * 2
