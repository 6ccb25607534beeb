"""What a brief says in one language: the facts of one State put into rows of ``words.csv``.

Nothing is written here that is no row of that table, a name, a number, a day, or a text of a
source (a title, a quotation, a note), which keeps its own language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.evidence import day_as_known, evidence_sentences, sentences
from attdata.outreach.cells import is_empty
from attdata.reports.brief_blocks import BriefText, Line, Note, Part, Rows, Strip
from attdata.reports.brief_facts import MOST_ACTIVITIES, MOST_PEERS, MOST_PROJECTS, StateFacts
from attdata.reports.brief_phrases import address_of, shortened, shortened_list
from attdata.reports.brief_pictures import VOTE_STYLE
from attdata.reports.brief_standing import LONGEST_QUOTE, SaidOfStatus
from attdata.words import date, name_of, number, state_name, word

if TYPE_CHECKING:
    from attdata.frames import Dataset
LONGEST_TITLE = 110
# Ways to vote, in the order of the key below the strip.
WAYS = ("yes", "abstain", "no", "non_voting")


def brief_text(data: Dataset, facts: StateFacts, language: str) -> BriefText:
    """Return what a brief says in a language.

    Parameters
    ----------
    data
        A Dataset.
    facts
        The facts of the State.
    language
        One of ar, en, es, fr, ru, zh.
    """
    said = _Said(data, facts, language)
    parts = [said.stands(), said.votes(), said.contacts()]
    parts += [said.open() if facts.is_party else said.peers(), said.unknown()]
    name = state_name(facts.iso3, language)
    statuses = dict.fromkeys(["state_party", "signatory", "not_joined"]) | {facts.status: None}
    return BriefText(
        iso3=facts.iso3,
        language=language,
        title=name,
        formal=_formal(facts.iso3, name) if language == "en" else "",
        subtitle=word("brief.subtitle", language, day=facts.day),
        head=said.head(),
        parts=tuple(parts),
        foot=said.foot(),
        map_alt=word("brief.alt.map", language, state=name),
        time_alt=said.time_alt(),
        time_key=said.time_key(),
        map_key=(
            *((status, word(f"status.{status}", language)) for status in statuses),
            ("own", word("brief.key.own", language, state=name)),
        ),
        day=facts.day,
    )


def _formal(iso3: str, name: str) -> str:
    """Return the formal name, in English alone: the table has it in no other language."""
    try:
        formal = state_name(iso3, "en", "formal")
    except LookupError:
        return ""
    return "" if formal.removeprefix("the ") == name else formal


class _Said(SaidOfStatus):
    """Says the facts of one State in one language, part by part."""

    def votes(self) -> Part:
        """Say how the State voted, spoke and reported."""
        facts = self.facts
        no_seat = str(facts.votes["position"]) == "no_seat"
        position = self.position()
        blocks: list[Line | Note | Rows | Strip] = [self.line("position", position)]
        if facts.resolutions and not no_seat:
            counted = self.word("counts", counts=self._counts(), n=len(facts.resolutions) - 1)
            blocks[0] = self.line("position", counted)  # what they add up to stands in the head
            labels = [
                self.word("adoption") if name == "adoption" else name for name in facts.resolutions
            ]
            cast = [str(facts.votes[name]) for name in facts.resolutions]
            blocks += [Strip(tuple(labels), tuple(cast))]
            key = [self.word("votes_key"), word("note.votes", self.language)]
            blocks += [Note(sentences(key, self.language))]
        blocks += self._speeches()
        blocks.append(self.line("register", self._register()))
        return Part("votes", self.word("h.votes"), tuple(blocks))

    def _counts(self) -> str:
        """Say how often the State voted in which way; ways in which it never voted are left out."""
        counts = {name: int(self.facts.votes[f"n_{name}"]) for name in WAYS}
        parts = [self.word(f"cast.{name}", n=n) for name, n in counts.items() if n]
        return word("list.comma", self.language).join(parts)

    def _register(self) -> str:
        reported, years = self.facts.reported, self.data.register_reports["year"]
        if years.empty:
            return self.word("not_held")
        if not reported:
            return self.word("not_reported", year=str(int(years.max())))
        return self.word("reported", n=len(reported), year=str(reported[-1]))

    def _speeches(self) -> list[Line | Note | Rows | Strip]:
        facts = self.facts
        if self.data.debates.empty:
            return [self.line("speeches", self.word("not_held"))]
        if not facts.texts:
            return [self.line("speeches", self.word("no_text"))]
        key = "texts" if len(facts.naming) else "texts_none"
        parts = self.word(key, n=facts.texts, m=len(facts.naming))
        comma = word("list.comma", self.language)
        if len(facts.naming):
            years = comma.join(str(year) for year in facts.naming["year"])
            parts = self.word("in_years", text=parts, years=years)
        lines: list[Line | Note | Rows | Strip] = [self.line("speeches", parts)]
        if len(facts.naming):
            last = facts.naming.iloc[-1]
            label = self.word("quote", year=str(last["year"]))
            text = self.word("quoted", text=shortened(last["quote"], LONGEST_QUOTE))
            lines.append(Line(label, text, "en"))
        return lines

    def _day(self, day: Any, row: Any = None) -> str:
        """Return a day as well as it is known: a period, or what the source says of it."""
        if pd.isna(day):
            told = "" if row is None else str(row.date_text)
            return self.word("quoted", text=shortened(told, 60)) if told else "–"
        if row is None:
            return date(day, self.language)
        last = row.end if str(row.date_precision) == "range" else day
        return day_as_known(last, self.language, str(row.date_precision), row.date_earliest)

    def _counted(self, key: str, total: int, listed: int, held: bool) -> str:
        if not held:
            return self.word("no_records")
        if not total:
            return self.word(f"{key}_none")
        text = self.word(key, n=total)
        return text if total <= listed else self.word("more", text=text, n=total - listed)

    def _recorded(self, n: int) -> str:
        """Return how many are recorded, for a cell: a dash for none."""
        return number(n, self.language) if n else "–"

    def contacts(self) -> Part:
        """Say which activities and projects named the State."""
        facts = self.facts
        total = len(facts.activities)
        named = self._counted("named", total, MOST_ACTIVITIES, len(self.data.activities) > 0)
        if self.language != "en" and (total or len(facts.projects)):
            quoted = word("report.note.published", self.language)
            named = sentences([named, quoted], self.language)
        blocks: list[Line | Note | Rows | Strip] = [Note(named)]
        rows = [
            (
                self._day(row.start, row),
                shortened(row.title, LONGEST_TITLE),
                "–" if is_empty(row.place) else shortened(row.place, 30),
                shortened_list(row.organisers, 60) or "–",
                f"{row.activity} {address_of(row.note)}".strip(),
            )
            for row in facts.activities.head(MOST_ACTIVITIES).itertuples()
        ]
        headings = (
            self.word("day"),
            *(word(f"column.{key}", self.language) for key in ("title", "place", "organisers")),
            self.word("source"),
        )
        if rows:
            blocks.append(Rows(headings, tuple(rows), (1, 2, 3, 4), (16, 32, 11, 17, 24)))
        held = len(self.data.vtf_projects) > 0
        text = self._counted("projects", len(facts.projects), MOST_PROJECTS, held)
        if held or len(self.data.activities):
            blocks.append(Note(text))
        projects = [
            (
                str(row.cycle) or self._day(row.start),
                shortened(row.title, LONGEST_TITLE),
                shortened_list(row.grantee, 60) or "–",
                f"{row.project} {address_of(row.note)}".strip(),
            )
            for row in facts.projects.head(MOST_PROJECTS).itertuples()
        ]
        if projects:
            heads = (headings[0], headings[1], headings[3], headings[4])
            blocks.append(Rows(heads, tuple(projects), (1, 2, 3), (12, 44, 22, 22)))
        return Part("contacts", self.word("h.contacts"), tuple(blocks))

    def _common(self, row: Any, shared: str) -> str:
        reasons = []
        if row.border:
            reasons.append(self.word("border"))
        if row.same_subregion:
            reasons.append(self.word("same_subregion"))
        reasons += [name_of("group", group, self.language) for group in shared.split("; ") if group]
        return word("list.comma", self.language).join(reasons)

    def _help(self, **counts: int) -> str:
        """Say what was recorded before a State joined; a dash where nothing was."""
        texts = [word(f"count.{what}", self.language, n=n) for what, n in counts.items() if n]
        return word("list.comma", self.language).join(texts) or "–"

    def peers(self) -> Part:
        """Say which States Parties are near, how they joined, and what they had before."""
        near = self.facts.peers
        signed = self.facts.status == "signatory"
        route = "same_route_signed" if signed else "same_route_unsigned"
        rows = []
        for row in near.head(MOST_PEERS).itertuples():
            common = self._common(row, row.organisations)
            if row.same_route:
                common += word("list.comma", self.language) + self.word(route)
            action = name_of("action", row.action, self.language)
            rows.append(
                (
                    state_name(row.iso3, self.language),
                    common,
                    self.word("act", action=action, day=self.day_of(row.iso3, row.joined)),
                    "–" if pd.isna(row.wait) else number(int(row.wait), self.language),
                    self._help(activities=row.n_activities, projects=row.n_projects),
                )
            )
        headings = tuple(self.word(key) for key in ("state", "common", "joined", "days", "help"))
        return self._table("peers", near, headings, rows, (20, 32, 22, 10, 16))

    def open(self) -> Part:
        """Say which States not yet party are near, with what is known of each."""
        near = self.facts.open
        rows = [
            (
                state_name(row.iso3, self.language),
                self._common(row, row.shared),
                self.status(row.status),
                word(f"position.{row.position}", self.language),
                self._recorded(row.n_activities),
            )
            for row in near.head(MOST_PEERS).itertuples()
        ]
        headings = tuple(self.word(key) for key in ("state", "common", "status", "votes_last"))
        return self._table(
            "open", near, (*headings, self.word("activities")), rows, (22, 33, 14, 18, 13)
        )

    def _table(
        self,
        key: str,
        near: pd.DataFrame,
        headings: tuple[str, ...],
        rows: Sequence[tuple[str, ...]],
        widths: tuple[int, ...],
    ) -> Part:
        if not rows:
            return Part(key, self.word(f"h.{key}"), (Note(self.word("none")),))
        blocks: list[Line | Note | Rows | Strip] = [Rows(headings, tuple(rows), (), widths)]
        notes = [self.word("peers_note", n=len(near))] if len(near) > 1 else []  # one has no order
        if any("–" in row[-1] for row in rows):  # the last cell holds what is recorded
            notes.append(word("report.note.none_recorded", self.language))
        blocks += [Note(sentences(notes, self.language))] * bool(notes)
        return Part(key, self.word(f"h.{key}"), tuple(blocks))

    def unknown(self) -> Part:
        """Say how far the evidence reaches and what it does not hold."""
        facts = self.facts
        comma = word("list.comma", self.language)
        gaps = []
        if not pd.isna(facts.logged[1]):
            gaps.append(self.word("unknown_log", n=facts.logged[0]))
        if facts.unread:
            gaps.append(self.word("unknown_texts", years=comma.join(map(str, facts.unread))))
        if facts.resolutions:
            gaps.append(self.word("unknown_votes"))
        if len(self.data.register_reports):
            year = str(self.data.register_reports["year"].max())
            gaps.append(self.word("unknown_register", year=year))
        if not gaps:
            gaps.append(self.word("no_records"))
        text = sentences([text.rstrip(".。") for text in gaps], self.language)
        return Part("unknown", self.word("h.unknown"), (Note(text),))

    def foot(self) -> str:
        """Say the day, the sources, and what maps and names do not imply."""
        attrs = {key: self.facts.attrs[key] for key in ("on", "sources", "logs")}
        evidence = evidence_sentences(attrs, self.language)
        return sentences([*evidence, word("footer.boundaries", self.language)], self.language)

    def time_alt(self) -> str:
        """Say in words what the timeline shows."""
        facts = self.facts
        acts = [self.word("act", action=action, day=day) for action, day in self.acts()]
        parts = [self.status(facts.status), *acts]
        names = zip(facts.resolutions, facts.vote_days, strict=True)
        parts += [
            f"{date(day, self.language)} {self.vote(facts.votes[name])}"
            for name, day in names
            if str(facts.votes[name]) in VOTE_STYLE
        ]
        parts.append(self.word("named", n=len(facts.activities)))
        return self.word(
            "alt.timeline", start="2013", end=str(facts.day.year), text=self.joined(parts)
        )

    def time_key(self) -> str:
        """Say what the signs of the timeline mean."""
        signs = {
            "act": "\N{BLACK DOWN-POINTING TRIANGLE}",
            "in_force": "\N{BLACK DIAMOND}",
            "activity": "|",
        }
        signs_named = [f"{sign} {self.word(f'key.{key}')}" for key, sign in signs.items()]
        signs_named += [self.word("key.votes"), self.word("key.band")]
        return self.joined(signs_named)
