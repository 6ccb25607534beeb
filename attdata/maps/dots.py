"""Dots for the States whose land is too small to be seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from attdata.draw.style import INK, PAPER
from attdata.maps import placement
from attdata.maps.aside import DOT_MM, Crowd, set_aside
from attdata.maps.ground import (
    ABOVE,
    MARGIN_MM,
    PLAIN_MM,
    POINT,
    SMALL_MM,
    WIDTH_MM,
    Canvas,
    Frame,
    Look,
    fill_axes,
)  # fmt: skip
from attdata.maps.pinned import pins_of, shrink_dots
from attdata.maps.shapes import LINE, Floats
from attdata.maps.views import bordering

OUTLINED_MM = 1.5  # a heavy outline would fill pieces of land narrower than this
OUTLINE_ON_SLIDE = 0.7  # of its width: a slide enlarges it with all else
SHOWN_MM = 0.36  # plain land larger than this is seen, if hardly, where its dot has no room
BORDERED_MM = 0.64  # so large is seen by its borders alone, among land of its colour
DOT_GAP_MM = 0.3  # between two dots, so that neighbours do not look like one State
# Dots on a map of the world are so much smaller: those of the eastern Mediterranean and of the
# Gulf would lie on their neighbours' land.
FINE = 0.8
LARGER = 1.5  # on maps side by side, where the form of a mark could else not be told
ON_PHONE = 0.7  # of the usual size, so that the Caribbean and Europe stay apart
# The outline of a newcomer's dot, in points, and as a share of its whole width at most.
HEAVY, RING = 1.0, 0.22
# Forms of equal marker size look unequal: a square has more area than a diamond.
MARKER_SIZE = {"o": 1.0, "D": 0.8, "s": 0.86, "^": 1.05}


def size_dots(canvas: Canvas, size: str, width_mm: float) -> None:
    """Set how large the dots of statuses are, and which land is too small without one."""
    if size == "narrow":
        canvas.dot = ON_PHONE
    elif not canvas.view.azimuthal:
        canvas.plain = PLAIN_MM
    canvas.stretched = size == "half"
    if size in ("small", "half"):  # a map in little: the same States have dots
        canvas.dot = (width_mm - 2 * MARGIN_MM) / (WIDTH_MM - 2 * MARGIN_MM)
        canvas.trimmed = True
        fill_axes(canvas)
    if not canvas.view.azimuthal:
        canvas.fine = FINE * (LARGER if canvas.trimmed else 1.0)
        canvas.dot *= canvas.fine


def draw_dots(canvas: Canvas, looks: Mapping[str, Look], heavy: Mapping[str, str]) -> None:
    """Draw a dot for every State too small to be seen at this size, none over another.

    Parameters
    ----------
    canvas
        Its ``dots`` are filled with the places, in view units.
    looks
        iso3 -> how the State is drawn.
    heavy
        iso3 -> colour of a heavy outline.
    """
    from matplotlib.lines import Line2D

    shrink_dots(canvas)
    small = [
        iso3 for iso3 in sorted(looks)
        if is_dot(canvas, iso3, outlined=iso3 in heavy, plain=_is_set_off(canvas, iso3, looks))
    ]  # fmt: skip
    for number, frame in enumerate(canvas.frames):
        dotted = [iso3 for iso3 in small if canvas.home.get(iso3, 0) == number]
        if dotted:
            sight = canvas.millimetres(canvas.sight(frame))
            crowd, places = _settled(canvas, frame, dotted, looks, heavy, sight)
            _draw_leaders(canvas, crowd.anchors * canvas.unit, places * canvas.unit)
            for iso3, (x, y) in zip(crowd.dotted, (places * canvas.unit).tolist(), strict=True):
                canvas.dots[iso3] = (x, y)
    _draw_halos(canvas, looks)
    for iso3, (x, y) in canvas.dots.items():
        look = marker(looks[iso3], heavy.get(iso3), canvas.dot)
        look |= {"gid": f"dot:{iso3}", "label": f"_dot:{iso3}", "zorder": 4 + ABOVE}
        # Not ax.plot, which would look at the limits of the axes again for every dot.
        canvas.overlay.append(canvas.ax.add_artist(Line2D([x], [y], **look)))


def _settled(
    canvas: Canvas,
    frame: Frame,
    dotted: Sequence[str],
    looks: Mapping[str, Look],
    heavy: Collection[str],
    sight: placement.Box,
) -> tuple[Crowd, Floats]:
    """Return the dots of a frame and their places, none at home on land of others.

    On a map of the world a dot with no room at its land is left out where the land shows its colour
    without: it would only hide others, or point at them.
    """
    colors = {iso3: f"{look.color} {look.marker}" for iso3, look in looks.items()}
    apart = (DOT_MM + DOT_GAP_MM) * canvas.dot

    pins = pins_of(canvas, frame, dotted, looks, heavy)
    dotted = [iso3 for iso3 in dotted if pins.get(iso3, ()) is not None]
    fixed = {iso3: pin for iso3, pin in pins.items() if pin is not None}
    movers: dict[Any, Any] = {}

    def place(dotted: list[str]) -> tuple[Crowd, Floats, dict[str, float]]:
        anchors = np.array([canvas.points[iso3] for iso3 in dotted]).reshape(-1, 2) / canvas.unit
        free = np.array([iso3 not in fixed for iso3 in dotted], dtype=bool)
        begun = anchors.copy()
        begun[free] = placement.spread(anchors[free], apart, sight)
        for number in np.flatnonzero(~free):
            anchors[number], begun[number] = fixed[dotted[number]]
        crowd = Crowd(
            canvas, frame, colors, dotted, anchors, apart, sight, frozenset(fixed), movers
        )
        places, away = set_aside(crowd, begun)
        ways = np.hypot(*(places - anchors).T)
        return crowd, places, {dotted[i]: float(ways[i]) for i in away}

    crowd, places, away = place(dotted)
    while True:
        lands = {iso3: canvas.area(iso3) for iso3 in away.keys() - set(heavy)}
        sizes = {iso3: area.across for iso3, area in lands.items() if area is not None}
        shown = {iso3 for iso3 in sizes if _shows(canvas, looks[iso3], sizes[iso3])}
        if not shown:
            return crowd, places
        fewer = place([iso3 for iso3 in crowd.dotted if iso3 not in shown])
        if sum(fewer[2].values()) >= sum(away.values()):  # others have to go farther instead
            return crowd, places
        crowd, places, away = fewer


def _seen(canvas: Canvas) -> float:
    """Return a millimetre of land in view units, for what is seen without a dot at this size."""
    return canvas.dot / canvas.fine / canvas.shrunk * canvas.saved


def _shows(canvas: Canvas, look: Look, across: float) -> bool:
    """Return whether land so large shows its colour on a map of the world: it has no hatch."""
    least = SHOWN_MM * _seen(canvas)
    whole = not canvas.view.azimuthal and not canvas.trimmed
    return whole and not look.hatch and look.marker in "os" and across > least


def _is_set_off(canvas: Canvas, iso3: str, looks: Mapping[str, Look]) -> bool:
    """Return whether the colour of its land tells the status of a State, without a hatch.

    So it does of States Parties, which are plain, and where no neighbour has the same colour. On
    small maps beside others that is too little land, and so it is along a dashed line, whose white
    edge covers a part of it.
    """
    look = looks[iso3]
    if iso3 in canvas.changing:  # a mark on one map is on all of them
        return False
    if look.marker == "o":
        return True
    near = bordering().get(iso3, ())
    alike = any(looks[i].color == look.color for i in near if i in looks)
    area = canvas.area(iso3)
    if alike and not look.hatch and area is not None and not canvas.view.azimuthal:
        size = area.across * canvas.frames[canvas.home.get(iso3, 0)].scale
        alike = size < BORDERED_MM * _seen(canvas)
    return not alike and not canvas.trimmed and not _is_dashed(canvas, iso3)


def _is_dashed(canvas: Canvas, iso3: str) -> bool:
    """Return whether a dashed line runs along the land of a State."""
    import shapely

    areas = canvas.frames[canvas.home.get(iso3, 0)].areas
    lines = [area.geometry for area in areas.values() if area.kind == LINE]
    return iso3 in areas and bool(shapely.intersects(areas[iso3].geometry, lines).any())


def is_dot(canvas: Canvas, iso3: str, *, outlined: bool = False, plain: bool = False) -> bool:
    """Return whether a State has a dot: it is too small, or its heavy outline would fill it."""
    area, frame = canvas.area(iso3), canvas.frames[canvas.home.get(iso3, 0)]
    if too_small(canvas, iso3, plain=plain) or area is None:
        return True
    return outlined and area.across * frame.scale < least_outlined(canvas)


def least_outlined(canvas: Canvas) -> float:
    """Return how large land has to be for a heavy outline, which is finer on a slide."""
    return OUTLINED_MM * canvas.saved * (OUTLINE_ON_SLIDE if canvas.least else 1.0)


def too_small(canvas: Canvas, iso3: str, *, plain: bool = False) -> bool:
    """Return whether the land of a State cannot be seen at this scale.

    Land that is ``plain`` is known by its colour alone, and seen where a hatch would not be.
    """
    area = canvas.area(iso3)
    scale = canvas.frames[canvas.home.get(iso3, 0)].scale
    least = canvas.plain if plain else SMALL_MM
    return area is None or area.across * scale < least * _seen(canvas)


def marker(look: Look, heavy: str | None = None, size: float = 1.0) -> dict[str, Any]:
    """Return how a dot is drawn, on the map and in the legend, ``size`` times as large as usual."""
    wide, edge = (DOT_MM - 0.3) * size * POINT * MARKER_SIZE[look.marker], 0.5 * size
    if heavy:  # a ring around the colour of the status, which a small one would else hide
        whole = wide + HEAVY
        edge = min(HEAVY, RING * whole)
        wide = whole - edge
    return {
        "linestyle": "none",
        "marker": look.marker,
        "markersize": wide,
        "markerfacecolor": look.color,
        "markeredgecolor": heavy or look.edge,
        "markeredgewidth": edge,
    }


def draw_numbered_dot(
    canvas: Canvas, iso3: str, look: Look, place: tuple[float, float], size: float, heavy: str = ""
) -> None:
    """Draw a dot that holds a number, instead of the State's own dot where it has one.

    Parameters
    ----------
    canvas
        Its ``dots`` get the place.
    iso3, look, heavy
        The State, how it is drawn, and the colour of a heavy outline.
    place
        In view units.
    size
        Of the dot, in millimetres.
    """
    from matplotlib.lines import Line2D

    own = [artist for artist in canvas.overlay if artist.get_gid() == f"dot:{iso3}"]
    for artist in own:
        artist.remove()
        canvas.overlay.remove(artist)
    start = canvas.dots.get(iso3, canvas.points[iso3])
    for halo in [line for line in canvas.overlay if line.get_label() == "_halo"]:
        spots = np.atleast_2d(halo.get_xydata())
        halo.set_data(*spots[(spots != np.array(start)).any(axis=1)].T)
    if np.hypot(*np.subtract(start, place)) > 0.5 * size * canvas.unit:
        _draw_leaders(canvas, np.array([start]), np.array([place]))
    canvas.dots[iso3] = place
    form: dict[str, Any] = {"linestyle": "none", "marker": look.marker, "zorder": 4 + ABOVE}
    ring: dict[str, Any] = {"color": PAPER, "markersize": (size + 0.35) * POINT, "label": "_ring"}
    dot: dict[str, Any] = {"markerfacecolor": look.color, "markeredgecolor": heavy or look.edge}
    dot |= {"markersize": size * POINT, "markeredgewidth": 1.0 if heavy else 0.5}
    dot |= {"gid": f"dot:{iso3}", "label": f"_dot:{iso3}"}
    for drawn in (ring, dot):
        artist = Line2D([place[0]], [place[1]], **form, **drawn)
        canvas.overlay.append(canvas.ax.add_artist(artist))


def across(marker: str, size: tuple[float, float]) -> float:
    """Return how large a dot has to be that holds a text of a size, in millimetres.

    Examples
    --------
    >>> across("s", (1.0, 1.2))
    1.6
    """
    wide, high = size
    if marker == "D":  # the side of a square that stands on its corner
        return round((wide + high + 0.2) / 2**0.5, 2)
    return round(max(wide, high) + 0.4 if marker == "s" else float(np.hypot(wide, high)) + 0.3, 2)


def _draw_halos(canvas: Canvas, looks: Mapping[str, Look]) -> None:
    """Put white under the dots, so that a dot shows on land of its own colour."""
    for form, size in MARKER_SIZE.items():
        xy = [spot for iso3, spot in canvas.dots.items() if looks[iso3].marker == form]
        if xy:
            canvas.overlay += canvas.ax.plot(
                *zip(*xy, strict=True),
                linestyle="none",
                marker=form,
                markersize=DOT_MM * canvas.dot * POINT * size,
                color=PAPER,
                markeredgewidth=0.5,
                label="_halo",
                zorder=3.5 + ABOVE,
                scalex=False,
                scaley=False,
            )


def _draw_leaders(canvas: Canvas, anchors: Floats, places: Floats) -> None:
    """Join each dot that had to move to its place."""
    from matplotlib.collections import LineCollection

    moved = np.hypot(*(places - anchors).T) > DOT_MM * canvas.dot * canvas.unit * 0.5
    width = 0.4 * min(1.0, canvas.dot)
    segments: Any = np.stack([anchors[moved], places[moved]], axis=1)
    for color, wide, name in ((PAPER, 2.5, "casing"), (INK, 1.0, "leaders")):  # seen on dark land
        look: Any = {"colors": color, "linewidths": wide * width, "gid": name}
        lines = LineCollection(segments, zorder=3 + ABOVE, **look)
        canvas.overlay.append(canvas.ax.add_collection(lines, autolim=False))
