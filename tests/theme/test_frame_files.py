"""The files of the frame: made once, kept in the store, named by their content."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from builder.cache.store import Store
from builder.model import digest
from builder.theme.frame_files import frame_files
from tests.real_data import ROOT


def test_the_files_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path) as store:
        made = frame_files(["zh"], store=store, appearance="looks", code="code")
        for name in ("builder.theme.style_sheet", "builder.theme.assets"):
            monkeypatch.setitem(sys.modules, name, None)  # an import would fail
        stored = frame_files(["zh"], store=store, appearance="looks", code="code")
        assert {path: read() for path, (read, _) in stored.static.items()} == {
            path: read() for path, (read, _) in made.static.items()
        }
        with pytest.raises(ImportError):
            frame_files(["zh"], store=store, appearance="other looks", code="code")


def test_each_file_has_the_content_that_it_is_named_for(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        frame = frame_files(["zh"], store=store, appearance="looks", code="code")
        assert {frame.sheet, *frame.scripts.values()} < set(frame.static)
        for path, (read, content) in frame.static.items():
            assert digest(read()) == content
            assert content[:8] in path


def test_no_path_of_this_machine_is_in_the_store(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        frame_files(["zh"], store=store, appearance="looks", code="code")
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert str(ROOT).encode() not in kept
    assert b"site-packages" not in kept
