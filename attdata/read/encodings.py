"""Text from bytes whose encoding nobody wrote down: decided soberly, and said where in doubt."""

from __future__ import annotations

import codecs
import re

from attdata.problems import WARNING, Problem

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
    "gb18030": "GB18030 (Chinese)",
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
    Western, Arabic and Chinese offices saved CSV, and nearly any bytes decode in each of them.

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
    """Choose among the encodings of Western, Arabic and Chinese offices by runs of high bytes."""
    ranked = _rank(data)
    text = data.decode(ranked[0], "replace")
    others = " and ".join(_NAMES[name] for name in ranked[1:])
    what = f"the text is not UTF-8; it was read as {_NAMES[ranked[0]]}"
    what += f", and would also decode as {others}." if others else "."
    return text, [Problem(WARNING, file, "", "", "", what, _REMEDY)]


def _rank(data: bytes) -> list[str]:
    """Return the encodings in which the bytes decode, the most plausible first.

    A Western text has single accented letters among plain ones; Arabic has words of high bytes;
    Chinese has pairs, each with both bytes in the range of GB 2312.
    """
    runs = _HIGH_RUN.findall(data[:_SAMPLE]) or [b"\x80"]
    total = sum(map(len, runs))
    joined = sum(len(run) for run in runs if len(run) > 1) / total
    paired = sum(len(run) for run in runs if _is_gb2312(run)) / total
    scores = {
        "gb18030": paired * 1.1 if _decodes(data, "gb18030") else -1,
        "cp1256": joined if _arabic_share(runs) > 0.5 else joined / 2,
        "cp1252": 1 - joined if _decodes(data, "cp1252") else -1,
    }
    plausible = [name for name, score in scores.items() if score >= 0]
    return sorted(plausible, key=lambda name: -scores[name])


def _is_gb2312(run: bytes) -> bool:
    return len(run) % 2 == 0 and all(
        0xA1 <= first <= 0xF7 and second >= 0xA1
        for first, second in zip(run[::2], run[1::2], strict=True)
    )


def _arabic_share(runs: list[bytes]) -> float:
    text = b"".join(runs).decode("cp1256", "replace")
    return sum("\u0600" <= letter <= "\u06ff" for letter in text) / len(text)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
