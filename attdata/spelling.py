"""One spelling for the many ways a name is written: the keys under which names are looked up.

Two keys are made of a name. The *folded* key takes away what writers differ in without meaning
anything: case, accents, punctuation, white space, Unicode forms, Arabic letter variants,
traditional Chinese characters. The *bag* key also takes away articles and connecting words, writes
out common abbreviations and forgets the order of the words, so that "Korea, Republic of" and "the
Republic of Korea" meet. Nothing here knows any State.
"""

from __future__ import annotations

import html
import re
import unicodedata

# Traditional characters that occur in names of States, and their simplified forms, place by place.
_TRADITIONAL = (
    "亞佔來個倫內凱別剛勞區協喬國圖團堅壇奧寧屬岡島嶼帶幹幾庫愛揚撾敍敘時會東極構機權歐湯澤濟灣烏"
    "爾獅獨發盧眾祕約納紐紹經維緬羅羣義聖聯脫臘臺與茲華萊萬葉蓋薩蘇蘭衆裏裡託誕論諾貝買賓賴賽贊達"
    "錫長門開關陸靈韋韓頓領顛馬騎體魯鮮麗麥"
)
_SIMPLIFIED = (
    "亚占来个伦内凯别刚劳区协乔国图团坚坛奥宁属冈岛屿带干几库爱扬挝叙叙时会东极构机权欧汤泽济湾乌"
    "尔狮独发卢众秘约纳纽绍经维缅罗群义圣联脱腊台与兹华莱万叶盖萨苏兰众里里托诞论诺贝买宾赖赛赞达"
    "锡长门开关陆灵韦韩顿领颠马骑体鲁鲜丽麦"
)


def _folding_table() -> dict[int, str | None]:
    """Make the table of single characters that ``fold`` replaces or drops."""
    table: dict[int, str | None] = {}
    for code in (*range(0x3100), *range(0xFE00, 0x10000)):
        char = chr(code)
        category = unicodedata.category(char)
        if category[0] in "PZS" or category == "Cc":
            table[code] = " "
        elif category in ("Cf", "Co") or 0xFE00 <= code <= 0xFE0F:
            table[code] = None
    # Accents are dropped in scripts that can be read without them; Indic and Thai marks are vowels.
    for first, last in (
        (0x0300, 0x036F),  # Latin, Greek, Cyrillic
        (0x0591, 0x05C7),  # Hebrew points
        (0x0610, 0x061A),  # Arabic signs
        (0x064B, 0x065F),  # Arabic vowel signs, hamza above and below
        (0x06D6, 0x06ED),  # Koranic signs
        (0x0670, 0x0670),  # superscript alef
        (0x0640, 0x0640),  # tatweel
        (0x0621, 0x0621),  # hamza on the line
        (0x093C, 0x093C),  # nukta, often left out
    ):
        table.update(dict.fromkeys(range(first, last + 1), None))
    for apostrophe in "'’‘‛ʼʻʹ′`´ˈ＇‵ʽ՚":
        table[ord(apostrophe)] = "'"
    for dot in "・·･‧•":
        table[ord(dot)] = " "
    letters = {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ħ": "h", "ə": "e", "ŋ": "n",
        "ى": "ي", "ی": "ي", "ے": "ي", "ې": "ي", "ة": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ە": "ه",
        "ک": "ك", "ڪ": "ك", "ٱ": "ا", "ڤ": "ف", "ۆ": "و", "&": " ",
        "与": "和", "及": "和", "與": "和", "暨": "和",
    }  # fmt: skip
    table.update({ord(char): other for char, other in letters.items()})
    table.update(dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True)))
    return table


_FOLDING = _folding_table()
# For text in ASCII lower() suffices, and a short table keeps str.translate on its fast path.
_ASCII_FOLDING = {code: char for code, char in _FOLDING.items() if code < 128}

# Articles and connecting words of the languages written in Latin, Cyrillic and Greek letters.
_ARTICLES = """the of and a le la les l du de des d et el los las del y e o os as do da dos
das il lo gli i dei della dello dell degli delle di der die das den und von het van en och og ja
oraz и та і я και"""
_FILLERS = frozenset(_ARTICLES.split())
_CONJUNCTIONS = frozenset({"e", "i", "y", "и", "і"})
_WRITTEN_OUT = {
    "rep": "republic", "repub": "republic", "republique": "republic", "republica": "republic",
    "repubblica": "republic", "republik": "republic", "republiek": "republic",
    "dem": "democratic", "democratique": "democratic", "democratica": "democratic",
    "st": "saint", "ste": "saint", "sainte": "saint", "sts": "states", "is": "islands",
    "isl": "islands", "eq": "equatorial", "респ": "республика", "дем": "демократическая",
}  # fmt: skip
_POSSESSIVE = re.compile(r"'s\b")
_WIDE = re.compile("(?<=[\u2e80-\u9fff]) (?=[\u2e80-\u9fff])")


def fold(text: str) -> str:
    """Return the text without case, accents, punctuation and doubled blanks.

    Parameters
    ----------
    text
        A name as written.

    Returns
    -------
    str
        Words separated by single blanks; "" when nothing is left.

    Examples
    --------
    >>> fold("CÔTE D’IVOIRE")
    'cote d ivoire'
    """
    if text.isascii():
        folded = text.lower().translate(_ASCII_FOLDING)
    else:
        # Keys are compared, never shown: they may stay decomposed.
        folded = unicodedata.normalize("NFKD", text).casefold().translate(_FOLDING)
        if " " in folded and folded.strip()[:1] >= "\u2e80":
            folded = _WIDE.sub("", " ".join(folded.split()))
    if "'" in folded:
        folded = _POSSESSIVE.sub("s", folded).replace("'", " ")
    return " ".join(folded.split())


def _word(word: str) -> str:
    """Write an abbreviation out; take the Arabic article off."""
    if word in _WRITTEN_OUT:
        return _WRITTEN_OUT[word]
    if word.startswith("ال") and len(word) > 4:
        return word[2:]
    return word


def bag(key: str) -> str:
    """Return the words of a folded key that carry meaning, in alphabetical order.

    Parameters
    ----------
    key
        What ``fold`` returned.

    Returns
    -------
    str
        Words separated by single blanks; "" when only articles were there.

    Examples
    --------
    >>> bag(fold("Korea, Rep. of")) == bag(fold("the Republic of Korea"))
    True
    """
    words = key.split()
    if len(key) < 2 * len(words):  # initials only: E.U.A. and E.A.U. are two States
        return key
    if words[:1] == ["del"]:  # Hungarian for "south"; the Spanish article never comes first
        return key
    if len(words) == 1 and key.endswith("يه"):  # with the article an adjective: "the Russian"
        return key
    kept = [word for word in words if word not in _FILLERS]
    # A conjunction joins two words; a letter at an end is an initial ("Germany, E." is the East).
    ends = [word for word in {words[0], words[-1]} if word in _CONJUNCTIONS] if kept else []
    return " ".join(sorted([_word(word) for word in (*kept, *ends)]))


_TAGS = re.compile(r"<(sup|superscript)[^>]*>.*?</\1>|<[a-zA-Z/][^<>]*>", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_RAISED = re.compile("[ªº¹²³⁰-₟ᴬ-ᵪᶛ-ᶿ①-⑳]+")
_PIECE = 200  # letters
_LEADING = re.compile(
    r"^\s*(?:[-–—•·*†‡§+>○●▪◦¤#^~\"“”«»„_|]+|\(?\d{1,3}[.)]+|[a-z]\)|(?:\d{1,3}|[a-z])/(?=\s))\s*"
)
_TRAILING = re.compile(
    r"(?:\s*[\[({]\s*(?:\d{1,3}|[a-z]|\*+)\s*[\])}]"  # [1] (a) (*)
    r"|\s*\b[a-z]/|[\s,;]*\d{1,3}/"  # a/ and 1/ as UN documents print their notes
    r"|[\s,;]*\d{1,3}"
    r"|[\s,;:.*†‡§#^+…·\"“”«»„_|?!•–—-]+)++$"  # possessive: what was a mark stays one, or a long
)  # row of blanks or dots would be parted in every way there is


def unmarked(text: str) -> str:
    """Return the text without HTML, footnote marks, asterisks, bullets and dot leaders.

    Examples
    --------
    >>> unmarked("* China<superscript>4,5</superscript>"), unmarked("Yemen a/, 2 .....")
    ('China', 'Yemen')
    """
    if "&" in text:
        text = html.unescape(text)
    text = _TAGS.sub("", text) if "<" in text else text
    text = _RAISED.sub("", _UNSEEN.sub("", text))
    text = _LEADING.sub("", text)
    while True:  # a piece at a time: the pattern tries every place of a text
        kept = _TRAILING.sub("", text[-_PIECE:])
        if len(kept) == len(text[-_PIECE:]):
            return text.strip()
        text = text[:-_PIECE] + kept


_CAMEL = re.compile(r"[a-z]+(?:[A-Z][a-z]+)+(?:ID|No)?|[a-z]+(?:ID|No)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def in_words(text: str) -> str:
    """Return the name of a database's column in words; any other text as it is.

    Examples
    --------
    >>> in_words("signatureDate"), in_words("McKinsey"), in_words("Date")
    ('signature Date', 'McKinsey', 'Date')
    """
    return _HUMP.sub(" ", text) if _CAMEL.fullmatch(text) else text


_PASCAL = re.compile(r"(?:[A-Z][a-z]+){2,}")


def pascal_in_words(text: str) -> str:
    """Return "SignatureDate" in words: for headings only, names of people are written so, too.

    Examples
    --------
    >>> pascal_in_words("StartDate"), pascal_in_words("Start date")
    ('Start Date', 'Start date')
    """
    return _HUMP.sub(" ", text) if _PASCAL.fullmatch(text) else text


# What UTF-8 text looks like when a program took it for another encoding, most frequent first.
_WRONG_ENCODINGS = ("cp1252", "latin-1", "mac_roman", "cp1251", "cp437", "cp850")


def _as_bytes(text: str, encoding: str) -> bytes:
    """Encode the text; bytes that cp1252 does not define were passed through as controls."""
    data = bytearray()
    for char in text:
        try:
            data += char.encode(encoding)
        except UnicodeEncodeError:
            if ord(char) > 255:
                raise
            data.append(ord(char))
    return bytes(data)


def decoded_again(text: str) -> str:
    """Return the text that was meant, if it is UTF-8 read in another encoding, else "".

    Examples
    --------
    >>> decoded_again("CÃ´te d'Ivoire"), decoded_again("Côte d'Ivoire")
    ("Côte d'Ivoire", '')
    """
    if text.isascii():
        return ""
    for encoding in _WRONG_ENCODINGS:
        try:
            meant = _as_bytes(text, encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if meant != text:
            return decoded_again(meant) or meant
    return ""


_OWN_LETTERS = {"ru": {"й": "и\uffff"}, "es": {"ñ": "n\uffff"}}


def sort_key(name: str, language: str = "en") -> str:
    """Return what a name is sorted by: without accents, in Arabic without the article, too.

    What is a letter of its own in the alphabet of a language stands behind the letter without the
    sign: й behind и in Russian, ñ behind n in Spanish.

    Examples
    --------
    >>> sorted(["Zambia", "Éthiopie", "Fidji"], key=lambda name: sort_key(name, "fr"))
    ['Éthiopie', 'Fidji', 'Zambia']
    >>> sorted(["Йемен", "Иран", "Индия"], key=lambda name: sort_key(name, "ru"))
    ['Индия', 'Иран', 'Йемен']
    >>> sorted(["تونس", "الجزائر", "أنغولا"], key=lambda name: sort_key(name, "ar"))
    ['أنغولا', 'تونس', 'الجزائر']
    """
    name = name.casefold()
    if language == "ar":
        # The article is written with a bare alef; "ألمانيا" has none.
        name = name.removeprefix("ال").replace("ى", "ي").replace("ة", "ه")
    for letter, behind in _OWN_LETTERS.get(language, {}).items():
        name = name.replace(letter, behind)
    plain = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
