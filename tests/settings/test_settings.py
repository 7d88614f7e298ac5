"""mkdocs.yml is read without MkDocs, and cached; a wrong setting of ours is a problem at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.problem import Failed
from builder.settings import settings, validation


def read(folder: Path, text: str) -> settings.Settings:
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return settings.read_settings(folder / "mkdocs.yml")


def problems(folder: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(Failed) as raised:
        read(folder, text)
    return [(problem.line, f"{problem.message} {problem.hint}".strip()) for problem in raised.value.problems]


def test_our_settings_are_read_from_below_the_plugin_and_the_rest_have_defaults(tmp_path: Path) -> None:
    chosen = read(tmp_path, "site_name: 示例\nplugins:\n  - briefings:\n      rising: green\n")
    assert (chosen.site_name, chosen.options.rising, chosen.options.zone) == ("示例", "green", "Asia/Shanghai")
    assert chosen.content_dir == tmp_path / "content"


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Failed) as raised:
        settings.read_settings(tmp_path / "mkdocs.yml")
    assert "name the file with --config" in raised.value.problems[0].hint


def test_checked_settings_are_cached_until_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "site_name: 示例\nplugins:\n  - briefings:\n      latest: 7\n      topics: {形式: xing-shi-2}\n"
    before = read(tmp_path, text)
    validated: list[str] = []
    validate = validation.validate
    monkeypatch.setattr(validation, "validate", lambda file, raw: validated.append(file) or validate(file, raw))
    assert read(tmp_path, text) == before
    assert validated == []
    assert read(tmp_path, text.replace("7", "8")).options.latest == 8
    assert validated == ["mkdocs.yml"]


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"key": 1, "values": {}}', "\x00"])
def test_a_damaged_cache_does_no_harm(tmp_path: Path, damaged: str) -> None:
    before = read(tmp_path, "site_name: a\n")
    cache_file = tmp_path / ".briefings/settings.json"
    assert cache_file.is_file()
    cache_file.write_text(damaged)
    assert read(tmp_path, "site_name: a\n") == before


def test_columns_and_authors_have_addresses_like_topics(tmp_path: Path) -> None:
    text = (
        "site_name: a\nplugins:\n  - briefings:\n      series: {形式: xing-shi-2}\n      authors: {黎明: li-ming-2}\n"
    )
    assert read(tmp_path, text).options.listings == {
        "topics": {},
        "series": {"形式": "xing-shi-2"},
        "authors": {"黎明": "li-ming-2"},
    }
    assert [line for line, _ in problems(tmp_path, text.replace("li-ming-2", "黎明"))] == [5]


def test_wrong_settings_are_reported_by_every_build(tmp_path: Path) -> None:
    text = "site_name: a\nplugins:\n  - briefings:\n      latest: 0\n      topics: {形式: 形式}\n"
    assert [line for line, _ in problems(tmp_path, text)] == [4, 5]
    assert [line for line, _ in problems(tmp_path, text)] == [4, 5]
