"""Section of a report: what changed in the data since the report before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from attdata.measures.compare import COUNTS
from attdata.words import indicator_name, name_of, word

if TYPE_CHECKING:
    from attdata.measures.compare import Comparison
    from attdata.reports.document import Writer


def news(out: Writer) -> None:
    """Say what is new, gone or corrected against the dataset of the last report, if given."""
    compared = out.facts.news
    if compared is None:
        return
    out.section("news")
    if not compared:
        out.say("news.none")
        return
    out.say(
        "news.counts",
        status=len(compared.status),
        actions=len(compared.actions),
        activities=len(compared.activities),
        indicators=len(compared.indicators),
    )
    changed_rows(out, compared)


def changed_rows(out: Writer, compared: Comparison) -> None:
    """Add the tables of what changed: statuses, actions, counts, indicators, activities."""
    out.table("news_status", compared.status, ["treaty", "iso3", "before", "after"])
    columns = ["treaty", "iso3", "action", "change", "date_before", "date_after"]
    out.table(
        "news_actions",
        _changes(out, compared.actions),
        [*columns, "date_precision"],
        labels=_labels(out),
        hidden=["date_precision"],
    )
    out.table(
        "news_totals",
        _totals(out, compared.totals),
        ["treaty", "on", "change", "before", "after"],
        labels=_labels(out),
    )
    before, after = (word(f"column.{name}", out.language) for name in ("before", "after"))
    out.table(
        "news_indicators",
        _indicators(out, compared.indicators),
        ["indicator", "group", "unit", "baseline", "now"],
        labels={"baseline": before, "now": after},
        hidden=["unit"],
    )
    columns = ["activity", "title", "change"]
    out.table(
        "news_activities",
        _changes(out, compared.activities),
        columns,
        labels=_labels(out),
        published=["title"],
        folded=True,
    )
    kinds = {kind: name_of("report.change", kind, out.language) for kind in _KINDS}
    out.table(
        "news_others",
        _others(out, compared.others),
        ["frame", *_KINDS],
        labels={"frame": word("report.c.frame", out.language), **kinds},
        total=False,
    )


def _others(out: Writer, others: pd.DataFrame) -> pd.DataFrame:
    """Return how many rows of each further frame, by its name, are new, gone or changed."""
    names = [name_of("frame", str(frame), out.language) for frame in others["frame"]]
    return pd.DataFrame({"frame": names} | {k: others[k].map(len) for k in _KINDS})


_KINDS = ("new", "gone", "changed")


def _changes(out: Writer, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the kind of each change in words."""
    kinds = [name_of("report.change", str(kind), out.language) for kind in frame["change"]]
    return frame.assign(change=kinds)


def _totals(out: Writer, totals: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each count that differs on a day: what is counted, before and after."""
    rows = [
        {
            "treaty": row["treaty"],
            "on": row["on"],
            "change": word(f"column.{count}", out.language),
            "before": row[f"{count}_before"],
            "after": row[f"{count}_after"],
        }
        for row in totals.to_dict("records")
        for count in COUNTS
        if row[f"{count}_after"] == row[f"{count}_after"] != row[f"{count}_before"]
    ]
    return totals.iloc[:0] if not rows else pd.DataFrame(rows)


def _indicators(out: Writer, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators in words, with the unit in which their values are written."""
    named = out.facts.progress.drop_duplicates("indicator").set_index("indicator")
    rows = indicators.rename(columns={"before": "baseline", "after": "now"})
    counted = rows["indicator"].map(named["counted"]).fillna("").astype(str)
    names = [
        indicator_name(str(key), text, out.language)
        for key, text in zip(rows["indicator"], counted, strict=True)
    ]
    units = rows["indicator"].map(named["unit"]).fillna("").astype(str)
    return rows.assign(indicator=names, unit=units)


def _labels(out: Writer) -> dict[str, str]:
    keys = ("change", "date_before", "date_after")
    return {key: word(f"report.c.{key}", out.language) for key in keys}
