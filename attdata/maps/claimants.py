"""Land between States that is kept apart from each of them, and may have the fill of all."""

from __future__ import annotations

from collections.abc import Mapping

from attdata.reference import per_reference, raw_folder, read_rows


@per_reference
def claimants() -> Mapping[str, list[str]]:
    """Return the States between which land lies, as borders.csv says, by the id of the land.

    Examples
    --------
    >>> claimants()
    {'KAS': ['IND', 'PAK']}
    """
    rows = read_rows(raw_folder("geo") / "borders.csv")
    decided = [row for row in rows if row["decision"] == "as claimants"]
    return {row["shown"]: row["where"].split() for row in decided}


def agreed(status: Mapping[str, str]) -> dict[str, str]:
    """Return the status of land where that of all its claimants is one and the same.

    Its fill then takes no side between them. Where they differ it stays as what is not counted.

    Examples
    --------
    >>> agreed({"IND": "not_joined", "PAK": "not_joined"}), agreed({"IND": "not_joined"})
    ({'KAS': 'not_joined'}, {})
    """
    found: dict[str, str] = {}
    for area, states in claimants().items():
        values = {status.get(iso3, "") for iso3 in states}
        if len(values) == 1 and "" not in values:
            found[area] = values.pop()
    return found
