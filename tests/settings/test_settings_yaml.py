"""mkdocs.yml as YAML: what no setting needs is refused at its line, before anything is built of it."""

from __future__ import annotations

import pytest

from builder.problem import Failed
from builder.settings.settings_yaml import read_settings_file


def refused(raw: bytes | str) -> list[tuple[int, int, str]]:
    with pytest.raises(Failed) as raised:
        read_settings_file("mkdocs.yml", raw.encode() if isinstance(raw, str) else raw)
    return [(problem.line, problem.column, problem.id) for problem in raised.value.problems]


NESTED = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        (NESTED, (2, 8, "bad-settings")),
        ("nav: &nav [{x: *nav}]\n", (1, 16, "bad-settings")),
        ("x: &x {a: 1}\ny: {<<: *x}\n", (2, 9, "bad-settings")),
        ("x: " + "[" * 20_000, (0, 0, "bad-settings")),
        ("x: " + "- " * 3_000 + "a\n", (1, 4, "bad-settings")),
        ("\n".join(" " * level + "a:" for level in range(500)), (0, 0, "bad-settings")),
        ("a: b\n#" + "x" * 300_000, (0, 0, "too-large")),
        ('a: "x\\ue000"\n', (1, 4, "reserved-character")),
        ('a: [b, "x\\u0007"]\n', (1, 8, "not-text")),
        ('a:\n  "b\\ud800": c\n', (2, 3, "not-text")),
        ("a: b\nc: d\na: e\n", (3, 1, "duplicate-key")),
        ("a: b\nc: 2024-02-30\n", (2, 4, "bad-settings")),
        ("a:\n  - !!int x\n", (2, 5, "bad-settings")),
        ("a: " + "9" * 5_000 + "\n", (1, 4, "bad-settings")),
        ("a: b\nc: \u7532\n".encode("gbk"), (2, 0, "not-text")),
        ("a: \u7532\n".encode("utf-16"), (1, 0, "not-text")),
    ],
)
def test_what_no_setting_needs_is_refused_at_its_line(text: bytes | str, position: tuple[int, int, str]) -> None:
    assert refused(text) == [position]


def test_what_only_mkdocs_reads_is_left_to_it() -> None:
    text = "a: !ENV [X, y]\nb: !!python/name:os.system\nc: !relative $config\nd: 2024-02-20\n"
    assert read_settings_file("mkdocs.yml", text.encode()).value["a"]
