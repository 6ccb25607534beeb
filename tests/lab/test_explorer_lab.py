"""The explorer in a real JupyterLab: a map in the cell, without widgets and without a kernel."""

import subprocess
import sys

import nbformat
import pytest

import attdata as att

pytest.importorskip("selenium")
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402
from test_lab import OPEN, RUN, executed_after, run_all, saved_outputs, wait_until  # noqa: E402

from attdata.words import percent, word  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOTEBOOKS = ["02_status_today.ipynb", "09_whom_to_approach.ipynb"]
FRAME = ".jp-OutputArea iframe[srcdoc]"
COUNT = "return document.getElementById('count')?.textContent || ''"
DAY = """
const day = document.getElementById("day");
day.value = arguments[0];
day.dispatchEvent(new Event("change"));
return document.getElementById("count").textContent;
"""
DRAWN = "return document.querySelectorAll('#map .state_party').length"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_explorer_is_shown_and_answers_without_a_kernel(lab, browser, notebooks, data, name):
    path = notebooks / name
    browser.get(lab.url(name))
    wait_until(browser, OPEN, lambda page: page["cells"] and page["ready"] and lab.has_kernel())
    run_all(browser)
    wait_until(browser, 2 * RUN, lambda page: executed_after(page, 0))
    outputs = saved_outputs(browser, path)
    (kernel,) = lab.ask("kernels")
    browser.execute_async_script(
        "const [id, token, done] = arguments; fetch(`/api/kernels/${id}?token=${token}`,"
        " {method: 'DELETE', headers: {'X-XSRFToken': (document.cookie.match("
        "/_xsrf=([^;]*)/) || [])[1]}}).then(done, done)",
        kernel["id"],
        lab.token,
    )
    frame = browser.find_element(By.CSS_SELECTOR, FRAME)
    browser.execute_script("arguments[0].scrollIntoView()", frame)
    assert frame.size["width"] > 500
    browser.switch_to.frame(frame)
    try:
        WebDriverWait(browser, OPEN).until(lambda driver: driver.execute_script(COUNT))
        for day in ("2014-12-24", "2024-08-23"):
            world = att.participation(data, day).iloc[-1]
            n, m = int(world["n_party"]), int(world["n_states"])
            said = word("count.of_share", n=n, m=m, share=percent(n / m))
            assert browser.execute_script(DAY, day) == said
            assert browser.execute_script(DRAWN) == n
    finally:
        browser.switch_to.default_content()
    shown = [o for o in outputs if "<iframe" in o.get("data", {}).get("text/html", "")]
    assert len(shown) == 1
    assert len(shown[0]["metadata"]["image/png"]["alt"].split()) > 8


def test_saved_notebooks_keep_the_picture_and_no_frame(root, data, tmp_path):
    bundle, about = att.explore(data)._repr_mimebundle_()
    bundle["image/png"] = "iVBORw0KGgo="
    table = {"text/html": "<table></table>", "text/plain": "a table"}
    cells = [
        nbformat.v4.new_code_cell(
            outputs=[nbformat.v4.new_output("execute_result", data=shown, metadata=about)]
        )
        for shown in (bundle, table)
    ]
    path = tmp_path / "a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    command = [sys.executable, str(root / "notebooks" / "clear_frames.py"), str(path)]
    subprocess.run(command, check=True)
    first, second = (cell.outputs[0] for cell in nbformat.read(path, as_version=4).cells)
    assert set(first.data) == {"image/png", "text/plain"}
    assert first.metadata["image/png"]["alt"]
    assert dict(second.data) == table
    assert path.stat().st_size < 5_000
