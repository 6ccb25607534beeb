"""States that the map of a region on a slide does not name, in the column above its key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from attdata.draw.drawing import DPI, MARGIN, renderer_of
from attdata.draw.layout import pitch_of
from attdata.draw.style import SLIDE_FOOTER_SIZE, right_to_left
from attdata.draw.wrap import text_width
from attdata.maps.ground import Canvas
from attdata.maps.samples import status_word
from attdata.maps.sea_notes import write_note
from attdata.words import map_name, state_order, word

COLUMN_NOTE = "column note"  # gid of its lines
MOST_LISTED = 15  # names that can be read there
SIZES = (6.6, 6.2, 5.8, 5.4, 5.0, SLIDE_FOOTER_SIZE)  # points, tried from the largest
GAP = 1.0  # mm between the note and the key below it
NEARER = 2.0  # mm by which it may be nearer to the title than a drawing is
BESIDE = 1.0  # mm between its lines and the map


def unnamed(status: Mapping[str, str], chosen: Collection[str]) -> list[str]:
    """Return the States that are neither party nor signatory, of a map that names signatories.

    None where these are too many to be read.

    Examples
    --------
    >>> unnamed({"UKR": "signatory", "AND": "not_joined"}, ["signatory"])
    ['AND']
    """
    others = [iso3 for iso3, value in status.items() if value == "not_joined"]
    return others if list(chosen) == ["signatory"] and len(others) <= MOST_LISTED else []


def unnamed_note(states: Collection[str], language: str) -> str:
    """Name such States in the order of a language, "" without any.

    Examples
    --------
    >>> unnamed_note(["COD", "DZA"], "en")
    'Neither signed nor joined: Algeria, DR Congo'
    """
    if not states:
        return ""
    ordered = sorted(states, key=lambda iso3: state_order(iso3, language))
    listed = word("list.comma", language).join(map_name(iso3, language) for iso3 in ordered)
    label = status_word("not_joined", language, world=False)
    return word("count.label", language, label=label, n=listed)


def draw_column_note(canvas: Canvas, text: str) -> None:
    """Write a note above the key of a slide, as large as there is room for, if there is any."""
    left, bottom, right, _ = canvas.millimetres()
    if not text or canvas.legend is None or left < canvas.legend[0] < right:
        return
    low = canvas.legend[3] + GAP
    for size in SIZES:
        lines = _lines(canvas, text, size)
        pitch = 10 * pitch_of(size, canvas.language, closer=True)
        top = low + pitch * len(lines)
        if lines and top - bottom <= canvas.free + NEARER:
            more = canvas.aside - 10 * MARGIN  # in line with the title
            x = right + more if right_to_left(canvas.language) else left - more
            write_note(canvas, lines, (x, top), size, COLUMN_NOTE)
            canvas.legend = (*canvas.legend[:3], top)  # a list of numbers stands above both
            return


def is_written(canvas: Canvas) -> bool:
    """Return whether the note has found room."""
    return any(artist.get_gid() == COLUMN_NOTE for artist in canvas.overlay)


def _lines(canvas: Canvas, text: str, size: float) -> list[str]:
    """Return the text in lines, measured as they are saved, none of which ends within a name.

    No line at all where one would be wider than the column.
    """
    figure: Any = canvas.ax.get_figure(root=True)
    dpi, comma = figure.dpi, word("list.comma", canvas.language)
    wide = (canvas.aside - 10 * MARGIN - BESIDE) * 72 / 25.4
    lines: list[str] = []
    try:
        figure.set_dpi(DPI)
        renderer = renderer_of(figure)
        for piece in text.split(comma):
            longer = comma.join([*lines[-1:], piece])
            fits = text_width(longer + comma.rstrip(), renderer, size) <= wide
            lines[-1:] = [longer] if fits else [*lines[-1:], piece]
        if max(text_width(line, renderer, size) for line in lines) > wide:
            return []
    finally:
        figure.set_dpi(dpi)
    return [line + comma.rstrip() for line in lines[:-1]] + lines[-1:]
