"""The borders: every decision of borders.csv holds in world.geojson, which is valid and whole."""

import csv
import importlib.util
import json
import sys
from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, shape

from attdata.reference import raw_folder, read_rows, reference_rows

GEO = raw_folder("geo")

# Place -> longitude, latitude, and whose land it must be (borders.csv).
PLACES = {
    "Simferopol": (34.10, 44.95, "UKR"),
    "Sevastopol": (33.60, 44.60, "UKR"),
    "Donetsk": (37.80, 48.00, "UKR"),
    "Laayoune": (-13.15, 27.15, "ESH"),
    "Dakhla": (-15.80, 23.85, "ESH"),
    "Hargeisa": (44.07, 9.56, "SOM"),
    "Kyrenia": (33.32, 35.30, "CYP"),
    "Nicosia": (33.36, 35.17, "CYP"),
    "Mariehamn": (19.94, 60.15, "FIN"),
    "Nuuk": (-51.40, 64.18, "GRL"),
    "Katzrin": (35.69, 32.99, "SYR"),
    "Tiberias": (35.45, 32.79, "ISR"),
    "Ramallah": (35.20, 31.90, "PSE"),
    "Gaza": (34.40, 31.45, "PSE"),
    "Pristina": (21.16, 42.66, "XKX"),
    "Taipei": (121.56, 25.04, "CHN"),
    "Hong Kong": (114.15, 22.40, "CHN"),
    "Sukhumi": (41.10, 43.00, "GEO"),
    "Tiraspol": (29.60, 46.84, "MDA"),
    "Iturup": (147.90, 45.00, "RUS"),
    "Srinagar": (74.80, 34.08, "IND"),
    "Gilgit": (74.31, 35.92, "PAK"),
    "Aksai Chin": (79.50, 35.20, "CHN"),
    "Siachen": (77.10, 35.40, "KAS"),
    "Abyei": (28.43, 9.59, "SDN"),
    "Halaib": (36.60, 22.20, "EGY"),
    "Stanley": (-58.50, -51.80, "FLK"),
    "Torshavn": (-6.90, 62.10, "FRO"),
    "Mamoudzou": (45.23, -12.78, "MYT"),
    "Moroni": (43.26, -11.70, "COM"),
    "Saint-Denis": (55.45, -20.88, "FRA"),
    "Cayenne": (-52.30, 4.80, "FRA"),
    "Anadyr": (177.50, 64.73, "RUS"),
    "Uelen, beyond 180": (189.50, 66.10, "RUS"),
    "Taveuni, across 180": (179.99, -16.85, "FJI"),
}


@pytest.fixture(scope="module")
def features():
    world = json.loads((GEO / "world.geojson").read_text(encoding="utf-8"))
    return {f["id"]: (f["properties"], shape(f["geometry"])) for f in world["features"]}


def rings_of(geometry):
    parts = shapely.get_parts(geometry)
    return [shapely.get_coordinates(part) for part in parts if part.geom_type != "Point"]


def decisions(kind):
    return [row for row in read_rows(GEO / "borders.csv") if row["decision"] == kind]


@pytest.mark.parametrize("place", PLACES)
def test_places_lie_where_the_decisions_put_them(features, place):
    lon, lat, owner = PLACES[place]
    areas = {i: g for i, (p, g) in features.items() if p["kind"] != "disputed line"}
    # Some of these towns lie on a coast that the 50m base draws a little inland.
    near = {i: g.distance(Point(lon, lat)) for i, g in areas.items()}
    assert min(near, key=near.get) == owner
    assert near[owner] < 0.1


def test_every_state_is_there_once_and_nothing_is_shown_without_a_decision(features):
    by_kind = {kind: set() for kind in ("state", "not counted", "disputed line")}
    for identity, (properties, _) in features.items():
        by_kind[properties["kind"]].add(identity)
    assert by_kind["state"] == {row["iso3"] for row in reference_rows("states")}
    assert by_kind["not counted"] == {row["shown"] for row in decisions("not counted")}
    assert by_kind["disputed line"] == {row["area"] for row in decisions("dash")}
    assert all(features[i][0]["name"] for i in by_kind["not counted"] | by_kind["disputed line"])


def test_every_decision_has_a_reason_and_a_known_kind():
    known = {"join", "cut", "not counted", "leave out", "point", "uncut", "as base", "dash",
             "as claimants"}  # fmt: skip
    for row in read_rows(GEO / "borders.csv"):
        assert row["decision"] in known and row["area"] and row["reason"], row


def test_geometry_is_valid_and_no_two_areas_overlap(features):
    areas = {i: g for i, (p, g) in features.items() if p["kind"] != "disputed line"}
    assert [i for i, (_, g) in features.items() if not g.is_valid or g.is_empty] == []
    tree = shapely.STRtree(list(areas.values()))
    one, other = tree.query(list(areas.values()), "intersects")
    pairs = [(i, j) for i, j in zip(one, other, strict=True) if i < j]
    shapes = np.array(list(areas.values()))
    shared = shapely.area(
        shapely.intersection(*(shapes[list(k)] for k in zip(*pairs, strict=True)))
    )
    assert shared.max() < 1e-4  # square degrees: what rounding to 0.001 degree leaves


def test_nothing_is_torn_at_the_antimeridian(features):
    for iso3, last in (("RUS", 190), ("FJI", 181)):
        west, _, east, _ = features[iso3][1].bounds
        assert 0 < west < 180 < last < east
    # One piece is the mainland with Chukotka: 50 degrees of it lie beyond 140 east.
    mainland = max(features["RUS"][1].geoms, key=lambda g: g.area)
    assert mainland.bounds[0] < 30 and mainland.bounds[2] > 189
    for identity, (_, geometry) in features.items():
        steps = [np.abs(np.diff(ring[:, 0])).max() for ring in rings_of(geometry)]
        assert max(steps, default=0) < 90, identity


def test_no_piece_lies_far_from_its_state(features):
    # Plain make_valid puts a piece of the Russian Federation over Greenland.
    greenland = shapely.box(-75, 58, -10, 84)
    assert not features["RUS"][1].intersects(greenland)
    assert features["GRL"][1].within(greenland)
    for row in reference_rows("states"):
        spot = Point(float(row["longitude"]), float(row["latitude"]))
        assert features[row["iso3"]][1].distance(spot) < 0.3, row["iso3"]


def test_antarctica_is_left_out_and_the_holy_see_is_a_point(features):
    assert "ATA" not in features
    assert min(g.bounds[1] for _, g in features.values()) > -60
    assert features["VAT"][1].geom_type == "Point"


def test_disputed_lines_run_along_the_land_they_divide(features):
    cyprus = [i for i, (p, _) in features.items() if "Cyprus" in p["name"]]
    assert cyprus == []  # joined, so no line
    line, india, pakistan = (features[i][1] for i in ("line-of-control", "IND", "PAK"))
    for side in (india, pakistan):
        assert line.within(side.buffer(0.01))
    assert features["golan-1974"][1].within(features["SYR"][1].buffer(0.01))


def test_file_is_small_and_has_three_decimals():
    path = GEO / "world.geojson"
    assert path.stat().st_size < 1_500_000
    text = path.read_text(encoding="utf-8")
    numbers = text.replace("[", " ").replace("]", " ").replace(",", " ").split()
    decimals = [n.split(".")[1] for n in numbers if n.count(".") == 1 and n[-1].isdigit()]
    assert max(map(len, decimals)) == 3


# --- the script ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("make_world", GEO / "make_world.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_world"] = module
    spec.loader.exec_module(module)
    return module


def small_base(**areas):
    """Return a TopoJSON with one triangle or square per area, on a grid of one degree."""
    arcs, geometries = [], []
    for name, points in areas.items():
        steps = [points[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))]
        geometries.append(
            {"type": "MultiPolygon", "arcs": [[[len(arcs)]]], "properties": {"a3": name}}
        )
        arcs.append(steps)
    return {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": arcs,
        "objects": {"countries": {"geometries": geometries}},
    }


def test_decoder_adds_the_steps_of_an_arc_and_turns_it_round(script):
    base = small_base(AAA=[(0, 0), (2, 0), (2, 2), (0, 0)])
    arcs = script.decode_arcs(base)
    assert arcs == [[(0, 0), (2, 0), (2, 2), (0, 0)]]
    assert script.ring([~0], arcs) == arcs[0][::-1]


def test_ring_that_jumps_over_180_becomes_whole(script):
    jumping = [(170.0, 0.0), (-175.0, 0.0), (-175.0, 5.0), (170.0, 5.0), (170.0, 0.0)]
    whole = script.unwrapped(jumping)
    assert max(x for x, _ in whole) == 185 and whole[0] == whole[-1]


def test_two_sides_of_a_cut_at_180_are_joined(script):
    pieces = [shapely.box(178, -17, 180, -16), shapely.box(180, -17, 181, -16)]
    assert len(script.merged(pieces).geoms) == 1


def test_area_twice_in_the_base_is_refused(script):
    base = small_base(AAA=[(0, 0), (2, 0), (2, 2), (0, 0)])
    base["objects"]["countries"]["geometries"] *= 2
    with pytest.raises(SystemExit, match="AAA is in the base twice"):
        script.read_pieces(base, script.decode_arcs(base))


def test_unknown_decision_is_refused(script):
    with pytest.raises(SystemExit, match="unknown decision 'give' for Atlantis"):
        script.take({}, {"decision": "give", "area": "Atlantis", "shown": ""}, {})


def test_line_that_divides_nothing_is_refused(script):
    base = small_base(AAA=[(0, 0), (2, 0), (2, 2), (0, 0)], BBB=[(5, 5), (6, 5), (6, 6), (5, 5)])
    decision = {"decision": "dash", "area": "wall", "where": "AAA BBB"}
    with pytest.raises(SystemExit, match="'AAA BBB' finds no line for wall"):
        script.dashed(decision, script.decode_arcs(base), script.read_edges(base), {})


def test_written_file_is_the_same_twice_and_runs_counter_clockwise(script, tmp_path):
    made = script.feature("AAA", "state", "", shapely.MultiPolygon([shapely.box(0, 0, 1, 1)]))
    for name in ("one", "two"):
        script.write([made], tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert shape(made["geometry"]).geoms[0].exterior.is_ccw


def test_disputed_lines_csv_has_numbered_points():
    with (GEO / "disputed_lines.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seen = {}
    for row in rows:
        seen[row["line"]] = seen.get(row["line"], 0) + 1
        assert int(row["point"]) == seen[row["line"]]


def test_borders_join_any_frame_by_iso3():
    import attdata as att

    land = att.borders()
    states = land[land["kind"] == "state"]
    joined = states.merge(att.status_on(att.load(), universe="all"), on="iso3")
    assert len(joined) == 197
    assert joined.geometry.is_valid.all()
    assert land.crs.to_epsg() == 4326
