"""The area chart: one series in its own unit, painted below its line."""

from __future__ import annotations

from builder.blocks.charts.kinds.area import KIND
from tests.blocks.charts.kinds.fence_request import FUND, INDEX, request, shared_params
from tests.blocks.charts.kinds.gallery_chart import GalleryChart


def test_an_area_shows_one_series_that_is_not_rebased() -> None:
    two = request(FUND, INDEX, type="area", rebase="100")
    assert [key for key, _ in KIND.clashes(two.fence)] == ["series", "rebase"]
    assert list(KIND.clashes(request(FUND, type="area", benchmark="980001").fence)) == []


def test_a_fund_and_an_index_have_no_common_scale() -> None:
    checked = request(FUND, INDEX, type="area")
    _, (problem,) = KIND.params(shared_params(checked), checked)
    assert "no common scale" in problem.message


def test_the_ground_below_the_line_is_painted(charts: dict[str, GalleryChart]) -> None:
    rows = {
        kind: [row for layer in charts[kind].figure.scene["layers"] if layer["mark"] == "area" for row in layer["rows"]]
        for kind in ("area", "line")
    }
    assert rows["area"] and not rows["line"]
