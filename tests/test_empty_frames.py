"""Datasets that lack whole kinds of records answer, or say in words what they lack."""

from __future__ import annotations

import warnings

import pytest

import attdata as att
from attdata.measures.scope import treaties_held
from attdata.problems import ArgumentError
from attdata.processed.assemble import build
from attdata.reference import raw_folder
from attdata.reports.explorer_data import sisters
from attdata.tables.measure import MEASURES, measured
from small import small_dataset

VISIT = {"activity": "E1", "title": "Visit", "kind": "workshop", "start": "2018-02-01"}
VISIT |= {"end": "2018-02-01"}
SIGNED = [("KEN", "signature", "2013-06-03")]
WORLDS = {
    "no actions": small_dataset({"KEN": "Africa"}),
    "one party": small_dataset({"KEN": "Africa"}, [("KEN", "accession", "2015-08-27")]),
    "one signatory": small_dataset({"KEN": "Africa"}, SIGNED),
    "one activity": small_dataset(
        {"KEN": "Africa"}, SIGNED, activities=[VISIT], named=[("E1", "KEN")]
    ),
}
DRAWN = {
    "draw_shares": "participation",
    "draw_trend": "trend",
    "draw_pace": "pace",
    "draw_signals": "signals",
    "draw_votes": "positions",
    "draw_treaties": "treaties",
    "draw_waiting": "waiting_time",
    "draw_calendar": "calendar",
    "draw_pipeline": "pipeline",
    "draw_reach": "reach",
    "draw_progress": "progress",
    "draw_tiles": "status_on",
}


@pytest.fixture(params=WORLDS, ids=lambda name: name.replace(" ", "-"))
def world(request):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield WORLDS[request.param]


def answered(function, *args, **options):
    """Return what a function answers; None where it says in a sentence what it lacks."""
    try:
        return function(*args, **options)
    except ArgumentError as error:
        assert str(error).endswith(".")
        return None


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_answers_or_says_what_it_lacks(world, name):
    since = {"since": "2014-01-01"} if name == "changes" else {}
    frame = answered(measured, world, name, **since)
    assert (frame is None) == (world is WORLDS["no actions"] and name != "reconcile")


@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_answers_or_says_what_it_lacks(world, name):
    from matplotlib import pyplot as plt

    frame = answered(getattr(att, DRAWN[name]), world)
    if frame is not None:
        answered(getattr(att, name), frame)
    plt.close("all")


def test_briefs_and_comparisons_of_small_worlds(world):
    if world is WORLDS["no actions"]:
        with pytest.raises(ArgumentError, match="No source tells"):
            att.brief(world, "KEN")
        with pytest.raises(ArgumentError, match="No source tells"):
            att.explore(world).to_html("unwritten.html")
        return
    page = att.brief(world, "KEN")._repr_html_()
    assert "not in the data" in page
    assert not {"nan", "NaT", "None", "−1"} & set(page.replace("<", " ").replace(">", " ").split())
    assert "KEN" in str(att.compare(WORLDS["no actions"], world).actions["iso3"].tolist())


def test_nobody_is_outside_a_treaty_of_which_no_table_is_held():
    world = WORLDS["one signatory"]
    assert treaties_held(world) == ["att"]
    assert set(att.treaties(world)["treaty"]) == {"att"}
    assert sisters(world) == {}
    assert att.signals(world)["mine_ban"].tolist() == [""]
    with pytest.raises(ArgumentError, match="add its status table"):
        att.status_on(world, "2018-01-01", treaty="mine-ban")
    with pytest.raises(ArgumentError, match="no status table of another treaty"):
        att.party_to_others(world)


def test_no_position_is_told_where_no_votes_are_held():
    assert att.positions(WORLDS["one party"])["position"].isna().all()


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Build the one status table of the Treaty, without any other raw material."""
    import shutil

    raw = tmp_path_factory.mktemp("bare") / "raw"
    shutil.copytree(raw_folder("reference"), raw / "reference")
    (raw / "membership").mkdir()
    for path in (raw_folder("reference").parent / "membership").glob("untc_XXVI-8*"):
        shutil.copy(path, raw / "membership")
    return build(raw, raw.parent / "processed")


def test_a_report_on_nothing_but_a_status_table(bare, tmp_path):
    from attdata.reports.contents import document
    from attdata.reports.cycle import cycle_of
    from attdata.reports.facts import facts_of

    facts = facts_of(bare, cycle_of(bare))
    for language in ("en", "ar"):
        document(facts, language, {}, "0")
    assert set(bare.status["treaty"]) == {"att"}
