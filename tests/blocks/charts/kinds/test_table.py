"""The table of several numbers of each series, which has no drawing."""

from __future__ import annotations

import pytest

from builder.blocks.charts import chart_block
from builder.blocks.charts.chart_kind import name_ask
from builder.blocks.charts.kinds.table import KIND
from builder.model import Answer
from builder.problem import Failed
from builder.slot_params.charts import StandardChartParams
from tests.blocks.charts.kinds.fence_request import FUND, request, shared_params
from tests.blocks.charts.kinds.gallery_chart import GalleryChart


def test_each_measure_has_a_column() -> None:
    checked = request(FUND, type="table", measure=["return 1m", "volatility 1y"])
    params, problems = KIND.params(shared_params(checked), checked)
    assert [(column.measure, column.window) for column in params.columns] == [("return", "1m"), ("volatility", "1y")]
    assert problems == []


def test_a_table_has_a_row_for_each_series_and_no_drawing(charts: dict[str, GalleryChart]) -> None:
    chart = charts["table"]
    assert "<svg viewBox" not in chart.html and len(chart.figure.rows) == 3
    assert [len(values) for _, values in chart.figure.rows] == [4, 4, 4]


def test_a_table_without_any_number_is_a_problem(charts: dict[str, GalleryChart]) -> None:
    params = charts["table"].params
    assert isinstance(params, StandardChartParams)
    names = {name_ask(series, params.as_of) for series in params.ids}
    empty = {
        ask: Answer(value="甲" if ask in names else None, unit="text" if ask in names else "ratio")
        for ask in chart_block.asks(params)
    }
    with pytest.raises(Failed) as failed:
        KIND.figure(params, empty)
    assert [problem.id for problem in failed.value.problems] == ["no-answer"]
