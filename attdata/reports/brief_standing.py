"""What a brief says first: status on both bases, votes, activities, groups, acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.evidence import day_as_known, precision_of
from attdata.reports.brief_blocks import Line, Part, Rows
from attdata.reports.brief_facts import Act, StateFacts
from attdata.reports.brief_phrases import shortened
from attdata.reports.document import own_text
from attdata.words import name_of, number, word

if TYPE_CHECKING:
    from attdata.frames import Dataset

# A quotation or a remark is cut to what two pages have room for; the cut is shown.
LONGEST_QUOTE = 420


class SaidOfStatus:
    """Says in one language who a State is, where it stands and what it did.

    Parameters
    ----------
    data
        A Dataset.
    facts
        The facts of the State.
    language
        One of ar, en, es, fr, ru, zh.
    """

    def __init__(self, data: Dataset, facts: StateFacts, language: str) -> None:
        """Take the facts; nothing is said yet."""
        self.data = data
        self.facts = facts
        self.language = language

    def word(self, key: str, **values: Any) -> str:
        """Return a text of briefs."""
        return word(f"brief.{key}", self.language, **values)

    def joined(self, texts: Any) -> str:
        """Return texts as one, parted as the language parts them."""
        return word("list.semicolon", self.language).join(texts)

    def line(self, key: str, text: str, lang: str = "") -> Line:
        """Return a labelled fact; ``lang`` where the text is a source's own."""
        return Line(self.word(key), text, lang)

    def vote(self, value: object) -> str:
        """Return the name of a vote."""
        return word(f"vote.{value}", self.language)

    def status(self, value: object) -> str:
        """Return the name of a status."""
        return word(f"status.{value}", self.language)

    def head(self) -> tuple[Line, ...]:
        """Say what is asked first, then to which regions, groups and organizations it belongs."""
        lines = [self.line("status", self.standing())]
        lines.append(self.line("position", self.joined([self.position(), *self.change()])))
        if len(self.data.activities):
            lines.append(self.line("activities", self._activities()))
        schemes = {
            "region": "att_region",
            "subregion": "m49_subregion",
            "un_group": "un_regional_group",
            "organisations": "organisation",
        }
        shares = self.shares()
        held = {key: shares[scheme] for key, scheme in schemes.items() if scheme in shares}
        return (*lines, *(self.line(key, self.joined(texts)) for key, texts in held.items()))

    def standing(self) -> str:
        """Say the status on both bases, each with its day, and from which day the State leaves."""
        day = self.facts.leaving
        if pd.isna(day):
            return self._on_both_bases()
        leaves = self.day_of(self.facts.iso3, day)
        leaving = self.word("act", action=self.word("leaving"), day=leaves)
        return self.joined([self._on_both_bases(), leaving])

    def _on_both_bases(self) -> str:
        facts = self.facts
        named, since = self.status(facts.status), self._since(facts.spans)
        status = self._dated(named, since)
        if facts.perhaps_in_force:
            return self.word("perhaps_in_force", deposited=status)
        if facts.status_in_force != facts.status:
            spans = self.data.status
            own = (spans["treaty"] == "att") & (spans["iso3"] == facts.iso3)
            spans = spans[own & (spans["basis"] == "in_force")]
            other = self._dated(self.status(facts.status_in_force), self._since(spans))
            parts = [self.word("by_basis", deposited=status, in_force=other)]
            if not pd.isna(facts.in_force):
                day = self.day_of(facts.iso3, facts.in_force)
                parts.append(self.word("act", action=self.word("in_force"), day=day))
            return self.joined(parts)
        if facts.is_party:
            day = self.day_of(facts.iso3, facts.in_force)
            return self.word("party_on_both", status=named, since=since or "–", day=day)
        return self.word("same_on_both", status=status)

    def _dated(self, status: str, since: str) -> str:
        return self.word("dated", text=status, day=since) if since else status

    def _since(self, spans: pd.DataFrame) -> str:
        """Return the first day of the State's status, as it is known; "" from the beginning."""
        begun = spans.loc[spans["start"] <= self.facts.day, "start"]
        return "" if begun.empty else self.day_of(self.facts.iso3, begun.max())

    def position(self) -> str:
        """Say what the votes of the State add up to."""
        facts = self.facts
        if not facts.resolutions and str(facts.votes["position"]) != "no_seat":
            return self.word("not_held")
        return word(f"position.{facts.votes['position']}", self.language)

    def change(self) -> list[str]:
        """Say when the State last voted otherwise than before; nothing where it never did."""
        votes = self.facts.votes
        if not self.facts.resolutions or pd.isna(votes["change_since"]):
            return []
        before, after = self.vote(votes["change_from"]), self.vote(votes["change_to"])
        return [self.word("change", before=before, after=after, day=votes["change_since"])]

    def _activities(self) -> str:
        """Say how many recorded activities named the State, and when the latest was."""
        rows = self.facts.activities
        if rows.empty:
            return word("coverage.none_recorded", self.language)
        if pd.isna(rows["start"].iloc[0]):
            return number(len(rows), self.language)
        last = rows.iloc[0]
        day = last["end"] if str(last["date_precision"]) == "range" else last["start"]
        when = day_as_known(day, self.language, str(last["date_precision"]), last["date_earliest"])
        return self.word("latest", n=len(rows), day=when)

    def shares(self) -> dict[str, list[str]]:
        """Return scheme -> each group of the State, with how many of its members are party."""
        by_scheme: dict[str, list[str]] = {}
        # "14 of 14" of a group to which it belongs would say that it is party.
        key = "share" if self.facts.counted else "share_others"
        for row in self.facts.groups.itertuples():
            group = name_of("group", row.group, self.language)
            text = self.word(key, group=group, n=row.n_party, m=row.n_states)
            by_scheme.setdefault(str(row.scheme), []).append(text)
        return by_scheme

    def when(self, act: Act) -> str:
        """Return the day of an act, or the days between which it lies."""
        return day_as_known(act.date, self.language, act.precision, act.earliest)

    def day_of(self, iso3: str, day: Any) -> str:
        """Return the day of a State's consent, or of its effect, as precisely as it is known."""
        precision, _ = precision_of(self.facts.attrs, iso3, day)
        return day_as_known(day, self.language, precision)

    def acts(self) -> list[tuple[str, str]]:
        """Return the State's acts with their days, and the days of effect that follow."""
        dated = [
            (name_of("action", act.action, self.language), self.when(act))
            for act in self.facts.acts
        ]
        for key in ("in_force", "leaving"):
            day = getattr(self.facts, key)
            if not pd.isna(day):
                dated.append((self.word(key), self.day_of(self.facts.iso3, day)))
        return dated

    def stands(self) -> Part:
        """Say acts, remarks on them and other treaties."""
        own = name_of("treaty", "att", self.language)
        acts = self.acts() or [(self.word("no_acts"), "–")]
        rows = [(own, *act) for act in acts] + [self._treaty(row) for row in self.facts.others]
        headings = (
            word("column.treaty", self.language),
            self.word("act_or_status"),
            self.word("day"),
        )
        notes = [self._noted(action, note) for action, note in self.facts.notes]
        table = Rows(headings, tuple(rows), (), (46, 30, 24))
        return Part("stands", self.word("h.stands"), (table, *notes))

    def _noted(self, action: str, note: str) -> Line:
        """Return what the sources note of an act; in English where nobody has translated it."""
        item = f"note.att.{self.facts.iso3}.{action}"
        text, lang = own_text(item, note, self.language)
        return self.line("note", shortened(text, LONGEST_QUOTE), lang)

    def _treaty(self, row: tuple[str, str, pd.Timestamp, str]) -> tuple[str, str, str]:
        """Return name of another treaty, status and day."""
        treaty, status, day, precision = row
        name = name_of("treaty", treaty, self.language)
        if name == treaty:
            name = self.data.treaties.set_index("treaty")["short_name"].get(treaty, treaty)
        when = "–" if pd.isna(day) else day_as_known(day, self.language, precision)
        return name, self.status(status), when
