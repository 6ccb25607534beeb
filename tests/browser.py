"""A headless Chromium of the tests' own: fresh profile, no network, driven by Debian's driver."""

import base64
import io
import os
import shutil

import numpy as np
from PIL import Image

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--force-color-profile=srgb",
]


def start_chromium(profile, downloads):
    """Return a driver whose browser keeps everything it writes in two folders of the test."""
    from selenium import webdriver

    os.environ["SE_OFFLINE"] = "true"  # the driver is named below: nothing to be looked for
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in [*FLAGS, f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)}
    )
    return driver


def resize(driver, width, height, *, scale=1, mobile=False):
    """Give the page a size in CSS pixels; headless windows themselves never go below 500."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": mobile})


def pixels(driver, selector):
    """Return what an element shows as an array of colours."""
    script = (
        "const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'center'});"
        "const b = e.getBoundingClientRect();"
        "return [b.x + scrollX, b.y + scrollY, b.width, b.height]"
    )
    x, y, width, height = driver.execute_script(script, selector)
    clip = {"x": x, "y": y, "width": width, "height": height, "scale": 1}
    options = {"format": "png", "clip": clip, "captureBeyondViewport": True}
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", options)["data"]
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGB")).astype(int)


def complaints(driver):
    """Return what the browser complained of since it was asked last."""
    return [entry["message"] for entry in driver.get_log("browser")]


def violations(driver):
    """Return what axe finds wrong with the page for those who hear it: rule and first elements.

    What is right is not listed: each of ten thousand cells would be described, rule by rule.
    """
    from axe_core_python.base import AXE_SCRIPT

    driver.execute_script(AXE_SCRIPT)
    return driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run({resultTypes: ['violations']}).then(r => done(r.violations.map(v =>"
        " [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + n.failureSummary)])))"
    )
