"""The tables that a custom chart is handed: what is wrong with their declaration, and which columns they have."""

from __future__ import annotations

import pytest

from builder.blocks.charts.custom import datasets
from builder.problem import Problem
from builder.slot_params.charts import ChartColumn, ChartDataset, CustomChartParams
from tests.blocks.charts.custom.fence_faults import Fault, assert_reported, problems_by_fault, vega

FAULTS: dict[str, Fault] = {
    "head key": (vega('{"mark": "bar"}', head="seris: 990101\n---\n"), 1, "did you mean series?"),
    "head series": (vega('{"mark": "bar"}', head="series: 99010x\n---\n"), 1, "did you mean 990101"),
    "head measure": (
        vega('{"mark": "bar"}', head="series: 990101\nmeasure: retrun 1y\n---\n"),
        2,
        "did you mean return?",
    ),
    "head name": (vega('{"mark": "bar"}', head="data:\n  a b: {series: 990101}\n---\n"), 1, "no name for a table"),
    "head date": (vega('{"mark": "bar"}', head="series: 990101\nfrom: 2024年\n---\n"), 2, "not a date"),
}


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    return problems_by_fault(tmp_path_factory.mktemp("faults"), FAULTS)


@pytest.mark.parametrize("label", FAULTS)
def test_a_fault_of_a_head_is_reported_at_its_line(problems: dict[str, list[Problem]], label: str) -> None:
    assert_reported(problems[label], FAULTS[label])


def test_the_columns_of_a_table_follow_from_its_measures() -> None:
    measures = {"prices": "history", "shares": "holdings", "numbers": "return"}
    data = tuple(
        ChartDataset(name=table, series=("fund:990101",), columns=(ChartColumn(measure=measure),))
        for table, measure in measures.items()
    )
    columns = datasets.columns(CustomChartParams(type="altair", code="", code_line=0, data=data))
    shared = ["series", "name", "measure", "value"]
    assert columns == {
        "prices": [*shared, "date"],
        "shares": [*shared, "date", "item"],
        "numbers": [*shared, "label", "from", "to"],
    }
