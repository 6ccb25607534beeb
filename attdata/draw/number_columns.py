"""Columns of numbers beside the rows of a chart, each under its heading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attdata.draw import style
from attdata.draw.axes import lines_apart
from attdata.draw.drawing import renderer_of
from attdata.draw.wrap import lift, text_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes


GAP = 12  # points between one column and the next


def column_widths(
    ax: Axes, columns: Sequence[tuple[str, Sequence[str]]]
) -> tuple[list[str], list[float]]:
    """Return the headings, broken where they are long, and how many points each column takes."""
    renderer = renderer_of(ax.figure)
    headings = wrapped([heading for heading, _ in columns], ax, 1.4, style.SMALL_SIZE)
    return headings, [
        GAP + max(text_width(p, renderer, style.SMALL_SIZE) for p in [*heading.split("\n"), *texts])
        for heading, (_, texts) in zip(headings, columns, strict=True)
    ]


def text_columns(
    ax: Axes,
    columns: Sequence[tuple[str, Sequence[str]]],
    places: Sequence[float] | Any,
    language: str,
    *,
    top: float | None = None,
) -> None:
    """Write columns of numbers beside the rows of a bar chart, each under its heading.

    Parameters
    ----------
    ax
        Axes whose rows stand at ``places``.
    columns
        Heading and one text per row; each column is as wide as it needs to be.
    places
        Where the rows are on the y axis.
    language
        Decides the side: after the bars in reading direction.
    top
        The row on which the headings stand; above the Axes otherwise.
    """
    edge, sign = (0, -1) if style.right_to_left(language) else (1, 1)
    headings, widths = column_widths(ax, columns)
    look: dict[str, Any] = {"ha": "center", "fontsize": style.SMALL_SIZE, "annotation_clip": False}
    deepest = max((heading.count("\n") for heading in headings), default=0)
    # Of headings of one line and of two the last lines stand level.
    headings = ["\n" * (deepest - heading.count("\n")) + heading for heading in headings]
    begin, up = 0.0 if top is None else 8.0, lift(style.SMALL_SIZE, language)
    stand, above = ("bottom", 3.0) if deepest else ("baseline", 4.5)
    if top is not None:
        stand, above = "center_baseline", up
    for heading, width, (_, texts) in zip(headings, widths, columns, strict=True):
        shift = sign * (begin + width / 2)
        begin += width
        ax.annotate(
            heading, (edge, 1 if top is None else top), (shift, above),
            "axes fraction" if top is None else ax.get_yaxis_transform(), "offset points",
            va=stand, color=style.MUTED, linespacing=lines_apart(heading, language), **look,
        )  # fmt: skip
        for text, place in zip(texts, places, strict=True):
            ax.annotate(
                text, (edge, place), (shift, up), ax.get_yaxis_transform(), "offset points",
                va="center_baseline", **look,
            )  # fmt: skip
