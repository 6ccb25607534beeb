"""A figure laid out for its medium: title block, drawing and footer below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from attdata.draw import style
from attdata.draw.breaks import FILLED, RAGGED
from attdata.draw.drawing import (
    CM,
    DPI,
    MARGIN,
    NARROW_WIDTH,
    SLIDE,
    SLIDE_WIDTH,
    WIDTH,
    Drawing,
    renderer_of,
    unsettled,
)
from attdata.draw.fit import STILL, fit, is_one_plot, outside
from attdata.draw.wrap import balanced
from attdata.evidence import sentences

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

GAP = 0.25  # cm, between title block, drawing and footer
POINT = 2.54 / 72  # cm
PITCH, PITCH_ARABIC = 1.38, 1.5  # from baseline to baseline, in sizes of the type
LONG, CLOSER = 5, 0.88  # lines of a footer on a slide that leave room for its drawing, and so near
PAD = 0.02  # inches around axes
ASCENT = 0.76  # of a line's pitch is above its baseline
# In Arabic the box of a line is higher than in Latin script: so much of its size is empty, above
# and below the letters. In Chinese the box is no higher than they are.
AIR = {"ar": 0.3, "zh": -0.3}
_ORDINAL = re.compile(r"\b1er\b")


@contextmanager
def laid_out(figure: Figure, drawing: Drawing, lines: list[str], size: str) -> Iterator[None]:
    """Give the figure its size, title block and footer, and take them away afterwards."""
    (width, height), dpi = figure.get_size_inches(), figure.dpi
    engine = figure.get_layout_engine()
    places = [(ax, ax.get_position(original=True), ax.get_in_layout()) for ax in figure.axes]
    added: list[Text] = []
    try:
        figure.set_dpi(DPI)  # text is measured as it will be drawn: at 100 dpi hinting widens it
        with style.style(drawing.language):
            _lay_out(figure, drawing, lines, size, added)
            for ax in figure.axes:
                # The solver's last digits differ from run to run, and ids in SVG are made of them.
                left, bottom, across, up = ax.get_position(original=True).bounds
                ax.set_position((round(left, 6), round(bottom, 6), round(across, 6), round(up, 6)))
                locate: Any = ax.get_axes_locator()
                if locate is not None:  # what is placed by the size of the axes: not while saving
                    locate(ax, None)
            yield
    finally:
        for text in added:
            text.remove()
        for legend in outside(figure):
            legend.set_bbox_to_anchor(None)
        figure.set_dpi(dpi)
        figure.set_size_inches(width, height)
        figure.set_layout_engine(engine)
        for ax, place, in_layout in places:
            ax.set_position(place)
            ax.set_in_layout(in_layout)  # setting the position takes the axes out of the layout


def _lay_out(
    figure: Figure, drawing: Drawing, lines: list[str], size: str, added: list[Text]
) -> None:
    """Place title block, drawing and footer below each other, and let the drawing settle."""
    if size == drawing.size == "slide" and drawing.fills:
        _fill_slide(figure, drawing, lines, added)
        return
    old_width, old_height = figure.get_size_inches() / CM
    body = drawing.height or old_height * WIDTH / old_width
    own = {"slide": SLIDE_WIDTH, "narrow": NARROW_WIDTH}
    width = own.get(size, WIDTH) if drawing.size == size else WIDTH
    heads, feet = _blocks(figure, drawing, lines, width, added)
    total = body + _depth(heads) + _depth(feet)
    if size == "slide":
        # A drawing made for a report and too high for a slide gets more room, and is not squeezed.
        width = width if drawing.size == "slide" else max(WIDTH, total * SLIDE[0] / SLIDE[1])
        total = width * SLIDE[1] / SLIDE[0]
        # Enlarged to the slide, title and footer have one size on all of them.
        scale = width / SLIDE_WIDTH
        heads, feet = _blocks(figure, drawing, lines, width, added, scale)
    figure.set_size_inches(width * CM, total * CM)
    _stack(heads, top=total - 0.1, total=total)
    _stack(feet, top=_depth(feet) - GAP * 0.6, total=total)
    across = 1 - 2 * MARGIN / width
    down = 1 - (_depth(heads) + _depth(feet)) / total
    rect = (MARGIN / width, _depth(feet) / total, across, down)
    air = AIR.get(drawing.language, 0.0) * style.BASE_SIZE / 72  # inches
    if drawing.fills and _stands_alone(figure):
        side, end = PAD / (width * CM), PAD / (total * CM)
        place = (rect[0] + side, rect[1] + end, across - 2 * side, down - 2 * end)
        figure.set_layout_engine(None)
        figure.axes[0].set_position(place)
        return
    # "none" instead of None would leave a placeholder, for which savefig draws the figure twice.
    figure.set_layout_engine(None)
    if drawing.arrange and size == drawing.size:
        rect = drawing.arrange(figure, rect)
    elif is_one_plot(figure):
        rect = _wider(rect, max(0.0, air) / (total * CM))
        fit(figure, rect, PAD, air=air)
    else:
        figure.set_layout_engine("constrained", rect=rect, w_pad=PAD, h_pad=PAD)
        _settle(figure)
        figure.set_layout_engine(None)  # settled: the same places in every format
    for legend in outside(figure):  # at the edge of the figure: move them in
        legend.set_bbox_to_anchor(rect, transform=figure.transFigure)


def _wider(
    rect: tuple[float, float, float, float], air: float
) -> tuple[float, float, float, float]:
    """Return a part of the figure that reaches up and down into what boxes of text leave empty."""
    left, bottom, across, down = rect
    return left, bottom - air, across, down + 2 * air


def with_raised(text: str) -> str:
    """Return a French text with the ending of its ordinal numbers raised.

    Examples
    --------
    >>> with_raised("au 1er juillet 2026")
    'au 1ᵉʳ juillet 2026'
    """
    return _ORDINAL.sub("1ᵉʳ", text)


def _fill_slide(figure: Figure, drawing: Drawing, lines: list[str], added: list[Text]) -> None:
    """Place the drawing up to the edges of the slide: below the title block or beside it."""
    heads, feet = _blocks(figure, drawing, lines, SLIDE_WIDTH, added, column=drawing.aside)
    total = SLIDE_WIDTH * SLIDE[1] / SLIDE[0]
    figure.set_size_inches(SLIDE_WIDTH * CM, total * CM)
    _stack(heads, top=total - 0.1, total=total)
    _stack(feet, top=_depth(feet) - GAP * 0.6, total=total)
    share, bottom = drawing.aside / SLIDE_WIDTH, _depth(feet) / total
    left = 0.0 if style.right_to_left(drawing.language) else share
    top = 1 - (0.0 if drawing.aside else _depth(heads) / total)
    figure.set_layout_engine(None)
    # The first Axes are the map's; others were added by whoever drew it, at a place of their own.
    figure.axes[0].set_position((left, bottom, 1 - share, top - bottom))


def room_in_column(figure: Figure, drawing: Drawing, lines: list[str]) -> tuple[float, float]:
    """Return how high the drawing beside a title block is, and the room below the block, in cm.

    Examples
    --------
    >>> from attdata.draw.drawing import new_axes
    >>> drawing = Drawing(title="118 of 195 States are party", size="slide", aside=4.6)
    >>> high, free = room_in_column(new_axes("en", 5, "slide").figure, drawing, ["Source"])
    >>> 0 < free < high < 7.4
    True
    """
    added: list[Text] = []
    (width, height), dpi = figure.get_size_inches(), figure.dpi
    try:
        figure.set_dpi(DPI)
        heads, feet = _blocks(figure, drawing, lines, SLIDE_WIDTH, added, column=drawing.aside)
        high = SLIDE_WIDTH * SLIDE[1] / SLIDE[0] - _depth(feet)
        return high, high - _depth(heads)
    finally:
        for text in added:
            text.remove()
        figure.set_dpi(dpi)
        figure.set_size_inches(width, height)


def _stands_alone(figure: Figure) -> bool:
    """Return whether nothing but title block and footer is around the only Axes of a figure."""
    said = [figure.axes[0].get_title(loc) for loc in ("left", "center", "right")]
    return len(figure.axes) == 1 and not figure.legends and not any([*said, figure.get_suptitle()])


def _settle(figure: Figure) -> None:
    """Let the layout run until nothing moves by more than a fiftieth of a millimetre."""
    engine: Any = figure.get_layout_engine()
    before = _edges(figure)
    with unsettled():
        for _ in range(4):
            engine.execute(figure)
            now = _edges(figure)
            if not now or max(abs(a - b) for a, b in zip(before, now, strict=True)) < STILL:
                break
            before = now


def _edges(figure: Figure) -> list[float]:
    """Return where the sides of all axes are."""
    return [edge for ax in figure.axes for edge in ax.get_position(original=True).extents]


@dataclass(frozen=True)
class Block:
    """A paragraph: its lines, how far apart their baselines are, and how high it is, in cm."""

    lines: list[Text]
    pitch: float
    height: float


def _blocks(
    figure: Figure,
    drawing: Drawing,
    lines: list[str],
    width: float,
    added: list[Text],
    scale: float = 1.0,
    column: float = 0.0,
) -> tuple[list[Block], list[Block]]:
    """Add title block and footer for a width in cm, instead of those added before.

    The title block may have a narrower ``column``.
    """
    while added:
        added.pop().remove()
    figure.set_size_inches(width * CM, figure.get_size_inches()[1])
    sizes = {WIDTH: style.FOOTER_SIZE, NARROW_WIDTH: style.SMALL_SIZE}
    own = sizes.get(width) if scale == 1 else None
    small = own or style.SLIDE_FOOTER_SIZE * scale
    quiet: dict[str, Any] = {"color": style.MUTED}
    explained = sentences([drawing.subtitle], drawing.language)
    # A long line of a report is filled; on a slide a short one ends with its sentence.
    long = FILLED if width == WIDTH and scale == 1 and not column else RAGGED
    head = [
        (drawing.subject, quiet | {"size": style.SUBJECT_SIZE * scale}, RAGGED),
        (drawing.title, {"size": style.TITLE_SIZE * scale, "weight": "bold"}, RAGGED),
        (explained, quiet | {"size": style.SUBTITLE_SIZE * scale}, long),
    ]
    foot = [(line, quiet | {"size": small}, FILLED) for line in lines]
    heads, feet = (
        [
            _block(figure, drawing.language, text, look, width, room, ragged, closer=close)
            for text, look, ragged in part
            if text
        ]
        for part, room, close in ((head, column or width, False), (foot, width, own is None))
    )
    added += [line for block in heads + feet for line in block.lines]
    return heads, feet


def _depth(blocks: list[Block]) -> float:
    """Return the height in cm of paragraphs and the gap beside the drawing."""
    return sum(block.height for block in blocks) + GAP


def _block(
    figure: Figure, language: str, text: str, look: dict[str, Any], width: float, column: float,
    ragged: float, *, closer: bool = False,
) -> Block:  # fmt: skip
    """Add a paragraph to the figure, line by line.

    Lines are set by their baselines: the box of a line is half as high again in Arabic as in Latin
    script, though its letters are not. Many of them stand ``closer`` where that is asked.
    """
    rtl = style.right_to_left(language)
    place: Any = {"x": 1 - MARGIN / width if rtl else MARGIN / width, "y": 1}
    place |= {"ha": "right" if rtl else "left", "va": "baseline"}
    first = figure.text(s="", **place, **look)
    room = (column - 2 * MARGIN) * CM * figure.dpi * 0.99
    broken = balanced(text, room, first.get_fontproperties(), renderer_of(figure), ragged).split(
        "\n"
    )
    texts = [first, *(figure.text(s="", **place, **look) for _ in broken[1:])]
    for one, line in zip(texts, broken, strict=True):
        line = with_raised(line) if language == "fr" else line
        # A mark makes lines run from right to left that hold no letter to tell it.
        one.set_text("\N{RIGHT-TO-LEFT MARK}" + line if rtl else line)
        if line.startswith(("《", "（")):  # empty on its left half: the line would seem indented
            one.set_x((MARGIN - look["size"] * POINT / 2) / width)
        one.set_in_layout(False)
    pitch = pitch_of(look["size"], language, closer=closer and len(broken) >= LONG)
    return Block(texts, pitch, pitch * len(broken) + 0.08)


def pitch_of(size: float, language: str, *, closer: bool = False) -> float:
    """Return how far baselines of a size in points are apart, in cm; ``closer`` in long footers."""
    apart = PITCH_ARABIC if style.right_to_left(language) else PITCH
    return size * apart * POINT * (CLOSER if closer else 1.0)


def _stack(blocks: list[Block], top: float, total: float) -> None:
    """Put paragraphs below each other, from ``top`` cm above the lower edge downwards."""
    for block in blocks:
        for i, line in enumerate(block.lines):
            line.set_y((top - block.pitch * (i + ASCENT)) / total)
        top -= block.height
