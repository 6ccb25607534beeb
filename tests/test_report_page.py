"""The report as a reader has it: in a browser, on a telephone, on paper, with a screen reader."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from functools import partial

import pytest
from lxml import html as lxml_html

from attdata.draw.drawing import NARROW_WIDTH
from attdata.reports.contents import document, summary_of
from attdata.reports.document import Picture
from attdata.reports.html import html_page
from attdata.reports.render import Made
from attdata.reports.report import NARROW
from browser import violations
from reports import facts, illustrated, written

BROWSER = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
needs_browser = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")),
    reason="Chromium and chromedriver are not installed",
)
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext here")
PAPER = 680  # pixels: the 180 mm that the margins leave of the width of A4
# What sticks out of the window sideways and cannot be scrolled to within its own frame.
OUTSIDE = """
const width = document.documentElement.clientWidth;
const scrolls = (part) => {
  for (let above = part.parentElement; above; above = above.parentElement)
    if (getComputedStyle(above).overflowX !== "visible") return true;
  return false;
};
return [...document.querySelectorAll("body *")].filter((part) => {
  const box = part.getBoundingClientRect();
  const out = box.width > 0 && (box.right > width + 1 || box.left < -1);
  return out && !part.closest(".skip") && !scrolls(part);
}).map((part) => part.outerHTML.slice(0, 120));
"""
WRAPPED = """
return [...document.querySelectorAll("td.d, td .att-chip, td.e")].filter((cell) => {
  const line = parseFloat(getComputedStyle(cell).lineHeight);
  const range = document.createRange();
  range.selectNodeContents(cell);
  return range.getBoundingClientRect().height > 1.9 * line;
}).map((cell) => cell.textContent);
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Return a headless Chromium that reaches nothing but files."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in [*BROWSER, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"]:
        options.add_argument(argument)
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Return where the page of a language lies, written once."""
    folder = tmp_path_factory.mktemp("pages")

    def path(language: str, made=None):
        target = folder / f"{language}{'' if made is None else '-figures'}.html"
        if not target.exists():
            made = made or (illustrated if language == "en" else partial(written, "CSP12"))
            content = made(language)
            target.write_text(html_page(content), encoding="utf-8")
        return target

    return path


def opened(browser, path, width: int, height: int = 800):
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(path.as_uri())
    return browser


def printed(browser, path, folder) -> list[str]:
    """Return the text of each page of the page printed on A4."""
    opened(browser, path, 1280)
    made = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    pdf = folder / "printed.pdf"
    pdf.write_bytes(base64.b64decode(made["data"]))
    told = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    )
    return told.stdout.split("\f")[:-1]


@needs_browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_nothing_is_wider_than_the_screen(browser, page, language, width):
    shown = opened(browser, page(language), width)
    assert shown.execute_script(OUTSIDE) == []
    root = "return document.documentElement.scrollWidth"
    assert shown.execute_script(root) == width


@needs_browser
def test_headings_of_tables_in_chinese_wrap_instead_of_pushing_columns_out(browser, page):
    """Six headings in one line each were wider than the text: the last columns were cut."""
    shown = opened(browser, page("zh"), 1280)
    script = """
    document.querySelectorAll("details").forEach((part) => { part.open = true; });
    return [...document.querySelectorAll(".att-scroll")].map((t) => t.scrollWidth - t.clientWidth);
    """
    beyond = shown.execute_script(script)
    assert len(beyond) > 20 and set(beyond) == {0}


@needs_browser
@pytest.mark.parametrize("language", ["en", "ar", "ru", "es", "fr", "zh"])
def test_nothing_is_wider_than_the_paper(browser, page, language):
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        opened(browser, page(language), PAPER)
        assert browser.execute_script(OUTSIDE) == []
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@needs_browser
@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_dates_statuses_and_numbers_stand_on_one_line(browser, page, language):
    shown = opened(browser, page(language), 1280)
    shown.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")
    assert shown.execute_script(WRAPPED) == []


@needs_browser
def test_the_first_screen_holds_four_numbers_and_three_sentences(browser, page):
    shown = opened(browser, page("en"), 1280)
    last = "return document.querySelector('#p3').getBoundingClientRect().bottom"
    assert shown.execute_script(last) < 800
    numbers = shown.execute_script(
        "return [...document.querySelectorAll('.numbers strong')].map((n) => n.textContent)"
    )
    assert numbers == ["116 of 195", "+1", "26", "53"]  # CSP11, as the Secretariat counts


@needs_browser
def test_the_page_is_short_and_its_parts_unfold_for_a_link(browser, page):
    shown = opened(browser, page("en"), 1280)
    assert shown.execute_script("return document.documentElement.scrollHeight") < 15_000
    from selenium.webdriver.support.ui import WebDriverWait

    folded = shown.execute_script("return document.querySelectorAll('.fold:not([open])').length")
    assert folded > 5
    shown.execute_script("location.hash = document.querySelector('.fold table').id")
    WebDriverWait(shown, 10).until(
        lambda driver: driver.execute_script(
            "return document.querySelector('.fold:has(table)').open"
        )
    )


@needs_browser
def test_the_annex_can_be_searched_and_sorted(browser, page):
    shown = opened(browser, page("en"), 1280)
    field = shown.find_elements("css selector", ".long .find input")[-1]
    field.send_keys("Côte")
    rows = (
        "return [...document.querySelectorAll('.long')].at(-1)"
        ".querySelectorAll('tbody:not([hidden]) tr:not([hidden]):not(.g)').length"
    )
    assert shown.execute_script(rows) == 1
    heads = shown.execute_script(
        "return [...document.querySelectorAll('th .sort')].map("
        "(b) => [b.parentElement.firstChild.textContent.trim(), b.getAttribute('aria-label')])"
    )
    # The words of a heading stay in its cell; the button says in its label what it sorts by.
    assert heads and all(text and text in label for text, label in heads)


@needs_browser
@pytest.mark.parametrize("language", ["en", "ar"])
def test_screen_readers_meet_no_violation(browser, page, language):
    shown = opened(browser, page(language), 1280)
    shown.set_script_timeout(240)  # thousands of cells on a busy machine
    shown.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")
    assert violations(shown) == []


@needs_browser
@needs_poppler
def test_every_printed_page_of_the_annex_has_heads_with_words(browser, page, tmp_path):
    pages = printed(browser, page("en"), tmp_path)
    assert 10 < len(pages) <= 25
    numbered = [re.search(rf"Page {n} of {len(pages)}", text) for n, text in enumerate(pages, 1)]
    assert all(numbered)
    assert "Where the Treaty stands" in pages[0]  # the list of contents
    begin = next(n for n, text in enumerate(pages) if "Status of each State" in text)
    annex = [text for text in pages[begin:] if len(re.findall(r"\w+ 20\d\d\b", text)) > 20]
    assert len(annex) >= 3
    for text in annex:
        assert "Signature" in text and "Entry into force" in text
    # What a page folds is on paper.
    assert any("Organizations overlap" in text for text in pages)
    for text in pages:  # no title or head of a table stands alone at the foot of a page
        *_, before, last, _ = [line.strip() for line in text.splitlines() if line.strip()]
        assert not re.match(r"Table \d+\. ", before + "\n" + last), text[-400:]
        assert not re.match(r"Table \d+\. ", last), text[-400:]


@needs_browser
@needs_poppler
def test_the_summary_has_two_pages(browser, tmp_path):
    figures = {b.figure.name: b.figure for b in illustrated("en").blocks if hasattr(b, "figure")}
    made = summary_of(facts("CSP11"), "en", figures, "0")
    path = tmp_path / "summary.html"
    path.write_text(html_page(made), encoding="utf-8")
    assert len(printed(browser, path, tmp_path)) <= 2
    root = lxml_html.document_fromstring(path.read_bytes())
    assert root.xpath("//nav") == []


@needs_browser
@needs_poppler
def test_figures_have_their_titles_on_paper(browser, page, tmp_path):
    text = " ".join(" ".join(printed(browser, page("en", illustrated), tmp_path)).split())
    for block in illustrated("en").blocks:
        if isinstance(block, Picture):
            assert f"Figure {block.number}. {block.figure.title}" in text


@needs_browser
def test_the_map_of_the_first_screen_is_as_wide_as_the_text(browser, mapped):
    shown = opened(browser, mapped, 1280)
    width = "return document.querySelector(arguments[0]).getBoundingClientRect().width"
    # Its letters are drawn for 17 cm (643 pixels): narrower, they would be too small to read.
    assert shown.execute_script(width, ".first svg") >= 850
    assert shown.execute_script(width, ".first svg") == shown.execute_script(width, ".first")


# --- figures on a telephone, States of the map --------------------------------------------------


EFFECTIVE = """
const box = arguments[0].getBoundingClientRect();
const scale = box.width / arguments[0].viewBox.baseVal.width;
const sizes = [...arguments[0].querySelectorAll("text")].map(
  (text) => parseFloat(getComputedStyle(text).fontSize) * scale);
return { width: box.width, least: Math.min(...sizes), count: sizes.length };
"""


@needs_browser
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_figures_on_a_telephone_have_letters_that_can_be_read(browser, page, language):
    path = page(language, illustrated)
    shown = opened(browser, path, 390)
    narrow = shown.find_elements("css selector", ".drawing.narrow svg")
    assert len(narrow) == 2  # both figures that the tests draw have this form
    assert all(svg.is_displayed() for svg in narrow)
    assert not any(svg.is_displayed() for svg in shown.find_elements("css selector", ".wide svg"))
    for svg in narrow:
        told = shown.execute_script(EFFECTIVE, svg)
        assert told["width"] <= 390 and told["count"] > 10
        assert told["least"] >= 11
    assert shown.execute_script("return document.documentElement.scrollWidth") == 390
    opened(browser, path, 1280)
    assert not any(svg.is_displayed() for svg in shown.find_elements("css selector", ".narrow svg"))
    assert all(svg.is_displayed() for svg in shown.find_elements("css selector", ".wide svg"))


@needs_browser
def test_figures_in_a_folded_part_have_letters_that_can_be_read_on_a_telephone(browser, tmp_path):
    content = illustrated("en")
    blocks = [replace(b, folded=True) if isinstance(b, Picture) else b for b in content.blocks]
    path = tmp_path / "folded.html"
    path.write_text(html_page(replace(content, blocks=tuple(blocks))), encoding="utf-8")
    shown = opened(browser, path, 390)
    shown.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")
    narrow = shown.find_elements("css selector", ".fold .drawing.narrow svg")
    assert len(narrow) == 2
    for svg in narrow:  # its smallest letters, of 6.6 points, have eleven pixels
        width = shown.execute_script(EFFECTIVE, svg)["width"]
        assert 6.6 * width / (NARROW_WIDTH / 2.54 * 72) >= 11
    assert shown.execute_script("return document.documentElement.scrollWidth") == 390


@needs_browser
def test_a_figure_without_a_narrow_form_keeps_its_size_and_scrolls_in_its_frame(browser, whole):
    shown = opened(browser, whole("fr"), 390)
    width = "return arguments[0].getBoundingClientRect().width"
    shown.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")
    drawn = shown.find_elements("css selector", ".drawing:not(.wide, .narrow) svg")
    assert len(drawn) == len(TALL)
    # Drawn for 643 pixels: from there on its smallest letters have nine.
    assert all(shown.execute_script(width, svg) >= 643 for svg in drawn)
    assert shown.execute_script("return document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize(
    "name",
    ["tiles", "waiting", "reach", "pace", "treaties", "calendar", "progress", "subregion-map"],
)
def test_a_figure_that_a_telephone_would_cut_has_a_narrow_form(name):
    assert name in NARROW


MAP = """<?xml version="1.0"?>
<svg viewBox="0 0 400 200" role="img" aria-labelledby="t"><title id="t">Map</title>
<g id="states:state_party"><path data-state="KEN" d="M 10 10 H 90 V 90 H 10 z"
 style="fill: #12467b"/><path data-state="FRA" d="M 210 10 H 290 V 90 H 210 z"/></g>
<g id="dot:FJI" data-state="FJI"><path d="M 310 110 H 390 V 190 H 310 z"/></g></svg>"""


@pytest.fixture(scope="module")
def mapped(tmp_path_factory):
    """Return a page that begins with a map of three States."""
    folder = tmp_path_factory.mktemp("mapped")
    (folder / "map.svg").write_text(MAP, encoding="utf-8")
    figure = Made("status-map", "en", "Map", "A map", (folder / "map.svg",), 0.0, 0.0)
    content = written("CSP12")
    content = replace(content, blocks=(Picture(1, figure), *content.blocks))
    target = folder / "page.html"
    target.write_text(html_page(content), encoding="utf-8")
    return target


def test_without_a_script_titles_say_what_each_state_did(mapped):
    root = lxml_html.document_fromstring(mapped.read_bytes())
    told = {
        part.get("data-state"): part.findtext("title") for part in root.xpath("//*[@data-state]")
    }
    assert told["KEN"] == "Kenya: Neither signed nor joined"
    assert told["FRA"].startswith("France: State Party; Signature: 3 June 2013; Ratification: ")
    assert "Entry into force: 24 December 2014" in told["FRA"]
    assert told["FJI"].startswith("Fiji: ")


@needs_browser
def test_the_map_tells_of_a_state_under_pointer_finger_and_keyboard(browser, mapped):
    from selenium.webdriver import ActionChains, Keys

    shown = opened(browser, mapped, 1280)
    tip = shown.find_element("css selector", ".tip")
    ActionChains(shown).move_to_element(
        shown.find_element("css selector", "[data-state=FRA]")
    ).perform()
    assert tip.text.startswith("France: State Party")
    ActionChains(shown).move_to_element(shown.find_element("css selector", "h1")).perform()
    assert not tip.is_displayed()
    stops = shown.find_elements("css selector", "[data-state][tabindex='0']")
    assert [stop.get_attribute("data-state") for stop in stops] == ["KEN"]
    shown.execute_script("document.querySelector('.toc a:last-of-type').focus()")
    while shown.execute_script("return document.activeElement.dataset.state") != "KEN":
        ActionChains(shown).send_keys(Keys.TAB).perform()
    assert tip.text == "Kenya: Neither signed nor joined"
    ActionChains(shown).send_keys(Keys.ARROW_RIGHT).perform()
    focus = "return document.activeElement.getAttribute('aria-label')"
    assert shown.execute_script(focus).startswith("France: State Party")
    assert tip.text == shown.execute_script(focus)
    ActionChains(shown).send_keys(Keys.ARROW_DOWN).perform()
    assert shown.execute_script(focus).startswith("Fiji: ")
    ActionChains(shown).send_keys(Keys.ESCAPE).perform()
    assert not tip.is_displayed()
    shown = opened(browser, mapped, 390)
    shown.find_element("css selector", "[data-state=KEN]").click()
    assert shown.find_element("css selector", ".tip").text == "Kenya: Neither signed nor joined"
    assert shown.execute_script("return document.documentElement.scrollWidth") == 390


def test_only_the_script_of_the_page_may_run(mapped):
    root = lxml_html.document_fromstring(mapped.read_bytes())
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (script,) = root.xpath("//script/text()")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert not any(name.startswith("on") for part in root.iter() for name in part.attrib)


# As tall as the figures are drawn at 17 cm, in points: Russian, which needs the most lines. The
# report is measured with blank figures of these sizes, since drawing it takes a minute a language.
TALL = {
    "status-map": 310, "trend": 350, "shares": 270, "pipeline": 510, "waiting": 341, "reach": 284,
    "pace": 303, "tiles": 502, "subregion-map": 433, "calendar": 366, "treaties": 343,
    "progress": 774,
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return where the page of a language lies with blank figures as large as the real ones."""
    folder = tmp_path_factory.mktemp("whole")

    def path(language: str):
        target = folder / f"{language}.html"
        figures = {}
        for name, height in TALL.items():
            svg = folder / f"{name}.svg"
            svg.write_text(
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 481.9 {height}">'
                f'<rect width="481.9" height="{height}" fill="#ddd"/></svg>'
            )
            title = "118 States, 5 more than on 24 July 2023; lowest share in the world"
            figures[name] = Made(name, language, title, "", (svg,), 0.0, 0.0)
        target.write_text(html_page(document(facts("CSP12"), language, figures, "0")))
        return target

    return path


@needs_browser
@needs_poppler
@pytest.mark.parametrize("language", ["fr", "ru"])
def test_the_longest_languages_keep_to_their_pages(browser, whole, language, tmp_path):
    shown = opened(browser, whole(language), 1280)
    assert shown.execute_script("return document.documentElement.scrollHeight") < 15_000
    assert len(shown.find_elements("css selector", "figure")) == len(TALL)
    assert len(printed(browser, whole(language), tmp_path)) < 25


def test_the_blank_figures_are_not_smaller_than_those_drawn():
    for block in illustrated("en").blocks:
        if isinstance(block, Picture):
            svg = next(path for path in block.figure.paths if path.suffix == ".svg").read_text()
            _, _, width, height = map(float, re.search(r'viewBox="([^"]+)"', svg)[1].split())
            assert height / width <= TALL[block.figure.name] / 481.9


@needs_browser
@pytest.mark.parametrize("language", ["en", "ar"])
def test_bars_of_shares_stand_on_one_baseline(browser, page, language):
    """A bar begins where that of every other row begins, however wide its number is."""
    shown = opened(browser, page(language), 1280)
    edges = shown.execute_script(
        "return [...document.querySelectorAll('table')].map((t) => ["
        "...t.querySelectorAll('.att-bar')].map((b) => b.getBoundingClientRect())"
        ".filter((r) => r.width).map((r) => Math.round(r[arguments[0]])))",
        "right" if language == "ar" else "left",
    )
    rows = [row for row in edges if len(row) > 3]
    assert rows
    assert all(len(set(row)) == 1 for row in rows)
