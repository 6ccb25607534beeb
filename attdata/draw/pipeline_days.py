"""The days that are marked on the lines of signatories, as columns for the file of the figure."""

from __future__ import annotations

import pandas as pd

# What a column of the file holds, by the beginning of the kind of event.
COLUMNS = {
    "activity": "activity_days",
    "vote": "vote_change_days",
    "statement": "communication_days",
}
_WAYS = {"vote_up": " (towards yes)", "vote_down": " (away from yes)"}


def with_marked_days(frame: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with every day that is marked on the line of a State.

    Days of one kind are in one cell, in their order; of a changed vote with its direction.

    Examples
    --------
    >>> marks = pd.DataFrame({"iso3": ["RWA", "RWA", "RWA"],
    ...                       "date": pd.to_datetime(["2020-12-07", "2018-09-26", "2017-09-11"]),
    ...                       "kind": ["vote_up", "activity", "activity"]})
    >>> row = with_marked_days(pd.DataFrame({"iso3": ["RWA"]}), marks).iloc[0]
    >>> row["activity_days"], row["vote_change_days"], row["communication_days"]
    ('2017-09-11; 2018-09-26', '2020-12-07 (towards yes)', '')
    """
    told: dict[tuple[str, str], list[str]] = {}
    for row in marks.sort_values("date").itertuples():
        column = COLUMNS[str(row.kind).split("_")[0]]
        day = f"{pd.Timestamp(str(row.date)):%Y-%m-%d}{_WAYS.get(str(row.kind), '')}"
        told.setdefault((str(row.iso3), column), []).append(day)
    return frame.assign(
        **{
            column: ["; ".join(told.get((str(iso3), column), [])) for iso3 in frame["iso3"]]
            for column in COLUMNS.values()
        }
    )
