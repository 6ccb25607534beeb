"""Leave the explorer's frame and the times of the run out of saved notebooks.

    python notebooks/clear_frames.py notebooks/*.ipynb

A frame holds a whole page, which would make a notebook larger than it may be, and shows nothing
where a notebook is only looked at; the picture beside it stays. When a cell ran is no result.
"""

import sys
from pathlib import Path

import nbformat


def without_frames(notebook):
    """Return a notebook whose outputs hold no frame where there is a picture of the same."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "<iframe" in data.get("text/html", "") and "image/png" in data:
                del data["text/html"]
    return notebook


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        nbformat.write(without_frames(nbformat.read(path, as_version=4)), path)
