"""What a draw function knows about its drawing, and the sizes that all drawings share.

Every ``draw_*`` function says what it has drawn in a :class:`Drawing`; :mod:`attdata.draw.save`,
notebooks and reports read it to finish the figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakSet

from attdata.draw import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CM = 1 / 2.54  # inches
Rect = tuple[float, float, float, float]  # left, bottom, width and height, as shares of a figure
WIDTH = 17.0  # cm: the text width of a conference document
SLIDE = (33.867, 19.05)  # cm: 13.33 x 7.5 in
# A slide is laid out on this width and enlarged, so that 7 points become 18.
SLIDE_WIDTH = 13.17
# Shown over the 358 pixels that a telephone has between its margins, 7 points become 12 pixels.
NARROW_WIDTH = 7.5
DPI = 300
MARGIN = 0.15  # cm, left and right
# While a layout tries where axes go, what is placed on them by their size can wait.
_UNSETTLED: ContextVar[bool] = ContextVar("attdata_unsettled", default=False)


@contextmanager
def unsettled() -> Iterator[None]:
    """Let what is placed by the size of Axes wait while a layout tries where they go."""
    token = _UNSETTLED.set(True)
    try:
        yield
    finally:
        _UNSETTLED.reset(token)


def is_settled() -> bool:
    """Return whether no layout is trying where Axes go."""
    return not _UNSETTLED.get()


@dataclass(frozen=True)
class Drawing:
    """What a draw function knows about its drawing."""

    language: str = "en"
    frame: pd.DataFrame | None = None
    title: str = ""  # the finding, in a sentence
    subject: str = ""  # what the figure is about, small above the title
    subtitle: str = ""
    alt: str = ""
    note: str = ""
    key: Callable[[], str] | None = None  # explains what is drawn, asked at the size saved
    boundaries: bool = False  # a map, which needs the line on boundaries and names
    several: bool = False  # maps side by side, of which that line speaks
    height: float | None = None  # cm of the drawing itself, without title block and footer
    size: str = "report"  # "slide" or "narrow": what the drawing was made for
    fills: bool = False  # one Axes without ticks: it takes all its room, on a slide to the edges
    aside: float = 0.0  # cm of such a slide beside the drawing, for its title block
    # Puts what is drawn into a part of the figure, and returns the part that is its legend's.
    arrange: Callable[[Figure, Rect], Rect] | None = None


# Beside the Axes, not on them: matplotlib's objects keep the attributes that matplotlib gave them.
_DRAWINGS: WeakKeyDictionary[Axes, Drawing] = WeakKeyDictionary()
_OWN: WeakSet[Figure] = WeakSet()


def describe(ax: Axes, drawing: Drawing) -> Axes:
    """Remember what is drawn on the Axes, for :func:`drawing_of`, and return the Axes."""
    _DRAWINGS[ax] = drawing
    return ax


def drawing_of(figure_or_axes: Figure | Axes) -> Drawing:
    """Return what a draw function said of the Axes, or of the first described Axes of a figure.

    Examples
    --------
    >>> ax = describe(new_axes("en", 5), Drawing(title="118 of 195 States are party"))
    >>> drawing_of(ax.figure).title
    '118 of 195 States are party'
    """
    axes = getattr(figure_or_axes, "axes", None)
    candidates: list[Any] = axes if isinstance(axes, list) else [figure_or_axes]
    described = (_DRAWINGS[ax] for ax in candidates if ax in _DRAWINGS)
    return next(described, Drawing())


def is_own(figure: Figure) -> bool:
    """Return whether a figure was made by :func:`new_axes`: its legends may use the whole width."""
    return figure in _OWN


def room_across(figure: Any) -> float:
    """Return how wide a figure is between its margins, in points."""
    return float(figure.get_size_inches()[0] - 2 * MARGIN * CM) * 72


def new_axes(language: str, height: float, size: str = "report") -> Axes:
    """Return the Axes of a new figure, as wide as a report or a slide, in a language's style.

    Parameters
    ----------
    language
        One of ar, en, es, fr, ru, zh.
    height
        Height of the drawing in cm; a slide has its own.
    size
        ``report``, ``slide`` or ``narrow``.
    """
    import matplotlib.pyplot as plt

    width = NARROW_WIDTH if size == "narrow" else WIDTH
    if size == "slide":
        width, height = SLIDE_WIDTH, SLIDE_WIDTH * SLIDE[1] / SLIDE[0]
    with style.style(language):
        figure: Any = plt.figure(figsize=(width * CM, height * CM), layout="constrained")
        _OWN.add(figure)
        return figure.add_subplot()


def renderer_of(figure: Any, dpi: float | None = None) -> Any:
    """Return something that measures text for a figure, whatever backend it was made for.

    A size of text depends on the resolution and not on the figure, and matplotlib remembers what
    one renderer has measured: figures share it. The resolution is ``dpi``, or that of the figure.
    """
    import matplotlib as mpl

    return _ruler(float(dpi or figure.dpi), mpl.rcParams["text.hinting"])


@lru_cache(maxsize=8)
def _ruler(dpi: float, hinting: str) -> Any:
    """Return a renderer of one resolution on which nothing is drawn."""
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(1, 1, dpi)
