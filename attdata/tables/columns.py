"""A column of a frame as it is read: its heading and its cells in words, numbers and dates.

Codes become names (``iso3``, ``status``, ``group``), shares percentages; what a cell is stays known
beside what it says, so that a workbook can keep numbers as numbers and days as days.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from attdata.draw.known_days import FROM_ACTION
from attdata.evidence import day_as_known, precision_of
from attdata.output import clean_text
from attdata.reference import per_reference, reference_rows
from attdata.words import (
    date,
    has_word,
    indicator_name,
    name_of,
    number,
    percent,
    points,
    state_name,
    word,
)

if TYPE_CHECKING:
    import pandas as pd

# Columns whose values are words of words.csv, by the kinds under which they stand there.
_VOCABULARIES = {
    "status": ("status",),
    "before": ("status",),
    "after": ("status",),
    "action": ("action",),
    "group": ("group",),
    "att_region": ("group",),
    "subregion": ("group",),
    "scheme": ("scheme",),
    "scope_scheme": ("scheme",),
    "scope_group": ("group",),
    "treaty": ("treaty",),
    "conference": ("conference",),
    "basis": ("basis",),
    "state": ("state",),
    "delivery": ("delivery",),
    "coverage": ("coverage",),
    "kind": ("kind", "cycle", "record"),
    "un_status": ("un_status",),
    "date_precision": ("precision",),
    "agrees_on": ("agrees",),
    "counted": ("counted",),
    "stakeholder_group": ("stakeholder",),
    "unit": ("unit",),
    "how": ("how",),
    "severity": ("severity",),
    "language": ("language",),
    "like": ("conference",),
    "text": ("text",),
    "last_vote": ("vote",),
    "position": ("position",),
    "adoption": ("vote",),
    "change_from": ("vote",),
    "change_to": ("vote",),
    "recent_direction": ("direction",),
    "universe": ("universe",),
    "party_to": ("treaty",),
    "sisters": ("treaty",),
}
_STATES = ("iso3", "peers", "states", "never_reached", "joined")
_RESOLUTION = re.compile(r"\d+/\d+")
# What a column says of another treaty; each has a heading with the name of the treaty in it.
_OF_ONE = ("since", "vote_day", "vote")
_CODES = re.compile(r"[A-Z]{3}(?:; [A-Z]{3})+")
_SHARES = ("share", "waiting", "lower", "upper")
_BY_UNIT = ("baseline", "now", "change", "change_membership", "target")
_YEAR = "year"
NUMBER, SHARE, DAY, TEXT = "number", "share", "date", "text"
# Kinds of single cells: a difference of shares, a day that is only the last one possible, one that
# was worked out, and days of which the month or the year is known.
POINTS, LATEST, INFERRED, MONTH, YEAR = "points", "latest", "inferred", "month", "year"
_INEXACT = ("range", INFERRED, MONTH, YEAR)
# First and last days of the activities that named a State.
FROM_ACTIVITY = ("last_activity", "last_activity_day", "first", "last")
# Days of which a column beside them says how precisely they are known.
_OF_ROW = ("date", "in_force", "date_after", "start", "end")


@dataclass(frozen=True)
class Column:
    """One column as it is read: heading, kind (text, number, share, date), texts and values.

    ``typed`` is what a workbook keeps: text, int, float (a share as 0 to 1), date or None.
    ``lang`` names the language of the texts where it is not the table's own.
    """

    name: str
    label: str
    kind: str
    texts: tuple[str, ...]
    typed: tuple[Any, ...]
    kinds: tuple[str, ...]
    lang: str = ""

    @property
    def at_end(self) -> bool:
        """Say whether the column is lined up at the end of the line, as numbers are."""
        return self.kind in (NUMBER, SHARE)


def columns_of(
    frame: pd.DataFrame, language: str, labels: Mapping[str, str], published: Collection[str]
) -> Iterator[Column]:
    """Yield the columns of a frame, each in words of a language.

    Parameters
    ----------
    frame
        Any frame; ``name_en`` is left out beside ``iso3``, which is shown as the State's name.
    language
        One of ar, en, es, fr, ru, zh.
    labels
        Headings by column, where another is wanted than the row ``column.<name>`` of words.csv.
    published
        Columns with text in the wording (English) in which it was published.
    """
    units = [str(unit) for unit in frame["unit"]] if "unit" in frame.columns else None
    for position, key in enumerate(frame.columns):
        name = str(key)
        if name == "name_en" and "iso3" in frame.columns:
            continue
        values = frame.iloc[:, position]
        values = _named_indicators(values, frame, language) if name == "indicator" else values
        values = _begun(values, frame) if name in ("baseline", "change") else values
        cells = [_cell(name, value, language, unit) for value, unit in _with_units(values, units)]
        precisions = _precisions(frame, name, position)
        if precisions:
            cells = [_known(*c, p, language) for c, p in zip(cells, precisions, strict=True)]
        kinds = tuple(kind for kind, _, _ in cells)
        yield Column(
            name,
            clean_text(labels.get(name) or _heading(name, language)).removeprefix("column."),
            _kind_of(kinds),
            tuple(clean_text(text) for _, text, _ in cells),
            tuple(value for _, _, value in cells),
            kinds,
            "en" if name in published and language != "en" else "",
        )


@per_reference
def _of_treaty() -> dict[str, tuple[str, str]]:
    """Return columns that say something of one treaty: name -> the treaty, and what they say."""
    others = [row["treaty"] for row in reference_rows("treaties") if row["treaty"] != "att"]
    return {
        f"{treaty.replace('-', '_')}{f'_{what}' if what else ''}": (treaty, what)
        for treaty in others
        for what in ("", *_OF_ONE)
    }


def _heading(name: str, language: str) -> str:
    """Return a column's heading: its own words, or those of the treaty that it is about."""
    if name not in _of_treaty():
        return name_of("column", name, language)
    key, what = _of_treaty()[name]
    treaty = name_of("treaty", key, language)
    return word(f"heading.{what}", language, treaty=treaty) if what else treaty


def _vocabulary(name: str) -> tuple[str, ...]:
    """Return the kinds of words that a column's values have."""
    what = _of_treaty()[name][1] if name in _of_treaty() else None
    if what == "":
        return ("status",)
    if what == "vote" or _RESOLUTION.fullmatch(name):
        return ("vote",)
    return _VOCABULARIES.get(name, ())


def _begun(values: pd.Series, frame: pd.DataFrame) -> pd.Series:
    """Return baselines or changes without those of indicators that count from their baseline on.

    The 0 with which they begin was not observed, and what was counted since is no rise.
    """
    since = frame.attrs.get("counted_since", ())
    if not since or not {"indicator", "baseline"} <= set(frame.columns):
        return values
    return values.mask(frame["indicator"].isin(since) & (frame["baseline"] == 0))


def _named_indicators(values: pd.Series, frame: pd.DataFrame, language: str) -> pd.Series:
    """Return what indicators count, where the frame tells it beside their codes."""
    if "counted" not in frame.columns or not len(frame):
        return values
    pairs = zip(values.astype(str), frame["counted"].astype(str), strict=True)
    return values.astype(object).mask(
        values.notna(), [indicator_name(code, counted, language) for code, counted in pairs]
    )


def _precisions(frame: pd.DataFrame, name: str, position: int) -> list[str]:
    """Return how precisely each day of a column is known; empty where all are exact days.

    The row itself says it (``date_precision``), or the frame of the actions of its States.
    """
    if name in _OF_ROW and "date_precision" in frame.columns:
        own = frame["date_precision"].astype(str).tolist()
        # What follows from a month or a range is known to lie between two days.
        follows = name == "in_force"
        return ["range" if follows and p in ("month", "year") else p for p in own]
    source = dict.fromkeys(FROM_ACTION, "inexact")
    source |= dict.fromkeys(FROM_ACTIVITY, "inexact_contacts")
    inexact = frame.attrs.get(source.get(name, "")) if "iso3" in frame.columns else None
    if not inexact:
        return []
    pairs = zip(frame["iso3"].astype(str), frame.iloc[:, position], strict=True)
    return [precision_of({"inexact": inexact}, iso3, day)[0] for iso3, day in pairs]


def _known(kind: str, text: str, value: Any, precision: str, language: str) -> tuple[str, str, Any]:
    """Return a day as precisely as it is known; an empty cell stays empty."""
    if kind != DAY or precision not in _INEXACT:
        return kind, text, value
    if precision == "range":
        return LATEST, word("table.latest", language, day=text), value
    return precision, day_as_known(value, language, precision), value


def _with_units(values: pd.Series, units: list[str] | None) -> Iterable[tuple[Any, str]]:
    return zip(values, units or [""] * len(values), strict=True)


def _kind_of(kinds: tuple[str, ...]) -> str:
    """Return the kind of a column: that of its cells where they agree, empty ones left aside."""
    alike = {POINTS: SHARE} | dict.fromkeys((LATEST, INFERRED, MONTH, YEAR), DAY)
    distinct = {alike.get(kind, kind) for kind in kinds if kind}
    if not distinct:
        return TEXT
    if distinct <= {NUMBER, SHARE}:
        return NUMBER if len(distinct) > 1 else distinct.pop()
    return distinct.pop() if len(distinct) == 1 else TEXT


def _cell(name: str, value: Any, language: str, unit: str) -> tuple[str, str, Any]:
    """Return kind, text and typed value of one cell; kind "" for an empty one."""
    import numpy as np
    import pandas as pd

    if isinstance(value, list | tuple | set | frozenset):
        text = _joined(name, value, language)
        return (TEXT if text else ""), text, text or None
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return "", _gap(name), None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        text = word("yes" if value else "no", language)
        return TEXT, text, text
    if hasattr(value, "year") and hasattr(value, "day"):
        day = pd.Timestamp(value).date()
        return DAY, date(day, language), day
    if isinstance(value, int | float):
        return _number_cell(name, value, language, unit)
    text = clean_text(_in_words(name, str(value), language))
    return (TEXT if text else ""), text, text or None


def _gap(name: str) -> str:
    """Return how a missing value is shown: a dash where a number is looked for."""
    numeric = name.startswith(("n_", "share", "days")) or name in (*_BY_UNIT, *_SHARES)
    return "\N{EN DASH}" if numeric else ""


def _number_cell(name: str, value: float, language: str, unit: str) -> tuple[str, str, Any]:
    if name == _YEAR or name.endswith(f"_{_YEAR}"):
        return NUMBER, str(int(value)), int(value)
    share = name.startswith(_SHARES[0]) or name in _SHARES[1:]
    if share or (unit.startswith("%") and name in _BY_UNIT):
        if name.startswith("change"):
            return POINTS, points(value, language), float(value)
        # A share of a few States jumps by whole points: no decimals that mean nothing.
        return SHARE, percent(value, language), float(value)
    whole = float(value).is_integer()
    text = number(
        value,
        language,
        0 if whole else 1,
        sign=name in ("change", "change_membership", "difference"),
    )
    return NUMBER, text, int(value) if whole else float(value)


def _joined(name: str, values: Iterable[Any], language: str) -> str:
    """Return several values in one cell, in words."""
    parts = [clean_text(_in_words(name, str(value), language)) for value in values]
    return word("list.semicolon", language).join(parts)


def _in_words(name: str, value: str, language: str) -> str:
    """Return a code in words of the language; text that is no code stays as it is."""
    if name in _STATES and _CODES.fullmatch(value):
        return _joined(name, value.split("; "), language)
    if name == "sisters" and "; " in value:
        return _joined(name, value.split("; "), language)
    if name in _STATES or name.endswith("_iso3"):
        try:
            return state_name(value, language)
        except LookupError:
            return value
    kinds = _vocabulary(name) if value else ()
    having_words = (kind for kind in kinds if has_word(f"{kind}.{value}"))
    return name_of(next(having_words, ""), value, language)
