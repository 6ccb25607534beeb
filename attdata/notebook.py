"""Finished figures in a notebook: shown once, with title, footer and a text for screen readers."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from attdata.draw.captions import footer_lines
from attdata.draw.drawing import CM, WIDTH, drawing_of
from attdata.draw.layout import laid_out
from attdata.draw.save import in_few_colours
from attdata.measures.participation import participation, status_on
from attdata.reference import of_dataset

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from attdata.frames import Dataset

# 17 cm at the 96 dots per inch that browsers take for a screen, drawn at half as many again.
SHOWN_DPI = 96
DRAWN_DPI = 144


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
        shown = {"image/png": self.png, "text/plain": repr(self)}
        return shown, {"image/png": {"alt": self.alt, "width": self.width}}


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
    known: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    drawing = replace(drawing_of(figure_or_axes), **known)
    lines = footer_lines(drawing, drawing.size) if footer is None else [footer] * bool(footer)
    figure: Any = getattr(figure_or_axes, "figure", None) or figure_or_axes
    with laid_out(figure, drawing, lines, drawing.size):
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png", dpi=DRAWN_DPI, pil_kwargs={"compress_level": 1})
        png = in_few_colours(Image.open(drawn))
    plt.close(figure)  # otherwise the notebook would show the bare drawing a second time
    return Picture(png, drawing.alt, round(WIDTH * CM * SHOWN_DPI))


@of_dataset
def explore(data: Dataset, *, language: str = "en") -> Any:
    """Return a status map with controls for day, region, basis and language.

    Parameters
    ----------
    data
        A Dataset.
    language
        The language that is chosen first.

    Returns
    -------
    widget or Picture
        Controls from ipywidgets; a plain picture of the newest day where they are not installed.

    Examples
    --------
    >>> import attdata as att
    >>> att.explore(att.load(), language="fr")  # doctest: +SKIP
    """
    try:
        import ipywidgets
    except ImportError:
        return _map_on(data, None, "World", "deposited", language)
    regions = ["World", *(g for g in participation(data)["group"] if g != "World")]
    first = data.treaties.set_index("treaty")["opened_for_signature"]["att"]
    last = data.evidence_ends()
    days = [(f"{day:%Y-%m-%d}", day) for day in _quarters(first, last)]
    return ipywidgets.interactive(
        lambda day, region, basis, language: _map_on(data, day, region, basis, language),
        day=ipywidgets.SelectionSlider(
            options=days, value=last, description="Day", continuous_update=False
        ),
        region=ipywidgets.Dropdown(options=regions, description="Region"),
        basis=ipywidgets.Dropdown(options=["deposited", "in_force"], description="Basis"),
        language=ipywidgets.Dropdown(
            options=["ar", "en", "es", "fr", "ru", "zh"], value=language, description="Language"
        ),
    )


def _quarters(first: Any, last: Any) -> list[Any]:
    """Return the first day of each quarter between two days, and the two days themselves."""
    import pandas as pd

    between = pd.date_range(first, last, freq="QS")
    return sorted({first, *between, last})


def _map_on(data: Dataset, day: Any, region: str, basis: str, language: str) -> Picture:
    from attdata.maps.status_map import draw_status_map

    frame = status_on(data, day, basis=basis)
    chosen = None if region == "World" else region
    return show(draw_status_map(frame, region=chosen, language=language))
