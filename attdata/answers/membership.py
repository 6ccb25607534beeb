"""Answers on membership: who has joined, where, how fast, after how long."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

import attdata
from attdata.answers.asked import Asked, Sentences
from attdata.draw.headlines import trend_headline
from attdata.evidence import day_as_known, precision_of, sentences
from attdata.frames import WORLD
from attdata.law.status import consent_actions, of_record
from attdata.measures.waiting import median_waits
from attdata.reports.sections.first import counted_in_force
from attdata.reports.sections.membership import range_of_shares
from attdata.reports.sections.outlook import running_cycle
from attdata.words import (
    conference_name,
    name_of,
    number,
    percent,
    state_name,
    whole_number,
    word,
)


def party(asked: Asked) -> str:
    """Say how many States are party, counted as asked."""
    world = asked.world(asked.basis)
    n, m = int(world["n_party"]), int(world["n_states"])
    key = "report.standing.party" if asked.basis == "deposited" else "answer.in_force"
    share = percent(n / m, asked.language)
    parties: int | str = n
    if asked.basis == "in_force" and asked.perhaps_in_force:
        parties = asked.say("count.at_least", count=number(n, asked.language))
    return asked.say(key, day=asked.on.date(), n=parties, m=m, share=share)


def _joined(asked: Asked, since: pd.Timestamp) -> list[str]:
    """Return the States that became party from a day on, up to the day asked for."""
    rows = attdata.changes(asked.data, since - pd.Timedelta(days=1), asked.on)
    before, after = rows["before"].astype(str), rows["after"].astype(str)
    return sorted(set(rows.loc[(after == "state_party") & (before != "state_party"), "iso3"]))


def _new_since(asked: Asked, since: pd.Timestamp) -> list[str]:
    """Say who became party from a day on; nothing where the evidence ends before that day."""
    if since > asked.data.evidence_ends("att"):
        return []
    joined = _joined(asked, since)
    if not joined:
        return [asked.say("answer.joined_none", day=since.date())]
    return [asked.say("answer.joined", day=since.date(), n=len(joined), names=asked.names(joined))]


def status(asked: Asked) -> Sentences:
    """Say how many States are party, have signed or neither, and who joined lately."""
    # A State whose instrument is deposited has joined, even if the Treaty is not yet in force for
    # it: it is neither one of the signatories nor one of those that have not joined.
    world = asked.world()
    said = [
        party(asked),
        asked.say(
            "answer.others",
            signatories=int(world["n_signatory"]),
            not_joined=int(world["n_not_joined"]),
        ),
        *_deposited_only(asked),
    ]
    if world["n_unknown"]:
        said.append(asked.say("answer.unknown", n=int(world["n_unknown"])))
    said += _leaving(asked)
    met = asked.data.conferences["end"]
    if (met < asked.on).any():
        said += _new_since(asked, met[met < asked.on].max() + pd.Timedelta(days=1))
    return said, [_other_basis(asked), *_ranged(asked), asked.say("answer.status.caution")]


def _leaving(asked: Asked) -> list[str]:
    """Name the States that have notified their withdrawal, with the day of its effect."""
    frame = asked.standing
    names = []
    for row in frame[frame["leaving"].notna()].itertuples():
        precision, first = precision_of(frame.attrs, row.iso3, row.leaving)
        day = day_as_known(str(row.leaving)[:10], asked.language, precision, first)
        name = state_name(row.iso3, asked.language)
        names.append(asked.say("report.remark", name=name, remark=day))
    return [asked.say("report.standing.leaving", names=asked.listed(names))] if names else []


def _deposited_only(asked: Asked) -> list[str]:
    """Say who has deposited without being counted as party, where that is counted from effect."""
    if asked.basis != "in_force":
        return []
    in_force = attdata.status_on(asked.data, asked.on, basis="in_force")
    deposited, effective = (
        set(frame.loc[frame["status"].astype(str) == "state_party", "iso3"])
        for frame in (asked.standing, in_force)
    )
    perhaps = asked.perhaps_in_force
    states = {
        "answer.not_in_force": deposited - effective - perhaps,
        "answer.perhaps_in_force": (deposited - effective) & perhaps,
    }
    return [
        asked.say(key, n=len(chosen), names=asked.names(chosen))
        for key, chosen in states.items()
        if chosen
    ]


def _other_basis(asked: Asked) -> str:
    """Say what counting on the other basis gives."""
    deposited, in_force = (int(asked.world(b)["n_party"]) for b in ("deposited", "in_force"))
    if deposited == in_force:
        return asked.say("report.standing.in_force_same")
    frame, perhaps = asked.standing, asked.perhaps_in_force
    later = frame[(frame["status"].astype(str) == "state_party") & (frame["in_force"] > asked.on)]
    not_yet = asked.names(set(later["iso3"]) - perhaps)
    effect = counted_in_force(in_force, not_yet, asked.names(perhaps), len(perhaps), asked.language)
    if asked.basis == "deposited":
        return effect
    counted = asked.say("answer.deposited", n=deposited)
    return sentences([counted, effect] if perhaps else [counted], asked.language)


def _ranged(asked: Asked) -> list[str]:
    """Name the States whose consent is only known to lie between two days."""
    rows = of_record(asked.data.actions)
    rows = rows[(rows["treaty"] == "att") & rows["action"].isin(consent_actions())]
    rows = rows[(rows["date_precision"].astype(str) == "range") & (rows["date"] <= asked.on)]
    names = asked.names(set(rows["iso3"]))
    return [asked.say("answer.ranged", names=names)] if names else []


def regions(asked: Asked) -> Sentences:
    """Say where the share is high and low, what changed, and the share of population."""
    frame = attdata.participation(asked.data, asked.on)
    rows = frame[frame["group"] != WORLD]
    said = [range_of_shares(rows, asked.language)]
    if asked.since is not None:
        said += _new_since(asked, asked.since)
    said.append(_population(asked))
    if asked.within:
        own = asked.world(within=asked.within)
        n, m = int(own["n_party"]), int(own["n_states"])
        said.append(
            asked.say(
                "report.standing.party_region",
                region=name_of("group", asked.within, asked.language),
                day=asked.on.date(),
                n=n,
                m=m,
                share=percent(n / m, asked.language) if m else "",
            )
        )
    small = rows.sort_values("n_states").iloc[0]
    step = asked.say(
        "answer.regions.step",
        region=name_of("group", small["group"], asked.language),
        states=word("count.states", asked.language, n=int(small["n_states"])),
        points=asked.say("progress.points", n=number(100 / small["n_states"], asked.language, 1)),
    )
    return said, [step, asked.say("answer.regions.caution")]


def _population(asked: Asked) -> str:
    """Say which share of the population lives in States Parties, beside the share of States."""
    world = asked.world(weight="population")
    return asked.say(
        "answer.regions.population",
        share=percent(float(world["share_population"]), asked.language),
        year=str(int(world["population_year"])),
        states=percent(float(world["share_party"]), asked.language),
    )


def trend(asked: Asked) -> Sentences:
    """Say how the number of States Parties grew, and what cycles brought.

    Cycles are counted up to the end of the evidence: of a later one nobody knows what it brought.
    """
    asked = replace(asked, on=min(asked.on, asked.data.evidence_ends("att")))
    months = attdata.trend(asked.data, asked.on)
    headline = trend_headline(months[months["group"] == WORLD], asked.language)
    said = [sentences([headline], asked.language)]
    frame = attdata.pace(asked.data, asked.on, ahead=1)
    kinds = frame["kind"].astype(str)
    for _, row in frame[kinds == "running"].iterrows():
        running = running_cycle(row, asked.language)
        said.append(asked.say("report.pace.running", **running))
    ahead = frame[kinds.isin(["slowest", "median", "fastest"])].set_index("kind")
    caveats = [asked.say("answer.trend.caution")]
    if {"slowest", "median", "fastest"} <= set(ahead.index.astype(str)):
        repeated = int((kinds == "observed").sum()) - 1  # the first began with the opening
        new = {str(kind): float(n) for kind, n in ahead["n_new"].items()}
        said.append(asked.say("report.pace.past", n=repeated, **new))
        totals = {
            str(kind): whole_number(float(n), asked.language)
            for kind, n in ahead["n_party"].items()
        }
        named = conference_name(str(ahead["conference"].iloc[0]), asked.language)
        caveats.insert(0, asked.say("report.pace.next", conference=named, day=asked.on, **totals))
    return said, caveats


def waiting(asked: Asked) -> Sentences:
    """Say how long half of the signatories took, and who waits longest."""
    waits = median_waits(attdata.waiting_time(asked.data, on=asked.on))
    row = waits.iloc[-1]
    counts = {key: int(row[f"n_{key}"]) for key in ("joined", "waiting")}
    states = word("count.states", asked.language, n=int(row["n_signed"]))
    said = [asked.say("report.signatories.counts", states=states, **counts), _median(asked, row)]
    pending = attdata.pipeline(asked.data, asked.on)
    if pending.empty:
        said.append(asked.say("report.signatories.none"))
    else:
        oldest = pending["signed"].min()
        longest = pending.loc[pending["signed"] == oldest, "iso3"]
        said.append(
            asked.say(
                "report.signatories.longest", day=asked.day(oldest), names=asked.names(longest)
            )
        )
    own = attdata.pipeline(asked.data, asked.on, within=asked.within)
    region = name_of("group", asked.within or WORLD, asked.language)
    waiting = asked.say(
        "answer.waiting.region", region=region, n=len(own), names=asked.names(own["iso3"]) or "–"
    )
    return said, [waiting, asked.say("answer.waiting.caution")]


def _median(asked: Asked, row: pd.Series) -> str:
    if pd.isna(row["median_days"]):
        return asked.say("report.signatories.median_open")
    days = asked.say("count.days", n=int(row["median_days"]))
    if pd.isna(row["median_lower"]) or pd.isna(row["median_upper"]):
        return asked.say("report.signatories.median", days=days)
    lower = number(int(row["median_lower"]), asked.language)
    upper = word("count.days", asked.language, n=int(row["median_upper"]))
    return asked.say("report.signatories.median_band", days=days, lower=lower, upper=upper)
