"""Of how many States each fact is recorded: the bars of the slide of dated facts."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.count_bars import Part, draw_counts
from attdata.draw.reach import named_of
from attdata.draw.votes import BARS, turns_of
from attdata.draw.wrap import lift
from attdata.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The facts about the Treaty itself, each with its words in words.csv.
ON_SLIDE = {
    "signed": "signals.signed",
    "change": "signals.change",
    "speech": "signals.speech",
    "activity": "signals.named",
}
TURNS: dict[str, dict[str, Any]] = {
    turn: {"marker": marker, "color": "#7A4B9A", "markersize": 3.3, "markeredgewidth": 0.0}
    for turn, marker in (("vote_up", "^"), ("vote_down", "v"))
}
# Both ways in one hue, as in the matrix: blue is a vote. In each its mark, as before its words. No
# edge of another colour, which would make one of two equal parts the wider.
TOWARDS = {"color": "#6A3D8C", "hatch": "", "edge": "#6A3D8C"}
AWAY = {"color": "#C4ABD6", "hatch": "", "edge": "#C4ABD6"}
MARK_SIZE = 7.0  # points, of such a mark on a slide
# A speech, a signature or a mention is no yes.
RECORDED = {"color": "#7D8B99", "hatch": "", "edge": "#7D8B99"}
YES = BARS["yes"] | {"edge": BARS["yes"]["color"]}  # without an edge, as all bars of the slide
GROUND = {"color": "#E8EAEC", "hatch": "", "edge": "#E8EAEC"}


def slide_facts(frame: pd.DataFrame, columns: dict[str, str]) -> dict[str, str]:
    """Return the facts that a slide shows, with their columns: by number, outreach last.

    What States did stands by number; what a log of outreach says of them stands apart.
    """
    facts = {name: columns[name] for name in ON_SLIDE if columns[name] in frame.columns}
    number_of = {name: int(frame[column].notna().sum()) for name, column in facts.items()}
    order = sorted(facts, key=lambda name: (name == "activity", -number_of[name]))
    return {name: facts[name] for name in order}


def draw_fact_counts(
    ax: Axes, frame: pd.DataFrame, facts: dict[str, str], language: str, *,
    starred: Collection[str] = (),
) -> None:  # fmt: skip
    """Draw a bar for the last votes that are yes, and one for each fact.

    Parameters
    ----------
    ax
        Axes to draw into.
    frame
        What :func:`attdata.signals` gives.
    facts
        The facts with their columns, in the order of the rows.
    language
        One of ar, en, es, fr, ru, zh.
    starred
        States of which a note at a star tells more; one that signed has it at that number.
    """
    m, names = len(frame), ["last_vote", *facts]
    voted = frame[frame["last_vote"].astype(str) == "yes"]
    numbers = [len(voted), *(int(frame[column].notna().sum()) for column in facts.values())]
    days = [voted.get("last_day"), *(frame[column] for column in facts.values())]
    keys = ["signals.last_yes", *(ON_SLIDE[name] for name in facts)]
    labels = [_with_years(word(key, language), own, language)
              for key, own in zip(keys, days, strict=True)]  # fmt: skip
    # A log of what was published names at least so many.
    texts = [
        named_of(n, m, language) if name == "activity" else chart_parts.of(n, m, language)
        for name, n in zip(names, numbers, strict=True)
    ]
    if "signed" in facts and frame.loc[frame[facts["signed"]].notna(), "iso3"].isin(starred).any():
        texts[names.index("signed")] += "*"
    # Only votes have a direction, with a colour of its own.
    turns = _turns(frame) if "change" in facts else None
    none = [0] * len(numbers)
    yes, other, towards, away = [numbers[0], *none[1:]], [0, *numbers[1:]], [*none], [*none]
    row = names.index("change") if turns else 0
    if turns:  # opposite events are not one number
        towards[row], other[row], away[row] = turns[0], 0, turns[1]
        texts[row] = ""
    rest = [m - n for n in numbers]
    parts = [Part("yes", YES, yes), Part("", RECORDED, other), Part("", TOWARDS, towards),
             Part("", AWAY, away), Part("", GROUND, rest)]  # fmt: skip
    rows = list(zip(labels, texts, strict=True))
    draw_counts(ax, rows, parts, language, apart=len(rows) - 1 if "activity" in facts else None,
                tall=row if turns else None)  # fmt: skip
    if turns:
        _write_turns(ax, (m, float(ax.get_yticks()[row])), turns, language)


def _with_years(label: str, days: Any, language: str) -> str:
    """Return the name of a fact with the years that its days are of: one of 2007 is not today's."""
    years = sorted({year_of(day) for day in ([] if days is None else days)} - {""})
    if not years:
        return label
    if years[0] == years[-1]:
        return word("signals.year", language, label=label, year=years[0])
    return word("signals.years", language, label=label, first=years[0], last=years[-1])


def _write_turns(
    ax: Axes, place: tuple[float, float], turns: tuple[int, int], language: str
) -> None:
    """Write how many votes changed each way, each with the mark that its part of the bar has."""
    from matplotlib.transforms import ScaledTranslation

    begin, _ = chart_parts.sides(language)
    sign, size = -1 if style.right_to_left(language) else 1, style.SMALL_SIZE
    (whole, y), at, inks = place, 0, (style.PAPER, TOWARDS["color"])
    for name, line, ink, n in zip(("up", "down"), (0.66, -0.66), inks, turns, strict=True):
        ax.annotate(
            word(f"signals.turn_{name}", language, n=n, m=int(whole)), place,
            (sign * (6 + MARK_SIZE), lift(size, language) + line * size),
            textcoords="offset points", ha=begin, va="center_baseline", fontsize=size,
            fontweight="bold", color=TOWARDS["color"], annotation_clip=False,
        )  # fmt: skip
        look: Any = {"marker": TURNS[f"vote_{name}"]["marker"], "markersize": MARK_SIZE,
                     "linestyle": "", "markeredgewidth": 0, "clip_on": False}  # fmt: skip
        beside = ScaledTranslation(
            sign * (3 + MARK_SIZE / 2) / 72, line * size / 72, ax.figure.dpi_scale_trans
        )
        ax.plot(whole, y, color=TOWARDS["color"], transform=ax.transData + beside, **look)
        if n:
            ax.plot(at + n / 2, y, color=ink, **look)
        at += n


def _turns(frame: pd.DataFrame) -> tuple[int, int] | None:
    """Return how many votes changed towards yes, and away; None where one is not known."""
    if not {"change_from", "change_to"} <= set(frame.columns):
        return None
    turns = turns_of(frame).value_counts()
    up, down = int(turns.get("vote_up", 0)), int(turns.get("vote_down", 0))
    return (up, down) if up + down == frame["change_since"].notna().sum() else None


def year_of(value: Any) -> str:
    """Return the year of a day or a year as text; "" where there is none.

    Examples
    --------
    >>> year_of(pd.Timestamp("2019-07-18")), year_of(2013), year_of(pd.NA)
    ('2019', '2013', '')
    """
    if value is None or pd.isna(value):
        return ""
    return str(value.year) if hasattr(value, "year") else str(int(value))
