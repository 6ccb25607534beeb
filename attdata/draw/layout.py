"""A figure laid out for its medium: title block, drawing and footer below each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from attdata.draw import style
from attdata.draw.drawing import CM, DPI, MARGIN, SLIDE, WIDTH, Drawing, renderer_of
from attdata.draw.wrap import wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

GAP = 0.25  # cm, between title block, drawing and footer


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
            yield
    finally:
        for text in added:
            text.remove()
        for legend in _outside(figure):
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
    old_width, old_height = figure.get_size_inches() / CM
    body = drawing.height or old_height * WIDTH / old_width
    heads, feet = _blocks(figure, drawing, lines, WIDTH, added)
    total = body + _depth(heads) + _depth(feet)
    width = WIDTH
    if size == "slide":
        # A drawing too high for a slide at report size is laid out on more room, not squeezed.
        width = max(WIDTH, total * SLIDE[0] / SLIDE[1])
        total = width * SLIDE[1] / SLIDE[0]
        heads, feet = _blocks(figure, drawing, lines, width, added)
    figure.set_size_inches(width * CM, total * CM)
    _stack(heads, top=total - 0.1, total=total)
    _stack(feet, top=_depth(feet) - GAP * 0.6, total=total)
    across = 1 - 2 * MARGIN / width
    down = 1 - (_depth(heads) + _depth(feet)) / total
    rect = (MARGIN / width, _depth(feet) / total, across, down)
    figure.set_layout_engine("constrained", rect=rect, w_pad=0.02, h_pad=0.02)
    _settle(figure)
    # Settled: the same places in every format. "none" instead of None would leave a placeholder,
    # for which savefig draws the figure twice.
    figure.set_layout_engine(None)
    for legend in _outside(figure):  # at the edge of the figure: move them in
        legend.set_bbox_to_anchor(rect, transform=figure.transFigure)


def _outside(figure: Figure) -> list[Any]:
    """Return the legends placed "outside", for which the layout has made room."""
    return [legend for legend in figure.legends if getattr(legend, "_outside_loc", None)]


def _settle(figure: Figure) -> None:
    """Let the layout run until nothing moves by more than a fiftieth of a millimetre."""
    engine: Any = figure.get_layout_engine()
    before = _edges(figure)
    for _ in range(4):
        engine.execute(figure)
        now = _edges(figure)
        if not now or max(abs(a - b) for a, b in zip(before, now, strict=True)) < 1e-4:
            break
        before = now


def _edges(figure: Figure) -> list[float]:
    """Return where the sides of all axes are."""
    return [edge for ax in figure.axes for edge in ax.get_position(original=True).extents]


Blocks = list[tuple["Text", float]]  # paragraphs with their heights in cm


def _blocks(
    figure: Figure, drawing: Drawing, lines: list[str], width: float, added: list[Text]
) -> tuple[Blocks, Blocks]:
    """Add title block and footer for a width in cm, instead of those added before."""
    while added:
        added.pop().remove()
    figure.set_size_inches(width * CM, figure.get_size_inches()[1])
    head = [
        (drawing.title, {"size": style.TITLE_SIZE, "weight": "bold"}),
        (drawing.subtitle, {"size": style.SUBTITLE_SIZE, "color": style.MUTED}),
    ]
    foot = [(line, {"size": style.FOOTER_SIZE, "color": style.MUTED}) for line in lines]
    heads, feet = (
        [_block(figure, drawing.language, text, look, width) for text, look in part if text]
        for part in (head, foot)
    )
    added += [text for text, _ in heads + feet]
    return heads, feet


def _depth(blocks: Blocks) -> float:
    """Return the height in cm of paragraphs and the gap beside the drawing."""
    return sum(height for _, height in blocks) + GAP


def _block(
    figure: Figure, language: str, text: str, look: dict[str, Any], width: float
) -> tuple[Text, float]:
    """Add a paragraph to the figure; return it with its height in cm."""
    rtl = style.right_to_left(language)
    x = 1 - MARGIN / width if rtl else MARGIN / width
    side: Any = "right" if rtl else "left"
    block = figure.text(x, 1, "", ha=side, va="top", linespacing=1.25, **look)
    block.set_in_layout(False)
    renderer = renderer_of(figure)
    room = (width - 2 * MARGIN) * CM * figure.dpi * 0.99
    lines = wrap(text, room, block.get_fontproperties(), renderer).split("\n")
    # A mark makes lines run from right to left that hold no letter to tell it.
    block.set_text("\n".join("\N{RIGHT-TO-LEFT MARK}" + line if rtl else line for line in lines))
    block.set_multialignment(side)
    height = block.get_window_extent(renderer).height / figure.dpi / CM
    return block, height + 0.08


def _stack(blocks: list[tuple[Text, float]], top: float, total: float) -> None:
    """Put paragraphs below each other, from ``top`` cm above the lower edge downwards."""
    for block, height in blocks:
        block.set_y(top / total)
        top -= height
