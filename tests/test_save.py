"""What save() writes: size, texts, accessibility, fonts, the same bytes again."""

import io
import re
import xml.etree.ElementTree as ET

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from attdata.draw import save as saving
from attdata.draw import style
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import Drawing, drawing_of, new_axes
from attdata.draw.png import png_of
from attdata.draw.save import save
from attdata.draw.shares import draw_shares
from attdata.draw.svg import cut_font
from attdata.draw.wrap import balanced, wrap
from attdata.output import csv_bytes, write_file
from attdata.words import LANGUAGES, word

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("closed")]

SVG = "{http://www.w3.org/2000/svg}"
ATTRS = {
    "on": "2026-07-24",
    "treaty": "att",
    "basis": "deposited",
    "universe": "att",
    "sources": [("untc", "2026-02-03"), "A list of our own"],
    "warning": "",
    "evidence_ends": None,
}


@pytest.fixture
def frame():
    rows = [("Africa", 54, 31, 12, 11), ("Oceania", 15, 7, 2, 6), ("World", 69, 38, 14, 17)]
    columns = ["group", "n_states", "n_party", "n_signatory", "n_not_joined"]
    shares = pd.DataFrame(rows, columns=columns).assign(scheme="att_region", treaty="att")
    shares.attrs = dict(ATTRS)
    return shares


def texts_of(svg):
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_report_figure_is_17_cm_wide_at_300_dpi(frame, tmp_path):
    paths = save(draw_shares(frame), tmp_path / "shares")
    assert [p.name for p in paths] == ["shares.png", "shares.svg", "shares.pdf", "shares.csv"]
    with Image.open(paths[0]) as picture:
        assert picture.width == int(17 / 2.54 * 300)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert picture.info["Description"].startswith("Stacked bars")
    width = ET.fromstring(paths[1].read_bytes()).get("width")
    assert float(width.removesuffix("pt")) == pytest.approx(17 / 2.54 * 72, abs=0.1)


@pytest.mark.parametrize("groups", [3, 30])
def test_a_slide_is_16_to_9_however_high_the_drawing(frame, tmp_path, groups):
    many = pd.concat([frame.assign(group=[f"{i} {g}" for g in frame["group"]]) for i in range(10)])
    chosen = many.iloc[:groups]
    chosen.attrs = frame.attrs
    (path, _) = save(draw_shares(chosen), tmp_path / "wide", formats=["png"], size="slide")
    with Image.open(path) as picture:
        assert picture.size == pytest.approx((4000, 2250), abs=2)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_same_figure_gives_the_same_bytes(frame, tmp_path, language):
    ax = draw_shares(frame, language=language)
    first = [p.read_bytes() for p in save(ax, tmp_path / "one")]
    again = [p.read_bytes() for p in save(ax, tmp_path / "one")]
    anew = [p.read_bytes() for p in save(draw_shares(frame, language=language), tmp_path / "one")]
    assert first == again == anew


def test_the_figure_comes_out_unchanged(frame, tmp_path):
    figure = draw_shares(frame).figure
    before = (tuple(figure.get_size_inches()), figure.dpi, len(figure.texts))
    save(figure, tmp_path / "one", formats=["svg"])
    assert (tuple(figure.get_size_inches()), figure.dpi, len(figure.texts)) == before
    assert figure.axes[0].get_in_layout()


@pytest.mark.parametrize("language", LANGUAGES)
def test_svg_is_text_that_can_be_read_aloud(frame, tmp_path, language):
    ax = draw_shares(frame, language=language)
    (path, _) = save(ax, tmp_path / "one", formats=["svg"])
    svg = path.read_text(encoding="utf-8")
    head = ET.fromstring(svg)
    assert "DOCTYPE" not in svg
    assert head.get("role") == "img"
    assert head.get("lang") == language
    title, description = head.find(f"{SVG}title"), head.find(f"{SVG}desc")
    assert head.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    drawing = drawing_of(ax)
    assert title.text == drawing.title
    assert "31" in description.text
    shown = [text.strip("\u2068\u2069") for text in texts_of(svg)]
    for label in (word("group.Africa", language), word("group.World", language)):
        assert label in shown
    assert not re.search(r"<path[^>]*id=\"(DejaVu|attdata)", svg)  # no text turned into outlines


@pytest.mark.parametrize("language", LANGUAGES)
def test_svg_carries_the_glyphs_of_its_letters(frame, tmp_path, language):
    import base64
    import io

    from fontTools.ttLib import TTFont

    (path, _) = save(draw_shares(frame, language=language), tmp_path / "one", formats=["svg"])
    svg = path.read_text(encoding="utf-8")
    held = set()
    for family, data in re.findall(r"font-family:'([^']+)'[^}]*base64,([^)]*)\)", svg):
        assert family in style.fonts(language)
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            held |= set(font.getBestCmap())
            assert family != style.ARABIC or "GSUB" in font  # or its letters would not join
    used = {ord(sign) for text in texts_of(svg) for sign in text if sign.isalnum()}
    assert used and used <= held
    assert len(svg) < 200_000


def test_the_letters_of_arabic_join_in_a_font_that_is_cut_and_cut_once():
    data = cut_font("Bold", set("معاهدة 2026"), style.ARABIC)
    with TTFont(io.BytesIO(data)) as font:
        rules = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        assert {"init", "medi", "fina"} <= rules
        assert "aalt" not in rules  # alternatives that nobody asks for are twice as large
    assert cut_font("Bold", set("2026 معاهدة"), style.ARABIC) is data


@pytest.mark.parametrize("language", ["ar", "fr", "ru"])
def test_figures_in_an_alphabet_hold_the_same_fonts(frame, tmp_path, language):
    fonts, own = [], rf"family:'{style.fonts(language)[0]}'[^}}]*base64,([^)]*)\)"
    for part in (frame, frame.iloc[:1]):
        (path, _) = save(draw_shares(part, language=language), tmp_path / "one", formats=["svg"])
        fonts.append(re.findall(own, path.read_text(encoding="utf-8")))
    assert fonts[0] == fonts[1] and len(fonts[0]) == 2  # regular and bold


@pytest.mark.parametrize("letters", ["缔约国118", "缔约国118鑫"])  # the last is in no word of ours
def test_a_chinese_font_holds_what_is_used_and_draws_it_as_the_whole_font(letters):
    with (
        TTFont(io.BytesIO(cut_font("Regular", set(letters)))) as cut,
        TTFont(style.FONTS / "attdataSansSC-Regular.ttf") as whole,
    ):
        assert set(cut.getBestCmap()) == set(map(ord, letters))
        for code, name in cut.getBestCmap().items():
            drawn, before = (
                list(font["glyf"][one].getCoordinates(font["glyf"])[0])
                for font, one in ((cut, name), (whole, whole.getBestCmap()[code]))
            )
            assert drawn == before and drawn


def test_svg_isolates_arabic_and_only_arabic(frame, tmp_path):
    (path, _) = save(draw_shares(frame, language="ar"), tmp_path / "one", formats=["svg"])
    for text in texts_of(path.read_text(encoding="utf-8")):
        arabic = bool(re.search("[\u0600-\u06ff\u200f]", text))
        assert (text.startswith("\u2068") and text.endswith("\u2069")) == arabic


def test_a_dotted_hatch_is_short_in_svg_and_keeps_every_dot(tmp_path):
    figure, ax = plt.subplots()
    ax.add_patch(plt.Rectangle((0, 0), 1, 1, hatch="..", fill=False))
    figure.savefig(tmp_path / "long.svg")
    (path,) = save(figure, tmp_path / "short", formats=["svg"])
    (long, short) = (p.read_text(encoding="utf-8") for p in (tmp_path / "long.svg", path))
    (long, short) = (re.search("<pattern.*?</pattern>", svg, re.DOTALL)[0] for svg in (long, short))
    middles = re.findall(r"M (\S+) \S+ \nC", long)
    assert re.findall(r"M (\S+) \S+ \nA", short) == middles
    assert len(middles) > 50
    assert "C " not in short
    assert len(short) < len(long) / 4
    for x, y, radius, far_x, far_y in re.findall(
        r"M (\S+) (\S+) \nA (\S+) \S+ 0 1 1 (\S+) (\S+) \nA", short
    ):
        assert float(far_x) == pytest.approx(float(x), abs=1e-5)
        assert abs(float(far_y) - float(y)) == pytest.approx(2 * float(radius), abs=1e-5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_embeds_truetype_fonts_and_no_date(frame, tmp_path, language):
    ax = draw_shares(frame, language=language)
    (path, _) = save(ax, tmp_path / "one", formats=["pdf"])
    pdf = path.read_bytes()
    fonts = set(re.findall(rb"/BaseFont /[A-Z]{6}\+([\w-]+)", pdf))
    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf
    assert b"CreationDate" not in pdf
    first = style.fonts(language)[0].replace(" ", "").encode()
    assert all(font.startswith((b"attdataSans", b"DejaVuSans")) for font in fonts)
    assert {first + b"-Regular", first + b"-Bold"} <= fonts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_footer_says_day_basis_universe_and_sources(frame, language):
    (line,) = footer_lines(Drawing(language=language, frame=frame))
    assert word("footer.basis.deposited", language) in line
    assert "195" in line
    assert "2026" in line
    assert word("source.untc", language) in line
    assert "A list of our own" in line


def test_the_footer_of_a_map_has_the_line_on_boundaries(frame):
    lines = footer_lines(Drawing(frame=frame, boundaries=True))
    assert lines[-1] == word("footer.boundaries", "en")


def test_the_footer_says_that_evidence_ends_once_and_in_the_language(frame):
    frame.attrs |= {"evidence_ends": "2026-07-24", "warning": "The evidence ends earlier."}
    lines = footer_lines(Drawing(language="fr", frame=frame, note="À lire"))
    assert lines[1] == "À lire. Les données s’arrêtent au 24 juillet 2026."
    frame.attrs["evidence_ends"] = None
    assert footer_lines(Drawing(frame=frame))[1] == "The evidence ends earlier."


def test_a_period_is_told_as_one():
    frame = pd.DataFrame({"a": [1]})
    frame.attrs = {"since": "2024-08-23", "until": "2026-07-24", "sources": ["Ours"]}
    assert footer_lines(Drawing(frame=frame)) == [
        "From 24 August 2024 to 24 July 2026. Source: Ours."
    ]


def test_given_texts_replace_those_of_the_drawing(frame, tmp_path):
    (path, _) = save(
        draw_shares(frame), tmp_path / "one", formats=["svg"], title="Mine & yours <now>",
        subtitle="", footer="", alt="Told",
    )  # fmt: skip
    svg = path.read_text(encoding="utf-8")
    assert "Mine & yours <now>" in texts_of(svg)
    assert ET.fromstring(svg).find(f"{SVG}desc").text == "Told"
    assert not any("Universe" in text or "worldwide" in text for text in texts_of(svg))


def test_a_figure_of_ones_own_can_be_saved(tmp_path):
    figure, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    paths = save(figure, tmp_path / "own.png", title="Our own", formats=["png"])
    assert [p.name for p in paths] == ["own.png"]


@pytest.mark.parametrize("alt", ["Né de la côte", "\u0645\u0635\u0631 \u2212 埃及"])
def test_a_png_has_the_pixels_of_matplotlib_and_texts_in_any_script(tmp_path, alt):
    figure, ax = plt.subplots(facecolor="#F4F1EA")
    ax.plot([0, 1], [0, 1], color="red")
    content = png_of(figure, 200, {"Title": "Pixels", "Description": alt}, 300)
    figure.savefig(tmp_path / "plain.png", dpi=200)
    with Image.open(io.BytesIO(content)) as ours, Image.open(tmp_path / "plain.png") as plain:
        assert ours.info["Description"] == alt
        assert ImageChops.difference(ours.convert("RGB"), plain.convert("RGB")).getbbox() is None
    assert len(content) < (tmp_path / "plain.png").stat().st_size * 1.5


@pytest.mark.parametrize(
    ("ground", "mode", "corner"),
    [("white", "RGB", (255, 255, 255)), ("none", "RGBA", (255, 255, 255, 0))],
)
def test_a_png_keeps_what_is_transparent(tmp_path, ground, mode, corner):
    figure, ax = plt.subplots(facecolor=ground)
    ax.patch.set_facecolor("none")
    ax.plot([0, 1], [0, 1], linewidth=40, color="red", animated=True)  # savefig draws these too
    (path,) = save(figure, tmp_path / "own", title="Our own", formats=["png"])
    with Image.open(path) as picture:
        assert picture.mode == mode
        assert picture.getpixel((0, 0)) == corner
        assert (255, 0, 0) in {color[:3] for _, color in picture.getcolors(100_000)}


def test_a_layout_of_the_users_own_moves_nothing_over_the_footer(frame, tmp_path):
    plain = save(draw_shares(frame), tmp_path / "plain" / "map")
    with plt.rc_context({"figure.constrained_layout.use": True}):
        own = save(draw_shares(frame), tmp_path / "own" / "map")
    assert [p.read_bytes() for p in own] == [p.read_bytes() for p in plain]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"formats": ["png", "bmp"]}, "saved as png, svg, pdf, not as 'bmp'"),
        ({"size": "poster"}, "report, slide or narrow, not 'poster'"),
        ({"language": "de"}, '"de" is none of the six languages'),
    ],
)
def test_wrong_wishes_are_told_and_write_nothing(frame, tmp_path, wrong, told):
    with pytest.raises((ValueError, LookupError), match=told):
        save(draw_shares(frame), tmp_path / "one", **wrong)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_last_good_file(tmp_path, monkeypatch):
    target = write_file(tmp_path / "one.svg", b"good")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_file(target, b"half")
    assert [p.name for p in tmp_path.iterdir()] == ["one.svg"]
    assert target.read_bytes() == b"good"


def test_no_cell_of_the_csv_runs_as_a_formula():
    frame = pd.DataFrame(
        {
            "=name": ["=1+1", "+2", "-3", "@x", "\tt", "Mali", ""],
            "n": [-1, 2, 3, 4, 5, 6, 7],
            "share": [0.1 + 0.2, float("nan"), -0.5, 1, 1, 1, 1],
            "day": pd.to_datetime(["2026-07-24", None] + ["2020-01-01"] * 5),
        }
    )
    lines = csv_bytes(frame).decode("utf-8").split("\n")
    assert lines[0] == "'=name,n,share,day"
    assert lines[1] == "'=1+1,-1,0.3,2026-07-24"
    assert lines[2] == "'+2,2,,"
    assert lines[3].startswith("'-3,3,-0.5")
    assert b"\r" not in csv_bytes(frame)


@settings(derandomize=True, max_examples=50)
@given(st.text(min_size=1, max_size=30))
def test_no_text_whatever_begins_a_formula(text):
    first = csv_bytes(pd.DataFrame({"a": [text]})).decode("utf-8")[2:].lstrip('"')
    assert not first.startswith(("=", "+", "-", "@", "\t"))


class Ruler:
    """A renderer for which every character is ten pixels wide."""

    dpi = 72

    @staticmethod
    def get_text_width_height_descent(text, _font, _math):
        return 10.0 * len(text), 10.0, 0.0


def test_lines_break_between_words():
    assert wrap("one two three", 80, None, Ruler()) == "one two\nthree"
    assert wrap("l’Organisation unie", 150, None, Ruler()) == "l’Organisation\nunie"
    assert wrap("soit 60\N{NO-BREAK SPACE}% des", 70, None, Ruler()) == "soit\n60\xa0%\ndes"


def test_chinese_breaks_anywhere_but_before_closing_signs():
    assert wrap("截至今日。共有", 50, None, Ruler()) == "截至今日。\n共有"
    assert wrap("截至今日。共有", 40, None, Ruler()) == "截至今\n日。共有"
    assert wrap("统计（193国）", 40, None, Ruler()) == "统计\n（193\n国）"
    # The names of statuses stay whole.
    assert wrap("十一国为缔约国；其余", 60, None, Ruler()) == "十一国为\n缔约国；其余"
    # A line rather ends with a pause than a character or two after it.
    assert wrap("至十三年后条约一百一十七国；最多：一百", 150, None, Ruler()) == (
        "至十三年后条约一百一十七国；\n最多：一百"
    )
    assert wrap("甲，乙丙丁戊己庚辛壬癸", 60, None, Ruler()) == "甲，乙丙丁戊\n己庚辛壬癸"


# As many letters in a line, and how an editor would break the text.
TITLES = [
    (40, "118 States are party, including 2 since CSP11", "party,"),
    (50, "118 États sur 195 sont parties, dont 2 depuis la CEP11", "parties,"),
    (50, "118 États sur 195 sont parties, soit 5 de plus qu’au 24 juillet 2023", "parties,"),
    (40, "25 signatarios aún no son partes; la mitad firmó hace más de 12,8 años", "partes;"),
    (
        70,
        "118 de 195 Estados son partes, 57 más que el 24 de diciembre de 2014 (entrada en vigor)",
        "partes,",
    ),
    (
        57,
        "118 of 195 States are party, 57 more than on 24 December 2014 (entry into force)",
        "party,",
    ),
    (
        60,
        "118 участников из 195 государств, на 57 больше, "
        "чем на 24 декабря 2014 года (вступление в силу)",
        "больше,",
    ),
    (45, "153 Estados votaron a favor el 1 de diciembre de 2025; 117 eran partes", "favor"),
    (62, "Part d’États parties : Europe, 40 sur 43 (93 %) ; plus faible : Asie, 11 sur 48", "%) ;"),
    (
        51,
        "Transcurridos 13 años: Tratado sobre el Comercio de Armas, 117; máximo: 156 (minas)",
        "Comercio",
    ),
    (48, "118 участников из 195 государств, на 5 больше, чем на 24 июля 2023 года", "больше,"),
    (44, "Датированных мероприятий в реестре: 111, больше всего — в 2018 году (27)", "111,"),
    (50, "عدد الدول المصوتة بنعم في 1 كانون الأول/ديسمبر 2025: 153؛ والأطراف: 117", "بنعم"),
    (24, "195国中118国为缔约国，含第十一届缔约国会议以来新增2国", "，"),
]


@pytest.mark.parametrize(("letters", "text", "end"), TITLES)
def test_a_title_ends_its_first_line_at_a_pause_and_not_within_a_date_or_number(letters, text, end):
    lines = balanced(text, letters * 10, None, Ruler()).split("\n")
    assert len(lines) == 2 and lines[0].endswith(end), lines
    assert max(map(len, lines)) <= letters


@pytest.mark.parametrize(
    ("letters", "text", "lines"),
    [
        (30, "Situation au 24 juillet 2026. Sources", ["Situation au 24 juillet 2026.", "Sources"]),
        (24, "World (24 July 2026); Prospects", ["World (24 July 2026);", "Prospects"]),
        (20, "World (24 July 2026); Prospects", ["World", "(24 July 2026);", "Prospects"]),
        (34, "Perspectives (CC BY 3.0 IGO).", ["Perspectives (CC BY 3.0 IGO)."]),
        (26, "Perspectives (CC BY 3.0 IGO).", ["Perspectives", "(CC BY 3.0 IGO)."]),
        (22, "еще не участники: 25", ["еще не участники: 25"]),
        (19, "еще не участники: 25", ["еще не", "участники: 25"]),
    ],
)
def test_no_line_of_a_footer_or_label_ends_within_a_date_a_code_or_before_its_number(
    letters, text, lines
):
    assert wrap(text, letters * 10, None, Ruler()).split("\n") == lines


@settings(derandomize=True, max_examples=60)
@given(st.text(alphabet="ab 国，（）《》’1\xa0", max_size=40), st.integers(30, 200))
def test_wrapping_loses_nothing(text, width):
    broken = wrap(text, width, None, Ruler())
    assert broken.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    even = balanced(text, width, None, Ruler())
    assert even.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    assert even.count("\n") == broken.count("\n")


def test_describe_and_sizes(frame):
    ax = new_axes("en", 5)
    assert drawing_of(ax) == Drawing()
    assert ax.figure.get_size_inches()[0] == pytest.approx(17 / 2.54)
    assert drawing_of(draw_shares(frame).figure).frame is frame
    assert saving.FORMATS == ("png", "svg", "pdf")
