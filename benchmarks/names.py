"""How many names each tool gets right, wrong, and how fast, on the files in tests/names.

    pip install country_converter countryguess countrynames hdx-python-country pycountry babel
    python benchmarks/names.py

A tool that is not installed is left out and said so. Each answers with an ISO 3166-1 alpha-3 code
or nothing. "all" is the share of known.tsv; the columns by script are the six languages of the
UN, "elsewhere" names in other languages, of which attdata is told the language, as it asks. "wrong"
are other States; "taken" are the rows of must_not_match.tsv and ambiguous.tsv that a tool takes for
a State of the 197. The last columns are the speed with names in the six languages, the second time.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from attdata.names.lookup import state_codes
from attdata.names.resolve import resolve
from attdata.names.suggest import suggested

NAMES = Path(__file__).parents[1] / "tests" / "names"
SCRIPTS = {
    "Latin": ("", "ɏ"),
    "Cyrillic": ("Ѐ", "ӿ"),
    "Arabic": ("؀", "ۿ"),
    "Chinese": ("一", "鿿"),
}
Tool = Callable[[list[str]], list[str]]


def rows_of(name: str) -> list[dict[str, str]]:
    with (NAMES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def one_by_one(look_up: Callable[[str], str | None]) -> Tool:
    def all_of(names: list[str]) -> list[str]:
        answers = []
        for name in names:
            try:
                answers.append(look_up(name) or "")
            except LookupError:  # countrynames knows some names without a code of three letters
                answers.append("")
        return answers

    return all_of


def countryguess() -> Tool:
    guess = import_module("countryguess").guess_country
    return one_by_one(lambda name: guess(name, attribute="iso3"))


def countrynames() -> Tool:
    to_code = import_module("countrynames").to_code_3
    return one_by_one(lambda name: to_code(name))


def countrynames_fuzzy() -> Tool:
    to_code = import_module("countrynames").to_code_3
    return one_by_one(lambda name: to_code(name, fuzzy=True))


def hdx() -> Tool:
    country = import_module("hdx.location.country").Country
    country.countriesdata(use_live=False)
    return one_by_one(lambda name: country.get_iso3_country_code_fuzzy(name)[0])


def country_converter() -> Tool:
    import logging

    logging.getLogger("country_converter").setLevel(logging.CRITICAL)  # a line for each miss
    converter = import_module("country_converter").CountryConverter()

    def all_of(names: list[str]) -> list[str]:
        answers = converter.convert(names, to="ISO3", not_found="")
        return [answer if isinstance(answer, str) else "" for answer in answers]

    return all_of


def pycountry() -> Tool:
    countries = import_module("pycountry").countries

    def look_up(name: str) -> str:
        return str(countries.lookup(name).alpha_3)

    return one_by_one(look_up)


def babel() -> Tool:
    locale = import_module("babel").Locale
    iso3 = {code: answer.iso3 for code, answer in state_codes().items() if len(code) == 2}
    known = {
        name.casefold(): iso3[code]
        for language in ("ar", "en", "es", "fr", "ru", "zh")
        for code, name in locale(language).territories.items()
        if code in iso3
    }
    return one_by_one(lambda name: known.get(name.casefold()))


def attdata() -> Tool:
    languages = {row["text"]: row["language"] for row in rows_of("known")}

    def all_of(names: list[str]) -> list[str]:
        """Ask once for the six languages and once for each other that a list says it is in."""
        answers: dict[str, str] = {}
        for language in sorted({languages.get(name) or "" for name in names}):
            some = [name for name in names if (languages.get(name) or "") == language]
            told = resolve(some, language=language or None)["iso3"].tolist()
            answers.update(zip(some, told, strict=True))
        return [answers[name] for name in names]

    return all_of


TOOLS = (
    attdata,
    country_converter,
    countryguess,
    countrynames,
    countrynames_fuzzy,
    hdx,
    pycountry,
    babel,
)


def timed(tool: Tool, names: list[str]) -> tuple[list[str], float]:
    start = time.perf_counter()
    answers = tool(names)
    return answers, time.perf_counter() - start


def share(rows: Iterable[bool]) -> str:
    hits = list(rows)
    return f"{100 * sum(hits) / len(hits):5.1f}" if hits else "    -"


def script_of(text: str) -> str:
    letters = [char for char in text if char.isalpha()]
    for script, (first, last) in SCRIPTS.items():
        if letters and all(first <= char <= last for char in letters):
            return script
    return "other"


def main() -> None:
    known = rows_of("known")
    texts, wanted = [row["text"] for row in known], [row["iso3"] for row in known]
    nothing = [row["text"] for row in (*rows_of("must_not_match"), *rows_of("ambiguous"))]
    states = {answer.iso3 for answer in state_codes().values()}
    six = {row["text"] for row in known if not row["language"]}
    scripts = [script_of(text) if text in six else "elsewhere" for text in texts]
    columns = [*SCRIPTS, "other", "elsewhere"]
    print(f"{len(texts)} names, {len(nothing)} that are none. Right in %, by script:")
    print(f"{'':20}{'all':>6}" + "".join(f"{c:>10}" for c in columns), end="")
    print(f"{'wrong':>7}{'taken':>7}{'names/s':>10}{'attdata x':>11}")
    fastest = 0.0
    for make in TOOLS:
        try:
            tool = make()
            tool(["Fiji", "Tonga"])
        except Exception as error:  # another package's failure must not end the comparison
            print(f"{make.__name__:20}left out: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        found, _ = timed(tool, texts)
        usual = [text for text in texts if text in six]
        rate = len(usual) / timed(tool, usual)[1]
        fastest = fastest or rate
        pairs = list(zip(found, wanted, scripts, strict=True))
        by_script = "".join(f"{share(f == w for f, w, s in pairs if s == c):>10}" for c in columns)
        wrong = sum(f != w and f in states for f, w, _ in pairs)
        taken = sum(f in states for f in timed(tool, nothing)[0])
        right = share(f == w for f, w, _ in pairs)
        print(f"{make.__name__:20}{right:>6}{by_script}", end="")
        print(f"{wrong:>7}{taken:>7}{rate:>10,.0f}{fastest / rate:>11,.1f}")
    slips = rows_of("suggestions")
    start = time.perf_counter()
    firsts = [(suggested(row["text"]) or ("",))[0] for row in slips]
    seconds = time.perf_counter() - start
    good = share(first == row["iso3"] for first, row in zip(firsts, slips, strict=True))
    print(
        f"first suggestion right for {good} % of {len(slips)} slips, {len(slips) / seconds:,.0f}/s"
    )
    many = [text for text, name in zip(texts, wanted, strict=True) if name] * 250
    start = time.perf_counter()
    resolve(many)
    rate = len(many) / (time.perf_counter() - start)
    print(f"attdata, names that repeat as in a real sheet: {rate:,.0f}/s")


if __name__ == "__main__":
    main()
