"""Programs run in processes of their own, with a limit of time and an environment that is the same everywhere."""

from __future__ import annotations

import pytest

from builder.blocks.charts.custom.script_runner import Script, ScriptFailure, environment, run


def test_a_program_that_loops_is_stopped() -> None:
    loops, fine = run([Script(code="while True: pass", tables={}), Script(code="chart = 1", tables={})], seconds=2)
    assert loops == ScriptFailure(reason="the program ran longer than 2 seconds")
    assert isinstance(fine, ScriptFailure) and "a int" in fine.reason


def test_a_program_sees_no_variable_of_the_environment_but_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert "SECRET" not in environment() and environment()["TZ"] == "UTC"
