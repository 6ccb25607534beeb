"""The head of a depositary's page: title, day, printed totals, and which treaty it is.

The same facts stand in rows above the table (spreadsheets), beside it (HTML) or in elements of
their own (XML). The printed totals are the depositary's own check of the table: "Parties" counts
participants whose consent is not bracketed, organizations included; "Signatories" counts
signatures, in some tables successions to signature and definitive signatures too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from attdata.dates.published import read_date
from attdata.membership.dates import read_day
from attdata.membership.headings import effect_of
from attdata.membership.letters import plain
from attdata.problems import WARNING, Problem
from attdata.read.sheet import Sheet
from attdata.reference import per_reference, reference_rows
from attdata.spelling import fold
from attdata.words import LANGUAGES, has_word, word

ROMAN = r"[IVXL]{1,7}"
UNTC_NUMBER = rf"{ROMAN}(?:-[A-F])?-\d{{1,2}}(?:-[A-Za-z0-9]{{1,3}})*"
_FIELDS = {
    "signatories": re.compile(r"\b(?:signatories|signataires)\s*:\s*(\d+)", re.IGNORECASE),
    "parties": re.compile(r"\b(?:parties|états parties)\s*:\s*(\d+)", re.IGNORECASE),
}
_STATUS_AS_AT = re.compile(
    r"(?:(?:status|situation|position) as (?:at|of|on)|(?:estado|situación) (?:al?|a fecha de)"
    r"|(?:état|etat|situation|statut)(?: du traité)?(?:\s*:\s*|\s+)(?:au|comme du|en date du)"
    r"|по состоянию на|截至|截止|(?:الحالة|الوضع) (?:في|حتى))"
    r"(?:\s*:\s*|\s+|(?<=[截至止])\s*)(?=\S)",
    re.IGNORECASE,
)
_DAY = (
    r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    r"|\d{1,2}\S* (?:de )?\S+ (?:de )?\d{4}|[^\W\d]{3,12}\.? \d{1,2}, ?\d{4}"
    r"|\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)"
)
# "Status of the Arms Trade Treaty as at ...": other words may stand between, where a day follows.
_AT_LENGTH = (
    r"(?:(?:status|situation|position) of [^.;:\d]{1,120}? as (?:at|of|on)"
    r"|(?:estado|situación) de[^.;:\d]{1,120}? (?:al?|a fecha de)"
    r"|(?:état|etat|situation|statut) d[^.;:\d]{1,120}? (?:au|en date du))\s*:?\s*"
)
_ONE_DAY = re.compile(_DAY, re.IGNORECASE)
_AS_OF = re.compile(rf"(?:{_STATUS_AS_AT.pattern}|{_AT_LENGTH}){_DAY}", re.IGNORECASE)
# Lists made elsewhere say their day in a line of its own; inside a declaration it means nothing.
_AS_OF_ALONE = re.compile(
    r"(?:(?:data|list|parties|table|updated|information|current)\s+)?as (?:at|of|on)\s*:?\s*"
    + _DAY
    + r"[.,]?(?: \d{1,2}:\d{2}\S*(?: [AP]M)?(?: [A-Z]{2,4})?)?",
    re.IGNORECASE,
)
_CHAPTER = re.compile(
    rf"(?:chapter|chapitre)\s+({ROMAN})(?:\s*[.,-]?\s*([A-F]))?(?![a-z])", re.IGNORECASE
)
_TITLE = re.compile(r"(\d{1,2})\s*\.\s*(?:([a-z])\s*[.)]?\s+)?(\S.{3,})")
_LABELS = {
    "entry_into_force": re.compile(r"(?:entry into force|entrée en vigueur)\s*:\s*(.+)", re.I),
    "registration": re.compile(r"(?:registration|enregistrement)\s*:\s*(.+)", re.I),
}
_XML = {
    "Titlesect": "title",
    "Subtitlesect": "title",
    "Conclusion": "concluded",
    "EIF/Labeltext": "entry_into_force",
    "Registration/Labeltext": "registration",
    "Status/Signatories": "signatories",
    "Status/Parties": "parties",
}

TOTALS_DISAGREE = "is the printed control total, but the rows give another number."
TWO_TREATIES = "is the treaty that the file's name says, but the page itself is another one."
ADDRESS_DISAGREES = "is the treaty in the page's own address, but its head names another one."
TITLE_DISAGREES = "is the title of another treaty than the number beside it."
SAVE_AGAIN = "Save the page again from the treaty's own address."
# "mtdsg_no=XXVI-8" in the address of a page, "mtdsg_no-XXVI~8" in the form that links have.
_ADDRESS = re.compile(r"mtdsg_no(?:=|%3d|-)([^&#?]{1,40})", re.IGNORECASE)


def read_head(file: str, sheets: Sequence[Sheet], last_rows: Mapping[str, int]) -> dict[str, Any]:
    """Return what the head of a page says.

    Parameters
    ----------
    file
        Name of the file: it often holds the treaty's number.
    sheets
        The sheets that belong to one page.
    last_rows
        For a sheet with a table, the row of its heading: the head stands above.

    Returns
    -------
    dict
        Plain values, as far as known: title, untc ("XXVI-8"), as_of (date), signatories and
        parties (int, as printed), concluded, entry_into_force, registration; otherwise_named, the
        number in the file's or sheet's name where the page has another; and unread_day, sheet,
        cell and line of a STATUS AS AT without a day that can be read. ``disagreements`` are pairs
        of what the page says about its treaty in another place and what is wrong with it.
    """
    head: dict[str, Any] = {}
    elements = next((sheet.elements for sheet in sheets if sheet.elements), {})
    for name in ("tcHead", "tcTreaty"):  # the depositary's own head of the page comes first
        _read_line(plain(elements.get(name, "")), head)
    # An HTML page's own lines come before the tables of declarations, which may quote anything.
    for sheet in sorted(sheets, key=lambda sheet: sheet.name not in ("page", "Header")):
        if sheet.name == "Header" and any(_names_element(row) for row in sheet.rows.values()):
            _read_elements(sheet, head)
        else:
            _read_lines(sheet, last_rows.get(sheet.name, 0), head)
    names = [sheet.name for sheet in sheets] + [PurePath(file).name]
    named = next((match.group(0) for name in names if (match := _number_in(name))), "")
    chapter, number = head.pop("chapter", ""), head.pop("number", "")
    printed = f"{chapter}-{number}" if chapter and number else ""
    address = _number_in_address(elements.get("address", ""))
    head["disagreements"] = _disagreements(address, printed, head.get("title", ""))
    printed = printed or address
    by_name = "" if printed else _number_by_name(sheets, last_rows)
    if by_name and named and _number(by_name) != _number(named):
        head["disagreements"].append((named, TITLE_DISAGREES))
    named = named or by_name
    same = _number(printed) == _number(named)
    head["untc"] = named if same or not printed else printed
    head["otherwise_named"] = named if printed and named and not same else ""
    return head


def _number_by_name(sheets: Sequence[Sheet], last_rows: Mapping[str, int]) -> str:
    """Return the number of the one treaty whose name heads a table; "" for none or two.

    Only a line counts that says nothing else but what the table shows, and as at which day: "States
    not party to the Arms Trade Treaty" and a protocol to a treaty are other lists.
    """
    lines = [
        " ".join(sheet.rows[row])
        for sheet in sheets
        for row in sheet.rows
        if row < last_rows.get(sheet.name, 0)
    ]
    named = set()
    for line in (*lines, *(sheet.name for sheet in sheets)):
        text = fold(_ONE_DAY.sub(" ", line))
        for pattern, number in _named_treaties():
            rest, times = pattern.subn(" ", text)
            if times and _title_words().issuperset(re.findall(r"[^\W\d_]+", rest)):
                named.add(number)
    return named.pop() if len(named) == 1 else ""


@per_reference
def _title_words() -> frozenset[str]:
    """Return the words that may stand beside a treaty's name in the title of its status table."""
    rows = [row for row in reference_rows("headings") if row["use"] == "title"]
    return frozenset(fold(row["phrase"]) for row in rows)


@per_reference
def _named_treaties() -> list[tuple[re.Pattern[str], str]]:
    """Return patterns of the treaties' names in the six languages, each with its number.

    The first word may be declined: "Статус Договора о торговле оружием".
    """
    patterns = []
    for row in reference_rows("treaties"):
        key = f"treaty.{row['treaty']}"
        names = [word(key, language) for language in LANGUAGES] if has_word(key) else []
        for name in dict.fromkeys(fold(name) for name in [row["short_name"], *names]):
            first, blank, rest = name.partition(" ")
            start = rf"{re.escape(first[:-1])}\w*" if blank else re.escape(first)
            patterns.append((re.compile(start + re.escape(blank + rest)), row["untc"]))
    return patterns


def _without_section(number: str) -> str:
    """Drop the section that chapter XI prints apart from its number ("XI-D-3" is "XI-3")."""
    return re.sub(r"-[A-F](?=-\d)", "", number)


def _number_in_address(address: str) -> str:
    """Return the treaty's number in a page's address; "" where it has none."""
    stated = _ADDRESS.search(address)
    number = stated.group(1).replace("~", "-") if stated else ""
    return number if re.fullmatch(UNTC_NUMBER, number) else ""


def _disagreements(address: str, printed: str, title: str) -> list[tuple[str, str]]:
    """Return where address, number and title of a page name different treaties."""
    disagreements = []
    if address and printed and _number(address) != _number(printed):
        disagreements.append((address, ADDRESS_DISAGREES))
    titled = {row["short_name"].casefold(): row["untc"] for row in reference_rows("treaties")}
    named = titled.get(" ".join(title.split()).casefold(), "")
    if named and printed and _number(named) != _number(printed):
        disagreements.append((title, TITLE_DISAGREES))
    return disagreements


def _number(text: str) -> str:
    """Return a treaty's number for comparison: "XI-D-3" is "XI-3", "XXVI-2-A" is "XXVI-2-a"."""
    return _without_section(text).casefold()


def treaty_of(text: str) -> str:
    """Return the treaty's short key in ``treaties.csv`` for a key, a number or a title.

    A treaty that is not there keeps its number in the Treaty Collection.

    Examples
    --------
    >>> treaty_of("XXVI-8"), treaty_of("Arms Trade Treaty"), treaty_of("IV-1")
    ('att', 'att', 'IV-1')
    """
    wanted = " ".join(text.split()).casefold()
    for row in reference_rows("treaties"):
        if wanted in (row["treaty"].casefold(), row["untc"].casefold()):
            return row["treaty"]
    for row in reference_rows("treaties"):
        if wanted == row["short_name"].casefold():
            return row["treaty"]
    return " ".join(text.split())


def check_totals(
    acts: Iterable[Mapping[str, Any]], head: Mapping[str, Any], source: str, sheet: str
) -> list[Problem]:
    """Return a warning for each printed total that the acts read do not add up to.

    Parameters
    ----------
    acts
        Acts of one status table.
    head
        As from ``read_head``.
    source, sheet
        Where the table stands.
    """
    doers: dict[str, set[str]] = {}
    for act in acts:
        if not act["withdrawn"]:
            who = act["iso3"] or act["participant"]
            doers.setdefault(act["action"], set()).add(who)
    consented = {who for act, whos in doers.items() if effect_of(act) == "consent" for who in whos}
    signed = doers.get("signature", set()) | doers.get("signature_ad_referendum", set())
    succeeded = doers.get("succession_to_signature", set())
    definitive = doers.get("definitive_signature", set())
    possible = {
        "signatories": [signed | succeeded, signed, signed | definitive]
        + [signed | succeeded | definitive],
        "parties": [consented],
    }
    problems = []
    for what, counts in possible.items():
        printed = head.get(what)
        if printed is not None and printed not in map(len, counts):
            value = f"{what.capitalize()} : {printed}"
            hint = f"Printed: {printed}, read: {len(counts[0])}."
            where = source, sheet, "", value
            problems.append(Problem(WARNING, *where, TOTALS_DISAGREE, hint, "total"))
    return problems


def _read_lines(sheet: Sheet, before: int, head: dict[str, Any]) -> None:
    """Read the lines above a table, or all lines of a sheet of text."""
    rows = [row for row in sorted(sheet.rows) if not before or row < before]
    for row in rows:
        line = plain(" ".join(" ".join(sheet.rows[row]).split()))
        _read_line(line, head)
        if "as_of" not in head and _STATUS_AS_AT.search(line):
            head.setdefault("unread_day", (sheet.name, sheet.address(row, 1), line))


def _read_line(line: str, head: dict[str, Any]) -> None:
    for name, pattern in _FIELDS.items():
        if name not in head and (match := pattern.search(line)):
            head[name] = int(match.group(1))
    for name, pattern in _LABELS.items():
        if name not in head and (match := pattern.match(line)):
            head[name] = match.group(1)
    match = _AS_OF.search(line) or _AS_OF_ALONE.fullmatch(line)
    if "as_of" not in head and match and (day := _day(match.group(1))):
        head["as_of"] = day
    if "chapter" not in head and (match := _CHAPTER.search(line)):
        head["chapter"] = "-".join(part.upper() for part in match.groups() if part)
    elif "chapter" in head and "title" not in head and (match := _TITLE.fullmatch(line)):
        head["number"] = "-".join(part for part in match.groups()[:2] if part)
        head["title"] = match.group(3)


def _day(text: str) -> date | None:
    day = read_day(text.replace(".", "/") if text.count(".") > 1 else text)[0]
    if day or re.fullmatch(r"[\d\W]+", text):  # a day of figures alone has one reading here
        return day
    period = read_date(text)
    return period.start if period.precision == "day" else None


def _names_element(cells: list[str]) -> bool:
    last = cells[0].rpartition("/")[2] if cells else ""
    return last in ("Numsect", "Titlesect", "Subtitlesect", "Conclusion")


def _read_elements(sheet: Sheet, head: dict[str, Any]) -> None:
    """Read the elements of the XML's header: a path and its text."""
    texts: dict[str, str] = {}
    for cells in sheet.rows.values():
        if len(cells) > 1:
            texts.setdefault("/" + cells[0], cells[1])

    def element(path: str) -> str:
        return next((plain(text) for key, text in texts.items() if key.endswith("/" + path)), "")

    for path, name in _XML.items():
        text = element(path)
        if text:
            head[name] = int(text) if text.isdigit() and name in _FIELDS else text
    for total in _FIELDS:
        if isinstance(head.get(total), str):
            del head[total]
    chapter = _CHAPTER.search(element("Chapter/Header") or element("Header"))
    numbers = [element("Numsect"), element("Subnumsect")]
    if chapter and numbers[0]:
        head["chapter"] = "-".join(part.upper() for part in chapter.groups() if part)
        head["number"] = "-".join(number for number in numbers if number)


def _number_in(name: str) -> re.Match[str] | None:
    return re.search(rf"(?<![A-Za-z0-9]){UNTC_NUMBER}(?![A-Za-z0-9])", name)
