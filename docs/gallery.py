"""The gallery: every figure in English with the code that draws it."""

from __future__ import annotations

import ast
import datetime as dt
import doctest
import inspect
from pathlib import Path
from typing import Any

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def write_gallery(folder: Path) -> None:
    """Write ``gallery.md`` and the pictures that it shows."""
    import attdata as att

    data = att.load(Path(__file__).parent.parent / "data" / "processed")
    pictures = folder / "figures"
    made = att.figures(data, pictures, languages=LANGUAGES, formats=("png",)).made
    written = {(entry.name, entry.language): entry.paths[0] for entry in made}
    parts = ["# Gallery of figures\n", f"{len(made)} pictures: each figure in six languages.\n"]
    for entry in made:
        if entry.language != "en":
            continue
        links = " · ".join(
            f"{{download}}`{language} <{written[entry.name, language].relative_to(folder)}>`"
            for language in LANGUAGES
            if (entry.name, language) in written
        )
        alt = entry.alt.replace("\n", " ").replace("[", "(").replace("]", ")")
        shown = entry.paths[0].relative_to(folder)
        parts.append(f"\n## {entry.title}\n\n![{alt}]({shown})\n\n{links}\n")
        parts.append(f"```python\n{code_of(entry.name, data)}\n```\n")
        parts.append(f"```\nattdata figures out --only {entry.name}\n```\n")
    parts.append("\n## The functions\n")
    for name in sorted(n for n in att.__all__ if n.startswith("draw_")):
        doc = inspect.getdoc(getattr(att, name)) or ""
        parts.append(f"- `att.{name}`: {doc.splitlines()[0]}")
    (folder / "gallery.md").write_text("\n".join(parts) + "\n", encoding="utf-8")


def code_of(name: str, data: Any) -> str:
    """Return the lines of Python that draw a figure: its own measure where that is one call."""
    from attdata.reports.figure_set import FIGURES

    measure, draws, options = FIGURES[name]
    body = ast.parse(inspect.getsource(measure)).body[0].body[-1]
    single = isinstance(body, ast.Return) and len(inspect.getsource(measure).splitlines()) == 2
    if not single:
        return _example_of(draws)
    on = data.evidence_ends()
    given = options(data, on) if callable(options) else options
    simple = {k: v for k, v in given.items() if isinstance(v, str | int | dt.date)}
    said = "".join(f", {key}={_written(value)}" for key, value in simple.items())
    call = ast.unparse(body.value).replace("attdata.", "att.")
    lines = ("import attdata as att\n", "data = att.load()", "on = data.evidence_ends()")
    return "\n".join([*lines, f"frame = {call}", f"att.{draws}(frame{said})"])


def _example_of(draws: str) -> str:
    """Return the example of a function that draws, with what its docstring takes for granted."""
    import attdata as att

    examples = doctest.DocTestParser().get_examples(getattr(att, draws).__doc__ or "")
    code = "".join(example.source for example in examples).strip()
    code = code.replace(draws, f"att.{draws}").replace("att.att.", "att.")
    needed = {"import attdata as att": "att.", "import pandas as pd": "pd."}
    heads = [line for line, used in needed.items() if used in code and line not in code]
    return "\n".join([*heads, code])


def _written(value: Any) -> str:
    """Return a value as code: a day as its text, which every measure and figure takes."""
    return repr(value.isoformat() if isinstance(value, dt.date) else value)
