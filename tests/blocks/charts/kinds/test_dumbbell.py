"""The dumbbell chart: two numbers of each series on one scale."""

from __future__ import annotations

from builder.blocks.charts.kinds.dumbbell import KIND, scene
from builder.slot_params.charts import ChartColumn
from tests.blocks.charts.kinds.fence_request import FUND, request, shared_params

COLUMNS = [ChartColumn(measure="return", window=window, label=window, unit="ratio") for window in ("6m", "1m")]


def layers(*pairs: tuple[float | None, float | None]) -> list[dict[str, list[dict[str, float]]]]:
    drawn: list[dict[str, list[dict[str, float]]]] = scene(["甲"] * len(pairs), pairs, COLUMNS, [True, True])["layers"]
    return drawn


def test_two_measures_of_different_units_are_a_problem() -> None:
    checked = request(FUND, type="dumbbell", measure=["return 1y", "size"])
    _, (problem,) = KIND.params(shared_params(checked), checked)
    assert "no common scale" in problem.message and "measure: [" in problem.hint


def test_each_dot_stands_where_its_number_is() -> None:
    _, empty, full, *_ = layers((0.0, 0.1), (0.05, 0.0))
    (first, second), (high, low) = ([row["x"] for row in dots["rows"]] for dots in (empty, full))
    assert first == low == 0
    assert second * 2 == high


def test_a_missing_number_has_no_dot_and_no_join() -> None:
    rules, empty, full, *_ = layers((None, 0.1), (0.0, 0.2))
    assert (len(empty["rows"]), len(full["rows"])) == (1, 2)
    assert len(rules["rows"]) == 3  # two rails and one join


def test_equal_numbers_are_drawn_beside_each_other() -> None:
    *_, after, before = layers((0.1, 0.1))
    assert len(before["rows"]) == 1 and len(after["rows"]) == 2  # the name is in the same layer
