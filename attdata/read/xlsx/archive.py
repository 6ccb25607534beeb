"""The zip archive around a workbook: opened only after its size, count and ratios were checked.

Nothing is ever written to disk and no name from the archive is used as a path: parts are looked
up in the archive's own directory.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from attdata.problems import InputError
from attdata.read.limits import MEGABYTE, Budget, refuse

_CHUNK = 1 << 18  # bytes unpacked at a time, so that a bomb is refused before it fills memory
# A tag, comment or value that is still open after this many bytes is no spreadsheet's, and expat
# before 2.6 looks at it again from the start with every chunk.
_LONGEST_TOKEN = 4 * MEGABYTE
_END = b"PK\x05\x06"
_END_ZIP64 = b"PK\x06\x06"
# The shortest entry of the archive's directory: 46 bytes and a name (APPNOTE.TXT 4.3.12).
_SHORTEST_ENTRY = 47
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


def damaged(file: str, what: str) -> InputError:
    """Return the error for an archive or part that cannot be unpacked or parsed."""
    return InputError(
        f"{file}: {what}. The file is damaged or was not received in full; "
        "get it again, or open it in a spreadsheet program and save it as a new .xlsx."
    )


class Archive:
    """The parts of a checked archive, read within what the budget allows."""

    def __init__(self, data: bytes, file: str, budget: Budget) -> None:
        """Open the archive in ``data``; InputError where it is damaged or beyond the limits."""
        self.file = file
        self.budget = budget
        self.size = len(data)
        _check_directory(data, file, budget)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (*_DAMAGED, ValueError, struct.error) as error:
            raise damaged(file, "its zip archive cannot be opened") from error
        entries = self._zip.infolist()
        self.names = {entry.filename for entry in entries}
        self._by_lower = {entry.filename.lower(): entry for entry in entries}
        self._check_entries(entries)

    def _check_entries(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > self.budget.limits.parts:
            what = f"it has {len(entries):,} parts"
            raise refuse(self.file, what, "parts", self.budget.limits.parts)
        counts = Counter(entry.filename.lower() for entry in entries)
        name, count = counts.most_common(1)[0] if counts else ("", 0)
        if count > 1:
            raise damaged(self.file, f'its zip archive has {count} parts named "{name[:80]}"')

    def __contains__(self, name: str) -> bool:
        """Say whether there is such a part; names of parts ignore case (ECMA-376 part 2)."""
        return name.lower() in self._by_lower

    def chunks(self, name: str) -> Iterator[bytes]:
        """Give the bytes of a part piece by piece, refusing it as soon as it passes a limit."""
        entry = self._by_lower[name.lower()]
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The others (ECMA-376 part 2 knows none) unpack without a bound on memory.
            raise damaged(self.file, f'its part "{name[:80]}" is packed in an unusual way')
        if entry.flag_bits & 1:
            raise InputError(
                f"{self.file}: it is a zip archive with a password. Open it with the password and "
                "save a copy without one."
            )
        allowed = max(self.budget.limits.ratio * min(entry.compress_size, self.size), MEGABYTE)
        read = 0
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    read += len(chunk)
                    if max(read, entry.file_size) > allowed:
                        limit = self.budget.limits.ratio
                        what = f'its part "{name[:80]}" unpacks to many times its size'
                        raise refuse(self.file, what, "ratio", limit)
                    self.budget.spend_unpacked(len(chunk))
                    yield chunk
        except (*_DAMAGED, ValueError, struct.error) as error:
            if isinstance(error, InputError):
                raise
            raise damaged(self.file, f'its part "{name[:80]}" cannot be unpacked') from error

    def _counted(self, name: str) -> Iterator[bytes]:
        for chunk in self.chunks(name):
            self.budget.spend_tags(chunk.count(b"<") + chunk.count(b"/>"))
            yield chunk

    def walk(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
    ) -> None:
        """Call ``start`` and ``end`` for each element of a part, named without its prefix."""
        depth = 0

        def opened(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self.check_depth(depth)
            start(tag.rpartition(":")[2], attributes)

        def closed(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if end is not None:
                end(tag.rpartition(":")[2])

        parser = strict_parser(self.file, name)
        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        self.parse(name, parser)

    def check_depth(self, depth: int) -> None:
        """Refuse elements nested too deep: expat keeps a record of each that is open."""
        limit = self.budget.limits.depth
        if depth > limit:
            raise refuse(self.file, "its XML is nested too deep", "depth", limit)

    def parse(self, name: str, parser: expat.XMLParserType) -> None:
        """Send a part through an expat parser that refuses entities and deep nesting."""
        try:
            feed(parser, self._counted(name))
        except InputError:
            raise
        except (expat.ExpatError, LookupError, ValueError) as error:
            # The last two where the XML names an encoding that does not exist.
            where = f'its part "{name[:80]}" is not well-formed XML'
            raise damaged(self.file, f"{where} (line {parser.CurrentLineNumber})") from error


def _check_directory(data: bytes, file: str, budget: Budget) -> None:
    """Refuse a directory that is too long before zipfile reads all of it into memory."""
    end = data.rfind(_END, max(0, len(data) - 65_558))
    if end < 0 or end + 22 > len(data):
        raise damaged(file, "its zip archive is cut off")
    size = struct.unpack_from("<I", data, end + 12)[0]
    zip64 = data.rfind(_END_ZIP64, max(0, end - 4096), end)
    if zip64 >= 0 and zip64 + 48 <= len(data):
        size = max(size if size != 0xFFFFFFFF else 0, struct.unpack_from("<Q", data, zip64 + 40)[0])
    # Names are at most a few hundred bytes, so that 512 a part is generous.
    if size > budget.limits.parts * 512:
        what = f"its zip archive lists about {size // _SHORTEST_ENTRY:,} parts"
        raise refuse(file, what, "parts", budget.limits.parts)


def feed(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    """Parse bytes piece by piece; ExpatError also where one tag has no end within reason."""
    fed = 0
    for chunk in chunks:
        for start in range(0, len(chunk), _CHUNK):
            parser.Parse(chunk[start : start + _CHUNK], False)
            fed += min(_CHUNK, len(chunk) - start)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TOKEN:
                raise expat.ExpatError("a tag without an end")
    parser.Parse(b"", True)


def strict_parser(file: str, part: str) -> expat.XMLParserType:
    """Return an expat parser that refuses document types, and with them every entity."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16

    def doctype(*_: object) -> None:
        raise InputError(
            f'{file}: its part "{part}" declares a document type or entities, which no spreadsheet '
            "program writes and which can make a small file fill the memory. It was not read; ask "
            "the sender for a file saved by a spreadsheet program."
        )

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    return parser


def relative(part: str, target: str) -> str:
    """Return the name of the part that ``target`` means when it stands in ``part``.

    Examples
    --------
    >>> relative("xl/workbook.xml", "worksheets/sheet1.xml"), relative("xl/workbook.xml", "/xl/a")
    ('xl/worksheets/sheet1.xml', 'xl/a')
    """
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target)).lstrip("/")


def relations_of(part: str) -> str:
    """Return the name of the part that lists what ``part`` points to."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
