"""How much of a stranger's file is read: limits with their reasons, and the count against them.

A workbook of five kilobytes can unpack to gigabytes or name a cell in the last row and column of
the grid. Every limit is met before the memory is spent, and the message names the limit, so that
whoever trusts the file can raise it: ``read_workbook(path, limits=replace(LIMITS, unpacked=...))``.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from attdata.problems import InputError

MEGABYTE = 1_000_000

# The grid of Excel since 2007; a cell outside it is damage or an attack (ECMA-376, SpreadsheetML).
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
# The most characters Excel keeps in one cell; what is longer was cut or never came from Excel.
CELL_CHARACTERS = 32_767


@dataclass(frozen=True)
class Limits:
    """What one file may cost. The defaults are far above any treaty table and far below 1 GiB.

    Parameters
    ----------
    file_size
        Bytes on disk. A log of a million rows has about 100 MB as CSV.
    page
        Bytes of a web page or an XML file; ten times what anybody would read.
    unpacked
        Bytes that the parts of a workbook that are read may unpack to, together.
    tags
        Tags in the parts or the page that are read, together: what reading costs in time. A cell
        of a workbook has 4 or 6, so that this is two million cells.
    ratio
        How many times larger a part may become when unpacked. Sheets of real workbooks reach 30,
        the worst that deflate allows is 1,032. Parts under a megabyte are harmless at any ratio.
    parts
        Files inside the zip archive. A workbook of 250 sheets has about 1,000.
    sheets
        Sheets of a workbook or tables of a page.
    memory
        Bytes of memory that the text and its cells may take, blanks that pad a row included; a
        million rows of five short texts need 600 MB.
    blanks
        Blank cells between texts, together: a cell in the last column of each of a few thousand
        rows makes a file of kilobytes a table of a hundred million cells for whoever reads on.
    cell
        Characters in one cell. Excel keeps 32,767; a pasted declaration can have more.
    merged
        Merged areas in one sheet.
    depth
        Elements inside elements. Spreadsheets need about 10, the depositary's XML about 20, its
        pages, which are laid out with tables, about 60.
    steps
        Columns that merged cells of a page block, counted in each row: a few crafted cells could
        make an hour of work.
    located
        Problems of one kind that are listed one by one in a file; the rest are counted.

    Examples
    --------
    >>> Limits().sheets
    1000
    """

    file_size: int = 120 * MEGABYTE
    page: int = 40 * MEGABYTE
    unpacked: int = 160 * MEGABYTE
    tags: int = 10_000_000
    ratio: int = 250
    parts: int = 5_000
    sheets: int = 1_000
    memory: int = 700 * MEGABYTE
    blanks: int = 20_000_000
    cell: int = 1_000_000
    merged: int = 100_000
    depth: int = 200
    steps: int = 20_000_000
    located: int = 1_000


LIMITS = Limits()


def refuse(file: str, what: str, limit: str, allowed: int) -> InputError:
    """Return the error for a file beyond a limit, naming the limit and how to raise it."""
    return InputError(
        f"{file}: {what}; more than {allowed:,} is not read from an unknown file. "
        f"If you trust it, raise the limit: limits=Limits({limit}=...)."
    )


class Budget:
    """What a file has cost so far. Each ``spend`` raises InputError once the limit is passed."""

    def __init__(self, file: str, limits: Limits) -> None:
        """Start with nothing spent."""
        self.file = file
        self.limits = limits
        self.memory = 0
        self.unpacked = 0
        self.steps = 0
        self.tags = 0
        self.blanks = 0

    def spend_memory(self, size: int) -> None:
        """Count bytes of memory taken by cells."""
        self.memory += size
        if self.memory > self.limits.memory:
            what = "its cells need too many bytes of memory"
            raise refuse(self.file, what, "memory", self.limits.memory)

    def spend_unpacked(self, size: int) -> None:
        """Count bytes that came out of the archive."""
        self.unpacked += size
        if self.unpacked > self.limits.unpacked:
            what = "it unpacks to too many bytes"
            raise refuse(self.file, what, "unpacked", self.limits.unpacked)

    def spend_steps(self, steps: int) -> None:
        """Count columns looked at for merged cells of a page."""
        self.steps += steps
        if self.steps > self.limits.steps:
            what = "its merged cells take too many steps to lay out"
            raise refuse(self.file, what, "steps", self.limits.steps)

    def spend_tags(self, tags: int) -> None:
        """Count tags that were read."""
        self.tags += tags
        if self.tags > self.limits.tags:
            raise refuse(self.file, "it has too many cells or tags", "tags", self.limits.tags)

    def spend_blanks(self, blanks: int) -> None:
        """Count blank cells between texts."""
        self.blanks += blanks
        if self.blanks > self.limits.blanks:
            what = "its texts lie too far apart, with too many blank cells between them"
            raise refuse(self.file, what, "blanks", self.limits.blanks)


@contextmanager
def rows_kept() -> Iterator[None]:
    """Put off the search for cyclic garbage while rows are read, all of which are kept.

    The search would go through every row that is there again and again as they become more: a
    third of the time that a long table takes, and rows hold no cycles. What refers to nothing is
    freed all the same.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
