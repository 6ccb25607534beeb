"""Cells that name several States: where one name ends, and what is left out of a list.

"Bosnia and Herzegovina and Serbia" is two States, "ASEAN members (not Myanmar, Brunei)" a group
without two of its members. The words of exclusion are rows of ``exclusions.csv``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from attdata.names.aliases import Aliases
from attdata.names.exclusions import part_exclusions
from attdata.names.lookup import UNKNOWN, Answer, Index, find, index_with
from attdata.names.resolve import COLUMNS, as_texts, codes_prevail

if TYPE_CHECKING:
    import pandas as pd

# Between the lines of a cell nothing belongs together; between commas a name may go on.
LINE_ENDS = re.compile(r"[;；؛\n\r|•]|\s/\s")
_SOFT = re.compile(
    r"[,，、،/:：+&＆]|\s[-–—]\s"
    r"|\b(?:and|et|y|e|и|und|or|ou|o|или|as well as|ainsi que|así como|а также|plus)\b"
    r"|\b(?:including|such as|namely|notamment|y compris|incluidos?|включая)\b|\bincl\."
    r"|以及|和|与|及|與|包括|(?<=\s)و(?=\w|\s)|(?<=\s)أو(?=\s)|或",
    re.IGNORECASE,
)
_LONGEST = 8  # pieces of a list that are tried as one name ("Saint Vincent and the Grenadines")
_LONGEST_LIST = 2_000  # letters; beyond it nobody asks for one State
_OTHERS = re.compile(
    r"^(.+?)[,\s]+(etc\.?|et al\.?|u\.\s?a\.|и др\.?|и т\.\s?д\.|等)$|^(.+?)(等国?|等等)$"
)
_OPENING = re.compile(r"^\s*([^()（）]*?)\s*[(（]\s*([^()（）]+?)\s*$")
_REMARK = re.compile(r"^(.+?)\s*[(（]\s*([^()（）]*?)\s*[)）]\s*$", re.DOTALL)
_ROLES = re.compile(
    r"(?:co-?)?(?:president|chair|host|donor|organi[sz]er|présiden|presiden|anfitri|hôte|председател"
    r"|project|target|pilot|projet|proyecto|cible|проект|цел"
    r"|主席|主办|东道国|项目|目标|试点|الرئيس|المضيف|المشروع|أهداف|هدف)",
    re.IGNORECASE,
)


def _pieces(line: str) -> list[tuple[int, int]]:
    """Return where the pieces between the soft separators of a line begin and end."""
    marks = [(m.start(), m.end()) for m in _SOFT.finditer(line)]
    starts = [0, *(end for _, end in marks)]
    return list(zip(starts, [*(start for start, _ in marks), len(line)], strict=True))


def _in_text(index: Index, text: str, codes: bool) -> Answer:
    """Find a name in running text, where ISO codes and numbers are seldom meant."""
    if not text or text.isdigit():
        return UNKNOWN
    answer = find(index, text)
    if answer.how == "code" and not codes and text.strip() not in index.abbreviations:
        return UNKNOWN
    return answer


def _longest(
    index: Index, line: str, pieces: list[tuple[int, int]], at: int, codes: bool
) -> tuple[str, Answer, int]:
    """Return the longest name that begins with a piece, and the piece after it."""
    for last in range(min(len(pieces), at + _LONGEST), at, -1):
        text = line[pieces[at][0] : pieces[last - 1][1]].strip()
        answer = _in_text(index, text, codes)
        # "Serbia and Montenegro" was one State until 2006; in lists of the Treaty's time it is two.
        if answer.how != "unknown" and not (answer.how == "former State" and last > at + 1):
            return text, answer, last
    return line[pieces[at][0] : pieces[at][1]].strip(), UNKNOWN, at + 1


def _without_remark(text: str) -> tuple[str, str]:
    """Take "(project targets)" and "etc." off; "(USA)" may be part of the name and stays."""
    match = _REMARK.match(text)
    if match and (match[2][:1].islower() or _ROLES.match(match[2])):
        return match[1], match[2]
    match = _OTHERS.match(text.strip())
    if match:
        return match[1] or match[3], match[2] or match[4]
    return text, ""


def _named_in(index: Index, text: str, codes: bool) -> tuple[list[tuple[str, Answer]], list[str]]:
    """Return the names in a piece that is no name as a whole, and what no name covers."""
    name, remark = _without_remark(text)
    answer = _in_text(index, name, codes) if remark else UNKNOWN
    if answer.how != "unknown":
        return [(name, answer)], [remark]
    # "Africa (Benin, Togo)": the brackets say which of the group, so the group is no name here.
    opening = _OPENING.match(text)
    inside = _in_text(index, opening[2], codes) if opening else UNKNOWN
    if opening and inside.iso3:
        before = _in_text(index, opening[1], codes)
        named = [(opening[1], before)] * bool(before.iso3) + [(opening[2], inside)]
        return named, [opening[1]] * (not before.iso3)
    return [], [text]


def split_line(index: Index, line: str, codes: bool) -> tuple[list[tuple[str, Answer]], list[str]]:
    """Return the names in one line, longest first, and what no name covers."""
    pieces = _pieces(line)
    named: list[tuple[str, Answer]] = []
    left: list[str] = []
    at = 0
    while at < len(pieces):
        text, answer, at = _longest(index, line, pieces, at, codes)
        if answer.how != "unknown":
            named.append((text, answer))
            continue
        names, rest = _named_in(index, text, codes)
        named += names
        left += [piece for piece in rest if piece.strip(" .,-–")]
    return named, left


@lru_cache(maxsize=4_096)
def several_states(text: str) -> tuple[str, ...]:
    """Return the States of a text that is nothing but the names of several; () for any other.

    Examples
    --------
    >>> several_states("Palau and Fiji"), several_states("Trinidad and Tobago")
    (('PLW', 'FJI'), ())
    """
    if len(text) > _LONGEST_LIST or not (_SOFT.search(text) or LINE_ENDS.search(text)):
        return ()
    names, left = _split(index_with(None), text)
    states = tuple(dict.fromkeys(answer.iso3 for _, answer in names))
    return states if not left and len(states) > 1 and "" not in states else ()


def _split(index: Index, text: str) -> tuple[list[tuple[str, Answer]], list[str]]:
    """Return the names in a text and what no name covers; what is left out of a list is no name."""
    kept, excluded = part_exclusions(text, lambda rest: _names_any(index, rest))
    codes = codes_prevail((p for line in LINE_ENDS.split(kept) for p in _SOFT.split(line)), index)
    named: list[tuple[str, Answer]] = []
    left: list[str] = []
    for line in LINE_ENDS.split(kept):
        names, rest = split_line(index, line, codes)
        named += names
        left += rest
    return named, [*left, *excluded]


def excluded_from(text: str, *, aliases: Aliases = None) -> tuple[str, list[str]]:
    """Return a list without what it leaves out, and the pieces that say what that is.

    Examples
    --------
    >>> excluded_from("ECOWAS members except Mali")
    ('ECOWAS members ', ['except Mali'])
    """
    index = index_with(aliases)
    return part_exclusions(text, lambda rest: _names_any(index, rest))


def _names_any(index: Index, text: str) -> bool:
    """Say whether a text begins with the name of a State or group."""
    return any(
        answer.iso3 or answer.how == "group"
        for line in LINE_ENDS.split(text)[:1]
        for _, answer in split_line(index, line.strip(" ()（）:"), True)[0]
    )


def split_states(text: str, *, aliases: Aliases = None) -> tuple[pd.DataFrame, str]:
    """Return the States and groups named in one cell, in order, and what stayed unresolved.

    Parameters
    ----------
    text
        A cell such as "Fiji, Samoa and Tonga" or "ASEAN members; Timor-Leste", in any language.
    aliases
        As for ``resolve``.

    Returns
    -------
    frame, leftover
        The names, one row each, with the columns of ``resolve``; and the pieces that are no known
        name, joined by "; ". What a list leaves out ("except Togo") is such a piece, as a whole.

    Raises
    ------
    InputError
        When the aliases cannot be read.

    Examples
    --------
    >>> frame, rest = split_states("Bosnia and Herzegovina and Serbia; 10 Pacific island States")
    >>> frame["iso3"].tolist(), rest
    (['BIH', 'SRB'], '10 Pacific island States')
    """
    import pandas as pd

    named, left = _split(index_with(aliases), as_texts([text])[0])
    rows = [(name, *answer) for name, answer in named]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object), "; ".join(left)
