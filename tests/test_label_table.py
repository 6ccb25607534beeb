"""The stored places of names on maps: those of the search, taken only where they fit."""

from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import attdata as att
from attdata.maps import label_table, labels
from attdata.maps.status_map import draw_status_map
from attdata.reference import Reference, raw_folder
from attdata.reports.figure_set import REGIONS

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]


@pytest.fixture(scope="module")
def status(data):
    return att.status_on(data, "2026-07-24")  # the day of the table, whatever is added later


def boxes_of(ax):
    """Return what stands where: text -> place, of names, numbers and their lines."""
    texts = {
        (text.get_gid(), text.get_text()): text.get_position()
        for text in ax.texts
        if text.get_gid()
    }
    lines = {
        line.get_gid(): tuple(line.get_xydata().ravel())
        for line in ax.lines
        if str(line.get_gid()).startswith("line:")
    }
    return texts | lines


@pytest.mark.parametrize(
    ("region", "language", "size"),
    [("Asia", "en", "report"), ("Oceania", "ar", "report"), ("Americas", "zh", "slide")],
)
def test_a_map_of_the_table_is_that_of_the_search(status, region, language, size):
    stored = boxes_of(draw_status_map(status, region=region, language=language, size=size))
    with label_table.recording() as places:
        searched = boxes_of(draw_status_map(status, region=region, language=language, size=size))
    assert places
    assert stored.keys() == searched.keys()
    for key, place in searched.items():
        assert stored[key] == pytest.approx(place, abs=1e-6), key


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", ["report", "slide"])
def test_the_maps_of_regions_need_no_search(status, language, size, monkeypatch):
    def search(*_args, **_options):
        raise AssertionError("run data/raw/geo/make_label_places.py")

    monkeypatch.setattr(labels, "search_places", search)
    for region in REGIONS:
        ax = draw_status_map(status, region=region, language=language, size=size)
        plt.close(ax.figure)
        assert [text for text in ax.texts if str(text.get_gid()).startswith("name:")]


@pytest.fixture
def searches(monkeypatch):
    """Return a list that grows with every search."""
    asked, search = [], labels.search_places

    def counted(*args, **options):
        asked.append(1)
        return search(*args, **options)

    monkeypatch.setattr(labels, "search_places", counted)
    return asked


def test_names_that_the_table_does_not_have_are_searched_for(status, searches):
    fewer = status[status["iso3"] != "MNG"]
    fewer.attrs = status.attrs
    ax = draw_status_map(fewer, region="Asia")
    names = {text.get_gid() for text in ax.texts}
    assert searches and "name:IND" in names and "name:MNG" not in names


@pytest.mark.parametrize("wrong", ["wider", "other text", "on a dot of another", None])
def test_a_place_that_does_not_fit_is_not_used(status, searches, monkeypatch, wrong):
    with label_table.recording() as places:
        ax = draw_status_map(status, region="Oceania")
    name, spots = list(places.items())[-1]
    key = "KIR"
    spot, kind = spots[key]
    left, bottom, right, top = spot.box
    (dot,) = [line for line in ax.lines if line.get_gid() == "dot:NRU"]
    width = ax.get_window_extent().width / ax.figure.dpi * 25.4  # mm
    x, y = dot.get_xydata()[0] * width / np.ptp(ax.get_xlim())
    wide, high = (right - left) / 2, (top - bottom) / 2
    changed = {
        "wider": replace(spot, box=(left, bottom, right + 1.0, top)),
        "other text": replace(spot, text="Atlantis"),
        "on a dot of another": replace(spot, box=(x - wide, y - high, x + wide, y + high)),
        None: spot,
    }
    table = {name: spots | {key: (changed[wrong], kind)}}
    monkeypatch.setattr(label_table, "stored_places", table.get)
    searches.clear()
    draw_status_map(status, region="Oceania")
    assert bool(searches) == (wrong is not None)


def test_rows_give_the_places_back(status):
    with label_table.recording() as places:
        draw_status_map(status, region="Europe", size="slide", language="fr")
    for name, key, *cells in label_table.rows_of(places):
        row = dict(zip(label_table.COLUMNS, [name, key, *cells], strict=True))
        spot, kind = label_table.place_of(row)
        meant, what = places[name][key]
        assert (spot.text, spot.on_land, kind) == (meant.text, meant.on_land, what)
        assert spot.box == pytest.approx(meant.box, abs=1e-6)
        assert (spot.start is None) == (meant.start is None)


def swapped(data, folder, one, other):
    """Return the dataset with two States in each other's sub-region, in its own groups.csv too."""
    scheme = "m49_subregion"
    groups = data.groups.copy()
    groups["group"] = groups["group"].astype(str)
    of = {
        iso3: groups.index[(groups["scheme"] == scheme) & (groups["iso3"] == iso3)][-1]
        for iso3 in (one, other)
    }
    groups.loc[[of[one], of[other]], "group"] = groups.loc[[of[other], of[one]], "group"].tolist()
    rows = pd.read_csv(
        raw_folder("reference") / "groups.csv", dtype=str, keep_default_na=False
    )  # NA is Namibia
    held = {
        iso3: rows.index[(rows["scheme"] == scheme) & (rows["iso3"] == iso3)][-1]
        for iso3 in (one, other)
    }
    rows.loc[[held[one], held[other]], "group"] = rows.loc[
        [held[other], held[one]], "group"
    ].tolist()
    rows.to_csv(folder / "groups.csv", index=False)
    return replace(data, groups=groups, reference=Reference(folder))


def of_groups(data, size):
    """Draw the map of sub-regions as it is exported: with each State's own status."""
    day = "2026-07-24"
    frame = att.participation(data, day, by="m49_subregion")
    return att.draw_region_map(frame, states=att.status_on(data, day), size=size)


def test_the_place_of_a_group_is_that_of_its_own_members(data, searches, tmp_path):
    of_groups(data, "slide")
    assert not searches
    # Of equal status, so that every number on the map stays as it is.
    ax = of_groups(swapped(data, tmp_path, "DZA", "BTN"), "slide")
    assert searches
    assert len({text.get_text() for text in ax.texts if text.get_gid() == "numbers"}) == 5


@pytest.mark.parametrize("size", ["report", "slide"])
def test_a_map_of_groups_is_that_of_the_search(data, searches, size):
    def said(ax):
        return sorted((str(t.get_gid()), t.get_text(), *t.get_position()) for t in ax.texts)

    stored = said(of_groups(data, size))
    assert not searches
    with label_table.recording():
        searched = said(of_groups(data, size))
    assert [row[:2] for row in stored] == [row[:2] for row in searched]
    for one, other in zip(stored, searched, strict=True):
        assert one[2:] == pytest.approx(other[2:], abs=1e-6), one


def test_without_statuses_there_are_more_dots_and_another_map(data, searches):
    att.draw_region_map(att.participation(data, "2026-07-24", by="m49_subregion"), size="slide")
    assert searches
