"""What changed between two datasets: membership first, then activities, indicators and totals."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from attdata.evidence import plain_day
from attdata.law.status import BRACKETS, consent_actions, of_record
from attdata.measures.other_changes import other_changes, other_lines
from attdata.measures.participation import participation, status_on
from attdata.measures.progress import progress
from attdata.measures.scope import EvidenceWarning
from attdata.reference import using

if TYPE_CHECKING:
    from attdata.frames import Dataset

# What became of an action between two datasets, the news of most weight first.
CHANGES = ("new", "gone", "bracketed", "unbracketed", "corrected")
_INDICATOR_COLUMNS = ["indicator", "group", "before", "after"]
COUNTS = ("n_party", "n_signatory", "n_not_joined", "n_unknown")


@dataclass(frozen=True)
class Comparison:
    """What changed from one dataset to another, one frame per kind of thing.

    ``status``: one row per treaty and State whose status differs. ``actions``: one row per treaty
    action that is new, gone, moved into or out of brackets, or has another day. ``activities``: one
    row per outreach activity that is new, gone or changed. ``indicators``: one row per indicator
    and group whose value differs. ``totals``: one row per treaty and day with the counts before and
    after, the days of past conferences included, so that a change of the past is seen. ``others``:
    one row per further frame (links, decisions, votes, groups ...) whose rows differ.
    ``attdata compare OLD NEW --html FILE`` writes them as a page that looks like the report.
    """

    status: pd.DataFrame
    actions: pd.DataFrame
    activities: pd.DataFrame
    indicators: pd.DataFrame
    totals: pd.DataFrame
    others: pd.DataFrame

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the frames by name, membership first."""
        return {name: getattr(self, name) for name in Comparison.__dataclass_fields__}

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return any(len(frame) for frame in self.frames().values())

    def __str__(self) -> str:
        """Return the news in lines: membership in full, then the rest in numbers."""
        return "\n".join(news_lines(self))

    def _repr_html_(self) -> str:
        """Show each frame that holds changes as a table."""
        parts = []
        for name, frame in self.frames().items():
            if len(frame):
                markup = frame.to_html(index=False, border=0, na_rep="")
                parts.append(f"<h4>{name} ({len(frame)})</h4>{markup}")
        return "".join(parts) or "<p>Nothing changed.</p>"


def compare(old: Dataset, new: Dataset) -> Comparison:
    """Return what changed from one dataset to a newer one.

    Parameters
    ----------
    old, new
        Datasets, as ``load`` or ``build`` give them. Each is looked at with its own reviewed
        tables, on the newest day of its own evidence.

    Returns
    -------
    Comparison
        Frames ``status`` (treaty, iso3, name_en, before, after, on_before, on_after), ``actions``
        (treaty, iso3, participant, action, change, date_before, date_after, date_earliest, source),
        ``activities`` (activity, title, change, columns), ``indicators`` (indicator, group,
        before, after), ``totals`` (treaty, on, and each count before and after; only days on which
        one differs), ``others`` (frame, new, gone, changed: the first column of each such row).
        Empty frames mean that nothing changed.

    Examples
    --------
    >>> import attdata as att
    >>> data = att.load()
    >>> bool(att.compare(data, data))
    False
    """
    # What cannot differ is not worked out: it takes most of the time.
    members = _changed_frames(old, new, ("status", "states", "groups", "conferences", "treaties"))
    treaties = _treaties(old, new) if members else []
    whole = _changed_frames(old, new, [n for n in new.frames() if n not in ("sources", "problems")])
    no_indicators = pd.DataFrame(columns=_INDICATOR_COLUMNS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EvidenceWarning)
        return Comparison(
            status=_status_changes(old, new, treaties),
            actions=_action_changes(old, new),
            activities=_activity_changes(old, new),
            indicators=_indicator_changes(old, new) if whole else no_indicators,
            totals=_total_changes(old, new, treaties),
            others=other_changes(old, new),
        )


def _changed_frames(old: Dataset, new: Dataset, names: Iterable[str]) -> bool:
    """Say whether one of these frames, the reviewed tables or the days of evidence differ."""
    was, now = old.frames(), new.frames()
    if not all(was[name].equals(now[name]) for name in names):
        return True
    days = [[str(data.evidence_ends(t)) for t in _treaties(old, new)] for data in (old, new)]
    return days[0] != days[1] or _reviewed(old) != _reviewed(new)


def _reviewed(data: Dataset) -> list[tuple[str, str]]:
    """Return the reviewed tables that a dataset was made with, each with its checksum."""
    rows = data.sources[data.sources["file"].str.startswith("reference/")]
    return sorted(zip(rows["file"], rows["sha256"], strict=True))


def _treaties(old: Dataset, new: Dataset) -> list[str]:
    """Return the treaties of the newer dataset and those that only the older one has."""
    return list(dict.fromkeys([*new.treaties["treaty"], *old.treaties["treaty"]]))


def _standing(data: Dataset, treaty: str) -> pd.DataFrame:
    """Return iso3, name and status on the newest day of a dataset's evidence on a treaty."""
    if treaty not in set(data.treaties["treaty"]) or pd.isna(data.evidence_ends(treaty)):
        return pd.DataFrame(columns=["iso3", "name_en", "status", "on"])
    frame = status_on(data, treaty=treaty, universe="all")
    statuses = frame[["iso3", "name_en"]].assign(status=frame["status"].astype(str))
    return statuses.assign(on=str(frame.attrs["on"])[:10])


def _status_changes(old: Dataset, new: Dataset, treaties: list[str]) -> pd.DataFrame:
    parts = []
    for treaty in treaties:
        both = _standing(old, treaty).merge(
            _standing(new, treaty), on="iso3", how="outer", suffixes=("_before", "_after")
        )
        both = both.fillna("")
        differs = both[both["status_before"] != both["status_after"]]
        # A treaty that one of the two does not hold is no news of its States.
        differs = differs[(differs["status_before"] != "") & (differs["status_after"] != "")]
        parts.append(
            pd.DataFrame(
                {
                    "treaty": treaty,
                    "iso3": differs["iso3"],
                    "name_en": differs["name_en_after"],
                    "before": differs["status_before"],
                    "after": differs["status_after"],
                    "on_before": differs["on_before"],
                    "on_after": differs["on_after"],
                }
            )
        )
    columns = ["treaty", "iso3", "name_en", "before", "after", "on_before", "on_after"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _facts(data: Dataset) -> dict[tuple[str, str, str, int], Any]:
    """Return the actions of record by treaty, State, kind and their place in that State's life."""
    with using(data.reference):
        consents = consent_actions()
    rows = of_record(data.actions).sort_values(["date", "cell"], kind="stable")
    numbers: dict[tuple[str, str, str], int] = {}
    facts = {}
    for row in rows.itertuples():
        kind = "consent" if row.action in consents else str(row.action)
        key = (str(row.treaty), str(row.iso3), kind)
        numbers[key] = numbers.get(key, 0) + 1
        facts[(*key, numbers[key])] = row
    return facts


def _what_changed(before: Any, after: Any) -> str:
    """Return what became of an action; "" where it is the same."""
    if before is None or after is None:
        return "new" if before is None else "gone"
    if before.withdrawn != after.withdrawn:
        return "bracketed" if after.withdrawn else "unbracketed"
    same = all(
        getattr(before, name) == getattr(after, name)
        or (pd.isna(getattr(before, name)) and pd.isna(getattr(after, name)))
        for name in ("date", "date_earliest", "effective_date", "action")
    )
    return "" if same else "corrected"


def _action_changes(old: Dataset, new: Dataset) -> pd.DataFrame:
    was, now = _facts(old), _facts(new)
    held = set(old.treaties["treaty"]) & set(new.treaties["treaty"])
    rows = []
    for key in sorted(was.keys() | now.keys()):
        before, after = was.get(key), now.get(key)
        change = _what_changed(before, after)
        if not change or key[0] not in held:
            continue
        row: Any = after if after is not None else before
        rows.append(
            {
                "treaty": key[0],
                "iso3": key[1],
                "participant": row.participant,
                "action": str(row.action),
                "change": change,
                "date_before": getattr(before, "date", pd.NaT),
                "date_after": getattr(after, "date", pd.NaT),
                "date_earliest": row.date_earliest,
                "date_precision": str(row.date_precision),
                "effective_date": row.effective_date,
                "source": row.source,
                "precision_before": str(getattr(before, "date_precision", "")),
                "precision_after": str(getattr(after, "date_precision", "")),
                "effective_basis": str(row.effective_basis),
            }
        )
    columns = ["treaty", "iso3", "participant", "action", "change", "date_before", "date_after"]
    columns += ["date_earliest", "date_precision", "effective_date", "source"]
    columns += ["precision_before", "precision_after", "effective_basis"]
    frame = pd.DataFrame(rows, columns=columns)
    order = frame["change"].map(CHANGES.index) if len(frame) else frame["change"]
    return (
        frame.assign(order=order)
        .sort_values(["treaty", "order", "date_after"], kind="stable", ignore_index=True)
        .drop(columns="order")
    )


def _activity_changes(old: Dataset, new: Dataset) -> pd.DataFrame:
    """Return the activities that are new, gone or changed, with the names of what changed."""
    compared = [c for c in new.activities.columns if c not in ("source", "cell", "same_as")]
    was, now = (
        {row["activity"]: row for row in data.activities.to_dict("records")} for data in (old, new)
    )
    rows = []
    for name in [*now, *(name for name in was if name not in now)]:
        before, after = was.get(name), now.get(name)
        if before is None or after is None:
            row = after or before or {}
            rows.append((name, row["title"], "new" if before is None else "gone", ""))
            continue
        differs = [c for c in compared if c in before and str(before[c]) != str(after[c])]
        if differs:
            rows.append((name, after["title"], "changed", ", ".join(map(str, differs))))
    return pd.DataFrame(rows, columns=["activity", "title", "change", "columns"])


def _indicator_changes(old: Dataset, new: Dataset) -> pd.DataFrame:
    """Return the indicators whose value differs, each on the newest day of its own dataset."""

    def values(data: Dataset) -> pd.DataFrame:
        if data.indicators.empty:
            return pd.DataFrame(columns=["indicator", "group", "value"])
        frame = progress(data)
        return frame[["indicator", "group"]].assign(value=frame["now"])

    both = values(old).merge(
        values(new), on=["indicator", "group"], how="outer", suffixes=("_before", "_after")
    )
    both = both.rename(columns={"value_before": "before", "value_after": "after"})
    same = (both["before"] == both["after"]) | (both["before"].isna() & both["after"].isna())
    return both.loc[~same, _INDICATOR_COLUMNS].reset_index(drop=True)


def _total_changes(old: Dataset, new: Dataset, treaties: list[str]) -> pd.DataFrame:
    """Return the counts that differ, on the newest day of each and at each conference."""
    parts = []
    both_hold = set(old.treaties["treaty"]) & set(new.treaties["treaty"])
    for treaty in sorted(both_hold.intersection(treaties)):
        ends = [data.evidence_ends(treaty) for data in (old, new)]
        if any(pd.isna(end) for end in ends):
            continue
        past = new.conferences["end"][new.conferences["end"] < min(ends)]
        days = sorted({*past, *ends}) if treaty == "att" else sorted(set(ends))
        before, after = (_world(data, days, treaty) for data in (old, new))
        both = before.merge(
            after, left_index=True, right_index=True, suffixes=("_before", "_after")
        )
        differs = [
            any(row[f"{c}_before"] != row[f"{c}_after"] for c in COUNTS if f"{c}_before" in row)
            for row in both.to_dict("records")
        ]
        parts.append(both[differs].reset_index().assign(treaty=treaty))
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    named = [f"{c}_{when}" for c in COUNTS for when in ("before", "after")]
    return rows.reindex(columns=["treaty", "on", *named])


def _world(data: Dataset, days: list[pd.Timestamp], treaty: str) -> pd.DataFrame:
    frame = participation(data, days, treaty=treaty)
    frame = frame[frame["group"] == "World"].set_index("on")
    return frame[[c for c in COUNTS if c in frame.columns]]


# --- in words -----------------------------------------------------------------------------------


def news_lines(comparison: Comparison) -> list[str]:
    """Return the news as lines for a terminal: membership in full, then the rest.

    Parameters
    ----------
    found
        What ``compare`` gives.
    """
    lines = list(membership_lines(comparison))
    lines += _counted("activity", "activities", comparison.activities)
    lines += _counted("indicator", "indicators", comparison.indicators)
    lines += other_lines(comparison.others)
    return lines or ["Nothing changed."]


def membership_lines(comparison: Comparison) -> Iterator[str]:
    """Yield one line per State and treaty action that changed, and the counts that moved."""
    in_actions = set()
    for row in comparison.actions.itertuples():
        in_actions.add((row.treaty, row.iso3))
        yield f"{row.treaty}: {row.participant}: {_action_words(row)}"
    for row in comparison.status.itertuples():
        words = f"{row.before} -> {row.after}".replace("_", " ")
        if (row.treaty, row.iso3) not in in_actions:
            yield f"{row.treaty}: {row.name_en}: {words}"
    for row in comparison.totals.to_dict("records"):
        moved = [
            f"{_COUNT_WORDS[c]} {row[f'{c}_before']:.0f} -> {row[f'{c}_after']:.0f}"
            for c in COUNTS
            if row[f"{c}_before"] == row[f"{c}_before"] and row[f"{c}_before"] != row[f"{c}_after"]
        ]
        yield f"{row['treaty']} on {row['on']:%Y-%m-%d}: {', '.join(moved)}"


_COUNT_WORDS = {
    "n_party": "States Parties",
    "n_signatory": "signatories",
    "n_not_joined": "not joined",
    "n_unknown": "unknown",
}


def _action_words(row: Any) -> str:
    """Return what changed about an action, in words."""
    action = str(row.action).replace("_", " ")
    if row.change == "new" and row.effective_basis == BRACKETS:
        between = f"between {plain_day(row.date_earliest)} and {plain_day(row.date_after)}"
        way_out = "add its withdrawal to notifications.xlsx"
        return f"has left {between}, as only the newer table shows: {way_out} (new)"
    if row.change == "new":
        effect = ""
        if row.action == "withdrawal" and not pd.isna(row.effective_date):
            effect = f", in effect on {row.effective_date:%Y-%m-%d}"
        return f"{action} {_days(row)}{effect} (new)"
    if row.change == "gone":
        return f"{action} {_days(row, 'before')} is no longer there"
    if row.change == "bracketed":
        return (
            f"{action} {_days(row)} now stands in brackets: the day of withdrawal "
            "is unknown until a row of notifications.xlsx gives it"
        )
    if row.change == "unbracketed":
        return f"{action} {_days(row)} no longer stands in brackets"
    if row.date_before == row.date_after:
        return f"{action} {_days(row)} is now told with other days or another word"
    return f"{action} {_days(row, 'before')} is now {_days(row)}"


def _days(row: Any, when: str = "after") -> str:
    """Return the day of an action, as precisely as the dataset knew it."""
    return plain_day(getattr(row, f"date_{when}"), getattr(row, f"precision_{when}"))


def _counted(one: str, many: str, frame: pd.DataFrame) -> Iterable[str]:
    """Return how many rows changed in which way, with their names."""
    if frame.empty:
        return []
    kinds = frame["change"] if "change" in frame.columns else pd.Series("changed", frame.index)
    lines = []
    for kind in dict.fromkeys(kinds):
        names = list(dict.fromkeys(frame.iloc[:, 0][(kinds == kind).to_numpy()]))
        lines.append(f"{len(names)} {one if len(names) == 1 else many} {kind}: {', '.join(names)}")
    return lines
