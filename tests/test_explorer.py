"""What the explorer page holds: the same statuses, counts, names and borders as everything else."""

import base64
import hashlib
import json
import re
import warnings
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest
import shapely

import attdata as att
from attdata.frames import BASES, WORLD
from attdata.measures.scope import EvidenceWarning
from attdata.notebook import Explorer
from attdata.problems import InputError
from attdata.reports import explorer_data as facts
from attdata.reports.explorer import briefs_beside, explorer_page
from attdata.reports.explorer_card import address_in
from attdata.reports.explorer_map import screen_maps
from attdata.words import LANGUAGES, word

# The opening, entry into force, days of change and days between, the last day of the evidence.
DAYS = [
    *("2013-06-03", "2013-06-04", "2013-09-24", "2013-09-25", "2014-04-02", "2014-09-25"),
    *("2014-12-24", "2015-02-28", "2015-12-31", "2016-06-01", "2017-01-31", "2018-08-19"),
    *("2019-07-18", "2020-07-06", "2021-01-01", "2022-07-09", "2023-02-24", "2024-08-19"),
    *("2025-10-26", "2026-07-24"),
]
LARGEST = 1_500_000  # bytes


@pytest.fixture(scope="module")
def page(data):
    return explorer_page(data)


@pytest.fixture(scope="module")
def content(page):
    """Return what the script of the page reads."""
    inside = re.search(r'<script type="application/json" id="content">(.*?)</script>', page, re.S)
    return json.loads(inside[1])


@pytest.fixture(scope="module")
def maps(data):
    return screen_maps(data)


def picked(rows, day):
    """Pick a row as the page does: the last that began on the day or before."""
    begun = [row for row in rows if row[0] <= day]
    return begun[-1] if begun else None


def text_of(day):
    return "" if pd.isna(day) else f"{day:%Y-%m-%d}"


@pytest.mark.parametrize("basis", BASES)
def test_the_statuses_are_those_of_status_on(data, content, basis):
    for day in DAYS:
        for row in att.status_on(data, day, basis=basis, universe="all").itertuples():
            _, *held = picked(content["segments"][basis][row.iso3], day)
            days = [text_of(x) for x in (row.since, row.signed, row.consented)]
            assert held == [row.status, *days, row.action, text_of(row.in_force)], (day, row.iso3)


@pytest.mark.parametrize("basis", BASES)
def test_the_counts_are_those_of_participation(data, content, basis):
    asked = {universe: ("att_region", universe) for universe in facts.UNIVERSES}
    for choice, (scheme, universe) in asked.items():
        frame = att.participation(data, DAYS, by=scheme, basis=basis, universe=universe)
        world = frame[frame["group"] == WORLD]
        compare(content["counts"][basis], world, {WORLD: choice})
    for scheme in data.groups["scheme"].unique():
        frame = att.participation(data, DAYS, by=scheme, basis=basis)
        groups = {group: f"{scheme}:{group}" for group in set(frame["group"]) - {WORLD}}
        compare(content["counts"][basis], frame[frame["group"] != WORLD], groups)


def compare(counts, frame, choices):
    assert len(frame)
    for row in frame.itertuples():
        held = picked(counts[choices[row.group]], f"{row.on:%Y-%m-%d}")
        n = [row.n_states, row.n_party, row.n_signatory, row.n_not_joined]
        assert held[1:5] == n, (row.group, row.on)
        assert held[5] == n[0] - sum(n[1:])
        if row.n_states:
            assert abs(held[6] - 100 * row.share_party) <= 0.5


def test_a_group_of_ones_own_is_a_choice_like_the_others(data):
    """Andorra left it before the day, Fiji came later: they count while they are members."""
    own = pd.DataFrame(
        {
            "scheme": "own", "group": "Our list", "iso3": ["THA", "PHL", "AND", "FJI"],
            "start": pd.to_datetime([None, None, None, "2024-01-01"]),
            "end": pd.to_datetime([None, None, "2020-01-01", None]),
        }
    )  # fmt: skip
    groups = pd.concat([data.groups, own], ignore_index=True)
    mine = replace(data, groups=groups.astype(data.groups.dtypes))
    assert len(facts.memberships(mine)["own:Our list"]) == 4
    counts = facts.counts(mine, "deposited")
    frame = att.participation(mine, DAYS, by="own")
    compare(counts, frame[frame["group"] == "Our list"], {"Our list": "own:Our list"})
    assert picked(counts["own:Our list"], "2019-12-31")[1] == 3
    assert picked(counts["own:Our list"], "2024-01-01")[1] == 3
    view = screen_maps(mine)[1]["own:Our list"]
    assert view.base == WORLD  # no region holds them all


def test_the_members_are_those_that_participation_counts(content):
    for basis in BASES:
        for choice, rows in content["members"].items():
            for day in DAYS:
                n = sum((not a or a <= day) and (not b or day < b) for _, a, b in rows)
                counts = picked(content["counts"][basis].get(choice, []), day)
                assert n == (counts[1] if counts else 0), (choice, day)


@pytest.mark.parametrize("basis", BASES)
def test_the_slider_stops_at_every_day_of_change(data, content, basis):
    rows = data.status[(data.status["treaty"] == "att") & (data.status["basis"] == basis)]
    starts = {text_of(day) for day in rows["start"].dropna()}
    first, last = content["first"], content["last"]
    assert (first, last) == ("2013-06-03", f"{data.evidence_ends():%Y-%m-%d}")
    assert content["stops"][basis] == sorted({d for d in starts if d <= last} | {first, last})


def test_a_day_known_as_a_range_is_said_as_one(content):
    assert content["inexact"]["ECU"]["2026-07-24"] == "range"
    assert content["inexact"]["ECU"]["2026-10-22"] == "range"  # entry into force follows from it
    assert "2025-09-05" not in content["inexact"].get("VUT", {})


def test_names_and_words_are_those_of_the_tables(data, content):
    for language in LANGUAGES:
        texts = content["words"][language]
        assert texts["states"] == dict(
            zip(data.states["iso3"], data.states[f"name_{language}"], strict=True)
        )
        assert texts["w"]["status.signatory"] == word("status.signatory", language)
        assert texts["w"]["explorer.since"].count("{") == 2
        assert set(texts["groups"]) >= set(data.groups["group"])


def test_other_names_for_the_search_are_names_of_the_state(content):
    names = [(text, iso3) for iso3, texts in content["aliases"].items() for text in texts]
    assert len(names) > 2000
    texts, expected = zip(*names[::37], strict=True)
    assert list(att.resolve(texts)["iso3"]) == list(expected)


def test_votes_are_those_of_the_roll_calls(data, content):
    held = content["votes"]
    order = {resolution: place for place, (resolution, _) in enumerate(held["calls"])}
    assert len(order) == 18
    letters = {"yes": "Y", "no": "N", "abstain": "A", "non_voting": "-"}
    votes = data.votes[data.votes["resolution"].isin(list(order))]
    assert len(votes) > 3000
    for row in votes.itertuples():
        assert held["votes"][row.iso3][order[row.resolution]] == letters[row.vote]
    assert not {"COK", "VAT", "NIU", "PSE"} & set(held["votes"])


# --- shapes ------------------------------------------------------------------------------------


def test_every_state_can_be_seen_on_the_world_map(data, maps):
    bases, views = maps
    base, view = bases[WORLD], views[WORLD]
    states = set(data.states["iso3"])
    assert set(base.states) | set(base.centres) == states
    for screen in ("wide", "narrow"):
        dots = view.dots[screen]
        assert {"MDV", "SGP", "NRU", "VAT", "MCO", "ATG", "PSE"} <= set(dots)
        assert states == set(dots) | {iso3 for iso3 in base.states if base.across[iso3] > 10}
        spots = list(dots.values())
        gaps = [
            (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for i, a in enumerate(spots) for b in spots[:i]
        ]
        assert min(gaps) > 30**2, "two dots lie on each other"


def test_a_regional_view_holds_its_members(data, maps):
    bases, views = maps
    for key, view in views.items():
        scheme, _, group = key.partition(":")
        rows = data.groups[(data.groups["scheme"] == scheme) & (data.groups["group"] == group)]
        left, top, width, height = view.box
        for iso3 in rows["iso3"]:
            base = bases[view.base]
            if iso3 == "RUS" and iso3 not in base.centres:  # its point lies beyond the edge
                assert base.states[iso3], key
                continue
            x, y = base.centres[iso3]
            inside = left <= x <= left + width and top <= y <= top + height
            assert inside or iso3 == "RUS", (key, iso3)


def polygons(path):
    """Return the area that a path of the page encloses."""
    rings = []
    for part in path.split("M")[1:]:
        start, steps = part.rstrip("z").split("l")
        x, y = map(int, start.split())
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        ring = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(shapely.make_valid(shapely.Polygon(ring)))
    area = shapely.Polygon()
    for ring in rings:  # a hole lies within what encloses it
        area = area.symmetric_difference(ring)
    return area


def test_neighbours_meet_without_overlap_after_simplification(maps):
    base = maps[0]["Africa"]
    shapes = {iso3: polygons(base.states[iso3]) for iso3 in ("KEN", "TZA", "UGA", "ETH", "SSD")}
    names = list(shapes)
    for i, one in enumerate(names):
        for other in names[:i]:
            shared = shapes[one].intersection(shapes[other]).area
            assert shared < 0.002 * min(shapes[one].area, shapes[other].area), (one, other)
    together = shapely.union_all([shapes["KEN"], shapes["TZA"]])
    assert together.geom_type == "Polygon" or together.area > 0.99 * together.convex_hull.area / 2


@pytest.mark.parametrize(
    ("place", "lon", "lat", "owner"),
    [
        ("Simferopol", 34.1, 44.95, "UKR"),
        ("Hargeisa", 44.06, 9.56, "SOM"),
        ("Taipei", 121.5, 25.0, "CHN"),
        ("Cayenne", -52.5, 4.3, "FRA"),
        ("Laayoune", -12.5, 26.5, None),
        ("Nuuk", -49.0, 65.0, None),
    ],
)
def test_borders_are_those_of_the_static_maps(maps, place, lon, lat, owner):
    import geopandas as gpd

    base = maps[0][WORLD]
    crs = "+proj=eqearth +lon_0=11.0 +a=6371007 +b=6371007 +units=m"
    edge = gpd.GeoSeries(
        [shapely.Point(190.999999, 0), shapely.Point(-168.999999, 0)], crs=4326
    ).to_crs(crs)
    scale = 9000 / (edge.x.max() - edge.x.min())
    (spot,) = gpd.GeoSeries([shapely.Point(lon, lat)], crs=4326).to_crs(crs)
    point = shapely.Point(spot.x * scale, -spot.y * scale)
    if owner is None:
        assert polygons(base.other).contains(point), place
    else:
        assert polygons(base.states[owner]).contains(point), place


# --- the file ----------------------------------------------------------------------------------


def test_the_file_is_small_and_the_same_each_time(data, page):
    assert len(page.encode()) <= LARGEST
    assert explorer_page(data) == page


def test_the_page_allows_its_own_script_and_style_and_nothing_else(page):
    policy = unescape(re.search(r'Security-Policy" content="([^"]*)"', page)[1])
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
    script = re.search(r"<script>(.*?)</script>", page, re.S)[1]
    for rule, text in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert "unsafe" not in policy
    assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|insertAdjacent", script)
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)
    assert not re.search(r"\son\w+\s*=|\sstyle\s*=|javascript:|\ssrc\s*=", markup)
    assert not re.search(r"url\((?!data:|#)|@import", style)
    assert "https://" not in markup


HOSTILE = "</script><img src=x onerror=alert(1)>"


def test_text_of_cells_cannot_end_the_script(data):
    states = data.states.assign(name_en=HOSTILE)
    activities = data.activities.assign(title=HOSTILE, note="javascript:alert(1)")
    page = explorer_page(replace(data, states=states, activities=activities))
    assert "<img" not in page
    assert page.count("</script>") == 2


def test_only_web_addresses_become_links():
    assert address_in("see http://example.org/x. More") == "http://example.org/x"
    for text in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", ""):
        assert address_in(text) == ""


# --- how it is made ------------------------------------------------------------------------------


def test_briefs_beside_the_page_are_linked(data, tmp_path):
    (tmp_path / "briefs").mkdir()
    names = ["brief-THA-fr.html", "briefs/KEN_en.html", "report-fr.html", "brief-XXX-fr.html"]
    for name in names:
        (tmp_path / name).write_text("")
    states = list(data.states["iso3"])
    assert briefs_beside(tmp_path, states) == {
        "fr": {"THA": "brief-THA-fr.html"},
        "en": {"KEN": "briefs/KEN_en.html"},
    }


def test_a_notebook_gets_a_frame_and_a_picture_with_its_text(data):
    shown = att.explore(data, language="fr")
    assert isinstance(shown, Explorer)
    bundle, about = shown._repr_mimebundle_()
    assert re.match(r'<iframe title="[^"]+" .*?srcdoc="&lt;!DOCTYPE html&gt;', bundle["text/html"])
    assert unescape(re.search(r'srcdoc="([^"]*)"', bundle["text/html"])[1]).endswith("</html>\n")
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert "tats" in about["image/png"]["alt"]
    assert bundle["text/plain"] == repr(shown)


def test_the_command_writes_the_page(data, tmp_path, capsys, monkeypatch):
    from attdata.cli import commands

    target = tmp_path / "new" / "explorer.html"
    monkeypatch.setattr("sys.argv", ["attdata", "explore", str(target), "--language", "es"])
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert not ended.value.code
    assert capsys.readouterr().out.strip() == str(target)
    assert '<html lang="es" dir="ltr">' in target.read_text(encoding="utf-8")


def test_what_cannot_be_asked_is_told(data, tmp_path):
    with pytest.raises(LookupError, match='"de" is none of the six languages'):
        att.explore(data, language="de")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is or lies in a file"):
        att.explore(data).to_html(tmp_path / "file" / "explorer.html")


def test_no_warning_is_left_over(data):
    with warnings.catch_warnings():
        warnings.simplefilter("error", EvidenceWarning)
        facts.counts(data, "in_force")
