"""Eastmoney's files are read without running a line of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from builder.numbers.sources import eastmoney
from builder.problem import Failed
from tests.numbers.sources.source_files import source, staged
from tests.real_data import shared

DAYS = (1708272000000, 1708358400000)  # 2024-02-19 and -20, 00:00 in Shanghai


def saved(*payments: str, code: str = "012733", at: tuple[int, ...] = DAYS, more: str = "") -> str:
    """A file as it is served, with what was paid on each day."""
    trend = [
        {"x": x, "y": 1.5, "equityReturn": 0, "unitMoney": said} for x, said in zip(at, payments or "  ", strict=False)
    ]
    total = [[x, 1.6] for x in at]
    return (
        '/** * 测试; var fS_code = "000000"; */\nvar ishb=false;/*基金或股票信息*/var fS_name = "一;只";'
        f"var fS_code = \"{code}\";var swithSameType = [['1_甲;_2'], ['var fS_code = \"1\";']];\n"
        f"var Data_netWorthTrend = {json.dumps(trend, ensure_ascii=False)};/*累计*/"
        f"var Data_ACWorthTrend = {json.dumps(total)};\n{more}"
    )


def lines(text: str) -> list[str]:
    rows = eastmoney.read_history(text, "012733.js", "012733").to_csv(index=False).splitlines()
    assert rows[0] == "date,nav,accumulated,dividend,split,change"
    return rows[1:]


def refused(text: str) -> str:
    with pytest.raises(Failed) as caught:
        lines(text)
    return caught.value.problems[0].message


def test_times_are_midnight_in_shanghai_not_the_day_before() -> None:
    assert lines(saved()) == ["2024-02-19,1.5,1.6,,,0", "2024-02-20,1.5,1.6,,,0"]
    assert "is not midnight in Shanghai" in refused(saved(at=(1708300800000,)))


def test_a_time_in_no_calendar_and_a_trend_that_is_no_list_are_refused() -> None:
    assert "is in no calendar" in refused(saved(at=(-62135712000000,)))
    assert "is not a list" in refused(
        'var fS_code = "012733";var Data_netWorthTrend = null;var Data_ACWorthTrend = [];'
    )


def test_words_that_are_neither_are_refused_rather_than_passed_over() -> None:
    assert refused(saved("分红：另行公告")) == "分红：另行公告 is neither a dividend nor a split"


MONEY = (
    'var ishb=true;var fS_name = "某货币";var fS_code = "012733";var syl_1n="1.5";\n'
    f"/*每万份收益*/var Data_millionCopiesIncome = [[{DAYS[0]},0.6123],[{DAYS[1]},0.5987]];"
    f"/*7日年化收益率*/var Data_sevenDaysYearIncome = [[{DAYS[1]},2.2]];"
)


def test_the_file_of_a_money_fund_gives_income_and_yield() -> None:
    rows = eastmoney.read_history(MONEY, "012733.js", "012733").to_csv(index=False).splitlines()
    assert rows == ["date,income,yield7", "2024-02-19,0.6123,", "2024-02-20,0.5987,2.2"]


def test_a_fund_without_any_income_has_its_navs() -> None:
    assert lines(saved(more="var Data_millionCopiesIncome = [];")) == lines(saved())


def test_incomes_of_another_shape_are_refused() -> None:
    assert refused(MONEY.replace(",0.6123]", "]")) == "Data_millionCopiesIncome is not a list of times and numbers"
    assert refused(MONEY.replace("sevenDays", "other")) == "Data_sevenDaysYearIncome is set 0 times, not once"


def test_a_file_of_another_fund_is_refused() -> None:
    assert refused(saved(code="000004")) == "the file is of 000004, not of 012733"


def test_a_variable_that_is_missing_cut_off_or_set_twice_is_refused() -> None:
    assert refused(saved().replace("Data_ACWorthTrend", "Other")) == "Data_ACWorthTrend is set 0 times, not once"
    assert refused(saved(more="var Data_netWorthTrend = [];")) == "Data_netWorthTrend is set 2 times, not once"
    text = saved()
    assert refused(text[: text.index("Data_ACWorthTrend") + 30]) == "Data_ACWorthTrend is cut off"


@pytest.mark.parametrize("value", ["alert(1)", "[NaN]", "[1,]", "(function(){return []})()", "[" * 100_000])
def test_what_is_no_plain_value_is_refused_and_never_run(value: str) -> None:
    text = saved().replace("var Data_netWorthTrend = [", f"var Data_netWorthTrend = {value}; var x = [")
    assert refused(text).startswith("Data_netWorthTrend is not JSON")


@pytest.mark.real
def test_a_real_file_gives_its_rows_and_its_dividends(tmp_path: Path) -> None:
    shutil.copy(shared() / "raw/pingzhongdata_000004.js", tmp_path)
    declared = source("nav", "eastmoney", location="pingzhongdata_{code}.js", codes=("000004",))
    result, folder = staged(tmp_path, declared)
    rows = (folder / result.files[0]).read_text(encoding="utf-8").splitlines()
    assert rows[0] == "date,nav,accumulated,dividend,split,change"
    assert rows[1] == "2013-03-20,1.0,1.0,,,0.0"
    assert rows[-1].startswith("2020-08-24,0.952,1.162,")
    paid = [float(row.split(",")[3]) for row in rows[1:] if row.split(",")[3]]
    assert sum(paid) == pytest.approx(0.21)


@pytest.mark.real
def test_a_real_directory_gives_the_funds_that_are_asked_for(tmp_path: Path) -> None:
    shutil.copy(shared() / "raw/fundcode_search.js", tmp_path)
    declared = source("funds", "eastmoney", location="fundcode_search.js", codes=("000004", "000001"))
    result, folder = staged(tmp_path, declared)
    assert (folder / result.files[0]).read_text(encoding="utf-8").splitlines() == [
        "code,name,kind,pinyin",
        "000004,中海可转债债券C,债券型,ZHKZZZQC",
        "000001,华夏成长混合,混合型,HXCZHH",
    ]


def test_a_file_that_cannot_be_read_refuses_its_fund_alone(tmp_path: Path) -> None:
    (tmp_path / "012733.js").write_text(saved(), encoding="utf-8")
    (tmp_path / "012734.js").write_text("<html>", encoding="utf-8")
    declared = source(fetcher="eastmoney", location="{code}.js", codes=("012733", "012734"))
    result, _ = staged(tmp_path, declared)
    assert (result.files, [*result.refused]) == (["nav/012733.csv"], ["012734"])
