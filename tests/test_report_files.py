"""The report: its period, its sentences against the tables, what it says when little is known."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest

import attdata as att
from attdata.evidence import evidence_sentences
from attdata.reports.contents import document
from attdata.reports.cycle import cycle_of
from attdata.reports.document import Heading, Paragraph
from attdata.reports.facts import facts_of
from attdata.words import LANGUAGES, has_word, number, percent, state_name, word
from reports import facts, written

CONFERENCES = ("CSP10", "CSP11", "CSP12")


def sentence(content, key: str, language: str, **values) -> str:
    return word(f"report.{key}", language, **values)


def column(content, sheet: str, name: str) -> tuple:
    """Return the typed values of a column of the table that has this sheet's name."""
    shown = next(t for t in content.tables if t.name == sheet)
    return next(c.typed for c in shown.columns if c.name == name)


@pytest.fixture(scope="module")
def measured(data):
    """Return a function that gives what the measures say of a conference, for all languages."""

    @cache
    def measures(conference):
        cycle = cycle_of(data, conference)
        return SimpleNamespace(
            cycle=cycle,
            world=att.participation(data, cycle.on).iloc[-1],
            before=att.participation(data, cycle.since).iloc[-1],
            in_force=att.participation(data, cycle.on, basis="in_force").iloc[-1],
            pending=att.pipeline(data, cycle.on),
            waits=att.waits(data, cycle.on),
            reach=att.reach(data, cycle.since, cycle.on),
        )

    return measures


# --- the period --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("conference", "since", "on"),
    [
        ("CSP10", "2023-08-25", "2024-08-19"),  # up to the opening day
        ("CSP11", "2024-08-23", "2025-08-25"),
        ("CSP12", "2025-08-29", "2026-07-24"),  # the evidence ends before the opening
        ("CSP1", "2013-06-02", "2015-08-24"),  # since the opening for signature
    ],
)
def test_the_period_runs_from_the_last_close_to_the_opening(data, conference, since, on):
    cycle = cycle_of(data, conference)
    assert (str(cycle.since), str(cycle.on)) == (since, on)


def test_without_a_conference_it_is_the_next_one(data):
    assert cycle_of(data).conference == "CSP12"
    assert cycle_of(data, on="2025-08-25").conference == "CSP11"
    assert cycle_of(data, on="2025-08-29").conference == "CSP11"  # its last day
    assert cycle_of(data, on="2025-08-30").conference == "CSP12"
    assert cycle_of(data, "CSP11", "2025-01-31").on == dt.date(2025, 1, 31)


def test_a_conference_after_the_last_known_one(data):
    with pytest.warns(att.EvidenceWarning):
        cycle = cycle_of(data, on="2026-10-01")
    assert (cycle.conference, cycle.opening, cycle.previous) == ("CSP13", None, "CSP12")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"conference": "CSP99"}, '"CSP99" is no conference; choose one of: CSP1, CSP2'),
        ({"conference": "CSP13"}, "2026-07-24 lies before the period of CSP13"),
        ({"conference": "CSP12", "on": "2025-01-01"}, "lies before the period of CSP12"),
        ({"on": "soon"}, '"soon" is no day'),
    ],
)
def test_a_period_that_cannot_be_is_refused(data, options, message):
    with pytest.raises(ValueError, match=message):
        cycle_of(data, **options)


def test_an_unknown_region_is_refused_with_the_choices(data):
    with pytest.raises(ValueError, match='"Atlantis" is no group; choose one of: '):
        facts_of(data, cycle_of(data), "Atlantis")


# --- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("conference", CONFERENCES)
def test_totals_in_the_text_are_those_of_the_table_and_of_the_measure(
    measured, conference, language
):
    content, found = written(conference, language), measured(conference)
    cycle, world, before, in_force = found.cycle, found.world, found.before, found.in_force
    n, m = int(world["n_party"]), int(world["n_states"])
    share = percent(n / m, language)
    first = sentence(
        content, "standing.party", language, day=cycle.on, n=n, m=m, share=share, region=""
    )
    assert content.paragraphs[0].startswith(first)
    counted = content.paragraphs[0].removeprefix(first)  # who the 195 are, and which more can join
    assert str(m) in counted
    assert str(m + 2) in counted
    assert all(state_name(iso3, language) in counted for iso3 in ("COK", "VAT"))
    sheet = word("report.s.totals", language)
    assert column(content, sheet, "now") == (
        n,
        int(in_force["n_party"]),
        int(world["n_signatory"]),
        int(world["n_not_joined"]),
        m,
    )
    assert column(content, sheet, "baseline")[0] == before["n_party"]
    regions = word("report.s.att_region", language)
    assert column(content, regions, "n_party")[-1] == n
    assert sum(column(content, regions, "n_party")[:-1]) == n
    assert sum(column(content, regions, "change")[:-1]) == n - before["n_party"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_new_parties_are_named_with_their_days(language):
    text = " ".join(written("CSP12", language).paragraphs)
    for iso3 in ("VUT", "ECU"):
        assert state_name(iso3, language) in text
    range_of_days = word("report.between", language, earliest="@", latest="@").split("@")[0]
    assert range_of_days in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("conference", CONFERENCES)
def test_signatories_and_outreach_in_the_text_are_those_of_the_measures(
    measured, conference, language
):
    content, found = written(conference, language), measured(conference)
    pending, waits, reach = found.pending, found.waits, found.reach
    # A dash where the log never names the State: it holds what was published.
    shown = column(content, word("report.s.pipeline", language), "n_activities")
    assert [n or 0 for n in shown] == pending["n_activities"].tolist()
    assert 0 not in [n for n, c in zip(shown, pending["coverage"], strict=True) if c == "partial"]
    joined = int(waits["joined"].sum())
    told = word(
        "report.signatories.counts",
        language,
        states=word("count.states", language, n=len(waits)),
        joined=joined,
        waiting=len(waits) - joined,
    )
    assert told in content.paragraphs
    total = reach.iloc[-1]
    n, named = int(total["n_not_party"]), total["n_reached"]
    if pd.isna(named):  # too few records to say
        records = int(total["n_records"])
        key = "too_few" if records else "no_record"
        activities = word("count.activities", language, n=records)
        told = word(f"report.outreach.{key}", language, n=n, activities=activities)
        named = None
    else:
        share = percent(named / n, language)
        shown = word("count.of_share", language, n=int(named), m=n, share=share)
        shown = word("count.at_least", language, count=shown)
        told = word("report.outreach.reached", language, named=shown)
    assert told in content.paragraphs
    assert column(content, word("report.s.reach", language), "n_reached")[-1] == named


def test_votes_in_the_text_are_those_of_the_table(data):
    content = written("CSP12")
    votes = column(content, "Facts by State", "last_vote")
    known = att.signals(data, facts("CSP12").cycle.on)
    in_favour = (known["last_vote"] == "yes").sum()
    signed = ((known["last_vote"] == "yes") & (known["status"] == "signatory")).sum()
    assert votes.count("yes") == in_favour
    said = f"up to 1 December 2025, {in_favour} of the {len(votes)} States not yet party voted"
    assert any(said in p for p in content.paragraphs)
    assert any(p.startswith(f"Of these, {signed} had signed: ") for p in content.paragraphs)


def test_who_moved_away_from_yes_is_told_beside_who_moved_towards_it(data):
    """One State moved towards yes and five away from it: the one alone would mislead."""
    known = att.signals(data, facts("CSP12").cycle.on)
    told = written("CSP12").paragraphs
    for direction, words in (("towards_yes", "towards yes"), ("away_from_yes", "away from yes")):
        moved = known[known["recent_direction"].astype(str) == direction]
        (said,) = [p for p in told if f"moved {words} within the last three" in p]
        assert said.startswith(f"The vote of {len(moved)} State")
        for row in moved.itertuples():
            vote = word(f"vote.{row.change_to}", "en")
            day = f"{row.change_since.day} {row.change_since:%B %Y}"
            assert f"{state_name(row.iso3)} ({vote}, {day})" in said


def test_what_changed_since_the_last_report(data):
    before = replace(data, actions=data.actions[data.actions["iso3"] != "VUT"])
    compared = att.compare(before, data)
    told = document(replace(facts("CSP12"), news=compared), "en", {}, "0")
    n = len(compared.actions)
    assert n and set(column(told, "Action news", "iso3")) == {"Vanuatu"}
    assert any(f"; treaty actions: {n}; " in p for p in told.paragraphs)
    nothing = document(replace(facts("CSP12"), news=att.compare(data, data)), "fr", {}, "0")
    assert word("report.news.none", "fr") in nothing.paragraphs
    assert not any("last report" in p for p in written("CSP12").paragraphs)


def test_what_changed_in_another_table_is_told_by_its_name_in_each_language(data):
    before = replace(data, vtf_projects=data.vtf_projects.iloc[1:])
    compared = att.compare(before, data)
    named = {"en": "Voluntary Trust Fund projects", "es": "Proyectos del Fondo Fiduciario"}
    for language, name in named.items():
        told = document(replace(facts("CSP12"), news=compared), language, {}, "0")
        cells = [c.texts for t in told.tables for c in t.columns if c.name == "frame"]
        assert [list(texts) for texts in cells] == [[name]]
    beside = {
        "status",
        "actions",
        "activities",
        "sources",
        "problems",
    }  # told elsewhere, or no data
    for frame in set(data.frames()) - beside:
        assert has_word(f"frame.{frame}"), frame


def test_the_period_can_begin_on_any_day_and_the_group_be_any(data):
    cycle = cycle_of(data, since="2024-08-23")
    assert (str(cycle.since), cycle.previous, cycle.conference) == ("2024-08-23", "", "CSP12")
    with pytest.raises(ValueError, match="begins after 2026-07-24"):
        cycle_of(data, "CSP12", since="2026-07-24")
    inside = facts_of(data, cycle, "asean")
    assert inside.whole == "ASEAN" and len(inside.status) == 11
    assert set(inside.signals["iso3"]) < set(inside.status["iso3"])


@pytest.mark.parametrize("conference", CONFERENCES)
def test_every_number_of_the_sections_stands_in_a_table(conference):
    content = written(conference)
    allowed = {0, 5, 10, 95}  # none, up to five neighbours, finished cycles, the band
    for table in content.tables:
        allowed.add(table.rows)
        for shown in table.columns:
            allowed.update(abs(v) for v in shown.typed if isinstance(v, int))
            # A share is shown as a percentage.
            allowed.update(round(v * 100) for v in shown.typed if isinstance(v, float) and v <= 1)
            counted = pd.Series([v for v in shown.typed if isinstance(v, int)], dtype="int64")
            allowed.update({int((counted == 0).sum()), int((counted > 0).sum())})
            words = [v for v in shown.typed if isinstance(v, str)]
            allowed.update(pd.Series(words, dtype=object).value_counts().astype(int))
            allowed.add(len(set(words)))
    allowed |= medians(content)
    allowed |= {content_undated(content)}
    allowed.add(int(facts(conference).log_begins or 0))  # a year
    known = facts(conference).signals  # signatories among those that voted in favour
    allowed |= set(known.groupby(["status", "last_vote"], observed=True).size())
    odd = {}
    for paragraph in numbered(content, until="method"):
        text = re.sub(r"\d{1,2} [A-Z][a-z]+ \d{4}", "", paragraph)  # days
        text = re.sub(r"CSP\d+|resolution \d+/\d+", "", text)
        for found in re.findall(r"(?<![\w.])\d[\d,]*", text):
            if int(found.replace(",", "")) not in allowed:
                odd.setdefault(paragraph, []).append(found)
    assert odd == {}


def medians(content) -> set[int]:
    """Return the whole numbers on both sides of a median that lies between two."""
    around = set()
    for table in content.tables:
        kinds = [c.texts for c in table.columns if c.name == "kind"]
        for column in table.columns if kinds else ():
            for kind, value in zip(kinds[0], column.typed, strict=True):
                if kind == word("cycle.median", "en") and isinstance(value, float) and value % 1:
                    around |= {int(value), int(value) + 1}
    return around


def content_undated(content) -> int:
    """Return how many activities have no day: the one number that no table can list by day."""
    start = word("report.outreach.undated", "en", activities="@").split("@")[0]
    found = [p for p in content.paragraphs if p.startswith(start)]
    return int(re.search(r"\d+", found[0])[0]) if found else 0


def numbered(content, until: str) -> list[str]:
    texts = []
    for block in content.blocks:
        if isinstance(block, Heading) and block.key == until:
            break
        if isinstance(block, Paragraph):
            texts.append(block.text)
    return texts


def test_the_number_of_undated_activities(data):
    from attdata.measures.activities import counted_activities

    everything = counted_activities(data, None, None, undated=True, every_kind=True)
    undated = everything.loc[everything["start"].isna(), "activity"].nunique()
    assert content_undated(written("CSP12")) == undated


def test_activities_linked_to_recommendations():
    content = written("CSP12")
    for item in ("V.a", "V.b", "V.c", "V.d"):
        titles = column(content, item, "title")
        assert any(f"rules link {len(titles)} activities to it" in p for p in content.paragraphs)


_LABEL_AND_NUMBER = re.compile(r"(?:^|[.。]\s*)[^:：.。]*[:：]\s?\d+[.。]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraphs_are_sentences_and_no_labels_with_a_number(language):
    """ "Recorded activities without a known day: 14." is a row of a table, not a sentence."""
    told = written("CSP12", language).paragraphs
    assert [text for text in told if _LABEL_AND_NUMBER.search(text)] == []
    addressed = word("report.addressees", language, names="@").split("@")[0]
    assert any(addressed in text for text in told)


@pytest.mark.parametrize(
    ("n", "language", "expected"),
    [(1, "en", "1 of 2 States (50%) was party"), (2, "en", "2 of 2 States (100%) were party"),
     (1, "fr", "1 des 2 États (50\xa0%) était partie au"), (1, "es", "1 de los 2 Estados")],
)  # fmt: skip
def test_one_state_was_and_two_were_party(n, language, expected):
    share = percent(n / 2, language)
    day = pd.Timestamp("2026-07-24").date()
    assert expected in word("report.standing.party", language, day=day, n=n, m=2, share=share)


def test_a_region_with_one_party_and_no_linked_activity_is_told_in_good_grammar():
    told = written("CSP12", "en", "ASEAN").paragraphs
    assert any("1 of 11 States (9%) was party" in text for text in told)
    assert any("signed by 5 States; of these, 1 had become party and 4 had not" in p for p in told)
    assert any("Reviewed rules link no recorded activity to it." in text for text in told)
    assert not any(re.search(r"\b0 activities\b|\b1 activities\b|\b1 States\b", p) for p in told)
    assert not any("1, 1 or 2" in text for text in told)
    # Ten of the cycles had none: naming one of them would set it apart.
    assert any("went from 0 to 1 (CSP8), the median being 0." in text for text in told)


def test_a_report_since_a_chosen_day_does_not_say_that_it_begins_with_a_conference(data):
    content = document(facts_of(data, cycle_of(data, since="2025-01-01")), "en", {}, "0")
    told = [text for text in content.paragraphs if text.startswith("The period begins")]
    assert len(told) == 1
    assert "begins on 2 January 2025 and ends on 24 July 2026." in told[0]


# --- what is not known is not said -------------------------------------------------------------


def test_a_report_before_the_plan_shows_no_progress():
    content = written("CSP10")
    assert not [t for t in content.tables if t.name in ("P1", "P2", "P3", "P4", "P5")]
    assert any("closed after the day of this report (Tenth" in p for p in content.paragraphs)
    assert not [t for t in content.tables if t.name == "V.a"]
    assert "CSP10" not in column(content, "Decisions", "met")
    assert "CSP10" in column(written("CSP11"), "Decisions", "met")


def test_nobody_leaves_and_nothing_is_said_of_it():
    content = written("CSP12")
    begin = word("report.standing.leaving", "en", names="@").split("@")[0]
    assert not [text for text in content.paragraphs if text.startswith(begin)]
    assert "leaving" not in [c.name for c in content.tables[-1].columns]


def test_the_end_of_the_evidence_is_told():
    assert any("before the opening of the conference" in p for p in written("CSP12").paragraphs)
    assert not any("before the opening of the" in p for p in written("CSP11").paragraphs)
    cycle = replace(facts("CSP12").cycle, on=dt.date(2026, 8, 20))
    late = document(replace(facts("CSP12"), cycle=cycle), "en", {}, "0")
    assert any("ends on 24 July 2026; between that day and 20" in p for p in late.paragraphs)


def test_a_period_without_new_parties_says_so():
    text = written("CSP12", "en", "Asia").paragraphs
    assert "No State became party in this period." in text


def test_without_outreach_and_plan_the_report_says_little_but_is_written(data):
    from attdata.frames import empty_frame

    names = ["activities", "activity_states", "activity_items", "activity_regions", "plan"]
    names += ["activity_actors", "decisions", "indicators", "vtf_projects"]
    bare = replace(data, **{name: empty_frame(name) for name in names})
    content = document(facts_of(bare, cycle_of(bare)), "fr", {}, "0")
    assert "Les données ne contiennent aucun plan de travail." in content.paragraphs
    assert content.tables


def test_a_translation_holds_only_for_the_text_it_translates(data):
    edited = data.plan.assign(
        emphasis=data.plan["emphasis"].replace({"Monitoring of progress": "New"})
    )
    told = document(replace(facts("CSP12"), plan=edited), "zh", {}, "0")
    new = [b for b in told.blocks if isinstance(b, Paragraph) and b.text == "New"]
    assert [b.lang for b in new] == ["en"]


# --- regions, languages ------------------------------------------------------------------------


def test_a_regional_report_counts_only_its_region():
    content = written("CSP12", "en", "Asia")
    assert content.paragraphs[0].startswith("Asia: on 24 July 2026, 11 of 48 States (23%)")
    annex = column(content, "All States", "iso3")
    assert len(annex) == 48 and "Kazakhstan" in annex and "Mali" not in annex
    assert column(content, "Sub-regions", "group")[-1] == "Asia"
    assert not [t for t in content.tables if t.name == "Regions"]
    for table in content.tables:
        if table.name in ("Totals", "Sub-regions", "Signatories", "Reach", "All States"):
            assert "Only the States of this region are counted: Asia (48)." in table.notes[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_has_the_same_parts_in_every_language(language):
    content, english = written("CSP11", language), written("CSP11", "en")
    assert [type(b) for b in content.blocks] == [type(b) for b in english.blocks]
    assert [t.rows for t in content.tables] == [t.rows for t in english.tables]
    names = [t.name for t in content.tables]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", [lang for lang in LANGUAGES if lang != "en"])
def test_no_english_is_left_unmarked(language):
    """Words of the data's own vocabulary must be translated; published text is marked."""
    content = written("CSP12", language)
    for table in content.tables:
        for shown in table.columns:
            assert not shown.label.isascii() or language in ("es", "fr") or shown.name == "code"
            if shown.lang:
                continue
            for text in shown.texts:
                assert not re.search(r"[a-z]_[a-z]|\b(the|of|and|with|no target)\b", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_end_once_and_hold_no_braces(language):
    for conference in CONFERENCES:
        for text in written(conference, language).paragraphs:
            assert "{" not in text and "}" not in text
            assert not re.search(r"[.。]\s*[.。]$", text), text
            assert number(0, language) == "0"


# --- what is not known is not 0 ----------------------------------------------------------------


def test_the_text_says_where_the_log_ends_and_counts_no_0():
    content = written("CSP12")
    said = " ".join(content.paragraphs)
    assert "The latest record of the log is of 19 March 2026" in said
    assert "The log has no record of outreach in the period" in said
    assert "in the period: 0" not in said
    by_group = next(t for t in content.tables if t.title == word("report.t.reach", "en"))
    counts = next(c for c in by_group.columns if c.name == "n_activities")
    assert set(counts.texts) == {"\N{EN DASH}"}


def test_the_log_of_another_team_ends_with_its_latest_record(data):
    own = dict.fromkeys(data.activities["source"].unique(), "outreach/team_2026.xlsx")
    held = data.sources["source"].isin(own)
    titles = data.sources["title"].astype(object).mask(held, "Log of our team")
    renamed = replace(
        data,
        activities=data.activities.assign(source=data.activities["source"].replace(own)),
        sources=data.sources.assign(
            source=data.sources["source"].replace(own), title=titles
        ).drop_duplicates("source"),
    )
    own_facts = facts_of(renamed, cycle_of(renamed, "CSP12"))
    assert own_facts.log_ends == "2026-03-19"
    said = " ".join(evidence_sentences(own_facts.reach.attrs, "en"))
    assert "Log of our team (latest record: 19 March 2026)" in said


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_numbers_of_states_are_explained_where_they_are_first_used(language):
    first = written("CSP12", language).paragraphs[0]
    assert {"195", "197"} <= set(re.findall("[0-9]{3}", first))
    for iso3 in ("COK", "VAT"):
        assert state_name(iso3, language) in first


def sheet(content, key):
    name = word(f"report.s.{key}", content.language)
    return next(table for table in content.tables if table.name == name)


def test_a_day_of_an_activity_known_only_as_a_period_is_its_last_possible_day():
    columns = {c.name: c.texts for c in sheet(written("CSP12"), "pipeline").columns}
    days = dict(zip(columns["iso3"], columns["last_activity"], strict=True))
    assert days["United States of America"] == "by 24 August 2025"
    assert days["Thailand"] == "30 January 2020"


def test_a_row_that_is_part_of_another_says_so():
    assert sheet(written("CSP12"), "totals").columns[0].texts[1].startswith("of which: ")


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_english_is_marked_and_own_notes_are_translated(language):
    content = written("CSP12", language)
    mark = word("report.note.published", language)
    for table in content.tables:
        quoted = any(c.lang == "en" and any(c.texts) for c in table.columns)
        assert (mark in table.note) == quoted
    changes = sheet(content, "changes")
    assert state_name("ECU", language) in changes.note
    assert "day not known" not in changes.note
    noted = next(c for c in sheet(content, "statements").columns if c.name == "note")
    assert not noted.lang and "does not intend" not in noted.texts[0]


def test_the_days_of_the_current_cycle_say_up_to_when():
    content = written("CSP12")
    said = next(p for p in content.paragraphs if "current cycle" in p)
    assert "24 July 2026, after 329 days" in said
    assert "up to 24 July 2026" in sheet(content, "pace").note


def test_what_is_counted_from_the_baseline_on_has_no_baseline_and_no_rise():
    content = written("CSP12")
    columns = {c.name: c.texts for c in next(t for t in content.tables if t.name == "P4").columns}
    assert columns["baseline"] == columns["change"] == ("\N{EN DASH}",) * len(columns["now"])
    assert columns["now"] == ("9", "4")
    assert any(word("report.plan.since", "en") in text for text in content.paragraphs)
