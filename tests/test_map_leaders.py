"""Whose name a reader takes the name at the end of a line for, on the map of a region."""

import matplotlib

matplotlib.use("Agg")

import pytest
import shapely
from matplotlib.patches import Rectangle

import attdata as att
from attdata.maps import label_table, shapes
from attdata.maps.views import members_on, view_of

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.fixture(scope="module")
def drawn(data):
    """Return the map of a region in a report, drawn once."""
    frame, kept = att.status_on(data, "2026-07-24"), {}

    def draw(region, language):
        if (region, language) not in kept:
            kept[region, language] = att.draw_status_map(
                frame, region=region, language=language, joined_since="2025-08-30"
            )
        return kept[region, language]

    draw.frame = frame
    return draw


def land_of(frame, region):
    """Return the land of the States of a region on the map itself, by State."""
    inside = members_on(region, frame)
    areas = shapes.areas(view_of(region, None, inside))
    return {i: shapely.make_valid(areas[i].geometry) for i in inside if i in areas}


def unit_of(ax):
    """Return the units of a map in a millimetre."""
    left, right = ax.get_xlim()
    across = ax.get_position(original=True).width * ax.figure.get_size_inches()[0] * 25.4
    return (right - left) / across


def insets_of(ax):
    """Return the rectangles of the insets of a map."""
    frames = [p for p in ax.findobj(Rectangle) if str(p.get_gid()).startswith("inset:")]
    return shapely.union_all([shapely.box(*p.get_bbox().extents) for p in frames])


def lines_of(ax):
    """Return the lines to names by State."""
    lines = {str(line.get_gid()): line for line in ax.lines}
    return {
        gid.split(":")[1]: shapely.LineString(line.get_xydata())
        for gid, line in lines.items()
        if gid.startswith("line:")
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("region", ["Americas", "Asia"])
def test_no_line_crosses_land_that_has_its_name_on_another_part_of_the_map(drawn, region, language):
    ax = drawn(region, language)
    insets, unit, land = insets_of(ax), unit_of(ax), land_of(drawn.frame, region)
    spots = {
        str(text.get_gid()).split(":")[1]: shapely.Point(text.get_position())
        for text in ax.texts
        if str(text.get_gid()).startswith("name:")
    }
    away = {iso3 for iso3, spot in spots.items() if insets.contains(spot)}
    assert {"NIC"} <= away or {"SYR", "IRQ"} <= away
    for iso3, line in lines_of(ax).items():
        if not insets.intersects(line):
            for other in away - {iso3}:
                crossed = line.intersection(land[other]).length / unit
                assert crossed < 0.4, (iso3, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_an_island_keeps_off_islands_overseas_that_have_no_name(drawn, language):
    ax = drawn("Africa", language)
    unit, lines = unit_of(ax), lines_of(ax)
    areas = shapes.areas(view_of("Africa", None, members_on("Africa", drawn.frame)))
    parts = areas["FRA"].overseas, areas["MYT"].geometry  # Réunion, Mayotte
    overseas = shapely.union_all([shapely.make_valid(part) for part in parts])
    ax.figure.canvas.draw()
    turn = ax.transData.inverted()
    for text in ax.texts:
        if text.get_gid() in ("name:MUS", "name:COM"):
            box = shapely.box(*turn.transform(text.get_window_extent()).ravel())
            assert box.distance(overseas) / unit > 2.0, text.get_gid()
            iso3 = text.get_gid().split(":")[1]
            if box.distance(overseas) / unit < 4.5:
                assert iso3 in lines, iso3


def test_no_name_at_a_line_stands_before_the_coast_of_a_state_that_has_a_number(drawn):
    ax = drawn("Asia", "ar")
    (name,) = [text for text in ax.texts if text.get_gid() == "name:KOR"]
    (number,) = [text for text in ax.texts if text.get_gid() == "name:PRK"]
    land = land_of(drawn.frame, "Asia")
    assert number.get_text().isdigit()
    spot = shapely.Point(name.get_position())
    assert spot.distance(land["KOR"]) < spot.distance(land["PRK"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["report", "slide"])
def test_a_name_without_a_line_is_beside_its_dot_or_level_with_its_islands(drawn, language, size):
    """Vanuatu stood by its northern islands, Micronesia aslant of its square."""
    with label_table.recording() as places:
        ax = att.draw_status_map(
            drawn.frame, region="Oceania", language=language, size=size, joined_since="2025-08-30"
        )
    dots = {str(line.get_gid()): line.get_xydata()[0] for line in ax.lines}
    unit, land = unit_of(ax), land_of(drawn.frame, "Oceania")
    (found,) = places.values()
    for iso3, (spot, _) in found.items():
        left, bottom, right, top = spot.box
        if spot.start is not None or spot.on_land:
            continue
        if f"dot:{iso3}" in dots:
            x, y = dots[f"dot:{iso3}"] / unit
            assert left < x < right or bottom < y < top, iso3
        elif iso3 in ("SLB", "FJI"):
            low, high = (side / unit for side in land[iso3].bounds[1::2])
            assert low < (bottom + top) / 2 < high, iso3
