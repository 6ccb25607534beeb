"""Cut the fonts of the figures out of Noto Sans, Noto Sans Arabic and Noto Sans CJK.

    python attdata/draw/fonts/make_fonts.py NOTO [CJK]

NOTO holds NotoSans-Regular.ttf, NotoSansArabic-Regular.ttf and their bold weights (in Debian:
package fonts-noto-core), CJK holds NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc (package
fonts-noto-cjk). Kept are Latin and Cyrillic letters, the Arabic block with the forms that its
letters take in a word, the characters of GB 2312, and whatever the reviewed tables use in Chinese.
Outlines of the CFF kind become TrueType, which matplotlib embeds in PDF as type 42, and hints and
vertical layout go: each file is a tenth of the original. The families get names of their own, so
that nobody takes a subset for the whole font. Licence of all: SIL Open Font License 1.1, in OFL.txt
beside the fonts.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

HERE = Path(__file__).parent
REFERENCE = HERE.parents[2] / "data" / "raw" / "reference"
CHINESE, CHINESE_FACE = "attdata Sans SC", "Noto Sans CJK SC"
# Family -> file of the original, and the ranges of characters that are kept.
SIGNS = "–—‘’“”…′″−×÷±≤≥≈→←↑↓•·◆○●■▲▼†‡§¶№€ᵉʳ"
SIGNS += "\u00a0\u2009\u202f\u2066\u2067\u2068\u2069\u200e\u200f\u200d\u200c"
ALPHABETS = {
    "attdata Sans": ("NotoSans", [(0x20, 0x7F), (0xA0, 0x250), (0x300, 0x330), (0x400, 0x530)]),
    "attdata Sans Arabic": (
        "NotoSansArabic",
        [(0x20, 0x7F), (0xA0, 0x100), (0x600, 0x700), (0x750, 0x780)],
    ),
}
TOLERANCE = 1.5  # of 1000 units: below a pixel at any size of these figures
DATE = 3786912000  # head.modified: 1 January 2024, so that the same input gives the same bytes


def characters() -> set[int]:
    """Return the code points of the Chinese font."""
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


def make_alphabet(family: str, folder: Path, weight: str) -> TTFont:
    """Return the subset of an alphabetic font, with the rules that join its letters."""
    name, ranges = ALPHABETS[family]
    font = TTFont(folder / f"{name}-{weight}.ttf")
    options = subset.Options()
    options.layout_features = ["*"] if "Arabic" in family else ["kern", "mark", "mkmk", "ccmp"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    kept = {code for first, last in ranges for code in range(first, last)} | set(map(ord, SIGNS))
    cutter.populate(unicodes=kept)
    cutter.subset(font)
    _rename(font, family, weight, f"cut from {name} {font['head'].fontRevision:.3f}")
    font["head"].created = font["head"].modified = DATE
    font.recalcTimestamp = False
    return font


def make_chinese(collection: Path, weight: str) -> TTFont:
    """Return the subset of one weight, with TrueType outlines."""
    faces = TTCollection(collection, lazy=True)
    font = next(face for face in faces if face["name"].getDebugName(4).startswith(CHINESE_FACE))
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
    set_marks_closer(font)
    _rename(font, CHINESE, weight, "cut from Noto Sans CJK SC 2.004")
    font["head"].created = font["head"].modified = DATE
    font.recalcTimestamp = False
    return font


def set_marks_closer(font: TTFont) -> None:
    """Add the rule that two Chinese marks side by side take one square and a half, not two.

    Of "》：" the first is empty on its right half, of "：《" the second on its left.
    """
    closing, opening = "》）」』”’，。；：、！？", "《（「『“‘"
    held = font.getBestCmap()
    names = {
        kind: " ".join(held[ord(mark)] for mark in marks if ord(mark) in held)
        for kind, marks in (("closing", closing), ("opening", opening))
    }
    half = -font["head"].unitsPerEm // 2
    rules = f"""
        @closing = [{names["closing"]}];
        @opening = [{names["opening"]}];
        feature kern {{
            pos @closing @closing {half};
            pos @closing @opening {half};
            pos @opening @opening {half};
        }} kern;
    """
    own = TTFont()
    own.setGlyphOrder(font.getGlyphOrder())
    addOpenTypeFeaturesFromString(own, rules, tables=["GPOS"])
    table = font["GPOS"].table
    table.LookupList.Lookup += own["GPOS"].table.LookupList.Lookup
    last = len(table.LookupList.Lookup) - 1
    for record in table.FeatureList.FeatureRecord:
        record.Feature.LookupListIndex.append(last)
        record.Feature.LookupCount = len(record.Feature.LookupListIndex)
    table.LookupList.LookupCount = last + 1


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


def _rename(font: TTFont, family: str, weight: str, origin: str) -> None:
    """Give the subset its own family name, on the platform that every reader looks at."""
    names = font["name"]
    copyright_, licence, url = (names.getDebugName(i) for i in (0, 13, 14))
    names.names = []
    postscript = family.replace(" ", "") + "-" + weight
    full = f"{family} {weight}"
    version = f"Version 1.0; {origin}"
    texts = [copyright_, family, weight, f"1.0;{postscript}", full, version, postscript]
    for key, text in [*enumerate(texts), (13, licence), (14, url)]:
        if text:
            names.setName(text, key, 3, 1, 0x409)


def _save(font: TTFont, family: str, weight: str) -> None:
    """Write a font beside this file and say how large it is."""
    path = HERE / f"{family.replace(' ', '')}-{weight}.ttf"
    font.save(path)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {len(font.getGlyphOrder())} glyphs")


def main(noto: Path, cjk: Path | None = None) -> None:
    """Write both weights of every family beside this file."""
    for weight in ("Regular", "Bold"):
        for family in ALPHABETS:
            _save(make_alphabet(family, noto, weight), family, weight)
        if cjk is not None:
            font = make_chinese(cjk / f"NotoSansCJK-{weight}.ttc", weight)
            _save(font, CHINESE, weight)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
