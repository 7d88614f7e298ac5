"""What a line chart does to histories before it draws them."""

from __future__ import annotations

import pytest

from builder.blocks.charts.chart_kind import ChartFigure, name_ask, value_ask
from builder.blocks.charts.drawing.time_plot import ChartLine
from builder.blocks.charts.kinds import line
from builder.blocks.charts.kinds.line import rebased, table
from builder.model import Answer
from builder.problem import Failed
from builder.slot_params.charts import StandardChartParams


def test_a_comparison_starts_at_100_on_the_day_the_last_one_starts() -> None:
    early = (("2023-01-02", 50.0), ("2023-01-03", 80.0), ("2023-01-04", 120.0))
    late = (("2023-01-03", 2.0), ("2023-01-05", 3.0))
    assert rebased([early, late], percent=False) == [
        (("2023-01-03", 100.0), ("2023-01-04", 150.0)),
        (("2023-01-03", 100.0), ("2023-01-05", 150.0)),
    ]


def test_a_comparison_starts_from_the_last_value_on_or_before_its_first_day_as_a_return_does() -> None:
    index = (("2022-12-30", 200.0), ("2023-01-03", 220.0))
    fund = (("2022-12-31", 1.0), ("2023-01-03", 1.2))
    first, second = rebased([index, fund], percent=True)
    assert first == (("2022-12-30", 0.0), ("2023-01-03", pytest.approx(0.1)))
    assert second == (("2022-12-31", 0.0), ("2023-01-03", pytest.approx(0.2)))


def test_nothing_is_filled_in_where_one_of_two_did_not_trade() -> None:
    lines = [
        ChartLine(name="a", points=(("2023-01-02", 1.0), ("2023-01-04", 3.0))),
        ChartLine(name="b", points=(("2023-01-03", 2.0),)),
    ]
    assert table(lines) == (("2023-01-02", (1.0, None)), ("2023-01-03", (None, 2.0)), ("2023-01-04", (3.0, None)))


def given(points: tuple[tuple[str, float], ...], note: str = "") -> ChartFigure:
    params = StandardChartParams(type="line", series=("fund:1",), measure="history")
    answers = {
        name_ask("fund:1", ""): Answer(value="甲", unit="text"),
        value_ask(params, "fund:1"): Answer(value=1.0, unit="nav", points=points, note=note),
    }
    return line.figure(params, answers)


def test_a_single_value_is_drawn() -> None:
    figure = given((("2023-01-02", 1.0),))
    dots = [layer for layer in figure.scene["layers"] if layer["mark"] == "point"]
    assert len(dots[0]["rows"]) == 1
    assert figure.rows == (("2023-01-02", (1.0,)),)


def test_a_span_without_values_is_told() -> None:
    with pytest.raises(Failed) as caught:
        given((), note="2023-05-01 至 2023-06-30 没有净值数据")
    (problem,) = caught.value.problems
    assert (problem.id, problem.hint) == ("no-answer", "2023-05-01 至 2023-06-30 没有净值数据")
