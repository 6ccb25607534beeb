"""What the heading of a depositary's column means: which act a bare date is, and which a letter.

The headings of the UN Treaty Collection are small sentences: "Approval(AA), Acceptance(A),
Accession(a), Ratification" says that a date alone is a ratification and that "29 Jul 2020 a" is
an accession. The letters differ from treaty to treaty, so their meaning always comes from the
heading. The phrases are rows of ``headings.csv``, what an act does in law is in ``actions.csv``;
a new heading needs a row there and no change here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial

from attdata.dates.order import without_order
from attdata.membership.letters import fold, plain, without_footnotes
from attdata.membership.parts import is_part, names_part
from attdata.reference import per_reference, reference_rows
from attdata.spelling import in_words, pascal_in_words

_CODE = r"\s*\(\s*([A-Za-z]{1,2})\s*\)"
# "article 7 (1) (b)" cites a sub-paragraph; "articles 19 (2) and (3)(P)" ends with a code.
_SUBPARAGRAPH = re.compile(r"\(\w+\)\s*\(\s*[a-z]{1,2}\s*\)$")
_SEPARATOR = (
    r"(?:\s*[,;/、،]\s*(?:(?:and|or|et|ou|y|o|и|или)\s+)?|\s+(?:and|or|et|ou|y|o|и|или)\s+|\s+)"
)
# Signs of Chinese print, as the sentences of headings are written in other languages.
_WIDE = str.maketrans("（），；／＝：", "(),;/=:")
_LONGEST = 2000


@dataclass(frozen=True)
class Heading:
    """The meaning of one column.

    ``column`` is "acts" for a column of dated acts, else what the column holds ("participant",
    "action" for the words of a long record, "date", "note", ...; "" when nothing is understood).
    ``bare`` are the acts that a date without letter may be, ``letters`` the act of each letter,
    ``unknown`` the parts of the heading that no row of ``headings.csv`` explains.
    """

    text: str
    column: str = ""
    bare: tuple[str, ...] = ()
    letters: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def act(self, letter: str) -> str:
        """Return the act that a date with this letter (or "") stands for; "" when unknown."""
        if letter == "d" and self.bare == ("signature",) and not self.letters:
            # A successor State stands in the column of signatures too, often unexplained.
            return "succession_to_signature"
        if letter:
            return self.letters.get(letter, "")
        if any(not re.search(_CODE + "$", part) for part in self.unknown):
            return ""
        if len(self.bare) == 1:
            return self.bare[0]
        if self.bare:
            return "consent_to_be_bound" if all(map(is_consent, self.bare)) else ""
        # "Acceptance(A)" alone: copies drop the letter, and no other act is possible.
        only = set(self.letters.values())
        return only.pop() if len(only) == 1 and not self.unknown else ""


def read_heading(text: str) -> Heading:
    """Return what a column's heading means.

    Parameters
    ----------
    text
        The heading as printed; line breaks, double blanks and footnote marks do not matter.

    Returns
    -------
    Heading
        With ``unknown`` filled where a part is in no row of ``headings.csv``.

    Examples
    --------
    >>> read_heading("Accession(a), Succession(d), Ratification").letters
    {'a': 'accession', 'd': 'succession'}
    """
    clean = plain(text[:_LONGEST]).translate(_WIDE)
    bare_text = without_order(without_footnotes(clean).strip(" ,;"))
    column = column_of(bare_text)
    if column:
        return Heading(clean, column)
    if is_part(bare_text) or is_part(clean):  # "Annex 2" ends with no footnote
        return Heading(clean, "part")
    bare_text, legend = _without_legend(_spaced(bare_text))
    acts: list[tuple[str, str]] = []
    unknown: list[str] = []
    for part in _parts(bare_text):
        phrases = _list_of_phrases(part) or _long_phrase(part)
        acts += phrases
        if not phrases:
            unknown.append(part)
    bare = tuple(dict.fromkeys(act for act, letter in acts if not letter))
    letters = {letter: act for act, letter in acts if letter} | legend
    return Heading(clean, "acts" if acts else "", bare, letters, tuple(unknown))


def column_of(text: str) -> str:
    """Return what a column with exactly this heading holds ("participant", ...), or ""."""
    return _columns().get(fold(_spaced(without_order(text))), "")


def acts_under(text: str) -> Heading:
    """Return what a heading means that stands beside the participants' own: "State | Party".

    Examples
    --------
    >>> read_heading("State Party").column, acts_under("State Party").act("")
    ('participant', 'consent_to_be_bound')
    """
    clean = plain(text[:_LONGEST])
    acts = _list_of_phrases(without_footnotes(clean).strip(" ,;"))
    return Heading(clean, "acts" if acts else "", tuple(act for act, _ in acts))


def _spaced(text: str) -> str:
    """Return a heading as words: "signature_date" and "signatureDate" are names in databases."""
    text = in_words(pascal_in_words(text))
    return " ".join(text.replace("_", " ").split()) if "_" in text else text


# "S=Signature R=Ratification NK=Not Known": what other databases write into the heading.
_LEGEND = re.compile(r"(?<!\w)\(?([A-Z]{1,2})\)?\s?[=:]\s?((?:(?!\(?[A-Z]{1,2}\)?\s?[=:]).)+)")


def _without_legend(text: str) -> tuple[str, dict[str, str]]:
    """Return a heading without its legend, and the act of each letter of which it is a consent.

    What another letter of the legend stands for ("NK=Not Known", "S=Signature" beside instruments)
    cannot be said, so a date with it is reported at its cell.
    """
    first = _LEGEND.search(text)
    if not first or not text[: first.start()].strip():
        return text, {}
    letters = {}
    for letter, words in _LEGEND.findall(text[first.start() :]):
        acts = _list_of_phrases(words.strip(" ,;.")) or _long_phrase(words.strip(" ,;."))
        if len(acts) == 1 and is_consent(acts[0][0]):
            letters[letter] = acts[0][0]
    return text[: first.start()].strip(" ,;(:"), letters


@partial(per_reference, most=4096)
def act_of(words: str) -> str:
    """Return the act that a long record names in full, or "" when no row explains the words.

    Examples
    --------
    >>> act_of("Accession (with declaration)"), act_of("Withdrawal of reservation")
    ('accession', 'communication')
    >>> act_of("Withdrawal of the ratification"), act_of("Communication on the withdrawal")
    ('withdrawal', '')
    """
    clean = plain(words).translate(_WIDE)
    phrases = _list_of_phrases(clean) or _long_phrase(clean)
    return phrases[0][0] if len(phrases) == 1 else ""


def begins_phrase(text: str) -> bool:
    """Tell whether a text begins with a known act ("Accession(a)"), in any case."""
    return bool(_start_pattern().match(fold(text).rstrip(",")))


def is_end(text: str) -> bool:
    """Tell whether a row with this text alone closes the table ("End Note", "Declarations")."""
    return fold(without_footnotes(plain(text)).rstrip(" :")) in _ends()


def effect_of(act: str) -> str:
    """Return what an act does: signature, provisional, consent, withdrawal or none."""
    return _effects().get(act, "none")


def is_consent(act: str) -> bool:
    """Tell whether an act expresses consent to be bound (``actions.csv``)."""
    return effect_of(act) == "consent"


def _parts(text: str) -> list[str]:
    """Split a heading at commas before a capital, where a known phrase begins.

    A name may hold such a comma itself ("... concluded at Geneva, Switzerland(A)"): a piece that
    begins with no known phrase continues an unfinished piece, one that has no code yet.
    """
    if _list_of_phrases(text):
        return [text]
    parts: list[str] = []
    for piece in re.split(r",\s*(?=[^\W\d_])", text):
        open_piece = bool(parts) and not re.search(_CODE + "$", parts[-1])
        sentence = bool(parts) and bool(_long_phrase(parts[-1])) and not _exact(parts[-1])
        begins = piece[:1].isupper() and bool(_list_of_phrases(piece) or _long_phrase(piece))
        if parts and not begins and open_piece and (sentence or piece[:1].islower()):
            parts[-1] += ", " + piece
        else:
            parts.append(piece)
    return [part.strip() for part in parts if part.strip()]


def _exact(text: str) -> bool:
    return fold(text) in _acts()


def _list_of_phrases(text: str) -> list[tuple[str, str]]:
    """Read a heading made of known phrases only, however they are separated."""
    if not _list_pattern().fullmatch(fold(text)):
        return []
    phrases = []
    for match in _item_pattern().finditer(fold(text)):
        code = text[match.start(2) : match.end(2)] if match.group(2) else ""
        phrases.append((_acts()[match.group(1)], code))
    return phrases


def _long_phrase(text: str) -> list[tuple[str, str]]:
    """Read one part that goes on after a known phrase ("Ratification of the Convention(A)")."""
    folded = fold(text)
    if _WITHDRAWS.search(folded):
        return _withdrawal_phrase(text)
    match = _start_pattern().match(folded)
    if not match or _start_pattern().match(folded[match.end() :].lstrip()):
        return []
    if names_part(folded[match.end() :]):
        return []  # "Ratification of Protocol II" is no consent to the convention
    code = re.search(_CODE + "$", text)
    letter = code.group(1) if code and not _SUBPARAGRAPH.search(text) else ""
    return [(_acts()[match.group(1)], letter)]


# A State's leaving changes the number of parties, so a text with one of these words is understood
# as a whole or not at all.
_WITHDRAWS = re.compile(
    r"withdr[ae]w|denounc|denunci|renunci|renounc|retrait|retir|denonc|renonc"
    r"|денонс|выход|вышл|отзыв|отозв|отказ|退|撤|解约|废约|انسح|سحب|نقض"
)
_WITHDRAWAL = re.compile(
    r"(?:(?:depositary )?(?:notification|notice|instrument|avis|notificacion|instrumento)s? "
    r"(?:of|del?|de la) |partial )?"
    r"(?:withdrawal|denunciation|renunciation|retrait|denonciation|renonciation"
    r"|retiro|retirada|denuncia|renuncia)(?: partiel| parcial)?(?!\w)"
)
_LITTLE_WORDS = re.compile(
    r"\b(?:the|a|an|its|their|all|la|le|les|une?|des|du|de|sa|son|ses|of|from|to|au|aux"
    r"|el|los|las|del|al|sus?)\b|\b[ld]'"
)
# What may follow without changing it: footnote numbers, the article, "(with declaration)".
_HARMLESS = re.compile(
    r"[\s\d,.;*]*(?:[(（](?:in accordance with |under |with |avec )?[^()（）]{0,60}[)）])?"
)


def _withdrawal_phrase(text: str) -> list[tuple[str, str]]:
    """Read a withdrawal with what is withdrawn: the consent, or a reservation or declaration.

    The first noun decides: "withdrawal of the reservation made upon ratification".
    """
    folded = fold(text)
    match = _WITHDRAWAL.match(folded) or _leaving_pattern().match(folded)
    if not match:
        return []
    code = re.search(_CODE + "$", text)
    rest = folded[match.end() : code.start() if code else None]
    letter = code.group(1) if code else ""
    partial = any(word in match.group(0) for word in ("partial", "partiel", "parcial"))
    partly = names_part(rest)
    if partly and _HARMLESS.fullmatch(rest):
        return []  # "Withdrawal (Protocol II)"
    if _HARMLESS.fullmatch(rest) and not _WITHDRAWS.search(rest):
        return [("communication" if partial else "withdrawal", letter)]
    named = " ".join(_LITTLE_WORDS.sub(" ", rest).split())
    noun = _noun_pattern().match(named)
    act = _withdrawn().get(noun.group(1), "") if noun else ""
    if not act or (act == "withdrawal" and (partial or partly)):
        return []  # "Denunciation of Protocol II": the State stays party to the treaty
    return [(act, letter)]


@per_reference
def _leaving_pattern() -> re.Pattern[str]:
    """Return a pattern of the phrases for leaving in any language, each as a whole."""
    leaving = [phrase for phrase, act in _acts().items() if act == "withdrawal"]
    leaving.sort(key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, leaving))})(?!\w)")


@per_reference
def _withdrawn() -> dict[str, str]:
    rows = reference_rows("headings")
    return {fold(r["phrase"]): r["meaning"] for r in rows if r["use"] == "withdrawn"}


@per_reference
def _noun_pattern() -> re.Pattern[str]:
    nouns = sorted(_withdrawn(), key=len, reverse=True)
    return re.compile(rf"(?:interpretative |optional )?({'|'.join(map(re.escape, nouns))})(?!\w)")


@per_reference
def _columns() -> dict[str, str]:
    rows = reference_rows("headings")
    return {fold(r["phrase"]): r["meaning"] for r in rows if r["use"] == "column"}


@per_reference
def _acts() -> dict[str, str]:
    rows = reference_rows("headings")
    return {fold(r["phrase"]): r["meaning"] for r in rows if r["use"] == "action"}


@per_reference
def _ends() -> frozenset[str]:
    return frozenset(fold(r["phrase"]) for r in reference_rows("headings") if r["use"] == "end")


@per_reference
def _effects() -> dict[str, str]:
    return {row["action"]: row["effect"] for row in reference_rows("actions")}


def _phrases() -> str:
    """Return the known phrases as alternatives, the longest first so that it wins."""
    return "|".join(re.escape(p) for p in sorted(_acts(), key=len, reverse=True))


@per_reference
def _item_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({_phrases()})(?!\w)(?:{_CODE})?")


@per_reference
def _list_pattern() -> re.Pattern[str]:
    # Atomic: no other way to read the same phrases is tried, so a long cell costs no time.
    item = rf"(?>(?:{_phrases()})(?!\w))(?:\s*\(\s*[a-z]{{1,2}}\s*\))?+"
    return re.compile(rf"{item}(?:{_SEPARATOR}{item})*+")


@per_reference
def _start_pattern() -> re.Pattern[str]:
    return re.compile(rf"({_phrases()})(?=\s|\(|$)")
