"""What Word documents and workbooks share: text that XML can hold, and bytes that stay the same.

Both are zip archives whose writers stamp the time of day into every entry; :func:`repacked`
writes them again with the day of the data, so that the same input gives the same file.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

# Characters that XML 1.0 (section 2.2) does not allow; a cell may bring them, a document cannot
# hold them. Surrogates stand alone only in damaged text.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the direction of what follows: harmless in prose, a disguise in a name.
_OVERRIDES = re.compile("[\u202a-\u202e]")


def clean_text(value: object) -> str:
    r"""Return a value as text that every format of the report can hold.

    Parameters
    ----------
    value
        Any cell; None becomes the empty text.

    Returns
    -------
    str
        The text without the characters that XML forbids and without overrides of direction;
        carriage returns become line breaks.

    Examples
    --------
    >>> clean_text("Mali\x00\x0b"), clean_text(None)
    ('Mali', '')
    """
    text = "" if value is None else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _OVERRIDES.sub("", _FORBIDDEN.sub("", text))


def repacked(content: bytes, day: dt.date) -> bytes:
    """Return a .docx or .xlsx with every entry dated to one day, and nothing else changed.

    Parameters
    ----------
    content
        The zip archive as its library wrote it.
    day
        The day of the data.

    Returns
    -------
    bytes
        The archive: same entries in the same order, one time, one compression, no extra fields.

    Examples
    --------
    >>> import io, zipfile
    >>> with zipfile.ZipFile(buffer := io.BytesIO(), "w") as archive:
    ...     archive.writestr("a.xml", "<a/>")
    >>> again = repacked(buffer.getvalue(), dt.date(2026, 7, 24))
    >>> zipfile.ZipFile(io.BytesIO(again)).infolist()[0].date_time
    (2026, 7, 24, 0, 0, 0)
    """
    out = io.BytesIO()
    # The zip format knows no year before 1980.
    moment = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            new.writestr(entry, old.read(name), compresslevel=6)
    return out.getvalue()


def moment(day: dt.date) -> dt.datetime:
    """Return the moment that stands for a day in a document's own properties.

    Examples
    --------
    >>> moment(dt.date(2026, 7, 24))
    datetime.datetime(2026, 7, 24, 0, 0)
    """
    return dt.datetime(day.year, day.month, day.day)
