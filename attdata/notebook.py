"""What a notebook shows: finished figures with a text for screen readers, and the explorer."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata.draw.captions import footer_lines
from attdata.draw.drawing import CM, WIDTH, drawing_of
from attdata.draw.layout import laid_out
from attdata.draw.save import in_few_colours
from attdata.draw.style import GRID
from attdata.measures.participation import status_on
from attdata.output import ready_folder, write_file
from attdata.reference import of_dataset
from attdata.reports.explorer import briefs_beside, explorer_page
from attdata.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from attdata.frames import Dataset

# 17 cm at 144 dots per inch fill a notebook on a screen of 1280 pixels; narrower ones shrink it.
DRAWN_DPI = 144
# Pixels of the explorer's frame: the map, its legend and the slider are seen at once.
FRAME_HEIGHT = 900


@dataclass(frozen=True)
class Picture:
    """A finished figure as PNG, and its text for those who cannot see it."""

    png: bytes
    alt: str
    width: int

    def __repr__(self) -> str:
        """Say in words what the picture shows."""
        return f"Picture: {self.alt}"

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give a notebook the picture, its width and its alternative text."""
        bundle = {"image/png": self.png, "text/plain": repr(self)}
        return bundle, {"image/png": {"alt": self.alt, "width": self.width}}


def show(
    figure_or_axes: Figure | Axes,
    *,
    title: str | None = None,
    subject: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    footer: str | None = None,
) -> Picture:
    """Return a drawing as the finished figure that ``save`` would write, to be shown in a notebook.

    Parameters
    ----------
    figure_or_axes
        What a ``draw_*`` function returned.
    title, subject, subtitle, note, footer
        As in ``save``; by default what the drawing and its frame say themselves.

    Returns
    -------
    Picture
        Shown once where it is the last value of a cell; ``alt`` is its text in the language drawn.

    Examples
    --------
    >>> import attdata as att
    >>> today = att.status_on(att.load())
    >>> att.show(att.draw_status_map(today)).alt.split(".")[0]
    'World map of States by status'
    """
    import matplotlib.pyplot as plt
    from PIL import Image

    given = {"title": title, "subject": subject, "subtitle": subtitle, "note": note}
    chosen: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    drawing = replace(drawing_of(figure_or_axes), **chosen)
    lines = footer_lines(drawing, drawing.size) if footer is None else [footer] * bool(footer)
    figure: Any = getattr(figure_or_axes, "figure", None) or figure_or_axes
    with laid_out(figure, drawing, lines, drawing.size):
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png", dpi=DRAWN_DPI, pil_kwargs={"compress_level": 1})
        png = in_few_colours(Image.open(drawn))
    plt.close(figure)  # otherwise the notebook would show the bare drawing a second time
    return Picture(png, drawing.alt, round(WIDTH * CM * DRAWN_DPI))


@dataclass(frozen=True, eq=False, repr=False)
class Explorer:
    """The explorer page: shown in a frame of the cell, or written as one HTML file.

    The frame needs neither widgets nor a running kernel. The picture beside it is the map of the
    newest day: it is what a notebook keeps that is saved without frames, and what is printed.
    """

    data: Dataset
    language: str = "en"

    def to_html(self, path: str | Path) -> Path:
        """Write the page to a file, linked to the States' briefs that lie beside it.

        Parameters
        ----------
        path
            The HTML file. Briefs are HTML files in its folder, or in ``briefs`` there, with a
            State's iso3 and a language in their names.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        InputError
            The folder cannot be written into.

        Examples
        --------
        >>> import attdata as att
        >>> att.explore(att.load()).to_html("reports/explorer.html")  # doctest: +SKIP
        """
        target = Path(path)
        ready_folder(target.parent)
        briefs = briefs_beside(target.parent, list(self.data.states["iso3"].astype(str)))
        page = explorer_page(self.data, language=self.language, briefs=briefs)
        return write_file(target, page.encode("utf-8"))

    def __repr__(self) -> str:
        """Say what is shown where no frame can be."""
        return f"Explorer: {self._title()}"

    def _title(self) -> str:
        return word("explorer.title", self.language)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give a notebook the frame, the picture and its alternative text."""
        picture = self._picture()
        page = explorer_page(self.data, language=self.language)
        frame = (
            f'<iframe title="{escape(self._title())}" width="100%" height="{FRAME_HEIGHT}" '
            'sandbox="allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox" '
            f'style="border:1px solid {GRID}" srcdoc="{escape(page)}"></iframe>'
        )
        bundle, about = picture._repr_mimebundle_()
        return {"text/html": frame, **bundle, "text/plain": repr(self)}, about

    def _picture(self) -> Picture:
        from attdata.maps.status_map import draw_status_map

        figure = draw_status_map(status_on(self.data), language=self.language)
        return show(figure, subject=self._title())


@of_dataset
def explore(data: Dataset, *, language: str = "en") -> Explorer:
    """Return the explorer: maps over time, a card of each State, and a table, in one page.

    Parameters
    ----------
    data
        A Dataset.
    language
        The language in which the page opens; the other five are in it as well.

    Returns
    -------
    Explorer
        Shown in a frame where it is the last value of a cell; ``to_html(path)`` writes it as one
        file that works from disk without network.

    Raises
    ------
    LookupError
        The language is none of the six.

    Examples
    --------
    >>> import attdata as att
    >>> att.explore(att.load(), language="fr")
    Explorer: Le Traité sur le commerce des armes, État par État, jour par jour
    """
    word("explorer.title", language)  # an unknown language is told at once
    return Explorer(data, language)
