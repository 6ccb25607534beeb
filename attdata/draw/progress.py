"""The chart of the plan: where each indicator stood at its baseline, where it stands, the target.

Targets are mostly unset, so the chart says what it has to say from baseline and change alone; a
missing target is printed as one, never left to be guessed from an absent mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import WORLD, columns_of
from attdata.draw.captions import sentences
from attdata.draw.drawing import Drawing, describe
from attdata.problems import ArgumentError
from attdata.reference import of_frame
from attdata.words import indicator_name, name_of, number, percent, points, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL_ROOM = 5.2  # cm
ROW = 0.39  # cm
# How many of how many, where the measure knows it: a rate is never printed bare.
_WHOLES = ("n_baseline", "of_baseline", "n_now", "of_now")
CHANGE_STYLE = {
    "now": {"color": "#9DB9D3", "hatch": "", "edge": "#4A6C8C"},
    "up": {"color": "#12467B", "hatch": "", "edge": "#0B2C4E"},
    "down": {"color": "#FFFFFF", "hatch": "xxxx", "edge": "#B5361C"},
}

_TARGET: dict[str, Any] = {
    "marker": "D",
    "markersize": 5,
    "color": style.PAPER,
    "markeredgecolor": style.ACCENT,
    "markeredgewidth": 1.3,
    "linestyle": "",
}


@of_frame
def draw_progress(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "en",
    indicators: Sequence[str] | None = None,
    plain: bool = False,
) -> Axes:
    """Return a bullet chart of the plan's indicators: baseline, change since then, now, target.

    Parameters
    ----------
    frame
        One row per indicator and group: indicator, counted, group, unit, baseline, now, change,
        target, state. Values whose unit begins with "%" are shares (0 to 1). Optional n_baseline,
        of_baseline, n_now, of_now: printed as n of m.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    indicators
        Only these, in this order.
    plain
        Only the indicators of the whole world, one row each: for slides.

    Returns
    -------
    Axes
        With one row per indicator and group; every indicator has a scale of its own.

    Raises
    ------
    ValueError
        When a column is missing, the frame is empty or has no such indicator.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_progress(att.progress(att.load()), indicators=["I02"])
    >>> drawing_of(ax).alt.split(":")[0]
    'Bullet chart of indicators'
    """
    needed = ["indicator", "counted", "group", "unit", "baseline", "now", "change", "target"]
    columns_of(frame, [*needed, "state"])
    rows = _chosen(frame, indicators, plain)
    lines = _lines(rows, language)
    with style.style(language):
        ax, height = _axes_for_lines(ax, lines, language)
        places = _places(lines)
        for line, place in zip(lines, places, strict=True):
            if line["row"] is not None:
                _bullet(ax, line["row"], place, line["scale"])
        _label_lines(ax, lines, places, language)
        told = [line["row"] for line in lines if line["row"] is not None]
        columns = [
            (word(f"progress.{name}", language), [_value(row, name, language) for row in told])
            for name in ("baseline", "now", "change", "target")
        ]
        spots = [p for line, p in zip(lines, places, strict=True) if line["row"] is not None]
        chart_parts.text_columns(ax, columns, spots, language)
        chart_parts.legend(ax, _handles(rows, language), language)
    return describe(ax, _progress_drawing(rows, language, height))


def _chosen(frame: pd.DataFrame, indicators: Sequence[str] | None, plain: bool) -> pd.DataFrame:
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
    rows.attrs = frame.attrs
    return rows


def _name(indicator: str, counted: object, language: str) -> str:
    """Return an indicator in words; as its workbook has it where that is another text."""
    return indicator_name(indicator, str(counted), language)


def _lines(rows: pd.DataFrame, language: str) -> list[dict[str, Any]]:
    """Return the lines of the chart: an indicator of one group takes one, others a heading too."""
    lines: list[dict[str, Any]] = []
    for indicator, part in rows.groupby("indicator", sort=False):
        name = _name(str(indicator), part["counted"].iloc[0], language)
        scale = _scale(part)
        single = len(part) == 1
        if not single:
            lines.append({"label": name, "row": None, "scale": scale, "head": True})
        for row in part.to_dict("records"):
            group = name_of("group", row["group"], language)
            label = name if single else group
            if single and row["group"] not in ("", WORLD):
                label = word("label.in_group", language, label=name, group=group)
            lines.append({"label": label, "row": row, "scale": scale, "head": single})
    return lines


def _scale(part: pd.DataFrame) -> float:
    """Return the value at the end of the bars: the whole where there is one, or a round number."""
    if _is_share(part["unit"].iloc[0]):
        return 1.0
    values = part[["baseline", "now", "target", *_WHOLES]].astype(float)
    most = values.max().max()
    if most != most:  # no data at all
        return 1.0
    if values["of_now"].notna().any():
        return float(most)
    return next(
        step * 10.0**power
        for power in range(1, 12)
        for step in (1, 2, 5)
        if step * 10**power >= most
    )


def _is_share(unit: object) -> bool:
    return str(unit).startswith("%")


def _axes_for_lines(
    ax: Axes | None, lines: list[dict[str, Any]], language: str
) -> tuple[Axes, float]:
    """Wrap the labels, and return Axes high enough for them, with their height in cm."""
    height = 2.2 + ROW * len(lines)
    ax = chart_parts.axes_for(ax, language, height)
    labels = chart_parts.wrapped(
        [line["label"] for line in lines], ax, LABEL_ROOM, style.SMALL_SIZE
    )
    for line, label in zip(lines, labels, strict=True):
        line["label"] = label
        line["depth"] = 1 + 0.75 * label.count("\n")
    height = 2.2 + ROW * sum(line["depth"] + 0.3 * line["head"] for line in lines)
    return ax, height


def _places(lines: list[dict[str, Any]]) -> np.ndarray:
    """Return the middle of each line, downwards, long labels and headings with more room."""
    places, y = [], 0.0
    for line in lines:
        y -= 0.3 * line["head"] + line["depth"] / 2
        places.append(y)
        y -= line["depth"] / 2
    return np.array(places)


def _bullet(ax: Axes, row: dict[str, Any], place: float, scale: float) -> None:
    """Draw one indicator: value, change since the baseline, mark of the baseline, target."""
    ax.barh(place, 1, height=0.62, color="#F1F3F5", label="scale", zorder=1)
    baseline, now, target = (_share_of(row[key], scale) for key in ("baseline", "now", "target"))
    if now is not None:
        kept = now if baseline is None else min(now, baseline)
        _segment(ax, place, 0, kept, "now")
        if baseline is not None and now != baseline:
            kind = "up" if now > baseline else "down"
            _segment(ax, place, kept, abs(now - baseline), kind)
    if baseline is not None:
        mark: Any = {"color": style.INK, "linewidth": 1.6, "zorder": 4, "clip_on": False}
        ax.vlines(baseline, place - 0.4, place + 0.4, **mark)
    if target is not None:
        ax.plot(target, place, zorder=5, clip_on=False, **_TARGET)


def _segment(ax: Axes, place: float, left: float, width: float, kind: str) -> None:
    look = CHANGE_STYLE[kind]
    ax.barh(
        place, width, left=left, height=0.42, color=look["color"], hatch=look["hatch"],
        edgecolor=look["edge"], linewidth=0.6, label=kind, zorder=3,
    )  # fmt: skip


def _share_of(value: Any, scale: float) -> float | None:
    return None if pd.isna(value) else float(value) / scale


def _label_lines(ax: Axes, lines: list[dict[str, Any]], places: np.ndarray, language: str) -> None:
    ax.set_yticks(places, [line["label"] for line in lines])
    ax.set_xlim(0, 1)
    ax.set_ylim(places[-1] - 0.7, 0)
    ax.set_xticks([])
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)
    for line, label in zip(lines, ax.get_yticklabels(), strict=True):
        label.set_fontsize(style.SMALL_SIZE)
        if line["head"]:
            label.set_fontweight("bold")


def _value(row: dict[str, Any], name: str, language: str) -> str:
    """Return what stands in a column: a missing target and missing data are told as such."""
    value = row[name]
    if pd.isna(value):
        thin = str(row["state"]) == "too_few_records"
        now = "state.too_few_records" if thin else "state.no_data"
        told = {"target": "state.no_target", "now": now}.get(name)
        return word(told, language) if told else "–"
    if name != "change":
        return _number(row, name, language)
    if _is_share(row["unit"]):
        return points(float(value), language)
    return number(value, language, _digits(value), sign=True)


def _state(row: Mapping[Any, Any], language: str) -> str:
    """Return how an indicator stands; a target that is set and has no day is told as such."""
    undated = str(row["state"]) == "no_target" and not pd.isna(row["target"])
    return word("state.no_day" if undated else f"state.{row['state']}", language)


def _number(row: Mapping[Any, Any], name: str, language: str) -> str:
    """Return a value as n of m where the measure counted both, else as it is."""
    value, n, m = row[name], row.get(f"n_{name}"), row.get(f"of_{name}")
    if pd.isna(value):
        return word("state.no_data", language)
    if n is not None and m is not None and not (pd.isna(n) or pd.isna(m)):
        return chart_parts.of(n, m, language, share=False)
    if _is_share(row["unit"]):
        return percent(float(value), language, 1)
    return number(value, language, _digits(value))


def _digits(value: Any) -> int:
    return 0 if float(value).is_integer() else 1


def _handles(rows: pd.DataFrame, language: str) -> list[Any]:
    """Return legend entries for what the chart holds: a target only where one is set."""
    from matplotlib.lines import Line2D

    bar: Any = {"linestyle": "", "color": style.INK, "markersize": 9, "markeredgewidth": 1.6}
    handles: list[Any] = [
        Line2D([], [], marker="|", label=word("progress.baseline", language), **bar),
        chart_parts.patch(CHANGE_STYLE["now"], word("progress.now", language)),
    ]
    change = rows["change"].astype(float)
    for kind, there in (("up", (change > 0).any()), ("down", (change < 0).any())):
        if there:
            label = word(f"progress.change_{kind}", language)
            handles.append(chart_parts.patch(CHANGE_STYLE[kind], label))
    if rows["target"].notna().any():
        handles.append(Line2D([], [], label=word("progress.target", language), **_TARGET))
    return handles


def _progress_drawing(rows: pd.DataFrame, language: str, height: float) -> Drawing:
    told = []
    for row in rows.to_dict("records"):
        label = _name(row["indicator"], row["counted"], language)
        if row["group"] and row["group"] != WORLD:
            group = name_of("group", row["group"], language)
            label = word("label.in_group", language, label=label, group=group)
        told.append(
            word(
                "alt.progress.row", language, label=label,
                baseline=_number(row, "baseline", language),
                now=_number(row, "now", language),
                state=_state(row, language),
            )
        )  # fmt: skip
    return Drawing(
        language=language,
        frame=rows,
        title=word("title.progress", language),
        subtitle=word(
            "subtitle.progress", language, n=int(rows["target"].notna().sum()), m=len(rows)
        ),
        alt=word("alt.progress", language, rows=sentences(told, language)),
        note=sentences([word("note.progress", language), _baselines(rows, language)], language),
        height=height,
    )


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
        label = _name(row.indicator, row.counted, language)
        told.append(word("count.label", language, label=label, n=row.baseline_date.date()))
    return word("list.semicolon", language).join(told)
