"""PNG: the pixels of a figure as matplotlib draws them, in files quickly made and small."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL.Image import Image


def image_of(figure: Figure, dpi: float) -> Image:
    """Return the pixels of a figure; the figure keeps its own resolution and canvas.

    Parameters
    ----------
    figure
        The figure, its places settled.
    dpi
        Pixels per inch.
    """
    from matplotlib.colors import to_rgba
    from PIL import Image

    drawn = _Pixels()
    figure.savefig(drawn, format="rgba", dpi=dpi)
    height, width, _ = drawn.rows.shape
    image = Image.frombuffer("RGBA", (width, height), drawn.rows, "raw", "RGBA", 0, 1)
    opaque = figure.patch.get_visible() and to_rgba(figure.get_facecolor())[3] == 1
    return image.convert("RGB") if opaque else image.copy()


class _Pixels(io.BytesIO):
    """A file that keeps the rows of pixels as they are written, without a copy."""

    rows: Any

    def write(self, pixels: Any) -> int:
        """Keep what is written."""
        self.rows = pixels
        return len(pixels)


def png_bytes(image: Image, dpi: float, texts: Mapping[str, str]) -> bytes:
    """Return an image as PNG.

    Level 3 takes half the time of matplotlib's 6, and without the transparency that figures on
    white do not have the file is as small.

    Parameters
    ----------
    image
        Of :func:`image_of`.
    dpi
        Pixels per inch, as programs that show it are told.
    texts
        Its own metadata, such as Title and Description.
    """
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for key, text in texts.items():
        info.add_text(key, text)
    buffer = io.BytesIO()
    image.save(buffer, format="png", dpi=(dpi, dpi), pnginfo=info, compress_level=3)
    return buffer.getvalue()


def in_few_colours(image: Image) -> bytes:
    """Return an image as PNG in 256 colours: a third of the size, and a notebook holds many."""
    from PIL.Image import Dither, Quantize

    small = io.BytesIO()
    # Maximum coverage keeps rare colours, such as a legend's: a median cut merges them with others.
    method = Quantize.MAXCOVERAGE
    few = image.convert("RGB").quantize(256, method=method, kmeans=1, dither=Dither.NONE)
    few.save(small, format="png", optimize=True)
    return small.getvalue()
