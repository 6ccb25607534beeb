"""Titles that say the finding, written from the numbers of the frame that is drawn.

A figure's title is a sentence with its numbers; what the figure is about stands small above it
(``Drawing.subject``). Each rule here takes numbers and a language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.draw.axes import group_names
from attdata.reference import groups_on
from attdata.words import conference_name, has_word, name_of, percent, word

if TYPE_CHECKING:
    from collections.abc import Hashable

BRIEF = 24  # letters of a group with its share: a longer one leaves less room on a slide
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
    '118 of 195 States are party, including 2 since CSP11'
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


def adds_up(rows: pd.DataFrame, whole: pd.DataFrame | None = None) -> bool:
    """Return whether the States of the groups may be added: no State is in two of them.

    With the row of the whole at hand the groups must come to its number of States. Without it no
    State of groups.csv may be in two of the groups (organizations overlap), and no row may be the
    sum of the others: a total that lost its name when the frame was taken apart is no group.

    Parameters
    ----------
    rows
        group, n_party, n_states, and scheme where there is one; without the whole.
    whole
        The row of the whole, or no row.

    Examples
    --------
    >>> rows = pd.DataFrame({"group": ["Africa", "Europe"], "n_party": [31, 40],
    ...                      "n_states": [54, 43]})
    >>> adds_up(rows), adds_up(rows, pd.DataFrame({"n_states": [90]}))
    (True, False)
    >>> both = rows.assign(scheme="organisation", group=["ASEAN", "Commonwealth"])
    >>> adds_up(both)
    False
    """
    states = rows["n_states"].sum()
    if whole is not None and len(whole):
        return bool(states == whole["n_states"].iloc[0])
    if len(rows) == 1:
        return True
    sums = rows[["n_states", "n_party"]].sum()
    if (rows[["n_states", "n_party"]] * 2 == sums).all(axis="columns").any():
        return False
    return "scheme" not in rows or not _overlap(rows)


def _overlap(rows: pd.DataFrame) -> bool:
    """Return whether a State is in two of the groups, on the day of the rows or today."""
    day = str(rows["on"].iloc[0])[:10] if "on" in rows else ""
    groups = set(zip(rows["scheme"].astype(str), rows["group"].astype(str), strict=True))
    members = [row["iso3"] for row in groups_on(day) if (row["scheme"], row["group"]) in groups]
    return len(members) > len(set(members))


def shares_headline(
    rows: pd.DataFrame,
    language: str,
    kind: str = "group",
    *,
    whole: pd.DataFrame | None = None,
    short: bool = False,
) -> str:
    """Return which group has the highest share of States Parties and which the lowest.

    Where several groups have one share, it is said of how many: to name one of them would say that
    the others have less. Where that share is all of their States, or none, it is said so. Where all
    have one share, the whole is told, never a sum in which a State stands twice.

    Parameters
    ----------
    rows
        group, n_party, n_states, without the world.
    language
        One of ar, en, es, fr, ru, zh.
    kind
        How the groups are called in words.csv.
    whole
        The row of the whole, or no row.
    short
        The shares alone, for a slide.

    Examples
    --------
    >>> rows = pd.DataFrame({"group": ["Africa", "Europe"], "n_party": [31, 40],
    ...                      "n_states": [54, 43]})
    >>> shares_headline(rows, "en")
    'Highest share of States Parties: Europe, 40 of 43 (93%); lowest: Africa, 31 of 54 (57%)'
    >>> more = pd.DataFrame({"group": ["Asia", "Oceania"], "n_party": [11, 2], "n_states": [11, 2]})
    >>> shares_headline(pd.concat([rows, more]), "en", short=True)
    'All States are party in 2 of 4 groups; lowest share: Africa (57%)'
    >>> none = pd.DataFrame({"group": ["Northern Africa"], "n_party": [0], "n_states": [6]})
    >>> shares_headline(pd.concat([rows, more, none]).assign(scheme="m49_subregion"), "en")
    'All States are party in 2 of 5 sub-regions; none in Northern Africa (0 of 6)'
    """
    sized = rows[rows["n_states"] > 0]
    share = sized["n_party"] / sized["n_states"]
    if share.nunique() < 2:
        if whole is None or whole.empty:
            if len(sized) and not adds_up(rows):
                tied = _with_share(sized, language, kind, short)
                party = word("statuses.state_party", language)
                return word("count.label", language, label=party, n=tied)
            whole = rows
        n, m = int(whole["n_party"].sum()), int(whole["n_states"].sum())
        return parties_headline(n, m, language)
    highest, lowest = (sized[share == value] for value in (share.max(), share.min()))
    if share.max() == 1 and len(highest) > 1:
        return _all_in_several(highest, lowest, len(sized), language, kind, short)
    high, low = (_with_share(part, language, kind, short) for part in (highest, lowest))
    key = "" if not short else "_short" if len(high) <= BRIEF else "_brief"
    return word(f"finding.shares{key}", language, high=high, low=low)


def _all_in_several(
    highest: pd.DataFrame, lowest: pd.DataFrame, of: int, language: str, kind: str, short: bool
) -> str:
    """Return in how many groups all States are party, and the group with the lowest share."""
    key = "finding.all_party_subregions" if are_subregions(highest) else "finding.all_party"
    text = word(key, language, n=len(highest), m=of)
    row = lowest.iloc[0]
    if row["n_party"]:
        low = _with_share(lowest, language, kind, short)
        return word("finding.and_lowest", language, text=text, low=low)
    if len(lowest) > 1:
        return word("finding.and_none_in", language, text=text, k=len(lowest))
    count = word("count.of", language, n=0, m=int(row["n_states"]))
    name = _name(row, language, kind)
    return word("finding.and_none", language, text=text, group=name, count=count)


def are_subregions(rows: pd.DataFrame) -> bool:
    """Say whether the rows are the sub-regions of the UN Statistics Division."""
    return "scheme" in rows and set(rows["scheme"].astype(str)) == {"m49_subregion"}


def _with_share(rows: pd.DataFrame, language: str, kind: str, short: bool) -> str:
    """Return the group with its share, or how many groups have that share."""
    row = rows.iloc[0]
    share = percent(row["n_party"] / row["n_states"], language)
    if len(rows) > 1:
        key = "finding.tied_subregions" if are_subregions(rows) else "finding.tied"
        return word(key, language, n=len(rows), share=share)
    name = _name(row, language, kind)
    if short:
        return word("count.legend", language, label=name, n=share)
    return word("finding.group_share", language, group=name, count=_of(row, language))


def _name(row: pd.Series[Any], language: str, kind: str) -> str:
    """Return the name of a group in a sentence, the short one: two of the long take three lines."""
    if kind != "group":
        return name_of(kind, row["group"], language)
    title = f"group_title.{row['group']}"
    (name,) = group_names([row["group"]], language, short=True)
    return word(title, language) if has_word(title) else name


def outside_headline(chosen: pd.DataFrame, rows: pd.DataFrame, language: str) -> str:
    """Return how many of the States not yet party are in the groups chosen.

    Parameters
    ----------
    chosen
        n_party, n_states of the groups chosen, and scheme where there is one.
    rows
        The same of all groups, or of the world alone.
    language
        One of ar, en, es, fr, ru, zh.

    Examples
    --------
    >>> rows = pd.DataFrame({"n_party": [11, 40], "n_states": [48, 43]})
    >>> outside_headline(rows.head(1), rows, "en")
    '37 of the 40 States not yet party are in these groups'
    >>> outside_headline(rows, rows, "en")
    '40 of the 40 States not yet party are in 2 groups'
    """
    n, m = (int((part["n_states"] - part["n_party"]).sum()) for part in (chosen, rows))
    if len(chosen) > 1:
        if are_subregions(chosen):
            return word("finding.outside_subregions", language, k=len(chosen), n=n, m=m)
        return word("finding.outside_groups", language, k=len(chosen), n=n, m=m)
    return word("finding.outside", language, n=n, m=m)


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
    earlier = rows[rows["on"] <= last["on"] - pd.DateOffset(years=YEARS_BACK)]
    before = earlier.iloc[-1] if len(earlier) else rows.iloc[0]
    return since_headline(before, last, language)


def since_headline(
    before: pd.Series[Any], last: pd.Series[Any], language: str, *, event: str = ""
) -> str:
    """Return how many States are party on one day, and how many more than on an earlier one.

    Parameters
    ----------
    before, last
        on, n_party, n_states of the days.
    language
        One of ar, en, es, fr, ru, zh.
    event
        What the earlier day was, as ``event.*`` of words.csv has it.

    Examples
    --------
    >>> days = pd.DataFrame({"on": pd.to_datetime(["2014-12-24", "2026-07-24"]),
    ...                      "n_party": [61, 118], "n_states": 195})
    >>> since_headline(days.iloc[0], days.iloc[1], "en", event="entry_into_force")
    '118 of 195 States are party, 57 more than on 24 December 2014 (entry into force)'
    """
    text = parties_headline(int(last["n_party"]), int(last["n_states"]), language)
    more = int(last["n_party"] - before["n_party"])
    key = {1: "trend", 0: "trend_same", -1: "trend_fewer"}[(more > 0) - (more < 0)]
    day: Any = before["on"].date()
    if event:
        day = word("count.legend", language, label=day, n=word(f"event.{event}", language))
    return word(f"finding.{key}", language, text=text, n=abs(more), day=day)


def _of(row: pd.Series[Any] | dict[Hashable, Any], language: str) -> str:
    n, m = row["n_party"], row["n_states"]
    return word("count.of_share", language, n=n, m=m, share=percent(n / m, language))
