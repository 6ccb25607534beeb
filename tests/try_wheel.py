"""Install the wheel alone, in a fresh environment outside the repository, and use it.

``make dist`` runs it: load, status, names, a map, a brief, a report, the explorer and a working
folder, as somebody does who only has the package; then the four commands of the README, from the
installation to a report with a newer status table.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

from attdata import load
from pages import newer_page

MOST_BYTES = 8_000_000
LICENCES = ("LICENSE", "OFL.txt", "LICENSES.md", "CC-BY-3.0-IGO.txt")
SCRIPT = """
import attdata as att
data = att.load()
print(data)
print(att.resolve("Viet Nam")["iso3"][0])
ax = att.draw_status_map(att.status_on(data))
att.save(ax, "map", formats=("png",))
att.brief(data, "Thailand").to_html("thailand.html")
"""
COMMANDS = (
    ("status",),
    ("report", "reports"),
    ("explore", "explorer.html"),
    ("brief", "KEN", "-o", "briefs"),
    ("init", "att"),
)


def main() -> None:
    """Try the wheel of a folder; any failure ends with its output."""
    folder = Path(sys.argv[1]).resolve()
    (wheel,) = folder.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    missing = [name for name in LICENCES if not any(n.endswith(f"/{name}") for n in names)]
    assert not missing, f"the wheel lacks {missing}"
    assert any(name.endswith("attdata/py.typed") for name in names), "the wheel lacks py.typed"
    size = wheel.stat().st_size
    assert size < MOST_BYTES, f"the wheel has {size:,} bytes, more than {MOST_BYTES:,}"
    constraints = Path(__file__).parent.parent / "constraints.txt"
    with tempfile.TemporaryDirectory() as where:
        work = Path(where)
        venv.create(work / "env", with_pip=True)
        python = work / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
        run(work, python, "-m", "pip", "install", "--quiet", "-c", constraints, wheel)
        run(work, python, "-c", SCRIPT)
        for command in COMMANDS:
            run(work, python, "-m", "attdata", *command)
        # A folder to work in is one in which the build finds the same frames again.
        run(work / "att", python, "-m", "attdata", "build")
        (work / "ViewDetails.aspx.html").write_text(newer_page(load()), encoding="utf-8")
        run(work / "att", python, "-m", "attdata", "add", "../ViewDetails.aspx.html")
        run(work / "att", python, "-m", "attdata", "report", "reports")
        report = (work / "att" / "reports" / "report.html").read_text(encoding="utf-8")
        assert "1 October 2026" in report, "the report is not of the newer status table"
        made = sorted(p.name for p in work.iterdir())
    print(f"{wheel.name}: {size:,} bytes; made {', '.join(made)}")


def run(folder: Path, *words: object) -> None:
    """Run a command in a folder, without the repository in sight."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "ATTDATA"))}
    done = subprocess.run(
        [str(w) for w in words], cwd=folder, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-3000:], sep="\n")
        sys.exit(f"failed: {' '.join(map(str, words[1:4]))}")


if __name__ == "__main__":
    main()
