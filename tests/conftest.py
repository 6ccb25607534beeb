"""What several tests use: the real data as built, and the way to the repository."""

import os
import shutil
from pathlib import Path

import pytest

import attdata as att

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def data():
    """Return the frames of data/processed."""
    return att.load(ROOT)


@pytest.fixture
def raw(tmp_path):
    """Return a copy of data/raw that a test may damage."""
    return Path(shutil.copytree(ROOT / "data" / "raw", tmp_path / "raw"))


def pytest_runtest_setup(item):
    """Skip what needs LibreOffice or Chromium where it is missing; fail where it must be there."""
    tools = {"office": ("soffice", "pdftoppm"), "browser": ("chromium", "chromedriver")}
    for marker, programs in tools.items():
        missing = [p for p in programs if shutil.which(p) is None]
        if item.get_closest_marker(marker) and missing:
            reason = f"needs {', '.join(missing)}, which is not installed"
            if os.environ.get("ATTDATA_REQUIRE_TOOLS"):
                pytest.fail(reason)
            pytest.skip(reason)


def pytest_ignore_collect(collection_path, config):
    """Leave tests/lab to ``make test-lab``, which names it: it starts a server and a browser."""
    named = any("lab" in Path(str(arg).split("::")[0]).parts for arg in config.args)
    return True if collection_path == ROOT / "tests" / "lab" and not named else None
