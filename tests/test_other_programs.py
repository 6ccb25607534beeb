"""The frames as files in another program: the lines of the guide run and count as attdata does."""

import re

import duckdb

import attdata as att


def test_the_lines_for_duckdb_count_what_attdata_counts(root, data, monkeypatch):
    page = (root / "docs" / "howto" / "other_programs.md").read_text(encoding="utf-8")
    lines = re.search(r"```python\n(.*?)```", page, re.DOTALL)[1]
    assert len(lines.splitlines()) == 3
    monkeypatch.chdir(root)
    names = {}
    exec(lines, names)
    sql = names["sql"] + " GROUP BY status ORDER BY states DESC"
    counted = dict(duckdb.sql(sql).fetchall())
    expected = att.status_on(data, universe="all")["status"].value_counts()
    assert counted == expected[expected > 0].to_dict()
    for number in counted.values():
        assert f"{number} " in page
