"""The grammar of the depositary's headings: phrases, codes, separators, and what is no code."""

from __future__ import annotations

import pytest

from attdata.membership.grouped import beside, grouped_columns
from attdata.membership.headings import act_of, column_of, effect_of, is_end, read_heading
from attdata.membership.letters import plain
from attdata.read.sheet import Sheet
from attdata.reference import reference_rows

HEADINGS = [
    (
        "Approval(AA), Acceptance(A), Accession(a), Ratification",
        ["ratification"],
        {"AA": "approval", "A": "acceptance", "a": "accession"},
    ),
    (
        "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)",
        ["ratification"],
        {"A": "acceptance", "AA": "approval", "a": "accession", "d": "succession"},
    ),
    ("Accession(a), Succession(d)", [], {"a": "accession", "d": "succession"}),
    ("Signature", ["signature"], {}),
    ("Signature, Succession to signature(d)", ["signature"], {"d": "succession_to_signature"}),
    ("Signature ad referendum (s)", [], {"s": "signature_ad_referendum"}),
    (
        "Definitive signature(s), Acceptance(A), Succession(d)",
        [],
        {"s": "definitive_signature", "A": "acceptance", "d": "succession"},
    ),
    (
        "Approval(AA), Formal confirmation(c), Acceptance(A), Accession(a), Ratification",
        ["ratification"],
        {"AA": "approval", "c": "formal_confirmation", "A": "acceptance", "a": "accession"},
    ),
    ("Ratification, Consent to be bound(P)", ["ratification"], {"P": "consent_to_be_bound"}),
    ("Participation under articles 19 (2) and (3)(P)", [], {"P": "participation"}),
    ("Acceptance(A)", [], {"A": "acceptance"}),
    ("Application", ["application"], {}),
    ("Provisional application(n)", [], {"n": "provisional_application"}),
    ("Provisional application under article 23(n)", [], {"n": "provisional_application"}),
    ("Provisional acceptance/accession", ["provisional_acceptance"], {}),
    ("Definitive acceptance", ["acceptance"], {}),
    (
        "Ratification of the Convention as amended, Accession to the Convention as amended(a)",
        ["ratification"],
        {"a": "accession"},
    ),
    (
        "Acceptance ipso facto by virtue of article 10 (1) of the Convention of 12 September 1923, "
        "as amended(A)",
        [],
        {"A": "acceptance"},
    ),
    ("Acceptance of the Protocol made at Geneva, Switzerland(A)", [], {"A": "acceptance"}),
    (
        "Notification of non-provisional application under article 7 (1) (b)",
        ["notification_of_non_provisional_application"],
        {},
    ),
    (
        "Provisional application by virtue of signature, adoption of the Agreement or accession "
        "thereto, Provisional application by virtue of a notification (n)",
        ["provisional_application"],
        {"n": "provisional_application"},
    ),
    (
        "Participation in the Convention by virtue of ratification, accession or succession",
        ["participation"],
        {},
    ),
    ("Signature by other members under Section 3 (c) (i)", ["signature"], {}),
    (
        "Simplified procedure(p), Succession(d)",
        [],
        {"p": "simplified_procedure", "d": "succession"},
    ),
    (
        "Ratification, Adhésion(a), Acceptation(A), Approbation(AA), Succession(d)",
        ["ratification"],
        {"a": "accession", "A": "acceptance", "AA": "approval", "d": "succession"},
    ),
    ("Application provisoire(n)", [], {"n": "provisional_application"}),
    ("Signature définitive(s), Adhesion(a)", [], {"s": "definitive_signature", "a": "accession"}),
    # How copies change a heading: case, breaks, lost commas, footnotes.
    ("ratification, accession(a)", ["ratification"], {"a": "accession"}),
    ("RATIFICATION, ACCEPTANCE(A)", ["ratification"], {"A": "acceptance"}),
    ("Ratification,\nAcceptance(A),\nAcces-\nsion(a)", ["ratification"], None),
    ("Ratification Accession(a)", ["ratification"], {"a": "accession"}),
    ("Ratification/Accession (a)", ["ratification"], {"a": "accession"}),
    ("Ratification, Acceptance (A) and Accession (a)", ["ratification"], None),
    ("Ratification,\xa0Accession(a)<superscript>1</superscript>", ["ratification"], None),
    ("Ratification, Accession(a) 1, 2", ["ratification"], {"a": "accession"}),
]


@pytest.mark.parametrize(("text", "bare", "letters"), HEADINGS, ids=[h[0][:50] for h in HEADINGS])
def test_a_heading_says_what_a_date_and_what_a_letter_means(text, bare, letters):
    heading = read_heading(text)
    assert heading.column == "acts"
    assert list(heading.bare) == bare
    assert letters is None or heading.letters == letters
    assert heading.unknown == ()


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Participant", "participant"),
        ("Participant 1, 2", "participant"),
        ("Participant<superscript>4</superscript>", "participant"),
        ("État", "participant"),
        ("ETAT", "participant"),
        ("Action", "action"),
        ("Date of Notification/Deposit", "date"),
        ("Date d\u2019effet", "effective_date"),
        ("Date of receipt of the notification", "territory"),
    ],
)
def test_a_heading_says_what_a_column_holds(text, column):
    assert read_heading(text).column == column


def test_a_part_that_is_not_understood_is_named_and_its_letter_means_nothing():
    heading = read_heading("Ratification, Frobnication(f)")
    assert heading.unknown == ("Frobnication(f)",)
    assert heading.act("") == "ratification"
    assert heading.act("f") == ""


def test_a_bare_date_means_nothing_when_an_unknown_part_has_no_letter():
    assert read_heading("Ratification, Frobnication").act("") == ""
    assert read_heading("Frobnication").column == ""


def test_letters_are_read_by_their_case():
    heading = read_heading("Acceptance(A), Accession(a)")
    assert (heading.act("a"), heading.act("A")) == ("accession", "acceptance")
    assert heading.act("AA") == ""


def test_a_date_without_letter_needs_a_meaning_in_the_heading():
    assert read_heading("Accession(a), Succession(d)").act("") == ""
    assert read_heading("Acceptance(A)").act("") == "acceptance"
    assert read_heading("Ratification, Acceptance").act("") == "consent_to_be_bound"


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("Accession", "accession"),
        ("Accession (with declaration)", "accession"),
        ("Withdrawal", "withdrawal"),
        ("Denunciation", "withdrawal"),
        ("Withdrawal of reservation", "communication"),
        ("Withdrawal of a declaration under article 2", "communication"),
        ("Retrait", "withdrawal"),
        ("Retrait de la réserve", "communication"),
        ("Objection to the reservation of X", "communication"),
        ("Singing", ""),
    ],
)
def test_a_long_record_names_acts_in_full(words, act):
    assert act_of(words) == act


def test_words_that_close_a_table():
    assert all(map(is_end, ("End Note", "Endnotes:", "Déclarations et réserves")))
    assert not is_end("Albania")


def test_plain_mends_words_broken_over_lines_but_keeps_hyphens():
    assert plain("Guinea-\nBissau") == "Guinea- Bissau"
    assert plain("Acces-\nsion(a)") == "Accession(a)"


def meaning_under(group, phrase):
    """Return what a phrase means in the lower of two rows, below a heading of two columns."""
    rows = {1: ["State", group, ""], 2: ["", phrase, "Date"], 3: ["Kenya", "Accession", "x"]}
    sheet = Sheet("table.xlsx", "", rows, merged=[(1, 1, 2, 1), (1, 2, 1, 3)])
    return grouped_columns(sheet, [1, 2])[2].column


def test_every_row_of_the_reviewed_tables_is_usable():
    acts = {row["action"] for row in reference_rows("actions")}
    effects = {row["effect"] for row in reference_rows("actions")}
    assert effects == {"signature", "consent", "provisional", "withdrawal", "none"}
    for row in reference_rows("headings"):
        if row["use"] == "action":
            assert row["meaning"] in acts, row
            assert act_of(row["phrase"]) == row["meaning"], row
        elif row["use"] == "column":
            assert column_of(row["phrase"]) == row["meaning"], row
        elif row["use"] == "under":
            assert meaning_under("Consent to be bound", row["phrase"]) == row["meaning"], row
            assert not read_heading(row["phrase"]).column, row
        elif row["use"] == "deposit":
            columns = {1: read_heading("Signature"), 2: read_heading(row["phrase"])}
            assert beside(columns)[2].act("") == "consent_to_be_bound", row
        elif row["use"] == "part":
            assert read_heading(f"{row['phrase']} II").column == "part", row
        elif row["use"] == "withdrawn":
            words = {"fr": "Retrait de", "es": "Retiro de", "en": "Withdrawal of"}
            assert act_of(f"{words[row['language']]} {row['phrase']}") == row["meaning"], row
        else:
            assert row["use"] in ("end", "title"), row


def test_the_acts_of_the_design_all_have_an_effect():
    named = """signature signature_ad_referendum succession_to_signature provisional_application
        ratification acceptance approval accession succession formal_confirmation
        definitive_signature consent_to_be_bound participation application simplified_procedure
        withdrawal declaration communication"""
    assert set(named.split()) <= {row["action"] for row in reference_rows("actions")}
    assert len(reference_rows("actions")) == len(
        {row["action"] for row in reference_rows("actions")}
    )
    assert effect_of("accession") == "consent"
    assert effect_of("no such act") == "none"


def test_no_phrase_stands_twice():
    keys = [(row["phrase"], row["use"]) for row in reference_rows("headings")]
    assert len(keys) == len(set(keys))


def test_a_successor_in_the_column_of_signatures_needs_no_explanation():
    heading = read_heading("Signature")
    assert heading.act("d") == "succession_to_signature"
    assert heading.act("s") == ""
    assert read_heading("Signature, Definitive signature(s)").act("d") == ""
