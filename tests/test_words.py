"""The reviewed words: complete, translated, with the same fields, and no glyph missing."""

import datetime as dt
import re
import warnings
from collections import defaultdict

import pandas as pd
import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from attdata.draw import style
from attdata.reference import reference_rows
from attdata.words import (
    LANGUAGES,
    conference_name,
    date,
    fields,
    has_word,
    name_of,
    number,
    percent,
    sort_key,
    state_name,
    word,
)
from wording import unused

PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
WORDS = {row["key"]: row for row in reference_rows("words")}
PLURALS = {key.rpartition(".")[0] for key in WORDS if key.endswith(".other")} - {""}

# What a language writes as English does: acronyms it uses alike, and words spelt alike.
SAME = {
    "ar": set(),
    "es": {
        "ASEAN", "Asia", "Azores", "CARICOM", "Commonwealth", "Madeira", "Mayotte", "Melanesia",
        "Micronesia", "RECSA", "SAARC", "SADC", "no",
    },
    "fr": {"Votes",
        "ASEAN", "Adoption", "Application", "CARICOM", "Code (ISO 3166-1)", "Commonwealth",
        "Communication", "Communications", "RECSA", "abstention", "Abstention", "abstention {n}",
        "{n} point", "{n} points",
        "Date", "Document", "Europe", "Figure", "Figure {n}", "Format", "Guadeloupe", "Martinique",
        "Mayotte", "Note", "Notes", "Participation", "Population", "Ratification", "Réunion",
        "SADC", "Signature", "Signature ad referendum", "Signatures", "Source",
        "Sources", "Succession", "Suggestion",
    },
    "ru": set(),
    "zh": set(),
}  # fmt: skip
ROMAN = re.compile(r"[IVXLC]+\.? ?")
SCRIPT = {"ar": "\u0600-\u06ff", "ru": "\u0400-\u04ff", "zh": "\u4e00-\u9fff"}


def is_plural(key):
    head, _, form = key.rpartition(".")
    return head in PLURALS and form in PLURAL_FORMS


def bare(text):
    """Return a text without fields, digits and punctuation."""
    return re.sub(r"[\W\d_]+", "", re.sub(r"\{[^}]*\}", "", text))


def test_keys_are_unique_and_columns_are_the_six_languages():
    rows = reference_rows("words")
    assert len(WORDS) == len(rows)
    assert list(rows[0]) == ["key", *LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing(language):
    missing = [key for key, row in WORDS.items() if not row[language] and not is_plural(key)]
    # No space parts two Chinese sentences.
    assert missing == (["sentence.gap"] if language == "zh" else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language):
    for key in sorted(PLURALS):
        if f"{key}.one" not in WORDS or key.startswith("footer."):
            continue
        given_forms = [f for f in PLURAL_FORMS if WORDS.get(f"{key}.{f}", {}).get(language)]
        used = {*Locale.parse(language).plural_form.tags, "other"}  # as CLDR has them
        assert given_forms == [form for form in PLURAL_FORMS if form in used], key


def same_as_english(language):
    """Return the texts of a language that are English to the letter, numerals left out."""
    return {
        row["en"]
        for row in WORDS.values()
        if row[language] == row["en"] and bare(row["en"]) and not ROMAN.fullmatch(row["en"])
    }


@pytest.mark.parametrize("language", sorted(SAME))
def test_no_word_is_left_in_english(language):
    """The list of what may be alike holds nothing that is not: it would hide the next omission."""
    found = same_as_english(language)
    assert found - SAME[language] == set()
    assert SAME[language] - found == set()


@pytest.mark.parametrize("language", sorted(SCRIPT))
def test_words_are_in_the_script_of_the_language(language):
    script = re.compile(f"[{SCRIPT[language]}]")
    wrong = [
        key
        for key, row in WORDS.items()
        if bare(row[language])
        and not script.search(row[language])
        and not ROMAN.fullmatch(row["en"])
        and row["en"] not in SAME[language]
    ]
    assert wrong == []


def test_fields_agree_in_all_languages():
    for key, row in WORDS.items():
        whole = WORDS[key.rpartition(".")[0] + ".other"] if is_plural(key) else row
        wanted = fields(whole["en"])
        spare = {"n"} if is_plural(key) else set()  # "two years" is one word in Arabic
        for code in LANGUAGES:
            found = fields(row[code])
            assert not row[code] or wanted - spare <= found <= wanted, (key, code)


def test_digits_are_0_to_9_in_every_language():
    for row in WORDS.values():
        assert not re.search("[\u0660-\u0669\u06f0-\u06f9]", "".join(row.values()))
    assert number(1234567.8, "ar", 1) == "1,234,567.8"


@pytest.mark.parametrize(
    ("key", "language", "text"),
    [
        ("statuses.state_party", "zh", "缔约国"),
        ("statuses.signatory", "zh", "签署国"),
        ("treaty.att", "zh", "《武器贸易条约》"),
        ("status.state_party", "fr", "État partie"),
        ("treaty.att", "fr", "Traité sur le commerce des armes"),
        ("status.state_party", "ru", "Государство-участник"),
        ("treaty.att", "ru", "Договор о торговле оружием"),
        ("status.state_party", "es", "Estado parte"),
        ("treaty.att", "es", "Tratado sobre el Comercio de Armas"),
        ("treaty.att", "ar", "معاهدة تجارة الأسلحة"),
        ("statuses.state_party", "ar", "الدول الأطراف"),
        ("conference", "fr", "Conférence des États parties"),
        ("conference", "es", "Conferencia de los Estados Partes"),
    ],
)
def test_the_terms_are_those_of_the_united_nations(key, language, text):
    assert word(key, language) == text


def test_every_key_that_the_code_names_exists(root):
    """A key asked for in some corner of the code fails here, not on a delegate's screen."""
    asked = defaultdict(set)
    for path in sorted((root / "attdata").rglob("*.py")):
        for found in re.finditer(
            r"(?<![.\w])word\(\s*f?\"([^\"]+)\"", path.read_text(encoding="utf-8")
        ):
            asked[found[1]].add(path.name)
    assert len(asked) > 40
    for key, files in asked.items():
        head = key.partition("{")[0]
        known = has_word(key) if head == key else any(k.startswith(head) for k in WORDS)
        assert known, (key, files)


def test_every_key_is_asked_for_somewhere():
    """A text that nobody sees is translated and reviewed for nothing, and hides what is missing."""
    assert unused(list(WORDS)) == []
    # The search finds what it should.
    assert unused(["report.nobody_asks", "group.Atlantis", "report.t.nothing.other"]) == [
        "group.Atlantis", "report.nobody_asks", "report.t.nothing",
    ]  # fmt: skip


def test_groups_indicators_and_conferences_of_the_tables_have_names(data):
    for group in data.groups["group"].unique():
        assert has_word(f"group.{group}"), group
    for indicator in data.indicators["indicator"].unique():
        assert has_word(f"indicator.{indicator}"), indicator
    for item in data.plan["item"]:
        assert has_word(f"item.{item}"), item
    for conference in data.conferences["conference"]:
        assert conference_name(conference, "ru") != conference


def test_plural_forms_are_chosen():
    texts = [word("count.states", "ar", n=n) for n in (1, 2, 3, 11, 100)]
    assert texts == ["دولة واحدة", "دولتان", "3 دول", "11 دولة", "100 دولة"]
    assert word("count.states", "ru", n=21) == "21 государство"
    assert word("count.states", "fr", n=0) == "0 État"


# Whoever swaps two of these words makes every figure and report say the opposite.
TERMS = {
    "status.state_party": [
        "دولة طرف", "State Party", "Estado parte", "État partie", "Государство-участник", "缔约国",
    ],
    "status.signatory": [
        "دولة موقعة", "Signatory", "Estado signatario", "État signataire",
        "Подписавшее государство", "签署国",
    ],
    "status.not_joined": [
        "دولة ليست طرفا ولا موقعة", "Neither signed nor joined", "Ni parte ni signatario",
        "Ni partie ni signataire", "Не подписало и не присоединилось", "未签署也未加入",
    ],
    "statuses.state_party": [
        "الدول الأطراف", "States Parties", "Estados partes", "États parties",
        "Государства-участники", "缔约国",
    ],
    "statuses.signatory": [
        "الدول الموقعة", "Signatories", "Estados signatarios", "États signataires",
        "Подписавшие государства", "签署国",
    ],
    "statuses.not_joined": [
        "ليست أطرافا ولا موقعة", "Neither signed nor joined", "Ni partes ni signatarios",
        "Ni parties ni signataires", "Ни участники, ни подписавшие", "未签署也未加入的国家",
    ],
    "action.ratification": [
        "تصديق", "Ratification", "Ratificación", "Ratification", "Ратификация", "批准",
    ],
    "action.withdrawal": ["انسحاب", "Withdrawal", "Retirada", "Retrait", "Выход", "退出"],
}  # fmt: skip


@pytest.mark.parametrize("key", TERMS)
def test_terms_of_the_field_in_six_languages(key):
    assert [word(key, language) for language in LANGUAGES] == TERMS[key]


COUNTED = {  # 1, 2, 5, 21, 101
    ("count.states", "ar"): ["دولة واحدة", "دولتان", "5 دول", "21 دولة", "101 دولة"],
    ("count.states", "en"): ["1 State", "2 States", "5 States", "21 States", "101 States"],
    ("count.states", "es"): ["1 Estado", "2 Estados", "5 Estados", "21 Estados", "101 Estados"],
    ("count.states", "fr"): ["1 État", "2 États", "5 États", "21 États", "101 États"],
    ("count.states", "ru"): [
        "1 государство", "2 государства", "5 государств", "21 государство", "101 государство",
    ],
    ("count.states", "zh"): ["1个国家", "2个国家", "5个国家", "21个国家", "101个国家"],
    ("count.days", "ru"): ["1 день", "2 дня", "5 дней", "21 день", "101 день"],
}  # fmt: skip


@pytest.mark.parametrize(("key", "language"), COUNTED)
def test_one_two_five_twentyone_and_a_hundred_and_one(key, language):
    texts = [word(key, language, n=n) for n in (1, 2, 5, 21, 101)]
    assert [text.replace("\xa0", " ") for text in texts] == COUNTED[key, language]


# Words that say something else in the law of treaties, or two words for one thing.
WRONG = [
    ("ru", r"Оговорк"),  # a reservation to a treaty
    ("fr", r"^Réserve|droits humains"),
    ("es", r"\b[Rr]etiros?\b|base de referencia"),
    ("zh", r"代用指标|(?<!罗马)教廷"),
    ("ru", r"Майер|[Ии]сходн(?:ый|ого) показател"),
    ("ar", r"المن(?:طقة|اطق) الفرعية"),
    ("en", r"(?i)organisation|States Parties of each"),
    ("en", r"(?i)sister treat|^\{n\} of the \{m\} indicators"),
    ("es", r"[Tt]ratados afines|(?<!se )aún no son parte\b"),
    ("fr", r"[Tt]raités apparentés"),
    ("ru", r"[Сс]межные договоры|\{n\} из лет"),
    ("ar", r"شقيقة|لـ \{"),
]


@pytest.mark.parametrize(("language", "wrong"), WRONG)
def test_one_word_for_one_thing(language, wrong):
    found = {key for key, row in WORDS.items() if re.search(wrong, row[language])}
    assert found == set()


def test_arabic_names_are_sorted_without_the_article():
    names = ["تونس", "الجزائر", "أنغولا", "ألمانيا", "العراق", "البرازيل"]
    ordered = sorted(names, key=lambda name: sort_key(name, "ar"))
    assert ordered == ["ألمانيا", "أنغولا", "البرازيل", "تونس", "الجزائر", "العراق"]


def test_numbered_paragraphs_begin_with_a_capital():
    items = [key for key in WORDS if re.fullmatch(r"text\.(IV|V)\.\w+", key)]
    assert len(items) == 9
    for key in items:
        assert all(WORDS[key][language][0].isupper() for language in ("en", "es", "fr", "ru"))


def test_unknown_words_are_told():
    with pytest.raises(LookupError, match='no key "status.sleeping"; add a row'):
        word("status.sleeping")
    with pytest.raises(LookupError, match='"de" is none of the six languages'):
        word("status.unknown", "de")
    with pytest.raises(LookupError, match='"count.of" need a value for m'):
        word("count.of", n=1)
    with pytest.raises(LookupError, match='no short name for "XXX" in "fr"'):
        state_name("XXX", "fr")
    assert name_of("group", "Our own list", "zh") == "Our own list"


@pytest.mark.parametrize(
    ("language", "first", "other", "month"),
    [
        ("ar", "1 آب/أغسطس 2026", "24 تموز/يوليه 2026", "كانون الثاني/يناير 2027"),
        ("en", "1 August 2026", "24 July 2026", "January 2027"),
        ("es", "1 de agosto de 2026", "24 de julio de 2026", "enero de 2027"),
        ("fr", "1er août 2026", "24 juillet 2026", "janvier 2027"),
        ("ru", "1 августа 2026 года", "24 июля 2026 года", "январь 2027 года"),
        ("zh", "2026年8月1日", "2026年7月24日", "2027年1月"),
    ],
)
def test_days_are_written_as_in_documents(language, first, other, month):
    assert date(dt.date(2026, 8, 1), language) == first
    assert date(pd.Timestamp("2026-07-24"), language) == other
    assert date("2027-01-15", language, "month") == month
    assert word("footer.as_of", language, day=dt.date(2026, 7, 24)).endswith(other)


def test_twelve_months_differ_in_every_language():
    for language in LANGUAGES:
        days = [dt.date(2026, month, 2) for month in range(1, 13)]
        assert len({date(day, language, "month") for day in days}) == 12


@settings(derandomize=True, max_examples=60)
@given(st.integers(0, 1000), st.integers(1, 1000), st.sampled_from(LANGUAGES))
def test_percentages_round_half_up_and_keep_their_digits(n, m, language):
    share = min(1.0, n / m)
    shown = int(re.sub(r"[^\d]", "", percent(share, language)))
    assert abs(shown - share * 100) <= 0.5 + 1e-9


def test_missing_and_negative_numbers():
    assert number(float("nan"), "ru") == percent(float("nan"), "ru") == "–"
    assert number(-5, "en") == "−5"
    assert number(2.5, "fr", 1, sign=True) == "+2,5"
    assert [percent(0.005, code) for code in ("en", "fr")] == ["1%", "1\N{NO-BREAK SPACE}%"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_a_name(language):
    states = [row["iso3"] for row in reference_rows("states")]
    names = [state_name(iso3, language) for iso3 in states]
    assert len(set(names)) == len(states) == 197


@pytest.mark.drawn
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_glyph_is_missing(language):
    """Every word and every State name is set in type; matplotlib warns of each glyph it has not."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    texts = [row[language].replace("{", "").replace("}", "") for row in WORDS.values()]
    texts += [state_name(row["iso3"], language) for row in reference_rows("states")]
    texts += [number(-1234.5, language, 1), percent(0.5, language), date("2026-07-24", language)]
    # Each word once: shaping Arabic is slow. Chinese has no spaces, but each sign stands alone.
    parts = sorted(
        {part for text in texts for part in (text if language == "zh" else text.split())}
    )
    assert len(parts) > 400
    lines = [" ".join(parts[start : start + 40]) for start in range(0, len(parts), 40)]
    with style.style(language), warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = Figure(figsize=(4, 4), dpi=20)
        for line in lines:
            figure.text(0, 0.4, line)
            figure.text(0, 0.6, line, fontweight="bold")
        FigureCanvasAgg(figure)
        figure.draw_without_rendering()  # glyphs are looked for where a text is measured


def test_a_missing_glyph_would_be_seen():
    """The test above relies on matplotlib's warning: show that it comes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with style.style("en"):
        figure = Figure(figsize=(1, 1), dpi=20)
        figure.text(0, 0.5, "缔约国")
        FigureCanvasAgg(figure)
        with pytest.warns(UserWarning, match="missing"):
            figure.draw_without_rendering()


def test_french_has_no_plain_space_before_its_double_signs():
    loose = re.compile(r"\S [;:?!%»]|« ")
    for key, texts in WORDS.items():
        if not key.startswith("unit."):
            assert not loose.search(texts["fr"]), key
