"""Files written by threads or together with a helper process are the same, and a site that is being written says so."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from builder.desk.verify import verify
from builder.output.publish import OutputFile, SiteFolder
from builder.parallel.file_writing import file_writing

FILES = {f"funds/{number:03}/index.html": f"fund {number}".encode() for number in range(100)}


def publish(folder: Path, files: dict[str, bytes], helper: ProcessPoolExecutor | None) -> list[str]:
    """Publish these files, their digests not known; the paths that were written."""
    site = SiteFolder(folder / "site", folder / "written.json")
    outputs = (OutputFile(path, content=content) for path, content in files.items())
    return site.publish(outputs, files, {}, write_files=file_writing(helper)).written


def on_disk(folder: Path) -> dict[str, bytes]:
    """Every file of the site but the record."""
    site = folder / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name != "build.json"
    }


def test_threads_and_a_helper_write_the_same_site(tmp_path: Path) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as helper:
        assert sorted(publish(tmp_path / "two", FILES, helper)) == sorted(FILES)
    assert sorted(publish(tmp_path / "one", FILES, None)) == sorted(FILES)
    assert on_disk(tmp_path / "one") == on_disk(tmp_path / "two") == FILES
    assert verify(tmp_path / "one" / "site") == verify(tmp_path / "two" / "site") == []


def test_threads_write_nothing_that_turns_out_to_be_there(tmp_path: Path) -> None:
    publish(tmp_path, FILES, None)
    assert publish(tmp_path, FILES | {"new.html": b"new"}, None) == ["new.html"]
