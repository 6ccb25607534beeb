"""Damage spreadsheets at random and read them: nothing but InputError may come out.

By hand, for long: ``python tests/fuzz_bytes.py --minutes 30 [--seed N] [--keep FOLDER]``. The same
mutator runs in the tests with a fixed seed. What it finds is fixed and added to hostile.py.
"""

from __future__ import annotations

import argparse
import io
import re
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

from attdata.problems import InputError
from attdata.read.workbook import Workbook, read_workbook
from hostile import Case, cases

RAW = Path(__file__).parent.parent / "data" / "raw"
# Pieces that mean something to one of the readers.
TOKENS = [
    b'"', b"'", b"<", b">", b"&", b",", b";", b"\t", b"\n", b"\r", b"\0", b"\xff\xfe", b"<!--",
    b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE a [", b"<!ENTITY x 'y'>", b"&x;", b"&#0;",
    b"<row>", b"</row>", b"<c>", b"</c>", b"<v>", b"</v>", b"<f>", b't="s"', b't="e"', b's="1"',
    b'r="XFD1048576"', b'r="A0"', b'r="-1"', b"<is>", b"<t>", b"<table>", b"</table>", b"<tr>",
    b"<td>", b'colspan="1000"', b'rowspan="65534"', b"<script>", b"<Row>", b"<Entry>", b"<TGroup>",
    b"</Participants>", b"1e999", b"-1", b"60", b"99999999999999999999", b"NaN", b"_x0000_",
    b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", "é".encode("cp1252"), "中".encode(),
    b"....." * 4, b"&#xD800;",
    b"31 Feb 2013", b"[12 May 2004 a]", b"Congo", b"Signatories : 1. Parties : 2", b"sep=;\n",
]  # fmt: skip


def corpus(largest: int = 200_000) -> dict[str, Case]:
    """Return what to damage: the hostile files that are not too large, and the real ones."""
    found = {name: case for name, case in cases().items() if len(case.data) <= largest}
    for path in sorted(RAW.rglob("*.xlsx")):
        found[path.name] = Case(path.read_bytes(), True, suffix=".xlsx")
    for name in ("treaties", "conferences", "published_counts"):
        path = RAW / "reference" / f"{name}.csv"
        found[path.name] = Case(path.read_bytes(), True, suffix=".csv")
    return found


def damage(data: bytes, random: Random) -> bytes:
    """Return the bytes with one to six random injuries."""
    found = bytearray(data)
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(found) + 1)
        length = min(int(random.expovariate(1 / 12)) + 1, 4_000)
        kind = random.randrange(7)
        if kind == 0 and found:
            found[at % len(found)] = random.randrange(256)
        elif kind == 1:
            del found[at : at + length]
        elif kind == 2:
            found[at:at] = random.choice(TOKENS)
        elif kind == 3:
            found[at:at] = found[at : at + length] * random.choice((1, 2, 50))
        elif kind == 4:
            other = random.randrange(len(found) + 1)
            found[at : at + length] = found[other : other + length]
        elif kind == 5:
            found[at : at + length] = random.randbytes(length)
        elif random.random() < 0.2:
            del found[at:]
    return bytes(found)


def damage_parts(data: bytes, random: Random) -> bytes:
    """Return an archive with injured parts, whole as an archive; other bytes are just injured."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = {name: file.read(name) for name in file.namelist()}
    except Exception:
        return damage(data, random)
    interesting = [name for name in parts if "theme" not in name] or list(parts)
    for _ in range(random.randint(1, 3)):
        if interesting:
            name = random.choice(interesting)
            parts[name] = damage(parts[name], random)
    if interesting and random.random() < 0.05:
        del parts[random.choice(list(parts))]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


def check(book: Workbook) -> None:
    """Raise AssertionError where what was read is not as promised."""
    for sheet in book.sheets:
        assert list(sheet.rows) == sorted(sheet.rows), "rows out of order"
        for row, texts in sheet.rows.items():
            assert 1 <= row <= 1_048_576, f"row {row}"
            assert texts and texts[-1], f"blanks at the end of row {row}"
            joined = "".join(texts)
            joined.encode()
            bad = re.search("[\0-\x08\x0b\x0c\x0e-\x1f]", joined)
            assert not bad, f"control character in row {row}"
        for row, column in sheet.kinds:
            assert sheet.text(row, column), f"a kind without a text at {row}, {column}"
    for problem in book.problems:
        line = str(problem)
        assert "\n" not in line and 10 < len(line) < 1_500, f"problem not one line: {line[:300]}"


def try_one(path: Path, readers: dict[str, Callable[[Path], object]]) -> tuple[str, str]:
    """Read one file with every reader: ("read" or "refused", "") or ("crash", what happened)."""
    outcome = "read"
    for name, reader in readers.items():
        start = time.process_time()
        try:
            found = reader(path)
            if isinstance(found, Workbook):
                check(found)
        except InputError as error:
            outcome = "refused"
            if "\n" in str(error) or not 20 < len(str(error)) < 600:
                return "crash", f"{name}: not one sentence: {error}"
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            return "crash", f"{name}: {traceback.format_exc()[-1_500:]}"
        if time.process_time() - start > 10:
            return "crash", f"{name}: took {time.process_time() - start:.1f} s"
    return outcome, ""


def injured(found: dict[str, Case], random: Random) -> Iterator[tuple[str, bytes, str]]:
    """Give name, bytes and ending of one damaged file after another, without end."""
    names = sorted(found)
    while True:
        name = random.choice(names)
        case = found[name]
        data = (damage_parts if random.random() < 0.7 else damage)(case.data, random)
        ending = case.suffix if random.random() < 0.9 else random.choice((".csv", ".html", ".xls"))
        yield name, data, ending


def all_readers() -> dict[str, Callable[[Path], object]]:
    """Return every reader of attdata that takes a file."""
    import attdata as att

    return {
        "read_workbook": read_workbook,
        "read_status_table": att.read_status_table,
        "read_outreach": att.read_outreach,
    }


def main() -> int:
    """Damage and read until the time is over; 1 where something else than InputError came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="read_workbook, read_status_table or read_outreach")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "attdata-fuzz")
    options = parser.parse_args()
    readers = all_readers()
    if options.only:
        readers = {options.only: readers[options.only]}
    # A gibibyte for the file, and half of one for the program and the files that it damages.
    resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29))
    options.keep.mkdir(exist_ok=True, parents=True)
    found, random = corpus(), Random(options.seed)
    outcomes: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    end = time.monotonic() + options.minutes * 60
    path = options.keep / f"now-{options.seed}"
    for name, data, ending in injured(found, random):
        if time.monotonic() > end:
            break
        file = path.with_suffix(ending)
        file.write_bytes(data)
        outcome, what = try_one(file, readers)
        outcomes[outcome] += 1
        kind = what.strip().splitlines()[-1][:100] if what else ""
        seen[kind] += 1
        if what and seen[kind] <= 3:
            kept = options.keep / f"{options.seed}-{sum(outcomes.values())}{ending}"
            kept.write_bytes(data)
            print(f"{kept} (from {name}): {what}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{sum(outcomes.values()):,} files: {dict(outcomes)}; peak memory {peak} MB")
    return 1 if outcomes["crash"] else 0


if __name__ == "__main__":
    sys.exit(main())
