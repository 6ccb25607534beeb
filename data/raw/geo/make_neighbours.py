"""Make reference/neighbours.csv from world.geojson: which States share a land border.

    python data/raw/geo/make_neighbours.py

Two States are neighbours where their shapes touch along a line. A row with origin ``review``
overrules the shapes, with its reason; this script keeps such rows and makes the others anew.
Borders of dependent territories and of areas that are not counted make no neighbours.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from shapely import STRtree
from shapely.geometry import shape

HERE = Path(__file__).parent
TABLE = HERE.parent / "reference" / "neighbours.csv"
COLUMNS = ["iso3", "neighbour", "border", "origin", "note"]


def touching(world: dict) -> set[tuple[str, str]]:
    """Return the pairs of States whose shapes share a line, in order of the alphabet."""
    states = [f for f in world["features"] if f["properties"]["kind"] == "state"]
    states.sort(key=lambda feature: feature["id"])
    names = [feature["id"] for feature in states]
    shapes = [shape(feature["geometry"]) for feature in states]
    first, second = STRtree(shapes).query(shapes, predicate="intersects")
    return {
        (names[a], names[b])
        for a, b in zip(first, second, strict=True)
        if a < b and shapes[a].intersection(shapes[b]).length > 0
    }


def rows(world: dict, reviewed: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the table's rows: what touches, overruled by the reviewed rows."""
    decided = {(row["iso3"], row["neighbour"]) for row in reviewed}
    found = [
        {"iso3": a, "neighbour": b, "border": "yes", "origin": "geometry", "note": ""}
        for a, b in touching(world) - decided
    ]
    return sorted(found + reviewed, key=lambda row: (row["iso3"], row["neighbour"]))


def text(world: dict, reviewed: list[dict[str, str]]) -> str:
    """Return the table as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(world, reviewed))
    return out.getvalue()


def reviewed_rows() -> list[dict[str, str]]:
    """Return the rows of the present table that somebody decided."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["origin"] == "review"]


if __name__ == "__main__":
    borders = json.loads((HERE / "world.geojson").read_text(encoding="utf-8"))
    TABLE.write_text(text(borders, reviewed_rows()), encoding="utf-8", newline="\n")
