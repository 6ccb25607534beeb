"""One's own reviewed tables take effect from the raw folder to the picture."""

from __future__ import annotations

import csv
import pickle
import shutil
from copy import deepcopy
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

import attdata as att
from attdata.reference import Reference, in_use, packaged, reference_rows, using


@pytest.fixture
def raw(root, tmp_path):
    """Return a copy of the raw files that may be changed."""
    return Path(shutil.copytree(root / "data" / "raw", tmp_path / "raw"))


def edit(raw: Path, table: str, change) -> None:
    """Rewrite the rows of a reviewed table."""
    path = raw / "reference" / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [change(row) for row in csv.DictReader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add(raw: Path, table: str, *lines: str) -> None:
    path = raw / "reference" / f"{table}.csv"
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + "\n".join(lines) + "\n", "utf-8")


def reread(data, tmp_path):
    """Return the dataset as another process finds it on disk."""
    from attdata.processed.store import write

    write(data, tmp_path / "processed")
    return att.load(tmp_path / "processed")


def georgia_in_europe(row):
    moved = row["iso3"] == "GEO" and "Asia" in (row.get("att_region"), row.get("group"))
    keys = {"att_region": "Europe"} if "att_region" in row else {"group": "Europe"}
    return row | keys if moved else row


def test_a_remark_that_begins_with_replaced_by_takes_no_state_from_the_count(raw):
    from openpyxl import load_workbook

    path = raw / "membership" / "notifications.xlsx"
    book = load_workbook(path)
    sheet = book.active
    heading = next(r for r in sheet.iter_rows() if any(c.value == "Note" for c in r))
    column = next(c.column for c in heading if c.value == "Note")
    for row in range(heading[0].row + 1, sheet.max_row + 1):
        if any("Ecuador" in str(c.value) for c in sheet[row]):
            sheet.cell(row, column).value = "replaced by the depositary's own notification"
    book.save(path)
    data = att.build(raw, out=None, strict=False)
    assert att.participation(data).iloc[-1]["n_party"] == 118
    assert (att.status_on(data).set_index("iso3").loc["ECU", "status"]) == "state_party"


def test_ones_own_actions_decide_what_makes_a_party_to_the_last_figure(raw, tmp_path):
    # A reviewer who takes accession for no consent must see that in status, waits and totals alike.
    edit(raw, "actions", lambda r: r | {"effect": "none"} if r["action"] == "accession" else r)
    data = reread(att.build(raw, out=None, strict=False), tmp_path)
    world = att.participation(data, on="2026-02-03").iloc[-1]
    untouched = att.participation(att.load(), on="2026-02-03").iloc[-1]
    acceded = att.load().actions
    acceded = acceded[(acceded["treaty"] == "att") & (acceded["action"] == "accession")]
    acceded = acceded[acceded["date"] <= "2026-02-03"]
    assert world["n_party"] == untouched["n_party"] - acceded["iso3"].nunique()
    with using(data.reference):
        rows = {row["action"]: row["effect"] for row in reference_rows("actions")}
    assert rows["accession"] == "none"
    assert {r["action"]: r["effect"] for r in reference_rows("actions")}["accession"] == "consent"


def test_georgia_moved_to_europe_is_counted_and_painted_there(raw, tmp_path):
    edit(raw, "states", georgia_in_europe)
    edit(raw, "groups", georgia_in_europe)
    data = reread(att.build(raw, out=None, strict=False), tmp_path)
    shares = att.participation(data).set_index("group")
    before = att.participation(att.load()).set_index("group")
    assert shares.loc["Europe", "n_states"] == before.loc["Europe", "n_states"] + 1
    for region, inside in (("Europe", True), ("Asia", False)):
        ax = att.draw_status_map(att.status_on(data), region=region, names=False)
        painted = painted_with_status(ax)
        assert ("GEO" in painted) is inside, region
        plt.close(ax.figure)


def painted_with_status(ax) -> set[str]:
    """Return the States whose land has the colour of a status on a map."""
    painted = set()
    for artist in ax.get_children():
        gid = str(artist.get_gid() or "")
        if gid.startswith("states:") and "not_counted" not in gid and "elsewhere" not in gid:
            painted |= set(getattr(artist, "areas", ()))
    return painted


def test_ones_own_group_is_mapped_with_the_members_of_the_day(raw, tmp_path):
    add(raw, "groups", "organisation,Club,FRA,,", "organisation,Club,ITA,,2020-01-01")
    add(raw, "groups", "organisation,Club,ESP,2021-01-01,")
    data = reread(att.build(raw, out=None, strict=False), tmp_path)
    for day, members in (("2019-06-01", {"FRA", "ITA"}), ("2026-01-01", {"FRA", "ESP"})):
        ax = att.draw_status_map(att.status_on(data, on=day), region="Club")
        assert painted_with_status(ax) & {"FRA", "ITA", "ESP"} == members
        plt.close(ax.figure)


def test_a_reference_is_a_value():
    own = Reference(packaged().folder)
    assert deepcopy(own) is own
    assert pickle.loads(pickle.dumps(own)).rows("states") == own.rows("states")
    with using(own):
        assert in_use() is own
        with using(None):
            assert in_use() is own
    assert in_use() is packaged()


def test_frames_on_disk_carry_the_reviewed_tables_they_were_made_with(raw, tmp_path):
    add(raw, "groups", "organisation,Club,FRA,,")
    data = reread(att.build(raw, out=None, strict=False), tmp_path)
    assert [p.name for p in (tmp_path / "processed" / "reference").iterdir()] == ["groups.csv"]
    assert data.reference is not packaged()
    assert att.participation(data, by="organisation").attrs["reference"] is data.reference
    assert "reference" not in att.participation(att.load()).attrs
    (tmp_path / "processed" / "reference" / "groups.csv").write_text("scheme,group\n")
    with pytest.raises(att.InputError, match=r"groups\.csv was changed after the build"):
        att.load(tmp_path / "processed")
