"""Composite benchmarks: how they are written, and what they earned, worked by hand."""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from builder.model import Instrument
from builder.numbers.series import benchmark_words
from builder.numbers.series.benchmark import BenchmarkFormula, IndexNames, formula, formula_of
from builder.numbers.series.benchmark_words import normalised
from builder.numbers.snapshot import Snapshot
from tests.numbers.folder import ask, places, problems_of, snapshot_of

INDEXES = {
    "indexes.csv": "code,name\nS00001,甲指数\nS00002,乙指数\n",
    "index/S00001.csv": "date,close\n2024-01-02,100\n2024-01-03,110\n2024-01-04,104\n2024-01-08,110\n",
    "index/S00002.csv": "date,close\n2024-01-02,50\n2024-01-03,49\n2024-01-04,51\n2024-01-08,52\n2024-01-09,60\n",
}
NAV = "date,nav\n2024-01-02,1.0\n2024-01-03,1.1\n2024-01-04,1.045\n2024-01-07,1.045\n2024-01-08,1.1\n"


def of_fund(data: Path, written: str, *, benchmark: str = "", index: str = "") -> Snapshot:
    funds = f'code,name,index,benchmark,benchmark_formula\n990001,甲,{index},{benchmark},"{written}"\n'
    return snapshot_of(data, {**INDEXES, "funds.csv": funds, "nav/990001.csv": NAV})


@pytest.mark.parametrize(
    ("written", "legs", "cash"),
    [
        ("930713*0.95 + 0.0035*0.05", (("930713", 0.95),), 0.000175),
        ("index:H30007 × 95% + 0.35% × 5%", (("H30007", 0.95),), 0.000175),
        ("000300*0.6+931071*0.4", (("000300", 0.6), ("931071", 0.4)), 0.0),
        ("000300*1", (("000300", 1.0),), 0.0),
    ],
)
def test_a_formula_is_indexes_and_rates_times_their_weights(
    written: str, legs: tuple[tuple[str, float], ...], cash: float
) -> None:
    assert formula(written) == BenchmarkFormula(legs, pytest.approx(cash))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("930713*0.95", "the weights add up to 0.95, not to 1"),
        ("930713*0.95 + 5", "5 is not an index or a rate times a weight"),
        ("930713*0.95 +", "a blank is not"),
        ("0.0035*1", "it names no index"),
        ("中证人工智能*0.95 + 0.0035*0.05", "中证人工智能*0.95 is not"),
        ("__import__('os')*1", "is not an index"),
    ],
)
def test_what_is_no_formula_is_a_problem_of_its_cell(tmp_path: Path, written: str, said: str) -> None:
    funds = {"funds.csv": f"code,name,benchmark_formula\n990001,甲,{written}\n"}
    (problem,) = problems_of(tmp_path, funds)
    assert places([problem]) == [("funds.csv", 2, 10, "bad-cell")]
    assert said in problem.message


def test_a_benchmark_is_rebalanced_daily_and_its_cash_grows_by_the_day(tmp_path: Path) -> None:
    snapshot = of_fund(tmp_path, "S00001*0.5 + S00002*0.3 + 0.0365*0.2")
    rate, grown = 0.0365 * 0.2 / 365, 1.0
    for one, other, days in ((110 / 100, 49 / 50, 1), (104 / 110, 51 / 49, 1), (110 / 104, 52 / 51, 4)):
        grown *= 1 + 0.5 * (one - 1) + 0.3 * (other - 1) + rate * days
    answer = ask(snapshot, "benchmark-return", start="2024-01-02")
    assert (answer.value, answer.start, answer.end) == (pytest.approx(grown - 1), "2024-01-02", "2024-01-08")
    own = ask(snapshot, "return", start="2024-01-02").value
    assert isinstance(own, float)
    assert ask(snapshot, "excess-return", start="2024-01-02").value == pytest.approx(own - (grown - 1))


def test_a_day_that_the_benchmark_lacks_counts_from_the_one_before(tmp_path: Path) -> None:
    answer = ask(of_fund(tmp_path, "S00001*1"), "benchmark-return", start="2024-01-07")
    assert (answer.value, answer.start, answer.end) == (pytest.approx(110 / 104 - 1), "2024-01-04", "2024-01-08")


def test_the_tracking_error_is_against_all_legs(tmp_path: Path) -> None:
    answer = ask(of_fund(tmp_path, "S00001*0.6 + S00002*0.4"), "tracking-error")
    mix = [0.6 * 0.1 - 0.4 * 0.02, 0.6 * (104 / 110 - 1) + 0.4 * (51 / 49 - 1)]
    mix.append(0.6 * (110 / 104 - 1) + 0.4 * (52 / 51 - 1))
    apart = [own - theirs for own, theirs in zip([0.1, -0.05, 1.1 / 1.045 - 1], mix, strict=True)]
    mean = sum(apart) / 3
    assert answer.value == pytest.approx(sqrt(sum((one - mean) ** 2 for one in apart) / 2) * sqrt(252))


def test_the_contracts_words_are_a_formula_too(tmp_path: Path) -> None:
    """The indexes are found by their names, and a deposit that is named earns what banks pay."""
    words = of_fund(tmp_path / "a", "", benchmark="95%×甲指数收益率+5%×银行活期存款利率（税后）")
    written = of_fund(tmp_path / "b", "S00001*0.95 + 0.0035*0.05")
    for measure in ("benchmark-return", "excess-return", "tracking-error"):
        answer = ask(words, measure, start="2024-01-02")
        assert isinstance(answer.value, float)
        assert answer.value == pytest.approx(ask(written, measure, start="2024-01-02").value)
    two = of_fund(tmp_path / "c", "", benchmark="甲指数*60%+乙指数收益率x40%")
    parts = of_fund(tmp_path / "d", "S00001*0.6 + S00002*0.4")
    assert ask(two, "benchmark-return", start="2024-01-02") == ask(parts, "benchmark-return", start="2024-01-02")


def test_cash_of_unknown_rate_leaves_the_tracking_error_alone(tmp_path: Path) -> None:
    words = of_fund(tmp_path, "", benchmark="甲指数×95%+现金×5%", index="S00001")
    answer = ask(words, "benchmark-return", start="2024-01-02")
    assert (answer.value, answer.note) == (None, "未提供业绩比较基准的计算公式")
    assert isinstance(ask(words, "tracking-error").value, float)


def test_deposit_rates_say_nothing_of_the_years_before_them(tmp_path: Path) -> None:
    days = "date,close\n2015-10-23,100\n2015-10-26,110\n2015-10-27,121\n"
    files = {
        "indexes.csv": "code,name\nS1,甲指数\n",
        "index/S1.csv": days,
        "funds.csv": "code,name,benchmark\n990001,甲,甲指数×95%+活期存款利率×5%\n990002,乙,甲指数\n",
        "nav/990001.csv": "date,nav\n2015-10-23,1\n2015-10-26,1.1\n2015-10-27,1.2\n",
        "nav/990002.csv": "date,nav\n2015-10-23,1\n2015-10-26,1.1\n2015-10-27,1.2\n",
    }
    snapshot = snapshot_of(tmp_path, files)
    assert ask(snapshot, "benchmark-return", start="2015-10-23").value is None
    assert ask(snapshot, "benchmark-return", start="2015-10-26").value is not None
    assert ask(snapshot, "benchmark-return", series="fund:990002", start="2015-10-23").value == pytest.approx(0.21)


def test_an_index_is_found_by_its_name_or_else_it_is_the_one_that_is_followed() -> None:
    names = IndexNames({"甲": "S00001", "乙": "S00002"})
    assert formula_of({"benchmark": "甲指数"}, names) == BenchmarkFormula((("S00001", 1.0),), 0)
    assert formula_of({"benchmark": "丙指数", "index": "index:S00003"}, names) == BenchmarkFormula(
        (("S00003", 1.0),), 0
    )
    for unknown in (
        {"benchmark": "丙指数"},
        {"benchmark": "丙指数*50%+甲指数*50%", "index": "S00003"},
        {"benchmark": "丙指数收益率(使用估值汇率折算)", "index": "S00003"},
        {"benchmark": "丙全收益指数", "index": "S00003"},
    ):
        assert formula_of(unknown, names) == "暂无业绩比较基准所用指数的数据"


@pytest.mark.parametrize(
    "name",
    [
        "丙总收益",
        "丙净总收益",
        "丙财富",
        "丙全收益",
        "丙净收益",
        "丙(全价)",
        "丙净价",
        "丙 Total Return",
        "丙TR",
        "丙 NTR",
        "丙(USD)",
        "丙美元",
    ],
)
def test_an_index_of_another_kind_is_never_the_one_that_is_followed(name: str) -> None:
    words = f"{name}指数收益率×95%+银行活期存款利率(税后)×5%"
    assert formula_of({"benchmark": words, "index": "S00003"}, IndexNames()) == "暂无业绩比较基准所用指数的数据"
    names = IndexNames({benchmark_words.normalised(name): "S00009"})
    known = formula_of({"benchmark": words, "index": "S00003"}, names)
    assert isinstance(known, BenchmarkFormula) and known.indexes == (("S00009", 0.95),)


@pytest.mark.parametrize(
    "name",
    [
        "经估值汇率调整后的恒生",
        "汇率折算后的恒生",
        "恒生指数增强",
        "恒生等权重",
        "恒生指数的2倍",
        "恒生指数反向",
        "恒生价值",
        "恒生科技",  # any word more, known or not
    ],
)
def test_an_index_with_more_words_than_its_name_is_not_the_one_that_is_followed(name: str) -> None:
    words = {"benchmark": f"{name}指数收益率×95%+活期存款利率×5%", "index": "HSI"}
    assert formula_of(words, IndexNames({"恒生": "HSI"})) == "暂无业绩比较基准所用指数的数据"


@pytest.mark.parametrize(
    ("name", "own"), [("中证人工智能主题", "人工智能"), ("中证人工智能主题", "CS人工智"), ("本基金标的", "恒生")]
)
def test_an_index_that_is_named_with_no_more_is_the_one_that_is_followed(name: str, own: str) -> None:
    known = formula_of({"benchmark": f"{name}指数收益率", "index": "S1"}, IndexNames({normalised(own): "S1"}))
    assert isinstance(known, BenchmarkFormula) and known.indexes == (("S1", 1.0),)


def test_words_of_a_theme_are_no_kind() -> None:
    for name in ("国证财富管理", "中证文娱传媒", "恒生科技", "中证物联网主题"):
        known = formula_of({"benchmark": f"{name}指数收益率", "index": "S00003"}, IndexNames())
        assert isinstance(known, BenchmarkFormula), name


def test_a_name_of_two_indexes_is_the_name_of_none(tmp_path: Path) -> None:
    indexes = [Instrument(id=f"index:{code}", code=code, name="甲指数", facts={"aliases": alias}) for code, alias in
               (("S1", "丁;沪深300"), ("S2", "戊"))]  # fmt: skip
    assert IndexNames.of(indexes).codes == {"丁": "S1", "沪深300": "S1", "戊": "S2"}


def test_no_number_stands_on_an_index_without_history(tmp_path: Path) -> None:
    answer = ask(of_fund(tmp_path, "S00001*0.5 + S00009*0.5"), "benchmark-return", start="2024-01-02")
    assert (answer.value, answer.note) == (None, "暂无业绩比较基准所用指数的数据")
    short = snapshot_of(
        tmp_path / "short",
        {
            **INDEXES,
            "funds.csv": "code,name,benchmark_formula\n990001,甲,S00001*1\n",
            "nav/990001.csv": NAV + "2024-02-08,1\n",
        },
    )
    assert ask(short, "benchmark-return", start="2024-01-02").note == "业绩比较基准所用指数的数据止于 2024-01-08"


def test_every_leg_is_seen(tmp_path: Path) -> None:
    before = of_fund(tmp_path, "S00001*0.5 + S00002*0.5")
    snapshot_of(tmp_path, {"index/S00002.csv": INDEXES["index/S00002.csv"].replace("51\n", "51.5\n")})
    after = of_fund(tmp_path / "other", "S00001*0.5 + S00002*0.5")
    changed = snapshot_of(
        tmp_path / "other", {"index/S00002.csv": INDEXES["index/S00002.csv"].replace("51\n", "51.5\n")}
    )
    assert before.scope_digest("fund:990001", "2024-01-03") == changed.scope_digest("fund:990001", "2024-01-03")
    assert after.scope_digest("fund:990001", "2024-01-04") != changed.scope_digest("fund:990001", "2024-01-04")


def followed(data: Path, index_days: str, fund_days: str = "2024-01-02,1\n2024-02-02,2\n2024-03-04,3\n") -> Snapshot:
    return snapshot_of(
        data,
        {
            "funds.csv": "code,name,effective_date,index\n990001,甲,2024-01-02,S1\n",
            "indexes.csv": "code,name\nS1,示例指数\n",
            "nav/990001.csv": f"date,nav\n{fund_days}",
            "index/S1.csv": f"date,close\n{index_days}",
        },
    )


def test_the_index_is_told_over_the_funds_own_stretch_where_the_index_goes_on(tmp_path: Path) -> None:
    """Two months more of the index, and a fund that ended in March: its own window would be another time."""
    later = "".join(f"2024-04-{day:02},999\n" for day in range(1, 31))
    snapshot = followed(tmp_path, f"2024-01-01,100\n2024-02-01,110\n2024-02-02,120\n2024-03-04,150\n{later}")
    answer = ask(snapshot, "index-return", window="1m")
    assert (answer.value, answer.start, answer.end) == (150 / 120 - 1, "2024-02-02", "2024-03-04")
    launch = ask(snapshot, "index-return", window="launch")
    assert (launch.value, launch.start, launch.end) == (0.5, "2024-01-01", "2024-03-04")


@pytest.mark.parametrize(
    ("days", "note"),
    [
        ("2024-01-02,100\n2024-02-15,110\n", "跟踪指数的数据不足"),  # ends 18 days before the fund
        ("2024-02-05,100\n2024-03-04,110\n", "跟踪指数的数据不足"),  # begins behind the window's first day
    ],
)
def test_an_index_that_ends_or_begins_elsewhere_has_no_number_and_says_why(
    tmp_path: Path, days: str, note: str
) -> None:
    answer = ask(followed(tmp_path, days), "index-return", window="1m")
    assert (answer.value, answer.note) == (None, note)


def test_what_the_index_did_is_in_what_the_fund_sees_up_to_the_cut_off(tmp_path: Path) -> None:
    days = "2024-01-02,100\n2024-02-02,120\n2024-03-04,150\n"
    one, two = followed(tmp_path / "one", days), followed(tmp_path / "two", days.replace("120", "121"))
    assert one.scope_digest("fund:990001", "2024-02-02") != two.scope_digest("fund:990001", "2024-02-02")
    assert one.scope_digest("fund:990001", "2024-02-01") == two.scope_digest("fund:990001", "2024-02-01")


def test_a_fund_whose_index_has_no_history_says_so(tmp_path: Path) -> None:
    files = {"funds.csv": "code,name,index\n990001,甲,S1\n", "nav/990001.csv": "date,nav\n2024-02-02,1\n2024-03-04,3\n"}
    answer = ask(snapshot_of(tmp_path, files), "index-return", window="1m")
    assert (answer.value, answer.note) == (None, "暂无跟踪指数的数据")


def test_an_index_is_known_by_its_former_name() -> None:
    index = Instrument(id="index:X1", code="X1", name="新名指数", facts={"aliases": "旧名指数@2024-03-01"})
    assert IndexNames.of([index]).codes[normalised("旧名指数")] == "X1"


def test_the_names_of_an_index_are_looked_up_once_for_all_funds() -> None:
    """Twenty thousand funds would read the names of thousands of indexes each."""
    reads = []

    class Names(dict[str, str]):
        def items(self) -> Any:
            reads.append(1)
            return super().items()

    names = IndexNames(Names({normalised(f"甲{number}"): f"S{number}" for number in range(9)}))
    for number in range(9):
        assert isinstance(formula_of({"benchmark": f"甲{number}指数", "index": "S3"}, names), BenchmarkFormula)
        assert isinstance(
            formula_of({"benchmark": f"中证甲{number}主题", "index": f"S{number}"}, names), BenchmarkFormula
        )
    assert len(reads) == 1
