"""What a drawdown is measured from."""

from __future__ import annotations

import pytest

from builder.blocks.charts.chart_kind import name_ask, value_ask
from builder.blocks.charts.kinds.drawdown import drawdown, figure
from builder.model import Answer
from builder.slot_params.charts import StandardChartParams


def test_a_drawdown_is_measured_from_the_highest_value_so_far() -> None:
    points = (("2023-01-02", 1.0), ("2023-01-03", 2.0), ("2023-01-04", 1.5), ("2023-01-05", 3.0))
    assert [value for _, value in drawdown(points)] == [0.0, 0.0, -0.25, 0.0]


@pytest.mark.parametrize(
    ("keys", "note"),
    [
        ({}, "较此前最高点的跌幅"),
        ({"window": "1y"}, "较2023年1月2日以来最高点的跌幅"),
        ({"start": "2023-01-02"}, "较2023年1月2日以来最高点的跌幅"),
    ],
)
def test_a_drawdown_of_a_part_says_from_when_it_counts(keys: dict[str, str], note: str) -> None:
    params = StandardChartParams(type="drawdown", series=("fund:1",), measure="history", **keys)
    points = (("2023-01-02", 1.0), ("2023-01-03", 2.0), ("2023-01-04", 1.5))
    answers = {
        name_ask("fund:1", ""): Answer(value="甲", unit="text"),
        value_ask(params, "fund:1"): Answer(value=1.5, unit="nav", points=points),
    }
    assert figure(params, answers).unit_note == note
