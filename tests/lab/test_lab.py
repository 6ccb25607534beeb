"""What an analyst does first, in a real JupyterLab: run a notebook, change the region, run again.

``make test-lab`` runs this; ``make test`` leaves it out (tests/conftest.py), since it takes a
minute or two. ``ATTDATA_SCREENSHOT=docs/notebook.png make test-lab`` renews the README's picture.
"""

import hashlib
import io
import os
import re
from pathlib import Path

import nbformat
import pytest
from PIL import Image

selenium = pytest.importorskip("selenium")
from selenium.common.exceptions import TimeoutException  # noqa: E402
from selenium.webdriver import ActionChains, Keys  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOTEBOOK = "03_regional_participation.ipynb"
RUN = 110  # seconds for all cells on a busy machine
OPEN = 60

# What the page shows: each code cell's source, prompt, pictures and errors, and the kernel's state.
LOOK = """
const panel = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden)");
if (!panel) return null;
const text = (node, selector) => [...node.querySelectorAll(selector)].map(n => n.textContent);
return {
  kernel: panel.querySelector(".jp-Notebook-ExecutionIndicator")?.dataset.status,
  ready: text(document, "#jp-main-statusbar").join().includes("| Idle"),
  dialogs: text(document, ".jp-Dialog-content"),
  cells: [...panel.querySelectorAll(".jp-CodeCell")].map(cell => ({
    source: text(cell, ".cm-line").join("\\n"),
    prompt: cell.querySelector(".jp-InputPrompt").textContent,
    pictures: [...cell.querySelectorAll(".jp-RenderedImage img")].map(i => i.src),
    errors: text(cell, "[data-mime-type='application/vnd.jupyter.error'], " +
                       "[data-mime-type='application/vnd.jupyter.stderr']"),
  })),
};
"""

# The line of the editor in which typed text would go.
CURSOR_LINE = """
const node = window.getSelection().anchorNode;
const element = node && (node.nodeType === 1 ? node : node.parentElement);
const typed = document.activeElement.classList.contains("cm-content");
return (typed && element?.closest(".cm-line")?.textContent) || "";
"""


def test_a_new_region_in_the_settings_gives_a_new_map(lab, browser, notebooks):
    browser.get(lab.url(NOTEBOOK))
    # Cells that are run while the kernel still starts would bring up a question for a kernel.
    wait_until(browser, OPEN, lambda page: page["cells"] and page["ready"] and lab.has_kernel())

    run_all(browser)
    first = wait_until(browser, RUN, lambda page: executed_after(page, 0))
    asia = region_map(first)
    take_screenshot(browser)

    change_region(browser, "Asia", "Africa")
    run_all(browser)
    last = max(counts(first))
    second = wait_until(browser, RUN, lambda page: executed_after(page, last))
    africa = region_map(second)

    assert picture_hash(africa) != picture_hash(asia)
    assert other_pictures(second) == other_pictures(first), "only the region's map was to change"
    outputs = saved_outputs(browser, notebooks / NOTEBOOK)
    assert not [o for o in outputs if o.output_type in ("error", "stream")]
    alts = [o.metadata["image/png"]["alt"] for o in outputs if "image/png" in o.get("data", {})]
    assert len(alts) == len(other_pictures(second)) + 1
    assert [alt for alt in alts if "Map of States" in alt and "Africa" in alt], alts


def wait_until(browser, seconds, condition):
    """Return what the page shows once the condition holds; fail at once where a cell failed."""
    page = None

    def look(driver):
        nonlocal page
        page = driver.execute_script(LOOK)
        if page is None:
            return False
        errors = [error for cell in page["cells"] for error in cell["errors"]]
        assert not errors + page["dialogs"], errors + page["dialogs"]
        return page if condition(page) else False

    try:
        return WebDriverWait(browser, seconds, poll_frequency=0.25).until(look)
    except TimeoutException:
        prompts = page and (page["kernel"], [cell["prompt"] for cell in page["cells"]])
        pytest.fail(f"not so after {seconds} seconds: {prompts}")


def counts(page):
    """Return the execution count of each cell; 0 where it has none or is running."""
    found = [re.search(r"\[(\d+)\]", cell["prompt"]) for cell in page["cells"]]
    return [int(match[1]) if match else 0 for match in found]


def executed_after(page, count):
    """Say whether each cell has run since the kernel counted so far, and the kernel is done."""
    return page["kernel"] == "idle" and min(counts(page)) > count


def run_all(browser):
    """Choose Run, Run All Cells in the menu."""
    click(browser, "//div[contains(@class,'lm-MenuBar-itemLabel')][text()='Run']")
    click(browser, "//div[contains(@class,'lm-Menu-itemLabel')][text()='Run All Cells']")


def click(browser, xpath):
    """Click what the path finds, once it is there to be clicked."""
    wait = WebDriverWait(browser, OPEN, poll_frequency=0.1)
    wait.until(
        lambda driver: [e for e in driver.find_elements(By.XPATH, xpath) if e.is_displayed()]
    )
    browser.find_element(By.XPATH, xpath).click()


def change_region(browser, old, new):
    """Click the region's name in the settings cell, and put another name between the quotes."""
    path = f"//div[contains(@class,'jp-CodeCell')]//span[text()='\"{old}\"']"

    def put_cursor(driver):
        word = driver.find_element(By.XPATH, path)
        driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", word)
        word.click()
        return driver.execute_script(CURSOR_LINE).startswith("REGION")

    WebDriverWait(browser, OPEN, poll_frequency=0.25).until(put_cursor)
    keys = [Keys.END, Keys.ARROW_LEFT, *[Keys.BACKSPACE] * len(old), new]
    ActionChains(browser).send_keys(*keys).perform()
    line = f'REGION = "{new}"'
    wait_until(browser, OPEN, lambda page: any(line in cell["source"] for cell in page["cells"]))


def region_map(page):
    """Return the only picture of the cell that draws the region."""
    (cell,) = [cell for cell in page["cells"] if "region=REGION" in cell["source"]]
    (picture,) = cell["pictures"]
    return picture


def other_pictures(page):
    """Return the hashes of the pictures that do not depend on the region, each shown once."""
    others = [cell for cell in page["cells"] if "region=REGION" not in cell["source"]]
    pictures = [picture for cell in others for picture in cell["pictures"]]
    assert len(set(pictures)) == len(pictures)
    return [picture_hash(picture) for picture in pictures]


def picture_hash(source):
    """Return the hash of a picture in the page."""
    assert source.startswith("data:image/png;base64,")
    return hashlib.sha256(source.encode()).hexdigest()


def saved_outputs(browser, path):
    """Save the notebook with the keyboard; return the outputs in the file."""
    ActionChains(browser).key_down(Keys.CONTROL).send_keys("s").key_up(Keys.CONTROL).perform()

    def read(_):
        try:
            notebook = nbformat.read(path, as_version=4)
        except nbformat.reader.NotJSONError:  # JupyterLab is writing it just now
            return False
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        done = all(cell.execution_count for cell in code)
        return [output for cell in code for output in cell.outputs] if done else False

    return WebDriverWait(browser, OPEN, poll_frequency=0.25).until(read)


def take_screenshot(browser):
    """Write the page from its top down to the map to the file that ATTDATA_SCREENSHOT names."""
    target = os.environ.get("ATTDATA_SCREENSHOT")
    if not target:
        return
    top = browser.find_element(By.CSS_SELECTOR, ".jp-NotebookPanel .jp-Cell")
    browser.execute_script("arguments[0].scrollIntoView({block: 'start'})", top)
    image = Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")
    method = Image.Quantize.MAXCOVERAGE
    few = image.quantize(256, method=method, kmeans=1, dither=Image.Dither.NONE)
    few.save(Path(target), format="png", optimize=True)
    assert Path(target).stat().st_size < 300_000
