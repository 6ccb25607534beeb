"""The frames as files of a data package: CSV text, and ``datapackage.json`` that describes it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from attdata.frames import FRAMES, Column, Dataset, allowed_words

if TYPE_CHECKING:
    import pandas as pd


def csv_text(name: str, frame: pd.DataFrame) -> str:
    """Return a frame as CSV: LF, ISO dates, ``true``/``false``, up to 12 significant digits."""
    columns = [_quoted(_cells(frame[c], spec)) for c, spec in FRAMES[name].columns.items()]
    rows = [tuple(FRAMES[name].columns), *zip(*columns, strict=True)]
    return "".join(",".join(row) + "\n" for row in rows)


QUOTE = '"'
_MARKS = re.compile('[,"\r\n]')


def _quoted(cells: list[str]) -> list[str]:
    """Return cells as CSV wants them; csv.writer leaves a lone carriage return unquoted."""
    if not _MARKS.search("".join(cells)):
        return cells
    return [f'"{c.replace(QUOTE, QUOTE * 2)}"' if _MARKS.search(c) else c for c in cells]


def _cells(values: pd.Series, spec: Column) -> list[str]:
    """Return a column's values as text; an empty one is ""."""
    if spec.type == "text":
        return [str(v) for v in values]
    if spec.type == "boolean":
        return ["true" if v else "false" for v in values]
    if spec.type == "date":
        days = values.to_numpy("datetime64[D]").astype(str)
        return ["" if day == "NaT" else day for day in days.tolist()]
    form = {"integer": "{:d}", "number": "{:.12g}"}[spec.type]
    empty = values.isna()
    return ["" if e else form.format(v) for v, e in zip(values, empty, strict=True)]


def resource_of(name: str, content: bytes) -> dict[str, Any]:
    """Return a frame's entry in ``datapackage.json`` (Data Package standard)."""
    declared = FRAMES[name]
    fields = [_field(column, spec) for column, spec in declared.columns.items()]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if declared.key and all(declared.columns[c].required for c in declared.key):
        schema["primaryKey"] = list(declared.key)
    elif declared.key:
        # Parts of these keys may be empty, which a primary key may not.
        schema["uniqueKeys"] = [list(declared.key)]
    keys = [_reference(c, target) for c, target in _TARGETS.items() if _refers(name, c, target)]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": name,
        "path": f"{name}.csv",
        "description": f"One row per {declared.grain}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": hash_of(content),
        "profile": "tabular-data-resource",
        "schema": schema,
    }


_TARGETS = {"iso3": "states", "country_iso3": "states", "activity": "activities"}


def _refers(name: str, column: str, target: str) -> bool:
    return name != target and column in FRAMES[name].columns


def _reference(column: str, target: str) -> dict[str, Any]:
    key = FRAMES[target].key[0]
    return {"fields": [column], "reference": {"resource": target, "fields": [key]}}


def _field(name: str, spec: Column) -> dict[str, Any]:
    kind = "string" if spec.type == "text" else spec.type
    field: dict[str, Any] = {"name": name, "type": kind, "description": spec.description}
    constraints: dict[str, Any] = {"required": True} if spec.required else {}
    allowed = [value for value in allowed_words(spec.allowed) if value]
    if allowed:
        constraints["enum"] = allowed
    return field | ({"constraints": constraints} if constraints else {})


def package_of(data: Dataset, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Return ``datapackage.json``: what the set is, where it came from, what each file holds."""
    sources = [
        {
            "title": row.title or row.source,
            "path": row.file,
            "sha256": row.sha256,
            "licence": row.licence,
        }
        for row in data.sources.itertuples()
    ]
    return {
        "profile": "tabular-data-package",
        "name": "attdata",
        "title": "Arms Trade Treaty universalization: tidy frames",
        "description": "Membership, outreach and work plan, cleaned; every value names its source.",
        "licenses": [
            {
                "name": "MIT",
                "title": "MIT License (arrangement and notes; sources: see sources.csv)",
                "path": "https://opensource.org/license/mit",
            }
        ],
        "sources": sources,
        "resources": resources,
    }


def hash_of(content: bytes) -> str:
    """Return the hash of a file as the data package writes it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
