"""What was made is found again under its key; a damaged store costs time and nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from builder.cache.store import DamagedStoreError, Store, key, read_only_store, with_sound_store
from builder.problem import Failed


def test_a_value_is_found_again_by_the_next_build(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put(key("step", 1), "made")
    with Store(tmp_path) as store:
        assert store.get(key("step", 1)) == "made"
        assert store.get(key("step", 2)) is None


def test_more_keys_than_one_question_takes_are_all_answered(tmp_path: Path) -> None:
    values = {key("step", number): str(number) for number in range(2_345)}
    with Store(tmp_path) as store:
        store.put_many(values)
    with Store(tmp_path) as store:
        assert store.get_many(values) == values


def test_a_key_names_every_part_that_went_in(tmp_path: Path) -> None:
    keys = {
        key("a", "bc"),
        key("ab", "c"),
        key("a", ["b", "c"]),
        key("a", "b", "c"),
        key("a", {"b": "c"}),
        key("a", None),
    }
    assert len(keys) == 6


def test_a_damaged_store_is_replaced(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put("name", "value")
    for file in tmp_path.iterdir():
        file.write_bytes(b"not a database at all, but long enough to be one" * 100)
    with Store(tmp_path) as store:
        assert store.get("name") is None
        store.put("name", "again")
    with Store(tmp_path) as store:
        assert store.get("name") == "again"


def test_another_reader_sees_what_was_written_and_the_file_that_stands_there_now(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put("a", "甲")
        with pytest.raises(DamagedStoreError):
            read_only_store(tmp_path).need_bytes(["a"])
        store.write()
        assert read_only_store(tmp_path).need_bytes(["a"]) == {"a": "甲".encode()} == store.need_bytes(["a"])
        assert read_only_store(tmp_path) is read_only_store(tmp_path)
    for path in tmp_path.iterdir():
        path.rename(path.with_name(f"old-{path.name}"))
    with Store(tmp_path) as store:
        store.put("a", "乙")
        store.write()
        assert read_only_store(tmp_path).need_bytes(["a"]) == {"a": "乙".encode()}


def altered(folder: Path, statement: str) -> None:
    """The store's file, changed by others."""
    with sqlite3.connect(folder / "cache.sqlite") as connection:
        connection.execute(statement)
    connection.close()


ALTERATIONS = [
    "UPDATE checked SET value = CAST('wrong' AS BLOB)",
    "UPDATE checked SET value = 'made'",
    "UPDATE checked SET value = NULL",
    "UPDATE checked SET sum = sum + 1",
    "UPDATE checked SET sum = CAST(sum AS TEXT) || 'x'",
    "UPDATE checked SET key = 'other' WHERE key = 'name'",
    "DELETE FROM checked",
]


@pytest.mark.parametrize("statement", ALTERATIONS)
def test_a_value_that_is_not_as_it_was_written_counts_as_missing(tmp_path: Path, statement: str) -> None:
    with Store(tmp_path) as store:
        store.put("name", "made")
    altered(tmp_path, statement)
    with Store(tmp_path) as store:
        assert store.get_many(["name", "other"]) == {}
        with pytest.raises(DamagedStoreError):
            store.need("name")
        store.put("name", "again")
    with Store(tmp_path) as store:
        assert store.need("name") == "again"


def test_work_that_misses_a_value_is_done_again_from_an_empty_store(tmp_path: Path) -> None:
    attempts = []

    @with_sound_store
    def work() -> str:
        with Store(tmp_path) as store:
            attempts.append(store.get("other"))
            return store.need("name") if len(attempts) == 1 else "made again"

    with Store(tmp_path) as store:
        store.put("other", "there")
    assert work() == "made again"
    assert attempts == ["there", None]


def test_a_store_that_is_damaged_at_once_again_is_told(tmp_path: Path) -> None:
    @with_sound_store
    def work() -> None:
        with Store(tmp_path) as store:
            store.need("name")

    with pytest.raises(Failed, match="unwritable"):
        work()


@pytest.mark.parametrize("offset", [30, 5_000, 9_000, 20_000])
def test_a_damaged_page_in_the_file_is_no_traceback(tmp_path: Path, offset: int) -> None:
    values = {key("step", number): str(number) * 200 for number in range(500)}
    with Store(tmp_path) as store:
        store.put_many(values)
    with (tmp_path / "cache.sqlite").open("r+b") as file:
        file.seek(offset)
        file.write(b"\xa5" * 3_000)

    @with_sound_store
    def work() -> dict[str, str]:
        with Store(tmp_path) as store:
            known = store.get_many(values)
            store.put_many(values)
        return known

    assert work().items() <= values.items()
    assert work() == values


def test_a_disk_that_refuses_is_told_and_nothing_is_thrown_away(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put("name", "made")
    (tmp_path / "cache.sqlite").rename(tmp_path / "aside")
    (tmp_path / "cache.sqlite").mkdir()
    with pytest.raises(Failed) as failed:
        Store(tmp_path)
    assert [problem.id for problem in failed.value.problems] == ["unwritable"]
    assert (tmp_path / "cache.sqlite").is_dir()
