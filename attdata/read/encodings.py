"""Text from bytes whose encoding nobody wrote down: decided soberly, and said where in doubt."""

from __future__ import annotations

import codecs
import re

from attdata.problems import WARNING, InputError, Problem
from attdata.reference import per_reference, reference_rows

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {
    "cp1252": "cp1252 (Western European)",
    "cp1256": "cp1256 (Arabic)",
    "cp1251": "cp1251 (Cyrillic)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "gb18030": "GB18030 (Chinese)",
    "big5": "Big5 (Chinese)",
}
# What a page or XML file may declare; Python's other codecs (punycode, unicode_escape) are no
# encodings of text, and some of them take hours.
_DECLARABLE = re.compile(
    "(windows-|cp|iso-8859-)[0-9]{1,5}|koi8-[ru]|gbk|gb2312|gb18030|big5|shift_jis|euc-(jp|kr)|"
    "us-ascii|ascii|latin1|latin-1"
)
# What a browser takes these labels for (WHATWG Encoding Standard).
_LABELS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "windows-1252": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
}  # fmt: skip
_REMEDY = "Check the accented letters, or ask for the file saved as UTF-8 or .xlsx."
_HIGH = re.compile(rb"[\x80-\xff]")
_CELL_ENDS = re.compile(r"[\t\r\n,;|\"、，；。：()（）/]")
_WORD = re.compile(r"[^\W\d_]+")
_IDEOGRAPH = re.compile("[\u2e80-\u9fff\U00020000-\U0003ffff]")
# Share of pairs of letters that stand in reviewed words: half is much more than another encoding
# of the same bytes reaches (under a tenth for all names of States), and two must be well apart.
_ENOUGH, _APART = 0.5, 0.2
# So many letters charset-normalizer needs to be right (it misreads short lists of names).
_LONG = 200
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 200_000
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
# In copies of the depositary's files U+2013, U+2018 and so on lost their high byte; 0x02 is what
# is left of an en space.
_CUT = {0x02: " ", 0x13: "\u2013", 0x14: "\u2014", 0x18: "\u2018", 0x19: "\u2019",
        0x1C: "\u201c", 0x1D: "\u201d"}  # fmt: skip
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Return the text of a file and a warning where its encoding had to be guessed.

    UTF-8 and UTF-16 can be told from their bytes. Anything else is one of the encodings in which
    offices of the six languages saved CSV, and nearly any bytes decode in several of them: the one
    counts in which the most cells name States.

    Raises
    ------
    InputError
        Which of them it is cannot be told.

    Examples
    --------
    >>> decode("Côte d'Ivoire".encode(), "a.csv")
    ("Côte d'Ivoire", [])
    >>> text, problems = decode("Côte d'Ivoire".encode("cp1252"), "a.csv")
    >>> text, problems[0].problem[:71]
    ("Côte d'Ivoire", 'the text is not UTF-8; it was read as cp1252 (Western European), and wo')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding, file)
    encoding = _wide(data)
    if encoding:
        return _decode_as(data, encoding, file)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return _decode_as(data, "utf-8", file)
    return _decode_legacy(data, file)


def decode_declared(data: bytes, label: str, file: str) -> tuple[str, list[Problem]]:
    r"""Return the text of a file that names its encoding, and a warning where it is not in it.

    Examples
    --------
    >>> decode_declared(b"C\xf4te", "iso-8859-1", "a.html")
    ('Côte', [])
    >>> decode_declared("Côte".encode(), "windows-1252", "a.html")[1][0].problem
    'the file declares windows-1252 but is UTF-8, and was read as UTF-8.'
    """
    label = label.lower()
    if not _DECLARABLE.fullmatch(label):
        return decode(data, file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if text.isascii():
            return text, []
        what = f"the file declares {label} but is UTF-8, and was read as UTF-8."
        return text, [Problem(WARNING, file, "", "", "", what, "Check the accented letters.")]
    try:
        return data.decode(_LABELS.get(label, label)), []
    except (LookupError, UnicodeError):
        return decode(data, file)


def is_noise(text: str) -> bool:
    r"""Say whether so many characters are controls that it was never text.

    Examples
    --------
    >>> is_noise("Arms Trade Treaty\0"), is_noise("\1\2\3" * 9)
    (False, True)
    """
    sample = text[:65_536]
    controls = len(_CONTROL.findall(sample))
    return controls > 8 and controls * 50 > len(sample)


def without_controls(text: str, file: str) -> tuple[str, list[Problem]]:
    r"""Return the text without control characters, which no output could hold, and say so.

    Examples
    --------
    >>> without_controls("\x1cArms\x1d\0", "a.csv")[0]
    '“Arms”'
    """
    if not _CONTROL.search(text):
        return text, []
    count = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return _CUT.get(ord(match[0]), "")

    text = _CONTROL.sub(replace, text)
    what = f"the text holds {count:,} control characters; quotation marks and dashes were put in"
    what += " where they look like the rest of one, the others were left out."
    hint = "Compare the text with the source if it matters."
    return text, [Problem(WARNING, file, "", "", "", what, hint)]


def _wide(data: bytes) -> str:
    """Return UTF-16 with its byte order where bytes are NUL as its letters and lines have them.

    Western text has NUL in every second byte; Chinese at least in its delimiters and line ends.
    """
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    for encoding, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        zeros = sample[high::2].count(0)
        if zeros <= 20 * sample[low::2].count(0):
            continue
        lines = any(
            sample[i + low] in b"\r\n" and not sample[i + high] for i in range(0, 2 * pairs, 2)
        )
        if zeros * (20 if lines else 2) > pairs:
            return encoding
    return ""


def _decode_as(data: bytes, encoding: str, file: str) -> tuple[str, list[Problem]]:
    """Decode, and where some bytes do not fit, keep them readable and say so."""
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        place = error.start
    if encoding == "utf-8":
        text = data.decode(encoding, "surrogateescape")
        count = len(_ESCAPED_BYTE.findall(text))
        text = _ESCAPED_BYTE.sub(_western, text)
        how = "which were read as cp1252 (Western European)"
    else:
        text = data.decode(encoding, "replace")
        count = text.count("\ufffd")
        how = "in whose place stands a mark"
    line = data.count(b"\n", 0, place) + 1
    what = f"the text is {encoding.upper()} but for {count:,} places, the first near line {line}, "
    return text, [Problem(WARNING, file, "", "", "", f"{what}{how}.", _REMEDY)]


def _western(match: re.Match[str]) -> str:
    return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace")


def _mostly_utf8(data: bytes) -> bool:
    """Say whether most runs of high bytes are good UTF-8: a file with a few bad bytes pasted in."""
    good = bad = 0
    for run in _HIGH_RUN.findall(data[:_SAMPLE]):
        try:
            run.decode("utf-8")
            good += 1
        except UnicodeDecodeError:
            bad += 1
    return good > 4 * bad


def _decode_legacy(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Choose among the encodings of offices of the six languages, or refuse."""
    texts = {name: text for name in _NAMES if (text := _decoded(data, name)) is not None}
    chosen = _by_names(texts) or _by_letters(texts) or _by_statistics(data, texts)
    if not chosen:
        candidates = ", ".join(_NAMES[name] for name in texts) or "none that is known"
        raise InputError(
            f"{file}: the text is not UTF-8, and which encoding it has cannot be told "
            f"({candidates}). Save it as UTF-8 CSV or as .xlsx."
        )
    others = " and ".join(_NAMES[name] for name in texts if name != chosen)
    what = f"the text is not UTF-8; it was read as {_NAMES[chosen]}"
    what += f", and would also decode as {others}." if others else "."
    return texts[chosen], [Problem(WARNING, file, "", "", "", what, _REMEDY)]


def _decoded(data: bytes, encoding: str) -> str | None:
    """Return the text in an encoding, None where the bytes do not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "cp1252" and _is_western(data):
            return data.decode(encoding, "replace")  # a stray byte in a Western text
        return None


def _by_names(texts: dict[str, str]) -> str:
    """Return the encoding in which the most cells are names of States; "" where two have as many.

    Short texts say little by their letters, but the files read here are full of such names.
    """
    state_names = _reviewed_names()
    counts = {
        name: sum(
            not cell.isascii() and fold_name(cell) in state_names
            for cell in set(_CELL_ENDS.split(text[:_SAMPLE]))
        )
        for name, text in texts.items()
    }
    ranked = sorted(counts, key=lambda name: -counts[name])
    if not ranked or not counts[ranked[0]]:
        return ""
    second = counts[ranked[1]] if len(ranked) > 1 else 0
    return "" if counts[ranked[0]] == second else ranked[0]


def _by_letters(texts: dict[str, str]) -> str:
    """Return the encoding whose letters stand beside each other as in the reviewed words."""
    pairs = _reviewed_pairs()
    shares = {}
    for name, text in texts.items():
        own = _pairs_of(text[:_SAMPLE])
        shares[name] = sum(pair in pairs for pair in own) / len(own) if own else 0.0
    ranked = sorted(shares, key=lambda name: -shares[name])
    if not ranked or shares[ranked[0]] < _ENOUGH:
        return ""
    second = shares[ranked[1]] if len(ranked) > 1 else 0.0
    return ranked[0] if shares[ranked[0]] - second > _APART else ""


def _by_statistics(data: bytes, texts: dict[str, str]) -> str:
    """Return what letter frequencies of whole languages say, for texts long enough to have them."""
    if len(texts) == 1:
        return next(iter(texts))
    if "cp1252" in texts and _is_western(data):
        return "cp1252"
    if len(_HIGH.findall(data)) < _LONG:
        return ""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(texts)).best()
    return best.encoding if best is not None and best.encoding in texts else ""


def _is_western(data: bytes) -> bool:
    """Say whether high bytes stand alone among plain letters, as accents do in Western text."""
    runs = _HIGH_RUN.findall(data[:_SAMPLE])
    return sum(len(run) == 1 for run in runs) * 5 > 4 * len(runs)


def fold_name(text: str) -> str:
    """Return a name as it is compared here: no case, one blank between words."""
    return " ".join(text.split()).strip(" .\"'").casefold()


@per_reference
def _reviewed_names() -> frozenset[str]:
    rows = [row["name"] for row in reference_rows("state_names")]
    rows += [row["text"] for row in reference_rows("aliases")]
    rows += [row["phrase"] for row in reference_rows("headings") if row["use"] != "title"]
    rows += [row["heading"] for row in reference_rows("layouts")]
    return frozenset(fold_name(text) for text in rows if not text.isascii())


@per_reference
def _reviewed_pairs() -> frozenset[str]:
    texts = [row["name"] for row in reference_rows("state_names")]
    texts += [text for row in reference_rows("words") for text in row.values()]
    return frozenset(pair for text in texts for pair in _pairs_of(text))


def _pairs_of(text: str) -> list[str]:
    """Return the pairs of letters of which one is not ASCII; Chinese signs one by one."""
    pairs = []
    for word in _WORD.findall(text):
        # Case counts: KOI8-R read as cp1251 is "цПУХДБТУФЧП".
        for first, second in zip(word, word[1:] + " ", strict=True):
            if _IDEOGRAPH.match(first):
                pairs.append(first)
            elif second != " " and not (first.isascii() and second.isascii()):
                pairs.append(first + second)
    return pairs
