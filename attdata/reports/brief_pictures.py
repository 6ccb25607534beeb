"""The two pictures of a brief, drawn without a word: once per State, for all six languages.

The neighbourhood: land by status, the State itself with a heavy outline, small States as dots. The
timeline: a band of the status, squares for votes, strokes for activities, signs for acts.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from attdata.draw.style import ACCENT, GRID, INK, MUTED, PAPER, STATUS_STYLE, style
from attdata.measures.peers import distance_km

if TYPE_CHECKING:
    from attdata.frames import Dataset
    from attdata.reports.brief_facts import StateFacts

VOTE_STYLE = {
    "yes": {"color": "#12467B", "sign": "+"},
    "abstain": {"color": "#D9A441", "sign": "="},
    "no": {"color": "#8C2D19", "sign": "\N{MINUS SIGN}"},
    "non_voting": {"color": "#FFFFFF", "sign": "\N{MIDDLE DOT}"},
}
MARKS = {"act": "\N{BLACK DOWN-POINTING TRIANGLE}", "in_force": "\N{BLACK DIAMOND}"}
MAP_CM, TIME_CM = (6.4, 4.8), (16.9, 2.3)
_DPI = 200  # sharp on paper at 6 cm, and small enough for six languages in one folder
# A map shows at least the six nearest States, and no more than a continent.
_NEAREST, _LEAST_KM, _MOST_KM = 6, 650.0, 4200.0
_EARTH_KM = 6371.0088
# Land that is less than this across on paper is drawn as a dot as well.
_SMALL_MM = 1.6


@cache
def _land() -> tuple[list[str], list[str], Any, Any]:
    """Return ids, kinds, geometries (degrees) and their bounds, read once per process."""
    from attdata.maps.shapes import borders

    frame = borders()
    shapes = frame.geometry.to_numpy()
    return list(frame["iso3"]), list(frame["kind"]), shapes, frame.geometry.bounds.to_numpy()


def _png(figure: Any) -> bytes:
    """Return a figure as PNG with fixed metadata, and forget it."""
    from matplotlib import pyplot as plt

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    plt.close(figure)
    return buffer.getvalue()


def _axes(size: tuple[float, float]) -> tuple[Any, Any]:
    from matplotlib import pyplot as plt

    figure = plt.figure(figsize=(size[0] / 2.54, size[1] / 2.54))
    return figure, figure.add_axes((0, 0, 1, 1))


def neighbourhood(data: Dataset, facts: StateFacts) -> bytes:
    """Return the map around a State as PNG.

    Parameters
    ----------
    data
        A Dataset, for the places of States.
    facts
        What the brief says of the State.
    """
    places = data.states.set_index("iso3")[["latitude", "longitude"]].astype("float64")
    here = _point_of(facts.iso3, places)
    away = np.sort(distance_km(here, places.dropna().to_numpy()))
    nearest = away[min(_NEAREST, len(away) - 1)] if len(away) else 0.0
    radius = float(np.clip(nearest * 1.1, _LEAST_KM, _MOST_KM))
    radius = max(radius, min(_own_radius(facts.iso3, here) * 1.15, _MOST_KM))
    with style("en"):
        figure, ax = _axes(MAP_CM)
        ax.set_facecolor("#EEF3F7")
        half = radius / _EARTH_KM
        tall = half * MAP_CM[1] / MAP_CM[0]
        small = _draw_land(ax, here, half, facts)
        _draw_dots(ax, places, here, half, facts, small)
        ax.set(xlim=(-half, half), ylim=(-tall, tall), xticks=[], yticks=[])
        for side in ax.spines.values():
            side.set(color=MUTED, linewidth=0.6, visible=True)
        return _png(figure)


def _point_of(iso3: str, places: pd.DataFrame) -> Any:
    """Return latitude and longitude of a State; of its land where the table of States has none."""
    import shapely

    here = places.loc[iso3].to_numpy()
    ids, _, shapes, _ = _land()
    if np.isnan(here).any() and iso3 in ids:
        largest = max(shapely.get_parts(shapes[ids.index(iso3)]), key=lambda piece: piece.area)
        inside = shapely.point_on_surface(largest)
        return np.array([inside.y, inside.x])
    return np.nan_to_num(here)


def _projection(here: Any) -> Callable[[Any], Any]:
    """Return Lambert's azimuthal equal-area projection around a point (Snyder 1987, p. 182)."""
    phi0, lam0 = np.radians(here[0]), here[1]

    def project(points: Any) -> Any:
        lam, phi = np.radians(points[:, 0] - lam0), np.radians(points[:, 1])
        towards = np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(lam)
        k = np.sqrt(2 / np.maximum(1 + towards, 1e-6))
        y = np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(lam)
        return np.column_stack([k * np.cos(phi) * np.sin(lam), k * y])

    return project


def _own_radius(iso3: str, here: Any) -> float:
    """Return how far the largest piece of a State's land reaches from its point, in km."""
    import shapely

    ids, _, shapes, _ = _land()
    pieces = shapely.get_parts(shapes[ids.index(iso3)]) if iso3 in ids else []
    if not len(pieces):
        return 0.0
    largest = max(pieces, key=lambda piece: piece.area)
    points = shapely.get_coordinates(largest)
    return float(distance_km(here, points[:, ::-1]).max()) if len(points) else 0.0


def _draw_land(ax: Any, here: Any, half: float, facts: StateFacts) -> set[str]:
    """Draw the land near a point by status; return the States whose land is too small to see."""
    project = _projection(here)
    ids, kinds, shapes, _ = _land()
    large: set[str] = set()
    mm = 2 * half / (MAP_CM[0] * 10)
    drawn: dict[str, list[Any]] = {}
    for iso3, kind, shape in zip(ids, kinds, shapes, strict=True):
        if shape is None or shape.is_empty:
            continue
        if kind == "disputed line":
            _draw_disputed(ax, shape, project)
            continue
        status = facts.standing.get(iso3, "not_counted") if kind == "state" else "not_counted"
        paths, across = _paths(shape, project, half)
        drawn.setdefault(status, []).extend(paths)
        if iso3 == facts.iso3:
            drawn["own"] = paths
        if across > _SMALL_MM * mm:
            large.add(iso3)
    for status, paths in drawn.items():
        _fill(ax, status, paths)
    return set(ids) - large


def _draw_disputed(ax: Any, shape: Any, project: Callable[[Any], Any]) -> None:
    """Draw a line that is in dispute: dashed."""
    import shapely

    for piece in shapely.get_parts(shape):
        xy = project(np.asarray(piece.coords)[:, :2])
        ax.plot(*xy.T, color=INK, linewidth=0.6, linestyle=(0, (3, 2)), zorder=2.5)


def _fill(ax: Any, status: str, paths: list[Any]) -> None:
    """Draw land of a status, or the outline of the State itself ("own")."""
    from matplotlib.collections import PathCollection

    if status == "own":
        look: dict[str, Any] = {"facecolor": "none", "edgecolor": ACCENT, "linewidth": 1.1}
        ax.add_collection(PathCollection(paths, zorder=3, **look))
        return
    own = STATUS_STYLE[status]
    look = {"facecolor": own["color"], "edgecolor": PAPER, "linewidth": 0.4}
    ax.add_collection(PathCollection(paths, zorder=1, **look))
    if own["hatch"]:
        look = {"facecolor": "none", "edgecolor": own["line"], "linewidth": 0.0}
        ax.add_collection(PathCollection(paths, zorder=2, hatch=own["hatch"], **look))


def _paths(shape: Any, project: Callable[[Any], Any], half: float) -> tuple[list[Any], float]:
    """Return the pieces of a land in sight as projected paths, and how far the largest reaches."""
    import shapely

    pieces = [
        _path(piece, project, half)
        for piece in shapely.get_parts(shape)
        if isinstance(piece, shapely.Polygon)
    ]
    paths = [path for path, _ in pieces if path is not None]
    return paths, max((across for _, across in pieces), default=0.0)


def _path(piece: Any, project: Callable[[Any], Any], half: float) -> tuple[Any, float]:
    """Return a polygon as a projected path and how far it is across; None where it is far away."""
    import shapely
    from matplotlib.path import Path

    # On the far side of the earth a ring would turn inside out around the whole map. A chord of
    # one is an arc of 60 degrees, half as far again as the widest view.
    outline = project(shapely.get_coordinates(piece.exterior))
    if np.hypot(*outline.T).min() > 1:
        return None, 0.0
    rings = [piece.exterior, *piece.interiors]
    vertices, codes = [], []
    for ring in rings:
        xy = project(np.asarray(ring.coords)[:, :2])
        vertices.append(xy)
        codes += [Path.MOVETO, *[Path.LINETO] * (len(xy) - 2), Path.CLOSEPOLY]
    outer = vertices[0]
    low, high = outer.min(axis=0), outer.max(axis=0)
    if (low > half).any() or (high < -half).any():
        return None, 0.0
    return Path(np.concatenate(vertices), codes), float((high - low).max())


def _draw_dots(
    ax: Any, places: pd.DataFrame, here: Any, half: float, facts: StateFacts, small: set[str]
) -> None:
    """Draw a dot for each State whose land cannot be seen at this size, and a ring around it."""
    project = _projection(here)
    xy = project(places[["longitude", "latitude"]].to_numpy())
    for iso3, (x, y) in zip(places.index, xy, strict=True):
        if iso3 not in small or abs(x) > half or abs(y) > half:
            continue
        own = STATUS_STYLE[facts.standing.get(iso3, "unknown")]
        is_own = iso3 == facts.iso3
        ax.plot(
            [x], [y],
            marker={"signatory": "D", "not_joined": "s"}.get(facts.standing.get(iso3, ""), "o"),
            markersize=6.5 if is_own else 4.5,
            markerfacecolor=own["color"],
            markeredgecolor=ACCENT if is_own else INK,
            markeredgewidth=1.6 if is_own else 0.6,
            zorder=5 if is_own else 4,
        )  # fmt: skip


def timeline(facts: StateFacts, *, leftward: bool = False) -> bytes:
    """Return the timeline of a State from 2013 to the day as PNG: numbers of years, no words.

    Parameters
    ----------
    facts
        What the brief says of the State.
    leftward
        Whether time runs from right to left, as in Arabic.
    """
    start = pd.Timestamp(2013, 1, 1)
    end = max(facts.day, start + pd.Timedelta(days=400))
    with style("en"):
        figure, ax = _axes(TIME_CM)
        ax.set(xlim=(_x(start) - 0.03, _x(end) + 0.15), ylim=(0, 4), yticks=[], xticks=[])
        ax.axis("off")
        if leftward:
            ax.invert_xaxis()
        _draw_years(ax, start, end, "right" if leftward else "left")
        _draw_band(ax, facts, start, end)
        _draw_votes(ax, facts)
        for day in facts.activities["start"].dropna():
            ax.plot([_x(day)] * 2, [2.75, 3.2], color="#2F7F79", linewidth=1.4)
        for act in facts.acts:
            ax.plot([_x(act.date)], [3.6], marker="v", color=ACCENT, markersize=6)
            if act.precision == "range":
                ax.plot([_x(act.earliest), _x(act.date)], [3.6, 3.6], color=ACCENT, linewidth=1)
        for day in (facts.in_force, facts.leaving):
            if not pd.isna(day) and day <= end:
                ax.plot([_x(day)], [3.6], marker="D", color=INK, markersize=4.5)
        return _png(figure)


def _x(day: pd.Timestamp) -> float:
    """Return a day as years, with their parts."""
    return float(day.year + (day.day_of_year - 1) / 365.25)


def _draw_years(ax: Any, start: pd.Timestamp, end: pd.Timestamp, side: str) -> None:
    for year in range(start.year, end.year + 1):
        ax.plot([year, year], [0.55, 3.95], color=GRID, linewidth=0.5, zorder=0)
        ax.text(year + 0.05, 0.05, str(year), fontsize=6.5, color=MUTED, va="bottom", ha=side)


def _draw_band(ax: Any, facts: StateFacts, start: pd.Timestamp, end: pd.Timestamp) -> None:
    """Draw the band of the status; hatches as on maps."""
    for span in facts.spans.itertuples():
        first = start if pd.isna(span.start) else max(span.start, start)
        last = end if pd.isna(span.end) else min(span.end, end)
        if first >= last:
            continue
        own = STATUS_STYLE[str(span.status)]
        width = _x(last) - _x(first)
        bar = {"height": 0.62, "left": _x(first), "color": own["color"], "linewidth": 0}
        ax.barh([1.0], [width], **bar)
        if own["hatch"]:
            ax.barh(
                [1.0], [width], height=0.62, left=_x(first), color="none", edgecolor=own["line"],
                hatch=own["hatch"], linewidth=0,
            )  # fmt: skip


def _draw_votes(ax: Any, facts: StateFacts) -> None:
    """Draw a square for each vote, with its sign."""
    for name, day in zip(facts.resolutions, facts.vote_days, strict=True):
        vote = str(facts.votes[name])
        if vote not in VOTE_STYLE:
            continue
        look = VOTE_STYLE[vote]
        ax.plot(
            [_x(day)], [2.1],
            marker="s", markersize=10, markerfacecolor=look["color"], markeredgecolor=MUTED,
            markeredgewidth=0.6,
        )  # fmt: skip
        ink = INK if vote in ("non_voting", "abstain") else PAPER
        ax.text(
            _x(day), 2.1, look["sign"], ha="center", va="center_baseline", color=ink, fontsize=7.5
        )
