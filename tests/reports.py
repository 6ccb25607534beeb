"""Reports that several tests read, each computed once in a run of the tests.

A call with a default left out and one that names it are one call: what is kept is kept by all of
its arguments.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import attdata as att
from attdata.reports.contents import document
from attdata.reports.cycle import cycle_of
from attdata.reports.document import Document
from attdata.reports.facts import Facts, facts_of
from attdata.reports.html import html_page
from attdata.reports.render import render
from attdata.reports.report import figure_plans
from attdata.reports.word import word_file

ROOT = Path(__file__).parent.parent
# Two figures are enough to see how documents hold them; all of them take a minute.
FIGURES = ("shares", "pace")


def facts(conference: str, region: str | None = None) -> Facts:
    """Return what a report rests on."""
    return _facts(conference, region)


@cache
def _facts(conference: str, region: str | None) -> Facts:
    data = _data()
    return facts_of(data, cycle_of(data, conference), region)


@cache
def _data() -> att.Dataset:
    return att.load(ROOT)


def written(conference: str, language: str = "en", region: str | None = None) -> Document:
    """Return a report without figures."""
    return _written(conference, language, region)


@cache
def _written(conference: str, language: str, region: str | None) -> Document:
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


def page_text(content: Document) -> str:
    """Return the page of a report, made once of each that is kept."""
    return _made("html", content, html_page)


def word_bytes(content: Document) -> bytes:
    """Return the Word document of a report, made once of each that is kept."""
    return _made("word", content, word_file)


_MADE: dict[tuple[str, int], tuple[Document, Any]] = {}


def _made(kind: str, content: Document, make: Callable[[Document], Any]) -> Any:
    key = (kind, id(content))
    if key not in _MADE:
        _MADE[key] = (content, make(content))  # held, so that its id stays its own
    return _MADE[key][1]


def to_pdf(folder: Path, documents: Iterable[Path]) -> list[Path]:
    """Return PDFs of documents: one LibreOffice opens them all, since starting it takes longest."""
    documents = list(documents)
    home = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, documents)], check=True, capture_output=True, timeout=600)
    return [folder / path.with_suffix(".pdf").name for path in documents]
