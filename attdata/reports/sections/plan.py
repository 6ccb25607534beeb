"""Sections of a report: the work plan by emphasis; decisions, areas and recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attdata.draw.captions import item_name
from attdata.draw.progress_text import has_no_data, state_key
from attdata.evidence import sentences, with_evidence
from attdata.outreach.plan_cells import conference_of
from attdata.words import conference_name, indicator_name, name_of, word

if TYPE_CHECKING:
    import pandas as pd

    from attdata.reports.document import Writer


# --- the work plan -----------------------------------------------------------------------------


def plan(out: Writer) -> None:
    """Go through the work plan, emphasis by emphasis, with indicators and what is unknown."""
    facts = out.facts
    out.section("plan")
    if facts.plan.empty:
        out.say("plan.none")
        return
    measured = facts.plan_taken_up
    if measured:
        _plan_counts(out)
    else:
        out.say("plan.later", conference=out.conference(facts.plan_conference))
    for row in facts.plan.itertuples():
        item = str(row.item)
        short = item_name(item, str(row.emphasis), out.language)
        out.heading(2, word("report.item", out.language, item=item, text=short), f"plan-{item}")
        emphasis, lang = out.translated(item, str(row.emphasis))
        addressees, _ = out.translated(f"{item}.addressees", str(row.addressees))
        to = word("report.addressees", out.language, names=addressees) if addressees else ""
        # The heading says it; it does not mark a foreign text with its language.
        if (emphasis == short and not lang) or str(row.emphasis) == name_of("item", item, "en"):
            emphasis = ""
        if lang:
            out.tell(emphasis, lang)
            emphasis = ""
        out.tell(sentences([emphasis, to], out.language))
        if measured:
            _indicators(out, item)
    if measured:
        _gaps(out)
        out.picture("progress", folded=True)


def _plan_counts(out: Writer) -> None:
    rows = out.facts.progress
    by_indicator = rows.groupby("indicator", sort=False)
    out.tell(indicators_in_words(len(out.facts.plan), rows, out.language))
    without = by_indicator["target"].apply(lambda s: s.isna().all())
    said = [without_target(int(without.sum()), len(without), out.language)]
    if rows["indicator"].isin(rows.attrs["counted_since"]).any():
        said.append(word("report.plan.since", out.language))
    out.tell(sentences(said, out.language))


def indicators_in_words(points: int, rows: pd.DataFrame, language: str) -> str:
    """Say how many indicators follow the points of the plan, and what they rest on.

    Parameters
    ----------
    points
        How many points the plan stresses.
    rows
        What :func:`attdata.progress` gives.
    language
        One of ar, en, es, fr, ru, zh.
    """
    by_indicator = rows.groupby("indicator", sort=False)
    none = word("progress.no_indicator", language)
    proxies = rows.loc[rows["kind"].astype(str) == "proxy", "indicator"].nunique()
    targets = int(by_indicator["target"].apply(lambda s: s.notna().any()).sum())
    missing = int(has_no_data(rows).groupby(rows["indicator"], sort=False).all().sum())
    n = by_indicator.ngroups
    return word(
        "report.plan.counts", language,
        points=word("count.points", language, n=points),
        indicators=word("count.indicators", language, n=n),
        proxies=proxies or none, targets=targets or none, missing=missing or none,
    )  # fmt: skip


def without_target(n: int, m: int, language: str) -> str:
    """Say how many of the indicators have no target; nothing where each has one.

    Examples
    --------
    >>> without_target(14, 14, "en")
    'None of the 14 indicators has a target. Only baseline and change are shown.'
    >>> without_target(0, 14, "en")
    ''
    """
    if not n:
        return ""
    if n == m:
        return word("report.plan.no_targets", language, n=n)
    return word("report.plan.no_target", language, n=n, m=m)


def _indicators(out: Writer, item: str) -> None:
    """Add the table of an emphasis, and say what is unknown about it."""
    rows = out.facts.progress
    rows = rows[rows["item"] == item]
    if rows.empty:
        out.say("plan.no_indicator")
        return
    blank = rows[has_no_data(rows)]
    if len(blank):
        out.say("plan.no_data", names=out.listed(_indicator_names(out, blank)))
    frame = rows.assign(
        indicator=[indicator_name(str(r.indicator), str(r.counted), out.language)
                   for r in rows.itertuples()],
        state=[state_key(row) for row in rows.to_dict("records")],
        due=[_due(str(due), out.language) for due in rows["due"]],
    )  # fmt: skip
    attrs = out.facts.progress.attrs
    begun = frame.loc[rows["indicator"].isin(attrs["counted_since"]), "indicator"]
    with_evidence(frame, attrs, counted_since=sorted(set(begun)))
    nobody = (rows["measure"].astype(str) == "share_reached") & (rows["n_now"] == 0)
    frame = frame.assign(
        now=frame["now"].mask(nobody), n_now=frame["n_now"].astype("Int64").mask(nobody)
    )
    columns = ["indicator", "group", "unit", "baseline_date", "baseline", "now"]
    columns += ["n_now", "of_now", "change"]
    if frame["change_membership"].fillna(0).ne(0).any():
        columns.append("change_membership")
    if frame["target"].notna().any():
        columns += ["target", "target_date"]
        if (frame["target"].notna() & frame["target_date"].isna() & (frame["due"] != "")).any():
            columns.append("due")
    note = ""
    if (frame["kind"].astype(str) == "proxy").all() and (frame["state"] == "no_target").all():
        note = word("report.note.all_proxies", out.language)
    else:
        columns += ["kind", "state"]
    if nobody.any():
        none = word("report.note.none_recorded", out.language)
        note = sentences([note, none], out.language)
    title = word("report.t.indicators", out.language, item=item)
    out.table(
        "indicators",
        frame,
        columns,
        title=title,
        note=note,
        sheet=item,
        total=False,
        hidden=["unit"],
        folded=True,
    )


def _due(text: str, language: str) -> str:
    """Return the conference or the year in which a target is due; a day has its own column."""
    conference = conference_of(text)
    if conference:
        return conference_name(conference, language, short=True)
    return text if text.isdigit() else ""


def _indicator_names(out: Writer, rows: pd.DataFrame) -> list[str]:
    first = rows.drop_duplicates("indicator")
    return [
        indicator_name(str(row.indicator), str(row.counted), out.language)
        for row in first.itertuples()
    ]


def _gaps(out: Writer) -> None:
    """Name what is called for and not in the data: indicators of no emphasis of the plan."""
    rows = out.facts.progress
    rows = rows[~rows["item"].isin(out.facts.plan["item"]) & has_no_data(rows)]
    if len(rows):
        out.say("plan.gaps")
        out.bullets(_indicator_names(out, rows))


# --- decisions, areas, recommendations ---------------------------------------------------------


def decisions(out: Writer) -> None:
    """List the decisions, areas and recommendations, with the activities of each of the last."""
    facts = out.facts
    out.section("decisions")
    kinds = facts.decisions["type"].astype(str)
    taken = facts.decisions[kinds == "decision"]
    if taken.empty:
        out.say("decisions.none", day=facts.cycle.on)
    else:
        out.heading(2, word("report.h.taken", out.language), "taken")
        out.say("decisions.counts", day=facts.cycle.on, n=taken["conference"].nunique())
        _item_table(out, "decisions", taken, ["met", "document", "text"])
    areas = facts.decisions[kinds == "area"]
    recommended = facts.decisions[kinds == "recommendation"]
    if areas.empty and recommended.empty:
        out.say("areas.none", day=facts.cycle.on)
        return
    source = conference_name(str(facts.decisions["conference"].iloc[-1]), out.language)
    out.heading(2, word("report.h.areas", out.language), "areas")
    out.say("areas.counts", n=len(areas), conference=source)
    _item_table(out, "areas", areas, ["item", "text", "addressee"])
    out.heading(2, word("report.h.recommendations", out.language), "recommendations")
    out.say("recommendations.counts", n=len(recommended), conference=source)
    for row in recommended.itertuples():
        _recommendation(out, row)


def _item_table(out: Writer, name: str, rows: pd.DataFrame, columns: list[str]) -> None:
    """Add a table of items, their texts in the language."""
    texts = [
        out.translated(item, text)[0] for item, text in zip(rows["item"], rows["text"], strict=True)
    ]
    to = [
        out.translated(f"{item}.addressees", text)[0]
        for item, text in zip(rows["item"], rows["addressee"], strict=True)
    ]
    frame = rows.assign(text=texts, addressee=to)
    frame["met"] = [conference_name(c, out.language, short=True) for c in rows["conference"]]
    # Decisions too are those that the paper of the President recalls.
    with_evidence(frame, {}, sources=[("president", "")])
    labels = {"met": word("column.conference", out.language)}
    out.table(name, frame, columns, labels=labels, folded=name == "decisions")


def _recommendation(out: Writer, row: Any) -> None:
    """Add one recommendation with the activities that reviewed rules link to it."""
    item = str(row.item)
    out.heading(3, item, f"item-{item}")
    text, lang = out.translated(item, str(row.text))
    addressees, _ = out.translated(f"{item}.addressees", str(row.addressee))
    remarks = [word("report.addressees", out.language, names=addressees)]
    if row.qualifier:
        qualifier, _ = out.translated(f"{item}.qualifier", str(row.qualifier))
        remarks.append(word("report.qualifier", out.language, text=qualifier))
    if row.linked_to:
        areas = word("list.comma", out.language).join(str(row.linked_to).split("; "))
        remarks.append(word("report.areas.linked", out.language, names=areas))
    linked = out.facts.linked
    linked = linked[linked["item"] == item]
    recent = int(linked["in_period"].sum())
    key = "none" if linked.empty else "counts" if recent else "no_record"
    activities = word("count.activities", out.language, n=len(linked))
    said = word(f"report.recommendation.{key}", out.language, activities=activities, recent=recent)
    remarks.append(said)
    if lang:  # a foreign text is a paragraph of its own, marked with its language
        out.tell(text, lang)
    else:
        remarks.insert(0, text)
    out.tell(sentences(remarks, out.language))
    frame = linked.assign(regions=linked["regions"].map(out.group_list))
    with_evidence(frame, {}, sources=[("outreach", "")])
    title = word("report.t.linked", out.language, item=item)
    columns = ["activity", "start", "title", "regions", "date_precision"]
    out.table(
        "linked",
        frame,
        columns,
        title=title,
        published=["title"],
        sheet=item,
        hidden=["date_precision"],
        folded=True,
    )
