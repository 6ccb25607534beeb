"""The tidy frames on disk: read as written, replaced as a whole, found again after a kill."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import warnings

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import attdata as att
from attdata.frames import FRAMES, Dataset, empty_frame, typed
from attdata.problems import InputError
from attdata.processed import store


def small(**frames):
    """Return a Dataset with the given frames, the others empty."""
    return Dataset(**{name: frames.get(name, empty_frame(name)) for name in FRAMES})


def plan(text):
    """Return a Dataset whose plan says one thing."""
    return small(plan=typed("plan", [{"item": "P1", "emphasis": text}]))


def test_what_is_written_is_read_again(data, tmp_path):
    store.write(data, tmp_path / "processed")
    again = att.load(tmp_path / "processed")
    for name, frame in data.frames().items():
        pd.testing.assert_frame_equal(frame, again.frames()[name])


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_text_survives_unchanged(text):
    written = store.csv_text("plan", typed("plan", [{"item": "P1", "emphasis": text}]))
    assert store._table(written)["emphasis"] == [text]


def test_types_and_categories_come_back(data):
    assert data.status["status"].dtype.ordered
    assert list(data.status["status"].cat.categories)[:2] == ["not_joined", "signatory"]
    assert data.actions["date"].dtype == "datetime64[ns]"
    assert data.states.loc[data.states["iso3"] == "NAM", "iso2"].tolist() == ["NA"]
    assert not data.actions[["note", "footnotes", "iso3"]].isna().any().any()


def test_processed_is_what_the_build_writes(root, tmp_path):
    out = tmp_path / "processed"
    att.build(root / "data" / "raw", out)
    committed = root / "data" / "processed"
    assert {p.name for p in out.iterdir()} == {p.name for p in committed.iterdir()}
    for path in sorted(out.iterdir()):
        assert path.read_bytes() == (committed / path.name).read_bytes(), path.name


def test_the_data_package_is_valid(root, monkeypatch):
    frictionless = pytest.importorskip("frictionless")
    monkeypatch.chdir(root / "data" / "processed")
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["title", "message"])[:5]


def test_the_data_package_names_sources_with_hash_and_licence(root):
    package = json.loads((root / "data" / "processed" / "datapackage.json").read_text())
    assert len(package["sources"]) == len(store.raw_files(root / "data" / "raw"))
    for source in package["sources"]:
        assert source["title"]
        assert source["licence"]
        assert store.file_hash(root / "data" / "raw" / source["path"]) == source["sha256"]


def test_load_finds_the_frames_from_anywhere(root, tmp_path, monkeypatch):
    for place in (root, root / "notebooks", root / "data"):
        place.mkdir(exist_ok=True)
        monkeypatch.chdir(place)
        assert len(att.load().states) == 197
    monkeypatch.chdir(tmp_path)
    assert len(att.load().states) == 197  # the repository that attdata is installed from
    store.write(plan("mine"), tmp_path / "mine")
    monkeypatch.setenv("ATTDATA_DATA", str(tmp_path / "mine"))
    assert att.load().plan["emphasis"].tolist() == ["mine"]


def test_a_folder_without_frames_says_what_to_run(tmp_path):
    with pytest.raises(InputError, match="No tidy frames found in .*; run attdata build"):
        att.load(tmp_path)


def test_a_changed_file_is_noticed(tmp_path):
    store.write(plan("one"), tmp_path / "processed")
    with (tmp_path / "processed" / "plan.csv").open("a") as file:
        file.write("P2,added by hand,,\n")
    with pytest.raises(InputError, match=r"plan\.csv was changed after the build.*attdata build"):
        att.load(tmp_path / "processed")


def test_changed_raw_files_are_a_warning(root, tmp_path):
    shutil.copytree(root / "data", tmp_path / "data")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        att.load(tmp_path)
    groups = tmp_path / "data" / "raw" / "reference" / "groups.csv"
    groups.write_bytes(groups.read_bytes() + b"organisation,New,FRA,,\n")
    with pytest.warns(att.StaleDataWarning, match=r"reference/groups\.csv.*run: attdata build"):
        att.load(tmp_path)


def test_a_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("kept")
    with pytest.raises(InputError, match="holds files that attdata did not write"):
        store.write(plan("x"), tmp_path / "letters")
    with pytest.raises(InputError, match="is a file; give a folder"):
        store.write(plan("x"), tmp_path / "letters" / "one.txt")
    assert (tmp_path / "letters" / "one.txt").read_text() == "kept"


def test_what_somebody_put_beside_the_frames_is_kept(tmp_path):
    out = store.write(plan("one"), tmp_path / "processed")
    (out / "README.md").write_text("notes")
    store.write(plan("two"), out)
    assert (out / "README.md").read_text() == "notes"
    assert att.load(out).plan["emphasis"].tolist() == ["two"]


def test_a_failure_while_writing_leaves_the_old_set(tmp_path, monkeypatch):
    out = store.write(plan("one"), tmp_path / "processed")
    written = store._write_bytes
    left = [5]

    def full_disk(path, content):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        written(path, content)

    monkeypatch.setattr(store, "_write_bytes", full_disk)
    with pytest.raises(InputError, match="No space left on device. What was there is untouched"):
        store.write(plan("two"), out)
    assert att.load(out).plan["emphasis"].tolist() == ["one"]
    monkeypatch.undo()
    store.write(plan("three"), out)
    assert att.load(out).plan["emphasis"].tolist() == ["three"]
    assert sorted(p.name for p in tmp_path.iterdir()) == [".processed.lock", "processed"]


def test_ctrl_c_leaves_the_old_set(tmp_path, monkeypatch):
    out = store.write(plan("one"), tmp_path / "processed")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "_swap", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.write(plan("two"), out)
    assert att.load(out).plan["emphasis"].tolist() == ["one"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user who is not root")
def test_a_read_only_folder_is_told(tmp_path):
    (tmp_path / "locked").mkdir(mode=0o555)
    with pytest.raises(InputError, match="Cannot write .*Permission denied"):
        store.write(plan("x"), tmp_path / "locked" / "processed")


def test_an_interrupted_swap_is_read_and_finished(tmp_path):
    out = store.write(plan("old"), tmp_path / "processed")
    new = store.write(plan("new"), tmp_path / "other")
    # Killed between the two renames: the folder is gone, both sets lie beside it.
    out.rename(tmp_path / ".processed.old")
    new.rename(tmp_path / ".processed.new")
    assert att.load(out).plan["emphasis"].tolist() == ["new"]
    store.write(plan("next"), out)
    assert att.load(out).plan["emphasis"].tolist() == ["next"]
    assert not (tmp_path / ".processed.old").exists()


def test_an_unfinished_set_is_never_read(tmp_path):
    out = store.write(plan("old"), tmp_path / "processed")
    (tmp_path / ".processed.new").mkdir()
    (tmp_path / ".processed.new" / "plan.csv").write_text("item\nhalf\n")
    out.rename(tmp_path / ".processed.old")
    assert att.load(out).plan["emphasis"].tolist() == ["old"]


WRITER = """
import sys
from attdata.processed import store
from attdata.frames import FRAMES, Dataset, empty_frame, typed

for number in range(10_000):
    rows = [{"item": f"P{i}", "emphasis": str(number)} for i in range(50)]
    frames = {name: empty_frame(name) for name in FRAMES}
    frames["plan"] = typed("plan", rows)
    frames["treaties"] = typed("treaties", [{"treaty": str(number)}])
    store.write(Dataset(**frames), sys.argv[1])
    print(number, flush=True)
"""


def test_killed_at_any_moment_a_whole_set_remains(tmp_path):
    out = store.write(plan("first"), tmp_path / "processed")
    chance = random.Random(20141224)
    for _ in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(out)], stdout=subprocess.PIPE, text=True
        )
        writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.3))
        writer.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        writer.wait()
        writer.stdout.close()
        read = att.load(out)
        assert set(read.plan["emphasis"]) == set(read.treaties["treaty"])
        assert len(read.plan) == 50
    store.write(plan("last"), out)
    assert att.load(out).plan["emphasis"].tolist() == ["last"]


def test_two_builds_at_once_leave_one_whole_set(tmp_path):
    out = tmp_path / "processed"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(out)], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for writer in writers:
        writer.stdout.readline()
    seen = 0
    until = time.monotonic() + 2
    while time.monotonic() < until or seen < 3:
        read = att.load(out)
        assert set(read.plan["emphasis"]) == set(read.treaties["treaty"])
        seen += 1
    for writer in writers:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    assert len(att.load(out).plan) == 50
