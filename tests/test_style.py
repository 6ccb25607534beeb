"""Colours stay apart for everybody: computed, not judged by eye."""

import itertools
import unicodedata

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.colors import to_rgb

from attdata.draw import style
from attdata.draw.style import (
    ACCENT,
    INK,
    LINE_STYLES,
    MUTED,
    PAPER,
    RATE_COLORS,
    REACH_STYLE,
    STATUS_STYLE,
    TREATY_STYLE,
    contrast,
    ink_on,
    use_style,
)
from attdata.reference import reference_rows
from attdata.words import LANGUAGES

pytestmark = pytest.mark.drawn

# Machado, Oliveira and Fernandes (2009), severity 1, on linear sRGB.
SEEN = {
    "all colours": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])  # D65


def lab(color, eyes="all colours"):
    """Return CIE L*a*b* of a colour as seen with some kind of colour vision."""
    rgb = np.array(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(SEEN[eyes] @ linear, 0, 1) / WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one, other, eyes="all colours"):
    """Return how far apart two colours are (CIE 1976; about 2 is just seen side by side)."""
    return float(np.linalg.norm(lab(one, eyes) - lab(other, eyes)))


def test_the_measure_itself():
    assert lab("#ffffff") == pytest.approx([100, 0, 0], abs=0.1)
    assert lab("#ff0000") == pytest.approx([53.2, 80.1, 67.2], abs=0.1)
    assert distance("#ff0000", "#00a000") > 2 * distance("#b00000", "#707000", "protanopia")


@pytest.mark.parametrize("eyes", SEEN)
def test_statuses_stay_apart(eyes):
    for one, other in itertools.combinations(STATUS_STYLE, 2):
        apart = distance(STATUS_STYLE[one]["color"], STATUS_STYLE[other]["color"], eyes)
        hatches = {STATUS_STYLE[one]["hatch"], STATUS_STYLE[other]["hatch"]}
        assert apart > 25 or (apart > 12 and len(hatches) == 2), (one, other, apart)


def test_statuses_stay_apart_in_greyscale_print():
    greys = {status: lab(look["color"])[0] for status, look in STATUS_STYLE.items()}
    for one, other in itertools.combinations(greys, 2):
        hatches = {STATUS_STYLE[one]["hatch"], STATUS_STYLE[other]["hatch"]}
        assert abs(greys[one] - greys[other]) > 12 or len(hatches) == 2, (one, other)
    assert greys["state_party"] < greys["signatory"] < greys["not_joined"] < greys["not_counted"]


def test_what_is_not_known_never_looks_like_not_joined():
    for status in ("not_counted", "unknown"):
        assert STATUS_STYLE[status]["hatch"] not in ("", STATUS_STYLE["signatory"]["hatch"])
        assert distance(STATUS_STYLE[status]["color"], STATUS_STYLE["not_joined"]["color"]) > 12


def test_edges_and_texts_have_contrast():
    for look in [*STATUS_STYLE.values(), *REACH_STYLE.values()]:
        if look is not STATUS_STYLE["not_counted"]:
            assert contrast(look["edge"], PAPER) > 3
        assert contrast(ink_on(look["color"]), look["color"]) > 4.5
    for ink in (INK, MUTED, ACCENT):
        assert contrast(ink, PAPER) > 4.5
    for color in RATE_COLORS:
        assert contrast(ink_on(color), color) > 4.5
    for look in [*TREATY_STYLE.values(), *LINE_STYLES]:
        assert contrast(look["color"], PAPER) > 3


def test_rates_grow_darker_step_by_step():
    lightness = [lab(color)[0] for color in RATE_COLORS]
    assert all(a - b > 8 for a, b in itertools.pairwise(lightness))


def test_lines_differ_in_more_than_colour():
    assert len({str(look["linestyle"]) for look in LINE_STYLES}) == len(LINE_STYLES)
    # Whole lines, which steps do not tear: the marks at their ends and names differ.
    assert len({look["marker"] for look in TREATY_STYLE.values()}) == len(TREATY_STYLE)
    assert {look["linestyle"] for look in TREATY_STYLE.values()} == {"-"}


@pytest.mark.parametrize("eyes", SEEN)
def test_treaty_lines_stay_apart(eyes):
    for one, other in itertools.combinations(TREATY_STYLE.values(), 2):
        assert distance(one["color"], other["color"], eyes) > 15


def test_nothing_is_printed_smaller_than_six_and_a_half_points():
    sizes = [style.BASE_SIZE, style.SMALL_SIZE, style.FOOTER_SIZE, style.SUBTITLE_SIZE]
    assert min(sizes) >= 6.5
    # On a slide everything is enlarged from 17 cm to 33.9 cm: no less than 12 points.
    assert min(sizes) * 33.867 / 17 > 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_use_style_sets_the_fonts_and_leaves_dollars_alone(language):
    with mpl.rc_context():
        use_style(language)
        assert mpl.rcParams["font.family"] == style.fonts(language)
        assert mpl.rcParams["text.parse_math"] is False
        for family in style.fonts(language):
            assert font_manager.findfont(family, fallback_to_default=False)


def test_the_style_of_a_block_ends_with_it():
    before = dict(mpl.rcParams)
    with style.style("zh"):
        assert mpl.rcParams["font.family"][0] == style.CHINESE
    assert dict(mpl.rcParams) == before


def test_an_unknown_language_is_told():
    with pytest.raises(LookupError, match='"xx" is none of the six languages'):
        use_style("xx")


def test_the_fonts_are_small_and_free(root):
    folder = root / "attdata" / "draw" / "fonts"
    files = sorted(folder.glob("*.ttf"))
    assert [f.name for f in files] == [
        f"attdataSans{alphabet}-{weight}.ttf"
        for alphabet in ("", "Arabic", "SC")
        for weight in ("Bold", "Regular")
    ]
    assert all(f.stat().st_size < (3e6 if "SC" in f.name else 2e5) for f in files)
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_chinese_font_has_the_characters_of_gb_2312(weight, root):
    from fontTools.ttLib import TTFont

    with TTFont(root / "attdata" / "draw" / "fonts" / f"attdataSansSC-{weight}.ttf") as font:
        has = font.getBestCmap()
        assert "glyf" in font  # TrueType outlines: type 42 in PDF
    rows = (bytes([a, b]) for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF))
    chinese = "".join(row.decode("gb2312", errors="ignore") for row in rows)
    assert len(chinese) == 6763
    assert [sign for sign in chinese if ord(sign) not in has] == []


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_character_of_the_reviewed_words_has_a_glyph(language, weight):
    letters = {
        sign
        for table in ("words", "short_names")
        for row in reference_rows(table)
        for sign in row[language]
    } | {
        sign
        for row in reference_rows("state_names")
        if row["language"] == language
        for sign in row["name"]
    }
    letters |= set("0123456789%.,:;()-−–—→±†‡\u00a0\u202f")
    drawn = {sign for sign in letters if unicodedata.category(sign) not in ("Cf", "Cc")}
    has = set()
    for family in style.fonts(language):
        with TTFont(
            font_manager.findfont(
                font_manager.FontProperties(family=[family], weight=weight.lower())
            )
        ) as font:
            has |= set(map(chr, font.getBestCmap()))
    assert sorted(drawn - has) == []


def test_arabic_words_are_joined_and_set_in_the_arabic_face():
    figure = plt.figure()
    with style.style("ar"):
        word, letters = (figure.text(0, 0, text, size=40) for text in ("سلام", "س ل ا م"))
    renderer = figure.canvas.get_renderer()
    joined, apart = (text.get_window_extent(renderer).width for text in (word, letters))
    plt.close(figure)
    assert 0 < joined < 0.75 * apart
