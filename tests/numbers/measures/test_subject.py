"""An answer without a number says why; one that is too old keeps its value and says so."""

from __future__ import annotations

from pathlib import Path

from builder.numbers.measures.subject import Missing
from tests.numbers.folder import FUND, HISTORY, snapshot_of


def test_what_is_missing_has_its_reason_and_the_day_of_its_end(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, {"funds.csv": FUND, "nav/990001.csv": HISTORY})
    subject = snapshot._subjects["fund:990001"]
    young = subject.without("ratio", Missing("成立不足 1 年"))
    assert (young.value, young.note, young.end, young.ended) == (None, "成立不足 1 年", "", False)
    ended = subject.without("nav", Missing("净值止于 2022-06-30", ended="2022-06-30"), value=1.2)
    assert (ended.value, ended.note, ended.end, ended.ended) == (1.2, "净值止于 2022-06-30", "2022-06-30", True)
