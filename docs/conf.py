"""How the documentation is made: ``make docs``. No page is fetched from the network."""

from __future__ import annotations

import csv
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE))

from attdata import __version__  # noqa: E402

project = "attdata"
author = "The attdata developers"
copyright = "The attdata developers, MIT licence"
release = version = __version__
extensions = [
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.viewcode",
]
exclude_patterns = ["_build", "README.md", "_generated/*.rst"]
html_theme = "pydata_sphinx_theme"
html_title = "attdata"
html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": False, "show_toc_level": 2}
html_static_path: list[str] = []
# The notebooks are run by `make notebooks` and tested by nbval; here they are shown as they are.
nb_execution_mode = "off"
# A notebook with widget state would link to another host.
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
numpydoc_show_class_members = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_xref_param_type = False
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type"]

GENERATED = HERE / "_generated"


def tables_of_the_reviewed_data() -> None:
    """Write the pages that are rows of reviewed tables: frames and fields, indicators, borders."""
    GENERATED.mkdir(exist_ok=True)
    reference = ROOT / "data" / "raw" / "reference"
    fields = rows_of(reference / "fields.csv")
    parts = ["# Data dictionary\n", "One section per frame: what a row is, and each column.\n"]
    for frame in rows_of(reference / "frames.csv"):
        parts.append(f"\n## {frame['frame']}\n\nOne row per {frame['grain']}.")
        if frame["key"]:
            parts.append(f"Told apart by {', '.join(f'`{k}`' for k in frame['key'].split())}.")
        parts.append("\n| column | type | meaning | allowed |\n|---|---|---|---|")
        for row in (row for row in fields if row["frame"] == frame["frame"]):
            allowed = ", ".join(word for word in row["allowed"].split("|") if word)
            needed = " (required)" if row["required"] else ""
            parts.append(
                f"| `{row['column']}` | {row['type']}{needed} | {cell(row['meaning'])} | "
                f"{cell(allowed)} |"
            )
    write("data_dictionary.md", parts)
    borders = rows_of(ROOT / "data" / "raw" / "geo" / "borders.csv")
    parts = ["# Borders, decision by decision\n"]
    parts.append(
        "Boundaries and names shown imply no opinion on the legal status of a territory.\n"
    )
    columns = list(borders[0])
    parts.append(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    parts += [f"| {' | '.join(cell(row[c]) for c in columns)} |" for row in borders]
    write("borders.md", parts)
    indicators = rows_of(ROOT / "data" / "processed" / "indicators.csv")
    parts = ["# Indicators of the work plan\n"]
    parts.append("As they stand in the plan workbook; `kind` says whether one is a proxy.\n")
    parts.append("| indicator | scope | item | what is counted | measure | unit | kind |")
    parts.append("|---|---|---|---|---|---|---|")
    for row in indicators:
        shown = ("indicator", "scope_group", "item", "counted", "measure", "unit", "kind")
        parts.append(f"| {' | '.join(cell(row[c]) for c in shown)} |")
    write("indicators.md", parts)
    law_tables(reference)
    limits_table()


def law_tables(reference: Path) -> None:
    """Write the reviewed tables on which the counts rest, as parts of the page on treaty law."""
    columns = (
        "short_name",
        "states_needed",
        "in_force",
        "entry_rule",
        "between",
        "between_article",
    )
    heads = ("treaty", "needed", "in force", "entry_rule", "between", "article")
    treaties = rows_of(reference / "treaties.csv")
    write("treaties.inc", table(heads, ([row[c] for c in columns] for row in treaties)))
    actions = rows_of(reference / "actions.csv")
    lines = ((f"`{row['action']}`", row["effect"], row["note"]) for row in actions)
    write("actions.inc", table(("action", "effect on status", "source or remark"), lines))
    universes = rows_of(reference / "universes.csv")
    lines = ((f"`{r['universe']}`", r["states"], r["counted"], r["reason"]) for r in universes)
    write("universes.inc", table(("universe", "who", "counted", "why"), lines))


def limits_table() -> None:
    """Write the limits of the readers with their reasons, from the class that holds them."""
    from dataclasses import fields

    from numpydoc.docscrape import ClassDoc

    from attdata.read.limits import Limits

    reasons = {name: " ".join(text) for name, _, text in ClassDoc(Limits)["Parameters"]}
    lines = ((f"`{f.name}`", f"{f.default:,}", reasons.get(f.name, "")) for f in fields(Limits))
    write("limits.inc", table(("limit", "default", "what it bounds, and why"), lines))


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Return a Markdown table in lines."""
    heads = list(heads)
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return [*lines, *(f"| {' | '.join(cell(text) for text in row)} |" for row in rows)]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cell(text: str) -> str:
    """Return a text as a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def write(name: str, parts: list[str]) -> None:
    """Write a generated page."""
    (GENERATED / name).write_text("\n".join(parts) + "\n", encoding="utf-8")


def tutorials() -> None:
    """Put the notebooks, with their outputs, where the documentation finds them."""
    folder = GENERATED / "tutorials"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        shutil.copy(path, folder / path.name)


def gallery() -> None:
    """Draw every figure in English and write the page that shows it beside its code."""
    from gallery import write_gallery

    write_gallery(GENERATED)


def references() -> None:
    """Write the reference of public names and of the command line."""
    from make_functions import write_reference

    write_reference(GENERATED)


tables_of_the_reviewed_data()
tutorials()
references()
if not os.environ.get("ATTDATA_NO_GALLERY"):
    gallery()
