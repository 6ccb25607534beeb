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
    for marker, programs in (("office", ("soffice", "pdftoppm")), ("browser", ("chromium",))):
        missing = [p for p in programs if shutil.which(p) is None]
        if item.get_closest_marker(marker) and missing:
            reason = f"needs {', '.join(missing)}, which is not installed"
            if os.environ.get("ATTDATA_REQUIRE_TOOLS"):
                pytest.fail(reason)
            pytest.skip(reason)
