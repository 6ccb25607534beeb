"""Maps of regions with their places searched anew: insets and their frames, numbers, lists."""

import matplotlib

matplotlib.use("Agg")

import pytest
import shapely

import attdata as att
from attdata.draw.drawing import drawing_of, renderer_of
from attdata.draw.style import STATUS_STYLE
from attdata.maps import label_table
from attdata.maps.status_map import draw_status_map
from attdata.words import LANGUAGES, state_name, word
from test_map_names import Seen

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]


@pytest.fixture(scope="module")
def drawn(data):
    """Return the map of a region in a report or on a slide, drawn once."""
    frame, kept = att.status_on(data, "2026-07-24"), {}

    def draw(region, language, size="report"):
        if (region, language, size) not in kept:
            with label_table.recording():
                ax = draw_status_map(
                    frame, region=region, language=language, size=size,
                    joined_since="2025-08-30", conference="CSP11",
                )  # fmt: skip
            kept[region, language, size] = Seen(ax)
        return kept[region, language, size]

    return draw


@pytest.mark.parametrize("size", ["report", "slide"])
def test_the_frame_around_what_an_inset_of_asia_enlarges_is_whole(drawn, size):
    seen = drawn("Asia", "en", size)
    box = seen.ax.get_window_extent()
    shown = [c for c in seen.ax.collections if str(c.get_gid()).startswith("shown:")]
    assert shown
    for collection in shown:
        for side in collection.get_segments():
            left, bottom = seen.ax.transData.transform(side).min(axis=0)
            assert left > box.x0 + 1 and bottom > box.y0 + 1


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_name_of_an_inset_stands_on_land(drawn, language):
    """ "Eastern Mediterranean" was read as the name of Australia."""
    seen = drawn("Asia", language)
    captions = [t for t in seen.ax.texts if t.get_gid() == "caption" and t.get_visible()]
    pale = [c for c in seen.ax.collections if str(c.get_gid()).startswith("land:elsewhere")]
    rings = [
        shapely.Polygon(ring * seen.scale)
        for collection in pale
        for path in collection.get_paths()
        for ring in path.to_polygons(seen.ax.transData)
        if len(ring) > 3
    ]
    insets = [p for p in seen.ax.patches if str(p.get_gid()).startswith("inset:")]
    frames = [shapely.box(*seen.at(p.get_bbox().get_points()).ravel()) for p in insets]
    assert len(captions) == 2
    for text in captions:
        extent = text.get_window_extent(renderer_of(seen.ax.figure))
        box = shapely.box(*(extent.extents * seen.scale))
        inside = any(frame.contains(box) for frame in frames)
        over = [ring for ring in rings if not inside and ring.intersects(box)]
        assert not over, text.get_text()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_numbers_of_neighbours_follow_each_other(drawn, language):
    """That of a State beside Japan stood between two of the Caucasus."""
    seen = drawn("Asia", language)
    numbers = {i: int(t.get_text()) for i, t in seen.names.items() if t.get_text().isdigit()}
    assert abs(numbers["ARM"] - numbers["AZE"]) == 1
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_the_slide_of_asia_stands_in_its_column(drawn, language):
    seen = drawn("Asia", language, "slide")
    said = [t.get_text() for t in seen.ax.texts if t.get_gid() == "numbers"]
    assert said and not seen.names["TUR"].get_text().isdigit()
    listed = " ".join(said).replace("\N{FIGURE SPACE}\N{NO-BREAK SPACE}", "")
    name = state_name("ARE", language)
    assert all(part in listed for part in name.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_the_americas_crosses_the_frame_of_the_caribbean(drawn, language):
    """That to Venezuela ran through it from the north, between the islands."""
    seen = drawn("Americas", language, "slide")
    shown = next(c for c in seen.ax.collections if str(c.get_gid()).startswith("shown:"))
    sides = shapely.union_all([shapely.LineString(seen.at(s)) for s in shown.get_segments()])
    for iso3, line in seen.lines.items():
        assert not line.intersects(sides), iso3
    ecuador = max(shapely.get_parts(seen.land["ECU"]), key=lambda part: part.area)
    start = shapely.Point(seen.lines["ECU"].coords[0])
    assert ecuador.contains(start) and ecuador.exterior.distance(start) > 0.4


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_africa_runs_over_an_island_of_another_state(drawn, language):
    """That to Zimbabwe crossed the south of Madagascar."""
    seen = drawn("Africa", language, "slide")
    for iso3, line in seen.lines.items():
        assert iso3 == "MDG" or not line.intersects(seen.land["MDG"]), iso3


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_in_the_inset_of_the_slide_of_asia_begin_off_dashed_borders(drawn, language):
    seen = drawn("Asia", language, "slide")
    for iso3, other in (("PSE", "ISR"), ("ISR", "PSE")):
        if iso3 in seen.lines:
            start = shapely.Point(seen.lines[iso3].coords[0])
            assert seen.land[other].distance(start) > 0.35, iso3


@pytest.mark.parametrize("region", ["Africa", "Oceania"])
def test_slides_with_room_say_what_is_pale(drawn, region):
    said = drawing_of(drawn(region, "en", "slide").ax).key()
    assert word("note.outside_region", "en") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_nauru_is_named_beside_its_mark(drawn, language):
    """In French its line ran past islets of Kiribati."""
    seen = drawn("Oceania", language, "slide")
    assert "NRU" not in seen.lines or seen.lines["NRU"].length < 4.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_of_asia_is_far_from_a_mark_in_line_with_it(drawn, language):
    seen = drawn("Asia", language)
    ends = seen.ax.get_legend().get_window_extent(renderer_of(seen.ax.figure))
    left, bottom, right, top = ends.extents * seen.scale
    for iso3, (_, dot) in seen.dots.items():
        aside = max(left - dot[0], dot[0] - right)
        assert aside > 9.5 or not bottom - 1 < dot[1] < top + 1, iso3  # millimetres


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_to_ecuador_on_a_slide_keeps_off_peru(drawn, language):
    seen = drawn("Americas", language, "slide")
    assert seen.lines["ECU"].distance(seen.land["PER"]) > 0.3


@pytest.mark.parametrize("region", ["Asia", "Europe", "Africa"])
def test_no_name_in_a_report_is_too_small_and_the_list_of_numbers_is_larger(drawn, region):
    seen = drawn(region, "en")
    sizes = [text.get_fontsize() for text in seen.names.values()]
    assert min(sizes) > 5.2 and sum(size > 5.7 for size in sizes) > 0.5 * len(sizes)
    listed = [t for t in seen.ax.texts if t.get_gid() == "numbers"]
    least = 5.7 if region == "Europe" else 6.4  # where the sea has no more room
    assert listed and all(text.get_fontsize() > least for text in listed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_speck_of_an_island_is_at_the_edge_of_the_slide_of_europe(data, language):
    seen = Seen(draw_status_map(att.status_on(data, "2026-07-24"), region="Europe",
                                language=language, size="slide"))  # fmt: skip
    sight = shapely.box(*seen.ax.get_window_extent().extents * seen.scale)
    covers = [p for p in seen.ax.patches if p.get_gid() == "cut"]
    rings = [ring for p in covers for ring in p.get_path().to_polygons(seen.ax.transData)]
    covered = shapely.union_all([shapely.Polygon(ring * seen.scale) for ring in rings])
    for iso3 in ("PRT", "ESP", "GBR", "NOR"):
        for island in shapely.get_parts(seen.land[iso3]):
            if island.area < 2 and island.intersects(sight.exterior):
                assert covered.contains(island.intersection(sight)), iso3


def test_kosovo_has_closer_dots_on_a_slide(data):
    ax = draw_status_map(att.status_on(data, "2026-07-24"), region="Europe", size="slide")
    hatched = ax.findobj(lambda one: "." in str(getattr(one, "get_hatch", str)() or ""))
    (dots,) = {a.get_hatch() for a in hatched if str(a.get_gid()).startswith("hatch:")}
    assert dots.count(".") > STATUS_STYLE["not_counted"]["hatch"].count(".")
