"""The answer to the question of a notebook: sentences with their numbers, and their limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from attdata.answers import membership, outreach
from attdata.answers.asked import Asked, Sentences
from attdata.measures.activities import counted_activities
from attdata.measures.scope import Day, as_day, one_of, resolve_day, states_within, without_warning
from attdata.problems import ArgumentError
from attdata.reference import of_dataset
from attdata.words import word

if TYPE_CHECKING:
    from attdata.frames import Dataset

# The notebook that goes into each question.
NOTEBOOKS = {
    "start": "00_start",
    "sources": "01_build_and_check",
    "status": "02_status_today",
    "regions": "03_regional_participation",
    "trend": "04_trend_and_momentum",
    "waiting": "05_signature_to_ratification",
    "reach": "06_outreach_and_reach",
    "plan": "07_work_plan_progress",
    "figures": "08_conference_figures",
    "approach": "09_whom_to_approach",
}


@dataclass(frozen=True)
class Answer:
    """A question with its answer, shown as a heading and sentences in one language.

    ``sentences`` is the answer, ``caveats`` what the numbers do not say; ``closing`` shows those.
    """

    heading: str
    sentences: tuple[str, ...]
    caveats: tuple[str, ...]
    language: str
    links: tuple[tuple[str, str], ...] = ()

    @property
    def closing(self) -> Answer:
        """Return what stands at the end of a notebook: what the numbers say, and do not."""
        heading = word("answer.closing", self.language)
        return replace(self, heading=heading, sentences=self.caveats, links=())

    def __repr__(self) -> str:
        """Give the heading and the sentences as plain text."""
        links = [f"{text}: {target}" for target, text in self.links]
        return "\n".join([self.heading, *self.sentences, *links])

    def _repr_html_(self) -> str:
        """Show heading, sentences and links without a style that an untrusted notebook loses."""
        direction = "rtl" if self.language == "ar" else "ltr"
        align = "right" if direction == "rtl" else "left"
        parts = [f"<p><strong>{escape(self.heading)}</strong></p>"]
        parts += [f"<p>{escape(text)}</p>" for text in self.sentences]
        items = [f'<li><a href="{escape(t)}">{escape(text)}</a></li>' for t, text in self.links]
        parts += [f"<ul>{''.join(items)}</ul>"] if items else []
        return (
            f'<div lang="{self.language}" dir="{direction}" style="text-align:{align}">'
            f"{''.join(parts)}</div>"
        )


@of_dataset
def answer(
    data: Dataset,
    question: str,
    on: Day | None = None,
    *,
    since: Day | None = None,
    within: str | None = None,
    basis: str = "deposited",
    language: str = "en",
) -> Answer:
    """Return the answer to the question of a notebook, in sentences with their numbers.

    Parameters
    ----------
    data
        A Dataset.
    question
        start, sources, status, regions, trend, waiting, reach, plan, figures or approach.
    on
        The day; None for the newest day of the evidence.
    since
        The day from which changes and activities are told; None for the beginning.
    within
        A group of States that is told beside the world, such as Asia or ASEAN.
    basis
        ``deposited`` or ``in_force``, where the question is about status.
    language
        One of ar, en, es, fr, ru, zh.

    Returns
    -------
    Answer
        Shows itself where it is the last value of a cell; ``.closing`` shows the caveats.

    Raises
    ------
    ValueError
        What the settings ask for cannot be answered; the sentence names the setting.

    Examples
    --------
    >>> import attdata as att
    >>> att.answer(att.load(), "regions", "2024-08-23").sentences[0]
    'The share of States Parties ranges from 23% (Asia, 11 of 48) to 93% (Europe, 40 of 43).'
    """
    one_of("question", question, NOTEBOOKS)
    word("none", language)  # an unknown language is told at once
    day = without_warning(resolve_day, data, on)
    first = None if since is None else as_day(since)
    _check_settings(data, question, day, first, within)
    asked = Asked(data, day, first, within, basis, language)
    said, caveats = without_warning(_ANSWERS[question], asked)
    ends = data.evidence_ends()
    if day > ends:
        said.append(asked.say("report.standing.not_covered", day=ends.date()))
    heading = word(f"answer.question.{question}", language)
    links: tuple[tuple[str, str], ...] = ()
    if question == "start":
        others = [(key, name) for key, name in NOTEBOOKS.items() if key != "start"]
        links = tuple((f"{n}.ipynb", word(f"answer.question.{k}", language)) for k, n in others)
    return Answer(heading, tuple(said), tuple(caveats), language, links)


def _check_settings(
    data: Dataset,
    question: str,
    on: pd.Timestamp,
    since: pd.Timestamp | None,
    within: str | None,
) -> None:
    """Raise an ArgumentError that names the setting which leaves nothing to answer."""
    if since is not None and since > on:
        raise ArgumentError(
            f"ON ({on:%Y-%m-%d}) is before SINCE ({since:%Y-%m-%d}); "
            "choose a later ON or an earlier SINCE in the Settings cell."
        )
    opened = data.treaties.set_index("treaty")["opened_for_signature"]["att"]
    if question in ("trend", "waiting") and on <= opened:
        raise ArgumentError(
            f"ON ({on:%Y-%m-%d}) is not after {opened:%Y-%m-%d}, when the Treaty was opened for "
            "signature: nothing had happened. Choose a later ON in the Settings cell."
        )
    begins = counted_activities(data)["start"].min()
    if question == "reach" and on < begins:  # a log without a dated activity has its answer
        raise ArgumentError(
            f"ON ({on:%Y-%m-%d}) is before the first dated activity in the logs "
            f"({begins:%Y-%m-%d}). Choose a later ON in the Settings cell."
        )
    inside = states_within(data, within, on)
    if inside is not None and not inside:
        raise ArgumentError(
            f'REGION ("{within}") has no member on {on:%Y-%m-%d}; '
            "choose another REGION or a later ON in the Settings cell."
        )


_ANSWERS: dict[str, Callable[[Asked], Sentences]] = {
    "start": outreach.start,
    "sources": outreach.sources,
    "status": membership.status,
    "regions": membership.regions,
    "trend": membership.trend,
    "waiting": membership.waiting,
    "reach": outreach.reach,
    "plan": outreach.plan,
    "figures": outreach.figures,
    "approach": outreach.approach,
}
