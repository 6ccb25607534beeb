"""Members of the groups that act as one, with the days between which they belong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# A region is not a list of States that somebody spoke to; members of these act as one.
_EXPANDED = ("organisation", "un_regional_group")


def memberships(
    rows: Iterable[Mapping[str, object]],
) -> dict[str, list[tuple[str, str, str]]]:
    """Return group -> (iso3, first day in, first day no longer in) for groups that act as one."""
    members: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows:
        if row["scheme"] in _EXPANDED:
            start, end = (_iso(row.get(name)) for name in ("start", "end"))
            members.setdefault(str(row["group"]), []).append((str(row["iso3"]), start, end))
    return members


def _iso(day: object) -> str:
    """Return a day as ISO text, "" where there is none (NaT, None, "")."""
    text = "" if day is None or day != day else str(day)[:10]
    return "" if text == "NaT" else text
