"""Print rows that aliases.csv lacks: names of States from CLDR (through babel) and iso-codes.

    pip install babel pycountry
    python data/raw/reference/make_aliases.py > candidates.csv

The rows are candidates: whoever appends them to aliases.csv reads them first. A name is left out
when it adds nothing (it resolves already), when it stands for two States, when it is also the name
of a territory, a city, a province or a language, or when a formal name does not contain the short
name of the State it is filed under (translations of iso-codes sometimes slip by a line). What was
left out goes to standard error with the reason. A name that is refused for good is a row of kind
"ambiguous" or "unknown" in aliases.csv, which this script obeys.
"""

from __future__ import annotations

import csv
import gettext
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pycountry
from babel import Locale

from attdata.names.lookup import find, shared_index
from attdata.reference import reference_rows
from attdata.spelling import fold

# The six of the United Nations first, then by how often they are met; languages whose names of
# States CLDR surveys completely. Not Welsh: its word for "south" (de) looks like an article.
LANGUAGES = """en fr es ru ar zh zh_Hant zh_Hant_HK pt pt_PT de it nl pl sv da nb nn fi is fo cs sk
sl hr sr sr_Latn bs bs_Cyrl mk bg ro hu el tr uk be lt lv et sq ca gl eu ga mt lb af en_GB es_419
es_MX es_AR fr_CA de_CH de_AT ja ko vi th lo km my id ms jv fil hi bn ur pa gu mr ta te kn ml or as
ne si fa fa_AF ps ku ckb az az_Cyrl kk ky uz uz_Cyrl tk tg mn hy ka he am ti sw sw_CD sw_KE so ha yo
ig zu xh rw mg ar_EG ar_SA ar_MA ro_MD ur_IN"""
# Languages in which the translations of iso-codes are complete and were found sound.
FORMAL = """fr es ru ar zh_CN zh_TW zh_HK pt pt_BR de it nl pl sv da nb nb_NO nn fi is cs sk sl hr
sr sr@latin bs bg ro hu el tr uk be lt lv et sq ca gl eu ga ja ko vi th id hi bn fa az kk he ka
hy"""
# Languages in which a formal name unlike every short name ("Helvetic Confederation") is believed.
CAREFUL = "fr es ru ar zh pt de it nl pl sv ja ko tr uk fa cs el fi da hu"
# Territories and other names that are no State are wanted in fewer languages.
TERRITORIES = "en fr es ru ar zh zh_Hant pt de it nl pl sv tr ja ko uk fa"

# "Congo" in any language is two States; a name of the Republic says so by one of these.
OF_THE_REPUBLIC = (" ", "-", "·", "\u30fb", "共和", "共和国", "布", "ブラザ", "공화")

STATES = {row["iso2"]: row["iso3"] for row in reference_rows("states")}


def short_names() -> Iterator[tuple[str, str, str, str]]:
    """Yield (two-letter code, language, name, source) from CLDR."""
    for language in LANGUAGES.split():
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code not in ("EU", "EZ", "UN", "QO", "XA", "XB", "XK", "ZZ"):
                yield code, language, name, "CLDR"


def long_names() -> Iterator[tuple[str, str, str, str]]:
    """Yield the names and formal names translated by iso-codes."""
    folder = Path(pycountry.__file__).parent / "locales"
    for language in FORMAL.split():
        translate = gettext.translation("iso3166-1", folder, [language], fallback=True).gettext
        for country in pycountry.countries:
            for attribute in ("name", "official_name", "common_name"):
                english = getattr(country, attribute, "")
                if english and translate(english) != english:
                    yield country.alpha_2, language, translate(english), "iso-codes"


def clean(name: str, language: str) -> str:
    """Take stress marks and stray blanks off a name."""
    if language[:2] in ("ru", "uk", "be", "bg"):
        name = name.replace("\u0301", "")
    name = name.replace("\u200e", "").replace("\u200f", "")
    return unicodedata.normalize("NFC", " ".join(name.split()))


def other_names() -> set[str]:
    """Return the keys of provinces and languages, none of which is a State's name."""
    keys = {fold(s.name) for s in pycountry.subdivisions}
    keys |= {fold(s.name) for s in pycountry.languages}
    for language in ("en", "fr", "es", "de", "it", "pt"):
        keys |= {fold(name) for name in Locale(language).languages.values()}
        zones = Locale(language).time_zones
        keys |= {fold(zone["city"]) for zone in zones.values() if "city" in zone}
    return keys


def holds_stem(key: str, shorts: set[str]) -> bool:
    """Say whether a key holds the beginning of a word of one of the short names."""
    together = key.replace(" ", "")
    for short in shorts:
        for word in short.split():
            length = 4 if word[:1] < "\u2e80" else 2
            if len(word) >= length and word[:length] in together:
                return True
    return False


def misfiled(name: str, code: str, shorts: dict[str, set[str]], careful: bool) -> bool:
    """Say whether a long name looks like another State's, and not like its own.

    ``shorts`` holds the short names of every State in the language, by two-letter code.
    """
    key = fold(name)
    inside = [
        (len(short), owner)
        for owner, keys in shorts.items()
        for short in keys
        if len(short) > 3 and short in key
    ]
    if inside and max(inside)[1] != code:  # "Republic of Nigeria" is not Niger's
        return True
    if holds_stem(key, shorts.get(code, set())):
        return False
    one_word = [{short for short in keys if " " not in short} for keys in shorts.values()]
    return not careful or any(holds_stem(key, keys) for keys in one_word)


def candidates() -> dict[str, dict[str, tuple[str, str, str]]]:
    """Return, by folded key and two-letter code, the first spelling, its language and source."""
    found: dict[str, dict[str, tuple[str, str, str]]] = {}
    shorts: dict[str, dict[str, set[str]]] = {}
    for code, language, name, source in (*short_names(), *long_names()):
        name = clean(name, language)
        if code == "CG" and not any(mark in name for mark in OF_THE_REPUBLIC):
            continue
        tongue = shorts.setdefault(language[:2], {})
        if source == "CLDR":
            tongue.setdefault(code, set()).add(fold(name))
        elif misfiled(name, code, tongue, language[:2] in CAREFUL.split()):
            print(f"may be another State's: {name} ({language}, {code})", file=sys.stderr)
            continue
        found.setdefault(fold(name), {}).setdefault(code, (name, language, source))
    return found


def wanted(key: str, code: str, spelling: tuple[str, str, str], others: set[str]) -> bool:
    """Say whether a spelling is a new and safe name."""
    name, language, _ = spelling
    answer = find(shared_index(), name)
    state = STATES.get(code, "")
    if answer.how != "unknown":
        if answer.iso3 != state:
            print(f"{name} ({language}, {code}) is known as {answer.how}", file=sys.stderr)
        return False
    if state and key in others:
        print(f"also a province, city or language: {name} ({language}, {code})", file=sys.stderr)
        return False
    return bool(state) or language in TERRITORIES.split()


def main() -> None:
    """Print the candidates as rows of aliases.csv."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    others = other_names()
    rows = []
    for key, by_code in candidates().items():
        if len(by_code) > 1:
            print(f"stands for more than one: {by_code}", file=sys.stderr)
            continue
        ((code, spelling),) = by_code.items()
        if key and wanted(key, code, spelling, others):
            name, language, source = spelling
            state = STATES.get(code, "")
            kind = "" if state else "territory"
            rows.append([name, language.replace("_", "-"), state, kind, "", source])
    order = [language.replace("_", "-") for language in (*LANGUAGES.split(), *FORMAL.split())]
    out.writerows(sorted(rows, key=lambda row: (row[3], row[2], order.index(row[1]), row[0])))


if __name__ == "__main__":
    main()
