"""Places by hand of dots on maps of the world, along coasts where more States lie than dots fit.

``dots.csv`` names such coasts. For each State it has the place of its dot and that of the land at
which the line of the dot ends; a State without a place shows its colour without a dot.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from attdata.maps.aside import DOT_MM
from attdata.maps.ground import Canvas, Frame, Look
from attdata.maps.shapes import Floats
from attdata.reference import per_reference, raw_folder, read_rows

# Half the width of a dot for which the places were found, in degrees of latitude at the coast, the
# most that they hold, and how much smaller dots become to be no larger than the former.
HALF, MOST, LEAST = 1.0, 1.17, 0.7
Spot = tuple[float, float]


@dataclass(frozen=True)
class Pin:
    """Where the line of a dot ends, and where the dot is: longitudes and latitudes."""

    land: Spot
    place: Spot


@per_reference
def coasts() -> Mapping[str, Mapping[str, Pin | None]]:
    """Return the pins of each coast by State; None for one that is seen without a dot.

    Examples
    --------
    >>> sorted(coasts()["Gulf"])
    ['BHR', 'KWT', 'QAT']
    """
    found: dict[str, dict[str, Pin | None]] = {}
    for row in read_rows(raw_folder("geo") / "dots.csv"):
        sides = ("land_longitude", "land_latitude", "longitude", "latitude")
        spots = [float(row[side]) for side in sides if row[side]]
        pin = Pin((spots[0], spots[1]), (spots[2], spots[3])) if spots else None
        found.setdefault(row["coast"], {})[row["iso3"]] = pin
    return found


def degree(canvas: Canvas) -> float:
    """Return how long a degree of latitude is on a map of the world there, in millimetres."""
    pins = [pin for coast in coasts().values() for pin in coast.values() if pin]
    lon, lat = pins[0].place
    ends = [np.array(canvas.view.place(lon, lat + step)) for step in (-0.5, 0.5)]
    return float(np.hypot(*(ends[1] - ends[0]))) / canvas.unit


def shrink_dots(canvas: Canvas) -> None:
    """Make the dots of a map of the world a little smaller where the coasts then hold them.

    Its ``dot`` is changed, not what land is too small without one.
    """
    if not canvas.view.azimuthal and not canvas.trimmed:
        share = HALF * degree(canvas) / _half(canvas)
        if LEAST <= share < 1:
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
        Millimetres; empty where dots are too large or the map is of a region.
    """
    if canvas.view.azimuthal or frame is not canvas.frames[0]:
        return {}
    if _half(canvas) > MOST * degree(canvas):  # no coast has room for them
        return {}
    found: dict[str, tuple[Floats, Floats] | None] = {}
    for coast in coasts().values():
        here = {iso3: pin for iso3, pin in coast.items() if iso3 in dotted}
        bare = [iso3 for iso3, pin in here.items() if pin is None]
        if all(_shows_bare(canvas, looks[iso3]) and iso3 not in heavy for iso3 in bare):
            found |= {iso3: _placed(canvas, frame, pin) for iso3, pin in here.items()}
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
