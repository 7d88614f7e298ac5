"""Publishing touches what differs and nothing else, and an interrupted site says so."""

from __future__ import annotations

import json
import os
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

    return SiteFolder(folder / "site", folder / "written.json").publish(
        outputs(), files, {"data": {"nav": "2024-02-19"}}
    )


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
    site = SiteFolder(tmp_path / "site", tmp_path / "written.json")
    with pytest.raises(ValueError, match="neither on disk nor given"):
        site.publish([OutputFile("lost.html")], ["lost.html"], {})


def test_files_that_build_json_alone_names_are_never_removed_but_told(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "home"})
    (tmp_path / "content.md").write_text("mine")
    (tmp_path / "site/CNAME").write_text("example.org")
    names = {"../content.md": "x", "/etc/hostname": "x", "no-such.html": "x", "index.html": digest("home")}
    for recorded in (names, 5, ["CNAME"], None):
        (tmp_path / "site/build.json").write_text(json.dumps({"files": recorded}))
        assert put(tmp_path, {"index.html": "home"}).removed == []
    (tmp_path / "site/build.json").write_text(json.dumps({"files": {**names, "CNAME": "x"}}))
    with pytest.raises(Failed) as failed:
        put(tmp_path, {"index.html": "new"})
    assert [(one.id, "CNAME" in one.message) for one in failed.value.problems] == [("stale-file", True)]
    assert (tmp_path / "content.md").read_text() == "mine"
    assert (tmp_path / "site/index.html").read_text() == "home"


def test_what_an_earlier_build_wrote_is_told_where_the_cache_was_lost(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "home", "withdrawn.html": "a"})
    (tmp_path / "written.json").unlink()
    with pytest.raises(Failed, match="stale-file"):
        put(tmp_path, {"index.html": "home"})
    (tmp_path / "site/withdrawn.html").unlink()
    put(tmp_path, {"index.html": "home"})
    assert verify(tmp_path / "site") == []


def test_a_folder_of_the_site_that_is_a_link_is_neither_written_nor_removed_through(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": "a", "funds/1.html": "1", "old/x.html": "x"})
    for folder in ("funds", "old"):
        (tmp_path / "site" / folder).rename(tmp_path / folder)
        (tmp_path / "site" / folder).symlink_to(tmp_path / folder)
    with pytest.raises(Failed) as failed:
        put(tmp_path, {"a.html": "a", "funds/1.html": "2"})
    assert [(one.id, one.path) for one in failed.value.problems] == [("symlink", "site/funds")]
    assert put(tmp_path, {"a.html": "b"}).removed == []
    assert ((tmp_path / "funds/1.html").read_text(), (tmp_path / "old/x.html").read_text()) == ("1", "x")
    site = SiteFolder(tmp_path / "site", tmp_path / "written.json")
    with pytest.raises(Failed, match="symlink"):
        site.writer.write("funds/1.html", b"2")


@pytest.mark.parametrize("path", ["../a.html", "/tmp/a.html", "a/../../b.html", "a\\b.html", "a\0.html", "a//b.html"])
def test_a_path_that_leads_outside_is_a_problem_wherever_it_comes_from(tmp_path: Path, path: str) -> None:
    with pytest.raises(Failed, match="unsafe-path"):
        put(tmp_path, {path: "a"})
    with pytest.raises(Failed, match="unsafe-path"):
        SiteFolder(tmp_path / "site", tmp_path / "written.json").writer.write(path, b"a")
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "site"] == []


def test_what_a_killed_build_left_half_written_is_removed(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": "1", "b/c.html": "1"})
    with pytest.raises(InterruptedError):
        put(tmp_path, {"a.html": "2", "b/c.html": "2"}, stop_after=1)
    for left in (".a.html.partial", "b/.c.html.partial", ".build.json.partial"):
        (tmp_path / "site" / left).write_text("half")
    (tmp_path / "site/.mine.partial").write_text("mine")
    put(tmp_path, {"a.html": "1"})
    left_over = [path.name for path in (tmp_path / "site").rglob("*") if path.name.startswith(".")]
    assert left_over == [".mine.partial"]
    assert not (tmp_path / "site/b").exists()


def test_a_link_or_a_pipe_where_a_file_is_being_written_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "site/.a.html.partial").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "site/.b.html.partial")
    put(tmp_path, {"a.html": "a", "b.html": "b"})
    assert (tmp_path / "secret").read_text() == "secret"
    assert verify(tmp_path / "site") == []
