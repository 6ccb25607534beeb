"""What stands below a map: what is dotted and dashed, since when, and whose regions these are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from attdata.draw.captions import listed_states, scheme_note
from attdata.evidence import day_as_known, evidence_sentences, precision_of, sentences
from attdata.law.universe import universes, usual_states
from attdata.maps.boundary_notes import (
    boundaries_on_slide,
    dashed_note,
    dispute_notes,
    disputes_in_sight,
)
from attdata.maps.overseas import overseas_note, overseas_of_world
from attdata.maps.views import members_on, not_counted_in, spots
from attdata.reference import reference_rows
from attdata.words import conference_name, has_word, map_name, state_name, word

if TYPE_CHECKING:
    import pandas as pd

    from attdata.maps.ground import Canvas

_COUNTED = ("universe", "universe_joined", "n_states")  # what frames say of the States they count
SPECKS = "states:not_counted:small"  # gid of land that is not counted and too small for dots
REGIONAL = ("att_region", "m49_subregion")  # schemes whose groups are parts of the earth
MOST_LATER = 3  # States for which the Treaty is not in force yet that a note names
# How many joined, since which day, and after which conference.
Joined = tuple[int | None, dt.date | str | None, str]


def map_note(
    canvas: Canvas, region: str | None, joined: Joined, frame: pd.DataFrame, size: str = "report"
) -> str:
    """Say what a map by status does not say itself.

    The land that is dotted or coloured by the status of a State elsewhere, what dashed lines are,
    whose regions these are, and from which day on States are counted that joined since a
    conference.
    """
    _, day, conference = joined
    since = since_note(day, conference, canvas.language) if day is not None and conference else ""
    notes = [
        not_counted_note(region, canvas.language, named_in_sight(canvas, region)),
        states_not_counted_note(canvas, frame, region),
        overseas_note(canvas) if region else overseas_of_world(canvas, size),
        outside_note(canvas, region) if size == "report" else "",
        dashed_note(canvas),
        *dispute_notes(canvas, region, size),
        _whose(region, canvas.language),
        since,
        later_note(frame, canvas.language, canvas.own if region else ()),
    ]
    return sentences(notes, canvas.language)


def _whose(region: str | None, language: str, *, slide: bool = False) -> str:
    """Say whose regions those are of which a map shows one, "" of the world."""
    return scheme_note(_scheme_of(region), language, slide=slide)


def _scheme_of(region: str | None) -> str:
    """Return the scheme of groups.csv that has a region, "" of the world."""
    schemes = [row["scheme"] for row in reference_rows("groups") if row["group"] == region]
    return schemes[0] if schemes else ""


def outside_note(canvas: Canvas, region: str | None) -> str:
    """Say what the pale land of a region's map is, where such land is in sight."""
    import shapely

    sight, areas = shapely.box(*canvas.box), canvas.frames[0].areas
    pale = [areas[i].geometry for i in _drawn_as(canvas, "land:elsewhere") if i in areas]
    if not region or not shapely.intersects(pale, sight).any():
        return ""
    kind = "region" if _scheme_of(region) in REGIONAL else "group"
    return word(f"note.outside_{kind}", canvas.language)


def group_map_note(canvas: Canvas, scheme: str, frame: pd.DataFrame, size: str = "report") -> str:
    """Say what a map of groups does not say itself: what is dotted and dashed, whose groups."""
    language = canvas.language
    notes = [
        not_counted_note(None, language, dotted_in_sight(canvas)),
        states_not_counted_note(canvas, frame),
        overseas_of_world(canvas, size),
        dashed_note(canvas),
        *dispute_notes(canvas, None, size),
        scheme_note(scheme, language),
    ]
    return sentences(notes, language)


def group_slide_note(canvas: Canvas, scheme: str, frame: pd.DataFrame) -> str:
    """Say on a slide in few words whose groups these are and what is not counted."""
    notes = [scheme_note(scheme, canvas.language), not_counted_on_slide(canvas, frame)]
    return sentences(notes, canvas.language)


def states_not_counted_note(canvas: Canvas, frame: pd.DataFrame, region: str | None = None) -> str:
    """Name the States in sight of a map, or of its region, that the frame's universe leaves out.

    They are no territories, and some are too small to be drawn. ``universes.csv`` says whether they
    will be counted once they sign or join.
    """
    universe, seen = str(frame.attrs.get("universe", "")), []
    left, bottom, right, top = canvas.box
    here = members_on(region, frame) if region else set(spots())
    for iso3 in sorted(_left_out(here, frame)):
        x, y = canvas.view.place(*spots()[iso3])
        if left < x < right and bottom < y < top:
            seen.append(iso3)
    waiting = [iso3 for iso3 in seen if universes()[universe].get(iso3) == "joined"]
    others = [iso3 for iso3 in seen if iso3 not in waiting]
    keys = {"note.states_once_joined": waiting, "note.states_not_counted": others}
    language = canvas.language
    told = [
        word(key, language, names=listed_states(states, language))
        for key, states in keys.items()
        if states
    ]
    return sentences(told, language)


def _left_out(states: Collection[str], frame: pd.DataFrame) -> set[str]:
    """Return which States the universe of a frame leaves out, none where it names no universe."""
    universe = str(frame.attrs.get("universe", ""))
    if universe not in universes():
        return set()
    return set(states) - usual_states(universe) - set(frame.attrs.get("universe_joined", ()))


def not_counted_note(
    region: str | None, language: str, dotted: Collection[str] = (), *, short: bool = False
) -> str:
    """Name the land that is dotted on a map, which has no name on the map itself.

    Parameters
    ----------
    region
        The region of the map: views.csv says which land readers look for there.
    language
        One of ar, en, es, fr, ru, zh.
    dotted
        Ids of other land that is dotted; named is what words.csv has a name for.
    short
        For a slide, whose legend has a sample of it.

    Examples
    --------
    >>> not_counted_note("Americas", "en", ["GRL"]), not_counted_note("Asia", "en")
    ('Not counted (dotted or white): Greenland; small territories', '')
    """
    if not dotted and region is None:
        return ""
    ids = {*not_counted_in(region), *dotted}
    names = [word(f"territory.{i}", language) for i in ids if has_word(f"territory.{i}")]
    listed = word("list.semicolon", language).join(sorted(names))
    key = "note.not_counted_short" if short else "note.not_counted"
    return word(key, language, names=listed) if names else ""


def not_counted_on_slide(canvas: Canvas, frame: pd.DataFrame) -> str:
    """Say in few words what is dotted on the slide of the world, and what overseas is not."""
    if not dotted_in_sight(canvas):
        return ""
    names = no_territories(frame, canvas.language)
    return word("note.not_counted_slide", canvas.language, names=names)


def no_territories(frame: pd.DataFrame, language: str) -> str:
    """Name what is not counted on a map of the world, and is no territory.

    The Cook Islands and the Holy See join treaties as States do. Kosovo stands with its reference.

    Examples
    --------
    >>> import attdata as att
    >>> no_territories(att.status_on(att.load(), "2026-07-24"), "en")
    'Cook Islands, Holy See, Kosovo (Security Council resolution 1244 (1999))'
    """
    names = [state_name(iso3, language) for iso3 in sorted(_left_out(["COK", "VAT"], frame))]
    return word("list.both", language).join([*names, word("territory.XKX", language)])


def slide_note(
    canvas: Canvas,
    region: str | None,
    joined: Joined,
    frame: pd.DataFrame,
    at_sea: Collection[str] = (),
) -> str:
    """Say what the slide of a map has to say of it below, where a reader might err.

    From which day on States are counted as new, and when the Treaty enters into force for those for
    which it is not known to be in force; of the world, which States are counted and what land is
    not; of a region, what is not counted, by what overseas parts are coloured, what is pale, and
    whose it is; of both, what dashed lines are and what is disputed, but for what is ``at_sea``.
    """
    _, day, conference = joined
    since = ""
    if day is not None and conference:
        since = since_note(day, conference, canvas.language, short=True)
    later = later_note(frame, canvas.language, canvas.own if region else ())
    boundaries = [one for one in boundaries_on_slide(canvas) if one not in at_sea]
    if region:
        areas = named_in_sight(canvas, region) or white(canvas)
        away = not_counted_note(region, canvas.language, areas, short=True)
        states = states_not_counted_note(canvas, frame, region)
        overseas = overseas_note(canvas, short=True)
        whose = _whose(region, canvas.language, slide=True)
        pale = outside_note(canvas, region)
        said = [away, states, overseas, *boundaries, pale, whose, since, later]
        return sentences(said, canvas.language)
    uncounted = not_counted_on_slide(canvas, frame)
    said = [counted_note(frame, canvas.language), since, later, uncounted, *boundaries]
    return sentences(said, canvas.language)


def counted_note(frame: pd.DataFrame, language: str) -> str:
    """Say which States a frame counts, for a slide, whose footer leaves it out."""
    counted = {key: frame.attrs[key] for key in _COUNTED if key in frame.attrs}
    return sentences(evidence_sentences(counted, language), language)


def later_note(frame: pd.DataFrame, language: str, shown: Collection[str] = ()) -> str:
    """Say when the Treaty enters into force for States Parties for which it may not be, yet.

    Where these are many (as in the Treaty's first months) nothing is said.

    Examples
    --------
    >>> import attdata as att
    >>> later_note(att.status_on(att.load(), "2026-07-24"), "en")
    'The Treaty will enter into force for Ecuador no later than 22 October 2026.'
    """
    if "in_force" not in frame.columns or "on" not in frame.attrs:
        return ""
    party = frame["status"].astype(str) == "state_party"
    later = frame[party & (frame["in_force"] > str(frame.attrs["on"])[:10])]
    if shown:
        later = later[later["iso3"].isin(list(shown))]
    if not 0 < len(later) <= MOST_LATER:
        return ""
    told: dict[tuple[str, dt.date], list[str]] = {}
    for iso3, day in zip(later["iso3"].astype(str), later["in_force"], strict=True):
        known = precision_of(frame.attrs, iso3, day.date())[0] in ("day", "inferred")
        key = "note.later_on" if known else "note.later_by"
        told.setdefault((key, day.date()), []).append(map_name(iso3, language))
    comma = word("list.comma", language)
    return sentences(
        [word(key, language, names=comma.join(told[key, day]), day=day) for key, day in told],
        language,
    )


def dotted_in_sight(canvas: Canvas) -> list[str]:
    """Return the ids of the land that a map shows dotted."""
    import shapely

    sight, areas = shapely.box(*canvas.box), canvas.frames[0].areas
    ids = set(dotted(canvas)) & areas.keys()
    return sorted(i for i in ids if areas[i].geometry.intersects(sight))


def named_in_sight(canvas: Canvas, region: str | None) -> list[str]:
    """Return the ids of the land that a note names as not counted: on a region disputed land too.

    That may be too small for dots.
    """
    return [*dotted_in_sight(canvas), *(disputes_in_sight(canvas) if region else ())]


def dotted(canvas: Canvas) -> list[str]:
    """Return the ids of the land that is drawn dotted, whether it is in sight or not."""
    return _drawn_as(canvas, "states:not_counted")


def specks(canvas: Canvas) -> list[str]:
    """Return the ids of the land that is not counted either, and too small for dots."""
    return _drawn_as(canvas, SPECKS)


def white(canvas: Canvas) -> list[str]:
    """Return the ids of such land that has a name."""
    return [iso3 for iso3 in specks(canvas) if has_word(f"territory.{iso3}")]


def _drawn_as(canvas: Canvas, kind: str) -> list[str]:
    """Return the ids of the land that is drawn as one kind, whether it is in sight or not."""
    return [
        iso3
        for collection in canvas.ax.collections
        if str(collection.get_gid()).split("@")[0] == kind
        for iso3 in getattr(collection, "areas", ())
    ]


def since_label(day: dt.date | str, conference: str, language: str) -> str:
    """Return what marks those who joined since a conference closed, or since a day."""
    if conference:
        name = conference_name(conference, language, short=True)
        return word("statuses.joined_since_conference", language, conference=name)
    return word("statuses.joined_since", language, day=dt.date.fromisoformat(str(day)[:10]))


def since_note(day: dt.date | str, conference: str, language: str, *, short: bool = False) -> str:
    """Say from which day on States are counted that joined since a conference.

    An abbreviation such as CSP11 is spelt out, unless there is little room.

    Examples
    --------
    >>> since_note("2025-08-30", "CSP11", "es")
    'Desde la CEP11 (Undécima Conferencia de los Estados Partes): a partir del 30 de agosto de 2025'
    """
    name = conference_name(conference, language, short=True)
    if name[-1].isdigit() and not short:
        name = word("count.legend", language, label=name, n=conference_name(conference, language))
    when = dt.date.fromisoformat(str(day)[:10])
    return word("note.joined_since", language, day=when, conference=name)


def leaving_states(frame: pd.DataFrame, status: Collection[str], language: str) -> str:
    """Return which States have notified a withdrawal that is not yet in effect, "" for none."""
    if "leaving" not in frame.columns:
        return ""
    rows = frame[frame["leaving"].notna() & frame["iso3"].isin(list(status))]
    names = []
    for iso3, day in zip(rows["iso3"], rows["leaving"], strict=True):
        when = day_as_known(day, language, *precision_of(frame.attrs, iso3, day))
        name = state_name(iso3, language)
        names.append(word("report.remark", language, name=name, remark=when))
    listed = word("list.comma", language).join(names)
    return word("statuses.leaving", language, names=listed) if names else ""
