"""The contents of a report: which sections it has, in which order, and what stands at its head.

Every number in a sentence comes from a frame that also stands in the report as a table. Sentences
are rows ``report.*`` of words.csv; where several counts meet in one sentence it is built as
"label: number", so that no language needs agreement with two numbers at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from attdata.reports.document import Document, Writer
from attdata.reports.facts import Facts
from attdata.reports.render import Made
from attdata.reports.sections.approach import approach
from attdata.reports.sections.first import first_page
from attdata.reports.sections.membership import in_short, regions, signatories, standing
from attdata.reports.sections.method import annex, method
from attdata.reports.sections.news import changed_rows, news
from attdata.reports.sections.outlook import pace
from attdata.reports.sections.outreach import outreach
from attdata.reports.sections.plan import decisions, plan
from attdata.words import conference_name, word


def document(facts: Facts, language: str, figures: dict[str, Made], version: str) -> Document:
    """Return the report in one language.

    Parameters
    ----------
    facts
        What :func:`attdata.reports.facts.facts_of` gives.
    language
        One of ar, en, es, fr, ru, zh.
    figures
        The figures drawn for this language, by name; those missing are left out.
    version
        Of attdata, printed with the method.
    """
    sections: list[Callable[[Writer], None]] = [
        first_page,
        news,
        standing,
        regions,
        signatories,
        outreach,
        approach,
        plan,
        decisions,
        pace,
        method,
        annex,
    ]
    return _document(facts, language, figures, version, sections)


def summary_of(facts: Facts, language: str, figures: dict[str, Made], version: str) -> Document:
    """Return two pages for delegates: the first page, regions, who signed and waits.

    Parameters
    ----------
    facts, language, figures, version
        As in :func:`document`.
    """
    return _document(facts, language, figures, version, [first_page, in_short])


def changes_of(facts: Facts, language: str, version: str, before: dt.date | None) -> Document:
    """Return a page of its own on what changed between two datasets.

    Parameters
    ----------
    facts
        Of the newer dataset, with ``news``.
    language, version
        As in :func:`document`.
    before
        The day to which the evidence of the older dataset reaches.
    """
    out = Writer(facts, language, {}, version)
    out.section("changes")
    compared = facts.news
    if not compared:
        out.say("changes.none")
    else:
        changed_rows(out, compared)
    out.end_section()
    line = word(
        "report.changes.days", language, before=before or "\N{EN DASH}", after=facts.evidence
    )
    title = word("report.changes.title", language)
    return Document(language, title, (line,), tuple(out.blocks), facts.evidence)


def _document(
    facts: Facts,
    language: str,
    figures: dict[str, Made],
    version: str,
    sections: list[Callable[[Writer], None]],
) -> Document:
    """Return the document that sections write, with title and lines at its head."""
    out = Writer(facts, language, figures, version)
    for section in sections:
        section(out)
    out.end_section()
    cycle = facts.cycle
    lines = [
        conference_name(cycle.conference, language),
        word("report.period", language, since=first_day(cycle.since), until=cycle.on),
    ]
    if facts.region:
        lines.insert(1, word("report.region_line", language, region=out.group(facts.region)))
    title = word("report.title", language)
    if facts.region:
        title = word("report.remark", language, name=title, remark=out.group(facts.region))
    return Document(language, title, tuple(lines), tuple(out.blocks), cycle.on)


def first_day(close: Any) -> Any:
    """Return the first day of the period: the one after the close of the last conference."""
    return close + dt.timedelta(days=1)
