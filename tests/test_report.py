"""The files of a report: page, Word document and workbook, safe, tagged and the same each time."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from functools import cache

import docx
import openpyxl
import pandas as pd
import pytest
from docx.oxml.ns import qn
from lxml import etree
from lxml import html as lxml_html
from PIL import Image

import attdata as att
from attdata.draw.style import contrast
from attdata.reports import report as pack
from attdata.reports.abbreviations import spelled_out
from attdata.reports.contents import document, summary_of
from attdata.reports.cycle import cycle_of
from attdata.reports.document import Heading, KeyNumbers, Paragraph, Picture, Terms
from attdata.reports.facts import facts_of
from attdata.reports.html import inlined
from attdata.reports.render import Made
from attdata.reports.word_xml import TAGS
from attdata.tables.workbook import workbook_bytes
from attdata.words import LANGUAGES, date, state_name, word
from reports import FIGURES, facts, illustrated, page_text, to_pdf, word_bytes, written

SHOWN = ("en", "ar", "zh")
NASTY = "<script>alert('x')</script> & =1+1 \x00\x0b ]]> \u202eevil\u202c"


def page_of(content):
    return lxml_html.document_fromstring(page_text(content).encode())


def word_of(content):
    return docx.Document(io.BytesIO(word_bytes(content)))


@pytest.fixture(scope="module")
def nasty(data):
    """Return a report over data in which every free text is hostile."""
    found = facts("CSP11")
    cases = {
        "notes": "note",
        "plan": "emphasis",
        "decisions": "text",
        "linked": "title",
        "activities": "title",
        "sources": "title",
        "reconcile": "source",
    }
    frames = {}
    for name, column in cases.items():
        frame = getattr(found, name)
        frames[name] = frame.assign(**{column: NASTY})
        frames[name].attrs = dict(frame.attrs)
    return document(replace(found, **frames), "ar", {}, "0")


# --- HTML --------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("language", SHOWN)
def test_the_page_stands_alone_and_speaks_its_language(language):
    content = illustrated(language)
    made = page_text(content)
    page = lxml_html.document_fromstring(made.encode())
    assert page.get("lang") == language
    assert page.get("dir") == ("rtl" if language == "ar" else "ltr")
    # Nothing is loaded: no link, script, image or font from anywhere.
    for element in page.iter("link", "img", "iframe", "script", "object"):
        assert element.tag == "script" and element.get("src") is None
    assert re.findall(r"url\((?!#|data:)[^)]*\)", made) == []
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']")
    addresses = set(re.findall(r'(?:href|src)="(http[^"]*)"', made))
    assert addresses == set()


def test_headings_ids_and_links_fit_together():
    page = page_of(illustrated("en"))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for link in page.xpath("//a[starts-with(@href, '#')]"):
        assert link.get("href")[1:] in ids
    for element in page.xpath("//*[@aria-labelledby]"):
        assert set(element.get("aria-labelledby").split()) <= set(ids)
    levels = [int(h.tag[1]) for h in page.xpath("//main//*[self::h2 or self::h3 or self::h4]")]
    assert levels[0] == 2 and all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//a[@class='skip']")[0].get("href") == "#text"


def test_references_within_inlined_figures_hold():
    page = page_of(illustrated("en"))
    svgs = page.xpath("//figure//svg")
    # Shares have a second drawing, for the telephone.
    assert len(svgs) == len(FIGURES) + len(
        page.xpath("//figure//*[contains(@class, 'narrow')]//svg")
    )
    for svg in svgs:
        assert svg.get("role") == "img" and svg.get("width") is None
        text = etree.tostring(svg, encoding="unicode")
        own = set(re.findall(r'\sid="([^"]+)"', text))
        used = set(re.findall(r"url\(#([^)]+)\)", text))
        used |= set(re.findall(r'href="#([^"]+)"', text))
        assert used <= own


def test_inlining_sets_ids_apart(tmp_path):
    path = tmp_path / "a.svg"
    path.write_text(
        '<?xml version="1.0"?><svg width="9pt" height="9pt" aria-labelledby="t d"><title id="t">a'
        '</title><desc id="d">b</desc><style>*{stroke-linejoin: round}</style>'
        '<path id="p" d="M 1.23456 7.0\nL 2 3"/><use xlink:href="#p" clip-path="url(#c)"/></svg>'
    )
    made = inlined(path, "f1")
    assert 'aria-labelledby="f1-t f1-d"' in made and 'id="f1-t"' in made
    assert '"#f1-p"' in made and "url(#f1-c)" in made and "width" not in made
    assert "#f1-svg *{" in made and 'd="M 1.2 7 L 2 3"' in made


def test_tables_have_captions_scopes_and_row_headings():
    content = written("CSP12")
    page = page_of(content)
    tables = page.xpath("//main//table")
    assert len(tables) == len(content.tables)
    for table, shown in zip(tables, content.tables, strict=True):
        assert shown.title in table.xpath("caption")[0].text_content()
        heads = [column.label for column in shown.columns if column.name != shown.group_by]
        assert [th.text_content() for th in table.xpath("thead//th[@scope='col']")] == heads
        rows = table.xpath("tbody/tr[not(@class='g')]")
        assert len(rows) == shown.rows
        assert all([th.get("scope") for th in row.xpath("th")] == ["row"] for row in rows)
    assert page.xpath("//tr[@class='total']")


def test_published_text_is_marked_as_english():
    page = page_of(written("CSP12", "ar"))
    titles = page.xpath("//td[@lang='en']")
    assert titles and all(td.get("dir") == "ltr" for td in titles)


def test_colours_of_the_page_have_contrast():
    page = page_text(written("CSP12"))
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", page))
    for ink in ("ink", "muted", "blue"):
        assert contrast(colours[ink], "#ffffff") >= 4.5
        assert contrast(colours[ink], colours["pale"]) >= 4.5


@pytest.mark.parametrize(
    ("language", "families"),
    [("en", {"attdata Sans"}), ("ar", {"attdata Sans Arabic"}), ("zh", {"attdata Sans SC"})],
)
def test_the_glyphs_come_with_the_page(language, families):
    """Figures name the package's fonts; without their glyphs words are cut at the edge."""
    page = page_text(written("CSP12", language))
    given = set(re.findall(r'@font-face\{font-family:"([^"]+)"', page))
    assert families <= given <= {"attdata Sans", "attdata Sans Arabic", "attdata Sans SC"}


def test_hostile_text_is_only_text_in_the_page(nasty):
    page = page_of(nasty)
    assert len(page.xpath("//script")) == 1
    marked = page.xpath("//td[contains(., \"alert('x')\")]")
    assert marked
    assert all(not set("\x00\x0b\u202e") & set(td.text_content()) for td in marked)


# --- Word --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", SHOWN)
def test_the_document_has_styles_numbers_and_alt_texts(language):
    content = illustrated(language)
    made = word_of(content)
    styles = [p.style.name for p in made.paragraphs]
    for level in (1, 2, 3):
        wanted = [b for b in content.blocks if isinstance(b, Heading) and b.level == level]
        assert styles.count(f"Heading {level}") == len(wanted)
    numbered = [p for p in made.paragraphs if p.style.name == "Numbered Paragraph"]
    assert len(numbered) == len(content.paragraphs)
    assert all(p._p.pPr.numPr is not None for p in numbered)
    pictures = [b for b in content.blocks if isinstance(b, Picture)]
    drawn = list(made.element.body.iter(qn("wp:docPr")))
    assert [d.get("descr") for d in drawn] == [b.figure.alt for b in pictures]
    assert all(d.get("descr") and d.get("title") for d in drawn)
    assert len({d.get("id") for d in drawn}) == len(drawn) == len(FIGURES)
    captions = [p for p in made.paragraphs if p.style.name == "Caption"]
    assert len(captions) == len(content.tables) + len(pictures)


def test_fields_number_pages_tables_and_figures():
    made = word_of(illustrated("en"))
    codes = [e.text.strip() for e in made.element.body.iter(qn("w:instrText"))]
    assert codes.count("SEQ Figure \\* ARABIC") == len(FIGURES)
    assert codes.count("SEQ Table \\* ARABIC") == len(illustrated("en").tables)
    # A list of contents is filled by Word alone; a reference to a page by LibreOffice, too.
    anchors = [e.get(qn("w:anchor")) for e in made.element.body.iter(qn("w:hyperlink"))]
    assert [code for code in codes if code.startswith("PAGEREF")] == [
        f"PAGEREF {anchor} \\h" for anchor in anchors
    ]
    dirty = [e.get(qn("w:dirty")) for e in made.element.body.iter(qn("w:fldChar"))]
    assert dirty.count("true") == len(anchors) > 9
    footer = made.sections[0].footer._element
    assert [e.text.strip() for e in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    begun = [e.get(qn("w:fldCharType")) for e in made.element.body.iter(qn("w:fldChar"))]
    assert begun.count("begin") == begun.count("end") == begun.count("separate")


def test_links_of_the_contents_lead_to_bookmarks():
    body = word_of(written("CSP12")).element.body
    marks = {e.get(qn("w:name")) for e in body.iter(qn("w:bookmarkStart"))}
    links = [e.get(qn("w:anchor")) for e in body.iter(qn("w:hyperlink"))]
    assert links and set(links) <= marks


@pytest.mark.parametrize("language", SHOWN)
def test_tables_repeat_their_headings_and_fill_the_width(language):
    made = word_of(written("CSP12", language))
    content = written("CSP12", language)
    assert len(made.tables) == len(content.tables) + 1  # the four numbers of the first page
    for table, shown in zip(made.tables[1:], content.tables, strict=True):
        first = table._tbl.tr_lst[0]
        assert first.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
        groups = shown.frame[shown.group_by].nunique() if shown.group_by else 0
        groups -= shown.group_by != "" and "" in set(shown.frame[shown.group_by])
        assert len(table._tbl.tr_lst) == shown.rows + groups + 1
        widths = [int(e.get(qn("w:w"))) for e in table._tbl.tblGrid]
        assert sum(widths) == 17 * 567 and min(widths) > 250
        turned = table._tbl.tblPr.find(qn("w:bidiVisual")) is not None
        assert turned == (language == "ar")
        kept = [all(p._p.pPr.find(qn("w:keepNext")) is not None for c in row.cells
                    for p in c.paragraphs) for row in table.rows]  # fmt: skip
        # A short table is on one page; of a long one no row stands alone at either end.
        assert all(kept[:-1]) if shown.rows <= 16 else (kept[0] and kept[-2])


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_tagged_with_its_language(language):
    made = word_of(written("CSP11", language))
    assert made.core_properties.language == TAGS[language]
    default = next(made.styles.element.iter(qn("w:lang")))
    place = {"ar": "bidi", "zh": "eastAsia"}.get(language, "val")
    assert default.get(qn(f"w:{place}")) == TAGS[language]


def test_arabic_runs_from_right_to_left():
    made = word_of(written("CSP12", "ar"))
    assert made.sections[0]._sectPr.find(qn("w:bidi")) is not None
    for paragraph in made.paragraphs:
        assert paragraph._p.pPr.find(qn("w:bidi")) is not None
    for run in made.element.body.iter(qn("w:r")):
        text = "".join(t.text or "" for t in run.iter(qn("w:t")))
        marks = run.find(qn("w:rPr"))
        rtl = marks is not None and marks.find(qn("w:rtl")) is not None
        if re.search("[\u0620-\u064a]", text):
            assert rtl, text
        if re.search("[A-Za-z]{3}", text):
            assert not rtl, text


def test_hostile_text_is_only_text_in_the_document(nasty):
    made = word_of(nasty)
    texts = [cell.text for table in made.tables for row in table.rows[:4] for cell in row.cells]
    found = [text for text in texts if "alert" in text]
    assert found and all("<script>" in text and "\x00" not in text for text in found)


def test_elements_stand_in_the_order_of_the_schema():
    """Word repairs what is out of order; these are the orders of ISO/IEC 29500 that we write."""
    order = {
        "pPr": [
            "pStyle",
            "keepNext",
            "pageBreakBefore",
            "numPr",
            "tabs",
            "bidi",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
        ],
        "rPr": ["rFonts", "b", "bCs", "color", "sz", "szCs", "rtl", "lang"],
        "tblPr": ["tblStyle", "bidiVisual", "tblW", "tblLayout", "tblLook", "tblCaption"],
    }
    made = word_of(illustrated("ar"))
    for root in (made.element.body, *[s.element for s in made.styles if s.name in OURS]):
        for name, wanted in order.items():
            for element in root.iter(qn(f"w:{name}")):
                tags = [etree.QName(child).localname for child in element]
                assert tags == sorted(tags, key=wanted.index), (name, tags)


def test_a_tall_figure_leaves_room_for_its_caption_on_the_page(tmp_path):
    """The figure of the plan was taller than the page of a document with its caption."""
    png = tmp_path / "tall.png"
    Image.new("RGB", (400, 800), "white").save(png)
    content = illustrated("en")
    tall = [
        replace(block, figure=replace(block.figure, paths=[png]))
        for block in content.blocks if isinstance(block, Picture)
    ]  # fmt: skip
    made = word_of(replace(content, blocks=tuple(tall)))
    assert len(made.inline_shapes) == len(tall) == 2
    for shape in made.inline_shapes:
        assert shape.height.cm <= 22.5
        assert shape.height == pytest.approx(2 * shape.width, rel=0.01)


OURS = {"Title", "Subtitle", "Heading 1", "Heading 2", "Numbered Paragraph", "Table Text"}


# --- as LibreOffice shows it -------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory):
    """Return name -> PDF of the documents and workbooks that are looked at on paper."""
    folder = tmp_path_factory.mktemp("office")
    contents = {"contents.docx": word_bytes(written("CSP12"))}
    for language in ("en", "ar"):
        contents[f"report-{language}.docx"] = word_bytes(illustrated(language))
        contents[f"tables-{language}.xlsx"] = workbook_of(language)
    contents |= {f"summary-{lang}.docx": summary_in_word(lang, folder) for lang in SUMMARIES}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {path.stem: path for path in to_pdf(folder, [folder / name for name in contents])}


SUMMARIES = ("ar", "fr", "zh")


def summary_in_word(language, folder):
    """Return a summary: pictures of the size of the real ones save drawing them, a minute long."""
    png = folder / "figure.png"
    Image.new("RGB", (2007, 1250), "white").save(png)
    figures = {
        name: Made(name, language, "Titre " * 12, "", (png,), 0.0, 0.0)
        for name in ("status-map", "trend")
    }
    return word_bytes(summary_of(facts("CSP12"), language, figures, "0"))


def text_of(pdf, *options):
    told = subprocess.run(
        ["pdftotext", *options, str(pdf), "-"], check=True, capture_output=True, text=True
    )
    return told.stdout


def pictures_in(pdf):
    listed = subprocess.run(
        ["pdfimages", "-list", str(pdf)], check=True, capture_output=True, text=True
    ).stdout
    return [line for line in listed.splitlines() if line.split()[2:3] == ["image"]]


@pytest.mark.office
@pytest.mark.parametrize("language", ["en", "ar"])
def test_libreoffice_opens_it_and_shows_pages_and_pictures(pdfs, language):
    pdf = pdfs[f"report-{language}"]
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", told)[1])
    assert 15 <= pages <= 60
    assert len(pictures_in(pdf)) == len(FIGURES)
    assert str(pages) in text_of(pdf)


@pytest.mark.office
@pytest.mark.parametrize("language", SUMMARIES)
def test_the_summary_has_two_pages_in_word(pdfs, language):
    assert text_of(pdfs[f"summary-{language}"]).count("\f") == 2


@pytest.mark.office
def test_the_contents_have_the_pages_of_their_headings(pdfs):
    """As LibreOffice lays them out: no dash is left, and each heading stands on its page."""
    pages = text_of(pdfs["contents"], "-layout").split("\f")
    listed = re.findall(r"^([IVX]+\. .+?)\.{3,} *(\d+)$", pages[1], re.MULTILINE)
    assert len(listed) == 10
    for heading, page in listed:
        assert heading in pages[int(page) - 1]


@pytest.mark.office
@pytest.mark.parametrize("language", ["en", "ar"])
def test_libreoffice_prints_cover_and_charts(pdfs, language):
    content = written("CSP12", language)
    pdf = pdfs[f"tables-{language}"]
    pages = text_of(pdf, "-layout").split("\f")
    (numbers,) = [block.numbers for block in content.blocks if isinstance(block, KeyNumbers)]
    if language != "ar":  # the order of Arabic words in a PDF's text is the converter's
        assert all(number in pages[0] for number, _ in numbers)
        # A chart prints the title of its table, which the sheet itself does not.
        charted = next(
            t for t in content.tables if {"on", "n_party"} <= {c.name for c in t.columns}
        )
        assert any(charted.title in page for page in pages[3:])
    assert len(pictures_in(pdf)) == 1
    assert len(pages) < 60


# --- workbook ----------------------------------------------------------------------------------


@cache
def plain_book(language):
    """Return the tables of a report as a workbook without a cover."""
    content = written("CSP12", language)
    made = workbook_bytes(content.tables, language=language, day=content.day)
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.mark.parametrize("language", SHOWN)
def test_the_workbook_has_a_sheet_for_each_table(language):
    content = written("CSP12", language)
    book = plain_book(language)
    assert len(book.sheetnames) == len(content.tables) + 1
    assert book.sheetnames[0] == word("sheet.notes", language)
    for sheet, shown in zip(book.worksheets[1:], content.tables, strict=True):
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref
        assert sheet.max_row == shown.rows + 1
        assert sheet.sheet_view.rightToLeft == (language == "ar")
        for row in sheet.iter_rows():
            assert all(cell.data_type in "snd" for cell in row)


@cache
def workbook_of(language):
    """Return the workbook of a report as it is written: cover, notes, tables with charts."""
    content = written("CSP12", language)
    png = io.BytesIO()
    Image.new("RGB", (1700, 900), "#12467B").save(png, "PNG")
    cover = replace(pack.cover_of(content), picture=png.getvalue())
    return workbook_bytes(content.tables, language=language, title=content.title, cover=cover)


def test_hostile_text_is_only_text_in_the_workbook(nasty):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(nasty.tables, language="ar")))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_workbook_begins_with_a_cover_and_has_charts_that_can_be_edited(language):
    content = written("CSP12", language)
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(language)))
    cover = book.worksheets[0]
    assert cover.title == word("sheet.cover", language)
    texts = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    (numbers,) = [block.numbers for block in content.blocks if isinstance(block, KeyNumbers)]
    assert len(numbers) == 4
    for number, label in numbers:
        assert number in texts and label in texts
    sentences = [block.text for block in content.blocks if isinstance(block, Paragraph)][:3]
    assert set(sentences) <= set(texts) and content.title in texts
    for cell in (cell for row in cover.iter_rows() for cell in row if cell.value):
        # "118 من 195" reads 195 of 118 where the cell runs from left to right.
        assert bool(cell.alignment.readingOrder == 2) == (language == "ar"), cell.value
        if cell.value in sentences:  # 108 narrow letters stand in a line
            lines = len(cell.value) / 108
            assert cover.row_dimensions[cell.row].height >= 15 * lines, cell.value
    for sheet in book.worksheets[1:]:
        for cell in (cell for row in sheet.iter_rows(max_row=3) for cell in row if cell.value):
            arabic = bool(re.search("[\u0620-\u064a]", str(cell.value)))
            assert (cell.alignment.readingOrder == 2) == arabic, cell.value
    assert int(cover.page_setup.paperSize) == 9 and int(cover.page_setup.fitToHeight) == 1
    charts = {sheet.title: sheet._charts for sheet in book.worksheets if sheet._charts}
    kinds = [type(chart).__name__ for found in charts.values() for chart in found]
    assert kinds.count("BarChart") >= 3 and kinds.count("AreaChart") == 1
    for name, found in charts.items():
        for chart in found:
            assert len(chart.series) == 3  # States Parties, signatories, not joined
            for series in chart.series:
                sheet, cells = series.val.numRef.f.replace("'", "").rsplit("!", 1)
                assert sheet == name  # linked to the cells of its own sheet: editable
                values = [cell[0].value for cell in book[name][cells.replace("$", "")]]
                assert values and all(isinstance(value, int) for value in values)
            assert chart.title.tx.rich.p[0].r[0].t in {table.title for table in content.tables}


# --- abbreviations -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "short", "full"),
    [
        ("en", "ECOWAS", "Economic Community of West African States"),
        ("fr", "CEDEAO", "Communauté économique des États de l’Afrique de l’Ouest"),
        ("es", "CEEAC", word("abbr.ECCAS", "es")),
        ("ru", "ЭКОВАС", word("abbr.ECOWAS", "ru")),
        ("zh", "西非经共体", "西非国家经济共同体"),
        ("ar", "WGETI", "الفريق العامل المعني بالتنفيذ الفعال للمعاهدة"),
    ],
)
def test_abbreviations_are_explained_at_first_use_and_in_a_list(language, short, full):
    content = written("CSP12", language)
    (terms,) = [block.terms for block in content.blocks if isinstance(block, Terms)]
    assert any(short in forms and told == full for forms, told in terms)
    page = page_of(content)
    marked = page.xpath("//abbr")
    assert (short, full) in {(mark.text_content(), mark.get("title")) for mark in marked}
    texts = [mark.text_content() for mark in marked]
    assert len(texts) == len(set(texts))  # once each
    # It is the first use: no text before it has the abbreviation.
    before = page.xpath(f"//main//text()[following::abbr[text()='{short}']]")
    plain = re.compile(rf"(?<!\w){re.escape(short)}(?!\w)")
    skipped = {"caption", "title", "summary", "dt", "button"}
    assert not any(plain.search(text) for text in before if text.getparent().tag not in skipped)


def test_sentences_of_the_word_document_spell_abbreviations_out_once():
    said = (
        Paragraph(1, "The VTF paid; CSP11 met."),
        Paragraph(2, "The VTF paid again at CSP12."),
        Paragraph(3, "A seminar of the IHL centre", "en"),
        Paragraph(4, "The Inter-Parliamentary Union (IPU) met."),
    )
    spelled = spelled_out(replace(written("CSP12"), blocks=said))
    assert [block.text for block in spelled.blocks] == [
        "The VTF (Voluntary Trust Fund) paid; CSP11 (Eleventh Conference of States Parties) met.",
        "The VTF paid again at CSP12.",
        "A seminar of the IHL centre",  # as published
        "The Inter-Parliamentary Union (IPU) met.",
    ]


# --- the folder --------------------------------------------------------------------------------


def with_two_figures(patch):
    every = pack.figure_plans
    chosen = [plan for plan in every(facts("CSP11")) if plan.name in FIGURES]
    patch.setattr(pack, "figure_plans", lambda _: chosen)
    patch.setattr(pack, "facts_of", lambda *_: facts("CSP11"))


@pytest.fixture(scope="module")
def sent(data, tmp_path_factory):
    """Return the folders of a report in two languages at once, and of each language alone."""
    folder = tmp_path_factory.mktemp("sent")
    done = {}
    with pytest.MonkeyPatch.context() as patch:
        with_two_figures(patch)
        for name in ("en", "ar", "en,ar"):
            done[name] = pack.report(
                data, folder / name, conference="CSP11", languages=name.split(","), jobs=1
            )
    return folder, done


@pytest.mark.slow
def test_the_folder_can_be_sent(sent):
    folder, done = sent[0] / "ar", sent[1]["ar"]
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    figures = {f"figures/{name}.{kind}" for name in FIGURES for kind in ("png", "svg", "csv")}
    assert names == figures | {"report.html", "report.docx", "tables.xlsx", "manifest.json"}
    assert {path.relative_to(folder).as_posix() for path in done.paths} == names
    listed = json.loads((folder / "manifest.json").read_text())
    assert (listed["conference"], listed["on"], listed["language"]) == ("CSP11", "2025-08-25", "ar")
    for entry in listed["files"]:
        content = (folder / entry["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]


@pytest.mark.slow
def test_several_languages_have_a_folder_each_and_the_same_bytes_again(sent):
    several = sent[0] / "en,ar"
    assert sorted(p.name for p in several.iterdir()) == ["ar", "en"]
    for language in ("en", "ar"):
        alone = sent[0] / language
        names = {p.relative_to(alone) for p in alone.rglob("*.*")}
        assert names == {
            p.relative_to(several / language) for p in several.glob(f"{language}/**/*.*")
        }
        assert len(names) == 4 + 3 * len(FIGURES)
        for name in names:
            assert (alone / name).read_bytes() == (several / language / name).read_bytes(), name
    for name in ("report.docx", "tables.xlsx"):
        archive = zipfile.ZipFile(several / "en" / name)
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2025, 8, 25)}
        core = archive.read("docProps/core.xml").decode()
        assert set(re.findall(r">(\d{4}-\d\d-\d\d)T", core)) == {"2025-08-25"}


def test_a_report_without_a_figure_is_written_and_the_figure_named(data, tmp_path, monkeypatch):
    import attdata

    with_two_figures(monkeypatch)

    def broken(*_, **__):
        raise RuntimeError("no ink")

    monkeypatch.setattr(attdata, "draw_pace", broken)
    done = pack.report(data, tmp_path, conference="CSP11", jobs=1)
    assert [failure.name for failure in done.failures] == ["pace"]
    assert "pace" not in {path.stem for path in done.paths}
    assert (tmp_path / "report.docx").exists()


def test_an_unknown_language_writes_nothing(data, tmp_path):
    with pytest.raises(ValueError, match='"de" is no UN language'):
        pack.report(data, tmp_path, languages=["de"])
    assert list(tmp_path.iterdir()) == []


def test_every_frame_of_a_figure_is_not_empty(data):
    plans = pack.figure_plans(facts("CSP11"))
    assert {plan.name for plan in plans} >= {"status-map", "trend", "pipeline", "reach", "progress"}
    assert all(isinstance(plan.frame, pd.DataFrame) and len(plan.frame) for plan in plans)
    assert cycle_of(data, "CSP11") == facts("CSP11").cycle


def test_a_treaty_that_may_be_in_force_already_is_not_said_to_be_not():
    """Ecuador consented between 4 February and 24 July 2026, so from 5 May it may be in force."""
    text = "\n".join(written("CSP12").paragraphs)
    assert "The Treaty may not yet have entered into force for: Ecuador" in text
    assert "at least 117 and at most 118" in text
    assert "had not yet entered into force" not in text


@pytest.mark.parametrize("basis", ["deposited", "in_force"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_of_a_notebook_says_the_same_of_it(language, basis, data):
    """The answer, the report and the brief of the State: nobody knows, so nobody says "had not"."""
    state = state_name("ECU", language)
    perhaps = word("report.standing.in_force_perhaps", language, n=117, m=118, names=state)
    not_yet = word("report.standing.in_force_not", language, names=state)
    said = att.answer(data, "status", "2026-07-24", language=language, basis=basis).caveats[0]
    assert perhaps in said and not_yet not in said.replace(perhaps, "")
    # On a day before the first possible entry into force there is no doubt.
    said = att.answer(data, "status", "2026-05-01", language=language, basis=basis).caveats[0]
    assert perhaps not in said


def test_the_pace_names_the_day_of_the_number_it_starts_from():
    text = "\n".join(written("CSP12").paragraphs)
    assert "Added once to the number on 24 July 2026, these cycles" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_number_says_on_what_the_newest_deposit_rests(language):
    """Page, Word, summary and cover of the workbook begin with the same sentences."""
    said = word("secondary.att.ECU.accession", language)
    content = written("CSP12", language)
    assert said in content.paragraphs[0]
    assert said in pack.cover_of(content).sentences[0]
    short = summary_of(facts("CSP12"), language, {}, "0").paragraphs
    assert said in short[0]
    # Names alone are no sentence.
    assert short[-1].startswith(word("report.signatories.names", language, names="@").split("@")[0])
    # Of a time in which that State is not party nothing is said of it.
    assert said not in "\n".join(written("CSP11", "en").paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_voted_against_the_adoption_is_not_only_said_to_abstain(language, data):
    votes = data.votes.merge(data.roll_calls, on="resolution", suffixes=("", "_call"))
    adopted = data.treaties.set_index("treaty")["adopted"]["att"]
    against = set(votes.loc[(votes["date"] == adopted) & (votes["vote"] == "no"), "iso3"])
    assert against == {"IRN", "PRK", "SYR"}
    content = written("CSP12", language)
    names = {state_name(iso3, language) for iso3 in against}
    (said,) = [p for p in content.paragraphs if all(name in p for name in names)]
    assert date(adopted.date(), language) in said and "68/31" in said
    (shown,) = [t for t in content.tables if "position" in {c.name for c in t.columns}]
    cells = {column.name: column.texts for column in shown.columns}
    then = word("report.approach.then_against", language)
    marked = {n for n, p in zip(cells["iso3"], cells["position"], strict=True) if then in p}
    assert marked == names


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_voted_against_is_said_to_be_of_the_states_of_the_table(language):
    """Of the League of Arab States one voted against, of the United Nations three."""
    content = written("CSP12", language, "League of Arab States")
    (said,) = [p for p in content.paragraphs if "68/31" in p]
    assert state_name("SYR", language) in said and state_name("IRN", language) not in said
    of_the_table = {
        "ar": "ومن بين الدول الواردة في الجدول",
        "en": "Of the States in it, these voted against",
        "es": "De los Estados del cuadro",
        "fr": "Parmi les États du tableau",
        "ru": "Из государств, включенных в таблицу",
        "zh": "表中所列国家",
    }
    assert of_the_table[language] in said


def test_a_report_of_a_day_after_the_evidence_counts_up_to_its_end(data):
    cycle = cycle_of(data, "CSP12")
    later = replace(cycle, on=pd.Timestamp("2027-01-01").date())
    content = document(facts_of(data, later), "en", {}, "0")
    said = "\n".join(content.paragraphs)
    assert "2 by 24 July 2026" in said
    assert "Added once to the number on 24 July 2026" in said
    (pace,) = [shown for shown in content.tables if "like" in {c.name for c in shown.columns}]
    assert "Days of the current cycle: up to 24 July 2026." in pace.note
    assert "1 January 2027" not in pace.note


def test_a_period_in_which_nobody_is_recorded_as_named_is_told_no_nought(data):
    """As of the whole log in Europe: at least 0 of 3 would be empty, and 0 is not known."""
    found = facts("CSP12")
    rows = found.reach.assign(n_reached=0, n_records=12, coverage="partial")
    rows.attrs = dict(found.reach.attrs)
    said = "\n".join(document(replace(found, reach=rows), "en", {}, "0").paragraphs)
    assert "No recorded activity of the period names any of the States not yet party (77)." in said
    assert "at least 0" not in said
    # Nor is the whole log of a region told so.
    europe = "\n".join(written("CSP12", "en", "Europe").paragraphs)
    assert "at least 0" not in europe
    none = r"No activity of the whole log, since \d{4}, names any of the States not yet party \(3\)"
    assert re.search(none, europe)


def test_no_group_is_told_nought_where_the_log_names_nobody():
    for content in (written("CSP12"), written("CSP11")):
        for shown in content.tables:
            cells = {column.name: column.texts for column in shown.columns}
            for n, text in zip(cells.get("n_reached", ()), cells.get("coverage", ()), strict=True):
                assert n != "0"
                assert (n == "–") == text.startswith(("None recorded", "No records", "Too few"))
    europe = next(t for t in written("CSP12").tables if t.title.endswith("of the whole log"))
    cells = {column.name: column.texts for column in europe.columns}
    row = cells["group"].index("Europe")
    assert [cells[name][row] for name in ("n_reached", "share_reached", "n_activities")] == [
        "–"
    ] * 3
    assert cells["coverage"][row] == "None recorded (published activities only)"


def test_no_state_and_no_indicator_is_told_nought_either():
    content = written("CSP12")
    waiting = next(t for t in content.tables if t.title == "Signatories that are not yet party")
    cells = {column.name: column.texts for column in waiting.columns}
    pairs = dict(zip(cells["iso3"], cells["n_activities"], strict=True))
    assert pairs["Türkiye"] == "–" and "0" not in pairs.values()
    assert waiting.note.startswith("–: none recorded.")
    plan = next(t for t in content.tables if t.title == "Indicators of P1")
    named = [c for c in plan.columns if c.name in ("indicator", "group", "now", "n_now")]
    rows = list(zip(*(column.texts for column in named), strict=True))
    assert ("States not yet party named by outreach", "Asia", "–", "–") in rows
    assert "–: none recorded." in plan.note


def test_one_heading_means_one_thing():
    """Two tables tell of other treaties: each says which, under a heading of its own."""
    headed = {}
    for shown in written("CSP12").tables:
        for column in shown.columns:
            if column.name in ("sisters", "sister_treaties"):
                headed[column.name] = (column.label, shown.note)
    assert headed["sisters"][0] == "Party to the conventions on mines or cluster munitions"
    label, note = headed["sister_treaties"]
    assert label == "Number of other treaties to which it is party"
    assert "Other treaties: Anti-Personnel Mine Ban Convention; " in note


def test_no_cell_is_filled_with_words_for_nothing():
    for conference in ("CSP11", "CSP12"):
        for shown in written(conference).tables:
            for column in shown.columns:
                assert not {t for t in column.texts if t.casefold().startswith("not stated")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ATT@10 as a model", "ATT@10 as a model"),
        ("ATT/CSP4/2018 and ATT.", "ATT/CSP4/2018 and ATT (Arms Trade Treaty)."),
        ("pre-ATT law", "pre-ATT law"),
        ("fewest 0 (CSP7)", "fewest 0 (CSP7, Seventh Conference of States Parties)"),
        ("(the VTF) paid", "(the VTF, Voluntary Trust Fund) paid"),
    ],
)
def test_no_abbreviation_is_spelled_out_within_another_word(text, expected):
    said = (Paragraph(1, text),)
    assert [b.text for b in spelled_out(replace(written("CSP12"), blocks=said)).blocks] == [
        expected
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_report_has_brackets_within_brackets_or_halves_of_names(language):
    for block in spelled_out(written("CSP12", language)).blocks:
        if isinstance(block, Paragraph):
            assert not re.search(r"[\w(（][^()（）]*[(（]CSP\d+ [(（]", block.text), block.text
            assert not re.search(r"[)）]@|[)）]\d", block.text), block.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sheet_is_printed_below_60_percent(language):
    """A page of A4 on its side holds 141 letters of the standard size between its margins."""
    book = plain_book(language)
    for sheet in book.worksheets[1:]:
        wide = sum(column.width for column in sheet.column_dimensions.values())
        assert 141 / wide >= 0.6, sheet.title
        if sheet.page_setup.fitToHeight == 1:  # with its chart on one page
            assert sheet.max_row <= 21
