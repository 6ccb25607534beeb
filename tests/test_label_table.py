"""The stored places of names on maps: those of the search, taken only where they fit."""

from dataclasses import replace

import matplotlib.pyplot as plt
import pytest

import attdata as att
from attdata.maps import label_table, labels
from attdata.maps.status_map import draw_status_map
from attdata.reports.figure_set import REGIONS


@pytest.fixture(scope="module")
def status(data):
    return att.status_on(data)


def boxes_of(ax):
    """Return what stands where: text -> place, of names, numbers and their lines."""
    texts = {text.get_gid(): text.get_position() for text in ax.texts if text.get_gid()}
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
        draw_status_map(status, region="Oceania")
    name, spots = list(places.items())[-1]
    (key, (spot, kind)), (_, (other, _)) = [
        (key, place) for key, place in spots.items() if place[0].start is not None
    ][:2]
    left, bottom, right, top = spot.box
    (x, y), wide, high = other.start, (right - left) / 2, (top - bottom) / 2
    changed = {
        "wider": replace(spot, box=(left, bottom, right + 1.0, top)),
        "other text": replace(spot, text="Atlantis"),
        "on a dot of another": replace(spot, box=(x - wide, y - high, x + wide, y + high)),
        None: spot,
    }
    table = {name: spots | {key: (changed[wrong], kind)}}
    monkeypatch.setattr(label_table, "stored_places", lambda: table)
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
