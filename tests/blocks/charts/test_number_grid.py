"""Several numbers of each series: what their table, sentence and dates are."""

from __future__ import annotations

from builder.blocks.charts.chart_kind import NO_DRAWING, column_ask, name_ask
from builder.blocks.charts.number_grid import grid, grid_figure
from builder.model import Answer, Ask
from builder.slot_params.charts import ChartColumn, StandardChartParams

COLUMNS = (
    ChartColumn(measure="return", window="1y", label="近1年收益率"),
    ChartColumn(measure="size", label="规模", unit="money"),
)
PARAMS = StandardChartParams(type="table", series=("fund:990001", "fund:990002"), columns=COLUMNS)


def answers(*rows: tuple[float | None, float | None]) -> dict[Ask, Answer]:
    given: dict[Ask, Answer] = {}
    for number, (series, values) in enumerate(zip(PARAMS.series, rows, strict=True)):
        given[name_ask(series, "")] = Answer(value="甲乙"[number], unit="text")
        for column, value in zip(COLUMNS, values, strict=True):
            ask = column_ask(PARAMS, series, column)
            given[ask] = Answer(value=value, unit=column.unit, end=f"2024-02-1{number}")
    return given


def test_a_row_is_a_series_and_a_column_what_is_asked_of_it() -> None:
    numbers = grid(PARAMS, answers((0.05, 2e8), (None, 1e8)))
    assert numbers.values == [(0.05, 2e8), (None, 1e8)]
    assert numbers.origin(1, 1) == {"series": "fund:990002", "measure": "size", "start": "", "end": "2024-02-11"}


def test_the_sentence_says_every_number_and_the_source_line_whose_data_end_earlier() -> None:
    figure = grid_figure(PARAMS, grid(PARAMS, answers((0.05, 2e8), (None, 1e8))), scene=NO_DRAWING)
    assert figure.takeaway == "甲近1年收益率+5.00%，规模2.00亿元；乙近1年收益率--，规模1.00亿元。"
    assert figure.through == "数据截至2024年2月11日（甲截至2024年2月10日）"
    assert figure.rows == (("甲", (0.05, 2e8)), ("乙", (None, 1e8)))
