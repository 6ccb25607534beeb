"""A map to look into and a long table, beside what people use for them: folium and great-tables.

    pip install folium mapclassify great-tables

The baselines make the plainest thing that answers: one coloured layer with a tooltip, one table of
195 rows. Sizes are those of the file as it is kept; folium's page asks the network for its
library and its ground as well, which are not counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from measure import Line, best, run, show

WORLD = Path(__file__).parent.parent / "data" / "raw" / "geo" / "world.geojson"
_SETUP = """
import tempfile, warnings
import attdata, pandas
warnings.simplefilter("ignore")
data = attdata.load()
frame = attdata.status_on(data)
folder = tempfile.TemporaryDirectory()
target = Path(folder.name) / "page.html"
"""
_SIZE = 'extra["size"] = target.stat().st_size / 1e6\n'
_EXPLORER = "attdata.explore(data).to_html(target)\n" + _SIZE
_FOLIUM = (
    f"""
import geopandas
layer = geopandas.read_file({str(WORLD)!r})
layer = layer.merge(frame[["iso3", "status"]], left_on="id", right_on="iso3", how="left")
layer["status"] = layer["status"].astype(str)
layer = layer[["id", "status", "geometry"]].set_crs(4326, allow_override=True)
layer.explore("status", tooltip=["id", "status"]).save(target)
"""
    + _SIZE
)
_TABLE = (
    """
shown = frame[["iso3", "status", "signed", "consented"]]
target.write_text(attdata.table(shown)._repr_html_(), encoding="utf-8")
"""
    + _SIZE
)
_GREAT = (
    """
from great_tables import GT
shown = frame[["iso3", "status", "signed", "consented"]].astype(str)
target.write_text(GT(shown).as_raw_html(), encoding="utf-8")
"""
    + _SIZE
)
_PAIRS = (
    ("a page to look into the map", _EXPLORER, _FOLIUM, "GeoDataFrame.explore, folium"),
    ("a table of 195 rows as HTML", _TABLE, _GREAT, "great-tables"),
)


def measure() -> Iterator[Line]:
    for what, ours, theirs, name in _PAIRS:
        mine, other = best(
            lambda code=ours: run(code, setup=_SETUP),
            lambda code=theirs: run(code, setup=_SETUP),
            repeat=3,
        )
        yield Line(
            what, mine.seconds, other.seconds, "told", mine.peak, other.peak, against=name,
        )  # fmt: skip
        yield Line(
            f"{what}: size", mine.extra["size"], other.extra["size"], "told", unit="MB",
            against=name,
        )  # fmt: skip


if __name__ == "__main__":
    show(measure())
