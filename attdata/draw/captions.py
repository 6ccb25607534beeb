"""The words around a drawing: the footer with its evidence, the name of the treaty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from attdata.draw.drawing import Drawing
from attdata.evidence import evidence_sentences, sentences, warning_sentence
from attdata.law.universe import universes, usual_states
from attdata.reference import reference_rows
from attdata.words import has_word, name_of, state_name, state_order, word

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["footer_lines", "item_name", "same_text", "sentences", "treaty_name"]


def footer_lines(drawing: Drawing, size: str = "report") -> list[str]:
    """Return the paragraphs of the footer, from what the frame says about itself.

    Parameters
    ----------
    drawing
        Its frame may carry evidence in ``attrs`` (:func:`attdata.evidence.evidence_sentences`),
        ``warning`` and ``evidence_ends``. What is missing is left out.
    size
        On a ``slide`` and in a ``narrow`` figure the sources stand without their days; a slide
        has no note.

    Returns
    -------
    list of str
        Evidence; note, key and warning; line on boundaries and names.

    Examples
    --------
    >>> footer_lines(Drawing(boundaries=False))
    []
    """
    attrs = {} if drawing.frame is None else _said_of(drawing.frame)
    language = drawing.language
    key = drawing.key() if drawing.key else ""
    maps = "_maps" * drawing.several
    paragraphs = [
        evidence_sentences(attrs, language, short=size != "report"),
        [drawing.note * (size != "slide"), key, warning_sentence(attrs, language)],
        [word(f"footer.boundaries{maps}", language)] if drawing.boundaries else [],
    ]
    if size == "slide":  # one paragraph: the ends of short lines would cost the drawing room
        paragraphs = [[part for parts in paragraphs for part in parts]]
    lines = [sentences(parts, language) for parts in paragraphs]
    return [line for line in lines if line]


def spelled_conferences(language: str) -> str:
    """Say of whom conferences are: what CSP stands for, or what "the First Conference" is.

    Examples
    --------
    >>> spelled_conferences("en"), spelled_conferences("zh")
    ('CSP: Conference of States Parties', '会议：《武器贸易条约》缔约国会议')
    """
    return word("conference.spelled", language)


def english_order(language: str) -> list[str]:
    """Say of a list of States in Chinese that it has the order of their English names.

    Examples
    --------
    >>> english_order("en"), english_order("zh")
    ([], ['国家按英文名称的字母顺序排列'])
    """
    return [word("states.english_order", language)] if language == "zh" else []


def _said_of(frame: pd.DataFrame) -> dict[Any, Any]:
    """Return what a frame says of itself, without the universe where rows of it were left out.

    pandas keeps ``attrs`` when rows are chosen: 54 States of Africa would be called all 195.
    """
    attrs = dict(frame.attrs)
    universe = attrs.get("universe")
    if universe in universes() and "within" not in attrs:
        held = _states_in(frame)
        if held is not None and held < len(usual_states(str(universe))):
            del attrs["universe"]
    return attrs


def _states_in(frame: pd.DataFrame) -> int | None:
    """Return how many States a frame is about at most, None where its columns do not tell."""
    columns = set(frame.columns)
    if {"iso3", "leaving"} <= columns:  # what ``status_on`` gives: every State
        return int(frame["iso3"].nunique())
    if {"on", "scheme", "group", "n_states"} <= columns and len(frame):  # ``participation``
        last = frame[frame["on"] == frame["on"].max()]
        return int(last["n_states"].sum())
    return None


def treaty_name(frame: pd.DataFrame, language: str) -> str:
    """Return the name of the treaty that a frame is about (the Arms Trade Treaty by default)."""
    named = frame["treaty"].iloc[0] if "treaty" in frame.columns and len(frame) else ""
    return name_of("treaty", str(frame.attrs.get("treaty") or named or "att"), language)


LONGEST_ITEM = 70  # letters, about one line at the width of a page


def item_name(item: str, text: str, language: str) -> str:
    """Return the short name of an item of the plan, as long as its text is the reviewed one.

    An identifier is a number in somebody's list: where the row says something else, its own words
    are its name.

    Examples
    --------
    >>> item_name("P1", "Parliaments", "fr")
    'Parliaments'
    """
    short = name_of("item", item, language)
    reviewed = [word(key, "en") for key in (f"text.{item}", f"item.{item}") if has_word(key)]
    if not text or any(same_text(text, one) for one in reviewed):
        return short
    return text if len(text) <= LONGEST_ITEM else f"{text[: LONGEST_ITEM - 1].rsplit(' ', 1)[0]} …"


def same_text(one: str, other: str) -> bool:
    """Tell whether texts are the same but for capitals, apostrophes, the spelling organization."""
    return _compared(one) == _compared(other)


def _compared(text: str) -> str:
    return text.casefold().replace("organis", "organiz").replace("’", "'")


def listed_states(states: Iterable[str], language: str) -> str:
    """Return the names of States as a list, in the order of the language.

    Examples
    --------
    >>> listed_states(["NIU", "COK"], "en")
    'Cook Islands, Niue'
    """
    ordered = sorted(states, key=lambda iso3: state_order(iso3, language))
    return word("list.comma", language).join(state_name(iso3, language) for iso3 in ordered)


def whose_groups(rows: pd.DataFrame, language: str) -> str:
    """Say who divides the States into the groups of a frame, "" where it needs no telling.

    Examples
    --------
    >>> import pandas as pd
    >>> whose_groups(pd.DataFrame({"scheme": ["att_region", "att_region"]}), "en")
    'Regions: those of the Treaty Secretariat'
    """
    schemes = rows["scheme"].unique() if "scheme" in rows else []
    return scheme_note(str(schemes[0]), language) if len(schemes) == 1 else ""


def scheme_note(scheme: str, language: str, *, slide: bool = False) -> str:
    """Say who divides the States into regions so, "" for groups that need no telling.

    On a ``slide`` of one region in fewer words.

    Examples
    --------
    >>> scheme_note("m49_subregion", "en"), scheme_note("organisation", "en")
    ('Sub-regions: United Nations M49', '')
    """
    keys = [f"note.scheme_slide.{scheme}"] * slide + [f"note.scheme.{scheme}"]
    return next((word(key, language) for key in keys if has_word(key)), "")


def not_members(states: Sequence[str]) -> bool:
    """Return whether none of the States is a Member of the United Nations.

    Examples
    --------
    >>> not_members(["NIU", "PSE"]), not_members(["NIU", "FJI"])
    (True, False)
    """
    members = {row["iso3"] for row in reference_rows("states") if row["un_status"] == "member"}
    return bool(states) and not members & set(states)
