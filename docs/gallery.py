"""The gallery: every figure in English with the code that draws it."""

from __future__ import annotations

import inspect
from pathlib import Path

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
        parts.append(f"```\nattdata figures out --only {entry.name}\n```\n")
    parts.append("\n## The functions\n")
    for name in sorted(n for n in att.__all__ if n.startswith("draw_")):
        doc = inspect.getdoc(getattr(att, name)) or ""
        parts.append(f"- `att.{name}`: {doc.splitlines()[0]}")
    (folder / "gallery.md").write_text("\n".join(parts) + "\n", encoding="utf-8")
