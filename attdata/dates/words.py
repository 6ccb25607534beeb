"""The words and figures of a date as published, as a list of tokens, in any of the six languages.

Which word means which month, weekday or hint ("opening", "article of") is a row of
``date_words.csv``; what follows from the tokens is decided in ``dates.py``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import NamedTuple

from attdata.reference import per_reference, reference_rows

# Nothing longer is a date; a page pasted into a date cell is not worth the search.
LONGEST = 400


class Token(NamedTuple):
    """One piece of a date: its kind, its value and the text it was read from.

    Kinds: ``n`` number of a day, ``m`` month, ``y`` year, ``d`` (year, month, day), ``s`` (month,
    day), ``o`` (year, month), ``w`` weekday (Monday 0), ``u`` number of days, ``p`` conference,
    ``-`` to, ``&`` and, ``|`` or, ``/`` slash, ``,`` comma, ``;`` break between statements,
    ``c`` hint (value: its meaning), ``x`` unknown word, ``#`` number that fits no date.
    """

    kind: str
    value: object
    text: str


_CONTROLS = dict.fromkeys([*range(32), 127], " ")


def plain(text: str) -> str:
    """Return the text without case, accents, marks, wide forms and national digits.

    Examples
    --------
    >>> plain("Décembre ٢٠٢٤")
    'decembre 2024'
    """
    if text.isascii():
        return text.lower().translate(_CONTROLS)
    letters = []
    for sign in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold()):
        category = unicodedata.category(sign)
        if category == "Nd":
            letters.append(str(unicodedata.digit(sign)))
        elif category in ("Mn", "Cf", "Me"):
            continue
        else:
            letters.append(" " if category.startswith("Z") or category == "Cc" else sign)
    return "".join(letters)


_CHINESE_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0"
}


def _chinese_number(match: re.Match[str]) -> str:
    """Write 二〇二四 as 2024 and 二十一 as 21, before 年, 月, 日 and their like."""
    signs = match.group()
    if "十" not in signs:
        return "".join(_CHINESE_DIGITS[sign] for sign in signs)
    tens, _, ones = signs.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return signs
    return str(int(_CHINESE_DIGITS.get(tens, "1")) * 10 + int(_CHINESE_DIGITS.get(ones, "0")))


_SIGNS = {"to": "-", "and": "&", "or": "|"}


@per_reference
def _meanings() -> dict[str, tuple[str, object]]:
    """Return word -> (token kind, value); a word listed twice keeps its first meaning."""
    words: dict[str, tuple[str, object]] = {}
    for row in reference_rows("date_words"):
        meaning, word = row["meaning"], " ".join(plain(row["word"]).split())
        if meaning == "month":
            reading: tuple[str, object] = ("m", int(row["value"]))
        elif meaning == "weekday":
            reading = ("w", int(row["value"]))
        elif meaning in _SIGNS:
            reading = (_SIGNS[meaning], None)
        elif meaning in ("number", "days", "conference", "order"):
            continue
        else:
            reading = ("c", meaning)
        words.setdefault(word, reading)
    return words


@per_reference
def _listed(meaning: str) -> dict[str, str]:
    """Return the words of one meaning with their values."""
    rows = reference_rows("date_words")
    return {plain(row["word"]): row["value"] for row in rows if row["meaning"] == meaning}


def _either(words: list[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


def _is_chinese(word: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in word)


@per_reference
def _pattern() -> re.Pattern[str]:
    """Return the pattern of one token; the order decides where two would match."""
    words = list(_meanings())
    spaced = _either([word for word in words if not _is_chinese(word)])
    chinese = _either([word for word in words if _is_chinese(word)])
    days, numbers = _either(list(_listed("days"))), _either(list(_listed("number")))
    months = _either([word for word, (kind, _) in _meanings().items() if kind == "m"])
    conference = _either(list(_listed("conference")))
    start, stop = r"(?<![^\W\d_])", r"(?![^\W\d_])"
    parts = [
        rf"(?P<u>(?<!\d)(?:\d{{1,2}}|{start}(?:{numbers}))[\s-]*(?:{days}){stop})",
        rf"(?P<p>{start}(?:{conference})\s?-?\s?\d{{1,2}}(?!\d)|第\d{{1,2}}[届次]缔约国)",
        r"(?P<clock>(?<!\d)\d{1,2}\s?[:h]\s?\d{2}(?!\d)(?::\d{2})?\s?h?"
        r"|t\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?z?"
        r"|(?<!\d)\d{1,2}(?:\.\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.|h|hrs|heures?|horas?|час[аов]*|[时点])"
        rf"{stop})",
        r"(?P<iso>(?<!\d)\d{4}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2}(?!\d))",
        r"(?P<dmy>(?<!\d)\d{1,2}(?:/\d{1,2}/(?:\d{4}|\d{2})|\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})"
        r"|-\d{1,2}-\d{4})(?!\d))",
        rf"(?P<dash_month>(?<!\d)\d{{1,2}}-(?:{months})-(?:\d{{4}}|\d{{2}})(?!\d))",
        r"(?P<y>(?<!\d)\d{4}\s?年)",
        r"(?P<m>(?<!\d)\d{1,2}\s?月)",
        r"(?P<n>(?<!\d)\d{1,2}\s?[日号])",
        r"(?P<o>(?<!\d)(?:\d{1,2}[/.]\d{4}|\d{4}-(?:0[1-9]|1[0-2]))(?![\d-]))",
        r"(?P<s>(?<!\d)\d{1,2}[./]\d{1,2}\.?(?!\d))",
        r"(?P<year>(?<!\d)\d{4}(?!\d))",
        rf"(?P<day>(?<!\d)\d{{1,2}}(?!\d)(?:(?:st|nd|rd|th|er|ere|eme|e|o|a|°|-?(?:го|ое|е|и)){stop})?)",
        r"(?P<number>\d+)",
        rf"(?P<word>{start}(?:{spaced}){stop}|{chinese})",
        r"(?P<rest>\.\.\.|\s/\s|[;;])",
        r"(?P<dash>[-‐‑‒–—―−~])",
        r"(?P<sign>[&+、,،/])",
        r"(?P<x>[^\W\d_]+)",
    ]
    return re.compile("|".join(parts))


_FIXED = {"&": "&", "+": "&", "、": "&", ",": ",", "،": ",", "/": "/"}


def _figures(text: str) -> list[int]:
    return [int(figure) for figure in re.findall(r"\d+", text)]


def _full_year(year: int) -> int:
    """Return 2018 for 18: the Treaty has no dates before 2000."""
    return year + 2000 if year < 100 else year


def _numeric(kind: str, text: str) -> tuple[str, object]:
    """Return kind and value of a token made of figures; numeric dates are day first."""
    figures = _figures(text)
    if kind == "iso":
        return "d", tuple(figures)
    if kind == "dmy":
        return "d", (_full_year(figures[2]), figures[1], figures[0])
    if kind == "o":
        year, month = sorted(figures, reverse=True)
        return "o", (year, month)
    if kind == "s":
        return "s", (figures[1], figures[0])
    if kind == "year":
        return ("y", figures[0]) if 1900 <= figures[0] <= 2100 else ("#", figures[0])
    return {"day": "n", "number": "#"}.get(kind, kind), figures[0]


def _duration(text: str) -> int:
    """Return the number of days in "three days", "3 jours" or "5-day"."""
    figures = _figures(text)
    if figures:
        return figures[0]
    numbers = _listed("number")
    beginnings = [word for word in sorted(numbers, key=len, reverse=True) if text.startswith(word)]
    return int(numbers[beginnings[0]])


def _dash_month(text: str) -> tuple[int, int, int]:
    """Return year, month and day of "20-Aug-2024"."""
    day, month, year = text.split("-")
    number = _meanings()[" ".join(month.split())][1]
    return _full_year(int(year)), int(str(number)), int(day)


def _token(match: re.Match[str]) -> Token | None:
    kind, text = match.lastgroup or "", match.group()
    if kind == "clock":
        return None
    if kind == "u":
        return Token("u", _duration(text), text)
    if kind == "dash_month":
        return Token("d", _dash_month(text), text)
    if kind == "p":
        return Token("p", f"CSP{_figures(text)[0]}", text)
    if kind == "word":
        token_kind, value = _meanings()[" ".join(text.split())]
        return Token(token_kind, value, text)
    if kind in ("rest", "dash", "sign"):
        sign = {"rest": ";", "dash": "-"}.get(kind) or _FIXED[text]
        return Token(sign, None, text)
    if kind == "x":
        return Token("x", text, text)
    return Token(*_numeric(kind, text), text)


@partial(per_reference, most=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a date as published, hours and filling words left out.

    Examples
    --------
    >>> "".join(token.kind for token in tokens("du lundi 06 au vendredi 10 novembre 2023"))
    'wn-wnmy'
    """
    smooth = plain(text[:LONGEST])
    smooth = re.sub(r"[〇零一二三四五六七八九十]+(?=\s*[年月日号天届次])", _chinese_number, smooth)
    listed = [token for match in _pattern().finditer(smooth) if (token := _token(match))]
    kept = []
    for place, token in enumerate(listed):
        following = listed[place + 1] if place + 1 < len(listed) else None
        if token.text in _listed("this") and following and following.kind == "w":
            kept.append(Token("c", "this", token.text))
        elif token.kind != "c" or token.value not in ("filler", "time", "this"):
            kept.append(token)
    return tuple(kept)
