"""The chart of dated facts about the States not yet party: votes, treaties, reports, contacts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import columns_of
from attdata.draw.captions import english_order, scheme_note, sentences
from attdata.draw.columns import (
    AGAIN,
    HEAD,
    Line,
    heading_of,
    in_named_columns,
    name_order,
    names_of,
    placed,
    rule_between,
    shortened,
    write_name,
)
from attdata.draw.drawing import Drawing, describe
from attdata.draw.fact_counts import TURNS, draw_fact_counts, slide_facts, year_of
from attdata.draw.statements import communications, told_in, told_on_slide
from attdata.draw.upright import FOOT, HEAD_SIZE, upright
from attdata.draw.votes import VOTES, turns_of
from attdata.draw.wrap import level_rows
from attdata.evidence import with_evidence
from attdata.reference import of_frame
from attdata.words import date, name_of, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TINY = 6.0  # points: 77 States on one page
ROW, HEADS = 0.271, 3.5  # cm: a row, and about how high headings of narrow columns are
MANY, GAP = 30, 0.8  # lines in one column, and columns of years between two
NAMES = 4.75  # columns of room for the names
LAST = 1.75  # columns of room for the last vote, with its year where it is not of the newest
# Column of the chart -> column of the frame with its day or year.
FACTS = {
    "signed": "signed",
    "change": "change_since",
    "mine_ban": "mine_ban_since",
    "cluster_munitions": "cluster_munitions_since",
    "register": "register_year",
    "speech": "speech_year",
    "activity": "last_activity_day",
}
# Columns of room: a year with its mark, and a heading of three lines.
WIDE = {"change": 1.32, "speech": 1.42}
GROUND = {"signed": "#F6DFB5", "change": "#E2D6EC"}
OTHER = "#DCE6EF"
OUTLINE = "#8FA9C4"  # of what is signed and no more
BIG: dict[str, Any] = {"markersize": 5.0}


@of_frame
def draw_signals(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en", size: str = "report"
) -> Axes:
    """Draw a matrix of dated facts: one row per State not yet party, the year in each cell.

    Facts stand beside each other and are not added up: there is no score and no order by one.

    Parameters
    ----------
    frame
        What :func:`attdata.signals` gives: iso3, att_region, last_vote and days or years of facts.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``, or ``slide``: of how many States each fact about the Treaty is recorded.

    Returns
    -------
    Axes
        With one row per State, grouped by region; an empty cell has no record.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> drawing_of(att.draw_signals(att.signals(att.load()))).subject
    'Arms Trade Treaty: dated facts about States not yet party'
    """
    columns_of(frame, ["iso3", "att_region", "last_vote"])
    told = told_in(frame)
    if size == "slide" and len(frame) > chart_parts.SLIDE_ROWS:
        return _draw_slide(frame, ax, language, told)
    facts = {name: column for name, column in FACTS.items() if column in frame.columns}
    names = frame["iso3"].map(lambda iso3: name_order(str(iso3), language))
    rows = frame.loc[names.sort_values(kind="stable").index].reset_index(drop=True)
    rows["mark"] = rows["iso3"].isin(told["iso3"]).map({True: "*", False: ""})
    if "change_to" in rows.columns:
        rows["turn"] = turns_of(rows)
    lines = _lines(rows, grouped=size == "report")
    across, heads = 2 if size == "report" and len(lines) > MANY else 1, 0.0
    turned = across > 1
    with style.style(language):
        # About one name in ten has two lines.
        about = 2.0 + 1.1 * ROW * len(lines) / across + HEADS * turned
        ax = chart_parts.axes_for(ax, language, about, size)
        small = TINY if size == "report" else style.SMALL_SIZE
        _, end = chart_parts.sides(language)
        step = NAMES + _starts(facts)[-1] + GAP
        ax.set_xlim(0, step * across - GAP)
        newest, labels = _newest(rows), _labels(frame, facts, language)
        rows["name"] = names_of(ax, rows, NAMES - 0.1, small, language)
        columns, long = in_named_columns(lines, rows["name"].to_dict(), across)
        across, down = len(columns), max(map(len, columns))
        for column, part in enumerate(columns):
            x = step * column
            for kind, value, y in placed(part, long):
                if kind in (HEAD, AGAIN):
                    text = heading_of((kind, value), name_of("group", value, language), language)
                    ax.text(x + NAMES - 0.1, y, text, ha=end,
                            fontsize=small + 0.4, va="center_baseline",
                            fontweight="bold")  # fmt: skip
                else:
                    _draw_row(ax, rows.loc[value], facts, (x, y), (small, newest), language)
            heads = _headings(ax, labels, (x, _starts(facts)), language, size, turned=turned)
        ax.set_ylim(-down + 0.4, 0.6 + heads / ROW)
        rule_between(ax, step, across, GAP, (0.5, 0.5 - down))
        ax.set_axis_off()
        if style.right_to_left(language):
            ax.invert_xaxis()
        chart_parts.legend(ax, _handles(rows, facts, language), language)
        level_rows(ax, language)
    return describe(ax, _drawing(frame, facts, told, language, 2.0 + ROW * down + heads, size))


def _draw_slide(frame: pd.DataFrame, ax: Axes | None, language: str, told: pd.DataFrame) -> Axes:
    """Draw the message of the title, and of how many States each other fact is recorded."""
    facts = slide_facts(frame, FACTS)
    height = 1.0 + 0.9 * (1 + len(facts))
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height, "slide")
        draw_fact_counts(ax, frame, facts, language, starred=set(told["iso3"]))
    return describe(ax, _drawing(frame, facts, told, language, height, "slide"))


def _lines(rows: pd.DataFrame, *, grouped: bool) -> list[Line]:
    lines: list[Line] = []
    for region, part in rows.groupby("att_region", sort=grouped, observed=True):
        if grouped:
            lines.append((HEAD, str(region)))
        lines += [("state", index) for index in part.index]
    return lines


def _starts(facts: Iterable[str]) -> list[float]:
    """Return where each column of a fact begins, from where names end; last where all end.

    Examples
    --------
    >>> _starts(["signed", "mine_ban"])
    [1.75, 2.75, 3.75]
    """
    starts = [LAST]
    for name in facts:
        starts.append(starts[-1] + WIDE.get(name, 1.0))
    return starts


def _newest(rows: pd.DataFrame) -> str:
    """Return the year of the newest of the last votes; "" where no day is told."""
    return year_of(rows["last_day"].max()) if "last_day" in rows.columns else ""


def _draw_row(
    ax: Axes, row: pd.Series, facts: dict[str, str], place: tuple[float, float],
    about: tuple[float, str], language: str,
) -> None:  # fmt: skip
    """Draw one State: its name, its last vote, and the year of each fact.

    ``about``: the size of letters, and the newest year of votes, which is not printed.
    """
    small, newest = about
    _, end = chart_parts.sides(language)
    x, y = place[0] + NAMES, place[1]
    write_name(ax, row["name"], (x - 0.1, y), small, row["iso3"], language)
    look = VOTES.get(str(row["last_vote"]))
    if look:
        ax.plot(x + 0.4, y, linestyle="", label=str(row["last_vote"]),
                **look | {"markersize": 5.0})  # fmt: skip
        year = year_of(row.get("last_day"))
        if year != newest:
            ax.text(x + 1.08, y, year, ha="center", va="center_baseline", fontsize=small)
    for (name, column), start in zip(facts.items(), _starts(facts), strict=False):
        year = year_of(row[column])
        if year:
            _draw_fact(ax, (x + start, y), (name, year), row, small)


def _draw_fact(
    ax: Axes, place: tuple[float, float], fact: tuple[str, str], row: pd.Series, small: float
) -> None:
    """Draw a fact with its year: in outline where another treaty is signed and no more.

    Beside the year of a change of vote a mark says which way it went.
    """
    from matplotlib.patches import Rectangle

    (x, y), (name, year) = place, fact
    color = GROUND.get(name, OTHER)
    signed = str(row.get(name)) == "signatory"
    edge = {"edgecolor": OUTLINE, "facecolor": style.PAPER, "linewidth": 0.7}
    look: Any = edge if signed else {"facecolor": color, "linewidth": 0}
    turn = row.get("turn", "") if name == "change" else ""
    x += 0.0 if name == "change" else (WIDE.get(name, 1.0) - 1.0) / 2
    wide = WIDE[name] if turn else 1.0  # a year and its mark take more than a year
    low, high = y - 0.45 + 0.06 * signed, 0.9 - 0.12 * signed
    ax.add_artist(Rectangle((x + 0.06, low), wide - 0.12, high, **look))
    if turn:
        ax.plot(x + wide - 0.22, y, linestyle="", label=turn, **TURNS[turn])
    ax.text(x + 0.5, y, year, ha="center", va="center_baseline", fontsize=small)


def _labels(frame: pd.DataFrame, facts: dict[str, str], language: str) -> list[str]:
    """Return what the columns are, and until when one is."""
    labels = [word(f"signals.{name}", language) for name in ("last_vote", *facts)]
    if until := _until(frame, facts, language):
        labels[1 + list(facts).index("register")] = until[0]
    return labels


def _until(frame: pd.DataFrame, facts: dict[str, str], language: str) -> list[str]:
    """Say until when the reports go, where their source ends a year or more before the day."""
    days = dict(s for s in frame.attrs.get("sources") or [] if not isinstance(s, str))
    end, on = days.get("register"), frame.attrs.get("on")
    if "register" not in facts or not (end and on):
        return []
    values = {"label": word("signals.register", language), "month": date(end, language, "month")}
    late = (pd.Timestamp(on) - pd.Timestamp(end)).days > 365
    return [word("signals.until", language, **values)] if late else []


def _headings(
    ax: Axes, labels: list[str], place: tuple[float, list[float]], language: str, size: str, *,
    turned: bool,
) -> float:  # fmt: skip
    """Write what the columns are: upright above narrow ones; return how high these are, in cm.

    ``place``: where the names begin, and the columns behind them.
    """
    first, starts = place[0] + NAMES, place[1]
    places = [first + 0.4, *(first + (a + b) / 2 for a, b in pairwise(starts))]
    if turned:
        high = upright(ax, labels, places, language) + FOOT * ROW + 0.05
        for start in starts:
            ax.plot([first + start] * 2, [0.6, high / ROW], color=style.GRID, lw=0.5, gid="between")
        return high
    room, letters = (1.35, HEAD_SIZE) if size == "report" else (1.25, style.SMALL_SIZE)
    for x, label in zip(places, chart_parts.wrapped(labels, ax, room, letters), strict=True):
        ax.annotate(
            label, (x, 1), (0, 2), ax.get_xaxis_transform(), "offset points",
            ha="center", va="bottom", fontsize=letters, color=style.MUTED,
            linespacing=chart_parts.line_spacing(language), annotation_clip=False,
        )  # fmt: skip
    return 0.0


def _handles(rows: pd.DataFrame, facts: dict[str, str], language: str) -> list[Any]:
    """Return the key of the marks of votes and of the grounds of cells that are drawn."""
    from matplotlib.lines import Line2D

    cast = set(rows["last_vote"].astype(str))
    handles: list[Any] = [
        Line2D([], [], linestyle="", label=word(f"votes.cast.{vote}", language),
               **look | {"markersize": 5.0})
        for vote, look in VOTES.items() if vote in cast
    ]  # fmt: skip
    present = [name for name, column in facts.items() if rows[column].notna().any()]
    turns = set(rows.get("turn", ())) if "change" in present else set()
    grounds = {"signed": GROUND["signed"]} if "signed" in present else {}
    looks = {name: _ground(color) for name, color in grounds.items()}
    if any((rows[name].astype(str) == "signatory").any() for name in present if name in rows):
        # The longest name: it ends the first line, that no short one stands far behind it.
        looks["signed_only"] = _ground(style.PAPER) | {"edge": OUTLINE}
    if any(name not in GROUND for name in present):
        looks["other"] = _ground(OTHER)
    if "change" in present:  # with its two marks beside it
        looks["change"] = _ground(GROUND["change"])
    for name, look in looks.items():
        handles.append(chart_parts.patch(look, word(f"signals.{name}", language)))
    for turn in [turn for turn in TURNS if turn in turns]:
        label = word(f"signals.{turn}", language)
        handles.append(Line2D([], [], linestyle="", label=label, **TURNS[turn] | BIG))
    return handles


def _ground(color: str) -> dict[str, str]:
    return {"color": color, "hatch": "", "edge": color}


# Sources of columns that a chart may leave out.
_SOURCES = {"register": "register", "debates": "speech", "outreach": "activity", "vtf": "projects"}


def _with_sources(frame: pd.DataFrame, facts: dict[str, str]) -> pd.DataFrame:
    """Return the frame with the sources of the facts that are drawn."""
    listed = frame.attrs.get("sources") or []
    keys = [source if isinstance(source, str) else source[0] for source in listed]
    kept = [source for source, key in zip(listed, keys, strict=True)
            if key not in _SOURCES or _SOURCES[key] in facts]  # fmt: skip
    return with_evidence(frame.copy(deep=False), frame.attrs, sources=kept)


def _about_votes(frame: pd.DataFrame, language: str, size: str) -> str:
    """Say which vote is the last; in a matrix also of which the year is printed."""
    newest = _newest(frame)
    if size == "report" and newest:
        return word("signals.last_cast_year", language, year=newest)
    return word("signals.last_cast", language)


def _about_treaties(facts: dict[str, str], language: str) -> list[str]:
    """Say what the years of other treaties are, where there are any."""
    other = {"mine_ban", "cluster_munitions"} & set(facts)
    return [word("note.signals", language)] if other else []


def _told_below(facts: dict[str, str], told: pd.DataFrame, language: str) -> str:
    """Say in the source line of a slide in which order rows stand, and what its marks mean."""
    order = word("signals.order", language) if "activity" in facts and len(facts) > 1 else ""
    more = told_on_slide(told, language, turns="change" in facts)
    return sentences([order, more], language)


def _drawing(
    frame: pd.DataFrame, facts: dict[str, str], told: pd.DataFrame, language: str, height: float,
    size: str,
) -> Drawing:  # fmt: skip
    spoken = [
        word("count.label", language, label=word(f"signals.{name}", language),
             n=int(frame[column].notna().sum()))
        for name, column in facts.items()
    ]  # fmt: skip
    yes = int((frame["last_vote"].astype(str) == "yes").sum())
    return Drawing(
        language=language,
        frame=_with_sources(frame, facts),
        title=word("finding.signals", language, n=yes, m=len(frame)),
        subject=word("title.signals", language),
        subtitle=sentences(
            [*([word("subtitle.signals", language)] if size == "report" else []),
             _about_votes(frame, language, size)], language,
        ),
        note=sentences(
            [*(f"* {text}" for text in communications(told, language)),
             *_about_treaties(facts, language),
             *([word("note.pipeline_votes", language)] if "change" in facts else []),
             word("note.votes", language),
             scheme_note("att_region", language),
             *english_order(language), *shortened(frame["iso3"].astype(str), language)], language,
        ) if size == "report" else "",
        key=(lambda: _told_below(facts, told, language)) if size == "slide" else None,
        alt=word("alt.signals", language, m=len(frame), rows=sentences(spoken, language)),
        height=height,
        size=size,
    )  # fmt: skip
