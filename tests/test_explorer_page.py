"""The explorer page in a real browser: what a delegate sees, reads, hears and keeps."""

import json
import re
import time
from dataclasses import replace
from datetime import date as Date
from urllib.parse import parse_qs
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

import attdata as att
from attdata.words import LANGUAGES, date, name_of, percent, word

pytest.importorskip("selenium")
from selenium.webdriver import ActionChains, Keys  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.support.ui import Select, WebDriverWait  # noqa: E402

from browser import complaints, pixels, resize, start_chromium, violations  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DAYS = [
    *("2013-06-03", "2013-09-25", "2013-12-31", "2014-04-02", "2014-09-25", "2014-12-24"),
    *("2015-02-28", "2015-08-27", "2016-06-01", "2016-12-31", "2017-09-15", "2018-08-24"),
    *("2019-07-18", "2020-07-06", "2021-09-03", "2022-08-26", "2023-08-25", "2024-08-19"),
    *("2025-10-26", "2026-07-24"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chromium")
    driver = start_chromium(folder / "profile", folder)
    driver.downloads = folder
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def address(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("explorer")
    (folder / "brief-THA-fr.html").write_text("<title>Thaïlande</title>", encoding="utf-8")
    return att.explore(data).to_html(folder / "explorer.html").as_uri()


@pytest.fixture
def page(browser, address):
    """Open the page anew at 1280 pixels; nothing may have been complained of at the end."""
    resize(browser, 1280, 900)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    yield Page(browser, address).open()
    assert complaints(browser) == []


class Page:
    """The page as a person uses it."""

    def __init__(self, browser, address):
        self.browser, self.address = browser, address

    def open(self, hash_=""):
        self.browser.get("about:blank")
        self.browser.get(self.address + hash_)
        self.wait(lambda: self.text("#count"))
        return self

    def wait(self, condition, seconds=10):
        return WebDriverWait(self.browser, seconds, poll_frequency=0.05).until(
            lambda _: condition()
        )

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.run(
            "return document.querySelector(arguments[0])?.textContent.trim() || ''", selector
        )

    def run(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def go(self, hash_):
        """Change the address as a link or the address bar does."""
        self.run("location.hash = arguments[0]; dispatchEvent(new Event('hashchange'))", hash_)

    def choose(self, selector, value):
        Select(self.find(selector)).select_by_value(value)

    def set_day(self, day):
        self.run(
            "const d = document.getElementById('day'); d.value = arguments[0];"
            "d.dispatchEvent(new Event('change'))",
            day,
        )

    def focused(self):
        return self.run("return document.activeElement.id")

    def keys(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    def texts(self, selector):
        """Return the texts that are seen of all that a selector names, asked for at once."""
        script = """
        return [...document.querySelectorAll(arguments[0])].map((part) => {
          const text = part.getClientRects().length ? part.innerText : "";
          return text.replace(/\\s+/g, " ").trim();
        });
        """
        return self.run(script, selector)

    def legend(self):
        return self.texts("#legend li")

    def hash(self):
        time.sleep(0.35)  # it is written once the view has come to rest
        return {k: v[0] for k, v in parse_qs(self.run("return location.hash.slice(1)")).items()}


# --- the map and its controls --------------------------------------


def test_a_map_is_on_the_page(page, data):
    shown = pixels(page.browser, "#map")
    colours = {tuple(c) for c in shown.reshape(-1, 3)[::7]}
    assert {(0x12, 0x46, 0x7B), (0xE3, 0x9A, 0x2D)} <= colours  # party, signatory
    states = page.run(
        "return [...document.querySelectorAll('#map [data-iso]')]"
        ".map(e => [e.id, e.dataset.status, e.getAttribute('aria-label')])"
    )
    status = att.status_on(data, universe="all").set_index("iso3")
    assert {iso3 for iso3, *_ in states} == set(status.index)
    for iso3, kind, label in states:
        if iso3 in ("VAT", "COK"):  # not of the States over which rates are taken
            assert (kind, label) == ("not_counted", None)
            continue
        assert kind == status.loc[iso3, "status"]
        name = status.loc[iso3, "name_en"]
        assert label.startswith(f"{name}: {word(f'status.{kind}')}")


def test_every_control_changes_the_map(page):
    steps = {
        "an earlier day": lambda: page.set_day("2014-09-24"),
        "the next change": lambda: page.find("#next").click(),
        "the change before": lambda: page.find("#previous").click(),
        "the slider": lambda: page.find("#slider").send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT),
        "the basis": lambda: page.choose("#basis", "in_force"),
        "a conference": lambda: Select(page.find("#conference")).select_by_index(5),
        "a region": lambda: page.choose("#of", "att_region:Africa"),
        "an organization": lambda: page.choose("#of", "organisation:CARICOM"),
        "a universe": lambda: page.choose("#of", "un_members"),
        "a State": lambda: page.go("#state=BRA"),
    }
    before = pixels(page.browser, "#map")
    for name, step in steps.items():
        step()
        after = pixels(page.browser, "#map")
        assert before.shape != after.shape or (before != after).any(), name
        before = after


def test_playing_goes_from_change_to_change_until_it_is_stopped(page):
    page.find("#play").click()  # at the end: from the beginning
    assert page.text("#play") == word("explorer.pause")
    days = []

    def moved():
        days.append(page.find("#day").get_attribute("value"))
        return len(set(days)) > 4

    page.wait(moved)
    page.find("#play").click()
    assert page.text("#play") == word("explorer.play")
    rest = page.find("#day").get_attribute("value")
    time.sleep(0.6)
    assert page.find("#day").get_attribute("value") == rest
    assert min(days) < "2013-12-01"
    stops = page.run("return all.stops.deposited")
    assert set(days) <= set(stops)


def test_the_slider_stops_only_where_something_changed(page):
    stops = page.run("return all.stops.deposited")
    page.go(f"#day={stops[40]}")
    slider = page.find("#slider")
    for key, place in ((Keys.ARROW_RIGHT, 41), (Keys.ARROW_UP, 42), (Keys.ARROW_LEFT, 41)):
        slider.send_keys(key)
        assert page.find("#day").get_attribute("value") == stops[place]
    slider.send_keys(Keys.HOME)
    assert page.find("#day").get_attribute("value") == stops[0]
    page.run(
        "const s = document.getElementById('slider'); s.value = 1234;"
        "s.dispatchEvent(new Event('input'))"
    )
    assert page.find("#day").get_attribute("value") in stops


@pytest.mark.parametrize("basis", ["deposited", "in_force"])
def test_the_counts_are_those_of_participation(page, data, basis):
    frame = att.participation(data, DAYS, basis=basis)
    for day in DAYS:
        rows = frame[frame["on"] == day].set_index("group")
        page.go(f"#day={day}&basis={basis}")
        world = rows.loc["World"]
        assert page.text("#count") == said(world)
        assert page.legend()[:3] == [
            f"{word('statuses.state_party')} ({world['n_party']})",
            f"{word('statuses.signatory')} ({world['n_signatory']})",
            f"{word('statuses.not_joined')} ({world['n_not_joined']})",
        ]
        named, counted = page.texts("#groups li button"), page.texts("#groups li .n")
        groups = dict(zip(named, counted, strict=True))
        assert groups == {g: said(rows.loc[g]) for g in rows.index if g != "World"}
        drawn = page.run("return document.querySelectorAll('#map .state_party').length", ())
        assert drawn == world["n_party"]


def said(row, language="en"):
    n, m = int(row["n_party"]), int(row["n_states"])
    return word("count.of_share", language, n=n, m=m, share=percent(n / m, language))


# --- the card --------------------------------------


def test_the_keyboard_alone_opens_and_closes_a_card(page, data):
    page.go("#of=att_region:Asia")
    page.find("#conference").send_keys(Keys.TAB)
    first = page.focused()
    assert first in set(data.states["iso3"]), "the map is one stop of the tabulator"
    seen = {first}
    for key in [Keys.ARROW_RIGHT] * 4 + [Keys.ARROW_DOWN] * 4 + [Keys.ARROW_LEFT] * 4:
        page.keys(key)
        seen.add(page.focused())
    assert len(seen) > 6
    state = page.focused()
    label = page.find(f"#{state}").get_attribute("aria-label")
    assert page.find("#over-focus").get_attribute("d")
    page.keys(Keys.ENTER)
    assert page.focused() == "card-name"
    assert label.startswith(page.text("#card-name"))
    assert page.find(f"#{state}").get_attribute("aria-selected") == "true"
    page.keys(Keys.ESCAPE)
    assert not page.find("#card").is_displayed()
    assert page.focused() == state


def test_a_pointer_shows_the_status_and_opens_the_card(page):
    brazil = page.find("#BRA .land")
    ActionChains(page.browser).move_to_element(brazil).perform()
    label = page.find("#BRA").get_attribute("aria-label")
    assert page.text("#tip") == label
    assert page.find("#tip").is_displayed()
    brazil.click()
    assert page.text("#card-name") == "Brazil"
    assert label.endswith(page.text("#card .chip").removeprefix("Brazil: "))
    page.find("#card .close").click()
    assert not page.find("#card").is_displayed()


def test_the_card_tells_what_the_measures_tell(page, data):
    page.go("#state=MWI&day=2024-07-20")
    card = page.text("#card")
    row = att.status_on(data, "2024-07-20").set_index("iso3").loc["MWI"]
    since = word("explorer.since", status=word("status.state_party"), day=date("2024-07-11"))
    assert row["status"] == "state_party"
    assert since in card
    for action, day in (("signature", row["signed"]), ("ratification", row["consented"])):
        assert f"{word(f'action.{action}')}: {date(day)}" in card
    assert f"{word('column.in_force')}: {date(row['in_force'])}" in card
    for treaty in data.treaties["treaty"]:
        assert treaty == "att" or name_of("treaty", treaty) in card
    page.choose("#basis", "in_force")  # deposited in July, in force in October
    assert word("explorer.since", status=word("status.signatory"), day="").strip() in page.text(
        "#card .chip"
    )


def test_the_card_shows_the_votes_and_the_activities(page, data):
    page.go("#state=KEN")
    strip = page.run("return [...document.querySelectorAll('#card .strip li')].map(e => e.title)")
    assert len(strip) == 18
    assert strip[-1] == f"A/RES/80/46, {date('2025-12-01')}: {word('vote.abstain')}"
    position = word(f"position.{att.positions(data).set_index('iso3')['position']['KEN']}")
    assert f"{position} ({date('2026-07-24')})" in page.text("#card")
    cast = data.votes[(data.votes["iso3"] == "KEN")].set_index("resolution")["vote"]
    assert str(cast["A/RES/80/46"]) == "abstain"
    from attdata.measures.activities import namings

    named = namings(data, undated=True)
    titles = data.activities.set_index("activity")["title"]
    card = re.sub(r"\s+", " ", page.text("#card"))
    mine = named.loc[named["iso3"] == "KEN", "activity"]
    assert len(mine) > 3
    for activity in mine:
        assert re.sub(r"\s+", " ", titles[activity]) in card


def test_a_day_known_as_a_range_is_printed_as_one(page):
    page.go("#state=ECU")
    latest = word("report.not_later_than", day=date("2026-07-24"))
    assert page.text("#card .chip").endswith(latest)
    between = word("report.between", earliest=date("2026-02-04"), latest=date("2026-07-24"))
    assert between in page.text("#card")
    page.find("#search").send_keys("ecuador")
    cells = page.texts("#table tbody td")
    assert cells.count(latest) == 1
    assert word("report.not_later_than", day=date("2026-10-22")) in cells


def test_a_brief_beside_the_page_is_linked_in_its_language(page):
    page.go("#state=THA&lang=fr")
    link = page.find("#card a[href='brief-THA-fr.html']")
    assert link.text == word("explorer.brief", "fr")
    page.go("#state=THA&lang=en")
    assert not page.all("#card a[href^='brief']")


# --- the table --------------------------------------


def test_the_table_is_searched_sorted_and_follows_the_choice(page, data):
    def names():
        return page.texts("#table tbody th")

    assert len(names()) == 195
    page.choose("#of", "organisation:ASEAN")
    page.set_day("2025-10-25")
    assert len(names()) == 10
    page.set_day("2025-10-27")  # Timor-Leste joined the day before
    assert "Timor-Leste" in names()
    assert names() == sorted(names())
    page.find("th[data-column=consented] button").click()
    assert names()[0] == "Philippines"  # the latest to join
    head = page.find("th[data-column=consented]")
    assert head.get_attribute("aria-sort") == "descending"
    page.find("#search").send_keys("thai")
    assert names() == ["Thailand"]
    page.find("#search").send_keys(Keys.ENTER)
    assert page.text("#card-name") == "Thailand"
    page.find("#search").clear()
    page.find("#search").send_keys("泰国")  # in whatever language
    assert names() == ["Thailand"]


@pytest.mark.parametrize(
    ("typed", "iso3"),
    [
        *(("Siam", "THA"), ("تايلاند", "THA"), ("turkey", "TUR"), ("South Korea", "KOR")),
        *(("Южная Корея", "KOR"), ("costa de marfil", "CIV"), ("象牙海岸", "CIV"), ("prk", "PRK")),
    ],
)
def test_a_state_is_found_under_every_name_it_goes_by(page, typed, iso3):
    page.find("#search").send_keys(typed, Keys.ENTER)
    assert page.text("#card-name") == page.run("return nameOf(arguments[0])", iso3)


def test_a_state_outside_the_choice_is_found_and_said_to_be_outside(page):
    page.go("#of=att_region:Asia")
    page.find("#search").send_keys("Kenya")
    assert [e.text for e in page.all("#table tbody th")] == ["Kenya"]
    page.find("#search").send_keys(Keys.ENTER)
    assert word("explorer.outside") in page.text("#card")
    page.find("#search").clear()
    page.find("#search").send_keys("atlantis")
    assert page.all("#table tbody th") == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_state_is_chosen_from_the_list(page, data, width):
    resize(page.browser, width, 844, mobile=width == 390)
    page.open("#lang=ar")
    names = page.run("return [...document.querySelectorAll('#state option')].map(o => o.text)")[1:]
    assert set(names) == set(data.states["name_ar"])
    page.choose("#state", "THA")
    assert page.text("#card-name") == "تايلند"
    head = page.run("return document.querySelector('#card').getBoundingClientRect().top")
    assert 0 <= head < 844
    page.wait(lambda: "تايلند" in page.text("#said"))
    assert page.hash()["state"] == "THA"
    page.choose("#state", "")
    assert not page.find("#card").is_displayed()
    page.find("#map").click()
    assert page.find("#state").get_attribute("value") == page.run("return view.state")


# What is chosen and wider than its list, with the room for the arrow; and text beside its cell.
CUT = """
const pen = document.createElement("canvas").getContext("2d");
const lists = ["basis", "lang"].map((id) => document.getElementById(id)).flatMap((list) => {
  const style = getComputedStyle(list);
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const room = list.clientWidth - 2 * parseFloat(style.paddingLeft) - 16;
  return [...list.options].map((o) => o.text).filter((text) => pen.measureText(text).width > room);
});
const held = "#table td, #table th, #groups li, #legend li, button";
const cells = [...document.querySelectorAll(held)];
const out = cells.filter((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const [text, box] = [range.getBoundingClientRect(), cell.getBoundingClientRect()];
  return text.width && (text.left < box.left - 1 || text.right > box.right + 1);
});
return [...lists, ...out.map((cell) => cell.textContent)];
"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 640, 1280])
def test_no_text_is_cut_or_lies_on_its_neighbour(page, language, width):
    resize(page.browser, width, 844, mobile=width == 390)
    page.open(f"#of=un_and_observers&lang={language}&day=2016-12-31")
    assert page.run(CUT) == []
    # A list may cut the longest names of groups: the headline has the chosen one in full.
    chosen = page.run("return words().universes.un_and_observers")
    assert chosen in page.text("#asof")
    assert date("2016-12-31", language) in page.text("#asof")


WRAPPED = """
return [...document.querySelectorAll("#table td")].filter((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const line = parseFloat(getComputedStyle(cell).lineHeight);
  return range.getBoundingClientRect().height > 1.9 * line;
}).map((cell) => cell.textContent);
"""


@pytest.mark.parametrize("language", ["ar", "en", "ru", "zh"])
def test_days_of_the_table_stand_on_one_line(page, language):
    page.go(f"lang={language}")
    latest = word("report.not_later_than", language, day="\x1f").split("\x1f")[0]
    dated = [text for text in page.run(WRAPPED) if re.search("[0-9]{4}", text)]
    assert [text for text in dated if not text.startswith(latest)] == []


def downloaded(page, button, ending):
    for old in page.browser.downloads.glob(f"*.{ending}"):
        old.unlink()
    page.find(button).click()
    page.wait(lambda: list(page.browser.downloads.glob(f"*.{ending}")))
    (path,) = page.browser.downloads.glob(f"*.{ending}")
    page.wait(lambda: path.stat().st_size)
    return path


def test_the_table_is_kept_as_csv(page, data):
    import pandas as pd

    page.go("#of=att_region:Oceania&day=2020-01-01&lang=es")
    path = downloaded(page, "#save-csv", "csv")
    assert path.name == "att-table-2020-01-01-deposited-es.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    status = att.status_on(data, "2020-01-01")
    status = status[status["att_region"] == "Oceania"].set_index("iso3")
    assert sorted(frame[word("column.code", "es")]) == sorted(status.index)
    for _, row in frame.iterrows():
        expected = status.loc[row[word("column.code", "es")]]
        assert row[word("column.status", "es")] == word(f"status.{expected['status']}", "es")
        signed = "" if pd.isna(expected["signed"]) else f"{expected['signed']:%Y-%m-%d}"
        assert row[word("column.signed", "es")] == signed
    assert set(frame[word("column.on", "es")]) == {"2020-01-01"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_map_is_kept_as_svg_and_as_png(page, language):
    page.go(f"#of=att_region:Americas&day=2016-06-01&lang={language}")
    path = downloaded(page, "#save-svg", "svg")
    tree = ElementTree.parse(path).getroot()
    texts = "".join(tree.itertext())
    assert page.text("#count") in texts
    assert word("footer.boundaries", language)[:30] in texts
    assert date("2016-06-01", language) in texts
    states = {e.get("id"): e for e in tree.iter("{http://www.w3.org/2000/svg}g") if e.get("id")}
    assert states["PER"].get("data-status") == "state_party"
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert not [e for e in tree.iter() if e.tag.endswith(("script", "foreignObject"))]
    image = np.asarray(Image.open(downloaded(page, "#save-png", "png")).convert("RGB"))
    assert image.shape[1] == 2400
    blue = (image == (0x12, 0x46, 0x7B)).all(axis=2).mean()
    assert blue > 0.01
    ink = (image[:200] < 100).all(axis=2).mean()
    assert ink > 0.003, "no title"


# --- languages, address, sizes --------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language(page, data, language):
    page.choose("#lang", language)
    root = page.run("return [document.documentElement.lang, document.documentElement.dir]")
    assert root == [language, "rtl" if language == "ar" else "ltr"]
    assert page.text("h1") == word("explorer.title", language)
    world = att.participation(data).iloc[-1]
    assert page.text("#count") == said(world, language)
    assert page.text("#asof") == word(
        "report.parties_on", language, day=Date.fromisoformat("2026-07-24")
    )
    page.go(f"#state=THA&lang={language}")
    assert page.text("#card-name") == data.states.set_index("iso3")[f"name_{language}"]["THA"]
    label = page.find("#THA").get_attribute("aria-label")
    assert word("status.signatory", language) in label
    assert date("2014-11-25", language) in label
    keyed = page.run(
        "return [...document.querySelectorAll('[data-w]')].map(e => [e.dataset.w, e.textContent])"
    )
    assert keyed
    for key, text in keyed:
        assert text == word(key, language), key
    stops = page.run("return all.stops.deposited")
    assert page.run("return arguments[0].map((day) => sayDay(day))", stops) == [
        date(day, language) for day in stops
    ]
    body = page.text("body")
    assert "undefined" not in body
    assert not re.search(r"\{\w+\}", page.text("main"))


def test_the_address_restores_the_view(page):
    page.choose("#lang", "fr")
    page.choose("#basis", "in_force")
    page.choose("#of", "m49_subregion:Western Africa")
    page.set_day("2020-01-01")
    page.find("#NGA").send_keys(Keys.ENTER)
    kept = page.hash()
    assert kept == {
        "day": "2020-01-01",
        "of": "m49_subregion:Western Africa",
        "basis": "in_force",
        "state": "NGA",
        "lang": "fr",
    }
    ids = ("#count", "#asof", "#card", "#legend", "#table", "#evidence")
    before = [page.text(i) for i in ids]
    picture = pixels(page.browser, "#map")
    page.open(page.run("return location.hash"))
    assert [page.text(i) for i in ids] == before
    assert (pixels(page.browser, "#map") == picture).mean() > 0.999


@pytest.mark.parametrize(
    "hash_",
    [
        "#day=2099-01-01",
        "#day=1999-01-01&state=XXX&lang=de&of=nowhere&basis=none",
        "#day=2020-02-31",
        "#day=yesterday&state=__proto__&of=constructor&lang=toString&basis=valueOf",
        "#table",
        "#%E0%A4%A",
    ],
)
def test_an_address_that_means_nothing_leaves_a_view_that_does(page, hash_):
    page.open(hash_)
    day = page.find("#day").get_attribute("value")
    assert "2013-06-03" <= day <= "2026-07-24"
    assert re.match(r"\d+ of 195 ", page.text("#count"))
    page.go("#state=BRA&lang=es")
    assert page.text("#card-name") == "Brasil"


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation(page, language):
    page.go(f"#state=KEN&lang={language}&of=att_region:Africa")
    assert violations(page.browser) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_usable_on_a_telephone(page, language):
    resize(page.browser, 390, 844, scale=2, mobile=True)
    page.open(f"#lang={language}&of=m49_subregion:Micronesia")
    assert page.run("return document.documentElement.scrollWidth") <= 390
    for selector in ("#map", "#slider", "#count", "#of", "#play", "#search"):
        box = page.find(selector).rect
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["width"] > 30
    tap(page, "#NRU .dot", 7)  # beside the dot, as fingers do
    page.wait(lambda: page.find("#card").is_displayed())
    assert page.text("#card-name") == page.run("return nameOf('NRU')")
    assert page.run("return document.documentElement.scrollWidth") <= 390


def tap(page, selector, aside):
    page.run("document.querySelector('#map').scrollIntoView({block: 'center'})")
    box = page.run(
        "const b = document.querySelector(arguments[0]).getBoundingClientRect();"
        "return [b.x + b.width / 2, b.y + b.height / 2]",
        selector,
    )
    point = {"x": box[0] + aside, "y": box[1]}
    page.browser.execute_cdp_cmd(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]}
    )
    page.browser.execute_cdp_cmd(
        "Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []}
    )


def test_it_is_usable_at_twice_the_size(page):
    resize(page.browser, 640, 450, scale=2)  # 1280 x 900 at 200 %
    page.open("#state=THA")
    assert page.run("return document.documentElement.scrollWidth") <= 640
    assert page.find("#card").is_displayed()
    page.find("#next")
    page.find("#previous").click()
    assert page.text("#asof") != ""


def test_less_motion_is_respected(page):
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    page.open("#day=2015-06-01")
    durations = page.run(
        "return [...document.querySelectorAll('*')].map(e => getComputedStyle(e))"
        ".filter(s => parseFloat(s.transitionDuration) || s.animationName !== 'none').length"
    )
    assert durations == 0
    page.find("#play").click()
    page.wait(lambda: page.find("#day").get_attribute("value") != "2015-06-01")
    page.find("#play").click()
    assert page.find("#day").get_attribute("value") == "2016-01-01"


# --- safety --------------------------------------


def test_hostile_text_stays_text(data, browser, tmp_path):
    hostile = '<img src=x onerror="window.hit=1">"><svg onload=window.hit=1>=1+1'
    states = data.states.assign(name_en=hostile + data.states["iso3"])
    activities = data.activities.assign(title=hostile, place=hostile, note="javascript:hit=1")
    added = "<b onclick=hit=1>x</b>"
    groups = data.groups.assign(group=data.groups["group"] + added)
    path = att.explore(replace(data, states=states, activities=activities, groups=groups)).to_html(
        tmp_path / "hostile.html"
    )
    resize(browser, 1280, 900)
    page = Page(browser, path.as_uri()).open("#state=KEN")
    assert page.text("#card-name") == hostile + "KEN"
    assert hostile in page.text("#card")
    page.find("#KEN .land").click()
    time.sleep(0.3)
    assert page.run("return window.hit === undefined")
    region = f"Africa{added}"
    page.choose("#of", f"att_region:{region}")
    assert page.text("#asof").startswith(region)
    assert len(page.all("#table tbody th")) == 54
    assert page.run("return window.hit === undefined")
    assert not page.all("img, [onload], [onclick], a[href^='javascript']")
    assert complaints(browser) == []


def test_no_network_is_asked_for(page):
    page.find("#play").click()
    page.find("#play").click()
    loaded = page.run("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in loaded if not name.startswith(("data:", "blob:"))] == []


def test_in_a_frame_it_works_without_an_address_of_its_own(data, browser, tmp_path):
    bundle, _ = att.explore(data, language="ru")._repr_mimebundle_()
    path = tmp_path / "cell.html"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8>{bundle['text/html']}", encoding="utf-8")
    resize(browser, 1280, 1000)
    browser.get(path.as_uri())
    frame = browser.find_element(By.TAG_NAME, "iframe")
    browser.switch_to.frame(frame)
    try:
        page = Page(browser, "")
        page.wait(lambda: page.text("#count"))
        assert page.text("h1") == word("explorer.title", "ru")
        before = page.find("#BRA").get_attribute("data-status")
        page.set_day("2014-01-01")
        assert page.find("#BRA").get_attribute("data-status") != before
        page.wait(lambda: "day=2014-01-01" in page.run("return location.hash"))
        page.run("location.hash = '#state=THA&lang=en'")
        page.wait(lambda: page.text("#card-name") == "Thailand")
    finally:
        browser.switch_to.default_content()
    assert [c for c in complaints(browser) if "replaceState" not in c] == []
    json.dumps(bundle["text/plain"])
