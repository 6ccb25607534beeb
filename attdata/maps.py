"""Maps of who has joined: the world or one region by status, regions by rate, one tile per State.

A map shows every State of its frame: as its land, and as a dot too where the land is too small to
be seen at the size the map is saved (DESIGN.md, section 7). Status is told by colour and by hatch,
on dots by colour and by the form of the dot. What is not counted (borders.csv) has a tone of its
own, and so has a status that is not known. Boundaries imply no opinion: ``save`` prints the line
that says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attdata.canvas import (
    WIDTH_MM,
    Canvas,
    Look,
    draw_dots,
    draw_ground,
    draw_land,
    draw_legend,
    fill,
    make_canvas,
    marker,
    members,
    view_of,
)
from attdata.placenames import draw_names
from attdata.style import ACCENT, STATUS_STYLE, style
from attdata.words import state_name, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

STATUSES = ("state_party", "signatory", "not_joined", "unknown")
# The form of a dot tells the status without its colour.
MARKERS = {"state_party": "o", "signatory": "D", "not_joined": "s", "unknown": "^"}
LOOKS = {
    status: Look(style["color"], style["hatch"], style["edge"], MARKERS.get(status, "o"))
    for status, style in STATUS_STYLE.items()
}


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
    framed = dict(zip(frame["iso3"].astype(str), frame["status"].astype(str), strict=True))
    inside = framed.keys() if region is None else members(region)
    status = {iso3: value for iso3, value in framed.items() if iso3 in inside}
    looks = {iso3: LOOKS[value] for iso3, value in status.items()}
    recent = _joined_since(frame, joined_since) & status.keys()
    with style(language):
        canvas = make_canvas(view_of(region, centre), ax, width_mm, language)
        draw_ground(canvas, status, framed)
        for value in STATUSES:
            states = [iso3 for iso3 in status if status[iso3] == value]
            draw_land(canvas, states, f"states:{value}", **fill(value))
        heavy = {"facecolor": "none", "edgecolor": ACCENT, "linewidth": 0.9, "zorder": 2}
        draw_land(canvas, sorted(recent), "states:joined_since", **heavy)
        draw_dots(canvas, looks, dict.fromkeys(recent, ACCENT))
        _status_legend(canvas, status, len(recent), joined_since)
        if names or (names is None and region is not None):
            draw_names(canvas, looks, {iso3: state_name(iso3, language) for iso3 in status})
    return canvas.ax


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

    look = LOOKS[status]
    return Patch(facecolor=look.color, hatch=look.hatch, edgecolor=look.edge, linewidth=0.3)
