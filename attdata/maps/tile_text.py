"""Letters on tiles: names line by line, as far apart whatever letters they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attdata.draw.axes import halo
from attdata.draw.style import ink_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

OFF_EDGE = 0.55  # mm at the least from a name to the edge of its tile
# In sizes of the letters: from one line to the next, and the middle of letters above their line, of
# one line and of more, of which the last may have tails.
PITCH, MIDDLES = 1.04, (0.357, 0.345)
_PITCHES, _MIDDLES = {"ar": 1.12, "zh": 1.15}, {"ar": (0.22, 0.18), "zh": (0.38, 0.38)}
HALO = 1.8, 1.0  # points, of a name on a hatch; less of three lines, which fill their tile
# mm of a tile with three lines: two steps, a capital with its accent, a tail and the edges.
THREE = {"ar": 8.9}
THREE_LINES = 8.0


def three_lines(language: str) -> float:
    """Return how many mm high a tile is that holds a name of three lines.

    Examples
    --------
    >>> three_lines("fr"), three_lines("ar")
    (8.0, 8.9)
    """
    return THREE.get(language, THREE_LINES)


def draw_name(
    ax: Axes, iso3: str, middle: tuple[float, float], look: Mapping[str, str], language: str,
    name: tuple[str, float],
) -> None:  # fmt: skip
    """Print the name of a State, in its size, with a halo where its tile is hatched.

    Each line is a text of its own, set by its baseline: lines of one text stand by their ink.
    """
    text, letters = name
    lines = text.split("\n")
    pitch = _PITCHES.get(language, PITCH)
    first = _MIDDLES.get(language, MIDDLES)[len(lines) > 1] - pitch * (len(lines) - 1) / 2
    for i, line in enumerate(lines):  # so far below the middle of its tile
        ax.text(
            *middle, line, ha="center", va="baseline", fontsize=letters,
            color=ink_on(look["color"]), transform=_lowered(ax, (first + pitch * i) * letters),
            path_effects=halo(look["color"], HALO[len(lines) > 2]) if look["hatch"] else None,
            gid=f"name:{iso3}",
        )  # fmt: skip


def _lowered(ax: Axes, points: float) -> Any:
    """Return the transform of data so many points lower."""
    from matplotlib.transforms import ScaledTranslation

    figure: Any = ax.figure
    return ax.transData + ScaledTranslation(0.0, -points / 72, figure.dpi_scale_trans)
