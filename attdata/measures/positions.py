"""How each State voted on the Treaty in the General Assembly, in the words of its last votes.

A vote shows a position on a resolution of that day. It is no intent to join: States Parties have
abstained, and States that voted in favour every year have never signed. "Non-voting" is absent, not
participating, or without a vote under Article 19 of the Charter; the record does not say which.
Who sits in a State's seat may change (Myanmar and Afghanistan since 2021).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.evidence import add_sources, describe
from attdata.frames import VOTES
from attdata.measures.participation import status_on
from attdata.measures.scope import STATUS_TYPE, Day, resolve_day, states_within, without_warning
from attdata.measures.waiting import told_to_depositary
from attdata.reference import of_dataset, once, reference_rows

if TYPE_CHECKING:
    from attdata.frames import Dataset

POSITIONS = (
    "yes_every_time",
    "yes_when_present",
    "now_yes",
    "now_abstains",
    "abstains_every_time",
    "abstains_when_present",
    "votes_no",
    "no_vote_cast",
    "no_seat",
)
# Those whose last vote cast on the Treaty was yes.
IN_FAVOUR = POSITIONS[:3]
DIRECTIONS = ("", "towards_yes", "away_from_yes")
NOT_AN_INTENT = (
    "A vote shows a position on the day, not an intent to join. Non-voting has no recorded reason. "
    "Who sits in a seat may change (Myanmar, Afghanistan since 2021)."
)
# A change is recent while it lies in one of so many last sessions: three votes show whether it
# holds, and a three-year-old change is what the next delegation still remembers.
RECENT_SESSIONS = 3
_CAST = {"no": 0, "abstain": 1, "yes": 2}
_COUNTED = {"yes": "n_yes", "no": "n_no", "abstain": "n_abstain", "non_voting": "n_non_voting"}
_POSITION_TYPE = pd.CategoricalDtype(POSITIONS, ordered=True)
_DIRECTION_TYPE = pd.CategoricalDtype(DIRECTIONS, ordered=True)
# "" where a State had no seat, or was no Member yet.
_VOTE_TYPE = pd.CategoricalDtype(("", *VOTES), ordered=True)


def roll_calls_on(data: Dataset, treaty: str = "att") -> pd.DataFrame:
    """Return the roll calls on a treaty in order of days.

    Which subject of the record belongs to which treaty is a row of ``kinds.csv``.

    Parameters
    ----------
    data
        A Dataset.
    treaty
        Key of the treaty.

    Returns
    -------
    DataFrame
        Rows of the frame ``roll_calls`` with ``label``: the resolution's number without "A/RES/"
        ("80/46").

    Examples
    --------
    >>> import attdata as att
    >>> roll_calls_on(att.load())["label"].iloc[-1]
    '80/46'
    """
    subjects = [
        row["as_written"].casefold()
        for row in reference_rows("kinds")
        if row["column"] == "vote_subject" and row["value"] == treaty
    ]
    calls = data.roll_calls[data.roll_calls["subject"].str.casefold().isin(subjects)]
    calls = calls.assign(label=calls["resolution"].str.removeprefix("A/RES/"))
    return calls.sort_values(["date", "resolution"], ignore_index=True)


def treaty_roll_calls(data: Dataset, on: pd.Timestamp) -> pd.DataFrame:
    """Return the roll calls on the Treaty as it stands: its adoption, and the resolutions since.

    Earlier votes were on whether there should be a treaty, not on this one.

    Parameters
    ----------
    data
        A Dataset.
    on
        The last day.

    Returns
    -------
    DataFrame
        As ``roll_calls_on``; ``adoption`` is true for the vote by which the text was adopted.
    """
    adopted = data.treaties.set_index("treaty")["adopted"]["att"]
    calls = roll_calls_on(data)
    calls = calls[(calls["date"] >= adopted) & (calls["date"] <= on)]
    return calls.assign(adoption=calls["date"] == adopted).reset_index(drop=True)


@of_dataset
def positions(
    data: Dataset, on: Day | None = None, *, within: str | Iterable[str] | None = None
) -> pd.DataFrame:
    """Return how each State voted on the Treaty in the General Assembly, and its position.

    A vote shows a position on that day, not an intent to join. Non-voting has no recorded reason
    (absent, not participating, or without a vote under Article 19 of the Charter). Seats change
    hands (Myanmar, Afghanistan since 2021). Corrections announced afterwards are not in the record.

    Parameters
    ----------
    data
        A Dataset.
    on
        The last day of votes, and the day of the status; None for the newest day of the evidence
        on the Treaty.
    within
        A group of any scheme, or a list of States; None for all 197.

    Returns
    -------
    DataFrame
        One row per State, in order of iso3: iso3, name_en, att_region, status (of that day),
        position (see below), adoption (vote on 2 April 2013), one column per yearly resolution
        since ("68/31" ...; yes, no, abstain, non_voting, "" without a seat); and over these
        resolutions n_yes, n_no, n_abstain, n_non_voting, last_vote and last_day (of the last vote
        cast), change_from, change_to, change_since (the last change between votes cast, on the day
        of the first vote of the new kind), recent_direction (towards_yes or away_from_yes for a
        change within the last three sessions, else ""). ``attrs["resolutions"]`` lists the columns
        of votes, ``attrs["symbols"]`` the symbols of these resolutions (A/RES/68/31 ...),
        ``attrs["days"]`` their days, ``attrs["statements"]`` what States told the depositary.

        Each State has one position, by the yearly resolutions: yes_every_time; yes_when_present
        (yes and non-voting only); now_yes (last vote cast yes, others before); now_abstains;
        abstains_every_time; abstains_when_present; votes_no (last vote cast no); no_vote_cast;
        no_seat (no Member of the United Nations). It is missing for Members where the Dataset holds
        no roll call on the Treaty.

    Raises
    ------
    ValueError
        A day that is none, or ``within`` names no group and no State.

    Examples
    --------
    >>> import attdata as att
    >>> states = att.positions(att.load()).set_index("iso3")
    >>> states.loc["KEN", ["position", "change_to"]].tolist()
    ['now_abstains', 'abstain']
    """
    return _positions(data, resolve_day(data, on), within)


@once
def _positions(
    data: Dataset, day: pd.Timestamp, within: str | Iterable[str] | None
) -> pd.DataFrame:
    """Return the positions on a day that is known, of which has been warned."""
    chosen = states_within(data, within, day)
    frame = without_warning(status_on, data, day, universe="all")
    frame = frame[["iso3", "name_en", "att_region", "status"]]
    if chosen is not None:
        frame = frame[frame["iso3"].isin(chosen)].reset_index(drop=True)
    calls = treaty_roll_calls(data, day)
    votes = _votes(data, calls).reindex(frame["iso3"])
    members = set(data.states.loc[data.states["un_status"].astype(str) == "member", "iso3"])
    # The adoption stands apart: a position is told by the yearly resolutions on the Treaty.
    yearly = calls[~calls["adoption"]]
    rows = votes[list(yearly["label"])].to_numpy()
    derived = [
        _told(iso3 in members, row, yearly) for iso3, row in zip(votes.index, rows, strict=True)
    ]
    facts = pd.DataFrame(derived, columns=_FACTS, index=frame.index)
    if roll_calls_on(data).empty:  # where no votes are held nothing is known, not even "no vote"
        facts["position"] = facts["position"].where(facts["position"] == "no_seat", None)
    names = ["adoption" if call.adoption else call.label for call in calls.itertuples()]
    cast = {name: votes[label].to_numpy() for name, label in zip(names, votes.columns, strict=True)}
    cast_votes = pd.DataFrame(cast, index=frame.index, columns=names, dtype="object")
    cast_votes = cast_votes.where(cast_votes.notna(), "").astype(_VOTE_TYPE)
    frame = frame.assign(position=facts["position"].astype(_POSITION_TYPE))
    frame = pd.concat([frame, cast_votes, _typed(facts.drop(columns="position"))], axis="columns")
    frame["status"] = frame["status"].astype(STATUS_TYPE)
    said: dict[str, Any] = {
        "note": NOT_AN_INTENT,
        "caution": "note.votes",  # the same in six languages, for whoever shows the frame
        "resolutions": names,
        "symbols": list(calls["resolution"]),
        "days": [f"{date:%Y-%m-%d}" for date in calls["date"]],
        "statements": told_to_depositary(data, day, frame["iso3"]),
    }
    if within is not None:
        said["within"] = within if isinstance(within, str) else sorted(set(frame["iso3"]))
        said["n_states"] = len(frame)
    frame = describe(frame, data, day, treaty="att", basis="deposited", universe="all", **said)
    return add_sources(frame, data, data.votes["source"])


_FACTS = [
    "position", *_COUNTED.values(), "last_vote", "last_day",
    "change_from", "change_to", "change_since", "recent_direction",
]  # fmt: skip


def _votes(data: Dataset, calls: pd.DataFrame) -> pd.DataFrame:
    """Return iso3 x label with the votes, a column per roll call in order, missing without one."""
    labels = dict(zip(calls["resolution"], calls["label"], strict=True))
    votes = data.votes[data.votes["resolution"].isin(list(labels))]
    votes = votes.assign(label=votes["resolution"].map(labels), vote=votes["vote"].astype(str))
    wide = votes.set_index(["iso3", "label"])["vote"].unstack()  # noqa: PD010 (no two to add up)
    return wide.reindex(columns=list(calls["label"])).astype("object")


def _told(member: bool, votes: Sequence[object], calls: pd.DataFrame) -> list[object]:
    """Return the facts of one State, in order of ``_FACTS``."""
    held = [vote for vote in votes if isinstance(vote, str) and vote]
    places = [n for n, vote in enumerate(votes) if vote in _CAST]
    cast = [str(votes[n]) for n in places]
    counts = [held.count(vote) for vote in _COUNTED]
    position = _position(member, held, cast)
    if not cast:
        return [position, *counts, "", pd.NaT, "", "", pd.NaT, ""]
    last_day = calls["date"].iloc[places[-1]]
    turns = [n for n in range(1, len(cast)) if cast[n] != cast[n - 1]]
    if not turns:
        return [position, *counts, cast[-1], last_day, "", "", pd.NaT, ""]
    turn = turns[-1]
    before, after = cast[turn - 1], cast[turn]
    recent = list(dict.fromkeys(calls["session"]))[-RECENT_SESSIONS:]
    direction = ""
    if calls["session"].iloc[places[turn]] in recent:
        direction = "towards_yes" if _CAST[after] > _CAST[before] else "away_from_yes"
    since = calls["date"].iloc[places[turn]]
    return [position, *counts, cast[-1], last_day, before, after, since, direction]


def _position(member: bool, held: Sequence[str], cast: Sequence[str]) -> str:
    """Return the position: the last vote cast, and whether it was always so and always there."""
    if not held and not member:
        return "no_seat"
    if not cast:
        return "no_vote_cast"
    last = cast[-1]
    if last == "no":
        return "votes_no"
    if set(cast) != {last}:
        return "now_yes" if last == "yes" else "now_abstains"
    stem = "yes" if last == "yes" else "abstains"
    return f"{stem}_when_present" if "non_voting" in held else f"{stem}_every_time"


def _typed(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the facts with their types."""
    for name in _COUNTED.values():
        facts[name] = facts[name].astype("int64")
    for name in ("last_vote", "change_from", "change_to"):
        facts[name] = facts[name].astype(_VOTE_TYPE)
    for name in ("last_day", "change_since"):
        facts[name] = pd.to_datetime(facts[name]).astype("datetime64[ns]")
    facts["recent_direction"] = facts["recent_direction"].astype(_DIRECTION_TYPE)
    return facts
