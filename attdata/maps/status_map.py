"""Maps of the world or of one region by status.

A map shows every State of its frame: as its land, and as a dot too where the land is too small to
be seen at the size the map is saved. Status is told by colour and by hatch,
on dots by colour and by the form of the dot. What is not counted (borders.csv) has a tone of its
own, and so has a status that is not known. Boundaries imply no opinion: ``save`` prints the line
that says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from attdata.draw.axes import columns_of, counted
from attdata.draw.captions import sentences, treaty_name
from attdata.draw.drawing import NARROW_WIDTH, SLIDE_WIDTH, Drawing, describe
from attdata.draw.headlines import parties_headline
from attdata.draw.style import ACCENT, STATUS_STYLE, style
from attdata.maps import notes
from attdata.maps.boundary_notes import boundaries_on_slide
from attdata.maps.claimants import agreed
from attdata.maps.column_notes import draw_column_note, is_written, unnamed, unnamed_note
from attdata.maps.dots import (
    DOT_MM,
    draw_dots,
    marker,
    size_dots,
)
from attdata.maps.ground import (
    MARGIN_MM,
    WIDTH_MM,
    Canvas,
    Look,
    keep_in_place,
    make_canvas,
)
from attdata.maps.inset_captions import draw_caption
from attdata.maps.islets import hide_cut_islands
from attdata.maps.labels import draw_names
from attdata.maps.land import draw_ground, draw_land, fill, grounds_of, shown_by
from attdata.maps.legend import draw_legend, goes_below, legend_below, room_for_names
from attdata.maps.map_texts import short_names_note
from attdata.maps.newcomers import outline, outlined
from attdata.maps.notes import Joined, map_note, since_label, slide_note
from attdata.maps.placement import centred
from attdata.maps.raster import Raster
from attdata.maps.samples import (
    not_counted_in_sight,
    status_word,
    swatch,
    uncounted_sample,
)
from attdata.maps.sea_notes import draw_sea_note, said_below
from attdata.maps.slide import (
    MOST_NAMED,
    MOST_TOLD,
    beside,
    few_named,
    named_in,
    named_on_slide,
    on_slide,
    room_of,
    says_named,
    written,
)
from attdata.maps.tiles import STATUSES
from attdata.maps.views import insets_of, members_on, panel, view_of
from attdata.reference import of_frame
from attdata.words import name_of, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST_NEWCOMERS = 30  # names that can be read on a map of the world in a report
# The form of a dot tells the status without its colour.
MARKERS = {"state_party": "o", "signatory": "D", "not_joined": "s", "unknown": "^"}
LOOKS = {
    status: Look(look["color"], look["hatch"], look["edge"], MARKERS.get(status, "o"))
    for status, look in STATUS_STYLE.items()
}


# --- by status ---------------------------------------------------------------------------------


@of_frame
def draw_status_map(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "en",
    region: str | None = None,
    centre: float | None = None,
    joined_since: dt.date | str | None = None,
    conference: str = "",
    names: bool | None = None,
    legend: bool = True,
    width_mm: float | None = None,
    size: str = "report",
) -> Axes:
    """Draw a map of the States by status: the world, or one region with the names of its States.

    Parameters
    ----------
    frame
        What :func:`attdata.status_on` gives: one row per State with iso3, status and, for
        ``joined_since``, since.
    ax
        Axes to draw into; without it a figure of its own is made, ``width_mm`` wide.
    language
        One of ar, en, es, fr, ru, zh.
    region
        A group of groups.csv (``Africa``, ``Caribbean``, ``Pacific Islands Forum``): only its
        States are shown by status and counted, other land is a pale ground.
    centre
        Longitude in the middle of the world map; 150 puts the Pacific there. Not with ``region``.
    joined_since
        A day: States Parties since that day or a later one get a heavy outline and their name.
    conference
        The conference that closed on the day before (CSP11), for the title.
    names
        Print the names of all States; by default on maps of a region that are not narrow, and
        elsewhere those of newcomers while there are few (30, on a slide 12). False prints none.
    legend
        Whether to say on the map what its colours mean.
    width_mm
        Width at which the map is saved: decides which States are too small to be seen.
    size
        ``report``, ``slide``, ``narrow``, ``small`` or ``half``: what the map is made for. On a
        slide it goes to the edges, that of a region beside its title and legend; a narrow one has
        its legend below it; a small one stands beside others, as half of a slide does.

    Returns
    -------
    Axes
        With the land of each status as one collection (gid ``states:state_party``), its hatch
        over it (gid ``hatch:states:signatory``), each dot as a line of its own (gid ``dot:TUV``)
        and a legend with counts.

    Raises
    ------
    ValueError
        A region that groups.csv does not know, or a centre together with a region.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"iso3": ["TUV", "FJI"], "status": ["state_party", "not_joined"]})
    >>> ax = draw_status_map(frame)
    >>> sorted(line.get_gid() for line in ax.lines if line.get_gid())
    ['dot:FJI', 'dot:TUV']
    """
    columns_of(frame, ["iso3", "status"])
    framed = dict(zip(frame["iso3"].astype(str), frame["status"].astype(str), strict=True))
    inside = _inside(frame, region)
    status = {iso3: value for iso3, value in framed.items() if iso3 in inside}
    looks = {iso3: LOOKS[value] for iso3, value in status.items()}
    recent = _joined_since(frame, joined_since) & status.keys()
    slide = size == "slide"
    insets = insets_of(region, size)
    chosen = named_on_slide(status, recent) if slide and region and names is None else []
    enlarged = named_in(insets, status) if chosen else set()
    new = recent if len(recent) <= MOST_TOLD else set()
    others = {iso3 for iso3 in enlarged | new if status[iso3] not in chosen}
    said = says_named(chosen, language, others)
    all_named = bool(region) and size == "report" if names is None else names
    few = few_named(status, recent, chosen, MOST_NAMED if slide else MOST_NEWCOMERS) | enlarged
    wanted = status if all_named else few if names is None else set()
    named = {iso3: written(iso3, language, size) for iso3 in wanted}

    listed = {iso3: written(iso3, language, "report") for iso3 in unnamed(status, chosen)}
    at_sea: list[str] = []  # what a slide of the world says on the sea beside its key

    def overlay(canvas: Canvas) -> None:
        if canvas.aside:
            hide_cut_islands(canvas)
        draw_dots(canvas, looks, dict.fromkeys(recent, ACCENT))
        raster = raster_of(canvas)
        if legend and not goes_below(canvas, size):
            alone = [] if listed else chosen
            entries = _legend_entries(canvas, raster, status, joined, leaving, recent, alone)
            kept = [] if region else room_for_names(canvas, raster, named)
            draw_legend(canvas, raster, *entries, kept=kept, tight=bool(listed))
            draw_column_note(canvas, unnamed_note(listed, language))
        draw_sea_note(canvas, raster, sentences(at_sea, language))
        if named:
            draw_names(canvas, looks, named, raster, dict.fromkeys(recent, ACCENT))

    joined: Joined = (len(recent), joined_since, conference)
    leaving = notes.leaving_states(frame, status, language)
    with style(language):
        view = view_of(region, centre, inside)
        core = panel(view, inside)
        width = width_mm or width_of(size)
        room: dict[str, Any] = {"room": (room_of(insets), 0.0)}
        options = on_slide(language, region, centre, insets) if slide else room
        canvas = make_canvas(view, core, ax, width, language, insets, status, **options)
        if region:
            canvas.keep_to(core, status)
        size_dots(canvas, size, width)
        canvas.changing = frozenset(frame.attrs.get("changing", ()))
        if ax is not None and width_mm:
            canvas.saved = (core[2] - core[0]) / (width_mm - 2 * MARGIN_MM)
        _draw_states(canvas, status, framed)
        outline(canvas, recent)
        newcomers: Joined = joined if joined_since is not None else (None, None, conference)
        drawing = _status_drawing(canvas, frame, status, region, size, newcomers, leaving, named)
        below_it = _note_below(canvas, region, newcomers, frame, size)
        listed = listed if canvas.aside else {}
        shortened = short_names_note({**named, **listed}, language, slide=True)
        below_it = sentences([below_it, shortened if canvas.aside else ""], language)
        whole = sentences([said, below_it], language)
        said = below_it if listed else whole  # the list tells what the map does not name
        drawing = beside(canvas, drawing, said)
        draw_anew = keep_in_place(canvas, overlay)
        if listed and not is_written(canvas):
            said = whole
            drawing = beside(canvas, drawing, said)
            draw_anew()
        say = partial(slide_note, canvas, None, newcomers, frame)
        said = said_below(canvas, drawing, said, say, at_sea, draw_anew)
        below = 0.0
        if legend and goes_below(canvas, size):
            entries = _legend_entries(canvas, Raster(canvas), status, joined, leaving, recent)
            below = legend_below(canvas, *entries, most=1 if size == "narrow" else 5)
    drawing = replace(drawing, height=canvas.height_cm() + below)
    if said or canvas.key:
        drawing = replace(drawing, key=lambda: sentences([said, canvas.key], language))
    return describe(canvas.ax, drawing)


def _note_below(
    canvas: Canvas, region: str | None, newcomers: Joined, frame: pd.DataFrame, size: str
) -> str:
    """Return what a slide says below its map; below several, what it says of boundaries."""
    if size == "half":
        return sentences(boundaries_on_slide(canvas), canvas.language)
    return slide_note(canvas, region, newcomers, frame) if size == "slide" else ""


def _draw_states(canvas: Canvas, status: Mapping[str, str], framed: Mapping[str, str]) -> None:
    """Draw the ground, the States of the map, and overseas parts of others that it shows."""
    between = agreed(status)
    canvas.agreed = frozenset(between)
    draw_ground(canvas, {**status, **between}, framed)
    close = canvas.world_on_slide or canvas.stretched
    for value in STATUSES:
        look = fill(value, close=close)
        states = [iso3 for iso3 in status if status[iso3] == value]
        claimed = [area for area, fill_of in between.items() if fill_of == value]
        draw_land(canvas, claimed, f"claimed:{value}", **look)
        draw_land(canvas, states, f"states:{value}", parts="all", **look)
        # Overseas parts of States of other regions are coloured by the status of their State.
        others = [i for i in framed.keys() - status.keys() if framed[i] == value]
        draw_land(canvas, sorted(others), f"overseas:{value}", parts="overseas", **look)


def raster_of(canvas: Canvas) -> Raster:
    """Return the land of a canvas with its dots and captions of insets as taken."""
    raster = Raster(canvas)
    for x, y in canvas.dots.values():
        side = DOT_MM * canvas.dot + 0.3
        raster.take(centred(x / canvas.unit, y / canvas.unit, (side, side)))
    for frame in canvas.frames[1:]:
        for ground in grounds_of(canvas, frame):
            for line in shown_by(canvas, frame, ground):
                raster.frame_along(line / canvas.unit)
        draw_caption(canvas, raster, frame)
    return raster


def _inside(frame: pd.DataFrame, region: str | None) -> set[str]:
    """Return the States of a region, as the frame says or groups.csv on the frame's day."""
    states = frame["iso3"].astype(str)
    if region is None:
        return set(states)
    if "att_region" in frame.columns and (frame["att_region"].astype(str) == region).any():
        return set(states[frame["att_region"].astype(str) == region])
    return members_on(region, frame)


def width_of(size: str) -> float:
    """Return the width in millimetres for which a map is made."""
    return {"slide": SLIDE_WIDTH, "narrow": NARROW_WIDTH}.get(size, WIDTH_MM / 10) * 10


def _status_drawing(
    canvas: Canvas,
    frame: pd.DataFrame,
    status: Mapping[str, str],
    region: str | None,
    size: str,
    joined: Joined,
    leaving: str,
    named: Mapping[str, str],
) -> Drawing:
    """Return title and alt text of a status map."""
    language, values = canvas.language, list(status.values())
    rows = [
        counted(word(f"statuses.{value}", language), values.count(value), language)
        for value in STATUSES
        if value in values
    ]
    rows += [leaving] if leaving else []
    key = "status_map_group" if region else "status_map"
    group = {"group": name_of("group", region, language)} if region else {}
    spoken = sentences([word("list.semicolon", language).join(rows)], language)
    title = parties_headline(
        values.count("state_party"), len(values), language, joined=joined[0], conference=joined[2]
    )
    note = map_note(canvas, region, joined, frame, size)
    if region and size == "report":  # a slide has no room to say it twice
        note = sentences([note, short_names_note(named, language)], language)
        title = word("count.label", language, label=group["group"], n=title)
    return Drawing(
        language=language,
        frame=frame,
        subject=word(f"title.{key}", language, treaty=treaty_name(frame, language), **group),
        title=title,
        alt=word(f"alt.{key}", language, rows=spoken, **group),
        note=note,
        boundaries=True,
        fills=canvas.fills,
        size=size,
    )


def _joined_since(frame: pd.DataFrame, day: dt.date | str | None) -> set[str]:
    """Return the States Parties that became so on the day or later."""
    if day is None:
        return set()
    import pandas as pd

    late = pd.to_datetime(frame["since"]) >= pd.Timestamp(day)
    party = frame["status"].astype(str) == "state_party"
    return set(frame.loc[late & party, "iso3"].astype(str))


def _legend_entries(
    canvas: Canvas,
    raster: Raster,
    status: Mapping[str, str],
    joined: Joined,
    leaving: str,
    newcomers: Collection[str] = (),
    chosen: Collection[str] = (),
) -> tuple[list[Any], list[str]]:
    """Return samples and labels: what colours, hatches and forms mean, with numbers of States.

    ``chosen`` are the statuses whose States are named, where not all others are.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    language = canvas.language
    recent, day, conference = joined
    values = list(status.values())
    handles: list[Any] = []
    labels: list[str] = []
    for value in STATUSES:
        count = values.count(value)
        if not count:
            continue
        marked = any(status[iso3] == value for iso3 in canvas.dots)
        dot = Line2D([], [], **marker(LOOKS[value], size=canvas.dot))
        land = swatch(value, close=canvas.world_on_slide)
        handles.append((land, dot) if marked else land)
        alone = list(chosen) == [value] and "not_joined" in values
        label = status_word(value, language, world=canvas.world_on_slide, alone=alone)
        labels.append(word("count.legend", language, label=label, n=count))
    if day is not None and (recent or canvas.view.azimuthal is False):
        label = since_label(day, conference, language)
        edge = Patch(facecolor="none", edgecolor=ACCENT, linewidth=1.0)
        ringed = Line2D([], [], **marker(LOOKS["state_party"], ACCENT, canvas.dot))
        dots = set(newcomers) & canvas.dots.keys()
        framed = outlined(canvas) - dots or not dots
        handles.append((edge, ringed) if framed and dots else edge if framed else ringed)
        labels.append(word("count.legend", language, label=label, n=recent))
    if leaving:
        handles.append(Patch(facecolor="none", edgecolor="none"))
        labels.append(leaving)
    if not_counted_in_sight(canvas, raster):
        handles.append(uncounted_sample(canvas, raster))
        labels.append(word("statuses.not_counted", language))
    return handles, labels
