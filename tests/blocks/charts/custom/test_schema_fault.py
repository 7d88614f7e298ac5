"""The fault of a specification that an author can act on, of all that the Vega-Lite schema reports."""

from __future__ import annotations

import pytest

from builder.blocks.charts.custom.schema_fault import explained
from builder.problem import Problem
from tests.blocks.charts.custom.fence_faults import BAR, INLINE, Fault, assert_reported, problems_by_fault, vega

FAULTS: dict[str, Fault] = {
    "mark": (vega("{" + INLINE + ",", '"mark": "lin"}'), 2, "did you mean line?"),
    "channel": (
        vega("{" + INLINE + ",", '"mark": "bar", "encoding": {', '"colour": {"field": "b"}}}'),
        3,
        "did you mean color?",
    ),
    "type": (vega("{" + INLINE + ",", BAR.replace("quantitative", "quantity") + "}"), 2, "did you mean quantitative?"),
    "kind": (vega("{" + INLINE + ",", '"mark": {"type": "bar",', '"opacity": "x"}}'), 3, "opacity"),
    "no mark": (vega("{" + INLINE + "}"), 1, "mark"),
}


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    return problems_by_fault(tmp_path_factory.mktemp("faults"), FAULTS)


@pytest.mark.slow
@pytest.mark.parametrize("label", FAULTS)
def test_a_fault_of_the_schema_is_reported_at_its_line_with_what_is_right(
    problems: dict[str, list[Problem]], label: str
) -> None:
    assert_reported(problems[label], FAULTS[label])


def test_a_valid_specification_has_no_fault() -> None:
    assert explained([]) is None
