"""What a notebook asks, and the words that every answer needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

import attdata
from attdata.draw.axes import of
from attdata.draw.captions import listed_states
from attdata.measures.in_force import perhaps_in_force
from attdata.words import date, word

if TYPE_CHECKING:
    from attdata.frames import Dataset

# The answer, and what the numbers do not say.
Sentences = tuple[list[str], list[str]]


@dataclass(frozen=True)
class Asked:
    """What is asked: on which day, since when, where, how counted, in which language."""

    data: Dataset
    on: pd.Timestamp
    since: pd.Timestamp | None
    within: str | None
    basis: str
    language: str

    def say(self, key: str, **values: Any) -> str:
        """Return the sentence of a key, with its values."""
        return word(key, self.language, **values)

    def day(self, day: Any) -> str:
        """Return a day as the language writes it."""
        return date(pd.Timestamp(day).date(), self.language)

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts joined by semicolons."""
        return word("list.semicolon", self.language).join(parts)

    def names(self, states: Iterable[str]) -> str:
        """Return names of States as a list, in the order of the language."""
        return listed_states(states, self.language)

    def labelled(self, label: str, n: Any) -> str:
        """Return "label: n"."""
        return word("count.label", self.language, label=label, n=n)

    def of(self, n: float, m: float) -> str:
        """Return "n of m (share)"."""
        return of(n, m, self.language)

    @cached_property
    def standing(self) -> pd.DataFrame:
        """What ``status_on`` gives for the day, counted from deposit."""
        return attdata.status_on(self.data, self.on)

    @cached_property
    def perhaps_in_force(self) -> set[str]:
        """States Parties of which nobody knows whether the Treaty is in force for them yet."""
        return perhaps_in_force(self.standing, self.on)

    def world(self, basis: str = "deposited", **options: Any) -> pd.Series:
        """Return the totals of the day as one row."""
        frame = attdata.participation(self.data, self.on, basis=basis, **options)
        return frame.iloc[-1]
