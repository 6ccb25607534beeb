"""Names of States: looked up whole in reviewed tables, never guessed.

A name is looked up as written, then folded, then as a bag of words (``spelling.py``), in the
official names (``state_names.csv``) and the reviewed aliases (``aliases.csv``). What is in neither
table is reported with suggestions; similarity suggests, it never decides (DESIGN.md, rule 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from attdata.problems import InputError
from attdata.reference import read_rows, reference_rows
from attdata.spelling import bag, decoded_again, fold, unmarked

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["text", "iso3", "how", "group", "suggestion"]
STATE_HOWS = ("official", "alias", "code", "former name")
KINDS = ("alias", "official", "former name", "organisation", "territory", "former State")
"""What a row of an aliases file may say in ``kind``, besides "ambiguous", "unknown", "group:NAME"."""

Aliases = str | Path | Iterable[Mapping[str, str]] | None


class Answer(NamedTuple):
    """What one spelling stands for."""

    iso3: str
    how: str
    group: str = ""
    suggestion: str = ""


UNKNOWN = Answer("", "unknown")


@dataclass
class Index:
    """The spellings known, by the three ways they are looked up."""

    exact: dict[str, Answer] = field(default_factory=dict)
    folded: dict[str, Answer] = field(default_factory=dict)
    bags: dict[str, Answer] = field(default_factory=dict)
    official: dict[str, Answer] = field(default_factory=dict)
    codes: dict[str, Answer] = field(default_factory=dict)
    clashes: list[tuple[str, str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def _is_abbreviation(text: str) -> bool:
    """Say whether the text is to be matched letter by letter: "US" is a State, "us" a word."""
    return text.isascii() and text.isupper() and len(text) <= 5 and " " not in text


def _is_short(key: str) -> bool:
    """Say whether a folded key is too short to be trusted without its accents ("Mỹ", "Áo")."""
    return len(key) <= 3 and bool(re.fullmatch("[a-zа-я ]+", key))


def _enter(index: Index, text: str, answer: Answer) -> None:
    """Enter one spelling under its keys; the first row for a key stays, a clash is noted."""
    index.exact.setdefault(text, answer)
    if _is_abbreviation(text):
        return
    key = fold(text)
    if _is_short(key):
        for form in (text.casefold(), text.upper()):
            index.exact.setdefault(form, answer)
        return
    if key:
        _put(index, index.folded, key, text, answer)
        _put(index, index.bags, bag(key), text, answer)


def _put(index: Index, table: dict[str, Answer], key: str, text: str, answer: Answer) -> None:
    """Put an answer under a key unless the key is taken; note it when the two disagree."""
    if not key:
        return
    held = table.setdefault(key, answer)
    if held.iso3 != answer.iso3 and "ambiguous" not in (held.how, answer.how):
        index.clashes.append((text, held.iso3 or held.how, answer.iso3 or answer.how))


def _sentence(row: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Say in one sentence what an old or ambiguous name is about."""
    kind, codes, note = row.get("kind", ""), row.get("iso3", "").split(), row.get("note", "")
    if kind == "ambiguous":
        options = " or ".join(
            [names[code] for code in codes if code in names] + [note] * bool(note)
        )
        return f"{row['text']} is ambiguous: {options}"
    if kind == "former name":
        years = f" ({row['years']})" if row.get("years") else ""
        return f"former name of {names[codes[0]]}{years}"
    return note


def _answer(row: Mapping[str, str], names: Mapping[str, str]) -> Answer:
    """Turn a row of an aliases file into the answer it gives."""
    kind, iso3 = row.get("kind") or "alias", row.get("iso3", "")
    if iso3 in (*KINDS, "ambiguous", "unknown"):  # "iso3 or kind" in one column is accepted
        kind, iso3 = iso3, ""
    row = {**row, "kind": kind, "iso3": iso3}
    if kind.startswith("group:"):
        return Answer("", "group", kind.removeprefix("group:"))
    if kind in ("alias", "official", "former name"):
        suggestion = _sentence(row, names) if kind == "former name" else ""
        return Answer(iso3, kind, "", suggestion)
    return Answer("", kind, "", _sentence(row, names))


def _check(row: Mapping[str, str], names: Mapping[str, str], where: str) -> None:
    """Refuse a row of an aliases file that names no State of the table and no kind."""
    kind, iso3 = row.get("kind") or "alias", row.get("iso3", "")
    if iso3 in names or kind.startswith("group:"):
        return
    if {kind, iso3} & {"organisation", "territory", "former State", "ambiguous", "unknown"}:
        return
    raise InputError(
        f'{where}: "{iso3 or kind}" is neither the ISO code of one of the {len(names)} States nor '
        "a kind (organisation, territory, former State, ambiguous, unknown, group:NAME)."
    )


def alias_rows(aliases: Aliases) -> list[dict[str, str]]:
    """Return the rows of an analyst's own aliases, from a CSV file or already as rows.

    Parameters
    ----------
    aliases
        Path of a CSV with the columns text, language, iso3 (or kind), note; or such rows.

    Returns
    -------
    list of dict
        One per alias, in the order given.

    Raises
    ------
    InputError
        When the file cannot be read, lacks a column, or a row names no State and no kind.
    """
    if aliases is None:
        return []
    where = "aliases"
    if isinstance(aliases, str | Path):
        where = Path(aliases).name
        try:
            rows = read_rows(Path(aliases))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{where} cannot be read as a CSV file in UTF-8: {error}.") from error
        if rows and not {"text", "iso3"} <= rows[0].keys():
            raise InputError(
                f"{where} has no columns text and iso3; its first line must name them."
            )
    else:
        rows = [dict(row) for row in aliases]
    names = official_names()
    for number, row in enumerate(rows, start=2):
        _check(row, names, f"{where}, row {number}")
    return rows


@cache
def official_names(language: str = "en") -> dict[str, str]:
    """Return the official short name of every State in one language, by ISO code."""
    return {
        row["iso3"]: row["name"]
        for row in reference_rows("state_names")
        if row["form"] == "short" and row["language"] == language
    }


def _code_table() -> dict[str, Answer]:
    """Return ISO 3166-1 alpha-2, alpha-3 and M49 codes of the States."""
    codes = {}
    for row in reference_rows("states"):
        for column in ("iso2", "iso3", "m49"):
            codes[row[column]] = Answer(row["iso3"], "code")
    return codes


@cache
def _shared_index() -> Index:
    """Return the index of the tables that come with the package."""
    names = official_names()
    index = Index(codes=_code_table(), names=names)
    aliases = reference_rows("aliases")
    # What must not be taken for a State is entered before the names it could be taken for.
    for row in aliases:
        if row["kind"] == "ambiguous":
            _enter(index, row["text"], _answer(row, names))
    for row in reference_rows("state_names"):
        answer = Answer(row["iso3"], "official")
        index.official.setdefault(row["name"], answer)
        index.official.setdefault(fold(row["name"]), answer)
        _enter(index, row["name"], answer)
    for row in aliases:
        if row["kind"] != "ambiguous":
            _enter(index, row["text"], _answer(row, names))
    # Where a region and a State share a name (Micronesia), the name alone is the State's.
    for name in dict.fromkeys(row["group"] for row in reference_rows("groups")):
        if fold(name) not in index.folded:
            _enter(index, name, Answer("", "group", name))
    return index


def _with_aliases(aliases: Aliases) -> Index:
    """Return the shared index with an analyst's own rows put before it."""
    shared = _shared_index()
    rows = alias_rows(aliases)
    if not rows:
        return shared
    own = Index()
    for row in rows:
        _enter(own, row["text"], _answer(row, shared.names))
    return Index(
        exact={**shared.exact, **own.exact},
        folded={**shared.folded, **own.folded},
        bags={**shared.bags, **own.bags},
        official=shared.official,
        codes={**shared.codes, **{t: a for t, a in own.exact.items() if _is_abbreviation(t)}},
        names=shared.names,
    )


def _look_up(index: Index, text: str) -> Answer | None:
    """Find one spelling as it stands."""
    answer = index.exact.get(text) or index.codes.get(text)
    if answer is not None:
        return answer
    key = fold(text)
    return index.folded.get(key) or index.bags.get(bag(key))


_MEMBERS = re.compile(
    r"\b(?:the|all|members?|member states|states|countries|of|états?|membres|pays|de la|de l'|des|du|los?|las?|"
    r"estados|miembros|países|de|государства?|страны|члены|all)\b|成员国|会员国|国家|الدول|الأعضاء|الاعضاء|"
    r"أعضاء|دول|في",
    re.IGNORECASE,
)


def _group(index: Index, text: str) -> Answer | None:
    """Find a group behind words such as "members of" and "States"."""
    rest = " ".join(_MEMBERS.sub(" ", text).split()).strip(" -'’")
    if not rest or rest == text:
        return None
    answer = _look_up(index, rest)
    return answer if answer is not None and answer.how == "group" else None


def _look_harder(index: Index, text: str) -> Answer:
    """Find a spelling after taking off what does not belong to the name."""
    plain = unmarked(text)
    for form in (plain, plain.replace(".", ""), text.strip()):
        answer = _look_up(index, form) if form else None
        if answer is not None:
            return answer
    meant = decoded_again(plain)
    if meant:
        answer = _look_up(index, meant) or _look_harder(index, meant)
        if answer.how != "unknown":
            return answer._replace(
                suggestion=f"read as {unmarked(meant)} (text was decoded wrongly)"
            )
    return _group(index, plain) or UNKNOWN


def _find(index: Index, text: str, official: bool) -> Answer:
    """Find what one text stands for, without suggestions for the unknown."""
    answer = _look_up(index, text) or _look_harder(index, text)
    if official and answer.how in ("ambiguous", "group"):
        plain = unmarked(text)
        answer = index.official.get(plain) or index.official.get(fold(plain)) or answer
        if answer.how == "group":  # the depositary's participant is the organisation itself
            return Answer("", "organisation")
    return answer


def _texts(names: Any) -> Sequence[Any]:
    """Return the names as a sequence of values."""
    if isinstance(names, str):
        return [names]
    return list(names) if not hasattr(names, "to_numpy") else names.to_numpy(dtype=object)


def _as_text(value: Any) -> str:
    """Return a cell's value as text; a missing one is ""."""
    if isinstance(value, str):
        return value
    return "" if value is None or value != value else str(value)


def _codes_prevail(texts: Iterable[str], index: Index) -> bool:
    """Say whether most of the values are codes, so that "NA" among them is Namibia's."""
    values = [t.strip() for t in texts if t.strip() and t.strip() not in ("NA", "N/A")]
    return bool(values) and 2 * sum(v in index.codes for v in values) > len(values)


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
        Language of the names (ar, en, es, fr, ru, zh ...), where it is known.
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
        code or former name), how, group (name in groups.csv), suggestion (text).

    Raises
    ------
    InputError
        When the aliases cannot be read.

    Examples
    --------
    >>> resolve(["Côte d'Ivoire", "Korea"])[["iso3", "how"]].values.tolist()
    [['CIV', 'official'], ['', 'ambiguous']]
    """
    import numpy as np
    import pandas as pd

    index = _with_aliases(aliases)
    values = _texts(names)
    given = np.empty(len(values), dtype=object)
    given[:] = [_as_text(value) for value in values]
    places, distinct = pd.factorize(given)
    answers = [_find(index, text, official) for text in distinct]
    if "NA" in distinct and not _codes_prevail(distinct, index):
        answers[list(distinct).index("NA")] = UNKNOWN
    frame = {"text": given}
    for number, column in enumerate(COLUMNS[1:]):
        column_values = np.empty(len(distinct), dtype=object)
        column_values[:] = [answer[number] for answer in answers]
        frame[column] = column_values[places] if len(distinct) else column_values
    rows = names.index if isinstance(names, pd.Series) else None
    return pd.DataFrame(frame, index=rows, columns=COLUMNS, dtype=object)


_HARD = r"[;；\n\r|•؛]"
_SOFT = (
    r"[,，、/،:：+&＆]|\s[-–—]\s|\b(?:and|et|y|e|и|und|plus|including|incl\.|such as|notamment"
    r"|y compris|incluidos?|включая|а также|ainsi que|así como|as well as)\b|以及|和|与|及|與|包括"
    r"|(?<=\s)و(?=\w)"
)
_SEPARATOR = re.compile(rf"{_HARD}|{_SOFT}", re.IGNORECASE)
_HARD_SEPARATOR = re.compile(_HARD)
_LONGEST = 8


def _pieces(line: str) -> list[tuple[int, int]]:
    """Return where the pieces between the separators of a line begin and end."""
    ends = [(m.start(), m.end()) for m in _SEPARATOR.finditer(line)]
    starts = [0, *(end for _, end in ends)]
    return list(zip(starts, [*(start for start, _ in ends), len(line)], strict=True))


def _split_line(index: Index, line: str, codes: bool) -> tuple[list[tuple[str, Answer]], list[str]]:
    """Find the names in one line, longest first, and what no name covers."""
    pieces, found, left, at = _pieces(line), [], [], 0
    while at < len(pieces):
        for last in range(min(len(pieces), at + _LONGEST), at, -1):
            text = line[pieces[at][0] : pieces[last - 1][1]].strip()
            answer = _in_text(index, text, codes)
            joined = last - at > 1 and answer.how == "former State"
            if answer.how != "unknown" and not joined:  # "Serbia and Montenegro" are two today
                found.append((text, answer))
                break
        else:
            last = at + 1
            if text:
                name, rest = _without_remark(text)
                answer = _in_text(index, name, codes) if rest else UNKNOWN
                if answer.how != "unknown":
                    found.append((name, answer))
                left.append(rest if answer.how != "unknown" else text)
        at = last
    return found, left


def _in_text(index: Index, text: str, codes: bool) -> Answer:
    """Find a name in running text, where ISO codes and numbers are seldom meant."""
    if not text or text.isdigit():
        return UNKNOWN
    answer = _find(index, text, False)
    return UNKNOWN if answer.how == "code" and not codes else answer


_REMARK = re.compile(r"^(.+?)\s*[(（]\s*([^()（）]*)\s*[)）]?\s*$", re.DOTALL)


def _without_remark(text: str) -> tuple[str, str]:
    """Take "(project targets)" off; "(USA)" may be part of the name and stays."""
    match = _REMARK.match(text)
    if not match:
        return text, ""
    name, remark = match.groups()
    if remark[:1].islower() or remark.split(" ")[0].rstrip("s").lower() in (
        "president",
        "chair",
        "host",
    ):
        return name, remark
    return text, ""


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

    Examples
    --------
    >>> frame, rest = split_states("Bosnia and Herzegovina and Serbia; 10 Pacific island States")
    >>> frame["iso3"].tolist(), rest
    (['BIH', 'SRB'], '10 Pacific island States')
    """
    import pandas as pd

    index = _with_aliases(aliases)
    text = _as_text(text)
    codes = _codes_prevail(_SEPARATOR.split(text), index)
    found: list[tuple[str, Answer]] = []
    left: list[str] = []
    for line in _HARD_SEPARATOR.split(text):
        names, rest = _split_line(index, line, codes)
        found += names
        left += rest
    rows = [(name, *answer) for name, answer in found]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object), "; ".join(left)
