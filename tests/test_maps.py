"""The maps, by their artists: who is shown where, how, and whether anything covers anything."""

import re
import xml.etree.ElementTree as ET

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex

import attdata as att
from attdata.draw.drawing import drawing_of
from attdata.draw.style import ACCENT, RATE_COLORS, STATUS_STYLE, contrast
from attdata.maps import placement
from attdata.maps import shapes as geometry
from attdata.maps.ground import DOT_MM, ELSEWHERE, SEA, SMALL_MM, spots
from attdata.maps.status_map import MARKERS, draw_region_map, draw_status_map, draw_tiles
from attdata.reference import reference_rows
from attdata.words import LANGUAGES, number, state_name, word

STATUSES = ("state_party", "signatory", "not_joined")


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def frame():
    """Return the 195 States of the ATT with made-up statuses that come out the same each time."""
    rows = [r for r in reference_rows("states") if r["iso3"] not in ("VAT", "COK")]
    status = [STATUSES[sum(map(ord, r["iso3"])) % 7 // 3] for r in rows]
    return pd.DataFrame(
        {
            "iso3": [r["iso3"] for r in rows],
            "name_en": [state_name(r["iso3"]) for r in rows],
            "att_region": [r["att_region"] for r in rows],
            "status": status,
            "since": pd.Timestamp("2016-05-01"),
        }
    )


def rates(scheme, on="2024-08-19"):
    groups = {}
    for row in reference_rows("groups"):
        if row["scheme"] == scheme and not row["end"]:
            groups[row["group"]] = groups.get(row["group"], 0) + 1
    rows = [
        {"on": pd.Timestamp(on), "universe": "all", "scheme": scheme, "group": group,
         "n_party": i % (n + 1), "n_states": n}
        for i, (group, n) in enumerate(sorted(groups.items()))
    ]  # fmt: skip
    total = {"n_party": sum(r["n_party"] for r in rows), "n_states": 197}
    return pd.DataFrame([*rows, {**rows[0], "group": "World", **total}])


def dots(ax):
    return {a.get_gid()[4:]: a for a in ax.lines if str(a.get_gid()).startswith("dot:")}


def land(ax, prefix="states:"):
    found = {}
    for collection in ax.collections:
        gid = str(collection.get_gid())
        if gid.startswith(prefix) and not gid.endswith("joined_since"):
            found |= dict.fromkeys(collection.areas, collection)
    return found


def hatches(ax):
    """Return the hatch over the land of each gid, and the corners of what it covers."""
    over = [p for p in ax.patches if str(p.get_gid()).startswith("hatch:")]
    return {
        p.get_gid().removeprefix("hatch:"): (
            p.get_hatch(),
            to_hex(p.get_hatchcolor()).upper(),
            set(map(tuple, p.get_path().vertices.tolist())),
        )
        for p in over
    }


def millimetres(ax):
    """Return how many millimetres a unit of the axes is on paper."""
    ax.figure.draw_without_rendering()
    width = ax.get_window_extent().width / ax.figure.dpi * 25.4
    left, right = sorted(ax.get_xlim())
    return width / (right - left)


def boxes(artists, ax):
    renderer = ax.figure.canvas.get_renderer()
    return {a.get_gid() or a.get_text(): a.get_window_extent(renderer) for a in artists}


def overlaps(found):
    """Return the pairs of boxes that share more than a hair."""
    items = sorted(found.items())
    return [
        (a, b)
        for i, (a, one) in enumerate(items)
        for b, other in items[i + 1 :]
        if min(one.x1, other.x1) - max(one.x0, other.x0) > 1
        and min(one.y1, other.y1) - max(one.y0, other.y0) > 1
    ]


# --- the world map by status -----------------------------------------------------------------


@pytest.mark.parametrize("centre", [None, 150])
def test_every_state_is_land_in_its_status_or_a_dot(frame, centre):
    ax = draw_status_map(frame, centre=centre)
    shown, points, over = land(ax), dots(ax), hatches(ax)
    assert set(frame["iso3"]) <= set(shown) | set(points)
    for iso3, status in zip(frame["iso3"], frame["status"], strict=True):
        if iso3 in shown:
            assert shown[iso3].get_gid() == f"states:{status}"
            color = to_hex(shown[iso3].get_facecolor()[0]).upper()
            assert color == STATUS_STYLE[status]["color"]
            assert not shown[iso3].get_hatch()
            hatch, line, covered = over.get(shown[iso3].get_gid(), ("", "", set()))
            assert hatch == STATUS_STYLE[status]["hatch"]
            if hatch:
                path = shown[iso3].get_paths()[shown[iso3].areas.index(iso3)]
                assert set(map(tuple, path.vertices.tolist())) <= covered
                assert contrast(line, color) > 1.5  # seen, but quieter than dark lines
        if iso3 in points:
            assert points[iso3].get_marker() == MARKERS[status]


def test_land_that_has_not_joined_stands_out_from_sea_and_from_land_that_is_not_shown():
    for ground in (SEA, ELSEWHERE, "#FFFFFF"):
        assert contrast(STATUS_STYLE["not_joined"]["color"], ground) >= 1.6


def test_small_states_are_dots_and_large_ones_are_not(frame):
    points = set(dots(draw_status_map(frame)))
    assert {"BHS", "CPV", "VUT", "BRN", "PSE", "SLB", "TUV", "MCO", "KNA"} <= points
    assert not points & {"FRA", "ISL", "LKA", "CRI", "JPN"}
    assert 45 <= len(points) <= 70


def test_states_outside_the_universe_look_not_counted_and_without_a_dot(frame):
    ax = draw_status_map(frame)
    other = {i for i, c in land(ax).items() if "not_counted" in c.get_gid()}
    assert {"GRL", "ESH", "XKX", "FLK", "FRO", "COK"} <= other
    assert "VAT" not in dots(ax)
    full = pd.concat([frame, frame.tail(1).assign(iso3="VAT")])
    assert "VAT" in dots(draw_status_map(full))


def test_unknown_never_looks_like_not_joined(frame):
    odd = frame.assign(status=["unknown", *frame["status"][1:]])
    ax = draw_status_map(odd)
    collection = land(ax)[odd["iso3"][0]]
    assert collection.get_gid() == "states:unknown"
    assert to_hex(collection.get_facecolor()[0]).upper() != STATUS_STYLE["not_joined"]["color"]
    assert any(word("statuses.unknown") in t.get_text() for t in ax.get_legend().get_texts())


@pytest.mark.parametrize("centre", [None, 150])
@pytest.mark.parametrize("width", [170, 120])
def test_no_dot_covers_another_and_all_lie_within_the_map(frame, centre, width):
    ax = draw_status_map(frame, centre=centre, width_mm=width)
    mm = millimetres(ax)
    xy = np.array([[a.get_xdata()[0], a.get_ydata()[0]] for a in dots(ax).values()])
    gap = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)) * mm
    np.fill_diagonal(gap, np.inf)
    assert gap.min() >= DOT_MM
    low, high = np.sort(ax.get_xlim()), np.sort(ax.get_ylim())
    assert (xy[:, 0] > low[0]).all() and (xy[:, 0] < low[1]).all()
    assert (xy[:, 1] > high[0]).all() and (xy[:, 1] < high[1]).all()


def test_dots_stay_apart_when_the_axes_become_smaller(frame):
    ax = draw_status_map(frame)
    ax.figure.set_size_inches(4.0, 2.0)
    mm = millimetres(ax)
    xy = np.array([[a.get_xdata()[0], a.get_ydata()[0]] for a in dots(ax).values()])
    gap = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)) * mm
    np.fill_diagonal(gap, np.inf)
    assert gap.min() >= DOT_MM


def test_a_moved_dot_is_joined_to_its_place(frame):
    ax = draw_status_map(frame)
    leaders = next(c for c in ax.collections if c.get_gid() == "leaders").get_segments()
    mm, view = millimetres(ax), geometry.world_view()
    moved = 0
    for iso3, dot in dots(ax).items():
        lon, lat = spots()[iso3]
        lon -= 360 * round((lon - view.centre) / 360)
        (x,), (y,) = view.project(np.array([lon]), np.array([lat]))
        away = np.hypot(dot.get_xdata()[0] - x, dot.get_ydata()[0] - y) * mm
        moved += away > DOT_MM / 2
        assert away < 8, iso3
    assert moved == len(leaders) > 3


def test_legend_counts_the_states_of_each_status(frame):
    for language in LANGUAGES:
        ax = draw_status_map(frame, language=language)
        texts = [t.get_text().replace("\n", " ") for t in ax.get_legend().get_texts()]
        for status, count in frame["status"].value_counts().items():
            label = word(f"statuses.{status}", language)
            said = word("count.legend", language, label=label, n=number(count, language))
            assert said in texts
        assert word("statuses.not_counted", language) in texts
        inside = ax.get_window_extent()
        box = ax.get_legend().get_window_extent(ax.figure.canvas.get_renderer())
        assert box.x0 >= inside.x0 - 1 and box.x1 <= inside.x1 + 1, language


def test_legend_covers_no_dot_in_any_language(frame):
    for language in LANGUAGES:
        for centre in (None, 150):
            ax = draw_status_map(frame, language=language, centre=centre)
            ax.figure.draw_without_rendering()
            box = ax.get_legend().get_window_extent(ax.figure.canvas.get_renderer())
            for iso3, dot in dots(ax).items():
                spot = ax.transData.transform((dot.get_xdata()[0], dot.get_ydata()[0]))
                assert not box.contains(*spot), (language, centre, iso3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("centre", "since"), [(None, "2016-01-01"), (160, None)])
def test_legend_of_the_world_map_covers_no_land(frame, language, centre, since):
    ax = draw_status_map(frame, language=language, centre=centre, joined_since=since)
    ax.figure.draw_without_rendering()
    box = ax.get_legend().get_window_extent(ax.figure.canvas.get_renderer())
    for collection in ax.collections:
        if str(collection.get_gid()).startswith("states:"):
            for iso3, path in zip(collection.areas, collection.get_paths(), strict=True):
                # Islets of the South Pacific (Easter Island, Chatham Islands) may lie below it.
                rings = [r for r in path.to_polygons(ax.transData) if np.ptp(r, axis=0).max() > 2.5]
                for xy in rings if iso3 not in {"PCN", "PYF", "COK"} else ():
                    inside = (xy[:, 0] > box.x0) & (xy[:, 0] < box.x1)
                    inside &= (xy[:, 1] > box.y0) & (xy[:, 1] < box.y1)
                    assert not inside.any(), iso3


def test_states_that_joined_since_a_day_get_a_heavy_outline(frame):
    late = frame.assign(since=pd.Timestamp("2016-05-01"))
    party = late["status"] == "state_party"
    chosen = late[party]["iso3"].iloc[:3].tolist()
    late.loc[late["iso3"].isin(chosen), "since"] = pd.Timestamp("2024-08-20")
    ax = draw_status_map(late, joined_since="2024-08-19", language="fr")
    heavy = next(c for c in ax.collections if c.get_gid() == "states:joined_since")
    dotted = {i for i, a in dots(ax).items() if a.get_markeredgecolor() == ACCENT}
    assert set(heavy.areas) | dotted == set(chosen)
    label = word("statuses.joined_since", "fr", day=pd.Timestamp("2024-08-19").date())
    said = word("count.legend", "fr", label=label, n=3)
    assert said in [t.get_text().replace("\n", " ") for t in ax.get_legend().get_texts()]
    none = draw_status_map(late, joined_since="2030-01-01")
    assert any("(0)" in t.get_text() for t in none.get_legend().get_texts())


def test_draws_into_given_axes_and_leaves_no_figure_of_its_own(frame):
    figure, axes = plt.subplots(1, 2, figsize=(10, 3))
    before = plt.get_fignums()
    assert draw_status_map(frame, ax=axes[0]) is axes[0]
    assert plt.get_fignums() == before
    assert set(frame["iso3"]) <= set(land(axes[0])) | set(dots(axes[0]))


def test_row_order_does_not_matter(frame):
    def picture(rows):
        ax = draw_status_map(rows)
        return {i: (a.get_xdata()[0], a.get_ydata()[0]) for i, a in dots(ax).items()}

    assert picture(frame) == picture(frame.iloc[::-1])


def test_what_save_needs_is_left_on_the_axes(frame):
    drawing = drawing_of(draw_status_map(frame, language="es"))
    n = int((frame["status"] == "state_party").sum())
    assert drawing.boundaries and drawing.language == "es" and drawing.frame is frame
    assert str(n) in drawing.alt and str(n) in drawing.subtitle and drawing.title
    region = drawing_of(draw_status_map(frame, language="ru", region="Africa"))
    assert word("group.Africa", "ru") in region.title


def test_wrong_arguments_are_told(frame):
    with pytest.raises(ValueError, match='no group "Atlantis"; it has ASEAN, '):
        draw_status_map(frame, region="Atlantis")
    with pytest.raises(ValueError, match="leave out region or centre"):
        draw_status_map(frame, region="Asia", centre=150)
    with pytest.raises(ValueError, match="no column status"):
        draw_status_map(frame[["iso3"]])


# --- one region ----------------------------------------------------------------------------------


REGIONS = ["Africa", "Americas", "Asia", "Europe", "Oceania"]


@pytest.mark.parametrize("region", [*REGIONS, "Caribbean", "Polynesia", "Pacific Islands Forum"])
def test_region_shows_all_its_states_and_counts_only_them(frame, region):
    rows = reference_rows("groups")
    inside = {r["iso3"] for r in rows if r["group"] == region and not r["end"]}
    inside &= set(frame["iso3"])
    ax = draw_status_map(frame, region=region)
    shown = {i for i, c in land(ax).items() if "not_counted" not in c.get_gid()}
    assert shown | set(dots(ax)) == inside
    x, y = np.sort(ax.get_xlim()), np.sort(ax.get_ylim())
    for iso3, collection in land(ax).items():
        if iso3 in inside:  # at least a part of each State lies within the axes
            path = collection.get_paths()[collection.areas.index(iso3)]
            xy = path.vertices
            seen = (xy[:, 0] > x[0]) & (xy[:, 0] < x[1]) & (xy[:, 1] > y[0]) & (xy[:, 1] < y[1])
            assert seen.any() or iso3 in dots(ax), iso3
    counts = frame[frame["iso3"].isin(inside)]["status"].value_counts()
    said = " ".join(t.get_text() for t in ax.get_legend().get_texts())
    assert f"({counts['state_party']})" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("region", REGIONS)
def test_names_of_a_region_lie_within_the_map_and_never_over_each_other(frame, region, language):
    ax = draw_status_map(frame, region=region, language=language)
    ax.figure.draw_without_rendering()
    names = [t for t in ax.texts if str(t.get_gid()).startswith("name:")]
    found = boxes(names, ax)
    assert overlaps(found) == []
    frame_box = ax.get_window_extent()
    for gid, box in found.items():
        assert box.x0 >= frame_box.x0 - 1 and box.x1 <= frame_box.x1 + 1, gid
        assert box.y0 >= frame_box.y0 - 1 and box.y1 <= frame_box.y1 + 1, gid
    legend = ax.get_legend().get_window_extent(ax.figure.canvas.get_renderer())
    assert not [gid for gid, box in found.items() if legend.overlaps(box)]
    states = {r["iso3"] for r in reference_rows("states") if r["att_region"] == region}
    told = [t.get_gid()[5:] for t in names]
    assert sorted(told) == sorted(states - {"VAT", "COK"})
    codes = [t.get_text() for t in names if t.get_text() == t.get_gid()[5:]]
    key = word("list.semicolon", language).join(
        f"{c}\xa0{state_name(c, language)}" for c in sorted(codes)
    )
    assert drawing_of(ax).key() == key


@pytest.mark.parametrize("size", ["report", "slide"])
@pytest.mark.parametrize(("region", "language"), [("Europe", "en"), ("Asia", "fr")])
def test_the_footer_explains_the_codes_of_the_size_that_is_saved(
    frame, tmp_path, region, language, size
):
    ax = draw_status_map(frame, region=region, language=language)
    (path, _) = att.save(ax, tmp_path / "map", formats=["svg"], size=size)
    svg = path.read_text(encoding="utf-8")
    texts = [
        "".join(e.itertext()) for e in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    ]
    states = {row["iso3"] for row in reference_rows("states")}
    printed = {text for text in texts if text in states}
    explained = set(re.findall("([A-Z]{3})\xa0", " ".join(texts)))
    assert printed
    assert explained == printed


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("region", REGIONS)
def test_name_is_on_its_state_or_beside_it_or_ends_a_line_from_it(frame, region, language):
    ax = draw_status_map(frame, region=region, language=language)
    ax.figure.draw_without_rendering()
    millimetre = ax.figure.dpi / 25.4
    names = [t for t in ax.texts if str(t.get_gid()).startswith("name:")]
    lines = {str(a.get_gid())[5:]: a for a in ax.lines if str(a.get_gid()).startswith("line:")}
    shown, points = land(ax), dots(ax)
    assert lines.keys() <= {t.get_gid()[5:] for t in names}
    for gid, extent in boxes(names, ax).items():
        iso3, box = gid[5:], shapely.box(*extent.extents)
        if iso3 in points:
            (place,) = ax.transData.transform(points[iso3].get_xydata())
            own = shapely.Point(place).buffer(0.8 * millimetre)
        else:
            path = shown[iso3].get_paths()[shown[iso3].areas.index(iso3)]
            parts = path.to_polygons(ax.transData)
            own = shapely.union_all(shapely.make_valid([shapely.Polygon(p) for p in parts]))
        if iso3 in lines:
            start, end = ax.transData.transform(lines[iso3].get_xydata())
            assert own.distance(shapely.Point(start)) < 0.6 * millimetre, iso3
            assert box.distance(shapely.Point(end)) < 0.6 * millimetre, iso3
        else:
            assert own.distance(box) < 1.0 * millimetre, iso3


@pytest.mark.parametrize(("region", "language"), [("Americas", "ar"), ("Asia", "en")])
def test_no_name_covers_a_small_state(frame, region, language):
    ax = draw_status_map(frame, region=region, language=language)
    ax.figure.draw_without_rendering()
    names = [t for t in ax.texts if str(t.get_gid()).startswith("name:")]
    found = {gid[5:]: shapely.box(*b.extents) for gid, b in boxes(names, ax).items()}
    millimetre = ax.figure.dpi / 25.4
    for iso3, collection in land(ax).items():
        if iso3 in found and iso3 not in dots(ax):
            path = collection.get_paths()[collection.areas.index(iso3)]
            parts = [shapely.Polygon(p) for p in path.to_polygons(ax.transData)]
            piece = max(shapely.make_valid(parts), key=lambda part: part.area)
            if piece.area < 5 * millimetre**2:
                over = shapely.union_all([box for name, box in found.items() if name != iso3])
                assert over.intersection(piece).area < 0.1 * piece.area, iso3


def test_a_line_to_a_name_is_short_over_the_land_of_others(frame):
    ax = draw_status_map(frame, region="Asia")
    start, end = next(a for a in ax.lines if a.get_gid() == "line:JOR").get_xydata()
    path = shapely.LineString([start, end])
    others = [
        shapely.make_valid(shapely.Polygon(ring))
        for iso3, collection in land(ax).items()
        if iso3 != "JOR"
        and iso3 in set(frame["iso3"])
        and "not_counted" not in collection.get_gid()
        for ring in collection.get_paths()[collection.areas.index(iso3)].to_polygons()
    ]
    long = shapely.length(shapely.intersection(others, path)).sum() * millimetres(ax)
    assert 0 < path.length * millimetres(ax) < 16
    assert long < 2.1


def test_name_is_the_states_own_or_its_code(frame):
    ax = draw_status_map(frame, region="Africa", language="fr")
    for text in ax.texts:
        iso3 = text.get_gid()[5:]
        assert text.get_text().replace("\n", " ") in (state_name(iso3, "fr"), iso3)


# --- regions by rate -----------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["att_region", "un_regional_group", "m49_subregion"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_group_has_its_colour_and_n_of_m(scheme, language):
    data = rates(scheme)
    ax = draw_region_map(data, language=language)
    texts = {t.get_gid(): t.get_text() for t in ax.texts}
    for row in data[~data["group"].isin(["World", "no group"])].itertuples():
        said = word("count.of", language, n=row.n_party, m=row.n_states)
        assert said in texts[f"count:{row.group}"]
        shown = land(ax, f"group:{row.group}")
        low = min(int(row.n_party / row.n_states * 5), 4)
        for collection in shown.values():
            assert to_hex(collection.get_facecolor()[0]).upper() == RATE_COLORS[low].upper()
    counts = [t for t in ax.texts if str(t.get_gid()).startswith("count:")]
    ax.figure.draw_without_rendering()
    renderer = ax.figure.canvas.get_renderer()
    legend = ax.get_legend().get_window_extent(renderer)
    assert [t.get_gid() for t in counts if legend.overlaps(t.get_window_extent(renderer))] == []
    assert overlaps(boxes(counts, ax)) == []


def test_each_state_has_the_colour_of_its_group_on_that_day():
    data = rates("m49_subregion")
    ax = draw_region_map(data)
    group_of = {
        r["iso3"]: r["group"] for r in reference_rows("groups") if r["scheme"] == "m49_subregion"
    }
    seen = set()
    for group in data["group"]:
        members = set(land(ax, f"group:{group}"))
        assert all(group_of[iso3] == group for iso3 in members)
        seen |= members
    assert len(seen | set(dots(ax))) == 197


def test_map_of_regions_refuses_what_it_cannot_fill():
    data = rates("att_region")
    later = data.assign(on=pd.Timestamp("2025-08-25"))
    with pytest.raises(ValueError, match="one day and one scheme"):
        draw_region_map(pd.concat([data, later]))
    with pytest.raises(ValueError, match="Organisations overlap"):
        draw_region_map(data.assign(scheme="organisation"))
    with pytest.raises(ValueError, match='no place for the group "Mars"'):
        draw_region_map(data.assign(group=["Mars", *data["group"][1:]]))


# --- tiles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_equal_square_per_state_none_over_another(frame, language):
    ax = draw_tiles(frame, language=language)
    tiles = {p.get_gid()[5:]: p for p in ax.patches if str(p.get_gid()).startswith("tile:")}
    assert set(tiles) == set(frame["iso3"]) and len(tiles) == len(ax.patches) == 195
    assert {(round(p.get_width(), 6), round(p.get_height(), 6)) for p in tiles.values()} == {
        (0.92, 0.92)
    }
    assert len({p.get_xy() for p in tiles.values()}) == 195
    status = dict(zip(frame["iso3"], frame["status"], strict=True))
    for iso3, patch in tiles.items():
        assert to_hex(patch.get_facecolor()).upper() == STATUS_STYLE[status[iso3]]["color"]
        assert (patch.get_hatch() or "") == STATUS_STYLE[status[iso3]]["hatch"]
    codes = {t.get_gid(): t for t in ax.texts if str(t.get_gid()).startswith("code:")}
    assert {t.get_text() for t in codes.values()} == set(tiles)


def test_tiles_begin_at_the_right_in_arabic(frame):
    left, right = draw_tiles(frame, language="ar").get_xlim()
    assert left > right


def test_tiles_say_n_of_m_per_region(frame):
    ax = draw_tiles(frame, language="es")
    for region, rows in frame.groupby("att_region"):
        title = next(t for t in ax.texts if t.get_gid() == f"title:{region}").get_text()
        n = int((rows["status"] == "state_party").sum())
        assert word("count.of", "es", n=n, m=len(rows)) in title


# --- geometry and places -------------------------------------------------------------------------


def test_equal_earth_matches_its_published_corners():
    # Šavrič, Patterson and Jenny 2018: the equator is 2.05458 times as long as the middle meridian.
    x, y = geometry.equal_earth(np.array([180.0, 0.0]), np.array([0.0, 90.0]))
    assert x[0] / y[1] == pytest.approx(2.05458, abs=1e-4)


@settings(derandomize=True, max_examples=25, deadline=None)
@given(st.floats(-170, 170), st.floats(-80, 75))
def test_both_projections_keep_areas(lon, lat):
    step = 0.01
    corners = np.array([[0, 0], [step, 0], [step, step], [0, step], [0, 0]]) + [lon, lat]
    true = np.radians(step) * (np.sin(np.radians(lat + step)) - np.sin(np.radians(lat)))
    for x, y in (
        geometry.equal_earth(*corners.T),
        geometry.azimuthal(*corners.T, 30.0),
    ):
        area = abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
        assert area == pytest.approx(true, rel=1e-3)


@pytest.mark.parametrize("centre", [11, 150, -90])
def test_no_land_is_lost_or_drawn_twice_when_cut_at_the_edge(centre):
    whole = geometry.shapes(geometry.world_view(11))
    cut = geometry.shapes(geometry.world_view(centre))
    assert set(cut) == set(whole)
    area = {i: total(s) for i, s in whole.items() if s.path is not None}
    for iso3, size in area.items():
        assert total(cut[iso3]) == pytest.approx(size, rel=0.02, abs=1e-6), iso3
    edge = geometry.world_view(centre).outline()[0].max() + 1e-9
    assert max(np.abs(s.path.vertices[:, 0]).max() for s in cut.values() if s.path) <= edge


def total(shape):
    """Return the area of a path by the shoelace formula, holes taken away."""
    if shape.kind == "disputed line":
        return 0.0
    rings = np.split(shape.path.vertices, np.flatnonzero(shape.path.codes == 1)[1:])
    return abs(sum(np.sum(r[:-1, 0] * r[1:, 1] - r[1:, 0] * r[:-1, 1]) / 2 for r in rings))


def test_pacific_view_has_no_seam_through_chukotka_and_fiji():
    view = geometry.world_view(150)
    found = geometry.shapes(view)
    for iso3, lat in (("RUS", 67.0), ("FJI", -16.7)):
        x180 = view.project(np.array([180.0]), np.array([lat]))[0][0]
        hair = view.project(np.array([180.05]), np.array([lat]))[0][0] - x180
        starts = np.flatnonzero(found[iso3].path.codes == 1)
        rings = np.split(found[iso3].path.vertices, starts[1:])
        assert any(r[:, 0].min() < x180 - hair and r[:, 0].max() > x180 + hair for r in rings), iso3
        # No edge runs along the meridian of 180 degrees.
        for ring in rings:
            lon = ring[
                (np.abs(ring[:, 1] - view.project(np.array([180.0]), np.array([lat]))[1]) < 0.02)
            ]
            assert (np.abs(lon[:, 0] - x180) < hair / 10).sum() < 3, iso3


def test_thinning_keeps_what_can_be_seen():
    view = geometry.world_view()
    grid = 0.04 * 5.41 / 166
    fine, coarse = geometry.shapes(view), geometry.shapes(view, grid)
    assert set(fine) == set(coarse)
    points = [sum(len(s.path) for s in found.values() if s.path) for found in (fine, coarse)]
    assert points[1] < points[0]
    for iso3 in ("FRA", "BRA", "CHN"):
        assert coarse[iso3].across == pytest.approx(fine[iso3].across, rel=0.005)


@settings(derandomize=True, max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(-20, 20), st.floats(-10, 10)), min_size=2, max_size=25))
def test_spread_parts_all_dots(anchors):
    places = placement.spread(np.array(anchors), 1.9, (-60, -40, 60, 40))
    gap = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    np.fill_diagonal(gap, np.inf)
    assert gap.min() >= 1.9 - 1e-6


def test_spread_leaves_what_is_already_apart():
    anchors = np.array([[0.0, 0.0], [5.0, 0.0], [0.0, 5.0]])
    assert np.allclose(placement.spread(anchors, 1.9, (-9, -9, 9, 9)), anchors, atol=1e-5)


def test_room_knows_taken_boxes_lines_and_its_own_edge():
    room = placement.Room((0, 0, 10, 10))
    room.take((2, 2, 4, 4))
    assert not room.free((3, 3, 5, 5)) and not room.free((9, 9, 11, 11)) and room.free((6, 6, 8, 8))
    assert not room.clear((1, 3), (6, 3)) and room.clear((6, 1), (6, 9))
    room.take_line((6, 1), (6, 9))
    assert not room.free((5, 5, 7, 6))


def test_wrapped_breaks_evenly_and_leaves_one_word_alone():
    assert placement.wrapped("Chad") == ["Chad"]
    assert placement.wrapped("a b c d")[1] == "a b\nc d"


def test_threshold_of_a_dot_follows_the_size_saved(frame):
    small, large = (set(dots(draw_status_map(frame, width_mm=w))) for w in (120, 340))
    assert large < small
    assert SMALL_MM == 0.8


# --- end to end ----------------------------------------------------------------------------------


def test_saved_svg_names_its_dots_and_is_the_same_twice(frame, tmp_path):
    for name in ("one", "two"):
        att.save(draw_status_map(frame, language="zh"), tmp_path / name / "map", formats=["svg"])
    text = (tmp_path / "one" / "map.svg").read_text(encoding="utf-8")
    assert 'id="dot:TUV"' in text and "<title" in text
    assert text == (tmp_path / "two" / "map.svg").read_text(encoding="utf-8")
