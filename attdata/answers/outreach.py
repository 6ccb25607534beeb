"""Answers on outreach, the work plan, whom to approach, and the data themselves."""

from __future__ import annotations

import pandas as pd

import attdata
from attdata.answers.asked import Asked, Sentences
from attdata.answers.membership import party
from attdata.draw.progress_text import moves_in_words, moves_of, not_compared
from attdata.evidence import sentences
from attdata.frames import WORLD
from attdata.measures.activities import counted_activities
from attdata.measures.positions import IN_FAVOUR
from attdata.reports.figure_set import FIGURES
from attdata.reports.sections.approach import MOVES, votes_in_words
from attdata.reports.sections.outreach import named_in_period
from attdata.reports.sections.plan import indicators_in_words, without_target
from attdata.words import LANGUAGES, name_of, number


def reach(asked: Asked) -> Sentences:
    """Say how many States not yet party outreach named, by which logs."""
    total = attdata.reach(asked.data, asked.since, asked.on).iloc[-1]
    pending, records = int(total["n_not_party"]), int(total["n_records"])
    region = name_of("group", asked.within or WORLD, asked.language)
    if pd.isna(total["n_reached"]):
        activities = asked.say("count.activities", n=records)
        key = "too_few" if records else "no_record"
        said = [asked.say(f"report.outreach.{key}", n=pending, activities=activities)]
        missed = []
    else:
        said = [named_in_period(int(total["n_reached"]), pending, asked.language)]
        never = attdata.never_reached(asked.data, asked.since, asked.on, within=asked.within)
        names = asked.names(never["iso3"]) or "–"
        missed = [asked.say("answer.reach.missed", region=region, n=len(never), names=names)]
    return [*said, _logs(asked)], [*missed, asked.say("report.outreach.caution")]


def _logs(asked: Asked) -> str:
    """Say how many activities each log holds, and how many are told in more than one row."""
    frame = asked.data.activities
    rows = frame.groupby("source", observed=True).size()
    names = asked.listed(asked.labelled(str(log), int(n)) for log, n in rows.items())
    return asked.say("answer.reach.logs", names=names, n=int((frame["same_as"] != "").sum()))


def plan(asked: Asked) -> Sentences:
    """Say how the indicators of the work plan moved."""
    frame = attdata.progress(asked.data, asked.on)
    each = frame.groupby("indicator", sort=False)
    without = each["target"].apply(lambda target: target.isna().all())
    moves = moves_of(frame)
    counts = indicators_in_words(len(asked.data.plan), frame, asked.language)
    moved = moves_in_words(moves, asked.language)
    rest = not_compared(moves, asked.language)
    said = [sentences([moved, *[rest] * bool(rest)], asked.language), counts]
    no_target = without_target(int(without.sum()), len(without), asked.language)
    return said, [*[no_target] * bool(no_target), asked.say("answer.plan.caution")]


def approach(asked: Asked) -> Sentences:
    """Say how States not yet party vote, and which of them signed or moved."""
    frame = attdata.signals(asked.data, asked.on, within=asked.within)
    if frame.empty:
        return [asked.say("report.approach.none")], [log_ends(asked)]
    favour = frame["position"].astype(str).isin(IN_FAVOUR)
    last = frame["last_day"].max()
    said = []
    if pd.isna(last):
        said.append(asked.say("answer.approach.no_vote", n=len(frame)))
    else:
        said.append(votes_in_words(int(favour.sum()), len(frame), last, asked.language))
    signed = frame[favour & (frame["status"].astype(str) == "signatory")]
    direction = frame["recent_direction"].astype(str)
    moved = [(key, frame[direction == way]) for key, way in MOVES.items()]
    for key, rows in (("signed", signed), *moved):
        if len(rows):
            names = asked.names(rows["iso3"])
            states = asked.say("count.states", n=len(rows))
            said.append(
                asked.say(f"report.approach.{key}", n=len(rows), states=states, names=names)
            )
    return said, [asked.say("report.approach.caution"), log_ends(asked)]


def log_ends(asked: Asked) -> str:
    """Say how many activities the logs hold, and that a State they do not name may be known."""
    rows = counted_activities(asked.data, None, asked.on)
    last = rows["start"].max()
    if pd.isna(last):
        return asked.say("report.outreach.caution")
    return asked.say("brief.unknown_log", n=rows["activity"].nunique(), day=last.date())


def start(asked: Asked) -> Sentences:
    """Say where the Treaty stands and how far the evidence reaches."""
    ends = asked.data.evidence_ends()
    said = [party(asked), asked.say("answer.start.fresh", day=ends.date())]
    said.append(asked.say("answer.start.go"))
    return said, [log_ends(asked), asked.say("answer.status.caution")]


def sources(asked: Asked) -> Sentences:
    """Say how many rows were read and kept, with which problems."""
    files = asked.data.sources[~asked.data.sources["file"].str.startswith("reference/")]
    read, kept = int(files["rows_read"].sum()), int(files["rows_kept"].sum())
    severity = asked.data.problems["severity"].astype(str)
    counts = {f"{kind}s": int((severity == kind).sum()) for kind in ("error", "warning", "note")}
    agreed = attdata.reconcile(asked.data)
    neither = agreed[agreed["agrees_on"].astype(str) == "neither"]
    said = [
        asked.say(
            "answer.sources.rows", files=len(files), read=read, kept=kept, refused=read - kept
        ),
        asked.say("answer.sources.problems", **counts),
        asked.say("answer.sources.totals", n=len(agreed), m=len(agreed) - len(neither)),
    ]
    odd = [
        asked.say("report.remark", name=number(row.claimed, asked.language),
                  remark=asked.day(row.date))
        for row in neither.itertuples()
    ]  # fmt: skip
    takeaway = [asked.say("answer.sources.neither", names=asked.listed(odd))] if odd else []
    return said, [*takeaway, asked.say("answer.sources.caution")]


def figures(asked: Asked) -> Sentences:
    """Say how many figures there are."""
    said = [party(asked), asked.say("answer.figures.count", n=len(FIGURES), m=len(LANGUAGES))]
    return said, [
        asked.say("answer.figures.caution"),
        sentences([asked.say("footer.boundaries")], asked.language),
    ]
