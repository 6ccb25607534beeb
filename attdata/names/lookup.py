"""The reviewed names of States and what else they could be taken for, as tables to look up in.

A spelling is looked up as written, then folded, then as a bag of words (``spelling.py``); only
then is anything taken off it (footnote marks, HTML, a wrong encoding). Every step needs the whole
name to be in a table: ``state_names.csv``, ``aliases.csv``, ``groups.csv``, ``states.csv``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import NamedTuple

from attdata.names.aliases import (
    OTHER_KINDS,
    Aliases,  # noqa: F401
    AliasRow,
    alias_rows,
    distinct_names,
    official_names,
    shared_rows,
)
from attdata.reference import per_reference, reference_rows
from attdata.spelling import bag, decoded_again, fold, unmarked


class Answer(NamedTuple):
    """What one spelling stands for."""

    iso3: str
    how: str
    group: str = ""
    suggestion: str = ""


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
def state_codes() -> dict[str, Answer]:
    """Return ISO 3166-1 alpha-2, alpha-3 and M49 codes of the States."""
    return {
        row[column]: Answer(row["iso3"], "code")
        for row in reference_rows("states")
        for column in ("iso2", "iso3", "m49")
    }


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


@lru_cache(maxsize=1 << 15)
def _keys(text: str, in_vietnamese: bool) -> tuple[str, str]:
    """Return the folded key of a spelling and that of its words in order, worked out once."""
    key = fold(text)
    return key, "" if in_vietnamese else bag(key)  # Vietnamese syllables look like articles


def _enter(index: Index, text: str, answer: Answer, language: str = "") -> None:
    """Enter one spelling under its keys; the first that came stays, a clash is noted."""
    index.exact.setdefault(text, answer)
    if _is_abbreviation(text):
        return
    key, words = _keys(text, language == "vi")
    if _is_short(key):
        index.exact.setdefault(text.casefold(), answer)
        index.exact.setdefault(text.upper(), answer)
        return
    held = index.folded.setdefault(key, answer)
    if held.iso3 != answer.iso3:
        index.clashes.append((text, held, answer))
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


# Names in these are admitted whether or not the language of a list is told. A word of another one
# may be a code or a word here: "VS" is the United States in Dutch, "Nga" Russia in Vietnamese.
SIX = ("ar", "en", "es", "fr", "ru", "zh")
EVERY = "*"


def _admitted(language: str) -> list[AliasRow]:
    """Return the rows that hold in a list of this language ("" where it is not told), in order."""
    if language == EVERY:
        return list(shared_rows())
    spoken = {row.language for row in shared_rows()}
    own = {name for name in spoken if _is_of(name, language)}
    return [
        row
        for row in shared_rows()
        if row.language in own
        or row.kind == "local"
        or row.kind in OTHER_KINDS
        or row.kind.startswith("group:")
    ]


def _is_of(name: str, language: str) -> bool:
    """Say whether the language of a row is one of the six or that of the list."""
    whole = name.lower()
    spoken = re.split("[-_@]", whole)[0]
    return spoken in SIX or language in (whole, spoken)


def shared_index(language: str = "") -> Index:
    """Return the index of the tables that come with the package, made once for each language.

    Parameters
    ----------
    language
        Its names are admitted beside those of the six languages; "*" admits all.

    Examples
    --------
    >>> shared_index().exact["Fiji"].iso3
    'FJI'
    >>> shared_index("de").exact["Deutschland"].iso3
    'DEU'
    """
    return _index(language)


@partial(per_reference, most=8)
def _index(language: str) -> Index:
    """Make the index of a language; apart, so that it has one key whichever way it is asked."""
    codes = state_codes()
    index = Index(exact=dict(codes), codes=codes)
    rows = _admitted(language)
    # Told the language of a list, its own abbreviations are no longer somebody else's codes.
    own = {row.text for row in rows if not row.kind and row.language.lower() == language}
    _enter_refused(index, [row for row in rows if row.text not in own])
    officials = {iso3: Answer(iso3, "official") for iso3 in official_names()}
    for name in reference_rows("state_names"):
        index.official.setdefault(fold(name["name"]), officials[name["iso3"]])
        _enter(index, name["name"], officials[name["iso3"]])
    plain = {iso3: Answer(iso3, "alias") for iso3 in officials}
    for row in rows:
        if not row.kind:
            _enter(index, row.text, plain[row.iso3], row.language)
        elif row.kind == "local":
            index.local[row.language.lower(), fold(row.text)] = plain[row.iso3]
        elif row.kind not in ("ambiguous", "unknown"):
            _enter(index, row.text, _answer(row))
    index.abbreviations = {row.text for row in rows if not row.kind and row.text in codes}
    # Where a region and a State share a name (Micronesia), the name alone is the State's.
    for group in dict.fromkeys(row["group"] for row in reference_rows("groups")):
        if fold(group) not in index.folded:
            _enter(index, group, Answer("", "group", group))
    return index


def index_with(aliases: Aliases, language: str = "") -> Index:
    """Return the shared index with an analyst's own rows put before it.

    Examples
    --------
    >>> index_with([{"text": "Utopia", "iso3": "FJI"}]).exact["Utopia"].iso3
    'FJI'
    """
    return _merged(tuple(alias_rows(aliases)), "" if language in SIX else language)


@partial(per_reference, most=16)
def _merged(rows: tuple[AliasRow, ...], language: str) -> Index:
    """Merge own rows and the shared index; kept, because a log asks for every cell."""
    shared = shared_index(language)
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
    if any(answer and answer.iso3 for answer in answers):
        # Beside a name that is admitted, one of another language may say the same.
        every = shared_index(EVERY)
        answers = [a or look_up(every, name) for a, name in zip(answers, names, strict=True)]
    states = {answer.iso3 if answer else "" for answer in answers}
    return Answer(states.pop(), "alias") if len(states) == 1 and "" not in states else None


_HYPHENS = ("-", "\u2010", "\u2011")


def _breaks_off(index: Index, text: str) -> bool:
    """Say whether a text that ends in a hyphen is the beginning of another name: "Guinea-"."""
    if not text.endswith(_HYPHENS) or text[-2:-1].isspace():
        return False
    whole = look_up(index, text)
    begins, iso3 = fold(text) + " ", whole.iso3 if whole else ""
    return any(a.iso3 != iso3 for key, a in index.folded.items() if key.startswith(begins))


_NOTE_FIGURES = re.compile(
    r"[\[({]\s*\d{1,3}\s*[\])}]|\b\d{1,3}/|[\u00b9\u00b2\u00b3\u2070-\u2079]"
)


def _is_figured(index: Index, code: str, text: str) -> bool:
    """Say whether figures make a code something else: ML4 is a category of arms, CO2 a gas."""
    figures = re.search(r"\d", unicodedata.normalize("NFKC", _NOTE_FIGURES.sub("", text)))
    # "USA 1" stands in sentences, with its note; other codes stand in lists of codes, without.
    noted = code in index.abbreviations and len(code) > 2 and text.lstrip().startswith(code + " ")
    return bool(figures) and not noted and not code.isdigit()


def _look_harder(index: Index, text: str) -> Answer:
    """Find a spelling after taking off what does not belong to the name."""
    plain = unmarked(text)
    narrow = unicodedata.normalize("NFKC", plain)  # full-width "ＵＳＡ"
    for form in dict.fromkeys((plain, plain.replace(".", ""), text.strip(), narrow)):
        answer = look_up(index, form) if form and form != text else None
        by_code = answer is not None and answer.how == "code"
        # "S.A." is no code, nor is "CO2".
        if answer and not (by_code and ("." in plain or _is_figured(index, form, text))):
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
    if text.endswith(_HYPHENS) and _breaks_off(index, text):
        return UNKNOWN
    answer = look_up(index, text) or _look_harder(index, text)
    if answer.how == "group":  # a table lists the organization itself, as a participant
        return Answer("", "organisation") if official else answer
    if answer.how == "ambiguous" and official:
        key = fold(unmarked(text))
        return index.official.get(key) or index.official.get(bag(key), answer)  # "the Congo"
    if language and not answer.iso3:
        return index.local.get((language, fold(unmarked(text))), answer)
    return answer
