"""The words of the explorer page in the six languages: rows of words.csv, nothing of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attdata.evidence import evidence_sentences, source_list
from attdata.frames import BASES, STATUSES, VOTES
from attdata.measures.positions import POSITIONS
from attdata.measures.scope import universe_states
from attdata.output import clean_text
from attdata.reference import reference_rows
from attdata.reports.explorer_data import UNIVERSES
from attdata.words import conference_name, has_word, name_of, percent, word

if TYPE_CHECKING:
    from attdata.frames import Dataset

# How each language calls itself, for the list of languages.
OWN_NAMES = {
    "ar": "العربية",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ru": "Русский",
    "zh": "中文",
}
# Keys of words.csv that the page asks for by the same name.
KEYS = (
    *("explorer.title", "explorer.noscript", "explorer.skip", "explorer.language"),
    *("explorer.choice", "explorer.day", "explorer.conference", "explorer.conference_day"),
    *("explorer.slider", "explorer.play", "explorer.pause", "explorer.previous", "explorer.next"),
    *("explorer.map", "explorer.keys", "explorer.elsewhere", "explorer.outside"),
    *("explorer.since", "explorer.state_status", "explorer.groups", "explorer.latest"),
    *("explorer.close", "explorer.actions", "explorer.later", "explorer.votes"),
    *(
        "brief.position",
        "note.votes",
        "explorer.activities",
        "explorer.by_group",
        "explorer.no_record",
    ),
    *("explorer.sisters", "explorer.brief", "explorer.search", "explorer.download"),
    *("explorer.csv", "explorer.svg", "explorer.png"),
    *("column.basis", "column.iso3", "column.code", "column.att_region", "column.subregion"),
    *("column.status", "column.since", "column.signed", "column.consented", "column.in_force"),
    *("column.n_states", "column.n_projects", "column.source", "column.on", "column.action"),
    *("count.of_share", "count.label", "count.legend", "report.parties_on", "report.t.annex"),
    *(
        "report.not_later_than",
        "report.between",
        "footer.as_of",
        "footer.boundaries",
        "footer.source_of_day",
        "note.reach",
    ),
    *("footer.evidence_ends", "statuses.not_counted", "list.comma", "list.semicolon"),
    *(
        "date.day",
        "date.first_day",
        "date.month",
        "date.year",
        "date.inferred",
        "none",
        "sentence.end",
    ),
)
# Fields stay as they stand in the text: the page fills in days, numbers and names.
UNFILLED = {
    name: "{" + name + "}"
    for name in (
        *("day", "n", "m", "share", "label", "status", "state", "conference", "source"),
        *("earliest", "latest", "d", "month", "year"),
    )
}


def words_of(data: Dataset, language: str) -> dict[str, Any]:
    """Return everything that the page says in a language.

    Parameters
    ----------
    data
        A Dataset.
    language
        One of ar, en, es, fr, ru, zh.

    Returns
    -------
    dict
        ``w``: key of words.csv -> text, fields unfilled; ``states``, ``groups``, ``schemes``,
        ``treaties``, ``conferences``: key of the data -> name; ``universes``; ``percent``: how a
        percentage is written; ``sources``.
    """
    groups = data.groups["group"].drop_duplicates().sort_values()
    regions = {*data.states["att_region"].astype(str), *data.states["subregion"].astype(str)}
    schemes = data.groups["scheme"].drop_duplicates()
    return {
        "w": _texts(language),
        "months": [word(f"month.{n}", language) for n in range(1, 13)],
        "monthsInDate": [word(f"month_in_date.{n}", language) for n in range(1, 13)],
        "percent": _percent(language),
        "states": {
            str(row["iso3"]): clean_text(row[f"name_{language}"])
            for row in data.states.to_dict("records")
        },
        "groups": {
            name: clean_text(name_of("group", name, language))
            for name in sorted({*map(str, groups), *regions, "no group"} - {""})
        },
        "schemes": {str(s): clean_text(name_of("scheme", str(s), language)) for s in schemes},
        "universes": {
            universe: word(
                f"explorer.universe.{universe}", language, n=len(universe_states(data, universe))
            )
            for universe in UNIVERSES
        },
        "treaties": {
            str(treaty): clean_text(name_of("treaty", str(treaty), language))
            for treaty in data.treaties["treaty"]
        },
        "conferences": {
            str(name): conference_name(str(name), language, short=True)
            for name in data.conferences["conference"]
        },
        "positions": {
            position: word(f"position.{position}", language)
            for position in POSITIONS
            if has_word(f"position.{position}")
        },
        "footer": _footer(data, language),
    }


def _texts(language: str) -> dict[str, str]:
    """Return the texts by their keys: those named above, and the values of statuses and actions."""
    actions = [row["action"] for row in reference_rows("actions")]
    keys = [
        *KEYS,
        *(f"{kind}.{status}" for kind in ("status", "statuses") for status in STATUSES),
        *(f"action.{action}" for action in actions if has_word(f"action.{action}")),
        *(f"basis.{basis}" for basis in BASES),
        *(f"vote.{vote}" for vote in VOTES),
    ]
    return {key: word(key, language, **UNFILLED) for key in keys}


def _percent(language: str) -> str:
    """Return how a whole percentage is written, the number as ``{n}``."""
    return percent(0.25, language).replace("25", "{n}")


def _footer(data: Dataset, language: str) -> dict[str, Any]:
    """Return the parts of the line of evidence: basis, universe, sources."""
    actions = data.actions.loc[data.actions["treaty"] == "att", "source"]
    used = source_list(data, sorted(set(actions)))
    return {
        "basis": {basis: word(f"footer.basis.{basis}", language) for basis in BASES},
        "universes": {
            universe: word(
                f"footer.universe.{universe}", language, n=len(universe_states(data, universe))
            )
            for universe in UNIVERSES
        },
        "sources": clean_text("".join(evidence_sentences({"sources": used}, language))),
    }
