"""Section of a report: the outreach of the period, and whom it did not name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attdata.words import word

if TYPE_CHECKING:
    from attdata.reports.document import Writer


def outreach(out: Writer) -> None:
    """Say which activities the period had, and which States not yet party none of them named."""
    facts = out.facts
    out.section("outreach")
    out.say("outreach.counts", n=len(facts.activities), named=facts.n_activities_named)
    if facts.n_undated:
        out.say("outreach.undated", n=facts.n_undated)
    total = facts.reach.iloc[-1]
    pending, reached = int(total["n_not_party"]), int(total["n_reached"])
    named = out.share(reached, pending)
    out.say("outreach.reached", n=pending, named=named, unnamed=pending - reached)
    missed = facts.reached[~facts.reached["reached"]]
    if len(missed):
        out.say("outreach.missed")
        key = "subregion" if facts.region else "att_region"
        parts = missed.groupby(key, sort=True)["iso3"]
        out.bullets(
            out.labelled(out.group(str(g)), out.sorted_names(states)) for g, states in parts
        )
    out.say("outreach.caution")
    columns = ["group", "n_not_party", "n_reached", "share_reached", "n_activities"]
    out.table("reach", facts.reach, columns, folded=True)
    columns = ["activity", "start", "end", "title", "place", "regions", "states"]
    frame = facts.activities.assign(regions=facts.activities["regions"].map(out.group_list))
    frame.attrs = {"sources": [("outreach", "")]}
    labels = {"states": word("report.states_named", out.language)}
    out.table("activities", frame, columns, labels=labels, published=["title", "place"])
    columns = ["iso3", "att_region", "status", "n_activities", "n_projects"]
    found = facts.reached[(facts.reached["n_activities"] > 0) | (facts.reached["n_projects"] > 0)]
    out.table("reached", out.by_name(found), columns, folded=True)
    out.picture("reach")
    out.picture("calendar")
