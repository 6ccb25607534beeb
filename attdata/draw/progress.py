"""The chart of the plan: where each indicator stood at its baseline, and where it stands now.

A missing target, missing data and records that are too few are printed as such, never left to be
guessed from an absent mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from attdata.words import indicator_name, isolated, name_of, number, percent, points, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL_ROOM = 5.2  # cm
ROW = 0.39  # cm
_LINE = 0.85  # of a row, for each further line of a label
MANY = 6  # an indicator of more groups than this shows those that moved
# How many of how many, where the measure counts them: a rate is never printed bare.
_WHOLES = ("n_baseline", "of_baseline", "n_now", "of_now")
BLOCKS = ("rates", "states", "counts")
MARKS: dict[str, dict[str, Any]] = {
    "baseline": {"marker": "o", "markersize": 4.5, "color": style.PAPER,
                 "markeredgecolor": style.INK, "markeredgewidth": 1.0},
    "up": {"marker": ">", "markersize": 5.5, "color": "#12467B", "markeredgewidth": 0.0},
    "down": {"marker": "<", "markersize": 5.5, "color": style.ACCENT, "markeredgewidth": 0.0},
    "same": {"marker": "o", "markersize": 4.0, "color": "#5B6670", "markeredgewidth": 0.0},
    "target": {"marker": "D", "markersize": 5, "color": style.PAPER,
               "markeredgecolor": style.ACCENT, "markeredgewidth": 1.3},
}  # fmt: skip


@dataclass
class Line:
    """A line of the chart: the title of a block, a heading, an indicator, or a remark."""

    label: str
    kind: str
    block: str
    row: dict[str, Any] | None = None
    depth: float = 1.0


@of_frame
def draw_progress(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "en",
    indicators: Sequence[str] | None = None,
    plain: bool = False,
    size: str = "report",
) -> Axes:
    """Return the plan's indicators as dumbbells: from the baseline to now, in three blocks.

    Rates, numbers of States and other counts have one scale each. Where an indicator is counted
    for many groups only those that have moved are drawn.

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
        Only the indicators of the whole world, one row each.
    size
        ``report``, or ``slide``: at most five indicators of the world, in States where there are.

    Returns
    -------
    Axes
        With one row per indicator and group.

    Raises
    ------
    ValueError
        When a column is missing, the frame is empty or has no such indicator.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_progress(att.progress(att.load()), indicators=["I02"])
    >>> drawing_of(ax).subject
    'CSP10 universalization work plan: indicators since the baseline'
    """
    needed = ["indicator", "counted", "group", "unit", "baseline", "now", "change", "target"]
    columns_of(frame, [*needed, "state"])
    chosen = _chosen(frame, indicators, plain)
    drawn = _for_slide(chosen) if size == "slide" else chosen
    lines = _lines(drawn, language)
    with style.style(language):
        ax, height = _axes_for_lines(ax, lines, language, size)
        places = _places(lines)
        scales = {block: _scale(drawn, block) for block in BLOCKS}
        for line, place in zip(lines, places, strict=True):
            if line.row is not None:
                _dumbbell(ax, line.row, place, scales[line.block], language)
        _label_lines(ax, lines, places, language)
        _block_scales(ax, lines, places, scales, language)
        told = [(line.row, place) for line, place in zip(lines, places, strict=True) if line.row]
        names = ["baseline", "now", "change"]
        names += ["target"] if drawn["target"].notna().any() else []
        names = names[1:] if size == "slide" else names
        columns = [
            (word(f"progress.{name}", language), [_value(row, name, language) for row, _ in told])
            for name in names
        ]
        chart_parts.text_columns(ax, columns, [place for _, place in told], language)
        chart_parts.legend(ax, _handles(drawn, language), language)
    return describe(ax, _progress_drawing(chosen, drawn, language, height, size))


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


def _for_slide(rows: pd.DataFrame) -> pd.DataFrame:
    """Return at most five indicators of one block: of the world, in States, moved, if there are."""
    whole = rows[rows["group"].isin([WORLD, ""])]
    rows = whole if len(whole) else rows
    states = rows[rows["unit"].map(_block) == "states"]
    rows = states if len(states) else rows
    rows = rows[rows["now"].notna()] if rows["now"].notna().any() else rows
    moved = (rows["change"].astype(float).fillna(0) == 0).sort_values(kind="stable")
    return rows.loc[sorted(moved.index[: chart_parts.SLIDE_ROWS], key=rows.index.get_loc)]


def _block(unit: object) -> str:
    """Return in which block a unit stands."""
    if str(unit).startswith("%"):
        return "rates"
    return "states" if str(unit) == "States" else "counts"


def _moved(part: pd.DataFrame) -> pd.Series:
    """Return which groups have moved, in States or in members."""
    change = part["change"].astype(float).fillna(0) != 0
    whole = part["of_baseline"].fillna(0) != part["of_now"].fillna(0)
    return change | whole


def _lines(rows: pd.DataFrame, language: str) -> list[Line]:
    """Return the lines, block by block; indicators of several groups get a heading."""
    lines: list[Line] = []
    blocks = rows["unit"].map(_block)
    several = len(set(blocks)) > 1
    for block in BLOCKS:
        part = rows[blocks == block]
        if part.empty:
            continue
        if several:
            lines.append(Line(word(f"progress.block.{block}", language), "block", block))
        for indicator, of_one in part.groupby("indicator", sort=False):
            lines += _indicator_lines(str(indicator), of_one, block, language)
    return lines


def _indicator_lines(indicator: str, part: pd.DataFrame, block: str, language: str) -> list[Line]:
    """Return the lines of one indicator."""
    name = _name(indicator, part["counted"].iloc[0], language)
    if len(part) == 1:
        row = part.iloc[0].to_dict()
        if row["group"] not in ("", WORLD):
            group = name_of("group", row["group"], language)
            name = word("label.in_group", language, label=name, group=group)
        return [Line(name, "single", block, row)]
    drawn = part[_moved(part)] if len(part) > MANY else part
    lines = [Line(name, "head", block)]
    lines += [
        Line(name_of("group", row["group"], language), "group", block, row)
        for row in drawn.to_dict("records")
    ]
    if len(drawn) < len(part):
        rest = word("progress.unchanged", language, n=len(part) - len(drawn))
        lines.append(Line(rest, "rest", block))
    return lines


def _scale(rows: pd.DataFrame, block: str) -> float:
    """Return the value at the end of a block's scale: 100 per cent, or a round number."""
    part = rows[rows["unit"].map(_block) == block]
    if block == "rates" or part.empty:
        return 1.0
    most = part[["baseline", "now", "target"]].astype(float).max().max()
    if most != most or most <= 0:  # no data at all
        return 10.0
    return next(
        step * 10.0**power
        for power in range(1, 12)
        for step in (1, 2, 5)
        if step * 10**power >= most
    )


def _is_share(unit: object) -> bool:
    return str(unit).startswith("%")


def _axes_for_lines(
    ax: Axes | None, lines: list[Line], language: str, size: str
) -> tuple[Axes, float]:
    """Wrap the labels, and return Axes high enough for them, with their height in cm."""
    ax = chart_parts.axes_for(ax, language, 2.2 + ROW * len(lines), size)
    labels = chart_parts.wrapped([line.label for line in lines], ax, LABEL_ROOM, style.SMALL_SIZE)
    above = {"block": 1.9, "head": 0.25}
    for line, label in zip(lines, labels, strict=True):
        line.label = label
        line.depth = 1 + _LINE * label.count("\n") + above.get(line.kind, 0.0)
    return ax, 1.6 + ROW * sum(line.depth for line in lines)


def _places(lines: list[Line]) -> np.ndarray:
    """Return the middle of the text of each line, downwards."""
    places, y = [], 0.0
    for line in lines:
        text = 1 + _LINE * line.label.count("\n")
        y -= line.depth
        places.append(y + text / 2)
    return np.array(places)


def kind_of_move(row: Mapping[Any, Any]) -> str:
    """Return whether an indicator went up, went down or stayed: nothing where it cannot be told."""
    if pd.isna(row["baseline"]) or pd.isna(row["now"]):
        return ""
    difference = float(row["now"]) - float(row["baseline"])
    return "up" if difference > 0 else "down" if difference < 0 else "same"


def _dumbbell(ax: Axes, row: dict[str, Any], place: float, scale: float, language: str) -> None:
    """Draw one indicator from its baseline to now, with an arrowhead for the direction."""
    if _untold(row):
        return
    ax.hlines(place, 0, 1, color=style.GRID, linewidth=0.5, zorder=1)
    baseline, now, target = (_share_of(row[key], scale) for key in ("baseline", "now", "target"))
    kind = kind_of_move(row)
    if baseline is not None and now is not None and kind != "same":
        color = MARKS[kind]["color"]
        ax.plot([baseline, now], [place, place], color=color, linewidth=1.8, zorder=3,
                label=kind, solid_capstyle="butt")  # fmt: skip
    if baseline is not None and kind != "same":
        ax.plot(baseline, place, linestyle="", zorder=4, clip_on=False, **MARKS["baseline"])
    if now is not None:
        look = dict(MARKS[kind or "same"])
        if style.right_to_left(language):
            look["marker"] = {">": "<", "<": ">"}.get(look["marker"], look["marker"])
        ax.plot(now, place, linestyle="", zorder=5, clip_on=False, label="now", **look)
    if target is not None:
        ax.plot(target, place, linestyle="", zorder=6, clip_on=False, **MARKS["target"])


def _untold(row: Mapping[Any, Any]) -> str:
    """Return why the evidence does not tell an indicator, as a key of words.csv; "" if it does."""
    coverage = str(row.get("coverage") or "")
    state = str(row.get("state") or "").replace(" ", "_")
    if "too_few" in coverage or state == "too_few_records":
        return "progress.too_few"
    return "progress.no_record" if coverage == "none" else ""


def _share_of(value: Any, scale: float) -> float | None:
    return None if pd.isna(value) else float(value) / scale


def _label_lines(ax: Axes, lines: list[Line], places: np.ndarray, language: str) -> None:
    ax.set_yticks(places, [line.label for line in lines])
    ax.set_xlim(0, 1)
    ax.set_ylim(places[-1] - 1.4, 0)
    ax.set_xticks([])
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)
    for line, label in zip(lines, ax.get_yticklabels(), strict=True):
        label.set_fontsize(style.BASE_SIZE if line.kind == "block" else style.SMALL_SIZE)
        label.set_linespacing(chart_parts.line_spacing(language) * 0.9)
        label.set_fontweight("bold" if line.kind in ("block", "head", "single") else "normal")
        label.set_color({"block": "#12467B", "rest": style.MUTED}.get(line.kind, style.INK))


def _block_scales(
    ax: Axes, lines: list[Line], places: np.ndarray, scales: Mapping[str, float], language: str
) -> None:
    """Write the scale of each block above its first row."""
    first: dict[str, float] = {}
    for line, place in zip(lines, places, strict=True):
        if line.kind == "block" or (line.row and line.block not in first):
            first.setdefault(line.block, place if line.kind == "block" else place + 1.0)
    begin, end = chart_parts.sides(language)
    for block, place in first.items():
        for part in (0, 0.5, 1):
            value = part * scales[block]
            text = percent(value, language) if block == "rates" else number(value, language)
            side: Any = "center" if part == 0.5 else begin if part == 0 else end
            ax.text(part, place, text, ha=side, va="center_baseline", color=style.MUTED,
                    fontsize=style.SMALL_SIZE)  # fmt: skip


def _value(row: dict[str, Any], name: str, language: str) -> str:
    """Return what stands in a column: missing data and too few records are told as such."""
    value = row[name]
    why = _untold(row)
    if why:
        return word(why, language) if name == "now" else "–"
    if pd.isna(value):
        return word("progress.no_data", language) if name == "now" else "–"
    if name != "change":
        return _number(row, name, language)
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


def _state(row: Mapping[Any, Any], language: str) -> str:
    """Return how an indicator stands; a target that is set and has no day is told as such."""
    undated = str(row["state"]) == "no_target" and not pd.isna(row["target"])
    return word("state.no_day" if undated else f"state.{row['state']}", language)


def _number(row: Mapping[Any, Any], name: str, language: str) -> str:
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


def _handles(rows: pd.DataFrame, language: str) -> list[Any]:
    """Return legend entries for what the chart holds: a target only where one is set."""
    from matplotlib.lines import Line2D

    kinds = {kind_of_move(row) for row in rows.to_dict("records") if not _untold(row)}
    entries = [("baseline", word("progress.baseline", language))] if kinds & {"up", "down"} else []
    keys = {"up": "progress.change_up", "down": "progress.change_down", "same": "progress.same"}
    entries += [(kind, word(key, language)) for kind, key in keys.items() if kind in kinds]
    if rows["target"].notna().any():
        entries.append(("target", word("progress.target", language)))
    handles = []
    for kind, label in entries:
        look = dict(MARKS[kind])
        if style.right_to_left(language):
            look["marker"] = {">": "<", "<": ">"}.get(look["marker"], look["marker"])
        handles.append(Line2D([], [], linestyle="", label=label, **look))
    return handles


def _progress_drawing(
    rows: pd.DataFrame, drawn: pd.DataFrame, language: str, height: float, size: str
) -> Drawing:
    told = []
    for row in rows.to_dict("records"):
        label = _name(row["indicator"], row["counted"], language)
        if row["group"] and row["group"] != WORLD:
            group = name_of("group", row["group"], language)
            label = word("label.in_group", language, label=label, group=group)
        told.append(
            word(
                "alt.progress.row", language, label=label,
                baseline=_number(row, "baseline", language), now=_value(row, "now", language),
                state=_state(row, language),
            )
        )  # fmt: skip
    moves = [kind_of_move(row) for row in rows.to_dict("records") if not _untold(row)]
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
        label = _name(row.indicator, row.counted, language)
        told.append(word("count.label", language, label=label, n=row.baseline_date.date()))
    return word("list.semicolon", language).join(told)
