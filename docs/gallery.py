"""The gallery: every figure in English with the code that draws it."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def write_gallery(folder: Path) -> None:
    """Write ``gallery.md`` and the pictures that it shows."""
    import attdata as att

    data = att.load(Path(__file__).parent.parent / "data" / "processed")
    pictures = folder / "figures"
    made = att.figures(data, pictures, languages=LANGUAGES, formats=("png",))
    listed = json.loads((pictures / "manifest.json").read_text(encoding="utf-8"))
    entries = listed["figures"] if isinstance(listed, dict) else listed
    parts = ["# Gallery of figures\n", f"{len(made.made)} pictures in six languages.\n"]
    for entry in entries:
        if entry["language"] != "en":
            continue
        name = entry["figure"] if "figure" in entry else entry["name"]
        links = " · ".join(
            f"[{language}](figures/{language}/{name}.png)"
            for language in LANGUAGES
            if (pictures / language / f"{name}.png").is_file()
        )
        alt = str(entry.get("alt", name)).replace("\n", " ").replace("]", "")
        parts.append(f"\n## {name}\n\n![{alt}](figures/en/{name}.png)\n\n{links}\n")
        parts.append(f"```\nattdata figures out --only {name}\n```\n")
    parts.append("\n## The functions\n")
    for name in sorted(n for n in att.__all__ if n.startswith("draw_")):
        doc = inspect.getdoc(getattr(att, name)) or ""
        parts.append(f"- `att.{name}`: {doc.splitlines()[0]}")
    (folder / "gallery.md").write_text("\n".join(parts) + "\n", encoding="utf-8")
