"""A JupyterLab of its own on localhost, and a headless Chromium that sees nothing else.

Both keep everything they write in the test's folder: settings, kernels' files and the browser's
profile of whoever runs the tests stay untouched.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

START = 90  # seconds; a cold start on a busy machine

# News and the question whether to fetch them are for people; cells are all kept in the page, so
# that what a test reads does not depend on how far the page was scrolled.
PAGE_CONFIG = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
NOTEBOOK_SETTINGS = {"windowingMode": "none"}

CHROMIUM = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--window-size=1400,1600",
]


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, and the token that opens it."""

    address: str
    token: str

    def url(self, name):
        """Return the address of a notebook, opened in the editor."""
        return f"{self.address}/lab/tree/{name}?token={self.token}"

    def ask(self, what):
        """Return what the server's interface answers."""
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"{self.address}/api/{what}?token={self.token}", timeout=5) as answer:
            return json.load(answer)

    def has_kernel(self):
        """Say whether a kernel waits for work and a page is connected to it."""
        kernels = self.ask("kernels")
        return any(k["execution_state"] == "idle" and k["connections"] for k in kernels)


@pytest.fixture
def notebooks(root, tmp_path):
    """Return a copy of the notebooks without outputs: what the page shows, the test has made."""
    folder = Path(shutil.copytree(root / "notebooks", tmp_path / "notebooks"))
    for path in folder.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, path)
    return folder


@pytest.fixture
def lab(root, notebooks, tmp_path):
    """Start JupyterLab on the copied notebooks; yield where it is and what its kernels do."""
    token, port = secrets.token_hex(16), free_port()
    running = Lab(f"http://127.0.0.1:{port}", token)
    # A copy without data/raw beside it: whether a build is due is not what is looked at here.
    processed = shutil.copytree(root / "data" / "processed", tmp_path / "processed")
    environment = lab_environment(tmp_path / "jupyter", processed)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={notebooks}"),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    log = tmp_path / "jupyterlab.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        wait_for_server(running, server, log)
        yield running
    finally:
        stop(server)


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """Start a headless Chromium with a fresh profile, driven through Debian's chromedriver."""
    from selenium import webdriver

    monkeypatch.setenv("SE_OFFLINE", "true")  # the driver is named below: nothing to be looked for
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in [*CHROMIUM, f"--user-data-dir={tmp_path / 'profile'}"]:
        options.add_argument(argument)
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    driver.set_page_load_timeout(START)
    yield driver
    driver.quit()


def free_port():
    """Return a port of localhost that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def lab_environment(folder, processed):
    """Return the environment of a JupyterLab that keeps its files and settings in a folder."""
    settings = folder / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps(NOTEBOOK_SETTINGS))
    config = folder / "config" / "labconfig"
    config.mkdir(parents=True)
    (config / "page_config.json").write_text(json.dumps(PAGE_CONFIG))
    own = {
        "JUPYTER_CONFIG_DIR": folder / "config",
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTER_RUNTIME_DIR": folder / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": folder / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces",
        "IPYTHONDIR": folder / "ipython",
        "ATTDATA_DATA": processed,
    }
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "PYTEST"))}
    return {**inherited, **{name: str(path) for name, path in own.items()}}


def wait_for_server(running, server, log):
    """Return once the server answers; fail with its own words if it ends or stays silent."""
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            running.ask("status")
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail("JupyterLab did not start:\n" + log.read_text(errors="replace")[-3000:])


def stop(server):
    """End the server, which ends its kernels; what is left of its group after that, too."""
    server.terminate()
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
