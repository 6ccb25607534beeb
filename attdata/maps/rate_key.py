"""What the colours, hatches and forms of a map of groups mean: rates, and each State's status."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from math import isclose
from typing import TYPE_CHECKING, Any

from attdata.draw.axes import columns_of
from attdata.draw.style import INK, MUTED, PAPER, RATE_BOUNDS, RATE_COLORS, contrast
from attdata.maps.dots import marker
from attdata.maps.ground import ELSEWHERE, SEA, Canvas, Look
from attdata.maps.land import between
from attdata.maps.legend_rows import Head, Scale
from attdata.maps.samples import (
    not_counted_in_sight,
    status_word,
    uncounted_sample,
)
from attdata.maps.status_map import MARKERS
from attdata.words import percent, word

if TYPE_CHECKING:
    import pandas as pd

    from attdata.maps.raster import Raster

# What tells the status of a State on the colour of its group. Party is plain. Fine, so that small
# States have more than one line, thin and pale, so that land keeps the tone of its class.
HATCH_WIDTH, HATCH_ON_SLIDE = 0.3, 0.2
FINER, FINER_ON_SLIDE = 10, 17  # times six lines in an inch
CROSSED = 0.6  # of them where lines cross, which else would turn a class into the one beside it
LOUD, LOUD_ON_SLIDE = 0.62, 0.56  # how far lines are from the colour to white or to ink
HATCHES = {"signatory": "/", "not_joined": "x", "unknown": "."}
ROWS_OF_SCALE = 3  # of the key of a slide, with the gap below it
PALE, DARKER_COAST = 2.0, 0.5  # contrast to the sea of such a class; how far its coasts are to ink
NEUTRAL = "#CDD2D7"  # of samples of a status, which may have the colour of any rate


def line_on(color: str, loud: float = LOUD) -> str:
    """Return the colour of a hatch on a class: seen, but not loud."""
    dark = contrast(color, PAPER) > 3.5
    return between(color, PAPER if dark else INK, loud)


def coast_of(color: str) -> str:
    """Return the colour of the coasts of a class: darker where its own hardly shows on the sea.

    Examples
    --------
    >>> [coast_of(color) == color for color in RATE_COLORS]
    [False, True, True, True, True]
    """
    return between(color, INK, DARKER_COAST) if contrast(color, SEA) < PALE else color


def hatch_of(value: str, color: str, *, slide: bool) -> dict[str, Any]:
    """Return how land of a colour is hatched by a status on the map and in its key; {} if plain."""
    if value not in HATCHES:
        return {}
    times, wide = (FINER_ON_SLIDE, HATCH_ON_SLIDE) if slide else (FINER, HATCH_WIDTH)
    times = round(times * CROSSED) if HATCHES[value] == "x" else times
    return {
        "hatch": HATCHES[value] * times,
        "hatchcolor": line_on(color, LOUD_ON_SLIDE if slide else LOUD),
        "hatch_linewidth": wide,
    }


def rate_look(n: int, of: int) -> Look:
    """Return the colour of a rate; a group without States has that of no data."""
    step = min(bisect_right(RATE_BOUNDS, n / of) - 1, len(RATE_COLORS) - 1) if of else 0
    return Look(RATE_COLORS[step] if of else ELSEWHERE, "", MUTED)


def rate_legend(
    canvas: Canvas,
    raster: Raster,
    statuses: Collection[str],
    looks: Mapping[str, Look],
    *,
    most: int = 99,
    strip: bool = False,
) -> tuple[list[Any], list[str], Head]:
    """Return samples, labels and head of the key: rates, the highest first, and hatches.

    As a ``strip`` the rates are one row of colours with figures between them, for a slide.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    language = canvas.language
    uncounted = not_counted_in_sight(canvas, raster)
    forms = {key: form for key, form in ({"state_party": ""} | HATCHES).items() if key in statuses}
    handles, labels = _rates(looks, language)
    scale = _scale(language) if strip and (forms or uncounted) else None
    if scale:
        handles, labels = [], []
    first = len(handles)
    # What is plain is left out beside the list of a slide, and where a taller key would hide land.
    if (ROWS_OF_SCALE if scale else first) + len(forms) + uncounted > most:
        forms.pop("state_party", None)
    for value in forms:
        dot = Line2D([], [], **marker(Look(NEUTRAL, "", INK, MARKERS[value]), size=canvas.dot))
        hatch = hatch_of(value, NEUTRAL, slide=strip and bool(canvas.least))
        edge = line_on(NEUTRAL)
        patch = Patch(facecolor=NEUTRAL, edgecolor=edge, linewidth=0.3, **hatch)
        handles.append((patch, dot))
        labels.append(status_word(value, language, world=canvas.world_on_slide))
    if uncounted:
        handles.append(uncounted_sample(canvas, raster))
        labels.append(word("statuses.not_counted", language))
    return handles, labels, Head(word("share.parties", language), first, scale)


def limits_note(rows: Iterable[Mapping[str, int]], language: str) -> str:
    """Say in which class a share on a limit is, where there is one: a strip does not tell."""
    shares = [100 * row["n_party"] / row["n_states"] for row in rows if row["n_states"]]
    limits = [100 * bound for bound in RATE_BOUNDS[1:-1]]
    on_one = any(isclose(share, limit) for share in shares for limit in limits)
    return word("note.class_limits", language) * on_one


def _rates(looks: Mapping[str, Look], language: str) -> tuple[list[Any], list[str]]:
    """Return samples and labels of the classes that are drawn, and of those between them."""
    from matplotlib.patches import Patch

    drawn = [i for i, c in enumerate(RATE_COLORS) if c in {look.color for look in looks.values()}]
    handles: list[Any] = []
    labels: list[str] = []
    for step, color in enumerate(RATE_COLORS):
        if not drawn or not drawn[0] <= step <= drawn[-1]:  # none is missing between two
            continue
        low, high = RATE_BOUNDS[step : step + 2]
        handles.append(Patch(facecolor=color, edgecolor=MUTED, linewidth=0.5))
        bounds = {"low": percent(low, language), "high": percent(high, language)}
        key = "under" if low == 0 else "from" if high == 1 else "from_to"
        labels.append(word(f"map.rate_{key}", language, **bounds))
    return handles[::-1], labels[::-1]


def _scale(language: str) -> Scale:
    """Return all classes as one strip: only its end has the sign of per cent."""
    *bounds, last = RATE_BOUNDS
    figures = [f"{100 * bound:.0f}" for bound in bounds]
    return Scale(tuple(RATE_COLORS), (*figures, percent(last, language)))


def own_status(states: pd.DataFrame | None) -> dict[str, str]:
    """Return the status of each State, or nothing where none was given."""
    if states is None:
        return {}
    columns_of(states, ["iso3", "status"])
    return dict(states[["iso3", "status"]].astype(str).to_numpy())
