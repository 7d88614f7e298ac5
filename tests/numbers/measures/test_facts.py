"""Facts of the catalogue."""

from __future__ import annotations

from pathlib import Path

from builder.numbers.measures.measure_table import MEASURES
from tests.numbers.folder import ask, snapshot_of


def test_a_fund_without_history_still_tells_its_facts(tmp_path: Path) -> None:
    catalogue = (
        "code,name,risk_level,size,size_date,fees\n990001,甲,R4,1234567.8,2023-12-31,管理费0.5%\n990002,乙,,3亿元,,\n"
    )
    snapshot = snapshot_of(tmp_path, {"funds.csv": catalogue})
    for name, measure in MEASURES.items():
        if measure.unit in ("ratio", "nav", "number") and "fund" in measure.kinds and name != "freshness":
            answer = ask(snapshot, name, window="2023" if name == "calendar-year" else "1y")
            missing = "暂无持仓数据" if measure.source == "基金定期报告" else "暂无净值数据"
            assert (answer.value, answer.note) == (None, missing)
    assert ask(snapshot, "risk").value == "R4"
    assert ask(snapshot, "fee").value == "管理费0.5%"
    size = ask(snapshot, "size")
    assert (size.value, size.unit, size.end) == (1234567.8, "money", "2023-12-31")
    assert ask(snapshot, "size", "fund:990002").value == "3亿元"
    assert (ask(snapshot, "risk", "fund:990002").value, ask(snapshot, "risk", "fund:990002").note) == (None, "未提供")
    assert not snapshot.directory.instruments["fund:990001"].has_history
