"""Tables in AKShare's shapes become our rows; whatever it does wrong is a problem of its source."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from builder.numbers.sources import akshare
from builder.numbers.sources.source import Limits, Table, Tools
from builder.numbers.sources.tables import table_conversion
from builder.problem import Failed, Problem
from tests.numbers.sources.source_files import source

UNITS = pd.DataFrame(
    {
        "净值日期": [date(2024, 2, 16), date(2024, 2, 19), date(2024, 2, 21)],
        "单位净值": [1.5, 1.4, 0.7],
        "日增长率": [0.1, -0.2, 0.0],
    }
)
TOTAL = pd.DataFrame({"净值日期": [date(2024, 2, 16), date(2024, 2, 21)], "累计净值": [1.6, 1.7]})
PAID = pd.DataFrame(
    {
        "年份": ["2024年", "2024年"],
        "权益登记日": ["2024-02-19", "2024-03-08"],
        "除息日": ["2024-02-19", "2024-03-08"],
        "每份分红": ["每份派现金0.0050元", "每份派现金0.1元"],
        "分红发放日": ["2024-02-20", "2024-03-11"],
    }
)
SPLIT = pd.DataFrame(
    {"年份": ["2024年"], "拆分折算日": ["2024-02-20"], "拆分类型": ["份额分拆"], "拆分折算比例": ["1:2.0000"]}
)
NOTHING = pd.DataFrame()


def info(**changed: pd.DataFrame) -> SimpleNamespace:
    known = {"单位净值走势": UNITS, "累计净值走势": TOTAL, "分红送配详情": NOTHING, "拆分详情": NOTHING} | changed
    return SimpleNamespace(fund_open_fund_info_em=lambda symbol, indicator: known[indicator])


def tables(set_: str, ak: Any, *, whole: float = 5, **said: Any) -> list[Table]:
    tools = Tools(root=Path(), clock=time.monotonic, today="2024-03-01", limits=Limits(whole=whole))
    declared = source(set_, "akshare", **({"codes": ("012733",)} | said))
    return list(akshare.tables(declared, tools, ak))


def csv(fetched: Iterable[Table], set_: str = "nav") -> list[str]:
    histories = [table_conversion.convert_histories(table, source(set_, "akshare")) for table in fetched]
    return [
        line for by_code in histories for rows in by_code.values() for line in rows.to_csv(index=False).splitlines()
    ]


def refused(set_: str, ak: Any, **options: Any) -> Problem:
    with pytest.raises(Failed) as caught:
        tables(set_, ak, **options)
    return caught.value.problems[0]


def test_nav_and_accumulated_nav_are_joined_by_day() -> None:
    assert csv(tables("nav", info())) == [
        "date,nav,accumulated,dividend,split,change",
        "2024-02-16,1.5,1.6,,,0.1",
        "2024-02-19,1.4,,,,-0.2",
        "2024-02-21,0.7,1.7,,,0.0",
    ]


def test_dividends_and_splits_stand_at_the_first_nav_on_or_after_their_day_and_not_before_it_has_come() -> None:
    rows = csv(tables("nav", info(分红送配详情=PAID, 拆分详情=SPLIT)))
    assert rows[1:] == ["2024-02-16,1.5,1.6,,,0.1", "2024-02-19,1.4,,0.005,,-0.2", "2024-02-21,0.7,1.7,,2.0,0.0"]


def test_a_dividend_that_cannot_be_read_is_refused() -> None:
    odd = refused("nav", info(分红送配详情=PAID.assign(每份分红="待定")))
    assert odd.id == "bad-cell" and "待定 is not understood" in odd.message


def test_a_fund_without_a_nav_is_passed_over() -> None:
    assert tables("nav", info(单位净值走势=NOTHING)) == []


DAYS = [date(2024, 2, 16), date(2024, 2, 18), date(2024, 2, 19)]
INCOMES = pd.DataFrame({"净值日期": DAYS, "每万份收益": [0.6, 1.2, 0.5]})
YIELDS = pd.DataFrame({"净值日期": DAYS[1:], "7日年化收益率": [2.2, 2.1]})


def without_nav(**known: pd.DataFrame) -> SimpleNamespace:
    """The library as it answers for a money-market fund, whose script sets no variable of NAVs."""
    return SimpleNamespace(fund_open_fund_info_em=lambda symbol, indicator: known[indicator])


def test_a_fund_without_a_nav_that_has_an_income_is_a_money_fund() -> None:
    library = without_nav(**{"每万份收益": INCOMES, "7日年化收益率": YIELDS})
    assert csv(tables("nav", library)) == [
        "date,income,yield7", "2024-02-16,0.6,", "2024-02-18,1.2,2.2", "2024-02-19,0.5,2.1"
    ]  # fmt: skip
    assert csv(tables("nav", without_nav(**{"每万份收益": INCOMES, "7日年化收益率": NOTHING})))[0] == "date,income"


def test_a_page_that_is_broken_keeps_its_own_error() -> None:
    assert "KeyError: '单位净值走势'" in refused("nav", without_nav()).message
    assert "KeyError: '单位净值走势'" in refused("nav", without_nav(每万份收益=NOTHING)).message


def test_renamed_columns_a_missing_function_and_any_error_are_problems() -> None:
    result = refused("nav", info(单位净值走势=UNITS.rename(columns={"单位净值": "净值"})))
    assert result.id == "bad-header" and "there are 净值日期, 净值, 日增长率" in result.message
    assert refused("nav", SimpleNamespace()).hint.endswith("pip install -U akshare")
    broken = SimpleNamespace(fund_open_fund_info_em=lambda **given: {}["Data_netWorthTrend"])
    assert "KeyError: 'Data_netWorthTrend'" in refused("nav", broken).message
    assert "not a table" in refused("nav", SimpleNamespace(fund_open_fund_info_em=lambda **given: None)).message


def test_a_server_that_akshare_would_wait_for_without_end_is_given_up() -> None:
    asleep = SimpleNamespace(fund_open_fund_info_em=lambda **given: time.sleep(2))
    assert "is not done after 0.05 seconds" in refused("nav", asleep, whole=0.05).message


def test_an_error_that_passes_is_tried_again() -> None:
    answers = [ConnectionError("reset"), UNITS, TOTAL, NOTHING, NOTHING]

    def call(**given: str) -> pd.DataFrame:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert len(csv(tables("nav", SimpleNamespace(fund_open_fund_info_em=call)))) == 4


def test_an_index_is_asked_for_between_two_days_and_its_phantom_row_is_dropped() -> None:
    asked: list[dict[str, str]] = []

    def hist(**given: str) -> pd.DataFrame:
        asked.append(given)
        days = [date(2015, 1, 1), date(2015, 1, 5), date(2015, 1, 6)]
        return pd.DataFrame({"日期": days, "指数代码": "000300", "收盘": [3641.54, 3641.54, 3641.06]})

    result = tables("index", SimpleNamespace(stock_zh_index_hist_csindex=hist), codes=("000300",), since="2015-01-01")
    assert asked == [{"symbol": "000300", "start_date": "20150101", "end_date": "20240301"}]
    assert csv(result, "index") == ["date,close", "2015-01-05,3641.54", "2015-01-06,3641.06"]


def test_a_funds_facts_come_from_its_overview_and_fees() -> None:
    overview = {
        "基金全称": "甲基金", "成立日期/规模": "2022年03月01日 / 2.310亿份", "基金管理人": "易方达基金", "基金托管人": "乙银行",
        "净资产规模": "0.76亿元（截止至：2024年06月30日）", "基金经理人": "丙", "业绩比较基准": "中证指数×95%",
    }  # fmt: skip
    fees = {"管理费率": "0.50%", "托管费率": "0.10%", "销售服务费率": "0.00%"}
    assert akshare.facts_of(overview, fees) == {
        "full_name": "甲基金", "manager_company": "易方达基金", "custodian": "乙银行", "managers": "丙",
        "benchmark": "中证指数×95%", "effective_date": "2022-03-01", "size": "76000000", "size_date": "2024-06-30",
        "fees": "管理费 0.50%，托管费 0.10%",
    }  # fmt: skip


def test_what_akshare_is_not_asked_for_is_said() -> None:
    assert "akshare is not asked for stock" in refused("stock", SimpleNamespace()).message


def test_without_akshare_the_hint_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "akshare", None)  # an import of it fails, installed or not
    with pytest.raises(Failed) as caught:
        list(akshare.fetch(source("nav", "akshare"), Tools(root=Path(), clock=time.monotonic)))
    assert caught.value.problems[0].id == "missing-library"
    assert caught.value.problems[0].hint == "pip install fund-briefings[akshare]"


def test_the_stand_in_is_of_the_functions_that_are_called() -> None:
    path = Path(__file__).parent / "standin/akshare.py"
    spec = importlib.util.spec_from_file_location("standin", path)
    assert spec and spec.loader
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert all(
        hasattr(module, name)
        for name in (
            "fund_open_fund_info_em",
            "fund_name_em",
            "fund_overview_em",
            "fund_fee_em",
            "tool_trade_date_hist_sina",
        )
    )
