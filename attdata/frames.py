"""The tidy frames: their grain, key, columns, types and meaning, as fields.csv declares them.

The declarations serve the pandera check at the build, the CSV files, the types that ``load``
gives back and ``datapackage.json``; nothing about a frame is written down a second time.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata.problems import ERROR, WARNING, Problem, counted
from attdata.reference import Reference, once, packaged, per_reference, reference_rows

if TYPE_CHECKING:
    import pandas as pd

STATUSES = ("not_joined", "signatory", "state_party", "unknown")
BASES = ("deposited", "in_force")
# The groups of all States, and of those in no group of a scheme.
WORLD, NO_GROUP = "World", "no group"
VOTES = ("no", "abstain", "yes", "non_voting")
PRECISIONS = ("day", "month", "year", "range", "inferred", "none")


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


def _declared() -> dict[str, Frame]:
    """Return the frames as frames.csv and fields.csv of the package declare them."""
    columns: dict[str, dict[str, Column]] = {}
    for row in packaged().rows("fields"):
        # An empty word first ("|printed|computed") allows an empty cell.
        allowed = tuple(row["allowed"].split("|")) if row["allowed"] else ()
        column = Column(row["type"], row["meaning"], allowed, row["required"] == "yes")
        columns.setdefault(row["frame"], {})[row["column"]] = column
    return {
        row["frame"]: Frame(row["grain"], tuple(row["key"].split()), columns[row["frame"]])
        for row in packaged().rows("frames")
    }


FRAMES = _declared()


@per_reference
def allowed_words(allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that a column may hold, in order; a table's own where one is named.

    Examples
    --------
    >>> allowed_words(("actions.csv",))[0]
    'signature'
    """
    if len(allowed) == 1 and allowed[0].endswith(".csv"):
        name = allowed[0].removesuffix(".csv")
        rows = reference_rows(name)
        return tuple(next(iter(row.values())) for row in rows)
    return allowed


@dataclass(frozen=True)
class Dataset:
    """The tidy frames, one attribute each, as ``build`` wrote and ``load`` read them.

    Attributes are the frames of ``FRAMES``; ``path`` is the folder they came from (None for one
    made in memory), ``reference`` the reviewed tables that they were made with. Dates are
    datetime64, text is never null, columns with a fixed vocabulary are ordered categories.

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
    indicator_values: pd.DataFrame
    votes: pd.DataFrame
    roll_calls: pd.DataFrame
    debates: pd.DataFrame
    register_reports: pd.DataFrame
    population: pd.DataFrame
    upr_recommendations: pd.DataFrame
    problems: pd.DataFrame
    status: pd.DataFrame
    path: Path | None = field(default=None, compare=False)
    reference: Reference = field(default_factory=packaged, compare=False)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the frames by name, in the order of ``FRAMES``."""
        return {name: getattr(self, name) for name in FRAMES}

    @once
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
            f"<table><caption>attdata Dataset: evidence to {self._evidence()}, "
            f"{counted(errors, 'error')}, {counted(warned, 'warning')} "
            "(<code>data.problems</code>)</caption>"
            "<thead><tr><th scope='col'>frame</th><th scope='col'>rows</th>"
            f"<th scope='col'>grain</th></tr></thead><tbody>{rows}</tbody></table>"
        )


def empty_frame(name: str) -> pd.DataFrame:
    """Return the named frame without rows, with its columns and types."""
    return typed(name, [])


def typed(
    name: str, rows: Iterable[Mapping[str, Any]] | Mapping[str, list[str]] | pd.DataFrame
) -> pd.DataFrame:
    """Return rows as the named frame: its columns in order, each with its declared type.

    Parameters
    ----------
    name
        A frame of ``FRAMES``.
    rows
        Dictionaries, columns of text by name, or a frame; a missing column or value becomes empty
        (text ""), dates may be ISO text, ``date`` or Timestamp.

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
    if isinstance(rows, dict):
        frame = pd.DataFrame(rows, dtype="object")
    else:
        frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), dtype="object")
    columns = {c: _as_type(frame.get(c), spec, frame.index) for c, spec in declared.items()}
    return pd.DataFrame(columns, index=frame.index).reset_index(drop=True)


def _as_type(values: pd.Series | None, spec: Column, index: pd.Index) -> pd.Series:
    """Return a column with its declared type; one that is not there is empty."""
    import pandas as pd

    if values is None:
        values = pd.Series([None] * len(index), index=index, dtype="object")
    if spec.type == "text":
        return _as_text(values, allowed_words(spec.allowed))
    texts = values.tolist()
    if spec.type in ("date", "integer") and set(map(type, texts)) <= {str}:
        return _from_texts(texts, spec.type, index)
    if spec.type == "date":
        # pandas would take "2014" for its first of January.
        wrong = [v for v in values if isinstance(v, str) and v and not is_day(v)]
        if wrong:
            raise ValueError(f'"{wrong[0]}" is no day; write it as 2026-07-24')
        return pd.to_datetime(values, format="ISO8601").astype("datetime64[ns]")
    if spec.type == "boolean":
        truth = {"true": True, "false": False, "": False, True: True, False: False, None: False}
        strange = sorted({str(v) for v in values if v not in truth})
        if strange:
            raise ValueError(f"{', '.join(strange)}: neither true nor false")
        return values.map(truth).astype(bool)
    numbers = pd.to_numeric(values.replace({"": None}))
    return numbers.astype("Int64") if spec.type == "integer" else numbers.astype("float64")


def _from_texts(texts: list[str], kind: str, index: pd.Index) -> pd.Series:
    """Return days or whole numbers read from text, as the CSV files hold them: "" is empty."""
    import numpy as np
    import pandas as pd

    if kind == "date":
        wrong = sorted(text for text in set(texts) if text and not is_day(text))
        if wrong:
            raise ValueError(f'"{wrong[0]}" is no day; write it as 2026-07-24')
        days = np.array([text or "NaT" for text in texts], dtype="datetime64[D]")
        return pd.Series(days.astype("datetime64[ns]"), index=index)
    empty = np.fromiter((not text for text in texts), dtype=bool, count=len(texts))
    numbers = np.fromiter((int(text or 0) for text in texts), dtype="int64", count=len(texts))
    return pd.Series(pd.arrays.IntegerArray(numbers, empty), index=index)


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
    if not set(map(type, words)) <= {str}:
        missing = values.isna()
        words = ["" if m else str(v) for v, m in zip(words, missing, strict=True)]
    # A word outside the vocabulary stays text, so that the check can name it.
    if allowed and set(words) <= set(allowed):
        places = {word: place for place, word in enumerate(allowed)}
        vocabulary = pd.CategoricalDtype(list(allowed), ordered=True)
        codes = [places[word] for word in words]
        return pd.Series(pd.Categorical.from_codes(codes, dtype=vocabulary), index=values.index)
    return pd.Series(words, index=values.index, dtype="object")


@per_reference
def _schema(name: str) -> Any:
    """Return the pandera schema of a declared frame."""
    import pandera.pandas as pa

    def checks(spec: Column) -> list[Any]:
        allowed = allowed_words(spec.allowed)
        checks = [pa.Check.isin(allowed)] if allowed else []
        if spec.required and spec.type == "text":
            checks.append(pa.Check(lambda s: s != "", error="must not be empty"))
        return checks

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
    by_sentence = {}
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
        by_sentence[str(problem)] = problem
    return list(by_sentence.values())


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
