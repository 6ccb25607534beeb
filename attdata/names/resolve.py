"""Names of States: looked up whole in reviewed tables, never guessed.

What is in no table is reported with suggestions; similarity suggests, it never decides. The
tables and how they are searched are in ``lookup.py``, the suggestions in ``nearness.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from attdata.names.lookup import UNKNOWN, Aliases, Answer, Index, find, index_with

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "STATE_HOWS", "Aliases", "resolve", "split_states"]

COLUMNS = ["text", "iso3", "how", "group", "suggestion"]
STATE_HOWS = ("official", "alias", "code", "former name")


def _values(names: Any) -> Any:
    """Return the names as an array of text; a missing cell is ""."""
    import numpy as np

    alone = isinstance(names, str | bytes) or not isinstance(names, Iterable)
    values = [names] if alone else list(names)
    array = np.empty(len(values), dtype=object)
    array[:] = [value if isinstance(value, str) else _text(value) for value in values]
    return array


def _text(value: Any) -> str:
    """Return a cell that is no text as text: codes beside a gap are read as 250.0."""
    import pandas as pd

    if value is None or value is pd.NA or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


_NO_CODE = frozenset({"NA", "N/A", "n/a", ""})


def _codes_prevail(texts: Iterable[str], index: Index) -> bool:
    """Say whether most of the values are codes, so that "NA" among them is Namibia's."""
    values = [text for text in map(str.strip, texts) if text not in _NO_CODE]
    return bool(values) and 2 * sum(value in index.codes for value in values) > len(values)


def with_suggestion(text: str, answer: Answer) -> Answer:
    """Add what may be meant to an unknown name."""
    if answer.how != "unknown" or answer.suggestion or not text:
        return answer
    from attdata.names.suggest import suggestion

    return answer._replace(suggestion=suggestion(text))


# Looking for near names takes a few milliseconds each. A list with more unknown names than this
# is no list of States, and nobody reads so many suggestions.
MOST_SUGGESTIONS = 5_000


def answers_to(
    texts: Sequence[str],
    language: str = "",
    *,
    official: bool = False,
    aliases: Aliases = None,
    suggestions: int = MOST_SUGGESTIONS,
) -> list[Answer]:
    """Return what each of some distinct texts stands for; the first unknown ones get suggestions.

    Examples
    --------
    >>> [answer.iso3 for answer in answers_to(["Mali", "Atlantis"])]
    ['MLI', '']
    """
    index = index_with(aliases)
    exact = index.exact.get
    # Most names stand in the tables as they are; only the others are worth a closer look.
    answers = [
        known
        if (known := exact(text)) is not None and known.iso3
        else find(index, text, language, official)
        for text in texts
    ]
    if "NA" in texts and not _codes_prevail(texts, index):
        answers[list(texts).index("NA")] = UNKNOWN
    left = suggestions
    for place, (text, answer) in enumerate(zip(texts, answers, strict=True)):
        if not answer.iso3 and left > 0:
            answers[place] = with_suggestion(text, answer)
            left -= 1
    return answers


def resolve(
    names: Any,
    language: str | None = None,
    *,
    official: bool = False,
    aliases: Aliases = None,
) -> pd.DataFrame:
    """Return which State each name stands for, and how that is known.

    Parameters
    ----------
    names
        A text, or a list, Series or Index of them.
    language
        Language of the names (ar, en, es, fr, ru, zh, de ...), where it is known. It admits the few
        names that are safe in that language only: "Island" is Iceland in a Danish list.
    official
        True for the depositary's own tables, where "Congo" is the Republic of the Congo and a
        regional organisation is a participant; elsewhere that word alone is ambiguous.
    aliases
        An analyst's own aliases: a CSV file or rows with text, language, iso3 (or kind), note.
        They come before the reviewed ones.

    Returns
    -------
    DataFrame
        One row per name, in order: text (as given), iso3 ("" unless ``how`` is official, alias,
        code or former name), how (also organisation, territory, former State, ambiguous, group,
        unknown), group (its name in groups.csv), suggestion (up to three States, joined by "; ",
        or a sentence on an old or ambiguous name). A Series keeps its index.

    Raises
    ------
    InputError
        When the aliases cannot be read, or a row of them names no State and no kind.

    Examples
    --------
    >>> resolve(["Côte d'Ivoire", "Korea"])[["iso3", "how"]].values.tolist()
    [['CIV', 'official'], ['', 'ambiguous']]
    """
    import numpy as np
    import pandas as pd

    given = _values(names)
    places, distinct = pd.factorize(given)
    answers = answers_to(distinct, (language or "").lower(), official=official, aliases=aliases)
    columns = {"text": given}
    for number, column in enumerate(COLUMNS[1:]):
        values = np.empty(len(distinct), dtype=object)
        values[:] = [answer[number] for answer in answers]
        columns[column] = values[places] if len(distinct) else values
    rows = names.index if isinstance(names, pd.Series) else None
    return pd.DataFrame(columns, index=rows, columns=COLUMNS, dtype=object)


# Between the lines of a cell nothing belongs together; between commas a name may go on.
LINE_ENDS = re.compile(r"[;；؛\n\r|•]|\s/\s")
_SOFT = re.compile(
    r"[,，、،/:：+&＆]|\s[-–—]\s"
    r"|\b(?:and|et|y|e|и|und|or|ou|o|или|as well as|ainsi que|así como|а также|plus)\b"
    r"|\b(?:including|such as|namely|notamment|y compris|incluidos?|включая)\b|\bincl\."
    r"|以及|和|与|及|與|包括|(?<=\s)و(?=\w|\s)|(?<=\s)أو(?=\s)|或",
    re.IGNORECASE,
)
_LONGEST = 8
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
        found = [(opening[1], before)] * bool(before.iso3) + [(opening[2], inside)]
        return found, [opening[1]] * (not before.iso3)
    return [], [text]


def split_line(index: Index, line: str, codes: bool) -> tuple[list[tuple[str, Answer]], list[str]]:
    """Return the names in one line, longest first, and what no name covers."""
    pieces = _pieces(line)
    found: list[tuple[str, Answer]] = []
    left: list[str] = []
    at = 0
    while at < len(pieces):
        text, answer, at = _longest(index, line, pieces, at, codes)
        if answer.how != "unknown":
            found.append((text, answer))
            continue
        names, rest = _named_in(index, text, codes)
        found += names
        left += [piece for piece in rest if piece.strip(" .,-–")]
    return found, left


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
        The names found, one row each, with the columns of ``resolve``; and the pieces that are
        no known name, joined by "; ".

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

    index = index_with(aliases)
    text = _values([text])[0]
    codes = _codes_prevail((p for line in LINE_ENDS.split(text) for p in _SOFT.split(line)), index)
    found: list[tuple[str, Answer]] = []
    left: list[str] = []
    for line in LINE_ENDS.split(text):
        names, rest = split_line(index, line, codes)
        found += names
        left += rest
    rows = [(name, *answer) for name, answer in found]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object), "; ".join(left)
