"""Expressions of a chart: a row's values, its parameters and pure functions, and nothing else."""

from __future__ import annotations

import pytest

from builder.blocks.charts.custom.vega_expression import fault


@pytest.mark.parametrize(
    "expression",
    [
        "datum.value / datum['first value'] - 1",
        "datum.a > 1e3 && (datum.b === 'x' || !datum.c) ? format(datum.d, '.1%') : null",
        "brush.x[0] <= datum.x",
        "if(isValid(datum.x), round(datum.x * 100) / 100, PI)",
        "timeFormat(datum.date, '%Y年') + '末'",
        "indexof(['a', 'b'], datum.name) >= 0",
        "{a: 1, datum: 2}.a",
    ],
)
def test_what_only_looks_at_its_row_is_allowed(expression: str) -> None:
    assert fault(expression, {"brush"}) == ""


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("now()", "now is no function"),
        ("random()", "random is no function"),
        ("data('prices')[0].x", "data is no function"),
        ("window.location", "window is not known"),
        ("event.item", "event is not known"),
        ("datum.constructor", "out of an expression's reach"),
        ("datum['__proto__']", "out of an expression's reach"),
        ("other.x > 1", "other is not known"),
        ("datum.a = 3", "cannot stand"),
        ("datum.a; alert(1)", "cannot stand"),
        ("`x`", "cannot stand"),
        ("(() => 1)()", "cannot stand"),
        ("1 + " * 600 + "1", "at most 2000"),
        ("warn('x')", "warn is no function"),
        ("containerSize()", "containerSize is no function"),
    ],
)
def test_what_asks_for_more_is_refused(expression: str, said: str) -> None:
    assert said in fault(expression, {"brush"})
