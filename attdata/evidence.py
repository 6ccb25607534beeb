"""The footer of a figure: on which day, counted how, over which States, from which sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attdata.words import has_word, word

if TYPE_CHECKING:
    from attdata.draw.save import Drawing


def footer_lines(drawing: Drawing) -> list[str]:
    """Return the paragraphs of the footer, from what the frame says about itself.

    Parameters
    ----------
    drawing
        Its frame may carry in ``attrs``: ``on`` (or ``since`` and ``until``), ``basis``,
        ``universe``, ``n_states``, ``sources`` (text or pairs of source and day), ``warning``,
        ``evidence_ends``. What is missing is left out.

    Returns
    -------
    list of str
        Evidence; warning; line on boundaries and names.

    Examples
    --------
    >>> from attdata.draw.save import Drawing
    >>> footer_lines(Drawing(boundaries=False))
    []
    """
    attrs = {} if drawing.frame is None else drawing.frame.attrs
    language = drawing.language
    evidence = [*_when(attrs, language), *_counted(attrs, language), *_sources(attrs, language)]
    # The measures' own warning is in English; where it says what the day says, the day is enough.
    warning = _ends(attrs, language) or str(attrs.get("warning") or "")
    key = drawing.key() if drawing.key else ""
    paragraphs = [evidence, [drawing.note, key, warning]]
    if drawing.boundaries:
        paragraphs.append([word("footer.boundaries", language)])
    lines = [sentences([part for part in parts if part], language) for parts in paragraphs]
    return [line for line in lines if line]


def sentences(parts: Iterable[str], language: str) -> str:
    """Return the parts as sentences of one paragraph, each ended once.

    Examples
    --------
    >>> sentences(["As of today", "Sources: two."], "en")
    'As of today. Sources: two.'
    """
    end, gap = word("sentence.end", language), word("sentence.gap", language)
    return gap.join(part if part.endswith((end, ".")) else part + end for part in parts if part)


def _when(attrs: dict[Any, Any], language: str) -> list[str]:
    since, until, on = (_day(attrs.get(key)) for key in ("since", "until", "on"))
    if since and (until or on):
        # A period begins after the day since which it is asked for: the close of a conference.
        first = since + dt.timedelta(days=1)
        return [word("footer.period", language, start=first, end=until or on)]
    return [word("footer.as_of", language, day=on)] if on else []


def _counted(attrs: dict[Any, Any], language: str) -> list[str]:
    """Say from which day a State counts, and over which States the rates are."""
    sizes = {"att": 195, "un_members": 193, "un_and_observers": 195, "all": 197}
    parts = []
    if attrs.get("basis"):
        parts.append(word(f"footer.basis.{attrs['basis']}", language))
    universe = attrs.get("universe")
    if universe in sizes:
        n = attrs.get("n_states", sizes[universe])
        parts.append(word(f"footer.universe.{universe}", language, n=n))
    return parts


def _sources(attrs: dict[Any, Any], language: str) -> list[str]:
    named = []
    for entry in attrs.get("sources") or []:
        source, day = (entry, "") if isinstance(entry, str) else entry
        key = f"source.{source}"
        text = word(key, language) if has_word(key) else str(source)
        if _day(day):
            text = word("footer.source_of_day", language, source=text, day=_day(day))
        named.append(text)
    if not named:
        return []
    joined = word("list.semicolon", language).join(dict.fromkeys(named))
    form = "one" if len(named) == 1 else "other"
    return [word(f"footer.source.{form}", language, sources=joined)]


def _ends(attrs: dict[Any, Any], language: str) -> str:
    ends = _day(attrs.get("evidence_ends"))
    return word("footer.evidence_ends", language, day=ends) if ends else ""


def _day(value: Any) -> Any:
    """Return a day, from a day, a timestamp or ISO text; None where there is none."""
    import pandas as pd

    if value is None or value == "" or value is pd.NaT:
        return None
    return pd.Timestamp(value).date()
