"""A fund's returns are shown beside those of its index, over the same time."""

from __future__ import annotations

from dataclasses import replace

from builder import blocks
from builder.model import Answer, Ask, Slot
from builder.slot_params.generated import PerformanceParams
from tests.blocks.block_examples import (
    answer,
    html,
    of_money_fund,
    tree,
)


def test_the_benchmark_and_the_years_stand_beside_the_fund() -> None:
    params = PerformanceParams(series="fund:012733", benchmark="index:930713", years=("2023",))
    root = tree(html(Slot(params=params)))
    rows = [
        [cell.get("data-series") for cell in row.findall(".//data")] for row in root.findall(".//table[1]/tbody/tr")
    ]
    assert ["fund:012733", "index:930713"] in rows
    assert "2023年" in "".join(root.itertext())


def test_the_index_is_asked_for_the_funds_own_days() -> None:
    asked = Slot(params=PerformanceParams(series="fund:012733", benchmark="index:930713"))
    of_index = {
        ask.window for ask in blocks.asks(asked) if ask.measure == "index-return" and ask.series == "fund:012733"
    }
    assert of_index == {"1w", "1m", "3m", "6m", "1y", "2y", "3y", "5y", "ytd", "launch"}
    given = {ask: answer(ask) for ask in blocks.asks(asked)}
    given[Ask(series="fund:012733", measure="return", window="launch")] = Answer(value=0.0617, unit="ratio")
    given[Ask(series="fund:012733", measure="index-return", window="launch")] = Answer(value=-0.02, unit="ratio")
    given[Ask(series="fund:012733", measure="index-return", window="2y")] = Answer(value=None, unit="ratio")
    rows = tree(html(asked, given)).find(".//table").findall("./tbody/tr")
    shown = [[row[0].text, *("".join(cell.itertext()) for cell in row[1:3])] for row in rows]
    assert ["成立来", "+6.17%", "-2.00%"] in shown
    assert ["近2年", "+5.18%", "--"] in shown


def test_a_year_of_the_index_is_shown_only_over_the_funds_own_time() -> None:
    def shown(start: str, end: str) -> str:
        params = PerformanceParams(series="fund:012733", benchmark="index:930713", years=("2023",))
        asked = Slot(params=params)
        given = {ask: answer(ask) for ask in blocks.asks(asked)}
        for series, (first, last) in {
            "fund:012733": ("2022-12-30", "2023-12-29"),
            "index:930713": (start, end),
        }.items():
            year = Ask(series=series, measure="calendar-year", window="2023")
            given[year] = Answer(value=0.1, unit="ratio", start=first, end=last)
        return "".join(tree(html(asked, given)).find(".//*[@data-measure='calendar-year']/../..").itertext())

    assert shown("2022-12-31", "2023-12-31").count("+10.00%") == 2
    assert shown("2022-11-30", "2023-12-31").count("+10.00%") == 1


def test_a_number_over_other_days_than_those_of_its_row_says_them() -> None:
    asked = Slot(params=PerformanceParams(series="fund:012733", benchmark="index:930713"))
    given = {ask: answer(ask) for ask in blocks.asks(asked)}
    for window, end in {"1m": "2024-02-15", "3m": "2024-02-29"}.items():
        own = Ask(series="fund:012733", measure="return", window=window)
        given[own] = Answer(value=0.1, unit="ratio", start="2023-11-29", end="2024-02-29")
        given[own._replace(measure="index-return")] = given[own]._replace(end=end)
    rows = {row[0].text: row for row in tree(html(asked, given)).find(".//table").findall("./tbody/tr")}
    assert "".join(rows["近3月"][2].itertext()) == "+10.00%"
    assert ["".join(span.itertext()) for span in rows["近1月"][2].findall(".//span/span")] == [
        "至 2024-02-15",
    ]


def test_a_money_fund_has_no_risk_and_says_why() -> None:
    asked = Slot(params=PerformanceParams(series="fund:012733", money=True))
    assert not {"volatility", "drawdown"} & {ask.measure for ask in blocks.asks(asked)}
    shown = tree(html(asked, of_money_fund(blocks.asks(asked))))
    assert len(shown.findall(".//table")) == 1
    words = "".join(shown.itertext())
    assert "收益率按每万份收益逐日复利计算，截至 2024年3月1日" in words
    assert "不计算最大回撤、波动率与夏普比率" in words


def test_the_benchmark_of_the_contract_goes_before_the_index_and_says_so() -> None:
    asked = Slot(params=PerformanceParams(series="fund:012733", benchmark="contract", years=("2023",)))
    given = {ask: answer(ask) for ask in blocks.asks(asked)}
    measures = {ask.measure for ask in given}
    assert "benchmark-return" in measures and "index-return" not in measures
    year = Ask(series="fund:012733", measure="benchmark-return", start="2022-12-31", end="2023-12-31")
    own = Ask(series="fund:012733", measure="calendar-year", window="2023")
    given[year] = Answer(value=0.0321, unit="ratio", start="2022-12-30", end="2023-12-29")
    given[own] = Answer(value=0.1, unit="ratio", start="2022-12-30", end="2023-12-29")
    root = tree(html(asked, given))
    heads = ["".join(cell.itertext()) for cell in root.findall(".//table[1]/thead/tr/th")]
    assert heads[:3] == ["区间", "本基金", "业绩比较基准"]
    assert "+3.21%" in "".join(root.itertext())


def test_of_a_fund_that_has_ended_one_sentence_stands_in_place_of_empty_tables() -> None:
    asked = Slot(params=PerformanceParams(series="fund:012733", benchmark="index:930713", years=("2023",)))
    nothing = Answer(value=None, unit="ratio", end="2022-06-30", note="已于 2022-06-30 终止", ended=True)
    given = {ask: nothing if ask.series == "fund:012733" else answer(ask) for ask in blocks.asks(asked)}
    given[Ask(series="fund:012733", measure="nav")] = nothing._replace(value=1.0769, unit="nav")
    shown = tree(html(asked, given))
    assert not shown.findall(".//table")
    assert "".join(shown.itertext()).endswith("已于 2022-06-30 终止，没有截至今日的阶段收益与风险指标。\n")
    year = Ask(series="fund:012733", measure="calendar-year", window="2023")
    given[year] = Answer(value=0.1, unit="ratio", start="2022-12-30", end="2023-12-29")
    asked = Slot(params=replace(asked.params, years=("2022", "2023")))
    given |= {ask: nothing for ask in blocks.asks(asked) if ask not in given}
    shown = tree(html(asked, given))
    assert ["".join(caption.itertext()) for caption in shown.findall(".//caption")] == ["年度收益"]
    assert [row[0].text for row in shown.findall(".//tbody/tr")] == ["2023年"]
