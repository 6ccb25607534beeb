"""Abbreviations in a report: found in its text, explained where they first stand and in a list.

Titles from the log stand as they were published, most of them in English; the report's own text
writes what its language writes. Both are looked for, and explained in the language of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from attdata.reference import reference_rows
from attdata.reports.document import Bullets, Document, Paragraph
from attdata.words import abbreviations, conference_name, word

_HAN = re.compile("[\u4e00-\u9fff]")
# Pieces of a page: drawings, scripts and heads keep their text as it is.
_KEPT = re.compile(
    r"<(svg|script|style|title|h1|nav|summary|button|caption|dl)\b.*?</\1>|<[^>]*>", re.DOTALL
)


@dataclass(frozen=True)
class Abbreviation:
    """An abbreviation as a text writes it, as the language writes it, and what it stands for."""

    written: str
    own: str
    full: str

    @property
    def pattern(self) -> str:
        """Return a regular expression that finds it: with the number of a conference, if any."""
        if _HAN.search(self.written):
            return re.escape(self.written)
        return rf"(?<!\w){re.escape(self.written)}\d*(?!\w)"

    @property
    def alone(self) -> str:
        """Return a regular expression that finds it where it is no part of a name: ATT@10."""
        if _HAN.search(self.written):
            return self.pattern
        return rf"(?<![\w@/-]){self.pattern}(?![@/]|[.-]\w)"


def abbreviations_of(language: str) -> list[Abbreviation]:
    """Return the abbreviations that words.csv explains, in both forms, longest first.

    Parameters
    ----------
    language
        One of ar, en, es, fr, ru, zh.

    Examples
    --------
    >>> [(a.written, a.full) for a in abbreviations_of("fr") if a.own == "CEDEAO"][0]
    ('CEDEAO', 'Communauté économique des États de l’Afrique de l’Ouest')
    """
    own = {row["abbreviation"]: row[language] for row in reference_rows("abbreviations")}
    forms = [
        Abbreviation(written, own.get(short, short), word(f"abbr.{short}", language))
        for short in abbreviations()
        for written in sorted({short, own.get(short, short)})
    ]
    return sorted(forms, key=lambda form: (-len(form.written), form.written))


def abbreviations_in(texts: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return the abbreviations of texts with what they stand for, in alphabetical order.

    One that a title has in English and the language writes otherwise is named by both.
    """
    text = "\n".join(texts)
    forms_of: dict[tuple[str, str], set[str]] = {}
    for form in abbreviations_of(language):
        if re.search(form.pattern, text):
            forms_of.setdefault((form.own, form.full), set()).add(form.written)
    comma = word("list.comma", language)
    return sorted(
        (comma.join([own, *sorted(forms - {own})]), full) for (own, full), forms in forms_of.items()
    )


def spelled_out(document: Document) -> Document:
    """Return a document whose own sentences explain each abbreviation where it first stands."""
    language = document.language
    left = {form.alone: form for form in abbreviations_of(language)}

    def explained(text: str) -> str:
        for pattern, form in list(left.items()):
            match = re.search(pattern, text)
            if match is None:
                continue
            for other in [key for key, one in left.items() if one.full == form.full]:
                del left[other]
            if form.full.casefold() in text.casefold():
                continue  # the sentence itself says it
            full = _full_name(form, match[0], language)
            if _in_brackets(text[: match.start()]):  # brackets within brackets are hard to read
                expansion = word("list.comma", language).join([match[0], full])
            else:
                expansion = word("report.remark", language, name=match[0], remark=full)
            text = text[: match.start()] + expansion + text[match.end() :]
        return text

    blocks = []
    for block in document.blocks:
        if isinstance(block, Paragraph) and not block.lang:
            block = replace(block, text=explained(block.text))
        elif isinstance(block, Bullets):
            block = replace(block, items=tuple(explained(item) for item in block.items))
        blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _full_name(form: Abbreviation, written: str, language: str) -> str:
    """Return what an abbreviation stands for; of a numbered conference, its name."""
    number = written.removeprefix(form.written)
    if not number:
        return form.full
    if form.full == word("abbr.CSP", language):
        return conference_name(f"CSP{number}", language)
    return word("report.term", language, short=form.written, full=form.full)


def _in_brackets(before: str) -> bool:
    """Return whether a text has opened a bracket that it has not closed."""
    return sum(before.count(sign) for sign in "(（") > sum(before.count(sign) for sign in ")）")


def with_titles(page: str, language: str) -> str:
    """Return the HTML of a page in which the first use of each abbreviation tells what it means.

    Parameters
    ----------
    page
        HTML whose text is escaped.
    language
        One of ar, en, es, fr, ru, zh.

    Examples
    --------
    >>> with_titles("<p>ATT and ATT</p>", "en")
    '<p><abbr title="Arms Trade Treaty">ATT</abbr> and ATT</p>'
    """
    forms = {form.alone: form for form in abbreviations_of(language)}
    pieces, place = [], 0
    for kept in [*_KEPT.finditer(page), None]:
        text = page[place : kept.start() if kept else len(page)]
        pieces.append(_marked(text, forms) if text.strip() else text)
        if kept:
            pieces.append(kept[0])
            place = kept.end()
    return "".join(pieces)


def _marked(text: str, left: dict[str, Abbreviation]) -> str:
    """Return a text with marks; what was marked is taken out of those left."""
    marks: list[tuple[int, int, str]] = []
    for pattern, form in list(left.items()):
        match = re.search(pattern, text)
        if match is None or any(
            match.start() < end and begin < match.end() for begin, end, _ in marks
        ):
            continue
        marks.append((*match.span(), form.full))
        del left[pattern]
    for begin, end, full in sorted(marks, reverse=True):
        mark = f'<abbr title="{escape(full)}">{text[begin:end]}</abbr>'
        text = text[:begin] + mark + text[end:]
    return text
