"""How much the outreach log holds for a period, and whether that is enough to speak of a share.

The log holds what public sources published. A State that it does not name may well have been
reached, so that every count is a lower bound; where the log is thin, nothing can be said at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from attdata.evidence import threshold

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_RECORDS, TOO_FEW, PARTIAL = "none", "too_few", "partial"
COVERAGE_TYPE = pd.CategoricalDtype([NO_RECORDS, TOO_FEW, PARTIAL], ordered=True)


def coverage_of(n_records: int) -> str:
    """Return what so many records of outreach cover.

    Parameters
    ----------
    n_records
        Delivered or ongoing activities of the period that count as outreach, each once.

    Returns
    -------
    str
        ``none``; ``too_few`` (under the threshold ``outreach_records``: too few records to say);
        ``partial`` (a count is a lower bound: "at least"). No log of published activities is ever
        complete.

    Examples
    --------
    >>> coverage_of(0), coverage_of(9), coverage_of(10)
    ('none', 'too_few', 'partial')
    """
    if not n_records:
        return NO_RECORDS
    return TOO_FEW if n_records < threshold("outreach_records") else PARTIAL


def with_coverage(frame: pd.DataFrame, n_records: int | Iterable[int]) -> pd.DataFrame:
    """Return the frame with ``n_records`` and ``coverage``, which say what its counts rest on.

    Parameters
    ----------
    frame
        A frame of outreach.
    n_records
        One number for all rows, or one for each.
    """
    single = isinstance(n_records, int)
    numbers = [n_records] * len(frame) if single else [int(n) for n in n_records]  # type: ignore
    counts = pd.Series(numbers, index=frame.index, dtype="int64")
    coverage = pd.Series([coverage_of(n) for n in counts], index=frame.index, dtype=COVERAGE_TYPE)
    return frame.assign(n_records=counts, coverage=coverage)


def enough(frame: pd.DataFrame) -> pd.Series:
    """Return for each row whether its records are enough to say how many States were reached."""
    return frame["coverage"].astype(str) == PARTIAL
