"""What a list leaves out: "except Palau and Nauru", "(not Myanmar)", "缅甸除外".

Whoever is named after such a word was not reached, whatever else the list says. Where the words
end is seldom written, so they reach to the end of their brackets, or of the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from attdata.reference import per_reference, reference_rows

_OPEN, _CLOSE = "(（[", ")）]"
_EMPTY = re.compile(r"\(\s*\)|（\s*）|\[\s*\]")
_AROUND = re.compile("除(?:了)?([^，。；;]{1,80}?)(?:以外|之外|外)(?!交)")
_APART = ";；؛,，、،\n"


@per_reference
def _words() -> tuple[re.Pattern[str], frozenset[str]]:
    """Return a pattern of the words of exclusion, and those that need the name of a State."""
    rows = [row for row in reference_rows("exclusions") if row["place"] != "around"]
    words = sorted({row["word"] for row in rows}, key=len, reverse=True)
    named = {row["word"].casefold() for row in rows if row["place"] == "named"}
    chinese = "|".join(re.escape(word) for word in words if word[:1] >= "\u2e80")
    others = "|".join(_form(word) for word in words if word[:1] < "\u2e80")
    # In Arabic "and" is written with the word that follows it.
    form = rf"(?:(?<![\w-])و?(?:{others})(?![\w-])|{chinese})(?:\s*:)?"
    return re.compile(form, re.IGNORECASE), frozenset(named)


def _form(word: str) -> str:
    """Return a word as a pattern, with any apostrophe and any blanks."""
    return re.escape(word).replace("'", "['’]").replace(r"\ ", r"\s+")


def part_exclusions(text: str, names_state: Callable[[str], bool]) -> tuple[str, list[str]]:
    """Return a list without what it leaves out, and each piece that says what that is.

    Parameters
    ----------
    text
        A cell that names States.
    names_state
        Says whether a text begins with the name of a State: "not", "without" and their like leave
        somebody out only before a name.

    Returns
    -------
    kept, excluded
        The text that is left, and the pieces taken out of it, with their words.

    Examples
    --------
    >>> part_exclusions("ASEAN members (not Myanmar, Brunei); Fiji", lambda rest: True)
    ('ASEAN members ; Fiji', ['not Myanmar, Brunei'])
    """
    excluded: list[str] = []
    for _ in range(20):  # each turn takes a piece out; more pieces are in no list
        span = _first(text, names_state)
        if span is None:
            break
        first, last = span
        excluded.append(_bare(text[first:last]))
        text = _EMPTY.sub("", text[:first] + text[last:])
    return text, [piece for piece in excluded if piece]


def is_open_ended(piece: str, text: str) -> bool:
    """Say whether it is uncertain where a piece that is left out of a text ends.

    Brackets end it, and so does a single name; "sauf le Mali, le Niger, le Togo" may leave out one
    State and go on with two others.

    Examples
    --------
    >>> is_open_ended("except Mali, Niger", "ECOWAS except Mali, Niger")
    True
    >>> is_open_ended("not Mali, Niger", "ECOWAS (not Mali, Niger)")
    False
    """
    closed = _AROUND.fullmatch(piece) or any(f"{piece}{mark}" in text for mark in _CLOSE)
    return not closed and any(mark in piece for mark in _APART)


def _bare(piece: str) -> str:
    """Return a piece without what parts it from others, and without brackets around the whole."""
    piece = piece.strip(f" {_APART}.:")
    return piece[1:].rstrip(_CLOSE) if piece[:1] in _OPEN else piece


def without_word(piece: str) -> str:
    """Return the names in a piece that is left out, without the word that says so.

    Examples
    --------
    >>> without_word("except Palau, Nauru and Tuvalu"), without_word("缅甸、文莱除外")
    ('Palau, Nauru and Tuvalu', '缅甸、文莱')
    """
    around = _AROUND.fullmatch(piece)
    if around:
        return around[1]
    rest = _words()[0].sub(" ", piece, count=1)
    return rest.strip(f" {_OPEN}{_CLOSE}{_APART}.:")


def _first(text: str, names_state: Callable[[str], bool]) -> tuple[int, int] | None:
    """Return where the first piece that leaves somebody out begins and ends."""
    around = _AROUND.search(text)
    pattern, named = _words()
    for match in pattern.finditer(text):
        if around and around.start() <= match.start():
            break
        if _needs_name(match[0], named) and not _before_name(text[match.end() :], names_state):
            continue
        return _reach(text, match)
    return around.span() if around else None


def _needs_name(word: str, named: frozenset[str]) -> bool:
    """Say whether a word leaves somebody out only before a name ("not", "without", "NO")."""
    key = word.rstrip(" :").casefold()
    return key in named or (key[:1] == "و" and key[1:] in named)


def _before_name(rest: str, names_state: Callable[[str], bool]) -> bool:
    """Say whether a name follows: "No. 5" and the code in "DK, NO, SE" leave nobody out."""
    return rest[:1].isspace() and names_state(rest)


def _reach(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return how far a word of exclusion reaches: forwards, or back to the name before it."""
    opened = _bracket(text, match.start())
    if opened is None:
        end = text.find("\n", match.end())
        first, last = match.start(), len(text) if end < 0 else end
        # "Mali and Niger excluded": nothing follows, so it is said of what stands before.
        if not _letters(text[match.end() : last]):
            first = max(text.rfind(mark, 0, first) for mark in ";；؛\n") + 1
        return first, last
    closes = [place for mark in _CLOSE if (place := text.find(mark, match.end())) >= 0]
    last = min(closes) + 1 if closes else len(text)
    before = text[opened + 1 : match.start()]
    if _letters(text[match.end() : last]):
        # "(all members, not Mali)": what stands before the word in the brackets is kept.
        return (match.start(), last - bool(closes)) if _letters(before) else (opened, last)
    if _letters(before):  # "(缅甸除外)"
        return opened, last
    # "Togo (absent)": the brackets speak of the name before them.
    return max(text.rfind(mark, 0, opened) for mark in _APART) + 1, last


def _bracket(text: str, place: int) -> int | None:
    """Return where the innermost bracket open at a place was opened."""
    open_at: list[int] = []
    for number, char in enumerate(text[:place]):
        if char in _OPEN:
            open_at.append(number)
        elif char in _CLOSE and open_at:
            open_at.pop()
    return open_at[-1] if open_at else None


def _letters(text: str) -> bool:
    return any(char.isalpha() for char in text)
