"""Names, numbers and dots on the maps of slides: nobody takes one for that of another State."""

from functools import cache

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Patch
from matplotlib.patheffects import Normal
from matplotlib.transforms import Affine2D

import attdata as att
from attdata.draw.breaks import best_lines
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import MARGIN, drawing_of, renderer_of
from attdata.draw.layout import laid_out
from attdata.draw.wrap import balanced, wrap
from attdata.maps import label_table
from attdata.maps.placement import wrapped
from attdata.maps.status_map import draw_status_map
from attdata.reports.figure_set import REGIONS
from attdata.words import LANGUAGES, map_name, state_name

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]

STATUSES = ("state_party", "signatory", "not_joined")


@pytest.fixture(scope="module")
def slide(data):
    """Return a function that gives the slide of a region, with its land in millimetres."""
    status = att.status_on(data, "2026-07-24")

    @cache
    def drawn(region, language):
        ax = draw_status_map(
            status, region=region, language=language, size="slide",
            joined_since="2025-08-30", conference="CSP11",
        )  # fmt: skip
        return Seen(ax)

    return drawn


class Seen:
    """What is on a map, in millimetres."""

    def __init__(self, ax):
        self.ax = ax
        self.scale = 25.4 / ax.figure.dpi
        self.names = {
            t.get_gid()[5:]: t for t in ax.texts if str(t.get_gid()).startswith("name:")
        }  # fmt: skip
        self.lines = {
            a.get_gid()[5:]: shapely.LineString(self.at(a.get_xydata()))
            for a in ax.lines if str(a.get_gid()).startswith("line:")
        }  # fmt: skip
        self.dots = {
            a.get_gid()[4:]: (a, self.at(a.get_xydata())[0])
            for a in ax.lines if str(a.get_gid()).startswith("dot:")
        }  # fmt: skip
        self.land = {}
        for collection in ax.collections:
            if str(collection.get_gid()).startswith("states:") and collection.areas:
                if collection.get_gid() == "states:joined_since":
                    continue
                for iso3, path in zip(collection.areas, collection.get_paths(), strict=False):
                    rings = [r for r in path.to_polygons(ax.transData) if len(r) > 3]
                    parts = shapely.make_valid([shapely.Polygon(r * self.scale) for r in rings])
                    known = self.land.get(iso3, shapely.Point())
                    self.land[iso3] = shapely.union_all([known, *parts])

    def at(self, xy):
        return self.ax.transData.transform(xy) * self.scale

    def box(self, iso3):
        """Return the room of the letters: a line of the Arabic font and of digits is higher."""
        text = self.names[iso3]
        left, bottom, right, top = text.get_window_extent().extents * self.scale
        below, above = (0.25, 0.2) if text.get_text().isdigit() else (0.0, 0.0)
        if "\u0600" < max(text.get_text()) < "\u0700":
            below, above = 0.15, 0.18
        high = top - bottom
        return shapely.box(left, bottom + below * high, right, top - above * high)

    def others(self, iso3):
        return shapely.union_all([land for key, land in self.land.items() if key != iso3])


CASES = [(region, language) for region in REGIONS for language in ("en", "ru", "zh", "ar")]


@pytest.mark.parametrize(("region", "language"), CASES)
def test_a_line_on_a_slide_is_short_and_keeps_off_the_land_of_others(slide, region, language):
    seen = slide(region, language)
    for iso3, line in seen.lines.items():
        # Over land of others: a number would stand on it, or its key have one entry.
        led = iso3 in ("RWA", "BDI", "ZWE")
        assert line.length < (25.0 if led else 14.5), iso3
        # A number on the land of a large neighbour has its line there, and so has Belarus.
        most = 14.0 if led else 3.0 if seen.names[iso3].get_text().isdigit() else 1.5
        others = seen.others(iso3)
        if iso3 == "BLR":
            others = others.difference(seen.land["RUS"])
            most = 0.1
        assert line.intersection(others).length < most, iso3
        # It ends off the letters, and beside a name not at its foot: it would be an underscore.
        end, box = shapely.Point(line.coords[-1]), seen.box(iso3)
        if not seen.names[iso3].get_text().isdigit():
            left, bottom, right, top = box.bounds
            aside = max(left - end.x, end.x - right)
            # Below letters that do not hang down the room of those that do is free.
            assert end.distance(box) < 1.5 and not box.buffer(-1.1).contains(end), iso3
            steep = abs(line.coords[0][1] - end.y) > abs(line.coords[0][0] - end.x)
            assert aside < 0.7 or steep or end.y > bottom + 0.2 * (top - bottom), iso3


@pytest.mark.parametrize(("region", "language"), CASES)
def test_a_number_hides_no_state_and_touches_no_other_number(slide, region, language):
    seen = slide(region, language)
    numbers = {key: text for key, text in seen.names.items() if text.get_text().isdigit()}
    size = {dot.get_markersize() for dot, _ in seen.dots.values()}
    assert max(size, default=0.0) < 1.5 * min(size, default=1.0)  # none is large for a number
    for iso3 in numbers:
        digits = seen.box(iso3)
        for other, land in seen.land.items():
            if other in seen.names and land.area:
                hidden = digits.intersection(land).area / land.area
                assert hidden < (0.5 if other == iso3 else 0.1), (iso3, other)
        for other in numbers.keys() - {iso3}:
            assert not digits.intersects(seen.box(other)), (iso3, other)


ROOM = {
    "Asia": ["TUR"], "Oceania": ["PNG"], "Africa": ["AGO", "DJI"],
    "Americas": ["HTI", "NIC", "BOL", "CUB"],
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("region", ROOM)
def test_a_name_that_has_room_on_a_slide_is_no_number(slide, region, language):
    seen = slide(region, language)
    said = {iso3: seen.names[iso3].get_text().replace("\n", " ") for iso3 in ROOM[region]}
    assert said == {iso3: map_name(iso3, language) for iso3 in ROOM[region]}


@pytest.mark.parametrize(("region", "language"), CASES)
def test_no_name_on_a_slide_stands_on_land_of_others_and_no_number_where_there_is_sea(
    slide, region, language
):
    seen = slide(region, language)
    for iso3, text in seen.names.items():
        box = seen.box(iso3)
        if iso3 == "BLR":  # its name wiped out its boundary with a State of its colour
            apart = [box.difference(seen.land[land]).area for land in ("BLR", "RUS")]
            assert min(apart) < 0.08 * box.area
            assert apart[0] < 0.08 * box.area or iso3 in seen.lines
        elif not text.get_text().isdigit():
            assert box.intersection(seen.others(iso3)).area < 0.1 * box.area, iso3
        elif iso3 in ("SGP", "ARE", "BLR"):  # it was on Sumatra, Arabia, or Russia
            assert not box.intersects(seen.others(iso3)), iso3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_state_of_europe_is_a_number_and_belarus_is_named_at_a_line_from_it(data, language):
    with label_table.recording():
        status = att.status_on(data, "2026-07-24")
        seen = Seen(draw_status_map(status, region="Europe", language=language, size="slide"))
    assert not any(text.get_gid() == "numbers" for text in seen.ax.texts)
    assert seen.names["BLR"].get_text() == map_name("BLR", language)
    box, line = seen.box("BLR"), seen.lines["BLR"]
    # Well off the boundary, and off the name of the State whose land it stands on.
    assert box.buffer(0.5).difference(seen.land["RUS"]).area < 0.01
    assert box.distance(seen.box("RUS")) > 1.5 * (box.bounds[3] - box.bounds[1])
    inside = [seen.land["BLR"].contains(shapely.Point(end)) for end in line.coords]
    assert inside == [True, False]
    assert seen.land["BLR"].exterior.distance(shapely.Point(line.coords[0])) > 0.8
    assert line.intersection(seen.others("BLR").difference(seen.land["RUS"])).length < 0.1


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_in_the_inset_of_asia_keep_off_dashes_and_names_are_told_apart(data, language):
    with label_table.recording():
        status = att.status_on(data, "2026-07-24")
        seen = Seen(draw_status_map(status, region="Asia", language=language, size="slide"))
    frame = max(seen.box("ISR").bounds[2], seen.box("PSE").bounds[2]) + 15.0
    inset = shapely.box(-1e3, -1e3, frame, seen.box("ISR").bounds[3] + 5.0)
    land = {iso3: seen.land[iso3].intersection(inset) for iso3 in ("ISR", "PSE", "LBN")}
    lines = {iso3: seen.lines[iso3] for iso3 in ("ISR", "PSE")}
    # A line ran over the northern tip of the Gaza Strip; 0.82 mm are a hundred-sixtieth of a slide.
    assert lines["ISR"].distance(land["PSE"]) > 0.82
    for iso3, line in lines.items():
        begin = shapely.Point(line.coords[0])
        assert land[iso3].contains(begin)
        assert begin.distance(land[iso3].boundary) > 0.3, iso3
    assert not lines["ISR"].crosses(lines["PSE"])
    # Three lines of letters as far apart were one name.
    upper, lower = sorted((seen.box(i) for i in lines), key=lambda box: -box.bounds[1])
    text = seen.names["PSE"].get_text()
    low, high = seen.box("PSE").bounds[1::2]
    pitch = (high - low) / (1 + text.count("\n"))
    assert upper.bounds[1] - lower.bounds[3] > 0.4 * pitch


@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_the_line_to_the_state_of_palestine_begins_off_its_dashes_in_a_report(data, language):
    with label_table.recording():
        seen = Seen(
            draw_status_map(att.status_on(data, "2026-07-24"), region="Asia", language=language)
        )
    begin = shapely.Point(seen.lines["PSE"].coords[0])
    assert seen.land["PSE"].contains(begin)
    assert begin.distance(seen.land["PSE"].boundary) > 0.3


@pytest.mark.parametrize(("region", "language"), CASES)
def test_no_name_is_the_first_that_is_read_beside_the_dot_of_another(slide, region, language):
    seen = slide(region, language)
    assert not first_read(seen, 1.8)


@pytest.mark.parametrize(("region", "language"), [("Africa", "zh"), ("Oceania", "en")])
def test_no_two_names_in_a_report_change_their_dots(data, region, language):
    status = att.status_on(data, "2026-07-24")
    seen = Seen(draw_status_map(status, region=region, language=language))
    assert not first_read(seen, 3.5)  # Senegal's stood beside the dot of Cabo Verde
    if region == "Oceania":  # both names stood between both dots
        aside = [seen.box(i).centroid.x - seen.dots[i][1][0] for i in ("NIU", "TON")]
        assert not aside[0] < 0 < aside[1]


def first_read(seen, near):
    """Return the names beside dots of others at their level, whose own name is elsewhere."""
    return {
        (iso3, other)
        for other, (_, (x, y)) in seen.dots.items()
        if not (other in seen.names and reads(seen.box(other), x, y, 2 * near))
        for iso3 in seen.names.keys() - {other}
        if not seen.names[iso3].get_text().isdigit() and reads(seen.box(iso3), x, y, near)
        if seen.box(iso3).intersection(seen.land.get(iso3, shapely.Point())).area < 0.1
    }


def reads(box, x, y, near):
    left, bottom, right, top = box.bounds
    return bottom < y < top and left - near < x < right + near


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_samples_of_a_key_beside_a_map_begin_in_line_with_its_title(slide, language):
    ax = slide("Africa", language).ax
    legend = ax.get_legend()
    ax.figure.draw_without_rendering()
    samples = [h.get_window_extent() for h in legend.findobj(Patch) if h is not legend.get_frame()]
    left, right = min(box.x0 for box in samples), max(box.x1 for box in samples)
    aside = ax.figure.bbox.x1 - right if language == "ar" else left - ax.figure.bbox.x0
    assert aside * 25.4 / ax.figure.dpi == pytest.approx(10 * MARGIN, abs=0.2)


@pytest.mark.parametrize(("region", "language"), [("Africa", "en"), ("Americas", "ru")])
def test_the_line_to_a_name_has_a_bare_end(slide, region, language):
    seen = slide(region, language)
    lines = [a for a in seen.ax.lines if a.get_label() == "_line"]
    assert lines and {line.get_marker() for line in lines} == {"None"}


@pytest.mark.parametrize(("region", "language"), CASES)
def test_a_name_without_a_line_is_nearest_its_own_land(slide, region, language):
    seen = slide(region, language)
    for iso3, text in seen.names.items():
        own = [seen.land.get(iso3, shapely.Point())]
        own += [shapely.Point(place) for key, (_, place) in seen.dots.items() if key == iso3]
        box, land = seen.box(iso3), shapely.union_all(own)
        if iso3 in seen.lines or text.get_text().isdigit() or box.intersection(land).area:
            continue
        others = [shapely.Point(place) for key, (_, place) in seen.dots.items() if key != iso3]
        assert box.distance(land) < box.distance(seen.others(iso3)), iso3
        assert box.distance(land) < box.distance(shapely.union_all(others)), iso3


@pytest.mark.parametrize(
    ("region", "language"), [("Africa", "en"), ("Asia", "zh"), ("Europe", "ar")]
)
def test_halos_as_saved_end_where_the_land_of_the_name_does(slide, region, language):
    seen = slide(region, language)
    figure, drawing, shots = seen.ax.figure, drawing_of(seen.ax), []
    with laid_out(figure, drawing, footer_lines(drawing, "slide"), "slide"):
        canvas = FigureCanvasAgg(figure)
        inked = {t: t.get_path_effects() for t in seen.names.values() if t.get_path_effects()}
        for bare in (True, False):
            for text, effects in inked.items():
                text.set_path_effects([Normal()] if bare else effects)
            canvas.draw()
            shots.append(np.asarray(canvas.buffer_rgba())[..., :3].astype(int))
        seen = Seen(seen.ax)
        own = [seen.land[iso3] for iso3 in seen.names if iso3 in seen.land]
        rows, columns = np.nonzero(np.abs(shots[0] - shots[1]).max(axis=-1) > 8)
    high = shots[0].shape[0]
    spots = shapely.points((columns + 0.5) * seen.scale, (high - rows - 0.5) * seen.scale)
    assert len(spots)  # there are halos
    away = shapely.distance(shapely.union_all(own), spots)
    # Names at sea touch the tips of their lines and a speck of an islet: Angola's lost 300 spots.
    assert (away > 1.5 * seen.scale).sum() < 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_to_a_newcomer_on_a_map_of_the_world_is_short(data, language, tmp_path):
    ax = draw_status_map(
        att.status_on(data, "2026-07-24"), language=language, size="slide",
        joined_since="2025-08-30", conference="CSP11",
    )  # fmt: skip
    att.save(ax, tmp_path / "slide", formats=["svg"])  # a key keeps off names once it is laid out
    lines = Seen(ax).lines
    assert set(lines) == {"ECU", "VUT"}
    assert all(line.length < 8.0 for line in lines.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_newcomer_among_the_dots_of_the_pacific_is_named_near_its_own(data, language):
    """At the end of a long line its name stood before New Zealand."""
    new = {"joined_since": "2025-08-30", "conference": "CSP11"}
    seen = Seen(a_map(data, None, language, size="slide", centre=148, **new))
    assert set(seen.lines) == {"ECU", "VUT"}
    assert all(line.length < 4.0 for line in seen.lines.values())


def a_map(data, region, language, **look):
    """Draw a map as its readers see it: from the table of places, where it has the map."""
    status = att.status_on(data, "2026-07-24")
    return draw_status_map(status, region=region, language=language, **look)


@pytest.mark.parametrize("language", LANGUAGES)
def test_burundi_and_rwanda_are_led_to_the_nearer_ocean(data, language):
    seen = Seen(a_map(data, "Africa", language, size="slide"))
    for iso3 in ("BDI", "RWA"):  # a line to the west crosses the Congo and Angola
        assert seen.lines[iso3].coords[-1][0] > seen.lines[iso3].coords[0][0], iso3
    assert seen.box("RWA").centroid.y > seen.box("BDI").centroid.y


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_an_inset_crosses_the_land_of_another_small_state(data, language):
    seen = Seen(a_map(data, "Asia", language))
    bahrain = seen.dots["BHR"][1]
    above, aside = seen.box("BHR"), seen.box("QAT")
    assert above.bounds[1] > bahrain[1]  # the name of Bahrain is no further east than Qatar's
    assert above.centroid.x < aside.centroid.x
    assert above.distance(shapely.Point(bahrain)) < aside.distance(shapely.Point(bahrain))
    for iso3, line in seen.lines.items():
        for other in {"BHR", "QAT", "KWT"} - {iso3}:
            assert not line.intersects(seen.land.get(other, shapely.Point())), (iso3, other)
    if "KWT" in seen.lines:  # it named the boundary of two grey States
        begins = shapely.Point(seen.lines["KWT"].coords[0])
        assert seen.land["KWT"].buffer(0.15).contains(begins)
        assert begins.distance(seen.others("KWT")) > 0.4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_senegal_is_not_read_beside_the_dot_of_cabo_verde(data, language):
    seen = Seen(a_map(data, "Africa", language))
    dot, box = shapely.Point(seen.dots["CPV"][1]), seen.box("SEN")
    assert "SEN" in seen.lines or seen.land["SEN"].intersection(box).area > 0.9 * box.area
    assert seen.box("CPV").distance(dot) < box.distance(dot)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_of_oceania_begin_on_land_and_nauru_is_beside_its_dot(data, language):
    seen = Seen(a_map(data, "Oceania", language, size="slide"))
    if "SLB" in seen.lines:
        begins = shapely.Point(seen.lines["SLB"].coords[0])
        assert seen.land["SLB"].distance(begins) < 0.15
    nauru, kiribati = (shapely.Point(seen.dots[iso3][1]) for iso3 in ("NRU", "KIR"))
    assert seen.box("NRU").distance(nauru) < seen.box("NRU").distance(kiribati)
    assert "NRU" not in seen.lines or 0.8 < seen.lines["NRU"].length < 4.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_an_inset_on_a_slide_stands_under_jamaica(data, language):
    newcomers = {"joined_since": "2025-08-30", "conference": "CSP11"}
    seen = Seen(a_map(data, "Americas", language, size="slide", **newcomers))
    jamaica = max(shapely.get_parts(seen.land["JAM"]), key=lambda part: part.area)
    left, low, right, _ = jamaica.bounds
    for iso3 in ("CUB", "HTI"):
        place = seen.box(iso3)
        below = place.bounds[3] < low < place.bounds[3] + 3.0
        assert not (below and left < place.centroid.x < right), iso3


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_a_list_of_numbers_in_a_report_has_whole_names(data, language):
    ax = a_map(data, "Europe", language)
    listed = " ".join(t.get_text() for t in ax.texts if t.get_gid() == "numbers")
    listed = listed.replace(" \N{FIGURE SPACE}", " ").replace("\N{FIGURE SPACE}", "")
    for iso3 in ("BIH", "MKD"):
        words = state_name(iso3, language).split()
        assert all(one in listed for one in words), iso3
    assert "." not in listed


@pytest.mark.parametrize(("region", "language"), CASES)
def test_no_name_stands_nearer_to_land_of_others_than_to_its_own(slide, region, language):
    seen = slide(region, language)
    # The frame of an inset is around the first, long lines lead to the others.
    for iso3 in seen.lines.keys() - {"ISR", "PSE", "RWA", "BDI"}:
        if not seen.names[iso3].get_text().isdigit():
            own = [seen.land.get(iso3, shapely.Point())]
            own += [shapely.Point(place) for key, (_, place) in seen.dots.items() if key == iso3]
            away = seen.box(iso3).distance(shapely.union_all(own))
            # "Cambodia" was 2 mm from Taiwan at the end of a line of 13.
            if away > 3.5:
                parts = shapely.get_parts(seen.others(iso3))
                seen_far_off = shapely.union_all(parts[shapely.area(parts) > 1.5])  # no specks
                assert seen.box(iso3).distance(seen_far_off) > 1.2, iso3


@pytest.mark.parametrize(("region", "language"), CASES)
def test_every_number_has_its_name_in_a_list(slide, region, language):
    seen = slide(region, language)
    listed = "\n".join(t.get_text() for t in seen.ax.texts if t.get_gid() == "numbers")
    key = drawing_of(seen.ax).key
    listed += "\n" + (key() if callable(key) else key)
    listed = listed.replace("\n\N{FIGURE SPACE}\xa0", " ")  # a long name is on two lines
    for iso3, text in seen.names.items():
        if text.get_text().isdigit():
            either = (map_name(iso3, language), state_name(iso3, language))
            assert any(f"{text.get_text()}\xa0{name}" in listed for name in either)
        else:
            assert text.get_text().replace("\n", "") == map_name(iso3, language).replace(" ", "") \
                or text.get_text().replace("\n", " ") == map_name(iso3, language)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_to_israel_and_to_the_state_of_palestine_end_on_their_own_land(data, language):
    status = att.status_on(data, "2026-07-24")
    seen = Seen(draw_status_map(status, region="Asia", language=language, size="slide"))
    assert not {"ISR", "PSE"} & seen.dots.keys()
    for iso3 in ("ISR", "PSE"):  # the larger of the two pictures of each
        land = max(shapely.get_parts(seen.land[iso3]), key=lambda part: part.area)
        if iso3 == "PSE" and seen.names[iso3].get_text().isdigit():
            continue  # its number stands on its land
        assert not seen.names[iso3].get_text().isdigit()
        box = seen.box(iso3)
        assert box.intersection(seen.others(iso3)).area < 0.03 * box.area  # in the sea
        if iso3 in seen.lines:
            start = shapely.Point(seen.lines[iso3].coords[0])
            assert land.buffer(0.1).contains(start), iso3
        else:
            assert box.distance(land) < 2.0, iso3


@pytest.mark.parametrize("language", LANGUAGES)
def test_dots_of_the_antilles_lie_apart_on_a_slide_each_at_its_island(slide, language):
    seen = slide("Americas", language)
    places = {i: seen.dots[i][1] for i in ("KNA", "ATG", "DMA", "LCA", "VCT", "GRD", "BRB")}
    for iso3, place in places.items():
        assert seen.land[iso3].distance(shapely.Point(place)) < 1.0, iso3
    left, right = seen.land["CUB"].bounds[0], places["BRB"][0]
    assert right - left > 25  # it was 12 mm wide


@pytest.mark.parametrize("size", ["report", "slide"])
def test_dots_of_a_world_map_hide_no_small_state(data, size):
    frame = att.status_on(data, "2026-07-24")
    seen = Seen(draw_status_map(frame, size=size, names=False))
    status = dict(zip(frame["iso3"], frame["status"], strict=True))
    assert {"BDI", "BHR", "KWT", "QAT", "RWA"} <= seen.dots.keys()
    for iso3 in ("ISR", "CHE", "BEL", "BIH", "DOM", "AUT", "SVN", "ARE", "RWA"):
        if iso3 not in seen.land:
            continue
        own = iso3 in seen.dots  # its land may be hidden, but would be read as of another status
        discs = [
            shapely.Point(*place).buffer(dot.get_markersize() * 25.4 / 144)
            for key, (dot, place) in seen.dots.items()
            if key != iso3 and not (own and status[key] == status[iso3])
        ]
        hidden = shapely.union_all(discs).intersection(seen.land[iso3]).area
        assert hidden < 0.5 * seen.land[iso3].area, iso3


@pytest.mark.parametrize("size", ["report", "slide"])
def test_a_dot_that_is_off_its_land_lies_at_sea_or_on_land_of_its_status(data, size):
    frame = att.status_on(data, "2026-07-24")
    ax = draw_status_map(frame, size=size, names=False)
    seen, status = Seen(ax), dict(zip(frame["iso3"], frame["status"], strict=True))
    leaders = [c for c in ax.collections if c.get_gid() == "leaders"]
    lines = {tuple(np.round(s[1], 6)): s for c in leaders for s in c.get_segments()}
    ends = lines.keys()
    moved = [
        iso3 for iso3, (dot, _) in seen.dots.items()
        if tuple(np.round(dot.get_xydata()[0], 6)) in ends
    ]  # fmt: skip
    assert "PSE" in moved
    assert not {"SVN", "MKD", "ARM"} & set(seen.dots)  # their land is seen without
    line = lines[tuple(np.round(seen.dots["MNE"][0].get_xydata()[0], 6))]
    over = shapely.LineString(seen.at(np.array(line))).intersection(seen.land["ALB"])
    assert over.length < 0.4  # millimetres: it begins in Montenegro and ends at sea
    assert "LBN" in seen.dots and "CYP" not in seen.dots  # an island is seen without
    for iso3 in moved:
        dot, place = seen.dots[iso3]
        disc = shapely.Point(*place).buffer(dot.get_markersize() * 25.4 / 144)
        others = [land for key, land in seen.land.items() if status.get(key) != status[iso3]]
        assert sum(disc.intersection(land).area for land in others) < 0.5 * disc.area, iso3
    casing = next(c for c in ax.collections if c.get_gid() == "casing")
    assert casing.get_linewidth()[0] > leaders[0].get_linewidth()[0]


class Ruler:
    """A renderer for which every letter is ten pixels wide and a Chinese one twenty."""

    dpi = 72

    @staticmethod
    def get_text_width_height_descent(text, *_):
        return sum(20 if c > "\u2e80" else 10 for c in text), 10, 0


@pytest.mark.parametrize("letters", range(14, 40, 2))
def test_no_line_begins_with_a_dash_and_no_conference_is_broken(letters):
    text = "В 5 субрегионах — 49 из 77 неучастников; оценка Каплана — Мейера"
    for way in (wrap, balanced):
        lines = way(text, letters * 10, None, Ruler()).split("\n")
        assert not [line for line in lines if line[0] in "—–"]
    text = "54国中31国为缔约国；第十一届缔约国会议以来无新增"
    if letters > 20:
        lines = balanced(text, letters * 10, None, Ruler()).split("\n")
        assert "".join(lines) == text
        assert any("第十一届缔约国会议" in line for line in lines)


def test_no_line_of_a_name_begins_with_a_dash():
    assert "Папуа —\nНовая Гвинея" in wrapped("Папуа — Новая Гвинея")
    for way in wrapped("Папуа — Новая Гвинея"):
        assert not [line for line in way.split("\n") if line[0] == "—"]


def test_a_verb_is_not_the_end_of_a_line():
    pieces = ["31 ", "États ", "sur ", "54 ", "sont ", "parties ; ", "aucun ", "ne ", "l’est ",
              "devenu"]  # fmt: skip
    for lines in (3, 4):
        broken = best_lines(pieces, len, 21, lines)
        assert len(broken) == lines and not [line for line in broken if line.endswith("sont")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_legend_and_title_speak_of_the_same_conference(slide, language):
    seen = slide("Americas", language)
    labels = [text.get_text() for text in seen.ax.get_legend().get_texts()]
    (since,) = [label for label in labels if any(n in label for n in ("11", "الحادي عشر", "十一"))]
    assert "\n" not in since or len(since) > 24
    assert not [label for label in labels if label.split("\n")[0].split(" ")[-1] in ("le", "с")]


def test_the_key_of_small_maps_has_forms_and_begins_at_the_right_in_arabic(data):
    days = ["2014-12-24", "2026-07-24"]
    parts = [att.status_on(data, day).assign(on=pd.Timestamp(day)) for day in days]
    frame = pd.concat(parts, ignore_index=True)
    for language, sign in (("ar", -1), ("es", 1)):
        ax = att.draw_status_maps(frame, language=language, size="slide")
        ax.figure.draw_without_rendering()
        (legend,) = ax.figure.legends
        texts = [text for text in legend.get_texts() if text.get_text()]
        first, last = (part["status"].value_counts()["state_party"] for part in parts)
        (party,) = [text for text in texts if f"{first}" in text.get_text()]
        assert f"{last}" in party.get_text()  # on the first day, then on the last
        begins = [sign * text.get_window_extent().get_points()[:, 0] for text in texts]
        (own,) = [sign * party.get_window_extent().get_points()[:, 0]]
        assert min(own) <= min(map(min, begins)) + 1  # in the order of reading
        marks = [h.get_marker() for h in legend.findobj(matplotlib.lines.Line2D)]
        assert {"o", "D", "s"} <= set(marks)
        edge = ax.figure.bbox.width * (sign < 0)
        assert abs(min(own) - sign * edge) < ax.figure.bbox.width / 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_names_of_neighbours_in_an_inset_are_not_read_as_one(slide, language):
    seen = slide("Asia", language)
    palestine, israel = (seen.box(iso3).bounds for iso3 in ("PSE", "ISR"))
    text = seen.names["PSE"].get_text()
    assert not text.isdigit()
    line = (palestine[3] - palestine[1]) / (1 + text.count("\n"))
    between = max(palestine[1] - israel[3], israel[1] - palestine[3])
    assert between > 0.4 * line  # more than between two lines of a name
    # All languages are alike: none has a caption where names have hardly room.
    assert not any(t.get_gid() == "caption" and t.get_visible() for t in seen.ax.texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_a_slide_has_whole_names(slide, language):
    said = [t.get_text() for t in slide("Asia", language).ax.texts if t.get_gid() == "numbers"]
    parts = [part for line in said for part in line.split() if not part.isdigit()]
    assert parts and not [part for part in parts if len(part) > 1 and part.isupper()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_inset_on_the_slide_of_asia_hides_no_land_beside_it(slide, language):
    seen = slide("Asia", language)
    inset = next(p for p in seen.ax.patches if str(p.get_gid()).startswith("inset:"))
    box = shapely.box(*seen.at(inset.get_bbox().get_points()).ravel())
    assert box.distance(seen.land["YEM"]) > 0.4  # Socotra was below it
    assert box.distance(shapely.Point(seen.dots["MDV"][1])) > 2.0  # in the middle of its dot


def test_the_frame_of_an_inset_is_drawn_once_in_another_that_holds_it(data):
    ax = draw_status_map(att.status_on(data, "2026-07-24"), region="Asia")
    shown = [c for c in ax.collections if c.get_gid() == "shown:Eastern Mediterranean"]
    places = [shapely.MultiLineString(c.get_segments()).centroid for c in shown]
    inset = next(p for p in ax.patches if p.get_gid() == "inset:Western Asia")
    assert len(shown) == 2  # a line and its white edge
    assert all(inset.get_bbox().contains(place.x, place.y) for place in places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_saves_the_slide_of_africa_a_key_of_one_entry(data, language):
    status = att.status_on(data, "2026-07-24")
    with label_table.recording():
        ax = draw_status_map(status, region="Africa", language=language, size="slide")
    seen = Seen(ax)
    assert not [text for text in ax.texts if text.get_gid() == "numbers"]
    start = shapely.Point(seen.lines["ZWE"].coords[0])
    assert seen.land["ZWE"].buffer(0.2).contains(start)
    assert seen.box("ZWE").intersection(seen.others("ZWE")).area < 0.05 * seen.box("ZWE").area


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_malaysia_and_thailand_are_told_apart(slide, language):
    seen = slide("Asia", language)
    assert "THA" not in seen.lines  # its line ended at the isthmus above Malaysia
    large = [part for part in shapely.get_parts(seen.land["MYS"]) if part.area > 5]
    peninsula = min(large, key=lambda part: part.bounds[0])
    if "MYS" in seen.lines:
        assert peninsula.buffer(0.2).contains(shapely.Point(seen.lines["MYS"].coords[0]))
    assert seen.box("MYS").distance(peninsula) < 3.0


@pytest.mark.parametrize("region", ["Oceania", "Asia"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_in_a_report_is_drawn_over_its_own_dot_or_the_frame(data, region, language):
    status = att.status_on(data, "2026-07-24")
    ax = draw_status_map(status, region=region, language=language)
    named = {t.get_gid()[5:]: t for t in ax.texts if str(t.get_gid()).startswith("name:")}
    ax.figure.draw_without_rendering()

    ax.figure.set_dpi(300)
    frame = ax.get_window_extent()
    for iso3, text in named.items():
        left, bottom, right, top = text.get_window_extent(renderer_of(ax.figure, 300)).extents
        if text.get_path_effects():  # outlines are drawn, without hinting, from its left
            wide = text.get_window_extent(renderer_of(ax.figure, 2400), dpi=2400).width
            text.get_window_extent(renderer_of(ax.figure, 300))  # by which it is drawn
            right = left + wide / 8
        assert frame.x0 < left and right < frame.x1 and top < frame.y1, text.get_text()
        dots = [a for a in ax.lines if a.get_gid() == f"dot:{iso3}"]
        if dots and text.get_path_effects():
            dot, less = ax.transData.transform(dots[0].get_xydata()[0]), 0.2 * (top - bottom)
            disc = shapely.Point(*dot).buffer(0.8 / 25.4 * 300)
            assert not disc.intersects(shapely.box(left, bottom + less, right, top - less)), iso3


REPORTS = {"Europe": "zh", "Africa": "en", "Americas": "fr"}


@pytest.mark.parametrize("region", REPORTS)
def test_names_in_the_sea_of_a_report_are_told_from_those_of_neighbours(data, region):
    status = att.status_on(data, "2026-07-24")
    seen = Seen(draw_status_map(status, region=region, language=REPORTS[region]))
    for iso3, text in seen.names.items():
        land, line = seen.land.get(iso3, shapely.Point()), seen.lines.get(iso3)
        if text.get_text().isdigit() or iso3 in seen.dots or seen.box(iso3).intersects(land):
            continue
        others = seen.others(iso3)
        if line is None:  # 黑山 stood off Albania, Guinea-Bissau's name ended at Guinea
            assert seen.box(iso3).distance(land) < seen.box(iso3).distance(others), iso3
        else:  # Albania's line ran over Corfu
            parts = shapely.get_parts(others)
            islands = parts[(shapely.area(parts) > 0.3) & (shapely.area(parts) < 5.0)]
            assert not shapely.intersects(line, islands).any(), iso3


def test_no_arabic_name_in_a_report_lies_across_a_border(data):
    status = att.status_on(data, "2026-07-24")
    seen = Seen(draw_status_map(status, region="Americas", language="ar"))
    for iso3, text in seen.names.items():
        land = seen.land.get(iso3, shapely.Point())
        if not text.get_text().isdigit() and seen.box(iso3).intersects(land):
            assert seen.box(iso3).intersection(seen.others(iso3)).area < 0.1, iso3


@pytest.mark.parametrize("size", ["report", "slide"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_the_americas_is_read_with_a_frame(data, language, size):
    newcomers = {"joined_since": "2025-08-30", "conference": "CSP11"}
    seen = Seen(a_map(data, "Americas", language, size=size, **newcomers))
    shown = next(c for c in seen.ax.collections if str(c.get_gid()).startswith("shown:"))
    sides = [shapely.LineString(seen.at(side)) for side in shown.get_segments()]
    frame = shapely.union_all(sides)
    for iso3, line in seen.lines.items():
        begin, end = (shapely.Point(line.coords[i]) for i in (0, -1))
        assert begin.distance(frame) > 0.4 and end.distance(frame) > 0.4, iso3
        assert line.intersection(frame.buffer(0.4)).length < 2.5, iso3  # across it, not along
    for iso3, text in seen.names.items():
        if text.get_text() and not seen.land.get(iso3, frame).intersects(seen.box(iso3)):
            assert not seen.box(iso3).intersects(frame), iso3  # it ran through "Guyana"
    cuba = seen.lines.get("CUB")
    if cuba is not None:  # it ran through the Bahamas to the far end of Cuba
        assert cuba.length < 6.0 and not cuba.intersects(seen.land["BHS"])
    if size == "report":  # its caption was read as the name of the Galápagos
        (caption,) = [t for t in seen.ax.texts if t.get_gid() == "caption" and t.get_visible()]
        islands = min(shapely.get_parts(seen.land["ECU"]), key=lambda part: part.bounds[0])
        top = caption.get_window_extent().extents[3] * seen.scale
        assert islands.bounds[1] - top > 4.0


@pytest.mark.parametrize("language", ["fr", "es", "ar", "zh"])
def test_no_name_is_read_with_the_number_of_a_neighbour(data, language):
    seen = Seen(a_map(data, "Europe", language))
    assert seen.names["LIE"].get_text().isdigit()
    number, name = seen.box("LIE"), seen.box("CHE")
    if not seen.names["CHE"].get_text().isdigit():  # it was read "Suisse 4"
        assert seen.dots["LIE"][0].get_markersize() > 5
        radius = seen.dots["LIE"][0].get_markersize() * 25.4 / 144
        assert number.centroid.distance(name) - radius > 0.6


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar"])
def test_names_in_west_africa_keep_off_borders(data, language):
    seen = Seen(a_map(data, "Africa", language))
    for iso3 in ("BEN", "BFA"):  # "Benin" touched both of its borders
        box = seen.box(iso3)
        if box.intersects(seen.land[iso3]) and iso3 not in seen.lines:
            assert box.intersection(seen.others(iso3)).area < 0.02 * box.area, iso3
    assert language in ("ru", "ar") or "BEN" in seen.lines


@pytest.mark.parametrize(
    ("iso3", "language", "name"),
    [
        ("CAF", "zh", "中非共和国"), ("CAF", "ar", "جمهورية أفريقيا الوسطى"),
        ("SYC", "ru", "Сейшельские Острова"), ("COD", "ar", "جمهورية الكونغو الديمقراطية"),
    ],
)  # fmt: skip
def test_names_with_room_on_a_map_are_those_of_tiles(data, iso3, language, name):
    seen = Seen(a_map(data, "Africa", language))
    assert seen.names[iso3].get_text().replace("\n", " ") == name


def test_no_letter_of_turkiye_on_a_russian_slide_lies_on_georgia(data):
    seen = Seen(a_map(data, "Asia", "ru", size="slide"))
    box = seen.box("TUR")
    low, high = box.bounds[1], box.bounds[3]
    letters = shapely.box(box.bounds[0], low + 0.2 * (high - low), box.bounds[2], high - 0.2)
    assert letters.intersection(seen.land["GEO"]).area < 0.02 * letters.area


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_to_zimbabwe_leaves_by_the_nearest_sea_and_its_name_stands_alone(data, language):
    with label_table.recording():  # places as they are searched for
        status = att.status_on(data, "2026-07-24")
        new = {"joined_since": "2025-08-30", "conference": "CSP11"}
        seen = Seen(
            draw_status_map(status, region="Africa", language=language, size="slide", **new)
        )
    line = seen.lines["ZWE"]
    assert not any(line.intersects(seen.land[iso3]) for iso3 in ("NAM", "BWA", "ZAF"))
    seen.ax.figure.draw_without_rendering()
    one, other = (
        seen.names[iso3].get_window_extent().transformed(Affine2D().scale(seen.scale))
        for iso3 in ("SWZ", "ZWE")
    )
    level = min(one.y1, other.y1) - max(one.y0, other.y0)
    apart = max(other.x0 - one.x1, one.x0 - other.x1)
    assert level < 0.8 * one.height or apart > 2.2


def _searched_anew(data, region, language):
    """Return a map of a region in a report, its names in places as they are searched for."""
    with label_table.recording():
        status = att.status_on(data, "2026-07-24")
        new = {"joined_since": "2025-08-30", "conference": "CSP11"}
        return Seen(draw_status_map(status, region=region, language=language, **new))


def test_the_wide_russian_name_of_the_united_kingdom_does_not_reach_brittany(data):
    seen = _searched_anew(data, "Europe", "ru")
    name = seen.box("GBR")
    assert name.distance(seen.land["GBR"]) < 2.5
    assert all(name.distance(seen.land[iso3]) > 4.0 for iso3 in ("FRA", "IRL", "NLD"))


@pytest.mark.parametrize("language", ["ar", "en", "zh"])
def test_every_name_in_the_sea_off_central_america_has_a_line(data, language):
    seen = _searched_anew(data, "Americas", language)
    assert not {"BLZ", "CRI", "GTM", "HND", "PAN", "SLV"} - seen.lines.keys()
