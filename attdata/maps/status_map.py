"""Maps of who has joined: the world or one region by status, regions by rate, one tile per State.

A map shows every State of its frame: as its land, and as a dot too where the land is too small to
be seen at the size the map is saved. Status is told by colour and by hatch,
on dots by colour and by the form of the dot. What is not counted (borders.csv) has a tone of its
own, and so has a status that is not known. Boundaries imply no opinion: ``save`` prints the line
that says so.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw.axes import columns_of, counted
from attdata.draw.captions import sentences, treaty_name
from attdata.draw.drawing import Drawing, describe
from attdata.draw.style import (
    ACCENT,
    INK,
    MUTED,
    PAPER,
    RATE_BOUNDS,
    RATE_COLORS,
    SMALL_SIZE,
    STATUS_STYLE,
    contrast,
    ink_on,
    right_to_left,
    style,
)
from attdata.maps import placement
from attdata.maps.ground import (
    DOT_MM,
    ELSEWHERE,
    SEA,
    WIDTH_MM,
    Canvas,
    Look,
    draw_dots,
    draw_ground,
    draw_land,
    draw_legend,
    fill,
    halfway,
    hidden_land,
    keep_in_place,
    make_canvas,
    marker,
    measure,
    members,
    view_of,
)
from attdata.maps.labels import draw_names
from attdata.maps.tiles import STATUSES, draw_tiles
from attdata.problems import ArgumentError
from attdata.reference import of_frame, raw_folder, read_rows, reference_rows
from attdata.universe import usual_states
from attdata.words import has_word, name_of, percent, state_name, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["draw_region_map", "draw_status_map", "draw_tiles"]

LATE = 0.0004  # what a place further away from where a count belongs is worse by
# The form of a dot tells the status without its colour.
MARKERS = {"state_party": "o", "signatory": "D", "not_joined": "s", "unknown": "^"}
LOOKS = {
    status: Look(style["color"], style["hatch"], style["edge"], MARKERS.get(status, "o"))
    for status, style in STATUS_STYLE.items()
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
    names: bool | None = None,
    width_mm: float = WIDTH_MM,
) -> Axes:
    """Return a map of the States by status: the world, or one region with the names of its States.

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
        A day: States Parties since that day or a later one get a heavy outline.
    names
        Print the names of States; by default on maps of a region.
    width_mm
        Width at which the map is saved: decides which States are too small to be seen.

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
    if region and centre is not None:
        raise ArgumentError("A map of a region has its own centre; leave out region or centre.")
    framed = dict(zip(frame["iso3"].astype(str), frame["status"].astype(str), strict=True))
    on = str(frame.attrs.get("on") or "")[:10]
    inside = framed.keys() if region is None else members(region, on)
    status = {iso3: value for iso3, value in framed.items() if iso3 in inside}
    looks = {iso3: LOOKS[value] for iso3, value in status.items()}
    recent = _joined_since(frame, joined_since) & status.keys()
    named = {iso3: state_name(iso3, language) for iso3 in status} if names or region else {}

    def overlay(canvas: Canvas) -> None:
        draw_dots(canvas, looks, dict.fromkeys(recent, ACCENT))
        _status_legend(canvas, status, len(recent), joined_since)
        if named and names is not False:
            draw_names(canvas, looks, named)

    with style(language):
        canvas = make_canvas(view_of(region, centre, on), ax, width_mm, language)
        draw_ground(canvas, status, framed)
        for value in STATUSES:
            states = [iso3 for iso3 in status if status[iso3] == value]
            draw_land(canvas, states, f"states:{value}", **fill(value))
        heavy = {"facecolor": "none", "edgecolor": ACCENT, "linewidth": 0.9, "zorder": 2}
        draw_land(canvas, sorted(recent), "states:joined_since", **heavy)
        keep_in_place(canvas, overlay)
    return describe(canvas.ax, _status_drawing(canvas, frame, status, region))


def _status_drawing(
    canvas: Canvas, frame: pd.DataFrame, status: Mapping[str, str], region: str | None
) -> Drawing:
    """Return title and alt text of a status map."""
    language, values = canvas.language, list(status.values())
    rows = [
        counted(word(f"statuses.{value}", language), values.count(value), language)
        for value in STATUSES
        if value in values
    ]
    key = "status_map_group" if region else "status_map"
    group = {"group": name_of("group", region, language)} if region else {}
    told = sentences([word("list.semicolon", language).join(rows)], language)
    return Drawing(
        language=language,
        frame=frame,
        title=word(f"title.{key}", language, treaty=treaty_name(frame, language), **group),
        subtitle=_subtitle(values.count("state_party"), len(values), language, region),
        alt=word(f"alt.{key}", language, rows=told, **group),
        key=partial(_key_of_codes, canvas) if _printed(canvas) else None,
        boundaries=True,
        height=canvas.height_cm(),
    )


def _key_of_codes(canvas: Canvas) -> str:
    """Say which State each code stands for that is printed where a name has no room."""
    coded = sorted(iso3 for iso3, text in _printed(canvas).items() if text == iso3)
    meant = [f"{iso3}\N{NO-BREAK SPACE}{state_name(iso3, canvas.language)}" for iso3 in coded]
    return word("list.semicolon", canvas.language).join(meant)


def _printed(canvas: Canvas) -> dict[str, str]:
    """Return what stands for each State whose name or code is printed, by iso3."""
    names = (a for a in canvas.overlay if str(a.get_gid()).startswith("name:"))
    return {str(artist.get_gid())[5:]: artist.get_text() for artist in names}


def _subtitle(n: int, of: int, language: str, region: str | None = None) -> str:
    """Return the count that the map shows, as n of m."""
    count = word(
        "count.of_share", language, n=n, m=of, share=percent(n / of if of else 0, language)
    )
    if region is None:
        return word("subtitle.shares", language, count=count)
    group = name_of("group", region, language)
    return word("alt.group_count", language, group=group, count=count)


def _joined_since(frame: pd.DataFrame, day: dt.date | str | None) -> set[str]:
    """Return the States Parties that became so on the day or later."""
    if day is None:
        return set()
    import pandas as pd

    late = pd.to_datetime(frame["since"]) >= pd.Timestamp(day)
    party = frame["status"].astype(str) == "state_party"
    return set(frame.loc[late & party, "iso3"].astype(str))


def _status_legend(
    canvas: Canvas, status: Mapping[str, str], recent: int, day: dt.date | str | None
) -> None:
    """Say what colours, hatches and forms mean, with the number of States."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    language = canvas.language
    values = list(status.values())
    handles: list[Any] = []
    labels: list[str] = []
    for value in STATUSES:
        count = values.count(value)
        if value == "unknown" and not count:
            continue
        dot = Line2D([], [], **marker(LOOKS[value]))
        handles.append((_swatch(value), dot) if canvas.dots else _swatch(value))
        label = word(f"statuses.{value}", language)
        labels.append(word("count.legend", language, label=label, n=count))
    if day is not None:
        label = word("statuses.joined_since", language, day=dt.date.fromisoformat(str(day)[:10]))
        handles.append(Patch(facecolor="none", edgecolor=ACCENT, linewidth=1.0))
        labels.append(word("count.legend", language, label=label, n=recent))
    handles.append(_swatch("not_counted"))
    labels.append(word("statuses.not_counted", language))
    draw_legend(canvas, handles, labels)


def _swatch(status: str) -> Any:
    """Return the legend's sample of the land of a status."""
    from matplotlib.patches import Patch

    return Patch(**{**fill(status), "edgecolor": LOOKS[status].edge}, linewidth=0.3)


# --- by region ---------------------------------------------------------------------------------


@of_frame
def draw_region_map(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "en",
    centre: float | None = None,
    width_mm: float = WIDTH_MM,
) -> Axes:
    """Return a world map of regions filled by their rate of participation, n of m printed in each.

    Parameters
    ----------
    frame
        What :func:`attdata.participation` gives for one day and one scheme whose groups do not
        overlap (att_region, un_regional_group, m49_subregion): one row per group with scheme,
        group, n_party and n_states. Rows ``World`` and ``no group`` are left to the table.
    ax
        Axes to draw into; without it a figure of its own is made, ``width_mm`` wide.
    language
        One of ar, en, es, fr, ru, zh.
    centre
        Longitude in the middle of the map.
    width_mm
        Width at which the map is saved.

    Returns
    -------
    Axes
        With the land of each group as one collection (gid ``group:Africa``), and n of m as a
        text (gid ``count:Africa``).

    Raises
    ------
    ValueError
        More than one day, or a scheme whose groups overlap.

    Examples
    --------
    >>> import attdata as att
    >>> ax = att.draw_region_map(att.participation(att.load(), "2024-08-23"))
    >>> [text.get_text()[-7:] for text in ax.texts if text.get_gid() == "count:Oceania"]
    ['6 of 15']
    """
    groups, scheme = _one_scheme(frame)
    group_of = _group_of(frame, scheme, groups)
    looks = {name: _rate_look(row["n_party"], row["n_states"]) for name, row in groups.items()}
    dots = {iso3: looks[group] for iso3, group in group_of.items()}

    def overlay(canvas: Canvas) -> None:
        draw_dots(canvas, dots, {})
        _rate_legend(canvas)
        _draw_counts(canvas, groups, group_of, looks, scheme)

    with style(language):
        canvas = make_canvas(view_of(None, centre), ax, width_mm, language)
        draw_ground(canvas, group_of, group_of)
        for name, look in looks.items():
            states = [iso3 for iso3, group in group_of.items() if group == name]
            edge = PAPER if contrast(look.color, SEA) > 2 else halfway(look.edge, look.color)
            draw_land(canvas, states, f"group:{name}", facecolor=look.color, edgecolor=edge)
        keep_in_place(canvas, overlay)
    return describe(canvas.ax, _region_drawing(canvas, frame, groups, scheme))


def _region_drawing(
    canvas: Canvas, frame: pd.DataFrame, groups: Mapping[str, Mapping[str, int]], scheme: str
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
    world = frame[frame["group"] == "World"]
    return Drawing(
        language=language,
        frame=frame,
        title=word("title.shares", language, treaty=treaty_name(frame, language), by=by),
        subtitle=_subtitle(int(world["n_party"].iloc[0]), int(world["n_states"].iloc[0]), language)
        if len(world)
        else "",
        alt=word("alt.region_map", language, rows=sentences(rows, language)),
        boundaries=True,
        height=canvas.height_cm(),
    )


def _one_scheme(frame: pd.DataFrame) -> tuple[dict[str, dict[str, int]], str]:
    """Return the groups of a frame of participation with their counts, and their scheme."""
    columns_of(frame, ["on", "scheme", "group", "n_party", "n_states"])
    schemes = set(frame["scheme"].astype(str))
    if len(set(frame["on"])) != 1 or len(schemes) != 1:
        raise ArgumentError("A map shows one day and one scheme; select the rows of one of each.")
    scheme = schemes.pop()
    if scheme == "organisation":
        raise ArgumentError("Organisations overlap, so a map cannot fill them; use draw_shares.")
    rows = frame[~frame["group"].isin(["World", "no group"])]
    return {
        str(row.group): {"n_party": int(str(row.n_party)), "n_states": int(str(row.n_states))}
        for row in rows.itertuples()
    }, scheme


def _group_of(frame: pd.DataFrame, scheme: str, groups: Collection[str]) -> dict[str, str]:
    """Return the group of each State on the frame's day, for the groups and universe it has."""
    day = str(frame["on"].iloc[0])[:10]
    universe = str(frame["universe"].iloc[0]) if "universe" in frame.columns else "all"
    counted_in = usual_states(universe) | set(frame.attrs.get("universe_joined") or [])
    return {
        row["iso3"]: row["group"]
        for row in reference_rows("groups")
        if row["scheme"] == scheme
        and row["group"] in groups
        and row["iso3"] in counted_in
        and row["start"] <= day < (row["end"] or "9999")
    }


def _rate_look(n: int, of: int) -> Look:
    """Return the colour of a rate; a group without States has that of no data."""
    if not of:
        return Look(ELSEWHERE, "", MUTED)
    color = RATE_COLORS[min(bisect_right(RATE_BOUNDS, n / of) - 1, len(RATE_COLORS) - 1)]
    return Look(color, "", MUTED)


def _rate_legend(canvas: Canvas) -> None:
    """Say which colour is which rate, the highest first."""
    from matplotlib.patches import Patch

    language = canvas.language
    handles: list[Any] = []
    labels = []
    for low, high, color in zip(RATE_BOUNDS[:-1], RATE_BOUNDS[1:], RATE_COLORS, strict=True):
        handles.append(Patch(facecolor=color, edgecolor=MUTED, linewidth=0.5))
        bounds = {"low": percent(low, language), "high": percent(high, language)}
        key = "under" if low == 0 else "from" if high == 1 else "from_to"
        labels.append(word(f"map.rate_{key}", language, **bounds))
    handles, labels = handles[::-1], labels[::-1]
    handles.append(_swatch("not_counted"))
    labels.append(word("statuses.not_counted", language))
    title = placement.wrapped(word("share.parties", language), 2)[-1]
    draw_legend(canvas, handles, labels, title)


def _draw_counts(
    canvas: Canvas,
    groups: Mapping[str, Mapping[str, int]],
    group_of: Mapping[str, str],
    looks: Mapping[str, Look],
    scheme: str,
) -> None:
    """Print name and n of m of each group: on its land, or in the sea near the place given."""
    rows = read_rows(raw_folder("geo") / "labels.csv")
    places = {row["group"]: row for row in rows if row["scheme"] == scheme}
    room = placement.Room(canvas.millimetres())
    for x, y in canvas.dots.values():
        room.take(placement.centred(x / canvas.unit, y / canvas.unit, (DOT_MM, DOT_MM)))
    if canvas.legend is not None:
        room.take(canvas.legend)
    missing = sorted(groups.keys() - places.keys())
    if missing:
        raise ValueError(f'labels.csv has no place for the group "{missing[0]}" of {scheme}.')
    # What has to lie on its land comes first; the sea has room for the rest.
    for name in sorted(groups, key=lambda name: places[name]["to_longitude"] != ""):
        place, count = places[name], groups[name]
        most = 18 if len(groups) < 10 else 10 if place["to_longitude"] else 16  # letters in a line
        names = placement.wrapped(name_of("group", name, canvas.language))
        short = [text for text in names if max(map(len, text.split("\n"))) <= most] or names[-1:]
        said = word("count.of", canvas.language, n=count["n_party"], m=count["n_states"])
        text = canvas.ax.text(
            *_project(canvas, place["longitude"], place["latitude"]), f"{short[0]}\n{said}",
            fontsize=SMALL_SIZE if len(groups) < 10 else SMALL_SIZE - 1, ha="center", va="center",
            gid=f"count:{name}", zorder=5,
            linespacing=1.35 if right_to_left(canvas.language) else 1.1,
        )  # fmt: skip
        canvas.overlay.append(text)
        if place["to_longitude"]:
            _count_at_sea(canvas, room, text, place)
        else:
            own = frozenset(iso3 for iso3, group in group_of.items() if group == name)
            _move(canvas, room, text, 6.0, partial(_beside_land, canvas, own))
            color = looks[name].color
            ground = {"facecolor": color, "edgecolor": "none", "pad": 0.2}
            text.set(color=ink_on(color), bbox=ground)


def _beside_land(canvas: Canvas, own: frozenset[str], box: placement.Box) -> float:
    """Return the share of a rectangle that is not on the land of some States."""
    return 1 - hidden_land(canvas, box, own)


def _count_at_sea(
    canvas: Canvas, room: placement.Room, text: Any, place: Mapping[str, str]
) -> None:
    """Move a count to where it covers no land, and join it to its land by a line."""
    end = _project(canvas, place["to_longitude"], place["to_latitude"])
    goal = (end[0] / canvas.unit, end[1] / canvas.unit)

    def badness(box: placement.Box) -> float:
        free = room.clear(placement.nearest(box, goal), goal)
        return hidden_land(canvas, box) + (0.0 if free else 0.3)

    box = _move(canvas, room, text, 20.0, badness)
    text.set_color(INK)
    if hidden_land(canvas, box) > 0.003:
        text.set_bbox({"facecolor": SEA, "edgecolor": "none", "pad": 0.2, "alpha": 0.8})
    start = placement.nearest(box, goal)
    room.take_line(goal, start)
    (line,) = canvas.ax.plot(
        [start[0] * canvas.unit, end[0]], [start[1] * canvas.unit, end[1]],
        color=INK, linewidth=0.5, label="_line", zorder=4.5,
    )  # fmt: skip
    canvas.overlay.append(line)


def _move(
    canvas: Canvas,
    room: placement.Room,
    text: Any,
    last: float,
    badness: Callable[[placement.Box], float],
) -> placement.Box:
    """Move a text to the least bad of the free places within so many millimetres, the near first.

    Where none is free the text stays; the rectangle that it takes comes back.
    """
    x, y = (side / canvas.unit for side in text.get_position())
    size = measure(canvas, text)
    least, best = np.inf, placement.centred(x, y, size)
    spots = [(x, y), *placement.around(x, y, (0.0, 0.0), first=0.75, last=last)]
    for rank, spot in enumerate(spots):
        if rank * LATE > least:
            break
        box = placement.centred(*spot, size)
        if room.free(box, 0.3):
            bad = badness(box) + rank * LATE
            if bad < least:
                least, best = bad, box
    room.take(best)
    middle = (best[0] + best[2]) / 2, (best[1] + best[3]) / 2
    text.set_position((middle[0] * canvas.unit, middle[1] * canvas.unit))
    return best


def _project(canvas: Canvas, longitude: str, latitude: str) -> tuple[float, float]:
    """Return the place of a point of labels.csv on the view."""
    lon = float(longitude)
    lon -= 360 * round((lon - canvas.view.centre) / 360)
    x, y = canvas.view.project(np.array([lon]), np.array([float(latitude)]))
    return float(x[0]), float(y[0])
