"""Many briefs at once, side by side in processes, with a page that lists them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attdata.measures.participation import status_on
from attdata.measures.peers import state_of
from attdata.measures.scope import Day, resolve_day, states_within, without_warning
from attdata.output import ready_folder, write_file
from attdata.problems import ArgumentError
from attdata.reference import of_dataset, using
from attdata.reports.brief import Brief, Pictures
from attdata.reports.brief_facts import Briefing, facts_of
from attdata.spelling import sort_key
from attdata.tables.html import environment
from attdata.words import state_name, word

if TYPE_CHECKING:
    from attdata.frames import Dataset

Progress = Callable[[int, int, str], None]
# What a language calls itself, for links: the same in every edition of the page.
_OWN_NAMES = {
    "ar": "العربية",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ru": "Русский",
    "zh": "中文",
}
# The briefing of a process that writes briefs: made once, used for every State.
_SHARED: list[Briefing] = []


@dataclass
class Written:
    """What came of it: the files, and what went wrong by State."""

    paths: list[Path] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def choose_states(
    data: Dataset,
    states: Iterable[str] = (),
    *,
    not_party: bool = False,
    signatories: bool = False,
    within: Iterable[str] = (),
    on: Day | None = None,
) -> list[str]:
    """Return the iso3 of the States for which briefs are asked, in order of code.

    Parameters
    ----------
    data
        A Dataset.
    states
        Codes or names: always among them.
    not_party, signatories
        All States not yet party, or all signatories, of the Treaty's universe.
    within
        Groups: alone, all their members; with ``not_party`` or ``signatories``, those of them.
    on
        The day of status and membership; None for the newest day of the evidence.

    Raises
    ------
    ValueError
        A name that is no State or group, or nothing asked for.

    Examples
    --------
    >>> import attdata as att
    >>> choose_states(att.load(), ["Fiji"]), len(choose_states(att.load(), not_party=True))
    (['FJI'], 77)
    """
    chosen = {state_of(data, state) for state in states}
    day = resolve_day(data, on)
    groups = [states_within(data, group, day) for group in within]
    if not_party or signatories:
        standing = without_warning(status_on, data, day).set_index("iso3")["status"].astype(str)
        meant = standing == "signatory" if signatories else standing != "state_party"
        picked = set(standing.index[meant])
        if groups:
            picked &= set().union(*(set(data.states["iso3"]) if g is None else g for g in groups))
        chosen |= picked
    else:
        for group in groups:
            chosen |= set(data.states["iso3"]) if group is None else group
    if not chosen:
        raise ArgumentError("No State is asked for; name one, or use --not-party or --within.")
    return sorted(chosen)


@of_dataset
def write_briefs(
    data: Dataset,
    folder: str | os.PathLike[str],
    states: Sequence[str],
    *,
    languages: Sequence[str] = ("en",),
    on: Day | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write the briefs of some States as HTML and Word, and a page that lists them.

    Parameters
    ----------
    data
        A Dataset.
    folder
        Files are called ``THA_fr.html`` and ``THA_fr.docx``, the list ``index.html``.
    states
        Codes of the States.
    languages
        Of ar, en, es, fr, ru, zh; the list is in the first one.
    on
        The day; None for the newest day of the evidence.
    jobs
        How many processes; None for as many as there are processors.
    progress
        Called with how many States are done, of how many, and which.

    Returns
    -------
    Written
        The files in order of State and language; failures as sentences.
    """
    out = ready_folder(Path(folder))
    written = Written()
    files: dict[str, list[Path]] = {}
    for done, (iso3, outcome) in enumerate(_outcomes(data, out, states, languages, on, jobs), 1):
        if isinstance(outcome, BaseException):
            written.failures.append(f"{iso3}: {outcome}")
        else:
            files[iso3] = outcome
        if progress:
            progress(done, len(states), iso3)
    written.paths = [path for iso3 in sorted(files) for path in files[iso3]]
    written.failures.sort()
    index = out / "index.html"
    page = _index(data, sorted(files), languages, on)
    write_file(index, page.encode("utf-8"))
    written.paths.append(index)
    return written


def _outcomes(
    data: Dataset,
    folder: Path,
    states: Sequence[str],
    languages: Sequence[str],
    on: Day | None,
    jobs: int | None,
) -> Iterator[tuple[str, list[Path] | BaseException]]:
    """Yield each State with its files, or why there are none, as they end."""
    count = min(jobs or os.cpu_count() or 1, len(states))
    if count <= 1:
        _begin(data, on)
        for iso3 in states:
            try:
                yield iso3, _write_state(iso3, folder, languages)
            except Exception as failure:
                yield iso3, failure
        _SHARED.clear()
        return
    with ProcessPoolExecutor(count, initializer=_begin, initargs=(data, on)) as pool:
        running = {pool.submit(_write_state, iso3, folder, languages): iso3 for iso3 in states}
        for future in as_completed(running):
            yield running[future], future.exception() or future.result()


def _begin(data: Dataset, on: Day | None) -> None:
    """Make what the briefs of a day share, once per process."""
    _SHARED[:] = [without_warning(Briefing, data, on)]


def _write_state(iso3: str, folder: Path, languages: Sequence[str]) -> list[Path]:
    """Write the briefs of a State; its pictures are drawn once, not for each language."""
    briefing = _SHARED[0]
    facts = facts_of(briefing, iso3)
    paths = []
    drawn = Pictures(briefing.data, facts)
    with using(briefing.data.reference):
        for language in languages:
            made = Brief(briefing.data, facts, language, drawn)
            page = folder / f"{iso3}_{language}.html"
            made.to_html(page)
            paths += [page, made.to_docx(page.with_suffix(".docx"))]
    return paths


def _index(data: Dataset, states: Sequence[str], languages: Sequence[str], on: Day | None) -> str:
    """Return the page that lists the briefs, by status and name."""
    language = languages[0]
    day = without_warning(resolve_day, data, on)
    standing = without_warning(status_on, data, day, universe="all").set_index("iso3")["status"]
    groups: list[tuple[str, list[dict[str, Any]]]] = []
    for status in ("signatory", "not_joined", "unknown", "state_party"):
        own = [iso3 for iso3 in states if str(standing[iso3]) == status]
        named = [(state_name(iso3, language), iso3) for iso3 in own]
        named.sort(key=lambda pair: sort_key(pair[0], language))
        if named:
            rows = [{"name": name, "links": _links(iso3, languages)} for name, iso3 in named]
            groups.append((word(f"statuses.{status}", language), rows))
    text: str = (
        environment("reports/page")
        .get_template("brief.index.j2")
        .render(
            language=language,
            direction="rtl" if language == "ar" else "ltr",
            title=word("brief.index", language),
            subtitle=word("footer.as_of", language, day=day),
            groups=groups,
        )
    )
    return text


def _links(iso3: str, languages: Sequence[str]) -> list[dict[str, str]]:
    return [
        {
            "language": language,
            "label": _OWN_NAMES[language],
            "html": f"{iso3}_{language}.html",
            "docx": f"{iso3}_{language}.docx",
        }
        for language in languages
    ]
