"""A small file is the old one or the new one, and a write that fails leaves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.cache.replace_file import partial_of, replace_file


def test_a_file_is_replaced_and_what_a_killed_write_left_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    partial_of(path).write_text("half a")
    replace_file(path, "一")
    replace_file(path, b"two", durable=True)
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    partial_of(tmp_path / "a.json").symlink_to(tmp_path / "secret")
    (tmp_path / "a.json").symlink_to(tmp_path / "secret")
    replace_file(tmp_path / "a.json", "new")
    assert (tmp_path / "secret").read_text() == "secret"
    assert (tmp_path / "a.json").read_text() == "new"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="a"):
        replace_file(tmp_path / "a", "new")
    with pytest.raises(UnicodeEncodeError):
        replace_file(tmp_path / "b", "\ud800")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
