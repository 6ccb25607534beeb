"""Reports that several tests read, each computed once in a run of the tests."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import attdata as att
from attdata.reports.contents import document
from attdata.reports.cycle import cycle_of
from attdata.reports.document import Document
from attdata.reports.facts import Facts, facts_of
from attdata.reports.render import render
from attdata.reports.report import figure_plans

ROOT = Path(__file__).parent.parent
# Two figures are enough to see how documents hold them; all of them take a minute.
FIGURES = ("shares", "pace")


@cache
def facts(conference: str, region: str | None = None) -> Facts:
    """Return what a report rests on."""
    data = att.load(ROOT)
    return facts_of(data, cycle_of(data, conference), region)


@cache
def written(conference: str, language: str = "en", region: str | None = None) -> Document:
    """Return a report without figures."""
    return document(facts(conference, region), language, {}, "0")


@cache
def illustrated(language: str) -> Document:
    """Return the report of CSP11 with two figures."""
    found = facts("CSP11")
    folder = Path(tempfile.mkdtemp(prefix="attdata-tests-"))
    plans = [plan for plan in figure_plans(found) if plan.name in FIGURES]
    made, failures = render(plans, folder, languages=[language], formats=["png", "svg"], jobs=1)
    assert failures == []
    return document(found, language, {figure.name: figure for figure in made}, "0")
