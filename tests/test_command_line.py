"""What a failure says on the command line, and with which exit code."""

from __future__ import annotations

import pytest

from attdata.cli import commands


def fail(monkeypatch, capsys, *words: str) -> tuple[int, str]:
    """Run a command that fails; return its exit code and what it says on standard error."""
    monkeypatch.setattr("sys.argv", ["attdata", *words])
    monkeypatch.setattr(commands, "_SHOW_TRACEBACK", False)
    with pytest.raises(SystemExit) as left:
        commands.main()
    return left.value.code, capsys.readouterr().err


def test_a_word_that_means_nothing_is_wrong_usage_in_one_line(monkeypatch, capsys):
    code, said = fail(monkeypatch, capsys, "status", "--by", "continent")
    assert code == 2
    assert said.count("\n") == 1
    assert "continent" in said


def test_a_fault_of_our_own_is_never_called_wrong_usage(monkeypatch, capsys):
    def broken(*_args, **_kwargs):
        raise ValueError("columns overlap")

    monkeypatch.setattr("attdata.measures.participation.participation", broken)
    code, said = fail(monkeypatch, capsys, "status")
    assert code == 70
    assert said == (
        "attdata: unexpected ValueError: columns overlap; "
        "attdata --debug with the same command shows where.\n"
    )


def test_debug_shows_where(monkeypatch, capsys):
    code, said = fail(monkeypatch, capsys, "--debug", "status", "--by", "continent")
    assert code == 2
    assert said.startswith("Traceback")
    assert "scope.py" in said or "participation.py" in said


def test_a_build_waits_for_another_one_and_says_so(root, tmp_path, monkeypatch):
    from filelock import FileLock

    import attdata as att
    from attdata.processed import store

    monkeypatch.setattr(store, "LONGEST_WAIT", 0.1)
    data = att.load(root / "data" / "processed")
    with (
        FileLock(tmp_path / ".processed.lock"),
        pytest.raises(att.InputError, match="Another build has been writing"),
    ):
        store.write(data, tmp_path / "processed")
