"""Maps of groups: what their colours, marks and names say of States that are not meant."""

import itertools

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pytest
import shapely
from matplotlib.colors import to_hex
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import attdata as att
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import drawing_of
from attdata.draw.layout import laid_out
from attdata.draw.style import RATE_COLORS, contrast
from attdata.maps import shapes
from attdata.maps.ground import SEA
from attdata.maps.group_names import AGAIN
from attdata.maps.views import view_of
from attdata.words import LANGUAGES, word
from texts import laid_beside_key

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]

DAY = "2026-07-24"


@pytest.fixture(scope="module")
def drawn(data):
    """Return a function that draws the map of a scheme."""
    states = att.status_on(data, DAY)

    def draw(scheme="att_region", **options):
        return att.draw_region_map(
            att.participation(data, DAY, by=scheme), states=states, **options
        )

    return draw


def test_classes_differ_under_a_hatch_and_from_the_samples_of_statuses(drawn):
    assert all(contrast(a, b) > 1.5 for a, b in itertools.pairwise(RATE_COLORS))
    for size in ("report", "slide"):
        key = drawn(size=size).get_legend()
        fills = [to_hex(p.get_facecolor()).upper() for p in key.findobj(Patch)]
        rates = [color for color in fills if color in RATE_COLORS]
        assert rates == list(RATE_COLORS)  # a strip from low to high, none is missing


def test_on_a_slide_each_small_state_that_signed_has_its_own_mark(drawn):
    gids = {line.get_gid() for line in drawn(size="slide").lines}
    assert {"dot:RWA", "dot:BDI", "dot:ISR", "dot:BHR", "dot:DJI"} <= gids


@pytest.mark.parametrize("scheme", ["att_region", "m49_subregion"])
@pytest.mark.parametrize("size", ["report", "slide"])
def test_every_island_of_a_state_that_is_not_party_is_hatched(drawn, data, scheme, size):
    status = att.status_on(data, DAY).set_index("iso3")["status"]
    ax = drawn(scheme, size=size)
    found = {value: [] for value in ("signatory", "not_joined")}
    for patch in ax.patches:
        kind, _, value = str(patch.get_gid()).partition(":")
        value = value.partition(":")[0]
        if kind in ("hatch", "islets") and value in found:
            rings = [r for r in patch.get_path().to_polygons() if len(r) > 3]
            found[value.partition(":")[0]] += [
                shapely.make_valid(shapely.Polygon(r)) for r in rings
            ]
    hatched = {value: shapely.union_all(parts) for value, parts in found.items()}
    view = shapes.world_view()
    # Sakhalin, Novaya Zemlya, Kaliningrad, New Britain, Halmahera, Flores, Hawaii, Zanzibar.
    for iso3, place in [
        ("RUS", (142.7, 50.5)), ("RUS", (56, 73.5)), ("RUS", (21.3, 54.7)), ("PNG", (151, -5.8)),
        ("IDN", (128, 0.9)), ("IDN", (121, -8.6)), ("USA", (-155.5, 19.6)), ("TZA", (39.3, -6.1)),
    ]:  # fmt: skip
        spot = shapely.Point(view.place(*place))
        assert hatched[status[iso3]].distance(spot) < 0.005, (iso3, place)
    assert hatched["not_joined"].distance(shapely.Point(view.place(143.5, 43.3))) > 0.01  # Hokkaido


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["report", "slide"])
def test_no_number_of_a_sub_region_stands_on_the_border_of_india_and_pakistan(
    drawn, language, size
):
    ax = drawn("m49_subregion", size=size, language=language)
    areas = shapes.areas(shapes.world_view())
    land = [shapely.make_valid(areas[iso3].geometry) for iso3 in ("IND", "PAK")]
    border = shapely.intersection(land[0].buffer(0.004), land[1].buffer(0.004))
    renderer = ax.figure.canvas.get_renderer()
    for text in ax.texts:
        if str(text.get_gid()).startswith("name:"):
            box = ax.transData.inverted().transform(text.get_window_extent(renderer).get_points())
            assert not shapely.box(*box.ravel()).intersects(border), text.get_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_regions_on_a_slide_are_at_the_same_places_in_every_language(drawn, language):
    ax = drawn(size="slide", language=language)
    middles = {}
    renderer = ax.figure.canvas.get_renderer()
    for text in ax.texts:
        if str(text.get_gid()).startswith("name:"):
            box = ax.transData.inverted().transform(text.get_window_extent(renderer).get_points())
            middles[text.get_gid().partition(":")[2]] = box.mean(axis=0)
    view = shapes.world_view()
    west, east = view.place(-160, 0)[0], view.place(-60, 0)[0]
    assert west < middles["Americas"][0] < east
    assert view.place(0, -20)[1] < middles["Americas"][1] < view.place(0, 20)[1]
    assert view.place(-75, 0)[0] < middles["Europe"][0] < view.place(-5, 0)[0]
    assert middles["Europe"][1] > view.place(0, 25)[1]
    assert middles["Africa"][0] < view.place(20, 0)[0]
    assert middles["Asia"][0] > view.place(130, 0)[0]
    # Only Europe's is so far off its land: a line from another would point at a State.
    lines = [line for line in ax.lines if line.get_label() == "_line"]
    assert all(line.get_xdata().max() < view.place(10, 40)[0] for line in lines)


@pytest.mark.parametrize("scheme", ["att_region", "m49_subregion"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_of_groups_says_of_its_boundaries_and_codes_once(drawn, scheme, language):
    ax = drawn(scheme, size="slide", language=language)
    drawing = drawing_of(ax)
    footer = footer_lines(drawing, "slide")
    with laid_out(ax.figure, drawing, footer, "slide"):
        at_sea, boxes, key, whole = laid_beside_key(ax, "sea note")
        land = land_in(ax, boxes)
    lines = "".join(text.get_text().strip("\u200f") for text in at_sea)
    printed = "".join((lines + " ".join(footer)).split())
    for said in ("note.dashed_slide", "dispute_slide.KAS", "dispute_slide.FLK",
                 "note.two_codes_slide"):  # fmt: skip
        assert printed.count("".join(word(said, language).split())) == 1, said
    assert not land
    assert not any(box.overlaps(key) for box in boxes)
    assert all(whole.x0 < box.x0 and box.x1 < whole.x1 and box.y1 < whole.y1 for box in boxes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_of_a_slide_of_regions_stands_above_its_small_print(drawn, language):
    ax = drawn("att_region", size="slide", language=language)
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        ax.figure.draw_without_rendering()
        note = [t.get_window_extent() for t in ax.texts if t.get_gid() == "sea note"]
        key, sea = ax.get_legend().get_window_extent(), ax.get_window_extent()
        assert note and max(box.y1 for box in note) < key.y0 + 1
        assert min(box.y0 for box in note) > sea.y0
        assert key.y1 < sea.y1 + 0.01 * sea.height


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["att_region", "m49_subregion"])
def test_rows_of_the_key_of_a_report_are_equally_far_apart(drawn, scheme, language):
    """One without a descender was nearer to the next, one with brackets farther from it."""
    ax = drawn(scheme, language=language)
    ax.figure.draw_without_rendering()
    texts = ax.get_legend().get_texts()
    assert not any("\n" in text.get_text() for text in texts)
    feet = [t.get_transform().transform(t.get_unitless_position())[1] for t in texts]
    assert np.ptp(np.diff(feet)) < 0.02 * abs(np.mean(np.diff(feet)))


def land_in(ax, boxes) -> list[str]:
    """Return the States whose land or dots are within some boxes of pixels."""
    areas = shapes.areas(shapes.world_view())
    inverse = ax.transData.inverted()
    found = []
    for box in boxes:
        (x0, y0), (x1, y1) = inverse.transform(box.get_points())
        found += [
            iso3 for iso3, area in areas.items()
            if area.geometry is not None and area.kind != shapes.LINE
            and area.geometry.intersects(shapely.box(x0, y0, x1, y1))
        ]  # fmt: skip
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_a_slide_has_the_counts_of_its_map(drawn, language):
    title = drawing_of(drawn(size="slide", language=language)).title
    assert all(count in title for count in ("40", "43", "11", "48"))


@pytest.mark.parametrize("size", ["report", "slide"])
def test_the_hatch_is_so_fine_that_it_tells_the_status_of_small_states(drawn, size):
    ax = drawn(size=size)
    areas = shapes.areas(shapes.world_view())
    hatches = [p for p in ax.patches if str(p.get_gid()).startswith("hatch:signatory")]
    for iso3 in ("BGD", "ARE", "KHM", "MYS"):
        x, y = ax.transData.transform(shapely.get_coordinates(areas[iso3].geometry)).T
        across = np.ptp(x - y) / np.sqrt(2) * 72 / ax.figure.dpi  # points, at right angles to "/"
        for hatch in hatches:
            apart = np.sqrt(2) * 72 / (6 * len(hatch.get_hatch()))  # matplotlib draws six an inch
            assert across / apart > 3, iso3
    samples = {(p.get_hatch(), p.get_hatch_linewidth()) for p in ax.get_legend().findobj(Patch)}
    assert {(h.get_hatch(), h.get_hatch_linewidth()) for h in hatches} <= samples


@pytest.mark.parametrize("scheme", ["att_region", "m49_subregion"])
def test_no_line_cuts_an_overseas_part_out_of_its_continent(drawn, scheme):
    (edges,) = [c for c in drawn(scheme).collections if c.get_gid() == "edges"]
    guiana = shapely.Point(shapes.world_view().place(-53.0, 4.0))
    points = shapely.MultiPoint(np.concatenate([path.vertices for path in edges.get_paths()]))
    assert points.distance(guiana) > 0.1


@pytest.mark.parametrize("scheme", ["att_region", "m49_subregion"])
@pytest.mark.parametrize("size", ["report", "slide"])
def test_the_line_between_groups_leaves_narrow_land_to_be_seen(drawn, scheme, size):
    ax = drawn(scheme, size=size)
    (edges,) = [c for c in ax.collections if c.get_gid() == "edges"]
    half = edges.get_linewidth()[0] / 2 * ax.figure.dpi / 72
    lines = [
        shapely.LineString(ax.transData.transform(line))
        for path in edges.get_paths()
        for line in path.to_polygons(closed_only=False)
    ]
    hidden = shapely.union_all(lines).buffer(half, cap_style="flat")
    areas = shapes.areas(shapes.world_view())
    for iso3 in ("ISR", "PAN", "DNK", "GEO"):
        land = shapely.transform(areas[iso3].geometry, ax.transData.transform)
        assert shapely.intersection(land, hidden).area < 0.3 * land.area, iso3


@pytest.mark.parametrize("size", ["report", "slide"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_a_region_covers_no_hatch_that_tells_the_status_of_states(
    data, drawn, language, size
):
    ax = drawn(language=language, size=size)
    states = att.status_on(data, DAY)
    outside = states.loc[states["status"].isin(["signatory", "not_joined"]), "iso3"]
    areas = shapes.areas(shapes.world_view())
    hatched = shapely.make_valid([areas[i].geometry for i in outside if i in areas])
    for name in [text for text in ax.texts if str(text.get_gid()).startswith("name:")]:
        box = ax.transData.inverted().transform(name.get_window_extent().get_points())
        shared = shapely.area(shapely.intersection(shapely.box(*box.ravel()), hatched)).sum()
        assert shared < 0.05 * shapely.box(*box.ravel()).area, name.get_gid()


def test_small_parties_amid_parties_of_their_group_have_no_dot_and_islands_do(drawn):
    dots = {line.get_gid()[4:] for line in drawn().lines if "dot:" in str(line.get_gid())}
    assert not {"BEL", "LUX", "SVN", "AND", "LIE", "MCO", "SMR", "LSO", "GMB"} & dots
    assert {"MLT", "CPV", "BRB", "LCA", "ISR", "PSE", "RWA", "BDI", "TUV"} <= dots


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_stand_on_or_right_beside_their_own_sub_region(drawn, language):
    ax = drawn("m49_subregion", language=language)
    millimetre = ax.figure.dpi / 25.4
    own = {c.get_gid()[6:]: c for c in ax.collections if "group:" in str(c.get_gid())}
    dots = {line.get_gid()[4:]: line for line in ax.lines if "dot:" in str(line.get_gid())}
    for text in [t for t in ax.texts if str(t.get_gid()).startswith("name:")]:
        assert text.get_text().isdigit()
        group = own[text.get_gid()[5:].removesuffix(AGAIN)]
        lands = [path.vertices for path in group.get_paths()]
        lands += [dots[iso3].get_xydata() for iso3 in group.areas if iso3 in dots]
        places = ax.transData.transform(np.concatenate(lands))
        box = shapely.box(*text.get_window_extent().extents)
        near = shapely.distance(shapely.points(places), box).min() < 2.5 * millimetre
        middle = ax.transData.inverted().transform(box.centroid.coords[0])
        inside = any(path.contains_point(middle) for path in group.get_paths())
        assert near or inside, text.get_gid()


@pytest.mark.parametrize("scheme", ["att_region", "m49_subregion"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_as_saved_has_names_by_their_land_and_a_key_on_none(drawn, scheme, language):
    ax = drawn(scheme, language=language, size="slide")
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        ax.figure.draw_without_rendering()
        key = ax.get_legend().get_window_extent()
        listed = [t.get_window_extent() for t in ax.texts if t.get_gid() == "numbers"]
        # The box of a line is higher than its letters, the more so in Arabic.
        assert all((box.y0 + box.y1) / 2 > key.y1 for box in listed)
        # Europe's name in another ocean is read as that of the continent beside it.
        lines = [
            shapely.LineString(ax.transData.transform(line.get_xydata()))
            for line in ax.lines if str(line.get_gid()).startswith("line:")
        ]  # fmt: skip
        assert all(line.length < 6 * ax.figure.dpi / 25.4 for line in lines)
        box = shapely.box(*ax.transData.inverted().transform_bbox(key).extents)
        groups = [c for c in ax.collections if str(c.get_gid()).startswith("group:")]
        land = [
            shapely.Polygon(ring)
            for collection in groups
            for path in collection.get_paths()
            for ring in path.to_polygons(closed_only=False)
            if len(ring) > 3
        ]
    hidden = sum(shapely.area(shapely.intersection(shapely.make_valid(land), box)))
    assert hidden < 0.01 * box.area


@pytest.mark.parametrize("size", ["report", "slide"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_a_region_stands_on_its_land_or_in_the_sea_not_across_a_coast(
    drawn, language, size
):
    ax = drawn(language=language, size=size)
    areas = shapes.areas(shapes.world_view()).values()
    land = shapely.union_all(shapely.make_valid([a.geometry for a in areas if a.kind == "state"]))
    for name in [text for text in ax.texts if str(text.get_gid()).startswith("name:")]:
        box = ax.transData.inverted().transform(name.get_window_extent().get_points())
        letters = shapely.box(*box.ravel())
        share = shapely.intersection(land, letters).area / letters.area
        assert share < 0.06 or share > 0.85, (name.get_gid(), share)


@pytest.mark.parametrize("scheme", ["att_region", "m49_subregion"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_says_its_classes_in_one_strip_and_a_note_to_which_a_limit_belongs(
    drawn, scheme, language
):
    for size in ("report", "slide"):
        drawing = drawing_of(drawn(scheme, language=language, size=size))
        said = " ".join(footer_lines(drawing, size))
        on_a_limit = scheme == "m49_subregion"  # 1 of 5 in Central Asia
        assert (word("note.class_limits", language) in said) == on_a_limit
        assert word("territory.XKX", language) in said


@pytest.mark.parametrize("scheme", ["att_region", "m49_subregion"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_islet_is_a_full_stop_in_the_key_which_stands_at_the_edge(drawn, scheme, language):
    ax = drawn(scheme, language=language)
    ax.figure.draw_without_rendering()
    sea = [p.get_window_extent() for p in ax.patches if p.get_gid() == "below legend"]
    under = shapely.union_all([shapely.box(*box.extents) for box in sea])
    key = ax.get_legend()
    for text in (key.get_title(), *key.findobj(Text)):
        for line in [text.get_window_extent()] if text.get_text() else []:
            middle = (line.y0 + line.y1) / 2
            across = shapely.LineString([(line.x0, middle), (line.x1, middle)])
            assert across.difference(under).length < 0.05 * across.length + 2, text.get_text()
    inside, millimetre = ax.get_window_extent(), ax.figure.dpi / 25.4
    box = key.get_window_extent()
    assert min(box.x0 - inside.x0, inside.x1 - box.x1) < 3 * millimetre


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_stands_again_by_marks_far_off_and_on_plain_land_where_there_is_much(
    drawn, language
):
    ax = drawn("m49_subregion", language=language)
    texts = {str(text.get_gid())[5:]: text for text in ax.texts}
    again = [key for key in texts if key.endswith(AGAIN)]
    assert again == [f"Melanesia{AGAIN}"]  # else Micronesia has the same colour
    assert texts[again[0]].get_text() == texts["Melanesia"].get_text()
    near = {
        line.get_gid()[4:]: np.hypot(*(ax.transData.transform(line.get_xydata()[0]) - middle))
        for middle in [np.array(texts[again[0]].get_window_extent().get_points()).mean(axis=0)]
        for line in ax.lines
        if "dot:" in str(line.get_gid())
    }
    assert min(near, key=near.get) in {"FJI", "VUT"}
    canada = shapes.areas(view_of(None, None))["CAN"].geometry
    box = shapely.box(*texts["Northern America"].get_window_extent().extents)
    assert canada.contains(
        shapely.transform(box.centroid, lambda xy: ax.transData.inverted().transform(xy))
    )


@pytest.mark.parametrize("scheme", ["att_region", "m49_subregion"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_of_a_slide_is_in_line_with_its_title(drawn, scheme, language):
    ax = drawn(scheme, language=language, size="slide")
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        ax.figure.draw_without_rendering()
        room = ax.get_window_extent()
        samples = [p.get_window_extent() for p in ax.get_legend().findobj(Patch)[1:]]
        if language == "ar":
            off = room.x1 - max(s.x1 for s in samples)
        else:
            off = min(s.x0 for s in samples) - room.x0
        assert off * 25.4 / ax.figure.dpi == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_regions_of_a_report_have_their_count_on_a_line_of_its_own(drawn, language):
    names = [t for t in drawn(language=language).texts if str(t.get_gid()).startswith("name:")]
    assert len(names) == 5
    assert all(name.get_text().count("\n") == 1 for name in names)


@pytest.mark.parametrize("size", ["report", "slide"])
def test_land_of_the_palest_class_has_a_coast_that_is_seen_on_the_sea(drawn, size):
    ax = drawn("m49_subregion", size=size)
    (asia,) = [c for c in ax.collections if c.get_gid() == "group:South-eastern Asia"]
    assert contrast(to_hex(asia.get_facecolor()[0]), SEA) < 2  # the Philippines, unhatched
    assert contrast(to_hex(asia.get_edgecolor()[0]), SEA) > 3


@pytest.mark.parametrize("size", ["report", "slide"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_islet_is_below_the_name_of_a_region_or_beside_its_numbers(drawn, language, size):
    ax = drawn(language=language, size=size)
    drawing = drawing_of(ax)
    areas = shapes.areas(view_of(None, None)).items()
    lands = {name: [a.geometry, a.overseas] for name, a in areas if a.kind != shapes.LINE}
    with laid_out(ax.figure, drawing, footer_lines(drawing, size), size):
        ax.figure.draw_without_rendering()
        names = [text for text in ax.texts if str(text.get_gid()).startswith("name:")]
        boxes = {t.get_gid(): letters_of(t, language) for t in names}
        inside = ax.transData.inverted()
        boxes = {name: shapely.box(*inside.transform_bbox(b).extents) for name, b in boxes.items()}
    assert len(boxes) == 5
    for name, box in boxes.items():
        parts = [shapely.get_parts(part) for land in lands.values() for part in land if part]
        below = [p for p in np.concatenate(parts) if shapely.intersects(p, box)]
        covered = sum(shapely.intersection(p, box).area for p in below) / box.area
        assert not below or covered > 0.85, (name, covered)  # an islet, or its own continent


def letters_of(text, language):
    """Return the pixels of the letters of a text, without the room that the Arabic face has."""
    above, below = (0.3, 0.25) if language == "ar" else (0.0, 0.0)
    pixels = text.get_fontsize() * text.figure.dpi / 72
    (x0, y0), (x1, y1) = text.get_window_extent().get_points()
    return Bbox([(x0, y0 + below * pixels), (x1, y1 - above * pixels)])
