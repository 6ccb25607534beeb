"""Dots with places by hand hide no State, and no land that is not counted, on any world map."""

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pandas as pd
import pytest
import shapely

import attdata as att
from attdata.maps import shapes
from attdata.maps.aside import DOT_MM
from attdata.maps.pinned import coasts
from attdata.maps.views import view_of

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]

PACIFIC = 148.0
LEAST_ON_SLIDE = 0.55  # millimetres of a slide laid out 131.7 mm wide: seven of its 1600 pixels


@pytest.fixture(scope="module")
def frame(data):
    return att.status_on(data, "2026-07-24")


@pytest.fixture(scope="module")
def days(data):
    on = ["2014-12-24", "2026-07-24"]
    return pd.concat([att.status_on(data, day).assign(on=pd.Timestamp(day)) for day in on])


def unit_of(ax):
    """Return the units of a map in a millimetre."""
    left, right = ax.get_xlim()
    across = ax.get_position(original=True).width * ax.figure.get_size_inches()[0] * 25.4
    return (right - left) / across


def discs_of(ax):
    """Return the dots as discs, their white rim included, by State."""
    found = {}
    for line in ax.lines:
        if str(line.get_gid()).startswith("dot:"):
            half = line.get_markersize() * 25.4 / 144 * DOT_MM / (DOT_MM - 0.3)
            spot = shapely.Point(line.get_xydata()[0])
            found[line.get_gid().split(":")[1]] = spot.buffer(half * unit_of(ax))
    return found


def nothing_is_hidden(ax, centre):
    discs, areas = discs_of(ax), shapes.areas(view_of(None, centre))
    covered = shapely.union_all(list(discs.values()))
    for iso3, most in {"XKX": 0.0, "CYP": 0.1, "ARE": 0.4, "CHE": 0.7, "JOR": 0.5}.items():
        land = shapely.make_valid(areas[iso3].geometry)
        if iso3 not in discs:
            assert land.intersection(covered).area <= most * land.area, iso3
    lines = [c for c in ax.collections if c.get_gid() == "leaders"][0].get_segments()
    led = {tuple(np.round(end, 9)): start for start, end in lines}
    for iso3 in ("ISR", "PSE", "MNE"):  # whose line is seen, and ends at its own land
        end = tuple(np.round(discs[iso3].centroid.coords[0], 9))
        (start,) = [s for e, s in led.items() if np.allclose(e, end, atol=1e-6)]
        land = shapely.make_valid(areas[iso3].geometry)
        assert shapely.Point(start).distance(land) < 0.5 * unit_of(ax), iso3
        assert not discs[iso3].contains(shapely.Point(start)), iso3
    spots = np.array([disc.centroid.coords[0] for disc in discs.values()])
    gaps = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    np.fill_diagonal(gaps, np.inf)
    least = min(line.get_markersize() for line in ax.lines if str(line.get_gid())[:4] == "dot:")
    assert gaps.min() > least * 25.4 / 72 * unit_of(ax)
    return discs


@pytest.mark.parametrize("size", ["report", "slide"])
@pytest.mark.parametrize("centre", [None, PACIFIC])
def test_no_dot_hides_kosovo_or_cyprus_on_a_map_of_the_world(frame, size, centre):
    ax = att.draw_status_map(frame, centre=centre, size=size)
    discs = nothing_is_hidden(ax, centre)
    areas = shapes.areas(view_of(None, centre))
    assert discs["LUX"].intersects(areas["LUX"].geometry)
    assert not discs["LUX"].intersects(areas["GBR"].geometry)


@pytest.mark.parametrize("size", ["report", "slide"])
def test_no_dot_hides_kosovo_or_cyprus_on_maps_side_by_side(days, size):
    last = att.draw_status_maps(days, size=size)
    for ax in (last.figure.axes[0], last):
        nothing_is_hidden(ax, None)
    for line in last.lines:
        if size == "slide" and str(line.get_gid()).startswith("dot:"):  # its form is seen
            across = line.get_markersize() + line.get_markeredgewidth()
            assert across * 25.4 / 72 > LEAST_ON_SLIDE * (0.8 if line.get_marker() != "o" else 1)


@pytest.mark.parametrize("size", ["report", "slide"])
def test_on_maps_side_by_side_no_mark_hides_a_state_or_the_line_of_another(data, size):
    on = ["2014-12-24", "2017-12-31", "2020-12-31", "2023-12-31", "2026-07-24"]
    days = pd.concat([att.status_on(data, day).assign(on=pd.Timestamp(day)) for day in on])
    areas, last = shapes.areas(view_of(None, None)), att.draw_status_maps(days, size=size)
    panels = [ax for ax in last.figure.axes if discs_of(ax)]
    assert len(panels) == (2 if size == "slide" else 5)
    for ax in panels:
        discs = discs_of(ax)
        covered = shapely.union_all(list(discs.values()))
        mark = min(disc.area for disc in discs.values())
        for iso3 in set(days["iso3"]) - discs.keys():
            land = shapely.make_valid(areas[iso3].geometry)
            seen = land.difference(covered).area
            assert seen > min(0.5 * mark, 0.75 * land.area), (iso3, seen / mark)
        lines = [c for c in ax.collections if c.get_gid() == "leaders"][0].get_segments()
        pinned = {iso3 for coast in coasts()[1.6].values() for iso3 in coast} & discs.keys()
        for start, end in lines:  # none seems to end at the mark of another State
            whose = min(discs, key=lambda i: discs[i].centroid.distance(shapely.Point(end)))
            others = shapely.union_all([discs[i] for i in pinned - {whose}])
            assert not others.intersects(shapely.LineString([start, end])), whose


def test_on_a_telephone_the_dots_of_the_levant_lie_off_other_land(frame):
    ax = att.draw_status_map(frame, size="narrow", names=False)
    discs, areas = discs_of(ax), shapes.areas(view_of(None, None))
    assert "CYP" not in discs and {"ISR", "LBN", "PSE"} <= discs.keys()
    assert not discs["ISR"].buffer(-0.2 * unit_of(ax)).intersects(areas["TUR"].geometry)
    # Where still more States have dots these are left to the search, and none covers another.
    spots = np.array([disc.centroid.coords[0] for disc in discs.values()])
    gaps = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1)) / unit_of(ax)
    np.fill_diagonal(gaps, np.inf)
    assert gaps.min() > 0.9 * DOT_MM * 0.55


def test_dots_by_hand_are_left_to_the_search_where_they_have_no_room(frame):
    hatched = frame.assign(status=frame["status"].mask(frame["iso3"] == "CYP", "signatory"))
    for drawn in (
        att.draw_status_map(hatched, names=False),
        att.draw_status_map(frame, joined_since="2016-01-01"),
    ):
        assert {"CYP", "ISR", "PSE"} <= discs_of(drawn).keys()


def test_places_by_hand_are_known_for_dots_of_two_sizes():
    assert list(coasts()) == [1.0, 1.6]
    for known in coasts().values():
        pins = [pin for coast in known.values() for pin in coast.values() if pin]
        assert all(-90 < pin.place[1] < 90 and -180 < pin.land[0] <= 180 for pin in pins)


@pytest.mark.parametrize("size", ["report", "slide"])
def test_marks_of_maps_side_by_side_lie_at_sea_and_not_on_the_land_of_others(days, size):
    last = att.draw_status_maps(days, size=size)
    areas = shapes.areas(view_of(None, None))
    for ax in (last.figure.axes[0], last):
        discs = discs_of(ax)
        diamonds = {i: discs[i].buffer(-0.25 * unit_of(ax)) for i in ("DJI", "BHR", "ISR")}
        for iso3, other in (("DJI", "SOM"), ("DJI", "YEM"), ("BHR", "IRN"), ("ISR", "CYP")):
            land = shapely.make_valid(areas[other].geometry)
            share = diamonds[iso3].intersection(land).area / diamonds[iso3].area
            assert share < 0.1, (iso3, other)
        levels = [shapely.make_valid(areas[i].geometry).centroid.y for i in ("ISR", "CYP")]
        away = [abs(discs["ISR"].centroid.y - level) for level in levels]
        assert away[0] < away[1]  # level with its land, not with Cyprus
        led = [c for c in ax.collections if c.get_gid() == "leaders"][0].get_segments()
        for iso3 in ("DJI", "ISR"):
            spot = discs[iso3].centroid.coords[0]
            (way,) = [np.hypot(*(a - b)) for a, b in led if np.allclose(b, spot, atol=1e-6)]
            assert way > 0.8 * unit_of(ax)  # a line that is seen
