"""Text from bytes whose encoding nobody wrote down: decided soberly, and said where in doubt."""

from __future__ import annotations

import codecs
import re

from attdata.problems import WARNING, InputError, Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_NAMES = {
    "cp1252": "cp1252 (Western European)",
    "cp1256": "cp1256 (Arabic)",
    "gb18030": "GB18030 (Chinese)",
    "utf-8": "UTF-8",
}
_SAMPLE = 200_000
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


def decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Return the text of a file and a warning where its encoding had to be guessed.

    UTF-8 and UTF-16 can be told from their bytes. Anything else is one of the encodings in which
    Western, Arabic and Chinese offices saved CSV, and nearly any bytes decode in each of them.

    Examples
    --------
    >>> decode("Côte d'Ivoire".encode(), "a.csv")
    ("Côte d'Ivoire", [])
    >>> text, problems = decode("Côte d'Ivoire".encode("cp1252"), "a.csv")
    >>> text, problems[0].problem
    ("Côte d'Ivoire", 'is not UTF-8; it was read as cp1252 (Western European), and would also decode as cp1256 (Arabic).')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding, file)
    wide = _wide(data)
    if wide:
        return _decode_marked(data, wide, file)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return _decode_marked(data, "utf-8", file)
    return _decode_legacy(data, file)


def _wide(data: bytes) -> str:
    """Return UTF-16 with its byte order where every second byte is often NUL, else ""."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 2 * even and odd * 20 > len(sample):
        return "utf-16-le"
    if even > 2 * odd and even * 20 > len(sample):
        return "utf-16-be"
    return ""


def _decode_marked(data: bytes, encoding: str, file: str) -> tuple[str, list[Problem]]:
    """Decode, and where some bytes do not fit, keep them readable and say so."""
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        place = error.start
    if encoding == "utf-8":
        text = data.decode(encoding, "surrogateescape")
        count = len(_ESCAPED_BYTE.findall(text))
        text = _ESCAPED_BYTE.sub(_western, text)
        how = "those were read as cp1252 (Western European)"
    else:
        text = data.decode(encoding, "replace")
        count = text.count("\ufffd")
        how = "a mark stands in their place"
    line = text.count("\n", 0, place) + 1
    what = f"is {encoding.upper()} but for {count:,} bytes, the first near line {line}; {how}."
    return text, [Problem(WARNING, file, "", "", "", f"the text {what}", _REMEDY)]


_REMEDY = "Check the accented letters, or ask for the file saved as UTF-8 or .xlsx."


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
    best = ranked[0]
    try:
        text = data.decode(best)
    except UnicodeDecodeError:
        text = data.decode(best, "replace")
    others = " and ".join(_NAMES[name] for name in ranked[1:])
    what = f"is not UTF-8; it was read as {_NAMES[best]}"
    what += f", and would also decode as {others}." if others else "."
    hint = "Check the accented letters, or ask for the file saved as UTF-8 or .xlsx."
    return text, [Problem(WARNING, file, "", "", "", what, hint)]


def _rank(data: bytes) -> list[str]:
    """Return the encodings in which the bytes decode, the most plausible first.

    A Western text has single accented letters among plain ones; Arabic has words of high bytes;
    Chinese has pairs, each with both bytes in the range of GB 2312.
    """
    runs = _HIGH_RUN.findall(data[:_SAMPLE])
    total = sum(map(len, runs))
    joined = sum(len(run) for run in runs if len(run) > 1) / total
    paired = sum(len(run) for run in runs if _is_gb2312(run)) / total
    scores = {
        "gb18030": paired * 1.1 if _decodes(data, "gb18030") else -1,
        "cp1256": joined if _arabic_share(runs) > 0.5 else joined / 2,
        "cp1252": 1 - joined if _decodes(data, "cp1252") else -0.5,
    }
    plausible = [name for name, score in scores.items() if score >= 0]
    return sorted(plausible, key=lambda name: -scores[name]) or ["cp1252"]


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


def unreadable(file: str) -> InputError:
    """Return the error for bytes that are no text in any encoding."""
    return InputError(
        f"{file}: it is neither a spreadsheet nor text. Ask the sender for .xlsx, .csv, .html "
        "or .xml."
    )
