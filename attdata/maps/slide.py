"""The map of a region on a slide: whose States it names, and what stands beside it.

The map fills its slide from the top to the footer; the title block and the key have a column.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from attdata.draw.captions import footer_lines, listed_states
from attdata.draw.drawing import CM, Drawing
from attdata.draw.layout import room_in_column
from attdata.draw.style import right_to_left
from attdata.maps.ground import Canvas, fill_axes
from attdata.maps.views import Inset, whole_within
from attdata.words import map_name, state_name, word

MOST_NAMED = 12  # names that can be read on the map of a region on a slide
MOST_IN_ALL = 15  # States of a region that are all named there
MOST_TOLD = 3  # newcomers that the note below it says are named too
ASIDE_MM = 46.0  # of a slide laid out 131.7 mm wide: two words of a title in each line


def named_on_slide(status: Mapping[str, str], recent: Collection[str]) -> list[str]:
    """Return the statuses whose States are named on the map of a region on a slide.

    All of a small region, else all that are not party; where these are too many, those that have
    signed; else none but the newcomers.

    Examples
    --------
    >>> states = {"UKR": "signatory", "BLR": "not_joined"}
    >>> named_on_slide(states | dict.fromkeys(map(str, range(40)), "state_party"), [])
    ['signatory', 'not_joined']
    >>> named_on_slide(states, [])
    ['not_joined', 'signatory']
    """
    if len(status) <= MOST_IN_ALL:
        return sorted(set(status.values()))
    for values in (["signatory", "not_joined", "unknown"], ["signatory"]):
        count = sum(value in values for value in status.values()) + len(recent)
        if count <= MOST_NAMED:
            return [value for value in values if value in status.values()]
    return []


_SENTENCES = {
    ("signatory",): "map.names_signatory",
    ("not_joined",): "map.names_not_party",
    ("signatory", "not_joined"): "map.names_not_party",
}


def few_named(
    status: Mapping[str, str], recent: Collection[str], chosen: Collection[str], most: int
) -> set[str]:
    """Return the newcomers, unless there are too many to be read, and States of some statuses."""
    newcomers = set(recent) if len(recent) <= most else set()
    return newcomers | {iso3 for iso3, value in status.items() if value in chosen}


def named_in(insets: Sequence[Inset], states: Collection[str]) -> set[str]:
    """Return the States that lie whole within an inset that names all of them."""
    views = [inset.view for inset in insets if inset.named]
    return {iso3 for iso3 in states if any(whole_within(iso3, view) for view in views)}


def says_named(statuses: Collection[str], language: str, also: Collection[str] = ()) -> str:
    """Return which States a map names, nothing where it chooses none; ``also`` those of an inset.

    The key says it where they are the signatories alone: then the note tells of the others.

    Examples
    --------
    >>> says_named(["signatory", "not_joined"], "en")
    'The map names the States not party'
    >>> says_named(["signatory"], "en"), says_named(["signatory"], "en", ["PSE"])
    ('The map names the signatories', 'Also named: State of Palestine')
    """
    if not statuses or "state_party" in statuses:
        return ""
    if also and list(statuses) == ["signatory"]:
        return word("map.named_too", language, names=listed_states(sorted(also), language))
    if key := _SENTENCES.get(tuple(statuses)):
        said = word(key, language)
        names = listed_states(sorted(also), language)
        return word("map.names_also", language, said=said, names=names) if also else said
    listed = [word(f"statuses.{status}", language) for status in statuses]
    return word(
        "count.label", language, label=word("map.named", language),
        n=word("list.semicolon", language).join(listed),
    )  # fmt: skip


def written(iso3: str, language: str, size: str) -> str:
    """Return the name of a State on a map: on a slide, which names few, none cut with a dot.

    Examples
    --------
    >>> written("PNG", "fr", "report"), written("PNG", "fr", "slide")
    ('Papouasie-N.-Guinée', 'Papouasie-Nouvelle-Guinée')
    """
    name = map_name(iso3, language)
    return state_name(iso3, language) if size == "slide" and "." in name else name


def on_slide(
    language: str, region: str | None, centre: float | None, insets: Sequence[Inset] = ()
) -> dict[str, Any]:
    """Return what the canvas of a map by status has on a slide: a column, or room for its key."""
    if region:
        return {"slide": True, "aside": ASIDE_MM, "room": (room_of(insets), 0.0)}
    return {"slide": True, "room": room_for_key(language, centre)}


def room_of(insets: Sequence[Inset]) -> float:
    """Return the ground at the left of a region for its insets, in shares of its width."""
    return max([0.0, *(inset.room for inset in insets)])


def room_for_key(language: str, centre: float | None, *, tall: bool = False) -> tuple[float, float]:
    """Return the ground at the left and the right of the world on a slide, in shares of its width.

    Where the Pacific Ocean is at the left edge most of a key lies on it; a ``tall`` one has to lie
    beside Hawaii. In Arabic it is at the right edge, where reading begins.
    """
    if centre is None and not tall and not right_to_left(language):
        return 0.09, 0.0
    if right_to_left(language):
        return 0.0, 0.33 if centre is None else 0.32
    longer = 0.02 if language == "ru" else 0.0  # the words of its key
    return (0.225 + longer if centre is None else 0.315 + longer), 0.0


def beside(canvas: Canvas, drawing: Drawing, said: str) -> Drawing:
    """Return the drawing with its title block beside the map, and ``said`` in its note below it.

    The map is told the room beside it. One in axes of others has none, and is left as it is.
    """
    if not canvas.aside:
        return drawing
    figure = canvas.ax.get_figure(root=True)
    assert figure is not None
    drawing = replace(drawing, aside=canvas.aside / 10, key=lambda: said)
    high, free = room_in_column(figure, drawing, footer_lines(drawing, "slide"))
    canvas.free = 10 * free
    # As high as it will be on its slide, so that names need not be placed again.
    figure.set_size_inches(figure.get_size_inches()[0], high * CM)
    fill_axes(canvas)
    return drawing
