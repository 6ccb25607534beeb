"""Maps of who has joined: the world or one region by status, regions by rate, one tile per State.

A map shows every State of its frame: as its land, and as a dot too where the land is too small to
be seen at the size the map is saved (DESIGN.md, section 7). Status is told by colour and by hatch,
on dots by colour and by the form of the dot. What is not counted (borders.csv) has a tone of its
own, and so has a status that is not known. Boundaries imply no opinion: ``save`` prints the line
that says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from attdata import geometry, placement
from attdata.geometry import Floats, Shape, View
from attdata.reference import raw_folder, read_rows, reference_rows
from attdata.style import ACCENT, BASE_SIZE, INK, MUTED, PAPER, SMALL_SIZE, STATUS_STYLE, style
from attdata.words import name_of, number, state_name, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

WIDTH_MM = 170.0
# No map is higher than this at 17 cm, so that title, legend and footer share its page.
HEIGHT_MM = 150.0
# Land whose largest piece is smaller than a square of this side is drawn as a dot as well.
SMALL_MM = 0.8
DOT_MM = 1.6
DOT_GAP_MM = 0.25
# Points closer than a third of a printer's dot at 600 dpi are one point.
GRID_MM = 0.03
SEA = "#F3F6F8"
ELSEWHERE = "#EDEBE6"
POINT = 72 / 25.4  # points in a millimetre

STATUSES = ("state_party", "signatory", "not_joined", "unknown")
# The form of a dot tells the status without its colour.
MARKERS = {"state_party": "o", "signatory": "D", "not_joined": "s", "unknown": "^"}
# Forms of equal marker size look unequal: a square has more area than a diamond.
MARKER_SIZE = {"o": 1.0, "D": 0.8, "s": 0.86, "^": 1.05}


@dataclass
class Canvas:
    """The axes of a map, what it shows, and how long a millimetre is in its units."""

    ax: Axes
    view: View
    shapes: Mapping[str, Shape]
    unit: float  # view units in a millimetre
    box: tuple[float, float, float, float]  # limits of the axes, in view units
    language: str


# --- by status ---------------------------------------------------------------------------------


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
        With the land of each status as one collection (gid ``states:state_party``), each dot as
        a line of its own (gid ``dot:TUV``) and a legend with counts.

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
    if region and centre is not None:
        raise ValueError("A map of a region has its own centre; leave out region or centre.")
    status = dict(zip(frame["iso3"].astype(str), frame["status"].astype(str), strict=True))
    shown = status if region is None else _members(status, region)
    with style(language):
        canvas = _canvas(_view(region, centre), region, shown, ax, width_mm, language)
        recent = _joined_since(frame, shown, joined_since)
        _draw_ground(canvas, set(shown), set(status))
        _draw_status(canvas, shown, recent)
        dots = _draw_dots(canvas, shown, recent)
        _status_legend(canvas, shown, recent, joined_since, dots)
        if names if names is not None else region is not None:
            _draw_names(canvas, shown, dots)
    return canvas.ax


def _members(status: Mapping[str, str], group: str) -> dict[str, str]:
    """Return the status of the States that are in a group now."""
    inside = {row["iso3"] for row in reference_rows("groups") if _in(row, group)}
    if not inside:
        known = sorted({row["group"] for row in reference_rows("groups")})
        raise ValueError(f'groups.csv has no group "{group}"; it has {", ".join(known)}.')
    return {iso3: value for iso3, value in status.items() if iso3 in inside}


def _in(row: Mapping[str, str], group: str) -> bool:
    """Return whether a row of groups.csv is a membership in the group that has not ended."""
    return row["group"] == group and not row["end"]


def _joined_since(
    frame: pd.DataFrame, shown: Mapping[str, str], day: dt.date | str | None
) -> frozenset[str]:
    """Return the States Parties among those shown that became so on the day or later."""
    if day is None:
        return frozenset()
    import pandas as pd

    late = pd.to_datetime(frame["since"]) >= pd.Timestamp(day)
    party = frame["status"].astype(str) == "state_party"
    return frozenset(frame.loc[late & party, "iso3"].astype(str)) & shown.keys()


# --- the canvas --------------------------------------------------------------------------------


def _view(region: str | None, centre: float | None) -> View:
    """Return the view of the world, or of a region as views.csv or its States' places say."""
    if region is None:
        return geometry.world_view(geometry.WORLD_CENTRE if centre is None else centre)
    for row in read_rows(raw_folder("geo") / "views.csv"):
        if row["group"] == region:
            sides = (float(row[side]) for side in ("west", "east", "south", "north"))
            return View(*sides, azimuthal=True)
    return _view_of({row["iso3"] for row in reference_rows("groups") if _in(row, region)})


def _view_of(members: set[str]) -> View:
    """Return a view that holds the largest piece and the point of every member."""
    boxes = geometry.largest_pieces()
    spots = {iso3: spot for iso3, spot in _spots().items() if iso3 in members}
    turned = np.radians([lon for lon, _ in spots.values()])
    middle = float(np.degrees(np.arctan2(np.sin(turned).mean(), np.cos(turned).mean())))
    west, east, south, north = [], [], [], []
    for iso3, (lon, lat) in spots.items():
        left, bottom, right, top = boxes.get(iso3, (lon, lat, lon, lat))
        turn = 360 * round(((left + right) / 2 - middle) / 360)
        west.append(left - turn)
        east.append(right - turn)
        south.append(bottom)
        north.append(top)
    pad = max(1.5, 0.06 * max(max(east) - min(west), max(north) - min(south)))
    return View(
        min(west) - pad,
        max(east) + pad,
        max(min(south) - pad, -60),
        min(max(north) + pad, 80),
        True,
    )


@cache
def _spots() -> Mapping[str, tuple[float, float]]:
    """Return the longitude and latitude of every State's point."""
    return {
        row["iso3"]: (float(row["longitude"]), float(row["latitude"]))
        for row in reference_rows("states")
    }


def _canvas(
    view: View,
    region: str | None,
    shown: Mapping[str, str],
    ax: Axes | None,
    width_mm: float,
    language: str,
) -> Canvas:
    """Set up axes that the view fills, and the shapes at their scale."""
    x, y = view.outline()
    left, right, bottom, top = x.min(), x.max(), y.min(), y.max()
    if ax is None:
        import matplotlib.pyplot as plt

        height = min(width_mm * (top - bottom) / (right - left), HEIGHT_MM * width_mm / WIDTH_MM)
        figure = plt.figure(figsize=(width_mm / 25.4, height / 25.4))
        ax = figure.add_axes((0, 0, 1, 1))
    place = ax.get_position()
    inches = ax.get_figure(root=True).get_size_inches()
    across, up = place.width * inches[0] * 25.4, place.height * inches[1] * 25.4
    unit = float(max((right - left) / across, (top - bottom) / up))
    # The view is widened to fill the axes: more sea is better than an empty strip.
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    box = (
        float(middle_x - across * unit / 2),
        float(middle_y - up * unit / 2),
        float(middle_x + across * unit / 2),
        float(middle_y + up * unit / 2),
    )
    ax.set_xlim(box[0], box[2])
    ax.set_ylim(box[1], box[3])
    ax.set_aspect("equal")
    ax.set_axis_off()
    grid = float(f"{GRID_MM * unit:.2g}")
    return Canvas(ax, view, geometry.shapes(view, grid), unit, box, language)


def _draw_ground(canvas: Canvas, shown: set[str], framed: set[str]) -> None:
    """Draw the sea, land that is not counted, land outside the region, and disputed lines."""
    from matplotlib.patches import Polygon, Rectangle

    ax, box = canvas.ax, canvas.box
    if canvas.view.azimuthal:
        width, height = box[2] - box[0], box[3] - box[1]
        sea: Any = Rectangle(box[:2], width, height, facecolor=SEA, edgecolor="none")
    else:
        sea = Polygon(np.column_stack(canvas.view.outline()), facecolor=SEA, edgecolor="none")
    sea.set(gid="sea", zorder=0)
    ax.add_patch(sea)
    kinds = canvas.shapes
    other = [i for i, s in kinds.items() if s.kind == "state" and i in framed - shown]
    outside = [
        i for i, s in kinds.items() if s.kind != "disputed line" and i not in framed and s.path
    ]
    _land(canvas, other, "land:elsewhere", facecolor=ELSEWHERE, edgecolor=PAPER)
    tone = STATUS_STYLE["not_counted"]
    _land(
        canvas,
        outside,
        "states:not_counted",
        facecolor=tone["color"],
        edgecolor=tone["edge"],
        hatch=tone["hatch"],
        hatchcolor=tone["edge"],
    )
    lines = [i for i, s in kinds.items() if s.kind == "disputed line"]
    _land(
        canvas,
        lines,
        "lines:disputed",
        facecolor="none",
        edgecolor=INK,
        linestyle=(0, (2.5, 1.5)),
        linewidth=0.5,
        zorder=2.5,
    )


def _land(canvas: Canvas, ids: Sequence[str], gid: str, **look: Any) -> Any:
    """Draw areas as one collection, which remembers their ids in order as ``areas``."""
    from matplotlib.collections import PathCollection

    drawn = [i for i in ids if i in canvas.shapes and canvas.shapes[i].path is not None]
    if not drawn:
        return None
    look = {"linewidth": 0.3, "zorder": 1.0, **look}
    paths = [canvas.shapes[i].path for i in drawn]
    collection = PathCollection(paths, joinstyle="round", **look)
    collection.set_gid(gid)
    collection.areas = tuple(drawn)
    # Clipping every path at the axes again would cost more than drawing it.
    canvas.ax.add_collection(collection, autolim=False)
    return collection


def _draw_status(canvas: Canvas, shown: Mapping[str, str], recent: frozenset[str]) -> None:
    """Draw the land of each status, and the heavy outline of States that joined lately."""
    for status in STATUSES:
        look = STATUS_STYLE[status]
        _land(
            canvas,
            [iso3 for iso3, value in shown.items() if value == status],
            f"states:{status}",
            facecolor=look["color"],
            edgecolor=PAPER,
            hatch=look["hatch"] or None,
            hatchcolor=look["edge"],
        )
    _land(
        canvas,
        sorted(recent),
        "states:joined_since",
        facecolor="none",
        edgecolor=ACCENT,
        linewidth=0.9,
        zorder=2,
    )


def _draw_dots(
    canvas: Canvas, shown: Mapping[str, str], recent: frozenset[str] = frozenset()
) -> dict[str, tuple[float, float]]:
    """Draw a dot for every State too small to be seen; return the dots' places."""
    small = [iso3 for iso3 in sorted(shown) if _too_small(canvas, iso3)]
    if not small:
        return {}
    spots = np.array([_spots()[iso3] for iso3 in small])
    lon = spots[:, 0] - 360 * np.rint((spots[:, 0] - canvas.view.centre) / 360)
    anchors = np.column_stack(canvas.view.project(lon, spots[:, 1])) / canvas.unit
    inside = np.array(canvas.box) / canvas.unit
    places = placement.spread(anchors, DOT_MM + DOT_GAP_MM, tuple(inside)) * canvas.unit
    _draw_leaders(canvas, anchors * canvas.unit, places)
    for iso3, (x, y) in zip(small, places, strict=True):
        look, marker = STATUS_STYLE[shown[iso3]], MARKERS[shown[iso3]]
        canvas.ax.plot(
            [x],
            [y],
            marker=marker,
            markersize=DOT_MM * POINT * MARKER_SIZE[marker] - 0.5,
            markerfacecolor=look["color"],
            markeredgecolor=ACCENT if iso3 in recent else PAPER,
            markeredgewidth=0.9 if iso3 in recent else 0.5,
            linestyle="none",
            gid=f"dot:{iso3}",
            label=f"_dot:{iso3}",
            zorder=4,
        )
    return {iso3: (float(x), float(y)) for iso3, (x, y) in zip(small, places, strict=True)}


def _too_small(canvas: Canvas, iso3: str) -> bool:
    """Return whether the land of a State cannot be seen at this scale."""
    shape = canvas.shapes.get(iso3)
    return shape is None or shape.path is None or shape.across < SMALL_MM * canvas.unit


def _draw_leaders(canvas: Canvas, anchors: Floats, places: Floats) -> None:
    """Join each dot that had to move to its place."""
    from matplotlib.collections import LineCollection

    moved = np.hypot(*(places - anchors).T) > DOT_MM * canvas.unit * 0.5
    segments = np.stack([anchors[moved], places[moved]], axis=1)
    lines = LineCollection(segments, colors=INK, linewidths=0.4, gid="leaders", zorder=3)
    canvas.ax.add_collection(lines, autolim=False)


def _status_legend(
    canvas: Canvas,
    shown: Mapping[str, str],
    recent: frozenset[str],
    day: dt.date | str | None,
    dots: Mapping[str, tuple[float, float]],
) -> None:
    """Say what colours, hatches and forms mean, with the number of States."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    values = list(shown.values())
    handles: list[Any] = []
    labels: list[str] = []
    for status in STATUSES:
        count = values.count(status)
        if not count and status == "unknown":
            continue
        look = STATUS_STYLE[status]
        patch = Patch(
            facecolor=look["color"], hatch=look["hatch"], edgecolor=look["edge"], linewidth=0.3
        )
        dot = Line2D(
            [],
            [],
            linestyle="none",
            marker=MARKERS[status],
            markersize=DOT_MM * POINT * MARKER_SIZE[MARKERS[status]],
            markerfacecolor=look["color"],
            markeredgecolor=PAPER,
            markeredgewidth=0.5,
        )
        handles.append((patch, dot) if dots else patch)
        label = word(f"statuses.{status}", canvas.language)
        labels.append(word("count.legend", canvas.language, label=label, n=count))
    if recent:
        label = word("statuses.joined_since", canvas.language, day=dt.date.fromisoformat(str(day)))
        handles.append(Patch(facecolor="none", edgecolor=ACCENT, linewidth=1.0))
        labels.append(word("count.legend", canvas.language, label=label, n=len(recent)))
    look = STATUS_STYLE["not_counted"]
    handles.append(
        Patch(facecolor=look["color"], hatch=look["hatch"], edgecolor=look["edge"], linewidth=0.3)
    )
    labels.append(word("statuses.not_counted", canvas.language))
    _legend(canvas, handles, labels)


def _legend(canvas: Canvas, handles: list[Any], labels: list[str]) -> Any:
    """Put the legend in the empty south of the map."""
    from matplotlib.legend_handler import HandlerTuple

    arabic = canvas.language == "ar"
    legend = canvas.ax.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(0.0, 0.0),
        fontsize=SMALL_SIZE,
        handlelength=2.4,
        handleheight=0.9,
        labelspacing=0.35,
        borderaxespad=0.2,
        markerfirst=not arabic,
        alignment="right" if arabic else "left",
        handler_map={tuple: HandlerTuple(ndivide=None, pad=0.3)},
    )
    legend.set(gid="legend", zorder=6)
    return legend


def _draw_names(canvas: Canvas, shown: Mapping[str, str], dots: Mapping[str, Any]) -> None:
    """Print the names of States."""
