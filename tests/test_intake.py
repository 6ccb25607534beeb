"""Keeping received files: the news first, an error changes nothing, and every step goes back."""

from __future__ import annotations

import filecmp
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import attdata as att
from attdata.cli import commands
from attdata.intake.additions import SourceNote, add, undo
from attdata.intake.working_folder import init
from attdata.processed.assemble import BuildError
from pages import newer_page, page_of, rows_of

TODAY = SourceNote(accessed=date(2026, 10, 2))


@pytest.fixture
def work(root, tmp_path):
    """Return a working folder: raw files and frames, as a user has them."""
    return folder_at(tmp_path, root)


def folder_at(place, root):
    for name in ("raw", "processed"):
        shutil.copytree(root / "data" / name, place / "data" / name)
    return place


@pytest.fixture(scope="module")
def taken(root, data, tmp_path_factory):
    """Return a working folder into which a newer page was taken, and what was said of it."""
    work = folder_at(tmp_path_factory.mktemp("taken"), root)
    return work, kept(work, saved(work, newer_page(data)))


@pytest.fixture
def later(taken, tmp_path):
    """Return a copy of that folder, to be changed."""
    return Path(shutil.copytree(taken[0], tmp_path / "later"))


def kept(work, path, **options):
    folders = {"raw": work / "data" / "raw", "out": work / "data" / "processed"}
    return add([path], **folders, **{"note": TODAY, **options})


def saved(work, text, name="ViewDetails.aspx.html"):
    path = work / name
    path.write_bytes(text.encode())
    return path


def unchanged(work, root):
    """Tell whether raw files and frames are those of the repository, byte for byte."""
    pairs = [(work / "data" / n, root / "data" / n) for n in ("raw", "processed")]
    return all(_same(filecmp.dircmp(*pair, ignore=["__pycache__", ".replaced"])) for pair in pairs)


def _same(found):
    alike = not (found.left_only or found.right_only or found.diff_files)
    return alike and all(_same(sub) for sub in found.subdirs.values())


def test_a_newer_page_is_kept_with_its_note_and_its_news_come_first(taken, data):
    work, done = taken
    lines = str(done.news).splitlines()
    assert any(line.startswith("att: Angola: ratification 2026-08-20 (new)") for line in lines)
    assert any("Lithuania" in line and "now stands in brackets" in line for line in lines)
    assert any("Ecuador" in line and "2026-07-15" in line for line in lines)
    page = work / "data/raw/membership/untc_XXVI-8_status_2026-10-01.html"
    assert page.read_bytes() == (work / "ViewDetails.aspx.html").read_bytes()
    note = page.with_suffix(".source.toml").read_text()
    for part in ("as_of = 2026-10-01", "accessed = 2026-10-02", 'sha256 = "', "Arms Trade Treaty"):
        assert part in note
    fresh = att.load(work / "data/processed")
    standing = att.status_on(fresh, "2026-10-01").set_index("iso3")["status"]
    assert standing["AGO"] == "state_party"
    assert standing["LTU"] == "not_joined"
    # The past stays what it was: 115 at CSP10, Lithuania among them.
    past = att.participation(fresh, "2024-08-19").iloc[-1]
    assert past["n_party"] == att.participation(data, "2024-08-19").iloc[-1]["n_party"]


@pytest.mark.slow
def test_undo_takes_the_last_addition_back(later, root):
    assert not unchanged(later, root)
    name, news = undo(raw=later / "data/raw", out=later / "data/processed")
    assert name == "membership/untc_XXVI-8_status_2026-10-01.html"
    assert "Angola" in str(news)
    assert unchanged(later, root)
    with pytest.raises(att.InputError, match="Nothing to undo"):
        undo(raw=later / "data/raw", out=later / "data/processed")


def test_a_dry_run_tells_the_same_and_changes_nothing(work, data, root):
    rows = rows_of(data)
    rows["Angola"][2] = "20 Aug\t 2026"
    done = kept(work, saved(work, page_of(rows)), dry_run=True)
    assert "Angola" in str(done.news)
    # What the page calls into question elsewhere is told, too: it lacks a notified accession.
    doubted = [p for p in done.raised if p.source == "notifications.xlsx"]
    assert [p.value for p in doubted] == ["Ecuador: accession"]
    assert unchanged(work, root)


def test_an_error_changes_nothing(work, data, root):
    rows = rows_of(data)
    text = page_of(rows).replace("Parties : 117", "Parties : 99")
    with pytest.raises(BuildError) as failure:
        kept(work, saved(work, text))
    assert any("control total" in p.problem for p in failure.value.problems)
    assert unchanged(work, root)


def test_the_same_file_twice_is_refused(later):
    with pytest.raises(att.InputError, match="is held already"):
        kept(later, later / "ViewDetails.aspx.html")


@pytest.mark.slow
def test_a_newer_log_replaces_the_older_and_returns(work, root):
    held = work / "data/raw/outreach/outreach_log.xlsx"
    book = openpyxl.load_workbook(held)
    sheet = book["Events 2016-2026"]
    heading = next(r for r in sheet.iter_rows() if any(c.value == "Title" for c in r))
    title = next(c.column for c in heading if c.value == "Title")
    sheet.cell(heading[0].row + 1, title).value = "Another title"
    newer = work / "inbox" / "outreach_log.xlsx"
    newer.parent.mkdir()
    book.save(newer)
    done = kept(work, newer)
    assert done.additions[0].replaces == "outreach/outreach_log.xlsx"
    assert done.news.activities["change"].tolist() == ["changed"]
    assert any((work / "data/raw/.replaced").glob("*_outreach_log.xlsx"))
    assert "compiled from the public pages" in held.with_suffix(".source.toml").read_text()
    undo(raw=work / "data/raw", out=work / "data/processed")
    assert unchanged(work, root)


def test_ones_own_file_may_be_edited_in_its_place_and_its_note_is_renewed(work):
    path = work / "data/raw/membership/notifications.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet.cell(sheet.max_row, 1).value = sheet.cell(sheet.max_row, 1).value
    book.properties.title = "Edited"
    book.save(path)
    told = att.build(work / "data/raw", out=None).problems
    assert told.loc[told["code"] == "edited", "source"].tolist() == ["notifications.xlsx"]
    note = path.with_suffix(".source.toml")
    day = next(line for line in note.read_text("utf-8").splitlines() if line.startswith("as_of"))
    kept(work, path)
    again = att.build(work / "data/raw", out=None)
    assert "edited" not in set(again.problems["code"])
    # To which day the file speaks is no other than before: the end of a range is no evidence.
    assert day in note.read_text("utf-8").splitlines()
    assert str(again.evidence_ends())[:10] == "2026-07-24"


@pytest.mark.parametrize("name", ["README.md", "notes.txt"])
def test_what_is_no_spreadsheet_is_refused_with_its_name(work, root, name):
    path = saved(work, "Dear Sir,\n\nplease find nothing.\n", name)
    with pytest.raises((att.InputError, BuildError)):
        kept(work, path)
    assert unchanged(work, root)


def test_a_folder_without_raw_data_is_told_what_to_do(tmp_path):
    with pytest.raises(att.InputError, match="attdata init"):
        add([tmp_path / "x.html"], raw=tmp_path, out=tmp_path / "out")


def test_the_command_prints_membership_before_anything_else(work, data, monkeypatch, capsys):
    monkeypatch.chdir(work)
    path = saved(work, newer_page(data))
    monkeypatch.setattr("sys.argv", ["attdata", "add", path.name, "--dry-run"])
    with pytest.raises(SystemExit) as left:
        commands.main()
    assert not left.value.code
    said = capsys.readouterr()
    assert said.out.startswith("att: ")
    assert said.out.rstrip().endswith("Nothing was changed (--dry-run).")


def test_a_new_folder_holds_all_that_is_needed(tmp_path, root, data):
    lines = init(tmp_path / "att")
    assert "2026-07-24" in lines[0]
    work = tmp_path / "att"
    assert {p.name for p in work.iterdir()} == {"README.md", "data", "notebooks"}
    assert len((work / "README.md").read_text().splitlines()) <= 8
    made = work / "data" / "processed" / "actions.csv"
    assert made.read_bytes() == (root / "data" / "processed" / "actions.csv").read_bytes()
    with pytest.raises(att.InputError, match="is not empty"):
        init(work)


def test_notes_are_toml_whatever_is_typed(work, data):
    import tomllib

    path = saved(work, newer_page(data))
    known = SourceNote(title='A "page"\\ with\nlines', accessed=date(2026, 10, 2))
    done = kept(work, path, note=known)
    note = Path(work / "data/raw" / done.additions[0].name).with_suffix(".source.toml")
    assert tomllib.loads(note.read_text())["title"] == 'A "page"\\ with lines'
