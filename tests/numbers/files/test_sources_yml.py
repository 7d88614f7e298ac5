"""sources.yml: each wrong entry is a problem at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.numbers.files.sources_yml import load
from tests.numbers.folder import FUND, HISTORY, places, problems_of


@pytest.mark.parametrize(
    ("content", "position"),
    [
        ("navs: {synthetic: true}\n", (1, 1, "unknown-key")),
        ("nav:\n  synthetic: maybe\n", (2, 14, "bad-value")),
        ("nav:\n  origin: a\n  origin: b\n", (3, 3, "duplicate-key")),
        ("nav:\n  origin: a\u2028b\x85c\n  synthetic: maybe\n", (3, 14, "bad-value")),
        ("nav: yes\n", (1, 6, "bad-value")),
        ("- nav\n", (1, 1, "bad-value")),
        ("nav: [\n", (2, 1, "bad-value")),
        ("nav: {calendar: NOPE}\n", (1, 17, "bad-value")),
        ("funds:\n  calendar: NOPE\n", (2, 13, "bad-value")),
        ("nav: {calendar: ../nav/990001}\n", (1, 17, "bad-value")),
        ("nav: {calendar: }\n", (1, 16, "bad-value")),
        ("nav: {splits: 2}\n", (1, 15, "bad-value")),
        ("nav: {splits: {012733: 2}}\n", (1, 24, "bad-value")),
        ("nav: {splits: {012733: {2024-02-30: 2}}}\n", (1, 25, "bad-value")),
        ("nav: {splits: {012733: {2024-02-20: 2, 2024-02-21: 0}}}\n", (1, 52, "bad-value")),
        ("nav: {splits: {012733: {2024-02-20: 1e400}}}\n", (1, 37, "bad-value")),
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


def test_an_alias_is_refused_however_deep_it_nests(tmp_path: Path) -> None:
    nested = "[&a [x,x,x,x,x,x,x,x,x], " + ", ".join(
        f"&{name} [{','.join(['*' + before] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    files = {"funds.csv": FUND, "nav/990001.csv": HISTORY, "sources.yml": f"nav:\n  freshness: {nested}]\n"}
    (problem,) = problems_of(tmp_path, files)
    assert (problem.id, problem.line, problem.column) == ("bad-value", 2, 43)
    assert "alias" in problem.message


@pytest.mark.parametrize("key", ["origin", "from", "codes", "columns"])
def test_an_escape_brings_in_no_reserved_character(tmp_path: Path, key: str) -> None:
    value = {"codes": '["99\\uE001"]', "columns": '{nav: "净\\uE002"}'}.get(key, '"a\\uE000"')
    content = f"nav:\n  fetcher: file\n  {key}: {value}\n"
    files = {"funds.csv": FUND, "nav/990001.csv": HISTORY, "sources.yml": content}
    (problem,) = problems_of(tmp_path, files)
    assert (problem.id, problem.line) == ("reserved-character", 3)


def test_a_calendar_that_there_is_not_names_those_that_there_are(tmp_path: Path) -> None:
    files = {"funds.csv": FUND, "nav/990001.csv": HISTORY, "calendars/SSE.csv": "date\n2024-02-20\n"}
    (problem,) = problems_of(tmp_path, files | {"sources.yml": "nav: {calendar: SZSE}\n"})
    assert problem.message == "there is no calendars/SZSE.csv"
    assert problem.hint == "there is SSE; without the key, Monday to Friday are trading days"
    before_a_refresh = load(tmp_path / "sources.yml", "sources.yml")
    assert before_a_refresh["nav"].calendar == "SZSE"


def test_splits_say_which_of_their_values_is_wrong(tmp_path: Path) -> None:
    content = "nav: {splits: {012733: {2024-02-30: 2}}}\nindex: {splits: {930713: {2024-02-20: 0}}}\n"
    first, second = problems_of(tmp_path, {"funds.csv": FUND, "sources.yml": content})
    assert first.message == "2024-02-30 is not a date"
    assert second.message == "0 is no ratio: one unit becomes more than 0"
