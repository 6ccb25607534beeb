"""attdata: how universal the Arms Trade Treaty becomes, from the spreadsheets to the conference.

>>> import attdata as att
>>> data = att.load()
>>> att.participation(data)  # doctest: +SKIP

Names are loaded when they are first used (PEP 562): importing attdata itself costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

_HOMES = {
    "processed.assemble": ["BuildError", "build"],
    "processed.store": ["ShippedDataWarning", "StaleDataWarning", "load"],
    "frames": ["Dataset"],
    "problems": ["InputError"],
    "membership.table": ["read_status_table"],
    "outreach.log": ["read_outreach"],
    "names.lists": ["split_states"],
    "names.resolve": ["resolve"],
    "measures.scope": ["EvidenceWarning"],
    "measures.participation": ["participation", "status_on"],
    "measures.changes": ["changes"],
    "measures.reconcile": ["reconcile"],
    "measures.cycles": ["cycles", "pace", "parties_per_year"],
    "measures.trend": ["trend"],
    "measures.treaties": ["party_to_others", "treaties"],
    "measures.waiting": ["median_waits", "pipeline", "waiting_time", "waits"],
    "measures.joining": ["before_joining"],
    "measures.reach": ["never_reached", "reach", "reached_states"],
    "measures.activities": ["calendar"],
    "measures.compare": ["compare"],
    "measures.peers": ["peers"],
    "measures.positions": ["positions"],
    "measures.signals": ["signals"],
    "measures.progress": ["progress"],
    "maps.shapes": ["borders"],
    "maps.region_map": ["draw_region_map"],
    "maps.series": ["draw_status_maps"],
    "maps.status_map": ["draw_status_map"],
    "maps.tiles": ["draw_tiles"],
    "draw.shares": ["draw_shares"],
    "draw.population": ["draw_population"],
    "draw.trend": ["draw_trend"],
    "draw.history": ["draw_history"],
    "draw.pace": ["draw_pace"],
    "draw.signals": ["draw_signals"],
    "draw.support": ["draw_support"],
    "draw.votes": ["draw_votes"],
    "draw.treaties": ["draw_treaties"],
    "draw.waiting": ["draw_waiting"],
    "draw.calendar": ["draw_calendar"],
    "draw.pipeline": ["draw_pipeline"],
    "draw.reach": ["draw_reach"],
    "draw.progress": ["draw_progress"],
    "tables.table": ["table"],
    "draw.style": ["use_style"],
    "draw.save": ["save"],
    "answers.answer": ["answer"],
    "notebook": ["explore", "show"],
    "reports.brief": ["brief"],
    "reports.figures": ["figures"],
    "reports.report": ["report"],
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
    from attdata.answers.answer import answer as answer
    from attdata.draw.calendar import draw_calendar as draw_calendar
    from attdata.draw.history import draw_history as draw_history
    from attdata.draw.pace import draw_pace as draw_pace
    from attdata.draw.pipeline import draw_pipeline as draw_pipeline
    from attdata.draw.population import draw_population as draw_population
    from attdata.draw.progress import draw_progress as draw_progress
    from attdata.draw.reach import draw_reach as draw_reach
    from attdata.draw.save import save as save
    from attdata.draw.shares import draw_shares as draw_shares
    from attdata.draw.signals import draw_signals as draw_signals
    from attdata.draw.style import use_style as use_style
    from attdata.draw.support import draw_support as draw_support
    from attdata.draw.treaties import draw_treaties as draw_treaties
    from attdata.draw.trend import draw_trend as draw_trend
    from attdata.draw.votes import draw_votes as draw_votes
    from attdata.draw.waiting import draw_waiting as draw_waiting
    from attdata.frames import Dataset as Dataset
    from attdata.maps.region_map import draw_region_map as draw_region_map
    from attdata.maps.series import draw_status_maps as draw_status_maps
    from attdata.maps.shapes import borders as borders
    from attdata.maps.status_map import draw_status_map as draw_status_map
    from attdata.maps.tiles import draw_tiles as draw_tiles
    from attdata.measures.activities import calendar as calendar
    from attdata.measures.changes import changes as changes
    from attdata.measures.compare import compare as compare
    from attdata.measures.cycles import cycles as cycles
    from attdata.measures.cycles import pace as pace
    from attdata.measures.cycles import parties_per_year as parties_per_year
    from attdata.measures.joining import before_joining as before_joining
    from attdata.measures.participation import participation as participation
    from attdata.measures.participation import status_on as status_on
    from attdata.measures.peers import peers as peers
    from attdata.measures.positions import positions as positions
    from attdata.measures.progress import progress as progress
    from attdata.measures.reach import never_reached as never_reached
    from attdata.measures.reach import reach as reach
    from attdata.measures.reach import reached_states as reached_states
    from attdata.measures.reconcile import reconcile as reconcile
    from attdata.measures.scope import EvidenceWarning as EvidenceWarning
    from attdata.measures.signals import signals as signals
    from attdata.measures.treaties import party_to_others as party_to_others
    from attdata.measures.treaties import treaties as treaties
    from attdata.measures.trend import trend as trend
    from attdata.measures.waiting import median_waits as median_waits
    from attdata.measures.waiting import pipeline as pipeline
    from attdata.measures.waiting import waiting_time as waiting_time
    from attdata.measures.waiting import waits as waits
    from attdata.membership.table import read_status_table as read_status_table
    from attdata.names.lists import split_states as split_states
    from attdata.names.resolve import resolve as resolve
    from attdata.notebook import explore as explore
    from attdata.notebook import show as show
    from attdata.outreach.log import read_outreach as read_outreach
    from attdata.problems import InputError as InputError
    from attdata.processed.assemble import BuildError as BuildError
    from attdata.processed.assemble import build as build
    from attdata.processed.store import ShippedDataWarning as ShippedDataWarning
    from attdata.processed.store import StaleDataWarning as StaleDataWarning
    from attdata.processed.store import load as load
    from attdata.reports.brief import brief as brief
    from attdata.reports.figures import figures as figures
    from attdata.reports.report import report as report
    from attdata.tables.table import table as table
