"""Each tidy frame declared once: its grain, key, columns, types and what they mean.

The declarations serve the pandera check at the build, the CSV files, the types that ``load``
gives back and ``datapackage.json``; nothing about a frame is written down a second time.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata.problems import ERROR, PROBLEM_COLUMNS, WARNING, Problem
from attdata.reference import reference_rows

if TYPE_CHECKING:
    import pandas as pd

STATUSES = ("not_joined", "signatory", "state_party", "unknown")
BASES = ("deposited", "in_force")
# The groups of all States, and of those in no group of a scheme.
WORLD, NO_GROUP = "World", "no group"
PRECISIONS = ("day", "month", "year", "range", "inferred", "none")
# What a participant can do, with its effect in law: a reviewed table, extended as headings are met.
ACTIONS = tuple(row["action"] for row in reference_rows("actions"))


@dataclass(frozen=True)
class Column:
    """A column: its type (text, date, integer, number, boolean), meaning and allowed values."""

    type: str
    description: str
    allowed: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Frame:
    """A tidy frame: one row per ``grain``, told apart by ``key``."""

    grain: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]


def _text(description: str, *, required: bool = False, allowed: tuple[str, ...] = ()) -> Column:
    return Column("text", description, allowed, required)


def _date(description: str, *, required: bool = False) -> Column:
    return Column("date", description, (), required)


_ISO3 = _text("ISO 3166-1 alpha-3 code of the State", required=True)
_SOURCE = _text("name of the raw file", required=True)
_CELL = _text("address in the raw file: cell, or row")
_NOTE = _text("remark of the source or of the cleaning")
_PRECISION = _text("how exactly the date is known", allowed=PRECISIONS)
_ACTIVITY = _text("identifier of the activity", required=True)
_SCHEME = _text("set of groups: att_region, un_regional_group, m49_subregion, organisation")

FRAMES: dict[str, Frame] = {
    "sources": Frame(
        "raw file",
        ("source",),
        {
            "source": _SOURCE,
            "file": _text("path below data/raw", required=True),
            "sha256": _text("hash of the bytes that were read"),
            "title": _text("what the file is"),
            "producer": _text("who published or compiled it"),
            "as_of": _date("day to which the file's evidence reaches"),
            "accessed": _date("day on which it was obtained"),
            "licence": _text("terms of use"),
            "rows_read": Column("integer", "data rows: neither title, heading, blank nor note"),
            "rows_kept": Column("integer", "data rows that are in a frame"),
            "problems": Column("integer", "problems met in the file"),
        },
    ),
    "states": Frame(
        "State",
        ("iso3",),
        {
            "iso3": _ISO3,
            "iso2": _text("ISO 3166-1 alpha-2 code", required=True),
            "m49": _text("UN M49 code, three digits", required=True),
            "un_status": _text("standing in the UN", allowed=("member", "observer", "other")),
            "att_region": _text("region as the ATT Secretariat counts them"),
            "subregion": _text("M49 sub-region"),
            "latitude": Column("number", "degrees north of a point in the State"),
            "longitude": Column("number", "degrees east of a point in the State"),
            **{
                f"name_{language}": _text(f"official short name ({language})", required=True)
                for language in ("ar", "en", "es", "fr", "ru", "zh")
            },
        },
    ),
    "groups": Frame(
        "scheme, group, State and period",
        ("scheme", "group", "iso3", "start"),
        {
            "scheme": _SCHEME,
            "group": _text("region or organisation", required=True),
            "iso3": _ISO3,
            "start": _date("first day in; empty: since before the Treaty"),
            "end": _date("first day no longer in; empty: still in"),
        },
    ),
    "conferences": Frame(
        "Conference of States Parties",
        ("conference",),
        {
            "conference": _text("CSP1, CSP2, ...", required=True),
            "start": _date("opening day", required=True),
            "end": _date("closing day", required=True),
            "place": _text("where it met"),
            "president_state": _text("State of the President"),
            "president": _text("name of the President"),
        },
    ),
    "treaties": Frame(
        "treaty",
        ("treaty",),
        {
            "treaty": _text("short key: att, mine-ban, cluster-munitions", required=True),
            "untc": _text("chapter and number in the UN Treaty Collection", required=True),
            "short_name": _text("name in English"),
            "adopted": _date("day of adoption"),
            "opened_for_signature": _date("day of opening for signature"),
            "in_force": _date("day of entry into force"),
            "states_needed": Column("integer", "instruments needed for entry into force"),
            "lag_rule": _text("entry into force for a State, in words"),
            "entry_rule": _text("the same for the computer: days:N, or month:N"),
            "withdrawal_rule": _text("when a withdrawal takes effect: days:N or months:N"),
            "universe": _text("States over which rates are taken unless another is named"),
            "source": _text("where the row comes from"),
        },
    ),
    "actions": Frame(
        "treaty action",
        ("source", "cell", "action"),
        {
            "source": _SOURCE,
            "cell": _CELL,
            "action": _text("what the participant did", required=True, allowed=ACTIONS),
            "treaty": _text("key of the treaty", required=True),
            "iso3": _text("State; empty for organisations, territories and former States"),
            "participant": _text("name as printed", required=True),
            "date": _date("day of the action; for a range its last possible day"),
            "date_earliest": _date("first possible day"),
            "date_precision": _PRECISION,
            "date_text": _text("the date as printed"),
            "withdrawn": Column("boolean", "printed in brackets: no longer counts"),
            "footnotes": _text("numbers of the footnotes"),
            "effective_date": _date("day on which the action takes effect for the State"),
            "effective_basis": _text(
                "whether that day was printed or computed", allowed=("", "printed", "computed")
            ),
            "note": _NOTE,
        },
    ),
    "activities": Frame(
        "outreach activity",
        ("activity",),
        {
            "activity": _ACTIVITY,
            "start": _date("first day"),
            "end": _date("last day"),
            "date_earliest": _date("first possible day"),
            "date_precision": _PRECISION,
            "date_text": _text("the date as published"),
            "title": _text("title or description"),
            "kind": _text("type as written"),
            "format": _text("format of the event as written"),
            "presidents_part": _text("how the President of the Conference took part"),
            "place": _text("place as written"),
            "country_iso3": _text("State in which it took place"),
            "delivery": _text(
                "whether it took place",
                allowed=("delivered", "ongoing", "planned", "postponed", "cancelled", "example"),
            ),
            "see_also": _text("activities that the row refers to, as written"),
            "same_as": _text("the activity that this row tells of again"),
            "source": _SOURCE,
            "cell": _CELL,
            "note": _NOTE,
        },
    ),
    "activity_regions": Frame(
        "activity and region",
        ("activity", "scheme", "group", "named_as"),
        {
            "activity": _ACTIVITY,
            "scheme": _SCHEME,
            "group": _text("region; World for global activities"),
            "named_as": _text("the region as written"),
        },
    ),
    "activity_items": Frame(
        "activity and plan emphasis, area or recommendation",
        ("activity", "item", "rule"),
        {
            "activity": _ACTIVITY,
            "item": _text("P1 to P5, IV.1 to IV.5, V.a to V.d", required=True),
            "rule": _text("the reviewed rule that links them", required=True),
        },
    ),
    "activity_states": Frame(
        "activity, State and role",
        ("activity", "iso3", "role", "named_as"),
        {
            "activity": _ACTIVITY,
            "iso3": _ISO3,
            "role": _text("part", allowed=("target", "host", "organiser", "partner")),
            "named_as": _text("the name as written"),
            "via_group": _text("group that was named in the State's stead"),
        },
    ),
    "activity_actors": Frame(
        "activity, organisation and role",
        ("activity", "actor", "role"),
        {
            "activity": _ACTIVITY,
            "actor": _text("organisation", required=True),
            "role": _text("organiser, partner or stakeholder"),
            "stakeholder_group": _text("kind of stakeholder"),
        },
    ),
    "vtf_projects": Frame(
        "Voluntary Trust Fund project",
        ("project",),
        {
            "project": _text("project number, or one made from the row", required=True),
            "cycle": _text("funding cycle as written"),
            "iso3": _text("beneficiary State"),
            "grantee": _text("who received the grant"),
            "status_at_time": _text(
                "status of the State as the source gives it", allowed=("", *STATUSES)
            ),
            "title": _text("title of the project"),
            "amount_usd": Column("number", "grant in US dollars; empty: not found"),
            "start": _date("first day of the period covered"),
            "end": _date("last day of the period covered"),
            "partner": _text("implementing partner"),
            "purpose": _text("purpose as written"),
            "scope": _text("national, sub-regional or continental"),
            "source": _SOURCE,
            "cell": _CELL,
            "note": _NOTE,
        },
    ),
    "decisions": Frame(
        "decision, area or recommendation",
        ("item",),
        {
            "item": _text("identifier", required=True),
            "type": _text("kind", allowed=("decision", "area", "recommendation")),
            "conference": _text("conference that took or received it"),
            "document": _text("document symbol"),
            "text": _text("what it says, in short"),
            "verb": _text("verb of the decision"),
            "theme": _text("theme"),
            "addressee": _text("to whom it is addressed"),
            "qualifier": _text("qualification in the text"),
            "linked_to": _text("areas to which it is linked"),
        },
    ),
    "plan": Frame(
        "emphasis of the CSP10 universalization work plan",
        ("item",),
        {
            "item": _text("P1 to P5", required=True),
            "emphasis": _text("what it stresses"),
            "addressees": _text("to whom it is addressed"),
            "source": _text("document"),
        },
    ),
    "stakeholders": Frame(
        "stakeholder of the plan",
        ("stakeholder",),
        {
            "stakeholder": _text("organisation or group", required=True),
            "group": _text("kind of stakeholder, as written"),
            "role": _text("its part"),
            "para": _text("paragraphs of the working paper that name it"),
        },
    ),
    "indicators": Frame(
        "indicator and scope group",
        ("indicator", "scope_scheme", "scope_group"),
        {
            "indicator": _text("identifier", required=True),
            "scope_scheme": _text("scheme over which it is computed; world for all States"),
            "scope_group": _text("group over which it is computed"),
            "item": _text("emphasis of the plan"),
            "counted": _text("what is counted"),
            "measure": _text("name of the function that computes it"),
            "unit": _text("unit"),
            "baseline_date": _date("day of the baseline"),
            "baseline": Column("number", "baseline set by an analyst; empty: computed"),
            "target": Column("number", "target; empty: none is known"),
            "target_date": _date("day of the target"),
            "owner": _text("who answers for it"),
            "kind": _text("official or proxy"),
        },
    ),
    "problems": Frame(
        "problem",
        (),
        {
            name: _text(name, allowed=(ERROR, WARNING)) if name == "severity" else _text(name)
            for name in PROBLEM_COLUMNS
        },
    ),
    "status": Frame(
        "treaty, basis, State and interval",
        ("treaty", "basis", "iso3", "start"),
        {
            "treaty": _text("key of the treaty", required=True),
            "basis": _text("how membership is counted", allowed=BASES),
            "iso3": _ISO3,
            "start": _date("first day; empty: from the beginning"),
            "end": _date("first day it is no longer so; empty: still so"),
            "status": _text("standing towards the treaty", required=True, allowed=STATUSES),
        },
    ),
}


@dataclass(frozen=True)
class Dataset:
    """The tidy frames, one attribute each, as ``build`` wrote and ``load`` read them.

    Attributes are the frames of ``FRAMES``; ``path`` is the folder they came from (None for one
    made in memory). Dates are datetime64, text is never null, columns with a fixed vocabulary are
    ordered categories.

    Examples
    --------
    >>> import attdata as att
    >>> data = att.load()
    >>> len(data.states)
    197
    """

    sources: pd.DataFrame
    states: pd.DataFrame
    groups: pd.DataFrame
    conferences: pd.DataFrame
    treaties: pd.DataFrame
    actions: pd.DataFrame
    activities: pd.DataFrame
    activity_regions: pd.DataFrame
    activity_items: pd.DataFrame
    activity_states: pd.DataFrame
    activity_actors: pd.DataFrame
    vtf_projects: pd.DataFrame
    decisions: pd.DataFrame
    plan: pd.DataFrame
    stakeholders: pd.DataFrame
    indicators: pd.DataFrame
    problems: pd.DataFrame
    status: pd.DataFrame
    path: Path | None = field(default=None, compare=False)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the frames by name, in the order of ``FRAMES``."""
        return {name: getattr(self, name) for name in FRAMES}

    def evidence_ends(self, treaty: str = "att") -> pd.Timestamp:
        """Return the newest day of which this treaty's membership sources speak."""
        import pandas as pd

        used = self.actions.loc[self.actions["treaty"] == treaty, "source"].unique()
        days = self.sources.loc[self.sources["source"].isin(used), "as_of"]
        return pd.NaT if days.empty else days.max()

    def __repr__(self) -> str:
        """Name the frames with their rows."""
        rows = ", ".join(f"{name} {len(frame)}" for name, frame in self.frames().items())
        return f"Dataset(evidence to {self._evidence()}; rows: {rows})"

    def _evidence(self) -> str:
        day = self.evidence_ends()
        return f"{day:%Y-%m-%d}" if day == day else "unknown"

    def _repr_html_(self) -> str:
        """Show name, grain, rows and problems of each frame in a notebook."""
        severities = self.problems["severity"].astype(str)
        errors, warned = int((severities == ERROR).sum()), int((severities == WARNING).sum())
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left'><code>{name}</code></th>"
            f"<td style='text-align:right'>{len(frame)}</td>"
            f"<td style='text-align:left'>one per {escape(FRAMES[name].grain)}</td></tr>"
            for name, frame in self.frames().items()
        )
        return (
            f"<table><caption>attdata Dataset: evidence to {self._evidence()}, {errors} errors, "
            f"{warned} warnings (<code>data.problems</code>)</caption>"
            "<thead><tr><th scope='col'>frame</th><th scope='col'>rows</th>"
            f"<th scope='col'>grain</th></tr></thead><tbody>{rows}</tbody></table>"
        )


def empty_frame(name: str) -> pd.DataFrame:
    """Return the named frame without rows, with its columns and types."""
    return typed(name, [])


def typed(name: str, rows: Iterable[Mapping[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """Return rows as the named frame: its columns in order, each with its declared type.

    Parameters
    ----------
    name
        A frame of ``FRAMES``.
    rows
        Dictionaries or a frame; a missing column or value becomes empty (text ""), dates may be
        ISO text, ``date`` or Timestamp.

    Raises
    ------
    ValueError
        A value that is no date or number where one is declared.

    Examples
    --------
    >>> typed("plan", [{"item": "P1"}])["emphasis"][0]
    ''
    """
    import pandas as pd

    declared = FRAMES[name].columns
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), dtype="object")
    columns = {c: _as_type(frame.get(c), spec, frame.index) for c, spec in declared.items()}
    return pd.DataFrame(columns, index=frame.index).reset_index(drop=True)


def _as_type(values: pd.Series | None, spec: Column, index: pd.Index) -> pd.Series:
    """Return a column with its declared type; one that is not there is empty."""
    import pandas as pd

    if values is None:
        values = pd.Series([None] * len(index), index=index, dtype="object")
    if spec.type == "text":
        return _as_text(values, spec.allowed)
    if spec.type == "date":
        # pandas would take "2014" for its first of January.
        wrong = [v for v in values if isinstance(v, str) and v and not is_day(v)]
        if wrong:
            raise ValueError(f'"{wrong[0]}" is no day; write it as 2026-07-24')
        return pd.to_datetime(values, format="ISO8601").astype("datetime64[ns]")
    if spec.type == "boolean":
        known = {"true": True, "false": False, "": False, True: True, False: False, None: False}
        strange = sorted({str(v) for v in values if v not in known})
        if strange:
            raise ValueError(f"{', '.join(strange)}: neither true nor false")
        return values.map(known).astype(bool)
    numbers = pd.to_numeric(values.replace({"": None}))
    return numbers.astype("Int64") if spec.type == "integer" else numbers.astype("float64")


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_day(text: str) -> bool:
    """Tell whether a text is a day as the tidy frames write it.

    Examples
    --------
    >>> is_day("2026-07-24"), is_day("2026-02-30"), is_day("24/07/2026")
    (True, False, False)
    """
    try:
        return bool(_DAY.fullmatch(text) and dt.date.fromisoformat(text))
    except ValueError:
        return False


def _as_text(values: pd.Series, allowed: tuple[str, ...]) -> pd.Series:
    """Return a column as text without nulls; a fixed vocabulary as ordered categories."""
    import pandas as pd

    words = values.tolist()
    if not all(type(word) is str for word in words):
        missing = values.isna()
        words = ["" if m else str(v) for v, m in zip(words, missing, strict=True)]
    # A word outside the vocabulary stays text, so that the check can name it.
    if allowed and set(words) <= set(allowed):
        places = {word: place for place, word in enumerate(allowed)}
        vocabulary = pd.CategoricalDtype(list(allowed), ordered=True)
        codes = [places[word] for word in words]
        return pd.Series(pd.Categorical.from_codes(codes, dtype=vocabulary), index=values.index)
    return pd.Series(words, index=values.index, dtype="object")


@cache
def _schema(name: str) -> Any:
    """Return the pandera schema of a declared frame."""
    import pandera.pandas as pa

    def checks(spec: Column) -> list[Any]:
        found = [pa.Check.isin(spec.allowed)] if spec.allowed else []
        if spec.required and spec.type == "text":
            found.append(pa.Check(lambda s: s != "", error="must not be empty"))
        return found

    dtypes = {"date": "datetime64[ns]", "boolean": "bool", "number": "float64", "integer": "Int64"}
    columns = {
        name: pa.Column(
            dtypes.get(spec.type),
            checks(spec),
            nullable=spec.type in ("number", "integer", "date") and not spec.required,
        )
        for name, spec in FRAMES[name].columns.items()
    }
    key = list(FRAMES[name].key)
    return pa.DataFrameSchema(columns, unique=key or None, strict=True, ordered=True)


def check_frame(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Return every way in which a frame departs from its declaration, all at once.

    Parameters
    ----------
    name
        A frame of ``FRAMES``.
    frame
        Its rows.

    Returns
    -------
    list of Problem
        Errors, located at the row's own source and cell where the frame has them.
    """
    from pandera.errors import SchemaErrors

    try:
        _schema(name).validate(frame, lazy=True)
    except SchemaErrors as failure:
        return _schema_problems(name, frame, failure.failure_cases)
    return []


def _schema_problems(name: str, frame: pd.DataFrame, cases: pd.DataFrame) -> list[Problem]:
    """Return pandera's failure cases as located problems, one per row and check."""
    found = {}
    for case in cases.to_dict("records"):
        index = case["index"]
        row = frame.loc[index].to_dict() if index == index and index in frame.index else {}
        place = row if "cell" in row else {}  # elsewhere "source" is no raw file
        value, what = _told(name, case, row)
        problem = Problem(
            ERROR,
            str(place.get("source") or f"{name}.csv"),
            "",
            str(place.get("cell") or (f"row {index + 2}" if row else "")),
            value,
            what,
            "Correct the raw row that it comes from.",
        )
        found[str(problem)] = problem
    return list(found.values())


def _told(name: str, case: Mapping[Hashable, Any], row: Mapping[Hashable, Any]) -> tuple[str, str]:
    """Return the value of a failure case and what is wrong with it."""
    key = ", ".join(FRAMES[name].key)
    if case["check"] == "multiple_fields_uniqueness":
        # pandera tells it once for each column of the key.
        values = (str(row[column]) for column in FRAMES[name].key if column in row)
        value = ", ".join(v for v in values if v not in ("", "NaT"))
        return value, f"stands in two rows of frame {name}; {key} must tell its rows apart."
    column = case["column"] if isinstance(case["column"], str) else key
    value = "" if case["failure_case"] is None else str(case["failure_case"])
    return value, f"in column {column} of frame {name} fails: {case['check']}."
