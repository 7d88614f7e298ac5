"""Which keys of a fence go together in each kind of chart."""

from __future__ import annotations

from typing import Any

import pytest

from builder.blocks.charts.chart_fence import ChartFence
from builder.blocks.charts.chart_kind import through
from builder.blocks.charts.kinds import KINDS


@pytest.mark.parametrize(
    ("spec", "key", "message"),
    [
        ({"type": "line", "series": "990001", "window": "1y", "from": "2024-01-02"}, "window", "neither"),
        ({"type": "line", "series": "990001", "from": "2024-01-02", "to": "2024-01-01"}, "from", "before"),
        ({"type": "line", "series": "990001", "live": "true", "as_of": "2024-01-02"}, "live", "either"),
        ({"type": "area", "series": ["990001", "990002"]}, "series", "one series"),
        ({"type": "compare", "series": "990001"}, "series", "two series"),
        ({"type": "compare", "series": ["990001", "990001"]}, "series", "twice"),
        ({"type": "drawdown", "series": "990001", "rebase": "100"}, "rebase", "not rebased"),
        ({"type": "line", "series": "990001", "annotate": [{"text": "x"}]}, "annotate", "needs either"),
        ({"type": "scatter", "series": "990001"}, "series", "needs 2 series"),
        ({"type": "dumbbell", "series": "990001", "measure": "return 1y"}, "measure", "takes 2"),
        ({"type": "table", "series": "990001"}, "measure", "at least 1"),
        ({"type": "monthly", "series": ["990001", "990002"]}, "series", "at most 1 series"),
        ({"type": "monthly", "series": "990001", "rebase": "100"}, "rebase", "its keys are"),
        ({"type": "multiples", "series": "990001"}, "series", "needs 2 series"),
        ({"type": "bar", "series": "990001"}, "measure", "return 1y"),
    ],
)
def test_keys_that_do_not_go_together_are_a_clash(spec: dict[str, Any], key: str, message: str) -> None:
    clashes = list(KINDS[spec["type"]].all_clashes(ChartFence.model_validate(spec)))
    assert any(named == key and message in text for named, text in clashes), clashes


def test_the_latest_day_is_said_of_all_and_each_earlier_one_of_its_series() -> None:
    assert through([("甲", "2024-02-08"), ("乙", "2024-02-19"), ("丙", "")]) == (
        "数据截至2024年2月19日（甲截至2024年2月8日）"
    )
    assert through([("甲", "")]) == ""
