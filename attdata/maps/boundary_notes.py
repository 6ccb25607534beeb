"""What stands below a map of its boundaries: what dashed lines are, and what is disputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attdata.evidence import sentences
from attdata.maps.shapes import LINE
from attdata.words import has_word, word

if TYPE_CHECKING:
    from attdata.maps.ground import Canvas

# Areas of borders.csv on which maps of the United Nations have a note; first that on a dashed line.
DISPUTES = ("KAS", "FLK", "MYT")
SPECKS = ("MYT",)  # of which the slide of the world says nothing: there they are not seen


def dashed_note(canvas: Canvas, *, short: bool = False) -> str:
    """Say what dashed lines are, where the map or its insets show any; ``short`` for a slide."""
    key = "note.dashed_slide" if short else "note.dashed"
    return word(key, canvas.language) if dashed_in_sight(canvas) else ""


def dashed_in_sight(canvas: Canvas) -> bool:
    """Return whether a map or one of its insets shows dashed lines."""
    import shapely

    for frame in canvas.frames:
        sight = shapely.box(*canvas.sight(frame))
        lines = [area.geometry for area in frame.areas.values() if area.kind == LINE]
        lines = [frame.moved(line) for line in (*lines, *frame.beyond)]
        if any(line.intersects(sight) for line in lines):
            return True
    return False


def dispute_notes(canvas: Canvas, region: str | None, size: str = "report") -> list[str]:
    """Return what the United Nations says below maps of disputes whose land or line is in sight.

    On the world, whose map for a telephone has no room for it, land may be too small to be seen.
    """
    if not region and size == "narrow":
        return []
    return [
        _in_words(iso3, canvas.language, world=not region or iso3 in canvas.agreed)
        for iso3 in disputes_in_sight(canvas)
    ]


def boundaries_on_slide(canvas: Canvas) -> list[str]:
    """Return what a slide says of its boundaries: of dashed lines, then of disputes, in few words.

    What is said of one of the dashed lines stands with what they are, and that land at its end is
    white, where it is on the map of a region.
    """
    told = [dashed_note(canvas, short=True)]
    small = () if canvas.view.azimuthal else SPECKS
    shown = [i for i in disputes_in_sight(canvas) if i not in small]
    told += [word(f"dispute_slide.{i}", canvas.language) for i in shown]
    first = [*told[:2], *(_white_note(canvas, i) for i in shown[:1])]
    return [said for said in (sentences(first, canvas.language), *told[2:]) if said]


def _white_note(canvas: Canvas, iso3: str) -> str:
    """Say on the slide of a region that land of a dispute has the fill of neither State."""
    key = f"dispute_white.{iso3}"
    told = canvas.view.azimuthal and iso3 not in canvas.agreed and has_word(key)
    return word(key, canvas.language) if told else ""


def disputes_in_sight(canvas: Canvas) -> list[str]:
    """Return the disputed areas of which the United Nations has a note that a map shows."""
    import shapely

    sight, areas = shapely.box(*canvas.box), canvas.frames[0].areas
    return [i for i in DISPUTES if i in areas and areas[i].geometry.intersects(sight)]


def _in_words(iso3: str, language: str, *, world: bool) -> str:
    """Return the note on a dispute, on the world without what is too small to be seen there.

    So it is where land at the end of a dashed line has the fill of the States on both its sides.
    """
    key = f"dispute_world.{iso3}"
    return word(key if world and has_word(key) else f"dispute.{iso3}", language)
