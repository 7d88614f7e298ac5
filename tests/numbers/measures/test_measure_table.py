"""What each measure answers, worked by hand over a few rows."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import pytest

from builder.model import Ask
from builder.numbers.measures.measure_table import ENTRIES, MEASURES
from builder.numbers.series.benchmark import index_weight
from builder.numbers.snapshot import Snapshot
from tests.numbers.folder import FUND, HISTORY, ask, fund, snapshot_of

STOCK = {"stocks.csv": "code,name\nXX01,示例股份\n"}
INDEX = {"indexes.csv": "code,name\nS00001,示例指数\n"}


def test_every_measure_tells_readers_what_it_is() -> None:
    assert list(MEASURES) == list(ENTRIES)
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert (
            measure.label and measure.formula and measure.source and measure.window in ("none", "optional", "required")
        )
    with pytest.raises(TypeError):
        MEASURES["mine"] = MEASURES["nav"]  # type: ignore[index]


def test_a_dividend_lowers_the_nav_and_not_the_return(tmp_path: Path) -> None:
    rows = ["2024-01-02,2.0000,", "2024-01-03,1.5500,0.5", "2024-01-04,1.6000,"]
    snapshot = fund(tmp_path, rows, header="date,nav,dividend")
    assert ask(snapshot, "change", as_of="2024-01-03").value == pytest.approx(0.025)
    assert ask(snapshot, "price-return", start="2024-01-02", end="2024-01-03").value == pytest.approx(-0.225)
    grown = (1.55 + 0.5) / 2 * 1.6 / 1.55
    assert ask(snapshot, "return", start="2024-01-02").value == pytest.approx(grown - 1)
    assert ask(snapshot, "adjusted").value == pytest.approx(2 * grown)
    assert ask(snapshot, "nav").value == 1.6


def test_a_split_lowers_the_nav_and_not_the_return(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ["2024-01-02,3.0,", "2024-01-03,1.05,3", "2024-01-04,1.05,1"], header="date,nav,split")
    assert ask(snapshot, "return", start="2024-01-02").value == pytest.approx(0.05)


def test_dividends_are_read_from_the_accumulated_nav_where_they_have_no_column(tmp_path: Path) -> None:
    rows = ["2024-01-02,2.0000,2.3000", "2024-01-03,1.5500,2.3500", "2024-01-04,1.6000,", "2024-01-05,1.6000,2.4000"]
    snapshot = fund(tmp_path, rows, header="date,nav,accumulated")
    grown = (1.55 + 0.5) / 2 * 1.6 / 1.55
    assert ask(snapshot, "return", start="2024-01-02").value == pytest.approx(grown - 1)
    assert ask(snapshot, "accumulated").value == 2.4
    assert ask(snapshot, "accumulated", end="2024-01-04").note == "2024-01-04 没有此项数据"


def test_a_split_is_not_taken_for_a_dividend(tmp_path: Path) -> None:
    rows = ["2024-01-02,2.0,2.0,", "2024-01-03,1.0,2.0,2", "2024-01-04,1.1,2.2,"]
    snapshot = fund(tmp_path, rows, header="date,nav,accumulated,split")
    assert ask(snapshot, "return", start="2024-01-02").value == pytest.approx(0.1)


def test_the_accumulated_nav_is_summed_where_the_history_is_whole(tmp_path: Path) -> None:
    rows = ["2023-01-03,1.0,", "2023-06-01,1.1,0.2", "2024-01-04,1.2,0.1"]
    whole = fund(tmp_path / "a", rows, header="date,nav,dividend")
    assert ask(whole, "accumulated").value == pytest.approx(1.5)
    late = fund(tmp_path / "b", rows[1:], header="date,nav,dividend")
    assert ask(late, "accumulated").note == "暂无累计净值数据"


def test_without_payments_the_adjusted_nav_is_the_nav_to_the_bit(tmp_path: Path) -> None:
    rows = ["2024-01-02,1.1003,", "2024-01-03,1.2007,", "2024-01-04,1.3011,0.1"]
    snapshot = fund(tmp_path, rows, header="date,nav,dividend")
    assert ask(snapshot, "adjusted", end="2024-01-03").value == 1.2007


def test_a_stock_has_a_raw_and_an_adjusted_close(tmp_path: Path) -> None:
    history = "date,open,close,adjusted\n2024-01-02,99,100,98\n2024-01-03,99,110,110\n"
    snapshot = snapshot_of(tmp_path, {**STOCK, "stock/XX01.csv": history})
    close = ask(snapshot, "close", "stock:XX01")
    assert (close.value, close.unit, close.end) == (110, "price", "2024-01-03")
    assert ask(snapshot, "return", "stock:XX01", start="2024-01-02").value == pytest.approx(110 / 98 - 1)
    assert ask(snapshot, "price-return", "stock:XX01", start="2024-01-02").value == pytest.approx(0.1)
    assert ask(snapshot, "history", "stock:XX01").points[0] == ("2024-01-02", 98.0)
    assert ask(snapshot, "raw-history", "stock:XX01").points[0] == ("2024-01-02", 100.0)


def test_drawdown_runs_from_peak_to_trough(tmp_path: Path) -> None:
    rows = ["2024-01-02,1.0", "2024-01-03,1.25", "2024-01-04,1.1", "2024-01-05,1.0", "2024-01-08,1.3"]
    snapshot = fund(tmp_path, rows)
    whole = ask(snapshot, "drawdown")
    assert (whole.value, whole.start, whole.end) == (pytest.approx(-0.2), "2024-01-03", "2024-01-05")
    part = ask(snapshot, "drawdown", start="2024-01-05")
    assert (part.value, part.start, part.end) == (0.0, "2024-01-05", "2024-01-05")


def test_a_fall_below_the_launch_price_is_a_drawdown_since_launch(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ["2023-01-06,0.9", "2023-01-13,0.95"])
    answer = ask(snapshot, "drawdown", window="launch")
    assert (answer.value, answer.start, answer.end) == (pytest.approx(-0.1), "2023-01-03", "2023-01-06")


def test_volatility_is_the_sample_deviation_of_daily_returns_a_year(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ["2024-01-02,1.0", "2024-01-03,1.1", "2024-01-04,1.045"])
    mean = (0.1 - 0.05) / 2
    expected = sqrt(((0.1 - mean) ** 2 + (-0.05 - mean) ** 2) / 1) * sqrt(252)
    assert ask(snapshot, "volatility").value == pytest.approx(expected)
    assert ask(snapshot, "volatility", end="2024-01-03").note == "数据太少，不计算波动率"


def test_a_first_value_on_the_day_of_contract_effect_is_no_day_of_growth(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ["2023-01-03,1.0", "2023-01-04,1.1", "2023-01-05,1.045", "2023-01-06,1.05"])
    assert ask(snapshot, "volatility", window="launch").value == ask(snapshot, "volatility", start="2023-01-03").value


@pytest.mark.parametrize(
    ("last", "value", "note"),
    [("2024-01-03", None, "区间不超过一年，不作年化"), ("2024-01-04", 1.2 ** (365 / 366) - 1, "")],
)
def test_only_more_than_a_year_is_annualised(tmp_path: Path, last: str, value: float | None, note: str) -> None:
    snapshot = fund(tmp_path, ["2023-01-03,1.0", f"{last},1.2"])
    answer = ask(snapshot, "annualised", window="launch")
    assert answer.note == note
    assert answer.value == (None if value is None else pytest.approx(value))
    assert (answer.start, answer.end) == ("2023-01-03", last)


def test_sharpe_is_what_a_unit_of_risk_earned(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ["2022-01-04,1.0", "2022-06-01,1.1", "2023-01-04,1.05", "2024-01-04,1.2"])
    annual, swings = ask(snapshot, "annualised").value, ask(snapshot, "volatility").value
    assert isinstance(annual, float) and isinstance(swings, float)
    assert ask(snapshot, "sharpe").value == pytest.approx((annual - 0.015) / swings)
    assert ask(snapshot, "sharpe", start="2023-06-01").note == "区间不超过一年，不作年化"
    flat = fund(tmp_path / "flat", ["2022-01-04,1.0", "2023-01-04,1.0", "2024-01-04,1.0"])
    assert ask(flat, "sharpe").note == "波动率为零"


def test_a_calendar_year_counts_once_it_is_over(tmp_path: Path) -> None:
    rows = ["2022-12-30,1.0", "2023-12-29,1.1", "2023-12-31,1.12", "2024-06-28,1.3"]
    snapshot = fund(tmp_path, rows)
    whole = ask(snapshot, "calendar-year", window="2023")
    assert (whole.value, whole.start, whole.end) == (pytest.approx(0.12), "2022-12-30", "2023-12-31")
    assert ask(snapshot, "calendar-year", window="2023", as_of="2023-12-30").note == "2023 年尚未结束"
    assert ask(snapshot, "calendar-year", window="2024").note == "2024 年尚未结束"
    assert ask(snapshot, "calendar-year", window="2022").note == "2021-12-31 及以前没有净值数据"
    assert ask(snapshot, "calendar-year", window="2024", as_of="2025-01-02").note == "没有 2024 年末的净值数据"


def test_nothing_happened_since_publication_until_a_newer_value(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ["2024-01-02,1.0", "2024-01-03,1.1"])
    answer = ask(snapshot, "since-publication", start="2024-01-02")
    assert (answer.value, answer.start, answer.end) == (pytest.approx(0.1), "2024-01-02", "2024-01-03")
    still = ask(snapshot, "since-publication", start="2024-01-08")
    assert (still.value, still.note) == (None, "发布后尚无新净值")


def tracked(data: Path, benchmark: str, index: str = "S00001") -> Snapshot:
    fund_rows = "date,nav\n2024-01-02,1.0\n2024-01-03,1.1\n2024-01-04,1.045\n2024-01-07,1.045\n2024-01-08,1.1\n"
    index_rows = "date,close\n2024-01-02,100\n2024-01-03,110\n2024-01-04,104\n2024-01-08,110\n"
    funds = f"code,name,index,benchmark\n990001,甲,{index},{benchmark}\n"
    return snapshot_of(data, {**INDEX, "funds.csv": funds, "nav/990001.csv": fund_rows, "index/S00001.csv": index_rows})


def test_the_tracking_error_is_over_the_days_that_fund_and_index_share(tmp_path: Path) -> None:
    answer = ask(tracked(tmp_path, "示例指数×95%+活期存款利率×5%"), "tracking-error")
    apart = [0.1 - 0.95 * 0.1, -0.05 - 0.95 * (104 / 110 - 1), 1.1 / 1.045 - 1 - 0.95 * (110 / 104 - 1)]
    mean = sum(apart) / 3
    assert answer.value == pytest.approx(sqrt(sum((one - mean) ** 2 for one in apart) / 2) * sqrt(252))
    assert (answer.start, answer.end) == ("2024-01-02", "2024-01-08")


@pytest.mark.parametrize(
    ("benchmark", "index", "note"),
    [
        ("", "S00001", "未提供业绩比较基准"),
        ("沪深300×50%+示例指数×50%", "S00001", "业绩比较基准不是单一指数加现金，暂不计算"),
        ("示例指数", "S00002", "暂无业绩比较基准所用指数的数据"),
    ],
)
def test_there_is_no_tracking_error_without_a_benchmark(tmp_path: Path, benchmark: str, index: str, note: str) -> None:
    answer = ask(tracked(tmp_path, benchmark, index), "tracking-error")
    assert (answer.value, answer.note) == (None, note)


def test_the_weight_of_the_index_in_a_benchmark() -> None:
    assert index_weight("中证人工智能主题指数×95%+活期存款利率×5%") == 0.95
    assert index_weight("中证人工智能主题指数收益率 * 95% + 银行活期存款利率(税后) * 5%") == 0.95
    assert index_weight("沪深300指数收益率") == 1
    assert index_weight("国证自由现金流指数×90%+现金×10%") == 0.9
    assert index_weight("中债利率债指数×80%+一年期定期存款利率×20%") == 0.8
    assert isinstance(index_weight("沪深300×80%"), str)


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


def test_history_begins_at_the_base_of_its_window(tmp_path: Path) -> None:
    rows = ["2024-01-02,1.0", "2024-01-31,1.1", "2024-02-28,1.2", "2024-02-29,1.3"]
    snapshot = fund(tmp_path, rows)
    answer = ask(snapshot, "history", window="1m")
    assert answer.points == (("2024-01-02", 1.0), ("2024-01-31", 1.1), ("2024-02-28", 1.2), ("2024-02-29", 1.3))
    assert ask(snapshot, "history", start="2024-02-01", as_of="2024-02-28").points == answer.points[1:3]
    young = ask(snapshot, "history", window="1y")
    assert (young.points, young.note, young.start) == (answer.points, "净值数据不足 1 年", "2024-01-02")


def test_unknown_names_are_our_own_mistake(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, HISTORY.splitlines()[1:])
    for wrong in (
        Ask(series="fund:990009", measure="nav"),
        Ask(series="fund:990001", measure="naw"),
        Ask(series="fund:990001", measure="return", window="9y"),
        Ask(series="fund:990001", measure="calendar-year", window="1y"),
    ):
        with pytest.raises(KeyError):
            snapshot.answer(wrong)


def test_a_measure_that_a_kind_lacks_is_no_number(tmp_path: Path) -> None:
    answer = ask(fund(tmp_path, HISTORY.splitlines()[1:]), "close")
    assert (answer.value, answer.note) == (None, "此类品种没有这一指标")


def test_made_up_data_are_marked_in_every_answer(tmp_path: Path) -> None:
    files = {"funds.csv": FUND, "nav/990001.csv": HISTORY, **INDEX, "index/S00001.csv": "date,close\n2024-01-05,9\n"}
    snapshot = snapshot_of(tmp_path, {**files, "sources.yml": "nav: {origin: 脚本, synthetic: true}\n"})
    assert snapshot.directory.synthetic
    assert snapshot.directory.instruments["fund:990001"].synthetic
    assert not snapshot.directory.instruments["index:S00001"].synthetic
    assert ask(snapshot, "nav").synthetic and not ask(snapshot, "close", "index:S00001").synthetic
    assert snapshot.directory.through == {"nav": "2024-01-03", "index": "2024-01-05"}
