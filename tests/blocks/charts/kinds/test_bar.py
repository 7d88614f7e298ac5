"""The bar chart: one number of each series."""

from __future__ import annotations

from builder.blocks.charts.drawing.bar_plot import Bar
from builder.blocks.charts.kinds.bar import KIND, sentence
from tests.blocks.charts.kinds.fence_request import FUND, request, shared_params
from tests.blocks.charts.kinds.gallery_chart import GalleryChart


def test_a_bar_needs_a_measure() -> None:
    assert [key for key, _ in KIND.clashes(request(FUND, type="bar").fence)] == ["measure"]


def test_a_measure_has_the_window_that_stands_beside_it() -> None:
    checked = request(FUND, type="bar", measure="return 1y")
    params, problems = KIND.params(shared_params(checked), checked)
    assert (params.measure, params.window, params.label, problems) == ("return", "1y", "近1年收益率", [])


def test_a_series_without_a_number_is_in_the_sentence() -> None:
    bars = [Bar(name="甲", value=0.05), Bar(name="乙", value=None)]
    assert sentence(bars, "收益率", "ratio", signed=True) == "收益率：甲+5.00%；乙暂无数据。"


def test_every_series_has_a_row_and_the_benchmark_is_the_last(charts: dict[str, GalleryChart]) -> None:
    figure = charts["bar"].figure
    assert len(figure.rows) == 4 and figure.head == ("名称", "近1年收益率")
    assert figure.origin(3, 0, "")["series"] == "index:X90713"
