"""Reviewed and own spellings of States: the rows of ``aliases.csv`` and of files like it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from attdata.problems import InputError
from attdata.reference import per_reference, read_rows, reference_rows, table_path

# What a row of an aliases file may say in ``kind``, besides "group:NAME". "local" is a name that is
# only safe when the language of the list is given: "Island" is Iceland in a Danish list.
STATE_KINDS = frozenset({"", "alias", "official", "former name", "local"})
OTHER_KINDS = frozenset({"organisation", "territory", "former State", "ambiguous", "unknown"})

Aliases = str | Path | Iterable[Mapping[str, str]] | None


class AliasRow(NamedTuple):
    """One row of an aliases file."""

    text: str
    language: str
    iso3: str
    kind: str
    years: str
    note: str


@per_reference
def official_names(language: str = "en") -> dict[str, str]:
    """Return the official short name of every State in one language, by ISO code.

    Examples
    --------
    >>> official_names("fr")["DEU"]
    'Allemagne'
    """
    return {
        row["iso3"]: row["name"]
        for row in reference_rows("state_names")
        if row["form"] == "short" and row["language"] == language
    }


@per_reference
def distinct_names() -> dict[str, str]:
    """Return a name of every State by which it is found again: "Congo" alone is not one."""
    return {**official_names(), "COG": "Republic of the Congo"}


@per_reference
def shared_rows() -> tuple[AliasRow, ...]:
    """Return aliases.csv, read once: by place and not by name, because it is long."""
    with table_path("aliases").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        columns = next(rows)
        if columns != list(AliasRow._fields):
            raise InputError(
                f"aliases.csv must begin with the columns {', '.join(AliasRow._fields)}."
            )
        return tuple(map(AliasRow._make, rows))


def alias_rows(aliases: Aliases) -> list[AliasRow]:
    """Return the rows of an analyst's own aliases, from a CSV file or already as rows.

    Parameters
    ----------
    aliases
        Path of a CSV with the columns text, language, iso3 (or kind), note; or such rows.

    Returns
    -------
    list of AliasRow
        One per alias, in the order given.

    Raises
    ------
    InputError
        When the file cannot be read, lacks a column, or a row names no State and no kind.
    """
    if aliases is None:
        return []
    where = "aliases"
    rows: Iterable[Mapping[str, str]]
    if isinstance(aliases, str | Path):
        where = Path(aliases).name
        try:
            rows = read_rows(Path(aliases))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            reason = getattr(error, "strerror", None) or "it is no CSV text in UTF-8"
            raise InputError(f"{where}: the aliases cannot be read: {reason}.") from error
    else:
        frame = getattr(aliases, "to_dict", None)  # a DataFrame; its empty cells may be NaN
        rows = frame("records") if frame and not isinstance(aliases, Mapping) else aliases
    checked = []
    for number, row in enumerate(rows, start=2):
        if not {"text", "iso3"} <= row.keys() and not {"text", "kind"} <= row.keys():
            raise InputError(f"{where}: the columns text and iso3 are needed in the first line.")
        checked.append(_checked(row, f"{where}, row {number}"))
    _refuse_two_meanings(checked, where)
    return checked


def _refuse_two_meanings(rows: list[AliasRow], where: str) -> None:
    """Refuse aliases in which one spelling stands for two States: neither may be guessed."""
    met: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(rows, start=2):
        if row.kind == "local":
            continue
        meaning = row.iso3 if row.kind in STATE_KINDS else row.kind
        first, held = met.setdefault(row.text, (number, meaning))
        if held != meaning:
            raise InputError(
                f'{where}, row {number}: "{row.text}" stands for {meaning} here and for {held} '
                f"in row {first}. Leave one of them, or make it ambiguous."
            )


def _checked(row: Mapping[str, str], where: str) -> AliasRow:
    """Return a row with its kind in ``kind``; refuse one that names no State and no kind."""
    given = {name: row.get(name) for name in AliasRow._fields}
    values = {k: v.strip() if isinstance(v, str) else "" for k, v in given.items()}
    if not values["text"]:
        raise InputError(f"{where}: text is empty; write the name there.")
    if values["iso3"] in OTHER_KINDS or values["iso3"].startswith("group:"):
        values["kind"], values["iso3"] = values["iso3"], ""
    alias = AliasRow(**values)
    states = official_names()
    names_state = alias.iso3 in states and alias.kind in STATE_KINDS
    other = alias.kind in OTHER_KINDS and all(code in states for code in alias.iso3.split())
    if not (names_state or other or alias.kind.startswith("group:")):
        raise InputError(
            f'{where}: "{alias.iso3 or alias.kind}" is neither the ISO code of one of the '
            f"{len(states)} States nor a kind ({', '.join(sorted(OTHER_KINDS))}, group:NAME)."
        )
    return alias
