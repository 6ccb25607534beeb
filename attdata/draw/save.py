"""The finish of a figure: title block, footer with its evidence, and files that stay the same.

Every ``draw_*`` function leaves on its Axes what it knows about the drawing (:class:`Drawing`);
:func:`save` adds what a figure needs where it is quoted without its context, and writes it.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata.draw import style
from attdata.draw.png import image_of, png_bytes
from attdata.evidence import footer_lines, sentences
from attdata.output import csv_bytes, write_file
from attdata.problems import ArgumentError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

__all__ = [
    "Drawing",
    "csv_bytes",
    "describe",
    "drawing_of",
    "footer_lines",
    "laid_out",
    "new_axes",
    "save",
    "sentences",
    "wrap",
    "write_file",
]

CM = 1 / 2.54  # inches
WIDTH = 17.0  # cm: the text width of a conference document
SLIDE = (33.867, 19.05)  # cm: 16:9, laid out at 17 cm and enlarged, so that text doubles
DPI = 300
MARGIN = 0.15  # cm, left and right
GAP = 0.25  # cm, between title block, drawing and footer
FORMATS = ("png", "svg", "pdf")


@dataclass(frozen=True)
class Drawing:
    """What a draw function knows about its drawing; kept as ``ax.attdata``."""

    language: str = "en"
    frame: pd.DataFrame | None = None
    title: str = ""
    subtitle: str = ""
    alt: str = ""
    note: str = ""
    key: Callable[[], str] | None = None  # explains what is drawn, asked at the size saved
    boundaries: bool = False  # a map, which needs the line on boundaries and names
    height: float | None = None  # cm of the drawing itself, without title block and footer


def describe(ax: Axes, drawing: Drawing) -> Axes:
    """Leave on the Axes what :func:`save` needs to know, and return the Axes."""
    ax.attdata = drawing  # type: ignore[attr-defined]
    return ax


def drawing_of(figure_or_axes: Figure | Axes) -> Drawing:
    """Return what the draw function left on the Axes, or on the first Axes of a figure."""
    axes = getattr(figure_or_axes, "axes", None)
    candidates = axes if isinstance(axes, list) else [figure_or_axes]
    found = (ax.attdata for ax in candidates if hasattr(ax, "attdata"))
    return next(found, Drawing())


def new_axes(language: str, height: float) -> Axes:
    """Return the Axes of a new figure of report width, in the style of a language.

    Parameters
    ----------
    language
        One of ar, en, es, fr, ru, zh.
    height
        Height of the drawing in cm.
    """
    import matplotlib.pyplot as plt

    with style.style(language):
        figure: Any = plt.figure(figsize=(WIDTH * CM, height * CM), layout="constrained")
        figure.attdata = True  # ours alone: its legends may use the whole width
        return figure.add_subplot()


def renderer_of(figure: Any) -> Any:
    """Return something that measures text for a figure, whatever backend it was made for."""
    canvas = figure.canvas
    if hasattr(canvas, "get_renderer"):
        return canvas.get_renderer()
    from matplotlib.backends.backend_agg import RendererAgg

    width, height = figure.bbox.size
    return RendererAgg(width, height, figure.dpi)


def save(
    figure_or_axes: Figure | Axes,
    path: str | Path,
    *,
    formats: Iterable[str] = FORMATS,
    title: str | None = None,
    subtitle: str | None = None,
    footer: str | None = None,
    note: str | None = None,
    language: str | None = None,
    size: str = "report",
    data: pd.DataFrame | None = None,
    alt: str | None = None,
    boundaries: bool | None = None,
) -> list[Path]:
    """Return the paths of the files written: the figure in each format, and its data as CSV.

    What is not given is taken from what the draw function left on the Axes. The figure itself
    comes out unchanged, and the same figure gives the same bytes again.

    Parameters
    ----------
    figure_or_axes
        What a ``draw_*`` function returned, or any figure.
    path
        Where to write, without the ending (one of the formats' endings is cut off).
    formats
        Any of png (300 dpi), svg (text kept as text), pdf (fonts embedded).
    title, subtitle
        The title block; "" leaves it out.
    footer
        The footer. By default built from ``frame.attrs``: day, basis, universe, sources, warning.
    note
        A sentence added to the footer.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``: 17 cm wide; ``slide``: 16:9.
    data
        The frame drawn, written as CSV beside the figure.
    alt
        The text for those who cannot see the figure.
    boundaries
        Whether to add the line on boundaries and names that every map needs.

    Returns
    -------
    list of Path
        One path per format, then the CSV.

    Raises
    ------
    ValueError
        When a format or size is unknown.

    Examples
    --------
    >>> import tempfile, pandas as pd
    >>> ax = new_axes("en", 5)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [p.name for p in save(ax, Path(folder) / "empty", formats=["svg"], title="Nothing")]
    ['empty.svg']
    """
    given: Any = {"title": title, "subtitle": subtitle, "note": note, "language": language,
             "frame": data, "alt": alt, "boundaries": boundaries}  # fmt: skip
    known: Any = {key: value for key, value in given.items() if value is not None}
    drawing = replace(drawing_of(figure_or_axes), **known)
    wanted = list(dict.fromkeys(formats))
    _check(wanted, size)
    stem = _stem(Path(path))
    figure: Any = getattr(figure_or_axes, "figure", None) or figure_or_axes
    lines = _lines(figure, drawing, footer, size)
    written = []
    with laid_out(figure, drawing, lines, size):
        for kind in wanted:
            target = stem.with_name(f"{stem.name}.{kind}")
            written.append(write_file(target, _render(figure, kind, drawing, size, stem.name)))
    if drawing.frame is not None:
        target = stem.with_name(f"{stem.name}.csv")
        written.append(write_file(target, csv_bytes(drawing.frame)))
    return written


def _lines(figure: Figure, drawing: Drawing, footer: str | None, size: str) -> list[str]:
    """Return the footer; where the drawing explains what it holds, as it is at the size saved."""
    if footer is not None:
        return [footer] * bool(footer)
    lines = footer_lines(drawing)
    for _ in range(3 if drawing.key else 0):
        with laid_out(figure, drawing, lines, size):
            settled = footer_lines(drawing)
        if settled == lines:
            break
        lines = settled
    return lines


def wrap(text: str, width: float, font: Any, renderer: Any) -> str:
    """Return the text broken into lines no wider than ``width`` pixels.

    Chinese breaks between any two characters, but no line begins with closing or ends with
    opening punctuation; a number stays whole.
    """
    lines, pieces = [], _PIECES.findall(text)
    while pieces:

        @cache
        def width_of(n: int, pieces: tuple[str, ...] = tuple(pieces)) -> float:
            return _width("".join(pieces[:n]).rstrip(" "), font, renderer)

        # Measuring text is dear: the line is taken to end where its share of the letters ends, and
        # beside the whole text only beginnings that end about there are measured.
        ends = list(accumulate(map(len, pieces)))
        share = width / max(width, width_of(len(pieces)))
        fits = max(1, bisect_right(ends, ends[-1] * share))
        while fits < len(pieces) and width_of(fits + 1) <= width:
            fits += 1
        while fits > 1 and width_of(fits) > width:
            fits -= 1
        lines.append("".join(pieces[:fits]).rstrip(" "))
        pieces = pieces[fits:]
    return "\n".join(lines)


_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_OPENING, _CLOSING = "（《〔“‘(", "，。、；：）》〕”’！？%‰)"
# A word with the spaces after it, or one Chinese character with the punctuation that clings to it.
# Only plain spaces part words: "60 %" and "l’État" stay whole.
_PIECES = re.compile(
    rf"[{_OPENING}]*(?:[^ \n{_CJK}]+|[{_CJK}])[{_CLOSING}]*[ \n]*|[{_OPENING}]+[ \n]*|[ \n]+"
)


def _width(text: str, font: Any, renderer: Any) -> float:
    return float(renderer.get_text_width_height_descent(text, font, False)[0])


def _check(formats: list[str], size: str) -> None:
    unknown = [kind for kind in formats if kind not in FORMATS]
    if unknown:
        raise ArgumentError(f"Figures are saved as {', '.join(FORMATS)}, not as {unknown[0]!r}.")
    if size not in ("report", "slide"):
        raise ArgumentError(f"The size is report or slide, not {size!r}.")


def _stem(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.removeprefix(".") in FORMATS else path


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


def _render(figure: Figure, kind: str, drawing: Drawing, size: str, name: str) -> bytes:
    """Return the figure in one format, without a trace of when it was made."""
    import matplotlib as mpl

    metadata = _metadata(kind, drawing)
    if kind == "png":
        width = SLIDE[0] if size == "slide" else WIDTH
        enlarged = width * CM / figure.get_size_inches()[0]
        return png_bytes(image_of(figure, DPI * enlarged), DPI, metadata)
    buffer = io.BytesIO()
    fixed: Any = {"svg.fonttype": "none", "svg.hashsalt": "attdata", "pdf.fonttype": 42}
    with mpl.rc_context(fixed):
        figure.savefig(buffer, format=kind, metadata=metadata)
    content = buffer.getvalue()
    if kind != "svg":
        return content
    from attdata.draw.svg import accessible_svg

    return accessible_svg(content.decode("utf-8"), drawing, name).encode("utf-8")


def _metadata(kind: str, drawing: Drawing) -> dict[str, Any]:
    """Return title and description for the file's own metadata, and no date."""
    title, alt = drawing.title, drawing.alt
    if kind == "png":
        return {"Title": title, "Description": alt}
    if kind == "pdf":
        return {"Title": title, "Subject": alt, "Creator": "attdata", "CreationDate": None}
    return {"Date": None, "Creator": None, "Format": None, "Type": None}
