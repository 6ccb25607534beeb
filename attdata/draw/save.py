"""Figures written to files: with title block and footer, and the same bytes each time.

:func:`save` adds to a drawing what a figure needs where it is quoted without its context, and
writes it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata.draw import style
from attdata.draw.axes import MEDIA
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import CM, DPI, SLIDE, WIDTH, Drawing, drawing_of
from attdata.draw.known_days import with_precision
from attdata.draw.layout import laid_out
from attdata.draw.png import png_of
from attdata.output import csv_bytes, write_file
from attdata.problems import ArgumentError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from PIL.Image import Image

FORMATS = ("png", "svg", "pdf")


def save(
    figure_or_axes: Figure | Axes,
    path: str | Path,
    *,
    formats: Iterable[str] = FORMATS,
    title: str | None = None,
    subject: str | None = None,
    subtitle: str | None = None,
    footer: str | None = None,
    note: str | None = None,
    language: str | None = None,
    size: str | None = None,
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
    title, subject, subtitle
        The title block: the finding, what it is about (above it), more (below); "" leaves it out.
    footer
        The footer. By default built from ``frame.attrs``: day, basis, universe, sources, warning.
    note
        A sentence added to the footer.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``: 17 cm wide; ``slide``: 16:9; ``narrow``: for a telephone, where the draw
        function has such a form. By default what the drawing was made for.
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
        When a format or size is unknown, or a region's map of a slide is saved at another size.

    Examples
    --------
    >>> import tempfile, pandas as pd
    >>> from attdata.draw.drawing import new_axes
    >>> ax = new_axes("en", 5)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [p.name for p in save(ax, Path(folder) / "empty", formats=["svg"], title="Nothing")]
    ['empty.svg']
    """
    given: Any = {"title": title, "subject": subject, "subtitle": subtitle, "note": note,
             "language": language, "frame": data, "alt": alt,
             "boundaries": boundaries}  # fmt: skip
    stated: Any = {key: value for key, value in given.items() if value is not None}
    drawing = replace(drawing_of(figure_or_axes), **stated)
    wanted = list(dict.fromkeys(formats))
    size = size or drawing.size
    _check(wanted, size)
    if drawing.aside and size != drawing.size:  # its key stands beside it, where only a slide is
        raise ArgumentError(f'This map was drawn for a slide; draw it with size="{size}".')
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
        written.append(write_file(target, csv_bytes(with_precision(drawing.frame))))
    return written


def _lines(figure: Figure, drawing: Drawing, footer: str | None, size: str) -> list[str]:
    """Return the footer; where the drawing explains what it holds, as it is at the size saved."""
    if footer is not None:
        return [footer] * bool(footer)
    lines = footer_lines(drawing, size)
    for _ in range(3 if drawing.key else 0):
        with laid_out(figure, drawing, lines, size):
            settled = footer_lines(drawing, size)
        if settled == lines:
            break
        lines = settled
    return lines


def _check(formats: list[str], size: str) -> None:
    unknown = [kind for kind in formats if kind not in FORMATS]
    if unknown:
        raise ArgumentError(f"Figures are saved as {', '.join(FORMATS)}, not as {unknown[0]!r}.")
    if size not in MEDIA:
        raise ArgumentError(f"The size is report, slide or narrow, not {size!r}.")


def _stem(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.removeprefix(".") in FORMATS else path


def _render(figure: Figure, kind: str, drawing: Drawing, size: str, name: str) -> bytes:
    """Return the figure in one format, without a trace of when it was made."""
    import matplotlib as mpl

    metadata = _metadata(kind, drawing)
    if kind == "png":
        width = SLIDE[0] if size == "slide" else WIDTH
        enlarged = width * CM / figure.get_size_inches()[0]
        return png_of(figure, DPI * enlarged, metadata, DPI)
    buffer = io.BytesIO()
    fixed: Any = {"svg.fonttype": "none", "svg.hashsalt": "attdata", "pdf.fonttype": 42}
    with mpl.rc_context(fixed):
        figure.savefig(buffer, format=kind, metadata=metadata)
    content = buffer.getvalue()
    if kind != "svg":
        return content
    from attdata.draw.svg import accessible_svg, marked_states

    svg = accessible_svg(content.decode("utf-8"), drawing, name)
    return marked_states(svg, _states_of(figure)).encode("utf-8")


def _states_of(figure: Figure) -> dict[str, tuple[str, ...]]:
    """Return the States of each collection of land that is shown by status, by its id."""
    return {
        str(collection.get_gid()): collection.areas
        for ax in figure.axes
        for collection in ax.collections
        if hasattr(collection, "areas")
        and str(collection.get_gid()).split("@")[0].split(":")[-1] in style.STATUS_STYLE
        and "not_counted" not in str(collection.get_gid())
    }


def _metadata(kind: str, drawing: Drawing) -> dict[str, Any]:
    """Return title and description for the file's own metadata, and no date."""
    title, alt = drawing.title, drawing.alt
    if kind == "png":
        return {"Title": title, "Description": alt}
    if kind == "pdf":
        return {"Title": title, "Subject": alt, "Creator": "attdata", "CreationDate": None}
    return {"Date": None, "Creator": None, "Format": None, "Type": None}


def in_few_colours(image: Image) -> bytes:
    """Return an image as PNG in 256 colours: a third of the size, and a notebook holds many."""
    from PIL.Image import Dither, Quantize

    small = io.BytesIO()
    # Maximum coverage keeps rare colours, such as a legend's: a median cut merges them with others.
    method = Quantize.MAXCOVERAGE
    few = image.convert("RGB").quantize(256, method=method, kmeans=1, dither=Dither.NONE)
    few.save(small, format="png", optimize=True)
    return small.getvalue()
