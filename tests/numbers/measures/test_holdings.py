"""What a fund held, by its last report that was known."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.folder import ask, snapshot_of
from tests.numbers.fund_reports import REPORTS, files


def test_the_last_report_is_answered_largest_share_first(tmp_path: Path) -> None:
    answer = ask(snapshot_of(tmp_path, files(REPORTS)), "holdings")
    assert answer.points == (("示例图芯", 0.0834), ("示例网芯", 0.0512))
    assert (answer.value, answer.unit, answer.end) == (0.0834 + 0.0512, "ratio", "2023-12-31")


@pytest.mark.parametrize(
    ("as_of", "points"),
    [
        ("2023-10-24", ()),
        ("2023-10-25", (("示例图芯", 0.09),)),
        ("2024-01-18", (("示例图芯", 0.09),)),
        ("2024-01-19", (("示例图芯", 0.0834), ("示例网芯", 0.0512))),
    ],
)
def test_a_report_counts_from_the_day_on_which_it_came_out(
    tmp_path: Path, as_of: str, points: tuple[tuple[str, float], ...]
) -> None:
    assert ask(snapshot_of(tmp_path, files(REPORTS)), "holdings", as_of=as_of).points == points


def test_each_kind_of_share_has_its_own_last_report(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, files(REPORTS))
    assert ask(snapshot, "sectors").points == (("制造业", 0.61),)
    assert ask(snapshot, "assets").note == "暂无持仓数据"
