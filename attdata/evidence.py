"""What a frame says about itself, and the footer that says it to a reader.

``frame.attrs`` holds the day, treaty, basis, universe and sources of what was counted. It is
written and read here only, so that no measure forgets a part of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.frames import WORLD
from attdata.law.status import consents_perhaps_in_effect, inexact_actions, of_record
from attdata.law.universe import size_on, universes, usual_states
from attdata.reference import once, packaged, per_reference, reference_rows
from attdata.words import date as date_words
from attdata.words import has_word, name_of, state_name, word

if TYPE_CHECKING:
    from attdata.frames import Dataset


@per_reference
def threshold(name: str) -> float:
    """Return a threshold of ``thresholds.csv``, where its reason stands.

    Examples
    --------
    >>> threshold("outreach_records")
    10.0
    """
    values = {row["name"]: row["value"] for row in reference_rows("thresholds")}
    return float(values[name])


def evidence_text(day: pd.Timestamp, ends: pd.Timestamp) -> str:
    """Return the warning that a day is later than the evidence."""
    return f"{day:%Y-%m-%d} is later than the evidence, which ends on {ends:%Y-%m-%d}."


# How the sources at hand are called in a footer (words.csv, ``source.<key>``), by file name.
SOURCE_KEYS = {
    "untc": "untc",
    "notifications": "notifications",
    "outreach_log": "outreach",
    "outreach_supplement": "outreach",
    "vtf_projects": "vtf",
    "universalization_plan": "plan",
    "unga_": "votes",
    "general_debate": "debates",
    "un_register_reports": "register",
    "population": "population",
    "upr_": "upr",
}


@once
def source_list(data: Dataset, used: Iterable[str]) -> list[tuple[str, str]]:
    """Return (key of words.csv or title, newest as_of) of the named raw files, for a footer.

    Of an outreach log it is the day of the latest record: when it was looked up says nothing.
    """
    used = set(used)
    rows = data.sources[data.sources["source"].isin(used)]
    records = {} if used.isdisjoint(data.activities["source"]) else latest_records(data)
    newest: dict[str, str] = {}
    for row in rows.sort_values("source").itertuples():
        name = _name_of(row)
        as_of = records.get(row.source, row.as_of)
        day = "" if pd.isna(as_of) else f"{as_of:%Y-%m-%d}"
        newest[name] = max(newest.get(name, ""), day)
    return list(newest.items())


def _name_of(row: Any) -> str:
    keys = (key for start, key in SOURCE_KEYS.items() if row.source.startswith(start))
    return next(keys, row.title or row.source)


def latest_records(data: Dataset) -> dict[str, pd.Timestamp]:
    """Return outreach log -> the last day of its latest delivered activity, as far as it knows."""
    rows = data.activities[data.activities["delivery"].astype(str) == "delivered"]
    days: dict[str, pd.Timestamp] = dict.fromkeys(data.activities["source"], pd.NaT)
    last, ends = rows["end"].fillna(rows["start"]), data.evidence_ends()
    if not pd.isna(ends):  # of a month that is not over nothing is known after its log ends
        own = rows["source"].map(data.sources.set_index("source")["as_of"]).fillna(ends)
        last = last.clip(upper=own)
    return days | last.groupby(rows["source"]).max().to_dict()


def describe(
    frame: pd.DataFrame, data: Dataset, on: pd.Timestamp, *, treaty: str, basis: str, universe: str,
    **more: Any,
) -> pd.DataFrame:  # fmt: skip
    """Return the frame with day, treaty, basis, universe, sources and more in its ``attrs``."""
    ends = data.evidence_ends(treaty)
    # Days of States stand in frames that have States.
    told = "iso3" in frame or basis == "in_force"
    used = of_record(data.actions)
    used = used.loc[(used["treaty"] == treaty) & (used["date"] <= on), "source"]
    joined = size_on(data, universe, on)[1] if universe in universes() else []
    later = bool(on > ends)  # never true where no source says how far the evidence reaches
    frame.attrs = {
        "on": f"{on:%Y-%m-%d}",
        "treaty": treaty,
        "basis": basis,
        "universe": universe,
        "universe_joined": joined,
        "sources": source_list(data, frozenset(used)),
        "evidence_ends": f"{ends:%Y-%m-%d}" if later else None,
        "warning": evidence_text(on, ends) if later else "",
        "inexact": inexact_days(data, treaty) if told else {},
        "first_effects": _first_effects(data, treaty) if told else {},
    } | more
    if basis == "in_force":
        inexact = inexact_actions(data.actions, data.treaties, treaty)
        perhaps = consents_perhaps_in_effect(inexact, on)
        frame.attrs["perhaps_in_force"] = [i for i in perhaps if i in set(data.states["iso3"])]
    if data.reference is not packaged():
        frame.attrs["reference"] = data.reference
    return frame


@once
def inexact_days(data: Dataset, treaty: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Return the days of a treaty that are not known to the day: iso3 -> day -> (precision, first).

    ``first`` is the first possible day. The day of effect that follows from a month or a range is
    a range, and a day where both of its ends give the same.

    Examples
    --------
    >>> import attdata as att
    >>> inexact_days(att.load(), "att")["ECU"]["2026-07-24"]
    ('range', '2026-02-04')
    """
    days: dict[str, dict[str, tuple[str, str]]] = {}
    for row in inexact_actions(data.actions, data.treaties, treaty).itertuples():
        own = days.setdefault(str(row.iso3), {})
        if row.follows:
            own[f"{row.effective_date:%Y-%m-%d}"] = ("range", "")
        own[f"{row.date:%Y-%m-%d}"] = (str(row.date_precision), f"{row.first:%Y-%m-%d}")
    return days


@once
def _first_effects(data: Dataset, treaty: str) -> dict[str, dict[str, str]]:
    """Return the first possible day of effects not known to the day: iso3 -> day -> first.

    Ecuador: {"2026-10-22": "2026-05-05"}.
    """
    days: dict[str, dict[str, str]] = {}
    inexact = inexact_actions(data.actions, data.treaties, treaty)
    for row in inexact[inexact["follows"] & inexact["first_effect"].notna()].itertuples():
        own = days.setdefault(str(row.iso3), {})
        own[f"{row.effective_date:%Y-%m-%d}"] = f"{row.first_effect:%Y-%m-%d}"
    return days


def precision_of(attrs: Mapping[Any, Any], iso3: str, day: Any) -> tuple[str, str]:
    """Return how precisely a day of a State is known, and the first possible day of a range.

    Examples
    --------
    >>> precision_of({"inexact": {"ECU": {"2026-10-22": ("range", "")}}}, "ECU", "2026-10-22")
    ('range', '')
    """
    return attrs.get("inexact", {}).get(iso3, {}).get(str(day)[:10], ("day", ""))


def day_as_known(
    day: dt.date | str, language: str = "en", precision: str = "day", earliest: Any = None
) -> str:
    """Return a day as ``date_precision`` knows it; a range with its first day or by its last.

    Examples
    --------
    >>> day_as_known("2026-06-30", "en", "month"), day_as_known("2026-07-24", "en", "range")
    ('June 2026', 'not later than 24 July 2026')
    """
    if precision in ("month", "year"):
        return date_words(day, language, precision)
    text = date_words(day, language)
    if precision != "range":
        return word("date.inferred", language, day=text) if precision == "inferred" else text
    if earliest is None or earliest != earliest or str(earliest)[:10] in ("", str(day)[:10]):
        return word("report.not_later_than", language, day=text)
    return word("report.between", language, earliest=date_words(earliest, language), latest=text)


def plain_day(day: Any, precision: str = "day", earliest: Any = None) -> str:
    """Return a day in figures as precisely as it is known, for the terminal.

    Examples
    --------
    >>> plain_day("2026-06-30", "month"), plain_day("2026-07-24", "range", "2026-02-04")
    ('2026-06', '2026-02-04 to 2026-07-24')
    """
    if _day(day) is None:
        return "without a day"
    text, first = f"{_day(day)}", _day(earliest)
    if precision in ("month", "year"):
        return text[:7] if precision == "month" else text[:4]
    if precision == "range":
        return f"{first} to {text}" if first and first < _day(day) else f"by {text}"
    return f"{text} (inferred)" if precision == "inferred" else text


# How a total over a list of States is called.
SELECTED = "selected States"


def told_of_part(frame: pd.DataFrame, name: str, n_states: int) -> pd.DataFrame:
    """Return a frame over a part of the States that says so, its total under the part's name.

    Parameters
    ----------
    frame
        What a measure gave for these States alone.
    name
        The group, or ``SELECTED``.
    n_states
        How many States it has.
    """
    attrs = dict(frame.attrs) | {"within": name, "n_states": n_states}
    if "median_days" in attrs:
        days = attrs["median_days"]
        attrs["median_days"] = {name if g == WORLD else g: d for g, d in days.items()}
    if "group" in frame.columns:
        groups = frame["group"].astype(object)
        if (groups == WORLD).any():  # the part itself is among the groups: its total says the same
            frame = frame[groups != name].reset_index(drop=True)
            groups = frame["group"].astype(object)
        frame = frame.assign(group=groups.where(groups != WORLD, name))
    frame.attrs = attrs
    return frame


def whole_of(frame: pd.DataFrame) -> str:
    """Return the group whose row totals the others: the part that was asked for, or the world.

    Examples
    --------
    >>> import attdata as att
    >>> whole_of(att.participation(att.load(), within="ASEAN"))
    'ASEAN'
    >>> whole_of(pd.DataFrame({"group": ["Africa"]}))
    'World'
    """
    part, groups = frame.attrs.get("within"), set(frame["group"].astype(str))
    return part if isinstance(part, str) and part in groups and WORLD not in groups else WORLD


def with_evidence(
    frame: pd.DataFrame, evidence: Mapping[Any, Any], *, without: Collection[str] = (), **more: Any
) -> pd.DataFrame:
    """Return a frame that says of itself what the one says from which it was made.

    Parameters
    ----------
    frame
        Made from another frame by choosing, joining or naming; its own ``attrs`` are replaced.
    evidence
        The ``attrs`` of the other: day, treaty, basis, universe, sources.
    without
        What no longer holds of the part.
    **more
        What holds instead.

    Examples
    --------
    >>> whole = {"on": "2026-07-24", "undated": 3}
    >>> with_evidence(pd.DataFrame(), whole, without=["undated"]).attrs
    {'on': '2026-07-24'}
    """
    frame.attrs = {key: held for key, held in evidence.items() if key not in without} | more
    return frame


def add_sources(frame: pd.DataFrame, data: Dataset, sources: pd.Series) -> pd.DataFrame:
    """Return the frame with further sources in its ``attrs``."""
    listed = frame.attrs.get("sources", [])
    used = set(sources)
    added = source_list(data, used)
    frame.attrs["sources"] = [*listed, *[source for source in added if source not in listed]]
    # Of these the day of the latest record is told, not the day as at which they were drawn up.
    held = used.intersection(data.activities["source"])
    logs = {_name_of(row) for row in data.sources.itertuples() if row.source in held}
    frame.attrs["logs"] = sorted(logs.union(frame.attrs.get("logs", ())))
    return frame


def evidence_sentences(
    attrs: Mapping[Any, Any], language: str, *, short: bool = False
) -> list[str]:
    """Return what a frame says about itself: its day, how and over which States it counts, sources.

    Parameters
    ----------
    attrs
        ``on`` (or ``since`` and ``until``), ``basis``, ``universe``, ``n_states``, ``sources``
        (text or pairs of source and day). What is missing is left out.
    language
        One of ar, en, es, fr, ru, zh.
    short
        For a slide: the day, the basis, and the sources without their days.

    Examples
    --------
    >>> evidence_sentences({"on": "2026-07-24", "sources": ["Our list"]}, "en")
    ['As of 24 July 2026', 'Source: Our list']
    """
    counted = _counted({k: v for k, v in attrs.items() if not short or k != "universe"}, language)
    return [*_when(attrs, language), *counted, *_sources(attrs, language, days=not short)]


def warning_sentence(attrs: Mapping[Any, Any], language: str) -> str:
    """Return the warning of a frame: that its evidence ends before its day, or its own."""
    # The measures' own warning is in English; where it says what the day says, the day is enough.
    return _ends(attrs, language) or str(attrs.get("warning") or "")


def sentences(parts: Iterable[str], language: str) -> str:
    """Return the parts as sentences of one paragraph, each ended once.

    Examples
    --------
    >>> sentences(["As of today", "Sources: two."], "en")
    'As of today. Sources: two.'
    """
    end, gap = word("sentence.end", language), word("sentence.gap", language)
    return gap.join(part if part.endswith((end, ".")) else part + end for part in parts if part)


def _when(attrs: Mapping[Any, Any], language: str) -> list[str]:
    since, until, on = (_day(attrs.get(key)) for key in ("since", "until", "on"))
    if since and (until or on):
        # A period begins after the day since which it is asked for: the close of a conference.
        first = since + dt.timedelta(days=1)
        return [word("footer.period", language, start=first, end=until or on)]
    return [word("footer.as_of", language, day=on)] if on else []


def _counted(attrs: Mapping[Any, Any], language: str) -> list[str]:
    """Say from which day a State counts, and over which States the rates are."""
    parts = []
    if attrs.get("basis"):
        parts.append(word(f"footer.basis.{attrs['basis']}", language))
    if attrs.get("perhaps_in_force"):  # the count is the least that is possible
        names = [state_name(iso3, language) for iso3 in attrs["perhaps_in_force"]]
        listed = word("list.comma", language).join(names)
        parts.append(word("footer.perhaps_in_force", language, names=listed))
    if isinstance(attrs.get("within"), str) and "n_states" in attrs:
        group = name_of("group", attrs["within"], language)
        count = word("count.states", language, n=attrs["n_states"])
        return [*parts, word("footer.within", language, group=group, count=count)]
    universe = attrs.get("universe")
    if universe in universes():
        joined = attrs.get("universe_joined") or []
        n = attrs.get("n_states", len(usual_states(universe)) + len(joined))
        text = word(f"footer.universe.{universe}", language, n=n)
        if joined:
            names = [state_name(iso3, language) for iso3 in joined]
            listed = word("list.comma", language).join(names)
            text = word("footer.universe.joined", language, n=n, names=listed)
        parts.append(text)
    return parts


def _sources(attrs: Mapping[Any, Any], language: str, *, days: bool = True) -> list[str]:
    named = []
    for entry in attrs.get("sources") or []:
        source, day = (entry, "") if isinstance(entry, str) else entry
        key = f"source.{source}"
        text = word(key, language) if has_word(key) else str(source)
        if days and _day(day):
            dated = "latest" if source in attrs.get("logs", ()) else "of_day"
            text = word(f"footer.source_{dated}", language, source=text, day=_day(day))
        named.append(text)
    if not named:
        return []
    joined = word("list.semicolon", language).join(dict.fromkeys(named))
    form = "one" if len(named) == 1 else "other"
    return [word(f"footer.source.{form}", language, sources=joined)]


def _ends(attrs: Mapping[Any, Any], language: str) -> str:
    ends = _day(attrs.get("evidence_ends"))
    return word("footer.evidence_ends", language, day=ends) if ends else ""


def _day(value: Any) -> Any:
    """Return a day, from a day, a timestamp or ISO text; None where there is none."""
    if value is None or value == "" or value is pd.NaT:
        return None
    return pd.Timestamp(value).date()
