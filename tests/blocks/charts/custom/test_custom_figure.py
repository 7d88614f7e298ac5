"""The table and the sentence around a custom chart's drawing."""

from __future__ import annotations

from builder.blocks.charts.custom.custom_chart import CustomChart
from builder.blocks.charts.custom.custom_figure import figure, sentence
from builder.slot_params.charts import CustomChartParams

PARAMS = CustomChartParams(type="vega-lite", code="", code_line=1)
ROWS = [{"行业": "软件", "金额": 3, "占比": None}, {"行业": "芯片", "金额": 5, "占比": 0.5}]


def test_a_row_of_an_authors_is_its_texts_and_then_its_numbers() -> None:
    spec = {"data": {"values": ROWS}, "mark": "bar", "encoding": {}}
    shown = figure(PARAMS, {}, CustomChart(spec=spec, tables={}))
    assert shown.head == ("行业", "金额", "占比")
    assert shown.rows == (("软件", (3.0, None)), ("芯片", (5.0, 0.5)))
    assert shown.through == "数据由作者给出"
    assert shown.origin(0, 0, "软件") == {}


def test_the_sentence_has_the_number_of_rows_and_the_limits_of_each_column() -> None:
    assert sentence(["金额"], (("a", (3.0,)), ("b", (None,)), ("c", (5.0,)))) == "共3行数据：金额介于3与5之间。"
    assert sentence([], (("a", ()),)) == "共1行数据。"
