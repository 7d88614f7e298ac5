"""What was made is found again under its key; a damaged store costs time and nothing else."""

from __future__ import annotations

from pathlib import Path

from builder.cache.store import Store, key, read_only_store


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
        assert read_only_store(tmp_path).bytes(["a"]) == {}
        store.write()
        assert read_only_store(tmp_path).bytes(["a", "b"]) == {"a": "甲".encode()} == store.bytes(["a", "b"])
        assert read_only_store(tmp_path) is read_only_store(tmp_path)
    for path in tmp_path.iterdir():
        path.rename(path.with_name(f"old-{path.name}"))
    with Store(tmp_path) as store:
        store.put("a", "乙")
        store.write()
        assert read_only_store(tmp_path).bytes(["a"]) == {"a": "乙".encode()}
