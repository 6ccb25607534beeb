"""A withdrawal that was notified and is not yet in effect is told wherever statuses are told."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import attdata as att
from attdata.frames import typed
from attdata.law.status import status_intervals, with_effective_dates
from attdata.maps.status_map import draw_status_map
from attdata.measures.participation import status_on
from attdata.reports.brief_facts import Briefing
from attdata.reports.brief_facts import facts_of as facts_of_state
from attdata.reports.brief_standing import SaidOfStatus
from attdata.reports.contents import document
from attdata.reports.cycle import cycle_of
from attdata.reports.facts import facts_of
from attdata.words import state_name, word


@pytest.fixture(scope="module")
def leaving(data):
    """Return the dataset with a withdrawal of Austria, notified on 1 July 2026."""
    row = data.actions[data.actions["iso3"] == "AUT"].iloc[0].to_dict()
    day = pd.Timestamp("2026-07-01")
    row |= {"action": "withdrawal", "date": day, "date_earliest": day, "date_text": "1 July 2026"}
    row |= {"treaty": "att", "cell": "Z9", "effective_date": pd.NaT, "effective_basis": ""}
    actions = pd.concat([data.actions, typed("actions", [row])], ignore_index=True)
    actions = with_effective_dates(typed("actions", actions.to_dict("records")), data.treaties)
    status, _ = status_intervals(actions, data.states["iso3"], data.treaties["treaty"])
    return replace(data, actions=actions, status=status)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_map_tells_who_is_leaving_in_its_legend_and_its_alternative_text(leaving, language):
    frame = status_on(leaving)
    europe = frame[frame["att_region"] == "Europe"]
    europe.attrs = frame.attrs
    ax = draw_status_map(europe, language=language, region="Europe")
    labels = [text.get_text().replace("\n", " ") for text in ax.get_legend().get_texts()]
    begin = word("statuses.leaving", language, names="@").split("@")[0]
    (label,) = [label for label in labels if label.startswith(begin)]
    assert state_name("AUT", language) in label and "2026" in label


def test_a_report_tells_who_is_leaving_in_the_text_and_the_annex(leaving):
    content = document(facts_of(leaving, cycle_of(leaving, "CSP12")), "en", {}, "0")
    begin = word("report.standing.leaving", "en", names="@").split("@")[0]
    (said,) = [text for text in content.paragraphs if text.startswith(begin)]
    assert "Austria (29 September 2026)" in said
    annex = content.tables[-1]
    column = next(c for c in annex.columns if c.name == "leaving")
    assert [text for text in column.texts if text] == ["29 September 2026"]


def test_the_command_diff_tells_who_is_leaving(root, command_line):
    done = command_line("diff", "2024-02-03", "2025-09-01", "--treaty", "mine-ban", cwd=root)
    told = [line for line in done.stdout.splitlines() if "withdrawal notified" in line]
    assert "Poland: withdrawal notified, takes effect on 2026-02-20" in told
    assert len(told) == 5
    later = command_line("diff", "2025-09-01", "2026-02-03", "--treaty", "mine-ban", cwd=root)
    assert "Latvia: withdrawal notified" not in later.stdout


def test_an_answer_and_a_brief_tell_who_is_leaving_and_when(leaving, data):
    told = "Austria (29 September 2026)"
    said = att.answer(leaving, "status").sentences
    assert any(text.endswith(f"until the day of effect: {told}.") for text in said)
    assert not any("Withdrawals notified" in text for text in att.answer(data, "status").sentences)
    (status, *_) = SaidOfStatus(leaving, facts_of_state(Briefing(leaving), "AUT"), "en").head()
    assert status.text.endswith("Withdrawal takes effect: 29 September 2026")
