"""The chart that compares histories from one day on."""

from __future__ import annotations

import pytest

from builder.blocks.charts.kinds.compare import KIND
from tests.blocks.charts.kinds.fence_request import FUND, INDEX, request, shared_params
from tests.blocks.charts.kinds.gallery_chart import GalleryChart


def test_one_series_compares_with_a_benchmark_only() -> None:
    assert [key for key, _ in KIND.clashes(request(FUND, type="compare").fence)] == ["series"]
    assert list(KIND.clashes(request(FUND, type="compare", benchmark="980001").fence)) == []


@pytest.mark.parametrize(("written", "rebase"), [("", "100"), ("percent", "percent")])
def test_histories_start_at_100_unless_the_fence_has_it_otherwise(written: str, rebase: str) -> None:
    checked = request(FUND, INDEX, type="compare", rebase=written)
    params, problems = KIND.params(shared_params(checked), checked)
    assert (params.rebase, params.measure, problems) == (rebase, "history", [])


def test_changes_in_percent_count_from_a_day_of_the_chart(charts: dict[str, GalleryChart]) -> None:
    figure = charts["compare"].figure
    assert figure.unit == "ratio" and figure.start
    first_row = dict(figure.rows)[figure.start]
    assert 0.0 in first_row
