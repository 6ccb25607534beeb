"""Places by hand of dots on maps of the world, along coasts where more States lie than dots fit.

``dots.csv`` names such coasts, for dots of several sizes. For each State it has the place of its
dot and that of the land at which the line of the dot ends; a State without a place shows its colour
without a dot. ``led_to.csv`` has, for some States, where the line to their name begins.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from attdata.maps.aside import DOT_MM
from attdata.maps.ground import Canvas, Frame, Look
from attdata.maps.shapes import Floats
from attdata.reference import per_reference, raw_folder, read_rows

# How much larger than the dots for which places were found dots may be there, and how much smaller
# dots become to be no larger than these.
MOST, LEAST, LEAST_ON_SLIDE = 1.17, 0.7, 0.6
ON_SLIDE = 1.12  # so much larger they are on a slide, which is seen from afar
Spot = tuple[float, float]


@dataclass(frozen=True)
class Pin:
    """Where the line of a dot ends, and where the dot is: longitudes and latitudes."""

    land: Spot
    place: Spot


Coasts = Mapping[str, Mapping[str, Pin | None]]


@per_reference
def coasts() -> Mapping[float, Coasts]:
    """Return the pins of each coast by State; None for one that is seen without a dot.

    They are found for dots of several sizes: half their width is in degrees of latitude there.

    Examples
    --------
    >>> list(coasts()), sorted(coasts()[1.0]["Gulf"])
    ([1.0, 1.6], ['BHR', 'KWT', 'QAT'])
    """
    found: dict[float, dict[str, dict[str, Pin | None]]] = {}
    for row in read_rows(raw_folder("geo") / "dots.csv"):
        sides = ("land_longitude", "land_latitude", "longitude", "latitude")
        spots = [float(row[side]) for side in sides if row[side]]
        pin = Pin((spots[0], spots[1]), (spots[2], spots[3])) if spots else None
        here = found.setdefault(float(row["half"]), {}).setdefault(row["coast"], {})
        here[row["iso3"]] = pin
    return dict(sorted(found.items()))


@per_reference
def led_to() -> Mapping[str, Mapping[str, Spot]]:
    """Return where lines to names of States begin, in an inset or on the part with the capital.

    Examples
    --------
    >>> led_to()["inset"]["KWT"]
    (47.65, 29.3)
    """
    found: dict[str, dict[str, Spot]] = {}
    for row in read_rows(raw_folder("geo") / "led_to.csv"):
        spot = float(row["longitude"]), float(row["latitude"])
        found.setdefault(row["on"], {})[row["iso3"]] = spot
    return found


def degree(canvas: Canvas) -> float:
    """Return how long a degree of latitude is on a map of the world there, in millimetres."""
    first = next(iter(coasts().values()))
    pins = [pin for coast in first.values() for pin in coast.values() if pin]
    lon, lat = pins[0].place
    ends = [np.array(canvas.view.place(lon, lat + step)) for step in (-0.5, 0.5)]
    return float(np.hypot(*(ends[1] - ends[0]))) / canvas.unit


def shrink_dots(canvas: Canvas) -> None:
    """Make the dots of a map of the world a little smaller where the coasts then hold them.

    Its ``dot`` is changed, not what land is too small without one.
    """
    if canvas.view.azimuthal:
        return
    slide = canvas.world_on_slide
    least, more = (LEAST_ON_SLIDE, ON_SLIDE) if slide else (LEAST, 1.0)
    shares = [half * more * degree(canvas) / _half(canvas) for half in coasts()]
    share = max([share for share in shares if least <= share < 1], default=1.0)
    canvas.dot, canvas.fine = canvas.dot * share, canvas.fine * share


def _half(canvas: Canvas) -> float:
    """Return half the width of a dot, in millimetres."""
    return DOT_MM * canvas.dot / 2


def pins_of(
    canvas: Canvas,
    frame: Frame,
    dotted: Sequence[str],
    looks: Mapping[str, Look],
    heavy: Collection[str],
) -> dict[str, tuple[Floats, Floats] | None]:
    """Return where dots and the ends of their lines are, by State; None for one without a dot.

    Parameters
    ----------
    canvas, frame
        The map: coasts are pinned on maps of the world, by themselves.
    dotted
        The States that would have dots.
    looks, heavy
        How States are drawn, and which have heavy outlines: land is seen without a dot where it
        has neither a hatch (but on small maps) nor such an outline.

    Returns
    -------
    dict
        Millimetres; empty where dots are too large or the map is of a region. A coast is left out
        where still more States have dots there.
    """
    if canvas.view.azimuthal or frame is not canvas.frames[0]:
        return {}
    wide = _half(canvas) / degree(canvas)
    known = next((some for half, some in coasts().items() if wide < MOST * half), {})
    found: dict[str, tuple[Floats, Floats] | None] = {}
    pinned = {iso3 for coast in known.values() for iso3 in coast}
    others = [np.array(canvas.points[i]) / canvas.unit for i in dotted if i not in pinned]
    for coast in known.values():
        here = {iso3: pin for iso3, pin in coast.items() if iso3 in dotted}
        bare = [iso3 for iso3, pin in here.items() if pin is None]
        placed = {iso3: _placed(canvas, frame, pin) for iso3, pin in here.items()}
        spots = [pin[1] for pin in placed.values() if pin is not None]
        met = any(np.hypot(*(one - spot)) < 2 * _half(canvas) for one in others for spot in spots)
        shown = all(_shows_bare(canvas, looks[iso3]) and iso3 not in heavy for iso3 in bare)
        if shown and not met:
            found |= placed
    return found


def _shows_bare(canvas: Canvas, look: Look) -> bool:
    """Return whether land tells its status without a dot: by colour alone on small maps."""
    return not look.hatch or canvas.trimmed


def _placed(canvas: Canvas, frame: Frame, pin: Pin | None) -> tuple[Floats, Floats] | None:
    """Return the end of a line and the place of its dot, in millimetres."""
    if pin is None:
        return None
    spots = np.array([frame.view.place(*spot) for spot in (pin.land, pin.place)])
    land, place = (spots * frame.scale + frame.shift) / canvas.unit
    return land, place
