"""The reviewed names of States and what else they could be taken for, as tables to look up in.

A spelling is looked up as written, then folded, then as a bag of words (``spelling.py``); only
then is anything taken off it (footnote marks, HTML, a wrong encoding). Every step needs the whole
name to be in a table: ``state_names.csv``, ``aliases.csv``, ``groups.csv``, ``states.csv``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from attdata.problems import InputError
from attdata.reference import per_reference, read_rows, reference_rows, table_path
from attdata.spelling import bag, decoded_again, fold, unmarked

# What a row of an aliases file may say in ``kind``, besides "group:NAME". "local" is a name that is
# only safe when the language of the list is given: "Island" is Iceland in a Danish list.
STATE_KINDS = frozenset({"", "alias", "official", "former name", "local"})
OTHER_KINDS = frozenset({"organisation", "territory", "former State", "ambiguous", "unknown"})

Aliases = str | Path | Iterable[Mapping[str, str]] | None


class Answer(NamedTuple):
    """What one spelling stands for."""

    iso3: str
    how: str
    group: str = ""
    suggestion: str = ""


class AliasRow(NamedTuple):
    """One row of an aliases file."""

    text: str
    language: str
    iso3: str
    kind: str
    years: str
    note: str


UNKNOWN = Answer("", "unknown")


@dataclass
class Index:
    """The spellings known: as written, folded, as bags of words; and what decides special cases."""

    exact: dict[str, Answer] = field(default_factory=dict)
    folded: dict[str, Answer] = field(default_factory=dict)
    bags: dict[str, Answer] = field(default_factory=dict)
    official: dict[str, Answer] = field(default_factory=dict)
    local: dict[tuple[str, str], Answer] = field(default_factory=dict)
    codes: dict[str, Answer] = field(default_factory=dict)
    abbreviations: set[str] = field(default_factory=set)  # codes that people write in sentences
    clashes: list[tuple[str, Answer, Answer]] = field(default_factory=list)


@per_reference
def official_names(language: str = "en") -> dict[str, str]:
    """Return the official short name of every State in one language, by ISO code.

    Examples
    --------
    >>> official_names("fr")["DEU"]
    'Allemagne'
    """
    return {
        row["iso3"]: row["name"]
        for row in reference_rows("state_names")
        if row["form"] == "short" and row["language"] == language
    }


@per_reference
def distinct_names() -> dict[str, str]:
    """Return a name of every State by which it is found again: "Congo" alone is not one."""
    return {**official_names(), "COG": "Republic of the Congo"}


@per_reference
def state_codes() -> dict[str, Answer]:
    """Return ISO 3166-1 alpha-2, alpha-3 and M49 codes of the States."""
    return {
        row[column]: Answer(row["iso3"], "code")
        for row in reference_rows("states")
        for column in ("iso2", "iso3", "m49")
    }


def _shared_rows() -> list[AliasRow]:
    """Read aliases.csv: by place and not by name, because it is long and read at every start."""
    with table_path("aliases").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        columns = next(rows)
        if columns != list(AliasRow._fields):
            raise InputError(
                f"aliases.csv must begin with the columns {', '.join(AliasRow._fields)}."
            )
        return [AliasRow._make(row) for row in rows]


def alias_rows(aliases: Aliases) -> list[AliasRow]:
    """Return the rows of an analyst's own aliases, from a CSV file or already as rows.

    Parameters
    ----------
    aliases
        Path of a CSV with the columns text, language, iso3 (or kind), note; or such rows.

    Returns
    -------
    list of AliasRow
        One per alias, in the order given.

    Raises
    ------
    InputError
        When the file cannot be read, lacks a column, or a row names no State and no kind.
    """
    if aliases is None:
        return []
    where = "aliases"
    rows: Iterable[Mapping[str, str]]
    if isinstance(aliases, str | Path):
        where = Path(aliases).name
        try:
            rows = read_rows(Path(aliases))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            reason = getattr(error, "strerror", None) or "it is no CSV text in UTF-8"
            raise InputError(f"{where}: the aliases cannot be read: {reason}.") from error
    else:
        frame = getattr(aliases, "to_dict", None)  # a DataFrame; its empty cells may be NaN
        rows = frame("records") if frame and not isinstance(aliases, Mapping) else aliases
    found = []
    for number, row in enumerate(rows, start=2):
        if not {"text", "iso3"} <= row.keys() and not {"text", "kind"} <= row.keys():
            raise InputError(f"{where}: the columns text and iso3 are needed in the first line.")
        found.append(_checked(row, f"{where}, row {number}"))
    _refuse_two_meanings(found, where)
    return found


def _refuse_two_meanings(rows: list[AliasRow], where: str) -> None:
    """Refuse aliases in which one spelling stands for two States: neither may be guessed."""
    met: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(rows, start=2):
        if row.kind == "local":
            continue
        meaning = row.iso3 if row.kind in STATE_KINDS else row.kind
        first, held = met.setdefault(row.text, (number, meaning))
        if held != meaning:
            raise InputError(
                f'{where}, row {number}: "{row.text}" stands for {meaning} here and for {held} '
                f"in row {first}. Leave one of them, or make it ambiguous."
            )


def _checked(row: Mapping[str, str], where: str) -> AliasRow:
    """Return a row with its kind in ``kind``; refuse one that names no State and no kind."""
    given = {name: row.get(name) for name in AliasRow._fields}
    values = {k: v.strip() if isinstance(v, str) else "" for k, v in given.items()}
    if not values["text"]:
        raise InputError(f"{where}: text is empty; write the name there.")
    if values["iso3"] in OTHER_KINDS or values["iso3"].startswith("group:"):
        values["kind"], values["iso3"] = values["iso3"], ""
    alias = AliasRow(**values)
    states = official_names()
    known = alias.iso3 in states and alias.kind in STATE_KINDS
    other = alias.kind in OTHER_KINDS and all(code in states for code in alias.iso3.split())
    if not (known or other or alias.kind.startswith("group:")):
        raise InputError(
            f'{where}: "{alias.iso3 or alias.kind}" is neither the ISO code of one of the '
            f"{len(states)} States nor a kind ({', '.join(sorted(OTHER_KINDS))}, group:NAME)."
        )
    return alias


def _sentence(row: AliasRow) -> str:
    """Say in one sentence what an old or ambiguous name is about."""
    names = distinct_names()
    if row.kind == "ambiguous":
        options = [names[code] for code in row.iso3.split()] + [row.note] * bool(row.note)
        return f"{row.text} is ambiguous: {' or '.join(options)}"
    if row.kind == "former name":
        years = f" ({row.years})" if row.years else ""
        return f"former name of {official_names()[row.iso3]}{years}"
    return row.note if row.kind == "unknown" else ""


def _answer(row: AliasRow) -> Answer:
    """Turn a row into the answer it gives."""
    if row.kind.startswith("group:"):
        return Answer("", "group", row.kind.removeprefix("group:"))
    if row.kind == "former name":
        return Answer(row.iso3, row.kind, "", _sentence(row))
    if row.kind in OTHER_KINDS:
        return Answer("", row.kind, "", _sentence(row))
    return Answer(row.iso3, row.kind or "alias")


def _is_abbreviation(text: str) -> bool:
    """Say whether the text is to be matched letter by letter: "US" is a State, "us" a word."""
    return len(text) <= 5 and text.isascii() and text.isupper() and " " not in text


def _is_short(key: str) -> bool:
    """Say whether a folded key cannot be trusted: too short ("Mỹ", "Áo"), or initials only."""
    if len(key) <= 3:
        return key.isascii() or "а" <= key[:1] <= "я"
    return len(key) < 2 * len(key.split())


def _enter(index: Index, text: str, answer: Answer, language: str = "") -> None:
    """Enter one spelling under its keys; the first that came stays, a clash is noted."""
    index.exact.setdefault(text, answer)
    if _is_abbreviation(text):
        return
    key = fold(text)
    if _is_short(key):
        index.exact.setdefault(text.casefold(), answer)
        index.exact.setdefault(text.upper(), answer)
        return
    held = index.folded.setdefault(key, answer)
    if held.iso3 != answer.iso3:
        index.clashes.append((text, held, answer))
    words = bag(key) if language != "vi" else ""  # Vietnamese syllables look like articles
    if words and words != key and not _is_short(words):
        held = index.bags.setdefault(words, answer)
        if held.iso3 != answer.iso3:
            index.clashes.append((text, held, answer))


def _enter_refused(index: Index, rows: list[AliasRow]) -> None:
    """Enter what must not be taken for a State before the names it could be taken for."""
    for row in rows:
        if row.kind == "unknown" and (row.text[0].islower() or not row.text.isascii()):
            index.exact[row.text] = _answer(row)  # "italien" is a word, "Italien" a State
        elif row.kind in ("ambiguous", "unknown"):
            _enter(index, row.text, _answer(row))


@per_reference
def shared_index() -> Index:
    """Return the index of the tables that come with the package, made once.

    Examples
    --------
    >>> shared_index().exact["Fiji"].iso3
    'FJI'
    """
    codes = state_codes()
    index = Index(exact=dict(codes), codes=codes)
    rows = _shared_rows()
    _enter_refused(index, rows)
    officials = {iso3: Answer(iso3, "official") for iso3 in official_names()}
    for name in reference_rows("state_names"):
        index.official.setdefault(fold(name["name"]), officials[name["iso3"]])
        _enter(index, name["name"], officials[name["iso3"]])
    plain = {iso3: Answer(iso3, "alias") for iso3 in officials}
    for row in rows:
        if not row.kind:
            _enter(index, row.text, plain[row.iso3], row.language)
        elif row.kind == "local":
            index.local[row.language, fold(row.text)] = plain[row.iso3]
        elif row.kind not in ("ambiguous", "unknown"):
            _enter(index, row.text, _answer(row))
    index.abbreviations = {row.text for row in rows if not row.kind and row.text in codes}
    # Where a region and a State share a name (Micronesia), the name alone is the State's.
    for group in dict.fromkeys(row["group"] for row in reference_rows("groups")):
        if fold(group) not in index.folded:
            _enter(index, group, Answer("", "group", group))
    return index


def index_with(aliases: Aliases) -> Index:
    """Return the shared index with an analyst's own rows put before it.

    Examples
    --------
    >>> index_with([{"text": "Utopia", "iso3": "FJI"}]).exact["Utopia"].iso3
    'FJI'
    """
    return _merged(tuple(alias_rows(aliases)))


@partial(per_reference, most=8)
def _merged(rows: tuple[AliasRow, ...]) -> Index:
    """Merge own rows and the shared index; kept, because a log asks for every cell."""
    shared = shared_index()
    if not rows:
        return shared
    own = Index()
    for row in rows:
        _enter(own, row.text, _answer(row))
    return Index(
        exact={**shared.exact, **own.exact},
        folded={**shared.folded, **own.folded},
        bags={**shared.bags, **own.folded, **own.bags},
        official=shared.official,
        local=shared.local,
        codes={**shared.codes, **{text: a for text, a in own.exact.items() if a.iso3}},
        abbreviations=shared.abbreviations,
    )


def look_up(index: Index, text: str) -> Answer | None:
    """Find one spelling as it stands."""
    answer = index.exact.get(text)
    if answer is not None:
        return answer
    key = fold(text)
    answer = index.folded.get(key)
    if answer is not None:
        return answer
    words = bag(key)
    return index.bags.get(words) or (index.folded.get(words) if words != key else None)


# Words that stand beside the name of a group: "ECOWAS members", "les États membres de l'UE".
_MEMBERSHIP = re.compile(
    r"\b(?:the|all|members?|states?|countries|parties|of|in|from|les?|tous|États?|membres|pays|dans|de|des|du"
    r"|la|l|d|los|las|del|Estados|miembros|países|todos|государств\w*|стран\w*|член\w*|все|os|do|da|dos)\b"
    r"|[\s'’-]|所有|成员国|成員國|会员国|国家|各国|的|جميع|الدول|دول|الأعضاء|الاعضاء|أعضاء|اعضاء|\bفي\b",
    re.IGNORECASE,
)


@per_reference
def _group_keys() -> dict[str, Answer]:
    """Return the groups by their names without the words that stand beside them."""
    return {
        _MEMBERSHIP.sub("", text).casefold(): answer
        for text, answer in shared_index().exact.items()
        if answer.how == "group"
    }


def _group(text: str) -> Answer | None:
    """Find a group behind words such as "members of" and "States"."""
    rest = _MEMBERSHIP.sub("", text).casefold()
    return _group_keys().get(rest) if len(rest) > 1 else None


_TWICE = re.compile(
    r"\s*[(（/]\s*(?:(?:formerly|previously|also|now|anciennement|antes|antiguamente|ранее|бывш\w*\.?"
    r"|ex|原|سابقا)(?:\s+known\s+as)?(?:[-\s]+|(?<=原)))?",
    re.IGNORECASE,
)


def _named_twice(index: Index, text: str) -> Answer | None:
    """Find a State that is named in two ways at once: "Suisse/Schweiz", "Myanmar (Burma)"."""
    names = _TWICE.split(text.rstrip(")） "))
    if not 1 < len(names) < 5:
        return None
    answers = [look_up(index, name) for name in names]
    states = {answer.iso3 if answer else "" for answer in answers}
    return Answer(states.pop(), "alias") if len(states) == 1 and "" not in states else None


def _look_harder(index: Index, text: str) -> Answer:
    """Find a spelling after taking off what does not belong to the name."""
    plain = unmarked(text)
    narrow = unicodedata.normalize("NFKC", plain)  # full-width "ＵＳＡ"
    for form in dict.fromkeys((plain, plain.replace(".", ""), text.strip(), narrow)):
        answer = look_up(index, form) if form and form != text else None
        if answer is not None and (answer.how != "code" or "." not in plain):  # "S.A." is no code
            return answer
    # Marks come off last: in wrongly decoded text they may be a part of a letter.
    for meant in dict.fromkeys((unmarked(decoded_again(text)), unmarked(decoded_again(plain)))):
        answer = look_up(index, meant) if meant else None
        if answer is not None:
            return answer._replace(suggestion=f"read as {meant} (text was decoded wrongly)")
    return _named_twice(index, plain) or _group(plain) or UNKNOWN


def find(index: Index, text: str, language: str = "", official: bool = False) -> Answer:
    """Return what one text stands for, without suggestions where that is unknown.

    Examples
    --------
    >>> find(shared_index(), "Denmark 1").iso3
    'DNK'
    """
    answer = look_up(index, text) or _look_harder(index, text)
    if answer.how == "group":  # a table lists the organisation itself, as a participant
        return Answer("", "organisation") if official else answer
    if answer.how == "ambiguous" and official:
        key = fold(unmarked(text))
        return index.official.get(key) or index.official.get(bag(key), answer)  # "the Congo"
    if language and not answer.iso3:
        return index.local.get((language, fold(unmarked(text))), answer)
    return answer
