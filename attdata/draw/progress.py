"""The chart of the plan: where each indicator stood at its baseline, and where it stands now.

A missing target, missing data and records that are too few are printed as such, never left to be
guessed from an absent mark.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import progress_phone as phone
from attdata.draw import style
from attdata.draw.axes import columns_of
from attdata.draw.drawing import CM, MARGIN, describe, is_own, renderer_of
from attdata.draw.number_columns import column_widths, text_columns
from attdata.draw.progress_lines import (
    BLOCKS,
    Line,
    block_of,
    chosen_rows,
    dashes,
    lines_of,
    numbers_only,
    rows_for_slide,
    scales_from,
)
from attdata.draw.progress_scales import block_scales, off_scale, round_above, tell_off_scale
from attdata.draw.progress_text import (
    kind_of_move,
    moves_of,
    name_cycles,
    none_recorded,
    progress_drawing,
    value_text,
    why_untold,
)
from attdata.draw.wrap import level, text_width
from attdata.reference import of_frame
from attdata.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# cm: beside a line of marks, where there is none, and where there are no numbers either
LABEL_ROOM, WIDE_ROOM, WHOLE_ROOM = 4.8, 9.0, 15.0
ROW, NARROW_ROW = 0.345, 0.365  # cm
_LINE, _LINE_ARABIC = 0.91, 1.01  # of a row, for each further line of a label
_APART = 0.25  # of a row, above a label of several lines, and below the head of a block
LEFT, RIGHT = 4, 5  # matplotlib's arrowheads with the tip on the point
STROKE = 0.0035  # of the scale: half the stroke of a baseline
HEAD = (0.03, 0.19)  # of an arrow: its length on the scale, half its height in rows
SHAFT = 0.4  # of a short arrow: so much of it is seen before its head
FEW = 0.02  # of the scale: a mark so near to nought would be read as nought
_HEADINGS = {"baseline": "progress.column_baseline"}  # shorter than in the key
_TURNED = {LEFT: RIGHT, RIGHT: LEFT}
MARKS: dict[str, dict[str, Any]] = {
    # A stroke higher than the arrowheads: a small move does not hide it.
    "baseline": {"marker": "|", "markersize": 8.5, "color": style.INK, "markeredgewidth": 1.1},
    "up": {"marker": RIGHT, "markersize": 5.5, "color": "#12467B", "markeredgewidth": 0.0},
    "down": {"marker": LEFT, "markersize": 5.5, "color": style.ACCENT, "markeredgewidth": 0.0},
    "same": {"marker": "o", "markersize": 4.0, "color": "#5B6670", "markeredgewidth": 0.0},
    "counted": {"marker": "o", "markersize": 4.5, "color": "#2F7F79", "markeredgewidth": 0.0},
    "members": {"marker": "s", "markersize": 4.0, "color": "#5B6670", "markeredgewidth": 0.0},
    "target": {"marker": "D", "markersize": 5, "color": style.PAPER,
               "markeredgecolor": style.ACCENT, "markeredgewidth": 1.3},
}  # fmt: skip


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
    """Draw the plan's indicators as dumbbells: from the baseline to now, in three blocks.

    Rates, numbers of States and other counts have one scale each. Where an indicator is counted
    for many groups only those that have moved are drawn. Groups of which nothing is recorded, and
    indicators without data, are listed on a line where there are several.

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
        ``report``; ``slide``: at most five indicators of the world, in States where there are;
        ``narrow``: labels above the lines, for a telephone.

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
    'Arms Trade Treaty, CSP10 universalization work plan: indicators since the baseline'
    """
    needed = ["indicator", "counted", "group", "unit", "baseline", "now", "change", "target"]
    columns_of(frame, [*needed, "state"])
    chosen = chosen_rows(frame, indicators, plain)
    drawn = rows_for_slide(chosen) if size == "slide" else chosen
    lines = lines_of(drawn, language)
    name_cycles([line.row for line in lines if line.row], frame.attrs.get("cycles", {}))
    since = frame.attrs.get("counted_since", ())
    with style.style(language):
        scales = {block: _scale(drawn, block, since) for block in BLOCKS}
        for line in lines:
            high = scales[line.block][1]
            line.marked = line.row is not None and _has_marks(line.row, high, since)
            if size == "report":
                line.off = off_scale(line, scales[line.block][0], language)
        columns = _columns(drawn, lines, language, size)
        ax, height = _axes_for_lines(ax, lines, columns, language, size, since)
        places, at = phone.places_of(lines) if size == "narrow" else _places(lines, language)
        for line, place in zip(lines, places, strict=True):
            if line.row is not None and (size != "narrow" or phone.has_line(line.row)):
                _dumbbell(ax, line.row, place, scales[line.block], since)
        if size == "narrow":
            phone.label_above(ax, lines, places, at, language, since)
        else:
            _label_lines(ax, lines, places, language, below=0.7 if size == "slide" else 1.4)
        block_scales(ax, at, scales, language, told=size == "report")
        tell_off_scale(ax, lines, places, language)
        if size != "narrow":
            rows = [place for line, place in zip(lines, places, strict=True) if line.row]
            # On a slide the headings stand on the row of the scale.
            top = float(places[0]) if size == "slide" and not lines[0].row else None
            text_columns(ax, columns, rows, language, top=top)
        chart_parts.legend(ax, _handles(drawn, language), language)
    said = numbers_only(lines, language) + dashes(columns, language)
    said += scales_from({block: low for block, (low, _) in scales.items()}, language)
    return describe(ax, progress_drawing(chosen, drawn, language, height, size, said))


def _columns(
    drawn: pd.DataFrame, lines: list[Line], language: str, size: str
) -> list[tuple[str, list[str]]]:
    """Return baseline, value now and change of the lines; a target only where one is set."""
    since = drawn.attrs.get("counted_since", ())
    rows = [line.row for line in lines if line.row]
    names = ["baseline", "now", "change"]
    names += ["target"] if drawn["target"].notna().any() else []
    return [
        (
            word(_HEADINGS.get(name, f"progress.{name}"), language),
            [value_text(row, name, language, since) for row in rows],
        )
        for name in names
    ]


def _scale(rows: pd.DataFrame, block: str, since: Collection[str]) -> tuple[float, float]:
    """Return the values between which a block's scale is: to 100 per cent, or a round number.

    From nought; from half of that number where all marks stand beyond it, or a move would be lost.
    """
    part = rows[rows["unit"].map(block_of) == block]
    if block == "rates" or part.empty:
        return 0.0, 1.0
    high = round_above(part[["baseline", "now", "target"]].astype(float).max().max())
    marked = [row for row in part.to_dict("records") if _has_marks(row, high, since)]
    held = [row[key] for row in marked for key in ("baseline", "now", "target")]
    counted = any(kind_of_move(row, since) == "counted" for row in marked)  # a line from nought
    least = min((float(value) for value in held if not pd.isna(value)), default=0.0)
    return (0.0 if counted or least < high / 2 else high / 2), high


def _axes_for_lines(
    ax: Axes | None,
    lines: list[Line],
    columns: list[tuple[str, list[str]]],
    language: str,
    size: str,
    since: Collection[str],
) -> tuple[Axes, float]:
    """Wrap the labels, and return Axes high enough for them, with their height in cm."""
    ax = chart_parts.axes_for(ax, language, 2.2 + ROW * len(lines), size)
    if size == "narrow":
        phone.wrap_labels(ax, lines, language, since)
        return ax, 1.6 + NARROW_ROW * sum(line.depth for line in lines)
    labels = _wrapped_labels(ax, lines, columns)
    above = {"block": 1.0, "head": 0.25}
    for i, (line, label) in enumerate(zip(lines, labels, strict=True)):
        line.label = label
        after = lines[i - 1].kind == "block"
        # What is listed tells of the groups above it, or else of other indicators.
        after |= line.kind == "listed" and lines[i - 1].kind == "single"
        after |= line.kind == "single"
        apart = _APART if after or "\n" in label or "\n" in labels[i - 1] else 0.0
        line.depth = _text(label, language) + max(above.get(line.kind, 0.0), apart) * (i > 0)
    return ax, 1.6 + ROW * sum(line.depth for line in lines)


def _text(label: str, language: str) -> float:
    """Return how many rows the letters of a label take."""
    return 1 + (_LINE_ARABIC if style.right_to_left(language) else _LINE) * label.count("\n")


def _wrapped_labels(ax: Axes, lines: list[Line], columns: list[tuple[str, list[str]]]) -> list[str]:
    """Return the labels in lines as wide as is free beside them: a heading runs over the plot.

    What is listed has no numbers beside it, and the whole width.
    """
    figure: Any = ax.get_figure(root=True)
    whole = figure.get_size_inches()[0] / CM - 2 * MARGIN if is_own(figure) else WHOLE_ROOM
    beside = sum(column_widths(ax, columns)[1]) / 72 / CM
    wide = max(LABEL_ROOM, min(WIDE_ROOM, whole - beside))
    labels = []
    for line, narrow in zip(lines, _are_narrow(lines), strict=True):
        room = LABEL_ROOM if narrow else whole if line.kind == "listed" else wide
        size, heavy = _letters_of(line)
        labels += chart_parts.wrapped([line.label], ax, room / heavy, size)
    return labels


def _are_narrow(lines: list[Line]) -> list[bool]:
    """Tell which lines have marks, a remark or a scale beside the label."""
    blocks = any(line.kind == "block" for line in lines)
    return [
        line.marked or bool(line.off) or line.kind == "group" if line.row else
        line.kind == "block" or (not blocks and i == 0)
        for i, line in enumerate(lines)
    ]  # fmt: skip


def _letters_of(line: Line) -> tuple[float, float]:
    """Return the size of a label's letters, and how wide they are beside plain ones."""
    size = style.BASE_SIZE if line.kind == "block" else style.SMALL_SIZE
    return size, phone.BOLD if line.kind in ("block", "head", "single") else 1.0


def _places(lines: list[Line], language: str) -> tuple[np.ndarray, dict[str, float]]:
    """Return the middle of the text of each line, downwards, and where each scale is.

    The scale of a block stands beside its title, or above its first row.
    """
    places, y = [], 0.0
    at: dict[str, float] = {}
    for line in lines:
        text = _text(line.label, language)
        y -= line.depth
        place = y + text / 2
        places.append(place)
        if line.kind == "block" or line.row:
            at.setdefault(line.block, place if line.kind == "block" else place + 1.0)
    return np.array(places), at


def _has_marks(row: dict[str, Any], scale: float, since: Collection[str]) -> bool:
    """Return whether an indicator has a mark; one that only began to be counted may be too few."""
    few = not pd.isna(row["now"]) and 0 < float(row["now"]) / scale < FEW
    begun = kind_of_move(row, since) == "counted" and pd.isna(row["target"])
    return phone.has_line(row) and not (few and begun)


def _dumbbell(
    ax: Axes, row: dict[str, Any], place: float, scale: tuple[float, float], since: Collection[str]
) -> None:
    """Draw one indicator from its baseline to now, with an arrowhead for the direction.

    A count that begins at the baseline is a line from nought, without a mark where it begins.
    """
    if why_untold(row) or not (none_recorded(row) or _has_marks(row, scale[1], since)):
        return  # the number tells it
    baseline, now, target = (_share_of(row[key], scale) for key in ("baseline", "now", "target"))
    kind = kind_of_move(row, since)
    ax.hlines(place, 0, 1, color=style.GRID, linewidth=0.5, zorder=1)
    if none_recorded(row):
        return
    if baseline is not None and now is not None and kind != "same":
        moved = now - baseline if kind in ("up", "down") else 0.0
        head = np.sign(moved) * min(HEAD[0], (1 - SHAFT) * abs(moved))
        color = MARKS[kind]["color"]
        ax.plot([baseline, now - head], [place, place], color=color, linewidth=1.4, zorder=3,
                label=kind, solid_capstyle="butt")  # fmt: skip
        if head:  # no longer than the move: it stands between baseline and value
            ax.fill([now - head, now, now - head], [place + HEAD[1], place, place - HEAD[1]],
                    color=color, linewidth=0, zorder=3, label="now")  # fmt: skip
    if baseline is not None and kind not in ("same", "counted"):
        stroke = baseline
        if now is not None and kind in ("up", "down"):
            stroke -= STROKE * np.sign(now - baseline)  # on a short arrow it would hide that
        ax.plot(stroke, place, linestyle="", zorder=4, clip_on=False, **MARKS["baseline"])
    if now is not None and not (kind == "counted" and now < FEW) and kind not in ("up", "down"):
        look = MARKS[kind or "same"]
        ax.plot(now, place, linestyle="", zorder=5, clip_on=False, label="now", **look)
    if target is not None:
        ax.plot(target, place, linestyle="", zorder=6, clip_on=False, **MARKS["target"])


def _share_of(value: Any, scale: tuple[float, float]) -> float | None:
    low, high = scale
    return None if pd.isna(value) else (float(value) - low) / (high - low)


def _label_lines(
    ax: Axes, lines: list[Line], places: np.ndarray, language: str, *, below: float
) -> None:
    ax.set_yticks(places, [line.label for line in lines])
    ax.set_xlim(0, 1)
    ax.set_ylim(places[-1] - below, 0)
    ax.set_xticks([])
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)
    renderer = renderer_of(ax.figure)
    # All labels begin at one edge, and the column is as wide as what stands beside marks.
    narrow = _are_narrow(lines)
    beside = [line for line, one in zip(lines, narrow, strict=True) if one] or lines
    widest = max(
        text_width(part, renderer, size) * wide
        for line in beside
        for size, wide in [_letters_of(line)]
        for part in line.label.split("\n")
    )
    ax.tick_params(axis="y", pad=9 + widest)  # a mark at nought reaches over the edge
    labels = ax.get_yticklabels()
    begin, _ = chart_parts.sides(language)
    for line, label in zip(lines, labels, strict=True):
        label.set_horizontalalignment(begin)
        label.set_fontsize(_letters_of(line)[0])
        chart_parts.close_lines(label, language)
        label.set_fontweight("bold" if line.kind in ("block", "head", "single") else "normal")
        label.set_color(phone.COLORS.get(line.kind, style.INK))
    level(labels, language)


def _handles(rows: pd.DataFrame, language: str) -> list[Any]:
    """Return legend entries for what the chart holds: a target only where one is set."""
    from matplotlib.lines import Line2D

    kinds = set(moves_of(rows))
    begun = kinds & {"up", "down", "members"}
    entries = [("baseline", word("progress.baseline", language))] if begun else []
    keys = {"up": "progress.change_up", "down": "progress.change_down", "same": "progress.same",
            "members": "progress.other_members", "counted": "progress.counted"}  # fmt: skip
    entries += [(kind, word(key, language)) for kind, key in keys.items() if kind in kinds]
    if rows["target"].notna().any():
        entries.append(("target", word("progress.target", language)))
    handles = []
    for kind, label in entries:
        look = dict(MARKS[kind])
        if style.right_to_left(language):
            look["marker"] = _TURNED.get(look["marker"], look["marker"])
        handles.append(Line2D([], [], linestyle="", label=label, **look))
    return handles
