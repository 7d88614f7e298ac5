"""A wrong setting of ours is a problem at its line, and nothing in mkdocs.yml is executed."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.problem import Failed
from builder.settings.options import Options, RefreshOptions
from builder.settings.validation import validate


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Failed) as raised:
        validate("mkdocs.yml", text.encode())
    return [(problem.line, f"{problem.message} {problem.hint}".strip()) for problem in raised.value.problems]


def test_values_from_another_file_or_from_the_environment_are_refused_at_their_lines() -> None:
    text = "INHERIT: base.yml\nsite_name: !ENV NAME\nplugins:\n  - briefings:\n      risk_notice: !ENV [A, b]\n"
    assert problems(text) == [
        (1, "INHERIT is not read: all settings stand in one file copy the settings of that file"),
        (2, "!ENV is not read: a site does not depend on the environment write the value itself"),
        (5, "!ENV is not read: a site does not depend on the environment write the value itself"),
    ]


def test_tags_of_mkdocs_are_neither_executed_nor_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "site_name: 示例\nextra: !!python/object/apply:os.system [touch hacked]\nplugins: [briefings]\n"
    monkeypatch.chdir(tmp_path)
    validate("mkdocs.yml", text.encode())
    assert not (tmp_path / "hacked").exists()


def test_an_unknown_setting_is_a_problem_at_its_line_with_a_suggestion() -> None:
    text = "site_name: a\nplugins:\n  - briefings:\n      risng: green\n      zone: Asia/Shangai\n"
    assert problems(text) == [
        (4, "no setting is called risng did you mean rising?"),
        (5, "zone: no time zone is called Asia/Shangai did you mean Asia/Shanghai?"),
    ]


def test_a_line_ends_where_it_ends_for_an_editor() -> None:
    text = "site_name: a\u2028b\x85c\u2029d\nplugins:\n  - briefings:\n      risng: green\n"
    assert problems(text) == [(4, "no setting is called risng did you mean rising?")]


def test_a_setting_is_found_where_it_is_set_and_not_where_it_is_named() -> None:
    text = "# zone: as in China\nsite_name: 'zone: a'\nplugins:\n- briefings: {rising: red,\n   zone: Mars}\n"
    with pytest.raises(Failed) as raised:
        validate("mkdocs.yml", text.encode())
    assert [(problem.line, problem.column) for problem in raised.value.problems] == [(5, 4)]


@pytest.mark.parametrize(
    "text", ["", "a: [", "- a\n", "site_name: a\ndocs_dir: ../secret\n", "site_name: a\nsite_dir: /\n"]
)
def test_impossible_settings_are_problems_and_no_traceback(text: str) -> None:
    assert problems(text)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("docs_dir: ../secret", "docs_dir must be below the folder of mkdocs.yml"),
        ("site_dir: .", "site_dir cannot be the folder of mkdocs.yml itself"),
        ("site_dir: " + "a" * 300, "site_dir is too long: 255 bytes are the limit of a name, 1,000 that of a path"),
        ('site_dir: "a\\\\b"', "site_dir holds a backslash"),
        ("site_dir: a/.git", "site_dir cannot be 'a/.git': hidden folders belong to the builder"),
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


def test_a_folder_is_the_same_however_it_is_written() -> None:
    text = b"site_name: a\ndocs_dir: ./content/\nplugins:\n  - briefings:\n      data: ./data/\n"
    values = validate("mkdocs.yml", text)
    assert (values["content"], values["options"]["data"]) == ("content", "data")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("latest: many", "latest is 'many', not a whole number from 1 to 1,000,000"),
        ("pictures: perhaps", "pictures is 'perhaps', not true or false"),
        ("risk_free: low", "risk_free is 'low', not a yearly rate from -1 to 1, e.g. 0.015"),
        ("risk_free: .nan", "risk_free is nan, not a yearly rate from -1 to 1, e.g. 0.015"),
        ("risk_free: -.inf", "risk_free is -inf, not a yearly rate from -1 to 1, e.g. 0.015"),
        ("latest: true", "latest is True, not a whole number from 1 to 1,000,000"),
        ("pictures: 1", "pictures is 1, not true or false"),
        ("data: .", "data: data cannot be docs_dir itself"),
        ("data: a/.git", "data: data cannot be 'a/.git': hidden folders belong to the builder"),
        ("data: briefings", "data: data cannot be briefings: pages are there"),
        ("refresh: {hosts: [300.1.1.1/8]}", "hosts: 300.1.1.1/8 is neither a host nor a network"),
        ("refresh: {hosts: [a/99]}", "hosts: a/99 is neither a host nor a network"),
        ("refresh: {hosts: ['300.1.1.1:80']}", "hosts: 300.1.1.1:80 is neither a host nor a network"),
        ("rising: blue", "rising is 'blue', not one of red, green"),
        ("trading_days: 365", "trading_days is 365, not one of 242, 250, 252"),
        ("risk_notice: [a]", "risk_notice is ['a'], not a text"),
        ("refresh: 3", "refresh is 3, not a map of settings, e.g. refresh: {hosts: [data.example.com]}"),
        ("zone: Beijing", "zone: no time zone is called Beijing e.g. Asia/Shanghai, as all of China"),
        ("zone: Asia/Shangai", "zone: no time zone is called Asia/Shangai did you mean Asia/Shanghai?"),
    ],
)
def test_a_wrong_value_is_told_in_our_words(setting: str, message: str) -> None:
    assert problems(f"site_name: a\nplugins:\n  - briefings:\n      {setting}\n") == [(4, message)]


def test_no_message_speaks_as_pydantic_does() -> None:
    """Every option, with a value that none may have."""
    for options, indent in ((Options, ""), (RefreshOptions, "refresh: {")):
        for name in options.__dataclass_fields__:
            value = f"{indent}{name}: {{a: [1]}}{'}' if indent else ''}"
            for _, message in problems(f"site_name: a\nplugins:\n  - briefings:\n      {value}\n"):
                assert "nput" not in message and "another kind" not in message and "valid" not in message


def test_a_port_that_does_not_exist_is_refused() -> None:
    def hosts(written: str) -> str:
        return f"site_name: a\nplugins:\n  - briefings:\n      refresh:\n        hosts: ['{written}']\n"

    message = "hosts: data.example.com:99999 has the port 99999: ports are numbers from 1 to 65535"
    assert problems(hosts("data.example.com:99999")) == [(5, message)]
    assert problems(hosts("[::1]:99999"))
    for right in ("data.example.com:8080", "[::1]:8080", "::1", "fd00::99999", "10.1.2.0/24"):
        validate("mkdocs.yml", hosts(right).encode())


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("site_dir: content/out\n", 2),
        ("site_dir: content\n", 2),
        ("site_dir: a\ndocs_dir: a/b\n", 2),
        ("docs_dir: site/b\n", 2),
    ],
)
def test_a_site_lies_apart_from_its_content(lines: str, line: int) -> None:
    ((found, message),) = problems(f"site_name: a\n{lines}")
    assert (found, " lies in " in message) == (line, True)


@pytest.mark.parametrize(
    "address",
    [*("a.com", "javascript:alert(1)", "5", "https://", "https://a.com/?a=1", "[a]", "https://a.com/\u3000"),
     """'https://a.com/"><script>alert(1)</script>/'"""],
)  # fmt: skip
def test_the_site_has_an_address_that_pages_can_hold(address: str) -> None:
    ((line, message),) = problems(f"site_name: a\nsite_url: {address}\n")
    assert line == 2 and message.startswith("site_url is ")


def test_the_navigation_is_held_to_the_rule_of_links() -> None:
    nav = "nav:\n  - a: javascript:alert(1)\n  - b: https://a.com\n  - 节:\n    - c: 'DATA:text/html,x'\n  - mailto:a@b.cn\n"
    assert problems(f"site_name: a\n{nav}") == [
        (3, "nav: javascript: is no address that a page may link to"),
        (6, "nav: DATA: is no address that a page may link to"),
    ]


def test_our_plugin_stands_once() -> None:
    text = "site_name: a\nplugins:\n  - briefings\n  - briefings: {latest: 3}\n"
    assert problems(text)[0][1].startswith("plugins names briefings twice")
