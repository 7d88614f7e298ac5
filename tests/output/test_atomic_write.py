"""A file is put in its place whole, with and without a system that can exchange two names."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from builder.output import atomic_write
from builder.output.atomic_write import AtomicWriter
from builder.problem import Failed


@pytest.fixture(params=["exchanged", "replaced"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "replaced":
        monkeypatch.setattr(atomic_write, "_exchange", lambda fresh, target: False)
    return str(request.param)


def write(folder: Path, path: str, content: bytes) -> tuple[int, int]:
    return AtomicWriter(folder, folder.parent / "aside").write(path, content)


def test_a_file_is_written_with_its_folders_and_replaced(tmp_path: Path, way: str) -> None:
    write(tmp_path, "a/b/index.html", b"one")
    state = write(tmp_path, "a/b/index.html", b"another")
    target = tmp_path / "a/b/index.html"
    assert target.read_bytes() == b"another"
    assert state == (7, target.stat().st_mtime_ns)
    assert [path.name for path in target.parent.iterdir()] == ["index.html"]


def test_whoever_reads_the_old_file_reads_it_to_its_end(tmp_path: Path, way: str) -> None:
    """And so does whoever has a second name for it, as copies of a site made of links have."""
    write(tmp_path, "index.html", b"old" * 1000)
    os.link(tmp_path / "index.html", tmp_path / "copy.html")
    with (tmp_path / "index.html").open("rb") as reader:
        start = reader.read(3)
        write(tmp_path, "index.html", b"new")
        assert start + reader.read() == b"old" * 1000
    assert (tmp_path / "copy.html").read_bytes() == b"old" * 1000


def test_a_link_is_replaced_and_its_target_left_alone(tmp_path: Path, way: str) -> None:
    other = tmp_path / "other.txt"
    other.write_text("other")
    (tmp_path / "index.html").symlink_to(other)
    write(tmp_path, "index.html", b"page")
    assert not (tmp_path / "index.html").is_symlink()
    assert (other.read_text(), (tmp_path / "index.html").read_text()) == ("other", "page")


def test_a_folder_in_the_way_is_a_problem_and_stays(tmp_path: Path, way: str) -> None:
    (tmp_path / "site/index.html/own").mkdir(parents=True)
    with pytest.raises(Failed) as raised:
        write(tmp_path / "site", "index.html", b"page")
    assert [(one.id, one.path) for one in raised.value.problems] == [("unwritable", "site/index.html")]
    assert (tmp_path / "site/index.html/own").is_dir()


def test_what_is_replaced_goes_aside_until_nobody_waits(tmp_path: Path) -> None:
    writer = AtomicWriter(tmp_path / "site", tmp_path / "cache/replaced")
    writer.prepare()
    for text in (b"1", b"2", b"3"):
        writer.write("a/index.html", text)
    assert [path.name for path in (tmp_path / "site/a").iterdir()] == ["index.html"]
    if sys.platform == "linux":
        assert sorted(path.read_bytes() for path in writer.aside.iterdir()) == [b"1", b"2"]
    writer.clear()
    assert list(writer.aside.iterdir()) == []
    assert (tmp_path / "site/a/index.html").read_bytes() == b"3"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are not exchanged")
def test_linux_exchanges_names(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("A")
    (tmp_path / "b").write_text("B")
    assert atomic_write._exchange(str(tmp_path / "a"), str(tmp_path / "b"))
    assert ((tmp_path / "a").read_text(), (tmp_path / "b").read_text()) == ("B", "A")


@pytest.mark.parametrize("name", ["a" * 251 + ".pdf", "图" * 83 + ".pdf"])
def test_a_name_may_be_as_long_as_the_disk_allows(name: str, tmp_path: Path, way: str) -> None:
    write(tmp_path, f"media/{name}", b"one")
    write(tmp_path, f"media/{name}", b"two")
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "media").iterdir()] == [(name, b"two")]
