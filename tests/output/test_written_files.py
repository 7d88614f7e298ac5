"""The cache remembers which files of a site are ours; anything else in its file counts as nothing remembered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.output.written_files import FileState, WrittenFiles
from builder.problem import Failed


def test_what_was_begun_is_ours_even_if_it_was_never_finished(tmp_path: Path) -> None:
    memory = WrittenFiles(tmp_path / "cache/written.json")
    memory.states["a.html"] = FileState("aa", 1, 2)
    memory.begin(["a.html", "b.html"])
    again = WrittenFiles(tmp_path / "cache/written.json")
    assert again.is_interrupted
    assert again.states == {"a.html": FileState("aa", 1, 2), "b.html": FileState()}
    again.finish({"b.html": "bb"})
    last = WrittenFiles(tmp_path / "cache/written.json")
    assert (last.is_interrupted, list(last.states)) == (False, ["b.html"])


@pytest.mark.parametrize(
    "record",
    [
        5,
        [],
        {},
        {"files": 5, "interrupted": False},
        {"files": {"a": 5}, "interrupted": False},
        {"files": {"a": ["d", "1", 2]}, "interrupted": False},
        {"files": {"a": ["d", 1, 2, 3]}, "interrupted": True},
        {"a": ["d", 1, 2]},
    ],
)
def test_another_shape_is_nothing_remembered(tmp_path: Path, record: object) -> None:
    (tmp_path / "written.json").write_text(json.dumps(record))
    memory = WrittenFiles(tmp_path / "written.json")
    assert (memory.is_interrupted, memory.states) == (False, {})


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "written.json").mkdir()
    with pytest.raises(Failed, match="unwritable"):
        WrittenFiles(tmp_path / "written.json").begin(["a.html"])
