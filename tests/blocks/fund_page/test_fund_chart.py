"""A fund's two drawings and their table: changes from one day, falls from the highest, nothing lost that stands out."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import html5lib
import pytest

from builder.blocks.block import RenderTools
from builder.blocks.fund_page import fund_chart, fund_drawing
from builder.model import ROOT, Answer, Ask, Fragment
from builder.slot_params.generated import FundChartParams
from builder.templating import Templates

FUND, INDEX = "fund:990101", "index:X1"
Points = tuple[tuple[str, float], ...]
TOOLS = RenderTools(templates=Templates())


def _days(start: str, values: Sequence[float], step: int = 1) -> Points:
    first = date.fromisoformat(start)
    return tuple((str(first + timedelta(days=at * step)), value) for at, value in enumerate(values))


def _made(points: Points, other: Points = (), *, launch: str = "", name: str = "示例甲", **more: Any) -> str:
    params = FundChartParams.from_json(
        {"series": FUND, "mentions": [], **({"benchmark": INDEX} if other else {}), **more}
    )
    answers: dict[Ask, Answer] = {}
    for ask in fund_chart.asks(params):
        if ask.measure == "history":
            given = points if ask.series == FUND else other
            answers[ask] = Answer(value=1.0, unit="nav", points=given, synthetic=True)
        elif ask.measure == "return":
            known = ask.window == "launch" and launch
            answers[ask] = Answer(value=0.1 if known else None, unit="ratio", start=launch if known else "")
        else:
            answers[ask] = Answer(value=name if ask.series == FUND else "示例指数", unit="text")
    (made,) = fund_chart.render([(params, answers)], TOOLS)
    assert isinstance(made, Fragment)
    return made.html


def _table(html: str) -> dict[str, list[float]]:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return {
        row.find("th").text: [float(one.get("value", "nan")) for one in row.iter("data")]
        for row in tree.iter("tr")
        if row.find("td") is not None
    }


def _live(html: str) -> list[dict[str, Any]]:
    return [json.loads(found) for found in re.findall(r'class="chart-live">(.*?)</script>', html)]


def test_the_table_tells_changes_and_falls_at_month_ends_and_both_ends() -> None:
    html = _made(_days("2023-11-01", [1.0, 1.2, 0.9, 1.1], 29), _days("2023-11-01", [3000, 3300, 2700, 3150], 29))
    assert _table(html) == {
        "2023-11-01": pytest.approx([0, 0, 0]),
        "2023-11-30": pytest.approx([0.2, 0.1, 0]),
        "2023-12-29": pytest.approx([-0.1, -0.1, -0.25]),
        "2024-01-27": pytest.approx([0.1, 0.05, 0.1 / 0.12 / 10 - 1 / 6]),
    }
    assert "最深-25.00%（2023年12月29日）" in html
    assert "自2023年11月1日至2024年1月27日：示例甲+10.00%；示例指数+5.00%。" in html


def test_a_benchmark_counts_from_its_own_last_value_before_the_funds_first_day() -> None:
    html = _made(
        _days("2023-06-21", [1.0, 1.1]),
        (("2023-01-02", 9.0), ("2023-06-20", 10.0), ("2023-06-22", 11.0), ("2023-07-01", 99.0)),
    )
    assert _table(html)["2023-06-22"][1] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("start", "count"),
    [("2023-06-20", 40), ("2023-03-01", 200)],  # it begins later than the fund, or ends three weeks before it
)
def test_a_benchmark_over_another_time_is_not_drawn_and_the_figure_says_so(start: str, count: int) -> None:
    fund = _days("2023-03-01", [1.0 + 0.001 * at for at in range(221)])
    html = _made(fund, _days(start, [3000.0 + at for at in range(count)]))
    assert "自2023年3月1日至2023年10月7日：示例甲+22.00%。" in html
    assert "示例指数的数据为" in html and "不作对比" in html
    assert "index:X1" not in html and html.count("<li>") == 1
    assert _live(html)[0]["src"] == [f"{ROOT}api/funds/990101/history.json"]


def test_a_benchmark_that_ends_days_before_the_fund_says_its_own_end() -> None:
    fund = _days("2023-03-01", [1.0 + 0.001 * at for at in range(221)])
    html = _made(fund, _days("2023-02-28", [1000.0, *(1000.0 + at for at in range(211))]))
    assert "自2023年3月1日至2023年10月7日：示例甲+22.00%；示例指数+21.00%（至2023年9月27日）。" in html
    assert 'data-series="index:X1" data-measure="return" data-from="2023-03-01" data-to="2023-08-31"' in html


def test_every_extreme_of_a_year_is_drawn() -> None:
    values = [1.0 + 0.001 * (at % 7) for at in range(250)]
    values[101], values[173] = 0.5, 1.9
    html = _made(_days("2023-01-02", values))
    svg = html5lib.parseFragment(html, namespaceHTMLElements=False).find(".//{*}svg[@role='img']")
    path = next(one.get("d") for one in svg.iter() if one.get("stroke") == "var(--c1)")
    heights = [int(y) for _, y in re.findall(r"(\d+),(\d+)", path)]
    ticks = [
        float(one.text.rstrip("%"))
        for one in svg.iter()
        if str(one.tag).endswith("text") and one.get("text-anchor") == "end"
    ]
    up = fund_drawing.TALL / (max(ticks) - min(ticks))
    assert max(heights) == pytest.approx(fund_drawing.TOP + (max(ticks) + 50) * up, abs=1)
    assert min(heights) == pytest.approx(fund_drawing.TOP + (max(ticks) - 90) * up, abs=1)
    assert len(heights) == 250  # a value a day: with fewer, a line would run level or straight where the fund did not
    assert len(html) < 16_000


def test_the_script_is_told_both_files_and_since_when_there_are_values() -> None:
    first, second = _live(_made(_days("2023-03-01", [1.0] * 9), _days("2023-03-01", [1.0] * 9), launch="2020-01-02"))
    assert first["src"] == [f"{ROOT}api/funds/990101/history.json", f"{ROOT}api/indexes/X1/history.json"]
    assert second["src"] == first["src"][:1] and second["m"] == "fall"
    assert first["from"] == date(2020, 1, 2).toordinal() and first["whole"] == "成立来" and first["now"] == 12
    (young, _) = _live(_made(_days("2023-03-01", [1.0] * 9)))
    assert young["whole"] == "全部" and young["now"] == 0


def test_briefings_of_the_year_are_dots_that_lead_to_them() -> None:
    mentions = [
        {"url": "briefings/a/", "title": "甲 <乙>", "date": "2023-03-05"},
        {"url": "briefings/old/", "title": "旧", "date": "2022-03-05"},
        {"url": "briefings/late/", "title": "晚", "date": "2023-09-05"},
    ]
    html = _made(_days("2023-03-01", [1.0] * 9), mentions=mentions)
    assert re.findall(r'class="chart-mark" href="([^"]*)"', html) == [f"{ROOT}briefings/a/"]
    assert "<title>2023年3月5日 甲 &lt;乙&gt;</title>" in html


def test_no_name_leaves_its_place() -> None:
    html = _made(_days("2023-03-01", [1.0, 1.1]), name="</script><img src=x>\"'")
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    assert tree.find(".//img") is None
    assert _live(html)[0]["l"][0][0] == "</script><img src=x>\"'"


def test_fewer_than_two_values_are_no_figure() -> None:
    assert _made(_days("2023-03-01", [1.0])) == ""


def test_the_line_of_the_contracts_benchmark_goes_before_the_indexs() -> None:
    file = "api/benchmarks/0123456789ab/history.json"
    params = FundChartParams(series=FUND, benchmark="contract", benchmark_file=file, mentions=())
    points, beside = _days("2024-01-02", [1.0, 1.1, 1.2]), _days("2024-01-01", [1.0, 1.02, 1.03, 1.05])
    answers: dict[Ask, Answer] = {}
    for ask in fund_chart.asks(params):
        assert ask.series == FUND
        if ask.measure in ("history", "benchmark-history"):
            given = points if ask.measure == "history" else beside
            answers[ask] = Answer(value=1.0, unit="nav", points=given)
        else:
            answers[ask] = (
                Answer(value=None, unit="ratio") if ask.measure == "return" else Answer(value="示例甲", unit="text")
            )
    (drawn,) = fund_chart.render([(params, answers)], TOOLS)
    assert isinstance(drawn, Fragment)
    assert "示例甲+20.00%；业绩比较基准+2.94%" in drawn.html  # from the last day on or before the fund's first
    assert ">业绩比较基准</th>" in drawn.html and 'data-measure="benchmark-return"' in drawn.html
    assert _live(drawn.html)[0]["src"][1] == f"{ROOT}{file}"
