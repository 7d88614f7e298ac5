"""The parameters of a chart's slot, as the store keeps them."""

from __future__ import annotations

import json

import pytest

from builder.slot_params.charts import (
    ChartColumn,
    ChartDataset,
    ChartNote,
    ChartParams,
    CustomChartParams,
    StandardChartParams,
)

COLUMN = ChartColumn(measure="return", window="1y", label="近1年收益率")
LINE = StandardChartParams(
    type="line",
    series=("fund:990101", "index:X1"),
    benchmark="index:X2",
    measure="history",
    annotate=(
        ChartNote(start="2024-01-02", end="2024-01-05", text="甲"),
        ChartNote(start="2024-01-09", end="2024-01-09", text="乙", own=True),
    ),
    columns=(COLUMN,),
    sources=("交易所",),
    caption="图",
)
CUSTOM = CustomChartParams(
    type="altair",
    code="chart = 1",
    code_line=2,
    data=(ChartDataset(name="prices", series=("fund:990101",), columns=(COLUMN,)),),
)


@pytest.mark.parametrize("params", [LINE, CUSTOM])
def test_parameters_are_the_same_after_they_were_stored(params: ChartParams) -> None:
    assert ChartParams.from_json(json.loads(json.dumps(params.to_json()))) == params


def test_every_field_is_stored_but_a_note_that_is_not_the_pages_own() -> None:
    stored = LINE.to_json()
    assert stored["annotate"] == [
        {"start": "2024-01-02", "end": "2024-01-05", "text": "甲"},
        {"start": "2024-01-09", "end": "2024-01-09", "text": "乙", "own": True},
    ]
    assert stored["columns"] == [
        {"measure": "return", "window": "1y", "start": "", "end": "", "label": "近1年收益率", "unit": "ratio"}
    ]
    assert set(CUSTOM.to_json()) == {
        *("type", "code", "code_line", "data", "as_of", "alt", "title", "height", "sources", "caption")
    }


def test_the_benchmark_is_the_last_series() -> None:
    assert LINE.ids == ["fund:990101", "index:X1", "index:X2"]
    assert [LINE.is_reference(index) for index in range(3)] == [False, False, True]
