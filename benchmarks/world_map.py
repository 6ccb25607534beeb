"""Line 5: the world map as PNG at 300 dpi, against matplotlib alone and against geopandas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from measure import Line, best, run, show

WORLD = Path(__file__).parent.parent / "data" / "raw" / "geo" / "world.geojson"
_SETUP = """
import io, tempfile, warnings
import attdata, matplotlib, pandas
matplotlib.use("agg")
import matplotlib.pyplot as plt
from matplotlib.collections import PathCollection
warnings.simplefilter("ignore")
data = attdata.load()
frame = attdata.status_on(data)
folder = tempfile.TemporaryDirectory()
target = Path(folder.name) / "map"
def save(figure):
    figure.savefig(target, format="png", dpi=300)
# What is loaded once in a process is no part of a map: fonts, the layer, the renderer.
figure = attdata.draw_status_map(frame).figure
size = figure.get_size_inches()
save(figure)
attdata.save(figure, target, formats=["png"])
plt.close(figure)
"""
# The baselines have neither title nor footer; the last line of the table has both.
_OURS = """
attdata.save(
    attdata.draw_status_map(frame), target, formats=["png"], title="", subtitle="", footer=""
)
"""
_WHOLE = """
attdata.save(attdata.draw_status_map(frame), target, formats=["png"])
"""
_VERTICES = """
figure = attdata.draw_status_map(frame).figure
paths = [
    path
    for ax in figure.axes
    for collection in ax.collections
    for path in collection.get_paths()
]
paths += [patch.get_path() for ax in figure.axes for patch in ax.patches if not patch.get_hatch()]
limits = figure.axes[0].get_xlim(), figure.axes[0].get_ylim()
"""
_PATHS = """
figure, ax = plt.subplots(figsize=size)
ax.add_collection(PathCollection(paths, facecolor="0.8", edgecolor="0.2", linewidth=0.3))
ax.set(xlim=limits[0], ylim=limits[1])
save(figure)
extra["vertices"] = sum(len(path.vertices) for path in paths)
"""
_GEOPANDAS = """
figure, ax = plt.subplots(figsize=size)
layer.plot("status", ax=ax, categorical=True, edgecolor="0.2", linewidth=0.3)
save(figure)
"""
_LAYER = f"""
import geopandas
layer = geopandas.read_file({str(WORLD)!r})
layer = layer.merge(frame[["iso3", "status"]], left_on="id", right_on="iso3", how="left")
layer["status"] = layer["status"].astype(str)
layer.plot("status", ax=plt.subplots(figsize=size)[1])
"""


def measure() -> Iterator[Line]:
    ours, whole, plain, layer = best(
        lambda: run(_OURS, setup=_SETUP),
        lambda: run(_WHOLE, setup=_SETUP),
        lambda: run(_PATHS, setup=_SETUP + _VERTICES),
        lambda: run(_GEOPANDAS, setup=_SETUP + _LAYER),
        repeat=9,
    )
    vertices = f"PathCollection, {plain.extra['vertices']:,.0f} vertices"
    what = "world map, drawn and saved as PNG at 300 dpi"
    yield Line(what, ours.seconds, plain.seconds, "1.5 x", ours.peak, plain.peak, against=vertices)
    yield Line(
        what, ours.seconds, layer.seconds, "0.5 x", ours.peak, layer.peak,
        against="GeoDataFrame.plot",
    )  # fmt: skip
    yield Line(
        "the same with title block and footer", whole.seconds, layer.seconds, "told",
        whole.peak, layer.peak, against="GeoDataFrame.plot, without",
    )  # fmt: skip


if __name__ == "__main__":
    show(measure())
