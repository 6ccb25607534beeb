"""What changed between two datasets beside membership, activities and indicators' values.

Links between activities and States, decisions, votes, groups, projects: told by frame and row, so
that no change of the data passes as none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.frames import FRAMES

if TYPE_CHECKING:
    from attdata.frames import Dataset

# Compared row by row elsewhere, or no data: what was read and what was wrong with it.
_COMPARED = ("status", "actions", "activities", "sources", "problems")
# Where a row stands is no news.
_PLACES = ("source", "cell")
_MOST_NAMED = 5
COLUMNS = ("frame", "new", "gone", "changed")


def other_changes(old: Dataset, new: Dataset) -> pd.DataFrame:
    """Return the frames whose rows differ, with the keys of what is new, gone or changed.

    Parameters
    ----------
    old, new
        Datasets, as ``load`` or ``build`` give them.

    Returns
    -------
    DataFrame
        One row per frame that differs: frame; new, gone and changed, each a list of the keys of
        rows ("organisation, ASEAN, TLS").

    Examples
    --------
    >>> import attdata as att
    >>> data = att.load()
    >>> other_changes(data, data).empty
    True
    """
    rows = []
    after, before = new.frames(), old.frames()
    for name in after:
        if name in _COMPARED:
            continue
        was, now = _rows(name, before[name]), _rows(name, after[name])
        added = {key for key in now if key not in was}
        removed = {key for key in was if key not in now}
        changed = {key for key in now.keys() & was.keys() if now[key] != was[key]}
        if added or removed or changed:
            rows.append((name, sorted(added), sorted(removed), sorted(changed)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(name: str, frame: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return each row of a frame as texts, by its key."""
    columns = [column for column in frame.columns if column not in _PLACES]
    texts = [_texts(frame[column]) for column in columns]
    keys = [columns.index(column) for column in FRAMES[name].key if column in columns]
    return {
        ", ".join(row[n].removesuffix(" 00:00:00") for n in keys if row[n]): row
        for row in zip(*texts, strict=True)
    }


def _texts(values: pd.Series) -> list[str]:
    """Return the values of a column as texts, "" where there is none."""
    return values.astype(object).where(values.notna(), "").astype(str).tolist()


def other_lines(others: pd.DataFrame) -> Iterator[str]:
    """Yield one line per frame that changed: "decisions: 1 row new (D09), 2 changed (D01, D03)".

    Parameters
    ----------
    others
        What :func:`other_changes` gives.
    """
    for row in others.to_dict("records"):
        parts = [_part(kind, row[kind]) for kind in COLUMNS[1:] if row[kind]]
        yield f"{row['frame']}: {', '.join(parts)}"


def _part(kind: str, keys: list[Any]) -> str:
    listed = "; ".join(keys[:_MOST_NAMED])
    more = f" and {len(keys) - _MOST_NAMED} more" if len(keys) > _MOST_NAMED else ""
    rows = "row" if len(keys) == 1 else "rows"
    return f"{len(keys)} {rows} {kind} ({listed}{more})"
