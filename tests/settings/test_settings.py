"""mkdocs.yml is read without MkDocs; what is wrong in our part of it is a problem at its line."""

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


def test_settings_stand_under_the_plugin_and_the_rest_has_defaults(tmp_path: Path) -> None:
    found = read(tmp_path, "site_name: 示例\nplugins:\n  - briefings:\n      rising: green\n")
    assert (found.site_name, found.options.rising, found.options.zone) == ("示例", "green", "Asia/Shanghai")
    assert found.content_dir == tmp_path / "content"


def test_tags_of_mkdocs_are_neither_executed_nor_an_error(tmp_path: Path) -> None:
    text = (
        "site_name: !ENV [NAME, 示例]\nsite_url: !!python/object/apply:os.system [touch hacked]\nplugins: [briefings]\n"
    )
    read(tmp_path, text)
    assert not (tmp_path / "hacked").exists()


def test_an_unknown_setting_is_a_problem_at_its_line_with_a_suggestion(tmp_path: Path) -> None:
    text = "site_name: a\nplugins:\n  - briefings:\n      risng: green\n      zone: Asia/Shangai\n"
    assert problems(tmp_path, text) == [
        (5, "zone: no time zone is called Asia/Shangai"),
        (4, "no setting is called risng did you mean rising?"),
    ]


@pytest.mark.parametrize(
    "text", ["", "a: [", "- a\n", "site_name: a\ndocs_dir: ../secret\n", "site_name: a\nsite_dir: /\n"]
)
def test_settings_that_cannot_be_meant_are_problems_and_no_traceback(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Failed):
        settings.read_settings(tmp_path / "mkdocs.yml")


def test_what_was_checked_is_kept_until_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "site_name: 示例\nplugins:\n  - briefings:\n      latest: 7\n      topics: {形式: xing-shi-2}\n"
    found = read(tmp_path, text)
    checked: list[str] = []
    really = validation.checked
    monkeypatch.setattr(validation, "checked", lambda place, raw: checked.append(place) or really(place, raw))
    assert read(tmp_path, text) == found
    assert checked == []
    assert read(tmp_path, text.replace("7", "8")).options.latest == 8
    assert checked == ["mkdocs.yml"]


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"of": 1, "found": {}}', "\x00"])
def test_damage_to_what_was_kept_costs_nothing(tmp_path: Path, damaged: str) -> None:
    found = read(tmp_path, "site_name: a\n")
    kept = tmp_path / ".briefings/settings.json"
    assert kept.is_file()
    kept.write_text(damaged)
    assert read(tmp_path, "site_name: a\n") == found


def test_what_is_wrong_is_told_every_time(tmp_path: Path) -> None:
    text = "site_name: a\nplugins:\n  - briefings:\n      latest: 0\n      topics: {形式: 形式}\n"
    assert [line for line, _ in problems(tmp_path, text)] == [4, 5]
    assert [line for line, _ in problems(tmp_path, text)] == [4, 5]
