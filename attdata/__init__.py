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
    "momentum": ["cycles", "pace", "parties_per_year", "party_to_others", "treaties"],
    "waiting": ["median_waits", "pipeline", "waiting_time", "waits"],
    "reached": ["before_joining", "never_reached", "reach", "reached_states"],
    "contacts": ["calendar"],
    "neighbours": ["peers"],
    "targets": ["progress"],
    "geometry": ["borders"],
    "maps": ["draw_region_map", "draw_status_map"],
    "tiles": ["draw_tiles"],
    "charts": ["draw_shares", "draw_trend"],
    "charts_pace": ["draw_pace", "draw_treaties", "draw_waiting"],
    "charts_outreach": ["draw_calendar", "draw_pipeline", "draw_reach"],
    "charts_plan": ["draw_progress"],
    "tables": ["table"],
    "style": ["use_style"],
    "finish": ["save"],
    "picture": ["explore", "show"],
    "export": ["figures"],
    "pack": ["report"],
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


# The same names for type checkers and editors, which do not run ``__getattr__``.
if TYPE_CHECKING:
    from attdata.assembly import BuildError as BuildError
    from attdata.assembly import build as build
    from attdata.charts import draw_shares as draw_shares
    from attdata.charts import draw_trend as draw_trend
    from attdata.charts_outreach import draw_calendar as draw_calendar
    from attdata.charts_outreach import draw_pipeline as draw_pipeline
    from attdata.charts_outreach import draw_reach as draw_reach
    from attdata.charts_pace import draw_pace as draw_pace
    from attdata.charts_pace import draw_treaties as draw_treaties
    from attdata.charts_pace import draw_waiting as draw_waiting
    from attdata.charts_plan import draw_progress as draw_progress
    from attdata.contacts import calendar as calendar
    from attdata.export import figures as figures
    from attdata.finish import save as save
    from attdata.frames import Dataset as Dataset
    from attdata.geometry import borders as borders
    from attdata.maps import draw_region_map as draw_region_map
    from attdata.maps import draw_status_map as draw_status_map
    from attdata.measures import EvidenceWarning as EvidenceWarning
    from attdata.measures import changes as changes
    from attdata.measures import participation as participation
    from attdata.measures import reconcile as reconcile
    from attdata.measures import status_on as status_on
    from attdata.momentum import cycles as cycles
    from attdata.momentum import pace as pace
    from attdata.momentum import parties_per_year as parties_per_year
    from attdata.momentum import party_to_others as party_to_others
    from attdata.momentum import treaties as treaties
    from attdata.neighbours import peers as peers
    from attdata.outreach import read_outreach as read_outreach
    from attdata.pack import report as report
    from attdata.picture import explore as explore
    from attdata.picture import show as show
    from attdata.problems import InputError as InputError
    from attdata.reached import before_joining as before_joining
    from attdata.reached import never_reached as never_reached
    from attdata.reached import reach as reach
    from attdata.reached import reached_states as reached_states
    from attdata.states import resolve as resolve
    from attdata.states import split_states as split_states
    from attdata.store import StaleDataWarning as StaleDataWarning
    from attdata.store import load as load
    from attdata.style import use_style as use_style
    from attdata.tables import table as table
    from attdata.targets import progress as progress
    from attdata.tiles import draw_tiles as draw_tiles
    from attdata.untc import read_status_table as read_status_table
    from attdata.waiting import median_waits as median_waits
    from attdata.waiting import pipeline as pipeline
    from attdata.waiting import waiting_time as waiting_time
    from attdata.waiting import waits as waits
