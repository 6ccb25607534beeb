"""Small multiples: the status map on several days, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.draw.axes import columns_of
from attdata.draw.captions import sentences, treaty_name
from attdata.draw.drawing import CM, MARGIN, SLIDE_WIDTH, WIDTH, Drawing, describe, drawing_of
from attdata.draw.headlines import since_headline
from attdata.draw.layout import PAD
from attdata.draw.style import BASE_SIZE, SMALL_SIZE, right_to_left, style
from attdata.evidence import with_evidence
from attdata.maps.dots import marker
from attdata.maps.legend_rows import in_reading_order
from attdata.maps.notes import counted_note, later_note, no_territories
from attdata.maps.samples import UNCOUNTED, status_word, swatch, uncounted_samples
from attdata.maps.series_slide import arrange
from attdata.maps.status_map import LOOKS, draw_status_map
from attdata.maps.tiles import STATUSES
from attdata.maps.views import panel, view_of
from attdata.reference import of_frame
from attdata.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = 2  # maps side by side: three would leave 5 cm for the world
PANEL_CM = 4.15  # height of one map with its heading
# Around such a key and between its rows: the lines of the Arabic face are high enough.
ARABIC_PAD, ARABIC_ROWS = -0.5, -0.6
CLOSE = {"handletextpad": 0.4, "columnspacing": 1.0}  # of such a key where a line is long
LEGEND_DOT = 0.6  # of the usual size: a little larger than on the maps


@of_frame
def draw_status_maps(
    frame: pd.DataFrame,
    *,
    language: str = "en",
    centre: float | None = None,
    size: str = "report",
) -> Axes:
    """Draw small maps of the world by status, one per day, with the count of each.

    Parameters
    ----------
    frame
        What :func:`attdata.status_on` gives for several days, one below the other, with the day
        in a column ``on``.
    language
        One of ar, en, es, fr, ru, zh. In Arabic the earliest day is at the right.
    centre
        Longitude in the middle of the maps.
    size
        ``report``, or ``slide``: the first and the last day.

    Returns
    -------
    Axes
        Of the last map; its figure has one per day, each with its day and n of m above it.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> data = att.load()
    >>> days = ["2014-12-24", "2020-12-31"]
    >>> frame = pd.concat([att.status_on(data, day).assign(on=pd.Timestamp(day)) for day in days])
    >>> len(draw_status_maps(frame).figure.axes)
    2
    """
    import matplotlib.pyplot as plt

    columns_of(frame, ["on", "iso3", "status"])
    days = dict(iter(frame.groupby("on", sort=True)))
    if size == "slide":
        days = {day: days[day] for day in (min(days), max(days))}
    rows = [_row(day, part) for day, part in days.items()]
    lines = -(-len(rows) // COLUMNS)
    height = lines * PANEL_CM
    with style(language):
        slide = size == "slide"
        width = SLIDE_WIDTH if slide else WIDTH
        figure: Any = plt.figure(figsize=(width * CM, height * CM), layout="constrained")
        grid = figure.add_gridspec(lines, COLUMNS)
        for place, row in enumerate(rows):
            line, column = divmod(place, COLUMNS)
            column = COLUMNS - 1 - column if right_to_left(language) else column
            ax = figure.add_subplot(grid[line, column])
            for axis in (ax.xaxis, ax.yaxis):
                axis.set_visible(False)
            side = "E" if right_to_left(language) else "W"
            ax.set_anchor(side if slide else f"N{side}")  # a slide has room above and below
            ax.set_title(
                _heading(row, language, short=True),
                fontsize=SMALL_SIZE if slide else BASE_SIZE,
                pad=2 if slide else 3,
            )
        panels = list(figure.axes)
        status = [part["status"].astype(str) for part in days.values()]
        _legend(figure, grid, len(rows), status, language, slide=slide)
        # As large as ``save`` will lay them out, before anything is placed on them.
        beside = MARGIN / width
        rect = (beside, 0, 1 - 2 * beside, 1)
        figure.set_layout_engine("constrained", rect=rect, w_pad=PAD, h_pad=PAD)
        engine = figure.get_layout_engine()
        engine.execute(figure)
        if not slide:  # no more sea than a map of the world has, whatever the height of headings
            height += lines * _missing(figure, _aspect(centre))
            figure.set_size_inches(width * CM, height * CM)
            engine.execute(figure)
        changing = _changing(frame)
        for ax, part in zip(panels, days.values(), strict=True):
            with_evidence(part, part.attrs, changing=changing)
            draw_status_map(
                part, ax=ax, language=language, centre=centre, names=False, legend=False,
                width_mm=10 * width / COLUMNS, size="half" if slide else "small",
            )  # fmt: skip
        note, boundaries = drawing_of(ax).note, drawing_of(ax).key
    dotted = word("note.not_counted_slide", language, names=no_territories(frame, language))
    said = sentences(
        [
            counted_note(frame, language),
            dotted,
            boundaries() if boundaries else "",
            later_note(part, language),
        ],
        language,
    )
    table = pd.DataFrame(rows)
    spoken = sentences([_heading(row, language) for row in rows], language)
    drawing = Drawing(
        language=language,
        frame=frame,
        subject=word("title.status_map", language, treaty=treaty_name(frame, language)),
        title=since_headline(
            table.iloc[0], table.iloc[-1], language, event=frame.attrs.get("first_day", "")
        ),
        subtitle=word("subtitle.status_maps", language)
        if frame.attrs.get("first_day") and size != "slide"
        else "",
        alt=word("alt.status_map", language, rows=spoken),
        note=note,
        key=(lambda: said) if slide else None,
        boundaries=True,
        several=True,
        height=height,
        size=size,
        arrange=partial(arrange, aspect=_aspect(centre), language=language) if slide else None,
    )
    for ax in figure.axes:
        describe(ax, drawing)
    return figure.axes[len(rows) - 1]


def _changing(frame: pd.DataFrame) -> list[str]:
    """Return the States that are party on some days and not on others."""
    party = frame["status"].astype(str).eq("state_party").groupby(frame["iso3"].astype(str))
    return sorted(iso3 for iso3, on in party if on.any() and not on.all())


def _aspect(centre: float | None) -> float:
    """Return how high the map of the world is, of its width."""
    left, bottom, right, top = panel(view_of(None, centre), ())
    return (top - bottom) / (right - left)


def _missing(figure: Any, aspect: float) -> float:
    """Return how much lower than its map, as wide as it is, a panel is, in cm."""
    (wide, high), place = figure.get_size_inches(), figure.axes[0].get_position(original=True)
    across, up = place.width * wide / CM, place.height * high / CM
    return float(across * aspect - up)


def _look(language: str) -> dict[str, Any]:
    """Return how a legend of samples and dots looks, in the direction of the language."""
    from matplotlib.legend_handler import HandlerTuple

    arabic = right_to_left(language)
    look: dict[str, Any] = {"frameon": False, "markerfirst": not arabic}
    look["alignment"] = "right" if arabic else "left"
    look["handler_map"] = {tuple: HandlerTuple(ndivide=None, pad=0.3)}
    return look


def _legend(
    figure: Any, grid: Any, count: int, days: Sequence[pd.Series[str]], language: str, *,
    slide: bool = False,
) -> None:  # fmt: skip
    """Say what the colours mean, in the cell that is free or below the maps; on a slide how many.

    ``days`` are the statuses of the States on each day.
    """
    present = {UNCOUNTED}.union(*days)
    values = [value for value in (*STATUSES, UNCOUNTED) if value in present]
    handles = [_sample(value, slide=slide) for value in values]
    labels = [status_word(value, language, world=slide) for value in values]
    if slide:
        labels = [_counted(*pair, days, language) for pair in zip(values, labels, strict=True)]
    arabic = right_to_left(language)
    look = _look(language)
    if count % grid.ncols:
        cell = figure.add_subplot(grid[-1, 0 if arabic else grid.ncols - 1])
        cell.set_axis_off()
        cell.legend(handles, labels, loc="center right" if arabic else "center left", **look)
        return
    look |= {"loc": f"outside lower {'right' if arabic else 'left'}", "fontsize": SMALL_SIZE}
    look |= {"handlelength": 1.9, "handletextpad": 0.6, "columnspacing": 1.4, "borderpad": 0.2}
    if slide:  # in line with its maps
        look |= {"borderaxespad": 0.5 * arabic, "borderpad": ARABIC_PAD if arabic else 0.0}
        look["labelspacing"] = ARABIC_ROWS if arabic else 0.1
    room = figure.bbox.width * (1 - 2 * MARGIN * CM / figure.get_size_inches()[0])
    ways: list[tuple[int, dict[str, Any]]] = [(len(values), {}), (-(-len(values) // 2), {})]
    if slide:
        ways.insert(1, (len(values), dict(CLOSE)))
    for ncols, other in ways:  # two lines where one would be too long
        entries = in_reading_order(handles, labels, ncols, language)
        legend = figure.legend(*entries, ncols=ncols, **look | other)
        if legend.get_window_extent().width < room or ncols < len(values):
            return
        legend.remove()


def _counted(status: str, label: str, days: Sequence[pd.Series[str]], language: str) -> str:
    """Return the word of a status with how many States have it on the first and the last day."""
    counts = [int((day == status).sum()) for day in days]
    if not any(counts):
        return label
    n = f"{counts[0]}"
    if len(counts) > 1:
        n = word("count.from_to", language, n=counts[0], m=counts[-1])
    return word("count.legend", language, label=label, n=n)


def _sample(value: str, *, slide: bool) -> Any:
    """Return the legend's sample of a status: its land, and its dot where it may be one."""
    from matplotlib.lines import Line2D

    if value == UNCOUNTED:
        return uncounted_samples()
    return swatch(value, close=slide), Line2D([], [], **marker(LOOKS[value], size=LEGEND_DOT))


def _row(day: Any, part: pd.DataFrame) -> dict[str, Any]:
    """Return day and counts of a map."""
    n = int((part["status"].astype(str) == "state_party").sum())
    return {"on": pd.Timestamp(day), "n_party": n, "n_states": len(part)}


def _heading(row: dict[str, Any], language: str, *, short: bool = False) -> str:
    """Return day and count of a map; above one the title of the figure says what is counted."""
    count = word("count.of", language, n=row["n_party"], m=row["n_states"])
    if short:
        return word("count.label", language, label=row["on"].date(), n=count)
    return word("alt.group_count", language, group=row["on"].date(), count=count)
