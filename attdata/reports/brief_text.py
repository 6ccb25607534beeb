"""What a brief says in one language: the facts of one State put into rows of ``words.csv``.

Nothing is written here that is no row of that table, a name, a number, a day, or a text of a
source (a title, a quotation, a note), which keeps its own language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.evidence import day_as_known, evidence_sentences, precision_of, sentences
from attdata.reports.brief_blocks import BriefText, Line, Note, Part, Rows, Strip
from attdata.reports.brief_facts import MOST_ACTIVITIES, MOST_PEERS, MOST_PROJECTS, Act, StateFacts
from attdata.reports.brief_phrases import address_of, shortened
from attdata.reports.brief_pictures import VOTE_STYLE
from attdata.reports.document import own_text
from attdata.words import date, name_of, number, state_name, word

if TYPE_CHECKING:
    from attdata.frames import Dataset
# A quotation of a speech is cut to what two pages have room for; the cut is shown.
LONGEST_QUOTE, LONGEST_TITLE = 420, 110


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
        map_key=tuple((status, word(f"status.{status}", language)) for status in statuses),
        day=facts.day,
    )


def _formal(iso3: str, name: str) -> str:
    """Return the formal name, in English alone: the table has it in no other language."""
    try:
        formal = state_name(iso3, "en", "formal")
    except LookupError:
        return ""
    return "" if formal.removeprefix("the ") == name else formal


class _Said:
    """Says the facts of one State in one language, part by part."""

    def __init__(self, data: Dataset, facts: StateFacts, language: str) -> None:
        self.data = data
        self.facts = facts
        self.language = language

    def word(self, key: str, **values: Any) -> str:
        return word(f"brief.{key}", self.language, **values)

    def joined(self, texts: Any) -> str:
        return word("list.semicolon", self.language).join(texts)

    def line(self, key: str, text: str, lang: str = "") -> Line:
        return Line(self.word(key), text, lang)

    def vote(self, value: object) -> str:
        return word(f"vote.{value}", self.language)

    def status(self, value: object) -> str:
        return word(f"status.{value}", self.language)

    def shares(self) -> dict[str, list[str]]:
        """Return scheme -> each group of the State, with how many of its members are party."""
        told: dict[str, list[str]] = {}
        for row in self.facts.groups.itertuples():
            group = name_of("group", row.group, self.language)
            text = self.word("share", group=group, n=row.n_party, m=row.n_states)
            told.setdefault(str(row.scheme), []).append(text)
        return told

    def head(self) -> tuple[Line, ...]:
        """Say to which regions, groups and organisations the State belongs."""
        schemes = {
            "region": "att_region",
            "subregion": "m49_subregion",
            "un_group": "un_regional_group",
            "organisations": "organisation",
        }
        shares = self.shares()
        told = {key: shares[scheme] for key, scheme in schemes.items() if scheme in shares}
        return tuple(self.line(key, self.joined(texts)) for key, texts in told.items())

    def when(self, act: Act) -> str:
        """Return the day of an act, or the days between which it lies."""
        return day_as_known(act.date, self.language, act.precision, act.earliest)

    def day_of(self, iso3: str, day: Any) -> str:
        """Return the day of a State's consent, or of its effect, as precisely as it is known."""
        precision, _ = precision_of(self.facts.attrs, iso3, day)
        return day_as_known(day, self.language, precision)

    def acts(self) -> list[str]:
        """Return the State's acts with their days."""
        told = [
            self.word("act", action=name_of("action", a.action, self.language), day=self.when(a))
            for a in self.facts.acts
        ]
        for key in ("in_force", "leaving"):
            day = getattr(self.facts, key)
            if not pd.isna(day):
                when = self.day_of(self.facts.iso3, day)
                told.append(self.word("act", action=self.word(key), day=when))
        return told

    def stands(self) -> Part:
        """Say status, acts, notes and other treaties."""
        facts = self.facts
        status = self.status(facts.status)
        if facts.perhaps_in_force:
            status = self.word("perhaps_in_force", deposited=status)
        elif facts.status_in_force != facts.status:
            other = self.status(facts.status_in_force)
            status = self.word("by_basis", deposited=status, in_force=other)
        lines = [self.line("status", status)]
        lines.append(self.line("acts", self.joined(self.acts()) or self.word("no_acts")))
        lines += [self._noted(action, note) for action, note in facts.notes]
        others = self.joined(map(self._treaty, facts.others)) or self.word("not_held")
        lines.append(self.line("other_treaties", others))
        return Part("stands", self.word("h.stands"), tuple(lines))

    def _noted(self, action: str, note: str) -> Line:
        """Return what the sources note of an act; in English where nobody has translated it."""
        item = f"note.att.{self.facts.iso3}.{action}"
        text, lang = own_text(item, note, self.language)
        return self.line("note", shortened(text, LONGEST_QUOTE), lang)

    def _treaty(self, row: tuple[str, str, pd.Timestamp, str]) -> str:
        treaty, status, day, precision = row
        shown = name_of("treaty", treaty, self.language)
        if shown == treaty:
            shown = self.data.treaties.set_index("treaty")["short_name"].get(treaty, treaty)
        values = {"treaty": shown, "status": self.status(status)}
        if pd.isna(day):
            return self.word("treaty", **values)
        when = day_as_known(day, self.language, precision)
        return self.word("treaty_day", **values, day=when)

    def votes(self) -> Part:
        """Say how the State voted, spoke and reported."""
        facts = self.facts
        no_seat = str(facts.votes["position"]) == "no_seat"
        if facts.resolutions or no_seat:
            position = word(f"position.{facts.votes['position']}", self.language)
        else:
            position = self.word("not_held")
        blocks: list[Line | Note | Rows | Strip] = [self.line("position", position)]
        if facts.resolutions and not no_seat:
            counts = {
                name: int(facts.votes[f"n_{name}"])
                for name in ("yes", "abstain", "no", "non_voting")
            }
            counted = self.word("counts", **counts, n=len(facts.resolutions) - 1)
            blocks[0] = self.line("position", self.joined([position, counted, *self._change()]))
            labels = [
                self.word("adoption") if name == "adoption" else name for name in facts.resolutions
            ]
            cast = [str(facts.votes[name]) for name in facts.resolutions]
            blocks += [Strip(tuple(labels), tuple(cast))]
            key = [self.word("votes_key"), self.word("caution")]
            blocks += [Note(sentences([text.rstrip(".。") for text in key], self.language))]
        blocks += self._speeches()
        blocks.append(self.line("register", self._register()))
        return Part("votes", self.word("h.votes"), tuple(blocks))

    def _register(self) -> str:
        reported, years = self.facts.reported, self.data.register_reports["year"]
        if years.empty:
            return self.word("not_held")
        if not reported:
            return self.word("not_reported", year=str(int(years.max())))
        return self.word("reported", n=len(reported), year=str(reported[-1]))

    def _change(self) -> list[str]:
        votes = self.facts.votes
        if pd.isna(votes["change_since"]):
            return []
        before, after = self.vote(votes["change_from"]), self.vote(votes["change_to"])
        return [self.word("change", before=before, after=after, day=votes["change_since"])]

    def _speeches(self) -> list[Line | Note | Rows | Strip]:
        facts = self.facts
        if self.data.debates.empty:
            return [self.line("speeches", self.word("not_held"))]
        told = [self.word("texts", n=facts.texts, m=len(facts.naming))]
        comma = word("list.comma", self.language)
        if len(facts.naming):
            years = comma.join(str(year) for year in facts.naming["year"])
            told.append(self.word("years", years=years))
        lines: list[Line | Note | Rows | Strip] = [self.line("speeches", self.joined(told))]
        if len(facts.naming):
            last = facts.naming.iloc[-1]
            label = self.word("quote", year=str(last["year"]))
            text = f"“{shortened(last['quote'], LONGEST_QUOTE)}”"
            lines.append(Line(label, text, "en"))
        return lines

    def _day(self, day: Any, row: Any = None) -> str:
        """Return a day as well as it is known; a period or nothing where it is not."""
        if pd.isna(day):
            return "–"
        if row is None:
            return date(day, self.language)
        last = row.end if str(row.date_precision) == "range" else day
        return day_as_known(last, self.language, str(row.date_precision), row.date_earliest)

    def _counted(self, key: str, total: int, shown: int, held: bool) -> str:
        if not held:
            return self.word("no_records")
        text = self.word(key, n=total)
        return text if total <= shown else self.word("more", text=text, n=total - shown)

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
                shortened(row.place, 30),
                shortened(row.organisers, 60),
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
            blocks.append(Rows(headings, tuple(rows), (1, 2, 3), (15, 37, 12, 20, 16)))
        held = len(self.data.vtf_projects) > 0
        text = self._counted("projects", len(facts.projects), MOST_PROJECTS, held)
        if held or len(self.data.activities):
            blocks.append(Note(text))
        projects = [
            (
                str(row.cycle) or self._day(row.start),
                shortened(row.title, LONGEST_TITLE),
                shortened(row.grantee, 60),
                f"{row.project} {address_of(row.note)}".strip(),
            )
            for row in facts.projects.head(MOST_PROJECTS).itertuples()
        ]
        if projects:
            heads = (headings[0], headings[1], headings[3], headings[4])
            blocks.append(Rows(heads, tuple(projects), (1, 2, 3), (12, 44, 22, 22)))
        return Part("contacts", self.word("h.contacts"), tuple(blocks))

    def _common(self, row: Any, shared: str) -> str:
        told = []
        if row.border:
            told.append(self.word("border"))
        if row.same_subregion:
            told.append(self.word("same_subregion"))
        told += [name_of("group", group, self.language) for group in shared.split("; ") if group]
        return word("list.comma", self.language).join(told)

    def peers(self) -> Part:
        """Say which States Parties are near, how they joined, and what they had before."""
        near = self.facts.peers
        rows = []
        for row in near.head(MOST_PEERS).itertuples():
            common = self._common(row, row.organisations)
            if row.same_route:
                common += word("list.comma", self.language) + self.word("same_route")
            action = name_of("action", row.action, self.language)
            rows.append(
                (
                    state_name(row.iso3, self.language),
                    common,
                    self.word("act", action=action, day=self.day_of(row.iso3, row.joined)),
                    "–" if pd.isna(row.wait) else number(int(row.wait), self.language),
                    self.word("help_counts", n=row.n_activities, m=row.n_projects),
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
                number(row.n_activities, self.language),
            )
            for row in near.head(MOST_PEERS).itertuples()
        ]
        headings = tuple(self.word(key) for key in ("state", "common", "status", "votes_last"))
        return self._table(
            "open", near, (*headings, self.word("activities")), rows, (22, 34, 14, 18, 12)
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
        note = self.word("peers_note", n=len(near))
        blocks = (Rows(headings, tuple(rows), (), widths), Note(note))
        return Part(key, self.word(f"h.{key}"), blocks)

    def unknown(self) -> Part:
        """Say how far the evidence reaches and what it does not hold."""
        facts = self.facts
        comma = word("list.comma", self.language)
        told = []
        if not pd.isna(facts.logged[1]):
            told.append(self.word("unknown_log", n=facts.logged[0]))
        if facts.unread:
            told.append(self.word("unknown_texts", years=comma.join(map(str, facts.unread))))
        if facts.resolutions:
            told.append(self.word("unknown_votes"))
        if len(self.data.register_reports):
            year = str(self.data.register_reports["year"].max())
            told.append(self.word("unknown_register", year=year))
        if not told:
            told.append(self.word("no_records"))
        text = sentences([text.rstrip(".。") for text in told], self.language)
        return Part("unknown", self.word("h.unknown"), (Note(text),))

    def foot(self) -> str:
        """Say the day, the sources, and what maps and names do not imply."""
        attrs = {key: self.facts.attrs[key] for key in ("on", "sources")}
        told = evidence_sentences(attrs, self.language)
        return sentences([*told, word("footer.boundaries", self.language)], self.language)

    def time_alt(self) -> str:
        """Say in words what the timeline shows."""
        facts = self.facts
        told = [self.status(facts.status), *self.acts()]
        names = zip(facts.resolutions, facts.vote_days, strict=True)
        told += [
            f"{date(day, self.language)} {self.vote(facts.votes[name])}"
            for name, day in names
            if str(facts.votes[name]) in VOTE_STYLE
        ]
        told.append(self.word("named", n=len(facts.activities)))
        return self.word(
            "alt.timeline", start="2013", end=str(facts.day.year), text=self.joined(told)
        )

    def time_key(self) -> str:
        """Say what the signs of the timeline mean."""
        signs = {
            "act": "\N{BLACK DOWN-POINTING TRIANGLE}",
            "in_force": "\N{BLACK DIAMOND}",
            "activity": "|",
        }
        told = [f"{sign} {self.word(f'key.{key}')}" for key, sign in signs.items()]
        told += [self.word("key.votes"), self.word("key.band")]
        return self.joined(told)
