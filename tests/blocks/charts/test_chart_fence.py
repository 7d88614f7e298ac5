"""What may stand under each key of a `chart` fence."""

from __future__ import annotations

from typing import Any

import pytest

from builder.blocks.charts import chart_fence
from builder.blocks.charts.chart_fence import ChartFence, KeyLocation, suggestion
from builder.blocks.charts.kinds import KINDS
from builder.model import Mark
from builder.problem import Failed, Problem


def problems(spec: dict[str, Any]) -> list[Problem]:
    lines = {key: number for number, key in enumerate(spec, 11)}
    mark = Mark(block="chart", params={"spec": spec, "lines": lines}, line=10, column=1)
    with pytest.raises(Failed) as failed:
        chart_fence.read(spec, KeyLocation("briefings/x.md", mark), tuple(KINDS))
    return list(failed.value.problems)


@pytest.mark.parametrize(
    ("spec", "key", "message"),
    [
        ({"type": "lin", "series": "990001"}, "type", "did you mean line?"),
        ({"series": "990001"}, "", "there are: line, area, bar, compare, drawdown"),
        ({"type": "line"}, "", "series is missing"),
        ({"type": "line", "series": []}, "series", "at least one"),
        ({"type": "line", "series": "990001", "serie": "x"}, "serie", "did you mean series?"),
        ({"type": "line", "series": "990001", "from": "2024年"}, "from", "not a date"),
        ({"type": "line", "series": "990001", "from": "2024-02-30"}, "from", "not a date"),
        ({"type": "line", "series": "990001", "window": "7y"}, "window", "1y, 2y"),
        ({"type": "line", "series": "990001", "live": "soon"}, "live", "true or false"),
        ({"type": "line", "series": "990001", "height": "9"}, "height", "between"),
        ({"type": "line", "series": "990001", "height": "tall"}, "height", "whole number"),
        ({"type": "line", "series": "990001", "rebase": "50"}, "rebase", "50 is not known"),
        ({"type": "line", "series": "990001", "annotate": ["x"]}, "annotate", "annotate.1"),
        (
            {"type": "line", "series": "990001", "annotate": [{"date": "2024-01-02", "txt": "x"}]},
            "annotate",
            "text is missing",
        ),
        (
            {"type": "line", "series": "990001", "annotate": [{"date": "2024-01-02", "text": "很" * 17}]},
            "annotate",
            "16 characters",
        ),
        ({"type": "calendar-years", "series": "990001", "years": "letzte"}, "years", "2019-2023"),
        ({"type": "calendar-years", "series": "990001", "years": "2001-2023"}, "years", "at most 10"),
    ],
)
def test_a_value_that_is_not_well_formed_is_a_problem_at_its_keys_line(
    spec: dict[str, Any], key: str, message: str
) -> None:
    line = 11 + list(spec).index(key) if key in spec else 10
    texts = [
        f"{problem.message} {problem.hint}"
        for problem in problems(spec)
        if (problem.id, problem.line, problem.path) == ("bad-fence", line, "briefings/x.md")
    ]
    assert any(message in text for text in texts), problems(spec)


def test_written_keys_are_told_in_one_order_and_by_the_names_that_authors_write() -> None:
    fence = ChartFence.model_validate({"to": "2024-02-01", "from": "2024-01-01", "series": "1", "type": "line"})
    assert fence.written_keys == ["type", "series", "from", "to"]


def test_a_hint_names_the_nearest_choice_or_all() -> None:
    assert suggestion("lin", ["line", "rolling"]) == "did you mean line?"
    assert suggestion("7y", ["1y", "ytd"]) == "there are: 1y, ytd"
