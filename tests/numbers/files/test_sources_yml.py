"""sources.yml: each wrong entry is a problem at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.folder import FUND, HISTORY, places, problems_of


@pytest.mark.parametrize(
    ("content", "position"),
    [
        ("navs: {synthetic: true}\n", (1, 1, "unknown-key")),
        ("nav:\n  synthetic: maybe\n", (2, 14, "bad-value")),
        ("nav:\n  origin: a\n  origin: b\n", (3, 3, "duplicate-key")),
        ("nav: yes\n", (1, 6, "bad-value")),
        ("- nav\n", (1, 1, "bad-value")),
        ("nav: [\n", (2, 1, "bad-value")),
        ("[" * 100_000, (0, 0, "bad-value")),
    ],
)
def test_a_bad_declaration_is_named_with_its_line_and_column(
    tmp_path: Path, content: str, position: tuple[int, int, str]
) -> None:
    problems = problems_of(tmp_path, {"funds.csv": FUND, "sources.yml": content})
    assert places(problems) == [("sources.yml", *position)]


def test_freshness_is_a_number_or_none(tmp_path: Path) -> None:
    files = {"funds.csv": FUND, "nav/990001.csv": HISTORY, "sources.yml": "nav: {freshness: soon}\n"}
    (problem,) = problems_of(tmp_path, files)
    assert (problem.id, problem.hint) == ("bad-value", "e.g. 1, or none for data that have ended")
