"""Write the reference of public names, grouped by step, and that of the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GROUPS = {
    "Build and load": ["build", "load", "compare", "Dataset"],
    "Read": ["read_status_table", "read_outreach", "resolve", "split_states"],
    "Errors and warnings": [
        "BuildError",
        "InputError",
        "EvidenceWarning",
        "StaleDataWarning",
        "ShippedDataWarning",
    ],
}


def write_reference(folder: Path) -> None:
    """Write ``functions.rst`` and ``command_line.rst``."""
    import attdata as att

    left = [n for n in att.__all__ if not any(n in names for names in GROUPS.values())]
    groups = {
        **GROUPS,
        "Measures": [n for n in left if att._HOME[n].startswith("measures.")],
        "Figures": [n for n in left if n.startswith("draw_") or n in ("save", "use_style")],
    }
    groups["Tables, reports, notebooks"] = [
        n for n in left if not any(n in names for names in groups.values())
    ]
    parts = ["Functions\n=========\n"]
    for title, names in groups.items():
        parts.append(f"{title}\n{'-' * len(title)}\n\n.. currentmodule:: attdata\n")
        for name in names:
            kind = "autofunction"
            if isinstance(getattr(att, name), type):
                kind = "autoexception" if issubclass(getattr(att, name), Exception) else "autoclass"
            parts.append(f".. {kind}:: {name}\n")
    (folder / "functions.rst").write_text("\n".join(parts), encoding="utf-8")
    commands = ["", *_commands()]
    parts = []
    for command in commands:
        words = [sys.executable, "-m", "attdata", *([command] if command else []), "--help"]
        text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        title = f"attdata {command}".strip()
        parts.append(f"{title}\n{'-' * len(title)}\n\n::\n")
        parts += [f"    {line}".rstrip() for line in text.strip().splitlines()]
        parts.append("")
    (folder / "command_line.rst").write_text("\n".join(parts) + "\n", encoding="utf-8")


def _commands() -> list[str]:
    from attdata.cli import app

    return [c.name or c.callback.__name__ for c in app.registered_commands if c.callback]
