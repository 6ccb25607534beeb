"""What stands below a map: what it shows and does not say itself, in every language."""

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

import attdata as att
from attdata.draw.captions import footer_lines, scheme_note
from attdata.draw.drawing import drawing_of
from attdata.draw.layout import laid_out
from attdata.draw.style import ACCENT, SMALL_SIZE, STATUS_STYLE, SUBJECT_SIZE
from attdata.maps.notes import later_note, since_label, since_note
from attdata.maps.samples import status_word
from attdata.maps.shapes import areas, world_view
from attdata.maps.views import members, view_of
from attdata.words import LANGUAGES, conference_name, has_word, map_name, state_name, word
from texts import laid_beside_key

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_abbreviated_conference_is_spelt_out_once_and_no_other_is_told_twice(language):
    short, full = (conference_name("CSP11", language, short=value) for value in (True, False))
    note = since_note("2025-08-30", "CSP11", language)
    assert short in note and "2025" in note
    # In Arabic and Chinese the short form is no abbreviation; the note says whose conference it is.
    assert (full in note) == (short[-1].isdigit() or language in ("ar", "zh"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_map_names_what_is_dotted_and_whose_regions_it_shows(data, language):
    status = att.status_on(data, "2026-07-24")
    dotted = [word(f"territory.{code}", language) for code in ("GRL", "ESH")]
    world = drawing_of(att.draw_status_map(status, language=language)).note
    assert all(name in world for name in dotted)
    assert scheme_note("att_region", language) not in world
    left_out = {code: state_name(code, language) for code in ("COK", "VAT")}  # no territories
    assert all(name in world for name in left_out.values())
    # As below maps of the Americas and Asia; the white area is too small to be seen on the world.
    disputes = [word(f"dispute{key}", language) for key in (".FLK", "_world.KAS", ".MYT")]
    assert all(said in world for said in disputes)
    assert word("dispute.KAS", language) not in world
    assert word("dispute.KAS", language).startswith(disputes[1])
    small = drawing_of(att.draw_status_map(status, language=language, size="narrow")).note
    assert not any(said in small for said in disputes)
    africa = drawing_of(att.draw_status_map(status, region="Africa", language=language)).note
    assert dotted[1] in africa and dotted[0] not in africa
    assert scheme_note("att_region", language) in africa
    assert not any(name in africa for name in left_out.values())
    parts = {code: word(f"overseas.{code}", language) for code in ("ESP", "REU", "Madeira")}
    assert all(name in africa and name in world for name in parts.values())
    for code in ("GUF", "GLP", "MTQ", "Azores"):
        name = word(f"overseas.{code}", language)
        assert name in world and name not in africa, name
    later = later_note(status, language)  # deposited on the day, of a range of days
    assert map_name("ECU", language) in later and "2026" in later
    assert later in world and later not in africa
    assert later_note(att.status_on(data, "2014-09-30"), language) == ""  # in force for nobody
    frame = att.participation(data, "2026-07-24", by="m49_subregion")
    groups = drawing_of(att.draw_region_map(frame, language=language)).note
    assert all(said in groups for said in disputes)
    assert all(name in groups for name in (*dotted, *left_out.values()))
    assert scheme_note("m49_subregion", language) in groups


ISLANDS = {
    "Bonaire": (-68.3, 12.2, ["بونير", "Bonaire", "Bonaire", "Bonaire", "Бонайре", "博内尔"]),
    "Sint Eustatius": (-62.97, 17.49, ["يوستاشيوس", "Eusta", "Eusta", "Eusta", "Эстат", "俄斯塔"]),
    "Saba": (-63.23, 17.63, ["سابا", "Saba", "Saba", "Saba", "Саба", "萨巴"]),
}


@pytest.mark.parametrize("island", ISLANDS)
def test_the_note_of_overseas_parts_names_all_islands_of_the_caribbean_netherlands(island):
    view = world_view()
    lon, lat, names = ISLANDS[island]
    near = shapely.Point(view.place(lon, lat)).buffer(0.15 * 3.1416 / 180)
    # Saba is no land on the map, but of one country with the two that are.
    assert areas(view)["NLD"].overseas.intersects(near) == (island != "Saba")
    told = [
        name in word("overseas.NLD", lang)
        for name, lang in zip(names, sorted(LANGUAGES), strict=True)
    ]
    assert told == [True] * 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_of_new_tiles_is_in_their_legend_and_its_day_below(data, language):
    status = att.status_on(data, "2026-07-24")
    new = {"joined": ["ECU", "VUT"], "conference": "CSP11", "since": "2025-08-30"}
    ax = att.draw_tiles(status, language=language, **new)
    legend = ax.get_legend() or ax.figure.legends[0]
    label = since_label("", "CSP11", language)
    assert any(text.get_text().startswith(label) for text in legend.get_texts())
    note = drawing_of(ax).note
    assert since_note("2025-08-30", "CSP11", language) in note
    assert word("note.tiles_order", language) in note
    assert scheme_note("att_region", language) in note
    with laid_out(ax.figure, drawing_of(ax), footer_lines(drawing_of(ax)), "report"):
        tiles = {patch.get_gid(): patch for patch in ax.patches}
        for name in ax.texts:
            tile = tiles.get(str(name.get_gid()).replace("name:", "tile:"))
            if tile is not None:  # no name touches the edge of its tile
                edge, box = tile.get_window_extent(), name.get_window_extent()
                assert name.get_fontsize() >= 5.08, name.get_text()
                spare = 0.2 / 25.4 * ax.figure.dpi
                assert edge.x0 + spare < box.x0 and box.x1 < edge.x1 - spare, name.get_text()
                if language not in ("ar", "zh"):  # their faces have room around their letters
                    assert edge.y0 + spare / 2 < box.y0, name.get_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_tiles_that_are_not_whole_are_told_below(data, language):
    ax = att.draw_tiles(att.status_on(data, "2026-07-24"), language=language)
    note = drawing_of(ax).note
    whole = state_name("GBR", language)
    assert whole in note
    shown = {}
    for text in ax.texts:  # line by line
        iso3 = str(text.get_gid()).removeprefix("name:")
        shown[iso3] = f"{shown.get(iso3, '')} {text.get_text()}".strip()
    for iso3 in ("BOL", "VEN", "IRN", "PRK"):
        assert (len(shown[iso3]) < len(state_name(iso3, language)) - 6) == (
            state_name(iso3, language) in note
        ), iso3


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_of_one_label_are_nearer_than_labels_are(data, language):
    """Else one entry of a key reads as two."""
    status = att.status_on(data, "2026-07-24")
    wrapped = 0
    for region in (None, "Asia", "Americas"):
        ax = att.draw_status_map(
            status, region=region, language=language, joined_since="2025-08-30", conference="CSP11"
        )
        texts = ax.get_legend().get_texts()
        ax.figure.canvas.draw()
        boxes = [text.get_window_extent() for text in texts]
        size = texts[0].get_fontsize() * ax.figure.dpi / 72
        one = min(box.height for box in boxes)
        for text, box in zip(texts, boxes, strict=True):
            if "\n" in text.get_text():
                wrapped += 1
                step = box.height - one  # from line to line
                assert step < one + 0.3 * size, (region, text.get_text())
    assert wrapped or language in ("ar", "en", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_a_region_names_it_and_a_slide_says_what_its_numbers_are(data, language):
    status = att.status_on(data, "2026-07-24")
    ax = att.draw_status_map(status, region="Oceania", language=language)
    assert drawing_of(ax).title.startswith(word("group.Oceania", language))
    assert state_name("COK", language) in drawing_of(ax).note
    frame = att.participation(data, "2026-07-24", by="m49_subregion")
    key = drawing_of(att.draw_region_map(frame, language=language, size="slide")).key
    assert key is not None and word("note.numbers_outside", language) in key()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_of_the_world_says_what_its_key_calls_not_counted(data, language):
    status = att.status_on(data, "2026-07-24")
    for options in ({}, {"centre": 150}):
        ax = att.draw_status_map(status, language=language, size="slide", **options)
        said = " ".join(footer_lines(drawing_of(ax), "slide"))
        labels = {text.get_text().replace("\n", " ") for text in ax.get_legend().get_texts()}
        assert word("statuses.not_counted", language) in labels
        assert word("territory.XKX", language) in said
        for iso3 in ("COK", "VAT"):  # no territories
            assert state_name(iso3, language) in said
        samples = ax.get_legend().findobj(Patch)
        white = [one for one in samples if to_hex(one.get_facecolor()) == "#ffffff"]
        # Dotted, and white as islets are.
        assert [bool(sample.get_hatch()) for sample in white if sample.get_visible()] == [
            True,
            False,
        ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("region", ["Africa", "Americas", "Asia", "Europe", "Oceania"])
def test_the_slide_of_a_region_says_whose_region_it_is_and_what_is_pale(data, region, language):
    ax = att.draw_status_map(
        att.status_on(data, "2026-07-24"), region=region, language=language, size="slide",
        joined_since="2025-08-30", conference="CSP11",
    )  # fmt: skip
    said = " ".join(footer_lines(drawing_of(ax), "slide"))
    assert scheme_note("att_region", language, slide=True) in said
    assert word("note.outside_region", language) in said
    for iso3, home in (("COK", "Oceania"), ("VAT", "Europe")):  # neither States Parties nor land
        assert (state_name(iso3, language) in said) == (region == home)


def says(ax, sentence):
    """Return whether a slide says something, once, in its footer or on the sea beside its key."""
    at_sea = [text.get_text() for text in ax.texts if text.get_gid() == "sea note"]
    printed = "".join([*at_sea, *footer_lines(drawing_of(ax), "slide")])
    printed = "".join(printed.replace("\u200f", "").split())
    count = printed.count("".join(sentence.split()))
    assert count < 2, sentence
    return count == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_says_what_the_dashed_lines_are_that_it_shows(data, language):
    status = att.status_on(data, "2026-07-24")
    regions = {"Africa": True, "Asia": True, "Europe": True, "Americas": False, "Oceania": False}
    slides = [({"region": region}, dashed) for region, dashed in regions.items()]
    for options, dashed in [({}, True), ({"centre": 148}, True), *slides]:
        ax = att.draw_status_map(status, language=language, size="slide", **options)
        assert says(ax, word("note.dashed_slide", language)) == dashed, options
    days = [pd.Timestamp(day) for day in ("2014-12-24", "2026-07-24")]
    frame = pd.concat([att.status_on(data, day).assign(on=day) for day in days])
    maps = att.draw_status_maps(frame, language=language, size="slide")
    assert word("note.dashed_slide", language) in " ".join(footer_lines(drawing_of(maps), "slide"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_says_what_is_disputed_that_it_shows(data, language):
    status = att.status_on(data, "2026-07-24")
    disputes = {
        "Africa": "MYT", "Americas": "FLK", "Asia": "KAS", "Europe": "", "Oceania": "",
        "Eastern Africa": "MYT", None: "FLK KAS",  # there Mayotte is not seen
    }  # fmt: skip
    for region, shown in disputes.items():
        ax = att.draw_status_map(status, region=region, language=language, size="slide")
        for iso3 in ("FLK", "KAS", "MYT"):
            told = says(ax, word(f"dispute_slide.{iso3}", language))
            assert told == (iso3 in shown), (region, iso3)
        # What is white at the end of a line is too small to be seen.
        white = word("dispute.KAS", language).removeprefix(word("dispute_world.KAS", language))
        assert len(white) > 10 and not says(ax, white.strip(";؛； "))
    days = [pd.Timestamp(day) for day in ("2014-12-24", "2026-07-24")]
    frame = pd.concat([att.status_on(data, day).assign(on=day) for day in days])
    maps = att.draw_status_maps(frame, language=language, size="slide")
    said = " ".join(footer_lines(drawing_of(maps), "slide"))
    note = drawing_of(att.draw_status_map(status, language=language, size="small")).note
    for iso3 in ("FLK", "KAS"):
        key = f"dispute_world.{iso3}" if has_word(f"dispute_world.{iso3}") else f"dispute.{iso3}"
        assert (word(f"dispute_slide.{iso3}", language) in said) == (word(key, language) in note)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("region", "new"), [("Americas", "ECU"), ("Oceania", "VUT"), ("Asia", "")])
def test_a_slide_that_says_whose_names_it_has_tells_of_the_newcomers(data, region, new, language):
    ax = att.draw_status_map(
        att.status_on(data, "2026-07-24"), region=region, language=language, size="slide",
        joined_since="2025-08-30",
    )  # fmt: skip
    named = {str(text.get_gid()).removeprefix("name:") for text in ax.texts}
    assert not new or new in named
    names = state_name(new or "PSE", language)
    if region == "Oceania":  # all have their names
        assert len([gid for gid in named if len(gid) == 3 and gid.isupper()]) == 15
        assert not says(ax, word("map.names_not_party", language))
        return
    if new:
        said = word("map.names_not_party", language)
        assert says(ax, word("map.names_also", language, said=said, names=names))
        return
    assert says(ax, word("map.named_too", language, names=names))
    # Of the three statuses of its key one says that its States have their names on the map.
    key = " ".join(text.get_text() for text in ax.get_legend().get_texts()).replace("\n", " ")
    assert word("statuses.signatory_named", language) in key
    assert not says(ax, word("map.names_not_party", language))


@pytest.mark.parametrize("language", ["ar", "en", "fr", "ru", "zh"])
def test_the_list_on_the_slide_of_asia_has_the_whole_name_of_the_emirates(data, language):
    status = att.status_on(data, "2026-07-24")
    ax = att.draw_status_map(
        status, region="Asia", language=language, size="slide", joined_since="2025-08-30",
        conference="CSP11",
    )  # fmt: skip
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        listed = " ".join(t.get_text().strip() for t in ax.texts if t.get_gid() == "numbers")
    listed = " ".join(listed.replace("\u2007", " ").split())
    assert state_name("ARE", language) in listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_says_that_names_are_shortened_wherever_one_is(data, language):
    status, sentence = att.status_on(data, "2026-07-24"), word("note.short_names", language)
    new = {"joined_since": "2025-08-30", "conference": "CSP11"}
    for region in ("Africa", "Americas", "Asia", "Europe", "Oceania"):
        ax = att.draw_status_map(status, region=region, language=language, size="slide", **new)
        drawing = drawing_of(ax)
        (said,) = footer_lines(drawing, "slide")
        printed = {"".join(t.get_text().split()) for t in ax.texts if "name:" in str(t.get_gid())}
        short = {
            iso3
            for iso3 in status["iso3"]
            if (name := map_name(iso3, language)) != state_name(iso3, language)
            and "".join(name.split()) in printed
        }
        assert (sentence in said) == bool(short), (region, short)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_of_a_region_in_a_report_says_what_its_pale_land_is(data, language):
    status = att.status_on(data, "2026-07-24")
    for region, key in {"Africa": "region", "Caribbean": "region", "ECOWAS": "group"}.items():
        note = drawing_of(att.draw_status_map(status, region=region, language=language)).note
        assert word(f"note.outside_{key}", language) in note, region
    world = drawing_of(att.draw_status_map(status, language=language)).note
    assert not any(word(f"note.outside_{key}", language) in world for key in ("region", "group"))


@pytest.mark.parametrize("region", ["Africa", "Americas", "Asia", "Europe", "Oceania"])
def test_no_line_of_the_french_heading_beside_a_map_is_half_empty_between_others(data, region):
    status = att.status_on(data, "2026-07-24")
    ax = att.draw_status_map(status, region=region, language="fr", size="slide")
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        texts = [text for text in ax.figure.texts if text.get_fontsize() == SUBJECT_SIZE]
        widths = [text.get_window_extent().width for text in texts]
    assert len(widths) in (2, 3)
    assert all(width > 0.5 * max(widths) for width in widths[:-1]), [t.get_text() for t in texts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_tiles_of_a_slide_are_as_far_apart_in_rows_as_in_columns(data, language):
    new = {"joined": ["ECU", "VUT"], "conference": "CSP11", "since": "2025-08-30"}
    status = att.status_on(data, "2026-07-24")
    ax = att.draw_tiles(status, language=language, size="slide", **new)
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        boxes = [p.get_window_extent() for p in ax.patches if "tile:" in str(p.get_gid())]
        line = 0.5 * ax.figure.dpi / 72
    lefts, feet = (sorted({round(v, 1) for v in ends}) for ends in (
        [box.x0 for box in boxes], [box.y0 for box in boxes]))  # fmt: skip
    across = min(np.diff(lefts)) - boxes[0].width - line
    up = min(np.diff(feet)) - boxes[0].height - line
    assert 0.6 < up / across < 1.6


def test_a_limit_of_classes_is_told_of_only_where_a_share_is_on_it(data):
    limits = word("note.class_limits", "en")
    for scheme, on_one in (("att_region", False), ("m49_subregion", True)):
        frame = att.participation(data, "2026-07-24", by=scheme)
        assert (limits in drawing_of(att.draw_region_map(frame)).note) == on_one
        key = drawing_of(att.draw_region_map(frame, size="slide")).key
        assert key is not None and (limits in key()) == on_one


def test_a_key_has_a_red_frame_only_where_the_map_has_one(data):
    status = att.status_on(data, "2026-07-24")
    for size, framed in (("slide", True), ("narrow", False)):  # there Ecuador is a dot
        ax = att.draw_status_map(status, size=size, joined_since="2025-08-30", conference="CSP11")
        drawn = [c for c in ax.collections if c.get_gid() == "states:joined_since"]
        dots = {line.get_gid()[4:] for line in ax.lines if "dot:" in str(line.get_gid())}
        assert bool({i for c in drawn for i in c.areas} - dots) == framed
        (key,) = [ax.get_legend()] if ax.get_legend() else ax.figure.legends
        samples = key.findobj(Patch)
        red = [p for p in samples if to_hex(p.get_edgecolor()).upper() == ACCENT]
        assert bool(red) == framed


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sample_of_a_key_lies_beside_an_islet_of_a_state(data, language):
    status = att.status_on(data, "2026-07-24")
    groups = att.participation(data, "2026-07-24", by="att_region")
    land = areas(world_view())
    islets = [
        part
        for iso3 in status["iso3"]
        for shape in (land[iso3].geometry, land[iso3].overseas) * (iso3 in land)
        for part in shapely.get_parts(shape)
    ]
    for size in ("report", "slide"):
        for ax in (
            att.draw_status_map(status, language=language, size=size),
            att.draw_region_map(groups, states=status, language=language, size=size),
        ):
            ax.figure.draw_without_rendering()
            legend = ax.get_legend()
            samples = [*legend.findobj(Patch), *legend.findobj(Line2D)]
            boxes = [s.get_window_extent() for s in samples if s is not legend.get_frame()]
            around = [
                shapely.box(*ax.transData.inverted().transform(box.padded(1)).ravel())
                for box in boxes
            ]
            assert not shapely.intersects(shapely.union_all(around), islets).any()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("region", "area"), [("Americas", "FLK"), ("Asia", "KAS"), ("Africa", "MYT")]
)
def test_a_map_in_a_report_says_what_is_disputed_as_the_united_nations_does(
    data, region, area, language
):
    status = att.status_on(data, "2026-07-24")
    note = drawing_of(att.draw_status_map(status, region=region, language=language)).note
    codes = ("FLK", "KAS", "MYT")
    told = {code: f"dispute.{code}" for code in codes}
    told["KAS"] = "dispute_world.KAS"  # its land at the end of the line has the fill of both
    assert {code for code in codes if word(told[code], language) in note} == {area}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["report", "slide"])
def test_land_between_two_states_is_white_and_told_of_only_where_their_fills_differ(
    data, size, language
):
    status = att.status_on(data, "2026-07-24")
    other = status.copy()
    other.loc[other["iso3"] == "PAK", "status"] = "signatory"
    view, white = view_of("Asia", None), {"report": "dispute.KAS", "slide": "dispute_white.KAS"}
    on = [view.place(77.10, 35.40)]
    for frame, fills in ((status, {"not_joined"}), (other, {"not_counted"})):
        ax = att.draw_status_map(frame, region="Asia", size=size, language=language)
        over = {
            str(c.get_gid()).split(":")[1] for c in ax.collections
            if str(c.get_gid()).startswith(("states:", "claimed:", "land:"))
            and any(path.contains_points(on).any() for path in c.get_paths())
        }  # fmt: skip
        assert over == fills
        drawn = drawing_of(ax)
        said = drawn.note if size == "report" else drawn.key()
        assert (word(white[size], language) in said) == (fills == {"not_counted"})


@pytest.mark.parametrize("size", ["report", "slide"])
@pytest.mark.parametrize("region", ["Africa", "Eastern Africa", None])
def test_mayotte_has_the_fill_of_neither_state_and_is_named(data, region, size):
    ax = att.draw_status_map(att.status_on(data, "2026-07-24"), region=region, size=size)
    white = [c for c in ax.collections if "MYT" in getattr(c, "areas", ())]
    assert [c.get_gid() for c in white] == ["states:not_counted:small"]
    view = view_of(region, None, members(region) if region else ())
    on = [view.place(45.15, -12.83)]
    over = [
        str(c.get_gid()) for c in ax.collections
        if any(path.contains_points(on).any() for path in c.get_paths())
        and str(c.get_gid()).startswith(("states:", "overseas:", "islands:"))
    ]  # fmt: skip
    assert over or not region  # on the world its outline is simpler than the island
    assert {gid.split(":")[1] for gid in over} <= {"not_counted"}
    said = drawing_of(ax).note if size == "report" else drawing_of(ax).key()
    named = "Mayotte" in said.split("Not counted")[1].split(".")[0]
    assert named == bool(region or size == "report")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slide_of_a_region_names_what_it_shows_as_not_counted(data, language):
    status = att.status_on(data, "2026-07-24")
    named = {"Europe": "XKX", "Africa": "ESH", "Americas": "GRL", "Oceania": "NCL"}
    for region, area in named.items():
        ax = att.draw_status_map(status, region=region, language=language, size="slide")
        assert word(f"territory.{area}", language) in drawing_of(ax).key(), region


@pytest.mark.parametrize("size", ["report", "slide"])
@pytest.mark.parametrize("centre", [None, 148])
def test_western_sahara_has_finer_dots_on_the_world_than_greenland(data, size, centre):
    ax = att.draw_status_map(att.status_on(data, "2026-07-24"), centre=centre, size=size)
    named = "hatch:states:not_counted"
    patches = [patch for patch in ax.patches + ax.artists if patch.get_gid() == named]
    drawn = [c.areas for c in ax.collections if c.get_gid() == "states:not_counted"]
    dots = {iso3: len(p.get_hatch()) for p, ids in zip(patches, drawn, strict=True) for iso3 in ids}
    assert dots["ESH"] > dots["GRL"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", ["report", "slide"])
def test_the_dot_of_a_newcomer_is_a_ring_around_the_colour_of_its_status(data, language, size):
    """On its map as in the key, however small the dots of a map are."""
    status = att.status_on(data, "2026-07-24")
    for options in ({}, {"centre": 150}, {"region": "Oceania"}):
        ax = att.draw_status_map(
            status, language=language, joined_since="2025-08-30", size=size, **options
        )
        (key,) = [ax.get_legend()] if ax.get_legend() else ax.figure.legends
        drawn = [*ax.lines, *key.findobj(Line2D)]
        rings = [line for line in drawn if line.get_markeredgecolor() == ACCENT]
        assert len(rings) >= 2, options
        for ring in rings:
            assert ring.get_markerfacecolor() == STATUS_STYLE["state_party"]["color"]
            inner = ring.get_markersize() - ring.get_markeredgewidth()
            outer = ring.get_markersize() + ring.get_markeredgewidth()
            assert 0.5 < inner / outer < 0.75, options


@pytest.mark.parametrize("options", [{}, {"centre": 150}, {"region": "Africa"}])
def test_an_entry_of_a_slides_key_is_broken_only_where_it_is_wider_than_others(data, options):
    """And the lines of one entry are nearer to each other than to other entries."""
    status = att.status_on(data, "2026-07-24")
    new = {"joined_since": "2025-08-30", "conference": "CSP11"}
    ax = att.draw_status_map(status, language="ru", size="slide", **new, **options)
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        ax.figure.set_dpi(300)  # a line is a pixel too high or too low at 100
        ax.figure.canvas.draw()
        texts = ax.get_legend().get_texts()
        boxes = [text.get_window_extent() for text in texts]
        broken = [text for text in texts if "\n" in text.get_text()]
        assert len(broken) == 1
        lines = baselines_below(ax.figure, boxes[0].x0, boxes[0].y1, boxes[-1].y0)
    ax.figure.set_dpi(300)
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in texts]
    steps = np.diff(lines)
    assert len(steps) == len(texts) - 1 + len(broken)
    assert not broken or sorted(steps)[1] > 1.2 * min(steps)
    for text in broken:
        text.set_text(text.get_text().replace("\n", " "))
        assert text.get_window_extent().width > 1.05 * max(box.width for box in boxes)


def baselines_below(figure, left, top, bottom):
    """Return the feet of the first letters of lines, in pixels from the top of a figure."""
    pixels = np.asarray(figure.canvas.buffer_rgba())[..., 0]
    size = 0.5 * SMALL_SIZE * figure.dpi / 72
    down = slice(int(pixels.shape[0] - top), int(pixels.shape[0] - bottom))
    inked = (pixels[down, int(left) : int(left + size)] < 128).any(axis=1)
    return np.flatnonzero(np.diff(np.concatenate([inked, [False]]).astype(int)) == -1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slide_of_africa_names_beside_its_map_whom_it_does_not_name_on_it(data, language):
    status = att.status_on(data, "2026-07-24")
    new = {"joined_since": "2025-08-30", "conference": "CSP11"}
    ax = att.draw_status_map(status, region="Africa", language=language, size="slide", **new)
    drawing = drawing_of(ax)
    footer = footer_lines(drawing, "slide")
    with laid_out(ax.figure, drawing, footer, "slide"):
        lines, boxes, key, whole = laid_beside_key(ax, "column note")
        titles = [text.get_window_extent() for text in ax.figure.texts]
        titles = [box.padded(0, -0.2 * box.height) for box in titles]  # its letters
    told = [text.get_text().strip("\u200f").replace(" ", "") for text in lines]
    african = status[status["att_region"] == "Africa"]
    others = african.loc[african["status"] == "not_joined", "iso3"]
    assert len(others) == 13
    assert all(
        any(map_name(iso3, language).replace(" ", "") in line for line in told) for iso3 in others
    )  # no line ends within a name
    assert word("map.names_signatory", language) not in " ".join(footer)  # the list says it
    assert not any(box.overlaps(key) or box.overlaps(whole) for box in boxes)
    assert not any(box.overlaps(other) for box in boxes for other in titles)
    names = [text.get_gid() for text in ax.texts if str(text.get_gid()).startswith("name:")]
    assert len(names) == 10
    # So many as in Asia could not be read there: the key says whom the map names.
    ax = att.draw_status_map(status, region="Asia", language=language, size="slide", **new)
    assert not [text for text in ax.texts if text.get_gid() == "column note"]
    key = [text.get_text().replace("\n", " ") for text in ax.get_legend().get_texts()]
    assert any(status_word("signatory", language, world=False, alone=True) in row for row in key)
