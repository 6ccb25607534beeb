"""Section of a report: the pace of joining, and other treaties at the same age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.draw.known_days import perhaps_party
from attdata.evidence import sentences, with_evidence
from attdata.words import conference_name, name_of, number, whole_number, word

if TYPE_CHECKING:
    from attdata.reports.document import Writer


def running_cycle(row: pd.Series, language: str) -> dict[str, Any]:
    """Return what is said of the cycle that is not over: since when, until when, how many."""
    counted = row["start"] + pd.Timedelta(days=int(row["days"]) - 1)
    return {
        "conference": conference_name(str(row["conference"]), language),
        "n": int(row["n_new"]),
        "start": row["start"].date(),
        "day": counted.date(),
        "days": word("count.days", language, n=int(row["days"])),
    }


def pace(out: Writer) -> None:
    """Say how many joined per cycle, and what past cycles would give: arithmetic."""
    facts = out.facts
    counted = min(facts.cycle.on, facts.evidence)  # of a later day nobody knows what it brought
    out.section("pace")
    frame = facts.pace
    kinds = frame["kind"].astype(str)
    ended = frame[kinds == "observed"]
    running = frame[kinds == "running"]
    if len(running):
        out.say("pace.running", **running_cycle(running.iloc[0], out.language))
    ahead = frame[kinds.isin(["slowest", "median", "fastest"])].set_index("kind")
    if {"slowest", "median", "fastest"} <= set(ahead.index.astype(str)):
        repeated = len(ended) - 1  # the first cycle began with the opening for signature
        past = ended["n_new"].iloc[1:]
        values = {
            kind: _like(out, ahead.loc[kind], int((past == ahead.loc[kind, "n_new"]).sum()))
            for kind in ("slowest", "median", "fastest")
        }
        out.say("pace.past", n=repeated, **values)
        party = ahead["n_party"].astype(float)
        totals = {kind: whole_number(party[kind], out.language) for kind in values}
        name = conference_name(str(ahead["conference"].iloc[0]), out.language)
        out.say("pace.next", conference=name, day=counted, **totals)
    _treaties(out)
    columns = ["met", "start", "end", "days", "n_new", "n_party", "kind", "like"]
    cycles_in_words = frame.assign(
        kind=[word(f"cycle.{kind}", out.language) for kind in kinds],
        met=[conference_name(c, out.language, short=True) for c in frame["conference"]],
        like=[c and conference_name(c, out.language, short=True) for c in frame["like"]],
    )
    with_evidence(cycles_in_words, frame.attrs)
    labels = {"met": word("column.conference", out.language)}
    out.picture("pace")
    out.picture("treaties", folded=True)
    note = word("report.note.pace", out.language)
    if len(running):
        until = word("report.note.pace_running", out.language, day=counted)
        note = sentences([until, note], out.language)
    out.table("pace", cycles_in_words, columns, labels=labels, note=note, folded=True)


def _like(out: Writer, row: Any, cycles: int) -> str:
    """Return the new parties of a past cycle, and which, where only one had so many.

    A median may lie between two.
    """
    text = whole_number(float(row["n_new"]), out.language)
    if not row["like"] or cycles > 1:
        return text
    remark = conference_name(str(row["like"]), out.language, short=True)
    return word("report.remark", out.language, name=text, remark=remark)


def _treaties(out: Writer) -> None:
    """Compare the parties of the treaties at the age that the Treaty has now."""
    frame = out.facts.treaties
    frame = frame[frame["group"] == out.facts.whole]
    own = frame[frame["treaty"] == "att"]
    if own.empty:
        return
    age = int(own["years"].max())  # the last anniversary
    old_enough = frame.groupby("treaty")["years"].transform("max") >= age
    same = frame[old_enough & (frame["years"] <= age)].groupby("treaty", sort=False).last()
    parts, at_least = [], []
    for treaty, n in same["n_party"].items():
        count: str = number(n, out.language)
        more = perhaps_party(frame.attrs, str(treaty), same.loc[treaty, "on"])
        if more:
            count = word("count.at_least", out.language, count=count)
        part = out.labelled(name_of("treaty", str(treaty), out.language), count)
        parts.append(part)
        at_least += [part] if more else []
    years = word("count.years", out.language, n=age)
    out.say("pace.treaties", years=years, names=out.listed(parts))
    evidence = out.facts.treaties.attrs
    at_same_age = with_evidence(same.reset_index(), evidence, treaty="", basis="deposited")
    out.table(
        "treaties",
        at_same_age,
        ["treaty", "years", "n_party", "n_states", "share_party"],
        note=sentences(at_least, out.language),
        folded=True,
    )
