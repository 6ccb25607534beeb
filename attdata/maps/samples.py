"""Samples of land in the key of a map: of a status, and of what is not counted."""

from __future__ import annotations

from typing import Any

from attdata.draw.style import STATUS_STYLE
from attdata.maps.ground import Canvas
from attdata.maps.land import fill
from attdata.maps.notes import dotted, specks, white
from attdata.maps.raster import Raster
from attdata.words import has_word, word

UNCOUNTED = "not_counted"


def swatch(status: str, *, plain: bool = False, close: bool = False) -> Any:
    """Return the legend's sample of the land of a status, or of land too small for its hatch."""
    from matplotlib.patches import Patch

    look = fill(status, close=close) | {"edgecolor": STATUS_STYLE[status]["edge"]}
    return Patch(**look | ({"hatch": None} if plain else {}), linewidth=0.3)


def status_word(status: str, language: str, *, world: bool, alone: bool = False) -> str:
    """Return what the key of a map calls a status, shorter on a slide of the ``world``.

    Beside it is little room: an entry on two lines would make the map smaller. Of a status that
    ``alone`` has its States named the key says so.

    Examples
    --------
    >>> status_word("state_party", "ru", world=True), status_word("state_party", "ru", world=False)
    ('Участники', 'Государства-участники')
    >>> status_word("signatory", "en", world=False, alone=True)
    'Signatories, named'
    """
    for kind, wanted in (("slide", world), ("named", alone)):
        if wanted and has_word(f"statuses.{status}_{kind}"):
            return word(f"statuses.{status}_{kind}", language)
    return word(f"statuses.{status}", language)


def not_counted_in_sight(canvas: Canvas, raster: Raster) -> bool:
    """Return whether dotted land, or smaller land of a name, is on the map and not counted."""
    return bool(raster.own([*dotted(canvas), *white(canvas)]).any())


def uncounted_sample(canvas: Canvas, raster: Raster) -> Any:
    """Return the sample of what a map does not count: dotted land, white islets, or both."""
    samples = uncounted_samples()
    drawn = [raster.own(ids(canvas)).any() for ids in (dotted, specks)]
    shown = tuple(one for one, seen in zip(samples, drawn, strict=True) if seen)
    return shown if len(shown) > 1 else shown[0]


def uncounted_samples() -> tuple[Any, Any]:
    """Return samples of dotted land, and of land that is too small for dots and is white."""
    return swatch(UNCOUNTED), swatch(UNCOUNTED, plain=True)
