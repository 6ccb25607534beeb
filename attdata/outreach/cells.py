"""States, actors and regions in the cells of an outreach log, each distinct text looked up once.

Organizations come from ``actors.csv``, regions as written from ``regions.csv``. Groups such as
"ECOWAS members" become their members on the day of the activity (``groups.csv``); a region, "all"
and "10 Pacific island States" name no State and stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from attdata.names.exclusions import is_open_ended, without_word
from attdata.names.lists import excluded_from, split_states
from attdata.names.resolve import STATE_HOWS, Aliases, resolve
from attdata.outreach.columns import clean, key_of
from attdata.outreach.members import memberships
from attdata.reference import per_reference, reference_rows

if TYPE_CHECKING:
    import pandas as pd

_ANY_DAY = "any day"
Named = tuple[str, str, str, str]  # as written, iso3, how it was resolved, group
Warned = tuple[str, str, str]  # as written, warning, what to do
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")


class State(NamedTuple):
    """A State, or a group of States, as a cell names it."""

    iso3: str
    named_as: str
    group: str = ""


class Actor(NamedTuple):
    """An organization as the frame keeps it, with the group of stakeholders it belongs to."""

    name: str
    stakeholder_group: str


class Cell(NamedTuple):
    """What a cell of names holds: States, actors, and what is wrong with it."""

    states: tuple[State, ...] = ()
    actors: tuple[Actor, ...] = ()
    warnings: tuple[tuple[str, str, str], ...] = ()


NO_STATE = "names no State. Kept as text;"
AMBIGUOUS = "names more than one State. Kept as text;"
UNNAMED = "names no single State. Kept as text;"
LIST_THEM = "if it stands for States, list them."
NO_DAY = "names a group, and the day whose members are meant is not known. Kept as text;"
LEFT_OUT = "says who is left out. Nobody in it is taken as reached;"
AFTER_IT = "whoever was reached belongs before it."
NOT_TAKEN = "is a group of which it is not certain who is left out. Kept as text;"
REGION = "names a region, not States. Kept as text;"
UNKNOWN_ACTOR = "is in no row of actors.csv. Kept without a stakeholder group;"
UNKNOWN_REGION = "is in no row of regions.csv. No region is taken from it;"


@per_reference
def words(column: str) -> dict[str, str]:
    """Return word (as compared) -> value for one column of ``kinds.csv``.

    Examples
    --------
    >>> words("delivery")["cited example"]
    'example'
    """
    rows = [row for row in reference_rows("kinds") if row["column"] == column]
    return {key_of(row["as_written"]): row["value"] for row in rows}


def is_empty(text: str) -> bool:
    """Say whether a cell holds nothing, or words for nothing ("not stated (...)").

    Examples
    --------
    >>> is_empty("not stated (First Committee meets in New York)"), is_empty("Togo")
    (True, False)
    """
    return not text or _says_nothing(text)


@partial(per_reference, most=16_384)
def _says_nothing(text: str) -> bool:
    """Say whether the words of a cell are words for nothing."""
    return key_of(text) in words("empty") or key_of(_bare(text)) in words("empty")


def _bare(text: str) -> str:
    """Return the text without a remark in brackets behind it."""
    return _REMARK.sub("", text)


@per_reference
def _actor_tables() -> tuple[dict[str, Actor], list[tuple[re.Pattern[str], str]], re.Pattern[str]]:
    """Return actors by name, patterns for kinds of actors, and the words before a State."""
    whole: dict[str, Actor] = {}
    kinds: list[tuple[re.Pattern[str], str]] = []
    before: list[str] = []
    for row in reference_rows("actors"):
        if row["match"] == "whole":
            actor = Actor(row["actor"], row["stakeholder_group"])
            whole.setdefault(key_of(row["organisation"]), actor)
        elif row["match"] == "contains":
            pattern = re.compile(rf"\b{re.escape(row['organisation'])}", re.IGNORECASE)
            kinds.append((pattern, row["stakeholder_group"]))
        else:
            before.append(re.escape(row["organisation"]))
    return whole, kinds, re.compile(rf"^(?:{'|'.join(before)})\s+(?:the\s+)?", re.IGNORECASE)


def known_actor(text: str) -> Actor | None:
    """Return the actor that ``actors.csv`` lists under this name, with or without a remark.

    Examples
    --------
    >>> known_actor("ATT Secretariat (remarks)")
    Actor(name='ATT Secretariat', stakeholder_group='secretariat')
    """
    whole = _actor_tables()[0]
    return whole.get(key_of(text)) or whole.get(key_of(_bare(text)))


def group_of_kind(text: str) -> str:
    """Return the stakeholder group that a word in the name gives, "" where none does.

    Examples
    --------
    >>> group_of_kind("Ministry of Defence of The Gambia")
    'government'
    """
    return next((group for pattern, group in _actor_tables()[1] if pattern.search(text)), "")


def _doubtful_codes(names: list[Named], left: str) -> bool:
    """Say whether a code may be something else: MLI is Mali in a list of States, else initials."""
    codes = [name for name, _, how, _ in names if how == "code"]
    others = left or any(how not in STATE_HOWS for _, _, how, _ in names)
    return bool(codes) and bool(others or any(len(code) != 3 for code in codes))


class Names:
    """Looks up the texts of one log; keeps each answer, so that a repeated text costs nothing."""

    def __init__(
        self, aliases: Aliases = None, groups: Iterable[Mapping[str, object]] | None = None
    ) -> None:
        """Take an analyst's own spellings and the membership of groups."""
        self._aliases = aliases
        self._members = memberships(reference_rows("groups") if groups is None else groups)
        self._split: dict[str, tuple[list[Named], str]] = {}
        self._states: dict[tuple[str, date | str | None], Cell] = {}
        self._actors: dict[str, Cell] = {}

    def split(self, text: str) -> tuple[list[Named], str]:
        """Return (text, iso3, how, group) of each name in a cell, and what is no name."""
        answer = self._split.get(text)
        if answer is None:
            pieces = [piece for piece in map(str.strip, text.split(";")) if piece]
            # Only the whole cell tells whether NA is a code among codes (Namibia's) or no answer.
            if len(pieces) > 1 and not {"NA", "N/A"} & set(pieces):
                parts = [self.split(piece) for piece in pieces]
                named = [name for names, _ in parts for name in names]
                answer = named, "; ".join(left for _, left in parts if left)
            if answer is None or _doubtful_codes(*answer):
                frame, left = split_states(text, aliases=self._aliases)
                columns = (frame[name].tolist() for name in ("text", "iso3", "how", "group"))
                answer = list(zip(*columns, strict=True)), left
            self._split[text] = answer
        return answer

    def states(self, text: str, day: date | None) -> Cell:
        """Return the States that a cell names, groups as their members on the day."""
        for key in ((text, _ANY_DAY), (text, day)):
            if key in self._states:
                return self._states[key]
        cell = self._read_states(text, day)
        self._states[text, day if self._is_grouped(text) else _ANY_DAY] = cell
        return cell

    def _is_grouped(self, text: str) -> bool:
        """Say whether a cell names a group; without one the day makes no difference."""
        if is_empty(text):
            return False
        kept = excluded_from(text, aliases=self._aliases)[0]
        return any(how == "group" for _, _, how, _ in self.split(kept)[0])

    def _read_states(self, text: str, day: date | None) -> Cell:
        """Return the States that a cell names, looked up for the first time."""
        if is_empty(text):
            return Cell()
        if key_of(text) in words("states"):
            return Cell(warnings=((text, UNNAMED, LIST_THEM),))
        kept, excluded = excluded_from(text, aliases=self._aliases)
        named, left = self.split(kept)
        states, warnings = self._named(named, day)
        if excluded:
            left_out, unknown = self._left_out(excluded, day)
            unknown |= any(is_open_ended(piece, text) for piece in excluded)
            # Without knowing all who are left out, nobody can be told of a group.
            groups = dict.fromkeys(s.named_as.strip(" ,،，") for s in states if s.group and unknown)
            warnings += [(name, NOT_TAKEN, LIST_THEM) for name in groups]
            states = [s for s in states if s.iso3 not in left_out and not (s.group and unknown)]
            warnings += [(piece, LEFT_OUT, AFTER_IT) for piece in excluded]
        pieces = [clean(piece) for piece in left.split(";")]
        left = "; ".join(piece for piece in pieces if key_of(piece) not in words("remark"))
        if left:
            warnings.append((left, NO_STATE, LIST_THEM))
        return Cell(tuple(_each_once(states)), (), tuple(warnings))

    def _named(self, names: list[Named], day: date | None) -> tuple[list[State], list[Warned]]:
        """Return the States that names stand for, groups as their members on the day."""
        states: list[State] = []
        warnings: list[Warned] = []
        for name, iso3, how, group in names:
            if how in STATE_HOWS:
                states.append(State(iso3, name))
            elif how == "group":
                members, warning = self._expand(name, group, day)
                states += members
                warnings += warning
            elif how == "ambiguous":
                warnings.append((name, AMBIGUOUS, f"write one of: {self.meanings(name)}."))
            else:
                warnings.append((name, NO_STATE, LIST_THEM))
        return states, warnings

    def meanings(self, name: str) -> str:
        """Return the States that an ambiguous or broken-off name may mean, "" for others."""
        pieces, left = self.split(name)
        is_ambiguous = not left and [piece[2] for piece in pieces] == ["ambiguous"]
        if not (is_ambiguous or name.endswith("-")):  # "Guinea-" begins several names
            return ""
        suggestion = resolve(name, aliases=self._aliases)["suggestion"].iloc[0]
        return str(suggestion).rpartition(" is ambiguous: ")[2]

    def _left_out(self, pieces: list[str], day: date | None) -> tuple[set[str], bool]:
        """Return who is left out, and whether a piece says more than names."""
        left_out: set[str] = set()
        unknown = False
        for piece in pieces:
            named, left = self.split(without_word(piece))
            states, warnings = self._named(named, day)
            left_out |= {state.iso3 for state in states}
            unknown |= bool(left or warnings)
        return left_out, unknown

    def _expand(self, name: str, group: str, day: date | None) -> tuple[list[State], list[Warned]]:
        """Return the members of a group on a day."""
        periods = self._members.get(group)
        if periods is None:
            return [], [(name, REGION, LIST_THEM)]
        if day is None:
            return [], [(name, NO_DAY, "give the activity a date or list the States.")]
        text = day.isoformat()
        members = [iso3 for iso3, start, end in periods if start <= text < (end or "9999-99")]
        return [State(iso3, name, group) for iso3 in members], []

    def state(self, text: str) -> str:
        """Return the one State that a text names ("Mexico (MFA)" too), else ""."""
        for form in (text, _bare(text)):
            named, left = self.split(form)
            if not left and len(named) == 1 and named[0][2] in STATE_HOWS:
                return named[0][1]
        return ""

    def actors(self, text: str) -> Cell:
        """Return the States and organizations that a cell of organisers or partners names."""
        if text not in self._actors:
            pieces = [clean(piece) for piece in text.split(";")]
            # "MLI" is Mali among codes; among organizations it is one of them.
            codes = {name for name, _, how, _ in self.split(text)[0] if how == "code"}
            cells = [self._actor(piece, codes) for piece in pieces]
            self._actors[text] = Cell(
                tuple(_each_once([state for cell in cells for state in cell.states])),
                tuple(dict.fromkeys(actor for cell in cells for actor in cell.actors)),
                tuple(warning for cell in cells for warning in cell.warnings),
            )
        return self._actors[text]

    def _actor(self, text: str, codes: set[str]) -> Cell:
        """Return the State or the organization that one piece names."""
        if is_empty(text):
            return Cell()
        actor = known_actor(text)
        if actor is not None:
            return Cell(actors=(actor,))
        rest = _actor_tables()[2].sub("", text)
        named, left = self.split(rest)
        by_code = any(how == "code" and name not in codes for name, _, how, _ in named)
        if named and not left and not by_code:
            if all(how in STATE_HOWS for _, _, how, _ in named):
                return Cell(tuple(State(iso3, text) for _, iso3, _, _ in named))
        elif not by_code and (iso3 := self.state(text)):
            return Cell((State(iso3, text),))
        if named and not left and all(group in self._members for _, _, _, group in named):
            return Cell(actors=tuple(Actor(g, "regional organisation") for _, _, _, g in named))
        group = group_of_kind(text)
        hint = "add it there."
        warnings = () if group else ((text, UNKNOWN_ACTOR, hint),)
        return Cell(actors=(Actor(_bare(text) or text, group),), warnings=warnings)


def stakeholders(text: str) -> Cell:
    """Return the stakeholder groups that a cell names, each as an actor.

    Examples
    --------
    >>> stakeholders("diplomats; civil society").actors
    (Actor(name='diplomats', stakeholder_group='government'), \
Actor(name='civil society', stakeholder_group='civil society'))
    """
    actors, warnings = [], []
    for piece in (clean(piece) for piece in text.split(";")):
        if is_empty(piece):
            continue
        actor = known_actor(piece)
        group = actor.stakeholder_group if actor else group_of_kind(piece)
        actors.append(Actor(_bare(piece), group))
        if actor is None and not group:
            warnings.append((piece, UNKNOWN_ACTOR, "add it there."))
    return Cell((), tuple(dict.fromkeys(actors)), tuple(warnings))


@per_reference
def _regions() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return region as written -> its groups."""
    groups_of: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in reference_rows("regions"):
        key = key_of(row["as_written"])
        group = (row["scheme"], row["group"])
        if group not in groups_of.get(key, ()):
            groups_of[key] = (*groups_of.get(key, ()), group)
    return groups_of


def regions(text: str) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return (scheme, group, as written) of each region in a cell, and the pieces unknown.

    Examples
    --------
    >>> regions("Africa; Asia-Pacific")[0][1:]
    [('att_region', 'Asia', 'Asia-Pacific'), ('att_region', 'Oceania', 'Asia-Pacific')]
    """
    whole = _regions().get(key_of(text)) or _regions().get(key_of(_bare(text)))
    if whole:
        return [(scheme, group, text) for scheme, group in whole], []
    named, unknown = [], []
    for piece in (clean(piece) for piece in re.split(r"[;,/]|\band\b", text)):
        if is_empty(piece):
            continue
        groups = _regions().get(key_of(piece)) or _regions().get(key_of(_bare(piece)))
        named += [(scheme, group, piece) for scheme, group in groups or ()]
        if not groups:
            unknown.append(piece)
    return named, unknown


def records(
    rows: pd.DataFrame | Iterable[Mapping[str, object]] | None,
) -> Iterable[Mapping[str, object]] | None:
    """Return the rows of a frame as dictionaries; rows and None as they are."""
    if rows is not None and hasattr(rows, "to_dict"):
        return cast("list[Mapping[str, object]]", rows.to_dict("records"))
    return cast("Iterable[Mapping[str, object]] | None", rows)


def _each_once(states: Iterable[State]) -> list[State]:
    """Return each State once, rather as named itself than through a group."""
    listed = list(states)
    own = {state.iso3 for state in listed if not state.group}
    seen: set[str] = set()
    kept = []
    for state in listed:
        if state.iso3 in seen or (state.group and state.iso3 in own):
            continue
        seen.add(state.iso3)
        kept.append(state)
    return kept
