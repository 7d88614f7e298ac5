"""Publishing touches what differs and nothing else, and an interrupted site says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.desk.verify import verify
from builder.model import digest
from builder.output.publish import OutputFile, PublishReport, SiteFolder
from builder.problem import Failed


def put(folder: Path, files: dict[str, str], *, stop_after: int | None = None) -> PublishReport:
    def outputs() -> Iterator[OutputFile]:
        for number, (path, text) in enumerate(files.items()):
            if number == stop_after:
                raise InterruptedError
            yield OutputFile(path, digest(text), text.encode())

    return SiteFolder(folder / "site", folder / "index.json").publish(outputs(), files, {"data": {"nav": "2024-02-19"}})


def test_a_second_publication_of_the_same_files_writes_nothing(tmp_path: Path) -> None:
    files = {"index.html": "home", "funds/index.html": "funds"}
    assert put(tmp_path, files).written == list(files)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    again = put(tmp_path, files)
    assert (again.written, again.removed) == ([], [])
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == times


def test_only_what_changed_is_written_and_what_is_gone_removed(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "home", "a/index.html": "a", "b/c/index.html": "c"})
    done = put(tmp_path, {"index.html": "home", "a/index.html": "A"})
    assert (done.written, done.removed) == (["a/index.html"], ["b/c/index.html"])
    assert not (tmp_path / "site/b").exists()
    assert verify(tmp_path / "site") == []


def test_files_of_others_stay(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": "a"})
    (tmp_path / "site/CNAME").write_text("example.org")
    put(tmp_path, {"b.html": "b"})
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == ["CNAME", "b.html", "build.json"]
    assert verify(tmp_path / "site") == ["added: CNAME is not part of this build"]


def test_an_interrupted_publication_is_recognised_and_mended_by_the_next(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": "1", "b.html": "1", "old.html": "1"})
    with pytest.raises(InterruptedError):
        put(tmp_path, {"a.html": "2", "new.html": "2", "b.html": "2"}, stop_after=2)
    assert verify(tmp_path / "site") == [f"{tmp_path / 'site'} is incomplete: a build was interrupted; build again"]
    put(tmp_path, {"a.html": "3", "b.html": "3"})
    assert verify(tmp_path / "site") == []
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == ["a.html", "b.html", "build.json"]


def test_a_file_changed_behind_our_back_is_put_right_even_at_the_same_size(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": "right"})
    (tmp_path / "site/a.html").write_text("wrong")
    assert verify(tmp_path / "site") == ["changed: a.html"]
    assert put(tmp_path, {"a.html": "right"}).written == ["a.html"]
    (tmp_path / "site/a.html").unlink()
    assert verify(tmp_path / "site") == ["missing: a.html"]
    assert put(tmp_path, {"a.html": "right"}).written == ["a.html"]


def test_a_link_in_place_of_a_file_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": "right"})
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (tmp_path / "site/a.html").unlink()
    (tmp_path / "site/a.html").symlink_to(secret)
    put(tmp_path, {"a.html": "right"})
    assert secret.read_text() == "secret"
    assert not (tmp_path / "site/a.html").is_symlink()


def test_a_site_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Failed):
        put(tmp_path, {"a.html": "a"})


def test_the_record_names_every_file_and_the_data(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": "a"})
    record = json.loads((tmp_path / "site/build.json").read_bytes())
    assert record == {"data": {"nav": "2024-02-19"}, "files": {"a.html": digest("a")}}


def test_a_file_that_is_neither_on_disk_nor_given_is_a_mistake_of_ours(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path / "site", tmp_path / "index.json")
    with pytest.raises(ValueError, match="neither on disk nor given"):
        site.publish([OutputFile("lost.html")], ["lost.html"], {})
