"""A wrong setting of ours is a problem at its line, and nothing in mkdocs.yml is executed."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.problem import Failed
from builder.settings.validation import validate


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Failed) as raised:
        validate("mkdocs.yml", text.encode())
    return [(problem.line, f"{problem.message} {problem.hint}".strip()) for problem in raised.value.problems]


def test_values_from_another_file_or_from_the_environment_are_refused_at_their_lines() -> None:
    text = "INHERIT: base.yml\nsite_name: !ENV NAME\nplugins:\n  - briefings:\n      risk_notice: !ENV [A, b]\n"
    assert sorted(problems(text)) == [
        (1, "INHERIT is not read: all settings stand in one file copy the settings of that file"),
        (2, "!ENV is not read: a site does not depend on the environment write the value itself"),
        (5, "!ENV is not read: a site does not depend on the environment write the value itself"),
    ]


def test_tags_of_mkdocs_are_neither_executed_nor_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "site_name: 示例\nsite_url: !!python/object/apply:os.system [touch hacked]\nplugins: [briefings]\n"
    monkeypatch.chdir(tmp_path)
    validate("mkdocs.yml", text.encode())
    assert not (tmp_path / "hacked").exists()


def test_an_unknown_setting_is_a_problem_at_its_line_with_a_suggestion() -> None:
    text = "site_name: a\nplugins:\n  - briefings:\n      risng: green\n      zone: Asia/Shangai\n"
    assert problems(text) == [
        (5, "zone: no time zone is called Asia/Shangai"),
        (4, "no setting is called risng did you mean rising?"),
    ]


@pytest.mark.parametrize(
    "text", ["", "a: [", "- a\n", "site_name: a\ndocs_dir: ../secret\n", "site_name: a\nsite_dir: /\n"]
)
def test_impossible_settings_are_problems_and_no_traceback(text: str) -> None:
    assert problems(text)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("docs_dir: ../secret", "docs_dir must be below the folder of mkdocs.yml"),
        ("site_dir: .hidden", "site_dir cannot be '.hidden': hidden folders belong to the builder"),
    ],
)
def test_a_folder_outside_the_project_or_hidden_is_refused(setting: str, message: str) -> None:
    assert problems(f"site_name: a\n{setting}\n") == [(2, f"{message} name a folder, e.g. content")]


def test_the_targets_of_the_navigation_are_known_by_their_lines() -> None:
    text = "site_name: a\nnav:\n  - 首页: /\n  - pages/a.md\n  - 节:\n      - 基金: funds/\n      - https://a.com\n"
    assert validate("mkdocs.yml", text.encode())["nav"] == {"/": 3, "pages/a.md": 4, "funds/": 6, "https://a.com": 7}
    assert validate("mkdocs.yml", b"site_name: a\nnav: 3\n")["nav"] == {"3": 2}
    assert validate("mkdocs.yml", b"site_name: a\n")["nav"] == {}


def test_an_alias_that_leads_back_to_itself_does_not_hang() -> None:
    assert "nav" in validate("mkdocs.yml", b"site_name: a\nnav: &nav [a.md, *nav]\nplugins: [briefings]\n")


def test_a_folder_is_the_same_however_it_is_written() -> None:
    text = b"site_name: a\ndocs_dir: ./content/\nplugins:\n  - briefings:\n      data: ./data/\n"
    values = validate("mkdocs.yml", text)
    assert (values["content"], values["options"]["data"]) == ("content", "data")
