"""The pale ground around a region says of no boundary there what the map itself does not say."""

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.colors import to_hex, to_rgb

import attdata as att
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import drawing_of
from attdata.draw.layout import laid_out
from attdata.draw.style import PAPER, STATUS_STYLE, contrast
from attdata.maps import shapes
from attdata.maps.ground import ELSEWHERE, SEA
from attdata.maps.islets import WHITE
from attdata.maps.views import view_of
from attdata.words import word

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]

# Lines in the background, by the ids of borders.csv: how many pieces of each map or inset.
BEHIND = {
    ("Asia", ""): 1,  # Kosovo
    ("Asia", "Western Asia"): 1,  # Halaib
    ("Africa", ""): 3,  # the Gaza Strip, the West Bank, the Golan
    ("Europe", ""): 2,  # the West Bank, the Golan
}


def colours_along(ax, lines, dpi=300):
    """Return what is printed along lines, one colour for every pixel of so many to an inch."""
    figure = ax.figure
    figure.set_dpi(dpi)
    figure.canvas.draw()
    printed = np.asarray(figure.canvas.buffer_rgba())[:, :, :3]
    high, wide = printed.shape[:2]
    seen = []
    for line in lines:
        spots = ax.transData.transform(line)
        for one, other in zip(spots[:-1], spots[1:], strict=True):
            steps = max(2, int(np.hypot(*(other - one))))
            for x, y in np.linspace(one, other, steps):
                if 0 <= x < wide and 0 <= high - y < high and ax.bbox.contains(x, y):
                    seen.append(printed[min(high - 1, int(high - y)), int(x)])
    return np.array(seen, dtype=float)


@pytest.mark.parametrize("region", ["Asia", "Africa", "Europe"])
@pytest.mark.parametrize("size", ["report", "slide"])
def test_disputed_lines_on_the_ground_around_a_region_are_dashed_and_not_black(data, region, size):
    frame = att.status_on(data, "2026-07-24")
    ax = att.draw_status_map(frame, region=region, size=size, names=False, legend=False)
    beyond = {str(c.get_gid()): c for c in ax.collections if "beyond" in str(c.get_gid())}
    for (where, inset), least in BEHIND.items():
        if where == region and (size == "report" or not inset):
            name = "lines:beyond" + (f"@{inset}" if inset else "")
            assert len(beyond[name].get_segments()) >= least
    for gid, lines in beyond.items():
        if gid.startswith("lines"):
            seen = colours_along(ax, within_its_frame(ax, gid, lines.get_segments()))
            if len(seen):
                assert (seen.min(axis=1) > 100).all(), gid  # nothing as dark as on the region
                ground = 255 * np.array(to_rgb(ELSEWHERE))
                assert (np.abs(seen - ground).max(axis=1) < 12).mean() > 0.1, gid  # its gaps
                assert (seen.max(axis=1) < ground.min() - 12).mean() > 0.2, gid  # its dashes
                white = (seen >= 255 * np.array(to_rgb(PAPER)) - 3).all(axis=1)
                assert white.mean() < 0.1, gid  # where borders meet it


def within_its_frame(ax, gid, segments):
    """Return what lies off the edge of an inset, whose line is as dark as a border may be."""
    inset = "inset:" + gid.partition("@")[2]
    frames = [patch for patch in ax.get_children() if patch.get_gid() == inset]
    if not frames:
        return segments
    edge = shapely.box(*frames[0].get_bbox().extents).buffer(-0.01 * frames[0].get_height())
    kept = [shapely.LineString(segment).intersection(edge) for segment in segments]
    parts = [part for line in kept for part in shapely.get_parts(line)]
    return [np.array(part.coords) for part in parts if part.geom_type == "LineString"]


def test_maps_with_dashes_on_the_ground_say_what_they_are(data):
    frame = att.status_on(data, "2026-07-24")
    for region in ("Eastern Europe", "Caribbean", "Northern Africa", "Oceania"):
        ax = att.draw_status_map(frame, region=region, names=False, legend=False)
        (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
        dashed = any(
            ((s > (left, low)) & (s < (right, high))).all(axis=1).any()
            for c in ax.collections
            if str(c.get_gid()) in ("lines:beyond", "lines:disputed")
            for s in ([p.vertices for p in c.get_paths()])
        )
        assert (word("note.dashed", "en") in drawing_of(ax).note) == dashed, region


@pytest.mark.parametrize("size", ["report", "slide"])
def test_white_islets_are_seen_by_their_outline_on_the_map_of_a_region(data, size):
    ax = att.draw_status_map(att.status_on(data, "2026-07-24"), region="Oceania", size=size)
    islets = [c for c in ax.collections if c.get_gid() == "states:not_counted:small"]
    assert size == "report" or any("NCL" in c.areas for c in islets)
    for collection in islets:
        assert contrast(to_hex(collection.get_edgecolor()[0]), SEA) > 2


@pytest.mark.parametrize("size", ["report", "slide"])
def test_pale_islets_are_seen_by_their_outline_on_the_map_of_a_region(data, size):
    """French Polynesia was white on the sea of Oceania: its border left nothing of it."""
    frame = att.status_on(data, "2026-07-24")
    ax = att.draw_status_map(frame, region="Oceania", size=size, names=False, legend=False)
    islets = [c for c in ax.collections if c.get_gid() == "islets:elsewhere"]
    edges = [to_hex(colour) for c in islets for colour in c.get_edgecolor()]
    land, state = contrast(ELSEWHERE, SEA), contrast(STATUS_STYLE["not_joined"]["edge"], SEA)
    assert edges and all(land + 0.2 < contrast(edge, SEA) < state for edge in edges)
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    spots = np.vstack([p.vertices for c in islets for p in c.get_paths()])
    assert ((spots > (left, low)) & (spots < (right, high))).all(axis=1).any()


@pytest.mark.parametrize("centre", [None, 150.0])
def test_a_newcomer_is_outlined_on_every_slide_of_the_world_where_its_land_is_large(data, centre):
    frame = att.status_on(data, "2026-07-24")
    ax = att.draw_status_map(frame, size="slide", centre=centre, joined_since="2025-08-30")
    outlined = next(c for c in ax.collections if c.get_gid() == "states:joined_since")
    assert outlined.areas == ("ECU",)
    dots = {line.get_gid() for line in ax.lines}
    assert "dot:ECU" not in dots and "dot:VUT" in dots


@pytest.mark.parametrize("size", ["report", "slide"])
def test_the_islands_of_alaska_keep_the_colour_of_their_state(data, size):
    """Outlines of islets run together into a patch that looks like a status of its own."""
    frame = att.status_on(data, "2026-07-24")
    ax = att.draw_status_map(frame, region="Americas", size=size, names=False, legend=False)
    view = att.maps.views.view_of("Americas", None, set(frame["iso3"]))
    east, north = np.meshgrid(np.linspace(-134.5, -132.5, 40), np.linspace(55.5, 57.5, 40))
    xy = np.column_stack([side.ravel() for side in view.project(east.ravel(), north.ravel())])
    seen = colours_along(ax, [np.repeat(spot[None], 2, axis=0) for spot in xy])
    colour = 255 * np.array(to_rgb(STATUS_STYLE["signatory"]["color"]))
    sea = 255 * np.array(to_rgb(SEA))
    fill = (np.abs(seen - colour).max(axis=1) < 30).mean()
    rest = (np.abs(seen - colour).max(axis=1) >= 30) & (np.abs(seen - sea).max(axis=1) >= 30)
    assert fill > 0.6 and rest.mean() < 0.3, (fill, rest.mean())


SAVED = 771  # dots in an inch of a slide, which is laid out 131.7 mm wide
WHITE_ON_WORLD = ("FLK", "PRI", "CYM", "TCA", "FRO", "NCL")


@pytest.mark.parametrize("region", [None, "Oceania"])
def test_small_territories_on_a_slide_are_white_as_in_its_key(data, region):
    """Their outlines filled them: grey spots that looked like States that had not joined."""
    frame = att.status_on(data, "2026-07-24")
    ax = att.draw_status_map(frame, region=region, size="slide", names=False, legend=False)
    white_in_middle(ax, ["NCL"] if region else WHITE_ON_WORLD, view_of(region, None))


def test_small_territories_on_maps_by_groups_and_side_by_side_are_white_on_a_slide(data):
    parts = att.participation(data, "2026-07-24")
    ax = att.draw_region_map(parts, states=att.status_on(data, "2026-07-24"), size="slide")
    white_in_middle(ax, WHITE_ON_WORLD, view_of(None, None))
    days = [att.status_on(data, day).assign(on=day) for day in ("2014-12-24", "2026-07-24")]
    ax = att.draw_status_maps(pd.concat(days).astype({"on": "datetime64[ns]"}), size="slide")
    white_in_middle(ax, ["FLK", "NCL"], view_of(None, None))


def white_in_middle(ax, territories, view):
    """Look at the largest piece of some land as printed: it is white, and its outline is seen."""
    lands = shapes.areas(view)
    drawn = next(c for c in ax.collections if c.get_gid() == WHITE)
    pieces = [shapely.Polygon(path.to_polygons()[0]) for path in drawn.get_paths()]
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        for iso3 in territories:
            largest = max(shapely.get_parts(lands[iso3].geometry), key=lambda part: part.area)
            (white,) = [piece for piece in pieces if piece.intersects(largest)]
            own = white.intersection(largest.buffer(1e-3))  # not of islets that it is one with
            x, y = shapely.maximum_inscribed_circle(own, 1e-5).coords[0]
            middle = colours_along(ax, [np.array([(x, y), (x, y)])], SAVED)
            assert (middle > 252).all(), (iso3, middle)
            ring = colours_along(ax, [np.array(white.exterior.coords)], SAVED)
            assert np.median(ring.max(axis=1)) < 230, iso3
