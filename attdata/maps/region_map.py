"""The world by groups of States, each filled by its rate of participation, n/m printed on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from attdata.draw.captions import sentences, treaty_name
from attdata.draw.drawing import Drawing, describe
from attdata.draw.headlines import outside_headline, shares_headline
from attdata.draw.shares import whole_count
from attdata.draw.style import INK, PAPER, right_to_left, style
from attdata.evidence import whole_of
from attdata.maps import shapes
from attdata.maps.boundary_notes import boundaries_on_slide
from attdata.maps.dots import FINE, draw_dots, too_small
from attdata.maps.ground import PLAIN_MM, Canvas, Look, keep_in_place, make_canvas
from attdata.maps.group_members import by_region, group_of_states, one_scheme
from attdata.maps.group_names import items_of
from attdata.maps.group_table import GroupTable
from attdata.maps.labels import place_names
from attdata.maps.land import draw_ground
from attdata.maps.legend import draw_legend, legend_below
from attdata.maps.notes import group_map_note, group_slide_note
from attdata.maps.raster import Raster, keep_off_lines
from attdata.maps.rate_key import (
    HATCHES,
    coast_of,
    hatch_of,
    limits_note,
    own_status,
    rate_legend,
    rate_look,
)
from attdata.maps.sea_notes import draw_sea_note, ways_at_sea, with_sea_note
from attdata.maps.slide import room_for_key
from attdata.maps.status_map import MARKERS, raster_of, width_of
from attdata.maps.views import panel, view_of
from attdata.reference import of_frame
from attdata.words import has_word, name_of, percent, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Smaller than on a map by status, so that dots leave room for the numbers of their groups.
DOT_ON_PHONE, DOT_ON_SLIDE = 0.54, 0.6
ISLET_MM = 0.45  # islands smaller than a square of this side would be all outline
FINE_ON_SLIDE = 0.66  # land as small as Burundi does not show the wide hatch of a slide
# Points, on a page and a slide: a wider line would hide narrow land, and look like water.
BETWEEN_GROUPS, BETWEEN_ON_SLIDE = 0.5, 0.4
SEAM = 0.15  # points
BESIDE_MM = 0.2  # land so near to that of its neighbours is seen as one with it
TWO_LINES = 105  # letters of a title on a slide
TALLEST = 9  # rows of a key that stands on the map
BESIDE_KEY = 2.5  # millimetres between the key of a slide and the name of a group
LEAST_ON_PHONE = 6.6  # points: eleven pixels of the 358 that the map has there


@of_frame
def draw_region_map(
    frame: pd.DataFrame,
    *,
    states: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "en",
    centre: float | None = None,
    width_mm: float | None = None,
    size: str = "report",
) -> Axes:
    """Draw a world map of groups of States filled by their rate of participation.

    Parameters
    ----------
    frame
        What :func:`attdata.participation` gives for one day and one scheme, or rows of it whose
        groups do not overlap: one row per group with scheme, group, n_party and n_states. Rows
        ``World`` and ``no group`` are left to the table. Members are those of the frame's day.
    states
        What :func:`attdata.status_on` gives for the same day: States that are not party are hatched
        on the colour of their group, so that the rate of a group is not read as their status.
    ax
        Axes to draw into; without it a figure of its own is made, ``width_mm`` wide.
    language
        One of ar, en, es, fr, ru, zh.
    centre
        Longitude in the middle of the map.
    width_mm
        Width at which the map is saved.
    size
        ``report``, ``slide`` or ``narrow``: what the map is made for. A narrow one has numbers
        only on its land, and below it the table of the groups and the key.

    Returns
    -------
    Axes
        With the land of each group as one collection (gid ``group:Africa``), its inner borders
        gone and its edge white, and n/m as a text (gid ``name:Africa``). More than six groups are
        numbered, region by region, and a table below the map names them.

    Raises
    ------
    ValueError
        More than one day or scheme, groups that overlap, a group without members.

    Examples
    --------
    >>> import attdata as att
    >>> ax = att.draw_region_map(att.participation(att.load(), "2024-08-23"))
    >>> [text.get_text()[-4:] for text in ax.texts if text.get_gid() == "name:Oceania"]
    ['6/15']
    """
    groups, scheme = one_scheme(frame)
    group_of = group_of_states(frame, scheme, groups)
    groups = by_region(groups, group_of)
    looks = {name: rate_look(row["n_party"], row["n_states"]) for name, row in groups.items()}
    status = own_status(states)
    slide = size == "slide"
    statuses = {status[i] for i in group_of if i in status}
    table = GroupTable(groups, looks, language, size=size)
    close = table.chosen and not right_to_left(language)  # lines of the Arabic face would meet
    at_sea: list[str] = []  # what a slide says on the sea beside its key

    def overlay(canvas: Canvas) -> None:
        draw_dots(canvas, _dots(canvas, group_of, looks, status), {})
        raster = raster_of(canvas)
        table.draw(canvas, raster)
        if size != "narrow":
            most = table.rows_below(canvas) if table.chosen else TALLEST
            entries = rate_legend(canvas, raster, statuses, looks, most=most, strip=True)
            draw_legend(canvas, raster, *entries, tall=True, tight=close)
        draw_sea_note(canvas, raster, sentences(at_sea, language))
        keep_off_lines(canvas, raster)
        if slide and canvas.legend:  # a name on a level with a row of the key would go on it
            left, bottom, right, top = canvas.legend
            raster.take((left - BESIDE_KEY, bottom, right + BESIDE_KEY, top))
        outside = {iso3 for iso3 in group_of if status.get(iso3) in HATCHES}
        items = items_of(canvas, table, group_of, looks, outside, scheme)
        place_names(canvas, items, raster, numbers=False)

    with style(language):
        view = view_of(None, centre)
        width = width_mm or width_of(size)
        core = table.below(panel(view, ()), width)
        canvas = make_canvas(
            view, core, ax, width, language, slide=slide,
            below=table.height_mm() if size == "narrow" else 0.0,
            room=room_for_key(language, centre, tall=True) if slide else (0.0, 0.0),
        )  # fmt: skip
        if size == "narrow":
            canvas.dot, canvas.least = DOT_ON_PHONE, LEAST_ON_PHONE
        else:
            canvas.dot, canvas.plain = DOT_ON_SLIDE if slide else FINE, PLAIN_MM
            canvas.fine = FINE_ON_SLIDE if slide else FINE
        draw_ground(canvas, group_of, group_of)
        _draw_groups(canvas, group_of, looks)
        _draw_hatches(canvas, group_of, looks, status, slide=slide)
        draw_anew = keep_in_place(canvas, overlay)
        key = 0.0
        if size == "narrow":
            handles, labels, head = rate_legend(canvas, Raster(canvas), statuses, looks)
            key = legend_below(canvas, handles, labels, head.title, first=head.first)
    drawing = _region_drawing(canvas, frame, groups, scheme, size)
    drawing = replace(drawing, height=canvas.height_cm() + key, fills=canvas.fills)
    limits = limits_note(groups.values(), language)
    said = [word("note.two_codes", language)] * bool(status) + [table.fraction()]
    said += [limits] * (size == "report")
    drawing = replace(drawing, note=sentences([*said, drawing.note], language))
    if slide:
        codes = [word("note.two_codes_slide", language)] * bool(status)
        bounds, plain = boundaries_on_slide(canvas), drawing
        told = [limits, group_slide_note(canvas, scheme, frame)]

        def footed(beside: Collection[str]) -> Drawing:
            below = [one for one in (*codes, *bounds) if one not in beside]
            return _for_slide(frame, plain, table, sentences([*told, *below], language))

        ways = ways_at_sea(codes, bounds, language)
        drawing = footed([])
        if canvas.fills:
            drawing = with_sea_note(canvas, ways, at_sea, footed, draw_anew)
    return describe(canvas.ax, drawing)


def _for_slide(frame: pd.DataFrame, drawing: Drawing, table: GroupTable, whose: str) -> Drawing:
    """Return what the numbers on the map stand for; the count of all States has no own line."""
    language = drawing.language
    world = frame[frame["group"] == whole_of(frame)]
    subject = _with_count(drawing.subject, world, language, fractions=not table.chosen)
    drawing = replace(drawing, subject=subject)
    if not table.chosen:
        return replace(drawing, subtitle="", key=lambda: whose)
    listed = frame[frame["group"].isin(table.names)]
    title = outside_headline(listed, world if len(world) else frame, language)
    numbers = "note.numbers_outside" if table.by_count else "note.in_brackets"
    told = sentences([word(numbers, language), whose], language)
    return replace(drawing, title=title, subtitle="", key=lambda: told)


def _with_count(subject: str, world: pd.DataFrame, language: str, *, fractions: bool) -> str:
    """Return the subject of a slide with how many States of the whole are party.

    As the map says it of each group: in ``fractions`` or not at all.
    """
    if not len(world):
        return subject
    n, m = int(world["n_party"].iloc[0]), int(world["n_states"].iloc[0])
    of, label = (
        ("count.fraction", "subject.fractions") if fractions else ("count.of", "subject.parties")
    )
    count = word(of, language, n=n, m=m)
    said = word("count.label", language, label=word(label, language), n=count)
    return word("count.legend", language, label=subject, n=said).replace("）（", "；")


def _dots(
    canvas: Canvas,
    group_of: Mapping[str, str],
    looks: Mapping[str, Look],
    status: Mapping[str, str],
) -> dict[str, Look]:
    """Return the looks of the States that may have a dot: all but those seen as one with others.

    A small State that is party and touches larger States Parties of its group is a part of their
    land: its dot would say nothing, and hide much.
    """
    import shapely

    areas, near = canvas.frames[0].areas, BESIDE_MM * canvas.unit
    plain = [i for i in group_of if i in areas and status.get(i, "state_party") == "state_party"]
    large: dict[str, list[Any]] = {}
    for iso3 in plain:
        if not too_small(canvas, iso3, plain=True):
            large.setdefault(group_of[iso3], []).append(areas[iso3].geometry)
    found = {}
    for iso3, group in group_of.items():
        small = iso3 in plain and too_small(canvas, iso3, plain=True) and group in large
        if small and (shapely.distance(areas[iso3].geometry, large[group]) < near).any():
            continue
        value = status.get(iso3, "")
        look = Look(looks[group].color, HATCHES.get(value, ""), INK, MARKERS.get(value, "o"))
        found[iso3] = look
    return found


def _draw_groups(canvas: Canvas, group_of: Mapping[str, str], looks: Mapping[str, Look]) -> None:
    """Draw the land of each group as one, and white lines where groups meet.

    Coasts have no white edge: it would hide islands.
    """
    from matplotlib.collections import PathCollection

    groups = {
        name: tuple(sorted(iso3 for iso3, group in group_of.items() if group == name))
        for name in looks
    }
    for name, ids in groups.items():
        land = shapes.dissolved(canvas.view, canvas.grid, ids)
        paths = [] if land.is_empty else [shapes.path_of(land)]
        color = looks[name].color
        edge = coast_of(color)  # of the same: no seam where groups of one class meet
        wide = SEAM if edge == color else 2 * SEAM
        area: Any = PathCollection(
            paths, facecolor=color, edgecolor=edge, linewidth=wide, joinstyle="round", zorder=1.0
        )
        area.set_gid(f"group:{name}")
        area.areas = ids
        canvas.ax.add_collection(area, autolim=False)
    lines = shapes.meeting(canvas.view, canvas.grid, tuple(groups.values()))
    if not lines.is_empty:
        wide = BETWEEN_ON_SLIDE if canvas.least else BETWEEN_GROUPS
        edges: Any = PathCollection(
            [shapes.path_of(lines)], facecolor="none", edgecolor=PAPER, linewidth=wide, zorder=1.6
        )
        edges.set_gid("edges")
        edges.areas = ()
        canvas.ax.add_collection(edges, autolim=False)


def _draw_hatches(
    canvas: Canvas,
    group_of: Mapping[str, str],
    looks: Mapping[str, Look],
    status: Mapping[str, str],
    *,
    slide: bool,
) -> None:
    """Hatch the States that are not party, in white on dark land and in dark on light land."""
    import shapely
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    across = ISLET_MM * canvas.unit
    paths: dict[tuple[str, str, bool], list[Path]] = {}
    for iso3, group in group_of.items():
        value, area = status.get(iso3, ""), canvas.frames[0].areas.get(iso3)
        if value in HATCHES and area is not None:
            land = shapely.union_all([area.geometry, area.overseas])  # None is no part
            for outlined, parts in enumerate(_by_size(land, across)):
                key = (value, looks[group].color, bool(outlined))
                paths.setdefault(key, []).extend(map(shapes.path_of, parts))
    for (value, color, outlined), drawn in sorted(paths.items()):
        look = hatch_of(value, color, slide=slide)
        look["hatch"] *= 1 if outlined else 2  # or few islets would have a line
        line = look["hatchcolor"]  # of borders too: no louder than the hatch
        wide, gid = (0.2 if slide else 0.3, "hatch") if outlined else (0.0, "islets")
        edge = {"edgecolor": line, "linewidth": wide, "gid": f"{gid}:{value}:{line}"}
        path = Path.make_compound_path(*drawn)
        canvas.ax.add_artist(PathPatch(path, facecolor="none", zorder=1.2, **edge, **look))


def _by_size(land: Any, across: float) -> tuple[list[Any], list[Any]]:
    """Return the islands that an outline would hide, which are hatched without it, and the rest."""
    import shapely

    parts = shapely.get_parts(land)
    small = shapely.area(parts) < across**2
    return list(parts[small]), list(parts[~small])


def _region_drawing(
    canvas: Canvas,
    frame: pd.DataFrame,
    groups: Mapping[str, Mapping[str, int]],
    scheme: str,
    size: str,
) -> Drawing:
    """Return title and alt text of a map of regions."""
    language = canvas.language
    rows = [
        word(
            "alt.group_count",
            language,
            group=name_of("group", name, language),
            count=word("count.of", language, n=row["n_party"], m=row["n_states"]),
        )
        for name, row in groups.items()
    ]
    by = word(f"by.{scheme if has_word(f'by.{scheme}') else 'group'}", language)
    world = frame[frame["group"] == whole_of(frame)]
    rows_of = frame[frame["group"].isin(groups)]
    titles = [shares_headline(rows_of, language, whole=world)]
    if size == "slide":  # with the numbers that are on the map too, where they have room
        titles.append(shares_headline(rows_of, language, whole=world, short=True))
    return Drawing(
        language=language,
        frame=frame,
        subject=word("title.shares", language, treaty=treaty_name(frame, language), by=by),
        title=min(titles, key=len) if len(titles[0]) > TWO_LINES else titles[0],
        subtitle=_count_with_share(world, language),
        alt=word("alt.region_map", language, rows=sentences(rows, language)),
        note=group_map_note(canvas, scheme, frame, size),
        boundaries=True,
        size=size,
    )


def _count_with_share(world: pd.DataFrame, language: str) -> str:
    """Return how many States of the whole are party; nothing where the frame does not say."""
    if not len(world):
        return ""
    n, m = int(world["n_party"].iloc[0]), int(world["n_states"].iloc[0])
    share = percent(n / m if m else 0, language)
    count = word("count.of_share", language, n=n, m=m, share=share)
    return whole_count(str(world["group"].iloc[0]), count, language)
