"""The groups of a frame of participation, in their order, and which group each State is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from attdata.draw.axes import columns_of
from attdata.evidence import SELECTED, whole_of
from attdata.law.universe import usual_states
from attdata.maps.views import members
from attdata.problems import ArgumentError
from attdata.reference import groups_on

if TYPE_CHECKING:
    import pandas as pd


def one_scheme(frame: pd.DataFrame) -> tuple[dict[str, dict[str, int]], str]:
    """Return the groups of a frame of participation with their counts, and their scheme."""
    columns_of(frame, ["on", "scheme", "group", "n_party", "n_states"])
    schemes = set(frame["scheme"].astype(str))
    if len(set(frame["on"])) != 1 or len(schemes) != 1:
        raise ArgumentError("A map shows one day and one scheme; select the rows of one of each.")
    rows = frame[~frame["group"].isin([whole_of(frame), "no group"])]
    rows = rows if len(rows) else frame[frame["group"] != "no group"]
    return {
        str(row.group): {"n_party": int(str(row.n_party)), "n_states": int(str(row.n_states))}
        for row in rows.itertuples()
    }, schemes.pop()


def by_region(
    groups: Mapping[str, dict[str, int]], group_of: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """Return the groups region by region, as most of their members are, and else in their order.

    Numbers that follow each other are so near each other on the map, and the same in all languages.
    """
    region = {row["iso3"]: row["group"] for row in groups_on("") if row["scheme"] == "att_region"}
    homes = {
        name: Counter(region.get(iso3, "") for iso3, group in group_of.items() if group == name)
        for name in groups
    }
    order = sorted(groups, key=lambda name: [home for home, _ in homes[name].most_common(1)])
    return {name: groups[name] for name in order}


def group_of_states(frame: pd.DataFrame, scheme: str, groups: Collection[str]) -> dict[str, str]:
    """Return the group of each State on the frame's day, for the groups and universe it has."""
    day = str(frame["on"].iloc[0])[:10]
    universe = str(frame["universe"].iloc[0]) if "universe" in frame.columns else "all"
    counted_in = usual_states(universe) | set(frame.attrs.get("universe_joined") or [])
    part = _members_of_part(frame, day)
    group_of: dict[str, str] = {}
    for row in groups_on(day):
        if row["scheme"] == scheme and row["group"] in groups:
            other = group_of.setdefault(row["iso3"], row["group"])
            if other != row["group"]:
                raise ArgumentError(
                    f'{row["iso3"]} is in "{other}" and in "{row["group"]}": a map cannot fill '
                    f"groups that overlap. Select rows of groups that do not, or use draw_shares."
                )
    empty = sorted(set(groups) - set(group_of.values()))
    if empty:
        raise ArgumentError(
            f'groups.csv gives the group "{empty[0]}" of {scheme} no members on {day}.'
        )
    counted_in = counted_in if part is None else counted_in & part
    return {iso3: group for iso3, group in group_of.items() if iso3 in counted_in}


def _members_of_part(frame: pd.DataFrame, day: str) -> set[str] | None:
    """Return the States of the part that a frame is about, None for all of the universe."""
    part = frame.attrs.get("within")
    if not isinstance(part, str):
        return None
    if part == SELECTED:
        raise ArgumentError(
            "A map of rates fills the States of a group; the frame is about a list of States. "
            "Write the list as a group in groups.csv, or use draw_shares or draw_status_map."
        )
    return members(part, day)
