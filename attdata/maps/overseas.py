"""What a map says of the overseas parts of States: each is named that it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from attdata.reference import per_reference, raw_folder, read_rows
from attdata.words import has_word, map_name, word

if TYPE_CHECKING:
    from attdata.maps.ground import Canvas, Frame

IN_FULL = ("report", "small")  # maps whose notes name overseas parts; a slide has no room


@per_reference
def overseas_parts() -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """Return the longitude and latitude of each overseas part of States, as overseas.csv has them.

    Examples
    --------
    >>> sorted(overseas_parts()["PRT"])
    ['Azores', 'Madeira']
    """
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for row in read_rows(raw_folder("geo") / "overseas.csv"):
        spot = float(row["longitude"]), float(row["latitude"])
        found.setdefault(row["iso3"], {})[row["part"]] = spot
    return found


def overseas_note(canvas: Canvas, *, short: bool = False) -> str:
    """Name the overseas parts of other regions' States: they are coloured by the status of these.

    All other land overseas has an area of its own in borders.csv, and is not counted.
    """
    language = canvas.language
    names = [
        word(f"overseas.{part}", language)
        if has_word(f"overseas.{part}")
        else word("note.overseas_of", language, name=map_name(part, language))
        for part in overseas_in_sight(canvas)
    ]
    listed = word("list.comma", language).join(names)
    key = "note.overseas_slide" if short else "note.overseas"
    return word(key, language, names=listed) if names else ""


def overseas_of_world(canvas: Canvas, size: str) -> str:
    """Name the overseas parts in other regions that a map of the world shows, in a report."""
    language, areas = canvas.language, canvas.frames[0].areas
    of = [i for i, area in sorted(areas.items()) if area.overseas is not None]
    parts = [part for i in of for part in overseas_parts().get(i, {})]
    names = [word(f"overseas.{part}", language) for part in parts]
    listed = word("list.comma", language).join(names)
    return word("note.overseas_world", language, names=listed) if names and size in IN_FULL else ""


def overseas_in_sight(canvas: Canvas) -> list[str]:
    """Return the overseas parts of other regions' States that a map shows.

    A State stands for its parts where overseas.csv has none of it.
    """
    found: dict[str, set[str]] = {}
    for collection in canvas.ax.collections:
        if str(collection.get_gid()).startswith("overseas:"):
            for iso3 in getattr(collection, "areas", ()):
                seen = (part for frame in canvas.frames for part in _seen(canvas, frame, iso3))
                found.setdefault(iso3, set()).update(seen)
    return [part for iso3 in sorted(found) for part in _ordered(iso3, found[iso3])]


def _seen(canvas: Canvas, frame: Frame, iso3: str) -> list[str]:
    """Return which parts of a State a frame shows: of each piece of land the nearest."""
    import shapely

    area, sight = frame.areas.get(iso3), shapely.box(*canvas.sight(frame))
    if area is None or area.overseas is None:
        return []
    pieces = [p for p in shapely.get_parts(area.overseas) if frame.moved(p).intersects(sight)]
    parts = overseas_parts().get(iso3, {})
    if not parts:
        return [iso3] * bool(pieces)
    spots = shapely.points([frame.view.place(*spot) for spot in parts.values()])
    return [list(parts)[int(np.argmin(shapely.distance(piece, spots)))] for piece in pieces]


def _ordered(iso3: str, seen: set[str]) -> Sequence[str]:
    """Return parts of a State in the order of overseas.csv."""
    return [part for part in overseas_parts().get(iso3, {iso3: ()}) if part in seen]
