"""What a reader gets of a chart: its names, its files and no markup of an author's; a table that is thinned on the page and
whole in the CSV file; and JSON that says what the table says, digit for digit."""

from __future__ import annotations

import csv
import json
import re
from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from itertools import accumulate
from typing import Any

import pytest

from builder.blocks.block import RenderTools
from builder.blocks.charts.chart_fragment import LiveKey, as_csv, called, fragment, live, month_ends
from builder.blocks.charts.chart_kind import NO_DRAWING, ChartFigure, name_ask, value_ask
from builder.blocks.charts.drawing.axis import days
from builder.blocks.charts.kinds import KINDS
from builder.blocks.wording import value_text
from builder.model import ROOT, Answer, Ask
from builder.slot_params.charts import StandardChartParams
from builder.templating import Templates, templates_folder

PARAMS = StandardChartParams(type="table", series=("fund:990101",), measure="return")
FIGURE = ChartFigure(
    scene=NO_DRAWING,
    head=("名称", "近1月", "近1年"),
    rows=(("甲", (0.05, None)),),
    unit="ratio",
    origin=lambda row, column, first: {},
    takeaway="一句话。",
    through="数据截至2024年2月19日",
    synthetic=False,
)


@pytest.mark.parametrize(
    ("title", "caption", "words"), [("题", "图", "题"), ("", "图", "图"), ("", "", "近1月、近1年")]
)
def test_a_chart_is_called_by_its_title_its_caption_or_its_columns(title: str, caption: str, words: str) -> None:
    assert called(replace(PARAMS, title=title, caption=caption), FIGURE) == words


def test_a_chart_links_the_files_that_come_with_it() -> None:
    tools = RenderTools(templates=Templates())
    png = b64encode(b"PNG").decode()
    drawn = fragment(PARAMS, FIGURE, "", "", tools, is_reactive=False, picture="<svg/>", png=png)
    assert [path.rpartition(".")[2] for path in drawn.files] == ["csv", "png"]
    assert list(drawn.files.values())[1] == b"PNG"
    assert all(f"{ROOT}{path}" in drawn.html for path in drawn.files)
    alone = fragment(PARAMS, FIGURE, "", "", tools, is_reactive=False)
    assert [path.rpartition(".")[2] for path in alone.files] == ["csv"]


def test_a_specification_cannot_end_its_script() -> None:
    tools = RenderTools(templates=Templates(), vega="assets/vega.js")
    html = fragment(PARAMS, FIGURE, "", '{"a": "</script><b>"}', tools, is_reactive=True).html
    assert "\\u003c/script>\\u003cb>" in html and "</script><b>" not in html


@pytest.mark.parametrize("name", ["=1+1", "+甲", "-甲", "@甲", "\t甲", "＝1", "－甲", " =1", '=HYPERLINK("http://x")'])
def test_no_text_cell_starts_a_formula(name: str) -> None:
    rows = list(csv.reader(StringIO(as_csv(["名称", name], [(name, (-1.5,))]).removeprefix("\ufeff"))))
    assert rows == [["名称", f"'{name}"], [f"'{name}", "-1.5"]]


def test_values_are_unrounded_and_missing_ones_empty() -> None:
    text = as_csv(["日期", "甲", "乙"], [("2024-02-19", (98.6123456789, None))])
    assert text == "\ufeff日期,甲,乙\n2024-02-19,98.6123456789,\n"


def test_a_long_table_shows_month_ends_on_which_every_line_has_a_value() -> None:
    dates = [(date(2023, 1, 5) + timedelta(days=number)).isoformat() for number in range(90)]
    rows = tuple((day, (1.0, None if day.endswith("-31") else 2.0)) for day in dates)
    assert [day for day, _ in month_ends(rows)] == [
        "2023-01-05",
        "2023-01-30",
        "2023-02-28",
        "2023-03-30",
        "2023-04-04",
    ]
    assert month_ends(rows[:40]) == rows[:40]


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
    data = json.loads(live(chart))
    assert _summed(data["d"]) == [days(day) for day, _ in chart.rows]
    places, suffix, _ = data["f"]
    for at, line in enumerate(data["l"]):
        table = [value_text.text(values[at], chart.unit) for _, values in chart.rows]
        told = ["--" if one is None else f"{one / 10**places:,.{places}f}{suffix}" for one in _summed(line[3])]
        assert told == [text.removeprefix("+") for text in table]


def test_a_day_without_a_value_is_none_and_not_the_one_before() -> None:
    chart = _figure(_params(), _series(1, None, 2, 3), _series(1, 1, 1, 1))
    assert _summed(json.loads(live(chart))["l"][0][3]) == [100, None, 200, 300]


def test_a_bar_is_told_with_its_name_and_its_measure() -> None:
    params = _params(type="bar", measure="return", label="近1年收益率")
    chart = _figure(params, _series(1, 1, 1, 0.051), _series(1, 1, 1, -0.2))
    data = json.loads(live(chart))
    assert [box[4:] for box in data["i"]] == [
        ["甲", [["", "", "近1年收益率", "+5.10%"]]],
        ["乙", [["", "", "近1年收益率", "-20.00%"]]],
    ]
    assert data["i"][1][1] > data["i"][0][1] + data["i"][0][3]  # one below the other


def test_no_name_can_end_the_element() -> None:
    chart = _figure(_params(), _series(1, 2, 3, 4), _series(1, 2, 3, 4), names=("</script><b>", "乙"))
    told = live(chart)
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
