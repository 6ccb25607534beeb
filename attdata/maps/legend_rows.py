"""How the rows of a map's legend look: how far apart they stand, a gap, a scale of colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from attdata.draw.drawing import renderer_of
from attdata.draw.key_rows import reading_order
from attdata.draw.style import INK, MUTED, right_to_left
from attdata.draw.wrap import text_width
from attdata.maps.ground import Canvas, measure
from attdata.maps.placement import Box

HANDLE, HANDLE_GAP = 1.9, 0.6  # a sample and the room behind it, in sizes of the letters
# From the edge of a legend to its lines, in sizes of its letters, and above and below a line, in
# heights of it.
EDGE, LEADING = 0.4, 0.075
TIGHTER = 2  # closer than close: a key below the list of a slide
# From one row of the legend of a slide to the next, in sizes of the letters, and as close as they
# may stand. Two lines of one entry are nearer to each other: that is how they are read as one.
ROW, CLOSEST = {"ar": 1.45, "zh": 1.34}, {"ar": 1.25, "zh": 1.2}
ROW_LATIN, CLOSEST_LATIN = 1.27, 1.12
CLOSE_ON_PAGE = {"zh": 0.3}  # in a report: characters are as high as a line
PITCH = {"ar": (0.75, 0.5), "zh": (1.2, 1.0)}  # of a report, of a slide
PITCH_LATIN = (1.0, 0.75)
# A sample's height: in Chinese it has the ascent of figures and letters, so all rows are as high.
SAMPLE, SAMPLE_CHINESE = 0.9, 1.4
BROKEN, BROKEN_TIGHT = 0.30, 0.22  # so much farther apart where an entry is broken over two lines
GAP = 0.45  # between colours and what else a key tells
# A step of a scale and its height, the figures below it and how far these reach down, the line
# above it, and how far the last figure reaches beyond it.
STEP, BAR, BELOW, DOWN, ABOVE_IT, BEYOND = 2.3, 0.85, 1.0, 0.3, 0.5, 1.65
OUTWARD = 0.45  # how far the middle of the last figure is beyond, for its sign
DESCENT, DESCENT_LATIN = {"ar": 0.74, "zh": 0.245}, 0.29  # of a line of a face
_HEIGHTS: dict[
    tuple[str, float, float, float, bool], tuple[float, float]
] = {}  # of lines of a face


@dataclass(frozen=True)
class Scale:
    """Classes of a number in one strip: colours, the lowest first, and the figures between them."""

    colors: tuple[str, ...]
    bounds: tuple[str, ...]

    @property
    def width(self) -> float:
        """How wide it is, in sizes of the letters."""
        return STEP * len(self.colors) + BEYOND


@dataclass(frozen=True)
class Head:
    """What stands above the entries of a legend, and how many of them are parted from the rest."""

    title: str = ""
    first: int = 0
    scale: Scale | None = None


def in_reading_order(
    handles: Sequence[Any], labels: Sequence[str], columns: int, language: str
) -> tuple[list[Any], list[str]]:
    """Return samples and labels so that columns are read row by row, in Arabic from the right."""
    from matplotlib.patches import Patch

    blank = Patch(facecolor="none", edgecolor="none"), ""
    entries = list(zip(handles, labels, strict=True))
    ordered = reading_order(entries, columns, right_to_left(language), blank)
    return [handle for handle, _ in ordered], [label for _, label in ordered]


def look(language: str) -> dict[str, Any]:
    """Return how the legend of a map looks, in it or below it, in the direction of the language."""
    from matplotlib.legend_handler import HandlerPatch, HandlerTuple
    from matplotlib.patches import Patch

    def within(base: Any) -> Any:
        """Return a handler whose samples are of one height, however high their rows are."""

        def create(self: Any, legend: Any, handle: Any, xdescent: float, ydescent: float,
                   width: float, height: float, size: float, trans: Any) -> Any:  # fmt: skip
            down, up = 0.07 * size, (SAMPLE - 0.07) * size
            if height <= up:
                down, up = ydescent, height
            place = (xdescent, down, width, up, size, trans)
            made = base.create_artists(self, legend, handle, *place)
            if isinstance(handle, Patch):  # matplotlib copies all of a hatch but its width
                made[0].set_hatch_linewidth(handle.get_hatch_linewidth())
            return made

        return type(base.__name__, (base,), {"create_artists": create})

    arabic = right_to_left(language)
    handlers = {tuple: within(HandlerTuple)(ndivide=None, pad=0.3), Patch: within(HandlerPatch)()}
    return {
        "handlelength": HANDLE, "handletextpad": HANDLE_GAP, "labelspacing": 0.35,
        "borderaxespad": 0.0,
        "frameon": False, "markerfirst": not arabic, "alignment": "right" if arabic else "left",
        "handler_map": handlers,
    }  # fmt: skip


def in_lines(canvas: Canvas, labels: Sequence[str]) -> bool:
    """Return whether all labels of a legend are set by their letters, and not by their face.

    So they are beside one that is broken: the face has room above it, which its lines have not,
    and the first of them would be as near to the label above as to the second. The Arabic face
    has no letters of one height.
    """
    broken = any("\n" in label for label in labels)
    return not canvas.least or (broken and not right_to_left(canvas.language))


def line_heights(canvas: Canvas, letters: float, *, together: bool = False) -> tuple[float, float]:
    """Return the heights of labels of one line and of two, in millimetres.

    ``together`` where all are set by their letters.
    """
    figure: Any = canvas.ax.get_figure(root=True)  # hints of a face depend on how fine it is drawn
    key = (canvas.language, letters, pitch(canvas), float(figure.dpi), together)
    if key not in _HEIGHTS:
        text = canvas.ax.text(0, 0, "lp", fontsize=letters)
        if together:
            text.set_linespacing(pitch(canvas))
        _, one = measure(canvas, text)
        text.set_text("lp\nlp")
        text.set_linespacing(pitch(canvas))
        _, two = measure(canvas, text)
        text.remove()
        _HEIGHTS[key] = one, two
    return _HEIGHTS[key]


def spacing(
    canvas: Canvas, close: int, letters: float, labels: Sequence[str]
) -> tuple[float, float]:
    """Return the room between the lines of a legend and around it, in sizes of its letters."""
    language = canvas.language
    if canvas.least and close:  # a slide is low: its key keeps to the height of the map
        tight = close == TIGHTER
        row = CLOSEST.get(language, CLOSEST_LATIN) if tight else ROW.get(language, ROW_LATIN)
        high, _ = line_heights(canvas, letters, together=in_lines(canvas, labels))
        one = max(high * 72 / 25.4 / letters, _sample_height(canvas))
        more = (BROKEN_TIGHT if tight else BROKEN) * any("\n" in label for label in labels)
        return row - one + more, 0.2
    return (CLOSE_ON_PAGE.get(language, 0.0), 0.2) if close else (0.35, 0.5)


def sample(canvas: Canvas) -> float:
    """Return what matplotlib calls the height of a handle: a row is no lower than its sample."""
    return SAMPLE_CHINESE if canvas.least and canvas.language == "zh" else SAMPLE


def _sample_height(canvas: Canvas) -> float:
    high = sample(canvas)
    return high - 0.35 * (high - 0.7)  # as matplotlib has it


def pitch(canvas: Canvas) -> float:
    """Return how far the lines of one label are apart, as a share of the height of the face.

    Nearer than one label is to the next, or one in two lines would be read as two.
    """
    return PITCH.get(canvas.language, PITCH_LATIN)[bool(canvas.least)]


def set_rows(canvas: Canvas, legend: Any) -> None:
    """Set the lines of each label together, and all labels alike where one is broken."""
    from matplotlib.offsetbox import TextArea

    side = "right" if right_to_left(canvas.language) else "left"
    together = in_lines(canvas, [text.get_text() for text in legend.get_texts()])
    for text in (*legend.get_texts(), legend.get_title()):
        text.set_multialignment(side)
        if together or "\n" in text.get_text():
            text.set_linespacing(pitch(canvas))
    _, columns = legend.get_children()[0].get_children()
    for rows in columns.get_children():
        for row in rows.get_children():
            for area in row.get_children():
                if isinstance(area, TextArea) and together:
                    _set_level(area)


def _set_level(area: Any) -> None:
    """Let a label be as high as any of its lines, above its foot and below, whatever its letters.

    Lines set by their letters have these in their middle: one without a descender, or with
    brackets, would be nearer to one of its neighbours.
    """
    from matplotlib.transforms import Bbox

    (text,) = area.get_children()
    measured, said = area.get_bbox, text.get_text()
    alike = "\n".join("lp" for _ in said.split("\n"))

    def get_bbox(renderer: Any) -> Any:
        text.set_text(alike)
        level = measured(renderer)
        text.set_text(said)
        own = measured(renderer)
        return Bbox.from_bounds(own.x0, level.y0, own.width, level.height)

    area.get_bbox = get_bbox


def parted(canvas: Canvas, head: Head, between: float) -> tuple[float, float, float]:
    """Return how much higher a legend is by its gap and its scale, in sizes of its letters.

    And how high these two are: the line of the text above them and below them are as far from
    them in every face.
    """
    descent = DESCENT.get(canvas.language, DESCENT_LATIN)
    if head.scale:
        gap = max(0.0, GAP + descent - DOWN - between)
        strip = DOWN + BELOW + BAR + max(0.0, ABOVE_IT - descent - between)
        return gap + strip + 2 * between, gap, strip
    gap = max(0.0, GAP - between) if head.first else 0.0
    return gap + between * bool(head.first), gap, 0.0


def part_rows(canvas: Canvas, legend: Any, head: Head, between: float) -> None:
    """Put a gap below the first rows of a legend, or a scale of colours above all of them."""
    from matplotlib.offsetbox import DrawingArea

    if not head.first and not head.scale:
        return
    letters = legend.get_texts()[0].get_fontsize()
    _, gap, high = parted(canvas, head, between)
    _, columns = legend.get_children()[0].get_children()
    (rows,) = columns.get_children()
    added: list[tuple[int, Any]] = [(head.first, DrawingArea(0.0, gap * letters))]
    if head.scale:
        mirrored = right_to_left(canvas.language)
        added.append((0, _strip(head.scale, letters, high, mirrored=mirrored)))
    for at, area in added:
        rows.get_children().insert(at, area)
        area.set_figure(legend.get_figure(root=False))


def _strip(scale: Scale, letters: float, high: float, *, mirrored: bool) -> Any:
    """Return a strip of colours with the figures that part them; 0 is where reading begins."""
    from matplotlib.offsetbox import DrawingArea
    from matplotlib.patches import Rectangle
    from matplotlib.text import Text

    step, last = STEP * letters, len(scale.colors)
    start = BEYOND * letters if mirrored else 0.0
    area = DrawingArea(scale.width * letters, high * letters, 0.0, DOWN * letters)
    for place, color in enumerate(scale.colors):
        left = start + (last - 1 - place if mirrored else place) * step
        box: Any = {"facecolor": color, "edgecolor": MUTED, "linewidth": 0.3}
        area.add_artist(Rectangle((left, BELOW * letters), step, BAR * letters, **box))
    for place, figure in enumerate(scale.bounds):
        at = start + (last - place if mirrored else place) * step
        side = "center" if place else "right" if mirrored else "left"
        if place == last:  # the number stands at the end, its sign beyond
            at += (-OUTWARD if mirrored else OUTWARD) * letters
        area.add_artist(Text(at, 0.0, figure, fontsize=letters, color=INK, ha=side))
    return area


def row_boxes(
    canvas: Canvas, head: Head, labels: list[str], letters: float, size: tuple[float, float]
) -> list[Box]:
    """Return where the lines of a legend are in it, in millimetres from its lower left corner.

    They are not of one length: beside a short one is room.
    """
    figure: Any = canvas.ax.get_figure(root=True)
    renderer, em = renderer_of(figure), letters * 25.4 / 72
    samples = (HANDLE + HANDLE_GAP) * em
    said = [(head.title, 0.0)] * bool(head.title) + [(label, samples) for label in labels]
    lines = [
        start + text_width(line, renderer, letters) * 25.4 / 72
        for text, start in said
        for line in text.split("\n")
    ]
    if head.scale:  # its colours and its figures are below the title
        lines[bool(head.title) : bool(head.title)] = [head.scale.width * em] * 2
    high = size[1] / len(lines)
    rows = []
    for number, wide in enumerate(reversed(lines)):
        wide = min(wide + EDGE * em, size[0])
        start = size[0] - wide if right_to_left(canvas.language) else 0.0
        low, top = (number + LEADING) * high, (number + 1 - LEADING) * high
        rows.append((start, low, start + wide, top))
    return rows
