"""How long States take from signature to consent, and which signatories still wait.

The rule of counting is that of survival analysis (Kaplan and Meier 1958, Journal of the American
Statistical Association 53, 457-481): a signatory still waiting is known to have waited so long, and
counts as such ("censored"), instead of being left out.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from attdata.evidence import add_sources, describe, threshold
from attdata.frames import WORLD, Dataset
from attdata.law.status import lives, of_record
from attdata.measures.activities import counted_activities, inexact_contacts, namings
from attdata.measures.coverage import with_coverage
from attdata.measures.participation import status_on
from attdata.measures.scope import (
    Day,
    Within,
    members_on,
    narrowed,
    other_treaties,
    resolve_day,
    universe_states,
    without_warning,
)
from attdata.measures.treaties import evidence_to
from attdata.problems import ArgumentError
from attdata.reference import of_dataset

STATEMENTS = ("declaration", "communication")


@of_dataset
def waits(data: Dataset, on: Day | None = None, *, within: Within | None = None) -> pd.DataFrame:
    """Return how long each State that signed took, or has waited so far.

    Parameters
    ----------
    data
        A Dataset.
    on
        The day; None for the newest day of the evidence.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per State that had signed, in order of iso3: iso3, signed, ended (day of the
        instrument, or ``on``), days (between the two), joined (False: still waiting). States that
        acceded without signing are left out: they did not wait. A signature in brackets whose day
        of withdrawal is not known is left out as well.

    Examples
    --------
    >>> import attdata as att
    >>> signed = att.waits(att.load(), "2024-08-23").set_index("iso3")
    >>> int(signed.loc["ALB", "days"]), bool(signed.loc["ARE", "joined"])
    (289, False)
    """
    if within is not None:
        return narrowed(waits, data, within, on, on)
    day = resolve_day(data, on)
    by_state, universe = lives(data.actions), set(universe_states(data, "att"))
    rows = []
    for (treaty, iso3), life in by_state.items():
        signed = pd.Timestamp(life.signed) if life.signed else pd.NaT
        if treaty != "att" or iso3 not in universe or pd.isna(signed) or signed > day:
            continue
        consents = [pd.Timestamp(d) for d, _ in life.joined]
        joined = [consent for consent in consents if signed <= consent <= day]
        if joined:
            rows.append((iso3, signed, joined[0], True))
        elif not life.bracketed and not any(consent < signed for consent in consents):
            rows.append((iso3, signed, day, False))
    frame = pd.DataFrame(rows, columns=["iso3", "signed", "ended", "joined"])
    for column in ("signed", "ended"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[ns]")
    frame["days"] = (frame["ended"] - frame["signed"]).dt.days
    frame = frame[["iso3", "signed", "ended", "days", "joined"]].astype({"joined": bool})
    return describe(frame, data, day, treaty="att", basis="deposited", universe="att")


@of_dataset
def waiting_time(
    data: Dataset,
    *,
    by: str | None = None,
    on: Day | None = None,
    within: Within | None = None,
) -> pd.DataFrame:
    """Return the share of signatories still waiting by the days since they signed.

    Kaplan-Meier estimate from signature to the deposit of the instrument, counted exactly, with
    the log-log ("exponential Greenwood") confidence band of ``scipy.stats.ecdf``. Accessions are
    left out; a signatory still waiting is censored at ``on``. A State that told the depositary that
    it will not become party stays a signatory in the depositary's list, and so is still waiting
    here; ``pipeline`` notes what it said.

    Parameters
    ----------
    data
        A Dataset.
    by
        A scheme of the frame ``groups`` (membership on ``on``); None for the world.
    on
        The day; None for the newest day of the evidence.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per group and day on which something happens, after a row for day 0: group
        (``World`` where ``by`` is None), days (since signature), at_risk (States still waiting just
        before), events (States that consented on that day), censored (States known to wait so long
        and no longer observed), waiting (share still waiting after the day, 0 to 1), lower, upper
        (95 % band; missing where nobody waits any more, for which the formula has no answer).
        ``attrs["median_days"]`` gives the median of each group, None where more than half wait:
        the same as ``median_waits`` of the frame.

    Raises
    ------
    ValueError
        An unknown scheme, or a day that is none.

    Examples
    --------
    >>> import attdata as att
    >>> frame = att.waiting_time(att.load())
    >>> int(frame["at_risk"].iloc[0])
    130
    """
    if within is not None:
        return narrowed(waiting_time, data, within, on, by=by, on=on)
    day = resolve_day(data, on)
    waited = without_warning(waits, data, day)
    if by is None:
        parts = [(WORLD, waited)]
    else:
        members = members_on(data, by, day)
        members = members[members["group"] != WORLD].merge(waited, on="iso3")
        parts = [(str(group), rows) for group, rows in members.groupby("group", sort=False)]
    curves = [_kaplan_meier(w["days"], w["joined"]).assign(group=group) for group, w in parts]
    columns = ["group", "days", "at_risk", "events", "censored", "waiting", "lower", "upper"]
    frame = pd.concat(curves, ignore_index=True) if curves else pd.DataFrame(columns=columns)
    medians = _medians(frame)
    by_group = {
        group: None if pd.isna(days) else int(days)
        for group, days in zip(medians["group"], medians["median_days"], strict=True)
    }
    frame = frame[columns]
    return describe(
        frame, data, day, treaty="att", basis="deposited", universe="att", median_days=by_group
    )


def _kaplan_meier(days: pd.Series, joined: pd.Series) -> pd.DataFrame:
    """Return the estimate on each day on which somebody consents or is last observed."""
    from scipy.stats import CensoredData, ecdf

    times, happened = days.to_numpy(dtype=float), joined.to_numpy(dtype=bool)
    columns = ["days", "at_risk", "events", "censored", "waiting", "lower", "upper"]
    if not len(times):
        return pd.DataFrame(columns=columns)
    sample = CensoredData(uncensored=times[happened], right=times[~happened])
    survival = ecdf(sample).sf
    with warnings.catch_warnings():
        # scipy warns where the band is undefined: before the first event, set to 1 below, and
        # after the last State, left missing.
        warnings.simplefilter("ignore", RuntimeWarning)
        band = survival.confidence_interval(threshold("confidence"), method="log-log")
    at = survival.quantiles
    at_risk = [int((times >= t).sum()) for t in at]
    events = [int((times[happened] == t).sum()) for t in at]
    frame = pd.DataFrame(
        {
            "days": at.astype("int64"),
            "at_risk": at_risk,
            "events": events,
            "censored": [int((times[~happened] == t).sum()) for t in at],
            "waiting": [float(share) for share in _shares_waiting(at_risk, events)],
            "lower": band.low.probabilities,
            "upper": band.high.probabilities,
        }
    )
    certain = frame["waiting"] == 1
    frame["lower"] = frame["lower"].where(~certain, 1.0)
    frame["upper"] = frame["upper"].where(~certain, 1.0)
    if frame["days"].iloc[0] == 0:
        return frame
    first = pd.DataFrame([(0, len(times), 0, 0, 1.0, 1.0, 1.0)], columns=columns)
    return pd.concat([first, frame], ignore_index=True)


def _shares_waiting(at_risk: Iterable[int], events: Iterable[int]) -> list[Fraction]:
    """Return the share still waiting after each day, exactly: one half is one half."""
    share, shares = Fraction(1), []
    for waiting, joined in zip(at_risk, events, strict=True):
        share *= Fraction(int(waiting) - int(joined), int(waiting))
        shares.append(share)
    return shares


def median_waits(
    waited: Dataset | pd.DataFrame, *, by: str | None = None, on: Day | None = None
) -> pd.DataFrame:
    """Return the median time from signature to consent of each group.

    Parameters
    ----------
    waited
        A Dataset, or what ``waiting_time`` gave.
    by, on
        As in ``waiting_time``; only with a Dataset.

    Returns
    -------
    DataFrame
        One row per group, in the frame's order: group, n_signed (States that signed), n_joined,
        n_waiting (States), median_days (first day on which at most half still wait; missing while
        more than half do), median_lower, median_upper (where the 95 % band crosses one half).

    Raises
    ------
    ValueError
        Something else is given, or ``by`` or ``on`` beside a frame.

    Examples
    --------
    >>> import attdata as att
    >>> int(att.median_waits(att.load(), on="2024-08-23")["median_days"].iloc[0])
    597
    """
    if isinstance(waited, Dataset):
        return _medians(waiting_time(waited, by=by, on=on))
    missing = _CURVE - set(getattr(waited, "columns", ()))
    if missing:
        raise ArgumentError(
            "median_waits takes a Dataset, such as median_waits(load()), or the frame that "
            f"waiting_time gave; this has no column {', '.join(sorted(missing))}."
        )
    if by is not None or on is not None:
        raise ArgumentError("The frame is for its own day and groups; give by and on with data.")
    return _medians(waited)


_CURVE = {"group", "days", "at_risk", "events", "censored", "lower", "upper"}


def _medians(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the medians of what ``waiting_time`` gives."""
    rows = []
    for group, curve in frame.groupby("group", sort=False):
        row: dict[str, Any] = {
            "group": group,
            "n_signed": int(curve["at_risk"].max()),
            "n_joined": int(curve["events"].sum()),
            "n_waiting": int(curve["censored"].sum()),
        }
        # Counted anew from the numbers of States: a rounded share may lie beside one half.
        exact = _shares_waiting(curve["at_risk"], curve["events"])
        half = {"days": [share <= Fraction(1, 2) for share in exact]}
        half |= {name: curve[name] <= 0.5 for name in ("lower", "upper")}
        for name, reached in half.items():
            days = curve.loc[reached, "days"]
            row[f"median_{name}"] = int(days.iloc[0]) if len(days) else None
        rows.append(row)
    columns = ["group", "n_signed", "n_joined", "n_waiting"]
    medians = ["median_days", "median_lower", "median_upper"]
    result = pd.DataFrame(rows, columns=[*columns, *medians])
    return result.astype(dict.fromkeys(medians, "Int64"))


@of_dataset
def pipeline(data: Dataset, on: Day | None = None, *, within: Within | None = None) -> pd.DataFrame:
    """Return the signatories that are not party: how long they wait, and what reached them since.

    Being named by an activity is a record of contact, not an effect of it (``reach``).

    Parameters
    ----------
    data
        A Dataset.
    on
        The day; None for the newest day of the evidence.
    within
        Only the States of a group ("Asia", "ASEAN": its members on the last day), or of a list by
        code or name; None for all.

    Returns
    -------
    DataFrame
        One row per signatory, the longest waiting first: iso3, name_en, att_region, subregion,
        signed, days_waiting (days since signature), n_activities (delivered or ongoing, each once,
        begun after signature, that named it), last_activity (first day of the latest), n_projects
        (Trust Fund projects: begun after signature, or without a day), sister_treaties (how many of
        the other treaties it is party to), sisters (their keys), note (what it told the depositary,
        with the day), n_records (activities that count as outreach in the log since it signed),
        coverage (of the log since then: ``none``, ``too_few`` or ``partial``).

    Raises
    ------
    ValueError
        ``on`` is no day.

    Examples
    --------
    >>> import attdata as att
    >>> len(att.pipeline(att.load()))
    25
    """
    if within is not None:
        return narrowed(pipeline, data, within, on, on)
    day = resolve_day(data, on)
    standing = without_warning(status_on, data, day)
    sisters = without_warning(_sisters, data, day)
    frame = standing[standing["status"].astype(str) == "signatory"]
    frame = frame[["iso3", "name_en", "att_region", "signed"]].copy()
    frame.insert(3, "subregion", frame["iso3"].map(data.states.set_index("iso3")["subregion"]))
    frame["days_waiting"] = (day - frame["signed"]).dt.days.astype("int64")
    named = namings(data, None, day).merge(frame[["iso3", "signed"]], on="iso3")
    by_state = named[named["start"] > named["signed"]].groupby("iso3")["start"]
    frame["n_activities"] = _count(frame["iso3"], by_state.size())
    counted = counted_activities(data, None, day).drop_duplicates("activity")["start"]
    records = [int((counted > signed).sum()) for signed in frame["signed"]]
    frame["last_activity"] = by_state.max().reindex(frame["iso3"]).to_numpy()
    projects = data.vtf_projects.merge(frame[["iso3", "signed"]], on="iso3")
    since = projects["start"].isna() | projects["start"].between(
        projects["signed"], day, inclusive="right"
    )
    frame["n_projects"] = _count(frame["iso3"], projects[since].groupby("iso3").size())
    frame["sisters"] = [sisters.get(iso3, "") for iso3 in frame["iso3"]]
    frame["sister_treaties"] = [text.count(";") + 1 if text else 0 for text in frame["sisters"]]
    notes = _statements(data, day)
    frame["note"] = [notes.get(iso3, "") for iso3 in frame["iso3"]]
    who = ["iso3", "name_en", "att_region", "subregion", "signed", "days_waiting"]
    contact = ["n_activities", "last_activity", "n_projects"]
    frame = with_coverage(frame[[*who, *contact, "sister_treaties", "sisters", "note"]], records)
    frame = frame.sort_values(["signed", "iso3"], ignore_index=True)
    frame = describe(
        frame, data, day, treaty="att", basis="deposited", universe="att",
        others=other_treaties(data), inexact_contacts=inexact_contacts(data, named),
        evidence_to=evidence_to(data, day),
    )  # fmt: skip
    return add_sources(frame, data, pd.concat([data.activities["source"], projects["source"]]))


def _count(keys: pd.Series, counts: pd.Series) -> pd.Series:
    return counts.reindex(keys).fillna(0).astype(np.int64).set_axis(keys.index)


def _sisters(data: Dataset, day: pd.Timestamp) -> dict[str, str]:
    """Return the other treaties to which each State is party on a day."""
    joined_by: dict[str, list[str]] = {}
    for treaty in other_treaties(data):
        standing = status_on(data, day, treaty=treaty, universe="all")
        for iso3 in standing.loc[standing["status"].astype(str) == "state_party", "iso3"]:
            joined_by.setdefault(iso3, []).append(treaty)
    return {iso3: "; ".join(treaties) for iso3, treaties in joined_by.items()}


def said_to_depositary(data: Dataset, on: pd.Timestamp) -> pd.DataFrame:
    """Return what States declared or communicated to the depositary of the ATT, by day."""
    actions = of_record(data.actions)
    said = actions[(actions["treaty"] == "att") & actions["action"].isin(STATEMENTS)]
    return said[said["date"] <= on].sort_values(["date", "cell"])


def told_to_depositary(
    data: Dataset, day: pd.Timestamp, states: Iterable[str]
) -> list[tuple[str, ...]]:
    """Return what the States told the depositary: State, day, kind of action, and the words."""
    said = said_to_depositary(data, day)
    said = said[said["iso3"].isin(set(states))]
    return [
        (row.iso3, f"{row.date:%Y-%m-%d}", str(row.action), row.note) for row in said.itertuples()
    ]


def _statements(data: Dataset, day: pd.Timestamp) -> dict[str, str]:
    """Return what States declared or communicated to the depositary of the ATT, with the day."""
    said = said_to_depositary(data, day)
    statements: dict[str, list[str]] = {}
    for row in said.to_dict("records"):
        text = f"{row['date']:%Y-%m-%d}, {row['action']}"
        statements.setdefault(row["iso3"], []).append(
            f"{text}: {row['note']}" if row["note"] else text
        )
    return {iso3: "; ".join(texts) for iso3, texts in statements.items()}
