"""One equal tile per State, by region: the map on which no State is too small to be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from attdata.draw.axes import axes_for, columns_of, counted, filled, legend, patch
from attdata.draw.captions import scheme_note, sentences, treaty_name
from attdata.draw.drawing import CM, Drawing, describe, renderer_of
from attdata.draw.headlines import parties_headline
from attdata.draw.style import (
    ACCENT,
    BASE_SIZE,
    SMALL_SIZE,
    STATUS_STYLE,
    right_to_left,
    style,
)
from attdata.maps.notes import counted_note, later_note, since_label, since_note
from attdata.maps.samples import status_word
from attdata.maps.tile_names import (
    LETTERS,
    LETTERS_ON_PHONE,
    fitted,
    short_for_whole,
    tile_names,
    tile_order,
)
from attdata.maps.tile_text import OFF_EDGE, draw_name, three_lines
from attdata.reference import of_frame
from attdata.words import conference_name, map_name, name_of, percent, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

STATUSES = ("state_party", "signatory", "not_joined", "unknown")
ACROSS = 9  # in a row of a report, each wide enough for a name
WIDE_MM, HIGH_MM = 18.4, 6.4  # of a tile in a report
ON_SLIDE, ASIDE = 24, 9.5  # on a slide: tiles in a row, and room for a name in tiles
# Tiles in a row where it is narrow, and their width and height in mm.
ON_PHONE, WIDE_ON_PHONE, HIGH_ON_PHONE = 4, 17.6, 7.6
# Of the width of its place is a tile: on a slide places are narrow, and gaps have to be seen.
OF_PLACE, OF_PLACE_ON_SLIDE = 0.985, 0.91
OF_ROW, OF_ROW_ON_SLIDE = 0.955, 0.89  # and of the height of its row: on a slide as far apart
AROUND = 0.38  # cm above the key, and below it
TITLE = 0.61  # height of a region's title, in rows
# Between two regions, in rows: on a slide nothing else parts them, for their titles are aside.
GAP, GAP_ON_SLIDE = 0.11, 0.35

Place = tuple[float, float]


@of_frame
def draw_tiles(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "en",
    joined: Collection[str] = (),
    conference: str = "",
    since: dt.date | str | None = None,
    size: str = "report",
) -> Axes:
    """Draw one equal tile per State, by region, filled by status and with its name.

    States Parties come first in each region, then signatories, then those that have not joined;
    within a status in the order of their names.

    Parameters
    ----------
    frame
        What :func:`attdata.status_on` gives: one row per State with iso3, att_region and status.
    ax
        Axes to draw into; without it a figure of its own is made.
    language
        One of ar, en, es, fr, ru, zh; Arabic is laid out from right to left.
    joined
        Codes of the States that have joined since a conference: their squares have a heavy edge.
    conference
        The code of that conference, for the title.
    since
        The day after it closed, for the note.
    size
        ``report``; ``slide``: tiles without names, the name of each region beside them;
        ``narrow``: fewer tiles in a row, for a telephone.

    Returns
    -------
    Axes
        With a tile (gid ``tile:TUV``) and, in a report, a name (gid ``name:TUV``) for each State.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"iso3": ["TUV", "FJI"], "att_region": "Oceania",
    ...                       "status": ["state_party", "not_joined"]})
    >>> [patch.get_gid() for patch in draw_tiles(frame).patches]
    ['tile:TUV', 'tile:FJI']
    """
    columns_of(frame, ["iso3", "att_region", "status"])
    status = dict(zip(frame["iso3"].astype(str), frame["status"].astype(str), strict=True))
    regions = _regions(frame, status, language)
    slide = size == "slide"
    in_row = {"slide": ON_SLIDE, "narrow": ON_PHONE}.get(size, ACROSS)
    narrow = size == "narrow"
    wide, high = (WIDE_ON_PHONE, HIGH_ON_PHONE) if narrow else (WIDE_MM, HIGH_MM)
    across = ASIDE + ON_SLIDE if slide else in_row
    sign = -1 if right_to_left(language) else 1
    with style(language):
        own = ax is None
        ax = axes_for(ax, language, HIGH_MM / 10, size)  # its height follows
        room, letters = text_room(ax, in_row, wide), LETTERS_ON_PHONE if narrow else LETTERS
        renderer = renderer_of(ax.figure)
        names = {
            iso3: fitted(tile_names(iso3, language), renderer, room, letters)
            for iso3 in status if not slide
        }  # fmt: skip
        # A row with a name of three lines is as high as it needs.
        three = three_lines(language) / high + 1 - OF_ROW
        long = {iso3: three for iso3, (text, _) in names.items() if text.count("\n") > 1}
        tiles, titles, height = _places(regions, in_row, long, slide=slide)
        shares = (OF_PLACE_ON_SLIDE, OF_ROW_ON_SLIDE) if slide else (OF_PLACE, OF_ROW)
        for iso3, (x, y, row) in tiles.items():
            look, place = STATUS_STYLE[status[iso3]], (x, y)
            _draw_tile(ax, iso3, place, row, look, shares)
            if not slide:
                draw_name(ax, iso3, (x + 0.5, y + row / 2), look, language, names[iso3])
            if iso3 in joined:
                _mark_new(ax, iso3, place, row)
        told = [short_for_whole(names[iso3][0], iso3, language) for iso3 in tiles if not slide]
        for region, (x, y) in titles.items():
            states = regions[region]
            party = sum(status[iso3] == "state_party" for iso3 in states)
            _draw_title(ax, region, (x, y), (party, len(states)), language, slide=slide)
        ax.set_xlim((0, across) if sign > 0 else (across, 0))
        ax.set_ylim(-height, 0)
        # A slide is as wide as it is: below a long title its tiles are lower, not narrower.
        ax.set_aspect("auto" if slide else high / wide)
        ax.set_anchor("NE" if sign < 0 else "NW")
        ax.set_axis_off()
        new = sorted(set(joined) & status.keys()) if conference else None
        handles = _handles(status, language, slide=slide)
        if new and not slide:  # there they are named
            label = counted(since_label("", conference, language), len(new), language)
            look = {"color": "none", "hatch": "", "edge": ACCENT}
            handles.append(patch(look, label))
            handles[-1].set_linewidth(1.8)
        key = legend(ax, handles, language).get_window_extent(renderer).height / renderer.dpi / CM
        cm = height * high / 10 + key + AROUND
        if own and not slide:
            figure: Any = ax.figure
            figure.set_figheight(cm * CM)
    dated = bool(new and since)
    notes = [
        counted_note(frame, language) if slide else word("note.tiles_order", language),
        word("list.semicolon", language).join(filter(None, told)),
        scheme_note("att_region", language),
        since_note(str(since), conference, language, short=slide) if dated else "",
        later_note(frame, language),
    ]
    drawing = _tiles_drawing(frame, status, regions, language, cm, new, conference)
    drawing = replace(drawing, note=sentences(notes, language), size=size)
    return describe(ax, _for_slide(drawing, new, conference) if slide else drawing)


def _for_slide(drawing: Drawing, new: Collection[str] | None, conference: str) -> Drawing:
    """Return what a slide says: who the framed squares are, which have no names there."""
    said = ""
    if new:
        language = drawing.language
        named = conference_name(conference, language, short=True)
        listed = word("list.comma", language).join(map_name(iso3, language) for iso3 in new)
        said = word("tiles.joined_named", language, names=listed, conference=named)
    note = drawing.note  # which a slide has as its key: it prints no notes
    return replace(drawing, subtitle=said, note="", key=lambda: note)


def _regions(frame: pd.DataFrame, status: Mapping[str, str], language: str) -> dict[str, list[str]]:
    """Return the States of each region, States Parties first, by their names."""
    region = dict(zip(frame["iso3"].astype(str), frame["att_region"].astype(str), strict=True))
    name = {iso3: tile_order(iso3, language) for iso3 in status}
    order = sorted(status, key=lambda iso3: (STATUSES.index(status[iso3]), name[iso3]))
    return {
        name: [iso3 for iso3 in order if region[iso3] == name]
        for name in sorted(set(region.values()))
    }


def _places(
    regions: Mapping[str, list[str]], across: int, long: Mapping[str, float], *, slide: bool
) -> tuple[dict[str, tuple[float, float, float]], dict[str, Place], float]:
    """Return the corner of each tile with the height of its row, places of titles, and the height.

    A region's title is above its tiles; on a slide at their left. Rows are of one height, but for
    those with a State whose name needs more (``long``).
    """
    aside, above, gap = (ASIDE, 0.0, GAP_ON_SLIDE) if slide else (0, TITLE, GAP)
    tiles: dict[str, tuple[float, float, float]] = {}
    titles: dict[str, Place] = {}
    down = 0.0
    for region, states in regions.items():
        # As many in a row in every region, so that one region can be compared with another.
        rows = [states[first : first + across] for first in range(0, len(states), across)]
        high = [max(long.get(iso3, 1.0) for iso3 in row) for row in rows]
        titles[region] = (0.0, -down - (sum(high) / 2 if slide else above))
        down += above
        for row, one in zip(rows, high, strict=True):
            down += one
            tiles |= {iso3: (aside + float(i), -down, one) for i, iso3 in enumerate(row)}
        down += gap
    return tiles, titles, down


def _draw_tile(
    ax: Axes, iso3: str, place: Place, high: float, look: Mapping[str, str],
    shares: tuple[float, float],
) -> None:  # fmt: skip
    """Draw one tile, as wide as a share of its place, and as high as one of its row."""
    from matplotlib.patches import Rectangle

    (x, y), (wide, tall) = place, shares
    # Not add_patch, which would look at the limits of the axes again for every tile.
    ax.add_artist(
        Rectangle(
            (x + (1 - wide) / 2, y + (1 - tall) / 2),
            wide,
            high - (1 - tall),
            **filled(dict(look)),
            linewidth=0.5,
            gid=f"tile:{iso3}",
        )
    )


def text_room(ax: Axes, across: int = ACROSS, most: float = WIDE_MM) -> float:
    """Return how many points of a tile's width a name may take."""
    figure: Any = ax.get_figure(root=True)
    wide = min(most, figure.get_size_inches()[0] * 25.4 / across)
    return (OF_PLACE * wide - 2 * OFF_EDGE) * 72 / 25.4


def _mark_new(ax: Axes, iso3: str, place: Place, high: float) -> None:
    """Set off the square of a State that has joined lately."""
    from matplotlib.patches import Rectangle

    x, y = place
    edge = Rectangle((x + 0.04, y + 0.06), 0.92, high - 0.12, fill=False, edgecolor=ACCENT,
                     linewidth=1.8, gid=f"new:{iso3}")  # fmt: skip
    ax.add_artist(edge)


def _draw_title(
    ax: Axes,
    region: str,
    place: Place,
    count: tuple[int, int],
    language: str,
    *,
    slide: bool = False,
) -> None:
    """Print the name of a region and n of m above its squares, on a slide beside them."""
    n, of = count
    text = word(
        "count.label",
        language,
        label=name_of("group", region, language),
        n=word("count.of_share", language, n=n, m=of, share=percent(n / of, language)),
    )
    begin: Any = "right" if right_to_left(language) else "left"
    if slide:
        # The letters of the Arabic face stand low in their line.
        up = 0.24 * SMALL_SIZE if right_to_left(language) else 0.0
        ax.annotate(
            text, place, xytext=(0, up), textcoords="offset points", ha=begin,
            va="center_baseline", fontsize=SMALL_SIZE, fontweight="bold", gid=f"title:{region}",
        )  # fmt: skip
        return
    ax.text(
        place[0] + 0.04,
        place[1] + 0.2,
        text,
        ha=begin,
        va="baseline",
        fontsize=BASE_SIZE,
        fontweight="bold",
        gid=f"title:{region}",
    )


def _handles(status: Mapping[str, str], language: str, *, slide: bool) -> list[Any]:
    """Return the entries of the legend, with counts; on a slide in the shorter words of slides."""
    values, handles = list(status.values()), []
    for value in filter(values.__contains__, STATUSES):
        label = status_word(value, language, world=slide)
        handles.append(patch(STATUS_STYLE[value], counted(label, values.count(value), language)))
    return handles


def _tiles_drawing(
    frame: pd.DataFrame,
    status: Mapping[str, str],
    regions: Mapping[str, list[str]],
    language: str,
    height: float,
    joined: Collection[str] | None,
    conference: str,
) -> Drawing:
    """Return title and alt text."""
    rows = []
    for region, states in regions.items():
        n = sum(status[iso3] == "state_party" for iso3 in states)
        count = word("count.of", language, n=n, m=len(states))
        group = name_of("group", region, language)
        rows.append(word("alt.group_count", language, group=group, count=count))
    n = sum(value == "state_party" for value in status.values())
    new = None if joined is None else len(joined)
    return Drawing(
        language=language,
        frame=frame,
        title=parties_headline(n, len(status), language, joined=new, conference=conference),
        subject=word("title.tiles", language, treaty=treaty_name(frame, language)),
        alt=word("alt.tiles", language, rows=sentences(rows, language)),
        height=height,
    )
