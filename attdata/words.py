"""Words, names, numbers and dates in the six languages of the United Nations.

Every label is a row of ``data/raw/reference/words.csv`` (key x language), reviewed like any other
table. Numbers and plural forms follow CLDR through babel; dates follow the editorial practice of UN
documents, which CLDR does not know: digits 0-9 and both month names in Arabic (آب/أغسطس), "1er" in
French, "24 июля 2026 года" in Russian.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from numbers import Real
from string import Formatter
from typing import TYPE_CHECKING, Any

from attdata.problems import LanguageError
from attdata.reference import per_reference, reference_rows
from attdata.spelling import sort_key

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def word(key: str, language: str = "en", **values: Any) -> str:
    """Return the text of a key in a language, with its fields filled in.

    A key that has plural forms (``count.years.one``, ``count.years.other``, ...) is asked for
    without its last part and takes the form that CLDR gives for the value ``n``. Numbers among
    the values are written as the language writes them, days as UN documents do.

    Parameters
    ----------
    key
        A key of words.csv.
    language
        One of ar, en, es, fr, ru, zh.
    **values
        What to put into the fields of the text: text, numbers or days.

    Returns
    -------
    str
        The text.

    Raises
    ------
    LookupError
        When words.csv has no such key, the language is not one of the six, or a field of the
        text is given no value.

    Examples
    --------
    >>> word("statuses.state_party", "fr")
    'États parties'
    >>> word("count.years", "ru", n=3), word("count.years", "ru", n=5)
    ('3 года', '5 лет')
    """
    _check(language)
    text = _texts(language).get(key)
    if "n" in values:
        text = _counted(key, language, values["n"], text)
    if text is None:
        raise LookupError(f'words.csv has no key "{key}"; add a row with its six languages.')
    texts = {name: _shown(value, language) for name, value in values.items()}
    if missing := fields(text) - texts.keys():
        raise LookupError(f'The words of "{key}" need a value for {", ".join(sorted(missing))}.')
    text = text.format(**texts) if "{" in text else text
    if language == "ar" and "%" in text:  # of percentages that the text itself holds
        return _BARE_PERCENT.sub(lambda match: isolated(match[0], language), text)
    return text


_BARE_PERCENT = re.compile(r"(?<![\u2066\d.,])\d[\d.,]*%(?!\u2069)")


def has_word(key: str) -> bool:
    """Return whether words.csv has a key (plural forms count under their common part).

    Examples
    --------
    >>> has_word("group.Africa"), has_word("group.Atlantis")
    (True, False)
    """
    texts = _texts("en")
    return key in texts or f"{key}.other" in texts


def name_of(kind: str, value: str, language: str = "en") -> str:
    """Return the word for a value of the data, or the value itself where nobody translated it.

    A user may add a group or an indicator as rows of a table; its own label is then the best
    there is. Fixed labels go through :func:`word`, which does not forgive.

    Examples
    --------
    >>> name_of("group", "Africa", "es"), name_of("group", "Our own list", "es")
    ('África', 'Our own list')
    """
    key = f"{kind}.{value}"
    return word(key, language) if has_word(key) else str(value)


def abbreviations() -> list[str]:
    """Return the abbreviations that words.csv explains (rows ``abbr.*``), in alphabetical order.

    Examples
    --------
    >>> "WGTU" in abbreviations()
    True
    """
    return sorted(key.removeprefix("abbr.") for key in _texts("en") if key.startswith("abbr."))


def indicator_name(indicator: str, counted: str, language: str = "en") -> str:
    """Return the label of an indicator: translated only as long as its text is the reviewed one.

    An identifier is a number in somebody's list. Where the row counts something else than the label
    was written for (``indicator_texts.csv``), the row's own text is the label.

    Examples
    --------
    >>> indicator_name("I01", "States Parties (instrument deposited)", "fr")
    'États parties (instrument déposé)'
    >>> indicator_name("I01", "Parliaments visited", "fr")
    'Parliaments visited'
    """
    reviewed = {row["indicator"]: row["counted"] for row in reference_rows("indicator_texts")}
    text = reviewed.get(indicator)
    if text and (counted == text or counted.startswith(f"{text}. ")):
        return name_of("indicator", indicator, language)
    return counted or name_of("indicator", indicator, language)


def state_name(iso3: str, language: str = "en", form: str = "short") -> str:
    """Return the official name of a State (UNTERM, short form unless told otherwise).

    Parameters
    ----------
    iso3
        The code of the State.
    language
        One of ar, en, es, fr, ru, zh.
    form
        ``short``, ``m49`` or ``formal`` (English only).

    Raises
    ------
    LookupError
        When state_names.csv has no such name.

    Examples
    --------
    >>> state_name("CIV", "zh")
    '科特迪瓦'
    """
    _check(language)
    try:
        return _state_names()[iso3, language, form]
    except KeyError:
        problem = f'state_names.csv has no {form} name for "{iso3}" in "{language}".'
        raise LookupError(problem) from None


def state_order(iso3: str, language: str = "en") -> str:
    """Return what a State is sorted by: its name without accents; Chinese in English order.

    Examples
    --------
    >>> sorted(["DEU", "ZAF"], key=lambda iso3: state_order(iso3, "fr"))
    ['ZAF', 'DEU']
    """
    return sort_key(state_name(iso3, "en" if language == "zh" else language), language)


_CUT = {("BIH", "zh")} | {("FSM", language) for language in LANGUAGES}  # without a full stop


def map_name(iso3: str, language: str = "en") -> str:
    """Return the name of a State as a map has room for it, where short_names.csv has one.

    Elsewhere it is the official short form, which texts and tables always use.

    Examples
    --------
    >>> map_name("BOL"), map_name("PRK", "fr"), map_name("PER")
    ('Bolivia', 'RPD de Corée', 'Peru')
    """
    _check(language)
    shorter = {row["iso3"]: row[language] for row in reference_rows("short_names")}
    return shorter.get(iso3) or state_name(iso3, language)


def whole_name(iso3: str, language: str = "en") -> str:
    """Return the whole name of a State whose map name is cut or that of a group, "" of others.

    Examples
    --------
    >>> whole_name("MKD"), whole_name("FSM"), whole_name("BOL")
    ('North Macedonia', 'Micronesia (Federated States of)', '')
    """
    name = map_name(iso3, language)
    return state_name(iso3, language) if "." in name or (iso3, language) in _CUT else ""


def conference_name(conference: str, language: str = "en", *, short: bool = False) -> str:
    """Return the name of a Conference of States Parties: "CSP12", or in full.

    Examples
    --------
    >>> conference_name("CSP11", "fr"), conference_name("CSP11", "es", short=True)
    ('Onzième Conférence des États parties', 'CEP11')
    """
    if short:
        if has_word(f"conference.short.{conference}"):
            return word(f"conference.short.{conference}", language)
        return word("conference.short", language, n=conference.removeprefix("CSP"))
    return name_of("conference", conference, language)


def number(x: float, language: str = "en", digits: int = 0, *, sign: bool = False) -> str:
    """Return a number as the language writes it, digits 0-9 in all six.

    Parameters
    ----------
    x
        The number; an en dash comes back where it is missing.
    language
        One of ar, en, es, fr, ru, zh.
    digits
        Decimal places, rounded half up.
    sign
        Write "+" before a positive number (a change).

    Examples
    --------
    >>> number(12345.65, "es", 1), number(1040, "es"), number(3, sign=True), number(float("nan"))
    ('12\u202f345,7', '1040', '+3', '–')
    """
    return isolated(_written(x, language, digits, sign), language)


def _written(x: float, language: str, digits: int, sign: bool = False) -> str:
    from babel.numbers import format_decimal

    if x != x:  # not a number
        return "–"
    value = _rounded(x, digits)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    # The "latn" digits are babel's default for all six; UN documents use 0-9 in Arabic as well.
    text = str(format_decimal(value, pattern, locale=_locale(language)))
    if language == "es":  # documents of the UN have a space, from five figures on; CLDR a point
        text = text.replace(".", "" if abs(value) < 10**4 else "\N{NARROW NO-BREAK SPACE}")
    return ("+" if sign and value > 0 else "") + text.replace("-", "\N{MINUS SIGN}")


def whole_number(x: float, language: str = "en") -> str:
    """Return a number of States; a median that lies between two is told by both.

    Examples
    --------
    >>> whole_number(118), whole_number(121.5)
    ('118', 'between 121 and 122')
    """
    if not x % 1:
        return number(x, language)
    return word("count.between", language, low=int(x), high=int(x) + 1)


def isolated(text: str, language: str) -> str:
    """Return a number whose signs stay on their side among Arabic (Unicode directional isolates).

    Plus and minus stand before the number and the per cent sign after it, both read from the left,
    as CLDR has it for Arabic with the digits 0-9. Without isolates the per cent sign would stand
    at the right of a number alone, on an axis, and at its left after an Arabic word.

    Examples
    --------
    >>> isolated("+3", "fr"), len(isolated("+3", "ar")), len(isolated("57%", "ar"))
    ('+3', 4, 5)
    """
    signed = language == "ar" and (text[:1] in ("+", "\N{MINUS SIGN}") or text[-1:] == "%")
    return f"\u2066{text}\u2069" if signed else text


def percent(share: float, language: str = "en", digits: int = 0) -> str:
    """Return a share (0 to 1) as a percentage, rounded half up.

    Examples
    --------
    >>> percent(0.605), percent(0.605, "zh", 1)
    ('61%', '60.5%')
    """
    if share != share:  # not a number
        return "–"
    template = str(_locale(language).percent_formats[None].pattern)
    text = _written(float(_rounded(share * 100, digits)), language, digits)
    return isolated(template.replace("#,##0", text), language)


def points(difference: float, language: str = "en") -> str:
    r"""Return the difference of two shares (0 to 1) in percentage points, with its sign.

    Examples
    --------
    >>> points(0.057), points(-0.009, "ru"), points(0.0)
    ('+5.7 pp', '−0,9 п.\xa0п.', '0')
    """
    rounded = _rounded(difference * 100, 1)
    if not rounded:
        return number(0, language)
    return word("progress.points", language, n=number(float(rounded), language, 1, sign=True))


def date(day: dt.date | str, language: str = "en", form: str = "day") -> str:
    """Return a day, month or year as UN documents of the language write it.

    Parameters
    ----------
    day
        A day (``date``, ``Timestamp`` or ISO text).
    language
        One of ar, en, es, fr, ru, zh.
    form
        ``day``, ``month`` or ``year``.

    Examples
    --------
    >>> date("2026-07-24", "zh"), date("2026-07-01", "fr"), date("2026-08-24", "ar")
    ('2026年7月24日', '1er juillet 2026', '24 آب/أغسطس 2026')
    """
    if isinstance(day, str):
        day = dt.date.fromisoformat(day[:10])
    kind = "first_day" if form == "day" and day.day == 1 else form
    month = word(f"month{'_in_date' * (form != 'month')}.{day.month}", language)
    return word(f"date.{kind}", language, d=str(day.day), month=month, year=str(day.year))


@lru_cache(maxsize=1 << 13)
def fields(text: str) -> frozenset[str]:
    """Return the names of the fields in a text of words.csv.

    Examples
    --------
    >>> sorted(fields("{n} of {m}"))
    ['m', 'n']
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def _counted(key: str, language: str, n: Any, whole: str | None) -> str | None:
    """Return the row ``KEY_of_one`` for one alone, else the whole text, else the form for n."""
    texts = _texts(language)
    alone = texts.get(f"{key}_of_one") if n == 1 else None
    if alone or whole is not None:
        return alone or whole
    form = _locale(language).plural_form(float(n)) if isinstance(n, Real) else "other"
    return texts.get(f"{key}.{form}") or texts.get(f"{key}.other")


def _shown(value: Any, language: str) -> str:
    """Write a value of a field: numbers and days in the language, text as it is."""
    if isinstance(value, dt.date):
        return date(value, language)
    if isinstance(value, Real):
        x = float(value)
        return number(x, language, 1 if x % 1 else 0)
    return str(value)


def _rounded(x: float, digits: int) -> Decimal:
    return Decimal(str(x)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _check(language: str) -> None:
    if language not in LANGUAGES:
        raise LanguageError(f'"{language}" is none of the six languages: {", ".join(LANGUAGES)}.')


@cache
def _locale(language: str) -> Locale:
    from babel import Locale

    _check(language)
    return Locale.parse(language)


@per_reference
def _texts(language: str) -> dict[str, str]:
    return {row["key"]: row[language] for row in reference_rows("words")}


@per_reference
def _state_names() -> dict[tuple[str, str, str], str]:
    rows = reference_rows("state_names")
    return {(row["iso3"], row["language"], row["form"]): row["name"] for row in rows}
