"""What a reader sees in a figure: its words, in which order, and what stands beside what."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import attdata as att
from attdata.draw.drawing import drawing_of

pytestmark = pytest.mark.drawn

DAY = "2026-07-24"


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def plan(data):
    return att.progress(data, DAY)


def words_of(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


# --- the plan ------------------------------------------------------------------------------------


def test_the_plan_tells_no_nought_of_what_the_log_does_not_hold(plan):
    named = plan[(plan["measure"] == "share_reached") & plan["n_now"].notna()]
    assert set(named["n_now"] == 0) == {True, False}
    ax = att.draw_progress(named)
    told = words_of(ax)
    for n, m in zip(named["n_now"].astype(int), named["of_now"].astype(int), strict=True):
        assert (f"at least {n} of {m}" if n else f"none recorded, of {m}") in told
        assert f"0 of {m}" not in told
    marks = [line for line in ax.lines if line.get_label() == "now"]
    assert len(marks) == (named["n_now"] > 0).sum()  # no mark at nought either
    assert "0 of" not in drawing_of(ax).alt
    counted = plan[plan["measure"] == "activities_with_regional_organisation"]
    told = words_of(att.draw_progress(counted))
    assert told.count("None recorded") == (counted["now"] == 0).sum() > 0


def test_the_slide_of_the_plan_shows_the_rate_that_its_title_tells(plan):
    ax = att.draw_progress(plan, size="slide")
    rates = plan[plan["indicator"] == "I02"]
    rose = (rates["change"] > 0).sum()
    assert drawing_of(ax).title == (
        f"Participation rate since the baseline: rose in {rose} of {len(rates)}, fell in 0"
    )
    rows = [label.get_text() for label in ax.get_yticklabels()]
    assert rows == ["Participation rate", "Africa", "Americas", "Asia", "Europe", "Oceania"]
    assert sum("States" in text or "State," in text for text in words_of(ax)) == rose
