"""A whole page of the depositary's site, made from the actions that are held."""

from __future__ import annotations

from attdata.law.status import consent_actions

LETTERS = {"accession": "a", "acceptance": "A", "approval": "AA"}
PLACE = "ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_"


def rows_of(data) -> dict[str, list[str]]:
    """Return participant -> name, signature, consent, as a table of the depositary prints them."""
    actions = data.actions[(data.actions["treaty"] == "att")]
    actions = actions[actions["source"].str.startswith("untc_")].sort_values("cell")
    rows: dict[str, list[str]] = {}
    for row in actions.itertuples():
        cells = rows.setdefault(row.participant, [row.participant, "", ""])
        text = f"{row.date.day} {row.date:%b}\t {row.date.year}"
        if row.action in consent_actions():
            cells[2] = f"{text} {LETTERS.get(str(row.action), '')}".strip()
        elif row.action == "signature":
            cells[1] = text
    return rows


def page_of(
    rows, as_of="01-10-2026", *, untc="XXVI-8", title="8. Arms Trade Treaty", end="</html>"
):
    """Return a page laid out as the site's: form, menu of chapters, head, totals, grid."""
    counted = [row for row in rows.values() if not row[2].startswith("[")]
    signed = sum(bool(row[1]) for row in rows.values())
    parties = sum(bool(row[2]) for row in counted)
    lines = "".join(
        f"<tr><td>{name}<br></td><td>{one or '&nbsp;'}<br></td><td>{two or '&nbsp;'}<br></td></tr>"
        for name, one, two in rows.values()
    )
    return (
        "<!DOCTYPE html><html><head><title>United Nations Treaty Collection</title></head><body>"
        f'<form method="post" action="./ViewDetails.aspx?chapter=26&amp;mtdsg_no={untc}">'
        "<select><option>CHAPTER I</option><option>CHAPTER XXVI</option></select>"
        f"<div>STATUS AS AT : {as_of} 10:16:18 EDT</div>"
        f'<div id="{PLACE}rptHead_ctl00_tcHead">CHAPTER XXVI</div><div>DISARMAMENT</div>'
        f'<div id="{PLACE}rptTreaty_ctl00_tcTreaty">{title}</div>'
        f"<div>Signatories : {signed}. Parties : {parties}</div>"
        f'<table id="{PLACE}tblgrid"><tr><td>Participant<br></td><td>Signature<br></td>'
        "<td>Approval(AA), Acceptance(A), Accession(a), Ratification<br></td></tr>"
        f"{lines}</table></form></body></html>"
    )


def newer_page(data) -> str:
    """Return the page of a day on which Angola has ratified and Lithuania stands in brackets."""
    rows = rows_of(data)
    rows["Angola"][2] = "20 Aug\t 2026"
    name = next(name for name in rows if name.startswith("Lithuania"))
    rows[name][2] = f"[{rows[name][2]}]"
    ecuador = next((n for n in rows if n.startswith("Ecuador")), "Ecuador")
    rows[ecuador] = [ecuador, "", "15 Jul\t 2026 a"]
    return page_of(rows)
