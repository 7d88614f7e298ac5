"""A cache is used where it was made; one that came with a checkout or a copy is emptied before anything is read from it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from builder.cache.own_folder import claim, is_own
from builder.problem import Failed


def test_a_cache_that_was_made_here_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / ".briefings"
    claim(folder)
    (folder / "settings.json").write_text("{}")
    claim(folder)
    assert is_own(folder)
    assert (folder / "settings.json").exists()


def test_a_copy_and_a_cache_without_origin_are_emptied_and_links_in_them_not_followed(tmp_path: Path) -> None:
    claim(tmp_path / "first")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/mine").write_text("mine")
    (tmp_path / "first/templates").mkdir()
    (tmp_path / "first/templates/card.cache").write_bytes(b"compiled code")
    (tmp_path / "first/mkdocs").symlink_to(tmp_path / "outside")
    shutil.copytree(tmp_path / "first", tmp_path / "copy", symlinks=True)
    assert not is_own(tmp_path / "copy")
    claim(tmp_path / "copy")
    assert is_own(tmp_path / "copy")
    assert sorted(path.name for path in (tmp_path / "copy").iterdir()) == ["origin", "origin-proof"]
    assert (tmp_path / "outside/mine").read_text() == "mine"
    (tmp_path / "first/origin").unlink()
    claim(tmp_path / "first")
    assert sorted(path.name for path in (tmp_path / "first").iterdir()) == ["origin", "origin-proof"]


def test_an_origin_that_is_a_link_or_the_folder_a_link_is_not_ours(tmp_path: Path) -> None:
    claim(tmp_path / "first")
    (tmp_path / "origin").write_bytes((tmp_path / "first/origin").read_bytes())
    (tmp_path / "first/origin").unlink()
    (tmp_path / "first/origin").symlink_to(tmp_path / "origin")
    assert not is_own(tmp_path / "first")
    (tmp_path / "link").symlink_to("first")
    with pytest.raises(Failed):
        claim(tmp_path / "link")


def test_a_cache_that_is_moved_stays_and_one_that_cannot_be_emptied_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim(tmp_path / "first")
    (tmp_path / "first").rename(tmp_path / "moved")
    assert is_own(tmp_path / "moved")
    shutil.copytree(tmp_path / "moved", tmp_path / "copy")

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(Failed) as failed:
        claim(tmp_path / "copy")
    assert failed.value.problems[0].id == "unwritable"
