"""What the chart of the plan says: the values in its columns, its title, note and alternative text.

Missing data and records that are too few are printed as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw.axes import WORLD
from attdata.draw.captions import sentences
from attdata.draw.drawing import Drawing
from attdata.words import indicator_name, isolated, name_of, number, percent, points, word


def indicator_label(indicator: str, counted: object, language: str) -> str:
    """Return an indicator in words; as its workbook has it where that is another text."""
    return indicator_name(indicator, str(counted), language)


def _is_share(unit: object) -> bool:
    return str(unit).startswith("%")


def kind_of_move(row: Mapping[Any, Any]) -> str:
    """Return whether an indicator went up, went down or stayed: nothing where it cannot be told."""
    if pd.isna(row["baseline"]) or pd.isna(row["now"]):
        return ""
    difference = float(row["now"]) - float(row["baseline"])
    return "up" if difference > 0 else "down" if difference < 0 else "same"


def why_untold(row: Mapping[Any, Any]) -> str:
    """Return why the evidence does not tell an indicator, as a key of words.csv; "" if it does."""
    coverage = str(row.get("coverage") or "")
    state = str(row.get("state") or "").replace(" ", "_")
    if "too_few" in coverage or state == "too_few_records":
        return "progress.too_few"
    return "progress.no_record" if coverage == "none" else ""


def value_text(row: dict[str, Any], name: str, language: str) -> str:
    """Return what stands in a column: missing data and too few records are told as such."""
    value = row[name]
    why = why_untold(row)
    if why:
        return word(why, language) if name == "now" else "–"
    if pd.isna(value):
        return word("progress.no_data", language) if name == "now" else "–"
    if name != "change":
        return number_text(row, name, language)
    if not _is_share(row["unit"]):
        return number(value, language, _digits(value), sign=True)
    n: list[Any] = [row.get(key) for key in ("n_now", "n_baseline", "of_now", "of_baseline")]
    if any(pd.isna(part) for part in n):
        return points(float(value), language)
    if n[2] != n[3]:  # its members are others now: the rate moved without a State
        return word("progress.members", language, n=n[3], m=n[2])
    if not value:
        return number(0, language)
    # The form of the noun is that of the number; the sign is written before it.
    states = word("progress.states", language, n=abs(n[0] - n[1]))
    sign = "+" if n[0] > n[1] else "\N{MINUS SIGN}"
    change = isolated(sign, language) + states if n[0] != n[1] else states
    return word("progress.states_points", language, states=change,
                points=points(float(value), language))  # fmt: skip


def state_text(row: Mapping[Any, Any], language: str) -> str:
    """Return how an indicator stands; a target that is set and has no day is told as such."""
    undated = str(row["state"]) == "no_target" and not pd.isna(row["target"])
    return word("state.no_day" if undated else f"state.{row['state']}", language)


def number_text(row: Mapping[Any, Any], name: str, language: str) -> str:
    """Return a value as n of m where the measure counted both, else as it is."""
    value, n, m = row[name], row.get(f"n_{name}"), row.get(f"of_{name}")
    if pd.isna(value):
        return word("progress.no_data", language)
    if n is not None and m is not None and not (pd.isna(n) or pd.isna(m)):
        return chart_parts.of(n, m, language, share=False)
    if _is_share(row["unit"]):
        return percent(float(value), language, 1)
    return number(value, language, _digits(value))


def _digits(value: Any) -> int:
    return 0 if float(value).is_integer() else 1


def progress_drawing(
    rows: pd.DataFrame, drawn: pd.DataFrame, language: str, height: float, size: str
) -> Drawing:
    """Return what the chart says of itself: all the rows chosen, whatever is drawn of them."""
    told = []
    for row in rows.to_dict("records"):
        label = indicator_label(row["indicator"], row["counted"], language)
        if row["group"] and row["group"] != WORLD:
            group = name_of("group", row["group"], language)
            label = word("label.in_group", language, label=label, group=group)
        told.append(
            word(
                "alt.progress.row", language, label=label,
                baseline=number_text(row, "baseline", language),
                now=value_text(row, "now", language),
                state=state_text(row, language),
            )
        )  # fmt: skip
    moves = [kind_of_move(row) for row in rows.to_dict("records") if not why_untold(row)]
    targets = int(rows["target"].notna().sum())
    subtitle = word("subtitle.progress", language)
    if targets:
        subtitle = word("subtitle.progress_targets", language, n=targets, m=len(rows))
    return Drawing(
        language=language,
        frame=rows,
        title=word(
            "finding.progress", language, n=moves.count("up"), m=moves.count("down"),
            k=moves.count("same"),
        ),
        subject=word("title.progress", language),
        subtitle=subtitle,
        alt=word("alt.progress", language, rows=sentences(told, language)),
        note=sentences([word("note.progress", language), _baselines(rows, language)], language),
        height=height,
        size=size,
    )  # fmt: skip


def _baselines(rows: pd.DataFrame, language: str) -> str:
    """Say the day of most baselines, and of each indicator that has another."""
    if "baseline_date" not in rows.columns or rows["baseline_date"].isna().all():
        return ""
    days = rows.dropna(subset=["baseline_date"]).drop_duplicates(["indicator", "baseline_date"])
    usual = days["baseline_date"].mode().iloc[0]
    told = [
        word("count.label", language, label=word("progress.baseline", language), n=usual.date())
    ]
    for row in chart_parts.rows_of(days[days["baseline_date"] != usual]):
        label = indicator_label(row.indicator, row.counted, language)
        told.append(word("count.label", language, label=label, n=row.baseline_date.date()))
    return word("list.semicolon", language).join(told)
