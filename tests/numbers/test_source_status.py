"""The status of a set's source: since when it fails, and how far behind its data may be."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.source_status import SourceStatus, allowed_days, failures, refusals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("set,since\nnav,2024-02-20\n", {"nav": "2024-02-20"}),
        ("set,since,last_attempt\nnav,,2024-03-05T00:00:00+00:00\n", {"nav": "2024-03-05"}),
        ("set,since\nnav,gestern\n", {}),
        ("set\nnav\n", {}),
        ("", {}),
    ],
)
def test_status_csv_says_since_when_a_source_fails(tmp_path: Path, text: str, expected: dict[str, str]) -> None:
    (tmp_path / "status.csv").write_text(text, encoding="utf-8")
    assert {name: failure.since for name, failure in failures(tmp_path / "status.csv").items()} == expected


def test_a_file_that_cannot_be_read_names_no_failure(tmp_path: Path) -> None:
    assert failures(tmp_path / "status.csv") == {}


def test_a_qdii_fund_may_be_two_days_further_behind() -> None:
    assert (allowed_days(3, "指数型"), allowed_days(3, "QDII-指数"), allowed_days(None, "QDII-指数")) == (3, 5, None)


def test_only_answers_about_a_set_depend_on_its_calendar() -> None:
    one, two = SourceStatus(), SourceStatus(calendar=TradingCalendar(days=(19_000,)))
    assert one.for_digest(of_set=False) == two.for_digest(of_set=False)
    assert one.for_digest(of_set=True) != two.for_digest(of_set=True)


def test_a_history_that_was_refused_says_since_when_and_what_is_missing(tmp_path: Path) -> None:
    split = "undeclared-split: 012733, nav on {0}: nav goes 2 (2024-01-01) → 1 ({0})"
    reason = " | ".join(split.format(day) for day in ("2024-02-01", "2024-02-19"))
    with (tmp_path / "status.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ("set", "since", "reason"),
                ("nav/012733", "2024-03-05", reason),
                ("nav/012734", "2024-03-05", "bad-cell: x"),
                ("index/000300", "2024-03-05", "y"),
            ]
        )
    refused = refusals(failures(tmp_path / "status.csv"), "nav")
    assert refused == {
        "012733": ("2024-03-05", "2024-02-01、2024-02-19 疑有份额拆分或折算，待确认"),
        "012734": ("2024-03-05", ""),
    }
    status = SourceStatus(origin="编造", refused=refused)
    assert (status.of("012733").failing, status.of("012734").origin) == ("2024-03-05", "编造")
    assert status.of("012733").origin == "编造；2024-02-01、2024-02-19 疑有份额拆分或折算，待确认"
    assert status.of("017853") is status
