"""What a stored value means: dates by number format, numbers in their shortest form, escapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from attdata.read.xlsx.archive import Archive

# Number formats that mean a date or time without being spelled out (ECMA-376 part 1, 18.8.30,
# with the ones of East Asian editions); 46 is an elapsed time.
_BUILT_IN = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)])
_PERCENT = frozenset([9, 10])
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_PLAIN = re.compile(r"-?(0|[1-9][0-9]{0,14})")
# Excel writes at most 24 characters; Python would take seconds over a million digits.
_LONGEST_NUMBER = 400
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?Z?)?")


@dataclass
class DateFormats:
    """Which styles (their numbers, as text) show a date, and from which day days are counted.

    ``percents`` are the styles that show a number a hundred times as large, with "%".
    """

    styles: set[str | None] = field(default_factory=set)
    percents: set[str | None] = field(default_factory=set)
    date1904: bool = False

    def add(self, style: str, date: bool, percent: bool) -> None:
        """Note what a style shows; a date before a percentage."""
        if date or percent:
            (self.styles if date else self.percents).add(style)

    def date(self, number: float) -> str:
        """Return the ISO text of a date stored as days; "" where it is no date.

        Day 60 of the 1900 calendar is 29 February 1900, which never was.

        Examples
        --------
        >>> DateFormats().date(45523.0), DateFormats(date1904=True).date(44061.5)
        ('2024-08-19', '2024-08-19 12:00:00')
        >>> DateFormats().date(0.75), DateFormats().date(60.0), DateFormats().date(-1.0)
        ('18:00:00', '', '')
        """
        if not 0 <= number < 2_958_466:
            return ""
        if number < 1 and not self.date1904:
            seconds = round(number * 86_400)
            if seconds < 86_400:
                return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        if self.date1904:
            epoch = datetime(1904, 1, 1)
        elif number < 60:
            epoch = datetime(1899, 12, 31)
        elif number < 61:
            return ""
        else:
            epoch = datetime(1899, 12, 30)
        try:
            moment = epoch + timedelta(seconds=round(number * 86_400))
        except OverflowError:
            return ""
        return moment.isoformat(" ").removesuffix(" 00:00:00")


def plain_number(text: str) -> str | None:
    """Return a stored number in its shortest form, or None where it is no number.

    Examples
    --------
    >>> [plain_number(text) for text in ("2016.0", "0.10000000000000001", "1E3", "x", "1e999")]
    ['2016', '0.1', '1000', None, None]
    """
    if _PLAIN.fullmatch(text):
        return text if text != "-0" else "0"
    if len(text) > _LONGEST_NUMBER:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    if number != number or number in (float("inf"), float("-inf")) or "_" in text:
        return None
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def iso_date(text: str) -> str:
    """Return the text of a cell that stores its date as ISO text, without a midnight.

    Examples
    --------
    >>> iso_date("2024-08-19T00:00:00"), iso_date("2024-08-19T09:30:00Z"), iso_date("soon")
    ('2024-08-19', '2024-08-19 09:30:00', 'soon')
    """
    match = _ISO.fullmatch(text)
    if match is None:
        return text
    time = match[2] or "00:00"
    return match[1] if time in ("00:00", "00:00:00") else f"{match[1]} {time}"


def is_date_format(code: str) -> bool:
    """Say whether a number format shows a date or a time of day, not a duration.

    Examples
    --------
    >>> [is_date_format(c) for c in ("dd/mm/yyyy", '0.0" days"', "[h]:mm", "[Red]0", "General")]
    [True, False, False, False, False]
    """
    section = _QUOTED.sub("", code).split(";")[0].lower()
    # Some writers put the name that their language has for General.
    if _ELAPSED.search(section) or "general" in section or "standard" in section:
        return False
    return any(letter in "dmyhs" for letter in section)


def is_percent_format(code: str) -> bool:
    """Say whether a number format shows a number as a percentage.

    Examples
    --------
    >>> [is_percent_format(c) for c in ("0%", "0.0 %", '0" %"', "General")]
    [True, True, False, False]
    """
    return "%" in _QUOTED.sub("", code).split(";")[0]


def read_styles(archive: Archive, part: str, date1904: bool) -> DateFormats:
    """Return which cell styles show dates, from the workbook's style part."""
    formats = DateFormats(date1904=date1904)
    if not part or part not in archive:
        return formats
    custom: dict[str, tuple[bool, bool]] = {}
    used: list[str] = []
    inside = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            code = attributes.get("formatCode", "")
            archive.budget.spend_memory(300)
            shown = is_date_format(code[:1000]), is_percent_format(code[:1000])
            custom[attributes.get("numFmtId", "")] = shown
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            archive.budget.spend_memory(100)
            used.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside[0] = False

    archive.walk(part, start, end)
    built_in = {str(number): (True, False) for number in _BUILT_IN}
    built_in |= {str(number): (False, True) for number in _PERCENT}
    for index, number in enumerate(used):
        formats.add(str(index), *custom.get(number, built_in.get(number, (False, False))))
    return formats


# A character that XML cannot hold is written _x000D_, and a literal "_x" as _x005F_x
# (ECMA-376 part 1, 22.9.2.19).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    r"""Return the text with its escaped characters put in, control characters left escaped.

    Examples
    --------
    >>> unescape("New York_x000A_2 April"), unescape("_x005F_x0041_"), unescape("_x0000_")
    ('New York\n2 April', '_x0041_', '_x0000_')
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    allowed = code in (9, 10, 13) or (code >= 32 and not 0xD800 <= code < 0xE000 and code < 0xFFFE)
    return chr(code) if allowed else match[0]
