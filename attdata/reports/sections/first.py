"""The first page of a report: four numbers, the map, three sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attdata.evidence import day_as_known, sentences
from attdata.law.universe import usual_states
from attdata.reports.document import is_reviewed
from attdata.words import has_word, name_of, number, percent, word

if TYPE_CHECKING:
    from attdata.reports.document import Writer


def first_page(out: Writer) -> None:
    """Say the state of the Treaty in four numbers, a map and three sentences."""
    facts, cycle = out.facts, out.facts.cycle
    world = facts.world
    n, m = int(world["n_party"]), int(world["n_states"])
    share = percent(n / m, out.language) if m else ""
    change = int(facts.totals.set_index("status")["change"]["state_party"])
    signatories, outside = int(world["n_signatory"]), int(world["n_not_joined"])
    language = out.language
    out.key_numbers(
        [
            (
                word("report.first.count", language, n=n, m=m),
                word("report.first.party", language, share=share),
            ),
            (out.change(change), word("report.first.change", language, day=cycle.since)),
            (number(signatories, language), _label(out, "signatory")),
            (number(outside, language), _label(out, "not_joined")),
        ]
    )
    out.picture("status-map")
    scope = "standing.party_region" if facts.region else "standing.party"
    said = word(
        f"report.{scope}", language, day=cycle.on, n=n, m=m, share=share,
        region=out.group(facts.whole),
    )  # fmt: skip
    out.tell(sentences([said, *_secondary(out), _counted(out, m)], language))
    new_parties(out)
    if not evidence(out):
        in_force(out)


def _secondary(out: Writer) -> list[str]:
    """Say of which States counted as party only a secondary source tells the deposit.

    What the sources note of an action is a reviewed text; as long as it stands in the data
    unchanged, the reviewed sentence on it holds.
    """
    status = out.facts.status.set_index("iso3")["status"].astype(str)
    said = []
    for row in out.facts.notes.itertuples():
        key = f"secondary.att.{row.iso3}.{row.action}"
        if has_word(key) and status.get(row.iso3) == "state_party":
            reviewed = is_reviewed(f"note.att.{row.iso3}.{row.action}", str(row.note))
            said += [word(key, out.language)] if reviewed else []
    return said


def _counted(out: Writer, n: int) -> str:
    """Say which States are counted, and which more where the report counts a larger number."""
    attrs = out.facts.world_attrs
    if out.facts.region or attrs["universe"] != "att" or attrs["universe_joined"]:
        return ""
    more = sorted(set(usual_states("all")) - set(usual_states("att")))
    names = out.sorted_names(more)
    return word("report.standing.universe", out.language, n=n, m=n + len(more), names=names)


def _label(out: Writer, status: str) -> str:
    return word(f"report.first.{status}", out.language)


def new_parties(out: Writer) -> None:
    """Say which States became party in the period."""
    rows = out.facts.changes
    before, after = rows["before"].astype(str), rows["after"].astype(str)
    became = (after == "state_party") & (before != "state_party")
    consents = rows[became & (rows["action"] != "signature")].drop_duplicates("iso3", keep="last")
    names = [changed(out, row) for row in consents.itertuples()]
    if names:
        out.say("standing.new", n=len(names), names=out.listed(names))
    elif out.facts.covered:
        out.say("standing.new_none")


def evidence(out: Writer) -> bool:
    """Say where the evidence ends, if before the day or the conference; return whether it did."""
    facts, cycle = out.facts, out.facts.cycle
    if cycle.on > facts.evidence:
        out.say("standing.evidence_short", day=facts.evidence, on=cycle.on)
    elif cycle.opening and cycle.on < cycle.opening:
        out.say("standing.evidence", day=cycle.on, opening=cycle.opening)
    else:
        return False
    return True


def in_force(out: Writer) -> None:
    """Say how the number differs when counted from entry into force."""
    later = out.facts.later_in_force
    if later.empty:
        out.say("standing.in_force_same")
        return
    names: dict[bool, list[str]] = {True: [], False: []}
    for iso3, day in zip(later["iso3"], later["in_force"], strict=True):
        perhaps = iso3 in out.facts.perhaps_in_force
        names[perhaps].append(dated(out, iso3, out.day_of(iso3, day)))
    n = int(out.facts.totals.set_index("status")["now"]["in_force"])
    out.tell(counted_in_force(n, out.listed(names[False]), out.listed(names[True]),
                              len(names[True]), out.language))  # fmt: skip


def counted_in_force(n: int, not_yet: str, perhaps: str, n_perhaps: int, language: str) -> str:
    """Say how many States Parties there are from entry into force, and for whom it is to come.

    Parameters
    ----------
    n
        States Parties for which the treaty had entered into force, those that are certain.
    not_yet, perhaps
        Names, already joined, of the States for which it had not, and of those for which nobody
        knows whether it had.
    n_perhaps
        Number of the latter.

    Examples
    --------
    >>> print(counted_in_force(117, "", "Ecuador", 1, "en"))
    Counted from entry into force for each State, the number of States Parties was at least 117 and at most 118. The Treaty may not yet have entered into force for: Ecuador.
    """  # noqa: E501
    if not perhaps:
        return word("report.standing.in_force", language, n=n, names=not_yet)
    said = [word("report.standing.in_force_perhaps", language,
                 n=n, m=n + n_perhaps, names=perhaps)]  # fmt: skip
    if not_yet:
        said.append(word("report.standing.in_force_not", language, names=not_yet))
    return sentences(said, language)


def dated(out: Writer, iso3: str, *what: str) -> str:
    """Return a State with a remark in brackets: "Mali (ratification, 3 December 2013)"."""
    remark = word("list.remark", out.language).join(part for part in what if part)
    return word("report.remark", out.language, name=out.names([iso3]), remark=remark)


def changed(out: Writer, row: Any) -> str:
    """Return a State with its action and the day of it."""
    action = name_of("action", str(row.action), out.language)
    precision, first = str(row.date_precision), row.date_earliest
    when = day_as_known(row.date, out.language, precision, first)
    return dated(out, str(row.iso3), action[:1].lower() + action[1:], when)
