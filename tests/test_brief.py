"""State briefs: numbers of the frames, six languages, two pages, text that stays text."""

import base64
import dataclasses
import io
import os
import re
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import docx
import numpy as np
import pandas as pd
import pytest
from docx.oxml.ns import qn
from PIL import Image
from typer.testing import CliRunner

import attdata as att
from attdata.cli import app
from attdata.reports import brief_facts
from attdata.reports.brief import Brief, Pictures
from attdata.reports.brief_blocks import Line, Note, Rows, Strip
from attdata.reports.brief_facts import Briefing
from attdata.reports.briefs import choose_states, write_briefs
from attdata.words import LANGUAGES, state_name, word

SAMPLE = ["THA", "KEN", "UKR", "USA", "KIR", "VAT", "ARG", "CHN"]
MORE = ["IND", "PHL", "FJI", "NIU", "PSE", "COK", "GBR", "COD", "BIH", "MWI", "ZWE", "ECU"]


@pytest.fixture(scope="module")
def briefing(data):
    return Briefing(data)


@cache
def facts_of(briefing, iso3):
    """Return what is known of a State, gathered once."""
    return brief_facts.facts_of(briefing, iso3)


@pytest.fixture(scope="module")
def pictured(data, briefing):
    """Return a function that gives a brief whose pictures are drawn once for its languages."""
    drawn = cache(lambda iso3: Pictures(data, facts_of(briefing, iso3)))
    return lambda iso3, language: Brief(data, facts_of(briefing, iso3), language, drawn(iso3))


def texts_of(text):
    """Return every text that a reader of a brief sees."""
    yield from (text.title, text.subtitle, text.foot, text.map_alt, text.time_alt, text.time_key)
    for block in [*text.head, *(block for part in text.parts for block in part.blocks)]:
        if isinstance(block, Line):
            yield from (block.label, block.text)
        elif isinstance(block, Note):
            yield block.text
        elif isinstance(block, Rows):
            yield from block.headings
            for row in block.rows:
                yield from row
        elif isinstance(block, Strip):
            yield from block.labels


def all_text(brief):
    return "\n".join(texts_of(brief.text))


class TestNumbers:
    @pytest.mark.parametrize("iso3", SAMPLE)
    def test_what_is_printed_is_what_the_frames_hold(self, data, briefing, iso3):
        brief = Brief(data, facts_of(briefing, iso3), "en")
        text = all_text(brief)
        positions = att.positions(data).set_index("iso3").loc[iso3]
        if positions["position"] != "no_seat":
            votes = {"in favour": "yes", "abstention": "abstain", "against": "no"}
            cast = {label: int(positions[f"n_{name}"]) for label, name in votes.items()}
            cast["non-voting"] = int(positions["n_non_voting"])
            counts = ", ".join(f"{label} {n}" for label, n in cast.items() if n)
            assert f"{counts} (of {sum(cast.values())} yearly resolutions)" in text
        for scheme in ("att_region", "m49_subregion", "organisation"):
            shares = att.participation(data, by=scheme).set_index("group")
            own = briefing.groups
            own = own[(own["iso3"] == iso3) & (own["scheme"] == scheme)]["group"]
            for group in own:
                row = shares.loc[group]
                others = "of the others, " if iso3 == "VAT" else ""
                share = f"({others}{row['n_party']} of {row['n_states']} party)"
                assert share in text.replace("\xa0", " ")
        standing = att.status_on(data, universe="all").set_index("iso3").loc[iso3]
        for column in ("signed", "consented"):
            if not pd.isna(standing[column]):
                day = standing[column]
                assert f"{day.day} {day:%B %Y}" in text
        named = data.debates[(data.debates["iso3"] == iso3) & (data.debates["times_named"] > 0)]
        if len(named):
            assert f"the Treaty or the negotiations for it are named in {len(named)} of the" in text
        else:
            assert re.search(r"none of the \d+ texts read since 2005 names the Treaty", text)

    def test_a_treaty_that_may_be_in_force_already_is_not_said_to_be_not(self, data, briefing):
        text = all_text(Brief(data, facts_of(briefing, "ECU"), "en"))
        deposited = "State Party (not later than 24 July 2026), counted from deposit"
        assert f"{deposited}; the Treaty may not yet have entered" in text
        assert "Neither signed nor joined, counted from entry into force" not in text

    @pytest.mark.parametrize(
        ("iso3", "on", "expected"),
        [
            ("ARG", None, "State Party by deposit of the instrument (25 September 2014)"
             " and by entry into force for it (24 December 2014)"),
            ("THA", None, "Signatory (25 November 2014), whether counted from deposit"),
            ("KEN", None, "Neither signed nor joined, whether counted from deposit or from entry"
             " into force"),
            ("MWI", "2024-08-01", "State Party (11 July 2024), counted from deposit; Signatory"
             " (9 January 2014), counted from entry into force; Entry into force for it: 9 October"
             " 2024"),
        ],
    )  # fmt: skip
    def test_the_first_line_has_the_status_on_both_bases(self, data, iso3, on, expected):
        made = att.brief(data, iso3, on=on)
        first = made.text.head[0]
        assert first.label == word("brief.status")
        assert first.text.startswith(expected)
        day = made.facts.day
        for basis, held in (("deposited", made.facts.status), ("in_force", None)):
            row = att.status_on(data, day, basis=basis).set_index("iso3").loc[iso3]
            assert str(row["status"]) == (held or made.facts.status_in_force)
            if pd.notna(row["since"]):
                assert f"{row['since'].day} {row['since']:%B %Y}" in first.text

    def test_yes_every_time_is_said_of_the_yearly_resolutions(self, data, briefing):
        """China abstained on the adoption, which is no yearly resolution."""
        facts = facts_of(briefing, "CHN")
        assert facts.votes["adoption"] == "abstain"
        head = Brief(data, facts, "en").text.head
        (told,) = [line.label for line in head if line.text == word("position.yes_every_time")]
        assert told == "Votes on the yearly resolutions of the General Assembly on the Treaty"

    def test_acts_and_other_treaties_are_a_table(self, data, briefing):
        text = Brief(data, facts_of(briefing, "ESP"), "en").text
        rows = next(part for part in text.parts if part.key == "stands").blocks[0].rows
        acts = data.actions[(data.actions["treaty"] == "att") & (data.actions["iso3"] == "ESP")]
        assert "provisional_application" in set(acts["action"])
        for act in acts.itertuples():
            told = (word(f"action.{act.action}"), f"{act.date.day} {act.date:%B %Y}")
            assert ("Arms Trade Treaty", *told) in rows
        assert len({row[0] for row in rows}) == len(data.treaties)

    def test_whom_to_approach_is_told_in_the_order_that_the_note_says(self, data, briefing):
        facts = facts_of(briefing, "CHN")
        order = facts.open[["border", "same_subregion", "distance_km"]].to_numpy().tolist()
        assert order == sorted(order, key=lambda row: (not row[0], not row[1], row[2]))
        assert len(order) > 5
        part = next(p for p in Brief(data, facts, "en").text.parts if p.key == "open")
        assert part.blocks[-1].text.startswith("Land neighbours come first")
        shown = [row[0] for row in part.blocks[0].rows]
        assert shown == [state_name(iso3, "en") for iso3 in facts.open["iso3"].head(len(shown))]

    def test_a_place_that_no_source_states_is_not_printed_in_english(self, data, briefing):
        assert (data.activities["place"] == "not stated").any()
        for iso3 in ("ARG", "CHN", "USA"):
            assert "not stated" not in all_text(Brief(data, facts_of(briefing, iso3), "fr"))

    @pytest.mark.parametrize("place", ["not stated", "non précisé", "n/a", "未说明"])
    def test_a_place_that_says_that_it_is_not_known_is_a_dash(self, data, briefing, place):
        facts = facts_of(briefing, "ARG")
        facts = replace(facts, activities=facts.activities.assign(place=place))
        part = next(p for p in Brief(data, facts, "en").text.parts if p.key == "contacts")
        assert {row[2] for row in part.blocks[1].rows} == {"–"}

    def test_a_log_that_never_names_the_state_is_told_no_nought(self, data, briefing):
        facts = facts_of(briefing, "ARG")
        facts = replace(facts, activities=facts.activities[:0], projects=facts.projects[:0])
        text = Brief(data, facts, "en").text
        (line,) = [line for line in text.head if line.label == word("brief.activities")]
        assert line.text == "None recorded (published activities only)"
        said = [b.text for p in text.parts if p.key == "contacts" for b in p.blocks]
        assert said == [
            "No activity that named this State is recorded (published activities only)",
            "No Voluntary Trust Fund project is recorded",
        ]

    def test_counts_of_a_table_are_told_no_nought(self, data, briefing):
        facts = facts_of(briefing, "THA")
        facts = replace(facts, peers=facts.peers.assign(n_activities=0, n_projects=2))
        part = next(p for p in Brief(data, facts, "en").text.parts if p.key == "peers")
        assert {row[-1] for row in part.blocks[0].rows} == {"2 projects"}
        facts = replace(facts, peers=facts.peers.assign(n_activities=0, n_projects=0))
        part = next(p for p in Brief(data, facts, "en").text.parts if p.key == "peers")
        assert {row[-1] for row in part.blocks[0].rows} == {"–"}
        assert part.blocks[-1].text.endswith("–: none recorded.")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_quoted_speech_has_the_marks_of_the_language_and_says_that_it_is_english(
        self, data, briefing, language
    ):
        brief = Brief(data, facts_of(briefing, "KEN"), language)
        blocks = [block for part in brief.text.parts for block in part.blocks]
        (line,) = [b for b in blocks if isinstance(b, Line) and "arms trade treaty" in b.text]
        opening, closing = {"fr": ("«\u00a0", "\u00a0»"), "en": "“”", "zh": "“”"}.get(
            language, "«»"
        )
        assert line.lang == "en" and line.text.startswith(opening) and line.text.endswith(closing)
        english = {"en": "", "fr": "anglais", "es": "inglés", "ru": "английском",
                   "ar": "بالإنكليزية", "zh": "英文"}  # fmt: skip
        assert english[language] in line.label

    def test_activities_and_projects_are_those_of_reach(self, data, briefing):
        def told(what, n):
            if what == "activity":
                many = "activities" if n > 1 else "activity"
                return f"{n} recorded {many} named this State"
            are = "s are" if n > 1 else " is"
            return f"{n or 'No'} Voluntary Trust Fund project{are} recorded"

        reached = att.reached_states(data).set_index("iso3")
        for iso3 in ("KEN", "THA", "KIR", "ZWE"):
            text = all_text(Brief(data, facts_of(briefing, iso3), "en"))
            row = reached.loc[iso3]
            assert told("project", row["n_projects"]) in text
            if row["n_activities"]:
                assert told("activity", row["n_activities"]) in text
            else:
                assert "Activities that named it: None recorded" in text.replace("\n", ": ")

    def test_the_date_of_an_activity_that_nobody_could_read_is_what_the_source_says(
        self, data, briefing
    ):
        """A dash would hide that the visit of March 2017 preceded China's accession."""
        text = Brief(data, facts_of(briefing, "CHN"), "en").text
        (rows,) = [
            block.rows for part in text.parts if part.key == "contacts"
            for block in part.blocks if isinstance(block, Rows)
        ]  # fmt: skip
        assert [row[0] for row in rows] == ["“in March (article of 16 April 2017)”"]
        assert all(cell for row in rows for cell in row)

    def test_no_cell_of_a_table_is_blank(self, data, briefing):
        """An activity whose organisers no source names has a dash, as a place has."""
        for iso3 in ("KIR", "PHL", "NGA"):
            for part in Brief(data, facts_of(briefing, iso3), "en").text.parts:
                for block in part.blocks:
                    if isinstance(block, Rows):
                        assert all(cell for row in block.rows for cell in row), (iso3, part.key)

    @pytest.mark.parametrize(
        ("iso3", "expected"),
        [("VAT", "Southern Europe (of the others, 14 of 14 party)"), ("ITA", "(14 of 14 party)")],
    )
    def test_a_state_that_no_total_counts_is_not_among_the_parties_of_its_group(
        self, data, briefing, iso3, expected
    ):
        text = Brief(data, facts_of(briefing, iso3), "en").text
        (line,) = [line for line in text.head if line.label == "Sub-region"]
        assert line.text.replace("\xa0", " ").endswith(expected)

    def test_peers_are_those_of_peers(self, data, briefing):
        brief = Brief(data, facts_of(briefing, "KEN"), "en")
        near = att.peers(data, "KEN")
        table = next(p for p in brief.text.parts if p.key == "peers").blocks[0]
        expected = [state_name(iso3, "en") for iso3 in near["iso3"].head(len(table.rows))]
        assert [row[0] for row in table.rows] == expected
        assert f"In all: {len(near)}" in all_text(brief)

    def test_a_state_party_sees_whom_it_could_approach(self, data, briefing):
        brief = Brief(data, facts_of(briefing, "CHN"), "en")
        keys = [part.key for part in brief.text.parts]
        assert "open" in keys
        assert "peers" not in keys
        rows = next(p for p in brief.text.parts if p.key == "open").blocks[0].rows
        assert brief.facts.peers.empty
        assert {row[2] for row in rows} <= {"Signatory", "Neither signed nor joined"}

    def test_nothing_is_later_than_the_day(self, data):
        brief = att.brief(data, "Kenya", on="2015-01-15")
        assert brief.facts.resolutions == ("adoption", "68/31", "69/49")
        assert brief.facts.activities.empty
        # The files of votes and other records are newer than the day, and so say their source days.
        said = "\n".join(t for t in texts_of(brief.text) if t != brief.text.foot)
        years = [int(year) for year in re.findall(r"\b(20[1-9]\d)\b", said)]
        assert max(years) <= 2022

    def test_a_range_is_told_as_a_range(self, data, briefing):
        text = all_text(Brief(data, facts_of(briefing, "ECU"), "en"))
        assert "Accession: between 4 February 2026 and 24 July 2026" in text


class TestLanguages:
    @pytest.mark.parametrize("part", range(4))
    def test_every_state_renders_in_every_language(self, data, briefing, part):
        for iso3 in data.states["iso3"][part::4]:
            facts = brief_facts.facts_of(briefing, iso3)
            for language in LANGUAGES:
                text = Brief(data, facts, language).text
                assert text.title == state_name(iso3, language)
                for said in texts_of(text):
                    assert "{" not in said
                    assert "nan" not in said.split()
                    assert "NaT" not in said
                assert len(text.parts) == 5

    @pytest.mark.parametrize("language", ["ar", "ru", "zh"])
    def test_labels_are_in_the_script_of_the_language(self, data, briefing, language):
        script = {"ar": "[\u0600-\u06ff]", "ru": "[\u0400-\u04ff]", "zh": "[\u4e00-\u9fff]"}
        text = Brief(data, facts_of(briefing, "KEN"), language).text
        labels = [block.label for part in text.parts for block in part.blocks
                  if isinstance(block, Line)]  # fmt: skip
        assert labels
        assert all(re.search(script[language], label) for label in labels)

    def test_arabic_runs_from_right_to_left(self, pictured, tmp_path):
        brief = pictured("KIR", "ar")
        assert '<html lang="ar" dir="rtl">' in brief.to_html()
        made = docx.Document(str(brief.to_docx(tmp_path / "a.docx")))
        body = made.element.body.xml
        assert "<w:bidi/>" in made.sections[0]._sectPr.xml
        assert body.count("<w:bidiVisual/>") == len(made.tables)

    def test_texts_of_sources_keep_their_own_language(self, pictured):
        page = pictured("KEN", "ar").to_html()
        assert re.search(r'<bdi lang="en" dir="ltr">«Kenya was among', page)

    def test_english_stays_together_in_an_arabic_document(self, pictured, tmp_path):
        path = pictured("KEN", "ar").to_docx(tmp_path / "k.docx")
        body = docx.Document(str(path)).element.body
        texts = ["".join(run.itertext()) for run in body.iter(qn("w:r"))]
        quoted = [text for text in texts if "Kenya was among" in text or "ATT Academy" in text]
        assert len(quoted) == 3
        assert all(text[0] == text[-1] == "\u200e" for text in quoted)

    def test_the_record_of_an_activity_runs_as_its_organisers_do_in_arabic(self, pictured):
        """Flush right it touched the organisers beside it and read as one text with them."""
        page = pictured("CHN", "ar").to_html()
        assert '<bdi lang="en" dir="ltr">F008 pressreader<wbr>.com</bdi>' in page

    def test_the_name_of_a_site_breaks_before_a_dot(self, pictured, tmp_path):
        path = pictured("KIR", "fr").to_docx(tmp_path / "s.docx")
        cells = [cell.text for table in docx.Document(str(path)).tables
                 for row in table.rows for cell in row.cells]  # fmt: skip
        assert "E026 armedviolencereduction\u200b.org" in cells

    def test_organisers_are_cut_between_their_names(self, data, briefing):
        text = all_text(Brief(data, facts_of(briefing, "THA"), "fr"))
        assert "PSAAG; Nonviolence International Southeast Asia; …" in text

    def test_a_status_in_the_key_of_the_map_stays_in_one_piece(self, pictured, tmp_path):
        path = pictured("UKR", "fr").to_docx(tmp_path / "m.docx")
        body = "".join(docx.Document(str(path)).element.body.itertext())
        assert "\N{BLACK SQUARE}\xa0Ni\xa0partie\xa0ni\xa0signataire" in body

    def test_a_vote_in_arabic_agrees_with_the_state(self, data, briefing):
        """A State is feminine in Arabic, in what it did and in the seat that it has not."""
        text = all_text(Brief(data, facts_of(briefing, "VAT"), "ar"))
        assert "ليس لها مقعد" in text
        text = all_text(Brief(data, facts_of(briefing, "ARG"), "ar"))
        assert "مؤيدة في كل مرة" in text and "ممتنعة كلما شاركت" in text

    def test_what_the_sources_note_of_an_act_is_translated(self, data, briefing):
        notes = {
            language: [
                block for part in Brief(data, facts_of(briefing, "USA"), language).text.parts
                for block in part.blocks if isinstance(block, Line) and "3" in block.text
                and block.label == word("brief.note", language)
            ]
            for language in LANGUAGES
        }  # fmt: skip
        assert all(len(lines) == 1 and not lines[0].lang for lines in notes.values())
        assert len({lines[0].text for lines in notes.values()}) == len(LANGUAGES)

    def test_pictures_leave_no_room_beside_them(self, pictured, tmp_path):
        path = pictured("KEN", "en").to_docx(tmp_path / "p.docx")
        inlines = list(docx.Document(str(path)).element.body.iter(qn("wp:inline")))
        assert len(inlines) == 2
        for inline in inlines:
            assert {inline.get(f"dist{side}") for side in "TBLR"} == {"0"}

    def test_time_runs_in_the_direction_of_reading(self, data, briefing):
        facts = facts_of(briefing, "THA")
        (area, one), (same, other) = (Brief(data, facts, name).pictures for name in ("en", "ar"))
        assert area == same  # a map is not mirrored
        # The band is grey, and of the colour of signatories since the signature.
        for png, newest in ((one, -1), (other, 0)):
            picture = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
            band = picture[int(len(picture) * 0.73), 30:-30]
            ends = band[:60].mean(axis=0), band[-60:].mean(axis=0)
            orange = [end[0] - end[2] > 80 for end in ends]
            assert orange[newest]
            assert sum(orange) == 1

    def test_one_day_only_is_given_as_the_last_of_the_log(self, data, briefing):
        text = " ".join(texts_of(Brief(data, facts_of(briefing, "KEN"), "en").text))
        assert text.count("latest record: 19 March 2026") == 1
        assert "27 August 2025" not in text


class Elements(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.names, self.attributes = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes += [name for name, _ in attrs]


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>&amp; ]]> \x01 {{ 7*7 }} {% x %}"


@pytest.fixture(scope="module")
def hostile_brief(data):
    """Return a brief of which every free text is hostile."""
    activities = data.activities.assign(title=HOSTILE, place=HOSTILE, note=f"https://{HOSTILE}")
    debates = data.debates.assign(quote=HOSTILE)
    actors = data.activity_actors.assign(actor=HOSTILE)
    projects = data.vtf_projects.assign(title=HOSTILE, grantee=HOSTILE, iso3="KEN")
    hostile = dataclasses.replace(
        data, activities=activities, debates=debates, activity_actors=actors, vtf_projects=projects
    )
    return att.brief(hostile, "KEN")


class TestHostileText:
    def test_it_is_text_in_the_page(self, hostile_brief):
        page = hostile_brief.to_html()
        elements = Elements(page)
        assert "script" not in elements.names
        assert elements.names.count("img") == 2
        assert not [name for name in elements.attributes if name.startswith("on")]
        assert "&lt;script&gt;alert(1)" in page
        assert "{{ 7*7 }}" in page
        assert "\x01" not in page

    def test_it_is_text_in_a_notebook(self, hostile_brief):
        assert "script" not in Elements(hostile_brief._repr_html_()).names

    def test_it_is_text_in_the_document(self, hostile_brief, tmp_path):
        path = hostile_brief.to_docx(tmp_path / "b.docx")
        cells = [cell.text for table in docx.Document(str(path)).tables for row in table.rows
                 for cell in row.cells]  # fmt: skip
        assert any("<script>alert(1)</script>" in text for text in cells)


def test_the_page_loads_nothing_and_has_alternative_texts(pictured):
    page = pictured("THA", "fr").to_html()
    assert "default-src 'none'" in page
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert page.count('alt="') == 2
    assert 'alt=""' not in page


def test_the_same_brief_gives_the_same_bytes(data, tmp_path):
    one, two = (att.brief(data, "KIR", language="zh") for _ in range(2))
    assert one.to_html() == two.to_html()
    files = [brief.to_docx(tmp_path / f"{n}.docx") for n, brief in enumerate((one, two))]
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("iso3", ["KIR", "VAT", "TUV", "NRU", "MLT", "ATG"])
def test_small_states_are_seen_on_their_map(pictured, iso3):
    picture = pictured(iso3, "en").pictures[0]
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int)
    height, width, _ = pixels.shape
    near = pixels[height // 3 : 2 * height // 3, width // 3 : 2 * width // 3]
    accent = np.abs(near - [0xB5, 0x36, 0x1C]).sum(axis=2) < 40
    assert accent.sum() > 30


@pytest.mark.parametrize("iso3", ["ARG", "CHL", "NZL", "ESP", "IDN", "FJI"])
def test_land_of_the_other_side_of_the_earth_does_not_flood_the_sea(pictured, iso3):
    picture = pictured(iso3, "en").pictures[0]
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int)
    sea = np.abs(pixels - [0xEE, 0xF3, 0xF7]).sum(axis=2) < 12
    assert sea.mean() > 0.25


def test_pictures_have_no_words_and_so_serve_all_languages(data, briefing, tmp_path):
    facts = facts_of(briefing, "THA")
    pictures = {language: Brief(data, facts, language).pictures for language in LANGUAGES}
    # In Arabic time runs the other way; see test_time_runs_in_the_direction_of_reading.
    assert len({both for language, both in pictures.items() if language != "ar"}) == 1
    assert pictures["ar"][0] == pictures["en"][0]


def test_an_unknown_state_or_language_is_refused(data):
    with pytest.raises(ValueError, match="names no State"):
        att.brief(data, "Atlantis")
    with pytest.raises(LookupError, match="none of the six languages"):
        att.brief(data, "Kenya", language="de")


class TestMany:
    def test_who_is_chosen(self, data):
        assert choose_states(data, ["Fiji", "THA"]) == ["FJI", "THA"]
        assert len(choose_states(data, not_party=True)) == 77
        signed = choose_states(data, signatories=True)
        assert len(signed) == 25
        asean = choose_states(data, within=["ASEAN"])
        assert len(asean) == 11
        assert choose_states(data, within=["ASEAN"], not_party=True) == [
            iso3 for iso3 in asean if iso3 != "PHL"
        ]
        with pytest.raises(ValueError, match="No State is asked for"):
            choose_states(data)

    def test_a_list_links_every_file_and_one_failure_stops_nothing(self, data, tmp_path):
        told = []
        done = write_briefs(
            data, tmp_path, ["FJI", "XXX"], languages=("en", "fr"), jobs=1,
            progress=lambda *step: told.append(step),
        )  # fmt: skip
        assert [path.name for path in done.paths] == [
            "FJI_en.html", "FJI_en.docx", "FJI_fr.html", "FJI_fr.docx", "index.html",
        ]  # fmt: skip
        assert len(done.failures) == 1
        assert done.failures[0].startswith("XXX: ")
        index = (tmp_path / "index.html").read_text(encoding="utf-8")
        for path in done.paths[:-1]:
            assert f'href="{path.name}"' in index
        assert told[-1][:2] == (2, 2)

    def test_two_processes_write_what_one_writes(self, data, tmp_path):
        for jobs in (1, 2):
            write_briefs(data, tmp_path / str(jobs), ["FJI", "TUV"], jobs=jobs)
        for path in sorted((tmp_path / "1").iterdir()):
            assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes()

    def test_the_command_writes_and_refuses(self, tmp_path):
        runner = CliRunner()
        done = runner.invoke(app, ["brief", "Fiji", "-l", "es", "-o", str(tmp_path), "--quiet"])
        assert done.exit_code == 0, done.output
        assert (tmp_path / "FJI_es.docx").is_file()
        failed = runner.invoke(app, ["brief", "-o", str(tmp_path)])
        assert "No State is asked for" in str(failed.exception)


@pytest.mark.office
def test_no_brief_has_more_than_two_pages(data, briefing, tmp_path):
    """Twenty States in six languages where the tools must be there, else a few."""
    whole = bool(os.environ.get("ATTDATA_REQUIRE_TOOLS"))
    states = [*SAMPLE, *MORE] if whole else SAMPLE[:3]
    languages = LANGUAGES if whole else ("en", "fr")
    write_briefs(data, tmp_path, states, languages=languages)
    files = sorted(str(path) for path in tmp_path.glob("*.docx"))
    halves = (files[::2], files[1::2]) if whole else (files,)  # starting another takes longer
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    offices = [
        subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile{n}", *convert, *half],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for n, half in enumerate(halves)  # one for each core
    ]
    assert {office.wait(timeout=600) for office in offices} == {0}
    pages = {}
    for name in files:
        pdf = name.replace(".docx", ".pdf")
        told = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
        pages[name] = int(re.search(r"Pages:\s+(\d+)", told)[1])
    assert len(pages) == len(states) * len(languages)
    assert {name: n for name, n in pages.items() if n > 2} == {}


OVERLAPS = """
const boxes = [...document.querySelectorAll(".strip th")].map((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return range.getBoundingClientRect();
});
return boxes.some((a, i) => boxes.slice(i + 1).some((b) => a.left < b.right && b.left < a.right));
"""


@pytest.mark.browser
@pytest.mark.slow
def test_a_brief_is_read_on_a_telephone(data, briefing, tmp_path):
    pytest.importorskip("selenium")
    from browser import complaints, resize, start_chromium

    pages = {}
    facts = facts_of(briefing, "IND")
    drawn = Pictures(data, facts)
    for language in LANGUAGES:
        path = tmp_path / f"IND_{language}.html"
        Brief(data, facts, language, drawn).to_html(path)
        pages[path.name] = path.as_uri()
    driver = start_chromium(tmp_path / "profile", tmp_path)
    try:
        resize(driver, 390, 844, mobile=True)
        for name, address in pages.items():
            driver.get(address)
            assert driver.execute_script("return document.documentElement.scrollWidth") <= 390, name
            assert not driver.execute_script(OVERLAPS), name
        assert complaints(driver) == []
        for iso3 in ("PHL", "CIV"):  # the most rows, in the longest language
            path = tmp_path / f"{iso3}_ru.html"
            Brief(data, facts_of(briefing, iso3), "ru").to_html(path)
            driver.get(path.as_uri())
            options = {"preferCSSPageSize": True, "printBackground": True}
            made = driver.execute_cdp_cmd("Page.printToPDF", options)["data"]
            assert len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(made))) == 2, iso3
    finally:
        driver.quit()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_second_page_begins_with_the_activities(pictured, tmp_path, language):
    """In Word and on paper alike, so that no table runs on overleaf."""
    brief = pictured("THA", language)
    made = docx.Document(str(brief.to_docx(tmp_path / "t.docx")))
    begun = [p.text for p in made.paragraphs if p.paragraph_format.page_break_before]
    assert begun == [word("brief.h.contacts", language)]
    brief.to_html(tmp_path / "t.html")
    page = (tmp_path / "t.html").read_text(encoding="utf-8")
    assert f'class="second"><h2>{begun[0]}<' in page
    assert "@media print{\n.att-brief .second{break-before:page}" in page


def test_a_brief_with_long_tables_uses_the_room_of_its_first_page(data, briefing):
    """Eight activities, a project and eight neighbours are more than a page in Russian."""
    assert Brief(data, facts_of(briefing, "PHL"), "ru").text.second_page == ""
    assert Brief(data, facts_of(briefing, "NGA"), "ru").text.second_page == "contacts"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_of_the_map_names_the_state_that_is_outlined(data, briefing, language):
    text = Brief(data, facts_of(briefing, "KIR"), language).text
    assert text.map_key[-1] == ("own", word("brief.key.own", language, state=text.title))
    assert text.title in text.map_key[-1][1]


def test_no_bracket_of_an_arabic_count_stands_before_a_digit(data, briefing):
    """Word processors break a line between an Arabic bracket and a digit after it."""
    for iso3 in SAMPLE:
        for line in Brief(data, facts_of(briefing, iso3), "ar").text.head[3:]:
            assert not re.search(r"\(\d", line.text), (iso3, line.text)


def test_the_document_can_be_edited(pictured, tmp_path):
    path = pictured("THA", "en").to_docx(tmp_path / "t.docx")
    made = docx.Document(str(path))
    styles = {paragraph.style.name for paragraph in made.paragraphs}
    assert {"Brief Title", "Brief Heading", "Brief Line"} <= styles
    with zipfile.ZipFile(path) as parts:
        xml = parts.read("word/document.xml").decode("utf-8")
    assert xml.count("descr=") >= 2
