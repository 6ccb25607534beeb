"""The chart of outreach by year: how many activities the log holds for each region and emphasis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import WORLD, columns_of
from attdata.draw.captions import item_name, sentences
from attdata.draw.drawing import MARGIN, NARROW_WIDTH, Drawing, describe
from attdata.draw.wrap import level, level_rows
from attdata.evidence import threshold
from attdata.reference import of_frame
from attdata.words import name_of, number, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes


ALL = "all"  # the row that counts every activity once
SLIDE_YEARS = 11  # columns of cells that are legible on a slide
# On a telephone the name of a row stands above its cells; its lines in heights of a cell.
CELL_ON_PHONE, LINE_ON_PHONE, ROW_ON_PHONE = 0.5, 0.8, 1.35


@of_frame
def draw_calendar(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en", size: str = "report"
) -> Axes:
    """Draw outreach activities by year, for each region and each emphasis of the plan.

    Parameters
    ----------
    frame
        One row per scheme, group and year, zeros included: scheme (``att_region`` or ``plan``),
        group (a region, or an item such as P1), start (first day of the year), n_activities;
        optional n_records (all activities of the year, each counted once).
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``; ``slide``: the regions of the last eleven years and the total; ``narrow``:
        names above the cells, for a telephone.

    Returns
    -------
    Axes
        With one cell per row of the frame that has records; where there is none it stays blank.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_calendar(att.calendar(att.load()))
    >>> drawing_of(ax).subject
    'Arms Trade Treaty: outreach activities by year, region and emphasis of the work plan'
    """
    columns_of(frame, ["scheme", "group", "start", "n_activities"])
    rows = _with_total(frame.assign(year=frame["start"].dt.year))
    drawn = rows
    if size == "slide":
        first = rows[rows["scheme"].isin([rows["scheme"].iloc[0], ALL])]
        drawn = first[first["year"] > first["year"].max() - SLIDE_YEARS]
        drawn = drawn[(drawn["group"] != WORLD) | _held(drawn)]
        # The slide speaks of the years that it shows.
        rows = rows[rows["year"].isin(drawn["year"])]
    groups = drawn[["scheme", "group"]].drop_duplicates().reset_index(drop=True)
    items = frame.attrs.get("items", {})
    names = [_name(s, g, language, items) for s, g in groups.itertuples(index=False)]
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, 0.7 + 0.66 * len(groups), size)
        if size == "narrow":
            names = chart_parts.wrapped(names, ax, NARROW_WIDTH - 3 * MARGIN, style.BASE_SIZE)
        else:
            names = chart_parts.wrapped(names, ax, 6.2, lines=2)
        places, height = _places(groups, names, size)
        top = max(1, int(drawn.loc[drawn["scheme"] != ALL, "n_activities"].max() or 0))
        running = _running_year(frame)
        thin = thin_years(drawn, running)
        for (scheme, group), place in zip(groups.itertuples(index=False), places, strict=True):
            chosen = drawn[(drawn["scheme"] == scheme) & (drawn["group"] == group)]
            for year, n in zip(chosen["year"], chosen["n_activities"], strict=True):
                if n:
                    cell = (int(year), place, int(n))
                    plain = scheme == ALL or year in thin
                    looks = {"total": scheme == ALL, "part": year == running, "plain": plain}
                    _cell(ax, cell, top, language, **looks)
        _years(ax, sorted(drawn["year"].unique()), _marks(drawn, running, language), size)
        bold = (groups["scheme"] == ALL).tolist()
        level_rows(ax, language)  # the numbers stand in the middle of their cells
        if size == "narrow":
            _names_above(ax, names, places, bold, language)
        else:
            _names_beside(ax, names, places, bold, language)
        if size == "slide" or thin_years(drawn, running):
            _small_years(ax)
        ax.tick_params(axis="x", pad=3.5)  # by their baseline: as far in Arabic as elsewhere
    return describe(ax, _drawing(frame, rows, groups, language, height, size))


def _with_total(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with those of all activities, each counted once, where the frame has them."""
    if "n_records" not in rows.columns:
        return rows
    total = rows.drop_duplicates("year")
    total = total.assign(scheme=ALL, group=WORLD, n_activities=total["n_records"])
    return pd.concat([rows, total], ignore_index=True)


def _held(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell of which rows the log holds an activity in any of the years."""
    return rows.groupby(["scheme", "group"], observed=True)["n_activities"].transform("sum") > 0


def _places(groups: pd.DataFrame, names: Sequence[str], size: str) -> tuple[np.ndarray, float]:
    """Return the rows' places and the height in cm of all.

    There is a gap before another scheme and before what is for no region.
    """
    apart = (groups["scheme"] != groups["scheme"].shift()) | (groups["group"] == WORLD)
    gaps = 0.35 * (apart.cumsum().to_numpy() - 1)
    if size != "narrow":
        # Names of two lines below each other must not read as one of four.
        row = 0.78 if any("\n" in name for name in names) else 0.66
        return -(np.arange(len(groups)) + gaps), 0.7 + row * len(groups)
    lines = np.cumsum([LINE_ON_PHONE * (1 + name.count("\n")) for name in names])
    places = -(np.arange(1, len(groups) + 1) * ROW_ON_PHONE + lines + gaps - 0.5)
    return places, 0.7 + CELL_ON_PHONE * (0.4 - places[-1])


def _marks(rows: pd.DataFrame, running: int | None, language: str) -> dict[int, str]:
    """Return how years are written that are not like the others.

    The running one has a star, those of too few records stand in brackets.
    """
    marks = {year: f"({year})" for year in thin_years(rows, running)}
    if running:
        # A number alone is read from the left: its star would stand before it in Arabic.
        marks[running] = style.right_to_left(language) * "\u200f" + f"{running}*"
    return marks


def thin_years(rows: pd.DataFrame, running: int | None = None) -> list[int]:
    """Return the past years of which the log holds too few activities to say anything, or none.

    Examples
    --------
    >>> coverage = ["partial", "too_few", "none"]
    >>> rows = pd.DataFrame({"year": [2018, 2020, 2022], "coverage": coverage})
    >>> thin_years(rows), thin_years(rows, running=2020)
    ([2020, 2022], [2022])
    """
    if "coverage" not in rows.columns:
        return []
    thin = {int(year) for year in rows.loc[rows["coverage"].isin(["too_few", "none"]), "year"]}
    return sorted(thin - {running})


def _years(ax: Axes, years: Sequence[int], marks: Mapping[int, str], size: str) -> None:
    """Write the years above their columns; where it is narrow every other one, the last in any."""
    said = [marks.get(year, str(year)) for year in years]
    if size == "narrow":
        said = [text if i % 2 == 0 else "" for i, text in enumerate(reversed(said))][::-1]
    ax.set_xticks(list(years), said)
    ax.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    ax.xaxis.tick_top()
    for label in ax.get_xticklabels():  # brackets reach below the digits
        label.set_verticalalignment("baseline")


def _small_years(ax: Axes) -> None:
    """Set the years smaller: on a slide, or in brackets, two long ones would read as one."""
    for label in ax.get_xticklabels():
        label.set_fontsize(style.SMALL_SIZE)


def _names_beside(
    ax: Axes, names: Sequence[str], places: np.ndarray, bold: Sequence[bool], language: str
) -> None:
    """Name the rows where reading begins."""
    ax.set_yticks(places, names)
    ax.set_ylim(places[-1] - 0.5, 0.5)
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)
    chart_parts.tighten(ax, language)
    level(ax.get_yticklabels(), language)
    for label, heavy in zip(ax.get_yticklabels(), bold, strict=True):
        label.set_fontweight("bold" if heavy else "normal")


def _names_above(
    ax: Axes, names: Sequence[str], places: np.ndarray, bold: Sequence[bool], language: str
) -> None:
    """Name the rows above their cells."""
    ax.set_yticks([])
    ax.set_ylim(places[-1] - 0.5, -0.1)
    chart_parts.mirror(ax, language)
    chart_parts.bare(ax)
    begin, _ = chart_parts.sides(language)
    edge = min(ax.get_xlim()) + 0.04  # where the first cell begins
    for name, place, heavy in zip(names, places, bold, strict=True):
        ax.text(
            edge, place + 0.5, name, ha=begin, va="bottom", multialignment=begin,
            fontsize=style.BASE_SIZE, fontweight="bold" if heavy else "normal",
            linespacing=chart_parts.line_spacing(language),
        )  # fmt: skip


def _running_year(frame: pd.DataFrame) -> int | None:
    """Return the year of which the frame has a part only."""
    until = frame.attrs.get("until")
    if not until:
        return None
    day = dt.date.fromisoformat(str(until)[:10])
    return None if (day.month, day.day) == (12, 31) else day.year


def _name(scheme: str, group: str, language: str, items: Mapping[str, str]) -> str:
    """Return the name of a row; the row World has the activities for no region, and no total."""
    if scheme == ALL:
        return word("calendar.all", language)
    if group == WORLD:
        return word("calendar.global", language)
    if scheme == "plan":
        return item_name(group, items.get(group, ""), language)
    return name_of("group", group, language)


def _cell(
    ax: Axes, cell: tuple[int, float, int], top: int, language: str,
    *, total: bool, part: bool, plain: bool,
) -> None:  # fmt: skip
    """Draw one cell: darker for more activities, or plain; a running year has a hatched foot."""
    from matplotlib.patches import Rectangle

    year, place, n = cell
    level = int(np.ceil(min(1.0, n / top) * len(style.RATE_COLORS))) - 1
    color = style.PAPER if plain or not n else style.RATE_COLORS[level]
    ax.add_artist(
        Rectangle((year - 0.46, place - 0.44), 0.92, 0.88, facecolor=color,
                  edgecolor=style.GRID, linewidth=0.5)
    )  # fmt: skip
    if part:
        ax.add_artist(
            Rectangle((year - 0.46, place - 0.44), 0.92, 0.2, facecolor=style.PAPER, hatch="//////",
                      edgecolor=style.MUTED, linewidth=0.0, gid="part of a year")
        )  # fmt: skip
    ax.text(
        year, place + 0.06 * part, number(n, language), ha="center", va="center_baseline",
        color=style.ink_on(color), fontsize=style.SMALL_SIZE,
        fontweight="bold" if total else "normal",
    )  # fmt: skip


def _drawing(
    frame: pd.DataFrame, rows: pd.DataFrame, groups: pd.DataFrame, language: str, height: float,
    size: str,
) -> Drawing:  # fmt: skip
    spoken = []
    for scheme, group in groups.itertuples(index=False):
        chosen = rows[(rows["scheme"] == scheme) & (rows["group"] == group)]
        most = chosen.loc[chosen["n_activities"].idxmax()]
        spoken.append(
            word(
                "alt.calendar.row", language,
                group=_name(scheme, group, language, frame.attrs.get("items", {})),
                n=int(chosen["n_activities"].sum()), year=str(most["year"]),
                most=int(most["n_activities"]),
            )
        )  # fmt: skip
    schemes = [scheme for scheme in groups["scheme"].unique() if scheme != ALL]
    about = "calendar" if len(schemes) > 1 else f"calendar_{schemes[0]}"
    subject = word(f"title.{about}", language)
    title = _headline(frame, rows, language)
    return Drawing(
        language=language,
        frame=frame,
        title=title or subject,
        subject=subject if title else "",
        subtitle=_slide_subtitle(frame, rows, language) if size == "slide"
        else sentences([word(f"subtitle.{about}", language), *_once(rows, language),
                        word("calendar.blank", language),
                        *_of_thin_years(rows, _running_year(frame), language),
                        *_unfiled(rows, language)], language),
        note=_note(frame, rows, language),
        key=(lambda: _told_on_slide(frame, rows, language)) if size == "slide" else None,
        alt=word("alt.calendar", language, rows=sentences(spoken, language)),
        height=height,
        size=size,
    )  # fmt: skip


def _slide_subtitle(frame: pd.DataFrame, rows: pd.DataFrame, language: str) -> str:
    """Say what the years of a log do not tell, what blanks mean, and how many years are shown."""
    first, all_years = int(rows["year"].min()), frame["start"].dt.year
    parts = [word("calendar.incomplete", language), word("calendar.blank", language)]
    if first > all_years.min():
        last = int(rows["year"].max())
        years_of = {"n": last - first + 1, "m": last - int(all_years.min()) + 1}
        parts.insert(0, word("count.shown", language, **years_of))
    return sentences(parts, language)


def _of_thin_years(
    rows: pd.DataFrame, running: int | None, language: str, key: str = "calendar.thin"
) -> list[str]:
    """Say what brackets around a year mean, where there are any."""
    n = int(threshold("outreach_records"))
    return [word(key, language, n=n)] if thin_years(rows, running) else []


def _once(rows: pd.DataFrame, language: str) -> list[str]:
    """Say why the rows come to more than the total, where there is a row of the total."""
    return [word("calendar.once", language)] if (rows["scheme"] == ALL).any() else []


def _of_running_year(
    frame: pd.DataFrame, language: str, rows: pd.DataFrame | None = None, form: str = "latest"
) -> list[str]:
    """Say once what the mark of the running year means: up to which day; of rows, if it has none.

    ``rows`` are those of which it is said that nothing is recorded for the year.
    """
    year = _running_year(frame)
    if not year:
        return []
    day = dt.date.fromisoformat(str(frame.attrs["until"])[:10])
    blank = rows is not None and not rows.loc[rows["year"] == year, "n_activities"].any()
    if not blank:
        return [word("calendar.running", language, year=str(year), day=day)]
    latest = _latest_record(frame)
    key = "calendar.running_none" if latest is None else f"calendar.running_{form}"
    return [word(key, language, year=str(year), day=latest or day)]


def _latest_record(frame: pd.DataFrame) -> dt.date | None:
    """Return the day of the latest record of the log; None where the frame does not tell."""
    logs = set(frame.attrs.get("logs", ()))
    days = [source[1] for source in frame.attrs.get("sources", ())
            if not isinstance(source, str) and source[0] in logs and source[1]]  # fmt: skip
    return dt.date.fromisoformat(max(days)[:10]) if days else None


def _unfiled(rows: pd.DataFrame, language: str) -> list[str]:
    """Say that emphases are those of the log, where it files nothing under one of them."""
    plan = rows[rows["scheme"] == "plan"]
    return [] if plan.empty or _held(plan).all() else [word("calendar.unfiled", language)]


def _headline(frame: pd.DataFrame, rows: pd.DataFrame, language: str) -> str:
    """Return how many activities the log holds, which is incomplete; needs the row of all.

    No year is named: more entries of one year need not mean more activities.
    """
    total = rows.loc[rows["scheme"] == ALL, "n_activities"].sum()
    return word("finding.calendar", language, n=int(total)) if total else ""


def _told_on_slide(frame: pd.DataFrame, rows: pd.DataFrame, language: str) -> str:
    """Say in the source line what marks mean and a slide cannot show: cells keep their height."""
    told = _of_running_year(frame, language, rows, "short")
    told += _of_thin_years(rows, _running_year(frame), language, "calendar.thin_short")
    told += [*_once(rows, language), *_whose_regions(rows, language), _undated(frame, language)]
    return sentences(told, language)


def _whose_regions(rows: pd.DataFrame, language: str) -> list[str]:
    """Say that regions are those of the log, which files some activities under no State."""
    return [word("calendar.regions", language)] if (rows["scheme"] == "att_region").any() else []


def _undated(frame: pd.DataFrame, language: str) -> str:
    """Say how many activities have no place on a slide, since they have no date."""
    n = int(frame.attrs.get("undated") or 0)
    return word("note.calendar", language, n=n) if n else ""


def _note(frame: pd.DataFrame, rows: pd.DataFrame, language: str) -> str:
    caution = word("note.counts_by_year", language)
    if not {"undated", "until"} <= frame.attrs.keys():
        return caution
    undated = frame.attrs["undated"]
    total = rows.loc[rows["scheme"] == ALL, "n_activities"].sum()
    if not total:
        return sentences([caution, word("note.calendar", language, n=undated)], language)
    notes = [word("note.calendar_of", language, n=undated, m=int(total + undated))]
    notes += [*_of_running_year(frame, language, rows), *_whose_regions(rows, language)]
    return sentences([caution, *notes], language)
