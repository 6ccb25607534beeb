"""Section of a report: what changed in the data since the report before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attdata.words import name_of, word

if TYPE_CHECKING:
    import pandas as pd

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
    """Add the tables of what changed: statuses, treaty actions, activities."""
    out.table("news_status", compared.status, ["treaty", "iso3", "before", "after"])
    columns = ["treaty", "iso3", "action", "change", "date_before", "date_after"]
    out.table(
        "news_actions",
        _changes(out, compared.actions),
        [*columns, "date_precision"],
        labels=_labels(out),
        hidden=["date_precision"],
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


def _changes(out: Writer, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the kind of each change in words."""
    kinds = [name_of("report.change", str(kind), out.language) for kind in frame["change"]]
    return frame.assign(change=kinds)


def _labels(out: Writer) -> dict[str, str]:
    keys = ("change", "date_before", "date_after")
    return {key: word(f"report.c.{key}", out.language) for key in keys}
