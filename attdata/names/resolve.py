"""Names of States: looked up whole in reviewed tables, never guessed.

What is in no table is reported with suggestions; similarity suggests, it never decides. The
tables and how they are searched are in ``lookup.py``, the suggestions in ``suggest.py``, cells that
name several States in ``lists.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from attdata.names.aliases import Aliases, distinct_names
from attdata.names.lookup import UNKNOWN, Answer, Index, find, index_with

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "STATE_HOWS", "Aliases", "resolve"]

COLUMNS = ["text", "iso3", "how", "group", "suggestion"]
STATE_HOWS = ("official", "alias", "code", "former name")


def as_texts(names: Any) -> Any:
    """Return the names as an array of text; a missing cell is ""."""
    import numpy as np

    alone = isinstance(names, str | bytes) or not isinstance(names, Iterable)
    values = [names] if alone else list(names)
    array = np.empty(len(values), dtype=object)
    array[:] = [value if isinstance(value, str) else _text(value) for value in values]
    return array


def _text(value: Any) -> str:
    """Return a cell that is no text as text: codes beside a gap are read as 250.0."""
    import pandas as pd

    if value is None or value is pd.NA or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


_NO_CODE = frozenset({"NA", "N/A", "n/a", ""})


def codes_prevail(texts: Iterable[str], index: Index) -> bool:
    """Say whether most of the values are codes, so that "NA" among them is Namibia's."""
    values = [text for text in map(str.strip, texts) if text not in _NO_CODE]
    return bool(values) and 2 * sum(value in index.codes for value in values) > len(values)


def with_suggestion(text: str, answer: Answer) -> Answer:
    """Add what may be meant to an unknown name; two names in one are told apart, as lists are."""
    if answer.how != "unknown" or answer.suggestion or not text:
        return answer
    from attdata.names.lists import several_states
    from attdata.names.suggest import suggestion

    if several := several_states(text):
        names = "; ".join(distinct_names()[iso3] for iso3 in several)
        return Answer("", "ambiguous", "", f"{text} is ambiguous: several States, {names}")
    return answer._replace(suggestion=suggestion(text))


# Looking for near names takes a few milliseconds each. A list with more unknown names than this
# is no list of States, and nobody reads so many suggestions.
MOST_SUGGESTIONS = 5_000


def answers_to(
    texts: Sequence[str],
    language: str = "",
    *,
    official: bool = False,
    aliases: Aliases = None,
    suggestions: int = MOST_SUGGESTIONS,
) -> list[Answer]:
    """Return what each of some distinct texts stands for; the first unknown ones get suggestions.

    Examples
    --------
    >>> [answer.iso3 for answer in answers_to(["Mali", "Atlantis"])]
    ['MLI', '']
    """
    index = index_with(aliases, language)
    exact = index.exact.get
    # Most names stand in the tables as they are; only the others are worth a closer look.
    answers = [
        exact_answer
        if (exact_answer := exact(text)) is not None and exact_answer.iso3
        else find(index, text, language, official)
        for text in texts
    ]
    if "NA" in texts and not codes_prevail(texts, index):
        answers[list(texts).index("NA")] = UNKNOWN
    left = suggestions
    for place, (text, answer) in enumerate(zip(texts, answers, strict=True)):
        if not answer.iso3 and left > 0:
            answers[place] = with_suggestion(text, answer)
            left -= 1
    return answers


def resolve(
    names: Any,
    language: str | None = None,
    *,
    official: bool = False,
    aliases: Aliases = None,
) -> pd.DataFrame:
    """Return which State each name stands for, and how that is known.

    Parameters
    ----------
    names
        A text, or a list, Series or Index of them.
    language
        Language of the names (ar, en, es, fr, ru, zh, de ...), where it is known. Names in the six
        languages of the United Nations are always admitted, those of another one where it is named
        here: "VS" is the United States in a Dutch list, "Island" Iceland in a Danish one.
    official
        True for the depositary's own tables, where "Congo" is the Republic of the Congo and a
        regional organization is a participant; elsewhere that word alone is ambiguous.
    aliases
        An analyst's own aliases: a CSV file or rows with text, language, iso3 (or kind), note.
        They come before the reviewed ones.

    Returns
    -------
    DataFrame
        One row per name, in order: text (as given), iso3 ("" unless ``how`` is official, alias,
        code or former name), how (also organisation, territory, former State, ambiguous, group,
        unknown), group (its name in groups.csv), suggestion (up to three States, joined by "; ",
        or a sentence on an old or ambiguous name). A Series keeps its index.

    Raises
    ------
    InputError
        When the aliases cannot be read, or a row of them names no State and no kind.

    Examples
    --------
    >>> resolve(["Côte d'Ivoire", "Korea"])[["iso3", "how"]].values.tolist()
    [['CIV', 'official'], ['', 'ambiguous']]
    """
    import numpy as np
    import pandas as pd

    given = as_texts(names)
    places, distinct = pd.factorize(given)
    answers = answers_to(distinct, (language or "").lower(), official=official, aliases=aliases)
    columns = {"text": given}
    for number, column in enumerate(COLUMNS[1:]):
        values = np.empty(len(distinct), dtype=object)
        values[:] = [answer[number] for answer in answers]
        columns[column] = values[places] if len(distinct) else values
    rows = names.index if isinstance(names, pd.Series) else None
    return pd.DataFrame(columns, index=rows, columns=COLUMNS, dtype=object)
