"""What the chart of the plan says: the values in its columns, its title, note and alternative text.

Missing data and records that are too few are printed as such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw.axes import WORLD
from attdata.draw.captions import scheme_note, sentences
from attdata.draw.drawing import Drawing
from attdata.draw.progress_days import (
    baselines,
    has_own_day,
    in_group,
    since_own_day,
    undated,
    usual_day,
)
from attdata.draw.reach import named_of
from attdata.evidence import with_evidence
from attdata.words import conference_name, indicator_name, number, percent, points, word


def indicator_label(indicator: str, counted: object, language: str) -> str:
    """Return an indicator in words; as its workbook has it where that is another text."""
    return indicator_name(indicator, str(counted), language)


def _is_share(unit: object) -> bool:
    return str(unit).startswith("%")


def kind_of_move(row: Mapping[Any, Any], since: Collection[str] = ()) -> str:
    """Return how an indicator stands to its baseline; nothing where it cannot be told.

    Parameters
    ----------
    row
        A row of :func:`attdata.progress`.
    since
        The indicators that count from the baseline day on (``attrs["counted_since"]``).

    Returns
    -------
    str
        ``up``, ``down`` or ``same``; ``counted`` for a count that begins at the baseline, which
        has not risen; ``members`` where the group has other members than at the baseline.

    Examples
    --------
    >>> row = {"indicator": "I09", "baseline": 0, "now": 4, "unit": "States"}
    >>> kind_of_move(row), kind_of_move(row, ["I09"])
    ('up', 'counted')
    """
    if pd.isna(row["baseline"]) or pd.isna(row["now"]):
        return ""
    if row["indicator"] in since and not row["baseline"]:
        return "counted"
    if other_members(row):
        return "members"
    difference = float(row["now"]) - float(row["baseline"])
    return "up" if difference > 0 else "down" if difference < 0 else "same"


def other_members(row: Mapping[Any, Any]) -> bool:
    """Return whether a rate is over another number of members than at its baseline."""
    wholes = row.get("of_baseline"), row.get("of_now")
    whole, changed = not any(pd.isna(n) for n in wholes), wholes[0] != wholes[1]
    return _is_share(row["unit"]) and whole and changed


def moves_of(rows: pd.DataFrame) -> Counter[str]:
    """Return how many rows went up, down and so on; the others by what they lack.

    ``too_few`` counts rows with too few records to say, ``no_baseline`` values with nothing to
    compare them with, ``no_data`` rows without a value.
    """
    since = rows.attrs.get("counted_since", ())
    return Counter(_move_of(row, since) for row in rows.to_dict("records"))


def _move_of(row: Mapping[Any, Any], since: Collection[str]) -> str:
    if why_untold(row):
        return "too_few"
    return kind_of_move(row, since) or ("no_data" if pd.isna(row["now"]) else "no_baseline")


def moves_in_words(moves: Mapping[str, int], language: str) -> str:
    """Say how many values rose, fell and stayed the same since their baselines.

    Examples
    --------
    >>> moves_in_words({"up": 5, "down": 1, "same": 0}, "en")
    'Compared with the baseline, 5 values rose, 1 fell and none stayed the same'
    >>> moves_in_words({"up": 0, "down": 1, "same": 3}, "en")
    'Compared with the baseline, no value rose, 1 fell and 3 stayed the same'
    """
    none = word("progress.no_value", language)
    rose, fell, same = (moves.get(key, 0) for key in ("up", "down", "same"))
    if not rose:
        return word("finding.progress_no_rise", language, m=fell or none, k=same or none)
    return word("finding.progress", language, n=rose, m=fell or none, k=same or none)


def not_compared(moves: Counter[str], language: str) -> str:
    """Say how many values cannot be compared with a baseline, and why; "" if all can."""
    parts = [
        word(f"progress.rest_{key}", language, n=moves[key])
        for key in ("members", "counted", "too_few", "no_baseline", "no_data")
        if moves[key]
    ]
    listed = word("list.comma", language).join(parts)
    return word("finding.progress_rest", language, rest=listed) if parts else ""


def why_untold(row: Mapping[Any, Any]) -> str:
    """Return why the evidence does not tell an indicator, as a key of words.csv; "" if it does."""
    coverage = str(row.get("coverage") or "")
    state = str(row.get("state") or "").replace(" ", "_")
    if "too_few" in coverage or state == "too_few_records":
        return "progress.too_few"
    return "progress.no_record" if coverage == "none" else ""


def none_recorded(row: Mapping[Any, Any]) -> bool:
    """Return whether a log of published activities holds nothing of an indicator: no nought.

    Examples
    --------
    >>> none_recorded({"now": 0, "n_records": 23}), none_recorded({"now": 0, "n_records": None})
    (True, False)
    """
    counted_in_log = not pd.isna(row.get("n_records"))
    return counted_in_log and row["now"] == 0 and not why_untold(row)


# Counted in lists of what was published that tell no number of records.
_PARTLY = ("vtf_projects_not_yet_party",)


def value_text(row: dict[str, Any], name: str, language: str, since: Collection[str] = ()) -> str:
    """Return what stands in a column: missing data and too few records are told as such.

    A count that begins at the baseline (``since``) has neither a baseline nor a change.
    """
    value = row[name]
    why = why_untold(row)
    if why:
        return word(why, language) if name == "now" else "–"
    if pd.isna(value):
        return word("progress.no_data", language) if name == "now" else "–"
    if name == "now" and (not pd.isna(row.get("n_records")) or row.get("measure") in _PARTLY):
        return _recorded(row, language)
    if name in ("baseline", "change") and kind_of_move(row, since) == "counted":
        return "–"
    if name != "change":
        return number_text(row, name, language)
    if not _is_share(row["unit"]):
        return number(value, language, _digits(value), sign=True)
    n: list[Any] = [row.get(key) for key in ("n_now", "n_baseline", "of_now", "of_baseline")]
    if any(pd.isna(part) for part in n):
        return points(float(value), language)
    if other_members(row):  # the rate moved without a State
        return word("progress.members", language, n=n[3], m=n[2])
    if not value:
        return number(0, language)
    return word("progress.states_points", language,
                signed=number(n[0] - n[1], language, sign=True),
                points=points(float(value), language))  # fmt: skip


def _recorded(row: Mapping[Any, Any], language: str) -> str:
    """Return what the log records: at least so many States of all, or so many activities."""
    if _is_share(row["unit"]) and not (pd.isna(row.get("n_now")) or pd.isna(row.get("of_now"))):
        return named_of(int(row["n_now"]), int(row["of_now"]), language, share=False)
    if none_recorded(row):
        return word("progress.none_recorded", language)
    return word("count.at_least", language, count=number_text(row, "now", language))


def state_text(row: Mapping[Any, Any], language: str) -> str:
    """Return how an indicator stands, as `state_key` tells it."""
    return word(f"state.{state_key(row)}", language)


def state_key(row: Mapping[Any, Any]) -> str:
    """Return how an indicator stands; what a target lacks, a day or a baseline, is told as such.

    Examples
    --------
    >>> state_key({"state": "no_target", "target": 6.0, "now": 4.0})
    'no_day'
    >>> state_key({"state": "no_data", "target": 6.0, "now": 4.0})
    'no_baseline'
    """
    state = str(row["state"])
    if state == "no_target" and not pd.isna(row["target"]):
        return "no_day"
    return "no_baseline" if state == "no_data" and not pd.isna(row["now"]) else state


def has_no_data(rows: pd.DataFrame) -> pd.Series:
    """Tell of which rows of ``progress`` nothing gives a number."""
    return (rows["state"] == "no_data") & rows["now"].isna()


def number_text(row: Mapping[Any, Any], name: str, language: str) -> str:
    """Return a value as n of m where the measure counted both, else as it is."""
    value, n, m = row[name], row.get(f"n_{name}"), row.get(f"of_{name}")
    if pd.isna(value):
        return word("progress.no_data", language)
    if n is not None and m is not None and not (pd.isna(n) or pd.isna(m)):
        return chart_parts.of(n, m, language, share=False)
    if _is_share(row["unit"]):
        return percent(float(value), language, 1)
    text = number(value, language, _digits(value))
    cycle = row.get(f"cycle_{name}")
    if not cycle:
        return text
    conference = conference_name(str(cycle), language, short=True)
    return word("count.label", language, label=conference, n=text)


def name_cycles(rows: Iterable[dict[str, Any]], cycles: Mapping[str, Sequence[str]]) -> None:
    """Add to rows of numbers per cycle the conferences that end the cycles they are of."""
    for row in rows:
        before, now = cycles.get(row["indicator"], ("", ""))
        row.update(cycle_baseline=before, cycle_now=now)


def _digits(value: Any) -> int:
    return 0 if float(value).is_integer() else 1


def _with_own_sources(rows: pd.DataFrame, drawn: pd.DataFrame) -> pd.DataFrame:
    """Return all the rows, saying of themselves the sources of those that are drawn."""
    attrs, unused = rows.attrs, set()
    if "n_records" in drawn.columns and drawn["n_records"].isna().all():
        unused.update(attrs.get("logs", ()))
    if "measure" in drawn.columns and not drawn["measure"].isin(_PARTLY).any():
        unused.add("vtf")
    named = {entry if isinstance(entry, str) else entry[0] for entry in attrs.get("sources") or []}
    if not unused & named:
        return rows
    own = [e for e in attrs["sources"] if (e if isinstance(e, str) else e[0]) not in unused]
    return with_evidence(rows.copy(deep=False), attrs, sources=own)


def progress_drawing(
    rows: pd.DataFrame, drawn: pd.DataFrame, language: str, height: float, size: str,
    scales: Sequence[str] = (),
) -> Drawing:  # fmt: skip
    """Return what the chart says of itself: all the rows chosen, whatever is drawn of them.

    ``scales``: sentences on rows without a line, and on scales that do not begin at nought.
    """
    spoken, day, since = [], usual_day(drawn), rows.attrs.get("counted_since", ())
    for row in rows.to_dict("records"):
        label = indicator_label(row["indicator"], row["counted"], language)
        if own := has_own_day(row, day, since):
            label = since_own_day(label, row["baseline_date"], language)
        label = in_group(label, row, language)
        spoken.append(_row_in_words(row, label, language, since, own=own))
    moves = moves_of(rows)
    targets = int(rows["target"].notna().sum())
    subtitle = word("subtitle.progress", language)
    if targets:
        subtitle = word("subtitle.progress_targets", language, n=targets, m=len(rows))
    usual, others = baselines(drawn, language)
    if size == "slide" and len(drawn) < len(rows):
        title = _headline_of_first(drawn, language)
        n, m = (part["indicator"].nunique() for part in (drawn, rows))
        shown = word("progress.shown", language, n=n, m=m)
        rates = drawn["unit"].map(_is_share).any()
        unit = word("progress.points_are", language) if rates else ""
        parts, below = [shown, usual], [subtitle, *others, unit]  # a slide has no note
    else:
        below = []
        title = _headline_of_states(rows, language) or moves_in_words(moves, language)
        parts = [subtitle, usual, not_compared(moves, language)]
    return Drawing(
        language=language,
        frame=_with_own_sources(rows, drawn),
        title=title,
        subject=word("title.progress", language),
        subtitle=sentences(parts, language),
        alt=word("alt.progress", language, rows=sentences(spoken, language)),
        note=sentences(
            [word("note.progress", language), *scales, _base_of_reach(rows, language), *others,
             undated(drawn, language), _regions_of(rows, language)], language,
        ),
        key=(lambda: _told_on_slide(drawn, below, language)) if size == "slide" else None,
        height=height,
        size=size,
    )  # fmt: skip


def _told_on_slide(drawn: pd.DataFrame, said: Sequence[str], language: str) -> str:
    """Say in the source line of a slide what indicators are, and whose its regions are."""
    return sentences([*said, _regions_of(drawn, language)], language)


def _regions_of(rows: pd.DataFrame, language: str) -> str:
    """Say whose regions are compared, where there are any."""
    of_regions = "scheme" in rows.columns and (rows["scheme"] == "att_region").any()
    return scheme_note("att_region", language) if of_regions else ""


def _row_in_words(
    row: dict[str, Any], label: str, language: str, since: Collection[str], *, own: bool
) -> str:
    """Say how an indicator moved; how it stands to its target, where it has one.

    One counted from a day of its ``own`` has moved from no baseline.
    """
    how = "" if why_untold(row) or own else kind_of_move(row, since)
    key = {"": "untold", "counted": "since", "same": "same"}.get(how, "row")
    now = value_text(row, "now", language)
    key = "untold" if none_recorded(row) else key
    text = word(
        f"alt.progress.{key}", language, label=label, now=now,
        baseline=number_text(row, "baseline", language),
    )  # fmt: skip
    if pd.isna(row["target"]):
        return text
    return word("report.remark", language, name=text, remark=state_text(row, language))


def _base_of_reach(rows: pd.DataFrame, language: str) -> str:
    """Say over which States outreach is counted: others than in the chart of reach of a day."""
    measures = rows["measure"] if "measure" in rows.columns else pd.Series(dtype=str)
    return word("note.progress_reach", language) if (measures == "share_reached").any() else ""


def _headline_of_states(rows: pd.DataFrame, language: str) -> str:
    """Return where the first number of States stands and stood; "" where none is compared.

    How many values rose is no title beside it: a State that joins makes many of them rise.
    """
    world = rows[rows["group"].isin([WORLD, ""]) & (rows["unit"].astype(str) == "States")]
    since = rows.attrs.get("counted_since", ())
    compared = [row for row in world.to_dict("records")
                if not why_untold(row)
                and kind_of_move(row, since) in ("up", "down", "same")]  # fmt: skip
    if not compared or len(rows) == len(world):
        return ""
    return _headline_of_first(world[world["indicator"] == compared[0]["indicator"]], language)


def _headline_of_first(drawn: pd.DataFrame, language: str) -> str:
    """Return how the groups of one rate moved; else where the first indicator stands and stood."""
    row = drawn.iloc[0].to_dict()
    moves = moves_of(drawn)
    compared = moves["up"] + moves["down"] + moves["same"]
    if drawn["indicator"].nunique() == 1 < len(drawn) and compared:
        label = indicator_label(row["indicator"], row["counted"], language)
        keys = _OF_REGIONS if _are_regions(drawn) else _OF_GROUPS
        rose = word(keys[not moves["up"]], language, n=moves["up"], m=compared)
        fell = word("progress.fell" if moves["down"] else keys[2], language, n=moves["down"])
        return word("finding.progress_groups", language, label=label, rose=rose, fell=fell)
    since = drawn.attrs.get("counted_since", ())
    label = indicator_label(row["indicator"], row["counted"], language)
    now = value_text(row, "now", language, since)
    if why_untold(row) or kind_of_move(row, since) in ("", "counted"):
        return word("count.label", language, label=label, n=now)
    before = number_text(row, "baseline", language)
    return word("finding.progress_first", language, label=label, now=now, before=before)


# A rise in some, in none, and a fall in none: in several languages the noun gives the form.
_OF_GROUPS = ("progress.rose", "progress.rose_none", "progress.fell_none")
_OF_REGIONS = (
    "progress.rose_regions", "progress.rose_none_regions", "progress.fell_none_regions",
)  # fmt: skip


def _are_regions(rows: pd.DataFrame) -> bool:
    """Say whether the groups of the rows are the regions of the Treaty."""
    return "scheme" in rows and set(rows["scheme"].astype(str)) == {"att_region"}
