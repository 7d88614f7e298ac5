"""Figures are found with their instrument, their period and their direction, in time that grows with the text."""

from __future__ import annotations

import time

import pytest

from builder.importing.statements import Statement, statements
from builder.model import Directory, Instrument

DIRECTORY = Directory(
    instruments={
        one.id: one
        for one in (
            Instrument(id="stock:EXAI", code="EXAI", name="Example AI", facts={"aliases": "示例智能"}),
            Instrument(id="fund:990101", code="990101", name="示例智能联接A"),
        )
    }
)


def stated(text: str) -> list[Statement]:
    return list(statements(text, 0, DIRECTORY, {}))


def test_the_longest_name_counts() -> None:
    assert [row.instrument.id for row in stated("示例智能联接A近一月上涨1%。")] == ["fund:990101"]
    assert [row.instrument.id for row in stated("示例智能近一月上涨1%。")] == ["stock:EXAI"]
    assert stated("MyExample AIs近一月上涨1%。") == []


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("近一周", "1w"),
        ("近1个月", "1m"),
        ("近三月", "3m"),
        ("近半年", "6m"),
        ("过去一年", "1y"),
        ("近两年", "2y"),
        ("年初至今", "ytd"),
        ("成立以来", "launch"),
    ],
)
def test_each_period_has_its_window(words: str, window: str) -> None:
    (statement,) = stated(f"示例智能联接A{words}上涨1.5%。")
    assert (statement.window, statement.measure, statement.operator, statement.value) == (window, "return", "=", "1.5%")


def test_a_drawdown_is_below_zero() -> None:
    (statement,) = stated("示例智能联接A近一年最大回撤为20.5%。")
    assert (statement.measure, statement.value) == ("drawdown", "-20.5%")


@pytest.mark.parametrize("text", ["1" * 1000, "上涨1%" * 200, ",000" * 250, " " * 1000, "自" * 1000])
def test_four_times_the_text_takes_no_sixteen_times(text: str) -> None:
    def seconds(times: int) -> float:
        start = time.perf_counter()
        stated("示例智能近一年收益率" + text * times)
        return time.perf_counter() - start

    assert min(seconds(32) for _ in range(3)) < 12 * min(seconds(8) for _ in range(3)) + 0.05
