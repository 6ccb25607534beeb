"""How precisely days of States are known, beside the days of a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attdata.evidence import day_as_known, precision_of
from attdata.words import name_of, state_name, word

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


def perhaps_party(attrs: Mapping[Any, Any], treaty: str, day: Any) -> list[tuple[str, str, str]]:
    """Return the States that may have been party to a treaty on a day but are counted later.

    Each with the days between which its consent lies, of which the later counts.

    Examples
    --------
    >>> attrs = {"perhaps_party": {"att": [("ECU", "2026-02-04", "2026-07-24")]}}
    >>> days = ("2026-02-03", "2026-06-03", "2026-07-24")
    >>> [len(perhaps_party(attrs, "att", day)) for day in days]
    [0, 1, 0]
    """
    spans = attrs.get("perhaps_party", {}).get(treaty, [])
    return [span for span in spans if span[1] <= str(day)[:10] < span[2]]


def named_with_day(treaty: str, day: str | None, language: str) -> str:
    """Return the name of a treaty, with the day on which its evidence ends where one is given.

    Examples
    --------
    >>> named_with_day("tpnw", "2026-02-03", "en")
    'Treaty on the Prohibition of Nuclear Weapons (3 February 2026)'
    """
    name = name_of("treaty", treaty, language)
    if day is None:
        return name
    return word("footer.source_of_day", language, source=name, day=dt.date.fromisoformat(day))


def ranged_notes(
    ranged: Iterable[tuple[str, str, str]], language: str, numbers: str = ""
) -> list[str]:
    """Say of States whose consent has no known day between which days it lies.

    ``numbers``: the range of numbers that these States make, where one is printed.

    Examples
    --------
    >>> ranged_notes([("ECU", "2026-02-04", "2026-07-24")], "en")
    ['Ecuador: joined between 4 February 2026 and 24 July 2026; counted from the last day']
    """
    key = "treaties.ranged" if numbers else "note.ranged"
    more = {"numbers": numbers} if numbers else {}
    return [
        word(key, language, state=state_name(iso3, language),
             between=day_as_known(last, language, "range", first), **more)
        for iso3, first, last in ranged
    ]  # fmt: skip
