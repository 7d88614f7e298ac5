"""The files of the frame: made once, kept in the store, named by their content or by what they are made of."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from builder.cache.store import Store
from builder.model import digest
from builder.settings.settings import Settings
from builder.theme.frame_files import frame_files, frame_paths
from tests.real_data import ROOT

SETTINGS = Settings(root=Path(), config=Path("mkdocs.yml"), site_name="小站")


def test_the_files_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path) as store:
        made = frame_files(["zh"], store=store, appearance="looks", code="code", settings=SETTINGS)
        monkeypatch.setitem(sys.modules, "builder.theme.style_sheet", None)  # an import would fail
        stored = frame_files(["zh"], store=store, appearance="looks", code="code", settings=SETTINGS)
        assert {path: read() for path, (read, _) in stored.items()} == {
            path: read() for path, (read, _) in made.items()
        }
        with pytest.raises(ImportError):
            frame_files(["zh"], store=store, appearance="other looks", code="code", settings=SETTINGS)


def test_the_two_files_of_every_page_are_where_their_paths_say_and_move_with_what_they_are_made_of(
    tmp_path: Path,
) -> None:
    with Store(tmp_path) as store:
        files = frame_files(["zh"], store=store, appearance="looks", code="code", settings=SETTINGS)
    paths = frame_paths(["zh"], appearance="looks", code="code")
    assert {paths.sheet, paths.scripts["zh"]} < set(files)
    others = [
        frame_paths(["zh"], appearance="other looks", code="code"),
        frame_paths(["zh"], appearance="looks", code="other code"),
    ]
    assert len({paths.sheet, *(other.sheet for other in others)}) == 3


def test_each_file_has_the_content_that_it_is_listed_with(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        files = frame_files(["zh"], store=store, appearance="looks", code="code", settings=SETTINGS)
        paths = frame_paths(["zh"], appearance="looks", code="code")
        for path, (read, content) in files.items():
            assert digest(read()) == content
            assert content[:8] in path or path in (paths.sheet, paths.scripts["zh"])


def test_no_path_of_this_machine_is_in_the_store(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        frame_files(["zh"], store=store, appearance="looks", code="code", settings=SETTINGS)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert str(ROOT).encode() not in kept
    assert b"site-packages" not in kept
