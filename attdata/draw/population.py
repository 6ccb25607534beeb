"""The chart of membership by States and by people, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import columns_of, of
from attdata.draw.captions import sentences, treaty_name, whose_groups
from attdata.draw.drawing import Drawing, describe
from attdata.draw.headlines import shares_headline
from attdata.draw.shares import NO_GROUP, chosen_five, for_slide, grouped_by, ordered
from attdata.draw.style import PEOPLE_STYLE, STATUS_STYLE
from attdata.draw.wrap import level_rows
from attdata.evidence import whole_of
from attdata.reference import of_frame
from attdata.words import name_of, number, percent, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ROW = 1.05  # cm
BAR, APART = 0.34, 0.2  # height of a bar, and how far its middle is from that of its row
# How far the lines of text are from it, which are higher than bars on a slide.
LINES = {"slide": 0.225}
REST = "#E9EBEE"  # what is left of a bar
MILLION = 1_000_000
FEW = 10  # millions that are told with a decimal


@of_frame
def draw_population(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "en",
    sort: bool = True,
    size: str = "report",
) -> Axes:
    """Draw two bars per group: the States Parties' share of its States, and of its people.

    Parameters
    ----------
    frame
        Participation on one day with ``weight="population"``: group, n_states, n_party,
        population, population_party (people), share_population (0 to 1), population_year, scheme.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    sort
        Highest share of States first; the world last in any case.
    size
        ``report``, or ``slide``: the five groups with most States not yet party, in larger type.

    Returns
    -------
    Axes
        With a container of bars ``states`` and one ``people``, as long as the shares; a group
        without an estimate has no bar of people and says so.

    Raises
    ------
    ValueError
        When a column is missing, the frame is empty or holds more than one day.

    Examples
    --------
    >>> import attdata as att
    >>> frame = att.participation(att.load(), "2026-07-24", weight="population")
    >>> bars = [bar for kind in draw_population(frame).containers for bar in kind]
    >>> any(round(float(bar.get_width()), 3) == 0.456 for bar in bars)
    True
    """
    columns_of(frame, ["group", "n_states", "n_party", "population", "population_party"])
    columns_of(frame, ["share_population", "population_year"])
    rows = ordered(frame, sort, "draw_population")
    drawn = for_slide(rows) if size == "slide" else rows
    height = 1.2 + ROW * len(drawn)
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, height, size)
        apart = (drawn["group"] == whole_of(drawn)).to_numpy()
        places = -(np.arange(len(drawn)) + np.cumsum(0.3 * apart))
        _draw_bars(ax, drawn, places)
        _name_rows(ax, drawn, places, language)
        _write_counts(ax, drawn, places, language, size)
        level_rows(ax, language)
        chart_parts.legend(ax, _handles(language), language)
    return describe(ax, _drawing(frame, rows, drawn, language, size, height))


def _draw_bars(ax: Axes, rows: pd.DataFrame, places: np.ndarray) -> None:
    """Draw the bars of States above those of people, each on a ground of all."""
    states = rows["n_states"].to_numpy(dtype=float)
    party = rows["n_party"].to_numpy(dtype=float)
    shares = {
        "states": np.divide(party, states, out=np.zeros(len(rows)), where=states > 0),
        "people": rows["share_population"].to_numpy(dtype=float),
    }
    for (label, widths), look, shift in zip(
        shares.items(), (STATUS_STYLE["state_party"], PEOPLE_STYLE), (APART, -APART), strict=True
    ):
        measured = ~np.isnan(widths)
        ax.barh(places[measured] + shift, 1.0, height=BAR, color=REST, label="_rest", zorder=0.9)
        ax.barh(
            places + shift, np.nan_to_num(widths), height=BAR, linewidth=0.4, label=label,
            clip_on=False, **chart_parts.filled(look),
        )  # fmt: skip


def _name_rows(ax: Axes, rows: pd.DataFrame, places: np.ndarray, language: str) -> None:
    names = chart_parts.group_names(rows["group"].tolist(), language)
    states = zip(rows["group"], names, rows["n_states"], strict=True)
    # The people of the States that are counted are not those of the world.
    names = [word("population.all", language, n=int(n)) if group == chart_parts.WORLD else name
             for group, name, n in states]  # fmt: skip
    ax.set_yticks(places, chart_parts.wrapped(names, ax, 4.0, lines=2))
    ax.set_ylim(places[-1] - 0.5, 0.5)
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)
    chart_parts.tighten(ax, language)
    whole = whole_of(rows)
    for label, group in zip(ax.get_yticklabels(), rows["group"], strict=True):
        if group == whole:
            label.set_fontweight("bold")


def _write_counts(
    ax: Axes, rows: pd.DataFrame, places: np.ndarray, language: str, size: str
) -> None:
    """Say n of m at the end of each bar, in States and in millions of people."""
    begin, _ = chart_parts.sides(language)
    whole = whole_of(rows)
    letters = style.SMALL_SIZE if size == "slide" else style.BASE_SIZE
    lines = LINES.get(size, APART)
    for row, place in zip(chart_parts.rows_of(rows), places, strict=True):
        look: dict[str, Any] = {"ha": begin, "va": "center_baseline", "fontsize": letters}
        look["fontweight"] = "bold" if row.group == whole else "normal"
        ax.text(1.012, place + lines, of(row.n_party, row.n_states, language), **look)
        look |= {"color": style.MUTED if row.group != whole else style.INK}
        ax.text(1.012, place - lines, _people(row, language), **look)


def _people(row: Any, language: str) -> str:
    """Return "689 of 1,496 (46%)", in millions, or that there is no estimate."""
    share = row.share_population
    if share != share:  # not a number
        return word("progress.no_data", language)
    digits = 1 if row.population < FEW * MILLION else 0
    n, m = (number(x / MILLION, language, digits) for x in (row.population_party, row.population))
    return word("count.of_share", language, n=n, m=m, share=percent(share, language))


def _handles(language: str) -> list[Any]:
    looks = {"population.states": STATUS_STYLE["state_party"], "population.people": PEOPLE_STYLE}
    return [chart_parts.patch(look, word(key, language)) for key, look in looks.items()]


def _drawing(
    frame: pd.DataFrame,
    rows: pd.DataFrame,
    drawn: pd.DataFrame,
    language: str,
    size: str,
    height: float,
) -> Drawing:
    by = grouped_by(frame, language)
    treaty = treaty_name(frame, language)
    whole = whole_of(rows)
    world = rows[rows["group"] == whole]
    groups = rows[~rows["group"].isin([whole, NO_GROUP])]
    years = rows["population_year"].dropna()
    estimate = word("population.estimate", language, year=str(years.iloc[0])) if len(years) else ""
    chosen = ""
    if size == "slide" and len(drawn) < len(groups):
        chosen = chosen_five(drawn, language, estimate)
    spoken = [
        word(
            "alt.population.row", language, group=name_of("group", row.group, language),
            states=of(row.n_party, row.n_states, language), people=_people(row, language),
        )
        for row in chart_parts.rows_of(drawn)
    ]  # fmt: skip
    return Drawing(
        language=language,
        frame=frame,
        title=_title(world, groups if len(groups) else rows, language),
        subject=word("title.population", language, treaty=treaty, by=by),
        subtitle=chosen or estimate,
        note=_note(frame, rows, language),
        key=(lambda: _note(frame, rows, language)) if size == "slide" else None,
        alt=word("alt.population", language, rows=sentences(spoken, language)),
        height=height,
        size=size,
    )


def _note(frame: pd.DataFrame, rows: pd.DataFrame, language: str) -> str:
    """Say that figures are rounded, whose people they leave out, and whose groups these are."""
    said = [word("population.rounded", language)]
    beyond = frame.attrs.get("population_beyond")
    if beyond:
        n = number(beyond / MILLION, language, 0)
        said.append(word("population.beyond", language, n=n))
    return sentences([*said, whose_groups(rows, language)], language)


def _title(world: pd.DataFrame, groups: pd.DataFrame, language: str) -> str:
    """Return the shares of the world, or what the groups say where the world is left out."""
    if not len(world) or world["share_population"].isna().any():
        return shares_headline(groups, language, whole=world)
    row = world.iloc[0]
    n, m = int(row["n_party"]), int(row["n_states"])
    shares = {"share": percent(n / m, language) if m else number(0, language)}
    shares["people"] = percent(float(row["share_population"]), language)
    return word("finding.population", language, n=n, m=m, **shares)
