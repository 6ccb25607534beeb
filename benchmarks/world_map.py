"""Line 5: the world map as PNG at 300 dpi, against matplotlib alone and against geopandas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from measure import Line, best, run, show

WORLD = Path(__file__).parent.parent / "data" / "raw" / "geo" / "world.geojson"
_SETUP = """
import io, warnings
import attdata, matplotlib, pandas
matplotlib.use("agg")
import matplotlib.pyplot as plt
from matplotlib.collections import PathCollection
warnings.simplefilter("ignore")
data = attdata.load()
frame = attdata.status_on(data)
def save(figure):
    figure.savefig(io.BytesIO(), format="png", dpi=300)
# What is loaded once in a process is no part of a map: fonts, the layer, the renderer.
figure = attdata.draw_status_map(frame).figure
save(figure)
size = figure.get_size_inches()
plt.close(figure)
"""
_OURS = "save(attdata.draw_status_map(frame).figure)"
_VERTICES = """
figure = attdata.draw_status_map(frame).figure
paths = [
    path
    for ax in figure.axes
    for collection in ax.collections
    for path in collection.get_paths()
]
paths += [patch.get_path() for ax in figure.axes for patch in ax.patches]
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
    ours, plain, layer = best(
        lambda: run(_OURS, setup=_SETUP),
        lambda: run(_PATHS, setup=_SETUP + _VERTICES),
        lambda: run(_GEOPANDAS, setup=_SETUP + _LAYER),
    )
    vertices = f"PathCollection, {plain.extra['vertices']:,.0f} vertices"
    what = "world map, drawn and saved as PNG at 300 dpi"
    yield Line(what, ours.seconds, plain.seconds, "1.5 x", ours.peak, plain.peak, against=vertices)
    yield Line(
        what, ours.seconds, layer.seconds, "0.5 x", ours.peak, layer.peak,
        against="GeoDataFrame.plot",
    )  # fmt: skip


if __name__ == "__main__":
    show(measure())
