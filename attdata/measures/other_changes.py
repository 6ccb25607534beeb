"""What changed between two datasets beside membership, activities and indicators' values.

Links between activities and States, decisions, votes, groups, projects: told by frame and row, so
that no change of the data passes as none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import shorten
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
_LONGEST_KEY = 100  # a whole row may be a recommendation of several lines
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
        was, now = rows_by_key(name, before[name]), rows_by_key(name, after[name])
        added = [key for key in now if key not in was]
        removed = [key for key in was if key not in now]
        changed = [key for key in now if key in was and now[key] != was[key]]
        if added or removed or changed:
            rows.append(
                (
                    name,
                    *([_shown(key) for key in sorted(keys)] for keys in (added, removed, changed)),
                )
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def rows_by_key(name: str, frame: pd.DataFrame) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return each row of a frame as texts without its place, by the texts of its key.

    Parameters
    ----------
    name
        Of the frame, as in ``FRAMES``.
    frame
        Its rows.

    Returns
    -------
    dict
        As many entries as rows. Where only its place tells a row from others, all that it holds is
        its key; the second of two rows that hold the same has "2" at the end of its key.

    Examples
    --------
    >>> import attdata as att
    >>> next(iter(rows_by_key("treaties", att.load().treaties)))
    ('att',)
    """
    columns = [column for column in frame.columns if column not in _PLACES]
    texts = [_texts(frame[column]) for column in columns]
    keys = [columns.index(column) for column in FRAMES[name].key if column in columns]
    rows: dict[tuple[str, ...], tuple[str, ...]] = {}
    met: Counter[tuple[str, ...]] = Counter()
    for row in zip(*texts, strict=True):
        key = tuple(row[n] for n in keys) or row
        met[key] += 1
        rows[key if met[key] == 1 else (*key, str(met[key]))] = row
    return rows


def _shown(key: tuple[str, ...]) -> str:
    """Return a key as readers see it: "organisation, ASEAN, TLS"."""
    return ", ".join(part.removesuffix(" 00:00:00") for part in key if part)


def _texts(values: pd.Series) -> list[str]:
    """Return the values of a column as texts, "" where there is none."""
    return values.astype(object).where(values.notna(), "").astype(str).tolist()


def other_lines(others: pd.DataFrame) -> Iterator[str]:
    """Yield one line per frame: "decisions: 1 row new (D09), 2 rows changed (D01; D03)".

    Parameters
    ----------
    others
        What :func:`other_changes` gives.
    """
    for row in others.to_dict("records"):
        parts = [_part(kind, row[kind]) for kind in COLUMNS[1:] if row[kind]]
        yield f"{row['frame']}: {', '.join(parts)}"


def _part(kind: str, keys: list[Any]) -> str:
    listed = "; ".join(shorten(key, _LONGEST_KEY, placeholder=" ...") for key in keys[:_MOST_NAMED])
    more = f" and {len(keys) - _MOST_NAMED} more" if len(keys) > _MOST_NAMED else ""
    rows = "row" if len(keys) == 1 else "rows"
    return f"{len(keys)} {rows} {kind} ({listed}{more})"
