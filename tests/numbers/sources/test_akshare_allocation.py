"""Holdings and industries in AKShare's shapes become a fund's reports, known when they had to be public."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from builder.numbers.sources import akshare
from builder.numbers.sources.akshare_allocation import known_from
from builder.numbers.sources.source import Tools
from builder.numbers.sources.staging import stage
from builder.problem import Failed
from tests.numbers.sources.source_files import source


def holdings(*rows: tuple[str, str, object]) -> pd.DataFrame:
    """A year's holdings, as AKShare gives them."""
    cells = [
        (number, "600519", name, weight, 1.0, 2.0, f"{quarter}股票投资明细")
        for number, (quarter, name, weight) in enumerate(rows)
    ]
    return pd.DataFrame(cells, columns=["序号", "股票代码", "股票名称", "占净值比例", "持股数", "持仓市值", "季度"])


INDUSTRIES = pd.DataFrame(
    {"序号": [1], "行业类别": ["制造业"], "占净值比例": [61.5], "市值": [9.0], "截止时间": ["2023-12-31"]}
)
YEARS = {
    "2023": holdings(
        ("2023年4季度", "甲股份", 9.79), ("2023年4季度", "乙股份", "5.00%"), ("2023年3季度", "甲股份", 8.0)
    ),
    "2024": pd.DataFrame(),
}


def library(years: dict[str, pd.DataFrame] = YEARS, industries: pd.DataFrame = INDUSTRIES) -> SimpleNamespace:
    return SimpleNamespace(
        fund_portfolio_hold_em=lambda symbol, date: years[date],
        fund_portfolio_industry_allocation_em=lambda symbol, date: industries if date == "2023" else pd.DataFrame(),
    )


def frames(ak: Any, today: str = "2024-03-01") -> list[list[tuple[object, ...]]]:
    tools = Tools(root=Path(), clock=time.monotonic, today=today)
    fetched = akshare.tables(source("allocation", "akshare", codes=("012733",)), tools, ak)
    return [list(table.frame.itertuples(index=False, name=None)) for table in fetched if table.frame is not None]


def test_reports_have_their_shares_and_the_day_on_which_they_had_to_be_public() -> None:
    assert frames(library()) == [
        [
            ("2023-12-31", "holding", "甲股份", 0.0979, "2024-01-31"),
            ("2023-12-31", "holding", "乙股份", 0.05, "2024-01-31"),
            ("2023-09-30", "holding", "甲股份", 0.08, "2023-10-31"),
            ("2023-12-31", "sector", "制造业", 0.615, "2024-01-31"),
        ]
    ]
    assert frames(library({"2023": pd.DataFrame(), "2024": pd.DataFrame()}, pd.DataFrame())) == []


def test_all_holdings_are_known_later_than_the_ten_largest() -> None:
    year = holdings(*(("2023年4季度", f"股{number}", 12 - number) for number in range(12)))
    (rows,) = frames(library({"2023": year, "2024": pd.DataFrame()}, pd.DataFrame()))
    assert [row[-1] for row in rows] == ["2024-01-31"] * 10 + ["2024-04-01"] * 2
    assert (known_from("2024-06-30", True), known_from("2024-06-30", False)) == ("2024-07-31", "2024-08-31")


@pytest.mark.parametrize(
    ("row", "words"),
    [(("去年", "甲", 1.0), "去年股票投资明细 is no quarter"), (("2023年4季度", "甲", "很多"), "很多 is no share")],
)
def test_a_report_of_another_shape_is_a_problem(row: tuple[str, str, object], words: str) -> None:
    with pytest.raises(Failed) as caught:
        frames(library({"2023": holdings(row), "2024": pd.DataFrame()}))
    assert caught.value.problems[0].id == "bad-cell"
    assert words in caught.value.problems[0].message


def test_the_fund_without_a_code_of_its_own_is_asked_by_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "akshare", library())
    (tmp_path / "data").mkdir()
    (tmp_path / "data/funds.csv").write_text("code,name\n012733,甲\n", encoding="utf-8")
    tools = Tools(root=tmp_path, clock=time.monotonic, today="2024-03-01")
    result = stage(source("allocation", "akshare"), tools, tmp_path / "new", tmp_path, tmp_path / "data")
    assert result.files == ["allocation/012733.csv"]
    lines = (tmp_path / "new/allocation/012733.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["date,kind,name,weight,announced", "2023-09-30,holding,甲股份,0.08,2023-10-31"]
