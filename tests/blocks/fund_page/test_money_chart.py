"""A money-market fund's figure: its yields as a line, its incomes as a table."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

from builder.blocks.block import RenderTools
from builder.blocks.fund_page import money_chart
from builder.model import ROOT, Answer, Ask, Fragment
from builder.slot_params.generated import MoneyChartParams
from builder.templating import Templates
from tests.blocks.block_examples import tree

DAYS = [str(date(2024, 1, 1) + timedelta(days=number)) for number in range(40)]
YIELDS = {day: round(0.018 + 0.0001 * (number % 7), 5) for number, day in enumerate(DAYS) if number > 5}


def figure(yields: dict[str, float] = YIELDS, days: list[str] = DAYS, name: str = "示例<货币>") -> str:
    params = MoneyChartParams(series="fund:000198")
    answers: dict[Ask, Answer] = {}
    for ask in money_chart.asks(params):
        if ask.measure == "yield7-history":
            points = tuple(yields.items())
            answers[ask] = Answer(value=0.02, unit="yield", points=points, synthetic=True, signed=False)
        elif ask.measure == "income-history":
            points = tuple((day, 0.5 + number / 100) for number, day in enumerate(days))
            end = days[-1] if days else ""
            answers[ask] = Answer(value=0.5, unit="income", end=end, points=points, synthetic=True)
        else:
            answers[ask] = Answer(value=name, unit="text")
    (made,) = money_chart.BLOCK.render([(params, answers)], RenderTools(templates=Templates()))
    assert isinstance(made, Fragment)
    return made.html


def rows(html: str) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row] for row in tree(html).findall(".//tbody/tr")]


def test_the_table_has_the_latest_ten_days_and_the_month_ends_before_newest_first() -> None:
    shown = rows(figure())
    assert [row[0] for row in shown] == [*DAYS[:-11:-1], "2024-01-30"]
    assert shown[0] == [DAYS[-1], "0.8900", f"{YIELDS[DAYS[-1]] * 100:.3f}%"]


def test_each_number_of_the_table_is_the_funds_on_its_day() -> None:
    data = tree(figure()).findall(".//data")
    assert {(one.get("data-series"), one.get("data-synthetic")) for one in data} == {("fund:000198", "true")}
    assert [(one.get("data-measure"), one.get("data-to")) for one in data[:2]] == [
        ("income", DAYS[-1]),
        ("yield7", DAYS[-1]),
    ]


def test_a_day_without_a_yield_has_a_dash() -> None:
    assert rows(figure(yields={}))[0][2] == "--"


def test_the_drawing_has_the_years_first_and_last_yield_in_words() -> None:
    html = figure()
    assert "<title>示例&lt;货币&gt;的七日年化收益率</title>" in html
    assert "<desc>自2024年1月7日至2024年2月9日：由1.860%变为1.840%。</desc>" in html
    assert ">1.840%</text>" in html
    assert f'href="{ROOT}api/funds/000198/history.json"' in html


def test_the_script_is_handed_every_yield_in_its_last_place() -> None:
    (found,) = re.findall(r'class="chart-live">(.*?)</script>', figure())
    live = json.loads(found)
    steps = [int(step) for step in live["l"][0][3].split(",")]
    assert [sum(steps[: number + 1]) / 100_000 for number in range(len(steps))] == list(YIELDS.values())
    low, high = live["y"]
    assert low < 1.80 and high > 1.86 and high - low < 1  # the axis follows the yields, which do not move around 0
    assert live["f"] == [3, "%", 0]


def test_without_yields_the_table_stands_alone_and_without_incomes_nothing() -> None:
    assert "<svg" not in figure(yields={}) and "chart-live" not in figure(yields={})
    assert figure(days=[]) == ""


def test_the_table_is_folded_as_that_of_other_funds() -> None:
    folded = tree(figure()).find(".//details[@class='chart-data']")
    assert folded.find("./summary").text == "数据"
    assert folded.find(".//table") is not None
