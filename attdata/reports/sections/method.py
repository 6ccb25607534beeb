"""Sections of a report: method and sources, and the annex of all States."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attdata.evidence import precision_of
from attdata.reports.abbreviations import abbreviations_in
from attdata.words import word

if TYPE_CHECKING:
    from attdata.reports.document import Writer


def method(out: Writer) -> None:
    """Say how it was counted, what is a proxy, and where the numbers come from."""
    facts, cycle = out.facts, out.facts.cycle
    out.section("method")
    out.say("method.basis")
    if facts.region:
        out.say("method.universe_region", region=out.group(facts.region), n=facts.n_states)
    else:
        out.tell(word("footer.universe.att", out.language, n=facts.n_states)
                 + word("sentence.end", out.language))  # fmt: skip
    if cycle.previous:
        out.say("method.period", day=cycle.on)
    else:
        start = cycle.since + dt.timedelta(days=1)
        out.say("method.period_from", start=start, day=cycle.on)
    out.say("method.dates")
    out.say("method.regions")
    out.say("method.outreach")
    out.say("method.proxies")
    out.say("method.waiting")
    out.say("method.borders")
    out.say("method.version", version=out.version)
    rows = facts.reconcile
    agreeing = rows[rows["agrees_on"] != "neither"]
    out.say("method.reconcile", n=len(rows), agreeing=len(agreeing))
    columns = ["date", "source", "counted", "claimed", "deposited", "in_force", "agrees_on"]
    labels = {"in_force": word("report.c.in_force", out.language)}
    out.table("reconcile", rows, columns, labels=labels, published=["source"], folded=True)
    columns = ["source", "title", "producer", "as_of"]
    published = ["source", "title", "producer"]
    out.table("sources", facts.sources, columns, published=published, folded=True)
    _abbreviations(out)


def _abbreviations(out: Writer) -> None:
    """List the abbreviations that stand in the report, most of them in titles as published."""
    terms = abbreviations_in(out.texts(), out.language)
    if terms:
        out.heading(2, word("report.h.terms", out.language), "terms")
        out.terms(terms)


def annex(out: Writer) -> None:
    """List every State with its status and dates."""
    facts = out.facts
    out.section("annex")
    frame = out.by_name(facts.status)
    out.say("annex.intro", n=len(frame), day=facts.cycle.on)
    columns = ["att_region", "iso3", "status", "signed", "action", "consented", "in_force"]
    if frame["leaving"].notna().any():
        columns.append("leaving")
    days = zip(frame["iso3"], frame["consented"], strict=True)
    ranged = [iso3 for iso3, day in days if precision_of(frame.attrs, iso3, day)[0] == "range"]
    note = word("report.note.ranged", out.language, names=out.names(ranged)) if ranged else ""
    out.table("annex", frame, columns, note=note, group_by="att_region")
    out.end_section()
