"""What a file really is, from its first bytes; what cannot be read is refused with a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attdata.problems import InputError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"RIFF", "a picture or recording (RIFF)"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"(\xb5/\xfd", "a compressed file (zstd)"),
    (b"7z\xbc\xaf", "a compressed archive (7z)"),
    (b"Rar!", "a compressed archive (rar)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (b"PAR1", "a Parquet file"),
)
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_AS_XLSX = "Open it in a spreadsheet program and save it as .xlsx."
_SAVE_PAGE = "Open the page in a browser and save it as Webpage, HTML only (.html)."
_COPY_TABLE = "Copy its table into a spreadsheet and save that as .xlsx."
_TAG = re.compile(rb"<\s*([A-Za-z][A-Za-z0-9:_-]*)")
_JSON = re.compile(rb"""\s*(\{\s*["}]|\[\s*[\[{"\]])""")
_TABLE = re.compile(rb"<(html|table)[\s>]", re.IGNORECASE)
_BEFORE_ROOT = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!doctype\s+([a-z]+)[^>\[]*", re.I | re.S)
_MIME = re.compile(rb"\s*(?:[A-Za-z-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", re.I)
# What Chromium and Firefox wrap around a page when its source is shown and saved.
_VIEW_SOURCE = re.compile(
    rb"""<title>view-source:|<body[^>]{0,200}\bid=["']?viewsource\b|"""
    rb"""<td[^>]{0,200}\bclass=["']?line-content\b""",
    re.IGNORECASE,
)
_HTML_TAGS = set(b"html head body table div p span meta title form font center style link".split())


def find_kind(data: bytes, file: str) -> str:
    """Return "xlsx", "csv", "html" or "xml"; InputError for anything else, saying what to do.

    Any zip archive counts as "xlsx" here; ``check_archive`` looks inside once it is open.

    Examples
    --------
    >>> find_kind(b"<table><tr><td>1", "status.xls"), find_kind(b"a;b", "status.csv")
    ('html', 'csv')
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "xlsx"
    if data.startswith(_OLE):
        raise _old_office(data, file)
    if data.startswith(_OLD_EXCEL) and b"\0" in data[:16]:
        raise InputError(f"{file}: this is an Excel workbook of before 2007 (.xls). {_AS_XLSX}")
    if data.startswith(b"bplist00"):
        raise InputError(f"{file}: this is a web archive (.webarchive). {_SAVE_PAGE}")
    for signature, name in _SIGNATURES:
        if data.startswith(signature) and (len(signature) > 2 or b"\0" in data[:64]):
            raise InputError(f"{file}: this is {name}, no spreadsheet. Ask for .xlsx or .csv.")
    return _text_kind(data, file)


def check_archive(names: Iterable[str], file: str) -> None:
    """Raise InputError for a zip archive that holds something else than a workbook.

    Examples
    --------
    >>> check_archive(["word/document.xml"], "status.docx")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    attdata.problems.InputError: status.docx: this is a Word document (.docx). Copy its table ...
    """
    lower = {name.lower() for name in names}
    folders = {name.partition("/")[0] for name in lower}
    if "xl/workbook.bin" in lower:
        raise InputError(f"{file}: this is a binary Excel workbook (.xlsb). {_AS_XLSX}")
    if "content.xml" in lower:
        raise InputError(f"{file}: this is an OpenDocument file (.ods). {_AS_XLSX}")
    if "word" in folders and "xl" not in folders:
        raise InputError(f"{file}: this is a Word document (.docx). {_COPY_TABLE}")
    if "ppt" in folders and "xl" not in folders:
        raise InputError(f"{file}: this is a presentation (.pptx). {_COPY_TABLE}")
    if any(name.endswith(".iwa") for name in lower):
        raise InputError(f"{file}: this is an Apple Numbers file. Export it as .xlsx.")
    if "xl" not in folders and "_rels/.rels" not in lower:
        raise InputError(
            f"{file}: this is a zip archive without a workbook. Unpack it and name the "
            "spreadsheet inside, or get the file again if it should be one."
        )


def _old_office(data: bytes, file: str) -> InputError:
    """Return the error for files in Microsoft's compound format, by the streams they name."""
    names = {name: name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument")}
    if names["EncryptedPackage"] in data:
        return InputError(
            f"{file}: the workbook has a password. Open it with the password and save a copy "
            "without one."
        )
    if names["WordDocument"] in data:
        return InputError(f"{file}: this is a Word document (.doc). {_COPY_TABLE}")
    return InputError(f"{file}: this is an Excel workbook of before 2007 (.xls). {_AS_XLSX}")


def _text_kind(data: bytes, file: str) -> str:
    start = data[:65_536].lstrip(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\0" in start[:8] or b"\0<" in start[:8]:
        start = start.replace(b"\0", b"").lstrip(b"\xff\xfe")
    if _MIME.match(start):  # its text is cut and coded for mail: "19 Mar=\n 2014"
        raise InputError(f"{file}: this is a web archive (.mht). {_SAVE_PAGE}")
    if _VIEW_SOURCE.search(start):
        raise InputError(f"{file}: this is the source of a page, as text. {_SAVE_PAGE}")
    if not start.lstrip().startswith(b"<") and not _TABLE.search(start):
        if _JSON.match(start):
            raise InputError(f"{file}: this is JSON, no spreadsheet. Ask for .xlsx or .csv.")
        return "csv"
    root, doctype = _root(start)
    if doctype == b"html" or root in _HTML_TAGS or not start.lstrip().startswith(b"<"):
        return "html"
    if root == b"workbook" and b"urn:schemas-microsoft-com:office" in start:
        raise InputError(f"{file}: this is an Excel XML workbook of 2003. {_AS_XLSX}")
    if b"<?xml" in start[:200] or root == b"document" or doctype:
        return "xml"
    return "html" if _TAG.match(start.lstrip()) and b"</" in data else "csv"


def _root(start: bytes) -> tuple[bytes, bytes]:
    """Return the names of the first element and of the document type, in lower case."""
    position, doctype = 0, b""
    while match := _BEFORE_ROOT.match(start, position):
        doctype = doctype or (match[1] or b"").lower()
        position = match.end()
        if match[1]:
            position = start.find(b">", position) + 1 or len(start)
    tag = _TAG.match(start, position)
    return (tag[1].lower().rpartition(b":")[2] if tag else b""), doctype
