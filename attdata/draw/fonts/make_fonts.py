"""Cut the Chinese fonts of the figures out of Noto Sans CJK.

    python attdata/fonts/make_fonts.py FOLDER

FOLDER holds NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc (in Debian: package fonts-noto-cjk).
Kept are the characters of GB 2312, Latin letters and punctuation, and whatever the reviewed tables
use in Chinese. The outlines become TrueType, which matplotlib embeds in PDF as type 42 (outlines of
the CFF kind it would not), and hints and vertical layout go: each file is a tenth of the original.
The family gets a name of its own, so that nobody takes the subset for the whole font. Licence of
both: SIL Open Font License 1.1, in OFL.txt beside the fonts.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

HERE = Path(__file__).parent
REFERENCE = HERE.parents[2] / "data" / "raw" / "reference"
FAMILY = "attdata Sans SC"
FACE = "Noto Sans CJK SC"
TOLERANCE = 1.5  # of 1000 units: below a pixel at any size of these figures
DATE = 3786912000  # head.modified: 1 January 2024, so that the same input gives the same bytes


def characters() -> set[int]:
    """Return the code points to keep."""
    rows = range(0xA1, 0xF8)
    pairs = (bytes([high, low]) for high in rows for low in range(0xA1, 0xFF))
    chinese = "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)
    latin = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180)]))
    return {ord(c) for c in chinese + latin + "–—‘’“”…′″−≤≥→←↑↓•·◆○\u202f\u2009" + words()}


def words() -> str:
    """Return every character that the reviewed tables use in Chinese."""
    with (REFERENCE / "words.csv").open(encoding="utf-8", newline="") as file:
        text = "".join(row["zh"] for row in csv.DictReader(file))
    with (REFERENCE / "state_names.csv").open(encoding="utf-8", newline="") as file:
        return text + "".join(r["name"] for r in csv.DictReader(file) if r["language"] == "zh")


def make(collection: Path, weight: str) -> TTFont:
    """Return the subset of one weight, with TrueType outlines."""
    faces = TTCollection(collection, lazy=True)
    font = next(face for face in faces if face["name"].getDebugName(4).startswith(FACE))
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "GSUB"]
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    _to_truetype(font)
    _rename(font, weight)
    font["head"].created = font["head"].modified = DATE
    font.recalcTimestamp = False
    return font


def _to_truetype(font: TTFont) -> None:
    """Replace cubic by quadratic outlines."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
        outlines[name] = pen.glyph()
    del font["CFF "]
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, outlines
    font["loca"] = newTable("loca")
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"):
        setattr(maxp, field, 0)
    maxp.maxZones, maxp.maxStackElements, maxp.maxSizeOfInstructions = 1, 0, 0
    maxp.maxComponentElements = max(
        (len(g.components) for g in outlines.values() if g.isComposite()), default=0
    )
    font["post"].formatType = 3.0
    font["post"].extraNames, font["post"].mapping = [], {}
    font.sfntVersion = "\000\001\000\000"


def _rename(font: TTFont, weight: str) -> None:
    """Give the subset its own family name, on the platform that every reader looks at."""
    names = font["name"]
    copyright_, licence, url = (names.getDebugName(i) for i in (0, 13, 14))
    names.names = []
    postscript = FAMILY.replace(" ", "") + "-" + weight
    version = "Version 1.0; cut from Noto Sans CJK SC 2.004"
    full = f"{FAMILY} {weight}"
    texts = [copyright_, FAMILY, weight, f"1.0;{postscript}", full, version, postscript]
    for key, text in [*enumerate(texts), (13, licence), (14, url)]:
        names.setName(text, key, 3, 1, 0x409)


def main(folder: Path) -> None:
    """Write both weights beside this file."""
    for weight in ("Regular", "Bold"):
        font = make(folder / f"NotoSansCJK-{weight}.ttc", weight)
        path = HERE / f"attdataSansSC-{weight}.ttf"
        font.save(path)
        print(
            f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {len(font.getGlyphOrder())} glyphs"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
