"""What the legend of a map may cover: the weight of land and dots, and islets that it hides."""

from __future__ import annotations

from typing import Any

import numpy as np

from attdata.draw.drawing import renderer_of
from attdata.draw.style import right_to_left
from attdata.maps import placement
from attdata.maps.ground import SEA, Canvas, measure
from attdata.maps.placement import Box
from attdata.maps.raster import PER_MM, Raster

HIDDEN = 6.0  # a State that is a dot is gone where a legend hides it
# Squares of the raster: what islets a legend hides is of little weight.
SPECK, SLIGHT = 40, 0.2
LONE = 4  # squares of a lone island overseas: it is hidden by a key as other specks are
# How far the sea below a row of a key reaches beyond it at its sides, and up and down, in letters.
BESIDE, ABOVE = 0.5, 0.1
GROUND = "below legend"  # gid of that sea
NEAR = 0.02  # what a square near a dot costs, or an islet that is not counted
# Room around a dot of a region, wide and high, and what a square of it costs a key.
ROW_MM, IN_ROW = (22.0, 5.0), 0.1


def stand_at(canvas: Canvas, raster: Raster, legend: Any, box: Box) -> None:
    """Put a legend at its place on a map, in millimetres, and the sea below its rows."""
    left, bottom, right, top = canvas.millimetres()
    spot = (box[0] - left) / (right - left), (box[1] - bottom) / (top - bottom)
    legend.set_bbox_to_anchor(spot)
    _keep_islets_off(canvas, legend, spot)
    canvas.legend = box
    raster.take(box)


def _keep_islets_off(canvas: Canvas, legend: Any, spot: tuple[float, float]) -> None:
    """Lay the sea below each row of the key of the world: an islet in it would be a full stop.

    Beside a row that is short land is seen. ``spot`` is the corner of the key, in shares of the
    axes: from there the rows are as far as they are in the key, whatever the scale of the map.
    """
    from matplotlib.patches import Rectangle
    from matplotlib.transforms import ScaledTranslation

    if canvas.view.azimuthal:
        return
    figure: Any = canvas.ax.get_figure(root=True)
    axes: Any = canvas.ax.transAxes
    place = figure.dpi_scale_trans + ScaledTranslation(*spot, axes)
    for left, bottom, right, top in _rows_of(canvas, legend):
        sea = Rectangle(
            (left, bottom), right - left, top - bottom, transform=place,
            facecolor=SEA, edgecolor="none", zorder=2.7, gid=GROUND,
        )  # fmt: skip
        canvas.overlay.append(canvas.ax.add_artist(sea))


def _rows_of(canvas: Canvas, legend: Any) -> list[Box]:
    """Return where samples and letters of a legend are, in inches from its lower left corner.

    A row reaches a little beyond its first sample and its last letter.
    """
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    figure: Any = canvas.ax.get_figure(root=True)
    renderer = renderer_of(figure)
    legend.draw(renderer)  # only then are its parts in their places
    corner = legend.get_window_extent(renderer).min
    parts = [
        part for part in legend.findobj(lambda one: isinstance(one, (Patch, Text)))
        if part is not legend.get_frame() and not (isinstance(part, Text) and not part.get_text())
    ]  # fmt: skip
    em, mirrored = legend.get_texts()[0].get_fontsize() / 72, right_to_left(canvas.language)
    rows = []
    for part in parts:
        extent = part.get_window_extent(renderer)
        left, bottom = (extent.min - corner) / figure.dpi
        right, top = (extent.max - corner) / figure.dpi
        if isinstance(part, Text):  # as wide as it will be saved
            wide = measure(canvas, part)[0] / 25.4
            left, right = (right - wide, right) if mirrored else (left, left + wide)
        side, end = (BESIDE if isinstance(part, Text) else ABOVE) * em, ABOVE * em
        rows.append((left - side, bottom - end, right + side, top + end))
    return rows


def weights_of(canvas: Canvas, raster: Raster, dotted: float, beside: float) -> Any:
    """Return what a legend had better not cover: land, dots and insets; islets weigh little.

    On the map of a region its own land and dots weigh more than the ground beyond it.
    """
    counts = np.bincount(raster.owner.ravel())
    weight = np.where(counts < SPECK, SLIGHT, 1.0)
    # Hawaii is all of the land of a State in its ocean, however small.
    overseas = [c for name, c in raster.numbers.items() if _overseas(name) and c < len(counts)]
    overseas = [code for code in overseas if counts[code] > LONE]
    weight[overseas] = 1.0
    weight[0] = 0.0
    if not canvas.view.azimuthal:  # islets that are not counted: the lines of a key hide them
        uncounted = [code for name, code in raster.numbers.items() if name in _uncounted(canvas)]
        kept = [code for code in uncounted if code < len(weight) and weight[code] == SLIGHT]
        weight[kept] = NEAR
    weights = weight[raster.owner]
    if not canvas.view.azimuthal:  # a sample beside a dot would be read as a State
        _add_near(canvas, raster, weights, (2 * beside, 2 * beside), NEAR)
    if canvas.own and not canvas.least:  # in a row of the key it would be read as a sample
        _add_near(canvas, raster, weights, ROW_MM, IN_ROW)
    if canvas.own:
        dotted = HIDDEN
        weights[raster.own(sorted(canvas.own))] *= HIDDEN
    return np.maximum(weights, np.where(raster.taken > 0, dotted, raster.frame > 0))


def _add_near(
    canvas: Canvas, raster: Raster, weights: Any, size: tuple[float, float], cost: float
) -> None:
    """Let squares near the dots of a map cost so much at least; ``size`` is in millimetres."""
    for x, y in canvas.dots.values():
        near = raster.window(placement.centred(x / canvas.unit, y / canvas.unit, size))
        weights[near] = np.maximum(weights[near], cost)


def islets_of(canvas: Canvas, raster: Raster) -> Any:
    """Return where the islets of States are that have no larger land, on a map of the world."""
    if canvas.view.azimuthal:
        return np.zeros(raster.shape, dtype=bool)
    drawn = {iso3 for c in canvas.ax.collections for iso3 in getattr(c, "areas", ())}
    shown = drawn - _uncounted(canvas)
    small = np.flatnonzero(raster.small(SPECK / PER_MM**2))
    lone = np.flatnonzero(raster.small(LONE / PER_MM**2))
    names = [
        name for name, code in raster.numbers.items()
        if code in small and not (_overseas(name) and code in lone)
    ]  # fmt: skip
    return raster.own([name for name in names if name.split()[0] in shown])


def _overseas(name: str) -> bool:
    """Return whether a name of the raster is that of overseas parts."""
    return name.endswith(" overseas")


def _uncounted(canvas: Canvas) -> set[str]:
    """Return the ids of land that is drawn as not counted."""
    drawn = [c for c in canvas.ax.collections if "not_counted" in str(c.get_gid())]
    return {iso3 for c in drawn for iso3 in getattr(c, "areas", ())}
