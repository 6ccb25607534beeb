"""attdata: how universal the Arms Trade Treaty becomes, from the spreadsheets to the conference.

>>> import attdata as att
>>> data = att.load()
>>> att.participation(data)  # doctest: +SKIP

Names are loaded when they are first used (PEP 562): importing attdata itself costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "assembly": ["BuildError", "build"],
    "store": ["StaleDataWarning", "load"],
    "frames": ["Dataset"],
    "problems": ["InputError"],
    "untc": ["read_status_table"],
    "outreach": ["read_outreach"],
    "states": ["resolve", "split_states"],
    "measures": ["EvidenceWarning", "changes", "participation", "reconcile", "status_on"],
    "momentum": ["pace"],
    "waiting": ["pipeline", "waiting_time"],
    "reached": ["reach"],
    "neighbours": ["peers"],
    "indicators": ["progress"],
    "maps": ["draw_region_map", "draw_status_map", "draw_tiles"],
    "charts": [
        "draw_calendar",
        "draw_pace",
        "draw_pipeline",
        "draw_progress",
        "draw_reach",
        "draw_shares",
        "draw_treaties",
        "draw_trend",
        "draw_waiting",
    ],
    "tables": ["table"],
    "style": ["use_style"],
    "finish": ["save"],
    "export": ["figures"],
    "report": ["report"],
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name in _HOME:
        value = getattr(import_module(f"attdata.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'attdata' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, so that completion in JupyterLab finds them."""
    return sorted({*globals(), *_HOME})


if TYPE_CHECKING:
    pass
