"""Write ``label_places.csv``: where the names on the maps of a conference stand, in six languages.

    python data/raw/geo/make_label_places.py

The search for these places is most of the time that such a map takes. Run this again when borders,
names, fonts or the search have changed, or when States have joined: a map that the table does not
know is drawn all the same, with its places searched for.
"""

from __future__ import annotations

import csv
import tempfile
import warnings
from itertools import product
from pathlib import Path

import matplotlib.pyplot as plt

import attdata
from attdata.maps.label_table import COLUMNS, FILE, recording, rows_of
from attdata.reports.figure_set import FIGURES, REGIONS
from attdata.words import LANGUAGES

HERE = Path(__file__).parent


def main() -> None:
    """Draw every map in every language and size, and keep the places of the names."""
    warnings.simplefilter("ignore")
    data = attdata.load()
    status = attdata.status_on(data)
    maps = [name for name in FIGURES if "map" in name]
    with recording() as places, tempfile.TemporaryDirectory() as folder:
        for size in ("report", "slide"):
            attdata.figures(
                data, folder, languages=LANGUAGES, formats=("png",), size=size, only=maps, jobs=1
            )
            for region, language in product(REGIONS, LANGUAGES):  # as a notebook draws them
                ax = attdata.draw_status_map(status, region=region, language=language, size=size)
                attdata.save(ax, Path(folder) / "map", formats=("png",))
                plt.close(ax.figure)
    with (HERE / FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows_of(places))


if __name__ == "__main__":
    main()
