"""The lines of the chart of the plan: which rows are drawn, in which block, under which heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw.axes import WORLD
from attdata.draw.progress_days import has_own_day, since_own_day, usual_day
from attdata.draw.progress_text import indicator_label, none_recorded, why_untold
from attdata.evidence import with_evidence
from attdata.problems import ArgumentError
from attdata.words import name_of, word

SEVERAL = 2  # rows without a value, from so many on they are listed on one line
MANY = 6  # an indicator of more groups than this shows those that moved
# How many of how many, where the measure counts them: a rate is never printed bare.
_WHOLES = ("n_baseline", "of_baseline", "n_now", "of_now")
BLOCKS = ("rates", "states", "counts")


@dataclass
class Line:
    """A line of the chart: the title of a block, a heading, an indicator, or a remark."""

    label: str
    kind: str
    block: str
    row: dict[str, Any] | None = None
    depth: float = 1.0
    marked: bool = False  # whether marks stand beside the label
    off: str = ""  # what is said of a number below the scale
    dated: bool = False  # whether the label tells since when it is counted


def chosen_rows(frame: pd.DataFrame, indicators: Sequence[str] | None, plain: bool) -> pd.DataFrame:
    """Return the rows to draw, with the attributes of the whole frame."""
    rows = frame.assign(**{name: np.nan for name in _WHOLES if name not in frame.columns})
    if indicators is not None:
        unknown = sorted(set(indicators) - set(frame["indicator"]))
        if unknown:
            raise ArgumentError(f"The frame has no indicator {', '.join(unknown)}.")
        order = {name: i for i, name in enumerate(indicators)}
        rows = rows[rows["indicator"].isin(order)]
        rows = rows.sort_values("indicator", key=lambda s: s.map(order), kind="stable")
    if plain:
        rows = rows[rows["group"] == WORLD]
        if rows.empty:
            raise ArgumentError("The frame has no indicator of the whole world.")
    return with_evidence(rows, frame.attrs)


def rows_for_slide(rows: pd.DataFrame) -> pd.DataFrame:
    """Return at most five rows: the groups of one rate that moved, else indicators of one block.

    The indicators are of the world, in States, and moved, if there are such.
    """
    for _, groups in rows.groupby("indicator", sort=False):
        few = 1 < len(groups) <= chart_parts.SLIDE_ROWS
        rate = groups["unit"].map(block_of).eq("rates").all()
        from_nought = groups["indicator"].iloc[0] in rows.attrs.get("counted_since", ())
        moved = (groups["change"].astype(float).fillna(0) != 0).any()
        if few and rate and moved and not from_nought:
            return with_evidence(groups, rows.attrs)
    whole = rows[rows["group"].isin([WORLD, ""])]
    rows = whole if len(whole) else rows
    states = rows[rows["unit"].map(block_of) == "states"]
    rows = states if len(states) else rows
    rows = rows[rows["now"].notna()] if rows["now"].notna().any() else rows
    moved = (rows["change"].astype(float).fillna(0) == 0).sort_values(kind="stable")
    return rows.loc[sorted(moved.index[: chart_parts.SLIDE_ROWS], key=rows.index.get_loc)]


def block_of(unit: object) -> str:
    """Return in which block a unit stands."""
    if str(unit).startswith("%"):
        return "rates"
    return "states" if str(unit) == "States" else "counts"


def _moved(part: pd.DataFrame) -> pd.Series:
    """Return which groups have moved, in States or in members."""
    change = part["change"].astype(float).fillna(0) != 0
    whole = part["of_baseline"].fillna(0) != part["of_now"].fillna(0)
    return change | whole


def lines_of(rows: pd.DataFrame, language: str) -> list[Line]:
    """Return the lines, block by block; indicators of several groups get a heading."""
    lines: list[Line] = []
    blocks = rows["unit"].map(block_of)
    several = len(set(blocks)) > 1
    for block in BLOCKS:
        part = rows[blocks == block]
        if part.empty:
            continue
        if several:
            lines.append(Line(word(f"progress.block.{block}", language), "block", block))
        missing = part[_nothing_told(part)]
        missing = missing if SEVERAL <= len(missing) < len(part) else missing[:0]
        for indicator, of_one in part.drop(missing.index).groupby("indicator", sort=False):
            lines += _indicator_lines(str(indicator), of_one, block, language)
        if len(missing):
            names = [
                indicator_label(str(row["indicator"]), row["counted"], language)
                for row in missing.drop_duplicates("indicator").to_dict("records")
            ]
            lines.append(_listed("progress.no_data", names, block, language))
    _tell_own_days(lines, rows, language)
    return lines


def _tell_own_days(lines: Sequence[Line], rows: pd.DataFrame, language: str) -> None:
    """Say in labels since when numbers are counted that begin on another day than the others."""
    usual, since = usual_day(rows), rows.attrs.get("counted_since", ())
    named: Line | None = None
    for line in lines:
        named = line if line.kind in ("head", "single") else named
        if line.row is None or not has_own_day(line.row, usual, since):
            continue
        line.row["own_day"] = True
        if named and not named.dated:
            named.label = since_own_day(named.label, line.row["baseline_date"], language)
            named.dated = True


def _nothing_told(rows: pd.DataFrame) -> pd.Series:
    """Return which indicators of the world have neither a value nor a baseline nor a target."""
    told = rows[["baseline", "now", "target"]].notna().any(axis="columns")
    return ~told & rows["group"].isin([WORLD, ""]) & (rows["state"] == "no_data")


def _listed(key: str, names: Sequence[str], block: str, language: str) -> Line:
    """Return a line that lists what is without a value: a row for each would say no more."""
    separator = "list.semicolon" if key == "progress.no_data" else "list.comma"
    listed = word(separator, language).join(names)
    label = word("count.label", language, label=word(key, language), n=listed)
    return Line(label, "listed", block)


def _indicator_lines(indicator: str, part: pd.DataFrame, block: str, language: str) -> list[Line]:
    """Return the lines of one indicator."""
    name = indicator_label(indicator, part["counted"].iloc[0], language)
    if len(part) == 1:
        row = part.iloc[0].to_dict()
        if row["group"] not in ("", WORLD):
            group = name_of("group", row["group"], language)
            name = word("label.in_group", language, label=name, group=group)
        return [Line(name, "single", block, row)]
    silent = pd.Series([none_recorded(row) for row in part.to_dict("records")], part.index)
    silent &= SEVERAL <= silent.sum() < len(part)
    drawn = part[_moved(part)] if len(part) > MANY else part[~silent]
    lines = [Line(name, "head", block)]
    lines += [
        Line(name_of("group", row["group"], language), "group", block, row)
        for row in drawn.to_dict("records")
    ]
    if len(part) > MANY and len(drawn) < len(part):
        rest = word("progress.unchanged", language, n=len(part) - len(drawn))
        lines.append(Line(rest, "rest", block))
    elif silent.any():
        names = [_of_whole(row, language) for row in part[silent].to_dict("records")]
        lines.append(_listed("progress.none_recorded", names, block, language))
    return lines


def _of_whole(row: dict[str, Any], language: str) -> str:
    """Return the name of a group, with the number of its States where these are counted."""
    name, whole = name_of("group", row["group"], language), row.get("of_now")
    if whole is None or pd.isna(whole):
        return name
    states = word("count.states", language, n=int(whole))
    return word("count.legend", language, label=name, n=states)


def scales_from(lows: Mapping[str, float], language: str) -> list[str]:
    """Say at what the scale of a block begins, where that is not nought.

    Examples
    --------
    >>> scales_from({"rates": 0.0, "states": 100.0}, "en")
    ['Numbers of States: the scale begins at 100']
    """
    return [
        word(
            "progress.scale_from", language, block=word(f"progress.block.{block}", language), n=low
        )
        for block, low in lows.items()
        if low
    ]


def dashes(columns: Sequence[tuple[str, Sequence[str]]], language: str) -> list[str]:
    """Say that a dash stands for what is not compared, where there is one in the columns.

    Examples
    --------
    >>> dashes([("Baseline", ["2", "–"])], "en"), dashes([("Baseline", ["2"])], "en")
    (['A dash (–): not compared'], [])
    """
    told = any("–" in texts for _, texts in columns)
    return [word("progress.dash", language)] if told else []


def numbers_only(lines: Sequence[Line], language: str) -> list[str]:
    """Say that rows have a number and no line, where there are such.

    Examples
    --------
    >>> row = {"now": 2.0, "n_records": None}
    >>> numbers_only([Line("Projects", "single", "counts", row)], "en")
    ['Rows without a line: a number too small for the scale, or counted from another day']
    >>> numbers_only([Line("Projects", "single", "counts", row, marked=True)], "en")
    []
    """
    bare = any(
        line.row and not line.marked and not pd.isna(line.row["now"])
        and not why_untold(line.row) and not none_recorded(line.row)
        for line in lines
    )  # fmt: skip
    return [word("progress.number_only", language)] if bare else []
