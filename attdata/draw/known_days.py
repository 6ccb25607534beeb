"""How precisely days of States are known, beside the days of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attdata.evidence import day_as_known, precision_of
from attdata.words import state_name, word

if TYPE_CHECKING:
    import pandas as pd

# Days that are those of a State's treaty actions or follow from them.
FROM_ACTION = ("since", "signed", "consented", "joined", "in_force", "leaving")


def with_precision(frame: pd.DataFrame) -> pd.DataFrame:
    """Return States' days with how precisely they are known, where no column says it yet.

    A file has days as days: its column ``inexact`` says of which of them the day is not known, as
    the notes of figures and the cells of tables do.
    """
    days = [name for name in FROM_ACTION if name in frame.columns]
    if "iso3" not in frame.columns or "date_precision" in frame.columns or not days:
        return frame
    inexact = [
        "; ".join(
            f"{name}: {precision}{f' from {first}' if first else ''}"
            for name in days
            for precision, first in [precision_of(frame.attrs, iso3, getattr(row, name))]
            if precision != "day"
        )
        for iso3, row in zip(frame["iso3"], frame.itertuples(), strict=True)
    ]
    return frame.assign(inexact=inexact)


def perhaps_more(attrs: Mapping[Any, Any], treaty: str, day: Any) -> int:
    """Return how many more States may have been party to a treaty on a day than are counted.

    The day of their consent is not known: it lies between two days, of which the later counts.

    Examples
    --------
    >>> attrs = {"perhaps_party": {"att": [("2026-02-04", "2026-07-24")]}}
    >>> [perhaps_more(attrs, "att", day) for day in ("2026-02-03", "2026-06-03", "2026-07-24")]
    [0, 1, 0]
    """
    spans = attrs.get("perhaps_party", {}).get(treaty, [])
    return sum(first <= str(day)[:10] < last for first, last in spans)


def ranged_notes(frame: pd.DataFrame, language: str) -> list[str]:
    """Say of States whose consent has no known day between which days it lies.

    Examples
    --------
    >>> import attdata as att
    >>> ranged_notes(att.trend(att.load(), "2026-07-24"), "en")
    ['Ecuador: joined between 4 February 2026 and 24 July 2026; counted from the last day']
    """
    return [
        word("note.ranged", language, state=state_name(iso3, language),
             between=day_as_known(last, language, "range", first))
        for iso3, first, last in frame.attrs.get("ranged", [])
    ]  # fmt: skip
