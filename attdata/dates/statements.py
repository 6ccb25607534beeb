"""The tokens of a date as published -> its statements: what each says of day, month and year.

A statement is one date with a first and a last part; hints ("opening"), loose weekdays, numbers
of days and conferences are kept beside it. What follows from them is decided in ``dates.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from attdata.dates.words import Token


@dataclass
class Part:
    """One end of a date: what it says of year, month, day and weekday.

    ``listed`` where it stands behind "and", so that the days before it need not reach up to it.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    listed: bool = False

    def empty(self) -> bool:
        """Say whether it holds no more than a weekday."""
        return self.year is None and self.month is None and self.day is None


@dataclass
class Statement:
    """One date of the text: its parts in order, and how they are joined."""

    parts: list[Part]
    either: bool = False
    hint: str = ""


@dataclass
class Text:
    """Everything a text says: its statements, hints, loose weekdays, durations, conferences."""

    statements: list[Statement] = field(default_factory=list)
    hints: set[str] = field(default_factory=set)
    weekdays: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    conferences: list[str] = field(default_factory=list)
    unknown: bool = False
    left_over: bool = False


_DATE_KINDS = set("nmydsow")
_JOINTS = set("-&|")


def _simplify(sequence: Iterable[Token]) -> list[Token]:
    """Settle commas, slashes and "5/6 May", which depend on what stands beside them."""
    listed = list(sequence)
    kinds = [token.kind for token in listed] + ["", ""]
    kept: list[Token] = []
    for place, token in enumerate(listed):
        before, after = (kinds[place - 1] if place else ""), kinds[place + 1]
        if token.kind == "s" and after == "m" and isinstance(token.value, tuple):
            month, day = token.value
            kept += [Token("n", day, ""), Token("&", None, "/"), Token("n", month, "")]
        elif token.kind == ",":
            if before == after and before in ("n", "d"):
                kept.append(Token("&", None, ","))
        elif token.kind == "/":
            joint = "-" if before == after == "d" else "&"
            kept.append(Token(joint if before in _DATE_KINDS else ",", None, "/"))
        else:
            kept.append(token)
    return [token for token in kept if token.kind != ","]


def _read_part(listed: list[Token]) -> Part | None:
    """Return one end of a date, or None where its figures stand in no known order."""
    part = Part(listed=listed[0].kind == "&")
    listed = listed[1:] if part.listed else listed
    shape = "".join(token.kind for token in listed if token.kind != "w")
    if shape not in ("", "n", "nm", "nmy", "mn", "mny", "ymn", "ym", "my", "m", "y", "ny", *"dso"):
        return None
    for token in listed:
        value: Any = token.value
        if token.kind in "nmyw":
            name = {"n": "day", "m": "month", "y": "year", "w": "weekday"}[token.kind]
            setattr(part, name, value)
        elif token.kind == "d":
            part.year, part.month, part.day = value
        elif token.kind == "s":
            part.month, part.day = value
        else:
            part.year, part.month = value
    return part


def _split(run: list[Token]) -> list[list[Token]]:
    """Return the pieces of a run between its joints; one behind "and" begins with that sign."""
    pieces: list[list[Token]] = [[]]
    for token in run:
        if token.kind in _JOINTS:
            pieces.append([token] if token.kind == "&" else [])
        else:
            pieces[-1].append(token)
    return [piece for piece in pieces if _shape(piece)]


def _shape(piece: list[Token]) -> str:
    """Return the kinds of a piece's tokens, without the sign that it stands behind "and"."""
    return "".join(token.kind for token in piece).lstrip("&")


def _merge_stray(pieces: list[list[Token]]) -> list[list[Token]]:
    """Join "4-7- February 2019" and "تشرين الثاني/نوفمبر 2024", whose last joint says nothing."""
    merged: list[list[Token]] = []
    for piece in pieces:
        shape = _shape(piece)
        own = piece[-len(shape) :]
        last = _shape(merged[-1]) if merged else ""
        if last.lstrip("w") == "n" and shape in ("m", "my") and len(pieces) != 2:
            merged[-1] = merged[-1] + own
        elif last.endswith("m") and shape in ("m", "my") and merged[-1][-1].value == own[0].value:
            merged[-1] = merged[-1] + own[1:]
        else:
            merged.append(piece)
    if len(merged) == 2 and _shape(merged[0]) == "n" and _shape(merged[1]) in ("m", "my"):
        first, second = merged
        return [first + second[-len(_shape(second)) :]]
    return merged


def _weekday_range(parts: list[Part]) -> list[Part]:
    """Give each day its weekday in "Monday to Wednesday, 19-21 August" and "19-21 August (...)"."""
    if len(parts) != 3:
        return parts
    before, middle, behind = parts
    if before.empty() and before.weekday is not None:
        return [replace(middle, weekday=before.weekday), replace(behind, weekday=middle.weekday)]
    if behind.empty() and behind.weekday is not None:
        return [replace(before, weekday=middle.weekday), replace(middle, weekday=behind.weekday)]
    return parts


def _add_run(run: list[Token], text: Text, hint: str) -> None:
    """Add what a run of date tokens says to the text's statements."""
    pieces = _split(run)
    joints = {token.kind for token in run}
    if not pieces:
        return
    if all(token.kind in "w&" for piece in pieces for token in piece):
        text.weekdays += [int(str(t.value)) for piece in pieces for t in piece if t.kind == "w"]
        return
    parts = [_read_part(piece) for piece in _merge_stray(pieces)]
    dated = _weekday_range([part for part in parts if part is not None])
    unordered = len(dated) < len(parts) and None in parts
    if (
        unordered
        or not any(part.month or part.year for part in dated)
        or any(part.empty() for part in dated)
    ):
        text.left_over = True
    else:
        text.statements.append(Statement(dated, "|" in joints, hint))


def read_tokens(sequence: tuple[Token, ...]) -> Text:
    """Sort the tokens of a text into statements, hints, loose weekdays and the rest."""
    text, run, hint = Text(), [], ""
    listed = _simplify(sequence)
    for place, token in enumerate([*listed, Token(";", None, "")]):
        relative = token.kind == "w" and _is_relative(listed, place)
        if (token.kind in _DATE_KINDS or token.kind in _JOINTS) and not relative:
            run.append(token)
            continue
        had_statements = len(text.statements)
        _add_run(run, text, hint)
        run = []
        if token.kind == ";" or len(text.statements) > had_statements:
            hint = ""
        if relative:
            text.weekdays.append(int(str(token.value)))
        elif token.kind == "c":
            hint = str(token.value)
        _note(token, text)
    _hint_after(text)
    return text


def _is_relative(listed: list[Token], place: int) -> bool:
    """Tell "ce mercredi" and "vendredi dernier" from the weekday of a date."""
    before = listed[place - 1] if place else None
    after = listed[place + 1] if place + 1 < len(listed) else None
    return any(token is not None and token.value in ("this", "last") for token in (before, after))


def _note(token: Token, text: Text) -> None:
    """Keep what is no part of a date: hint, duration, conference, unknown word, number."""
    if token.kind == "c":
        text.hints.add(str(token.value))
    elif token.kind == "u":
        text.lengths.append(int(str(token.value)))
    elif token.kind == "p":
        text.conferences.append(str(token.value))
    elif token.kind == "x":
        text.unknown = True
    elif token.kind == "#":
        text.left_over = True


ANCHORS = ("published", "before", "after")


def _hint_after(text: Text) -> None:
    """Give a lone date the hint that follows it, as in 2021年3月23日发布."""
    if len(text.statements) == 1 and not text.statements[0].hint:
        for hint in ANCHORS:
            if hint in text.hints:
                text.statements[0].hint = hint
