"""Tables copied as lines of text (from the PDF, or drawn with bars), put back into columns.

A copied line holds name and dates together: "Albania.......  3 Jun 2013    19 Mar 2014". Where
the copy kept the places of the columns, they decide; else the number of dates, or the letters when
only one column explains them. What stays open is an error of that line, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations

from attdata.membership.dates import date_places, read_cell
from attdata.membership.headings import begins_phrase, is_end, read_heading
from attdata.membership.letters import fold
from attdata.read.sheet import Sheet

UNPLACED = "Dates under no heading"

_PARTICIPANT = re.compile(r"[\s|¦│]*(?:participants?|etat|pays)\b")
_BARS = re.compile(r"\s*[|¦│]\s*")
_EDGES = re.compile(r"^\s*[|¦│]\s*|\s*[|¦│]\s*$")
_RULE = re.compile(r"[\s|¦│+\-=_:¬T]+")
_GAP = re.compile(r"\s{2,}|\t|\.{3,}|\u2026")
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_HEADING_LINES = 12  # a head wrapped into more lines than these is text, not a head
_LONGEST_NAME = 80  # the longest short name in the six languages has 58 letters


class LineSheet(Sheet):
    """A sheet made of lines: its places are rows only."""

    def address(self, row: int, column: int) -> str:
        """Return the place of a cell: its line."""
        return f"row {row}"


@dataclass(frozen=True)
class _Column:
    """One column of the copy: its heading, and where it begins if the copy shows it."""

    heading: str
    start: int | None


def sheet_of_lines(sheet: Sheet) -> Sheet | None:
    """Return a sheet of text lines as a sheet with columns, None where it shows no table.

    Parameters
    ----------
    sheet
        Rows of one cell each, as a copied text has them.

    Returns
    -------
    Sheet or None
        The lines before the table as they are, then its heading and rows in columns; the lines
        after the table's end are left out.
    """
    # A reader of CSV may have taken the commas of the headings for separators.
    lines = {row: ",".join(cells) for row, cells in sheet.rows.items()}
    if sum(len(cells) > 1 for cells in sheet.rows.values()) > len(lines) // 2:
        return None
    head_row = next((row for row in sorted(lines) if _PARTICIPANT.match(fold(lines[row]))), 0)
    if not head_row:
        return None
    made = LineSheet(sheet.file, sheet.name, hidden=sheet.hidden)
    if len(_BARS.findall(lines[head_row])) > 1:
        drawn = {row: line for row, line in lines.items() if not _RULE.fullmatch(line)}
        made.rows = {row: _BARS.split(_EDGES.sub("", line)) for row, line in drawn.items()}
        return made
    block = _heading_block(lines, head_row)
    columns = _columns([lines[row] for row in block])
    if not columns:
        return None
    made.rows = {row: [line] for row, line in lines.items() if row < block[0]}
    made.rows[head_row] = ["Participant", *(column.heading for column in columns), UNPLACED]
    for row in sorted(lines):
        if row > block[-1]:
            if is_end(lines[row]):
                break
            made.rows[row] = _cells(lines[row], columns)
    return made


def _heading_block(lines: dict[int, str], head_row: int) -> list[int]:
    """Return the rows over which the heading is broken: no date, no leaders, no sentence."""

    def continues(row: int) -> bool:
        line = lines.get(row, "")
        words = line.strip(" ,")
        return bool(words) and not re.search(r"\.{3,}|:|\d{4}|^\d", words) and len(words) < 120

    first = last = head_row
    while continues(first - 1) and lines[first - 1][:1].isspace():
        first -= 1
    while continues(last + 1) and last - head_row < _HEADING_LINES and _heads(lines[last + 1]):
        last += 1
    return list(range(first, last + 1))


def _heads(line: str) -> bool:
    """Tell whether a line may go on with a heading: a phrase of one, or the end of a word."""
    return begins_phrase(line.strip()) or bool(re.search(r"\([A-Za-z]{1,2}\),?\s*$", line))


def _columns(block: list[str]) -> list[_Column]:
    """Return the columns of a heading block, by place where lines show several, else by commas."""
    segments = [list(_SEGMENT.finditer(line)) for line in block]
    if max(map(len, segments)) > 1:
        spans: list[list[int]] = []
        texts: list[list[str]] = []
        for segment in sorted((s for line in segments for s in line), key=lambda s: s.start()):
            if spans and segment.start() < spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], segment.end())
            else:
                spans.append([segment.start(), segment.end()])
                texts.append([])
        for line in segments:
            for segment in line:
                index = next(i for i, s in enumerate(spans) if s[0] <= segment.start() < s[1])
                texts[index].append(segment.group(0))
        columns = [_Column("\n".join(t), s[0]) for s, t in zip(spans, texts, strict=True)]
        return [c for c in columns[1:] if read_heading(c.heading).column == "acts"]
    words = " ".join(" ".join(block).split()).split(" ")[1:]
    headings: list[str] = []
    for word in words:
        fresh = not headings or (not headings[-1].endswith(",") and begins_phrase(word))
        if fresh:
            headings.append(word)
        else:
            headings[-1] += f" {word}"
    return [_Column(h, None) for h in headings if read_heading(h).column == "acts"]


def _cells(line: str, columns: list[_Column]) -> list[str]:
    """Split a line into the name and the dates under their headings."""
    places = date_places(line)
    if not places or not _is_row(line, places[0]):
        return [line]
    starts = [_with_bracket(line, place) for place in places]
    ends = [*starts[1:], len(line)]
    dates = [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    chosen = _placed(dates, starts, columns)
    cells = [""] * len(columns)
    if chosen is None:
        return [line[: starts[0]], *cells, " ".join(dates)]
    for index, text in zip(chosen, dates, strict=True):
        cells[index] = text
    return [line[: starts[0]], *cells]


def _is_row(line: str, first: int) -> bool:
    """Tell a participant's line from prose that holds a date."""
    name = line[:first].rstrip(" [")
    if not name.strip() or len(name.strip(" .")) > _LONGEST_NAME or ":" in name:
        return False
    gap = _GAP.search(line[len(name.rstrip(" .\u2026\t")) : first])
    return bool(gap) or not any(act.problem for act in read_cell(line[first:]))


def _with_bracket(line: str, place: int) -> int:
    opened = re.search(r"\[\s*$", line[:place])
    return opened.start() if opened else place


def _placed(dates: list[str], starts: list[int], columns: list[_Column]) -> tuple[int, ...] | None:
    """Return the column of each date; None where the line leaves it open."""
    numbers = range(len(columns))
    possible = [
        choice
        for choice in combinations(numbers, len(dates))
        if all(_explains(columns[n], text) for n, text in zip(choice, dates, strict=True))
    ]
    if len(possible) == 1:
        return possible[0]
    places = [column.start for column in columns]
    column_starts = [place for place in places if place is not None]
    if not possible or len(column_starts) < len(columns):
        return None
    nearest = tuple(min(numbers, key=lambda n: abs(column_starts[n] - start)) for start in starts)
    return nearest if nearest in possible else None


def _explains(column: _Column, text: str) -> bool:
    heading = read_heading(column.heading)
    return all(not act.problem and heading.act(act.letter) for act in read_cell(text))
