"""Programs run in processes of their own, with a limit of time and an environment that is the same everywhere."""

from __future__ import annotations

import json

import pytest

from builder.blocks.charts.custom import script_runner
from builder.blocks.charts.custom.script_runner import Script, ScriptFailure, environment, run


@pytest.mark.slow
def test_a_program_that_loops_is_stopped() -> None:
    loops, fine = run([Script(code="while True: pass", tables={}), Script(code="chart = 1", tables={})], seconds=2)
    assert loops == ScriptFailure(reason="the program ran longer than 2 seconds")
    assert isinstance(fine, ScriptFailure) and "a int" in fine.reason


def test_a_program_sees_no_variable_of_the_environment_but_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert "SECRET" not in environment() and environment()["TZ"] == "UTC"


@pytest.mark.parametrize(
    "answer",
    [b"", b"3", b"[]", b"null", b"{}", b'{"spec": 3}', b'{"error": 3}', b'{"spec": {}', b"[" * 100_000, b"\xff"],
)
def test_what_a_process_writes_is_an_answer_or_none(answer: bytes) -> None:
    assert script_runner._read_answer(answer) is None


@pytest.mark.parametrize("line", [None, "x", -1, 10**9, [1]])
def test_a_line_that_no_program_has_is_none(line: object) -> None:
    answer = json.dumps({"error": "wrong", "line": line}).encode()
    assert script_runner._read_answer(answer) == ScriptFailure(reason="wrong", line=0)


def test_without_the_kernels_filter_a_program_runs_only_where_the_settings_say_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = "import platform, sys; platform.machine = lambda: 'other'; sys.argv = ['x']\n"
    start += "from builder.blocks.charts.custom import sandbox; sandbox.main()"
    monkeypatch.setattr(script_runner, "COMMAND", (script_runner.COMMAND[0], "-P", "-c", start))
    script = Script(code="chart = 1", tables={})
    (refused,), (ran,) = run([script]), run([script], unconfined=True)
    assert isinstance(refused, ScriptFailure) and "cannot confine" in refused.reason
    assert isinstance(ran, ScriptFailure) and "a int" in ran.reason
