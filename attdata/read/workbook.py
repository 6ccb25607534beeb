"""Any spreadsheet as cells with their coordinates: file, sheet, row, column, text.

What a file is, its content says, not its name. Nothing is guessed about the text, nothing in the
file is run, followed or resolved, and no limit (limits.py) is passed unsaid.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from attdata.problems import WARNING, InputError, Problem
from attdata.read.kind import find_kind
from attdata.read.limits import LIMITS, Budget, Limits, refuse
from attdata.read.sheet import Sheet, Workbook, address, column_letters, printable
from attdata.read.warnings import overlooked, repeated_sheets

__all__ = [
    "LIMITS", "Limits", "Sheet", "Workbook", "address", "column_letters", "read_workbook",
]  # fmt: skip


def read_workbook(path: str | PathLike[str], *, limits: Limits = LIMITS) -> Workbook:
    """Return the sheets of a spreadsheet as text with addresses, and the problems met.

    Reads xlsx, csv (any delimiter and usual encoding), HTML pages and the depositary's XML.

    Parameters
    ----------
    path
        The file.
    limits
        How much may be read of it; see ``Limits``.

    Returns
    -------
    Workbook
        ``file`` (its name), ``kind`` ("xlsx", "csv", "html", "xml"), ``sheets`` and ``problems``.

    Raises
    ------
    InputError
        One sentence, where nothing can be read: no such file, no spreadsheet, beyond a limit.

    Examples
    --------
    >>> from attdata.reference import raw_folder
    >>> book = read_workbook(raw_folder("reference") / "treaties.csv")
    >>> book.kind, book.sheets[0].text(1, 1), book.problems
    ('csv', 'treaty', [])
    """
    path = Path(path)
    file = printable(path.name)
    data = _read_bytes(path, file, limits)
    kind = find_kind(data, file)
    sheets, problems = _read(kind, data, file, Budget(file, limits))
    for sheet in sheets:
        problems += overlooked(sheet, layout=kind in ("xlsx", "csv"))
    if kind == "xlsx":
        problems += repeated_sheets(sheets)
    return Workbook(file, kind, sheets, _about_name(path, kind) + problems)


def _read(kind: str, data: bytes, file: str, budget: Budget) -> tuple[list[Sheet], list[Problem]]:
    """Call the reader for a kind; each is imported only when it is needed."""
    if kind == "xlsx":
        from attdata.read.xlsx.book import read_xlsx

        return read_xlsx(data, file, budget)
    if kind in ("html", "xml") and len(data) > budget.limits.page:
        raise refuse(file, "the page has too many bytes", "page", budget.limits.page)
    if kind == "html":
        from attdata.read.html import read_html

        return read_html(data, file, budget)
    if kind == "xml":
        from attdata.read.xml import read_mtdsg

        return read_mtdsg(data, file, budget)
    from attdata.read.text import read_delimited

    return read_delimited(data, file, budget)


def _read_bytes(path: Path, file: str, limits: Limits) -> bytes:
    """Return the file's bytes, never more than the limit."""
    try:
        if path.is_dir():
            raise InputError(f"{file or path}: this is a folder. Name a file in it.")
        if path.exists() and not path.is_file():
            raise InputError(f"{file}: this is no ordinary file. Copy its content to a file.")
        if path.stat().st_size > limits.file_size:
            raise refuse(file, "the file has too many bytes", "file_size", limits.file_size)
        data = path.read_bytes()
    except InputError:
        raise
    except FileNotFoundError:
        where = printable(str(path))
        raise InputError(f"{where}: there is no such file. Check name and folder.") from None
    except PermissionError:
        raise InputError(
            f"{file}: you may not read this file. Ask its owner, or close the program that has it "
            "open."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{file}: it cannot be read ({reason}). Copy it again.") from None
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{file}: the file is empty. Ask the sender for it again.")
    return data


_ENDINGS = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xltx": "xlsx", ".xltm": "xlsx", ".csv": "csv",
    ".tsv": "csv", ".txt": "csv", ".htm": "html", ".html": "html", ".xhtml": "html",
    ".aspx": "html", ".xml": "xml", ".xls": "xls",
}  # fmt: skip
_MEANT = {"xlsx": "a workbook", "csv": "plain text", "html": "a web page", "xml": "XML"}


def _about_name(path: Path, kind: str) -> list[Problem]:
    """Warn where the name promises something else than the content is."""
    if _ENDINGS.get(path.suffix.lower(), kind) == kind:
        return []
    file = printable(path.name)
    what = (
        f"the file is named {printable(path.suffix)} but is {_MEANT[kind]}, and was read as that."
    )
    return [Problem(WARNING, file, "", "", "", what, "Rename it.")]
