"""What States said, reported and were recommended, and how many people live in them.

A speech that is missing or cannot be read is "no text", never "did not name the Treaty".
"""

from __future__ import annotations

import re
from typing import Any

from attdata.forums.columns import ForumRow, ForumTable
from attdata.forums.values import NamedStates, day_of, each, number_of, value_of, words_of, year_of
from attdata.names.lookup import Aliases
from attdata.problems import ERROR
from attdata.reference import per_reference, reference_rows
from attdata.spelling import fold

Rows = list[dict[str, Any]]
# In the table of population the row of the whole world is no State.
WORLD = "World"
_WORLD_CODES = ("world",)
_CUT = ("...", "…")
_A_YEAR, _A_NUMBER = "a year, as 2013", "a whole number"


@per_reference
def collection_of(year: int) -> dict[str, str]:
    """Return the collection that the speeches of a year were taken from.

    Years of different collections are not compared as counts: they differ in how many speeches
    they hold and in how these were translated (``debate_collections.csv``).

    Examples
    --------
    >>> collection_of(2013)["machine_translated"]
    'no'
    """
    for row in reference_rows("debate_collections"):
        if int(row["first_year"]) <= year <= int(row["last_year"] or 9999):
            return {key: row[key] for key in ("collection", "machine_translated")}
    return {"collection": "", "machine_translated": ""}


def read_debates(table: ForumTable, aliases: Aliases = None) -> tuple[Rows, int]:
    """Return one row per speech in the General Debate, and how many data rows were read.

    Parameters
    ----------
    table
        A table of the kind ``debates``.
    aliases
        An analyst's own spellings of States.
    """
    rows = list(table.rows())
    states = NamedStates((row["state"] for row in rows), aliases)
    words = words_of("readable")
    texts = each(rows, "readable", lambda text: words.get(fold(text), "yes"))
    years, counts = each(rows, "year", year_of), each(rows, "times_named", number_of)
    sessions = each(rows, "session", number_of)
    speeches = []
    for row in rows:
        iso3 = states.of(table, row)
        year = value_of(table, row, "year", years, _A_YEAR)
        times = value_of(table, row, "times_named", counts, _A_NUMBER)
        if iso3 is None or year is None or times is None:
            continue
        is_text = texts[row["readable"]] == "yes" and row["times_named"] != ""
        quote = row["quote"]
        speeches.append(
            {
                "iso3": iso3,
                "year": year,
                "session": sessions[row["session"]] or None,
                "times_named": times if is_text else None,
                "readable": is_text,
                "quote": quote,
                "quote_cut": quote.endswith(_CUT),
                **collection_of(year),
                "named_as": row["state"],
                "source": table.sheet.file,
                "cell": table.cell(row, "times_named"),
            }
        )
    return speeches, len(rows)


def read_register(table: ForumTable, aliases: Aliases = None) -> tuple[Rows, int]:
    """Return one row per State and year of a report to the UN Register of Conventional Arms.

    Parameters
    ----------
    table
        A table of the kind ``register_reports``.
    aliases
        An analyst's own spellings of States.
    """
    rows = list(table.rows())
    states = NamedStates((row["state"] for row in rows), aliases)
    years = each(rows, "report_year", year_of)
    reports = []
    for row in rows:
        iso3 = states.of(table, row)
        year = value_of(table, row, "report_year", years, _A_YEAR)
        if iso3 is None or year is None:
            continue
        place = {"source": table.sheet.file, "cell": table.cell(row, "report_year")}
        reports.append({"iso3": iso3, "year": year, "named_as": row["state"], **place})
    return reports, len(rows)


def read_population(table: ForumTable, aliases: Aliases = None) -> tuple[Rows, int]:
    """Return one row per State and day with the people living there; the world's stands apart.

    Parameters
    ----------
    table
        A table of the kind ``population``.
    aliases
        An analyst's own spellings of States.
    """
    rows = list(table.rows())
    named = {row["state"] for row in rows}
    world_names = {name for name in named if fold(name) in _WORLD_CODES}
    named -= world_names
    states = NamedStates(named, aliases)
    days, numbers = each(rows, "date", day_of), each(rows, "population", number_of)
    people = []
    for row in rows:
        is_world = row["state"] in world_names
        iso3 = "" if is_world else states.of(table, row)
        date = value_of(table, row, "date", days, "a day, as 2023-12-31")
        number = value_of(table, row, "population", numbers, _A_NUMBER)
        if iso3 is None or date is None or number is None:
            continue
        if not number:
            text = "is no number of people. The row was refused;"
            hint = "leave the row out where the number is not known."
            table.problems.append(table.problem(ERROR, row, "population", text, hint))
            continue
        place = {"source": table.sheet.file, "cell": table.cell(row, "population")}
        world = {"iso3": iso3, "group": WORLD if is_world else ""}
        people.append(world | {"date": date, "population": number} | place)
    return people, len(rows)


@per_reference
def _treaty_names() -> re.Pattern[str]:
    """Return what finds a name of the Treaty in a text (``kinds.csv``, column treaty_name)."""
    rows = [row for row in reference_rows("kinds") if row["column"] == "treaty_name"]
    names = [re.escape(row["as_written"]) for row in rows]
    # An abbreviation is a word of its own, in capitals; a name may be written in any case.
    return re.compile(
        "|".join(
            rf"(?<!\w)(?:{name})(?!\w)" if name.isupper() else f"(?i:{name})" for name in names
        )
    )


def names_treaty(text: str) -> bool:
    """Tell whether a text names the Arms Trade Treaty.

    Examples
    --------
    >>> names_treaty("Ratify the Arms Trade Treaty"), names_treaty("Protect migrant workers")
    (True, False)
    """
    return bool(_treaty_names().search(" ".join(text.split())))


def read_recommendations(table: ForumTable, aliases: Aliases = None) -> tuple[Rows, int]:
    """Return one row per recommendation of the Universal Periodic Review.

    Parameters
    ----------
    table
        A table of the kind ``upr_recommendations``; a column of days is welcome, exports have none.
    aliases
        An analyst's own spellings of States.
    """
    rows = list(table.rows())
    both = [row[column] for row in rows for column in ("state", "recommending")]
    states = NamedStates(both, aliases)
    recommendations = []
    for row in rows:
        iso3, by = (states.of(table, row, column) for column in ("state", "recommending"))
        date = _day_or_none(table, row)
        if not iso3 or by is None or date is None:
            continue
        recommendations.append(
            {
                "source": table.sheet.file,
                "cell": table.cell(row, "recommendation"),
                "iso3": iso3,
                "recommending_iso3": by,
                "date": date,
                "session": number_of(row["session"]) or None,
                "cycle": number_of(row["cycle"]) or None,
                "recommendation": row["recommendation"],
                "response": row["response"],
                "names_treaty": names_treaty(row["recommendation"]),
            }
        )
    return recommendations, len(rows)


def _day_or_none(table: ForumTable, row: ForumRow) -> str | None:
    """Return the day of a row, "" where it has none, None (with an error) where it is no day."""
    if not row["date"]:
        return ""
    return value_of(table, row, "date", each([row], "date", day_of), "a day, as 2021-11-04")
