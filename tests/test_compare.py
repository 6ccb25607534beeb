"""What changed between two datasets, told in frames and in lines."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import attdata as att
from attdata.frames import FRAMES, typed
from attdata.law.status import status_intervals, with_effective_dates
from attdata.measures.other_changes import rows_by_key


@pytest.fixture(scope="module")
def data():
    return att.load()


def having(data, actions, as_of=None):
    """Return the dataset with other actions, its statuses worked out from them."""
    actions = with_effective_dates(actions.assign(effective_date=pd.NaT), data.treaties)
    status, _ = status_intervals(actions, data.states["iso3"], data.treaties["treaty"])
    return replace(data, actions=actions, status=status)


def of(frame, iso3):
    return (frame["iso3"] == iso3) & (frame["treaty"] == "att")


def test_nothing_changed_between_a_dataset_and_itself(data):
    found = att.compare(data, data)
    assert not found
    assert str(found) == "Nothing changed."
    assert all(frame.empty for frame in found.frames().values())


def test_a_new_party_is_the_first_news_with_the_count_it_moves(data):
    old = having(data, data.actions[~of(data.actions, "ECU")])
    found = att.compare(old, data)
    assert found.actions[["iso3", "change", "action"]].to_numpy().tolist() == [
        ["ECU", "new", "accession"]
    ]
    assert found.status[["iso3", "before", "after"]].to_numpy().tolist() == [
        ["ECU", "not_joined", "state_party"]
    ]
    totals = found.totals.iloc[-1]
    assert (totals["n_party_before"], totals["n_party_after"]) == (117, 118)
    lines = str(found).splitlines()
    assert lines[0] == "att: Ecuador: accession by 2026-07-24 (new)"  # as it is known: a range
    assert "att on 2026-07-24: States Parties 117 -> 118" in lines[1]


def test_an_action_that_is_gone_is_told(data):
    new = having(data, data.actions[~of(data.actions, "FRA")])
    found = att.compare(data, new)
    assert set(found.actions["change"]) == {"gone"}
    assert "att: France: ratification 2014-04-02 is no longer there" in str(found)
    # The past changes too, and each day on which a count differs is told.
    assert len(found.totals) > 5


def test_a_corrected_day_is_told_with_both_days(data):
    actions = data.actions.copy()
    row = actions.index[of(actions, "FRA") & (actions["action"] == "ratification")]
    actions.loc[row, ["date", "date_earliest"]] = pd.Timestamp("2014-04-03")
    found = att.compare(data, having(data, actions))
    assert found.actions["change"].tolist() == ["corrected"]
    assert "att: France: ratification 2014-04-02 is now 2014-04-03" in str(found)


def test_a_state_that_moves_into_brackets_is_told_with_the_way_out(data):
    actions = data.actions.copy()
    row = actions.index[of(actions, "LTU") & (actions["action"] == "ratification")]
    actions.loc[row, "withdrawn"] = True
    found = att.compare(data, having(data, actions))
    assert found.actions["change"].tolist() == ["bracketed"]
    assert "now stands in brackets" in str(found)
    assert "notifications.xlsx" in str(found)
    assert found.status["iso3"].tolist() == ["LTU"]


def test_a_new_and_a_changed_activity_are_told_by_number(data):
    activities = data.activities.copy()
    first, second = activities["activity"].iloc[:2]
    fewer = replace(data, activities=activities[activities["activity"] != first])
    activities.loc[activities["activity"] == second, "title"] = "Another title"
    found = att.compare(fewer, replace(data, activities=activities))
    by_number = found.activities.set_index("activity")
    assert by_number.loc[first, "change"] == "new"
    assert by_number.loc[second, ["change", "columns"]].tolist() == ["changed", "title"]


def test_a_change_of_any_other_frame_is_named(data):
    decisions = data.decisions.copy()
    decisions.loc[0, "text"] = "another text"
    links = data.activity_items.iloc[:-1]
    before = replace(data, decisions=decisions.iloc[:-1], activity_items=links)
    found = att.compare(before, data)
    assert found
    last, first = data.decisions.iloc[-1]["item"], data.decisions.iloc[0]["item"]
    by_frame = found.others.set_index("frame")
    assert last in by_frame.loc["decisions", "new"][0]
    assert first in by_frame.loc["decisions", "changed"][0]
    link = data.activity_items.iloc[-1]
    lines = str(found).splitlines()
    assert any(line.startswith("decisions: 1 row new (") for line in lines)
    key = f"{link['activity']}, {link['item']}, {link['rule']}"
    assert f"activity_items: 1 row new ({key})" in lines


def test_no_two_rows_of_a_frame_share_a_key(data):
    frames = data.frames() | {"upr_recommendations": recommendations("one", "two", "two")}
    assert set(frames) == set(FRAMES)
    for name, frame in frames.items():
        assert len(rows_by_key(name, frame)) == len(frame), name


def recommendations(*texts):
    rows = [
        {"source": "upr.csv", "cell": f"A{n}", "iso3": "KEN", "recommendation": text}
        for n, text in enumerate(texts, 2)
    ]
    return typed("upr_recommendations", rows)


def test_a_row_without_a_key_of_its_own_is_told_where_it_changes(data):
    before = replace(data, upr_recommendations=recommendations("Join", "Ratify", "Report"))
    after = replace(data, upr_recommendations=recommendations("Sign", "Ratify", "Report"))
    lines = str(att.compare(before, after)).splitlines()
    assert lines == [
        "upr_recommendations: 1 row new (KEN, Sign, False), 1 row gone (KEN, Join, False)"
    ]


def test_keys_of_one_look_are_two_keys():
    rows = [{"activity": "A", "item": "B, C", "rule": "D"}]
    rows += [{"activity": "A, B", "item": "C", "rule": "D"}]
    assert len(rows_by_key("activity_items", pd.DataFrame(rows))) == 2


def test_hostile_text_is_no_markup_in_a_notebook(data):
    activities = data.activities.copy()
    activities.loc[0, "title"] = "<script>alert(1)</script>"
    shown = att.compare(data, replace(data, activities=activities))._repr_html_()
    assert "<script" not in shown


def test_the_page_of_changes_looks_like_the_report_in_its_language(data, tmp_path):
    from attdata.reports.report import write_changes

    gone = data.actions[~((data.actions["iso3"] == "VUT") & (data.actions["treaty"] == "att"))]
    before = replace(having(data, gone), activities=data.activities.iloc[1:])
    page = write_changes(before, data, tmp_path / "page.html", language="ar").read_text("utf-8")
    assert 'lang="ar"' in page
    assert 'dir="rtl"' in page
    assert "ما تغير في البيانات" in page
    assert "فانواتو" in page
    assert "الأعداد التي تغيرت" in page
    assert "المؤشرات التي تغيرت قيمتها" in page
    assert ">I01<" not in page  # indicators stand there in words
    assert "What changed" not in page
