"""How precisely days of States are known, beside the days of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attdata.evidence import precision_of

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
