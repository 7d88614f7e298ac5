"""The data that a chart's script reads: what the table shows, digit for digit, and nothing that could leave its element."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import Any

import pytest

from builder.blocks.charts import chart_live
from builder.blocks.charts.chart_kind import ChartFigure, name_ask, value_ask
from builder.blocks.charts.chart_live import LiveKey
from builder.blocks.charts.drawing.axis import days
from builder.blocks.charts.kinds import KINDS
from builder.blocks.wording import value_text
from builder.model import Answer, Ask
from builder.slot_params.charts import StandardChartParams
from builder.templating import templates_folder

KEYS = {name.lower(): key for name, key in vars(LiveKey).items() if name.isupper()}
DAYS = ("2024-01-02", "2024-01-03", "2024-01-04", "2024-02-19")


def _params(**more: Any) -> StandardChartParams:
    fields = {"type": "line", "series": ("index:X1", "index:X2"), "measure": "history", "as_of": "2024-02-20"}
    return StandardChartParams(**{**fields, **more})


def _figure(
    params: StandardChartParams, *points: tuple[tuple[str, float], ...], names: tuple[str, ...] = ("甲", "乙")
) -> ChartFigure:
    answers: dict[Ask, Answer] = {}
    for series, name, given in zip(params.ids, names, points, strict=True):
        answers[name_ask(series, params.as_of)] = Answer(value=name, unit="text")
        last = given[-1][1]
        unit = "ratio" if params.type == "bar" else "points"
        answers[value_ask(params, series)] = Answer(value=last, unit=unit, points=given, end=given[-1][0])
    return KINDS[params.type].figure(params, answers)


def _series(*values: float | None) -> tuple[tuple[str, float], ...]:
    return tuple((day, value) for day, value in zip(DAYS, values, strict=True) if value is not None)


def _summed(text: str) -> list[int | None]:
    numbers = [int(one) if one else None for one in text.split(",")]
    sums = accumulate(number or 0 for number in numbers)
    return [None if number is None else total for number, total in zip(numbers, sums, strict=True)]


@pytest.mark.parametrize("more", [{}, {"rebase": "100"}, {"rebase": "percent"}])
def test_every_value_is_the_one_of_the_table_digit_for_digit(more: dict[str, str]) -> None:
    chart = _figure(_params(**more), _series(3000.126, None, 2999.995, 3100), _series(5, 4.875, 4.885, 7))
    data = json.loads(chart_live.live(chart))
    assert _summed(data["d"]) == [days(day) for day, _ in chart.rows]
    places, suffix, _ = data["f"]
    for at, line in enumerate(data["l"]):
        table = [value_text.text(values[at], chart.unit) for _, values in chart.rows]
        told = ["--" if one is None else f"{one / 10**places:,.{places}f}{suffix}" for one in _summed(line[3])]
        assert told == [text.removeprefix("+") for text in table]


def test_a_day_without_a_value_is_none_and_not_the_one_before() -> None:
    chart = _figure(_params(), _series(1, None, 2, 3), _series(1, 1, 1, 1))
    assert _summed(json.loads(chart_live.live(chart))["l"][0][3]) == [100, None, 200, 300]


def test_a_bar_is_told_with_its_name_and_its_measure() -> None:
    params = _params(type="bar", measure="return", label="近1年收益率")
    chart = _figure(params, _series(1, 1, 1, 0.051), _series(1, 1, 1, -0.2))
    data = json.loads(chart_live.live(chart))
    assert [box[4:] for box in data["i"]] == [
        ["甲", [["", "", "近1年收益率", "+5.10%"]]],
        ["乙", [["", "", "近1年收益率", "-20.00%"]]],
    ]
    assert data["i"][1][1] > data["i"][0][1] + data["i"][0][3]  # one below the other


def test_no_name_can_end_the_element() -> None:
    chart = _figure(_params(), _series(1, 2, 3, 4), _series(1, 2, 3, 4), names=("</script><b>", "乙"))
    told = chart_live.live(chart)
    assert "<" not in told
    assert json.loads(told)["l"][0][0] == "</script><b>"


def test_the_script_and_the_builder_name_the_same_keys() -> None:
    script = (templates_folder() / "assets/charts.js").read_text("utf-8")
    (declared,) = re.findall(r"const LIVE = \{(.*?)\};", script, re.S)
    keys = dict(re.findall(r"(\w+): '(\w+)'", declared))
    assert keys == KEYS


@pytest.mark.parametrize("name", ["charts.js", "ranges.js"])
def test_a_script_reads_the_data_by_those_names_alone(name: str) -> None:
    script = (templates_folder() / "assets" / name).read_text("utf-8")
    assert set(re.findall(r"\bdata\.(\w+)", script)) <= set(KEYS)
