"""Titles that say the finding, written from the numbers of the frame that is drawn.

A figure's title is a sentence with its numbers; what the figure is about stands small above it
(``Drawing.subject``). Each rule here takes numbers and a language, and knows no data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.words import conference_name, name_of, percent, word

if TYPE_CHECKING:
    from collections.abc import Hashable

YEARS_BACK = 3  # a title on growth looks back over as many years: about three conference cycles


def parties_headline(
    n: int, m: int, language: str, *, joined: int | None = None, conference: str = ""
) -> str:
    """Return how many States are party, and how many have joined since a conference closed.

    Parameters
    ----------
    n, m
        States Parties, of how many States.
    language
        One of ar, en, es, fr, ru, zh.
    joined
        States that have joined since; without it, or without a conference, nothing is said of them.
    conference
        The code of the conference, such as CSP11.

    Examples
    --------
    >>> parties_headline(118, 195, "en", joined=2, conference="CSP11")
    '118 of 195 States are party; 2 have joined since CSP11'
    >>> parties_headline(118, 195, "en", joined=0, conference="CSP11")
    '118 of 195 States are party; none has joined since CSP11'
    """
    text = word("finding.parties", language, n=n, m=m)
    if joined is None or not conference:
        return text
    named = conference_name(conference, language, short=True)
    if not joined:
        return word("finding.joined_none", language, text=text, conference=named)
    return word("finding.joined", language, text=text, n=joined, conference=named)


def shares_headline(rows: pd.DataFrame, language: str, kind: str = "group") -> str:
    """Return which group has the highest share of States Parties and which the lowest.

    Groups of one or two States are left out where there are larger ones: their share jumps with
    each State. Of groups with one share the largest is named.

    Parameters
    ----------
    rows
        group, n_party, n_states, without the world.
    language
        One of ar, en, es, fr, ru, zh.
    kind
        How the groups are called in words.csv.

    Examples
    --------
    >>> rows = pd.DataFrame({"group": ["Africa", "Europe"], "n_party": [31, 40],
    ...                      "n_states": [54, 43]})
    >>> shares_headline(rows, "en")
    'Highest share of States Parties: Europe, 40 of 43 (93%); lowest: Africa, 31 of 54 (57%)'
    """
    sized = rows[rows["n_states"] > 0]
    large = sized[sized["n_states"] > 2]
    sized = large if len(large) > 1 else sized
    if len(sized) < 2:
        n, m = int(rows["n_party"].sum()), int(rows["n_states"].sum())
        return parties_headline(n, m, language)
    ranked = sized.assign(share=sized["n_party"] / sized["n_states"])
    high = ranked.sort_values(["share", "n_states"], ascending=[False, False]).iloc[0]
    low = ranked.sort_values(["share", "n_states"], ascending=[True, False]).iloc[0]
    return word(
        "finding.shares", language, high=name_of(kind, high["group"], language),
        low=name_of(kind, low["group"], language), n=_of(high, language), m=_of(low, language),
    )  # fmt: skip


def trend_headline(rows: pd.DataFrame, language: str) -> str:
    """Return how many States are party at the end, and how many more than three years before.

    Parameters
    ----------
    rows
        on, n_party, n_states of one group, in the order of days.
    language
        One of ar, en, es, fr, ru, zh.

    Examples
    --------
    >>> days = pd.to_datetime(["2014-12-24", "2024-08-23"])
    >>> rows = pd.DataFrame({"on": days, "n_party": [61, 115], "n_states": 195})
    >>> trend_headline(rows, "en")
    '115 of 195 States are party, 54 more than on 24 December 2014'
    """
    last = rows.iloc[-1]
    text = parties_headline(int(last["n_party"]), int(last["n_states"]), language)
    earlier = rows[rows["on"] <= last["on"] - pd.DateOffset(years=YEARS_BACK)]
    before = earlier.iloc[-1] if len(earlier) else rows.iloc[0]
    more = int(last["n_party"] - before["n_party"])
    key = {1: "trend", 0: "trend_same", -1: "trend_fewer"}[(more > 0) - (more < 0)]
    day = before["on"].date()
    return word(f"finding.{key}", language, text=text, n=abs(more), day=day)


def _of(row: pd.Series[Any] | dict[Hashable, Any], language: str) -> str:
    n, m = row["n_party"], row["n_states"]
    return word("count.of_share", language, n=n, m=m, share=percent(n / m, language))
