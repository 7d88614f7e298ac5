"""The JavaScript module for charts with parameters: built once, and what is reported where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import templating
from builder.desk import vega_module
from builder.model import digest
from builder.problem import Failed
from builder.templating import vega_module_path


def executable(folder: Path, command: str, script: str) -> None:
    path = folder / command
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


def test_a_module_that_is_there_is_not_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    path = vega_module_path(tmp_path)
    path.parent.mkdir()
    path.write_text("x", "utf-8")
    monkeypatch.setattr(templating, "pinned_vega_digest", lambda: digest("x"))
    assert vega_module.make(tmp_path) == path
    assert path.read_text("utf-8") == "x"


def test_without_node_nothing_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failed) as failed:
        vega_module.make(tmp_path)
    (problem,) = failed.value.problems
    assert (problem.id, problem.message) == ("vega-failed", "node and npm are not installed")


def test_a_command_that_fails_is_reported_with_its_last_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(tmp_path, "npm", "echo first >&2; echo no network >&2; exit 1")
    executable(tmp_path, "node", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failed) as failed:
        vega_module.make(tmp_path)
    (problem,) = failed.value.problems
    assert (problem.message, problem.hint) == ("the npm packages could not be installed", "no network")
    assert not vega_module_path(tmp_path).exists()


def test_the_module_is_what_the_bundler_writes_if_its_digest_is_pinned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executable(tmp_path, "npm", "exit 0")
    executable(tmp_path, "node", "echo bundle > module.js")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failed) as failed:
        vega_module.make(tmp_path)
    (problem,) = failed.value.problems
    assert "not the one that templates/vega/module.digest names" in problem.message
    assert digest("bundle\n") in problem.hint and not vega_module_path(tmp_path).exists()
    monkeypatch.setattr(vega_module, "pinned_vega_digest", lambda: digest("bundle\n"))
    path = vega_module.make(tmp_path)
    assert path == vega_module_path(tmp_path) and path.read_text("utf-8") == "bundle\n"
    assert list(path.parent.iterdir()) == [path]
